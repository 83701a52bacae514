/** Opens a workbench that runs a Mocha suite in its extension host, and carries the suite's output and result back here. */
import { mkdir } from 'node:fs/promises';
import { format } from 'node:util';
import { inRoot } from '../../scripts/paths.ts';
import { startChromium } from './chromium.ts';

// What VS Code's own parts say in passing: optional native modules, galleries that are not there, connections that come and go.
const NOISE =
	/Could not locate the bindings|native-watchdog|open-vsx|Timed out waiting for auth|Service Worker|^(Resolv|Creating a socket|\[reconn|\[Agent|\[Account|Updating add|Started local extension host|Extension host with pid|%c|Ignoring |Loading development extension|Creation of workbench contribution|ChatSessionStore)/;

/** Nobody looks at this window, and painting it in software costs by the pixel. */
const VIEWPORT = { width: 1100, height: 700 };

const TIMEOUT = Number(process.env['BACKSTEP_SUITE_TIMEOUT'] ?? 300_000);

/** Runs the suite that the page at `url` starts. Returns its exit code; throws when it never ends. */
export async function runSuiteIn(url: string, name: string): Promise<number> {
	const browser = await startChromium();
	try {
		const context = await browser.newContext({ viewport: VIEWPORT, reducedMotion: 'reduce' });
		const page = await context.newPage();
		const errors: string[] = [];
		page.on('pageerror', (error) => errors.push(error.message));
		page.on('console', (message) => {
			if (message.type() === 'error') errors.push(message.text());
		});
		await page.exposeFunction('codeAutomationLog', (type: string, args: unknown[]) => {
			const text = format(...args);
			if (NOISE.test(text)) return;
			if (type === 'error') console.error(text);
			else console.log(text);
		});
		let timer: NodeJS.Timeout | undefined;
		const code = await new Promise<number | null>((resolve, reject) => {
			timer = setTimeout(() => resolve(null), TIMEOUT);
			page
				.exposeFunction('codeAutomationExit', (exit: number) => resolve(exit))
				.then(() => page.goto(url))
				.catch(reject);
		});
		clearTimeout(timer);
		if (code === null) {
			const picture = inRoot('test-results', `${name}-timeout.png`);
			await mkdir(inRoot('test-results'), { recursive: true });
			await page.screenshot({ path: picture });
			const last = errors.slice(-20).join('\n');
			throw new Error(
				`The ${name} suite did not end within ${TIMEOUT / 1000} s; see ${picture}. Last errors:\n${last}`,
			);
		}
		return code;
	} finally {
		await browser.close();
	}
}
