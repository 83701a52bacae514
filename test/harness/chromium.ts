/** The browser in which the workbench is shown: Debian's Chromium, or the Chrome of this machine. */
import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';
import type { Browser } from 'playwright-core';
import { run, which } from '../../scripts/shell.ts';

const PACKAGES = ['chromium', 'fonts-dejavu-core', 'fonts-noto-color-emoji', 'fonts-noto-cjk'];
const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];
const MAC = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';

/** The browser's path: BACKSTEP_CHROMIUM, or an installed one, or Debian's, installed now. Throws, naming what is missing, when there is none. */
export async function chromiumPath(): Promise<string> {
	const named = process.env['BACKSTEP_CHROMIUM'];
	if (named !== undefined) {
		if (existsSync(named)) return named;
		throw new Error(`BACKSTEP_CHROMIUM names ${named}, which does not exist.`);
	}
	const found = await installed();
	if (found !== undefined) return found;
	const isRoot = process.getuid?.() === 0;
	if (isRoot && (await which('apt-get')) !== undefined) {
		console.log(`Installing ${PACKAGES.join(', ')} …`);
		const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
		await run('apt-get', ['update', '-qq'], { env, quiet: true });
		await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...PACKAGES], { env, quiet: true });
		const now = await installed();
		if (now !== undefined) return now;
	}
	throw new Error(
		'No browser to show the workbench in: install Chromium or Chrome ' +
			`(Debian: apt-get install ${PACKAGES.join(' ')}), or name one with BACKSTEP_CHROMIUM.`,
	);
}

async function installed(): Promise<string | undefined> {
	for (const name of NAMES) {
		const path = await which(name);
		if (path !== undefined) return path;
	}
	return existsSync(MAC) ? MAC : undefined;
}

/** Starts the browser without a window. */
export async function startChromium(): Promise<Browser> {
	return chromium.launch({
		executablePath: await chromiumPath(),
		headless: true,
		args: [
			'--no-sandbox',
			'--disable-gpu',
			'--enable-unsafe-swiftshader',
			'--disable-quic',
			'--disable-dev-shm-usage',
			'--disable-background-networking',
			'--disable-component-update',
			'--disable-sync',
			'--no-first-run',
			// Text is to look the same on every machine, and nothing is to slow down because no one looks.
			'--font-render-hinting=none',
			'--disable-backgrounding-occluded-windows',
			'--disable-renderer-backgrounding',
		],
	});
}
