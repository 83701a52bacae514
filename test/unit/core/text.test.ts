/**
 * Numbers, rules and symbols as people read them.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
	conventionAt,
	foldedSlot,
	foldedSymbol,
	localLatex,
	localNumbersLatex,
	localText,
	ruleLatex,
	ruleText,
} from '../../../src/core/explain.ts';
import { formatExact, formatNumber, plainNumber } from '../../../src/core/format.ts';
import { opByName } from '../../../src/core/ops/index.ts';
import { parseFormula, sameFormula, slotsOf, substitute, opsOf } from '../../../src/core/ops/formula.ts';
import { formulaText, latexName } from '../../../src/core/ops/render.ts';
import { Tape } from '../../../src/core/tape.ts';

test('numbers for a reader', () => {
	const written: readonly (readonly [number, string])[] = [
		[-0.196612, '−0.20'],
		[0.367879, '0.37'],
		[1.5831869, '1.58'],
		[0.00664806, '0.0066'],
		[12.345, '12.35'],
		[-12, '−12'],
		[0, '0'],
		[-0, '0'],
		[999999, '999999'],
		[1e6, '1e6'],
		[34_100_000, '3.4e7'],
		[999999.999, '1e6'],
		[0.000012, '1.2e−5'],
		[-0.0001, '−0.00010'],
		[0.0995, '0.10'],
		[0.5, '0.50'],
		[1e21, '1e21'],
		[1e-300, '1e−300'],
		[NaN, 'NaN'],
		[Infinity, '∞'],
		[-Infinity, '−∞'],
	];
	for (const [x, text] of written) assert.equal(formatNumber(x), text);
});

test('formatted numbers are near what they stand for, and never say −0', () => {
	fc.assert(
		fc.property(fc.double({ noNaN: true, min: -1e308, max: 1e308 }), (x) => {
			const text = formatNumber(x);
			const back = Number(text.replaceAll('−', '-'));
			assert.ok(Math.abs(back - x) <= 0.051 * Math.abs(x) + Number.MIN_VALUE, `${x}: ${text}`);
			assert.doesNotMatch(text, /^−0(\.0+)?$|-/);
			assert.ok(text.length <= 10, text);
			assert.equal(Number(formatExact(x).replaceAll('−', '-')), x === 0 ? 0 : x);
			assert.equal(Number(plainNumber(x)), x === 0 ? 0 : x);
		}),
		{ numRuns: 5000 },
	);
	assert.equal(formatExact(-1.5e-7), '−1.5e−7');
	assert.equal(plainNumber(-1.5e-7), '-1.5e-7');
});

test('rules as the lecture writes them', () => {
	const rule = (name: string): string => ruleText(opByName(name));
	assert.equal(rule('reciprocal'), 'f(x) = 1/x → df/dx = −1/x²');
	assert.equal(rule('mul'), 'f(x, y) = x·y → ∂f/∂x = y, ∂f/∂y = x');
	assert.equal(rule('exp'), 'f(x) = exp(x) → df/dx = exp(x)');
	assert.equal(rule('sigmoid'), 'f(x) = 1/(1 + exp(−x)) → df/dx = (1 − σ(x))·σ(x)');
	assert.equal(rule('relu'), 'f(x) = max(0, x) → df/dx = 1 if x > 0, else 0');
	assert.equal(rule('div'), 'f(x, y) = x/y → ∂f/∂x = 1/y, ∂f/∂y = −x/y²');
	assert.equal(rule('pow'), 'f(x, y) = x^y → ∂f/∂x = y·x^(y − 1), ∂f/∂y = x^y·ln(x)');
	assert.equal(rule('lt'), 'f(x, y) = x < y');
	assert.equal(
		ruleLatex(opByName('reciprocal')),
		'f(x) = \\frac{1}{x} \\quad\\rightarrow\\quad \\frac{df}{dx} = -\\frac{1}{x^{2}}',
	);
	assert.equal(localText(opByName('mul'), 0, ['x', 'x + y']), 'x + y');
	assert.equal(localText(opByName('square'), 0, ['x + y']), '2·(x + y)');
	assert.equal(localLatex(opByName('div'), 1, ['a', 'b']), '-\\frac{a}{b^{2}}');
	assert.equal(localNumbersLatex(opByName('reciprocal'), 0, [1.3678794411714423]), '-\\frac{1}{1.37^{2}} = -0.53');
	assert.equal(localNumbersLatex(opByName('square'), 0, [-1.5]), '2 \\cdot \\left(-1.50\\right) = -3');
	assert.equal(localNumbersLatex(opByName('mul'), 0, [2, 3]), '3');
	assert.equal(localNumbersLatex(opByName('max'), 0, [2, 2]), '0.50');
	assert.deepEqual(['w0', 'w_12', 'loss', 'σ', 'x', 'a_b'].map(latexName), [
		'w_{0}',
		'w_{12}',
		'\\mathrm{loss}',
		'σ',
		'x',
		'\\text{a\\_b}',
	]);
});

test('literals fold into their gate', () => {
	const tape = new Tape();
	const x = tape.input(2, 0);
	const folded = (name: string, left: number | null, right: number | null): string => {
		const a = left === null ? x : tape.constant(left, 0);
		const b = right === null ? x : tape.constant(right, 0);
		return foldedSymbol(tape, tape.gate(opByName(name).code, a, b));
	};
	assert.equal(folded('add', null, 1), '+1');
	assert.equal(folded('add', 1, null), '+1');
	assert.equal(folded('add', null, -2.5), '-2.50');
	assert.equal(folded('sub', null, 3), '-3');
	assert.equal(folded('sub', 1, null), '1-x');
	assert.equal(folded('mul', -1, null), '*-1');
	assert.equal(folded('div', 1, null), '1/x');
	assert.equal(folded('div', null, 2), '/2');
	assert.equal(folded('pow', null, 2), '^2');
	assert.equal(folded('pow', 2, null), '2^x');
	assert.equal(folded('max', 0, null), 'max(0,x)');
	assert.equal(folded('gt', null, 0), 'x>0');
	assert.equal(folded('mul', null, null), '*');
	assert.equal(folded('mul', 2, 3), '*');
	assert.equal(foldedSymbol(tape, tape.gate(opByName('neg').code, x)), '*-1');
	const gate = tape.gate(opByName('mul').code, tape.constant(2, 0), x);
	assert.deepEqual([foldedSlot(tape, gate), foldedSlot(tape, x)], [0, null]);
});

test('a convention is told where it applied, and only there', () => {
	const tape = new Tape();
	const [x, zero] = [tape.input(0, 0), tape.constant(0, 0)];
	const relu = tape.gate(opByName('relu').code, x);
	const max = tape.gate(opByName('max').code, x, zero);
	const exp = tape.gate(opByName('exp').code, x);
	assert.match(conventionAt(tape, relu)![0], /kink at 0/);
	assert.match(conventionAt(tape, max)![0], /half/);
	assert.deepEqual([conventionAt(tape, exp), conventionAt(tape, x)], [null, null]);
	tape.setInput(x, 1);
	tape.replay();
	assert.deepEqual([conventionAt(tape, relu), conventionAt(tape, max)], [null, null]);
});

test('the formula language', () => {
	const read = (text: string): string => formulaText(parseFormula(text, ['x', 'y']), ['x', 'y']);
	assert.equal(read('x - (y - 1) - 2'), 'x − (y − 1) − 2');
	assert.equal(read('-x / y^2'), '−x/y²');
	assert.equal(read('(-x)^2'), '(−x)²');
	assert.equal(read('x ^ y ^ 2'), 'x^(y²)');
	assert.equal(read('x * -2'), 'x·(−2)');
	assert.equal(read('2 * pi * e'), '2·π·e');
	assert.equal(read('x < y ? 1 : x == 0 ? 2 : 3'), '1 if x < y, else 2 if x = 0, else 3');
	assert.deepEqual(slotsOf(parseFormula('y * exp(y)', ['x', 'y'])), [1]);
	assert.deepEqual(opsOf(parseFormula('y * exp(y) + exp(x)', ['x', 'y'])), ['exp', 'mul', 'add']);
	const put = substitute(parseFormula('x * y', ['x', 'y']), [parseFormula('y', ['y']), parseFormula('2', [])]);
	assert.ok(sameFormula(put, parseFormula('y * 2', ['y'])));
	for (const broken of ['', 'x +', 'x y', '(x', 'x)', 'z', 'exp(', 'x ? y', '#', '2..3']) {
		assert.throws(() => parseFormula(broken, ['x', 'y']), /formula/, broken);
	}
});
