/**
 * Runs the tests: `npm test` all of them, `npm run test:NAME` one kind.
 *
 *     node --import tsx test/run.ts [types] [lint] [unit] [fuzz] [panel] [vscode] [web] [ui] [-- WORD…]
 *
 * Words after `--` keep only the files whose path has one of them. Nothing is skipped in silence: a kind that cannot run fails
 * and names what is missing. Every kind runs to its end, whatever became of the others.
 */
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { availableParallelism } from 'node:os';
import { buildAll } from '../scripts/build.ts';
import { makeVsix } from '../scripts/package.ts';
import { inRoot } from '../scripts/paths.ts';
import { run, runScript } from '../scripts/shell.ts';
import { bundleTests } from './harness/bundle.ts';
import { chromiumPath } from './harness/chromium.ts';
import { runNodeSuite, runWebSuite } from './harness/vscode-suite.ts';
import { shareServer } from './harness/workbench.ts';
import { workbenchFiles } from './harness/workbench-files.ts';

const FLAGS = ['--test', '--test-reporter=spec'];

interface Kind {
	readonly name: string;
	/** Needs the built extension. */
	readonly built?: boolean;
	/** Its files open a browser each: one is found, or installed, before they race for it. */
	readonly browser?: boolean;
	/** Shown in VS Code's workbench, which takes a minute to get where it is not there yet. */
	readonly workbench?: boolean;
	/** Runs beside the kind before it, which keeps one processor busy only. */
	readonly beside?: boolean;
	run(words: readonly string[]): Promise<void>;
}

const kinds: readonly Kind[] = [
	{ name: 'types', run: types },
	{ name: 'lint', beside: true, run: lint },
	{ name: 'unit', run: (words) => runFiles('test/unit', words) },
	{ name: 'fuzz', run: (words) => runFiles('test/fuzz', words) },
	{ name: 'panel', browser: true, run: (words) => runFiles('test/panel', words) },
	{ name: 'vscode', built: true, workbench: true, browser: true, run: runNodeSuite },
	{ name: 'web', built: true, workbench: true, browser: true, run: runWebSuite },
	{ name: 'ui', built: true, workbench: true, browser: true, run: runUi },
];

/** Each world knows only what it may use: no types at all in the core, no DOM in the host, no node in the panel. */
function types(): Promise<void> {
	const projects = ['src/core', '.', 'media', 'scripts', 'test'];
	return each(projects.map((project) => () => run(bin('tsc'), ['-p', project])));
}

/** Lint, formatting, and generated files that are up to date. */
function lint(): Promise<void> {
	return each([
		() => run(bin('oxlint'), ['--type-aware']),
		() => run(bin('prettier'), ['--check', '--log-level', 'warn', '.']),
		() => runScript('scripts/generate.ts', ['--check']),
	]);
}

/** Runs all jobs, whatever becomes of the first, and fails if one failed. */
async function each(jobs: readonly (() => Promise<unknown>)[]): Promise<void> {
	const failures: string[] = [];
	for (const job of jobs) await job().catch((error: unknown) => failures.push(messageOf(error)));
	if (failures.length > 0) throw new Error(failures.join('\n'));
}

/** A development tool's program. */
function bin(name: string): string {
	return inRoot('node_modules', '.bin', process.platform === 'win32' ? `${name}.cmd` : name);
}

async function testFiles(folder: string, words: readonly string[]): Promise<string[]> {
	const files = (await readdir(inRoot(folder), { recursive: true }))
		.filter((name) => name.endsWith('.test.ts'))
		.map((name) => join(folder, name))
		.filter((path) => words.length === 0 || words.some((word) => path.includes(word)))
		.sort();
	if (files.length === 0)
		throw new Error(`${folder} has no test file${words.length > 0 ? ` with ${words.join(' or ')} in its path` : ''}.`);
	return files;
}

async function runFiles(folder: string, words: readonly string[]): Promise<void> {
	const files = await testFiles(folder, words);
	const bundles = await bundleTests(folder, files);
	const concurrency = `--test-concurrency=${availableParallelism()}`;
	await run(process.execPath, ['--enable-source-maps', ...FLAGS, concurrency, ...bundles]);
}

/** The UI files, one after another, against one server with the VSIX installed. */
async function runUi(words: readonly string[]): Promise<void> {
	const files = await testFiles('test/ui', words);
	if (words.length === 0) await rm(inRoot('test-results'), { recursive: true, force: true });
	const server = await shareServer(await makeVsix());
	try {
		console.log(`In the workbench of VS Code ${server.version}, with the VSIX installed:`);
		await run(process.execPath, ['--import', 'tsx', ...FLAGS, '--test-concurrency=1', ...files]);
	} finally {
		await server.stop();
		await rm(server.home, { recursive: true, force: true });
	}
}

function messageOf(error: unknown): string {
	return error instanceof Error ? error.message : String(error);
}

async function main(args: readonly string[]): Promise<boolean> {
	const cut = args.indexOf('--');
	const named = cut < 0 ? args : args.slice(0, cut);
	// `npm run test:unit -- WORD` hands on the word without the dashes.
	const names = named.filter((name) => kinds.some((kind) => kind.name === name));
	const words = [...named.filter((name) => !names.includes(name)), ...(cut < 0 ? [] : args.slice(cut + 1))];
	const chosen = kinds.filter(({ name }) => names.length === 0 || names.includes(name));
	const results: string[] = [];
	let good = true;
	const attempt = async (name: string, work: () => Promise<unknown>): Promise<boolean> => {
		console.log(`\n── ${name} ──`);
		const started = Date.now();
		const error = await work().then(
			() => undefined,
			(reason: unknown) => reason ?? new Error('failed'),
		);
		const seconds = ((Date.now() - started) / 1000).toFixed(1);
		if (error !== undefined) {
			good = false;
			console.error(messageOf(error));
		}
		results.push(`${error === undefined ? '✓' : '✗'} ${name} (${seconds} s)`);
		return error === undefined;
	};

	if (names.length === 0) process.env['BACKSTEP_DRAW_ONE_IN'] ??= '4';
	// Got while other tests run. Whoever needs it asks again, waits for what is under way, and says what went wrong.
	if (chosen.some(({ workbench }) => workbench === true)) workbenchFiles().catch(() => undefined);

	let built: boolean | undefined;
	const start = async (kind: Kind): Promise<void> => {
		if (kind.built === true && built === false) results.push(`✗ ${kind.name} (there is no build)`);
		else
			await attempt(kind.name, async () => {
				if (kind.browser === true) await chromiumPath();
				await kind.run(words);
			});
	};
	for (let at = 0; at < chosen.length;) {
		const together = [chosen[at++]!];
		while (chosen[at]?.beside === true) together.push(chosen[at++]!);
		if (together.some((kind) => kind.built === true)) built ??= await attempt('build', () => buildAll());
		await Promise.all(together.map(start));
	}
	console.log(`\n${results.join('\n')}`);
	return good;
}

// Servers and browsers that are still closing are not waited for.
process.exit((await main(process.argv.slice(2))) ? 0 : 1);
