/**
 * The movement of the present step: the numbers on their way, what their wires print meanwhile, and the words to the host about both.
 */
import { render } from 'lit-html';
import type { PanelState, PanelToHost } from '../src/protocol-panel.ts';
import { landing, play, reducedMotion, travellers, type Token } from './animate.ts';
import { tokensView } from './graph-view.ts';
import { NOTHING_YET, type WireText } from './numbers.ts';
import type { Drawing } from './wires.ts';

/** A step is seen to happen for so long at speed 1, in milliseconds. */
const STEP = 350;

export class Movement {
	readonly #root: HTMLElement;
	readonly #send: (message: PanelToHost) => void;
	readonly #over: () => void;
	#running: { stop(): void } | null = null;
	/** What the host was told last of how long a step is seen to happen. */
	#told = -1;
	/** Wires whose new number is still on its way, with what they print until it lands. */
	pending: ReadonlyMap<number, WireText> = new Map();

	/** `over` is called when a movement has come to its end. */
	constructor(root: HTMLElement, send: (message: PanelToHost) => void, over: () => void) {
		this.#root = root;
		this.#send = send;
		this.#over = over;
	}

	/** Tells the host how long a step is seen to happen, where that has changed. */
	tell(speed: number): void {
		const milliseconds = reducedMotion() ? 0 : STEP / speed;
		if (milliseconds === this.#told) return;
		this.#told = milliseconds;
		this.#send({ kind: 'motion', milliseconds });
	}

	/** Another state has come: what was on its way is there. */
	stop(): void {
		this.#running?.stop();
		this.#end();
	}

	/** Shows the step that led to `now`, where there is something to be seen of it, and says when its numbers have landed. */
	show(drawing: Drawing, now: PanelState, before: readonly WireText[] | null, speed: number): void {
		const landed = (): void => this.#send({ kind: 'landed', position: now.view.position });
		const stage = this.#root.querySelector<SVGGElement>('.tokens');
		const visible = document.visibilityState === 'visible' && !reducedMotion();
		const all = stage && visible ? travellers(drawing, now) : [];
		if (!stage || all.length === 0) return landed();
		const held = new Map<number, WireText>();
		for (const index of landing(drawing, now)) held.set(index, before?.[index] ?? NOTHING_YET);
		this.pending = held;
		this.#root.classList.add('moving');
		const draw = (tokens: readonly Token[]): void => void render(tokensView(tokens), stage);
		this.#running = play(all, STEP / speed, draw, () => {
			this.#end();
			landed();
			this.#over();
		});
	}

	#end(): void {
		this.#running = null;
		this.pending = new Map();
		this.#root.classList.remove('moving');
	}
}
