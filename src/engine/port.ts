/** The line between the engine's client and one worker: what the client must be able to do, whatever kind of worker it is. */
import type { EngineMessage } from '../protocol-engine.ts';

/** How many cancelled requests the shared flag can remember at once. */
export const FLAG_SLOTS = 64;

export interface Port {
	/** Shared with the worker where memory can be shared: slot `id % FLAG_SLOTS` holds the id of a cancelled request. */
	readonly flag?: Int32Array;
	post(message: EngineMessage): void;
	/** Ends the worker at once, whatever it is doing. `onExit` is not called after it. */
	kill(): void;
}

export interface PortEvents {
	/** Anything the worker said; not yet validated. */
	onMessage(message: unknown): void;
	/** The worker is gone without having been killed; `reason` is a sentence for people. */
	onExit(reason: string): void;
}

/** Starts a worker. Throws, or calls `onExit`, when it cannot be started. */
export type PortFactory = (events: PortEvents) => Port;

/** An error from the engine or from the way to it. */
export class EngineError extends Error {
	/**
	 * `cancelled`: nobody wants the answer any more. `no-session`: the session is not open in this worker (it was replaced).
	 * `timeout`, `died`: the worker was replaced or ended while it worked on this. `failed`: the request itself threw.
	 */
	readonly code: 'cancelled' | 'no-session' | 'timeout' | 'died' | 'failed';

	constructor(code: EngineError['code'], message: string) {
		super(message);
		this.name = 'EngineError';
		this.code = code;
	}
}
