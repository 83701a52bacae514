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
