/**
 * The lecture's examples, as the panel is shown them.
 */
import { readFileSync } from 'node:fs';
import { inRoot } from '../../scripts/paths.ts';
import type { Shown } from './host.ts';

const NEURON = { w0: 2, x0: -1, w1: -3, x1: -2, w2: -3 };

const LONG_VALUES: Record<string, number> = {};
for (let i = 0; i < 24; i += 1) {
	LONG_VALUES[`a${i}`] = i - 3;
	LONG_VALUES[`x${i}`] = 2 - i / 3;
}

export const EXAMPLES = {
	simple: { text: 'q = x + y\nf = q * z', values: { x: -2, y: 5, z: -4 } },
	neuron: { text: 'f = 1/(1+exp(-(w0*x0+w1*x1+w2)))', values: NEURON },
	patterns: { text: 'f = 2*(x*y + max(z,w))', values: { x: 3, y: -4, z: 2, w: -1 } },
	staged: {
		text: 'f = (x + sigmoid(y)) / (sigmoid(x) + (x+y)^2)',
		values: { x: 3, y: -4 },
	},
	stagedSmall: {
		text: 'f = (x + sigmoid(y)) / (sigmoid(x) + (x+y)^2)',
		values: { x: 3, y: -4 },
		options: { smallGates: true },
	},
	twice: { text: 'f = x*x + x' },
	long: {
		text: `f = ${Array.from({ length: 24 }, (_, i) => `a${i}*x${i}`).join(' + ')}`,
		values: LONG_VALUES,
	},
	korean: { text: '결과 = (기울기 + 절편) * max(0, 기울기)', values: { 기울기: 1.5, 절편: -0.25 } },
	huge: { text: `f = ${Array.from({ length: 700 }, (_, i) => `sin(x*${i + 1})`).join(' + ')}`, values: { x: 0.3 } },
	conditional: { text: 'f = x > 0 ? x * slope : leaky_relu(x) + offset', values: { x: 1.5, slope: 0.3, offset: 2 } },
	stages: {
		text: 'sigy = 1/(1+exp(-y))\nnum = x + sigy\nsigx = 1/(1+exp(-x))\nxpy = x + y\nxpysqr = xpy^2\nden = sigx + xpysqr\ninvden = 1/den\nf = num*invden',
		values: { x: 3, y: -4 },
	},
	product: {
		languageId: 'plaintext',
		text: 'f = norm(W*x)^2',
		values: { W: '[0.1, 0.5; -0.3, 0.8]', x: '[0.2, 0.4]' },
	},
	layer: {
		languageId: 'plaintext',
		text: 'h = max(0, W*X + b)\nL = sum(h.^2)',
		values: { W: '[0.1, 0.5, -1; -0.3, 0.8, 2]', X: '[1, 2, 0, -1; 0.5, -1, 3, 1; 2, 0.1, -0.5, 1]', b: '[0.1; -0.2]' },
	},
	large: {
		languageId: 'plaintext',
		text: 'y = W*x\nh = max(0, y)\nL = norm(h)^2',
		shapes: 'W: (96, 128) = randn*0.1, x: (128,) = randn',
	},
	recurrent: {
		languageId: 'python',
		text: `import numpy as np
np.random.seed(0)
W = np.random.randn(8, 8) * 0.3
U = np.random.randn(8, 4) * 0.3
b = np.zeros(8)
xs = np.random.randn(100, 4)
h = np.zeros(8)
def cell(x, h):
    z = W @ h + U @ x + b
    return np.tanh(z)
for t in range(100):
    h = cell(xs[t], h)
loss = np.sum(h ** 2)`,
	},
	neurons: {
		languageId: 'python',
		text: `import numpy as np
np.random.seed(1)
W1 = np.random.randn(60, 40) * 0.2
W2 = np.random.randn(40, 60) * 0.2
xs = np.random.randn(40)
def neuron(ws, xs):
    s = 0
    for j in range(len(ws)):
        s = s + ws[j] * xs[j]
    return np.tanh(s)
def layer(W, xs):
    return [neuron(ws, xs) for ws in W]
h1 = layer(W1, xs)
h2 = layer(W2, h1)
loss = 0
for y in h2:
    loss = loss + (y - 1) ** 2`,
	},
	training: { languageId: 'python', text: readFileSync(inRoot('examples', '13-training.py'), 'utf8') },
} satisfies Record<string, Shown>;

export type ExampleName = keyof typeof EXAMPLES;
