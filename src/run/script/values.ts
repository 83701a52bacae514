/** The values that a running Script computes with: Python's and JavaScript's, as far as programs of mathematics need them. */
import type { ListInput } from './list-inputs.ts';
import type { Range } from '../../protocol.ts';
import type { Code } from './code.ts';
import type { Call, Named } from './library.ts';

export interface NoneValue {
	readonly kind: 'none';
}

/** JavaScript's undefined. */
export interface UndefinedValue {
	readonly kind: 'undefined';
}

export interface BoolValue {
	readonly kind: 'bool';
	readonly value: boolean;
	/** The comparison's gate; −1 where nothing on the tape had a part in it. */
	readonly node: number;
}

/** How a whole number came about, in case that it enters arithmetic with gradients after all: it is put on the tape only then. */
export interface Lazy {
	/** −1 until it is on the tape. */
	node: number;
	/** A variable set from a literal; absent: an operation. */
	readonly variable?: { readonly name: string; readonly range: Range };
	/** A number of a list that is an input. */
	readonly entry?: { readonly input: ListInput; readonly place: number };
	/** The row of an operation, and what it was done to. */
	readonly op?: string;
	readonly operands: readonly IntValue[];
	readonly range: Range;
	readonly operator: Range;
	/** The places in the text that the operands came from (−1: none), and the call or iteration it was done in. */
	readonly from: readonly number[];
	readonly frame: number;
	/** Chains longer than the limit are forgotten: such a number is a counter. */
	readonly depth: number;
}

export interface IntValue {
	readonly kind: 'int';
	/** Of a number past 2^53 the nearest float. */
	readonly value: number;
	readonly lazy: Lazy | null;
	/** A number past 2^53 exactly. */
	readonly big?: bigint;
}

export interface FloatValue {
	readonly kind: 'float';
	readonly value: number;
	/** −1 until a literal meets the tape. */
	node: number;
}

export interface StrValue {
	readonly kind: 'str';
	readonly value: string;
}

export interface ListValue {
	readonly kind: 'list';
	readonly items: Value[];
	/** Of a list as it was written: the places in the text that its items came from. */
	from?: readonly number[];
	/** A `deque`, and how many items it keeps. */
	readonly deque?: { readonly most: number };
}

export interface TupleValue {
	readonly kind: 'tuple';
	readonly items: readonly Value[];
	readonly from?: readonly number[];
}

export interface DictValue {
	readonly kind: 'dict';
	/** By `keyOf` of the key. */
	readonly entries: Map<string | number, { readonly key: Value; value: Value }>;
	/** A dict that makes what is missing (`defaultdict`). */
	readonly missing?: Value;
	/** A `Counter`: what is missing is 0. */
	readonly counts?: boolean;
	/** An object literal of JavaScript: its keys are properties. */
	readonly isObject?: boolean;
}

export interface SetValue {
	readonly kind: 'set';
	readonly items: Map<string | number, Value>;
}

export interface SliceValue {
	readonly kind: 'slice';
	readonly start: Value;
	readonly stop: Value;
	readonly step: Value;
}

export interface RangeValue {
	readonly kind: 'range';
	readonly start: number;
	readonly stop: number;
	readonly step: number;
}

export interface EllipsisValue {
	readonly kind: 'ellipsis';
}

/** Holds a variable that an inner function sees too. */
export interface Cell {
	value: Value | undefined;
}

export interface FunctionValue {
	readonly kind: 'function';
	readonly name: string;
	readonly code: Code;
	/** One a parameter that has a default, by the parameter's index. */
	readonly defaults: ReadonlyMap<number, Value>;
	readonly cells: readonly Cell[];
	/** The class whose body defines it, for `super()`. */
	owner?: ClassValue;
	readonly attributes: Map<string, Value>;
}

export interface MethodValue {
	readonly kind: 'method';
	readonly self: Value;
	readonly callable: Value;
}

/** A function of a library. `args` are evaluated; it answers with a value, raises, or says that something is not supported. */
export interface BuiltinValue {
	readonly kind: 'builtin';
	readonly name: string;
	readonly call: (call: Call, args: readonly Value[], named: Named) => Value;
	readonly attributes?: ReadonlyMap<string, Value>;
}

/** A built-in type: callable, and asked by isinstance. */
export interface TypeValue {
	readonly kind: 'type';
	readonly name: string;
	readonly has: (value: Value) => boolean;
	readonly call: (call: Call, args: readonly Value[], named: Named) => Value;
	readonly attributes?: ReadonlyMap<string, Value>;
}

export interface ClassValue {
	readonly kind: 'class';
	readonly name: string;
	/** Itself first, then its bases in the order in which attributes are looked for. */
	readonly order: readonly ClassValue[];
	readonly attributes: Map<string, Value>;
	/** Instances of a class that a library made may carry state of the library's. */
	readonly native?: string;
	/** A built-in type that it derives from (`class Stack(list)`): its instances hold a value of that type. */
	readonly base?: TypeValue;
}

export interface InstanceValue {
	readonly kind: 'instance';
	readonly class: ClassValue;
	readonly attributes: Map<string, Value>;
	/** An exception's arguments, and whatever else a library keeps. */
	payload?: unknown;
	/** The value of a built-in type that it is at the same time. */
	inner?: Value;
}

/** `property`, `staticmethod` and `classmethod`, as found in a class. */
export interface DescriptorValue {
	readonly kind: 'descriptor';
	readonly role: 'property' | 'static' | 'class';
	readonly get: Value;
	readonly set?: Value;
}

export interface ModuleValue {
	readonly kind: 'module';
	/** Canonical: `numpy`, `torch.nn.functional`. */
	readonly name: string;
	/** The member, or undefined where the library does not know it. */
	readonly member: (name: string) => Value | undefined;
	/** What `from … import *` brings; absent: nothing can be said of it. */
	readonly all?: () => Iterable<readonly [name: string, value: Value]>;
}

export interface IteratorValue {
	readonly kind: 'iterator';
	/** The next item, or null at the end. */
	readonly next: (call: Call) => Value | null;
}

/** A suspended call of a generator function; the machine owns what is in it. */
export interface GeneratorValue {
	readonly kind: 'generator';
	readonly state: object;
}

/** `super()`. */
export interface SuperValue {
	readonly kind: 'super';
	readonly self: Value;
	/** The classes that are searched. */
	readonly order: readonly ClassValue[];
}

/** What stands for everything that takes no part in the computation: figures, clocks, files. Its attributes, calls and items are such as well. */
export interface NothingValue {
	readonly kind: 'nothing';
	/** What it is called in the text. */
	readonly name: string;
}

/** An array; what it holds is the numeric library's business (run/numpy). */
export interface ArrayValue {
	readonly kind: 'array';
}

export type Value =
	| NoneValue
	| UndefinedValue
	| BoolValue
	| IntValue
	| FloatValue
	| StrValue
	| ListValue
	| TupleValue
	| DictValue
	| SetValue
	| SliceValue
	| RangeValue
	| EllipsisValue
	| FunctionValue
	| MethodValue
	| BuiltinValue
	| TypeValue
	| ClassValue
	| InstanceValue
	| DescriptorValue
	| ModuleValue
	| IteratorValue
	| GeneratorValue
	| SuperValue
	| NothingValue
	| ArrayValue;

export const NONE: NoneValue = { kind: 'none' };
export const UNDEFINED: UndefinedValue = { kind: 'undefined' };
export const TRUE: BoolValue = { kind: 'bool', value: true, node: -1 };
export const FALSE: BoolValue = { kind: 'bool', value: false, node: -1 };
export const ELLIPSIS: EllipsisValue = { kind: 'ellipsis' };

const SMALL: readonly IntValue[] = Array.from({ length: 1280 }, (_, k) => ({
	kind: 'int',
	value: k - 256,
	lazy: null,
}));

/** A whole number that nothing on the tape had a part in. */
export function int(value: number): IntValue {
	// Asked within bounds only: reading past an array's end is slow.
	if (value >= -256 && value < 1024 && Number.isInteger(value)) return SMALL[value + 256]!;
	if (!Number.isSafeInteger(value) && Number.isInteger(value)) return big(BigInt(value));
	return { kind: 'int', value, lazy: null };
}

/** A whole number of any size. */
export function big(exact: bigint): IntValue {
	const value = Number(exact);
	return Number.isSafeInteger(value) ? int(value) : { kind: 'int', value, lazy: null, big: exact };
}

/** A float that is not on the tape (`node` −1), or the value of a node. */
export function float(value: number, node = -1): FloatValue {
	return { kind: 'float', value, node };
}

export function bool(value: boolean): BoolValue {
	return value ? TRUE : FALSE;
}

/** Longer strings are not made. */
const LONGEST = 10_000_000;

/** Throws the host's own error for a string that is too long, which is one of the program's MemoryErrors. */
export function str(value: string): StrValue {
	if (value.length > LONGEST) throw new RangeError('Invalid string length');
	return { kind: 'str', value };
}

export function list(items: Value[]): ListValue {
	return { kind: 'list', items };
}

export function tuple(items: readonly Value[]): TupleValue {
	return { kind: 'tuple', items };
}

/** How the error messages call a value's type. */
export function typeName(value: Value): string {
	switch (value.kind) {
		case 'none':
			return 'NoneType';
		case 'array':
			return 'ndarray';
		case 'instance':
			return value.class.name;
		case 'class':
		case 'type':
			return 'type';
		case 'builtin':
			return 'builtin_function_or_method';
		case 'list':
			return value.deque === undefined ? 'list' : 'deque';
		case 'nothing':
			return value.name;
		default:
			return value.kind;
	}
}

/** A number's value where the value is one (booleans count), else undefined. */
export function numberOf(value: Value): number | undefined {
	if (value.kind === 'int' || value.kind === 'float') return value.value;
	return value.kind === 'bool' ? Number(value.value) : undefined;
}

/** A whole number (or boolean), else undefined. */
export function wholeOf(value: Value): number | undefined {
	if (value.kind === 'int') return value.value;
	return value.kind === 'bool' ? Number(value.value) : undefined;
}

let identities = 0;
const IDENTITY = new WeakMap<object, number>();

/** A number that tells objects apart, as `id` does. */
export function identity(value: object): number {
	let known = IDENTITY.get(value);
	if (known === undefined) IDENTITY.set(value, (known = ++identities));
	return known;
}

/** What equal keys of a dict or set share; null for what cannot be a key. */
export function keyOf(value: Value): string | number | null {
	switch (value.kind) {
		case 'int':
			return value.big === undefined || BigInt(value.value) === value.big ? value.value : `b${value.big}`;
		case 'float':
			return value.value;
		case 'bool':
			return Number(value.value);
		case 'str':
			return `s${value.value}`;
		case 'none':
		case 'undefined':
		case 'ellipsis':
			return `c${value.kind}`;
		case 'tuple': {
			const keys = value.items.map(keyOf);
			return keys.includes(null) ? null : `t${JSON.stringify(keys)}`;
		}
		case 'list':
		case 'dict':
		case 'set':
		case 'array':
			return null;
		default:
			return `o${identity(value)}`;
	}
}
