/** Where the reader of LaTeX stands in a row of items, and what the parts of it ask of each other. */
import type { Problem, Range } from '../protocol.ts';
import type { TexGroup, TexItem } from './latex-groups.ts';
import type { NameBook } from './latex-book.ts';
import type { Expression, Hole, Name } from './program.ts';

/** A place in a row of items. */
export class Cursor {
	readonly items: readonly TexItem[];
	/** Where the row ends in the text: what is missing is missing there. */
	readonly end: number;
	at = 0;

	constructor(items: readonly TexItem[], end: number) {
		this.items = items;
		this.end = end;
	}

	get peek(): TexItem | undefined {
		return this.items[this.at];
	}

	/** The item that stands so many further on. */
	ahead(count: number): TexItem | undefined {
		return this.items[this.at + count];
	}

	next(): TexItem | undefined {
		const item = this.items[this.at];
		if (item !== undefined) this.at++;
		return item;
	}

	/** Where the next item starts, or the row ends. */
	get start(): number {
		return this.items[this.at]?.start ?? this.end;
	}

	/** Where the item before ends. */
	get passed(): number {
		return this.items[this.at - 1]?.end ?? this.start;
	}

	/** A place at the start of what stands between two brackets. */
	inside(group: TexGroup): Cursor {
		return new Cursor(group.items, group.closing);
	}

	/** A place at the start of other items, with the same end. */
	over(items: readonly TexItem[]): Cursor {
		return new Cursor(items, this.end);
	}

	/** Takes the next item if it is this command or sign. */
	take(text: string): TexItem | undefined {
		const item = this.items[this.at];
		if (item === undefined || item.kind === 'group' || item.text !== text) return undefined;
		this.at++;
		return item;
	}
}

/** A derivative that is named: `∂f/∂x`. */
export interface Derivative {
	readonly of?: Name;
	readonly by: readonly Name[];
}

/** What the parts of the reader ask of the whole. */
export interface Reader {
	readonly names: NameBook;
	/** Names that stand for derivatives. */
	readonly derivatives: Map<Expression, Derivative>;
	/** Sums, differences and all that binds tighter. */
	sum(cursor: Cursor): Expression;
	product(cursor: Cursor): Expression;
	/** A factor with its scripts. */
	operand(cursor: Cursor): Expression;
	/** All of the items, as one expression; what is left over is told. */
	whole(items: readonly TexItem[], at: Range): Expression;
	/** The same, for the parts between commas. */
	list(items: readonly TexItem[], at: Range): Expression[];
	startsFactor(cursor: Cursor): boolean;
	/** Tells a problem at its characters, and gives what stands in the place of the part. */
	hole(at: Range, code: string, ...message: Problem['message']): Hole;
	/** Tells without giving up on the part. */
	remark(at: Range, reading: string, message?: Problem['message']): void;
	/** The text of a range, as written. */
	slice(range: Range): string;
}

/** The whole of what an expression takes up, brackets included. */
export function extent(expression: Expression): Range {
	return expression.outer ?? expression.range;
}

export function between(from: Range, to: Range): Range {
	return { start: Math.min(from.start, to.start), end: Math.max(from.end, to.end) };
}

export function rangeOf(item: { readonly start: number; readonly end: number }): Range {
	return { start: item.start, end: item.end };
}

/** The same expression in brackets that reach from `start` to `end`. */
export function inBrackets(expression: Expression, start: number, end: number): Expression {
	return { ...expression, outer: { start, end } };
}

/** Several values in brackets, right behind brackets. */
export function isArguments(cursor: Cursor, group: TexGroup): boolean {
	const before = cursor.items[cursor.at - 1];
	return (
		group.means === '(' &&
		group.gap === 0 &&
		before?.kind === 'group' &&
		before.means === '(' &&
		group.items.some((item) => item.kind === 'symbol' && item.text === ',')
	);
}
