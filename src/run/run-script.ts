/**
 * Runs a Script over values and tells what it computed: the counterpart of `interpret`, for programming languages.
 *
 * It never throws on a program. A statement that fails costs itself and what it would have set; what was computed before it stays.
 */
import { TapeLimitError, Tape } from '../core/tape.ts';
import { ShapeError } from '../core/tensor/shape.ts';
import type { Tensor } from '../core/tensor/tensor.ts';
import { broughtHome, isElsewhere, type Texts } from '../lang/elsewhere.ts';
import type { Entries } from '../lang/entries.ts';
import { effectsOf } from '../lang/script-names.ts';
import type { Script, Stmt } from '../lang/script.ts';
import type { Problem, Range } from '../protocol.ts';
import { overBudget } from './budget.ts';
import { Places } from './places.ts';
import { Recorder } from './recorder.ts';
import type { InterpretOptions, Run } from './run.ts';
import { compileScript, type CompiledStatement } from './script/compile.ts';
import { Abandoned, Ends, Raised, Refused, Stopped } from './script/errors.ts';
import { Exceptions } from './script/exceptions.ts';
import { Files, type FileFinder } from './script/files.ts';
import { Globals } from './script/globals.ts';
import type { Library } from './script/library.ts';
import { Machine } from './script/machine.ts';
import type { ArrayValue } from './script/values.ts';
import { ScriptObserver } from './script/observer.ts';
import { stackedNode } from './script/stacked.ts';
import { remains } from './script/remains.ts';
import { placeOf, type Site } from './sites.ts';

export interface ScriptOptions extends InterpretOptions {
	/** The arrays, functions and random numbers that the program may use; a fresh one for every run. */
	readonly library: Library;
	/** The document's characters at a range. */
	readonly text: (range: Range) => string;
	/** The document and what stands beside it, where the script's ranges may lie in other texts. */
	readonly texts?: Texts;
	/** Where imported files are found. */
	readonly files?: FileFinder | null;
	/** Names that are called and nothing else, and that nothing sets: a value of theirs is what the call comes to. */
	readonly functions?: ReadonlySet<string>;
	/** Entries of arrays that are tried out with another value. */
	readonly entries?: Entries;
}

/** What running a script gave. */
export interface ScriptRun extends Run {
	/** What its variables hold at the end. */
	readonly variables: () => ReadonlyMap<string, Tensor>;
}

/** `values` are those that names have which the program does not set itself, or sets from a literal. */
export function runScript(
	script: Script,
	values: ReadonlyMap<string, number | Tensor>,
	options: ScriptOptions,
): ScriptRun {
	const { budget, library } = options;
	const { limits } = budget;
	const tape = new Tape(
		{ gates: limits.gates, elements: limits.elements, bytes: limits.bytes },
		options.accelerator ?? null,
	);
	const places = new Places();
	const record = (array: ArrayValue): number => library.arrays.record(array);
	const recorder = new Recorder(tape, places, new Map(), record, options.entries);
	const javascript = script.dialect === 'javascript';
	const exceptions = new Exceptions(javascript);
	const rebound = reboundIn(script);
	const { texts, files = null } = options;
	const imported = texts === undefined || files === null ? null : new Files(files, texts);
	const observer = new ScriptObserver({
		files: imported,
		functions: options.functions ?? new Set(),
		recorder,
		library,
		exceptions,
		values,
		javascript,
		rebound,
	});
	const lost = new Set(options.lost);
	const globals = new Globals();
	const machine = new Machine({
		recorder,
		budget,
		library,
		exceptions,
		observer,
		globals,
		javascript,
		lost,
	});
	observer.machine = machine;
	const problems: Problem[] = [];
	const compiled = (body: readonly Stmt[]): CompiledStatement[] =>
		compileScript({ ...script, body }, recorder, globals, options.text).reverse();
	// The next one stands at the end.
	const open = compiled(script.body);
	for (let next = open.pop(); next !== undefined; next = open.pop()) {
		const { statement, code } = next;
		observer.statement = statement;
		try {
			machine.execute(code);
		} catch (error) {
			// What was computed before the run ended stays.
			const from = error instanceof Ends && error.from !== null ? error.from : undefined;
			const before = problems.length;
			const over = told(error, recorder.site, limits, problems);
			const home = from ?? (isElsewhere(statement.range) ? undefined : statement.range);
			if (home !== undefined)
				for (let k = before; k < problems.length; k++) problems[k] = broughtHome(problems[k]!, options.texts, home);
			if (over) break;
			const isRefused = error instanceof Refused || error instanceof Abandoned;
			let failed = statement;
			const at = isRefused ? (machine.ended?.range ?? null) : null;
			for (let left = at && remains(failed, at); left; left = at && remains(failed, at)) {
				open.push(...compiled(left.rest));
				failed = left.failed;
			}
			const given = isRefused ? observer.standFor(failed) : [];
			for (const name of assigned(failed)) {
				if (given.includes(name)) continue;
				lost.add(name);
				machine.globals.delete(name);
			}
		}
	}
	const beginning = script.body.find(({ range }) => !isElsewhere(range))?.range.start ?? 0;
	const home = { start: beginning, end: beginning };
	const found = target(options.target, observer, machine, script, problems);
	places.settle();
	return {
		tape,
		target: found?.node ?? null,
		targetName: found?.name ?? options.target ?? '',
		targetStatement: found?.statement ?? null,
		inputs: recorder.inputs,
		bindings: observer.bindings(),
		counters: observer.counters(),
		...(observer.keptUntil !== null && { keptUntil: observer.keptUntil }),
		places: places.all,
		occurrences: places.occurrences(),
		results: observer.results(),
		conditionals: [],
		frames: recorder.frames,
		variables: () => observer.variables(),
		lists: () => observer.lists(),
		atEnd: {
			get: (name) => globals.get(name),
			values: () => Array.from(globals, ([, value]) => value),
			nodeOf: (array) => library.arrays.node(array),
		},
		problems: [...problems, ...observer.notes].map((problem) => broughtHome(problem, options.texts, home)),
	};
}

/** The names that statements outside of functions set more than once. */
function reboundIn(script: Script): Set<string> {
	const once = new Set<string>();
	const rebound = new Set<string>();
	for (const statement of script.body) {
		const { binds, changes } = effectsOf(statement);
		for (const name of binds.keys()) (once.has(name) ? rebound : once).add(name);
		for (const name of changes) rebound.add(name);
	}
	return rebound;
}

/** Makes a problem of what a statement threw. True where the run is over. Throws on what is no fault of the program's. */
export function told(
	error: unknown,
	site: Site,
	limits: InterpretOptions['budget']['limits'],
	problems: Problem[],
): boolean {
	if (error instanceof Stopped) {
		problems.push(error.problem);
		return true;
	}
	if (error instanceof TapeLimitError) {
		problems.push(overBudget(error.limit, limits[error.limit], placeOf(site)));
		return true;
	}
	if (error instanceof Abandoned) return false;
	if (error instanceof Raised) {
		// `exit()` is no fault.
		if (error.value.class.name === 'SystemExit') return true;
		problems.push(error.problem);
		// The program says itself that it cannot go on.
		return error.deliberate;
	}
	if (error instanceof Refused) {
		problems.push(error.problem);
		return false;
	}
	if (error instanceof ShapeError) {
		problems.push({ code: 'shape', severity: 'error', range: placeOf(site), message: error.text });
		return false;
	}
	throw error;
}

/** The names that a statement would have set or changed. */
function assigned(statement: Stmt): string[] {
	const { binds, changes } = effectsOf(statement);
	return [...new Set([...binds.keys(), ...changes])];
}

/** What the gradient is asked of: the variable that is named, else what `.backward()` marked, else the last value; of a script of functions its last one's. */
function target(
	wanted: string | undefined,
	observer: ScriptObserver,
	machine: Machine,
	script: Script,
	problems: Problem[],
): { readonly node: number; readonly name: string; readonly statement: Range } | null {
	const settled = (): ReturnType<typeof target> => {
		if (wanted !== undefined) {
			const value = machine.globals.get(wanted);
			const known =
				value === undefined ? null : (stackedNode(value, observer, machine.recorder) ?? observer.nodeOf(value));
			// A whole number that nothing with a gradient had a part in can be claimed all the same.
			const node = known === -1 && value?.kind === 'int' ? machine.recorder.node(value) : known;
			const binding = observer.lastBinding(wanted);
			if (node !== null && node >= 0)
				return { node, name: wanted, statement: binding?.statement ?? observer.statement.range };
			const only = observer.onlyResult();
			return only === null || observer.lastBinding() !== null ? null : { ...only, name: wanted };
		}
		return observer.marked ?? observer.last();
	};
	const found = attempt(settled, machine, problems);
	if (found !== null && found !== undefined) return found;
	const define = script.body.findLast(
		(statement) => statement.kind === 'define' && (wanted === undefined || statement.name.name === wanted),
	);
	const alone = wanted !== undefined || script.body.every(({ kind }) => kind === 'define' || kind === 'import');
	if (define?.kind !== 'define' || !alone) return null;
	const value = attempt(() => observer.callWithInputs(define), machine, problems) ?? null;
	return value === null ? null : { node: value, name: define.name.name, statement: define.range };
}

function attempt<T>(act: () => T, machine: Machine, problems: Problem[]): T | undefined {
	try {
		return act();
	} catch (error) {
		told(error, machine.recorder.site, machine.budget.limits, problems);
		return undefined;
	}
}
