/**
 * Rank and select over nodes: which step a node is, and which node a step, at a sixteenth of a byte a node.
 */

const BLOCK = 64;

/** The nodes below `length` for which `holds` says true, numbered 1, 2, 3 … in order. */
export class StepIndex {
	readonly #holds: (node: number) => boolean;
	readonly #before: Int32Array;
	readonly #length: number;
	readonly count: number;

	constructor(length: number, holds: (node: number) => boolean) {
		this.#holds = holds;
		this.#length = length;
		this.#before = new Int32Array(Math.ceil(length / BLOCK) + 1);
		let count = 0;
		for (let node = 0; node < length; node++) {
			if (node % BLOCK === 0) this.#before[node / BLOCK] = count;
			if (holds(node)) count++;
		}
		this.#before[this.#before.length - 1] = count;
		this.count = count;
	}

	get bytes(): number {
		return this.#before.byteLength;
	}

	/** The number of the node, or null when it has none. */
	stepOf(node: number): number | null {
		if (!(node >= 0 && node < this.#length) || !this.#holds(node)) return null;
		const block = Math.floor(node / BLOCK);
		let step = this.#before[block]!;
		for (let other = block * BLOCK; other <= node; other++) if (this.#holds(other)) step++;
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
		for (let node = low * BLOCK; ; node++) if (this.#holds(node) && ++count === step) return node;
	}
}
