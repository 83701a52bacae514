/** Numbers in JSON, which has neither infinities nor NaN. */

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
