import assert from 'node:assert/strict';
import { readFileSync, rmSync } from 'node:fs';
import { after, test } from 'node:test';
import { EngineClient, EngineError } from '../../../src/engine/client.ts';
import { FLAG_SLOTS } from '../../../src/engine/port.ts';
import type { Port, PortEvents, PortFactory } from '../../../src/engine/port.ts';
import { nodePort } from '../../../src/engine/port.node.ts';
import { Engine } from '../../../src/engine/engine.ts';
import { serve } from '../../../src/engine/serve.ts';
import { areParams, readMessage } from '../../../src/engine/validate.ts';
import { Sessions } from '../../../src/session/sessions.ts';
import { DEFAULT_LIMITS } from '../../../src/protocol.ts';
import type { EngineMessage } from '../../../src/protocol-engine.ts';
import { PLAIN, builtWorker, doc, request } from './helper.ts';

const analysis = { document: doc('f = x * 2  # @grad x=3'), lastUsed: [] };

/** Functions that call each other so often that running them takes all the time there is. */
function endless(): ReturnType<typeof doc> {
	const lines = ['g0(x) = x * 1.0001'];
	for (let level = 1; level < 40; level++) lines.push(`g${level}(x) = g${level - 1}(g${level - 1}(x))`);
	return doc(`# @grad y t=1\n${lines.join('\n')}\ny = g39(t)`);
}

/** A worker that is a script of the test's. */
class FakeWorkers {
	readonly posted: EngineMessage[][] = [];
	killed = 0;
	readonly workers: PortEvents[] = [];
	readonly flags: Int32Array[] = [];
	readonly #onPost: (worker: number, message: EngineMessage, events: PortEvents) => void;
	readonly #shared: boolean;

	constructor(
		onPost: (worker: number, message: EngineMessage, events: PortEvents) => void = () => undefined,
		shared = false,
	) {
		this.#onPost = onPost;
		this.#shared = shared;
	}

	readonly start: PortFactory = (events): Port => {
		const worker = this.workers.length;
		this.workers.push(events);
		this.posted.push([]);
		queueMicrotask(() => events.onMessage({ kind: 'ready' }));
		const flag = new Int32Array(FLAG_SLOTS);
		this.flags.push(flag);
		return {
			...(this.#shared && { flag }),
			post: (message) => {
				this.posted[worker]?.push(message);
				queueMicrotask(() => this.#onPost(worker, message, events));
			},
			kill: () => void this.killed++,
		};
	};
}

const answering = (_: number, message: EngineMessage, events: PortEvents): void => {
	if (message.kind === 'request') events.onMessage({ kind: 'result', id: message.id, result: message.method });
};

test('no worker is started before the first request', async () => {
	const fake = new FakeWorkers(answering);
	const client = new EngineClient(fake.start);
	client.configure(DEFAULT_LIMITS);
	assert.equal(fake.workers.length, 0);
	assert.equal(await client.request('analyze', analysis), 'analyze');
	assert.deepEqual(
		fake.posted[0]?.map((message) => message.kind === 'request' && message.method),
		['configure', 'analyze'],
	);
	client.dispose();
});

test('a worker that dies is replaced; its request fails with the reason, the waiting ones are answered by the next', async () => {
	const replaced: string[] = [];
	const fake = new FakeWorkers((worker, message, events) => {
		if (worker > 0) answering(worker, message, events);
		else if (message.kind === 'request' && message.method === 'close') events.onExit('out of memory');
	});
	const client = new EngineClient(fake.start, { onReplace: (reason) => replaced.push(reason) });
	client.configure(DEFAULT_LIMITS);
	client.warm();
	await new Promise((resolve) => setImmediate(resolve));
	fake.workers[0]?.onMessage({ kind: 'result', id: 1, result: null });
	const first = client.request('close', { id: 1 });
	const second = client.request('analyze', analysis);
	await assert.rejects(
		first,
		(error) => error instanceof EngineError && error.code === 'died' && /out of memory/.test(error.message),
	);
	assert.equal(await second, 'analyze');
	assert.equal(replaced.length, 1);
	assert.deepEqual(
		fake.posted[1]?.map((message) => message.kind === 'request' && message.method),
		['configure', 'analyze'],
		'the budgets are told again',
	);
	client.dispose();
});

test('a worker that never comes up fails what waits for it, and the next request tries again', async () => {
	let starts = 0;
	const client = new EngineClient((events) => {
		starts++;
		queueMicrotask(() => events.onExit('no such file'));
		return { post: () => undefined, kill: () => undefined };
	});
	const failed = (): Promise<void> =>
		assert.rejects(client.request('analyze', analysis), /could not be started: no such file/);
	await failed();
	await failed();
	assert.equal(starts, 2);
	const throwing = new EngineClient(() => {
		throw new Error('not allowed here');
	});
	await assert.rejects(throwing.request('analyze', analysis), /could not be started: not allowed here/);
});

test('a worker that hangs is replaced when its time is up', async () => {
	const fake = new FakeWorkers((worker, message, events) => void (worker > 0 && answering(worker, message, events)));
	const client = new EngineClient(fake.start, { timeout: 30 });
	const hanging = client.request('analyze', analysis);
	const waiting = client.request('close', { id: 1 });
	await assert.rejects(hanging, (error) => error instanceof EngineError && error.code === 'timeout');
	assert.equal(await waiting, 'close');
	assert.equal(fake.killed, 1);
	client.dispose();
});

test('without shared memory a busy worker is cancelled by being replaced', async () => {
	const fake = new FakeWorkers((worker, message, events) => void (worker > 0 && answering(worker, message, events)));
	const client = new EngineClient(fake.start, { grace: { shared: 60_000, unshared: 20 } });
	const abort = new AbortController();
	const busy = client.request('analyze', analysis, abort.signal);
	await new Promise((resolve) => setImmediate(resolve));
	const next = client.request('close', { id: 1 });
	const started = performance.now();
	abort.abort();
	await assert.rejects(busy, (error) => error instanceof EngineError && error.code === 'cancelled');
	assert.equal(await next, 'close');
	// Long before the time that a worker with shared memory is given; the machine may be busy with something else.
	assert.ok(performance.now() - started < 5000);
	assert.equal(fake.killed, 1);
	client.dispose();
});

test('a later request of the same kind overtakes an earlier one', async () => {
	const fake = new FakeWorkers();
	const client = new EngineClient(fake.start, { grace: { shared: 5, unshared: 5 } });
	const older = client.latest('hover', 'analyze', analysis);
	const newer = client.latest('hover', 'analyze', analysis);
	assert.equal(await older, undefined);
	client.dispose();
	await assert.rejects(newer, /shut down/);
	await assert.rejects(client.request('analyze', analysis), /shut down/);
});

test('an answer that is none replaces the worker that gave it', async () => {
	const fake = new FakeWorkers((worker, message, events) =>
		worker === 0 ? events.onMessage({ kind: 'result' }) : answering(worker, message, events),
	);
	const client = new EngineClient(fake.start);
	await assert.rejects(client.request('analyze', analysis), /no answer/);
	assert.equal(await client.request('analyze', analysis), 'analyze');
	client.dispose();
});

test('what is no message, or has no parameters a method can take, is not let in', () => {
	for (const message of [
		null,
		1,
		'analyze',
		{},
		{ kind: 'request', id: 'x', method: 'at' },
		{ kind: 'request', id: 1, method: 'constructor' },
		{ kind: 'other', id: 1 },
	]) {
		assert.equal(readMessage(message), null, JSON.stringify(message));
	}
	assert.deepEqual(readMessage({ kind: 'cancel', id: 3 }), { kind: 'cancel', id: 3 });
	assert.ok(areParams('open', request(doc('x'))));
	assert.ok(!areParams('open', { ...request(doc('x')), changed: [['x', '1']] }));
	assert.ok(!areParams('at', { id: 1, position: 0.5 }));
	assert.ok(!areParams('at', null));
	assert.ok(!areParams('seek', { id: 1, position: 0, seek: { to: 'elsewhere' } }));
	assert.ok(!areParams('configure', { limits: { gates: 1 } }));
	const replies: unknown[] = [];
	const receive = serve(new Engine(), { post: (reply) => replies.push(reply), later: (task) => task() });
	receive({ kind: 'request', id: 9, method: 'at', params: { id: 'one' } });
	assert.deepEqual(replies[1], {
		kind: 'failure',
		id: 9,
		message: 'The engine cannot take these parameters for at.',
		cancelled: false,
	});
	assert.throws(() => receive('hello'), TypeError);
});

test('the client loads neither the engine nor the parser', () => {
	const seen = new Set<string>();
	const queue = [
		new URL('../../../src/session/sessions.ts', import.meta.url),
		new URL('../../../src/engine/client.ts', import.meta.url),
		new URL('../../../src/engine/port.node.ts', import.meta.url),
		new URL('../../../src/engine/port.web.ts', import.meta.url),
	];
	for (let url = queue.pop(); url !== undefined; url = queue.pop()) {
		if (seen.has(url.href)) continue;
		seen.add(url.href);
		// Imports of types alone are gone when the program runs.
		for (const [, from = ''] of readFileSync(url, 'utf8').matchAll(
			/^(?:import|export) (?!type)[^;]*? from '([^']+)'/gm,
		)) {
			assert.ok(from.startsWith('.') || from.startsWith('node:'), `${url.pathname} imports ${from}`);
			if (from.startsWith('.')) queue.push(new URL(from, url));
		}
	}
	const names = [...seen].map((href) => href.replace(/.*\/src\//, ''));
	assert.deepEqual(
		names.filter((name) => /^(?:core|lang|run)\/|engine\/engine/.test(name)),
		[],
	);
});

const { start: workerPort, folder } = builtWorker();
const real = new EngineClient(workerPort);
after(() => {
	real.dispose();
	rmSync(folder, { recursive: true });
});

test('a real worker answers within 100 ms after an endless run was cancelled', async () => {
	const warm = await real.request('analyze', analysis);
	assert.equal(warm.units[0]?.chips.length, 2);
	const times: number[] = [];
	// The quickest of a few: the machine may be busy with something else.
	while (times.length < 5 && !times.some((taken) => taken < 100)) {
		const abort = new AbortController();
		real.configure({ ...DEFAULT_LIMITS, milliseconds: 60_000, gates: 1e12, elements: 1e12, bytes: 1e15 });
		const running = real.request('analyze', { document: endless(), lastUsed: [] }, abort.signal);
		await new Promise((resolve) => setTimeout(resolve, 300));
		const started = performance.now();
		abort.abort();
		await assert.rejects(running, (error) => error instanceof EngineError && error.code === 'cancelled');
		real.configure(DEFAULT_LIMITS);
		const next = await real.request('analyze', analysis);
		times.push(performance.now() - started);
		assert.deepEqual(next.units[0]?.inputs, warm.units[0]?.inputs);
	}
	assert.ok(Math.min(...times) < 100, `${times.join(', ')} ms`);
});

test('a session outlives its real worker', async () => {
	const ports: Port[] = [];
	const events: PortEvents[] = [];
	const client = new EngineClient((told) => {
		const port = workerPort(told);
		ports.push(port);
		events.push(told);
		return port;
	});
	const sessions = new Sessions(client);
	const outcome = await sessions.open(
		doc('f = (x + y) * z  # @grad x=-2, y=5, z=-4'),
		{ selection: { start: 0, end: 0 } },
		PLAIN,
	);
	assert.ok(outcome.ok);
	const { session } = outcome;
	await session.change('x', 7);
	ports[0]?.kill();
	events[0]?.onExit('killed by the test');
	await session.next();
	assert.equal(ports.length, 2);
	assert.equal(session.view.position, 3);
	assert.equal(session.info.unit.inputs.find(({ name }) => name === 'x')?.value, 7);
	client.dispose();
});

test('a worker script that is not there is said to be so', async () => {
	const client = new EngineClient(nodePort('/nowhere/engine.js'));
	await assert.rejects(client.request('analyze', analysis), /could not be started/);
	client.dispose();
});
