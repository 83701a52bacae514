/** Compiles what is assigned to: names, attributes, elements, and patterns of them. */
import type { Expr, Target } from '../../lang/script.ts';
import { OP } from './code.ts';
import type { Context, Task } from './compile-context.ts';
import { expression } from './compile-expressions.ts';
import { str } from './values.ts';

/**
 * Takes the value on top of the stack into a target. `binds` notes names that are set, for the chips and claims that speak of them; `literal` says that
 * the value is written as a number.
 */
export function compileTarget(c: Context, target: Target, binds: boolean, literal = false): Task {
	return () => {
		switch (target.kind) {
			case 'name':
				if (binds) {
					const binding = c.emitter.bindings.push({ name: target.name, site: target, literal }) - 1;
					c.emit(OP.bind, binding, target);
				}
				return c.store(target.name, target);
			case 'attribute':
				return c.then(expression(c, target.object), () => c.emit(OP.setAttribute, c.emitter.name(target.name), target));
			case 'index':
				return c.then(expression(c, target.object), expression(c, target.index), () => c.emit(OP.setIndex, 0, target));
			case 'list':
			case 'tuple':
			case 'set':
				return unpack(c, target.items as readonly (Target | Expr)[], target, binds);
			case 'spread':
				return c.then(compileTarget(c, target.value as Target, binds));
			case 'assign-expr': {
				// A target with a value by default.
				let given = 0;
				return c.then(
					() => (given = c.emit(OP.checkDefined, -1, target)),
					expression(c, target.value),
					() => c.emitter.land(given),
					compileTarget(c, target.target, binds),
				);
			}
			case 'dict':
				return c.then(
					...target.entries.map(({ key, value }): Task => () => {
						if (key === undefined) {
							c.emit(OP.unsupported, c.emitter.constant(str('{...rest}')), target);
							return;
						}
						c.emit(OP.duplicate, 0, target);
						c.then(
							expression(c, key),
							() => c.emit(OP.objectPattern, 0, target),
							compileTarget(c, value as Target, binds),
						);
					}),
					() => c.emit(OP.pop, 0, target),
				);
		}
	};
}

function unpack(c: Context, items: readonly (Target | Expr)[], target: Target, binds: boolean): void {
	const rest = items.findIndex((item) => item.kind === 'spread');
	if (rest < 0) c.emit(OP.unpack, items.length, target);
	else c.emit(OP.unpackRest, rest + 256 * (items.length - rest - 1), target);
	c.then(
		...items.map((item): Task => {
			// An empty place of a pattern takes nothing.
			if (item.kind === 'constant') return () => c.emit(OP.pop, 0, target);
			return compileTarget(c, item as Target, binds);
		}),
	);
}
