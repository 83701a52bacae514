/**
 * What depends on the order of entries: quantiles, running extremes, places in a sorted table, and interpolation in it.
 */
import { arrayType, promoteAll, toFloat } from '../../elements.ts';
import { linesOf, mapLines } from '../../tensor/lines.ts';
import { normalizeAxis, reducedShape, ShapeError, shapeText } from '../../tensor/shape.ts';
import { dataOf, fromNested, makeTensor, type Tensor } from '../../tensor/tensor.ts';
import { call, callLatex, only, operator } from '../authoring.ts';
import { floats } from './batches.ts';
import type { Builder } from './builder.ts';
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

interface AxisAttributes {
	readonly [name: string]: unknown;
	readonly axis: number;
}

function running(name: 'cummax' | 'cummin', of: 'max' | 'min'): TensorDefinition {
	return tensorOp<AxisAttributes>({
		name,
		symbol: name,
		parameters: ['x'],
		names: only({
			numpy: [`np.${of}imum.accumulate`],
			torch: [`torch.${name}`],
			matlab: [name],
		}),
		pattern: 'router',
		sentence: ['{0}: routes each upstream gradient to the entry that was the extreme so far', name],
		jacobian: ['selection'],
		conventions: [
			{
				when: ([x], { axis }) => {
					const { data, length } = linesOf(x!, [normalizeAxis(axis as number, x!.shape.length)]);
					let best = NaN;
					return data.some((entry, index) => {
						const tie = index % length > 0 && entry === best;
						best = index % length === 0 ? entry : of === 'max' ? Math.max(best, entry) : Math.min(best, entry);
						return tie;
					});
				},
				text: ['{0} at a tie: the upstream gradient goes to the last of the entries that are equal', name],
				samples: [
					{
						operands: [fromNested([1, 3, 3, 2])].map((x) => (of === 'max' ? x : fromNested([3, 1, 1, 2]))),
						attributes: { axis: 0 },
					},
				],
			},
		],
		text: call(name),
		latex: callLatex(operator(name)),
		type: ([x], { axis }) => {
			normalizeAxis(axis, x!.shape.length);
			return arrayType(toFloat(x!.element), x!.shape);
		},
		forward: ([x], { axis }) =>
			mapLines(x!, [normalizeAxis(axis, x!.shape.length)], (data, from, to) => {
				const better = of === 'max' ? Math.max : Math.min;
				for (let i = from + 1; i < to; i++) data[i] = better(data[i - 1]!, data[i]!);
			}),
		vjp: (o, up, [x], _out, { axis }) => [
			() => o.apply('scatter_along', [up, o.apply('arg_running', [x!], { axis, of })], { axis, shape: o.shape(x!) }),
		],
		samples: [
			{ operands: [fromNested([1, 3, -2, 4])], attributes: { axis: 0 } },
			{
				operands: [
					fromNested([
						[3.5, -2, 4],
						[0.5, -1, 3],
					]),
				],
				attributes: { axis: 1 },
			},
		],
	});
}

/** How many entries of an ascending table are smaller (`left`), or not larger (`right`). */
function placesIn(table: Float64Array, x: Float64Array, side: 'left' | 'right'): Float64Array {
	return x.map((value) => {
		let [low, high] = [0, table.length];
		while (low < high) {
			const middle = (low + high) >> 1;
			const before = side === 'left' ? table[middle]! < value : table[middle]! <= value || Number.isNaN(value);
			if (before) low = middle + 1;
			else high = middle;
		}
		return low;
	});
}

/** What an interpolation is made of: the table's entries on both sides of each x, the slope between them, and the way from one to the other. */
interface Segment<V> {
	readonly low: V;
	readonly high: V;
	readonly slope: V;
	readonly way: V;
	/** 1 where x is within the table, 0 outside. */
	readonly inside: V;
}

function segment<V extends object>(o: Builder<V>, x: V, xp: V, fp: V): Segment<V> {
	const count = o.shape(xp)[0]!;
	const places = o.apply('searchsorted', [xp, x], { side: 'right' });
	const low = o.map('clip', o.sub(places, 1), 0, count - 2);
	const high = o.add(low, 1);
	const take = (table: V, index: V): V => o.apply('take_along', [table, index], { axis: 0 });
	const [x0, x1] = [take(xp, low), take(xp, high)];
	const width = o.sub(x1, x0);
	return {
		low,
		high,
		slope: o.div(o.sub(take(fp, high), take(fp, low)), width),
		way: o.div(o.sub(x, x0), width),
		inside: o.map('and', o.map('ge', places, 1), o.map('lt', places, count)),
	};
}

const LINE = fromNested([3.5, -2, 1, 0.25]);
const MATRIX = fromNested([
	[3.5, -2, 1],
	[0.5, -1, 4],
]);

export const order: readonly TensorDefinition[] = [
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
	running('cummax', 'max'),
	running('cummin', 'min'),
	tensorOp<AxisAttributes & { readonly of: 'max' | 'min' }>({
		name: 'arg_running',
		symbol: 'arg',
		parameters: ['x'],
		names: only({}),
		pattern: 'blocker',
		sentence: ['{0}: a place is a whole number that jumps: nothing flows back through it', 'arg'],
		jacobian: ['none'],
		conventions: [],
		text: ({ of }) => call(`argcum${of}`),
		latex: ({ of }) => callLatex(operator(`argcum${of}`)),
		type: ([x], { axis }) => {
			normalizeAxis(axis, x!.shape.length);
			return arrayType('int64', x!.shape);
		},
		forward: ([x], { axis, of }) => {
			const found = mapLines(x!, [normalizeAxis(axis, x!.shape.length)], (data, from, to) => {
				let [best, place] = [data[from]!, 0];
				for (let i = from; i < to; i++) {
					const entry = data[i]!;
					if (of === 'max' ? entry >= best : entry <= best) [best, place] = [entry, i - from];
					// Once there is a NaN, it is the extreme.
					else if (Number.isNaN(entry) && !Number.isNaN(best)) [best, place] = [entry, i - from];
					data[i] = place;
				}
			});
			return { ...found, element: 'int64' };
		},
		vjp: () => [null],
		samples: [{ operands: [MATRIX], attributes: { axis: 1, of: 'max' } }],
	}),
	tensorOp<{ readonly side?: 'left' | 'right' }>({
		name: 'searchsorted',
		symbol: 'search',
		parameters: ['table', 'x'],
		names: only({
			numpy: ['np.searchsorted', 'np.digitize'],
			torch: ['torch.searchsorted', 'torch.bucketize'],
			julia: ['searchsortedfirst'],
		}),
		pattern: 'blocker',
		sentence: ['{0}: a place is a whole number that jumps: nothing flows back through it', 'searchsorted'],
		jacobian: ['none'],
		conventions: [],
		text: call('searchsorted', 2),
		latex: callLatex(operator('searchsorted'), 2),
		type: ([table, x]) => {
			if (table!.shape.length !== 1)
				throw new ShapeError('searchsorted in {0}: a vector is needed', shapeText(table!.shape));
			return arrayType('int64', x!.shape);
		},
		forward: ([table, x], { side }) =>
			makeTensor(placesIn(dataOf(table!), dataOf(x!), side ?? 'left'), x!.shape, 'int64'),
		vjp: () => [null, null],
		samples: [{ operands: [fromNested([0, 1, 2]), fromNested([0.5, 1, 3])] }],
	}),
	tensorOp({
		name: 'interp',
		symbol: 'interp',
		parameters: ['x', 'xp', 'fp'],
		names: only({ numpy: ['np.interp'], matlab: ['interp1'] }),
		pattern: 'router',
		sentence: [
			'interp: x gets the upstream gradient times the slope of its segment, 0 outside the table; the two values beside it share it by how near they are',
		],
		jacobian: ['diagonal', 'dense', 'dense'],
		conventions: [
			{
				when: ([x, xp]) => {
					const table = new Set(dataOf(xp!));
					return dataOf(x!).some((value) => table.has(value));
				},
				text: ['{0} has a kink here: the slope used is the one of its right side', 'interp'],
				samples: [{ operands: [fromNested([1]), fromNested([0, 1, 2]), fromNested([1, 3, 0.5])] }],
			},
		],
		text: call('interp', 3),
		latex: callLatex(operator('interp'), 3),
		type: ([x, xp, fp]) => {
			if (xp!.shape.length !== 1 || fp!.shape.length !== 1 || xp!.size !== fp!.size || xp!.size < 2) {
				throw new ShapeError(
					'interp: {0} places and {1} values do not make a table',
					shapeText(xp!.shape),
					shapeText(fp!.shape),
				);
			}
			return arrayType(toFloat(promoteAll([x!, xp!, fp!])), x!.shape);
		},
		forward: ([x, xp, fp]) => {
			const [at, table, values] = [dataOf(x!), dataOf(xp!), dataOf(fp!)];
			const last = table.length - 1;
			const places = placesIn(table, at, 'right');
			const out = at.map((value, index) => {
				const place = places[index]!;
				if (Number.isNaN(value)) return NaN;
				if (place === 0) return values[0]!;
				if (place > last) return values[last]!;
				const [x0, f0] = [table[place - 1]!, values[place - 1]!];
				return f0 + ((values[place]! - f0) / (table[place]! - x0)) * (value - x0);
			});
			return floats(out, x!.shape, fp!.element);
		},
		vjp: (o, up, [x, xp, fp]) => {
			const shape = o.shape(x!);
			const count = [shape.reduce((product, extent) => product * extent, 1)];
			const flat = o.reshape(up, count);
			const parts = (): Segment<typeof up> => segment(o, o.reshape(x!, count), xp!, fp!);
			const put = (share: typeof up, at: typeof up): typeof up =>
				o.apply('scatter_along', [share, at], { axis: 0, shape: o.shape(xp!) });
			return [
				() => {
					const { slope, inside } = parts();
					return o.reshape(o.mul(o.mul(flat, inside), slope), shape);
				},
				() => {
					const { low, high, slope, way, inside } = parts();
					const moved = o.neg(o.mul(o.mul(flat, inside), slope));
					return o.add(put(o.mul(moved, o.sub(1, way)), low), put(o.mul(moved, way), high));
				},
				() => {
					const { low, high, way } = parts();
					const near = o.map('clip', way, 0, 1);
					return o.add(put(o.mul(flat, o.sub(1, near)), low), put(o.mul(flat, near), high));
				},
			];
		},
		samples: [{ operands: [fromNested([0.5, 1.25, -1, 4]), fromNested([0, 1, 2.5]), fromNested([1, 3, 0.5])] }],
	}),
];
