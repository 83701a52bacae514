/** The program's own functions, called from the console, a watch or a condition: what they come to, their gradients, and that nothing of it reaches the program. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { doc } from '../engine/helper.ts';
import { Client } from './client.ts';

type Rows = readonly (readonly [expression: string, result: string])[];

const PYTHON = `import numpy as np
scale = 2.0
calls = 0
def sigmoid(v):
    global calls
    calls = calls + 1
    return 1 / (1 + np.exp(-v))
def helper(v, k=scale):
    return sigmoid(v) * k
def unused(v):
    return helper(v) + W.sum()
def wreck(a):
    a[0] = 99
    return a.sum()
def bad(v):
    return v.nothing + 1
def endless(n):
    return endless(n + 1)
class Net:
    def __init__(self, k):
        self.k = k
    def forward(self, v):
        return v * self.k
square = lambda v: v ** 2
W = np.array([[1.0, 2.0], [3.0, 4.0]])
x = np.array([1.0, -1.0])
h = x
for i in range(2):
    h = sigmoid(W @ h)
loss = np.sum(h) * scale  # @grad loss at scale = 2.0
`;

async function says(client: Client, expression: string, more: object = {}): Promise<string> {
	const { result } = await client.get<DebugProtocol.EvaluateResponse['body']>('evaluate', {
		expression,
		context: 'watch',
		...more,
	});
	return result.replaceAll(/\s+/g, ' ');
}

async function agree(client: Client, rows: Rows): Promise<void> {
	const found: [string, string][] = [];
	for (const [expression] of rows) found.push([expression, await says(client, expression)]);
	assert.deepEqual(found, rows);
}

test('functions, lambdas and classes of a program are called, and differentiated', async () => {
	const client = new Client(PYTHON, 'python');
	await client.start({ stopOnEntry: false });
	const before = await client.everything();
	await agree(client, [
		['sigmoid(0)', '0.5'],
		// σ(1)σ(−1) at both.
		['grad(sigmoid(x), x)', '[0.19661193 0.19661193]'],
		['helper(x) - 2 * sigmoid(x)', '[0. 0.]'],
		['unused(x) - helper(x)', '[10. 10.]'],
		['grad(unused(x), W)', '[[2. 2.] [2. 2.]]'],
		['jacobian(square(x), x)', '[[ 2. 0.] [ 0. -2.]]'],
		['max(square(x))', '1'],
		['[square(v) for v in (2, 3)]', '[4, 9]'],
		['Net(3).forward(x)', '[ 3. -3.]'],
		['grad(Net(3).forward(x), x)', '[3. 3.]'],
		['wreck(x)', '98'],
		['x', '[ 1. -1.]'],
	]);
	for (const [expression, fault] of [
		['1 + bad(x)', /^bad\(x\): .*nothing/],
		['endless(1)', /endless calls itself/],
		['sigmoid(1, 2)', /1 positional argument/],
		['nobody(x)', /nobody/],
	] as const)
		assert.match(await client.error('evaluate', { expression }), fault);
	assert.deepEqual(await client.everything(), before);
	assert.deepEqual(client.logged, []);
});

test('within a call, functions see what is set outside of it', async () => {
	const text = `# @grad f at x = 3
k = 10
def shift(v):
    return v + k
def inner(k):
    return k * 2
f = inner(x) + shift(x)
`;
	const client = new Client(text, 'python');
	await client.start();
	await client.move('stepIn');
	const [top] = await client.stack();
	assert.match(top?.name ?? '', /^inner/);
	assert.equal(await says(client, 'k', { frameId: top?.id }), '3');
	assert.equal(await says(client, 'shift(k)', { frameId: top?.id }), '13');
});

test('a condition and a log message call them too', async () => {
	const client = new Client(PYTHON, 'python');
	await client.start();
	const line = PYTHON.split('\n').findIndex((text) => text.includes('W @ h')) + 1;
	await client.get('setBreakpoints', {
		source: { path: '/work/net.txt' },
		breakpoints: [{ line, mode: 'forward', condition: 'square(i) == 1', logMessage: 'square is {square(i)}' }],
	});
	await client.move('continue');
	const said = client.events.filter(({ event }) => event === 'output').map(({ body }) => body['output']);
	assert.deepEqual(said, ['square is 1\n']);
});

test('JavaScript’s, mathematics’ and imported functions are called as well; those of Julia say that they are not', async () => {
	const layers = doc(
		'import numpy as np\ndef act(v):\n    return np.tanh(v) * 2\n',
		'python',
		'file:///work/layers.py',
	);
	const imports = (): Client => {
		const client = new Client('from layers import act\nf = act(x) ** 2  # @grad f at x = 0.5\n', 'python', {
			files: [layers],
		});
		const request = { from: client.document.uri, module: 'layers', level: 0 };
		client.engine.engine.handle('provide', { files: [{ request, file: { uri: layers.uri, text: layers.text } }] });
		return client;
	};
	const cases: readonly (readonly [client: Client, rows: Rows])[] = [
		[
			new Client(
				`const sigmoid = (v) => 1 / (1 + Math.exp(-v));
function twice(v) { let s = 0; for (let i = 0; i < 2; i++) s += v; return s; }
let x = 2;
let f = sigmoid(x) * twice(x); // @grad f
`,
				'javascript',
			),
			[
				['sigmoid(0)', '0.5'],
				['twice(x) === 4 ? "yes" : "no"', 'yes'],
				['grad(twice(x) ** 2, x)', '16'],
			],
		],
		[
			new Client('g(u) = u^2 + x\nf = g(x) * 3  # @grad x=2\n'),
			[
				['g(3)', '11'],
				['grad(g(x), x)', '5'],
			],
		],
		[
			imports(),
			[
				['act(0)', '0'],
				['grad(act(0 * x), x)', '0'],
				['act(x) ** 2 == f', 'True'],
			],
		],
	];
	for (const [client, rows] of cases) {
		await client.start({ stopOnEntry: false });
		await agree(client, rows);
	}
	const julia = new Client('g(u) = u^2\nx = 2.0\nf = g(x) * 3  # @grad f\n', 'julia');
	await julia.start();
	assert.match(await julia.error('evaluate', { expression: 'g(3)' }), /g is a function of the program/);
});

const OBJECTS = `import numpy as np
class Layer:
    def __init__(self, n, m, seed):
        rng = np.random.RandomState(seed)
        self.W = rng.randn(n, m)
        self.k = 2
        self.params = {'b': np.ones(m)}
    def forward(self, x):
        self.out = x @ self.W + self.params['b']
        return self.out * self.k
class Net:
    def __init__(self):
        self.layers = [Layer(3, 4, 0), Layer(4, 2, 1)]
    def forward(self, x):
        for l in self.layers:
            x = l.forward(x)
        return x
x = np.array([[1.0, -2.0, 0.5]])
net = Net()
h = net.forward(x)
loss = np.sum(h)  # @grad loss
`;
/** Of `x @ self.W`. */
const WITHIN = 9;

test('objects of the program, their attributes and methods are known, with gradients', async () => {
	const client = new Client(OBJECTS, 'python');
	await client.start();
	const place = { source: { path: '/work/net.txt' }, breakpoints: [{ line: WITHIN }] };
	await client.get('setBreakpoints', place);
	await client.move('continue');
	const inner = (await client.stack())[0]?.id;
	assert.match(await client.error('evaluate', { expression: 'net.layers[0].out' }), /no value yet/);
	assert.equal(
		await says(client, 'self.W is net.layers[0].W or (self.W == net.layers[0].W).all()', { frameId: inner }),
		'True',
	);
	await client.move('continue');
	assert.equal(
		await says(client, '(self.W == net.layers[1].W).all()', { frameId: (await client.stack())[0]?.id }),
		'True',
	);
	await client.get('setBreakpoints', { ...place, breakpoints: [] });
	await client.move('continue');
	const before = await client.everything();
	await agree(client, [
		['abs(net.forward(x) - h).max()', '0'],
		['abs(net.layers[0].forward(x) - 2 * (x @ net.layers[0].W + 1)).max()', '0'],
		['grad(net.layers[1].W).shape', '(4, 2)'],
		// Both give what the second layer's matrix gets: 2 of each of the first layer's outputs.
		['abs(grad(net.layers[1].W) - 2 * net.layers[0].forward(x).T).max()', '0'],
		["grad(net.layers[1].params['b'])", '[2. 2.]'],
		['abs(grad(net.forward(x).sum(), x) - grad(x)).max()', '0'],
		['len(net.layers)', '2'],
		['net.layers[0].k', '2'],
	]);
	assert.match(await client.error('evaluate', { expression: 'net.nothing' }), /nothing/);
	type Targets = DebugProtocol.CompletionsResponse['body'];
	const { targets } = await client.get<Targets>('completions', { text: 'net.', column: 5 });
	assert.ok(['layers', 'forward'].every((name) => targets.some(({ label }) => label === name)));
	assert.deepEqual(await client.everything(), before);
});

test('JavaScript’s objects are known too', async () => {
	const text = `class Neuron {
  constructor(w) { this.w = w; this.b = 1; }
  forward(x) { return Math.tanh(this.w * x + this.b); }
}
const w = 0.5;
const x = 2;
const neuron = new Neuron(w);
const f = neuron.forward(x) ** 2; // @grad f
`;
	const client = new Client(text, 'javascript');
	await client.start({ stopOnEntry: false });
	await agree(client, [
		['neuron.w', '0.5'],
		['neuron.forward(x) - Math.tanh(2)', '0'],
		['neuron.b', '1'],
	]);
});
