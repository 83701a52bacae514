/** Matrices whose entries are all written as numbers: values rather than computations. */
import { makeTensor, type Tensor } from '../core/tensor/tensor.ts';
import type { Expression } from '../lang/program.ts';
import { literalValue } from './places.ts';

/** The array that an expression is where it is a matrix of numbers; else null. */
export function matrixLiteral(expression: Expression): Tensor | null {
	if (expression.kind !== 'matrix') return null;
	const { rows, list } = expression;
	const width = rows[0]?.length ?? 0;
	if (width === 0 || rows.some((row) => row.length !== width)) return null;
	const data = new Float64Array(rows.length * width);
	let at = 0;
	for (const row of rows) {
		for (const entry of row) {
			const value = literalValue(entry);
			if (value === null) return null;
			data[at++] = value;
		}
	}
	return makeTensor(data, list === true ? [data.length] : [rows.length, width]);
}
