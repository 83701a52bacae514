/**
 * Strided arrays of numbers: what a node holds that is no scalar. Transposes, slices and broadcasts share the data of what they were made from.
 */
import type { ElementType, NodeType } from '../types.ts';
import { cleared, unset } from './memory.ts';
import { sameShape, ShapeError, shapeText, sizeOf, stridesOf } from './shape.ts';

/**
 * Elements of every type are float64 numbers: int64 are whole, bool are 0 or 1, float32 are rounded by Math.fround. Strides and offset count elements.
 * A tensor that a tape or a trace handed out is never written to.
 */
export interface Tensor {
	readonly element: ElementType;
	readonly shape: readonly number[];
	readonly strides: readonly number[];
	readonly offset: number;
	readonly data: Float64Array;
}

/** Numbers in lists, as deep as there are axes. */
export type Nested = number | boolean | readonly Nested[];

/** A tensor over data in C order. The data is not copied. */
export function makeTensor(data: Float64Array, shape: readonly number[], element: ElementType = 'float64'): Tensor {
	return { element, shape, strides: stridesOf(shape), offset: 0, data };
}

/** A tensor with strides of its own over data that others may share. */
export function viewTensor(
	of: Tensor,
	shape: readonly number[],
	strides: readonly number[],
	offset: number = of.offset,
): Tensor {
	return { element: of.element, shape, strides, offset, data: of.data };
}

export function zeros(shape: readonly number[], element: ElementType = 'float64'): Tensor {
	return makeTensor(cleared(sizeOf(shape)), shape, element);
}

export function filled(shape: readonly number[], value: number, element: ElementType = 'float64'): Tensor {
	return makeTensor(unset(sizeOf(shape)).fill(value), shape, element);
}

/** A tensor of one number and no axes. */
export function scalarTensor(value: number, element: ElementType = 'float64'): Tensor {
	return makeTensor(Float64Array.of(value), [], element);
}

export function typeOf(tensor: Tensor): NodeType {
	return { element: tensor.element, shape: tensor.shape, size: sizeOf(tensor.shape) };
}

/** Reads lists of lists. Throws a ShapeError where their lengths differ. The element type is bool for booleans, else float64 unless given. */
export function fromNested(nested: Nested, element?: ElementType): Tensor {
	const shape: number[] = [];
	for (let level = nested; typeof level === 'object'; level = level[0]!) {
		shape.push(level.length);
		if (level.length === 0) break;
	}
	const data = new Float64Array(sizeOf(shape));
	let filledTo = 0;
	let bools = 0;
	// A list and how far it was read, outermost first: no recursion, however deep the lists are.
	const open: { readonly list: readonly Nested[]; next: number }[] = [{ list: [nested], next: 0 }];
	while (open.length > 0) {
		const top = open[open.length - 1]!;
		if (top.next === top.list.length) {
			open.pop();
			continue;
		}
		const item = top.list[top.next++]!;
		const depth = open.length - 1;
		if (typeof item === 'object') {
			if (item.length !== shape[depth]) {
				throw new ShapeError('the rows differ in length: {0} and {1} elements', shape[depth] ?? 1, item.length);
			}
			open.push({ list: item, next: 0 });
		} else {
			if (depth !== shape.length) throw new ShapeError('the rows differ: numbers and lists stand side by side');
			if (typeof item === 'boolean') bools++;
			data[filledTo++] = element === 'float32' ? Math.fround(Number(item)) : Number(item);
		}
	}
	return makeTensor(data, shape, element ?? (bools > 0 && bools === filledTo ? 'bool' : 'float64'));
}

/** The elements in lists of lists; a number for a tensor without axes. Booleans come out as 0 and 1. */
export function toNested(tensor: Tensor): Nested {
	const { shape } = tensor;
	let level: Nested[] = Array.from(dataOf(tensor));
	for (let axis = shape.length - 1; axis > 0; axis--) {
		const extent = shape[axis]!;
		const count = sizeOf(shape.slice(0, axis));
		level = Array.from({ length: count }, (_, index) => level.slice(index * extent, (index + 1) * extent));
	}
	return shape.length === 0 ? level[0]! : level;
}

/** Whether the elements stand one after another in C order. */
export function isContiguous(tensor: Tensor): boolean {
	const { shape, strides } = tensor;
	let step = 1;
	for (let axis = shape.length - 1; axis >= 0; axis--) {
		const extent = shape[axis]!;
		if (extent === 0) return true;
		if (extent !== 1 && strides[axis] !== step) return false;
		step *= extent;
	}
	return true;
}

/** The same elements in C order: the tensor itself where they are so already. */
export function contiguous(tensor: Tensor): Tensor {
	if (isContiguous(tensor)) return tensor;
	return makeTensor(copied(tensor), tensor.shape, tensor.element);
}

/** The elements in C order, exactly as many as there are. Shares memory with a tensor that has them so. */
export function dataOf(tensor: Tensor): Float64Array {
	const { data, offset, shape } = tensor;
	if (!isContiguous(tensor)) return copied(tensor);
	const size = sizeOf(shape);
	return offset === 0 && data.length === size ? data : data.subarray(offset, offset + size);
}

/** The elements in C order in memory of their own. */
export function copied(tensor: Tensor): Float64Array {
	const size = sizeOf(tensor.shape);
	const out = unset(size);
	copyInto(tensor, out, 0);
	return out;
}

/** Writes the elements in C order to `out` from `start` on. */
export function copyInto(tensor: Tensor, out: Float64Array, start: number): void {
	const { data, offset, shape } = tensor;
	if (isContiguous(tensor)) {
		const size = sizeOf(shape);
		if (size < 32) for (let i = 0; i < size; i++) out[start + i] = data[offset + i]!;
		else out.set(data.subarray(offset, offset + size), start);
		return;
	}
	let at = start;
	eachRow(shape, [tensor.strides], [offset], (length, [from], [step]) => {
		let place = from!;
		for (let i = 0; i < length; i++, place += step!) out[at++] = data[place]!;
	});
}

/**
 * Calls `row` for each run along the last axis, in C order, with where the run starts in each operand and the operand's step along it.
 * Axes that lie one after another in every operand are merged first, so that runs are as long as they can be.
 */
export function eachRow(
	shape: readonly number[],
	strides: readonly (readonly number[])[],
	offsets: readonly number[],
	row: (length: number, starts: readonly number[], steps: readonly number[]) => void,
): void {
	if (shape.includes(0)) return;
	const extents: number[] = [];
	const steps: number[][] = strides.map(() => []);
	for (let axis = 0; axis < shape.length; axis++) {
		const extent = shape[axis]!;
		if (extent === 1) continue;
		const last = extents.length - 1;
		if (last >= 0 && strides.every((own, index) => steps[index]![last] === own[axis]! * extent)) {
			extents[last]! *= extent;
			steps.forEach((own, index) => (own[last] = strides[index]![axis]!));
		} else {
			extents.push(extent);
			steps.forEach((own, index) => own.push(strides[index]![axis]!));
		}
	}
	const length = extents.pop() ?? 1;
	const inner = steps.map((own) => own.pop() ?? 0);
	const places = [...offsets];
	const counter = extents.map(() => 0);
	for (;;) {
		row(length, places, inner);
		let axis = extents.length - 1;
		for (; axis >= 0; axis--) {
			counter[axis]!++;
			for (let index = 0; index < places.length; index++) places[index]! += steps[index]![axis]!;
			if (counter[axis]! < extents[axis]!) break;
			for (let index = 0; index < places.length; index++) places[index]! -= steps[index]![axis]! * extents[axis]!;
			counter[axis] = 0;
		}
		if (axis < 0) return;
	}
}

/** One element. Throws a ShapeError on an index that is not there; negative ones count from the end. */
export function elementAt(tensor: Tensor, index: readonly number[]): number {
	const { shape, strides, offset, data } = tensor;
	if (index.length !== shape.length) throw new ShapeError('{0} indices for {1} axes', index.length, shape.length);
	let place = offset;
	index.forEach((position, axis) => {
		const from = position < 0 ? position + shape[axis]! : position;
		if (!(from >= 0 && from < shape[axis]!)) {
			throw new ShapeError('index {0} is outside an axis of {1}', position, shape[axis]!);
		}
		place += from * strides[axis]!;
	});
	return data[place]!;
}

/** The element at a place in C order. */
export function elementAtFlat(tensor: Tensor, flat: number): number {
	return tensor.data[placeOfFlat(tensor, flat)]!;
}

/** Where in the data the element at a place in C order stands. */
export function placeOfFlat(tensor: Tensor, flat: number): number {
	const { shape, strides } = tensor;
	let place = tensor.offset;
	let rest = flat;
	for (let axis = shape.length - 1; axis >= 0; axis--) {
		const extent = shape[axis]!;
		place += (rest % extent) * strides[axis]!;
		rest = Math.floor(rest / extent);
	}
	return place;
}

/** The tensor repeated along new or single axes, without copying. Throws a ShapeError where it cannot be. */
export function broadcastTo(tensor: Tensor, shape: readonly number[]): Tensor {
	const lead = shape.length - tensor.shape.length;
	const strides = shape.map((extent, axis) => {
		const own = tensor.shape[axis - lead];
		if (own === undefined || (own === 1 && extent !== 1)) return 0;
		if (own !== extent) throw cannotBroadcast(tensor.shape, shape);
		return tensor.strides[axis - lead]!;
	});
	if (lead < 0) throw cannotBroadcast(tensor.shape, shape);
	return viewTensor(tensor, shape, strides);
}

function cannotBroadcast(from: readonly number[], to: readonly number[]): ShapeError {
	return new ShapeError('{0} cannot be broadcast to {1}', shapeText(from), shapeText(to));
}

/** The axes in another order, without copying. */
export function permuted(tensor: Tensor, axes: readonly number[]): Tensor {
	return viewTensor(
		tensor,
		axes.map((axis) => tensor.shape[axis]!),
		axes.map((axis) => tensor.strides[axis]!),
	);
}

/** The same elements, in C order, under another shape of the same size; shares the data where strides allow it. */
export function reshaped(tensor: Tensor, shape: readonly number[]): Tensor {
	if (sameShape(tensor.shape, shape)) return tensor;
	const base = contiguous(tensor);
	return viewTensor(base, shape, stridesOf(shape));
}

/** The number in a tensor of one element. Throws a ShapeError on another. */
export function onlyElement(tensor: Tensor): number {
	if (sizeOf(tensor.shape) !== 1) throw new ShapeError('{0} is no single number', shapeText(tensor.shape));
	return tensor.data[tensor.offset]!;
}

/** The same elements said to be of another type; they are not changed. */
export function withElement(tensor: Tensor, element: ElementType): Tensor {
	return tensor.element === element ? tensor : { ...tensor, element };
}

/** How many elements there are. */
export function sizeOfTensor(tensor: Tensor): number {
	return sizeOf(tensor.shape);
}

/**
 * The order of axes, outermost first, in which NumPy lays out the result of an elementwise operation: that of its operands' strides; C order where these
 * disagree. Null for C order itself, the common case.
 */
export function commonOrder(
	shape: readonly number[],
	strides: readonly (readonly number[])[],
): readonly number[] | null {
	if (shape.length < 2) return null;
	// Innermost first, as inserted one by one.
	const order: number[] = [];
	for (let axis = shape.length - 1; axis >= 0; axis--) {
		let place = order.length;
		for (let at = order.length - 1; at >= 0; at--) {
			const swap = comesInside(axis, order[at]!, strides);
			if (swap === null) continue;
			if (!swap) break;
			place = at;
		}
		order.splice(place, 0, axis);
	}
	order.reverse();
	return order.every((axis, index) => axis === index) ? null : order;
}

/** Whether an axis belongs inside another one: its strides are the smaller ones. Null where no operand has both. */
function comesInside(outer: number, inner: number, strides: readonly (readonly number[])[]): boolean | null {
	let swap: boolean | null = null;
	for (const own of strides) {
		const a = Math.abs(own[outer]!);
		const b = Math.abs(own[inner]!);
		if (a === 0 || b === 0) continue;
		if (b <= a) swap = false;
		else swap ??= true;
	}
	return swap;
}

/** Runs an elementwise computation over operands of one shape, which makes an array in C order, with the axes in NumPy's order for them. */
export function inCommonOrder(operands: readonly Tensor[], compute: (operands: readonly Tensor[]) => Tensor): Tensor {
	const order = commonOrder(
		operands[0]!.shape,
		operands.map(({ strides }) => strides),
	);
	if (order === null) return compute(operands);
	const result = compute(operands.map((operand) => permuted(operand, order)));
	return permuted(
		result,
		order.map((_, axis) => order.indexOf(axis)),
	);
}
