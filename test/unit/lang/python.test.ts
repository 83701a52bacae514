import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { parsePython } from '../../../src/lang/python.ts';
import { holdFixture } from './show-script.ts';
import {
	holdBroken,
	holdReadings,
	holdVast,
	problemsOf,
	type Broken,
	type Readings,
	type Vast,
} from './script-tables.ts';

const READINGS: Readings = {
	precedence: [
		['a + b * c - d', '((a + (b * c)) - d)'],
		['a - b - c', '((a - b) - c)'],
		['2 ** 3 ** 2', '(2 ** (3 ** 2))'],
		['-a ** 2', '(-(a ** 2))'],
		['2 ** -a ** b', '(2 ** (-(a ** b)))'],
		['-a * b', '((-a) * b)'],
		['- + ~ a', '(-(+(~a)))'],
		['a @ b * c // d % e', '((((a @ b) * c) // d) % e)'],
		['a | b ^ c & d << 1', '(a | (b ^ (c & (d << 1))))'],
		['not a == b', '(not (a == b))'],
		['not a and b or c', '(((not a) and b) or c)'],
		['a or b and c', '(a or (b and c))'],
		['a < b <= c != d', '(a < b <= c != d)'],
		['(a < b) < c', '((a < b) < c)'],
		['a is not b', '(a is not b)'],
		['a not in b', '(a not in b)'],
		['a is (not b)', '(a is (not b))'],
		['a <> b', '(a != b)'],
		['a if b else c if d else e', '(a if b else (c if d else e))'],
		['(a if b else c) if d else e', '((a if b else c) if d else e)'],
		['a if b if c else d else e', '(a if (b if c else d) else e)'],
		['lambda x: x if a else b', '(λ x → (x if a else b))'],
		['a.b.c(d)[e].f', 'a.b.c(d)[e].f'],
		['a(b)(c)', 'a(b)(c)'],
		['-a.b[c]', '(-a.b[c])'],
	],
	numbers: [
		['1.', '1f'],
		['1. + 2.*y', '(1f + (2f * y))'],
		['1.e3', '1000f'],
		['.5e-3', '0.0005f'],
		['1e3', '1000f'],
		['1_000_000', '1000000'],
		['0xff + 0b101 + 0o17', '((255 + 5) + 15)'],
		['10L', '10'],
		['1if a else 2', '(1 if a else 2)'],
		['1..real', '1f.real'],
	],
	strings: [
		[String.raw`'a\n\x41\u00e9\'\q'`, JSON.stringify("a\nAé'\\q")],
		[String.raw`r'a\n'`, String.raw`"a\\n"`],
		[String.raw`b'ab'`, '"ab"'],
		[`'a' "b" '''c\nd'''`, String.raw`"abc\nd"`],
		["'a\\\nb'", '"ab"'],
		['f"x={x:.4f} {y!r} {{}}"', 't("x=" {x:.4f} " " {y!r} " {}")'],
		['f"{x:>{w}.{p}f}"', 't({x:>{w}.{p}f})'],
		['f"{x = }, {y=!r:^9}"', 't({x = x} ", " {y=y!r:^9})'],
		[`f'{a["b"]}' 'c' f"{d}"`, 't({a["b"]} "c" {d})'],
		['f"{a[1:2]} {b if c else d} {(lambda z: z)(1)}"', 't({a[1:2:]} " " {(b if c else d)} " " {(λ z → z)(1)})'],
		['f"{f"{a}"}"', 't({t({a})})'],
		['f"{a != b}"', 't({(a != b)})'],
		['rf"\\d{a}"', String.raw`t("\\d" {a})`],
	],
	collections: [
		['[]', '[]'],
		['()', '()'],
		['{}', '{:}'],
		['(a,)', '(a,)'],
		['a, b', '(a, b)'],
		['a,', '(a,)'],
		['((a))', 'a'],
		['(a, (b, c)), d', '((a, (b, c)), d)'],
		['[a, *b]', '[a, *b]'],
		['{a, b}', '{a, b}'],
		['{a: b, **c}', '{a: b, **c}'],
		['[x for x in y]', 'list(x for x in y)'],
		['[x for x in y if a if b for z, w in x]', 'list(x for x in y if a if b for (z, w) in x)'],
		['{k: v for k, v in d}', 'dict(k: v for (k, v) in d)'],
		['{a for a in b}', 'set(a for a in b)'],
		['sum(x for x in y)', 'sum(generator(x for x in y))'],
		['(x for x in (a if b else c))', 'generator(x for x in (a if b else c))'],
		['f(a, *b, k=1, **c)', 'f(a, *b, k=1, **c)'],
		['f(a)(b,)', 'f(a)(b)'],
		['a[1:, ::2, None, ..., -1]', 'a[(1::, ::2, none, ellipsis, (-1))]'],
		['a[:]', 'a[::]'],
		['a[1:2:3]', 'a[1:2:3]'],
		['a[b,]', 'a[(b,)]'],
		['a[(b)]', 'a[b]'],
		['a[[0, 1]]', 'a[[0, 1]]'],
		['([1, 2])', '[1, 2]'],
		['(n := 3) + n', '((n := 3) + n)'],
		['f(n := 3)', 'f((n := 3))'],
		['lambda: 0', '(λ  → 0)'],
		['lambda x, y=lambda z: z, *a, k=1, **o: x', '(λ x, y=(λ z → z), *a, /k=1, **o → x)'],
	],
	statements: [
		['x = y = 1, 2', 'x = y = (1, 2)'],
		['a, *b = c', '(a, *b) = c'],
		['[a, (b, c.d)] = e', '[a, (b, c.d)] = e'],
		['x: int = 3', 'x = 3'],
		['x: float', 'x'],
		['x[i] += y @ z', 'x[i] += (y @ z)'],
		['x **= 2; y //= 3; z >>= 1', 'x **= 2; y //= 3; z >>= 1'],
		['x = yield y', 'x = (yield y)'],
		['import numpy as np, a.b', 'import numpy as np; import a.b'],
		['from a.b import (c, d as e,)', 'import a.b (c as c, d as e)'],
		['from . import a', 'import . (a as a)'],
		['from ...b import *', 'import ...b (* as *)'],
		['global a, b', 'global a, b'],
		['del a[0], b', 'delete a[0], b'],
		['assert a, "b"', 'assert a, "b"'],
		['raise E(a) from b', 'raise E(a)'],
		['return', 'return'],
		['return a, b', 'return (a, b)'],
		['if a: b; c', 'if a {b; c}'],
		['if a:\n  b\nelif c:\n  d\nelse:\n  e', 'if a {b} else if c {d} else {e}'],
		['for i, (j, k) in enumerate(x), y:\n  a\nelse:\n  b', 'for (i, (j, k)) in (enumerate(x), y) {a} else {b}'],
		['while a: break\nelse: pass', 'while a {break} else {pass}'],
		[
			'try:\n a\nexcept (A, B) as e:\n b\nexcept:\n c\nelse:\n d\nfinally:\n f',
			'try {a} catch (A, B) e {b} catch {c} else {d} finally {f}',
		],
		['with a as b, c: d', 'with a as b, c {d}'],
		['with (a as b, c as d,):\n e', 'with a as b, c as d {e}'],
		['with (a, b): c', 'with a, b {c}'],
		['with (a): c', 'with a {c}'],
		['def f(a, /, b: int = 2, *c, d=3, **e) -> T: return a', 'def f(a, b=2, *c, /d=3, **e) {return a}'],
		['def f(a, *, b): pass', 'def f(a, /b) {pass}'],
		['def f[T](x): pass', 'def f(x) {pass}'],
		['def g():\n  for x in y:\n    yield x', 'def* g() {for x in y {(yield x)}}'],
		['@a.b(c)\n@d\ndef f(): pass', '@a.b(c) @d def f() {pass}'],
		['class A(B, metaclass=C):\n  x = 1\n  def f(self): pass', 'class A(B) {x = 1; def f(self) {pass}}'],
		['match = 3; print(match[0]); case = 4', 'match = 3; print(match[0]); case = 4'],
		['type Point = tuple', 'pass'],
		['print(a, end="")', 'print(a, end="")'],
	],
	'lines and layout': [
		['x = (1 +\n  2)\ny = 3', 'x = (1 + 2); y = 3'],
		['x = 1 + \\\n  2', 'x = (1 + 2)'],
		['x = [ # one\n 1,\n\n 2 # two\n]', 'x = [1, 2]'],
		['if a:\n\tb\n\tc\nd', 'if a {b; c}; d'],
		['if a:\r\n  b\r\nc', 'if a {b}; c'],
		['if a:\n        b\n\tc', 'if a {b; c}'],
		['\ufeffx = 1', 'x = 1'],
		['x = 1\n\n\n# end', 'x = 1'],
		['ﬁ = 1; ﬁ + ｘ', 'fi = 1; (fi + x)'],
		['가중치 = 1; σ2 = 가중치', '가중치 = 1; σ2 = 가중치'],
		// Selections: the first line cut off within its indentation, or all lines indented.
		['a = 1\n    b = 2\n    c = 3', 'a = 1; b = 2; c = 3'],
		['    a = 1\n    b = 2', 'a = 1; b = 2'],
		['for i in x:\n        s += i\n    t = s', 'for i in x {s += i}; t = s'],
		['        a = 1\n    b = 2\nc = 3', 'a = 1; b = 2; c = 3'],
		['if a:\n    b\n  c\nd', 'if a {b}; c; d'],
	],
};

holdReadings('Python is read', parsePython, READINGS);

const FIXTURES: Readonly<Record<string, string>> = {
	'brackets are not in a range, but in an outer one': `
f = (x + y) * z
^^^^^^^^^^^^^^^ assign
^ name f
    ^^^^^^^^^^^ binary *
            ^ sign of binary *
    ^^^^^^^ outer binary +
     ^^^^^ binary +
       ^ sign of binary +
     ^ name x`,
	'calls are named by what they call': `
a = np.exp(-x ** 2)[0].T
    ^^^^^^^^^^^^^^^ call
       ^^^ sign of call
       ^^^ sign of attribute
           ^^^^^^^ unary -
           ^ sign of unary -
            ^^^^^^ binary **
    ^^^^^^^^^^^^^^^^^^ index
                   ^^^ sign of index
                    ^ number
    ^^^^^^^^^^^^^^^^^^^^ attribute`,
	'comparisons, choices, words': `
y = (a if 0 <  b is not c else not d) or e
     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ conditional
       ^^ sign of conditional
          ^^^^^^^^^^^^^^^ compare
            ^ link
                 ^^^^^^ link
                               ^^^^^ unary not
                                      ^^ sign of logical or
    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ logical or`,
	'nested brackets, tuples and arguments': `
g(((a)), (b, c), *d, k=e), h
^^^^^^^^^^^^^^^^^^^^^^^^^^^^ tuple
^^^^^^^^^^^^^^^^^^^^^^^^^ call
  ^^^^^ outer name a
    ^ name a
         ^^^^^^ outer tuple
          ^^^^ tuple
                       ^ name e`,
	'slices and comprehensions': `
x[1:, ::2] = [i * j for i, j in zip(a, b) if i]
  ^^^^^^^ tuple
  ^^ slice
      ^^^ slice
             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ comprehension
              ^^^^^ binary *
                        ^^^^ tuple
                                ^^^^^^^^^ call`,
	'f-strings are read at their fields': `
print(f"loss {x + 1:.3f}", s)
      ^^^^^^^^^^^^^^^^^^^ template
              ^^^^^ binary +`,
	'statements with their blocks': `
def loss(w, b=2):  # of one example
^^^^^^^^^^^^^^^^^... define
    ^^^^ name loss
              ^ number
    if w:
    ^^^^^... if
        return w * b
        ^^^^^^^^^^^^ return
               ^^^^^ binary *`,
	'what surrogate pairs and accents take': `
𝑤 = "😀" + 𝑤
^^ name w
     ^^^^ string
            ^^ name w`,
};

describe('everything knows its characters', () => {
	for (const [name, fixture] of Object.entries(FIXTURES)) test(name, () => holdFixture(parsePython, fixture.slice(1)));
});

const BROKEN: Broken = [
	['x = a b\ny = 2', 'x = ▢; y = 2', 'unexpected: b'],
	['x = 1 +\ny = 2', 'x = ▢; y = 2', 'missing-value: +'],
	['x =\ny = 2', 'x = ▢; y = 2', 'missing-value: ='],
	['a b\ny = 2', 'broken; y = 2', 'unexpected: b'],
	['np.\ny = 2', 'broken; y = 2', 'missing-value: .'],
	['x = f(a b) + c', 'x = (f(▢) + c)', 'unexpected: b'],
	['x = [1, 2 3]', 'x = ▢', 'unexpected: 3'],
	['x = (1 + 2\ny = 3\n', 'x = (1 + 2); y = 3', 'unclosed: ('],
	[
		'def f(a):\n    x = g(a,\n    y = 2\n    return y\nz = 3',
		'def f(a) {x = g(a); y = 2; return y}; z = 3',
		'unclosed: (',
	],
	['x = (a]\ny = 2', 'x = ▢; y = 2', 'unclosed: (', 'unexpected: ]'],
	['np.exp(-x)) # activation', 'np.exp((-x))', 'unopened: )'],
	['1.0/(1.0 + np.exp(-x', '(1f / (1f + np.exp((-x))))', 'unclosed: ('],
	['x = "abc\ny = 2', 'x = ▢; y = 2', 'unclosed-string: "abc'],
	['x = f"a{b\ny = 2', 'x = t("a" {b}); y = 2', 'unclosed-string: f"a{b'],
	['if x\n  y = 1\nz = 2', 'if x {y = 1}; z = 2', 'missing-value: x'],
	['if x:\ny = 1', 'if x {}; y = 1', 'missing-value: :'],
	['for i in\n  y = 1\nz = 2', 'broken; z = 2', 'missing-value: in'],
	['for 1 in x:\n  y = 1\nz = 2', 'broken; z = 2', 'not-assignable: 1'],
	['def (x):\n  y = 1\nz = 2', 'broken; z = 2', 'unexpected: ('],
	['else:\n  y = 1\nz = 2', 'broken; z = 2', 'stands-alone: else'],
	['if a:\n  b\nelif c d:\n  e\nelse:\n  f\ng', 'broken; g', 'unexpected: d'],
	['if a b:\n  c\nelse:\n  d\ne', 'broken; e', 'unexpected: b'],
	['f(x) = 3', 'broken', 'not-assignable: f(x)'],
	['a + b = 3\nc', 'broken; c', 'not-assignable: a + b'],
	['x = 3j + 1', 'x = ▢', 'not-supported: 3j'],
	['async def f():\n  await g()\nx = 1', 'broken; x = 1', 'not-supported: async'],
	[
		'match x:\n  case a + b:\n    y = 1\n  case 2:\n    y = 3\nz = 2',
		'if (x == 2) {y = 3}; z = 2',
		'not-supported: a + b',
	],
	['match x:\n  y = 1\nz = 2', '; z = 2', 'unexpected: y'],
	['x = await y', 'x = ▢', 'not-supported: await'],
	[
		'print "%d" % x\nprint\nprint >>f, x\ny = 1',
		'ignored; ignored; ignored; y = 1',
		'passed-over: print',
		'passed-over: print',
		'passed-over: print',
	],
	[
		'%matplotlib inline\n!ls {x}\nx = 1',
		'ignored; ignored; x = 1',
		'passed-over: %matplotlib inline',
		'passed-over: !ls {x}',
	],
	['np.exp?\nx = 1', 'ignored; x = 1', 'passed-over: np.exp?'],
	['%%bash\nls -l (', 'ignored', 'passed-over: %%bash\nls -l ('],
	['f = x − y', 'f = ▢', 'unexpected: −'],
	['x = a if b', 'x = ▢', 'missing-branch: if'],
	['@a\nx = 1', 'broken; x = 1'],
	['x = [i for 3 in y]', 'x = ▢', 'not-assignable: 3'],
	['x ? y', 'broken', 'unexpected: ?'],
];

holdBroken(parsePython, BROKEN);

const DEEP = 100_000;
const VAST: Vast = [
	[`x = ${'('.repeat(DEEP)}y${')'.repeat(DEEP)}`, 'too-deep'],
	[`x = ${'['.repeat(DEEP)}`, 'too-deep'],
	[`x = ${'-'.repeat(DEEP)}y`, 'too-deep'],
	[`x = ${'not '.repeat(DEEP)}y`, 'too-deep'],
	[`x = ${'y ** '.repeat(DEEP)}y`, 'too-deep'],
	[`x = ${'a if b else '.repeat(DEEP)}y`, 'too-deep'],
	[`x = ${'lambda: '.repeat(DEEP)}y`, 'too-deep'],
	[`x = ${'f"{'.repeat(DEEP)}`, 'too-deep'],
	[Array.from({ length: 3000 }, (_, k) => `${' '.repeat(k)}if a:`).join('\n'), 'too-deep'],
	[`x = ${'y + '.repeat(DEEP)}y`, null],
	[`x = ${'y < '.repeat(DEEP)}y`, null],
	[`x = y${'.a(b)[c]'.repeat(DEEP)}`, null],
	[`x = [${'y, '.repeat(DEEP)}]`, null],
	[`${'x = '.repeat(DEEP)}y`, null],
	[`x = ${'"a" '.repeat(DEEP)}`, null],
	[`if a:\n  b\n${'elif c:\n  d\n'.repeat(DEEP / 10)}`, null],
	['x = a * b + 1\n'.repeat(20_000), null],
	[')]}(*&^ x = \n'.repeat(20_000), 'unexpected'],
	['"\n'.repeat(125_000), 'unclosed-string'],
	['(\n'.repeat(100_000), 'unclosed'],
	['[)'.repeat(100_000), 'unexpected'],
	['f"{"'.repeat(50_000), 'unexpected'],
	['a[b[c'.repeat(37_000), 'too-deep'],
	[';'.repeat(225_000), null],
	['# @\n'.repeat(50_000), null],
];

holdVast(parsePython, VAST, { instead: ['unclosed', 'too-deep'], passed: 'unclosed' });

test('a text past the length is too long as a whole', () => {
	const long = parsePython('x', { start: 5, end: 6 }, { nesting: 10, length: 1 });
	assert.deepEqual(
		long.problems.map(({ code, range }) => [code, range]),
		[['too-long', { start: 5, end: 6 }]],
	);
});

test('ranges are counted in the document', () => {
	const { script, problems: told } = parsePython('x = y z', { start: 100, end: 107 }, { nesting: 10 });
	assert.deepEqual(script.body[0]!.range, { start: 100, end: 107 });
	assert.deepEqual(told[0]!.range, { start: 106, end: 107 });
});

test('the programs of the tests and examples are read without a problem', () => {
	let count = 0;
	for (const folder of ['../../programs/', '../../../examples/']) {
		const directory = new URL(folder, import.meta.url);
		for (const file of existsSync(directory) ? readdirSync(directory) : []) {
			if (!file.endsWith('.py')) continue;
			const text = readFileSync(new URL(file, directory), 'utf8');
			assert.deepEqual(problemsOf(parsePython, text), [], file);
			count++;
		}
	}
	assert.ok(count > 0);
});
