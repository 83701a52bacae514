/**
 * Makes backstep-<version>.vsix from a fresh build, and holds it to its budget.
 *
 *     node --import tsx scripts/package.ts [--built]
 *
 * `--built` packs dist/ as it is.
 */
import { existsSync } from 'node:fs';
import { cp, mkdir, readFile, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildAll } from './build.ts';
import { inRoot } from './paths.ts';
import { run } from './shell.ts';
import { shippedFiles } from './shipped.ts';

export const MAX_BYTES = 2 * 1024 * 1024;
export const MAX_FILES = 40;
/** The manifest and the table of types that the format itself adds. */
export const FORMAT_FILES = 2;

/** Where the VSIX of this version stands. */
export async function vsixPath(): Promise<string> {
	const manifest: unknown = JSON.parse(await readFile(inRoot('package.json'), 'utf8'));
	if (typeof manifest !== 'object' || manifest === null || !('version' in manifest))
		throw new Error('package.json has no version.');
	return inRoot(`backstep-${String(manifest.version)}.vsix`);
}

/** The VSIX that was made last; made now where there is none. */
export async function newestVsix(): Promise<string> {
	const path = await vsixPath();
	return existsSync(path) ? path : makeVsix();
}

/** Packs dist/ as it is and returns the VSIX's path. Throws when vsce warns, or when the VSIX is over its budget. */
export async function makeVsix(): Promise<string> {
	const path = await vsixPath();
	const files = shippedFiles();
	const staging = inRoot('out', 'vsix');
	await rm(staging, { recursive: true, force: true });
	for (const file of ['.vscodeignore', ...files]) {
		await mkdir(dirname(join(staging, file)), { recursive: true });
		await cp(inRoot(file), join(staging, file));
	}
	const output = await run(
		process.execPath,
		// The project has no public repository to take README's pictures from, so links stay as they are.
		[
			vsce(),
			'package',
			'--no-dependencies',
			'--allow-missing-repository',
			'--no-rewrite-relative-links',
			'--out',
			path,
		],
		{ cwd: staging, quiet: true },
	);
	if (/warning/i.test(output)) throw new Error(`vsce is not content:\n${output}`);
	const count = files.length + FORMAT_FILES;
	const { size } = await stat(path);
	console.log(`${path}: ${count} files, ${(size / 1024).toFixed(0)} KB`);
	if (count > MAX_FILES) throw new Error(`The VSIX has ${count} files; ${MAX_FILES} are allowed.`);
	if (size > MAX_BYTES) throw new Error(`The VSIX has ${size} bytes; ${MAX_BYTES} are allowed.`);
	return path;
}

function vsce(): string {
	return inRoot('node_modules/@vscode/vsce/vsce');
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
	try {
		if (!process.argv.includes('--built')) await buildAll();
		await makeVsix();
	} catch (error) {
		console.error(error instanceof Error ? error.message : error);
		process.exitCode = 1;
	}
}
