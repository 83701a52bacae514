/** What was kept of a program's assignments while it ran, and what is made of it in the end. */
import type { Range } from '../../protocol.ts';
import type { Counter } from '../run.ts';
import type { Site } from '../sites.ts';
import type { Value } from './values.ts';

export interface Kept {
	readonly name: string;
	readonly site: Site;
	readonly statement: Range;
	readonly value: Value;
	readonly node: number;
	readonly frame: number;
	/** How many nodes were on the tape by then. */
	readonly made: number;
}

/** A variable's array that is filled element by element counts once, with what it is after the last of consecutive stores. */
export function mergedStores(all: readonly Kept[]): readonly Kept[] {
	const last = new Map<string, Kept>();
	const superseded = new Set<Kept>();
	for (const kept of all) {
		const before = last.get(kept.name);
		const inPlace = kept.site.kind === 'index' && kept.value.kind === 'array' && !kept.name.endsWith(']');
		if (inPlace && before?.value === kept.value) superseded.add(before);
		last.set(kept.name, kept);
	}
	return all.filter((kept) => !superseded.has(kept));
}

/** Whole numbers that names were set to and that never came to the tape, in the order in which it happened. */
export function countersOf(all: readonly Kept[]): Counter[] {
	return all.flatMap(({ frame, made, name, value }) =>
		value.kind === 'int' && (value.lazy?.node ?? -1) < 0 ? [{ name, value: value.value, frame, made }] : [],
	);
}
