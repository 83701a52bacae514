/** The functions of mathjs, as programs of JavaScript call them (`math.multiply(W, x)`), over lists and arrays. */
import { OPS } from '../../core/ops/index.ts';
import { builtin, type Call } from '../script/library.ts';
import { float, int, type ModuleValue, type Value } from '../script/values.ts';
import { Kit } from '../numpy/kit.ts';
import type { World } from '../numpy/world.ts';
import { universal } from './language.ts';
import { linear } from './linear.ts';
import { binary, elementwise } from './operators.ts';
import { juliaReductions, reductions } from './reductions.ts';
import { arrayIn, operand, type Fn, type Work } from './values.ts';

function operator(op: Parameters<typeof binary>[1]): Fn {
	return (w, args) =>
		args.slice(1).reduce<Value>((left, next) => binary(w, op, left, next) ?? left, operand(w, args[0]));
}

function each(row: string): Fn {
	return (w, args) =>
		args.slice(1).reduce<Value>((a, next) => elementwise(w, row, a, operand(w, next)), operand(w, args[0]));
}

/** A reduction of all that it is given: `math.sum(xs)`, `math.max(a, b)`. */
function over(row: string): Fn {
	return (w, args) => {
		const all = args.length === 1 ? arrayIn(w, args[0]) : arrayIn(w, { kind: 'list', items: [...args] });
		return w.k.apply(row, [all], { axes: null, keepdims: false });
	};
}

const FUNCTIONS: ReadonlyMap<string, Fn> = new Map<string, Fn>([
	...OPS.flatMap((row) => row.names.math)
		.filter((name) => /^\w+$/.test(name))
		.map((name): [string, Fn] => [name, universal('math', name)]),
	...Object.entries({ dot: linear['dot']!, cross: linear['cross']!, kron: linear['kron']!, inv: linear['inv']! }),
	...Object.entries({ det: linear['det']!, transpose: linear['transpose']!, norm: reductions['norm']! }),
	['multiply', operator('@')],
	['divide', operator('@/')],
	['add', each('add')],
	['subtract', each('sub')],
	['dotMultiply', each('mul')],
	['dotDivide', each('div')],
	['dotPow', each('pow')],
	['pow', operator('@**')],
	['unaryMinus', (w, args) => w.k.map('neg', [operand(w, args[0])])],
	['sum', over('sum')],
	['prod', over('prod')],
	['mean', over('mean')],
	['max', over('amax')],
	['min', over('amin')],
	['argmax', juliaReductions['argmax']!],
	['matrix', (w, args) => operand(w, args[0])],
	['trace', (w, args) => w.k.apply('trace', [arrayIn(w, args[0])], { offset: 0 })],
]);

export function mathjs(world: World): ModuleValue {
	const work = (call: Call): Work => ({
		k: new Kit(call, world),
		matlab: false,
		rows: new WeakSet(),
		each: new WeakMap(),
	});
	const made = new Map<string, Value>([
		['pi', float(Math.PI)],
		['e', float(Math.E)],
		[
			'size',
			builtin('size', (call, args) => ({ kind: 'list', items: arrayIn(work(call), args[0]).shape.map((n) => int(n)) })),
		],
	]);
	for (const [name, fn] of FUNCTIONS)
		made.set(
			name,
			builtin(name, (call, args, named) => fn(work(call), args, named)),
		);
	return { kind: 'module', name: 'mathjs', member: (name) => made.get(name) };
}
