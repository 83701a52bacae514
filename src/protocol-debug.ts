/** What crosses between a debugger and the engine: expressions to evaluate, searches through the steps, and findings about the health of gradients. */
import type { Arrival, Quantity, Range, Text } from './protocol.ts';
import type { TensorRequest, TensorWindow } from './protocol-tensor.ts';

export type Pass = 'forward' | 'backward';

/** What an expression came to. `truth`: a comparison; `list`: a shape, a tuple, a list, a dictionary; `other`: a function or a module. */
export type ValueKind = 'number' | 'truth' | 'array' | 'text' | 'list' | 'nothing' | 'other';

export interface Evaluated {
	/** The value in words: all of a number's digits, an array's entries as far as they are few. */
	readonly text: string;
	readonly kind: ValueKind;
	/** Of numbers, truths and arrays. */
	readonly value?: Quantity;
	/** The node of the program whose value, or gradient (`side`), this is, where the expression says just that: it can be unfolded by asking about the node. */
	readonly node?: number;
	readonly side?: 'value' | 'gradient';
	/** Where gradients took part: how far the least complete of them has arrived. With `none` the final gradient was taken, ahead of its time. */
	readonly arrival?: Arrival;
	/** What has to be said with it: which gradient was taken, what was summed up. */
	readonly notes: readonly Text[];
	/** The entries that were asked for with `window`, of an array. */
	readonly window?: TensorWindow;
	/** Items of a list or tuple, the first hundred, as texts. */
	readonly items?: readonly string[];
	/** True where the expression is an input (or an entry of one) that may be given another value. */
	readonly assignable?: boolean;
}

/** An expression that has no value here, at the characters of the expression that are to blame. */
export interface NotEvaluated {
	readonly problem: string;
	readonly message: Text;
	readonly range: Range;
}

export type ExpressionAnswer = Evaluated | NotEvaluated;

export function isEvaluated(evaluation: ExpressionAnswer): evaluation is Evaluated {
	return 'text' in evaluation;
}

/** Where an expression is read: names have the values they have at the position, and within the call or iteration of `node` where that is given. */
export interface EvaluateOptions {
	/** Absent: where the session stands. */
	readonly position?: number;
	/** Absent: the gate of the position's step. */
	readonly node?: number;
	/** The call or iteration that names are looked up in, by its number on the tape; absent: that of the gate. */
	readonly frame?: number;
	/** Entries of the result that are wanted, where it is an array. `node` is not looked at. */
	readonly window?: Omit<TensorRequest, 'node'>;
}

/** Completes the word that ends at `column`. */
export interface Completion {
	readonly label: string;
	readonly kind: 'variable' | 'function' | 'method' | 'property' | 'module';
	/** The characters of the text to replace. */
	readonly range: Range;
	/** What it is, shortly: a variable's value, a function's arguments. */
	readonly detail?: string;
}

/** What giving an input, an entry or a part of one another value comes to: the values to be changed, by names of inputs and of entries (`entryName`). */
export interface Assignment {
	/** The input. */
	readonly name: string;
	readonly values: readonly (readonly [name: string, value: number])[];
}

/** Faults stand at characters of the expression that is assigned to, or of the value. */
export type AssignmentAnswer = Assignment | (NotEvaluated & { readonly part: 'expression' | 'value' });

/** What can be found, in the order in which a debugger lists it. */
export const HEALTH_FILTERS = [
	'nonfinite-value',
	'nonfinite-gradient',
	'vanishing',
	'exploding',
	'dead-relu',
	'saturated-sigmoid',
	'gradient-check',
] as const;

export type HealthFilter = (typeof HEALTH_FILTERS)[number];

/** Conditions on any stop. Places with a `uri` are in another text that the program takes from, in that text's own offsets. All of them are expressions as `evaluate` takes them. */
interface Terms {
	/** Stops only where this holds; a gradient that has not arrived makes it not hold. */
	readonly condition?: string;
	/** Of the places where the condition holds, counted from the first position on: `3` the third, `>= 5` from the fifth on, `% 2` every second. */
	readonly hit?: string;
	/** Says this, with the values of `{expression}` parts, instead of stopping. */
	readonly log?: string;
}

export type Stop = Terms &
	(
		| /** Where the steps come to a text: the first gate of a line, once a call and iteration. */
		  { readonly at: 'line'; readonly range: Range; readonly uri?: string; readonly pass?: Pass }
		  /** Every gate of the innermost expression that an offset lies in. */
		| { readonly at: 'expression'; readonly offset: number; readonly uri?: string; readonly pass?: Pass }
		/** Every gate of an operator, by any of its names in any notation, and every call of a function of the program's. */
		| { readonly at: 'op'; readonly name: string; readonly pass?: Pass }
		/** Where a share comes to the gradient of a node, or of every node that a variable is bound to. */
		| { readonly at: 'gradient'; readonly node: number }
		| { readonly at: 'gradient'; readonly name: string }
		/** Where something is found. */
		| { readonly at: 'finding'; readonly filter: HealthFilter }
	);

export interface SearchRequest {
	/** The search begins behind (before) this position. */
	readonly from: number;
	readonly direction: 1 | -1;
	readonly stops: readonly Stop[];
	/** The search goes no further than this position, which it does not look at: run to cursor. */
	readonly until?: number;
}

export interface SearchLog {
	readonly position: number;
	/** Index in `stops`. */
	readonly stop: number;
	/** Of what was said, one after another: texts as they are, and what is still to be put into words. */
	readonly parts: readonly (string | Text)[];
}

export interface SearchResult {
	/** Null where nothing stops. */
	readonly found: {
		readonly position: number;
		/** Index in `stops`; where several stop here the first, but for what only follows from another. */
		readonly stop: number;
		/** All stops that hold here, ascending. */
		readonly stops: readonly number[];
		readonly finding?: Finding;
		/** The condition could not be evaluated, which stops too. */
		readonly problem?: NotEvaluated;
	} | null;
	/** What log points said on the way, in the order of the search. */
	readonly logs: readonly SearchLog[];
	/** The search gave up at this position for its budget of time or of logs; searching on from there goes on. */
	readonly paused?: number;
}

/** Whether a stop can be reached, and at which characters it stands. */
export interface StopCheck {
	/** How many positions it has, conditions left aside. */
	readonly positions: number;
	/** The characters of the first gate it stands at; of a line without gates, those of the next gate below. In the offsets of its text. */
	readonly range?: Range;
	/** What is wrong with its condition, hit condition or log message. */
	readonly problem?: NotEvaluated & { readonly part: 'condition' | 'hit' | 'log' | 'place' };
}

/** Something about the health of values or gradients, blamed on one gate or input. */
export interface Finding {
	readonly filter: HealthFilter;
	readonly pass: Pass;
	readonly node: number;
	/** The position at which it happens. */
	readonly position: number;
	/** The subexpression that is to blame. */
	readonly range: Range;
	readonly message: Text;
	/** What usually cures it. */
	readonly cure: Text;
	/** Of an array: how many of its entries, and the indices of the first few. */
	readonly entries?: { readonly count: number; readonly total: number; readonly first: readonly (readonly number[])[] };
}
