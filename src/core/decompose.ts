/**
 * One gate or its smaller ones: recording a formula as gates, and finding such gates again on a tape.
 */
import type { Formula } from './ops/formula.ts';
import { opByName } from './ops/index.ts';
import type { OpRow } from './ops/row.ts';
import type { Tape } from './tape.ts';

/** Records a formula as gates over nodes, numbers or arrays, that are there and returns its last gate. Equal parts of one formula become one gate; formulas are our own and shallow. */
export function recordFormula(
	tape: Tape,
	formula: Formula,
	operands: readonly number[],
	range: number,
	frame = 0,
): number {
	const made = new Map<string, number>();
	const record = (part: Formula): number => {
		if (part.kind === 'variable') return operands[part.slot]!;
		const key = JSON.stringify(part);
		const found = made.get(key);
		if (found !== undefined) return found;
		let node: number;
		if (part.kind === 'number') node = tape.constant(part.value, range, frame);
		else {
			node = tape.apply(opByName(part.op).code, part.operands.map(record), null, range, frame);
		}
		made.set(key, node);
		return node;
	};
	return record(formula);
}

/** Records a row's gate as its smaller ones, or as itself where it is one already. */
export function recordSmall(tape: Tape, row: OpRow, operands: readonly number[], range: number, frame = 0): number {
	const formula = row.decomposition();
	if (!formula) return tape.apply(row.code, operands.slice(0, row.arity), null, range, frame);
	return recordFormula(tape, formula, operands, range, frame);
}

/** Gates that together are a function which could be one gate. */
export interface Composite {
	readonly row: OpRow;
	/** The node that goes in. */
	readonly input: number;
	/** Its gates in the order of the tape; the last is the output. */
	readonly gates: readonly number[];
}

/** The sigmoid that ends in this gate: 1/(1 + exp(−z)) in any order of its sum, through `*-1` or a sign, or null. */
export function sigmoidAt(tape: Tape, gate: number): Composite | null {
	if (!tape.isGate(gate)) return null;
	const isRow = (node: number, name: string): boolean => tape.isGate(node) && tape.rowAt(node).name === name;
	const isLiteral = (node: number, value: number): boolean =>
		tape.isConstant(node) && tape.isScalar(node) && tape.value(node) === value;
	let sum: number;
	if (isRow(gate, 'reciprocal')) sum = tape.inputAt(gate, 0);
	else if (isRow(gate, 'div') && isLiteral(tape.inputAt(gate, 0), 1)) sum = tape.inputAt(gate, 1);
	else if (isRow(gate, 'pow') && isLiteral(tape.inputAt(gate, 1), -1)) sum = tape.inputAt(gate, 0);
	else return null;
	if (!isRow(sum, 'add')) return null;
	const slot = [0, 1].find((side) => isLiteral(tape.inputAt(sum, side), 1));
	if (slot === undefined) return null;
	const exp = tape.inputAt(sum, 1 - slot);
	if (!isRow(exp, 'exp')) return null;
	const negative = tape.inputAt(exp, 0);
	let input: number;
	if (isRow(negative, 'neg')) input = tape.inputAt(negative, 0);
	else if (isRow(negative, 'mul')) {
		const side = [0, 1].find((other) => isLiteral(tape.inputAt(negative, other), -1));
		if (side === undefined) return null;
		input = tape.inputAt(negative, 1 - side);
	} else return null;
	return { row: opByName('sigmoid'), input, gates: [negative, exp, sum, gate] };
}
