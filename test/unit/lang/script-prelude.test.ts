/** What a piece of a program needs: its earlier statements, and the names that nobody sets. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parsePython } from '../../../src/lang/python.ts';
import { freeNamesOf } from '../../../src/lang/script-free.ts';
import { preludeOf } from '../../../src/lang/script-prelude.ts';
import { surroundingsOf } from '../../../src/lang/script-surroundings.ts';
import type { Stmt } from '../../../src/lang/script.ts';
import { processorTime } from '../../processor-time.ts';

function statements(text: string): readonly Stmt[] {
	const { script, problems } = parsePython(text, { start: 0, end: text.length }, { nesting: 1000 });
	assert.deepEqual(problems, []);
	return script.body;
}

/** The names that are needed, then in brackets those that may be. */
function free(text: string): string {
	const names = [...freeNamesOf(statements(text))].sort(([, a], [, b]) => a.range.start - b.range.start);
	return names.map(([name, { needed }]) => (needed ? name : `(${name})`)).join(' ');
}

const FREE: readonly (readonly [what: string, text: string, names: string])[] = [
	['a sum', 'f = x + y', 'x y'],
	['set before it is used', 'x = 1\nf = x + y', 'y'],
	['used before it is set', 'f = x\nx = 1', 'x'],
	['temporaries of a loop', 'for t in range(n):\n\th = w * x\n\tloss = h * h\n\tw = w - loss', 'range n w x'],
	['the variable of a loop after it', 'for i in a:\n\tpass\nf = i', 'a (i)'],
	['what a loop carries on', 'while h < 1:\n\th = h + step', 'h step'],
	['one branch', 'if c:\n\tw = 1\nf = w', 'c (w)'],
	['another branch', 'if c:\n\tw = 1\nelse:\n\tf = w', 'c (w)'],
	['a test after a branch', 'if a:\n\tpass\nelif b:\n\tpass', 'a b'],
	['a handler', 'try:\n\tf = x\nexcept E as e:\n\tg = e', 'x E'],
	['with', 'with open(p) as h:\n\tx = h\nf = x', 'open p'],
	['a function below', 'def f(a):\n\treturn g(a) + w\ndef g(a):\n\treturn a', '(g) w'],
	['locals of a function', 'def f(a, b=c):\n\tt = a\n\treturn t + d', 'c d'],
	['an update', 'w -= r * dw', 'w r dw'],
	['a store', 'a[i] = v', 'a i v'],
	['a store by a loop', 'for a[i] in r:\n\tpass', 'a i r'],
	['a comprehension', 'f = [p * q for p in ps if p > r]', 'q ps r'],
	['prototype names', '__proto__ = constructor\nf = __proto__ + toString', 'constructor toString'],
];

describe('names that statements need', () => {
	for (const [what, text, names] of FREE) test(what, () => assert.equal(free(text), names));
});

/** The statements before `# here` that what follows it needs, and the names that nothing sets. */
function prelude(text: string, given: readonly string[] = []): string {
	const at = text.indexOf('# here');
	const piece = statements(text).filter(({ range }) => range.start > at);
	const { statements: before, missing } = preludeOf(piece, surroundingsOf(statements(text), at), new Set(given));
	const taken = before.map(({ range }) => text.slice(range.start, range.end).replace(/\s*\n\s*/g, ' '));
	return `${taken.join('; ')} | ${[...missing.keys()].sort().join(' ')}`;
}

const PRELUDES: readonly (readonly [what: string, text: string, expected: string, ...given: string[]])[] = [
	['the nearest setting', 'x = 1\nx = 2\ny = 3\n# here\nf = x', 'x = 2 | '],
	[
		'what changes it',
		'x = [1]\nx[0] = y\nx.append(z)\nprint(x)\n# here\nf = x',
		'x = [1]; x[0] = y; x.append(z) | y z',
	],
	['updates back to the setting', 'w = 0\nw = 1\nw += a\nw += b\n# here\nf = w', 'w = 1; w += a; w += b | a b'],
	['a branch and what stood before', 'w = 1\nif c:\n\tw = 2\n# here\nf = w', 'w = 1; if c: w = 2 | c'],
	[
		'temporaries of an earlier loop',
		'for t in ts:\n\th = x\n\tw = h\n# here\nf = w',
		'for t in ts: h = x w = h | ts x',
	],
	[
		'a function and what it calls',
		'def g(a): return h(a)\ndef h(a): return a\n# here\nf = g(x)',
		'def g(a): return h(a); def h(a): return a | x',
	],
	['a branch of the piece', 'w = 1\n# here\nif c:\n\tw = 2\nf = w', 'w = 1 | c'],
	['given elsewhere', 'x = 1\n# here\nf = x', ' | ', 'x'],
];

describe('earlier statements that a piece needs', () => {
	for (const [what, text, expected, ...given] of PRELUDES)
		test(what, () => assert.equal(prelude(text, given), expected));

	test('takes time in proportion to the program', () => {
		const lines = Array.from({ length: 30_000 }, (_, k) =>
			k % 3 === 0 ? 'w += v' : k % 3 === 1 ? 'v += w' : 'v = w + u',
		);
		const text = `w = 1\nv = 1\n${lines.join('\n')}\n# here\nf = w`;
		const at = text.indexOf('# here');
		const body = statements(text);
		const { result, milliseconds } = processorTime(() =>
			preludeOf([body.at(-1)!], surroundingsOf(body, at), new Set()),
		);
		const { statements: taken, missing } = result;
		assert.equal(taken.length, 20_001);
		assert.deepEqual([...missing.keys()], ['u']);
		assert.ok(milliseconds < 1500, `${milliseconds} ms`);
	});
});
