/** What a debugger stops at like an exception: each way a run goes wrong, blamed on the subexpression that does it, in words and with its cure. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HEALTH_FILTERS } from '../../../src/protocol-debug.ts';
import { Client } from './client.ts';

interface Case {
	readonly what: string;
	readonly text: string;
	readonly language?: string;
	readonly filter: (typeof HEALTH_FILTERS)[number];
	readonly blamed: string;
	/** What happened, and its cure. */
	readonly says: readonly [happened: RegExp, cure: RegExp];
}

const NP = 'import numpy as np\n';
const python = (at: string, body: string): Pick<Case, 'text' | 'language'> => ({
	text: `${NP}# @grad loss at ${at}\n${body}\n`,
	language: 'python',
});

const CASES: readonly Case[] = [
	{
		what: 'log of a negative number',
		text: 'f = log(-x) + x  # @grad x=2\n',
		filter: 'nonfinite-value',
		blamed: 'log(-x)',
		says: [/of −2 is NaN/, /clamp/],
	},
	{
		what: 'sqrt at 0, whose value is fine and whose slope is not',
		text: 'f = 2*sqrt(x)  # @grad x=0\n',
		filter: 'nonfinite-gradient',
		blamed: 'sqrt(x)',
		says: [/slope of √ at 0 is infinite/, /eps under the root/],
	},
	{
		what: 'a power below 1 at 0',
		text: 'f = x^0.5  # @grad x=0\n',
		filter: 'nonfinite-gradient',
		blamed: 'x^0.5',
		says: [/slope of \^ at 0/, /eps under the root/],
	},
	{
		what: '0 · ∞, the infinity given',
		...python('x = 3', 'loss = (x - 3) * np.inf'),
		filter: 'nonfinite-value',
		blamed: '(x - 3) * np.inf',
		says: [/0 · ∞ is NaN/, /infinities out/],
	},
	{
		what: '0 · ∞, the infinity computed: its maker is blamed, not the product',
		text: 'f = (x*0) * (1/y) + x  # @grad x=1, y=0\n',
		filter: 'nonfinite-value',
		blamed: '1/y',
		says: [/1 divided by 0/, /divisor/],
	},
	{
		what: 'exp that overflows in a softmax',
		...python('z = [1000.0, 2.0, 3.0]', 'p = np.exp(z) / np.sum(np.exp(z))\nloss = -np.log(p[1])'),
		filter: 'nonfinite-value',
		blamed: 'np.exp(z)',
		says: [/exp of 1000.*\n1 of 3 entries: \[0\]/, /logsumexp/],
	},
	{
		what: 'where at 0 over sqrt: the double where',
		...python('x = [0.0, 4.0]', 'loss = np.sum(np.where(x > 0, np.sqrt(x), 0.0))'),
		filter: 'nonfinite-gradient',
		blamed: 'np.sqrt(x)',
		says: [/where does not take np\.sqrt\(x\)/, /where\(ok, x, 1\)/],
	},
	{
		what: 'where at 0 over log, whose value is not finite either',
		...python('x = [0.0, 4.0]', 'loss = np.sum(np.where(x > 0, np.log(x), 0.0))'),
		filter: 'nonfinite-gradient',
		blamed: 'np.log(x)',
		says: [/where does not take np\.log\(x\)/, /where\(ok, x, 1\)/],
	},
	{
		what: 'where at 0 over log, forward',
		...python('x = [0.0, 4.0]', 'loss = np.sum(np.where(x > 0, np.log(x), 0.0))'),
		filter: 'nonfinite-value',
		blamed: 'np.log(x)',
		says: [/of 0 is −∞/, /where\(ok, x, 1\)/],
	},
	{
		what: 'a norm written out, at 0',
		...python('x = [0.0, 0.0]', 'loss = np.sqrt(np.sum(x**2))'),
		filter: 'nonfinite-gradient',
		blamed: 'np.sqrt(np.sum(x**2))',
		says: [/slope of √ at 0/, /eps under the root/],
	},
	{
		what: 'a direction at 0: divided by its norm',
		...python('x = [0.0, 0.0]', 'loss = np.sum(x / np.linalg.norm(x))'),
		filter: 'nonfinite-value',
		blamed: 'x / np.linalg.norm(x)',
		says: [/0 divided by 0 is NaN/, /divisor/],
	},
	{
		what: 'a gradient that vanishes',
		text: 'f = sigmoid(sigmoid(sigmoid(x*10)*20)*20)  # @grad x=3\n',
		filter: 'vanishing',
		blamed: 'sigmoid(sigmoid(sigmoid(x*10)*20)*20)',
		says: [/vanishes/, /ReLU in place of sigmoid/],
	},
	{
		what: 'asin out of its range',
		text: 'f = 2*asin(x)  # @grad x=2\n',
		filter: 'nonfinite-value',
		blamed: 'asin(x)',
		says: [/of 2 is NaN.*from −1 to 1/, /clip/],
	},
	{
		what: 'a gradient that vanishes over fifty sigmoids',
		text: 'const x = 0.3;\nlet h = x;\nfor (let i = 0; i < 50; i++) h = 1 / (1 + Math.exp(-h));\nconst f = h; // @grad f\n',
		language: 'javascript',
		filter: 'vanishing',
		blamed: '1 / (1 + Math.exp(-h))',
		says: [/vanishes/, /ReLU in place of sigmoid/],
	},
	{
		what: 'a gradient that explodes',
		...python('x = 1', 'loss = x\nfor t in range(8):\n    loss = loss * 10'),
		filter: 'exploding',
		blamed: 'loss * 10',
		says: [/explodes.*1e\+7/, /clipping/],
	},
	{
		what: 'a dead ReLU',
		text: 'f = relu(w*x + b)  # @grad w=1, x=-2, b=-1\n',
		filter: 'dead-relu',
		blamed: 'relu(w*x + b)',
		says: [/Dead ReLU/, /leaky ReLU/],
	},
	{
		what: 'a saturated sigmoid, written out',
		text: 'f = 1/(1+exp(-x))  # @grad x=12\n',
		filter: 'saturated-sigmoid',
		blamed: '1/(1+exp(-x))',
		says: [/Saturated sigmoid/, /loss on logits/],
	},
	{
		what: 'a gradient check that fails',
		text: '# @grad f at x=2 no-grad h\nh = x*3\nf = h*x\n',
		language: 'python',
		filter: 'gradient-check',
		blamed: 'h*x',
		says: [/gradient of x is 6, finite differences give 12/, /no-grad/],
	},
];

for (const { what, text, language, filter, blamed, says } of CASES) {
	test(`${what} is blamed on the right subexpression, in words`, async () => {
		const client = new Client(text, language);
		await client.start();
		await client.get('setExceptionBreakpoints', { filters: [filter] });
		assert.match(await client.error('exceptionInfo', { threadId: 1 }), /finding/);
		const stopped = await client.move('continue');
		assert.equal(stopped['reason'], 'exception');
		assert.equal(await client.here(), blamed);
		const info = await client.get('exceptionInfo', { threadId: 1 });
		assert.equal(info['exceptionId'], stopped['description']);
		const description = String(info['description']);
		const lines = description.split('\n');
		assert.match(lines.slice(0, -1).join('\n'), says[0]);
		assert.match(lines.at(-1) ?? '', says[1]);
		await client.move('stepIn');
		assert.match(await client.error('exceptionInfo', { threadId: 1 }), /finding/);
	});
}

test('where a gradient vanishes because a unit is flat, the unit is told', async () => {
	const client = new Client('f = sigmoid(w*x)   # @grad w = 30, x = 1\n');
	await client.start();
	await client.get('setExceptionBreakpoints', { filters: [...HEALTH_FILTERS] });
	assert.match(String((await client.move('continue'))['text']), /Saturated sigmoid/);
});

test('each filter that is offered has a case', () => {
	assert.deepEqual(new Set(CASES.map(({ filter }) => filter)), new Set(HEALTH_FILTERS));
});

test('by the convention of PyTorch a norm at 0 hands back 0, which is no fault', async () => {
	const { text, language } = python('x = [0.0, 0.0]', 'loss = np.linalg.norm(x)');
	const client = new Client(text, language);
	await client.start();
	await client.get('setExceptionBreakpoints', { filters: [...HEALTH_FILTERS] });
	assert.equal((await client.move('continue'))['description'], 'End of the backward pass');
});

test('exception filters take conditions, and unknown ones are not verified', async () => {
	const client = new Client('f = log(-x) + x  # @grad x=2\n');
	await client.start();
	type Answer = { readonly breakpoints: readonly { readonly verified: boolean }[] };
	const { breakpoints } = await client.get<Answer>('setExceptionBreakpoints', {
		filters: ['no-such-filter'],
		filterOptions: [{ filterId: 'nonfinite-value', condition: 'x > 100' }],
	});
	assert.deepEqual(
		breakpoints.map(({ verified }) => verified),
		[false, true],
	);
	assert.equal((await client.move('continue'))['description'], 'End of the backward pass');
});
