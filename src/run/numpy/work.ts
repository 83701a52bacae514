/** How many multiplications those operations take whose cost grows faster than their operands and results do. */
import type { Attributes, TensorRow } from '../../core/ops/tensor/row.ts';
import { sizeOf } from '../../core/tensor/shape.ts';
import type { NodeType } from '../../core/types.ts';

type Estimate = (types: readonly NodeType[], attributes: Attributes, row: TensorRow) => number;

/** A square matrix is gone through for each of its rows, so many times. */
function cubic(times: number): Estimate {
	return ([a]) => times * (a?.size ?? 0) * (a?.shape.at(-1) ?? 1);
}

/** For each entry of the result, the last axis of the first operand. */
const alongLast: Estimate = (types, attributes, row) =>
	row.type(types, attributes).size * (types[0]?.shape.at(-1) ?? 1);

/** Two operands are gone through for every combination of their indices; more of them two by two, each no larger than the largest array on the way. */
const einsum: Estimate = (types, attributes, row) => {
	const extents = new Map<string, number>();
	for (const [at, letters] of String(attributes['equation']).split('->')[0]!.split(',').entries())
		for (const [axis, letter] of Array.from(letters.trim()).entries())
			extents.set(letter, Math.max(extents.get(letter) ?? 1, types[at]?.shape[axis] ?? 1));
	if (types.length < 3) return sizeOf([...extents.values()]);
	const largest = Math.max(row.scratch?.(types, attributes) ?? 0, ...types.map(({ size }) => size));
	return largest * Math.max(...extents.values());
};

const ESTIMATES: ReadonlyMap<string, Estimate> = new Map<string, Estimate>([
	['matmul', alongLast],
	['dot', alongLast],
	['tensordot', ([a, b], attributes, row) => Math.sqrt(a!.size * b!.size * row.type([a!, b!], attributes).size)],
	['einsum', einsum],
	['convolve', ([a, b]) => a!.size * b!.size],
	['conv', ([x, w], attributes, row) => row.type([x!, w!], attributes).size * (w!.size / Math.max(1, w!.shape[0]!))],
	['conv_transpose', ([x, w]) => x!.size * (w!.size / Math.max(1, w!.shape[0]!))],
	['inv', cubic(1)],
	['det', cubic(1)],
	['cofactor', cubic(2)],
	['slogdet', cubic(1)],
	['solve', cubic(1)],
	['cholesky', cubic(1)],
	['pinv', cubic(20)],
	['eigh', cubic(20)],
	['svd', cubic(20)],
	['qr', cubic(2)],
]);

/** An estimate; 0 for rows that take no more steps than they have elements. */
export function workOf(row: TensorRow, types: () => readonly NodeType[], attributes: Attributes): number {
	return ESTIMATES.get(row.name)?.(types(), attributes, row) ?? 0;
}
