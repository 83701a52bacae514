/** Reads a unit in its notation and runs it: formulas by the interpreter of mathematics, programs by the machine. */
import type { Tensor } from '../core/tensor/tensor.ts';
import type { Program } from '../lang/program.ts';
import type { Directive } from '../lang/directive.ts';
import { Texts } from '../lang/elsewhere.ts';
import { apart, withEntries, type Entries } from '../lang/entries.ts';
import { outlineOf } from '../lang/outline.ts';
import { gradientsAfter } from '../lang/script-blocks.ts';
import { isProgramNotation, programAt, type ProgramNotation } from '../lang/script-parts.ts';
import { readScriptUnit } from '../lang/script-unit.ts';
import type { Script } from '../lang/script.ts';
import type { Unit } from '../lang/unit.ts';
import { constantNames } from '../lang/unit-names.ts';
import { readUnit, type InputValue } from '../lang/values.ts';
import type { DocumentText, Problem } from '../protocol.ts';
import type { Budget } from '../run/budget.ts';
import { interpret } from '../run/interpret.ts';
import { createLibrary } from '../run/numpy/index.ts';
import { runScript } from '../run/run-script.ts';
import type { Run } from '../run/run.ts';
import { isKnownName } from '../run/script/known-names.ts';
import { wasmAccelerator } from './kernels/accelerator.ts';
import { installProduct } from './kernels/product.ts';
import { installVectors } from './kernels/vectors.ts';

export interface Reading {
	readonly run: Run;
	/** The formula's statements; null for a program. */
	readonly program: Program | null;
	/** The program; null for a formula. */
	readonly script: Script | null;
	/** The values that names were given, with where each came from. */
	readonly inputs: ReadonlyMap<string, InputValue>;
	/** Names that take no gradient. */
	readonly constants: ReadonlySet<string>;
	readonly problems: readonly Problem[];
	/** The same program with the gradients that it computes by hand right after the target; null where it computes none. */
	readonly handwritten: Run | null;
	/** The document with the texts that its ranges may lie in. */
	readonly texts: Texts;
}

export interface ReadingOptions {
	readonly changed: ReadonlyMap<string, number>;
	readonly lastUsed: ReadonlyMap<string, number>;
	/** The annotation's arrays. */
	readonly arrays: ReadonlyMap<string, Tensor>;
	/** The arrays of another annotation. */
	readonly arraysOf?: (directive: Directive) => ReadonlyMap<string, Tensor>;
	/** Names whose values cannot be had. */
	readonly lost: ReadonlySet<string>;
	readonly budget: Budget;
	readonly smallGates: boolean;
}

export function readAndRun(document: DocumentText, unit: Unit, options: ReadingOptions): Reading {
	installProduct();
	installVectors();
	const { notation } = unit;
	return isProgramNotation(notation) ? program(document, unit, notation, options) : formula(document, unit, options);
}

function formula(document: DocumentText, unit: Unit, options: ReadingOptions): Reading {
	const { lastUsed, arrays, lost, budget, smallGates } = options;
	const { numbers, entries } = apart(options.changed);
	const reading = readUnit(document, unit, { changed: numbers, lastUsed, arrays, limits: budget.limits });
	const run = interpret(reading.program, valuesOf(reading.inputs, lost, entries), {
		budget,
		target: reading.target,
		smallGates,
		lost,
		accelerator: wasmAccelerator(),
	});
	return {
		run,
		program: reading.program,
		script: null,
		inputs: triedOut(reading.inputs, entries, run),
		constants: reading.constants,
		problems: [...reading.problems, ...run.problems],
		handwritten: null,
		texts: new Texts(document),
	};
}

function program(document: DocumentText, unit: Unit, notation: ProgramNotation, options: ReadingOptions): Reading {
	const { lastUsed, arrays, arraysOf, lost, budget } = options;
	const { numbers, entries } = apart(options.changed);
	const texts = new Texts(document);
	const reading = readScriptUnit(document, unit, notation, {
		changed: numbers,
		lastUsed,
		arrays,
		...(arraysOf !== undefined && { arraysOf }),
		known: { has: (name) => isKnownName(name, notation) },
		limits: budget.limits,
	});
	const seed = unit.directive?.seed;
	const runAll = (script: Script): Run =>
		runScript(script, valuesOf(reading.inputs, lost), {
			budget,
			entries,
			target: reading.target,
			lost,
			library: createLibrary({ dialect: notation, ...(seed !== undefined && { seed }) }),
			text: (range) => texts.slice(range),
			texts,
			files: budget.files,
			functions: reading.functions,
			accelerator: wasmAccelerator(),
		});
	const run = runAll(reading.script);
	const part = unit.directive === undefined ? null : programAt(outlineOf(document), unit.range.start);
	const more = part === null || run.target === null ? [] : gradientsAfter(part.body, unit.range.end);
	const { dialect, body } = reading.script;
	const handwritten = more.length === 0 ? null : runAll({ dialect, body: [...body, ...more] });
	return {
		run,
		program: null,
		script: reading.script,
		inputs: triedOut(reading.inputs, entries, run),
		// The program may set inputs of its own.
		constants: new Set([...reading.constants, ...constantNames(unit.directive, run.inputs)]),
		problems: [...reading.problems, ...run.problems],
		handwritten,
		texts,
	};
}

function valuesOf(
	inputs: ReadonlyMap<string, InputValue>,
	lost: ReadonlySet<string>,
	entries: Entries = new Map(),
): Map<string, number | Tensor> {
	const values = new Map<string, number | Tensor>();
	for (const [name, { value }] of inputs)
		if (!lost.has(name)) values.set(name, typeof value === 'number' ? value : withEntries(value, entries.get(name)));
	return values;
}

/** Arrays of which an entry is tried out are values of the panel's, like numbers that are. */
function triedOut(
	inputs: ReadonlyMap<string, InputValue>,
	entries: Entries,
	{ inputs: nodes, tape }: Run,
): ReadonlyMap<string, InputValue> {
	if (entries.size === 0) return inputs;
	const all = new Map(inputs);
	for (const name of entries.keys()) {
		const node = nodes.get(name);
		if (node !== undefined && !tape.isScalar(node))
			all.set(name, { ...all.get(name), value: tape.tensor(node), source: 'panel' });
	}
	return all;
}
