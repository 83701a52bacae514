/**
 * Products of matrices.
 */
import { arrayType, promoteAll } from '../../elements.ts';
import { einsum, largestStep, readEquation, tensordotEquation } from '../../tensor/einsum.ts';
import { matmul } from '../../tensor/matmul.ts';
import { broadcastShapes, normalizeAxis, ShapeError, shapeText, sizeOf } from '../../tensor/shape.ts';
import { fromNested, reshaped, scalarTensor } from '../../tensor/tensor.ts';
import { call, callLatex, form, only, operator } from '../authoring.ts';
import { LEVEL } from '../row.ts';
import { contraction, resultShape } from './contraction.ts';
import { tensorOp, type TensorDefinition } from './row.ts';

const { product, power } = LEVEL;

/** Throws a ShapeError where the sizes that are summed over differ. */
function matmulInner(a: readonly number[], b: readonly number[]): void {
	const inner = a.at(-1)!;
	const other = b.length === 1 ? b[0]! : b.at(-2)!;
	if (inner === other) return;
	throw new ShapeError('{0} @ {1}: inner sizes {2} and {3} differ', shapeText(a), shapeText(b), inner, other);
}

/** Shapes of a product: vectors count as a row on the left and as a column on the right, and that axis is dropped again. */
function matmulShape(a: readonly number[], b: readonly number[]): readonly number[] {
	if (a.length === 0 || b.length === 0) {
		throw new ShapeError('{0} @ {1}: a matrix product needs arrays, not numbers', shapeText(a), shapeText(b));
	}
	matmulInner(a, b);
	const batch = broadcastShapes(a.slice(0, -2), b.slice(0, -2));
	return [...batch, ...(a.length > 1 ? [a.at(-2)!] : []), ...(b.length > 1 ? [b.at(-1)!] : [])];
}

const MATRIX = fromNested([
	[1, 2, 3],
	[4, -5, 6],
]);
const COLUMNS = fromNested([
	[1, 0.5],
	[-1, 2],
	[3, 1],
]);
const BATCH = fromNested([
	[
		[1, 2],
		[3, 4],
	],
	[
		[0.5, -1],
		[2, 1],
	],
]);

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
	tensorOp({
		name: 'dot',
		symbol: 'dot',
		parameters: ['x', 'y'],
		names: only({ numpy: ['np.dot'], torch: ['torch.dot'], julia: ['dot'], matlab: ['dot'], math: ['dot'] }),
		pattern: 'switcher',
		sentence: ['dot: swaps the arrays: each gets the upstream gradient multiplied by the other one'],
		jacobian: ['Kronecker', 'Kronecker'],
		conventions: [],
		text: form('$0·$1', product, product, power),
		latex: form('$0 \\cdot $1', product, product, power),
		type: ([a, b]) => {
			const equation = readEquation(dotEquation(a!.shape, b!.shape), [a!.shape, b!.shape]);
			return arrayType(promoteAll([a!, b!]), resultShape(equation));
		},
		forward: ([a, b]) => einsum(readEquation(dotEquation(a!.shape, b!.shape), [a!.shape, b!.shape]), [a!, b!]),
		shown: ['up * y', 'up * x'],
		vjp: (o, up, [x, y]) => contraction(o, dotEquation(o.shape(x!), o.shape(y!)), up, [x!, y!]),
		samples: [
			{ operands: [fromNested([1, -2, 3]), fromNested([0.5, 2, -1])] },
			{ operands: [MATRIX, fromNested([0.5, 2, -1])] },
			{ operands: [MATRIX, COLUMNS] },
			{ operands: [scalarTensor(2), MATRIX] },
		],
	}),
	tensorOp({
		name: 'outer',
		symbol: '⊗',
		parameters: ['x', 'y'],
		names: only({ numpy: ['np.outer'], torch: ['torch.outer', 'torch.ger'], latex: ['\\otimes'] }),
		pattern: 'switcher',
		sentence: ['outer: swaps the vectors: each gets the upstream gradient multiplied by the other one'],
		jacobian: ['Kronecker', 'Kronecker'],
		conventions: [],
		text: form('$0 ⊗ $1', product, product, power),
		latex: form('$0 \\otimes $1', product, product, power),
		type: ([a, b]) => arrayType(promoteAll([a!, b!]), [a!.size, b!.size]),
		forward: ([a, b]) => matmul(reshaped(a!, [sizeOf(a!.shape), 1]), reshaped(b!, [1, sizeOf(b!.shape)])),
		vjp: (o, up, [x, y]) => [
			() => o.reshape(o.matmul(up, o.reshape(y!, [o.type(y!).size])), o.shape(x!)),
			() => o.reshape(o.matmul(o.t(up), o.reshape(x!, [o.type(x!).size])), o.shape(y!)),
		],
		samples: [{ operands: [fromNested([1, -2, 3]), fromNested([0.5, 2])] }],
	}),
	tensorOp<{ readonly axes: readonly [readonly number[], readonly number[]] }>({
		name: 'tensordot',
		symbol: '··',
		parameters: ['x', 'y'],
		names: only({ numpy: ['np.tensordot', 'np.inner'], torch: ['torch.tensordot'] }),
		pattern: 'switcher',
		sentence: ['tensordot: swaps the arrays: each gets the upstream gradient multiplied by the other one'],
		jacobian: ['Kronecker', 'Kronecker'],
		conventions: [],
		text: call('tensordot', 2),
		latex: callLatex(operator('tensordot'), 2),
		type: ([a, b], { axes }) => {
			const [left, right] = axes.map((list, side) =>
				list.map((axis) => normalizeAxis(axis, (side === 0 ? a! : b!).shape.length)),
			);
			if (left!.length !== right!.length)
				throw new ShapeError('{0} axes are summed with {1}', left!.length, right!.length);
			left!.forEach((axis, index) => {
				const inner = a!.shape[axis]!;
				const other = b!.shape[right![index]!]!;
				if (inner === other) return;
				throw new ShapeError(
					'{0} and {1}: summed sizes {2} and {3} differ',
					shapeText(a!.shape),
					shapeText(b!.shape),
					inner,
					other,
				);
			});
			return arrayType(promoteAll([a!, b!]), [
				...a!.shape.filter((_, axis) => !left!.includes(axis)),
				...b!.shape.filter((_, axis) => !right!.includes(axis)),
			]);
		},
		forward: ([a, b], { axes }) =>
			einsum(readEquation(tensordot(a!.shape, b!.shape, axes), [a!.shape, b!.shape]), [a!, b!]),
		vjp: (o, up, [x, y], _out, { axes }) => contraction(o, tensordot(o.shape(x!), o.shape(y!), axes), up, [x!, y!]),
		samples: [
			{ operands: [MATRIX, COLUMNS], attributes: { axes: [[1], [0]] } },
			{
				operands: [MATRIX, MATRIX],
				attributes: {
					axes: [
						[0, 1],
						[0, 1],
					],
				},
			},
			{ operands: [MATRIX, fromNested([2, 3])], attributes: { axes: [[], []] } },
		],
	}),
	tensorOp<{ readonly equation: string }>({
		name: 'einsum',
		symbol: 'Σij',
		parameters: ['xs…'],
		names: only({ numpy: ['np.einsum'], torch: ['torch.einsum'] }),
		pattern: 'switcher',
		sentence: [
			'einsum: each array gets the upstream gradient multiplied by all the others, summed over the indices that it does not have',
		],
		jacobian: ['Kronecker'],
		conventions: [],
		text: ({ equation }) => ({ ...call(''), form: `einsum(${equation}; $*)` }),
		latex: ({ equation }) => ({ ...call(''), form: `\\operatorname{einsum}_{\\text{${equation}}}\\left($*\\right)` }),
		type: (operands, { equation }) => {
			const read = readEquation(
				equation,
				operands.map(({ shape }) => shape),
			);
			return arrayType(promoteAll(operands), resultShape(read));
		},
		scratch: (operands, { equation }) =>
			largestStep(
				readEquation(
					equation,
					operands.map(({ shape }) => shape),
				),
			),
		forward: (operands, { equation }) =>
			einsum(
				readEquation(
					equation,
					operands.map(({ shape }) => shape),
				),
				operands,
			),
		vjp: (o, up, operands, _out, { equation }) => contraction(o, equation, up, operands),
		samples: [
			{ operands: [MATRIX, COLUMNS], attributes: { equation: 'ij,jk->ik' } },
			{ operands: [MATRIX], attributes: { equation: 'ij->j' } },
			{
				operands: [
					fromNested([
						[1, 2],
						[3, -4],
					]),
				],
				attributes: { equation: 'ii' },
			},
			{ operands: [MATRIX, COLUMNS, fromNested([2, -1])], attributes: { equation: 'ij,jk,k->i' } },
			{ operands: [BATCH, BATCH], attributes: { equation: '...ij,...jk->...ik' } },
			{ operands: [MATRIX, MATRIX], attributes: { equation: 'ij,ij->' } },
			{ operands: [MATRIX, fromNested([[2], [-1]])], attributes: { equation: 'ij,ij->i' } },
		],
	}),
];

function dotEquation(a: readonly number[], b: readonly number[]): string {
	if (a.length === 0 || b.length === 0) return tensordotEquation(a, b, [[], []]);
	matmulInner(a, b);
	return tensordotEquation(a, b, [[a.length - 1], [Math.max(0, b.length - 2)]]);
}

function tensordot(
	a: readonly number[],
	b: readonly number[],
	axes: readonly [readonly number[], readonly number[]],
): string {
	return tensordotEquation(a, b, [
		axes[0].map((axis) => normalizeAxis(axis, a.length)),
		axes[1].map((axis) => normalizeAxis(axis, b.length)),
	]);
}
