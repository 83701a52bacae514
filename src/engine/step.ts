/** A session at a position: what the step did, and how every number stands there. */
import type { Cursor } from '../core/cursor.ts';
import type { Quantity, StepView, Tick } from '../protocol.ts';
import { symbolOf } from './cards.ts';
import { chipFlows } from './chips.ts';
import type { FoldedSteps } from './folded-steps.ts';
import { graphFlows, type DrawnGraph } from './graph.ts';
import { isWire } from './gates.ts';
import type { Quantities } from './quantities.ts';
import { nodeAt } from './seek.ts';
import type { Ran } from './unit-run.ts';

/** So many ticks a timeline has at most. */
const MOST_TICKS = 400;

/** A traced unit with the drawing it is shown in. The drawing may have opened another box for the step; `replaced` says it did. */
export function stepView(
	id: number,
	ran: Ran,
	folded: FoldedSteps,
	drawn: DrawnGraph,
	replaced: boolean,
	position: number,
): StepView {
	const { trace, quantities } = ran;
	const cursor = trace.at(position);
	const backward = position > trace.forwardSteps;
	const { active } = cursor;
	const flows = graphFlows(drawn, quantities, cursor);
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
		delivered: backward ? delivered(quantities, position, cursor) : [],
		chips: chipFlows(ran.chips, quantities, cursor),
		nodes: flows.nodes,
		wires: flows.wires,
		...(replaced && { graph: drawn.graph }),
	};
}

/** The shares that a backward step hands to its operands; wires between are passed through, so `to` is the variable or gate that receives. */
function delivered(of: Quantities, position: number, cursor: Cursor): StepView['delivered'] {
	const { trace } = of;
	const step = position - trace.forwardSteps - 1;
	if (step < 1) return [];
	const { tape } = trace;
	const gate = trace.gateAtBackward(step);
	const earlier = trace.at(position - 1);
	const sums = new Map<number, Quantity | null>();
	const found: StepView['delivered'][number][] = [];
	for (let slot = 0; slot < tape.inputCount(gate); slot++) {
		const share = of.share(gate, slot);
		if (share === null) continue;
		let edge = { gate, slot };
		let to = tape.inputAt(gate, slot);
		for (; isWire(tape, to); to = tape.inputAt(to, 0)) edge = { gate: to, slot: 0 };
		const before = sums.has(to) ? (sums.get(to) ?? null) : of.gradientAt(earlier, to);
		const now = together(of, cursor, to, edge, before, share);
		sums.set(to, now);
		found.push({ gate, slot, to, share, before, now, arrival: cursor.arrival(to) });
	}
	return found;
}

/** What a node has once the share has come to what was there before. */
function together(
	of: Quantities,
	cursor: Cursor,
	to: number,
	{ gate, slot }: { readonly gate: number; readonly slot: number },
	before: Quantity | null,
	share: Quantity,
): Quantity {
	if (before === null) return share;
	if (typeof before === 'number' && typeof share === 'number') return before + share;
	// Of an array the sum up to this very edge: a gate may hand it several shares.
	const table = of.trace.consumerTable;
	for (let index = 0; index < table.count(to); index++)
		if (table.gateAt(to, index) === gate && table.slotAt(to, index) === slot) return of.sum(to, index);
	return of.gradientAt(cursor, to) ?? share;
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
