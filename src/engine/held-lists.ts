/**
 * What the name of a list says on hover. Its numbers are on the tape one by one; together they are shown as an array where they are one, else entry by entry.
 */
import type { Cursor } from '../core/cursor.ts';
import { quantityOf } from '../core/quantity.ts';
import { fromNested } from '../core/tensor/tensor.ts';
import { outlineOf } from '../lang/outline.ts';
import type { Arrival, Quantity, Range } from '../protocol.ts';
import type { HeldEntries, HeldEntry } from '../protocol-hover.ts';
import type { Held, HeldItem, HeldName } from '../run/script/held.ts';
import type { Ran } from './unit-run.ts';

export interface HeldList {
	/** The characters of the name that is asked about. */
	readonly range: Range;
	readonly name: string;
	/** The first entry that is on the tape; −1 where none is. */
	readonly node: number;
	readonly arrival: Arrival;
	/** The input that it still is; null where there is none. */
	readonly whole: number | null;
	readonly cursor: Cursor;
	/** Of numbers in rows of one length: all of them together. */
	readonly value: Quantity | null;
	readonly gradient: Quantity | null;
	readonly entries: HeldEntries;
}

/** So many entries of a list that is no array are told one by one. */
const MOST_SHOWN = 8;

/** The list whose name stands at an offset, outside of functions and classes; null where none does. */
export function heldListAt(ran: Ran, offset: number, cursor: Cursor): HeldList | null {
	const word = listNameAt(ran, offset);
	const held = word === null ? undefined : ran.run.lists?.().get(word.text);
	return word === null || held === undefined ? null : shown(ran, held, word.text, word.range, cursor);
}

/** The name at an offset that a statement outside of functions and classes writes; null where none stands. */
export function listNameAt({ script, document }: Ran, offset: number): NameAt | null {
	if (script === null) return null;
	const word = wordAt(outlineOf(document).code, offset);
	if (word === null) return null;
	const around = script.body.find(({ range }) => range.start <= word.range.start && word.range.end <= range.end);
	return around === undefined || around.kind === 'define' || around.kind === 'class' ? null : word;
}

interface NameAt {
	readonly text: string;
	readonly range: Range;
}

function shown(ran: Ran, held: HeldName, name: string, range: Range, cursor: Cursor): HeldList {
	const leaves = leavesOf(held);
	const node = leaves.find((leaf) => leaf.node >= 0)?.node ?? -1;
	const rows = numbersOf(held);
	const entries: HeldEntries = {
		kind: held.kind,
		count: held.count,
		shown: rows === null ? held.items.slice(0, MOST_SHOWN).map((item) => entryOf(ran, item, cursor)) : [],
	};
	const all = { range, name, node, whole: wholeOf(ran, name, leaves), entries, cursor };
	if (rows === null) return { ...all, arrival: 'none', value: null, gradient: null };
	return { ...all, ...together(ran, leaves, rows, cursor) };
}

/** The input that all of a list's numbers are still read from; null where there is none, or another number was put into it. */
function wholeOf({ run, trace }: Ran, name: string, leaves: readonly HeldItem[]): number | null {
	const node = run.inputs.get(name);
	if (node === undefined || trace.tape.isScalar(node) || trace.tape.type(node).size !== leaves.length) return null;
	const { tape } = trace;
	const still = leaves.every(
		(leaf) => leaf.node < 0 || (tape.isGate(leaf.node) && tape.inputAt(leaf.node, 0) === node),
	);
	return still ? node : null;
}

function entryOf(ran: Ran, item: HeldItem, cursor: Cursor): HeldEntry {
	const { label, node, text, value, within } = item;
	const { quantities } = ran;
	if (within !== undefined) {
		const rows = numbersOf(within);
		if (rows === null)
			return { label, value: null, gradient: null, entries: { kind: within.kind, count: within.count } };
		const { gradient, value: all } = together(ran, leavesOf(within), rows, cursor);
		return { label, value: all, gradient };
	}
	if (node < 0) return { label, value: value ?? null, gradient: null, ...(text !== undefined && { text }) };
	return { label, value: quantities.valueAt(cursor, node), gradient: quantities.gradientAt(cursor, node) };
}

/** Numbers as one array, with their gradients as one: blank until the first of them has arrived. */
function together(
	{ quantities }: Ran,
	leaves: readonly HeldItem[],
	shape: readonly number[],
	cursor: Cursor,
): Pick<HeldList, 'value' | 'gradient' | 'arrival'> {
	const onTape = leaves.filter(({ node }) => node >= 0);
	const known = onTape.every(({ node }) => cursor.valueKnown(node));
	const arrivals = new Set(
		onTape.filter(({ node }) => quantities.trace.reaches(node)).map(({ node }) => cursor.arrival(node)),
	);
	const arrival = arrivals.size === 0 ? 'none' : arrivals.size === 1 ? [...arrivals][0]! : 'partial';
	const number = (quantity: Quantity | null): number => (typeof quantity === 'number' ? quantity : 0);
	const asOne = (each: (leaf: HeldItem) => number): Quantity => quantityOf(fromNested(nested(leaves.map(each), shape)));
	return {
		arrival,
		value: known ? asOne(({ node, value }) => (node >= 0 ? number(quantities.value(node)) : (value ?? 0))) : null,
		// What never came to the tape has no part in the target.
		gradient:
			arrival === 'none' ? null : asOne(({ node }) => (node >= 0 ? number(quantities.gradientAt(cursor, node)) : 0)),
	};
}

function nested(numbers: readonly number[], [rows = 0, columns]: readonly number[]): number[] | number[][] {
	if (columns === undefined) return [...numbers];
	return Array.from({ length: rows }, (_, row) => numbers.slice(row * columns, (row + 1) * columns));
}

/** The extents of a list of numbers, or of lists of as many numbers each; null for anything else, and where not all of it is known. */
function numbersOf(held: Held): readonly number[] | null {
	const { count, items, kind } = held;
	if (kind === 'dict' || count === 0 || items.length < count) return null;
	if (items.every(({ value }) => value !== undefined)) return [count];
	const first = items[0]!.within;
	if (first === undefined || first.count === 0) return null;
	const even = items.every(
		({ within }) =>
			within !== undefined &&
			within.kind !== 'dict' &&
			within.count === first.count &&
			within.items.length === within.count &&
			within.items.every(({ value }) => value !== undefined),
	);
	return even ? [count, first.count] : null;
}

/** The entries that are no lists themselves, in order. */
function leavesOf(held: Held): HeldItem[] {
	const leaves: HeldItem[] = [];
	const open: HeldItem[] = held.items.toReversed();
	for (let next = open.pop(); next !== undefined; next = open.pop()) {
		if (next.within === undefined) leaves.push(next);
		else open.push(...next.within.items.toReversed());
	}
	return leaves;
}

const WORD = /^[\p{L}\p{N}_$]*/u;
const WORD_BEFORE = /[\p{L}\p{N}_$]*$/u;

/** The name around an offset that is no attribute; null where none stands. */
function wordAt(code: string, offset: number): NameAt | null {
	const before = WORD_BEFORE.exec(code.slice(Math.max(0, offset - 100), offset))![0];
	const start = offset - before.length;
	const text = before + WORD.exec(code.slice(offset, offset + 100))![0];
	if (text === '' || /^\d/.test(text) || code[start - 1] === '.') return null;
	return { text, range: { start, end: start + text.length } };
}
