/**
 * The panel's entry: holds what the host said last, draws it, and turns keys and clicks into messages.
 */
import { html, nothing, render, type TemplateResult } from 'lit-html';
import { asHostToPanel, Channel } from '../src/channel.ts';
import type { HostToPanel, PanelState, PanelToHost } from '../src/protocol-panel.ts';
import { sameDrawing, StateReceiver } from '../src/channel-state.ts';
import { nextStop, type Card, type GraphNode } from '../src/protocol.ts';
import { announcement } from './announce.ts';
import { ArraysPanel } from './arrays-panel.ts';
import { KeptHeight } from './kept-height.ts';
import { pathView } from './block-view.ts';
import { cardView, forkAt, hiddenOn } from './card-view.ts';
import { emptyView } from './empty-view.ts';
import { folded, toggled } from './folding.ts';
import { ARROW, graphView, stopsOf, type GraphActions } from './graph-view.ts';
import { Glide } from './glide.ts';
import { inputsView, Reaches } from './inputs-view.ts';
import { walk } from './keys.ts';
import { speak, t } from './l10n.ts';
import { Movement } from './movement.ts';
import { wireTexts } from './numbers.ts';
import {
	anchored,
	anchorOf,
	fitted,
	framed,
	listen,
	opened,
	seen,
	seenWhole,
	showing,
	zoomed,
	type Viewport,
} from './pan-zoom.ts';
import { savedState } from './saved-state.ts';
import { timelineView } from './timeline-view.ts';
import { drawingTools, transportView, type ToolbarActions } from './toolbar-view.ts';
import { drawingOf, shownAt, type Drawing } from './wires.ts';

declare function acquireVsCodeApi(): {
	postMessage(message: unknown): void;
	setState(state: unknown): void;
};

const vscode = acquireVsCodeApi();
const channel = new Channel<HostToPanel, PanelToHost>((data) => vscode.postMessage(data), asHostToPanel, receive);
const root = document.getElementById('panel') ?? document.body.appendChild(document.createElement('main'));
const PAUSE = 850;

let state: PanelState | null = null;
let problems: readonly string[] | null = null;
let drawing: Drawing | null = null;
let viewport: Viewport = { scale: 1, x: 0, y: 0 };
/** True once the user moved the drawing: then it is not fitted again unasked. */
let touched = false;
let lit = -1;
let stop = 0;
/** A gate looked at beside the active one. */
let looked: Card | null = null;
let playing = false;
let playTimer = 0;
let speed = 1;
let spoken = '';
let asked = 0;
const states = new StateReceiver();
const reaches = new Reaches();
const height = new KeptHeight();
const arraysHeight = new KeptHeight();
const tryOut = (name: string, value: number): void => wish(`change ${name}`, { kind: 'change', name, value });
const arrays = new ArraysPanel(send, tryOut);
const glide = new Glide((to) => {
	viewport = to;
	schedule();
});
const movement = new Movement(root, send, schedule);
/** The latest wish of a kind, sent once a frame. */
const wishes = new Map<string, PanelToHost>();

function send(message: PanelToHost): void {
	channel.send(message);
}

/** Sends at the next frame; a later wish of the same kind replaces an earlier one. */
function wish(key: string, message: PanelToHost): void {
	if (wishes.size === 0)
		requestAnimationFrame(() => {
			const all = [...wishes.values()];
			wishes.clear();
			for (const each of all) send(each);
		});
	wishes.set(key, message);
}

function receive(message: HostToPanel): void {
	switch (message.kind) {
		case 'hello':
			speak(message.language, message.strings);
			break;
		case 'state': {
			const whole = states.whole(message.state);
			// Something was left out that is not here: the host begins anew.
			if (whole === null) return send({ kind: 'ready' });
			accept(whole);
			break;
		}
		case 'card':
			looked = message.card;
			break;
		case 'highlight':
			lit = message.node === null || !drawing ? -1 : shownAt(drawing, message.node);
			bring(lit);
			break;
		case 'empty':
			problems = message.problems;
			state = null;
			drawing = null;
			arrays.look(null, null);
			setPlaying(false);
			break;
		default:
			arrays.take(message);
	}
	schedule();
}

function accept(next: PanelState): void {
	const before = state;
	const beforeTexts = drawing && before ? wireTexts(drawing, before) : null;
	movement.stop();
	state = next;
	problems = null;
	const session = before?.info.id === next.info.id;
	if (before && (before.info.uri !== next.info.uri || before.info.unit.id !== next.info.unit.id)) {
		reaches.forget();
		height.release(root.querySelector<HTMLElement>('.card'));
		arraysHeight.release(root.querySelector<HTMLElement>('.arrays'));
	}
	const moved = !session || before.view.position !== next.view.position || before.concealed !== next.concealed;
	if (moved) looked = null;
	else if (looked && before.info !== next.info) send({ kind: 'card', node: looked.node });

	const graph = next.view.graph ?? next.info.graph;
	const same = drawing !== null && sameDrawing(drawing.graph, graph);
	if (!drawing || !same) {
		const alike =
			drawing !== null && drawing.graph.nodes.length === graph.nodes.length && before?.info.uri === next.info.uri;
		const boxes = session && drawing !== null && graph.window !== undefined;
		glide.stop();
		const anchor = boxes && next.view.active ? anchorOf(drawing!, next.view.active.node) : null;
		drawing = drawingOf(graph);
		if (!alike && !boxes) touched = false;
		// While a value is dragged numbers grow and shrink: the drawing stays where it is as long as it is seen whole.
		if (anchor) viewport = anchored(viewport, drawing, next.view.active!.node, anchor);
		else if (!touched && !(alike && seenWhole(viewport, graph, room()))) fit(false);
		lit = -1;
	}
	if (moved) follow();
	const revealed =
		before !== null && session && before.concealed && !next.concealed && before.view.position === next.view.position;
	const forth = before !== null && session && next.view.position === nextStop(next.info, before.view.position, 1);
	movement.tell(speed);
	if (next.animate) {
		if (same && !next.concealed && (forth || revealed)) movement.show(drawing, next, beforeTexts, speed);
		// What does not move is there already: the text beside need not wait for it.
		else send({ kind: 'landed', position: next.view.position });
	}
	if (moved || !before) spoken = announcement(next);
	if (playing) {
		if (atEnd(next)) setPlaying(false);
		else keepPlaying();
	}
	vscode.setState(savedState(next));
}

const atEnd = (now: PanelState): boolean =>
	now.view.position >= now.info.forwardSteps + now.info.backwardSteps && !now.concealed;

function setPlaying(on: boolean): void {
	playing = on;
	clearTimeout(playTimer);
	if (on) send({ kind: 'next' });
	schedule();
}

function keepPlaying(): void {
	clearTimeout(playTimer);
	playTimer = setTimeout(() => playing && send({ kind: 'next' }), PAUSE / speed);
}

function surface(): SVGSVGElement | null {
	return root.querySelector<SVGSVGElement>('.graph');
}

function room(): { width: number; height: number } {
	const box = surface()?.getBoundingClientRect();
	return { width: box?.width ?? 0, height: box?.height ?? 0 };
}

/** The user moved the drawing. */
function moveTo(to: Viewport): void {
	glide.stop();
	viewport = to;
	touched = true;
	schedule();
}

/** Fits the drawing; unasked only as far as its numbers can be read. */
function fit(whole: boolean): void {
	const window = room();
	if (!drawing || window.width === 0) return;
	glide.stop();
	viewport = whole ? fitted(drawing.graph, window, 0.08, 1.5) : opened(drawing.graph, window);
	if (!whole) follow();
}

/** Brings the active gate and its numbers into the window. */
function follow(): void {
	if (state?.view.active && drawing) bring(shownAt(drawing, state.view.active.node));
}

/** Shows an open box, as much of it as can be read. */
function show(id: string): void {
	const box = drawing?.graph.groups.find((group) => group.id === id);
	if (!box) return;
	moveTo(framed(box, room()));
}

function bring(id: number): void {
	const node = drawing?.graph.nodes[id];
	const window = room();
	if (!node || !drawing || window.width === 0 || seenWhole(viewport, drawing.graph, window)) return;
	// Where the user has moved the drawing it stays, unless there would be nothing to see of the step.
	if (touched && seen(viewport, node, window)) return;
	const box = { left: node.x - 80, right: node.x + 80, top: node.y - 50, bottom: node.y + 50 };
	const to = showing(viewport, box, window);
	if (to !== viewport) glide.run(viewport, to);
}

const graphActions: GraphActions = {
	choose(node: GraphNode) {
		if (node.block && state && drawing)
			send({ kind: 'options', options: toggled(state.info.options, drawing.graph, node.block, true) });
		else send({ kind: 'reveal', node: node.node });
	},
	fold(group) {
		if (state && drawing) send({ kind: 'options', options: folded(state.info.options, drawing.graph, group) });
	},
	focused(index) {
		if (stop === index) return;
		stop = index;
		schedule();
	},
};

const tools: ToolbarActions = {
	go: (position) => send({ kind: 'go', position }),
	next: () => send({ kind: 'next' }),
	previous: () => send({ kind: 'previous' }),
	togglePlay: () => setPlaying(!playing && state !== null && !atEnd(state)),
	setSpeed(to) {
		speed = to;
		movement.tell(to);
		schedule();
	},
	teacher: (on) => send({ kind: 'teacher', on }),
	unfoldLiterals(on) {
		if (state) send({ kind: 'options', options: { ...state.info.options, unfoldLiterals: on } });
	},
	zoom(factor) {
		const { width, height } = room();
		moveTo(zoomed(viewport, factor, width / 2, height / 2));
	},
	fit() {
		touched = false;
		fit(true);
		schedule();
	},
};

const inputActions = {
	change: tryOut,
	writeBack: (name: string, value?: number) =>
		send({ kind: 'write-back', name, ...(value !== undefined && { value }) }),
	annotate: () => send({ kind: 'annotate' }),
};

function view(): TemplateResult {
	if (!state || !drawing) return emptyView(problems);
	const width = Math.max(root.clientWidth, 300);
	const card = looked ?? state.view.active;
	arrays.look(card, state);
	const tables = arrays.view(state, state.concealed, schedule);
	return html` <h1 class="unseen">${t('Backstep: computational graph of {0}', state.info.unit.target)}</h1>
		<section class="drawing" aria-label=${t('Computational graph')}>
			<svg class="graph" role="group" aria-label=${t('Computational graph: Up and Down walk over its gates')}>
				${ARROW} ${graphView({ drawing, state, viewport, pending: movement.pending, lit, stop }, graphActions)}
				<g
					class="tokens"
					aria-hidden="true"
					transform="translate(${viewport.x} ${viewport.y}) scale(${viewport.scale})"
				></g>
			</svg>
			${drawingTools(state, tools)}
			${pathView(drawing.graph, state.view.active?.node ?? null, (block) => show(block.id))}
		</section>
		<section class="steps" aria-label=${t('Steps')}>
			${timelineView(state, width - 16, { go: (position) => wish('go', { kind: 'go', position }) })}
			${transportView(state, playing, speed, tools)}
		</section>
		<section class="card" aria-label=${t('The gate of this step')}>
			${
				card
					? cardView({
							card,
							target: state.info.unit.target,
							width: Math.min(width - 32, 640),
							hidden: hiddenOn(state, card),
							known: valueKnown,
							forkOf: (slot) => (drawing && state ? forkAt(drawing, state, card, slot) : null),
							backward: state.view.position > state.info.forwardSteps,
							passed: card.backwardPosition !== null && card.backwardPosition <= state.view.position,
						})
					: html`<p class="hint">${t('Nothing is computed yet. Right takes the first step.')}</p>`
			}
		</section>
		<section class="arrays" aria-label=${t('Arrays')} ?hidden=${tables === nothing}>${tables}</section>
		<section class="inputs" aria-label=${t('Inputs')}>${inputsView(state, reaches, inputActions)}</section>
		<div class="unseen" role="status" aria-live="polite">${spoken}</div>`;
}

/** Whether a node's value may be shown at this step: an operand that is not computed yet, or that teacher mode hides, may not. */
function valueKnown(node: number): boolean {
	if (!state || !drawing) return false;
	if (state.concealed && state.view.pass === 'forward' && node === state.view.active?.node) return false;
	const id = drawing.shows.get(node);
	const flow = id === undefined ? undefined : state.view.nodes[id];
	return flow === undefined || flow.value !== null;
}

/** Draws at the next frame, once. */
function schedule(): void {
	if (asked === 0)
		asked = requestAnimationFrame(() => {
			asked = 0;
			draw();
		});
}

let wide = 0;
let listening: Element | null = null;

function draw(): void {
	const begun = performance.now();
	render(view(), root);
	performance.clearMeasures();
	performance.measure('backstep-draw', { start: begun });
	height.keep(root.querySelector<HTMLElement>('.card'), looked ?? state?.view.active ?? null);
	const section = root.querySelector<HTMLElement>('.arrays:not([hidden])');
	if (section) arraysHeight.keep(section, {});
	const element = surface();
	if (element) element.classList.toggle('far', viewport.scale < 0.42);
	if (!element || element === listening) return;
	listening = element;
	listen(element, () => viewport, moveTo);
	new ResizeObserver(() => {
		if (root.clientWidth !== wide) {
			height.release(root.querySelector<HTMLElement>('.card'));
			arraysHeight.release(root.querySelector<HTMLElement>('.arrays'));
		}
		wide = root.clientWidth;
		if (!touched) fit(false);
		else follow();
		schedule();
	}).observe(element);
}

/** Moves the roving focus among the drawing's gates and boxes. */
function rove(by: number): void {
	if (!drawing) return;
	const count = stopsOf(drawing).length;
	stop = Math.max(0, Math.min(count - 1, stop + by));
	draw();
	root.querySelector<SVGElement>(`[data-stop="${stop}"]`)?.focus();
}

document.addEventListener('keydown', (event) => {
	if (!state || !walk(event, state, tools, rove)) return;
	// The workbench must not act on the same key as well.
	event.preventDefault();
	event.stopPropagation();
});
document.addEventListener('focusout', schedule);
window.addEventListener('message', (event: MessageEvent<unknown>) => void channel.take(event.data));
if (document.title === '') document.title = 'Backstep';
draw();
send({ kind: 'ready' });
