import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { findUnits, unitAt } from '../../../src/lang/document.ts';
import { readScriptUnit } from '../../../src/lang/script-unit.ts';
import { DEFAULT_LIMITS, type DocumentText } from '../../../src/protocol.ts';
import { isKnownName } from '../../../src/run/script/known-names.ts';
import { showAll } from './show-script.ts';

/** The program that runs for what `‹…›` selects, or for the first annotation, and the names that get values. */
function read(marked: string, languageId: string): string[] {
	const text = marked.replace(/[‹›]/g, '');
	const start = marked.indexOf('‹');
	const document: DocumentText = { uri: 'file:///a', version: 1, languageId, text };
	const unit =
		start < 0
			? findUnits(document, DEFAULT_LIMITS).units[0]
			: unitAt(document, { start, end: marked.indexOf('›') - 1 }, DEFAULT_LIMITS);
	assert.ok(unit?.notation === 'python' || unit?.notation === 'javascript', marked);
	const { notation } = unit;
	const { script, inputs, target } = readScriptUnit(document, unit, notation, {
		changed: new Map(),
		lastUsed: new Map(),
		arrays: new Map(),
		known: { has: (name) => isKnownName(name, notation) },
		limits: DEFAULT_LIMITS,
	});
	const values = [...inputs].map(([name, { source }]) => `${name} ${source}`);
	return [showAll(script.body), [...values, ...(target === undefined ? [] : [`→ ${target}`])].join(', ')];
}

type Row = readonly [name: string, text: string, program: string, inputs: string];

const PYTHON: readonly Row[] = [
	[
		'a selection takes the imports, definitions and values that it needs',
		'import numpy as np\nimport os\ndef act(x):\n  return np.exp(x)\nW = 2.0\nunused = 3\n‹y = act(W * z)›\n',
		'import numpy as np; def act(x) {return np.exp(x)}; W = 2f; y = act((W * z))',
		'z guessed',
	],
	[
		'a part of an expression',
		'w = 2.0\nf = lambda x: ‹1.0/(1.0 + w*x)› # activation\n',
		'w = 2f; (1f / (1f + (w * x)))',
		'x guessed',
	],
	[
		'statements in a function: its earlier ones, its defaults, the functions around it',
		'def f(x, b=1.0, c=None):\n  s = x * b\n  ‹return g(s) * c›\n\ndef g(x):\n  return x\n',
		'def g(x) {return x}; b = 1f; s = (x * b); return (g(s) * c)',
		'x guessed, c guessed',
	],
	[
		'a loop around it takes its first turn',
		's = 0.0\nfor i, x in enumerate(xs):\n  t = x * 2\n  ‹s += t * i›\n',
		's = 0f; for (i, x) in enumerate(xs) {break}; t = (x * 2); s += (t * i)',
		'xs guessed',
	],
	[
		'a function steps by a call with its parameters',
		'w = 2.0\n# @grad at x = 3\ndef f(x, b=1, *, k, **o):\n  return w * x * k\n',
		'w = 2f; def f(x, b=1, /k, **o) {return ((w * x) * k)}; f(x, k=k)',
		'x annotation, k guessed',
	],
	[
		'a value for a parameter that has a default',
		'# @grad at x = 3, b = 2\ndef f(x, a=1, b=1):\n  return x * b\n',
		'def f(x, a=1, b=1) {return (x * b)}; f(x, b=b)',
		'x annotation, b annotation',
	],
	[
		'a function that is a lambda',
		'# @grad at x = 3\nf = lambda x: x * x\n',
		'f = (λ x → (x * x)); f(x)',
		'x annotation',
	],
	[
		'of a loss and its gradients the loss is the target',
		'# @grad loss at x = 3\ndef f(x):\n  if x > 9:\n    return 0.0, 0.0\n  loss = x * x\n  return loss, 2 * x\n',
		'def f(x) {if (x > 9) {return (0f, 0f)}; loss = (x * x); return (loss, (2 * x))}; f(x)[0]',
		'x annotation',
	],
	[
		'a method steps an object that is made below',
		'class Net:\n  def __init__(self, w):\n    self.w = w\n  # @grad at x = 3\n  def forward(self, x):\n    return self.w * x\n\nn = 2.0\nnet = Net(n * 2)\n',
		'class Net() {def __init__(self, w) {self.w = w}; def forward(self, x) {return (self.w * x)}}; n = 2f; self = Net((n * 2)); self.forward(x)',
		'x annotation',
	],
	[
		'statements of a method, with an object that is made of nothing',
		'class Net:\n  def __init__(self, w=2.0):\n    self.w = w\n  def forward(self, x):\n    ‹y = self.w * x›\n    return y\n',
		'class Net() {def __init__(self, w=2f) {self.w = w}; def forward(self, x) {y = (self.w * x); return y}}; self = new Net(); y = (self.w * x)',
		'x guessed',
	],
	[
		'an object that cannot be made is not guessed',
		'class Net:\n  def __init__(self, w):\n    self.w = w\n  def forward(self, x):\n    ‹y = self.w * x›\n    return y\n',
		'y = (self.w * x)',
		'x guessed',
	],
];

const JAVASCRIPT: readonly Row[] = [
	[
		'functions are there before their statements',
		'const x = 2;\n‹const y = f(x) + 1;›\nfunction f(a) { return a * a }\n',
		'const x = 2; def f(a) {return (a * a)}; const y = (f(x) + 1)',
		'',
	],
	[
		'statements in a callback',
		'const w = 2;\nrun(() => {\n\tconst s = w * x;\n\tconst y = s * s; // @grad x = 3\n});\n',
		'const w = 2; const s = (w * x); const y = (s * s)',
		'x annotation',
	],
	[
		'a counting loop takes its first turn',
		'for (let i = 1; i < 3; i++) {\n\t‹s += i * w;›\n}\n',
		'let i = 1; s += (i * w)',
		's guessed, w guessed',
	],
	[
		'an arrow function steps by a call; what it has by default stays',
		'/** @grad at a = 2 */\nconst f = (a: number, b = 3) => a * b;\n',
		'const f = (λ a, b=3 → (a * b)); f(a, undefined)',
		'a annotation',
	],
	[
		'a method of a class',
		'class A {\n\tw = 2;\n\t// @grad x = 3\n\tf(x) { return this.w * x }\n}\n',
		'class A() {def constructor() {this.w = 2}; def f(x) {return (this.w * x)}}; this = new A(); this.f(x)',
		'x annotation',
	],
];

describe('a piece of a program runs where it stands', () => {
	for (const [name, text, ...expected] of PYTHON)
		test(`Python: ${name}`, () => assert.deepEqual(read(text, 'python'), expected));
	for (const [name, text, ...expected] of JAVASCRIPT)
		test(`JavaScript: ${name}`, () => assert.deepEqual(read(text, 'typescript'), expected));
});
