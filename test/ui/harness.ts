/** The harness does what its words say, so that a failing UI test speaks of Backstep and not of the harness. A part of editor.test.ts. */
import assert from 'node:assert/strict';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Workbench } from '../harness/workbench.ts';

/** What was typed is painted a moment later. */
async function painted(workbench: Workbench, line: number, text: string): Promise<void> {
	const reads = async (): Promise<string | undefined> => (await workbench.editor.lines()).get(line);
	for (let tries = 0; tries < 50 && (await reads()) !== text; tries += 1) await workbench.page.waitForTimeout(100);
	assert.equal(await reads(), text);
}

export function harnessTests(shared: () => Workbench): void {
	test('a file of the workspace’s own copy opens, reads and takes text', async () => {
		const workbench = shared();
		await writeFile(join(workbench.folder, 'fresh.txt'), 'first line\nf = a * b   # @grad a=2, b=3\n');
		await workbench.openFile('fresh.txt');
		assert.equal((await workbench.editor.lines()).get(1), 'first line');
		await workbench.caret(1, 6);
		await workbench.page.keyboard.type('!');
		await painted(workbench, 1, 'first! line');
		await workbench.select('line', 1);
		await workbench.page.keyboard.type('word');
		await painted(workbench, 1, 'first! word');
		await workbench.page.keyboard.press('ControlOrMeta+s');
		for (
			let tries = 0;
			tries < 50 && !(await readFile(join(workbench.folder, 'fresh.txt'), 'utf8')).includes('word');
			tries += 1
		) {
			await workbench.page.waitForTimeout(100);
		}
		assert.match(await readFile(join(workbench.folder, 'fresh.txt'), 'utf8'), /^first! word\n/);
	});

	test('chips are read where they stand', async () => {
		const workbench = shared();
		for (let tries = 0; tries < 200 && (await workbench.editor.chips(2)).length === 0; tries += 1)
			await workbench.page.waitForTimeout(100);
		const chips = await workbench.editor.chips(2);
		assert.ok(
			chips.some((chip) => chip.includes('6')),
			chips.join(' '),
		);
		assert.equal((await workbench.editor.lines()).get(2), 'f = a * b   # @grad a=2, b=3');
		const [first, second] = await workbench.editor.places('a');
		assert.ok(first && second && first.x < second.x);
	});

	test('a hover is found, and a missing one is an error', async () => {
		const workbench = shared();
		assert.notEqual(await workbench.hover('a *'), '');
		await assert.rejects(workbench.editor.pointOf('no such text'), /not on screen/);
	});

	test('a picture is kept, and the theme is the one that was asked for', async () => {
		const workbench = shared();
		const path = await workbench.screenshot('harness');
		assert.ok((await stat(path)).size > 10_000);
		const classes = await workbench.page.locator('.monaco-workbench').first().getAttribute('class');
		assert.match(classes ?? '', /\bvs-dark\b/);
	});
}
