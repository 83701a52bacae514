import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Engine } from '../../../src/engine/engine.ts';
import { EngineError } from '../../../src/engine/port.ts';
import { DEFAULT_LIMITS } from '../../../src/protocol.ts';
import type { Chip, DocumentText } from '../../../src/protocol.ts';
import { PLAIN, doc, guilty, opened, request, say } from './helper.ts';
import { scalar } from '../../scalar.ts';
import { processorTime } from '../../processor-time.ts';

const FIRST = 'f = (x + y) * z   # @grad x=-2, y=5, z=-4';
const NEURON = 'f = 1/(1+exp(-(w0*x0+w1*x1+w2)))  # @grad w0=2, x0=-1, w1=-3, x1=-2, w2=-3';

function chips(document: DocumentText): readonly Chip[] {
	return new Engine().handle('analyze', { document, lastUsed: [] }).units[0]?.chips ?? [];
}

/** The text with every chip written where it stands. */
function drawn(document: DocumentText): string {
	let text = document.text;
	for (const chip of [...chips(document)].sort((a, b) => b.anchor - a.anchor)) {
		text = `${text.slice(0, chip.anchor)}‹${scalar(chip.value)} ∂${chip.gradient === null ? '' : scalar(chip.gradient)}›${text.slice(chip.anchor)}`;
	}
	return text.replace(/\s*#.*$/s, '');
}

test('every name, operator and result carries a chip, behind its own characters', () => {
	assert.equal(drawn(doc(FIRST)), 'f‹-12 ∂1› = (x‹-2 ∂-4› +‹3 ∂-4› y‹5 ∂-4›) * z‹-4 ∂3›');
});

test("a function's chip stands behind its name, never behind a closing bracket", () => {
	const document = doc('f = exp(x) * (x + y)(y - 1) # @grad x=0, y=3');
	for (const { anchor, kind } of chips(document))
		if (kind !== 'result') assert.doesNotMatch(document.text.charAt(anchor - 1), /[)\]}]/);
	assert.ok(chips(document).some(({ kind, anchor }) => kind === 'operator' && anchor === 'f = exp'.length));
});

test('an expression without a name has its chip at its end, before the trailing comment', () => {
	const document = doc('(x + y) * z   # @grad x=-2, y=5, z=-4');
	assert.deepEqual(
		chips(document)
			.filter(({ kind }) => kind === 'result')
			.map(({ anchor, value }) => [anchor, value]),
		[['(x + y) * z'.length, -12]],
	);
});

test("a name that occurs twice carries each path's share, and room for the partial sums is reserved", () => {
	const document = doc('q = x * y\nf = q * x + q  # @grad x=3, y=-4');
	const all = new Engine().handle('analyze', { document, lastUsed: [] }).units[0];
	assert.ok(all);
	const q = all.chips.find(
		({ kind, range }) => kind === 'result' && document.text.slice(range.start, range.end) === 'q',
	);
	assert.equal(q?.gradient, 4);
	assert.deepEqual(q?.reserve, [-12, 4, 1]);
	const shares = all.chips
		.filter(({ kind, range }) => kind === 'name' && document.text.slice(range.start, range.end) === 'x')
		.map(({ gradient }) => gradient);
	assert.deepEqual(shares, [-16, -12]);
});

test("in a note one chip stands at the formula's end", () => {
	const document = doc('The graph of $f = (x + y) * z$ <!-- @grad x=-2, y=5, z=-4 --> is small.\n', 'markdown');
	const found = chips(document);
	assert.ok(found.every(({ anchor }) => document.text[anchor] === '$'));
	assert.deepEqual(
		found
			.filter(({ kind }) => kind !== 'name')
			.map(({ kind, anchor, value }) => [kind, document.text.slice(anchor, anchor + 1), value]),
		[['formula', '$', -12]],
	);
});

test('gradients that never arrive are null: no-grad, constants, other statements', () => {
	const document = doc('# @grad f x=2, y=3 no-grad y\np = x + 1\nf = x * y + sqrt(2 / 3)');
	const unit = new Engine().handle('analyze', { document, lastUsed: [] }).units[0];
	const named = (name: string): unknown[] =>
		(unit?.chips ?? [])
			.filter(({ range }) => document.text.slice(range.start, range.end) === name)
			.map(({ gradient }) => gradient);
	assert.deepEqual(named('y'), [null]);
	assert.deepEqual(named('p'), [null]);
	assert.deepEqual(named('sqrt(2 / 3)'), [null]);
	assert.deepEqual(
		unit?.inputs.map(({ name, differentiable }) => [name, differentiable]),
		[
			['x', true],
			['y', false],
		],
	);
});

test('the gradient stops at a variable on the way that no-grad names, and goes by other paths', () => {
	const text = '# @grad x=-2, y=5, z=-4 no-grad q expect dx = 1, dy = 0, dq = -4, dq/dx = 1\nq = x + y\nf = q*z + x';
	const [unit] = new Engine().handle('analyze', { document: doc(text), lastUsed: [] }).units;
	assert.deepEqual(
		unit?.chips.map(({ range, gradient }) => [text.slice(range.start, range.end), gradient]),
		[
			['q', null],
			['x', null],
			['y', null],
			['f', 1],
			['q', null],
			['q*z', 1],
			['z', 3],
			['x', 1],
		],
	);
	assert.deepEqual(
		unit.claims.map(({ holds }) => holds),
		[true, true, true, true],
	);
	assert.equal(unit.backwardSteps, 3);
});

test('the sigmoid neuron steps as the lecture does', () => {
	const engine = new Engine();
	const { info, view } = opened(engine, doc(NEURON));
	assert.deepEqual([info.forwardSteps, info.backwardSteps, view.position], [8, 9, 8]);
	assert.equal(info.ticks.map(({ label }) => label).join(' '), '* * + + *-1 exp +1 1/x ∂f 1/x +1 exp *-1 + + * *');
	const upstream = [1, -0.534447, -0.534447, -0.196612, 0.196612, 0.196612, 0.196612, 0.196612];
	for (const [index, expected] of upstream.entries()) {
		const at = engine.handle('at', { id: info.id, position: 10 + index });
		assert.deepEqual([at.pass, at.passStep, at.passSteps], ['backward', index + 1, 8]);
		assert.ok(Math.abs(scalar(at.active?.upstream) - expected) < 1e-6, `${index}: ${scalar(at.active?.upstream)}`);
	}
	const reciprocal = engine.handle('at', { id: info.id, position: 10 }).active;
	assert.equal(reciprocal?.rule, 'f(x) = 1/x → df/dx = −1/x²');
	assert.equal(reciprocal?.symbol, '1/x');
	assert.equal(reciprocal?.inputs[1]?.localText, '−1/(…)²');
	assert.equal(reciprocal?.inputs[0]?.differentiable, false);
});

test('a local gradient names the operands as written, never the rule’s own x and y', () => {
	const engine = new Engine();
	const text = 'f = (x + y) * z   # @grad x=-2, y=5, z=-4';
	const document = { uri: 'untitled:names', version: 1, languageId: 'plaintext', text };
	const card = engine.handle('inspect', { document, offset: text.indexOf('*') })?.card;
	assert.deepEqual(
		card?.inputs.map(({ label, localText }) => [label, localText]),
		[
			['x + y', 'z'],
			['z', 'x + y'],
		],
	);
});

test('a number that has not arrived is null, and at a fork it is a partial sum first', () => {
	const engine = new Engine();
	const document = doc('f = x * x + x  # @grad x=3');
	const { info } = opened(engine, document);
	const x = info.unit.inputs[0]?.node ?? -1;
	const seen: unknown[] = [];
	for (let position = info.forwardSteps; position <= info.forwardSteps + info.backwardSteps; position++) {
		const card = engine.handle('card', { id: info.id, position, node: x });
		seen.push([card?.upstream, card?.arrival, card?.shares.map(({ share }) => share)]);
	}
	assert.deepEqual(seen, [
		[null, 'none', [null, null, null]],
		[null, 'none', [null, null, null]],
		[1, 'partial', [null, null, 1]],
		[7, 'complete', [3, 3, 1]],
	]);
	const end = engine.handle('at', { id: info.id, position: 5 });
	assert.deepEqual(
		end.delivered.map(({ share, before, now }) => [share, before, now]),
		[
			[3, 1, 4],
			[3, 4, 7],
		],
	);
	const card = engine.handle('card', { id: info.id, position: 5, node: x });
	assert.deepEqual([card?.pattern, card?.sentence[0], card?.boundTo], ['copy', 'copy: gradients add up', 'x']);
});

test("no chip has a number at the start that is not an input's value", () => {
	const engine = new Engine();
	const { info } = opened(engine, doc(NEURON));
	const start = engine.handle('at', { id: info.id, position: 0 });
	assert.equal(start.active, null);
	for (const [index, flow] of start.chips.entries()) {
		assert.equal(flow.gradient, null);
		assert.equal(flow.value !== null, info.unit.chips[index]?.kind === 'name');
	}
});

test('claims: true ones hold, false ones are problems with the difference and a fix that makes them true', () => {
	const engine = new Engine();
	const document = doc(
		'f = (x + y) * z # @grad x=-2, y=5, z=-4 expect df/dx = -4, dz = 2.5, f = -12, dy = -4.01 ± 0.1',
	);
	const { units, problems } = engine.handle('analyze', { document, lastUsed: [] });
	assert.deepEqual(
		units[0]?.claims.map(({ text, actual, holds }) => [text, actual, holds]),
		[
			['df/dx = -4', -4, true],
			['dz = 2.5', 3, false],
			['f = -12', -12, true],
			['dy = -4.01 ± 0.1', -4, true],
		],
	);
	assert.equal(problems.length, 1);
	const [problem] = problems;
	assert.equal(problem?.code, 'claim-false');
	assert.equal(guilty(document, problem), 'dz = 2.5');
	assert.equal(problem && say(problem.message), 'df/dz is 3, not 2.5: off by 0.50.');
	const edit = problem?.fixes?.[0]?.edits[0];
	assert.ok(edit);
	const fixed = doc(document.text.slice(0, edit.range.start) + edit.text + document.text.slice(edit.range.end));
	assert.deepEqual(engine.handle('analyze', { document: fixed, lastUsed: [] }).problems, []);
});

test('a fix holds for numbers of every kind', () => {
	for (const x of [0.1234567, 1e-7, -3.5e9, 1 / 3, 2]) {
		const engine = new Engine();
		const document = doc(`f = x * y # @grad x=${x}, y=0.37 expect df/dy = 77.77`);
		const edit = engine.handle('analyze', { document, lastUsed: [] }).problems[0]?.fixes?.[0]?.edits[0];
		assert.ok(edit, String(x));
		const fixed = doc(document.text.slice(0, edit.range.start) + edit.text + document.text.slice(edit.range.end));
		assert.deepEqual(engine.handle('analyze', { document: fixed, lastUsed: [] }).problems, [], `${x}: ${edit.text}`);
	}
});

test('a claim may speak of another variable on the way, and of what is left out of the stepping', () => {
	const text = 'q = x + y\nf = q * z # @grad x=-2, y=5, z=-4 wrt x expect dq/dy = 1, df/dq = -4, df/dz = 3, q = 3';
	const { units, problems } = new Engine().handle('analyze', { document: doc(text), lastUsed: [] });
	assert.deepEqual(problems, []);
	assert.ok(units[0]?.claims.every(({ holds }) => holds));
});

test('a claim about what the program does not have is a problem at its characters', () => {
	const document = doc('f = x * 2 # @grad x=1 expect df/dnothing = 3');
	const { problems } = new Engine().handle('analyze', { document, lastUsed: [] });
	assert.deepEqual(
		problems.map((problem) => [problem.code, guilty(document, problem)]),
		[['unknown-name', 'nothing']],
	);
});

test('nothing is asserted where a guessed value has a part in it', () => {
	const { units, problems } = new Engine().handle('analyze', {
		document: doc('f = x * y # @grad x=1 expect df/dx = 77'),
		lastUsed: [],
	});
	assert.deepEqual(
		units[0]?.claims.map(({ holds, guessed }) => [holds, guessed]),
		[[false, true]],
	);
	assert.deepEqual(
		problems.filter(({ code }) => code === 'claim-false'),
		[],
	);
});

test('an array that does not fit is told at its operator, one that is too large at its value', () => {
	const document = doc('a = x * 2\nf = a + W  # @grad x=[1, 2], W: (3, 4) = randn');
	const { units, problems } = new Engine().handle('analyze', { document, lastUsed: [] });
	assert.equal(units.length, 0);
	assert.deepEqual(
		problems.map((problem) => [problem.code, guilty(document, problem)]),
		[['shape', '+']],
	);
	const huge = doc('f = x * 2  # @grad x=zeros(1e9)');
	const { result, milliseconds } = processorTime(() =>
		new Engine().handle('analyze', { document: huge, lastUsed: [] }),
	);
	const [first] = result.problems;
	assert.deepEqual([first?.code, guilty(huge, first)], ['limit-elements', 'zeros(1e9)']);
	assert.ok(milliseconds < 50, `${milliseconds} ms`);
});

test('a hover finds the innermost expression, its operator, and the assigned name', () => {
	const engine = new Engine();
	const document = doc(NEURON);
	const at = (needle: string): string | undefined =>
		engine.handle('inspect', { document, offset: document.text.indexOf(needle) })?.card.text;
	assert.equal(at('w1*'), 'w1');
	assert.equal(at('*x1'), 'w1*x1');
	assert.equal(at('exp'), 'exp(-(w0*x0+w1*x1+w2))');
	assert.equal(at('f ='), '1/(1+exp(-(w0*x0+w1*x1+w2)))');
	assert.equal(engine.handle('inspect', { document, offset: document.text.length }), null);
});

test('seeking leads to the step of an expression in the present pass', () => {
	const engine = new Engine();
	const document = doc(NEURON);
	const { info } = opened(engine, document);
	const offset = document.text.indexOf('exp');
	const seek = (position: number): number | null =>
		engine.handle('seek', { id: info.id, position, seek: { to: 'offset', offset } });
	assert.equal(seek(0), 6);
	assert.equal(seek(9), 12);
	assert.equal(engine.handle('seek', { id: info.id, position: 9, seek: { to: 'node', node: 9999 } }), null);
});

test('changed inputs replay in place, and a conditional that takes its other branch runs anew', () => {
	const engine = new Engine();
	const document = doc('f = x > 0 ? x * y : x + y + 1  # @grad x=2, y=3');
	const { info } = opened(engine, document);
	const same = engine.handle('change', { id: info.id, changed: [['y', 10]], position: 3 });
	assert.ok(same.ok);
	assert.equal(same.info.forwardSteps, info.forwardSteps);
	assert.equal(same.info.unit.chips.find(({ kind }) => kind === 'result')?.value, 20);
	const other = engine.handle('change', { id: info.id, changed: [['x', -2]], position: 3 });
	assert.ok(other.ok);
	assert.equal(other.info.id, info.id);
	assert.equal(other.info.forwardSteps, 4);
	assert.equal(other.info.unit.chips.find(({ kind }) => kind === 'result')?.value, 9);
	const nan = engine.handle('change', { id: info.id, changed: [['y', NaN]], position: 0 });
	assert.ok(nan.ok && Number.isNaN(nan.info.unit.chips.find(({ kind }) => kind === 'result')?.value));
});

test('σ as one gate or four, by an option, with the same gradient', () => {
	const engine = new Engine();
	const { info } = opened(engine, doc('f = sigmoid(w * x)  # @grad w=2, x=-1'));
	assert.equal(info.forwardSteps, 2);
	const small = engine.handle('options', { id: info.id, options: { ...PLAIN, smallGates: true }, position: 2 });
	assert.ok(small.ok);
	assert.deepEqual([small.info.forwardSteps, small.view.position], [5, 5]);
	assert.equal(small.info.graph.groups.length, 1);
	const gradient = (unit: typeof info.unit): number => scalar(unit.chips.find(({ kind }) => kind === 'name')?.gradient);
	assert.ok(Math.abs(gradient(info.unit) - gradient(small.info.unit)) < 1e-15);
});

test('annotating writes the values that stand nowhere, and writing back replaces the one that does', () => {
	const engine = new Engine();
	const apply = (document: DocumentText, edit: ReturnType<typeof annotate>): string => {
		assert.ok(edit);
		return document.text.slice(0, edit.range.start) + edit.text + document.text.slice(edit.range.end);
	};
	const annotate = (document: DocumentText) => engine.handle('annotate', { document, offset: 1, values: [['x', 7]] });
	const bare = doc('f = x * y\n');
	assert.equal(apply(bare, annotate(bare)), 'f = x * y  # @grad x = 7, y = 1\n');

	const document = doc(FIRST);
	const { info } = opened(engine, document);
	const back = engine.handle('writeBack', { document, id: info.id, name: 'y', value: 0.25 });
	assert.ok(back !== null && 'text' in back);
	assert.equal(apply(document, back), FIRST.replace('y=5', 'y=0.25'));
});

test('a session that is not open here is said to be lost', () => {
	const engine = new Engine();
	assert.throws(
		() => engine.handle('at', { id: 1, position: 0 }),
		(error) => error instanceof EngineError && error.code === 'no-session',
	);
	const { info } = opened(engine, doc(FIRST));
	engine.handle('close', { id: info.id });
	assert.throws(() => engine.handle('at', { id: info.id, position: 0 }), EngineError);
});

test('where nothing can be read, opening says so', () => {
	const answer = new Engine().handle('open', request(doc('\n\n')));
	assert.ok(!answer.ok);
	assert.equal(answer.problems[0]?.code, 'no-unit');
});

test("a part of a formula steps with the formula's values and without its claims", () => {
	const document = doc(`${FIRST} expect df/dx = -4`);
	const { info } = opened(new Engine(), document, { selection: { start: 5, end: 10 } });
	assert.deepEqual(
		info.unit.inputs.map(({ name, value }) => [name, value]),
		[
			['x', -2],
			['y', 5],
		],
	);
	assert.deepEqual(info.unit.claims, []);
});

test('budgets are configured, and past one the guilty place and the setting are named', () => {
	const engine = new Engine();
	engine.handle('configure', { limits: { ...DEFAULT_LIMITS, gates: 3 } });
	const document = doc('f = x + x + x + x + x  # @grad x=1');
	const { problems } = engine.handle('analyze', { document, lastUsed: [] });
	assert.equal(problems[0]?.code, 'limit-gates');
	assert.match(problems[0] ? say(problems[0].message) : '', /backstep\.limits\.gates/);
	assert.equal(guilty(document, problems[0]), '+');
});

test('what leaves the engine survives the way to the editor', () => {
	const engine = new Engine();
	const document = doc(NEURON);
	const analysis = engine.handle('analyze', { document, lastUsed: [] });
	assert.deepEqual(structuredClone(analysis), analysis);
	const answer = engine.handle('open', request(document));
	assert.deepEqual(structuredClone(answer), answer);
});
