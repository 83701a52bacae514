/** Activation is quick, starts nothing. */
import * as assert from 'node:assert/strict';
import { backstep } from './kit.ts';

describe('Activation', () => {
	it('starts no engine and takes a moment', async () => {
		const { activation } = await backstep();
		assert.equal(activation.engineStarted, false);
		assert.ok(activation.milliseconds < 100, `${activation.milliseconds} ms`);
	});
});
