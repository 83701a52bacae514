/**
 * From the items of a text to the pieces that are statements: rows of an `aligned`, formulas between dollar signs, what commas, blanks and words part;
 * with rows that go on joined to the ones before.
 */
import { EQUALS, LETTERS, OPERATORS, SAYS, SEPARATORS, WORDS } from './latex-commands.ts';
import type { TexItem } from './latex-groups.ts';
import { isPoint, isWord, spell, takesArgument } from './latex-names.ts';

/** Items of one statement, and how it is parted from the one before. */
export interface Piece {
	readonly items: TexItem[];
	/** `comma`: only a comma or a blank stands before it. */
	readonly after: 'row' | 'comma';
}

const TRANSPARENT = new Set(
	'aligned align align* alignat alignat* alignedat split gather gather* gathered multline multline* eqnarray eqnarray* equation equation* displaymath math flalign flalign* array subequations'.split(
		' ',
	),
);

/** What sets a left side to a right side, as an item: `=`, `:=`, `\leftarrow`. */
export function isEquals(item: TexItem): boolean {
	if (item.kind === 'symbol') return item.text === '=' || item.text === ':=';
	return item.kind === 'command' && EQUALS.has(item.text);
}

/** What says something of a name: `\in`, `\sim`, `\to`, `:`. */
export function isSays(item: TexItem): boolean {
	if (item.kind === 'symbol') return item.text === ':';
	return item.kind === 'command' && SAYS.has(item.text);
}

export function isComparison(item: TexItem): boolean {
	if (item.kind === 'symbol') return item.text === '<' || item.text === '>';
	return item.kind === 'command' && /^[<>!]=?$/.test(OPERATORS.get(item.text) ?? '');
}

export function isDots(item: TexItem): boolean {
	return item.kind === 'command' && /^(?:[cl]?dots|dotsc|dotsb)$/.test(item.text);
}

function isBinary(item: TexItem): boolean {
	if (item.kind === 'symbol') return /^[-+*/]$/.test(item.text);
	return item.kind === 'command' && (OPERATORS.get(item.text) ?? 'not') !== 'not';
}

/** Whether what ends with this item cannot be over. */
function wantsMore(item: TexItem | undefined): boolean {
	return item !== undefined && (isBinary(item) || isEquals(item) || isSays(item) || isComparison(item));
}

export function piecesOf(items: readonly TexItem[]): Piece[] {
	return new Pieces(items).pieces;
}

class Pieces {
	readonly pieces: Piece[] = [];
	#current: TexItem[] = [];
	#after: Piece['after'] = 'row';
	#aligned = false;

	constructor(items: readonly TexItem[]) {
		// Environments that only set rows are opened where they stand.
		const work: { readonly items: readonly TexItem[]; at: number }[] = [{ items, at: 0 }];
		for (let level = work.at(-1); level !== undefined; level = work.at(-1)) {
			const item = level.items[level.at];
			if (item === undefined) {
				work.pop();
				if (work.length > 0) this.#end('row');
				continue;
			}
			level.at++;
			if (item.kind === 'group' && item.means === 'environment' && TRANSPARENT.has(item.text)) {
				work.push({ items: item.items, at: 0 });
				continue;
			}
			level.at += this.#take(item, level.items, level.at);
		}
		this.#end('row');
	}

	/** Takes an item, and says how many of those behind it were taken with it. */
	#take(item: TexItem, items: readonly TexItem[], next: number): number {
		if (item.kind === 'align') {
			this.#aligned ||= this.#current.length === 0;
			return 0;
		}
		if (item.kind === 'row' || item.kind === 'cut' || (item.kind === 'command' && SEPARATORS.has(item.text))) {
			this.#end('row');
			return 0;
		}
		if (item.kind === 'command' && (item.text === 'quad' || item.text === 'qquad')) {
			const following = items[next];
			if (
				this.#current.length > 0 &&
				!wantsMore(this.#current.at(-1)) &&
				(following === undefined || !wantsMore(following))
			)
				this.#end('comma');
			return 0;
		}
		if (item.kind === 'symbol' && (item.text === ',' || item.text === ';')) {
			this.#end(item.text === ',' ? 'comma' : 'row');
			return 0;
		}
		if (item.kind === 'symbol' && item.text === '.' && !isPoint(item, items[next])) {
			this.#end('row');
			return 0;
		}
		const group = items[next];
		if (
			item.kind === 'command' &&
			WORDS.has(item.text) &&
			group?.kind === 'group' &&
			!isWord(spell(group.items, true))
		) {
			if (
				!/^\s*(?:and|or)\s*$/i.test(spell(group.items, true)) ||
				this.#current.length === 0 ||
				!hasComparison(this.#current)
			) {
				this.#end('comma');
				return 1;
			}
			this.#current.push(item, group);
			return 1;
		}
		if (item.gap >= 2 && this.#current.length > 0 && this.#breaks(item, items, next)) this.#end('row');
		this.#current.push(item);
		return 0;
	}

	/** Whether a line's end before this item ends a statement: after an empty line, or before `name =`. */
	#breaks(item: TexItem, items: readonly TexItem[], next: number): boolean {
		if (wantsMore(this.#current.at(-1))) return false;
		return item.gap === 3 || startsHead(items, next - 1);
	}

	#end(after: Piece['after']): void {
		const items = this.#current;
		if (items.length > 0) {
			const before = this.pieces.at(-1);
			if (before !== undefined && this.#goesOn(before, items)) for (const item of items) before.items.push(item);
			else this.pieces.push({ items, after: this.#after });
			this.#after = after;
		} else if (after === 'row') this.#after = 'row';
		this.#current = [];
		this.#aligned = false;
	}

	/** A row that begins with a sign or a relation, or follows one that ends so, goes on. */
	#goesOn(before: Piece, items: readonly TexItem[]): boolean {
		if (wantsMore(before.items.at(-1))) return true;
		if (this.#after !== 'row') return false;
		const [first] = items;
		if (first === undefined) return false;
		if (isEquals(first) || isComparison(first)) return true;
		if (!isBinary(first)) return false;
		const sign = first.kind === 'symbol' && (first.text === '-' || first.text === '+');
		return !sign || this.#aligned || !items.some(isEquals);
	}
}

function hasComparison(items: readonly TexItem[]): boolean {
	return items.some(isComparison);
}

/** Whether `name =`, or `f(x) =`, begins here and stands on one line. */
function startsHead(items: readonly TexItem[], from: number): boolean {
	for (let at = from; at < items.length && at < from + 12; at++) {
		const item = items[at]!;
		if (at > from && item.gap >= 2) return false;
		if (isEquals(item)) return at > from;
		switch (item.kind) {
			case 'letter':
			case 'digit':
			case 'sub':
			case 'sup':
			case 'prime':
			case 'lowered':
			case 'group':
				break;
			case 'command':
				if (!LETTERS.has(item.text) && !takesArgument(item.text)) return false;
				break;
			default:
				return false;
		}
	}
	return false;
}
