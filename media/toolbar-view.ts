/**
 * The buttons: walking and playing the steps below the drawing, the drawing's own switches above it.
 */
import { html, type TemplateResult } from 'lit-html';
import type { PanelState } from '../src/protocol-panel.ts';
import { icon, type Icon } from './icons.ts';
import { t } from './l10n.ts';
import { spokenPosition } from './timeline-view.ts';

export const SPEEDS = [0.25, 0.5, 1, 2, 4] as const;

export interface ToolbarActions {
	go(position: number): void;
	next(): void;
	previous(): void;
	togglePlay(): void;
	setSpeed(speed: number): void;
	teacher(on: boolean): void;
	unfoldLiterals(on: boolean): void;
	zoom(factor: number): void;
	fit(): void;
}

function button(name: Icon, words: string, press: () => void, off = false): TemplateResult {
	return html`<button class="icon-button" aria-label=${words} title=${words} ?disabled=${off} @click=${press}>
		${icon(name)}
	</button>`;
}

function toggle(words: string, on: boolean, press: (on: boolean) => void, title: string): TemplateResult {
	return html`<button class="toggle" aria-pressed=${on ? 'true' : 'false'} title=${title} @click=${() => press(!on)}>
		${words}
	</button>`;
}

/** Start, back, play, on, end; where the cursor stands; speed and teacher mode. */
export function transportView(state: PanelState, playing: boolean, speed: number, act: ToolbarActions): TemplateResult {
	const last = state.info.forwardSteps + state.info.backwardSteps;
	const { position } = state.view;
	const atEnd = position >= last && !state.concealed;
	return html`<div class="transport" role="toolbar" aria-label=${t('Steps')}>
		<span class="where ${state.view.pass}"
			>${position === state.info.forwardSteps + 1 ? t('turning point') : spokenPosition(state)}</span
		>
		<span class="buttons">
			${button('start', t('Start of the forward pass (Home)'), () => act.go(0), position === 0)}
			${button('previous', t('Previous step (Left)'), () => act.previous(), position === 0)}
			${button(playing ? 'pause' : 'play', playing ? t('Pause (Space)') : t('Play (Space)'), () => act.togglePlay(), atEnd && !playing)}
			${button('next', state.concealed ? t('Reveal (Space)') : t('Next step (Right)'), () => act.next(), atEnd)}
			${button('end', t('End of the backward pass (End)'), () => act.go(last), atEnd)}
		</span>
		<span class="modes">
			<select
				aria-label=${t('Speed')}
				title=${t('Speed')}
				@change=${(event: Event) => act.setSpeed(Number((event.target as HTMLSelectElement).value))}
			>
				${SPEEDS.map((entry) => html`<option value=${entry} ?selected=${entry === speed}>${entry}×</option>`)}
			</select>
			${toggle(t('Teacher'), state.teacher, (on) => act.teacher(on), t('Teacher mode: each outcome is shown as ? until Space reveals it'))}
		</span>
	</div>`;
}

/** The switches over the drawing. */
export function drawingTools(state: PanelState, act: ToolbarActions): TemplateResult {
	return html`<div class="tools" role="toolbar" aria-label=${t('Drawing')}>
		${toggle(t('Literals'), state.info.options.unfoldLiterals, (on) => act.unfoldLiterals(on), t('Draw numbers such as the 1 in 1/x as nodes of their own'))}
		${button('farther', t('Zoom out (−)'), () => act.zoom(1 / 1.25))}
		${button('closer', t('Zoom in (+)'), () => act.zoom(1.25))} ${button('fit', t('Fit (0)'), () => act.fit())}
	</div>`;
}
