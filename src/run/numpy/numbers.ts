/** What floats and whole numbers are made of: exponents and neighbours, divisors, limits of types; phases without jumps, windows of signals. */
import { normalizeAxis } from '../../core/tensor/shape.ts';
import { i0 } from '../../core/numeric/bessel.ts';
import { float, int, numberOf, str, tuple, type InstanceValue, type Value } from '../script/values.ts';
import type { Arguments } from './arguments.ts';
import { arrayOf } from './nested.ts';
import { bitsOf, isFloatType } from './dtypes.ts';
import type { Kit } from './kit.ts';
import { add, mul } from './nn-compose.ts';
import { linesOf } from '../../core/tensor/lines.ts';
import { declare, type Declaration } from './table.ts';
import { dtypeObject, nativeClass } from './types.ts';
import { transposed } from './views.ts';

const bytes = new DataView(new ArrayBuffer(8));

/** The next double towards another number. */
function nextAfter(x: number, towards: number): number {
	if (Number.isNaN(x) || Number.isNaN(towards)) return NaN;
	if (x === towards) return towards;
	if (x === 0) return towards > 0 ? Number.MIN_VALUE : -Number.MIN_VALUE;
	bytes.setFloat64(0, x);
	// Doubles of one sign are ordered as their bits are.
	bytes.setBigInt64(0, bytes.getBigInt64(0) + (towards > x === x > 0 ? 1n : -1n));
	return bytes.getFloat64(0);
}

/** The exponent e of x = m·2ᵉ with ½ ≤ |m| < 1; 0 where there is none. */
function exponentOf(x: number): number {
	if (x === 0 || !Number.isFinite(x)) return 0;
	// Numbers below the normal ones are moved up first.
	const up = Math.abs(x) < 2 ** -1022 ? 64 : 0;
	bytes.setFloat64(0, x * 2 ** up);
	return ((bytes.getUint16(0) >> 4) & 0x7ff) - 1022 - up;
}

/** x·2ᵉ in two steps, so that no power on the way is out of range. */
function scaled(k: Kit, x: Value, exponents: Value, sign: 1 | -1): Value {
	const power = (part: (e: number) => number): Value =>
		k.compute([exponents], k.shapeOf(exponents), 'float64', (e) => 2 ** part(sign * e));
	const half = (e: number): number => Math.trunc(e / 2);
	return mul(
		k,
		mul(k, x, power(half)),
		power((e) => e - half(e)),
	);
}

function gcd(a: number, b: number): number {
	let [x, y] = [Math.abs(a), Math.abs(b)];
	while (y !== 0) [x, y] = [y, x % y];
	return x;
}

function wholeOperands(k: Kit, a: Arguments, of: (x: number, y: number) => number): Value {
	const operands = [a.operand('x1'), a.operand('x2')];
	if (operands.some((value) => k.isFloat(value))) k.call.raise('TypeError', ['{0} is not for floats', a.name]);
	return k.compute(operands, k.commonShape(operands), 'int64', of);
}

/** Adds multiples of the period where neighbours are further apart than half of it; they are constants, so that the gradient passes as it is. */
function unwrap(k: Kit, a: Arguments): Value {
	const given = a.array('p');
	const axis = normalizeAxis(a.whole('axis'), given.shape.length);
	const period = a.number('period');
	const discontinuity = a.maybeNumber('discont') ?? period / 2;
	const { data, length } = linesOf(given.look(), [axis]);
	const offsets = new Float64Array(data.length);
	for (let at = 0; at < data.length; at++) {
		if (at % length === 0) continue;
		const apart = data[at]! - data[at - 1]!;
		const shifted = apart + period / 2;
		let wanted = shifted - Math.floor(shifted / period) * period - period / 2;
		if (wanted === -period / 2 && apart > 0) wanted = period / 2;
		offsets[at] = offsets[at - 1]! + (Math.abs(apart) < discontinuity ? 0 : wanted - apart);
	}
	const rest = given.shape.map((_, own) => own).filter((own) => own !== axis);
	const laid = k.fromNumbers(offsets, [...rest.map((own) => given.shape[own]!), length]);
	const order = given.shape.map((_, own) => (own === axis ? rest.length : rest.indexOf(own)));
	return add(k, given, transposed(k, laid, order));
}

/** A window by its value at n = −(M − 1), −(M − 3) … M − 1; of one place it is 1. */
function windowOf(name: string, of: (n: number, last: number) => number): Declaration {
	return declare(`np.${name}`, 'M', (k, a) => windowed(k, a.whole('M'), of));
}

function windowed(k: Kit, size: number, of: (n: number, last: number) => number): Value {
	const count = Math.max(0, size);
	k.reserve(count);
	const values = Float64Array.from({ length: count }, (_, place) =>
		count === 1 ? 1 : of(2 * place + 1 - count, count - 1),
	);
	return k.fromNumbers(values, [count]);
}

/** An object of which only the attributes are asked. */
function facts(k: Kit, name: string, entries: readonly (readonly [string, Value])[]): Value {
	const made = k.call.instantiate(nativeClass(name, {}, k.world)) as InstanceValue;
	for (const [key, value] of entries) made.attributes.set(key, value);
	return made;
}

function floatFacts(k: Kit, a: Arguments): Value {
	const given = a.maybe('dtype');
	const dtype = given === undefined ? 'float64' : numberOf(given) === undefined ? k.dtype(given) : k.dtypeOf(given);
	if (!isFloatType(dtype)) k.call.raise('ValueError', ['{0} is no type of floats', dtype]);
	const [digits, most] = dtype === 'float32' ? [23, 127] : [52, 1023];
	const max = (2 - 2 ** -digits) * 2 ** most;
	const tiny = 2 ** (1 - most);
	return facts(k, 'finfo', [
		['eps', float(2 ** -digits)],
		['epsneg', float(2 ** (-digits - 1))],
		['max', float(max)],
		['min', float(-max)],
		['tiny', float(tiny)],
		['smallest_normal', float(tiny)],
		['smallest_subnormal', float(tiny * 2 ** -digits)],
		['resolution', float(dtype === 'float32' ? 1e-6 : 1e-15)],
		['bits', int(bitsOf(dtype))],
		['dtype', dtypeObject(k.world, dtype)],
	]);
}

function wholeFacts(k: Kit, a: Arguments): Value {
	const given = a.value('dtype');
	const dtype = numberOf(given) === undefined ? k.dtype(given) : k.dtypeOf(given);
	if (isFloatType(dtype) || dtype === 'bool') k.call.raise('ValueError', ['{0} is no type of whole numbers', dtype]);
	const bits = bitsOf(dtype);
	const signed = !dtype.startsWith('u');
	return facts(k, 'iinfo', [
		['min', int(signed ? -(2 ** (bits - 1)) : 0)],
		['max', int(signed ? 2 ** (bits - 1) - 1 : 2 ** bits - 1)],
		['bits', int(bits)],
		['dtype', str(dtype)],
	]);
}

export const numbers: readonly Declaration[] = [
	declare('np.nextafter', 'x1, x2', (k, a) => {
		const [x, towards] = [a.operand('x1'), a.operand('x2')];
		const step = k.compute([x, towards], k.commonShape([x, towards]), 'float64', (p, q) => nextAfter(p, q) - p);
		return add(k, x, step);
	}),
	declare('np.spacing', 'x', (k, a) =>
		k.compute([a.operand('x')], k.shapeOf(a.operand('x')), 'float64', (x) =>
			x < 0 ? nextAfter(x, -Infinity) - x : nextAfter(x, Infinity) - x,
		),
	),
	declare('np.ldexp math.ldexp torch.ldexp', 'x|x1|input, i|x2|other', (k, a) =>
		scaled(k, a.operand('x'), a.operand('i'), 1),
	),
	declare('np.frexp math.frexp torch.frexp', 'x|input', (k, a) => {
		const x = a.operand('x');
		const exponents = k.compute([x], k.shapeOf(x), 'int32', exponentOf);
		return tuple([scaled(k, x, exponents, -1), exponents]);
	}),
	declare('np.gcd', 'x1, x2', (k, a) => wholeOperands(k, a, gcd)),
	declare('np.lcm', 'x1, x2', (k, a) =>
		wholeOperands(k, a, (x, y) => (x === 0 || y === 0 ? 0 : Math.abs(x / gcd(x, y)) * Math.abs(y))),
	),
	declare('np.unwrap', 'p, discont=None, axis=-1, *, period=6.283185307179586', unwrap),
	windowOf('bartlett', (n, last) => (n <= 0 ? 1 + n / last : 1 - n / last)),
	windowOf('hanning', (n, last) => 0.5 + 0.5 * Math.cos((Math.PI * n) / last)),
	windowOf('hamming', (n, last) => 0.54 + 0.46 * Math.cos((Math.PI * n) / last)),
	windowOf(
		'blackman',
		(n, last) => 0.42 + 0.5 * Math.cos((Math.PI * n) / last) + 0.08 * Math.cos((2 * Math.PI * n) / last),
	),
	declare('np.kaiser', 'M, beta', (k, a) => {
		const beta = a.number('beta');
		return windowed(k, a.whole('M'), (n, last) => i0(beta * Math.sqrt(1 - (n / last) ** 2)) / i0(beta));
	}),
	declare('np.fromiter', 'iter, dtype, count=-1', (k, a) => {
		const items = a.items('iter');
		const count = a.whole('count');
		if (count > items.length) k.call.raise('ValueError', ['{0} items are fewer than {1}', items.length, count]);
		return arrayOf(k, tuple(count < 0 ? items : items.slice(0, count)), a.dtype());
	}),
	declare('np.finfo torch.finfo', 'dtype=None', floatFacts),
	declare('np.iinfo torch.iinfo', 'dtype', wholeFacts),
	declare('np.linalg.trace', 'x, *, offset=0, dtype=None', (k, a) =>
		k.apply('trace', [a.array('x')], { offset: a.whole('offset'), axis1: -2, axis2: -1 }),
	),
	declare('np.linalg.diagonal', 'x, *, offset=0', (k, a) =>
		k.apply('diagonal', [a.array('x')], { offset: a.whole('offset') }),
	),
];
