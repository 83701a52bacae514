/** The methods of JavaScript's arrays. */
import type { Call } from './library.ts';
import { toNumber, writtenJavaScript } from './javascript-operators.ts';
import { addAll } from './methods-lists.ts';
import { bool, int, list, numberOf, str, UNDEFINED, type ListValue, type Value } from './values.ts';

export type JavaScriptMethod<T> = (call: Call, self: T, args: readonly Value[]) => Value;

/** A place between 0 and the length, counted from the end where it is negative. */
export function placeIn(value: Value | undefined, length: number, otherwise: number): number {
	const index = value === undefined ? otherwise : Math.trunc(numberOf(value) ?? otherwise);
	return Math.max(0, Math.min(length, index < 0 ? index + length : index));
}

function changed(self: ListValue): Value[] {
	delete self.from;
	return self.items;
}

/** Calls a function for each item; stops where `until` is met. Answers the place where it stopped, or −1. */
function search(
	call: Call,
	self: ListValue,
	fn: Value | undefined,
	until: boolean | null,
	seen?: (value: Value, item: Value) => void,
): number {
	for (let at = 0; at < self.items.length; at++) {
		call.tick();
		const item = self.items[at]!;
		const value = call.call(fn ?? UNDEFINED, [item, int(at), self]);
		seen?.(value, item);
		if (until !== null && call.truthy(value) === until) return at;
	}
	return -1;
}

function reduce(fromRight: boolean): JavaScriptMethod<ListValue> {
	return (call, self, [fn = UNDEFINED, start]) => {
		const places = self.items.map((_, at) => at);
		if (fromRight) places.reverse();
		let total = start;
		for (const at of places) {
			call.tick();
			total = total === undefined ? self.items[at]! : call.call(fn, [total, self.items[at]!, int(at), self]);
		}
		return total ?? call.raise('TypeError', ['Reduce of empty array with no initial value']);
	};
}

function flattened(items: readonly Value[], depth: number): Value[] {
	return items.flatMap((item) => (item.kind === 'list' && depth > 0 ? flattened(item.items, depth - 1) : [item]));
}

function indexOf(call: Call, self: ListValue, wanted: Value | undefined, fromRight: boolean): number {
	const same = (item: Value): boolean => call.truthy(call.compare('===', item, wanted ?? UNDEFINED));
	return fromRight ? self.items.findLastIndex(same) : self.items.findIndex(same);
}

/** Sorted by the program's own order, or as texts. A merge sort: an order that contradicts itself must not hang it. */
function sorted(call: Call, items: readonly Value[], order: Value | undefined): Value[] {
	const texts = new Map<Value, string>();
	const text = (value: Value): string => {
		let known = texts.get(value);
		if (known === undefined) texts.set(value, (known = call.string(value)));
		return known;
	};
	const inOrder = (a: Value, b: Value): boolean =>
		order === undefined || order.kind === 'undefined' ? text(a) <= text(b) : !(toNumber(call.call(order, [a, b])) > 0);
	let from = [...items];
	for (let width = 1; width < from.length; width *= 2) {
		const to: Value[] = [];
		for (let start = 0; start < from.length; start += 2 * width) {
			let left = start;
			let right = Math.min(start + width, from.length);
			const [middle, end] = [right, Math.min(start + 2 * width, from.length)];
			while (left < middle || right < end) {
				call.tick();
				to.push(left < middle && (right >= end || inOrder(from[left]!, from[right]!)) ? from[left++]! : from[right++]!);
			}
		}
		from = to;
	}
	return from;
}

const MOST_NESTED = 50;

export const ARRAY_METHODS: Readonly<Record<string, JavaScriptMethod<ListValue>>> = {
	map: (call, self, [fn]) => {
		const made: Value[] = [];
		search(call, self, fn, null, (value) => made.push(value));
		return list(made);
	},
	forEach: (call, self, [fn]) => {
		search(call, self, fn, null);
		return UNDEFINED;
	},
	filter: (call, self, [fn]) => {
		const kept: Value[] = [];
		search(call, self, fn, null, (value, item) => {
			if (call.truthy(value)) kept.push(item);
		});
		return list(kept);
	},
	flatMap: (call, self, [fn]) => {
		const made: Value[] = [];
		search(call, self, fn, null, (value) => (value.kind === 'list' ? addAll(made, value.items) : made.push(value)));
		return list(made);
	},
	reduce: reduce(false),
	reduceRight: reduce(true),
	some: (call, self, [fn]) => bool(search(call, self, fn, true) >= 0),
	every: (call, self, [fn]) => bool(search(call, self, fn, false) < 0),
	find: (call, self, [fn]) => self.items[search(call, self, fn, true)] ?? UNDEFINED,
	findIndex: (call, self, [fn]) => int(search(call, self, fn, true)),
	findLast: (call, self, [fn]) =>
		self.items.findLast((item) => call.truthy(call.call(fn ?? UNDEFINED, [item]))) ?? UNDEFINED,
	push: (_, self, args) => {
		addAll(changed(self), args);
		return int(self.items.length);
	},
	pop: (_, self) => changed(self).pop() ?? UNDEFINED,
	shift: (_, self) => changed(self).shift() ?? UNDEFINED,
	unshift: (_, self, args) => int(changed(self).unshift(...args)),
	slice: (call, self, [from, to]) => {
		const { length } = self.items;
		const taken = self.items.slice(placeIn(from, length, 0), placeIn(to, length, length));
		call.reserve(taken.length);
		return list(taken);
	},
	splice: (_, self, [from, count, ...added]) => {
		const { length } = self.items;
		const start = placeIn(from, length, 0);
		const gone = count === undefined ? length - start : Math.max(0, Math.min(length - start, numberOf(count) ?? 0));
		return list(changed(self).splice(start, gone, ...added));
	},
	concat: (call, self, args) => {
		const all = [...self.items];
		for (const arg of args) addAll(all, arg.kind === 'list' ? arg.items : [arg]);
		call.reserve(all.length);
		return list(all);
	},
	reverse: (_, self) => {
		changed(self).reverse();
		return self;
	},
	toReversed: (_, self) => list(self.items.toReversed()),
	fill: (_, self, [value, from, to]) => {
		const { length } = self.items;
		changed(self).fill(value ?? UNDEFINED, placeIn(from, length, 0), placeIn(to, length, length));
		return self;
	},
	join: (call, self, [by]) => {
		const written = self.items.map((item) =>
			item.kind === 'none' || item.kind === 'undefined' ? '' : writtenJavaScript(call, item),
		);
		return str(written.join(by?.kind === 'str' ? by.value : ','));
	},
	indexOf: (call, self, [item]) => int(indexOf(call, self, item, false)),
	lastIndexOf: (call, self, [item]) => int(indexOf(call, self, item, true)),
	includes: (call, self, [item]) => bool(indexOf(call, self, item, false) >= 0),
	flat: (_, self, [depth]) => list(flattened(self.items, Math.min(MOST_NESTED, numberOf(depth ?? int(1)) ?? 1))),
	entries: (_, self) => list(self.items.map((item, index) => list([int(index), item]))),
	keys: (_, self) => list(self.items.map((_item, index) => int(index))),
	values: (_, self) => list([...self.items]),
	at: (_, self, [index]) => self.items.at(Math.trunc(numberOf(index ?? int(0)) ?? 0)) ?? UNDEFINED,
	with: (_, self, [index, value]) => list(self.items.with(numberOf(index ?? int(0)) ?? 0, value ?? UNDEFINED)),
	sort: (call, self, [order]) => {
		const all = sorted(call, self.items, order);
		const items = changed(self);
		items.length = 0;
		addAll(items, all);
		return self;
	},
	toSorted: (call, self, [order]) => list(sorted(call, self.items, order)),
	['toString']: (call: Call, self: ListValue) => str(call.string(self)),
};
