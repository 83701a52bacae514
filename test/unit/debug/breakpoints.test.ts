/** Breakpoints of every kind, in both directions: where they stand, when they stop, what they say. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Client, SOURCE, shown } from './client.ts';
import type { Body } from './client.ts';

const NET = `import numpy as np

# @grad loss at W = [0.1, 0.5; -0.3, 0.8], x = [0.2, 0.4]
h = x
for t in range(3):
    a = W @ h
    h = np.maximum(a, 0)

loss = np.sum(h**2)
`;

interface Answer {
	readonly breakpoints: readonly { id: number; verified: boolean; line?: number; column?: number; message?: string }[];
}

async function started(setUp: (client: Client) => Promise<unknown> = () => Promise.resolve()): Promise<Client> {
	const client = new Client(NET, 'python');
	await client.start({}, () => setUp(client));
	return client;
}

const set = (client: Client, breakpoints: readonly Body[]): Promise<Answer> =>
	client.get('setBreakpoints', { ...SOURCE, breakpoints });

/** Runs on (or back) until the end (or the start), and says where it stopped on the way. */
async function stops(client: Client, command: 'continue' | 'reverseContinue'): Promise<number[]> {
	const positions: number[] = [];
	for (let tries = 0; tries < 50; tries++) {
		const { hitBreakpointIds } = await client.move(command);
		if (hitBreakpointIds === undefined) return positions;
		positions.push(client.session.position);
	}
	throw new Error('it goes on and on');
}

test('a line stops once a turn in each pass, and the same places stop on the way back', async () => {
	const client = await started();
	const { breakpoints } = await set(client, [{ line: 6 }]);
	assert.deepEqual(
		breakpoints.map(({ verified, line }) => [verified, line]),
		[[true, 6]],
	);
	const stopped = await client.move('continue');
	assert.equal(stopped['reason'], 'breakpoint');
	assert.deepEqual(stopped['hitBreakpointIds'], [breakpoints[0]?.id]);
	assert.equal(await client.here(), 'W @ h');
	const on = [client.session.position, ...(await stops(client, 'continue'))];
	assert.equal(on.length, 6);
	assert.equal(on.at(-1), client.session.lastPosition, 'the last stop is the end, from where the way back begins');
	assert.deepEqual(await stops(client, 'reverseContinue'), on.slice(0, -1).toReversed());
});

test('a mode keeps a breakpoint to one pass', async () => {
	const client = await started();
	await set(client, [{ line: 6, mode: 'backward' }]);
	await client.move('continue');
	assert.equal(client.session.view.pass, 'backward');
	assert.equal((await stops(client, 'continue')).length, 2);
});

test('a line without gates moves to the next one that has some; other texts have none', async () => {
	const client = await started();
	const { breakpoints } = await set(client, [{ line: 8 }, { line: 9 }]);
	assert.deepEqual(
		breakpoints.map(({ verified, line }) => [verified, line]),
		[
			[true, 9],
			[true, 9],
		],
	);
	const other = await client.get<Answer>('setBreakpoints', { source: { path: '/other' }, breakpoints: [{ line: 1 }] });
	assert.equal(other.breakpoints[0]?.verified, false);
	assert.match(other.breakpoints[0]?.message ?? '', /text/);
	await client.move('continue');
	assert.equal((await client.stack())[0]?.line, 9);
});

test('a column stops at its subexpression, and the columns that can be had are told', async () => {
	const client = await started();
	type Locations = { breakpoints: { line: number; column: number }[] };
	const { breakpoints } = await client.get<Locations>('breakpointLocations', { ...SOURCE, line: 9 });
	assert.equal(breakpoints.length, 2);
	for (const { column, line } of breakpoints) {
		const [only] = (await set(client, [{ line, column }])).breakpoints;
		assert.equal(only?.verified, true);
		await client.move('restart');
		await client.move('continue');
		assert.equal(await client.here(), column > 14 ? 'h**2' : 'np.sum(h**2)');
	}
});

test('a column where nothing is computed means its line, as a caret at the beginning of one does', async () => {
	const client = await started();
	const { breakpoints } = await set(client, [
		{ line: 6, column: 1, mode: 'forward' },
		{ line: 8, column: 1, logMessage: 'there' },
	]);
	assert.deepEqual(
		breakpoints.map(({ verified, line }) => [verified, line]),
		[
			[true, 6],
			[true, 9],
		],
	);
	await client.move('continue');
	assert.equal(await client.here(), 'W @ h');
	assert.equal((await stops(client, 'continue')).length, 2);
	assert.ok(client.events.some(({ event, body }) => event === 'output' && body['output'] === 'there\n'));
});

test('conditions, hit counts and log points', async () => {
	const client = await started();
	await set(client, [{ line: 6, mode: 'forward', condition: 't == 1' }]);
	assert.equal((await stops(client, 'continue')).length, 1);
	await client.move('restart');
	await set(client, [{ line: 6, mode: 'forward', hitCondition: '>= 2' }]);
	assert.equal((await stops(client, 'continue')).length, 2);
	await client.move('restart');
	await set(client, [{ line: 6, mode: 'forward', logMessage: 'a is {a.shape} at {t}' }]);
	assert.equal((await stops(client, 'continue')).length, 0);
	const said = client.events.filter(({ event }) => event === 'output').map(({ body }) => body['output']);
	assert.deepEqual(said, ['a is (2,) at 0\n', 'a is (2,) at 1\n', 'a is (2,) at 2\n']);
	const [wrong] = (await set(client, [{ line: 6, condition: 't ==' }])).breakpoints;
	assert.equal(wrong?.verified, false);
	assert.ok(wrong.message);
});

test('a condition on a gradient holds from where it has arrived', async () => {
	const client = await started();
	await set(client, [{ line: 6, condition: 'abs(grad(W)).max() > 0' }]);
	await client.move('continue');
	assert.equal(client.session.view.pass, 'backward');
});

test('a function breakpoint stops at every gate of an operator', async () => {
	const client = await started();
	const { breakpoints } = await client.get<Answer>('setFunctionBreakpoints', {
		breakpoints: [{ name: 'matmul' }, { name: 'softmax' }],
	});
	assert.deepEqual(
		breakpoints.map(({ verified }) => verified),
		[true, false],
	);
	const stopped = await client.move('continue');
	assert.equal(stopped['reason'], 'function breakpoint');
	assert.equal(await client.here(), 'W @ h');
	assert.equal((await stops(client, 'continue')).length, 5);
});

test('a data breakpoint stops where a gradient changes', async () => {
	const client = await started();
	type Info = { dataId: string | null; description: string; canPersist?: boolean };
	const reference = await client.scopeReference('Gradients');
	const info = await client.get<Info>('dataBreakpointInfo', { variablesReference: reference, name: 'W' });
	assert.ok(info.dataId !== null && info.canPersist === true);
	assert.match(info.description, /W/);
	assert.equal((await client.get<Info>('dataBreakpointInfo', { name: 'W' })).dataId, info.dataId);
	assert.equal((await client.get<Info>('dataBreakpointInfo', { name: 'nothing' })).dataId, null);
	const { breakpoints } = await client.get<Answer>('setDataBreakpoints', {
		breakpoints: [{ dataId: info.dataId }, { dataId: 'junk' }],
	});
	assert.deepEqual(
		breakpoints.map(({ verified }) => verified),
		[true, false],
	);
	const sums: unknown[] = [];
	for (let stop = 0; stop < 3; stop++) {
		assert.equal((await client.move('continue'))['reason'], 'data breakpoint');
		sums.push(shown(await client.scope('Gradients')).find((line) => line.startsWith('W =')));
	}
	assert.equal(new Set(sums).size, 3, 'each stop brings another share');
	assert.equal((await stops(client, 'continue')).length, 0);
});
