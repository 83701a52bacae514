/**
 * Five rows of the lecture debugged in the installed extension with VS Code's own keys and views, and three of them kept as pictures, one in each kind of
 * theme; and steps from the panel.
 */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { DARK } from '../harness/settings.ts';
import { startWorkbench } from '../harness/workbench.ts';
import type { Workbench } from '../harness/workbench.ts';

interface Row {
	readonly name: string;
	readonly file: string;
	/** The line that the caret is on when F5 is pressed. */
	readonly line: number;
	/** Chosen before the row, and kept in a picture; absent: the theme of the row before, of which there is one already. */
	readonly theme?: string;
	/** What the Variables view shows of the gradients at the end of the backward pass. */
	readonly gradients: readonly string[];
}

const ROWS: readonly Row[] = [
	{
		name: 'debug-02-add-mul',
		file: '02-add-mul.txt',
		line: 4,
		theme: DARK,
		gradients: ['x = -4', 'y = -4', 'z = 3', 'f = 1', 'x + y = -4'],
	},
	{
		name: 'debug-03-sigmoid-neuron',
		file: '03-sigmoid-neuron.txt',
		line: 6,
		theme: 'Light Modern',
		gradients: ['w0 = -0.19661', 'x0 = 0.39322', 'w1 = -0.39322', 'x1 = -0.58983', 'w2 = 0.19661', 'f = 1'],
	},
	{
		name: 'debug-08-staged',
		file: '08-staged.txt',
		line: 7,
		gradients: ['y = 1.59223', 'x = 2.05956', 'sigy = 0.51214', 'num = 0.51214', 'invden = 3.01798'],
	},
	{
		name: 'debug-09-squared-norm',
		file: '09-squared-norm.py',
		line: 6,
		gradients: ['W = 2×2 [0.088 0.18 …]', 'x = [-0.11 0.64]', 'q = [0.44 0.52]', 'f = 1'],
	},
	{
		name: 'debug-16-three-layers',
		file: '16-three-layers.py',
		line: 11,
		theme: 'Default High Contrast',
		gradients: ['W1 = 4×3 [', 'b1 = 4×1 [', 'W3 = 1×4 [', 'b3 = 1×1 [1]'],
	},
];

let workbench: Workbench;

const until = (what: string, ask: () => Promise<boolean>): Promise<void> => workbench.until(what, ask, 300);

before(
	async () => {
		// Tall, so that the Variables view, which draws what is in view only, has room.
		workbench = await startWorkbench({ file: '02-add-mul.txt', viewport: { width: 1440, height: 1300 } });
	},
	{ timeout: 120_000 },
);
after(() => workbench.stop());

const texts = (selector: string): Promise<string[]> => workbench.page.locator(selector).allInnerTexts();

const where = async (): Promise<string> => (await texts('.debug-call-stack .monaco-list-row')).join(' | ');

for (const row of ROWS) {
	test(
		`${row.file}, debugged to the end${row.theme === undefined ? '' : ` in ${row.theme}`}`,
		{ timeout: 90_000 },
		async () => {
			const { editor, page } = workbench;
			// What the first one opens in.
			if (row.theme !== undefined && row.theme !== DARK) await workbench.useTheme(row.theme);
			try {
				await workbench.openFile(row.file);
				await until('the chips', async () => (await editor.chips(row.line)).length > 0);
				await workbench.caret(row.line);
				await page.keyboard.press('F5');
				await until('the stop on entry', async () => /forward 0/.test(await where()));
				await page.keyboard.press('F11');
				await until('a step', async () => /forward 1/.test(await where()));
				await page.keyboard.press('F5');
				await until('the end', async () => /backward (\d+)\/\1/.test(await where()));
				const gradients = page.locator('.debug-variables .monaco-list-row').filter({ hasText: /^Gradients$/ });
				const missing = async (): Promise<string[]> => {
					// A click goes nowhere while the view is drawn anew for the stop.
					if ((await gradients.getAttribute('aria-expanded')) === 'false') await gradients.click();
					const shown = (await texts('.debug-variables .monaco-list-row')).map((line) =>
						line.replace(/\s+/g, ' ').trim(),
					);
					return row.gradients.filter((gradient) => !shown.some((line) => line.startsWith(gradient)));
				};
				await until(
					`the gradients, lacking ${(await missing()).join('; ')}`,
					async () => (await missing()).length === 0,
				);
				// The frame around the expression says where it is: nothing is selected, and the line's beginning stays in view.
				await until('a caret', async () => !(await texts('.statusbar')).join(' ').includes('selected'));
				if (row.theme !== undefined) await workbench.screenshot(row.name);
				assert.deepEqual(workbench.errors, []);
			} finally {
				// Whatever became of this row, the next one starts its own session.
				await page.keyboard.press('Shift+F5');
				await page.locator('.debug-toolbar').waitFor({ state: 'hidden' });
			}
		},
	);
}

test('steps in the panel move the debugger too, and leave the views as they are', { timeout: 90_000 }, async () => {
	const { editor, page } = workbench;
	const status = async (): Promise<string> => (await texts('.statusbar')).join(' ');
	await workbench.openFile('02-add-mul.txt');
	await until('the chips', async () => (await editor.chips(4)).length > 0);
	await workbench.caret(4);
	await page.keyboard.press('F5');
	await until('the stop on entry', async () => /forward 0/.test(await where()));
	try {
		await page.keyboard.press('ControlOrMeta+Shift+e');
		await workbench.command('Backstep: Show Graph');
		for (const place of ['forward 1/2', 'forward 2/2', 'turning point']) {
			await workbench.graph().getByRole('button', { name: 'Next step' }).click();
			await until(place, async () => (await status()).includes(place));
		}
		assert.deepEqual(await texts('.sidebar .composite.title h2'), ['Explorer']);
		await page.keyboard.press('ControlOrMeta+Shift+d');
		await until('the debugger at the same step', async () => /turning point/.test(await where()));
	} finally {
		await page.keyboard.press('Shift+F5');
		await page.locator('.debug-toolbar').waitFor({ state: 'hidden' });
	}
});
