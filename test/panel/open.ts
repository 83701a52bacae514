/**
 * Opens the panel in a plain Chromium page, under the policy that VS Code's panel has, and hands the page over.
 */
import { build } from 'esbuild';
import { readdir, readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { startChromium } from '../harness/chromium.ts';
import type { Shown } from './host.ts';
import { BODY_CLASS, variablesOf, type Theme } from './themes.ts';

const root = path.resolve(import.meta.dirname, '../..');

export interface Looks {
	readonly theme?: Theme;
	readonly width?: number;
	readonly height?: number;
	readonly reduceMotion?: boolean;
	readonly korean?: boolean;
}

interface Bundles {
	readonly panel: string;
	readonly page: string;
	readonly styles: string;
}

/** Builds the panel, the page's host and the styles once. */
async function bundle(): Promise<Bundles> {
	const common = {
		bundle: true,
		write: false,
		absWorkingDir: root,
		format: 'iife',
		target: 'es2022',
		charset: 'utf8',
	} as const;
	const text = async (entry: string): Promise<string> =>
		(await build({ ...common, entryPoints: [entry] })).outputFiles[0]?.text ?? '';
	const names = (await readdir(path.join(root, 'media'))).filter((name) => name.endsWith('.css')).sort();
	const styles = await Promise.all(names.map((name) => readFile(path.join(root, 'media', name), 'utf8')));
	return { panel: await text('media/main.ts'), page: await text('test/panel/page.ts'), styles: styles.join('\n') };
}

/** The Korean dictionary, where it is there. */
async function korean(): Promise<[string, string][]> {
	const bundleText = await readFile(path.join(root, 'l10n/bundle.l10n.ko.json'), 'utf8');
	return Object.entries(JSON.parse(bundleText) as Record<string, string>);
}

/** Changes the theme of an open page, as VS Code does: other variables, another class. */
export function wear(page: Page, theme: Theme): Promise<void> {
	return page.evaluate(
		({ variables, bodyClass }) => {
			document.documentElement.removeAttribute('style');
			for (const [name, value] of Object.entries(variables)) document.documentElement.style.setProperty(name, value);
			document.body.className = bodyClass;
		},
		{ variables: variablesOf(theme), bodyClass: BODY_CLASS[theme] },
	);
}

/** What the page is told before its scripts run, as a script; it wears the theme from the start, as VS Code has it. */
async function startOf(shown: Shown, { theme = 'dark', korean: inKorean = false }: Looks): Promise<string> {
	const told = { shown, strings: inKorean ? await korean() : [] };
	const json = (data: unknown): string => JSON.stringify(data).replaceAll('<', '\\u003c');
	return `window.panelShown = ${json(told)};
		for (const [name, value] of Object.entries(${json(variablesOf(theme))})) document.documentElement.style.setProperty(name, value);
		document.body.className = ${json(BODY_CLASS[theme])};`;
}

/**
 * A browser with the panel in it. One page shows one example after another: a page of its own would start a process each time, which takes longer than
 * most tests.
 */
export class PanelBrowser {
	readonly #ends: (() => unknown)[] = [];
	#url = '';
	#page: Page | undefined;
	#start = '';
	#complaints: string[] = [];

	/** Serves the panel and starts the browser. What has been started ends by `stop()` even where what comes after it could not start. */
	async start(): Promise<void> {
		const server = await this.#serve(await bundle());
		this.#ends.push(() => server.close());
		const browser = await startChromium();
		this.#ends.push(() => browser.close());
		this.#page = await this.#open(browser);
	}

	async stop(): Promise<void> {
		for (const end of this.#ends.reverse()) await end();
	}

	/** Shows an example in place of the one before. Errors and violations of the policy are collected in `complaints`. */
	async show(shown: Shown, looks: Looks = {}): Promise<{ page: Page; complaints: string[] }> {
		const page = this.#page;
		if (!page) throw new Error('The browser has not started.');
		const { width = 700, height = 860, reduceMotion = false } = looks;
		this.#start = await startOf(shown, looks);
		const complaints = (this.#complaints = []);
		await page.mouse.move(0, 0);
		await page.setViewportSize({ width, height });
		await page.emulateMedia({ reducedMotion: reduceMotion ? 'reduce' : 'no-preference' });
		await page.goto(this.#url);
		await page.waitForSelector('.graph .node');
		await page.waitForTimeout(80);
		return { page, complaints };
	}

	async #open(browser: Browser): Promise<Page> {
		const page = await browser.newPage();
		page.on('pageerror', (error) => this.#complaints.push(String(error)));
		page.on('console', (message) => {
			if (message.type() === 'error') this.#complaints.push(message.text());
		});
		return page;
	}

	async #serve(bundles: Bundles): Promise<Server> {
		const server = createServer((request, response) => {
			const { pathname } = new URL(request.url ?? '/', 'http://localhost');
			const send = (type: string, body: string): void => {
				response.setHeader('content-type', `${type}; charset=utf-8`);
				response.end(body);
			};
			if (pathname === '/panel.js') send('text/javascript', bundles.panel);
			else if (pathname === '/page.js') send('text/javascript', bundles.page);
			else if (pathname === '/panel.css') send('text/css', bundles.styles);
			else {
				response.setHeader(
					'content-security-policy',
					"default-src 'none'; style-src 'self'; font-src 'self'; script-src 'nonce-t' ",
				);
				send(
					'text/html',
					`<!DOCTYPE html><html lang="en"><head><meta charset="UTF-8"><title>Backstep</title><link rel="stylesheet" href="panel.css"></head>
					<body><script nonce="t">${this.#start}</script><main id="panel"></main>
					<script nonce="t" src="page.js"></script><script nonce="t" src="panel.js"></script></body></html>`,
				);
			}
		});
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		this.#url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
		return server;
	}
}
