/** Runs the suites of test/vscode in a real extension host: the desktop's (in Electron, or behind the workbench) or the browser's. */
import { rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { inRoot, root } from '../../scripts/paths.ts';
import { runSuiteIn } from './automation.ts';
import { findDesktop, runInDesktop } from './electron.ts';
import { startServer } from './server.ts';
import { bundleSuite } from './suites.ts';
import { serveWebWorkbench } from './web-workbench.ts';
import { temporaryWorkspace } from './workspace.ts';

/** Runs the suite, or the files with one of the words in their names, in the node extension host. */
export async function runNodeSuite(words: readonly string[]): Promise<void> {
	const suite = await bundleSuite('node', words);
	const desktop = await findDesktop();
	const workspace = await temporaryWorkspace();
	if ('how' in desktop) {
		console.log(`In a desktop VS Code (${desktop.how}):`);
		succeed(await runInDesktop(desktop, suite, workspace));
		return;
	}
	const server = await startServer({ automation: true });
	try {
		console.log(`In the workbench of VS Code ${server.version}, because ${desktop.reason}:`);
		const payload = [
			['extensionDevelopmentPath', server.remote(root)],
			['extensionTestsPath', server.remote(inRoot(suite))],
			['skipWelcome', 'true'],
		];
		const query = new URLSearchParams({ folder: workspace, payload: JSON.stringify(payload) });
		succeed(await runSuiteIn(`${server.url}/?${query}`, 'vscode'));
	} finally {
		await server.stop();
		await rm(server.home, { recursive: true, force: true });
		await rm(dirname(workspace), { recursive: true, force: true });
	}
}

/** Runs what of the suite is not the desktop's alone in the web-worker extension host. */
export async function runWebSuite(words: readonly string[]): Promise<void> {
	const workbench = await serveWebWorkbench(await bundleSuite('web', words));
	try {
		console.log(`In the browser workbench of VS Code ${workbench.version}, without a server:`);
		succeed(await runSuiteIn(workbench.url, 'web'));
	} finally {
		workbench.stop();
	}
}

function succeed(code: number): void {
	if (code !== 0) throw new Error(`The suite ended with code ${code}.`);
}
