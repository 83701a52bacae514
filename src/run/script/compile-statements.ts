/** Compiles statements. */
import type { Expr, Stmt, Target } from '../../lang/script.ts';
import type { Site } from '../sites.ts';
import { BINARY, OP } from './code.ts';
import type { Context, Task } from './compile-context.ts';
import { declaredIn, forLoop, leave, returns, siteOf, tries, whileLoop, withBlocks } from './compile-control.ts';
import { str, UNDEFINED } from './values.ts';

export function compileStatement(c: Context, s: Stmt): void {
	const site = siteOf(s);
	switch (s.kind) {
		case 'expression':
			// What is assigned is no value that stands alone.
			if (s.value.kind === 'assign-expr' && c.shared.javascript)
				return c.then(c.expression(s.value), () => c.emit(OP.pop, 0, s.value));
			return c.then(c.expression(s.value), () => c.emit(OP.result, 0, s.value));
		case 'assign':
			return assign(c, s);
		case 'augment':
			return augment(c, s);
		case 'define':
			return c.then(
				s.decorators.map((decorator) => c.expression(decorator)),
				() => c.makeFunction(s, { name: s.name.name, generator: s.generator, ownThis: c.shared.javascript }),
				() => {
					for (const decorator of s.decorators.toReversed()) c.emit(OP.call, 1, decorator);
					if (s.member === 'get' || s.member === 'set' || s.member === 'static')
						c.emit(OP.member, { get: 0, set: 1, static: 2 }[s.member], s.name);
					c.store(s.name.name, s.name);
				},
			);
		case 'class':
			return c.then(
				s.decorators.map((decorator) => c.expression(decorator)),
				() => c.makeClass(s),
				() => {
					for (const decorator of s.decorators.toReversed()) c.emit(OP.call, 1, decorator);
					c.store(s.name.name, s.name);
				},
			);
		case 'return':
			return returns(c, s, site);
		case 'if':
			return branches(c, s);
		case 'for':
			return forLoop(c, s);
		case 'while':
			return whileLoop(c, s, s.test, undefined, s.otherwise, s.testedAfter ?? false);
		case 'count':
			return c.then(c.statements(s.init), () => whileLoop(c, s, s.test, s.update, [], false, declaredIn(s.init)));
		case 'block':
			return c.then(c.statements(s.body));
		case 'break':
		case 'continue':
			return leave(c, s.kind, site, s.label);
		case 'pass':
		case 'global':
		case 'nonlocal':
		case 'broken':
			return;
		case 'ignored':
			c.emit(OP.ignore, 0, site);
			return;
		case 'import':
			return imports(c, s);
		case 'delete':
			return c.then(
				s.targets.map(
					(target): Task =>
						() =>
							remove(c, target),
				),
			);
		case 'raise':
			if (s.value === undefined) {
				c.emit(OP.reraise, 1, site);
				return;
			}
			return c.then(c.expression(s.value), () => c.emit(OP.raise, 0, site));
		case 'assert': {
			let held = 0;
			return c.then(
				c.expression(s.test),
				() => (held = c.emit(OP.jumpIfTrue, -1, s.test)),
				() => c.loadGlobal('AssertionError', site),
				s.message === undefined ? [] : [c.expression(s.message)],
				() => {
					c.emit(OP.call, s.message === undefined ? 0 : 1, site);
					c.emit(OP.raise, 0, site);
					c.emitter.land(held);
				},
			);
		}
		case 'try':
			return tries(c, s, site);
		case 'with':
			return withBlocks(c, s.items, s.body, site);
	}
}

function assign(c: Context, s: Extract<Stmt, { kind: 'assign' }>): void {
	const { value, targets } = s;
	const [only] = targets;
	if (c.scope.kind === 'class' && !c.shared.javascript && only?.kind === 'name')
		c.emit(OP.declare, c.emitter.name(only.name), only);
	if (value === undefined) {
		// Declared only: JavaScript's variables are undefined from there on.
		if (!c.shared.javascript) return;
		return c.then(
			targets.map((target): Task => () => {
				c.emit(OP.constant, c.emitter.constant(UNDEFINED), siteOf(s));
				c.then(c.target(target, false));
			}),
		);
	}
	if (c.shared.javascript && only !== undefined && (only.kind === 'index' || only.kind === 'attribute'))
		return c.then(c.assignBehind(only, value));
	const apart = targets.some((target) => itemsOf(target) !== null);
	c.then(apart ? wiredItems(c, value) : c.expression(value), () => {
		if (value.kind === 'name') c.emit(OP.wire, 0, value);
		c.then(
			targets.map((target, k): Task => () => {
				if (k < targets.length - 1) c.emit(OP.duplicate, 0, value);
				// `x, y = 3, 4` sets each from a literal.
				const [left, right] = [itemsOf(target), itemsOf(value)];
				if (
					left !== null &&
					right !== null &&
					left.length === right.length &&
					left.every((item) => item.kind === 'name')
				) {
					c.emit(OP.unpack, left.length, target);
					c.then(left.map((item, at) => c.target(item as Target, true, isLiteral(right[at]!))));
				} else c.then(c.target(target, true, isLiteral(value)));
			}),
		);
	});
}

/** A sequence that is taken apart again: each name in it (`x, y = y, x`) has an edge of its own, as in an assignment by itself. */
function wiredItems(c: Context, value: Expr): Task {
	const items = itemsOf(value);
	if (items === null || c.shared.javascript) return c.expression(value);
	const loaded = items.flatMap((item): Task[] =>
		item.kind === 'name' ? [c.expression(item), () => c.emit(OP.wire, 0, item)] : [c.expression(item)],
	);
	return () => c.then(loaded, () => c.emit(value.kind === 'list' ? OP.buildList : OP.buildTuple, items.length, value));
}

function itemsOf(e: Expr | Target): readonly Expr[] | null {
	return (e.kind === 'tuple' || e.kind === 'list') && e.items.every((item) => item.kind !== 'spread') ? e.items : null;
}

/** A number as it is written, with as many signs as it likes. */
function isLiteral(e: Expr): boolean {
	let inner = e;
	while (inner.kind === 'unary' && (inner.op === '-' || inner.op === '+')) inner = inner.operand;
	return inner.kind === 'number';
}

function augment(c: Context, s: Extract<Stmt, { kind: 'augment' }>): void {
	const { target } = s;
	const site: Site = { kind: 'augment', range: s.range, operator: s.operator };
	const op = BINARY.indexOf(s.op);
	if (target.kind === 'index') {
		return c.then(c.expression(target.object), c.subscripts(target, [c.expression(target.index)]), () => {
			c.emit(OP.duplicateTwo, 0, target);
			c.emit(OP.index, 0, target);
			c.then(c.expression(s.value), () => {
				c.emit(OP.augment, op, site);
				c.emit(OP.rotateThree, 0, target);
				c.emit(OP.setIndex, 1, target);
			});
		});
	}
	if (target.kind === 'attribute') {
		return c.then(c.expression(target.object), () => {
			c.emit(OP.duplicate, 0, target);
			c.emit(OP.attribute, c.emitter.name(target.name), target);
			c.then(c.expression(s.value), () => {
				c.emit(OP.augment, op, site);
				c.emit(OP.rotateTwo, 0, target);
				c.emit(OP.setAttribute, c.emitter.name(target.name), target);
			});
		});
	}
	// `x++` takes what it counts up for a number.
	const counts = c.shared.javascript && s.value.kind === 'number' && s.value.range.start === s.operator.start;
	c.then(
		c.expression(target),
		() => {
			if (counts) c.emit(OP.toNumber, 0, site);
		},
		c.expression(s.value),
		() => c.emit(OP.augment, op, site),
		c.target(target, true),
	);
}

function branches(c: Context, s: Extract<Stmt, { kind: 'if' }>): void {
	const ends: number[] = [];
	c.then(
		s.branches.map(({ test, body }, k): Task => () => {
			let skip = 0;
			c.then(
				c.expression(test),
				() => (skip = c.emit(OP.jumpIfFalse, -1, test)),
				c.statements(body),
				() => {
					if (k < s.branches.length - 1 || s.otherwise.length > 0) ends.push(c.emitter.jump(test));
					c.emitter.land(skip);
				},
			);
		}),
		c.statements(s.otherwise),
		() => {
			for (const end of ends) c.emitter.land(end);
		},
	);
}

function imports(c: Context, s: Extract<Stmt, { kind: 'import' }>): void {
	const site: Site = { kind: 'import', range: s.moduleRange };
	const { names } = s;
	if (names === undefined) {
		const [top = s.module] = s.module.split('.');
		c.emit(OP.importModule, c.emitter.name(s.alias === undefined ? top : s.module), site);
		return c.store(s.alias ?? top, site);
	}
	c.emit(OP.importModule, c.emitter.name(`${'.'.repeat(s.level)}${s.module}`), site);
	for (const { name, alias, range } of names) {
		const at: Site = { kind: 'import', range };
		if (name === '*') c.emit(OP.importAll, 0, at);
		else {
			c.emit(OP.importMember, c.emitter.name(name), at);
			c.store(alias, at);
		}
	}
	c.emit(OP.pop, 0, site);
}

function remove(c: Context, target: Target): void {
	if (target.kind === 'name') {
		const place = c.placeOf(target.name);
		if (place.kind === 'local') c.emit(OP.deleteLocal, place.index, target);
		else if (place.kind === 'global') c.emit(OP.deleteGlobal, place.index, target);
		else if (place.kind === 'name') c.emit(OP.deleteName, place.index, target);
		else c.emit(OP.unsupported, c.emitter.constant(str(`del ${target.name}`)), target);
	} else if (target.kind === 'index') {
		c.then(c.expression(target.object), c.expression(target.index), () => c.emit(OP.deleteIndex, 0, target));
	} else if (target.kind === 'attribute') {
		c.then(c.expression(target.object), () => c.emit(OP.deleteAttribute, c.emitter.name(target.name), target));
	} else if (target.kind === 'tuple' || target.kind === 'list') {
		c.then(
			target.items.map(
				(item): Task =>
					() =>
						remove(c, item as Target),
			),
		);
	}
}
