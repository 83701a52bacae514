/** Sorting by the program's own order. */
import type { Call, Named } from './library.ts';
import { NONE, numberOf, type Value } from './values.ts';

/** Sorted copies, stable, with `key` and `reverse`. A merge sort: comparisons may be the program's own, and inconsistent ones must not hang it. */
export function sortValues(call: Call, items: readonly Value[], named: Named): Value[] {
	const key = named.get('key') ?? NONE;
	const reverse = call.truthy(named.get('reverse') ?? NONE);
	// A copy: the key may change the list.
	let from = [...items].map((item) => ({ item, by: key.kind === 'none' ? item : call.call(key, [item]) }));
	// Numbers are put in order without gates for each comparison: the program goes by what they are.
	for (const { by } of from) call.recorder.decide(by);
	const precedes = (a: Value, b: Value): boolean => {
		const x = numberOf(a);
		const y = numberOf(b);
		return x !== undefined && y !== undefined ? x < y : call.truthy(call.compare('<', a, b));
	};
	for (let width = 1; width < from.length; width *= 2) {
		const to: typeof from = [];
		for (let start = 0; start < from.length; start += 2 * width) {
			let left = start;
			let right = Math.min(start + width, from.length);
			const [middle, end] = [right, Math.min(start + 2 * width, from.length)];
			while (left < middle || right < end) {
				call.tick();
				const takeRight =
					left >= middle ||
					(right < end &&
						(reverse ? precedes(from[left]!.by, from[right]!.by) : precedes(from[right]!.by, from[left]!.by)));
				to.push(takeRight ? from[right++]! : from[left++]!);
			}
		}
		from = to;
	}
	return from.map(({ item }) => item);
}
