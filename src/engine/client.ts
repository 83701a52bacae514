/**
 * The host's end of the engine: starts the worker when it is first needed, cancels, and replaces a worker that hangs or dies.
 *
 * It imports nothing of the engine itself, so that activating the extension loads neither the parser nor the interpreter.
 */
import type { Limits } from '../protocol.ts';
import type { DirectMethod, EngineMessage, EngineMethod, EngineMethods, EngineReply } from '../protocol-engine.ts';
import { EngineError, FLAG_SLOTS } from './port.ts';
import type { Port, PortFactory } from './port.ts';

export { EngineError } from './port.ts';

/** What asks the engine: the client of a worker, or the engine itself in this process. */
export interface EngineAccess {
	/** Answers, or rejects with an `EngineError`; with its code `cancelled` as soon as `signal` is aborted. */
	request<M extends DirectMethod>(
		method: M,
		params: EngineMethods[M]['params'],
		signal?: AbortSignal,
	): Promise<EngineMethods[M]['result']>;
}

export interface ClientOptions {
	/** Milliseconds one request may take before its worker is taken for hanging; its own budget of time ends it long before. */
	readonly timeout?: number;
	/** Milliseconds a cancelled request may go on: with a shared flag, and without one. */
	readonly grace?: { readonly shared: number; readonly unshared: number };
	/** Told when a worker had to be replaced. */
	readonly onReplace?: (reason: string) => void;
}

interface Pending {
	readonly message: Extract<EngineMessage, { kind: 'request' }>;
	readonly settle: (outcome: { result: unknown } | { error: EngineError }) => void;
	cancelled: boolean;
}

export class EngineClient implements EngineAccess {
	readonly #start: PortFactory;
	readonly #timeout: number;
	readonly #grace: { readonly shared: number; readonly unshared: number };
	readonly #onReplace: (reason: string) => void;
	/** In the order in which the worker takes them: the first one is the one it works on. */
	readonly #pending = new Map<number, Pending>();
	readonly #latest = new Map<string, AbortController>();
	#port: Port | null = null;
	#ready = false;
	#nextId = 1;
	#limits: Limits | null = null;
	#watchdog: ReturnType<typeof setTimeout> | null = null;
	#disposed = false;

	constructor(start: PortFactory, options: ClientOptions = {}) {
		this.#start = start;
		this.#timeout = options.timeout ?? 15_000;
		this.#grace = options.grace ?? { shared: 250, unshared: 50 };
		this.#onReplace = options.onReplace ?? (() => undefined);
	}

	/** Starts the worker ahead of the first request. */
	warm(): void {
		if (!this.#disposed) this.#open();
	}

	/** Sets the budgets, for this worker and for every one that replaces it. */
	configure(limits: Limits): void {
		this.#limits = limits;
		if (this.#port !== null) this.#configure();
	}

	request<M extends EngineMethod>(
		method: M,
		params: EngineMethods[M]['params'],
		signal?: AbortSignal,
	): Promise<EngineMethods[M]['result']> {
		return new Promise((resolve, reject) => {
			if (this.#disposed) return reject(new EngineError('died', 'The engine has been shut down.'));
			if (signal?.aborted) return reject(new EngineError('cancelled', 'Cancelled.'));
			const id = this.#nextId++;
			const abort = (): void => this.#cancel(id);
			const pending: Pending = {
				message: { kind: 'request', id, method, params },
				cancelled: false,
				settle: (outcome) => {
					signal?.removeEventListener('abort', abort);
					if ('error' in outcome) reject(outcome.error);
					// The worker's results are made by our own engine, from the method asked for.
					else resolve(outcome.result as EngineMethods[M]['result']);
				},
			};
			signal?.addEventListener('abort', abort, { once: true });
			const port = this.#open();
			this.#pending.set(id, pending);
			if (port !== null) this.#post(pending);
		});
	}

	/** Like `request`, but a later call with the same key cancels the earlier one, which then answers undefined. */
	async latest<M extends EngineMethod>(
		key: string,
		method: M,
		params: EngineMethods[M]['params'],
	): Promise<EngineMethods[M]['result'] | undefined> {
		this.#latest.get(key)?.abort();
		const controller = new AbortController();
		this.#latest.set(key, controller);
		try {
			return await this.request(method, params, controller.signal);
		} catch (error) {
			if (error instanceof EngineError && error.code === 'cancelled') return undefined;
			throw error;
		} finally {
			if (this.#latest.get(key) === controller) this.#latest.delete(key);
		}
	}

	dispose(): void {
		this.#disposed = true;
		this.#stop();
		this.#failAll(new EngineError('died', 'The engine has been shut down.'));
	}

	#open(): Port | null {
		if (this.#port !== null) return this.#port;
		this.#ready = false;
		let port: Port;
		// A worker's messages count only while it is the current one.
		const current = (): boolean => this.#port === port;
		try {
			port = this.#start({
				onMessage: (message) => {
					if (current()) this.#receive(message);
				},
				onExit: (reason) => {
					if (current()) this.#exited(reason);
				},
			});
		} catch (error) {
			const reason = error instanceof Error ? error.message : String(error);
			queueMicrotask(() => this.#failAll(new EngineError('died', `The engine could not be started: ${reason}`)));
			return null;
		}
		this.#port = port;
		if (this.#limits !== null) this.#configure();
		return port;
	}

	#configure(): void {
		if (this.#limits === null || this.#port === null) return;
		const id = this.#nextId++;
		const pending: Pending = {
			message: { kind: 'request', id, method: 'configure', params: { limits: this.#limits } },
			cancelled: false,
			settle: () => undefined,
		};
		this.#pending.set(id, pending);
		this.#post(pending);
	}

	#post(pending: Pending): void {
		this.#port?.post(pending.message);
		if (this.#watchdog === null) this.#watch();
	}

	/** Gives the request that the worker is on now its full time. While one is waited for, this also keeps a node process alive: the worker does not. */
	#watch(): void {
		if (this.#watchdog !== null) clearTimeout(this.#watchdog);
		this.#watchdog = null;
		if (this.#pending.size === 0) return;
		this.#watchdog = setTimeout(() => {
			this.#replace(
				new EngineError('timeout', `The engine did not answer within ${this.#timeout / 1000} s and was restarted.`),
			);
		}, this.#timeout);
	}

	#receive(message: unknown): void {
		const reply = readReply(message);
		if (reply === null) return this.#replace(new EngineError('died', 'The engine sent something that is no answer.'));
		if (reply.kind === 'ready') {
			this.#ready = true;
			this.#watch();
			return;
		}
		const pending = this.#pending.get(reply.id);
		this.#pending.delete(reply.id);
		this.#watch();
		if (pending === undefined || pending.cancelled) return;
		if (reply.kind === 'result') return pending.settle({ result: reply.result });
		const code = reply.cancelled ? 'cancelled' : (reply.code ?? 'failed');
		pending.settle({ error: new EngineError(code, reply.message) });
	}

	#cancel(id: number): void {
		const pending = this.#pending.get(id);
		if (pending === undefined || pending.cancelled) return;
		pending.cancelled = true;
		pending.settle({ error: new EngineError('cancelled', 'Cancelled.') });
		const port = this.#port;
		if (port === null) {
			this.#pending.delete(id);
			return;
		}
		if (port.flag !== undefined) Atomics.store(port.flag, id % FLAG_SLOTS, id);
		port.post({ kind: 'cancel', id });
		const grace = port.flag === undefined ? this.#grace.unshared : this.#grace.shared;
		setTimeout(() => {
			const [first] = this.#pending.keys();
			// Only a worker that is up and still busy with this very request has to go.
			if (this.#port === port && this.#ready && first === id) this.#replace(new EngineError('cancelled', 'Cancelled.'));
		}, grace);
	}

	#exited(reason: string): void {
		this.#port = null;
		if (!this.#ready) {
			// It never came up: whatever stands in its way will stand in the next one's way too.
			this.#failAll(new EngineError('died', `The engine could not be started: ${reason}`));
			return;
		}
		this.#recover(new EngineError('died', `The engine stopped and was restarted: ${reason}`));
	}

	#replace(error: EngineError): void {
		this.#stop();
		this.#recover(error);
	}

	#stop(): void {
		this.#port?.kill();
		this.#port = null;
		if (this.#watchdog !== null) clearTimeout(this.#watchdog);
		this.#watchdog = null;
	}

	/** Fails the request the lost worker was on and hands the others, in order, to a new one. */
	#recover(error: EngineError): void {
		const waiting = [...this.#pending.values()];
		this.#pending.clear();
		if (this.#watchdog !== null) clearTimeout(this.#watchdog);
		this.#watchdog = null;
		const [first, ...others] = waiting;
		this.#onReplace(error.message);
		if (first !== undefined && !first.cancelled) first.settle({ error });
		const wanted = others.filter((pending) => !pending.cancelled && pending.message.method !== 'configure');
		if (this.#disposed || wanted.length === 0) return;
		const port = this.#open();
		for (const pending of wanted) {
			this.#pending.set(pending.message.id, pending);
			if (port !== null) this.#post(pending);
		}
	}

	#failAll(error: EngineError): void {
		const waiting = [...this.#pending.values()];
		this.#pending.clear();
		this.#watch();
		for (const pending of waiting) if (!pending.cancelled) pending.settle({ error });
	}
}

/** What a worker said, if it is one of the replies it may give. */
function readReply(message: unknown): EngineReply | null {
	if (typeof message !== 'object' || message === null || !('kind' in message)) return null;
	if (message.kind === 'ready') return { kind: 'ready' };
	if (!('id' in message) || typeof message.id !== 'number') return null;
	if (message.kind === 'result' && 'result' in message)
		return { kind: 'result', id: message.id, result: message.result };
	if (message.kind !== 'failure' || !('message' in message) || typeof message.message !== 'string') return null;
	const code = 'code' in message && message.code === 'no-session' ? { code: 'no-session' as const } : {};
	return {
		kind: 'failure',
		id: message.id,
		message: message.message,
		cancelled: 'cancelled' in message && message.cancelled === true,
		...code,
	};
}
