/**
 * Sums and products that dots leave out terms of: `x_1 + x_2 + \cdots + x_n` is read as the sum over an index, where the term before the dots differs
 * from the term behind them by a number in the place of a letter.
 */
import type { Range } from '../protocol.ts';
import { isDots } from './latex-rows.ts';
import type { TexItem } from './latex-groups.ts';
import { LETTERS, OPERATORS } from './latex-commands.ts';
import { spell } from './latex-names.ts';

/** A run of terms with dots in it, in a row of items. */
export interface Ellipsis {
	readonly items: readonly TexItem[];
	/** Where the first term stands in the row, and where what follows the last one does. */
	readonly start: number;
	readonly after: number;
	/** The number that the first term has in the place of the index, and where. */
	readonly first: number;
	readonly firstAt: Range;
	/** The letter up to which the index runs. */
	readonly last: TexItem;
	/** The last term, with the index in the place of that letter. */
	readonly body: readonly TexItem[];
	readonly index: string;
	readonly dots: Range;
}

const INDICES = ['i', 'j', 'k', 'm', 'l', 'r', 's'];
const MOST_ITEMS = 60;

type Joint = 'add' | 'mul';

function isSign(item: TexItem | undefined, joint: Joint): boolean {
	if (item === undefined || item.kind === 'group') return false;
	if (joint === 'add') return item.kind === 'symbol' && item.text === '+';
	return item.kind === 'command' ? OPERATORS.get(item.text) === '*' : item.kind === 'symbol' && item.text === '*';
}

/** Whether a sum, or a product, ends before this item. */
function ends(item: TexItem | undefined, joint: Joint): boolean {
	if (item === undefined || item.kind === 'row' || item.kind === 'align') return true;
	if (item.kind === 'symbol')
		return /^(?:[<>=,;|]|:=)$/.test(item.text) || /^[-+]$/.test(item.text) || item.text === '/';
	return item.kind === 'command' && (isDots(item) || (joint === 'add' ? false : OPERATORS.has(item.text)));
}

/** The dots of a sum or product that begins at `from`, if it has any that tell what they leave out. `taken` says which letters mean something. */
export function ellipsisFrom(
	items: readonly TexItem[],
	from: number,
	joint: Joint,
	taken: (letter: string) => boolean,
): Ellipsis | undefined {
	let dots = from;
	while (dots < items.length && dots < from + MOST_ITEMS && !isDots(items[dots]!)) dots++;
	const sign = items[dots];
	if (sign === undefined || !isDots(sign)) return undefined;
	const signed = isSign(items[dots - 1], joint) && isSign(items[dots + 1], joint);
	if (joint === 'add' ? !signed : isSign(items[dots - 1], 'add') || isSign(items[dots + 1], 'add')) return undefined;
	const begin = isSign(items[dots + 1], joint) ? dots + 2 : dots + 1;
	let end = begin;
	while (!ends(items[end], joint)) end++;
	if (end === begin) return undefined;
	const term = items.slice(begin, end);
	const before = isSign(items[dots - 1], joint) ? dots - 1 : dots;
	const nearest = compared(term, items.slice(Math.max(from, before - term.length), before));
	if (nearest === undefined) return undefined;
	let { number: first, at: firstAt } = nearest;
	let start = before - term.length;
	for (;;) {
		const edge = isSign(items[start - 1], joint) ? start - 1 : joint === 'mul' ? start : -1;
		const low = edge - term.length;
		if (edge < 0 || low < from) break;
		const earlier = compared(term, items.slice(low, edge));
		if (earlier?.letter !== nearest.letter || earlier.number !== first - 1) break;
		({ number: first, at: firstAt } = earlier);
		start = low;
	}
	// A term begins behind a sign, not in the middle of another one.
	if (start > from && joint === 'add' && !isSign(items[start - 1], 'add')) return undefined;
	const spelled = spell(items);
	const index = INDICES.find((letter) => !spelled.includes(letter) && !taken(letter));
	if (index === undefined) return undefined;
	const letter = items
		.slice(begin, end)
		.flatMap(flat)
		.find((item) => textOf(item) === nearest.letter)!;
	return {
		items,
		start,
		after: end,
		first,
		firstAt,
		last: letter,
		body: term.map((item) => renamed(item, nearest.letter, index)),
		index,
		dots: { start: sign.start, end: sign.end },
	};
}

function textOf(item: TexItem): string | undefined {
	if (item.kind === 'letter') return item.text;
	return item.kind === 'command' ? LETTERS.get(item.text) : undefined;
}

// As deep as brackets may nest.
function flat(item: TexItem): TexItem[] {
	return item.kind === 'group' ? [item, ...item.items.flatMap(flat)] : [item];
}

/** How a term with a number differs from the one with a letter: the letter, and the number in its place. */
function compared(
	term: readonly TexItem[],
	other: readonly TexItem[],
): { readonly letter: string; readonly number: number; readonly at: Range } | undefined {
	const one = term.flatMap(flat).filter((item) => item.kind !== 'group' || item.means !== '{');
	const two = other.flatMap(flat).filter((item) => item.kind !== 'group' || item.means !== '{');
	if (term.length !== other.length || one.length !== two.length) return undefined;
	let found: { letter: string; number: number; at: Range } | undefined;
	for (const [place, item] of one.entries()) {
		const same = two[place]!;
		if (
			item.kind === same.kind &&
			(item.kind === 'group' ? item.means : item.text) === (same.kind === 'group' ? same.means : same.text)
		)
			continue;
		const letter = textOf(item);
		if (letter === undefined || same.kind !== 'digit') return undefined;
		const number = Number(same.text);
		if (found !== undefined && (found.letter !== letter || found.number !== number)) return undefined;
		found ??= { letter, number, at: { start: same.start, end: same.end } };
	}
	return found;
}

function renamed(item: TexItem, letter: string, index: string): TexItem {
	if (item.kind === 'group') return { ...item, items: item.items.map((inner) => renamed(inner, letter, index)) };
	return textOf(item) === letter ? { ...item, kind: 'letter', text: index } : item;
}
