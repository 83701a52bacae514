/**
 * Opens the panel in a plain Chromium page, under the policy that VS Code's panel has, and hands the page over.
 */
import { build } from 'esbuild';
import { readdir, readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import type { Shown } from './host.ts';
import { BODY_CLASS, variablesOf, type Theme } from './themes.ts';

const root = path.resolve(import.meta.dirname, '../..');

export interface Looks {
	readonly theme?: Theme;
	readonly width?: number;
	readonly height?: number;
	readonly reduceMotion?: boolean;
	readonly korean?: boolean;
	readonly scale?: number;
}

export interface Bundles {
	readonly panel: string;
	readonly page: string;
	readonly styles: string;
}

/** Builds the panel, the page's host and the styles once. */
export async function bundle(): Promise<Bundles> {
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

/** Serves the pages; each page is asked for with its example in the address. */
export async function servePanel(bundles: Bundles): Promise<{ server: Server; url: string }> {
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
				<body><main id="panel"></main><script nonce="t" src="page.js"></script><script nonce="t" src="panel.js"></script></body></html>`,
			);
		}
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` };
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

/** Opens an example. Errors and violations of the policy are collected in `complaints`. */
export async function openPanel(
	browser: Browser,
	url: string,
	shown: Shown,
	looks: Looks = {},
): Promise<{ page: Page; complaints: string[] }> {
	const { theme = 'dark', width = 700, height = 860 } = looks;
	const page = await browser.newPage({
		viewport: { width, height },
		deviceScaleFactor: looks.scale ?? 1,
		reducedMotion: looks.reduceMotion ? 'reduce' : 'no-preference',
	});
	const complaints: string[] = [];
	page.on('pageerror', (error) => complaints.push(String(error)));
	page.on('console', (message) => {
		if (message.type() === 'error') complaints.push(message.text());
	});
	await page.addInitScript(
		({ example, strings, variables, bodyClass }) => {
			(window as unknown as { panelShown: unknown }).panelShown = { shown: example, strings };
			document.addEventListener('DOMContentLoaded', () => (document.body.className = bodyClass), { once: true });
			new MutationObserver((_, observer) => {
				if (!document.documentElement) return;
				for (const [name, value] of Object.entries(variables)) document.documentElement.style.setProperty(name, value);
				if (document.body) {
					document.body.className = bodyClass;
					observer.disconnect();
				}
			}).observe(document, { childList: true, subtree: true });
		},
		{
			example: shown,
			strings: looks.korean ? await korean() : [],
			variables: variablesOf(theme),
			bodyClass: BODY_CLASS[theme],
		},
	);
	await page.goto(url);
	await page.waitForSelector('.graph .node');
	await page.waitForTimeout(80);
	return { page, complaints };
}
