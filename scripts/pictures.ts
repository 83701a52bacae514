/// <reference lib="dom" /> For the harness, which has functions that run in the page.
/**
 * Takes the README's pictures from the real workbench with the packed extension, and keeps them in docs/images/.
 *
 *     node --import tsx scripts/pictures.ts [--built] [NAME…]
 *
 * NAMEs (overview, inline, step, hover, arrays, note, debug) keep to those; `--built` takes the VSIX that is there instead of building one.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startWorkbench } from '../test/harness/workbench.ts';
import type { Workbench, WorkbenchOptions } from '../test/harness/workbench.ts';
import { buildAll } from './build.ts';
import { makeVsix, newestVsix } from './package.ts';
import { inRoot } from './paths.ts';

/** A loss that is not a number, and the gate that made it so. */
const FAULTY = `import numpy as np

# @grad loss wrt w at x = [2, 3], w = [0.5, -0.2]
s = w * x
loss = -np.sum(np.log(s))
`;

const FORMULA = 'f = (x + y) * z   # @grad x=-2, y=5, z=-4';

/** Nothing around the text that a picture is about. */
const PLAIN = {
	'breadcrumbs.enabled': false,
	'editor.folding': false,
	'editor.glyphMargin': false,
	'editor.lightbulb.enabled': 'off',
	'editor.lineNumbersMinChars': 3,
	'editor.occurrencesHighlight': 'off',
	'editor.overviewRulerBorder': false,
	'editor.renderLineHighlight': 'none',
	'editor.scrollbar.horizontal': 'hidden',
	'editor.scrollbar.vertical': 'hidden',
	'workbench.activityBar.location': 'hidden',
	'workbench.layoutControl.enabled': false,
	'workbench.statusBar.visible': false,
};

const LENS = '.monaco-editor [widgetid^="codelens.widget"]';

interface Box {
	readonly x: number;
	readonly y: number;
	readonly width: number;
	readonly height: number;
}

interface Picture {
	readonly options: WorkbenchOptions;
	/** Brings the window to what is to be seen, and says which part of it (by default all). */
	readonly show: (workbench: Workbench) => Promise<Box | undefined>;
}

const until = (workbench: Workbench, what: string, ask: () => Promise<boolean>): Promise<void> =>
	workbench.until(what, ask, 600);

async function hideSideBar(workbench: Workbench): Promise<void> {
	await workbench.page.keyboard.press('ControlOrMeta+b');
	await workbench.page.locator('.explorer-folders-view').waitFor({ state: 'hidden' });
}

/** Opens a file that holds the formula alone, and waits for its chips. */
async function openFormula(workbench: Workbench): Promise<void> {
	await writeFile(join(workbench.folder, 'formula.txt'), `${FORMULA}\n`);
	await workbench.openFile('formula.txt');
	await hideSideBar(workbench);
	await until(workbench, 'the chips', async () => (await workbench.editor.chips(1)).length > 0);
	// The lens moves the line down when it comes.
	await workbench.page.locator(LENS).first().waitFor();
	await workbench.page.waitForTimeout(500);
}

/** Starts stepping on a line and goes back through so many gates. */
async function stepBack(workbench: Workbench, line: number, gates: number): Promise<void> {
	await workbench.caret(line);
	await workbench.command('Backstep: Step Through Selection');
	const where = workbench.graph().locator('.where');
	await until(workbench, 'the graph', async () => (await where.innerText()).startsWith('forward'));
	await workbench.page.keyboard.press('Alt+.');
	await until(workbench, 'the turning point', async () => (await where.innerText()) === 'turning point');
	for (let gate = 1; gate <= gates; gate += 1) {
		await workbench.page.keyboard.press('Alt+.');
		await until(workbench, `gate ${gate}`, async () => (await where.innerText()).startsWith(`backward ${gate}/`));
	}
	await workbench.page.mouse.move(5, 5);
	await workbench.page.waitForTimeout(800);
}

/** The line, counted from 1, of the open editor that holds a text. */
async function lineOf(workbench: Workbench, text: string): Promise<number> {
	for (const [line, source] of await workbench.editor.lines()) if (source.includes(text)) return line;
	throw new Error(`${text} is not on screen.`);
}

/** The box around all boxes, with some room. */
function around(boxes: readonly Box[], room: number): Box {
	const x = Math.min(...boxes.map((box) => box.x)) - room;
	const y = Math.min(...boxes.map((box) => box.y)) - room;
	const right = Math.max(...boxes.map((box) => box.x + box.width)) + room;
	const bottom = Math.max(...boxes.map((box) => box.y + box.height)) + room;
	return { x, y, width: right - x, height: bottom - y };
}

async function boxOf(workbench: Workbench, selector: string): Promise<Box> {
	const box = await workbench.page.locator(selector).first().boundingBox();
	if (!box) throw new Error(`${selector} is not on screen.`);
	return box;
}

const PICTURES: ReadonlyMap<string, Picture> = new Map([
	[
		'overview',
		{
			options: {
				theme: 'Default Dark Modern',
				viewport: { width: 1440, height: 836 },
				file: '03-sigmoid-neuron.txt',
				settings: { 'editor.fontSize': 12 },
				scale: 1.6,
			},
			async show(workbench: Workbench) {
				await hideSideBar(workbench);
				await until(workbench, 'the chips', async () => (await workbench.editor.chips(6)).length > 0);
				await stepBack(workbench, 6, 6);
				return undefined;
			},
		},
	],
	[
		'inline',
		{
			options: {
				theme: 'Default Light Modern',
				viewport: { width: 1000, height: 500 },
				settings: { 'editor.fontSize': 16 },
			},
			async show(workbench: Workbench) {
				await openFormula(workbench);
				await workbench.caret(2);
				await workbench.page.mouse.move(5, 5);
				const end = (await workbench.editor.places('z=-4'))[0];
				const lens = await boxOf(workbench, LENS);
				if (!end) throw new Error('The formula is not on screen.');
				const editor = await boxOf(workbench, '.monaco-editor');
				const all = around([lens, end], 7);
				const y = Math.max(all.y, editor.y);
				return { x: editor.x, y, width: all.x + all.width + 10 - editor.x, height: all.y + all.height - 6 - y };
			},
		},
	],
	[
		'step',
		{
			options: { theme: 'Default Light Modern', viewport: { width: 1400, height: 860 } },
			async show(workbench: Workbench) {
				await openFormula(workbench);
				await stepBack(workbench, 1, 1);
				const part = async (selector: string): Promise<Box> => {
					const box = await workbench.graph().locator(selector).first().boundingBox();
					if (!box) throw new Error(`The panel has no ${selector}.`);
					return box;
				};
				return around([await part('.drawing'), await part('.steps'), await part('section.card')], -1);
			},
		},
	],
	[
		'hover',
		{
			options: {
				theme: 'Default Dark Modern',
				viewport: { width: 800, height: 800 },
				settings: { 'editor.fontSize': 14 },
			},
			async show(workbench: Workbench) {
				await openFormula(workbench);
				await workbench.caret(2);
				await workbench.hover('*', 'upstream');
				await workbench.page.waitForTimeout(500);
				const hover = await boxOf(workbench, '.monaco-hover:not(.hidden)');
				const end = (await workbench.editor.places('z=-4'))[0];
				if (!end) throw new Error('The formula is not on screen.');
				const editor = await boxOf(workbench, '.monaco-editor');
				const all = around([hover, end], 14);
				const y = editor.y;
				return { x: editor.x, y, width: all.x + all.width - editor.x, height: all.y + all.height - y };
			},
		},
	],
	[
		'arrays',
		{
			options: {
				theme: 'Default Light Modern',
				viewport: { width: 1440, height: 900 },
				file: '12-matmul.py',
				settings: { 'editor.fontSize': 12 },
				scale: 1.6,
			},
			async show(workbench: Workbench) {
				await hideSideBar(workbench);
				const line = await lineOf(workbench, 'x.dot(w)');
				await until(workbench, 'the chips', async () => (await workbench.editor.chips(line)).length > 0);
				await stepBack(workbench, line, 1);
				return undefined;
			},
		},
	],
	[
		'note',
		{
			options: {
				theme: 'Default Dark Modern',
				viewport: { width: 1440, height: 760 },
				file: 'note.md',
				settings: { 'editor.fontSize': 13, 'editor.wordWrap': 'on' },
				scale: 1.6,
			},
			async show(workbench: Workbench) {
				await hideSideBar(workbench);
				await workbench.page.locator(LENS).first().waitFor();
				await stepBack(workbench, await lineOf(workbench, 'f(a,b,c)'), 1);
				return undefined;
			},
		},
	],
	[
		'debug',
		{
			options: {
				theme: 'Default Dark Modern',
				viewport: { width: 1200, height: 660 },
				settings: {
					'editor.fontSize': 13,
					'debug.toolBarLocation': 'docked',
					'workbench.activityBar.location': 'default',
				},
				scale: 1.6,
			},
			async show(workbench: Workbench) {
				await writeFile(join(workbench.folder, 'faulty.py'), FAULTY);
				await workbench.openFile('faulty.py');
				await until(workbench, 'the chips', async () => (await workbench.editor.chips(4)).length > 0);
				await workbench.page.keyboard.press('F5');
				await workbench.page.locator('.debug-toolbar, .debug-viewlet').first().waitFor();
				await workbench.page.waitForTimeout(1500);
				await workbench.page.keyboard.press('F5');
				await workbench.page.locator('.exception-widget').first().waitFor();
				await workbench.page.waitForTimeout(1000);
				return undefined;
			},
		},
	],
]);

const words = process.argv.slice(2);
const chosen = words.filter((word) => !word.startsWith('--'));
for (const name of chosen) {
	if (!PICTURES.has(name))
		throw new Error(`There is no picture ${name}; there are ${[...PICTURES.keys()].join(', ')}.`);
}
if (!words.includes('--built')) {
	await buildAll();
	await makeVsix();
}
await mkdir(inRoot('docs', 'images'), { recursive: true });
const vsix = await newestVsix();
for (const [name, { options, show }] of PICTURES) {
	if (chosen.length > 0 && !chosen.includes(name)) continue;
	const workbench = await startWorkbench({ scale: 2, ...options, vsix, settings: { ...PLAIN, ...options.settings } });
	try {
		const clip = await show(workbench);
		const path = inRoot('docs', 'images', `${name}.png`);
		await workbench.page.screenshot({ path, ...(clip && { clip }) });
		console.log(path);
		for (const error of workbench.errors) console.error(error);
	} finally {
		await workbench.stop();
	}
}
