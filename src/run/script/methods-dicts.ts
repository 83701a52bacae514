/** The methods of dicts and sets. */
import type { Call } from './library.ts';
import type { Method } from './methods.ts';
import { sortValues } from './sorting.ts';
import {
	bool,
	int,
	list,
	NONE,
	numberOf,
	str,
	tuple,
	wholeOf,
	type DictValue,
	type SetValue,
	type Value,
} from './values.ts';

/** Sets an entry; of equal keys (1 and True) the first stays. */
export function putEntry(dict: DictValue, at: string | number, key: Value, value: Value): void {
	const known = dict.entries.get(at);
	if (known === undefined) dict.entries.set(at, { key, value });
	else known.value = value;
}

/** Takes the entries of a mapping, or of pairs, into a dict. */
export function mergeInto(call: Call, dict: DictValue, from: Value): void {
	const source = from.kind === 'instance' && from.inner !== undefined ? from.inner : from;
	if (source.kind === 'dict') {
		for (const [at, { key, value }] of source.entries) putEntry(dict, at, key, value);
		return;
	}
	if (source.kind === 'instance' && call.lookUp(source, 'keys') !== null) {
		for (const key of call.iterate(call.call(call.attribute(source, 'keys'), [])))
			putEntry(dict, call.key(key), key, call.item(source, key));
		return;
	}
	for (const pair of call.iterate(source)) {
		const items = call.iterate(pair);
		const [key, value] = items;
		if (key === undefined || value === undefined || items.length !== 2)
			return call.raise('ValueError', [
				'dictionary update sequence element has length {0}; 2 is required',
				items.length,
			]);
		putEntry(dict, call.key(key), key, value);
	}
}

function missing(call: Call, key: Value): never {
	return call.raise('KeyError', ['{0}', call.repr(key)], [key]);
}

function items(self: DictValue): Value {
	return list([...self.entries.values()].map(({ key, value }) => tuple([key, value])));
}

function keys(self: DictValue): Value {
	return list([...self.entries.values()].map(({ key }) => key));
}

function values(self: DictValue): Value {
	return list([...self.entries.values()].map(({ value }) => value));
}

export const DICT_METHODS: Readonly<Record<string, Method<DictValue>>> = {
	get: (call, self, [key = NONE, otherwise]) => self.entries.get(call.key(key))?.value ?? otherwise ?? NONE,
	setdefault: (call, self, [key = NONE, otherwise = NONE]) => {
		const at = call.key(key);
		const known = self.entries.get(at);
		if (known !== undefined) return known.value;
		self.entries.set(at, { key, value: otherwise });
		return otherwise;
	},
	items: (_, self) => items(self),
	keys: (_, self) => keys(self),
	values: (_, self) => values(self),
	iteritems: (_, self) => items(self),
	iterkeys: (_, self) => keys(self),
	itervalues: (_, self) => values(self),
	update: (call, self, [other], named) => {
		if (other !== undefined) mergeInto(call, self, other);
		for (const [name, value] of named) self.entries.set(call.key(str(name)), { key: str(name), value });
		return NONE;
	},
	pop: (call, self, [key = NONE, otherwise]) => {
		const at = call.key(key);
		const known = self.entries.get(at);
		self.entries.delete(at);
		return known?.value ?? otherwise ?? missing(call, key);
	},
	popitem: (call, self, [last], named) => {
		const fromEnd = (last ?? named.get('last'))?.kind !== 'bool' || call.truthy(last ?? named.get('last')!);
		const [at, entry] = (fromEnd ? [...self.entries].at(-1) : [...self.entries][0]) ?? [];
		if (at === undefined || entry === undefined)
			return call.raise('KeyError', ['popitem(): dictionary is empty'], [str('popitem(): dictionary is empty')]);
		self.entries.delete(at);
		return tuple([entry.key, entry.value]);
	},
	copy: (_, self) => ({ ...self, entries: new Map([...self.entries].map(([key, entry]) => [key, { ...entry }])) }),
	clear: (_, self) => {
		self.entries.clear();
		return NONE;
	},
	has_key: (call, self, [key = NONE]) => bool(self.entries.has(call.key(key))),
	move_to_end: (call, self, [key = NONE]) => {
		const at = call.key(key);
		const entry = self.entries.get(at) ?? missing(call, key);
		self.entries.delete(at);
		self.entries.set(at, entry);
		return NONE;
	},
	// Of a Counter.
	most_common: (call, self, [count]) => {
		const named = new Map<string, Value>([
			[
				'key',
				{ kind: 'builtin', name: 'count', call: (_, [pair]) => (pair?.kind === 'tuple' ? pair.items[1]! : NONE) },
			],
			['reverse', bool(true)],
		]);
		const sorted = sortValues(call, call.iterate(items(self)), named);
		return list(sorted.slice(0, count === undefined ? undefined : (wholeOf(count) ?? undefined)));
	},
	elements: (_, self) =>
		list(
			[...self.entries.values()].flatMap(({ key, value }) =>
				Array.from({ length: Math.max(0, Math.min(1e6, numberOf(value) ?? 0)) }, () => key),
			),
		),
	total: (_, self) => int([...self.entries.values()].reduce((sum, { value }) => sum + (numberOf(value) ?? 0), 0)),
};

type Items = Map<string | number, Value>;

function itemsOf(call: Call, other: Value): Items {
	if (other.kind === 'set') return other.items;
	return new Map(call.iterate(other).map((item) => [call.key(item), item]));
}

function set(items: Iterable<readonly [string | number, Value]>): SetValue {
	return { kind: 'set', items: new Map(items) };
}

function replace(self: SetValue, by: Iterable<readonly [string | number, Value]>): Value {
	const kept = [...by];
	self.items.clear();
	for (const [key, item] of kept) self.items.set(key, item);
	return NONE;
}

export function union(a: Items, b: Items): [string | number, Value][] {
	return [...a, ...[...b].filter(([key]) => !a.has(key))];
}

export function intersection(a: Items, b: Items): [string | number, Value][] {
	return [...a].filter(([key]) => b.has(key));
}

export function difference(a: Items, b: Items): [string | number, Value][] {
	return [...a].filter(([key]) => !b.has(key));
}

export function within(a: Items, b: Items): boolean {
	return a.size <= b.size && [...a.keys()].every((key) => b.has(key));
}

export const SET_METHODS: Readonly<Record<string, Method<SetValue>>> = {
	add: (call, self, [item = NONE]) => {
		const key = call.key(item);
		if (!self.items.has(key)) self.items.set(key, item);
		return NONE;
	},
	discard: (call, self, [item = NONE]) => {
		self.items.delete(call.key(item));
		return NONE;
	},
	remove: (call, self, [item = NONE]) => (self.items.delete(call.key(item)) ? NONE : missing(call, item)),
	pop: (call, self) => {
		const [first] = self.items;
		if (first === undefined) return call.raise('KeyError', ['pop from an empty set'], [str('pop from an empty set')]);
		self.items.delete(first[0]);
		return first[1];
	},
	clear: (_, self) => {
		self.items.clear();
		return NONE;
	},
	update: (call, self, others) => {
		for (const other of others) for (const [key, item] of itemsOf(call, other)) self.items.set(key, item);
		return NONE;
	},
	union: (call, self, others) =>
		others.reduce<SetValue>((all, other) => set(union(all.items, itemsOf(call, other))), set(self.items)),
	intersection: (call, self, others) =>
		others.reduce<SetValue>((all, other) => set(intersection(all.items, itemsOf(call, other))), set(self.items)),
	difference: (call, self, others) =>
		others.reduce<SetValue>((all, other) => set(difference(all.items, itemsOf(call, other))), set(self.items)),
	symmetric_difference: (call, self, [other = NONE]) => {
		const items = itemsOf(call, other);
		return set([...difference(self.items, items), ...difference(items, self.items)]);
	},
	intersection_update: (call, self, [other = NONE]) => replace(self, intersection(self.items, itemsOf(call, other))),
	difference_update: (call, self, [other = NONE]) => replace(self, difference(self.items, itemsOf(call, other))),
	issubset: (call, self, [other = NONE]) => bool(within(self.items, itemsOf(call, other))),
	issuperset: (call, self, [other = NONE]) => bool(within(itemsOf(call, other), self.items)),
	isdisjoint: (call, self, [other = NONE]) => bool(intersection(self.items, itemsOf(call, other)).length === 0),
	copy: (_, self) => set(self.items),
};
