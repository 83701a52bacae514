/**
 * The gamma function and its kin, by the series and recurrences of Abramowitz & Stegun, chapter 6.
 */

/** ζ(k) − 1 for k = 2, 3 … */
const ZETA = [
	0.644934066848226436, 0.202056903159594285, 0.0823232337111381915, 0.0369277551433699263, 0.0173430619844491397,
	0.00834927738192282684, 0.00407735619794433938, 0.00200839282608221442, 9.94575127818085337e-4,
	4.94188604119464559e-4, 2.46086553308048299e-4, 1.22713347578489147e-4, 6.12481350587048293e-5,
	3.05882363070204936e-5, 1.52822594086518717e-5, 7.63719763789976227e-6, 3.81729326499983986e-6,
	1.90821271655393893e-6, 9.53962033872796113e-7, 4.76932986787806463e-7, 2.3845050272773299e-7, 1.19219925965311073e-7,
	5.96081890512594796e-8, 2.98035035146522802e-8, 1.49015548283650412e-8, 7.45071178983542949e-9,
];
/** 1 − γ, γ Euler's constant. */
const ONE_MINUS_EULER = 0.42278433509846713939;
/** B₂ₖ for k = 1, 2 … */
const BERNOULLI = [
	1 / 6,
	-1 / 30,
	1 / 42,
	-1 / 30,
	5 / 66,
	-691 / 2730,
	7 / 6,
	-3617 / 510,
	43867 / 798,
	-174611 / 330,
	854513 / 138,
	-236364091 / 2730,
];
const HALF_LOG_TWO_PI = 0.91893853320467274178;
/** From here on the asymptotic series give all digits. */
const LARGE = 12;

/** sin(πx), exact at whole and half numbers. */
function sinPi(x: number): number {
	const rest = x - 2 * Math.round(x / 2);
	if (Math.abs(rest) === 1) return 0;
	return Math.abs(rest) <= 0.5 ? Math.sin(Math.PI * rest) : Math.sin(Math.PI * (Math.sign(rest) - rest));
}

/** π·cot(πx) for x that is not whole. */
function piCotPi(x: number): number {
	return Math.PI / Math.tan(Math.PI * (x - Math.round(x)));
}

/** ln Γ(2 + z) for |z| ≤ ½ (A&S 6.1.33, moved by one): exact where it crosses 0. */
function logGammaNearTwo(z: number): number {
	let sum = 0;
	for (let k = ZETA.length + 1; k >= 2; k--) sum = sum * -z + ZETA[k - 2]! / k;
	return z * (ONE_MINUS_EULER + z * sum);
}

/** ψ(2 + z) for |z| ≤ ½: the derivative of the above. */
function digammaNearTwo(z: number): number {
	let sum = 0;
	for (let k = ZETA.length + 1; k >= 2; k--) sum = sum * -z + ZETA[k - 2]!;
	return ONE_MINUS_EULER + z * sum;
}

/** ln Γ(x) − (x − ½)·ln x + x − ½·ln 2π for large x: Stirling's series (A&S 6.1.41). */
function stirling(x: number): number {
	const y = 1 / (x * x);
	let sum = 0;
	for (let k = 8; k >= 1; k--) sum = sum * y + BERNOULLI[k - 1]! / (2 * k * (2 * k - 1));
	return sum / x;
}

/** The product (x − 1)(x − 2)… down to what is left in [1.5, 2.5), and that rest; x ≥ 1.5. */
function reduce(x: number): readonly [product: number, rest: number] {
	let product = 1;
	let rest = x;
	while (rest >= 2.5) {
		rest -= 1;
		product *= rest;
	}
	return [product, rest];
}

/** ln |Γ(x)|; +∞ at 0, −1, −2 …. */
export function lgamma(x: number): number {
	if (x !== x) return NaN;
	if (x === Infinity || x === -Infinity || (x <= 0 && x === Math.floor(x))) return Infinity;
	if (x < 0) return Math.log(Math.PI) - Math.log(Math.abs(sinPi(x))) - Math.log(-x) - lgamma(-x);
	if (x < 0.5) return logGammaNearTwo(x) - Math.log1p(x) - Math.log(x);
	if (x < 1.5) return logGammaNearTwo(x - 1) - Math.log1p(x - 1);
	if (x < LARGE) {
		const [product, rest] = reduce(x);
		return Math.log(product) + logGammaNearTwo(rest - 2);
	}
	const logarithm = Math.log(x);
	return x * (logarithm - 1) - 0.5 * logarithm + HALF_LOG_TWO_PI + stirling(x);
}

/** Γ(x); ±∞ at ±0, NaN at −1, −2 …. */
export function gamma(x: number): number {
	if (x !== x || x === -Infinity || (x < 0 && x === Math.floor(x))) return NaN;
	if (x === 0) return 1 / x;
	if (x < 0) {
		// Far below, Γ is so small that the reflected one may be infinite.
		return -Math.PI / (x * sinPi(x) * gamma(-x));
	}
	if (x < 0.5) return Math.exp(logGammaNearTwo(x)) / (x * (1 + x));
	if (x < 1.5) return Math.exp(logGammaNearTwo(x - 1)) / x;
	if (x < LARGE) {
		const [product, rest] = reduce(x);
		return product * Math.exp(logGammaNearTwo(rest - 2));
	}
	// The power in two halves: x^x overflows before Γ(x) does.
	const half = Math.pow(x, x / 2 - 0.25);
	return Math.sqrt(2 * Math.PI) * half * Math.exp(-x) * half * Math.exp(stirling(x));
}

/** ψ(x) = d ln Γ(x)/dx; −∞ at 0 (+∞ at −0), NaN at −1, −2 …. */
export function digamma(x: number): number {
	if (x !== x || x === -Infinity || (x < 0 && x === Math.floor(x))) return NaN;
	if (x === 0) return -1 / x;
	if (x < 0) return digamma(-x) - 1 / x - piCotPi(x);
	if (x < 0.5) return digammaNearTwo(x) - 1 / (1 + x) - 1 / x;
	if (x < 1.5) return digammaNearTwo(x - 1) - 1 / x;
	if (x < LARGE) {
		let sum = 0;
		let rest = x;
		while (rest >= 2.5) {
			rest -= 1;
			sum += 1 / rest;
		}
		return digammaNearTwo(rest - 2) + sum;
	}
	const y = 1 / (x * x);
	let sum = 0;
	for (let k = 8; k >= 1; k--) sum = sum * y + BERNOULLI[k - 1]! / (2 * k);
	return Math.log(x) - 0.5 / x - sum * y;
}

/** Below this, polygamma of order 2 and more would need a long sum: it answers NaN. */
const LOWEST = -10_000;

/** The n-th derivative of ψ: digamma for 0, trigamma for 1; NaN where n is no whole number ≥ 0 or x one of 0, −1, −2 …. */
export function polygamma(n: number, x: number): number {
	if (n === 0) return digamma(x);
	if (!(n > 0 && n === Math.floor(n)) || n > 170 || x !== x) return NaN;
	const sign = n % 2 === 1 ? 1 : -1;
	if (x <= 0 && x === Math.floor(x)) return x === 0 && n % 2 === 1 ? Infinity : NaN;
	if (x < 0 && n === 1) {
		const s = sinPi(x) / Math.PI;
		return 1 / (s * s) - polygamma(1, 1 - x);
	}
	if (x < LOWEST) return NaN;
	let factorial = 1;
	for (let k = 2; k <= n; k++) factorial *= k;
	return sign * factorial * hurwitz(n + 1, x);
}

/** Σ (x + k)^−s over k = 0, 1 …, for whole s ≥ 2, by Euler and Maclaurin's formula (A&S 23.1.30) once the terms are regular enough. */
function hurwitz(s: number, x: number): number {
	let sum = 0;
	let q = x;
	while (q < LARGE + s / 2) {
		sum += Math.pow(q, -s);
		q += 1;
	}
	sum += Math.pow(q, 1 - s) / (s - 1) + Math.pow(q, -s) / 2;
	// B₂ₖ/(2k)! · s(s + 1) … (s + 2k − 2) · q^(1 − s − 2k)
	let factor = (s / 2) * Math.pow(q, -s - 1);
	for (let k = 1; k <= BERNOULLI.length; k++) {
		const term = BERNOULLI[k - 1]! * factor;
		sum += term;
		if (Math.abs(term) < 1e-17 * Math.abs(sum)) break;
		factor *= ((s + 2 * k - 1) * (s + 2 * k)) / ((2 * k + 1) * (2 * k + 2) * q * q);
	}
	return sum;
}
