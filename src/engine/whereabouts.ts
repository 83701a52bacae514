/**
 * Where in the document a gate is told to stand. What was computed in another text, an earlier cell or an imported file, stands at what leads there: the
 * call in the document; and nowhere, at the program's beginning, where no call does.
 */
import { isElsewhere } from '../lang/elsewhere.ts';
import type { Range } from '../protocol.ts';
import type { Ran } from './unit-run.ts';

/** Where a node is written, in whichever text. */
export function writtenAt(ran: Ran, node: number): Range {
	const { tape } = ran.trace;
	const id = tape.rangeId(node);
	return { start: tape.ranges.start(id), end: tape.ranges.end(id) };
}

/** A node's place in the document. */
export function rangeOf(ran: Ran, node: number): Range {
	return atHome(ran, writtenAt(ran, node), ran.trace.tape.frame(node));
}

/** A range as it is told of the document: one in another text is the innermost call or loop around it that the document has. */
export function atHome({ run, unit }: Ran, range: Range, frame: number): Range {
	if (!isElsewhere(range)) return range;
	const around = run.frames.chain(frame).find((each) => !isElsewhere(each.range));
	return around?.range ?? { start: unit.range.start, end: unit.range.start };
}
