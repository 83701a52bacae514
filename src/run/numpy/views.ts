/**
 * Arrays that share the elements of another one: slices, transposes, other shapes where strides allow them. Storing into them stores into what they
 * were taken from.
 */
import { ShapeError, resolveShape, sameShape, sizeOf, stridesOf } from '../../core/tensor/shape.ts';
import { broadcastTo, permuted, viewTensor, type Tensor } from '../../core/tensor/tensor.ts';
import { sliceView, type SliceItem } from '../../core/tensor/indexing.ts';
import type { Attributes } from '../../core/ops/tensor/row.ts';
import { NdArray, Storage } from './array.ts';
import type { Kit } from './kit.ts';

function view(k: Kit, array: NdArray, op: string, attributes: Attributes, layout: Tensor): NdArray {
	const node = array.recorded ? k.recorder.apply(op, [array], attributes) : -1;
	return array.view(op, attributes, layout, node);
}

export function sliced(k: Kit, array: NdArray, items: readonly SliceItem[]): NdArray {
	return view(k, array, 'slice', { items }, sliceView(array.layout, items));
}

/** The axes in another order; absent: reversed. */
export function transposed(k: Kit, array: NdArray, axes?: readonly number[]): NdArray {
	const order = axes ?? array.shape.map((_, axis) => array.shape.length - 1 - axis);
	return view(k, array, 'transpose', axes === undefined ? {} : { axes: order }, permuted(array.layout, order));
}

export function broadcasted(k: Kit, array: NdArray, shape: readonly number[]): NdArray {
	if (sameShape(array.shape, shape)) return array;
	// It takes no room itself, but its gradient, and all that is made from it, does.
	k.reserve(sizeOf(shape));
	return view(k, array, 'broadcast', { shape }, broadcastTo(array.layout, shape));
}

/** The same elements under another shape, one size may be −1: a view where strides allow it, else a copy. */
export function reshapedTo(k: Kit, array: NdArray, wanted: readonly number[]): NdArray {
	const shape = resolveShape(wanted, array.size, array.shape);
	const strides = stridesFor(array.layout, shape);
	if (strides !== null) return view(k, array, 'reshape', { shape }, viewTensor(array.layout, shape, strides));
	return k.move('reshape', [array], { shape });
}

/** The strides under which a layout has another shape without moving its elements; null where there are none. */
function stridesFor(layout: Tensor, shape: readonly number[]): readonly number[] | null {
	if (sizeOf(shape) === 0) return stridesOf(shape);
	// Axes of one are left out on both sides; the rest is matched in groups of equal size.
	const from = layout.shape.flatMap((extent, axis) =>
		extent === 1 ? [] : [{ extent, stride: layout.strides[axis]! }],
	);
	const strides = shape.map(() => 0);
	let read = 0;
	let at = 0;
	while (at < shape.length) {
		if (shape[at] === 1) {
			at++;
			continue;
		}
		const first = at;
		let size = shape[at++]!;
		const start = read;
		let own = from[read++]!.extent;
		while (own !== size) {
			if (own < size) own *= from[read++]!.extent;
			else size *= shape[at++]!;
		}
		for (let index = start; index + 1 < read; index++) {
			if (from[index]!.stride !== from[index + 1]!.stride * from[index + 1]!.extent) return null;
		}
		let stride = from[read - 1]!.stride;
		for (let index = at - 1; index >= first; index--) {
			strides[index] = stride;
			stride *= shape[index]!;
		}
	}
	return strides;
}

/** A copy: a storage of its own that goes on with the same elements. */
export function copyOf(k: Kit, array: NdArray): NdArray {
	const copy = array.recorded
		? new NdArray(new Storage(k.recorder, array.dtype, k.recorder.apply('wire', [array])))
		: k.fresh(array.share(), array.dtype);
	copy.torch = array.torch;
	return copy;
}

/** An axis of one put in at those places of the result. */
export function expanded(k: Kit, array: NdArray, axes: readonly number[]): NdArray {
	const rank = array.shape.length + axes.length;
	const places = axes.map((axis) => {
		const from = axis < 0 ? axis + rank : axis;
		if (from < 0 || from >= rank) throw new ShapeError('there is no axis {0} in an array of {1} axes', axis, rank);
		return from;
	});
	if (new Set(places).size !== places.length) throw new ShapeError('axis {0} is named twice', places.join(', '));
	let axis = 0;
	const shape = Array.from({ length: rank }, (_, place) => (places.includes(place) ? 1 : array.shape[axis++]!));
	return reshapedTo(k, array, shape);
}

/** Axes of one left out: those named, else all. */
export function squeezed(k: Kit, array: NdArray, axes: readonly number[] | null, strict = true): NdArray {
	const { shape } = array;
	const out = axes ?? shape.flatMap((extent, axis) => (extent === 1 ? [axis] : []));
	const places = out.map((axis) => (axis < 0 ? axis + shape.length : axis));
	const wide = places.find((axis) => shape[axis] !== 1);
	if (wide !== undefined && strict) {
		throw new ShapeError('axis {0} has {1} entries and cannot be left out', wide, shape[wide] ?? 0);
	}
	const left = shape.filter((extent, axis) => !(places.includes(axis) && extent === 1));
	return sameShape(left, shape) ? array : reshapedTo(k, array, left);
}
