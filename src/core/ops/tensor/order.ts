/**
 * What depends on the order of entries: running extremes, places in a sorted table, and interpolation in it.
 */
import { arrayType, promoteAll, toFloat } from '../../elements.ts';
import { linesOf, mapLines } from '../../tensor/lines.ts';
import { normalizeAxis, ShapeError, shapeText } from '../../tensor/shape.ts';
import { dataOf, fromNested, makeTensor } from '../../tensor/tensor.ts';
import { call, callLatex, only, operator } from '../authoring.ts';
import { floats } from './batches.ts';
import type { Builder } from './builder.ts';
import { tensorOp, type TensorDefinition } from './row.ts';

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

const MATRIX = fromNested([
	[3.5, -2, 1],
	[0.5, -1, 4],
]);

export const order: readonly TensorDefinition[] = [
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
