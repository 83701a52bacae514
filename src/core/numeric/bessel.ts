/**
 * The modified Bessel functions of order 0 and 1, by their power series (Abramowitz & Stegun 9.6.10) and, from 20 on, by their asymptotic ones (9.7.1);
 * and the slope of sinc.
 */

const LARGE = 20;

/** Σ (x²/4)^k / (k!(k + order)!): all terms are positive, so no digits are lost. */
function powerSeries(order: 0 | 1, x: number): number {
	const y = (x / 2) * (x / 2);
	let term = 1;
	let sum = 1;
	for (let k = 1; term > 1e-17 * sum; k++) {
		term *= y / (k * (k + order));
		sum += term;
	}
	return sum;
}

/** √(2πx)·exp(−x)·I(x) for x ≥ 20, where the smallest term is beyond the last digit. */
function asymptotic(order: 0 | 1, x: number): number {
	let term = 1;
	let sum = 1;
	for (let k = 1; k < 40 && Math.abs(term) > 1e-17; k++) {
		const odd = 2 * k - 1;
		term *= (odd * odd - 4 * order) / (8 * k * x);
		sum += term;
	}
	return sum;
}

/** exp(−|x|)·I₀(x). */
export function i0e(x: number): number {
	const size = Math.abs(x);
	if (size === Infinity) return 0;
	return size < LARGE ? Math.exp(-size) * powerSeries(0, size) : asymptotic(0, size) / Math.sqrt(2 * Math.PI * size);
}

/** exp(−|x|)·I₁(x). */
export function i1e(x: number): number {
	const size = Math.abs(x);
	if (size === Infinity) return x < 0 ? -0 : 0;
	return size < LARGE
		? Math.exp(-size) * (x / 2) * powerSeries(1, size)
		: (Math.sign(x) * asymptotic(1, size)) / Math.sqrt(2 * Math.PI * size);
}

/** I₀(x). */
export function i0(x: number): number {
	const size = Math.abs(x);
	if (size < LARGE) return powerSeries(0, size);
	// exp(x) in two halves: it overflows before I₀ does.
	const half = Math.exp(size / 2);
	return size === Infinity ? Infinity : half * i0e(size) * half;
}

/** I₁(x). */
export function i1(x: number): number {
	const size = Math.abs(x);
	if (size < LARGE) return (x / 2) * powerSeries(1, size);
	const half = Math.exp(size / 2);
	return size === Infinity ? x : half * i1e(x) * half;
}

/** The slope of sinc(x) = sin(πx)/(πx): (cos(πx) − sinc(x))/x, by its series around 0, where the two cancel. */
export function cosc(x: number): number {
	const t = Math.PI * x;
	if (Math.abs(t) >= 1) return (Math.cos(t) - Math.sin(t) / t) / x;
	const y = t * t;
	let term = t / 3;
	let sum = 0;
	for (let k = 1; k <= 9; k++) {
		sum += term;
		term *= (-y * (k + 1)) / (k * (2 * k + 2) * (2 * k + 3));
	}
	return -Math.PI * sum;
}
