/**
 * Draws the computational graph as SVG: a step changes texts and classes only, never the drawing.
 */
import { nothing, svg, type TemplateResult } from 'lit-html';
import { guard } from 'lit-html/directives/guard.js';
import { formatQuantity } from '../src/core/quantity.ts';
import type { PanelState } from '../src/protocol-panel.ts';
import type { GraphGroup, GraphNode, Quantity } from '../src/protocol.ts';
import type { Token } from './animate.ts';
import { blockBody, openBlock, spokenBlock } from './block-view.ts';
import { language, say, t } from './l10n.ts';
import { gradientText, NOTHING_YET, wireTexts, writtenBy, type WireText } from './numbers.ts';
import type { Viewport } from './pan-zoom.ts';
import { shownAt, type Drawing } from './wires.ts';

export interface GraphActions {
	/** A gate or a label was chosen. */
	choose(node: GraphNode): void;
	/** A group's box was folded or unfolded. */
	fold(group: GraphGroup): void;
	/** Roving focus came to a stop. */
	focused(stop: number): void;
}

export interface GraphPicture {
	readonly drawing: Drawing;
	readonly state: PanelState;
	readonly viewport: Viewport;
	/** Wires whose new number is still on its way, with what they print until it lands. */
	readonly pending: ReadonlyMap<number, WireText>;
	/** The graph node lit from the editor, −1 for none. */
	readonly lit: number;
	/** The stop that has the tab order: nodes in order, then groups. */
	readonly stop: number;
}

/** Dots are no stops. */
const isStop = ({ kind }: GraphNode): boolean => kind !== 'fork' && kind !== 'port';

/** The nodes and groups that keyboard focus visits, in order. */
export function stopsOf(drawing: Drawing): (GraphNode | GraphGroup)[] {
	return [...drawing.graph.nodes.filter(isStop), ...drawing.graph.groups];
}

function onKey(event: KeyboardEvent, act: () => void): void {
	if (event.key !== 'Enter') return;
	event.preventDefault();
	event.stopPropagation();
	act();
}

/** What a screen reader says of a node: its name, value and gradient. */
function spoken(node: GraphNode, state: PanelState, concealed: boolean): string {
	const flow = state.view.nodes[node.id];
	const value = flow?.value === null || flow === undefined ? t('not computed yet') : formatQuantity(flow.value);
	const gradient = concealed
		? t('hidden')
		: !flow || flow.gradient === null
			? t('not there yet')
			: gradientText(flow.gradient, flow.arrival);
	switch (node.kind) {
		case 'input':
			return t('variable {0}: value {1}, gradient {2}', node.label, value, gradient);
		case 'constant':
			return t('number {0}', node.label);
		case 'block':
			return node.block ? spokenBlock(node.block, flow?.value ?? null) : '';
		case 'entry':
			return t('from outside, {0}: value {1}, gradient {2}', node.label, value, gradient);
		case 'more':
			return t('more of the graph is not drawn here');
		default:
			return t('gate {0}: value {1}, gradient {2}', node.label, value, gradient);
	}
}

/** Long symbols are set smaller, a bare asterisk larger: it is a product's sign here and not a footnote's. */
function symbolClass(label: string): string {
	return label === '*' ? 'symbol star' : label.length > 4 ? 'symbol long' : 'symbol';
}

function drawNode(
	node: GraphNode,
	classes: string,
	spokenLabel: string,
	tab: boolean,
	act: GraphActions,
	stop: number,
	value: Quantity | null,
): TemplateResult {
	const { x, y, width, height } = node;
	const choose = (): void => act.choose(node);
	const gate = node.kind === 'gate' || node.kind === 'group';
	return svg`<g class="node ${node.kind} ${classes}" role="button" tabindex=${tab ? 0 : -1} aria-label=${spokenLabel}
		data-stop=${stop} data-node=${node.node} transform="translate(${x} ${y})"
		@click=${choose} @keydown=${(event: KeyboardEvent) => onKey(event, choose)} @focus=${() => act.focused(stop)}>
		${
			node.kind === 'block'
				? blockBody(node, value)
				: gate
					? svg`<rect class="body" x=${-width / 2} y=${-height / 2} width=${width} height=${height} rx=${height / 2}></rect>
					<text class=${symbolClass(node.label)} y=${node.label === '*' ? 13 : 5}>${node.label}</text>`
					: svg`<rect class="body" x=${-width / 2} y=${-height / 2} width=${width} height=${height} rx="4"></rect>
					<text class="label" x=${width / 2 - 4} y="5">${node.label}</text>`
		}</g>`;
}

function drawGroup(group: GraphGroup, tab: boolean, act: GraphActions, stop: number): TemplateResult {
	const fold = (): void => act.fold(group);
	const { block } = group;
	if (block)
		return svg`<g class="group open" role="button" tabindex=${tab ? 0 : -1} aria-label=${t('{0}: close', say(block.title))}
		data-stop=${stop} data-group=${group.id} transform="translate(${group.x} ${group.y})"
		@click=${fold} @keydown=${(event: KeyboardEvent) => onKey(event, fold)} @focus=${() => act.focused(stop)}>
		${openBlock(group, block)}</g>`;
	const words = group.folded
		? t('{0}, folded into one gate: unfold', group.label)
		: t('{0}: fold its {1} gates into one', group.label, group.gates.length);
	const title = group.label.length * 7 + 22;
	// A box narrower than its title carries it on top instead of on its edge.
	const onTop = title > group.width - 16;
	return svg`<g class="group ${group.folded ? 'folded' : ''}" role="button" tabindex=${tab ? 0 : -1} aria-label=${words}
		data-stop=${stop} data-group=${group.id} transform="translate(${group.x} ${group.y})"
		@click=${fold} @keydown=${(event: KeyboardEvent) => onKey(event, fold)} @focus=${() => act.focused(stop)}>
		<rect class="box" width=${group.width} height=${group.height} rx="10"></rect>
		${onTop ? nothing : svg`<rect class="plate" x=${group.width / 2 - title / 2} y="-9" width=${title} height="18" rx="9"></rect>`}
		<text class="title" x=${group.width / 2} y=${onTop ? -5 : 4}>${group.folded ? '+' : '−'} ${group.label}</text></g>`;
}

function drawNumbers(
	drawing: Drawing,
	texts: readonly WireText[],
	pending: ReadonlyMap<number, WireText>,
	fresh: ReadonlySet<number>,
): unknown[] {
	return drawing.graph.wires.map((wire, index) => {
		const text = pending.get(index) ?? texts[index] ?? NOTHING_YET;
		const way = fresh.has(index) && !pending.has(index) ? 'fresh' : '';
		return guard(
			[drawing, text.value, text.gradient, text.zero, way],
			() => svg`<g transform="translate(${wire.labelX} ${wire.labelY})">
			${wire.name === undefined ? nothing : svg`<text class="bound" y="-21">${wire.name}</text>`}
			<text class="value ${way}" y="-6">${text.value}</text>
			<text class="gradient ${text.zero ? 'zero' : ''} ${way}" y="16">${text.gradient}</text></g>`,
		);
	});
}

/** The head of the wire that leaves the drawing. */
export const ARROW = svg`<defs><marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="11" markerHeight="11"
	markerUnits="userSpaceOnUse" orient="auto"><path class="arrow" d="M0 .5L8 4L0 7.500z"></path></marker></defs>`;

/** The whole drawing, to be put into an `<svg>`. */
export function graphView(picture: GraphPicture, act: GraphActions): TemplateResult {
	const { drawing, state, viewport } = picture;
	const { graph, paths } = drawing;
	const { view } = state;
	const active = view.active ? shownAt(drawing, view.active.node) : -1;
	const written = writtenBy(drawing, state);
	const fresh = view.pass === 'forward' ? written.values : written.gradients;
	const texts = wireTexts(drawing, state);
	const stops = stopsOf(drawing);
	const stopOf = new Map(stops.map((stop, index) => [stop, index]));
	const hidden = new Set<number>();
	if (state.concealed) for (const index of written.gradients) hidden.add(graph.wires[index]?.node ?? -1);
	const wireClass = (index: number): string => {
		const wire = graph.wires[index];
		if (!wire || active < 0) return 'wire';
		const touches = wire.from === active || wire.to === active || fresh.has(index);
		return touches ? (fresh.has(index) && view.pass === 'backward' ? 'wire near back' : 'wire near') : 'wire';
	};
	return svg`<g class="scene" transform="translate(${viewport.x} ${viewport.y}) scale(${viewport.scale})">
		<g class="wires">${paths.map((path, index) => {
			const look = wireClass(index);
			const end = graph.wires[index]?.output ? 'url(#arrow)' : nothing;
			return guard(
				[drawing, look],
				() => svg`<path class=${look} data-wire=${index} d=${path} marker-end=${end}></path>`,
			);
		})}</g>
		<g class="groups">${graph.groups.map((group) => {
			const stop = stopOf.get(group) ?? 0;
			return drawGroup(group, stop === picture.stop, act, stop);
		})}</g>
		<g class="nodes">${graph.nodes.map((node) => {
			if (!isStop(node))
				return guard([drawing], () => svg`<circle class="dot" cx=${node.x} cy=${node.y} r=${node.width / 2}></circle>`);
			const stop = stopOf.get(node) ?? 0;
			const flow = view.nodes[node.id];
			const classes = `${node.id === active ? `active ${view.pass}` : ''} ${node.id === picture.lit ? 'lit' : ''} ${
				flow?.value === null && node.kind !== 'input' && node.kind !== 'more' ? 'waiting' : ''
			}`;
			const tab = stop === picture.stop;
			const veiled = hidden.has(node.node);
			// A step changes few of these: the others cost a comparison.
			return guard([drawing, language(), classes, flow?.value, flow?.gradient, flow?.arrival, veiled, tab], () =>
				drawNode(node, classes, spoken(node, state, veiled), tab, act, stop, flow?.value ?? null),
			);
		})}</g>
		<g class="numbers" aria-hidden="true">${drawNumbers(drawing, texts, picture.pending, fresh)}</g>
	</g>`;
}

/** The numbers on their way. */
export function tokensView(tokens: readonly Token[]): TemplateResult[] {
	return tokens.map(
		(token) => svg`<g transform="translate(${token.x} ${token.y})" opacity=${token.opacity}>
			<rect class="halo" x=${-token.text.length * 3.6 - 3} y="-11" width=${token.text.length * 7.2 + 6} height="15" rx="7"></rect>
			<text class="token ${token.kind}">${token.text}</text></g>`,
	);
}
