/** `torch.nn.functional`: activations, layers without state of their own, attention. What is one operator is found in the op table by its name. */
import { normalizeAxis, ShapeError, shapeText } from '../../core/tensor/shape.ts';
import { dataOf } from '../../core/tensor/tensor.ts';
import { float, numberOf, type Value } from '../script/values.ts';
import type { Arguments } from './arguments.ts';
import type { NdArray } from './array.ts';
import { padded } from './joining.ts';
import type { Kit } from './kit.ts';
import { add, both, div, mean, mul, num, sum, turned } from './nn-compose.ts';
import { matmul } from './operators.ts';
import { take, where } from './selecting.ts';
import { part } from './shaping.ts';
import { declare, type Declaration } from './table.ts';
import { bernoulli } from './torch-creation.ts';
import { detached } from './torch-state.ts';
import { clamped } from './torch.ts';
import { broadcasted, reshapedTo, transposed } from './views.ts';

/** x·Wᵀ + b. */
export function linear(k: Kit, x: Value, weight: NdArray, bias: Value | undefined): Value {
	const product = matmul(k, x, weight.shape.length === 1 ? weight : transposed(k, weight));
	return bias === undefined ? product : add(k, product, bias);
}

/** The operand of a name where it was given. */
export function optional(a: Arguments, name: string): Value | undefined {
	return a.has(name) ? a.operand(name) : undefined;
}

/** One slope for all, or one for each channel, which are the second axis. */
function prelu(k: Kit, a: Arguments): Value {
	const x = a.operand('x');
	const weight = k.array(a.value('weight'));
	const rank = k.shapeOf(x).length;
	const shape = k.shapeOf(x).map((_, axis) => (axis === 1 ? weight.size : 1));
	const slopes = weight.size === 1 || rank < 2 ? weight : reshapedTo(k, weight, shape);
	return k.map('prelu', [x, slopes]);
}

/** Half of the entries, gated by the sigmoid of the other half. */
function glu(k: Kit, a: Arguments): Value {
	const x = a.array('x');
	const axis = normalizeAxis(a.whole('dim'), x.shape.length);
	const size = x.shape[axis]!;
	if (size % 2 !== 0) throw new ShapeError('glu halves an axis: {0} has {1} entries there', shapeText(x.shape), size);
	const gate = k.map('sigmoid', [part(k, x, axis, size / 2, size)]);
	return mul(k, part(k, x, axis, 0, size / 2), gate);
}

/** Entries are dropped by draws of a fixed seed, and what is left is scaled up. */
export function dropout(
	k: Kit,
	x: Value,
	p: number,
	training: boolean,
	shape: readonly number[] = k.shapeOf(x),
): Value {
	if (!training || p === 0) return x;
	if (p >= 1) return mul(k, x, num(0));
	const mask = bernoulli(k, float(1 - p), shape);
	return div(k, mul(k, x, mask), float(1 - p));
}

/** Whole channels are dropped: the axes after the second follow them. */
function channelDropout(k: Kit, a: Arguments): Value {
	const x = a.operand('x');
	return dropout(
		k,
		x,
		a.number('p'),
		a.flag('training'),
		k.shapeOf(x).map((extent, axis) => (axis < 2 ? extent : 1)),
	);
}

/** Rows of the weights by their numbers; the row of `padding_idx` takes no gradient. */
export function embedding(k: Kit, ids: Value, weight: NdArray, padding: number | undefined): Value {
	if (padding === undefined) return take(k, weight, ids, 0);
	const row = padding < 0 ? padding + weight.shape[0]! : padding;
	const mask = Float64Array.from({ length: weight.shape[0]! }, (_, index) => Number(index === row));
	const rows = k.fromNumbers(mask, [weight.shape[0]!, 1], 'bool');
	return take(k, k.array(k.map('where', [rows, detached(k, weight), weight])), ids, 0);
}

function embeddingBag(k: Kit, a: Arguments): Value {
	a.refuse('offsets', 'per_sample_weights');
	const taken = embedding(k, a.value('input'), a.array('weight'), undefined);
	const mode = a.choice('mode', ['mean', 'sum', 'max']);
	if (mode === 'max') return k.apply('amax', [taken], { axes: [1], keepdims: false });
	return (mode === 'sum' ? sum : mean)(k, taken, [1]);
}

function oneHot(k: Kit, a: Arguments): Value {
	const classes = a.array('input');
	const numbers = dataOf(classes.look());
	let count = a.whole('num_classes');
	if (count < 0) count = numbers.reduce((most, value) => Math.max(most, value + 1), 0);
	if (numbers.some((value) => value < 0 || value >= count)) {
		k.call.raise('RuntimeError', ['one_hot: the classes are numbered from 0 to {0}', count - 1]);
	}
	k.reserve(numbers.length * count);
	const data = new Float64Array(numbers.length * count);
	numbers.forEach((value, place) => (data[place * count + value] = 1));
	return k.fromNumbers(data, [...classes.shape, count], 'int64', true);
}

const PADDINGS: Readonly<Record<string, string>> = {
	constant: 'constant',
	reflect: 'reflect',
	replicate: 'edge',
	circular: 'wrap',
};

/** Pairs of widths from the last axis on; negative ones take away. */
function pad(k: Kit, a: Arguments): Value {
	let x = a.array('input');
	const rank = x.shape.length;
	const widths = a.shape('pad');
	const mode = PADDINGS[a.text('mode') ?? 'constant'];
	if (mode === undefined) return k.call.unsupported(`F.pad(mode='${a.text('mode')}')`);
	if (widths.length % 2 !== 0 || widths.length > 2 * rank) {
		k.call.raise('RuntimeError', ['{0} widths do not fit an array of {1} axes', widths.length, rank]);
	}
	const sides = x.shape.map((_, axis): readonly [number, number] => {
		const at = 2 * (rank - 1 - axis);
		return [widths[at] ?? 0, widths[at + 1] ?? 0];
	});
	for (const [axis, [before, after]] of sides.entries()) {
		if (before < 0 || after < 0) {
			x = part(k, x, axis, Math.max(0, -before), x.shape[axis]! - Math.max(0, -after));
		}
	}
	const value = a.has('value') ? a.number('value') : 0;
	return padded(
		k,
		x,
		sides.map(([before, after]) => [Math.max(0, before), Math.max(0, after)]),
		mode,
		value,
	);
}

function normalize(k: Kit, a: Arguments): Value {
	const x = a.array('input');
	const norm = k.apply('norm', [x], { ord: a.number('p'), axes: a.axes('dim'), keepdims: true });
	return div(k, x, clamped(k, norm, num(a.number('eps')), undefined));
}

/** The product of two vectors over the product of their lengths, which are at least `eps`. */
export function cosineSimilarity(k: Kit, x: Value, y: Value, axis: number, eps: number): Value {
	const size = (value: Value): Value =>
		clamped(k, k.apply('norm', [value], { axes: [axis], keepdims: false }), num(eps), undefined);
	return div(k, sum(k, mul(k, x, y), [axis]), mul(k, size(x), size(y)));
}

/** softmax(q·kᵀ/√d + mask)·v. */
export function attention(
	k: Kit,
	query: NdArray,
	key: NdArray,
	value: Value,
	mask: Value | undefined,
	scale: number | undefined,
): { readonly out: Value; readonly weights: Value } {
	const by = scale ?? 1 / Math.sqrt(query.shape.at(-1)!);
	const products = matmul(k, query, turned(k, key));
	let scores =
		scale === undefined ? div(k, products, float(Math.sqrt(query.shape.at(-1)!))) : mul(k, products, float(by));
	if (mask !== undefined) {
		scores = k.dtypeOf(mask) === 'bool' ? where(k, mask, scores, float(-Infinity)) : add(k, scores, mask);
	}
	const weights = k.apply('softmax', [scores], { axes: [-1] });
	return { out: matmul(k, weights, value), weights };
}

/** True on and below the diagonal: what comes later is not seen. */
export function causalMask(k: Kit, rows: number, columns: number): NdArray {
	k.reserve(rows * columns);
	const data = Float64Array.from({ length: rows * columns }, (_, place) =>
		Number(place % columns <= Math.floor(place / columns)),
	);
	return k.fromNumbers(data, [rows, columns], 'bool', true);
}

function scaledAttention(k: Kit, a: Arguments): Value {
	const [query, key] = [a.array('query'), a.array('key')];
	if (a.number('dropout_p') !== 0) k.call.unsupported(`${a.name}(dropout_p=…)`);
	const mask = a.flag('is_causal') ? causalMask(k, query.shape.at(-2)!, key.shape.at(-2)!) : optional(a, 'attn_mask');
	return attention(k, query, key, a.array('value'), mask, a.maybeNumber('scale')).out;
}

/** Blocks of channels become blocks of the plane. */
function pixelShuffle(k: Kit, a: Arguments): Value {
	const x = a.array('input');
	const r = a.whole('upscale_factor');
	const [channels, height, width] = x.shape.slice(-3) as [number, number, number];
	const lead = x.shape.slice(0, -3);
	const at = lead.length;
	const blocks = reshapedTo(k, x, [...lead, channels / (r * r), r, r, height, width]);
	const order = [...lead.keys(), at, at + 3, at + 1, at + 4, at + 2];
	return reshapedTo(k, transposed(k, blocks, order), [...lead, channels / (r * r), height * r, width * r]);
}

/** Every entry so many times along the axes of the plane. */
function interpolate(k: Kit, a: Arguments): Value {
	let x = a.array('input');
	if (a.text('mode') !== 'nearest') k.call.unsupported(`F.interpolate(mode='${a.text('mode')}')`);
	const axes = x.shape.map((_, axis) => axis).slice(2);
	const given = a.has('size') ? a.shape('size') : undefined;
	const factors = axes.map((axis, index) => {
		const wanted = given?.[given.length === 1 ? 0 : index];
		if (wanted !== undefined) return wanted / x.shape[axis]!;
		const factor = a.value('scale_factor');
		return numberOf(factor) ?? k.number(k.items(factor)[index]!, 'scale_factor');
	});
	for (const [index, axis] of axes.entries()) {
		const factor = factors[index]!;
		if (!Number.isInteger(factor)) k.call.unsupported('F.interpolate(scale_factor=…)');
		x = k.move('repeat', [x], { repeats: factor, axis });
	}
	return x;
}

/** Rows of other names that take a number which is left out mostly. */
function withNumber(row: string, name: string, plain?: string): Declaration['body'] {
	return (k, a) => {
		const value = a.value(name);
		if (plain !== undefined && numberOf(value) === 1) return k.map(plain, [a.operand('input')]);
		return k.map(row, [a.operand('input'), k.operand(value)]);
	};
}

const CHANNEL_DROPOUTS = [1, 2, 3].map((axes) => `F.dropout${axes}d`).join(' ');

export const functional: readonly Declaration[] = [
	declare('F.linear', 'input, weight, bias=None', (k, a) =>
		linear(k, a.operand('input'), a.array('weight'), optional(a, 'bias')),
	),
	declare('F.bilinear', 'input1, input2, weight, bias=None', (k, a) => {
		const operands = [a.array('input1'), a.array('weight'), a.array('input2')];
		const product = k.apply('einsum', operands, { equation: '...i,oij,...j->...o' });
		const bias = optional(a, 'bias');
		return bias === undefined ? product : add(k, product, bias);
	}),
	declare('F.gelu', "input, *, approximate='none'", (k, a) =>
		k.map(a.choice('approximate', ['none', 'tanh']) === 'tanh' ? 'gelu_tanh' : 'gelu', [a.operand('input')]),
	),
	declare('F.softplus', 'input, beta=1, threshold=20', (k, a) => {
		const soft = withNumber('softplus_beta', 'beta', 'softplus')(k, a);
		// Beyond the usual threshold the two are the same to the last bits.
		if (a.number('threshold') >= 20) return soft;
		const x = a.operand('input');
		return k.map('where', [k.map('gt', [k.map('mul', [x, a.operand('beta')]), a.operand('threshold')]), x, soft]);
	}),
	declare('F.celu', 'input, alpha=1.0, inplace=', withNumber('celu', 'alpha', 'elu')),
	declare('F.elu', 'input, alpha=1.0, inplace=', withNumber('elu_alpha', 'alpha', 'elu')),
	declare('F.leaky_relu', 'input, negative_slope=0.01, inplace=', withNumber('prelu', 'negative_slope')),
	declare('F.softshrink', 'input, lambd=0.5', withNumber('softshrink', 'lambd')),
	declare('F.hardshrink', 'input, lambd=0.5', withNumber('hardshrink', 'lambd')),
	declare('F.threshold', 'input, threshold, value, inplace=', (k, a) =>
		k.map('threshold', [a.operand('input'), a.operand('threshold'), a.operand('value')]),
	),
	declare('F.hardtanh', 'input, min_val=-1.0, max_val=1.0, inplace=', (k, a) => {
		const [low, high] = [a.number('min_val'), a.number('max_val')];
		if (low === -1 && high === 1) return k.map('hardtanh', [a.operand('input')]);
		// The slope at a bound is 0, as it is outside.
		const x = a.operand('input');
		const above = k.map('where', [k.map('gt', [x, num(low)]), x, num(low)]);
		return k.map('where', [k.map('lt', [x, num(high)]), above, num(high)]);
	}),
	declare('F.rrelu', 'input, lower=0.125, upper=0.3333333333333333, training=False, inplace=', (k, a) => {
		if (a.flag('training')) return k.call.unsupported('F.rrelu(training=True)');
		return k.map('prelu', [a.operand('input'), float((a.number('lower') + a.number('upper')) / 2)]);
	}),
	declare(`F.prelu ${both('prelu')}`, 'x|input, weight', prelu),
	declare('F.glu', 'x|input, dim=-1', glu),
	declare('torch.dropout F.dropout', 'x|input, p=0.5, training|train=True, inplace=', (k, a) =>
		dropout(k, a.operand('x'), a.number('p'), a.flag('training')),
	),
	declare(CHANNEL_DROPOUTS, 'x|input, p=0.5, training=True, inplace=', channelDropout),
	declare(
		'F.embedding',
		'input, weight, padding_idx=None, max_norm=None, norm_type=2.0, scale_grad_by_freq=False, sparse=',
		(k, a) => embedding(k, a.value('input'), a.array('weight'), a.maybeWhole('padding_idx')),
	),
	declare(
		'F.embedding_bag',
		"input, weight, offsets=None, *, mode='mean', per_sample_weights=None, max_norm=None, scale_grad_by_freq=False, sparse=, include_last_offset=False, padding_idx=None",
		embeddingBag,
	),
	declare('F.one_hot', 'input|tensor, num_classes=-1', oneHot),
	declare('F.pad', "input, pad, mode='constant', value=None", pad),
	declare('F.normalize', 'input, p=2.0, dim=1, eps=1e-12', normalize),
	declare('torch.cosine_similarity F.cosine_similarity', 'x1, x2, dim=1, eps=1e-8', (k, a) => {
		const [x, y] = [a.array('x1'), a.array('x2')];
		const shape = k.commonShape([x, y]);
		return cosineSimilarity(k, broadcasted(k, x, shape), broadcasted(k, y, shape), a.whole('dim'), a.number('eps'));
	}),
	declare(
		'F.scaled_dot_product_attention',
		'query, key, value, attn_mask=None, dropout_p=0.0, is_causal=False, scale=None',
		scaledAttention,
	),
	declare('F.pixel_shuffle', 'input, upscale_factor', pixelShuffle),
	declare(
		['interpolate', 'upsample'].map((name) => `F.${name}`).join(' '),
		"input, size=None, scale_factor=None, mode='nearest', align_corners=",
		interpolate,
	),
];
