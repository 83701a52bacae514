/**
 * Gets a real VS Code out of the npm registry, for machines on which VS Code's own download cannot be reached.
 *
 * The package `code-server` carries VS Code's server, extension host and browser workbench; `node-<platform>-<arch>` carries the node that its
 * server needs. Both are kept below `.workbench/` in the project (or in BACKSTEP_WORKBENCH_DIR), installed once, under a lock.
 */
import { existsSync, readFileSync } from 'node:fs';
import { chmod, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { inRoot } from '../../scripts/paths.ts';
import { run } from '../../scripts/shell.ts';

/** BACKSTEP_WORKBENCH=4.100.3 is the oldest VS Code that Backstep promises to run in. */
export const DEFAULT_WORKBENCH = '4.139.1';

const NODE_24 = '24.21.0';
const NODE_20 = '20.19.5';

export interface WorkbenchFiles {
	/** The node that runs the server. */
	readonly node: string;
	/** The folder with `out/server-main.js` and `product.json`. */
	readonly vscode: string;
	/** VS Code's own version, such as 1.139.1. */
	readonly version: string;
}

/** The files of the workbench that BACKSTEP_WORKBENCH names, installed if they are not yet. */
export async function workbenchFiles(): Promise<WorkbenchFiles> {
	const version = process.env['BACKSTEP_WORKBENCH'] ?? DEFAULT_WORKBENCH;
	const parts = /^4\.(\d+)\.\d+$/.exec(version);
	if (!parts) throw new Error(`BACKSTEP_WORKBENCH is to be a version of code-server such as 4.139.1, not ${version}.`);
	const store = process.env['BACKSTEP_WORKBENCH_DIR'] ?? inRoot('.workbench');
	const vscode = join(store, `vscode-${version}`);
	await mkdir(store, { recursive: true });
	const node = await locked(join(store, 'lock'), async () => {
		if (!existsSync(vscode)) await installServer(store, version, vscode);
		return serverNode(store, Number(parts[1]));
	});
	const product: unknown = JSON.parse(readFileSync(join(vscode, 'product.json'), 'utf8'));
	if (typeof product !== 'object' || product === null || !('version' in product)) {
		throw new Error(`${vscode} is not a VS Code; remove it and try again.`);
	}
	return { node, vscode, version: String(product.version) };
}

async function installServer(store: string, version: string, target: string): Promise<void> {
	console.log(`Getting VS Code's workbench from the npm registry (code-server ${version}, about 600 MB, once) …`);
	const staging = join(store, `staging-${process.pid}`);
	await unpack(staging, `code-server@${version}`, 'package/lib/vscode', 3);
	// No native build is needed: what has no prebuilt binary is optional at run time.
	await npm(['install', '--omit=dev', '--ignore-scripts', '--no-audit', '--no-fund', '--silent'], staging);
	await rename(staging, target);
}

/** VS Code 1.100 runs on node 20, newer ones want node 24; ours serves where it is the right one. */
async function serverNode(store: string, minor: number): Promise<string> {
	const wanted = minor <= 100 ? NODE_20 : NODE_24;
	if (process.versions.node.split('.')[0] === wanted.split('.')[0]) return process.execPath;
	const folder = join(store, `node-${wanted}`);
	const node = join(folder, 'node');
	if (existsSync(node)) return node;
	const platform = process.platform === 'win32' ? 'win' : process.platform;
	const name = `node-${platform}-${process.arch}`;
	console.log(`Getting node ${wanted} for the workbench's server (${name}) …`);
	const staging = join(store, `staging-node-${process.pid}`);
	await unpack(staging, `${name}@${wanted}`, 'package/bin/node', 2);
	await chmod(join(staging, 'node'), 0o755);
	await rename(staging, folder);
	return node;
}

/** Unpacks one part of a registry's package into an empty folder. */
async function unpack(folder: string, spec: string, part: string, strip: number): Promise<void> {
	await rm(folder, { recursive: true, force: true });
	await mkdir(folder, { recursive: true });
	await npm(['pack', '--silent', spec], folder);
	const archive = (await readdir(folder)).find((name) => name.endsWith('.tgz'));
	if (archive === undefined) throw new Error(`npm pack ${spec} gave no archive.`);
	await run('tar', ['xzf', archive, `--strip-components=${strip}`, part], { cwd: folder, quiet: true });
	await rm(join(folder, archive));
}

function npm(args: readonly string[], cwd: string): Promise<string> {
	// npm's own variables would make it work on our package instead of the folder's.
	const env = Object.fromEntries(
		Object.entries(process.env).filter(([name]) => !/^npm_(config_)?(local_)?prefix$/i.test(name)),
	);
	return run('npm', args, { cwd, env, quiet: true });
}

/** One installer at a time. A lock whose owner is no longer running is taken over. */
async function locked<T>(folder: string, work: () => Promise<T>): Promise<T> {
	const owner = join(folder, 'owner');
	for (let waiting = false; ; waiting = true) {
		const mine = await mkdir(folder).then(
			() => true,
			(error: unknown) => {
				if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
				throw error;
			},
		);
		if (mine) break;
		const pid = existsSync(owner) ? Number(readFileSync(owner, 'utf8')) : undefined;
		if (pid !== undefined && !isRunning(pid)) await rm(folder, { recursive: true, force: true });
		else {
			if (!waiting) console.log('Another run is getting the workbench; waiting for it …');
			await sleep(500);
		}
	}
	try {
		await writeFile(owner, String(process.pid));
		return await work();
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}

function isRunning(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return error instanceof Error && 'code' in error && error.code === 'EPERM';
	}
}
