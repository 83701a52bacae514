/** Random programs in JavaScript come to what node comes to. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { complaints, runProgram } from '../unit/run/script-helper.ts';
import { javascriptProgram, OUTCOME } from './javascript-programs.ts';
import { draws, SEED } from './seed.ts';

/** What node makes of a program; null where it raises, takes long or comes to pages. */
function outcome(text: string): string | null {
	try {
		const found: unknown = runInNewContext(`${text}\n${OUTCOME}`, {}, { timeout: 500 });
		return typeof found === 'string' && found.length < 2000 && !found.includes('call stack') ? found : null;
	} catch {
		return null;
	}
}

test(`${draws(4000)} random programs come to what node comes to`, () => {
	let compared = 0;
	fc.assert(
		fc.property(fc.integer(), (seed) => {
			const program = javascriptProgram(seed);
			const expected = outcome(program);
			if (expected === null) return;
			compared++;
			const text = `${program}\nconst shown = ${OUTCOME};\nif (shown !== ${JSON.stringify(expected)}) throw new Error(shown);`;
			const { run, parsed } = runProgram(text, { dialect: 'javascript', limits: { milliseconds: 20_000 } });
			assert.deepEqual(complaints(text, [...parsed, ...run.problems]), [], text);
		}),
		{ numRuns: draws(4000), seed: SEED },
	);
	assert.ok(compared > 0.7 * draws(4000), `${compared} programs were compared`);
});
