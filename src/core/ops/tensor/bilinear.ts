/**
 * Products of arrays that are no matrix products: Kronecker, cross, convolution; and the trace.
 */
import { arrayType, promote, promoteAll, toCount } from '../../elements.ts';
import { reduceLines } from '../../tensor/lines.ts';
import { broadcastShapes, normalizeAxis, ShapeError, shapeText, sizeOf } from '../../tensor/shape.ts';
import { broadcastTo, dataOf, eachRow, fromNested, makeTensor, permuted, type Tensor } from '../../tensor/tensor.ts';
import type { ElementType } from '../../types.ts';
import { call, callLatex, form, only, operator } from '../authoring.ts';
import { LEVEL } from '../row.ts';
import { matrixOf } from './batches.ts';
import { tensorOp, type TensorDefinition } from './row.ts';

const { product, power } = LEVEL;

function rounded(data: Float64Array, shape: readonly number[], element: ElementType): Tensor {
	if (element === 'float32') for (let i = 0; i < data.length; i++) data[i] = Math.fround(data[i]!);
	return makeTensor(data, shape, element);
}

/** Shapes brought to one rank, as NumPy does: 1 in front. */
function sameRank(a: readonly number[], b: readonly number[]): readonly [readonly number[], readonly number[]] {
	const rank = Math.max(a.length, b.length);
	const padded = (shape: readonly number[]): readonly number[] => [
		...Array<number>(rank - shape.length).fill(1),
		...shape,
	];
	return [padded(a), padded(b)];
}

/** One axis of the left operand and one of the right in turn. */
function interleaved(a: readonly number[], b: readonly number[]): readonly number[] {
	return a.flatMap((extent, axis) => [extent, b[axis]!]);
}

const ones = (shape: readonly number[]): readonly number[] => shape.map(() => 1);

/** The axis of a cross product, counted from the back so that it means the same in operands of different ranks. */
function crossAxis(axis: number | undefined, rank: number): number {
	return normalizeAxis(axis ?? -1, rank) - rank;
}

interface ConvolveAttributes {
	readonly [name: string]: unknown;
	/** The first place of the full convolution that is wanted, and how many. */
	readonly start: number;
	readonly length: number;
	/** The second operand is read backwards: a correlation. */
	readonly reverse?: boolean;
}

/** out[k] = Σ x[i]·y[start + k − i]. */
function convolved(x: Float64Array, y: Float64Array, { start, length, reverse }: ConvolveAttributes): Float64Array {
	const [n, m] = [x.length, y.length];
	const out = new Float64Array(length);
	for (let k = 0; k < length; k++) {
		const place = start + k;
		let sum = 0;
		for (let i = Math.max(0, place - m + 1); i <= Math.min(n - 1, place); i++) {
			sum += x[i]! * y[reverse ? m - 1 - place + i : place - i]!;
		}
		out[k] = sum;
	}
	return out;
}

export const bilinear: readonly TensorDefinition[] = [
	tensorOp({
		name: 'kron',
		symbol: '⊗',
		parameters: ['x', 'y'],
		names: only({
			math: ['kron'],
			latex: ['\\otimes'],
			numpy: ['np.kron'],
			torch: ['torch.kron'],
			julia: ['kron'],
			matlab: ['kron'],
		}),
		pattern: 'switcher',
		sentence: [
			'Kronecker product: each entry was multiplied by the whole of the other array, and gets the upstream gradient of its block times it',
		],
		jacobian: ['Kronecker', 'Kronecker'],
		conventions: [],
		text: form('$0 ⊗ $1', product, product, power),
		latex: form('$0 \\otimes $1', product, product, power),
		type: ([x, y]) => {
			const [a, b] = sameRank(x!.shape, y!.shape);
			return arrayType(
				promoteAll([x!, y!]),
				a.map((extent, axis) => extent * b[axis]!),
			);
		},
		forward: ([x, y]) => {
			const [a, b] = sameRank(x!.shape, y!.shape);
			const whole = interleaved(a, b);
			const left = broadcastTo(makeTensor(dataOf(x!), interleaved(a, ones(b))), whole);
			const right = broadcastTo(makeTensor(dataOf(y!), interleaved(ones(a), b)), whole);
			const out = new Float64Array(sizeOf(whole));
			let at = 0;
			eachRow(whole, [left.strides, right.strides], [0, 0], (length, [from, other], [step, otherStep]) => {
				for (let i = 0; i < length; i++) {
					out[at++] = left.data[from! + i * step!]! * right.data[other! + i * otherStep!]!;
				}
			});
			return rounded(
				out,
				a.map((extent, axis) => extent * b[axis]!),
				promote(x!.element, y!.element),
			);
		},
		vjp: (o, up, [x, y]) => {
			const [a, b] = sameRank(o.shape(x!), o.shape(y!));
			const axes = (offset: number): readonly number[] => a.map((_, axis) => 2 * axis + offset);
			const blocks = (): typeof up => o.reshape(up, interleaved(a, b));
			return [
				() => o.reshape(o.sum(o.mul(blocks(), o.reshape(y!, interleaved(ones(a), b))), axes(1)), o.shape(x!)),
				() => o.reshape(o.sum(o.mul(blocks(), o.reshape(x!, interleaved(a, ones(b)))), axes(0)), o.shape(y!)),
			];
		},
		samples: [
			{
				operands: [
					fromNested([
						[1, 2],
						[-1, 0.5],
					]),
					fromNested([
						[2, 0.5, 1],
						[1, -3, 2],
					]),
				],
			},
			{ operands: [fromNested([1, -2]), fromNested([[0.5], [3]])] },
		],
	}),
	tensorOp<{ readonly axis?: number }>({
		name: 'cross',
		symbol: '×',
		parameters: ['x', 'y'],
		names: only({
			math: ['cross'],
			numpy: ['np.cross'],
			torch: ['torch.cross', 'torch.linalg.cross'],
			julia: ['cross'],
			matlab: ['cross'],
		}),
		pattern: 'switcher',
		sentence: [
			'cross product: each vector gets the cross product of the upstream gradient and the other one, in the order that keeps the sign',
		],
		jacobian: ['block diagonal', 'block diagonal'],
		conventions: [],
		text: form('$0 × $1', product, product, power),
		latex: form('$0 \\times $1', product, product, power),
		type: ([x, y], { axis }) => {
			const shape = broadcastShapes(x!.shape, y!.shape);
			const along = crossAxis(axis, shape.length);
			if (x!.shape.at(along) !== 3 || y!.shape.at(along) !== 3) {
				throw new ShapeError(
					'cross of {0} and {1}: vectors of three are needed',
					shapeText(x!.shape),
					shapeText(y!.shape),
				);
			}
			return arrayType(promoteAll([x!, y!]), shape);
		},
		forward: ([x, y], { axis }) => {
			const shape = broadcastShapes(x!.shape, y!.shape);
			const along = crossAxis(axis, shape.length) + shape.length;
			// The axis goes last, and comes back at the end.
			const order = [...shape.keys()].filter((each) => each !== along).concat(along);
			const last = order.map((each) => shape[each]!);
			const [a, b] = [x!, y!].map((each) => dataOf(permuted(broadcastTo(each, shape), order)));
			const out = new Float64Array(a!.length);
			for (let i = 0; i < out.length; i++) {
				const base = i - (i % 3);
				const [p, q] = [base + ((i + 1) % 3), base + ((i + 2) % 3)];
				out[i] = a![p]! * b![q]! - a![q]! * b![p]!;
			}
			const back = order.map((_, each) => order.indexOf(each));
			return permuted(rounded(out, last, promote(x!.element, y!.element)), back);
		},
		vjp: (o, up, [x, y], out, { axis }) => {
			const along = { axis: crossAxis(axis, o.shape(out).length) };
			return [
				() => o.sumTo(o.apply('cross', [y!, up], along), o.shape(x!)),
				() => o.sumTo(o.apply('cross', [up, x!], along), o.shape(y!)),
			];
		},
		samples: [
			{ operands: [fromNested([1, 2, -1]), fromNested([0.5, 1, 3])] },
			{
				operands: [
					fromNested([
						[1, 2, -1],
						[0.5, 1, 3],
					]),
					fromNested([0.25, -1, 2]),
				],
			},
			{
				operands: [
					fromNested([
						[1, 2],
						[0.5, 1],
						[-1, 3],
					]),
					fromNested([
						[2, 2],
						[-0.5, 1],
						[1, 0.25],
					]),
				],
				attributes: { axis: 0 },
			},
		],
	}),
	tensorOp<ConvolveAttributes>({
		name: 'convolve',
		symbol: '∗',
		parameters: ['x', 'y'],
		names: only({
			numpy: ['np.convolve', 'np.correlate', 'scipy.signal.convolve', 'scipy.signal.correlate'],
			julia: ['conv'],
			matlab: ['conv'],
		}),
		pattern: 'switcher',
		sentence: ['convolution: each operand gets the upstream gradient correlated with the other one'],
		jacobian: ['dense', 'dense'],
		conventions: [],
		text: ({ reverse }) => form(reverse ? '$0 ⋆ $1' : '$0 ∗ $1', product, product, power),
		latex: ({ reverse }) => form(reverse ? '$0 \\star $1' : '$0 * $1', product, product, power),
		type: ([x, y], { length }) => {
			if (x!.shape.length !== 1 || y!.shape.length !== 1 || x!.size === 0 || y!.size === 0) {
				throw new ShapeError(
					'convolution of {0} and {1}: two vectors are needed',
					shapeText(x!.shape),
					shapeText(y!.shape),
				);
			}
			return arrayType(toCount(promoteAll([x!, y!])), [length]);
		},
		forward: ([x, y], attributes) => {
			const data = convolved(dataOf(x!), dataOf(y!), attributes);
			return rounded(data, [data.length], toCount(promote(x!.element, y!.element)));
		},
		vjp: (o, up, [x, y], _out, { start, length, reverse }) => {
			const n = o.shape(x!)[0]!;
			const m = o.shape(y!)[0]!;
			return [
				() => o.apply('convolve', [up, y!], { start: m - 1 - start, length: n, reverse: !reverse }),
				() =>
					reverse
						? o.apply('convolve', [x!, up], { start: length + start - m, length: m, reverse: true })
						: o.apply('convolve', [up, x!], { start: n - 1 - start, length: m, reverse: true }),
			];
		},
		samples: [
			{ operands: [fromNested([1, 2, -1, 0.5]), fromNested([0.5, 1, 3])], attributes: { start: 0, length: 6 } },
			{ operands: [fromNested([1, 2, -1, 0.5]), fromNested([0.5, 1, 3])], attributes: { start: 2, length: 2 } },
			{
				operands: [fromNested([1, 2, -1, 0.5]), fromNested([0.5, 1, 3])],
				attributes: { start: 1, length: 4, reverse: true },
			},
		],
	}),
	tensorOp<TraceAttributes>({
		name: 'trace',
		symbol: 'tr',
		parameters: ['A'],
		names: only({
			math: ['trace'],
			latex: ['\\operatorname{tr}', '\\tr'],
			numpy: ['np.trace', '.trace'],
			torch: ['torch.trace'],
			julia: ['tr'],
			matlab: ['trace'],
		}),
		pattern: 'distributor',
		sentence: ['tr: hands the upstream gradient to every entry of the diagonal, 0 to the others'],
		jacobian: ['sum'],
		conventions: [],
		text: call('tr'),
		latex: callLatex(operator('tr')),
		type: ([x], attributes) => {
			const axes = traceAxes(x!.shape, attributes);
			return arrayType(
				toCount(x!.element),
				x!.shape.filter((_, axis) => !axes.includes(axis)),
			);
		},
		forward: ([x], attributes) => {
			const axes = traceAxes(x!.shape, attributes);
			const { offset = 0 } = attributes;
			const [rows, columns] = axes.map((axis) => x!.shape[axis]!) as [number, number];
			const sums = reduceLines(x!, axes, (data, from) => {
				let sum = 0;
				for (let i = Math.max(0, -offset); i < rows && i + offset < columns; i++)
					sum += data[from + i * columns + i + offset]!;
				return sum;
			});
			const shape = x!.shape.filter((_, axis) => !axes.includes(axis));
			return rounded(sums, shape, toCount(x!.element));
		},
		vjp: (o, up, [x], _out, attributes) => [
			() => {
				const shape = o.shape(x!);
				const { offset = 0 } = attributes;
				const [first, second] = traceAxes(shape, attributes);
				const mask = matrixOf(shape[first]!, shape[second]!, (i, j) => (j === i + offset ? 1 : 0));
				const here = o.constant(first < second ? mask : permuted(mask, [1, 0]));
				const at = shape.map((extent, axis) => (axis === first || axis === second ? extent : 1));
				return o.mul(o.restore(up, shape, [first, second]), o.reshape(here, at));
			},
		],
		samples: [
			{
				operands: [
					fromNested([
						[1, 2, 3],
						[4, 5, 6],
					]),
				],
			},
			{
				operands: [
					fromNested([
						[1, 2, 3],
						[4, 5, 6],
					]),
				],
				attributes: { offset: 1 },
			},
			{
				operands: [
					fromNested([
						[
							[1, 2],
							[3, 4],
						],
						[
							[5, 6],
							[7, 8],
						],
						[
							[9, 1],
							[2, 3],
						],
					]),
				],
				attributes: { axis1: 2, axis2: 0, offset: 1 },
			},
		],
	}),
];

interface TraceAttributes {
	readonly [name: string]: unknown;
	readonly offset?: number;
	/** Absent: the first two. */
	readonly axis1?: number;
	readonly axis2?: number;
}

function traceAxes(shape: readonly number[], { axis1 = 0, axis2 = 1 }: TraceAttributes): readonly [number, number] {
	if (shape.length < 2) throw new ShapeError('{0} of {1}: a matrix is needed', 'trace', shapeText(shape));
	return [normalizeAxis(axis1, shape.length), normalizeAxis(axis2, shape.length)];
}
