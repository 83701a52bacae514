/** Arbitrary and mutilated text: nothing throws, nothing hangs, every range lies in bounds and inside its parent; every node's slice reads as that node. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { parseAnnotation } from '../../src/lang/annotation.ts';
import { findUnits, unitAt } from '../../src/lang/document.ts';
import { partsOf, type Expression, type Parsed } from '../../src/lang/program.ts';
import { readUnit } from '../../src/lang/values.ts';
import { DEFAULT_LIMITS, type Range } from '../../src/protocol.ts';
import { expressions, parse } from '../unit/lang/show.ts';
import { SEED } from './seed.ts';

const KNOWN = new Set(['x', 'y', 'w0', '가중치', 'θ', 'constructor']);

const leaf = fc.constantFrom('x', 'y', 'w0', '가중치', 'θ', 'constructor', '2', '0.5', '1e-3', '.25', 'pi');
const blanks = fc.constantFrom('', '', ' ', '  ');

const formula = fc.letrec<{ expression: string; atom: string }>((tie) => ({
	atom: fc.oneof(
		{ maxDepth: 6, depthIdentifier: 'formula' },
		leaf,
		fc.tuple(blanks, tie('expression'), blanks).map(([a, inner, b]) => `(${a}${inner}${b})`),
		fc
			.tuple(fc.constantFrom('exp', 'sin', 'sigmoid', 'σ', 'np.tanh', 'g'), tie('expression'))
			.map(([name, inner]) => `${name}(${inner})`),
		fc
			.tuple(fc.constantFrom('max', 'hypot', 'h'), tie('expression'), tie('expression'))
			.map(([name, a, b]) => `${name}(${a}, ${b})`),
		tie('expression').map((inner) => `|${inner}|`),
	),
	expression: fc.oneof(
		{ maxDepth: 6, depthIdentifier: 'formula' },
		tie('atom'),
		fc
			.tuple(
				tie('atom'),
				blanks,
				fc.constantFrom('+', '-', '*', '/', '·', '×', '−', '÷', '%', '>', 'and'),
				blanks,
				tie('expression'),
			)
			.map(([a, s, op, t, b]) => (op === 'and' ? `${a} and ${b}` : `${a}${s}${op}${t}${b}`)),
		fc.tuple(tie('atom'), fc.constantFrom('^', '**'), tie('atom')).map(([a, op, b]) => `${a}${op}${b}`),
		fc.tuple(fc.constantFrom('-', '+', 'not '), tie('atom')).map(([sign, a]) => `${sign}${a}`),
		fc.tuple(tie('atom'), fc.constantFrom(' ', ''), tie('atom')).map(([a, gap, b]) => `${a}${gap}${b}`),
		fc.tuple(tie('atom'), tie('expression'), tie('expression')).map(([a, b, c]) => `${a} ? ${b} : ${c}`),
	),
})).expression;

/** A tree as text, with every range counted from `base`. */
function picture(node: Expression, base: number): string {
	const range = ({ start, end }: Range): string => `${start - base}-${end - base}`;
	switch (node.kind) {
		case 'number':
			return `${node.value}@${range(node.range)}`;
		case 'name':
			return `${node.name}@${range(node.range)}`;
		case 'apply':
			return `${node.op}@${range(node.range)}/${range(node.operator)}(${node.operands.map((operand) => picture(operand, base)).join()})`;
		case 'call':
			return `${node.callee.name}!@${range(node.range)}(${node.operands.map((operand) => picture(operand, base)).join()})`;
		case 'conditional':
			return `if@${range(node.range)}(${[node.test, node.then, node.otherwise].map((part) => picture(part, base)).join()})`;
		default:
			return `${node.kind}@${range(node.range)}(${partsOf(node)
				.map((part) => picture(part, base))
				.join()})`;
	}
}

function hasErrors(parsed: Parsed): boolean {
	return parsed.problems.some(({ severity }) => severity === 'error');
}

function inside(inner: Range, outer: Range, what: string): void {
	assert.ok(
		inner.start >= outer.start && inner.end <= outer.end && inner.start <= inner.end,
		`${what}: ${JSON.stringify([inner, outer])}`,
	);
}

/** Ranges in bounds, children inside their parents. */
function checkRanges(parsed: Parsed, bounds: Range, text: string): void {
	for (const { range } of parsed.problems) inside(range, bounds, text);
	for (const statement of parsed.program.statements) inside(statement.range, bounds, text);
	for (const node of expressions(parsed)) {
		inside(node.range, bounds, text);
		if (node.outer !== undefined) inside(node.range, node.outer, text);
		for (const child of partsOf(node)) inside(child.outer ?? child.range, node.range, text);
	}
}

const pieces = fc.constantFrom(
	'@grad',
	'@garg',
	'@at',
	'@expect',
	' at ',
	' wrt ',
	' for ',
	' expect ',
	' upstream ',
	' seed ',
	' tol ',
	' no-grad ',
	'exepct ',
	'df/dx',
	'∂f/∂x',
	'x.grad',
	' = ',
	' ≈ ',
	' ± ',
	', ',
	'; ',
	': ',
	'\n',
	'\r\n',
	' -- ',

	'x',
	'y',
	'f',
	'가중치',
	'-2',
	'5',
	'0.5e-3',
	'(5, 4)',
	'3x4',
	'randn',
	'zeros(3)*2',
	'[1,2;3,4]',
	'[[1,2],[3',
	']',
	'[',
	'(',
	')',
	'|',
	'^',
	'²',
	'√(',
	'?',
	'+',
	'−',
	'，',
	'：',
	'＝',
	'（',
	'@',
	'#',
	'//',
	'%',
	'/*',
	'*/',
	'<!--',
	'-->',
	'$',
	'$$',
	'```\n',
	'"',
	"'",
	'\\[',
	'\\frac{1}{2}',
	'f = (x + y) * z',
	'q = x\n',
	'  ',
	'\t',
	'\u0000',
	'\uD835',
	'😀',
	'sin',
	'max(',
	'__proto__ = 1',
	'const ',
);
const rubbish = fc.oneof(
	fc.array(pieces, { maxLength: 25 }).map((parts) => parts.join('')),
	fc.string({ unit: 'binary', maxLength: 60 }),
	fc.string({ maxLength: 60 }),
);

describe('fuzz', () => {
	test('20,000 formulas: every node, cut out and read again, is the same tree', () => {
		let formulas = 0;
		let nodes = 0;
		const readAgain = new Map<string, string>();
		fc.assert(
			fc.property(formula, (text) => {
				const parsed = parse(text, { known: KNOWN });
				if (hasErrors(parsed)) return;
				formulas++;
				checkRanges(parsed, { start: 0, end: text.length }, text);
				for (const node of expressions(parsed)) {
					const slice = text.slice(node.range.start, node.range.end);
					let again = readAgain.get(slice);
					if (again === undefined) {
						const statement = parse(slice, { known: KNOWN }).program.statements[0];
						again = statement?.kind === 'evaluate' ? picture(statement.value, 0) : 'nothing';
						readAgain.set(slice, again);
					}
					assert.equal(again, picture(node, node.range.start), text);
					nodes++;
				}
			}),
			{ numRuns: 24_000, seed: SEED },
		);
		assert.ok(formulas >= 20_000, `${formulas} formulas`);
		assert.ok(nodes >= 100_000, `${nodes} nodes`);
	});

	test('10,000 texts as mathematics', () => {
		fc.assert(
			fc.property(rubbish, fc.nat(1000), (text, start) => {
				const parsed = parse(text);
				checkRanges(parsed, { start: 0, end: text.length }, text);
				assert.ok(start >= 0);
			}),
			{ numRuns: 10_000, seed: SEED },
		);
	});

	test('10,000 texts as annotations', () => {
		fc.assert(
			fc.property(rubbish, fc.nat(1000), (rest, start) => {
				const text = `@grad ${rest}`;
				const bounds = { start, end: start + text.length };
				const { directives, problems } = parseAnnotation(text, start);
				assert.ok(directives.length >= 1);
				for (const { range, fixes } of problems) {
					inside(range, bounds, text);
					for (const { edits } of fixes ?? []) for (const edit of edits) inside(edit.range, bounds, text);
				}
				for (const directive of directives) {
					inside(directive.range, bounds, text);
					for (const binding of directive.at) {
						inside(binding.range, directive.range, text);
						inside(binding.nameRange, binding.range, text);
						if (binding.value !== undefined) inside(binding.value.range, bounds, text);
					}
					for (const claim of directive.expects) {
						inside(claim.range, directive.range, text);
						inside(claim.subject.of.range, claim.range, text);
						assert.ok(claim.tolerance >= 0 || Number.isNaN(claim.tolerance));
					}
				}
			}),
			{ numRuns: 10_000, seed: SEED },
		);
	});

	test('10,000 documents, with a selection', () => {
		const language = fc.constantFrom(
			'plaintext',
			'python',
			'javascript',
			'markdown',
			'latex',
			'julia',
			'matlab',
			'html',
			'unheard-of',
		);
		fc.assert(
			fc.property(rubbish, rubbish, language, fc.nat(100), fc.nat(100), (before, after, languageId, a, b) => {
				const text = `${before} @grad x = 1\n${after}`;
				const document = { uri: 'file:///a', version: 1, languageId, text };
				const bounds = { start: 0, end: text.length };
				const { units, problems } = findUnits(document, DEFAULT_LIMITS);
				for (const { range } of problems) inside(range, bounds, text);
				const selected = unitAt(document, { start: Math.min(a, b), end: Math.max(a, b) }, DEFAULT_LIMITS);
				for (const unit of selected === null ? units : [...units, selected]) {
					inside(unit.range, bounds, text);
					assert.equal(unit.text.length, unit.range.end - unit.range.start, text);
					const read = readUnit(document, unit, { limits: DEFAULT_LIMITS });
					for (const { range } of read.problems) inside(range, bounds, text);
					for (const { at } of read.inputs.values()) if (at !== undefined) inside(at, bounds, text);
				}
			}),
			{ numRuns: 10_000, seed: SEED },
		);
	});

	test('a document of a megabyte is looked over in time', () => {
		for (const text of [
			'%'.repeat(1_000_000),
			"'".repeat(1_000_000),
			'/['.repeat(500_000),
			'@grad '.repeat(150_000),
			'$'.repeat(1_000_000),
			`${'x + '.repeat(250_000)}x # @grad x=1`,
			'('.repeat(1_000_000),
			' '.repeat(1_000_000),
			'x = 1\n'.repeat(100_000),
		]) {
			for (const language of ['plaintext', 'javascript', 'markdown', 'matlab']) {
				const start = performance.now();
				const doc = { uri: 'file:///a', version: 1, languageId: language, text };
				findUnits(doc, DEFAULT_LIMITS);
				unitAt(doc, { start: 500_000, end: 500_000 }, DEFAULT_LIMITS);
				const time = performance.now() - start;
				assert.ok(time < 3000, `${language} ${text.slice(0, 8)}: ${time} ms`);
			}
		}
	});
});
