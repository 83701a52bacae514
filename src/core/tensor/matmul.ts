/**
 * The matrix product of strided arrays, batched as np.matmul has it.
 */
import { promote } from '../elements.ts';
import { rounded } from './map.ts';
import { unset } from './memory.ts';
import { multiply, type Multiply, type Panel } from './multiply.ts';
import { broadcastShapes, sizeOf } from './shape.ts';
import { broadcastTo, eachRow, makeTensor, viewTensor, type Tensor } from './tensor.ts';

let kernel: Multiply = multiply;

/** Puts faster loops in the place of the plain ones, to the same results within rounding; null puts those back. */
export function useMultiply(faster: Multiply | null): void {
	kernel = faster ?? multiply;
}

/** The product; shapes fit. A vector counts as a row on the left and as a column on the right. */
export function matmul(x: Tensor, y: Tensor): Tensor {
	const a = x.shape.length === 1 ? viewTensor(x, [1, x.shape[0]!], [0, x.strides[0]!]) : x;
	const b = y.shape.length === 1 ? viewTensor(y, [y.shape[0]!, 1], [y.strides[0]!, 0]) : y;
	const element = promote(x.element, y.element);
	if (a.shape.length === 2 && b.shape.length === 2) {
		const [rows, inner] = a.shape as readonly [number, number];
		const columns = b.shape[1]!;
		const out = unset(rows * columns);
		kernel(out, 0, rows, columns, inner, panelOf(a), panelOf(b));
		const shape =
			x.shape.length === 1 ? (y.shape.length === 1 ? [] : [columns]) : y.shape.length === 1 ? [rows] : [rows, columns];
		return makeTensor(rounded(out, element), shape, element);
	}
	const batch = broadcastShapes(a.shape.slice(0, -2), b.shape.slice(0, -2));
	const rows = a.shape.at(-2)!;
	const inner = a.shape.at(-1)!;
	const columns = b.shape.at(-1)!;
	const out = unset(sizeOf(batch) * rows * columns);
	const left = broadcastTo(a, [...batch, rows, inner]);
	const right = broadcastTo(b, [...batch, inner, columns]);
	const [aDown, aAcross] = left.strides.slice(-2);
	const [bDown, bAcross] = right.strides.slice(-2);
	let at = 0;
	eachRow(
		batch,
		[left.strides.slice(0, -2), right.strides.slice(0, -2)],
		[left.offset, right.offset],
		(length, [aStart, bStart], [aStep, bStep]) => {
			for (let i = 0; i < length; i++, at += rows * columns) {
				const p = { data: x.data, start: aStart! + i * aStep!, down: aDown!, across: aAcross! };
				const q = { data: y.data, start: bStart! + i * bStep!, down: bDown!, across: bAcross! };
				kernel(out, at, rows, columns, inner, p, q);
			}
		},
	);
	const shape = [...batch, ...(x.shape.length > 1 ? [rows] : []), ...(y.shape.length > 1 ? [columns] : [])];
	return makeTensor(rounded(out, element), shape, element);
}

function panelOf({ data, offset, strides }: Tensor): Panel {
	return { data, start: offset, down: strides[0]!, across: strides[1]! };
}
