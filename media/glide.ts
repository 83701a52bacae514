/**
 * Moves the drawing to where the step is in a short glide, so that the eye can follow it there; at once where no movement is wanted.
 */
import { reducedMotion } from './animate.ts';
import type { Viewport } from './pan-zoom.ts';

/** How long a glide takes, in milliseconds. */
const GLIDE = 180;

/** A viewport on the way from one to another: `share` is 0 at the start and 1 at the end, and movement slows down towards the end. */
export function between(from: Viewport, to: Viewport, share: number): Viewport {
	const done = 1 - (1 - share) ** 3;
	const mix = (a: number, b: number): number => a + (b - a) * done;
	return { scale: mix(from.scale, to.scale), x: mix(from.x, to.x), y: mix(from.y, to.y) };
}

export class Glide {
	readonly #show: (viewport: Viewport) => void;
	#frame = 0;

	/** `show` puts the drawing there. */
	constructor(show: (viewport: Viewport) => void) {
		this.#show = show;
	}

	/** Stays where it is: the drawing is placed otherwise now. */
	stop(): void {
		cancelAnimationFrame(this.#frame);
	}

	run(from: Viewport, to: Viewport): void {
		this.stop();
		if (reducedMotion()) return this.#show(to);
		let begun: number | null = null;
		const tick = (now: number): void => {
			begun ??= now;
			const share = Math.min(1, (now - begun) / GLIDE);
			this.#show(between(from, to, share));
			if (share < 1) this.#frame = requestAnimationFrame(tick);
		};
		this.#frame = requestAnimationFrame(tick);
	}
}
