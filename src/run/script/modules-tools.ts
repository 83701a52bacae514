/** `functools`, `itertools`, `operator`, `copy` and `contextlib`. */
import type { BinaryOp } from '../../lang/script.ts';
import { builtin, NO_NAMED, type Call, type Named } from './library.ts';
import { classOf, functions, lazily, made } from './modules-make.ts';
import {
	bool,
	int,
	list,
	NONE,
	str,
	tuple,
	UNDEFINED,
	wholeOf,
	type BuiltinValue,
	type InstanceValue,
	type ModuleValue,
	type Value,
} from './values.ts';

type Act = BuiltinValue['call'];

/** Arrangements of more items than this are not made. */
const MOST_ROWS = 1_000_000;

function whole(value: Value | undefined, otherwise: number): number {
	return value === undefined ? otherwise : (wholeOf(value) ?? otherwise);
}

/** Remembers what a function answered, by its arguments. */
function cached(fn: Value): Value {
	const known = new Map<string, Value>();
	return builtin('cached', (call, args, named) => {
		const key = JSON.stringify([
			args.map((arg) => call.key(arg)),
			[...named].map(([name, arg]) => [name, call.key(arg)]),
		]);
		const found = known.get(key);
		if (found !== undefined) return found;
		const value = call.call(fn, args, named);
		known.set(key, value);
		return value;
	});
}

const ORDERS: readonly (readonly [
	name: string,
	from: string,
	act: (call: Call, less: boolean, equal: () => boolean) => boolean,
])[] = [
	['__gt__', '__lt__', (_, less, equal) => !less && !equal()],
	['__le__', '__lt__', (_, less, equal) => less || equal()],
	['__ge__', '__lt__', (_, less) => !less],
];

/** The comparisons that a class with `__lt__` and `__eq__` has as well. */
function totalOrdering(value: Value): Value {
	if (value.kind !== 'class') return value;
	for (const [name, from, act] of ORDERS) {
		const base = value.attributes.get(from);
		if (base === undefined || value.attributes.has(name)) continue;
		value.attributes.set(
			name,
			builtin(name, (call, [self = NONE, other = NONE]) =>
				bool(act(call, call.truthy(call.call(base, [self, other])), () => call.equal(self, other))),
			),
		);
	}
	return value;
}

const functools = made('functools', {
	...functions('functools', {
		reduce: (call, [fn = UNDEFINED, items = NONE, start]) => {
			const all = call.iterate(items);
			let total = start ?? all.shift() ?? call.raise('TypeError', ['reduce() of empty iterable with no initial value']);
			for (const item of all) total = call.call(fn, [total, item]);
			return total;
		},
		partial: (_, [fn = UNDEFINED, ...first], named) =>
			builtin('partial', (call, rest, more) => call.call(fn, [...first, ...rest], new Map([...named, ...more]))),
		wraps: () => builtin('wraps', (_, [fn = NONE]) => fn),
		lru_cache: (_, [fn]) =>
			fn?.kind === 'function' ? cached(fn) : builtin('lru_cache', (_call, [inner = NONE]) => cached(inner)),
		cache: (_, [fn = NONE]) => cached(fn),
		cached_property: (_, [get = NONE]) => ({ kind: 'descriptor', role: 'property', get }),
		total_ordering: (_, [type = NONE]) => totalOrdering(type),
		cmp_to_key: (_, [fn = NONE]) => {
			const type = classOf('K', {
				__lt__: (call, self, [other = NONE]) =>
					call.compare('<', call.call(fn, [call.attribute(self, 'obj'), call.attribute(other, 'obj')]), int(0)),
			});
			return builtin('K', (call, [obj = NONE]) => {
				const key = call.instantiate(type);
				call.setAttribute(key, 'obj', obj);
				return key;
			});
		},
	}),
});

/** All rows that `grow` makes of the empty one, `size` times. */
function rows(call: Call, size: number, grow: (row: readonly number[]) => number[]): number[][] {
	let all: number[][] = [[]];
	for (let k = 0; k < size; k++) {
		const next: number[][] = [];
		for (const row of all) {
			call.tick();
			for (const at of grow(row)) next.push([...row, at]);
			if (next.length > MOST_ROWS) return call.raise('MemoryError', ['More than {0} items.', MOST_ROWS]);
		}
		all = next;
	}
	return all;
}

function arranged(grow: (row: readonly number[], count: number) => number[]): Act {
	return (call, [items = NONE, size], named) => {
		const all = call.iterate(items);
		const wanted = whole(size ?? named.get('r'), all.length);
		return list(rows(call, wanted, (row) => grow(row, all.length)).map((row) => tuple(row.map((at) => all[at]!))));
	};
}

function upTo(count: number, from = 0): number[] {
	return Array.from({ length: Math.max(0, count - from) }, (_, at) => at + from);
}

const itertools = made('itertools', {
	chain: {
		...builtin('itertools.chain', (call, args) => chained(call, args)),
		attributes: new Map([
			['from_iterable', builtin('chain.from_iterable', (call, [all = NONE]) => chained(call, call.iterate(all)))],
		]),
	},
	...functions('itertools', {
		product: (call, args, named) => {
			const columns = args.map((arg) => call.iterate(arg));
			const times = Math.min(20, whole(named.get('repeat'), 1));
			const all = Array.from({ length: times }, () => columns).flat();
			return list(
				rows(call, all.length, (row) => upTo(all[row.length]!.length)).map((row) =>
					tuple(row.map((at, column) => all[column]![at]!)),
				),
			);
		},
		combinations: arranged((row, count) => upTo(count, (row.at(-1) ?? -1) + 1)),
		combinations_with_replacement: arranged((row, count) => upTo(count, row.at(-1) ?? 0)),
		permutations: arranged((row, count) => upTo(count).filter((at) => !row.includes(at))),
		islice: (call, [items = NONE, ...bounds]) => {
			const iterator = call.iterator(items);
			const [start, stop, step] =
				bounds.length < 2
					? [0, whole(bounds[0], Infinity), 1]
					: [whole(bounds[0], 0), whole(bounds[1], Infinity), whole(bounds[2], 1)];
			let at = 0;
			let next = start;
			return lazily(() => {
				while (next < stop) {
					const item = iterator.next(call);
					if (item === null) return null;
					call.tick();
					if (at++ === next) {
						next += step;
						return item;
					}
				}
				return null;
			});
		},
		count: (call, [start = int(0), step = int(1)]) => {
			let at: Value | null = null;
			return lazily(() => (at = at === null ? start : call.binary('+', at, step)));
		},
		cycle: (call, [items = NONE]) => {
			const all = call.iterate(items);
			let at = 0;
			return lazily(() => (all.length === 0 ? null : all[at++ % all.length]!));
		},
		repeat: (_, [item = NONE, times]) => {
			let left = whole(times, Infinity);
			return lazily(() => (left-- > 0 ? item : null));
		},
		accumulate: (call, [items = NONE, fn], named) => {
			const iterator = call.iterator(items);
			let total: Value | null = null;
			return lazily(() => {
				const item = iterator.next(call);
				if (item === null) return null;
				const by = fn ?? named.get('func') ?? NONE;
				if (total === null) return (total = item);
				return (total = by.kind === 'none' ? call.binary('+', total, item) : call.call(by, [total, item]));
			});
		},
		zip_longest: (call, args, named) => {
			const columns = args.map((arg) => call.iterate(arg));
			const fill = named.get('fillvalue') ?? NONE;
			const length = Math.max(0, ...columns.map((column) => column.length));
			return list(upTo(length).map((row) => tuple(columns.map((column) => column[row] ?? fill))));
		},
		takewhile: (call, [test = NONE, items = NONE]) => {
			const iterator = call.iterator(items);
			return lazily(() => {
				const item = iterator.next(call);
				return item !== null && call.truthy(call.call(test, [item])) ? item : null;
			});
		},
		dropwhile: (call, [test = NONE, items = NONE]) => {
			const all = call.iterate(items);
			const from = all.findIndex((item) => !call.truthy(call.call(test, [item])));
			return list(from < 0 ? [] : all.slice(from));
		},
		starmap: (call, [fn = NONE, items = NONE]) =>
			list(call.iterate(items).map((row) => call.call(fn, call.iterate(row)))),
		groupby: (call, [items = NONE, key], named) => {
			const by = key ?? named.get('key') ?? NONE;
			const groups: { readonly key: Value; readonly items: Value[] }[] = [];
			for (const item of call.iterate(items)) {
				const of = by.kind === 'none' ? item : call.call(by, [item]);
				const last = groups.at(-1);
				if (last !== undefined && call.equal(last.key, of)) last.items.push(item);
				else groups.push({ key: of, items: [item] });
			}
			return list(groups.map((group) => tuple([group.key, list(group.items)])));
		},
		pairwise: (call, [items = NONE]) => {
			const all = call.iterate(items);
			return list(all.slice(1).map((item, at) => tuple([all[at]!, item])));
		},
		tee: (call, [items = NONE, count]) => {
			const all = call.iterate(items);
			return tuple(upTo(Math.min(100, whole(count, 2))).map(() => call.iterator(list(all))));
		},
	}),
});

function chained(call: Call, columns: readonly Value[]): Value {
	let column = 0;
	let iterator = columns[0] === undefined ? null : call.iterator(columns[0]);
	return lazily(() => {
		while (iterator !== null) {
			const item = iterator.next(call);
			if (item !== null) return item;
			const next = columns[++column];
			iterator = next === undefined ? null : call.iterator(next);
		}
		return null;
	});
}

const OPERATORS: Readonly<Record<string, BinaryOp>> = {
	add: '+',
	sub: '-',
	mul: '*',
	truediv: '/',
	floordiv: '//',
	mod: '%',
	pow: '**',
	matmul: '@',
	and_: '&',
	or_: '|',
	xor: '^',
};

const operator = made('operator', {
	...functions(
		'operator',
		Object.fromEntries(
			Object.entries(OPERATORS).map(([name, op]): [string, Act] => [
				name,
				(call, [a = NONE, b = NONE]) => call.binary(op, a, b),
			]),
		),
	),
	...functions('operator', {
		neg: (call, [a = NONE]) => call.binary('*', a, int(-1)),
		not_: (call, [a = NONE]) => bool(!call.truthy(a)),
		eq: (call, [a = NONE, b = NONE]) => call.compare('==', a, b),
		lt: (call, [a = NONE, b = NONE]) => call.compare('<', a, b),
		gt: (call, [a = NONE, b = NONE]) => call.compare('>', a, b),
		getitem: (call, [a = NONE, b = NONE]) => call.item(a, b),
		itemgetter: (_, keys) =>
			builtin('itemgetter', (call, [value = NONE]) => {
				const items = keys.map((key) => call.item(value, key));
				return items.length === 1 ? items[0]! : tuple(items);
			}),
		attrgetter: (_, names) =>
			builtin('attrgetter', (call, [value = NONE]) => {
				const items = names.map((name) =>
					call
						.string(name)
						.split('.')
						.reduce((of, part) => call.attribute(of, part), value),
				);
				return items.length === 1 ? items[0]! : tuple(items);
			}),
	}),
});

const MOST_NESTED = 50;

/** A copy; `deep`: of everything in it as well. What is met twice is copied once. */
function copied(call: Call, value: Value, deep: boolean, known = new Map<Value, Value>(), depth = 0): Value {
	const before = known.get(value);
	if (before !== undefined) return before;
	if (depth > MOST_NESTED) return call.raise('RecursionError', ['maximum recursion depth exceeded']);
	const inner = (item: Value): Value => (deep ? copied(call, item, deep, known, depth + 1) : item);
	const keep = <T extends Value>(copy: T): T => {
		known.set(value, copy);
		return copy;
	};
	switch (value.kind) {
		case 'list': {
			const copy = keep({ ...value, items: [] as Value[] });
			for (const item of value.items) copy.items.push(inner(item));
			delete copy.from;
			return copy;
		}
		case 'tuple':
			return deep ? keep(tuple(value.items.map(inner))) : value;
		case 'dict': {
			const copy = keep({ ...value, entries: new Map(value.entries) });
			for (const [key, entry] of value.entries) copy.entries.set(key, { key: entry.key, value: inner(entry.value) });
			return copy;
		}
		case 'set':
			return keep({ kind: 'set', items: new Map(value.items) });
		case 'instance': {
			const copy: InstanceValue = keep({ ...value, attributes: new Map(value.attributes) });
			for (const [name, item] of value.attributes) copy.attributes.set(name, inner(item));
			if (value.inner !== undefined) copy.inner = copied(call, value.inner, deep, known, depth + 1);
			return copy;
		}
		case 'array':
			return keep(call.call(call.attribute(value, 'copy'), [], NO_NAMED));
		default:
			return value;
	}
}

const copy = made(
	'copy',
	functions('copy', {
		copy: (call, [value = NONE]) => copied(call, value, false),
		deepcopy: (call, [value = NONE]) => copied(call, value, true),
	}),
);

/** A manager whose `with` block runs where a generator function yields. */
const generated = classOf('_GeneratorContextManager', {
	__enter__: (call, self) => call.next(self.attributes.get('gen') ?? NONE) ?? NONE,
	__exit__: (call, self, [type = NONE]) => {
		if (type.kind === 'none') call.next(self.attributes.get('gen') ?? NONE);
		return bool(false);
	},
});

const contextlib = made(
	'contextlib',
	functions('contextlib', {
		contextmanager: (_, [fn = NONE]) =>
			builtin('contextmanager', (call, args, named: Named) => {
				const self = call.instantiate(generated);
				call.setAttribute(self, 'gen', call.call(fn, args, named));
				return self;
			}),
		suppress: (call, types) => {
			const self = call.instantiate(suppressor);
			call.setAttribute(self, 'types', tuple(types));
			return self;
		},
		nullcontext: (call, [value = NONE]) => {
			const self = call.instantiate(nullManager);
			call.setAttribute(self, 'value', value);
			return self;
		},
	}),
);

const suppressor = classOf('suppress', {
	__enter__: () => NONE,
	__exit__: (call, self, [type = NONE, error = NONE]) =>
		bool(type.kind !== 'none' && call.isInstance(error, self.attributes.get('types') ?? NONE)),
});

const nullManager = classOf('nullcontext', {
	__enter__: (_, self) => self.attributes.get('value') ?? NONE,
	__exit__: () => NONE,
});

const text = made('string', {
	ascii_lowercase: str('abcdefghijklmnopqrstuvwxyz'),
	ascii_uppercase: str('ABCDEFGHIJKLMNOPQRSTUVWXYZ'),
	ascii_letters: str('abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'),
	digits: str('0123456789'),
	punctuation: str('!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~'),
	whitespace: str(' \t\n\r\u000b\u000c'),
});

export const tools: readonly ModuleValue[] = [functools, itertools, operator, copy, contextlib, text];
