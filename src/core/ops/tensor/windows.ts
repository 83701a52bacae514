/**
 * Windows that slide along axes: as a view of the array, put back together, and reduced, which is pooling.
 */
import { arrayType, toFloat } from '../../elements.ts';
import { cleared, unset } from '../../tensor/memory.ts';
import { normalizeAxis, ShapeError, shapeText, sizeOf, stridesOf } from '../../tensor/shape.ts';
import { outputSizes } from '../../tensor/taps.ts';
import { copied, eachRow, fromNested, makeTensor, viewTensor, type Tensor } from '../../tensor/tensor.ts';
import type { NodeType } from '../../types.ts';
import { call, callLatex, only, operator } from '../authoring.ts';
import type { Builder } from './builder.ts';
import { floats } from './batches.ts';
import { tensorOp, type TensorDefinition } from './row.ts';

interface WindowAttributes {
	readonly axes: readonly number[];
	/** How many entries a window has along each of the axes. */
	readonly size: readonly number[];
	readonly stride?: readonly number[];
	readonly dilation?: readonly number[];
	readonly [other: string]: unknown;
}

type PoolAttributes = WindowAttributes & {
	/** How many places before and after the array windows may reach to. */
	readonly padding?: readonly (readonly [before: number, after: number])[];
};

/** An array's shape with its axes as numbers of windows, then the axes within a window. */
function windowShape(shape: readonly number[], attributes: WindowAttributes): readonly number[] {
	const { axes, size } = attributes;
	const places = axes.map((axis) => normalizeAxis(axis, shape.length));
	if (size.length !== axes.length || new Set(places).size !== places.length) {
		throw new ShapeError(
			'windows of ({0}) along the axes ({1}) of {2}',
			size.join(', '),
			axes.join(', '),
			shapeText(shape),
		);
	}
	const { padding: _padding, ...plain } = attributes;
	const counts = outputSizes(
		places.map((axis) => shape[axis]!),
		size,
		plain,
	);
	return [...shape.map((extent, axis) => counts[places.indexOf(axis)] ?? extent), ...size];
}

/** The windows of an array with those strides, without copying. */
function windowView(x: Tensor, shape: readonly number[], attributes: WindowAttributes): Tensor {
	const places = attributes.axes.map((axis) => normalizeAxis(axis, x.shape.length));
	const outer = x.strides.map((stride, axis) => stride * (attributes.stride?.[places.indexOf(axis)] ?? 1));
	const inner = places.map((axis, index) => x.strides[axis]! * (attributes.dilation?.[index] ?? 1));
	return viewTensor(x, shape, [...outer, ...inner]);
}

/** The sum of all windows' entries, each at the place that it was taken from. */
function folded(x: Tensor, shape: readonly number[], attributes: WindowAttributes): Tensor {
	const out = makeTensor(cleared(sizeOf(shape)), shape, x.element);
	const view = windowView(out, x.shape, attributes);
	// Windows overlap: runs are added one after another.
	eachRow(x.shape, [x.strides, view.strides], [x.offset, view.offset], (length, [from, to], [step, toStep]) => {
		for (let i = 0; i < length; i++) out.data[to! + i * toStep!]! += x.data[from! + i * step!]!;
	});
	return out;
}

function padded(shape: readonly number[], { axes, padding }: PoolAttributes): readonly (readonly [number, number])[] {
	const places = axes.map((axis) => normalizeAxis(axis, shape.length));
	return shape.map((_, axis) => padding?.[places.indexOf(axis)] ?? [0, 0]);
}

function paddedShape(shape: readonly number[], attributes: PoolAttributes): readonly number[] {
	const widths = padded(shape, attributes);
	return shape.map((extent, axis) => extent + widths[axis]![0] + widths[axis]![1]);
}

/** A copy with a number around it. */
function padTensor(x: Tensor, attributes: PoolAttributes, value: number): Tensor {
	const shape = paddedShape(x.shape, attributes);
	const out = makeTensor(unset(sizeOf(shape)).fill(value), shape, x.element);
	const strides = stridesOf(shape);
	const start = padded(x.shape, attributes).reduce((place, [before], axis) => place + before * strides[axis]!, 0);
	eachRow(x.shape, [x.strides, strides], [x.offset, start], (length, [from, to], [step, toStep]) => {
		for (let i = 0; i < length; i++) out.data[to! + i * toStep!] = x.data[from! + i * step!]!;
	});
	return out;
}

/** How many entries of the array itself each window sees, or all its places where the padding counts. */
function counts(shape: readonly number[], attributes: PoolAttributes, countPadding: boolean): Tensor {
	const ones = makeTensor(unset(sizeOf(shape)).fill(1), shape);
	const wide = padTensor(ones, attributes, countPadding ? 1 : 0);
	const view = windowView(wide, windowShape(wide.shape, attributes), attributes);
	return reduceWindows(view, shape.length, (sum, entry) => sum + entry, 0);
}

/** Each window reduced to a number. */
function reduceWindows(view: Tensor, rank: number, step: (a: number, b: number) => number, start: number): Tensor {
	const shape = view.shape.slice(0, rank);
	const entries = copied(view);
	const each = sizeOf(view.shape.slice(rank));
	const out = unset(sizeOf(shape));
	for (let k = 0; k < out.length; k++) {
		let value = start;
		for (let i = k * each; i < (k + 1) * each; i++) value = step(value, entries[i]!);
		out[k] = value;
	}
	return makeTensor(out, shape, view.element);
}

/** One number a window, repeated over the window. */
function overWindows<V extends object>(o: Builder<V>, value: V, shape: readonly number[]): V {
	const own = o.shape(value);
	return o.broadcast(o.reshape(value, [...own, ...shape.slice(own.length).map(() => 1)]), shape);
}

/** Windows' gradients put back, and the padding's cut off. */
function putBack<V extends object>(o: Builder<V>, windows: V, shape: readonly number[], attributes: PoolAttributes): V {
	const { padding: _padding, countPadding: _count, ...plain } = attributes;
	const wide = o.apply('fold', [windows], { ...plain, shape: paddedShape(shape, attributes) });
	const widths = padded(shape, attributes);
	if (widths.every(([before, after]) => before === 0 && after === 0)) return wide;
	return o.apply('slice', [wide], {
		items: shape.map((count, axis) => ({ kind: 'range', start: widths[axis]![0], step: 1, count })),
	});
}

function pooledType(x: NodeType, attributes: PoolAttributes): readonly number[] {
	return windowShape(paddedShape(x.shape, attributes), attributes).slice(0, x.shape.length);
}

const IMAGE = fromNested([
	[1, -2, 0.5, 3],
	[0.25, 1.5, -1, 2],
	[4, 0.75, 2.5, -3],
	[-0.5, 1.25, 5, 0.1],
]);
const LINE = fromNested([1, -2, 0.5, 3, 0.25]);
const TWO = { axes: [0, 1], size: [2, 2], stride: [2, 2] };

export const windows: readonly TensorDefinition[] = [
	tensorOp<WindowAttributes>({
		name: 'windows',
		symbol: '▭',
		parameters: ['x'],
		names: only({
			numpy: ['np.lib.stride_tricks.sliding_window_view'],
			torch: ['.unfold', 'F.unfold', 'nn.Unfold'],
		}),
		pattern: 'distributor',
		sentence: ['windows: each entry gets the sum of the upstream gradients of all windows that see it'],
		jacobian: ['repetition'],
		conventions: [],
		text: call('windows'),
		latex: callLatex(operator('windows')),
		view: () => true,
		type: ([x], attributes) => arrayType(x!.element, windowShape(x!.shape, attributes)),
		forward: ([x], attributes) => windowView(x!, windowShape(x!.shape, attributes), attributes),
		vjp: (o, up, [x], _out, attributes) => [() => o.apply('fold', [up], { ...attributes, shape: o.shape(x!) })],
		samples: [
			{ operands: [LINE], attributes: { axes: [0], size: [3] } },
			{ operands: [LINE], attributes: { axes: [0], size: [2], stride: [2], dilation: [2] } },
			{ operands: [IMAGE], attributes: { axes: [0, 1], size: [2, 3] } },
		],
	}),
	tensorOp<WindowAttributes & { readonly shape: readonly number[] }>({
		name: 'fold',
		symbol: '▭⁻¹',
		parameters: ['x'],
		names: only({ torch: ['F.fold', 'nn.Fold'] }),
		pattern: 'distributor',
		sentence: ['fold: each entry of a window gets the upstream gradient of the place that it was added to'],
		jacobian: ['sum'],
		conventions: [],
		text: call('fold'),
		latex: callLatex(operator('fold')),
		type: ([x], attributes) => {
			const wanted = windowShape(attributes.shape, attributes);
			if (wanted.length !== x!.shape.length || wanted.some((extent, axis) => extent !== x!.shape[axis])) {
				throw new ShapeError(
					'fold: windows of {0} have the shape {1}, not {2}',
					shapeText(attributes.shape),
					shapeText(wanted),
					shapeText(x!.shape),
				);
			}
			return arrayType(x!.element, attributes.shape);
		},
		forward: ([x], attributes) => folded(x!, attributes.shape, attributes),
		vjp: (o, up, _operands, _out, { shape: _shape, ...attributes }) => [() => o.apply('windows', [up], attributes)],
		samples: [
			{
				operands: [
					fromNested([
						[1, 2],
						[-1, 0.5],
						[3, 4],
					]),
				],
				attributes: { axes: [0], size: [2], shape: [4] },
			},
		],
	}),
	tensorOp<PoolAttributes>({
		name: 'maxpool',
		symbol: 'maxpool',
		parameters: ['x'],
		names: only({
			torch: ['F.max_pool1d', 'F.max_pool2d', 'F.max_pool3d', 'nn.MaxPool1d', 'nn.MaxPool2d'],
			julia: ['maxpool'],
			matlab: ['maxpool'],
		}),
		pattern: 'router',
		sentence: ['max pool: routes the upstream gradient of each window to its largest entry, 0 to the others'],
		jacobian: ['selection'],
		conventions: [
			{
				when: ([x], attributes) => {
					const of = attributes as PoolAttributes;
					const wide = padTensor(x!, of, -Infinity);
					const view = windowView(wide, windowShape(wide.shape, of), of);
					const best = reduceWindows(view, x!.shape.length, Math.max, -Infinity);
					const entries = copied(view);
					const each = entries.length / best.data.length;
					return best.data.some(
						(most, k) => entries.subarray(k * each, (k + 1) * each).filter((e) => e === most).length > 1,
					);
				},
				text: ['{0} at a tie: the entries that are equal share the upstream gradient evenly', 'max pool'],
				samples: [{ operands: [fromNested([1, 4, 4, 2])], attributes: { axes: [0], size: [2] } }],
			},
		],
		text: call('maxpool'),
		latex: callLatex(operator('maxpool')),
		type: ([x], attributes) => arrayType(x!.element, pooledType(x!, attributes)),
		forward: ([x], attributes) => {
			const wide = padTensor(x!, attributes, -Infinity);
			const view = windowView(wide, windowShape(wide.shape, attributes), attributes);
			return reduceWindows(view, x!.shape.length, Math.max, -Infinity);
		},
		vjp: (o, up, [x], out, attributes) => [
			() => {
				const { padding, ...plain } = attributes;
				const shape = o.shape(x!);
				const wide = padding ? o.apply('pad', [x!], { widths: padded(shape, attributes), value: -Infinity }) : x!;
				const seen = o.apply('windows', [wide], plain);
				const all = o.shape(seen);
				const chosen = o.eq(seen, overWindows(o, out, all));
				const within = all.slice(shape.length).map((_, axis) => shape.length + axis);
				const share = o.div(up, o.sum(chosen, within));
				return putBack(o, o.mul(chosen, overWindows(o, share, all)), shape, attributes);
			},
		],
		samples: [
			{ operands: [IMAGE], attributes: TWO },
			{
				operands: [IMAGE],
				attributes: {
					axes: [0, 1],
					size: [3, 3],
					stride: [2, 2],
					padding: [
						[1, 1],
						[1, 0],
					],
				},
			},
			{ operands: [LINE], attributes: { axes: [0], size: [3] } },
		],
	}),
	tensorOp<PoolAttributes & { readonly countPadding?: boolean }>({
		name: 'avgpool',
		symbol: 'avgpool',
		parameters: ['x'],
		names: only({
			torch: ['F.avg_pool1d', 'F.avg_pool2d', 'F.avg_pool3d', 'nn.AvgPool1d', 'nn.AvgPool2d'],
			julia: ['meanpool'],
			matlab: ['avgpool'],
		}),
		pattern: 'distributor',
		sentence: ['average pool: shares the upstream gradient of each window out evenly among its entries'],
		jacobian: ['sum'],
		conventions: [],
		text: call('avgpool'),
		latex: callLatex(operator('avgpool')),
		type: ([x], attributes) => arrayType(toFloat(x!.element), pooledType(x!, attributes)),
		forward: ([x], attributes) => {
			const wide = padTensor(x!, attributes, 0);
			const view = windowView(wide, windowShape(wide.shape, attributes), attributes);
			const sums = reduceWindows(view, x!.shape.length, (sum, entry) => sum + entry, 0);
			const by = counts(x!.shape, attributes, attributes.countPadding !== false);
			return floats(
				sums.data.map((sum, k) => sum / by.data[k]!),
				sums.shape,
				x!.element,
			);
		},
		vjp: (o, up, [x], _out, attributes) => [
			() => {
				const shape = o.shape(x!);
				const all = windowShape(paddedShape(shape, attributes), attributes);
				const by = o.constant(counts(shape, attributes, attributes.countPadding !== false));
				return putBack(o, overWindows(o, o.div(up, by), all), shape, attributes);
			},
		],
		samples: [
			{ operands: [IMAGE], attributes: TWO },
			{ operands: [LINE], attributes: { axes: [0], size: [3], padding: [[1, 1]], countPadding: false } },
			{ operands: [LINE], attributes: { axes: [0], size: [2], stride: [2], padding: [[1, 0]] } },
		],
	}),
];
