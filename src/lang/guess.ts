/**
 * Values for names that nothing gives one: 1, 2, 3 … for numbers, small arrays that fit for what the formula uses as arrays, the extent of an axis for
 * what names one.
 */
import type { Tensor } from '../core/tensor/tensor.ts';
import { guessEntries } from './guess-entries.ts';
import { guessShapes, type Guessed } from './guess-shapes.ts';
import { partsOf, expressionOf, type Expression, type Statement } from './program.ts';

type Value = number | Tensor;

export interface Situation {
	readonly statements: readonly Statement[];
	/** What is known: values of names, and shapes that the text declares. */
	readonly values: ReadonlyMap<string, Value>;
	readonly declared: ReadonlyMap<string, readonly (number | string)[]>;
	/** Whether letters may tell a matrix from a number. */
	readonly letters: boolean;
}

function shapesFor(names: ReadonlySet<string>, { statements, values, declared, letters }: Situation): Guessed {
	const shapes = new Map<string, readonly number[]>();
	const numbers = new Map<string, number>();
	for (const [name, value] of values) {
		shapes.set(name, typeof value === 'number' ? [] : value.shape);
		if (typeof value === 'number') numbers.set(name, value);
	}
	return guessShapes(statements, names, { shapes, numbers, declared, letters });
}

/** The names that the formula uses as arrays. */
export function expectedArrays(names: ReadonlySet<string>, situation: Situation): ReadonlySet<string> {
	return new Set(shapesFor(names, situation).shapes.keys());
}

/** Names that are declared vectors and stand where letters say a matrix does: `W ∈ Rⁿ` for W·x. */
export function oddDeclarations(situation: Situation): string[] {
	const vectors = [...situation.declared].filter(([, shape]) => shape.length === 1).map(([name]) => name);
	if (!situation.letters || vectors.length === 0) return [];
	const { shapes } = shapesFor(new Set(vectors), { ...situation, declared: new Map() });
	return vectors.filter((name) => shapes.get(name)?.length === 2);
}

/** A value for each of the names. */
export function guessValues(names: readonly string[], situation: Situation): ReadonlyMap<string, Value> {
	const { shapes, sizes, bounds, places } = shapesFor(new Set(names), situation);
	const guessed = new Map<string, Value>();
	let count = 0;
	for (const [at, name] of names.entries()) {
		// How far an index goes is told by what it indexes.
		if (bounds.has(name)) continue;
		const shape = shapes.get(name);
		const size = sizes.get(name) ?? places.get(name);
		guessed.set(name, shape !== undefined ? guessEntries(shape, at) : (size ?? ++count));
	}
	return guessed;
}

/** The names of which entries are taken: values of a family (`w_1`, `w_2`) may stand in for an array. */
export function indexedNames(statements: readonly Statement[]): ReadonlySet<string> {
	const found = new Set<string>();
	const work: Expression[] = statements.flatMap((statement) => expressionOf(statement) ?? []);
	for (let node = work.pop(); node !== undefined; node = work.pop()) {
		if (node.kind === 'index' && node.base.kind === 'name') found.add(node.base.name);
		for (const part of partsOf(node)) work.push(part);
	}
	return found;
}

/** The members of a family that are known, as formulas call them: `w_1`, `w_2`. */
export function membersOf(base: string, known: Iterable<string>): string[] {
	const members = new Set<string>();
	for (const name of known) {
		if (!name.startsWith(base)) continue;
		const digits = /^_?(\d+(?:,\d+)*)$/.exec(name.slice(base.length))?.[1];
		if (digits !== undefined) members.add(`${base}_${digits}`);
	}
	return [...members];
}
