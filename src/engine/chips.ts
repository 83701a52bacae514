/** The places in the text that carry a value and a gradient: one chip each. Which of them are shown is the view's choice. */
import type { Cursor } from '../core/cursor.ts';
import { formatQuantity } from '../core/quantity.ts';
import { isElsewhere } from '../lang/elsewhere.ts';
import type { Run } from '../run/run.ts';
import { placeOf } from '../run/sites.ts';
import type { Place } from '../run/places.ts';
import type { Chip, Flow, Quantity, Range } from '../protocol.ts';
import type { Quantities } from './quantities.ts';

/** Past so many places a program is read by hovers and by stepping: nobody reads 4,000 numbers in a text. */
const MOST_PLACES = 4000;

/** The chips of a program, in the order of the text. `text` is the document's. */
export function chipsOf(style: 'code' | 'note', range: Range, run: Run, of: Quantities, text: string): Chip[] {
	if (style === 'note') return noteChips(range, run, of);
	const { trace } = of;
	const chips: Chip[] = [];
	const results = resultChips(run, of);
	if (run.places.length <= MOST_PLACES) {
		const isTold = outermost(run, text);
		for (const place of run.places) {
			if (isElsewhere(place.expression.range)) continue;
			if (place.expression.kind === 'name') {
				if (!trace.tape.isConstant(place.node)) chips.push(nameChip(place, of));
			} else if (place.expression.kind !== 'number' && !isTold(place)) {
				const anchor = placeOf(place.expression).end;
				if (!/[)\]}]/.test(text.charAt(anchor - 1))) {
					chips.push({ kind: 'operator', anchor, range: place.expression.range, ...numbers(of, place.node) });
				}
			}
		}
	}
	for (const chip of results) chips.push(chip);
	return chips.sort((a, b) => a.anchor - b.anchor || a.range.end - b.range.end);
}

/** A note's one chip, and for what that chip says beside the value, each input with its whole gradient; all stand behind the formula. */
function noteChips(range: Range, run: Run, of: Quantities): Chip[] {
	const chips: Chip[] = [{ kind: 'formula', anchor: range.end, range, ...numbers(of, of.trace.target) }];
	for (const node of run.inputs.values()) chips.push({ kind: 'name', anchor: range.end, range, ...numbers(of, node) });
	return chips;
}

function resultChips(run: Run, of: Quantities): Chip[] {
	return run.results.flatMap(({ value, node, target }): Chip[] => {
		const anchor = target?.end ?? (value.outer ?? value.range).end;
		if (isElsewhere(anchor)) return [];
		return [{ kind: 'result', anchor, range: target ?? value.range, ...numbers(of, node) }];
	});
}

/** Whether a place is the outermost operator of a statement, which says the same as the statement's result. */
function outermost(run: Run, text: string): (place: Place) => boolean {
	const key = (node: number, end: number): string => `${node}:${withoutClosers(text, end)}`;
	const results = new Set(run.results.map(({ node, statement }) => key(node, statement.range.end)));
	return ({ node, expression }) => results.has(key(node, expression.range.end));
}

/** An end before the brackets and semicolons that close there. */
function withoutClosers(text: string, end: number): number {
	let at = end;
	while (at > 0 && /[\s;)]/.test(text.charAt(at - 1))) at--;
	return at;
}

function nameChip(place: Place, of: Quantities): Chip {
	const { range } = place.expression;
	const shared = { kind: 'name' as const, anchor: range.end, range };
	if (place.gate < 0) return { ...shared, ...numbers(of, place.node) };
	const value = of.value(place.node);
	const gradient = of.share(place.gate, place.slot);
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

function numbers(of: Quantities, node: number): Pick<Chip, 'node' | 'value' | 'gradient' | 'reserve'> {
	const value = of.value(node);
	const gradient = of.gradient(node);
	if (gradient === null) return { node, value, gradient, reserve: [value] };
	const partial = widestPartial(of, node);
	return { node, value, gradient, reserve: partial === null ? [value, gradient] : [value, gradient, partial] };
}

/** Partial sums of an array that are looked at for their width: each is a sum over all its entries. */
const MOST_SUMS = 8;

/** Of the partial sums that a fork goes through, the one that takes the most room; null where there is no fork. */
function widestPartial(of: Quantities, node: number): Quantity | null {
	const { trace } = of;
	const table = trace.consumerTable;
	const count = table.count(node);
	let widest: Quantity | null = null;
	let width = 0;
	let number = 0;
	const last = of.isNumber(node) ? 1 : Math.max(1, count - MOST_SUMS);
	for (let index = count - 1; index >= last; index--) {
		if (of.isNumber(node)) number += trace.contribution(table.gateAt(node, index), table.slotAt(node, index));
		const sum = of.isNumber(node) ? number : of.sum(node, index);
		const taken = formatQuantity(sum).length;
		if (taken > width) {
			width = taken;
			widest = sum;
		}
	}
	return widest;
}

/** What each chip shows at a cursor. */
export function chipFlows(chips: readonly Chip[], of: Quantities, cursor: Cursor): Flow[] {
	return chips.map(({ edge, gradient, node }): Flow => {
		if (gradient === null) return { value: of.valueAt(cursor, node), gradient, arrival: 'none' };
		return edge === undefined ? of.flow(cursor, node) : of.edgeFlow(cursor, node, edge.gate, edge.slot);
	});
}
