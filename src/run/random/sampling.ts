/**
 * Shuffles, permutations and choices as NumPy draws them. All work on indices: who asks moves the elements.
 */
import type { NumpyRandom } from './numpy-random.ts';

/** Where each place takes its element from when `count` elements are shuffled or permuted. */
export function shuffledOrder(random: NumpyRandom, count: number): Float64Array {
	const order = upTo(count);
	shuffle(order, 1, (span) => random.interval(span));
	return order;
}

function upTo(count: number): Float64Array {
	return Float64Array.from({ length: count }, (_, index) => index);
}

/** Fisher and Yates from the end, stopping at `first`. */
function shuffle(order: Float64Array, first: number, draw: (span: number) => number): void {
	for (let index = order.length - 1; index >= first; index--) {
		const other = draw(index);
		const moved = order[index]!;
		order[index] = order[other]!;
		order[other] = moved;
	}
}

/** The distribution function of probabilities, its last value made 1. */
function cumulated(probabilities: ArrayLike<number>): Float64Array {
	const sums = new Float64Array(probabilities.length);
	let sum = 0;
	for (let index = 0; index < sums.length; index++) {
		sum += probabilities[index]!;
		sums[index] = sum;
	}
	return sums.map((value) => value / sum);
}

/** The first index whose sum lies above the value. */
function searchRight(sums: Float64Array, value: number): number {
	let low = 0;
	let high = sums.length;
	while (low < high) {
		const middle = (low + high) >>> 1;
		if (value < sums[middle]!) high = middle;
		else low = middle + 1;
	}
	return low;
}

export interface Choice {
	readonly population: number;
	readonly count: number;
	readonly replace: boolean;
	/** One number an element, adding up to 1; absent: all alike. */
	readonly probabilities?: ArrayLike<number> | undefined;
	/** Whether a draw without replacement is in random order; only the newer generators can leave it out. */
	readonly shuffle: boolean;
}

/** The indices chosen. Without replacement, `count` is at most the population, and at most its probabilities above 0. */
export function choose(random: NumpyRandom, choice: Choice): Float64Array {
	const { population, count, replace, probabilities } = choice;
	if (replace) {
		if (!probabilities) return random.integers(0, BigInt(population - 1), count, 64);
		const sums = cumulated(probabilities);
		const uniforms = Float64Array.from({ length: count }, () => random.double());
		return uniforms.map((value) => searchRight(sums, value));
	}
	if (probabilities) return weighted(random, count, probabilities);
	if (random.family === 'legacy') return shuffledOrder(random, population).slice(0, count);
	// Few out of many: Floyd's algorithm; many: the end of a shuffle.
	const draw = (span: number): number => random.bounded(span);
	if (population > 10000 && count > Math.floor(population / (choice.shuffle ? 50 : 20))) {
		const order = upTo(population);
		shuffle(order, Math.max(population - count, 1), draw);
		return order.slice(population - count);
	}
	const chosen = floyd(draw, population, count);
	if (choice.shuffle) shuffle(chosen, 1, draw);
	return chosen;
}

function floyd(draw: (span: number) => number, population: number, count: number): Float64Array {
	const seen = new Set<number>();
	const chosen = new Float64Array(count);
	for (let most = population - count; most < population; most++) {
		const drawn = draw(most);
		const value = seen.has(drawn) ? most : drawn;
		seen.add(value);
		chosen[most - population + count] = value;
	}
	return chosen;
}

/** Draws with replacement, drops what came twice, and goes on among the rest. */
function weighted(random: NumpyRandom, count: number, probabilities: ArrayLike<number>): Float64Array {
	const left = Float64Array.from(probabilities);
	const chosen = new Set<number>();
	while (chosen.size < count) {
		const uniforms = Float64Array.from({ length: count - chosen.size }, () => random.double());
		for (const index of chosen) left[index] = 0;
		const sums = cumulated(left);
		for (const value of uniforms) chosen.add(searchRight(sums, value));
	}
	return Float64Array.from(chosen);
}
