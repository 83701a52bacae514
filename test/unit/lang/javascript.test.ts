import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { parseJavaScript } from '../../../src/lang/javascript.ts';
import { troubles } from './show.ts';
import { holdFixture, parseWith } from './show-script.ts';
import { holdBroken, holdReadings, holdVast, type Broken, type Readings, type Vast } from './script-tables.ts';

const READINGS: Readings = {
	precedence: [
		['a + b * c - d', '((a + (b * c)) - d)'],
		['2 ** 3 ** 2', '(2 ** (3 ** 2))'],
		['2 ** -a * b', '((2 ** (-a)) * b)'],
		['!a && b || c', '(((not a) and b) or c)'],
		['a ?? b', '(a ?? b)'],
		['a < b === c', '((a < b) === c)'],
		['a | b ^ c & d << 1 >>> 2', '(a | (b ^ (c & ((d << 1) >>> 2))))'],
		['typeof a === "b"', '((typeof a) === "b")'],
		['a instanceof b || c in d', '((a instanceof b) or (c in d))'],
		['a ? b : c ? d : e', '(b if a else (d if c else e))'],
		['a ? b ? c : d : e', '((c if b else d) if a else e)'],
		['-a.b[c](d) % e', '((-a.b[c](d)) % e)'],
		['new A(b).c', 'new A(b).c'],
		['new a.B', 'new a.B()'],
		['void 0', '(0, undefined)'],
		['(a, b)', '(a, b)'],
		['x = a, y = b', 'x = a; y = b'],
		['f((a, b), c)', 'f((a, b), c)'],
	],
	literals: [
		['1. + .5e-3 + 0xff + 1_000 + 10n', '((((1f + 0.0005f) + 255) + 1000) + 10)'],
		[String.raw`'a\n\x41\u{1f600}\'' + "b"`, `(${JSON.stringify("a\nA😀'")} + "b")`],
		['`a${b + 1}c${`d${e}`}`', 't("a" {(b + 1)} "c" {t("d" {e})})'],
		['true, null, undefined', 'true; none; undefined'],
		['[a, , ...b]', '[a, undefined, *b]'],
		['x = { a, b: 1, "c": 2, 3: d, [e]: f, ...g }', 'x = {"a": a, "b": 1, "c": 2, "3": d, e: f, **g}'],
		['x = { f(a) { return a }, *g() {} }', 'x = {"f": (λ! a → {return a}), "g": (λ*!  → {})}'],
	],
	functions: [
		['const f = (x) => x ** 2', 'const f = (λ x → (x ** 2))'],
		['const f = x => ({ a: x })', 'const f = (λ x → {"a": x})'],
		['const f = () => { return 1 }', 'const f = (λ  → {return 1})'],
		['const f = async', 'const f = async'],
		[
			'a.map((x, i) => x * b[i]).reduce((s, x) => s + x, 0)',
			'a.map((λ x, i → (x * b[i]))).reduce((λ s, x → (s + x)), 0)',
		],
		['f(function g(x = 1, ...r) { g() })', 'f((λ! x=1, *r → {g()}))'],
		['({ a, b: [c, d = 1] }) => a', '(λ {"a": a, "b": [c, (d := 1)]} → a)'],
		[
			'function* g(a) { yield a; const b = yield; yield* c }',
			'def* g(a) {(yield a); const b = (yield); (yield from c)}',
		],
		['a ? (b) : c => d', '(b if a else (λ c → d))'],
		['const f = () => {}\n(b)', 'const f = (λ  → {}); b'],
		['a => b => a + b', '(λ a → (λ b → (a + b)))'],
	],
	'optional and postfix': [
		['a?.b?.[c]?.(d)', 'a?.b?.[c]?.(d)'],
		['a ? .5 : b', '(0.5f if a else b)'],
		['i++; --j; a[i--] += 2', 'i += 1; j -= 1; a[(i -= 1 after)] += 2'],
		['f(i++)', 'f((i += 1 after))'],
		['a ||= b', 'a = (a or b)'],
		['x = y = z', 'x = y = z'],
		['f(x = y)', 'f((x := y))'],
	],
	statements: [
		['let a, b = 1; var c = 2', 'let a; let b = 1; var c = 2'],
		[
			'const [a, , b = 2, ...c] = d, { e, f: { g }, ...h } = i',
			'const [a, undefined, (b := 2), *c] = d; const {"e": e, "f": {"g": g}, **h} = i',
		],
		['[a, b] = [b, a]', '[a, b] = [b, a]'],
		['({ a, b } = c)', '({"a": a, "b": b} := c)'],
		['if (a) b; else if (c) { d } else e', 'if a {b} else if c {d} else {e}'],
		[
			'for (let i = 0, n = 3; i < n; i++, k--) s += i',
			'count let i = 0; let n = 3 | (i < n) | ((i += 1 after), (k -= 1 after)) {s += i}',
		],
		['for (;;) break', 'count  |  |  {break}'],
		['for (const [k, v] of o) { continue }', 'for const [k, v] in o {continue}'],
		['for (const k in o) k', 'for const k keys o {k}'],
		['for (x.y of z);', 'for x.y in z {}'],
		['while (a) { b }', 'while a {b}'],
		['do { a } while (b) c', 'do while b {a}; c'],
		['try { a } catch (e) { b } finally { c }', 'try {a} catch e {b} finally {c}'],
		['try { a } catch { b }', 'try {a} catch {b}'],
		['throw new Error("x")', 'raise new Error("x")'],
		['delete a.b, delete c[d]', 'delete a.b; delete c[d]'],
		['{ a; { b } }', '{a; {b}}'],
		['debugger;;', 'pass'],
		['outer: for (;;) { a }', 'count  |  |  {a}'],
		[
			'switch (x) { case 1: case 2: a; break; case 3: { b; break } default: c }',
			'{if ((x === 1) or (x === 2)) {a} else if (x === 3) {b} else {c}}',
		],
		['switch (f()) { case 1: a }', '{const (switch) = f(); if ((switch) === 1) {a}}'],
		[
			"import a, { b as c } from 'd'; import * as e from 'f'; import 'g'",
			'import d (default as a, b as c); import f as e; pass',
		],
		["export const a = 1; export default a; export { a as b }; export * from 'c'", 'const a = 1; a; pass; pass'],
		['export default function f() {}', 'def f() {}'],
	],
	classes: [
		[
			'class A extends B { constructor(x) { super(x); this.y = x } get z() { return 1 } static w() {} *v() {} }',
			'class A(B) {def constructor(x) {super(x); this.y = x}; get def z() {return 1}; static def w() {}; def* v() {}}',
		],
		['class A { x = 1; #y; static z = 2 }', 'class A() {def constructor() {this.x = 1; this.#y = undefined}; z = 2}'],
		[
			'class A extends B { x = 1; constructor(y) { f(); super(y); g() } }',
			'class A(B) {def constructor(y) {f(); super(y); this.x = 1; g()}}',
		],
		['class A extends B { x = 1 }', 'class A(B) {def constructor(*(rest)) {super(*(rest)); this.x = 1}}'],
	],
	'types are passed over': [
		['const x: number[] = y as unknown as number[]', 'const x = y'],
		['function f<T>(a: T, b?: { c: T }, ...d: T[]): a is string { return a! }', 'def f(a, b, *d) {return a}'],
		['function f(a: number): { b: number } { return a }', 'def f(a) {return a}'],
		['const f = (a: number, b = 1): number => a', 'const f = (λ a, b=1 → a)'],
		['const f = <T>(a: T): T => a', 'const f = (λ a → a)'],
		['const g: (a: number) => void = h', 'const g = h'],
		['a! / b! / c', '((a / b) / c)'],
		['f<number, Map<string, T>>(a)', 'f(a)'],
		['a < b && c > (d)', '((a < b) and (c > d))'],
		['new Map<string, number>()', 'new Map()'],
		['type T<U> = U extends (infer V)[] ? V : never\ninterface I extends J { a: number }\nx', 'pass; pass; x'],
		["import type { A } from 'b'; import { type C, d } from 'e'", 'pass; import e (d as d)'],
		[
			'declare const x: number\nabstract class A { abstract f(): void; private readonly x: number = 1 }',
			'pass; class A() {def constructor() {this.x = 1}}',
		],
		[
			'class A { constructor(private x: number, public y = 2) {} }',
			'class A() {def constructor(x, y=2) {this.x = x; this.y = y}}',
		],
		['function f(a: number): void\nfunction f(a: string): void\nfunction f(a: unknown) {}', 'pass; pass; def f(a) {}'],
		['const x = { a: 1 } satisfies T', 'const x = {"a": 1}'],
		['enumerable; typed; of; let', 'enumerable; typed; of; let'],
	],
	'where statements end': [
		['a\nb', 'a; b'],
		['a\n(b)', 'a(b)'],
		['a\n+ b', '(a + b)'],
		['a\n++b', 'a; b += 1'],
		['return\na', 'return; a'],
		['return ";"; throw ";"', 'return ";"; raise ";"'],
		['x = { get: 1, set, async() {} }', 'x = {"get": 1, "set": set, "async": (λ!  → {})}'],
		["import a from 'b' with { type: 'json' }", 'import b (default as a)'],
		['const a = b\nconst c = d', 'const a = b; const c = d'],
		['a = b // c\n/* d\n */ e', 'a = b; e'],
		['if (a) b\nelse c', 'if a {b} else {c}'],
		['x\n  .y()\n  .z()', 'x.y().z()'],
		['#!/usr/bin/env node\nx', 'x'],
	],
};

holdReadings('JavaScript is read', parseJavaScript, READINGS);

const FIXTURES: Readonly<Record<string, string>> = {
	'functions, calls, signs': `
const sigmoid = (t) => 1 / (1 + Math.exp(-t));
^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ assign
      ^^^^^^^ name sigmoid
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ lambda
                 ^ positional
                       ^^^^^^^^^^^^^^^^^^^^^^ binary /
                         ^ sign of binary /
                           ^^^^^^^^^^^^^^^^^^ outer binary +
                            ^^^^^^^^^^^^^^^^ binary +
                                ^^^^^^^^^^^^ call
                                     ^^^ sign of call
                                         ^^ unary -`,
	'statements and their parts': `
for (let i = 0; i < n; i++) s += w[i] * x[i];
^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ count
     ^^^^^^^^^ assign
                ^^^^^ compare
                  ^ sign of compare
                       ^^^ assign-expr +
                            ^^^^^^^^^^^^^^^^ augment +
                              ^^ sign of augment +
                                 ^^^^ index
                                  ^^^ sign of index
                                 ^^^^^^^^^^^ binary *`,
	'choices, templates, patterns': `
const { a, b: [c = 1] } = ok ? \`\${d + 1}!\` : e?.f(g) ?? h;
      ^^^^^^^^^^^^^^^^^ dict
               ^^^^^ assign-expr
                          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ conditional
                             ^ sign of conditional
                               ^^^^^^^^^^^ template
                                  ^^^^^ binary +
                                             ^^^^^^^ call
                                                ^ sign of call
                                             ^^^^^^^^^^^^ logical ??`,
	'types lie outside': `
function loss(w: number[], y = 2 as number): number {
^^^^^^^^^... define
              ^ positional
                               ^ number
  return (w[0]! - y) ** 2;
  ^^^^^^^^^^^^^^^^^^^^^^^ return
         ^^^^^^^^^^^^^^^^ binary **
          ^^^^ index
          ^^^^^^^^^ binary -`,
};

describe('everything knows its characters', () => {
	for (const [name, fixture] of Object.entries(FIXTURES))
		test(name, () => holdFixture(parseJavaScript, fixture.slice(1)));
});

const BROKEN: Broken = [
	['const x = a b\nconst y = 2', 'const x = ▢; const y = 2', 'unexpected: b'],
	['const x = a +\nconst y = 2', 'const x = ▢; const y = 2', 'missing-value: +'],
	['x = a *\ny = 2', 'broken; y = 2', 'missing-value: *'],
	['const x =\nconst y = 2', 'const x = ▢; const y = 2', 'missing-value: ='],
	['a b; c', 'broken; c', 'unexpected: b'],
	['f(a b) + c', '(f(▢) + c)', 'unexpected: b'],
	['const x = f(a,\nconst y = 2\n', 'const x = f(a); const y = 2', 'unclosed: ('],
	[
		'function f() {\n  const x = (1 +\n  return x\n}\ny',
		'def f() {const x = ▢; return x}; y',
		'unclosed: (',
		'missing-value: +',
	],
	['x = "abc\ny = 2', 'broken; y = 2', 'unclosed-string: "abc'],
	['Math.exp(-x));', 'Math.exp((-x))', 'unopened: )'],
	['1 / (1 + Math.exp(-x', '(1 / (1 + Math.exp((-x))))', 'unclosed: ('],
	['f(x) = 3', 'broken', 'not-assignable: f(x)'],
	['a + b = 3; c', 'broken; c', 'not-assignable: a + b'],
	['const r = /a[/]b/g.test(s) ? 1 : 2', 'const r = (1 if ▢.test(s) else 2)', 'not-supported: /a[/]b/g'],
	["const e = <p class='x'>don't {a}</p>;\nb", 'const e = ▢; b', "not-supported: <p class='x'>don't {a}</p>"],
	['const f = async (x) => await x\ny', 'const f = ▢; y', 'not-supported: async', 'not-supported: await'],
	['async function f() { g() }\ny', 'broken; y', 'not-supported: async'],
	['tag`a${b}`; c', '▢; c', 'not-supported: `a${b}`'],
	['x = class {}; y', 'broken; y', 'not-supported: class'],
	['switch (x) { case 1: a; case 2: b } c', 'broken; c', 'not-supported: case'],
	['switch (x) { case 1: if (a) break; b; break } c', 'broken; c', 'not-supported: case'],
	['else { a }', 'broken', 'stands-alone: else'],
	['a ? b', 'broken', 'missing-branch: ?'],
	['const { a: 3 } = b', 'broken', 'not-assignable: 3'],
	['class A { x y; z = 1 }', 'class A() {def constructor() {this.z = 1}; broken}', 'unexpected: y'],
];

holdBroken(parseJavaScript, BROKEN);

const DEEP = 100_000;
const VAST: Vast = [
	[`x = ${'('.repeat(DEEP)}y${')'.repeat(DEEP)}`, 'too-deep'],
	[`x = ${'['.repeat(DEEP)}`, 'too-deep'],
	[`${'{'.repeat(DEEP)}`, 'too-deep'],
	[`x = ${'-'.repeat(DEEP)}y`, 'too-deep'],
	[`x = ${'- '.repeat(DEEP)}y`, 'too-deep'],
	[`x = ${'!'.repeat(DEEP)}y`, 'too-deep'],
	[`x = ${'y ** '.repeat(DEEP)}y`, 'too-deep'],
	[`x = ${'a ? b : '.repeat(DEEP)}y`, 'too-deep'],
	[`x = ${'a ? '.repeat(DEEP)}y`, 'too-deep'],
	[`x = ${'a => '.repeat(DEEP)}y`, 'too-deep'],
	[`x = ${'`${'.repeat(DEEP)}`, 'too-deep'],
	[`${'if (a) '.repeat(DEEP)}y`, 'too-deep'],
	[`${'x = '.repeat(DEEP)}y`, 'too-deep'],
	[`x = ${'y + '.repeat(DEEP)}y`, null],
	[`x = y${'.a(b)[c]'.repeat(DEEP)}`, null],
	[`x = [${'y, '.repeat(DEEP)}]`, null],
	[`if (a) b;${' else if (c) d;'.repeat(DEEP / 10)}`, null],
	['x = a * b + 1;\n'.repeat(60_000), null],
	[')]}(*&^ x = \n'.repeat(20_000), 'unexpected'],
	['"\n'.repeat(100_000), 'unclosed-string'],
	['(\n'.repeat(100_000), 'too-deep'],
	['[)'.repeat(100_000), 'too-deep'],
	['a<b,'.repeat(50_000), 'missing-value'],
	['<a '.repeat(50_000), 'unexpected'],
	['x = <a>'.repeat(25_000), 'unexpected'],
	['/'.repeat(225_000), null],
	['`'.repeat(225_000), 'not-supported'],
	[': a'.repeat(50_000), 'unexpected'],
	[';'.repeat(225_000), null],
];

holdVast(parseJavaScript, VAST, { instead: ['too-deep'], passed: 'missing-value' });

test("this project's own sources are read without a problem but for what is not run", () => {
	let count = 0;
	for (const folder of ['../../../src/lang/', '../../../src/core/', '../../../src/engine/', '../../../examples/']) {
		const directory = new URL(folder, import.meta.url);
		for (const file of readdirSync(directory)) {
			if (!/\.[jt]s$/.test(file)) continue;
			const text = readFileSync(new URL(file, directory), 'utf8');
			const told = parseWith(parseJavaScript, text).problems.filter(({ code }) => code !== 'not-supported');
			assert.deepEqual(troubles(text, told), [], file);
			count++;
		}
	}
	assert.ok(count > 50);
});
