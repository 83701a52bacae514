/** The methods of lists, deques and tuples. */
import { equalValues } from './equality.ts';
import type { Call } from './library.ts';
import type { Method } from './methods.ts';
import { sortValues } from './sorting.ts';
import { int, NONE, typeName, wholeOf, type ListValue, type TupleValue, type Value } from './values.ts';

/** A list that was changed is no longer the one that was written; a deque drops what it has no room for. */
function changed(self: ListValue): Value[] {
	delete self.from;
	return self.items;
}

/** Lets go of what a bounded deque has no room for, at the end that was not added to. */
function bounded(self: ListValue, end: 'start' | 'end'): Value {
	const over = self.items.length - (self.deque?.most ?? Infinity);
	if (over > 0) self.items.splice(end === 'start' ? 0 : self.items.length - over, over);
	return NONE;
}

/** Appends without handing thousands of arguments to a call. */
export function addAll(items: Value[], added: readonly Value[]): void {
	for (const item of added) items.push(item);
}

/** Puts items in the place of `count` others. `splice` itself takes no more of them than the host's stack has room for. */
export function replaceItems(items: Value[], start: number, count: number, added: readonly Value[]): void {
	const rest = items.splice(start).slice(count);
	addAll(items, added);
	addAll(items, rest);
}

function whole(call: Call, value: Value | undefined, otherwise: number): number {
	if (value === undefined) return otherwise;
	const at = wholeOf(value);
	return at ?? call.raise('TypeError', ["'{0}' object cannot be interpreted as an integer", typeName(value)]);
}

function indexIn(call: Call, items: readonly Value[], wanted: Value, from = 0): Value {
	for (let at = Math.max(0, from < 0 ? from + items.length : from); at < items.length; at++) {
		call.tick();
		if (equalValues(call, items[at]!, wanted)) return int(at);
	}
	return call.raise('ValueError', ['{0} is not in list', call.repr(wanted)]);
}

function countIn(call: Call, items: readonly Value[], wanted: Value): Value {
	return int(items.filter((each) => equalValues(call, each, wanted)).length);
}

export const LIST_METHODS: Readonly<Record<string, Method<ListValue>>> = {
	append: (call, self, [item]) => {
		if (item === undefined) return call.raise('TypeError', ['list.append() takes exactly one argument']);
		changed(self).push(item);
		return bounded(self, 'start');
	},
	appendleft: (_, self, [item = NONE]) => {
		changed(self).unshift(item);
		return bounded(self, 'end');
	},
	extend: (call, self, [items = NONE]) => {
		extended(call, self, items);
		return NONE;
	},
	extendleft: (call, self, [items = NONE]) => {
		const added = call.iterate(items).toReversed();
		replaceItems(changed(self), 0, 0, added);
		return bounded(self, 'end');
	},
	insert: (call, self, [at, item = NONE]) => {
		changed(self).splice(whole(call, at, 0), 0, item);
		return NONE;
	},
	pop: (call, self, [at]) => {
		const { length } = self.items;
		const index = whole(call, at, -1);
		const place = index < 0 ? index + length : index;
		if (length === 0) return call.raise('IndexError', ['pop from empty list']);
		if (place < 0 || place >= length) return call.raise('IndexError', ['pop index out of range']);
		return place === length - 1 ? changed(self).pop()! : changed(self).splice(place, 1)[0]!;
	},
	popleft: (call, self) => changed(self).shift() ?? call.raise('IndexError', ['pop from an empty deque']),
	rotate: (call, self, [by]) => {
		const items = changed(self);
		const { length } = items;
		if (length === 0) return NONE;
		const steps = ((whole(call, by, 1) % length) + length) % length;
		replaceItems(items, 0, 0, items.splice(length - steps, steps));
		return NONE;
	},
	remove: (call, self, [item = NONE]) => {
		const at = self.items.findIndex((each) => equalValues(call, each, item));
		if (at < 0) return call.raise('ValueError', ['list.remove(x): x not in list']);
		changed(self).splice(at, 1);
		return NONE;
	},
	reverse: (_, self) => {
		changed(self).reverse();
		return NONE;
	},
	sort: (call, self, _, named) => {
		const sorted = sortValues(call, self.items, named);
		const items = changed(self);
		items.length = 0;
		addAll(items, sorted);
		return NONE;
	},
	copy: (_, self) => ({ ...self, items: [...self.items] }),
	clear: (_, self) => {
		changed(self).length = 0;
		return NONE;
	},
	index: (call, self, [item = NONE, from]) => indexIn(call, self.items, item, whole(call, from, 0)),
	count: (call, self, [item = NONE]) => countIn(call, self.items, item),
};

export const TUPLE_METHODS: Readonly<Record<string, Method<TupleValue>>> = {
	index: (call, self, [item = NONE]) => indexIn(call, self.items, item),
	count: (call, self, [item = NONE]) => countIn(call, self.items, item),
};

/** `a += items` of a list. */
export function extended(call: Call, self: ListValue, items: Value): Value {
	const added = call.iterate(items);
	call.reserve(self.items.length + added.length);
	addAll(changed(self), added);
	bounded(self, 'start');
	return self;
}
