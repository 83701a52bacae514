/** Starts other programs, and ends them again together with whatever they started. */
import { spawn } from 'node:child_process';
import type { ChildProcess, SpawnOptions } from 'node:child_process';
import { access, constants } from 'node:fs/promises';
import { basename, delimiter, join } from 'node:path';
import { root } from './paths.ts';

/** A program that ended with another code than 0. */
export class CommandError extends Error {
	readonly code: number;
	readonly output: string;

	constructor(command: string, code: number, output: string) {
		super(`${command} ended with code ${code}${output === '' ? '' : `:\n${output}`}`);
		this.code = code;
		this.output = output;
	}
}

export interface RunOptions {
	readonly cwd?: string;
	readonly env?: NodeJS.ProcessEnv;
	/** True: the output is kept and returned (and shown only in an error); false: it goes where ours goes. */
	readonly quiet?: boolean;
}

/** Runs a program to its end and returns what it printed, if `quiet`. Throws a `CommandError` when it fails. */
export async function run(command: string, args: readonly string[], options: RunOptions = {}): Promise<string> {
	const settings: SpawnOptions = {
		cwd: options.cwd ?? root,
		env: options.env ?? process.env,
		stdio: options.quiet === true ? ['ignore', 'pipe', 'pipe'] : ['ignore', 'inherit', 'inherit'],
	};
	const child = spawn(command, args, settings);
	const pieces: string[] = [];
	child.stdout?.on('data', (piece: Buffer) => pieces.push(piece.toString()));
	child.stderr?.on('data', (piece: Buffer) => pieces.push(piece.toString()));
	const code = await new Promise<number>((resolve, reject) => {
		child.on('error', reject);
		child.on('close', (exit, signal) => resolve(exit ?? (signal === null ? 1 : 128)));
	});
	const output = pieces.join('');
	if (code !== 0) throw new CommandError(shortly([basename(command), ...args]), code, output);
	return output;
}

/** A command line's beginning: a list of test files is long. */
function shortly(words: readonly string[]): string {
	return words.length > 10 ? `${words.slice(0, 10).join(' ')} …` : words.join(' ');
}

/** Runs one of our own TypeScript files in a node of its own. */
export function runScript(path: string, args: readonly string[] = [], options: RunOptions = {}): Promise<string> {
	return run(process.execPath, ['--import', 'tsx', path, ...args], options);
}

/** Where a program stands in the PATH; undefined when it does not. */
export async function which(program: string): Promise<string | undefined> {
	const endings = process.platform === 'win32' ? ['.cmd', '.exe', ''] : [''];
	for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
		for (const ending of endings) {
			const path = join(folder, program + ending);
			const found = await access(path, constants.X_OK).then(
				() => true,
				() => false,
			);
			if (folder !== '' && found) return path;
		}
	}
	return undefined;
}

/** Ends a program started with `detached: true`, and all that it started. */
export async function endGroup(child: ChildProcess): Promise<void> {
	const { pid } = child;
	if (pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
	const over = new Promise<void>((resolve) => child.once('exit', () => resolve()));
	signalGroup(pid, 'SIGTERM');
	const late = setTimeout(() => signalGroup(pid, 'SIGKILL'), 3000);
	await over;
	clearTimeout(late);
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
	try {
		process.kill(process.platform === 'win32' ? pid : -pid, signal);
	} catch (error) {
		// It may have ended by itself in the meantime; anything else is a mistake.
		if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
	}
}
