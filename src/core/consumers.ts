/**
 * Who uses a node: for each node the edges that carry gradient back to it, in compressed rows, so that a partial sum costs its fan-out and no more.
 */
import { FLAG_REACHES } from './columns.ts';
import { ARITY, FLOWS, flowsThrough } from './backward.ts';
import { ELEMENT, TENSOR_START } from './ops/index.ts';
import type { Tape } from './tape.ts';

/** An edge: the operand slot of a gate. */
export interface Edge {
	readonly gate: number;
	readonly slot: number;
}

const SLOT_BITS = 2;
/** A slot in an edge that is this one or a later one, which only gates over arrays have. */
const FAR = 3;

function count(offsets: Int32Array, flags: Uint8Array, node: number): void {
	if ((flags[node]! & FLAG_REACHES) !== 0) offsets[node + 2] = offsets[node + 2]! + 1;
}

function fill(edges: Int32Array, offsets: Int32Array, flags: Uint8Array, node: number, edge: number): void {
	if ((flags[node]! & FLAG_REACHES) === 0) return;
	const at = offsets[node + 1]!;
	edges[at] = edge;
	offsets[node + 1] = at + 1;
}

/** The operands of a gate over arrays through whose slots a gradient can flow, the last one first. */
function eachOperand(tape: Tape, gate: number, visit: (operand: number, slot: number) => void): void {
	const { op, first, second, more } = tape.columns;
	const at = second[gate]!;
	for (let slot = first[gate]! - 1; slot >= 0; slot--) {
		if (flowsThrough(op[gate]!, slot)) visit(more[at + slot]!, slot);
	}
}

export class ConsumerTable {
	readonly #offsets: Int32Array;
	/** gate × 4 + slot, of a node by gates ascending and slots descending: read from the end, the order in which shares are added. */
	readonly #edges: Int32Array;
	/** Place among the edges → slot, of those that are FAR. */
	readonly #far = new Map<number, number>();

	/** Only edges of gates that reach the target into nodes that do, through slots that take a gradient. */
	constructor(tape: Tape, target: number, flags: Uint8Array) {
		const { op, first, second, more } = tape.columns;
		const length = target + 1;
		// Counted one place further on, so that filling in moves each start to where the next node's edges begin.
		const offsets = new Int32Array(length + 2);
		for (let gate = 0; gate < length; gate++) {
			if ((flags[gate]! & FLAG_REACHES) === 0) continue;
			const code = op[gate]!;
			const flows = FLOWS[code]!;
			if (code >= TENSOR_START && code !== ELEMENT) {
				eachOperand(tape, gate, (operand) => count(offsets, flags, operand));
				continue;
			}
			if ((flows & 1) !== 0) count(offsets, flags, first[gate]!);
			if (flows < 2) continue;
			const at = second[gate]!;
			if (ARITY[code] === 2) count(offsets, flags, at);
			else {
				if ((flows & 2) !== 0) count(offsets, flags, more[at]!);
				if ((flows & 4) !== 0) count(offsets, flags, more[at + 1]!);
			}
		}
		for (let node = 1; node < offsets.length; node++) offsets[node] = offsets[node]! + offsets[node - 1]!;
		const edges = new Int32Array(offsets[length + 1]!);
		for (let gate = 0; gate < length; gate++) {
			if ((flags[gate]! & FLAG_REACHES) === 0) continue;
			const code = op[gate]!;
			const flows = FLOWS[code]!;
			const edge = gate << SLOT_BITS;
			if (code >= TENSOR_START && code !== ELEMENT) {
				eachOperand(tape, gate, (operand, slot) => {
					if (slot >= FAR) this.#far.set(offsets[operand + 1]!, slot);
					fill(edges, offsets, flags, operand, edge | Math.min(slot, FAR));
				});
				continue;
			}
			if (flows >= 2) {
				const at = second[gate]!;
				if (ARITY[code] === 2) fill(edges, offsets, flags, at, edge | 1);
				else {
					if ((flows & 4) !== 0) fill(edges, offsets, flags, more[at + 1]!, edge | 2);
					if ((flows & 2) !== 0) fill(edges, offsets, flags, more[at]!, edge | 1);
				}
			}
			if ((flows & 1) !== 0) fill(edges, offsets, flags, first[gate]!, edge);
		}
		this.#offsets = offsets.subarray(0, length + 1);
		this.#edges = edges;
	}

	get bytes(): number {
		return this.#offsets.byteLength + this.#edges.byteLength + this.#far.size * 32;
	}

	/** How many edges carry gradient to the node. */
	count(node: number): number {
		return node + 1 < this.#offsets.length ? this.#offsets[node + 1]! - this.#offsets[node]! : 0;
	}

	gateAt(node: number, index: number): number {
		return this.#edges[this.#offsets[node]! + index]! >> SLOT_BITS;
	}

	slotAt(node: number, index: number): number {
		const at = this.#offsets[node]! + index;
		const slot = this.#edges[at]! & ((1 << SLOT_BITS) - 1);
		return slot < FAR ? slot : this.#far.get(at)!;
	}

	/** The node's first edge whose gate is at or past `threshold`, as an index below `count(node)`, or `count(node)` where there is none. */
	firstFrom(node: number, threshold: number): number {
		let low = 0;
		let high = this.count(node);
		while (low < high) {
			const middle = (low + high) >> 1;
			if (this.gateAt(node, middle) < threshold) low = middle + 1;
			else high = middle;
		}
		return low;
	}
}
