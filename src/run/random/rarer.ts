/**
 * Distributions that programs draw from now and then, from uniform, normal and exponential draws in the order in which NumPy makes them. Where its two
 * families of generators differ, `draws.family` says which one it is.
 */
import { standardGamma, type Draws } from './continuous.ts';
import { poisson } from './discrete.ts';

/** Draws that know whose they are. */
export interface FamilyDraws extends Draws {
	readonly family: 'legacy' | 'generator';
}

/** The largest whole number that NumPy's searches answer with. */
const MOST = 2 ** 63;

export function chiSquare(draws: Draws, freedom: number): number {
	return 2 * standardGamma(draws, freedom / 2);
}

/** A ratio of two mean squares. */
export function fRatio(draws: Draws, numerator: number, denominator: number): number {
	const above = chiSquare(draws, numerator) * denominator;
	return above / (chiSquare(draws, denominator) * numerator);
}

export function noncentralChiSquare(draws: Draws, freedom: number, noncentrality: number): number {
	if (noncentrality === 0) return chiSquare(draws, freedom);
	if (freedom > 1) {
		const rest = chiSquare(draws, freedom - 1);
		const shifted = draws.normal() + Math.sqrt(noncentrality);
		return rest + shifted * shifted;
	}
	const more = poisson(() => draws.double(), noncentrality / 2);
	return chiSquare(draws, freedom + 2 * more);
}

export function power(draws: FamilyDraws, exponent: number): number {
	const drawn = draws.exponential();
	return (draws.family === 'legacy' ? 1 - Math.exp(-drawn) : -Math.expm1(-drawn)) ** (1 / exponent);
}

/** How many tries until the first success: by search where successes are frequent, else by inversion. */
export function geometric(draws: FamilyDraws, p: number): number {
	if (p < 1 / 3) {
		const drawn = draws.family === 'legacy' ? Math.log1p(-draws.double()) : -draws.exponential();
		return Math.ceil(drawn / Math.log1p(-p));
	}
	let tries = 1;
	let product = p;
	let sum = p;
	const u = draws.double();
	while (u > sum) {
		product *= 1 - p;
		sum += product;
		tries++;
	}
	return tries;
}

/** Poisson's with a rate that is itself drawn. */
export function negativeBinomial(draws: Draws, successes: number, p: number): number {
	const rate = ((1 - p) / p) * standardGamma(draws, successes);
	return poisson(() => draws.double(), rate);
}

/** Best and Fisher's rejection from a wrapped Cauchy distribution (1979). */
export function vonMises(draws: FamilyDraws, mean: number, concentration: number): number {
	if (concentration < 1e-8) return Math.PI * (2 * draws.double() - 1);
	let s = 1 / concentration + concentration;
	if (concentration > 1e6 && draws.family === 'generator') {
		const drawn = mean + Math.sqrt(1 / concentration) * draws.normal();
		return drawn < -Math.PI ? drawn + 2 * Math.PI : drawn > Math.PI ? drawn - 2 * Math.PI : drawn;
	}
	if (concentration >= 1e-5) {
		const r = 1 + Math.sqrt(1 + 4 * concentration * concentration);
		const rho = (r - Math.sqrt(2 * r)) / (2 * concentration);
		s = (1 + rho * rho) / (2 * rho);
	}
	for (;;) {
		const z = Math.cos(Math.PI * draws.double());
		const w = (1 + s * z) / (s + z);
		const y = concentration * (s - w);
		const v = draws.double();
		if (y * (2 - y) - v < 0 && !(Math.log(y / v) + 1 - y >= 0)) continue;
		const angle = Math.acos(w);
		const around = (draws.double() < 0.5 ? -angle : angle) + mean;
		const size = ((Math.abs(around) + Math.PI) % (2 * Math.PI)) - Math.PI;
		return around < 0 ? -size : size;
	}
}

/** Michael, Schucany and Haas (1976). */
export function wald(draws: Draws, mean: number, scale: number): number {
	const drawn = draws.normal();
	const y = mean * drawn * drawn;
	const d = 1 + Math.sqrt(1 + (4 * scale) / y);
	const x = mean * (1 - (2 * 1) / d);
	return draws.double() <= mean / (mean + x) ? x : (mean * mean) / x;
}

/** Devroye's rejection (1986). */
export function zipf(draws: FamilyDraws, a: number): number {
	if (a >= 1025) return 1;
	const less = a - 1;
	const b = 2 ** less;
	const least = draws.family === 'legacy' ? 0 : MOST ** -less;
	for (;;) {
		const drawn = draws.double();
		const u = drawn * least + (1 - drawn);
		const v = draws.double();
		const x = Math.floor(u ** (-1 / less));
		if (x > MOST || x < 1) continue;
		const t = (1 + 1 / x) ** less;
		if ((v * x * (t - 1)) / (b - 1) <= t / b) return x;
	}
}

/** Kemp's LK (1981). */
export function logSeries(draws: FamilyDraws, p: number): number {
	const r = Math.log1p(-p);
	for (;;) {
		const v = draws.double();
		if (v >= p) return 1;
		const u = draws.double();
		const q = draws.family === 'legacy' ? 1 - Math.exp(r * u) : -Math.expm1(r * u);
		if (v <= q * q) {
			const found = Math.floor(1 + Math.log(v) / Math.log(q));
			if (found >= 1 && v !== 0) return found;
			continue;
		}
		return v >= q ? 1 : 2;
	}
}
