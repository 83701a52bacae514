/**
 * The card never shrinks while a program is stepped through, so that the drawing above it stands still.
 */

export class KeptHeight {
	#shown: unknown = null;
	#height = 0;

	/** After `shown` was drawn into the element: the element keeps its greatest height so far. */
	keep(element: HTMLElement | null, shown: unknown): void {
		if (!element || shown === this.#shown) return;
		this.#shown = shown;
		this.#height = Math.max(this.#height, element.getBoundingClientRect().height);
		element.style.setProperty('min-height', `${this.#height}px`);
	}

	/** What was kept for another program or another width no longer counts. */
	release(element: HTMLElement | null): void {
		this.#shown = null;
		this.#height = 0;
		element?.style.removeProperty('min-height');
	}
}
