/**
 * The functions that no formula defines: the machine's arithmetic, `Math`, and the few special functions of our own. Everything else is a formula over these.
 */

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

/** erfc for x > 0.46875. */
function erfcLarge(x: number): number {
	let result: number;
	if (x <= 4) {
		let numerator = ERF_C[8]! * x;
		let denominator = x;
		for (let i = 0; i < 7; i++) {
			numerator = (numerator + ERF_C[i]!) * x;
			denominator = (denominator + ERF_D[i]!) * x;
		}
		result = (numerator + ERF_C[7]!) / (denominator + ERF_D[7]!);
	} else if (x < 26.6) {
		const y = 1 / (x * x);
		let numerator = ERF_P[5]! * y;
		let denominator = y;
		for (let i = 0; i < 4; i++) {
			numerator = (numerator + ERF_P[i]!) * y;
			denominator = (denominator + ERF_Q[i]!) * y;
		}
		result = (y * (numerator + ERF_P[4]!)) / (denominator + ERF_Q[4]!);
		result = (0.564189583547756287 - result) / x;
	} else return 0;
	// exp(−x²) in two factors, so that the rounding of x² does not spoil the digits.
	const high = Math.trunc(x * 16) / 16;
	return Math.exp(-high * high) * Math.exp(-(x - high) * (x + high)) * result;
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
