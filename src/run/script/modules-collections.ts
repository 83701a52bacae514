/** `collections`: dicts that count or fill themselves, deques, and tuples with names. */
import { tupleType } from './builtin-types.ts';
import type { Call, Named } from './library.ts';
import { mergeInto } from './methods-dicts.ts';
import { classOf, functions, made } from './modules-make.ts';
import { builtin } from './library.ts';
import {
	int,
	list,
	NONE,
	numberOf,
	str,
	tuple,
	wholeOf,
	type DictValue,
	type InstanceValue,
	type Value,
} from './values.ts';

function counter(call: Call, [items]: readonly Value[], named: Named): Value {
	const dict: DictValue = { kind: 'dict', entries: new Map(), counts: true };
	if (items?.kind === 'dict') mergeInto(call, dict, items);
	else
		for (const item of items === undefined ? [] : call.iterate(items)) {
			const key = call.key(item);
			const known = dict.entries.get(key)?.value;
			dict.entries.set(key, { key: item, value: int(((known && numberOf(known)) ?? 0) + 1) });
		}
	for (const [name, value] of named) dict.entries.set(call.key(str(name)), { key: str(name), value });
	return dict;
}

function named(call: Call, [name = NONE, given = NONE]: readonly Value[], options: Named): Value {
	const typename = name.kind === 'str' ? name.value : 'tuple';
	const fields =
		given.kind === 'str'
			? given.value
					.replaceAll(',', ' ')
					.split(/\s+/)
					.filter((field) => field !== '')
			: call.iterate(given).map((field) => call.string(field));
	const after = options.get('defaults');
	const defaults = after === undefined || after.kind === 'none' ? [] : call.iterate(after);
	const fill = (self: InstanceValue, args: readonly Value[], byName: Named, caller: Call): void => {
		const items = fields.map((field, at): Value => {
			const value = args[at] ?? byName.get(field) ?? defaults[at - fields.length + defaults.length];
			return value ?? caller.raise('TypeError', ["{0}() missing a required argument: '{1}'", typename, field]);
		});
		if (args.length > fields.length)
			caller.raise('TypeError', [
				'{0}() takes {1} positional argument(s) but {2} were given',
				typename,
				fields.length,
				args.length,
			]);
		self.inner = tuple(items);
	};
	const itemsOf = (self: InstanceValue): readonly Value[] => (self.inner?.kind === 'tuple' ? self.inner.items : []);
	const type = classOf(
		typename,
		{
			__init__: (caller, self, args, byName) => {
				fill(self, args, byName, caller);
				return NONE;
			},
			__repr__: (caller, self) =>
				str(
					`${typename}(${itemsOf(self)
						.map((item, at) => `${fields[at]}=${caller.repr(item)}`)
						.join(', ')})`,
				),
			_replace: (_caller, self, _, byName) => {
				const other: InstanceValue = { kind: 'instance', class: self.class, attributes: new Map() };
				other.inner = tuple(itemsOf(self).map((item, at) => byName.get(fields[at]!) ?? item));
				return other;
			},
			_asdict: (caller, self) => {
				const dict: DictValue = { kind: 'dict', entries: new Map() };
				for (const [at, item] of itemsOf(self).entries())
					dict.entries.set(caller.key(str(fields[at]!)), { key: str(fields[at]!), value: item });
				return dict;
			},
		},
		{ base: { ...tupleType, call: () => tuple([]) } },
	);
	type.attributes.set('_fields', tuple(fields.map(str)));
	for (const [at, field] of fields.entries()) {
		const get = builtin(field, (_, [self]) => (self?.kind === 'instance' ? (itemsOf(self)[at] ?? NONE) : NONE));
		type.attributes.set(field, { kind: 'descriptor', role: 'property', get });
	}
	return type;
}

export const collections = made(
	'collections',
	functions('collections', {
		defaultdict: (call, [missing = NONE, from], byName) => {
			const dict: DictValue = {
				kind: 'dict',
				entries: new Map(),
				...(missing.kind !== 'none' && { missing }),
			};
			if (from !== undefined) mergeInto(call, dict, from);
			for (const [name, value] of byName) dict.entries.set(call.key(str(name)), { key: str(name), value });
			return dict;
		},
		OrderedDict: (call, [from], byName) => {
			const dict: DictValue = { kind: 'dict', entries: new Map() };
			if (from !== undefined) mergeInto(call, dict, from);
			for (const [name, value] of byName) dict.entries.set(call.key(str(name)), { key: str(name), value });
			return dict;
		},
		Counter: counter,
		deque: (call, [items, most], byName) => {
			const limit = most ?? byName.get('maxlen') ?? NONE;
			const kept = wholeOf(limit) ?? Infinity;
			const all = items === undefined ? [] : call.iterate(items);
			return { ...list(kept === Infinity ? all : all.slice(Math.max(0, all.length - kept))), deque: { most: kept } };
		},
		namedtuple: named,
	}),
);
