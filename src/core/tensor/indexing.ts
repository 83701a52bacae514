/**
 * Indices as NumPy has them: slices are views; integer and boolean arrays gather entries by their places in C order.
 */
import { unset } from './memory.ts';
import { broadcastShapes, normalizeAxis, ShapeError, shapeText, sizeOf, stridesOf } from './shape.ts';
import { broadcastTo, dataOf, makeTensor, viewTensor, type Tensor } from './tensor.ts';

/** What stands between the brackets, one an axis or more: a number, a slice as written, `None`, `...`, or an array of integers or booleans. */
export type IndexItem =
	| { readonly kind: 'at'; readonly index: number }
	| {
			readonly kind: 'slice';
			readonly start: number | null;
			readonly stop: number | null;
			readonly step: number | null;
	  }
	| { readonly kind: 'new' }
	| { readonly kind: 'rest' }
	| { readonly kind: 'array'; readonly array: Tensor };

/** A slice worked out against an axis, a position on it, or a new axis of 1. */
export type SliceItem =
	| { readonly kind: 'range'; readonly start: number; readonly step: number; readonly count: number }
	| { readonly kind: 'at'; readonly index: number }
	| { readonly kind: 'new' };

/** What an index selects: a view (attributes of the row `slice`), or entries by their places (attributes of the row `index`). */
export type Selection =
	| { readonly kind: 'view'; readonly items: readonly SliceItem[] }
	| { readonly kind: 'gather'; readonly flat: Int32Array; readonly shape: readonly number[] };

/** A slice as Python works it out for an axis of that size. Throws a ShapeError on a step of 0. */
export function resolveSlice(
	slice: { readonly start: number | null; readonly stop: number | null; readonly step: number | null },
	size: number,
): { readonly kind: 'range'; readonly start: number; readonly step: number; readonly count: number } {
	const step = slice.step ?? 1;
	if (step === 0) throw new ShapeError('a slice of step {0} leads nowhere', step);
	const low = step < 0 ? -1 : 0;
	const high = step < 0 ? size - 1 : size;
	const bound = (value: number): number => (value < 0 ? Math.max(value + size, low) : Math.min(value, high));
	const start = slice.start === null ? (step < 0 ? high : low) : bound(slice.start);
	const stop = slice.stop === null ? (step < 0 ? low : high) : bound(slice.stop);
	const count = Math.max(0, Math.ceil((stop - start) / step));
	return { kind: 'range', start, step, count };
}

/** A position counted from the front. Throws a ShapeError on one outside the axis. */
export function resolvePosition(index: number, axis: number, shape: readonly number[]): number {
	const size = shape[axis]!;
	const from = index < 0 ? index + size : index;
	if (!(from >= 0 && from < size)) {
		throw new ShapeError(
			'index {0} is outside axis {1} of {2}, which has {3} entries',
			index,
			axis,
			shapeText(shape),
			size,
		);
	}
	return from;
}

/** Works an index out against a shape. Throws a ShapeError where it does not fit. */
export function resolveIndex(shape: readonly number[], items: readonly IndexItem[]): Selection {
	const expanded = expand(shape, items);
	if (!expanded.some((item) => item.kind === 'array')) {
		let axis = 0;
		return {
			kind: 'view',
			items: expanded.map((item): SliceItem => {
				if (item.kind === 'new') return item;
				const own = axis++;
				if (item.kind === 'at') return { kind: 'at', index: resolvePosition(item.index, own, shape) };
				return resolveSlice(item as Extract<IndexItem, { kind: 'slice' }>, shape[own]!);
			}),
		};
	}
	return gather(shape, expanded);
}

/** Puts full slices where `...` stands or axes are missing, and integer arrays in place of boolean ones. */
function expand(shape: readonly number[], items: readonly IndexItem[]): readonly IndexItem[] {
	const axesOf = (item: IndexItem): number =>
		item.kind === 'new' || item.kind === 'rest'
			? 0
			: item.kind === 'array' && item.array.element === 'bool'
				? item.array.shape.length
				: 1;
	const used = items.reduce((total, item) => total + axesOf(item), 0);
	if (used > shape.length) throw new ShapeError('{0} indices for an array of {1} axes', used, shape.length);
	const full: IndexItem = { kind: 'slice', start: null, stop: null, step: null };
	const missing = Array.from({ length: shape.length - used }, () => full);
	const at = items.findIndex((item) => item.kind === 'rest');
	if (at >= 0 && items.findIndex((item, index) => index > at && item.kind === 'rest') >= 0) {
		throw new ShapeError('an index can have one ... only');
	}
	const filled = at < 0 ? [...items, ...missing] : [...items.slice(0, at), ...missing, ...items.slice(at + 1)];
	let axis = 0;
	return filled.flatMap((item) => {
		const own = axis;
		axis += axesOf(item);
		if (item.kind !== 'array' || item.array.element !== 'bool') return [item];
		return trueIndices(item.array, shape, own).map((array): IndexItem => ({ kind: 'array', array }));
	});
}

/** The positions of a mask's true entries, an array an axis. Throws a ShapeError on a mask of another shape than what it stands before. */
function trueIndices(mask: Tensor, shape: readonly number[], axis: number): readonly Tensor[] {
	const own = shape.slice(axis, axis + mask.shape.length);
	if (own.some((extent, index) => extent !== mask.shape[index])) {
		throw new ShapeError('a mask of shape {0} does not fit {1}', shapeText(mask.shape), shapeText(own));
	}
	const places: number[] = [];
	dataOf(mask).forEach((value, place) => value !== 0 && places.push(place));
	const strides = stridesOf(mask.shape);
	return mask.shape.map((extent, index) =>
		makeTensor(
			Float64Array.from(places, (place) => Math.floor(place / strides[index]!) % extent),
			[places.length],
			'int64',
		),
	);
}

/** Gathers by arrays: they are broadcast together; their axes come first where anything stands between them, else where the first of them stood. */
function gather(shape: readonly number[], items: readonly IndexItem[]): Selection {
	const strides = stridesOf(shape);
	const isArray = (item: IndexItem): boolean => item.kind === 'array' || item.kind === 'at';
	const arrays: { readonly array: Tensor; readonly axis: number }[] = [];
	/** Axes of the result that slices make, with their stride in C order, and before how many of them the arrays' axes stand. */
	const kept: { readonly count: number; readonly stride: number }[] = [];
	let offset = 0;
	let axis = 0;
	for (const item of items) {
		if (item.kind === 'new') kept.push({ count: 1, stride: 0 });
		else if (item.kind === 'array') arrays.push({ array: item.array, axis: axis++ });
		else if (item.kind === 'at') offset += resolvePosition(item.index, axis, shape) * strides[axis++]!;
		else if (item.kind === 'slice') {
			const { start, step, count } = resolveSlice(item, shape[axis]!);
			offset += start * strides[axis]!;
			kept.push({ count, stride: step * strides[axis]! });
			axis++;
		}
	}
	const first = items.findIndex(isArray);
	const last = items.length - 1 - [...items].reverse().findIndex(isArray);
	const together = items.slice(first, last + 1).every(isArray);
	const before = together ? items.slice(0, first).length : 0;
	const common = broadcastShapes(...arrays.map(({ array }) => array.shape));
	const size = sizeOf(common);
	const bases = new Int32Array(size);
	for (const { array, axis: own } of arrays) {
		const positions = dataOf(broadcastTo(array, common));
		for (let i = 0; i < size; i++) bases[i]! += resolvePosition(positions[i]!, own, shape) * strides[own]!;
	}
	const head = kept.slice(0, before);
	const tail = kept.slice(before);
	const result = [...head.map(({ count }) => count), ...common, ...tail.map(({ count }) => count)];
	const headPlaces = places(head);
	const tailPlaces = places(tail);
	const flat = new Int32Array(headPlaces.length * size * tailPlaces.length);
	let at = 0;
	for (const h of headPlaces) for (const b of bases) for (const t of tailPlaces) flat[at++] = offset + h + b + t;
	return { kind: 'gather', flat, shape: result };
}

/** The places, in C order, of a grid of steps. */
function places(axes: readonly { readonly count: number; readonly stride: number }[]): Int32Array {
	let list = Int32Array.of(0);
	for (const { count, stride } of axes) {
		const next = new Int32Array(list.length * count);
		let at = 0;
		for (const base of list) for (let i = 0; i < count; i++) next[at++] = base + i * stride;
		list = next;
	}
	return list;
}

/** The shape of a view. */
export function sliceShape(items: readonly SliceItem[]): readonly number[] {
	return items.flatMap((item) => (item.kind === 'at' ? [] : [item.kind === 'new' ? 1 : item.count]));
}

/** The view itself, sharing the data. */
export function sliceView(tensor: Tensor, items: readonly SliceItem[]): Tensor {
	let { offset } = tensor;
	let axis = 0;
	const strides: number[] = [];
	for (const item of items) {
		if (item.kind === 'new') strides.push(0);
		else {
			const stride = tensor.strides[axis++]!;
			offset += (item.kind === 'at' ? item.index : item.count === 0 ? 0 : item.start) * stride;
			if (item.kind === 'range') strides.push(stride * item.step);
		}
	}
	return viewTensor(tensor, sliceShape(items), strides, offset);
}

/** The entries at those places in C order. */
export function gatherFlat(tensor: Tensor, flat: Int32Array, shape: readonly number[]): Tensor {
	const xs = dataOf(tensor);
	const out = unset(flat.length);
	for (let i = 0; i < flat.length; i++) out[i] = xs[flat[i]!]!;
	return makeTensor(out, shape, tensor.element);
}

/** The attributes of `index` for np.take: entries along an axis, or of the flattened array where `axis` is null. */
export function takeIndex(
	shape: readonly number[],
	indices: Tensor,
	axis: number | null,
): { readonly flat: Int32Array; readonly shape: readonly number[] } {
	const from = axis === null ? [sizeOf(shape)] : shape;
	const own = axis === null ? 0 : normalizeAxis(axis, shape.length);
	const full: IndexItem = { kind: 'slice', start: null, stop: null, step: null };
	const items = from.map((_, index): IndexItem => (index === own ? { kind: 'array', array: indices } : full));
	return gather(from, items) as Extract<Selection, { kind: 'gather' }>;
}
