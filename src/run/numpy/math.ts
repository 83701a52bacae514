/** Python's `math` module: functions of single numbers, which raise where mathematics leaves them undefined. */
import { rowByName } from '../../core/ops/index.ts';
import { bool, float, int, numberOf, tuple, typeName, type Value } from '../script/values.ts';
import type { Arguments } from './arguments.ts';
import type { Kit } from './kit.ts';
import { declare, type Declaration } from './table.ts';

/** Functions that are a row of the table under a name of their own. */
const ROWS: readonly (readonly [name: string, row: string])[] = [
	['exp', 'exp'],
	['exp2', 'exp2'],
	['expm1', 'expm1'],
	['log1p', 'log1p'],
	['log2', 'log2'],
	['log10', 'log10'],
	['sqrt', 'sqrt'],
	['cbrt', 'cbrt'],
	['sin', 'sin'],
	['cos', 'cos'],
	['tan', 'tan'],
	['asin', 'asin'],
	['acos', 'acos'],
	['atan', 'atan'],
	['sinh', 'sinh'],
	['cosh', 'cosh'],
	['tanh', 'tanh'],
	['asinh', 'asinh'],
	['acosh', 'acosh'],
	['atanh', 'atanh'],
	['fabs', 'abs'],
	['erf', 'erf'],
	['erfc', 'erfc'],
	['gamma', 'gamma'],
	['lgamma', 'gammaln'],
	['degrees', 'rad2deg'],
	['radians', 'deg2rad'],
];
const PAIRS: readonly (readonly [name: string, row: string])[] = [
	['pow', 'pow'],
	['atan2', 'atan2'],
	['fmod', 'fmod'],
	['copysign', 'copysign'],
];

/** An argument as a number that the tape can take: arrays of one element count. */
export function scalar(k: Kit, value: Value): Value {
	if (numberOf(value) !== undefined) return value;
	if (k.isArray(value)) {
		if (value.size !== 1)
			k.call.raise('TypeError', ['only an array of one element is a number; this one has {0}', value.size]);
		return k.apply('reshape', [value], { shape: [] });
	}
	const number = k.call.element(value);
	if (numberOf(number) === undefined)
		k.call.raise('TypeError', ['{0} must be a number, not {1}', 'x', typeName(value)]);
	return number;
}

/** A row over numbers; a result that is none of a number that is one raises. */
function checked(k: Kit, row: string, operands: readonly Value[]): Value {
	const values = operands.map((operand) => scalar(k, operand));
	// A whole number enters as it is: its origin is remembered.
	const result = k.recorder.gate(rowByName(row).code, values);
	const numbers = values.map((value) => numberOf(value)!);
	if (numbers.every((number) => !Number.isNaN(number)) && Number.isNaN(result.value))
		k.call.raise('ValueError', ['The function is not defined there.']);
	if (numbers.every(Number.isFinite) && !Number.isFinite(result.value)) {
		const pole = row === 'log' || row === 'log2' || row === 'log10' || row === 'log1p' || row === 'atanh';
		if (pole) k.call.raise('ValueError', ['The function is not defined there.']);
		k.call.raise('OverflowError', ['The result is too large for a float.']);
	}
	return result;
}

function rounded(how: (value: number) => number): Declaration['body'] {
	return (k, a) => {
		const value = k.number(scalar(k, a.value('x')), 'x');
		if (!Number.isFinite(value)) k.call.raise('OverflowError', ['{0} is no whole number', value]);
		return int(how(value));
	};
}

function wholes(k: Kit, values: readonly Value[]): number[] {
	return values.map((value) => k.whole(value, 'math'));
}

function divisor(a: number, b: number): number {
	let [x, y] = [Math.abs(a), Math.abs(b)];
	while (y !== 0) [x, y] = [y, x % y];
	return x;
}

function factorial(k: Kit, n: number): number {
	if (n < 0) k.call.raise('ValueError', ['The function is not defined there.']);
	let product = 1;
	for (let factor = 2; factor <= n && Number.isFinite(product); factor++) product *= factor;
	return product;
}

/** A count as a whole number; past what floats hold it is refused. */
function counted(k: Kit, value: number): Value {
	if (!Number.isFinite(value)) k.call.raise('OverflowError', ['The result is too large for a float.']);
	return int(Math.round(value));
}

function choose(n: number, count: number): number {
	if (count < 0 || count > n) return 0;
	let result = 1;
	for (let index = 1; index <= Math.min(count, n - count) && Number.isFinite(result); index++)
		result = Math.round((result * (n - index + 1)) / index);
	return result;
}

function test(of: (value: number) => boolean): Declaration['body'] {
	return (k, a) => bool(of(k.number(scalar(k, a.value('x')), 'x')));
}

function log(k: Kit, a: Arguments): Value {
	const base = a.maybe('base');
	const value = checked(k, 'log', [a.value('x')]);
	return base === undefined ? value : k.map('div', [value, checked(k, 'log', [base])]);
}

export const mathModule: readonly Declaration[] = [
	...ROWS.map(([name, row]) => declare(`math.${name}`, 'x', (k, a) => checked(k, row, [a.value('x')]))),
	...PAIRS.map(([name, row]) =>
		declare(`math.${name}`, 'x, y', (k, a) => checked(k, row, [a.value('x'), a.value('y')])),
	),
	declare('math.log', 'x, base=None', log),
	declare('math.floor', 'x', rounded(Math.floor)),
	declare('math.ceil', 'x', rounded(Math.ceil)),
	declare('math.trunc', 'x', rounded(Math.trunc)),
	declare('math.hypot', '*coordinates', (k, a) => {
		const squares = a.rest.map((value) => k.map('square', [scalar(k, value)]));
		return k.map('sqrt', [squares.reduce((sum, square) => k.map('add', [sum, square]), float(0))]);
	}),
	declare('math.dist', 'p, q', (k, a) => {
		const other = a.items('q');
		const squares = a.items('p').map((value, index) => k.map('square', [k.map('sub', [value, other[index]!])]));
		return k.map('sqrt', [squares.reduce((sum, square) => k.map('add', [sum, square]), float(0))]);
	}),
	declare('math.fsum', 'seq', (k, a) =>
		a.items('seq').reduce((sum: Value, value) => k.map('add', [sum, scalar(k, value)]), float(0)),
	),
	declare('math.prod', 'seq, start=1', (k, a) =>
		a.items('seq').reduce((product, value) => k.call.binary('*', product, value), a.value('start')),
	),
	declare('math.factorial', 'x', (k, a) => counted(k, factorial(k, a.whole('x')))),
	declare('math.comb', 'n, k', (k, a) => counted(k, choose(a.whole('n'), a.whole('k')))),
	declare('math.perm', 'n, k', (k, a) =>
		counted(k, factorial(k, a.whole('n')) / factorial(k, a.whole('n') - a.whole('k'))),
	),
	declare('math.gcd', '*integers', (k, a) => int(wholes(k, a.rest).reduce(divisor, 0))),
	declare('math.lcm', '*integers', (k, a) => int(wholes(k, a.rest).reduce((x, y) => (x * y) / divisor(x, y), 1))),
	declare('math.isqrt', 'x', (_, a) => int(Math.floor(Math.sqrt(a.whole('x'))))),
	declare('math.isnan', 'x', test(Number.isNaN)),
	declare('math.isfinite', 'x', test(Number.isFinite)),
	declare(
		'math.isinf',
		'x',
		test((value) => Math.abs(value) === Infinity),
	),
	declare('math.isclose', 'a, b, *, rel_tol=1e-9, abs_tol=0.0', (k, a) => {
		const [x, y] = [k.number(a.value('a'), 'a'), k.number(a.value('b'), 'b')];
		const close =
			Math.abs(x - y) <= Math.max(a.number('rel_tol') * Math.max(Math.abs(x), Math.abs(y)), a.number('abs_tol'));
		return bool(x === y || close);
	}),
	declare('math.modf', 'x', (k, a) => {
		const x = scalar(k, a.value('x'));
		const whole = k.map('trunc', [x]);
		return tuple([k.map('sub', [x, whole]), whole]);
	}),
];
