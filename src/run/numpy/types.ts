/** The types that a library names: kinds of elements, which can be called to convert, and what isinstance asks for. */
import { builtin, type Call } from '../script/library.ts';
import { bool, float, int, numberOf, str, type ClassValue, type TypeValue, type Value } from '../script/values.ts';
import { bitsOf, dtypeNamed, dtypeOfValue, isFloatType, type DType } from './dtypes.ts';
import { Kit } from './kit.ts';
import { arrayOf } from './nested.ts';
import type { World } from './world.ts';

/** The value that stands for an element type: `np.float32`, or `torch.float32`. One for each run, so that they compare as themselves. */
export function dtypeValue(world: World, dtype: DType, torch = false): TypeValue {
	const name = `${torch ? 'torch' : 'np'}.${dtype}`;
	let value = world.types.get(name);
	if (value === undefined) world.types.set(name, (value = elementType(world, name, dtype)));
	return value;
}

function elementType(world: World, name: string, dtype: DType): TypeValue {
	return {
		kind: 'type',
		name,
		has: (value) => isOf(value, dtype),
		call: (call, args) => {
			const value = args[0] ?? int(0);
			const k = new Kit(call, world);
			const number = numberOf(value);
			if (number === undefined) return k.isArray(value) ? k.cast(value, dtype) : arrayOf(k, value, dtype);
			if (dtype === 'bool') return bool(number !== 0);
			if (!isFloatType(dtype)) return int(Math.trunc(number));
			if (value.kind === 'float' && (dtype === 'float64' || Math.fround(number) === number)) return value;
			// A whole number that takes part in mathematics from here on keeps its origin.
			return dtype === 'float64'
				? float(number, k.isPlain(value) ? -1 : k.recorder.node(value))
				: float(Math.fround(number));
		},
	};
}

/** What `.dtype` answers with: an object that is equal to a type, to Python's own type and to the type's name. */
export function dtypeObject(world: World, dtype: DType, torch = false): Value {
	const name = torch ? `torch.${dtype}` : dtype;
	const known = world.dtypes.get(name);
	if (known) return known;
	const equal = (_: Kit, [, other]: readonly Value[]): Value =>
		bool(other !== undefined && dtypeOfValue(other) === dtype);
	const methods = {
		__eq__: equal,
		__ne__: (k: Kit, args: readonly Value[]): Value => bool(!k.call.truthy(equal(k, args))),
		__str__: (): Value => str(name),
		__repr__: (): Value => str(torch ? name : `dtype('${name}')`),
	};
	const made: Value = {
		kind: 'instance',
		class: nativeClass('dtype', methods, world),
		attributes: new Map<string, Value>([
			['name', str(name)],
			['kind', str(dtype === 'bool' ? 'b' : isFloatType(dtype) ? 'f' : dtype.startsWith('u') ? 'u' : 'i')],
			['itemsize', int(Math.max(1, bitsOf(dtype) / 8))],
			['type', dtypeValue(world, dtype, torch)],
			['is_floating_point', bool(isFloatType(dtype))],
		]),
		payload: dtype,
	};
	world.dtypes.set(name, made);
	return made;
}

/** NumPy's scalars are Python's numbers here: any float is an np.float64, any whole number an np.int64. */
function isOf(value: Value, dtype: DType): boolean {
	if (isFloatType(dtype)) return value.kind === 'float';
	return dtype === 'bool' ? value.kind === 'bool' : value.kind === 'int';
}

/** The type of that name in a module (`float32`, `int64`, `bool_`); undefined for any other name. */
export function namedType(world: World, module: string, name: string): TypeValue | undefined {
	const torch = module === 'torch';
	const abstract = ABSTRACT.get(name);
	if (abstract && !torch)
		return { kind: 'type', name: `np.${name}`, has: abstract, call: (call) => call.unsupported(`np.${name}()`) };
	if (!/^(?:bool|u?int|float|double|single|long|half|short|byte)/.test(name)) return undefined;
	const dtype = dtypeNamed(torch && name === 'float' ? 'float32' : torch && name === 'int' ? 'int32' : name);
	return dtype === undefined ? undefined : dtypeValue(world, dtype, torch);
}

const isNumber = (value: Value): boolean => value.kind === 'int' || value.kind === 'float';

const ABSTRACT: ReadonlyMap<string, (value: Value) => boolean> = new Map([
	['number', isNumber],
	['generic', isNumber],
	['integer', (value: Value): boolean => value.kind === 'int'],
	['signedinteger', (value: Value): boolean => value.kind === 'int'],
	['floating', (value: Value): boolean => value.kind === 'float'],
]);

/** A class of the library's with these methods. */
export function nativeClass(
	name: string,
	methods: Readonly<Record<string, (k: Kit, args: readonly Value[]) => Value>>,
	world: World,
): ClassValue {
	const order: ClassValue[] = [];
	const attributes = new Map<string, Value>();
	const type: ClassValue = { kind: 'class', name, order, attributes, native: name };
	order.push(type);
	for (const [method, body] of Object.entries(methods)) {
		attributes.set(
			method,
			builtin(`${name}.${method}`, (call: Call, args) => body(new Kit(call, world), args)),
		);
	}
	return type;
}
