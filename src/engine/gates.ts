/** What kind of gate stands on a tape: whether it computes with numbers alone, as the lecture's do, or with arrays. */
import type { Tape } from '../core/tape.ts';

/** Whether a gate is an elementwise one of plain numbers, whose local gradients are numbers. */
export function isPlain(tape: Tape, gate: number): boolean {
	if (tape.rowAt(gate).kind !== 'scalar') return false;
	return tape.tensors === null || tape.tensors.entry(gate) === null;
}

/** Whether a node is bound to a name and no gate of its own: it is passed through. */
export function isWire(tape: Tape, node: number): boolean {
	return tape.isGate(node) && !tape.rowAt(node).isStep;
}
