/** What a gate, a place or a result stands at in the text: an expression of any notation, seen only as a kind, a name and characters. */
import type { Range } from '../protocol.ts';

export interface Site {
	/** `name` and `number` are told apart from everything else. */
	readonly kind: string;
	/** A name's name. */
	readonly name?: string | undefined;
	readonly range: Range;
	/** With the parentheses around it. */
	readonly outer?: Range | undefined;
	/** The operator's own characters, or the name of what is called. */
	readonly operator?: Range | undefined;
	/** What is called, in notations that keep no operator for a call. */
	readonly callee?: { readonly range: Range };
}

/** The characters that stand for what an expression does: its operator, its function's name, or all of it. */
export function placeOf(site: Site): Range {
	return site.operator ?? site.callee?.range ?? site.range;
}

/** A site of a compiled program, with what its run keeps there so that doing it again costs no search. */
export class Spot implements Site {
	readonly kind: string;
	readonly name: string | undefined;
	readonly range: Range;
	readonly outer: Range | undefined;
	readonly operator: Range | undefined;
	/** Its number in its program. */
	readonly id: number;
	/** The tape's number of its characters; −1 until a gate stands there. */
	rangeId = -1;
	/** Its place within functions and loops; −1 until it is evaluated there. */
	place = -1;
	/** Where calls from here are counted; −1 until one is made. */
	origin = -1;
	calls = 0;

	constructor(site: Site, id: number) {
		this.kind = site.kind;
		this.name = site.name;
		this.range = site.range;
		this.outer = site.outer;
		this.operator = site.operator;
		this.id = id;
	}
}
