/**
 * What a run keeps of a Script while the machine runs it: which names were given which nodes and where, which values came from outside, what was passed
 * over. The chips, claims and the graph of a program are made of this.
 */
import { scalarTensor, type Tensor } from '../../core/tensor/tensor.ts';
import { broughtHome, type Texts } from '../../lang/elsewhere.ts';
import { boundNames } from '../../lang/script-names.ts';
import type { Stmt } from '../../lang/script.ts';
import type { Problem, Range, Text } from '../../protocol.ts';
import type { Recorder } from '../recorder.ts';
import type { Binding, Counter, Result } from '../run.ts';
import { placeOf, type Site } from '../sites.ts';
import { pythonBuiltins } from './builtins.ts';
import type { Exceptions } from './exceptions.ts';
import { javascriptBuiltins } from './javascript.ts';
import { ALIASES } from './known-names.ts';
import { builtin, type Library } from './library.ts';
import { Given } from './given.ts';
import { heldNames, isList, type HeldName } from './held.ts';
import { countersOf, mergedStores, type Kept } from './kept.ts';
import { asInputs } from './list-inputs.ts';
import type { Machine } from './machine.ts';
import type { Files } from './files.ts';
import { isPythonModule, pythonModule } from './modules.ts';
import type { Observer } from './observing.ts';
import { float, type Value } from './values.ts';

export interface Found {
	readonly node: number;
	readonly name: string;
	readonly statement: Range;
}

/** Of a list or dict that is set to entries, so many are told apart by name. */
const MOST_ENTRIES = 64;
/** A loop of a million turns is not told binding by binding. */
const MOST_BINDINGS = 100_000;

/** What goes by the name that it is given, or by its place in what is. */
function isHolder(value: Value): boolean {
	return value.kind === 'array' || value.kind === 'list' || value.kind === 'dict';
}

function builtinsOf(javascript: boolean, { matrices }: Library): Map<string, Value> {
	if (matrices !== undefined) return new Map(matrices.globals);
	return javascript ? javascriptBuiltins() : pythonBuiltins();
}

export class ScriptObserver implements Observer {
	machine: Machine | null = null;
	/** The statement that is running. */
	statement: Stmt = { kind: 'pass', range: { start: 0, end: 0 } };
	readonly notes: Problem[] = [];
	/** What `.backward()` was called on last. */
	marked: Found | null = null;
	readonly #recorder: Recorder;
	readonly #library: Library;
	readonly #files: Files | null;
	readonly #exceptions: Exceptions;
	readonly #values: ReadonlyMap<string, number | Tensor>;
	readonly #builtins: Map<string, Value>;
	readonly #given: Given;
	readonly #kept: Kept[] = [];
	/** How many nodes there were when there was no more room for assignments; null: there is. */
	keptUntil: number | null = null;
	readonly #results: Kept[] = [];
	readonly #times = new Map<string, number>();
	readonly #noted = new Set<string>();
	/** What each array, list and dict goes by, with the entry that it is (`hs[0]`). */
	readonly #named = new WeakMap<Value, string>();
	/** Where names were given a list, tuple or dict last. */
	readonly #lists = new Map<string, Range>();
	/** Names that the program sets more than once: a whole number that one of them begins with is a start value, no variable. */
	readonly #rebound: ReadonlySet<string>;

	constructor(parts: {
		recorder: Recorder;
		library: Library;
		files: Files | null;
		exceptions: Exceptions;
		values: ReadonlyMap<string, number | Tensor>;
		javascript: boolean;
		rebound: ReadonlySet<string>;
		functions: ReadonlySet<string>;
	}) {
		this.#rebound = parts.rebound;
		this.#recorder = parts.recorder;
		this.#library = parts.library;
		this.#files = parts.files;
		this.#exceptions = parts.exceptions;
		this.#values = parts.values;
		this.#given = new Given(parts);
		this.#builtins = builtinsOf(parts.javascript, parts.library);
		if (!parts.javascript && parts.library.matrices === undefined) {
			this.#builtins.set(
				'super',
				builtin('super', (call, [owner, self]) => {
					const { machine } = this;
					if (owner?.kind === 'class' && (self?.kind === 'instance' || self?.kind === 'class'))
						return machine!.superFrom(owner, self);
					return machine?.superOf() ?? call.raise('RuntimeError', ['super(): no arguments']);
				}),
			);
			this.#builtins.set(
				'NotImplemented',
				builtin('NotImplemented', (call) => call.unsupported('NotImplemented')),
			);
		}
	}

	bind(name: string, site: Site, value: Value, literal: boolean, top: boolean): Value {
		if (!top) return value;
		const first = !this.#times.has(name);
		const bound = this.#input(name, site, value, literal, first);
		this.#times.set(name, (this.#times.get(name) ?? 0) + 1);
		this.#keep(name, site, bound);
		this.#call(bound, name);
		if (isList(bound)) this.#lists.set(name, site.range);
		for (const [entry, item] of this.#entries(name, bound)) {
			this.#call(item, entry);
			if (item.kind === 'array' && this.#library.arrays.isFloat(item)) this.#keepEntry(entry, site, item);
		}
		return bound;
	}

	/** A literal becomes an input, with the value that was tried out in its place where there is one; so does an array that no gate computed. */
	#input(name: string, site: Site, value: Value, literal: boolean, first: boolean): Value {
		const given = first && literal ? this.#values.get(name) : undefined;
		if (value.kind === 'int' && literal && !this.#rebound.has(name))
			return this.#recorder.lazyVariable(name, typeof given === 'number' ? given : value.value, site.range);
		if (value.kind === 'float') {
			const { tape } = this.#recorder;
			if (value.node >= 0 && !tape.isConstant(value.node)) return value;
			// What a loop sets again and again is no variable each time.
			if (!first && this.#recorder.frame !== 0) return value;
			const number = typeof given === 'number' ? given : value.value;
			return float(number, this.#recorder.input(name, number, site.range));
		}
		if (value.kind === 'array') this.#library.arrays.asInput(value, name);
		for (const [entry, item] of this.#entries(name, value))
			if (item.kind === 'array') this.#library.arrays.asInput(item, entry);
		if (!first || this.#recorder.frame !== 0 || this.#library.matrices !== undefined) return value;
		const naming = { name, site, given: this.#values.get(name), changes: this.#rebound.has(name) };
		return asInputs(this.#recorder, value, naming, (key) => this.#keyText(key));
	}

	/** The entries of a list, tuple or dict that go by names of their own, where there are not too many: arrays, and what may hold such. */
	#entries(name: string, value: Value): (readonly [string, Value])[] {
		if (value.kind === 'list' || value.kind === 'tuple') {
			const { items } = value;
			if (items.length > MOST_ENTRIES || !items.some(isHolder)) return [];
			return items.flatMap((item, index) => (isHolder(item) ? [[`${name}[${index}]`, item] as const] : []));
		}
		if (value.kind !== 'dict' || value.entries.size > MOST_ENTRIES) return [];
		return [...value.entries.values()].flatMap((entry) =>
			isHolder(entry.value) ? [[`${name}[${this.#keyText(entry.key)}]`, entry.value] as const] : [],
		);
	}

	/** Remembers what an array, list or dict goes by. */
	#call(value: Value, name: string): void {
		if (isHolder(value)) this.#named.set(value, name);
	}

	stored(object: Value, index: Value, site: Site): void {
		const name = this.#named.get(object);
		if (name === undefined) return;
		if (object.kind === 'array') {
			this.#keepEntry(name, site, object);
			return;
		}
		if (object.kind !== 'list' && object.kind !== 'dict') return;
		const value = this.machine?.services.item(object, index);
		if (value === undefined) return;
		const entry = `${name}[${this.#keyText(index)}]`;
		if (value.kind === 'array') this.#library.arrays.asInput(value, entry);
		this.#call(value, entry);
		this.#keepEntry(entry, site, value);
	}

	#keepEntry(name: string, site: Site, value: Value): void {
		this.#times.set(name, (this.#times.get(name) ?? 0) + 1);
		this.#keep(name, site, value);
	}

	result(site: Site, value: Value): void {
		const node = this.#numeric(value) ? this.nodeOf(value) : -1;
		if (node >= 0 && this.#results.length < MOST_BINDINGS) this.#results.push(this.#now('', site, value, node));
	}

	global(name: string, site: Site, apart = false): Value {
		const given = apart ? null : this.#given.global(name, site);
		if (given !== null) return given;
		const found = this.#builtins.get(name) ?? this.#exceptions.get(name) ?? this.#aliased(name);
		if (found !== undefined) return found;
		throw this.machine!.raised(
			this.#exceptions.make('NameError', [{ kind: 'str', value: `name '${name}' is not defined` }]),
			['Unknown name: {0}', name],
			site,
			false,
		);
	}

	standIn(name: string, site: Site): Value | null {
		return this.#given.find(name, site);
	}

	/** Sets the names of a statement that is not supported to the values that were given for them; answers which those are. */
	standFor(statement: Stmt): string[] {
		if (statement.kind !== 'assign') return [];
		const set: string[] = [];
		for (const { name, range } of statement.targets.flatMap(boundNames)) {
			const site: Site = { kind: 'name', name, range };
			const value = this.standIn(name, site);
			if (value === null) continue;
			this.machine?.globals.set(name, this.bind(name, site, value, false, true));
			set.push(name);
		}
		return set;
	}

	/** `np` without its import: a selection may leave it out. */
	#aliased(name: string): Value | undefined {
		if (this.#library.matrices !== undefined) return undefined;
		const module = ALIASES.get(name);
		return module === undefined ? undefined : (this.#library.module(module) ?? undefined);
	}

	importModule(name: string, site: Site): Value {
		const library = this.#library.module(name);
		if (library !== null) return library;
		this.#recorder.site = site;
		if (isPythonModule(name) || this.#files === null) return pythonModule(name);
		return this.#files.module(this.machine!, name, site, this.notes);
	}

	problem({ problem, from }: { readonly problem: Problem; readonly from: Range }, texts: Texts): void {
		this.notes.push(broughtHome(problem, texts, from));
	}

	typeNamed(name: string): Value | undefined {
		return this.#builtins.get(name);
	}

	note(site: Site, message: Text): void {
		const range = placeOf(site);
		const key = `${range.start} ${message.join(' ')}`;
		if (this.#noted.has(key) || this.#noted.size >= MOST_ENTRIES) return;
		this.#noted.add(key);
		this.notes.push({ code: 'passed-over', severity: 'hint', range, message });
	}

	target(node: number): void {
		const name = this.#kept.findLast((kept) => kept.node === node)?.name ?? '';
		this.marked = { node, name, statement: this.statement.range };
	}

	/** The node of a number or an array as it is now; −1 for anything else. */
	nodeOf(value: Value): number {
		return this.#numeric(value) ? this.#recorder.node(value) : -1;
	}

	#numeric(value: Value): boolean {
		if (value.kind === 'array') return this.#library.arrays.isFloat(value);
		return value.kind === 'float' || (value.kind === 'int' && value.lazy !== null);
	}

	#keep(name: string, site: Site, value: Value): void {
		if (this.#kept.length >= MOST_BINDINGS) {
			this.keptUntil ??= this.#recorder.tape.length;
			return;
		}
		const isNumber = value.kind === 'float' || value.kind === 'int';
		if (!isNumber && !(value.kind === 'array' && this.#library.arrays.isFloat(value))) return;
		// A whole number's node is known at the end, if at all.
		const node = value.kind === 'int' ? -1 : this.nodeOf(value);
		this.#kept.push(this.#now(name, site, value, node));
	}

	#now(name: string, site: Site, value: Value, node: number): Kept {
		const { frame, tape } = this.#recorder;
		return { name, site, statement: this.statement.range, value, node, frame, made: tape.length };
	}

	#nodeAtEnd(kept: Kept): number {
		return kept.value.kind === 'int' ? (kept.value.lazy?.node ?? -1) : kept.node;
	}

	/** Assignments outside of functions, in the order in which they happened. */
	bindings(): Binding[] {
		const times = new Map<string, number>();
		const found: Binding[] = [];
		for (const kept of mergedStores(this.#kept)) {
			const node = this.#nodeAtEnd(kept);
			if (node < 0) continue;
			const k = times.get(kept.name) ?? 0;
			times.set(kept.name, k + 1);
			const { name, site, statement, frame, made } = kept;
			found.push({ name, node, range: site.range, statement, k, frame, made });
		}
		return found;
	}

	counters(): Counter[] {
		return countersOf(this.#kept);
	}

	lastBinding(name?: string): { readonly statement: Range } | null {
		return this.#kept.findLast((kept) => name === undefined || kept.name === name) ?? null;
	}

	/** The value of a program that is one expression. */
	onlyResult(): { readonly node: number; readonly statement: Range } | null {
		const last = this.#results.at(-1);
		return last === undefined ? null : { node: last.node, statement: last.statement };
	}

	/** The last value at the top of the program: assigned, or standing alone. */
	last(): Found | null {
		const bound = this.#kept.findLast((kept) => this.#numeric(kept.value));
		const alone = this.#results.at(-1);
		if (alone !== undefined && (bound === undefined || alone.statement.start >= bound.statement.start))
			return { node: alone.node, name: '', statement: alone.statement };
		if (bound === undefined) return null;
		const current = this.machine?.globals.get(bound.name);
		// What the name holds now, where that is still a number.
		const value = current !== undefined && bound.name !== '' && this.#numeric(current) ? current : bound.value;
		return { node: this.nodeOf(value), name: bound.name, statement: bound.statement };
	}

	/** For each statement what it came to, of one that ran several times the last. */
	results(): Result[] {
		const byPlace = new Map<number, Result>();
		for (const kept of [...this.#kept, ...this.#results]) {
			const node = this.#nodeAtEnd(kept);
			if (node < 0) continue;
			const { site, statement } = kept;
			const target = kept.name === '' || site.kind === 'index' ? undefined : site.range;
			byPlace.set(site.range.start, {
				statement: { range: statement },
				value: site,
				node,
				...(target !== undefined && { target }),
			});
		}
		return [...byPlace.values()];
	}

	/** What the program's variables hold at its end, numbers and arrays of every type. */
	variables(): Map<string, Tensor> {
		const { tape } = this.#recorder;
		const found = new Map<string, Tensor>();
		for (const [name, value] of this.machine?.globals ?? []) {
			if (value.kind === 'array') found.set(name, tape.tensor(this.#library.arrays.record(value)));
			else if (value.kind === 'float') found.set(name, scalarTensor(value.value));
			else if (value.kind === 'int') found.set(name, scalarTensor(value.value, 'int64'));
			else if (value.kind === 'bool') found.set(name, scalarTensor(Number(value.value), 'bool'));
		}
		return found;
	}

	/** What its lists, tuples and dicts hold at its end, by the names that stand for them. */
	lists(): Map<string, HeldName> {
		const repr = (value: Value): string => this.machine?.services.repr(value) ?? '';
		return heldNames(this.#lists, this.machine?.globals ?? new Map(), { arrays: this.#library.arrays, repr });
	}

	/** Calls a function with its parameters as inputs, and answers its result's node. */
	callWithInputs(define: Extract<Stmt, { kind: 'define' }>): number | null {
		const { machine } = this;
		const fn = machine?.globals.get(define.name.name);
		if (machine === null || fn?.kind !== 'function') return null;
		const named = new Map<string, Value>();
		for (const parameter of define.parameters) {
			if (parameter.kind === 'rest' || parameter.kind === 'rest-keyword') continue;
			const known = this.#values.has(parameter.name) || parameter.default === undefined;
			if (known)
				named.set(
					parameter.name,
					this.global(parameter.name, { kind: 'name', name: parameter.name, range: parameter.range }),
				);
		}
		const value = machine.services.call(fn, [], named);
		const node = this.nodeOf(value);
		return node < 0 ? null : node;
	}

	#keyText(key: Value): string {
		return this.machine?.services.repr(key) ?? '';
	}
}
