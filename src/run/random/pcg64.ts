/**
 * PCG64 (XSL RR 128/64) of O'Neill (2014), which NumPy's `default_rng` draws from: a 128-bit linear congruence whose state is folded and rotated.
 *
 * The state is kept in limbs of 16 bits, the lowest first, so that the product's columns stay exact in plain numbers.
 */
import type { Bits } from './bits.ts';
import type { SeedSequence } from './seed-sequence.ts';

const LIMBS = 8;
/** 2549297995355413924 · 2⁶⁴ + 4865540595714422341. */
const FACTOR = limbs(0x2360ed051fc65da44385df649fccf645n);

function limbs(value: bigint): Float64Array {
	return Float64Array.from({ length: LIMBS }, (_, index) => Number((value >> BigInt(16 * index)) & 0xffffn));
}

function number(from: Float64Array): bigint {
	return from.reduceRight((value, limb) => (value << 16n) | BigInt(limb), 0n);
}

/** Two limbs as 32 bits. */
function word(from: Float64Array, limb: number): number {
	return from[limb + 1]! * 65536 + from[limb]!;
}

export class Pcg64 implements Bits {
	#state: Float64Array;
	#spare: Float64Array = new Float64Array(LIMBS);
	readonly #increment: Float64Array;
	/** The upper half of a 64-bit draw whose lower half went out as 32 bits; −1 when there is none. */
	#kept = -1;
	high = 0;
	low = 0;

	constructor(seed: SeedSequence) {
		const words = seed.words(8).map(BigInt);
		// Words come in pairs, the lower first; pairs make 128-bit numbers, the upper first.
		const wide = (at: number): bigint =>
			(words[at + 1]! << 96n) | (words[at]! << 64n) | (words[at + 3]! << 32n) | words[at + 2]!;
		this.#increment = limbs((wide(4) << 1n) | 1n);
		this.#state = limbs(number(this.#increment) + wide(0));
		this.#step();
	}

	/** State and increment as whole numbers, for tests. */
	get internals(): { readonly state: bigint; readonly increment: bigint } {
		return { state: number(this.#state), increment: number(this.#increment) };
	}

	next64(): void {
		this.#step();
		const state = this.#state;
		const low = (word(state, 0) ^ word(state, 4)) >>> 0;
		const high = (word(state, 2) ^ word(state, 6)) >>> 0;
		const turn = state[7]! >>> 10;
		const by = turn & 31;
		const [upper, lower] = turn < 32 ? [high, low] : [low, high];
		this.high = by === 0 ? upper : ((upper >>> by) | (lower << (32 - by))) >>> 0;
		this.low = by === 0 ? lower : ((lower >>> by) | (upper << (32 - by))) >>> 0;
	}

	next32(): number {
		if (this.#kept >= 0) {
			const word = this.#kept;
			this.#kept = -1;
			return word;
		}
		this.next64();
		this.#kept = this.high;
		return this.low;
	}

	double(): number {
		this.next64();
		return (this.high * 2097152 + (this.low >>> 11)) / 9007199254740992;
	}

	/** state ← state · factor + increment, modulo 2¹²⁸. */
	#step(): void {
		const state = this.#state;
		const next = this.#spare;
		let carry = 0;
		for (let column = 0; column < LIMBS; column++) {
			let sum = carry + this.#increment[column]!;
			for (let index = 0; index <= column; index++) sum += state[index]! * FACTOR[column - index]!;
			carry = Math.floor(sum / 65536);
			next[column] = sum - carry * 65536;
		}
		this.#spare = state;
		this.#state = next;
	}
}
