/** A piece of a program that stands in a note without a fence around it, as people paste it. */
import type { Range } from '../protocol.ts';
import { isProseAt, type Outline } from './outline.ts';
import { paragraphAt, trimRange } from './prose.ts';
import { looksLikeProgram } from './script-parts.ts';
import { isMarkdown } from './syntax.ts';

/** More lines than this without a blank one are no piece of a program that somebody pasted. */
const MOST_LINES = 1000;

/** Whether a text has an assignment at the beginning of a line, as every program here has. */
export function assigns(text: string): boolean {
	return /^[ \t]*[\p{L}_][\p{L}\p{N}_]*[ \t]*=/mu.test(text);
}

/** The paragraph around a place of a note, where it is a program; null where it is none. */
export function looseProgramAt(outline: Outline, at: number): Range | null {
	const { code, document } = outline;
	if (!isMarkdown(document.languageId) || !isProseAt(outline, at)) return null;
	const range = trimRange(code, paragraphAt(code, at, MOST_LINES));
	const text = code.slice(range.start, range.end);
	return assigns(text) && looksLikeProgram(outline, text, range) ? range : null;
}
