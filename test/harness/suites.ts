/** Bundles the suites of test/vscode/suite for the two extension hosts: all files for the desktop's, all but `*.node.test.ts` for the browser's. */
import { build } from 'esbuild';
import type { Plugin } from 'esbuild';
import { readdir, readFile } from 'node:fs/promises';
import { inRoot, root } from '../../scripts/paths.ts';

export type Host = 'node' | 'web';

/** The bundle of each host's suite, from the project's root. */
export const BUNDLES: Readonly<Record<Host, string>> = {
	node: 'out/test/vscode/node.cjs',
	web: 'out/test/vscode/web.js',
};

/** Bundles a host's suite, or its files with one of the words in their names. Throws when there is nothing to run. */
export async function bundleSuite(host: Host, words: readonly string[]): Promise<string> {
	const names = (await readdir(inRoot('test/vscode/suite'), { recursive: true }))
		.filter((name) => name.endsWith('.test.ts') && (host === 'node' || !name.endsWith('.node.test.ts')))
		.filter((name) => words.length === 0 || words.some((word) => name.includes(word)))
		.sort();
	if (names.length === 0) throw new Error(`test/vscode/suite has no test for the ${host} extension host.`);
	await build({
		absWorkingDir: root,
		entryPoints: [`test/vscode/index.${host}.ts`],
		outfile: BUNDLES[host],
		bundle: true,
		format: 'cjs',
		external: host === 'node' ? ['vscode', 'mocha'] : ['vscode'],
		platform: host === 'node' ? 'node' : 'browser',
		mainFields: ['module', 'main'],
		target: host === 'node' ? 'node20' : 'es2022',
		sourcemap: 'inline',
		define: { 'process.env.NODE_ENV': '"test"' },
		logLevel: 'warning',
		plugins: [suiteFiles(names), ...(host === 'web' ? [browserAssert(), browserMocha()] : [])],
	});
	return BUNDLES[host];
}

/** Makes `suite:files` the list of the test files, each to be loaded when Mocha is ready for it. */
function suiteFiles(names: readonly string[]): Plugin {
	return {
		name: 'suite files',
		setup(builder) {
			builder.onResolve({ filter: /^suite:files$/ }, () => ({ path: 'files', namespace: 'suite' }));
			builder.onLoad({ filter: /.*/, namespace: 'suite' }, () => ({
				contents: `export const files = [${names.map((name) => `() => import('./${name}')`).join(', ')}];`,
				resolveDir: inRoot('test/vscode/suite'),
			}));
		},
	};
}

/** `node:assert/strict`, as far as suites use it, in a browser. */
function browserAssert(): Plugin {
	return {
		name: 'assert in the browser',
		setup(builder) {
			builder.onResolve({ filter: /^node:assert\/strict$/ }, () => ({ path: 'assert', namespace: 'assert' }));
			builder.onLoad({ filter: /.*/, namespace: 'assert' }, () => ({
				contents: `export * from './assert.ts'; export { assert as default } from './assert.ts';`,
				resolveDir: inRoot('test/vscode'),
			}));
		},
	};
}

/** Mocha's browser build looks for a module system and would take over the bundle's exports: it is shown none. */
function browserMocha(): Plugin {
	return {
		name: 'mocha in the browser',
		setup(builder) {
			builder.onLoad({ filter: /node_modules[\\/]mocha[\\/]mocha\.js$/ }, async ({ path }) => ({
				contents: `(function (module, exports, define) {\n${await readFile(path, 'utf8')}\n}).call(globalThis);`,
			}));
		},
	};
}
