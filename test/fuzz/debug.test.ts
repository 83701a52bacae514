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
	attach source modules cancel __proto__ constructor toString
`.split(/\s+/);

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
	'%',
	'>= 2',
];

const word = fc.oneof(fc.constantFrom(...EXPRESSIONS), fc.string({ maxLength: 12 }));
const number = fc.oneof(fc.integer({ min: -2, max: 30 }), fc.constantFrom(NaN, Infinity, -0.5, 2 ** 53, 1e300));
const anything = fc.oneof(word, number, fc.boolean(), fc.constant(null), fc.array(number, { maxLength: 3 }));

const part = fc.record(
	{
		line: number,
		column: number,
		condition: word,
		hitCondition: word,
		logMessage: word,
		name: word,
		dataId: fc.oneof(word, fc.constantFrom('name W', 'node 3', 'node -1')),
		filterId: fc.constantFrom('nonfinite-value', 'vanishing', 'nothing'),
		mode: fc.constantFrom('both', 'backward', 'none'),
	},
	{ requiredKeys: [] },
);

const args = fc.record(
	{
		source: fc.oneof(fc.constant(SOURCE.source), anything),
		line: number,
		endLine: number,
		column: number,
		threadId: anything,
		frameId: number,
		startFrame: number,
		levels: number,
		variablesReference: number,
		filter: fc.constantFrom('named', 'indexed', 'other'),
		start: number,
		count: number,
		name: fc.oneof(word, fc.constantFrom('x', 'W', '[0]')),
		value: word,
		expression: word,
		context: fc.constantFrom('repl', 'watch', 'hover', 'clipboard'),
		text: word,
		targetId: number,
		granularity: fc.constantFrom('statement', 'line', 'instruction', 'other'),
		breakpoints: fc.oneof(fc.array(part, { maxLength: 3 }), anything),
		filters: fc.oneof(fc.constant(['nonfinite-gradient', 'x']), anything),
		filterOptions: fc.oneof(fc.array(part, { maxLength: 2 }), anything),
		program: anything,
	},
	{ requiredKeys: [] },
);

const request = fc.record({
	command: fc.constantFrom(...COMMANDS),
	arguments: fc.oneof({ weight: 9, arbitrary: args }, anything),
});

test('10,000 random requests are each answered, with a result or with words', { timeout: 120_000 }, async () => {
	let sent = 0;
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
			await client.get('disconnect');
			assert.equal(client.sessions.active, null);
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
