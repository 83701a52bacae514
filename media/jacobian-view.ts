/**
 * The Jacobian of the gate on the card along one operand: how large it is, how it is built, any block of it, and why the backward pass never makes it.
 */
import { html, nothing, type TemplateResult } from 'lit-html';
import { formatNumber } from '../src/core/format.ts';
import type { CardInput, JacobianSummary } from '../src/protocol.ts';
import type { JacobianBlock, JacobianRequest } from '../src/protocol-tensor.ts';
import { heatTint, reachOf } from './heat.ts';
import { jacobianPicture } from './jacobian-picture.ts';
import { say, t } from './l10n.ts';
import { entryKeys } from './table-keys.ts';

/** So many rows and columns of a block are shown at a time. */
export const BLOCK_ROWS = 6;
export const BLOCK_COLUMNS = 8;

export interface JacobianPicture {
	readonly gate: number;
	readonly slot: number;
	/** What the gate's output is called. */
	readonly output: string;
	readonly input: CardInput & { readonly local: JacobianSummary };
	readonly block: JacobianBlock | null;
}

const UNITS = ['bytes', 'kB', 'MB', 'GB', 'TB', 'PB', 'EB'] as const;

/** `1.34 TB`: three digits, in powers of a thousand. */
export function bytesText(bytes: number): string {
	let unit = 0;
	let size = bytes;
	while (size >= 999.5 && unit < UNITS.length - 1) {
		size /= 1000;
		unit++;
	}
	const digits = unit === 0 || size >= 100 ? size.toFixed(0) : size >= 10 ? size.toFixed(1) : size.toFixed(2);
	return `${digits} ${UNITS[unit] ?? ''}`;
}

/** The structure's name, in the reader's language. */
export function structureText(structure: string): string {
	switch (structure) {
		case 'identity':
			return t('an identity');
		case 'signed identity':
			return t('minus an identity');
		case 'diagonal':
			return t('diagonal');
		case '0/1 diagonal':
			return t('diagonal, of zeros and ones');
		case 'permutation':
			return t('a permutation');
		case 'selection':
			return t('a selection');
		case 'repetition':
			return t('a repetition');
		case 'sum':
			return t('rows of equal entries');
		case 'block diagonal':
			return t('block diagonal');
		case 'Kronecker':
			return t('a Kronecker product');
		case 'triangular':
			return t('triangular');
		case 'zero':
		case 'none':
			return t('all zeros');
		default:
			return t('dense');
	}
}

const sizeOf = (shape: readonly number[]): number => shape.reduce((product, extent) => product * extent, 1);

function short(label: string): string {
	const characters = [...label];
	return characters.length > 24 ? `${characters.slice(0, 23).join('')}…` : label;
}

export function jacobianView(picture: JacobianPicture, ask: (request: JacobianRequest) => void): TemplateResult {
	const { block, gate, input, output, slot } = picture;
	const { local } = input;
	const [rows, columns] = [sizeOf(local.output), sizeOf(local.input)];
	const structure = structureText(local.structure);
	const request = (row: number, column: number): void =>
		ask({ gate, slot, row, column, rows: BLOCK_ROWS, columns: BLOCK_COLUMNS });
	return html`<div class="jacobian">
		${jacobianPicture(local, t('the structure of the Jacobian: {0}', structure))}
		<div class="about">
			<h2>${t('Jacobian')} <span class="of">∂${short(output)} / ∂${short(input.label)}</span></h2>
			<p>
				<b>${rows.toLocaleString()} × ${columns.toLocaleString()}</b> · ${t('{0} in float64', bytesText(local.bytes))} ·
				${structure}
			</p>
			${input.reason === undefined ? nothing : html`<p class="reason">${say(input.reason)}</p>`}
			${
				block === null
					? html`<button class="quiet" @click=${() => request(0, 0)}>${t('Show entries')}</button>`
					: blockView(block, request)
			}
		</div>
	</div>`;
}

function blockView(block: JacobianBlock, request: (row: number, column: number) => void): TemplateResult {
	const { cells, column, columns, row, rows, size } = block;
	const reach = reachOf(cells);
	const step = (words: string, sign: string, to: readonly [number, number], off: boolean): TemplateResult =>
		html`<button class="quiet" aria-label=${words} title=${words} ?disabled=${off} @click=${() => request(...to)}>
			${sign}
		</button>`;
	return html`<div class="block">
		<table class="entries" @keydown=${entryKeys}>
			<thead>
				<tr>
					<td></td>
					${Array.from({ length: columns }, (_, j) => html`<th scope="col">${column + j}</th>`)}
				</tr>
			</thead>
			<tbody>
				${Array.from(
					{ length: rows },
					(_, i) =>
						html`<tr>
							<th scope="row">${row + i}</th>
							${Array.from({ length: columns }, (__, j) => {
								const value = cells[i * columns + j]!;
								return html`<td class="cell ${value === 0 ? 'zero' : ''}" ${heatTint(value, reach)}>
									${formatNumber(value)}
								</td>`;
							})}
						</tr>`,
				)}
			</tbody>
		</table>
		${
			rows < size[0] || columns < size[1]
				? html`<p class="bearings">
						${step(t('rows before'), '↑', [Math.max(0, row - BLOCK_ROWS), column], row === 0)}
						${step(t('rows after'), '↓', [Math.min(size[0] - rows, row + BLOCK_ROWS), column], row + rows >= size[0])}
						${step(t('columns before'), '←', [row, Math.max(0, column - BLOCK_COLUMNS)], column === 0)}
						${step(t('columns after'), '→', [row, Math.min(size[1] - columns, column + BLOCK_COLUMNS)], column + columns >= size[1])}
						<span>${t('rows {0}–{1}, columns {2}–{3}', row, row + rows - 1, column, column + columns - 1)}</span>
					</p>`
				: nothing
		}
	</div>`;
}
