/** Functions that make arrays: of shapes, of ranges, of lists, of other arrays. */
import { sizeOf } from '../../core/tensor/shape.ts';
import { filled } from '../../core/tensor/tensor.ts';
import { int, list, numberOf, tuple, type Value } from '../script/values.ts';
import type { Arguments } from './arguments.ts';
import type { NdArray } from './array.ts';
import { converter, elementOf, type DType } from './dtypes.ts';
import type { Kit } from './kit.ts';
import { arrayOf } from './nested.ts';
import { declare, type Declaration } from './table.ts';
import { broadcasted, copyOf, reshapedTo } from './views.ts';

/** An array of one number. */
export function full(k: Kit, shape: readonly number[], value: number, dtype: DType, torch = false): NdArray {
	if (shape.some((extent) => extent < 0)) k.call.raise('ValueError', ['Sizes are not negative.']);
	k.reserve(sizeOf(shape));
	return k.fresh(filled(shape, converter(dtype)(value), elementOf(dtype)), dtype, torch);
}

/** The dtype of numbers given as they are: whole ones make whole arrays. */
export function dtypeOfNumbers(values: readonly Value[]): DType {
	return values.every((value) => value.kind === 'int' || value.kind === 'bool') ? 'int64' : 'float64';
}

/** `arange` from its one, two or three numbers. */
export function arange(k: Kit, values: readonly Value[], dtype: DType | undefined, torch = false): NdArray {
	const numbers = values.map((value) => k.number(value, 'arange'));
	const [start, stop, step = 1] = numbers.length === 1 ? [0, numbers[0]!] : [numbers[0]!, numbers[1]!, numbers[2]];
	if (step === 0) k.call.raise('ValueError', ['The step is 0.']);
	const count = Math.max(0, Math.ceil((stop - start) / step));
	if (Number.isNaN(count)) k.call.raise('ValueError', ['arange: cannot compute length']);
	k.reserve(count);
	// As NumPy does it: multiples of the distance between the first two, which rounding has its part in.
	const distance = start + step - start;
	const data = Float64Array.from({ length: count }, (_, index) => start + index * distance);
	return k.fromNumbers(data, [count], dtype ?? dtypeOfNumbers(values), torch);
}

/** `zeros_like` and its kind: the shape and type of another array. */
function like(k: Kit, a: Arguments, value: number): NdArray {
	const of = a.array('a');
	const shape = a.has('shape') ? a.shape('shape') : of.shape;
	return full(k, shape, value, a.dtype() ?? of.dtype, of.torch);
}

const LIKE = 'a, dtype=None, order=, subok=, shape=None, device=';
const SHAPED = 'shape, dtype=None, order=, device=, like=';

function asArray(k: Kit, a: Arguments, copy: boolean): NdArray {
	const value = a.value('object');
	const dtype = a.dtype();
	const array = k.isArray(value) ? value : arrayOf(k, value, dtype);
	const typed = dtype === undefined ? array : k.cast(array, dtype);
	const made = copy && typed === value ? copyOf(k, typed) : typed;
	const least = a.maybeWhole('ndmin') ?? 0;
	if (made.shape.length >= least) return made;
	return reshapedTo(k, made, [...Array.from({ length: least - made.shape.length }, () => 1), ...made.shape]);
}

function eye(k: Kit, rows: number, columns: number, offset: number, dtype: DType): NdArray {
	k.reserve(rows * columns);
	const data = new Float64Array(rows * columns);
	for (let row = 0; row < rows; row++) {
		const column = row + offset;
		if (column >= 0 && column < columns) data[row * columns + column] = 1;
	}
	return k.fromNumbers(data, [rows, columns], dtype);
}

/** Each vector laid along an axis of its own and repeated along the others. */
export function meshgrid(k: Kit, vectors: readonly NdArray[], swap: boolean, sparse: boolean): NdArray[] {
	const order = vectors.map((_, index) => (swap && vectors.length > 1 && index < 2 ? 1 - index : index));
	const shape = vectors.map((_, axis) => vectors[order.indexOf(axis)]!.size);
	return vectors.map((vector, index) => {
		const own = vectors.map((_, axis) => (axis === order[index] ? vector.size : 1));
		const laid = reshapedTo(k, vector, own);
		return sparse ? laid : copyOf(k, broadcasted(k, laid, shape));
	});
}

/** Positions along each axis of a grid of that shape, `(axes, …shape)`. */
function indices(k: Kit, shape: readonly number[]): NdArray[] {
	const ranges = shape.map((extent) => arange(k, [int(extent)], undefined));
	return meshgrid(k, ranges, false, false);
}

function triangle(k: Kit, rows: number, columns: number, offset: number, upper: boolean): Value {
	k.reserve(rows * columns);
	const at: number[][] = [[], []];
	for (let row = 0; row < rows; row++) {
		for (let column = 0; column < columns; column++) {
			if (upper ? column < row + offset : column > row + offset) continue;
			at[0]!.push(row);
			at[1]!.push(column);
		}
	}
	return tuple(at.map((own) => k.fromNumbers(Float64Array.from(own), [own.length], 'int64')));
}

export const creation: readonly Declaration[] = [
	declare('np.array', 'object, dtype=None, *, copy=True, order=, subok=, ndmin=0', (k, a) =>
		asArray(k, a, a.flag('copy')),
	),
	declare(
		'np.asarray np.asanyarray np.ascontiguousarray np.asfortranarray np.asarray_chkfinite',
		'object, dtype=None, order=, ndmin=0, copy=',
		(k, a) => asArray(k, a, false),
	),
	declare('np.copy', 'a, order=, subok=', (k, a) => copyOf(k, a.array('a'))),
	declare('np.zeros', SHAPED, (k, a) => full(k, a.shape('shape'), 0, a.dtype() ?? 'float64')),
	declare('np.empty', SHAPED, (k, a) => full(k, a.shape('shape'), 0, a.dtype() ?? 'float64')),
	declare('np.ones', SHAPED, (k, a) => full(k, a.shape('shape'), 1, a.dtype() ?? 'float64')),
	declare('np.full', 'shape, fill_value, dtype=None, order=, device=, like=', (k, a) =>
		fullOf(k, a, a.shape('shape'), undefined),
	),
	declare('np.zeros_like', LIKE, (k, a) => like(k, a, 0)),
	declare('np.empty_like', LIKE, (k, a) => like(k, a, 0)),
	declare('np.ones_like', LIKE, (k, a) => like(k, a, 1)),
	declare('np.full_like', 'a, fill_value, dtype=None, order=, subok=, shape=None', (k, a) => {
		const of = a.array('a');
		return fullOf(k, a, of.shape, of.dtype);
	}),
	declare('np.eye', 'n|N, m|M=None, k=0, dtype=None, order=', (k, a) => {
		const rows = a.whole('n');
		return eye(k, rows, a.maybeWhole('m') ?? rows, a.whole('k'), a.dtype() ?? 'float64');
	}),
	declare('np.identity', 'n, dtype=None', (k, a) => eye(k, a.whole('n'), a.whole('n'), 0, a.dtype() ?? 'float64')),
	declare('np.tri', 'n|N, m|M=None, k=0, dtype=None', (k, a) => {
		const rows = a.whole('n');
		const columns = a.maybeWhole('m') ?? rows;
		k.reserve(rows * columns);
		const data = Float64Array.from({ length: rows * columns }, (_, place) =>
			(place % columns) - Math.floor(place / columns) <= a.whole('k') ? 1 : 0,
		);
		return k.fromNumbers(data, [rows, columns], a.dtype() ?? 'float64');
	}),
	declare('np.arange', 'start=, stop=, step=, dtype=None, *, device=, like=', (k, a) => {
		if (!a.has('start') && !a.has('stop')) k.call.raise('TypeError', ['arange() requires stop to be specified.']);
		const ends = a.has('stop')
			? [a.has('start') ? a.value('start') : int(0), a.value('stop')]
			: [int(0), a.value('start')];
		return arange(k, a.has('step') ? [...ends, a.value('step')] : ends, a.dtype());
	}),
	declare('np.meshgrid', "*xi, indexing='xy', sparse=False, copy=True", (k, a) =>
		list(
			meshgrid(
				k,
				a.rest.map((vector) => reshapedTo(k, k.array(vector), [-1])),
				a.text('indexing') === 'xy',
				a.flag('sparse'),
			),
		),
	),
	declare('np.indices', 'dimensions, dtype=, sparse=False', (k, a) =>
		k.move('stack', indices(k, a.shape('dimensions')), { axis: 0 }),
	),
	declare('np.tril_indices', 'n, k=0, m=None', (k, a) =>
		triangle(k, a.whole('n'), a.maybeWhole('m') ?? a.whole('n'), a.whole('k'), false),
	),
	declare('np.triu_indices', 'n, k=0, m=None', (k, a) =>
		triangle(k, a.whole('n'), a.maybeWhole('m') ?? a.whole('n'), a.whole('k'), true),
	),
	declare('np.tril_indices_from', 'arr, k=0', (k, a) =>
		triangle(k, a.array('arr').shape[0]!, a.array('arr').shape[1]!, a.whole('k'), false),
	),
	declare('np.triu_indices_from', 'arr, k=0', (k, a) =>
		triangle(k, a.array('arr').shape[0]!, a.array('arr').shape[1]!, a.whole('k'), true),
	),
	declare('np.diag_indices', 'n, ndim=2', (k, a) =>
		tuple(Array.from({ length: a.whole('ndim') }, () => arange(k, [a.value('n')], undefined))),
	),
	declare('np.ix_', '*args', (k, a) =>
		tuple(
			a.rest.map((value, index) => {
				const vector = k.array(value);
				const own = vector.dtype === 'bool' ? positions(k, vector) : vector;
				return reshapedTo(
					k,
					own,
					a.rest.map((_, axis) => (axis === index ? own.size : 1)),
				);
			}),
		),
	),
	declare('np.vander', 'x, N=None, increasing=False', (k, a) => {
		const x = a.array('x');
		const count = a.maybeWhole('N') ?? x.size;
		const powers = Float64Array.from({ length: count }, (_, index) =>
			a.flag('increasing') ? index : count - 1 - index,
		);
		const column = reshapedTo(k, x, [x.size, 1]);
		return k.map('pow', [column, k.fromNumbers(powers, [count], 'int64')]);
	}),
];

function fullOf(k: Kit, a: Arguments, shape: readonly number[], dtype: DType | undefined): Value {
	const value = a.operand('fill_value');
	const wanted = a.dtype() ?? dtype ?? k.dtypeOf(value);
	if (numberOf(value) !== undefined && k.isPlainNumber(value)) return full(k, shape, numberOf(value)!, wanted);
	return k.cast(copyOf(k, broadcasted(k, k.array(value), shape)), wanted);
}

/** Where a mask is true. */
export function positions(k: Kit, mask: NdArray): NdArray {
	const places = Array.from(k.data(mask)).flatMap((value, place) => (value === 0 ? [] : [place]));
	return k.fromNumbers(Float64Array.from(places), [places.length], 'int64');
}
