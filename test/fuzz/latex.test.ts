/** Arbitrary and mutilated LaTeX: nothing throws, nothing hangs, every range lies in bounds and inside its parent; every node's slice reads as that node. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { unitAt } from '../../src/lang/document.ts';
import { parseLatex } from '../../src/lang/latex.ts';
import { partsOf, type Expression, type Parsed } from '../../src/lang/program.ts';
import { readUnit } from '../../src/lang/values.ts';
import { DEFAULT_LIMITS, type Range } from '../../src/protocol.ts';
import { Budget } from '../../src/run/budget.ts';
import { interpret } from '../../src/run/interpret.ts';
import { fromNested } from '../../src/core/tensor/tensor.ts';
import { expressions, NO_CONTEXT } from '../unit/lang/show.ts';
import { SEED } from './seed.ts';

const KNOWN = new Set(['x', 'y', 'w_0', 'q', 'θ', 'loss', 'constructor']);

function parse(text: string): Parsed {
	return parseLatex(text, { start: 0, end: text.length }, { ...NO_CONTEXT, known: KNOWN });
}

const leaf = fc.constantFrom(
	'x',
	'y',
	'w_{0}',
	'q',
	'\\theta',
	'\\mathbf{x}',
	'\\hat{y}',
	'loss',
	'2',
	'0.5',
	'10',
	'\\pi',
	'a^{(2)}',
	'W^T',
);
const blanks = fc.constantFrom('', ' ', '\\,', '~');

const formula = fc.letrec<{ expression: string; atom: string }>((tie) => ({
	atom: fc.oneof(
		{ maxDepth: 6, depthIdentifier: 'formula' },
		leaf,
		fc
			.tuple(
				fc.constantFrom(['(', ')'], ['\\left(', '\\right)'], ['\\bigl[', '\\bigr]'], ['\\{', '\\}']),
				tie('expression'),
			)
			.map(([[open, close], inner]) => `${open}${inner}${close}`),
		fc
			.tuple(fc.constantFrom('\\frac', '\\dfrac'), tie('expression'), tie('expression'))
			.map(([name, a, b]) => `${name}{${a}}{${b}}`),
		fc
			.tuple(fc.constantFrom('\\sqrt', '\\sqrt[3]', '\\sqrt[n]'), tie('expression'))
			.map(([name, a]) => `${name}{${a}}`),
		fc
			.tuple(
				fc.constantFrom('\\sin', '\\exp', '\\sigma', '\\log_2', '\\operatorname{softmax}', '\\mathrm{ReLU}'),
				tie('expression'),
			)
			.map(([name, a]) => `${name}\\left(${a}\\right)`),
		fc
			.tuple(fc.constantFrom('\\max', '\\min'), tie('expression'), tie('expression'))
			.map(([name, a, b]) => `${name}(${a}, ${b})`),
		fc
			.tuple(fc.constantFrom(['\\lVert ', '\\rVert'], ['\\left|', '\\right|']), tie('expression'))
			.map(([[open, close], inner]) => `${open}${inner}${close}`),
		fc
			.tuple(tie('expression'), tie('expression'))
			.map(([a, b]) => `\\begin{cases} ${a} & x > 0 \\\\ ${b} & \\text{otherwise} \\end{cases}`),
	),
	expression: fc.oneof(
		{ maxDepth: 6, depthIdentifier: 'formula' },
		tie('atom'),
		fc
			.tuple(tie('atom'), blanks, fc.constantFrom('+', '-', '\\cdot ', '\\times ', '\\odot ', '/'), tie('expression'))
			.map(([a, gap, op, b]) => `${a}${gap}${op}${b}`),
		fc
			.tuple(
				leaf.filter((name) => !name.includes('^')),
				tie('expression'),
			)
			.map(([a, b]) => `${a}^{${b}}`),
		tie('atom').map((a) => `-${a}`),
		fc
			.tuple(tie('atom'), fc.constantFrom(' ', '\\,', '\\left(y + 1\\right)'), tie('atom'))
			.map(([a, gap, b]) => `${a}${gap}${b}`),
	),
})).expression;

/** A tree as text, with every range counted from `base`. */
function picture(node: Expression, base: number): string {
	const range = ({ start, end }: Range): string => `${start - base}-${end - base}`;
	const parts = partsOf(node).map((part) => picture(part, base));
	const head =
		node.kind === 'apply'
			? node.op
			: node.kind === 'name'
				? node.name
				: node.kind === 'number'
					? String(node.value)
					: node.kind;
	return `${head}@${range(node.range)}(${parts.join()})`;
}

function inside(inner: Range, outer: Range, what: string): void {
	assert.ok(
		inner.start >= outer.start && inner.end <= outer.end && inner.start <= inner.end,
		`${what}: ${JSON.stringify([inner, outer])}`,
	);
}

/** Ranges in bounds, children inside their parents. */
function checkRanges(parsed: Parsed, text: string): void {
	const bounds = { start: 0, end: text.length };
	for (const { range } of parsed.problems) inside(range, bounds, text);
	for (const { range } of parsed.program.readings) inside(range, bounds, text);
	for (const statement of parsed.program.statements) inside(statement.range, bounds, text);
	for (const node of expressions(parsed)) {
		inside(node.range, bounds, text);
		if (node.outer !== undefined) inside(node.range, node.outer, text);
		if (node.kind === 'apply') inside(node.operator, node.range, text);
		for (const child of partsOf(node)) inside(child.outer ?? child.range, node.range, text);
	}
}

const pieces = fc.constantFrom(
	..."x y f W_1 x_{ij} a^{(2)} = + - \\cdot \\times \\odot / ^ _ { } ( ) [ ] | || \\| , ; . & \\\\ $ % \\frac \\sqrt \\sum_{i=1}^n \\sum_{j\\ne i} \\prod \\max \\max_k \\sin \\log_2 \\sigma \\left( \\right) \\left| \\right| \\left\\{ \\right. \\begin{cases} \\end{cases} \\begin{pmatrix} \\end{pmatrix} \\begin{aligned} \\end{aligned} \\text{if} \\text{otherwise} \\mathbf \\mathbb{R} \\hat \\bar{x} \\operatorname{softmax} \\partial \\nabla \\frac{\\partial \\in \\to \\quad \\, \\foo \\newcommand{\\a}[1]{#1#1} \\a{x} \\def\\b{\\b} \\b \\infty \\ldots \\underset{x}{y} x_1+\\cdots+x_n p_1\\cdots p_n n! \\binom{n}{k} 5\\% \\pm \\arg\\max_k ]_+ \\mathbb{1}[x>0] ' ′ ² ₁ 0 1.5 1e-3 e e^x 가중치 😀 \uD835 \u0000 ∑ √ ≤ \\".split(
		' ',
	),
	'\n',
	'\n\n',
	' ',
);
const rubbish = fc.oneof(
	fc.array(pieces, { maxLength: 30 }).map((parts) => parts.join('')),
	fc.array(pieces, { maxLength: 30 }).map((parts) => parts.join(' ')),
	fc.string({ unit: 'binary', maxLength: 60 }),
	fc.string({ maxLength: 60 }),
);

describe('fuzz', () => {
	test('formulas in LaTeX: every node, cut out and read again, is the same tree', () => {
		let formulas = 0;
		let nodes = 0;
		fc.assert(
			fc.property(formula, (text) => {
				const parsed = parse(text);
				assert.deepEqual(
					parsed.problems.filter(({ severity }) => severity === 'error'),
					[],
					text,
				);
				checkRanges(parsed, text);
				formulas++;
				for (const node of expressions(parsed)) {
					const statement = parse(text.slice(node.range.start, node.range.end)).program.statements[0];
					const again = statement?.kind === 'evaluate' ? picture(statement.value, 0) : 'nothing';
					assert.equal(again, picture(node, node.range.start), text);
					nodes++;
				}
			}),
			{ numRuns: 3000, seed: SEED },
		);
		assert.ok(formulas >= 3000 && nodes >= 20_000, `${formulas} formulas, ${nodes} nodes`);
	});

	test('6,000 texts as LaTeX, read and run', () => {
		const values = new Map([
			['x', fromNested([1, 2, 3])],
			[
				'W_1',
				fromNested([
					[1, 2, 3],
					[4, 5, 6],
				]),
			],
			['w_0', fromNested([[1], [2]])],
		] as const);
		fc.assert(
			fc.property(rubbish, (text) => {
				const parsed = parse(text);
				checkRanges(parsed, text);
				const run = interpret(parsed.program, values, {
					budget: new Budget({ ...DEFAULT_LIMITS, gates: 1000, milliseconds: 200 }),
				});
				for (const { range } of run.problems) inside(range, { start: 0, end: text.length }, text);
			}),
			{ numRuns: 6000, seed: SEED },
		);
	});

	test('4,000 textbook formulas, each mutilated, read and run', () => {
		const formulas = readFileSync(new URL('../unit/lang/latex-formulas.txt', import.meta.url), 'utf8')
			.split('\n')
			.filter((line) => /^[=~:!] /.test(line))
			.map((line) => line.slice(2));
		const broken = fc
			.tuple(fc.constantFrom(...formulas), fc.constantFrom(...formulas), fc.nat(), fc.nat(20), pieces)
			.map(([one, other, at, count, piece]) => {
				const start = at % (one.length + 1);
				const insert = count % 3 === 0 ? other.slice(at % other.length) : count % 3 === 1 ? piece : '';
				return one.slice(0, start) + insert + one.slice(start + count);
			});
		fc.assert(
			fc.property(broken, (text) => {
				const parsed = parse(text);
				checkRanges(parsed, text);
				const budget = new Budget({ ...DEFAULT_LIMITS, gates: 1000, milliseconds: 200 });
				const run = interpret(parsed.program, new Map([['x', 2]]), { budget });
				for (const { range } of run.problems) inside(range, { start: 0, end: text.length }, text);
			}),
			{ numRuns: 4000, seed: SEED },
		);
	});

	test('3,000 notes with a cursor: every unit is read and run, every range lies in bounds', () => {
		const line = fc.oneof(
			rubbish.map((text) => `$${text}$`),
			rubbish.map((text) => `$$\n${text}\n$$`),
			rubbish.map((text) => `\\begin{align}\n${text}\n\\end{align}`),
			fc.constantFrom(
				'$x = 1, y = [1, 2]$',
				'$W \\in \\mathbb{R}^{2 \\times 3}$',
				'',
				'Text.',
				'% @grad x = 2',
				'<!-- @grad y = 3 -->',
			),
		);
		const language = fc.constantFrom('markdown', 'latex', 'plaintext', 'html');
		fc.assert(
			fc.property(fc.array(line, { maxLength: 6 }), language, fc.nat(300), (lines, languageId, at) => {
				const text = lines.join('\n');
				const bounds = { start: 0, end: text.length };
				const document = { uri: 'file:///note', version: 1, languageId, text };
				const unit = unitAt(document, { start: at, end: at }, DEFAULT_LIMITS);
				if (unit === null) return;
				inside(unit.range, bounds, text);
				const read = readUnit(document, unit, { limits: DEFAULT_LIMITS });
				for (const { range } of read.problems) inside(range, bounds, text);
				const given = new Map([...read.inputs].map(([name, { value }]) => [name, value] as const));
				const budget = new Budget({ ...DEFAULT_LIMITS, gates: 1000, milliseconds: 200 });
				const run = interpret(read.program, given, { budget, target: read.target });
				for (const { range } of run.problems) inside(range, bounds, text);
			}),
			{ numRuns: 3000, seed: SEED },
		);
	});

	test('a note of a megabyte is looked over in time', () => {
		for (const piece of [
			'$x^2$ ',
			'$$\n',
			'\\[ f = x \\]\n',
			'$f = \\frac{a}{b}$\n',
			'\\begin{align}',
			'\\newcommand{\\a}{b}\n',
			'$W \\in R^n$\n',
		]) {
			const text = piece.repeat(Math.floor(1_000_000 / piece.length));
			const document = { uri: 'file:///note', version: 1, languageId: 'markdown', text };
			const started = process.cpuUsage();
			const unit = unitAt(document, { start: 500_000, end: 500_000 }, DEFAULT_LIMITS);
			if (unit !== null) readUnit(document, unit, { limits: DEFAULT_LIMITS });
			const used = process.cpuUsage(started).user / 1000;
			assert.ok(used < 6000, `${piece}: ${used} ms`);
		}
	});
});
