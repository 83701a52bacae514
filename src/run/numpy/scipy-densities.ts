/**
 * Logarithms of probability densities, each written once: SciPy's distributions and torch's are spellings of these. A density of several variables sums
 * over its last axis.
 */
import { float, type Value } from '../script/values.ts';
import type { NdArray } from './array.ts';
import type { Kit } from './kit.ts';
import { add, div, mul, neg, num, sub, sum, turned } from './nn-compose.ts';
import { reshapedTo } from './views.ts';

const gammaln = (k: Kit, x: Value): Value => k.map('gammaln', [x]);
const log = (k: Kit, x: Value): Value => k.map('log', [x]);

/** −½·z² − ½·ln 2π of a standardised value. */
export function standardNormal(k: Kit, z: Value): Value {
	return sub(k, mul(k, float(-0.5), k.map('square', [z])), float(Math.log(2 * Math.PI) / 2));
}

/** A density of `(x − loc)/scale`: what it is, less ln scale. A scale of 1 is left out. */
export function moved(
	k: Kit,
	of: (z: Value) => Value,
	x: Value,
	loc: Value | undefined,
	scale: Value | undefined,
): Value {
	const shifted = loc === undefined ? x : sub(k, x, loc);
	if (scale === undefined) return of(shifted);
	return sub(k, of(div(k, shifted, scale)), log(k, scale));
}

export function normal(k: Kit, x: Value, loc: Value | undefined, scale: Value | undefined): Value {
	return moved(k, (z) => standardNormal(k, z), x, loc, scale);
}

/** (a − 1)·ln x + (b − 1)·ln(1 − x) − ln B(a, b). */
export function beta(k: Kit, x: Value, a: Value, b: Value): Value {
	const powers = add(k, k.map('xlogy', [sub(k, a, num(1)), x]), k.map('xlog1py', [sub(k, b, num(1)), neg(k, x)]));
	return sub(k, powers, k.map('betaln', [a, b]));
}

/** (a − 1)·ln x − x − ln Γ(a), of a rate of 1. */
export function gamma(k: Kit, x: Value, a: Value): Value {
	return sub(k, sub(k, k.map('xlogy', [sub(k, a, num(1)), x]), x), gammaln(k, a));
}

export function studentT(k: Kit, x: Value, df: Value): Value {
	const half = (value: Value): Value => div(k, value, num(2));
	const above = half(add(k, df, num(1)));
	const constant = sub(
		k,
		sub(k, gammaln(k, above), gammaln(k, half(df))),
		mul(k, float(0.5), log(k, mul(k, df, float(Math.PI)))),
	);
	return sub(k, constant, mul(k, above, k.map('log1p', [div(k, k.map('square', [x]), df)])));
}

/** k·ln μ − μ − ln k!. */
export function poisson(k: Kit, count: Value, mu: Value): Value {
	return sub(k, sub(k, k.map('xlogy', [count, mu]), mu), gammaln(k, add(k, count, num(1))));
}

export function exponential(k: Kit, x: Value): Value {
	return neg(k, x);
}

/** −|x| − ln 2. */
export function laplace(k: Kit, x: Value): Value {
	return sub(k, neg(k, k.map('abs', [x])), float(Math.LN2));
}

/** −x − 2·ln(1 + e^(−x)). */
export function logistic(k: Kit, x: Value): Value {
	return sub(k, neg(k, x), mul(k, num(2), k.map('softplus', [neg(k, x)])));
}

/** −ln π − ln(1 + x²). */
export function cauchy(k: Kit, x: Value): Value {
	return sub(k, float(-Math.log(Math.PI)), k.map('log1p', [k.map('square', [x])]));
}

/** The normal density of ln x, less ln x. */
export function logNormal(k: Kit, x: Value, s: Value): Value {
	const y = log(k, x);
	return sub(k, normal(k, y, undefined, s), y);
}

/** x·ln p + (1 − x)·ln(1 − p). */
export function bernoulli(k: Kit, x: Value, p: Value): Value {
	return add(k, k.map('xlogy', [x, p]), k.map('xlog1py', [sub(k, num(1), x), neg(k, p)]));
}

/** The same from a score, whose sigmoid p is: x·z − ln(1 + e^z). */
export function bernoulliOfScore(k: Kit, x: Value, z: Value): Value {
	return sub(k, mul(k, x, z), k.map('softplus', [z]));
}

export function binomial(k: Kit, x: Value, n: Value, p: Value): Value {
	const factorial = (value: Value): Value => gammaln(k, add(k, value, num(1)));
	const choices = sub(k, sub(k, factorial(n), factorial(x)), factorial(sub(k, n, x)));
	return add(k, choices, add(k, k.map('xlogy', [x, p]), k.map('xlog1py', [sub(k, n, x), neg(k, p)])));
}

/** (k − 1)·ln(1 − p) + ln p. */
export function geometric(k: Kit, x: Value, p: Value): Value {
	return add(k, k.map('xlog1py', [sub(k, x, num(1)), neg(k, p)]), log(k, p));
}

/** Σ (a − 1)·ln x − Σ ln Γ(a) + ln Γ(Σ a), over the last axis. */
export function dirichlet(k: Kit, x: Value, a: Value): Value {
	const powers = sum(k, k.map('xlogy', [sub(k, a, num(1)), x]), [-1]);
	const normaliser = sub(k, gammaln(k, sum(k, a, [-1])), sum(k, gammaln(k, a), [-1]));
	return add(k, powers, normaliser);
}

/** The density of a vector by its mean and the lower factor of its covariance. */
export function multivariateNormal(k: Kit, x: Value, mean: Value, factor: NdArray): Value {
	const size = factor.shape.at(-1)!;
	const apart = k.array(sub(k, x, mean));
	const single = apart.shape.length === 1;
	// One observation a column.
	const columns = single ? reshapedTo(k, apart, [size, 1]) : turned(k, apart);
	const z = k.apply('solve', [factor, columns]);
	const distances = sum(k, k.map('square', [z]), [-2]);
	const squared = single ? reshapedTo(k, k.array(distances), []) : distances;
	const spread = sum(k, log(k, k.apply('diagonal', [factor], { offset: 0 })), [-1]);
	const constant = float((size * Math.log(2 * Math.PI)) / 2);
	return sub(k, sub(k, mul(k, float(-0.5), squared), spread), constant);
}
