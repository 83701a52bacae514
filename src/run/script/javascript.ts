/** What JavaScript's values can do: methods of arrays, strings, numbers and objects, and the names that are always there. */
import { findOp } from '../../core/ops/index.ts';
import { bind, numberTypes, strType, booleanType } from './builtin-types.ts';
import { builtin, type Call } from './library.ts';
import { sortValues } from './sorting.ts';
import {
	bool,
	float,
	int,
	list,
	NONE,
	numberOf,
	str,
	UNDEFINED,
	wholeOf,
	type ListValue,
	type ModuleValue,
	type Value,
} from './values.ts';

type Method<T> = (call: Call, self: T, args: readonly Value[]) => Value;

function at(value: Value | undefined, length: number, otherwise: number): number {
	const index = value === undefined ? otherwise : (numberOf(value) ?? otherwise);
	return Math.max(0, Math.min(length, index < 0 ? index + length : index));
}

function each(call: Call, self: ListValue, fn: Value | undefined): Value[] {
	return self.items.map((item, index) => call.call(fn ?? UNDEFINED, [item, int(index), self]));
}

const ARRAY: Readonly<Record<string, Method<ListValue>>> = {
	map: (call, self, [fn]) => list(each(call, self, fn)),
	forEach: (call, self, [fn]) => {
		each(call, self, fn);
		return UNDEFINED;
	},
	filter: (call, self, [fn]) => {
		const kept = each(call, self, fn).map((value) => call.truthy(value));
		return list(self.items.filter((_, index) => kept[index]!));
	},
	reduce: (call, self, [fn, start]) => {
		const [first, ...rest] = self.items;
		let total = start ?? first;
		if (total === undefined) return call.raise('TypeError', ['{0} of nothing', 'reduce']);
		const items = start === undefined ? rest : self.items;
		const offset = start === undefined ? 1 : 0;
		for (const [index, item] of items.entries())
			total = call.call(fn ?? UNDEFINED, [total, item, int(index + offset), self]);
		return total;
	},
	some: (call, self, [fn]) =>
		bool(self.items.some((item, k) => call.truthy(call.call(fn ?? UNDEFINED, [item, int(k)])))),
	every: (call, self, [fn]) =>
		bool(self.items.every((item, k) => call.truthy(call.call(fn ?? UNDEFINED, [item, int(k)])))),
	find: (call, self, [fn]) => self.items.find((item) => call.truthy(call.call(fn ?? UNDEFINED, [item]))) ?? UNDEFINED,
	findIndex: (call, self, [fn]) => int(self.items.findIndex((item) => call.truthy(call.call(fn ?? UNDEFINED, [item])))),
	push: (_, self, args) => {
		delete self.from;
		self.items.push(...args);
		return int(self.items.length);
	},
	pop: (_, self) => {
		delete self.from;
		return self.items.pop() ?? UNDEFINED;
	},
	shift: (_, self) => {
		delete self.from;
		return self.items.shift() ?? UNDEFINED;
	},
	unshift: (_, self, args) => {
		delete self.from;
		self.items.unshift(...args);
		return int(self.items.length);
	},
	slice: (_, self, [from, to]) => {
		const { length } = self.items;
		return list(self.items.slice(at(from, length, 0), at(to, length, length)));
	},
	concat: (_, self, args) => list([...self.items, ...args.flatMap((arg) => (arg.kind === 'list' ? arg.items : [arg]))]),
	reverse: (_, self) => {
		delete self.from;
		self.items.reverse();
		return self;
	},
	fill: (_, self, [value, from, to]) => {
		delete self.from;
		const { length } = self.items;
		self.items.fill(value ?? UNDEFINED, at(from, length, 0), at(to, length, length));
		return self;
	},
	join: (call, self, [by]) =>
		str(self.items.map((item) => call.string(item)).join(by?.kind === 'str' ? by.value : ',')),
	indexOf: (call, self, [item]) => int(self.items.findIndex((other) => call.equal(other, item ?? UNDEFINED))),
	includes: (call, self, [item]) => bool(self.items.some((other) => call.equal(other, item ?? UNDEFINED))),
	flat: (_, self) => list(self.items.flatMap((item) => (item.kind === 'list' ? item.items : [item]))),
	flatMap: (call, self, [fn]) =>
		list(each(call, self, fn).flatMap((item) => (item.kind === 'list' ? item.items : [item]))),
	entries: (_, self) => list(self.items.map((item, index) => list([int(index), item]))),
	keys: (_, self) => list(self.items.map((_item, index) => int(index))),
	values: (_, self) => list([...self.items]),
	at: (_, self, [index]) => self.items.at(numberOf(index ?? int(0)) ?? 0) ?? UNDEFINED,
	sort: (call, self, [order]) => {
		delete self.from;
		const sorted =
			order === undefined
				? sortValues(call, self.items, new Map())
				: mergeSort(self.items, (a, b) => (numberOf(call.call(order, [a, b])) ?? 0) <= 0);
		self.items.splice(0, self.items.length, ...sorted);
		return self;
	},
};

function mergeSort(items: readonly Value[], inOrder: (a: Value, b: Value) => boolean): Value[] {
	let from = [...items];
	for (let width = 1; width < from.length; width *= 2) {
		const to: Value[] = [];
		for (let start = 0; start < from.length; start += 2 * width) {
			let left = start;
			let right = Math.min(start + width, from.length);
			const [middle, end] = [right, Math.min(start + 2 * width, from.length)];
			while (left < middle || right < end)
				to.push(left < middle && (right >= end || inOrder(from[left]!, from[right]!)) ? from[left++]! : from[right++]!);
		}
		from = to;
	}
	return from;
}

const STRING: Readonly<Record<string, Method<string>>> = {
	toUpperCase: (_, self) => str(self.toUpperCase()),
	toLowerCase: (_, self) => str(self.toLowerCase()),
	trim: (_, self) => str(self.trim()),
	split: (_, self, [by]) => list(self.split(by?.kind === 'str' ? by.value : ',').map(str)),
	slice: (_, self, [from, to]) => str(self.slice(at(from, self.length, 0), at(to, self.length, self.length))),
	includes: (_, self, [part]) => bool(part?.kind === 'str' && self.includes(part.value)),
	startsWith: (_, self, [part]) => bool(part?.kind === 'str' && self.startsWith(part.value)),
	padStart: (_, self, [width, by]) =>
		str(self.padStart(Math.min(1000, wholeOf(width ?? int(0)) ?? 0), by?.kind === 'str' ? by.value : ' ')),
	padEnd: (_, self, [width, by]) =>
		str(self.padEnd(Math.min(1000, wholeOf(width ?? int(0)) ?? 0), by?.kind === 'str' ? by.value : ' ')),
	repeat: (call, self, [times]) => {
		const count = wholeOf(times ?? int(0)) ?? 0;
		return count < 0 || count * self.length > 1e6
			? call.raise('RangeError', ['More than {0} items.', 1e6])
			: str(self.repeat(count));
	},
};

const NUMBER: Readonly<Record<string, Method<number>>> = {
	toFixed: (_, self, [digits]) => str(self.toFixed(Math.max(0, Math.min(100, wholeOf(digits ?? int(0)) ?? 0)))),
	toPrecision: (_, self, [digits]) => str(self.toPrecision(Math.max(1, Math.min(100, wholeOf(digits ?? int(6)) ?? 6)))),
	['toString']: (_: Call, self: number) => str(String(self)),
};

function own<T>(table: Readonly<Record<string, Method<T>>>, name: string, self: T): Value | null {
	const method = Object.hasOwn(table, name) ? table[name] : undefined;
	return method === undefined ? null : builtin(name, (call, args) => method(call, self, args));
}

/** A property of a value that is no instance; null where it has none of that name. */
export function methodOfJavaScript(call: Call, value: Value, name: string): Value | null {
	switch (value.kind) {
		case 'list':
		case 'tuple':
			return name === 'length' ? int(value.items.length) : value.kind === 'list' ? own(ARRAY, name, value) : null;
		case 'str':
			return name === 'length' ? int(value.value.length) : own(STRING, name, value.value);
		case 'int':
		case 'float':
			return own(NUMBER, name, value.value);
		case 'dict': {
			const found = value.entries.get(`s${name}`)?.value;
			if (found === undefined) return null;
			return found.kind === 'function' ? { kind: 'method', self: value, callable: found } : found;
		}
		case 'undefined':
		case 'none':
			return call.raise('TypeError', ['{0} of {1}', name, value.kind === 'none' ? 'null' : 'undefined']);
		default:
			return null;
	}
}

const CONSTANTS: Readonly<Record<string, number>> = {
	PI: Math.PI,
	E: Math.E,
	LN2: Math.LN2,
	LN10: Math.LN10,
	LOG2E: Math.LOG2E,
	LOG10E: Math.LOG10E,
	SQRT2: Math.SQRT2,
	SQRT1_2: Math.SQRT1_2,
};

/** `Math`: its functions are rows of the operator table. */
function mathModule(): ModuleValue {
	const gate = (name: string): Value | undefined => {
		const one = findOp('js', `Math.${name}`, 1);
		const two = findOp('js', `Math.${name}`, 2);
		if (one === undefined && two === undefined) return undefined;
		return builtin(`Math.${name}`, (call, args) => {
			const numbers = args.map((arg) => (numberOf(arg) === undefined ? float(NaN) : arg));
			const row = numbers.length === 1 && one !== undefined ? one : two;
			if (row === undefined) return call.unsupported(`Math.${name}`);
			const plain = numbers.every((arg) => arg.kind === 'int' && arg.lazy === null);
			if (plain && (name === 'max' || name === 'min')) return int(Math[name](...numbers.map((arg) => numberOf(arg)!)));
			if (plain && (name === 'floor' || name === 'ceil' || name === 'round' || name === 'trunc')) return numbers[0]!;
			const [first = int(0), ...rest] = numbers;
			if (row.arity === 1) return call.recorder.gate(row.code, [first]);
			// More than two are a chain of gates.
			return rest.length === 0 ? first : rest.reduce((a, b) => call.recorder.gate(row.code, [a, b]), first);
		});
	};
	return {
		kind: 'module',
		name: 'Math',
		member: (name) => {
			if (Object.hasOwn(CONSTANTS, name)) return float(CONSTANTS[name]!);
			if (name === 'random') return builtin('Math.random', (call) => call.unsupported('Math.random'));
			return gate(name);
		},
	};
}

function module(name: string, members: Readonly<Record<string, Value>>): ModuleValue {
	return { kind: 'module', name, member: (key) => (Object.hasOwn(members, key) ? members[key] : undefined) };
}

/** Everything that JavaScript has without a declaration; a run gets its own map. */
export function javascriptBuiltins(): Map<string, Value> {
	const entriesOf = (value: Value | undefined): { key: Value; value: Value }[] =>
		value?.kind === 'dict'
			? [...value.entries.values()]
			: value?.kind === 'instance'
				? [...value.attributes].map(([key, item]) => ({ key: str(key), value: item }))
				: [];
	const array: Value = {
		kind: 'type',
		name: 'Array',
		has: (value) => value.kind === 'list',
		call: (call, args) => {
			const length = args.length === 1 ? wholeOf(args[0]!) : undefined;
			if (length === undefined) return list([...args]);
			return length < 0 || length > 1e7
				? call.raise('RangeError', ['More than {0} items.', 1e7])
				: list(Array.from({ length }, () => UNDEFINED));
		},
		attributes: new Map<string, Value>([
			['isArray', builtin('Array.isArray', (_, [value]) => bool(value?.kind === 'list'))],
			['of', builtin('Array.of', (_, args) => list([...args]))],
			[
				'from',
				builtin('Array.from', (call, [source = UNDEFINED, fn]) => {
					const length =
						source.kind === 'dict' ? wholeOf(source.entries.get('slength')?.value ?? UNDEFINED) : undefined;
					if (length !== undefined && length > 1e7) return call.raise('RangeError', ['More than {0} items.', 1e7]);
					const items = length === undefined ? call.iterate(source) : Array.from({ length }, () => UNDEFINED);
					return list(fn === undefined ? items : items.map((item, index) => call.call(fn, [item, int(index)])));
				}),
			],
		]),
	};
	const silent = builtin('console.log', (call) => {
		call.note(['Nothing is printed here: values stand beside the text.']);
		return UNDEFINED;
	});
	const all = new Map<string, Value>([
		['Math', mathModule()],
		['Array', array],
		['Float64Array', array],
		['Float32Array', array],
		['console', module('console', { log: silent, info: silent, warn: silent, error: silent, table: silent })],
		[
			'Object',
			module('Object', {
				keys: builtin('Object.keys', (_, [value]) => list(entriesOf(value).map(({ key }) => key))),
				values: builtin('Object.values', (_, [value]) => list(entriesOf(value).map((entry) => entry.value))),
				entries: builtin('Object.entries', (_, [value]) =>
					list(entriesOf(value).map(({ key, value: item }) => list([key, item]))),
				),
				freeze: builtin('Object.freeze', (_, [value = UNDEFINED]) => value),
			}),
		],
		[
			'Number',
			{
				...numberTypes[1]!,
				name: 'Number',
				attributes: new Map<string, Value>([
					['EPSILON', float(Number.EPSILON)],
					['isInteger', builtin('Number.isInteger', (_, [x = NONE]) => bool(Number.isInteger(numberOf(x))))],
					['isFinite', builtin('Number.isFinite', (_, [x = NONE]) => bool(Number.isFinite(numberOf(x))))],
				]),
			},
		],
		['String', { ...strType, name: 'String' }],
		['Boolean', { ...booleanType, name: 'Boolean' }],
		['isNaN', builtin('isNaN', (_, [x = NONE]) => bool(Number.isNaN(numberOf(x) ?? NaN)))],
		['NaN', float(NaN)],
		['Infinity', float(Infinity)],
		['undefined', UNDEFINED],
	]);
	for (const binder of [bind('parseFloat', numberTypes[1]!.call), bind('parseInt', numberTypes[0]!.call)])
		all.set(binder.name, builtin(binder.name, binder.call));
	return all;
}
