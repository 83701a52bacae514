/** Holds what is shipped to its budget, and every source to the rule that it opens by saying why it exists. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { outputs } from '../../../scripts/build.ts';
import { missingFrom, readLock } from '../../../scripts/complete-lock.ts';
import { FORMAT_FILES, MAX_FILES } from '../../../scripts/package.ts';
import { inRoot } from '../../../scripts/paths.ts';
import { shippedFiles } from '../../../scripts/shipped.ts';
import { sources } from './imports.ts';

test('the VSIX holds what the extension needs, and nothing of how it was made', () => {
	const built = [...outputs.map(({ file }) => file), 'dist/webview.css'];
	// What the build makes counts whether or not it has been made.
	const files = new Set([...shippedFiles(), ...built]);
	assert.ok(files.size + FORMAT_FILES <= MAX_FILES, `${files.size + FORMAT_FILES} files`);
	const shipped =
		/^(dist\/|l10n\/.*\.json$|media\/(icon\.png$|walkthrough\/)|(snippets|syntaxes)\/[\w.]+\.json$|package(\.nls(\.\w+)?)?\.json$|(README|CHANGELOG)\.md$|LICENSE)/;
	for (const file of files) {
		assert.match(file, shipped);
		assert.doesNotMatch(file, /\.(ts|map)$/);
		if (file.startsWith('dist/')) assert.ok(built.includes(file), `${file} is in dist, but no output of the build`);
	}
	const manifest = readFileSync(inRoot('package.json'), 'utf8');
	const named = [...manifest.matchAll(/"(?:\.\/)?((?:media|dist|snippets|syntaxes)\/[^"]+)"/g)].map(
		(match) => match[1] ?? '',
	);
	assert.ok(named.length > 3);
	for (const file of named) assert.ok(files.has(file), `package.json names ${file}, which is not shipped`);
	for (const file of ['package.nls.json', 'package.nls.ko.json', 'LICENSE', 'README.md', 'CHANGELOG.md'])
		assert.ok(files.has(file), file);
	assert.ok(files.has('l10n/bundle.l10n.ko.json'));
});

test('every entry point of the build is there', () => {
	for (const { entry } of outputs) assert.ok(existsSync(inRoot(entry)), entry);
});

test('every source opens by saying why it exists', () => {
	const silent = sources('src', 'media', 'scripts', 'test/harness').filter(
		(file) => !/^(#!.*\n)?(\/\*\*|\/\/)/.test(readFileSync(inRoot(file), 'utf8')),
	);
	assert.deepEqual(silent, []);
});

test('no source turns text into code', () => {
	const evil =
		/\beval\(|\bnew Function\b|\.constructor\(|(?<![.\w])(?:evaluate|compile)\b[^;\n]*from 'mathjs|insertAdjacentHTML|document\.write\(/;
	const found = sources('src', 'media').filter((file) => evil.test(readFileSync(inRoot(file), 'utf8')));
	assert.deepEqual(found, []);
});

test('the lock file locks every optional package, so that npm ci accepts it', () => {
	assert.deepEqual(missingFrom(readLock()), [], 'scripts/complete-lock.ts adds them');
	const lock = { packages: { 'node_modules/a': { optionalDependencies: { 'a-linux-x64': '1.0.0' } } } };
	assert.equal(missingFrom(lock).length, 1);
});
