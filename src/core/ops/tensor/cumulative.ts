/**
 * Running sums and products along an axis, and the linear recurrence that undoes products without dividing, so that zeros do no harm.
 */
import { arrayType, promote, promoteAll, toCount } from '../../elements.ts';
import { cumulatedProduct, scan } from '../../tensor/reduce.ts';
import { normalizeAxis, ShapeError, shapeText, sameShape } from '../../tensor/shape.ts';
import { fromNested } from '../../tensor/tensor.ts';
import type { NodeType } from '../../types.ts';
import { call, callLatex, only, operator } from '../authoring.ts';
import type { Builder } from './builder.ts';
import { tensorOp, type TensorDefinition } from './row.ts';

interface AxisAttributes {
	readonly axis: number;
	/** From the back to the front. */
	readonly reverse?: boolean;
	readonly [other: string]: unknown;
}

/** The entries moved by one along an axis, towards the front or the back, with a number in the gap. */
function shift<V extends object>(o: Builder<V>, x: V, axis: number, to: 'front' | 'back', gap: number): V {
	const shape = o.shape(x);
	const at = normalizeAxis(axis, shape.length);
	if (shape[at] === 0) return x;
	const widths = shape.map((_, index): readonly [number, number] =>
		index === at ? (to === 'front' ? [0, 1] : [1, 0]) : [0, 0],
	);
	const items = shape.map((extent, index) => ({
		kind: 'range' as const,
		start: index === at && to === 'front' ? 1 : 0,
		step: 1,
		count: extent,
	}));
	return o.apply('slice', [o.apply('pad', [x], { widths, value: gap })], { items });
}

/** For each entry the product of all others along those axes: right where entries are 0, too. */
export function productOfOthers<V extends object>(o: Builder<V>, x: V, axes: readonly number[]): V {
	const shape = o.shape(x);
	const kept = shape.map((_, axis) => axis).filter((axis) => !axes.includes(axis));
	const order = [...kept, ...axes];
	const moved = order.map((axis) => shape[axis]!);
	const flat = o.reshape(o.transpose(x, order), [
		...kept.map((axis) => shape[axis]!),
		axes.reduce((count, axis) => count * shape[axis]!, 1),
	]);
	const axis = kept.length;
	const flip = (v: V): V => o.apply('flip', [v], { axes: [axis] });
	const before = (v: V): V => o.apply('cumprod', [shift(o, v, axis, 'back', 1)], { axis });
	const others = o.mul(before(flat), flip(before(flip(flat))));
	return o.transpose(
		o.reshape(others, moved),
		order.map((_, index) => order.indexOf(index)),
	);
}

function alongType(x: NodeType, axis: number): NodeType {
	normalizeAxis(axis, x.shape.length);
	return arrayType(toCount(x.element), x.shape);
}

const MATRIX = fromNested([
	[1, -2, 3.5],
	[0.5, 4, -1],
]);

export const cumulative: readonly TensorDefinition[] = [
	tensorOp<AxisAttributes>({
		name: 'cumsum',
		symbol: 'cumsum',
		parameters: ['x'],
		names: only({ numpy: ['np.cumsum'], torch: ['torch.cumsum'], julia: ['cumsum'], matlab: ['cumsum'] }),
		pattern: 'distributor',
		sentence: ['cumsum: each entry gets the sum of the upstream gradients from its place on'],
		jacobian: ['triangular'],
		conventions: [],
		text: call('cumsum'),
		latex: callLatex(operator('cumsum')),
		type: ([x], { axis }) => alongType(x!, axis),
		forward: ([x], { axis, reverse = false }) =>
			scan(null, x!, normalizeAxis(axis, x!.shape.length), reverse, toCount(x!.element)),
		vjp: (o, up, _operands, _out, { axis, reverse = false }) => [
			() => o.apply('cumsum', [up], { axis, reverse: !reverse }),
		],
		samples: [
			{ operands: [MATRIX], attributes: { axis: 0 } },
			{ operands: [MATRIX], attributes: { axis: -1 } },
			{ operands: [MATRIX], attributes: { axis: 1, reverse: true } },
		],
	}),
	tensorOp<AxisAttributes>({
		name: 'cumprod',
		symbol: 'cumprod',
		parameters: ['x'],
		names: only({ numpy: ['np.cumprod'], torch: ['torch.cumprod'], julia: ['cumprod'], matlab: ['cumprod'] }),
		pattern: 'switcher',
		sentence: [
			'cumprod: each entry gets the upstream gradients from its place on, each times the product of the other entries',
		],
		jacobian: ['triangular'],
		conventions: [],
		text: call('cumprod'),
		latex: callLatex(operator('cumprod')),
		type: ([x], { axis }) => alongType(x!, axis),
		forward: ([x], { axis }) => cumulatedProduct(x!, normalizeAxis(axis, x!.shape.length), toCount(x!.element)),
		vjp: (o, up, [x], out, { axis }) => [
			() => {
				const from = o.apply('recurrence', [shift(o, x!, axis, 'front', 0), up], { axis, reverse: true });
				return o.mul(from, shift(o, out, axis, 'back', 1));
			},
		],
		samples: [
			{ operands: [MATRIX], attributes: { axis: 0 } },
			{ operands: [MATRIX], attributes: { axis: 1 } },
			{ operands: [fromNested([2, 0, -1, 0, 3])], attributes: { axis: 0 } },
		],
	}),
	tensorOp<AxisAttributes>({
		name: 'recurrence',
		symbol: 'a·s + b',
		parameters: ['a', 'b'],
		names: only({}),
		pattern: 'scaler',
		sentence: ['recurrence: each place hands its gradient on to the one before it, times the factor between them'],
		jacobian: ['triangular', 'triangular'],
		conventions: [],
		text: call('recurrence', 2),
		latex: callLatex(operator('recurrence'), 2),
		type: ([a, b], { axis }) => {
			normalizeAxis(axis, b!.shape.length);
			if (!sameShape(a!.shape, b!.shape)) {
				throw new ShapeError('{0} and {1} are not of one shape', shapeText(a!.shape), shapeText(b!.shape));
			}
			return arrayType(promoteAll([a!, b!]), b!.shape);
		},
		forward: ([a, b], { axis, reverse = false }) =>
			scan(a!, b!, normalizeAxis(axis, b!.shape.length), reverse, promote(a!.element, b!.element)),
		vjp: (o, up, [a], out, { axis, reverse = false }) => {
			const back = () =>
				o.apply('recurrence', [shift(o, a!, axis, reverse ? 'back' : 'front', 0), up], { axis, reverse: !reverse });
			return [() => o.mul(back(), shift(o, out, axis, reverse ? 'front' : 'back', 0)), back];
		},
		samples: [
			{ operands: [fromNested([0.5, -2, 3]), fromNested([1, 2, 0.5])], attributes: { axis: 0 } },
			{ operands: [MATRIX, MATRIX], attributes: { axis: 1, reverse: true } },
		],
	}),
];
