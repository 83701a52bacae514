/**
 * A comment that is being written is often not closed yet, and would swallow everything behind it: this closes it where its line ends.
 */
import type { DocumentText } from '../protocol.ts';
import { lineEnd, lineStart } from './comments.ts';
import { outlineOf, syntaxAt } from './outline.ts';

/** The document with the comment around `offset` closed, where it is opened on that line and nothing closes it before the next one opens. */
export function withClosedComment(document: DocumentText, offset: number): DocumentText {
	const { text } = document;
	const outline = outlineOf(document);
	const end = lineEnd(text, offset);
	for (const [open, close] of syntaxAt(outline, offset).block) {
		const opened = text.lastIndexOf(open, offset - 1);
		if (opened < lineStart(text, offset) || text.slice(opened + open.length, end).includes(close)) continue;
		const next = text.indexOf(close, end);
		const another = text.indexOf(open, end);
		if (next >= 0 && (another < 0 || next < another)) continue;
		return { ...document, text: `${text.slice(0, end)} ${close}${text.slice(end)}` };
	}
	return document;
}
