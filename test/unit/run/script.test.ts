/** What a run of a program leaves: gates at their characters, an edge for every use, frames, inputs, and problems where something cannot be done. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Trace } from '../../../src/core/trace.ts';
import { fromNested, scalarTensor } from '../../../src/core/tensor/tensor.ts';
import type { Run } from '../../../src/run/run.ts';
import { complaints, gradientsOf, runProgram } from './script-helper.ts';

function value(run: Run, name: string): number | undefined {
	const binding = run.bindings.findLast((each) => each.name === name);
	return binding === undefined ? undefined : run.tape.value(binding.node);
}

/** Each gate as `operator: its characters`. */
function gates(text: string, run: Run): string[] {
	const { tape } = run;
	const found: string[] = [];
	for (let node = 0; node < tape.length; node++) {
		if (!tape.isGate(node)) continue;
		const range = tape.rangeId(node);
		const [from, to] = [tape.ranges.start(range), tape.ranges.end(range)];
		found.push(`${tape.rowAt(node).name}: ${text.slice(from, to)}`);
	}
	return found;
}

test('whole numbers are variables of a computation, and counters are not', () => {
	const { value: f, grads } = gradientsOf('x = -2; y = 5; z = -4\nq = x + y\nf = q * z');
	assert.equal(f, -12);
	assert.deepEqual(grads, { x: -4, y: -4, z: 3 });
	const { run } = gradientsOf('N = 64\nH = 2 * N\nt = 0\nfor i in range(N):\n    t += i\ny = 1.5 * 2');
	assert.equal(run.tape.length, 3);
});

test('a whole number that enters arithmetic with floats is an input after all', () => {
	const { value: y, grads } = gradientsOf('n = 3\nm = n * n\nx = 0.5\ny = x * m');
	assert.equal(y, 4.5);
	assert.deepEqual(grads, { n: 3, x: 9 });
});

test('literals are inputs where they are given a name, and constants at their own characters elsewhere', () => {
	const text = 'x = 2.0\ny = x * 3 + x ** 2 - 0.5';
	const { run } = gradientsOf(text);
	assert.deepEqual([...run.inputs.keys()], ['x']);
	const constants = run.places.filter(({ expression }) => expression.kind === 'number');
	assert.deepEqual(
		constants.map(({ expression: { range }, node }) => [text.slice(range.start, range.end), run.tape.value(node)]),
		[
			['3', 3],
			['2', 2],
			['0.5', 0.5],
		],
	);
	for (const { gate } of constants) assert.ok(gate >= 0);
	assert.deepEqual(gates(text, run), ['mul: x * 3', 'pow: x ** 2', 'add: x * 3 + x ** 2', 'sub: x * 3 + x ** 2 - 0.5']);
});

test('every use of a variable has an edge of its own, also where it is renamed, handed on and returned', () => {
	const text = 'a = 3.0\nb = a\ndef g(u, v=1.0):\n    return u\nc = g(a) + g(u=b) + a * a';
	const { run, grads } = gradientsOf(text);
	assert.equal(grads['a'], 1 + 1 + 6);
	const uses = run.places.filter(({ expression }) => expression.kind === 'name' && expression.name === 'a');
	assert.equal(uses.length, 4);
	const edges = uses.map(({ gate, slot }) => `${gate}.${slot}`);
	assert.equal(new Set(edges).size, 4);
	const trace = new Trace(run.tape, run.target!);
	const shares = uses.map(({ gate, slot }) => trace.contribution(gate, slot));
	assert.deepEqual(shares, [1, 1, 3, 3]);
});

test('names that change places have edges of their own', () => {
	const text = 'x = 2.0\ny = 3.0\nx, y = y, x\nz = x * x + y';
	const { run, value: z } = gradientsOf(text);
	assert.equal(z, 11);
	const swapped = run.places.filter(({ expression }) => expression.range.start >= 16 && expression.range.start < 27);
	assert.deepEqual(
		swapped.map(({ gate }) => (gate < 0 ? '' : run.tape.rowAt(gate).name)),
		['wire', 'wire'],
	);
});

test('gates know the calls and turns that they were made in', () => {
	const text = 'def f(v):\n    return v * v\nx = 2.0\nfor i in range(3):\n    x = f(x)\n';
	const { run } = gradientsOf(text);
	const products = Array.from({ length: run.tape.length }, (_, node) => node).filter(
		(node) => run.tape.isGate(node) && run.tape.rowAt(node).name === 'mul',
	);
	const frames = products.map((node) =>
		run.frames.chain(run.tape.frame(node)).map(({ kind, label, index }) => `${kind} ${label} ${index}`),
	);
	assert.deepEqual(frames, [
		['call f 0', 'iteration for i in range(3): 0'],
		['call f 1', 'iteration for i in range(3): 1'],
		['call f 2', 'iteration for i in range(3): 2'],
	]);
	const place = run.places.find(({ expression }) => expression.kind === 'binary')!;
	assert.equal(place.times, 3);
	assert.equal(run.tape.value(place.node), 256);
});

test('assignments are counted name by name, in loops as well', () => {
	const { run } = gradientsOf('x = 1.0\nfor i in range(3):\n    x = x * 2\n    y = x + 1.0\nz = x + y');
	const told = run.bindings.map(({ name, k, node }) => `${name}${k}=${run.tape.value(node)}`);
	assert.deepEqual(told, ['x0=1', 'x1=2', 'y0=3', 'x2=4', 'y1=5', 'x3=8', 'y2=9', 'z0=17']);
});

test('values from outside are inputs with their first use', () => {
	const values = { x: 2, W: fromNested([[1, 2]]) };
	const { grads } = gradientsOf('y = x * x + W[0, 1]', { values });
	assert.equal(grads['x'], 4);
	const { run } = runProgram('y = 3 * x', { values });
	assert.deepEqual([...run.inputs.keys()], ['x']);
});

test('a value from outside takes the place of a literal', () => {
	const { value: y } = gradientsOf('x = 2.0\ny = x * x', { values: { x: 5 } });
	assert.equal(y, 25);
});

test('from numpy import * brings what NumPy exports, and leaves max and min to Python', () => {
	const { run } = runProgram(
		'from numpy import *\nx = array([1., 2.])\ny = sum(exp(x)) * pi + linalg.norm(x) + max(1, 2)',
	);
	assert.ok(Math.abs(run.tape.value(run.target!) - ((Math.E + Math.E ** 2) * Math.PI + Math.sqrt(5) + 2)) < 1e-12);
	assert.deepEqual(run.problems, []);
});

test('the target is what is named, else what is marked, else what was computed last', () => {
	assert.equal(gradientsOf('a = 2.0\nb = a * 3\nc = a * 5', { target: 'b' }).value, 6);
	assert.equal(gradientsOf('a = 2.0\na * 7').value, 14);
	assert.equal(gradientsOf('def f(x, y=3.0):\n    return x * y', { values: { x: 4 } }).value, 12);
	const { run } = gradientsOf('def f(x, y=3.0):\n    return x * y', { values: { x: 4 } });
	assert.equal(run.targetName, 'f');
});

test('max and min take the first of equals, sums begin without a 0 that nobody wrote', () => {
	assert.deepEqual(gradientsOf('a = 2.0\nb = 2.0\nc = max(a, b)').grads, { a: 1, b: 0 });
	assert.deepEqual(gradientsOf('a = 2.0\nb = 3.0\nc = min([a, b]) + max(a, b) * 2').grads, { a: 1, b: 2 });
	const text = 'a = 2.0\nb = 3.0\nc = sum([a, b])';
	assert.deepEqual(gates(text, gradientsOf(text).run), ['add: sum([a, b])']);
});

test('a class of the reader, with operators and a backward pass of its own, runs', () => {
	const text = `
class Value:
    def __init__(self, data, children=()):
        self.data = data
        self.grad = 0.0
        self.children = children
        self.backward_one = lambda: None
    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        out = Value(self.data + other.data, (self, other))
        def back():
            self.grad += out.grad
            other.grad += out.grad
        out.backward_one = back
        return out
    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        out = Value(self.data * other.data, (self, other))
        def back():
            self.grad += other.data * out.grad
            other.grad += self.data * out.grad
        out.backward_one = back
        return out
    __radd__ = __add__
    __rmul__ = __mul__
    def backward(self):
        order, seen = [], set()
        def visit(v):
            if v not in seen:
                seen.add(v)
                for child in v.children:
                    visit(child)
                order.append(v)
        visit(self)
        self.grad = 1.0
        for v in reversed(order):
            v.backward_one()
x = -2.0
a, b = Value(x), Value(3.0)
out = 2 * a * b + a + 1
out.backward()
result = out.data
own = a.grad
`;
	const { run, grads } = gradientsOf(text, { target: 'result' });
	assert.equal(value(run, 'result'), 2 * -2 * 3 - 2 + 1);
	assert.equal(grads['x'], value(run, 'own'));
});

test('what cannot be done costs its own statement, at its own characters', () => {
	const text = 'a = 2.0\nb = open(a)\nc = b + 1\nimport nowhere as n\nd = n.thing(a)\ne = a * 3';
	const { run } = runProgram(text);
	assert.deepEqual(complaints(text, run.problems), [
		'2: Not supported: open «open»',
		'5: Not supported: nowhere.thing «thing»',
	]);
	assert.equal(value(run, 'e'), 6);
	assert.equal(value(run, 'b'), undefined);
	assert.equal(value(run, 'c'), undefined);
});

test('drawing, printing and clocks are passed over with a note, inside loops and functions too', () => {
	const text = `
import time
import matplotlib.pyplot as plt
x = 1.5
fig, ax = plt.subplots(2)
start = time.time()
for i in range(3):
    x = x * 2
    ax.plot([i], [x])
    print('x', x, time.time() - start)
plt.show()
`;
	const { run } = runProgram(text);
	assert.deepEqual(complaints(text, run.problems), []);
	assert.ok(run.problems.length > 0);
	assert.ok(run.problems.every(({ severity }) => severity === 'hint'));
	assert.equal(value(run, 'x'), 12);
});

test('a program that raises stops there, and keeps what it computed', () => {
	const text = "a = 2.0\nb = a * a\nraise ValueError('no further')\nc = b * b";
	const { run } = runProgram(text);
	assert.deepEqual(complaints(text, run.problems), ["3: ValueError: no further «raise ValueError('no further')»"]);
	assert.equal(value(run, 'b'), 4);
	assert.equal(value(run, 'c'), undefined);
});

test('what a program claims of its own numbers holds without a gate, or is told where it does not', () => {
	const claims = (line: string): { readonly gates: number; readonly told: string[] } => {
		const text = `import numpy as np\nimport torch\nx = np.array([0.5, -1.0, 2.0])\nf = np.sum(x)\nnp.testing.${line}\ng = f * 2`;
		const { run } = runProgram(text);
		return { gates: run.tape.gateCount, told: complaints(text, run.problems) };
	};
	for (const line of [
		"assert_allclose(x, [0.5, -1, 2 + 1e-8], err_msg='no')",
		'assert_almost_equal(f, 1.49999999)',
		'assert_array_almost_equal(x, x + 1e-7)',
		'assert_array_equal([np.nan, np.inf], [np.nan, np.inf])',
	])
		assert.deepEqual(claims(line).told, [], line);
	assert.deepEqual(claims('assert_equal(x, x)'), { gates: 2, told: [] });
	assert.deepEqual(claims('assert_equal(x, f)'), {
		gates: 2,
		told: ['5: np.testing.assert_equal: 3 of 3 entries differ «assert_equal»'],
	});
	assert.equal(claims('assert_equal(x, x + 1e-9)').told.length, 1);
});

test('an endless loop stops in time, at its line, with what was computed before', () => {
	const text = 'x = 3.0\ny = x * x\nwhile True: pass\nz = 1.0';
	const before = performance.now();
	const { run } = runProgram(text, { limits: { milliseconds: 100 } });
	assert.ok(performance.now() - before < 2000);
	assert.equal(run.problems[0]?.code, 'limit-milliseconds');
	assert.equal(text.slice(run.problems[0].range.start).startsWith('while'), true);
	assert.equal(run.tape.value(run.target!), 9);
});

test('endless recursion, and room without bounds, end in problems', () => {
	const hostile: readonly (readonly [text: string, code: string])[] = [
		['def f(n):\n    return f(n + 1)\nf(0)', 'recursion'],
		['class A:\n    def __add__(self, o):\n        return self + o\nA() + 1', 'recursion'],
		['def g(n):\n    yield from g(n + 1)\nlist(g(0))', 'recursion'],
		["s = 'a'\nwhile True:\n    s += s", 'memory-error'],
		['s = [1]\nwhile True:\n    s += s', 'memory-error'],
		["s = 'a'\nwhile True:\n    s = f'{s}{s}'", 'memory-error'],
		["s = '\\\\'\nwhile True:\n    s = f'{s!r}'", 'memory-error'],
		['s = [0] * 10 ** 9', 'memory-error'],
		["s = 'x' * 10 ** 12", 'memory-error'],
		['s = list(range(10 ** 12))', 'memory-error'],
		['s = 10 ** 10 ** 10', 'overflow-error'],
		['x = 1.0\nwhile True:\n    x = x * 1.5', 'limit-gates'],
		['def g():\n    while True:\n        yield 1\nsum(g())', 'limit-milliseconds'],
	];
	for (const [text, code] of hostile) {
		const milliseconds = code === 'limit-milliseconds' ? 300 : 60_000;
		const { run } = runProgram(text, { limits: { milliseconds, gates: 10_000, elements: 1_000_000 } });
		assert.deepEqual(
			run.problems.filter(({ severity }) => severity === 'error').map((problem) => problem.code),
			[code],
			text,
		);
	}
});

test('recursion may be a thousand deep, and is caught as Python catches it', () => {
	assert.equal(gradientsOf('def f(n):\n    return 0 if n == 0 else 1 + f(n - 1)\ny = 1.5 * f(950)').value, 1425);
	const text = 'def f():\n    return f()\ntry:\n    f()\nexcept RecursionError:\n    y = 2.5\nz = y * 2';
	assert.equal(gradientsOf(text).value, 5);
});

test('a statement that is not supported costs itself alone in a block outside of functions, and none of its handlers runs', () => {
	const text = [
		'try:',
		'    a = 2.0',
		'    if True:',
		"        text = open('input.txt').read()",
		'        b = a * 3',
		'    with np.errstate(all="ignore"):',
		"        more = open('more.txt').read()",
		'        c = b + len(more)',
		'        d = b * b',
		'except OSError:',
		'    b = 100.0',
		'else:',
		'    e = d + 1',
		'f = e + a',
	].join('\n');
	const { run } = runProgram(`import numpy as np\n${text}`);
	assert.deepEqual(
		run.problems.filter(({ severity }) => severity === 'error').map(({ message }) => message),
		[
			['Not supported: {0}', 'open'],
			['Not supported: {0}', 'open'],
		],
	);
	assert.equal(run.target === null ? null : run.tape.value(run.target), 39);
});

test('a list of one is read as a list where its name was used as a place before', () => {
	const text = 'x = 1.5\ny = x[b]\nb = [0.5]\nz = b[0] * 2';
	const { run } = runProgram(text, { values: { b: scalarTensor(1, 'int64') } });
	assert.equal(run.tape.value(run.target!), 1);
});

test('a run that nobody wants any more is cancelled from within', () => {
	let asked = 0;
	assert.throws(() => runProgram('while True: pass', { cancelled: () => ++asked > 3 }), { name: 'Cancelled' });
});

test('a long chain of operators, and a long list, need no stack of the host', () => {
	const chain = `x = 1.0\ny = ${'x + '.repeat(20_000)}x`;
	assert.equal(gradientsOf(chain).grads['x'], 20_001);
	const list = `xs = [${'1, '.repeat(20_000)}1]\nn = len(xs) * 0.5`;
	assert.equal(gradientsOf(list).value, 10_000.5);
});

test("names like __proto__ are names, in objects of JavaScript's as well", () => {
	assert.equal(
		gradientsOf("__proto__ = 2.0\nconstructor = {'__proto__': 3.0}\ny = __proto__ * constructor['__proto__']").value,
		6,
	);
	const text = 'const o = { constructor: 2 };\nlet toString = 3.5;\nlet y = toString * o.constructor;\n';
	assert.equal(gradientsOf(text, { dialect: 'javascript' }).value, 7);
	const { run } = runProgram('let o = {};\nlet p = o.constructor;\nlet q = [].constructor;\nlet y = 1.5 * 2;', {
		dialect: 'javascript',
	});
	assert.equal(run.tape.value(run.target!), 3);
});

test('what a program takes its course by is known to a replay', () => {
	const { run } = gradientsOf('x = 2.0\nif x > 1.0:\n    y = x * x\nelse:\n    y = x');
	const trace = new Trace(run.tape, run.target!);
	const x = run.inputs.get('x')!;
	run.tape.setInput(x, 3);
	assert.equal(trace.rerun(), true);
	assert.equal(run.tape.value(run.target!), 9);
	run.tape.setInput(x, 0.5);
	assert.equal(trace.rerun(), false);
});

test('JavaScript: gates at their characters, shares of every use, callbacks and classes', () => {
	const text = `
class Neuron {
  constructor(w, b) { this.w = w; this.b = b; }
  forward(x) { return Math.tanh(this.w.reduce((s, w, i) => s + w * x[i], this.b)); }
}
const x1 = 2.0, x2 = -0.5;
const n = new Neuron([0.5, -1.5], 0.25);
const y = n.forward([x1, x2]);
`;
	const { value: y, grads } = gradientsOf(text, { dialect: 'javascript' });
	const z = 0.25 + 0.5 * 2 + -1.5 * -0.5;
	assert.equal(y, Math.tanh(z));
	const slope = 1 - Math.tanh(z) ** 2;
	assert.ok(Math.abs(grads['x1']! - 0.5 * slope) < 1e-15);
	assert.ok(Math.abs(grads['x2']! + 1.5 * slope) < 1e-15);
});
