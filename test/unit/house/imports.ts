/** Reads which file imports what, and says which imports go up where they may only go down. */
import { readdirSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { inRoot } from '../../../scripts/paths.ts';

export interface Import {
	/** The importing file, from the project's root. */
	readonly from: string;
	/** A file of ours, from the project's root; else a package's or builtin's name as written. */
	readonly to: string;
	/** Only types are imported: nothing of it is there at run time. */
	readonly typeOnly: boolean;
}

const STATEMENT = /(?:^|[;\n}])\s*(import|export)\s+(type\s+)?([\w*${},\s]*?)\s*from\s*(['"])([^'"\n]+)\4/g;
const BARE = /(?:^|[;\n}])\s*import\s*(['"])([^'"\n]+)\1/g;
const CALL = /\b(?:import|require)\(\s*(['"])([^'"\n]+)\1\s*\)/g;

/** The imports of one source text. */
export function importsOf(from: string, source: string): Import[] {
	const code = source.replace(/\/\*[\s\S]*?\*\//g, ' ').replace(/(^|[^:'"`])\/\/.*$/gm, '$1');
	const found: Import[] = [];
	const add = (to: string, typeOnly: boolean): void => {
		const target = to.startsWith('.') ? posix.join(posix.dirname(from), to) : to;
		found.push({ from, to: target, typeOnly });
	};
	for (const match of code.matchAll(STATEMENT)) {
		const names = (match[3] ?? '').replace(/[{}\s]+/g, ' ').trim();
		const inlineTypes = names !== '' && names.split(',').every((name) => /^\s*(type\s|$)/.test(name));
		add(match[5] ?? '', match[2] !== undefined || inlineTypes);
	}
	for (const match of code.matchAll(BARE)) add(match[2] ?? '', false);
	for (const match of code.matchAll(CALL)) add(match[2] ?? '', false);
	return found;
}

/** The sources below some folders, from the project's root. */
export function sources(...folders: string[]): string[] {
	return folders.flatMap((folder) =>
		readdirSync(inRoot(folder), { recursive: true, encoding: 'utf8' })
			.map((name) => `${folder}/${name.replaceAll('\\', '/')}`)
			.filter((name) => name.endsWith('.ts') && !name.includes('/node_modules/'))
			.sort(),
	);
}

/** All imports of the sources below some folders. */
export function importGraph(...folders: string[]): Import[] {
	return sources(...folders).flatMap((file) => importsOf(file, readFileSync(inRoot(file), 'utf8')));
}

/**
 * The floors, from the ground up; imports stay on a floor's folder or go down. What stands together on one floor does not know each other.
 * An export is a function of a trace, and traces live in the engine, so exports stand below it.
 */
const FLOORS: readonly (readonly string[])[] = [
	['core'],
	['lang'],
	['run'],
	['export'],
	['engine'],
	['session'],
	['debug'],
	['cli', 'views'],
	['activate'],
	['extension', 'extension.web'],
];

/** What may be imported besides our own files. */
const PACKAGES: readonly (readonly [part: RegExp, packages: RegExp])[] = [
	[/^src\/debug\//, /^@vscode\/debugprotocol$/],
	[/^src\/(views\/|activate\.ts|extension)/, /^vscode$/],
	[/^src\/(lang\/|export\/)/, /^mathjs(\/number)?$/],
	[/^src\/(cli(\/|\.ts$)|engine\/.*\.node\.ts$)/, /^node:/],
	[/^src\/engine\/typeset\.ts$/, /^temml$/],
	[/^media\//, /^(lit-html(\/.*)?|temml)$/],
];

/** `core` of `src/core/tape.ts`, `cli` of `src/cli.ts`, `protocol` of `src/protocol.ts` and its parts, `channel` likewise. */
function partOf(file: string): string {
	return (
		file.split('/')[1]?.replace(/(-panel|-engine|-graph|-tensor|-debug|-stack|-hover|-completion|-state)?\.ts$/, '') ??
		''
	);
}

function floorOf(part: string): number {
	return FLOORS.findIndex((floor) => floor.includes(part));
}

/** Why an import is not allowed; null when it is. */
export function wrongWith({ from, to, typeOnly }: Import): string | null {
	const source = partOf(from);
	// The command line says its version.
	if (to === 'package.json') return source === 'cli' ? null : `${from} may not import ${to}`;
	if (!to.startsWith('src/') && !to.startsWith('media/')) {
		const allowed = PACKAGES.some(([part, packages]) => part.test(from) && packages.test(to));
		return allowed ? null : `${from} may not import ${to}`;
	}
	const target = partOf(to);
	if (from.startsWith('media/')) {
		if (to.startsWith('media/') || ['protocol', 'channel', 'core'].includes(target)) return null;
		return `${from} is the panel's and may import protocol.ts, channel.ts and core only, not ${to}`;
	}
	if (to.startsWith('media/')) return `${from} may not import the panel's ${to}`;
	if (source === 'protocol')
		return (target === 'core' || target === 'protocol') && typeOnly
			? null
			: `${from} may import types of core only, not ${to}`;
	if (source === 'channel') return target === 'protocol' ? null : `${from} may import protocol.ts only, not ${to}`;
	if (source === 'core')
		return target === 'core' ? null : `${from} is core and may import nothing outside it, not ${to}`;
	if (target === 'protocol') return null;
	if (target === 'channel') return floorOf(source) >= floorOf('views') ? null : `${from} is below the panel's channel`;
	if (floorOf(source) < 0) return `${from} stands on no floor`;
	if (floorOf(target) < 0) return `${to} stands on no floor, and ${from} imports it`;
	if (source === target || floorOf(target) < floorOf(source)) return null;
	return `${from} may not import ${to}: ${target} does not stand below ${source}`;
}
