/** Entries of an array as the panel asks for them: some of them as they are, or all of them in blocks. */
import { stridesOf } from '../core/tensor/shape.ts';
import type { Tensor } from '../core/tensor/tensor.ts';
import type { TensorRequest, TensorWindow } from '../protocol-tensor.ts';

/** No window has more cells along an axis, whatever is asked for. */
const MOST_CELLS = 256;

function within(value: number, most: number): number {
	return Math.max(0, Math.min(Math.trunc(value) || 0, most));
}

/** The window that was asked for, moved and cut to what there is. */
export function windowOf(tensor: Tensor, request: TensorRequest): TensorWindow {
	const { shape, strides, element } = tensor;
	const rank = shape.length;
	const height = rank < 2 ? 1 : shape[rank - 2]!;
	const width = rank < 1 ? 1 : shape[rank - 1]!;
	const lead = shape.slice(0, Math.max(0, rank - 2)).map((extent, axis) => within(request.lead[axis] ?? 0, extent - 1));
	const row = within(request.row, Math.max(0, height - 1));
	const column = within(request.column, Math.max(0, width - 1));
	const most = {
		rows: 1 + within(request.rows - 1, MOST_CELLS - 1),
		columns: 1 + within(request.columns - 1, MOST_CELLS - 1),
	};
	const blockOf = (extent: number, cells: number): number =>
		request.exact ? 1 : Math.max(1, Math.ceil(extent / cells));
	const block = [blockOf(height - row, most.rows), blockOf(width - column, most.columns)] as const;
	const rows = Math.min(height - row, most.rows * block[0]);
	const columns = Math.min(width - column, most.columns * block[1]);
	const offset = lead.reduce((at, index, axis) => at + index * strides[axis]!, tensor.offset);
	const down = rank < 2 ? 0 : strides[rank - 2]!;
	const along = rank < 1 ? 0 : strides[rank - 1]!;
	const across = Math.ceil(columns / block[1]);
	const cells = new Float64Array(Math.ceil(rows / block[0]) * across);
	const { data } = tensor;
	for (let i = 0; i < rows; i++) {
		const base = Math.floor(i / block[0]) * across;
		let at = offset + (row + i) * down + column * along;
		for (let j = 0; j < columns; j++, at += along) {
			const value = data[at]!;
			const cell = base + (block[1] === 1 ? j : Math.floor(j / block[1]));
			// NaN is farther from 0 than any number, and stays.
			const size = Math.abs(cells[cell]!);
			if (!(Math.abs(value) <= size) && !Number.isNaN(size)) cells[cell] = value;
		}
	}
	return { shape: [...shape], element, lead, row, column, rows, columns, block, cells };
}

/** The place in C order of an entry; null where there is none of these indices. */
export function placeOfIndex(index: readonly number[], shape: readonly number[]): number | null {
	if (index.length !== shape.length) return null;
	const inside = index.every((at, axis) => Number.isSafeInteger(at) && at >= 0 && at < shape[axis]!);
	return inside ? stridesOf(shape).reduce((place, stride, axis) => place + stride * index[axis]!, 0) : null;
}

/** The indices of a place in C order. */
export function indexOfPlace(place: number, shape: readonly number[]): number[] {
	return stridesOf(shape).map((stride, axis) => Math.floor(place / stride) % shape[axis]!);
}
