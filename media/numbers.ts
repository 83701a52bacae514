/**
 * The numbers as they stand on the drawing at a step: what is printed, what is still hidden (teacher mode), what is on its way (animation).
 */
import { formatOnWire } from '../src/core/quantity.ts';
import type { PanelState } from '../src/protocol-panel.ts';
import type { Arrival, Flow, Quantity } from '../src/protocol.ts';
import { edgeKey, type Drawing } from './wires.ts';

/** What one wire prints: empty where nothing has arrived. */
export interface WireText {
	readonly value: string;
	readonly gradient: string;
	/** True for a gradient of exactly zero: drawn grey, as the router's other side. */
	readonly zero: boolean;
}

export const NOTHING_YET: WireText = { value: '', gradient: '', zero: false };

/** A gradient as it has arrived: blank, a partial sum, or complete. */
export function gradientText(gradient: Quantity | null, arrival: Arrival): string {
	if (gradient === null || arrival === 'none') return '';
	return arrival === 'partial' ? `${formatOnWire(gradient)} + …` : formatOnWire(gradient);
}

/** Which wires the present step writes on: their indices. */
export interface Written {
	/** Wires whose gradient this step delivered: branches and plain wires, and the stems their forks add up on. */
	readonly gradients: ReadonlySet<number>;
	/** Wires whose value this step computed. */
	readonly values: ReadonlySet<number>;
}

/** Finds the wires that the step at the cursor wrote on. */
export function writtenBy(drawing: Drawing, state: PanelState): Written {
	const gradients = new Set<number>();
	const values = new Set<number>();
	const { view, info } = state;
	const { wires } = drawing.graph;
	const active = view.active?.node ?? -1;
	if (view.pass === 'forward') {
		if (active >= 0) wires.forEach((wire, index) => void (wire.node === active && values.add(index)));
		return { gradients, values };
	}
	if (view.position === info.forwardSteps + 1)
		wires.forEach((wire, index) => void (wire.node === active && !wire.edge && gradients.add(index)));
	for (const share of view.delivered) {
		const index = drawing.wireOfEdge.get(edgeKey(share.gate, share.slot));
		if (index === undefined) continue;
		gradients.add(index);
		const stem = drawing.stemOf[index] ?? -1;
		if (stem >= 0) gradients.add(stem);
	}
	return { gradients, values };
}

/** A wire of several values says how many: `×12`, and `×3/12` while only some are there. */
function severalText({ count, known }: NonNullable<Flow['several']>, arrival: Arrival): WireText {
	const value = known === 0 ? '' : known < count ? `×${known}/${count}` : `×${count}`;
	const gradient = arrival === 'none' ? '' : arrival === 'partial' ? `×${count} + …` : `×${count}`;
	return { value, gradient, zero: false };
}

/** The texts of all wires, in order. */
export function wireTexts(drawing: Drawing, state: PanelState): WireText[] {
	const written = state.concealed ? writtenBy(drawing, state) : null;
	return drawing.graph.wires.map((wire, index) => {
		const flow = state.view.wires[index];
		const branch = (drawing.stemOf[index] ?? -1) >= 0;
		if (!flow) return NOTHING_YET;
		if (flow.several) return severalText(flow.several, flow.arrival);
		// A branch repeats its stem's value: only the share is news there.
		const value = flow.value === null || (branch && !wire.output) ? '' : formatOnWire(flow.value);
		return {
			value: written?.values.has(index) && value !== '' ? '?' : value,
			gradient: written?.gradients.has(index) ? '?' : gradientText(flow.gradient, flow.arrival),
			zero: flow.gradient === 0,
		};
	});
}
