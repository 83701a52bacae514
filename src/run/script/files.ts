/**
 * Files that a program imports: run as Python would, in a world of names of their own, but only those of their statements that what is asked for needs, and
 * those when it is asked for.
 */
import { isElsewhere, type Beside, type Texts } from '../../lang/elsewhere.ts';
import { preludeOf } from '../../lang/script-prelude.ts';
import { effectsOf } from '../../lang/script-names.ts';
import type { Stmt } from '../../lang/script.ts';
import type { Problem, Range, Text } from '../../protocol.ts';
import { placeOf, type Site, type Spot } from '../sites.ts';
import { compileScript } from './compile.ts';
import { Ends, Stopped } from './errors.ts';
import { Globals } from './globals.ts';
import type { Code } from './code.ts';
import type { Machine } from './machine.ts';
import { pythonModule } from './modules.ts';
import { str, type ModuleValue, type Value } from './values.ts';

/** A file as it was read. */
export interface ImportedFile extends Beside {
	readonly body: readonly Stmt[];
	/** An `__init__.py`: what it does not set may be a file beside it. */
	readonly isPackage: boolean;
}

/** Why there is no file: none of that name, files may not be read here, or it is not known yet and will be asked again. */
export type NoFile = 'missing' | 'restricted' | 'waiting' | 'too-many';

export interface FileFinder {
	/** The file that a text's `import` means; `level` counts the points before the module's name. */
	find(from: string, module: string, level: number): ImportedFile | NoFile;
}

interface Loaded {
	readonly file: ImportedFile;
	readonly globals: Globals;
	readonly codes: ReadonlyMap<Stmt, Code>;
	readonly begun: Set<Stmt>;
	readonly module: ModuleValue;
}

const RESTRICTED = (name: string): Text => [
	'{0} is not read in Restricted Mode: trust the workspace to use the definitions of its files',
	name,
];
const TOO_MANY: Text = ['More files are imported than are read'];

const NOTHING_GIVEN: ReadonlySet<string> = new Set();

export class Files {
	readonly #finder: FileFinder;
	readonly #texts: Texts;
	readonly #loaded = new Map<string, Loaded>();

	constructor(finder: FileFinder, texts: Texts) {
		this.#finder = finder;
		this.#texts = texts;
	}

	/** The module that an import means; one of which nothing is known where there is no file. `name` has its points before it. */
	module(m: Machine, name: string, site: Site, notes: Problem[]): ModuleValue {
		const found = this.#import(m, name, site.range.start);
		if (typeof found !== 'string') return found;
		const message = found === 'restricted' ? RESTRICTED(name) : found === 'too-many' ? TOO_MANY : undefined;
		if (message !== undefined)
			notes.push({ code: `import-${found}`, severity: 'warning', range: placeOf(site), message });
		return pythonModule(name);
	}

	#import(m: Machine, name: string, at: number): ModuleValue | NoFile {
		const level = /^\.*/.exec(name)![0].length;
		const from = this.#texts.uriAt(at);
		const module = name.slice(level);
		const found = this.#find(m, from, module, level);
		return found === 'missing' ? this.#folder(m, from, module, level) : found;
	}

	/** A folder is a package without a file of its own: its members are the files in it. Of what is none, nothing is known until it is used. */
	#folder(m: Machine, from: string, module: string, level: number): ModuleValue {
		const unknown = pythonModule(`${'.'.repeat(level)}${module}`);
		return {
			...unknown,
			member: (key) => {
				const inner = this.#find(m, from, module === '' ? key : `${module}.${key}`, level);
				return typeof inner === 'string' ? unknown.member(key) : inner;
			},
		};
	}

	#find(m: Machine, from: string, module: string, level: number): ModuleValue | NoFile {
		const file = this.#finder.find(from, module, level);
		if (typeof file === 'string') return file;
		const known = this.#loaded.get(file.uri);
		return (known ?? this.#load(m, file, module)).module;
	}

	#load(m: Machine, file: ImportedFile, name: string): Loaded {
		this.#texts.add(file);
		const globals = new Globals(true);
		globals.set('__name__', str(name));
		const text = (range: Range): string => this.#texts.slice(range);
		const compiled = compileScript({ dialect: 'python', body: file.body }, m.recorder, globals, text);
		const loaded: Loaded = {
			file,
			globals,
			codes: new Map(compiled.map(({ statement, code }) => [statement, code])),
			begun: new Set(),
			module: {
				kind: 'module',
				name,
				member: (key) => this.#member(m, loaded, key),
				all: () => this.#all(m, loaded),
			},
		};
		this.#loaded.set(file.uri, loaded);
		return loaded;
	}

	#member(m: Machine, loaded: Loaded, key: string): Value | undefined {
		const { file, globals } = loaded;
		const range = { start: file.start, end: file.start };
		const use: Stmt = { kind: 'expression', value: { kind: 'name', name: key, range }, range };
		this.#run(m, loaded, preludeOf([use], { scopes: [file.body] }, NOTHING_GIVEN).statements);
		const value = this.#asInput(m, globals, key);
		if (value !== undefined || !file.isPackage) return value;
		const inner = this.#find(m, file.uri, key, 1);
		return typeof inner === 'string' ? undefined : inner;
	}

	/** Numbers and arrays that the program itself takes from a file by name are its inputs. */
	#asInput(m: Machine, globals: Globals, key: string): Value | undefined {
		const value = globals.get(key);
		const { site } = m.recorder;
		if (value === undefined || site.kind !== 'import' || isElsewhere(site.range) || m.frames.length > 1) return value;
		const bound = m.observer.bind(key, site, value, false, true);
		globals.set(key, bound);
		return bound;
	}

	/** What `from … import *` brings. */
	*#all(m: Machine, loaded: Loaded): Iterable<readonly [name: string, value: Value]> {
		this.#run(m, loaded, loaded.file.body);
		for (const [name, value] of loaded.globals) if (!name.startsWith('_')) yield [name, value];
	}

	#run(m: Machine, { globals, codes, begun }: Loaded, statements: readonly Stmt[]): void {
		const spot = m.recorder.site as Spot;
		for (const statement of statements) {
			const code = codes.get(statement);
			// Files that import each other find what has been set so far, as in Python.
			if (code === undefined || begun.has(statement)) continue;
			begun.add(statement);
			try {
				m.load(code, globals, spot);
			} catch (error) {
				if (!(error instanceof Ends) || error instanceof Stopped) throw error;
				m.observer.problem?.(told(error, spot), this.#texts);
				for (const name of effectsOf(statement).binds.keys()) globals.delete(name);
			}
		}
	}
}

function told({ problem, from }: Ends, spot: Spot): { readonly problem: Problem; readonly from: Range } {
	return { problem, from: from ?? spot.range };
}
