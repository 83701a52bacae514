/**
 * The boxes of a long run: closed ones with what they are and come to, open ones as dashed frames, and the path of boxes around the step.
 */
import { html, nothing, svg, type TemplateResult } from 'lit-html';
import { formatQuantity } from '../src/core/quantity.ts';
import type { Graph, GraphBlock, GraphGroup, GraphNode, Quantity } from '../src/protocol.ts';
import { say, t } from './l10n.ts';
import { boxesAround } from './wires.ts';

/** What a closed box prints under its title: the result of an iteration once it is known, else its code. */
function lineOf(block: GraphBlock, value: Quantity | null): string {
	if (block.result === undefined) return block.code;
	return value === null ? '' : `${block.result} = ${formatQuantity(value)}`;
}

/** What a screen reader says of a closed box. */
export function spokenBlock(block: GraphBlock, value: Quantity | null): string {
	const line = lineOf(block, value);
	const what = line === '' ? say(block.title) : `${say(block.title)}: ${line}`;
	return t('{0}, {1} gates: open', what, block.gates);
}

/** The inside of a closed box's node. */
export function blockBody({ block, width, height }: GraphNode, value: Quantity | null): TemplateResult {
	if (!block) return svg``;
	const line = lineOf(block, value);
	const left = -width / 2 + 10;
	return svg`<rect class="body" x=${-width / 2} y=${-height / 2} width=${width} height=${height} rx="6"></rect>
		<text class="what" x=${left} y=${line === '' ? 5 : -5}>+ ${say(block.title)}</text>
		${line === '' ? nothing : svg`<text class=${block.result === undefined ? 'code' : 'code result'} x=${left} y="13">${line}</text>`}`;
}

/** The frame of an open box. */
export function openBlock(group: GraphGroup, block: GraphBlock): TemplateResult {
	const title = block.code === '' ? say(block.title) : `${say(block.title)}: ${block.code}`;
	return svg`<rect class="box" width=${group.width} height=${group.height} rx="8"></rect>
		<text class="title open" x="10" y="14">− ${title}</text>`;
}

/** Where the step is: the boxes around it, each a button that brings it into view. */
export function pathView(
	graph: Graph,
	node: number | null,
	show: (block: GraphBlock) => void,
): TemplateResult | typeof nothing {
	const { window } = graph;
	if (!window) return nothing;
	const around = node === null ? [] : boxesAround(graph, node);
	return html`<nav class="path" aria-label=${t('Where this step is')}>
		${around.map(
			(block, index) =>
				html`${index > 0 ? html`<span aria-hidden="true">›</span>` : nothing}
					<button type="button" @click=${() => show(block)} title=${block.code}>${say(block.title)}</button>`,
		)}
		<span class="count">${t('{0} of {1} gates drawn, the others in boxes', window.shown, window.gates)}</span>
	</nav>`;
}
