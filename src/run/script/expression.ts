/**
 * Works out one expression of a programming language by itself, on a tape of its own: what a debugger's console, watches and conditions are. The names in
 * it mean what the caller says they mean.
 */
import { Tape } from '../../core/tape.ts';
import { isElsewhere } from '../../lang/elsewhere.ts';
import type { Script } from '../../lang/script.ts';
import type { Problem, Range, Text } from '../../protocol.ts';
import type { Budget } from '../budget.ts';
import { Places } from '../places.ts';
import { Recorder } from '../recorder.ts';
import { told } from '../run-script.ts';
import { placeOf, type Site } from '../sites.ts';
import { pythonBuiltins } from './builtins.ts';
import { compileScript } from './compile.ts';
import { Ends, Refused } from './errors.ts';
import { Exceptions } from './exceptions.ts';
import type { Files } from './files.ts';
import { Globals } from './globals.ts';
import { javascriptBuiltins } from './javascript.ts';
import type { Library } from './library.ts';
import { Machine } from './machine.ts';
import type { Observer } from './observing.ts';
import { isPythonModule, pythonModule } from './modules.ts';
import { NONE, type Value } from './values.ts';

/** An expression is no program: it may put so many gates on its tape. */
const MOST_GATES = 200_000;

/** What a name in the expression, or `apart` in a function that it calls, means; undefined where the caller does not know it, and the language may. */
export type Resolve = (name: string, site: Site, apart: boolean) => Value | undefined;

/** What the expression came to, or what is wrong with it and where. */
export type ExpressionOutcome = { readonly value: Value } | { readonly problem: Problem };

export class ExpressionRun implements Observer {
	readonly recorder: Recorder;
	readonly machine: Machine;
	readonly exceptions: Exceptions;
	readonly #resolve: Resolve;
	readonly #known: ReadonlyMap<string, Value>;
	readonly #files: Files | null;
	#whole: Range = { start: 0, end: 0 };
	#value: Value = NONE;

	constructor(parts: {
		readonly budget: Budget;
		readonly library: Library;
		readonly javascript: boolean;
		readonly resolve: Resolve;
		/** Files that the functions it calls may import. */
		readonly files?: Files | null;
	}) {
		const { budget, files = null, library, javascript, resolve } = parts;
		const { gates, elements, bytes } = budget.limits;
		const tape = new Tape({ gates: Math.min(gates, MOST_GATES), elements, bytes });
		this.recorder = new Recorder(tape, new Places(), new Map(), (array) => library.arrays.record(array));
		this.exceptions = new Exceptions(javascript);
		this.#files = files;
		this.#resolve = resolve;
		this.#known = javascript ? javascriptBuiltins() : pythonBuiltins();
		this.machine = new Machine({
			recorder: this.recorder,
			budget,
			library,
			exceptions: this.exceptions,
			observer: this,
			globals: new Globals(),
			javascript,
			lost: new Set(),
		});
	}

	/** Runs a script of one expression. Never throws on what the expression does. */
	run(script: Script, text: (range: Range) => string): ExpressionOutcome {
		this.#whole = { start: script.body[0]?.range.start ?? 0, end: script.body.at(-1)?.range.end ?? 0 };
		try {
			for (const { code } of compileScript(script, this.recorder, this.machine.globals, text))
				this.machine.execute(code);
		} catch (error) {
			return { problem: this.problemOf(error) };
		}
		return { value: this.#value };
	}

	/** What was thrown, as a problem at the characters that were being worked out. Throws on what is no fault of the expression's. */
	problemOf(error: unknown): Problem {
		const problems: Problem[] = [];
		const { site } = this.recorder;
		told(error, site, this.machine.budget.limits, problems);
		const problem = problems[0] ?? {
			code: 'no-value',
			severity: 'error',
			range: placeOf(site),
			message: ['This has no value'],
		};
		if (!isElsewhere(problem.range)) return problem;
		// It happened in a function that the expression calls.
		return { ...problem, range: (error instanceof Ends ? error.from : null) ?? this.#whole };
	}

	/** Ends the expression with a problem at the characters that are being worked out. */
	refuse(code: string, message: Text, range: Range): never {
		throw new Refused({ code, severity: 'error', range, message });
	}

	bind(_name: string, _site: Site, value: Value): Value {
		return value;
	}

	stored(): void {
		// What an expression stores into is its own.
	}

	result(_site: Site, value: Value): void {
		this.#value = value;
	}

	global(name: string, site: Site, apart: boolean): Value {
		const found = this.#resolve(name, site, apart) ?? this.#known.get(name);
		return found ?? this.refuse('unknown-name', ['Unknown name: {0}', name], site.range);
	}

	standIn(): Value | null {
		return null;
	}

	importModule(name: string, site: Site): Value {
		const library = this.machine.library.module(name);
		if (library !== null) return library;
		this.recorder.site = site;
		if (isPythonModule(name) || this.#files === null) return pythonModule(name);
		return this.#files.module(this.machine, name, site, []);
	}

	typeNamed(name: string): Value | undefined {
		return this.#known.get(name);
	}

	note(): void {
		// What is passed over in an expression is not its result.
	}

	target(): void {
		// An expression has no gradient of its own that anyone asks for.
	}
}
