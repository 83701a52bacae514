/** Moves offsets along with edits, so that what is drawn for an older text stands at the right characters until the newer one has been computed. */
import type { Range } from '../protocol.ts';

/** One edit as VS Code reports it: `length` units at `offset` were replaced by a text of `inserted` units. */
export interface Move {
	readonly offset: number;
	readonly length: number;
	readonly inserted: number;
}

/**
 * Where `offset` stands after one edit. At an insertion exactly at the offset, `stay` keeps it in front of the new text.
 * An offset inside what was replaced goes to the end of the new text, or with `stay` to its start.
 */
export function moveOffset(offset: number, move: Move, stay: boolean): number {
	if (offset < move.offset) return offset;
	const end = move.offset + move.length;
	if (offset > end || (offset === end && !(stay && move.length === 0))) return offset + move.inserted - move.length;
	return stay ? move.offset : move.offset + move.inserted;
}

/** Where a range stands after edits that VS Code reported in one event (all in the coordinates before it). It does not grow at its edges. */
export function moveRange(range: Range, moves: readonly Move[]): Range {
	let { start, end } = range;
	// From the back to the front, so that no edit shifts the coordinates of one still to come.
	for (const move of [...moves].sort((a, b) => b.offset - a.offset)) {
		start = moveOffset(start, move, false);
		end = Math.max(start, moveOffset(end, move, true));
	}
	return { start, end };
}

/** Whether an edit touches the range or stands directly at one of its edges. */
export function touches(range: Range, moves: readonly Move[]): boolean {
	return moves.some((move) => move.offset <= range.end && move.offset + move.length >= range.start);
}
