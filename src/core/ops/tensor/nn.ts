/**
 * What neural networks do along an axis: softmax and its logarithm, sums of exponentials, standardising.
 */
import { arrayType, promoteAll, toFloat } from '../../elements.ts';
import { linesOf, mapLines, reduceLines } from '../../tensor/lines.ts';
import { broadcastShapes, normalizeAxis, reducedShape, ShapeError } from '../../tensor/shape.ts';
import { broadcastTo, fromNested, makeTensor, type Tensor } from '../../tensor/tensor.ts';
import type { ElementType, NodeType } from '../../types.ts';
import { call, callLatex, only, operator } from '../authoring.ts';
import type { Builder } from './builder.ts';
import { axesOf, reducedType, reductionText, spread, type ReductionAttributes } from './reducing.ts';
import { tensorOp, type TensorDefinition, type TensorSample } from './row.ts';

function largest(data: Float64Array, from: number, to: number): number {
	let most = -Infinity;
	for (let i = from; i < to; i++) most = Math.max(most, data[i]!);
	return most;
}

/** The largest entry, where taking it off cannot make ∞ − ∞. */
function shiftOf(data: Float64Array, from: number, to: number): number {
	const most = largest(data, from, to);
	return Math.abs(most) === Infinity ? 0 : most;
}

function logSumExp(data: Float64Array, from: number, to: number, weights: Float64Array | null = null): number {
	const shift = shiftOf(data, from, to);
	let sum = 0;
	for (let i = from; i < to; i++) sum += Math.exp(data[i]! - shift) * (weights ? weights[i]! : 1);
	return Math.log(sum) + shift;
}

function softmaxInPlace(data: Float64Array, from: number, to: number): void {
	const most = largest(data, from, to);
	let sum = 0;
	for (let i = from; i < to; i++) sum += data[i] = Math.exp(data[i]! - most);
	for (let i = from; i < to; i++) data[i]! /= sum;
}

function logSoftmaxInPlace(data: Float64Array, from: number, to: number): void {
	const shift = shiftOf(data, from, to);
	let sum = 0;
	for (let i = from; i < to; i++) sum += Math.exp(data[i]! - shift);
	const log = Math.log(sum);
	for (let i = from; i < to; i++) data[i] = data[i]! - shift - log;
}

/** Makes the entries' mean 0 and their variance 1, but for `eps`. */
function standardizeInPlace(data: Float64Array, from: number, to: number, eps: number): void {
	const count = to - from;
	let mean = 0;
	for (let i = from; i < to; i++) mean += data[i]!;
	mean /= count;
	let square = 0;
	for (let i = from; i < to; i++) {
		const rest = (data[i]! -= mean);
		square += rest * rest;
	}
	const root = Math.sqrt(square / count + eps);
	for (let i = from; i < to; i++) data[i]! /= root;
}

function floatLike(x: NodeType): NodeType {
	return arrayType(toFloat(x.element), x.shape);
}

function reduced(
	data: Float64Array,
	x: Tensor,
	axes: readonly number[],
	keepdims: boolean,
	element: ElementType,
): Tensor {
	if (element === 'float32') for (let i = 0; i < data.length; i++) data[i] = Math.fround(data[i]!);
	return makeTensor(data, reducedShape(x.shape, axes, keepdims), element);
}

function sumOver<V extends object>(o: Builder<V>, x: V, of: V, attributes: ReductionAttributes): V {
	return o.sum(x, axesOf(o.type(of), attributes), true);
}

function meanOver<V extends object>(o: Builder<V>, x: V, attributes: ReductionAttributes): V {
	const type = o.type(x);
	const count = axesOf(type, attributes).reduce((product, axis) => product * type.shape[axis]!, 1);
	return o.div(sumOver(o, x, x, attributes), count);
}

const MATRIX = fromNested([
	[1, -2, 0.5],
	[0.25, 1.5, -1],
]);
const VECTOR = fromNested([0.5, -1, 2]);
const CUBE = fromNested([
	[
		[1, -2],
		[0.5, 0.25],
	],
	[
		[0.5, 2],
		[-1, 1.5],
	],
]);
const ALONG: readonly TensorSample[] = [
	{ operands: [VECTOR] },
	{ operands: [MATRIX], attributes: { axes: [1] } },
	{ operands: [MATRIX], attributes: { axes: [0] } },
	{ operands: [CUBE], attributes: { axes: [0, 2] } },
];

export const nn: readonly TensorDefinition[] = [
	tensorOp<ReductionAttributes>({
		name: 'softmax',
		symbol: 'softmax',
		parameters: ['x'],
		names: only({
			math: ['softmax'],
			latex: ['\\operatorname{softmax}'],
			numpy: ['scipy.special.softmax', 'softmax'],
			torch: ['torch.softmax', 'F.softmax', 'nn.Softmax', '.softmax'],
			julia: ['softmax'],
			matlab: ['softmax'],
		}),
		pattern: 'scaler',
		sentence: [
			'softmax: takes from the upstream gradient its mean weighted by the output, and scales what is left by the output',
		],
		jacobian: ['block diagonal'],
		conventions: [],
		text: reductionText('softmax'),
		latex: callLatex(operator('softmax')),
		type: ([x], attributes) => {
			axesOf(x!, attributes);
			return floatLike(x!);
		},
		forward: ([x], attributes) => mapLines(x!, axesOf(x!, attributes), softmaxInPlace),
		vjp: (o, up, _operands, out, attributes) => [
			() => o.mul(out, o.sub(up, sumOver(o, o.mul(up, out), out, attributes))),
		],
		samples: ALONG,
	}),
	tensorOp<ReductionAttributes>({
		name: 'log_softmax',
		symbol: 'ln softmax',
		parameters: ['x'],
		names: only({
			math: ['log_softmax', 'logsoftmax'],
			numpy: ['scipy.special.log_softmax', 'log_softmax'],
			torch: ['torch.log_softmax', 'F.log_softmax', 'nn.LogSoftmax', '.log_softmax'],
			julia: ['logsoftmax'],
		}),
		pattern: 'scaler',
		sentence: ['log softmax: hands on the upstream gradient, less its sum shared out by the softmax'],
		jacobian: ['block diagonal'],
		conventions: [],
		text: reductionText('log_softmax'),
		latex: callLatex(`\\ln${operator('softmax')}`),
		type: ([x], attributes) => {
			axesOf(x!, attributes);
			return floatLike(x!);
		},
		forward: ([x], attributes) => mapLines(x!, axesOf(x!, attributes), logSoftmaxInPlace),
		vjp: (o, up, _operands, out, attributes) => [
			() => o.sub(up, o.mul(o.map('exp', out), sumOver(o, up, out, attributes))),
		],
		samples: ALONG,
	}),
	tensorOp<ReductionAttributes>({
		name: 'logsumexp',
		symbol: 'lse',
		parameters: ['x'],
		names: only({
			math: ['logsumexp'],
			numpy: ['scipy.special.logsumexp', 'logsumexp'],
			torch: ['torch.logsumexp', 'torch.special.logsumexp'],
			julia: ['logsumexp'],
		}),
		pattern: 'distributor',
		sentence: ['logsumexp: shares the upstream gradient out by the softmax: the larger an entry, the more it gets'],
		jacobian: ['block diagonal'],
		conventions: [],
		text: reductionText('logsumexp'),
		latex: callLatex(operator('logsumexp')),
		type: ([x], attributes) => reducedType(x!, attributes, toFloat(x!.element)),
		forward: ([x], attributes) => {
			const axes = axesOf(x!, attributes);
			const data = reduceLines(x!, axes, logSumExp);
			return reduced(data, x!, axes, attributes.keepdims === true, toFloat(x!.element));
		},
		vjp: (o, up, [x], _out, attributes) => [
			() => o.mul(spread(o, up, x!, attributes), o.apply('softmax', [x!], { axes: attributes.axes ?? null })),
		],
		samples: [...ALONG, { operands: [MATRIX], attributes: { axes: [1], keepdims: true } }],
	}),
	tensorOp<ReductionAttributes>({
		name: 'logsumexp_weighted',
		symbol: 'lse',
		parameters: ['x', 'b'],
		names: only({ numpy: ['scipy.special.logsumexp'] }),
		pattern: 'distributor',
		sentence: [
			'weighted logsumexp: shares the upstream gradient out by the weighted softmax; a weight gets what its exponential adds',
		],
		jacobian: ['block diagonal', 'block diagonal'],
		conventions: [],
		text: call('logsumexp', 2),
		latex: callLatex(operator('logsumexp'), 2),
		type: ([x, b], attributes) => {
			const wide = arrayType(promoteAll([x!, b!]), broadcastShapes(x!.shape, b!.shape));
			return reducedType(wide, attributes, toFloat(wide.element));
		},
		forward: ([x, b], attributes) => {
			const shape = broadcastShapes(x!.shape, b!.shape);
			const wide = broadcastTo(x!, shape);
			const axes = axesOf(wide, attributes);
			const weights = linesOf(broadcastTo(b!, shape), axes).data;
			const data = reduceLines(wide, axes, (entries, from, to) => logSumExp(entries, from, to, weights));
			const element = x!.element === 'float32' && b!.element === 'float32' ? 'float32' : 'float64';
			return reduced(data, wide, axes, attributes.keepdims === true, element);
		},
		vjp: (o, up, [x, b], out, attributes) => {
			const shape = broadcastShapes(o.shape(x!), o.shape(b!));
			const wide = o.broadcast(x!, shape);
			const weight = (): typeof up =>
				o.mul(spread(o, up, wide, attributes), o.map('exp', o.sub(wide, spread(o, out, wide, attributes))));
			return [() => o.sumTo(o.mul(weight(), b!), o.shape(x!)), () => o.sumTo(weight(), o.shape(b!))];
		},
		samples: [
			{ operands: [MATRIX, fromNested([0.5, 2, 1])], attributes: { axes: [1] } },
			{ operands: [VECTOR, fromNested([[1, 0.5, 3]])] },
		],
	}),
	tensorOp<{ readonly axis: number }>({
		name: 'logcumsumexp',
		symbol: 'lse…',
		parameters: ['x'],
		names: only({ torch: ['torch.logcumsumexp'] }),
		pattern: 'distributor',
		sentence: ['logcumsumexp: shares each upstream gradient out by the softmax of the entries up to its place'],
		jacobian: ['triangular'],
		conventions: [],
		text: call('logcumsumexp'),
		latex: callLatex(operator('logcumsumexp')),
		type: ([x], { axis }) => {
			normalizeAxis(axis, x!.shape.length);
			return floatLike(x!);
		},
		forward: ([x], { axis }) =>
			mapLines(x!, [normalizeAxis(axis, x!.shape.length)], (data, from, to) => {
				let [most, sum] = [-Infinity, 0];
				for (let i = from; i < to; i++) {
					const entry = data[i]!;
					if (entry > most) {
						sum = (most === -Infinity ? 0 : sum * Math.exp(most - entry)) + 1;
						most = entry;
					} else sum += entry === -Infinity ? 0 : Math.exp(entry - most);
					data[i] = most + Math.log(sum);
				}
			}),
		// Σ up·exp(x − out) over all later places: with the largest entry taken off, both exponents stay in range.
		vjp: (o, up, [x], out, { axis }) => [
			() => {
				const axes = { axes: [normalizeAxis(axis, o.shape(x!).length)], keepdims: true };
				const shift = o.apply('amax', [x!], axes);
				const later = o.apply('cumsum', [o.mul(up, o.map('exp', o.sub(shift, out)))], { axis, reverse: true });
				return o.mul(o.map('exp', o.sub(x!, shift)), later);
			},
		],
		samples: [
			{ operands: [VECTOR], attributes: { axis: 0 } },
			{ operands: [MATRIX], attributes: { axis: 1 } },
			{ operands: [MATRIX], attributes: { axis: 0 } },
		],
	}),
	tensorOp<ReductionAttributes & { readonly eps?: number }>({
		name: 'standardize',
		symbol: '(x−μ)/σ',
		parameters: ['x'],
		names: only({
			math: ['standardize', 'zscore'],
			numpy: ['scipy.stats.zscore'],
			torch: ['F.batch_norm', 'F.layer_norm', 'F.instance_norm', 'F.group_norm'],
			julia: ['zscore'],
			matlab: ['zscore'],
		}),
		pattern: 'scaler',
		sentence: [
			'standardize: takes from the upstream gradient its mean and its part along the output, and divides what is left by the standard deviation',
		],
		jacobian: ['block diagonal'],
		conventions: [],
		text: reductionText('standardize'),
		latex: callLatex(operator('standardize')),
		type: ([x], attributes) => {
			const axes = axesOf(x!, attributes);
			if (axes.some((axis) => x!.shape[axis] === 0))
				throw new ShapeError('standardize: there are no entries along the axes');
			return floatLike(x!);
		},
		forward: ([x], attributes) =>
			mapLines(x!, axesOf(x!, attributes), (data, from, to) => {
				standardizeInPlace(data, from, to, attributes.eps ?? 0);
			}),
		vjp: (o, up, [x], out, attributes) => [
			() => {
				const rest = o.sub(x!, meanOver(o, x!, attributes));
				const variance = meanOver(o, o.mul(rest, rest), attributes);
				const inverse = o.map('rsqrt', o.add(variance, attributes.eps ?? 0));
				const along = o.mul(out, meanOver(o, o.mul(up, out), attributes));
				return o.mul(inverse, o.sub(o.sub(up, meanOver(o, up, attributes)), along));
			},
		],
		samples: [
			{ operands: [VECTOR], attributes: { axes: [0], eps: 1e-5 } },
			{ operands: [MATRIX], attributes: { axes: [1], eps: 1e-5 } },
			{ operands: [CUBE], attributes: { axes: [0, 2], eps: 1e-5 } },
		],
	}),
];
