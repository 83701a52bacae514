/**
 * Finds formulas where people write them: between dollar signs, in fences, on a line of their own. Tells a formula from a sentence.
 */
import type { Range } from '../protocol.ts';
import { lineEnd, lineStart } from './comments.ts';
import { parseMath } from './math.ts';
import { isFunction } from './names.ts';
import { expressionOf, partsOf, type Statement } from './program.ts';

/** A formula between delimiters: `range` is what stands between them. */
export interface Formula {
	readonly range: Range;
	readonly outer: Range;
	/** Between LaTeX's delimiters, rather than as code. */
	readonly delimited: boolean;
}

const DELIMITED =
	/(?<![\\$])\$\$([^$]{1,4000}?)\$\$|(?<![\\$])\$([^$\n]{1,2000}?)(?<!\\)\$|\\\[([^$]{1,4000}?)\\\]|\\\(([^$\n]{1,2000}?)\\\)|\\begin\{((?:equation|align|gather|multline|eqnarray|flalign|displaymath|math|dmath)\*?)\}([^$]{1,4000}?)\\end\{\5\}|(?<!`)`([^`\n]{1,2000})`(?!`)|(?<=^|\n)[ \t]*```+[ \t]*(?:math|latex|tex|katex)[ \t]*\n([^`]{1,4000}?)\n[ \t]*```/g;

/** The formulas between delimiters that lie in (or around) a part of the text. */
export function formulasIn(text: string, part: Range): Formula[] {
	const found: Formula[] = [];
	const slice = text.slice(part.start, part.end);
	for (const match of slice.matchAll(DELIMITED)) {
		const inner = match[1] ?? match[2] ?? match[3] ?? match[4] ?? match[6] ?? match[7] ?? match[8] ?? '';
		const outer = { start: part.start + match.index, end: part.start + match.index + match[0].length };
		const behind = match[6] !== undefined ? '}' : match[8] !== undefined ? '\n' : '';
		const start = outer.start + match[0].indexOf(inner, behind === '' ? 1 : match[0].indexOf(behind) + 1);
		const range = trimRange(text, { start, end: start + inner.length });
		const delimited = match[7] === undefined;
		if (range.end > range.start && (delimited || readsAsFormula(text.slice(range.start, range.end))))
			found.push({ range, outer, delimited });
	}
	return found;
}

/** Without blanks at both ends. */
export function trimRange(text: string, range: Range): Range {
	let { start, end } = range;
	while (start < end && isBlank(text.charCodeAt(start))) start++;
	while (end > start && isBlank(text.charCodeAt(end - 1))) end--;
	return { start, end };
}

function isBlank(code: number): boolean {
	return code === 32 || (code >= 9 && code <= 13) || code === 0xa0 || code === 0x3000;
}

const MARKS = /^(?:(?:[-*+•>]|\d{1,3}[.)]|[①-⑳])[ \t]+|<[A-Za-z][^<>\n]*>[ \t]*)+/;
const CLOSING_TAGS = /(?:[ \t]*<\/[A-Za-z][^<>\n]*>)+$/;

/** Without the mark of a list item or quotation, or HTML's tags, around it, and blanks at both ends. */
export function bare(text: string, range: Range): Range {
	const inner = trimRange(text, range);
	const mark = MARKS.exec(text.slice(inner.start, Math.min(inner.end, inner.start + 200)))?.[0].length ?? 0;
	const tags = CLOSING_TAGS.exec(text.slice(Math.max(inner.start + mark, inner.end - 100), inner.end))?.[0].length ?? 0;
	return mark + tags === 0 ? inner : trimRange(text, { start: inner.start + mark, end: inner.end - tags });
}

/** The lines around `at` up to blank lines, at most `most` in each direction. */
export function paragraphAt(text: string, at: number, most = 200): Range {
	let start = lineStart(text, at);
	let end = lineEnd(text, at);
	if (isBlankLine(text, start, end)) return { start, end };
	for (let count = 0; count < most && start > 0; count++) {
		const before = lineStart(text, start - 1);
		if (isBlankLine(text, before, start - 1)) break;
		start = before;
	}
	for (let count = 0; count < most && end < text.length; count++) {
		const next = nextLine(text, end);
		const after = lineEnd(text, next);
		if (isBlankLine(text, next, after)) break;
		end = after;
	}
	return { start, end };
}

/** The start of the line behind the one that ends at `end`. */
export function nextLine(text: string, end: number): number {
	const found = text.indexOf('\n', end);
	return found < 0 ? text.length : found + 1;
}

export function isBlankLine(text: string, start: number, end: number): boolean {
	for (let at = start; at < end; at++) if (!isBlank(text.charCodeAt(at))) return false;
	return true;
}

const NOTHING: ReadonlySet<string> = new Set();
const LONGEST_LINE = 5000;

/** Whether a text (a line, say) is mathematics rather than a sentence: it can be read, and it computes or assigns something. */
export function readsAsFormula(text: string): boolean {
	if (text.length > LONGEST_LINE || !/[\p{L}\p{N})|²³]/u.test(text) || /^[\s#*=-]*$/.test(text)) return false;
	if (!/[-+*/^=·×÷−<>|()²³√%?≤≥]|\d\p{L}|\b\p{L} \p{L}\b/u.test(text)) return false;
	const parsed = parseMath(text, { start: 0, end: text.length }, { known: NOTHING, nesting: 100 });
	if (parsed.problems.some((problem) => problem.severity === 'error')) return false;
	const { statements } = parsed.program;
	return statements.length > 0 && statements.every((statement) => isMathematics(statement));
}

/** An assignment of anything, or an expression in which long words are not simply strung together. */
function isMathematics(statement: Statement): boolean {
	const value = expressionOf(statement);
	if (value === undefined) return statement.kind !== 'broken';
	const work = [value];
	let operations = 0;
	for (let node = work.pop(); node !== undefined; node = work.pop()) {
		if (node.kind === 'call') {
			if (statement.kind === 'evaluate' && Array.from(node.callee.name).length > 2 && !isFunction(node.callee.name))
				return false;
			for (const operand of node.operands) work.push(operand);
			operations++;
		} else if (node.kind === 'apply') {
			if (
				node.implicit === true &&
				node.operands.every((operand) => operand.kind === 'name' && Array.from(operand.name).length > 2)
			)
				return false;
			for (const operand of node.operands) work.push(operand);
			operations++;
		} else if (node.kind === 'hole') {
			return false;
		} else if (node.kind !== 'name' && node.kind !== 'number') {
			for (const part of partsOf(node)) work.push(part);
			operations++;
		}
	}
	return statement.kind !== 'evaluate' || operations > 0;
}

/** How many lines that are not blank count as beside a formula. */
export const BESIDE_LINES = 3;

/** The next lines that are not blank, going down (1) or up (-1) from the line of `at`. */
export function neighbours(text: string, at: number, direction: 1 | -1): Range[] {
	const lines: Range[] = [];
	let start = lineStart(text, at);
	for (let count = 0; count < BESIDE_LINES * 3 && lines.length < BESIDE_LINES; count++) {
		if (direction === 1) {
			const end = lineEnd(text, start);
			const next = nextLine(text, end);
			if (next >= text.length) break;
			start = next;
		} else {
			if (start === 0) break;
			start = lineStart(text, start - 1);
		}
		const end = lineEnd(text, start);
		if (!isBlankLine(text, start, end)) lines.push({ start, end });
	}
	return lines;
}
