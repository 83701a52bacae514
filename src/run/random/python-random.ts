/**
 * Python's own `random` module: MT19937 again, its numbers made in Python's ways.
 */
import { MersenneTwister } from './mt19937.ts';
import { wordsOf } from './seed-sequence.ts';

const LOG4 = Math.log(4);
const MAGIC = (4 * Math.exp(-0.5)) / Math.sqrt(2);

export class PythonRandom {
	readonly #bits: MersenneTwister;
	#kept: number | null = null;

	/** The seed is a whole number; its sign is ignored. */
	constructor(seed: number) {
		this.#bits = MersenneTwister.ofWords(wordsOf(BigInt(Math.abs(seed))));
	}

	/** A uniform number in [0, 1). */
	random(): number {
		return this.#bits.double();
	}

	uniform(low: number, high: number): number {
		return low + (high - low) * this.random();
	}

	/** So many bits as a whole number, at most 53. */
	bits(count: number): number {
		if (count <= 32) return this.#bits.next32() >>> (32 - count);
		const low = this.#bits.next32();
		return (this.#bits.next32() >>> (64 - count)) * 4294967296 + low;
	}

	/** A whole number from 0 below `count` ≥ 1. */
	below(count: number): number {
		const width = count.toString(2).length;
		for (;;) {
			const value = this.bits(width);
			if (value < count) return value;
		}
	}

	gauss(mean: number, deviation: number): number {
		let z = this.#kept;
		this.#kept = null;
		if (z === null) {
			const angle = this.random() * 2 * Math.PI;
			const radius = Math.sqrt(-2 * Math.log(1 - this.random()));
			z = Math.cos(angle) * radius;
			this.#kept = Math.sin(angle) * radius;
		}
		return mean + z * deviation;
	}

	normalvariate(mean: number, deviation: number): number {
		for (;;) {
			const u = this.random();
			const v = 1 - this.random();
			const z = (MAGIC * (u - 0.5)) / v;
			if ((z * z) / 4 <= -Math.log(v)) return mean + z * deviation;
		}
	}

	expovariate(rate: number): number {
		return -Math.log(1 - this.random()) / rate;
	}

	triangular(low: number, high: number, mode: number): number {
		const share = (mode - low) / (high - low);
		const u = this.random();
		if (u <= share) return low + (high - low) * Math.sqrt(u * share);
		return high + (low - high) * Math.sqrt((1 - u) * (1 - share));
	}

	/** Where each place takes its element from when `count` elements are shuffled. */
	shuffledOrder(count: number): number[] {
		const order = Array.from({ length: count }, (_, index) => index);
		for (let index = count - 1; index >= 1; index--) {
			const other = this.below(index + 1);
			const moved = order[index]!;
			order[index] = order[other]!;
			order[other] = moved;
		}
		return order;
	}

	/** The indices of `count` different elements of `population`. */
	sample(population: number, count: number): number[] {
		let setSize = 21;
		if (count > 5) setSize += 4 ** Math.ceil(Math.log(count * 3) / LOG4);
		if (population <= setSize) {
			const pool = Array.from({ length: population }, (_, index) => index);
			return Array.from({ length: count }, (_, index) => {
				const at = this.below(population - index);
				const chosen = pool[at]!;
				pool[at] = pool[population - index - 1]!;
				return chosen;
			});
		}
		const chosen = new Set<number>();
		while (chosen.size < count) chosen.add(this.below(population));
		return [...chosen];
	}

	/** `count` indices with replacement; `weights` are cumulative where given. */
	choices(population: number, count: number, weights?: readonly number[]): number[] {
		const total = weights?.at(-1);
		return Array.from({ length: count }, () => {
			if (!weights || total === undefined) return Math.floor(this.random() * population);
			const value = this.random() * total;
			const at = weights.findIndex((sum) => value < sum);
			return at < 0 ? population - 1 : at;
		});
	}
}
