/** One activation of a code on the machine. */
import type { Site } from '../sites.ts';
import type { Code } from './code.ts';
import type { Raised } from './errors.ts';
import type { Cell, ClassValue, IteratorValue, Value } from './values.ts';

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
	readonly loops: {
		readonly origin: number;
		readonly parent: number;
		turns: number;
		readonly iterator: IteratorValue | null;
	}[];
	readonly tries: { readonly at: number; readonly stack: number; readonly loops: number; readonly frame: number }[];
	/** Exceptions that are being handled. */
	readonly handled: Raised[];
	/** The names of a class's body. */
	namespace: Map<string, Value> | null;
	/** The call it was entered by; null for a statement's code. */
	site: Site | null;
	/** What its value becomes for the caller. */
	finish: ((value: Value) => Value) | null;
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
}

export function makeFrame(code: Code, captured: readonly Cell[], base: number, id: number): Frame {
	const own: Cell[] = Array.from({ length: code.cells }, () => ({ value: undefined }));
	return {
		code,
		at: 0,
		slots: Array.from({ length: code.slots }, () => undefined),
		cells: [...own, ...captured],
		base,
		id,
		loops: [],
		tries: [],
		handled: [],
		namespace: null,
		site: null,
		finish: null,
		owner: null,
		self: null,
		generator: null,
	};
}
