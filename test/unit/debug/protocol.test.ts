/** What a client may rely on besides the capabilities: when it is told what, and once; what a stop says; what is counted from where. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { Client, SOURCE, shown } from './client.ts';

const SMALL = 'f = (x + y) * z   # @grad f at x = -2, y = 5, z = -4\n';

async function started(text = SMALL, languageId = 'plaintext'): Promise<Client> {
	const client = new Client(text, languageId);
	await client.start();
	return client;
}

const heard = (client: Client, ...events: string[]): string[] =>
	client.events.map(({ event }) => event).filter((event) => events.includes(event));

const said = (client: Client, category: string): unknown[] =>
	client.events.flatMap(({ event, body }) =>
		event === 'output' && body['category'] === category ? [body['output']] : [],
	);

test('the end is told once, whoever brings it about', async () => {
	const client = await started();
	await client.get('terminate');
	await client.get('disconnect', { restart: false });
	assert.deepEqual(heard(client, 'terminated'), ['terminated']);
});

test('a client that has not asked for it is told that the program goes on before it is told of a stop', async () => {
	const client = await started();
	await client.move('stepIn');
	await client.move('restart');
	const stopped = client.next('stopped');
	await client.session.next();
	await stopped;
	assert.deepEqual(heard(client, 'stopped', 'continued'), [
		'stopped',
		'stopped',
		'continued',
		'stopped',
		'continued',
		'stopped',
	]);
});

test('a restart is entered as its configuration says by then', async () => {
	const client = await started();
	const stopped = await client.move('restart', { arguments: { program: SOURCE.source.path, pass: 'backward' } });
	assert.deepEqual([stopped['reason'], client.session.position], ['entry', client.session.info.forwardSteps]);
});

test('without debugging, what was computed is told, and that is all', async () => {
	const client = new Client(SMALL);
	await client.get('initialize', {});
	await Promise.all([
		client.next('initialized'),
		client.get('launch', { ...SOURCE.source, program: SOURCE.source.path, noDebug: true }),
	]);
	const ended = client.next('terminated');
	await client.get('configurationDone');
	await ended;
	assert.deepEqual(said(client, 'stdout'), ['f = -12\n', 'grad(x) = -4\n', 'grad(y) = -4\n', 'grad(z) = 3\n']);
	assert.deepEqual(heard(client, 'stopped'), []);
	assert.equal(client.sessions.active, null);
});

test('a stop at a breakpoint is described by its reason alone', async () => {
	const client = await started();
	await client.get('setBreakpoints', { ...SOURCE, breakpoints: [{ line: 1 }] });
	assert.deepEqual(
		[await client.move('continue')].map(({ reason, description }) => [reason, description]),
		[['breakpoint', undefined]],
	);
});

test('there is one thread', async () => {
	const client = await started();
	for (const command of ['next', 'continue', 'stackTrace', 'pause'])
		assert.match(await client.error(command, { threadId: 2 }), /no thread 2/);
});

test('log points say what they can, and why not the rest', async () => {
	const client = await started();
	const logMessage = 'f {f}, x {grad(x)}';
	await client.get('setBreakpoints', { ...SOURCE, breakpoints: [{ line: 1, logMessage }] });
	await client.move('continue');
	assert.deepEqual(said(client, 'stdout'), [
		'f {f has no value yet at this step}, x -4 in the end\n',
		'f -12, x -4 in the end\n',
	]);
});

test('a gradient that has not arrived is marked in watches as in the Variables view', async () => {
	const client = await started();
	const watched = async (context: string): Promise<unknown> =>
		(await client.get('evaluate', { expression: 'grad(x)', context }))['result'];
	assert.equal(await watched('watch'), '-4 in the end');
	assert.equal(await watched('clipboard'), '-4');
	await client.move('continue');
	assert.equal(await watched('watch'), '-4');
});

test('an assignment typed into the console gives an input another value', async () => {
	const client = await started();
	const typed = async (expression: string, context = 'repl'): Promise<DebugProtocol.Response> =>
		client.ask('evaluate', { expression, context });
	assert.equal((await client.get('evaluate', { expression: 'x = 2 * y', context: 'repl' }))['result'], '10');
	assert.ok(shown(await client.scope('Inputs')).includes('x = 10'));
	assert.match((await typed('f = 3')).message ?? '', /no value yet/);
	await client.move('continue');
	assert.match((await typed('f = 3')).message ?? '', /Only inputs/);
	assert.match((await typed('x = oops')).message ?? '', /oops/);
	assert.equal(((await typed('x == 10')).body as { result: string }).result, 'True');
	// A watch is asked again at every step: it changes nothing.
	assert.match((await typed('x = 3', 'watch')).message ?? '', /assignment/);
	assert.ok(shown(await client.scope('Inputs')).includes('x = 10'));
});

test('completions are counted as the client counts, and read in the level that is looked at', async () => {
	const client = new Client('def g(u):\n    inner = u * 2\n    return inner\nf = g(x)  # @grad f at x = 3\n', 'python');
	await client.get('initialize', { linesStartAt1: false, columnsStartAt1: false });
	await Promise.all([client.next('initialized'), client.get('launch', { program: SOURCE.source.path })]);
	await client.move('configurationDone');
	await client.move('stepIn');
	const [inside, outside] = await client.stack();
	type Targets = DebugProtocol.CompletionsResponse['body'];
	const at = async (frameId: number | undefined): Promise<Targets['targets']> =>
		(await client.get<Targets>('completions', { text: '1\n2 + in', line: 1, column: 6, frameId })).targets;
	const found = (await at(inside?.id)).find(({ label }) => label === 'inner');
	assert.deepEqual([found?.start, found?.length], [4, 2]);
	assert.ok(!(await at(outside?.id)).some(({ label }) => label === 'inner'));
});

test('the gradient of an expression can be watched; another text is watched anew', async () => {
	const client = await started();
	const variable = await client.get('dataBreakpointInfo', { name: 'grad(x)', frameId: 1 });
	assert.deepEqual(variable, await client.get('dataBreakpointInfo', { name: 'x', frameId: 1 }));
	await client.move('stepIn');
	const variablesReference = await client.scopeReference('Gradients');
	const info = await client.get('dataBreakpointInfo', { variablesReference, name: 'x + y' });
	assert.ok(typeof info['dataId'] === 'string' && info['canPersist'] === false);
	assert.equal((await client.get('dataBreakpointInfo', { name: '1 + 1' }))['dataId'], null);
	await client.get('setDataBreakpoints', { breakpoints: [{ dataId: info['dataId'] }] });
	assert.equal((await client.move('continue'))['reason'], 'data breakpoint');
	const changed = client.next('breakpoint');
	const text = `# A line above\n${SMALL}`;
	await client.sessions.documentChanged({ ...client.document, text, version: client.document.version + 1 }, [
		{ range: { start: 0, end: 0 }, text: '# A line above\n' },
	]);
	const { breakpoint } = (await changed) as { breakpoint?: DebugProtocol.Breakpoint };
	assert.deepEqual([breakpoint?.verified, breakpoint?.message?.includes('anew')], [false, true]);
});

test('while the text cannot be read, places are those of the text that was', async () => {
	const client = await started();
	const broken = '\n\n\nf = (x +   # @grad f at x = -2, y = 5, z = -4\n';
	await client.sessions.documentChanged({ ...client.document, text: broken, version: client.document.version + 1 }, [
		{ range: { start: 0, end: SMALL.length }, text: broken },
	]);
	assert.ok(client.session.stale);
	type Targets = DebugProtocol.GotoTargetsResponse['body'];
	const { targets } = await client.get<Targets>('gotoTargets', { ...SOURCE, line: 1, column: 8 });
	assert.deepEqual(
		targets.map(({ label }) => label),
		['x + y: forward', 'x + y: backward'],
	);
});

test('the stack is answered in pieces', async () => {
	const client = await started('def g(u):\n    return u * 2\nf = g(x)  # @grad f at x = 3\n', 'python');
	await client.move('stepIn');
	type Stack = DebugProtocol.StackTraceResponse['body'];
	const whole = await client.get<Stack>('stackTrace', { threadId: 1 });
	const second = await client.get<Stack>('stackTrace', { threadId: 1, startFrame: 1, levels: 1 });
	assert.deepEqual([whole.totalFrames, second.totalFrames], [2, 2]);
	assert.deepEqual(second.stackFrames, whole.stackFrames.slice(1, 2));
});
