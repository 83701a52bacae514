/** Where "next line", "run to here" and the like lead. */
import type { Trace } from '../core/trace.ts';
import type { Range } from '../protocol.ts';
import type { Seek } from '../protocol-engine.ts';
import type { Run } from '../run/run.ts';
import { placeOf } from '../run/sites.ts';
import type { Place } from '../run/places.ts';

/** The node whose step stands at a position: computed there, or gone back through; null at the very start. */
export function nodeAt(trace: Trace, position: number): number | null {
	return trace.at(position).active;
}

/** A node's operator in the text, or all of it where it has none. */
export function operatorRange(trace: Trace, node: number): Range {
	const { tape } = trace;
	const id = tape.rangeId(node);
	const start = tape.ranges.operatorStart(id);
	const end = tape.ranges.operatorEnd(id);
	// An implicit product has no characters, but a place between its factors.
	if (end > start || start > tape.ranges.start(id)) return { start, end };
	return { start: tape.ranges.start(id), end: tape.ranges.end(id) };
}

/** Tells lines apart. */
interface TellsLines {
	lineAt(offset: number): number;
}

export function seekPosition(trace: Trace, run: Run, lines: TellsLines, position: number, seek: Seek): number | null {
	if (seek.to === 'node') return stepOf(trace, seek.node, position);
	if (seek.to === 'offset') {
		const place = placeAt(run, seek.offset);
		if (place === null) return null;
		return stepOf(trace, place.node, position) ?? (place.gate >= 0 ? stepOf(trace, place.gate, position) : null);
	}
	const last = trace.lastPosition;
	if (seek.to === 'over' || seek.to === 'out' || seek.to === 'iteration')
		return framePosition(trace, run, lines, position, seek.to);
	/** Steps with the same key are one line's; ∂target/∂target stands by itself. */
	const key = (at: number): number => {
		if (at === trace.forwardSteps + 1) return -1;
		const node = nodeAt(trace, at);
		const { start } = node === null ? { start: 0 } : operatorRange(trace, node);
		return lineKey(run, lines, start, node === null ? 0 : trace.tape.frame(node), at <= trace.forwardSteps);
	};
	if (seek.to === 'next-line') {
		if (position >= last) return null;
		let at = position + 1;
		const line = key(at);
		while (at < last && key(at + 1) === line) at++;
		return at;
	}
	if (position <= 0) return null;
	let at = position;
	const line = key(at);
	while (at > 1 && key(at - 1) === line) at--;
	return at - 1;
}

/** Above the number of lines that any document has. */
const LINES = 2 ** 22;

/** One number for a line, its turn of the loop and the pass. The elements of a comprehension are their line's; the turns of a loop are apart, also where its body is one line. */
function lineKey({ frames }: Run, lines: TellsLines, start: number, frame: number, forward: boolean): number {
	const line = lines.lineAt(start);
	let turn = frame;
	while (
		turn > 0 &&
		frames.placeOf(turn).kind === 'iteration' &&
		lines.lineAt(frames.placeOf(turn).range.start) === line
	)
		turn = frames.parentOf(turn);
	return (turn * LINES + line) * 2 + (forward ? 0 : 1);
}

/**
 * Steps over, out of and on by calls and iterations, in either pass. A step is taken for its own frame's; what happened in frames within is passed over.
 * `over` goes to the end of the next line as seen from the present call (in a loop, of this turn), `out` past the present call, `iteration` past the present iteration.
 */
function framePosition(
	trace: Trace,
	run: Run,
	lines: TellsLines,
	position: number,
	to: 'over' | 'out' | 'iteration',
): number | null {
	const last = trace.lastPosition;
	if (position >= last) return null;
	const { frames } = run;
	const frameAt = (at: number): number => {
		const node = nodeAt(trace, at);
		return node === null ? 0 : trace.tape.frame(node);
	};
	/** The innermost frame of a kind around one, itself included; 0 where there is none. */
	const around = (frame: number, kind: 'call' | 'iteration'): number => {
		let at = frame;
		while (at > 0 && frames.placeOf(at).kind !== kind) at = frames.parentOf(at);
		return at;
	};
	/** Whether a frame is `outer`, or lies within it. */
	const within = (frame: number, outer: number): boolean => {
		let at = frame;
		while (at > outer) at = frames.parentOf(at);
		return at === outer;
	};
	const turn = trace.forwardSteps + 1;
	if (to !== 'over') {
		const outer = around(frameAt(position), to === 'out' ? 'call' : 'iteration');
		// Outside of any, all there is to leave is the pass.
		const end = position < turn ? turn : last;
		let at = position + 1;
		while (at < end && outer > 0 && within(frameAt(at), outer)) at++;
		return outer > 0 ? at : end;
	}
	let call = around(frameAt(position), 'call');
	// Behind a call's last step the call is over: what counts is where the next step is.
	while (call > 0 && !within(frameAt(position + 1), call)) call = around(frames.parentOf(call), 'call');
	/** The line that a step counts to, seen from the call: of what happens within a further call, the line that calls. */
	const lineOf = (at: number): number => {
		if (at === turn) return -1;
		const node = nodeAt(trace, at);
		let frame = frameAt(at);
		let { start } = node === null ? { start: 0 } : operatorRange(trace, node);
		for (let next = around(frame, 'call'); next > call && within(next, call); next = around(frame, 'call')) {
			({ start } = frames.placeOf(next).range);
			frame = frames.parentOf(next);
		}
		return lineKey(run, lines, start, frame, at <= trace.forwardSteps);
	};
	let at = position + 1;
	const line = lineOf(at);
	while (at < last && lineOf(at + 1) === line && within(frameAt(at + 1), call)) at++;
	return at;
}

/** The position of a node's step in the pass the cursor is in, else in the other pass. */
function stepOf(trace: Trace, node: number, position: number): number | null {
	const forward = trace.forwardPosition(node);
	const backward = trace.backwardPosition(node);
	return position <= trace.forwardSteps ? (forward ?? backward) : (backward ?? forward);
}

/**
 * What an offset means: on an operator's characters, what the operator computes; else the innermost evaluated expression around it, whose end
 * counts as inside, so that a cursor behind a name means the name.
 */
export function placeAt(run: Run, offset: number): Place | null {
	let found: Place | null = null;
	let size = Infinity;
	for (const place of run.places) {
		const { start, end } = place.expression.range;
		if (offset < start || offset > end) continue;
		const operator = placeOf(place.expression);
		const onOperator = place.expression.kind !== 'name' && offset >= operator.start && offset < operator.end;
		// Between two that are equally small the one that the offset is really in, not behind, is meant.
		const taken = onOperator ? 0 : end - start + (offset === end ? 0.5 : 0);
		if (taken < size) {
			found = place;
			size = taken;
		}
	}
	return found;
}
