/**
 * Completes package-lock.json after an `npm install` from a registry that does not hold every platform's package of a tool: npm then leaves the
 * ones it did not find out of the lock file, and `npm ci` refuses such a lock file anywhere.
 *
 *     node --import tsx scripts/complete-lock.ts [--check]
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { inRoot } from './paths.ts';

interface Entry {
	version?: string;
	dev?: boolean;
	optional?: boolean;
	os?: string[];
	cpu?: string[];
	libc?: string[];
	readonly optionalDependencies?: Readonly<Record<string, string>>;
}

interface Lock {
	packages: Record<string, Entry>;
}

export interface Missing {
	readonly name: string;
	readonly version: string;
	/** The path of the package that wants it. */
	readonly by: string;
}

/** The optional packages that the lock file names as dependencies, but does not lock. */
export function missingFrom(lock: Lock): Missing[] {
	const missing: Missing[] = [];
	for (const [by, { optionalDependencies }] of Object.entries(lock.packages)) {
		for (const [name, version] of Object.entries(optionalDependencies ?? {})) {
			if (!isLocked(lock, by, name)) missing.push({ name, version, by });
		}
	}
	return missing;
}

/** Node looks for a package beside its dependent, and then in each folder above. */
function isLocked(lock: Lock, by: string, name: string): boolean {
	for (let at = by; ; at = at.slice(0, Math.max(0, at.lastIndexOf('/node_modules/')))) {
		if (`${at === '' ? '' : `${at}/`}node_modules/${name}` in lock.packages) return true;
		if (at === '') return false;
	}
}

/** Tools name their platform packages after node's words for system, processor and C library. */
function entryOf({ name, version, by }: Missing, lock: Lock): Entry {
	const words = name
		.slice(name.indexOf('/') + 1)
		.replace(/^binding-/, '')
		.split('-');
	const [os, cpu, library] = words;
	if (os === undefined || cpu === undefined) throw new Error(`${name} does not name its platform.`);
	const libc = /musl/.test(library ?? '') ? 'musl' : 'glibc';
	return {
		version,
		cpu: [cpu],
		...(lock.packages[by]?.dev === true && { dev: true }),
		...(os === 'linux' && library !== undefined && { libc: [libc] }),
		optional: true,
		os: [os],
	};
}

export function readLock(): Lock {
	return JSON.parse(readFileSync(inRoot('package-lock.json'), 'utf8')) as Lock;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
	const lock = readLock();
	const missing = missingFrom(lock);
	for (const { name, version } of missing) console.log(`${name}@${version}`);
	if (process.argv.includes('--check')) process.exitCode = missing.length > 0 ? 1 : 0;
	else if (missing.length > 0) {
		for (const each of missing) lock.packages[`node_modules/${each.name}`] = entryOf(each, lock);
		lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => a.localeCompare(b, 'en')));
		writeFileSync(inRoot('package-lock.json'), `${JSON.stringify(lock, null, '\t')}\n`);
	}
}
