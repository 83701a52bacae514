/** A session at a position: what the step did, and how every number stands there. */
import type { Cursor } from '../core/cursor.ts';
import type { Trace } from '../core/trace.ts';
import type { Graph, StepView, Tick } from '../protocol.ts';
import { symbolOf } from './cards.ts';
import { chipFlows } from './chips.ts';
import type { FoldedSteps } from './folded-steps.ts';
import { graphFlows } from './graph.ts';
import { nodeAt } from './seek.ts';
import type { Ran } from './unit-run.ts';

/** So many ticks a timeline has at most. */
const MOST_TICKS = 400;

/** A traced unit with the drawing it is shown in. `graph` may be a window that moved with the cursor; `replaced` says it did. */
export function stepView(
	id: number,
	ran: Ran,
	folded: FoldedSteps,
	graph: Graph,
	replaced: boolean,
	position: number,
): StepView {
	const { trace } = ran;
	const cursor = trace.at(position);
	const backward = position > trace.forwardSteps;
	const { active } = cursor;
	const flows = graphFlows(graph, trace, cursor);
	return {
		id,
		position,
		pass: backward ? 'backward' : 'forward',
		...folded.counted(
			backward ? position - trace.forwardSteps - 1 : position,
			backward ? trace.backwardSteps - 1 : trace.forwardSteps,
			backward,
		),
		active: active === null ? null : folded.card(ran, active, cursor),
		delivered: backward ? delivered(trace, position, cursor) : [],
		chips: chipFlows(ran.chips, trace, cursor),
		nodes: flows.nodes,
		wires: flows.wires,
		...(replaced && { graph }),
	};
}

/** The shares that a backward step hands to its operands; wires between are passed through, so `to` is the variable or gate that receives. */
function delivered(trace: Trace, position: number, cursor: Cursor): StepView['delivered'] {
	const step = position - trace.forwardSteps - 1;
	if (step < 1) return [];
	const { tape } = trace;
	const gate = trace.gateAtBackward(step);
	const earlier = trace.at(position - 1);
	const sums = new Map<number, number | null>();
	const found: StepView['delivered'][number][] = [];
	for (let slot = 0; slot < tape.inputCount(gate); slot++) {
		let to = tape.inputAt(gate, slot);
		if (!trace.edgeReaches(gate, slot)) continue;
		while (tape.isGate(to) && !tape.row(to).isStep) to = tape.inputAt(to, 0);
		const share = trace.contribution(gate, slot);
		const before = sums.has(to) ? (sums.get(to) ?? null) : earlier.gradient(to);
		const now = before === null ? share : before + share;
		sums.set(to, now);
		found.push({ gate, slot, to, share, before, now, arrival: cursor.arrival(to) });
	}
	return found;
}

/** One tick a step, or an even sample of them that keeps both ends and the turning point. */
export function ticksOf(ran: Ran, folded: FoldedSteps): Tick[] {
	const { trace } = ran;
	const last = trace.lastPosition;
	const stride = Math.max(1, Math.ceil(last / (MOST_TICKS - 4)));
	const ticks: Tick[] = [];
	for (let position = 1; position <= last; position++) {
		const special = position === last || position === trace.forwardSteps || position === trace.forwardSteps + 1;
		if (position % stride !== 0 && !special) continue;
		if (folded.stop(position) !== position) continue;
		const node = nodeAt(trace, position);
		if (node === null) continue;
		const turn = position === trace.forwardSteps + 1;
		ticks.push({ position, label: turn ? `∂${ran.targetLabel}` : (folded.label(node) ?? symbolOf(ran, node)), node });
	}
	return ticks;
}
