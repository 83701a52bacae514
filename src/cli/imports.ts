/** Finds the files that a Python program imports: beside the file, and from the folder that the command line runs in. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { DEFAULT_LIMITS } from '../protocol.ts';
import type { FileAnswer, FileRequest } from '../protocol-engine.ts';

export function readImport({ from, module, level }: FileRequest): FileAnswer['file'] {
	if (!from.startsWith('file:')) return 'missing';
	let folder = dirname(fileURLToPath(from.replace(/#.*$/, '')));
	for (let up = 1; up < level; up++) folder = dirname(folder);
	const parts = module === '' ? [] : module.split('.');
	for (const root of level > 0 ? [folder] : [folder, process.cwd()]) {
		for (const path of [
			...(parts.length > 0 ? [`${join(root, ...parts)}.py`] : []),
			join(root, ...parts, '__init__.py'),
		]) {
			if (!existsSync(path)) continue;
			const found = statSync(path);
			if (!found.isFile()) continue;
			if (found.size >= DEFAULT_LIMITS.programLength) return 'too-many';
			return { uri: pathToFileURL(path).href, text: readFileSync(path, 'utf8').replace(/^\uFEFF/, '') };
		}
	}
	return 'missing';
}
