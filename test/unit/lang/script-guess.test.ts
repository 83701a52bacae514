/** Names that a program uses as arrays and nothing sets: small arrays that fit, so that it steps at once. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Engine } from '../../../src/engine/engine.ts';
import type { DocumentText } from '../../../src/protocol.ts';

/** The shapes of the guessed inputs of a program that is selected whole. It has to run without an error, and its target to have a gradient. */
function guessed(text: string): string {
	const document: DocumentText = { uri: 'file:///a.py', version: 1, languageId: 'python', text };
	const opened = new Engine().handle('open', {
		document,
		selection: { start: 0, end: text.length },
		changed: [],
		lastUsed: [],
		options: { unfoldLiterals: false, foldedGroups: [] },
	});
	assert.ok(opened.ok, opened.ok ? '' : JSON.stringify(opened.problems));
	const { problems, unit } = opened.info;
	assert.deepEqual(
		problems.filter(({ severity }) => severity === 'error'),
		[],
		text,
	);
	assert.ok(unit.forwardSteps > 0, text);
	return unit.inputs
		.filter(({ source }) => source === 'guessed')
		.map(({ name, value }) => (typeof value === 'number' ? name : `${name} ${value.shape.join('×')}`))
		.join(', ');
}

const ROWS: readonly (readonly [text: string, shapes: string])[] = [
	['h = W.dot(x) + b', 'W 4×3, x 3, b 4'],
	// What comments say is taken where it fits; what is known stays.
	[
		'x = np.ones((3, 1))  # input (9x1)\nh = W1 @ x + b1  # hidden (5x1)\nout = W2 @ h  # 2 x 1',
		'W1 5×3, b1 5×1, W2 2×5',
	],
	['h = W.dot(x) + b  # 7 of (2, 3) axes', 'W 4×3, x 3, b 4'],
	['scores = X @ W1', 'X 3×4, W1 4×2'],
	['s = x @ w', 'x 3, w 3'],
	['h1 = np.maximum(0, W1 @ x + b1)\nout = W2 @ h1 + b2', 'W1 4×3, x 3, b1 4, W2 2×4, b2 2'],
	['loss = np.sum(x[:, 0] ** 2)', 'x 3×4'],
	['m = np.sum(x, axis=1)', 'x 3×4'],
	['t = 0.0\nfor i in range(x.shape[0]):\n    t = t + np.sum(x[i] ** 2)', 'x 3×4'],
	['N, D = X.shape\ns = np.sum(X * X) / N', 'X 3×4'],
	[
		'h = X.dot(W1) + b1\nh = np.maximum(0, h)\ns = h.dot(W2) + b2\nloss = np.sum(s ** 2)',
		'X 2×5, W1 5×3, b1 3, W2 3×4, b2 4',
	],
	['p = np.exp(s)\np = p / np.sum(p, axis=1, keepdims=True)\nloss = -np.log(p[np.arange(3), y]).mean()', 's 3×4, y 3'],
	['loss = np.mean((X @ w - y) ** 2) + reg * np.sum(w * w)', 'X 4×3, w 3, y 4, reg'],
	['f = (x + y) * z', 'x, y, z'],
	['W = np.random.randn(D, H) * 0.01\nh = np.maximum(0, x.dot(W))\nloss = np.sum(h)', 'x 3'],
	['q = x[i] * w[3]', 'x 3, w 4'],
	['loss = F.cross_entropy(logits, y)', 'logits 3×4, y 3'],
	['def forward(X, W, b):\n    h = np.tanh(X @ W + b)\n    return np.sum(h)', 'X 4×2, W 2×3, b 3'],
	['def act(z):\n    return np.maximum(0, z)\n\nh = act(W1 @ x)\nout = act(W2 @ h)', 'W1 4×3, x 3, W2 2×4'],
	['a = np.outer(u, v)', 'u 3, v 4'],
	// Entries of a dict are alike, and what picks places is whole.
	[
		`def loss_of(inputs, targets, h0):
    xs, hs = {}, {}
    hs[-1] = np.copy(h0)
    loss = 0
    for t in range(len(inputs)):
        xs[t] = np.zeros((size, 1))
        xs[t][inputs[t]] = 1
        hs[t] = np.tanh(np.dot(Wx, xs[t]) + np.dot(Wh, hs[t - 1]) + b)
        y = np.dot(Wy, hs[t]) + by
        loss += -np.log(np.exp(y) / np.sum(np.exp(y)))[targets[t], 0]
    return loss`,
		'inputs 3, targets 4, h0 2×1, Wx 2×5, Wh 2×2, b 2×1, Wy 3×2, by 3×1',
	],
];

for (const [text, shapes] of ROWS)
	test(`guesses for ${text.replaceAll('\n', '; ')}`, () => assert.equal(guessed(text), shapes));

test('The three-layer network of the lecture steps with its weights guessed', () => {
	const text = [
		'f = lambda x: 1.0/(1.0 + np.exp(-x)) # activation function: sigmoid',
		'x = np.random.randn(3, 1) # random input vector of three numbers (3x1)',
		'h1 = f(np.dot(W1,x) + b1) # calculate first hidden layer activations (4x1)',
		'h2 = f(np.dot(W2,h1) + b2) # calcuate second hidden layer activations (4x1)',
		'out = np.dot(W3, h2) + b3 # output neuron (1x1)',
	].join('\n');
	assert.equal(guessed(text), 'W1 4×3, b1 4×1, W2 4×4, b2 4×1, W3 1×4, b3 1×1');
});

test('Guessed arrays are written down, and read again as they were', () => {
	const engine = new Engine();
	const text = 'h = W.dot(x) + b\nloss = np.sum(np.maximum(0, h)) * c\n';
	const document: DocumentText = { uri: 'file:///a.py', version: 1, languageId: 'python', text };
	const edit = engine.handle('annotate', { document, offset: 0, selection: { start: 0, end: text.length } });
	assert.ok(edit);
	const edited = text.slice(0, edit.range.start) + edit.text + text.slice(edit.range.end);
	const { units, problems } = engine.handle('analyze', {
		document: { ...document, version: 2, text: edited },
		lastUsed: [],
	});
	assert.deepEqual(problems, []);
	const inputs = units[0]!.inputs.map(
		({ name, source, value }) => `${name} ${source} ${typeof value === 'number' ? value : value.shape.join('×')}`,
	);
	assert.deepEqual(inputs, ['W annotation 4×3', 'x annotation 3', 'b annotation 4', 'c annotation 1']);
});

test('What is given fixes what is guessed, and a body that is selected takes its parameters', () => {
	const text = 'def f(X, W):\n    s = X @ W\n    return np.sum(s)\n';
	const document: DocumentText = {
		uri: 'file:///a.py',
		version: 1,
		languageId: 'python',
		text: `# @grad at W: (6, 2) = randn\n${text}`,
	};
	const { units } = new Engine().handle('analyze', { document, lastUsed: [] });
	const shapes = units[0]!.inputs.map(({ name, value }) =>
		typeof value === 'number' ? name : `${name} ${value.shape.join('×')}`,
	);
	assert.deepEqual(shapes.toSorted(), ['W 6×2', 'X 3×6']);
	const start = text.indexOf('s = ');
	const opened = new Engine().handle('open', {
		document: { ...document, text },
		selection: { start, end: start + 's = X @ W'.length },
		changed: [],
		lastUsed: [],
		options: { unfoldLiterals: false, foldedGroups: [] },
	});
	assert.ok(opened.ok && opened.info.unit.inputs.every(({ value }) => typeof value !== 'number'));
});

test('A long expression is no deep one', () => {
	assert.equal(guessed(`f = ${'-'.repeat(500)}x + ${'y + '.repeat(3000)}z`).includes('×'), false);
});
