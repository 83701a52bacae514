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
