/** Entries of arrays that fit something, and units that pass no gradient: dead ReLUs, saturated sigmoids. */
import type { Tape } from '../../core/tape.ts';
import { eachRow, elementAtFlat, type Tensor } from '../../core/tensor/tensor.ts';
import { sizeOf } from '../../core/tensor/shape.ts';

/** How many entries there are of `total`, and the places of the first few in C order. */
export interface Entries {
	readonly shape: readonly number[];
	readonly count: number;
	readonly total: number;
	readonly places: readonly number[];
}

const MOST_PLACES = 5;

export function someEntries(tensor: Tensor, fits: (value: number) => boolean): Entries {
	const { data, offset, shape, strides } = tensor;
	const places: number[] = [];
	let count = 0;
	let place = 0;
	eachRow(shape, [strides], [offset], (length, starts, steps) => {
		let at = starts[0]!;
		for (let k = 0; k < length; k++, at += steps[0]!, place++) {
			if (!fits(data[at]!)) continue;
			count++;
			if (places.length < MOST_PLACES) places.push(place);
		}
	});
	return { shape, count, total: sizeOf(shape), places };
}

/**
 * The units of a `max(0, x)` that are dead: a number by itself, an array that is 0 all over, or columns of a matrix that are 0 in every row, its rows being
 * samples. Null where all are alive, and for a `max` of something else.
 */
export function deadUnits(tape: Tape, gate: number): Entries | null {
	const slots = Array.from({ length: tape.inputCount(gate) }, (_, slot) => tape.inputAt(gate, slot));
	const operand =
		tape.rowAt(gate).name === 'relu'
			? slots[0]
			: slots.find((node, slot) => isZero(tape, slots[1 - slot]!) && node >= 0);
	if (operand === undefined) return null;
	const tensor = tape.tensor(operand);
	const alive = someEntries(tensor, (value) => !(value <= 0));
	const { shape } = tensor;
	if (alive.total === 0) return null;
	const columns = shape.at(-1) ?? 1;
	const rows = alive.total / columns;
	if (shape.length < 2 || rows < 2)
		return alive.count > 0 ? null : { shape: [], count: alive.total, total: alive.total, places: [] };
	const dead: number[] = [];
	for (let column = 0; column < columns; column++) {
		let row = 0;
		while (row < rows && elementAtFlat(tensor, row * columns + column) <= 0) row++;
		if (row === rows) dead.push(column);
	}
	if (dead.length === 0) return null;
	return { shape: [columns], count: dead.length, total: columns, places: dead.slice(0, MOST_PLACES) };
}

function isZero(tape: Tape, node: number): boolean {
	let at = node;
	while (tape.isGate(at) && tape.rowAt(at).name === 'broadcast') at = tape.inputAt(at, 0);
	return tape.isConstant(at) && someEntries(tape.tensor(at), (value) => value !== 0).count === 0;
}

/** The entries of a sigmoid or tanh whose slope is below `flat`, where that is a number by itself or more than half of an array. */
export function saturated(tape: Tape, gate: number, tanh: boolean, flat: number): Entries | null {
	const entries = someEntries(tape.tensor(gate), (out) => (tanh ? 1 - out * out : out * (1 - out)) < flat);
	return entries.count * 2 > entries.total ? entries : null;
}
