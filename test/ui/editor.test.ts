/** What only a painted editor can show: nothing moves while stepping or typing, the panel and the text point at each other, a reload comes back. */
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { startWorkbench } from '../harness/workbench.ts';
import type { Workbench } from '../harness/workbench.ts';
import { harnessTests } from './harness.ts';
import { lectureTests } from './lecture.ts';

const TEXT = 'f = (x + y) * z   # @grad x=-2, y=5, z=-4';
const CHIPS = ['−12', '∂1', '−2', '∂−4', '3', '∂−4', '5', '∂−4', '−4', '∂3'];

let workbench: Workbench;

const until = (what: string, ask: () => Promise<boolean>): Promise<void> => workbench.until(what, ask, 300);

before(
	async () => {
		workbench = await startWorkbench();
		await writeFile(join(workbench.folder, 'small.txt'), `${TEXT}\n`);
		// The search for files may take its time when it starts.
		await until('the file', () =>
			workbench.openFile('small.txt').then(
				() => true,
				() => workbench.page.keyboard.press('Escape').then(() => false),
			),
		);
		await until('the chips', async () => (await workbench.editor.chips(1)).length === CHIPS.length);
	},
	{ timeout: 120_000 },
);
after(() => workbench.stop());

/** Where the source's own characters stand, to a hundredth of a pixel. */
async function standing(): Promise<string[]> {
	const found: string[] = [];
	for (const text of ['f ', '= (', 'x', ' +', ' y', ') *', ' z', '# @grad']) {
		for (const { x } of (await workbench.editor.places(text)).slice(0, 1)) found.push(`${text} ${x.toFixed(2)}`);
	}
	return found;
}

/** From the panel back to the editor, by its tab. */
async function backToText(): Promise<void> {
	await workbench.page.locator('.tab').filter({ hasText: 'small.txt' }).first().click();
	await workbench.editor.focus();
}

const where = (): Promise<string> => workbench.graph().locator('.where').innerText();

test('chips stand behind names and operators, the value before the gradient', async () => {
	assert.deepEqual(await workbench.editor.chips(1), CHIPS);
	assert.equal((await workbench.editor.lines()).get(1), TEXT);
	const line = (await workbench.editor.linesWithChips()).get(1) ?? '';
	assert.ok(line.startsWith('f⟦−12⟧⟦∂1⟧ = (x⟦−2⟧⟦∂−4⟧ +⟦3⟧⟦∂−4⟧ y⟦5⟧⟦∂−4⟧) * z⟦−4⟧⟦∂3⟧'), line);
});

test('no source character moves, from rest through every step', { timeout: 120_000 }, async () => {
	const rest = await standing();
	assert.ok(rest.length >= 8);
	await workbench.caret(1, 3);
	await workbench.command('Backstep: Step Through Selection');
	await until('the panel', async () => (await where()) !== '');
	assert.ok(await workbench.page.locator('.monaco-editor.focused').count(), 'the focus stays in the editor');
	assert.deepEqual(await standing(), rest);
	await workbench.command('Backstep: Restart');
	for (let step = 0; step < 5; step += 1) {
		await workbench.page.keyboard.press('Alt+.');
		await workbench.page.waitForTimeout(200);
		assert.deepEqual(await standing(), rest, `after step ${step + 1}`);
	}
	await until('the last step', async () => (await where()).includes('backward 2/2'));
	await workbench.page.keyboard.press('Alt+,');
	await until('the step before', async () => (await where()).includes('backward 1/2'));
	assert.deepEqual(await standing(), rest);
});

test('the current subexpression is boxed, and the line’s end says what the step did', async () => {
	const line = (await workbench.editor.linesWithChips()).get(1) ?? '';
	assert.match(line, /⟦\*  x \+ y: 1 × −4 = ∂−4   z: 1 × 3 = ∂3⟧$/);
});

test('a click on a gate boxes its text, and the cursor in the text lights its gate up', async () => {
	const graph = workbench.graph();
	const before = await workbench.page.locator('.monaco-editor .cdr[class*="ced-"]').count();
	await graph.locator('.node.gate').filter({ hasText: '+' }).first().click();
	await until(
		'the box',
		async () => (await workbench.page.locator('.monaco-editor .cdr[class*="ced-"]').count()) > before,
	);
	await backToText();
	const plus = await workbench.editor.pointOf('+');
	await workbench.page.mouse.click(plus.x, plus.y);
	await until('the light', async () => (await graph.locator('.node.lit').filter({ hasText: '+' }).count()) === 1);
});

test('a file that is opened from the panel comes beside it, never over it', async () => {
	await workbench.graph().locator('.node.gate').first().click();
	await workbench.openFile('01-mul-max.txt');
	const group = workbench.page.locator('.editor-group-container').filter({ hasText: 'Computational Graph' });
	assert.equal(await group.locator('.tab').count(), 1);
	await backToText();
});

test('after a reload the panel stands at the same step', { timeout: 120_000 }, async () => {
	await workbench.page.waitForTimeout(1500);
	await workbench.reload();
	await until('the step', async () => {
		const shown = await where().catch(() => '');
		return shown.includes('backward 1/2');
	});
	await backToText();
	await until(
		'the sentence',
		async () => (await workbench.editor.linesWithChips()).get(1)?.includes('∂−4   z: 1 × 3') === true,
	);
});

test('while a line is typed its chips stay in place until the fresh ones are there', { timeout: 60_000 }, async () => {
	await workbench.command('Backstep: Stop Stepping');
	// With the panel gone the line fits, so that the caret at its end does not scroll it.
	await workbench.command('View: Close Editors in Other Groups');
	await workbench.caret(1, TEXT.length + 1);
	const rest = await standing();
	await workbench.page.keyboard.type(' ');
	for (let look = 0; look < 10; look += 1) {
		assert.deepEqual(await standing(), rest);
		assert.deepEqual((await workbench.editor.chips(1)).slice(0, CHIPS.length), CHIPS);
		await workbench.page.waitForTimeout(60);
	}
	await workbench.page.keyboard.press('Backspace');
	await workbench.page.keyboard.press('Backspace');
	await workbench.page.keyboard.type('6');
	await until('the fresh numbers', async () => (await workbench.editor.chips(1)).includes('−18'));
	assert.deepEqual(await workbench.editor.chips(1), ['−18', '∂1', '−2', '∂−6', '3', '∂−6', '5', '∂−6', '−6', '∂3']);
});

harnessTests(() => workbench);
lectureTests(() => workbench);
