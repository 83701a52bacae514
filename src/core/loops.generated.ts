/**
 * Elementwise rows over whole arrays, made by scripts/generate.ts from the formulas of core/ops. Do not edit.
 */
import { cosc, i0, i0e, i1, i1e } from './numeric/bessel.ts';
import { erf, erfc, erfcx, erfinv, ndtri } from './numeric/error.ts';
import { digamma, gamma, lgamma, polygamma } from './numeric/gamma.ts';
import { copySign, floorMod, nthRoot, power, roundHalfAway, roundHalfEven, signBit } from './ops/intrinsics.ts';
import type { ForwardLoop, LocalLoop } from './elementwise.ts';

function exp2Of(x: number): number {
	return power(2, x);
}

function sigmoidOf(x: number): number {
	return x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x));
}

function cubeOf(x: number): number {
	return x * x * x;
}

function squareOf(x: number): number {
	return x * x;
}

function xlogyOf(x: number, y: number): number {
	return x === 0 && y === y ? 0 : x * Math.log(y);
}

function relu6Of(x: number): number {
	return Math.min(Math.max(x, 0), 6);
}

function softplusOf(x: number): number {
	return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
}

function cotOf(x: number): number {
	return 1 / Math.tan(x);
}

function cscOf(x: number): number {
	return 1 / Math.sin(x);
}

function cothOf(x: number): number {
	return 1 / Math.tanh(x);
}

function cschOf(x: number): number {
	return 1 / Math.sinh(x);
}

function sincOf(x: number): number {
	return x === 0 ? 1 : Math.sin(3.141592653589793 * x) / (3.141592653589793 * x);
}

/** Computes `n` results one after another from `out[at]` on; each operand is read from its own start with its own step. Indexed by op code. */
export const FORWARD_LOOPS: readonly ForwardLoop[] = [
	// add
	(
		n: number,
		out: Float64Array,
		at: number,
		xs: Float64Array,
		xi: number,
		xd: number,
		ys: Float64Array,
		yi: number,
		yd: number,
	) => {
		for (let i = 0; i < n; i++, xi += xd, yi += yd) {
			const x = xs[xi]!;
			const y = ys[yi]!;
			out[at + i] = x + y;
		}
	},
	// sub
	(
		n: number,
		out: Float64Array,
		at: number,
		xs: Float64Array,
		xi: number,
		xd: number,
		ys: Float64Array,
		yi: number,
		yd: number,
	) => {
		for (let i = 0; i < n; i++, xi += xd, yi += yd) {
			const x = xs[xi]!;
			const y = ys[yi]!;
			out[at + i] = x - y;
		}
	},
	// mul
	(
		n: number,
		out: Float64Array,
		at: number,
		xs: Float64Array,
		xi: number,
		xd: number,
		ys: Float64Array,
		yi: number,
		yd: number,
	) => {
		for (let i = 0; i < n; i++, xi += xd, yi += yd) {
			const x = xs[xi]!;
			const y = ys[yi]!;
			out[at + i] = x * y;
		}
	},
	// div
	(
		n: number,
		out: Float64Array,
		at: number,
		xs: Float64Array,
		xi: number,
		xd: number,
		ys: Float64Array,
		yi: number,
		yd: number,
	) => {
		for (let i = 0; i < n; i++, xi += xd, yi += yd) {
			const x = xs[xi]!;
			const y = ys[yi]!;
			out[at + i] = x / y;
		}
	},
	// neg
	(n: number, out: Float64Array, at: number, xs: Float64Array, xi: number, xd: number) => {
		for (let i = 0; i < n; i++, xi += xd) {
			const x = xs[xi]!;
			out[at + i] = -x;
		}
	},
	// reciprocal
	(n: number, out: Float64Array, at: number, xs: Float64Array, xi: number, xd: number) => {
		for (let i = 0; i < n; i++, xi += xd) {
			const x = xs[xi]!;
			out[at + i] = 1 / x;
		}
	},
	// abs
	(n: number, out: Float64Array, at: number, xs: Float64Array, xi: number, xd: number) => {
		for (let i = 0; i < n; i++, xi += xd) {
			const x = xs[xi]!;
			out[at + i] = Math.abs(x);
		}
	},
	// sign
	(n: number, out: Float64Array, at: number, xs: Float64Array, xi: number, xd: number) => {
		for (let i = 0; i < n; i++, xi += xd) {
			const x = xs[xi]!;
			out[at + i] = Math.sign(x);
		}
	},
	// mod
	(
		n: number,
		out: Float64Array,
		at: number,
		xs: Float64Array,
		xi: number,
		xd: number,
		ys: Float64Array,
		yi: number,
		yd: number,
	) => {
		for (let i = 0; i < n; i++, xi += xd, yi += yd) {
			const x = xs[xi]!;
			const y = ys[yi]!;
			out[at + i] = floorMod(x, y);
		}
	},
	// fmod
	(
		n: number,
		out: Float64Array,
		at: number,
		xs: Float64Array,
		xi: number,
		xd: number,
		ys: Float64Array,
		yi: number,
		yd: number,
	) => {
		for (let i = 0; i < n; i++, xi += xd, yi += yd) {
			const x = xs[xi]!;
			const y = ys[yi]!;
			out[at + i] = x % y;
		}
	},
	// floordiv
	(
		n: number,
		out: Float64Array,
		at: number,
		xs: Float64Array,
		xi: number,
		xd: number,
		ys: Float64Array,
		yi: number,
		yd: number,
	) => {
		for (let i = 0; i < n; i++, xi += xd, yi += yd) {
			const x = xs[xi]!;
			const y = ys[yi]!;
			out[at + i] = y === 0 ? x / y : roundHalfEven((x - floorMod(x, y)) / y);
		}
	},
	// pow
	(
		n: number,
		out: Float64Array,
		at: number,
		xs: Float64Array,
		xi: number,
		xd: number,
		ys: Float64Array,
		yi: number,
		yd: number,
	) => {
		for (let i = 0; i < n; i++, xi += xd, yi += yd) {
			const x = xs[xi]!;
			const y = ys[yi]!;
			out[at + i] = power(x, y);
		}
	},
	// square
	(n: number, out: Float64Array, at: number, xs: Float64Array, xi: number, xd: number) => {
		for (let i = 0; i < n; i++, xi += xd) {
			const x = xs[xi]!;
			out[at + i] = x * x;
		}
	},
	// cube
	(n: number, out: Float64Array, at: number, xs: Float64Array, xi: number, xd: number) => {
		for (let i = 0; i < n; i++, xi += xd) {
			const x = xs[xi]!;
			out[at + i] = x * x * x;
		}
	},
	// sqrt
	(n: number, out: Float64Array, at: number, xs: Float64Array, xi: number, xd: number) => {
		for (let i = 0; i < n; i++, xi += xd) {
			const x = xs[xi]!;
			out[at + i] = Math.sqrt(x);
		}
	},
	// cbrt
	(n: number, out: Float64Array, at: number, xs: Float64Array, xi: number, xd: number) => {
		for (let i = 0; i < n; i++, xi += xd) {
			const x = xs[xi]!;
			out[at + i] = Math.cbrt(x);
		}
	},
	// root
	(
		n: number,
		out: Float64Array,
		at: number,
		xs: Float64Array,
		xi: number,
		xd: number,
		ys: Float64Array,
		yi: number,
		yd: number,
	) => {
		for (let i = 0; i < n; i++, xi += xd, yi += yd) {
			const x = xs[xi]!;
			const y = ys[yi]!;
			out[at + i] = nthRoot(x, y);
		}
	},
	// hypot
	(
		n: number,
		out: Float64Array,
		at: number,
		xs: Float64Array,
		xi: number,
		xd: number,
		ys: Float64Array,
		yi: number,
		yd: number,
	) => {
		for (let i = 0; i < n; i++, xi += xd, yi += yd) {
			const x = xs[xi]!;
			const y = ys[yi]!;
			out[at + i] = Math.hypot(x, y);
		}
	},
	// rsqrt
	(n: number, out: Float64Array, at: number, xs: Float64Array, xi: number, xd: number) => {
		for (let i = 0; i < n; i++, xi += xd) {
			const x = xs[xi]!;
			out[at + i] = 1 / Math.sqrt(x);
		}
	},
	// exp
	(n: number, out: Float64Array, at: number, xs: Float64Array, xi: number, xd: number) => {
		for (let i = 0; i < n; i++, xi += xd) {
			const x = xs[xi]!;
			out[at + i] = Math.exp(x);
		}
	},
	// exp2
	(n: number, out: Float64Array, at: number, xs: Float64Array, xi: number, xd: number) => {
		for (let i = 0; i < n; i++, xi += xd) {
			const x = xs[xi]!;
			out[at + i] = power(2, x);
		}
	},
	// expm1
	(n: number, out: Float64Array, at: number, xs: Float64Array, xi: number, xd: number) => {
		for (let i = 0; i < n; i++, xi += xd) {
			const x = xs[xi]!;
			out[at + i] = Math.expm1(x);
		}
	},
	// log
	(n: number, out: Float64Array, at: number, xs: Float64Array, xi: number, xd: number) => {
		for (let i = 0; i < n; i++, xi += xd) {
			const x = xs[xi]!;
			out[at + i] = Math.log(x);
		}
	},
	// log2
	(n: number, out: Float64Array, at: number, xs: Float64Array, xi: number, xd: number) => {
		for (let i = 0; i < n; i++, xi += xd) {
			const x = xs[xi]!;
			out[at + i] = Math.log2(x);
		}
	},
	// log10
	(n: number, out: Float64Array, at: number, xs: Float64Array, xi: number, xd: number) => {
		for (let i = 0; i < n; i++, xi += xd) {
			const x = xs[xi]!;
			out[at + i] = Math.log10(x);
		}
	},
	// log1p
	(n: number, out: Float64Array, at: number, xs: Float64Array, xi: number, xd: number) => {
		for (let i = 0; i < n; i++, xi += xd) {
			const x = xs[xi]!;
			out[at + i] = Math.log1p(x);
		}
	},
	// log_base
	(
		n: number,
		out: Float64Array,
		at: number,
		xs: Float64Array,
		xi: number,
		xd: number,
		ys: Float64Array,
		yi: number,
		yd: number,
	) => {
		for (let i = 0; i < n; i++, xi += xd, yi += yd) {
			const x = xs[xi]!;
			const y = ys[yi]!;
			out[at + i] = Math.log(x) / Math.log(y);
		}
	},
	// logaddexp
	(
		n: number,
		out: Float64Array,
		at: number,
		xs: Float64Array,
		xi: number,
		xd: number,
		ys: Float64Array,
		yi: number,
		yd: number,
	) => {
		for (let i = 0; i < n; i++, xi += xd, yi += yd) {
			const x = xs[xi]!;
			const y = ys[yi]!;
			out[at + i] = x === y ? x + 0.6931471805599453 : Math.max(x, y) + Math.log1p(Math.exp(-Math.abs(x - y)));
		}
	},
	// logaddexp2
	(
		n: number,
		out: Float64Array,
		at: number,
		xs: Float64Array,
		xi: number,
		xd: number,
		ys: Float64Array,
		yi: number,
		yd: number,
	) => {
		for (let i = 0; i < n; i++, xi += xd, yi += yd) {
			const x = xs[xi]!;
			const y = ys[yi]!;
			out[at + i] = x === y ? x + 1 : Math.max(x, y) + Math.log1p(exp2Of(-Math.abs(x - y))) / 0.6931471805599453;
		}
	},
	// sin
	(n: number, out: Float64Array, at: number, xs: Float64Array, xi: number, xd: number) => {
		for (let i = 0; i < n; i++, xi += xd) {
			const x = xs[xi]!;
			out[at + i] = Math.sin(x);
		}
	},
	// cos
	(n: number, out: Float64Array, at: number, xs: Float64Array, xi: number, xd: number) => {
		for (let i = 0; i < n; i++, xi += xd) {
			const x = xs[xi]!;
			out[at + i] = Math.cos(x);
		}
	},
	// tan
	(n: number, out: Float64Array, at: number, xs: Float64Array, xi: number, xd: number) => {
		for (let i = 0; i < n; i++, xi += xd) {
			const x = xs[xi]!;
			out[at + i] = Math.tan(x);
		}
	},
	// sec
	(n: number, out: Float64Array, at: number, xs: Float64Array, xi: number, xd: number) => {
		for (let i = 0; i < n; i++, xi += xd) {
			const x = xs[xi]!;
			out[at + i] = 1 / Math.cos(x);
		}
	},
	// csc
	(n: number, out: Float64Array, at: number, xs: Float64Array, xi: number, xd: number) => {
		for (let i = 0; i < n; i++, xi += xd) {
			const x = xs[xi]!;
			out[at + i] = 1 / Math.sin(x);
		}
	},
	// cot
	(n: number, out: Float64Array, at: number, xs: Float64Array, xi: number, xd: number) => {
		for (let i = 0; i < n; i++, xi += xd) {
			const x = xs[xi]!;
			out[at + i] = 1 / Math.tan(x);
		}
	},
	// asin
	(n: number, out: Float64Array, at: number, xs: Float64Array, xi: number, xd: number) => {
		for (let i = 0; i < n; i++, xi += xd) {
			const x = xs[xi]!;
			out[at + i] = Math.asin(x);
		}
	},
	// acos
	(n: number, out: Float64Array, at: number, xs: Float64Array, xi: number, xd: number) => {
		for (let i = 0; i < n; i++, xi += xd) {
			const x = xs[xi]!;
			out[at + i] = Math.acos(x);
		}
	},
	// atan
	(n: number, out: Float64Array, at: number, xs: Float64Array, xi: number, xd: number) => {
		for (let i = 0; i < n; i++, xi += xd) {
			const x = xs[xi]!;
			out[at + i] = Math.atan(x);
		}
	},
	// atan2
	(
		n: number,
		out: Float64Array,
		at: number,
		xs: Float64Array,
		xi: number,
		xd: number,
		ys: Float64Array,
		yi: number,
		yd: number,
	) => {
		for (let i = 0; i < n; i++, xi += xd, yi += yd) {
			const x = xs[xi]!;
			const y = ys[yi]!;
			out[at + i] = Math.atan2(x, y);
		}
	},
	// sinh
	(n: number, out: Float64Array, at: number, xs: Float64Array, xi: number, xd: number) => {
		for (let i = 0; i < n; i++, xi += xd) {
			const x = xs[xi]!;
			out[at + i] = Math.sinh(x);
		}
	},
	// cosh
	(n: number, out: Float64Array, at: number, xs: Float64Array, xi: number, xd: number) => {
		for (let i = 0; i < n; i++, xi += xd) {
			const x = xs[xi]!;
			out[at + i] = Math.cosh(x);
		}
	},
	// tanh
	(n: number, out: Float64Array, at: number, xs: Float64Array, xi: number, xd: number) => {
		for (let i = 0; i < n; i++, xi += xd) {
			const x = xs[xi]!;
			out[at + i] = Math.tanh(x);
		}
	},
	// asinh
	(n: number, out: Float64Array, at: number, xs: Float64Array, xi: number, xd: number) => {
		for (let i = 0; i < n; i++, xi += xd) {
			const x = xs[xi]!;
			out[at + i] = Math.asinh(x);
		}
	},
	// acosh
	(n: number, out: Float64Array, at: number, xs: Float64Array, xi: number, xd: number) => {
		for (let i = 0; i < n; i++, xi += xd) {
			const x = xs[xi]!;
			out[at + i] = Math.acosh(x);
		}
	},
	// atanh
	(n: number, out: Float64Array, at: number, xs: Float64Array, xi: number, xd: number) => {
		for (let i = 0; i < n; i++, xi += xd) {
			const x = xs[xi]!;
			out[at + i] = Math.atanh(x);
		}
	},
	// sech
	(n: number, out: Float64Array, at: number, xs: Float64Array, xi: number, xd: number) => {
		for (let i = 0; i < n; i++, xi += xd) {
			const x = xs[xi]!;
			out[at + i] = 1 / Math.cosh(x);
		}
	},
	// csch
	(n: number, out: Float64Array, at: number, xs: Float64Array, xi: number, xd: number) => {
		for (let i = 0; i < n; i++, xi += xd) {
			const x = xs[xi]!;
			out[at + i] = 1 / Math.sinh(x);
		}
	},
	// coth
	(n: number, out: Float64Array, at: number, xs: Float64Array, xi: number, xd: number) => {
		for (let i = 0; i < n; i++, xi += xd) {
			const x = xs[xi]!;
			out[at + i] = 1 / Math.tanh(x);
		}
	},
	// asec
	(n: number, out: Float64Array, at: number, xs: Float64Array, xi: number, xd: number) => {
		for (let i = 0; i < n; i++, xi += xd) {
			const x = xs[xi]!;
			out[at + i] = Math.acos(1 / x);
		}
	},
	// acsc
	(n: number, out: Float64Array, at: number, xs: Float64Array, xi: number, xd: number) => {
		for (let i = 0; i < n; i++, xi += xd) {
			const x = xs[xi]!;
			out[at + i] = Math.asin(1 / x);
		}
	},
	// acot
	(n: number, out: Float64Array, at: number, xs: Float64Array, xi: number, xd: number) => {
		for (let i = 0; i < n; i++, xi += xd) {
			const x = xs[xi]!;
			out[at + i] = Math.atan(1 / x);
		}
	},
	// asech
	(n: number, out: Float64Array, at: number, xs: Float64Array, xi: number, xd: number) => {
		for (let i = 0; i < n; i++, xi += xd) {
			const x = xs[xi]!;
			out[at + i] = Math.acosh(1 / x);
		}
	},
	// acsch
	(n: number, out: Float64Array, at: number, xs: Float64Array, xi: number, xd: number) => {
		for (let i = 0; i < n; i++, xi += xd) {
			const x = xs[xi]!;
			out[at + i] = Math.asinh(1 / x);
		}
	},
	// acoth
	(n: number, out: Float64Array, at: number, xs: Float64Array, xi: number, xd: number) => {
		for (let i = 0; i < n; i++, xi += xd) {
			const x = xs[xi]!;
			out[at + i] = Math.atanh(1 / x);
		}
	},
	// lt
	(
		n: number,
		out: Float64Array,
		at: number,
		xs: Float64Array,
		xi: number,
		xd: number,
		ys: Float64Array,
		yi: number,
		yd: number,
	) => {
		for (let i = 0; i < n; i++, xi += xd, yi += yd) {
			const x = xs[xi]!;
			const y = ys[yi]!;
			out[at + i] = x < y ? 1 : 0;
		}
	},
	// le
	(
		n: number,
		out: Float64Array,
		at: number,
		xs: Float64Array,
		xi: number,
		xd: number,
		ys: Float64Array,
		yi: number,
		yd: number,
	) => {
		for (let i = 0; i < n; i++, xi += xd, yi += yd) {
			const x = xs[xi]!;
			const y = ys[yi]!;
			out[at + i] = x <= y ? 1 : 0;
		}
	},
	// gt
	(
		n: number,
		out: Float64Array,
		at: number,
		xs: Float64Array,
		xi: number,
		xd: number,
		ys: Float64Array,
		yi: number,
		yd: number,
	) => {
		for (let i = 0; i < n; i++, xi += xd, yi += yd) {
			const x = xs[xi]!;
			const y = ys[yi]!;
			out[at + i] = x > y ? 1 : 0;
		}
	},
	// ge
	(
		n: number,
		out: Float64Array,
		at: number,
		xs: Float64Array,
		xi: number,
		xd: number,
		ys: Float64Array,
		yi: number,
		yd: number,
	) => {
		for (let i = 0; i < n; i++, xi += xd, yi += yd) {
			const x = xs[xi]!;
			const y = ys[yi]!;
			out[at + i] = x >= y ? 1 : 0;
		}
	},
	// eq
	(
		n: number,
		out: Float64Array,
		at: number,
		xs: Float64Array,
		xi: number,
		xd: number,
		ys: Float64Array,
		yi: number,
		yd: number,
	) => {
		for (let i = 0; i < n; i++, xi += xd, yi += yd) {
			const x = xs[xi]!;
			const y = ys[yi]!;
			out[at + i] = x === y ? 1 : 0;
		}
	},
	// ne
	(
		n: number,
		out: Float64Array,
		at: number,
		xs: Float64Array,
		xi: number,
		xd: number,
		ys: Float64Array,
		yi: number,
		yd: number,
	) => {
		for (let i = 0; i < n; i++, xi += xd, yi += yd) {
			const x = xs[xi]!;
			const y = ys[yi]!;
			out[at + i] = x !== y ? 1 : 0;
		}
	},
	// and
	(
		n: number,
		out: Float64Array,
		at: number,
		xs: Float64Array,
		xi: number,
		xd: number,
		ys: Float64Array,
		yi: number,
		yd: number,
	) => {
		for (let i = 0; i < n; i++, xi += xd, yi += yd) {
			const x = xs[xi]!;
			const y = ys[yi]!;
			out[at + i] = x !== 0 && y !== 0 ? 1 : 0;
		}
	},
	// or
	(
		n: number,
		out: Float64Array,
		at: number,
		xs: Float64Array,
		xi: number,
		xd: number,
		ys: Float64Array,
		yi: number,
		yd: number,
	) => {
		for (let i = 0; i < n; i++, xi += xd, yi += yd) {
			const x = xs[xi]!;
			const y = ys[yi]!;
			out[at + i] = x !== 0 || y !== 0 ? 1 : 0;
		}
	},
	// not
	(n: number, out: Float64Array, at: number, xs: Float64Array, xi: number, xd: number) => {
		for (let i = 0; i < n; i++, xi += xd) {
			const x = xs[xi]!;
			out[at + i] = x === 0 ? 1 : 0;
		}
	},
	// max
	(
		n: number,
		out: Float64Array,
		at: number,
		xs: Float64Array,
		xi: number,
		xd: number,
		ys: Float64Array,
		yi: number,
		yd: number,
	) => {
		for (let i = 0; i < n; i++, xi += xd, yi += yd) {
			const x = xs[xi]!;
			const y = ys[yi]!;
			out[at + i] = Math.max(x, y);
		}
	},
	// min
	(
		n: number,
		out: Float64Array,
		at: number,
		xs: Float64Array,
		xi: number,
		xd: number,
		ys: Float64Array,
		yi: number,
		yd: number,
	) => {
		for (let i = 0; i < n; i++, xi += xd, yi += yd) {
			const x = xs[xi]!;
			const y = ys[yi]!;
			out[at + i] = Math.min(x, y);
		}
	},
	// clip
	(
		n: number,
		out: Float64Array,
		at: number,
		xs: Float64Array,
		xi: number,
		xd: number,
		ys: Float64Array,
		yi: number,
		yd: number,
		zs: Float64Array,
		zi: number,
		zd: number,
	) => {
		for (let i = 0; i < n; i++, xi += xd, yi += yd, zi += zd) {
			const x = xs[xi]!;
			const y = ys[yi]!;
			const z = zs[zi]!;
			out[at + i] = Math.min(Math.max(x, y), z);
		}
	},
	// where
	(
		n: number,
		out: Float64Array,
		at: number,
		xs: Float64Array,
		xi: number,
		xd: number,
		ys: Float64Array,
		yi: number,
		yd: number,
		zs: Float64Array,
		zi: number,
		zd: number,
	) => {
		for (let i = 0; i < n; i++, xi += xd, yi += yd, zi += zd) {
			const x = xs[xi]!;
			const y = ys[yi]!;
			const z = zs[zi]!;
			out[at + i] = x !== 0 ? y : z;
		}
	},
	// cond
	(
		n: number,
		out: Float64Array,
		at: number,
		_xs: Float64Array,
		_xi: number,
		_xd: number,
		ys: Float64Array,
		yi: number,
		yd: number,
	) => {
		for (let i = 0; i < n; i++, yi += yd) {
			const y = ys[yi]!;
			out[at + i] = y;
		}
	},
	// wire
	(n: number, out: Float64Array, at: number, xs: Float64Array, xi: number, xd: number) => {
		for (let i = 0; i < n; i++, xi += xd) {
			const x = xs[xi]!;
			out[at + i] = x;
		}
	},
	// sigmoid
	(n: number, out: Float64Array, at: number, xs: Float64Array, xi: number, xd: number) => {
		for (let i = 0; i < n; i++, xi += xd) {
			const x = xs[xi]!;
			out[at + i] = x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x));
		}
	},
	// log_sigmoid
	(n: number, out: Float64Array, at: number, xs: Float64Array, xi: number, xd: number) => {
		for (let i = 0; i < n; i++, xi += xd) {
			const x = xs[xi]!;
			out[at + i] = Math.min(x, 0) - Math.log1p(Math.exp(-Math.abs(x)));
		}
	},
	// relu
	(n: number, out: Float64Array, at: number, xs: Float64Array, xi: number, xd: number) => {
		for (let i = 0; i < n; i++, xi += xd) {
			const x = xs[xi]!;
			out[at + i] = Math.max(x, 0);
		}
	},
	// leaky_relu
	(n: number, out: Float64Array, at: number, xs: Float64Array, xi: number, xd: number) => {
		for (let i = 0; i < n; i++, xi += xd) {
			const x = xs[xi]!;
			out[at + i] = x > 0 ? x : 0.01 * x;
		}
	},
	// prelu
	(
		n: number,
		out: Float64Array,
		at: number,
		xs: Float64Array,
		xi: number,
		xd: number,
		ys: Float64Array,
		yi: number,
		yd: number,
	) => {
		for (let i = 0; i < n; i++, xi += xd, yi += yd) {
			const x = xs[xi]!;
			const y = ys[yi]!;
			out[at + i] = x > 0 ? x : y * x;
		}
	},
	// elu
	(n: number, out: Float64Array, at: number, xs: Float64Array, xi: number, xd: number) => {
		for (let i = 0; i < n; i++, xi += xd) {
			const x = xs[xi]!;
			out[at + i] = x > 0 ? x : Math.expm1(x);
		}
	},
	// elu_alpha
	(
		n: number,
		out: Float64Array,
		at: number,
		xs: Float64Array,
		xi: number,
		xd: number,
		ys: Float64Array,
		yi: number,
		yd: number,
	) => {
		for (let i = 0; i < n; i++, xi += xd, yi += yd) {
			const x = xs[xi]!;
			const y = ys[yi]!;
			out[at + i] = x > 0 ? x : y * Math.expm1(x);
		}
	},
	// softplus
	(n: number, out: Float64Array, at: number, xs: Float64Array, xi: number, xd: number) => {
		for (let i = 0; i < n; i++, xi += xd) {
			const x = xs[xi]!;
			out[at + i] = Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
		}
	},
	// silu
	(n: number, out: Float64Array, at: number, xs: Float64Array, xi: number, xd: number) => {
		for (let i = 0; i < n; i++, xi += xd) {
			const x = xs[xi]!;
			out[at + i] = x * sigmoidOf(x);
		}
	},
	// gelu
	(n: number, out: Float64Array, at: number, xs: Float64Array, xi: number, xd: number) => {
		for (let i = 0; i < n; i++, xi += xd) {
			const x = xs[xi]!;
			out[at + i] = x * (erfc(-(x / 1.4142135623730951)) / 2);
		}
	},
	// gelu_tanh
	(n: number, out: Float64Array, at: number, xs: Float64Array, xi: number, xd: number) => {
		for (let i = 0; i < n; i++, xi += xd) {
			const x = xs[xi]!;
			out[at + i] = x * sigmoidOf(1.5957691216057308 * (x + 0.044715 * cubeOf(x)));
		}
	},
	// erf
	(n: number, out: Float64Array, at: number, xs: Float64Array, xi: number, xd: number) => {
		for (let i = 0; i < n; i++, xi += xd) {
			const x = xs[xi]!;
			out[at + i] = erf(x);
		}
	},
	// erfc
	(n: number, out: Float64Array, at: number, xs: Float64Array, xi: number, xd: number) => {
		for (let i = 0; i < n; i++, xi += xd) {
			const x = xs[xi]!;
			out[at + i] = erfc(x);
		}
	},
	// step
	(n: number, out: Float64Array, at: number, xs: Float64Array, xi: number, xd: number) => {
		for (let i = 0; i < n; i++, xi += xd) {
			const x = xs[xi]!;
			out[at + i] = x > 0 ? 1 : 0;
		}
	},
	// floor
	(n: number, out: Float64Array, at: number, xs: Float64Array, xi: number, xd: number) => {
		for (let i = 0; i < n; i++, xi += xd) {
			const x = xs[xi]!;
			out[at + i] = Math.floor(x);
		}
	},
	// ceil
	(n: number, out: Float64Array, at: number, xs: Float64Array, xi: number, xd: number) => {
		for (let i = 0; i < n; i++, xi += xd) {
			const x = xs[xi]!;
			out[at + i] = Math.ceil(x);
		}
	},
	// round
	(n: number, out: Float64Array, at: number, xs: Float64Array, xi: number, xd: number) => {
		for (let i = 0; i < n; i++, xi += xd) {
			const x = xs[xi]!;
			out[at + i] = roundHalfAway(x);
		}
	},
	// rint
	(n: number, out: Float64Array, at: number, xs: Float64Array, xi: number, xd: number) => {
		for (let i = 0; i < n; i++, xi += xd) {
			const x = xs[xi]!;
			out[at + i] = roundHalfEven(x);
		}
	},
	// round_half_up
	(n: number, out: Float64Array, at: number, xs: Float64Array, xi: number, xd: number) => {
		for (let i = 0; i < n; i++, xi += xd) {
			const x = xs[xi]!;
			out[at + i] = Math.floor(x) + (x - Math.floor(x) >= 0.5 ? 1 : 0);
		}
	},
	// trunc
	(n: number, out: Float64Array, at: number, xs: Float64Array, xi: number, xd: number) => {
		for (let i = 0; i < n; i++, xi += xd) {
			const x = xs[xi]!;
			out[at + i] = Math.trunc(x);
		}
	},
	// round_to
	(
		n: number,
		out: Float64Array,
		at: number,
		xs: Float64Array,
		xi: number,
		xd: number,
		ys: Float64Array,
		yi: number,
		yd: number,
	) => {
		for (let i = 0; i < n; i++, xi += xd, yi += yd) {
			const x = xs[xi]!;
			const y = ys[yi]!;
			out[at + i] =
				y >= 0 ? roundHalfEven(x * power(10, y)) / power(10, y) : roundHalfEven(x / power(10, -y)) * power(10, -y);
		}
	},
	// gammaln
	(n: number, out: Float64Array, at: number, xs: Float64Array, xi: number, xd: number) => {
		for (let i = 0; i < n; i++, xi += xd) {
			const x = xs[xi]!;
			out[at + i] = lgamma(x);
		}
	},
	// gamma
	(n: number, out: Float64Array, at: number, xs: Float64Array, xi: number, xd: number) => {
		for (let i = 0; i < n; i++, xi += xd) {
			const x = xs[xi]!;
			out[at + i] = gamma(x);
		}
	},
	// digamma
	(n: number, out: Float64Array, at: number, xs: Float64Array, xi: number, xd: number) => {
		for (let i = 0; i < n; i++, xi += xd) {
			const x = xs[xi]!;
			out[at + i] = digamma(x);
		}
	},
	// polygamma
	(
		n: number,
		out: Float64Array,
		at: number,
		xs: Float64Array,
		xi: number,
		xd: number,
		ys: Float64Array,
		yi: number,
		yd: number,
	) => {
		for (let i = 0; i < n; i++, xi += xd, yi += yd) {
			const x = xs[xi]!;
			const y = ys[yi]!;
			out[at + i] = polygamma(x, y);
		}
	},
	// betaln
	(
		n: number,
		out: Float64Array,
		at: number,
		xs: Float64Array,
		xi: number,
		xd: number,
		ys: Float64Array,
		yi: number,
		yd: number,
	) => {
		for (let i = 0; i < n; i++, xi += xd, yi += yd) {
			const x = xs[xi]!;
			const y = ys[yi]!;
			out[at + i] = lgamma(x) + lgamma(y) - lgamma(x + y);
		}
	},
	// erfinv
	(n: number, out: Float64Array, at: number, xs: Float64Array, xi: number, xd: number) => {
		for (let i = 0; i < n; i++, xi += xd) {
			const x = xs[xi]!;
			out[at + i] = erfinv(x);
		}
	},
	// erfcx
	(n: number, out: Float64Array, at: number, xs: Float64Array, xi: number, xd: number) => {
		for (let i = 0; i < n; i++, xi += xd) {
			const x = xs[xi]!;
			out[at + i] = erfcx(x);
		}
	},
	// i0
	(n: number, out: Float64Array, at: number, xs: Float64Array, xi: number, xd: number) => {
		for (let i = 0; i < n; i++, xi += xd) {
			const x = xs[xi]!;
			out[at + i] = i0(x);
		}
	},
	// i1
	(n: number, out: Float64Array, at: number, xs: Float64Array, xi: number, xd: number) => {
		for (let i = 0; i < n; i++, xi += xd) {
			const x = xs[xi]!;
			out[at + i] = i1(x);
		}
	},
	// i0e
	(n: number, out: Float64Array, at: number, xs: Float64Array, xi: number, xd: number) => {
		for (let i = 0; i < n; i++, xi += xd) {
			const x = xs[xi]!;
			out[at + i] = i0e(x);
		}
	},
	// i1e
	(n: number, out: Float64Array, at: number, xs: Float64Array, xi: number, xd: number) => {
		for (let i = 0; i < n; i++, xi += xd) {
			const x = xs[xi]!;
			out[at + i] = i1e(x);
		}
	},
	// sinc
	(n: number, out: Float64Array, at: number, xs: Float64Array, xi: number, xd: number) => {
		for (let i = 0; i < n; i++, xi += xd) {
			const x = xs[xi]!;
			out[at + i] = x === 0 ? 1 : Math.sin(3.141592653589793 * x) / (3.141592653589793 * x);
		}
	},
	// cosc
	(n: number, out: Float64Array, at: number, xs: Float64Array, xi: number, xd: number) => {
		for (let i = 0; i < n; i++, xi += xd) {
			const x = xs[xi]!;
			out[at + i] = cosc(x);
		}
	},
	// logit
	(n: number, out: Float64Array, at: number, xs: Float64Array, xi: number, xd: number) => {
		for (let i = 0; i < n; i++, xi += xd) {
			const x = xs[xi]!;
			out[at + i] = Math.abs(x - 0.5) < 0.25 ? 2 * Math.atanh(2 * x - 1) : Math.log(x / (1 - x));
		}
	},
	// ndtr
	(n: number, out: Float64Array, at: number, xs: Float64Array, xi: number, xd: number) => {
		for (let i = 0; i < n; i++, xi += xd) {
			const x = xs[xi]!;
			out[at + i] = erfc(-(x / 1.4142135623730951)) / 2;
		}
	},
	// ndtri
	(n: number, out: Float64Array, at: number, xs: Float64Array, xi: number, xd: number) => {
		for (let i = 0; i < n; i++, xi += xd) {
			const x = xs[xi]!;
			out[at + i] = ndtri(x);
		}
	},
	// log_ndtr
	(n: number, out: Float64Array, at: number, xs: Float64Array, xi: number, xd: number) => {
		for (let i = 0; i < n; i++, xi += xd) {
			const x = xs[xi]!;
			out[at + i] =
				x > -1
					? Math.log1p(-(erfc(x / 1.4142135623730951) / 2))
					: Math.log(erfcx(-(x / 1.4142135623730951)) / 2) - squareOf(x) / 2;
		}
	},
	// xlogy
	(
		n: number,
		out: Float64Array,
		at: number,
		xs: Float64Array,
		xi: number,
		xd: number,
		ys: Float64Array,
		yi: number,
		yd: number,
	) => {
		for (let i = 0; i < n; i++, xi += xd, yi += yd) {
			const x = xs[xi]!;
			const y = ys[yi]!;
			out[at + i] = x === 0 && y === y ? 0 : x * Math.log(y);
		}
	},
	// xlog1py
	(
		n: number,
		out: Float64Array,
		at: number,
		xs: Float64Array,
		xi: number,
		xd: number,
		ys: Float64Array,
		yi: number,
		yd: number,
	) => {
		for (let i = 0; i < n; i++, xi += xd, yi += yd) {
			const x = xs[xi]!;
			const y = ys[yi]!;
			out[at + i] = x === 0 && y === y ? 0 : x * Math.log1p(y);
		}
	},
	// entr
	(n: number, out: Float64Array, at: number, xs: Float64Array, xi: number, xd: number) => {
		for (let i = 0; i < n; i++, xi += xd) {
			const x = xs[xi]!;
			out[at + i] = x < 0 ? -Infinity : 0 - xlogyOf(x, x);
		}
	},
	// rel_entr
	(
		n: number,
		out: Float64Array,
		at: number,
		xs: Float64Array,
		xi: number,
		xd: number,
		ys: Float64Array,
		yi: number,
		yd: number,
	) => {
		for (let i = 0; i < n; i++, xi += xd, yi += yd) {
			const x = xs[xi]!;
			const y = ys[yi]!;
			out[at + i] =
				x > 0 && y > 0 ? x * Math.log(x / y) : x === 0 && y >= 0 ? 0 : x !== x || y !== y ? x + y : Infinity;
		}
	},
	// huber
	(
		n: number,
		out: Float64Array,
		at: number,
		xs: Float64Array,
		xi: number,
		xd: number,
		ys: Float64Array,
		yi: number,
		yd: number,
	) => {
		for (let i = 0; i < n; i++, xi += xd, yi += yd) {
			const x = xs[xi]!;
			const y = ys[yi]!;
			out[at + i] = Math.abs(y) <= x ? squareOf(y) / 2 : x * (Math.abs(y) - x / 2);
		}
	},
	// logcosh
	(n: number, out: Float64Array, at: number, xs: Float64Array, xi: number, xd: number) => {
		for (let i = 0; i < n; i++, xi += xd) {
			const x = xs[xi]!;
			out[at + i] =
				Math.abs(x) < 1
					? Math.log1p(2 * squareOf(Math.sinh(x / 2)))
					: Math.abs(x) + Math.log1p(Math.exp(-(2 * Math.abs(x)))) - 0.6931471805599453;
		}
	},
	// log1mexp
	(n: number, out: Float64Array, at: number, xs: Float64Array, xi: number, xd: number) => {
		for (let i = 0; i < n; i++, xi += xd) {
			const x = xs[xi]!;
			out[at + i] = x <= 0.6931471805599453 ? Math.log(-Math.expm1(-x)) : Math.log1p(-Math.exp(-x));
		}
	},
	// fmax
	(
		n: number,
		out: Float64Array,
		at: number,
		xs: Float64Array,
		xi: number,
		xd: number,
		ys: Float64Array,
		yi: number,
		yd: number,
	) => {
		for (let i = 0; i < n; i++, xi += xd, yi += yd) {
			const x = xs[xi]!;
			const y = ys[yi]!;
			out[at + i] = x >= y || y !== y ? x : y;
		}
	},
	// fmin
	(
		n: number,
		out: Float64Array,
		at: number,
		xs: Float64Array,
		xi: number,
		xd: number,
		ys: Float64Array,
		yi: number,
		yd: number,
	) => {
		for (let i = 0; i < n; i++, xi += xd, yi += yd) {
			const x = xs[xi]!;
			const y = ys[yi]!;
			out[at + i] = x <= y || y !== y ? x : y;
		}
	},
	// copysign
	(
		n: number,
		out: Float64Array,
		at: number,
		xs: Float64Array,
		xi: number,
		xd: number,
		ys: Float64Array,
		yi: number,
		yd: number,
	) => {
		for (let i = 0; i < n; i++, xi += xd, yi += yd) {
			const x = xs[xi]!;
			const y = ys[yi]!;
			out[at + i] = copySign(x, y);
		}
	},
	// heaviside
	(
		n: number,
		out: Float64Array,
		at: number,
		xs: Float64Array,
		xi: number,
		xd: number,
		ys: Float64Array,
		yi: number,
		yd: number,
	) => {
		for (let i = 0; i < n; i++, xi += xd, yi += yd) {
			const x = xs[xi]!;
			const y = ys[yi]!;
			out[at + i] = x < 0 ? 0 : x > 0 ? 1 : x === 0 ? y : x;
		}
	},
	// nan_to_num
	(n: number, out: Float64Array, at: number, xs: Float64Array, xi: number, xd: number) => {
		for (let i = 0; i < n; i++, xi += xd) {
			const x = xs[xi]!;
			out[at + i] = x !== x ? 0 : Math.min(Math.max(x, -1.7976931348623157e308), 1.7976931348623157e308);
		}
	},
	// isnan
	(n: number, out: Float64Array, at: number, xs: Float64Array, xi: number, xd: number) => {
		for (let i = 0; i < n; i++, xi += xd) {
			const x = xs[xi]!;
			out[at + i] = x !== x ? 1 : 0;
		}
	},
	// isfinite
	(n: number, out: Float64Array, at: number, xs: Float64Array, xi: number, xd: number) => {
		for (let i = 0; i < n; i++, xi += xd) {
			const x = xs[xi]!;
			out[at + i] = x - x === 0 ? 1 : 0;
		}
	},
	// isinf
	(n: number, out: Float64Array, at: number, xs: Float64Array, xi: number, xd: number) => {
		for (let i = 0; i < n; i++, xi += xd) {
			const x = xs[xi]!;
			out[at + i] = Math.abs(x) === Infinity ? 1 : 0;
		}
	},
	// signbit
	(n: number, out: Float64Array, at: number, xs: Float64Array, xi: number, xd: number) => {
		for (let i = 0; i < n; i++, xi += xd) {
			const x = xs[xi]!;
			out[at + i] = signBit(x);
		}
	},
	// deg2rad
	(n: number, out: Float64Array, at: number, xs: Float64Array, xi: number, xd: number) => {
		for (let i = 0; i < n; i++, xi += xd) {
			const x = xs[xi]!;
			out[at + i] = x * 0.017453292519943295;
		}
	},
	// rad2deg
	(n: number, out: Float64Array, at: number, xs: Float64Array, xi: number, xd: number) => {
		for (let i = 0; i < n; i++, xi += xd) {
			const x = xs[xi]!;
			out[at + i] = x * 57.29577951308232;
		}
	},
	// lerp
	(
		n: number,
		out: Float64Array,
		at: number,
		xs: Float64Array,
		xi: number,
		xd: number,
		ys: Float64Array,
		yi: number,
		yd: number,
		zs: Float64Array,
		zi: number,
		zd: number,
	) => {
		for (let i = 0; i < n; i++, xi += xd, yi += yd, zi += zd) {
			const x = xs[xi]!;
			const y = ys[yi]!;
			const z = zs[zi]!;
			out[at + i] = x + z * (y - x);
		}
	},
	// relu6
	(n: number, out: Float64Array, at: number, xs: Float64Array, xi: number, xd: number) => {
		for (let i = 0; i < n; i++, xi += xd) {
			const x = xs[xi]!;
			out[at + i] = Math.min(Math.max(x, 0), 6);
		}
	},
	// hardtanh
	(n: number, out: Float64Array, at: number, xs: Float64Array, xi: number, xd: number) => {
		for (let i = 0; i < n; i++, xi += xd) {
			const x = xs[xi]!;
			out[at + i] = Math.min(Math.max(x, -1), 1);
		}
	},
	// hardsigmoid
	(n: number, out: Float64Array, at: number, xs: Float64Array, xi: number, xd: number) => {
		for (let i = 0; i < n; i++, xi += xd) {
			const x = xs[xi]!;
			out[at + i] = Math.min(Math.max(x + 3, 0), 6) / 6;
		}
	},
	// hardswish
	(n: number, out: Float64Array, at: number, xs: Float64Array, xi: number, xd: number) => {
		for (let i = 0; i < n; i++, xi += xd) {
			const x = xs[xi]!;
			out[at + i] = (x * relu6Of(x + 3)) / 6;
		}
	},
	// softshrink
	(
		n: number,
		out: Float64Array,
		at: number,
		xs: Float64Array,
		xi: number,
		xd: number,
		ys: Float64Array,
		yi: number,
		yd: number,
	) => {
		for (let i = 0; i < n; i++, xi += xd, yi += yd) {
			const x = xs[xi]!;
			const y = ys[yi]!;
			out[at + i] = x > y ? x - y : x < -y ? x + y : x !== x ? x : 0;
		}
	},
	// hardshrink
	(
		n: number,
		out: Float64Array,
		at: number,
		xs: Float64Array,
		xi: number,
		xd: number,
		ys: Float64Array,
		yi: number,
		yd: number,
	) => {
		for (let i = 0; i < n; i++, xi += xd, yi += yd) {
			const x = xs[xi]!;
			const y = ys[yi]!;
			out[at + i] = Math.abs(x) <= y ? 0 : x;
		}
	},
	// threshold
	(
		n: number,
		out: Float64Array,
		at: number,
		xs: Float64Array,
		xi: number,
		xd: number,
		ys: Float64Array,
		yi: number,
		yd: number,
		zs: Float64Array,
		zi: number,
		zd: number,
	) => {
		for (let i = 0; i < n; i++, xi += xd, yi += yd, zi += zd) {
			const x = xs[xi]!;
			const y = ys[yi]!;
			const z = zs[zi]!;
			out[at + i] = x <= y ? z : x;
		}
	},
	// tanhshrink
	(n: number, out: Float64Array, at: number, xs: Float64Array, xi: number, xd: number) => {
		for (let i = 0; i < n; i++, xi += xd) {
			const x = xs[xi]!;
			out[at + i] = x - Math.tanh(x);
		}
	},
	// softsign
	(n: number, out: Float64Array, at: number, xs: Float64Array, xi: number, xd: number) => {
		for (let i = 0; i < n; i++, xi += xd) {
			const x = xs[xi]!;
			out[at + i] = x / (1 + Math.abs(x));
		}
	},
	// celu
	(
		n: number,
		out: Float64Array,
		at: number,
		xs: Float64Array,
		xi: number,
		xd: number,
		ys: Float64Array,
		yi: number,
		yd: number,
	) => {
		for (let i = 0; i < n; i++, xi += xd, yi += yd) {
			const x = xs[xi]!;
			const y = ys[yi]!;
			out[at + i] = x > 0 ? x : y * Math.expm1(x / y);
		}
	},
	// selu
	(n: number, out: Float64Array, at: number, xs: Float64Array, xi: number, xd: number) => {
		for (let i = 0; i < n; i++, xi += xd) {
			const x = xs[xi]!;
			out[at + i] = 1.0507009873554805 * (x > 0 ? x : 1.6732632423543772 * Math.expm1(x));
		}
	},
	// softplus_beta
	(
		n: number,
		out: Float64Array,
		at: number,
		xs: Float64Array,
		xi: number,
		xd: number,
		ys: Float64Array,
		yi: number,
		yd: number,
	) => {
		for (let i = 0; i < n; i++, xi += xd, yi += yd) {
			const x = xs[xi]!;
			const y = ys[yi]!;
			out[at + i] = softplusOf(y * x) / y;
		}
	},
	// mish
	(n: number, out: Float64Array, at: number, xs: Float64Array, xi: number, xd: number) => {
		for (let i = 0; i < n; i++, xi += xd) {
			const x = xs[xi]!;
			out[at + i] = x * Math.tanh(softplusOf(x));
		}
	},
	// quick_gelu
	(n: number, out: Float64Array, at: number, xs: Float64Array, xi: number, xd: number) => {
		for (let i = 0; i < n; i++, xi += xd) {
			const x = xs[xi]!;
			out[at + i] = x * sigmoidOf(1.702 * x);
		}
	},
	// squareplus
	(
		n: number,
		out: Float64Array,
		at: number,
		xs: Float64Array,
		xi: number,
		xd: number,
		ys: Float64Array,
		yi: number,
		yd: number,
	) => {
		for (let i = 0; i < n; i++, xi += xd, yi += yd) {
			const x = xs[xi]!;
			const y = ys[yi]!;
			out[at + i] = x > 0 ? (x + Math.sqrt(squareOf(x) + y)) / 2 : y / (2 * (Math.sqrt(squareOf(x) + y) - x));
		}
	},
];

/** Adds upstream × local to `n` entries of a gradient from `gradient[at]` on; `os` is the gate's value. Indexed by op code and slot; null: no gradient. */
export const LOCAL_LOOPS: readonly (readonly (LocalLoop | null)[])[] = [
	[
		// add, x
		(n: number, gradient: Float64Array, at: number, up: Float64Array, ui: number, ud: number) => {
			for (let i = 0; i < n; i++, ui += ud) {
				gradient[at + i]! += up[ui]!;
			}
		},
		// add, y
		(n: number, gradient: Float64Array, at: number, up: Float64Array, ui: number, ud: number) => {
			for (let i = 0; i < n; i++, ui += ud) {
				gradient[at + i]! += up[ui]!;
			}
		},
	],
	[
		// sub, x
		(n: number, gradient: Float64Array, at: number, up: Float64Array, ui: number, ud: number) => {
			for (let i = 0; i < n; i++, ui += ud) {
				gradient[at + i]! += up[ui]!;
			}
		},
		// sub, y
		(n: number, gradient: Float64Array, at: number, up: Float64Array, ui: number, ud: number) => {
			for (let i = 0; i < n; i++, ui += ud) {
				gradient[at + i]! -= up[ui]!;
			}
		},
	],
	[
		// mul, x
		(
			n: number,
			gradient: Float64Array,
			at: number,
			up: Float64Array,
			ui: number,
			ud: number,
			_os: Float64Array,
			_oi: number,
			_od: number,
			_xs: Float64Array,
			_xi: number,
			_xd: number,
			ys: Float64Array,
			yi: number,
			yd: number,
		) => {
			for (let i = 0; i < n; i++, ui += ud, yi += yd) {
				const y = ys[yi]!;
				gradient[at + i]! += up[ui]! * y;
			}
		},
		// mul, y
		(
			n: number,
			gradient: Float64Array,
			at: number,
			up: Float64Array,
			ui: number,
			ud: number,
			_os: Float64Array,
			_oi: number,
			_od: number,
			xs: Float64Array,
			xi: number,
			xd: number,
		) => {
			for (let i = 0; i < n; i++, ui += ud, xi += xd) {
				const x = xs[xi]!;
				gradient[at + i]! += up[ui]! * x;
			}
		},
	],
	[
		// div, x
		(
			n: number,
			gradient: Float64Array,
			at: number,
			up: Float64Array,
			ui: number,
			ud: number,
			_os: Float64Array,
			_oi: number,
			_od: number,
			_xs: Float64Array,
			_xi: number,
			_xd: number,
			ys: Float64Array,
			yi: number,
			yd: number,
		) => {
			for (let i = 0; i < n; i++, ui += ud, yi += yd) {
				const y = ys[yi]!;
				gradient[at + i]! += up[ui]! * (1 / y);
			}
		},
		// div, y
		(
			n: number,
			gradient: Float64Array,
			at: number,
			up: Float64Array,
			ui: number,
			ud: number,
			os: Float64Array,
			oi: number,
			od: number,
			_xs: Float64Array,
			_xi: number,
			_xd: number,
			ys: Float64Array,
			yi: number,
			yd: number,
		) => {
			for (let i = 0; i < n; i++, ui += ud, yi += yd, oi += od) {
				const y = ys[yi]!;
				const o = os[oi]!;
				gradient[at + i]! += up[ui]! * -(o / y);
			}
		},
	],
	[
		// neg, x
		(n: number, gradient: Float64Array, at: number, up: Float64Array, ui: number, ud: number) => {
			for (let i = 0; i < n; i++, ui += ud) {
				gradient[at + i]! -= up[ui]!;
			}
		},
	],
	[
		// reciprocal, x
		(
			n: number,
			gradient: Float64Array,
			at: number,
			up: Float64Array,
			ui: number,
			ud: number,
			os: Float64Array,
			oi: number,
			od: number,
		) => {
			for (let i = 0; i < n; i++, ui += ud, oi += od) {
				const o = os[oi]!;
				gradient[at + i]! += up[ui]! * -squareOf(o);
			}
		},
	],
	[
		// abs, x
		(
			n: number,
			gradient: Float64Array,
			at: number,
			up: Float64Array,
			ui: number,
			ud: number,
			_os: Float64Array,
			_oi: number,
			_od: number,
			xs: Float64Array,
			xi: number,
			xd: number,
		) => {
			for (let i = 0; i < n; i++, ui += ud, xi += xd) {
				const x = xs[xi]!;
				gradient[at + i]! += up[ui]! * Math.sign(x);
			}
		},
	],
	[
		// sign, x
		(n: number, gradient: Float64Array, at: number, up: Float64Array, ui: number, ud: number) => {
			for (let i = 0; i < n; i++, ui += ud) {
				gradient[at + i]! += up[ui]! * 0;
			}
		},
	],
	[
		// mod, x
		(n: number, gradient: Float64Array, at: number, up: Float64Array, ui: number, ud: number) => {
			for (let i = 0; i < n; i++, ui += ud) {
				gradient[at + i]! += up[ui]!;
			}
		},
		// mod, y
		(
			n: number,
			gradient: Float64Array,
			at: number,
			up: Float64Array,
			ui: number,
			ud: number,
			_os: Float64Array,
			_oi: number,
			_od: number,
			xs: Float64Array,
			xi: number,
			xd: number,
			ys: Float64Array,
			yi: number,
			yd: number,
		) => {
			for (let i = 0; i < n; i++, ui += ud, xi += xd, yi += yd) {
				const x = xs[xi]!;
				const y = ys[yi]!;
				gradient[at + i]! += up[ui]! * -Math.floor(x / y);
			}
		},
	],
	[
		// fmod, x
		(n: number, gradient: Float64Array, at: number, up: Float64Array, ui: number, ud: number) => {
			for (let i = 0; i < n; i++, ui += ud) {
				gradient[at + i]! += up[ui]!;
			}
		},
		// fmod, y
		(
			n: number,
			gradient: Float64Array,
			at: number,
			up: Float64Array,
			ui: number,
			ud: number,
			_os: Float64Array,
			_oi: number,
			_od: number,
			xs: Float64Array,
			xi: number,
			xd: number,
			ys: Float64Array,
			yi: number,
			yd: number,
		) => {
			for (let i = 0; i < n; i++, ui += ud, xi += xd, yi += yd) {
				const x = xs[xi]!;
				const y = ys[yi]!;
				gradient[at + i]! += up[ui]! * -Math.trunc(x / y);
			}
		},
	],
	[
		// floordiv, x
		(n: number, gradient: Float64Array, at: number, up: Float64Array, ui: number, ud: number) => {
			for (let i = 0; i < n; i++, ui += ud) {
				gradient[at + i]! += up[ui]! * 0;
			}
		},
		// floordiv, y
		(n: number, gradient: Float64Array, at: number, up: Float64Array, ui: number, ud: number) => {
			for (let i = 0; i < n; i++, ui += ud) {
				gradient[at + i]! += up[ui]! * 0;
			}
		},
	],
	[
		// pow, x
		(
			n: number,
			gradient: Float64Array,
			at: number,
			up: Float64Array,
			ui: number,
			ud: number,
			_os: Float64Array,
			_oi: number,
			_od: number,
			xs: Float64Array,
			xi: number,
			xd: number,
			ys: Float64Array,
			yi: number,
			yd: number,
		) => {
			for (let i = 0; i < n; i++, ui += ud, xi += xd, yi += yd) {
				const x = xs[xi]!;
				const y = ys[yi]!;
				gradient[at + i]! += up[ui]! * (y === 0 ? 0 : y * power(x, y - 1));
			}
		},
		// pow, y
		(
			n: number,
			gradient: Float64Array,
			at: number,
			up: Float64Array,
			ui: number,
			ud: number,
			os: Float64Array,
			oi: number,
			od: number,
			xs: Float64Array,
			xi: number,
			xd: number,
			ys: Float64Array,
			yi: number,
			yd: number,
		) => {
			for (let i = 0; i < n; i++, ui += ud, xi += xd, yi += yd, oi += od) {
				const x = xs[xi]!;
				const y = ys[yi]!;
				const o = os[oi]!;
				gradient[at + i]! += up[ui]! * (x === 0 && y >= 0 ? 0 : o * Math.log(x));
			}
		},
	],
	[
		// square, x
		(
			n: number,
			gradient: Float64Array,
			at: number,
			up: Float64Array,
			ui: number,
			ud: number,
			_os: Float64Array,
			_oi: number,
			_od: number,
			xs: Float64Array,
			xi: number,
			xd: number,
		) => {
			for (let i = 0; i < n; i++, ui += ud, xi += xd) {
				const x = xs[xi]!;
				gradient[at + i]! += up[ui]! * (2 * x);
			}
		},
	],
	[
		// cube, x
		(
			n: number,
			gradient: Float64Array,
			at: number,
			up: Float64Array,
			ui: number,
			ud: number,
			_os: Float64Array,
			_oi: number,
			_od: number,
			xs: Float64Array,
			xi: number,
			xd: number,
		) => {
			for (let i = 0; i < n; i++, ui += ud, xi += xd) {
				const x = xs[xi]!;
				gradient[at + i]! += up[ui]! * (3 * squareOf(x));
			}
		},
	],
	[
		// sqrt, x
		(
			n: number,
			gradient: Float64Array,
			at: number,
			up: Float64Array,
			ui: number,
			ud: number,
			os: Float64Array,
			oi: number,
			od: number,
		) => {
			for (let i = 0; i < n; i++, ui += ud, oi += od) {
				const o = os[oi]!;
				gradient[at + i]! += up[ui]! * (1 / (2 * o));
			}
		},
	],
	[
		// cbrt, x
		(
			n: number,
			gradient: Float64Array,
			at: number,
			up: Float64Array,
			ui: number,
			ud: number,
			os: Float64Array,
			oi: number,
			od: number,
		) => {
			for (let i = 0; i < n; i++, ui += ud, oi += od) {
				const o = os[oi]!;
				gradient[at + i]! += up[ui]! * (1 / (3 * squareOf(o)));
			}
		},
	],
	[
		// root, x
		(
			n: number,
			gradient: Float64Array,
			at: number,
			up: Float64Array,
			ui: number,
			ud: number,
			os: Float64Array,
			oi: number,
			od: number,
			xs: Float64Array,
			xi: number,
			xd: number,
			ys: Float64Array,
			yi: number,
			yd: number,
		) => {
			for (let i = 0; i < n; i++, ui += ud, xi += xd, yi += yd, oi += od) {
				const x = xs[xi]!;
				const y = ys[yi]!;
				const o = os[oi]!;
				gradient[at + i]! += up[ui]! * (o / (x * y));
			}
		},
		// root, y
		(
			n: number,
			gradient: Float64Array,
			at: number,
			up: Float64Array,
			ui: number,
			ud: number,
			os: Float64Array,
			oi: number,
			od: number,
			xs: Float64Array,
			xi: number,
			xd: number,
			ys: Float64Array,
			yi: number,
			yd: number,
		) => {
			for (let i = 0; i < n; i++, ui += ud, xi += xd, yi += yd, oi += od) {
				const x = xs[xi]!;
				const y = ys[yi]!;
				const o = os[oi]!;
				gradient[at + i]! += up[ui]! * -((o * Math.log(Math.abs(x))) / squareOf(y));
			}
		},
	],
	[
		// hypot, x
		(
			n: number,
			gradient: Float64Array,
			at: number,
			up: Float64Array,
			ui: number,
			ud: number,
			os: Float64Array,
			oi: number,
			od: number,
			xs: Float64Array,
			xi: number,
			xd: number,
		) => {
			for (let i = 0; i < n; i++, ui += ud, xi += xd, oi += od) {
				const x = xs[xi]!;
				const o = os[oi]!;
				gradient[at + i]! += up[ui]! * (x / o);
			}
		},
		// hypot, y
		(
			n: number,
			gradient: Float64Array,
			at: number,
			up: Float64Array,
			ui: number,
			ud: number,
			os: Float64Array,
			oi: number,
			od: number,
			_xs: Float64Array,
			_xi: number,
			_xd: number,
			ys: Float64Array,
			yi: number,
			yd: number,
		) => {
			for (let i = 0; i < n; i++, ui += ud, yi += yd, oi += od) {
				const y = ys[yi]!;
				const o = os[oi]!;
				gradient[at + i]! += up[ui]! * (y / o);
			}
		},
	],
	[
		// rsqrt, x
		(
			n: number,
			gradient: Float64Array,
			at: number,
			up: Float64Array,
			ui: number,
			ud: number,
			os: Float64Array,
			oi: number,
			od: number,
			xs: Float64Array,
			xi: number,
			xd: number,
		) => {
			for (let i = 0; i < n; i++, ui += ud, xi += xd, oi += od) {
				const x = xs[xi]!;
				const o = os[oi]!;
				gradient[at + i]! += up[ui]! * -(o / (2 * x));
			}
		},
	],
	[
		// exp, x
		(
			n: number,
			gradient: Float64Array,
			at: number,
			up: Float64Array,
			ui: number,
			ud: number,
			os: Float64Array,
			oi: number,
			od: number,
		) => {
			for (let i = 0; i < n; i++, ui += ud, oi += od) {
				const o = os[oi]!;
				gradient[at + i]! += up[ui]! * o;
			}
		},
	],
	[
		// exp2, x
		(
			n: number,
			gradient: Float64Array,
			at: number,
			up: Float64Array,
			ui: number,
			ud: number,
			os: Float64Array,
			oi: number,
			od: number,
		) => {
			for (let i = 0; i < n; i++, ui += ud, oi += od) {
				const o = os[oi]!;
				gradient[at + i]! += up[ui]! * (o * 0.6931471805599453);
			}
		},
	],
	[
		// expm1, x
		(
			n: number,
			gradient: Float64Array,
			at: number,
			up: Float64Array,
			ui: number,
			ud: number,
			_os: Float64Array,
			_oi: number,
			_od: number,
			xs: Float64Array,
			xi: number,
			xd: number,
		) => {
			for (let i = 0; i < n; i++, ui += ud, xi += xd) {
				const x = xs[xi]!;
				gradient[at + i]! += up[ui]! * Math.exp(x);
			}
		},
	],
	[
		// log, x
		(
			n: number,
			gradient: Float64Array,
			at: number,
			up: Float64Array,
			ui: number,
			ud: number,
			_os: Float64Array,
			_oi: number,
			_od: number,
			xs: Float64Array,
			xi: number,
			xd: number,
		) => {
			for (let i = 0; i < n; i++, ui += ud, xi += xd) {
				const x = xs[xi]!;
				gradient[at + i]! += up[ui]! * (1 / x);
			}
		},
	],
	[
		// log2, x
		(
			n: number,
			gradient: Float64Array,
			at: number,
			up: Float64Array,
			ui: number,
			ud: number,
			_os: Float64Array,
			_oi: number,
			_od: number,
			xs: Float64Array,
			xi: number,
			xd: number,
		) => {
			for (let i = 0; i < n; i++, ui += ud, xi += xd) {
				const x = xs[xi]!;
				gradient[at + i]! += up[ui]! * (1 / (x * 0.6931471805599453));
			}
		},
	],
	[
		// log10, x
		(
			n: number,
			gradient: Float64Array,
			at: number,
			up: Float64Array,
			ui: number,
			ud: number,
			_os: Float64Array,
			_oi: number,
			_od: number,
			xs: Float64Array,
			xi: number,
			xd: number,
		) => {
			for (let i = 0; i < n; i++, ui += ud, xi += xd) {
				const x = xs[xi]!;
				gradient[at + i]! += up[ui]! * (1 / (x * 2.302585092994046));
			}
		},
	],
	[
		// log1p, x
		(
			n: number,
			gradient: Float64Array,
			at: number,
			up: Float64Array,
			ui: number,
			ud: number,
			_os: Float64Array,
			_oi: number,
			_od: number,
			xs: Float64Array,
			xi: number,
			xd: number,
		) => {
			for (let i = 0; i < n; i++, ui += ud, xi += xd) {
				const x = xs[xi]!;
				gradient[at + i]! += up[ui]! * (1 / (1 + x));
			}
		},
	],
	[
		// log_base, x
		(
			n: number,
			gradient: Float64Array,
			at: number,
			up: Float64Array,
			ui: number,
			ud: number,
			_os: Float64Array,
			_oi: number,
			_od: number,
			xs: Float64Array,
			xi: number,
			xd: number,
			ys: Float64Array,
			yi: number,
			yd: number,
		) => {
			for (let i = 0; i < n; i++, ui += ud, xi += xd, yi += yd) {
				const x = xs[xi]!;
				const y = ys[yi]!;
				gradient[at + i]! += up[ui]! * (1 / (x * Math.log(y)));
			}
		},
		// log_base, y
		(
			n: number,
			gradient: Float64Array,
			at: number,
			up: Float64Array,
			ui: number,
			ud: number,
			_os: Float64Array,
			_oi: number,
			_od: number,
			xs: Float64Array,
			xi: number,
			xd: number,
			ys: Float64Array,
			yi: number,
			yd: number,
		) => {
			for (let i = 0; i < n; i++, ui += ud, xi += xd, yi += yd) {
				const x = xs[xi]!;
				const y = ys[yi]!;
				gradient[at + i]! += up[ui]! * -(Math.log(x) / (y * squareOf(Math.log(y))));
			}
		},
	],
	[
		// logaddexp, x
		(
			n: number,
			gradient: Float64Array,
			at: number,
			up: Float64Array,
			ui: number,
			ud: number,
			_os: Float64Array,
			_oi: number,
			_od: number,
			xs: Float64Array,
			xi: number,
			xd: number,
			ys: Float64Array,
			yi: number,
			yd: number,
		) => {
			for (let i = 0; i < n; i++, ui += ud, xi += xd, yi += yd) {
				const x = xs[xi]!;
				const y = ys[yi]!;
				gradient[at + i]! += up[ui]! * (x === y && x - y !== 0 ? 0.5 : sigmoidOf(x - y));
			}
		},
		// logaddexp, y
		(
			n: number,
			gradient: Float64Array,
			at: number,
			up: Float64Array,
			ui: number,
			ud: number,
			_os: Float64Array,
			_oi: number,
			_od: number,
			xs: Float64Array,
			xi: number,
			xd: number,
			ys: Float64Array,
			yi: number,
			yd: number,
		) => {
			for (let i = 0; i < n; i++, ui += ud, xi += xd, yi += yd) {
				const x = xs[xi]!;
				const y = ys[yi]!;
				gradient[at + i]! += up[ui]! * (x === y && x - y !== 0 ? 0.5 : sigmoidOf(y - x));
			}
		},
	],
	[
		// logaddexp2, x
		(
			n: number,
			gradient: Float64Array,
			at: number,
			up: Float64Array,
			ui: number,
			ud: number,
			_os: Float64Array,
			_oi: number,
			_od: number,
			xs: Float64Array,
			xi: number,
			xd: number,
			ys: Float64Array,
			yi: number,
			yd: number,
		) => {
			for (let i = 0; i < n; i++, ui += ud, xi += xd, yi += yd) {
				const x = xs[xi]!;
				const y = ys[yi]!;
				gradient[at + i]! += up[ui]! * (x === y && x - y !== 0 ? 0.5 : sigmoidOf((x - y) * 0.6931471805599453));
			}
		},
		// logaddexp2, y
		(
			n: number,
			gradient: Float64Array,
			at: number,
			up: Float64Array,
			ui: number,
			ud: number,
			_os: Float64Array,
			_oi: number,
			_od: number,
			xs: Float64Array,
			xi: number,
			xd: number,
			ys: Float64Array,
			yi: number,
			yd: number,
		) => {
			for (let i = 0; i < n; i++, ui += ud, xi += xd, yi += yd) {
				const x = xs[xi]!;
				const y = ys[yi]!;
				gradient[at + i]! += up[ui]! * (x === y && x - y !== 0 ? 0.5 : sigmoidOf((y - x) * 0.6931471805599453));
			}
		},
	],
	[
		// sin, x
		(
			n: number,
			gradient: Float64Array,
			at: number,
			up: Float64Array,
			ui: number,
			ud: number,
			_os: Float64Array,
			_oi: number,
			_od: number,
			xs: Float64Array,
			xi: number,
			xd: number,
		) => {
			for (let i = 0; i < n; i++, ui += ud, xi += xd) {
				const x = xs[xi]!;
				gradient[at + i]! += up[ui]! * Math.cos(x);
			}
		},
	],
	[
		// cos, x
		(
			n: number,
			gradient: Float64Array,
			at: number,
			up: Float64Array,
			ui: number,
			ud: number,
			_os: Float64Array,
			_oi: number,
			_od: number,
			xs: Float64Array,
			xi: number,
			xd: number,
		) => {
			for (let i = 0; i < n; i++, ui += ud, xi += xd) {
				const x = xs[xi]!;
				gradient[at + i]! += up[ui]! * -Math.sin(x);
			}
		},
	],
	[
		// tan, x
		(
			n: number,
			gradient: Float64Array,
			at: number,
			up: Float64Array,
			ui: number,
			ud: number,
			os: Float64Array,
			oi: number,
			od: number,
		) => {
			for (let i = 0; i < n; i++, ui += ud, oi += od) {
				const o = os[oi]!;
				gradient[at + i]! += up[ui]! * (1 + squareOf(o));
			}
		},
	],
	[
		// sec, x
		(
			n: number,
			gradient: Float64Array,
			at: number,
			up: Float64Array,
			ui: number,
			ud: number,
			os: Float64Array,
			oi: number,
			od: number,
			xs: Float64Array,
			xi: number,
			xd: number,
		) => {
			for (let i = 0; i < n; i++, ui += ud, xi += xd, oi += od) {
				const x = xs[xi]!;
				const o = os[oi]!;
				gradient[at + i]! += up[ui]! * (o * Math.tan(x));
			}
		},
	],
	[
		// csc, x
		(
			n: number,
			gradient: Float64Array,
			at: number,
			up: Float64Array,
			ui: number,
			ud: number,
			os: Float64Array,
			oi: number,
			od: number,
			xs: Float64Array,
			xi: number,
			xd: number,
		) => {
			for (let i = 0; i < n; i++, ui += ud, xi += xd, oi += od) {
				const x = xs[xi]!;
				const o = os[oi]!;
				gradient[at + i]! += up[ui]! * -(o * cotOf(x));
			}
		},
	],
	[
		// cot, x
		(
			n: number,
			gradient: Float64Array,
			at: number,
			up: Float64Array,
			ui: number,
			ud: number,
			_os: Float64Array,
			_oi: number,
			_od: number,
			xs: Float64Array,
			xi: number,
			xd: number,
		) => {
			for (let i = 0; i < n; i++, ui += ud, xi += xd) {
				const x = xs[xi]!;
				gradient[at + i]! += up[ui]! * -squareOf(cscOf(x));
			}
		},
	],
	[
		// asin, x
		(
			n: number,
			gradient: Float64Array,
			at: number,
			up: Float64Array,
			ui: number,
			ud: number,
			_os: Float64Array,
			_oi: number,
			_od: number,
			xs: Float64Array,
			xi: number,
			xd: number,
		) => {
			for (let i = 0; i < n; i++, ui += ud, xi += xd) {
				const x = xs[xi]!;
				gradient[at + i]! += up[ui]! * (1 / Math.sqrt((1 - x) * (1 + x)));
			}
		},
	],
	[
		// acos, x
		(
			n: number,
			gradient: Float64Array,
			at: number,
			up: Float64Array,
			ui: number,
			ud: number,
			_os: Float64Array,
			_oi: number,
			_od: number,
			xs: Float64Array,
			xi: number,
			xd: number,
		) => {
			for (let i = 0; i < n; i++, ui += ud, xi += xd) {
				const x = xs[xi]!;
				gradient[at + i]! += up[ui]! * -(1 / Math.sqrt((1 - x) * (1 + x)));
			}
		},
	],
	[
		// atan, x
		(
			n: number,
			gradient: Float64Array,
			at: number,
			up: Float64Array,
			ui: number,
			ud: number,
			_os: Float64Array,
			_oi: number,
			_od: number,
			xs: Float64Array,
			xi: number,
			xd: number,
		) => {
			for (let i = 0; i < n; i++, ui += ud, xi += xd) {
				const x = xs[xi]!;
				gradient[at + i]! += up[ui]! * (1 / (1 + squareOf(x)));
			}
		},
	],
	[
		// atan2, y
		(
			n: number,
			gradient: Float64Array,
			at: number,
			up: Float64Array,
			ui: number,
			ud: number,
			_os: Float64Array,
			_oi: number,
			_od: number,
			xs: Float64Array,
			xi: number,
			xd: number,
			ys: Float64Array,
			yi: number,
			yd: number,
		) => {
			for (let i = 0; i < n; i++, ui += ud, xi += xd, yi += yd) {
				const x = xs[xi]!;
				const y = ys[yi]!;
				gradient[at + i]! += up[ui]! * (y / (squareOf(y) + squareOf(x)));
			}
		},
		// atan2, x
		(
			n: number,
			gradient: Float64Array,
			at: number,
			up: Float64Array,
			ui: number,
			ud: number,
			_os: Float64Array,
			_oi: number,
			_od: number,
			xs: Float64Array,
			xi: number,
			xd: number,
			ys: Float64Array,
			yi: number,
			yd: number,
		) => {
			for (let i = 0; i < n; i++, ui += ud, xi += xd, yi += yd) {
				const x = xs[xi]!;
				const y = ys[yi]!;
				gradient[at + i]! += up[ui]! * -(x / (squareOf(y) + squareOf(x)));
			}
		},
	],
	[
		// sinh, x
		(
			n: number,
			gradient: Float64Array,
			at: number,
			up: Float64Array,
			ui: number,
			ud: number,
			_os: Float64Array,
			_oi: number,
			_od: number,
			xs: Float64Array,
			xi: number,
			xd: number,
		) => {
			for (let i = 0; i < n; i++, ui += ud, xi += xd) {
				const x = xs[xi]!;
				gradient[at + i]! += up[ui]! * Math.cosh(x);
			}
		},
	],
	[
		// cosh, x
		(
			n: number,
			gradient: Float64Array,
			at: number,
			up: Float64Array,
			ui: number,
			ud: number,
			_os: Float64Array,
			_oi: number,
			_od: number,
			xs: Float64Array,
			xi: number,
			xd: number,
		) => {
			for (let i = 0; i < n; i++, ui += ud, xi += xd) {
				const x = xs[xi]!;
				gradient[at + i]! += up[ui]! * Math.sinh(x);
			}
		},
	],
	[
		// tanh, x
		(
			n: number,
			gradient: Float64Array,
			at: number,
			up: Float64Array,
			ui: number,
			ud: number,
			os: Float64Array,
			oi: number,
			od: number,
		) => {
			for (let i = 0; i < n; i++, ui += ud, oi += od) {
				const o = os[oi]!;
				gradient[at + i]! += up[ui]! * (1 - squareOf(o));
			}
		},
	],
	[
		// asinh, x
		(
			n: number,
			gradient: Float64Array,
			at: number,
			up: Float64Array,
			ui: number,
			ud: number,
			_os: Float64Array,
			_oi: number,
			_od: number,
			xs: Float64Array,
			xi: number,
			xd: number,
		) => {
			for (let i = 0; i < n; i++, ui += ud, xi += xd) {
				const x = xs[xi]!;
				gradient[at + i]! += up[ui]! * (1 / Math.hypot(1, x));
			}
		},
	],
	[
		// acosh, x
		(
			n: number,
			gradient: Float64Array,
			at: number,
			up: Float64Array,
			ui: number,
			ud: number,
			_os: Float64Array,
			_oi: number,
			_od: number,
			xs: Float64Array,
			xi: number,
			xd: number,
		) => {
			for (let i = 0; i < n; i++, ui += ud, xi += xd) {
				const x = xs[xi]!;
				gradient[at + i]! += up[ui]! * (1 / (Math.sqrt(x - 1) * Math.sqrt(x + 1)));
			}
		},
	],
	[
		// atanh, x
		(
			n: number,
			gradient: Float64Array,
			at: number,
			up: Float64Array,
			ui: number,
			ud: number,
			_os: Float64Array,
			_oi: number,
			_od: number,
			xs: Float64Array,
			xi: number,
			xd: number,
		) => {
			for (let i = 0; i < n; i++, ui += ud, xi += xd) {
				const x = xs[xi]!;
				gradient[at + i]! += up[ui]! * (1 / ((1 - x) * (1 + x)));
			}
		},
	],
	[
		// sech, x
		(
			n: number,
			gradient: Float64Array,
			at: number,
			up: Float64Array,
			ui: number,
			ud: number,
			os: Float64Array,
			oi: number,
			od: number,
			xs: Float64Array,
			xi: number,
			xd: number,
		) => {
			for (let i = 0; i < n; i++, ui += ud, xi += xd, oi += od) {
				const x = xs[xi]!;
				const o = os[oi]!;
				gradient[at + i]! += up[ui]! * -(o * Math.tanh(x));
			}
		},
	],
	[
		// csch, x
		(
			n: number,
			gradient: Float64Array,
			at: number,
			up: Float64Array,
			ui: number,
			ud: number,
			os: Float64Array,
			oi: number,
			od: number,
			xs: Float64Array,
			xi: number,
			xd: number,
		) => {
			for (let i = 0; i < n; i++, ui += ud, xi += xd, oi += od) {
				const x = xs[xi]!;
				const o = os[oi]!;
				gradient[at + i]! += up[ui]! * -(o * cothOf(x));
			}
		},
	],
	[
		// coth, x
		(
			n: number,
			gradient: Float64Array,
			at: number,
			up: Float64Array,
			ui: number,
			ud: number,
			_os: Float64Array,
			_oi: number,
			_od: number,
			xs: Float64Array,
			xi: number,
			xd: number,
		) => {
			for (let i = 0; i < n; i++, ui += ud, xi += xd) {
				const x = xs[xi]!;
				gradient[at + i]! += up[ui]! * -squareOf(cschOf(x));
			}
		},
	],
	[
		// asec, x
		(
			n: number,
			gradient: Float64Array,
			at: number,
			up: Float64Array,
			ui: number,
			ud: number,
			_os: Float64Array,
			_oi: number,
			_od: number,
			xs: Float64Array,
			xi: number,
			xd: number,
		) => {
			for (let i = 0; i < n; i++, ui += ud, xi += xd) {
				const x = xs[xi]!;
				gradient[at + i]! += up[ui]! * (1 / (Math.abs(x) * Math.sqrt((Math.abs(x) - 1) * (Math.abs(x) + 1))));
			}
		},
	],
	[
		// acsc, x
		(
			n: number,
			gradient: Float64Array,
			at: number,
			up: Float64Array,
			ui: number,
			ud: number,
			_os: Float64Array,
			_oi: number,
			_od: number,
			xs: Float64Array,
			xi: number,
			xd: number,
		) => {
			for (let i = 0; i < n; i++, ui += ud, xi += xd) {
				const x = xs[xi]!;
				gradient[at + i]! += up[ui]! * -(1 / (Math.abs(x) * Math.sqrt((Math.abs(x) - 1) * (Math.abs(x) + 1))));
			}
		},
	],
	[
		// acot, x
		(
			n: number,
			gradient: Float64Array,
			at: number,
			up: Float64Array,
			ui: number,
			ud: number,
			_os: Float64Array,
			_oi: number,
			_od: number,
			xs: Float64Array,
			xi: number,
			xd: number,
		) => {
			for (let i = 0; i < n; i++, ui += ud, xi += xd) {
				const x = xs[xi]!;
				gradient[at + i]! += up[ui]! * -(1 / (1 + squareOf(x)));
			}
		},
	],
	[
		// asech, x
		(
			n: number,
			gradient: Float64Array,
			at: number,
			up: Float64Array,
			ui: number,
			ud: number,
			_os: Float64Array,
			_oi: number,
			_od: number,
			xs: Float64Array,
			xi: number,
			xd: number,
		) => {
			for (let i = 0; i < n; i++, ui += ud, xi += xd) {
				const x = xs[xi]!;
				gradient[at + i]! += up[ui]! * -(1 / (x * Math.sqrt((1 - x) * (1 + x))));
			}
		},
	],
	[
		// acsch, x
		(
			n: number,
			gradient: Float64Array,
			at: number,
			up: Float64Array,
			ui: number,
			ud: number,
			_os: Float64Array,
			_oi: number,
			_od: number,
			xs: Float64Array,
			xi: number,
			xd: number,
		) => {
			for (let i = 0; i < n; i++, ui += ud, xi += xd) {
				const x = xs[xi]!;
				gradient[at + i]! += up[ui]! * -(1 / (Math.abs(x) * Math.hypot(1, x)));
			}
		},
	],
	[
		// acoth, x
		(
			n: number,
			gradient: Float64Array,
			at: number,
			up: Float64Array,
			ui: number,
			ud: number,
			_os: Float64Array,
			_oi: number,
			_od: number,
			xs: Float64Array,
			xi: number,
			xd: number,
		) => {
			for (let i = 0; i < n; i++, ui += ud, xi += xd) {
				const x = xs[xi]!;
				gradient[at + i]! += up[ui]! * (1 / ((1 - x) * (1 + x)));
			}
		},
	],
	[null, null],
	[null, null],
	[null, null],
	[null, null],
	[null, null],
	[null, null],
	[null, null],
	[null, null],
	[null],
	[
		// max, x
		(
			n: number,
			gradient: Float64Array,
			at: number,
			up: Float64Array,
			ui: number,
			ud: number,
			_os: Float64Array,
			_oi: number,
			_od: number,
			xs: Float64Array,
			xi: number,
			xd: number,
			ys: Float64Array,
			yi: number,
			yd: number,
		) => {
			for (let i = 0; i < n; i++, ui += ud, xi += xd, yi += yd) {
				const x = xs[xi]!;
				const y = ys[yi]!;
				gradient[at + i]! += up[ui]! * (x === y ? 0.5 : x < y ? 0 : 1);
			}
		},
		// max, y
		(
			n: number,
			gradient: Float64Array,
			at: number,
			up: Float64Array,
			ui: number,
			ud: number,
			_os: Float64Array,
			_oi: number,
			_od: number,
			xs: Float64Array,
			xi: number,
			xd: number,
			ys: Float64Array,
			yi: number,
			yd: number,
		) => {
			for (let i = 0; i < n; i++, ui += ud, xi += xd, yi += yd) {
				const x = xs[xi]!;
				const y = ys[yi]!;
				gradient[at + i]! += up[ui]! * (x === y ? 0.5 : y < x ? 0 : 1);
			}
		},
	],
	[
		// min, x
		(
			n: number,
			gradient: Float64Array,
			at: number,
			up: Float64Array,
			ui: number,
			ud: number,
			_os: Float64Array,
			_oi: number,
			_od: number,
			xs: Float64Array,
			xi: number,
			xd: number,
			ys: Float64Array,
			yi: number,
			yd: number,
		) => {
			for (let i = 0; i < n; i++, ui += ud, xi += xd, yi += yd) {
				const x = xs[xi]!;
				const y = ys[yi]!;
				gradient[at + i]! += up[ui]! * (x === y ? 0.5 : x > y ? 0 : 1);
			}
		},
		// min, y
		(
			n: number,
			gradient: Float64Array,
			at: number,
			up: Float64Array,
			ui: number,
			ud: number,
			_os: Float64Array,
			_oi: number,
			_od: number,
			xs: Float64Array,
			xi: number,
			xd: number,
			ys: Float64Array,
			yi: number,
			yd: number,
		) => {
			for (let i = 0; i < n; i++, ui += ud, xi += xd, yi += yd) {
				const x = xs[xi]!;
				const y = ys[yi]!;
				gradient[at + i]! += up[ui]! * (x === y ? 0.5 : y > x ? 0 : 1);
			}
		},
	],
	[
		// clip, x
		(
			n: number,
			gradient: Float64Array,
			at: number,
			up: Float64Array,
			ui: number,
			ud: number,
			_os: Float64Array,
			_oi: number,
			_od: number,
			xs: Float64Array,
			xi: number,
			xd: number,
			ys: Float64Array,
			yi: number,
			yd: number,
			zs: Float64Array,
			zi: number,
			zd: number,
		) => {
			for (let i = 0; i < n; i++, ui += ud, xi += xd, yi += yd, zi += zd) {
				const x = xs[xi]!;
				const y = ys[yi]!;
				const z = zs[zi]!;
				gradient[at + i]! += up[ui]! * (y <= x && x <= z ? 1 : 0);
			}
		},
		// clip, low
		(
			n: number,
			gradient: Float64Array,
			at: number,
			up: Float64Array,
			ui: number,
			ud: number,
			_os: Float64Array,
			_oi: number,
			_od: number,
			xs: Float64Array,
			xi: number,
			xd: number,
			ys: Float64Array,
			yi: number,
			yd: number,
			zs: Float64Array,
			zi: number,
			zd: number,
		) => {
			for (let i = 0; i < n; i++, ui += ud, xi += xd, yi += yd, zi += zd) {
				const x = xs[xi]!;
				const y = ys[yi]!;
				const z = zs[zi]!;
				gradient[at + i]! += up[ui]! * (x < y && y <= z ? 1 : 0);
			}
		},
		// clip, high
		(
			n: number,
			gradient: Float64Array,
			at: number,
			up: Float64Array,
			ui: number,
			ud: number,
			_os: Float64Array,
			_oi: number,
			_od: number,
			xs: Float64Array,
			xi: number,
			xd: number,
			ys: Float64Array,
			yi: number,
			yd: number,
			zs: Float64Array,
			zi: number,
			zd: number,
		) => {
			for (let i = 0; i < n; i++, ui += ud, xi += xd, yi += yd, zi += zd) {
				const x = xs[xi]!;
				const y = ys[yi]!;
				const z = zs[zi]!;
				gradient[at + i]! += up[ui]! * (x > z || y > z ? 1 : 0);
			}
		},
	],
	[
		null,
		// where, x
		(
			n: number,
			gradient: Float64Array,
			at: number,
			up: Float64Array,
			ui: number,
			ud: number,
			_os: Float64Array,
			_oi: number,
			_od: number,
			xs: Float64Array,
			xi: number,
			xd: number,
		) => {
			for (let i = 0; i < n; i++, ui += ud, xi += xd) {
				const x = xs[xi]!;
				gradient[at + i]! += up[ui]! * (x !== 0 ? 1 : 0);
			}
		},
		// where, y
		(
			n: number,
			gradient: Float64Array,
			at: number,
			up: Float64Array,
			ui: number,
			ud: number,
			_os: Float64Array,
			_oi: number,
			_od: number,
			xs: Float64Array,
			xi: number,
			xd: number,
		) => {
			for (let i = 0; i < n; i++, ui += ud, xi += xd) {
				const x = xs[xi]!;
				gradient[at + i]! += up[ui]! * (x !== 0 ? 0 : 1);
			}
		},
	],
	[
		null,
		// cond, x
		(n: number, gradient: Float64Array, at: number, up: Float64Array, ui: number, ud: number) => {
			for (let i = 0; i < n; i++, ui += ud) {
				gradient[at + i]! += up[ui]!;
			}
		},
	],
	[
		// wire, x
		(n: number, gradient: Float64Array, at: number, up: Float64Array, ui: number, ud: number) => {
			for (let i = 0; i < n; i++, ui += ud) {
				gradient[at + i]! += up[ui]!;
			}
		},
	],
	[
		// sigmoid, x
		(
			n: number,
			gradient: Float64Array,
			at: number,
			up: Float64Array,
			ui: number,
			ud: number,
			os: Float64Array,
			oi: number,
			od: number,
		) => {
			for (let i = 0; i < n; i++, ui += ud, oi += od) {
				const o = os[oi]!;
				gradient[at + i]! += up[ui]! * ((1 - o) * o);
			}
		},
	],
	[
		// log_sigmoid, x
		(
			n: number,
			gradient: Float64Array,
			at: number,
			up: Float64Array,
			ui: number,
			ud: number,
			_os: Float64Array,
			_oi: number,
			_od: number,
			xs: Float64Array,
			xi: number,
			xd: number,
		) => {
			for (let i = 0; i < n; i++, ui += ud, xi += xd) {
				const x = xs[xi]!;
				gradient[at + i]! += up[ui]! * sigmoidOf(-x);
			}
		},
	],
	[
		// relu, x
		(
			n: number,
			gradient: Float64Array,
			at: number,
			up: Float64Array,
			ui: number,
			ud: number,
			_os: Float64Array,
			_oi: number,
			_od: number,
			xs: Float64Array,
			xi: number,
			xd: number,
		) => {
			for (let i = 0; i < n; i++, ui += ud, xi += xd) {
				const x = xs[xi]!;
				gradient[at + i]! += up[ui]! * (x <= 0 ? 0 : 1);
			}
		},
	],
	[
		// leaky_relu, x
		(
			n: number,
			gradient: Float64Array,
			at: number,
			up: Float64Array,
			ui: number,
			ud: number,
			_os: Float64Array,
			_oi: number,
			_od: number,
			xs: Float64Array,
			xi: number,
			xd: number,
		) => {
			for (let i = 0; i < n; i++, ui += ud, xi += xd) {
				const x = xs[xi]!;
				gradient[at + i]! += up[ui]! * (x > 0 ? 1 : 0.01);
			}
		},
	],
	[
		// prelu, x
		(
			n: number,
			gradient: Float64Array,
			at: number,
			up: Float64Array,
			ui: number,
			ud: number,
			_os: Float64Array,
			_oi: number,
			_od: number,
			xs: Float64Array,
			xi: number,
			xd: number,
			ys: Float64Array,
			yi: number,
			yd: number,
		) => {
			for (let i = 0; i < n; i++, ui += ud, xi += xd, yi += yd) {
				const x = xs[xi]!;
				const y = ys[yi]!;
				gradient[at + i]! += up[ui]! * (x > 0 ? 1 : y);
			}
		},
		// prelu, a
		(
			n: number,
			gradient: Float64Array,
			at: number,
			up: Float64Array,
			ui: number,
			ud: number,
			_os: Float64Array,
			_oi: number,
			_od: number,
			xs: Float64Array,
			xi: number,
			xd: number,
		) => {
			for (let i = 0; i < n; i++, ui += ud, xi += xd) {
				const x = xs[xi]!;
				gradient[at + i]! += up[ui]! * (x > 0 ? 0 : x);
			}
		},
	],
	[
		// elu, x
		(
			n: number,
			gradient: Float64Array,
			at: number,
			up: Float64Array,
			ui: number,
			ud: number,
			_os: Float64Array,
			_oi: number,
			_od: number,
			xs: Float64Array,
			xi: number,
			xd: number,
		) => {
			for (let i = 0; i < n; i++, ui += ud, xi += xd) {
				const x = xs[xi]!;
				gradient[at + i]! += up[ui]! * (x > 0 ? 1 : Math.exp(-Math.abs(x)));
			}
		},
	],
	[
		// elu_alpha, x
		(
			n: number,
			gradient: Float64Array,
			at: number,
			up: Float64Array,
			ui: number,
			ud: number,
			_os: Float64Array,
			_oi: number,
			_od: number,
			xs: Float64Array,
			xi: number,
			xd: number,
			ys: Float64Array,
			yi: number,
			yd: number,
		) => {
			for (let i = 0; i < n; i++, ui += ud, xi += xd, yi += yd) {
				const x = xs[xi]!;
				const y = ys[yi]!;
				gradient[at + i]! += up[ui]! * (x > 0 ? 1 : y * Math.exp(-Math.abs(x)));
			}
		},
		// elu_alpha, a
		(
			n: number,
			gradient: Float64Array,
			at: number,
			up: Float64Array,
			ui: number,
			ud: number,
			_os: Float64Array,
			_oi: number,
			_od: number,
			xs: Float64Array,
			xi: number,
			xd: number,
		) => {
			for (let i = 0; i < n; i++, ui += ud, xi += xd) {
				const x = xs[xi]!;
				gradient[at + i]! += up[ui]! * (x > 0 ? 0 : Math.expm1(-Math.abs(x)));
			}
		},
	],
	[
		// softplus, x
		(
			n: number,
			gradient: Float64Array,
			at: number,
			up: Float64Array,
			ui: number,
			ud: number,
			_os: Float64Array,
			_oi: number,
			_od: number,
			xs: Float64Array,
			xi: number,
			xd: number,
		) => {
			for (let i = 0; i < n; i++, ui += ud, xi += xd) {
				const x = xs[xi]!;
				gradient[at + i]! += up[ui]! * sigmoidOf(x);
			}
		},
	],
	[
		// silu, x
		(
			n: number,
			gradient: Float64Array,
			at: number,
			up: Float64Array,
			ui: number,
			ud: number,
			_os: Float64Array,
			_oi: number,
			_od: number,
			xs: Float64Array,
			xi: number,
			xd: number,
		) => {
			for (let i = 0; i < n; i++, ui += ud, xi += xd) {
				const x = xs[xi]!;
				gradient[at + i]! += up[ui]! * (sigmoidOf(x) * (1 + x * (1 - sigmoidOf(x))));
			}
		},
	],
	[
		// gelu, x
		(
			n: number,
			gradient: Float64Array,
			at: number,
			up: Float64Array,
			ui: number,
			ud: number,
			_os: Float64Array,
			_oi: number,
			_od: number,
			xs: Float64Array,
			xi: number,
			xd: number,
		) => {
			for (let i = 0; i < n; i++, ui += ud, xi += xd) {
				const x = xs[xi]!;
				gradient[at + i]! +=
					up[ui]! * (erfc(-(x / 1.4142135623730951)) / 2 + (x * Math.exp(-(squareOf(x) / 2))) / 2.5066282746310002);
			}
		},
	],
	[
		// gelu_tanh, x
		(
			n: number,
			gradient: Float64Array,
			at: number,
			up: Float64Array,
			ui: number,
			ud: number,
			_os: Float64Array,
			_oi: number,
			_od: number,
			xs: Float64Array,
			xi: number,
			xd: number,
		) => {
			for (let i = 0; i < n; i++, ui += ud, xi += xd) {
				const x = xs[xi]!;
				gradient[at + i]! +=
					up[ui]! *
					(sigmoidOf(1.5957691216057308 * (x + 0.044715 * cubeOf(x))) *
						(1 +
							x *
								sigmoidOf(-(1.5957691216057308 * (x + 0.044715 * cubeOf(x)))) *
								2 *
								0.7978845608028654 *
								(1 + 0.134145 * squareOf(x))));
			}
		},
	],
	[
		// erf, x
		(
			n: number,
			gradient: Float64Array,
			at: number,
			up: Float64Array,
			ui: number,
			ud: number,
			_os: Float64Array,
			_oi: number,
			_od: number,
			xs: Float64Array,
			xi: number,
			xd: number,
		) => {
			for (let i = 0; i < n; i++, ui += ud, xi += xd) {
				const x = xs[xi]!;
				gradient[at + i]! += up[ui]! * (1.1283791670955126 * Math.exp(-squareOf(x)));
			}
		},
	],
	[
		// erfc, x
		(
			n: number,
			gradient: Float64Array,
			at: number,
			up: Float64Array,
			ui: number,
			ud: number,
			_os: Float64Array,
			_oi: number,
			_od: number,
			xs: Float64Array,
			xi: number,
			xd: number,
		) => {
			for (let i = 0; i < n; i++, ui += ud, xi += xd) {
				const x = xs[xi]!;
				gradient[at + i]! += up[ui]! * -(1.1283791670955126 * Math.exp(-squareOf(x)));
			}
		},
	],
	[
		// step, x
		(n: number, gradient: Float64Array, at: number, up: Float64Array, ui: number, ud: number) => {
			for (let i = 0; i < n; i++, ui += ud) {
				gradient[at + i]! += up[ui]! * 0;
			}
		},
	],
	[
		// floor, x
		(n: number, gradient: Float64Array, at: number, up: Float64Array, ui: number, ud: number) => {
			for (let i = 0; i < n; i++, ui += ud) {
				gradient[at + i]! += up[ui]! * 0;
			}
		},
	],
	[
		// ceil, x
		(n: number, gradient: Float64Array, at: number, up: Float64Array, ui: number, ud: number) => {
			for (let i = 0; i < n; i++, ui += ud) {
				gradient[at + i]! += up[ui]! * 0;
			}
		},
	],
	[
		// round, x
		(n: number, gradient: Float64Array, at: number, up: Float64Array, ui: number, ud: number) => {
			for (let i = 0; i < n; i++, ui += ud) {
				gradient[at + i]! += up[ui]! * 0;
			}
		},
	],
	[
		// rint, x
		(n: number, gradient: Float64Array, at: number, up: Float64Array, ui: number, ud: number) => {
			for (let i = 0; i < n; i++, ui += ud) {
				gradient[at + i]! += up[ui]! * 0;
			}
		},
	],
	[
		// round_half_up, x
		(n: number, gradient: Float64Array, at: number, up: Float64Array, ui: number, ud: number) => {
			for (let i = 0; i < n; i++, ui += ud) {
				gradient[at + i]! += up[ui]! * 0;
			}
		},
	],
	[
		// trunc, x
		(n: number, gradient: Float64Array, at: number, up: Float64Array, ui: number, ud: number) => {
			for (let i = 0; i < n; i++, ui += ud) {
				gradient[at + i]! += up[ui]! * 0;
			}
		},
	],
	[
		// round_to, x
		(n: number, gradient: Float64Array, at: number, up: Float64Array, ui: number, ud: number) => {
			for (let i = 0; i < n; i++, ui += ud) {
				gradient[at + i]! += up[ui]! * 0;
			}
		},
		null,
	],
	[
		// gammaln, x
		(
			n: number,
			gradient: Float64Array,
			at: number,
			up: Float64Array,
			ui: number,
			ud: number,
			_os: Float64Array,
			_oi: number,
			_od: number,
			xs: Float64Array,
			xi: number,
			xd: number,
		) => {
			for (let i = 0; i < n; i++, ui += ud, xi += xd) {
				const x = xs[xi]!;
				gradient[at + i]! += up[ui]! * digamma(x);
			}
		},
	],
	[
		// gamma, x
		(
			n: number,
			gradient: Float64Array,
			at: number,
			up: Float64Array,
			ui: number,
			ud: number,
			os: Float64Array,
			oi: number,
			od: number,
			xs: Float64Array,
			xi: number,
			xd: number,
		) => {
			for (let i = 0; i < n; i++, ui += ud, xi += xd, oi += od) {
				const x = xs[xi]!;
				const o = os[oi]!;
				gradient[at + i]! += up[ui]! * (o * digamma(x));
			}
		},
	],
	[
		// digamma, x
		(
			n: number,
			gradient: Float64Array,
			at: number,
			up: Float64Array,
			ui: number,
			ud: number,
			_os: Float64Array,
			_oi: number,
			_od: number,
			xs: Float64Array,
			xi: number,
			xd: number,
		) => {
			for (let i = 0; i < n; i++, ui += ud, xi += xd) {
				const x = xs[xi]!;
				gradient[at + i]! += up[ui]! * polygamma(1, x);
			}
		},
	],
	[
		null,
		// polygamma, x
		(
			n: number,
			gradient: Float64Array,
			at: number,
			up: Float64Array,
			ui: number,
			ud: number,
			_os: Float64Array,
			_oi: number,
			_od: number,
			xs: Float64Array,
			xi: number,
			xd: number,
			ys: Float64Array,
			yi: number,
			yd: number,
		) => {
			for (let i = 0; i < n; i++, ui += ud, xi += xd, yi += yd) {
				const x = xs[xi]!;
				const y = ys[yi]!;
				gradient[at + i]! += up[ui]! * polygamma(x + 1, y);
			}
		},
	],
	[
		// betaln, x
		(
			n: number,
			gradient: Float64Array,
			at: number,
			up: Float64Array,
			ui: number,
			ud: number,
			_os: Float64Array,
			_oi: number,
			_od: number,
			xs: Float64Array,
			xi: number,
			xd: number,
			ys: Float64Array,
			yi: number,
			yd: number,
		) => {
			for (let i = 0; i < n; i++, ui += ud, xi += xd, yi += yd) {
				const x = xs[xi]!;
				const y = ys[yi]!;
				gradient[at + i]! += up[ui]! * (digamma(x) - digamma(x + y));
			}
		},
		// betaln, y
		(
			n: number,
			gradient: Float64Array,
			at: number,
			up: Float64Array,
			ui: number,
			ud: number,
			_os: Float64Array,
			_oi: number,
			_od: number,
			xs: Float64Array,
			xi: number,
			xd: number,
			ys: Float64Array,
			yi: number,
			yd: number,
		) => {
			for (let i = 0; i < n; i++, ui += ud, xi += xd, yi += yd) {
				const x = xs[xi]!;
				const y = ys[yi]!;
				gradient[at + i]! += up[ui]! * (digamma(y) - digamma(x + y));
			}
		},
	],
	[
		// erfinv, x
		(
			n: number,
			gradient: Float64Array,
			at: number,
			up: Float64Array,
			ui: number,
			ud: number,
			os: Float64Array,
			oi: number,
			od: number,
		) => {
			for (let i = 0; i < n; i++, ui += ud, oi += od) {
				const o = os[oi]!;
				gradient[at + i]! += up[ui]! * (0.8862269254527579 * Math.exp(squareOf(o)));
			}
		},
	],
	[
		// erfcx, x
		(
			n: number,
			gradient: Float64Array,
			at: number,
			up: Float64Array,
			ui: number,
			ud: number,
			os: Float64Array,
			oi: number,
			od: number,
			xs: Float64Array,
			xi: number,
			xd: number,
		) => {
			for (let i = 0; i < n; i++, ui += ud, xi += xd, oi += od) {
				const x = xs[xi]!;
				const o = os[oi]!;
				gradient[at + i]! += up[ui]! * (2 * x * o - 1.1283791670955126);
			}
		},
	],
	[
		// i0, x
		(
			n: number,
			gradient: Float64Array,
			at: number,
			up: Float64Array,
			ui: number,
			ud: number,
			_os: Float64Array,
			_oi: number,
			_od: number,
			xs: Float64Array,
			xi: number,
			xd: number,
		) => {
			for (let i = 0; i < n; i++, ui += ud, xi += xd) {
				const x = xs[xi]!;
				gradient[at + i]! += up[ui]! * i1(x);
			}
		},
	],
	[
		// i1, x
		(
			n: number,
			gradient: Float64Array,
			at: number,
			up: Float64Array,
			ui: number,
			ud: number,
			os: Float64Array,
			oi: number,
			od: number,
			xs: Float64Array,
			xi: number,
			xd: number,
		) => {
			for (let i = 0; i < n; i++, ui += ud, xi += xd, oi += od) {
				const x = xs[xi]!;
				const o = os[oi]!;
				gradient[at + i]! += up[ui]! * (x === 0 ? 0.5 : i0(x) - o / x);
			}
		},
	],
	[
		// i0e, x
		(
			n: number,
			gradient: Float64Array,
			at: number,
			up: Float64Array,
			ui: number,
			ud: number,
			os: Float64Array,
			oi: number,
			od: number,
			xs: Float64Array,
			xi: number,
			xd: number,
		) => {
			for (let i = 0; i < n; i++, ui += ud, xi += xd, oi += od) {
				const x = xs[xi]!;
				const o = os[oi]!;
				gradient[at + i]! += up[ui]! * (i1e(x) - Math.sign(x) * o);
			}
		},
	],
	[
		// i1e, x
		(
			n: number,
			gradient: Float64Array,
			at: number,
			up: Float64Array,
			ui: number,
			ud: number,
			os: Float64Array,
			oi: number,
			od: number,
			xs: Float64Array,
			xi: number,
			xd: number,
		) => {
			for (let i = 0; i < n; i++, ui += ud, xi += xd, oi += od) {
				const x = xs[xi]!;
				const o = os[oi]!;
				gradient[at + i]! += up[ui]! * (x === 0 ? 0.5 : i0e(x) - (Math.sign(x) + 1 / x) * o);
			}
		},
	],
	[
		// sinc, x
		(
			n: number,
			gradient: Float64Array,
			at: number,
			up: Float64Array,
			ui: number,
			ud: number,
			_os: Float64Array,
			_oi: number,
			_od: number,
			xs: Float64Array,
			xi: number,
			xd: number,
		) => {
			for (let i = 0; i < n; i++, ui += ud, xi += xd) {
				const x = xs[xi]!;
				gradient[at + i]! += up[ui]! * cosc(x);
			}
		},
	],
	[
		// cosc, x
		(
			n: number,
			gradient: Float64Array,
			at: number,
			up: Float64Array,
			ui: number,
			ud: number,
			os: Float64Array,
			oi: number,
			od: number,
			xs: Float64Array,
			xi: number,
			xd: number,
		) => {
			for (let i = 0; i < n; i++, ui += ud, xi += xd, oi += od) {
				const x = xs[xi]!;
				const o = os[oi]!;
				gradient[at + i]! += up[ui]! * (x === 0 ? -3.289868133696453 : -(9.869604401089358 * sincOf(x)) - (2 * o) / x);
			}
		},
	],
	[
		// logit, x
		(
			n: number,
			gradient: Float64Array,
			at: number,
			up: Float64Array,
			ui: number,
			ud: number,
			_os: Float64Array,
			_oi: number,
			_od: number,
			xs: Float64Array,
			xi: number,
			xd: number,
		) => {
			for (let i = 0; i < n; i++, ui += ud, xi += xd) {
				const x = xs[xi]!;
				gradient[at + i]! += up[ui]! * (1 / (x * (1 - x)));
			}
		},
	],
	[
		// ndtr, x
		(
			n: number,
			gradient: Float64Array,
			at: number,
			up: Float64Array,
			ui: number,
			ud: number,
			_os: Float64Array,
			_oi: number,
			_od: number,
			xs: Float64Array,
			xi: number,
			xd: number,
		) => {
			for (let i = 0; i < n; i++, ui += ud, xi += xd) {
				const x = xs[xi]!;
				gradient[at + i]! += up[ui]! * (Math.exp(-(squareOf(x) / 2)) / 2.5066282746310002);
			}
		},
	],
	[
		// ndtri, x
		(
			n: number,
			gradient: Float64Array,
			at: number,
			up: Float64Array,
			ui: number,
			ud: number,
			os: Float64Array,
			oi: number,
			od: number,
		) => {
			for (let i = 0; i < n; i++, ui += ud, oi += od) {
				const o = os[oi]!;
				gradient[at + i]! += up[ui]! * (2.5066282746310002 * Math.exp(squareOf(o) / 2));
			}
		},
	],
	[
		// log_ndtr, x
		(
			n: number,
			gradient: Float64Array,
			at: number,
			up: Float64Array,
			ui: number,
			ud: number,
			_os: Float64Array,
			_oi: number,
			_od: number,
			xs: Float64Array,
			xi: number,
			xd: number,
		) => {
			for (let i = 0; i < n; i++, ui += ud, xi += xd) {
				const x = xs[xi]!;
				gradient[at + i]! += up[ui]! * (0.7978845608028654 / erfcx(-(x / 1.4142135623730951)));
			}
		},
	],
	[
		// xlogy, x
		(
			n: number,
			gradient: Float64Array,
			at: number,
			up: Float64Array,
			ui: number,
			ud: number,
			_os: Float64Array,
			_oi: number,
			_od: number,
			xs: Float64Array,
			xi: number,
			xd: number,
			ys: Float64Array,
			yi: number,
			yd: number,
		) => {
			for (let i = 0; i < n; i++, ui += ud, xi += xd, yi += yd) {
				const x = xs[xi]!;
				const y = ys[yi]!;
				gradient[at + i]! += up[ui]! * (x === 0 && y <= 0 ? 0 : Math.log(y));
			}
		},
		// xlogy, y
		(
			n: number,
			gradient: Float64Array,
			at: number,
			up: Float64Array,
			ui: number,
			ud: number,
			_os: Float64Array,
			_oi: number,
			_od: number,
			xs: Float64Array,
			xi: number,
			xd: number,
			ys: Float64Array,
			yi: number,
			yd: number,
		) => {
			for (let i = 0; i < n; i++, ui += ud, xi += xd, yi += yd) {
				const x = xs[xi]!;
				const y = ys[yi]!;
				gradient[at + i]! += up[ui]! * (x / y);
			}
		},
	],
	[
		// xlog1py, x
		(
			n: number,
			gradient: Float64Array,
			at: number,
			up: Float64Array,
			ui: number,
			ud: number,
			_os: Float64Array,
			_oi: number,
			_od: number,
			xs: Float64Array,
			xi: number,
			xd: number,
			ys: Float64Array,
			yi: number,
			yd: number,
		) => {
			for (let i = 0; i < n; i++, ui += ud, xi += xd, yi += yd) {
				const x = xs[xi]!;
				const y = ys[yi]!;
				gradient[at + i]! += up[ui]! * (x === 0 && y <= -1 ? 0 : Math.log1p(y));
			}
		},
		// xlog1py, y
		(
			n: number,
			gradient: Float64Array,
			at: number,
			up: Float64Array,
			ui: number,
			ud: number,
			_os: Float64Array,
			_oi: number,
			_od: number,
			xs: Float64Array,
			xi: number,
			xd: number,
			ys: Float64Array,
			yi: number,
			yd: number,
		) => {
			for (let i = 0; i < n; i++, ui += ud, xi += xd, yi += yd) {
				const x = xs[xi]!;
				const y = ys[yi]!;
				gradient[at + i]! += up[ui]! * (x / (1 + y));
			}
		},
	],
	[
		// entr, x
		(
			n: number,
			gradient: Float64Array,
			at: number,
			up: Float64Array,
			ui: number,
			ud: number,
			_os: Float64Array,
			_oi: number,
			_od: number,
			xs: Float64Array,
			xi: number,
			xd: number,
		) => {
			for (let i = 0; i < n; i++, ui += ud, xi += xd) {
				const x = xs[xi]!;
				gradient[at + i]! += up[ui]! * (-Math.log(x) - 1);
			}
		},
	],
	[
		// rel_entr, x
		(
			n: number,
			gradient: Float64Array,
			at: number,
			up: Float64Array,
			ui: number,
			ud: number,
			_os: Float64Array,
			_oi: number,
			_od: number,
			xs: Float64Array,
			xi: number,
			xd: number,
			ys: Float64Array,
			yi: number,
			yd: number,
		) => {
			for (let i = 0; i < n; i++, ui += ud, xi += xd, yi += yd) {
				const x = xs[xi]!;
				const y = ys[yi]!;
				gradient[at + i]! += up[ui]! * (Math.log(x / y) + 1);
			}
		},
		// rel_entr, y
		(
			n: number,
			gradient: Float64Array,
			at: number,
			up: Float64Array,
			ui: number,
			ud: number,
			_os: Float64Array,
			_oi: number,
			_od: number,
			xs: Float64Array,
			xi: number,
			xd: number,
			ys: Float64Array,
			yi: number,
			yd: number,
		) => {
			for (let i = 0; i < n; i++, ui += ud, xi += xd, yi += yd) {
				const x = xs[xi]!;
				const y = ys[yi]!;
				gradient[at + i]! += up[ui]! * -(x / y);
			}
		},
	],
	[
		// huber, d
		(
			n: number,
			gradient: Float64Array,
			at: number,
			up: Float64Array,
			ui: number,
			ud: number,
			_os: Float64Array,
			_oi: number,
			_od: number,
			xs: Float64Array,
			xi: number,
			xd: number,
			ys: Float64Array,
			yi: number,
			yd: number,
		) => {
			for (let i = 0; i < n; i++, ui += ud, xi += xd, yi += yd) {
				const x = xs[xi]!;
				const y = ys[yi]!;
				gradient[at + i]! += up[ui]! * (Math.abs(y) <= x ? 0 : Math.abs(y) - x);
			}
		},
		// huber, x
		(
			n: number,
			gradient: Float64Array,
			at: number,
			up: Float64Array,
			ui: number,
			ud: number,
			_os: Float64Array,
			_oi: number,
			_od: number,
			xs: Float64Array,
			xi: number,
			xd: number,
			ys: Float64Array,
			yi: number,
			yd: number,
		) => {
			for (let i = 0; i < n; i++, ui += ud, xi += xd, yi += yd) {
				const x = xs[xi]!;
				const y = ys[yi]!;
				gradient[at + i]! += up[ui]! * (Math.abs(y) <= x ? y : x * Math.sign(y));
			}
		},
	],
	[
		// logcosh, x
		(
			n: number,
			gradient: Float64Array,
			at: number,
			up: Float64Array,
			ui: number,
			ud: number,
			_os: Float64Array,
			_oi: number,
			_od: number,
			xs: Float64Array,
			xi: number,
			xd: number,
		) => {
			for (let i = 0; i < n; i++, ui += ud, xi += xd) {
				const x = xs[xi]!;
				gradient[at + i]! += up[ui]! * Math.tanh(x);
			}
		},
	],
	[
		// log1mexp, x
		(
			n: number,
			gradient: Float64Array,
			at: number,
			up: Float64Array,
			ui: number,
			ud: number,
			_os: Float64Array,
			_oi: number,
			_od: number,
			xs: Float64Array,
			xi: number,
			xd: number,
		) => {
			for (let i = 0; i < n; i++, ui += ud, xi += xd) {
				const x = xs[xi]!;
				gradient[at + i]! += up[ui]! * (1 / Math.expm1(x));
			}
		},
	],
	[
		// fmax, x
		(
			n: number,
			gradient: Float64Array,
			at: number,
			up: Float64Array,
			ui: number,
			ud: number,
			_os: Float64Array,
			_oi: number,
			_od: number,
			xs: Float64Array,
			xi: number,
			xd: number,
			ys: Float64Array,
			yi: number,
			yd: number,
		) => {
			for (let i = 0; i < n; i++, ui += ud, xi += xd, yi += yd) {
				const x = xs[xi]!;
				const y = ys[yi]!;
				gradient[at + i]! += up[ui]! * (x === y ? 0.5 : x >= y || y !== y ? 1 : 0);
			}
		},
		// fmax, y
		(
			n: number,
			gradient: Float64Array,
			at: number,
			up: Float64Array,
			ui: number,
			ud: number,
			_os: Float64Array,
			_oi: number,
			_od: number,
			xs: Float64Array,
			xi: number,
			xd: number,
			ys: Float64Array,
			yi: number,
			yd: number,
		) => {
			for (let i = 0; i < n; i++, ui += ud, xi += xd, yi += yd) {
				const x = xs[xi]!;
				const y = ys[yi]!;
				gradient[at + i]! += up[ui]! * (x === y ? 0.5 : x >= y || y !== y ? 0 : 1);
			}
		},
	],
	[
		// fmin, x
		(
			n: number,
			gradient: Float64Array,
			at: number,
			up: Float64Array,
			ui: number,
			ud: number,
			_os: Float64Array,
			_oi: number,
			_od: number,
			xs: Float64Array,
			xi: number,
			xd: number,
			ys: Float64Array,
			yi: number,
			yd: number,
		) => {
			for (let i = 0; i < n; i++, ui += ud, xi += xd, yi += yd) {
				const x = xs[xi]!;
				const y = ys[yi]!;
				gradient[at + i]! += up[ui]! * (x === y ? 0.5 : x <= y || y !== y ? 1 : 0);
			}
		},
		// fmin, y
		(
			n: number,
			gradient: Float64Array,
			at: number,
			up: Float64Array,
			ui: number,
			ud: number,
			_os: Float64Array,
			_oi: number,
			_od: number,
			xs: Float64Array,
			xi: number,
			xd: number,
			ys: Float64Array,
			yi: number,
			yd: number,
		) => {
			for (let i = 0; i < n; i++, ui += ud, xi += xd, yi += yd) {
				const x = xs[xi]!;
				const y = ys[yi]!;
				gradient[at + i]! += up[ui]! * (x === y ? 0.5 : x <= y || y !== y ? 0 : 1);
			}
		},
	],
	[
		// copysign, x
		(
			n: number,
			gradient: Float64Array,
			at: number,
			up: Float64Array,
			ui: number,
			ud: number,
			_os: Float64Array,
			_oi: number,
			_od: number,
			xs: Float64Array,
			xi: number,
			xd: number,
			ys: Float64Array,
			yi: number,
			yd: number,
		) => {
			for (let i = 0; i < n; i++, ui += ud, xi += xd, yi += yd) {
				const x = xs[xi]!;
				const y = ys[yi]!;
				gradient[at + i]! += up[ui]! * (Math.sign(x) * copySign(1, y));
			}
		},
		// copysign, y
		(n: number, gradient: Float64Array, at: number, up: Float64Array, ui: number, ud: number) => {
			for (let i = 0; i < n; i++, ui += ud) {
				gradient[at + i]! += up[ui]! * 0;
			}
		},
	],
	[
		// heaviside, x
		(n: number, gradient: Float64Array, at: number, up: Float64Array, ui: number, ud: number) => {
			for (let i = 0; i < n; i++, ui += ud) {
				gradient[at + i]! += up[ui]! * 0;
			}
		},
		// heaviside, h
		(
			n: number,
			gradient: Float64Array,
			at: number,
			up: Float64Array,
			ui: number,
			ud: number,
			_os: Float64Array,
			_oi: number,
			_od: number,
			xs: Float64Array,
			xi: number,
			xd: number,
		) => {
			for (let i = 0; i < n; i++, ui += ud, xi += xd) {
				const x = xs[xi]!;
				gradient[at + i]! += up[ui]! * (x === 0 ? 1 : 0);
			}
		},
	],
	[
		// nan_to_num, x
		(
			n: number,
			gradient: Float64Array,
			at: number,
			up: Float64Array,
			ui: number,
			ud: number,
			_os: Float64Array,
			_oi: number,
			_od: number,
			xs: Float64Array,
			xi: number,
			xd: number,
		) => {
			for (let i = 0; i < n; i++, ui += ud, xi += xd) {
				const x = xs[xi]!;
				gradient[at + i]! += up[ui]! * (x - x === 0 ? 1 : 0);
			}
		},
	],
	[null],
	[null],
	[null],
	[null],
	[
		// deg2rad, x
		(n: number, gradient: Float64Array, at: number, up: Float64Array, ui: number, ud: number) => {
			for (let i = 0; i < n; i++, ui += ud) {
				gradient[at + i]! += up[ui]! * 0.017453292519943295;
			}
		},
	],
	[
		// rad2deg, x
		(n: number, gradient: Float64Array, at: number, up: Float64Array, ui: number, ud: number) => {
			for (let i = 0; i < n; i++, ui += ud) {
				gradient[at + i]! += up[ui]! * 57.29577951308232;
			}
		},
	],
	[
		// lerp, x
		(
			n: number,
			gradient: Float64Array,
			at: number,
			up: Float64Array,
			ui: number,
			ud: number,
			_os: Float64Array,
			_oi: number,
			_od: number,
			_xs: Float64Array,
			_xi: number,
			_xd: number,
			_ys: Float64Array,
			_yi: number,
			_yd: number,
			zs: Float64Array,
			zi: number,
			zd: number,
		) => {
			for (let i = 0; i < n; i++, ui += ud, zi += zd) {
				const z = zs[zi]!;
				gradient[at + i]! += up[ui]! * (1 - z);
			}
		},
		// lerp, y
		(
			n: number,
			gradient: Float64Array,
			at: number,
			up: Float64Array,
			ui: number,
			ud: number,
			_os: Float64Array,
			_oi: number,
			_od: number,
			_xs: Float64Array,
			_xi: number,
			_xd: number,
			_ys: Float64Array,
			_yi: number,
			_yd: number,
			zs: Float64Array,
			zi: number,
			zd: number,
		) => {
			for (let i = 0; i < n; i++, ui += ud, zi += zd) {
				const z = zs[zi]!;
				gradient[at + i]! += up[ui]! * z;
			}
		},
		// lerp, t
		(
			n: number,
			gradient: Float64Array,
			at: number,
			up: Float64Array,
			ui: number,
			ud: number,
			_os: Float64Array,
			_oi: number,
			_od: number,
			xs: Float64Array,
			xi: number,
			xd: number,
			ys: Float64Array,
			yi: number,
			yd: number,
		) => {
			for (let i = 0; i < n; i++, ui += ud, xi += xd, yi += yd) {
				const x = xs[xi]!;
				const y = ys[yi]!;
				gradient[at + i]! += up[ui]! * (y - x);
			}
		},
	],
	[
		// relu6, x
		(
			n: number,
			gradient: Float64Array,
			at: number,
			up: Float64Array,
			ui: number,
			ud: number,
			_os: Float64Array,
			_oi: number,
			_od: number,
			xs: Float64Array,
			xi: number,
			xd: number,
		) => {
			for (let i = 0; i < n; i++, ui += ud, xi += xd) {
				const x = xs[xi]!;
				gradient[at + i]! += up[ui]! * (0 < x && x < 6 ? 1 : 0);
			}
		},
	],
	[
		// hardtanh, x
		(
			n: number,
			gradient: Float64Array,
			at: number,
			up: Float64Array,
			ui: number,
			ud: number,
			_os: Float64Array,
			_oi: number,
			_od: number,
			xs: Float64Array,
			xi: number,
			xd: number,
		) => {
			for (let i = 0; i < n; i++, ui += ud, xi += xd) {
				const x = xs[xi]!;
				gradient[at + i]! += up[ui]! * (-1 < x && x < 1 ? 1 : 0);
			}
		},
	],
	[
		// hardsigmoid, x
		(
			n: number,
			gradient: Float64Array,
			at: number,
			up: Float64Array,
			ui: number,
			ud: number,
			_os: Float64Array,
			_oi: number,
			_od: number,
			xs: Float64Array,
			xi: number,
			xd: number,
		) => {
			for (let i = 0; i < n; i++, ui += ud, xi += xd) {
				const x = xs[xi]!;
				gradient[at + i]! += up[ui]! * (-3 < x && x < 3 ? 0.16666666666666666 : 0);
			}
		},
	],
	[
		// hardswish, x
		(
			n: number,
			gradient: Float64Array,
			at: number,
			up: Float64Array,
			ui: number,
			ud: number,
			_os: Float64Array,
			_oi: number,
			_od: number,
			xs: Float64Array,
			xi: number,
			xd: number,
		) => {
			for (let i = 0; i < n; i++, ui += ud, xi += xd) {
				const x = xs[xi]!;
				gradient[at + i]! += up[ui]! * (x < -3 ? 0 : x > 3 ? 1 : x / 3 + 0.5);
			}
		},
	],
	[
		// softshrink, x
		(
			n: number,
			gradient: Float64Array,
			at: number,
			up: Float64Array,
			ui: number,
			ud: number,
			_os: Float64Array,
			_oi: number,
			_od: number,
			xs: Float64Array,
			xi: number,
			xd: number,
			ys: Float64Array,
			yi: number,
			yd: number,
		) => {
			for (let i = 0; i < n; i++, ui += ud, xi += xd, yi += yd) {
				const x = xs[xi]!;
				const y = ys[yi]!;
				gradient[at + i]! += up[ui]! * (Math.abs(x) > y ? 1 : 0);
			}
		},
		// softshrink, a
		(
			n: number,
			gradient: Float64Array,
			at: number,
			up: Float64Array,
			ui: number,
			ud: number,
			_os: Float64Array,
			_oi: number,
			_od: number,
			xs: Float64Array,
			xi: number,
			xd: number,
			ys: Float64Array,
			yi: number,
			yd: number,
		) => {
			for (let i = 0; i < n; i++, ui += ud, xi += xd, yi += yd) {
				const x = xs[xi]!;
				const y = ys[yi]!;
				gradient[at + i]! += up[ui]! * (x > y ? -1 : x < -y ? 1 : 0);
			}
		},
	],
	[
		// hardshrink, x
		(
			n: number,
			gradient: Float64Array,
			at: number,
			up: Float64Array,
			ui: number,
			ud: number,
			_os: Float64Array,
			_oi: number,
			_od: number,
			xs: Float64Array,
			xi: number,
			xd: number,
			ys: Float64Array,
			yi: number,
			yd: number,
		) => {
			for (let i = 0; i < n; i++, ui += ud, xi += xd, yi += yd) {
				const x = xs[xi]!;
				const y = ys[yi]!;
				gradient[at + i]! += up[ui]! * (Math.abs(x) <= y ? 0 : 1);
			}
		},
		// hardshrink, a
		(n: number, gradient: Float64Array, at: number, up: Float64Array, ui: number, ud: number) => {
			for (let i = 0; i < n; i++, ui += ud) {
				gradient[at + i]! += up[ui]! * 0;
			}
		},
	],
	[
		// threshold, x
		(
			n: number,
			gradient: Float64Array,
			at: number,
			up: Float64Array,
			ui: number,
			ud: number,
			_os: Float64Array,
			_oi: number,
			_od: number,
			xs: Float64Array,
			xi: number,
			xd: number,
			ys: Float64Array,
			yi: number,
			yd: number,
		) => {
			for (let i = 0; i < n; i++, ui += ud, xi += xd, yi += yd) {
				const x = xs[xi]!;
				const y = ys[yi]!;
				gradient[at + i]! += up[ui]! * (x <= y ? 0 : 1);
			}
		},
		// threshold, a
		(n: number, gradient: Float64Array, at: number, up: Float64Array, ui: number, ud: number) => {
			for (let i = 0; i < n; i++, ui += ud) {
				gradient[at + i]! += up[ui]! * 0;
			}
		},
		// threshold, b
		(
			n: number,
			gradient: Float64Array,
			at: number,
			up: Float64Array,
			ui: number,
			ud: number,
			_os: Float64Array,
			_oi: number,
			_od: number,
			xs: Float64Array,
			xi: number,
			xd: number,
			ys: Float64Array,
			yi: number,
			yd: number,
		) => {
			for (let i = 0; i < n; i++, ui += ud, xi += xd, yi += yd) {
				const x = xs[xi]!;
				const y = ys[yi]!;
				gradient[at + i]! += up[ui]! * (x <= y ? 1 : 0);
			}
		},
	],
	[
		// tanhshrink, x
		(
			n: number,
			gradient: Float64Array,
			at: number,
			up: Float64Array,
			ui: number,
			ud: number,
			_os: Float64Array,
			_oi: number,
			_od: number,
			xs: Float64Array,
			xi: number,
			xd: number,
		) => {
			for (let i = 0; i < n; i++, ui += ud, xi += xd) {
				const x = xs[xi]!;
				gradient[at + i]! += up[ui]! * squareOf(Math.tanh(x));
			}
		},
	],
	[
		// softsign, x
		(
			n: number,
			gradient: Float64Array,
			at: number,
			up: Float64Array,
			ui: number,
			ud: number,
			_os: Float64Array,
			_oi: number,
			_od: number,
			xs: Float64Array,
			xi: number,
			xd: number,
		) => {
			for (let i = 0; i < n; i++, ui += ud, xi += xd) {
				const x = xs[xi]!;
				gradient[at + i]! += up[ui]! * (1 / squareOf(1 + Math.abs(x)));
			}
		},
	],
	[
		// celu, x
		(
			n: number,
			gradient: Float64Array,
			at: number,
			up: Float64Array,
			ui: number,
			ud: number,
			_os: Float64Array,
			_oi: number,
			_od: number,
			xs: Float64Array,
			xi: number,
			xd: number,
			ys: Float64Array,
			yi: number,
			yd: number,
		) => {
			for (let i = 0; i < n; i++, ui += ud, xi += xd, yi += yd) {
				const x = xs[xi]!;
				const y = ys[yi]!;
				gradient[at + i]! += up[ui]! * (x > 0 ? 1 : Math.exp(-(Math.abs(x) / y)));
			}
		},
		// celu, a
		(
			n: number,
			gradient: Float64Array,
			at: number,
			up: Float64Array,
			ui: number,
			ud: number,
			_os: Float64Array,
			_oi: number,
			_od: number,
			xs: Float64Array,
			xi: number,
			xd: number,
			ys: Float64Array,
			yi: number,
			yd: number,
		) => {
			for (let i = 0; i < n; i++, ui += ud, xi += xd, yi += yd) {
				const x = xs[xi]!;
				const y = ys[yi]!;
				gradient[at + i]! +=
					up[ui]! * (x > 0 ? 0 : Math.expm1(-(Math.abs(x) / y)) - (x / y) * Math.exp(-(Math.abs(x) / y)));
			}
		},
	],
	[
		// selu, x
		(
			n: number,
			gradient: Float64Array,
			at: number,
			up: Float64Array,
			ui: number,
			ud: number,
			_os: Float64Array,
			_oi: number,
			_od: number,
			xs: Float64Array,
			xi: number,
			xd: number,
		) => {
			for (let i = 0; i < n; i++, ui += ud, xi += xd) {
				const x = xs[xi]!;
				gradient[at + i]! += up[ui]! * (1.0507009873554805 * (x > 0 ? 1 : 1.6732632423543772 * Math.exp(-Math.abs(x))));
			}
		},
	],
	[
		// softplus_beta, x
		(
			n: number,
			gradient: Float64Array,
			at: number,
			up: Float64Array,
			ui: number,
			ud: number,
			_os: Float64Array,
			_oi: number,
			_od: number,
			xs: Float64Array,
			xi: number,
			xd: number,
			ys: Float64Array,
			yi: number,
			yd: number,
		) => {
			for (let i = 0; i < n; i++, ui += ud, xi += xd, yi += yd) {
				const x = xs[xi]!;
				const y = ys[yi]!;
				gradient[at + i]! += up[ui]! * sigmoidOf(y * x);
			}
		},
		// softplus_beta, b
		(
			n: number,
			gradient: Float64Array,
			at: number,
			up: Float64Array,
			ui: number,
			ud: number,
			os: Float64Array,
			oi: number,
			od: number,
			xs: Float64Array,
			xi: number,
			xd: number,
			ys: Float64Array,
			yi: number,
			yd: number,
		) => {
			for (let i = 0; i < n; i++, ui += ud, xi += xd, yi += yd, oi += od) {
				const x = xs[xi]!;
				const y = ys[yi]!;
				const o = os[oi]!;
				gradient[at + i]! += up[ui]! * ((x * sigmoidOf(y * x) - o) / y);
			}
		},
	],
	[
		// mish, x
		(
			n: number,
			gradient: Float64Array,
			at: number,
			up: Float64Array,
			ui: number,
			ud: number,
			_os: Float64Array,
			_oi: number,
			_od: number,
			xs: Float64Array,
			xi: number,
			xd: number,
		) => {
			for (let i = 0; i < n; i++, ui += ud, xi += xd) {
				const x = xs[xi]!;
				gradient[at + i]! +=
					up[ui]! * (Math.tanh(softplusOf(x)) + x * sigmoidOf(x) * (1 - squareOf(Math.tanh(softplusOf(x)))));
			}
		},
	],
	[
		// quick_gelu, x
		(
			n: number,
			gradient: Float64Array,
			at: number,
			up: Float64Array,
			ui: number,
			ud: number,
			_os: Float64Array,
			_oi: number,
			_od: number,
			xs: Float64Array,
			xi: number,
			xd: number,
		) => {
			for (let i = 0; i < n; i++, ui += ud, xi += xd) {
				const x = xs[xi]!;
				gradient[at + i]! += up[ui]! * (sigmoidOf(1.702 * x) * (1 + 1.702 * x * (1 - sigmoidOf(1.702 * x))));
			}
		},
	],
	[
		// squareplus, x
		(
			n: number,
			gradient: Float64Array,
			at: number,
			up: Float64Array,
			ui: number,
			ud: number,
			_os: Float64Array,
			_oi: number,
			_od: number,
			xs: Float64Array,
			xi: number,
			xd: number,
			ys: Float64Array,
			yi: number,
			yd: number,
		) => {
			for (let i = 0; i < n; i++, ui += ud, xi += xd, yi += yd) {
				const x = xs[xi]!;
				const y = ys[yi]!;
				gradient[at + i]! += up[ui]! * ((1 + x / Math.sqrt(squareOf(x) + y)) / 2);
			}
		},
		// squareplus, b
		(
			n: number,
			gradient: Float64Array,
			at: number,
			up: Float64Array,
			ui: number,
			ud: number,
			_os: Float64Array,
			_oi: number,
			_od: number,
			xs: Float64Array,
			xi: number,
			xd: number,
			ys: Float64Array,
			yi: number,
			yd: number,
		) => {
			for (let i = 0; i < n; i++, ui += ud, xi += xd, yi += yd) {
				const x = xs[xi]!;
				const y = ys[yi]!;
				gradient[at + i]! += up[ui]! * (1 / (4 * Math.sqrt(squareOf(x) + y)));
			}
		},
	],
];
