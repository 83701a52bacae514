/**
 * Element types as NumPy names them. The tape knows four; whole numbers of fewer bits are kept as whole numbers that wrap around where theirs would.
 */
import type { ElementType } from '../../core/types.ts';
import type { Value } from '../script/values.ts';

export const DTYPES = [
	'bool',
	'uint8',
	'int8',
	'uint16',
	'int16',
	'uint32',
	'int32',
	'uint64',
	'int64',
	'float32',
	'float64',
] as const;
export type DType = (typeof DTYPES)[number];

/** The names that one type has in NumPy, in torch, as a string and as a type of Python's. */
const NAMES = new Map<string, DType>([
	...DTYPES.map((name): [string, DType] => [name, name]),
	['bool_', 'bool'],
	['bool8', 'bool'],
	['int', 'int64'],
	['int_', 'int64'],
	['intp', 'int64'],
	['intc', 'int32'],
	['long', 'int64'],
	['longlong', 'int64'],
	['short', 'int16'],
	['byte', 'int8'],
	['ubyte', 'uint8'],
	['uint', 'uint64'],
	['uintp', 'uint64'],
	['float', 'float64'],
	['float_', 'float64'],
	['double', 'float64'],
	['single', 'float32'],
	['longdouble', 'float64'],
	['float128', 'float64'],
	['?', 'bool'],
	['b', 'int8'],
	['i', 'int32'],
	['l', 'int64'],
	['f', 'float32'],
	['d', 'float64'],
	['i1', 'int8'],
	['i2', 'int16'],
	['i4', 'int32'],
	['i8', 'int64'],
	['u1', 'uint8'],
	['u2', 'uint16'],
	['u4', 'uint32'],
	['u8', 'uint64'],
	['f4', 'float32'],
	['f8', 'float64'],
	['floating', 'float64'],
	['integer', 'int64'],
]);

/** The type of that name (`float32`, `f4`, `<f8`); undefined for one that there is not here. */
export function dtypeNamed(name: string): DType | undefined {
	return NAMES.get(name.replace(/^[<=|]/, ''));
}

/** All names of types that a module has. */
export function dtypeNames(): IterableIterator<string> {
	return NAMES.keys();
}

export function elementOf(dtype: DType): ElementType {
	return dtype === 'float64' || dtype === 'float32' || dtype === 'bool' ? dtype : 'int64';
}

export function isFloatType(dtype: DType): boolean {
	return dtype === 'float64' || dtype === 'float32';
}

/** Bits of a whole type; 1 for bool. */
export function bitsOf(dtype: DType): number {
	return dtype === 'bool' ? 1 : Number(/\d+/.exec(dtype)?.[0] ?? 64);
}

function isUnsigned(dtype: DType): boolean {
	return dtype.startsWith('u');
}

/** The type of a result of two: NumPy's rule for arrays. */
export function promoteTypes(a: DType, b: DType): DType {
	if (a === b || b === 'bool') return a;
	if (a === 'bool') return b;
	if (isFloatType(a) || isFloatType(b)) {
		// A float32 holds whole numbers of up to 16 bits.
		const single = (dtype: DType): boolean => dtype === 'float32' || (!isFloatType(dtype) && bitsOf(dtype) <= 16);
		return single(a) && single(b) ? 'float32' : 'float64';
	}
	if (isUnsigned(a) === isUnsigned(b)) return bitsOf(a) >= bitsOf(b) ? a : b;
	const [unsigned, signed] = isUnsigned(a) ? [a, b] : [b, a];
	if (bitsOf(signed) > bitsOf(unsigned)) return signed;
	const bits = bitsOf(unsigned) * 2;
	return bits > 64 ? 'float64' : (`int${bits}` as DType);
}

/** A whole number as that type holds it: the lowest bits. */
export function wrapped(value: number, dtype: DType): number {
	const bits = bitsOf(dtype);
	if (bits >= 64 || !Number.isFinite(value)) return value;
	if (dtype === 'bool') return value === 0 ? 0 : 1;
	const size = 2 ** bits;
	const rest = value - Math.floor(value / size) * size;
	return !isUnsigned(dtype) && rest >= size / 2 ? rest - size : rest;
}

/** What becomes of a number that is converted to that type. */
export function converter(dtype: DType): (value: number) => number {
	if (dtype === 'float64') return (value) => value;
	if (dtype === 'float32') return Math.fround;
	if (dtype === 'bool') return (value) => (value === 0 ? 0 : 1);
	return (value) => wrapped(Math.trunc(value) + 0, dtype);
}

/** The type of elements that a value names; undefined for one that names none. */
export function dtypeOfValue(value: Value): DType | undefined {
	if (value.kind === 'str') return dtypeNamed(value.value);
	if (value.kind === 'type' || value.kind === 'builtin')
		return dtypeNamed(value.name.replace(/^(?:np|numpy|torch)\./, ''));
	if (value.kind === 'instance' && value.class.name === 'dtype') return value.payload as DType;
	return undefined;
}
