import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { Engine } from '../../../src/engine/engine.ts';
import { stagesEdit } from '../../../src/engine/stages-edit.ts';
import type { DocumentText } from '../../../src/protocol.ts';
import { doc } from './helper.ts';

/** The document with its first unit (or the line at the start) split into stages. */
function staged(document: DocumentText, offset = document.text.length): DocumentText {
	const edit = new Engine().handle('stages', { document, offset: Math.min(offset, document.text.search(/[^\s#%/]/)) });
	assert.ok(edit, document.text);
	return doc(
		document.text.slice(0, edit.range.start) + edit.text + document.text.slice(edit.range.end),
		document.languageId,
	);
}

/** Value and gradient of every input of the one annotated unit. */
function answers(document: DocumentText): { value: number; gradients: Map<string, number> } {
	const { outcomes, problems } = new Engine().outcomes(document);
	const [outcome, another] = outcomes;
	assert.deepEqual(
		[...problems, ...(outcome?.problems ?? [])].filter(({ severity }) => severity === 'error'),
		[],
		document.text,
	);
	assert.ok(outcome?.ran, document.text);
	assert.equal(another, undefined, document.text);
	const { run, trace } = outcome.ran;
	return {
		value: trace.tape.value(trace.target),
		gradients: new Map([...run.inputs].map(([name, node]) => [name, trace.gradient(node)])),
	};
}

function same(before: ReturnType<typeof answers>, after: ReturnType<typeof answers>, text: string): void {
	assert.ok(Object.is(before.value, after.value), `${before.value} ${after.value}\n${text}`);
	for (const [name, gradient] of before.gradients) {
		const other = after.gradients.get(name) ?? 0;
		const close =
			Object.is(gradient, other) || Math.abs(gradient - other) <= 1e-12 * Math.max(Math.abs(gradient), Math.abs(other));
		assert.ok(close, `${name}: ${gradient} ${other}\n${text}`);
	}
}

test('one gate a line, names aligned, values and gradients in columns', () => {
	const document = staged(doc('f = (x + y) * z   # @grad x=-2, y=5, z=-4 expect df/dx = -4\n'));
	assert.equal(
		document.text,
		'# @grad f at x=-2, y=5, z=-4 expect df/dx = -4\n' + //
			'q1 = x + y   #   3  ∂ −4\n' +
			'f  = q1 * z  # −12  ∂  1\n',
	);
	same(answers(doc('f = (x + y) * z   # @grad x=-2, y=5, z=-4\n')), answers(document), document.text);
});

test("the user's own names, statements, words and comments stay", () => {
	const document = staged(
		doc('// @grad x=-2, y=5, z=-4\nconst q = 2 * (x + y); // a sum\nconst f = q * z + x;\n', 'javascript'),
	);
	assert.equal(
		document.text,
		'// @grad f at x=-2, y=5, z=-4\n' +
			'const q1 = x + y;   //   3  ∂ −8\n' +
			'const q  = 2 * q1;  //   6  ∂ −4\n' +
			'// a sum\n' +
			'const q2 = q * z;   // −24  ∂  1\n' +
			'const f  = q2 + x;  // −26  ∂  1\n',
	);
});

test('an indented formula stays indented, and one without an annotation gets one', () => {
	const document = staged(doc('  f = x * y + x\n'));
	assert.match(document.text, /^ {2}# @grad f at x=1, y=2\n {2}q1 = x \* y .*\n {2}f {2}= q1 \+ x .*\n$/);
	assert.equal(answers(document).value, 3);
});

test('implicit products, powers, bars, several operands and literals', () => {
	const document = staged(doc('f = 2x(y + 1) + |x - y|² + max(x*y, y, 3) - (-3)^2 + exp((x))  # @grad x=2, y=5\n'));
	assert.match(document.text, /= 2 \* x /);
	assert.match(document.text, /= max\(q\d+, y, 3\) /);
	same(
		answers(doc('f = 2x(y + 1) + |x - y|² + max(x*y, y, 3) - (-3)^2 + exp((x))  # @grad x=2, y=5\n')),
		answers(document),
		document.text,
	);
});

test('a conditional keeps the branch that was not taken as it was written', () => {
	const text = 'f = x > 0 ? x * y + 1 : log(x) * nowhere  # @grad x=2, y=5\n';
	const document = staged(doc(text));
	assert.match(document.text, /\? q\d+ : log\(x\) \* nowhere/);
});

test('a formula in prose, a part, and what did not run are not split', () => {
	const none = (document: DocumentText, offset: number) =>
		assert.equal(new Engine().handle('stages', { document, offset }), null, document.text);
	none(doc('A formula $f = x * y$ <!-- @grad x=1, y=2 -->\n', 'markdown'), 14);
	none(doc('f = x * * y  # @grad x=1\n'), 2);
	none(doc('\n'), 0);
});

test('line ends of the document are kept', () => {
	const document = staged(doc('f = x * y + x  # @grad x=1, y=2\r\ng = 1\r\n'));
	assert.equal(document.text.replaceAll('\r\n', '').includes('\n'), false);
	assert.ok(document.text.endsWith('\r\ng = 1\r\n'));
});

test('the staged computation steps again, one gate a line, and gives the same gradients', () => {
	const cases = readFileSync(new URL('../../corpus/B_math.jsonl', import.meta.url), 'utf8')
		.split('\n')
		.filter((line) => line !== '')
		.map((line) => JSON.parse(line) as { src: string; vars: Record<string, number> });
	assert.ok(cases.length > 200);
	for (const { src, vars } of cases) {
		// A name that is the target's is used otherwise in a few formulas.
		const name = 'f' in vars ? 'out' : 'f';
		const at = Object.entries(vars).map(([variable, value]) => `${variable}=${value}`);
		const before = doc(`${name} = ${src.trim()}  # @grad ${at.join(', ')}\n`);
		const after = staged(before);
		same(answers(before), answers(after), after.text);
		const gates = new Engine().outcomes(after).outcomes[0]?.ran;
		assert.ok(gates);
		for (let step = 2; step <= gates.trace.forwardSteps; step++) {
			const line = (number: number): number =>
				gates.lines.lineAt(gates.trace.tape.ranges.start(gates.trace.tape.rangeId(gates.trace.gateAtForward(number))));
			assert.ok(line(step) > line(step - 1), after.text);
		}
		assert.equal(stagesEdit(gates) === null, false);
	}
});

test('a formula of a note stays between its delimiters, in aligned rows', () => {
	const text = '<!-- @grad at a=1, b=2, c=3 -->\n$ f = (a \\cdot b + c)^2 $ 는 제곱이다.\n';
	const document = staged(doc(text, 'markdown'), text.indexOf('cdot'));
	assert.equal(
		document.text,
		'<!-- @grad at a=1, b=2, c=3 -->\n' +
			'$ \\begin{aligned} q_1 &= a \\cdot b \\\\ q_2 &= q_1 + c \\\\ f &= q_2^2 \\end{aligned} $ 는 제곱이다.\n',
	);
	same(answers(doc(text, 'markdown')), answers(document), document.text);

	const display = '<!-- @grad at a=1, b=2, c=3 -->\n$$\nf = (a \\cdot b + c)^2\n$$\n';
	assert.equal(
		staged(doc(display, 'markdown'), display.indexOf('cdot')).text,
		'<!-- @grad at a=1, b=2, c=3 -->\n$$\n' +
			'\\begin{aligned}\n' +
			'q_1 &= a \\cdot b \\\\  % 2  ∂ 10\n' +
			'q_2 &= q_1 + c \\\\    % 5  ∂ 10\n' +
			'f &= q_2^2           % 25  ∂ 1\n' +
			'\\end{aligned}\n$$\n',
	);
});

test('LaTeX keeps its braces, its commands and its dots, steps again, and gives the same gradients', () => {
	const corpus = readFileSync(new URL('../../corpus/B_latex.jsonl', import.meta.url), 'utf8')
		.split('\n')
		.filter((line) => line !== '')
		.map((line) => JSON.parse(line) as { src: string; vars: Record<string, number> });
	const own = [
		['f = \\frac{a \\cdot b}{c} + e^{-a \\cdot c}', { a: 1, b: 2, c: 3 }],
		['f = \\sin(a + b) \\cdot \\sqrt{a \\cdot b}', { a: 1, b: 2 }],
		['f = \\max(0, a \\cdot b) (a + c) c', { a: 1, b: 2, c: 3 }],
		['f(x, y, z) = (x + y)z', { x: -2, y: 5, z: -4 }],
	] as const;
	let split = 0;
	for (const [src, vars] of [...own, ...corpus.map(({ src, vars }) => [src, vars] as const)]) {
		const at = Object.entries(vars).map(([name, value]) => `${name}=${value}`);
		for (const [language, open, close] of [
			['markdown', `<!-- @grad at ${at.join(', ')} -->\n$$\n`, '\n$$\n'],
			['latex', `% @grad at ${at.join(', ')}\n\\[ `, ' \\]\n'],
		] as const) {
			const before = doc(`${open}${src}${close}`, language);
			const edit = new Engine().handle('stages', { document: before, offset: open.length });
			if (edit === null) continue;
			split++;
			const text = before.text.slice(0, edit.range.start) + edit.text + before.text.slice(edit.range.end);
			assert.ok(text.startsWith(open.trimEnd()) && text.endsWith(close.trimStart()), text);
			const after = doc(text, language);
			same(answers(before), answers(after), text);
			const rows = edit.text.split('\n').filter((row) => row.includes('&='));
			assert.equal(new Engine().outcomes(after).outcomes[0]?.ran?.trace.forwardSteps, rows.length, text);
		}
	}
	assert.ok(split >= 2 * own.length + corpus.length, `${split} were split`);
});
