/**
 * Functions along axes: the axes are brought together at the end, each run of them is worked on by itself, and everything goes back to its place.
 */
import { sizeOf } from './shape.ts';
import { copied, makeTensor, permuted, type Tensor } from './tensor.ts';

/** The order of axes that brings `axes` to the end. */
export function axesLast(rank: number, axes: readonly number[]): readonly number[] {
	return [...Array.from({ length: rank }, (_, axis) => axis).filter((axis) => !axes.includes(axis)), ...axes];
}

/** A copy of the entries in which those along `axes` stand together: rows of `length`. */
export function linesOf(x: Tensor, axes: readonly number[]): { readonly data: Float64Array; readonly length: number } {
	const order = axesLast(x.shape.length, axes);
	return { data: copied(permuted(x, order)), length: axes.reduce((count, axis) => count * x.shape[axis]!, 1) };
}

/** Replaces each line of a copy of `x`, along those axes, by what `each` makes of it in place. */
export function mapLines(
	x: Tensor,
	axes: readonly number[],
	each: (data: Float64Array, from: number, to: number) => void,
): Tensor {
	const order = axesLast(x.shape.length, axes);
	const { data, length } = linesOf(x, axes);
	if (length > 0) for (let from = 0; from < data.length; from += length) each(data, from, from + length);
	if (x.element === 'float32') for (let i = 0; i < data.length; i++) data[i] = Math.fround(data[i]!);
	const shape = order.map((axis) => x.shape[axis]!);
	const element = x.element === 'float32' ? 'float32' : 'float64';
	return permuted(
		makeTensor(data, shape, element),
		order.map((_, axis) => order.indexOf(axis)),
	);
}

/** One number for each line along those axes, in C order of what is left. */
export function reduceLines(
	x: Tensor,
	axes: readonly number[],
	each: (data: Float64Array, from: number, to: number) => number,
): Float64Array {
	const { data, length } = linesOf(x, axes);
	const count = sizeOf(x.shape.filter((_, axis) => !axes.includes(axis)));
	return Float64Array.from({ length: count }, (_, line) => each(data, line * length, (line + 1) * length));
}
