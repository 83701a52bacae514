/** Functions that move elements and compute none: other shapes, other orders of axes, parts, joins, repetitions, borders. */
import { normalizeAxes, normalizeAxis, ShapeError, shapeText, sizeOf } from '../../core/tensor/shape.ts';
import type { SliceItem } from '../../core/tensor/indexing.ts';
import { int, list, NONE, tuple, wholeOf, type Value } from '../script/values.ts';
import type { Arguments } from './arguments.ts';
import type { NdArray } from './array.ts';
import type { Kit } from './kit.ts';
import { swapLast } from './attributes.ts';
import { declare, type Declaration } from './table.ts';
import { broadcasted, copyOf, expanded, reshapedTo, sliced, squeezed, transposed } from './views.ts';

/** A shape given as several arguments or as one tuple. */
export function shapeOfRest(k: Kit, rest: readonly Value[]): readonly number[] {
	const [only] = rest;
	if (rest.length === 1 && wholeOf(only!) === undefined) return k.shapeFrom(only!, 'shape');
	return rest.map((value) => k.whole(value, 'shape'));
}

/** `order='F'`: the first axis runs fastest. */
function inOrder(k: Kit, a: Arguments, array: NdArray, shape: readonly number[]): NdArray {
	const order = a.text('order') ?? 'C';
	if (order !== 'F') return reshapedTo(k, array, shape);
	return transposed(k, reshapedTo(k, transposed(k, array), shape.toReversed()));
}

/** Every axis whole, but for those given. */
export function slices(shape: readonly number[], own: ReadonlyMap<number, SliceItem>): SliceItem[] {
	return shape.map((count, axis) => own.get(axis) ?? { kind: 'range', start: 0, step: 1, count });
}

/** The part of an array from one place to another along an axis. */
export function part(k: Kit, array: NdArray, axis: number, start: number, end: number): NdArray {
	const size = array.shape[axis]!;
	const from = Math.min(start, size);
	const count = Math.max(0, Math.min(end, size) - from);
	return sliced(k, array, slices(array.shape, new Map([[axis, { kind: 'range', start: from, step: 1, count }]])));
}

/**
 * The array with the axes that are to be reduced made one, the last; null: all of them. `kept` gives a result of the other axes' shape the reduced ones
 * back, with 1 entry each.
 */
export function onLastAxis(
	k: Kit,
	array: NdArray,
	axes: readonly number[] | null,
): { readonly lines: NdArray; readonly kept: (result: Value) => NdArray } {
	const { shape } = array;
	const gone = new Set(normalizeAxes(axes, shape.length));
	const order = shape.map((_, axis) => axis);
	const rest = order.filter((axis) => !gone.has(axis));
	const turned = transposed(k, array, [...rest, ...order.filter((axis) => gone.has(axis))]);
	const count = sizeOf(shape.filter((_, axis) => gone.has(axis)));
	return {
		lines: reshapedTo(k, turned, [...rest.map((axis) => shape[axis]!), count]),
		kept: (result) =>
			reshapedTo(
				k,
				k.array(result),
				shape.map((extent, axis) => (gone.has(axis) ? 1 : extent)),
			),
	};
}

/** Moves axes to other places, the rest keeping their order. */
function moved(k: Kit, array: NdArray, from: readonly number[], to: readonly number[]): NdArray {
	const rank = array.shape.length;
	const source = from.map((axis) => normalizeAxis(axis, rank));
	const target = to.map((axis) => normalizeAxis(axis, rank));
	const order = array.shape.map((_, axis) => axis).filter((axis) => !source.includes(axis));
	const pairs = target.map((place, index) => ({ place, axis: source[index]! })).sort((a, b) => a.place - b.place);
	for (const { place, axis } of pairs) order.splice(place, 0, axis);
	return transposed(k, array, order);
}

function swapped(k: Kit, array: NdArray, a: number, b: number): NdArray {
	const rank = array.shape.length;
	const [x, y] = [normalizeAxis(a, rank), normalizeAxis(b, rank)];
	return transposed(
		k,
		array,
		array.shape.map((_, axis) => (axis === x ? y : axis === y ? x : axis)),
	);
}

function rolledAxis(k: Kit, array: NdArray, axis: number, start: number): NdArray {
	const rank = array.shape.length;
	const from = normalizeAxis(axis, rank);
	const before = start < 0 ? start + rank : start;
	if (before < 0 || before > rank) throw new ShapeError('there is no axis {0} in an array of {1} axes', start, rank);
	return moved(k, array, [from], [from < before ? before - 1 : before]);
}

/** At least so many axes, added where NumPy adds them. */
function atLeast(k: Kit, array: NdArray, rank: 1 | 2 | 3): NdArray {
	const { shape } = array;
	if (shape.length >= rank) return array;
	if (rank === 3 && shape.length === 1) return reshapedTo(k, array, [1, shape[0]!, 1]);
	if (rank === 3 && shape.length === 2) return reshapedTo(k, array, [...shape, 1]);
	return reshapedTo(k, array, [...Array.from({ length: rank - shape.length }, () => 1), ...shape]);
}

function atLeastAll(rank: 1 | 2 | 3): Declaration['body'] {
	return (k, a) => {
		const arrays = a.rest.map((value) => atLeast(k, k.array(value), rank));
		return arrays.length === 1 ? arrays[0]! : list(arrays);
	};
}

function flipped(k: Kit, array: NdArray, axes: readonly number[] | null): Value {
	const rank = array.shape.length;
	return k.move('flip', [array], {
		axes: (axes ?? array.shape.map((_, axis) => axis)).map((axis) => normalizeAxis(axis, rank)),
	});
}

function rolled(k: Kit, a: Arguments): Value {
	const array = a.array('a');
	const shifts = a.shape('shift');
	const axes = a.axes();
	if (axes === null) {
		const flat = k.move('roll', [reshapedTo(k, array, [-1])], {
			shifts: [shifts.reduce((sum, shift) => sum + shift, 0)],
			axes: [0],
		});
		return reshapedTo(k, flat, array.shape);
	}
	const count = Math.max(axes.length, shifts.length);
	const each = (of: readonly number[]): number[] =>
		Array.from({ length: count }, (_, index) => of[of.length === 1 ? 0 : index]!);
	return k.move('roll', [array], {
		shifts: each(shifts),
		axes: each(axes).map((axis) => normalizeAxis(axis, array.shape.length)),
	});
}

/** Turns the plane of two axes by quarters. */
function rot90(k: Kit, array: NdArray, times: number, axes: readonly number[]): Value {
	const rank = array.shape.length;
	const [first, second] = [normalizeAxis(axes[0] ?? 0, rank), normalizeAxis(axes[1] ?? 1, rank)];
	const turns = ((times % 4) + 4) % 4;
	if (turns === 0) return array;
	if (turns === 2) return flipped(k, array, [first, second]);
	if (turns === 1) return swapped(k, k.array(flipped(k, array, [second])), first, second);
	return flipped(k, swapped(k, array, first, second), [second]);
}

function tiled(k: Kit, array: NdArray, reps: readonly number[]): NdArray {
	return k.move('tile', [array], { reps });
}

/** `repeats` is a number for all, or one for each entry along the axis. */
export function repeated(k: Kit, array: NdArray, repeats: Value, axis: number | null): NdArray {
	const from = axis === null ? reshapedTo(k, array, [-1]) : array;
	const along = axis ?? 0;
	const size = from.shape[along]!;
	const times = wholeOf(repeats) === undefined ? k.wholes(repeats, 'repeats') : [wholeOf(repeats)!];
	if (times.length === 1) return k.move('repeat', [from], { repeats: times[0], axis: along });
	if (times.length !== size) k.call.raise('ValueError', ['{0} repeats for {1} entries', times.length, size]);
	k.reserve(times.reduce((sum, count) => sum + count, 0));
	const places = times.flatMap((count, place) => Array.from({ length: count }, () => place));
	return takenAlong(k, from, places, along);
}

/** Entries along an axis by their positions. */
export function takenAlong(k: Kit, array: NdArray, places: readonly number[], axis: number): NdArray {
	const { shape } = array;
	const inner = sizeOf(shape.slice(axis + 1));
	const outer = sizeOf(shape.slice(0, axis));
	const extent = shape[axis]!;
	k.reserve(outer * places.length * inner);
	const flat = new Int32Array(outer * places.length * inner);
	let at = 0;
	for (let lead = 0; lead < outer; lead++) {
		for (const place of places)
			for (let rest = 0; rest < inner; rest++) flat[at++] = (lead * extent + place) * inner + rest;
	}
	return k.move('index', [array], { flat, shape: [...shape.slice(0, axis), places.length, ...shape.slice(axis + 1)] });
}

/** Where the parts of a split begin and end. */
function bounds(k: Kit, size: number, sections: Value, exact: boolean): readonly [number, number][] {
	const count = wholeOf(sections);
	if (count === undefined) {
		const cuts = k.wholes(sections, 'indices_or_sections').map((cut) => (cut < 0 ? cut + size : cut));
		return [0, ...cuts].map((start, index): [number, number] => [start, cuts[index] ?? size]);
	}
	if (count <= 0) k.call.raise('ValueError', ['{0} parts', count]);
	if (exact && size % count !== 0)
		k.call.raise('ValueError', ['{0} entries are not split into {1} equal parts', size, count]);
	const small = Math.floor(size / count);
	const larger = size % count;
	let start = 0;
	return Array.from({ length: count }, (_, index): [number, number] => {
		const from = start;
		start += small + (index < larger ? 1 : 0);
		return [from, start];
	});
}

export function splitInto(k: Kit, array: NdArray, sections: Value, axis: number, exact: boolean): NdArray[] {
	const along = normalizeAxis(axis, array.shape.length);
	return bounds(k, array.shape[along]!, sections, exact).map(([start, end]) => part(k, array, along, start, end));
}

function splitter(axisOf: (array: NdArray) => number): Declaration['body'] {
	return (k, a) => {
		const array = a.array('ary');
		return list(splitInto(k, array, a.value('indices_or_sections'), axisOf(array), true));
	};
}

function rest(k: Kit, a: Arguments): NdArray {
	return k.array(a.value('a'));
}

export const shaping: readonly Declaration[] = [
	declare('np.reshape', 'a, shape|newshape, order=None, copy=', (k, a) => inOrder(k, a, rest(k, a), a.shape('shape'))),
	declare('.reshape', 'a, *shape, order=None, copy=, newshape=', (k, a) =>
		inOrder(k, a, rest(k, a), a.has('newshape') ? a.shape('newshape') : shapeOfRest(k, a.rest)),
	),
	declare('np.ravel nd.ravel', "a, order='C'", (k, a) => inOrder(k, a, rest(k, a), [-1])),
	declare('nd.flatten', "a, order='C'", (k, a) => copyOf(k, inOrder(k, a, rest(k, a), [-1]))),
	declare('.copy', 'a, order=', (k, a) => copyOf(k, rest(k, a))),
	declare('np.transpose', 'a, axes=None', (k, a) => {
		const array = rest(k, a);
		return transposed(
			k,
			array,
			a.axes('axes')?.map((axis) => normalizeAxis(axis, array.shape.length)),
		);
	}),
	declare('nd.transpose', 'a, *axes', (k, a) => {
		const array = rest(k, a);
		const given = a.rest.length === 1 && a.rest[0]!.kind === 'none' ? [] : shapeOfRest(k, a.rest);
		return transposed(
			k,
			array,
			given.length === 0 ? undefined : given.map((axis) => normalizeAxis(axis, array.shape.length)),
		);
	}),
	declare('np.permute_dims', 'a, axes', (k, a) => transposed(k, rest(k, a), a.axes('axes')!)),
	declare('np.matrix_transpose', 'x', (k, a) => swapLast(k, a.array('x'))),
	declare('np.swapaxes .swapaxes .swapdims', 'a, axis1|dim0, axis2|dim1', (k, a) =>
		swapped(k, rest(k, a), a.whole('axis1'), a.whole('axis2')),
	),
	declare('np.moveaxis .moveaxis .movedim torch.movedim', 'a, source, destination', (k, a) =>
		moved(k, rest(k, a), a.shape('source'), a.shape('destination')),
	),
	declare('np.rollaxis', 'a, axis, start=0', (k, a) => rolledAxis(k, rest(k, a), a.whole('axis'), a.whole('start'))),
	declare('np.squeeze nd.squeeze', 'a, axis=None', (k, a) => squeezed(k, rest(k, a), a.axes())),
	declare('np.expand_dims', 'a, axis', (k, a) => expanded(k, rest(k, a), a.shape('axis'))),
	declare('np.atleast_1d', '*arys', atLeastAll(1)),
	declare('np.atleast_2d', '*arys', atLeastAll(2)),
	declare('np.atleast_3d', '*arys', atLeastAll(3)),
	declare('np.broadcast_to', 'array, shape, subok=', (k, a) => broadcasted(k, a.array('array'), a.shape('shape'))),
	declare('np.flip', 'm, axis=None', (k, a) => flipped(k, a.array('m'), a.axes())),
	declare('np.flipud', 'm', (k, a) => flipped(k, a.array('m'), [0])),
	declare('np.fliplr', 'm', (k, a) => flipped(k, a.array('m'), [1])),
	declare('np.rot90', 'm, k=1, axes=None', (k, a) => rot90(k, a.array('m'), a.whole('k'), a.axes('axes') ?? [0, 1])),
	declare('np.roll', 'a, shift, axis=None', rolled),
	declare('np.tile', 'A, reps', (k, a) => tiled(k, a.array('A'), a.shape('reps'))),
	declare('np.repeat nd.repeat', 'a, repeats, axis=None', (k, a) => {
		const array = rest(k, a);
		return repeated(k, array, a.value('repeats'), a.axis(array.shape.length));
	}),
	declare('np.resize', 'a, new_shape', (k, a) => {
		const shape = a.shape('new_shape');
		const flat = reshapedTo(k, rest(k, a), [-1]);
		k.reserve(sizeOf(shape));
		const places = Array.from({ length: sizeOf(shape) }, (_, index) => index % Math.max(1, flat.size));
		return reshapedTo(k, takenAlong(k, flat, places, 0), shape);
	}),
	declare('np.split', 'ary, indices_or_sections, axis=0', (k, a) =>
		list(splitInto(k, a.array('ary'), a.value('indices_or_sections'), a.whole('axis'), true)),
	),
	declare('np.array_split', 'ary, indices_or_sections, axis=0', (k, a) =>
		list(splitInto(k, a.array('ary'), a.value('indices_or_sections'), a.whole('axis'), false)),
	),
	declare(
		'np.vsplit',
		'ary, indices_or_sections',
		splitter(() => 0),
	),
	declare(
		'np.hsplit',
		'ary, indices_or_sections',
		splitter((array) => (array.shape.length > 1 ? 1 : 0)),
	),
	declare(
		'np.dsplit',
		'ary, indices_or_sections',
		splitter(() => 2),
	),
	declare('np.shape', 'a', (k, a) => tuple(k.shapeOf(a.operand('a')).map(int))),
	declare('np.ndim', 'a', (k, a) => int(k.shapeOf(a.operand('a')).length)),
	declare('np.size', 'a, axis=None', (k, a) => {
		const shape = k.shapeOf(a.operand('a'));
		const axis = a.axis(shape.length);
		return int(axis === null ? sizeOf(shape) : shape[axis]!);
	}),
	declare('np.lib.stride_tricks.as_strided', 'x, shape=None, strides=None, subok=, writeable=', (k, a) =>
		strided(k, a),
	),
	declare('np.lib.stride_tricks.sliding_window_view', 'x, window_shape, axis=None, subok=, writeable=', (k, a) =>
		windows(k, a),
	),
	declare('.setflags', 'a, **', () => NONE),
];

/** Every window of a size along axes, the windows' own axes last. */
function windows(k: Kit, a: Arguments): Value {
	let array = a.array('x');
	const sizes = a.shape('window_shape');
	const rank = array.shape.length;
	const axes = a.has('axis')
		? a.shape('axis').map((axis) => (axis < 0 ? axis + rank : axis))
		: array.shape.map((_, axis) => axis);
	if (axes.length !== sizes.length || axes.some((axis) => axis < 0 || axis >= rank))
		k.call.raise('ValueError', ['{0} window sizes for {1} axes', sizes.length, axes.length]);
	for (const [at, axis] of axes.entries()) {
		const size = sizes[at]!;
		const count = array.shape[axis]! - size + 1;
		if (size < 0 || count < 1) k.call.raise('ValueError', ['a window of {0} is larger than the axis', size]);
		k.reserve(array.size * size);
		const places = Array.from({ length: count * size }, (_, place) => Math.floor(place / size) + (place % size));
		const { shape } = array;
		const apart = [...shape.slice(0, axis), count, size, ...shape.slice(axis + 1)];
		const taken = reshapedTo(k, takenAlong(k, array, places, axis), apart);
		const order = apart.map((_, each) => each).filter((each) => each !== axis + 1);
		array = transposed(k, taken, [...order, axis + 1]);
	}
	return array;
}

/** Overlapping windows and the like: places worked out from strides, which are in bytes. */
function strided(k: Kit, a: Arguments): Value {
	const x = a.array('x');
	const shape = a.has('shape') ? a.shape('shape') : x.shape;
	const bytes = a.has('strides') ? a.shape('strides') : undefined;
	const width = x.dtype === 'bool' ? 1 : Number(/\d+/.exec(x.dtype)![0]) / 8;
	const { layout } = x;
	const strides = bytes?.map((stride) => stride / width) ?? layout.strides;
	// Strides of a view count in what it was taken from: they are turned into those of its own elements.
	const own = x.isWhole ? x : k.array(reshapedTo(k, x, x.shape));
	k.reserve(sizeOf(shape));
	let places: number[] = [0];
	shape.forEach((extent, axis) => {
		places = places.flatMap((place) => Array.from({ length: extent }, (_, index) => place + index * strides[axis]!));
	});
	const flat = Int32Array.from(places, (place) => (x.isWhole ? place : placeIn(x, place)));
	if (flat.some((place) => place < 0 || place >= own.size)) {
		k.call.raise('ValueError', ['the strides lead outside the array of shape {0}', shapeText(x.shape)]);
	}
	return k.move('index', [own], { flat, shape });
}

/** The position, in C order of a view, of the element that lies so many places after its first. */
function placeIn(x: NdArray, distance: number): number {
	const { shape, strides } = x.layout;
	const order = shape.map((_, axis) => axis).sort((p, q) => Math.abs(strides[q]!) - Math.abs(strides[p]!));
	let left = distance;
	const index = shape.map(() => 0);
	for (const axis of order) {
		const stride = strides[axis]!;
		if (stride === 0 || shape[axis] === 1) continue;
		index[axis] = Math.trunc(left / stride);
		left -= index[axis] * stride;
	}
	if (left !== 0 || index.some((position, axis) => position < 0 || position >= shape[axis]!)) return -1;
	return index.reduce((place, position, axis) => place * shape[axis]! + position, 0);
}
