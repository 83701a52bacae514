import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Trace } from '../../../src/core/trace.ts';
import { Cancelled } from '../../../src/run/budget.ts';
import { gradients, runText } from './helper.ts';
import { processorTime } from '../../processor-time.ts';

test("the lecture's first graph", () => {
	assert.deepEqual(gradients('f = (x + y) * z', { x: -2, y: 5, z: -4 }), { value: -12, grads: { x: -4, y: -4, z: 3 } });
});

test('several lines, the last one being the target', () => {
	assert.deepEqual(gradients('q = x + y\nf = q * z', { x: -2, y: 5, z: -4 }), {
		value: -12,
		grads: { x: -4, y: -4, z: 3 },
	});
	assert.deepEqual(gradients('q = x + y\nf = q * z', { x: -2, y: 5, z: -4 }, { target: 'q' }).value, 3);
});

test('an expression behind assignments is the target', () => {
	assert.equal(gradients('q = x + y\nq * z', { x: -2, y: 5, z: -4 }).value, -12);
});

test('a variable set from a literal is an input, and another value can be given to it', () => {
	assert.deepEqual(gradients('x = -2\ny = 5\nf = x * y', {}), { value: -10, grads: { x: 5, y: -2 } });
	assert.deepEqual(gradients('x = -2\ny = 5\nf = x * y', { x: 4 }), { value: 20, grads: { x: 5, y: 4 } });
	assert.deepEqual(gradients('x = -(-2)\nf = x^2', {}), { value: 4, grads: { x: 4 } });
});

test('a name assigned again is another variable from there on', () => {
	const { run } = runText('x = 2\nx = x * 3\nf = x + 1');
	assert.deepEqual(
		run.bindings.map(({ name, k, node }) => [name, k, run.tape.value(node)]),
		[
			['x', 0, 2],
			['x', 1, 6],
			['f', 0, 7],
		],
	);
	assert.deepEqual(gradients('x = 2\nx = x * 3\nf = x + 1', {}).grads, { x: 3 });
});

test('each occurrence of a name knows its edge, and the shares add up', () => {
	const text = 'f = x * x + sin(x) * y + x';
	const { run } = runText(text, { x: 0.7, y: 2 });
	const trace = new Trace(run.tape, run.target ?? -1);
	const node = run.inputs.get('x') ?? -1;
	const shares = run.occurrences
		.filter((occurrence) => occurrence.node === node)
		.map(({ gate, slot }) => trace.contribution(gate, slot));
	assert.equal(shares.length, 4);
	const close = (a: number | undefined, b: number): void => assert.ok(Math.abs((a ?? NaN) - b) < 1e-12, `${a} ${b}`);
	close(shares[0], 0.7);
	close(shares[1], 0.7);
	close(shares[2], 2 * Math.cos(0.7));
	close(shares[3], 1);
	close(trace.gradient(node), 1.4 + 2 * Math.cos(0.7) + 1);
	for (const { range, gate } of run.occurrences) {
		assert.match(text.slice(range.start, range.end), /^[xy]$/);
		assert.ok(gate >= 0);
	}
});

test('a name bound to a name is a wire: no step, and the gradient passes', () => {
	const { run } = runText('q = x\nf = q * q', { x: 3 });
	const trace = new Trace(run.tape, run.target ?? -1);
	assert.equal(trace.forwardSteps, 1);
	assert.equal(trace.gradient(run.inputs.get('x') ?? -1), 6);
	assert.deepEqual(gradients('x', { x: 3 }), { value: 3, grads: { x: 1 } });
});

test("a user's function is run at every call, its parameters being its own", () => {
	assert.deepEqual(gradients('g(a) = a * a * k\nf = g(x) + g(y)', { x: 3, y: 4, k: 2, a: 100 }), {
		value: 50,
		grads: { x: 12, k: 25, y: 16 },
	});
	assert.deepEqual(gradients('h(t) = t\nf = h(h(x)) * 2', { x: 5 }), { value: 10, grads: { x: 2 } });
	assert.deepEqual(gradients('c(t) = 3\nf = c(x) + x', { x: 5 }), { value: 8, grads: { x: 1 } });
});

test('a definition alone is run with its parameters as inputs', () => {
	assert.deepEqual(gradients('f(x, y) = (x + y) * 2', { x: 1, y: 2 }), { value: 6, grads: { x: 2, y: 2 } });
	assert.deepEqual(gradients('g(t) = t * t\nf(x) = g(x) + 1', { x: 3 }, { target: 'f' }), {
		value: 10,
		grads: { x: 6 },
	});
});

test('a conditional runs the branch taken only', () => {
	assert.deepEqual(gradients('f = x > 0 ? x * 2 : log(x)', { x: 3 }), { value: 6, grads: { x: 2 } });
	const { run } = runText('f = x > 0 ? nowhere : x * 5', { x: -1 });
	assert.deepEqual(run.problems, []);
	assert.equal(run.tape.value(run.target ?? -1), -5);
});

test('max of several operands is a chain of gates at one place', () => {
	assert.deepEqual(gradients('max(a, b, c)', { a: 1, b: 5, c: 3 }), { value: 5, grads: { a: 0, b: 1, c: 0 } });
});

test('σ as one gate or as its four gives the same gradient', () => {
	const one = gradients('f = sigmoid(x * w) + sigmoid(x)', { x: 0.3, w: -2 });
	const four = gradients('f = sigmoid(x * w) + sigmoid(x)', { x: 0.3, w: -2 }, { smallGates: true });
	for (const name of ['x', 'w']) assert.ok(Math.abs((one.grads[name] ?? NaN) - (four.grads[name] ?? NaN)) < 1e-15);
	const gates = (smallGates: boolean): number => runText('sigmoid(x)', { x: 1 }, { smallGates }).run.tape.gateCount;
	assert.deepEqual([gates(false), gates(true)], [1, 4]);
});

test('what is not known is a problem at exactly its characters', () => {
	const cases: [string, string, string][] = [
		['f = x + nowhere * 2', 'nowhere', 'unknown-name'],
		['f = x + frobnicate(x) * 2', 'frobnicate', 'not-supported'],
		['f = x * sin', 'sin', 'unknown-name'],
	];
	for (const [text, guilty, code] of cases) {
		const { run, parsed } = runText(text, { x: 1 });
		const [problem] = [...parsed, ...run.problems];
		assert.ok(problem, text);
		assert.equal(text.slice(problem.range.start, problem.range.end), guilty);
		if (run.problems.length > 0) assert.equal(problem.code, code);
		assert.equal(run.target, null);
	}
});

test('a statement that failed costs its own line, and using its name is no second problem', () => {
	const { run } = runText('a = nowhere + 1\nb = a * 2\nc = x * 3', { x: 2 });
	assert.equal(run.problems.length, 1);
	assert.equal(run.tape.value(run.target ?? -1), 6);
});

test('names are never keys of an object', () => {
	assert.deepEqual(gradients('f = constructor * toString', { constructor: 3, toString: 4 }).value, 12);
	const { run } = runText('f = __proto__ + 1');
	assert.equal(run.problems[0]?.code, 'unknown-name');
	assert.equal(
		runText('__proto__ = 4\nf = __proto__ * 2').run.tape.value(
			runText('__proto__ = 4\nf = __proto__ * 2').run.target ?? -1,
		),
		8,
	);
});

test('a function that calls itself without end is stopped with a problem', () => {
	const { run } = runText('g(a) = g(a) + 1\nf = g(x)', { x: 1 });
	assert.equal(run.problems[0]?.code, 'recursion');
	const factorial = 'fact(n) = n <= 1 ? 1 : n * fact(n - 1)\nf = fact(x)';
	assert.equal(gradients(factorial, { x: 5 }).value, 120);
});

test('calls that double at every level run into the gate budget, not into the wall', () => {
	const lines = ['f0(x) = x + x'];
	for (let level = 1; level < 40; level++) lines.push(`f${level}(x) = f${level - 1}(x) + f${level - 1}(x)`);
	const limits = { gates: 10_000, milliseconds: 60_000 };
	const { result, milliseconds } = processorTime(() =>
		runText(`${lines.join('\n')}\ny = f39(t)`, { t: 1 }, { limits }),
	);
	const { run } = result;
	assert.equal(run.problems[0]?.code, 'limit-gates');
	assert.match(JSON.stringify(run.problems[0]?.message), /backstep\.limits\.gates/);
	assert.ok(run.tape.gateCount >= 9_000 && run.tape.gateCount <= 10_000);
	assert.ok(run.places.length < 1000, 'places are kept once an expression');
	assert.ok(milliseconds < 500, `${milliseconds} ms`);
});

test('past the time budget what was computed stays, with a problem at the guilty place', () => {
	const lines = ['g0(x) = x * 1.0001'];
	for (let level = 1; level < 40; level++) lines.push(`g${level}(x) = g${level - 1}(g${level - 1}(x))`);
	const { result, milliseconds } = processorTime(() =>
		runText(`a = t * 2\n${lines.join('\n')}\ny = g39(t)`, { t: 1 }, { limits: { milliseconds: 30 } }),
	);
	const { run } = result;
	assert.equal(run.problems[0]?.code, 'limit-milliseconds');
	assert.ok(milliseconds < 300, `${milliseconds} ms`);
	assert.equal(run.tape.value(run.bindings[0]?.node ?? -1), 2);
});

test('a cancelled run ends at once', () => {
	const lines = ['g0(x) = x * 1.0001'];
	for (let level = 1; level < 40; level++) lines.push(`g${level}(x) = g${level - 1}(g${level - 1}(x))`);
	assert.throws(() => runText(`${lines.join('\n')}\ny = g39(t)`, { t: 1 }, { cancelled: () => true }), Cancelled);
});

test('a written sum of 100,000 terms runs forward and back', () => {
	const text = `f = ${'x + '.repeat(99_999)}x`;
	// However busy the machine is: what is tried here is that nothing overflows.
	const { run, parsed } = runText(text, { x: 0.5 }, { limits: { milliseconds: 60_000 } });
	assert.deepEqual([...parsed, ...run.problems], []);
	const trace = new Trace(run.tape, run.target ?? -1);
	assert.equal(run.tape.value(run.target ?? -1), 50_000);
	assert.equal(trace.gradient(run.inputs.get('x') ?? -1), 100_000);
	assert.equal(run.occurrences.length, 100_000);
	const last = run.occurrences.at(-1);
	assert.deepEqual(last?.range, { start: text.length - 1, end: text.length });
});

test('NaN and infinities are values like others', () => {
	const { value, grads } = gradients('f = log(x) + y', { x: -1, y: 2 });
	assert.ok(Number.isNaN(value));
	assert.equal(grads['y'], 1);
	assert.equal(gradients('1/x', { x: 0 }).value, Infinity);
});
