/** Ten thousand random and hostile requests to the debugger: each is answered, once, and what is debugged can still be stepped through. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Client, SOURCE } from '../unit/debug/client.ts';

const TEXT = `# @grad loss at W = [0.1, 0.5; -0.3, 0.8], x = [0.2, 0.4]
def act(v):
    return np.maximum(v, 0)
h = x
for t in range(2):
    h = act(W @ h)
loss = np.sum(h**2)
`;

const COMMANDS =
	`initialize launch configurationDone restart threads next stepIn stepOut stepBack goto continue reverseContinue pause
	stackTrace scopes variables evaluate completions gotoTargets setVariable setExpression setBreakpoints
	setFunctionBreakpoints setDataBreakpoints exceptionInfo setExceptionBreakpoints dataBreakpointInfo breakpointLocations
	attach source modules cancel readMemory setInstructionBreakpoints __proto__ constructor toString
`
		.trim()
		.split(/\s+/);

const EXPRESSIONS = [
	'x',
	'grad(W)',
	'W[0, 1]',
	't == 1',
	'loss / 0',
	'x +',
	'((((',
	'__proto__',
	'eval("1")',
	'grad(grad(',
	'act(x)',
	'grad(act(h), h)',
	'act(act)',
	'%',
	'>= 2',
];

const word = fc.oneof(fc.constantFrom(...EXPRESSIONS), fc.string({ maxLength: 12 }));
const number = fc.oneof(
	fc.integer({ min: -2, max: 30 }),
	fc.constantFrom(NaN, Infinity, -0.5, 2 ** 31, 2 ** 53 - 1, 2 ** 53, 1e300),
);
/** What refers to itself, as no message on a wire can, but as a client in the same process may send it. */
const CYCLIC: Record<string, unknown> = {};
for (const key of ['self', 'source', 'breakpoints', 'arguments', 'values', 'selection']) CYCLIC[key] = CYCLIC;
const LONG = 'x+'.repeat(60_000);
const anything = fc.oneof(
	word,
	number,
	fc.boolean(),
	fc.constantFrom(null, {}, CYCLIC, [CYCLIC], LONG),
	fc.array(number, { maxLength: 3 }),
);
/** What is meant to be of one kind, and one time in six is of any. */
const mostly = (arbitrary: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
	fc.oneof({ weight: 5, arbitrary }, { weight: 1, arbitrary: anything });

const part = fc.record(
	{
		line: mostly(number),
		column: mostly(number),
		condition: mostly(word),
		hitCondition: mostly(word),
		logMessage: mostly(word),
		name: mostly(word),
		dataId: mostly(fc.constantFrom('name W', 'node 3', 'node -1', 'node 1e99', 'name ')),
		filterId: mostly(fc.constantFrom('nonfinite-value', 'vanishing', 'nothing')),
		mode: mostly(fc.constantFrom('both', 'backward', 'none')),
	},
	{ requiredKeys: [] },
);

const args = fc.record(
	{
		source: mostly(fc.constant(SOURCE.source)),
		line: mostly(number),
		endLine: mostly(number),
		column: mostly(number),
		endColumn: mostly(number),
		threadId: mostly(fc.constant(1)),
		frameId: mostly(number),
		startFrame: mostly(number),
		levels: mostly(number),
		// Those that were handed out are small, and open what opens further.
		variablesReference: mostly(number),
		filter: mostly(fc.constantFrom('named', 'indexed', 'other')),
		start: mostly(number),
		count: mostly(number),
		name: mostly(fc.oneof(word, fc.constantFrom('x', 'W', '[0]', 'local', 'downstream'))),
		value: mostly(word),
		expression: mostly(word),
		context: mostly(fc.constantFrom('repl', 'watch', 'hover', 'clipboard')),
		text: mostly(word),
		targetId: mostly(number),
		granularity: mostly(fc.constantFrom('statement', 'line', 'instruction', 'other')),
		breakpoints: mostly(fc.array(part, { maxLength: 3 })),
		filters: mostly(fc.constant(['nonfinite-gradient', 'x'])),
		filterOptions: mostly(fc.array(part, { maxLength: 2 })),
		program: anything,
		selection: anything,
		values: anything,
	},
	{ requiredKeys: [] },
);

const request = fc.record({
	command: fc.constantFrom(...COMMANDS),
	arguments: fc.oneof({ weight: 9, arbitrary: args }, anything),
});

test('10,000 random requests are each answered, with a result or with words', { timeout: 120_000 }, async () => {
	let sent = 0;
	let rounds = 0;
	await fc.assert(
		fc.asyncProperty(fc.array(request, { minLength: 100, maxLength: 100 }), async (requests) => {
			const client = new Client(TEXT, 'python');
			await client.start();
			const answers = await Promise.all(requests.map((each) => client.ask(each.command, each.arguments)));
			for (const [index, answer] of answers.entries()) {
				assert.equal(answer.command, requests[index]?.command);
				if (!answer.success) assert.ok(answer.message, `${answer.command} fails without a word`);
				sent++;
			}
			// Whatever was asked, it goes on from here: what is unknown was refused, and nothing broke.
			assert.deepEqual(client.logged, []);
			await client.get('setExceptionBreakpoints', { filters: [] });
			await client.move('restart');
			await client.get(rounds++ % 2 === 0 ? 'disconnect' : 'terminate', CYCLIC);
			assert.equal(client.sessions.active, null);
			for (const { command, arguments: more } of requests.slice(0, 5))
				assert.ok((await client.ask(command, more)).command === command, 'what comes too late is answered too');
		}),
		{ numRuns: 100, endOnFailure: true },
	);
	assert.equal(sent, 10_000);
});

test('what is no request is passed over, and never throws', () => {
	const client = new Client(TEXT, 'python');
	for (const message of [
		null,
		undefined,
		5,
		'next',
		[],
		{},
		{ type: 'request' },
		{ type: 'response', seq: 1 },
		{ type: 'request', command: 7 },
	])
		client.adapter.handleMessage(message);
	assert.ok(client.events.length === 0);
});
