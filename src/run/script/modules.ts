/** Modules that are no mathematics: what of Python's own library programs of mathematics lean on, and what is passed over. */
import { NO_NAMED, builtin } from './library.ts';
import { Abandoned } from './errors.ts';
import {
	bool,
	int,
	keyOf,
	list,
	NONE,
	str,
	tuple,
	UNDEFINED,
	type DictValue,
	type ModuleValue,
	type Value,
} from './values.ts';

/** Drawing, logging and the like: their calls take no part in the computation, and their statements are passed over. */
const PASSED_OVER = new Set([
	'IPython',
	'argparse',
	'bokeh',
	'cv2',
	'datetime',
	'glob',
	'json',
	'logging',
	'matplotlib',
	'mpl_toolkits',
	'os',
	'pathlib',
	'pickle',
	'plotly',
	'pprint',
	'pylab',
	'seaborn',
	'sys',
	'tensorboardX',
	'time',
	'timeit',
	'tqdm',
	'wandb',
	'warnings',
]);

function made(name: string, members: Readonly<Record<string, Value>>): ModuleValue {
	return {
		kind: 'module',
		name,
		member: (key) => (Object.hasOwn(members, key) ? members[key] : undefined),
		all: () => Object.entries(members),
	};
}

const reduce = builtin('functools.reduce', (call, [fn = UNDEFINED, items = NONE, start]) => {
	const all = call.iterate(items);
	let total = start ?? all.shift() ?? call.raise('TypeError', ['{0} of nothing', 'reduce']);
	for (const item of all) total = call.call(fn, [total, item]);
	return total;
});

const partial = builtin('functools.partial', (_, [fn = UNDEFINED, ...first], named) =>
	builtin('partial', (call, rest, more) => call.call(fn, [...first, ...rest], new Map([...named, ...more]))),
);

function dictFrom(entries: Iterable<readonly [Value, Value]>, missing?: Value): DictValue {
	const dict: DictValue = { kind: 'dict', entries: new Map(), ...(missing !== undefined && { missing }) };
	for (const [key, value] of entries) dict.entries.set(keyOf(key) ?? '', { key, value });
	return dict;
}

const MODULES: readonly ModuleValue[] = [
	made('functools', {
		reduce,
		partial,
		wraps: builtin('functools.wraps', () => builtin('wraps', (_, [fn = NONE]) => fn)),
	}),
	made('collections', {
		defaultdict: builtin('collections.defaultdict', (_, [missing]) => dictFrom([], missing)),
		OrderedDict: builtin('collections.OrderedDict', (call, [items], named) => {
			const pairs = items === undefined ? [] : call.iterate(items).map((pair) => call.iterate(pair) as [Value, Value]);
			return dictFrom([...pairs, ...[...named].map(([name, value]) => [str(name), value] as const)]);
		}),
		Counter: builtin('collections.Counter', (call, [items = list([])]) => {
			const counts = new Map<string | number, { key: Value; value: Value }>();
			for (const item of call.iterate(items)) {
				const key = keyOf(item) ?? '';
				const known = counts.get(key)?.value;
				counts.set(key, { key: item, value: int((known?.kind === 'int' ? known.value : 0) + 1) });
			}
			return { kind: 'dict', entries: counts };
		}),
		deque: builtin('collections.deque', (call, [items]) => list(items === undefined ? [] : call.iterate(items))),
		namedtuple: builtin('collections.namedtuple', (call) => call.unsupported('namedtuple')),
	}),
	made('itertools', {
		chain: builtin('itertools.chain', (call, args) => list(args.flatMap((arg) => call.iterate(arg)))),
		product: builtin('itertools.product', (call, args, named) => {
			const repeat = named.get('repeat');
			const columns = args.map((arg) => call.iterate(arg));
			const all =
				repeat?.kind === 'int' ? Array.from({ length: Math.min(20, repeat.value) }, () => columns).flat() : columns;
			let rows: Value[][] = [[]];
			for (const column of all) {
				call.tick();
				if (rows.length * column.length > 1e6) return call.raise('MemoryError', ['More than {0} items.', 1e6]);
				rows = rows.flatMap((row) => column.map((item) => [...row, item]));
			}
			return list(rows.map((row) => tuple(row)));
		}),
		combinations: builtin('itertools.combinations', (call, [items = NONE, count = int(2)]) => {
			const all = call.iterate(items);
			const size = count.kind === 'int' ? count.value : 2;
			let rows: number[][] = [[]];
			for (let k = 0; k < size; k++) {
				call.tick();
				if (rows.length * all.length > 1e6) return call.raise('MemoryError', ['More than {0} items.', 1e6]);
				rows = rows.flatMap((row) => all.flatMap((_, at) => (at > (row.at(-1) ?? -1) ? [[...row, at]] : [])));
			}
			return list(rows.map((row) => tuple(row.map((at) => all[at]!))));
		}),
		islice: builtin('itertools.islice', (call, [items = NONE, stop = int(0)]) => {
			const iterator = call.iterator(items);
			const taken: Value[] = [];
			while (taken.length < (stop.kind === 'int' ? stop.value : 0)) {
				const item = iterator.next(call);
				if (item === null) break;
				taken.push(item);
			}
			return list(taken);
		}),
		count: builtin('itertools.count', (_, [start = int(0)]) => {
			let at = start.kind === 'int' ? start.value : 0;
			return { kind: 'iterator', next: () => int(at++) };
		}),
	}),
	made('copy', {
		copy: builtin('copy.copy', (call, [value = NONE]) => {
			if (value.kind === 'list') return list([...value.items]);
			if (value.kind === 'dict')
				return dictFrom([...value.entries.values()].map((entry) => [entry.key, entry.value] as const));
			return value.kind === 'array' ? call.call(call.attribute(value, 'copy'), [], NO_NAMED) : value;
		}),
		deepcopy: builtin('copy.deepcopy', (call, [value = NONE]) => {
			const copied = (inner: Value, depth: number): Value => {
				if (depth > 50) return call.raise('RecursionError', ['These values are nested too deeply to be compared.']);
				if (inner.kind === 'list') return list(inner.items.map((item) => copied(item, depth + 1)));
				if (inner.kind === 'dict')
					return dictFrom(
						[...inner.entries.values()].map((entry) => [entry.key, copied(entry.value, depth + 1)] as const),
					);
				return inner.kind === 'array' ? call.call(call.attribute(inner, 'copy'), [], NO_NAMED) : inner;
			};
			return copied(value, 0);
		}),
	}),
	made('__future__', {
		print_function: NONE,
		division: NONE,
		absolute_import: NONE,
		annotations: NONE,
		unicode_literals: NONE,
	}),
	made(
		'typing',
		Object.fromEntries(['List', 'Dict', 'Tuple', 'Optional', 'Union', 'Any', 'Callable'].map((name) => [name, NONE])),
	),
	made('abc', {
		ABC: { kind: 'class', name: 'ABC', order: [], attributes: new Map() },
		abstractmethod: builtin('abstractmethod', (_, [fn = NONE]) => fn),
	}),
	made('dataclasses', {}),
	made('numbers', {
		Number: {
			kind: 'type',
			name: 'Number',
			has: (value) => value.kind === 'int' || value.kind === 'float',
			call: (call) => call.unsupported('Number'),
		},
	}),
	made('operator', {
		add: builtin('operator.add', (call, [a = NONE, b = NONE]) => call.binary('+', a, b)),
		mul: builtin('operator.mul', (call, [a = NONE, b = NONE]) => call.binary('*', a, b)),
		sub: builtin('operator.sub', (call, [a = NONE, b = NONE]) => call.binary('-', a, b)),
		truediv: builtin('operator.truediv', (call, [a = NONE, b = NONE]) => call.binary('/', a, b)),
		neg: builtin('operator.neg', (call, [a = NONE]) => call.binary('*', a, int(-1))),
		not_: builtin('operator.not_', (call, [a = NONE]) => bool(!call.truthy(a))),
		itemgetter: builtin('operator.itemgetter', (_, [key = NONE]) =>
			builtin('itemgetter', (call, [value = NONE]) => call.call(call.attribute(value, '__getitem__'), [key])),
		),
	}),
];

const BY_NAME: ReadonlyMap<string, ModuleValue> = new Map(MODULES.map((module) => [module.name, module]));

/** A module of Python's own library, one that is passed over, or one of which nothing is known: its members can be imported, not used. */
export function pythonModule(name: string): ModuleValue {
	const known = BY_NAME.get(name);
	if (known !== undefined) return known;
	const passedOver = PASSED_OVER.has(name.split('.')[0] ?? name);
	const member = (key: string): Value =>
		builtin(`${name}.${key}`, (call) => {
			if (!passedOver) return call.unsupported(`${name}.${key}`);
			call.note(['Passed over: it takes no part in the computation.']);
			throw new Abandoned(call.recorder.site);
		});
	return { kind: 'module', name, member: (key) => (key === 'pyplot' ? pythonModule(`${name}.${key}`) : member(key)) };
}
