/** What a run of the library keeps from one call to the next: the generators of random numbers, and which libraries the program uses. */
import { PythonRandom } from '../random/python-random.ts';
import { RandomState } from '../random/numpy-random.ts';
import type { Call } from '../script/library.ts';
import type { ClassValue, TypeValue, Value } from '../script/values.ts';

/** Where unseeded generators start. */
const SEED = 0;

export class World {
	readonly #seed: number;
	#legacy: RandomState | null = null;
	#python: PythonRandom | null = null;
	#told = false;
	/** Types of elements by name, each one value. */
	readonly types = new Map<string, TypeValue>();
	/** What `.dtype` answers with, by name. */
	readonly dtypes = new Map<string, Value>();
	/** Classes of the library's own by name, each one value. */
	readonly classes = new Map<string, ClassValue>();
	/** Canonical names of the modules that the program asked for. */
	readonly modules = new Set<string>();

	constructor(seed: number = SEED) {
		this.#seed = seed;
	}

	/** Whether an array that nobody made, a value from outside, has torch's methods: the program knows torch and not NumPy. */
	get prefersTorch(): boolean {
		return this.modules.has('torch') && !this.modules.has('numpy');
	}

	/** The seed of a generator that got none; says once that it is not what the reader's own run would draw. */
	seedFor(call: Call): number {
		if (!this.#told) call.note(['These random numbers have no seed of their own: seed {0} is taken', this.#seed]);
		this.#told = true;
		return this.#seed;
	}

	legacy(call: Call): RandomState {
		return (this.#legacy ??= new RandomState(this.seedFor(call)));
	}

	seedLegacy(state: RandomState): void {
		this.#legacy = state;
	}

	python(call: Call): PythonRandom {
		return (this.#python ??= new PythonRandom(this.seedFor(call)));
	}

	seedPython(random: PythonRandom): void {
		this.#python = random;
	}
}
