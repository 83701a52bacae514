/** How a function of a random generator is declared, and how it fills a shape with its draws. */
import { sizeOf } from '../../core/tensor/shape.ts';
import type { NumpyRandom } from '../random/numpy-random.ts';
import type { Value } from '../script/values.ts';
import type { Arguments } from './arguments.ts';
import type { DType } from './dtypes.ts';
import { numberIn } from './indexing.ts';
import type { Kit } from './kit.ts';

/** The body of a function of a generator. */
export type Draw = (k: Kit, a: Arguments, random: NumpyRandom) => Value;

/** One function: its names, `legacy` for RandomState and np.random, `generator` for default_rng, and its signature. */
export interface RandomFunction {
	readonly legacy: readonly string[];
	readonly generator: readonly string[];
	readonly signature: string;
	readonly draw: Draw;
}

export function shared(names: string, signature: string, draw: Draw): RandomFunction {
	const list = names.split(' ');
	return { legacy: list, generator: list, signature, draw };
}

export function legacy(names: string, signature: string, draw: Draw): RandomFunction {
	return { legacy: names.split(' '), generator: [], signature, draw };
}

export function generator(names: string, signature: string, draw: Draw): RandomFunction {
	return { legacy: [], generator: names.split(' '), signature, draw };
}

/** So many numbers in a shape; one number where there is none. */
export function filled(k: Kit, shape: readonly number[] | null, draw: () => number, dtype: DType = 'float64'): Value {
	const size = sizeOf(shape ?? []);
	k.reserve(size);
	const data = new Float64Array(size);
	for (let index = 0; index < size; index++) {
		if (index % 4096 === 0) k.call.tick();
		data[index] = draw();
	}
	const array = k.fromNumbers(data, shape ?? [], dtype);
	return shape === null ? numberIn(k, array) : array;
}

export function sizeIn(a: Arguments): readonly number[] | null {
	return a.has('size') ? a.shape('size') : null;
}

/** Parameters that may be arrays: the draws take theirs one after another, in C order of the shape that they have together. */
export function drawn(
	k: Kit,
	a: Arguments,
	names: readonly string[],
	draw: (...parameters: number[]) => number,
	dtype?: DType,
): Value {
	const values = names.map((name) => a.operand(name));
	const given = sizeIn(a);
	if (!values.some((value) => k.isArray(value))) {
		const numbers = values.map((value, index) => k.number(value, names[index]!));
		return filled(k, given, () => draw(...numbers), dtype);
	}
	const shape = given ?? k.commonShape(values);
	k.reserve(sizeOf(shape));
	return k.compute(values, shape, dtype ?? 'float64', draw);
}
