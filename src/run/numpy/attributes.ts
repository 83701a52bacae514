/** What an array answers to `.name`: its shape and type, its transposes, methods; and what may be set on it. */
import { toNested, type Nested } from '../../core/tensor/tensor.ts';
import { float, int, bool, list, NONE, str, tuple, type Value } from '../script/values.ts';
import type { NdArray } from './array.ts';
import { bitsOf, isFloatType, type DType } from './dtypes.ts';
import type { Kit } from './kit.ts';
import { replace } from './operators.ts';
import type { Registry } from './registry.ts';
import { requireGradient } from './torch-state.ts';
import { dtypeObject } from './types.ts';
import { reshapedTo, transposed } from './views.ts';

type Reader = (k: Kit, value: NdArray) => Value;

const READERS: ReadonlyMap<string, Reader> = new Map<string, Reader>([
	['shape', (_, array) => tuple(array.shape.map(int))],
	['ndim', (_, array) => int(array.shape.length)],
	['dtype', (k, array) => dtypeObject(k.world, array.dtype, array.torch)],
	['T', (k, array) => (array.shape.length < 2 ? array : transposed(k, array))],
	['mT', (k, array) => swapLast(k, array)],
	['real', (_, array) => array],
	['flat', (k, array) => reshapedTo(k, array, [-1])],
	['itemsize', (_, array) => int(bytesOf(array.dtype))],
	['nbytes', (_, array) => int(bytesOf(array.dtype) * array.size)],
	['base', () => NONE],
	['grad', () => NONE],
	['requires_grad', () => bool(false)],
	['is_leaf', () => bool(true)],
	['data', (k, array) => dataOf(k, array)],
	['device', () => str('cpu')],
	['is_cuda', () => bool(false)],
	['strides', (_, array) => tuple(array.layout.strides.map((stride) => int(stride * bytesOf(array.dtype))))],
]);

/** The elements without their history, as they lie in memory: `p.data.mul_(0.9)` changes p. */
function dataOf(k: Kit, array: NdArray): NdArray {
	if (array.recorded) k.recorder.tape.pin(array.node());
	return array.cut();
}

function bytesOf(dtype: DType): number {
	return Math.max(1, bitsOf(dtype) / 8);
}

export function swapLast(k: Kit, array: NdArray): NdArray {
	const rank = array.shape.length;
	const order = array.shape.map((_, axis) => (axis < rank - 2 ? axis : axis === rank - 2 ? rank - 1 : rank - 2));
	return transposed(k, array, order);
}

/** An attribute of an array, or of a number that takes part as one; null where there is none of that name. */
export function attribute(k: Kit, registry: Registry, value: Value, name: string): Value | null {
	const array = k.isArray(value) ? value : null;
	const torch = array === null ? k.world.prefersTorch : array.torch || k.world.prefersTorch;
	if (name === 'size' && !torch) return int(array === null ? 1 : array.size);
	const own = array?.attributes?.get(name);
	if (own !== undefined) return own;
	const reader = READERS.get(name);
	if (reader) {
		if (array !== null) return reader(k, array);
		if (name === 'dtype') return dtypeObject(k.world, k.dtypeOf(value), torch);
		if (name === 'T' || name === 'real') return value;
		return name === 'shape' ? tuple([]) : reader(k, k.array(value));
	}
	const method = registry.method(name, torch);
	return method === undefined ? null : { kind: 'method', self: value, callable: method };
}

/** Sets an attribute; false where an array has none of that name. */
export function setAttribute(k: Kit, array: NdArray, name: string, value: Value): boolean {
	if (name === 'shape') {
		const shaped = reshapedTo(k, array, k.shapeFrom(value, 'shape'));
		if (shaped.storage !== array.storage) k.call.unsupported('.shape = …');
		array.adopt(shaped);
		return true;
	}
	if (name === 'data') {
		// `w.data -= step` has stored into w already.
		if (k.isArray(value) && value.isCutOf(array)) return true;
		replace(k, array, k.operand(value), '.data =');
		return true;
	}
	if (name === 'requires_grad') requireGradient(k, array, k.call.truthy(value));
	if (name === 'grad' || name === 'requires_grad') {
		array.attributes ??= new Map();
		array.attributes.set(name, value);
		return true;
	}
	return false;
}

/** The elements as lists of lists of Python's numbers. */
export function toLists(array: NdArray): Value {
	const tensor = array.look();
	return fromNested(toNested(tensor), array.dtype);
}

function fromNested(nested: Nested, dtype: DType): Value {
	// As deep as an array has axes, which is 32 at most.
	if (typeof nested === 'object') return list(nested.map((item) => fromNested(item, dtype)));
	return numberAs(Number(nested), dtype);
}

export function numberAs(value: number, dtype: DType): Value {
	return dtype === 'bool' ? bool(value !== 0) : isFloatType(dtype) ? float(value) : int(value);
}
