/** Functions that make one number, or one a row, of many: sums, means, extremes, spreads, norms of vectors, tests of all elements. */
import { normalizeAxes, normalizeAxis, sameShape, shapeText, sizeOf } from '../../core/tensor/shape.ts';
import { QUANTILE_METHODS, type QuantileMethod } from '../../core/ops/tensor/quantile.ts';
import { int, float, tuple, type Value } from '../script/values.ts';
import type { Arguments } from './arguments.ts';
import type { NdArray } from './array.ts';
import { full } from './creation.ts';
import type { Kit } from './kit.ts';
import { arithmetic, outArray, replace } from './operators.ts';
import { onLastAxis } from './shaping.ts';
import { declare, type Body, type Declaration } from './table.ts';
import { broadcasted, reshapedTo, transposed } from './views.ts';

/** What every reduction may be told. */
export const USUAL = 'a|array|input|x, axis|dim=None, dtype=None, out=None, keepdims|keepdim=False, initial=, where=';

/** The axes that a reduction goes over, null being all, and whether they stay. */
export interface Told {
	readonly [name: string]: unknown;
	readonly axes: readonly number[] | null;
	readonly keepdims: boolean;
}

/** The axes and keepdims of a call as a row's attributes. */
export function axesOf(a: Arguments): Told {
	return { axes: a.axes(), keepdims: a.flag('keepdims') };
}

/** Puts a result where the call wants it. */
export function deliver(k: Kit, a: Arguments, result: Value): Value {
	const out = outArray(k, a.maybe('out'));
	return out === null ? result : replace(k, out, result, a.name);
}

/** The operand of a reduction, with `neutral` where a mask leaves elements out. */
export function masked(k: Kit, a: Arguments, neutral: number): NdArray {
	const array = a.array('a');
	const where = a.maybe('where');
	if (where === undefined || where.kind === 'bool') return array;
	return k.array(k.map('where', [k.operand(where), array, array.isFloat ? float(neutral) : int(neutral)]));
}

/** Converts first where a type was asked for. */
function typed(k: Kit, a: Arguments, array: NdArray): NdArray {
	const dtype = a.dtype();
	return dtype === undefined ? array : k.cast(array, dtype);
}

export function withInitial(k: Kit, a: Arguments, row: string, result: Value): Value {
	const initial = a.maybe('initial');
	return initial === undefined ? result : arithmetic(k, row, result, k.operand(initial), row);
}

/** How many elements each result of a reduction is made of. */
function countOf({ shape }: NdArray, axes: readonly number[] | null): number {
	return sizeOf(normalizeAxes(axes, shape.length).map((axis) => shape[axis]!));
}

function sumOf(k: Kit, a: Arguments): Value {
	const array = typed(k, a, masked(k, a, 0));
	return deliver(k, a, withInitial(k, a, 'add', k.apply('sum', [array], axesOf(a))));
}

function prodOf(k: Kit, a: Arguments): Value {
	const array = typed(k, a, masked(k, a, 1));
	return deliver(k, a, withInitial(k, a, 'mul', k.apply('prod', [array], axesOf(a))));
}

function extremeOf(k: Kit, a: Arguments, row: 'amax' | 'amin'): Value {
	const side = row === 'amax' ? -Infinity : Infinity;
	const array = masked(k, a, side);
	const whole = !array.isFloat;
	if (array.size === 0 && !a.has('initial') && countOf(array, a.axes()) === 0) {
		k.call.raise('ValueError', ['{0} of an array without elements', row === 'amax' ? 'max' : 'min']);
	}
	const result = k.apply(row, [array], axesOf(a));
	const both = withInitial(k, a, row === 'amax' ? 'max' : 'min', result);
	return deliver(k, a, whole && k.isArray(both) ? k.cast(both, array.dtype) : both);
}

function meanOf(k: Kit, a: Arguments): Value {
	const where = a.maybe('where');
	if (where !== undefined && where.kind !== 'bool') {
		const told = axesOf(a);
		const sum = k.apply('sum', [masked(k, a, 0)], told);
		const shape = a.array('a').shape;
		const mask = k.map('where', [k.operand(where), full(k, shape, 1, 'int64'), int(0)]);
		return deliver(k, a, k.map('div', [sum, k.apply('sum', [mask], told)]));
	}
	return deliver(k, a, k.apply('mean', [typed(k, a, a.array('a'))], axesOf(a)));
}

function spreadOf(k: Kit, a: Arguments, row: 'var' | 'std', ddof: number): Value {
	const array = typed(k, a, a.array('a'));
	const where = a.maybe('where');
	if (where === undefined || where.kind === 'bool') return deliver(k, a, k.apply(row, [array], { ...axesOf(a), ddof }));
	const variance = varianceWhere(k, array, k.operand(where), axesOf(a), ddof);
	return deliver(k, a, row === 'var' ? variance : k.map('sqrt', [variance]));
}

/** The variance of those elements that a mask leaves in. */
export function varianceWhere(k: Kit, array: NdArray, mask: Value, told: Told, ddof: number): Value {
	const there = k.map('where', [mask, full(k, array.shape, 1, 'int64'), int(0)]);
	const kept = { axes: told.axes, keepdims: true };
	const within = (value: Value): NdArray => k.array(k.map('where', [mask, value, float(0)]));
	const mean = k.map('div', [k.apply('sum', [within(array)], kept), k.apply('sum', [there], kept)]);
	const squares = k.map('square', [within(k.map('sub', [array, mean]))]);
	const count = k.map('sub', [k.apply('sum', [there], told), int(ddof)]);
	return k.map('div', [k.apply('sum', [squares], told), count]);
}

export const SPREAD =
	'a|input|x, axis|dim=None, dtype=None, out=None, ddof|correction=0, keepdims|keepdim=False, where=';

/** The position of the largest or smallest element. */
function positionOf(k: Kit, a: Arguments, row: 'argmax' | 'argmin'): Value {
	const array = a.array('a');
	if (array.size === 0) k.call.raise('ValueError', ['{0} of an array without elements', row]);
	const axis = a.maybeWhole('axis') ?? null;
	return deliver(k, a, k.apply(row, [array], { axis, keepdims: a.flag('keepdims') }));
}

function averageOf(k: Kit, a: Arguments): Value {
	const array = a.array('a');
	const told = axesOf(a);
	const weights = a.maybe('weights');
	if (weights === undefined) {
		const mean = k.apply('mean', [array], told);
		if (!a.flag('returned')) return mean;
		return tuple([mean, full(k, k.shapeOf(mean), countOf(array, told.axes), 'float64')]);
	}
	const own = weightsOf(k, array, k.array(weights), told.axes);
	const sum = k.apply('sum', [own], told);
	const mean = k.map('div', [k.apply('sum', [k.map('mul', [array, own])], told), sum]);
	return a.flag('returned') ? tuple([mean, k.isArray(mean) ? broadcasted(k, k.array(sum), mean.shape) : sum]) : mean;
}

/** Weights in the array's own shape: they may be given for the axes alone that are averaged over. */
function weightsOf(k: Kit, array: NdArray, weights: NdArray, axes: readonly number[] | null): NdArray {
	const { shape } = array;
	if (sameShape(weights.shape, shape)) return weights;
	const along = axes?.map((axis) => normalizeAxis(axis, shape.length)) ?? [];
	const wanted = along.map((axis) => shape[axis]!);
	if (!sameShape(weights.shape, wanted)) {
		k.call.raise('ValueError', [
			'weights of shape {0} do not fit an array of shape {1} along those axes',
			shapeText(weights.shape),
			shapeText(shape),
		]);
	}
	const order = along.map((_, index) => index).sort((x, y) => along[x]! - along[y]!);
	const laid = reshapedTo(
		k,
		transposed(k, weights, order),
		shape.map((extent, axis) => (along.includes(axis) ? extent : 1)),
	);
	return broadcasted(k, laid, shape);
}

/** How a quantile lies between two entries, by the parameter's newer name or its older one. */
export function methodOf(a: Arguments): QuantileMethod {
	return a.choice(a.maybe('interpolation') === undefined ? 'method' : 'interpolation', QUANTILE_METHODS);
}

/** One quantile along the last axis. */
type Quantile = (lines: NdArray, share: number) => Value;

/** Quantiles for the shares that are wanted, whose axes come first. */
export function quantilesOf(k: Kit, a: Arguments, q: Value, scale: number, of: Quantile): Value {
	const array = a.array('a');
	const { axes, keepdims } = axesOf(a);
	const { lines, kept } = onLastAxis(k, array, axes);
	const one = (share: number): Value => (keepdims ? kept(of(lines, share / scale)) : of(lines, share / scale));
	const wanted = k.operand(q);
	if (!k.isArray(wanted)) return one(k.number(q, 'q'));
	const shares = k.items(reshapedTo(k, wanted, [-1])).map((item) => k.array(one(k.number(item, 'q'))));
	const stacked = k.move('stack', shares, { axis: 0 });
	return reshapedTo(k, stacked, [...wanted.shape, ...stacked.shape.slice(1)]);
}

function quantileOf(k: Kit, a: Arguments, q: Value, scale: number, method: QuantileMethod): Value {
	return quantilesOf(k, a, q, scale, (lines, share) => quantile(k, lines, share, method));
}

export function quantile(k: Kit, lines: NdArray, q: number, method: QuantileMethod): Value {
	return k.apply('quantile', [lines], { axis: lines.shape.length - 1, q, method });
}

function countNonzero(k: Kit, a: Arguments): Value {
	const array = a.array('a');
	const there = array.dtype === 'bool' ? array : k.map('ne', [array, int(0)]);
	return k.apply('sum', [there], axesOf(a));
}

/** Values as whole numbers where a row makes floats of them. */
function test(k: Kit, a: Arguments, row: 'any' | 'all'): Value {
	const array = masked(k, a, row === 'all' ? 1 : 0);
	return deliver(k, a, k.apply(row, [array], axesOf(a)));
}

/** Reductions by the row that two elements are put together with, for `np.add.reduce` and its kind. */
export const REDUCERS: ReadonlyMap<string, Body> = new Map<string, Body>([
	['add', sumOf],
	['mul', prodOf],
	['max', (k, a) => extremeOf(k, a, 'amax')],
	['min', (k, a) => extremeOf(k, a, 'amin')],
	['and', (k, a) => test(k, a, 'all')],
	['or', (k, a) => test(k, a, 'any')],
]);

export const reductions: readonly Declaration[] = [
	declare('np.sum .sum', USUAL, sumOf),
	declare('np.prod np.product .prod', USUAL, prodOf),
	declare('np.max np.amax nd.max', USUAL, (k, a) => extremeOf(k, a, 'amax')),
	declare('np.min np.amin nd.min', USUAL, (k, a) => extremeOf(k, a, 'amin')),
	declare('np.mean .mean', USUAL, meanOf),
	declare('np.var nd.var', SPREAD, (k, a) => spreadOf(k, a, 'var', a.whole('ddof'))),
	declare('np.std nd.std', SPREAD, (k, a) => spreadOf(k, a, 'std', a.whole('ddof'))),
	declare('np.any .any np.sometrue', USUAL, (k, a) => test(k, a, 'any')),
	declare('np.all .all np.alltrue', USUAL, (k, a) => test(k, a, 'all')),
	declare('np.argmax nd.argmax', 'a, axis|dim=None, out=None, *, keepdims|keepdim=False', (k, a) =>
		positionOf(k, a, 'argmax'),
	),
	declare('np.argmin nd.argmin', 'a, axis|dim=None, out=None, *, keepdims|keepdim=False', (k, a) =>
		positionOf(k, a, 'argmin'),
	),
	declare('np.ptp nd.ptp', 'a, axis=None, out=None, keepdims=False', (k, a) => {
		const array = a.array('a');
		const told = axesOf(a);
		return deliver(k, a, k.map('sub', [k.apply('amax', [array], told), k.apply('amin', [array], told)]));
	}),
	declare('np.average', 'a, axis=None, weights=None, returned=False, *, keepdims=False', averageOf),
	declare('np.median', 'a, axis=None, out=None, overwrite_input=, keepdims=False', (k, a) =>
		deliver(k, a, quantileOf(k, a, float(0.5), 1, 'linear')),
	),
	declare(
		'np.quantile',
		"a, q, axis=None, out=None, overwrite_input=, method='linear', keepdims=False, interpolation=None",
		(k, a) => quantileOf(k, a, a.value('q'), 1, methodOf(a)),
	),
	declare(
		'np.percentile',
		"a, q, axis=None, out=None, overwrite_input=, method='linear', keepdims=False, interpolation=None",
		(k, a) => quantileOf(k, a, a.value('q'), 100, methodOf(a)),
	),
	declare('np.count_nonzero', 'a, axis=None, keepdims=False', countNonzero),
	declare('np.allclose', 'a, b, rtol=1e-5, atol=1e-8, equal_nan=False', (k, a) =>
		k.apply('all', [k.array(isClose(k, a))], { axes: null }),
	),
	declare('np.isclose', 'a, b, rtol=1e-5, atol=1e-8, equal_nan=False', isClose),
	declare('np.array_equal np.array_equiv', 'a1, a2, equal_nan=False', (k, a) => {
		const x = a.array('a1');
		const y = a.array('a2');
		if (x.shape.join() !== y.shape.join()) return { kind: 'bool', value: false, node: -1 };
		const equal = k.map('eq', [x, y]);
		const same = a.flag('equal_nan') ? k.map('or', [equal, bothNan(k, x, y)]) : equal;
		return k.apply('all', [k.array(same)], { axes: null });
	}),
];

function isClose(k: Kit, a: Arguments): Value {
	const x = a.operand('a');
	const y = a.operand('b');
	const distance = k.map('abs', [k.map('sub', [x, y])]);
	const allowed = k.map('add', [a.operand('atol'), k.map('mul', [a.operand('rtol'), k.map('abs', [y])])]);
	const close = k.map('or', [k.map('le', [distance, allowed]), k.map('eq', [x, y])]);
	return a.flag('equal_nan') ? k.map('or', [close, bothNan(k, x, y)]) : close;
}

function bothNan(k: Kit, x: Value, y: Value): Value {
	return k.map('and', [k.map('isnan', [x]), k.map('isnan', [y])]);
}
