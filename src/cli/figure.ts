/** Numbers in JSON, which has neither infinities nor NaN. */

import { toNested, type Nested, type Tensor } from '../core/tensor/tensor.ts';
import type { Quantity } from '../protocol.ts';

/** A number as JSON has it; what JSON cannot write is a string. */
export type Figure = number | 'NaN' | 'Infinity' | '-Infinity';

export function figure(value: number): Figure {
	if (Number.isFinite(value)) return value;
	return Number.isNaN(value) ? 'NaN' : value > 0 ? 'Infinity' : '-Infinity';
}

/** A number or a tensor's summary as JSON has it. */
export function quantityFigure(quantity: Quantity): unknown {
	if (typeof quantity === 'number') return figure(quantity);
	const { first, norm, min, max } = quantity;
	return { ...quantity, first: first.map(figure), norm: figure(norm), min: figure(min), max: figure(max) };
}

/** An array as JSON has it: lists of lists. */
export type Figures = Figure | readonly Figures[];

/** A tensor as JSON has it; one without axes is its number. */
export function figures(tensor: Tensor): Figures {
	const nested = toNested(tensor);
	if (typeof nested !== 'object') return figure(Number(nested));
	return plain(nested);
}

// As deep as a tensor has axes.
function plain(list: readonly Nested[]): readonly Figures[] {
	return list.map((entry) => (typeof entry === 'object' ? plain(entry) : figure(Number(entry))));
}
