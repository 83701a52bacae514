/** Cells of a notebook: what a later one takes from earlier ones, and that nothing of another cell is told as if it stood in this one. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatQuantity } from '../../../src/core/quantity.ts';
import { Engine } from '../../../src/engine/engine.ts';
import type { Analysis, Card, DocumentText, SessionInfo } from '../../../src/protocol.ts';

type Cell = string | readonly [languageId: string, text: string];

/** The last of these cells, with the others before it. */
function last(...cells: Cell[]): DocumentText {
	const documents = cells.map((cell, index): DocumentText => {
		const [languageId, text] = typeof cell === 'string' ? ['python', cell] : cell;
		return { uri: `file:///n.ipynb#${index}`, version: 1, languageId, text };
	});
	return { ...documents.at(-1)!, earlier: documents.slice(0, -1) };
}

function analyse(document: DocumentText): Analysis {
	return new Engine().handle('analyze', { document, lastUsed: [] });
}

/** What the one unit of a document came to, and its inputs with where they are from. */
function summary(document: DocumentText): string {
	const { units, problems } = analyse(document);
	assert.equal(units.length, 1, JSON.stringify(problems));
	const [unit] = units;
	const result = unit!.chips.findLast(({ kind }) => kind === 'result' || kind === 'formula');
	const inputs = unit!.inputs.map(({ name, value, source }) => `${name}=${formatQuantity(value)} ${source}`);
	return [formatQuantity(result!.value), ...inputs].join(', ');
}

const ROWS: readonly (readonly [name: string, cells: readonly Cell[], said: string])[] = [
	[
		'imports, functions, arrays and numbers, magics and all',
		[
			'%matplotlib inline\n!pip install numpy\nimport numpy as np',
			'def act(z):\n    return np.maximum(0, z)',
			'W = np.array([[1., 2.], [3., 4.]])\nx = np.array([1., -1.])\nc = 3.0',
			'f = np.sum(act(W @ x) + c)  # @grad',
		],
		'6, W=2×2 [1 2 …] assignment, x=[1 −1] assignment, c=3 assignment',
	],
	[
		'classes',
		[
			'class Net:\n    def __init__(self, w):\n        self.w = w\n    def forward(self, x):\n        return self.w * x',
			'net = Net(4.0)',
			'y = net.forward(x)  # @grad at x = 2',
		],
		'8, x=2 annotation',
	],
	[
		'the last of several assignments, not one of a later cell or of another language',
		['a = 1.0', 'a = 2.0', '%%bash\na = 9', ['markdown', '# a = 7'], 'f = a * 3  # @grad'],
		'6, a=2 assignment',
	],
	[
		'values of earlier annotations',
		['h = np.dot(W, x)  # @grad at W: (2,) = [1, 2], x: (2,) = [3, 4]', 'f = h * c  # @grad c = 2'],
		'22, W=[1 2] annotation, x=[3 4] annotation, c=2 annotation',
	],
	['an own value wins', ['a = 1.0\nb = 5.0', 'a = 2.0\n\nf = a * b  # @grad f'], '10, b=5 assignment, a=2 assignment'],
	[
		'a formula takes values from cells before',
		['w = 2', ['markdown', 'Let $ b = 3 $.'], ['markdown', '$ f = w x + b $ <!-- @grad at x = 1 -->']],
		'5, w=2 beside, x=1 annotation, b=3 beside',
	],
];

for (const [name, cells, said] of ROWS)
	test(`A cell takes from earlier ones: ${name}`, () => assert.equal(summary(last(...cells)), said));

test('An earlier cell that cannot be read costs itself', () => {
	assert.equal(summary(last('a = 2.0\nb = = 3', 'f = a * 2  # @grad')), '4, a=2 assignment');
});

test('An earlier cell that changes is read anew', () => {
	const engine = new Engine();
	const values = ['a = 2.0', 'a = 7.0'].map((text) => {
		const { units } = engine.handle('analyze', { document: last(text, 'f = a * 2  # @grad'), lastUsed: [] });
		return units[0]!.inputs[0]!.value;
	});
	assert.deepEqual(values, [2, 7]);
});

const SIGMOID =
	'import numpy as np\ndef sigmoid(z):\n    return 1 / (1 + np.exp(-z))\nW = np.array([1., 2.])\nu = W * 3';
const USES = 'f = np.sum(sigmoid(W * 2) * u)  # @grad';

/** All cards of a session, at its end. */
function cards(engine: Engine, info: SessionInfo): Card[] {
	const found: Card[] = [];
	for (let position = 1; position <= info.forwardSteps + info.backwardSteps; position++) {
		const { active } = engine.handle('at', { id: info.id, position });
		if (active !== null) found.push(active);
	}
	return found;
}

test('What is computed in another cell is told there, and here at the call', () => {
	const engine = new Engine();
	const document = last(SIGMOID, USES);
	const options = { unfoldLiterals: false, foldedGroups: [] };
	const opened = engine.handle('open', { document, unit: 'f#0', changed: [], lastUsed: [], options });
	assert.ok(opened.ok);
	const { info } = opened;
	const inside = ({ start, end }: { start: number; end: number }): boolean => start >= 0 && end <= USES.length;
	for (const chip of info.unit.chips) assert.ok(inside(chip.range) && chip.anchor <= USES.length, JSON.stringify(chip));
	for (const { range } of info.graph.nodes) if (range !== undefined) assert.ok(inside(range));
	const said = new Set<string>();
	for (const card of cards(engine, info)) {
		for (const range of [
			card.range,
			...card.inputs.map((input) => input.range),
			...card.shares.map((share) => share.range),
		])
			assert.ok(inside(range), JSON.stringify(card));
		const there = card.elsewhere;
		const text = there === undefined ? USES : SIGMOID;
		const { start, end } = there?.range ?? card.range;
		if (card.op !== 'broadcast') assert.equal(text.slice(start, end), card.text);
		said.add(`${card.text} ← ${USES.slice(card.range.start, card.range.end)} ${there?.line ?? ''}`);
	}
	assert.ok(said.has('np.exp(-z) ← sigmoid(W * 2) 2'), [...said].join('\n'));
	assert.ok(said.has('W * 3 ←  4'), [...said].join('\n'));
	assert.ok(said.has('W * 2 ← W * 2 '), [...said].join('\n'));
	// A line in another cell is a line of its own.
	const stops: number[] = [];
	for (let at: number | null = 0; at !== null && at < info.forwardSteps;) {
		at = engine.handle('seek', { id: info.id, position: at, seek: { to: 'next-line' } });
		if (at !== null) stops.push(at);
	}
	assert.ok(stops.length >= 3, stops.join(' '));
});

test('A problem in another cell is told at the call, with where it is', () => {
	const { problems } = analyse(last('def g(a):\n    return nothing(a)', 'f = 2 * g(3.0)  # @grad'));
	const problem = problems.find(({ severity }) => severity === 'error');
	assert.ok(problem?.elsewhere);
	assert.equal('f = 2 * g(3.0)'.slice(problem.range.start, problem.range.end), 'g(3.0)');
	assert.deepEqual({ ...problem.elsewhere, range: 0 }, { uri: 'file:///n.ipynb#0', line: 1, range: 0 });
});
