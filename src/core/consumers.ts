/**
 * Who uses a node: for each node the edges that carry gradient back to it, in compressed rows, so that a partial sum costs its fan-out and no more.
 */
import { FLAG_REACHES } from './columns.ts';
import { flowsThrough } from './backward.ts';
import { OPS } from './ops/index.ts';
import type { Tape } from './tape.ts';

/** An edge: the operand slot of a gate. */
export interface Edge {
	readonly gate: number;
	readonly slot: number;
}

const SLOT_BITS = 2;

export class ConsumerTable {
	readonly #offsets: Int32Array;
	/** gate × 4 + slot, ascending within a node. */
	readonly #edges: Int32Array;

	/** Only edges of gates that reach the target into nodes that do, through slots that take a gradient. */
	constructor(tape: Tape, target: number, flags: Uint8Array) {
		const { op, first, second, more } = tape.columns;
		const length = target + 1;
		const offsets = new Int32Array(length + 1);
		const each = (visit: (node: number, gate: number, slot: number) => void): void => {
			for (let gate = 0; gate < length; gate++) {
				if ((flags[gate]! & FLAG_REACHES) === 0) continue;
				const code = op[gate]!;
				const arity = OPS[code]?.arity ?? 0;
				for (let slot = 0; slot < arity; slot++) {
					if (!flowsThrough(code, slot)) continue;
					const node = slot === 0 ? first[gate]! : arity === 3 ? more[second[gate]! + slot - 1]! : second[gate]!;
					if ((flags[node]! & FLAG_REACHES) !== 0) visit(node, gate, slot);
				}
			}
		};
		each((node) => void offsets[node + 1]!++);
		for (let node = 0; node < length; node++) offsets[node + 1]! += offsets[node]!;
		const edges = new Int32Array(offsets[length]!);
		const cursor = offsets.slice(0, length);
		each((node, gate, slot) => void (edges[cursor[node]!++] = (gate << SLOT_BITS) | slot));
		this.#offsets = offsets;
		this.#edges = edges;
	}

	get bytes(): number {
		return this.#offsets.byteLength + this.#edges.byteLength;
	}

	/** How many edges carry gradient to the node. */
	count(node: number): number {
		return node + 1 < this.#offsets.length ? this.#offsets[node + 1]! - this.#offsets[node]! : 0;
	}

	gateAt(node: number, index: number): number {
		return this.#edges[this.#offsets[node]! + index]! >> SLOT_BITS;
	}

	slotAt(node: number, index: number): number {
		return this.#edges[this.#offsets[node]! + index]! & ((1 << SLOT_BITS) - 1);
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
