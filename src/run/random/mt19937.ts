/**
 * The Mersenne Twister MT19937 of Matsumoto and Nishimura (1998), which NumPy's legacy functions and Python's own `random` draw from.
 */
import type { Bits } from './bits.ts';

const SIZE = 624;
const SHIFT = 397;

export class MersenneTwister implements Bits {
	readonly #state = new Uint32Array(SIZE);
	#at = SIZE;
	high = 0;
	low = 0;

	/** Seeds from one number: Knuth's multiplier, as `init_genrand` of 2002. Bits above the 32nd are ignored. */
	static ofNumber(seed: number): MersenneTwister {
		const twister = new MersenneTwister();
		const state = twister.#state;
		state[0] = seed >>> 0;
		for (let index = 1; index < SIZE; index++) {
			const before = state[index - 1]! ^ (state[index - 1]! >>> 30);
			state[index] = Math.imul(1812433253, before) + index;
		}
		return twister;
	}

	/** Seeds from 32-bit words: `init_by_array` of 2002. Throws a RangeError without words. */
	static ofWords(words: readonly number[]): MersenneTwister {
		if (words.length === 0) throw new RangeError('a seed has at least one word');
		const twister = MersenneTwister.ofNumber(19650218);
		const state = twister.#state;
		const wrap = (index: number): number => {
			if (index < SIZE) return index;
			state[0] = state[SIZE - 1]!;
			return 1;
		};
		let index = 1;
		for (let turn = 0; turn < Math.max(SIZE, words.length); turn++) {
			const word = turn % words.length;
			const before = state[index - 1]! ^ (state[index - 1]! >>> 30);
			state[index] = (state[index]! ^ Math.imul(before, 1664525)) + words[word]! + word;
			index = wrap(index + 1);
		}
		for (let turn = 1; turn < SIZE; turn++) {
			const before = state[index - 1]! ^ (state[index - 1]! >>> 30);
			state[index] = (state[index]! ^ Math.imul(before, 1566083941)) - index;
			index = wrap(index + 1);
		}
		state[0] = 0x80000000;
		return twister;
	}

	/** The state's words, for tests. */
	words(): readonly number[] {
		return [...this.#state];
	}

	next32(): number {
		if (this.#at >= SIZE) this.#twist();
		let word = this.#state[this.#at++]!;
		word ^= word >>> 11;
		word ^= (word << 7) & 0x9d2c5680;
		word ^= (word << 15) & 0xefc60000;
		word ^= word >>> 18;
		return word >>> 0;
	}

	next64(): void {
		this.high = this.next32();
		this.low = this.next32();
	}

	double(): number {
		const upper = this.next32() >>> 5;
		const lower = this.next32() >>> 6;
		return (upper * 67108864 + lower) / 9007199254740992;
	}

	#twist(): void {
		const state = this.#state;
		for (let index = 0; index < SIZE; index++) {
			const next = state[index + 1 < SIZE ? index + 1 : 0]!;
			const joined = (state[index]! & 0x80000000) | (next & 0x7fffffff);
			const far = state[index + SHIFT < SIZE ? index + SHIFT : index + SHIFT - SIZE]!;
			state[index] = far ^ (joined >>> 1) ^ (joined & 1 ? 0x9908b0df : 0);
		}
		this.#at = 0;
	}
}
