/**
 * Sorting, and where the largest stands: what chooses entries by their values, routing gradients back along the same choice.
 */
import { arrayType } from '../../elements.ts';
import { alongAxis, argExtreme, needEntries } from '../../tensor/reduce.ts';
import { normalizeAxis, reducedShape, sameShape, ShapeError, shapeText, sizeOf } from '../../tensor/shape.ts';
import { dataOf, fromNested, makeTensor, reshaped, zeros, type Tensor } from '../../tensor/tensor.ts';
import { call, callLatex, only, operator } from '../authoring.ts';
import { tensorOp, type TensorDefinition } from './row.ts';

interface AxisAttributes {
	readonly axis: number;
	readonly [other: string]: unknown;
}

interface ExtremeAttributes {
	/** Null: the place in the flattened array. */
	readonly axis: number | null;
	readonly keepdims?: boolean;
	readonly [other: string]: unknown;
}

/** For each place along an axis where the entry that belongs there stands; NaN last, equal ones in their order. */
function order(x: Tensor, axis: number): Tensor {
	const xs = dataOf(x);
	const { outer, length, inner } = alongAxis(x.shape, axis);
	const out = new Float64Array(xs.length);
	const indices = new Int32Array(length);
	for (let o = 0; o < outer; o++) {
		for (let i = 0; i < inner; i++) {
			const start = o * length * inner + i;
			for (let k = 0; k < length; k++) indices[k] = k;
			indices.sort((p, q) => compare(xs[start + p * inner]!, xs[start + q * inner]!) || p - q);
			for (let k = 0; k < length; k++) out[start + k * inner] = indices[k]!;
		}
	}
	return makeTensor(out, x.shape, 'int64');
}

function compare(a: number, b: number): number {
	if (a < b) return -1;
	if (a > b) return 1;
	return Number(Number.isNaN(a)) - Number(Number.isNaN(b));
}

/** Places in `x`'s C order of what index arrays along an axis take. Throws a ShapeError on one outside the axis. */
function placesAlong(shape: readonly number[], indices: Tensor, axis: number): Int32Array {
	const positions = dataOf(indices);
	const { length, inner } = alongAxis(shape, axis);
	const own = alongAxis(indices.shape, axis);
	const places = new Int32Array(positions.length);
	for (let at = 0; at < positions.length; at++) {
		const before = Math.floor(at / (own.length * own.inner));
		const after = at % own.inner;
		const index = positions[at]!;
		const from = index < 0 ? index + length : index;
		if (!(from >= 0 && from < length)) {
			throw new ShapeError(
				'index {0} is outside axis {1} of {2}, which has {3} entries',
				index,
				axis,
				shapeText(shape),
				length,
			);
		}
		places[at] = (before * length + from) * inner + after;
	}
	return places;
}

function needAlong(shape: readonly number[], indices: readonly number[], axis: number): void {
	const at = normalizeAxis(axis, shape.length);
	if (indices.length !== shape.length || !sameShape(indices.with(at, 0), shape.with(at, 0))) {
		throw new ShapeError(
			'indices of shape {0} do not fit {1} along axis {2}',
			shapeText(indices),
			shapeText(shape),
			axis,
		);
	}
}

function argument(name: 'argmax' | 'argmin', sign: 1 | -1): TensorDefinition {
	return tensorOp<ExtremeAttributes>({
		name,
		symbol: name,
		parameters: ['x'],
		names: only({ numpy: [`np.${name}`], torch: [`torch.${name}`], julia: [name] }),
		pattern: 'blocker',
		sentence: ['{0}: a place is a whole number that jumps: nothing flows back through it', name],
		jacobian: ['none'],
		conventions: [],
		text: call(name),
		latex: callLatex(operator(name)),
		type: ([x], { axis, keepdims = false }) => {
			const { shape } = x!;
			needEntries(x!, axis === null ? shape.map((_, index) => index) : [normalizeAxis(axis, shape.length)]);
			if (axis === null) return arrayType('int64', keepdims ? shape.map(() => 1) : []);
			return arrayType('int64', reducedShape(shape, [normalizeAxis(axis, shape.length)], keepdims));
		},
		forward: ([x], { axis, keepdims = false }) => {
			const { shape } = x!;
			if (axis !== null) return argExtreme(x!, normalizeAxis(axis, shape.length), keepdims, sign);
			return reshaped(argExtreme(reshaped(x!, [sizeOf(shape)]), 0, true, sign), keepdims ? shape.map(() => 1) : []);
		},
		vjp: () => [null],
		samples: [
			{
				operands: [
					fromNested([
						[1, 3, 2],
						[5, 4, 6],
					]),
				],
				attributes: { axis: 1 },
			},
			{
				operands: [
					fromNested([
						[1, 3, 2],
						[5, 4, 6],
					]),
				],
				attributes: { axis: null },
			},
		],
	});
}

const MATRIX = fromNested([
	[3.5, -2, 1],
	[0.5, -1, 4],
]);

export const sorting: readonly TensorDefinition[] = [
	argument('argmax', 1),
	argument('argmin', -1),
	tensorOp<AxisAttributes>({
		name: 'argsort',
		symbol: 'argsort',
		parameters: ['x'],
		names: only({ numpy: ['np.argsort'], torch: ['torch.argsort'], julia: ['sortperm'] }),
		pattern: 'blocker',
		sentence: ['{0}: a place is a whole number that jumps: nothing flows back through it', 'argsort'],
		jacobian: ['none'],
		conventions: [],
		text: call('argsort'),
		latex: callLatex(operator('argsort')),
		type: ([x], { axis }) => {
			normalizeAxis(axis, x!.shape.length);
			return arrayType('int64', x!.shape);
		},
		forward: ([x], { axis }) => order(x!, normalizeAxis(axis, x!.shape.length)),
		vjp: () => [null],
		samples: [{ operands: [MATRIX], attributes: { axis: 1 } }],
	}),
	tensorOp<AxisAttributes>({
		name: 'sort',
		symbol: 'sort',
		parameters: ['x'],
		names: only({ numpy: ['np.sort', 'np.msort'], torch: ['torch.sort'], julia: ['sort'], matlab: ['sort'] }),
		pattern: 'router',
		sentence: ['sort: routes each upstream gradient back to the place where its entry stood'],
		jacobian: ['permutation'],
		conventions: [],
		text: call('sort'),
		latex: callLatex(operator('sort')),
		type: ([x], { axis }) => {
			normalizeAxis(axis, x!.shape.length);
			return x!;
		},
		forward: ([x], { axis }) => {
			const at = normalizeAxis(axis, x!.shape.length);
			return gather(x!, order(x!, at), at);
		},
		vjp: (o, up, [x], _out, { axis }) => [
			() => o.apply('scatter_along', [up, o.apply('argsort', [x!], { axis })], { axis, shape: o.shape(x!) }),
		],
		samples: [
			{ operands: [MATRIX], attributes: { axis: 1 } },
			{ operands: [MATRIX], attributes: { axis: 0 } },
		],
	}),
	tensorOp<AxisAttributes>({
		name: 'take_along',
		symbol: '[i]',
		parameters: ['x', 'i'],
		names: only({ numpy: ['np.take_along_axis'], torch: ['torch.gather'] }),
		pattern: 'router',
		sentence: ['take: each entry that was taken gets the upstream gradients of its copies, added up; all others get 0'],
		jacobian: ['selection', 'none'],
		conventions: [],
		text: call('take', 2),
		latex: callLatex(operator('take'), 2),
		type: ([x, indices], { axis }) => {
			needAlong(x!.shape, indices!.shape, axis);
			return arrayType(x!.element, indices!.shape);
		},
		forward: ([x, indices], { axis }) => gather(x!, indices!, normalizeAxis(axis, x!.shape.length)),
		vjp: (o, up, [x, indices], _out, { axis }) => [
			() => o.apply('scatter_along', [up, indices!], { axis, shape: o.shape(x!) }),
			null,
		],
		samples: [
			{
				operands: [
					MATRIX,
					fromNested(
						[
							[0, 0],
							[2, -1],
						],
						'int64',
					),
				],
				attributes: { axis: 1 },
			},
		],
	}),
	tensorOp<AxisAttributes & { readonly shape: readonly number[] }>({
		name: 'scatter_along',
		symbol: '[i]+=',
		parameters: ['x', 'i'],
		names: only({}),
		pattern: 'router',
		sentence: ['scatter: each entry gets the upstream gradient of the place that it was added to'],
		jacobian: ['selection', 'none'],
		conventions: [],
		text: call('scatter', 2),
		latex: callLatex(operator('scatter'), 2),
		type: ([x, indices], { axis, shape }) => {
			needAlong(shape, indices!.shape, axis);
			return arrayType(x!.element, shape);
		},
		forward: ([x, indices], { axis, shape }) => {
			const out = zeros(shape, x!.element);
			const places = placesAlong(shape, indices!, normalizeAxis(axis, shape.length));
			const xs = dataOf(x!);
			for (let at = 0; at < places.length; at++) out.data[places[at]!]! += xs[at]!;
			return out;
		},
		vjp: (o, up, [, indices], _out, { axis }) => [() => o.apply('take_along', [up, indices!], { axis }), null],
		samples: [
			{ operands: [fromNested([[1, 2]]), fromNested([[2, 2]], 'int64')], attributes: { axis: 1, shape: [1, 3] } },
		],
	}),
];

function gather(x: Tensor, indices: Tensor, axis: number): Tensor {
	const places = placesAlong(x.shape, indices, axis);
	const xs = dataOf(x);
	const out = new Float64Array(places.length);
	for (let at = 0; at < places.length; at++) out[at] = xs[places[at]!]!;
	return makeTensor(out, indices.shape, x.element);
}
