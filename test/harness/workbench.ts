/**
 * A real VS Code workbench in a real browser with the built VSIX installed: what UI tests drive and look at.
 *
 *     const workbench = await startWorkbench({ theme: 'Default Light Modern' });
 *     await workbench.openFile('02-add-mul.txt');
 *     await workbench.command('Backstep: Step Through Selection');
 *     await workbench.graph().locator('svg').waitFor();
 *     await workbench.screenshot('add-mul');          // test-results/add-mul.png
 *     await workbench.stop();
 *
 * Each workbench has its own browser profile and its own copy of the workspace, so that tests may write. The server (with the VSIX installed) is
 * started once a run and shared by its files, which run one after another; a file that is run alone starts its own.
 */
import { mkdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Browser, FrameLocator, Page } from 'playwright-core';
import { newestVsix } from '../../scripts/package.ts';
import { inRoot } from '../../scripts/paths.ts';
import { startChromium } from './chromium.ts';
import { EditorText } from './editor-text.ts';
import { startServer, workbenchUrl } from './server.ts';
import type { Server } from './server.ts';
import { DARK, writeSettings } from './settings.ts';
import type { Settings } from './settings.ts';
import { temporaryWorkspace } from './workspace.ts';

export interface WorkbenchOptions {
	/** The VSIX to install; by default the one in the project's root. Only heeded where no server is shared. */
	readonly vsix?: string;
	/** The folder to copy and open; by default examples/. */
	readonly workspace?: string;
	/** A colour theme by its label, such as 'Default Light Modern' or 'Default High Contrast'. */
	readonly theme?: string;
	/** User settings besides the quiet ones. */
	readonly settings?: Settings;
	/** The display language, such as 'ko': of the extension; VS Code's own words stay English. */
	readonly locale?: string;
	/** False to see animations; by default motion is reduced. */
	readonly reducedMotion?: boolean;
	/** By default 1440 × 900. */
	readonly viewport?: { readonly width: number; readonly height: number };
	/** Pixels of a picture to one of the window; by default 1. */
	readonly scale?: number;
	/** A path in the workspace to open at the start. */
	readonly file?: string;
}

/** The shared server's facts for test files, handed on in this variable. */
const SHARED = 'BACKSTEP_UI_SERVER';

interface SharedServer {
	readonly url: string;
	readonly port: number;
	readonly home: string;
}

/** Starts the server that the UI tests of one run share. */
export async function shareServer(vsix: string): Promise<Server> {
	const server = await startServer({ vsix });
	process.env[SHARED] = JSON.stringify({
		url: server.url,
		port: server.port,
		home: server.home,
	} satisfies SharedServer);
	return server;
}

export class Workbench {
	readonly page: Page;
	readonly url: string;
	/** The workspace's copy: what the workbench has open, to read and write from outside. */
	readonly folder: string;
	/** What the editors show, and where. */
	readonly editor: EditorText;
	/** Errors that pages and webviews have reported so far. */
	readonly errors: string[] = [];
	readonly #end: () => Promise<void>;

	constructor(page: Page, url: string, folder: string, end: () => Promise<void>) {
		this.page = page;
		this.url = url;
		this.folder = folder;
		this.editor = new EditorText(page);
		this.#end = end;
		page.on('pageerror', (error) => this.errors.push(error.message));
	}

	/** Keeps a picture of the whole window as test-results/NAME.png and returns its path. */
	async screenshot(name: string): Promise<string> {
		const path = inRoot('test-results', `${name}.png`);
		await mkdir(dirname(path), { recursive: true });
		// Until two looks are alike, hovers and scrollbars are still fading.
		let before = await this.page.screenshot();
		for (let tries = 0; tries < 10; tries += 1) {
			await this.page.waitForTimeout(100);
			const now = await this.page.screenshot({ path });
			if (now.equals(before)) break;
			before = now;
		}
		return path;
	}

	/** Runs a command by its title as the palette shows it, such as 'Backstep: Next Step'. Fails when the palette does not offer it. */
	async command(title: string): Promise<void> {
		const input = await this.#quickInput('F1');
		await input.fill(`>${title}`);
		const row = this.page.locator('.quick-input-list .monaco-list-row').filter({ hasText: title }).first();
		await row.waitFor({ timeout: 10_000 });
		await row.click();
		await this.page.locator('.quick-input-widget').waitFor({ state: 'hidden', timeout: 10_000 });
	}

	/** The titles that the palette offers for some text. */
	async offered(text: string): Promise<string[]> {
		const input = await this.#quickInput('F1');
		await input.fill(`>${text}`);
		await this.page.waitForTimeout(400);
		const titles = await this.page.locator('.quick-input-list .monaco-list-row .label-name').allInnerTexts();
		await this.page.keyboard.press('Escape');
		return titles.map((title) => title.trim());
	}

	/** Waits until something is so: asks every 50 ms, 200 times at most, and then keeps a picture and fails. */
	async until(what: string, ask: () => Promise<boolean>, most = 200): Promise<void> {
		for (let tries = 0; tries < most; tries += 1) {
			if (await ask()) return;
			await this.page.waitForTimeout(50);
		}
		await this.screenshot('in-vain');
		throw new Error(`Waited in vain for ${what}.`);
	}

	/** Chooses a colour theme as a user does, by its name in the picker. */
	async useTheme(label: string): Promise<void> {
		await this.page.keyboard.press('ControlOrMeta+k');
		await this.page.keyboard.press('ControlOrMeta+t');
		const input = this.page.locator('.quick-input-widget:visible input[type=text]').first();
		await input.fill(label);
		await this.page.locator('.quick-input-list .monaco-list-row').filter({ hasText: label }).first().waitFor();
		await this.page.keyboard.press('Enter');
		await this.page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
	}

	/** Opens a file of the workspace in the active editor group, and gives it the focus. */
	async openFile(name: string): Promise<void> {
		const input = await this.#quickInput('ControlOrMeta+p');
		await input.fill(name);
		const base = name.split('/').at(-1) ?? name;
		const row = this.page.locator('.quick-input-list .monaco-list-row').filter({ hasText: base }).first();
		await row.waitFor({ timeout: 10_000 });
		await row.click();
		await this.page.locator('.tab.active').filter({ hasText: base }).first().waitFor({ timeout: 10_000 });
		await this.editor.focus();
	}

	/** Puts the caret at a line and column, both counted from 1. */
	async caret(line: number, column = 1): Promise<void> {
		const input = await this.#quickInput('Control+g');
		await input.fill(`:${line}:${column}`);
		await this.page.keyboard.press('Enter');
		await this.page.locator('.quick-input-widget').waitFor({ state: 'hidden', timeout: 10_000 });
	}

	/** Selects the first text that reads so in the active editor (which must be on screen): the caret goes there, then as many steps with Shift. */
	async select(text: string, line: number): Promise<void> {
		const source = (await this.editor.lines()).get(line) ?? '';
		const column = source.indexOf(text);
		if (column < 0) throw new Error(`Line ${line} reads ${JSON.stringify(source)}, without ${JSON.stringify(text)}.`);
		await this.caret(line, column + 1);
		for (let index = 0; index < text.length; index += 1) await this.page.keyboard.press('Shift+ArrowRight');
	}

	/** Rests the mouse on text in the active editor and returns the hover's text once it contains `expected`. Tries again when a hover does not come. */
	async hover(text: string, expected = '', nth = 0): Promise<string> {
		const hover = this.page.locator('.monaco-hover:not(.hidden)').filter({ hasText: expected }).first();
		for (let tries = 0; tries < 6; tries += 1) {
			// Where the text is now: chips that come in move it along.
			const point = await this.editor.pointOf(text, nth);
			await this.page.mouse.move(point.x + 60, point.y + 200);
			await this.page.waitForTimeout(150);
			await this.page.mouse.move(point.x, point.y, { steps: 6 });
			const shown = await hover.waitFor({ timeout: 2500 }).then(
				() => true,
				() => false,
			);
			if (shown) return hover.innerText();
		}
		throw new Error(`No hover with ${JSON.stringify(expected)} at ${JSON.stringify(text)}.`);
	}

	/** The inside of the panel (the only webview, or the nth). */
	graph(nth = 0): FrameLocator {
		return this.page.frameLocator(`iframe.webview.ready >> nth=${nth}`).frameLocator('iframe#active-frame');
	}

	/** Loads the window again, as a user would; the same folder opens in the same profile. */
	async reload(): Promise<void> {
		await this.page.reload();
		await this.ready();
	}

	/** Waits until the workbench stands and its files are listed. */
	async ready(): Promise<void> {
		await this.page
			.locator('.monaco-workbench .explorer-folders-view .monaco-list-row')
			.first()
			.waitFor({ timeout: 60_000 });
	}

	async stop(): Promise<void> {
		await this.#end();
	}

	async #quickInput(key: string): Promise<ReturnType<Page['locator']>> {
		const input = this.page.locator('.quick-input-widget:visible input[type=text]').first();
		for (let tries = 0; tries < 4; tries += 1) {
			await this.page.keyboard.press(key);
			const shown = await input.waitFor({ timeout: 3000 }).then(
				() => true,
				() => false,
			);
			if (shown) return input;
			// A webview that has just taken the focus may swallow the key.
			await this.page.keyboard.press('Escape');
		}
		throw new Error(`${key} opened no input.`);
	}
}

/** Opens the workbench. `stop()` must be called, also when a test fails: use try … finally, or node:test's `after`. */
export async function startWorkbench(options: WorkbenchOptions = {}): Promise<Workbench> {
	const shared = process.env[SHARED];
	let own: Server | undefined;
	let server: SharedServer;
	if (shared === undefined) {
		own = await startServer({ vsix: options.vsix ?? (await newestVsix()) });
		server = own;
	} else {
		server = JSON.parse(shared) as SharedServer;
	}
	let browser: Browser | undefined;
	const folder = await temporaryWorkspace(options.workspace);
	const end = async (): Promise<void> => {
		await browser?.close();
		await own?.stop();
		if (own) await rm(own.home, { recursive: true, force: true });
		await rm(dirname(folder), { recursive: true, force: true });
	};
	try {
		const theme = options.theme ?? DARK;
		await writeSettings(server.home, { ...options.settings, 'workbench.colorTheme': theme });
		browser = await startChromium();
		const context = await browser.newContext({
			viewport: options.viewport ?? { width: 1440, height: 900 },
			deviceScaleFactor: options.scale ?? 1,
			colorScheme: /light/i.test(theme) ? 'light' : 'dark',
			reducedMotion: options.reducedMotion === false ? 'no-preference' : 'reduce',
			permissions: ['clipboard-read', 'clipboard-write'],
		});
		// Functions that tests hand to the page come through esbuild, which has them named by this helper.
		await context.addInitScript('globalThis.__name ??= (value) => value;');
		if (options.locale !== undefined) {
			await context.addInitScript(`globalThis._VSCODE_NLS_LANGUAGE = ${JSON.stringify(options.locale)};`);
		}
		const page = await context.newPage();
		const url = workbenchUrl(server, folder, options.file === undefined ? undefined : join(folder, options.file));
		const workbench = new Workbench(page, url, folder, end);
		await page.goto(url);
		await workbench.ready();
		if (options.file !== undefined) await workbench.editor.focus();
		return workbench;
	} catch (error) {
		await end();
		throw error;
	}
}
