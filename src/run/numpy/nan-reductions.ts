/** Reductions that leave NaN out: `np.nansum` and its kind. */
import { sizeOf } from '../../core/tensor/shape.ts';
import { float, type Value } from '../script/values.ts';
import type { Arguments } from './arguments.ts';
import type { NdArray } from './array.ts';
import type { Kit } from './kit.ts';
import {
	axesOf,
	deliver,
	masked,
	methodOf,
	quantile,
	quantilesOf,
	SPREAD,
	USUAL,
	varianceWhere,
	withInitial,
} from './reductions.ts';
import type { QuantileMethod } from '../../core/ops/tensor/quantile.ts';
import { takenAlong } from './shaping.ts';
import { declare, type Declaration } from './table.ts';
import { reshapedTo } from './views.ts';

/** NaN counted as `neutral`. */
function withoutNan(k: Kit, array: NdArray, neutral: number): NdArray {
	if (!array.isFloat) return array;
	return k.array(k.map('where', [k.map('isnan', [array]), float(neutral), array]));
}

function present(k: Kit, array: NdArray): Value {
	return k.map('not', [k.map('isnan', [array])]);
}

function folded(k: Kit, a: Arguments, row: 'sum' | 'prod'): Value {
	const neutral = row === 'sum' ? 0 : 1;
	const dtype = a.dtype();
	const array = withoutNan(k, masked(k, a, neutral), neutral);
	const result = k.apply(row, [dtype === undefined ? array : k.cast(array, dtype)], axesOf(a));
	return deliver(k, a, withInitial(k, a, row === 'sum' ? 'add' : 'mul', result));
}

/** Where there is nothing but NaN, NaN is left. */
function extreme(k: Kit, a: Arguments, row: 'amax' | 'amin'): Value {
	a.refuse('initial', 'where');
	const array = a.array('a');
	const found = k.apply(row, [withoutNan(k, array, row === 'amax' ? -Infinity : Infinity)], axesOf(a));
	if (!array.isFloat) return deliver(k, a, found);
	const some = k.apply('any', [k.array(present(k, array))], axesOf(a));
	return deliver(k, a, k.map('where', [some, found, float(NaN)]));
}

function nanMean(k: Kit, a: Arguments): Value {
	a.refuse('where');
	const array = a.array('a');
	const told = axesOf(a);
	const count = k.apply('sum', [k.array(present(k, array))], told);
	return deliver(k, a, k.map('div', [k.apply('sum', [withoutNan(k, array, 0)], told), count]));
}

function nanVariance(k: Kit, a: Arguments): Value {
	a.refuse('where');
	const array = a.array('a');
	return varianceWhere(k, array, present(k, array), axesOf(a), a.whole('ddof'));
}

/** A quantile of what is no NaN in each line: where there is some, lines are taken one by one, for they differ in length. */
function nanQuantile(k: Kit, lines: NdArray, q: number, method: QuantileMethod): Value {
	const data = k.data(lines);
	const length = lines.shape.at(-1)!;
	if (!data.some(Number.isNaN)) return quantile(k, lines, q, method);
	const shape = lines.shape.slice(0, -1);
	const flat = reshapedTo(k, lines, [-1]);
	const each = Array.from({ length: sizeOf(shape) }, (_, line) => {
		k.call.tick();
		const places = Array.from({ length }, (_, at) => line * length + at).filter((at) => !Number.isNaN(data[at]));
		return k.array(places.length === 0 ? float(NaN) : quantile(k, takenAlong(k, flat, places, 0), q, method));
	});
	return shape.length === 0 ? each[0]! : reshapedTo(k, k.move('stack', each, { axis: 0 }), shape);
}

function nanQuantiles(k: Kit, a: Arguments, q: Value, scale: number, method: QuantileMethod): Value {
	return deliver(
		k,
		a,
		quantilesOf(k, a, q, scale, (lines, share) => nanQuantile(k, lines, share, method)),
	);
}

const QUANTILE = "a, q, axis=None, out=None, overwrite_input=, method='linear', keepdims=False, interpolation=None";

export const nanReductions: readonly Declaration[] = [
	declare('np.nansum', USUAL, (k, a) => folded(k, a, 'sum')),
	declare('np.nanprod', USUAL, (k, a) => folded(k, a, 'prod')),
	declare('np.nanmax', USUAL, (k, a) => extreme(k, a, 'amax')),
	declare('np.nanmin', USUAL, (k, a) => extreme(k, a, 'amin')),
	declare('np.nanmean', USUAL, nanMean),
	declare('np.nanvar', SPREAD, (k, a) => deliver(k, a, nanVariance(k, a))),
	declare('np.nanstd', SPREAD, (k, a) => deliver(k, a, k.map('sqrt', [nanVariance(k, a)]))),
	declare('np.nanmedian', 'a, axis=None, out=None, overwrite_input=, keepdims=False', (k, a) =>
		nanQuantiles(k, a, float(0.5), 1, 'linear'),
	),
	declare('np.nanquantile', QUANTILE, (k, a) => nanQuantiles(k, a, a.value('q'), 1, methodOf(a))),
	declare('np.nanpercentile', QUANTILE, (k, a) => nanQuantiles(k, a, a.value('q'), 100, methodOf(a))),
	...(['cumsum', 'cumprod'] as const).map((row) =>
		declare(`np.nan${row}`, 'a, axis=None, dtype=None, out=None', (k, a) => {
			const given = withoutNan(k, a.array('a'), row === 'cumsum' ? 0 : 1);
			const axis = a.axis(given.shape.length);
			const dtype = a.dtype();
			const array = axis === null ? reshapedTo(k, given, [-1]) : given;
			return deliver(k, a, k.apply(row, [dtype === undefined ? array : k.cast(array, dtype)], { axis: axis ?? 0 }));
		}),
	),
];
