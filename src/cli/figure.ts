/** Numbers in JSON, which has neither infinities nor NaN. */

/** A number as JSON has it; what JSON cannot write is a string. */
export type Figure = number | 'NaN' | 'Infinity' | '-Infinity';

export function figure(value: number): Figure {
	if (Number.isFinite(value)) return value;
	return Number.isNaN(value) ? 'NaN' : value > 0 ? 'Infinity' : '-Infinity';
}
