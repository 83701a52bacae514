/** Files that a program imports: names of their own, only what is needed, told where they stand, and never read by the engine itself. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatQuantity } from '../../../src/core/quantity.ts';
import { Engine } from '../../../src/engine/engine.ts';
import { DEFAULT_LIMITS, type Analysis, type DocumentText } from '../../../src/protocol.ts';
import type { FileAnswer, FileRequest } from '../../../src/protocol-engine.ts';
import { ImportingEngine } from '../../../src/session/imports.ts';
import { LocalEngine, say } from './helper.ts';

const FILES: ReadonlyMap<string, string> = new Map([
	[
		'layers.py',
		`import numpy as np
from nn.act import relu
x = 100.0
boom()
def affine(x, w, b):
    return x.dot(w) + b
def affine_relu(x, w, b):
    return relu(affine(x, w, b))
class Net:
    scale = 2.0
    def __init__(self, w):
        self.w = w
    def forward(self, x):
        return self.scale * x.dot(self.w)
def bad(z):
    return z @ np.ones((7, 7))
if __name__ == '__main__':
    boom()
`,
	],
	['nn/act.py', 'import numpy as np\nfrom .more import *\ndef relu(z):\n    return np.maximum(0, z) * one()\n'],
	['nn/more.py', 'from .act import relu\n_hidden = 3\nW0 = [1.0]\nk = 4.0\ndef one():\n    return 1.0\n'],
	['pkg/__init__.py', 'from .deep import five\nseven = 7.0\n'],
	['pkg/deep.py', 'five = 5.0\n'],
]);

function find({ from, module, level }: FileRequest): FileAnswer['file'] {
	const folder = from
		.replace(/^file:\/\/\/w\//, '')
		.split('/')
		.slice(0, -1);
	const start = level === 0 ? [] : folder.slice(0, folder.length - level + 1);
	const path = [...start, ...module.split('.').filter((part) => part !== '')].join('/');
	for (const name of [`${path}.py`, `${path}/__init__.py`]) {
		const text = FILES.get(name);
		if (text !== undefined) return { uri: `file:///w/${name}`, text };
	}
	return 'missing';
}

function python(text: string): DocumentText {
	return { uri: 'file:///w/main.py', version: 1, languageId: 'python', text };
}

function analyse(text: string, read = find): Analysis {
	return new Engine(DEFAULT_LIMITS, read).handle('analyze', { document: python(text), lastUsed: [] });
}

const ROWS: readonly (readonly [text: string, value: string, inputs: string])[] = [
	['from layers import affine\ny = affine(x, w, b)  # @grad at x = [1, 2], w = [3, 4], b = 1', '12', 'x w b'],
	['import layers\ny = layers.affine(x, w, 1)  # @grad at x = [1, 2], w = [3, 4]', '12', 'x w'],
	['from layers import affine_relu as f\ny = f(x, w, -99)  # @grad at x = [1, 2], w = [3, 4]', '0', 'x w'],
	['from layers import Net\ny = Net(w).forward(x)  # @grad at x = [1, 2], w = [3, 4]', '22', 'x w'],
	['import nn.act as act\ny = act.relu(z) * 2  # @grad at z = 3', '6', 'z'],
	['import nn.act\ny = nn.act.relu(z) * 2  # @grad at z = 3', '6', 'z'],
	['from nn import more\ny = more.one() * z  # @grad at z = 3', '3', 'z'],
	['from nn.more import *\ny = one() * z * k  # @grad at z = 3', '12', 'z'],
	['from nn.more import k\ny = k * z  # @grad at z = 3', '12', 'k z'],
	['import pkg\ny = pkg.five * pkg.seven * pkg.deep.five * z  # @grad at z = 2', '350', 'z'],
];

for (const [text, value, inputs] of ROWS) {
	test(text.replaceAll('\n', '; '), () => {
		const { units, problems, wanted } = analyse(text);
		assert.deepEqual(
			problems.map(({ message }) => say(message)).filter((message) => !message.includes('shape')),
			[],
		);
		assert.equal(wanted, undefined);
		const [unit] = units;
		assert.equal(formatQuantity(unit!.chips.findLast(({ kind }) => kind === 'result')!.value), value);
		assert.deepEqual(unit!.inputs.map(({ name }) => name).toSorted(), inputs.split(' ').toSorted());
		for (const chip of unit!.chips) assert.ok(chip.anchor <= text.length);
	});
}

test('A fault in a file is told at the call, with the file and line', () => {
	const text = 'import layers\ny = 1 * layers.bad(x)  # @grad at x: (2, 2) = ones';
	const problem = analyse(text).problems.find(({ severity }) => severity === 'error');
	assert.ok(problem?.elsewhere);
	assert.equal(text.slice(problem.range.start, problem.range.end), 'layers.bad(x)');
	assert.equal(problem.elsewhere.uri, 'file:///w/layers.py');
	assert.equal(problem.elsewhere.line, 15);
});

test('What cannot be found or may not be read is said, and costs itself', () => {
	const text =
		'from layers import affine\ny = affine(x, 1, 2)\n\nf = 2 * z  # @grad at z = 3\ng = affine(z, 1, 2)  # @grad at z = 3';
	const said = (read: typeof find): string[] => {
		const { problems, units } = analyse(text, read);
		assert.equal(units[0]!.target, 'f');
		return problems.map(({ code, range }) => `${code} ${text.slice(range.start, range.end)}`);
	};
	assert.deepEqual(
		said(() => 'missing'),
		['not-supported affine'],
	);
	assert.deepEqual(
		said(() => 'restricted'),
		['import-restricted layers', 'not-supported affine'],
	);
});

test('Files are asked for until none is lacking, and again once they have changed', async () => {
	const local = new LocalEngine();
	const engine = new ImportingEngine(local);
	const asked: string[] = [];
	let k = '4.0';
	engine.find = (request) => {
		asked.push(request.module);
		const file = find(request);
		return Promise.resolve(
			typeof file === 'string' ? file : { ...file, text: file.text.replace('k = 4.0', `k = ${k}`) },
		);
	};
	const document = python('from nn.act import relu\nfrom nn.more import k\ny = relu(z) * k  # @grad at z = 3');
	const value = async (): Promise<unknown> => {
		const { units } = await engine.request('analyze', { document, lastUsed: [] });
		return units[0]?.chips.findLast(({ kind }) => kind === 'result')?.value;
	};
	assert.equal(await value(), 12);
	assert.deepEqual(asked, ['nn.act', 'nn.more', 'more', 'act']);
	// Another engine is given what is known.
	local.lose();
	assert.equal(await value(), 12);
	assert.equal(asked.length, 4);
	k = '5.0';
	await engine.forget();
	assert.equal(await value(), 15);
	const options = { unfoldLiterals: false, foldedGroups: [] };
	local.lose();
	const opened = await engine.request('open', { document, unit: 'y#0', changed: [], lastUsed: [], options });
	assert.ok(opened.ok && opened.wanted === undefined);
});
