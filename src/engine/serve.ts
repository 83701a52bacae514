/** Runs an engine behind a line of messages: one request after the other, with room between them for a cancellation to arrive. */
import type { EngineReply } from '../protocol-engine.ts';
import { EngineError, FLAG_SLOTS } from './port.ts';
import { Cancelled } from '../run/budget.ts';
import type { Engine } from './engine.ts';
import { areParams, readMessage } from './validate.ts';

export interface Line {
	readonly flag?: Int32Array;
	post(reply: EngineReply): void;
	/** Runs the task after the messages that are waiting have been delivered. */
	later(task: () => void): void;
}

/** Returns what to call with every message that arrives. */
export function serve(engine: Engine, line: Line): (message: unknown) => void {
	const queue: { id: number; method: Parameters<typeof areParams>[0]; params: unknown }[] = [];
	const cancelled = new Set<number>();
	let scheduled = false;
	/** While something is loaded that the request in turn needs. */
	let busy = false;

	const isCancelled = (id: number): boolean =>
		cancelled.has(id) || (line.flag !== undefined && Atomics.load(line.flag, id % FLAG_SLOTS) === id);

	const turn = (): void => {
		scheduled = false;
		const request = queue.shift();
		if (request === undefined) return;
		const done = (reply: EngineReply): void => {
			line.post(reply);
			cancelled.delete(request.id);
			busy = false;
			schedule();
		};
		const reply = answer(engine, request, () => isCancelled(request.id));
		if (!(reply instanceof Promise)) return done(reply);
		busy = true;
		void reply.then(done);
	};
	const schedule = (): void => {
		if (scheduled || busy || queue.length === 0) return;
		scheduled = true;
		line.later(turn);
	};

	line.post({ kind: 'ready' });
	return (value) => {
		const message = readMessage(value);
		// Nothing but our own client speaks on this line: what it cannot have said is a fault to be seen, not to be passed over.
		if (message === null) throw new TypeError('The engine was sent something that is no request.');
		if (message.kind === 'cancel') {
			if (queue.some(({ id }) => id === message.id)) cancelled.add(message.id);
			return;
		}
		queue.push(message);
		schedule();
	};
}

function answer(
	engine: Engine,
	request: { id: number; method: Parameters<typeof areParams>[0]; params: unknown },
	cancelled: () => boolean,
): EngineReply | Promise<EngineReply> {
	const { id, method, params } = request;
	const failure = (error: unknown): EngineReply => {
		const message = error instanceof Error ? error.message : String(error);
		if (error instanceof EngineError && error.code === 'no-session')
			return { kind: 'failure', id, message, cancelled: false, code: 'no-session' };
		return { kind: 'failure', id, message, cancelled: error instanceof Cancelled };
	};
	const misfit: EngineReply = {
		kind: 'failure',
		id,
		message: `The engine cannot take these parameters for ${method}.`,
		cancelled: false,
	};
	try {
		if (cancelled()) throw new Cancelled();
		if (method !== 'typeset')
			return areParams(method, params)
				? { kind: 'result', id, result: engine.handle(method, params, cancelled) }
				: misfit;
		if (!areParams(method, params)) return misfit;
		return import('./typeset.ts').then(
			({ typeset }): EngineReply => ({ kind: 'result', id, result: typeset(params.latex, params.ink) }),
			failure,
		);
	} catch (error) {
		return failure(error);
	}
}
