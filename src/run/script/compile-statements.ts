/** Compiles statements. */
import type { Expr, Stmt, Target } from '../../lang/script.ts';
import type { Range } from '../../protocol.ts';
import type { Site } from '../sites.ts';
import { BINARY, OP } from './code.ts';
import type { Context, Surrounding, Task } from './compile-context.ts';
import { expression } from './compile-expressions.ts';
import { compileClass, compileFunction } from './compile-functions.ts';
import { compileTarget } from './compile-targets.ts';
import { NONE, str, UNDEFINED } from './values.ts';

export function statements(c: Context, body: readonly Stmt[]): Task[] {
	return body.map((statement) => () => compile(c, statement));
}

/** A statement as a site: its first line is enough of it. */
function siteOf(statement: Stmt): Site {
	return { kind: statement.kind, range: statement.range };
}

function compile(c: Context, s: Stmt): void {
	const site = siteOf(s);
	switch (s.kind) {
		case 'expression':
			return c.then(expression(c, s.value), () => c.emit(OP.result, 0, s.value));
		case 'assign':
			return assign(c, s);
		case 'augment':
			return augment(c, s);
		case 'define':
			return c.then(
				...s.decorators.map((decorator) => expression(c, decorator)),
				() => compileFunction(c, s, { name: s.name.name, generator: s.generator, ownThis: c.shared.javascript }),
				() => {
					for (const decorator of s.decorators.toReversed()) c.emit(OP.call, 1, decorator);
					if (s.member === 'get' || s.member === 'set' || s.member === 'static') member(c, s.member, s.name.name, site);
					c.store(s.name.name, s.name);
				},
			);
		case 'class':
			return c.then(
				...s.decorators.map((decorator) => expression(c, decorator)),
				() => compileClass(c, s),
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
			return c.then(...statements(c, s.init), () => whileLoop(c, s, s.test, s.update, [], false));
		case 'block':
			return c.then(...statements(c, s.body));
		case 'break':
		case 'continue':
			return leave(c, s.kind, site);
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
				...s.targets.map(
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
			return c.then(expression(c, s.value), () => c.emit(OP.raise, 0, site));
		case 'assert': {
			let held = 0;
			return c.then(
				expression(c, s.test),
				() => (held = c.emit(OP.jumpIfTrue, -1, s.test)),
				() => c.emit(OP.loadGlobal, c.emitter.name('AssertionError'), site),
				...(s.message === undefined ? [] : [expression(c, s.message)]),
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
	if (value === undefined) {
		// Declared only: JavaScript's variables are undefined from there on.
		if (!c.shared.javascript) return;
		return c.then(
			...targets.map((target): Task => () => {
				c.emit(OP.constant, c.emitter.constant(UNDEFINED), siteOf(s));
				c.then(compileTarget(c, target, false));
			}),
		);
	}
	c.then(expression(c, value), () => {
		if (value.kind === 'name') c.emit(OP.wire, 0, value);
		c.then(
			...targets.map((target, k): Task => () => {
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
					c.then(...left.map((item, at) => compileTarget(c, item as Target, true, isLiteral(right[at]!))));
				} else c.then(compileTarget(c, target, true, isLiteral(value)));
			}),
		);
	});
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
		return c.then(expression(c, target.object), expression(c, target.index), () => {
			c.emit(OP.duplicateTwo, 0, target);
			c.emit(OP.index, 0, target);
			c.then(expression(c, s.value), () => {
				c.emit(OP.augment, op, site);
				c.emit(OP.rotateThree, 0, target);
				c.emit(OP.setIndex, 1, target);
			});
		});
	}
	if (target.kind === 'attribute') {
		return c.then(expression(c, target.object), () => {
			c.emit(OP.duplicate, 0, target);
			c.emit(OP.attribute, c.emitter.name(target.name), target);
			c.then(expression(c, s.value), () => {
				c.emit(OP.augment, op, site);
				c.emit(OP.rotateTwo, 0, target);
				c.emit(OP.setAttribute, c.emitter.name(target.name), target);
			});
		});
	}
	c.then(
		expression(c, target as Expr),
		expression(c, s.value),
		() => c.emit(OP.augment, op, site),
		compileTarget(c, target, true),
	);
}

function branches(c: Context, s: Extract<Stmt, { kind: 'if' }>): void {
	const ends: number[] = [];
	c.then(
		...s.branches.map(({ test, body }, k): Task => () => {
			let skip = 0;
			c.then(
				expression(c, test),
				() => (skip = c.emit(OP.jumpIfFalse, -1, test)),
				...statements(c, body),
				() => {
					if (k < s.branches.length - 1 || s.otherwise.length > 0) ends.push(c.emitter.jump(test));
					c.emitter.land(skip);
				},
			);
		}),
		...statements(c, s.otherwise),
		() => {
			for (const end of ends) c.emitter.land(end);
		},
	);
}

/** The characters by which a loop is known: its first line. */
function head(c: Context, s: Stmt): { readonly range: Range; readonly label: string } {
	const text = c.shared.text(s.range);
	const end = text.indexOf('\n');
	const line = (end < 0 ? text : text.slice(0, end)).trimEnd();
	return { range: { start: s.range.start, end: s.range.start + line.length }, label: line };
}

function forLoop(c: Context, s: Extract<Stmt, { kind: 'for' }>): void {
	const site = siteOf(s);
	const around: Surrounding = { kind: 'loop', breaks: [], next: { at: -1, jumps: [] }, iterator: true };
	let end = 0;
	c.then(
		expression(c, s.iterable),
		() => {
			if (s.keys === true) c.emit(OP.keys, 0, s.iterable);
			const { range, label } = head(c, s);
			c.emit(OP.iterate, c.shared.frames.origin('iteration', label, range), s.iterable);
			around.next.at = c.emitter.here;
			end = c.emit(OP.next, -1, s.iterable);
			c.surroundings.push(around);
		},
		compileTarget(c, s.target, true),
		...statements(c, s.body),
		() => {
			c.surroundings.pop();
			c.emit(OP.jump, around.next.at, site);
			c.emitter.land(end);
			c.emit(OP.loopEnd, 0, site);
		},
		...statements(c, s.otherwise),
		() => {
			for (const jump of around.breaks) c.emitter.land(jump);
		},
	);
}

function whileLoop(
	c: Context,
	s: Extract<Stmt, { kind: 'while' | 'count' }>,
	test: Expr | undefined,
	update: Expr | undefined,
	otherwise: readonly Stmt[],
	testedAfter: boolean,
): void {
	const site = siteOf(s);
	const around: Surrounding = { kind: 'loop', breaks: [], next: { at: -1, jumps: [] }, iterator: false };
	let begin = 0;
	let end: number | null = null;
	const tested: Task[] =
		test === undefined ? [] : [expression(c, test), () => (end = c.emit(OP.jumpIfFalse, -1, test))];
	c.then(
		() => {
			const { range, label } = head(c, s);
			c.emit(OP.loopBegin, c.shared.frames.origin('iteration', label, range), site);
			begin = c.emitter.here;
			c.surroundings.push(around);
		},
		...(testedAfter ? [] : tested),
		() => c.emit(OP.loopTurn, 0, site),
		...statements(c, s.body),
		() => {
			c.surroundings.pop();
			for (const jump of around.next.jumps) c.emitter.land(jump);
		},
		...(update === undefined ? [] : [expression(c, update), () => c.emit(OP.pop, 0, site)]),
		...(testedAfter ? tested : []),
		() => {
			c.emit(OP.jump, begin, site);
			if (end !== null) c.emitter.land(end);
			c.emit(OP.loopEnd, 0, site);
		},
		...statements(c, otherwise),
		() => {
			for (const jump of around.breaks) c.emitter.land(jump);
		},
	);
}

/** Takes down what a jump leaves: protected blocks, their `finally`, managers of `with`. */
function takeDown(c: Context, around: Surrounding): Task {
	return () => {
		const site: Site = { kind: '', range: { start: 0, end: 0 } };
		if (around.kind === 'try') c.emit(OP.tryEnd, 0, site);
		else if (around.kind === 'handler') c.emit(OP.endHandling, 0, site);
		else if (around.kind === 'finally') {
			c.emit(OP.tryEnd, 0, site);
			// The body stands outside of the block that it ends.
			const hidden = c.surroundings.splice(c.surroundings.indexOf(around));
			c.then(...statements(c, around.body), () => c.surroundings.push(...hidden));
		} else if (around.kind === 'with') {
			c.emit(OP.tryEnd, 0, around.site);
			c.emit(OP.loadLocal, around.slot, around.site);
			c.emit(OP.withExit, 0, around.site);
		}
	};
}

function leave(c: Context, kind: 'break' | 'continue', site: Site): void {
	const inside: Surrounding[] = [];
	let loop: Extract<Surrounding, { kind: 'loop' }> | null = null;
	for (let k = c.surroundings.length - 1; k >= 0 && loop === null; k--) {
		const around = c.surroundings[k]!;
		if (around.kind === 'loop') loop = around;
		else inside.push(around);
	}
	if (loop === null) {
		c.emit(OP.unsupported, c.emitter.constant(str(kind)), site);
		return;
	}
	const found = loop;
	c.then(...inside.map((around) => takeDown(c, around)), () => {
		if (kind === 'continue') {
			if (found.next.at >= 0) c.emit(OP.jump, found.next.at, site);
			else found.next.jumps.push(c.emitter.jump(site));
			return;
		}
		if (found.iterator) c.emit(OP.pop, 0, site);
		c.emit(OP.loopEnd, 0, site);
		found.breaks.push(c.emitter.jump(site));
	});
}

function returns(c: Context, s: Extract<Stmt, { kind: 'return' }>, site: Site): void {
	const { value } = s;
	const inside = c.surroundings.filter((around) => around.kind !== 'loop').toReversed();
	const slot = inside.length > 0 ? c.temporary() : -1;
	c.then(
		value === undefined
			? () => c.emit(OP.constant, c.emitter.constant(c.shared.javascript ? UNDEFINED : NONE), site)
			: expression(c, value),
		() => {
			if (value?.kind === 'name') c.emit(OP.wire, 0, value);
			if (slot >= 0) c.emit(OP.storeLocal, slot, site);
		},
		...inside.map((around) => takeDown(c, around)),
		() => {
			if (slot >= 0) c.emit(OP.loadLocal, slot, { kind: '', range: s.range });
			// A selection may have a `return` without its function: that is its result.
			c.emit(c.scope.kind === 'module' ? OP.result : OP.return, 0, value ?? site);
		},
	);
}

function tries(c: Context, s: Extract<Stmt, { kind: 'try' }>, site: Site): void {
	if (s.final.length > 0) {
		const around: Surrounding = { kind: 'finally', body: s.final };
		let caught = 0;
		let end = 0;
		return c.then(
			() => {
				caught = c.emit(OP.tryBegin, -1, site);
				c.surroundings.push(around);
			},
			() => tries(c, { ...s, final: [] }, site),
			() => {
				c.surroundings.pop();
				c.emit(OP.tryEnd, 0, site);
			},
			...statements(c, s.final),
			() => {
				end = c.emitter.jump(site);
				c.emitter.land(caught);
			},
			...statements(c, s.final),
			() => {
				c.emit(OP.reraise, 0, site);
				c.emitter.land(end);
			},
		);
	}
	if (s.handlers.length === 0) return c.then(...statements(c, s.body), ...statements(c, s.otherwise));
	let caught = 0;
	const ends: number[] = [];
	c.then(
		() => {
			caught = c.emit(OP.tryBegin, -1, site);
			c.surroundings.push({ kind: 'try' });
		},
		...statements(c, s.body),
		() => {
			c.surroundings.pop();
			c.emit(OP.tryEnd, 0, site);
		},
		...statements(c, s.otherwise),
		() => {
			ends.push(c.emitter.jump(site));
			c.emitter.land(caught);
		},
		...s.handlers.map((handler): Task => () => {
			let next: number | null = null;
			const at: Site = { kind: 'except', range: handler.range };
			c.then(
				...(handler.type === undefined
					? []
					: [
							expression(c, handler.type),
							() => {
								c.emit(OP.matchException, 0, at);
								next = c.emit(OP.jumpIfFalse, -1, at);
							},
						]),
				() => {
					if (handler.name === undefined) c.emit(OP.pop, 0, at);
					else c.store(handler.name.name, handler.name);
					c.surroundings.push({ kind: 'handler' });
				},
				...statements(c, handler.body),
				() => {
					c.surroundings.pop();
					c.emit(OP.endHandling, 0, at);
					ends.push(c.emitter.jump(at));
					if (next !== null) c.emitter.land(next);
				},
			);
		}),
		() => {
			c.emit(OP.reraise, 0, site);
			for (const end of ends) c.emitter.land(end);
		},
	);
}

function withBlocks(
	c: Context,
	items: Extract<Stmt, { kind: 'with' }>['items'],
	body: readonly Stmt[],
	site: Site,
): void {
	const [first, ...rest] = items;
	if (first === undefined) return c.then(...statements(c, body));
	const slot = c.temporary();
	let caught = 0;
	let end = 0;
	c.then(
		expression(c, first.context),
		() => {
			c.emit(OP.withEnter, 0, first.context);
			c.emit(OP.rotateTwo, 0, site);
			c.emit(OP.storeLocal, slot, site);
		},
		first.target === undefined ? () => c.emit(OP.pop, 0, site) : compileTarget(c, first.target, true),
		() => {
			caught = c.emit(OP.tryBegin, -1, site);
			c.surroundings.push({ kind: 'with', site, slot });
		},
		() => withBlocks(c, rest, body, site),
		() => {
			c.surroundings.pop();
			c.emit(OP.tryEnd, 0, site);
			c.emit(OP.loadLocal, slot, { kind: '', range: site.range });
			c.emit(OP.withExit, 0, site);
			end = c.emitter.jump(site);
			c.emitter.land(caught);
			c.emit(OP.loadLocal, slot, { kind: '', range: site.range });
			c.emit(OP.withExit, 0, site);
			c.emit(OP.reraise, 0, site);
			c.emitter.land(end);
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
	c.emit(OP.importModule, c.emitter.name(s.level > 0 ? `.${s.module}` : s.module), site);
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
		else c.emit(OP.unsupported, c.emitter.constant(str(`del ${target.name}`)), target);
	} else if (target.kind === 'index') {
		c.then(expression(c, target.object), expression(c, target.index), () => c.emit(OP.deleteIndex, 0, target));
	} else if (target.kind === 'attribute') {
		c.then(expression(c, target.object), () => c.emit(OP.deleteAttribute, c.emitter.name(target.name), target));
	} else if (target.kind === 'tuple' || target.kind === 'list') {
		c.then(
			...target.items.map(
				(item): Task =>
					() =>
						remove(c, item as Target),
			),
		);
	}
}

/** A getter, setter or static member of a class in JavaScript: what is on the stack becomes what the class keeps. */
function member(c: Context, role: 'get' | 'set' | 'static', name: string, site: Site): void {
	const wrap = { get: 'property', set: 'property setter', static: 'staticmethod' }[role];
	if (role === 'set') {
		c.emit(OP.loadGlobal, c.emitter.name(name), site);
		c.emit(OP.rotateTwo, 0, site);
		c.emit(OP.attribute, c.emitter.name(wrap), site);
		return;
	}
	c.emit(OP.loadGlobal, c.emitter.name(wrap), site);
	c.emit(OP.rotateTwo, 0, site);
	c.emit(OP.call, 1, site);
}
