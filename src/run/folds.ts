/**
 * Over what a sum runs: from its bounds where they are said, else from what its index indexes; and the state of the sums that are being worked out.
 */
import type { Tensor } from '../core/tensor/tensor.ts';
import { partsOf, type Define, type Expression, type Fold, type Index } from '../lang/program.ts';
import type { Operand } from './stack.ts';
import { plainValue, type NoNumber } from './plain.ts';

/** A sum, product, maximum or minimum on the way. */
export interface Loop {
	readonly fold: Fold;
	/** The value of the index now, and the last one. */
	at: number;
	readonly last: number;
	/** What was joined so far. */
	sum: Operand | null;
	/** Of argmax and argmin: the value of the index that is chosen so far. */
	chosen?: number;
	/** Whether the body speaks of the index: if not, and it is an array, its entries are what is folded. */
	readonly speaks: boolean;
	/** Of what no index in the fold changes, and that entries are taken of: its node, computed once. */
	readonly bases: ReadonlyMap<Expression, number>;
	/** Of `stack`: the values so far. */
	readonly values: Operand[];
}

export type Lookup = (name: string) => number | Tensor | undefined;

/** The shape of what entries are taken of where that is no name and is computed already. */
export type ShapeOf = (base: Expression) => readonly number[] | undefined;

const NO_SHAPES: ShapeOf = () => undefined;

/** What entries are taken of in a fold, such as `W x` in `(W x)_i`, that no index in it changes: computed once, it says how far the index goes. */
export function fixedBases(fold: Fold): Expression[] {
	const bases: Expression[] = [];
	const indices = new Set<string>();
	const work: Expression[] = [fold];
	for (let node = work.pop(); node !== undefined; node = work.pop()) {
		if (node.kind === 'fold' && node.index !== undefined) indices.add(node.index.name);
		if (node.kind === 'index' && node.base.kind !== 'name') bases.push(node.base);
		for (const part of partsOf(node)) work.push(part);
	}
	return bases.filter((base) => !mentions(base, indices));
}

function mentions(expression: Expression, names: ReadonlySet<string>): boolean {
	const work: Expression[] = [expression];
	for (let node = work.pop(); node !== undefined; node = work.pop()) {
		if (node.kind === 'name' && names.has(node.name)) return true;
		for (const part of partsOf(node)) work.push(part);
	}
	return false;
}

/** The first and last value of a fold's index; a `NoNumber` where nothing says them. */
export function boundsOf(
	fold: Fold,
	lookup: Lookup,
	functions: ReadonlyMap<string, Define>,
	shapeOf: ShapeOf = NO_SHAPES,
): { readonly first: number; readonly last: number; readonly speaks: boolean } | NoNumber {
	const index = fold.index!;
	const { speaks, extents } = usesOf(fold, index.name, lookup, functions, shapeOf);
	const first = fold.from === undefined ? fold.origin : plainValue(fold.from, lookup);
	if (typeof first !== 'number') return first;
	const inferred = (): { first: number; last: number; speaks: boolean } | NoNumber => {
		const last = lastOf(extents, fold.origin);
		if (last !== undefined) return { first: Math.max(first, firstOf(extents, fold.origin)), last, speaks };
		// A body that does not speak of the index is worked out once.
		if (!speaks) return { first, last: first, speaks };
		return { range: index.range, message: ['Nothing says how far {0} goes', index.name] };
	};
	if (fold.to === undefined) return inferred();
	const last = plainValue(fold.to, lookup);
	if (typeof last === 'number') return { first, last, speaks };
	return last.unknown === undefined ? last : inferred();
}

/** How the index stands in an index: as it is, or moved by a whole number, over an axis of so many entries. */
interface Use {
	readonly extent: number;
	readonly shift: number;
}

function lastOf(uses: readonly Use[], origin: number): number | undefined {
	let last: number | undefined;
	for (const { extent, shift } of uses) if (shift === 0) last = Math.max(last ?? -Infinity, extent - 1 + origin);
	for (const { extent, shift } of uses) {
		if (shift === 0) continue;
		const most = extent - 1 + origin - shift;
		last = last === undefined ? most : Math.min(last, most);
	}
	return last;
}

function firstOf(uses: readonly Use[], origin: number): number {
	return uses.reduce((first, { shift }) => Math.max(first, origin - shift), -Infinity);
}

/**
 * Where the body speaks of the index, and over which axes; in functions that it is handed to as well. Folds inside that have an index of the same name
 * speak of theirs.
 */
function usesOf(
	fold: Fold,
	index: string,
	lookup: Lookup,
	functions: ReadonlyMap<string, Define>,
	shapeOf: ShapeOf,
): { readonly speaks: boolean; readonly extents: readonly Use[] } {
	const extents: Use[] = [];
	let speaks = false;
	const seen = new Set<Define>();
	const work: { readonly node: Expression; readonly name: string }[] = [{ node: fold.body, name: index }];
	for (let item = work.pop(); item !== undefined; item = work.pop()) {
		const { node, name } = item;
		if (node.kind === 'name') speaks ||= node.name === name;
		if (node.kind === 'fold' && node.index?.name === name) continue;
		if (node.kind === 'call') {
			const definition = functions.get(node.callee.name);
			const slot = node.operands.findIndex((operand) => operand.kind === 'name' && operand.name === name);
			const parameter = definition?.parameters[slot];
			if (definition !== undefined && parameter !== undefined && !seen.has(definition)) {
				seen.add(definition);
				work.push({ node: definition.body, name: parameter.name });
			}
		}
		if (node.kind === 'index') {
			for (const [axis, place] of node.indices.entries()) {
				const shift = shiftOf(place, name);
				const extent = shift === undefined ? undefined : extentOf(node, axis, lookup, shapeOf);
				if (shift !== undefined && extent !== undefined) extents.push({ extent, shift });
			}
		}
		for (const part of partsOf(node)) work.push({ node: part, name });
	}
	return { speaks, extents };
}

/** By how much the index is moved: 0 for `i`, 1 for `i + 1`; undefined for anything else. */
function shiftOf(place: Expression, name: string): number | undefined {
	if (place.kind === 'name') return place.name === name ? 0 : undefined;
	if (place.kind !== 'apply' || (place.op !== 'add' && place.op !== 'sub')) return undefined;
	const [left, right] = place.operands;
	if (left?.kind !== 'name' || left.name !== name || right?.kind !== 'number') return undefined;
	return place.op === 'add' ? right.value : -right.value;
}

const MOST_MEMBERS = 10_000;

/** How many entries an axis has: of an array, or of a family of names (`w_1`, `w_2`, …). */
function extentOf(index: Index, axis: number, lookup: Lookup, shapeOf: ShapeOf): number | undefined {
	if (index.base.kind !== 'name') return shapeOf(index.base)?.[axis];
	const { name } = index.base;
	const value = lookup(name);
	if (typeof value === 'object') return value.shape[axis];
	let count = 0;
	while (count < MOST_MEMBERS) {
		const places = index.origins.map((origin, at) => (at === axis ? count + origin : origin));
		if (memberOf(name, places, lookup) === undefined) break;
		count++;
	}
	return count === 0 ? undefined : count;
}

/** The name of a family's member: `w_1`, `W_12` or `W_1,2`. */
export function memberOf(base: string, places: readonly number[], lookup: Lookup): string | undefined {
	for (const mark of places.length > 1 ? ['', ','] : ['']) {
		const name = `${base}_${places.join(mark)}`;
		if (lookup(name) !== undefined) return name;
	}
	return undefined;
}
