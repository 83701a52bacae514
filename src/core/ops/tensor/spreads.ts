/**
 * How far entries lie apart, and how long a vector is: variance, standard deviation, norms.
 */
import { toFloat } from '../../elements.ts';
import { mapTensor, zipTensors } from '../../tensor/map.ts';
import { largest, needEntries, smallest, sum } from '../../tensor/reduce.ts';
import { normalizeAxes } from '../../tensor/shape.ts';
import { broadcastTo, fromNested, type Tensor } from '../../tensor/tensor.ts';
import { form, only } from '../authoring.ts';
import { LEVEL } from '../row.ts';
import type { Builder } from './builder.ts';
import {
	axesOf,
	countOf,
	namedLatex,
	reducedType,
	REDUCTION_SAMPLES,
	reductionText,
	spread,
	type ReductionAttributes,
} from './reducing.ts';
import { mean } from './reductions.ts';
import { tensorOp, type TensorDefinition } from './row.ts';

interface SpreadAttributes extends ReductionAttributes {
	/** What is taken off the count: 0 for a whole population, 1 for a sample. */
	readonly ddof?: number;
}

function variance(x: Tensor, attributes: SpreadAttributes): Tensor {
	const axes = axesOf(x, attributes);
	const centre = broadcastTo(mean(x, axes, true), x.shape);
	const squares = zipTensors(x, centre, (a, b) => (a - b) * (a - b));
	const element = toFloat(x.element);
	const free = freedom(
		axes.reduce((count, axis) => count * x.shape[axis]!, 1),
		attributes,
	);
	return mapTensor(sum(squares, axes, attributes.keepdims === true, element), (total) => total / free, element);
}

function freedom(count: number, attributes: SpreadAttributes): number {
	return Math.max(count - (attributes.ddof ?? 0), 0);
}

/** What the entries lie away from their mean. */
function deviation<V extends object>(o: Builder<V>, x: V, attributes: SpreadAttributes): V {
	const axes = normalizeAxes(attributes.axes, o.shape(x).length);
	return o.sub(x, o.broadcast(o.apply('mean', [x], { axes, keepdims: true }), o.shape(x)));
}

interface NormAttributes extends ReductionAttributes {
	/** 2 where absent; ±Infinity for the largest or smallest size; 0 counts the entries that are not 0. */
	readonly ord?: number;
}

function norm(x: Tensor, { ord = 2, ...attributes }: NormAttributes): Tensor {
	const axes = axesOf(x, attributes);
	const keepdims = attributes.keepdims === true;
	const element = toFloat(x.element);
	if (ord === Infinity) return largest(mapTensor(x, Math.abs, element), axes, keepdims);
	if (ord === -Infinity) return smallest(mapTensor(x, Math.abs, element), axes, keepdims);
	const total = (f: (value: number) => number): Tensor => sum(mapTensor(x, f), axes, keepdims, element);
	if (ord === 0) return total((value) => (value === 0 ? 0 : 1));
	if (ord === 1) return total(Math.abs);
	if (ord === 2)
		return mapTensor(
			total((value) => value * value),
			Math.sqrt,
			element,
		);
	return mapTensor(
		total((value) => Math.abs(value) ** ord),
		(value) => value ** (1 / ord),
		element,
	);
}

/** ∂‖x‖/∂x, spread over the entries. */
function slope<V extends object>(o: Builder<V>, x: V, out: V, { ord = 2, ...attributes }: NormAttributes): V {
	const whole = spread(o, out, x, attributes);
	if (ord === 0) return o.map('mul', x, 0);
	if (ord === 1) return o.map('sign', x);
	// Where the norm is 0 all entries are, and the slope used is 0.
	const safe = o.where(o.eq(whole, 0), 1, whole);
	if (ord === 2) return o.div(x, safe);
	if (!Number.isFinite(ord)) {
		const chosen = o.eq(o.map('abs', x), whole);
		const axes = normalizeAxes(attributes.axes, o.shape(x).length);
		return o.div(o.mul(chosen, o.map('sign', x)), o.broadcast(o.sum(chosen, axes, true), o.shape(x)));
	}
	return o.mul(o.map('sign', x), o.pow(o.div(o.map('abs', x), safe), ord - 1));
}

export const spreads: readonly TensorDefinition[] = [
	tensorOp<SpreadAttributes>({
		name: 'var',
		symbol: 'var',
		parameters: ['x'],
		names: only({ numpy: ['np.var'], torch: ['torch.var'], julia: ['var'], matlab: ['var'], math: ['variance'] }),
		pattern: 'scaler',
		sentence: ['var: scales the upstream gradient by twice the distance from the mean, over the count'],
		jacobian: ['block diagonal'],
		conventions: [],
		text: reductionText('var'),
		latex: namedLatex('var'),
		type: ([x], attributes) => reducedType(x!, attributes, toFloat(x!.element)),
		forward: ([x], attributes) => variance(x!, attributes),
		vjp: (o, up, [x], _out, attributes) => [
			() => {
				const scale = 2 / freedom(countOf(o.type(x!), attributes), attributes);
				return o.mul(o.mul(spread(o, up, x!, attributes), scale), deviation(o, x!, attributes));
			},
		],
		samples: [
			...REDUCTION_SAMPLES.slice(0, 4),
			{ operands: REDUCTION_SAMPLES[0]!.operands, attributes: { axes: [1], ddof: 1 } },
		],
	}),
	tensorOp<SpreadAttributes>({
		name: 'std',
		symbol: 'std',
		parameters: ['x'],
		names: only({ numpy: ['np.std'], torch: ['torch.std'], julia: ['std'], matlab: ['std'], math: ['std'] }),
		pattern: 'scaler',
		sentence: ['std: scales the upstream gradient by the distance from the mean, over the count and the deviation'],
		jacobian: ['block diagonal'],
		conventions: [],
		text: reductionText('std'),
		latex: namedLatex('std'),
		type: ([x], attributes) => reducedType(x!, attributes, toFloat(x!.element)),
		forward: ([x], attributes) => mapTensor(variance(x!, attributes), Math.sqrt, toFloat(x!.element)),
		vjp: (o, up, [x], out, attributes) => [
			() => {
				const scaled = o.div(up, o.mul(out, freedom(countOf(o.type(x!), attributes), attributes)));
				return o.mul(spread(o, scaled, x!, attributes), deviation(o, x!, attributes));
			},
		],
		samples: [
			...REDUCTION_SAMPLES.slice(0, 4),
			{ operands: REDUCTION_SAMPLES[0]!.operands, attributes: { axes: [1], ddof: 1 } },
		],
	}),
	tensorOp<NormAttributes>({
		name: 'norm',
		symbol: '‖x‖',
		parameters: ['x'],
		names: only({
			latex: ['\\norm', '\\lVert', '\\|'],
			numpy: ['np.linalg.norm'],
			torch: ['torch.norm', 'torch.linalg.norm', 'torch.linalg.vector_norm'],
			julia: ['norm'],
			matlab: ['norm'],
			math: ['norm'],
		}),
		pattern: 'scaler',
		sentence: ['norm: hands each entry the upstream gradient times its part of the length'],
		jacobian: ['block diagonal'],
		conventions: [
			{
				when: ([x], attributes) => {
					const { ord = 2 } = attributes as NormAttributes;
					if (ord === 1) return mapTensor(x!, (value) => (value === 0 ? 1 : 0)).data.includes(1);
					return norm(x!, attributes).data.includes(0);
				},
				text: ['the norm has a kink at 0: the slope used there is 0'],
				samples: [{ operands: [fromNested([0, 0])] }, { operands: [fromNested([0, 1])], attributes: { ord: 1 } }],
			},
		],
		text: form('‖$0‖', LEVEL.atom, LEVEL.conditional),
		latex: form('\\left\\lVert $0 \\right\\rVert', LEVEL.atom, LEVEL.conditional),
		type: ([x], attributes) => {
			if (Math.abs(attributes.ord ?? 2) === Infinity) needEntries(x!, axesOf(x!, attributes));
			return reducedType(x!, attributes, toFloat(x!.element));
		},
		forward: ([x], attributes) => norm(x!, attributes),
		vjp: (o, up, [x], out, attributes) => [() => o.mul(spread(o, up, x!, attributes), slope(o, x!, out, attributes))],
		samples: [
			...REDUCTION_SAMPLES,
			...[1, 3, 2.5, Infinity, -Infinity].map((ord) => ({
				operands: REDUCTION_SAMPLES[0]!.operands,
				attributes: { ord, axes: [1] },
			})),
		],
	}),
];
