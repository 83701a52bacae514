/**
 * The backward pass of a tape with arrays: gradients of arrays, kept beside the gradient column of the numbers.
 *
 * A store hands its gradient on in the same memory, with zeros at the places that were written: so a chain of many small stores needs no copy a store. What
 * was given away is computed again when somebody asks for it, from the nearest later version that kept its own.
 */
import { Accumulator } from './accumulator.ts';
import { flowsThrough } from './backward.ts';
import { FLAG_REACHES, type Sweep } from './columns.ts';
import type { ConsumerTable } from './consumers.ts';
import { backwardSweep } from './kernels.generated.ts';
import { ELEMENT, opCode, TENSOR_START } from './ops/index.ts';
import { numberShare, sharesOf, type HandOut } from './shares.ts';
import type { Tape } from './tape.ts';
import { mapTensor } from './tensor/map.ts';
import { write, writtenCount, type Where } from './tensor/storing.ts';
import { copied, scalarTensor, zeros, type Tensor } from './tensor/tensor.ts';

/** Asked for only where gradients have to be computed again. */
type Consumers = () => ConsumerTable;

const STORE = opCode('store');
const ZERO = scalarTensor(0);
/** However small the array, so many entries may be written before a version keeps its own gradient. */
const LEAST_KEPT = 64;

export class TensorSweep {
	readonly #tape: Tape;
	readonly #target: number;
	readonly #upstream: Tensor;
	readonly #sweep: Sweep;
	/** Array nodes that reach the target → their gradients; one that was given away is empty. */
	readonly #gradients = new Map<number, Accumulator>();
	/** How many entries stores have written since a version of the array kept its gradient. */
	readonly #since = new Map<number, number>();

	constructor(tape: Tape, target: number, upstream: Tensor, sweep: Sweep) {
		this.#tape = tape;
		this.#target = target;
		this.#upstream = upstream;
		this.#sweep = sweep;
	}

	/** Fills all gradients, those of numbers in the sweep's column. */
	run(): void {
		const tape = this.#tape;
		const { op, first, second, more, value } = tape.columns;
		const { gradient, flags } = this.#sweep;
		const { gates } = tape.tensors!;
		this.#gradients.clear();
		this.#since.clear();
		if (!tape.isScalar(this.#target)) this.#at(this.#target).add(this.#upstream);
		let from = this.#target;
		for (let index = gates.length - 1; index >= 0; index--) {
			const gate = gates[index]!;
			if (gate > this.#target || (flags[gate]! & FLAG_REACHES) === 0) continue;
			backwardSweep(op, first, second, more, value, gradient, flags, from, gate + 1);
			this.#passBack(gate);
			from = gate - 1;
		}
		backwardSweep(op, first, second, more, value, gradient, flags, from, 0);
	}

	/** Whether the gate is one that scalar loops do not know. */
	handles(gate: number): boolean {
		return this.#tape.tensors!.entry(gate) !== null || this.#tape.opCode(gate) >= TENSOR_START;
	}

	/** The gradient of an array that reaches the target. */
	gradient(node: number, consumers: Consumers): Tensor {
		const kept = this.#gradients.get(node);
		const sum = kept === undefined || kept.empty ? this.#recovered(node, consumers) : kept.sum!;
		return this.#asVariable(node, sum);
	}

	/** The share of an operand that is an array. */
	contribution(gate: number, slot: number, consumers: Consumers): Tensor {
		const into = new Accumulator(this.#tape.type(this.#tape.inputAt(gate, slot)));
		sharesOf(this.#tape, gate, this.up(gate, consumers))(slot, into);
		return into.sum!;
	}

	/** The share of an operand that is a number, handed out by a gate that scalar loops do not know. */
	numberContribution(gate: number, slot: number, consumers: Consumers): number {
		return numberShare(this.#tape, gate, slot, this.up(gate, consumers));
	}

	/** What has arrived at an array when its consumers from number `from` on have passed theirs. */
	partialSum(node: number, from: number, consumers: Consumers): Tensor {
		const into = new Accumulator(this.#tape.type(node));
		const table = consumers();
		if (node === this.#target) into.add(this.#upstream);
		for (let index = table.count(node) - 1; index >= from; index--) {
			const gate = table.gateAt(node, index);
			sharesOf(this.#tape, gate, this.up(gate, consumers))(table.slotAt(node, index), into);
		}
		return this.#asVariable(node, into.sum ?? zeros(this.#tape.type(node).shape));
	}

	/** The gate's own gradient. */
	up(gate: number, consumers: Consumers): Tensor {
		return this.#tape.isScalar(gate) ? scalarTensor(this.#sweep.gradient[gate]!) : this.gradient(gate, consumers);
	}

	/** Lets go of all gradients of arrays, and says where they stood. */
	release(): readonly Float64Array[] {
		const memory = [...this.#gradients.values()].flatMap((own) => own.memory);
		this.#gradients.clear();
		return memory;
	}

	/** What the gradients occupy. */
	get bytes(): number {
		let bytes = 0;
		for (const own of this.#gradients.values()) bytes += own.bytes + 120;
		return bytes;
	}

	#at(node: number): Accumulator {
		let known = this.#gradients.get(node);
		if (!known) this.#gradients.set(node, (known = new Accumulator(this.#tape.type(node))));
		return known;
	}

	/** A gradient has its variable's type. */
	#asVariable(node: number, sum: Tensor): Tensor {
		return this.#tape.type(node).element === 'float32' ? mapTensor(sum, Math.fround, 'float32') : sum;
	}

	#reaches(gate: number, slot: number): boolean {
		const operand = this.#tape.inputAt(gate, slot);
		return flowsThrough(this.#tape.opCode(gate), slot) && (this.#sweep.flags[operand]! & FLAG_REACHES) !== 0;
	}

	#passBack(gate: number): void {
		const tape = this.#tape;
		if (tape.opCode(gate) === ELEMENT) {
			const { first, second } = tape.columns;
			this.#at(first[gate]!).buffer()[second[gate]!]! += this.#sweep.gradient[gate]!;
			return;
		}
		const own = tape.isScalar(gate) ? null : this.#at(gate);
		if (own?.empty === true) return;
		const up = own === null ? scalarTensor(this.#sweep.gradient[gate]!) : this.#asVariable(gate, own.sum!);
		const handOut = sharesOf(tape, gate, up);
		// A store reads what it hands to its value before it gives its memory away.
		const value = tape.opCode(gate) === STORE && this.#reaches(gate, 1) ? this.#share(gate, 1, handOut) : null;
		const count = tape.inputCount(gate);
		for (let slot = 0; slot < count; slot++) {
			if (!this.#reaches(gate, slot)) continue;
			const operand = tape.inputAt(gate, slot);
			if (tape.isScalar(operand)) {
				const { data, offset } = value ?? this.#share(gate, slot, handOut);
				this.#sweep.gradient[operand]! += data[offset]!;
			} else if (tape.opCode(gate) !== STORE) handOut(slot, this.#at(operand));
			else if (slot === 0) this.#passStore(gate, own!, this.#at(operand), handOut);
			else this.#at(operand).add(value!);
		}
	}

	#share(gate: number, slot: number, handOut: HandOut): Tensor {
		const into = new Accumulator(this.#tape.type(this.#tape.inputAt(gate, slot)));
		handOut(slot, into);
		return into.sum!;
	}

	/** What a store hands to the older version of its array: in the same memory as long as few entries were written since one kept its own. */
	#passStore(gate: number, own: Accumulator, base: Accumulator, handOut: HandOut): void {
		const where = this.#whereOf(gate);
		const since = (this.#since.get(gate) ?? 0) + writtenCount(where);
		if (!base.empty) return handOut(0, base);
		const handed = since < Math.max(own.type.size, LEAST_KEPT) ? own.release() : null;
		this.#handDown(gate, handed ?? copied(own.sum!), base);
		this.#since.set(this.#tape.inputAt(gate, 0), handed === null ? 0 : since);
	}

	/** Makes a store's gradient that of the older version, in that memory: the places that were written get 0. */
	#handDown(gate: number, data: Float64Array, base: Accumulator): void {
		write(data, this.#whereOf(gate), ZERO);
		base.take(data);
	}

	#whereOf(gate: number): Where {
		return this.#tape.attributes(gate)!['where'] as Where;
	}

	/** A gradient that was given away, from the nearest later versions that kept theirs. */
	#recovered(node: number, consumers: Consumers): Tensor {
		const tape = this.#tape;
		const table = consumers();
		const needed = new Set([node]);
		for (const open of needed) {
			for (let index = 0; index < table.count(open); index++) {
				const gate = table.gateAt(open, index);
				if (!tape.isScalar(gate) && this.#gradients.get(gate)?.empty !== false) needed.add(gate);
			}
		}
		const found = new Map<number, Accumulator>();
		for (const open of [...needed].sort((a, b) => b - a)) {
			const into = new Accumulator(tape.type(open));
			if (open === this.#target) into.add(this.#upstream);
			for (let index = table.count(open) - 1; index >= 0; index--) {
				const gate = table.gateAt(open, index);
				const slot = table.slotAt(open, index);
				const again = found.get(gate);
				const up = again ? this.#asVariable(gate, again.sum!) : this.up(gate, consumers);
				if (tape.opCode(gate) === STORE && slot === 0 && into.empty) {
					const free = again !== undefined && !needed.has(tape.inputAt(gate, 1));
					this.#handDown(gate, (free ? again.release() : null) ?? copied(up), into);
				} else sharesOf(tape, gate, up)(slot, into);
			}
			found.set(open, into);
		}
		return found.get(node)!.sum ?? zeros(tape.type(node).shape);
	}
}
