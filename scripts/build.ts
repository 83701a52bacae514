/**
 * Builds everything that is shipped into dist/: two extension hosts, two engines, the panel and the command line.
 *
 *     node --import tsx scripts/build.ts [--dev] [--partial]
 *
 * `--dev` keeps names and writes source maps; `--partial` builds what is there when an entry point is missing, instead of failing.
 */
import { build } from 'esbuild';
import type { BuildOptions } from 'esbuild';
import { existsSync } from 'node:fs';
import { chmod, mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { inRoot, root } from './paths.ts';
import { runScript } from './shell.ts';

export interface Output {
	/** From the project's root. */
	readonly entry: string;
	readonly file: string;
	readonly options: BuildOptions;
	/** Starts with a `#!` line and may be run as a program. */
	readonly executable?: boolean;
}

// VS Code 1.100 runs its desktop extension host on node 20, and its browser extension host in what browsers were then.
const node: BuildOptions = { platform: 'node', format: 'cjs', target: 'node20', mainFields: ['module', 'main'] };
const browser: BuildOptions = { platform: 'browser', target: 'es2022' };

export const outputs: readonly Output[] = [
	{ entry: 'src/extension.ts', file: 'dist/extension.js', options: { ...node, external: ['vscode'] } },
	{ entry: 'src/engine/worker.node.ts', file: 'dist/engine.js', options: node },
	{ entry: 'src/cli.ts', file: 'dist/cli.js', options: node, executable: true },
	{
		entry: 'src/extension.web.ts',
		file: 'dist/web/extension.js',
		options: { ...browser, format: 'cjs', external: ['vscode'] },
	},
	{ entry: 'src/engine/worker.web.ts', file: 'dist/web/engine.js', options: { ...browser, format: 'iife' } },
	{ entry: 'media/main.ts', file: 'dist/webview.js', options: { ...browser, format: 'iife' } },
];

export interface BuildRequest {
	readonly dev?: boolean;
	readonly partial?: boolean;
}

/** Builds into dist/ and returns the entry points that were missing (always none unless `partial`). */
export async function buildAll(request: BuildRequest = {}): Promise<string[]> {
	if (existsSync(inRoot('scripts/generate.ts'))) await runScript('scripts/generate.ts');
	const styles = existsSync(inRoot('media'))
		? (await readdir(inRoot('media'))).filter((name) => name.endsWith('.css')).sort()
		: [];
	const missing = outputs.map(({ entry }) => entry).filter((entry) => !existsSync(inRoot(entry)));
	if (styles.length === 0) missing.push('media/*.css');
	if (missing.length > 0 && request.partial !== true) {
		throw new Error(`Missing entry points: ${missing.join(', ')} (--partial builds the others).`);
	}

	await mkdir(inRoot('dist'), { recursive: true });
	const common: BuildOptions = {
		absWorkingDir: root,
		bundle: true,
		charset: 'utf8',
		legalComments: 'none',
		logLevel: 'warning',
		minify: request.dev !== true,
		sourcemap: request.dev === true ? 'linked' : false,
		define: { 'process.env.NODE_ENV': request.dev === true ? '"development"' : '"production"' },
	};
	const jobs: Promise<unknown>[] = outputs
		.filter(({ entry }) => !missing.includes(entry))
		.map((output) =>
			build({
				...common,
				...output.options,
				entryPoints: [output.entry],
				outfile: output.file,
				...(output.executable === true && { banner: { js: '#!/usr/bin/env node' } }),
			}),
		);
	if (styles.length > 0) {
		const contents = styles.map((name) => `@import './${name}';`).join('\n');
		jobs.push(
			build({
				...common,
				target: 'es2022',
				stdin: { contents, loader: 'css', resolveDir: inRoot('media') },
				outfile: 'dist/webview.css',
			}),
		);
	}
	for (const result of await Promise.allSettled(jobs)) {
		if (result.status === 'fulfilled') continue;
		// esbuild has shown the errors at their places already.
		if (request.partial !== true) throw new Error('The build failed.', { cause: result.reason });
		missing.push('the imports named above');
	}
	await removeOthers(request.dev === true);
	for (const { file, executable } of outputs) {
		if (executable === true && existsSync(inRoot(file))) await chmod(inRoot(file), 0o755);
	}
	return [...new Set(missing)];
}

/** Removes what an earlier build left in dist/. Not all of it beforehand, since a running extension may be about to load its parts. */
async function removeOthers(maps: boolean): Promise<void> {
	const made = [...outputs.map(({ file }) => file), 'dist/webview.css'];
	const keep = new Set([...made, ...(maps ? made.map((file) => `${file}.map`) : [])]);
	for (const entry of await readdir(inRoot('dist'), { recursive: true, withFileTypes: true })) {
		const path = join(entry.parentPath, entry.name);
		if (entry.isFile() && !keep.has(relative(root, path).replaceAll('\\', '/'))) await rm(path);
	}
}

async function report(): Promise<void> {
	const names = await readdir(inRoot('dist'), { recursive: true });
	for (const name of names.sort()) {
		const { size } = await stat(inRoot('dist', name));
		if (name.endsWith('.js') || name.endsWith('.css')) {
			console.log(`  ${(size / 1024).toFixed(1).padStart(8)} KB  dist/${name}`);
		}
	}
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
	const started = Date.now();
	try {
		const missing = await buildAll({
			dev: process.argv.includes('--dev'),
			partial: process.argv.includes('--partial'),
		});
		await report();
		if (missing.length > 0) console.warn(`Not built, because missing: ${missing.join(', ')}`);
		console.log(`Built in ${Date.now() - started} ms.`);
	} catch (error) {
		console.error(error instanceof Error ? error.message : error);
		process.exitCode = 1;
	}
}
