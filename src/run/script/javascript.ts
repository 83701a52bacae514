/** What JavaScript has without a declaration, and what its values can do. */
import { findOp } from '../../core/ops/index.ts';
import { ARRAY_METHODS, type JavaScriptMethod } from './javascript-arrays.ts';
import { mapType, MAP_METHODS, setType, SET_METHODS } from './javascript-maps.ts';
import { numberValue, toNumber, writtenJavaScript } from './javascript-operators.ts';
import { NUMBER_METHODS, STRING_METHODS } from './javascript-texts.ts';
import { builtin, type Call } from './library.ts';
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
	type BuiltinValue,
	type DictValue,
	type ModuleValue,
	type TypeValue,
	type Value,
} from './values.ts';

function own<T>(table: Readonly<Record<string, JavaScriptMethod<T>>>, name: string, self: T): Value | null {
	const method = Object.hasOwn(table, name) ? table[name] : undefined;
	return method === undefined ? null : builtin(name, (call, args) => method(call, self, args));
}

/** A property of a value that is no instance; null where it has none of that name. */
export function methodOfJavaScript(call: Call, value: Value, name: string): Value | null {
	switch (value.kind) {
		case 'list':
			return name === 'length' ? int(value.items.length) : own(ARRAY_METHODS, name, value);
		case 'str':
			return name === 'length' ? int(value.value.length) : own(STRING_METHODS, name, value.value);
		case 'int':
		case 'float':
			return own(NUMBER_METHODS, name, value.value);
		case 'set':
			return name === 'size' ? int(value.items.size) : own(SET_METHODS, name, value);
		case 'dict': {
			if (value.isObject !== true) return name === 'size' ? int(value.entries.size) : own(MAP_METHODS, name, value);
			const found = value.entries.get(`s${name}`)?.value;
			if (found === undefined) return own(OBJECT_METHODS, name, value);
			return found.kind === 'function' ? { kind: 'method', self: value, callable: found } : found;
		}
		case 'function':
		case 'method':
		case 'builtin':
			return own(FUNCTION_METHODS, name, value);
		case 'generator':
			if (name !== 'next') return null;
			return builtin(name, (caller) => {
				const next = caller.resume(value);
				return objectOf([
					['value', next ?? UNDEFINED],
					['done', bool(next === null)],
				]);
			});
		case 'undefined':
		case 'none':
			return call.raise('TypeError', [
				"Cannot read properties of {0} (reading '{1}')",
				value.kind === 'none' ? 'null' : 'undefined',
				name,
			]);
		default:
			return null;
	}
}

const OBJECT_METHODS: Readonly<Record<string, JavaScriptMethod<DictValue>>> = {
	['hasOwnProperty']: (call: Call, self: DictValue, [name = UNDEFINED]: readonly Value[]) =>
		bool(self.entries.has(`s${call.string(name)}`)),
};

const FUNCTION_METHODS: Readonly<Record<string, JavaScriptMethod<Value>>> = {
	call: (call, self, [object = UNDEFINED, ...args]) =>
		call.call({ kind: 'method', self: object, callable: self }, args),
	apply: (call, self, [object = UNDEFINED, args]) =>
		call.call({ kind: 'method', self: object, callable: self }, args === undefined ? [] : call.iterate(args)),
	bind: (_, self, [object = UNDEFINED, ...first]) =>
		builtin('bound', (call, args) => call.call({ kind: 'method', self: object, callable: self }, [...first, ...args])),
};

function objectOf(entries: readonly (readonly [string, Value])[]): DictValue {
	return {
		kind: 'dict',
		isObject: true,
		entries: new Map(entries.map(([key, value]) => [`s${key}`, { key: str(key), value }])),
	};
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

/** Functions of `Math` that leave a whole number as it is. */
const OF_WHOLES = new Set(['floor', 'ceil', 'round', 'trunc']);

/** Functions of `Math` that take as many numbers as there are. */
const VARIADIC = new Set(['max', 'min', 'hypot']);

/** `Math`: its functions are rows of the operator table. */
function mathModule(): ModuleValue {
	let state = 0;
	const gate = (name: string): Value | undefined => {
		const one = findOp('js', `Math.${name}`, 1);
		const two = findOp('js', `Math.${name}`, 2);
		if (one === undefined && two === undefined) return undefined;
		return builtin(`Math.${name}`, (call, args) => {
			// What `map` hands on besides the entry is nobody's operand.
			const own = VARIADIC.has(name) ? args : args.slice(0, two === undefined ? 1 : 2);
			const numbers = own.map((arg) => (numberOf(arg) === undefined ? float(toNumber(arg)) : arg));
			const row = numbers.length === 1 && one !== undefined ? one : two;
			if (row === undefined) return call.unsupported(`Math.${name}`);
			const plain = numbers.every((arg) => arg.kind === 'int' && arg.lazy === null);
			if ((name === 'max' || name === 'min') && (plain || numbers.length === 0))
				return numberValue(Math[name](...numbers.map((arg) => numberOf(arg)!)));
			if (plain && OF_WHOLES.has(name)) return numbers[0]!;
			if (plain && name === 'abs') return int(Math.abs(numberOf(numbers[0]!)!));
			const [first = float(NaN), ...rest] = numbers;
			if (row.arity === 1) return call.recorder.gate(row.code, [first]);
			// More than two are a chain of gates.
			return rest.length === 0 ? first : rest.reduce((a, b) => call.recorder.gate(row.code, [a, b]), first);
		});
	};
	/** Numbers that are the same in every run: JavaScript's own cannot be. */
	const random = builtin('Math.random', (call) => {
		if (state === 0) call.note(['These random numbers have no seed of their own: seed {0} is taken', 0]);
		state = (state + 0x6d2b79f5) | 0;
		let t = Math.imul(state ^ (state >>> 15), state | 1);
		t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
		return float(((t ^ (t >>> 14)) >>> 0) / 4294967296);
	});
	return {
		kind: 'module',
		name: 'Math',
		member: (name) =>
			Object.hasOwn(CONSTANTS, name) ? float(CONSTANTS[name]!) : name === 'random' ? random : gate(name),
	};
}

function module(name: string, members: Readonly<Record<string, BuiltinValue['call']>>): ModuleValue {
	return {
		kind: 'module',
		name,
		member: (key) => (Object.hasOwn(members, key) ? builtin(`${name}.${key}`, members[key]!) : undefined),
	};
}

function attributes(name: string, members: Readonly<Record<string, BuiltinValue['call']>>): Map<string, Value> {
	return new Map(Object.entries(members).map(([key, call]) => [key, builtin(`${name}.${key}`, call)]));
}

const MOST_ITEMS = 10_000_000;

/** `Array(n)`, `Array.from(…)`; with `zero` the typed arrays, which hold numbers from the beginning. */
function arrayType(name: string, zero: Value): TypeValue {
	const filled = (call: Call, length: number): Value[] => {
		if (length < 0 || length > MOST_ITEMS) return call.raise('RangeError', ['Invalid array length']);
		call.reserve(length);
		return Array.from({ length }, () => zero);
	};
	return {
		kind: 'type',
		name,
		has: (value) => value.kind === 'list',
		call: (call, args) => {
			const [first] = args;
			const length = args.length === 1 ? (first!.kind === 'float' ? first.value : wholeOf(first!)) : undefined;
			if (length !== undefined) return list(filled(call, length));
			return list(zero.kind === 'undefined' || first === undefined ? [...args] : call.iterate(first));
		},
		attributes: attributes(name, {
			isArray: (_, [value]) => bool(value?.kind === 'list'),
			of: (_, args) => list([...args]),
			from: (call, [source = UNDEFINED, fn]) => {
				const given = source.kind === 'dict' ? source.entries.get('slength')?.value : undefined;
				const items = given === undefined ? call.iterate(source) : filled(call, numberOf(given) ?? 0);
				return list(fn === undefined ? items : items.map((item, index) => call.call(fn, [item, int(index)])));
			},
		}),
	};
}

function entriesOf(value: Value | undefined): { readonly key: Value; readonly value: Value }[] {
	if (value?.kind === 'dict') return [...value.entries.values()];
	if (value?.kind === 'list') return value.items.map((item, at) => ({ key: str(String(at)), value: item }));
	return value?.kind === 'instance' ? [...value.attributes].map(([key, item]) => ({ key: str(key), value: item })) : [];
}

/** The number that a text begins with, as `parseFloat` and `parseInt` read it. */
function parsed(pattern: RegExp): BuiltinValue['call'] {
	return (call, [value = UNDEFINED]) => {
		if (value.kind === 'int' || (value.kind === 'float' && !pattern.source.includes('?!'))) return value;
		const found = pattern.exec(call.string(value).trim());
		return found === null ? float(NaN) : numberValue(Number(found[0]));
	};
}

const silent: BuiltinValue['call'] = (call) => {
	call.note(['Nothing is printed here: values stand beside the text.']);
	return UNDEFINED;
};

function numberType(): TypeValue {
	return {
		kind: 'type',
		name: 'Number',
		has: () => false,
		call: (_, [value = int(0)]) => (numberOf(value) === undefined ? numberValue(toNumber(value)) : value),
		attributes: new Map<string, Value>([
			['EPSILON', float(Number.EPSILON)],
			['MAX_VALUE', float(Number.MAX_VALUE)],
			['MIN_VALUE', float(Number.MIN_VALUE)],
			['MAX_SAFE_INTEGER', int(Number.MAX_SAFE_INTEGER)],
			['POSITIVE_INFINITY', float(Infinity)],
			['NEGATIVE_INFINITY', float(-Infinity)],
			['NaN', float(NaN)],
			...attributes('Number', {
				isInteger: (_, [x = NONE]) => bool(Number.isInteger(numberOf(x))),
				isFinite: (_, [x = NONE]) => bool(Number.isFinite(numberOf(x))),
				isNaN: (_, [x = NONE]) => bool(Number.isNaN(numberOf(x))),
			}),
		]),
	};
}

/** Everything that JavaScript has without a declaration; a run gets its own map. */
export function javascriptBuiltins(): Map<string, Value> {
	const all = new Map<string, Value>([
		['Math', mathModule()],
		['Array', arrayType('Array', UNDEFINED)],
		['Map', mapType],
		['Set', setType],
		[
			'console',
			module('console', {
				log: silent,
				info: silent,
				warn: silent,
				error: silent,
				table: silent,
				assert: (call, [held = UNDEFINED]) =>
					call.truthy(held) ? UNDEFINED : call.raise('AssertionError', ['Assertion failed']),
			}),
		],
		[
			'Object',
			module('Object', {
				keys: (_, [value]) => list(entriesOf(value).map(({ key }) => key)),
				values: (_, [value]) => list(entriesOf(value).map((entry) => entry.value)),
				entries: (_, [value]) => list(entriesOf(value).map(({ key, value: item }) => list([key, item]))),
				assign: (call, [target = UNDEFINED, ...sources]) => {
					for (const source of sources)
						for (const { key, value } of entriesOf(source)) call.setAttribute(target, call.string(key), value);
					return target;
				},
				fromEntries: (call, [pairs = UNDEFINED]) =>
					objectOf(
						call.iterate(pairs).map((pair) => {
							const [key = UNDEFINED, value = UNDEFINED] = call.iterate(pair);
							return [call.string(key), value] as const;
						}),
					),
				freeze: (_, [value = UNDEFINED]) => value,
			}),
		],
		['Number', numberType()],
		[
			'String',
			{
				kind: 'type',
				name: 'String',
				has: () => false,
				call: (call, [value]) => str(value === undefined ? '' : writtenJavaScript(call, value)),
				attributes: attributes('String', {
					fromCharCode: (_, codes) => str(String.fromCharCode(...codes.map((code) => numberOf(code) ?? 0))),
				}),
			},
		],
		[
			'Boolean',
			{
				kind: 'type',
				name: 'Boolean',
				has: () => false,
				call: (call, [value = UNDEFINED]) => bool(call.truthy(value)),
			},
		],
		['isNaN', builtin('isNaN', (_, [x = UNDEFINED]) => bool(Number.isNaN(toNumber(x))))],
		['isFinite', builtin('isFinite', (_, [x = UNDEFINED]) => bool(Number.isFinite(toNumber(x))))],
		['parseFloat', builtin('parseFloat', parsed(/^[-+]?(?:Infinity|(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?)/i))],
		['parseInt', builtin('parseInt', parsed(/^[-+]?\d+(?!\d)/))],
		['structuredClone', builtin('structuredClone', (_, [value = UNDEFINED]) => cloned(value, 0))],
		['NaN', float(NaN)],
		['Infinity', float(Infinity)],
		['undefined', UNDEFINED],
	]);
	for (const name of ['Float64Array', 'Float32Array']) all.set(name, arrayType(name, float(0)));
	for (const name of ['Int32Array', 'Uint8Array', 'Uint32Array', 'Int8Array']) all.set(name, arrayType(name, int(0)));
	return all;
}

const MOST_NESTED = 50;

function cloned(value: Value, depth: number): Value {
	if (depth > MOST_NESTED) return value;
	if (value.kind === 'list') return list(value.items.map((item) => cloned(item, depth + 1)));
	if (value.kind !== 'dict') return value;
	const entries = [...value.entries].map(
		([key, entry]) => [key, { key: entry.key, value: cloned(entry.value, depth + 1) }] as const,
	);
	return { ...value, entries: new Map(entries) };
}
