/**
 * Finds the comments of a document in its own language, so that `@grad` is seen in comments only and program text can be read without them.
 */
import type { Range } from '../protocol.ts';
import { fenceLanguage, isMarkdown, syntaxOf, type Syntax } from './syntax.ts';

export interface Comment {
	/** The comment with its marks. */
	readonly range: Range;
	/** What is said between the marks. Decorations inside (` * ` at a line's start) are still in it. */
	readonly content: Range;
	readonly kind: 'line' | 'block';
	/** True where nothing but blanks stands before it on its line. */
	readonly alone: boolean;
}

/** A fenced code block of Markdown: the language, and the code between the fences. */
export interface Fence {
	readonly language: string;
	readonly content: Range;
	readonly range: Range;
}

const FENCE_LINE = /^[ \t]*(?:>[ \t]*)*(?:[-*+][ \t]+)?(`{3,}|~{3,})[ \t]*\{?[ \t]*([\w.+#-]*)[^\n]*$/gm;

/** The fenced code blocks of a Markdown text, in order; one that is never closed reaches to the end. */
export function fences(text: string): readonly Fence[] {
	const found: Fence[] = [];
	let open: { mark: string; language: string; start: number; content: number } | undefined;
	FENCE_LINE.lastIndex = 0;
	for (const match of text.matchAll(FENCE_LINE)) {
		const mark = match[1]!;
		const end = match.index + match[0].length;
		if (open === undefined) {
			open = {
				mark,
				language: fenceLanguage(match[2]!.replace(/^\./, '')),
				start: match.index,
				content: Math.min(end + 1, text.length),
			};
		} else if (mark[0] === open.mark[0] && mark.length >= open.mark.length && match[2] === '') {
			found.push({
				language: open.language,
				content: { start: open.content, end: Math.max(open.content, match.index) },
				range: { start: open.start, end },
			});
			open = undefined;
		}
	}
	if (open !== undefined) {
		found.push({
			language: open.language,
			content: { start: open.content, end: text.length },
			range: { start: open.start, end: text.length },
		});
	}
	return found;
}

/** All comments of a document, in order; in Markdown also those of its fenced code. */
export function comments(languageId: string, text: string): readonly Comment[] {
	if (!isMarkdown(languageId)) return scanComments(syntaxOf(languageId), text, 0, text.length);
	const found: Comment[] = [];
	let at = 0;
	for (const fence of fences(text)) {
		for (const comment of scanComments(syntaxOf(languageId), text, at, fence.range.start)) found.push(comment);
		for (const comment of scanComments(syntaxOf(fence.language), text, fence.content.start, fence.content.end))
			found.push(comment);
		at = Math.max(at, fence.range.end);
	}
	for (const comment of scanComments(syntaxOf(languageId), text, at, text.length)) found.push(comment);
	return found;
}

/** `text` with the characters of comments and, in prose, nothing else replaced by blanks of the same length; line ends stay. */
export function blankComments(text: string, found: readonly Comment[], range: Range): string {
	let result = '';
	let at = range.start;
	for (const comment of found) {
		if (comment.range.end <= at) continue;
		if (comment.range.start >= range.end) break;
		const start = Math.max(at, comment.range.start);
		const end = Math.min(range.end, comment.range.end);
		result += text.slice(at, start) + blank(text.slice(start, end));
		at = end;
	}
	return result + text.slice(at, range.end);
}

/** Blanks of the same length, line ends kept. */
export function blank(text: string): string {
	return text.replace(/[^\n\r]/g, ' ');
}

function escaped(mark: string): string {
	return mark.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');
}

const interesting = new Map<Syntax, RegExp>();

/** Matches whatever may start a comment or a string. */
function startsOf(syntax: Syntax): RegExp {
	let pattern = interesting.get(syntax);
	if (pattern === undefined) {
		const marks = [...syntax.block.map(([open]) => open), ...syntax.long, ...syntax.line];
		if (syntax.patterns === true) marks.push('/');
		const parts = marks.sort((a, b) => b.length - a.length).map(escaped);
		if (syntax.quotes !== '') parts.push(`[${syntax.quotes}]`);
		pattern = new RegExp(parts.join('|'), 'g');
		interesting.set(syntax, pattern);
	}
	return pattern;
}

function scanComments(syntax: Syntax, text: string, from: number, to: number): Comment[] {
	const found: Comment[] = [];
	const starts = startsOf(syntax);
	let at = from;
	let noPatterns = from;
	while (at < to) {
		starts.lastIndex = at;
		const match = starts.exec(text);
		if (match === null || match.index >= to) break;
		const mark = match[0];
		const index = match.index;
		const block = syntax.block.find(([open]) => open === mark);
		if (block !== undefined && (syntax.blockAlone !== true || aloneOnLine(text, index, mark.length))) {
			const comment = blockComment(syntax, text, index, block, to);
			found.push(comment);
			at = comment.range.end;
		} else if (syntax.long.includes(mark)) {
			at = closing(text, index + mark.length, mark, to);
		} else if (syntax.quotes.includes(mark)) {
			at =
				syntax.transpose === true && mark === "'" && transposes(text, index)
					? index + 1
					: stringEnd(text, index, mark, to);
		} else if (isLineMark(syntax, text, index, mark)) {
			const comment = lineComment(text, index, lineMark(syntax, mark), to);
			found.push(comment);
			at = comment.range.end;
		} else if (syntax.patterns === true && mark === '/') {
			at = index < noPatterns ? index + 1 : patternEnd(text, index, to);
			// A slash that nothing closes on its line: no other one on it starts a pattern either.
			if (at < 0) {
				noPatterns = lineEnd(text, index);
				at = index + 1;
			}
		} else {
			at = index + 1;
		}
	}
	return found;
}

/** A block mark that does not stand alone where it must is the line mark it begins with. */
function lineMark(syntax: Syntax, mark: string): string {
	return syntax.line.find((line) => mark.startsWith(line)) ?? mark;
}

function isLineMark(syntax: Syntax, text: string, index: number, found: string): boolean {
	const mark = lineMark(syntax, found);
	if (!syntax.line.includes(mark)) return false;
	if (syntax.escapes === true) {
		let slashes = 0;
		while (text[index - 1 - slashes] === '\\') slashes++;
		if (slashes % 2 === 1) return false;
	}
	if (syntax.prose !== true) return true;
	const after = text.slice(index + mark.length, index + mark.length + 40);
	const tagged = /^[-#%/]*[ \t]*@/.test(after);
	if (mark === '#') return true;
	if (mark === '//') return tagged || text[index - 1] !== ':';
	if (tagged) return true;
	return aloneBefore(text, index) && (mark === '%' || /^[ \t]/.test(after));
}

function aloneBefore(text: string, index: number): boolean {
	let at = index - 1;
	while (at >= 0 && (text[at] === ' ' || text[at] === '\t')) at--;
	return at < 0 || text[at] === '\n';
}

function aloneOnLine(text: string, index: number, length: number): boolean {
	return aloneBefore(text, index) && /^[ \t]*(?:\r?\n|$)/.test(text.slice(index + length, lineEnd(text, index) + 1));
}

/** The offset of the first character of the line that `at` is on. */
export function lineStart(text: string, at: number): number {
	return at <= 0 ? 0 : text.lastIndexOf('\n', at - 1) + 1;
}

/** The offset behind the last character of the line that `at` is on, its line end excluded. */
export function lineEnd(text: string, at: number): number {
	const found = text.indexOf('\n', at);
	const end = found < 0 ? text.length : found;
	return end > 0 && end > at && text[end - 1] === '\r' ? end - 1 : end;
}

function lineComment(text: string, index: number, mark: string, to: number): Comment {
	const end = Math.min(lineEnd(text, index), to);
	let content = Math.min(index + mark.length, end);
	while (content < end && text[content] === mark[0] && mark !== ';') content++;
	return {
		range: { start: index, end },
		content: { start: content, end },
		kind: 'line',
		alone: aloneBefore(text, index),
	};
}

function blockComment(
	syntax: Syntax,
	text: string,
	index: number,
	[open, close]: readonly [string, string],
	to: number,
): Comment {
	let depth = 1;
	let at = index + open.length;
	let end = -1;
	let inner = -1;
	while (end < 0) {
		const next = text.indexOf(close, at);
		if (next < 0 || next >= to) break;
		if (inner < at) inner = syntax.nests === true ? text.indexOf(open, at) : -1;
		if (inner < 0) inner = Infinity;
		if (inner < next) {
			depth++;
			at = inner + open.length;
		} else {
			depth--;
			at = next + close.length;
			if (depth === 0) end = next;
		}
	}
	const contentEnd = end < 0 ? to : end;
	return {
		range: { start: index, end: end < 0 ? to : end + close.length },
		content: { start: index + open.length, end: contentEnd },
		kind: 'block',
		alone: aloneBefore(text, index),
	};
}

/** Behind the next `mark` that no backslash escapes. */
function closing(text: string, from: number, mark: string, to: number): number {
	let at = from;
	while (at < to) {
		const next = text.indexOf(mark, at);
		if (next < 0) return to;
		let slashes = 0;
		while (next - 1 - slashes >= from && text[next - 1 - slashes] === '\\') slashes++;
		if (slashes % 2 === 0) return next + mark.length;
		at = next + 1;
	}
	return to;
}

/** Behind a string's closing quote; a quote that is not closed on its line is no string. */
function stringEnd(text: string, index: number, quote: string, to: number): number {
	for (let at = index + 1; at < to; at++) {
		const c = text[at];
		if (c === '\\') at++;
		else if (c === quote) return at + 1;
		else if (c === '\n') break;
	}
	return index + 1;
}

function transposes(text: string, index: number): boolean {
	return /[\p{L}\p{N}_)\]}.']/u.test(text[index - 1] ?? '');
}

const LONGEST_PATTERN = 1000;

/** Behind a regular expression's closing slash, where the slash at `index` starts one rather than dividing; -1 where nothing closes it. */
function patternEnd(text: string, index: number, to: number): number {
	const before = text.slice(Math.max(0, index - 12), index).trimEnd();
	const divides = /[\p{L}\p{N}_)\]}]$/u.test(before) && !/\b(?:return|typeof|case|in|of)$/.test(before);
	if (divides) return index + 1;
	let inClass = false;
	const limit = Math.min(to, index + LONGEST_PATTERN);
	for (let at = index + 1; at < limit; at++) {
		const c = text[at];
		if (c === '\\') at++;
		else if (c === '\n') break;
		else if (c === '[') inClass = true;
		else if (c === ']') inClass = false;
		else if (c === '/' && !inClass) return at + 1;
	}
	return -1;
}
