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
test('a long annotation of a note stands above the line, but for a formula that is not the first there', () => {
	const values = Array.from('abcdefgh', (name): [string, number] => [name, 0.125]);
	const bindings = values.map(([name, value]) => `${name} = ${value}`);
	const formula = '$ f = a + b + c + d + e + g + h $';
	assert.equal(
		written(`  - so ${formula}`, 'markdown', 10, values),
		`  <!-- @grad ${bindings.join(', ')} -->\n  - so ${formula}`,
	);
	assert.ok(written(`$ g = 2 $ ${formula}`, 'markdown', 16, values).startsWith(`$ g = 2 $ ${formula}  <!--`));
});

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
