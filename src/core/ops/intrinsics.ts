/**
 * The functions that no formula defines: the machine's arithmetic, `Math`, and the special functions of core/numeric. Everything else is a formula over these.
 */
import { cosc, i0, i0e, i1, i1e } from '../numeric/bessel.ts';
import { erf, erfc, erfcx, erfinv, ndtri } from '../numeric/error.ts';
import { digamma, gamma, lgamma, polygamma } from '../numeric/gamma.ts';

/** Round to nearest, halves to even: NumPy's, PyTorch's and Julia's `round`. */
export function roundHalfEven(x: number): number {
	if (!(Math.abs(x) < 4503599627370496)) return x;
	const below = Math.floor(x);
	const rest = x - below;
	const rounded = rest < 0.5 || (rest === 0.5 && below % 2 === 0) ? below : below + 1;
	return rounded === 0 && (x < 0 || Object.is(x, -0)) ? -0 : rounded;
}

/** Round to nearest, halves away from zero: mathjs' and MATLAB's `round`. */
export function roundHalfAway(x: number): number {
	if (!(Math.abs(x) < 4503599627370496)) return x;
	const whole = Math.trunc(x);
	return Math.abs(x - whole) >= 0.5 ? whole + Math.sign(x) : whole;
}

/** The remainder with the divisor's sign (Python's, NumPy's and mathjs' `mod`); NaN for a divisor of 0. */
export function floorMod(x: number, y: number): number {
	const rest = x % y;
	if (rest === 0) return y < 0 || Object.is(y, -0) ? -0 : 0;
	return rest < 0 !== y < 0 ? rest + y : rest;
}

/** `x` to the power `y` as C has it: 1 to any power is 1, and so is −1 to an infinite one; squares are exact products. */
export function power(x: number, y: number): number {
	if (y === 2) return x * x;
	if (x === 1 || (x === -1 && (y === Infinity || y === -Infinity))) return 1;
	return Math.pow(x, y);
}

/** The real `y`-th root, negative for odd whole `y` under a negative number. */
export function nthRoot(x: number, y: number): number {
	if (y === 2) return Math.sqrt(x);
	if (y === 3) return Math.cbrt(x);
	if (x < 0 && Math.abs(y % 2) === 1) return -Math.pow(-x, 1 / y);
	return Math.pow(x, 1 / y);
}

/** The sign: −1, 0 or 1, NaN for NaN. */
export function sign(x: number): number {
	return Math.sign(x);
}

/** 1 for a negative number and for −0. */
export function signBit(x: number): number {
	return x < 0 || Object.is(x, -0) ? 1 : 0;
}

/** The size of `x` with the sign of `y`, that of a zero included. */
export function copySign(x: number, y: number): number {
	return signBit(y) === 1 ? -Math.abs(x) : Math.abs(x);
}

const truth = (holds: boolean): number => (holds ? 1 : 0);

/** What each intrinsic computes, from up to three operands. */
export const INTRINSICS = {
	add: (x, y) => x + y,
	sub: (x, y) => x - y,
	mul: (x, y) => x * y,
	div: (x, y) => x / y,
	neg: (x) => -x,
	abs: (x) => Math.abs(x),
	sign: (x) => Math.sign(x),
	min: (x, y) => Math.min(x, y),
	max: (x, y) => Math.max(x, y),
	sqrt: (x) => Math.sqrt(x),
	cbrt: (x) => Math.cbrt(x),
	pow: (x, y) => power(x, y),
	root: (x, y) => nthRoot(x, y),
	mod: (x, y) => floorMod(x, y),
	fmod: (x, y) => x % y,
	floor: (x) => Math.floor(x),
	ceil: (x) => Math.ceil(x),
	trunc: (x) => Math.trunc(x),
	round: (x) => roundHalfAway(x),
	rint: (x) => roundHalfEven(x),
	exp: (x) => Math.exp(x),
	expm1: (x) => Math.expm1(x),
	log: (x) => Math.log(x),
	log1p: (x) => Math.log1p(x),
	log2: (x) => Math.log2(x),
	log10: (x) => Math.log10(x),
	sin: (x) => Math.sin(x),
	cos: (x) => Math.cos(x),
	tan: (x) => Math.tan(x),
	asin: (x) => Math.asin(x),
	acos: (x) => Math.acos(x),
	atan: (x) => Math.atan(x),
	atan2: (x, y) => Math.atan2(x, y),
	sinh: (x) => Math.sinh(x),
	cosh: (x) => Math.cosh(x),
	tanh: (x) => Math.tanh(x),
	asinh: (x) => Math.asinh(x),
	acosh: (x) => Math.acosh(x),
	atanh: (x) => Math.atanh(x),
	hypot: (x, y) => Math.hypot(x, y),
	erf: (x) => erf(x),
	erfc: (x) => erfc(x),
	erfcx: (x) => erfcx(x),
	erfinv: (x) => erfinv(x),
	ndtri: (x) => ndtri(x),
	lgamma: (x) => lgamma(x),
	gamma: (x) => gamma(x),
	digamma: (x) => digamma(x),
	polygamma: (x, y) => polygamma(x, y),
	i0: (x) => i0(x),
	i1: (x) => i1(x),
	i0e: (x) => i0e(x),
	i1e: (x) => i1e(x),
	cosc: (x) => cosc(x),
	copysign: (x, y) => copySign(x, y),
	signbit: (x) => signBit(x),
	lt: (x, y) => truth(x < y),
	le: (x, y) => truth(x <= y),
	gt: (x, y) => truth(x > y),
	ge: (x, y) => truth(x >= y),
	eq: (x, y) => truth(x === y),
	ne: (x, y) => truth(x !== y),
	and: (x, y) => truth(x !== 0 && y !== 0),
	or: (x, y) => truth(x !== 0 || y !== 0),
	not: (x) => truth(x === 0),
	where: (x, y, z) => (x !== 0 ? y : z),
} satisfies Record<string, (x: number, y: number, z: number) => number>;

export type IntrinsicName = keyof typeof INTRINSICS;
