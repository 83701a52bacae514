/**
 * Where in the text each gate comes from, each place stored once: the gates of a loop or of a called function share it.
 */

const WORDS = 4;

/** Four offsets a range: the expression's `[start, end)` and its operator's `[operatorStart, operatorEnd)`, in UTF-16 units of the text. */
export class RangeTable {
	#words = new Int32Array(64 * WORDS);
	#length = 0;
	/** Open addressing: range id + 1, 0 is free; at most half full. */
	#slots = new Int32Array(256);

	/** What the table occupies. */
	bytes = this.#words.byteLength + this.#slots.byteLength;

	/** How many ranges there are; ids are 0 … length − 1. */
	get length(): number {
		return this.#length;
	}

	/** The id of that range, a new one where it was not seen before. */
	intern(start: number, end: number, operatorStart: number = start, operatorEnd: number = end): number {
		let slot = this.#slotOf(start, end, operatorStart, operatorEnd);
		const found = this.#slots[slot]!;
		if (found !== 0) return found - 1;
		if ((this.#length + 1) * 2 > this.#slots.length) {
			this.#rehash();
			slot = this.#slotOf(start, end, operatorStart, operatorEnd);
		}
		const id = this.#length++;
		if (this.#length * WORDS > this.#words.length) {
			const grown = new Int32Array(this.#words.length * 2);
			grown.set(this.#words);
			this.bytes += grown.byteLength - this.#words.byteLength;
			this.#words = grown;
		}
		this.#words.set([start, end, operatorStart, operatorEnd], id * WORDS);
		this.#slots[slot] = id + 1;
		return id;
	}

	start(id: number): number {
		return this.#word(id, 0);
	}

	end(id: number): number {
		return this.#word(id, 1);
	}

	operatorStart(id: number): number {
		return this.#word(id, 2);
	}

	operatorEnd(id: number): number {
		return this.#word(id, 3);
	}

	#word(id: number, word: number): number {
		if (!(id >= 0 && id < this.#length)) throw new RangeError(`no range ${id}`);
		return this.#words[id * WORDS + word]!;
	}

	#slotOf(start: number, end: number, operatorStart: number, operatorEnd: number): number {
		const mask = this.#slots.length - 1;
		let hash =
			Math.imul(start, 0x9e3779b1) ^ Math.imul(end, 0x85ebca6b) ^ Math.imul(operatorStart, 0xc2b2ae35) ^ operatorEnd;
		hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
		let slot = (hash ^ (hash >>> 13)) & mask;
		for (;;) {
			const id = this.#slots[slot]! - 1;
			if (id < 0) return slot;
			const at = id * WORDS;
			const words = this.#words;
			if (
				words[at] === start &&
				words[at + 1] === end &&
				words[at + 2] === operatorStart &&
				words[at + 3] === operatorEnd
			) {
				return slot;
			}
			slot = (slot + 1) & mask;
		}
	}

	#rehash(): void {
		this.bytes += this.#slots.byteLength;
		this.#slots = new Int32Array(this.#slots.length * 2);
		for (let id = 0; id < this.#length; id++) {
			const slot = this.#slotOf(this.start(id), this.end(id), this.operatorStart(id), this.operatorEnd(id));
			this.#slots[slot] = id + 1;
		}
	}
}
