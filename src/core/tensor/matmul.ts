/**
 * The matrix product of strided arrays, batched as np.matmul has it.
 */
import { promote } from '../elements.ts';
import { broadcastShapes, sizeOf } from './shape.ts';
import { broadcastTo, eachRow, makeTensor, viewTensor, type Tensor } from './tensor.ts';

/** The product; shapes fit. A vector counts as a row on the left and as a column on the right. */
export function matmul(x: Tensor, y: Tensor): Tensor {
	const a = x.shape.length === 1 ? viewTensor(x, [1, x.shape[0]!], [0, x.strides[0]!]) : x;
	const b = y.shape.length === 1 ? viewTensor(y, [y.shape[0]!, 1], [y.strides[0]!, 0]) : y;
	const batch = broadcastShapes(a.shape.slice(0, -2), b.shape.slice(0, -2));
	const rows = a.shape.at(-2)!;
	const inner = a.shape.at(-1)!;
	const columns = b.shape.at(-1)!;
	const out = new Float64Array(sizeOf(batch) * rows * columns);
	const left = broadcastTo(a, [...batch, rows, inner]);
	const right = broadcastTo(b, [...batch, inner, columns]);
	const [ai, ak] = left.strides.slice(-2);
	const [bk, bj] = right.strides.slice(-2);
	let at = 0;
	eachRow(
		batch,
		[left.strides.slice(0, -2), right.strides.slice(0, -2)],
		[left.offset, right.offset],
		(length, [aStart, bStart], [aStep, bStep]) => {
			for (let i = 0; i < length; i++, at += rows * columns) {
				multiply(
					out,
					at,
					rows,
					columns,
					inner,
					x.data,
					aStart! + i * aStep!,
					ai!,
					ak!,
					y.data,
					bStart! + i * bStep!,
					bk!,
					bj!,
				);
			}
		},
	);
	const shape = [...batch, ...(x.shape.length > 1 ? [rows] : []), ...(y.shape.length > 1 ? [columns] : [])];
	const element = promote(x.element, y.element);
	if (element === 'float32') for (let i = 0; i < out.length; i++) out[i] = Math.fround(out[i]!);
	return makeTensor(out, shape, element);
}

function multiply(
	out: Float64Array,
	at: number,
	rows: number,
	columns: number,
	inner: number,
	a: Float64Array,
	aStart: number,
	ai: number,
	ak: number,
	b: Float64Array,
	bStart: number,
	bk: number,
	bj: number,
): void {
	for (let i = 0; i < rows; i++) {
		for (let k = 0; k < inner; k++) {
			const factor = a[aStart + i * ai + k * ak]!;
			const place = bStart + k * bk;
			const row = at + i * columns;
			for (let j = 0; j < columns; j++) out[row + j]! += factor * b[place + j * bj]!;
		}
	}
}
