/** What each part of a long run takes from outside itself: looked up once a part, so that a drawing costs what it shows. */
import type { Trace } from '../core/trace.ts';
import { sourceOf } from './graph-model.ts';
import { firstOf, lastOf, type Block, type Part } from './outline.ts';

/** Operand slots of gates, in the order of the tape. */
export interface Edges {
	readonly gates: number[];
	readonly slots: number[];
}

/** A node that a part takes, and where it takes it. */
export interface Need {
	readonly node: number;
	readonly edges: Edges;
}

export class Needs {
	readonly #trace: Trace;
	readonly #known = new Map<string, readonly Need[]>();

	constructor(trace: Trace) {
		this.#trace = trace;
	}

	/** Of a gate its operands slot by slot; of a block each node from outside once, numbers written inside left out. */
	of(part: Part): readonly Need[] {
		if (typeof part === 'number') return this.#ofGate(this.#trace.gateAtForward(part));
		const known = this.#known.get(part.id);
		if (known !== undefined) return known;
		const made = this.#ofBlock(part);
		this.#known.set(part.id, made);
		return made;
	}

	#ofGate(gate: number): Need[] {
		const { tape } = this.#trace;
		return Array.from({ length: tape.inputCount(gate) }, (_, slot) => ({
			node: sourceOf(tape, tape.inputAt(gate, slot)),
			edges: { gates: [gate], slots: [slot] },
		}));
	}

	#ofBlock(block: Block): Need[] {
		const trace = this.#trace;
		const { tape } = trace;
		const begin = trace.gateAtForward(firstOf(block));
		const found = new Map<number, Need>();
		for (let step = firstOf(block); step <= lastOf(block); step++) {
			const gate = trace.gateAtForward(step);
			for (let slot = 0; slot < tape.inputCount(gate); slot++) {
				const node = sourceOf(tape, tape.inputAt(gate, slot));
				if (tape.isConstant(node) || (node >= begin && tape.isGate(node))) continue;
				let need = found.get(node);
				if (need === undefined) found.set(node, (need = { node, edges: { gates: [], slots: [] } }));
				need.edges.gates.push(gate);
				need.edges.slots.push(slot);
			}
		}
		return [...found.values()];
	}
}

/** All of them together, in the order of the tape. */
export function together(all: readonly Edges[]): Edges {
	if (all.length === 1) return all[0]!;
	const pairs = all.flatMap(({ gates, slots }) => gates.map((gate, index) => [gate, slots[index]!] as const));
	pairs.sort(([a], [b]) => a - b);
	return { gates: pairs.map(([gate]) => gate), slots: pairs.map(([, slot]) => slot) };
}
