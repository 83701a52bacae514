/**
 * Opens VS Code with Backstep on the examples: `npm start`, or on a file: `npm start -- FILE`.
 *
 * An installed VS Code with a display to show it comes first, then test-electron's download; where neither is to be had, the workbench from the
 * npm registry is served on a loopback address, which is printed, until Ctrl-C. BACKSTEP_PORT chooses its port.
 */
import { spawn } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { desktopExecutable, findDesktop } from '../test/harness/electron.ts';
import type { Desktop } from '../test/harness/electron.ts';
import { startServer, workbenchUrl } from '../test/harness/server.ts';
import { buildAll } from './build.ts';
import { makeVsix } from './package.ts';
import { inRoot, root } from './paths.ts';

interface Target {
	readonly folder: string;
	readonly file?: string;
}

/** What to open: the examples, or the file or folder that was named (paths count from where npm was called). */
function target(name: string | undefined): Target {
	if (name === undefined) return { folder: inRoot('examples'), file: inRoot('examples', '02-add-mul.txt') };
	const path = resolve(process.env['INIT_CWD'] ?? process.cwd(), name);
	if (!existsSync(path)) throw new Error(`${path} does not exist.`);
	if (statSync(path).isDirectory()) return { folder: path };
	return { folder: path.startsWith(inRoot('examples')) ? inRoot('examples') : dirname(path), file: path };
}

async function openWindow(desktop: Desktop, { folder, file }: Target): Promise<void> {
	const executable = await desktopExecutable(desktop);
	console.log(`Opening ${file ?? folder} in VS Code (${desktop.how}).`);
	const child = spawn(
		executable,
		[`--extensionDevelopmentPath=${root}`, folder, ...(file === undefined ? [] : [file])],
		{
			stdio: 'ignore',
			detached: true,
		},
	);
	await new Promise<void>((done, failed) => {
		child.once('spawn', done);
		child.once('error', failed);
	});
	child.unref();
}

async function serve({ folder, file }: Target, reason: string): Promise<void> {
	const vsix = await makeVsix();
	const port = process.env['BACKSTEP_PORT'];
	const server = await startServer({ vsix, ...(port !== undefined && { port: Number(port) }) });
	console.log(`\nNo window, because ${reason}. VS Code ${server.version} with Backstep is at\n`);
	console.log(`    ${workbenchUrl(server, folder, file)}\n`);
	console.log('until Ctrl-C.');
	await new Promise<void>((done) => {
		process.once('SIGINT', done);
		process.once('SIGTERM', done);
	});
	await server.stop();
	await rm(server.home, { recursive: true, force: true });
}

try {
	const what = target(process.argv[2]);
	await buildAll();
	const desktop = await findDesktop();
	if ('how' in desktop) await openWindow(desktop, what);
	else await serve(what, desktop.reason);
} catch (error) {
	console.error(error instanceof Error ? error.message : error);
	process.exitCode = 1;
}
