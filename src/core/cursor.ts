/**
 * A trace at a position: what has been computed and what has arrived so far, answered when asked and never stored.
 */
import type { Tensor } from './tensor/tensor.ts';
import type { Trace } from './trace.ts';

/** How a gradient stands: not there yet, a partial sum at a fork, or complete. */
export type Arrival = 'none' | 'partial' | 'complete';

export class Cursor {
	readonly trace: Trace;
	readonly position: number;
	/** Nodes below this are computed. */
	readonly #computed: number;
	/** Gates at or past this have passed their gradient on; Infinity before the backward pass. */
	readonly #passed: number;

	constructor(trace: Trace, position: number) {
		this.trace = trace;
		this.position = position;
		const forward = trace.forwardSteps;
		this.#computed = position < forward ? trace.gateAtForward(position + 1) : Infinity;
		// Wires are no steps: whatever lies between two steps passes along with the earlier one.
		const step = position - forward - 1;
		if (step < 0) this.#passed = Infinity;
		else this.#passed = step + 1 < trace.backwardSteps ? trace.gateAtBackward(step + 1) + 1 : 0;
	}

	get pass(): 'forward' | 'backward' {
		return this.position <= this.trace.forwardSteps ? 'forward' : 'backward';
	}

	/** The gate that this step computed or went back through; null at the very start, the target at ∂target/∂target. */
	get active(): number | null {
		const { trace, position } = this;
		if (position === 0) return null;
		if (position <= trace.forwardSteps) return trace.gateAtForward(position);
		const step = position - trace.forwardSteps - 1;
		return step === 0 ? trace.target : trace.gateAtBackward(step);
	}

	/** Inputs and constants are known from the start; a gate once it is computed. */
	valueKnown(node: number): boolean {
		return node < this.#computed || !this.trace.tape.isGate(node);
	}

	/** Whether the gate has handed its gradient to its operands. */
	passed(gate: number): boolean {
		return gate >= this.#passed && this.trace.reaches(gate);
	}

	arrival(node: number): Arrival {
		const { trace } = this;
		if (this.#passed === Infinity || !trace.reaches(node)) return 'none';
		const table = trace.consumerTable;
		const count = table.count(node);
		const first = table.firstFrom(node, this.#passed);
		if (first === 0) return 'complete';
		return first < count ? 'partial' : 'none';
	}

	/** What has arrived of the node's gradient; null while nothing has. At the end it equals `trace.gradient(node)` bit for bit. */
	gradient(node: number): number | null {
		const arrival = this.arrival(node);
		if (arrival === 'none') return null;
		if (arrival === 'complete') return this.trace.gradient(node);
		return this.trace.partialSum(node, this.trace.consumerTable.firstFrom(node, this.#passed));
	}

	/** The same of any node, in its shape. */
	gradientTensor(node: number): Tensor | null {
		const arrival = this.arrival(node);
		if (arrival === 'none') return null;
		if (arrival === 'complete') return this.trace.gradientTensor(node);
		return this.trace.partialTensor(node, this.trace.consumerTable.firstFrom(node, this.#passed));
	}

	/** The share that the edge has delivered; null while it has not, and along an edge that carries none. */
	contribution(gate: number, slot: number): number | null {
		return this.passed(gate) && this.trace.edgeReaches(gate, slot) ? this.trace.contribution(gate, slot) : null;
	}

	/** The same of any operand, in its shape. */
	contributionTensor(gate: number, slot: number): Tensor | null {
		return this.passed(gate) ? this.trace.contributionTensor(gate, slot) : null;
	}
}
