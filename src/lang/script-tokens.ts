/**
 * The tokens of programming languages. Every bracket knows its partner, so that parsers can read what lies between brackets later, from a list of work
 * rather than by calling themselves: no nesting can overflow them.
 */
import type { Problem } from '../protocol.ts';

export interface Token {
	/**
	 * `text`: literal characters of an f-string or a template; `open` and `close`: brackets of every kind, the ends of f-strings and templates among them;
	 * `bad`: characters the language has no use for.
	 */
	readonly kind: 'name' | 'keyword' | 'number' | 'string' | 'text' | 'pattern' | 'op' | 'open' | 'close' | 'bad';
	/** Offsets into the scanned text. */
	readonly start: number;
	readonly end: number;
	/** A name as it is compared, an operator, a bracket, a string's (decoded) characters. */
	readonly text: string;
	/** The index of a bracket's partner; -1 elsewhere. Every bracket has one: what the text leaves open is closed by a token of no width. */
	match: number;
	/** In JavaScript, whether a line ends before it. */
	readonly fresh?: boolean;
}

/** The tokens of a text so far, and the brackets that are open. */
export class TokenList {
	readonly tokens: Token[] = [];
	/** Indices of the brackets that are open, outermost first. */
	readonly open: number[] = [];
	readonly problems: Problem[] = [];
	/** Where the first bracket is that nothing closes before one around it is closed. */
	mended: number | undefined;
	/** How many brackets of each kind are open within the innermost string. */
	private readonly counts: Map<string, number>[] = [new Map<string, number>()];

	push(kind: Token['kind'], start: number, end: number, text: string, fresh = false): void {
		// Spreading the last one costs as much as all the others.
		this.tokens.push(fresh ? { kind, start, end, text, match: -1, fresh } : { kind, start, end, text, match: -1 });
	}

	/** The text of the innermost open bracket; empty where none is. */
	get innermost(): string {
		const index = this.open.at(-1);
		return index === undefined ? '' : this.tokens[index]!.text;
	}

	openBracket(start: number, end: number, text: string, fresh = false): void {
		this.open.push(this.tokens.length);
		this.push('open', start, end, text, fresh);
		const counts = this.counts.at(-1)!;
		counts.set(text, (counts.get(text) ?? 0) + 1);
	}

	/** Closes the innermost bracket. */
	closeBracket(start: number, end: number, text: string): void {
		const index = this.open.pop()!;
		const opener = this.tokens[index]!;
		opener.match = this.tokens.length;
		this.push('close', start, end, text);
		this.tokens.at(-1)!.match = index;
		const counts = this.counts.at(-1)!;
		counts.set(opener.text, counts.get(opener.text)! - 1);
	}

	/** Opens a string with brackets of its own in it: no bracket within closes one before. */
	openString(start: number, end: number, text: string, fresh = false): void {
		this.openBracket(start, end, text, fresh);
		this.counts.push(new Map<string, number>());
	}

	/** Closes the innermost string, and with it what is open in it. */
	closeString(start: number, end: number, text: string): void {
		this.counts.pop();
		this.closeBracket(start, end, text);
	}

	/** Closes the innermost of the open brackets with that text, and what is open within it; false where there is none. */
	closeNearest(start: number, end: number, text: string, openers: readonly string[]): boolean {
		const counts = this.counts.at(-1)!;
		if (!openers.some((opener) => (counts.get(opener) ?? 0) > 0)) return false;
		if (!openers.includes(this.innermost)) {
			const inner = this.tokens[this.open.at(-1)!]!;
			this.mended ??= inner.start;
			this.problems.push(unclosed(inner));
			while (!openers.includes(this.innermost)) this.closeBracket(start, start, '');
		}
		this.closeBracket(start, end, text);
		return true;
	}

	/** Closes all that is open, which the text does not, with tokens of no width. */
	closeAll(at: number, isString: (text: string) => boolean): void {
		while (this.open.length > 0) {
			if (isString(this.innermost)) this.closeString(at, at, '');
			else this.closeBracket(at, at, '');
		}
	}
}

export function problem(
	code: string,
	at: { readonly start: number; readonly end: number },
	severity: Problem['severity'],
	...message: Problem['message']
): Problem {
	return { code, severity, range: { start: at.start, end: at.end }, message };
}

export function unclosed(at: { readonly start: number; readonly end: number }): Problem {
	return problem('unclosed', at, 'error', 'This bracket is not closed');
}

export function unclosedString(at: { readonly start: number; readonly end: number }): Problem {
	return problem('unclosed-string', at, 'error', 'This string is not closed');
}

/** What a pattern matches at a place. */
export function matches(pattern: RegExp, text: string, at: number): string | undefined {
	pattern.lastIndex = at;
	return pattern.exec(text)?.[0];
}
