/** Values written into a document's own comments. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findUnits, unitAt } from '../../../src/lang/document.ts';
import { insertValues, replaceValue } from '../../../src/lang/edits.ts';
import { DEFAULT_LIMITS, type DocumentText } from '../../../src/protocol.ts';

function document(text: string, languageId: string): DocumentText {
	return { uri: 'file:///a', version: 1, languageId, text };
}

function written(text: string, languageId: string, at: number, values: readonly (readonly [string, number])[]): string {
	const doc = document(text, languageId);
	const unit = unitAt(doc, { start: at, end: at }, DEFAULT_LIMITS);
	assert.ok(unit);
	const edit = insertValues(doc, unit, values);
	assert.ok(edit);
	return text.slice(0, edit.range.start) + edit.text + text.slice(edit.range.end);
}

const INSERTS: readonly (readonly [language: string, before: string, after: string])[] = [
	['python', 'f = x * y', 'f = x * y  # @grad x = 1, y = -2.5'],
	['javascript', 'const f = x * y;', 'const f = x * y;  // @grad x = 1, y = -2.5'],
	['matlab', 'f = x * y;', 'f = x * y;  % @grad x = 1, y = -2.5'],
	['markdown', '$f = x y$', '$f = x y$  <!-- @grad x = 1, y = -2.5 -->'],
	['python', '\tf = x * y  # a remark', '\t# @grad x = 1, y = -2.5\n\tf = x * y  # a remark'],
	['python', 'f = z  # @grad z = 3', 'f = z  # @grad z = 3, x = 1, y = -2.5'],
	[
		'python',
		'f = x * y\ng = z + z + z   # @grad z = 1',
		'f = x * y       # @grad x = 1, y = -2.5\ng = z + z + z   # @grad z = 1',
	],
];
for (const [language, before, after] of INSERTS) {
	test(`${before} → ${after}`, () => {
		const edited = written(before, language, 3, [
			['x', 1],
			['y', -2.5],
		]);
		assert.equal(edited, after);
		const again = findUnits(document(edited, language), DEFAULT_LIMITS);
		assert.deepEqual(again.problems, []);
		assert.ok(
			again.units.some(({ directive }) =>
				directive?.at.some(({ name, value }) => name === 'y' && value?.kind === 'scalar' && value.value === -2.5),
			),
		);
	});
}

test('a value is replaced in place', () =>
	assert.deepEqual(replaceValue({ start: 3, end: 5 }, -0.5), { range: { start: 3, end: 5 }, text: '-0.5' }));
