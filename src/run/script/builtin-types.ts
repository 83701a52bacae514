/** Python's built-in types: what calling them makes, and what is one of them. */
import type { Call } from './library.ts';
import { mergeInto } from './methods-dicts.ts';
import { translation } from './methods-texts.ts';
import type { BuiltinValue, TypeValue, Value } from './values.ts';
import {
	bool,
	float,
	int,
	list,
	NONE,
	numberOf,
	str,
	tuple,
	typeName,
	wholeOf,
	type DictValue,
	type SetValue,
} from './values.ts';
import { truncated, wholeFrom } from './wholes.ts';

/** A function with its name. */
export interface Binder {
	readonly name: string;
	readonly call: BuiltinValue['call'];
}

export function bind(name: string, call: BuiltinValue['call']): Binder {
	return { name, call };
}

function type(
	name: string,
	has: TypeValue['has'],
	call: TypeValue['call'],
	attributes?: TypeValue['attributes'],
): TypeValue {
	return { kind: 'type', name, has, call, ...(attributes !== undefined && { attributes }) };
}

/** What a value of a built-in type, or an instance that is one at the same time, holds. */
function held(value: Value): Value {
	return value.kind === 'instance' && value.inner !== undefined ? value.inner : value;
}

function is(kind: Value['kind']): TypeValue['has'] {
	return (value) => held(value).kind === kind;
}

function floatFrom(call: Call, text: string): number {
	const plain = text.trim();
	const named = /^([-+]?)(inf|infinity|nan)$/i.exec(plain);
	if (named !== null) return named[2]!.toLowerCase() === 'nan' ? NaN : named[1] === '-' ? -Infinity : Infinity;
	if (/^[-+]?(\d[\d_]*\.?[\d_]*|\.\d[\d_]*)(e[-+]?\d+)?$/i.test(plain)) return Number(plain.replaceAll('_', ''));
	return call.raise('ValueError', ["could not convert string to float: '{0}'", text]);
}

/** An array of one element, or an instance with `__float__` or `__int__`, counts as that. */
function element(call: Call, value: Value, hook: string): Value {
	if (value.kind === 'array') return call.element(value);
	if (value.kind !== 'instance') return value;
	const method = call.lookUp(value, hook);
	return method === null ? held(value) : call.call(method, []);
}

const intType = type(
	'int',
	(value) => ['int', 'bool'].includes(held(value).kind),
	(call, [given = int(0), base], named) => {
		const value = element(call, given, '__int__');
		const radix = base ?? named.get('base');
		if (value.kind === 'int') return value;
		if (value.kind === 'str') {
			const to = radix === undefined ? 10 : (wholeOf(radix) ?? 10);
			return (
				wholeFrom(value.value, to) ??
				call.raise('ValueError', ["invalid literal for int() with base {0}: '{1}'", to, value.value])
			);
		}
		const number = numberOf(value);
		if (number === undefined)
			return call.raise('TypeError', [
				"int() argument must be a string, a bytes-like object or a real number, not '{0}'",
				typeName(value),
			]);
		// From here on the program goes by the number.
		call.recorder.decide(value);
		return truncated(call, number);
	},
);

const floatType = type('float', is('float'), (call, [given = int(0)]) => {
	const value = element(call, given, '__float__');
	if (value.kind === 'float') return value;
	if (value.kind === 'str') return float(floatFrom(call, value.value));
	if (value.kind === 'int' && value.lazy !== null) return float(value.value, call.recorder.node(value));
	const number = numberOf(value);
	if (number !== undefined) return float(number);
	return call.raise('TypeError', ["float() argument must be a string or a real number, not '{0}'", typeName(value)]);
});

export const numberTypes: readonly TypeValue[] = [intType, floatType];

export const booleanType = type('bool', is('bool'), (call, [value = NONE]) => bool(call.truthy(value)));

export const strType = type(
	'str',
	is('str'),
	(call, [value]) => str(value === undefined ? '' : call.string(value)),
	new Map<string, Value>([
		['maketrans', { kind: 'builtin', name: 'maketrans', call: (call, args) => translation(call, args) }],
	]),
);

export const listType = type('list', is('list'), (call, [items]) =>
	list(items === undefined ? [] : call.iterate(items)),
);

export const tupleType = type('tuple', is('tuple'), (call, [items]) => {
	if (items?.kind === 'tuple') return items;
	return tuple(items === undefined ? [] : call.iterate(items));
});

export const dictType = type(
	'dict',
	is('dict'),
	(call, [from], named) => {
		const dict: DictValue = { kind: 'dict', entries: new Map() };
		if (from !== undefined) mergeInto(call, dict, from);
		for (const [name, value] of named) dict.entries.set(call.key(str(name)), { key: str(name), value });
		return dict;
	},
	new Map<string, Value>([
		[
			'fromkeys',
			{
				kind: 'builtin',
				name: 'fromkeys',
				call: (call, [keys = NONE, value = NONE]) => {
					const dict: DictValue = { kind: 'dict', entries: new Map() };
					for (const key of call.iterate(keys)) dict.entries.set(call.key(key), { key, value });
					return dict;
				},
			},
		],
	]),
);

export const setType = type('set', is('set'), (call, [items]) => {
	const set: SetValue = { kind: 'set', items: new Map() };
	for (const item of items === undefined ? [] : call.iterate(items)) {
		const key = call.key(item);
		if (!set.items.has(key)) set.items.set(key, item);
	}
	return set;
});

export const complexType = type(
	'complex',
	() => false,
	(call) => call.unsupported('complex'),
);

/** The type of everything: every class has its attributes. */
export const objectType = type(
	'object',
	() => true,
	(call) => call.instantiate({ kind: 'class', name: 'object', order: [], attributes: new Map() }),
);
