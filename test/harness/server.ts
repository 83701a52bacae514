/** Runs VS Code's server on a loopback address: the real extension host, with the workbench for a browser to show. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { mkdir, mkdtemp, readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { endGroup, run } from '../../scripts/shell.ts';
import { writeSettings } from './settings.ts';
import type { Settings } from './settings.ts';
import { workbenchFiles } from './workbench-files.ts';

export interface ServerOptions {
	/** A VSIX to install before the start. */
	readonly vsix?: string;
	readonly settings?: Settings;
	/** True to obey test payloads, which a built server ignores otherwise. */
	readonly automation?: boolean;
	/** By default any free port. */
	readonly port?: number;
}

export interface Server {
	readonly url: string;
	readonly port: number;
	/** A fresh folder that holds the server's settings and log. */
	readonly home: string;
	/** VS Code's version. */
	readonly version: string;
	/** The address of a file as the workbench names it. */
	remote(path: string): string;
	stop(): Promise<void>;
}

/** Starts a server with a fresh user. */
export async function startServer(options: ServerOptions = {}): Promise<Server> {
	const files = await workbenchFiles();
	const home = await mkdtemp(join(tmpdir(), 'backstep-workbench-'));
	const extensions = join(home, 'extensions');
	const log = join(home, 'server.log');
	await mkdir(extensions, { recursive: true });
	await writeSettings(home, options.settings);
	const main = join(files.vscode, 'out', 'server-main.js');
	const folders = ['--server-data-dir', join(home, 'server'), '--user-data-dir', home, '--extensions-dir', extensions];
	const env = { ...process.env, EXTENSIONS_GALLERY: '{}', XDG_CONFIG_HOME: join(home, 'config'), NODE_OPTIONS: '' };
	if (options.vsix !== undefined) {
		await run(
			files.node,
			[main, '--accept-server-license-terms', ...folders, '--install-extension', options.vsix, '--force'],
			{ env, quiet: true },
		);
	}

	const port = options.port ?? (await freePort());
	const output = openSync(log, 'a');
	const child = spawn(
		files.node,
		[
			main,
			'--host=127.0.0.1',
			`--port=${port}`,
			'--without-connection-token',
			'--accept-server-license-terms',
			'--telemetry-level=off',
			...(options.automation === true ? ['--enable-smoke-test-driver'] : []),
			...folders,
		],
		{ env, stdio: ['ignore', output, output], detached: true },
	);
	closeSync(output);
	const stop = stopper(child);
	const url = `http://127.0.0.1:${port}`;
	try {
		await answers(`${url}/version`, child);
	} catch (error) {
		await stop();
		throw new Error(`VS Code's server did not start:\n${await readFile(log, 'utf8')}`, { cause: error });
	}
	return {
		url,
		port,
		home,
		version: files.version,
		remote: (path) => `vscode-remote://127.0.0.1:${port}${path}`,
		stop,
	};
}

/** Ends the server when asked, and when this process ends. */
function stopper(child: ChildProcess): () => Promise<void> {
	const atExit = (): void => {
		if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGKILL');
	};
	process.once('exit', atExit);
	return async () => {
		process.off('exit', atExit);
		await endGroup(child);
	};
}

async function answers(url: string, child: ChildProcess): Promise<void> {
	const deadline = Date.now() + 60_000;
	for (;;) {
		if (child.exitCode !== null) throw new Error(`It ended with code ${child.exitCode}.`);
		const up = await fetch(url).then(
			(response) => response.ok,
			() => false,
		);
		if (up) return;
		if (Date.now() > deadline) throw new Error('It gave no answer for a minute.');
		await sleep(100);
	}
}

/** The address that opens a folder, and a file in it. */
export function workbenchUrl(
	server: { readonly url: string; readonly port: number },
	folder: string,
	file?: string,
): string {
	const payload = [['skipWelcome', 'true']];
	if (file !== undefined) payload.push(['openFile', `vscode-remote://127.0.0.1:${server.port}${encodeURI(file)}`]);
	return `${server.url}/?${new URLSearchParams({ folder, payload: JSON.stringify(payload) })}`;
}

export function freePort(): Promise<number> {
	return new Promise((resolve, reject) => {
		const probe = createServer();
		probe.on('error', reject);
		probe.listen(0, '127.0.0.1', () => {
			const address = probe.address();
			probe.close(() => {
				if (address !== null && typeof address === 'object') resolve(address.port);
				else reject(new Error('No free port.'));
			});
		});
	});
}
