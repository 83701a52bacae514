/** The layers of `torch.nn` that are a function of `torch.nn.functional` with what it is told kept: one line each, with the weights of those that learn. */
import { NONE, type InstanceValue, type Value } from '../script/values.ts';
import { dataOf } from '../../core/tensor/tensor.ts';
import type { Arguments } from './arguments.ts';
import { full } from './creation.ts';
import type { Kit } from './kit.ts';
import { asParameter } from './nn-module.ts';
import { perAxis } from './nn-compose.ts';
import { normalOf, uniformIn } from './torch-creation.ts';
import { torchState } from './torch-state.ts';

/** What makes a layer's weights: they are set as attributes of the layer. */
export type MakeWeights = (k: Kit, self: InstanceValue, a: Arguments) => void;

export interface Layer {
	readonly name: string;
	/** What its constructor takes: each is an attribute of the layer. */
	readonly signature: string;
	/** The function that it is called as. */
	readonly call: string;
	/** Which attributes the function is told: `attribute`, or `attribute:parameter` where they differ. */
	readonly pass: string;
	readonly weights?: MakeWeights;
	/** Done after a call, with its input: keeping running means. */
	readonly after?: (k: Kit, self: InstanceValue, x: Value) => void;
}

/** Sets an attribute as the last one: parameters are listed in the order in which they were made. */
function set(self: InstanceValue, name: string, value: Value): void {
	self.attributes.delete(name);
	self.attributes.set(name, value);
}

/** Drawn evenly from −bound to bound. */
export function uniformParameter(
	k: Kit,
	self: InstanceValue,
	name: string,
	shape: readonly number[],
	bound: number,
): void {
	set(self, name, asParameter(k, uniformIn(k, shape, -bound, bound)));
}

function filledParameter(k: Kit, self: InstanceValue, name: string, shape: readonly number[], value: number): void {
	set(self, name, asParameter(k, full(k, shape, value, torchState(k.world).float, true)));
}

/** Weights of that shape and a bias, drawn evenly by the number of inputs to each output. */
function weightAndBias(
	k: Kit,
	self: InstanceValue,
	a: Arguments,
	shape: readonly number[],
	out: number,
	inputs: number,
): void {
	const bound = inputs > 0 ? 1 / Math.sqrt(inputs) : 0;
	uniformParameter(k, self, 'weight', shape, bound);
	if (a.flag('bias')) uniformParameter(k, self, 'bias', [out], bound);
	else set(self, 'bias', NONE);
}

const linearWeights: MakeWeights = (k, self, a) => {
	const [inputs, outputs] = [a.whole('in_features'), a.whole('out_features')];
	weightAndBias(k, self, a, [outputs, inputs], outputs, inputs);
};

function convWeights(spatial: number, transposed: boolean): MakeWeights {
	return (k, self, a) => {
		const [from, to, groups] = [a.whole('in_channels'), a.whole('out_channels'), a.whole('groups')];
		if (a.text('padding_mode') !== 'zeros') k.call.unsupported(`${a.name}(padding_mode='${a.text('padding_mode')}')`);
		const kernel = perAxis(k, a, 'kernel_size', spatial, 1);
		const taps = kernel.reduce((product, extent) => product * extent, 1);
		if (from % groups !== 0 || to % groups !== 0) {
			k.call.raise('ValueError', ['{0} and {1} channels are not split into {2} groups', from, to, groups]);
		}
		const shape = transposed ? [from, to / groups, ...kernel] : [to, from / groups, ...kernel];
		weightAndBias(k, self, a, shape, to, (shape[1] ?? 0) * taps);
	};
}

/** γ of ones and β of zeros, and the running mean and spread. */
function normWeights(size: string, affine: string, running: boolean): MakeWeights {
	return (k, self, a) => {
		const shape = a.shape(size);
		const { float } = torchState(k.world);
		if (a.flag(affine)) {
			filledParameter(k, self, 'weight', shape, 1);
			filledParameter(k, self, 'bias', shape, 0);
		} else {
			set(self, 'weight', NONE);
			set(self, 'bias', NONE);
		}
		if (!running) return;
		set(self, 'running_mean', full(k, shape, 0, float, true));
		set(self, 'running_var', full(k, shape, 1, float, true));
	};
}

/** In training the batch's mean and spread are mixed into what is kept; the numbers are only looked at. */
function keepRunning(k: Kit, self: InstanceValue, x: Value): void {
	if (!k.call.truthy(self.attributes.get('training') ?? NONE)) return;
	const share = self.attributes.get('momentum');
	const momentum = share?.kind === 'float' ? share.value : 0.1;
	const input = k.fresh(k.array(x).share());
	const [examples = 1, channels = 1] = input.shape;
	const inner = input.size / (examples * channels);
	const data = dataOf(input.look());
	const count = examples * inner;
	const sums = new Float64Array(channels);
	const squares = new Float64Array(channels);
	const channelOf = (place: number): number => Math.floor(place / inner) % channels;
	data.forEach((value, place) => (sums[channelOf(place)]! += value));
	data.forEach((value, place) => (squares[channelOf(place)]! += (value - sums[channelOf(place)]! / count) ** 2));
	const mix = (name: string, fresh: (channel: number) => number): void => {
		const before = self.attributes.get(name);
		if (before === undefined || before.kind === 'none') return;
		const old = dataOf(k.array(before).look());
		const next = old.map((value, channel) => (1 - momentum) * value + momentum * fresh(channel));
		set(self, name, k.fromNumbers(next, [channels], 'float64', true));
	};
	mix('running_mean', (channel) => sums[channel]! / count);
	mix('running_var', (channel) => squares[channel]! / Math.max(1, count - 1));
}

function plain(name: string, call: string, signature = 'inplace=False', pass = ''): Layer {
	return { name, signature, call, pass };
}

const BATCH = 'num_features, eps=1e-5, momentum=0.1, affine=True, track_running_stats=True, device=, dtype=';
const INSTANCE = 'num_features, eps=1e-5, momentum=0.1, affine=False, track_running_stats=False, device=, dtype=';
const REDUCTION = "size_average=None, reduce=None, reduction='mean'";
const REDUCED = 'size_average reduce reduction';

function spatialLayers(spatial: number): Layer[] {
	const conv = 'in_channels, out_channels, kernel_size, stride=1, padding=0';
	const max = 'kernel_size, stride=None, padding=0, dilation=1, return_indices=False, ceil_mode=False';
	const average = 'kernel_size, stride=None, padding=0, ceil_mode=False, count_include_pad=True, divisor_override=None';
	return [
		{
			name: `Conv${spatial}d`,
			signature: `${conv}, dilation=1, groups=1, bias=True, padding_mode='zeros', device=, dtype=`,
			call: `F.conv${spatial}d`,
			pass: 'weight bias stride padding dilation groups',
			weights: convWeights(spatial, false),
		},
		{
			name: `ConvTranspose${spatial}d`,
			signature: `${conv}, output_padding=0, groups=1, bias=True, dilation=1, padding_mode='zeros', device=, dtype=`,
			call: `F.conv_transpose${spatial}d`,
			pass: 'weight bias stride padding output_padding groups dilation',
			weights: convWeights(spatial, true),
		},
		plain(
			`MaxPool${spatial}d`,
			`F.max_pool${spatial}d`,
			max,
			'kernel_size stride padding dilation ceil_mode return_indices',
		),
		plain(
			`AvgPool${spatial}d`,
			`F.avg_pool${spatial}d`,
			average,
			'kernel_size stride padding ceil_mode count_include_pad divisor_override',
		),
		plain(
			`LPPool${spatial}d`,
			`F.lp_pool${spatial}d`,
			'norm_type, kernel_size, stride=None, ceil_mode=False',
			'norm_type kernel_size stride ceil_mode',
		),
		plain(`AdaptiveAvgPool${spatial}d`, `F.adaptive_avg_pool${spatial}d`, 'output_size', 'output_size'),
		plain(
			`AdaptiveMaxPool${spatial}d`,
			`F.adaptive_max_pool${spatial}d`,
			'output_size, return_indices=False',
			'output_size return_indices',
		),
		{
			name: `BatchNorm${spatial}d`,
			signature: BATCH,
			call: 'F.batch_norm',
			pass: 'running_mean running_var weight bias training eps',
			weights: normWeights('num_features', 'affine', true),
			after: keepRunning,
		},
		{
			name: `InstanceNorm${spatial}d`,
			signature: INSTANCE,
			call: 'F.instance_norm',
			pass: 'weight bias eps',
			weights: normWeights('num_features', 'affine', false),
		},
		plain(`Dropout${spatial}d`, `F.dropout${spatial}d`, 'p=0.5, inplace=False', 'p training'),
	];
}

/** A layer that takes a number by which its function is told. */
function numbered(name: string, call: string, parameter: string, fallback: string): Layer {
	return plain(name, call, `${parameter}=${fallback}, inplace=False`, parameter);
}

/** A loss: its input and target are what it is called with. */
function loss(name: string, call: string, before = '', after = ''): Layer {
	const names = [before, after].flatMap((text) => text.split(', ')).filter((item) => item !== '');
	const signature = [before, REDUCTION, after].filter((item) => item !== '').join(', ');
	return plain(name, call, signature, [...names.map((item) => item.split('=')[0]), REDUCED].join(' '));
}

export const LAYERS: readonly Layer[] = [
	plain('ReLU', 'F.relu'),
	plain('ReLU6', 'F.relu6'),
	plain('Sigmoid', 'torch.sigmoid', ''),
	plain('Tanh', 'torch.tanh', ''),
	plain('SiLU', 'F.silu'),
	plain('Mish', 'F.mish'),
	plain('SELU', 'F.selu'),
	plain('Hardswish', 'F.hardswish'),
	plain('Hardsigmoid', 'F.hardsigmoid'),
	plain('LogSigmoid', 'F.logsigmoid', ''),
	plain('Softsign', 'F.softsign', ''),
	plain('Tanhshrink', 'F.tanhshrink', ''),
	plain('GELU', 'F.gelu', "approximate='none'", 'approximate'),
	plain('Softplus', 'F.softplus', 'beta=1, threshold=20', 'beta threshold'),
	plain('Hardtanh', 'F.hardtanh', 'min_val=-1.0, max_val=1.0, inplace=False', 'min_val max_val'),
	plain('Threshold', 'F.threshold', 'threshold, value, inplace=False', 'threshold value'),
	plain('GLU', 'F.glu', 'dim=-1', 'dim'),
	numbered('LeakyReLU', 'F.leaky_relu', 'negative_slope', '0.01'),
	numbered('ELU', 'F.elu', 'alpha', '1.0'),
	numbered('CELU', 'F.celu', 'alpha', '1.0'),
	plain('Softshrink', 'F.softshrink', 'lambd=0.5', 'lambd'),
	plain('Hardshrink', 'F.hardshrink', 'lambd=0.5', 'lambd'),
	plain('Softmax', 'F.softmax', 'dim=None', 'dim'),
	plain('LogSoftmax', 'F.log_softmax', 'dim=None', 'dim'),
	plain('Softmin', 'F.softmin', 'dim=None', 'dim'),
	plain('Dropout', 'F.dropout', 'p=0.5, inplace=False', 'p training'),
	plain('Flatten', 'torch.flatten', 'start_dim=1, end_dim=-1', 'start_dim end_dim'),
	plain('Unflatten', 'torch.unflatten', 'dim, unflattened_size', 'dim unflattened_size:sizes'),
	plain('PixelShuffle', 'F.pixel_shuffle', 'upscale_factor', 'upscale_factor'),
	plain(
		'Upsample',
		'F.interpolate',
		"size=None, scale_factor=None, mode='nearest', align_corners=None",
		'size scale_factor mode',
	),
	plain('CosineSimilarity', 'F.cosine_similarity', 'dim=1, eps=1e-8', 'dim eps'),
	plain('PairwiseDistance', 'F.pairwise_distance', 'p=2.0, eps=1e-6, keepdim=False', 'p eps keepdim'),
	plain('LocalResponseNorm', 'F.local_response_norm', 'size, alpha=1e-4, beta=0.75, k=1.0', 'size alpha beta k'),
	{
		name: 'Linear',
		signature: 'in_features, out_features, bias=True, device=, dtype=',
		call: 'F.linear',
		pass: 'weight bias',
		weights: linearWeights,
	},
	{
		name: 'Bilinear',
		signature: 'in1_features, in2_features, out_features, bias=True',
		call: 'F.bilinear',
		pass: 'weight bias',
		weights: (k, self, a) => {
			const [first, second, out] = [a.whole('in1_features'), a.whole('in2_features'), a.whole('out_features')];
			weightAndBias(k, self, a, [out, first, second], out, first);
		},
	},
	{
		name: 'Embedding',
		signature:
			'num_embeddings, embedding_dim, padding_idx=None, max_norm=None, norm_type=2.0, scale_grad_by_freq=False, sparse=, device=, dtype=',
		call: 'F.embedding',
		pass: 'weight padding_idx',
		weights: (k, self, a) => {
			const shape = [a.whole('num_embeddings'), a.whole('embedding_dim')];
			const drawn = normalOf(k, shape, 0, 1);
			const blank = a.maybeWhole('padding_idx');
			if (blank === undefined) return set(self, 'weight', asParameter(k, drawn));
			const data = dataOf(drawn.look()).slice();
			const row = blank < 0 ? blank + shape[0]! : blank;
			data.fill(0, row * shape[1]!, (row + 1) * shape[1]!);
			set(self, 'weight', asParameter(k, k.fromNumbers(data, shape, 'float64', true)));
		},
	},
	{
		name: 'PReLU',
		signature: 'num_parameters=1, init=0.25',
		call: 'F.prelu',
		pass: 'weight',
		weights: (k, self, a) => filledParameter(k, self, 'weight', [a.whole('num_parameters')], a.number('init')),
	},
	{
		name: 'LayerNorm',
		signature: 'normalized_shape, eps=1e-5, elementwise_affine=True, bias=True, device=, dtype=',
		call: 'F.layer_norm',
		pass: 'normalized_shape weight bias eps',
		weights: normWeights('normalized_shape', 'elementwise_affine', false),
	},
	{
		name: 'GroupNorm',
		signature: 'num_groups, num_channels, eps=1e-5, affine=True',
		call: 'F.group_norm',
		pass: 'num_groups weight bias eps',
		weights: normWeights('num_channels', 'affine', false),
	},
	...[1, 2, 3].flatMap(spatialLayers),
	loss('MSELoss', 'F.mse_loss'),
	loss('L1Loss', 'F.l1_loss'),
	loss('SmoothL1Loss', 'F.smooth_l1_loss', '', 'beta=1.0'),
	plain('HuberLoss', 'F.huber_loss', "reduction='mean', delta=1.0", 'reduction delta'),
	loss('BCELoss', 'F.binary_cross_entropy', 'weight=None'),
	loss('BCEWithLogitsLoss', 'F.binary_cross_entropy_with_logits', 'weight=None', 'pos_weight=None'),
	plain(
		'CrossEntropyLoss',
		'F.cross_entropy',
		"weight=None, size_average=None, ignore_index=-100, reduce=None, reduction='mean', label_smoothing=0.0",
		'weight size_average ignore_index reduce reduction label_smoothing',
	),
	plain(
		'NLLLoss',
		'F.nll_loss',
		"weight=None, size_average=None, ignore_index=-100, reduce=None, reduction='mean'",
		'weight size_average ignore_index reduce reduction',
	),
	loss('KLDivLoss', 'F.kl_div', '', 'log_target=False'),
	loss('SoftMarginLoss', 'F.soft_margin_loss'),
	loss('HingeEmbeddingLoss', 'F.hinge_embedding_loss', 'margin=1.0'),
	loss('MarginRankingLoss', 'F.margin_ranking_loss', 'margin=0.0'),
	loss('CosineEmbeddingLoss', 'F.cosine_embedding_loss', 'margin=0.0'),
	loss('TripletMarginLoss', 'F.triplet_margin_loss', 'margin=1.0, p=2.0, eps=1e-6, swap=False'),
	plain('GaussianNLLLoss', 'F.gaussian_nll_loss', "*, full=False, eps=1e-6, reduction='mean'", 'full eps reduction'),
];
