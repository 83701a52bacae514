/** The places in the text that carry a value and a gradient: one chip each. Which of them are shown is the view's choice. */
import { formatNumber } from '../core/format.ts';
import type { Cursor } from '../core/cursor.ts';
import type { Trace } from '../core/trace.ts';
import type { Run } from '../run/run.ts';
import { placeOf } from '../run/sites.ts';
import type { Place } from '../run/places.ts';
import type { Chip, Flow, Range } from '../protocol.ts';

/** Past so many places a program is read by hovers and by stepping: nobody reads 4,000 numbers in a text. */
const MOST_PLACES = 4000;

/** The chips of a program, in the order of the text. `text` is the document's. */
export function chipsOf(style: 'code' | 'note', range: Range, run: Run, trace: Trace, text: string): Chip[] {
	if (style === 'note') return noteChips(range, run, trace);
	const chips: Chip[] = [];
	const results = resultChips(run, trace);
	if (run.places.length <= MOST_PLACES) {
		// A statement's outermost operator says the same as its result.
		const outermost = new Set(run.results.map(({ value }) => value));
		for (const place of run.places) {
			if (place.times > 1) continue;
			if (place.expression.kind === 'name') {
				if (!trace.tape.isConstant(place.node)) chips.push(nameChip(place, trace));
			} else if (place.expression.kind !== 'number' && !outermost.has(place.expression)) {
				const anchor = placeOf(place.expression).end;
				if (!/[)\]}]/.test(text.charAt(anchor - 1))) {
					chips.push({ kind: 'operator', anchor, range: place.expression.range, ...numbers(trace, place.node) });
				}
			}
		}
	}
	for (const chip of results) chips.push(chip);
	return chips.sort((a, b) => a.anchor - b.anchor || a.range.end - b.range.end);
}

/** A note's one chip, and for what that chip says beside the value, each input with its whole gradient; all stand behind the formula. */
function noteChips(range: Range, run: Run, trace: Trace): Chip[] {
	const chips: Chip[] = [{ kind: 'formula', anchor: range.end, range, ...numbers(trace, trace.target) }];
	for (const node of run.inputs.values())
		chips.push({ kind: 'name', anchor: range.end, range, ...numbers(trace, node) });
	return chips;
}

function resultChips(run: Run, trace: Trace): Chip[] {
	return run.results.map(({ value, node, target }): Chip => {
		const anchor = target?.end ?? (value.outer ?? value.range).end;
		return { kind: 'result', anchor, range: target ?? value.range, ...numbers(trace, node) };
	});
}

function nameChip(place: Place, trace: Trace): Chip {
	const { range } = place.expression;
	const shared = { kind: 'name' as const, anchor: range.end, range };
	if (place.gate < 0) return { ...shared, ...numbers(trace, place.node) };
	const value = trace.tape.value(place.node);
	const gradient = trace.edgeReaches(place.gate, place.slot) ? trace.contribution(place.gate, place.slot) : null;
	const edge = { gate: place.gate, slot: place.slot };
	return {
		...shared,
		node: place.node,
		edge,
		value,
		gradient,
		reserve: gradient === null ? [value] : [value, gradient],
	};
}

function numbers(trace: Trace, node: number): Pick<Chip, 'node' | 'value' | 'gradient' | 'reserve'> {
	const value = trace.tape.value(node);
	if (!trace.reaches(node)) return { node, value, gradient: null, reserve: [value] };
	const gradient = trace.gradient(node);
	const partial = widestPartial(trace, node);
	return { node, value, gradient, reserve: partial === null ? [value, gradient] : [value, gradient, partial] };
}

/** Of the partial sums that a fork goes through, the one that takes the most room; null where there is no fork. */
function widestPartial(trace: Trace, node: number): number | null {
	const table = trace.consumerTable;
	let widest: number | null = null;
	let width = 0;
	let sum = 0;
	for (let index = table.count(node) - 1; index > 0; index--) {
		sum += trace.contribution(table.gateAt(node, index), table.slotAt(node, index));
		const taken = formatNumber(sum).length;
		if (taken > width) {
			width = taken;
			widest = sum;
		}
	}
	return widest;
}

/** What each chip shows at a cursor. */
export function chipFlows(chips: readonly Chip[], trace: Trace, cursor: Cursor): Flow[] {
	return chips.map((chip): Flow => {
		const value = cursor.valueKnown(chip.node) ? trace.tape.value(chip.node) : null;
		if (chip.gradient === null) return { value, gradient: null, arrival: 'none' };
		if (chip.edge !== undefined) {
			const share = cursor.contribution(chip.edge.gate, chip.edge.slot);
			return { value, gradient: share, arrival: share === null ? 'none' : 'complete' };
		}
		return { value, gradient: cursor.gradient(chip.node), arrival: cursor.arrival(chip.node) };
	});
}
