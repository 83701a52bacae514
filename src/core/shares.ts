/**
 * What a gate over arrays hands back along its edges: the shares of its gradient that its operands get.
 */
import { Accumulator } from './accumulator.ts';
import { NO_ATTRIBUTES } from './compute.ts';
import { rowOf } from './ops/index.ts';
import type { Tape } from './tape.ts';
import { Held, hold, TENSORS } from './tensor-builder.ts';
import { onlyElement, type Tensor } from './tensor/tensor.ts';

/** Slots of elementwise rows that hand the upstream gradient on as it is. */
const IDENTITY: ReadonlyMap<string, readonly number[]> = new Map([
	['add', [0, 1]],
	['sub', [0]],
	['wire', [0]],
	['cond', [1]],
]);

/** Adds the share of a slot to what has arrived of its operand's gradient. */
export type HandOut = (slot: number, into: Accumulator) => void;

/** How the gate hands out `up`, its gradient. What its slots have in common is computed once. */
export function sharesOf(tape: Tape, gate: number, up: Tensor): HandOut {
	const row = rowOf(tape.opCode(gate))!;
	const nodes = Array.from({ length: tape.inputCount(gate) }, (_, slot) => tape.inputAt(gate, slot));
	if (row.kind === 'scalar') {
		return (slot, into) => {
			if (IDENTITY.get(row.name)?.includes(slot) === true) return into.add(up);
			const operands = nodes.map((node) => tape.tensor(node));
			into.addElementwise(row, slot, up, tape.tensor(gate), operands);
		};
	}
	const attributes = tape.attributes(gate) ?? NO_ATTRIBUTES;
	const { accumulate } = row;
	if (accumulate) {
		const types = nodes.map((node) => tape.type(node));
		return (slot, into) => accumulate(into.buffer(), up, slot, types, attributes);
	}
	// Elements are computed when a rule asks for them: most rules only look at some.
	const held = (node: number): Held => new Held(tape.type(node), () => tape.tensor(node));
	const shares = row.vjp(TENSORS, hold(up), nodes.map(held), held(gate), attributes);
	return (slot, into) => {
		const share = shares[slot];
		if (!share) throw new RangeError(`${row.name} hands nothing to its operand ${slot}`);
		into.add(share().tensor);
	};
}

/** The share of an operand that is a number. */
export function numberShare(tape: Tape, gate: number, slot: number, up: Tensor): number {
	const into = new Accumulator(tape.type(tape.inputAt(gate, slot)));
	sharesOf(tape, gate, up)(slot, into);
	return onlyElement(into.sum!);
}
