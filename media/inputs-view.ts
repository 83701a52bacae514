/**
 * The program's inputs: a number field and a slider each, so that every number can follow a changed value at once.
 */
import { html, nothing, type TemplateResult } from 'lit-html';
import { live } from 'lit-html/directives/live.js';
import { repeat } from 'lit-html/directives/repeat.js';
import { formatNumber, plainNumber } from '../src/core/format.ts';
import { formatQuantity } from '../src/core/quantity.ts';
import type { PanelState } from '../src/protocol-panel.ts';
import type { Input } from '../src/protocol.ts';
import { t } from './l10n.ts';
import { gradientText } from './numbers.ts';

export interface InputActions {
	change(name: string, value: number): void;
	/** Of an array without a value: its entries that are tried out. */
	writeBack(name: string, value?: number): void;
	annotate(): void;
}

/** A slider's reach: kept while a value is dragged, widened when it leaves. */
export interface Reach {
	readonly low: number;
	readonly high: number;
	readonly step: number;
}

/** A reach around a value that is round and symmetric, unless the value asks for more: −5…5 for small ones. */
export function reachFor(value: number): Reach {
	const size = Number.isFinite(value) ? Math.abs(value) : 1;
	let high = 5;
	while (high < size * 1.2 && high < 1e300) high *= high.toExponential().startsWith('2') ? 2.5 : 2;
	if (size > 0 && size < 0.05) high = 10 ** Math.ceil(Math.log10(size * 4));
	return { low: -high, high, step: high / 500 };
}

/** The reaches of a session's sliders, by name. */
export class Reaches {
	readonly #known = new Map<string, Reach>();

	of(name: string, value: number): Reach {
		const known = this.#known.get(name);
		if (known && value >= known.low && value <= known.high) return known;
		const reach = reachFor(value);
		this.#known.set(name, reach);
		return reach;
	}

	forget(): void {
		this.#known.clear();
	}
}

/** Where a value came from; what the annotation says needs no word. */
function sourceWords(input: Input): string {
	switch (input.source) {
		case 'annotation':
			return '';
		case 'guessed':
			return t('guessed');
		case 'panel':
			return t('changed here');
		case 'assignment':
			return t('from an assignment');
		case 'beside':
			return t('from beside the formula');
		case 'last-used':
			return t('used last');
	}
}

/** The gradient of an input at the cursor, blank until something has arrived. */
function gradientOf(state: PanelState, input: Input): string {
	const graph = state.view.graph ?? state.info.graph;
	const index = graph.nodes.findIndex((node) => node.kind === 'input' && node.node === input.node);
	const flow = index < 0 ? undefined : state.view.nodes[index];
	if (!flow || state.concealed) return '';
	return gradientText(flow.gradient, flow.arrival);
}

/** An array is read, not slid: its shape and first entries stand where a number's field does. */
function arrayRow(state: PanelState, input: Input, act: InputActions): TemplateResult {
	const gradient = gradientOf(state, input);
	return html`<li class="input array ${input.source === 'guessed' ? 'guessed' : ''}">
		<span class="name">${input.shown ?? input.name}</span>
		<span class="preview">${formatQuantity(input.value)}</span>
		<span class="gradient">${gradient === '' ? '' : `∂ ${gradient}`}</span>
		<span class="source">${sourceWords(input)}</span>
		${
			input.source === 'panel'
				? writeBackButton(t('write the changed entries of {0} back into the text', input.name), () =>
						act.writeBack(input.name),
					)
				: nothing
		}
	</li>`;
}

function writeBackButton(label: string, write: () => void): TemplateResult {
	return html`<button class="quiet" @click=${write} aria-label=${label}>${t('Write back')}</button>`;
}

function numberRow(
	state: PanelState,
	input: Input & { readonly value: number },
	reach: Reach,
	act: InputActions,
): TemplateResult {
	const typed = (event: Event): void => {
		const text = (event.target as HTMLInputElement).value.trim();
		const value = Number(text);
		if (text !== '' && Number.isFinite(value)) act.change(input.name, value);
	};
	const gradient = gradientOf(state, input);
	const guessed = input.source === 'guessed';
	const changed = input.source === 'panel';
	// A field that is being typed in is left alone: `1.` must not turn into `1` under the fingers.
	const field = (document.activeElement as HTMLElement | null)?.dataset['field'] === input.name;
	// So is a slider under the pointer: an answer that lags behind must not pull it back.
	const dragged = document.querySelector<HTMLInputElement>('.slider:active');
	const slider = dragged?.dataset['slider'] === input.name ? dragged.value : String(input.value);
	return html`<li class="input ${guessed ? 'guessed' : ''}">
		<span class="name">${input.shown ?? input.name}</span>
		<input
			class="number"
			type="text"
			inputmode="decimal"
			spellcheck="false"
			data-field=${input.name}
			aria-label=${t('value of {0}', input.name)}
			.value=${field ? live(currentText(input.value)) : live(plainNumber(input.value))}
			@input=${typed}
		/>
		<input
			class="slider"
			type="range"
			min=${reach.low}
			max=${reach.high}
			step=${reach.step}
			aria-label=${t('slide {0}', input.name)}
			data-slider=${input.name}
			.value=${live(slider)}
			@input=${typed}
		/>
		<span
			class="gradient"
			aria-label=${gradient === '' ? nothing : t('gradient of {0}: {1}', input.name, gradient)}
			role=${gradient === '' ? nothing : 'img'}
			>${gradient === '' ? '' : `∂ ${gradient}`}</span
		>
		<span class="source">${sourceWords(input)}</span>
		${
			changed
				? writeBackButton(t('write {0} = {1} back into the text', input.name, formatNumber(input.value)), () =>
						act.writeBack(input.name, input.value),
					)
				: nothing
		}
	</li>`;
}

/** The text of the field as it stands. */
function currentText(value: number): string {
	const active = document.activeElement;
	return active instanceof HTMLInputElement ? active.value : plainNumber(value);
}

/** All inputs. */
export function inputsView(state: PanelState, reaches: Reaches, act: InputActions): TemplateResult {
	const { inputs } = state.info.unit;
	const guesses = inputs.some((input) => input.source === 'guessed');
	return html`${guesses ? html`<p class="guesses">${t('No values were given: these are guesses.')} <button class="quiet" @click=${() => act.annotate()}>${t('Write as annotation')}</button></p>` : nothing}
		<ul class="input-list">
			${repeat(
				inputs,
				(input) => input.name,
				(input) => {
					const { name, value } = input;
					return typeof value === 'number'
						? numberRow(state, { ...input, value }, reaches.of(name, value), act)
						: arrayRow(state, input, act);
				},
			)}
		</ul>`;
}
