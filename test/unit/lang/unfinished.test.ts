import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findUnits, unitAt } from '../../../src/lang/document.ts';
import { readUnit } from '../../../src/lang/values.ts';
import { DEFAULT_LIMITS, type DocumentText } from '../../../src/protocol.ts';

function document(text: string, languageId = 'plaintext'): DocumentText {
	return { uri: 'file:///a', version: 1, languageId, text };
}

test('a hundred thousand problems and comments overflow nothing', () => {
	const many = document(`f = x  # @grad x=1${', x=2'.repeat(20_000)}\n`, 'python');
	assert.ok(findUnits(many, DEFAULT_LIMITS).problems.length <= 100);
	const fenced = document(`\`\`\`python\n${'#\n'.repeat(200_000)}\`\`\`\n<!-- @grad x=1 -->\n$f = x^2$\n`, 'markdown');
	assert.equal(findUnits(fenced, DEFAULT_LIMITS).units.length, 1);
	const text = '(x y) 2 3;'.repeat(60_000);
	const whole = document(text);
	const unit = unitAt(whole, { start: 0, end: text.length }, DEFAULT_LIMITS);
	assert.ok(unit);
	assert.ok(readUnit(whole, unit, { limits: DEFAULT_LIMITS }).problems.length > 0);
});

test('while a formula or a target is being typed, its values are not said to be unused', () => {
	for (const text of ['f = x *  # @grad x = 1, u = 2', 'f = (x +  # @grad u = 2', 'f = x * y  # @grad x']) {
		const doc = document(text);
		const [unit] = findUnits(doc, DEFAULT_LIMITS).units;
		assert.ok(unit);
		const { problems } = readUnit(doc, unit, { limits: DEFAULT_LIMITS });
		const loud = problems.filter(({ severity }) => severity !== 'hint').map(({ code }) => code);
		assert.deepEqual(
			loud.filter((code) => code === 'unused-value' || code === 'unknown-target'),
			[],
		);
	}
});
