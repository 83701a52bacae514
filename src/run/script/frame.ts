/** One activation of a code on the machine. */
import type { Site, Spot } from '../sites.ts';
import type { Code } from './code.ts';
import type { Raised } from './errors.ts';
import type { Cell, ClassValue, GeneratorValue, IteratorValue, Value } from './values.ts';

export interface Loop {
	readonly origin: number;
	readonly parent: number;
	turns: number;
	/** What it goes through; null for a loop with a test. */
	readonly iterator: IteratorValue | GeneratorValue | null;
}

/** Where an exception goes, and what is as it was then: the stack above the frame's base, the loops, the exceptions being handled. */
export interface Protected {
	readonly at: number;
	readonly stack: number;
	readonly loops: number;
	readonly handled: number;
	readonly frame: number;
}

export interface Frame {
	readonly code: Code;
	/** The next instruction. */
	at: number;
	readonly slots: (Value | undefined)[];
	readonly cells: readonly Cell[];
	/** Where its part of the stack begins. */
	base: number;
	/** The call or iteration it is in, as the recorder counts them. */
	id: number;
	/** Its loops, the innermost last; made when the first one begins. */
	loops: Loop[] | null;
	/** Where exceptions go, and those that are being handled; made when first needed. */
	tries: Protected[] | null;
	handled: Raised[] | null;
	/** The names of a class's body. */
	namespace: Map<string, Value> | null;
	/** The call it was entered by; null for a statement's code. */
	spot: Spot | null;
	/** What its value becomes for the caller; null from it: nothing at all. */
	finish: ((value: Value) => Value | null) | null;
	/** The class that its function belongs to, and what it was called on, for `super()` and `this`. */
	owner: ClassValue | null;
	self: Value | null;
	generator: Suspended | null;
}

/** A generator between two of its values; without a frame it has ended. */
export interface Suspended {
	frame: Frame | null;
	stack: Value[];
	from: number[];
	running: boolean;
	/** The instruction that its caller goes on with at its end, when a loop of the program asked for the next value; −1 when a library did. */
	end: number;
	/** Its value at the end is wanted (`yield from`). */
	delegated: boolean;
	/** What `return` gave at its end. */
	result: Value;
}

const NO_CELLS: readonly Cell[] = [];

export function makeFrame(code: Code, captured: readonly Cell[], base: number, id: number): Frame {
	const slots: (Value | undefined)[] = [];
	for (let k = code.slots; k > 0; k--) slots.push(undefined);
	let cells = captured.length === 0 ? NO_CELLS : captured;
	if (code.cells > 0) {
		const own: Cell[] = [];
		for (let k = code.cells; k > 0; k--) own.push({ value: undefined });
		cells = own.concat(captured);
	}
	return {
		code,
		at: 0,
		slots,
		cells,
		base,
		id,
		loops: null,
		tries: null,
		handled: null,
		namespace: null,
		spot: null,
		finish: null,
		owner: null,
		self: null,
		generator: null,
	};
}

/** The place of the instruction that a frame has come to. */
export function siteBefore({ code, at }: Frame): Site | null {
	const site = code.words[at - 1];
	return site === undefined ? null : (code.sites[site] ?? null);
}
