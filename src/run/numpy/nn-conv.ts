/** Convolution and pooling as `torch.nn.functional` has them, along one, two or three axes. */
import { ShapeError, shapeText } from '../../core/tensor/shape.ts';
import { float, type Value } from '../script/values.ts';
import type { Arguments } from './arguments.ts';
import type { NdArray } from './array.ts';
import { optional } from './functional.ts';
import type { Kit } from './kit.ts';
import { add, mul, num, perAxis } from './nn-compose.ts';
import { part } from './shaping.ts';
import { declare, type Declaration } from './table.ts';
import { expanded, reshapedTo, transposed } from './views.ts';

type Widths = readonly (readonly [before: number, after: number])[];

/** With an axis of one example where the batch was left out, and how to leave it out again. */
function batched(
	k: Kit,
	x: NdArray,
	spatial: number,
	name: string,
): { readonly x: NdArray; readonly back: (value: Value) => Value } {
	const { shape } = x;
	if (shape.length === spatial + 2) return { x, back: (value) => value };
	if (shape.length !== spatial + 1) {
		throw new ShapeError(
			'{0} needs {1} or {2} axes, not those of {3}',
			name,
			spatial + 1,
			spatial + 2,
			shapeText(shape),
		);
	}
	return {
		x: expanded(k, x, [0]),
		back: (value) => reshapedTo(k, k.array(value), k.shapeOf(value).slice(1)),
	};
}

/** A bias for each channel. */
function biased(k: Kit, value: Value, bias: Value | undefined): Value {
	if (bias === undefined) return value;
	const shape = k.shapeOf(value).map((_, axis) => (axis === 1 ? -1 : 1));
	return add(k, value, reshapedTo(k, k.array(bias), shape));
}

/** The same width on both sides; 'same' adds what keeps the size. */
function paddingOf(
	k: Kit,
	a: Arguments,
	spatial: number,
	kernel: readonly number[],
	dilation: readonly number[],
): Widths {
	const value = a.value('padding');
	if (value.kind !== 'str') return perAxis(k, a, 'padding', spatial, 0).map((width) => [width, width]);
	if (value.value === 'valid') return kernel.map(() => [0, 0]);
	if (value.value !== 'same') return k.call.unsupported(`${a.name}(padding='${value.value}')`);
	return kernel.map((size, axis) => {
		const width = dilation[axis]! * (size - 1);
		return [width >> 1, width - (width >> 1)];
	});
}

function convolution(spatial: number): Declaration['body'] {
	return (k, a) => {
		const { x, back } = batched(k, a.array('input'), spatial, a.name);
		const weight = a.array('weight');
		const dilation = perAxis(k, a, 'dilation', spatial, 1);
		const attributes = {
			stride: perAxis(k, a, 'stride', spatial, 1),
			padding: paddingOf(k, a, spatial, weight.shape.slice(2), dilation),
			dilation,
			groups: a.whole('groups'),
		};
		return back(biased(k, k.apply('conv', [x, weight], attributes), optional(a, 'bias')));
	};
}

function transposedConvolution(spatial: number): Declaration['body'] {
	return (k, a) => {
		const { x, back } = batched(k, a.array('input'), spatial, a.name);
		const weight = a.array('weight');
		const stride = perAxis(k, a, 'stride', spatial, 1);
		const dilation = perAxis(k, a, 'dilation', spatial, 1);
		const padding = perAxis(k, a, 'padding', spatial, 0);
		const more = perAxis(k, a, 'output_padding', spatial, 0);
		const size = stride.map(
			(step, axis) =>
				(x.shape[axis + 2]! - 1) * step -
				2 * padding[axis]! +
				dilation[axis]! * (weight.shape[axis + 2]! - 1) +
				more[axis]! +
				1,
		);
		const attributes = {
			stride,
			dilation,
			padding: padding.map((width): readonly [number, number] => [width, width]),
			groups: a.whole('groups'),
			size,
		};
		return back(biased(k, k.apply('conv_transpose', [x, weight], attributes), optional(a, 'bias')));
	};
}

/** The last axes of an array, as many as windows have. */
function lastAxes(x: NdArray, spatial: number, name: string): number[] {
	const rank = x.shape.length;
	if (rank < spatial + 1) {
		throw new ShapeError(
			'{0} needs {1} or {2} axes, not those of {3}',
			name,
			spatial + 1,
			spatial + 2,
			shapeText(x.shape),
		);
	}
	return Array.from({ length: spatial }, (_, index) => rank - spatial + index);
}

/** Widths before and after: with `ceil_mode` a last window may reach over the end. */
function poolPadding(
	a: Arguments,
	x: NdArray,
	axes: readonly number[],
	size: readonly number[],
	stride: readonly number[],
	padding: readonly number[],
	dilation: readonly number[],
): Widths {
	return axes.map((axis, index) => {
		const width = padding[index]!;
		if (!a.flag('ceil_mode')) return [width, width];
		const extent = x.shape[axis]!;
		const reach = dilation[index]! * (size[index]! - 1) + 1;
		let count = Math.ceil((extent + 2 * width - reach) / stride[index]!) + 1;
		if ((count - 1) * stride[index]! >= extent + width) count--;
		return [width, Math.max(width, (count - 1) * stride[index]! + reach - extent - width)];
	});
}

interface Windows {
	readonly axes: readonly number[];
	readonly size: readonly number[];
	readonly stride: readonly number[];
	readonly dilation: readonly number[];
	readonly padding: Widths;
	readonly [name: string]: unknown;
}

function windowsOf(k: Kit, a: Arguments, x: NdArray, spatial: number): Windows {
	const axes = lastAxes(x, spatial, a.name);
	const size = perAxis(k, a, 'kernel_size', spatial, 1);
	const stride = a.has('stride') && a.shape('stride').length > 0 ? perAxis(k, a, 'stride', spatial, 1) : size;
	const dilation = perAxis(k, a, 'dilation', spatial, 1);
	return {
		axes,
		size,
		stride,
		dilation,
		padding: poolPadding(a, x, axes, size, stride, perAxis(k, a, 'padding', spatial, 0), dilation),
	};
}

function maxPool(spatial: number): Declaration['body'] {
	return (k, a) => {
		if (a.flag('return_indices')) k.call.unsupported(`${a.name}(return_indices=True)`);
		const x = a.array('input');
		return k.apply('maxpool', [x], windowsOf(k, a, x, spatial));
	};
}

function averagePool(spatial: number): Declaration['body'] {
	return (k, a) => {
		a.refuse('divisor_override');
		if (a.flag('ceil_mode')) k.call.unsupported(`${a.name}(ceil_mode=True)`);
		const x = a.array('input');
		return k.apply('avgpool', [x], { ...windowsOf(k, a, x, spatial), countPadding: a.flag('count_include_pad') });
	};
}

/** (Σ x^p)^(1/p) over windows. */
function lpPool(spatial: number): Declaration['body'] {
	return (k, a) => {
		if (a.flag('ceil_mode')) k.call.unsupported(`${a.name}(ceil_mode=True)`);
		const x = k.map('pow', [a.array('input'), num(a.number('norm_type'))]);
		const windows = windowsOf(k, a, k.array(x), spatial);
		const entries = windows.size.reduce((product, extent) => product * extent, 1);
		const sums = mul(k, k.apply('avgpool', [x], windows), num(entries));
		return k.map('pow', [sums, float(1 / a.number('norm_type'))]);
	};
}

/** As many windows as are asked for, of sizes as even as they can be. */
function adaptivePool(spatial: number, row: 'maxpool' | 'avgpool'): Declaration['body'] {
	return (k, a) => {
		let x = a.array('input');
		const axes = lastAxes(x, spatial, a.name);
		const given = a.value('output_size');
		const list = given.kind === 'int' || given.kind === 'none' ? [given] : k.items(given);
		const counts = axes.map((axis, index) => {
			const wanted = list[list.length === 1 ? 0 : index]!;
			return wanted.kind === 'none' ? x.shape[axis]! : k.whole(wanted, 'output_size');
		});
		const even = axes.every((axis, index) => x.shape[axis]! % counts[index]! === 0);
		if (even) {
			const size = axes.map((axis, index) => x.shape[axis]! / counts[index]!);
			return k.apply(row, [x], { axes, size, stride: size });
		}
		// Windows that overlap: one axis after another, which gives the same for maxima, and for means of equal windows across.
		const fold = row === 'maxpool' ? 'amax' : 'mean';
		for (const [index, axis] of axes.entries()) {
			const extent = x.shape[axis]!;
			const count = counts[index]!;
			const parts = Array.from({ length: count }, (_, place) => {
				const from = Math.floor((place * extent) / count);
				const to = Math.ceil(((place + 1) * extent) / count);
				return k.array(k.apply(fold, [part(k, x, axis, from, to)], { axes: [axis], keepdims: true }));
			});
			x = k.move('concatenate', parts, { axis });
		}
		return x;
	};
}

/** The windows of a plane as columns. */
function unfold(k: Kit, a: Arguments): Value {
	const { x, back } = batched(k, a.array('input'), 2, a.name);
	const size = perAxis(k, a, 'kernel_size', 2, 1);
	const padding = perAxis(k, a, 'padding', 2, 0);
	const widths: Widths = [[0, 0], [0, 0], ...padding.map((width): readonly [number, number] => [width, width])];
	const wide = padding.some((width) => width > 0) ? k.move('pad', [x], { widths, value: 0 }) : x;
	const attributes = {
		axes: [2, 3],
		size,
		stride: perAxis(k, a, 'stride', 2, 1),
		dilation: perAxis(k, a, 'dilation', 2, 1),
	};
	const windows = k.array(k.apply('windows', [wide], attributes));
	const [n, channels, rows, columns] = windows.shape as readonly [number, number, number, number];
	const order = transposed(k, windows, [0, 1, 4, 5, 2, 3]);
	return back(reshapedTo(k, order, [n, channels * size[0]! * size[1]!, rows * columns]));
}

/** Columns put back as windows of a plane, which add up where they overlap. */
function fold(k: Kit, a: Arguments): Value {
	const given = a.array('input');
	const x = given.shape.length === 2 ? expanded(k, given, [0]) : given;
	const size = perAxis(k, a, 'kernel_size', 2, 1);
	const stride = perAxis(k, a, 'stride', 2, 1);
	const dilation = perAxis(k, a, 'dilation', 2, 1);
	const padding = perAxis(k, a, 'padding', 2, 0);
	const plane = perAxis(k, a, 'output_size', 2, 1).map((extent, axis) => extent + 2 * padding[axis]!);
	const counts = plane.map(
		(extent, axis) => Math.floor((extent - dilation[axis]! * (size[axis]! - 1) - 1) / stride[axis]!) + 1,
	);
	const [n, depth] = x.shape as readonly [number, number];
	const channels = depth / (size[0]! * size[1]!);
	const windows = transposed(k, reshapedTo(k, x, [n, channels, ...size, ...counts]), [0, 1, 4, 5, 2, 3]);
	let whole = k.array(
		k.apply('fold', [windows], { axes: [2, 3], size, stride, dilation, shape: [n, channels, ...plane] }),
	);
	padding.forEach((width, axis) => {
		if (width > 0) whole = part(k, whole, axis + 2, width, plane[axis]! - width);
	});
	return given.shape.length === 2 ? reshapedTo(k, whole, whole.shape.slice(1)) : whole;
}

const CONV = 'input, weight, bias=None, stride=1, padding=0, dilation=1, groups=1';
const CONV_TRANSPOSE = 'input, weight, bias=None, stride=1, padding=0, output_padding=0, groups=1, dilation=1';
const MAX_POOL = 'input, kernel_size, stride=None, padding=0, dilation=1, ceil_mode=False, return_indices=False';
const AVG_POOL =
	'input, kernel_size, stride=None, padding=0, ceil_mode=False, count_include_pad=True, divisor_override=None, dilation=';
const LP_POOL = 'input, norm_type, kernel_size, stride=None, ceil_mode=False, padding=, dilation=';

export const nnConv: readonly Declaration[] = [1, 2, 3]
	.flatMap((spatial) => [
		declare(`F.conv${spatial}d torch.conv${spatial}d`, CONV, convolution(spatial)),
		declare(
			`F.conv_transpose${spatial}d torch.conv_transpose${spatial}d`,
			CONV_TRANSPOSE,
			transposedConvolution(spatial),
		),
		declare(`F.max_pool${spatial}d torch.max_pool${spatial}d`, MAX_POOL, maxPool(spatial)),
		declare(`F.avg_pool${spatial}d`, AVG_POOL, averagePool(spatial)),
		declare(`F.lp_pool${spatial}d`, LP_POOL, lpPool(spatial)),
		declare(`F.adaptive_max_pool${spatial}d`, 'input, output_size, return_indices=', adaptivePool(spatial, 'maxpool')),
		declare(`F.adaptive_avg_pool${spatial}d`, 'input, output_size', adaptivePool(spatial, 'avgpool')),
	])
	.concat([
		declare('F.unfold', 'input, kernel_size, dilation=1, padding=0, stride=1', unfold),
		declare('F.fold', 'input, output_size, kernel_size, dilation=1, padding=0, stride=1', fold),
	]);
