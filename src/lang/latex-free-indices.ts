/**
 * `y_i = \sum_j W_{ij} x_j` says what every entry of y is: an index on the left that no sum binds, and that stands beside a bound one on the right, runs
 * over all there is. What is set is y, an array.
 */
import type { NameBook } from './latex-book.ts';
import { FOLDS } from './latex-commands.ts';
import { extent, rangeOf } from './latex-cursor.ts';
import type { TexItem } from './latex-groups.ts';
import type { Expression, Name } from './program.ts';

/** The indices of a left side, called `name` with its subscript, that run freely, outermost first; none where the subscript is part of the name. */
export function freeIndices(
	book: NameBook,
	name: string,
	items: readonly TexItem[],
	sides: readonly (readonly TexItem[])[],
): readonly Name[] {
	const mark = items.findIndex(({ kind }) => kind === 'sub');
	const below = items[mark + 1];
	if (mark < 0 || below === undefined || mark + 2 < items.length) return [];
	if (book.facts.families.has(name) || book.hasValue(name)) return [];
	const free: Name[] = [];
	for (const item of below.kind === 'group' ? below.items : [below]) {
		if (item.kind === 'symbol' && item.text === ',') continue;
		if (item.kind !== 'letter' || !/^[i-n]$/.test(item.text) || book.known(item.text)) return [];
		free.push({ kind: 'name', name: item.text, range: rangeOf(item) });
	}
	const letters = new Set(free.map((index) => index.name));
	if (letters.size < free.length) return [];
	const beside = sides.flatMap((side) => besideBound(side));
	return free.every((index) => beside.some((subscript) => subscript.includes(index.name))) ? free : [];
}

/** Subscripts, as the letters in them, that hold the index of a sum and another letter. */
function besideBound(side: readonly TexItem[]): string[][] {
	const bound = new Set<string>();
	const subscripts: string[][] = [];
	const lists: (readonly TexItem[])[] = [side];
	for (let items = lists.pop(); items !== undefined; items = lists.pop()) {
		for (const [at, item] of items.entries()) {
			if (item.kind === 'group') lists.push(item.items);
			if (items[at - 1]?.kind !== 'sub') continue;
			const within = item.kind === 'group' ? item.items : [item];
			const letters = within.flatMap((each) => (each.kind === 'letter' ? [each.text] : []));
			const isPlaces = within.every((each) => each.kind === 'letter' || (each.kind === 'symbol' && each.text === ','));
			const before = items[at - 2];
			if (before?.kind === 'command' && FOLDS.has(before.text)) {
				// `\sum_{j=1}^n`: what stands before the sign of a relation is the index.
				const [first] = letters;
				if (first !== undefined) bound.add(first);
			} else if (isPlaces) subscripts.push(letters);
		}
	}
	return subscripts.filter((letters) => letters.length > 1 && letters.some((letter) => bound.has(letter)));
}

/** An expression for each value of the indices, as an array. */
export function overIndices(indices: readonly Name[], body: Expression): Expression {
	return indices.reduceRight<Expression>(
		(inner, index) => ({
			kind: 'fold',
			op: 'stack',
			index,
			body: inner,
			operator: index.range,
			range: extent(body),
			origin: 0,
		}),
		body,
	);
}
