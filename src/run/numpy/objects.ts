/** Members of `np` that are no functions: `np.r_`, `np.c_`, `np.mgrid`, `np.s_`, `np.ndarray`, `np.errstate`. */
import { builtin } from '../script/library.ts';
import { NONE, tuple, type ClassValue, type TypeValue, type Value } from '../script/values.ts';
import { NdArray } from './array.ts';
import { arange, meshgrid } from './creation.ts';
import { concatenated, stacked } from './joining.ts';
import type { Kit } from './kit.ts';
import { nativeClass } from './types.ts';
import { copyOf, reshapedTo } from './views.ts';
import type { World } from './world.ts';

function instance(type: ClassValue): Value {
	return { kind: 'instance', class: type, attributes: new Map() };
}

/** What is picked by brackets: `np.r_[0:5, 7]`. */
function indexed(name: string, world: World, of: (k: Kit, index: Value) => Value): Value {
	return instance(nativeClass(name, { __getitem__: (k, [, index]) => of(k, index!) }, world));
}

/** `start:stop:step` as numbers; an imaginary step, which counts points, is not read. */
function rangeOf(k: Kit, item: Extract<Value, { kind: 'slice' }>): NdArray {
	const start = item.start.kind === 'none' ? { kind: 'int' as const, value: 0, lazy: null } : item.start;
	return arange(k, item.step.kind === 'none' ? [start, item.stop] : [start, item.stop, item.step], undefined);
}

function items(index: Value): readonly Value[] {
	return index.kind === 'tuple' ? index.items : [index];
}

/** Parts in a row: numbers, slices and arrays. */
function rowOf(k: Kit, index: Value): Value {
	const parts = items(index);
	// `'0,2'` and its kind say how to lay the parts.
	if (parts.some((part) => part.kind === 'str')) return k.call.unsupported("np.r_['…']");
	const arrays = parts.map((part) => {
		const array = part.kind === 'slice' ? rangeOf(k, part) : k.array(part);
		return array.shape.length === 0 ? reshapedTo(k, array, [1]) : array;
	});
	return concatenated(k, arrays, 0);
}

/** Vectors as columns side by side. */
function columnsOf(k: Kit, index: Value): Value {
	const arrays = items(index).map((part) => {
		const array = part.kind === 'slice' ? rangeOf(k, part) : k.array(part);
		return array.shape.length < 2 ? reshapedTo(k, array, [array.size, 1]) : array;
	});
	return concatenated(k, arrays, arrays[0]!.shape.length - 1);
}

function grid(k: Kit, index: Value, sparse: boolean): Value {
	const ranges = items(index).map((part) => (part.kind === 'slice' ? rangeOf(k, part) : k.array(part)));
	const laid = meshgrid(k, ranges, false, sparse);
	if (index.kind !== 'tuple') return copyOf(k, laid[0]!);
	return sparse ? tuple(laid) : stacked(k, laid, 0);
}

/** Blocks that change nothing here: `with np.errstate(…):`. */
function quiet(name: string, world: World): Value {
	const manager = nativeClass(name, { __enter__: () => NONE, __exit__: () => NONE }, world);
	return builtin(name, () => instance(manager));
}

/** Members by full name. */
export function npObjects(world: World): Map<string, Value> {
	const array: TypeValue = {
		kind: 'type',
		name: 'np.ndarray',
		has: (value) => value instanceof NdArray && !value.torch,
		call: (call) => call.unsupported('np.ndarray()'),
	};
	return new Map<string, Value>([
		['np.r_', indexed('r_', world, rowOf)],
		['np.c_', indexed('c_', world, columnsOf)],
		['np.s_', indexed('s_', world, (_, index) => index)],
		['np.index_exp', indexed('index_exp', world, (_, index) => (index.kind === 'tuple' ? index : tuple([index])))],
		['np.mgrid', indexed('mgrid', world, (k, index) => grid(k, index, false))],
		['np.ogrid', indexed('ogrid', world, (k, index) => grid(k, index, true))],
		['np.ndarray', array],
		['np.errstate', quiet('np.errstate', world)],
		['np.printoptions', quiet('np.printoptions', world)],
	]);
}
