import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Engine } from '../../../src/engine/engine.ts';
import { doc, opened, PLAIN, say } from './helper.ts';

test('a gate with its literal folded in is spoken of as what is drawn', () => {
	const sentences = (unfoldLiterals: boolean): string[] => {
		const engine = new Engine();
		const document = doc('f = (1 - x)^2 * 3 + 1 + max(0, x)  # @grad x=3');
		const { info } = opened(engine, document, { options: { ...PLAIN, unfoldLiterals } });
		return Array.from({ length: info.forwardSteps }, (_, index) =>
			say(engine.handle('at', { id: info.id, position: index + 1 }).active?.sentence ?? ['']),
		);
	};
	const folded = sentences(false);
	assert.deepEqual(folded.slice(0, 4), [
		'1-x: flips the sign of the upstream gradient',
		'^2: scales the upstream gradient by 2·x',
		'*3: scales the upstream gradient by 3',
		'+1: hands the upstream gradient on as it is',
	]);
	assert.match(folded[4] ?? '', /^max: routes/);
	assert.match(sentences(true)[3] ?? '', /^add: hands the upstream gradient to both inputs/);
});

test("a formula in LaTeX is set without the document's own commands; its text stays as it is written", () => {
	const engine = new Engine();
	const text =
		'\\newcommand{\\relu}[1]{\\max(0, #1)}\n\\newcommand{\\w}{\\mathbf{w}}\n% @grad \\w = 2, x = 3\n\\[ f = \\relu{\\w x} + x² \\]\n';
	const { info } = opened(engine, doc(text, 'latex'), { selection: { start: 90, end: 90 } });
	const headings = Array.from({ length: info.forwardSteps }, (_, index) => {
		const { active } = engine.handle('at', { id: info.id, position: index + 1 });
		return [active?.text, active?.textLatex];
	});
	assert.deepEqual(headings, [
		['\\w x', '\\mathbf {w} x'],
		['\\relu{\\w x}', '\\max (0,\\mathbf {w} x)'],
		['x²', 'x²'],
		['\\relu{\\w x} + x²', '\\max (0,\\mathbf {w} x) + x^{2}'],
	]);
	const plain = opened(engine, doc('f = x * y  # @grad x = 1, y = 2')).view.active;
	assert.equal(plain?.textLatex, undefined);
});
