/**
 * Rows and columns of a gate's Jacobian, as far as they are not 0: what an entry of the output depends on, and what depends on an entry of an operand.
 */
import { NO_ATTRIBUTES } from '../core/compute.ts';
import { Jacobian } from '../core/jacobian.ts';
import { gradientTape } from '../core/second.ts';
import { Tape } from '../core/tape.ts';
import { dataOf, elementAtFlat } from '../core/tensor/tensor.ts';
import { Trace } from '../core/trace.ts';

export interface Part {
	/** A place in C order. */
	readonly place: number;
	readonly local: number;
}

export interface Parts {
	/** How many there are. */
	readonly total: number;
	/** The first of them. */
	readonly parts: readonly Part[];
}

/** So many entries of a row or column are looked through. */
const MOST_LOOKED = 1 << 21;
/** Rows over arrays whose Jacobians are read entry by entry at no cost. */
const READ: ReadonlySet<string> = new Set(['matmul', 'sum', 'mean', 'element', 'index']);

/** The entries of an operand that an entry of the gate's output depends on. */
export function partsOfOutput(tape: Tape, gate: number, slot: number, place: number, most: number): Parts {
	const jacobian = new Jacobian(tape, gate, slot);
	const row = tape.rowAt(gate);
	if (!row.differentiable(slot)) return { total: 0, parts: [] };
	if (row.kind === 'scalar') {
		const at = jacobian.columns === 1 ? 0 : place;
		return { total: 1, parts: [{ place: at, local: jacobian.entry(place, at) }] };
	}
	const product = productOf(tape, gate);
	if (product !== null) {
		const { columns, inner } = product;
		const [i, j] = [Math.floor(place / columns), place % columns];
		const at = (k: number): number => (slot === 0 ? i * inner + k : k * columns + j);
		return first(inner, most, (k) => ({ place: at(k), local: jacobian.entry(place, at(k)) }));
	}
	return found(jacobian.columns, most, (column) => jacobian.entry(place, column));
}

/** The entries of the gate's output that depend on an entry of an operand. */
export function partsOfOperand(tape: Tape, gate: number, slot: number, place: number, most: number): Parts {
	const jacobian = new Jacobian(tape, gate, slot);
	const row = tape.rowAt(gate);
	if (!row.differentiable(slot)) return { total: 0, parts: [] };
	if (row.kind === 'scalar') {
		if (jacobian.columns > 1) return { total: 1, parts: [{ place, local: jacobian.entry(place, place) }] };
		return first(jacobian.rows, most, (i) => ({ place: i, local: jacobian.entry(i, 0) }));
	}
	const product = productOf(tape, gate);
	if (product !== null) {
		const { rows, columns, inner } = product;
		if (slot === 0) {
			const i = Math.floor(place / inner);
			return first(columns, most, (j) => ({ place: i * columns + j, local: jacobian.entry(i * columns + j, place) }));
		}
		const j = place % columns;
		return first(rows, most, (i) => ({ place: i * columns + j, local: jacobian.entry(i * columns + j, place) }));
	}
	if (READ.has(row.name) || row.view !== undefined || jacobian.rows === 1)
		return found(jacobian.rows, most, (i) => jacobian.entry(i, place));
	const column = columnOf(tape, gate, slot, place);
	return found(column.length, most, (i) => column[i]!);
}

/** The sizes of a product of two matrices or vectors; null for another gate, and for a product of stacks of matrices. */
function productOf(tape: Tape, gate: number): { rows: number; columns: number; inner: number } | null {
	if (tape.rowAt(gate).name !== 'matmul') return null;
	const [left, right] = [0, 1].map((slot) => tape.type(tape.inputAt(gate, slot)).shape);
	if (left === undefined || right === undefined || left.length > 2 || right.length > 2) return null;
	return {
		rows: left.length === 1 ? 1 : left[0]!,
		inner: left.at(-1)!,
		columns: right.length === 1 ? 1 : right[1]!,
	};
}

function first(total: number, most: number, at: (index: number) => Part): Parts {
	return { total, parts: Array.from({ length: Math.min(total, most) }, (_, index) => at(index)) };
}

function found(count: number, most: number, local: (place: number) => number): Parts {
	const parts: Part[] = [];
	let total = 0;
	for (let place = 0; place < Math.min(count, MOST_LOOKED); place++) {
		const value = local(place);
		if (value === 0) continue;
		total++;
		if (parts.length < most) parts.push({ place, local: value });
	}
	return { total, parts };
}

/**
 * A column, without asking for every row: what an operand's entry is handed is linear in the upstream gradient, and how it changes with each entry of that
 * is the column.
 */
function columnOf(tape: Tape, gate: number, slot: number, place: number): Float64Array {
	const alone = new Tape();
	const operands = Array.from({ length: tape.inputCount(gate) }, (_, each) =>
		alone.tensorInput(tape.tensor(tape.inputAt(gate, each)), 0),
	);
	const out = alone.apply(tape.opCode(gate), operands, tape.attributes(gate) ?? NO_ATTRIBUTES, 0);
	const { tape: recorded, gradients } = gradientTape(alone, out, { wrt: [operands[slot]!] });
	const upstream = gradients.get(out);
	const handed = gradients.get(operands[slot]!);
	const size = alone.type(out).size;
	if (upstream === undefined || handed === undefined) return new Float64Array(size);
	const entry = recorded.isScalar(handed) ? handed : recorded.element(handed, place, 0);
	const column = new Trace(recorded, entry, { wrt: [upstream] }).gradientTensor(upstream);
	return column === null ? new Float64Array(size) : dataOf(column);
}

/** The number at a place of what a node holds. */
export function entryAt(tape: Tape, node: number, place: number): number {
	return elementAtFlat(tape.tensor(node), place);
}
