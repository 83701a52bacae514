/**
 * Functions of single elements, looked up in the op table by their names (`np.exp`, `torch.sigmoid`, `scipy.special.erf`), with what NumPy's universal
 * functions have besides: `out=`, `where=`, `reduce`, `accumulate`, `outer` and `at`.
 */
import { findOp } from '../../core/ops/index.ts';
import { broadcastShapes, sameShape, sizeOf } from '../../core/tensor/shape.ts';
import { makeTensor } from '../../core/tensor/tensor.ts';
import { builtin, type Call, type Named } from '../script/library.ts';
import { int, NONE, numberOf, type BuiltinValue, type Value } from '../script/values.ts';
import type { NdArray } from './array.ts';
import { dtypeOfValue, isFloatType } from './dtypes.ts';
import { getItem, select, setItem } from './indexing.ts';
import { Kit } from './kit.ts';
import { arithmetic, needBroadcast, replace } from './operators.ts';
import { broadcasted, expanded } from './views.ts';
import type { World } from './world.ts';

/** How an operator that has a symbol is named in a message about shapes. */
const SYMBOLS: ReadonlyMap<string, string> = new Map([
	['add', '+'],
	['sub', '-'],
	['mul', '*'],
	['div', '/'],
	['pow', '**'],
	['mod', '%'],
	['floordiv', '//'],
]);

/** Reductions and scans that a function of two elements makes. */
const REDUCTIONS: ReadonlyMap<string, string> = new Map([
	['add', 'sum'],
	['mul', 'prod'],
	['max', 'amax'],
	['min', 'amin'],
	['and', 'all'],
	['or', 'any'],
]);
const SCANS: ReadonlyMap<string, string> = new Map([
	['add', 'cumsum'],
	['mul', 'cumprod'],
	['max', 'cummax'],
	['min', 'cummin'],
]);

/** The value of an elementwise row over operands; what NumPy does differently for some types is minded. */
export function applyRow(k: Kit, row: string, operands: readonly Value[], name: string): Value {
	const [x, y] = operands;
	if (operands.length === 2) {
		const symbol = SYMBOLS.get(row);
		if (symbol !== undefined) return arithmetic(k, row, x!, y!, symbol);
		needBroadcast(k, name, x!, y!);
	}
	return k.map(row, operands);
}

/** Names of NumPy 2 for what had others before. */
const ALIASES: ReadonlyMap<string, string> = new Map([
	['np.pow', 'np.power'],
	...['sin', 'cos', 'tan', 'sinh', 'cosh', 'tanh', 'tan2'].map((name): [string, string] => [
		`np.a${name}`,
		`np.arc${name}`,
	]),
]);

/** The arguments that belong to the function, and those that say where the result goes. */
const OPTIONS: ReadonlySet<string> = new Set(['out', 'where', 'dtype', 'casting', 'order', 'subok', 'inplace']);

/** The function of that name, or undefined where the table has none. `notation` says which names are looked up. */
export function universal(world: World, notation: 'numpy' | 'torch', called: string): BuiltinValue | undefined {
	const name = ALIASES.get(called) ?? called;
	const arities = [1, 2, 3].filter((count) => findOp(notation, name, count)?.arity === count);
	if (arities.length === 0) return undefined;
	const call = (call: Call, args: readonly Value[], named: Named): Value => {
		const k = new Kit(call, world);
		const operands = [...args];
		// Slots may be named as the row names them, or as torch does.
		for (const [key, value] of named) {
			if (OPTIONS.has(key)) continue;
			const row = findOp(notation, name, operands.length + 1);
			if (row && SLOT_NAMES.has(key)) operands.push(value);
			else call.unsupported(`${name}(${key}=…)`);
		}
		// The last positional argument beyond the operands is `out`.
		const out = named.get('out') ?? (operands.length > Math.max(...arities) ? operands.pop() : undefined);
		const row = findOp(notation, name, operands.length);
		if (row?.arity !== operands.length) {
			call.raise('TypeError', ['{0}() takes {1} arguments, not {2}', name, arities.join(' / '), operands.length]);
		}
		return finish(
			k,
			row.name,
			operands.map((operand) => k.operand(operand)),
			{ name, out, where: named.get('where'), dtype: named.get('dtype') },
		);
	};
	const binary = findOp(notation, name, 2);
	if (notation === 'torch' || binary?.arity !== 2) return builtin(name, call);
	return { kind: 'builtin', name, call, attributes: methods(world, name, binary.name) };
}

/** Names by which torch and SciPy give the second and third operand. */
const SLOT_NAMES: ReadonlySet<string> = new Set([
	'input',
	'other',
	'exponent',
	'x',
	'y',
	'x1',
	'x2',
	'alpha',
	'lambd',
	'beta',
	'negative_slope',
	'weight',
	'end',
	'decimals',
	'values',
	'eps',
]);

interface Finish {
	readonly name: string;
	readonly out?: Value | undefined;
	readonly where?: Value | undefined;
	readonly dtype?: Value | undefined;
}

function finish(k: Kit, row: string, operands: readonly Value[], { name, out, where, dtype }: Finish): Value {
	const target = outArray(k, out);
	const mask = where === undefined || (where.kind === 'bool' && where.value) ? null : k.operand(where);
	let given = operands;
	// Elements that are not asked for are computed of ones, so that they can do no harm.
	if (mask !== null) given = operands.map((operand) => k.map('where', [mask, operand, int(1)]));
	let result = applyRow(k, row, given, name);
	if (mask !== null) {
		const shape = broadcastShapes(...operands.map((operand) => k.shapeOf(operand)), k.shapeOf(mask));
		const rest = target ?? k.fresh(makeTensor(new Float64Array(sizeOf(shape)), shape));
		result = k.map('where', [mask, result, rest]);
	}
	const wanted = dtype === undefined || dtype.kind === 'none' ? undefined : dtypeOfValue(dtype);
	if (wanted !== undefined && k.isArray(result)) result = k.cast(result, wanted);
	return target === null ? result : replace(k, target, result, name);
}

/** The array that a result goes into: `out=a`, or a tuple of one. */
export function outArray(k: Kit, out: Value | undefined): NdArray | null {
	if (out === undefined || out.kind === 'none') return null;
	const [only] = out.kind === 'tuple' ? out.items : [out];
	if (only === undefined || !k.isArray(only)) k.call.raise('TypeError', ['A result is put into an array.']);
	return only;
}

/** `np.add.reduce` and its kind. */
function methods(world: World, name: string, row: string): ReadonlyMap<string, Value> {
	const reduction = REDUCTIONS.get(row);
	const scan = SCANS.get(row);
	const own = (method: string, body: (k: Kit, args: readonly Value[], named: Named) => Value): [string, Value] => [
		method,
		builtin(`${name}.${method}`, (call, args, named) => body(new Kit(call, world), args, named)),
	];
	const axisOf = (k: Kit, args: readonly Value[], named: Named): number => {
		const axis = args[1] ?? named.get('axis');
		return axis === undefined ? 0 : k.whole(axis, 'axis');
	};
	const entries: [string, Value][] = [
		own('outer', (k, [a, b]) => {
			const x = k.array(a!);
			const y = k.array(b!);
			const rank = y.shape.length;
			const wide = expanded(
				k,
				x,
				Array.from({ length: rank }, (_, index) => x.shape.length + index),
			);
			return applyRow(k, row, [wide, y], name);
		}),
		own('at', (k, args) => {
			at(k, row, name, args);
			return NONE;
		}),
	];
	if (reduction !== undefined) {
		entries.push(
			own('reduce', (k, args, named) => {
				const none = (args[1] ?? named.get('axis'))?.kind === 'none';
				const keepdims = named.get('keepdims');
				return k.apply(reduction, [k.array(args[0]!)], {
					axes: none ? null : [axisOf(k, args, named)],
					keepdims: keepdims !== undefined && k.call.truthy(keepdims),
				});
			}),
		);
	}
	if (scan !== undefined) {
		entries.push(
			own('accumulate', (k, args, named) => k.apply(scan, [k.array(args[0]!)], { axis: axisOf(k, args, named) })),
		);
	}
	return new Map(entries);
}

/** `np.add.at(a, index, values)`: places that stand more than once get every value. */
function at(k: Kit, row: string, name: string, [target, index, values]: readonly Value[]): void {
	if (target === undefined || index === undefined || !k.isArray(target)) {
		return k.call.raise('TypeError', ['{0}.at() needs an array and an index', name]);
	}
	if (values === undefined || (row !== 'add' && row !== 'sub')) {
		const old = getItem(k, target, index);
		return setItem(k, target, index, applyRow(k, row, values === undefined ? [old] : [old, k.operand(values)], name));
	}
	const { places, shape } = placesOf(k, target, index);
	const given = k.operand(values);
	const signed = row === 'sub' ? k.map('neg', [given]) : given;
	const array = k.array(signed);
	const wide = sameShape(array.shape, shape) ? array : broadcasted(k, array, shape);
	if (!target.recorded && !wide.recorded) return addOff(k, target, places, k.data(k.cast(wide, target.dtype)));
	const scattered = k.apply('scatter_add', [wide], { flat: places, shape: target.shape });
	replace(k, target, k.map('add', [target, scattered]), name);
}

/** Where an index points in an array, place by place in C order. */
function placesOf(
	k: Kit,
	array: NdArray,
	index: Value,
): { readonly places: Int32Array; readonly shape: readonly number[] } {
	const selection = select(k, array.shape, index);
	if (selection.kind === 'gather') return { places: selection.flat, shape: selection.shape };
	const all = k.fresh(
		makeTensor(
			Float64Array.from({ length: array.size }, (_, place) => place),
			array.shape,
			'int64',
		),
	);
	const taken = getItem(k, all, index);
	const shape = k.shapeOf(taken);
	const places = k.isArray(taken) ? Int32Array.from(k.data(taken)) : Int32Array.of(numberOf(taken) ?? 0);
	return { places, shape };
}

function addOff(k: Kit, target: NdArray, places: Int32Array, values: Float64Array): void {
	const sums = k.data(target).slice();
	places.forEach((place, index) => (sums[place]! += values[values.length === 1 ? 0 : index]!));
	replace(
		k,
		target,
		k.fresh(makeTensor(sums, target.shape, isFloatType(target.dtype) ? 'float64' : 'int64'), target.dtype),
		'+=',
	);
}
