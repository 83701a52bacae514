/** When two values are equal. */
import type { Call } from './library.ts';
import { numberOf, type Value } from './values.ts';
import { exactOf } from './wholes.ts';

const DEEPEST = 200;

/** `a == b` as a plain yes or no; arrays are equal where the comparison of the numeric library says so for every element. */
export function equalValues(call: Call, a: Value, b: Value, depth = 0): boolean {
	if (a === b) return true;
	if (depth > DEEPEST) return call.raise('RecursionError', ['maximum recursion depth exceeded in comparison']);
	const x = numberOf(a);
	const y = numberOf(b);
	if (x !== undefined && y !== undefined)
		return (
			x === y && (Number.isSafeInteger(x) || a.kind === 'float' || b.kind === 'float' || exactOf(a) === exactOf(b))
		);
	if (a.kind === 'array' || b.kind === 'array' || a.kind === 'instance' || b.kind === 'instance')
		return call.truthy(call.compare('==', a, b));
	if (a.kind !== b.kind) return false;
	switch (a.kind) {
		case 'none':
		case 'undefined':
		case 'ellipsis':
			return true;
		case 'str':
			return a.value === (b as typeof a).value;
		case 'list':
		case 'tuple': {
			const other = (b as typeof a).items;
			return (
				a.items.length === other.length && a.items.every((item, k) => equalValues(call, item, other[k]!, depth + 1))
			);
		}
		case 'dict': {
			const other = (b as typeof a).entries;
			return (
				a.entries.size === other.size &&
				[...a.entries].every(([key, entry]) => {
					const found = other.get(key);
					return found !== undefined && equalValues(call, entry.value, found.value, depth + 1);
				})
			);
		}
		case 'set': {
			const other = (b as typeof a).items;
			return a.items.size === other.size && [...a.items.keys()].every((key) => other.has(key));
		}
		case 'range':
			return a.start === (b as typeof a).start && a.stop === (b as typeof a).stop && a.step === (b as typeof a).step;
		case 'slice': {
			const other = b as typeof a;
			return (
				equalValues(call, a.start, other.start) &&
				equalValues(call, a.stop, other.stop) &&
				equalValues(call, a.step, other.step)
			);
		}
		default:
			return false;
	}
}
