/** What one wire of a long run's drawing carries: a value and the shares of all the gates behind it, or several values at once. */
import type { Cursor } from '../core/cursor.ts';
import { formatOnWire, quantityOf, type Quantity } from '../core/quantity.ts';
import type { Trace } from '../core/trace.ts';
import type { Flow } from '../protocol.ts';
import type { Edges } from './outline-needs.ts';
import type { Quantities } from './quantities.ts';

const NOTHING: Flow = { value: null, gradient: null, arrival: 'none' };

export class Carried {
	readonly #nodes: readonly number[];
	/** Those that carry gradient, in the order of the tape; null where all of the nodes' gradient comes back. */
	readonly #edges: Edges | null;
	readonly #bare: boolean;
	#sum: Quantity | null = null;

	constructor(trace: Trace, nodes: readonly number[], edges: Edges | null, bare: boolean) {
		this.#nodes = nodes;
		this.#bare = bare;
		if (edges === null) this.#edges = null;
		else {
			const gates: number[] = [];
			const slots: number[] = [];
			edges.gates.forEach((gate, index) => {
				if (!trace.edgeReaches(gate, edges.slots[index]!)) return;
				gates.push(gate);
				slots.push(edges.slots[index]!);
			});
			this.#edges = { gates, slots };
		}
	}

	/** The only edge, where there is just one. */
	get edge(): { readonly gate: number; readonly slot: number } | null {
		const edges = this.#edges;
		return edges?.gates.length === 1 && this.#nodes.length === 1
			? { gate: edges.gates[0]!, slot: edges.slots[0]! }
			: null;
	}

	/** The widest that will stand on the wire. */
	texts(of: Quantities): string[] {
		if (this.#bare) return [];
		const node = this.#nodes[0]!;
		if (this.#nodes.length > 1) return [`×${this.#nodes.length} + …`];
		if (!of.isNumber(node)) return [formatOnWire(shapeOf(of, node))];
		const gradient = this.#edges === null ? of.gradient(node) : this.#whole(of, node);
		return [formatOnWire(of.value(node)), gradient === null ? '' : formatOnWire(gradient)];
	}

	flow(of: Quantities, cursor: Cursor): Flow {
		if (this.#bare) return NOTHING;
		const node = this.#nodes[0]!;
		const edges = this.#edges;
		if (this.#nodes.length > 1) {
			let known = 0;
			for (const each of this.#nodes) if (cursor.valueKnown(each)) known++;
			const arrival = edges === null ? this.#arrivalOfNodes(cursor) : this.#arrival(edges, cursor);
			return { ...NOTHING, arrival, several: { count: this.#nodes.length, known } };
		}
		if (edges === null) return of.flow(cursor, node);
		const value = of.valueAt(cursor, node);
		const arrival = this.#arrival(edges, cursor);
		if (arrival === 'none') return { value, gradient: null, arrival };
		if (arrival === 'complete') return { value, gradient: this.#whole(of, node), arrival };
		const from = edges.gates.length - arrived(edges, cursor);
		return { value, gradient: sumOf(of, node, edges, from), arrival };
	}

	#whole(of: Quantities, node: number): Quantity | null {
		const edges = this.#edges!;
		if (edges.gates.length === 0) return null;
		return (this.#sum ??= sumOf(of, node, edges, 0));
	}

	#arrival(edges: Edges, cursor: Cursor): Flow['arrival'] {
		const there = arrived(edges, cursor);
		return there === 0 ? 'none' : there < edges.gates.length ? 'partial' : 'complete';
	}

	#arrivalOfNodes(cursor: Cursor): Flow['arrival'] {
		const all = new Set(this.#nodes.map((node) => cursor.arrival(node)));
		return all.size === 1 ? [...all][0]! : 'partial';
	}
}

/** How many of the edges have passed their share on: those of the last gates, as the pass goes back. */
function arrived({ gates }: Edges, cursor: Cursor): number {
	let low = 0;
	let high = gates.length;
	while (low < high) {
		const middle = (low + high) >> 1;
		if (cursor.passed(gates[middle]!)) high = middle;
		else low = middle + 1;
	}
	return gates.length - low;
}

/** The shares from the edge number `from` on, the last one first. Of arrays that a wire shows by their shape, that shape. */
function sumOf(of: Quantities, node: number, { gates, slots }: Edges, from: number): Quantity | null {
	if (gates.length === 1) return of.share(gates[0]!, slots[0]!);
	if (of.isNumber(node)) {
		let sum = 0;
		for (let index = gates.length - 1; index >= from; index--)
			sum += of.trace.contribution(gates[index]!, slots[index]!);
		return sum;
	}
	if (of.trace.tape.type(node).size > 2) return shapeOf(of, node);
	let sum: Quantity | null = null;
	for (let index = gates.length - 1; index >= from; index--) sum = added(sum, of.share(gates[index]!, slots[index]!));
	return sum;
}

/** The sum of two arrays that are written out in full. */
function added(sum: Quantity | null, share: Quantity | null): Quantity | null {
	if (sum === null || share === null) return sum ?? share;
	if (typeof sum === 'number' || typeof share === 'number') return null;
	return { ...share, first: share.first.map((entry, index) => entry + sum.first[index]!) };
}

/** An array by its shape alone. */
function shapeOf(of: Quantities, node: number): Quantity {
	const { element, shape, size } = of.trace.tape.type(node);
	if (size <= 2) return quantityOf(of.trace.tape.tensor(node));
	return { element, shape, first: [], norm: 0, min: 0, max: 0, nonFinite: 0 };
}
