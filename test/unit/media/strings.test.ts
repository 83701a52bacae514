/** Every text the panel shows can be translated: what `t` is called with is listed, and nothing else is. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';

const root = path.resolve(import.meta.dirname, '../../..');
const media = path.join(root, 'media');
const sources = readdirSync(media)
	.filter((name) => name.endsWith('.ts'))
	.map((name) => [name, readFileSync(path.join(media, name), 'utf8')] as const);

test('panel-strings.json lists the templates that t() is called with', () => {
	const used = new Set<string>();
	for (const [, text] of sources) for (const call of text.matchAll(/\bt\(\s*'((?:[^'\\]|\\.)*)'/g)) used.add(call[1]!);
	const listed: unknown = JSON.parse(readFileSync(path.join(root, 'l10n/panel-strings.json'), 'utf8'));
	assert.deepEqual(listed, [...used].sort());
	assert.ok(used.size > 40);
});

test('t() is called with a literal template, so that the list is complete', () => {
	for (const [name, text] of sources) {
		if (name === 'l10n.ts') continue;
		for (const call of text.matchAll(/(?<![\w.])t\(\s*(.)/g))
			assert.equal(call[1], "'", `${name}: ${text.slice(call.index, call.index + 40)}`);
	}
});

test('the DOM is built by templates, never from strings, and no style is written inline', () => {
	for (const [name, text] of sources) {
		for (const forbidden of [
			'innerHTML',
			'outerHTML',
			'insertAdjacentHTML',
			'unsafeHTML',
			'unsafeSVG',
			'document.write',
			'eval(',
			' style=',
			'styleMap',
		])
			assert.ok(!text.includes(forbidden), `${name} has ${forbidden}`);
	}
});
