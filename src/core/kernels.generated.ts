/**
 * The two passes over a tape's columns, made by scripts/generate.ts from the formulas of core/ops. Do not edit.
 */
import { cosc, i0, i0e, i1, i1e } from './numeric/bessel.ts';
import { erf, erfc, erfcx, erfinv, ndtri } from './numeric/error.ts';
import { digamma, gamma, lgamma, polygamma } from './numeric/gamma.ts';
import { copySign, floorMod, nthRoot, power, roundHalfAway, roundHalfEven, signBit } from './ops/intrinsics.ts';

function squareOf(x: number): number {
	return x * x;
}

function sigmoidOf(x: number): number {
	return x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x));
}

function exp2Of(x: number): number {
	return power(2, x);
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

function sincOf(x: number): number {
	return x === 0 ? 1 : Math.sin(3.141592653589793 * x) / (3.141592653589793 * x);
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
		case 10: // floordiv
			return y === 0 ? x / y : roundHalfEven((x - floorMod(x, y)) / y);
		case 11: // pow
			return power(x, y);
		case 12: // square
			return x * x;
		case 13: // cube
			return x * x * x;
		case 14: // sqrt
			return Math.sqrt(x);
		case 15: // cbrt
			return Math.cbrt(x);
		case 16: // root
			return nthRoot(x, y);
		case 17: // hypot
			return Math.hypot(x, y);
		case 18: // rsqrt
			return 1 / Math.sqrt(x);
		case 19: // exp
			return Math.exp(x);
		case 20: // exp2
			return power(2, x);
		case 21: // expm1
			return Math.expm1(x);
		case 22: // log
			return Math.log(x);
		case 23: // log2
			return Math.log2(x);
		case 24: // log10
			return Math.log10(x);
		case 25: // log1p
			return Math.log1p(x);
		case 26: // log_base
			return Math.log(x) / Math.log(y);
		case 27: // logaddexp
			return x === y ? x + 0.6931471805599453 : Math.max(x, y) + Math.log1p(Math.exp(-Math.abs(x - y)));
		case 28: // logaddexp2
			return x === y ? x + 1 : Math.max(x, y) + Math.log1p(exp2Of(-Math.abs(x - y))) / 0.6931471805599453;
		case 29: // sin
			return Math.sin(x);
		case 30: // cos
			return Math.cos(x);
		case 31: // tan
			return Math.tan(x);
		case 32: // sec
			return 1 / Math.cos(x);
		case 33: // csc
			return 1 / Math.sin(x);
		case 34: // cot
			return 1 / Math.tan(x);
		case 35: // asin
			return Math.asin(x);
		case 36: // acos
			return Math.acos(x);
		case 37: // atan
			return Math.atan(x);
		case 38: // atan2
			return Math.atan2(x, y);
		case 39: // sinh
			return Math.sinh(x);
		case 40: // cosh
			return Math.cosh(x);
		case 41: // tanh
			return Math.tanh(x);
		case 42: // asinh
			return Math.asinh(x);
		case 43: // acosh
			return Math.acosh(x);
		case 44: // atanh
			return Math.atanh(x);
		case 45: // sech
			return 1 / Math.cosh(x);
		case 46: // csch
			return 1 / Math.sinh(x);
		case 47: // coth
			return 1 / Math.tanh(x);
		case 48: // asec
			return Math.acos(1 / x);
		case 49: // acsc
			return Math.asin(1 / x);
		case 50: // acot
			return Math.atan(1 / x);
		case 51: // asech
			return Math.acosh(1 / x);
		case 52: // acsch
			return Math.asinh(1 / x);
		case 53: // acoth
			return Math.atanh(1 / x);
		case 54: // lt
			return x < y ? 1 : 0;
		case 55: // le
			return x <= y ? 1 : 0;
		case 56: // gt
			return x > y ? 1 : 0;
		case 57: // ge
			return x >= y ? 1 : 0;
		case 58: // eq
			return x === y ? 1 : 0;
		case 59: // ne
			return x !== y ? 1 : 0;
		case 60: // and
			return x !== 0 && y !== 0 ? 1 : 0;
		case 61: // or
			return x !== 0 || y !== 0 ? 1 : 0;
		case 62: // not
			return x === 0 ? 1 : 0;
		case 63: // max
			return Math.max(x, y);
		case 64: // min
			return Math.min(x, y);
		case 65: // clip
			return Math.min(Math.max(x, y), z);
		case 66: // where
			return x !== 0 ? y : z;
		case 67: // cond
			return y;
		case 68: // wire
			return x;
		case 69: // sigmoid
			return x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x));
		case 70: // log_sigmoid
			return Math.min(x, 0) - Math.log1p(Math.exp(-Math.abs(x)));
		case 71: // relu
			return Math.max(x, 0);
		case 72: // leaky_relu
			return x > 0 ? x : 0.01 * x;
		case 73: // prelu
			return x > 0 ? x : y * x;
		case 74: // elu
			return x > 0 ? x : Math.expm1(x);
		case 75: // elu_alpha
			return x > 0 ? x : y * Math.expm1(x);
		case 76: // softplus
			return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
		case 77: // silu
			return x * sigmoidOf(x);
		case 78: // gelu
			return x * (erfc(-(x / 1.4142135623730951)) / 2);
		case 79: // gelu_tanh
			return x * sigmoidOf(1.5957691216057308 * (x + 0.044715 * cubeOf(x)));
		case 80: // erf
			return erf(x);
		case 81: // erfc
			return erfc(x);
		case 82: // step
			return x > 0 ? 1 : 0;
		case 83: // floor
			return Math.floor(x);
		case 84: // ceil
			return Math.ceil(x);
		case 85: // round
			return roundHalfAway(x);
		case 86: // rint
			return roundHalfEven(x);
		case 87: // round_half_up
			return Math.floor(x) + (x - Math.floor(x) >= 0.5 ? 1 : 0);
		case 88: // trunc
			return Math.trunc(x);
		case 89: // round_to
			return y >= 0 ? roundHalfEven(x * power(10, y)) / power(10, y) : roundHalfEven(x / power(10, -y)) * power(10, -y);
		case 90: // gammaln
			return lgamma(x);
		case 91: // gamma
			return gamma(x);
		case 92: // digamma
			return digamma(x);
		case 93: // polygamma
			return polygamma(x, y);
		case 94: // betaln
			return lgamma(x) + lgamma(y) - lgamma(x + y);
		case 95: // erfinv
			return erfinv(x);
		case 96: // erfcx
			return erfcx(x);
		case 97: // i0
			return i0(x);
		case 98: // i1
			return i1(x);
		case 99: // i0e
			return i0e(x);
		case 100: // i1e
			return i1e(x);
		case 101: // sinc
			return x === 0 ? 1 : Math.sin(3.141592653589793 * x) / (3.141592653589793 * x);
		case 102: // cosc
			return cosc(x);
		case 103: // logit
			return Math.abs(x - 0.5) < 0.25 ? 2 * Math.atanh(2 * x - 1) : Math.log(x / (1 - x));
		case 104: // ndtr
			return erfc(-(x / 1.4142135623730951)) / 2;
		case 105: // ndtri
			return ndtri(x);
		case 106: // log_ndtr
			return x > -1
				? Math.log1p(-(erfc(x / 1.4142135623730951) / 2))
				: Math.log(erfcx(-(x / 1.4142135623730951)) / 2) - squareOf(x) / 2;
		case 107: // xlogy
			return x === 0 && y === y ? 0 : x * Math.log(y);
		case 108: // xlog1py
			return x === 0 && y === y ? 0 : x * Math.log1p(y);
		case 109: // entr
			return x < 0 ? -Infinity : 0 - xlogyOf(x, x);
		case 110: // rel_entr
			return x > 0 && y > 0 ? x * Math.log(x / y) : x === 0 && y >= 0 ? 0 : x !== x || y !== y ? x + y : Infinity;
		case 111: // huber
			return Math.abs(y) <= x ? squareOf(y) / 2 : x * (Math.abs(y) - x / 2);
		case 112: // logcosh
			return Math.abs(x) < 1
				? Math.log1p(2 * squareOf(Math.sinh(x / 2)))
				: Math.abs(x) + Math.log1p(Math.exp(-(2 * Math.abs(x)))) - 0.6931471805599453;
		case 113: // log1mexp
			return x <= 0.6931471805599453 ? Math.log(-Math.expm1(-x)) : Math.log1p(-Math.exp(-x));
		case 114: // fmax
			return x >= y || y !== y ? x : y;
		case 115: // fmin
			return x <= y || y !== y ? x : y;
		case 116: // copysign
			return copySign(x, y);
		case 117: // heaviside
			return x < 0 ? 0 : x > 0 ? 1 : x === 0 ? y : x;
		case 118: // nan_to_num
			return x !== x ? 0 : Math.min(Math.max(x, -1.7976931348623157e308), 1.7976931348623157e308);
		case 119: // isnan
			return x !== x ? 1 : 0;
		case 120: // isfinite
			return x - x === 0 ? 1 : 0;
		case 121: // isinf
			return Math.abs(x) === Infinity ? 1 : 0;
		case 122: // signbit
			return signBit(x);
		case 123: // deg2rad
			return x * 0.017453292519943295;
		case 124: // rad2deg
			return x * 57.29577951308232;
		case 125: // lerp
			return x + z * (y - x);
		case 126: // relu6
			return Math.min(Math.max(x, 0), 6);
		case 127: // hardtanh
			return Math.min(Math.max(x, -1), 1);
		case 128: // hardsigmoid
			return Math.min(Math.max(x + 3, 0), 6) / 6;
		case 129: // hardswish
			return (x * relu6Of(x + 3)) / 6;
		case 130: // softshrink
			return x > y ? x - y : x < -y ? x + y : x !== x ? x : 0;
		case 131: // hardshrink
			return Math.abs(x) <= y ? 0 : x;
		case 132: // threshold
			return x <= y ? z : x;
		case 133: // tanhshrink
			return x - Math.tanh(x);
		case 134: // softsign
			return x / (1 + Math.abs(x));
		case 135: // celu
			return x > 0 ? x : y * Math.expm1(x / y);
		case 136: // selu
			return 1.0507009873554805 * (x > 0 ? x : 1.6732632423543772 * Math.expm1(x));
		case 137: // softplus_beta
			return softplusOf(y * x) / y;
		case 138: // mish
			return x * Math.tanh(softplusOf(x));
		case 139: // quick_gelu
			return x * sigmoidOf(1.702 * x);
		case 140: // squareplus
			return x > 0 ? (x + Math.sqrt(squareOf(x) + y)) / 2 : y / (2 * (Math.sqrt(squareOf(x) + y) - x));
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
		case 10: // floordiv
			return slot === 0 ? 0 : 0;
		case 11: // pow
			return slot === 0 ? (y === 0 ? 0 : y * power(x, y - 1)) : x === 0 && y >= 0 ? 0 : out * Math.log(x);
		case 12: // square
			return 2 * x;
		case 13: // cube
			return 3 * squareOf(x);
		case 14: // sqrt
			return 1 / (2 * out);
		case 15: // cbrt
			return 1 / (3 * squareOf(out));
		case 16: // root
			return slot === 0 ? out / (x * y) : -((out * Math.log(Math.abs(x))) / squareOf(y));
		case 17: // hypot
			return slot === 0 ? x / out : y / out;
		case 18: // rsqrt
			return -(out / (2 * x));
		case 19: // exp
			return out;
		case 20: // exp2
			return out * 0.6931471805599453;
		case 21: // expm1
			return Math.exp(x);
		case 22: // log
			return 1 / x;
		case 23: // log2
			return 1 / (x * 0.6931471805599453);
		case 24: // log10
			return 1 / (x * 2.302585092994046);
		case 25: // log1p
			return 1 / (1 + x);
		case 26: // log_base
			return slot === 0 ? 1 / (x * Math.log(y)) : -(Math.log(x) / (y * squareOf(Math.log(y))));
		case 27: // logaddexp
			return slot === 0
				? x === y && x - y !== 0
					? 0.5
					: sigmoidOf(x - y)
				: x === y && x - y !== 0
					? 0.5
					: sigmoidOf(y - x);
		case 28: // logaddexp2
			return slot === 0
				? x === y && x - y !== 0
					? 0.5
					: sigmoidOf((x - y) * 0.6931471805599453)
				: x === y && x - y !== 0
					? 0.5
					: sigmoidOf((y - x) * 0.6931471805599453);
		case 29: // sin
			return Math.cos(x);
		case 30: // cos
			return -Math.sin(x);
		case 31: // tan
			return 1 + squareOf(out);
		case 32: // sec
			return out * Math.tan(x);
		case 33: // csc
			return -(out * cotOf(x));
		case 34: // cot
			return -squareOf(cscOf(x));
		case 35: // asin
			return 1 / Math.sqrt((1 - x) * (1 + x));
		case 36: // acos
			return -(1 / Math.sqrt((1 - x) * (1 + x)));
		case 37: // atan
			return 1 / (1 + squareOf(x));
		case 38: // atan2
			return slot === 0 ? y / (squareOf(y) + squareOf(x)) : -(x / (squareOf(y) + squareOf(x)));
		case 39: // sinh
			return Math.cosh(x);
		case 40: // cosh
			return Math.sinh(x);
		case 41: // tanh
			return 1 - squareOf(out);
		case 42: // asinh
			return 1 / Math.hypot(1, x);
		case 43: // acosh
			return 1 / (Math.sqrt(x - 1) * Math.sqrt(x + 1));
		case 44: // atanh
			return 1 / ((1 - x) * (1 + x));
		case 45: // sech
			return -(out * Math.tanh(x));
		case 46: // csch
			return -(out * cothOf(x));
		case 47: // coth
			return -squareOf(cschOf(x));
		case 48: // asec
			return 1 / (Math.abs(x) * Math.sqrt((Math.abs(x) - 1) * (Math.abs(x) + 1)));
		case 49: // acsc
			return -(1 / (Math.abs(x) * Math.sqrt((Math.abs(x) - 1) * (Math.abs(x) + 1))));
		case 50: // acot
			return -(1 / (1 + squareOf(x)));
		case 51: // asech
			return -(1 / (x * Math.sqrt((1 - x) * (1 + x))));
		case 52: // acsch
			return -(1 / (Math.abs(x) * Math.hypot(1, x)));
		case 53: // acoth
			return 1 / ((1 - x) * (1 + x));
		case 54: // lt
			return slot === 0 ? 0 : 0;
		case 55: // le
			return slot === 0 ? 0 : 0;
		case 56: // gt
			return slot === 0 ? 0 : 0;
		case 57: // ge
			return slot === 0 ? 0 : 0;
		case 58: // eq
			return slot === 0 ? 0 : 0;
		case 59: // ne
			return slot === 0 ? 0 : 0;
		case 60: // and
			return slot === 0 ? 0 : 0;
		case 61: // or
			return slot === 0 ? 0 : 0;
		case 62: // not
			return 0;
		case 63: // max
			return slot === 0 ? (x === y ? 0.5 : x < y ? 0 : 1) : x === y ? 0.5 : y < x ? 0 : 1;
		case 64: // min
			return slot === 0 ? (x === y ? 0.5 : x > y ? 0 : 1) : x === y ? 0.5 : y > x ? 0 : 1;
		case 65: // clip
			return slot === 0 ? (y <= x && x <= z ? 1 : 0) : slot === 1 ? (x < y && y <= z ? 1 : 0) : x > z || y > z ? 1 : 0;
		case 66: // where
			return slot === 0 ? 0 : slot === 1 ? (x !== 0 ? 1 : 0) : x !== 0 ? 0 : 1;
		case 67: // cond
			return slot === 0 ? 0 : 1;
		case 68: // wire
			return 1;
		case 69: // sigmoid
			return (1 - out) * out;
		case 70: // log_sigmoid
			return sigmoidOf(-x);
		case 71: // relu
			return x <= 0 ? 0 : 1;
		case 72: // leaky_relu
			return x > 0 ? 1 : 0.01;
		case 73: // prelu
			return slot === 0 ? (x > 0 ? 1 : y) : x > 0 ? 0 : x;
		case 74: // elu
			return x > 0 ? 1 : Math.exp(-Math.abs(x));
		case 75: // elu_alpha
			return slot === 0 ? (x > 0 ? 1 : y * Math.exp(-Math.abs(x))) : x > 0 ? 0 : Math.expm1(-Math.abs(x));
		case 76: // softplus
			return sigmoidOf(x);
		case 77: // silu
			return sigmoidOf(x) * (1 + x * (1 - sigmoidOf(x)));
		case 78: // gelu
			return erfc(-(x / 1.4142135623730951)) / 2 + (x * Math.exp(-(squareOf(x) / 2))) / 2.5066282746310002;
		case 79: // gelu_tanh
			return (
				sigmoidOf(1.5957691216057308 * (x + 0.044715 * cubeOf(x))) *
				(1 +
					x *
						sigmoidOf(-(1.5957691216057308 * (x + 0.044715 * cubeOf(x)))) *
						2 *
						0.7978845608028654 *
						(1 + 0.134145 * squareOf(x)))
			);
		case 80: // erf
			return 1.1283791670955126 * Math.exp(-squareOf(x));
		case 81: // erfc
			return -(1.1283791670955126 * Math.exp(-squareOf(x)));
		case 82: // step
			return 0;
		case 83: // floor
			return 0;
		case 84: // ceil
			return 0;
		case 85: // round
			return 0;
		case 86: // rint
			return 0;
		case 87: // round_half_up
			return 0;
		case 88: // trunc
			return 0;
		case 89: // round_to
			return slot === 0 ? 0 : 0;
		case 90: // gammaln
			return digamma(x);
		case 91: // gamma
			return out * digamma(x);
		case 92: // digamma
			return polygamma(1, x);
		case 93: // polygamma
			return slot === 0 ? 0 : polygamma(x + 1, y);
		case 94: // betaln
			return slot === 0 ? digamma(x) - digamma(x + y) : digamma(y) - digamma(x + y);
		case 95: // erfinv
			return 0.8862269254527579 * Math.exp(squareOf(out));
		case 96: // erfcx
			return 2 * x * out - 1.1283791670955126;
		case 97: // i0
			return i1(x);
		case 98: // i1
			return x === 0 ? 0.5 : i0(x) - out / x;
		case 99: // i0e
			return i1e(x) - Math.sign(x) * out;
		case 100: // i1e
			return x === 0 ? 0.5 : i0e(x) - (Math.sign(x) + 1 / x) * out;
		case 101: // sinc
			return cosc(x);
		case 102: // cosc
			return x === 0 ? -3.289868133696453 : -(9.869604401089358 * sincOf(x)) - (2 * out) / x;
		case 103: // logit
			return 1 / (x * (1 - x));
		case 104: // ndtr
			return Math.exp(-(squareOf(x) / 2)) / 2.5066282746310002;
		case 105: // ndtri
			return 2.5066282746310002 * Math.exp(squareOf(out) / 2);
		case 106: // log_ndtr
			return 0.7978845608028654 / erfcx(-(x / 1.4142135623730951));
		case 107: // xlogy
			return slot === 0 ? (x === 0 && y <= 0 ? 0 : Math.log(y)) : x / y;
		case 108: // xlog1py
			return slot === 0 ? (x === 0 && y <= -1 ? 0 : Math.log1p(y)) : x / (1 + y);
		case 109: // entr
			return -Math.log(x) - 1;
		case 110: // rel_entr
			return slot === 0 ? Math.log(x / y) + 1 : -(x / y);
		case 111: // huber
			return slot === 0 ? (Math.abs(y) <= x ? 0 : Math.abs(y) - x) : Math.abs(y) <= x ? y : x * Math.sign(y);
		case 112: // logcosh
			return Math.tanh(x);
		case 113: // log1mexp
			return 1 / Math.expm1(x);
		case 114: // fmax
			return slot === 0 ? (x === y ? 0.5 : x >= y || y !== y ? 1 : 0) : x === y ? 0.5 : x >= y || y !== y ? 0 : 1;
		case 115: // fmin
			return slot === 0 ? (x === y ? 0.5 : x <= y || y !== y ? 1 : 0) : x === y ? 0.5 : x <= y || y !== y ? 0 : 1;
		case 116: // copysign
			return slot === 0 ? Math.sign(x) * copySign(1, y) : 0;
		case 117: // heaviside
			return slot === 0 ? 0 : x === 0 ? 1 : 0;
		case 118: // nan_to_num
			return x - x === 0 ? 1 : 0;
		case 119: // isnan
			return 0;
		case 120: // isfinite
			return 0;
		case 121: // isinf
			return 0;
		case 122: // signbit
			return 0;
		case 123: // deg2rad
			return 0.017453292519943295;
		case 124: // rad2deg
			return 57.29577951308232;
		case 125: // lerp
			return slot === 0 ? 1 - z : slot === 1 ? z : y - x;
		case 126: // relu6
			return 0 < x && x < 6 ? 1 : 0;
		case 127: // hardtanh
			return -1 < x && x < 1 ? 1 : 0;
		case 128: // hardsigmoid
			return -3 < x && x < 3 ? 0.16666666666666666 : 0;
		case 129: // hardswish
			return x < -3 ? 0 : x > 3 ? 1 : x / 3 + 0.5;
		case 130: // softshrink
			return slot === 0 ? (Math.abs(x) > y ? 1 : 0) : x > y ? -1 : x < -y ? 1 : 0;
		case 131: // hardshrink
			return slot === 0 ? (Math.abs(x) <= y ? 0 : 1) : 0;
		case 132: // threshold
			return slot === 0 ? (x <= y ? 0 : 1) : slot === 1 ? 0 : x <= y ? 1 : 0;
		case 133: // tanhshrink
			return squareOf(Math.tanh(x));
		case 134: // softsign
			return 1 / squareOf(1 + Math.abs(x));
		case 135: // celu
			return slot === 0
				? x > 0
					? 1
					: Math.exp(-(Math.abs(x) / y))
				: x > 0
					? 0
					: Math.expm1(-(Math.abs(x) / y)) - (x / y) * Math.exp(-(Math.abs(x) / y));
		case 136: // selu
			return 1.0507009873554805 * (x > 0 ? 1 : 1.6732632423543772 * Math.exp(-Math.abs(x)));
		case 137: // softplus_beta
			return slot === 0 ? sigmoidOf(y * x) : (x * sigmoidOf(y * x) - out) / y;
		case 138: // mish
			return Math.tanh(softplusOf(x)) + x * sigmoidOf(x) * (1 - squareOf(Math.tanh(softplusOf(x))));
		case 139: // quick_gelu
			return sigmoidOf(1.702 * x) * (1 + 1.702 * x * (1 - sigmoidOf(1.702 * x)));
		case 140: // squareplus
			return slot === 0 ? (1 + x / Math.sqrt(squareOf(x) + y)) / 2 : 1 / (4 * Math.sqrt(squareOf(x) + y));
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
				// floordiv
				const x = value[first[i]!]!;
				const y = value[second[i]!]!;
				value[i] = y === 0 ? x / y : roundHalfEven((x - floorMod(x, y)) / y);
				break;
			}
			case 11: {
				// pow
				const x = value[first[i]!]!;
				const y = value[second[i]!]!;
				value[i] = power(x, y);
				break;
			}
			case 12: {
				// square
				const x = value[first[i]!]!;
				value[i] = x * x;
				break;
			}
			case 13: {
				// cube
				const x = value[first[i]!]!;
				value[i] = x * x * x;
				break;
			}
			case 14: {
				// sqrt
				const x = value[first[i]!]!;
				value[i] = Math.sqrt(x);
				break;
			}
			case 15: {
				// cbrt
				const x = value[first[i]!]!;
				value[i] = Math.cbrt(x);
				break;
			}
			case 16: {
				// root
				const x = value[first[i]!]!;
				const y = value[second[i]!]!;
				value[i] = nthRoot(x, y);
				break;
			}
			case 17: {
				// hypot
				const x = value[first[i]!]!;
				const y = value[second[i]!]!;
				value[i] = Math.hypot(x, y);
				break;
			}
			case 18: {
				// rsqrt
				const x = value[first[i]!]!;
				value[i] = 1 / Math.sqrt(x);
				break;
			}
			case 19: {
				// exp
				const x = value[first[i]!]!;
				value[i] = Math.exp(x);
				break;
			}
			case 20: {
				// exp2
				const x = value[first[i]!]!;
				value[i] = power(2, x);
				break;
			}
			case 21: {
				// expm1
				const x = value[first[i]!]!;
				value[i] = Math.expm1(x);
				break;
			}
			case 22: {
				// log
				const x = value[first[i]!]!;
				value[i] = Math.log(x);
				break;
			}
			case 23: {
				// log2
				const x = value[first[i]!]!;
				value[i] = Math.log2(x);
				break;
			}
			case 24: {
				// log10
				const x = value[first[i]!]!;
				value[i] = Math.log10(x);
				break;
			}
			case 25: {
				// log1p
				const x = value[first[i]!]!;
				value[i] = Math.log1p(x);
				break;
			}
			case 26: {
				// log_base
				const x = value[first[i]!]!;
				const y = value[second[i]!]!;
				value[i] = Math.log(x) / Math.log(y);
				break;
			}
			case 27: {
				// logaddexp
				const x = value[first[i]!]!;
				const y = value[second[i]!]!;
				value[i] = x === y ? x + 0.6931471805599453 : Math.max(x, y) + Math.log1p(Math.exp(-Math.abs(x - y)));
				break;
			}
			case 28: {
				// logaddexp2
				const x = value[first[i]!]!;
				const y = value[second[i]!]!;
				value[i] = x === y ? x + 1 : Math.max(x, y) + Math.log1p(exp2Of(-Math.abs(x - y))) / 0.6931471805599453;
				break;
			}
			case 29: {
				// sin
				const x = value[first[i]!]!;
				value[i] = Math.sin(x);
				break;
			}
			case 30: {
				// cos
				const x = value[first[i]!]!;
				value[i] = Math.cos(x);
				break;
			}
			case 31: {
				// tan
				const x = value[first[i]!]!;
				value[i] = Math.tan(x);
				break;
			}
			case 32: {
				// sec
				const x = value[first[i]!]!;
				value[i] = 1 / Math.cos(x);
				break;
			}
			case 33: {
				// csc
				const x = value[first[i]!]!;
				value[i] = 1 / Math.sin(x);
				break;
			}
			case 34: {
				// cot
				const x = value[first[i]!]!;
				value[i] = 1 / Math.tan(x);
				break;
			}
			case 35: {
				// asin
				const x = value[first[i]!]!;
				value[i] = Math.asin(x);
				break;
			}
			case 36: {
				// acos
				const x = value[first[i]!]!;
				value[i] = Math.acos(x);
				break;
			}
			case 37: {
				// atan
				const x = value[first[i]!]!;
				value[i] = Math.atan(x);
				break;
			}
			case 38: {
				// atan2
				const x = value[first[i]!]!;
				const y = value[second[i]!]!;
				value[i] = Math.atan2(x, y);
				break;
			}
			case 39: {
				// sinh
				const x = value[first[i]!]!;
				value[i] = Math.sinh(x);
				break;
			}
			case 40: {
				// cosh
				const x = value[first[i]!]!;
				value[i] = Math.cosh(x);
				break;
			}
			case 41: {
				// tanh
				const x = value[first[i]!]!;
				value[i] = Math.tanh(x);
				break;
			}
			case 42: {
				// asinh
				const x = value[first[i]!]!;
				value[i] = Math.asinh(x);
				break;
			}
			case 43: {
				// acosh
				const x = value[first[i]!]!;
				value[i] = Math.acosh(x);
				break;
			}
			case 44: {
				// atanh
				const x = value[first[i]!]!;
				value[i] = Math.atanh(x);
				break;
			}
			case 45: {
				// sech
				const x = value[first[i]!]!;
				value[i] = 1 / Math.cosh(x);
				break;
			}
			case 46: {
				// csch
				const x = value[first[i]!]!;
				value[i] = 1 / Math.sinh(x);
				break;
			}
			case 47: {
				// coth
				const x = value[first[i]!]!;
				value[i] = 1 / Math.tanh(x);
				break;
			}
			case 48: {
				// asec
				const x = value[first[i]!]!;
				value[i] = Math.acos(1 / x);
				break;
			}
			case 49: {
				// acsc
				const x = value[first[i]!]!;
				value[i] = Math.asin(1 / x);
				break;
			}
			case 50: {
				// acot
				const x = value[first[i]!]!;
				value[i] = Math.atan(1 / x);
				break;
			}
			case 51: {
				// asech
				const x = value[first[i]!]!;
				value[i] = Math.acosh(1 / x);
				break;
			}
			case 52: {
				// acsch
				const x = value[first[i]!]!;
				value[i] = Math.asinh(1 / x);
				break;
			}
			case 53: {
				// acoth
				const x = value[first[i]!]!;
				value[i] = Math.atanh(1 / x);
				break;
			}
			case 54: {
				// lt
				const x = value[first[i]!]!;
				const y = value[second[i]!]!;
				value[i] = x < y ? 1 : 0;
				break;
			}
			case 55: {
				// le
				const x = value[first[i]!]!;
				const y = value[second[i]!]!;
				value[i] = x <= y ? 1 : 0;
				break;
			}
			case 56: {
				// gt
				const x = value[first[i]!]!;
				const y = value[second[i]!]!;
				value[i] = x > y ? 1 : 0;
				break;
			}
			case 57: {
				// ge
				const x = value[first[i]!]!;
				const y = value[second[i]!]!;
				value[i] = x >= y ? 1 : 0;
				break;
			}
			case 58: {
				// eq
				const x = value[first[i]!]!;
				const y = value[second[i]!]!;
				value[i] = x === y ? 1 : 0;
				break;
			}
			case 59: {
				// ne
				const x = value[first[i]!]!;
				const y = value[second[i]!]!;
				value[i] = x !== y ? 1 : 0;
				break;
			}
			case 60: {
				// and
				const x = value[first[i]!]!;
				const y = value[second[i]!]!;
				value[i] = x !== 0 && y !== 0 ? 1 : 0;
				break;
			}
			case 61: {
				// or
				const x = value[first[i]!]!;
				const y = value[second[i]!]!;
				value[i] = x !== 0 || y !== 0 ? 1 : 0;
				break;
			}
			case 62: {
				// not
				const x = value[first[i]!]!;
				value[i] = x === 0 ? 1 : 0;
				break;
			}
			case 63: {
				// max
				const x = value[first[i]!]!;
				const y = value[second[i]!]!;
				value[i] = Math.max(x, y);
				break;
			}
			case 64: {
				// min
				const x = value[first[i]!]!;
				const y = value[second[i]!]!;
				value[i] = Math.min(x, y);
				break;
			}
			case 65: {
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
			case 66: {
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
			case 67: {
				// cond
				const y = value[second[i]!]!;
				value[i] = y;
				break;
			}
			case 68: {
				// wire
				const x = value[first[i]!]!;
				value[i] = x;
				break;
			}
			case 69: {
				// sigmoid
				const x = value[first[i]!]!;
				value[i] = x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x));
				break;
			}
			case 70: {
				// log_sigmoid
				const x = value[first[i]!]!;
				value[i] = Math.min(x, 0) - Math.log1p(Math.exp(-Math.abs(x)));
				break;
			}
			case 71: {
				// relu
				const x = value[first[i]!]!;
				value[i] = Math.max(x, 0);
				break;
			}
			case 72: {
				// leaky_relu
				const x = value[first[i]!]!;
				value[i] = x > 0 ? x : 0.01 * x;
				break;
			}
			case 73: {
				// prelu
				const x = value[first[i]!]!;
				const y = value[second[i]!]!;
				value[i] = x > 0 ? x : y * x;
				break;
			}
			case 74: {
				// elu
				const x = value[first[i]!]!;
				value[i] = x > 0 ? x : Math.expm1(x);
				break;
			}
			case 75: {
				// elu_alpha
				const x = value[first[i]!]!;
				const y = value[second[i]!]!;
				value[i] = x > 0 ? x : y * Math.expm1(x);
				break;
			}
			case 76: {
				// softplus
				const x = value[first[i]!]!;
				value[i] = Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
				break;
			}
			case 77: {
				// silu
				const x = value[first[i]!]!;
				value[i] = x * sigmoidOf(x);
				break;
			}
			case 78: {
				// gelu
				const x = value[first[i]!]!;
				value[i] = x * (erfc(-(x / 1.4142135623730951)) / 2);
				break;
			}
			case 79: {
				// gelu_tanh
				const x = value[first[i]!]!;
				value[i] = x * sigmoidOf(1.5957691216057308 * (x + 0.044715 * cubeOf(x)));
				break;
			}
			case 80: {
				// erf
				const x = value[first[i]!]!;
				value[i] = erf(x);
				break;
			}
			case 81: {
				// erfc
				const x = value[first[i]!]!;
				value[i] = erfc(x);
				break;
			}
			case 82: {
				// step
				const x = value[first[i]!]!;
				value[i] = x > 0 ? 1 : 0;
				break;
			}
			case 83: {
				// floor
				const x = value[first[i]!]!;
				value[i] = Math.floor(x);
				break;
			}
			case 84: {
				// ceil
				const x = value[first[i]!]!;
				value[i] = Math.ceil(x);
				break;
			}
			case 85: {
				// round
				const x = value[first[i]!]!;
				value[i] = roundHalfAway(x);
				break;
			}
			case 86: {
				// rint
				const x = value[first[i]!]!;
				value[i] = roundHalfEven(x);
				break;
			}
			case 87: {
				// round_half_up
				const x = value[first[i]!]!;
				value[i] = Math.floor(x) + (x - Math.floor(x) >= 0.5 ? 1 : 0);
				break;
			}
			case 88: {
				// trunc
				const x = value[first[i]!]!;
				value[i] = Math.trunc(x);
				break;
			}
			case 89: {
				// round_to
				const x = value[first[i]!]!;
				const y = value[second[i]!]!;
				value[i] =
					y >= 0 ? roundHalfEven(x * power(10, y)) / power(10, y) : roundHalfEven(x / power(10, -y)) * power(10, -y);
				break;
			}
			case 90: {
				// gammaln
				const x = value[first[i]!]!;
				value[i] = lgamma(x);
				break;
			}
			case 91: {
				// gamma
				const x = value[first[i]!]!;
				value[i] = gamma(x);
				break;
			}
			case 92: {
				// digamma
				const x = value[first[i]!]!;
				value[i] = digamma(x);
				break;
			}
			case 93: {
				// polygamma
				const x = value[first[i]!]!;
				const y = value[second[i]!]!;
				value[i] = polygamma(x, y);
				break;
			}
			case 94: {
				// betaln
				const x = value[first[i]!]!;
				const y = value[second[i]!]!;
				value[i] = lgamma(x) + lgamma(y) - lgamma(x + y);
				break;
			}
			case 95: {
				// erfinv
				const x = value[first[i]!]!;
				value[i] = erfinv(x);
				break;
			}
			case 96: {
				// erfcx
				const x = value[first[i]!]!;
				value[i] = erfcx(x);
				break;
			}
			case 97: {
				// i0
				const x = value[first[i]!]!;
				value[i] = i0(x);
				break;
			}
			case 98: {
				// i1
				const x = value[first[i]!]!;
				value[i] = i1(x);
				break;
			}
			case 99: {
				// i0e
				const x = value[first[i]!]!;
				value[i] = i0e(x);
				break;
			}
			case 100: {
				// i1e
				const x = value[first[i]!]!;
				value[i] = i1e(x);
				break;
			}
			case 101: {
				// sinc
				const x = value[first[i]!]!;
				value[i] = x === 0 ? 1 : Math.sin(3.141592653589793 * x) / (3.141592653589793 * x);
				break;
			}
			case 102: {
				// cosc
				const x = value[first[i]!]!;
				value[i] = cosc(x);
				break;
			}
			case 103: {
				// logit
				const x = value[first[i]!]!;
				value[i] = Math.abs(x - 0.5) < 0.25 ? 2 * Math.atanh(2 * x - 1) : Math.log(x / (1 - x));
				break;
			}
			case 104: {
				// ndtr
				const x = value[first[i]!]!;
				value[i] = erfc(-(x / 1.4142135623730951)) / 2;
				break;
			}
			case 105: {
				// ndtri
				const x = value[first[i]!]!;
				value[i] = ndtri(x);
				break;
			}
			case 106: {
				// log_ndtr
				const x = value[first[i]!]!;
				value[i] =
					x > -1
						? Math.log1p(-(erfc(x / 1.4142135623730951) / 2))
						: Math.log(erfcx(-(x / 1.4142135623730951)) / 2) - squareOf(x) / 2;
				break;
			}
			case 107: {
				// xlogy
				const x = value[first[i]!]!;
				const y = value[second[i]!]!;
				value[i] = x === 0 && y === y ? 0 : x * Math.log(y);
				break;
			}
			case 108: {
				// xlog1py
				const x = value[first[i]!]!;
				const y = value[second[i]!]!;
				value[i] = x === 0 && y === y ? 0 : x * Math.log1p(y);
				break;
			}
			case 109: {
				// entr
				const x = value[first[i]!]!;
				value[i] = x < 0 ? -Infinity : 0 - xlogyOf(x, x);
				break;
			}
			case 110: {
				// rel_entr
				const x = value[first[i]!]!;
				const y = value[second[i]!]!;
				value[i] = x > 0 && y > 0 ? x * Math.log(x / y) : x === 0 && y >= 0 ? 0 : x !== x || y !== y ? x + y : Infinity;
				break;
			}
			case 111: {
				// huber
				const x = value[first[i]!]!;
				const y = value[second[i]!]!;
				value[i] = Math.abs(y) <= x ? squareOf(y) / 2 : x * (Math.abs(y) - x / 2);
				break;
			}
			case 112: {
				// logcosh
				const x = value[first[i]!]!;
				value[i] =
					Math.abs(x) < 1
						? Math.log1p(2 * squareOf(Math.sinh(x / 2)))
						: Math.abs(x) + Math.log1p(Math.exp(-(2 * Math.abs(x)))) - 0.6931471805599453;
				break;
			}
			case 113: {
				// log1mexp
				const x = value[first[i]!]!;
				value[i] = x <= 0.6931471805599453 ? Math.log(-Math.expm1(-x)) : Math.log1p(-Math.exp(-x));
				break;
			}
			case 114: {
				// fmax
				const x = value[first[i]!]!;
				const y = value[second[i]!]!;
				value[i] = x >= y || y !== y ? x : y;
				break;
			}
			case 115: {
				// fmin
				const x = value[first[i]!]!;
				const y = value[second[i]!]!;
				value[i] = x <= y || y !== y ? x : y;
				break;
			}
			case 116: {
				// copysign
				const x = value[first[i]!]!;
				const y = value[second[i]!]!;
				value[i] = copySign(x, y);
				break;
			}
			case 117: {
				// heaviside
				const x = value[first[i]!]!;
				const y = value[second[i]!]!;
				value[i] = x < 0 ? 0 : x > 0 ? 1 : x === 0 ? y : x;
				break;
			}
			case 118: {
				// nan_to_num
				const x = value[first[i]!]!;
				value[i] = x !== x ? 0 : Math.min(Math.max(x, -1.7976931348623157e308), 1.7976931348623157e308);
				break;
			}
			case 119: {
				// isnan
				const x = value[first[i]!]!;
				value[i] = x !== x ? 1 : 0;
				break;
			}
			case 120: {
				// isfinite
				const x = value[first[i]!]!;
				value[i] = x - x === 0 ? 1 : 0;
				break;
			}
			case 121: {
				// isinf
				const x = value[first[i]!]!;
				value[i] = Math.abs(x) === Infinity ? 1 : 0;
				break;
			}
			case 122: {
				// signbit
				const x = value[first[i]!]!;
				value[i] = signBit(x);
				break;
			}
			case 123: {
				// deg2rad
				const x = value[first[i]!]!;
				value[i] = x * 0.017453292519943295;
				break;
			}
			case 124: {
				// rad2deg
				const x = value[first[i]!]!;
				value[i] = x * 57.29577951308232;
				break;
			}
			case 125: {
				// lerp
				const e = second[i]!,
					b = more[e]!,
					c = more[e + 1]!;
				const x = value[first[i]!]!;
				const y = value[b]!;
				const z = value[c]!;
				value[i] = x + z * (y - x);
				break;
			}
			case 126: {
				// relu6
				const x = value[first[i]!]!;
				value[i] = Math.min(Math.max(x, 0), 6);
				break;
			}
			case 127: {
				// hardtanh
				const x = value[first[i]!]!;
				value[i] = Math.min(Math.max(x, -1), 1);
				break;
			}
			case 128: {
				// hardsigmoid
				const x = value[first[i]!]!;
				value[i] = Math.min(Math.max(x + 3, 0), 6) / 6;
				break;
			}
			case 129: {
				// hardswish
				const x = value[first[i]!]!;
				value[i] = (x * relu6Of(x + 3)) / 6;
				break;
			}
			case 130: {
				// softshrink
				const x = value[first[i]!]!;
				const y = value[second[i]!]!;
				value[i] = x > y ? x - y : x < -y ? x + y : x !== x ? x : 0;
				break;
			}
			case 131: {
				// hardshrink
				const x = value[first[i]!]!;
				const y = value[second[i]!]!;
				value[i] = Math.abs(x) <= y ? 0 : x;
				break;
			}
			case 132: {
				// threshold
				const e = second[i]!,
					b = more[e]!,
					c = more[e + 1]!;
				const x = value[first[i]!]!;
				const y = value[b]!;
				const z = value[c]!;
				value[i] = x <= y ? z : x;
				break;
			}
			case 133: {
				// tanhshrink
				const x = value[first[i]!]!;
				value[i] = x - Math.tanh(x);
				break;
			}
			case 134: {
				// softsign
				const x = value[first[i]!]!;
				value[i] = x / (1 + Math.abs(x));
				break;
			}
			case 135: {
				// celu
				const x = value[first[i]!]!;
				const y = value[second[i]!]!;
				value[i] = x > 0 ? x : y * Math.expm1(x / y);
				break;
			}
			case 136: {
				// selu
				const x = value[first[i]!]!;
				value[i] = 1.0507009873554805 * (x > 0 ? x : 1.6732632423543772 * Math.expm1(x));
				break;
			}
			case 137: {
				// softplus_beta
				const x = value[first[i]!]!;
				const y = value[second[i]!]!;
				value[i] = softplusOf(y * x) / y;
				break;
			}
			case 138: {
				// mish
				const x = value[first[i]!]!;
				value[i] = x * Math.tanh(softplusOf(x));
				break;
			}
			case 139: {
				// quick_gelu
				const x = value[first[i]!]!;
				value[i] = x * sigmoidOf(1.702 * x);
				break;
			}
			case 140: {
				// squareplus
				const x = value[first[i]!]!;
				const y = value[second[i]!]!;
				value[i] = x > 0 ? (x + Math.sqrt(squareOf(x) + y)) / 2 : y / (2 * (Math.sqrt(squareOf(x) + y) - x));
				break;
			}
		}
	}
}

/** From `target` down to `stop`, adds upstream × local to the operands of each node whose flag 2 (reaches) is set. */
export function backwardSweep(
	op: Uint8Array,
	first: Int32Array,
	second: Int32Array,
	more: Int32Array,
	value: Float64Array,
	gradient: Float64Array,
	flags: Uint8Array,
	target: number,
	stop = 0,
): void {
	for (let i = target; i >= stop; i--) {
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
				// floordiv
				const a = first[i]!;
				const b = second[i]!;
				gradient[a]! += g * 0;
				gradient[b]! += g * 0;
				break;
			}
			case 11: {
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
			case 12: {
				// square
				const a = first[i]!;
				const x = value[a]!;
				gradient[a]! += g * (2 * x);
				break;
			}
			case 13: {
				// cube
				const a = first[i]!;
				const x = value[a]!;
				gradient[a]! += g * (3 * squareOf(x));
				break;
			}
			case 14: {
				// sqrt
				const a = first[i]!;
				const out = value[i]!;
				gradient[a]! += g * (1 / (2 * out));
				break;
			}
			case 15: {
				// cbrt
				const a = first[i]!;
				const out = value[i]!;
				gradient[a]! += g * (1 / (3 * squareOf(out)));
				break;
			}
			case 16: {
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
			case 17: {
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
			case 18: {
				// rsqrt
				const a = first[i]!;
				const x = value[a]!;
				const out = value[i]!;
				gradient[a]! += g * -(out / (2 * x));
				break;
			}
			case 19: {
				// exp
				const a = first[i]!;
				const out = value[i]!;
				gradient[a]! += g * out;
				break;
			}
			case 20: {
				// exp2
				const a = first[i]!;
				const out = value[i]!;
				gradient[a]! += g * (out * 0.6931471805599453);
				break;
			}
			case 21: {
				// expm1
				const a = first[i]!;
				const x = value[a]!;
				gradient[a]! += g * Math.exp(x);
				break;
			}
			case 22: {
				// log
				const a = first[i]!;
				const x = value[a]!;
				gradient[a]! += g * (1 / x);
				break;
			}
			case 23: {
				// log2
				const a = first[i]!;
				const x = value[a]!;
				gradient[a]! += g * (1 / (x * 0.6931471805599453));
				break;
			}
			case 24: {
				// log10
				const a = first[i]!;
				const x = value[a]!;
				gradient[a]! += g * (1 / (x * 2.302585092994046));
				break;
			}
			case 25: {
				// log1p
				const a = first[i]!;
				const x = value[a]!;
				gradient[a]! += g * (1 / (1 + x));
				break;
			}
			case 26: {
				// log_base
				const a = first[i]!;
				const b = second[i]!;
				const x = value[a]!;
				const y = value[b]!;
				if ((flags[a]! & 2) !== 0) gradient[a]! += g * (1 / (x * Math.log(y)));
				if ((flags[b]! & 2) !== 0) gradient[b]! += g * -(Math.log(x) / (y * squareOf(Math.log(y))));
				break;
			}
			case 27: {
				// logaddexp
				const a = first[i]!;
				const b = second[i]!;
				const x = value[a]!;
				const y = value[b]!;
				if ((flags[a]! & 2) !== 0) gradient[a]! += g * (x === y && x - y !== 0 ? 0.5 : sigmoidOf(x - y));
				if ((flags[b]! & 2) !== 0) gradient[b]! += g * (x === y && x - y !== 0 ? 0.5 : sigmoidOf(y - x));
				break;
			}
			case 28: {
				// logaddexp2
				const a = first[i]!;
				const b = second[i]!;
				const x = value[a]!;
				const y = value[b]!;
				if ((flags[a]! & 2) !== 0)
					gradient[a]! += g * (x === y && x - y !== 0 ? 0.5 : sigmoidOf((x - y) * 0.6931471805599453));
				if ((flags[b]! & 2) !== 0)
					gradient[b]! += g * (x === y && x - y !== 0 ? 0.5 : sigmoidOf((y - x) * 0.6931471805599453));
				break;
			}
			case 29: {
				// sin
				const a = first[i]!;
				const x = value[a]!;
				gradient[a]! += g * Math.cos(x);
				break;
			}
			case 30: {
				// cos
				const a = first[i]!;
				const x = value[a]!;
				gradient[a]! += g * -Math.sin(x);
				break;
			}
			case 31: {
				// tan
				const a = first[i]!;
				const out = value[i]!;
				gradient[a]! += g * (1 + squareOf(out));
				break;
			}
			case 32: {
				// sec
				const a = first[i]!;
				const x = value[a]!;
				const out = value[i]!;
				gradient[a]! += g * (out * Math.tan(x));
				break;
			}
			case 33: {
				// csc
				const a = first[i]!;
				const x = value[a]!;
				const out = value[i]!;
				gradient[a]! += g * -(out * cotOf(x));
				break;
			}
			case 34: {
				// cot
				const a = first[i]!;
				const x = value[a]!;
				gradient[a]! += g * -squareOf(cscOf(x));
				break;
			}
			case 35: {
				// asin
				const a = first[i]!;
				const x = value[a]!;
				gradient[a]! += g * (1 / Math.sqrt((1 - x) * (1 + x)));
				break;
			}
			case 36: {
				// acos
				const a = first[i]!;
				const x = value[a]!;
				gradient[a]! += g * -(1 / Math.sqrt((1 - x) * (1 + x)));
				break;
			}
			case 37: {
				// atan
				const a = first[i]!;
				const x = value[a]!;
				gradient[a]! += g * (1 / (1 + squareOf(x)));
				break;
			}
			case 38: {
				// atan2
				const a = first[i]!;
				const b = second[i]!;
				const x = value[a]!;
				const y = value[b]!;
				gradient[a]! += g * (y / (squareOf(y) + squareOf(x)));
				gradient[b]! += g * -(x / (squareOf(y) + squareOf(x)));
				break;
			}
			case 39: {
				// sinh
				const a = first[i]!;
				const x = value[a]!;
				gradient[a]! += g * Math.cosh(x);
				break;
			}
			case 40: {
				// cosh
				const a = first[i]!;
				const x = value[a]!;
				gradient[a]! += g * Math.sinh(x);
				break;
			}
			case 41: {
				// tanh
				const a = first[i]!;
				const out = value[i]!;
				gradient[a]! += g * (1 - squareOf(out));
				break;
			}
			case 42: {
				// asinh
				const a = first[i]!;
				const x = value[a]!;
				gradient[a]! += g * (1 / Math.hypot(1, x));
				break;
			}
			case 43: {
				// acosh
				const a = first[i]!;
				const x = value[a]!;
				gradient[a]! += g * (1 / (Math.sqrt(x - 1) * Math.sqrt(x + 1)));
				break;
			}
			case 44: {
				// atanh
				const a = first[i]!;
				const x = value[a]!;
				gradient[a]! += g * (1 / ((1 - x) * (1 + x)));
				break;
			}
			case 45: {
				// sech
				const a = first[i]!;
				const x = value[a]!;
				const out = value[i]!;
				gradient[a]! += g * -(out * Math.tanh(x));
				break;
			}
			case 46: {
				// csch
				const a = first[i]!;
				const x = value[a]!;
				const out = value[i]!;
				gradient[a]! += g * -(out * cothOf(x));
				break;
			}
			case 47: {
				// coth
				const a = first[i]!;
				const x = value[a]!;
				gradient[a]! += g * -squareOf(cschOf(x));
				break;
			}
			case 48: {
				// asec
				const a = first[i]!;
				const x = value[a]!;
				gradient[a]! += g * (1 / (Math.abs(x) * Math.sqrt((Math.abs(x) - 1) * (Math.abs(x) + 1))));
				break;
			}
			case 49: {
				// acsc
				const a = first[i]!;
				const x = value[a]!;
				gradient[a]! += g * -(1 / (Math.abs(x) * Math.sqrt((Math.abs(x) - 1) * (Math.abs(x) + 1))));
				break;
			}
			case 50: {
				// acot
				const a = first[i]!;
				const x = value[a]!;
				gradient[a]! += g * -(1 / (1 + squareOf(x)));
				break;
			}
			case 51: {
				// asech
				const a = first[i]!;
				const x = value[a]!;
				gradient[a]! += g * -(1 / (x * Math.sqrt((1 - x) * (1 + x))));
				break;
			}
			case 52: {
				// acsch
				const a = first[i]!;
				const x = value[a]!;
				gradient[a]! += g * -(1 / (Math.abs(x) * Math.hypot(1, x)));
				break;
			}
			case 53: {
				// acoth
				const a = first[i]!;
				const x = value[a]!;
				gradient[a]! += g * (1 / ((1 - x) * (1 + x)));
				break;
			}
			case 54: {
				// lt
				break;
			}
			case 55: {
				// le
				break;
			}
			case 56: {
				// gt
				break;
			}
			case 57: {
				// ge
				break;
			}
			case 58: {
				// eq
				break;
			}
			case 59: {
				// ne
				break;
			}
			case 60: {
				// and
				break;
			}
			case 61: {
				// or
				break;
			}
			case 62: {
				// not
				break;
			}
			case 63: {
				// max
				const a = first[i]!;
				const b = second[i]!;
				const x = value[a]!;
				const y = value[b]!;
				gradient[a]! += g * (x === y ? 0.5 : x < y ? 0 : 1);
				gradient[b]! += g * (x === y ? 0.5 : y < x ? 0 : 1);
				break;
			}
			case 64: {
				// min
				const a = first[i]!;
				const b = second[i]!;
				const x = value[a]!;
				const y = value[b]!;
				gradient[a]! += g * (x === y ? 0.5 : x > y ? 0 : 1);
				gradient[b]! += g * (x === y ? 0.5 : y > x ? 0 : 1);
				break;
			}
			case 65: {
				// clip
				const e = second[i]!;
				const a = first[i]!;
				const b = more[e]!;
				const c = more[e + 1]!;
				const x = value[a]!;
				const y = value[b]!;
				const z = value[c]!;
				gradient[a]! += g * (y <= x && x <= z ? 1 : 0);
				gradient[b]! += g * (x < y && y <= z ? 1 : 0);
				gradient[c]! += g * (x > z || y > z ? 1 : 0);
				break;
			}
			case 66: {
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
			case 67: {
				// cond
				const b = second[i]!;
				gradient[b]! += g;
				break;
			}
			case 68: {
				// wire
				const a = first[i]!;
				gradient[a]! += g;
				break;
			}
			case 69: {
				// sigmoid
				const a = first[i]!;
				const out = value[i]!;
				gradient[a]! += g * ((1 - out) * out);
				break;
			}
			case 70: {
				// log_sigmoid
				const a = first[i]!;
				const x = value[a]!;
				gradient[a]! += g * sigmoidOf(-x);
				break;
			}
			case 71: {
				// relu
				const a = first[i]!;
				const x = value[a]!;
				gradient[a]! += g * (x <= 0 ? 0 : 1);
				break;
			}
			case 72: {
				// leaky_relu
				const a = first[i]!;
				const x = value[a]!;
				gradient[a]! += g * (x > 0 ? 1 : 0.01);
				break;
			}
			case 73: {
				// prelu
				const a = first[i]!;
				const b = second[i]!;
				const x = value[a]!;
				const y = value[b]!;
				gradient[a]! += g * (x > 0 ? 1 : y);
				gradient[b]! += g * (x > 0 ? 0 : x);
				break;
			}
			case 74: {
				// elu
				const a = first[i]!;
				const x = value[a]!;
				gradient[a]! += g * (x > 0 ? 1 : Math.exp(-Math.abs(x)));
				break;
			}
			case 75: {
				// elu_alpha
				const a = first[i]!;
				const b = second[i]!;
				const x = value[a]!;
				const y = value[b]!;
				if ((flags[a]! & 2) !== 0) gradient[a]! += g * (x > 0 ? 1 : y * Math.exp(-Math.abs(x)));
				if ((flags[b]! & 2) !== 0) gradient[b]! += g * (x > 0 ? 0 : Math.expm1(-Math.abs(x)));
				break;
			}
			case 76: {
				// softplus
				const a = first[i]!;
				const x = value[a]!;
				gradient[a]! += g * sigmoidOf(x);
				break;
			}
			case 77: {
				// silu
				const a = first[i]!;
				const x = value[a]!;
				gradient[a]! += g * (sigmoidOf(x) * (1 + x * (1 - sigmoidOf(x))));
				break;
			}
			case 78: {
				// gelu
				const a = first[i]!;
				const x = value[a]!;
				gradient[a]! +=
					g * (erfc(-(x / 1.4142135623730951)) / 2 + (x * Math.exp(-(squareOf(x) / 2))) / 2.5066282746310002);
				break;
			}
			case 79: {
				// gelu_tanh
				const a = first[i]!;
				const x = value[a]!;
				gradient[a]! +=
					g *
					(sigmoidOf(1.5957691216057308 * (x + 0.044715 * cubeOf(x))) *
						(1 +
							x *
								sigmoidOf(-(1.5957691216057308 * (x + 0.044715 * cubeOf(x)))) *
								2 *
								0.7978845608028654 *
								(1 + 0.134145 * squareOf(x))));
				break;
			}
			case 80: {
				// erf
				const a = first[i]!;
				const x = value[a]!;
				gradient[a]! += g * (1.1283791670955126 * Math.exp(-squareOf(x)));
				break;
			}
			case 81: {
				// erfc
				const a = first[i]!;
				const x = value[a]!;
				gradient[a]! += g * -(1.1283791670955126 * Math.exp(-squareOf(x)));
				break;
			}
			case 82: {
				// step
				const a = first[i]!;
				gradient[a]! += g * 0;
				break;
			}
			case 83: {
				// floor
				const a = first[i]!;
				gradient[a]! += g * 0;
				break;
			}
			case 84: {
				// ceil
				const a = first[i]!;
				gradient[a]! += g * 0;
				break;
			}
			case 85: {
				// round
				const a = first[i]!;
				gradient[a]! += g * 0;
				break;
			}
			case 86: {
				// rint
				const a = first[i]!;
				gradient[a]! += g * 0;
				break;
			}
			case 87: {
				// round_half_up
				const a = first[i]!;
				gradient[a]! += g * 0;
				break;
			}
			case 88: {
				// trunc
				const a = first[i]!;
				gradient[a]! += g * 0;
				break;
			}
			case 89: {
				// round_to
				const a = first[i]!;
				gradient[a]! += g * 0;
				break;
			}
			case 90: {
				// gammaln
				const a = first[i]!;
				const x = value[a]!;
				gradient[a]! += g * digamma(x);
				break;
			}
			case 91: {
				// gamma
				const a = first[i]!;
				const x = value[a]!;
				const out = value[i]!;
				gradient[a]! += g * (out * digamma(x));
				break;
			}
			case 92: {
				// digamma
				const a = first[i]!;
				const x = value[a]!;
				gradient[a]! += g * polygamma(1, x);
				break;
			}
			case 93: {
				// polygamma
				const a = first[i]!;
				const b = second[i]!;
				const x = value[a]!;
				const y = value[b]!;
				gradient[b]! += g * polygamma(x + 1, y);
				break;
			}
			case 94: {
				// betaln
				const a = first[i]!;
				const b = second[i]!;
				const x = value[a]!;
				const y = value[b]!;
				if ((flags[a]! & 2) !== 0) gradient[a]! += g * (digamma(x) - digamma(x + y));
				if ((flags[b]! & 2) !== 0) gradient[b]! += g * (digamma(y) - digamma(x + y));
				break;
			}
			case 95: {
				// erfinv
				const a = first[i]!;
				const out = value[i]!;
				gradient[a]! += g * (0.8862269254527579 * Math.exp(squareOf(out)));
				break;
			}
			case 96: {
				// erfcx
				const a = first[i]!;
				const x = value[a]!;
				const out = value[i]!;
				gradient[a]! += g * (2 * x * out - 1.1283791670955126);
				break;
			}
			case 97: {
				// i0
				const a = first[i]!;
				const x = value[a]!;
				gradient[a]! += g * i1(x);
				break;
			}
			case 98: {
				// i1
				const a = first[i]!;
				const x = value[a]!;
				const out = value[i]!;
				gradient[a]! += g * (x === 0 ? 0.5 : i0(x) - out / x);
				break;
			}
			case 99: {
				// i0e
				const a = first[i]!;
				const x = value[a]!;
				const out = value[i]!;
				gradient[a]! += g * (i1e(x) - Math.sign(x) * out);
				break;
			}
			case 100: {
				// i1e
				const a = first[i]!;
				const x = value[a]!;
				const out = value[i]!;
				gradient[a]! += g * (x === 0 ? 0.5 : i0e(x) - (Math.sign(x) + 1 / x) * out);
				break;
			}
			case 101: {
				// sinc
				const a = first[i]!;
				const x = value[a]!;
				gradient[a]! += g * cosc(x);
				break;
			}
			case 102: {
				// cosc
				const a = first[i]!;
				const x = value[a]!;
				const out = value[i]!;
				gradient[a]! += g * (x === 0 ? -3.289868133696453 : -(9.869604401089358 * sincOf(x)) - (2 * out) / x);
				break;
			}
			case 103: {
				// logit
				const a = first[i]!;
				const x = value[a]!;
				gradient[a]! += g * (1 / (x * (1 - x)));
				break;
			}
			case 104: {
				// ndtr
				const a = first[i]!;
				const x = value[a]!;
				gradient[a]! += g * (Math.exp(-(squareOf(x) / 2)) / 2.5066282746310002);
				break;
			}
			case 105: {
				// ndtri
				const a = first[i]!;
				const out = value[i]!;
				gradient[a]! += g * (2.5066282746310002 * Math.exp(squareOf(out) / 2));
				break;
			}
			case 106: {
				// log_ndtr
				const a = first[i]!;
				const x = value[a]!;
				gradient[a]! += g * (0.7978845608028654 / erfcx(-(x / 1.4142135623730951)));
				break;
			}
			case 107: {
				// xlogy
				const a = first[i]!;
				const b = second[i]!;
				const x = value[a]!;
				const y = value[b]!;
				if ((flags[a]! & 2) !== 0) gradient[a]! += g * (x === 0 && y <= 0 ? 0 : Math.log(y));
				gradient[b]! += g * (x / y);
				break;
			}
			case 108: {
				// xlog1py
				const a = first[i]!;
				const b = second[i]!;
				const x = value[a]!;
				const y = value[b]!;
				if ((flags[a]! & 2) !== 0) gradient[a]! += g * (x === 0 && y <= -1 ? 0 : Math.log1p(y));
				gradient[b]! += g * (x / (1 + y));
				break;
			}
			case 109: {
				// entr
				const a = first[i]!;
				const x = value[a]!;
				gradient[a]! += g * (-Math.log(x) - 1);
				break;
			}
			case 110: {
				// rel_entr
				const a = first[i]!;
				const b = second[i]!;
				const x = value[a]!;
				const y = value[b]!;
				if ((flags[a]! & 2) !== 0) gradient[a]! += g * (Math.log(x / y) + 1);
				gradient[b]! += g * -(x / y);
				break;
			}
			case 111: {
				// huber
				const a = first[i]!;
				const b = second[i]!;
				const x = value[a]!;
				const y = value[b]!;
				gradient[a]! += g * (Math.abs(y) <= x ? 0 : Math.abs(y) - x);
				if ((flags[b]! & 2) !== 0) gradient[b]! += g * (Math.abs(y) <= x ? y : x * Math.sign(y));
				break;
			}
			case 112: {
				// logcosh
				const a = first[i]!;
				const x = value[a]!;
				gradient[a]! += g * Math.tanh(x);
				break;
			}
			case 113: {
				// log1mexp
				const a = first[i]!;
				const x = value[a]!;
				gradient[a]! += g * (1 / Math.expm1(x));
				break;
			}
			case 114: {
				// fmax
				const a = first[i]!;
				const b = second[i]!;
				const x = value[a]!;
				const y = value[b]!;
				gradient[a]! += g * (x === y ? 0.5 : x >= y || y !== y ? 1 : 0);
				gradient[b]! += g * (x === y ? 0.5 : x >= y || y !== y ? 0 : 1);
				break;
			}
			case 115: {
				// fmin
				const a = first[i]!;
				const b = second[i]!;
				const x = value[a]!;
				const y = value[b]!;
				gradient[a]! += g * (x === y ? 0.5 : x <= y || y !== y ? 1 : 0);
				gradient[b]! += g * (x === y ? 0.5 : x <= y || y !== y ? 0 : 1);
				break;
			}
			case 116: {
				// copysign
				const a = first[i]!;
				const b = second[i]!;
				const x = value[a]!;
				const y = value[b]!;
				if ((flags[a]! & 2) !== 0) gradient[a]! += g * (Math.sign(x) * copySign(1, y));
				gradient[b]! += g * 0;
				break;
			}
			case 117: {
				// heaviside
				const a = first[i]!;
				const b = second[i]!;
				const x = value[a]!;
				gradient[a]! += g * 0;
				gradient[b]! += g * (x === 0 ? 1 : 0);
				break;
			}
			case 118: {
				// nan_to_num
				const a = first[i]!;
				const x = value[a]!;
				gradient[a]! += g * (x - x === 0 ? 1 : 0);
				break;
			}
			case 119: {
				// isnan
				break;
			}
			case 120: {
				// isfinite
				break;
			}
			case 121: {
				// isinf
				break;
			}
			case 122: {
				// signbit
				break;
			}
			case 123: {
				// deg2rad
				const a = first[i]!;
				gradient[a]! += g * 0.017453292519943295;
				break;
			}
			case 124: {
				// rad2deg
				const a = first[i]!;
				gradient[a]! += g * 57.29577951308232;
				break;
			}
			case 125: {
				// lerp
				const e = second[i]!;
				const a = first[i]!;
				const b = more[e]!;
				const c = more[e + 1]!;
				const x = value[a]!;
				const y = value[b]!;
				const z = value[c]!;
				gradient[a]! += g * (1 - z);
				gradient[b]! += g * z;
				gradient[c]! += g * (y - x);
				break;
			}
			case 126: {
				// relu6
				const a = first[i]!;
				const x = value[a]!;
				gradient[a]! += g * (0 < x && x < 6 ? 1 : 0);
				break;
			}
			case 127: {
				// hardtanh
				const a = first[i]!;
				const x = value[a]!;
				gradient[a]! += g * (-1 < x && x < 1 ? 1 : 0);
				break;
			}
			case 128: {
				// hardsigmoid
				const a = first[i]!;
				const x = value[a]!;
				gradient[a]! += g * (-3 < x && x < 3 ? 0.16666666666666666 : 0);
				break;
			}
			case 129: {
				// hardswish
				const a = first[i]!;
				const x = value[a]!;
				gradient[a]! += g * (x < -3 ? 0 : x > 3 ? 1 : x / 3 + 0.5);
				break;
			}
			case 130: {
				// softshrink
				const a = first[i]!;
				const b = second[i]!;
				const x = value[a]!;
				const y = value[b]!;
				gradient[a]! += g * (Math.abs(x) > y ? 1 : 0);
				gradient[b]! += g * (x > y ? -1 : x < -y ? 1 : 0);
				break;
			}
			case 131: {
				// hardshrink
				const a = first[i]!;
				const b = second[i]!;
				const x = value[a]!;
				const y = value[b]!;
				gradient[a]! += g * (Math.abs(x) <= y ? 0 : 1);
				gradient[b]! += g * 0;
				break;
			}
			case 132: {
				// threshold
				const e = second[i]!;
				const a = first[i]!;
				const b = more[e]!;
				const c = more[e + 1]!;
				const x = value[a]!;
				const y = value[b]!;
				gradient[a]! += g * (x <= y ? 0 : 1);
				gradient[b]! += g * 0;
				gradient[c]! += g * (x <= y ? 1 : 0);
				break;
			}
			case 133: {
				// tanhshrink
				const a = first[i]!;
				const x = value[a]!;
				gradient[a]! += g * squareOf(Math.tanh(x));
				break;
			}
			case 134: {
				// softsign
				const a = first[i]!;
				const x = value[a]!;
				gradient[a]! += g * (1 / squareOf(1 + Math.abs(x)));
				break;
			}
			case 135: {
				// celu
				const a = first[i]!;
				const b = second[i]!;
				const x = value[a]!;
				const y = value[b]!;
				if ((flags[a]! & 2) !== 0) gradient[a]! += g * (x > 0 ? 1 : Math.exp(-(Math.abs(x) / y)));
				if ((flags[b]! & 2) !== 0)
					gradient[b]! += g * (x > 0 ? 0 : Math.expm1(-(Math.abs(x) / y)) - (x / y) * Math.exp(-(Math.abs(x) / y)));
				break;
			}
			case 136: {
				// selu
				const a = first[i]!;
				const x = value[a]!;
				gradient[a]! += g * (1.0507009873554805 * (x > 0 ? 1 : 1.6732632423543772 * Math.exp(-Math.abs(x))));
				break;
			}
			case 137: {
				// softplus_beta
				const a = first[i]!;
				const b = second[i]!;
				const x = value[a]!;
				const y = value[b]!;
				const out = value[i]!;
				if ((flags[a]! & 2) !== 0) gradient[a]! += g * sigmoidOf(y * x);
				if ((flags[b]! & 2) !== 0) gradient[b]! += g * ((x * sigmoidOf(y * x) - out) / y);
				break;
			}
			case 138: {
				// mish
				const a = first[i]!;
				const x = value[a]!;
				gradient[a]! += g * (Math.tanh(softplusOf(x)) + x * sigmoidOf(x) * (1 - squareOf(Math.tanh(softplusOf(x)))));
				break;
			}
			case 139: {
				// quick_gelu
				const a = first[i]!;
				const x = value[a]!;
				gradient[a]! += g * (sigmoidOf(1.702 * x) * (1 + 1.702 * x * (1 - sigmoidOf(1.702 * x))));
				break;
			}
			case 140: {
				// squareplus
				const a = first[i]!;
				const b = second[i]!;
				const x = value[a]!;
				const y = value[b]!;
				if ((flags[a]! & 2) !== 0) gradient[a]! += g * ((1 + x / Math.sqrt(squareOf(x) + y)) / 2);
				if ((flags[b]! & 2) !== 0) gradient[b]! += g * (1 / (4 * Math.sqrt(squareOf(x) + y)));
				break;
			}
		}
	}
}
