/**
 * What every view says of the numbers and arrays of a trace. An array is summed up once and remembered: no step looks through large arrays again.
 */
import type { Cursor } from '../core/cursor.ts';
import { quantityOf } from '../core/quantity.ts';
import type { Tape } from '../core/tape.ts';
import type { Trace } from '../core/trace.ts';
import type { Flow, Quantity } from '../protocol.ts';

/** Summaries that are kept at most: of a run with more arrays than that, those asked about first are made again. */
const MOST_KEPT = 20_000;

export class Quantities {
	readonly trace: Trace;
	readonly #tape: Tape;
	readonly #values = new Map<number, Quantity>();
	readonly #gradients = new Map<number, Quantity>();
	/** By edge. */
	readonly #shares = new Map<string, Quantity>();
	/** By node and the consumer from which on shares have arrived. */
	readonly #sums = new Map<string, Quantity>();

	constructor(trace: Trace) {
		this.trace = trace;
		this.#tape = trace.tape;
	}

	/** Inputs were changed and replayed: nothing that was known holds any longer. */
	forget(): void {
		for (const kept of [this.#values, this.#gradients, this.#shares, this.#sums]) kept.clear();
	}

	isNumber(node: number): boolean {
		return this.#tape.isScalar(node);
	}

	value(node: number): Quantity {
		if (this.#tape.isScalar(node)) return this.#tape.value(node);
		return kept(this.#values, node, () => quantityOf(this.#tape.tensor(node)));
	}

	/** The final gradient; null where it does not reach the target. */
	gradient(node: number): Quantity | null {
		const { trace } = this;
		if (!trace.reaches(node)) return null;
		if (this.#tape.isScalar(node)) return trace.gradient(node);
		return kept(this.#gradients, node, () => quantityOf(trace.gradientTensor(node)!));
	}

	/** The final share of an edge; null along one that carries none. */
	share(gate: number, slot: number): Quantity | null {
		const { trace } = this;
		if (!trace.edgeReaches(gate, slot)) return null;
		const node = this.#tape.inputAt(gate, slot);
		if (this.#tape.isScalar(node)) return trace.contribution(gate, slot);
		// What goes to a variable that is used once is its whole gradient.
		if (trace.consumerTable.count(node) === 1 && node !== trace.target) return this.gradient(node);
		return kept(this.#shares, `${gate} ${slot}`, () => quantityOf(trace.contributionTensor(gate, slot)!));
	}

	/** The sum of what has arrived when the node's consumers from number `from` on have passed theirs. */
	sum(node: number, from: number): Quantity {
		const { trace } = this;
		if (from === 0) return this.gradient(node) ?? 0;
		if (this.#tape.isScalar(node)) return trace.partialSum(node, from);
		return kept(this.#sums, `${node} ${from}`, () => quantityOf(trace.partialTensor(node, from)));
	}

	valueAt(cursor: Cursor, node: number): Quantity | null {
		return cursor.valueKnown(node) ? this.value(node) : null;
	}

	/** What has arrived of the node's gradient; null while nothing has. */
	gradientAt(cursor: Cursor, node: number): Quantity | null {
		const arrival = cursor.arrival(node);
		if (arrival === 'none') return null;
		if (arrival === 'complete') return this.gradient(node);
		return this.sum(node, this.#firstPassed(cursor, node));
	}

	/** The share that the edge has delivered; null while it has not, and along an edge that carries none. */
	shareAt(cursor: Cursor, gate: number, slot: number): Quantity | null {
		return cursor.passed(gate) ? this.share(gate, slot) : null;
	}

	/** A node's value and whole gradient as they stand. */
	flow(cursor: Cursor, node: number): Flow {
		return {
			value: this.valueAt(cursor, node),
			gradient: this.gradientAt(cursor, node),
			arrival: cursor.arrival(node),
		};
	}

	/** A node's value, and the share of one of the edges that use it. */
	edgeFlow(cursor: Cursor, node: number, gate: number, slot: number): Flow {
		const share = this.shareAt(cursor, gate, slot);
		return {
			value: this.valueAt(cursor, node),
			gradient: share,
			arrival: share === null ? 'none' : 'complete',
		};
	}

	/** The first of the node's consumers, in the order of the tape, that has passed its share on. */
	#firstPassed(cursor: Cursor, node: number): number {
		const table = this.trace.consumerTable;
		let low = 0;
		let high = table.count(node);
		while (low < high) {
			const middle = (low + high) >> 1;
			if (cursor.passed(table.gateAt(node, middle))) high = middle;
			else low = middle + 1;
		}
		return low;
	}
}

function kept<K>(known: Map<K, Quantity>, key: K, make: () => Quantity): Quantity {
	const found = known.get(key);
	if (found !== undefined) return found;
	const made = make();
	if (known.size >= MOST_KEPT) known.clear();
	known.set(key, made);
	return made;
}
