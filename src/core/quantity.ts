/**
 * What a node holds, as far as a view at rest needs it: a number, or of a tensor its shape, its statistics and its first entries.
 */
import { formatNumber } from './format.ts';
import { eachRow, elementAtFlat, type Tensor } from './tensor/tensor.ts';
import { sizeOf } from './tensor/shape.ts';
import type { ElementType } from './types.ts';

/** A tensor in short. The same shape as `TensorSummary` in protocol.ts. */
export interface TensorSummary {
	readonly element: ElementType;
	/** Sizes of the axes. */
	readonly shape: readonly number[];
	/** The first entries in C order (the last axis moves fastest), at most `MOST_FIRST`. */
	readonly first: readonly number[];
	/** √Σx² over all entries that are finite. */
	readonly norm: number;
	/** The smallest and largest entry, NaN left out; NaN where there is none. */
	readonly min: number;
	readonly max: number;
	/** How many entries are NaN or infinite. */
	readonly nonFinite: number;
}

export type Quantity = number | TensorSummary;

/** So many entries a summary carries. */
export const MOST_FIRST = 8;
/** A vector of at most so many entries is written out in full. */
const WRITTEN_OUT = 4;

/** A tensor in short; one without axes is its number. */
export function quantityOf(tensor: Tensor): Quantity {
	if (tensor.shape.length === 0) return elementAtFlat(tensor, 0);
	const { data, element, shape } = tensor;
	const first = Array.from({ length: Math.min(MOST_FIRST, sizeOf(shape)) }, (_, index) => elementAtFlat(tensor, index));
	let scale = 0;
	let squares = 1;
	let min = Infinity;
	let max = -Infinity;
	let nonFinite = 0;
	eachRow(shape, [tensor.strides], [tensor.offset], (length, starts, steps) => {
		let at = starts[0]!;
		for (let k = 0; k < length; k++, at += steps[0]!) {
			const value = data[at]!;
			if (value < min) min = value;
			if (value > max) max = value;
			const size = Math.abs(value);
			if (!(size < Infinity)) nonFinite++;
			else if (size > scale) {
				// Scaled, so that no square overflows.
				squares = 1 + squares * (scale / size) ** 2;
				scale = size;
			} else if (size > 0) squares += (size / scale) ** 2;
		}
	});
	return {
		element,
		shape: [...shape],
		first,
		norm: scale === 0 ? 0 : scale * Math.sqrt(squares),
		min: min > max ? NaN : min,
		max: min > max ? NaN : max,
		nonFinite,
	};
}

/** Sizes as people write them: `4×3`, `5` for a vector, empty for a scalar. */
export function formatShape(shape: readonly number[]): string {
	return shape.join('×');
}

/** `[0.22 0.26]` for a short vector, `4×3 [0.1 −0.3 …]` for anything larger, a number as everywhere. */
export function formatQuantity(quantity: Quantity): string {
	if (typeof quantity === 'number') return formatNumber(quantity);
	const size = sizeOf(quantity.shape);
	const writtenOut = size > 0 && quantity.shape.length <= 1 && size <= WRITTEN_OUT;
	return writtenOut ? formatEntries(quantity) : `${formatShape(quantity.shape)} ${formatEntries(quantity)}`;
}

/** The same without a shape, for a place beside which the shape stands: `[0.1 −0.3 …]`. */
export function formatEntries(quantity: Quantity): string {
	if (typeof quantity === 'number') return formatNumber(quantity);
	const { element, first, shape } = quantity;
	const entry = (value: number): string => (element === 'bool' ? (value === 0 ? 'F' : 'T') : formatNumber(value));
	const size = sizeOf(shape);
	const shown = shape.length <= 1 && size <= WRITTEN_OUT ? size : 2;
	return `[${first.slice(0, shown).map(entry).join(' ')}${size > shown ? ' …' : ''}]`;
}

/** What stands on a wire, where room is short: a number, a short vector's entries, else the shape. */
export function formatOnWire(quantity: Quantity): string {
	if (typeof quantity === 'number') return formatNumber(quantity);
	return isPair(quantity.shape) ? formatEntries(quantity) : formatShape(quantity.shape);
}

/** The same for a gradient that stands beside its variable's shape: what is short of room is its norm, `‖0.31‖`. */
export function formatNorm(quantity: Quantity): string {
	if (typeof quantity === 'number') return formatNumber(quantity);
	if (isPair(quantity.shape)) return formatEntries(quantity);
	// The norm leaves out what is not finite, which is the last thing to keep quiet about.
	return `‖${formatNumber(quantity.nonFinite > 0 ? NaN : quantity.norm)}‖`;
}

function isPair(shape: readonly number[]): boolean {
	return shape.length === 1 && sizeOf(shape) <= 2;
}

/** The Jacobian of a gate along one operand, described and never stored. The same shape as `JacobianSummary` in protocol.ts. */
export interface JacobianSummary {
	/** The sizes of the output's axes, and those of the operand's. */
	readonly output: readonly number[];
	readonly input: readonly number[];
	/** What it would take in float64. */
	readonly bytes: number;
	readonly structure: string;
}

/** A local gradient: a number, or the size of the Jacobian that it is (`J 4096×4096`), its axes multiplied out. */
export function formatLocal(local: number | JacobianSummary): string {
	if (typeof local === 'number') return formatNumber(local);
	const size = (shape: readonly number[]): number => shape.reduce((product, extent) => product * extent, 1);
	return `J ${size(local.output)}×${size(local.input)}`;
}
