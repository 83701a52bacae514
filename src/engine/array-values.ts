/** Works out the arrays and random values that an annotation gives its names: `W = [1, 2; 3, 4]`, `X: (5, 4) = randn*0.01 seed=1`, `b: (4,)`. */
import { makeTensor, type Tensor } from '../core/tensor/tensor.ts';
import { sizeOf } from '../core/tensor/shape.ts';
import type { ElementType } from '../core/types.ts';
import type { Binding, Directive, GeneratorValue, ValueNode } from '../lang/directive.ts';
import type { Problem, Range } from '../protocol.ts';
import { RandomState } from '../run/random/numpy-random.ts';
import { overBudget } from '../run/budget.ts';

export interface ArrayValues {
	readonly arrays: ReadonlyMap<string, Tensor>;
	readonly problems: readonly Problem[];
}

/** A problem as a value that cannot be had throws it. */
class Misfit extends Error {
	readonly problem: Problem;

	constructor(range: Range, message: Problem['message'], code = 'array-value') {
		super(message[0]);
		this.problem = { code, severity: 'error', range, message };
	}
}

/** The arrays of a directive, drawn in the order they are written. Each gets at most `elements` entries. */
export function arrayValues(directive: Directive | undefined, elements: number): ArrayValues {
	const arrays = new Map<string, Tensor>();
	const problems: Problem[] = [];
	if (directive === undefined) return { arrays, problems };
	const sizes = new Map<string, number>();
	for (const { name, value } of directive.at) if (value?.kind === 'scalar') sizes.set(name, value.value);
	const draws = new Draws(directive.seed ?? 0, elements);
	for (const binding of directive.at) {
		const { name, shape, value } = binding;
		if (shape === undefined || shape.length === 0 ? value === undefined || value.kind === 'scalar' : false) continue;
		try {
			arrays.set(name, draws.array(binding, shapeOf(binding, sizes)));
		} catch (error) {
			if (!(error instanceof Misfit)) throw error;
			problems.push(error.problem);
		}
	}
	return { arrays, problems };
}

/** An array written out, or drawn, in a place that has a shape of its own. Null, and told, where it does not fit. */
export function arrayOf(
	value: ValueNode,
	shape: readonly number[],
	seed: number,
	elements: number,
): Tensor | { readonly problem: Problem } {
	try {
		return new Draws(seed, elements).value(value, shape, 'float64', value.range);
	} catch (error) {
		if (error instanceof Misfit) return { problem: error.problem };
		throw error;
	}
}

function shapeOf({ shape }: Binding, sizes: ReadonlyMap<string, number>): number[] | undefined {
	return shape?.map((dimension) => {
		if ('size' in dimension) return dimension.size;
		const size = sizes.get(dimension.name);
		if (size === undefined || !Number.isSafeInteger(size) || size < 0)
			throw new Misfit(dimension.range, ['The size {0} has no value', dimension.name]);
		return size;
	});
}

/** What becomes of a number in an array of another type than float64. */
const CASTS: ReadonlyMap<ElementType, (value: number) => number> = new Map([
	['float32', Math.fround],
	['int64', Math.trunc],
	['bool', (value: number) => Number(value !== 0)],
]);

/** Generators whose arguments are a shape. */
const SHAPED: ReadonlySet<string> = new Set(['zeros', 'ones', 'randn', 'rand']);

class Draws {
	readonly #shared: RandomState;
	readonly #elements: number;

	constructor(seed: number, elements: number) {
		this.#shared = new RandomState(seed % 2 ** 32);
		this.#elements = elements;
	}

	array({ dtype, value, range }: Binding, shape: readonly number[] | undefined): Tensor {
		if (value !== undefined) return this.value(value, shape, dtype, range);
		return this.#filled(shape ?? [], dtype ?? 'float64', range, () => this.#shared.normal());
	}

	value(value: ValueNode, shape: readonly number[] | undefined, dtype: ElementType | undefined, range: Range): Tensor {
		if (value.kind === 'scalar') return this.#filled(shape ?? [], dtype ?? 'float64', range, () => value.value);
		if (value.kind === 'generator') return this.#generated(value, shape, dtype);
		const own = shape ?? value.shape;
		if (sizeOf(own) !== value.entries.length)
			throw new Misfit(value.range, ['{0} entries do not fill the shape {1}', value.entries.length, own.join('×')]);
		let at = 0;
		return this.#filled(own, dtype ?? 'float64', value.range, () => value.entries[at++]!);
	}

	#generated(value: GeneratorValue, given: readonly number[] | undefined, dtype: ElementType | undefined): Tensor {
		const { args, name, range, scale, seed } = value;
		// `zeros(3, 4)` brings its shape along.
		const shaped = given ?? (SHAPED.has(name) && args.length > 0 ? args : undefined);
		const random = seed === undefined ? this.#shared : new RandomState(seed % 2 ** 32);
		const [a, b, c] = args;
		const make = (entry: (place: number) => number, shape = shaped ?? [], element = dtype ?? 'float64'): Tensor => {
			let place = 0;
			return this.#filled(shape, element, range, () => entry(place++) * scale);
		};
		switch (name) {
			case 'randn':
				return make(() => random.normal());
			case 'rand':
				return make(() => random.double());
			case 'normal':
				return make(() => (a ?? 0) + (b ?? 1) * random.normal());
			case 'uniform':
				return make(() => (a ?? 0) + ((b ?? 1) - (a ?? 0)) * random.double());
			case 'randint': {
				const [low, high] = b === undefined ? [0, a ?? 2] : [a ?? 0, b];
				if (!(high > low))
					throw new Misfit(range, ['randint needs a low bound below its high one, and got {0} and {1}', low, high]);
				const span = BigInt(Math.ceil(high) - 1) - BigInt(Math.ceil(low));
				this.#fits(given ?? [], range);
				const drawn = random.integers(Math.ceil(low), span, sizeOf(given ?? []), 64);
				return make((place) => drawn[place]!, given, dtype ?? 'int64');
			}
			case 'zeros':
				return make(() => 0);
			case 'ones':
				return make(() => 1);
			case 'full':
				return make(() => a ?? 0);
			case 'eye': {
				const shape = given ?? [a ?? 1, b ?? a ?? 1];
				const columns = shape.at(-1) ?? 1;
				const rows = shape.at(-2) ?? 1;
				return make((place) => (place % columns === Math.floor(place / columns) % rows ? 1 : 0), shape);
			}
			case 'arange': {
				const [start, stop, step] = b === undefined ? [0, a ?? sizeOf(given ?? []), 1] : [a ?? 0, b, c ?? 1];
				const count = Math.max(0, Math.ceil((stop - start) / step));
				return make((place) => start + place * step, given ?? [count]);
			}
			case 'linspace': {
				const count = given === undefined ? (c ?? 50) : sizeOf(given);
				const [start, stop] = [a ?? 0, b ?? 1];
				return make((place) => start + ((stop - start) * place) / Math.max(1, count - 1), given ?? [count]);
			}
			default:
				throw new Misfit(value.nameRange, ['Not understood here: {0}', name]);
		}
	}

	#filled(shape: readonly number[], element: ElementType, range: Range, entry: () => number): Tensor {
		this.#fits(shape, range);
		const data = new Float64Array(sizeOf(shape));
		const cast = CASTS.get(element);
		if (cast === undefined) for (let place = 0; place < data.length; place++) data[place] = entry();
		else for (let place = 0; place < data.length; place++) data[place] = cast(entry());
		return makeTensor(data, shape, element);
	}

	#fits(shape: readonly number[], range: Range): void {
		for (const size of shape)
			if (!Number.isSafeInteger(size) || size < 0) throw new Misfit(range, ['{0} is no size of an axis', size]);
		if (sizeOf(shape) <= this.#elements) return;
		const { message, code } = overBudget('elements', this.#elements, range);
		throw new Misfit(range, message, code);
	}
}
