/**
 * Distributions over whole numbers: the binomial by inversion or by BTPE (Kachitvichyanukul and Schmeiser 1988), Poisson's by multiplication or by
 * PTRS (Hörmann 1993), as NumPy draws them.
 */

type Uniform = () => number;

/** log Γ(x) by Stirling's series, moved up to where it holds: its last bits decide which draws are taken. */
function logGamma(x: number): number {
	const series = [
		8.333333333333333e-2, -2.777777777777778e-3, 7.936507936507937e-4, -5.952380952380952e-4, 8.417508417508418e-4,
		-1.917526917526918e-3, 6.41025641025641e-3, -2.955065359477124e-2, 1.796443723688307e-1, -1.3924322169059,
	];
	if (x === 1 || x === 2) return 0;
	const moved = x < 7 ? Math.floor(7 - x) : 0;
	let at = x + moved;
	const inverse = 1 / at / at;
	const sum = series.reduceRight((total, coefficient) => total * inverse + coefficient, 0);
	let value = sum / at + 0.5 * 1.8378770664093453 + (at - 0.5) * Math.log(at) - at;
	for (let step = 0; step < moved; step++) {
		at -= 1;
		value -= Math.log(at);
	}
	return value;
}

export function poisson(uniform: Uniform, rate: number): number {
	if (rate === 0) return 0;
	if (rate < 10) {
		const end = Math.exp(-rate);
		let count = 0;
		let product = uniform();
		while (product > end) {
			count++;
			product *= uniform();
		}
		return count;
	}
	const root = Math.sqrt(rate);
	const logRate = Math.log(rate);
	const b = 0.931 + 2.53 * root;
	const a = -0.059 + 0.02483 * b;
	const inverseAlpha = 1.1239 + 1.1328 / (b - 3.4);
	const vr = 0.9277 - 3.6224 / (b - 2);
	for (;;) {
		const u = uniform() - 0.5;
		const v = uniform();
		const us = 0.5 - Math.abs(u);
		const k = Math.floor(((2 * a) / us + b) * u + rate + 0.43);
		if (us >= 0.07 && v <= vr) return k;
		if (k < 0 || (us < 0.013 && v > us)) continue;
		const left = Math.log(v) + Math.log(inverseAlpha) - Math.log(a / (us * us) + b);
		if (left <= -rate + k * logRate - logGamma(k + 1)) return k;
	}
}

/** How many of `n` tries succeed, each with probability `p`. */
export function binomial(uniform: Uniform, n: number, p: number): number {
	if (n === 0 || p === 0) return 0;
	const less = Math.min(p, 1 - p);
	const successes = less * n <= 30 ? byInversion(uniform, n, less) : byRejection(uniform, n, less);
	return p <= 0.5 ? successes : n - successes;
}

function byInversion(uniform: Uniform, n: number, p: number): number {
	const q = 1 - p;
	const none = Math.exp(n * Math.log1p(-p));
	const mean = n * p;
	const bound = Math.floor(Math.min(n, mean + 10 * Math.sqrt(mean * q + 1)));
	let successes = 0;
	let probability = none;
	let u = uniform();
	while (u > probability) {
		successes++;
		if (successes > bound) {
			successes = 0;
			probability = none;
			u = uniform();
		} else {
			u -= probability;
			probability = ((n - successes + 1) * p * probability) / (successes * q);
		}
	}
	return successes;
}

/** Stirling's correction of BTPE. */
function stirling(x: number): number {
	const square = x * x;
	return (13680 - (462 - (132 - (99 - 140 / square) / square) / square) / square) / x / 166320;
}

function byRejection(uniform: Uniform, n: number, r: number): number {
	const q = 1 - r;
	const fm = n * r + r;
	const mode = Math.floor(fm);
	const p1 = Math.floor(2.195 * Math.sqrt(n * r * q) - 4.6 * q) + 0.5;
	const middle = mode + 0.5;
	const left = middle - p1;
	const right = middle + p1;
	const c = 0.134 + 20.5 / (15.3 + mode);
	const towardsLeft = (fm - left) / (fm - left * r);
	const leftRate = towardsLeft * (1 + towardsLeft / 2);
	const towardsRight = (right - fm) / (right * q);
	const rightRate = towardsRight * (1 + towardsRight / 2);
	const p2 = p1 * (1 + 2 * c);
	const p3 = p2 + c / leftRate;
	const p4 = p3 + c / rightRate;
	const nrq = n * r * q;
	for (;;) {
		const u = uniform() * p4;
		let v = uniform();
		let y: number;
		if (u <= p1) return Math.floor(middle - p1 * v + u);
		if (u <= p2) {
			const x = left + (u - p1) / c;
			v = v * c + 1 - Math.abs(mode - x + 0.5) / p1;
			if (v > 1) continue;
			y = Math.floor(x);
		} else if (u <= p3) {
			y = Math.floor(left + Math.log(v) / leftRate);
			if (y < 0 || v === 0) continue;
			v = v * (u - p2) * leftRate;
		} else {
			y = Math.floor(right - Math.log(v) / rightRate);
			if (y > n || v === 0) continue;
			v = v * (u - p3) * rightRate;
		}
		const k = Math.abs(y - mode);
		if (k <= 20 || k >= nrq / 2 - 1) {
			const s = r / q;
			const a = s * (n + 1);
			let f = 1;
			for (let i = mode + 1; i <= y; i++) f *= a / i - s;
			for (let i = y + 1; i <= mode; i++) f /= a / i - s;
			if (v <= f) return y;
			continue;
		}
		const rho = (k / nrq) * ((k * (k / 3 + 0.625) + 0.16666666666666666) / nrq + 0.5);
		const t = (-k * k) / (2 * nrq);
		const logV = Math.log(v);
		if (logV < t - rho) return y;
		if (logV > t + rho) continue;
		const x1 = y + 1;
		const f1 = mode + 1;
		const z = n + 1 - mode;
		const w = n - y + 1;
		const bound =
			middle * Math.log(f1 / x1) +
			(n - mode + 0.5) * Math.log(z / w) +
			(y - mode) * Math.log((w * r) / (x1 * q)) +
			stirling(f1) +
			stirling(z) +
			stirling(x1) +
			stirling(w);
		if (logV <= bound) return y;
	}
}

/** How often each outcome comes up in `n` tries: a chain of binomials. */
export function multinomial(uniform: Uniform, n: number, probabilities: readonly number[]): number[] {
	const counts = probabilities.map(() => 0);
	const last = probabilities.length - 1;
	let left = n;
	let rest = 1;
	for (let outcome = 0; outcome < last && left > 0; outcome++) {
		const probability = probabilities[outcome]!;
		counts[outcome] = binomial(uniform, left, probability / rest);
		left -= counts[outcome]!;
		rest -= probability;
	}
	if (left > 0 && last >= 0) counts[last] = left;
	return counts;
}
