/** What crosses between a debugger and the engine about where a step stands: the calls around it, the variables there, the gates of a text. */
import type { Arrival, Elsewhere, Quantity, Range } from './protocol.ts';

/** One level of the call stack: the program itself, a call of a function, or a turn of a loop. */
export interface StackLevel {
	readonly kind: 'program' | 'call' | 'iteration';
	/** The function's name, or the loop's first characters; of the program its target. */
	readonly label: string;
	/** Which turn, from 0; of a call how many calls of that place came before. */
	readonly index: number;
	/** Where the level stands: the step's gate, or the call or loop that led to the level above. */
	readonly range: Range;
	/** Where it stands when that is in another text. */
	readonly elsewhere?: Elsewhere;
	/** The level's number on the tape, by which names are looked up in it. */
	readonly frame: number;
}

export interface Stack {
	/** How many levels there are. */
	readonly total: number;
	/** The innermost first. */
	readonly levels: readonly StackLevel[];
}

/** A name of the program, or an expression without one, as it stands at a position. */
export interface Variable {
	/** The name, or the expression as it is written. */
	readonly name: string;
	/** Null for what is no part of the computation: a counter, a size. */
	readonly node: number | null;
	readonly input: boolean;
	readonly value: Quantity | null;
	/** What has arrived of its gradient; null while nothing has, or where none ever does. */
	readonly gradient: Quantity | null;
	readonly arrival: Arrival;
	/** Whether the gradient reaches it at all. */
	readonly reached: boolean;
	/** How many gates take it and hand it a share. */
	readonly uses: number;
}

export interface Variables {
	/** Those of the call first. */
	readonly names: readonly Variable[];
	/** Of the statement's line that the step is on, in the order of computation. */
	readonly expressions: readonly Variable[];
}

/** The gates at one place of the text: several where loops or calls made several. */
export interface GatePlace {
	/** In the offsets of the text that was asked about. */
	readonly range: Range;
	/** The operator's own characters. */
	readonly operator: Range;
	/** The first gate there. */
	readonly node: number;
	/** Its positions in either pass; null where it is no step of that pass. */
	readonly forward: number | null;
	readonly backward: number | null;
	readonly times: number;
}
