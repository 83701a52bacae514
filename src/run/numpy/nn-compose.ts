/** What the tables of networks, losses and decompositions are put together from: arithmetic over values, axes by torch's names, several results under names. */
import type { Kit } from './kit.ts';
import { arithmetic } from './operators.ts';
import { reshapedTo, transposed } from './views.ts';
import type { Arguments } from './arguments.ts';
import { NdArray } from './array.ts';
import { builtin } from '../script/library.ts';
import {
	float,
	int,
	list,
	str,
	wholeOf,
	type BuiltinValue,
	type ClassValue,
	type InstanceValue,
	type Value,
} from '../script/values.ts';

export const add = (k: Kit, x: Value, y: Value): Value => arithmetic(k, 'add', x, y, '+');
export const sub = (k: Kit, x: Value, y: Value): Value => arithmetic(k, 'sub', x, y, '-');
export const mul = (k: Kit, x: Value, y: Value): Value => arithmetic(k, 'mul', x, y, '*');
export const div = (k: Kit, x: Value, y: Value): Value => arithmetic(k, 'div', x, y, '/');
export const neg = (k: Kit, x: Value): Value => k.map('neg', [x]);

/** A number as an operand: off the tape until it meets it. */
export function num(value: number): Value {
	return Number.isInteger(value) ? int(value) : float(value);
}

export function sum(k: Kit, x: Value, axes: readonly number[] | null = null, keepdims = false): Value {
	return k.apply('sum', [x], { axes, keepdims });
}

export function mean(k: Kit, x: Value, axes: readonly number[] | null = null, keepdims = false): Value {
	return k.apply('mean', [x], { axes, keepdims });
}

/** The last two axes of an array swapped. */
export function turned(k: Kit, array: NdArray): NdArray {
	const rank = array.shape.length;
	const order = array.shape.map((_, axis) => axis);
	if (rank > 1) order.splice(rank - 2, 2, rank - 1, rank - 2);
	return transposed(k, array, order);
}

/** `names` as functions of torch and as methods of its tensors. */
export function both(names: string): string {
	return names
		.split(' ')
		.flatMap((name) => [`torch.${name}`, `tensor.${name}`])
		.join(' ');
}

/** The same elements as a tensor of torch, or as an array of NumPy: stores through either are seen through both. */
export function asKind(k: Kit, array: NdArray, torch: boolean): NdArray {
	if (array.torch === torch) return array;
	const alias = array.isWhole ? new NdArray(array.storage) : reshapedTo(k, array, array.shape);
	alias.torch = torch;
	return alias;
}

/** Marks what a function of torch gave: a tensor, whatever it was made of. A view is a new object already. */
export function asTorch(k: Kit, value: Value): Value {
	if (!k.isArray(value)) return value;
	if (value.isWhole) return asKind(k, value, true);
	value.torch = true;
	return value;
}

/** A value given once for all, or once for each of `count` axes. */
export function perAxis(k: Kit, a: Arguments, name: string, count: number, fallback: number): readonly number[] {
	const value = a.maybe(name);
	if (value === undefined) return Array.from({ length: count }, () => fallback);
	const given = a.shape(name);
	if (given.length === 1) return Array.from({ length: count }, () => given[0]!);
	if (given.length !== count) {
		k.call.raise('ValueError', ['{0} takes {1} numbers here, not {2}', name, count, given.length]);
	}
	return given;
}

/** The results of a function that gives several, each worked out when it is first asked for, so that nothing on the tape is there in vain. */
interface Results {
	readonly thunks: readonly (() => Value)[];
	readonly known: (Value | undefined)[];
}

function resultsOf(self: Value | undefined): Results {
	return (self as InstanceValue).payload as Results;
}

function resultAt(self: Value | undefined, index: number): Value | undefined {
	const { thunks, known } = resultsOf(self);
	const thunk = thunks[index];
	return thunk === undefined ? undefined : (known[index] ??= thunk());
}

function allOf(self: Value | undefined): Value[] {
	return resultsOf(self).thunks.map((_, index) => resultAt(self, index)!);
}

const METHODS: ReadonlyMap<string, Value> = new Map(
	(
		[
			['__len__', (_, [self]) => int(resultsOf(self).thunks.length)],
			['__iter__', (_, [self]) => list(allOf(self))],
			[
				'__getitem__',
				(call, [self, index]) => {
					const { length } = resultsOf(self).thunks;
					const whole = wholeOf(index!);
					if (whole === undefined) return call.unsupported('[…:…]');
					const found = resultAt(self, whole < 0 ? whole + length : whole);
					return found ?? call.raise('IndexError', ['{0} results have no entry {1}', length, whole]);
				},
			],
			[
				'__repr__',
				(call, [self]) =>
					str(
						`(${allOf(self)
							.map((item) => call.repr(item))
							.join(', ')})`,
					),
			],
		] satisfies [string, BuiltinValue['call']][]
	).map(([name, of]) => [name, builtin(name, of)]),
);

const CLASSES = new Map<string, ClassValue>();

/** The class of results that have those names: each is a property. */
function classOf(names: readonly string[]): ClassValue {
	const key = names.join();
	let type = CLASSES.get(key);
	if (type === undefined) {
		const attributes = new Map(METHODS);
		names.forEach((name, index) => {
			attributes.set(name, {
				kind: 'descriptor',
				role: 'property',
				get: builtin(name, (_, [self]) => resultAt(self, index)!),
			});
		});
		const order: ClassValue[] = [];
		type = { kind: 'class', name: 'tuple', order, attributes };
		order.push(type);
		CLASSES.set(key, type);
	}
	return type;
}

/** A tuple whose entries have names (`.values`, `.indices`). */
export function results(k: Kit, entries: readonly (readonly [name: string, of: () => Value])[]): Value {
	const { recorder } = k;
	const payload: Results = { thunks: entries.map(([, of]) => recorder.resumption(of)), known: [] };
	const type = classOf(entries.map(([name]) => name));
	return { kind: 'instance', class: type, attributes: new Map(), payload } satisfies InstanceValue;
}
