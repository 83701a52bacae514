/** Compiles what is assigned to: names, attributes, elements, and patterns of them. */
import type { Expr, Target } from '../../lang/script.ts';
import { OP } from './code.ts';
import type { Context, Task } from './compile-context.ts';
import { str } from './values.ts';

export function compileTarget(c: Context, target: Target, binds: boolean, literal: boolean): void {
	switch (target.kind) {
		case 'name':
			if (binds) {
				c.emit(OP.bind, c.emitter.binding(target.name, target, literal), target);
			}
			return c.store(target.name, target);
		case 'attribute':
			return c.then(c.expression(target.object), () => c.emit(OP.setAttribute, c.emitter.name(target.name), target));
		case 'index':
			return c.then(c.expression(target.object), c.subscripts(target, [c.expression(target.index)]), () =>
				c.emit(OP.setIndex, 0, target),
			);
		case 'list':
		case 'tuple':
		case 'set':
			return unpack(c, target.items, target, binds);
		case 'spread':
			return c.then(c.target(target.value as Target, binds));
		case 'assign-expr': {
			// A target with a value by default.
			let given = 0;
			return c.then(
				() => (given = c.emit(OP.checkDefined, -1, target)),
				c.expression(target.value),
				() => c.emitter.land(given),
				c.target(target.target, binds),
			);
		}
		case 'dict':
			return c.then(
				target.entries.map(({ key, value }): Task => () => {
					if (key === undefined) {
						c.emit(OP.unsupported, c.emitter.constant(str('{...rest}')), target);
						return;
					}
					c.emit(OP.duplicate, 0, target);
					c.then(c.expression(key), () => c.emit(OP.objectPattern, 0, target), c.target(value as Target, binds));
				}),
				() => c.emit(OP.pop, 0, target),
			);
	}
}

function unpack(c: Context, items: readonly (Target | Expr)[], target: Target, binds: boolean): void {
	const rest = items.findIndex((item) => item.kind === 'spread');
	if (rest < 0) c.emit(OP.unpack, items.length, target);
	else c.emit(OP.unpackRest, rest + 256 * (items.length - rest - 1), target);
	c.then(
		items.map((item): Task => {
			// An empty place of a pattern takes nothing.
			if (item.kind === 'constant') return () => c.emit(OP.pop, 0, target);
			return c.target(item as Target, binds);
		}),
	);
}
