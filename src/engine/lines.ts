/** Where the lines of a text begin, for everything that speaks of lines and columns. */

export class Lines {
	readonly #starts: number[] = [0];

	readonly #length: number;

	constructor(text: string) {
		this.#length = text.length;
		for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) this.#starts.push(at + 1);
	}

	/** The line of an offset, counted from 0. */
	lineAt(offset: number): number {
		let low = 0;
		let high = this.#starts.length - 1;
		while (low < high) {
			const middle = (low + high + 1) >> 1;
			if ((this.#starts[middle] ?? 0) <= offset) low = middle;
			else high = middle - 1;
		}
		return low;
	}

	/** Where a line counted from 0 begins; past the last one, where the text ends. */
	startOf(line: number): number {
		return this.#starts[line] ?? this.#length;
	}

	/** Line and column counted from 1, the column in UTF-16 units, as editors and compilers print them. */
	position(offset: number): { readonly line: number; readonly column: number } {
		const line = this.lineAt(offset);
		return { line: line + 1, column: offset - (this.#starts[line] ?? 0) + 1 };
	}
}
