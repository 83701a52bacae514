/** What a gate, a place or a result stands at in the text: an expression of any notation, seen only as a kind, a name and characters. */
import type { Range } from '../protocol.ts';

export interface Site {
	/** `name` and `number` are told apart from everything else. */
	readonly kind: string;
	/** A name's name. */
	readonly name?: string;
	readonly range: Range;
	/** With the parentheses around it. */
	readonly outer?: Range;
	/** The operator's own characters, or the name of what is called. */
	readonly operator?: Range;
	/** What is called, in notations that keep no operator for a call. */
	readonly callee?: { readonly range: Range };
}

/** The characters that stand for what an expression does: its operator, its function's name, or all of it. */
export function placeOf(site: Site): Range {
	return site.operator ?? site.callee?.range ?? site.range;
}
