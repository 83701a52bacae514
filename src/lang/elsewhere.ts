/**
 * What a program takes from other texts than its own: earlier cells of a notebook, files that it imports. Their characters are counted behind those of every
 * document, so that a range says by itself in which text it lies; what leaves the engine is told in the text's own offsets again.
 */
import { DEFAULT_LIMITS, type DocumentText, type Elsewhere, type Problem, type Range } from '../protocol.ts';

/** Offsets from here on lie in earlier cells; no document is as long. */
const CELLS = 2 ** 30;
/** Offsets from here on lie in imported files. */
const FILES = CELLS + 2 ** 29;
/** The tape keeps offsets in 31 bits. */
const END = 2 ** 31 - 1;

/** From here on lies the document itself for an expression about it, whose own characters are counted from 0. */
const AROUND = END - 2 ** 26;

/** A range of a document, or of a text beside it, as an expression about the document counts it: beside its own characters. */
export function besideExpression({ start, end }: Range): Range {
	if (isElsewhere(start)) return { start, end };
	const within = (offset: number): number => Math.min(AROUND + offset, END);
	return { start: within(start), end: within(end) };
}

/** A text beside the document, and where its characters begin to be counted. */
export interface Beside {
	readonly uri: string;
	readonly text: string;
	readonly start: number;
}

/** Whether an offset, or the beginning of a range, lies in another text than the document. */
export function isElsewhere(at: number | Range): boolean {
	return (typeof at === 'number' ? at : at.start) >= CELLS;
}

/** The earlier cells of a notebook's cell, in order, each with where it is counted from; what no room is left for is left out. */
export function cellsBefore({ earlier = [] }: DocumentText): (Beside & { readonly document: DocumentText })[] {
	const cells: (Beside & { readonly document: DocumentText })[] = [];
	let start = CELLS;
	for (const document of earlier) {
		const { uri, text } = document;
		if (text.length >= DEFAULT_LIMITS.programLength) continue;
		if (start + text.length >= FILES) break;
		cells.push({ uri, text, start, document });
		start += text.length + 1;
	}
	return cells;
}

/** Hands out places for files; null once there is no room. The caller begins anew then. */
export class FileRoom {
	#next = FILES;

	take(length: number): number | null {
		if (this.#next + length >= END) return null;
		const start = this.#next;
		this.#next += length + 1;
		return start;
	}
}

/** The document and the texts beside it: what a range of a run is read in. */
export class Texts {
	readonly #document: DocumentText;
	readonly #beside: Beside[];

	constructor(document: DocumentText) {
		this.#document = document;
		this.#beside = cellsBefore(document);
	}

	/** A file that the program has imported. */
	add(file: Beside): void {
		if (!this.#beside.includes(file)) this.#beside.push(file);
	}

	/** The characters of a range. */
	slice({ start, end }: Range): string {
		const beside = this.#at(start);
		if (beside === undefined) return this.#document.text.slice(start, end);
		return beside.text.slice(start - beside.start, end - beside.start);
	}

	/** The address of the text that an offset lies in. */
	uriAt(offset: number): string {
		return this.#at(offset)?.uri ?? this.#document.uri;
	}

	/** The addresses of the texts beside the document. */
	get besides(): readonly string[] {
		return [...new Set(this.#beside.map(({ uri }) => uri))];
	}

	/** A range of a text as a run counts it; null for a text that takes no part. */
	counted({ start, end }: Range, uri: string | undefined): Range | null {
		if (uri === undefined || uri === this.#document.uri) return { start, end };
		const beside = this.#beside.find((each) => each.uri === uri);
		if (beside === undefined) return null;
		const within = (offset: number): number => beside.start + Math.min(offset, beside.text.length);
		return { start: within(start), end: within(end) };
	}

	/** A range in the offsets of its own text. */
	own(range: Range): Range {
		return this.elsewhere(range)?.range ?? range;
	}

	/** Where a range lies that is not the document's own; undefined for one that is. */
	elsewhere({ start, end }: Range): Elsewhere | undefined {
		const beside = this.#at(start);
		if (beside === undefined) return undefined;
		const range = { start: start - beside.start, end: end - beside.start };
		return { uri: beside.uri, range, line: linesBefore(beside.text, range.start) };
	}

	/** A number for the line that an offset in another text lies on: the same for the same line, and for no other. */
	lineAt(offset: number): number {
		const beside = this.#at(offset);
		return beside === undefined ? 0 : beside.start + linesBefore(beside.text, offset - beside.start);
	}

	#at(offset: number): Beside | undefined {
		if (!isElsewhere(offset)) return undefined;
		return this.#beside.find(({ start, text }) => offset >= start && offset <= start + text.length);
	}
}

/** A problem as it is told of the document: one in another text is told at `from`, what led there, and says where it truly is. */
export function broughtHome(problem: Problem, texts: Texts | undefined, from: Range): Problem {
	const elsewhere = texts?.elsewhere(problem.range);
	if (elsewhere === undefined) return problem;
	const { fixes: _, ...rest } = problem;
	return { ...rest, range: from, elsewhere };
}

/** How many lines end before an offset. */
function linesBefore(text: string, offset: number): number {
	let count = 0;
	for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) count++;
	return count;
}
