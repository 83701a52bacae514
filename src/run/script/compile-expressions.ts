/** Compiles expressions. */
import type { Argument, Expr, Target, TemplateField } from '../../lang/script.ts';
import { BINARY, COMPARE, OP, UNARY } from './code.ts';
import { comprehension } from './compile-comprehensions.ts';
import type { Context, Task } from './compile-context.ts';
import { ELLIPSIS, FALSE, float, int, NONE, str, TRUE, tuple, UNDEFINED, type Value } from './values.ts';

function constant(c: Context, value: Value, e: Expr): void {
	c.emit(OP.constant, c.emitter.constant(value), e);
}

export function compileExpression(c: Context, e: Expr): void {
	switch (e.kind) {
		case 'number':
			if (e.integer) c.emit(OP.number, c.emitter.constant(int(e.value)), e);
			else c.emit(OP.literal, c.emitter.constant(float(e.value)), e);
			return;
		case 'string':
			return constant(c, str(e.value), e);
		case 'constant':
			return constant(
				c,
				{ true: TRUE, false: FALSE, none: NONE, undefined: UNDEFINED, ellipsis: ELLIPSIS }[e.value],
				e,
			);
		case 'name':
			if (e.name === 'super' && c.shared.javascript) {
				c.emit(OP.superOf, 0, e);
				return;
			}
			return c.load(e.name, e);
		case 'unary':
			if (e.op === 'typeof' && e.operand.kind === 'name' && c.placeOf(e.operand.name).kind === 'global') {
				c.emit(OP.typeOfName, c.emitter.global(e.operand.name), e.operand);
				return;
			}
			// A number with its sign is a number, no gate.
			if (e.op === '-' && e.operand.kind === 'number' && !e.operand.integer) {
				c.emit(OP.literal, c.emitter.constant(float(-e.operand.value)), e);
				return;
			}
			return c.then(c.expression(e.operand), () => c.emit(OP.unary, UNARY.indexOf(e.op), e));
		case 'binary':
			return c.then(c.expression(e.left), c.expression(e.right), () => c.emit(OP.binary, BINARY.indexOf(e.op), e));
		case 'compare':
			return compare(c, e);
		case 'logical': {
			const op = { and: OP.jumpIfFalseOrPop, or: OP.jumpIfTrueOrPop, '??': OP.jumpIfNotNullOrPop }[e.op];
			let jump = 0;
			return c.then(
				c.expression(e.left),
				() => (jump = c.emit(op, -1, e)),
				c.expression(e.right),
				() => c.emitter.land(jump),
			);
		}
		case 'conditional': {
			let otherwise = 0;
			let end = 0;
			return c.then(
				c.expression(e.test),
				() => {
					c.emit(OP.duplicate, 0, e);
					otherwise = c.emit(OP.jumpIfFalse, -1, e);
				},
				c.expression(e.then),
				() => {
					end = c.emitter.jump(e);
					c.emitter.land(otherwise);
				},
				c.expression(e.otherwise),
				() => {
					c.emitter.land(end);
					c.emit(OP.conditional, 0, e);
				},
			);
		}
		case 'call':
			return call(c, e);
		case 'attribute':
			return c.then(
				c.expression(e.object),
				optional(c, e, () => c.emit(OP.attribute, c.emitter.name(e.name), e)),
			);
		case 'index':
			return c.then(
				c.expression(e.object),
				optional(c, e, () => c.then(c.subscripts(e, [c.expression(e.index)]), () => c.emit(OP.index, 0, e))),
			);
		case 'end':
			c.loadGlobal('.end', e);
			c.emit(OP.loadLocal, c.ends.at(-1) ?? 0, e);
			for (const number of [e.axis, e.of.axes]) constant(c, int(number), e);
			constant(c, e.first === true ? TRUE : FALSE, e);
			c.emit(OP.call, 4, e);
			return;
		case 'slice':
			return c.then(
				[e.start, e.stop, e.step].map((part) => (part === undefined ? () => constant(c, NONE, e) : c.expression(part))),
				() => c.emit(OP.buildSlice, 0, e),
			);
		case 'list':
		case 'set':
			return sequence(c, e.items, e.kind, e);
		case 'tuple':
			// A comma expression of JavaScript is worth its last item.
			if (c.shared.javascript)
				return c.then(
					e.items.flatMap((item, k) =>
						k === 0 ? [c.expression(item)] : [() => c.emit(OP.pop, 0, e), c.expression(item)],
					),
				);
			return sequence(c, e.items, 'tuple', e);
		case 'spread':
			return c.then(c.expression(e.value));
		case 'dict':
			return c.then(
				() => c.emit(OP.buildDict, 0, e),
				e.entries.map(({ key, value }): Task =>
					key === undefined
						? () => c.then(c.expression(value), () => c.emit(OP.mergeDict, 0, e))
						: () => c.then(c.expression(key), c.expression(value), () => c.emit(OP.setEntry, 0, e)),
				),
			);
		case 'lambda':
			return c.makeFunction(e, {
				name: e.name ?? 'lambda',
				generator: e.generator ?? false,
				ownThis: e.ownThis ?? false,
			});
		case 'comprehension':
			return comprehension(c, e);
		case 'assign-expr':
			return assign(c, e);
		case 'template':
			return template(c, e.parts, e);
		case 'yield':
			if (e.value === undefined)
				return c.then(
					() => constant(c, NONE, e),
					() => c.emit(OP.yield, 0, e),
				);
			if (!e.from) return c.then(c.expression(e.value), () => c.emit(OP.yield, 0, e));
			return c.then(c.expression(e.value), () => {
				c.emit(OP.iterate, -1, e);
				const loop = c.emitter.here;
				const end = c.emit(OP.nextFrom, -1, e);
				c.emit(OP.yield, 0, e);
				c.emit(OP.pop, 0, e);
				c.emit(OP.jump, loop, e);
				c.emitter.land(end);
			});
		case 'broken':
			c.emit(OP.unsupported, -1, e);
			return;
	}
}

/** `a?.b`: undefined where a is null or undefined. */
function optional(c: Context, e: Expr & { readonly optional?: boolean }, rest: () => void): Task {
	if (e.optional !== true) return rest;
	return () => {
		// What is no value skips the rest and stays as it is.
		const some = c.emit(OP.jumpIfNotNullOrPop, -1, e);
		constant(c, UNDEFINED, e);
		const end = c.emitter.jump(e);
		c.emitter.land(some);
		c.then(rest, () => c.emitter.land(end));
	};
}

function compare(c: Context, e: Extract<Expr, { kind: 'compare' }>): void {
	const site = (k: number): Extract<Expr, { kind: 'compare' }> =>
		e.ops.length === 1 ? e : { ...e, operator: e.operators[k] ?? e.operator };
	const exits: number[] = [];
	const tasks: Task[] = [c.expression(e.operands[0]!)];
	for (const [k, op] of e.ops.entries()) {
		const last = k === e.ops.length - 1;
		tasks.push(c.expression(e.operands[k + 1]!), () => {
			const at = site(k);
			if (!last) {
				c.emit(OP.duplicate, 0, at);
				c.emit(OP.rotateThree, 0, at);
			}
			c.emit(OP.compare, COMPARE.indexOf(op), at);
			if (!last) exits.push(c.emit(OP.jumpIfFalseOrPop, -1, at));
		});
	}
	tasks.push(() => {
		if (exits.length === 0) return;
		const end = c.emitter.jump(e);
		for (const exit of exits) c.emitter.land(exit);
		c.emit(OP.rotateTwo, 0, e);
		c.emit(OP.pop, 0, e);
		c.emitter.land(end);
	});
	c.then(tasks);
}

function call(c: Context, e: Extract<Expr, { kind: 'call' }>): void {
	const plain = e.args.every(({ spread }) => spread === undefined);
	if (e.each === true) return callEach(c, e, plain);
	const named = e.args.filter(({ name }) => name !== undefined);
	const tasks: Task[] = [c.expression(e.callee)];
	const finish = (): void => {
		if (!plain) return spreadCall(c, e.args, e);
		// Positional arguments come first, whatever the text does.
		const positional = e.args.filter(({ name }) => name === undefined);
		c.then(
			c.subscripts(
				e,
				[...positional, ...named].map(({ value }) => c.expression(value)),
			),
			() => {
				if (e.construct === true) c.emit(OP.construct, positional.length, e);
				else if (named.length === 0) c.emit(OP.call, positional.length, e);
				else {
					constant(c, tuple(named.map(({ name }) => str(name!))), e);
					c.emit(OP.callNamed, positional.length + named.length, e);
				}
				if (c.shared.single && !(e.callee.kind === 'name' && e.callee.name === '.results')) c.emit(OP.single, 0, e);
			},
		);
	};
	tasks.push(optional(c, e, finish));
	c.then(tasks);
}

/** `f.(x)`: a function of the library's calls f for each element. */
function callEach(c: Context, e: Extract<Expr, { kind: 'call' }>, plain: boolean): void {
	const named = e.args.filter(({ name }) => name !== undefined);
	const positional = e.args.filter(({ name }) => name === undefined);
	const callee: Argument = { value: e.callee };
	c.loadGlobal('.each', e);
	if (!plain) return spreadCall(c, [callee, ...e.args], e);
	c.then(
		[callee, ...positional, ...named].map(({ value }) => c.expression(value)),
		() => {
			if (named.length === 0) {
				c.emit(OP.call, positional.length + 1, e);
				return;
			}
			constant(c, tuple(named.map(({ name }) => str(name!))), e);
			c.emit(OP.callNamed, positional.length + 1 + named.length, e);
		},
	);
}

function spreadCall(c: Context, args: readonly Argument[], e: Expr): void {
	c.then(
		() => c.emit(OP.buildList, 0, e),
		args
			.filter(({ name, spread }) => name === undefined && spread !== 'keyword')
			.map(
				({ value, spread }): Task =>
					() =>
						c.then(c.expression(value), () => c.emit(spread === undefined ? OP.append : OP.extend, 0, e)),
			),
		() => c.emit(OP.buildDict, 0, e),
		args
			.filter(({ name, spread }) => name !== undefined || spread === 'keyword')
			.map(({ value, name }): Task => () => {
				if (name === undefined) return c.then(c.expression(value), () => c.emit(OP.mergeDict, 0, e));
				return c.then(
					() => constant(c, str(name), e),
					c.expression(value),
					() => c.emit(OP.setEntry, 0, e),
				);
			}),
		() => c.emit(OP.callSpread, 0, e),
	);
}

function sequence(c: Context, items: readonly Expr[], kind: 'list' | 'tuple' | 'set', e: Expr): void {
	const build = { list: OP.buildList, tuple: OP.buildTuple, set: OP.buildSet }[kind];
	if (items.every((item) => item.kind !== 'spread')) {
		return c.then(
			items.map((item) => c.expression(item)),
			() => c.emit(build, items.length, e),
		);
	}
	c.then(
		() => c.emit(OP.buildList, 0, e),
		items.map(
			(item): Task =>
				() =>
					c.then(c.expression(item), () => c.emit(item.kind === 'spread' ? OP.extend : OP.append, 0, e)),
		),
		() => {
			if (kind !== 'list') c.emit(build, -1, e);
		},
	);
}

function assign(c: Context, e: Extract<Expr, { kind: 'assign-expr' }>): void {
	const { op, target } = e;
	if (op === undefined && (target.kind === 'index' || target.kind === 'attribute'))
		return c.then(c.assignBehind(target, e.value, true));
	if (op === undefined)
		return c.then(
			c.expression(e.value),
			() => {
				if (e.value.kind === 'name') c.emit(OP.wire, 0, e.value);
				c.emit(OP.duplicate, 0, e);
			},
			c.target(target, true, e.value.kind === 'number'),
		);
	// The value that stays, before or after, goes under what the target is found by.
	const depth = target.kind === 'index' ? 2 : target.kind === 'attribute' ? 1 : 0;
	const stay = (): void => {
		c.emit(OP.duplicate, 0, e);
		if (depth > 0) c.emit(depth === 2 ? OP.rotateFour : OP.rotateThree, 0, e);
	};
	// The 1 of `x++` stands at the operator.
	const counts = e.value.kind === 'number' && e.value.range.start === e.operator.start;
	c.then(
		place(c, target),
		() => {
			if (counts) c.emit(OP.toNumber, 0, e);
			if (e.postfix === true) stay();
		},
		c.expression(e.value),
		() => {
			c.emit(OP.binary, BINARY.indexOf(op), e);
			if (e.postfix !== true) stay();
			if (target.kind === 'index') {
				c.emit(OP.rotateThree, 0, e);
				c.emit(OP.setIndex, 1, target);
			} else if (target.kind === 'attribute') {
				c.emit(OP.rotateTwo, 0, e);
				c.emit(OP.setAttribute, c.emitter.name(target.name), target);
			} else c.then(c.target(target, true));
		},
	);
}

/** Leaves what a target is found by on the stack, and on top of it the value that it has. */
function place(c: Context, target: Target): Task {
	if (target.kind === 'index')
		return () =>
			c.then(c.expression(target.object), c.expression(target.index), () => {
				c.emit(OP.duplicateTwo, 0, target);
				c.emit(OP.index, 0, target);
			});
	if (target.kind === 'attribute')
		return () =>
			c.then(c.expression(target.object), () => {
				c.emit(OP.duplicate, 0, target);
				c.emit(OP.attribute, c.emitter.name(target.name), target);
			});
	return c.expression(target);
}

function template(c: Context, parts: readonly (string | TemplateField)[], e: Expr): void {
	const field =
		({ value, format, formatParts, conversion }: TemplateField): Task =>
		() =>
			c.then(
				c.expression(value),
				() => {
					if (formatParts !== undefined) template(c, formatParts, e);
					else constant(c, str(format ?? ''), e);
				},
				() => c.emit(OP.format, conversion === undefined ? 0 : { r: 1, s: 2, a: 3 }[conversion], e),
			);
	const pieces = parts.flatMap((part): Task[] => {
		if (typeof part === 'string') return [() => constant(c, str(part), e)];
		return part.label === undefined ? [field(part)] : [() => constant(c, str(part.label!), e), field(part)];
	});
	c.then(pieces, () => c.emit(OP.join, pieces.length, e));
}
