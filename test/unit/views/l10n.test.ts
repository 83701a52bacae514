import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { lookUpsIn, sentencesIn, templates } from './templates.ts';

const root = join(dirname(fileURLToPath(import.meta.url)), '../../..');
const read = (name: string): Record<string, string> =>
	JSON.parse(readFileSync(join(root, name), 'utf8')) as Record<string, string>;
const placeholders = (text: string): string[] => [...new Set(text.match(/\{\d\}/g))].sort();

test('templates are found in every form they are written in', () => {
	const low = `
		/** Not this comment's 'Words are these.' */
		const a: Text = ['{0} is {1}.', x, y]; // nor 'This is one.'
		problemAt('some-code', token, "Nobody's name here.", name);
		const rows = { gates: 'More than {0} gates' };
		throw new RangeError('This one is for programmers.');
		const formula = ['x > 0 ? 1 : exp(x)', 'x^2 * y']; const ids = ['python cython sage'];`;
	assert.deepEqual([...sentencesIn(low)].sort(), ["Nobody's name here.", 'More than {0} gates', '{0} is {1}.'].sort());
	const high = `l10n.t('Show Graph'); t('not there yet', 3); t(on ? 'Pause' : 'Play'); command('nextStep');`;
	assert.deepEqual([...lookUpsIn(high)].sort(), ['Pause', 'Play', 'Show Graph', 'not there yet']);
});

test('both bundles hold every template of the sources, and nothing that no source says', () => {
	const english = read('l10n/bundle.l10n.json');
	const korean = read('l10n/bundle.l10n.ko.json');
	assert.deepEqual(Object.keys(korean), Object.keys(english));
	const found = templates(root);
	const missing = [...found]
		.filter(([template]) => !Object.hasOwn(english, template))
		.map(([template, file]) => `${file}: ${template}`);
	assert.deepEqual(missing, [], 'not in l10n/');
	const unused = Object.keys(english).filter((key) => !found.has(key));
	assert.deepEqual(unused, [], 'in l10n/, but no source says it');
});

test('translations keep the placeholders, and the English bundle says what its keys say', () => {
	const english = read('l10n/bundle.l10n.json');
	for (const [key, value] of Object.entries(english)) assert.equal(value, key);
	for (const [key, value] of Object.entries(read('l10n/bundle.l10n.ko.json'))) {
		assert.deepEqual(placeholders(value), placeholders(key), key);
		assert.notEqual(value.trim(), '', key);
	}
});

test('package.nls has the same keys in both languages, and package.json uses exactly those', () => {
	const english = read('package.nls.json');
	const korean = read('package.nls.ko.json');
	assert.deepEqual(Object.keys(korean), Object.keys(english));
	const used = new Set(
		[...readFileSync(join(root, 'package.json'), 'utf8').matchAll(/"%([\w.]+)%"/g)].map((match) => match[1] ?? ''),
	);
	assert.deepEqual([...used].sort(), Object.keys(english).sort());
});

test('every page of the walkthrough is there in both languages', () => {
	const folder = join(root, 'media/walkthrough');
	const pages = readdirSync(folder).filter((name) => name.endsWith('.md') && !name.includes('.nls.'));
	const manifest = readFileSync(join(root, 'package.json'), 'utf8');
	const named = [...manifest.matchAll(/"markdown": "media\/walkthrough\/([^"]+)"/g)].map((match) => match[1] ?? '');
	assert.deepEqual(named.sort(), pages.sort());
	assert.ok(pages.length <= 4);
	for (const page of pages) assert.ok(existsSync(join(folder, page.replace(/\.md$/, '.nls.ko.md'))), page);
});

test('readers never meet the words of the machinery', () => {
	const words = /\b(tape|trace|frame)s?\b/i;
	for (const bundle of ['l10n/bundle.l10n.json', 'package.nls.json']) {
		for (const text of Object.values(read(bundle))) {
			// The box around the current subexpression is drawn, not meant.
			assert.doesNotMatch(text, words);
		}
	}
});
