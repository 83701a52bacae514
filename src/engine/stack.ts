/** The call stack of a step: the gate's own place, then the calls and loops that led to it, as a debugger lists them. */
import type { Range } from '../protocol.ts';
import type { Stack, StackLevel } from '../protocol-stack.ts';
import { atHome, writtenAt } from './whereabouts.ts';
import { nodeAt } from './seek.ts';
import type { Ran } from './unit-run.ts';

/** No answer has more levels; a recursion may have a hundred thousand. */
const MOST_LEVELS = 1000;

/** `count` levels from `start` on, counted from the innermost. */
export function stackAt(ran: Ran, position: number, start: number, count: number): Stack {
	const { trace, run } = ran;
	const node = nodeAt(trace, position);
	const frame = node === null ? 0 : trace.tape.frame(node);
	const chain = run.frames.chain(frame);
	const ids: number[] = [];
	for (let at = frame; at > 0; at = run.frames.at(at).parent) ids.push(at);
	const total = chain.length + 1;
	const until = Math.min(total, start + Math.min(count, MOST_LEVELS));
	const levels: StackLevel[] = [];
	for (let level = start; level < until; level++) {
		const inner = level === 0 ? undefined : chain[level - 1];
		const written = inner !== undefined ? inner.range : node === null ? beginning(ran) : writtenAt(ran, node);
		const range = atHome(ran, written, (inner === undefined ? frame : ids[level - 1]) ?? 0);
		const elsewhere = ran.texts.elsewhere(written);
		const own = chain[level];
		const { kind, label, index } = own ?? { kind: 'program' as const, label: ran.targetLabel, index: 0 };
		levels.push({
			kind,
			label,
			index,
			range,
			...(elsewhere !== undefined && { elsewhere }),
			frame: ids[level] ?? 0,
		});
	}
	return { total, levels };
}

/** Before anything is computed a program stands at its first characters that are no space. */
function beginning({ unit, document }: Ran): Range {
	const { start, end } = unit.range;
	const space = /^\s*/.exec(document.text.slice(start, end))?.[0].length ?? 0;
	return { start: start + space, end: start + space };
}
