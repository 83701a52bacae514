/** What the lists, tuples and dicts hold that a program's names stand for at its end: for a view of the list as a whole, whose numbers are on the tape one by one. */
import type { Range } from '../../protocol.ts';
import type { Arrays } from './library.ts';
import { typeName, type Value } from './values.ts';

/** One entry: a number or an array with its node, a list within the list, or something else by its text. */
export interface HeldItem {
	/** Its index, or its key as the program writes it. */
	readonly label: string;
	/** −1 for what never came to the tape. */
	readonly node: number;
	/** Of a number. */
	readonly value?: number;
	readonly within?: Held;
	/** How the program would print anything else. */
	readonly text?: string;
}

export interface Held {
	readonly kind: 'list' | 'tuple' | 'dict';
	readonly count: number;
	/** The first ones, in order. */
	readonly items: readonly HeldItem[];
}

/** What a name holds, and where it was given that last. */
export interface HeldName extends Held {
	readonly range: Range;
}

/** What is asked of the values; none of it may run the program's own code, or put anything on its tape. */
export interface Reads {
	readonly arrays: Pick<Arrays, 'node'>;
	repr(value: Value): string;
}

/** So many entries of all lists of a name are looked at, and lists in lists so deep. */
const MOST = 10_000;
const DEEPEST = 4;
const MOST_TEXT = 60;

/** Whether a value has entries of its own kind of value. */
export function isList(value: Value): boolean {
	return value.kind === 'list' || value.kind === 'tuple' || value.kind === 'dict';
}

/** What names hold that were given a list somewhere, where they still stand for one. */
export function heldNames(
	given: ReadonlyMap<string, Range>,
	globals: { get(name: string): Value | undefined },
	reads: Reads,
): Map<string, HeldName> {
	const found = new Map<string, HeldName>();
	for (const [name, range] of given) {
		const value = globals.get(name);
		const held = value === undefined ? null : heldBy(value, reads);
		if (held !== null) found.set(name, { ...held, range });
	}
	return found;
}

/** Null for a value that is no list. */
function heldBy(value: Value, reads: Reads): Held | null {
	let room = MOST;
	const read = (holder: Value, depth: number): Held | null => {
		const entries = entriesOf(holder, reads);
		if (entries === null) return null;
		const items: HeldItem[] = [];
		for (const [label, item] of entries.items) {
			if (room-- <= 0) break;
			const within = depth < DEEPEST ? read(item, depth + 1) : null;
			if (within !== null) items.push({ label, node: -1, within });
			else if (item.kind === 'float') items.push({ label, node: item.node, value: item.value });
			else if (item.kind === 'int') items.push({ label, node: item.lazy?.node ?? -1, value: item.value });
			else if (item.kind === 'array' && reads.arrays.node(item) >= 0)
				items.push({ label, node: reads.arrays.node(item) });
			else items.push({ label, node: -1, text: textOf(item, reads) });
		}
		return { kind: entries.kind, count: entries.count, items };
	};
	return read(value, 1);
}

const SAFE: ReadonlySet<Value['kind']> = new Set(['array', 'str', 'bool', 'none', 'int', 'float']);

/** An object prints itself by its own code: of those only the class is told. */
function textOf(item: Value, reads: Reads): string {
	const own = SAFE.has(item.kind);
	return own ? reads.repr(item).replace(/\s+/g, ' ').slice(0, MOST_TEXT) : typeName(item);
}

function entriesOf(
	value: Value,
	reads: Reads,
): { readonly kind: Held['kind']; readonly count: number; readonly items: (readonly [string, Value])[] } | null {
	if (value.kind === 'list' || value.kind === 'tuple') {
		const items = value.items.slice(0, MOST).map((item, index) => [String(index), item] as const);
		return { kind: value.kind, count: value.items.length, items };
	}
	if (value.kind !== 'dict') return null;
	const items = [...value.entries.values()]
		.slice(0, MOST)
		.map((entry) => [entry.key.kind === 'str' ? entry.key.value : textOf(entry.key, reads), entry.value] as const);
	return { kind: 'dict', count: value.entries.size, items };
}
