/**
 * Losses that are one gate: the cross-entropy of scores and class numbers, and the one-hot rows behind its derivative.
 */
import { arrayType, toFloat } from '../../elements.ts';
import { axesLast, linesOf } from '../../tensor/lines.ts';
import { normalizeAxis, sameShape, ShapeError, shapeText } from '../../tensor/shape.ts';
import { dataOf, fromNested, makeTensor, permuted, type Tensor } from '../../tensor/tensor.ts';
import { call, callLatex, only, operator } from '../authoring.ts';
import { floats } from './batches.ts';
import { tensorOp, type TensorDefinition } from './row.ts';

interface ClassAttributes {
	readonly [name: string]: unknown;
	readonly classes: number;
	/** Where the axis of classes is put; absent: last. */
	readonly axis?: number;
}

interface LossAttributes {
	readonly [name: string]: unknown;
	/** Absent: mean. */
	readonly reduction?: 'mean' | 'sum' | 'none';
}

/** The axis of classes: the second, or the only one. */
function classAxis(shape: readonly number[]): number {
	return shape.length > 1 ? 1 : 0;
}

/** Class numbers, checked. Throws a ShapeError on one that there is not. */
function classesOf(t: Tensor, classes: number): Float64Array {
	const numbers = dataOf(t);
	for (const number of numbers) {
		if (!(Number.isInteger(number) && number >= 0 && number < classes)) {
			throw new ShapeError('{0} is not one of the classes 0 … {1}', number, classes - 1);
		}
	}
	return numbers;
}

const SCORES = fromNested([
	[1, -2, 0.5],
	[0.25, 1.5, -1],
]);

export const loss: readonly TensorDefinition[] = [
	tensorOp<ClassAttributes>({
		name: 'one_hot',
		symbol: 'one-hot',
		parameters: ['t'],
		names: only({ torch: ['F.one_hot'], julia: ['onehotbatch'] }),
		pattern: 'blocker',
		sentence: ['{0}: a class is a whole number that jumps: nothing flows back through it', 'one-hot'],
		jacobian: ['none'],
		conventions: [],
		text: call('one_hot'),
		latex: callLatex(operator('onehot')),
		type: ([t], { classes, axis }) => {
			const shape = [...t!.shape];
			shape.splice(normalizeAxis(axis ?? -1, shape.length + 1), 0, classes);
			return arrayType('int64', shape);
		},
		forward: ([t], { classes, axis }) => {
			const numbers = classesOf(t!, classes);
			const out = new Float64Array(numbers.length * classes);
			numbers.forEach((number, index) => (out[index * classes + number] = 1));
			const rank = t!.shape.length + 1;
			const order = axesLast(rank, [normalizeAxis(axis ?? -1, rank)]);
			return permuted(
				makeTensor(out, [...t!.shape, classes], 'int64'),
				order.map((_, each) => order.indexOf(each)),
			);
		},
		vjp: () => [null],
		samples: [{ operands: [fromNested([2, 0], 'int64')], attributes: { classes: 3 } }],
	}),
	tensorOp<LossAttributes>({
		name: 'cross_entropy',
		symbol: 'CE',
		parameters: ['z', 't'],
		names: only({
			torch: ['F.cross_entropy', 'nn.CrossEntropyLoss'],
			julia: ['logitcrossentropy'],
		}),
		pattern: 'scaler',
		sentence: ['cross-entropy: the scores get the upstream gradient times softmax minus one-hot; the classes get none'],
		jacobian: ['block diagonal', 'none'],
		conventions: [],
		text: call('cross_entropy', 2),
		latex: callLatex(operator('CE'), 2),
		type: ([z, t], { reduction }) => {
			const axis = classAxis(z!.shape);
			if (z!.shape.length === 0 || !sameShape(t!.shape, z!.shape.toSpliced(axis, 1))) {
				throw new ShapeError(
					'cross-entropy: scores of {0} and classes of {1} do not fit',
					shapeText(z!.shape),
					shapeText(t!.shape),
				);
			}
			return arrayType(toFloat(z!.element), reduction === 'none' ? t!.shape : []);
		},
		forward: ([z, t], { reduction }) => {
			const axis = classAxis(z!.shape);
			const { data, length } = linesOf(z!, [axis]);
			const numbers = classesOf(t!, length);
			const losses = numbers.map((number, line) => {
				const scores = data.subarray(line * length, (line + 1) * length);
				const most = scores.reduce((a, b) => Math.max(a, b), -Infinity);
				const sum = scores.reduce((total, score) => total + Math.exp(score - most), 0);
				return Math.log(sum) - (scores[number]! - most);
			});
			if (reduction === 'none') return floats(losses, t!.shape, z!.element);
			const total = losses.reduce((a, b) => a + b, 0);
			return floats(Float64Array.of(reduction === 'sum' ? total : total / losses.length), [], z!.element);
		},
		vjp: (o, up, [z, t], _out, { reduction }) => [
			() => {
				const shape = o.shape(z!);
				const axis = classAxis(shape);
				const hot = o.apply('one_hot', [t!], { classes: shape[axis]!, axis });
				const rest = o.sub(o.apply('softmax', [z!], { axes: [axis] }), hot);
				if (reduction === 'none') return o.mul(o.restore(up, shape, [axis]), rest);
				return o.mul(reduction === 'sum' ? up : o.div(up, o.type(t!).size), rest);
			},
			null,
		],
		samples: [
			{ operands: [SCORES, fromNested([2, 0], 'int64')] },
			{ operands: [SCORES, fromNested([2, 0], 'int64')], attributes: { reduction: 'none' } },
			{ operands: [fromNested([1, -2, 0.5]), fromNested(1, 'int64')], attributes: { reduction: 'sum' } },
		],
	}),
];
