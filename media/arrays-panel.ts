/**
 * The section of arrays below the card: which of the gate's arrays is looked at, what was asked about it, and what has been answered.
 */
import { html, nothing, type TemplateResult } from 'lit-html';
import { formatShape } from '../src/core/quantity.ts';
import type { HostToPanel, PanelState, PanelToHost } from '../src/protocol-panel.ts';
import type { Card, CardInput, JacobianSummary, Quantity, TensorSummary } from '../src/protocol.ts';
import type { ElementInspection, JacobianBlock, TensorPair, TensorRequest } from '../src/protocol-tensor.ts';
import { jacobianView } from './jacobian-view.ts';
import { t } from './l10n.ts';
import { firstRequest, tensorView } from './tensor-view.ts';

/** One array of the card: the gate's output, or an operand. */
interface Subject {
	readonly node: number;
	/** −1 for the output. */
	readonly slot: number;
	readonly label: string;
	readonly value: Quantity | null;
	readonly gradient: Quantity | null;
	readonly shape: readonly number[];
}

type Send = (message: PanelToHost) => void;

export class ArraysPanel {
	readonly #send: Send;
	readonly #change: (name: string, value: number) => void;
	#card: Card | null = null;
	#position = -1;
	/** The program as it stood: other values, other entries. */
	#info: unknown = null;
	#slot = -1;
	#request: TensorRequest | null = null;
	#pair: TensorPair | null = null;
	#chosen: readonly number[] | null = null;
	#element: ElementInspection | null = null;
	#block: JacobianBlock | null = null;

	constructor(send: Send, change: (name: string, value: number) => void) {
		this.#send = send;
		this.#change = change;
	}

	/** Looks at the card's arrays: what is not known of them at this step is asked for. */
	look(card: Card | null, state: PanelState | null): void {
		const position = state?.view.position ?? -1;
		const same = card?.node === this.#card?.node && state?.info === this.#info;
		if (card === this.#card && same && position === this.#position) return;
		const before = this.#card;
		this.#card = card;
		this.#info = state?.info ?? null;
		if (!same || card === null) {
			this.#block = null;
		}
		// Where only a value was changed, what is looked at stays.
		const stays = card?.node === before?.node && position === this.#position;
		if (!stays) this.#slot = card === null ? -1 : preferred(card, state?.view.pass ?? 'forward');
		this.#position = position;
		this.#turn(stays);
	}

	/** Takes an answer. */
	take(message: Extract<HostToPanel, { kind: 'tensor' | 'element' | 'jacobian' }>): void {
		switch (message.kind) {
			case 'tensor':
				if (message.position === this.#position && message.pair.node === this.#request?.node) this.#pair = message.pair;
				break;
			case 'element':
				if (message.position === this.#position && message.element.node === this.#request?.node)
					this.#element = message.element;
				break;
			case 'jacobian':
				if (message.block.gate === this.#card?.node) this.#block = message.block;
				break;
		}
	}

	/** The section, or nothing where the card has no arrays. `hidden`: teacher mode keeps the step's outcome back. */
	view(state: PanelState, hidden: boolean, redraw: () => void): TemplateResult | typeof nothing {
		const card = this.#card;
		const subjects = card === null ? [] : subjectsOf(card, state);
		if (card === null || subjects.length === 0) return nothing;
		const subject = subjects.find(({ slot }) => slot === this.#slot) ?? subjects[0]!;
		if (hidden) return html`<p class="hint">${t('Space reveals what comes out.')}</p>`;
		const input = card.inputs[subject.slot] ?? card.inputs.find(({ differentiable }) => differentiable);
		return html`${subjects.length > 1 ? this.#tabs(subjects, subject, redraw) : nothing}
		${
			this.#pair?.node === subject.node
				? tensorView(
						{
							label: subject.label,
							value: subject.value,
							gradient: subject.gradient,
							pair: this.#pair,
							chosen: this.#chosen,
							element: this.#element,
							input: inputNamed(state, subject.node),
						},
						{
							ask: (request) => this.#ask(request),
							choose: (node, index) => {
								this.#chosen = index;
								this.#send({ kind: 'element', node, index });
								redraw();
							},
							change: (name, value) => this.#change(name, value),
						},
					)
				: nothing
		}
		${
			input !== undefined && card.kind === 'gate' && input.differentiable && hasJacobian(input)
				? jacobianView(
						{
							gate: card.node,
							slot: card.inputs.indexOf(input),
							output: card.boundTo ?? card.shown ?? card.text,
							input,
							block: this.#block?.slot === card.inputs.indexOf(input) ? this.#block : null,
						},
						(request) => this.#send({ kind: 'jacobian', request }),
					)
				: nothing
		}`;
	}

	#tabs(subjects: readonly Subject[], chosen: Subject, redraw: () => void): TemplateResult {
		return html`<div class="subjects" role="group" aria-label=${t('Arrays of this gate')}>
			${subjects.map(
				(subject) =>
					html`<button
						class="toggle"
						aria-pressed=${subject === chosen || subject.slot === chosen.slot}
						@click=${() => {
							this.#slot = subject.slot;
							this.#turn();
							redraw();
						}}
					>
						${short(subject.label)} <small>${formatShape(subject.shape)}</small>
					</button>`,
			)}
		</div>`;
	}

	/** Another array, or another step: its entries are asked for anew, in the window that was looked at where it is the same array. */
	#turn(stays = false): void {
		const card = this.#card;
		const subject =
			card === null ? undefined : (arraysOf(card).find(({ slot }) => slot === this.#slot) ?? arraysOf(card)[0]);
		if (subject === undefined) {
			this.#request = null;
			this.#pair = null;
			this.#chosen = null;
			this.#element = null;
			return;
		}
		const { node, shape } = subject;
		if (this.#request?.node !== node) {
			this.#pair = null;
			this.#chosen = null;
			this.#request = firstRequest(node, shape);
		}
		if (!stays) this.#element = null;
		this.#send({ kind: 'tensor', request: this.#request });
		if (this.#chosen !== null) this.#send({ kind: 'element', node, index: this.#chosen });
	}

	#ask(request: TensorRequest): void {
		this.#request = request;
		this.#send({ kind: 'tensor', request });
	}
}

/** What the input is called whose entries may be given other values; null for what a gate computed. */
function inputNamed({ info }: PanelState, node: number): string | null {
	return info.unit.inputs.find((input) => input.node === node)?.name ?? null;
}

function hasJacobian(input: CardInput): input is CardInput & { readonly local: JacobianSummary } {
	return typeof input.local !== 'number';
}

function short(label: string): string {
	const characters = [...label];
	return characters.length > 18 ? `${characters.slice(0, 17).join('')}…` : label;
}

const isArray = (quantity: Quantity | null): quantity is TensorSummary =>
	quantity !== null && typeof quantity !== 'number';

/** Forward the output is news, backward what an operand receives. */
function preferred(card: Card, pass: PanelState['view']['pass']): number {
	if (pass === 'forward') return -1;
	const slot = card.inputs.findIndex((input) => input.downstream !== null && isArray(input.value));
	return card.kind === 'gate' ? slot : -1;
}

function arraysOf(
	card: Card,
): { node: number; slot: number; label: string; value: Quantity | null; shape: readonly number[] }[] {
	const operands = card.inputs.flatMap((input, slot) =>
		isArray(input.value)
			? [{ node: input.node, slot, label: input.label, value: input.value, shape: input.value.shape }]
			: [],
	);
	// An array used twice (x·x) is one array.
	const distinct = operands.filter(({ node }, index) => operands.findIndex((other) => other.node === node) === index);
	const own = card.value ?? card.upstream;
	const shape = isArray(own) ? own.shape : null;
	const label = card.boundTo ?? card.shown ?? card.text;
	return [...distinct, ...(shape === null ? [] : [{ node: card.node, slot: -1, label, value: card.value, shape }])];
}

/** The arrays with the gradients that they have at this step. */
function subjectsOf(card: Card, state: PanelState): Subject[] {
	const graph = state.view.graph ?? state.info.graph;
	return arraysOf(card).map((array) => {
		if (array.slot < 0) return { ...array, gradient: card.upstream };
		const index = graph.nodes.findIndex(({ kind, node }) => node === array.node && kind !== 'fork' && kind !== 'more');
		return { ...array, gradient: state.view.nodes[index]?.gradient ?? null };
	});
}
