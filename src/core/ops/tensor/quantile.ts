/**
 * Quantiles: the entry, or the two entries, that a share of the sorted entries lies below.
 */
import { arrayType, toFloat } from '../../elements.ts';
import { linesOf } from '../../tensor/lines.ts';
import { normalizeAxis, reducedShape, ShapeError, shapeText } from '../../tensor/shape.ts';
import { fromNested, makeTensor, type Tensor } from '../../tensor/tensor.ts';
import { call, callLatex, only, operator } from '../authoring.ts';
import { floats } from './batches.ts';
import { tensorOp, type TensorDefinition } from './row.ts';

interface QuantileAttributes {
	readonly [name: string]: unknown;
	readonly axis: number;
	/** From 0 to 1. */
	readonly q: number;
	readonly keepdims?: boolean;
	/** What lies between two entries; NumPy's names. Absent: linear. */
	readonly method?: QuantileMethod;
}

/**
 * The ways to place a quantile among `count` entries that go on between them, by their parameters α and β: entry `count·q + α + q·(1 − α − β) − 1`.
 * Source: Hyndman and Fan, Sample Quantiles in Statistical Packages (1996), whose numbers 4 to 9 they are, under NumPy's names.
 */
const CONTINUOUS = {
	interpolated_inverted_cdf: [0, 1],
	hazen: [1 / 2, 1 / 2],
	weibull: [0, 0],
	linear: [1, 1],
	median_unbiased: [1 / 3, 1 / 3],
	normal_unbiased: [3 / 8, 3 / 8],
} as const;

/** Every way of NumPy; those that are not continuous take one entry, or the middle of two. */
export const QUANTILE_METHODS = [
	...(Object.keys(CONTINUOUS) as (keyof typeof CONTINUOUS)[]),
	'lower',
	'higher',
	'midpoint',
	'nearest',
	'inverted_cdf',
	'averaged_inverted_cdf',
	'closest_observation',
] as const;

export type QuantileMethod = (typeof QUANTILE_METHODS)[number];

/** The two neighbours of a quantile among `count` sorted entries, and how far it is from the first to the second. */
function between(count: number, attributes: QuantileAttributes): readonly [low: number, high: number, way: number] {
	const { q, method = 'linear' } = attributes;
	const within = (place: number): number => Math.max(0, Math.min(place, count - 1));
	const at = (place: number): readonly [number, number, number] => [within(place), within(place), 0];
	switch (method) {
		case 'lower':
			return at(Math.floor(q * (count - 1)));
		case 'higher':
			return at(Math.ceil(q * (count - 1)));
		case 'midpoint': {
			const place = q * (count - 1);
			return [Math.floor(place), Math.ceil(place), 0.5];
		}
		case 'nearest':
			return at(nearestEven(q * (count - 1)));
		case 'inverted_cdf':
			return at(Math.ceil(count * q) - 1);
		case 'averaged_inverted_cdf': {
			const place = Math.ceil(count * q) - 1;
			return count * q === place + 1 ? [within(place), within(place + 1), 0.5] : at(place);
		}
		case 'closest_observation':
			return at(nearestEven(count * q) - 1);
		default: {
			const [alpha, beta] = CONTINUOUS[method];
			const place = within(count * q + alpha + q * (1 - alpha - beta) - 1);
			const low = Math.floor(place);
			return [low, within(low + 1), place - low];
		}
	}
}

/** Halves go to the even place. */
function nearestEven(place: number): number {
	const low = Math.floor(place);
	return place - low === 0.5 ? low + (low % 2) : Math.round(place);
}

/** One quantile along the axis, as NumPy computes it: from the nearer neighbour. */
function quantiles(x: Tensor, axis: number, attributes: QuantileAttributes): Float64Array {
	const { data, length } = linesOf(x, [axis]);
	const [low, high, way] = between(length, attributes);
	return Float64Array.from({ length: data.length / length }, (_, line) => {
		const sorted = data.subarray(line * length, (line + 1) * length).sort();
		// NaN is sorted to the end, and spoils the whole.
		if (Number.isNaN(sorted[length - 1])) return NaN;
		const [a, b] = [sorted[low]!, sorted[high]!];
		return way < 0.5 ? a + (b - a) * way : b - (b - a) * (1 - way);
	});
}

const LINE = fromNested([3.5, -2, 1, 0.25]);
const MATRIX = fromNested([
	[3.5, -2, 1],
	[0.5, -1, 4],
]);

export const quantile: readonly TensorDefinition[] = [
	tensorOp<QuantileAttributes>({
		name: 'quantile',
		symbol: 'quantile',
		parameters: ['x'],
		names: only({
			numpy: ['np.quantile', 'np.percentile', 'np.median'],
			torch: ['torch.quantile', 'torch.median'],
			julia: ['quantile', 'median'],
			matlab: ['quantile', 'prctile', 'median'],
		}),
		pattern: 'router',
		sentence: [
			'quantile: the two entries beside it share the upstream gradient by how near they are, all others get 0',
		],
		jacobian: ['selection'],
		conventions: [
			{
				when: ([x], attributes) => {
					const of = attributes as QuantileAttributes;
					const { data, length } = linesOf(x!, [normalizeAxis(of.axis, x!.shape.length)]);
					const [low, high, way] = between(length, of);
					const taken = [...(way < 1 ? [low] : []), ...(way > 0 ? [high] : [])];
					return data.some((_, index) => {
						if (index % length !== 0) return false;
						const sorted = data.slice(index, index + length).sort();
						return taken.some((k) => sorted[k - 1] === sorted[k] || sorted[k + 1] === sorted[k]);
					});
				},
				text: [
					'{0} at a tie: of the entries that are equal, the ones are taken that a stable sort puts there',
					'quantile',
				],
				samples: [{ operands: [fromNested([2, 2, 1])], attributes: { axis: 0, q: 0.5 } }],
			},
		],
		text: ({ q }) => ({ ...call('quantile'), form: `quantile($0, ${q})` }),
		latex: ({ q }) => callLatex(`${operator('quantile')}_{${q}}`),
		type: ([x], attributes) => {
			const axis = normalizeAxis(attributes.axis, x!.shape.length);
			if (!(attributes.q >= 0 && attributes.q <= 1)) {
				throw new ShapeError('quantile: {0} is not between 0 and 1', attributes.q);
			}
			if (x!.shape[axis] === 0) throw new ShapeError('quantile of {0}: there are no entries', shapeText(x!.shape));
			return arrayType(toFloat(x!.element), reducedShape(x!.shape, [axis], attributes.keepdims === true));
		},
		forward: ([x], attributes) => {
			const axis = normalizeAxis(attributes.axis, x!.shape.length);
			const shape = reducedShape(x!.shape, [axis], attributes.keepdims === true);
			return floats(quantiles(x!, axis, attributes), shape, x!.element);
		},
		vjp: (o, up, [x], _out, attributes) => [
			() => {
				const shape = o.shape(x!);
				const axis = normalizeAxis(attributes.axis, shape.length);
				const [low, high, way] = between(shape[axis]!, attributes);
				const weights = new Float64Array(shape[axis]!);
				weights[low]! += 1 - way;
				weights[high]! += way;
				const along = makeTensor(
					weights,
					shape.map((extent, each) => (each === axis ? extent : 1)),
				);
				const sorted = o.mul(o.restore(up, shape, [axis]), o.constant(along));
				const places = o.apply('argsort', [x!], { axis });
				return o.apply('scatter_along', [o.broadcast(sorted, shape), places], { axis, shape });
			},
		],
		samples: [
			{ operands: [LINE], attributes: { axis: 0, q: 0.5 } },
			{ operands: [LINE], attributes: { axis: 0, q: 0.3 } },
			{ operands: [MATRIX], attributes: { axis: 1, q: 0.5 } },
			{ operands: [MATRIX], attributes: { axis: 0, q: 0.75, keepdims: true } },
			{ operands: [LINE], attributes: { axis: 0, q: 0.5, method: 'lower' } },
		],
	}),
];
