/** Programs of assertions that CPython runs without complaint have to run here without complaint: the language, not the library of arrays. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { complaints, runProgram } from './script-helper.ts';

const folder = new URL('python/', import.meta.url);

for (const file of readdirSync(folder)) {
	test(`python/${file}`, () => {
		const text = readFileSync(new URL(file, folder), 'utf8');
		const { run, parsed } = runProgram(text, { limits: { milliseconds: 60_000 } });
		assert.deepEqual(complaints(text, [...parsed, ...run.problems]), []);
	});
}
