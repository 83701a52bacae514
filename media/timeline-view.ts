/**
 * Both passes on one line: the forward pass to the left of the turning point, the backward pass to its right, to be scrubbed.
 */
import { html, nothing, svg, type TemplateResult } from 'lit-html';
import { formatQuantity } from '../src/core/quantity.ts';
import type { PanelState } from '../src/protocol-panel.ts';
import type { SessionInfo } from '../src/protocol.ts';
import { t } from './l10n.ts';

const SIDE = 18;

/** Where a position stands on a line of that width: each pass has its half, the turning point (∂f/∂f = 1) the middle. */
export function placeOf(position: number, info: SessionInfo, width: number): number {
	const turn = info.forwardSteps + 1;
	const half = (width - 2 * SIDE) / 2;
	if (position <= turn) return SIDE + (half * position) / turn;
	const after = Math.max(info.backwardSteps - 1, 1);
	return SIDE + half + (half * (position - turn)) / after;
}

/** The position nearest to a place on the line. */
export function positionAt(x: number, info: SessionInfo, width: number): number {
	const turn = info.forwardSteps + 1;
	const half = (width - 2 * SIDE) / 2;
	const share = (x - SIDE) / half;
	const position =
		share <= 1 ? Math.round(share * turn) : turn + Math.round((share - 1) * Math.max(info.backwardSteps - 1, 0));
	return Math.max(0, Math.min(info.forwardSteps + info.backwardSteps, position));
}

/** Where the cursor stands, in words. */
export function spokenPosition(state: PanelState): string {
	const { view, info } = state;
	if (view.position === 0) return t('start of the forward pass');
	if (view.pass === 'forward') return t('forward {0}/{1}', view.passStep, view.passSteps);
	if (view.position === info.forwardSteps + 1) return t('turning point: the gradient of {0} is 1', info.unit.target);
	return t('backward {0}/{1}', view.passStep, view.passSteps);
}

function marks(info: SessionInfo, width: number, position: number): TemplateResult[] {
	const turn = info.forwardSteps + 1;
	const result: TemplateResult[] = [];
	let free = -Infinity;
	let drawn = -Infinity;
	for (const tick of info.ticks) {
		if (tick.position === turn || tick.position === 0) continue;
		const x = placeOf(tick.position, info, width);
		if (x - drawn < 4 && tick.position !== position) continue;
		drawn = x;
		const room = tick.label.length * 5.8 + 5;
		// The last name stands at the end of the line, and would be cut off by it.
		const middle = Math.min(x, width - room / 2);
		const named = middle - room / 2 >= free && tick.label !== '';
		if (named) free = middle + room / 2;
		const side = tick.position < turn ? 'forward' : 'backward';
		const done = tick.position <= position ? 'done' : '';
		result.push(svg`<line class="tick ${side} ${done}" x1=${x} x2=${x} y1="25" y2="35"></line>
			${named ? svg`<text class="op ${tick.position === position ? 'now' : ''}" x=${middle} y="50">${tick.label}</text>` : nothing}`);
	}
	return result;
}

export interface TimelineActions {
	go(position: number): void;
}

/** The line; `width` in CSS pixels. */
export function timelineView(state: PanelState, width: number, act: TimelineActions): TemplateResult {
	const { info, view } = state;
	const turn = info.forwardSteps + 1;
	const middle = placeOf(turn, info, width);
	const at = placeOf(view.position, info, width);
	const last = info.forwardSteps + info.backwardSteps;
	const output = view.wires[info.graph.wires.findIndex((wire) => wire.output)] ?? null;
	const chip = info.unit.chips.find((entry) => entry.kind === 'result' || entry.kind === 'formula');
	const value = output?.value ?? chip?.value ?? null;
	const turning = `${info.unit.target}${value === null ? '' : ` = ${formatQuantity(value)}`} · ∂ = 1`;
	const scrub = (event: PointerEvent): void => {
		const line = event.currentTarget as SVGElement;
		if (event.type === 'pointerdown') {
			if (event.button !== 0) return;
			line.setPointerCapture(event.pointerId);
		} else if (!line.hasPointerCapture(event.pointerId)) return;
		const wanted = positionAt(event.clientX - line.getBoundingClientRect().left, info, width);
		if (wanted !== view.position || event.type === 'pointerdown') act.go(wanted);
	};
	return html`<svg
		class="timeline"
		width=${width}
		height="58"
		role="slider"
		tabindex="0"
		aria-label=${t('Timeline of both passes')}
		aria-valuemin="0"
		aria-valuemax=${last}
		aria-valuenow=${view.position}
		aria-valuetext=${spokenPosition(state)}
		aria-orientation="horizontal"
		@pointerdown=${scrub}
		@pointermove=${scrub}
	>
		${svg`
		<line class="rail" x1=${SIDE} x2=${width - SIDE} y1="30" y2="30"></line>
		<line class="passed forward" x1=${SIDE} x2=${Math.min(at, middle)} y1="30" y2="30"></line>
		${at > middle ? svg`<line class="passed backward" x1=${middle} x2=${at} y1="30" y2="30"></line>` : nothing}
		${marks(info, width, view.position)}
		<text class="pass" x=${SIDE} y="14">${t('forward')}</text>
		<text class="pass end" x=${width - SIDE} y="14">${t('backward')}</text>
		<circle class="turn" cx=${middle} cy="30" r="4.5"></circle>
		<text class="turning" x=${middle} y="14">${turning}</text>
		<circle class="thumb ${view.pass}" cx=${at} cy="30" r="7.5"></circle>`}
	</svg>`;
}
