/**
 * Small loops over arrays with a function of one's own: for rows whose formulas are no elementwise rows.
 */
import type { ElementType } from '../types.ts';
import { unset } from './memory.ts';
import { broadcastShapes, sizeOf } from './shape.ts';
import { broadcastTo, eachRow, inCommonOrder, makeTensor, type Tensor } from './tensor.ts';

/** A new array of `f` of each entry, its axes laid out as the operand's are. */
export function mapTensor(x: Tensor, f: (value: number) => number, element: ElementType = 'float64'): Tensor {
	return inCommonOrder([x], ([own]) => {
		const { data, shape, strides, offset } = own!;
		const out = unset(sizeOf(shape));
		let at = 0;
		eachRow(shape, [strides], [offset], (n, [start], [step]) => {
			for (let i = 0, k = start!; i < n; i++, k += step!) out[at++] = f(data[k]!);
		});
		return makeTensor(rounded(out, element), shape, element);
	});
}

/** A new array of `f` of pairs of entries, broadcast. */
export function zipTensors(
	x: Tensor,
	y: Tensor,
	f: (a: number, b: number) => number,
	element: ElementType = 'float64',
): Tensor {
	const common = broadcastShapes(x.shape, y.shape);
	return inCommonOrder([broadcastTo(x, common), broadcastTo(y, common)], ([a, b]) => {
		const { shape } = a!;
		const out = unset(sizeOf(shape));
		let at = 0;
		eachRow(shape, [a!.strides, b!.strides], [a!.offset, b!.offset], (n, [p, q], [dp, dq]) => {
			for (let i = 0, k = p!, l = q!; i < n; i++, k += dp!, l += dq!) out[at++] = f(a!.data[k]!, b!.data[l]!);
		});
		return makeTensor(rounded(out, element), shape, element);
	});
}

/** Rounds to float32 in place where the element type asks for it. */
export function rounded(data: Float64Array, element: ElementType): Float64Array {
	if (element === 'float32') for (let i = 0; i < data.length; i++) data[i] = Math.fround(data[i]!);
	return data;
}
