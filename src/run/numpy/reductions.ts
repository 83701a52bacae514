/** Functions that make one number, or one a row, of many: sums, means, extremes, spreads, norms of vectors, tests of all elements. */
import { normalizeAxes, reducedShape, sizeOf } from '../../core/tensor/shape.ts';
import { QUANTILE_METHODS, type QuantileMethod } from '../../core/ops/tensor/quantile.ts';
import { int, float, tuple, type Value } from '../script/values.ts';
import type { Arguments } from './arguments.ts';
import type { NdArray } from './array.ts';
import { full } from './creation.ts';
import type { Kit } from './kit.ts';
import { arithmetic, replace } from './operators.ts';
import { declare, type Declaration } from './table.ts';
import { outArray } from './ufuncs.ts';
import { reshapedTo } from './views.ts';

/** What every reduction may be told. */
const USUAL = 'a|input|x, axis|dim=None, dtype=None, out=None, keepdims|keepdim=False, initial=, where=';

/** The axes and keepdims of a call as a row's attributes. */
export function axesOf(a: Arguments): { readonly axes: readonly number[] | null; readonly keepdims: boolean } {
	return { axes: a.axes(), keepdims: a.flag('keepdims') };
}

/** Puts a result where the call wants it. */
export function deliver(k: Kit, a: Arguments, result: Value): Value {
	const out = outArray(k, a.maybe('out'));
	return out === null ? result : replace(k, out, result, a.name);
}

/** The operand of a reduction, with `neutral` where a mask leaves elements out. */
function masked(k: Kit, a: Arguments, neutral: number): NdArray {
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

function withInitial(k: Kit, a: Arguments, row: string, result: Value): Value {
	const initial = a.maybe('initial');
	return initial === undefined ? result : arithmetic(k, row, result, k.operand(initial), row);
}

/** How many elements each result of a reduction is made of. */
function countOf(array: NdArray, axes: readonly number[] | null): number {
	return array.size / Math.max(1, sizeOf(reducedShape(array.shape, normalizeAxes(axes, array.shape.length), false)));
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
	if (array.size === 0 && !a.has('initial')) {
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
	a.refuse('where');
	return deliver(k, a, k.apply(row, [typed(k, a, a.array('a'))], { ...axesOf(a), ddof }));
}

/** NaN counted as `neutral`. */
function withoutNan(k: Kit, array: NdArray, neutral: number): NdArray {
	if (!array.isFloat) return array;
	return k.array(k.map('where', [k.map('isnan', [array]), float(neutral), array]));
}

function nanMean(k: Kit, a: Arguments): Value {
	const array = a.array('a');
	const told = axesOf(a);
	const there = k.map('not', [k.map('isnan', [array])]);
	return k.map('div', [k.apply('sum', [withoutNan(k, array, 0)], told), k.apply('sum', [there], told)]);
}

function nanVariance(k: Kit, a: Arguments): Value {
	const array = a.array('a');
	const told = axesOf(a);
	const there = k.map('not', [k.map('isnan', [array])]);
	const kept = { axes: told.axes, keepdims: true };
	const mean = k.map('div', [k.apply('sum', [withoutNan(k, array, 0)], kept), k.apply('sum', [there], kept)]);
	const apart = withoutNan(k, k.array(k.map('sub', [array, mean])), 0);
	const count = k.map('sub', [k.apply('sum', [there], told), int(a.whole('ddof'))]);
	return k.map('div', [k.apply('sum', [k.map('square', [apart])], told), count]);
}

const SPREAD = 'a|input|x, axis|dim=None, dtype=None, out=None, ddof|correction=0, keepdims|keepdim=False, where=';

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
	let own = k.array(weights);
	const [axis] = told.axes ?? [];
	if (own.shape.length !== array.shape.length && axis !== undefined) {
		// Weights along one axis.
		const at = axis < 0 ? axis + array.shape.length : axis;
		own = reshapedTo(
			k,
			own,
			array.shape.map((_, index) => (index === at ? own.size : 1)),
		);
	}
	const sum = k.apply(
		'sum',
		[own],
		own.shape.length === array.shape.length && sizeOf(own.shape) !== array.size ? { axes: null } : told,
	);
	const mean = k.map('div', [k.apply('sum', [k.map('mul', [array, own])], told), sum]);
	return a.flag('returned') ? tuple([mean, sum]) : mean;
}

/** How a quantile lies between two entries, by the parameter's newer name or its older one. */
function methodOf(a: Arguments): QuantileMethod {
	return a.choice(a.maybe('interpolation') === undefined ? 'method' : 'interpolation', QUANTILE_METHODS);
}

function quantileOf(k: Kit, a: Arguments, q: Value, scale: number, method: QuantileMethod): Value {
	const array = a.array('a');
	const { axes, keepdims } = axesOf(a);
	const flat = axes === null ? reshapedTo(k, array, [-1]) : array;
	if (axes !== null && axes.length > 1) k.call.unsupported(`${a.name}(axis=(…))`);
	const axis = axes?.[0] ?? 0;
	const of = (share: number): Value => {
		const value = k.apply('quantile', [flat], { axis, q: share / scale, keepdims: axes !== null && keepdims, method });
		return axes === null && keepdims
			? reshapedTo(
					k,
					k.array(value),
					array.shape.map(() => 1),
				)
			: value;
	};
	const wanted = k.operand(q);
	if (!k.isArray(wanted)) return of(k.number(q, 'q'));
	const each = k.items(wanted).map((item) => k.array(of(k.number(item, 'q'))));
	return k.move('stack', each, { axis: 0 });
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
	declare('np.nansum', USUAL, (k, a) => deliver(k, a, k.apply('sum', [withoutNan(k, a.array('a'), 0)], axesOf(a)))),
	declare('np.nanprod', USUAL, (k, a) => deliver(k, a, k.apply('prod', [withoutNan(k, a.array('a'), 1)], axesOf(a)))),
	declare('np.nanmax', USUAL, (k, a) =>
		deliver(k, a, k.apply('amax', [withoutNan(k, a.array('a'), -Infinity)], axesOf(a))),
	),
	declare('np.nanmin', USUAL, (k, a) =>
		deliver(k, a, k.apply('amin', [withoutNan(k, a.array('a'), Infinity)], axesOf(a))),
	),
	declare('np.nanmean', USUAL, nanMean),
	declare('np.nanvar', SPREAD, nanVariance),
	declare('np.nanstd', SPREAD, (k, a) => k.map('sqrt', [nanVariance(k, a)])),
	declare('np.allclose', 'a, b, rtol=1e-5, atol=1e-8, equal_nan=False', (k, a) =>
		k.apply('all', [k.array(isClose(k, a))], { axes: null }),
	),
	declare('np.isclose', 'a, b, rtol=1e-5, atol=1e-8, equal_nan=False', isClose),
	declare('np.array_equal np.array_equiv', 'a1, a2, equal_nan=False', (k, a) => {
		const x = a.array('a1');
		const y = a.array('a2');
		if (x.shape.join() !== y.shape.join()) return { kind: 'bool', value: false, node: -1 };
		return k.apply('all', [k.array(k.map('eq', [x, y]))], { axes: null });
	}),
];

function isClose(k: Kit, a: Arguments): Value {
	const x = a.operand('a');
	const y = a.operand('b');
	const distance = k.map('abs', [k.map('sub', [x, y])]);
	const allowed = k.map('add', [a.operand('atol'), k.map('mul', [a.operand('rtol'), k.map('abs', [y])])]);
	return k.map('or', [k.map('le', [distance, allowed]), k.map('eq', [x, y])]);
}
