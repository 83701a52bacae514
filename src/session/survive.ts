/** How a session follows its text through edits: where a range went. */
import type { Range, TextEdit } from '../protocol.ts';

/** The range after the edits, each given in the text as the ones before it left it; null when an edit took all of its text away. */
export function mapRange(range: Range, edits: readonly TextEdit[]): Range | null {
	if (range.start === range.end) return mapCursor(range.start, edits);
	let { start, end } = range;
	for (const edit of edits) {
		const grown = edit.text.length - (edit.range.end - edit.range.start);
		if (edit.range.end < start || (edit.range.end === start && edit.range.start < start)) {
			start += grown;
			end += grown;
		} else if (edit.range.start <= start && edit.range.end >= end && end > start && edit.range.end > edit.range.start) {
			if (edit.text.trim() === '') return null;
			// Replaced as a whole: what stands there now is the selection.
			start = edit.range.start;
			end = edit.range.start + edit.text.length;
		} else if (edit.range.start <= end) {
			const inserted = edit.range.start + edit.text.length;
			end = edit.range.end >= end ? inserted : end + grown;
			start = edit.range.start < start ? inserted : start;
		}
	}
	return start > end ? null : { start, end };
}

/** A bare cursor stays one: behind what is typed at it, and at the end of what replaces the text around it. */
function mapCursor(offset: number, edits: readonly TextEdit[]): Range {
	let at = offset;
	for (const { range, text } of edits) {
		if (range.end <= at) at += text.length - (range.end - range.start);
		else if (range.start < at) at = range.start + text.length;
	}
	return { start: at, end: at };
}
