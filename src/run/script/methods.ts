/** The methods of strings, lists, tuples, dicts and sets. */
import { equalValues } from './equality.ts';
import { formatted } from './format.ts';
import { builtin, type Call, type Named } from './library.ts';
import { sortValues } from './sorting.ts';
import {
	bool,
	int,
	keyOf,
	list,
	NONE,
	numberOf,
	str,
	tuple,
	typeName,
	wholeOf,
	type DictValue,
	type ListValue,
	type SetValue,
	type Value,
} from './values.ts';

type Method<T> = (call: Call, self: T, args: readonly Value[], named: Named) => Value;

function text(call: Call, value: Value | undefined, otherwise = ''): string {
	if (value === undefined || value.kind === 'none') return otherwise;
	return value.kind === 'str' ? value.value : call.raise('TypeError', ['A string is needed, not {0}', typeName(value)]);
}

const STRING: Readonly<Record<string, Method<string>>> = {
	join: (call, self, [items]) =>
		str(
			call
				.iterate(items ?? NONE)
				.map((item) => text(call, item))
				.join(self),
		),
	split: (call, self, [by, most]) => {
		const limit = most === undefined ? Infinity : (wholeOf(most) ?? Infinity);
		if (by === undefined || by.kind === 'none') {
			const parts = self.trim().split(/\s+/);
			return list(parts.filter((part) => part !== '').map(str));
		}
		const parts = self.split(text(call, by));
		if (parts.length <= limit + 1) return list(parts.map(str));
		return list([...parts.slice(0, limit), parts.slice(limit).join(text(call, by))].map(str));
	},
	strip: (call, self, [set]) => str(strip(self, text(call, set, ''), true, true)),
	lstrip: (call, self, [set]) => str(strip(self, text(call, set, ''), true, false)),
	rstrip: (call, self, [set]) => str(strip(self, text(call, set, ''), false, true)),
	lower: (_, self) => str(self.toLowerCase()),
	upper: (_, self) => str(self.toUpperCase()),
	title: (_, self) => str(self.replace(/\p{L}+/gu, (word) => word[0]!.toUpperCase() + word.slice(1).toLowerCase())),
	capitalize: (_, self) => str(self.slice(0, 1).toUpperCase() + self.slice(1).toLowerCase()),
	startswith: (call, self, [start]) =>
		bool((start?.kind === 'tuple' ? start.items : [start]).some((each) => self.startsWith(text(call, each)))),
	endswith: (call, self, [end]) =>
		bool((end?.kind === 'tuple' ? end.items : [end]).some((each) => self.endsWith(text(call, each)))),
	replace: (call, self, [from, to]) => str(self.replaceAll(text(call, from), () => text(call, to))),
	find: (call, self, [part]) => int(self.indexOf(text(call, part))),
	index: (call, self, [part]) => {
		const at = self.indexOf(text(call, part));
		return at < 0 ? call.raise('ValueError', ['The text was not found.']) : int(at);
	},
	count: (call, self, [part]) => int(self.split(text(call, part)).length - 1),
	isdigit: (_, self) => bool(/^\d+$/.test(self)),
	isalpha: (_, self) => bool(/^\p{L}+$/u.test(self)),
	zfill: (_, self, [width]) => str(self.padStart(Math.min(1000, wholeOf(width ?? NONE) ?? 0), '0')),
	ljust: (_, self, [width]) => str(self.padEnd(Math.min(1000, wholeOf(width ?? NONE) ?? 0))),
	rjust: (_, self, [width]) => str(self.padStart(Math.min(1000, wholeOf(width ?? NONE) ?? 0))),
	center: (_, self, [width]) => str(formatted(self, `^${Math.min(1000, wholeOf(width ?? NONE) ?? 0)}`) ?? self),
	splitlines: (_, self) => list(self.split(/\r?\n/).map(str)),
	encode: (_, self) => str(self),
	format: (call, self, args, named) => str(formatMethod(call, self, args, named)),
};

function strip(self: string, set: string, start: boolean, end: boolean): string {
	const drop = (c: string): boolean => (set === '' ? /\s/.test(c) : set.includes(c));
	let from = 0;
	let to = self.length;
	while (start && from < to && drop(self[from]!)) from++;
	while (end && to > from && drop(self[to - 1]!)) to--;
	return self.slice(from, to);
}

function formatMethod(call: Call, template: string, args: readonly Value[], named: Named): string {
	let next = 0;
	return template.replace(
		/\{\{|\}\}|\{([^{}:!]*)(?:!([rsa]))?(?::([^{}]*))?\}/g,
		(whole, field: string | undefined, conversion: string | undefined, spec: string | undefined) => {
			if (whole === '{{' || whole === '}}') return whole[0]!;
			const name = field ?? '';
			const value = name === '' ? args[next++] : /^\d+$/.test(name) ? args[Number(name)] : named.get(name);
			if (value === undefined) return call.raise('IndexError', ['Nothing was given for {0}', whole]);
			return formatValue(call, value, spec ?? '', conversion === 'r');
		},
	);
}

/** A value by a format specification. */
export function formatValue(call: Call, value: Value, spec: string, repr: boolean): string {
	const number = repr || spec === '' ? undefined : numberOf(value);
	const shown = number ?? (repr ? call.repr(value) : call.string(value));
	if (spec === '') return String(shown);
	return formatted(shown, spec) ?? call.raise('ValueError', ['The format {0} does not fit {1}', spec, typeName(value)]);
}

/** A list that was changed is no longer the one that was written. */
function changed(self: ListValue): ListValue {
	delete self.from;
	return self;
}

const LIST: Readonly<Record<string, Method<ListValue>>> = {
	append: (call, self, [item]) => {
		if (item === undefined) return call.raise('TypeError', ['append takes one item']);
		changed(self).items.push(item);
		return NONE;
	},
	extend: (call, self, [items]) => {
		changed(self).items.push(...call.iterate(items ?? NONE));
		return NONE;
	},
	insert: (_, self, [at, item]) => {
		changed(self).items.splice(wholeOf(at ?? NONE) ?? 0, 0, item ?? NONE);
		return NONE;
	},
	pop: (call, self, [at]) => {
		const [gone] = changed(self).items.splice(at === undefined ? -1 : (wholeOf(at) ?? -1), 1);
		return gone ?? call.raise('IndexError', ['The list is empty.']);
	},
	remove: (call, self, [item]) => {
		const at = self.items.findIndex((each) => equalValues(call, each, item ?? NONE));
		if (at < 0) return call.raise('ValueError', ['The item is not in the list.']);
		changed(self).items.splice(at, 1);
		return NONE;
	},
	reverse: (_, self) => {
		changed(self).items.reverse();
		return NONE;
	},
	sort: (call, self, _, named) => {
		const sorted = sortValues(call, self.items, named);
		changed(self).items.splice(0, self.items.length, ...sorted);
		return NONE;
	},
	copy: (_, self) => list([...self.items]),
	clear: (_, self) => {
		changed(self).items.length = 0;
		return NONE;
	},
	index: (call, self, [item]) => indexIn(call, self.items, item),
	count: (call, self, [item]) => int(self.items.filter((each) => equalValues(call, each, item ?? NONE)).length),
};

function indexIn(call: Call, items: readonly Value[], item: Value | undefined): Value {
	const at = items.findIndex((each) => equalValues(call, each, item ?? NONE));
	return at < 0 ? call.raise('ValueError', ['The item is not in the list.']) : int(at);
}

const TUPLE: Readonly<Record<string, Method<Extract<Value, { kind: 'tuple' }>>>> = {
	index: (call, self, [item]) => indexIn(call, self.items, item),
	count: (call, self, [item]) => int(self.items.filter((each) => equalValues(call, each, item ?? NONE)).length),
};

function keyFor(call: Call, key: Value | undefined): string | number {
	const found = key === undefined ? null : keyOf(key);
	return found ?? call.raise('TypeError', ['{0} cannot be a key', key === undefined ? 'nothing' : typeName(key)]);
}

/** Takes the entries of a mapping, or of pairs, into a dict. */
export function mergeInto(call: Call, dict: DictValue, from: Value): void {
	if (from.kind === 'dict') {
		for (const [key, { key: name, value }] of from.entries) dict.entries.set(key, { key: name, value });
		return;
	}
	for (const pair of call.iterate(from)) {
		const [key, value, another] = call.iterate(pair);
		if (key === undefined || value === undefined || another !== undefined)
			return call.raise('ValueError', ['A dict is made of pairs.']);
		dict.entries.set(keyFor(call, key), { key, value });
	}
}

const DICT: Readonly<Record<string, Method<DictValue>>> = {
	get: (call, self, [key, otherwise]) => self.entries.get(keyFor(call, key))?.value ?? otherwise ?? NONE,
	setdefault: (call, self, [key, otherwise]) => {
		const at = keyFor(call, key);
		const known = self.entries.get(at);
		if (known !== undefined) return known.value;
		const value = otherwise ?? NONE;
		self.entries.set(at, { key: key!, value });
		return value;
	},
	items: (_, self) => list([...self.entries.values()].map(({ key, value }) => tuple([key, value]))),
	keys: (_, self) => list([...self.entries.values()].map(({ key }) => key)),
	values: (_, self) => list([...self.entries.values()].map(({ value }) => value)),
	iteritems: (_, self) => list([...self.entries.values()].map(({ key, value }) => tuple([key, value]))),
	itervalues: (_, self) => list([...self.entries.values()].map(({ value }) => value)),
	update: (call, self, [other], named) => {
		if (other !== undefined) mergeInto(call, self, other);
		for (const [name, value] of named) self.entries.set(keyFor(call, str(name)), { key: str(name), value });
		return NONE;
	},
	pop: (call, self, [key, otherwise]) => {
		const at = keyFor(call, key);
		const known = self.entries.get(at);
		self.entries.delete(at);
		return known?.value ?? otherwise ?? call.raise('KeyError', ['There is no key {0}.', call.repr(key!)]);
	},
	copy: (_, self) => ({ ...self, entries: new Map([...self.entries].map(([key, entry]) => [key, { ...entry }])) }),
	clear: (_, self) => {
		self.entries.clear();
		return NONE;
	},
	has_key: (call, self, [key]) => bool(self.entries.has(keyFor(call, key))),
};

const SET: Readonly<Record<string, Method<SetValue>>> = {
	add: (call, self, [item]) => {
		self.items.set(keyFor(call, item), item!);
		return NONE;
	},
	discard: (call, self, [item]) => {
		self.items.delete(keyFor(call, item));
		return NONE;
	},
	remove: (call, self, [item]) => {
		if (!self.items.delete(keyFor(call, item)))
			return call.raise('KeyError', ['There is no key {0}.', call.repr(item!)]);
		return NONE;
	},
	update: (call, self, others) => {
		for (const other of others) for (const item of call.iterate(other)) self.items.set(keyFor(call, item), item);
		return NONE;
	},
	union: (call, self, others) => {
		const items = new Map(self.items);
		for (const other of others) for (const item of call.iterate(other)) items.set(keyFor(call, item), item);
		return { kind: 'set', items };
	},
	intersection: (call, self, [other]) => {
		const keys = new Set(call.iterate(other ?? NONE).map(keyOf));
		return { kind: 'set', items: new Map([...self.items].filter(([key]) => keys.has(key))) };
	},
	difference: (call, self, [other]) => {
		const keys = new Set(call.iterate(other ?? NONE).map(keyOf));
		return { kind: 'set', items: new Map([...self.items].filter(([key]) => !keys.has(key))) };
	},
	copy: (_, self) => ({ kind: 'set', items: new Map(self.items) }),
};

function own<T>(table: Readonly<Record<string, Method<T>>>, name: string): Method<T> | undefined {
	return Object.hasOwn(table, name) ? table[name] : undefined;
}

/** A method bound to its object, or null where its type has none of that name. */
export function methodOf(value: Value, name: string): Value | null {
	const bound = <T>(method: Method<T> | undefined, self: T): Value | null =>
		method === undefined ? null : builtin(name, (call, args, named) => method(call, self, args, named));
	switch (value.kind) {
		case 'str':
			return bound(own(STRING, name), value.value);
		case 'list':
			return bound(own(LIST, name), value);
		case 'tuple':
			return bound(own(TUPLE, name), value);
		case 'dict':
			return bound(own(DICT, name), value);
		case 'set':
			return bound(own(SET, name), value);
		default:
			return null;
	}
}
