/**
 * Diagonals and triangles of matrices, and entries said to be of another type.
 */
import { arrayType, isFloat } from '../../elements.ts';
import { mapTensor } from '../../tensor/map.ts';
import { ShapeError, shapeText } from '../../tensor/shape.ts';
import { copied, fromNested, makeTensor, viewTensor, zeros, type Tensor } from '../../tensor/tensor.ts';
import type { ElementType, NodeType } from '../../types.ts';
import { call, callLatex, form, only, operator } from '../authoring.ts';
import { LEVEL } from '../row.ts';
import { tensorOp, type TensorDefinition } from './row.ts';

interface OffsetAttributes {
	/** Which diagonal: 0 the main one, positive above it, negative below. */
	readonly offset?: number;
	readonly [other: string]: unknown;
}

function needMatrix({ shape }: NodeType): void {
	if (shape.length < 2) throw new ShapeError('{0} is no matrix: it takes at least two axes', shapeText(shape));
}

/** How long a diagonal of a matrix is. */
function diagonalLength(rows: number, columns: number, offset: number): number {
	return Math.max(0, offset >= 0 ? Math.min(rows, columns - offset) : Math.min(rows + offset, columns));
}

/** The diagonal of the last two axes, as a view. */
function diagonalView(x: Tensor, offset: number): Tensor {
	const [rows, columns] = x.shape.slice(-2);
	const [down, across] = x.strides.slice(-2);
	const length = diagonalLength(rows!, columns!, offset);
	const start = length === 0 ? 0 : offset >= 0 ? offset * across! : -offset * down!;
	return viewTensor(
		x,
		[...x.shape.slice(0, -2), length],
		[...x.strides.slice(0, -2), down! + across!],
		x.offset + start,
	);
}

function triangle(
	name: 'tril' | 'triu',
	keeps: (row: number, column: number, offset: number) => boolean,
): TensorDefinition {
	return tensorOp<OffsetAttributes>({
		name,
		symbol: name,
		parameters: ['x'],
		names: only({ numpy: [`np.${name}`], torch: [`torch.${name}`], julia: [name], matlab: [name] }),
		pattern: 'router',
		sentence: ['{0}: the triangle that was kept gets the upstream gradient, the rest 0', name],
		jacobian: ['diagonal'],
		conventions: [],
		text: call(name),
		latex: callLatex(operator(name)),
		type: ([x]) => {
			needMatrix(x!);
			return x!;
		},
		forward: ([x], { offset = 0 }) => {
			const out = copied(x!);
			const [rows, columns] = x!.shape.slice(-2);
			const area = rows! * columns!;
			for (let at = 0; at < out.length; at++) {
				const place = at % area;
				if (!keeps(Math.floor(place / columns!), place % columns!, offset)) out[at] = 0;
			}
			return makeTensor(out, x!.shape, x!.element);
		},
		vjp: (o, up, _operands, _out, attributes) => [() => o.apply(name, [up], attributes)],
		samples: [
			{ operands: [MATRIX] },
			{ operands: [MATRIX], attributes: { offset: 1 } },
			{ operands: [MATRIX], attributes: { offset: -1 } },
		],
	});
}

const MATRIX = fromNested([
	[1, -2, 3.5],
	[0.5, 4, -1],
]);

export const diagonals: readonly TensorDefinition[] = [
	tensorOp<OffsetAttributes>({
		name: 'diagonal',
		symbol: 'diag',
		parameters: ['x'],
		names: only({
			numpy: ['np.diagonal', 'np.diag'],
			torch: ['torch.diagonal', 'torch.diag'],
			julia: ['diag'],
			matlab: ['diag'],
		}),
		pattern: 'router',
		sentence: ['diagonal: the entries on it get the upstream gradient, all others 0'],
		jacobian: ['selection'],
		conventions: [],
		text: call('diag'),
		latex: callLatex(operator('diag')),
		view: () => true,
		type: ([x], { offset = 0 }) => {
			needMatrix(x!);
			const [rows, columns] = x!.shape.slice(-2);
			return arrayType(x!.element, [...x!.shape.slice(0, -2), diagonalLength(rows!, columns!, offset)]);
		},
		forward: ([x], { offset = 0 }) => diagonalView(x!, offset),
		vjp: (o, up, [x], _out, { offset = 0 }) => [
			() => o.apply('diagonal_matrix', [up], { offset, shape: o.shape(x!).slice(-2) }),
		],
		samples: [
			{ operands: [MATRIX] },
			{ operands: [MATRIX], attributes: { offset: 1 } },
			{ operands: [MATRIX], attributes: { offset: -1 } },
		],
	}),
	tensorOp<OffsetAttributes & { readonly shape?: readonly number[] }>({
		name: 'diagonal_matrix',
		symbol: 'diag',
		parameters: ['x'],
		names: only({ numpy: ['np.diagflat', 'np.diag'], torch: ['torch.diag_embed', 'torch.diagflat'], julia: ['diagm'] }),
		pattern: 'router',
		sentence: ['diagonal matrix: hands the upstream gradient of the diagonal to the entries that stand on it'],
		jacobian: ['selection'],
		conventions: [],
		text: call('diag'),
		latex: callLatex(operator('diag')),
		type: ([x], attributes) => arrayType(x!.element, [...x!.shape.slice(0, -1), ...matrixShape(x!.shape, attributes)]),
		forward: ([x], attributes) => {
			const out = zeros([...x!.shape.slice(0, -1), ...matrixShape(x!.shape, attributes)], x!.element);
			const target = diagonalView(out, attributes.offset ?? 0);
			const values = copied(x!);
			const length = x!.shape.at(-1)!;
			const area = out.shape.at(-1)! * out.shape.at(-2)!;
			const step = target.strides.at(-1)!;
			for (let at = 0; at < values.length; at++) {
				out.data[target.offset + Math.floor(at / length) * area + (at % length) * step] = values[at]!;
			}
			return out;
		},
		vjp: (o, up, _operands, _out, { offset = 0 }) => [() => o.apply('diagonal', [up], { offset })],
		samples: [
			{ operands: [fromNested([1, -2, 3])] },
			{ operands: [fromNested([1, -2])], attributes: { offset: -1 } },
			{ operands: [fromNested([1, -2])], attributes: { offset: 1, shape: [2, 3] } },
			{ operands: [MATRIX] },
		],
	}),
	triangle('tril', (row, column, offset) => column - row <= offset),
	triangle('triu', (row, column, offset) => column - row >= offset),
	tensorOp<{ readonly element: ElementType }>({
		name: 'cast',
		symbol: 'float',
		parameters: ['x'],
		names: only({ numpy: ['np.float64', 'np.float32'], torch: ['torch.float64', 'torch.float32'] }),
		pattern: 'distributor',
		sentence: ['cast: hands the upstream gradient on as it is'],
		jacobian: ['identity'],
		conventions: [],
		text: form('$0', LEVEL.product, LEVEL.product),
		latex: form('$0', LEVEL.product, LEVEL.product),
		type: ([x], { element }) => arrayType(element, x!.shape),
		forward: ([x], { element }) => mapTensor(x!, (value) => value, element),
		vjp: (o, up, [x]) => [
			() => (isFloat(o.type(x!).element) ? o.apply('cast', [up], { element: o.type(x!).element }) : up),
		],
		samples: [{ operands: [MATRIX], attributes: { element: 'float64' } }],
	}),
	tensorOp<{ readonly element: ElementType }>({
		name: 'discretize',
		symbol: 'int',
		parameters: ['x'],
		names: only({ numpy: ['np.int64', 'np.bool_'], torch: ['torch.int64', 'torch.bool'] }),
		pattern: 'blocker',
		sentence: ['{0}: passes the gradient 0, because it is flat nearly everywhere', 'int'],
		jacobian: ['none'],
		conventions: [],
		text: call('int'),
		latex: callLatex(operator('int')),
		type: ([x], { element }) => arrayType(element, x!.shape),
		forward: ([x], { element }) =>
			mapTensor(x!, element === 'bool' ? (value) => (value === 0 ? 0 : 1) : Math.trunc, element),
		vjp: () => [null],
		samples: [{ operands: [MATRIX], attributes: { element: 'int64' } }],
	}),
];

/** The sizes of the matrix around a diagonal: the smallest square that it fits in, unless told. */
function matrixShape(
	shape: readonly number[],
	{ offset = 0, shape: told }: OffsetAttributes & { readonly shape?: readonly number[] },
): readonly number[] {
	if (shape.length === 0) throw new ShapeError('{0} is no matrix: it takes at least two axes', shapeText(shape));
	const size = shape.at(-1)! + Math.abs(offset);
	if (told && diagonalLength(told[0]!, told[1]!, offset) !== shape.at(-1)) {
		throw new ShapeError('a diagonal of {0} entries does not fit {1}', shape.at(-1)!, shapeText(told));
	}
	return told ?? [size, size];
}
