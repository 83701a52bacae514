/**
 * The token scan of JavaScript and TypeScript: where a slash divides and where it begins a pattern, templates with their expressions, JSX as one token, and
 * brackets of half-typed code that nothing closes.
 */
import { elementEnd } from './javascript-jsx.ts';
import {
	decode,
	FIELD,
	KEYWORDS,
	NAME,
	NEW_STATEMENT,
	NUMBER,
	OPERATOR,
	PATTERN,
	TEMPLATE,
	VALUES,
} from './javascript-lexicon.ts';
import { matches, problem, TokenList, unclosed, unclosedString, type Token } from './script-tokens.ts';

const CLOSERS: ReadonlyMap<string, readonly string[]> = new Map([
	[')', ['(']],
	[']', ['[']],
	['}', ['{', FIELD]],
]);
/** Keywords behind whose parentheses a statement begins. */
const HEADS: ReadonlySet<string> = new Set(['if', 'for', 'while', 'with']);
const LONGEST_ELEMENT = 20_000;

export interface JavaScriptScan {
	readonly list: TokenList;
	/** The first bracket that lies too deep. */
	readonly tooDeep: Token | undefined;
}

/** Scans a text. Never throws; takes time in proportion to the text's length. */
export function scanJavaScript(text: string, nesting: number): JavaScriptScan {
	const first = new JavaScriptScanner(text, nesting, Infinity);
	const careful = first.scan();
	if (careful === null) return first;
	// Something is open to the end: a line behind it that can only be a new statement is one.
	const second = new JavaScriptScanner(text, nesting, careful);
	second.scan();
	return second;
}

class JavaScriptScanner {
	readonly list = new TokenList();
	tooDeep: Token | undefined;
	private readonly text: string;
	private readonly nesting: number;
	/** From which offset on open brackets end before a new statement. */
	private readonly carefulFrom: number;
	/** Characters that may still be looked through for the ends of JSX elements. */
	private elements: number;
	private at = 0;
	private fresh = true;
	private lineStart = 0;
	/** The indentation of the lines that the open brackets stand on. */
	private readonly indents: number[] = [];

	constructor(text: string, nesting: number, carefulFrom: number) {
		this.text = text;
		this.nesting = nesting;
		this.carefulFrom = carefulFrom;
		this.elements = 4 * text.length;
	}

	/** Reads all tokens; returns where the first bracket is that nothing closes, if that was not known before. */
	scan(): number | null {
		const { list, text } = this;
		if (text.startsWith('#!')) this.skipLine();
		while (this.at < text.length) this.token();
		this.cutOff();
		const open = list.open[0];
		if (this.carefulFrom === Infinity) {
			const start = Math.min(list.mended ?? Infinity, open === undefined ? Infinity : list.tokens[open]!.start);
			if (start < Infinity) return start;
		}
		if (open !== undefined) this.closeAll();
		return null;
	}

	private closeAll(): void {
		const { list } = this;
		const outer = list.tokens[list.open[0]!]!;
		const inner = list.tokens[list.open.at(-1)!]!;
		// Where the text ends, the bracket may be about to be closed, or was cut off.
		list.problems.push(
			outer.text === TEMPLATE
				? unclosedString({ start: outer.start, end: this.text.length })
				: { ...unclosed(inner), severity: 'hint' },
		);
		list.closeAll(list.tokens.at(-1)!.end, (opener) => opener === TEMPLATE);
	}

	/** Closing brackets at the end of a text that open before it: a selection cut them off. */
	private cutOff(): void {
		const { tokens, problems, open } = this.list;
		if (open.length > 0) return;
		let left: Token | undefined;
		for (let last = tokens.at(-1); last !== undefined && tokens.length > 1; last = tokens.at(-1)) {
			if (last.kind === 'op' && last.text === ';' && CLOSERS.has(tokens.at(-2)!.text) && tokens.at(-2)!.kind === 'bad')
				tokens.pop();
			else if (last.kind === 'bad' && CLOSERS.has(last.text)) left = tokens.pop();
			else break;
		}
		if (left !== undefined) problems.push(problem('unopened', left, 'hint', 'This bracket closes nothing'));
	}

	private skipLine(): void {
		while (this.at < this.text.length && !isEnd(this.text.charCodeAt(this.at))) this.at++;
	}

	private add(kind: Token['kind'], end: number, text: string): void {
		this.list.push(kind, this.at, end, text, this.fresh);
		this.fresh = false;
		this.at = end;
	}

	private token(): void {
		const { list, text, at } = this;
		if (list.innermost === TEMPLATE) {
			this.template();
			return;
		}
		const code = text.charCodeAt(at);
		if (isEnd(code)) {
			this.newLine();
			return;
		}
		if (code <= 32 || code === 0xa0 || code === 0xfeff || code === 0x3000) {
			this.at++;
			return;
		}
		if (code === 47 && this.comment()) return;
		if (
			(code >= 97 && code <= 122) ||
			(code >= 65 && code <= 90) ||
			code > 127 ||
			code === 95 ||
			code === 36 ||
			code === 35
		) {
			const name = matches(NAME, text, at);
			if (name !== undefined) {
				this.add(KEYWORDS.has(name) && !this.isProperty() ? 'keyword' : 'name', at + name.length, name);
				return;
			}
		}
		if ((code >= 48 && code <= 57) || (code === 46 && isDigit(text.charCodeAt(at + 1)))) {
			const number = matches(NUMBER, text, at)!;
			this.add('number', at + number.length, number);
			return;
		}
		if (code === 34 || code === 39) this.string(code);
		else if (code === 96) {
			this.open(TEMPLATE, 1);
		} else if (code === 40 || code === 91 || code === 123) this.open(text[at]!, 1);
		else if (code === 41 || code === 93 || code === 125) this.close(text[at]!);
		else this.sign(code);
	}

	/** A word behind a point is a property, whatever it is elsewhere. */
	private isProperty(): boolean {
		const last = this.list.tokens.at(-1);
		return last?.kind === 'op' && (last.text === '.' || last.text === '?.');
	}

	private newLine(): void {
		const { text } = this;
		this.at++;
		this.fresh = true;
		this.lineStart = this.at;
		if (this.at < this.carefulFrom || this.list.open.length === 0) return;
		let start = this.at;
		while (text.charCodeAt(start) === 32 || text.charCodeAt(start) === 9) start++;
		if (matches(NEW_STATEMENT, text, start) === undefined) return;
		const indent = start - this.at;
		const { list } = this;
		while (list.open.length > 0 && list.innermost !== FIELD && indent <= this.indents.at(-1)!) {
			const opener = list.tokens[list.open.at(-1)!]!;
			// Blocks hold statements on every line: only a line further out than theirs ends them.
			if (opener.text === '{' && indent === this.indents.at(-1)! && !this.endsBlock(indent)) return;
			list.problems.push(unclosed(opener));
			list.closeBracket(list.tokens.at(-1)!.end, list.tokens.at(-1)!.end, '');
			this.indents.pop();
		}
	}

	/** A block whose statements are indented ends before one that is not. */
	private endsBlock(indent: number): boolean {
		const first = this.list.tokens[this.list.open.at(-1)! + 1];
		if (first?.fresh !== true) return false;
		let start = first.start;
		while (start > 0 && !isEnd(this.text.charCodeAt(start - 1))) start--;
		return first.start - start > indent;
	}

	private comment(): boolean {
		const { text, at } = this;
		const next = text.charCodeAt(at + 1);
		if (next === 47) {
			this.skipLine();
			return true;
		}
		if (next !== 42) return false;
		const end = text.indexOf('*/', at + 2);
		const stop = end < 0 ? text.length : end + 2;
		for (let index = at; index < stop; index++) if (isEnd(text.charCodeAt(index))) this.fresh = true;
		this.at = stop;
		return true;
	}

	private open(opener: string, width: number): void {
		const { list, at } = this;
		let start = this.lineStart;
		while (this.text.charCodeAt(start) === 32 || this.text.charCodeAt(start) === 9) start++;
		this.indents.push(start - this.lineStart);
		if (opener === TEMPLATE) list.openString(at, at + width, opener, this.fresh);
		else list.openBracket(at, at + width, opener, this.fresh);
		this.fresh = false;
		this.at += width;
		if (list.open.length > this.nesting) this.tooDeep ??= list.tokens.at(-1);
	}

	private close(closer: string): void {
		const { list, at } = this;
		if (list.closeNearest(at, at + 1, closer, CLOSERS.get(closer)!)) this.indents.length = list.open.length;
		else list.push('bad', at, at + 1, closer, this.fresh);
		this.fresh = false;
		this.at++;
	}

	private string(quote: number): void {
		const { list, text, at } = this;
		let end = at + 1;
		for (; end < text.length; end++) {
			const code = text.charCodeAt(end);
			if (code === quote) {
				this.add('string', end + 1, decode(text.slice(at + 1, end)));
				return;
			}
			if (isEnd(code)) break;
			if (code === 92) {
				end++;
				if (text.charCodeAt(end) === 13 && text.charCodeAt(end + 1) === 10) end++;
			}
		}
		end = Math.min(end, text.length);
		list.problems.push(unclosedString({ start: at, end }));
		this.add('bad', end, String.fromCharCode(quote));
	}

	/** The characters of a template up to its end or its next expression. */
	private template(): void {
		const { list, text, at } = this;
		let end = at;
		for (; end < text.length; end++) {
			const code = text.charCodeAt(end);
			if (code === 96 || (code === 36 && text.charCodeAt(end + 1) === 123)) break;
			if (code === 92) end++;
		}
		end = Math.min(end, text.length);
		if (end > at) this.add('text', end, decode(text.slice(at, end)));
		if (end >= text.length) return;
		if (text.charCodeAt(end) === 96) {
			list.closeString(end, end + 1, TEMPLATE);
			this.indents.pop();
			this.at = end + 1;
		} else this.open(FIELD, 2);
	}

	private sign(code: number): void {
		const { text, at } = this;
		if (code === 47 && this.expectsOperand()) {
			const pattern = matches(PATTERN, text, at);
			if (pattern !== undefined) {
				this.add('pattern', at + pattern.length, pattern);
				return;
			}
		}
		if (code === 60 && this.elements > 0 && this.expectsOperand()) {
			const end = elementEnd(text, at, Math.min(LONGEST_ELEMENT, this.elements));
			this.elements -= end < 0 ? LONGEST_ELEMENT : end - at;
			if (end > 0) {
				this.add('bad', end, 'JSX');
				return;
			}
		}
		const operator = matches(OPERATOR, text, at);
		if (operator !== undefined) {
			this.add('op', at + operator.length, operator);
			return;
		}
		const width = (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
		this.add('bad', at + width, text.slice(at, at + width));
	}

	/** Whether an operand, rather than an operator, comes next. */
	private expectsOperand(): boolean {
		const { tokens } = this.list;
		const last = tokens.at(-1);
		if (last === undefined) return true;
		switch (last.kind) {
			case 'op':
				// `x!` is x in TypeScript.
				if (last.text === '!') return last.fresh === true || !endsOperand(tokens.at(-2));
				return last.text !== '++' && last.text !== '--';
			case 'open':
				return true;
			case 'keyword':
				return !VALUES.has(last.text);
			case 'close': {
				if (last.text === '}') return this.fresh;
				const before = tokens[last.match - 1];
				return last.text === ')' && before?.kind === 'keyword' && HEADS.has(before.text);
			}
			default:
				return false;
		}
	}
}

function endsOperand(token: Token | undefined): boolean {
	return token !== undefined && (token.kind === 'name' || token.kind === 'close');
}

function isEnd(code: number): boolean {
	return code === 10 || code === 13 || code === 0x2028 || code === 0x2029;
}

function isDigit(code: number): boolean {
	return code >= 48 && code <= 57;
}
