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

	const isCancelled = (id: number): boolean =>
		cancelled.has(id) || (line.flag !== undefined && Atomics.load(line.flag, id % FLAG_SLOTS) === id);

	const turn = (): void => {
		scheduled = false;
		const request = queue.shift();
		if (request === undefined) return;
		line.post(answer(engine, request, () => isCancelled(request.id)));
		cancelled.delete(request.id);
		schedule();
	};
	const schedule = (): void => {
		if (scheduled || queue.length === 0) return;
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
): EngineReply {
	const { id, method, params } = request;
	try {
		if (cancelled()) throw new Cancelled();
		if (!areParams(method, params))
			return {
				kind: 'failure',
				id,
				message: `The engine cannot take these parameters for ${method}.`,
				cancelled: false,
			};
		return { kind: 'result', id, result: engine.handle(method, params, cancelled) };
	} catch (error) {
		const message = error instanceof Error ? error.message : String(error);
		if (error instanceof EngineError && error.code === 'no-session')
			return { kind: 'failure', id, message, cancelled: false, code: 'no-session' };
		return { kind: 'failure', id, message, cancelled: error instanceof Cancelled };
	}
}
