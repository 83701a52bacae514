/** Functions of torch that make tensors: of numbers and lists, of shapes, of ranges, of other tensors, of random numbers. */
import { sizeOf } from '../../core/tensor/shape.ts';
import { shuffledOrder } from '../random/sampling.ts';
import { NONE, int, list, numberOf, wholeOf, type Value } from '../script/values.ts';
import type { Arguments } from './arguments.ts';
import type { NdArray } from './array.ts';
import { arange, dtypeOfNumbers, full, meshgrid } from './creation.ts';
import { linspace } from './spaced.ts';
import { isFloatType, type DType } from './dtypes.ts';
import type { Kit } from './kit.ts';
import { arrayOf } from './nested.ts';
import { asKind, both } from './nn-compose.ts';
import { replace } from './operators.ts';
import { shapeOfRest } from './shaping.ts';
import { declare, type Declaration } from './table.ts';
import { detached, requireGradient, torchState } from './torch-state.ts';
import { copyOf, reshapedTo } from './views.ts';

/** What functions that make tensors may be told besides; where tensors are does not matter here. */
const OPTIONS = 'dtype=None, device=, requires_grad=False, layout=, pin_memory=, generator=, memory_format=, out=';

function floatType(k: Kit): DType {
	return torchState(k.world).float;
}

/** A new tensor as the call wants it. */
function made(k: Kit, a: Arguments, array: NdArray): NdArray {
	const torch = asKind(k, array, true);
	return a.has('requires_grad') && a.flag('requires_grad') ? requireGradient(k, torch) : torch;
}

/** Floats of lists have torch's own type. */
function tensorOf(k: Kit, a: Arguments, value: Value, copy: boolean): NdArray {
	const dtype = a.dtype();
	if (k.isArray(value)) {
		const typed = dtype === undefined ? value : k.cast(value, dtype);
		return made(k, a, copy && typed === value ? copyOf(k, value) : typed);
	}
	const array = arrayOf(k, value, dtype);
	const own = dtype === undefined && array.isFloat ? k.cast(array, floatType(k)) : array;
	return made(k, a, own);
}

function filledBy(value: number): Declaration['body'] {
	return (k, a) => {
		const like = a.has('input') ? a.array('input').dtype : floatType(k);
		return made(k, a, full(k, shapeOfRest(k, sizes(a)), value, a.dtype() ?? like, true));
	};
}

/** Sizes one by one, or by `size=`. */
function sizes(a: Arguments): readonly Value[] {
	const named = a.maybe('size');
	return named === undefined ? a.rest : [named];
}

function likeBy(value: number): Declaration['body'] {
	return (k, a) => {
		const of = a.array('input');
		return made(k, a, full(k, of.shape, value, a.dtype() ?? of.dtype, true));
	};
}

/** Numbers drawn one by one. */
function drawn(k: Kit, shape: readonly number[], draw: () => number, dtype: DType): NdArray {
	const size = sizeOf(shape);
	k.reserve(size);
	const data = Float64Array.from({ length: size }, (_, index) => {
		if (index % 4096 === 0) k.call.tick();
		return draw();
	});
	return k.fromNumbers(data, shape, dtype, true);
}

/** Draws that a layer's weights start from. */
export function randomTensor(k: Kit, shape: readonly number[], kind: 'normal' | 'uniform'): NdArray {
	const random = torchState(k.world).random(k);
	return drawn(k, shape, () => (kind === 'normal' ? random.normal() : random.double()), floatType(k));
}

function random(kind: 'normal' | 'uniform'): Declaration['body'] {
	return (k, a) => {
		const shape = shapeOfRest(k, sizes(a));
		return made(k, a, k.cast(randomTensor(k, shape, kind), a.dtype() ?? floatType(k)));
	};
}

function randomLike(kind: 'normal' | 'uniform'): Declaration['body'] {
	return (k, a) => made(k, a, randomTensor(k, a.array('input').shape, kind));
}

/** `low` may be left out: 0. */
function wholesBetween(k: Kit, a: Arguments, low: number, high: number, shape: readonly number[]): NdArray {
	if (!(high > low)) k.call.raise('ValueError', ['there is no whole number from {0} up to {1}', low, high]);
	const generator = torchState(k.world).random(k);
	const array = drawn(k, shape, () => low + generator.interval(high - low - 1), a.dtype() ?? 'int64');
	return made(k, a, array);
}

function randint(k: Kit, a: Arguments): NdArray {
	const given = a.rest;
	const shape = a.maybe('size') ?? given.at(-1);
	const bounds = (a.has('size') ? given : given.slice(0, -1)).map((value) => k.whole(value, 'high'));
	const low = a.maybeWhole('low') ?? (bounds.length > 1 ? bounds[0]! : 0);
	const high = a.maybeWhole('high') ?? bounds.at(-1);
	if (shape === undefined || high === undefined) return k.call.raise('TypeError', ['{0}() needs {1}', a.name, 'size']);
	return wholesBetween(k, a, low, high, k.shapeFrom(shape, 'size'));
}

/** Normal numbers of given means and deviations, or of one for a whole shape. */
function normal(k: Kit, a: Arguments): Value {
	const [average, deviation] = [a.operand('mean'), a.operand('std')];
	const shape = a.has('size') ? a.shape('size') : k.commonShape([average, deviation]);
	if (!k.isArray(average) && !k.isArray(deviation)) {
		return made(k, a, normalOf(k, shape, a.number('mean'), a.number('std')));
	}
	const draws = randomTensor(k, shape, 'normal');
	return made(k, a, k.array(k.map('add', [average, k.map('mul', [deviation, draws])])));
}

/** Ones where a draw is below the probability. */
export function bernoulli(k: Kit, probability: Value, shape: readonly number[]): NdArray {
	const draws = randomTensor(k, shape, 'uniform');
	const below = k.compute([draws, probability], shape, 'float64', (draw, p) => (draw < p ? 1 : 0));
	return asKind(k, k.array(below), true);
}

function torchArange(k: Kit, a: Arguments): NdArray {
	const given = ['start', 'end', 'step'].flatMap((name) => (a.has(name) ? [a.value(name)] : []));
	const numbers = a.has('end') || given.length === 1 ? given : [int(0), ...given];
	const dtype = a.dtype() ?? (dtypeOfNumbers(numbers) === 'int64' ? 'int64' : floatType(k));
	return made(k, a, arange(k, numbers, dtype, true));
}

function eye(k: Kit, a: Arguments): NdArray {
	const rows = a.whole('n');
	const columns = a.maybeWhole('m') ?? rows;
	k.reserve(rows * columns);
	const data = new Float64Array(rows * columns);
	for (let row = 0; row < Math.min(rows, columns); row++) data[row * columns + row] = 1;
	return made(k, a, k.fromNumbers(data, [rows, columns], a.dtype() ?? floatType(k), true));
}

/** New elements in the place of the old ones, drawn or given. */
function refilled(of: (k: Kit, a: Arguments, shape: readonly number[]) => Value): Declaration['body'] {
	return (k, a) => {
		const array = a.array('x');
		const value = k.array(of(k, a, array.shape));
		return replace(k, array, k.cast(value, array.dtype), a.name);
	};
}

/** Draws as `nn.init` and methods of tensors name them. */
export function uniformIn(k: Kit, shape: readonly number[], low: number, high: number): NdArray {
	const { float } = torchState(k.world);
	const source = torchState(k.world).random(k);
	return drawn(k, shape, () => low + (high - low) * source.double(), float);
}

export function normalOf(k: Kit, shape: readonly number[], average: number, deviation: number): NdArray {
	const { float } = torchState(k.world);
	const source = torchState(k.world).random(k);
	return drawn(k, shape, () => average + deviation * source.normal(), float);
}

export const torchCreation: readonly Declaration[] = [
	declare('torch.tensor', `data, ${OPTIONS}`, (k, a) => tensorOf(k, a, a.value('data'), true)),
	declare('torch.as_tensor torch.from_numpy torch.asarray', `data, ${OPTIONS}`, (k, a) =>
		tensorOf(k, a, a.value('data'), false),
	),
	declare('torch.Tensor torch.FloatTensor torch.DoubleTensor', `*sizes, ${OPTIONS}, size=`, (k, a) => {
		const [only] = a.rest;
		if (a.rest.length === 1 && wholeOf(only!) === undefined) return k.cast(tensorOf(k, a, only!, true), floatType(k));
		return full(k, shapeOfRest(k, a.rest), 0, floatType(k), true);
	}),
	declare('torch.LongTensor', 'data', (k, a) => asKind(k, k.cast(a.array('data'), 'int64'), true)),
	declare('torch.zeros torch.empty', `*sizes, ${OPTIONS}, size=`, filledBy(0)),
	declare('torch.ones', `*sizes, ${OPTIONS}, size=`, filledBy(1)),
	declare('torch.zeros_like torch.empty_like', `input, ${OPTIONS}`, likeBy(0)),
	declare('torch.ones_like', `input, ${OPTIONS}`, likeBy(1)),
	declare('tensor.new_zeros', `input, *sizes, ${OPTIONS}, size=`, filledBy(0)),
	declare('tensor.new_ones', `input, *sizes, ${OPTIONS}, size=`, filledBy(1)),
	declare('torch.full', `size, fill_value, ${OPTIONS}`, (k, a) => {
		const value = a.value('fill_value');
		const dtype = a.dtype() ?? (value.kind === 'int' ? 'int64' : value.kind === 'bool' ? 'bool' : floatType(k));
		return made(k, a, full(k, a.shape('size'), a.number('fill_value'), dtype, true));
	}),
	declare('torch.full_like', `input, fill_value, ${OPTIONS}`, (k, a) => {
		const of = a.array('input');
		return made(k, a, full(k, of.shape, a.number('fill_value'), a.dtype() ?? of.dtype, true));
	}),
	declare('torch.eye', `n, m=None, *, ${OPTIONS}`, eye),
	declare('torch.arange torch.range', `start=, end=, step=, *, ${OPTIONS}`, torchArange),
	declare('torch.linspace', `start, end, steps=100, *, ${OPTIONS}`, (k, a) => {
		const data = linspace(a.number('start'), a.number('end'), a.whole('steps'), true);
		return made(k, a, k.fromNumbers(data, [data.length], a.dtype() ?? floatType(k), true));
	}),
	declare('torch.logspace', `start, end, steps=100, base=10.0, *, ${OPTIONS}`, (k, a) => {
		const base = a.number('base');
		const data = linspace(a.number('start'), a.number('end'), a.whole('steps'), true).map((power) => base ** power);
		return made(k, a, k.fromNumbers(data, [data.length], a.dtype() ?? floatType(k), true));
	}),
	declare('torch.meshgrid', "*tensors, indexing='ij'", (k, a) => {
		const [only] = a.rest;
		const given = a.rest.length === 1 && !k.isArray(only!) ? k.items(only!) : a.rest;
		const vectors = given.map((vector) => reshapedTo(k, k.array(vector), [-1]));
		return list(meshgrid(k, vectors, a.text('indexing') === 'xy', false).map((own) => asKind(k, own, true)));
	}),
	declare('torch.randn', `*sizes, ${OPTIONS}, size=`, random('normal')),
	declare('torch.rand', `*sizes, ${OPTIONS}, size=`, random('uniform')),
	declare('torch.randn_like', `input, ${OPTIONS}`, randomLike('normal')),
	declare('torch.rand_like', `input, ${OPTIONS}`, randomLike('uniform')),
	declare('torch.randint', `*bounds, size=, low=, high=, ${OPTIONS}`, randint),
	declare('torch.randperm', `n, ${OPTIONS}`, (k, a) => {
		const order = shuffledOrder(torchState(k.world).random(k), a.whole('n'));
		return k.fromNumbers(order, [order.length], 'int64', true);
	}),
	declare('torch.normal', `mean=0.0, std=1.0, size=, ${OPTIONS}`, normal),
	declare(both('bernoulli'), 'input, p=, generator=', (k, a) => {
		const shape = a.array('input').shape;
		return bernoulli(k, a.has('p') ? a.value('p') : a.operand('input'), shape);
	}),
	declare('torch.multinomial', 'input, num_samples, **', (k, a) => k.call.unsupported(a.name)),
	declare(
		'torch.manual_seed torch.cuda.manual_seed torch.cuda.manual_seed_all torch.random.manual_seed',
		'seed',
		(k, a) => {
			torchState(k.world).seed(a.whole('seed'));
			return NONE;
		},
	),
	declare('torch.set_default_dtype', 'd', (k, a) => {
		const dtype = k.dtype(a.value('d'));
		if (isFloatType(dtype)) torchState(k.world).float = dtype;
		return NONE;
	}),
	declare(
		'tensor.fill_',
		'x, value',
		refilled((k, a, shape) => full(k, shape, k.number(a.value('value'), 'value'), a.array('x').dtype)),
	),
	declare(
		'tensor.zero_',
		'x',
		refilled((k, a, shape) => full(k, shape, 0, a.array('x').dtype)),
	),
	declare(
		'tensor.normal_',
		'x, mean=0.0, std=1.0, *, generator=',
		refilled((k, a, shape) => normalOf(k, shape, a.number('mean'), a.number('std'))),
	),
	declare(
		'tensor.uniform_',
		'x, low|a|from=0.0, high|b|to=1.0, *, generator=',
		refilled((k, a, shape) => uniformIn(k, shape, a.number('low'), a.number('high'))),
	),
	declare(
		'tensor.bernoulli_',
		'x, p=0.5, *, generator=',
		refilled((k, a, shape) => bernoulli(k, a.value('p'), shape)),
	),
	declare(
		'tensor.copy_',
		'x, value|src, non_blocking=',
		refilled((_, a) => a.operand('value')),
	),
	declare('tensor.detach torch.detach', 'x', (k, a) => detached(k, a.value('x'))),
	declare('tensor.clone torch.clone', 'x, memory_format=', (k, a) => {
		const value = a.value('x');
		return numberOf(value) === undefined ? copyOf(k, k.array(value)) : k.map('wire', [value]);
	}),
];
