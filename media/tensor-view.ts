/**
 * An array's entries, value and gradient side by side: a heatmap of the whole, and a table of exact numbers where there is room for them or where one
 * looks closer. An entry that is chosen tells what it came from and what it touched.
 */
import { html, nothing, type TemplateResult } from 'lit-html';
import { Directive, directive, PartType, type ElementPart, type PartInfo } from 'lit-html/directive.js';
import { noChange } from 'lit-html';
import { live } from 'lit-html/directives/live.js';
import { formatExact, formatNumber, plainNumber } from '../src/core/format.ts';
import { formatShape } from '../src/core/quantity.ts';
import type { Quantity } from '../src/protocol.ts';
import {
	entryName,
	type ElementInspection,
	type TensorPair,
	type TensorRequest,
	type TensorWindow,
} from '../src/protocol-tensor.ts';
import { heatColour, heatColours, heatTint, reachOf } from './heat.ts';
import { t } from './l10n.ts';
import { entryKeys } from './table-keys.ts';

/** A table has at most so many rows and columns. */
export const MOST_ROWS = 10;
export const MOST_COLUMNS = 8;
/** A heatmap has at most so many cells along an axis. */
export const MOST_CELLS = 64;

export interface TensorPicture {
	/** What the array is called or written as. */
	readonly label: string;
	readonly value: Quantity | null;
	readonly gradient: Quantity | null;
	readonly pair: TensorPair;
	/** The chosen entry's indices. */
	readonly chosen: readonly number[] | null;
	readonly element: ElementInspection | null;
	/** The input that it is, whose entries may be given other values. */
	readonly input: string | null;
}

export interface TensorActions {
	/** Asks for other entries. */
	ask(request: TensorRequest): void;
	/** Asks about one entry. */
	choose(node: number, index: readonly number[]): void;
	/** Tries another value out, by the name that the entry goes by. */
	change(name: string, value: number): void;
}

/** What to ask first of a node: all of it, exact where a table can hold it. */
export function firstRequest(node: number, shape: readonly number[]): TensorRequest {
	const rows = shape.length < 2 ? 1 : shape[shape.length - 2]!;
	const columns = shape.length === 0 ? 1 : shape[shape.length - 1]!;
	const exact = rows <= MOST_ROWS && columns <= MOST_COLUMNS;
	const lead = shape.slice(0, Math.max(0, shape.length - 2)).map(() => 0);
	const most = exact ? { rows: MOST_ROWS, columns: MOST_COLUMNS } : { rows: MOST_CELLS, columns: MOST_CELLS };
	return { node, lead, row: 0, column: 0, ...most, exact };
}

/** Whether each cell is an entry, few enough to be written as numbers. */
function isTable(window: TensorWindow): boolean {
	return window.block[0] === 1 && window.block[1] === 1 && window.rows <= MOST_ROWS && window.columns <= MOST_COLUMNS;
}

const cellRows = (window: TensorWindow): number => Math.ceil(window.rows / window.block[0]);
const cellColumns = (window: TensorWindow): number => Math.ceil(window.columns / window.block[1]);

/** The indices of the entry at a cell's first corner. */
function indexAt(window: TensorWindow, row: number, column: number): number[] {
	const inner = window.shape.length >= 2 ? [window.row + row * window.block[0]] : [];
	return [...window.lead, ...inner, ...(window.shape.length === 0 ? [] : [window.column + column * window.block[1]])];
}

const sameIndex = (a: readonly number[] | null, b: readonly number[]): boolean =>
	a !== null && a.length === b.length && a.every((part, axis) => part === b[axis]);

/** Whether an entry is among those of the window. */
function inWindow(index: readonly number[], window: TensorWindow): boolean {
	const [row, column] = window.shape.length < 2 ? [0, index.at(-1) ?? 0] : [index.at(-2) ?? 0, index.at(-1) ?? 0];
	const lead = index.slice(0, Math.max(0, index.length - 2));
	return (
		sameIndex(lead, window.lead) &&
		row >= window.row &&
		row < window.row + window.rows &&
		column >= window.column &&
		column < window.column + window.columns
	);
}

/** Paints the canvas it stands on, one pixel a cell; the page scales it up. */
class HeatDirective extends Directive {
	#painted: TensorWindow | null = null;
	#theme = '';

	constructor(part: PartInfo) {
		super(part);
		if (part.type !== PartType.ELEMENT) throw new Error('heat() stands on a canvas');
	}

	render(_window: TensorWindow): typeof nothing {
		return nothing;
	}

	override update(part: ElementPart, [window]: [TensorWindow]): typeof noChange {
		const theme = document.body.className;
		if (window === this.#painted && theme === this.#theme) return noChange;
		this.#painted = window;
		this.#theme = theme;
		paint(part.element as HTMLCanvasElement, window);
		return noChange;
	}
}

const heat = directive(HeatDirective);

function paint(canvas: HTMLCanvasElement, window: TensorWindow): void {
	const width = Math.max(1, cellColumns(window));
	const height = Math.max(1, cellRows(window));
	canvas.width = width;
	canvas.height = height;
	// Long rows are drawn no higher than they can be told apart, and no wider than the panel.
	const side = Math.max(2, Math.min(16, Math.floor(190 / Math.max(width, height))));
	canvas.style.width = `${width * side}px`;
	canvas.style.height = `${height * Math.max(side, height === 1 ? 14 : 0)}px`;
	const context = canvas.getContext('2d');
	if (!context) return;
	const image = context.createImageData(width, height);
	const colours = heatColours();
	const reach = reachOf(window.cells);
	for (let k = 0; k < window.cells.length; k++) {
		const [r, g, b] = heatColour(window.cells[k]!, reach, colours);
		image.data.set([r, g, b, 255], k * 4);
	}
	context.putImageData(image, 0, 0);
}

function table(window: TensorWindow, what: string, picture: TensorPicture, act: TensorActions): TemplateResult {
	const reach = reachOf(window.cells);
	const rows = cellRows(window);
	const columns = cellColumns(window);
	const focused = picture.chosen ?? indexAt(window, 0, 0);
	return html`<table class="entries" aria-label=${t('{0} of {1}', what, picture.label)} @keydown=${entryKeys}>
		<tbody>
			${Array.from(
				{ length: rows },
				(_, row) =>
					html`<tr>
						${Array.from({ length: columns }, (_, column) => {
							const value = window.cells[row * columns + column]!;
							const index = indexAt(window, row, column);
							const shown = window.element === 'bool' ? (value === 0 ? 'F' : 'T') : formatNumber(value);
							return html`<td>
								<button
									class="entry"
									tabindex=${sameIndex(focused, index) || (row === 0 && column === 0 && !inWindow(focused, window)) ? 0 : -1}
									aria-pressed=${sameIndex(picture.chosen, index)}
									aria-label=${`[${index.join(', ')}] ${shown}`}
									title=${`[${index.join(', ')}] = ${formatExact(value)}`}
									@click=${() => act.choose(picture.pair.node, index)}
									${heatTint(value, reach)}
								>
									${shown}
								</button>
							</td>`;
						})}
					</tr>`,
			)}
		</tbody>
	</table>`;
}

function heatmap(window: TensorWindow, what: string, picture: TensorPicture, act: TensorActions): TemplateResult {
	const closer = (event: MouseEvent): void => {
		const canvas = event.currentTarget as HTMLCanvasElement;
		const row = Math.floor((event.offsetY / canvas.clientHeight) * cellRows(window));
		const column = Math.floor((event.offsetX / canvas.clientWidth) * cellColumns(window));
		lookCloser(window, row, column, picture.pair.node, act);
	};
	return html`<button
		class="heat"
		aria-label=${t('{0} of {1} as colours; Enter shows its first entries', what, picture.label)}
		@click=${(event: MouseEvent) => {
			if (event.detail === 0) lookCloser(window, 0, 0, picture.pair.node, act);
		}}
	>
		<canvas @click=${closer} ${heat(window)}></canvas>
	</button>`;
}

/** Exact entries around a cell. */
function lookCloser(window: TensorWindow, row: number, column: number, node: number, act: TensorActions): void {
	const { shape, lead, block } = window;
	const height = shape.length < 2 ? 1 : shape[shape.length - 2]!;
	const width = shape[shape.length - 1] ?? 1;
	act.ask({
		node,
		lead,
		row: Math.max(0, Math.min(window.row + row * block[0], height - MOST_ROWS)),
		column: Math.max(0, Math.min(window.column + column * block[1], width - MOST_COLUMNS)),
		rows: MOST_ROWS,
		columns: MOST_COLUMNS,
		exact: true,
	});
}

/** Where the window lies, and the ways to another one. */
function bearings(window: TensorWindow, node: number, act: TensorActions): TemplateResult | typeof nothing {
	const { shape, lead } = window;
	const height = shape.length < 2 ? 1 : shape[shape.length - 2]!;
	const width = shape[shape.length - 1] ?? 1;
	const part = window.rows < height || window.columns < width;
	if (!part && lead.length === 0) return nothing;
	const go = (axis: number, by: number): void => {
		const extent = shape[axis]!;
		const moved = lead.map((at, each) => (each === axis ? (at + by + extent) % extent : at));
		act.ask({ ...firstRequest(node, shape), lead: moved });
	};
	return html`<p class="bearings">
		${lead.map(
			(at, axis) =>
				html`<button class="quiet" aria-label=${t('previous slice of axis {0}', axis)} @click=${() => go(axis, -1)}>
						‹</button
					><span>${at} / ${shape[axis]}</span
					><button class="quiet" aria-label=${t('next slice of axis {0}', axis)} @click=${() => go(axis, 1)}>
						›
					</button>`,
		)}
		${
			part && isTable(window)
				? html`<span
							>${t('rows {0}–{1}, columns {2}–{3}', window.row, window.row + window.rows - 1, window.column, window.column + window.columns - 1)}</span
						><button class="quiet" @click=${() => act.ask({ ...firstRequest(node, shape), lead })}>
							${t('Whole')}
						</button>`
				: nothing
		}
	</p>`;
}

function half(
	kind: 'value' | 'gradient',
	window: TensorWindow | null,
	quantity: Quantity | null,
	picture: TensorPicture,
	act: TensorActions,
): TemplateResult {
	const what = kind === 'value' ? t('value') : t('gradient');
	const title = html`<h2 class=${kind}>
		${kind === 'gradient' ? '∂ ' : ''}${picture.label}
		<small>${formatShape(picture.pair.value?.shape ?? window?.shape ?? [])}</small>
	</h2>`;
	if (window === null)
		return html`<div class="half">
			${title}
			<p class="hint">${t('not there yet')}</p>
		</div>`;
	return html`<div class="half">
		${title} ${isTable(window) ? table(window, what, picture, act) : heatmap(window, what, picture, act)}
		${
			quantity === null || typeof quantity === 'number'
				? nothing
				: html`<p class="statistics">
						‖·‖ ${formatNumber(quantity.norm)} · ${t('min')} ${formatNumber(quantity.min)} · ${t('max')}
						${formatNumber(quantity.max)}${
							quantity.nonFinite > 0 ? html` · <b>${t('{0} not finite', quantity.nonFinite)}</b>` : nothing
						}
					</p>`
		}
	</div>`;
}

/** The value of an input's entry, to be tried out: the run repeats at the same step. */
function field(
	input: string,
	spelled: string,
	element: ElementInspection,
	{ pair }: TensorPicture,
	act: TensorActions,
): TemplateResult {
	const shape = pair.value?.shape ?? [];
	const key = entryName(
		input,
		element.index.reduce((place, at, axis) => place * (shape[axis] ?? 1) + at, 0),
	);
	const active = document.activeElement;
	// A field that is being typed in is left alone: `1.` must not turn into `1` under the fingers.
	const typing = active instanceof HTMLInputElement && active.dataset['field'] === key;
	return html`<input
		class="number"
		type="text"
		inputmode="decimal"
		spellcheck="false"
		data-field=${key}
		aria-label=${t('value of {0}', `${input}${spelled}`)}
		.value=${live(typing ? active.value : plainNumber(element.value))}
		@input=${(event: Event) => {
			const text = (event.target as HTMLInputElement).value.trim();
			const value = Number(text);
			if (text !== '' && Number.isFinite(value)) act.change(key, value);
		}}
	/>`;
}

/** One entry's history: from each operand what it depends on, and at each gate that uses it what depends on it. */
function history(element: ElementInspection, picture: TensorPicture, act: TensorActions): TemplateResult {
	const name = `[${element.index.join(', ')}]`;
	const list = (title: string, groups: ElementInspection['from'], flow: '→' | '←'): TemplateResult | typeof nothing =>
		groups.length === 0
			? nothing
			: html`<div class="parts">
					<h3>${title}</h3>
					${groups.map(
						(group) =>
							html`<p>
									<b>${group.label}</b> ${
										group.parts.length < group.total
											? t('{0} of {1} entries', group.parts.length, group.total)
											: nothing
									}
								</p>
								<ul>
									${group.parts.map(
										(part) =>
											html`<li>
												<span class="index">${part.index.length === 0 ? '' : `[${part.index.join(', ')}]`}</span>
												<span class="value">${formatNumber(part.value)}</span>
												<span class="local">${flow === '←' ? '×' : '·'} ${formatNumber(part.local)}</span>
												<span class="gradient">${part.share === null ? '' : `∂${formatNumber(part.share)}`}</span>
											</li>`,
									)}
								</ul>`,
					)}
				</div>`;
	return html`<div class="history" role="status">
		<p>
			<b>${name}</b>
			${picture.input === null ? html`<span class="value">${formatExact(element.value)}</span>` : field(picture.input, name, element, picture, act)}
			${element.gradient === null ? nothing : html`<span class="gradient">∂ ${formatExact(element.gradient)}</span>`}
		</p>
		<div class="both">${list(t('came from'), element.from, '←')} ${list(t('touched'), element.touches, '→')}</div>
	</div>`;
}

/** The whole section. */
export function tensorView(picture: TensorPicture, act: TensorActions): TemplateResult {
	const { pair } = picture;
	const window = pair.value ?? pair.gradient;
	return html`<div class="tensor">
		<div class="halves">
			${half('value', pair.value, picture.value, picture, act)}
			${half('gradient', pair.gradient, picture.gradient, picture, act)}
		</div>
		${window === null ? nothing : bearings(window, pair.node, act)}
		${picture.element === null ? nothing : history(picture.element, picture, act)}
	</div>`;
}
