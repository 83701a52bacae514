/** Julia's and MATLAB's side of the library: what the machine asks of operators and brackets, and the functions by name, over the arrays of run/numpy. */
import type { Call, Matrices } from '../script/library.ts';
import { builtin } from '../script/library.ts';
import type { BuiltinValue, ModuleValue, Value } from '../script/values.ts';
import { Kit } from '../numpy/kit.ts';
import type { NdArray } from '../numpy/array.ts';
import type { World } from '../numpy/world.ts';
import { getItem, setItem } from './indexing.ts';
import { CONSTANTS, eachOf, functionsOf, leastArguments, PACKAGES, type MatrixDialect } from './language.ts';
import { augment, binary, compare, unary } from './operators.ts';
import { inOrder } from './reductions.ts';
import { slices } from './shaping.ts';
import type { Fn, Work } from './values.ts';

export function createMatrices(world: World, dialect: MatrixDialect): Matrices {
	const rows = new WeakSet<NdArray>();
	const each = new WeakMap<BuiltinValue, Fn>();
	const work = (call: Call): Work => ({ k: new Kit(call, world), matlab: dialect === 'matlab', rows, each });
	const globals = new Map<string, Value>();
	for (const [name, fn] of functionsOf(dialect)) {
		const least = leastArguments(name);
		const made = builtin(name, (call, args, named) => {
			if (args.length < least)
				call.raise('TypeError', ['{0}() needs {1} arguments, not {2}', name, least, args.length]);
			return fn(work(call), args, named);
		});
		const whole = eachOf(dialect, name);
		if (whole !== undefined) each.set(made, whole);
		globals.set(name, made);
	}
	for (const [name, value] of CONSTANTS[dialect]) globals.set(name, value());
	for (const name of dialect === 'julia' ? PACKAGES : []) globals.set(name, packageOf(name, globals));
	return {
		binary: (call, op, a, b) => binary(work(call), op, a, b),
		unary: (call, op, a) => unary(work(call), op, a),
		compare: (call, op, a, b) => compare(work(call), op, a, b),
		augment: (call, op, a, b) => augment(work(call), op, a, b),
		getItem: (call, object, index) => getItem(work(call), object, index),
		setItem: (call, object, index, value) => setItem(work(call), object, index, value),
		iterate: (call, array) => {
			const w = work(call);
			const own = array as NdArray;
			if (w.matlab && own.shape.length === 2 && own.shape[0] !== 1) return w.k.items(slices(w, own, 1)).slice();
			const flat = inOrder(w, own);
			return Array.from({ length: flat.size }, (_, n) => {
				call.tick();
				return getItem(w, flat, { kind: 'int', value: n + 1, lazy: null })!;
			});
		},
		truthy: (call, array) => [...work(call).k.data(array as NdArray)].every((value) => value !== 0),
		globals,
	};
}

function packageOf(name: string, globals: ReadonlyMap<string, Value>): ModuleValue {
	const member = (word: string): Value | undefined => (word.startsWith('.') ? undefined : globals.get(word));
	return { kind: 'module', name, member };
}

const names = new Map<MatrixDialect, ReadonlySet<string>>();

/** Whether a name needs no value in that language. */
export function isMatrixName(name: string, dialect: MatrixDialect): boolean {
	let known = names.get(dialect);
	if (known === undefined) {
		known = new Set([
			...functionsOf(dialect).keys(),
			...CONSTANTS[dialect].keys(),
			...(dialect === 'julia' ? PACKAGES : []),
		]);
		names.set(dialect, known);
	}
	return known.has(name);
}
