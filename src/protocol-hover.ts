/** What hovers say: of an expression with its numbers, and of the parts of an annotation. */
import type { Card, ClaimResult, Quantity, Range, Text } from './protocol.ts';

/** Which evaluation of an expression is told of, where loops or calls made several. */
export interface Evaluation {
	/** From 0, in the order of the run. */
	readonly index: number;
	readonly count: number;
	/** The iterations and calls it happened in, the innermost first; each with how many of them there were. */
	readonly frames: readonly {
		readonly kind: 'call' | 'iteration';
		readonly label: string;
		readonly index: number;
		readonly count: number;
	}[];
}

/** One entry of a list: a number or array with its gradient, a list within the list by its size, or something else by its text. */
export interface HeldEntry {
	readonly label: string;
	readonly value: Quantity | null;
	readonly gradient: Quantity | null;
	readonly entries?: Pick<HeldEntries, 'kind' | 'count'>;
	readonly text?: string;
}

/** A list, tuple or dict of a program; its first entries, where they are no array together. */
export interface HeldEntries {
	readonly kind: 'list' | 'tuple' | 'dict';
	readonly count: number;
	readonly shown: readonly HeldEntry[];
}

/** What a hover over `range` says. */
export interface Inspection {
	readonly unit: string;
	readonly range: Range;
	/** The notation that the expression is written in. */
	readonly notation: string;
	readonly card: Card;
	readonly evaluation?: Evaluation;
	/** Of the name of a list; the card has the list as a whole. */
	readonly entries?: HeldEntries;
}

/** A formula set, as an image; its size in CSS pixels. */
export interface FormulaImage {
	/** A `data:` URI of an SVG. */
	readonly source: string;
	readonly width: number;
	readonly height: number;
}

/** What one word of an annotation is for. */
export interface Explanation {
	readonly range: Range;
	/** As it is written, with what goes in: `expect df/dx = -4`, `uniform(low, high)`. */
	readonly form: string;
	/** Empty where the numbers say it all. */
	readonly meaning: Text;
	/** What may be written behind it. */
	readonly tail?: Text;
	/** Of a claim that was tried. */
	readonly claim?: ClaimResult;
	/** Of a generator: the name it was drawn for, and what it drew. */
	readonly drawn?: { readonly name: string; readonly value: Quantity };
}
