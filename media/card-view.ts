/**
 * The card: the gate of the step drawn big, as on the lecture's slide, with its rule and the numbers put in below.
 */
import { html, nothing, svg, type TemplateResult } from 'lit-html';
import { formatLocal, formatQuantity, formatShape } from '../src/core/quantity.ts';
import type { PanelState } from '../src/protocol-panel.ts';
import { drawnInputs, type Card, type CardInput, type Quantity } from '../src/protocol.ts';
import { say, t } from './l10n.ts';
import { canBeSet, math, numberLatex, quantityLatex } from './math.ts';
import { gradientText } from './numbers.ts';
import { edgeKey, type Drawing } from './wires.ts';

/** How the gradient of a name used more than once comes together. */
export interface ForkSum {
	readonly name: string;
	/** The branches' shares in the order of the drawing; null where one has not arrived. */
	readonly shares: readonly (Quantity | null)[];
	/** The sum, once it is complete. */
	readonly total: Quantity | null;
}

export interface CardPicture {
	readonly card: Card;
	/** The target's name, for ∂f/∂x. */
	readonly target: string;
	/** The drawing's width in CSS pixels. */
	readonly width: number;
	/** What teacher mode hides on this card. */
	readonly hidden: 'nothing' | 'value' | 'upstream' | 'downstream';
	/** False during the forward pass: gradients have no place yet. */
	readonly backward: boolean;
	/** Whether a node's value may be shown yet. */
	known(node: number): boolean;
	/** The fork that an operand's wire comes from; null where it comes straight. */
	forkOf(slot: number): ForkSum | null;
	/** True once the gate has passed its gradient on. */
	readonly passed: boolean;
}

/** What of the active card teacher mode hides: the outcome of the step. */
export function hiddenOn(state: PanelState, card: Card): CardPicture['hidden'] {
	if (!state.concealed) return 'nothing';
	// A gate looked at beside the active one must not give away what it is about to receive.
	if (card.node !== state.view.active?.node)
		return state.view.delivered.some((share) => share.to === card.node) ? 'upstream' : 'nothing';
	if (state.view.pass === 'forward') return 'value';
	return state.view.position === state.info.forwardSteps + 1 ? 'upstream' : 'downstream';
}

/** The fork from which an operand of a gate comes, with what has arrived on its branches. */
export function forkAt(drawing: Drawing, state: PanelState, card: Card, slot: number): ForkSum | null {
	const index = drawing.wireOfEdge.get(edgeKey(card.node, slot));
	const stem = index === undefined ? -1 : (drawing.stemOf[index] ?? -1);
	if (stem < 0) return null;
	const whole = state.view.wires[stem];
	const shares = (drawing.branchesOf.get(stem) ?? []).map((branch) => state.view.wires[branch]?.gradient ?? null);
	const total = whole?.arrival === 'complete' ? whole.gradient : null;
	// Branches that carry no gradient (into a test) do not make a sum.
	if (total !== null && shares.filter((share) => share !== null).length < 2) return null;
	return {
		name: card.inputs[slot]?.label ?? '',
		shares,
		total,
	};
}

const ROW = 58;
const GATE = 40;

/** What stands on the drawing's wires, where there is room for a dozen characters: of a longer array its shape, as its entries stand below. */
function onWire(quantity: Quantity): string {
	const text = formatQuantity(quantity);
	return typeof quantity === 'number' || text.length <= 13 ? text : formatShape(quantity.shape);
}

function value(number: Quantity | null, hidden: boolean): string {
	return hidden ? '?' : number === null ? '' : onWire(number);
}

/** A downstream gradient as the card prints it; literals take none. */
function downstream(input: CardInput, picture: CardPicture): string {
	if (!input.differentiable || input.downstream === null || !picture.passed) return '';
	return value(input.downstream, picture.hidden === 'downstream');
}

function inputRow(
	input: CardInput,
	index: number,
	count: number,
	centre: { x: number; y: number },
	picture: CardPicture,
): TemplateResult {
	const y = centre.y + (index - (count - 1) / 2) * ROW;
	const left = Math.min(150, picture.width * 0.24);
	const bend = centre.x - GATE - 34;
	const angle = count === 1 ? 0 : Math.max(-0.75, Math.min(0.75, (y - centre.y) / 110));
	const endX = centre.x - Math.cos(angle) * (GATE + 2);
	const endY = centre.y + Math.sin(angle) * (GATE + 2);
	const middle = (left + bend) / 2;
	const down = downstream(input, picture);
	const long = input.label.length > 10;
	const most = Math.floor((left - 12) / 7.3);
	const label = input.label.length > most ? `${input.label.slice(0, most - 1)}…` : input.label;
	return svg`
		<text class=${long ? 'name long' : 'name'} x=${left - 10} y=${y + 5}>${label}</text>
		<path class="flow" d=${`M${left} ${y}H${bend}L${endX} ${endY}`}></path>
		<text class="value" x=${middle} y=${y - 7}>${picture.known(input.node) ? onWire(input.value) : ''}</text>
		${
			down === ''
				? nothing
				: svg`<path class="back" d=${`M${count === 1 ? endX - 4 : bend - 4} ${y + 6}H${left + 8}`} marker-end="url(#back)"></path>
					<text class=${input.downstream === 0 ? 'gradient zero' : 'gradient'} x=${middle} y=${y + 23}>${down}</text>`
		}`;
}

const heightOf = (inputs: number): number => Math.max(116, inputs * ROW + 24);

function diagram(picture: CardPicture): TemplateResult {
	const { card, width } = picture;
	const inputs = drawnInputs(card);
	const height = heightOf(inputs.length);
	const centre = { x: width * 0.54, y: height / 2 };
	const right = width - 14;
	const begin = centre.x + GATE;
	const middle = (begin + right) / 2;
	const upstream = picture.hidden === 'upstream' ? '?' : gradientText(card.upstream, card.arrival);
	const isGate = card.kind === 'gate';
	return svg`
		<defs>
			<marker id="back" viewBox="0 0 8 8" refX="6" refY="4" markerWidth="7" markerHeight="7" orient="auto-start-reverse"><path class="back-head" d="M0 0L8 4L0 8z"></path></marker>
			<marker id="on" viewBox="0 0 8 8" refX="6" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path class="on-head" d="M0 0L8 4L0 8z"></path></marker>
		</defs>
		${inputs.map((input, index) => inputRow(input, index, inputs.length, centre, picture))}
		<path class="flow" d=${`M${begin} ${centre.y}H${right}`} marker-end="url(#on)"></path>
		<text class="value" x=${middle} y=${centre.y - 8}>${value(card.value, picture.hidden === 'value')}</text>
		${card.boundTo === undefined ? nothing : svg`<text class="bound" x=${middle} y=${centre.y - 26}>${card.boundTo}</text>`}
		${
			upstream === ''
				? nothing
				: svg`<path class="back" d=${`M${right - 2} ${centre.y + 7}H${begin + 8}`} marker-end="url(#back)"></path>
					<text class="gradient" x=${middle} y=${centre.y + 25}>${upstream}</text>
					<text class="caption" x=${middle} y=${centre.y + 41}>${t('upstream gradient')}</text>`
		}
		${
			isGate
				? svg`<circle class="gate" cx=${centre.x} cy=${centre.y} r=${GATE}></circle>
					<text class=${card.symbol === '*' ? 'big star' : card.symbol.length > 6 ? 'big longer' : card.symbol.length > 4 ? 'big long' : 'big'} x=${centre.x}
						y=${centre.y + (card.symbol === '*' ? 27 : 9)}>${card.symbol}</text>`
				: svg`<text class="big" x=${centre.x} y=${centre.y + 9}>${card.shown ?? card.text}</text>`
		}`;
}

/** ∂f/∂x as LaTeX; names of more than one letter upright, their text taken as text. */
export function partialLatex(target: string, of: string): string {
	return `\\frac{\\partial ${nameLatex(target)}}{\\partial ${nameLatex(of)}}`;
}

/** A name from the program as LaTeX: `w0` becomes w₀; anything else is set as text with TeX's own characters made harmless. */
export function nameLatex(name: string): string {
	const indexed = /^([a-zA-Z\p{Script=Greek}])_?([\d₀-₉]+)$/u.exec(name);
	if (indexed) return `${indexed[1] ?? ''}_{${(indexed[2] ?? '').normalize('NFKC')}}`;
	if (/^[a-zA-Z\p{Script=Greek}]$/u.test(name)) return name;
	return `\\text{${name.replace(/[\\{}$&#^_%~]/g, (character) => (character === '\\' ? '\\textbackslash ' : character === '^' ? '\\textasciicircum ' : character === '~' ? '\\textasciitilde ' : `\\${character}`))}}`;
}

/** A negative factor stands in brackets. */
function factor(text: string): string {
	const latex = numberLatex(text);
	return latex.startsWith('-') ? `(${latex})` : latex;
}

/** A term in two languages takes a line for each: 상류, below it (upstream). */
const lined = (words: string): string => words.replace('(', '\n(');

/** Labelled upstream × local gradient = downstream, one row an operand, with the numbers put in. */
function productRow(input: CardInput, picture: CardPicture, last: boolean): TemplateResult {
	const { card, target } = picture;
	const arrived = card.upstream !== null && card.arrival !== 'none' && picture.hidden !== 'upstream';
	const local = formatLocal(input.local);
	const numbers = input.localNumbersLatex;
	// `-\frac{1}{1.37^{2}} = -0.53`: the product takes the numbers put in, the caption what they come to.
	const cut = numbers.lastIndexOf(' = ');
	const shown = cut < 0 ? factor(local) : `\\left(${numbers.slice(0, cut)}\\right)`;
	const down = downstream(input, picture);
	const caption = (words: string): TemplateResult => (last ? html`<small>${lined(words)}</small>` : html``);
	// A name stands as it is, a short expression in brackets; a long one is told by the drawing above.
	const named = /^[\p{L}_][\p{L}\p{N}_]{0,11}$/u.test(input.label);
	const of = named ? nameLatex(input.label) : input.label.length <= 6 ? `(${nameLatex(input.label)})` : '(\\cdots)';
	if (typeof input.local !== 'number') return arrayProduct(input, of, down, picture, caption);
	return html`<div class="product">
		<div class="part of" ${math(`\\frac{\\partial ${nameLatex(target)}}{\\partial ${of}}`)}></div>
		<div class="sign">${picture.forkOf(card.inputs.indexOf(input)) ? '+=' : '='}</div>
		<div class="part upstream">
			<span ${math(arrived && card.upstream !== null ? numberLatex(formatQuantity(card.upstream)) : '')}></span
			>${caption(t('upstream'))}
		</div>
		<div class="sign">×</div>
		<div class="part local">
			<span ${math(shown)}></span>${
				cut < 0
					? caption(t('local gradient'))
					: html`<small class=${last ? '' : 'bare'}>${last ? lined(t('local gradient')) : ''} = ${local}</small>`
			}
		</div>
		<div class="sign">=</div>
		<div class="part downstream ${input.downstream === 0 ? 'zero' : ''}">
			<span ${math(down === '?' ? '\\text{?}' : numberLatex(down))}></span>${caption(t('downstream'))}
		</div>
	</div>`;
}

/** Of a gate over arrays: what it hands to the operand as a formula, which is never a product with the Jacobian written out, and what that came to. */
function arrayProduct(
	input: CardInput,
	of: string,
	down: string,
	picture: CardPicture,
	caption: (words: string) => TemplateResult,
): TemplateResult {
	const sign = picture.forkOf(picture.card.inputs.indexOf(input)) ? '+=' : '=';
	return html`<div class="product">
		<div class="part of" ${math(`\\frac{\\partial ${nameLatex(picture.target)}}{\\partial ${of}}`)}></div>
		<div class="sign">${sign}</div>
		<div class="part local whole">
			<span ${math(input.localLatex)}></span>${caption(t('upstream, through the local gradient'))}
		</div>
		<div class="sign">${down === '' ? '' : '='}</div>
		<div class="part downstream">
			<span class="preview">${down === '' || down === '?' ? down : formatQuantity(input.downstream ?? 0)}</span
			>${caption(t('downstream'))}
		</div>
	</div>`;
}

/** Gradients adding up at a fork: the branches' shares and, once all have arrived, their sum. */
function sumOf(fork: ForkSum, target: string): string {
	const arrived = fork.total === null ? fork.shares : fork.shares.filter((share) => share !== null);
	const term = (share: Quantity): string =>
		typeof share === 'number' ? factor(formatQuantity(share)) : quantityLatex(share);
	const terms = arrived.map((share) => (share === null ? '\\dots' : term(share))).join(' + ');
	const total = fork.total === null ? '' : ` = ${quantityLatex(fork.total)}`;
	return `${partialLatex(target, fork.name)} = ${terms}${total}`;
}

/** Where the gate's own output forks, or an operand that it has just handed a share to. */
function sums(picture: CardPicture): TemplateResult | typeof nothing {
	const { card } = picture;
	if (!picture.backward || picture.hidden !== 'nothing') return nothing;
	const forks = new Map<number, ForkSum>();
	const own = card.shares.map(({ share }) => share);
	const name = card.boundTo ?? (card.kind === 'input' ? (card.shown ?? card.text) : '\u22C5');
	if (own.length > 1)
		forks.set(card.node, { name, shares: own, total: card.arrival === 'complete' ? card.upstream : null });
	if (picture.passed)
		card.inputs.forEach((input, slot) => {
			const fork = picture.forkOf(slot);
			if (fork) forks.set(input.node, fork);
		});
	const arrived = [...forks.values()].filter((fork) => fork.shares.some((share) => share !== null));
	if (arrived.length === 0) return nothing;
	return html`<div class="shares">
		<span class="words">${t('copy: gradients add up')}</span>
		${arrived.map((fork) => html`<span class="sum" ${math(sumOf(fork, picture.target))}></span>`)}
	</div>`;
}

/** The gate's expression: in LaTeX as it is set, else as it is written. */
function heading({ kind, text, textLatex }: Card): TemplateResult {
	if (kind === 'gate' && textLatex !== undefined && canBeSet(textLatex))
		return html`<p class="expression set" title=${text} ${math(textLatex)}></p>`;
	return html`<p class="expression">${kind === 'gate' ? text : ''}</p>`;
}

/** The whole card. */
export function cardView(picture: CardPicture): TemplateResult {
	const { card, width } = picture;
	const height = heightOf(drawnInputs(card).length);
	const differentiable = card.inputs.filter((input) => input.differentiable);
	return html` ${heading(card)}
		<svg
			class="diagram"
			width=${width}
			height=${height}
			viewBox="0 0 ${width} ${height}"
			role="img"
			aria-label=${t('the gate {0} with its inputs and its output', card.symbol)}
		>
			${diagram(picture)}
		</svg>
		<div class="working">
			${card.ruleLatex === '' ? nothing : html`<div class="rule" ${math(card.ruleLatex)}></div>`}
			<div class="products">
				${differentiable.map((input, index) => productRow(input, picture, index === differentiable.length - 1))}
			</div>
			${sums(picture)} ${card.kind === 'gate' ? html`<p class="sentence">${say(card.sentence)}</p>` : nothing}
			${card.convention ? html`<p class="convention">${say(card.convention)}</p>` : nothing}
		</div>`;
}
