/** SciPy's distributions: their densities and what follows from them, `scipy.stats.norm.logpdf` and its kind. */
import { float, type Value } from '../script/values.ts';
import type { Arguments } from './arguments.ts';
import type { NdArray } from './array.ts';
import type { Kit } from './kit.ts';
import { add, div, mul, neg, num, sub } from './nn-compose.ts';
import * as density from './scipy-densities.ts';
import { declare, type Declaration } from './table.ts';
import { broadcasted } from './views.ts';

/** A distribution of one variable: its parameters before loc and scale, its log density, and its cumulative functions where there are any. */
interface Family {
	readonly name: string;
	readonly parameters: readonly string[];
	/** Of counts: the density is a mass, and there is no scale. */
	readonly discrete?: boolean;
	readonly logpdf: (k: Kit, z: Value, parameters: readonly Value[]) => Value;
	readonly cdf?: (k: Kit, z: Value) => Value;
	readonly logcdf?: (k: Kit, z: Value) => Value;
	readonly ppf?: (k: Kit, q: Value) => Value;
	/** The distribution is the same turned round at 0: sf(z) = cdf(−z). */
	readonly even?: boolean;
	/** Where the density is not 0, of the standardised value. */
	readonly support?: readonly [low: number, high: number];
}

const exp = (k: Kit, x: Value): Value => k.map('exp', [x]);

const FAMILIES: readonly Family[] = [
	{
		name: 'norm',
		parameters: [],
		logpdf: density.standardNormal,
		cdf: (k, z) => k.map('ndtr', [z]),
		logcdf: (k, z) => k.map('log_ndtr', [z]),
		ppf: (k, q) => k.map('ndtri', [q]),
		even: true,
	},
	{ name: 'beta', parameters: ['a', 'b'], logpdf: (k, z, [a, b]) => density.beta(k, z, a!, b!), support: [0, 1] },
	{ name: 'gamma', parameters: ['a'], logpdf: (k, z, [a]) => density.gamma(k, z, a!), support: [0, Infinity] },
	{
		name: 'chi2',
		parameters: ['df'],
		logpdf: (k, z, [df]) => sub(k, density.gamma(k, div(k, z, num(2)), div(k, df!, num(2))), float(Math.LN2)),
		support: [0, Infinity],
	},
	{ name: 't', parameters: ['df'], logpdf: (k, z, [df]) => density.studentT(k, z, df!) },
	{
		name: 'expon',
		parameters: [],
		logpdf: density.exponential,
		cdf: (k, z) => neg(k, k.map('expm1', [neg(k, z)])),
		ppf: (k, q) => neg(k, k.map('log1p', [neg(k, q)])),
		support: [0, Infinity],
	},
	{
		name: 'laplace',
		parameters: [],
		logpdf: density.laplace,
		cdf: (k, z) => {
			const tail = mul(k, float(0.5), exp(k, neg(k, k.map('abs', [z]))));
			return k.map('where', [k.map('lt', [z, num(0)]), tail, sub(k, num(1), tail)]);
		},
		even: true,
	},
	{
		name: 'logistic',
		parameters: [],
		logpdf: density.logistic,
		cdf: (k, z) => k.map('sigmoid', [z]),
		logcdf: (k, z) => k.map('log_sigmoid', [z]),
		ppf: (k, q) => k.map('logit', [q]),
		even: true,
	},
	{
		name: 'cauchy',
		parameters: [],
		logpdf: density.cauchy,
		cdf: (k, z) => add(k, float(0.5), div(k, k.map('atan', [z]), float(Math.PI))),
		even: true,
	},
	{
		name: 'lognorm',
		parameters: ['s'],
		logpdf: (k, z, [s]) => density.logNormal(k, z, s!),
		support: [0, Infinity],
	},
	{
		name: 'halfnorm',
		parameters: [],
		logpdf: (k, z) => add(k, density.standardNormal(k, z), float(Math.LN2)),
		support: [0, Infinity],
	},
	{
		name: 'uniform',
		parameters: [],
		logpdf: (k, z) => mul(k, num(0), z),
		cdf: (k, z) => k.map('clip', [z, num(0), num(1)]),
		ppf: (_, q) => q,
		support: [0, 1],
	},
	{
		name: 'poisson',
		parameters: ['mu'],
		discrete: true,
		logpdf: (k, z, [mu]) => density.poisson(k, z, mu!),
		support: [0, Infinity],
	},
	{
		name: 'bernoulli',
		parameters: ['p'],
		discrete: true,
		logpdf: (k, z, [p]) => density.bernoulli(k, z, p!),
		support: [0, 1],
	},
	{
		name: 'binom',
		parameters: ['n', 'p'],
		discrete: true,
		logpdf: (k, z, [n, p]) => density.binomial(k, z, n!, p!),
		support: [0, Infinity],
	},
	{
		name: 'geom',
		parameters: ['p'],
		discrete: true,
		logpdf: (k, z, [p]) => density.geometric(k, z, p!),
		support: [1, Infinity],
	},
];

/** −∞ where the standardised value lies outside of the distribution's support. A mass at no whole number is not minded. */
function bounded(k: Kit, { support }: Family, z: Value, value: Value): Value {
	if (support === undefined) return value;
	const [low, high] = support;
	const outside = Array.from(k.look(z).data).some((x) => x < low || x > high);
	if (!outside) return value;
	const inside = k.map('and', [k.map('ge', [z, float(low)]), k.map('le', [z, float(high)])]);
	return k.map('where', [inside, value, float(-Infinity)]);
}

function given(a: Arguments, name: string): Value | undefined {
	return a.has(name) ? a.operand(name) : undefined;
}

function standardised(k: Kit, a: Arguments): Value {
	const loc = given(a, 'loc');
	const scale = given(a, 'scale');
	const shifted = loc === undefined ? a.operand('x') : sub(k, a.operand('x'), loc);
	return scale === undefined ? shifted : div(k, shifted, scale);
}

function logDensity(family: Family): Declaration['body'] {
	return (k, a) => {
		const z = standardised(k, a);
		const parameters = family.parameters.map((name) => a.operand(name));
		const value = bounded(k, family, z, family.logpdf(k, z, parameters));
		const scale = given(a, 'scale');
		return scale === undefined ? value : sub(k, value, k.map('log', [scale]));
	};
}

/** The functions of one distribution. */
function functions(family: Family): Declaration[] {
	const own = (name: string): string => `scipy.stats.${family.name}.${name}`;
	const signature = `x|k|q, ${family.parameters.map((name) => `${name}, `).join('')}loc=, scale=`;
	const logpdf = logDensity(family);
	const [density, logDensityName] = family.discrete === true ? ['pmf', 'logpmf'] : ['pdf', 'logpdf'];
	const { cdf, logcdf, ppf, even } = family;
	const declarations = [
		declare(own(logDensityName), signature, logpdf),
		declare(own(density), signature, (k, a) => exp(k, logpdf(k, a))),
	];
	const put = (name: string, body: (k: Kit, z: Value) => Value): void => {
		declarations.push(declare(own(name), signature, (k, a) => body(k, standardised(k, a))));
	};
	if (cdf !== undefined) {
		put('cdf', cdf);
		put('logcdf', logcdf ?? ((k, z) => k.map('log', [cdf(k, z)])));
		put('sf', (k, z) => (even === true ? cdf(k, neg(k, z)) : sub(k, num(1), cdf(k, z))));
		put('logsf', (k, z) => {
			if (even === true && logcdf !== undefined) return logcdf(k, neg(k, z));
			return k.map('log', [even === true ? cdf(k, neg(k, z)) : sub(k, num(1), cdf(k, z))]);
		});
	}
	if (ppf !== undefined) {
		declarations.push(
			declare(own('ppf'), signature, (k, a) => {
				const quantile = ppf(k, a.operand('x'));
				const [loc, scale] = [given(a, 'loc'), given(a, 'scale')];
				const wide = scale === undefined ? quantile : mul(k, quantile, scale);
				return loc === undefined ? wide : add(k, wide, loc);
			}),
		);
	}
	return declarations;
}

/** A covariance: a matrix, or numbers on its diagonal. */
function covarianceOf(k: Kit, value: Value, size: number): NdArray {
	const array = k.array(value);
	if (array.shape.length === 2) return array;
	const line = array.shape.length === 1 ? array : broadcasted(k, array, [size]);
	return k.array(k.apply('diagonal_matrix', [line], { offset: 0 }));
}

function multivariate(k: Kit, a: Arguments): Value {
	const x = a.array('x');
	const mean = a.has('mean') ? a.operand('mean') : num(0);
	const size = x.shape.at(-1) ?? 1;
	const factor = k.array(k.apply('cholesky', [covarianceOf(k, a.has('cov') ? a.operand('cov') : num(1), size)]));
	return density.multivariateNormal(k, x, mean, factor);
}

const MULTIVARIATE = 'x, mean=None, cov=None, allow_singular=';

export const scipyStats: readonly Declaration[] = [
	...FAMILIES.flatMap(functions),
	declare('scipy.stats.multivariate_normal.logpdf', MULTIVARIATE, multivariate),
	declare('scipy.stats.multivariate_normal.pdf', MULTIVARIATE, (k, a) => exp(k, multivariate(k, a))),
	declare('scipy.stats.dirichlet.logpdf', 'x, alpha', (k, a) =>
		density.dirichlet(k, a.operand('x'), a.operand('alpha')),
	),
	declare('scipy.stats.dirichlet.pdf', 'x, alpha', (k, a) =>
		exp(k, density.dirichlet(k, a.operand('x'), a.operand('alpha'))),
	),
];

/** The distributions as modules: their canonical names. */
export const DISTRIBUTIONS: readonly string[] = [
	...FAMILIES.map(({ name }) => name),
	'multivariate_normal',
	'dirichlet',
].map((name) => `scipy.stats.${name}`);
