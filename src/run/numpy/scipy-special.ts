/** SciPy's special functions that are compositions; those that are one operator are found in the op table by their names. */
import { normalizeAxes } from '../../core/tensor/shape.ts';
import { float, int, type Value } from '../script/values.ts';
import type { Arguments } from './arguments.ts';
import type { Kit } from './kit.ts';
import { add, both, div, mul, num, sub } from './nn-compose.ts';
import { declare, type Declaration } from './table.ts';
import { replace } from './operators.ts';

/** Axes as a row takes them, whatever the rank. */
function axesOf(a: Arguments, rank: number, name = 'axis'): readonly number[] {
	return normalizeAxes(a.axes(name), rank);
}

function logsumexp(k: Kit, a: Arguments): Value {
	if (a.flag('return_sign')) k.call.unsupported(`${a.name}(return_sign=True)`);
	const x = a.array('a');
	const told = { axes: axesOf(a, x.shape.length), keepdims: a.flag('keepdims') };
	const weights = a.maybe('b');
	return weights === undefined
		? k.apply('logsumexp', [x], told)
		: k.apply('logsumexp_weighted', [x, k.operand(weights)], told);
}

/** The logarithm of the gamma function of so many dimensions: a sum of logarithms of Γ. */
function multigammaln(k: Kit, x: Value, dimensions: number): Value {
	let total: Value = k.map('gammaln', [x]);
	for (let j = 1; j < dimensions; j++) total = add(k, total, k.map('gammaln', [sub(k, x, float(j / 2))]));
	const constant = (dimensions * (dimensions - 1) * Math.log(Math.PI)) / 4;
	return dimensions === 1 ? total : add(k, total, float(constant));
}

/** Whole numbers exactly, by products; others through Γ, whose sign alternates between the negative whole numbers. */
function binomial(k: Kit, n: Value, m: Value): Value {
	if (!k.isFloat(n) && !k.isFloat(m)) {
		const shape = k.commonShape([n, m]);
		const counted = k.compute([n, m], shape, 'float64', (top, bottom) => {
			if (bottom < 0 || bottom > top) return 0;
			let product = 1;
			for (let i = 1; i <= Math.min(bottom, top - bottom); i++) product = (product * (top - i + 1)) / i;
			return Math.round(product);
		});
		return counted;
	}
	const gammaln = (value: Value): Value => k.map('gammaln', [add(k, value, num(1))]);
	const size = k.map('exp', [sub(k, sub(k, gammaln(n), gammaln(m)), gammaln(sub(k, n, m)))]);
	const signs = k.compute([n, m], k.commonShape([n, m]), 'float64', (top, bottom) =>
		[top + 1, bottom + 1, top - bottom + 1].reduce((sign, x) => sign * signOfGamma(x), 1),
	);
	return mul(k, size, signs);
}

function signOfGamma(x: number): number {
	return x > 0 || Math.floor(x) % 2 === 0 ? 1 : -1;
}

function combinations(k: Kit, a: Arguments): Value {
	const [n, m] = [a.operand('n'), a.operand('k')];
	const counted = binomial(k, n, m);
	// Unlike the binomial coefficient, a number of combinations is 0 where more are chosen than there are.
	const some = k.compute([n, m], k.commonShape([n, m]), 'float64', (top, bottom) =>
		top >= 0 && bottom >= 0 && bottom <= top ? 1 : 0,
	);
	const value = k.isFloat(n) || k.isFloat(m) ? mul(k, counted, some) : counted;
	return a.flag('exact') && value.kind === 'float' ? int(value.value) : value;
}

/** δ²·(√(1 + (r/δ)²) − 1). */
function pseudoHuber(k: Kit, delta: Value, r: Value): Value {
	const root = k.map('sqrt', [add(k, num(1), k.map('square', [div(k, r, delta)]))]);
	return mul(k, k.map('square', [delta]), sub(k, root, num(1)));
}

/** Functions of the op table that SciPy has under another name than NumPy. */
const ALIASES: readonly (readonly [name: string, row: string])[] = [
	['expm1', 'expm1'],
	['log1p', 'log1p'],
	['exp2', 'exp2'],
	['cbrt', 'cbrt'],
	['sinc', 'sinc'],
	['logaddexp', 'logaddexp'],
	['round', 'rint'],
];

/** What a softmax of SciPy runs over: all entries, unless it is told an axis. */
function over(row: string): Declaration['body'] {
	return (k, a) => {
		const x = a.array('x');
		return k.apply(row, [x], { axes: axesOf(a, x.shape.length) });
	};
}

export const scipySpecial: readonly Declaration[] = [
	declare('scipy.special.logsumexp', 'a, axis=None, b=None, keepdims=False, return_sign=False', logsumexp),
	declare('scipy.special.softmax', 'x, axis=None', over('softmax')),
	declare('scipy.special.log_softmax', 'x, axis=None', over('log_softmax')),
	declare('scipy.special.multigammaln', 'a, d', (k, a) => multigammaln(k, a.operand('a'), a.whole('d'))),
	declare(both('mvlgamma') + ' torch.special.multigammaln', 'a|input, d|p', (k, a) =>
		multigammaln(k, a.operand('a'), a.whole('d')),
	),
	declare('scipy.special.kl_div', 'x, y', (k, a) => {
		const [x, y] = [a.operand('x'), a.operand('y')];
		return add(k, sub(k, k.map('rel_entr', [x, y]), x), y);
	}),
	declare('scipy.special.beta', 'a, b', (k, a) => k.map('exp', [k.map('betaln', [a.operand('a'), a.operand('b')])])),
	declare('scipy.special.factorial', 'n, exact=False', (k, a) => {
		const n = a.operand('n');
		const whole = a.flag('exact');
		if (k.isFloat(n)) return k.map('gamma', [add(k, n, num(1))]);
		return k.compute([n], k.shapeOf(n), whole ? 'int64' : 'float64', (value) => {
			let product = 1;
			for (let i = 2; i <= value; i++) product *= i;
			return value < 0 ? 0 : product;
		});
	}),
	declare('scipy.special.binom', 'n, k', (k, a) => binomial(k, a.operand('n'), a.operand('k'))),
	declare('scipy.special.comb', 'n|N, k, *, exact=False, repetition=', combinations),
	declare('scipy.special.pseudo_huber', 'delta, r', (k, a) => pseudoHuber(k, a.operand('delta'), a.operand('r'))),
	declare('scipy.special.boxcox', 'x, lmbda', (k, a) => {
		const [x, power] = [a.operand('x'), a.operand('lmbda')];
		return div(k, sub(k, k.map('pow', [x, power]), num(1)), power);
	}),
	declare('scipy.special.boxcox1p', 'x, lmbda', (k, a) => {
		const power = a.operand('lmbda');
		return div(k, k.map('expm1', [mul(k, power, k.map('log1p', [a.operand('x')]))]), power);
	}),
	declare('scipy.special.inv_boxcox', 'y, lmbda', (k, a) => {
		const power = a.operand('lmbda');
		return k.map('exp', [div(k, k.map('log1p', [mul(k, power, a.operand('y'))]), power)]);
	}),
	declare('scipy.special.inv_boxcox1p', 'y, lmbda', (k, a) => {
		const power = a.operand('lmbda');
		return k.map('expm1', [div(k, k.map('log1p', [mul(k, power, a.operand('y'))]), power)]);
	}),
	declare('scipy.special.loggamma', 'z', (k, a) => k.map('gammaln', [a.operand('z')])),
	declare('scipy.special.rgamma', 'z', (k, a) => div(k, num(1), k.map('gamma', [a.operand('z')]))),
	declare('scipy.special.poch', 'z, m', (k, a) => {
		const [z, m] = [a.operand('z'), a.operand('m')];
		return div(k, k.map('gamma', [add(k, z, m)]), k.map('gamma', [z]));
	}),
	declare('scipy.special.erfcinv', 'y', (k, a) =>
		mul(k, float(-Math.SQRT1_2), k.map('ndtri', [mul(k, float(0.5), a.operand('y'))])),
	),
	declare('scipy.special.cosm1', 'x', (k, a) =>
		mul(k, num(-2), k.map('square', [k.map('sin', [mul(k, float(0.5), a.operand('x'))])])),
	),
	...(['sin', 'cos', 'tan'] as const).map((row) =>
		declare(`scipy.special.${row}dg`, 'x', (k, a) => k.map(row, [k.map('deg2rad', [a.operand('x')])])),
	),
	declare('scipy.special.log1mexp', 'x', (k, a) => k.map('log1mexp', [a.operand('x')])),
	declare('scipy.special.exp10', 'x', (k, a) => k.map('pow', [float(10), a.operand('x')])),
	declare('scipy.special.softplus', 'x', (k, a) => k.map('softplus', [a.operand('x')])),
	...ALIASES.map(([name, row]) =>
		declare(`scipy.special.${name}`, 'x, y=, out=None', (k, a) => {
			const operands = a.has('y') ? [a.operand('x'), a.operand('y')] : [a.operand('x')];
			const result = k.map(row, operands);
			const out = a.maybe('out');
			return out === undefined ? result : replace(k, k.array(out), result, a.name);
		}),
	),
];
