/** The methods of values of built-in types: by the type, a table each; and those with underscores that classes may call by name. */
import { DICT_METHODS, SET_METHODS } from './methods-dicts.ts';
import { LIST_METHODS, TUPLE_METHODS } from './methods-lists.ts';
import { TEXT_METHODS } from './methods-texts.ts';
import type { BinaryOp, CompareOp } from '../../lang/script.ts';
import { builtin, type Call, type Named } from './library.ts';
import { bool, float, int, NONE, numberOf, str, tuple, wholeOf, type GeneratorValue, type Value } from './values.ts';

export type Method<T> = (call: Call, self: T, args: readonly Value[], named: Named) => Value;

const GENERATOR_METHODS: Readonly<Record<string, Method<GeneratorValue>>> = {
	send: (call, self, [value = NONE]) =>
		call.resume(self, value) ?? call.raise('StopIteration', ['The generator has ended.'], []),
	close: (call, self) => {
		call.close(self);
		return NONE;
	},
};

const NUMBER_METHODS: Readonly<Record<string, Method<Value>>> = {
	is_integer: (_, self) => bool(Number.isInteger(numberOf(self))),
	bit_length: (_, self) => int(self.kind === 'int' ? bitLength(self.big ?? BigInt(self.value)) : 0),
	conjugate: (_, self) => self,
	hex: (_, self) => str((numberOf(self) ?? 0).toString(16)),
	as_integer_ratio: (_, self) => {
		let denominator = 1;
		let value = numberOf(self) ?? 0;
		while (!Number.isInteger(value) && Number.isFinite(value)) {
			value *= 2;
			denominator *= 2;
		}
		return tuple([int(value), int(denominator)]);
	},
};

function bitLength(value: bigint): number {
	return value === 0n ? 0 : (value < 0n ? -value : value).toString(2).length;
}

const BINARY: Readonly<Record<string, BinaryOp>> = {
	add: '+',
	sub: '-',
	mul: '*',
	truediv: '/',
	floordiv: '//',
	mod: '%',
	pow: '**',
	matmul: '@',
	and: '&',
	or: '|',
	xor: '^',
	lshift: '<<',
	rshift: '>>',
};
const COMPARE: Readonly<Record<string, CompareOp>> = { lt: '<', le: '<=', gt: '>', ge: '>=', eq: '==', ne: '!=' };

/** What operators, brackets and builtins do, by the names that classes know them by: `list.__getitem__(self, i)`. */
function special(name: string): Method<Value> | undefined {
	const inner = /^__([a-z]+)__$/.exec(name)?.[1];
	if (inner === undefined) return undefined;
	if (Object.hasOwn(BINARY, inner)) return (call, self, [other = NONE]) => call.binary(BINARY[inner]!, self, other);
	if (Object.hasOwn(COMPARE, inner)) return (call, self, [other = NONE]) => call.compare(COMPARE[inner]!, self, other);
	const swapped = inner.startsWith('r') && Object.hasOwn(BINARY, inner.slice(1)) ? BINARY[inner.slice(1)]! : null;
	if (swapped !== null) return (call, self, [other = NONE]) => call.binary(swapped, other, self);
	switch (inner) {
		case 'getitem':
			return (call, self, [index = NONE]) => call.item(self, index);
		case 'setitem':
			return (call, self, [index = NONE, value = NONE]) => {
				call.setItem(self, index, value);
				return NONE;
			};
		case 'contains':
			return (call, self, [item = NONE]) => call.compare('in', item, self);
		case 'len':
			return (call, self) => int(call.length(self));
		case 'iter':
			return (call, self) => call.iterator(self);
		case 'next':
			return (call, self) =>
				call.iterator(self).next(call) ?? call.raise('StopIteration', ['The generator has ended.'], []);
		case 'call':
			return (call, self, args, named) => call.call(self, args, named);
		case 'str':
			return (call, self) => str(call.string(self));
		case 'repr':
			return (call, self) => str(call.repr(self));
		case 'bool':
			return (call, self) => bool(call.truthy(self));
		case 'hash':
			return (call, self) => call.hash(self);
		case 'neg':
			return (call, self) => call.binary('*', self, int(-1));
		case 'abs':
			return (call, self) => (call.truthy(call.compare('<', self, int(0))) ? call.binary('*', self, int(-1)) : self);
		case 'float':
			return (_, self) => (self.kind === 'float' ? self : float(numberOf(self) ?? NaN));
		case 'int':
			return (_, self) => int(Math.trunc(numberOf(self) ?? 0));
		default:
			return undefined;
	}
}

function own<T>(table: Readonly<Record<string, Method<T>>>, name: string): Method<T> | undefined {
	return Object.hasOwn(table, name) ? table[name] : undefined;
}

/** A method bound to its object, or null where its type has none of that name. */
export function methodOf(value: Value, name: string): Value | null {
	const bound = <T>(method: Method<T> | undefined, self: T): Value | null => {
		if (method !== undefined)
			return builtin(name, (call, args, named) => {
				// Every method of a string goes through all its characters.
				if (typeof self === 'string') call.reserve(self.length);
				return method(call, self, args, named);
			});
		const general = special(name);
		if (general === undefined || value.kind === 'instance') return null;
		return builtin(name, (call, args, named) => general(call, value, args, named));
	};
	switch (value.kind) {
		case 'str':
			return bound(own(TEXT_METHODS, name), value.value);
		case 'list':
			return bound(own(LIST_METHODS, name), value);
		case 'tuple':
			return bound(own(TUPLE_METHODS, name), value);
		case 'dict':
			return bound(own(DICT_METHODS, name), value);
		case 'set':
			return bound(own(SET_METHODS, name), value);
		case 'generator':
			return bound(own(GENERATOR_METHODS, name), value);
		case 'int':
		case 'bool':
			if (name === 'numerator') return int(wholeOf(value) ?? 0);
			if (name === 'denominator') return int(1);
			return bound(own(NUMBER_METHODS, name), value as Value);
		case 'float':
			return bound(own(NUMBER_METHODS, name), value as Value);
		case 'range':
			if (name === 'start' || name === 'stop' || name === 'step') return int(value[name]);
			return bound(undefined, value);
		case 'slice':
			return name === 'start' || name === 'stop' || name === 'step' ? value[name] : null;
		default:
			return bound(undefined, value);
	}
}
