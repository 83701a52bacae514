/**
 * Reads a unit of a program into a Script that can be run where it stands: the earlier statements it needs, then its own; and finds a value for each name
 * that none of them sets: from the panel, its annotation, the values used last, or a guess; and always says which it was.
 */
import { dataOf, scalarTensor, type Tensor } from '../core/tensor/tensor.ts';
import type { DocumentText, Limits, Problem } from '../protocol.ts';
import type { Directive } from './directive.ts';
import { directivesBefore, statementsBefore } from './earlier.ts';
import { outlineOf } from './outline.ts';
import { calledOnly, countingNames } from './script-names.ts';
import { programAt, readPiece, type ProgramNotation } from './script-parts.ts';
import { guessForScript } from './script-guess.ts';
import { callOf } from './script-call.ts';
import { preludeOf } from './script-prelude.ts';
import { surroundingsOf } from './script-surroundings.ts';
import { isMatrixDialect, type Script } from './script.ts';
import type { Unit } from './unit.ts';
import type { InputValue } from './values.ts';

export interface ReadScript {
	readonly script: Script;
	/** Values for the names that the script does not set, and for those whose literal is replaced. */
	readonly inputs: ReadonlyMap<string, InputValue>;
	/** Names that are called and nothing else, and that nothing sets: none is guessed for them. */
	readonly functions: ReadonlySet<string>;
	readonly target?: string;
	/** Names that take no gradient: not in `wrt`, or excluded by `no-grad`. */
	readonly constants: ReadonlySet<string>;
	readonly problems: readonly Problem[];
}

export interface ReadScriptOptions {
	/** Values changed in the panel. */
	readonly changed: ReadonlyMap<string, number>;
	readonly lastUsed: ReadonlyMap<string, number>;
	/** What the annotation's arrays and random values came to, by the names it gives them. */
	readonly arrays: ReadonlyMap<string, Tensor>;
	/** The same of another annotation. */
	readonly arraysOf?: (directive: Directive) => ReadonlyMap<string, Tensor>;
	/** Names that need no value: builtins, and modules that everybody imports. */
	readonly known: { has(name: string): boolean };
	readonly limits: Limits;
}

/** Never throws: what is wrong is among the problems, and what can be run is in the script. */
export function readScriptUnit(
	document: DocumentText,
	unit: Unit,
	notation: ProgramNotation,
	options: ReadScriptOptions,
): ReadScript {
	const { limits } = options;
	const { directive } = unit;
	const outline = outlineOf(document);
	const own = readPiece(outline, notation, unit.text, unit.range, limits.programLength);
	const problems: Problem[] = [...own.problems];
	const inputs = new Map<string, InputValue>();
	for (const [name, value] of givenValues(unit, options)) inputs.set(name, value);
	const program = programAt(outline, unit.range.start);
	const { dialect } = own.script;
	const within = surroundingsOf(program?.body ?? [], unit.range.start, dialect === 'javascript');
	const around = { ...within, scopes: [statementsBefore(document, notation), ...within.scopes] };
	const given = { has: (name: string): boolean => inputs.has(name) };
	const call = callOf(own.script.body, dialect, around, given);
	const piece = call === null ? own.script.body : [...call.own, call.statement];
	const prelude = preludeOf(piece, around, given);
	const body = [...prelude.statements, ...piece];
	const annotatedBefore = valuesAnnotatedBefore(document, unit, options);
	let guesses = 0;
	const unknown: string[] = [];
	const functions = isMatrixDialect(dialect)
		? new Set<string>()
		: calledOnly(
				[...prelude.missing.keys(), ...inputs.keys()].filter((name) => !options.known.has(name)),
				body,
			);
	const missing = [...prelude.missing].sort(([, a], [, b]) => a.start - b.start);
	for (const [name] of missing) {
		// An object cannot be guessed.
		if (inputs.has(name) || options.known.has(name) || functions.has(name) || name === around.method?.self) continue;
		const before = annotatedBefore(name);
		const last = options.lastUsed.get(name);
		if (before !== undefined) inputs.set(name, before);
		else if (last !== undefined) inputs.set(name, { value: last, source: 'last-used' });
		else unknown.push(name);
	}
	const fitting =
		dialect === 'python' ? guessForScript(body, unknown, valuesOf(inputs), document.text) : new Map<string, number>();
	for (const name of unknown) inputs.set(name, { value: fitting.get(name) ?? ++guesses, source: 'guessed' });
	const counting = countingNames(body);
	for (const [name, input] of inputs) {
		const whole = counting.has(name) ? asWhole(input.value) : null;
		if (whole !== null) inputs.set(name, { ...input, value: whole });
	}
	const asked = directive?.target?.name;
	// Of a function, its own name and that of what it returns mean its result.
	const target = call !== null && (asked === call.name || asked === call.returned) ? undefined : asked;
	return {
		script: { dialect, body },
		inputs,
		functions,
		...(target !== undefined && { target }),
		constants: constantsOf(unit, inputs),
		problems,
	};
}

/** What the nearest earlier annotation that speaks of a name says of it: what a unit takes over from an earlier one has the values it had there. */
function valuesAnnotatedBefore(
	document: DocumentText,
	unit: Unit,
	{ arraysOf }: ReadScriptOptions,
): (name: string) => InputValue | undefined {
	let directives: readonly Directive[] | undefined;
	return (name) => {
		directives ??= directivesBefore(document, unit);
		for (const directive of directives) {
			const binding = directive.at.find((each) => each.name === name);
			if (binding === undefined) continue;
			if (binding.value?.kind === 'scalar' && (binding.shape ?? []).length === 0)
				return { value: binding.value.value, source: 'annotation' };
			const array = arraysOf?.(directive).get(name);
			if (array !== undefined) return { value: array, source: binding.value === undefined ? 'guessed' : 'annotation' };
		}
		return undefined;
	};
}

/** Whole numbers as integers, which can index; null where some are not whole. */
function asWhole(value: number | Tensor): Tensor | null {
	const tensor = typeof value === 'number' ? scalarTensor(value) : value;
	return dataOf(tensor).every((entry) => Number.isSafeInteger(entry)) ? { ...tensor, element: 'int64' } : null;
}

function valuesOf(inputs: ReadonlyMap<string, InputValue>): Map<string, number | Tensor> {
	return new Map(Array.from(inputs, ([name, { value }]) => [name, value]));
}

/** What the panel and the annotation say of names. */
function givenValues(unit: Unit, { changed, arrays }: ReadScriptOptions): Map<string, InputValue> {
	const given = new Map<string, InputValue>();
	for (const { name, value } of unit.directive?.at ?? []) {
		const array = arrays.get(name);
		if (array !== undefined) {
			// Given by its shape alone, the entries are drawn.
			given.set(
				name,
				value === undefined
					? { value: array, source: 'guessed' }
					: { value: array, source: 'annotation', at: value.range },
			);
		} else if (value?.kind === 'scalar') given.set(name, { value: value.value, source: 'annotation', at: value.range });
	}
	for (const [name, value] of changed) {
		const at = given.get(name)?.at;
		given.set(name, { value, source: 'panel', ...(at !== undefined && { at }) });
	}
	return given;
}

function constantsOf(unit: Unit, inputs: ReadonlyMap<string, InputValue>): Set<string> {
	const { wrt, noGrad } = unit.directive ?? {};
	const constants = new Set<string>();
	if (noGrad === 'all' && wrt === undefined) for (const name of inputs.keys()) constants.add(name);
	else if (noGrad !== undefined && noGrad !== 'all') for (const { name } of noGrad) constants.add(name);
	if (wrt !== undefined) {
		const asked = new Set(wrt.map(({ name }) => name));
		for (const name of inputs.keys()) if (!asked.has(name)) constants.add(name);
	}
	return constants;
}
