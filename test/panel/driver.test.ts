/** Where no browser can be had, the panel's files fail and end: a server left open would keep them, and the run, for ever. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { test } from 'node:test';
import { inRoot } from '../../scripts/paths.ts';
import { endGroup } from '../../scripts/shell.ts';

test('without a browser a file fails and ends', { timeout: 60_000 }, async () => {
	const env: NodeJS.ProcessEnv = { ...process.env, BACKSTEP_CHROMIUM: inRoot('no-such-browser') };
	// Else the inner run takes itself for a file of this one.
	delete env['NODE_TEST_CONTEXT'];
	const child = spawn(process.execPath, ['--import', 'tsx', '--test', inRoot('test/panel/looks.test.ts')], {
		cwd: inRoot(),
		env,
		stdio: ['ignore', 'pipe', 'ignore'],
		detached: true,
	});
	try {
		let output = '';
		child.stdout.on('data', (piece: Buffer) => (output += piece.toString()));
		const code = await new Promise((resolve) => child.once('close', resolve));
		assert.equal(code, 1);
		assert.match(output, /no-such-browser, which does not exist/);
	} finally {
		await endGroup(child);
	}
});
