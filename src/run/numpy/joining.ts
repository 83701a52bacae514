/** Functions that put arrays together, and those that put borders around them. */
import { normalizeAxis } from '../../core/tensor/shape.ts';
import { int, tuple, wholeOf, type Value } from '../script/values.ts';
import type { Arguments } from './arguments.ts';
import type { NdArray } from './array.ts';
import { isFloatType, promoteTypes } from './dtypes.ts';
import type { Kit } from './kit.ts';
import { outArray, replace } from './operators.ts';
import { part, takenAlong } from './shaping.ts';
import { declare, type Declaration } from './table.ts';
import { broadcasted, expanded, reshapedTo } from './views.ts';

/** Joins along an axis that is there. */
export function concatenated(k: Kit, arrays: readonly NdArray[], axis: number): NdArray {
	const [first] = arrays;
	if (first === undefined) return k.call.raise('ValueError', ['There is nothing to join.']);
	if (arrays.length === 1) return first;
	return sameKind(k, arrays, (own) => k.move('concatenate', own, { axis: normalizeAxis(axis, first.shape.length) }));
}

export function stacked(k: Kit, arrays: readonly NdArray[], axis: number): NdArray {
	const [first] = arrays;
	if (first === undefined) return k.call.raise('ValueError', ['There is nothing to join.']);
	return sameKind(k, arrays, (own) => k.move('stack', own, { axis: normalizeAxis(axis, first.shape.length + 1) }));
}

/** Joins off the tape keep NumPy's narrower types of whole numbers. */
function sameKind(k: Kit, arrays: readonly NdArray[], join: (arrays: readonly NdArray[]) => NdArray): NdArray {
	const dtype = arrays.map((array) => array.dtype).reduce(promoteTypes);
	return k.cast(join(isFloatType(dtype) ? arrays : arrays.map((array) => k.cast(array, dtype))), dtype);
}

/** At least one axis for a row of parts, at least two for columns of them. */
function atLeastRows(k: Kit, array: NdArray, rank: 1 | 2): NdArray {
	const { shape } = array;
	if (shape.length >= rank) return array;
	return reshapedTo(k, array, [...Array.from({ length: rank - shape.length }, () => 1), ...shape]);
}

function arraysOf(k: Kit, value: Value): NdArray[] {
	return k.items(value).map((item) => k.array(item));
}

/** Vectors as columns, matrices as they are, side by side. */
function columns(k: Kit, arrays: readonly NdArray[]): NdArray {
	return concatenated(
		k,
		arrays.map((array) => (array.shape.length < 2 ? reshapedTo(k, array, [array.size, 1]) : array)),
		1,
	);
}

/** Rows under each other. */
function rows(k: Kit, arrays: readonly NdArray[]): NdArray {
	return concatenated(
		k,
		arrays.map((array) => atLeastRows(k, array, 2)),
		0,
	);
}

/** Side by side: along the second axis, of vectors along their only one. */
function sideBySide(k: Kit, arrays: readonly NdArray[]): NdArray {
	const wide = arrays.map((array) => atLeastRows(k, array, 1));
	return concatenated(k, wide, wide[0]?.shape.length === 1 ? 0 : 1);
}

function deepRows(k: Kit, arrays: readonly NdArray[]): NdArray {
	const deep = arrays.map((array) => {
		const { shape } = array;
		if (shape.length >= 3) return array;
		return reshapedTo(k, array, shape.length === 2 ? [...shape, 1] : [1, array.size, 1]);
	});
	return concatenated(k, deep, 2);
}

/** Blocks of lists of lists: the innermost lists lie along the last axis. Lists are as deep as an array has axes. */
function blocks(k: Kit, value: Value, depth: number, rank: number): NdArray {
	if (value.kind !== 'list') {
		const array = k.array(value);
		const missing = rank - array.shape.length;
		return missing > 0 ? reshapedTo(k, array, [...Array.from({ length: missing }, () => 1), ...array.shape]) : array;
	}
	const parts = value.items.map((item) => blocks(k, item, depth - 1, rank));
	return concatenated(k, parts, rank - depth);
}

function depthOf(value: Value): number {
	let depth = 0;
	for (let level: Value | undefined = value; level?.kind === 'list'; level = level.items[0]) depth++;
	return depth;
}

function inserted(k: Kit, a: Arguments): Value {
	const given = a.array('arr');
	const axis = a.axis(given.shape.length);
	const array = axis === null ? reshapedTo(k, given, [-1]) : given;
	const along = axis ?? 0;
	const size = array.shape[along]!;
	const single = wholeOf(a.value('obj'));
	const at = single === undefined ? k.wholes(a.value('obj'), 'obj') : [single];
	const places = at.map((place) => (place < 0 ? place + size : place));
	const values = a.array('values');
	const count =
		single === undefined
			? places.length
			: axis === null
				? Math.max(1, values.size)
				: values.shape.length === array.shape.length
					? values.shape[along]!
					: 1;
	const shape = array.shape.map((extent, index) => (index === along ? count : extent));
	const own =
		values.shape.length === array.shape.length - 1 && values.shape.length > 0 && single !== undefined
			? expanded(k, values, [along])
			: values;
	const wide = broadcasted(k, own, shape);
	// Each value with the place that it comes before, those of one place in their own order.
	const order = Array.from({ length: count }, (_, index) => ({
		index,
		place: places[places.length === 1 ? 0 : index]!,
	}));
	order.sort((x, y) => x.place - y.place);
	const parts: NdArray[] = [];
	let from = 0;
	for (const { index, place } of order) {
		if (place > from) parts.push(part(k, array, along, from, place));
		parts.push(part(k, wide, along, index, index + 1));
		from = Math.max(from, place);
	}
	if (from < size) parts.push(part(k, array, along, from, size));
	return concatenated(k, parts, along);
}

function deleted(k: Kit, a: Arguments): Value {
	const given = a.array('arr');
	const axis = a.axis(given.shape.length);
	const array = axis === null ? reshapedTo(k, given, [-1]) : given;
	const along = axis ?? 0;
	const size = array.shape[along]!;
	const obj = a.value('obj');
	const places = Array.from({ length: size }, (_, place) => place);
	const gone = new Set(outOf(k, obj, places));
	return takenAlong(
		k,
		array,
		places.filter((place) => !gone.has(place)),
		along,
	);
}

/** The places that a number, a slice, a list or a mask picks out of a row of places. */
function outOf(k: Kit, obj: Value, places: readonly number[]): readonly number[] {
	if (obj.kind === 'slice') {
		const bound = (value: Value, fallback: number): number => {
			if (value.kind === 'none') return fallback;
			const at = k.whole(value, 'obj');
			return at < 0 ? at + places.length : at;
		};
		const step = obj.step.kind === 'none' ? 1 : k.whole(obj.step, 'obj');
		return places.slice(bound(obj.start, 0), bound(obj.stop, places.length)).filter((_, index) => index % step === 0);
	}
	const array = k.array(obj);
	const values = k.items(reshapedTo(k, array, [-1]));
	if (array.dtype === 'bool')
		return places.filter((place) => values[place] !== undefined && k.call.truthy(values[place]));
	return values.map((value) => {
		const at = k.whole(value, 'obj');
		return at < 0 ? at + places.length : at;
	});
}

/** The widths of a border, before and after along each axis, from NumPy's shorter ways to say them. */
function widthsOf(k: Kit, value: Value, rank: number): (readonly [number, number])[] {
	const array = k.array(value);
	const wide = broadcasted(k, array, [rank, 2]);
	const flat = k.items(reshapedTo(k, wide, [-1])).map((item) => k.whole(item, 'pad_width'));
	return Array.from({ length: rank }, (_, axis) => [flat[2 * axis]!, flat[2 * axis + 1]!]);
}

/** Which entry of an axis each entry of the padded one repeats. */
const FOLLOW: Readonly<Record<string, (place: number, size: number) => number>> = {
	edge: (place, size) => Math.min(Math.max(place, 0), size - 1),
	wrap: (place, size) => ((place % size) + size) % size,
	symmetric: (place, size) => {
		const at = ((place % (2 * size)) + 2 * size) % (2 * size);
		return at < size ? at : 2 * size - 1 - at;
	},
	reflect: (place, size) => {
		if (size === 1) return 0;
		const period = 2 * (size - 1);
		const at = ((place % period) + period) % period;
		return at < size ? at : period - at;
	},
};

export function padded(
	k: Kit,
	array: NdArray,
	widths: readonly (readonly [number, number])[],
	mode: string,
	value: number,
): NdArray {
	if (mode === 'constant') return k.move('pad', [array], { widths, value });
	const follow = FOLLOW[mode]!;
	let result = array;
	for (const [axis, [before, after]] of widths.entries()) {
		if (before === 0 && after === 0) continue;
		const size = array.shape[axis]!;
		k.reserve(before + size + after);
		const places = Array.from({ length: before + size + after }, (_, index) => follow(index - before, size));
		result = takenAlong(k, result, places, axis);
	}
	return result;
}

/** Borders of different values on each side, or of numbers that are computed. */
function paddedWith(k: Kit, a: Arguments): Value {
	const array = a.array('array');
	const widths = widthsOf(k, a.value('pad_width'), array.shape.length);
	const function_ = a.value('mode');
	if (function_.kind !== 'str') k.call.unsupported('np.pad(mode=…)');
	const mode = a.choice('mode', [
		'constant',
		'edge',
		'reflect',
		'symmetric',
		'wrap',
		'maximum',
		'minimum',
		'mean',
		'linear_ramp',
		'empty',
	]);
	a.refuse('stat_length', 'reflect_type');
	if (mode === 'maximum' || mode === 'minimum' || mode === 'mean') {
		const row = { maximum: 'amax', minimum: 'amin', mean: 'mean' }[mode];
		return bordered(k, array, widths, (own, axis) => k.array(k.apply(row, [own], { axes: [axis], keepdims: true })));
	}
	if (mode === 'linear_ramp') return ramped(k, array, widths, a.maybe('end_values') ?? int(0));
	const values = a.maybe('constant_values');
	if (values === undefined || mode !== 'constant')
		return padded(k, array, widths, mode === 'empty' ? 'constant' : mode, 0);
	const single = k.operand(values);
	const whole = k.isArray(single) ? undefined : k.number(single, 'constant_values');
	if (whole !== undefined && k.isPlainNumber(single)) return padded(k, array, widths, 'constant', whole);
	const rank = array.shape.length;
	const sides = reshapedTo(k, broadcasted(k, k.array(values), [rank, 2]), [-1]);
	return bordered(k, array, widths, (_, axis, side) =>
		reshapedTo(
			k,
			part(k, sides, 0, 2 * axis + side, 2 * axis + side + 1),
			Array.from({ length: rank }, () => 1),
		),
	);
}

/** Puts a border around, axis after axis, from what `edge` makes of the array as it is. */
function bordered(
	k: Kit,
	array: NdArray,
	widths: readonly (readonly [number, number])[],
	edge: (own: NdArray, axis: number, side: 0 | 1) => NdArray,
): NdArray {
	let result = array;
	for (const [axis, [before, after]] of widths.entries()) {
		const shape = (width: number): number[] => result.shape.map((extent, index) => (index === axis ? width : extent));
		const parts = [
			...(before > 0 ? [broadcasted(k, edge(result, axis, 0), shape(before))] : []),
			result,
			...(after > 0 ? [broadcasted(k, edge(result, axis, 1), shape(after))] : []),
		];
		result = concatenated(k, parts, axis);
	}
	return result;
}

function ramped(k: Kit, array: NdArray, widths: readonly (readonly [number, number])[], ends: Value): NdArray {
	let result = array;
	const rank = array.shape.length;
	const sides = k
		.items(reshapedTo(k, broadcasted(k, k.array(ends), [rank, 2]), [-1]))
		.map((item) => k.number(item, 'end_values'));
	for (const [axis, [before, after]] of widths.entries()) {
		const side = (width: number, left: boolean): NdArray[] => {
			if (width === 0) return [];
			const size = result.shape[axis]!;
			const edge = part(k, result, axis, left ? 0 : size - 1, left ? 1 : size);
			k.reserve(width);
			const shares = Array.from({ length: width }, (_, index) => (left ? width - index : index + 1) / width);
			const shape = result.shape.map((_, index) => (index === axis ? width : 1));
			const share = k.fromNumbers(Float64Array.from(shares), shape);
			const kept = k.fromNumbers(
				Float64Array.from(shares, (own) => 1 - own),
				shape,
			);
			const end = k.map('mul', [share, { kind: 'float', value: sides[2 * axis + (left ? 0 : 1)]!, node: -1 }]);
			return [k.array(k.map('add', [k.map('mul', [edge, kept]), end]))];
		};
		result = concatenated(k, [...side(before, true), result, ...side(after, false)], axis);
	}
	return result;
}

const JOIN = 'tup, *, dtype=None, casting=';

export const joining: readonly Declaration[] = [
	declare('np.concatenate np.concat', 'arrays, axis=0, out=None, dtype=None, casting=', (k, a) => {
		const arrays = arraysOf(k, a.value('arrays'));
		const flat = a.has('axis') ? arrays : arrays.map((array) => reshapedTo(k, array, [-1]));
		const joined = concatenated(k, flat, a.maybeWhole('axis') ?? 0);
		const out = outArray(k, a.maybe('out'));
		return out === null ? joined : replace(k, out, joined, a.name);
	}),
	declare('np.stack', 'arrays, axis=0, out=None, dtype=None, casting=', (k, a) =>
		stacked(k, arraysOf(k, a.value('arrays')), a.whole('axis')),
	),
	declare('np.vstack np.row_stack', JOIN, (k, a) => rows(k, arraysOf(k, a.value('tup')))),
	declare('np.hstack', JOIN, (k, a) => sideBySide(k, arraysOf(k, a.value('tup')))),
	declare('np.dstack', JOIN, (k, a) => deepRows(k, arraysOf(k, a.value('tup')))),
	declare('np.column_stack', 'tup', (k, a) => columns(k, arraysOf(k, a.value('tup')))),
	declare('np.block', 'arrays', (k, a) => {
		const value = a.value('arrays');
		const depth = depthOf(value);
		return blocks(k, value, depth, Math.max(depth, leafRank(k, value)));
	}),
	declare('np.append', 'arr, values, axis=None', (k, a) => {
		const array = a.array('arr');
		const values = a.array('values');
		const axis = a.maybeWhole('axis');
		if (axis === undefined) return concatenated(k, [reshapedTo(k, array, [-1]), reshapedTo(k, values, [-1])], 0);
		return concatenated(k, [array, values], axis);
	}),
	declare('np.insert', 'arr, obj, values, axis=None', inserted),
	declare('np.delete', 'arr, obj, axis=None', deleted),
	declare(
		'np.pad',
		"array, pad_width, mode='constant', constant_values=None, end_values=None, stat_length=None, reflect_type=None",
		paddedWith,
	),
	declare('np.broadcast_arrays', '*args, subok=', (k, a) => {
		const arrays = a.rest.map((value) => k.array(value));
		const shape = k.commonShape(arrays);
		return { kind: 'list', items: arrays.map((array) => broadcasted(k, array, shape)) };
	}),
	declare('np.broadcast_shapes', '*args', (k, a) =>
		tuple(k.commonShapeOf(a.rest.map((value) => k.shapeFrom(value, 'shape'))).map(int)),
	),
];

function leafRank(k: Kit, value: Value): number {
	let level: Value | undefined = value;
	while (level?.kind === 'list') [level] = level.items;
	return level === undefined ? 1 : k.shapeOf(k.operand(level)).length;
}
