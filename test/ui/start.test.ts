/** `npm start -- FILE` without a display: the printed address opens that very file, with Backstep installed. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { inRoot } from '../../scripts/paths.ts';
import { endGroup } from '../../scripts/shell.ts';
import { startChromium } from '../harness/chromium.ts';
import { EditorText } from '../harness/editor-text.ts';
import { DEFAULT_WORKBENCH } from '../harness/workbench-files.ts';

test('npm start -- FILE opens that file', { timeout: 180_000 }, async () => {
	const folder = join(await mkdtemp(join(tmpdir(), 'backstep-start-')), 'my notes');
	await mkdir(folder);
	await writeFile(join(folder, 'formula 1.txt'), 'f = a * b   # @grad a=2, b=3\n');
	const workbench = process.env['BACKSTEP_WORKBENCH'] ?? DEFAULT_WORKBENCH;
	const child = spawn(process.execPath, ['--import', 'tsx', inRoot('scripts/start.ts'), 'formula 1.txt'], {
		cwd: inRoot(),
		// npm tells in INIT_CWD where it was called.
		env: { ...process.env, INIT_CWD: folder, BACKSTEP_WORKBENCH: workbench },
		stdio: ['ignore', 'pipe', 'inherit'],
		detached: true,
	});
	const browser = await startChromium();
	try {
		const url = await new Promise<string>((resolve, reject) => {
			let output = '';
			child.stdout.on('data', (piece: Buffer) => {
				output += piece.toString();
				const found = /http:\/\/127\.0\.0\.1:\S+/.exec(output);
				if (found) resolve(found[0]);
			});
			child.once('exit', (code) => reject(new Error(`npm start ended with code ${code}:\n${output}`)));
		});
		const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
		await context.addInitScript('globalThis.__name ??= (value) => value;');
		const page = await context.newPage();
		await page.goto(url);
		await page.locator('.tab.active').filter({ hasText: 'formula 1.txt' }).waitFor({ timeout: 60_000 });
		const editor = new EditorText(page);
		for (let tries = 0; (await editor.chips(1)).length === 0 && tries < 300; tries += 1) await page.waitForTimeout(100);
		const chips = (await editor.chips(1)).join(' ');
		assert.match(chips, /6/);
		assert.match(chips, /∂/);
	} finally {
		await browser.close();
		await endGroup(child);
		await rm(join(folder, '..'), { recursive: true, force: true });
	}
});
