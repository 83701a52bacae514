/**
 * What the editor still shows while the panel lets a step be seen to happen: the numbers of before, until the panel says that the new ones have
 * landed on its wires, so that both change together. Where nothing is seen to happen (no panel in view, no motion wanted, steps in quick
 * succession, jumps) nothing waits.
 */
import { nextStop } from '../protocol.ts';
import type { StepView } from '../protocol.ts';
import { Emitter } from '../session/events.ts';
import type { Session } from '../session/session.ts';
import type { Sessions } from '../session/sessions.ts';

/** What stood there before the step that is on its way. */
export interface Before {
	readonly view: StepView;
	readonly concealed: boolean;
}

/** So much later than the movement should have ended the numbers are shown without an answer, in milliseconds. */
const GRACE = 150;

/** No movement is waited for longer than this, whatever the panel says of its length. */
const LONGEST = 2000;

export class Landing {
	readonly #landings = new Emitter<Session>();
	readonly #subscription: { dispose(): void };
	#following: { dispose(): void } | null = null;
	#last: Before | null = null;
	#held: { readonly session: Session; readonly before: Before } | null = null;
	#timer: ReturnType<typeof setTimeout> | null = null;
	#steppedAt = -Infinity;
	/** How long a step is seen to happen in a panel that is in view; 0 where none is. Set by the panel. */
	motion: () => number = () => 0;

	/** Made before the views are registered, so that it hears of a step before they draw it. */
	constructor(sessions: Pick<Sessions, 'onDidChangeActive' | 'active'>) {
		this.#subscription = sessions.onDidChangeActive((session) => this.#follow(session));
	}

	/** The step that was on its way is there: draw it. */
	get onDidLand() {
		return this.#landings.event;
	}

	/** What is still to be shown of the session; null where that is its present view. */
	before(session: Session): Before | null {
		return this.#held?.session === session ? this.#held.before : null;
	}

	/** The panel says that the step to `position` has landed. */
	landed(position: number): void {
		if (this.#held?.session.view.position === position) this.release();
	}

	/** Nothing is waited for any longer. */
	release(): void {
		const held = this.#drop();
		if (held !== null) this.#landings.fire(held);
	}

	dispose(): void {
		this.#drop();
		this.#following?.dispose();
		this.#subscription.dispose();
		this.#landings.dispose();
	}

	#follow(session: Session | null): void {
		this.#following?.dispose();
		this.#drop();
		this.#last = session === null ? null : now(session);
		this.#following = session?.onDidChange(({ animate }) => this.#changed(session, animate)) ?? null;
	}

	/** Whoever else hears of the change draws after this: dropping what is held needs no word. */
	#changed(session: Session, animate: boolean): void {
		const before = this.#last;
		this.#last = now(session);
		this.#drop();
		const duration = animate ? Math.min(this.motion(), LONGEST) : 0;
		const time = Date.now();
		const rapid = time - this.#steppedAt < duration + 50;
		this.#steppedAt = time;
		if (before === null || rapid || !(duration > 0) || !comesForward(before, session)) return;
		this.#held = { session, before };
		this.#timer = setTimeout(() => this.release(), duration + GRACE);
	}

	#drop(): Session | null {
		const session = this.#held?.session ?? null;
		this.#held = null;
		if (this.#timer !== null) clearTimeout(this.#timer);
		this.#timer = null;
		return session;
	}
}

function now({ view, concealed }: Session): Before {
	return { view, concealed };
}

/** Whether numbers come to what was shown before: one step on, or what teacher mode had concealed. */
function comesForward(before: Before, { info, view, concealed }: Session): boolean {
	if (concealed || before.view.id !== view.id) return false;
	const { position } = before.view;
	return view.position === nextStop(info, position, 1) || (view.position === position && before.concealed);
}
