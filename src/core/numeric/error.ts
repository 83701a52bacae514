/**
 * The error function and its kin: complement, scaled complement, inverses.
 */

// erf and erfc after W. J. Cody, "Rational Chebyshev approximations for the error function" (1969), as in netlib's SPECFUN: 18 significant digits.
const ERF_A = [3.1611237438705656, 113.864154151050156, 377.485237685302021, 3209.37758913846947, 0.185777706184603153];
const ERF_B = [23.6012909523441209, 244.024637934444173, 1282.61652607737228, 2844.23683343917062];
const ERF_C = [
	0.564188496988670089, 8.88314979438837594, 66.1191906371416295, 298.635138197400131, 881.95222124176909,
	1712.04761263407058, 2051.07837782607147, 1230.33935479799725, 2.15311535474403846e-8,
];
const ERF_D = [
	15.7449261107098347, 117.693950891312499, 537.181101862009858, 1621.38957456669019, 3290.79923573345963,
	4362.61909014324716, 3439.36767414372164, 1230.33935480374942,
];
const ERF_P = [
	0.305326634961232344, 0.360344899949804439, 0.125781726111229246, 0.0160837851487422766, 6.58749161529837803e-4,
	0.0163153871373020978,
];
const ERF_Q = [
	2.56852019228982242, 1.87295284992346725, 0.527905102951428412, 0.0605183413124413191, 0.00233520497626869185,
];

function erfSmall(x: number): number {
	const y = x * x;
	let numerator = ERF_A[4]! * y;
	let denominator = y;
	for (let i = 0; i < 3; i++) {
		numerator = (numerator + ERF_A[i]!) * y;
		denominator = (denominator + ERF_B[i]!) * y;
	}
	return (x * (numerator + ERF_A[3]!)) / (denominator + ERF_B[3]!);
}

/** exp(x²)·erfc(x) for x > 0.46875. */
function scaledLarge(x: number): number {
	if (x <= 4) {
		let numerator = ERF_C[8]! * x;
		let denominator = x;
		for (let i = 0; i < 7; i++) {
			numerator = (numerator + ERF_C[i]!) * x;
			denominator = (denominator + ERF_D[i]!) * x;
		}
		return (numerator + ERF_C[7]!) / (denominator + ERF_D[7]!);
	}
	const y = 1 / (x * x);
	let numerator = ERF_P[5]! * y;
	let denominator = y;
	for (let i = 0; i < 4; i++) {
		numerator = (numerator + ERF_P[i]!) * y;
		denominator = (denominator + ERF_Q[i]!) * y;
	}
	const rest = (y * (numerator + ERF_P[4]!)) / (denominator + ERF_Q[4]!);
	return (0.564189583547756287 - rest) / x;
}

/** exp(sign·x²) in two factors, so that the rounding of x² does not spoil the digits. */
function expSquare(x: number, sign: 1 | -1): number {
	const high = Math.trunc(x * 16) / 16;
	return Math.exp(sign * high * high) * Math.exp(sign * (x - high) * (x + high));
}

/** erfc for x > 0.46875. */
function erfcLarge(x: number): number {
	return x < 27.3 ? expSquare(x, -1) * scaledLarge(x) : 0;
}

/** The error function, to about 1e-16. */
export function erf(x: number): number {
	const size = Math.abs(x);
	if (size !== size) return NaN;
	if (size <= 0.46875) return erfSmall(x);
	const large = 0.5 - erfcLarge(size) + 0.5;
	return x < 0 ? -large : large;
}

/** 1 − erf(x) without the cancellation, to about 1e-15 of itself. */
export function erfc(x: number): number {
	const size = Math.abs(x);
	if (size !== size) return NaN;
	if (size <= 0.46875) return 1 - erfSmall(x);
	return x < 0 ? 2 - erfcLarge(size) : erfcLarge(size);
}

/** exp(x²)·erfc(x), which neither overflows nor vanishes for positive x. */
export function erfcx(x: number): number {
	const size = Math.abs(x);
	if (size !== size) return NaN;
	if (size <= 0.46875) return Math.exp(x * x) * (1 - erfSmall(x));
	if (x > 0) return scaledLarge(x);
	return x < -26.7 ? Infinity : 2 * expSquare(size, 1) - scaledLarge(size);
}

const HALF_ROOT_PI = Math.sqrt(Math.PI) / 2;

/**
 * The x ≥ 0 with erf(x) = y, given y and q = 1 − y, each to its last digit. S. Winitzki's closed form ("A handy approximation for the error function and
 * its inverse", 2008) starts Halley's iteration, which then triples its digits each time.
 */
function inverse(y: number, q: number): number {
	const logarithm = Math.log(q * (1 + y));
	const a = 0.147;
	const half = 2 / (Math.PI * a) + logarithm / 2;
	let x = Math.sqrt(Math.sqrt(half * half - logarithm / a) - half);
	for (let round = 0; round < 4; round++) {
		// (erf(x) − y) over erf's slope; in the tail relative to exp(−x²), which would lose its digits.
		const step =
			y < 0.5
				? HALF_ROOT_PI * Math.exp(x * x) * (erf(x) - y)
				: HALF_ROOT_PI * (Math.exp(x * x + Math.log(q)) - erfcx(x));
		const change = step / (1 + x * step);
		x -= change;
		if (Math.abs(change) <= 1e-9 * x) break;
	}
	return x;
}

/** The x with erf(x) = y; ±∞ at ±1, NaN beyond. */
export function erfinv(y: number): number {
	const size = Math.abs(y);
	if (!(size < 1)) return size === 1 ? y * Infinity : NaN;
	if (size < 1e-8) return y * HALF_ROOT_PI;
	const x = inverse(size, 1 - size);
	return y < 0 ? -x : x;
}

/** The x with Φ(x) = p, Φ the normal distribution; ∓∞ at 0 and 1, NaN beyond. */
export function ndtri(p: number): number {
	if (!(p > 0 && p < 1)) return p === 0 ? -Infinity : p === 1 ? Infinity : NaN;
	if (p > 0.25 && p < 0.75) return Math.SQRT2 * erfinv(2 * (p - 0.5));
	const q = 2 * Math.min(p, 1 - p);
	const x = Math.SQRT2 * inverse(1 - q, q);
	return p < 0.5 ? -x : x;
}
