/** JavaScript's `Map` and `Set`. */
import type { JavaScriptMethod } from './javascript-arrays.ts';
import { bool, list, UNDEFINED, type DictValue, type SetValue, type TypeValue } from './values.ts';

export const mapType: TypeValue = {
	kind: 'type',
	name: 'Map',
	has: (value) => value.kind === 'dict' && value.isObject !== true,
	call: (call, [pairs]) => {
		const map: DictValue = { kind: 'dict', entries: new Map() };
		for (const pair of pairs === undefined ? [] : call.iterate(pairs)) {
			const [key = UNDEFINED, value = UNDEFINED] = call.iterate(pair);
			map.entries.set(call.key(key), { key, value });
		}
		return map;
	},
};

export const setType: TypeValue = {
	kind: 'type',
	name: 'Set',
	has: (value) => value.kind === 'set',
	call: (call, [items]) => {
		const set: SetValue = { kind: 'set', items: new Map() };
		for (const item of items === undefined ? [] : call.iterate(items)) set.items.set(call.key(item), item);
		return set;
	},
};

export const MAP_METHODS: Readonly<Record<string, JavaScriptMethod<DictValue>>> = {
	get: (call, self, [key = UNDEFINED]) => self.entries.get(call.key(key))?.value ?? UNDEFINED,
	set: (call, self, [key = UNDEFINED, value = UNDEFINED]) => {
		self.entries.set(call.key(key), { key, value });
		return self;
	},
	has: (call, self, [key = UNDEFINED]) => bool(self.entries.has(call.key(key))),
	delete: (call, self, [key = UNDEFINED]) => bool(self.entries.delete(call.key(key))),
	clear: (_, self) => {
		self.entries.clear();
		return UNDEFINED;
	},
	forEach: (call, self, [fn = UNDEFINED]) => {
		for (const { key, value } of self.entries.values()) call.call(fn, [value, key, self]);
		return UNDEFINED;
	},
	keys: (_, self) => list([...self.entries.values()].map(({ key }) => key)),
	values: (_, self) => list([...self.entries.values()].map(({ value }) => value)),
	entries: (_, self) => list([...self.entries.values()].map(({ key, value }) => list([key, value]))),
};

export const SET_METHODS: Readonly<Record<string, JavaScriptMethod<SetValue>>> = {
	add: (call, self, [item = UNDEFINED]) => {
		self.items.set(call.key(item), item);
		return self;
	},
	has: (call, self, [item = UNDEFINED]) => bool(self.items.has(call.key(item))),
	delete: (call, self, [item = UNDEFINED]) => bool(self.items.delete(call.key(item))),
	clear: (_, self) => {
		self.items.clear();
		return UNDEFINED;
	},
	forEach: (call, self, [fn = UNDEFINED]) => {
		for (const item of self.items.values()) call.call(fn, [item, item, self]);
		return UNDEFINED;
	},
	values: (_, self) => list([...self.items.values()]),
	keys: (_, self) => list([...self.items.values()]),
};
