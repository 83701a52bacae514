/**
 * All times that an expression was evaluated: a place of the text keeps the last one only, but every gate on the tape knows its characters and the call
 * or iteration it was made in.
 */
import type { Cursor } from '../core/cursor.ts';
import type { Evaluation } from '../protocol-hover.ts';
import type { Place } from '../run/places.ts';
import type { Binding } from '../run/run.ts';
import type { Ran } from './unit-run.ts';

/** One evaluation: the node that holds the value, and the frame it was made in. */
interface Time {
	readonly node: number;
	readonly frame: number;
}

export interface Chosen {
	readonly node: number;
	readonly evaluation: Evaluation;
}

/** So many evaluations can be chosen among: the last ones. */
const MOST_TIMES = 100_000;

/** The node of a place at one of its times, and which that is; null where it was evaluated once. */
export function evaluationOf(ran: Ran, place: Place, cursor: Cursor, wanted: number | undefined): Chosen | null {
	return chosenOf(ran, timesOf(ran, place), cursor, wanted);
}

/** The same of a name that was assigned several times at one place of the text. */
export function bindingOf(
	ran: Ran,
	bindings: readonly Binding[],
	cursor: Cursor,
	wanted: number | undefined,
): Chosen | null {
	return chosenOf(ran, bindings, cursor, wanted);
}

function chosenOf(ran: Ran, times: readonly Time[], cursor: Cursor, wanted: number | undefined): Chosen | null {
	if (times.length < 2) return null;
	const index = wanted === undefined ? presentTime(ran, times, cursor) : Math.min(wanted, times.length - 1);
	const { frame, node } = times[index]!;
	return { node, evaluation: { index, count: times.length, frames: framesOf(ran, times, frame) } };
}

/** A gate's evaluations are gates at the same characters; a name's are what such gates took. */
function timesOf(ran: Ran, { expression, gate, node, slot, times }: Place): Time[] {
	const { tape } = ran.trace;
	if (times < 2) return [];
	const name = expression.kind === 'name';
	const at = name ? gate : node;
	if (at < 0 || !tape.isGate(at)) return [];
	const { range, op } = tape.columns;
	const found: Time[] = [];
	for (let other = 0; other < tape.length; other++) {
		if (range[other] !== range[at] || op[other] !== op[at]) continue;
		const frame = tape.frame(other);
		// One function may be several gates of one kind at one place: the last of them has its value.
		if (!name && found.at(-1)?.frame === frame) found.pop();
		if (found.length < MOST_TIMES) found.push({ node: name ? tape.inputAt(other, slot) : other, frame });
	}
	return found;
}

/** The evaluation in the call or iteration that the cursor is in; else the last. */
function presentTime(ran: Ran, times: readonly Time[], cursor: Cursor): number {
	const { active } = cursor;
	if (active === null) return times.length - 1;
	const frame = ran.trace.tape.frame(active);
	const here = times.findLastIndex((time) => time.frame === frame);
	return here < 0 ? times.length - 1 : here;
}

function framesOf(ran: Ran, times: readonly Time[], frame: number): Evaluation['frames'] {
	const { frames } = ran.run;
	const last = new Map<string, number>();
	const key = (kind: string, start: number, parent: number): string =>
		`${kind} ${start} ${kind === 'call' ? '' : parent}`;
	for (const time of times) {
		for (const { kind, range, parent, index } of frames.chain(time.frame)) {
			const own = key(kind, range.start, parent);
			last.set(own, Math.max(last.get(own) ?? 0, index));
		}
	}
	return frames.chain(frame).map(({ kind, label, range, parent, index }) => ({
		kind,
		label,
		index,
		count: 1 + (last.get(key(kind, range.start, parent)) ?? index),
	}));
}
