/**
 * Whether a text may hold annotations, kept up to date while it is typed: an edit is looked at in the lines it changed, and the whole text is read again
 * only when the line that was known to have a tag has lost it.
 */

/** The part of a document that is looked at. */
export interface TextLines {
	readonly lineCount: number;
	lineAt(line: number): { readonly text: string };
	getText(): string;
}

interface Place {
	readonly line: number;
	readonly character: number;
}

/** One edit, as VS Code reports it. All of an event's edits are in the places before it, and none overlaps another. */
export interface LineEdit {
	readonly range: { readonly start: Place; readonly end: Place };
	readonly text: string;
}

/** Whether a text may hold annotations: `@grad`, or letters that look like it, which get a problem with a fix. */
export function mentionsGrad(text: string): boolean {
	return tagIn(text) >= 0;
}

/** Where a text has a tag, or what looks like one; −1 where it has none. */
function tagIn(text: string): number {
	const exact = text.indexOf('@grad');
	return exact >= 0 ? exact : text.search(/@[grad]{3,5}\b/i);
}

export class Mention {
	readonly #document: TextLines;
	/** A line that has a tag; −1 where there is none. */
	#line: number;

	constructor(document: TextLines) {
		this.#document = document;
		this.#line = lineOfTag(document.getText());
	}

	get any(): boolean {
		return this.#line >= 0;
	}

	/** The document has been edited. */
	edited(edits: readonly LineEdit[]): void {
		const wanted = this.#line;
		let shift = 0;
		let lost = false;
		// From the top, so that each edit’s place in the new text is known by those above it. VS Code reports them from the bottom.
		for (const { range, text } of edits.toReversed().sort(byPlace)) {
			const { start, end } = range;
			const lines = newLinesIn(text);
			const from = start.line + shift;
			const found = this.#tagBetween(from, from + lines);
			if (found >= 0) {
				this.#line = found;
				return;
			}
			if (start.line <= wanted && wanted <= end.line) lost = true;
			const grown = lines - (end.line - start.line);
			if (end.line < wanted && !lost) this.#line += grown;
			shift += grown;
		}
		if (lost) this.#line = lineOfTag(this.#document.getText());
	}

	#tagBetween(from: number, to: number): number {
		for (let line = from; line <= Math.min(to, this.#document.lineCount - 1); line++)
			if (mentionsGrad(this.#document.lineAt(line).text)) return line;
		return -1;
	}
}

function byPlace({ range: { start: a } }: LineEdit, { range: { start: b } }: LineEdit): number {
	return a.line - b.line || a.character - b.character;
}

function lineOfTag(text: string): number {
	const at = tagIn(text);
	return at < 0 ? -1 : newLinesIn(text.slice(0, at));
}

/** As VS Code counts lines: `\r\n`, `\n` and `\r` end one each. */
function newLinesIn(text: string): number {
	return text.match(/\r\n|\n|\r/g)?.length ?? 0;
}
