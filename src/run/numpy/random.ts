/** `np.random`, `RandomState` and `default_rng`: arguments read as NumPy reads them, numbers drawn by run/random. */
import { sizeOf } from '../../core/tensor/shape.ts';
import type { Width } from '../random/bounded.ts';
import {
	beta,
	gumbel,
	laplace,
	logistic,
	standardGamma,
	standardT,
	triangular,
	type Draws,
} from '../random/continuous.ts';
import { binomial, multinomial, poisson } from '../random/discrete.ts';
import type { NumpyRandom } from '../random/numpy-random.ts';
import { choose, shuffledOrder } from '../random/sampling.ts';
import { int, NONE, wholeOf, type ListValue, type Value } from '../script/values.ts';
import type { Arguments } from './arguments.ts';
import { bitsOf, isFloatType, type DType } from './dtypes.ts';
import type { Kit } from './kit.ts';
import { replace } from './operators.ts';
import { drawn, filled, generator, legacy, shared, sizeIn, type RandomFunction } from './random-drawing.ts';
import { rarer } from './random-rarer.ts';
import { takenAlong } from './shaping.ts';
import { numberIn } from './indexing.ts';
import { reshapedTo } from './views.ts';

/** Numbers of which location and scale may be on the tape: the draw itself is a constant, what is done with it are gates. */
function located(k: Kit, a: Arguments, location: string, scale: string, draw: () => number): Value {
	const [at, by] = [a.operand(location), a.operand(scale)];
	if ([at, by].every((value) => k.isPlainNumber(value) || (k.isArray(value) && !value.recorded))) {
		return drawn(k, a, [location, scale], (from, times) => from + times * draw());
	}
	const noise = filled(k, sizeIn(a) ?? k.commonShape([at, by]), draw);
	return k.map('add', [at, k.map('mul', [by, noise])]);
}

function shapeOfArgs(k: Kit, a: Arguments): readonly number[] | null {
	return a.rest.length === 0 ? null : a.rest.map((value) => k.whole(value, 'shape'));
}

/** `randint` and `integers`: from `low` to below `high`. */
function whole(k: Kit, a: Arguments, random: NumpyRandom, closed: boolean): Value {
	const dtype = a.dtype() ?? 'int64';
	if (isFloatType(dtype)) k.call.raise('TypeError', ['whole numbers are drawn, not {0}', dtype]);
	const size = sizeIn(a);
	const draw = (from: number, to: number, count: number): Float64Array => {
		const [start, end] = [Math.ceil(from), closed ? Math.floor(to) : Math.ceil(to) - 1];
		if (end < start) k.call.raise('ValueError', ['low is not below high: {0}, {1}', from, to]);
		k.reserve(count);
		return random.integers(start, BigInt(end) - BigInt(start), count, bitsOf(dtype) as Width);
	};
	const bounds = a.has('high') ? [a.operand('low'), a.operand('high')] : [int(0), a.operand('low')];
	if (bounds.some((value) => k.isArray(value))) {
		return k.compute(bounds, size ?? k.commonShape(bounds), dtype, (low, high) => draw(low, high, 1)[0]!);
	}
	const [low, high] = bounds.map((value) => k.number(value, 'high'));
	const array = k.fromNumbers(draw(low!, high!, sizeOf(size ?? [])), size ?? [], dtype);
	return size === null ? numberIn(k, array) : array;
}

/** One element, or several, of a row of numbers or of an array's rows. */
function choice(k: Kit, a: Arguments, random: NumpyRandom): Value {
	const given = a.value('a');
	const count = wholeOf(given);
	const array = count === undefined ? k.array(given) : null;
	const axis = array === null ? 0 : (a.axis(array.shape.length) ?? 0);
	const population = count ?? array!.shape[axis] ?? 0;
	if (population <= 0) k.call.raise('ValueError', ['There is nothing to choose from.']);
	const size = sizeIn(a);
	const p = a.maybe('p');
	const probabilities = p === undefined ? undefined : k.data(k.array(p));
	if (probabilities) checkProbabilities(k, probabilities, population);
	const replace = a.flag('replace');
	const wanted = sizeOf(size ?? []);
	const most = probabilities ? probabilities.filter((value) => value > 0).length : population;
	if (!replace && wanted > most)
		k.call.raise('ValueError', ['{0} of {1} cannot be chosen without repetition', wanted, most]);
	k.reserve(Math.max(wanted, replace ? 0 : population));
	const chosen = choose(random, { population, count: wanted, replace, probabilities, shuffle: a.flag('shuffle') });
	const indices = k.fromNumbers(chosen, size ?? [], 'int64');
	if (array === null) return size === null ? numberIn(k, indices) : indices;
	const taken = takenAlong(k, array, Array.from(chosen), axis);
	const shape = [...array.shape.slice(0, axis), ...(size ?? []), ...array.shape.slice(axis + 1)];
	const shaped = k.cast(reshapedTo(k, taken, shape), array.dtype);
	return shape.length === 0 ? numberIn(k, shaped) : shaped;
}

function checkProbabilities(k: Kit, probabilities: Float64Array, population: number): void {
	if (probabilities.length !== population) {
		k.call.raise('ValueError', ['{0} probabilities for {1} elements', probabilities.length, population]);
	}
	const sum = probabilities.reduce((total, value) => total + value, 0);
	if (probabilities.some((value) => value < 0) || !(Math.abs(sum - 1) < 1e-8)) {
		k.call.raise('ValueError', ['probabilities are not negative and add up to 1, these to {0}', sum]);
	}
}

/** Rows in another order: of a list in place, of an array in place. */
function shuffle(k: Kit, a: Arguments, random: NumpyRandom): Value {
	const value = a.value('x');
	if (value.kind === 'list') {
		reorder(value, shuffledOrder(random, value.items.length));
		return NONE;
	}
	if (!k.isArray(value)) return k.call.raise('TypeError', ['A list or an array is needed here.']);
	const axis = a.axis(value.shape.length) ?? 0;
	const order = shuffledOrder(random, value.shape[axis] ?? 0);
	replace(k, value, takenAlong(k, value, Array.from(order), axis), 'shuffle');
	return NONE;
}

/** Puts a list's items into another order, in place. */
export function reorder(value: ListValue, order: ArrayLike<number>): void {
	const items = Array.from({ length: order.length }, (_, place) => value.items[order[place]!]!);
	delete value.from;
	for (const [place, item] of items.entries()) value.items[place] = item;
}

function permutation(k: Kit, a: Arguments, random: NumpyRandom): Value {
	const count = wholeOf(a.value('x'));
	if (count !== undefined) {
		k.reserve(count);
		return k.fromNumbers(shuffledOrder(random, count), [count], 'int64');
	}
	const array = k.array(a.value('x'));
	const axis = a.axis(array.shape.length) ?? 0;
	return k.cast(takenAlong(k, array, Array.from(shuffledOrder(random, array.shape[axis]!)), axis), array.dtype);
}

/** Each row along an axis in an order of its own; without an axis all elements. */
function permuted(k: Kit, a: Arguments, random: NumpyRandom): Value {
	const array = k.array(a.value('x'));
	const axis = a.axis(array.shape.length);
	const extent = axis === null ? array.size : array.shape[axis]!;
	const inner = axis === null ? 1 : sizeOf(array.shape.slice(axis + 1));
	const places = Array.from({ length: array.size }, () => 0);
	for (let row = 0; row * extent < array.size; row++) {
		const first = Math.floor(row / inner) * extent * inner + (row % inner);
		for (const [at, from] of shuffledOrder(random, extent).entries()) places[first + at * inner] = first + from * inner;
	}
	const moved = takenAlong(k, reshapedTo(k, array, [array.size]), places, 0);
	return k.cast(reshapedTo(k, moved, array.shape), array.dtype);
}

/** Numbers from a generator's `dtype`: single precision has streams of its own. */
function standard(k: Kit, a: Arguments, random: NumpyRandom, double: () => number, single: () => number): Value {
	const dtype = a.dtype() ?? 'float64';
	return filled(k, sizeIn(a), dtype === 'float32' && random.family === 'generator' ? single : double, dtype);
}

function row(
	k: Kit,
	a: Arguments,
	of: (random: NumpyRandom) => number[],
	random: NumpyRandom,
	length: number,
	dtype: DType,
): Value {
	const shape = sizeIn(a) ?? [];
	const data: number[] = [];
	for (let index = 0; index < sizeOf(shape); index++) data.push(...of(random));
	return k.fromNumbers(Float64Array.from(data), [...shape, length], dtype);
}

function probabilitiesIn(k: Kit, a: Arguments, name: string): number[] {
	return Array.from(k.data(k.array(a.value(name))));
}

function dirichlet(draws: Draws, alpha: readonly number[]): number[] {
	const parts = alpha.map((shape) => standardGamma(draws, shape));
	const sum = parts.reduce((total, value) => total + value, 0);
	return parts.map((value) => value / sum);
}

/** Draws with a covariance that lies on its diagonal; others go through a decomposition whose signs are the machine's own. */
function correlated(k: Kit, a: Arguments, random: NumpyRandom): Value {
	a.passOver('check_valid', 'tol', 'method');
	const mean = probabilitiesIn(k, a, 'mean');
	const size = mean.length;
	const covariance = k.data(k.array(a.value('cov')));
	if (a.has('method') && a.text('method') === 'cholesky') return byCholesky(k, a, random, mean);
	const onDiagonal = covariance.every((value, place) => value === 0 || place % (size + 1) === 0);
	if (covariance.length !== size * size || !onDiagonal) return k.call.unsupported(`${a.name}(cov=…)`);
	const variances = mean.map((_, axis) => ({ axis, value: covariance[axis * (size + 1)]! }));
	// The largest one takes the first draw.
	variances.sort((x, y) => y.value - x.value);
	const draw = (): number[] => {
		const drawn = [...mean];
		for (const { axis, value } of variances) drawn[axis] = mean[axis]! + Math.sqrt(value) * random.normal();
		return drawn;
	};
	return row(k, a, draw, random, size, 'float64');
}

/** A generator that is told to takes the lower triangle for the covariance's root, which has one sign only. */
function byCholesky(k: Kit, a: Arguments, random: NumpyRandom, mean: readonly number[]): Value {
	const lower = k.data(k.array(k.apply('cholesky', [k.array(a.value('cov'))])));
	const size = mean.length;
	const draw = (): number[] => {
		const normals = mean.map(() => random.normal());
		return mean.map((centre, row) =>
			normals.slice(0, row + 1).reduce((total, normal, column) => total + lower[row * size + column]! * normal, centre),
		);
	};
	return row(k, a, draw, random, size, 'float64');
}

const SIZED = 'size=None';

export const randomFunctions: readonly RandomFunction[] = [
	legacy('rand', '*shape', (k, a, random) => filled(k, shapeOfArgs(k, a), () => random.double())),
	legacy('randn', '*shape, dtype=', (k, a, random) => filled(k, shapeOfArgs(k, a), () => random.normal())),
	legacy('random random_sample ranf sample', SIZED, (k, a, random) => filled(k, sizeIn(a), () => random.double())),
	generator('random', 'size=None, dtype=None, out=', (k, a, random) =>
		standard(
			k,
			a,
			random,
			() => random.double(),
			() => random.single(),
		),
	),
	shared('standard_normal', 'size=None, dtype=None, out=', (k, a, random) =>
		standard(
			k,
			a,
			random,
			() => random.normal(),
			() => random.normalSingle(),
		),
	),
	shared('normal', 'loc=0.0, scale=1.0, size=None', (k, a, random) =>
		located(k, a, 'loc', 'scale', () => random.normal()),
	),
	shared('uniform', 'low=0.0, high=1.0, size=None', uniform),
	legacy('randint random_integers', 'low, high=None, size=None, dtype=None', (k, a, random) =>
		whole(k, a, random, a.name.endsWith('random_integers')),
	),
	generator('integers', 'low, high=None, size=None, dtype=None, endpoint=False', (k, a, random) =>
		whole(k, a, random, a.flag('endpoint')),
	),
	shared('choice', 'a, size=None, replace=True, p=None, axis=0, shuffle=True', choice),
	shared('permutation', 'x, axis=0', permutation),
	generator('permuted', 'x, axis=None, out=', permuted),
	shared('shuffle', 'x, axis=0', shuffle),
	shared('standard_exponential', 'size=None, dtype=, method=, out=', (k, a, random) =>
		filled(k, sizeIn(a), () => random.exponential()),
	),
	shared('exponential', 'scale=1.0, size=None', (k, a, random) =>
		drawn(k, a, ['scale'], (scale) => scale * random.exponential()),
	),
	shared('standard_gamma', 'shape, size=None', (k, a, random) =>
		drawn(k, a, ['shape'], (shape) => standardGamma(random, shape)),
	),
	shared('gamma', 'shape, scale=1.0, size=None', (k, a, random) =>
		drawn(k, a, ['shape', 'scale'], (shape, scale) => scale * standardGamma(random, shape)),
	),
	shared('beta', 'a, b, size=None', (k, a, random) => drawn(k, a, ['a', 'b'], (p, q) => beta(random, p, q))),
	shared('chisquare', 'df, size=None', (k, a, random) =>
		drawn(k, a, ['df'], (df) => 2 * standardGamma(random, df / 2)),
	),
	shared('standard_t', 'df, size=None', (k, a, random) => drawn(k, a, ['df'], (df) => standardT(random, df))),
	shared('standard_cauchy', SIZED, (k, a, random) => filled(k, sizeIn(a), () => random.normal() / random.normal())),
	shared('laplace', 'loc=0.0, scale=1.0, size=None', (k, a, random) =>
		drawn(k, a, ['loc', 'scale'], (at, by) => laplace(random, at, by)),
	),
	shared('gumbel', 'loc=0.0, scale=1.0, size=None', (k, a, random) =>
		drawn(k, a, ['loc', 'scale'], (at, by) => gumbel(random, at, by)),
	),
	shared('logistic', 'loc=0.0, scale=1.0, size=None', (k, a, random) =>
		drawn(k, a, ['loc', 'scale'], (at, by) => logistic(random, at, by)),
	),
	shared('lognormal', 'mean=0.0, sigma=1.0, size=None', (k, a, random) =>
		drawn(k, a, ['mean', 'sigma'], (at, by) => Math.exp(at + by * random.normal())),
	),
	shared('rayleigh', 'scale=1.0, size=None', (k, a, random) =>
		drawn(k, a, ['scale'], (scale) => scale * Math.sqrt(2 * random.exponential())),
	),
	shared('weibull', 'a, size=None', (k, a, random) =>
		drawn(k, a, ['a'], (shape) => random.exponential() ** (1 / shape)),
	),
	shared('pareto', 'a, size=None', (k, a, random) =>
		drawn(k, a, ['a'], (shape) => Math.expm1(random.exponential() / shape)),
	),
	shared('triangular', 'left, mode, right, size=None', (k, a, random) =>
		drawn(k, a, ['left', 'mode', 'right'], (p, q, r) => triangular(random, p, q, r)),
	),
	shared('poisson', 'lam=1.0, size=None', (k, a, random) =>
		drawn(k, a, ['lam'], (rate) => poisson(() => random.double(), rate), 'int64'),
	),
	shared('binomial', 'n, p, size=None', (k, a, random) =>
		drawn(k, a, ['n', 'p'], (n, p) => binomial(() => random.double(), n, p), 'int64'),
	),
	shared('multinomial', 'n, pvals, size=None', (k, a, random) => {
		const p = probabilitiesIn(k, a, 'pvals');
		return row(k, a, (own) => multinomial(() => own.double(), a.whole('n'), p), random, p.length, 'int64');
	}),
	shared('multivariate_normal', 'mean, cov, size=None, check_valid=, tol=, *, method=', correlated),
	...rarer,
	shared('dirichlet', 'alpha, size=None', (k, a, random) => {
		const alpha = probabilitiesIn(k, a, 'alpha');
		return row(k, a, (own) => dirichlet(own, alpha), random, alpha.length, 'float64');
	}),
];

function uniform(k: Kit, a: Arguments, random: NumpyRandom): Value {
	const [low, high] = [a.operand('low'), a.operand('high')];
	if ([low, high].every((value) => k.isPlainNumber(value) || (k.isArray(value) && !value.recorded))) {
		return drawn(k, a, ['low', 'high'], (from, to) => from + (to - from) * random.double());
	}
	const noise = filled(k, sizeIn(a) ?? k.commonShape([low, high]), () => random.double());
	return k.map('add', [low, k.map('mul', [k.map('sub', [high, low]), noise])]);
}
