/** Bundles test files before they run: transforming some 400 modules anew in each file's process took longer than most of the tests. */
import { build } from 'esbuild';
import type { Loader, Plugin } from 'esbuild';
import { readFile, rm } from 'node:fs/promises';
import { dirname, extname, join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { inRoot, root } from '../../scripts/paths.ts';

/** Bundles test files of a folder, what they share written once. Takes and returns paths from the project's root. */
export async function bundleTests(folder: string, files: readonly string[]): Promise<string[]> {
	const to = join('out', folder);
	await rm(inRoot(to), { recursive: true, force: true });
	await build({
		absWorkingDir: root,
		entryPoints: [...files],
		outbase: folder,
		outdir: to,
		outExtension: { '.js': '.mjs' },
		chunkNames: 'shared/[hash]',
		bundle: true,
		splitting: true,
		format: 'esm',
		platform: 'node',
		target: 'node20',
		packages: 'external',
		sourcemap: 'linked',
		logLevel: 'warning',
		inject: ['test/fuzz/seeded.ts'],
		plugins: [whereTheyWere()],
	});
	return files.map((file) => join(to, relative(folder, file).replace(/\.ts$/, '.mjs')));
}

/** A module that asks where it stands is told its source's place, wherever its bundle went. */
function whereTheyWere(): Plugin {
	return {
		name: 'where modules were',
		setup(builder) {
			builder.onLoad({ filter: /\.ts$/ }, async ({ path }) => {
				const contents = await readFile(path, 'utf8');
				if (!contents.includes('import.meta')) return null;
				return {
					contents: contents
						.replaceAll('import.meta.url', JSON.stringify(pathToFileURL(path).href))
						.replaceAll('import.meta.dirname', JSON.stringify(dirname(path))),
					loader: extname(path).slice(1) as Loader,
				};
			});
		},
	};
}
