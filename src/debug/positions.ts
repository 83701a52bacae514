/** Between the offsets of a text and the lines and columns a client counts, which may start at 0 or at 1. */
import type { Range } from '../protocol.ts';

export interface Counting {
	readonly line: 0 | 1;
	readonly column: 0 | 1;
}

export interface Located {
	readonly line: number;
	readonly column: number;
	readonly endLine: number;
	readonly endColumn: number;
}

export class Positions {
	readonly length: number;
	readonly #starts: number[] = [0];
	readonly #counting: Counting;

	constructor(text: string, counting: Counting) {
		this.length = text.length;
		this.#counting = counting;
		for (const { index } of text.matchAll(/\r\n|\r|\n/g)) {
			const end = index + (text.startsWith('\r\n', index) ? 2 : 1);
			this.#starts.push(end);
		}
	}

	get lines(): number {
		return this.#starts.length;
	}

	/** Where a range stands, in the client's counting. */
	locate({ start, end }: Range): Located {
		const from = this.#at(start);
		const to = this.#at(end);
		return { line: from.line, column: from.column, endLine: to.line, endColumn: to.column };
	}

	/** The offset of a place that a client names, moved into the text where it lies outside. */
	offset(line: number, column: number | undefined): number {
		const row = this.#row(line);
		const start = this.#starts[row] ?? 0;
		const end = row + 1 < this.#starts.length ? (this.#starts[row + 1] ?? 0) - 1 : this.length;
		return Math.min(
			Math.max(start, end),
			start + Math.max(0, (column ?? this.#counting.column) - this.#counting.column),
		);
	}

	/** The characters of the lines from one to another, both included. */
	lineRange(line: number, endLine = line): Range {
		const start = this.#starts[this.#row(line)] ?? 0;
		const row = this.#row(Math.max(line, endLine));
		return { start, end: row + 1 < this.#starts.length ? (this.#starts[row + 1] ?? 0) - 1 : this.length };
	}

	#row(line: number): number {
		return Math.max(0, Math.min(this.#starts.length - 1, line - this.#counting.line));
	}

	#at(offset: number): { readonly line: number; readonly column: number } {
		let low = 0;
		let high = this.#starts.length - 1;
		while (low < high) {
			const middle = (low + high + 1) >> 1;
			if ((this.#starts[middle] ?? 0) <= offset) low = middle;
			else high = middle - 1;
		}
		const { line, column } = this.#counting;
		return { line: low + line, column: offset - (this.#starts[low] ?? 0) + column };
	}
}
