/**
 * Groups comments into the blocks that annotations are read from: adjacent comments that stand alone, or one comment behind a statement.
 */
import type { Range } from '../protocol.ts';
import { blank, type Comment } from './comments.ts';

export interface Block {
	/** From the first comment's mark to the last one's end. */
	readonly range: Range;
	/** The words over `range`: everything else is blanks of the same length. */
	readonly text: string;
	/** True for a comment that stands behind something on its line. */
	readonly trailing: boolean;
}

/** The blocks of a document, in order. */
export function blocksOf(text: string, found: readonly Comment[]): readonly Block[] {
	const blocks: Block[] = [];
	let group: Comment[] = [];
	const close = (): void => {
		if (group.length > 0) blocks.push(blockOf(text, group));
		group = [];
	};
	for (const comment of found) {
		const last = group.at(-1);
		if (last !== undefined && !(comment.alone && adjacent(text, last, comment))) close();
		group.push(comment);
		if (!comment.alone) close();
	}
	close();
	return blocks;
}

/** Nothing but one line end and blanks between them. */
function adjacent(text: string, before: Comment, after: Comment): boolean {
	const between = text.slice(before.range.end, Math.min(after.range.start, before.range.end + 200));
	return before.range.end + between.length === after.range.start && /^[ \t]*\r?\n?[ \t]*$/.test(between);
}

function blockOf(text: string, group: readonly Comment[]): Block {
	const range = { start: group[0]!.range.start, end: group.at(-1)!.range.end };
	let words = '';
	let at = range.start;
	for (const { content } of group) {
		words += blank(text.slice(at, content.start)) + undecorated(text.slice(content.start, content.end));
		at = content.end;
	}
	words += blank(text.slice(at, range.end));
	return { range, text: words, trailing: !group[0]!.alone };
}

/** Blanks the stars and marks that decorate the lines of a comment. */
function undecorated(content: string): string {
	return content
		.replace(/^([!*/]+)|^([ \t]*)([*]+|[%#]+(?=\s)|\/\/)(?=[ \t]|$)/gm, (whole) => blank(whole))
		.replace(/\*+$/, (whole) => blank(whole));
}
