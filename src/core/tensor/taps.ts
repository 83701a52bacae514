/**
 * Which entry of the input each tap of a kernel reads at each place of a convolution's output, in any number of dimensions.
 */
import { ShapeError } from './shape.ts';

/** Along each spatial axis; absent: stride and dilation 1, no padding. */
export interface ConvAttributes {
	readonly stride?: readonly number[];
	/** Zeros before and after. */
	readonly padding?: readonly (readonly [before: number, after: number])[];
	readonly dilation?: readonly number[];
	readonly groups?: number;
	readonly [other: string]: unknown;
}

/** How many places a kernel of `kernel` taps has along each axis. Throws a ShapeError where it does not fit even once. */
export function outputSizes(
	size: readonly number[],
	kernel: readonly number[],
	{ stride, padding, dilation }: ConvAttributes,
): readonly number[] {
	return size.map((extent, axis) => {
		const [before, after] = padding?.[axis] ?? [0, 0];
		const reach = (dilation?.[axis] ?? 1) * (kernel[axis]! - 1) + 1;
		const step = stride?.[axis] ?? 1;
		if (!(step >= 1)) throw new ShapeError('a stride of {0} goes nowhere', step);
		const room = extent + before + after - reach;
		if (room < 0 || kernel[axis]! < 1) {
			throw new ShapeError(
				'a kernel that reaches over {0} entries does not fit into {1}',
				reach,
				extent + before + after,
			);
		}
		return Math.floor(room / step) + 1;
	});
}

/** For each tap, for each place of the output, both in C order: the place in the input, −1 in the padding. */
export function tapPlaces(
	size: readonly number[],
	kernel: readonly number[],
	out: readonly number[],
	{ stride, padding, dilation }: ConvAttributes,
): Int32Array {
	const places = size.map((extent, axis) => {
		const along = new Int32Array(kernel[axis]! * out[axis]!);
		for (let tap = 0; tap < kernel[axis]!; tap++) {
			for (let at = 0; at < out[axis]!; at++) {
				const place = at * (stride?.[axis] ?? 1) + tap * (dilation?.[axis] ?? 1) - (padding?.[axis]?.[0] ?? 0);
				along[tap * out[axis]! + at] = place >= 0 && place < extent ? place : -1;
			}
		}
		return along;
	});
	const taps = kernel.reduce((product, extent) => product * extent, 1);
	const count = out.reduce((product, extent) => product * extent, 1);
	const all = new Int32Array(taps * count);
	for (let index = 0; index < all.length; index++) {
		let [tap, at] = [Math.floor(index / count), index % count];
		let [place, step] = [0, 1];
		for (let axis = size.length - 1; axis >= 0; axis--) {
			const [own, here] = [tap % kernel[axis]!, at % out[axis]!];
			tap = Math.floor(tap / kernel[axis]!);
			at = Math.floor(at / out[axis]!);
			const along = places[axis]![own * out[axis]! + here]!;
			place = along < 0 || place < 0 ? -1 : place + along * step;
			step *= size[axis]!;
		}
		all[index] = place;
	}
	return all;
}
