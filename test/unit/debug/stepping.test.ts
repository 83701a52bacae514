/** The adapter as a client meets it: launch, the passes as one timeline, and the way back. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Client, SOURCE, shown } from './client.ts';

const SMALL = 'f = (x + y) * z  # @grad x=-2, y=5, z=-4\n';
const NEURON = 'f = 1/(1+exp(-(w0*x0+w1*x1+w2)))  # @grad w0=2, x0=-1, w1=-3, x1=-2, w2=-3\n';
const LOOP = `import numpy as np

# @grad loss at W = [0.1, 0.5; -0.3, 0.8], x = [0.2, 0.4]
def act(v):
    return np.maximum(v, 0)

h = x
for t in range(2):
    h = act(W @ h)
loss = np.sum(h**2)
`;

test('a launch stops on entry, before anything is computed', async () => {
	const client = new Client(SMALL);
	const stopped = await client.start();
	assert.deepEqual([stopped['reason'], stopped['description'], stopped['threadId']], ['entry', 'forward 0/2', 1]);
	assert.deepEqual(shown(await client.scope('Inputs')), ['x = -2', 'y = 5', 'z = -4']);
	assert.ok(shown(await client.scope('Values')).includes('f = not there yet'));
	assert.deepEqual(await client.get('threads'), { threads: [{ id: 1, name: 'f' }] });
});

test('a launch says what is wrong with it', async () => {
	for (const [launch, said] of [
		[{}, /program/],
		[{ program: 5 }, /program/],
		[{ program: '/elsewhere' }, /elsewhere/],
		[{ program: '/work/net.txt', target: 'g' }, /target g/],
		[{ program: '/work/net.txt', selection: { start: 3, end: 9999 } }, /outside/],
		[{ program: '/work/net.txt', pass: 'sideways' }, /pass/],
	] as const) {
		const client = new Client(SMALL);
		await client.get('initialize', {});
		assert.match(await client.error('launch', launch), said);
		assert.match(await client.error('next', { threadId: 1 }), /[Nn]othing/);
	}
	const bare = new Client('f = x * y\n');
	await bare.get('initialize', {});
	assert.match(await bare.error('launch', { program: '/work/net.txt' }), /@grad/);
});

test('the unit is chosen by target, by line, and by selection', async () => {
	const text = 'a = x * 2  # @grad x=1\n\nb = x * 3  # @grad x=1\n\nc = p * q\n';
	for (const [launch, target] of [
		[{}, 'a'],
		[{ line: 3 }, 'b'],
		[{ line: 2 }, 'b'],
		[{ line: 5 }, 'b'],
		[{ target: 'b' }, 'b'],
		[{ selection: { start: text.indexOf('c ='), end: text.length - 1 } }, 'c'],
	] as const) {
		const client = new Client(text);
		await client.start(launch);
		assert.equal(client.session.info.unit.target, target, JSON.stringify(launch));
	}
});

test('stepping in goes gate by gate through both passes, each stop at its exact characters', async () => {
	const client = new Client(SMALL);
	await client.start();
	const seen: unknown[] = [];
	for (let step = 0; step < 5; step++) {
		const { description } = await client.move('stepIn');
		seen.push([description, await client.here()]);
	}
	assert.deepEqual(seen, [
		['forward 1/2', 'x + y'],
		['forward 2/2', '(x + y) * z'],
		['turning point', '(x + y) * z'],
		['backward 1/2', '(x + y) * z'],
		['backward 2/2', 'x + y'],
	]);
	const gradients = shown(await client.scope('Gradients'));
	assert.deepEqual(gradients, ['x = -4', 'y = -4', 'z = 3', 'f = 1', 'x + y = -4']);
});

test('N steps on and N steps back show identical variables, at every N', { timeout: 60_000 }, async () => {
	for (const [text, language] of [
		[NEURON, 'plaintext'],
		[LOOP, 'python'],
	] as const) {
		const client = new Client(text, language);
		await client.start();
		const seen = [await client.everything()];
		while (client.session.position < client.session.lastPosition) {
			await client.move('stepIn');
			seen.push(await client.everything());
		}
		assert.ok(new Set(seen.map((each) => each.join('\n'))).size > seen.length / 2, 'steps show different things');
		for (let index = seen.length - 2; index >= 0; index--) {
			await client.move('stepBack');
			assert.deepEqual(await client.everything(), seen[index], `position ${index}`);
		}
		assert.deepEqual(client.logged, []);
	}
});

test('stepping over passes a call, out leaves the iteration, and granularity chooses', async () => {
	const client = new Client(LOOP, 'python');
	await client.start();
	await client.move('next');
	assert.equal((await client.stack())[0]?.line, 5, 'the end of the line that calls');
	await client.move('stepBack');
	await client.move('stepIn');
	const inside = await client.stack();
	assert.deepEqual(
		inside.map(({ name, line }) => [name.split(' · forward')[0], line]),
		[
			['act · call 1', 5],
			['for t in range(2) · iteration 1', 9],
			['loss', 8],
		],
	);
	await client.move('stepOut');
	assert.match((await client.stack())[0]?.name ?? '', /iteration 2/);
	const { position } = client.session;
	await client.move('next', { granularity: 'instruction' });
	assert.equal(client.session.position, position + 1);
	await client.move('stepBack', { granularity: 'line' });
	assert.ok(client.session.position < position + 1);
	assert.match(await client.error('next', { granularity: 'mile' }), /granularity/);
});

test('a long stack is answered in parts', async () => {
	const text = `# @grad f at x = 1.5
def power(v, n):
    if n == 0:
        return v
    return power(v * 1.1, n - 1)
f = power(x, 40)
`;
	const client = new Client(text, 'python');
	await client.start({ pass: 'backward' });
	await client.move('stepBack');
	const first = await client.get('stackTrace', { threadId: 1, startFrame: 0, levels: 5 });
	const total = first['totalFrames'] as number;
	assert.ok(total >= 40);
	const rest = await client.stack({ startFrame: 5 });
	assert.equal(rest.length, total - 5);
	assert.equal(new Set(rest.map(({ id }) => id)).size, rest.length);
	assert.equal(rest.at(-1)?.name, 'f');
});

test('restart enters again; pause while standing says where; disconnect ends the session', async () => {
	const client = new Client(SMALL);
	await client.start();
	await client.move('stepIn');
	assert.equal((await client.move('restart'))['reason'], 'entry');
	assert.equal(client.session.position, 0);
	assert.equal((await client.move('pause'))['reason'], 'pause');
	const ended = client.next('terminated');
	await client.get('disconnect');
	await ended;
	assert.equal(client.sessions.active, null);
	assert.match(await client.error('stackTrace', { threadId: 1 }), /[Nn]othing/);
});

test('without breakpoints it runs to the end and stays there; backwards to the start', async () => {
	const client = new Client(SMALL);
	const stopped = await client.start({ stopOnEntry: false });
	assert.equal(stopped['description'], 'End of the backward pass');
	assert.equal(client.session.position, client.session.lastPosition);
	await client.move('reverseContinue');
	assert.equal(client.session.position, 0);
	await client.move('continue');
	assert.equal(client.session.position, client.session.lastPosition);
});

test('jumps lead to a gate in either pass', async () => {
	const client = new Client(SMALL);
	await client.start();
	type Targets = { targets: { id: number; label: string }[] };
	const at = await client.get<Targets>('gotoTargets', { ...SOURCE, line: 1, column: 8 });
	assert.deepEqual(
		at.targets.map(({ label }) => label),
		['x + y: forward', 'x + y: backward'],
	);
	assert.equal((await client.get<Targets>('gotoTargets', { ...SOURCE, line: 1 })).targets.length, 4);
	const stopped = await client.move('goto', { targetId: at.targets[1]?.id });
	assert.deepEqual([stopped['reason'], stopped['description']], ['goto', 'backward 2/2']);
	assert.match(await client.error('goto', { threadId: 1, targetId: 99_999 }), /place/);
});

test('what others do with the session is told: a step, a value, its end', async () => {
	const client = new Client(SMALL);
	await client.start();
	let stopped = client.next('stopped');
	await client.session.next();
	assert.equal((await stopped)['description'], 'forward 1/2');
	stopped = client.next('stopped');
	await client.session.change('x', 7);
	await stopped;
	assert.ok(shown(await client.scope('Values')).includes('x + y = 12'));
	const ended = client.next('terminated');
	await client.sessions.close();
	await ended;
});

test('where another’s value leaves the place as it was, a client that can look again is not stopped: the focus stays', async () => {
	const client = new Client(SMALL);
	await client.get('initialize', { supportsInvalidatedEvent: true });
	await Promise.all([client.next('initialized'), client.get('launch', { program: '/work/net.txt' })]);
	await client.move('configurationDone');
	await client.move('stepIn');
	const stops = (): number => client.events.filter(({ event }) => event === 'stopped').length;
	const before = stops();
	const invalidated = client.next('invalidated');
	await client.session.change('x', 7);
	assert.deepEqual(await invalidated, { areas: ['variables'] });
	assert.equal(stops(), before);
	assert.ok(shown(await client.scope('Values')).includes('x + y = 12'));
	const stopped = client.next('stopped');
	await client.session.next();
	await stopped;
	assert.equal(stops(), before + 1);
});

test('values of the launch take the place of the text’s; names that are none are told', async () => {
	const client = new Client(SMALL);
	await client.start({ values: { x: 10, nowhere: 1 }, pass: 'backward' });
	assert.ok(shown(await client.scope('Values')).includes('f = -60'));
	assert.ok(client.events.some(({ event, body }) => event === 'output' && String(body['output']).includes('nowhere')));
});

test('columns and lines may be counted from 0', async () => {
	const client = new Client(SMALL);
	await client.get('initialize', { linesStartAt1: false, columnsStartAt1: false });
	await Promise.all([client.next('initialized'), client.get('launch', { program: '/work/net.txt' })]);
	await client.move('configurationDone');
	await client.move('stepIn');
	const [top] = await client.stack();
	assert.deepEqual([top?.line, top?.column, top?.endColumn], [0, 5, 10]);
});
