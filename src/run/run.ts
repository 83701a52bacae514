/** What running a program takes and gives. */
import type { Accelerator } from '../core/columns.ts';
import type { Tape } from '../core/tape.ts';
import type { Tensor } from '../core/tensor/tensor.ts';
import type { Problem, Range } from '../protocol.ts';
import type { Budget } from './budget.ts';
import type { Frames } from './frames.ts';
import type { Place } from './places.ts';
import type { HeldName } from './script/held.ts';
import type { Site } from './sites.ts';
import type { ArrayValue, Value } from './script/values.ts';

/** A value given to a name at the top of the program. */
export interface Binding {
	readonly name: string;
	readonly node: number;
	/** The characters of the assigned name. */
	readonly range: Range;
	readonly statement: Range;
	/** Counts the assignments to this name, from 0. */
	readonly k: number;
	/** The iteration that it was done in; 0 outside of loops. */
	readonly frame: number;
	/** How many nodes were on the tape by then; absent: the node was the last. */
	readonly made?: number;
}

/** A whole number that a name was set to without any part in the gradient: a counter, a size. */
export interface Counter {
	readonly name: string;
	readonly value: number;
	readonly frame: number;
	/** How many nodes were on the tape by then. */
	readonly made: number;
}

/** What a statement at the top of the program came to; of one that ran several times, the last. */
export interface Result {
	readonly statement: { readonly range: Range };
	readonly value: Site;
	readonly node: number;
	/** The characters of the name it was given. */
	readonly target?: Range;
}

/** One use of a name. */
export interface Occurrence {
	readonly range: Range;
	readonly node: number;
	readonly gate: number;
	readonly slot: number;
}

/** What a program's variables hold at its end, as the program knows it. */
export interface AtEnd {
	get(name: string): Value | undefined;
	values(): Value[];
	/** The node that holds an array; −1 for one that is not on the tape. */
	nodeOf(array: ArrayValue): number;
}

/** What running a program gave. */
export interface Run {
	readonly tape: Tape;
	/** The node of the target; null when it could not be computed. */
	readonly target: number | null;
	/** The target's name; empty for an expression that stands alone. */
	readonly targetName: string;
	/** The statement that computed the target. */
	readonly targetStatement: Range | null;
	/** The inputs the program used, in the order of their first use. */
	readonly inputs: ReadonlyMap<string, number>;
	readonly bindings: readonly Binding[];
	/** Of programs: what names held that are not on the tape. */
	readonly counters?: readonly Counter[];
	/** How many nodes there were when there were too many assignments to keep more of them; absent: all were kept. */
	readonly keptUntil?: number;
	/** Of programs: what their variables hold at the end, numbers and arrays of every type. */
	readonly variables?: () => ReadonlyMap<string, Tensor>;
	/** Of programs: what the lists, tuples and dicts hold at the end that names stand for. */
	readonly lists?: () => ReadonlyMap<string, HeldName>;
	/** Of programs: the same with objects, lists and dictionaries. */
	readonly atEnd?: AtEnd;
	readonly places: readonly Place[];
	/** The places that are names, with the edge each feeds (gate -1: none). */
	readonly occurrences: readonly Occurrence[];
	readonly results: readonly Result[];
	/** The calls and iterations that gates and places were made in. */
	readonly frames: Frames;
	/** The gates of conditionals. */
	readonly conditionals: readonly number[];
	readonly problems: readonly Problem[];
}

export interface InterpretOptions {
	readonly budget: Budget;
	/** The name whose gradient is asked; absent: the last statement's value. */
	readonly target?: string | undefined;
	/** Names whose values cannot be had, of which a problem tells elsewhere: what uses them is not run, and is no further problem. */
	readonly lost?: Iterable<string>;
	/** Functions that are several smaller gates (σ: neg, exp, add, reciprocal) are run as those. */
	readonly smallGates?: boolean;
	/** What replays large programs faster, where the caller has it. */
	readonly accelerator?: Accelerator | null;
}
