/** Python's built-in types: what calling them makes, and what is one of them. */
import type { BuiltinValue, TypeValue, Value } from './values.ts';
import type { Call } from './library.ts';
import { mergeInto } from './methods.ts';
import {
	bool,
	float,
	int,
	keyOf,
	list,
	NONE,
	numberOf,
	str,
	tuple,
	typeName,
	type DictValue,
	type SetValue,
} from './values.ts';

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

/** The number an argument stands for: a number, its text, or an array of one element. */
function numberFrom(call: Call, value: Value, name: string): number {
	if (value.kind === 'str') {
		const text = value.value.trim().replaceAll('_', '');
		const named = /^([-+]?)(inf|infinity|nan)$/i.exec(text);
		if (named) return named[2]!.toLowerCase() === 'nan' ? NaN : named[1] === '-' ? -Infinity : Infinity;
		const read = text === '' ? NaN : Number(text);
		return Number.isNaN(read) ? call.raise('ValueError', ['{0} is no number', value.value]) : read;
	}
	return numberOf(value) ?? call.raise('TypeError', ['{0} of {1}', name, typeName(value)]);
}

/** An array of one element counts as its element. */
function element(call: Call, value: Value): Value {
	return value.kind === 'array' || value.kind === 'instance' ? call.element(value) : value;
}

export const numberTypes: readonly TypeValue[] = [
	type(
		'int',
		(value) => value.kind === 'int' || value.kind === 'bool',
		(call, [given = int(0)]) => {
			const value = element(call, given);
			if (value.kind === 'int') return value;
			const number = Math.trunc(numberFrom(call, value, 'int'));
			return Number.isFinite(number)
				? int(number)
				: call.raise('ValueError', ['{0} is no whole number', String(number)]);
		},
	),
	type(
		'float',
		(value) => value.kind === 'float',
		(call, [given = int(0)]) => {
			const value = element(call, given);
			if (value.kind === 'float') return value;
			if (value.kind === 'int' && value.lazy !== null) return float(value.value, call.recorder.node(value));
			return float(numberFrom(call, value, 'float'));
		},
	),
];

export const booleanType = type(
	'bool',
	(value) => value.kind === 'bool',
	(call, [value = NONE]) => bool(call.truthy(value)),
);

export const strType = type(
	'str',
	(value) => value.kind === 'str',
	(call, [value]) => str(value === undefined ? '' : call.string(value)),
);

export const listType = type(
	'list',
	(value) => value.kind === 'list',
	(call, [items]) => list(items === undefined ? [] : call.iterate(items)),
);

export const tupleType = type(
	'tuple',
	(value) => value.kind === 'tuple',
	(call, [items]) => tuple(items === undefined ? [] : call.iterate(items)),
);

export const dictType = type(
	'dict',
	(value) => value.kind === 'dict',
	(call, [from], named) => {
		const dict: DictValue = { kind: 'dict', entries: new Map() };
		if (from !== undefined) mergeInto(call, dict, from);
		for (const [name, value] of named) dict.entries.set(keyOf(str(name))!, { key: str(name), value });
		return dict;
	},
);

export const setType = type(
	'set',
	(value) => value.kind === 'set',
	(call, [items]) => {
		const set: SetValue = { kind: 'set', items: new Map() };
		for (const item of items === undefined ? [] : call.iterate(items)) {
			const key = keyOf(item);
			if (key === null) return call.raise('TypeError', ['{0} cannot be in a set', typeName(item)]);
			set.items.set(key, item);
		}
		return set;
	},
);
