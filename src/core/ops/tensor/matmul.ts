/**
 * Products of matrices.
 */
import { fromNested } from '../../tensor/tensor.ts';
import { broadcastShapes, ShapeError, shapeText } from '../../tensor/shape.ts';
import { matmul } from '../../tensor/matmul.ts';
import { form, only } from '../authoring.ts';
import { LEVEL } from '../row.ts';
import { arrayType, promoteAll } from '../../elements.ts';
import { tensorOp, type TensorDefinition } from './row.ts';

const { product, power } = LEVEL;

/** Shapes of a product: vectors count as a row on the left and as a column on the right, and that axis is dropped again. */
function matmulShape(a: readonly number[], b: readonly number[]): readonly number[] {
	if (a.length === 0 || b.length === 0) {
		throw new ShapeError('{0} @ {1}: a matrix product needs arrays, not numbers', shapeText(a), shapeText(b));
	}
	const inner = a.at(-1)!;
	const other = b.length === 1 ? b[0]! : b.at(-2)!;
	if (inner !== other) {
		throw new ShapeError('{0} @ {1}: inner sizes {2} and {3} differ', shapeText(a), shapeText(b), inner, other);
	}
	const batch = broadcastShapes(a.slice(0, -2), b.slice(0, -2));
	return [...batch, ...(a.length > 1 ? [a.at(-2)!] : []), ...(b.length > 1 ? [b.at(-1)!] : [])];
}

export const products: readonly TensorDefinition[] = [
	tensorOp({
		name: 'matmul',
		symbol: '@',
		parameters: ['x', 'y'],
		names: only({
			latex: ['\\cdot'],
			numpy: ['@', 'np.matmul'],
			torch: ['@', 'torch.matmul', 'torch.mm', 'torch.bmm', 'torch.mv'],
			julia: ['*'],
			matlab: ['*', 'mtimes'],
		}),
		pattern: 'switcher',
		sentence: ['matmul: swaps the matrices: each gets the upstream gradient multiplied by the other one transposed'],
		jacobian: ['Kronecker', 'Kronecker'],
		conventions: [],
		text: form('$0 @ $1', product, product, power),
		latex: form('$0 $1', product, product, power),
		type: ([a, b]) => {
			const shape = matmulShape(a!.shape, b!.shape);
			return arrayType(promoteAll([a!, b!]), shape);
		},
		forward: ([a, b]) => matmul(a!, b!),
		vjp: (o, up, [x, y]) => {
			const a = o.shape(x!);
			const b = o.shape(y!);
			// A vector is a matrix of one row or one column.
			const rows = a.length === 1 ? o.reshape(x!, [1, a[0]!]) : x!;
			const columns = b.length === 1 ? o.reshape(y!, [b[0]!, 1]) : y!;
			const batch = broadcastShapes(a.slice(0, -2), b.slice(0, -2));
			const wide = o.reshape(up, [...batch, o.shape(rows).at(-2)!, o.shape(columns).at(-1)!]);
			return [
				() => o.reshape(o.sumTo(o.matmul(wide, o.t(columns)), o.shape(rows)), a),
				() => o.reshape(o.sumTo(o.matmul(o.t(rows), wide), o.shape(columns)), b),
			];
		},
		samples: [
			{
				operands: [
					fromNested([
						[1, 2, 3],
						[4, -5, 6],
					]),
					fromNested([
						[1, 0.5],
						[-1, 2],
						[3, 1],
					]),
				],
			},
			{
				operands: [
					fromNested([
						[1, 2, 3],
						[4, -5, 6],
					]),
					fromNested([1, -2, 0.5]),
				],
			},
			{
				operands: [
					fromNested([1, -2]),
					fromNested([
						[1, 2, 3],
						[4, -5, 6],
					]),
				],
			},
			{ operands: [fromNested([1, -2, 3]), fromNested([0.5, 2, -1])] },
			{
				operands: [
					fromNested([
						[
							[1, 2],
							[3, 4],
						],
						[
							[0.5, -1],
							[2, 1],
						],
					]),
					fromNested([
						[1, -1],
						[2, 0.5],
					]),
				],
			},
		],
	}),
];
