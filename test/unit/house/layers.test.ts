/** Holds the floors: imports only go down, so that every floor can be understood, tested and replaced without those above it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { build } from 'esbuild';
import { root } from '../../../scripts/paths.ts';
import { importGraph, importsOf, sources, wrongWith } from './imports.ts';
import type { Import } from './imports.ts';

test('imports only go down', () => {
	const graph = importGraph('src', 'media');
	assert.ok(graph.length > 100, 'the scanner finds the imports');
	assert.deepEqual(graph.map(wrongWith).filter(Boolean), []);
});

test('every import of a file of ours names an existing file, with its ending', () => {
	const files = new Set(sources('src', 'media'));
	const lost = importGraph('src', 'media').filter(({ to }) => /^(src|media)\//.test(to) && !files.has(to));
	assert.deepEqual(lost, []);
});

test('the scanner reads every form of import', () => {
	const source = [
		`import type { A } from '../protocol.ts'; // import b from 'comment'`,
		`/* import { x } from 'vscode' */ import {`,
		`	type B,`,
		`	c,`,
		`} from "./tape.ts";`,
		`import './side.ts';`,
		`export * from '../core/a.ts';`,
		`export { type D } from '../core/d.ts';`,
		`const e = await import('vscode');`,
	].join('\n');
	const at = (to: string, typeOnly = false): Import => ({ from: 'src/run/x.ts', to, typeOnly });
	assert.deepEqual(
		new Set(importsOf('src/run/x.ts', source)),
		new Set([
			at('src/protocol.ts', true),
			at('src/run/tape.ts'),
			at('src/core/a.ts'),
			at('src/core/d.ts', true),
			at('src/run/side.ts'),
			at('vscode'),
		]),
	);
});

test('a planted import that goes up is caught', () => {
	const caught = (from: string, to: string, typeOnly = false): boolean => wrongWith({ from, to, typeOnly }) !== null;
	for (const [from, to] of [
		['src/core/tape.ts', 'src/lang/program.ts'],
		['src/core/tape.ts', 'src/protocol.ts'],
		['src/core/tape.ts', 'node:fs'],
		['src/lang/math.ts', 'src/run/interpret.ts'],
		['src/session/session.ts', 'src/views/view.ts'],
		['src/session/session.ts', 'vscode'],
		['src/views/hover.ts', 'src/cli/main.ts'],
		['src/views/hover.ts', 'node:fs'],
		['src/engine/engine.ts', 'node:worker_threads'],
		['src/engine/engine.ts', 'src/new-folder/x.ts'],
		['src/extension.ts', 'media/main.ts'],
		['media/main.ts', 'src/engine/engine.ts'],
		['media/main.ts', 'vscode'],
		['src/protocol.ts', 'src/core/tape.ts'],
	] as const) {
		assert.ok(caught(from, to), `${from} → ${to}`);
	}
	for (const [from, to] of [
		['src/views/hover.ts', 'vscode'],
		['src/views/hover.ts', 'src/session/session.ts'],
		['src/engine/worker.node.ts', 'node:worker_threads'],
		['src/run/interpret.ts', 'src/protocol.ts'],
		['media/main.ts', 'src/core/format.ts'],
	] as const) {
		assert.ok(!caught(from, to), `${from} → ${to}`);
	}
	assert.ok(!caught('src/protocol.ts', 'src/core/text.ts', true));
});

test('what activation loads holds neither mathjs nor the engine', async () => {
	for (const entry of ['src/extension.ts', 'src/extension.web.ts']) {
		const { metafile } = await build({
			absWorkingDir: root,
			entryPoints: [entry],
			bundle: true,
			write: false,
			metafile: true,
			format: 'cjs',
			platform: entry.endsWith('.web.ts') ? 'browser' : 'node',
			external: ['vscode'],
			logLevel: 'silent',
		});
		// Of each output only what its bundle really keeps.
		const kept = Object.values(metafile.outputs).flatMap(({ inputs }) =>
			Object.entries(inputs)
				.filter(([, { bytesInOutput }]) => bytesInOutput > 0)
				.map(([path]) => path),
		);
		assert.deepEqual(
			kept.filter((path) => /node_modules\/(mathjs|temml)|src\/(lang|run|export)\/|src\/engine\/engine\.ts/.test(path)),
			[],
			entry,
		);
	}
});
