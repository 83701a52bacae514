/**
 * A document looked over once, so that everything that reads parts of it agrees on what is comment, code and prose.
 */
import type { DocumentText } from '../protocol.ts';
import { blocksOf, type Block } from './blocks.ts';
import { blankComments, comments, fences, lineEnd, lineStart, type Fence } from './comments.ts';
import { isCode, isMarkdown, isNote, syntaxOf, type Syntax } from './syntax.ts';
import type { UnitStyle } from './unit.ts';

/** A document looked over once: its comments blanked, its blocks of comments and its fenced code found. */
export interface Outline {
	readonly document: DocumentText;
	/** The whole text, comments blanked to the same length. */
	readonly code: string;
	readonly blocks: readonly Block[];
	readonly fences: readonly Fence[];
}

const outlines = new WeakMap<DocumentText, Outline>();

/** The outline of a document, made once for each version of it. */
export function outlineOf(document: DocumentText): Outline {
	let outline = outlines.get(document);
	if (outline === undefined) {
		const { text, languageId } = document;
		const found = comments(languageId, text);
		outline = {
			document,
			code: blankComments(text, found, { start: 0, end: text.length }),
			blocks: blocksOf(text, found),
			fences: isMarkdown(languageId) ? fences(text) : [],
		};
		outlines.set(document, outline);
	}
	return outline;
}

/** How comments are written where a place is: a fence of a note is in a language of its own. */
export function syntaxAt({ document, fences: all }: Outline, at: number): Syntax {
	const fence = all.find(({ content }) => at >= content.start && at < content.end);
	return syntaxOf(fence === undefined ? document.languageId : fence.language);
}

const MATH_FENCES = new Set(['math', 'latex', 'tex', 'katex']);

/** Whether a place lies in a fenced block of mathematics. */
export function isMathFence({ fences: all }: Outline, at: number): boolean {
	return all.some(({ content, language }) => at >= content.start && at < content.end && MATH_FENCES.has(language));
}

/** Whether formulas are looked for between delimiters here: in notes outside their fences of code, and in plain text. */
export function isProseAt(outline: Outline, at: number): boolean {
	const { languageId } = outline.document;
	if (isNote(languageId))
		return !outline.fences.some(({ content }) => at >= content.start && at < content.end) || isMathFence(outline, at);
	if (isCode(languageId)) return false;
	const line = outline.code.slice(
		lineStart(outline.code, at),
		Math.min(lineEnd(outline.code, at), lineStart(outline.code, at) + 5000),
	);
	return /\$[^$]+\$/.test(line);
}

export function styleAt(outline: Outline, at: number): UnitStyle {
	return isNote(outline.document.languageId) ? 'note' : isProseAt(outline, at) ? 'note' : 'code';
}
