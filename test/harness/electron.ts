/** The other world: a desktop VS Code, installed or downloaded, in which test-electron runs the same suite. */
import { downloadAndUnzipVSCode, runTests } from '@vscode/test-electron';
import { existsSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inRoot, root } from '../../scripts/paths.ts';
import { which } from '../../scripts/shell.ts';
import { writeSettings } from './settings.ts';

const UPDATES = 'https://update.code.visualstudio.com/api/releases/stable';

export interface Desktop {
	/** VS Code's executable; undefined: it can be downloaded. */
	readonly executable?: string;
	/** How it was found, to be told. */
	readonly how: string;
}

/** Whether a window can be opened here. */
export function hasDisplay(): boolean {
	return process.platform !== 'linux' || (process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY'] ?? '') !== '';
}

/** A desktop VS Code that can be run here, or why there is none. */
export async function findDesktop(): Promise<Desktop | { readonly reason: string }> {
	if (process.env['BACKSTEP_WORKBENCH'] !== undefined) return { reason: 'BACKSTEP_WORKBENCH asks for the workbench' };
	const named = process.env['VSCODE_EXECUTABLE'];
	if (named !== undefined) {
		if (!existsSync(named)) throw new Error(`VSCODE_EXECUTABLE names ${named}, which does not exist.`);
		return { executable: named, how: `VSCODE_EXECUTABLE ${named}` };
	}
	if (!hasDisplay()) return { reason: 'there is no display for its window' };
	const installed = await which('code');
	if (installed !== undefined) return { executable: installed, how: `installed ${installed}` };
	const reachable = await fetch(UPDATES, { signal: AbortSignal.timeout(8000) }).then(
		(response) => response.ok,
		() => false,
	);
	return reachable ? { how: "test-electron's download" } : { reason: "VS Code's download cannot be reached" };
}

/** Runs a bundled suite in a desktop VS Code on a workspace. Returns its exit code. */
export async function runInDesktop(desktop: Desktop, suite: string, workspace: string): Promise<number> {
	const userData = await mkdtemp(join(tmpdir(), 'backstep-user-'));
	await writeSettings(userData);
	return runTests({
		...(desktop.executable === undefined
			? { cachePath: inRoot('.vscode-test') }
			: { vscodeExecutablePath: desktop.executable }),
		extensionDevelopmentPath: root,
		extensionTestsPath: inRoot(suite),
		launchArgs: [
			workspace,
			'--user-data-dir',
			userData,
			'--disable-extensions',
			'--skip-welcome',
			'--disable-workspace-trust',
		],
	});
}

/** The executable to open a window with. */
export async function desktopExecutable(desktop: Desktop): Promise<string> {
	return desktop.executable ?? (await downloadAndUnzipVSCode({ cachePath: inRoot('.vscode-test') }));
}
