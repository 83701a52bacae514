/** What the machine asks of arrays: operators, brackets, attributes, loops over rows. */
import { onlyElement } from '../../core/tensor/tensor.ts';
import type { BinaryOp, CompareOp } from '../../lang/script.ts';
import type { Recorder } from '../recorder.ts';
import type { Arrays, Call } from '../script/library.ts';
import { int, type ArrayValue, type Value } from '../script/values.ts';
import { NdArray, Storage } from './array.ts';
import { attribute, setAttribute } from './attributes.ts';
import { getItem, setItem } from './indexing.ts';
import { Kit } from './kit.ts';
import { augment, binary, compare, unary } from './operators.ts';
import { arrayText } from './print.ts';
import type { Registry } from './registry.ts';
import type { World } from './world.ts';

function own(array: ArrayValue): NdArray {
	if (!(array instanceof NdArray)) throw new Error('an array of another library');
	return array;
}

/** What `.grad` of an array or a number is, where somebody knows. */
export type GradientOf = (call: Call, value: Value) => Value;

export class ArrayHooks implements Arrays {
	readonly #world: World;
	readonly #registry: Registry;

	readonly #gradient: GradientOf | null;

	constructor(world: World, registry: Registry, gradient: GradientOf | null = null) {
		this.#world = world;
		this.#registry = registry;
		this.#gradient = gradient;
	}

	#kit(call: Call): Kit {
		return new Kit(call, this.#world);
	}

	binary(call: Call, op: BinaryOp, a: Value, b: Value): Value | null {
		return binary(this.#kit(call), op, a, b);
	}

	unary(call: Call, op: '-' | '+' | '~', a: ArrayValue): Value | null {
		return unary(this.#kit(call), op, own(a));
	}

	compare(call: Call, op: CompareOp, a: Value, b: Value): Value | null {
		if (op !== 'in' && op !== 'not in') return compare(this.#kit(call), op, a, b);
		// `x in a`: whether any element is equal.
		const k = this.#kit(call);
		const found = compare(k, '==', b, a);
		const any = found === null ? null : k.apply('any', [k.array(found)], { axes: null });
		return any === null || op === 'in' ? any : k.map('not', [any]);
	}

	augment(call: Call, op: BinaryOp, a: ArrayValue, b: Value): Value {
		return augment(this.#kit(call), op, own(a), b);
	}

	getItem(call: Call, array: ArrayValue, index: Value): Value {
		return getItem(this.#kit(call), own(array), index);
	}

	setItem(call: Call, array: ArrayValue, index: Value, value: Value): void {
		setItem(this.#kit(call), own(array), index, value);
	}

	attribute(call: Call, value: Value, name: string): Value | null {
		if (name === 'grad' && this.#gradient !== null) return this.#gradient(call, value);
		return attribute(this.#kit(call), this.#registry, value, name);
	}

	setAttribute(call: Call, array: ArrayValue, name: string, value: Value): boolean {
		return setAttribute(this.#kit(call), own(array), name, value);
	}

	iterate(call: Call, array: ArrayValue): Value[] {
		const k = this.#kit(call);
		const [count] = own(array).shape;
		if (count === undefined) return call.raise('TypeError', ['An array without axes has no rows.']);
		return Array.from({ length: count }, (_, index) => {
			call.tick();
			return getItem(k, own(array), int(index));
		});
	}

	length(call: Call, array: ArrayValue): number {
		const [count] = own(array).shape;
		return count ?? call.raise('TypeError', ['An array without axes has no length.']);
	}

	truthy(call: Call, array: ArrayValue): boolean {
		const { size } = own(array);
		if (size > 1) {
			call.raise('ValueError', ['{0} elements are not true or false together: say .any() or .all()', size]);
		}
		return size === 1 && onlyElement(own(array).look()) !== 0;
	}

	string(array: ArrayValue, repr: boolean): string {
		return arrayText(own(array), repr);
	}

	node(array: ArrayValue): number {
		return own(array).recorded ? own(array).node() : -1;
	}

	record(array: ArrayValue): number {
		return own(array).node();
	}

	isFloat(array: ArrayValue): boolean {
		return own(array).isFloat;
	}

	asInput(array: ArrayValue, name: string): number {
		return own(array).asInput(name);
	}

	fromNode(node: number, recorder: Recorder): ArrayValue {
		const { element } = recorder.tape.type(node);
		return new NdArray(new Storage(recorder, element, node));
	}
}
