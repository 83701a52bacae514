/** The values that a program is given from outside: for names that it does not set, and for what functions come to that nobody knows here. */
import { sizeOf } from '../../core/tensor/shape.ts';
import { elementAtFlat, type Tensor } from '../../core/tensor/tensor.ts';
import type { Recorder } from '../recorder.ts';
import { placeOf, type Site } from '../sites.ts';
import { Refused } from './errors.ts';
import { builtin, type Library } from './library.ts';
import { float, list, type Value } from './values.ts';

export class Given {
	readonly #recorder: Recorder;
	readonly #library: Library;
	readonly #values: ReadonlyMap<string, number | Tensor>;
	/** Names that are called and nothing else, and that nothing sets. */
	readonly #functions: ReadonlySet<string>;
	readonly #javascript: boolean;
	readonly #known = new Map<string, Value>();

	constructor(parts: {
		readonly recorder: Recorder;
		readonly library: Library;
		readonly values: ReadonlyMap<string, number | Tensor>;
		readonly functions: ReadonlySet<string>;
		readonly javascript: boolean;
	}) {
		this.#recorder = parts.recorder;
		this.#library = parts.library;
		this.#values = parts.values;
		this.#functions = parts.functions;
		this.#javascript = parts.javascript;
	}

	/** What a name stands for that the program does not set; null where nothing was given. */
	global(name: string, site: Site): Value | null {
		return this.#functions.has(name) ? builtin(name, () => this.#unknown(name, site)) : this.find(name, site);
	}

	/** The value that was given by a name: the same node each time. */
	find(name: string, site: Site): Value | null {
		const known = this.#known.get(name);
		if (known !== undefined) return known;
		const value = this.#values.get(name);
		if (value === undefined) return null;
		const made = this.#made(name, value, site);
		this.#known.set(name, made);
		return made;
	}

	/** A function that stands nowhere is called: who called it puts a given value in its place. */
	#unknown(name: string, site: Site): never {
		throw new Refused({
			code: 'unknown-function',
			severity: 'error',
			range: placeOf(site),
			message: ['Unknown name: {0}', name],
		});
	}

	/** A value from outside becomes an input with its first use. */
	#made(name: string, value: number | Tensor, site: Site): Value {
		if (typeof value === 'number') return float(value, this.#recorder.input(name, value, site.range));
		if (value.shape.length === 0) {
			const number = elementAtFlat(value, 0);
			if (value.element === 'int64') return this.#recorder.lazyVariable(name, number, site.range);
			if (value.element === 'bool') return { kind: 'bool', value: number !== 0, node: -1 };
			return float(number, this.#recorder.input(name, number, site.range));
		}
		const node = this.#recorder.tensorInput(name, value, site.range);
		if (!this.#javascript) return this.#library.arrays.fromNode(node, this.#recorder);
		return this.#listOf(node, value);
	}

	/** An array as JavaScript has it: lists of lists, whose numbers are read from the input one by one. */
	#listOf(node: number, { shape }: Tensor): Value {
		const { tape } = this.#recorder;
		const range = this.#recorder.range();
		let level: Value[] = Array.from({ length: sizeOf(shape) }, (_, k) => {
			const element = tape.element(node, k, range);
			return float(tape.value(element), element);
		});
		for (let axis = shape.length - 1; axis > 0; axis--) {
			const extent = shape[axis]!;
			level = Array.from({ length: extent === 0 ? 0 : level.length / extent }, (_, row) =>
				list(level.slice(row * extent, (row + 1) * extent)),
			);
		}
		return list(level);
	}
}
