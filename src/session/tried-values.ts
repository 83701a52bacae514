/** The values that are tried out in a session, of inputs and of entries of arrays: all of them, and those that the engine has not been told yet. */
import { entryOf } from '../protocol-tensor.ts';

export class TriedValues {
	readonly all: Map<string, number>;
	#waiting: Map<string, number> | null = null;

	constructor(values: readonly (readonly [name: string, value: number])[]) {
		this.all = new Map(values);
	}

	set(values: readonly (readonly [name: string, value: number])[]): void {
		this.#waiting ??= new Map();
		for (const [name, value] of values) {
			this.all.set(name, value);
			this.#waiting.set(name, value);
		}
	}

	/** What the engine has not been told, of each input the last value; null for nothing. From now on it counts as told. */
	take(): [name: string, value: number][] | null {
		const waiting = this.#waiting;
		this.#waiting = null;
		return waiting === null ? null : [...waiting];
	}

	/** The text has an input's value now, or the values of its entries. */
	written(name: string): void {
		for (const key of this.all.keys()) if (key === name || entryOf(key)?.name === name) this.all.delete(key);
	}
}
