/** The types that a library names: kinds of elements, which can be called to convert, and what isinstance asks for. */
import { bool, float, int, numberOf, type TypeValue, type Value } from '../script/values.ts';
import { dtypeNamed, isFloatType, type DType } from './dtypes.ts';
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
