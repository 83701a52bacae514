/**
 * Statements of a text, line by line: lines join while a bracket is open, and words that start a block or a loop end what can be read as mathematics.
 */
import type { Range } from '../protocol.ts';
import { lineEnd, lineStart } from './comments.ts';
import { isBlankLine, nextLine, paragraphAt } from './prose.ts';

const MOST_JOINED = 200;
const BLOCK_WORDS =
	/^\s*(?:def|class|if|elif|else|for|while|with|try|except|finally|import|from|function|switch|case|do|async|public|private|protected|static|void|struct|enum|interface|type|namespace|package|use|using|end|print|println|console|assert|del|pass|raise|throw|break|continue|global|nonlocal|@)(?![\p{L}\p{N}_])|^\s*@|[{}]\s*;?\s*$|:\s*$|^\s*[{}]/u;

/** Whether a line of code opens a block, or does something that is not mathematics. */
export function startsBlock(line: string): boolean {
	return BLOCK_WORDS.test(line) && !/^\s*(?:type|use|case|end|from|do|static|package|global)\s*[=+]/.test(line);
}

/** The lines of one statement: those that its open brackets hold together. `code` has its comments blanked. */
export function statementFrom(code: string, start: number, limit: number): Range {
	const open: string[] = [];
	let end = start;
	let from = start;
	for (let count = 0; count < MOST_JOINED && from <= limit; count++) {
		end = Math.min(lineEnd(code, from), limit);
		for (let at = from; at < end; at++) {
			const c = code[at]!;
			if (c === '(' || c === '[' || c === '{') open.push(c);
			else if (c === ')' || c === ']' || c === '}') open.pop();
		}
		const innermost = open.at(-1);
		const joins = innermost === '(' || innermost === '[';
		const next = nextLine(code, end);
		if (!joins || next >= limit || isBlankLine(code, next, lineEnd(code, next))) break;
		from = next;
	}
	if (open.at(-1) === '(' || open.at(-1) === '[') return { start, end: Math.min(lineEnd(code, start), limit) };
	return { start, end };
}

/** The statement that the line at `at` belongs to, even where it is not its first line. */
export function statementAt(code: string, at: number): Range {
	const line = lineStart(code, at);
	const paragraph = paragraphAt(code, at, 50);
	let from = paragraph.start;
	while (from < line) {
		const statement = statementFrom(code, from, paragraph.end);
		if (statement.end >= line) return { start: from, end: statement.end };
		from = nextLine(code, statement.end);
	}
	return statementFrom(code, line, Math.max(paragraph.end, lineEnd(code, line)));
}
