/**
 * Spreads a seed over as many bits as a generator needs: the hash of O'Neill's `seed_seq_fe` (2015), which NumPy's `SeedSequence` is.
 */

const POOL = 4;

/** A whole number ≥ 0 as 32-bit words, the lowest first. */
export function wordsOf(value: bigint): number[] {
	const words = [];
	let rest = value;
	do {
		words.push(Number(rest & 0xffffffffn));
		rest >>= 32n;
	} while (rest > 0n);
	return words;
}

/** A hash whose multiplier changes with every use. */
function hasher(start: number, factor: number): (value: number) => number {
	let constant = start;
	return (value) => {
		const mixed = value ^ constant;
		constant = Math.imul(constant, factor);
		const product = Math.imul(mixed, constant);
		return (product ^ (product >>> 16)) >>> 0;
	};
}

function mix(a: number, b: number): number {
	const result = (Math.imul(0xca01f9dd, a) - Math.imul(0x4973f715, b)) | 0;
	return (result ^ (result >>> 16)) >>> 0;
}

export class SeedSequence {
	readonly #pool: readonly number[];
	readonly #seed: readonly number[];
	/** Whose child it is: the numbers of the children that lead to it. */
	readonly #key: readonly number[];
	#children = 0;

	/** `seed`: 32-bit words, several seeds one after another. */
	constructor(seed: readonly number[], key: readonly number[] = []) {
		this.#seed = seed;
		this.#key = key;
		// A child's key begins behind the pool, so that it never passes for a part of the seed.
		const filled =
			key.length === 0 ? seed : [...seed, ...Array.from({ length: Math.max(0, POOL - seed.length) }, () => 0)];
		const entropy = [...filled, ...key];
		const hash = hasher(0x43b0d7e5, 0x931e8875);
		const pool: number[] = [];
		for (let index = 0; index < POOL; index++) pool.push(hash(entropy[index] ?? 0));
		for (let source = 0; source < POOL; source++) {
			for (let into = 0; into < POOL; into++) {
				if (source !== into) pool[into] = mix(pool[into]!, hash(pool[source]!));
			}
		}
		for (const word of entropy.slice(POOL)) {
			for (let into = 0; into < POOL; into++) pool[into] = mix(pool[into]!, hash(word));
		}
		this.#pool = pool;
	}

	/** So many further sequences, each of which goes its own way. */
	spawn(count: number): SeedSequence[] {
		return Array.from({ length: count }, () => new SeedSequence(this.#seed, [...this.#key, this.#children++]));
	}

	/** So many 32-bit words. */
	words(count: number): number[] {
		const hash = hasher(0x8b51f9dd, 0x58f38ded);
		return Array.from({ length: count }, (_, index) => hash(this.#pool[index % POOL]!));
	}
}
