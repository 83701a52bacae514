/** Going through what can be gone through. */
import type { Arrays, Call } from './library.ts';
import { int, list, str, typeName, wholeOf, type IteratorValue, type Value } from './values.ts';

function over(items: () => readonly Value[]): IteratorValue {
	let at = 0;
	return { kind: 'iterator', next: () => items()[at++] ?? null };
}

/** An iterator over a value that is no generator and no instance; a TypeError of the program's on what cannot be iterated. */
export function iteratorOf(
	call: Call,
	value: Value,
	arrays: Pick<Arrays, 'iterate'>,
	javascript: boolean,
): IteratorValue {
	switch (value.kind) {
		case 'iterator':
			return value;
		case 'list':
		case 'tuple':
			return over(() => value.items);
		case 'str': {
			const characters = [...value.value].map(str);
			return over(() => characters);
		}
		case 'range': {
			let at = value.start;
			const { stop, step } = value;
			return {
				kind: 'iterator',
				next: () => {
					if (step > 0 ? at >= stop : at <= stop) return null;
					const item = int(at);
					at += step;
					return item;
				},
			};
		}
		case 'dict': {
			const { size } = value.entries;
			const keys = [...value.entries.values()].map(({ key, value: item }) =>
				javascript && value.isObject !== true ? list([key, item]) : key,
			);
			return over(() => {
				if (value.entries.size !== size && !javascript)
					return call.raise('RuntimeError', ['dictionary changed size during iteration']);
				return keys;
			});
		}
		case 'set': {
			const items = [...value.items.values()];
			return over(() => items);
		}
		case 'nothing':
			return { kind: 'iterator', next: () => null };
		case 'array': {
			const rows = arrays.iterate(call, value);
			return over(() => rows);
		}
		default:
			return call.raise('TypeError', ["'{0}' object is not iterable", typeName(value)]);
	}
}

/** How many items a value has; a TypeError of the program's on what has no length. */
export function lengthOf(call: Call, value: Value, arrays: Arrays): number {
	switch (value.kind) {
		case 'str':
			return [...value.value].length;
		case 'list':
		case 'tuple':
			return value.items.length;
		case 'dict':
			return value.entries.size;
		case 'set':
			return value.items.size;
		case 'range':
			return Math.max(0, Math.ceil((value.stop - value.start) / value.step));
		case 'array':
			return arrays.length(call, value);
		case 'instance': {
			const length = call.call(call.attribute(value, '__len__'), []);
			return length.kind === 'int' ? length.value : call.raise('TypeError', ['A length is a whole number.']);
		}
		default:
			return call.raise('TypeError', ["object of type '{0}' has no len()", typeName(value)]);
	}
}

/** Python's rule for slices of lists, strings and tuples: the indices it takes. */
export function sliceIndices(call: Call, slice: Extract<Value, { kind: 'slice' }>, length: number): readonly number[] {
	const part = (value: Value): number | null => {
		if (value.kind === 'none' || value.kind === 'undefined') return null;
		const whole = wholeOf(value.kind === 'array' ? call.element(value) : value);
		return whole ?? call.raise('TypeError', ['slice indices must be integers or None or have an __index__ method']);
	};
	const step = part(slice.step) ?? 1;
	if (step === 0) return call.raise('ValueError', ['slice step cannot be zero']);
	const low = step > 0 ? 0 : -1;
	const high = step > 0 ? length : length - 1;
	const clamp = (value: number | null, otherwise: number): number =>
		value === null ? otherwise : Math.max(low, Math.min(high, value < 0 ? value + length : value));
	const start = clamp(part(slice.start), step > 0 ? low : high);
	const stop = clamp(part(slice.stop), step > 0 ? high : low);
	const indices: number[] = [];
	for (let at = start; step > 0 ? at < stop : at > stop; at += step) indices.push(at);
	return indices;
}
