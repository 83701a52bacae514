/**
 * The two passes over a tape's columns, made by scripts/generate.ts from the formulas of core/ops. Do not edit.
 */
import { erf, erfc, floorMod, nthRoot, power, roundHalfAway, roundHalfEven } from './ops/intrinsics.ts';

function squareOf(x: number): number {
	return x * x;
}

function sigmoidOf(x: number): number {
	return x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x));
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

function cubeOf(x: number): number {
	return x * x * x;
}

/** The value of one gate; operands that the row does not have are ignored. */
export function forwardOne(op: number, x: number, y: number, z: number): number {
	switch (op) {
		case 0: // add
			return x + y;
		case 1: // sub
			return x - y;
		case 2: // mul
			return x * y;
		case 3: // div
			return x / y;
		case 4: // neg
			return -x;
		case 5: // reciprocal
			return 1 / x;
		case 6: // abs
			return Math.abs(x);
		case 7: // sign
			return Math.sign(x);
		case 8: // mod
			return floorMod(x, y);
		case 9: // fmod
			return x % y;
		case 10: // pow
			return power(x, y);
		case 11: // square
			return x * x;
		case 12: // cube
			return x * x * x;
		case 13: // sqrt
			return Math.sqrt(x);
		case 14: // cbrt
			return Math.cbrt(x);
		case 15: // root
			return nthRoot(x, y);
		case 16: // hypot
			return Math.hypot(x, y);
		case 17: // exp
			return Math.exp(x);
		case 18: // exp2
			return power(2, x);
		case 19: // expm1
			return Math.expm1(x);
		case 20: // log
			return Math.log(x);
		case 21: // log2
			return Math.log2(x);
		case 22: // log10
			return Math.log10(x);
		case 23: // log1p
			return Math.log1p(x);
		case 24: // log_base
			return Math.log(x) / Math.log(y);
		case 25: // logaddexp
			return x === y ? x + 0.6931471805599453 : Math.max(x, y) + Math.log1p(Math.exp(-Math.abs(x - y)));
		case 26: // sin
			return Math.sin(x);
		case 27: // cos
			return Math.cos(x);
		case 28: // tan
			return Math.tan(x);
		case 29: // sec
			return 1 / Math.cos(x);
		case 30: // csc
			return 1 / Math.sin(x);
		case 31: // cot
			return 1 / Math.tan(x);
		case 32: // asin
			return Math.asin(x);
		case 33: // acos
			return Math.acos(x);
		case 34: // atan
			return Math.atan(x);
		case 35: // atan2
			return Math.atan2(x, y);
		case 36: // sinh
			return Math.sinh(x);
		case 37: // cosh
			return Math.cosh(x);
		case 38: // tanh
			return Math.tanh(x);
		case 39: // asinh
			return Math.asinh(x);
		case 40: // acosh
			return Math.acosh(x);
		case 41: // atanh
			return Math.atanh(x);
		case 42: // sech
			return 1 / Math.cosh(x);
		case 43: // csch
			return 1 / Math.sinh(x);
		case 44: // coth
			return 1 / Math.tanh(x);
		case 45: // asec
			return Math.acos(1 / x);
		case 46: // acsc
			return Math.asin(1 / x);
		case 47: // acot
			return Math.atan(1 / x);
		case 48: // asech
			return Math.acosh(1 / x);
		case 49: // acsch
			return Math.asinh(1 / x);
		case 50: // acoth
			return Math.atanh(1 / x);
		case 51: // lt
			return x < y ? 1 : 0;
		case 52: // le
			return x <= y ? 1 : 0;
		case 53: // gt
			return x > y ? 1 : 0;
		case 54: // ge
			return x >= y ? 1 : 0;
		case 55: // eq
			return x === y ? 1 : 0;
		case 56: // ne
			return x !== y ? 1 : 0;
		case 57: // and
			return x !== 0 && y !== 0 ? 1 : 0;
		case 58: // or
			return x !== 0 || y !== 0 ? 1 : 0;
		case 59: // not
			return x === 0 ? 1 : 0;
		case 60: // max
			return Math.max(x, y);
		case 61: // min
			return Math.min(x, y);
		case 62: // clip
			return Math.min(Math.max(x, y), z);
		case 63: // where
			return x !== 0 ? y : z;
		case 64: // cond
			return y;
		case 65: // wire
			return x;
		case 66: // sigmoid
			return x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x));
		case 67: // log_sigmoid
			return Math.min(x, 0) - Math.log1p(Math.exp(-Math.abs(x)));
		case 68: // relu
			return Math.max(x, 0);
		case 69: // leaky_relu
			return x > 0 ? x : 0.01 * x;
		case 70: // prelu
			return x > 0 ? x : y * x;
		case 71: // elu
			return x > 0 ? x : Math.expm1(x);
		case 72: // elu_alpha
			return x > 0 ? x : y * Math.expm1(x);
		case 73: // softplus
			return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
		case 74: // silu
			return x * sigmoidOf(x);
		case 75: // gelu
			return x * (erfc(-(x / 1.4142135623730951)) / 2);
		case 76: // gelu_tanh
			return (x * (1 + Math.tanh(0.7978845608028654 * (x + 0.044715 * cubeOf(x))))) / 2;
		case 77: // erf
			return erf(x);
		case 78: // erfc
			return erfc(x);
		case 79: // step
			return x > 0 ? 1 : 0;
		case 80: // floor
			return Math.floor(x);
		case 81: // ceil
			return Math.ceil(x);
		case 82: // round
			return roundHalfAway(x);
		case 83: // rint
			return roundHalfEven(x);
		case 84: // round_half_up
			return Math.floor(x) + (x - Math.floor(x) >= 0.5 ? 1 : 0);
		case 85: // trunc
			return Math.trunc(x);
		default:
			throw new RangeError(`no op ${op}`);
	}
}

/** The local gradient of one gate along a slot; `out` is the gate's value. */
export function localOne(op: number, slot: number, x: number, y: number, z: number, out: number): number {
	switch (op) {
		case 0: // add
			return slot === 0 ? 1 : 1;
		case 1: // sub
			return slot === 0 ? 1 : -1;
		case 2: // mul
			return slot === 0 ? y : x;
		case 3: // div
			return slot === 0 ? 1 / y : -(out / y);
		case 4: // neg
			return -1;
		case 5: // reciprocal
			return -squareOf(out);
		case 6: // abs
			return Math.sign(x);
		case 7: // sign
			return 0;
		case 8: // mod
			return slot === 0 ? 1 : -Math.floor(x / y);
		case 9: // fmod
			return slot === 0 ? 1 : -Math.trunc(x / y);
		case 10: // pow
			return slot === 0 ? (y === 0 ? 0 : y * power(x, y - 1)) : x === 0 && y >= 0 ? 0 : out * Math.log(x);
		case 11: // square
			return 2 * x;
		case 12: // cube
			return 3 * squareOf(x);
		case 13: // sqrt
			return 1 / (2 * out);
		case 14: // cbrt
			return 1 / (3 * squareOf(out));
		case 15: // root
			return slot === 0 ? out / (x * y) : -((out * Math.log(Math.abs(x))) / squareOf(y));
		case 16: // hypot
			return slot === 0 ? x / out : y / out;
		case 17: // exp
			return out;
		case 18: // exp2
			return out * 0.6931471805599453;
		case 19: // expm1
			return Math.exp(x);
		case 20: // log
			return 1 / x;
		case 21: // log2
			return 1 / (x * 0.6931471805599453);
		case 22: // log10
			return 1 / (x * 2.302585092994046);
		case 23: // log1p
			return 1 / (1 + x);
		case 24: // log_base
			return slot === 0 ? 1 / (x * Math.log(y)) : -(Math.log(x) / (y * squareOf(Math.log(y))));
		case 25: // logaddexp
			return slot === 0 ? (x === y ? 0.5 : sigmoidOf(x - y)) : x === y ? 0.5 : sigmoidOf(y - x);
		case 26: // sin
			return Math.cos(x);
		case 27: // cos
			return -Math.sin(x);
		case 28: // tan
			return 1 + squareOf(out);
		case 29: // sec
			return out * Math.tan(x);
		case 30: // csc
			return -(out * cotOf(x));
		case 31: // cot
			return -squareOf(cscOf(x));
		case 32: // asin
			return 1 / Math.sqrt((1 - x) * (1 + x));
		case 33: // acos
			return -(1 / Math.sqrt((1 - x) * (1 + x)));
		case 34: // atan
			return 1 / (1 + squareOf(x));
		case 35: // atan2
			return slot === 0 ? y / (squareOf(y) + squareOf(x)) : -(x / (squareOf(y) + squareOf(x)));
		case 36: // sinh
			return Math.cosh(x);
		case 37: // cosh
			return Math.sinh(x);
		case 38: // tanh
			return 1 - squareOf(out);
		case 39: // asinh
			return 1 / Math.hypot(1, x);
		case 40: // acosh
			return 1 / (Math.sqrt(x - 1) * Math.sqrt(x + 1));
		case 41: // atanh
			return 1 / ((1 - x) * (1 + x));
		case 42: // sech
			return -(out * Math.tanh(x));
		case 43: // csch
			return -(out * cothOf(x));
		case 44: // coth
			return -squareOf(cschOf(x));
		case 45: // asec
			return 1 / (Math.abs(x) * Math.sqrt((Math.abs(x) - 1) * (Math.abs(x) + 1)));
		case 46: // acsc
			return -(1 / (Math.abs(x) * Math.sqrt((Math.abs(x) - 1) * (Math.abs(x) + 1))));
		case 47: // acot
			return -(1 / (1 + squareOf(x)));
		case 48: // asech
			return -(1 / (x * Math.sqrt((1 - x) * (1 + x))));
		case 49: // acsch
			return -(1 / (Math.abs(x) * Math.hypot(1, x)));
		case 50: // acoth
			return 1 / ((1 - x) * (1 + x));
		case 51: // lt
			return slot === 0 ? 0 : 0;
		case 52: // le
			return slot === 0 ? 0 : 0;
		case 53: // gt
			return slot === 0 ? 0 : 0;
		case 54: // ge
			return slot === 0 ? 0 : 0;
		case 55: // eq
			return slot === 0 ? 0 : 0;
		case 56: // ne
			return slot === 0 ? 0 : 0;
		case 57: // and
			return slot === 0 ? 0 : 0;
		case 58: // or
			return slot === 0 ? 0 : 0;
		case 59: // not
			return 0;
		case 60: // max
			return slot === 0 ? (x === y ? 0.5 : x < y ? 0 : 1) : x === y ? 0.5 : y < x ? 0 : 1;
		case 61: // min
			return slot === 0 ? (x === y ? 0.5 : x > y ? 0 : 1) : x === y ? 0.5 : y > x ? 0 : 1;
		case 62: // clip
			return slot === 0 ? (x < y || x > z ? 0 : 1) : slot === 1 ? (x < y && y <= z ? 1 : 0) : x > z || y > z ? 1 : 0;
		case 63: // where
			return slot === 0 ? 0 : slot === 1 ? (x !== 0 ? 1 : 0) : x !== 0 ? 0 : 1;
		case 64: // cond
			return slot === 0 ? 0 : 1;
		case 65: // wire
			return 1;
		case 66: // sigmoid
			return (1 - out) * out;
		case 67: // log_sigmoid
			return sigmoidOf(-x);
		case 68: // relu
			return x <= 0 ? 0 : 1;
		case 69: // leaky_relu
			return x > 0 ? 1 : 0.01;
		case 70: // prelu
			return slot === 0 ? (x > 0 ? 1 : y) : x > 0 ? 0 : x;
		case 71: // elu
			return x > 0 ? 1 : Math.exp(x);
		case 72: // elu_alpha
			return slot === 0 ? (x > 0 ? 1 : y * Math.exp(x)) : x > 0 ? 0 : Math.expm1(x);
		case 73: // softplus
			return sigmoidOf(x);
		case 74: // silu
			return sigmoidOf(x) * (1 + x * (1 - sigmoidOf(x)));
		case 75: // gelu
			return erfc(-(x / 1.4142135623730951)) / 2 + (x * Math.exp(-(squareOf(x) / 2))) / 2.5066282746310002;
		case 76: // gelu_tanh
			return (
				(1 + Math.tanh(0.7978845608028654 * (x + 0.044715 * cubeOf(x)))) / 2 +
				(x *
					(1 - squareOf(Math.tanh(0.7978845608028654 * (x + 0.044715 * cubeOf(x))))) *
					0.7978845608028654 *
					(1 + 0.134145 * squareOf(x))) /
					2
			);
		case 77: // erf
			return 1.1283791670955126 * Math.exp(-squareOf(x));
		case 78: // erfc
			return -(1.1283791670955126 * Math.exp(-squareOf(x)));
		case 79: // step
			return 0;
		case 80: // floor
			return 0;
		case 81: // ceil
			return 0;
		case 82: // round
			return 0;
		case 83: // rint
			return 0;
		case 84: // round_half_up
			return 0;
		case 85: // trunc
			return 0;
		default:
			throw new RangeError(`no op ${op}`);
	}
}

/** Computes one gate over the nodes `a` and `b` if its op is one machine operation, small enough to be inlined; else says false. */
export function forwardPlain(op: number, value: Float64Array, node: number, a: number, b: number): boolean {
	switch (op) {
		case 0: // add
			value[node] = value[a]! + value[b]!;
			return true;
		case 1: // sub
			value[node] = value[a]! - value[b]!;
			return true;
		case 2: // mul
			value[node] = value[a]! * value[b]!;
			return true;
		case 3: // div
			value[node] = value[a]! / value[b]!;
			return true;
		case 4: // neg
			value[node] = -value[a]!;
			return true;
		default:
			return false;
	}
}

/** Computes the gates `from` … `to` − 1 in order; inputs and constants stay. */
export function forwardSweep(
	op: Uint8Array,
	first: Int32Array,
	second: Int32Array,
	more: Int32Array,
	value: Float64Array,
	from: number,
	to: number,
): void {
	for (let i = from; i < to; i++) {
		switch (op[i]) {
			case 0: {
				// add
				const x = value[first[i]!]!;
				const y = value[second[i]!]!;
				value[i] = x + y;
				break;
			}
			case 1: {
				// sub
				const x = value[first[i]!]!;
				const y = value[second[i]!]!;
				value[i] = x - y;
				break;
			}
			case 2: {
				// mul
				const x = value[first[i]!]!;
				const y = value[second[i]!]!;
				value[i] = x * y;
				break;
			}
			case 3: {
				// div
				const x = value[first[i]!]!;
				const y = value[second[i]!]!;
				value[i] = x / y;
				break;
			}
			case 4: {
				// neg
				const x = value[first[i]!]!;
				value[i] = -x;
				break;
			}
			case 5: {
				// reciprocal
				const x = value[first[i]!]!;
				value[i] = 1 / x;
				break;
			}
			case 6: {
				// abs
				const x = value[first[i]!]!;
				value[i] = Math.abs(x);
				break;
			}
			case 7: {
				// sign
				const x = value[first[i]!]!;
				value[i] = Math.sign(x);
				break;
			}
			case 8: {
				// mod
				const x = value[first[i]!]!;
				const y = value[second[i]!]!;
				value[i] = floorMod(x, y);
				break;
			}
			case 9: {
				// fmod
				const x = value[first[i]!]!;
				const y = value[second[i]!]!;
				value[i] = x % y;
				break;
			}
			case 10: {
				// pow
				const x = value[first[i]!]!;
				const y = value[second[i]!]!;
				value[i] = power(x, y);
				break;
			}
			case 11: {
				// square
				const x = value[first[i]!]!;
				value[i] = x * x;
				break;
			}
			case 12: {
				// cube
				const x = value[first[i]!]!;
				value[i] = x * x * x;
				break;
			}
			case 13: {
				// sqrt
				const x = value[first[i]!]!;
				value[i] = Math.sqrt(x);
				break;
			}
			case 14: {
				// cbrt
				const x = value[first[i]!]!;
				value[i] = Math.cbrt(x);
				break;
			}
			case 15: {
				// root
				const x = value[first[i]!]!;
				const y = value[second[i]!]!;
				value[i] = nthRoot(x, y);
				break;
			}
			case 16: {
				// hypot
				const x = value[first[i]!]!;
				const y = value[second[i]!]!;
				value[i] = Math.hypot(x, y);
				break;
			}
			case 17: {
				// exp
				const x = value[first[i]!]!;
				value[i] = Math.exp(x);
				break;
			}
			case 18: {
				// exp2
				const x = value[first[i]!]!;
				value[i] = power(2, x);
				break;
			}
			case 19: {
				// expm1
				const x = value[first[i]!]!;
				value[i] = Math.expm1(x);
				break;
			}
			case 20: {
				// log
				const x = value[first[i]!]!;
				value[i] = Math.log(x);
				break;
			}
			case 21: {
				// log2
				const x = value[first[i]!]!;
				value[i] = Math.log2(x);
				break;
			}
			case 22: {
				// log10
				const x = value[first[i]!]!;
				value[i] = Math.log10(x);
				break;
			}
			case 23: {
				// log1p
				const x = value[first[i]!]!;
				value[i] = Math.log1p(x);
				break;
			}
			case 24: {
				// log_base
				const x = value[first[i]!]!;
				const y = value[second[i]!]!;
				value[i] = Math.log(x) / Math.log(y);
				break;
			}
			case 25: {
				// logaddexp
				const x = value[first[i]!]!;
				const y = value[second[i]!]!;
				value[i] = x === y ? x + 0.6931471805599453 : Math.max(x, y) + Math.log1p(Math.exp(-Math.abs(x - y)));
				break;
			}
			case 26: {
				// sin
				const x = value[first[i]!]!;
				value[i] = Math.sin(x);
				break;
			}
			case 27: {
				// cos
				const x = value[first[i]!]!;
				value[i] = Math.cos(x);
				break;
			}
			case 28: {
				// tan
				const x = value[first[i]!]!;
				value[i] = Math.tan(x);
				break;
			}
			case 29: {
				// sec
				const x = value[first[i]!]!;
				value[i] = 1 / Math.cos(x);
				break;
			}
			case 30: {
				// csc
				const x = value[first[i]!]!;
				value[i] = 1 / Math.sin(x);
				break;
			}
			case 31: {
				// cot
				const x = value[first[i]!]!;
				value[i] = 1 / Math.tan(x);
				break;
			}
			case 32: {
				// asin
				const x = value[first[i]!]!;
				value[i] = Math.asin(x);
				break;
			}
			case 33: {
				// acos
				const x = value[first[i]!]!;
				value[i] = Math.acos(x);
				break;
			}
			case 34: {
				// atan
				const x = value[first[i]!]!;
				value[i] = Math.atan(x);
				break;
			}
			case 35: {
				// atan2
				const x = value[first[i]!]!;
				const y = value[second[i]!]!;
				value[i] = Math.atan2(x, y);
				break;
			}
			case 36: {
				// sinh
				const x = value[first[i]!]!;
				value[i] = Math.sinh(x);
				break;
			}
			case 37: {
				// cosh
				const x = value[first[i]!]!;
				value[i] = Math.cosh(x);
				break;
			}
			case 38: {
				// tanh
				const x = value[first[i]!]!;
				value[i] = Math.tanh(x);
				break;
			}
			case 39: {
				// asinh
				const x = value[first[i]!]!;
				value[i] = Math.asinh(x);
				break;
			}
			case 40: {
				// acosh
				const x = value[first[i]!]!;
				value[i] = Math.acosh(x);
				break;
			}
			case 41: {
				// atanh
				const x = value[first[i]!]!;
				value[i] = Math.atanh(x);
				break;
			}
			case 42: {
				// sech
				const x = value[first[i]!]!;
				value[i] = 1 / Math.cosh(x);
				break;
			}
			case 43: {
				// csch
				const x = value[first[i]!]!;
				value[i] = 1 / Math.sinh(x);
				break;
			}
			case 44: {
				// coth
				const x = value[first[i]!]!;
				value[i] = 1 / Math.tanh(x);
				break;
			}
			case 45: {
				// asec
				const x = value[first[i]!]!;
				value[i] = Math.acos(1 / x);
				break;
			}
			case 46: {
				// acsc
				const x = value[first[i]!]!;
				value[i] = Math.asin(1 / x);
				break;
			}
			case 47: {
				// acot
				const x = value[first[i]!]!;
				value[i] = Math.atan(1 / x);
				break;
			}
			case 48: {
				// asech
				const x = value[first[i]!]!;
				value[i] = Math.acosh(1 / x);
				break;
			}
			case 49: {
				// acsch
				const x = value[first[i]!]!;
				value[i] = Math.asinh(1 / x);
				break;
			}
			case 50: {
				// acoth
				const x = value[first[i]!]!;
				value[i] = Math.atanh(1 / x);
				break;
			}
			case 51: {
				// lt
				const x = value[first[i]!]!;
				const y = value[second[i]!]!;
				value[i] = x < y ? 1 : 0;
				break;
			}
			case 52: {
				// le
				const x = value[first[i]!]!;
				const y = value[second[i]!]!;
				value[i] = x <= y ? 1 : 0;
				break;
			}
			case 53: {
				// gt
				const x = value[first[i]!]!;
				const y = value[second[i]!]!;
				value[i] = x > y ? 1 : 0;
				break;
			}
			case 54: {
				// ge
				const x = value[first[i]!]!;
				const y = value[second[i]!]!;
				value[i] = x >= y ? 1 : 0;
				break;
			}
			case 55: {
				// eq
				const x = value[first[i]!]!;
				const y = value[second[i]!]!;
				value[i] = x === y ? 1 : 0;
				break;
			}
			case 56: {
				// ne
				const x = value[first[i]!]!;
				const y = value[second[i]!]!;
				value[i] = x !== y ? 1 : 0;
				break;
			}
			case 57: {
				// and
				const x = value[first[i]!]!;
				const y = value[second[i]!]!;
				value[i] = x !== 0 && y !== 0 ? 1 : 0;
				break;
			}
			case 58: {
				// or
				const x = value[first[i]!]!;
				const y = value[second[i]!]!;
				value[i] = x !== 0 || y !== 0 ? 1 : 0;
				break;
			}
			case 59: {
				// not
				const x = value[first[i]!]!;
				value[i] = x === 0 ? 1 : 0;
				break;
			}
			case 60: {
				// max
				const x = value[first[i]!]!;
				const y = value[second[i]!]!;
				value[i] = Math.max(x, y);
				break;
			}
			case 61: {
				// min
				const x = value[first[i]!]!;
				const y = value[second[i]!]!;
				value[i] = Math.min(x, y);
				break;
			}
			case 62: {
				// clip
				const e = second[i]!,
					b = more[e]!,
					c = more[e + 1]!;
				const x = value[first[i]!]!;
				const y = value[b]!;
				const z = value[c]!;
				value[i] = Math.min(Math.max(x, y), z);
				break;
			}
			case 63: {
				// where
				const e = second[i]!,
					b = more[e]!,
					c = more[e + 1]!;
				const x = value[first[i]!]!;
				const y = value[b]!;
				const z = value[c]!;
				value[i] = x !== 0 ? y : z;
				break;
			}
			case 64: {
				// cond
				const y = value[second[i]!]!;
				value[i] = y;
				break;
			}
			case 65: {
				// wire
				const x = value[first[i]!]!;
				value[i] = x;
				break;
			}
			case 66: {
				// sigmoid
				const x = value[first[i]!]!;
				value[i] = x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x));
				break;
			}
			case 67: {
				// log_sigmoid
				const x = value[first[i]!]!;
				value[i] = Math.min(x, 0) - Math.log1p(Math.exp(-Math.abs(x)));
				break;
			}
			case 68: {
				// relu
				const x = value[first[i]!]!;
				value[i] = Math.max(x, 0);
				break;
			}
			case 69: {
				// leaky_relu
				const x = value[first[i]!]!;
				value[i] = x > 0 ? x : 0.01 * x;
				break;
			}
			case 70: {
				// prelu
				const x = value[first[i]!]!;
				const y = value[second[i]!]!;
				value[i] = x > 0 ? x : y * x;
				break;
			}
			case 71: {
				// elu
				const x = value[first[i]!]!;
				value[i] = x > 0 ? x : Math.expm1(x);
				break;
			}
			case 72: {
				// elu_alpha
				const x = value[first[i]!]!;
				const y = value[second[i]!]!;
				value[i] = x > 0 ? x : y * Math.expm1(x);
				break;
			}
			case 73: {
				// softplus
				const x = value[first[i]!]!;
				value[i] = Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
				break;
			}
			case 74: {
				// silu
				const x = value[first[i]!]!;
				value[i] = x * sigmoidOf(x);
				break;
			}
			case 75: {
				// gelu
				const x = value[first[i]!]!;
				value[i] = x * (erfc(-(x / 1.4142135623730951)) / 2);
				break;
			}
			case 76: {
				// gelu_tanh
				const x = value[first[i]!]!;
				value[i] = (x * (1 + Math.tanh(0.7978845608028654 * (x + 0.044715 * cubeOf(x))))) / 2;
				break;
			}
			case 77: {
				// erf
				const x = value[first[i]!]!;
				value[i] = erf(x);
				break;
			}
			case 78: {
				// erfc
				const x = value[first[i]!]!;
				value[i] = erfc(x);
				break;
			}
			case 79: {
				// step
				const x = value[first[i]!]!;
				value[i] = x > 0 ? 1 : 0;
				break;
			}
			case 80: {
				// floor
				const x = value[first[i]!]!;
				value[i] = Math.floor(x);
				break;
			}
			case 81: {
				// ceil
				const x = value[first[i]!]!;
				value[i] = Math.ceil(x);
				break;
			}
			case 82: {
				// round
				const x = value[first[i]!]!;
				value[i] = roundHalfAway(x);
				break;
			}
			case 83: {
				// rint
				const x = value[first[i]!]!;
				value[i] = roundHalfEven(x);
				break;
			}
			case 84: {
				// round_half_up
				const x = value[first[i]!]!;
				value[i] = Math.floor(x) + (x - Math.floor(x) >= 0.5 ? 1 : 0);
				break;
			}
			case 85: {
				// trunc
				const x = value[first[i]!]!;
				value[i] = Math.trunc(x);
				break;
			}
		}
	}
}

/** From `target` down, adds upstream × local to the operands of each node whose flag 2 (reaches) is set. */
export function backwardSweep(
	op: Uint8Array,
	first: Int32Array,
	second: Int32Array,
	more: Int32Array,
	value: Float64Array,
	gradient: Float64Array,
	flags: Uint8Array,
	target: number,
): void {
	for (let i = target; i >= 0; i--) {
		if ((flags[i]! & 2) === 0) continue;
		const g = gradient[i]!;
		switch (op[i]) {
			case 0: {
				// add
				const a = first[i]!;
				const b = second[i]!;
				gradient[a]! += g;
				gradient[b]! += g;
				break;
			}
			case 1: {
				// sub
				const a = first[i]!;
				const b = second[i]!;
				gradient[a]! += g;
				gradient[b]! -= g;
				break;
			}
			case 2: {
				// mul
				const a = first[i]!;
				const b = second[i]!;
				const x = value[a]!;
				const y = value[b]!;
				gradient[a]! += g * y;
				gradient[b]! += g * x;
				break;
			}
			case 3: {
				// div
				const a = first[i]!;
				const b = second[i]!;
				const y = value[b]!;
				const out = value[i]!;
				gradient[a]! += g * (1 / y);
				gradient[b]! += g * -(out / y);
				break;
			}
			case 4: {
				// neg
				const a = first[i]!;
				gradient[a]! -= g;
				break;
			}
			case 5: {
				// reciprocal
				const a = first[i]!;
				const out = value[i]!;
				gradient[a]! += g * -squareOf(out);
				break;
			}
			case 6: {
				// abs
				const a = first[i]!;
				const x = value[a]!;
				gradient[a]! += g * Math.sign(x);
				break;
			}
			case 7: {
				// sign
				const a = first[i]!;
				gradient[a]! += g * 0;
				break;
			}
			case 8: {
				// mod
				const a = first[i]!;
				const b = second[i]!;
				const x = value[a]!;
				const y = value[b]!;
				gradient[a]! += g;
				if ((flags[b]! & 2) !== 0) gradient[b]! += g * -Math.floor(x / y);
				break;
			}
			case 9: {
				// fmod
				const a = first[i]!;
				const b = second[i]!;
				const x = value[a]!;
				const y = value[b]!;
				gradient[a]! += g;
				if ((flags[b]! & 2) !== 0) gradient[b]! += g * -Math.trunc(x / y);
				break;
			}
			case 10: {
				// pow
				const a = first[i]!;
				const b = second[i]!;
				const x = value[a]!;
				const y = value[b]!;
				const out = value[i]!;
				gradient[a]! += g * (y === 0 ? 0 : y * power(x, y - 1));
				if ((flags[b]! & 2) !== 0) gradient[b]! += g * (x === 0 && y >= 0 ? 0 : out * Math.log(x));
				break;
			}
			case 11: {
				// square
				const a = first[i]!;
				const x = value[a]!;
				gradient[a]! += g * (2 * x);
				break;
			}
			case 12: {
				// cube
				const a = first[i]!;
				const x = value[a]!;
				gradient[a]! += g * (3 * squareOf(x));
				break;
			}
			case 13: {
				// sqrt
				const a = first[i]!;
				const out = value[i]!;
				gradient[a]! += g * (1 / (2 * out));
				break;
			}
			case 14: {
				// cbrt
				const a = first[i]!;
				const out = value[i]!;
				gradient[a]! += g * (1 / (3 * squareOf(out)));
				break;
			}
			case 15: {
				// root
				const a = first[i]!;
				const b = second[i]!;
				const x = value[a]!;
				const y = value[b]!;
				const out = value[i]!;
				gradient[a]! += g * (out / (x * y));
				if ((flags[b]! & 2) !== 0) gradient[b]! += g * -((out * Math.log(Math.abs(x))) / squareOf(y));
				break;
			}
			case 16: {
				// hypot
				const a = first[i]!;
				const b = second[i]!;
				const x = value[a]!;
				const y = value[b]!;
				const out = value[i]!;
				gradient[a]! += g * (x / out);
				gradient[b]! += g * (y / out);
				break;
			}
			case 17: {
				// exp
				const a = first[i]!;
				const out = value[i]!;
				gradient[a]! += g * out;
				break;
			}
			case 18: {
				// exp2
				const a = first[i]!;
				const out = value[i]!;
				gradient[a]! += g * (out * 0.6931471805599453);
				break;
			}
			case 19: {
				// expm1
				const a = first[i]!;
				const x = value[a]!;
				gradient[a]! += g * Math.exp(x);
				break;
			}
			case 20: {
				// log
				const a = first[i]!;
				const x = value[a]!;
				gradient[a]! += g * (1 / x);
				break;
			}
			case 21: {
				// log2
				const a = first[i]!;
				const x = value[a]!;
				gradient[a]! += g * (1 / (x * 0.6931471805599453));
				break;
			}
			case 22: {
				// log10
				const a = first[i]!;
				const x = value[a]!;
				gradient[a]! += g * (1 / (x * 2.302585092994046));
				break;
			}
			case 23: {
				// log1p
				const a = first[i]!;
				const x = value[a]!;
				gradient[a]! += g * (1 / (1 + x));
				break;
			}
			case 24: {
				// log_base
				const a = first[i]!;
				const b = second[i]!;
				const x = value[a]!;
				const y = value[b]!;
				if ((flags[a]! & 2) !== 0) gradient[a]! += g * (1 / (x * Math.log(y)));
				if ((flags[b]! & 2) !== 0) gradient[b]! += g * -(Math.log(x) / (y * squareOf(Math.log(y))));
				break;
			}
			case 25: {
				// logaddexp
				const a = first[i]!;
				const b = second[i]!;
				const x = value[a]!;
				const y = value[b]!;
				if ((flags[a]! & 2) !== 0) gradient[a]! += g * (x === y ? 0.5 : sigmoidOf(x - y));
				if ((flags[b]! & 2) !== 0) gradient[b]! += g * (x === y ? 0.5 : sigmoidOf(y - x));
				break;
			}
			case 26: {
				// sin
				const a = first[i]!;
				const x = value[a]!;
				gradient[a]! += g * Math.cos(x);
				break;
			}
			case 27: {
				// cos
				const a = first[i]!;
				const x = value[a]!;
				gradient[a]! += g * -Math.sin(x);
				break;
			}
			case 28: {
				// tan
				const a = first[i]!;
				const out = value[i]!;
				gradient[a]! += g * (1 + squareOf(out));
				break;
			}
			case 29: {
				// sec
				const a = first[i]!;
				const x = value[a]!;
				const out = value[i]!;
				gradient[a]! += g * (out * Math.tan(x));
				break;
			}
			case 30: {
				// csc
				const a = first[i]!;
				const x = value[a]!;
				const out = value[i]!;
				gradient[a]! += g * -(out * cotOf(x));
				break;
			}
			case 31: {
				// cot
				const a = first[i]!;
				const x = value[a]!;
				gradient[a]! += g * -squareOf(cscOf(x));
				break;
			}
			case 32: {
				// asin
				const a = first[i]!;
				const x = value[a]!;
				gradient[a]! += g * (1 / Math.sqrt((1 - x) * (1 + x)));
				break;
			}
			case 33: {
				// acos
				const a = first[i]!;
				const x = value[a]!;
				gradient[a]! += g * -(1 / Math.sqrt((1 - x) * (1 + x)));
				break;
			}
			case 34: {
				// atan
				const a = first[i]!;
				const x = value[a]!;
				gradient[a]! += g * (1 / (1 + squareOf(x)));
				break;
			}
			case 35: {
				// atan2
				const a = first[i]!;
				const b = second[i]!;
				const x = value[a]!;
				const y = value[b]!;
				gradient[a]! += g * (y / (squareOf(y) + squareOf(x)));
				gradient[b]! += g * -(x / (squareOf(y) + squareOf(x)));
				break;
			}
			case 36: {
				// sinh
				const a = first[i]!;
				const x = value[a]!;
				gradient[a]! += g * Math.cosh(x);
				break;
			}
			case 37: {
				// cosh
				const a = first[i]!;
				const x = value[a]!;
				gradient[a]! += g * Math.sinh(x);
				break;
			}
			case 38: {
				// tanh
				const a = first[i]!;
				const out = value[i]!;
				gradient[a]! += g * (1 - squareOf(out));
				break;
			}
			case 39: {
				// asinh
				const a = first[i]!;
				const x = value[a]!;
				gradient[a]! += g * (1 / Math.hypot(1, x));
				break;
			}
			case 40: {
				// acosh
				const a = first[i]!;
				const x = value[a]!;
				gradient[a]! += g * (1 / (Math.sqrt(x - 1) * Math.sqrt(x + 1)));
				break;
			}
			case 41: {
				// atanh
				const a = first[i]!;
				const x = value[a]!;
				gradient[a]! += g * (1 / ((1 - x) * (1 + x)));
				break;
			}
			case 42: {
				// sech
				const a = first[i]!;
				const x = value[a]!;
				const out = value[i]!;
				gradient[a]! += g * -(out * Math.tanh(x));
				break;
			}
			case 43: {
				// csch
				const a = first[i]!;
				const x = value[a]!;
				const out = value[i]!;
				gradient[a]! += g * -(out * cothOf(x));
				break;
			}
			case 44: {
				// coth
				const a = first[i]!;
				const x = value[a]!;
				gradient[a]! += g * -squareOf(cschOf(x));
				break;
			}
			case 45: {
				// asec
				const a = first[i]!;
				const x = value[a]!;
				gradient[a]! += g * (1 / (Math.abs(x) * Math.sqrt((Math.abs(x) - 1) * (Math.abs(x) + 1))));
				break;
			}
			case 46: {
				// acsc
				const a = first[i]!;
				const x = value[a]!;
				gradient[a]! += g * -(1 / (Math.abs(x) * Math.sqrt((Math.abs(x) - 1) * (Math.abs(x) + 1))));
				break;
			}
			case 47: {
				// acot
				const a = first[i]!;
				const x = value[a]!;
				gradient[a]! += g * -(1 / (1 + squareOf(x)));
				break;
			}
			case 48: {
				// asech
				const a = first[i]!;
				const x = value[a]!;
				gradient[a]! += g * -(1 / (x * Math.sqrt((1 - x) * (1 + x))));
				break;
			}
			case 49: {
				// acsch
				const a = first[i]!;
				const x = value[a]!;
				gradient[a]! += g * -(1 / (Math.abs(x) * Math.hypot(1, x)));
				break;
			}
			case 50: {
				// acoth
				const a = first[i]!;
				const x = value[a]!;
				gradient[a]! += g * (1 / ((1 - x) * (1 + x)));
				break;
			}
			case 51: {
				// lt
				break;
			}
			case 52: {
				// le
				break;
			}
			case 53: {
				// gt
				break;
			}
			case 54: {
				// ge
				break;
			}
			case 55: {
				// eq
				break;
			}
			case 56: {
				// ne
				break;
			}
			case 57: {
				// and
				break;
			}
			case 58: {
				// or
				break;
			}
			case 59: {
				// not
				break;
			}
			case 60: {
				// max
				const a = first[i]!;
				const b = second[i]!;
				const x = value[a]!;
				const y = value[b]!;
				gradient[a]! += g * (x === y ? 0.5 : x < y ? 0 : 1);
				gradient[b]! += g * (x === y ? 0.5 : y < x ? 0 : 1);
				break;
			}
			case 61: {
				// min
				const a = first[i]!;
				const b = second[i]!;
				const x = value[a]!;
				const y = value[b]!;
				gradient[a]! += g * (x === y ? 0.5 : x > y ? 0 : 1);
				gradient[b]! += g * (x === y ? 0.5 : y > x ? 0 : 1);
				break;
			}
			case 62: {
				// clip
				const e = second[i]!;
				const a = first[i]!;
				const b = more[e]!;
				const c = more[e + 1]!;
				const x = value[a]!;
				const y = value[b]!;
				const z = value[c]!;
				gradient[a]! += g * (x < y || x > z ? 0 : 1);
				gradient[b]! += g * (x < y && y <= z ? 1 : 0);
				gradient[c]! += g * (x > z || y > z ? 1 : 0);
				break;
			}
			case 63: {
				// where
				const e = second[i]!;
				const a = first[i]!;
				const b = more[e]!;
				const c = more[e + 1]!;
				const x = value[a]!;
				gradient[b]! += g * (x !== 0 ? 1 : 0);
				gradient[c]! += g * (x !== 0 ? 0 : 1);
				break;
			}
			case 64: {
				// cond
				const b = second[i]!;
				gradient[b]! += g;
				break;
			}
			case 65: {
				// wire
				const a = first[i]!;
				gradient[a]! += g;
				break;
			}
			case 66: {
				// sigmoid
				const a = first[i]!;
				const out = value[i]!;
				gradient[a]! += g * ((1 - out) * out);
				break;
			}
			case 67: {
				// log_sigmoid
				const a = first[i]!;
				const x = value[a]!;
				gradient[a]! += g * sigmoidOf(-x);
				break;
			}
			case 68: {
				// relu
				const a = first[i]!;
				const x = value[a]!;
				gradient[a]! += g * (x <= 0 ? 0 : 1);
				break;
			}
			case 69: {
				// leaky_relu
				const a = first[i]!;
				const x = value[a]!;
				gradient[a]! += g * (x > 0 ? 1 : 0.01);
				break;
			}
			case 70: {
				// prelu
				const a = first[i]!;
				const b = second[i]!;
				const x = value[a]!;
				const y = value[b]!;
				gradient[a]! += g * (x > 0 ? 1 : y);
				gradient[b]! += g * (x > 0 ? 0 : x);
				break;
			}
			case 71: {
				// elu
				const a = first[i]!;
				const x = value[a]!;
				gradient[a]! += g * (x > 0 ? 1 : Math.exp(x));
				break;
			}
			case 72: {
				// elu_alpha
				const a = first[i]!;
				const b = second[i]!;
				const x = value[a]!;
				const y = value[b]!;
				if ((flags[a]! & 2) !== 0) gradient[a]! += g * (x > 0 ? 1 : y * Math.exp(x));
				if ((flags[b]! & 2) !== 0) gradient[b]! += g * (x > 0 ? 0 : Math.expm1(x));
				break;
			}
			case 73: {
				// softplus
				const a = first[i]!;
				const x = value[a]!;
				gradient[a]! += g * sigmoidOf(x);
				break;
			}
			case 74: {
				// silu
				const a = first[i]!;
				const x = value[a]!;
				gradient[a]! += g * (sigmoidOf(x) * (1 + x * (1 - sigmoidOf(x))));
				break;
			}
			case 75: {
				// gelu
				const a = first[i]!;
				const x = value[a]!;
				gradient[a]! +=
					g * (erfc(-(x / 1.4142135623730951)) / 2 + (x * Math.exp(-(squareOf(x) / 2))) / 2.5066282746310002);
				break;
			}
			case 76: {
				// gelu_tanh
				const a = first[i]!;
				const x = value[a]!;
				gradient[a]! +=
					g *
					((1 + Math.tanh(0.7978845608028654 * (x + 0.044715 * cubeOf(x)))) / 2 +
						(x *
							(1 - squareOf(Math.tanh(0.7978845608028654 * (x + 0.044715 * cubeOf(x))))) *
							0.7978845608028654 *
							(1 + 0.134145 * squareOf(x))) /
							2);
				break;
			}
			case 77: {
				// erf
				const a = first[i]!;
				const x = value[a]!;
				gradient[a]! += g * (1.1283791670955126 * Math.exp(-squareOf(x)));
				break;
			}
			case 78: {
				// erfc
				const a = first[i]!;
				const x = value[a]!;
				gradient[a]! += g * -(1.1283791670955126 * Math.exp(-squareOf(x)));
				break;
			}
			case 79: {
				// step
				const a = first[i]!;
				gradient[a]! += g * 0;
				break;
			}
			case 80: {
				// floor
				const a = first[i]!;
				gradient[a]! += g * 0;
				break;
			}
			case 81: {
				// ceil
				const a = first[i]!;
				gradient[a]! += g * 0;
				break;
			}
			case 82: {
				// round
				const a = first[i]!;
				gradient[a]! += g * 0;
				break;
			}
			case 83: {
				// rint
				const a = first[i]!;
				gradient[a]! += g * 0;
				break;
			}
			case 84: {
				// round_half_up
				const a = first[i]!;
				gradient[a]! += g * 0;
				break;
			}
			case 85: {
				// trunc
				const a = first[i]!;
				gradient[a]! += g * 0;
				break;
			}
		}
	}
}
