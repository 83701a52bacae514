/**
 * Takes a picture of the real workbench, to look at what a user would see.
 *
 *     node --import tsx test/harness/shoot.ts [--theme LABEL] [--locale ko] [--file NAME] [--caret LINE:COLUMN] [--select LINE:TEXT]
 *         [--command TITLE]… [--press KEY]… [--hover TEXT] [--setting KEY=JSON]… [--wait MS] [--text] [--built | --dev] [--out FILE]
 *
 * NAME is a file of examples/. Commands, keys and waits happen in the order written; `--press` takes Playwright's key names (`Alt+.`). The VSIX
 * is built first, unless `--built` takes the one that is there. `--text` prints the editor's lines with their chips.
 */
import { copyFile, mkdir } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { buildAll } from '../../scripts/build.ts';
import { makeVsix, newestVsix } from '../../scripts/package.ts';
import { startWorkbench } from './workbench.ts';
import type { Workbench } from './workbench.ts';

const FLAGS = new Set(['built', 'dev', 'text']);
const BEFORE = new Set(['theme', 'locale', 'file', 'setting', 'out']);

type Argument = readonly [name: string, value: string];

function parse(words: readonly string[]): Argument[] {
	const found: Argument[] = [];
	for (let index = 0; index < words.length; index += 1) {
		const name = (words[index] ?? '').replace(/^--/, '');
		if (FLAGS.has(name)) found.push([name, '']);
		else {
			index += 1;
			found.push([name, words[index] ?? '']);
		}
	}
	return found;
}

async function act(workbench: Workbench, [name, value]: Argument): Promise<void> {
	switch (name) {
		case 'command':
			await workbench.command(value);
			return;
		case 'press':
			await workbench.page.keyboard.press(value);
			return;
		case 'type':
			await workbench.page.keyboard.type(value);
			return;
		case 'caret': {
			const [line, column] = value.split(':').map(Number);
			await workbench.caret(line ?? 1, column ?? 1);
			return;
		}
		case 'select': {
			const cut = value.indexOf(':');
			await workbench.select(value.slice(cut + 1), Number(value.slice(0, cut)));
			return;
		}
		case 'hover':
			console.log(await workbench.hover(value));
			return;
		case 'wait':
			await workbench.page.waitForTimeout(Number(value));
			return;
		case 'text':
			for (const [line, text] of await workbench.editor.linesWithChips()) console.log(`${line}  ${text}`);
			return;
		default:
			throw new Error(`--${name} is not known; see the head of test/harness/shoot.ts.`);
	}
}

const given = parse(process.argv.slice(2));
const value = (name: string): string | undefined => given.find(([candidate]) => candidate === name)?.[1];
const settings = given
	.filter(([name]) => name === 'setting')
	.map(([, text]): [string, unknown] => [
		text.slice(0, text.indexOf('=')),
		JSON.parse(text.slice(text.indexOf('=') + 1)),
	]);
const theme = value('theme');
const locale = value('locale');
const file = value('file');

if (value('built') === undefined) {
	await buildAll({ dev: value('dev') !== undefined });
	await makeVsix();
}
const workbench = await startWorkbench({
	vsix: await newestVsix(),
	settings: Object.fromEntries(settings),
	...(theme !== undefined && { theme }),
	...(locale !== undefined && { locale }),
});
try {
	if (file !== undefined) {
		await workbench.openFile(file.split('/').at(-1) ?? file);
		// Chips come after the debounce.
		await workbench.page.waitForTimeout(1000);
	}
	for (const argument of given) {
		if (!BEFORE.has(argument[0]) && !['built', 'dev'].includes(argument[0])) await act(workbench, argument);
	}
	await workbench.page.waitForTimeout(500);
} finally {
	const shot = await workbench.screenshot('shot');
	const out = resolve(value('out') ?? shot);
	if (out !== shot) {
		await mkdir(dirname(out), { recursive: true });
		await copyFile(shot, out);
	}
	console.log(out);
	for (const error of workbench.errors) console.error(error);
	await workbench.stop();
}
