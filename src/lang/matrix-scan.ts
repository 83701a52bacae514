/**
 * The token scan of Julia and MATLAB: lines end statements, and in square brackets rows; a quote after an operand transposes it and begins a string
 * elsewhere; comments may nest. Half-typed text is scanned as well: a bracket that nothing closes ends before the next line that can only be a statement.
 */
import { NEW_STATEMENT, type MatrixLanguage } from './matrix-lexicon.ts';
import { matches, problem, TokenList, unclosed, unclosedString, type Token } from './script-tokens.ts';

const CLOSERS: ReadonlyMap<string, readonly string[]> = new Map([
	[')', ['(']],
	[']', ['[']],
	['}', ['{']],
]);
/** The token of a line's end, between statements and between rows. */
export const NEW_LINE = '\n';

export interface MatrixScan {
	readonly list: TokenList;
	/** The first bracket that lies too deep. */
	readonly tooDeep: Token | undefined;
}

/** Scans a text. Never throws; takes time in proportion to the text's length. */
export function scanMatrix(text: string, language: MatrixLanguage, nesting: number): MatrixScan {
	const first = new MatrixScanner(text, language, nesting, Infinity);
	const careful = first.scan();
	if (careful === null) return first;
	const second = new MatrixScanner(text, language, nesting, careful);
	second.scan();
	return second;
}

class MatrixScanner {
	readonly list = new TokenList();
	tooDeep: Token | undefined;
	private readonly text: string;
	private readonly language: MatrixLanguage;
	private readonly nesting: number;
	/** From which offset on open brackets end before a new statement. */
	private readonly carefulFrom: number;
	private at = 0;

	constructor(text: string, language: MatrixLanguage, nesting: number, carefulFrom: number) {
		this.text = text;
		this.language = language;
		this.nesting = nesting;
		this.carefulFrom = carefulFrom;
	}

	/** Reads all tokens; returns where the first bracket is that nothing closes, if that was not known before. */
	scan(): number | null {
		const { list, text } = this;
		if (text.charCodeAt(0) === 0xfeff) this.at = 1;
		while (this.at < text.length) this.token();
		this.cutOff();
		const open = list.open[0];
		if (this.carefulFrom === Infinity) {
			const start = Math.min(list.mended ?? Infinity, open === undefined ? Infinity : list.tokens[open]!.start);
			if (start < Infinity) return start;
		}
		if (open !== undefined) {
			list.problems.push({ ...unclosed(list.tokens[list.open.at(-1)!]!), severity: 'hint' });
			list.closeAll(list.tokens.at(-1)!.end, () => false);
		}
		return null;
	}

	/** Closing brackets at the end of a text that open before it: a selection cut them off. */
	private cutOff(): void {
		const { tokens, problems, open } = this.list;
		if (open.length > 0) return;
		let left: Token | undefined;
		for (let last = tokens.at(-1); last !== undefined && tokens.length > 1; last = tokens.at(-1)) {
			if (last.kind === 'op' && (last.text === NEW_LINE || last.text === ';') && isCloser(tokens.at(-2))) tokens.pop();
			else if (isCloser(last)) left = tokens.pop();
			else break;
		}
		if (left !== undefined) problems.push(problem('unopened', left, 'hint', 'This bracket closes nothing'));
	}

	private add(kind: Token['kind'], end: number, text: string): void {
		this.list.push(kind, this.at, end, text);
		this.at = end;
	}

	private token(): void {
		const { list, text, at, language } = this;
		const code = text.charCodeAt(at);
		if (code === 10 || code === 13) return this.newLine();
		if (isBlank(code)) {
			this.at++;
			return;
		}
		if (this.comment(code)) return;
		if (code === 34 || code === 39 || code === 96) {
			if (!(code === 39 && this.transposes())) return this.string(code);
		}
		const number = (code >= 48 && code <= 57) || code === 46 ? matches(language.number, text, at) : undefined;
		if (number !== undefined && number !== '') return this.add('number', at + number.length, number);
		if ((code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95 || code > 127) {
			const name = matches(language.name, text, at);
			if (name !== undefined)
				return this.add(language.keywords.has(name) && !this.isField() ? 'keyword' : 'name', at + name.length, name);
		}
		if (code === 40 || code === 91 || code === 123) {
			list.openBracket(at, at + 1, text[at]!);
			this.at++;
			if (list.open.length > this.nesting) this.tooDeep ??= list.tokens.at(-1);
			return;
		}
		if (code === 41 || code === 93 || code === 125) {
			const closer = text[at]!;
			this.dropRowEnd();
			if (!list.closeNearest(at, at + 1, closer, CLOSERS.get(closer)!)) list.push('bad', at, at + 1, closer);
			this.at++;
			return;
		}
		const operator = matches(language.operator, text, at);
		if (operator !== undefined) return this.add('op', at + operator.length, operator);
		const width = (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
		this.add('bad', at + width, text.slice(at, at + width));
	}

	/** A word right behind a point is a field. */
	private isField(): boolean {
		const last = this.list.tokens.at(-1);
		return last?.kind === 'op' && last.text === '.' && last.end === this.at;
	}

	/** A line that ends before a bracket closes ends no row. */
	private dropRowEnd(): void {
		const { tokens } = this.list;
		const last = tokens.at(-1);
		if (last?.kind === 'op' && last.text === NEW_LINE && this.list.open.length > 0) tokens.pop();
	}

	private newLine(): void {
		const { list, text } = this;
		const start = this.at;
		this.at += text.charCodeAt(start) === 13 && text.charCodeAt(start + 1) === 10 ? 2 : 1;
		if (list.open.length > 0 && this.at > this.carefulFrom) this.mend();
		const last = list.tokens.at(-1);
		if (last === undefined || (last.kind === 'op' && (last.text === NEW_LINE || last.text === ','))) {
			if (list.open.length > 0 || last?.text !== ',' || this.language.dialect === 'julia') return;
		}
		if (list.open.length === 0) {
			// An operator at the end of a line of Julia goes on.
			if (this.language.dialect === 'julia' && last?.kind === 'op' && goesOn(last.text, this.language)) return;
			list.push('op', start, start, NEW_LINE);
		} else if (list.innermost !== '(' && last?.kind !== 'open' && !(last?.kind === 'op' && last.text === ';'))
			list.push('op', start, start, NEW_LINE);
	}

	/** Ends what is open before a line that can only be a new statement. */
	private mend(): void {
		const { list, text } = this;
		let start = this.at;
		while (isBlank(text.charCodeAt(start))) start++;
		if (matches(NEW_STATEMENT, text, start) === undefined) return;
		const opener = list.tokens[list.open.at(-1)!]!;
		list.problems.push(unclosed(opener));
		const { end } = list.tokens.at(-1)!;
		list.closeAll(end, () => false);
	}

	/** Whether a quote stands behind an operand, and so transposes it. */
	private transposes(): boolean {
		const last = this.list.tokens.at(-1);
		if (last === undefined) return false;
		const operand =
			last.kind === 'name' ||
			last.kind === 'number' ||
			(last.kind === 'keyword' && last.text === 'end' && this.list.open.length > 0) ||
			last.kind === 'close' ||
			(last.kind === 'op' && (last.text === "'" || last.text === ".'"));
		if (!operand) return false;
		if (last.end === this.at) return true;
		return this.language.dialect === 'matlab' && this.list.innermost === '(';
	}

	private string(quote: number): void {
		const { list, text, at, language } = this;
		const sign = String.fromCharCode(quote);
		if (language.dialect === 'julia' && text.startsWith(sign.repeat(3), at) && quote !== 39) {
			const close = text.indexOf(sign.repeat(3), at + 3);
			const end = close < 0 ? text.length : close + 3;
			if (close < 0) list.problems.push(unclosedString({ start: at, end }));
			return this.add('string', end, text.slice(at + 3, close < 0 ? end : close));
		}
		let value = '';
		let end = at + 1;
		for (; end < text.length; end++) {
			const code = text.charCodeAt(end);
			if (code === 10 || code === 13) break;
			if (code === quote) {
				// A doubled quote of MATLAB is one.
				if (language.dialect === 'julia' || text.charCodeAt(end + 1) !== quote)
					return this.add('string', end + 1, value);
				end++;
			} else if (code === 92 && language.dialect === 'julia') end++;
			value += text[end] ?? '';
		}
		end = Math.min(end, text.length);
		list.problems.push(unclosedString({ start: at, end }));
		this.add('bad', end, sign);
	}

	/** Passes over a comment, or what continues a line. */
	private comment(code: number): boolean {
		const { text, at } = this;
		if (this.language.dialect === 'julia') {
			if (code !== 35) return false;
			if (text.charCodeAt(at + 1) === 61) this.nestedComment();
			else this.skipLine();
			return true;
		}
		if (code === 46 && text.startsWith('...', at)) {
			this.skipLine();
			const end = this.at;
			this.at += text.charCodeAt(end) === 13 && text.charCodeAt(end + 1) === 10 ? 2 : 1;
			return true;
		}
		if (code !== 37 && code !== 35) return false;
		if (text.charCodeAt(at + 1) === 123 && this.isAlone(at)) this.blockComment();
		else this.skipLine();
		return true;
	}

	private skipLine(): void {
		const { text } = this;
		while (this.at < text.length && text.charCodeAt(this.at) !== 10 && text.charCodeAt(this.at) !== 13) this.at++;
	}

	/** `#= … =#`. */
	private nestedComment(): void {
		const { text } = this;
		let depth = 0;
		const mark = /#=|=#/g;
		mark.lastIndex = this.at;
		for (let found = mark.exec(text); found !== null; found = mark.exec(text)) {
			depth += found[0] === '#=' ? 1 : -1;
			if (depth > 0) continue;
			this.at = mark.lastIndex;
			return;
		}
		this.at = text.length;
	}

	/** Whether the mark of a block comment has its line to itself. */
	private isAlone(at: number): boolean {
		const { text } = this;
		let start = at;
		while (start > 0 && isBlank(text.charCodeAt(start - 1))) start--;
		let end = at + 2;
		while (isBlank(text.charCodeAt(end))) end++;
		const before = start === 0 || text.charCodeAt(start - 1) === 10 || text.charCodeAt(start - 1) === 13;
		return before && (end >= text.length || text.charCodeAt(end) === 10 || text.charCodeAt(end) === 13);
	}

	private blockComment(): void {
		const close = /^[ \t]*[%#]\}[ \t]*$/gm;
		close.lastIndex = this.at;
		const found = close.exec(this.text);
		this.at = found === null ? this.text.length : found.index + found[0].length;
	}
}

function isCloser(token: Token | undefined): boolean {
	return token?.kind === 'bad' && CLOSERS.has(token.text);
}

function isBlank(code: number): boolean {
	return code === 32 || code === 9 || code === 11 || code === 12 || code === 0xa0 || code === 0x3000;
}

/** Whether an expression or an assignment goes on behind that sign. */
function goesOn(sign: string, { infix, assigns }: MatrixLanguage): boolean {
	return sign === ',' || sign === '->' || sign === '?' || sign === '.' || infix.has(sign) || assigns.has(sign);
}
