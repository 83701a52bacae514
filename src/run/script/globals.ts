/** The program's variables outside of functions: cells that compiled code holds on to, found by name where a name is all there is. */
import type { Value } from './values.ts';

export class Global {
	readonly name: string;
	/** As the program set it; undefined where it did not, or not yet. */
	value: Value | undefined = undefined;
	/** It belongs to an imported file: values from outside the program are not meant for it. */
	readonly apart: boolean;
	/** What the name is where the program does not set it: a builtin, a value from outside. Undefined until it is asked for. */
	outer: Value | undefined = undefined;

	constructor(name: string, apart: boolean) {
		this.name = name;
		this.apart = apart;
	}
}

export class Globals {
	readonly #cells = new Map<string, Global>();
	readonly #apart: boolean;

	/** `apart`: the variables of an imported file. */
	constructor(apart = false) {
		this.#apart = apart;
	}

	cell(name: string): Global {
		let cell = this.#cells.get(name);
		if (cell === undefined) this.#cells.set(name, (cell = new Global(name, this.#apart)));
		return cell;
	}

	get(name: string): Value | undefined {
		return this.#cells.get(name)?.value;
	}

	set(name: string, value: Value): void {
		this.cell(name).value = value;
	}

	/** False where there was none. */
	delete(name: string): boolean {
		const cell = this.#cells.get(name);
		if (cell?.value === undefined) return false;
		cell.value = undefined;
		return true;
	}

	*[Symbol.iterator](): IterableIterator<readonly [name: string, value: Value]> {
		for (const { name, value } of this.#cells.values()) if (value !== undefined) yield [name, value];
	}
}
