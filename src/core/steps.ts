/**
 * Rank and select over nodes: which step a node is, and which node a step, at a sixteenth of a byte a node.
 */

const BLOCK_BITS = 6;
const BLOCK = 1 << BLOCK_BITS;

/** Counts the flags below `length` that have `bit`, and notes in `before` how many come before each block. */
function countBits(flags: Uint8Array, bit: number, length: number, before: Int32Array): number {
	// Four flags at a time: each byte of a word counts for itself, and none overflows within a block.
	const words = new Int32Array(flags.buffer, flags.byteOffset, length >> 2);
	const shift = 31 - Math.clz32(bit);
	let count = 0;
	for (let block = 0; block < before.length; block++) {
		before[block] = count;
		const end = Math.min(words.length, ((block + 1) << BLOCK_BITS) >> 2);
		let sums = 0;
		for (let word = (block << BLOCK_BITS) >> 2; word < end; word++) sums += (words[word]! >>> shift) & 0x01010101;
		count += Math.imul(sums, 0x01010101) >>> 24;
	}
	for (let node = words.length << 2; node < length; node++) count += (flags[node]! >> shift) & 1;
	before[before.length - 1] = count;
	return count;
}

/** The nodes below `length` whose flags have `bit`, numbered 1, 2, 3 … in order. */
export class StepIndex {
	#flags: Uint8Array;
	readonly #bit: number;
	readonly #before: Int32Array;
	readonly #length: number;
	readonly count: number;

	constructor(flags: Uint8Array, bit: number, length: number) {
		this.#flags = flags;
		this.#bit = bit;
		this.#length = length;
		this.#before = new Int32Array(Math.ceil(length / BLOCK) + 1);
		this.count = countBits(flags, bit, length, this.#before);
	}

	get bytes(): number {
		return this.#before.byteLength;
	}

	/** Says that the same flags stand elsewhere now. */
	moved(flags: Uint8Array): void {
		this.#flags = flags;
	}

	/** The number of the node, or null when it has none. */
	stepOf(node: number): number | null {
		if (!(node >= 0 && node < this.#length) || !this.#has(node)) return null;
		const block = node >> BLOCK_BITS;
		let step = this.#before[block]!;
		for (let other = block << BLOCK_BITS; other <= node; other++) if (this.#has(other)) step++;
		return step;
	}

	/** The node with that number, 1 … count. Throws a RangeError on another. */
	nodeOf(step: number): number {
		if (!(step >= 1 && step <= this.count)) throw new RangeError(`no step ${step}`);
		let low = 0;
		let high = this.#before.length - 1;
		// The last block with fewer than `step` before it.
		while (low < high) {
			const middle = (low + high + 1) >> 1;
			if (this.#before[middle]! < step) low = middle;
			else high = middle - 1;
		}
		let count = this.#before[low]!;
		for (let node = low << BLOCK_BITS; ; node++) if (this.#has(node) && ++count === step) return node;
	}

	/** All of them, ascending: for those who go through every step. */
	nodes(): Int32Array {
		const nodes = new Int32Array(this.count);
		let found = 0;
		for (let node = 0; found < this.count; node++) if (this.#has(node)) nodes[found++] = node;
		return nodes;
	}

	#has(node: number): boolean {
		return (this.#flags[node]! & this.#bit) !== 0;
	}
}
