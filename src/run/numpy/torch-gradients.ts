/** What programs of torch do with gradients themselves: `backward`, switches and questions about them, `nn.init`, and steps of optimisers. */
import { dataOf, makeTensor } from '../../core/tensor/tensor.ts';
import { bool, float, NONE, tuple, type Value } from '../script/values.ts';
import type { Arguments } from './arguments.ts';
import type { NdArray } from './array.ts';
import { full } from './creation.ts';
import type { Kit } from './kit.ts';
import { replace } from './operators.ts';
import { declare, type Declaration } from './table.ts';
import { normalOf, uniformIn } from './torch-creation.ts';
import { backward, gradientsOf } from './torch-state.ts';

/** New numbers for weights that no gate has computed with yet. */
function refill(k: Kit, a: Arguments, of: (shape: readonly number[]) => NdArray): Value {
	const array = a.array('tensor');
	return replace(k, array, k.cast(of(array.shape), array.dtype), a.name);
}

/** Inputs and outputs of a weight: of a convolution each times the entries of its window. */
function fans(shape: readonly number[]): { readonly inputs: number; readonly outputs: number } {
	const inner = shape.slice(2).reduce((product, extent) => product * extent, 1);
	return { inputs: (shape[1] ?? shape[0] ?? 1) * inner, outputs: (shape[0] ?? 1) * inner };
}

const GAINS: ReadonlyMap<string, number> = new Map([
	['linear', 1],
	['sigmoid', 1],
	['tanh', 5 / 3],
	['relu', Math.SQRT2],
	['selu', 3 / 4],
]);

function gainOf(a: Arguments): number {
	const name = a.text('nonlinearity') ?? 'leaky_relu';
	const slope = a.has('a') ? a.number('a') : 0;
	return GAINS.get(name) ?? Math.sqrt(2 / (1 + slope ** 2));
}

/** He's: by the inputs, or the outputs, and the gain of the activation. */
function kaiming(kind: 'normal' | 'uniform'): Declaration['body'] {
	return (k, a) =>
		refill(k, a, (shape) => {
			const { inputs, outputs } = fans(shape);
			const deviation = gainOf(a) / Math.sqrt(a.text('mode') === 'fan_out' ? outputs : inputs);
			return drawn(k, kind, shape, deviation);
		});
}

/** Glorot's: by the inputs and outputs together. */
function xavier(kind: 'normal' | 'uniform'): Declaration['body'] {
	return (k, a) =>
		refill(k, a, (shape) => {
			const { inputs, outputs } = fans(shape);
			return drawn(k, kind, shape, a.number('gain') * Math.sqrt(2 / (inputs + outputs)));
		});
}

function drawn(k: Kit, kind: 'normal' | 'uniform', shape: readonly number[], deviation: number): NdArray {
	if (kind === 'normal') return normalOf(k, shape, 0, deviation);
	const bound = Math.sqrt(3) * deviation;
	return uniformIn(k, shape, -bound, bound);
}

function gradientOf(k: Kit, array: NdArray): Float64Array | null {
	const held = array.attributes?.get('grad');
	return held === undefined || held.kind === 'none' ? null : dataOf(k.array(held).look());
}

/** Scales gradients down together where their length is more than the limit; answers the length. */
function clipNorm(k: Kit, a: Arguments): Value {
	const given = a.value('parameters');
	const arrays = (k.isArray(given) ? [given] : a.items('parameters')).map((value) => k.array(value));
	const squares = arrays.map((array) => gradientOf(k, array)?.reduce((total, value) => total + value * value, 0) ?? 0);
	const length = Math.sqrt(squares.reduce((total, square) => total + square, 0));
	const scale = Math.min(1, a.number('max_norm') / (length + 1e-6));
	for (const array of arrays) setGradient(k, array, (value) => value * scale);
	return float(length);
}

function setGradient(k: Kit, array: NdArray, of: (value: number) => number): void {
	const data = gradientOf(k, array);
	if (data === null) return;
	array.attributes?.set(
		'grad',
		k.fresh(makeTensor(data.map(of), array.shape, array.look().element), array.dtype, true),
	);
}

const MODE = "tensor, a=0.0, mode='fan_in', nonlinearity='leaky_relu', generator=";

export const torchGradients: readonly Declaration[] = [
	declare('tensor.backward', 'x, gradient=None, retain_graph=, create_graph=, inputs=', (k, a) => {
		backward(k, a.value('x'), a.maybe('gradient'));
		return NONE;
	}),
	declare(
		'torch.autograd.grad',
		'outputs, inputs, grad_outputs=None, retain_graph=, create_graph=False, only_inputs=, allow_unused=False',
		(k, a) => {
			a.passOver('allow_unused', 'only_inputs');
			// Gradients that are to be differentiated again would have to be gates.
			if (a.flag('create_graph')) k.call.unsupported(`${a.name}(create_graph=True)`);
			const inputs = a.value('inputs');
			const each = k.isArray(inputs) ? [inputs] : a.items('inputs');
			return tuple(gradientsOf(k, a.value('outputs'), each, a.maybe('grad_outputs')));
		},
	),
	declare('torch.is_grad_enabled', '', () => bool(true)),
	declare('torch.cuda.is_available torch.backends.mps.is_available', '', () => bool(false)),
	declare(
		'torch.cuda.empty_cache torch.cuda.synchronize torch.set_num_threads torch.set_printoptions torch.use_deterministic_algorithms',
		'*args, **',
		() => NONE,
	),
	declare('nn.init.uniform_', 'tensor, a=0.0, b=1.0, generator=', (k, a) =>
		refill(k, a, (shape) => uniformIn(k, shape, a.number('a'), a.number('b'))),
	),
	declare('nn.init.normal_ nn.init.trunc_normal_', 'tensor, mean=0.0, std=1.0, a=, b=, generator=', (k, a) =>
		refill(k, a, (shape) => normalOf(k, shape, a.number('mean'), a.number('std'))),
	),
	declare('nn.init.constant_', 'tensor, val', (k, a) =>
		refill(k, a, (shape) => full(k, shape, a.number('val'), a.array('tensor').dtype, true)),
	),
	declare('nn.init.zeros_', 'tensor', (k, a) => refill(k, a, (shape) => full(k, shape, 0, 'float64', true))),
	declare('nn.init.ones_', 'tensor', (k, a) => refill(k, a, (shape) => full(k, shape, 1, 'float64', true))),
	declare('nn.init.eye_', 'tensor', (k, a) =>
		refill(k, a, (shape) => {
			const columns = shape[1] ?? 1;
			const data = Float64Array.from({ length: shape[0]! * columns }, (_, place) =>
				Number(place % columns === Math.floor(place / columns)),
			);
			return k.fromNumbers(data, shape, 'float64', true);
		}),
	),
	declare('nn.init.kaiming_normal_ nn.init.kaiming_normal', MODE, kaiming('normal')),
	declare('nn.init.kaiming_uniform_ nn.init.kaiming_uniform', MODE, kaiming('uniform')),
	declare('nn.init.xavier_normal_ nn.init.xavier_normal', 'tensor, gain=1.0, generator=', xavier('normal')),
	declare('nn.init.xavier_uniform_ nn.init.xavier_uniform', 'tensor, gain=1.0, generator=', xavier('uniform')),
	declare('nn.init.calculate_gain', 'nonlinearity, param=', (_, a) => float(gainOf(a))),
	declare(
		'nn.utils.clip_grad_norm_',
		'parameters, max_norm, norm_type=2.0, error_if_nonfinite=False, foreach=',
		clipNorm,
	),
	declare('nn.utils.clip_grad_value_', 'parameters, clip_value', (k, a) => {
		const limit = a.number('clip_value');
		for (const value of a.items('parameters')) {
			setGradient(k, k.array(value), (entry) => Math.max(-limit, Math.min(limit, entry)));
		}
		return NONE;
	}),
];
