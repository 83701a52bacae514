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

export class Frames {
	// A loop of a million turns has a million frames: columns, not objects.
	readonly #parents: number[] = [0];
	readonly #origins: number[] = [0];
	readonly #indices: number[] = [0];
	readonly #kinds: { readonly kind: 'call' | 'iteration'; readonly label: string; readonly range: Range }[] = [
		{ kind: 'call', label: '', range: { start: 0, end: 0 } },
	];

	/** How many there are; ids are 0 … length − 1. */
	get length(): number {
		return this.#parents.length;
	}

	/** Registers a place that makes frames: one call expression, or one loop. */
	origin(kind: 'call' | 'iteration', label: string, range: Range): number {
		this.#kinds.push({ kind, label, range });
		return this.#kinds.length - 1;
	}

	add(parent: number, origin: number, index: number): number {
		this.#parents.push(parent);
		this.#origins.push(origin);
		this.#indices.push(index);
		return this.#parents.length - 1;
	}

	/** Throws a RangeError on an id that there is not. */
	at(id: number): FrameInfo {
		const origin = this.#kinds[this.#origins[id] ?? -1];
		if (origin === undefined) throw new RangeError(`no frame ${id}`);
		return { ...origin, parent: this.#parents[id]!, index: this.#indices[id]! };
	}

	/** The frames around one, itself first, the program's own left out. */
	chain(id: number): FrameInfo[] {
		const chain: FrameInfo[] = [];
		for (let at = id; at > 0; at = this.#parents[at]!) chain.push(this.at(at));
		return chain;
	}
}
