/**
 * NumPy's two families of generators behind one interface: `RandomState`, which the functions of `np.random` share, and `Generator`, which
 * `default_rng` makes. They differ in their bits, in how normal and exponential numbers come from them, and in how ranges are met.
 *
 * Arguments are taken to be in their domains; whoever reads them from a program says where they are not.
 */
import { bounded, integers, interval, type Width } from './bounded.ts';
import type { Draws } from './continuous.ts';
import { MersenneTwister } from './mt19937.ts';
import { Pcg64 } from './pcg64.ts';
import { Polar } from './polar.ts';
import { SeedSequence, wordsOf } from './seed-sequence.ts';
import { single, standardExponential, standardNormal, standardNormalSingle } from './ziggurat.ts';

export interface NumpyRandom extends Draws {
	readonly family: 'legacy' | 'generator';
	/** A whole number from 0 to `span`, as shuffles draw it: masked in both families. */
	interval(span: number): number;
	/** A whole number from 0 to `span`, as choices draw it. */
	bounded(span: number): number;
	/** `count` whole numbers from `low` to `low + span`, both included. */
	integers(low: number, span: bigint, count: number, width: Width): Float64Array;
	/** A uniform number in [0, 1) in single precision. */
	single(): number;
	/** A standard normal number in single precision. */
	normalSingle(): number;
}

/** `np.random.RandomState`: MT19937, the polar method, masked rejection. */
export class RandomState implements NumpyRandom {
	readonly family = 'legacy';
	readonly #bits: MersenneTwister;
	readonly #polar: Polar;

	/** A seed is a number below 2³² or an array of such. */
	constructor(seed: number | readonly number[]) {
		this.#bits = typeof seed === 'number' ? MersenneTwister.ofNumber(seed) : MersenneTwister.ofWords(seed);
		this.#polar = new Polar(this.#bits);
	}

	double(): number {
		return this.#bits.double();
	}

	normal(): number {
		return this.#polar.normal();
	}

	exponential(): number {
		return this.#polar.exponential();
	}

	interval(span: number): number {
		return interval(this.#bits, span);
	}

	bounded(span: number): number {
		return interval(this.#bits, span);
	}

	integers(low: number, span: bigint, count: number, width: Width): Float64Array {
		return integers(this.#bits, low, span, count, width, 'masked');
	}

	single(): number {
		return Math.fround(this.double());
	}

	normalSingle(): number {
		return Math.fround(this.normal());
	}
}

/** The sequence of a seed's whole numbers. */
export function sequenceOf(seed: readonly number[]): SeedSequence {
	return new SeedSequence(seed.flatMap((number) => wordsOf(BigInt(number))));
}

/** `np.random.Generator` over PCG64: ziggurats, Lemire's method. */
export class Generator implements NumpyRandom {
	readonly family = 'generator';
	readonly #bits: Pcg64;
	readonly #seed: SeedSequence;

	/** The seed's whole numbers, one for `default_rng(7)`; or a sequence that others may come of as well. */
	constructor(seed: readonly number[] | SeedSequence) {
		this.#seed = seed instanceof SeedSequence ? seed : sequenceOf(seed);
		this.#bits = new Pcg64(this.#seed);
	}

	/** So many further generators, each of which goes its own way. */
	spawn(count: number): Generator[] {
		return this.#seed.spawn(count).map((child) => new Generator(child));
	}

	double(): number {
		return this.#bits.double();
	}

	normal(): number {
		return standardNormal(this.#bits);
	}

	exponential(): number {
		return standardExponential(this.#bits);
	}

	interval(span: number): number {
		return interval(this.#bits, span);
	}

	bounded(span: number): number {
		return bounded(this.#bits, span);
	}

	integers(low: number, span: bigint, count: number, width: Width): Float64Array {
		return integers(this.#bits, low, span, count, width, 'lemire');
	}

	single(): number {
		return single(this.#bits);
	}

	normalSingle(): number {
		return standardNormalSingle(this.#bits);
	}
}
