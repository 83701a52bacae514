/** A tiny typed event, shaped like VS Code's so that views can subscribe to both alike, because nothing below the views may import vscode. */

export interface Disposable {
	dispose(): void;
}

export type Listener<T> = (value: T) => void;

/** Calls the listener at every firing until the returned subscription is disposed of. */
export type Event<T> = (listener: Listener<T>) => Disposable;

export class Emitter<T> {
	readonly #listeners = new Set<Listener<T>>();

	readonly event: Event<T> = (listener) => {
		// A wrapper of its own, so that subscribing the same function twice gives two subscriptions.
		const subscribed: Listener<T> = (value) => listener(value);
		this.#listeners.add(subscribed);
		return { dispose: () => void this.#listeners.delete(subscribed) };
	};

	/** Tells every listener, in the order of subscription. Should some throw, the others are still told; then the first error is thrown on. */
	fire(value: T): void {
		const errors: unknown[] = [];
		// Those who subscribe while it is told hear the next one first.
		const listeners = Array.from(this.#listeners);
		for (const listener of listeners) {
			if (!this.#listeners.has(listener)) continue;
			try {
				listener(value);
			} catch (error) {
				errors.push(error);
			}
		}
		if (errors.length > 0) throw errors[0];
	}

	dispose(): void {
		this.#listeners.clear();
	}
}
