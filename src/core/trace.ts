/**
 * A run with its gradients and steps: everything a view shows is a function of this and a position.
 */
import { ARITY, flowsThrough, markFlags, runBackward, wholeNodes } from './backward.ts';
import { FLAG_BACK_STEP, FLAG_REACHES, FLAG_STEP, type Runner, type Sweep } from './columns.ts';
import { ConsumerTable, type Edge } from './consumers.ts';
import { Cursor } from './cursor.ts';
import { localOne } from './kernels.generated.ts';
import { StepIndex } from './steps.ts';
import type { Tape } from './tape.ts';
import { TensorSweep } from './tensor-sweep.ts';
import { giveBack } from './tensor/memory.ts';
import { sameShape, ShapeError, shapeText } from './tensor/shape.ts';
import { filled, onlyElement, scalarTensor, type Tensor } from './tensor/tensor.ts';

export type { Cursor } from './cursor.ts';

export interface TraceOptions {
	/** The inputs whose gradients are wanted; absent: all. */
	readonly wrt?: readonly number[];
	/** Nodes that no gradient goes through, as if they were constants; one that `wrt` names keeps its own. */
	readonly stops?: readonly number[];
	/** The gradient of the target by itself; 1 where absent, or ones of the target's shape. */
	readonly upstream?: number | Tensor;
}

/** Of a node with more consumers than this, running sums are kept every so many. */
const SUM_EVERY = 256;

export class Trace {
	readonly tape: Tape;
	readonly target: number;
	/** The gradient of the target by itself; of an array it is `upstreamTensor`, and this is NaN. */
	readonly upstream: number;
	readonly upstreamTensor: Tensor;
	#runner: Runner | null;
	#sweep: Sweep;
	/** Gradients of arrays; null on a tape without any. */
	readonly #tensors: TensorSweep | null;
	readonly #forward: StepIndex;
	readonly #backward: StepIndex;
	#consumers: ConsumerTable | null = null;
	readonly #table = (): ConsumerTable => this.consumerTable;
	/** Running sums of nodes with many consumers: entry k is the sum of the last k × SUM_EVERY shares. */
	readonly #sums = new Map<number, { readonly sums: Float64Array; length: number }>();

	/** Runs the backward pass of `target`. Throws a RangeError on a node that is not there. */
	constructor(tape: Tape, target: number, options: TraceOptions = {}) {
		const { shape } = tape.type(target);
		this.tape = tape;
		this.target = target;
		const { upstream = 1 } = options;
		this.upstreamTensor =
			typeof upstream !== 'number' ? upstream : shape.length === 0 ? scalarTensor(upstream) : filled(shape, upstream);
		if (!sameShape(this.upstreamTensor.shape, shape)) {
			throw new ShapeError(
				'an upstream gradient of shape {0} does not fit a target of shape {1}',
				shapeText(this.upstreamTensor.shape),
				shapeText(shape),
			);
		}
		this.upstream = shape.length === 0 ? onlyElement(this.upstreamTensor) : NaN;
		this.#runner = tape.runner;
		this.#sweep = { gradient: new Float64Array(tape.length), flags: new Uint8Array(tape.length) };
		const stops = [...(options.stops ?? []), ...wholeNodes(tape, options.wrt)];
		markFlags(tape.columns, tape.length, target, options.wrt, stops, this.#sweep.flags);
		this.#tensors = tape.tensors && new TensorSweep(tape, target, this.upstreamTensor, this.#sweep);
		runBackward(tape, target, this.upstream, this.#sweep, this.#tensors);
		const { flags } = this.#sweep;
		this.#forward = new StepIndex(flags, FLAG_STEP, tape.length);
		this.#backward = new StepIndex(flags, FLAG_BACK_STEP, target + 1);
	}

	/** Gates that are steps, F. */
	get forwardSteps(): number {
		return this.#forward.count;
	}

	/** ∂target/∂target = 1, and the gates between the inputs asked about and the target. */
	get backwardSteps(): number {
		return 1 + this.#backward.count;
	}

	/** The last position: F + 1 + (backwardSteps − 1). */
	get lastPosition(): number {
		return this.forwardSteps + this.backwardSteps;
	}

	/** The gate computed by forward step 1 … F. */
	gateAtForward(step: number): number {
		return this.#forward.nodeOf(step);
	}

	/** The gate that passes its gradient on in backward step 1 … backwardSteps − 1. */
	gateAtBackward(step: number): number {
		return this.#backward.nodeOf(this.#backward.count + 1 - step);
	}

	/** The gates of a pass in the order of the tape: of the forward pass steps 1, 2, …, of the backward pass the last step first. */
	gates(pass: 'forward' | 'backward'): Int32Array {
		return (pass === 'forward' ? this.#forward : this.#backward).nodes();
	}

	/** The position at which the gate has just been computed; null for inputs, constants and wires. */
	forwardPosition(node: number): number | null {
		return this.#forward.stepOf(node);
	}

	/** The position at which the gate has just passed its gradient on; null for nodes that are no backward step. */
	backwardPosition(node: number): number | null {
		const step = this.#backward.stepOf(node);
		return step === null ? null : this.forwardSteps + 1 + (this.#backward.count + 1 - step);
	}

	/**
	 * The final gradient of the target with respect to a number: 0 where it does not reach the target. NaN is a value like another. Throws a RangeError on an
	 * array.
	 */
	gradient(node: number): number {
		this.#needNumber(node);
		return this.reaches(node) ? this.#sweep.gradient[node]! : 0;
	}

	/** The final gradient of the target with respect to any node, of that node's shape; null where it does not reach the target. */
	gradientTensor(node: number): Tensor | null {
		if (!this.reaches(node)) return null;
		if (this.tape.isScalar(node)) return scalarTensor(this.#sweep.gradient[node]!);
		return this.#tensors!.gradient(node, this.#table);
	}

	/** Whether the node is the target or lies between it and an input asked about. */
	reaches(node: number): boolean {
		return node <= this.target && (this.#sweep.flags[node]! & FLAG_REACHES) !== 0;
	}

	/** Whether a gradient flows along the edge. */
	edgeReaches(gate: number, slot: number): boolean {
		return (
			this.reaches(gate) && flowsThrough(this.tape.opCode(gate), slot) && this.reaches(this.tape.inputAt(gate, slot))
		);
	}

	/** The local gradient ∂gate/∂operand at the recorded values. Throws a RangeError on a gate over arrays: that one is a Jacobian. */
	local(gate: number, slot: number): number {
		const { op, first, second, more, value } = this.tape.columns;
		const code = op[gate]!;
		const arity = ARITY[code]!;
		if (!(slot >= 0 && slot < arity)) throw new RangeError(`node ${gate} has no operand ${slot}`);
		if (this.tape.tensors?.entry(gate)) throw new RangeError(`the local gradient of node ${gate} is a Jacobian`);
		const x = value[first[gate]!]!;
		if (arity < 3) return localOne(code, slot, x, value[second[gate]!]!, 0, value[gate]!);
		const at = second[gate]!;
		return localOne(code, slot, x, value[more[at]!]!, value[more[at + 1]!]!, value[gate]!);
	}

	/** Upstream × local of the edge, final; 0 along an edge that carries no gradient. */
	contribution(gate: number, slot: number): number {
		this.#needNumber(this.tape.inputAt(gate, slot));
		return this.edgeReaches(gate, slot) ? this.#shareAlong(gate, slot) : 0;
	}

	/** The same for any operand, in the operand's shape; null along an edge that carries no gradient. */
	contributionTensor(gate: number, slot: number): Tensor | null {
		if (!this.edgeReaches(gate, slot)) return null;
		if (this.tape.isScalar(this.tape.inputAt(gate, slot))) return scalarTensor(this.#shareAlong(gate, slot));
		return this.#tensors!.contribution(gate, slot, this.#table);
	}

	/** The edges that carry gradient to the node, in the order of the tape. */
	consumers(node: number): readonly Edge[] {
		const table = this.consumerTable;
		const edges = Array.from({ length: table.count(node) }, (_, index) => ({
			gate: table.gateAt(node, index),
			slot: table.slotAt(node, index),
		}));
		return edges.sort((a, b) => a.gate - b.gate || a.slot - b.slot);
	}

	/** The same as a table, made when first asked for. */
	get consumerTable(): ConsumerTable {
		return (this.#consumers ??= new ConsumerTable(this.tape, this.target, this.#sweep.flags));
	}

	/** The sum of the node's shares from its consumer number `from` on, added as the backward pass adds them: the last one first. */
	partialSum(node: number, from: number): number {
		const table = this.consumerTable;
		const count = table.count(node);
		const arrived = count - from;
		let sum = node === this.target ? this.upstream : 0;
		let index = count - 1;
		if (arrived > SUM_EVERY) {
			const whole = Math.floor(arrived / SUM_EVERY);
			sum = this.#runningSums(node, count, sum, whole)[whole]!;
			index = count - 1 - whole * SUM_EVERY;
		}
		for (; index >= from; index--) sum += this.#share(table, node, index);
		return sum;
	}

	/** The same of any node, in its shape. */
	partialTensor(node: number, from: number): Tensor {
		if (this.tape.isScalar(node)) return scalarTensor(this.partialSum(node, from));
		return this.#tensors!.partialSum(node, from, this.#table);
	}

	/** The state at a position, clamped to 0 … lastPosition. */
	at(position: number): Cursor {
		// The table of consumers is made with the first cursor, when a session opens, so that no step has to wait for it.
		this.#consumers ??= new ConsumerTable(this.tape, this.target, this.#sweep.flags);
		return new Cursor(this, Math.max(0, Math.min(this.lastPosition, Math.trunc(position))));
	}

	/** After `tape.setInput`: both passes again. False when a conditional's test came out the other way, so that the program has to be run anew. */
	rerun(): boolean {
		const holds = this.tape.replay();
		if (this.tape.runner !== this.#runner) {
			this.#runner = this.tape.runner;
			const sweep = this.#runner?.makeSweep();
			if (sweep) {
				sweep.flags.set(this.#sweep.flags);
				this.#forward.moved(sweep.flags);
				this.#backward.moved(sweep.flags);
				this.#sweep = sweep;
			}
		}
		runBackward(this.tape, this.target, this.upstream, this.#sweep, this.#tensors);
		this.#sums.clear();
		return holds;
	}

	/**
	 * Gives the memory of the run's large arrays back to the next one: values, gradients, and what the tape was given. Neither the trace nor its tape can be
	 * asked for an array any more, nor may anyone else use what they handed out.
	 */
	release(): void {
		const { tensors } = this.tape;
		if (tensors === null) return;
		giveBack([...tensors.release(), ...(this.#tensors?.release() ?? []), this.upstreamTensor.data]);
	}

	/** What the trace occupies beside the tape. */
	get bytes(): number {
		const { gradient, flags } = this.#sweep;
		return (
			gradient.byteLength +
			flags.byteLength +
			this.#forward.bytes +
			this.#backward.bytes +
			(this.#consumers?.bytes ?? 0) +
			(this.#tensors?.bytes ?? 0)
		);
	}

	#share(table: ConsumerTable, node: number, index: number): number {
		return this.#shareAlong(table.gateAt(node, index), table.slotAt(node, index));
	}

	#shareAlong(gate: number, slot: number): number {
		if (this.tape.tensors === null || !this.#tensors!.handles(gate))
			return this.#sweep.gradient[gate]! * this.local(gate, slot);
		return this.#tensors!.numberContribution(gate, slot, this.#table);
	}

	#needNumber(node: number): void {
		if (this.tape.tensors !== null && !this.tape.isScalar(node)) throw new RangeError(`node ${node} holds an array`);
	}

	/** Running sums of a node as far as entry `needed`, carried on from where an earlier question left them. */
	#runningSums(node: number, count: number, start: number, needed: number): Float64Array {
		let known = this.#sums.get(node);
		if (!known) {
			known = { sums: new Float64Array(Math.floor(count / SUM_EVERY) + 1), length: 1 };
			known.sums[0] = start;
			this.#sums.set(node, known);
		}
		const table = this.consumerTable;
		for (; known.length <= needed; known.length++) {
			let sum = known.sums[known.length - 1]!;
			const last = count - 1 - (known.length - 1) * SUM_EVERY;
			for (let index = last; index > last - SUM_EVERY; index--) sum += this.#share(table, node, index);
			known.sums[known.length] = sum;
		}
		return known.sums;
	}
}
