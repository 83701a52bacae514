/** What one entry of a node came from and what it touched, with the local gradients between them and the shares that flow along. */
import type { Cursor } from '../core/cursor.ts';
import { elementAtFlat } from '../core/tensor/tensor.ts';
import type { ElementInspection, ElementPart } from '../protocol-tensor.ts';
import { cardOf, labelled } from './cards.ts';
import { entryAt, partsOfOperand, partsOfOutput, type Parts } from './jacobian-parts.ts';
import type { Ran } from './unit-run.ts';
import { writtenAt } from './whereabouts.ts';
import { indexOfPlace, placeOfIndex } from './windows.ts';

/** So many entries are told of each operand and of each gate that uses the entry, and so many of those. */
const MOST_PARTS = 6;
const MOST_GATES = 6;
const MOST_LABEL = 32;

/** Null where the node has no such entry. */
export function inspectElement(
	ran: Ran,
	node: number,
	index: readonly number[],
	cursor: Cursor,
): ElementInspection | null {
	const { trace } = ran;
	const { tape } = trace;
	const place = placeOfIndex(index, tape.type(node).shape);
	if (place === null || !cursor.valueKnown(node)) return null;
	const gradient = cursor.gradientTensor(node);
	const own = gradient === null ? null : elementAtFlat(gradient, place);
	return {
		node,
		index,
		value: entryAt(tape, node, place),
		gradient: own,
		from: tape.isGate(node) ? origins(ran, node, place, cursor.passed(node) ? own : null, cursor) : [],
		touches: touched(ran, node, place, cursor),
	};
}

function origins(
	ran: Ran,
	gate: number,
	place: number,
	upstream: number | null,
	cursor: Cursor,
): ElementInspection['from'] {
	const { trace } = ran;
	const { tape } = trace;
	return cardOf(ran, gate, cursor).inputs.flatMap(({ label, node }, slot) => {
		const { total, parts } = partsOfOutput(tape, gate, slot, place, MOST_PARTS);
		if (total === 0) return [];
		const share = trace.edgeReaches(gate, slot) ? upstream : null;
		return [{ label, total, parts: told(ran, node, parts, () => share) }];
	});
}

function touched(ran: Ran, node: number, place: number, cursor: Cursor): ElementInspection['touches'] {
	const { trace } = ran;
	const { tape } = trace;
	const table = trace.consumerTable;
	const groups: ElementInspection['touches'][number][] = [];
	for (let index = 0; index < Math.min(table.count(node), MOST_GATES); index++) {
		const gate = table.gateAt(node, index);
		if (!cursor.valueKnown(gate)) continue;
		const { total, parts } = partsOfOperand(tape, gate, table.slotAt(node, index), place, MOST_PARTS);
		const gradient = cursor.passed(gate) ? trace.gradientTensor(gate) : null;
		const label = labelled(ran, writtenAt(ran, gate), MOST_LABEL);
		const upstream = (at: number): number | null => (gradient === null ? null : elementAtFlat(gradient, at));
		groups.push({ label, total, parts: told(ran, gate, parts, upstream) });
	}
	return groups;
}

function told(
	ran: Ran,
	node: number,
	parts: Parts['parts'],
	upstream: (place: number) => number | null,
): readonly ElementPart[] {
	const { tape } = ran.trace;
	const { shape } = tape.type(node);
	return parts.map(({ place, local }) => {
		const up = upstream(place);
		const index = indexOfPlace(place, shape);
		return { index, value: entryAt(tape, node, place), local, share: up === null ? null : up * local };
	});
}
