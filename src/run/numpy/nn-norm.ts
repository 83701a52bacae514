/** Normalisations of `torch.nn.functional`: over a batch, a layer, an instance, groups of channels, neighbours. */
import { ShapeError, shapeText } from '../../core/tensor/shape.ts';
import { float, type Value } from '../script/values.ts';
import type { Arguments } from './arguments.ts';
import type { NdArray } from './array.ts';
import { optional } from './functional.ts';
import type { Kit } from './kit.ts';
import { add, div, mean, mul, num, sub } from './nn-compose.ts';
import { declare, type Declaration } from './table.ts';
import { reshapedTo } from './views.ts';

/** γ·x̂ + β, each where it is given. */
function affine(k: Kit, x: Value, weight: Value | undefined, bias: Value | undefined): Value {
	const scaled = weight === undefined ? x : mul(k, x, weight);
	return bias === undefined ? scaled : add(k, scaled, bias);
}

/** One number for each channel, which are the second axis, in a shape that broadcasts. */
function perChannel(k: Kit, value: Value | undefined, x: NdArray): Value | undefined {
	if (value === undefined) return undefined;
	const shape = x.shape.map((_, axis) => (axis === 1 ? -1 : 1));
	return x.shape.length < 3 ? value : reshapedTo(k, k.array(value), shape);
}

function standardized(k: Kit, x: NdArray, axes: readonly number[], eps: number): Value {
	return k.apply('standardize', [x], { axes, eps });
}

/** By the batch's own mean and spread in training, by those that are kept in use. */
function batchNorm(k: Kit, a: Arguments): Value {
	// What is kept for use later is the layer's own affair.
	a.passOver('momentum', 'running_mean', 'running_var');
	const x = a.array('input');
	const [weight, bias] = [perChannel(k, optional(a, 'weight'), x), perChannel(k, optional(a, 'bias'), x)];
	if (a.flag('training') || !a.has('running_mean')) {
		const axes = x.shape.map((_, axis) => axis).filter((axis) => axis !== 1);
		return affine(k, standardized(k, x, axes, a.number('eps')), weight, bias);
	}
	const average = perChannel(k, a.operand('running_mean'), x)!;
	const variance = perChannel(k, a.operand('running_var'), x)!;
	const spread = k.map('sqrt', [add(k, variance, float(a.number('eps')))]);
	return affine(k, div(k, sub(k, x, average), spread), weight, bias);
}

/** Over the last axes, those of `normalized_shape`. */
function layerNorm(k: Kit, a: Arguments): Value {
	const x = a.array('input');
	const shape = a.shape('normalized_shape');
	const rank = x.shape.length;
	if (x.shape.slice(rank - shape.length).join() !== shape.join()) {
		throw new ShapeError('layer_norm over {0}: the last axes are those of {1}', shapeText(shape), shapeText(x.shape));
	}
	const axes = shape.map((_, index) => rank - shape.length + index);
	return affine(k, standardized(k, x, axes, a.number('eps')), optional(a, 'weight'), optional(a, 'bias'));
}

function instanceNorm(k: Kit, a: Arguments): Value {
	a.passOver('momentum', 'running_mean', 'running_var');
	const x = a.array('input');
	const axes = x.shape.map((_, axis) => axis).slice(2);
	const [weight, bias] = [perChannel(k, optional(a, 'weight'), x), perChannel(k, optional(a, 'bias'), x)];
	return affine(k, standardized(k, x, axes, a.number('eps')), weight, bias);
}

function groupNorm(k: Kit, a: Arguments): Value {
	const x = a.array('input');
	const groups = a.whole('num_groups');
	const [n, channels] = x.shape as readonly [number, number];
	if (channels % groups !== 0) throw new ShapeError('{0} channels are not split into {1} groups', channels, groups);
	const grouped = reshapedTo(k, x, [n, groups, -1]);
	const even = reshapedTo(k, k.array(standardized(k, grouped, [2], a.number('eps'))), x.shape);
	return affine(k, even, perChannel(k, optional(a, 'weight'), x), perChannel(k, optional(a, 'bias'), x));
}

/** x / √(mean x² + ε). */
function rmsNorm(k: Kit, a: Arguments): Value {
	const x = a.array('input');
	const count = a.shape('normalized_shape').length;
	const axes = Array.from({ length: count }, (_, index) => x.shape.length - count + index);
	const size = k.map('sqrt', [
		add(k, mean(k, k.map('square', [x]), axes, true), float(a.maybeNumber('eps') ?? Number.EPSILON)),
	]);
	return affine(k, div(k, x, size), optional(a, 'weight'), undefined);
}

/** x / (k + α·mean of the squares of neighbouring channels)^β. */
function localResponse(k: Kit, a: Arguments): Value {
	const x = a.array('input');
	const size = a.whole('size');
	const squares = k.map('square', [x]);
	const before = size >> 1;
	const around = k.apply('avgpool', [squares], {
		axes: [1],
		size: [size],
		stride: [1],
		padding: [[before, size - 1 - before]],
	});
	const base = add(k, num(a.number('k')), mul(k, float(a.number('alpha')), around));
	return div(k, x, k.map('pow', [base, float(a.number('beta'))]));
}

export const nnNorm: readonly Declaration[] = [
	declare(
		'F.batch_norm',
		'input, running_mean=None, running_var=None, weight=None, bias=None, training=False, momentum=, eps=1e-5',
		batchNorm,
	),
	declare('torch.layer_norm F.layer_norm', 'input, normalized_shape, weight=None, bias=None, eps=1e-5', layerNorm),
	declare(
		'F.instance_norm',
		'input, running_mean=, running_var=, weight=None, bias=None, use_input_stats=, momentum=, eps=1e-5',
		instanceNorm,
	),
	declare('F.group_norm', 'input, num_groups, weight=None, bias=None, eps=1e-5', groupNorm),
	declare('F.rms_norm', 'input, normalized_shape, weight=None, eps=None', rmsNorm),
	declare('F.local_response_norm', 'input, size, alpha=1e-4, beta=0.75, k=1.0', localResponse),
];
