/** A Jacobian's structure as a small picture: where it is not 0, on a matrix small enough to be seen. */
import { svg, type TemplateResult } from 'lit-html';
import type { JacobianSummary } from '../src/protocol.ts';

/** What stands at a place of the picture: nothing, an entry, a fainter or a hollow one (0 or of the other sign). */
export type Cell = 0 | 1 | 2;

/** The pattern of a Jacobian's structure, row by row. Sizes are stand-ins: the picture tells a kind, not a matrix. */
export function patternOf({ structure, output, input }: JacobianSummary): readonly (readonly Cell[])[] {
	const fill = (rows: number, columns: number, at: (i: number, j: number) => boolean | Cell): Cell[][] =>
		Array.from({ length: rows }, (_, i) => Array.from({ length: columns }, (__, j) => Number(at(i, j)) as Cell));
	const size = (shape: readonly number[]): number => shape.reduce((product, extent) => product * extent, 1);
	const [rows, columns] = [size(output), size(input)];
	const [high, wide] = [Math.min(8, rows), Math.min(8, columns)];
	switch (structure) {
		case 'identity':
		case 'signed identity':
		case 'diagonal':
			return fill(Math.min(8, rows), Math.min(8, rows), (i, j) => i === j);
		case '0/1 diagonal':
			return fill(high, high, (i, j) => (i !== j ? 0 : [0, 3, 4, 6].includes(i) ? 2 : 1));
		case 'permutation':
			return fill(high, high, (i, j) => j === (i * 3 + 1) % high || (high % 3 === 0 && j === high - 1 - i));
		case 'selection':
			return fill(Math.min(4, rows), wide, (i, j) => j === Math.min(wide - 1, [1, 2, 5, 6][i] ?? i));
		case 'repetition':
			return fill(high, Math.min(4, columns), (i, j) => j === i % Math.min(4, columns));
		case 'sum':
			return rows === 1 ? fill(1, wide, () => 1) : fill(4, 8, (i, j) => i === Math.floor(j / 2));
		case 'block diagonal':
			return rows === 1 ? fill(1, wide, () => 1) : fill(9, 9, (i, j) => Math.floor(i / 3) === Math.floor(j / 3));
		case 'Kronecker':
			return kronecker(output, input, fill);
		case 'triangular':
			return fill(8, 8, (i, j) => j <= i);
		case 'zero':
		case 'none':
			return fill(high, wide, () => 0);
		default:
			return fill(high, wide, () => 1);
	}
}

/** A product of matrices: along a matrix on the left copies of the other stand on the diagonal, along one on the right it is spread out. */
function kronecker(
	output: readonly number[],
	input: readonly number[],
	fill: (rows: number, columns: number, at: (i: number, j: number) => boolean) => Cell[][],
): Cell[][] {
	const vector = input.length < 2;
	// Along a vector it is the other matrix itself.
	if (vector) return fill(6, 8, () => true);
	const left = output[0] === input[0];
	const across = output.length < input.length ? 1 : 2;
	if (left) return fill(4 * across, 12, (i, j) => Math.floor(i / across) === Math.floor(j / 3));
	return fill(8, 8, (i, j) => i % 2 === j % 2);
}

const SIDE = 64;

export function jacobianPicture(summary: JacobianSummary, words: string): TemplateResult {
	const pattern = patternOf(summary);
	const rows = Math.max(1, pattern.length);
	const columns = Math.max(1, pattern[0]?.length ?? 1);
	const unit = SIDE / Math.max(rows, columns);
	const gap = Math.min(1, unit * 0.12);
	const [width, height] = [columns * unit, rows * unit];
	const sign = summary.structure === 'signed identity' ? 'minus' : 'plus';
	return svg`<svg class="matrix" role="img" aria-label=${words} width=${width + 10} height=${height + 4}
		viewBox="-5 -2 ${width + 10} ${height + 4}">
		<path class="bracket" d="M0 -1H-4V${height + 1}H0M${width} -1H${width + 4}V${height + 1}H${width}"></path>
		${pattern.flatMap((row, i) =>
			row.map((cell, j) =>
				cell === 0
					? svg`<rect class="nought" x=${j * unit + unit / 2 - 0.6} y=${i * unit + unit / 2 - 0.6} width="1.2" height="1.2"></rect>`
					: svg`<rect class=${cell === 2 ? 'cell hollow' : `cell ${sign}`} x=${j * unit + gap} y=${i * unit + gap}
						width=${unit - 2 * gap} height=${unit - 2 * gap} rx=${Math.min(2, unit / 4)}></rect>`,
			),
		)}</svg>`;
}
