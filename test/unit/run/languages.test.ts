/**
 * Programs of assertions that CPython, or node, runs without complaint have to run here without complaint: the languages themselves, not the library of
 * arrays.
 */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { complaints, runProgram } from './script-helper.ts';

for (const dialect of ['python', 'javascript'] as const) {
	const folder = new URL(`${dialect}/`, import.meta.url);
	for (const file of readdirSync(folder)) {
		test(`${dialect}/${file}`, () => {
			const text = readFileSync(new URL(file, folder), 'utf8');
			const { run, parsed } = runProgram(text, { dialect, limits: { milliseconds: 60_000 } });
			assert.deepEqual(complaints(text, [...parsed, ...run.problems]), []);
		});
	}
}
