/**
 * A cursor over the tokens of a program, shared by the parsers of programming languages: where things stand in the document, and how problems are told.
 */
import type { Problem, Range } from '../protocol.ts';
import { problem, type Token } from './script-tokens.ts';

/** `at` is the index of the next token; every reading method takes `to`, the index of the first token that is not its own. */
export class ScriptReader {
	readonly tokens: readonly Token[];
	private readonly text: string;
	/** Where the scanned text begins in the document. */
	readonly shift: number;
	readonly nesting: number;
	readonly problems: Problem[] = [];
	at = 0;

	constructor(text: string, tokens: readonly Token[], shift: number, nesting: number) {
		this.text = text;
		this.tokens = tokens;
		this.shift = shift;
		this.nesting = nesting;
	}

	/** The range in the document from one token to another, both included. */
	span(first: Token, last: Token): Range {
		return { start: first.start + this.shift, end: last.end + this.shift };
	}

	place(token: Token): Range {
		return this.span(token, token);
	}

	/** From an offset in the document to behind the last token read. */
	since(start: number): Range {
		return { start, end: this.tokens[this.at - 1]!.end + this.shift };
	}

	/** The range of what stands between brackets; undefined where nothing does. */
	inside(open: number): Range | undefined {
		const { match } = this.tokens[open]!;
		return match === open + 1 ? undefined : this.span(this.tokens[open + 1]!, this.tokens[match - 1]!);
	}

	/** Characters of the scanned text. */
	source(start: number, end: number): string {
		return this.text.slice(start, end);
	}

	/** The token at an index where it is before `to`. */
	peek(to: number, at = this.at): Token | undefined {
		return at < to ? this.tokens[at] : undefined;
	}

	/** Whether an operator or keyword stands there. */
	is(to: number, text: string, at = this.at): boolean {
		const token = this.peek(to, at);
		return token !== undefined && token.text === text && (token.kind === 'op' || token.kind === 'keyword');
	}

	/** Whether a bracket opens there. */
	opens(to: number, text: string, at = this.at): boolean {
		const token = this.peek(to, at);
		return token !== undefined && token.kind === 'open' && token.text === text;
	}

	/** Passes an operator or keyword, if it stands there. */
	accept(to: number, text: string): boolean {
		if (!this.is(to, text)) return false;
		this.at++;
		return true;
	}

	/** The index of a keyword between `at` and `to`, outside brackets; -1 where there is none. */
	find(to: number, text: string): number {
		for (let index = this.at; index < to; index++) {
			const token = this.tokens[index]!;
			if (token.kind === 'open') index = token.match;
			else if (token.kind === 'keyword' && token.text === text) return index;
		}
		return -1;
	}

	/** Whether all up to `to` was read; a problem tells where not. */
	finished(to: number): boolean {
		if (this.at >= to) return true;
		this.unexpected(to);
		return false;
	}

	/** Tells a problem whose range counts from the beginning of the scanned text. */
	complain(found: Problem): null {
		const { start, end } = found.range;
		this.problems.push({ ...found, range: { start: start + this.shift, end: end + this.shift } });
		return null;
	}

	/** Tells that a token cannot stand where it does, or that something is missing behind the last one. */
	unexpected(to: number): null {
		const token = this.peek(to);
		if (token === undefined) return this.missing(to);
		if (token.kind === 'keyword' && (token.text === 'async' || token.text === 'await')) return this.refuse(token);
		// Of a string that is not closed, that has been told.
		if (token.kind === 'bad' && /["']$/.test(token.text)) return null;
		const text = token.kind === 'string' || token.kind === 'text' ? '"…"' : token.text;
		return this.complain(problem('unexpected', token, 'error', 'Not understood here: {0}', text));
	}

	/** Tells that something is missing before `to`: while a line is typed, it is no error yet. */
	missing(to: number): null {
		const last = this.tokens[to - 1];
		if (last === undefined) return null;
		return this.complain(problem('missing-value', last, 'hint', 'Something is missing after {0}', last.text));
	}

	/** Tells that of a choice `a ? b : c` the last branch is missing; `operator` is the range of its question mark in the document. */
	missingBranch({ start, end }: Range): null {
		const at = { start: start - this.shift, end: end - this.shift };
		return this.complain(problem('missing-branch', at, 'hint', 'The other branch is missing: {0}', 'a ? b : c'));
	}

	refuse(token: Token, what = token.text): null {
		return this.complain(problem('not-supported', token, 'error', 'Not supported: {0}', what));
	}

	tooDeep(token: Token): null {
		return this.complain(problem('too-deep', token, 'error', 'Nested deeper than {0} levels', this.nesting));
	}
}
