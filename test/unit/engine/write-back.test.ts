/** Entries of arrays that were tried out, written back into the text: where each of them stands there, and else why not. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Engine } from '../../../src/engine/engine.ts';
import { entryName } from '../../../src/protocol-tensor.ts';
import { doc, opened, say } from './helper.ts';

interface Row {
	readonly text: string;
	readonly language?: string;
	readonly name: string;
	/** Place in C order → value. */
	readonly changed: readonly (readonly [number, number])[];
	/** The text then; a pattern: why not. */
	readonly then: string | RegExp;
}

const ROWS: readonly Row[] = [
	{
		text: '# @grad f at W = [0.1, -0.5; pi/4, 0.8], x = [1, 2]\nf = np.sum(W @ x)\n',
		language: 'python',
		name: 'W',
		changed: [
			[2, 7],
			[1, 0.25],
		],
		then: '# @grad f at W = [0.1, 0.25; 7, 0.8], x = [1, 2]\nf = np.sum(W @ x)\n',
	},
	{
		text: '# @grad f\n# @at W: (2, 2) = [[1, 2], [3, 4]]\nf = np.sum(W * W)\n',
		language: 'python',
		name: 'W',
		changed: [[3, 40]],
		then: '# @grad f\n# @at W: (2, 2) = [[1, 2], [3, 40]]\nf = np.sum(W * W)\n',
	},
	{
		text: 'import numpy as np\nW = np.array([[1.0, -2.0], [3.0, 4.0]])\nf = np.sum(W * W)  # @grad f\n',
		language: 'python',
		name: 'W',
		changed: [[1, 0.5]],
		then: 'import numpy as np\nW = np.array([[1.0, 0.5], [3.0, 4.0]])\nf = np.sum(W * W)  # @grad f\n',
	},
	{
		text: 'W = [1, 2; 3, 4]\nf = sum(W)  # @grad f\n',
		name: 'W',
		changed: [[0, 9]],
		then: 'W = [9, 2; 3, 4]\nf = sum(W)  # @grad f\n',
	},
	{
		text: '# @grad f at W: (2, 2) = randn seed=1\nf = np.sum(W * W)\n',
		language: 'python',
		name: 'W',
		changed: [[0, 9]],
		then: /^W is given by its shape or drawn/,
	},
	{
		text: 'import numpy as np\nW = np.flip([3.0, 1.0, 2.0])\nf = np.sum(W * W)  # @grad f\n',
		language: 'python',
		name: 'W',
		changed: [[0, 9]],
		then: /^The entries of W are computed/,
	},
	{
		text: 'import numpy as np\nW = np.ones((2, 2))\nf = np.sum(W * W)  # @grad f\n',
		language: 'python',
		name: 'W',
		changed: [[0, 9]],
		then: /^The entries of W are computed/,
	},
];

for (const { text, language, name, changed, then } of ROWS) {
	test(`${text.trim().split('\n').slice(0, 2).join(' ; ')}: entries ${changed.join(' ')}`, () => {
		const engine = new Engine();
		const document = doc(text, language);
		const [outcome] = engine.outcomes(document).outcomes;
		const values = changed.map(([place, value]) => [entryName(name, place), value] as const);
		const { info } = opened(engine, document, { unit: outcome!.unit.id });
		const view = engine.handle('change', { id: info.id, changed: values, position: 0 });
		assert.ok(view, 'the entries are taken');
		const answer = engine.handle('writeBack', { document, id: info.id, name });
		assert.ok(answer !== null);
		if ('why' in answer) {
			assert.ok(then instanceof RegExp, say(answer.why));
			assert.match(say(answer.why), then);
		} else assert.equal(text.slice(0, answer.range.start) + answer.text + text.slice(answer.range.end), then);
	});
}

test('a guessed array is written out with the entries as they are now', () => {
	const engine = new Engine();
	const document = doc('h = W.dot(x)\nf = np.sum(h)  # @grad f\n', 'python');
	const [outcome] = engine.outcomes(document).outcomes;
	const { info } = opened(engine, document, { unit: outcome!.unit.id });
	engine.handle('change', { id: info.id, changed: [[entryName('W', 0), 77]], position: 0 });
	const answer = engine.handle('writeBack', { document, id: info.id, name: 'W' });
	assert.ok(answer !== null && 'text' in answer);
	assert.match(answer.text, /W = \[\[77, /);
});
