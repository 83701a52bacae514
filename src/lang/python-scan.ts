/**
 * The token scan of Python: logical lines with their indentation, and tokens with their places. It reads what half-typed, cut-off and interactive code
 * contains, too: brackets that nothing closes, strings that end with their line, notebook magics.
 */
import type { Problem } from '../protocol.ts';
import {
	asciiNameEnd,
	CLOSERS,
	CONTINUATION,
	CONVERSION,
	FIELD,
	FOREIGN_CELL,
	FORMAT,
	FSTRING,
	isBlank,
	isEnd,
	KEYWORDS,
	MAGIC,
	NAME,
	NEW_STATEMENT,
	NUMBER,
	OPERATOR,
	PREFIXES,
	SIGNS,
} from './python-lexicon.ts';
import { decode, passOver, STRING_START, stringEnd } from './python-strings.ts';
import { matches, problem, TokenList, unclosed, unclosedString, type Token } from './script-tokens.ts';

/** A logical line: one simple statement or several, or the head of a compound one with what follows on its line. */
export interface Line {
	/** Columns, a tab reaching to the next multiple of eight. */
	readonly indent: number;
	/** Its tokens: from, up to and without. */
	readonly from: number;
	readonly to: number;
	/** Offsets of its first and behind its last character. */
	readonly start: number;
	readonly end: number;
	/** A notebook's command to the notebook. */
	readonly magic?: boolean;
	/** The bracket that lies too deep. */
	readonly tooDeep?: Token;
}

export interface PythonScan {
	readonly tokens: readonly Token[];
	readonly lines: readonly Line[];
	/** Ranges are offsets into the text. */
	readonly problems: readonly Problem[];
}

/** Scans a text. Never throws; takes time in proportion to the text's length. */
export function scanPython(text: string, nesting: number): PythonScan {
	return new PythonScanner(text, nesting).scan();
}

class PythonScanner {
	private readonly text: string;
	private readonly nesting: number;
	private list = new TokenList();
	private readonly lines: Line[] = [];
	private at = 0;
	/** The indentation of the statement being read. */
	private indent = 0;
	/** True once brackets were found that nothing closes: from there on a line that can only be a new statement is one. */
	private careful = false;
	private strings: { readonly quotes: string; readonly raw: boolean; readonly start: number }[] = [];
	private tooDeep: Token | undefined;
	/** How many brackets that were passed over are open. */
	private passed = 0;

	constructor(text: string, nesting: number) {
		this.text = text;
		this.nesting = nesting;
	}

	scan(): PythonScan {
		if (matches(FOREIGN_CELL, this.text, 0) !== undefined) {
			this.lines.push({ indent: 0, from: 0, to: 0, start: 0, end: this.text.length, magic: true });
			this.at = this.text.length;
		}
		if (this.text.charCodeAt(0) === 0xfeff) this.at = 1;
		while (this.at < this.text.length) this.line();
		this.cutOff();
		return { tokens: this.list.tokens, lines: this.lines, problems: this.list.problems };
	}

	/** Closing brackets at the end of a text that open before it: a selection cut them off. */
	private cutOff(): void {
		const { tokens, problems } = this.list;
		const last = this.lines.at(-1);
		if (last === undefined) return;
		let { to } = last;
		while (to > last.from + 1 && tokens[to - 1]!.kind === 'bad' && CLOSERS.has(tokens[to - 1]!.text)) to--;
		if (to === last.to) return;
		problems.push(problem('unopened', tokens[to]!, 'hint', 'This bracket closes nothing'));
		this.lines[this.lines.length - 1] = { ...last, to, end: tokens[to - 1]!.end };
	}

	private line(): void {
		const { text } = this;
		const indent = this.indentation();
		this.indent = indent;
		const code = text.charCodeAt(this.at);
		if (this.at >= text.length) return;
		if (isEnd(code)) {
			this.at++;
			return;
		}
		if (code === 35 /* # */) {
			this.skipLine();
			return;
		}
		const start = this.at;
		const magic = matches(MAGIC, text, start);
		if (magic !== undefined) {
			this.at += magic.length;
			const from = this.list.tokens.length;
			this.lines.push({ indent, from, to: from, start, end: start + magic.trimEnd().length, magic: true });
			return;
		}
		const from = this.list.tokens.length;
		const problems = this.list.problems.length;
		this.tooDeep = undefined;
		this.passed = 0;
		while (this.at < text.length && !this.endsLine());
		const isOpen = this.list.open.length > 0 && this.at >= text.length && this.strings.length === 0;
		if ((isOpen || this.list.mended !== undefined) && !this.careful) {
			// Nothing closes one of this statement's brackets: read it again, line by line.
			this.careful = true;
			this.list.tokens.length = from;
			this.list.problems.length = problems;
			const fresh = new TokenList();
			for (const token of this.list.tokens) fresh.tokens.push(token);
			for (const found of this.list.problems) fresh.problems.push(found);
			this.list = fresh;
			this.strings = [];
			this.at = start;
			this.tooDeep = undefined;
			this.passed = 0;
			while (this.at < text.length && !this.endsLine());
		}
		this.closeLine();
		const to = this.list.tokens.length;
		if (to === from) return;
		this.lines.push({
			indent,
			from,
			to,
			start,
			end: this.list.tokens[to - 1]!.end,
			...(this.tooDeep !== undefined && { tooDeep: this.tooDeep }),
		});
	}

	private indentation(): number {
		let column = 0;
		for (; this.at < this.text.length; this.at++) {
			const code = this.text.charCodeAt(this.at);
			if (code === 9) column += 8 - (column % 8);
			else if (code === 12) column = 0;
			else if (isBlank(code)) column++;
			else break;
		}
		return column;
	}

	/** Whether the line that begins here, in an open bracket, is a new statement. */
	private startsAnew(): boolean {
		const { text, at } = this;
		let column = this.indentation();
		let gap = false;
		while (this.at < text.length && isEnd(text.charCodeAt(this.at))) {
			gap = true;
			this.at++;
			column = this.indentation();
		}
		const code = text.charCodeAt(this.at);
		const anew =
			this.at < text.length &&
			column <= this.indent &&
			(matches(NEW_STATEMENT, text, this.at) !== undefined || (gap && code !== 41 && code !== 93 && code !== 125));
		if (anew) this.at = at;
		return anew;
	}

	private skipLine(): void {
		while (this.at < this.text.length && !isEnd(this.text.charCodeAt(this.at))) this.at++;
	}

	/** Closes what the statement leaves open. */
	private closeLine(): void {
		const { list } = this;
		const string = this.strings[0];
		if (list.open.length === 0) return;
		if (string === undefined) {
			const open = unclosed(list.tokens[list.open[0]!]!);
			// Where the text ends, the bracket may be about to be closed, or was cut off.
			list.problems.push(this.at >= this.text.length ? { ...open, severity: 'hint' } : open);
		} else {
			list.problems.push(unclosedString({ start: string.start, end: this.at }));
		}
		this.strings = [];
		list.closeAll(list.tokens.at(-1)!.end, (text) => text === FSTRING);
	}

	/** Reads the next token; true where a logical line ends. */
	private endsLine(): boolean {
		const { list, text } = this;
		const top = list.innermost;
		if (top === FSTRING || top === FORMAT) return this.literal(top === FORMAT);
		if (this.tooDeep !== undefined && this.strings.length === 0 && list.open.length > this.nesting)
			[this.at, this.passed] = passOver(text, this.at, this.passed);
		const code = text.charCodeAt(this.at);
		if (isBlank(code)) {
			this.at++;
			return false;
		}
		if (isEnd(code)) {
			if (list.open.length === 0) return true;
			if (this.strings.at(-1)?.quotes.length === 1) return true;
			this.at += code === 13 && text.charCodeAt(this.at + 1) === 10 ? 2 : 1;
			return this.careful && this.strings.length === 0 && this.startsAnew();
		}
		if (code === 35 && top !== FIELD) {
			this.skipLine();
			return false;
		}
		if (code === 92) {
			const continuation = matches(CONTINUATION, text, this.at);
			if (continuation !== undefined) {
				this.at += continuation.length;
				return false;
			}
		}
		if (top === FIELD && this.inField(code)) return false;
		this.token(code);
		return false;
	}

	/** What has another meaning directly within a field of an f-string. */
	private inField(code: number): boolean {
		if (code === 58 /* : */) {
			this.list.openBracket(this.at, this.at + 1, FORMAT);
			this.at++;
			return true;
		}
		const conversion = code === 33 ? matches(CONVERSION, this.text, this.at) : undefined;
		if (conversion === undefined) return false;
		this.list.push('op', this.at, this.at + 2, conversion);
		this.at += 2;
		return true;
	}

	private token(code: number): void {
		const { list, text, at } = this;
		const letter = (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95 || code > 127;
		if (code === 34 || code === 39 || (letter && PREFIXES.has(code))) {
			STRING_START.lastIndex = at;
			const start = STRING_START.exec(text);
			if (start !== null) {
				this.string(start[1]!.toLowerCase(), start[2]!);
				return;
			}
		}
		if (letter) {
			const end = asciiNameEnd(text, at);
			const name = end < 0 ? matches(NAME, text, at) : text.slice(at, end);
			if (name !== undefined) {
				const kind = KEYWORDS.has(name) ? 'keyword' : 'name';
				this.add(kind, at + name.length, end < 0 ? name.normalize('NFKC') : name);
				return;
			}
		} else if ((code >= 48 && code <= 57) || code === 46) {
			const number = matches(NUMBER, text, at);
			if (number !== undefined && number !== '') {
				this.add('number', at + number.length, number);
				return;
			}
		}
		if (code === 40 || code === 91 || code === 123) {
			list.openBracket(at, at + 1, text[at]!);
			this.at++;
			if (list.open.length > this.nesting) this.tooDeep ??= list.tokens.at(-1);
			return;
		}
		if (code === 41 || code === 93 || code === 125) {
			const closer = text[at]!;
			if (!list.closeNearest(at, at + 1, closer, CLOSERS.get(closer)!)) list.push('bad', at, at + 1, closer);
			this.at++;
			return;
		}
		const alone = SIGNS.has(code) && !SIGNS.has(text.charCodeAt(at + 1));
		const operator = alone ? text[at] : matches(OPERATOR, text, at);
		if (operator !== undefined) {
			this.add('op', at + operator.length, operator);
			return;
		}
		const width = (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
		this.add('bad', at + width, text.slice(at, at + width));
	}

	private add(kind: Token['kind'], end: number, text: string): void {
		this.list.push(kind, this.at, end, text);
		this.at = end;
	}

	private string(prefix: string, quotes: string): void {
		const { list, text, at } = this;
		const inside = at + prefix.length + quotes.length;
		const raw = prefix.includes('r');
		if (prefix.includes('f') || prefix.includes('t')) {
			this.strings.push({ quotes, raw, start: at });
			list.openString(at, inside, FSTRING);
			if (list.open.length > this.nesting) this.tooDeep ??= list.tokens.at(-1);
			this.at = inside;
			return;
		}
		const end = stringEnd(text, inside, quotes);
		if (end < 0) {
			this.at = inside;
			if (quotes.length === 3) this.at = text.length;
			else this.skipLine();
			list.problems.push(unclosedString({ start: at, end: this.at }));
			list.push('bad', at, this.at, text.slice(at, inside));
			return;
		}
		list.push('string', at, end, decode(text.slice(inside, end - quotes.length), raw));
		this.at = end;
	}

	/** The characters of an f-string (or of a format) up to its end or its next field; true where its line ends before. */
	private literal(format: boolean): boolean {
		const { list, text } = this;
		const { quotes, raw } = this.strings.at(-1)!;
		const start = this.at;
		let from = start;
		let inside = '';
		const flush = (): void => {
			const all = inside + text.slice(from, this.at);
			if (all !== '') list.push('text', start, this.at, decode(all, raw));
		};
		for (; this.at < text.length; this.at++) {
			const code = text.charCodeAt(this.at);
			if (code === quotes.charCodeAt(0) && text.startsWith(quotes, this.at)) {
				flush();
				if (format) list.problems.push(unclosed(list.tokens[list.open.at(-2)!]!));
				while (list.innermost !== FSTRING) list.closeBracket(this.at, this.at, '');
				list.closeString(this.at, this.at + quotes.length, quotes);
				this.at += quotes.length;
				this.strings.pop();
				return false;
			}
			if (isEnd(code) && quotes.length === 1) {
				flush();
				return true;
			}
			if (code === 123 /* { */) {
				if (format || text.charCodeAt(this.at + 1) !== 123) {
					flush();
					list.openBracket(this.at, this.at + 1, FIELD);
					this.at++;
					if (list.open.length > this.nesting) this.tooDeep ??= list.tokens.at(-1);
					return false;
				}
				inside += text.slice(from, ++this.at);
				from = this.at + 1;
			} else if (code === 125 /* } */) {
				if (format) {
					flush();
					list.closeBracket(this.at, this.at, '');
					list.closeBracket(this.at, this.at + 1, '}');
					this.at++;
					return false;
				}
				if (text.charCodeAt(this.at + 1) === 125) {
					inside += text.slice(from, ++this.at);
					from = this.at + 1;
				}
			} else if (code === 92 /* \ */) {
				if (!raw && text.startsWith('N{', this.at + 1)) {
					const end = text.indexOf('}', this.at);
					this.at = end < 0 || end - this.at > 100 ? this.at + 1 : end;
				} else if (text.charCodeAt(this.at + 1) !== 123 && text.charCodeAt(this.at + 1) !== 125) {
					this.at++;
				}
			}
		}
		this.at = Math.min(this.at, text.length);
		flush();
		return true;
	}
}
