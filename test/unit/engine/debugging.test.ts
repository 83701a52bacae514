/** What a debugger asks of the engine: expressions held to numbers computed by hand or by the language itself, searches, conditions, findings. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Engine } from '../../../src/engine/engine.ts';
import { fill } from '../../../src/protocol.ts';
import type { DocumentText, SessionInfo } from '../../../src/protocol.ts';
import { isEvaluated } from '../../../src/protocol-debug.ts';
import type { EvaluateOptions, Finding, SearchRequest, SearchResult, Stop } from '../../../src/protocol-debug.ts';
import { doc, PLAIN, say } from './helper.ts';

/** A text, opened, that can be asked. */
class Opened {
	readonly engine = new Engine();
	readonly info: SessionInfo;
	readonly text: string;
	readonly document: DocumentText;

	constructor(text: string, languageId = 'python') {
		this.text = text;
		const document = doc(text, languageId);
		this.document = document;
		const [outcome] = this.engine.outcomes(document).outcomes;
		assert.ok(outcome, 'there is an annotated unit');
		const answer = this.engine.handle('open', {
			document,
			unit: outcome.unit.id,
			changed: [],
			lastUsed: [],
			options: PLAIN,
		});
		assert.ok(answer.ok, answer.ok ? '' : JSON.stringify(answer.problems));
		this.info = answer.info;
	}

	get last(): number {
		return this.info.forwardSteps + this.info.backwardSteps;
	}

	/** The text of a value, or the fault with the characters that it blames. */
	says(expression: string, position = this.last, at: EvaluateOptions = {}): string {
		const answer = this.engine.handle('evaluate', { id: this.info.id, position, expression, at });
		if (isEvaluated(answer)) return answer.text.replaceAll(/\s+/g, ' ');
		return `${answer.problem} «${expression.slice(answer.range.start, answer.range.end)}»`;
	}

	search(stops: readonly Stop[], from = 0, direction: 1 | -1 = 1, more: Partial<SearchRequest> = {}): SearchResult {
		return this.engine.handle('search', { id: this.info.id, request: { from, direction, stops, ...more } });
	}

	/** All positions that a continuing debugger stops at, in a direction. */
	walk(stops: readonly Stop[], direction: 1 | -1 = 1): number[] {
		const found: number[] = [];
		let from = direction > 0 ? -1 : this.last + 1;
		for (;;) {
			const result = this.search(stops, from, direction);
			if (result.found === null) return found;
			from = result.found.position;
			found.push(from);
		}
	}

	health(check = false): readonly Finding[] {
		return this.engine.handle('health', { id: this.info.id, check });
	}

	line(number: number): { start: number; end: number } {
		const lines = this.text.split('\n');
		const start = lines.slice(0, number).join('\n').length + (number > 0 ? 1 : 0);
		return { start, end: start + lines[number]!.length };
	}

	range(part: string): { start: number; end: number } {
		const start = this.text.indexOf(part);
		assert.ok(start >= 0, part);
		return { start, end: start + part.length };
	}
}

const LOOP = `# @grad loss at x=2.0
def f(a):
    b = a * 3
    b = b + 1
    return b
h = x
for i in range(3):
    h = f(h) * i
n = 5
loss = h**2
`;
const NET = `import numpy as np
W = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])
x = np.array([1.0, -1.0, 2.0])
h = W @ x
s = np.sum(h * h)  # @grad s
`;

test('expressions come to the numbers that the language and the chain rule give', () => {
	const net = new Opened(NET);
	// h = [5, 11], s = 146; ∂s/∂W = 2h xᵀ, ∂s/∂x = 2Wᵀh.
	const rows: readonly [expression: string, text: string][] = [
		['h', '[ 5. 11.]'],
		['s', '146'],
		['W[0, 2] + 1', '4'],
		['W[:, 1]', '[2. 5.]'],
		['W.T.shape', '(3, 2)'],
		['x.sum()', '2'],
		['W.mean()', '3.5'],
		['x.min() < 0 and not isnan(x).any()', 'True'],
		['x.norm() ** 2 - 6 < 1e-12', 'True'],
		['norm(x) == x.norm()', 'True'],
		['max(W)', '6'],
		['max(0, x)', '[1. 0. 2.]'],
		['max(3, 4)', '4'],
		['abs(x)', '[1. 1. 2.]'],
		['sum(W)', '21'],
		['exp(0)', '1'],
		['np.exp(0)', '1'],
		['grad(W)', '[[ 10. -10. 20.] [ 22. -22. 44.]]'],
		['grad(W)[1, 2]', '44'],
		['grad(W[1, 2])', '44'],
		['grad(W.T)[2, 1]', '44'],
		['dW[0, 0]', '10'],
		['W.grad.max()', '44'],
		['grad(x)', '[ 98. 130. 162.]'],
		['ds/dx', '[ 98. 130. 162.]'],
		['∂s/∂x', '[ 98. 130. 162.]'],
		['grad(h[0], x)', '[1. 2. 3.]'],
		['grad(h[0] * h[1], x)', '[31. 47. 63.]'],
		['jacobian(h, x)', '[[1. 2. 3.] [4. 5. 6.]]'],
		['jacobian(h * 2, x)[1, 2]', '12'],
		// 2WᵀW
		['hessian(s, x)', '[[34. 44. 54.] [44. 58. 72.] [54. 72. 90.]]'],
		['hessian(s).shape', '(9, 9)'],
		['value(h)[0]', '5'],
		['[grad(v).norm() > 100 for v in (W, x)]', '[False, True]'],
		['x @ x', '6'],
		['"a" + "b"', "'ab'"],
	];
	assert.deepEqual(
		rows.map(([expression]) => [expression, net.says(expression)]),
		rows.map(([expression, text]) => [expression, text]),
	);
	assert.equal(net.says('W.fill(0)'), 'None');
	assert.equal(net.says('W.sum().fill(0)'), 'None');
	assert.equal(net.says('W[0, 0]'), '1', 'what an expression does to an array stays in the expression');
});

test('a fault is told at its very characters', () => {
	const net = new Opened(NET);
	const rows: readonly [string, string][] = [
		['x + yy', 'unknown-name «yy»'],
		['', 'empty «»'],
		['x = 3', 'assignment «x = 3»'],
		['x + x[7]', 'index-error «[7]»'],
		['1 + grad(3)', 'type-error «grad»'],
		['x @ W', 'shape «@»'],
		['W.nothing', 'not-supported «nothing»'],
		['import os', 'not-an-expression «import os»'],
		['1 if W else 2', 'value-error «if»'],
		['open("x")', 'not-supported «open»'],
	];
	assert.deepEqual(
		rows.map(([expression]) => [expression, net.says(expression)]),
		rows.map(([expression, text]) => [expression, text]),
	);
});

test('names have the values of their turn and call, and none before they are computed', () => {
	const loop = new Opened(LOOP);
	// x=2: f=7, h=0; f=1, h=1; f=4, h=8; loss=64.
	const seen = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map((position) =>
		['h', 'i', 'a', 'b'].map((name) => loop.says(name, position)).join(' '),
	);
	assert.deepEqual(
		seen.map((each) => each.split(' ').slice(0, 2).join(' ')),
		['2 0', '2 0', '0 0', '0 1', '0 1', '1 1', '1 2', '1 2', '8 2', '8 2'],
	);
	assert.equal(loop.says('a', 4), '0');
	assert.equal(loop.says('b', 5), '1');
	assert.equal(loop.says('loss', 9), 'no-value-yet «loss»');
	assert.equal(loop.says('loss', 10), '64');
	assert.equal(loop.says('n'), '5');
	assert.equal(loop.says('op', 10), "'pow'");
	assert.equal(loop.says('iteration', 5), '1');
	// At the step back through h**2: upstream 1, local 2h.
	assert.equal(loop.says('[upstream, local[0], downstream[0]]', 12), '[1, 16.0, 16.0]'.replace('1,', '1.0,'));
	assert.equal(loop.says('grad(x)'), '0');
});

test('a gradient says how far it has arrived', () => {
	const fork = new Opened('y = x * 3\nf = y * x  # @grad at x=2\n');
	const at = (position: number) => {
		const answer = fork.engine.handle('evaluate', { id: fork.info.id, position, expression: 'grad(x)', at: {} });
		assert.ok(isEvaluated(answer));
		return [answer.text, answer.arrival, answer.notes.length];
	};
	assert.deepEqual(at(2), ['12', 'none', 1]);
	assert.deepEqual(at(4), ['6', 'partial', 1]);
	assert.deepEqual(at(5), ['12', 'complete', 0]);
});

test('mathematics is typed as it is written', () => {
	const note = new Opened('$f = x^2 y$ <!-- @grad at x=3, y=2 -->\n', 'markdown');
	assert.equal(note.says('x^2 · y − 1'), '17');
	assert.equal(note.says('2*x^2'), '18');
	assert.equal(note.says('∂f/∂x'), '12');
	const script = new Opened('const f = a * b; // @grad at a=2, b=3\n', 'javascript');
	assert.equal(script.says('a === 2 && !(b < 1)'), 'true');
	assert.equal(script.says('Math.max(a, b)'), '3');
});

test('lines stop once a call and turn, in both passes and from both sides alike', () => {
	const loop = new Opened(LOOP);
	const body: Stop = { at: 'line', range: loop.line(7) };
	const inner: Stop = { at: 'line', range: loop.line(2) };
	assert.deepEqual(loop.walk([{ ...body, pass: 'forward' }]), [3, 6, 9]);
	assert.deepEqual(loop.walk([{ ...inner, pass: 'forward' }]), [1, 4, 7]);
	for (const stops of [[body], [inner], [body, inner]]) {
		const forward = loop.walk(stops);
		assert.equal(forward.length, stops.length * 6);
		assert.deepEqual(loop.walk(stops, -1), forward.toReversed());
	}
	assert.equal(loop.search([body], 3).found?.position, 6);
	assert.equal(loop.search([body], 3, 1, { until: 6 }).found, null);
	assert.deepEqual(loop.search([inner, body], 0).found?.stops, [0]);
});

test('operators stop by any of their names, functions of the program by theirs', () => {
	const loop = new Opened(LOOP);
	for (const name of ['add', '+', 'np.add', 'torch.add'])
		assert.deepEqual(loop.walk([{ at: 'op', name, pass: 'forward' }]), [2, 5, 8], name);
	assert.deepEqual(loop.walk([{ at: 'op', name: 'f', pass: 'forward' }]), [1, 4, 7]);
	assert.deepEqual(loop.walk([{ at: 'op', name: 'softmax' }]), []);
	const exp = new Opened('f = np.exp(x)  # @grad at x=1\n');
	for (const name of ['exp', 'np.exp', 'Math.exp', '\\exp'])
		assert.deepEqual(exp.walk([{ at: 'op', name, pass: 'forward' }]), [1], name);
});

test('a subexpression and the gradient of a variable are stopped at', () => {
	const loop = new Opened(LOOP);
	const offset = loop.text.indexOf('+ 1');
	assert.deepEqual(loop.walk([{ at: 'expression', offset, pass: 'forward' }]), [2, 5, 8]);
	const fork = new Opened('y = x * 3\nf = y * x  # @grad at x=2\n');
	assert.deepEqual(fork.walk([{ at: 'gradient', name: 'x' }]), [4, 5]);
	assert.deepEqual(fork.walk([{ at: 'gradient', name: 'f' }]), [3]);
	assert.deepEqual(fork.walk([{ at: 'gradient', name: 'nothing' }]), []);
});

test('conditions, hit conditions and log messages are kept', () => {
	const loop = new Opened(LOOP);
	const place = { at: 'line', range: loop.line(7), pass: 'forward' } as const;
	const rows: readonly [Partial<Stop>, number[]][] = [
		[{ condition: 'h > 0' }, [6, 9]],
		[{ condition: 'i == 2' }, [9]],
		[{ hit: '2' }, [6]],
		[{ hit: '>= 2' }, [6, 9]],
		[{ hit: '% 2' }, [6]],
		[{ condition: 'h > 0', hit: '2' }, [9]],
		[{ condition: 'abs(grad(x)) > 1' }, []],
		[{ condition: 'loss > 1' }, []],
	];
	for (const [terms, positions] of rows) {
		const stop = { ...place, ...terms } as Stop;
		assert.deepEqual(loop.walk([stop]), positions, JSON.stringify(terms));
		assert.deepEqual(loop.walk([stop], -1), positions.toReversed(), JSON.stringify(terms));
	}
	const logged = loop.search([{ ...place, log: 'h is {h}, {no}, \\{i\\} {h + i}' }]);
	assert.equal(logged.found, null);
	assert.deepEqual(
		logged.logs.map(
			({ position, parts }) =>
				`${position} ${parts.map((part) => (typeof part === 'string' ? part : fill(part[0], part.slice(1)))).join('')}`,
		),
		[
			'3 h is 0, {Unknown name: no}, {i} 0',
			'6 h is 1, {Unknown name: no}, {i} 2',
			'9 h is 8, {Unknown name: no}, {i} 10',
		],
	);
	const broken = loop.search([{ ...place, condition: 'nothing > 1' }]);
	assert.equal(broken.found?.problem?.problem, 'unknown-name');
});

test('what is wrong with a breakpoint is told before it is reached', () => {
	const loop = new Opened(LOOP);
	const place = { at: 'line', range: loop.line(7) } as const;
	const stops: Stop[] = [
		place,
		{ ...place, condition: 'h >' },
		{ ...place, hit: 'often' },
		{ ...place, log: 'a {h +} b' },
		{ at: 'line', range: loop.line(8) },
	];
	const checks = loop.engine.handle('checkStops', { id: loop.info.id, stops });
	assert.deepEqual(
		checks.map(({ positions, problem }) => [positions, problem?.part]),
		[
			[6, undefined],
			[6, 'condition'],
			[6, 'hit'],
			[6, 'log'],
			[0, undefined],
		],
	);
	assert.equal(checks[4]!.range?.start, loop.text.indexOf('**2'), 'a line without gates leads to the next');
});

test('what is not finite is blamed on the subexpression that made it, with a cure', () => {
	const np = 'import numpy as np\n';
	const rows: readonly [text: string, filter: Finding['filter'], blamed: string, cure: RegExp][] = [
		[`${np}f = np.log(-x)  # @grad at x=2`, 'nonfinite-value', 'np.log(-x)', /clamp/],
		[`${np}f = np.sqrt(x)  # @grad at x=0`, 'nonfinite-gradient', 'np.sqrt(x)', /eps/],
		[`${np}f = np.sqrt(x) * 0  # @grad at x=0`, 'nonfinite-gradient', 'np.sqrt(x)', /eps/],
		[`${np}k = np.inf\nf = x * k  # @grad at x=0`, 'nonfinite-value', 'x * k', /clamp/],
		[`${np}f = y / x  # @grad at x=0, y=0`, 'nonfinite-value', 'y / x', /divisor/],
		[
			`${np}x = np.array([1000.0, 1.0])\np = np.exp(x) / np.exp(x).sum()\nf = p[0]  # @grad f`,
			'nonfinite-value',
			'np.exp(x)',
			/logsumexp/,
		],
		[
			`${np}x = np.array([0.0, 1.0])\nf = np.sum(np.where(x > 0, np.sqrt(x), 0))  # @grad f`,
			'nonfinite-gradient',
			'np.sqrt(x)',
			/where/,
		],
		[
			`${np}x = np.array([0.0, 0.0])\nf = np.sqrt(np.sum(x ** 2))  # @grad f`,
			'nonfinite-gradient',
			'np.sqrt(np.sum(x ** 2))',
			/eps/,
		],
		[`${np}f = (x * 0) * (1 / y)  # @grad at x=1, y=0`, 'nonfinite-value', '1 / y', /divisor/],
		[
			`${np}v = np.array([0.0, 0.0])\nn = np.sqrt(np.sum(v * v))\nf = np.where(n > 0, n, 0.0)  # @grad f`,
			'nonfinite-gradient',
			'np.sqrt(np.sum(v * v))',
			/where/,
		],
		[`${np}x = np.array([np.nan, 0.0])\nf = np.sum(x * 2)  # @grad f`, 'nonfinite-value', 'x', /data/],
		[`${np}f = np.maximum(0, x * w)  # @grad at x=2, w=-1`, 'dead-relu', 'np.maximum(0, x * w)', /leaky/],
		[`${np}f = 1 / (1 + np.exp(-x))  # @grad at x=9`, 'saturated-sigmoid', '1 / (1 + np.exp(-x))', /logits/],
		[`${np}f = np.tanh(np.tanh(x * 1e-9) * 1e-3)  # @grad at x=1`, 'vanishing', 'x * 1e-9', /skip/],
		[`${np}f = (x * 1e4) * 1e4  # @grad at x=1`, 'exploding', 'x * 1e4', /clipping/],
	];
	for (const [text, filter, blamed, cure] of rows) {
		const opened = new Opened(text);
		const found = opened.health().filter((finding) => finding.filter === filter);
		assert.ok(found.length > 0, `${filter} in ${text}`);
		const { range } = found[0]!;
		assert.equal(text.slice(range.start, range.end), blamed, text);
		assert.match(say(found[0]!.cure), cure, text);
		assert.equal(opened.search([{ at: 'finding', filter }], -1).found?.position, found[0]!.position);
		// The same is told to who does not debug.
		const { problems } = opened.engine.handle('analyze', { document: opened.document, lastUsed: [] });
		const told = problems.find(({ code }) => code === filter);
		if (!filter.startsWith('nonfinite')) assert.equal(told, undefined);
		else assert.deepEqual([told?.severity, told?.range, told?.cure], ['hint', range, found[0]!.cure], text);
	}
});

test('healthy programs are left alone, and masks and kinks are no fault', () => {
	const texts = [
		NET,
		LOOP,
		// PyTorch's convention at the kink: 0.
		'import numpy as np\nv = np.array([0.0, 0.0])\nf = np.linalg.norm(v)  # @grad f',
		'import numpy as np\nm = np.array([0.0, -np.inf])\nx = np.array([1.0, 2.0])\ne = np.exp(x + m)\nf = e[0] / e.sum()  # @grad f',
		'import numpy as np\nx = np.array([[1.0, -2.0], [-1.0, 3.0]])\nf = np.maximum(x, 0).sum()  # @grad f',
	];
	for (const text of texts)
		assert.deepEqual(
			new Opened(text).health(true).map(({ filter, message }) => `${filter} ${say(message)}`),
			[],
			text,
		);
});

test('completions are the words that may go on there', () => {
	const net = new Opened(NET);
	const labels = (text: string): string[] =>
		net.engine
			.handle('completions', { id: net.info.id, position: net.last, text, column: text.length, at: {} })
			.map(({ label }) => label);
	assert.ok(labels('').includes('W'));
	assert.deepEqual(labels('1 + gra'), ['grad']);
	assert.ok(labels('W.sh').includes('shape'));
	assert.deepEqual(labels('zzz'), []);
});
