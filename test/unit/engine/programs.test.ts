/** Programs in a document: what an annotation or a selection means, which earlier statements it needs, and what is checked of it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Engine } from '../../../src/engine/engine.ts';
import { formatQuantity } from '../../../src/core/quantity.ts';
import { fill, type Analysis, type DocumentText, type SessionInfo } from '../../../src/protocol.ts';
import { doc, guilty, say } from './helper.ts';
import { processorTime } from '../../processor-time.ts';

function python(text: string): DocumentText {
	return { uri: 'file:///a.py', version: 1, languageId: 'python', text };
}

function analyse(text: string): Analysis {
	return new Engine().handle('analyze', { document: python(text), lastUsed: [] });
}

function open(text: string, selected: string): SessionInfo {
	const start = text.indexOf(selected);
	assert.ok(start >= 0, `${selected} is in the text`);
	const opened = new Engine().handle('open', {
		document: python(text),
		selection: { start, end: start + selected.length },
		changed: [],
		lastUsed: [],
		options: { unfoldLiterals: false, foldedGroups: [] },
	});
	assert.ok(opened.ok, opened.ok ? '' : JSON.stringify(opened.problems));
	return opened.info;
}

/** `name=value source`, in the order of first use. */
function inputs({ unit }: SessionInfo): string[] {
	return unit.inputs.map(({ name, value, source }) => `${name}=${formatQuantity(value)} ${source}`);
}

function errors({ problems }: { readonly problems: Analysis['problems'] }): string[] {
	return problems.filter(({ severity }) => severity === 'error').map(({ code }) => code);
}

test('a target behind what is not supported: values are shown up to there, and the target says why it has no gradient yet', () => {
	const text = [
		'import numpy as np',
		'# @grad loss at x = [1, 2] expect dloss/dx = [3, 3]',
		'y = x * 3',
		'z = np.unheard_of(y)',
		'late = y + 1',
		'loss = np.sum(z)',
	].join('\n');
	const document = doc(text, 'python');
	const { units, problems } = new Engine().handle('analyze', { document, lastUsed: [] });
	const [unit] = units;
	assert.deepEqual(
		unit?.chips.filter(({ kind }) => kind === 'result').map(({ value, gradient }) => [formatQuantity(value), gradient]),
		[
			['[3 6]', null],
			['[4 7]', null],
		],
	);
	assert.ok(unit?.chips.every(({ gradient }) => gradient === null));
	assert.ok(unit?.inputs.every(({ differentiable }) => !differentiable));
	const told = problems.find(({ code }) => code === 'no-gradient-yet');
	assert.equal(guilty(document, told), 'loss');
	assert.match(say(told?.message ?? ['']), /loss has no gradient yet: it needs what line 4 could not compute/);
	assert.ok(told?.fixes?.length === 1);
	const [edit] = told.fixes[0]!.edits;
	const cured = doc(text.slice(0, edit!.range.start) + edit!.text + text.slice(edit!.range.end), 'python');
	const after = new Engine().handle('analyze', { document: cured, lastUsed: [] });
	assert.deepEqual(
		[after.units[0]?.target, after.problems.filter(({ code }) => code === 'no-gradient-yet')],
		['loss', []],
	);
	assert.ok(after.units[0]!.backwardSteps > 1);
});

test('a first line whose shapes do not fit leaves the values that went into it', () => {
	const text = '# @grad loss at X: (5, 3) = ones, W: (3, 4) = ones\ns = X @ W.T\nloss = s.sum()';
	const { units } = new Engine().handle('analyze', { document: doc(text, 'python'), lastUsed: [] });
	assert.deepEqual(
		units[0]?.chips.map(({ value, gradient, range }) => [
			text.slice(range.start, range.end),
			formatQuantity(value),
			gradient,
		]),
		[
			['X', '5×3 [1 1 …]', null],
			['W', '3×4 [1 1 …]', null],
			['W.T', '4×3 [1 1 …]', null],
		],
	);
});

test('an annotation above a block takes the whole of it, loops and all, on to the line that sets the target', () => {
	const text =
		'# @grad loss at x = [1, 2]\nh = x\nfor k in range(2):\n    h = h * h\n\nloss = h.sum()\nother = 2 * loss\n';
	const { units, problems } = analyse(text);
	assert.deepEqual(problems, []);
	assert.equal(units.length, 1);
	assert.equal(
		text.slice(units[0]!.range.start, units[0]!.range.end),
		text.slice(text.indexOf('h = x'), text.indexOf('\nother')),
	);
	assert.equal(units[0]!.forwardSteps, 3);
});

test('a comment behind a statement of several lines belongs to all of it', () => {
	const { units, problems } = analyse(
		'import numpy as np\nf = np.sum(\n    x * 2\n)  # @grad x = [1, 2, 3] expect f = 12, dx = [2, 2, 2]\n',
	);
	assert.deepEqual(errors({ problems }), []);
	assert.ok(units[0]!.claims.every(({ holds }) => holds));
});

test('a selection takes the earlier statements that it needs, changes in place included, and no others', () => {
	const text = [
		'import numpy as np',
		'a = np.array([1.0, 2.0])',
		'unused = np.unknown_function(3)',
		'a[0] = 5.0',
		'def double(v):',
		'    return factor * v',
		'factor = 2.0',
		'b = double(a)',
		'loss = b.sum()',
	].join('\n');
	const info = open(text, 'loss = b.sum()');
	assert.deepEqual(errors(info), []);
	assert.deepEqual(
		inputs(info)
			.map((input) => input.split('=')[0] ?? '')
			.sort((a, b) => a.localeCompare(b)),
		['a', 'factor'],
	);
	const result = info.unit.chips.findLast(({ kind }) => kind === 'result');
	assert.equal(result === undefined ? '' : formatQuantity(result.value), '14');
});

test('lines of a function step with its parameters guessed and its own earlier lines run first', () => {
	const text = 'def forward(x, w):\n    h = x * w\n    f = h ** 2\n    return f\n';
	const info = open(text, 'f = h ** 2');
	assert.deepEqual(inputs(info), ['x=1 guessed', 'w=2 guessed']);
	assert.equal(info.forwardSteps, 2);
});

test('a function that stands alone steps with its parameters as inputs', () => {
	const info = open('def f(x, y=3.0):\n    return x * y\n', 'def f(x, y=3.0):\n    return x * y');
	assert.deepEqual(inputs(info), ['x=1 guessed']);
});

test('what is no Python is read as mathematics', () => {
	const { units } = analyse('f = 2x + 1  # @grad x = 3 expect f = 7, df/dx = 2\n');
	assert.equal(units[0]!.notation, 'math');
	assert.ok(units[0]!.claims.every(({ holds }) => holds));
});

test('gradients written by hand are checked, and a wrong one says by how much', () => {
	const text = [
		'import numpy as np',
		'# @grad loss at x = [0.2, 0.4], w = [1, -2]',
		'p = x * w',
		'loss = np.sum(p ** 2)',
		'',
		'dp = 2 * p',
		'dw = dp * x',
		'dx = dp * x',
	].join('\n');
	const { units, problems } = analyse(text);
	assert.deepEqual(
		units[0]!.claims.map((claim) => `${claim.text} ${claim.holds}`),
		['dp = ∂loss/∂p true', 'dw = ∂loss/∂w true', 'dx = ∂loss/∂x false'],
	);
	assert.deepEqual(
		problems.map(({ code, severity, range }) => [code, severity, text.slice(range.start, range.end)]),
		[['handwritten-gradient', 'warning', 'dx']],
	);
	// They are no part of what steps.
	assert.equal(units[0]!.forwardSteps, 3);
});

test('a statement that fails costs itself, and what it would have set is no further problem', () => {
	const text = 'import numpy as np\n# @grad f at x = [1, 2, 3], y = [1, 2]\nq = x + y\nr = q * 2\nf = np.sum(x * 2)\n';
	const { units, problems } = analyse(text);
	assert.deepEqual(
		problems.map(({ code, range }) => [code, text.slice(range.start, range.end)]),
		[['shape', '+']],
	);
	assert.equal(units[0]!.target, 'f');
});

test('a loop without end stops in its time, with what was computed', () => {
	const engine = new Engine();
	engine.handle('configure', {
		limits: { programLength: 1e6, nesting: 200, gates: 1e6, elements: 1e7, milliseconds: 200, bytes: 5e8 },
	});
	const text = '# @grad f at x = 2\nf = x * x\nwhile True:\n    pass\n';
	const { result, milliseconds } = processorTime(() => ({
		problems: engine.handle('analyze', { document: python(text), lastUsed: [] }).problems,
		analysis: engine.handle('open', {
			document: python(text),
			selection: { start: text.indexOf('f = x'), end: text.length },
			changed: [],
			lastUsed: [],
			options: { unfoldLiterals: false, foldedGroups: [] },
		}),
	}));
	const { problems, analysis } = result;
	assert.ok(milliseconds < 2000, `${milliseconds} ms`);
	assert.ok(analysis.ok);
	const all = [...problems, ...analysis.info.problems].filter(({ code }) => code === 'limit-milliseconds');
	assert.equal(all.length >= 1, true);
});

test('what is not supported can be given its value, by a fix at its characters, and the rest runs', () => {
	const text = [
		'import numpy as np',
		'# @grad loss at x = [1, 2, 3]',
		'h = x * 2',
		'def layer(v):',
		'    return np.unheard_of(v) + v.strange()',
		's = np.linalg.novel(x, 2)',
		'u, w = helper(h)',
		'loss = np.sum(layer(h) * s) + u * w + np.pad(h, 1, mode="wave").sum()',
		'',
	].join('\n');
	let now = text;
	const titles: string[] = [];
	for (let round = 0; round < 8; round++) {
		const { problems } = analyse(now);
		const offered = problems.find(({ code, fixes }) => fixes !== undefined && code !== 'no-gradient-yet');
		if (offered === undefined) {
			assert.deepEqual(errors({ problems }), []);
			break;
		}
		const [fix] = offered.fixes!;
		titles.push(`${now.slice(offered.range.start, offered.range.end)}: ${fill(fix!.title[0], fix!.title.slice(1))}`);
		for (const { range, text: put } of fix!.edits) now = now.slice(0, range.start) + put + now.slice(range.end);
	}
	assert.deepEqual(titles, [
		'unheard_of: Give the value of np.unheard_of(v)',
		'strange: Give the value of v.strange()',
		'novel: Give the value of np.linalg.novel(x, 2)',
		'helper: Give the value of helper(h)',
		'pad: Give the value of np.pad(h, 1, mode="wave")',
	]);
	const { units } = analyse(now);
	assert.deepEqual(
		units[0]!.inputs.map(({ name, value }) => `${name}=${formatQuantity(value)}`),
		['x=[1 2 3]', 's=[1 1 1]', 'u=1', 'w=1', 'unheard_of=1', 'strange=1', 'pad=[1 1 1]'],
	);
	assert.equal(now.replace(/^# @grad.*$/m, ''), text.replace(/^# @grad.*$/m, ''));
});
