/** Which places of a text have gates: where a breakpoint can stand, and where "jump to" can lead. */
import type { Range } from '../protocol.ts';
import type { GatePlace } from '../protocol-stack.ts';
import { operatorRange } from './seek.ts';
import { writtenAt } from './whereabouts.ts';
import type { Ran } from './unit-run.ts';

/** More places in one stretch of text nobody chooses among. */
const MOST_PLACES = 200;

/** The places whose operators lie within a range of the document, or of another text, in the order of the text. */
export function gatePlaces(ran: Ran, asked: Range, uri?: string): GatePlace[] {
	const { texts, trace } = ran;
	const within = texts.counted(asked, uri);
	if (within === null) return [];
	const { tape } = trace;
	const found = new Map<number, Omit<GatePlace, 'times'>>();
	const times = new Map<number, number>();
	const skipped = new Set<number>();
	for (let node = 0; node < tape.length; node++) {
		const forward = trace.forwardPosition(node);
		if (forward === null) continue;
		const id = tape.rangeId(node);
		if (skipped.has(id)) continue;
		const before = times.get(id);
		if (before !== undefined) {
			times.set(id, before + 1);
			continue;
		}
		const operator = operatorRange(trace, node);
		if (operator.start < within.start || operator.start > within.end || found.size >= MOST_PLACES) {
			skipped.add(id);
			continue;
		}
		times.set(id, 1);
		const backward = trace.backwardPosition(node);
		const range = texts.own(writtenAt(ran, node));
		found.set(id, { range, operator: texts.own(operator), node, forward, backward });
	}
	const places = [...found].map(([id, place]) => ({ ...place, times: times.get(id)! }));
	return places.sort((a, b) => a.operator.start - b.operator.start || a.range.end - b.range.end);
}
