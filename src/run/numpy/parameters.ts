/**
 * How a function of the library says what it takes: a signature as Python writes it, read once, and the binding of a call's arguments to it.
 */
import type { Call, Named } from '../script/library.ts';
import { FALSE, float, int, list, NONE, numberOf, str, TRUE, tuple, type Value } from '../script/values.ts';

export interface Parameter {
	/** Its names: the first one is the library's own, others are spellings of another library (`axis|dim`). */
	readonly names: readonly string[];
	/** What stands for an argument that is left out; null: it must be given; 'absent': it is undefined then. */
	readonly fallback: Value | null | 'absent';
	readonly keywordOnly: boolean;
	/** `*args`: takes all further positional arguments. */
	readonly rest: boolean;
}

/**
 * Reads `a, axis|dim=None, *, keepdims=False, initial=, **rest`. `name=` with nothing behind it may be left out; a lone `*` begins what has to be named;
 * `**` lets names pass that nobody reads.
 */
export function readSignature(text: string): { readonly parameters: readonly Parameter[]; readonly open: boolean } {
	const parameters: Parameter[] = [];
	let keywordOnly = false;
	let open = false;
	for (const part of text.split(/,\s*(?![^(]*\))/)) {
		const item = part.trim();
		if (item === '') continue;
		if (item === '*') keywordOnly = true;
		else if (item === '**') open = true;
		else {
			const rest = item.startsWith('*');
			const [names = '', fallback] = item.replace(/^\*/, '').split('=');
			parameters.push({
				names: names.split('|'),
				fallback: rest ? 'absent' : fallback === undefined ? null : fallback === '' ? 'absent' : literal(fallback),
				keywordOnly,
				rest,
			});
			if (rest) keywordOnly = true;
		}
	}
	return { parameters, open };
}

const WORDS = new Map<string, Value>([
	['None', NONE],
	['True', TRUE],
	['False', FALSE],
	['()', tuple([])],
	['[]', list([])],
]);

function literal(text: string): Value {
	const word = WORDS.get(text);
	if (word) return word;
	if (text.startsWith("'")) return str(text.slice(1, -1));
	const value = Number(text);
	return /^-?\d+$/.test(text) ? int(value) : float(value);
}

/** The arguments of one call by the parameters' own names. */
export type Bound = ReadonlyMap<string, Value>;

/** Binds as Python does; `given` are the arguments that say something else than what stands for them when they are left out. Raises a TypeError where they do not fit. */
export function bind(
	call: Call,
	name: string,
	signature: { readonly parameters: readonly Parameter[]; readonly open: boolean },
	args: readonly Value[],
	named: Named,
): { readonly bound: Bound; readonly rest: readonly Value[]; readonly given: Bound } {
	const bound = new Map<string, Value>();
	const { parameters, open } = signature;
	let rest: readonly Value[] = [];
	let used = 0;
	for (const { names, rest: takesRest, keywordOnly } of parameters) {
		if (takesRest) {
			rest = args.slice(used);
			used = args.length;
		} else if (!keywordOnly && used < args.length) bound.set(names[0]!, args[used++]!);
	}
	if (used < args.length) {
		call.raise('TypeError', ['{0}() takes {1} arguments, not {2}', name, used, args.length]);
	}
	for (const [key, value] of named) {
		const parameter = parameters.find(({ names, rest: takesRest }) => !takesRest && names.includes(key));
		if (parameter) {
			if (bound.has(parameter.names[0]!)) call.raise('TypeError', ['{0}() was given {1} twice', name, key]);
			bound.set(parameter.names[0]!, value);
		} else if (!open) call.unsupported(`${name}(${key}=…)`);
	}
	const given = new Map([...bound].filter(([key, value]) => !isFallback(parameters, key, value)));
	for (const { names, fallback } of parameters) {
		if (fallback === 'absent' || bound.has(names[0]!)) continue;
		if (fallback === null) call.raise('TypeError', ['{0}() needs {1}', name, names[0]!]);
		// A float is put on the tape of one run: each call has one of its own.
		else bound.set(names[0]!, fallback.kind === 'float' ? float(fallback.value) : fallback);
	}
	return { bound, rest, given };
}

/** Whether an argument says what would be understood without it. */
function isFallback(parameters: readonly Parameter[], key: string, value: Value): boolean {
	const fallback = parameters.find(({ names }) => names[0] === key)?.fallback;
	if (fallback === undefined || fallback === null || fallback === 'absent') return false;
	const number = numberOf(fallback);
	return number === undefined
		? fallback.kind === value.kind && 'value' in fallback && 'value' in value && fallback.value === value.value
		: number === numberOf(value);
}
