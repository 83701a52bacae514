/**
 * Values as Julia and MATLAB have them: what counts as a number, a row, a column; and arrays whose first axis runs fastest, though their elements are kept
 * with the last axis running fastest as everywhere else here.
 */
import { broadcastShapes, sameShape } from '../../core/tensor/shape.ts';
import type { Named } from '../script/library.ts';
import { int, list, numberOf, typeName, type BuiltinValue, type RangeValue, type Value } from '../script/values.ts';
import type { NdArray } from '../numpy/array.ts';
import type { Kit } from '../numpy/kit.ts';
import { arrayOf } from '../numpy/nested.ts';
import { numberIn } from '../numpy/indexing.ts';

/** What one call works with. */
export interface Work {
	readonly k: Kit;
	readonly matlab: boolean;
	/** Vectors of Julia that lie: `x'` is one, and times a vector gives a number, where a matrix of one row would give a vector. */
	readonly rows: WeakSet<NdArray>;
	/** What a function does of each element, where that is not what it does of a whole array (`max`). */
	readonly each: WeakMap<BuiltinValue, Fn>;
}

/** A function of the library. */
export type Fn = (w: Work, args: readonly Value[], named: Named) => Value;

/** The numbers of a range. */
export function lengthOfRange({ start, stop, step }: RangeValue): number {
	return Math.max(0, Math.ceil((stop - start) / step));
}

function rangeArray({ k, matlab }: Work, range: RangeValue): NdArray {
	const count = lengthOfRange(range);
	k.reserve(count);
	const data = Float64Array.from({ length: count }, (_, index) => range.start + index * range.step);
	return k.fromNumbers(data, matlab ? [1, count] : [count]);
}

/** A number stays a number; all else becomes an array of floats or truths. */
export function operand(w: Work, value: Value | undefined): Value {
	const { k } = w;
	if (value === undefined) return k.call.raise('TypeError', ['Not enough arguments.']);
	if (numberOf(value) !== undefined) return value;
	switch (value.kind) {
		case 'array':
			return value;
		case 'range':
			return rangeArray(w, value);
		case 'tuple':
			if (w.matlab) return operand(w, value.items[0]);
			return asFloat(k, arrayOf(k, value));
		case 'list':
		case 'iterator':
		case 'generator':
			return asFloat(k, arrayOf(k, list([...k.items(value)])));
		default:
			return k.call.raise('TypeError', ['A number or an array is needed here, not {0}', typeName(value)]);
	}
}

export function asFloat(k: Kit, array: NdArray): NdArray {
	return array.isFloat || array.dtype === 'bool' ? array : k.cast(array, 'float64');
}

/** As an array; a number becomes one of its own. */
export function arrayIn(w: Work, value: Value | undefined): NdArray {
	const given = operand(w, value);
	return w.k.isArray(given) ? given : asFloat(w.k, w.k.array(given));
}

/** A value that multiplies every element: a number, and in MATLAB what has one entry. */
export function isScalar({ k, matlab }: Work, value: Value): boolean {
	return !k.isArray(value) || (matlab ? value.size === 1 : value.shape.length === 0);
}

/** Another shape, with elements in the order that they are kept in. */
export function shaped(k: Kit, array: NdArray, shape: readonly number[]): NdArray {
	return sameShape(array.shape, shape) ? array : k.move('reshape', [array], { shape });
}

/** The axes in another order, in memory of its own. */
export function turned(k: Kit, array: NdArray, axes?: readonly number[]): NdArray {
	return k.move('transpose', [array], axes === undefined ? {} : { axes });
}

/** Another shape as these languages fill it: the first axis runs fastest. */
export function refilled(k: Kit, array: NdArray, shape: readonly number[]): NdArray {
	if (array.shape.length < 2 && shape.length < 2) return shaped(k, array, shape);
	// Where at most one axis has several entries, the order is the same.
	const wide = (extents: readonly number[]): number => extents.filter((extent) => extent !== 1).length;
	const from = wide(array.shape) > 1 ? turned(k, array) : array;
	if (wide(shape) <= 1) return shaped(k, from, shape);
	return turned(k, shaped(k, from, [...shape].reverse()));
}

/** An operand with axes of one behind its own, as these languages meet arrays of different ranks. */
function widened(w: Work, value: Value, rank: number, other: Value): Value {
	const { k } = w;
	if (!k.isArray(value) || value.shape.length === 0 || value.shape.length >= rank) return value;
	const ones = Array.from({ length: rank - value.shape.length }, () => 1);
	// A vector that came from outside lies or stands as it fits, in MATLAB.
	const lies = w.matlab && k.isArray(other) && other.shape[0] === 1 && other.shape[1] === value.size;
	return shaped(k, value, lies ? [...ones, ...value.shape] : [...value.shape, ...ones]);
}

/** Two operands that NumPy's rules meet as these languages' rules would. */
export function fitted(w: Work, x: Value, y: Value): readonly [Value, Value] {
	const rank = Math.max(w.k.shapeOf(x).length, w.k.shapeOf(y).length);
	return [widened(w, x, rank, y), widened(w, y, rank, x)];
}

/** Any number of operands so. */
export function fittedAll(w: Work, values: readonly Value[]): Value[] {
	const rank = Math.max(0, ...values.map((value) => w.k.shapeOf(value).length));
	const widest = values.find((value) => w.k.shapeOf(value).length === rank) ?? int(0);
	return values.map((value) => widened(w, value, rank, widest));
}

/** An array without axes as a number; another as it is. */
export function settled(k: Kit, value: Value): Value {
	return k.isArray(value) && value.shape.length === 0 ? numberIn(k, value) : value;
}

/** The only element as a number. */
export function only(k: Kit, value: Value): Value {
	return k.isArray(value) ? numberIn(k, value) : value;
}

/** Extents as these languages tell them: MATLAB's arrays have at least two axes. */
export function extentsOf(w: Work, value: Value): readonly number[] {
	if (value.kind === 'range') return w.matlab ? [1, lengthOfRange(value)] : [lengthOfRange(value)];
	if (value.kind === 'list' || (value.kind === 'tuple' && !w.matlab)) return [value.items.length];
	const shape = w.k.shapeOf(operand(w, value));
	if (!w.matlab) return shape;
	return shape.length === 0 ? [1, 1] : shape.length === 1 ? [shape[0]!, 1] : shape;
}

export function commonShape(k: Kit, values: readonly Value[]): readonly number[] {
	return broadcastShapes(...values.map((value) => k.shapeOf(value)));
}

export function numberFrom(w: Work, value: Value | undefined, what: string): number {
	return w.k.number(operand(w, value), what);
}

/** A whole number, written as one or computed. */
export function wholeFrom(w: Work, value: Value | undefined, what: string): number {
	const number = numberFrom(w, value, what);
	return Number.isInteger(number)
		? number
		: w.k.call.raise('TypeError', ['{0} must be a whole number, not {1}', what, number]);
}

/** Entries of an array as numbers that may be looked at. */
export function numbersIn(w: Work, value: Value): number[] {
	const given = operand(w, value);
	return w.k.isArray(given) ? [...w.k.data(given)] : [numberOf(given) ?? NaN];
}

export function sizes(shape: readonly number[]): Value[] {
	return shape.map((extent) => int(extent));
}
