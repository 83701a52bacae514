/** Where VS Code does not debug: a folder that is not trusted, in a workbench whose user reads Korean. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { inRoot } from '../../scripts/paths.ts';
import { startWorkbench } from '../harness/workbench.ts';
import type { Workbench } from '../harness/workbench.ts';

let workbench: Workbench;
let titles: Record<string, string>;
let words: Record<string, string>;

const read = async (path: string): Promise<Record<string, string>> =>
	JSON.parse(await readFile(inRoot(path), 'utf8')) as Record<string, string>;

const korean = (english: string, ...values: readonly number[]): string => {
	const template = words[english];
	assert.ok(template !== undefined, english);
	return template.replace(/\{(\d)\}/g, (_, index: string) => String(values[Number(index)]));
};

const shows = (selector: string, text: string): Promise<void> =>
	workbench.until(
		text,
		async () => (await workbench.page.locator(selector).allInnerTexts()).join(' ').includes(text),
		300,
	);

before(
	async () => {
		[titles, words] = await Promise.all([read('package.nls.ko.json'), read('l10n/bundle.l10n.ko.json')]);
		workbench = await startWorkbench({
			file: '02-add-mul.txt',
			theme: 'Default Light Modern',
			locale: 'ko',
			settings: { 'security.workspace.trust.enabled': true, 'security.workspace.trust.startupPrompt': 'never' },
		});
	},
	{ timeout: 120_000 },
);
after(() => workbench.stop());

test('in Restricted Mode it is stepped without the debugger, and said so in Korean', { timeout: 120_000 }, async () => {
	await shows('.statusbar', 'Restricted Mode');
	await workbench.until('the chips', async () => (await workbench.editor.chips(4)).length > 0, 300);
	await workbench.caret(4);
	await workbench.command(`Backstep: ${titles['command.debugGradients']}`);
	await shows(
		'.notification-toast',
		korean(
			'VS Code does not debug in Restricted Mode. Backstep steps without the debugger instead: nothing is run that needs trust.',
		),
	);
	await shows('.statusbar', korean('forward {0}/{1}', 2, 2));
	await workbench.command(`Backstep: ${titles['command.nextStep']}`);
	await shows('.statusbar', korean('turning point'));
	assert.equal(await workbench.page.locator('.debug-toolbar').isVisible(), false);
	await workbench.screenshot('restricted-korean');
	const classes = await workbench.page.locator('.monaco-workbench').first().getAttribute('class');
	assert.match(classes ?? '', /\bvs\b/);
	assert.deepEqual(workbench.errors, []);
});

test('Try It opens a formula', { timeout: 60_000 }, async () => {
	await workbench.command(`Backstep: ${titles['command.tryIt']}`);
	await workbench.page.locator('.tab.active').filter({ hasText: 'Untitled' }).waitFor({ timeout: 10_000 });
});
