/**
 * Distributions over real numbers, each from uniform, normal and exponential draws in the order in which NumPy makes them.
 */

/** Where the draws come from: the legacy functions and the newer generators make normal and exponential numbers differently. */
export interface Draws {
	double(): number;
	normal(): number;
	exponential(): number;
}

/** Marsaglia and Tsang's squeeze (2000); below 1 the rejection of Ahrens and Dieter (1974). */
export function standardGamma(draws: Draws, shape: number): number {
	if (shape === 1) return draws.exponential();
	if (shape === 0) return 0;
	if (shape < 1) {
		for (;;) {
			const u = draws.double();
			const v = draws.exponential();
			if (u <= 1 - shape) {
				const x = u ** (1 / shape);
				if (x <= v) return x;
			} else {
				const y = -Math.log((1 - u) / shape);
				const x = (1 - shape + shape * y) ** (1 / shape);
				if (x <= v + y) return x;
			}
		}
	}
	const b = shape - 1 / 3;
	const c = 1 / Math.sqrt(9 * b);
	for (;;) {
		let x: number;
		let v: number;
		do {
			x = draws.normal();
			v = 1 + c * x;
		} while (v <= 0);
		v = v * v * v;
		const u = draws.double();
		if (u < 1 - 0.0331 * (x * x) * (x * x)) return b * v;
		if (Math.log(u) < 0.5 * x * x + b * (1 - v + Math.log(v))) return b * v;
	}
}

/** Jöhnk's method (1964) where both parameters are at most 1, else from two gamma numbers. */
export function beta(draws: Draws, a: number, b: number): number {
	if (a > 1 || b > 1) {
		const first = standardGamma(draws, a);
		const second = standardGamma(draws, b);
		return first / (first + second);
	}
	for (;;) {
		const u = draws.double();
		const v = draws.double();
		const x = u ** (1 / a);
		const y = v ** (1 / b);
		const sum = x + y;
		if (sum > 1 || u + v <= 0) continue;
		if (sum > 0) return x / sum;
		const logX = Math.log(u) / a;
		const logY = Math.log(v) / b;
		const most = Math.max(logX, logY);
		return Math.exp(logX - most - Math.log(Math.exp(logX - most) + Math.exp(logY - most)));
	}
}

export function laplace(draws: Draws, location: number, scale: number): number {
	for (;;) {
		const u = draws.double();
		if (u >= 0.5) return location - scale * Math.log(2 - u - u);
		if (u > 0) return location + scale * Math.log(u + u);
	}
}

export function gumbel(draws: Draws, location: number, scale: number): number {
	for (;;) {
		const u = 1 - draws.double();
		if (u < 1) return location - scale * Math.log(-Math.log(u));
	}
}

export function logistic(draws: Draws, location: number, scale: number): number {
	for (;;) {
		const u = draws.double();
		if (u > 0) return location + scale * Math.log(u / (1 - u));
	}
}

export function standardT(draws: Draws, freedom: number): number {
	const numerator = draws.normal();
	const denominator = standardGamma(draws, freedom / 2);
	return (Math.sqrt(freedom / 2) * numerator) / Math.sqrt(denominator);
}

export function triangular(draws: Draws, left: number, mode: number, right: number): number {
	const base = right - left;
	const leftBase = mode - left;
	const u = draws.double();
	if (u <= leftBase / base) return left + Math.sqrt(u * leftBase * base);
	return right - Math.sqrt((1 - u) * (right - mode) * base);
}
