/**
 * Which files the VSIX holds: .vscodeignore, read as vsce reads it, but without walking through everything that is not shipped (an installed
 * workbench alone has tens of thousands of files, and vsce looks at each).
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { inRoot } from './paths.ts';

interface Rule {
	readonly ships: boolean;
	readonly pattern: string;
}

function rules(text: string): Rule[] {
	return text
		.split('\n')
		.map((line) => line.trim())
		.filter((line) => line !== '' && !line.startsWith('#'))
		.map((line) => ({ ships: line.startsWith('!'), pattern: line.replace(/^!/, '') }));
}

/** `**` is any path, `*` any part of a name. */
function matches(pattern: string, path: string): boolean {
	const source = pattern.replace(/[.+^$()|[\]{}\\]/g, '\\$&').replace(/\*\*\/|\*\*|\*/g, (star) => {
		if (star === '**/') return '(?:.*/)?';
		return star === '**' ? '.*' : '[^/]*';
	});
	return new RegExp(`^${source}$`).test(path);
}

/** The paths of the shipped files that exist, from the project's root, sorted. The last rule that matches a path decides. */
export function shippedFiles(ignore = readFileSync(inRoot('.vscodeignore'), 'utf8')): string[] {
	const all = rules(ignore);
	if (!all.some(({ ships, pattern }) => !ships && pattern === '**'))
		throw new Error('.vscodeignore is to start with **, and then to list what is shipped.');
	const folders = new Set(
		all
			.filter(({ ships, pattern }) => ships && pattern.includes('/'))
			.map(({ pattern }) => pattern.split('/')[0] ?? ''),
	);
	const candidates = readdirSync(inRoot()).filter((name) => statSync(inRoot(name)).isFile());
	for (const folder of folders) {
		if (!statSync(inRoot(folder), { throwIfNoEntry: false })?.isDirectory()) continue;
		for (const name of readdirSync(inRoot(folder), { recursive: true, encoding: 'utf8' })) {
			const path = `${folder}/${name.replaceAll('\\', '/')}`;
			if (statSync(inRoot(path)).isFile()) candidates.push(path);
		}
	}
	return candidates.filter((path) => all.findLast(({ pattern }) => matches(pattern, path))?.ships === true).sort();
}
