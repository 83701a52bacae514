/** What the debugger says it can do, tried one by one: a capability that is offered without a transcript here fails, and so does a transcript without its capability. */
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { Client, SOURCE, shown } from './client.ts';
import type { Body } from './client.ts';

const TEXT = `import numpy as np

# @grad loss at W = [0.1, 0.5; -0.3, 0.8], x = [0.2, 0.4]
h = x
for t in range(3):
    a = W @ h
    h = np.tanh(a)

loss = np.sum(h**2) + np.log(x[0] - 0.2)
`;
const LINE = 6;

interface Verified {
	readonly breakpoints: readonly { readonly verified: boolean; readonly line?: number; readonly column?: number }[];
}
type Transcript = (client: Client, offered: unknown) => Promise<void>;

async function started(setUp: (client: Client) => Promise<unknown> = () => Promise.resolve()): Promise<Client> {
	const client = new Client(TEXT, 'python');
	await client.start({}, () => setUp(client));
	return client;
}

const breakpoint = (client: Client, terms: Body): Promise<Verified> =>
	client.get('setBreakpoints', { ...SOURCE, breakpoints: [{ line: LINE, mode: 'forward', ...terms }] });

/** How often the program stops on its way to the end. */
async function stops(client: Client): Promise<number> {
	let count = 0;
	while ((await client.move('continue'))['hitBreakpointIds'] !== undefined) count++;
	return count;
}

async function evaluated(client: Client, expression: string, context: string): Promise<string> {
	return String((await client.get('evaluate', { expression, context }))['result']);
}

const TRANSCRIPTS: Readonly<Partial<Record<keyof DebugProtocol.Capabilities, Transcript>>> = {
	supportsConfigurationDoneRequest: async () => {
		const client = new Client(TEXT, 'python');
		await client.get('initialize', {});
		await Promise.all([client.next('initialized'), client.get('launch', { program: SOURCE.source.path })]);
		assert.ok(!client.events.some(({ event }) => event === 'stopped'), 'nothing is entered before');
		assert.equal((await client.move('configurationDone'))['reason'], 'entry');
	},
	supportsFunctionBreakpoints: async (client) => {
		await client.get('setFunctionBreakpoints', { breakpoints: [{ name: 'tanh' }] });
		assert.equal((await client.move('continue'))['reason'], 'function breakpoint');
		assert.equal(await client.here(), 'np.tanh(a)');
	},
	breakpointModes: async (client, offered) => {
		const counts: number[] = [];
		for (const { mode } of offered as DebugProtocol.BreakpointMode[]) {
			await breakpoint(client, { mode });
			counts.push(await stops(client));
			await client.move('restart');
		}
		// Three turns of the loop, in each pass.
		assert.deepEqual(counts, [6, 3, 3]);
	},
	supportsConditionalBreakpoints: async (client) => {
		await breakpoint(client, { condition: 't == 2' });
		assert.equal(await stops(client), 1);
	},
	supportsHitConditionalBreakpoints: async (client) => {
		await breakpoint(client, { hitCondition: '>= 2' });
		assert.equal(await stops(client), 2);
	},
	supportsLogPoints: async (client) => {
		await breakpoint(client, { logMessage: 'turn {t}' });
		assert.equal(await stops(client), 0);
		const said = client.events.filter(({ event }) => event === 'output').map(({ body }) => body['output']);
		assert.deepEqual(said, ['turn 0\n', 'turn 1\n', 'turn 2\n']);
	},
	supportsDataBreakpoints: async (client) => {
		const variablesReference = await client.scopeReference('Gradients');
		const { dataId } = await client.get('dataBreakpointInfo', { variablesReference, name: 'W' });
		await client.get('setDataBreakpoints', { breakpoints: [{ dataId }] });
		assert.equal((await client.move('continue'))['reason'], 'data breakpoint');
		assert.match((await client.scope('Gradients')).find(({ name }) => name === 'W')?.value ?? '', /so far/);
	},
	supportsBreakpointLocationsRequest: async (client) => {
		const { breakpoints } = await client.get<Verified>('breakpointLocations', { ...SOURCE, line: LINE });
		assert.deepEqual(
			breakpoints.map(({ line, column }) => [line, column]),
			[[LINE, TEXT.split('\n')[LINE - 1]!.indexOf('@') + 1]],
		);
	},
	supportsExceptionInfoRequest: async (client) => {
		await client.get('setExceptionBreakpoints', { filters: ['nonfinite-value'] });
		assert.equal((await client.move('continue'))['reason'], 'exception');
		const { description } = await client.get('exceptionInfo', { threadId: 1 });
		assert.match(String(description), /of 0 is −∞.*\n.*clamp/);
	},
	supportsExceptionFilterOptions: async (client) => {
		await client.get('setExceptionBreakpoints', {
			filters: [],
			filterOptions: [{ filterId: 'nonfinite-value', condition: 'x[0] > 5' }],
		});
		assert.equal(await stops(client), 0);
	},
	exceptionBreakpointFilters: async (client, offered) => {
		const filters = (offered as DebugProtocol.ExceptionBreakpointsFilter[]).map(({ filter }) => filter);
		const { breakpoints } = await client.get<Verified>('setExceptionBreakpoints', { filters });
		assert.ok(breakpoints.length === filters.length && breakpoints.every(({ verified }) => verified));
		assert.equal((await client.move('continue'))['reason'], 'exception');
	},
	supportsEvaluateForHovers: async (client) => {
		assert.equal(await evaluated(client, 'x[1] * 2', 'hover'), '0.8');
	},
	supportsClipboardContext: async (client) => {
		assert.equal(JSON.parse(await evaluated(client, 'x[1]', 'clipboard')), 0.4);
	},
	supportsCompletionsRequest: async (client) => {
		const { targets } = await client.get<DebugProtocol.CompletionsResponse['body']>('completions', {
			text: 'lo',
			column: 3,
		});
		assert.ok(targets.some(({ label }) => label === 'loss'));
	},
	completionTriggerCharacters: async (client, offered) => {
		for (const character of offered as string[]) {
			const text = `W${character}`;
			const { targets } = await client.get<DebugProtocol.CompletionsResponse['body']>('completions', {
				text,
				column: text.length + 1,
			});
			assert.ok(targets.some(({ label }) => label === 'shape'));
		}
	},
	supportsSetVariable: async (client) => {
		const variablesReference = await client.scopeReference('Inputs');
		const inputs = await client.unfold(variablesReference);
		const inside = inputs.find(({ name }) => name === 'x')!.variablesReference;
		await client.get('setVariable', { variablesReference: inside, name: '[1]', value: '3' });
		assert.equal(await evaluated(client, 'x', 'repl'), '[0.2 3. ]');
	},
	supportsSetExpression: async (client) => {
		await client.get('setExpression', { expression: 'W[1, 0]', value: '2 * x[1]' });
		assert.equal(await evaluated(client, 'W[1, 0]', 'watch'), '0.8');
	},
	supportsStepBack: async (client) => {
		await client.move('stepIn');
		const there = shown(await client.scope('Values'));
		await client.move('stepIn');
		await client.move('stepBack');
		assert.deepEqual(shown(await client.scope('Values')), there);
		assert.equal((await client.move('reverseContinue'))['reason'], 'entry');
	},
	supportsSteppingGranularity: async (client) => {
		await client.move('next', { granularity: 'instruction' });
		assert.equal(client.session.position, 1);
		await client.move('stepIn', { granularity: 'line' });
		assert.equal((await client.stack())[0]?.line, LINE + 1);
	},
	supportsGotoTargetsRequest: async (client) => {
		type Targets = DebugProtocol.GotoTargetsResponse['body'];
		const { targets } = await client.get<Targets>('gotoTargets', { ...SOURCE, line: LINE + 1 });
		const backward = targets.findLast(({ label }) => label.endsWith('backward'));
		await client.move('goto', { targetId: backward?.id });
		assert.deepEqual([client.session.view.pass, await client.here()], ['backward', 'np.tanh(a)']);
	},
	supportsRestartRequest: async (client) => {
		await client.move('continue');
		assert.equal((await client.move('restart'))['reason'], 'entry');
		assert.equal(client.session.position, 0);
	},
	supportsTerminateRequest: async (client) => {
		const ended = client.next('terminated');
		await client.get('terminate');
		await ended;
		assert.equal(client.sessions.active, null);
		assert.match(await client.error('next', { threadId: 1 }), /[Nn]othing/);
	},
};

let offered: Readonly<Record<string, unknown>>;
before(async () => {
	offered = await new Client(TEXT, 'python').get('initialize', {});
});

test('each capability that is offered has a transcript, and no other has', () => {
	const said = Object.entries(offered).filter(([, value]) => value !== false);
	assert.deepEqual(said.map(([name]) => name).toSorted(), Object.keys(TRANSCRIPTS).toSorted());
});

for (const [name, transcript] of Object.entries(TRANSCRIPTS))
	test(name, async () => {
		const client = await started();
		await transcript(client, offered[name]);
		assert.deepEqual(client.logged, []);
	});
