/**
 * Where a store writes, and the writing: entries of an array in C order, by their places or through a strided view.
 */
import type { ElementType } from '../types.ts';
import { mapTensor } from './map.ts';
import { sizeOf } from './shape.ts';
import { broadcastTo, copied, dataOf, eachRow, makeTensor, reshaped, type Tensor } from './tensor.ts';

/** Where a store writes: places in C order, one for each entry of the value, or a view on the array in C order. */
export type Where =
	| { readonly flat: Int32Array; readonly shape?: readonly number[] }
	| { readonly offset: number; readonly shape: readonly number[]; readonly strides: readonly number[] };

/** How many entries a store writes. */
export function writtenCount(where: Where): number {
	return 'flat' in where ? where.flat.length : sizeOf(where.shape);
}

/** Writes the value's entries, broadcast and as that element type holds them, into data in C order. Where a place stands twice the last one stays. */
export function write(data: Float64Array, where: Where, value: Tensor, element: ElementType = 'float64'): void {
	const size = sizeOf(value.shape);
	const held = element === value.element ? value : mapTensor(value, HOLD[element], element);
	if ('flat' in where) {
		const { flat } = where;
		const values = dataOf(held);
		const step = size === 1 ? 0 : 1;
		for (let i = 0, k = 0; i < flat.length; i++, k += step) data[flat[i]!] = values[k]!;
		return;
	}
	const from = size === 1 ? reshaped(held, []) : size === sizeOf(where.shape) ? reshaped(held, where.shape) : held;
	const { strides, offset, data: values } = broadcastTo(from, where.shape);
	eachRow(where.shape, [strides, where.strides], [offset, where.offset], (n, [start, to], [step, dt]) => {
		for (let i = 0, k = start!, l = to!; i < n; i++, k += step!, l += dt!) data[l] = values[k]!;
	});
}

/** What an array of that element type makes of a number that is assigned to one of its entries. */
const HOLD: Readonly<Record<ElementType, (value: number) => number>> = {
	float64: (value) => value,
	float32: Math.fround,
	int64: Math.trunc,
	bool: (value) => (value === 0 ? 0 : 1),
};

/** Reads what a store wrote there: the entries at its places. Of a place that it wrote twice only the last one counts; the others read 0. */
export function readWritten(source: Tensor, where: Where, shape: readonly number[]): Tensor {
	const base = dataOf(source);
	if (!('flat' in where)) {
		const view = { ...where, element: source.element, data: base };
		return makeTensor(copied(view), shape, source.element);
	}
	const { flat } = where;
	const out = new Float64Array(flat.length);
	const last = new Map<number, number>();
	flat.forEach((place, index) => last.set(place, index));
	for (const [place, index] of last) out[index] = base[place]!;
	return makeTensor(out, shape, source.element);
}
