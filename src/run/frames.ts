/** The calls and iterations that a run went through: which gate was made in which, so that views can group and choose among them. */
import type { Range } from '../protocol.ts';

export interface FrameInfo {
	/** 0 is the program itself. */
	readonly parent: number;
	readonly kind: 'call' | 'iteration';
	/** The function's name, or the loop's first characters. */
	readonly label: string;
	/** The call's or the loop's place in the text. */
	readonly range: Range;
	/** Which iteration, from 0; of a call how many calls of that place came before. */
	readonly index: number;
}

/** Which call or loop made a frame. */
export type FramePlace = Pick<FrameInfo, 'kind' | 'label' | 'range'>;

const WORDS = 3;

export class Frames {
	// A loop of a million turns has a million frames: words, not objects. Parent, origin and index of each.
	#words = new Int32Array(64 * WORDS);
	#length = 1;
	readonly #kinds: FramePlace[] = [{ kind: 'call', label: '', range: { start: 0, end: 0 } }];

	/** How many there are; ids are 0 … length − 1. */
	get length(): number {
		return this.#length;
	}

	/** Registers a place that makes frames: one call expression, or one loop. */
	origin(kind: 'call' | 'iteration', label: string, range: Range): number {
		this.#kinds.push({ kind, label, range });
		return this.#kinds.length - 1;
	}

	add(parent: number, origin: number, index: number): number {
		const id = this.#length++;
		let at = id * WORDS;
		if (at >= this.#words.length) {
			const grown = new Int32Array(this.#words.length * 2);
			grown.set(this.#words);
			this.#words = grown;
		}
		this.#words[at++] = parent;
		this.#words[at++] = origin;
		this.#words[at] = index;
		return id;
	}

	/** Throws a RangeError on an id that there is not. */
	at(id: number): FrameInfo {
		if (!(id >= 0 && id < this.#length)) throw new RangeError(`no frame ${id}`);
		const at = id * WORDS;
		const { kind, label, range } = this.placeOf(id);
		return { kind, label, range, parent: this.#words[at]!, index: this.#words[at + 2]! };
	}

	/** Which call or loop made a frame, without a new object: of use where frames are gone through by the hundred thousand. */
	placeOf(id: number): FramePlace {
		return this.#kinds[this.#words[id * WORDS + 1]!]!;
	}

	/** For each frame the innermost one around it, itself included, whose place `fits`; 0 where there is none. `fits` is asked once a place. */
	innermost(fits: (place: FramePlace) => boolean): Int32Array {
		const fitting = this.#kinds.map((place, index) => index > 0 && fits(place));
		const found = new Int32Array(this.#length);
		for (let id = 1, at = WORDS; id < this.#length; id++, at += WORDS)
			found[id] = fitting[this.#words[at + 1]!]! ? id : found[this.#words[at]!]!;
		return found;
	}

	/** The frame around one; 0 of those in the program itself. */
	parentOf(id: number): number {
		return this.#words[id * WORDS]!;
	}

	/** The frames around one, itself first, the program's own left out. */
	chain(id: number): FrameInfo[] {
		const chain: FrameInfo[] = [];
		for (let at = id; at > 0; at = this.#words[at * WORDS]!) chain.push(this.at(at));
		return chain;
	}
}
