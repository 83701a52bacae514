/** A block of a gate's Jacobian, whatever the size of the whole: only what was asked for is computed. */
import { Jacobian } from '../core/jacobian.ts';
import type { Tape } from '../core/tape.ts';
import { dataOf } from '../core/tensor/tensor.ts';
import type { JacobianBlock, JacobianRequest } from '../protocol-tensor.ts';

/** No block has more rows or columns. */
const MOST = 64;

/** Null where there is no such gate or operand. */
export function jacobianBlock(
	tape: Tape,
	{ gate, slot, row, column, rows, columns }: JacobianRequest,
): JacobianBlock | null {
	if (!(gate >= 0 && gate < tape.length) || !tape.isGate(gate) || slot >= tape.inputCount(gate)) return null;
	const jacobian = new Jacobian(tape, gate, slot);
	const from = [
		Math.min(row, Math.max(0, jacobian.rows - 1)),
		Math.min(column, Math.max(0, jacobian.columns - 1)),
	] as const;
	const to = [
		Math.min(jacobian.rows, from[0] + Math.min(rows, MOST)),
		Math.min(jacobian.columns, from[1] + Math.min(columns, MOST)),
	] as const;
	return {
		gate,
		slot,
		size: [jacobian.rows, jacobian.columns],
		row: from[0],
		column: from[1],
		rows: to[0] - from[0],
		columns: to[1] - from[1],
		cells: dataOf(jacobian.block(from[0], to[0], from[1], to[1])),
	};
}
