/**
 * Reads the arguments of a call as what a function needs: arrays, numbers, axes, shapes, types. What does not fit raises as Python would.
 */
import type { NdArray } from './array.ts';
import type { DType } from './dtypes.ts';
import type { Kit } from './kit.ts';
import type { Bound } from './parameters.ts';
import { typeName, wholeOf, type Value } from '../script/values.ts';
import { normalizeAxis } from '../../core/tensor/shape.ts';

/** Parameters that change where or how something is kept, never what it is. */
const IDLE: ReadonlySet<string> = new Set(
	'order kind casting subok like device copy layout pin_memory memory_format generator non_blocking flags op_flags op_dtypes force overwrite_input optimize sorted stable assume_unique writeable sparse_grad retain_graph create_graph version hermitian overwrite_a overwrite_b check_finite assume_a lapack_driver refcheck sparse inplace foreach'.split(
		' ',
	),
);

export class Arguments {
	readonly name: string;
	/** What `*args` took. */
	readonly rest: readonly Value[];
	readonly #kit: Kit;
	readonly #bound: Bound;
	readonly #read = new Set<string>();

	constructor(kit: Kit, name: string, bound: Bound, rest: readonly Value[]) {
		this.#kit = kit;
		this.name = name;
		this.#bound = bound;
		this.rest = rest;
	}

	/** The argument as it is. */
	value(name: string): Value {
		const value = this.#get(name);
		return value ?? this.#kit.call.raise('TypeError', ['{0}() needs {1}', this.name, name]);
	}

	/** The argument, or undefined where it is None or was left out. */
	maybe(name: string): Value | undefined {
		const value = this.#get(name);
		return value === undefined || value.kind === 'none' ? undefined : value;
	}

	#get(name: string): Value | undefined {
		this.#read.add(name);
		return this.#bound.get(name);
	}

	/** Knows of arguments that do not change what is asked here. */
	passOver(...names: readonly string[]): void {
		for (const name of names) this.#read.add(name);
	}

	/** Says that an argument is not supported where the call gave one that nothing looked at and that could matter: no number may be wrong in silence. */
	refuseUnread(given: ReadonlyMap<string, Value>): void {
		for (const [name, value] of given) {
			if (this.#read.has(name) || IDLE.has(name) || value.kind === 'none') continue;
			this.#kit.call.unsupported(`${this.name}(${name}=…)`);
		}
	}

	has(name: string): boolean {
		return this.maybe(name) !== undefined;
	}

	/** As an array; lists and numbers become one. */
	array(name: string): NdArray {
		return this.#kit.array(this.value(name));
	}

	/** A number or an array; lists become one. */
	operand(name: string): Value {
		return this.#kit.operand(this.value(name));
	}

	/** The items of a list, a tuple or any iterable; rows of an array. */
	items(name: string): readonly Value[] {
		return this.#kit.items(this.value(name));
	}

	number(name: string): number {
		return this.#kit.number(this.value(name), name);
	}

	whole(name: string): number {
		return this.#kit.whole(this.value(name), name);
	}

	maybeWhole(name: string): number | undefined {
		const value = this.maybe(name);
		return value === undefined ? undefined : this.#kit.whole(value, name);
	}

	maybeNumber(name: string): number | undefined {
		const value = this.maybe(name);
		return value === undefined ? undefined : this.#kit.number(value, name);
	}

	flag(name: string): boolean {
		const value = this.maybe(name);
		return value !== undefined && this.#kit.call.truthy(value);
	}

	/** A string; undefined for None. */
	text(name: string): string | undefined {
		const value = this.maybe(name);
		if (value === undefined) return undefined;
		if (value.kind !== 'str')
			this.#kit.call.raise('TypeError', ['{0} must be a string, not {1}', name, typeName(value)]);
		return value.value;
	}

	/** One of the strings that a function knows; others are not supported. */
	choice<T extends string>(name: string, known: readonly T[]): T {
		const text = this.text(name);
		const found = known.find((word) => word === text);
		if (found === undefined) this.#kit.call.unsupported(`${this.name}(${name}=${text ?? 'None'})`);
		return found;
	}

	/** Says that a parameter is not supported where it was given. */
	refuse(...names: readonly string[]): void {
		for (const name of names) if (this.has(name)) this.#kit.call.unsupported(`${this.name}(${name}=…)`);
	}

	/** Axes as they were given: a number, several, or null for None. */
	axes(name = 'axis'): readonly number[] | null {
		const value = this.maybe(name);
		if (value === undefined) return null;
		const whole = wholeOf(value);
		return whole === undefined ? this.#kit.wholes(value, name) : [whole];
	}

	/** One axis of an array of that rank, counted from the front; null for None. */
	axis(rank: number, name = 'axis'): number | null {
		const axis = this.maybeWhole(name);
		return axis === undefined ? null : normalizeAxis(axis, rank);
	}

	/** A shape: a number or several. */
	shape(name: string): readonly number[] {
		return this.#kit.shapeFrom(this.value(name), name);
	}

	/** A type of elements; undefined for None. */
	dtype(name = 'dtype'): DType | undefined {
		const value = this.maybe(name);
		return value === undefined ? undefined : this.#kit.dtype(value);
	}
}
