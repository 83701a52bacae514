/** The lecture's scalar rows, opened from examples/ in the real host, give the lecture's numbers (rows are numbered as the files are). */
import * as assert from 'node:assert/strict';
import type { Quantity, UnitSummary } from '../../../src/protocol.ts';
import type { Session } from '../../../src/session/session.ts';
import { closeAll, gradients, openExample, printed, shown, step, stepQuietly, unitOf } from './kit.ts';
import { scalar } from '../../scalar.ts';

interface Expected {
	readonly target?: string;
	readonly value: number;
	readonly gradients: Readonly<Record<string, number>>;
	readonly gates?: number;
}

interface Example {
	readonly file: string;
	readonly language?: string;
	/** The annotated units in their order. */
	readonly units: readonly Expected[];
}

const ADD_MUL = { target: 'f', value: -12, gradients: { x: -4, y: -4, z: 3 }, gates: 2 };
const STAGED = { target: 'f', value: 1.5456449, gradients: { x: 2.0595698, y: 1.5922328 } };
const tanh = { value: 0.4621171573, gradients: { x: 0.786447733 } };

const EXAMPLES: readonly Example[] = [
	{
		file: '01-mul-max.txt',
		units: [
			{ target: 'f', value: -12, gradients: { x: -3, y: 4 }, gates: 1 },
			{ target: 'm', value: 4, gradients: { x: 1, y: 0 }, gates: 1 },
		],
	},
	{ file: '02-add-mul.txt', units: [ADD_MUL, ADD_MUL] },
	{
		file: '03-sigmoid-neuron.txt',
		units: [
			{
				target: 'f',
				value: 0.731059,
				gradients: { w0: -0.196612, w1: -0.393224, w2: 0.196612, x0: 0.393224, x1: -0.589836 },
				gates: 8,
			},
			{
				target: 'f',
				value: 0.993307,
				gradients: { w0: 0.00664806, w1: -0.0132961, w2: 0.00664806, x0: 0.0132961, x1: -0.0199442 },
				gates: 8,
			},
		],
	},
	{
		file: '04-one-gate-or-four.txt',
		units: [
			{ target: 'f', value: 0.731059, gradients: { s: 0.196612 }, gates: 4 },
			{ target: 'g', value: 0.731059, gradients: { s: 0.196612 }, gates: 1 },
		],
	},
	{
		file: '05-three-patterns.txt',
		units: [{ target: 'f', value: -20, gradients: { x: -8, y: 6, z: 2, w: 0 }, gates: 4 }],
	},
	{
		file: '06-gate-patterns.txt',
		units: [
			{ target: 'f', value: 7, gradients: { x: 2, y: 2 }, gates: 1 },
			{ target: 'f', value: 6, gradients: { x: 15, y: 10 }, gates: 1 },
			{ target: 'f', value: 42, gradients: { x: 6 }, gates: 3 },
			{ target: 'f', value: 5, gradients: { x: 0, y: 9 }, gates: 1 },
		],
	},
	{
		file: '07-gradients-add.txt',
		units: [
			{ target: 'f', value: -3, gradients: { x: 2, y: 3 }, gates: 3 },
			{ target: 'f', value: 24, gradients: { x: 44 } },
			{ target: 'f', value: 49, gradients: { x: 28, w: 42 } },
		],
	},
	{ file: '08-staged.txt', units: [STAGED, STAGED] },
	{
		file: '15-activations.txt',
		units: [
			{ value: 0.6224593312, gradients: { x: 0.2350037122 } },
			tanh,
			tanh,
			{ value: 0, gradients: { x: 0 } },
			{ value: -0.02, gradients: { x: 0.01 } },
			{ value: -0.5, gradients: { x: 0.25, alpha: -2 } },
			{ value: 1, gradients: { w1: 1, b1: 1, w2: 0, b2: 0, x: 2 } },
			{ value: -0.6321205588, gradients: { x: 0.3678794412 } },
			{ value: -0.9481808382, gradients: { x: 0.5518191618 } },
		],
	},
	{
		file: '17-forward-backward.txt',
		units: [
			{ target: 'loss', value: 0.0723295, gradients: { x: -0.0846033, w: -0.1586313, b: -0.1057542, t: 0.5378828 } },
		],
	},
	{
		file: 'in-python.py',
		language: 'python',
		units: [ADD_MUL, { target: 'p', value: 0.731059, gradients: { w: -0.196612, x: 0.393224, b: 0.196612 }, gates: 6 }],
	},
	{
		file: 'in-javascript.js',
		language: 'javascript',
		units: [ADD_MUL, { target: 'loss', value: 4, gradients: { x: -4, y: 4 } }],
	},
	{
		file: 'note.md',
		language: 'markdown',
		units: [
			{ target: '손실', value: 4, gradients: { 가중치: -8, 입력: -2, 정답: 4 } },
			{ value: 3.25, gradients: { x: 1, y: -2.5 } },
		],
	},
];

/** A step of a pass: the gate's symbol and text, its value, what came from above, and what went to its operands. */
interface Walked {
	readonly node: number;
	readonly symbol: string;
	readonly text: string;
	readonly value: Quantity | null;
	readonly upstream: Quantity | null;
	readonly downstream: readonly (Quantity | null)[];
}

function here(session: Session): Walked {
	const { active } = session.view;
	assert.ok(active, `a gate is active at position ${session.position}`);
	const operands = active.inputs.filter(({ differentiable }) => differentiable);
	return { ...active, downstream: operands.map(({ downstream }) => downstream) };
}

/** Steps through both passes from the start. On every edge of the way back, upstream × local = downstream. */
async function walk(session: Session): Promise<{ forward: Walked[]; backward: Walked[] }> {
	const forward: Walked[] = [];
	const backward: Walked[] = [];
	await session.restart();
	while (forward.length < session.info.forwardSteps) {
		await session.next();
		assert.equal(session.view.pass, 'forward');
		forward.push(here(session));
	}
	await session.next();
	assert.equal(session.position, session.info.forwardSteps + 1);
	while (session.position < session.lastPosition) {
		await session.next();
		assert.equal(session.view.pass, 'backward');
		for (const { local, downstream, differentiable, label } of session.view.active?.inputs ?? []) {
			if (differentiable)
				printed(downstream, scalar(session.view.active?.upstream) * Number(local), `what ${label} receives`);
		}
		backward.push(here(session));
	}
	return { forward, backward };
}

/** Rows 9 to 14 and 16, over arrays, and the notations that have them: the targets of their annotated units, in order. */
const ARRAYS: readonly (readonly [file: string, targets: readonly string[], notation?: string])[] = [
	['09-squared-norm.py', ['f', 'g']],
	['10-jacobian-of-relu.py', ['f', 'g']],
	['11-relu-upstream.py', ['y']],
	['12-matmul.py', ['y']],
	['13-two-layer-net.py', ['loss']],
	['13-training.py', ['loss']],
	['14-scores-and-losses.py', ['s', 's2', 's3', 'loss', 'hinge', 'cross_entropy']],
	['16-three-layers.py', ['out']],
	['neuron-class.py', ['p']],
	['in-julia.jl', ['f', 'f', 'f', 'f', 'f'], 'julia'],
	// A VS Code without an extension for MATLAB takes `.m` for Objective-C.
	['in-matlab.m', ['f', 'f', 'f', 'f', 'f'], 'matlab'],
	['in-latex.tex', ['f', 'f', 'f', 'f', 'f', 'L', 'L_i', 'L', 'f'], 'latex'],
];

async function stepExample(file: string, index = 0): Promise<{ session: Session; unit: UnitSummary; text: string }> {
	const { editor, analysis } = await openExample(file);
	const unit = unitOf(analysis, index);
	const session = await step(editor, unit.range.start);
	assert.equal(session.info.unit.id, unit.id);
	return { session, unit, text: editor.document.getText() };
}

describe('The lecture, from examples/', () => {
	afterEach(closeAll);

	for (const { file, language, units } of EXAMPLES) {
		it(`${file} gives its numbers`, async () => {
			const { editor, analysis } = await openExample(file);
			if (language !== undefined) assert.equal(editor.document.languageId, language);
			assert.deepEqual(analysis.problems, []);
			assert.equal(analysis.units.length, units.length);
			for (const [index, expected] of units.entries()) {
				const unit = unitOf(analysis, index);
				const what = `unit ${index}`;
				if (expected.target !== undefined) assert.equal(unit.target, expected.target);
				if (expected.gates !== undefined) assert.equal(unit.forwardSteps, expected.gates, `${what}: gates`);
				for (const claim of unit.claims)
					assert.ok(claim.holds, `${what}: ${claim.text} is ${JSON.stringify(claim.actual)}`);
				const session = await stepQuietly(editor, unit);
				assert.equal(session.info.unit.id, unit.id);
				assert.equal(session.position, session.info.forwardSteps, 'stepping starts at the end of the forward pass');
				printed(session.view.active?.value, expected.value, `${what}: the value`);
				await walk(session);
				const found = await gradients(session);
				assert.deepEqual([...found.keys()].sort(), Object.keys(expected.gradients).sort());
				for (const [name, gradient] of Object.entries(expected.gradients))
					printed(found.get(name), gradient, `${what}: the gradient of ${name}`);
			}
		});
	}

	for (const [file, targets, notation = 'python'] of ARRAYS) {
		it(`${file} holds its claims and steps both ways`, async () => {
			const { editor, analysis } = await openExample(file);
			assert.deepEqual(
				analysis.problems.filter(({ severity }) => severity === 'error' || severity === 'warning'),
				[],
			);
			assert.deepEqual(
				analysis.units.map(({ target }) => target),
				targets,
			);
			for (const unit of analysis.units) {
				assert.equal(unit.notation, notation);
				for (const claim of unit.claims)
					assert.ok(claim.holds, `${unit.target}: ${claim.text} is ${JSON.stringify(claim.actual)}`);
				const session = await stepQuietly(editor, unit);
				assert.equal(session.info.unit.id, unit.id);
				const before = shown(session);
				await session.runToEnd();
				assert.equal(session.position, session.lastPosition);
				await session.previous();
				await session.next();
				await session.go(session.info.forwardSteps);
				assert.deepEqual(shown(session), before);
			}
		});
	}

	it('3a walks through the lecture’s eight gates, forward and back', async () => {
		const { session } = await stepExample('03-sigmoid-neuron.txt');
		const { forward, backward } = await walk(session);
		const symbols = ['*', '*', '+', '+', '*-1', 'exp', '+1', '1/x'];
		const values = [-2, 6, 4, 1, -1, 0.367879, 1.367879, 0.731059];
		assert.deepEqual(
			forward.map(({ symbol }) => symbol),
			symbols,
		);
		for (const [index, value] of values.entries()) printed(forward[index]?.value, value, `gate ${index}`);
		const downstream = [
			[-0.534447],
			[-0.534447],
			[-0.196612],
			[0.196612],
			[0.196612, 0.196612],
			[0.196612, 0.196612],
			[-0.393224, -0.589836],
			[-0.196612, 0.393224],
		];
		assert.deepEqual(
			backward.map(({ symbol }) => symbol),
			symbols.reverse(),
		);
		for (const [index, expected] of downstream.entries()) {
			assert.equal(backward[index]?.downstream.length, expected.length);
			for (const [slot, share] of expected.entries())
				printed(backward[index]?.downstream[slot], share, `back through gate ${index}, operand ${slot}`);
		}
	});

	it('3b is saturated: every gradient is 29.57 times smaller than in 3a', async () => {
		const first = await gradients((await stepExample('03-sigmoid-neuron.txt')).session);
		const second = await gradients((await stepExample('03-sigmoid-neuron.txt', 1)).session);
		// x0 itself is another number in 3b, so w0's gradient changes its sign with it.
		for (const name of ['w0', 'w1', 'w2', 'x0', 'x1'])
			printed(Math.abs((first.get(name) ?? NaN) / (second.get(name) ?? NaN)), 29.57, name);
	});

	it('4: the box of four gates folds into one and opens again, and the gradient stays', async () => {
		const four = await stepExample('04-one-gate-or-four.txt');
		const gatesNow = (session: Session): string[] =>
			session.info.graph.nodes.filter(({ kind }) => kind === 'gate' || kind === 'group').map(({ label }) => label);
		assert.deepEqual(gatesNow(four.session), ['*-1', 'exp', '+1', '1/x']);
		const group = four.session.info.graph.groups[0];
		assert.ok(group);
		await four.session.setOptions({ ...four.session.info.options, foldedGroups: [group.id] });
		assert.deepEqual(gatesNow(four.session), ['σ']);
		printed((await gradients(four.session)).get('s'), 0.196612, 'the folded gradient');

		const one = await stepExample('04-one-gate-or-four.txt', 1);
		assert.deepEqual(gatesNow(one.session), ['σ']);
		await one.session.setOptions({ ...one.session.info.options, smallGates: true });
		assert.deepEqual(gatesNow(one.session), ['*-1', 'exp', '+1', '1/x']);
		printed((await gradients(one.session)).get('s'), 0.196612, 'the opened gradient');
	});

	it('5 has the three patterns in one circuit, and the values of its stages', async () => {
		const { session } = await stepExample('05-three-patterns.txt');
		const { forward } = await walk(session);
		assert.deepEqual(
			forward.map(({ symbol, value }) => [symbol, value]),
			[
				['*', -12],
				['max', 2],
				['+', -10],
				['*2', -20],
			],
		);
	});

	it('7: each branch has its share, and the variable their sum', async () => {
		const { session, unit } = await stepExample('07-gradients-add.txt');
		await session.runToEnd();
		const x = unit.inputs.find(({ name }) => name === 'x');
		const card = x === undefined ? null : await session.card(x.node);
		assert.deepEqual(
			card?.shares.map(({ share }) => share),
			[-4, 6],
		);
		assert.equal(card?.upstream, 2);
	});

	it('8: every stage has the slide’s value and gradient', async () => {
		const { session, unit, text } = await stepExample('08-staged.txt');
		const stages: readonly (readonly [name: string, value: number, gradient: number])[] = [
			['sigy', 0.0179862, 0.5121444],
			['num', 3.0179862, 0.5121444],
			['sigx', 0.9525741, -0.7915934],
			['xpy', -1, 1.5831869],
			['xpysqr', 1, -0.7915934],
			['den', 1.9525741, -0.7915934],
			['invden', 0.5121444, 3.0179862],
			['f', 1.5456449, 1],
		];
		const results = unit.chips.filter(({ kind }) => kind === 'result');
		assert.deepEqual(
			results.map(({ anchor }) => /\w+$/.exec(text.slice(0, anchor))?.[0]),
			stages.map(([name]) => name),
		);
		const { forward } = await walk(session);
		for (const [index, [name, value, gradient]] of stages.entries()) {
			printed(results[index]?.value, value, name);
			printed(results[index]?.gradient, gradient, `the gradient of ${name}`);
			printed(forward[index]?.value, value, `${name}, stepped`);
		}
		const x = unit.inputs.find(({ name }) => name === 'x');
		const shares = (x === undefined ? null : await session.card(x.node))?.shares ?? [];
		assert.equal(shares.length, 3);
		for (const expected of [1.5831869, -0.0357615, 0.5121444])
			assert.ok(
				shares.some(({ share }) => Math.abs(scalar(share) - expected) < 5e-8),
				`${expected} among ${shares.map(({ share }) => scalar(share)).join(', ')}`,
			);
	});

	it('17: the way back is the way forward reversed', async () => {
		const { session } = await stepExample('17-forward-backward.txt');
		const { forward, backward } = await walk(session);
		assert.ok(forward.length > 5);
		assert.deepEqual(
			backward.map(({ node }) => node),
			forward.map(({ node }) => node).reverse(),
		);
		for (const { node, value } of backward)
			assert.equal(value, forward.find((gate) => gate.node === node)?.value, 'a gate remembers its value');
	});

	it('the note’s formula without a comment takes the values beside it', async () => {
		const { editor } = await openExample('note.md');
		const session = await step(editor, editor.document.getText().indexOf('(a+b)c'));
		assert.deepEqual(
			session.info.unit.inputs.map(({ name, value, source }) => [name, value, source]),
			[
				['a', 3, 'beside'],
				['b', -1, 'beside'],
				['c', 2, 'beside'],
			],
		);
		printed(session.view.active?.value, 4, 'the value');
		assert.deepEqual(
			[...(await gradients(session))],
			[
				['a', 2],
				['b', 2],
				['c', 2],
			],
		);
	});
});
