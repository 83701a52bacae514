/**
 * Single entries of arrays that were given another value while stepping: "what if this weight were 3". They travel among the changed values under names of
 * their own, the array's with the entry's place in C order behind it, which no variable can have.
 */
import { copied, makeTensor, type Tensor } from '../core/tensor/tensor.ts';
import { entryOf } from '../protocol-tensor.ts';

/** Of each array the changed entries, by their places in C order. */
export type Entries = ReadonlyMap<string, ReadonlyMap<number, number>>;

/** The changed values that are numbers of their own, apart from those that are entries of arrays. */
export function apart(changed: ReadonlyMap<string, number>): {
	readonly numbers: ReadonlyMap<string, number>;
	readonly entries: Entries;
} {
	const numbers = new Map<string, number>();
	const entries = new Map<string, Map<number, number>>();
	for (const [key, value] of changed) {
		const entry = entryOf(key);
		if (entry === null) {
			numbers.set(key, value);
			continue;
		}
		const known = entries.get(entry.name);
		if (known === undefined) entries.set(entry.name, new Map([[entry.place, value]]));
		else known.set(entry.place, value);
	}
	return { numbers, entries };
}

/** The array with its changed entries; places that it does not have (the text has changed since) are left out. The given array is not touched. */
export function withEntries(array: Tensor, entries: ReadonlyMap<number, number> | undefined): Tensor {
	if (entries === undefined || array.shape.length === 0) return array;
	const data = copied(array);
	for (const [place, value] of entries) if (place < data.length) data[place] = value;
	return makeTensor(data, array.shape, array.element);
}
