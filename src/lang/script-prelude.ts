/** Which earlier statements of a program a piece of it needs, so that a selection runs as it would where it stands. */
import type { Range } from '../protocol.ts';
import { blocksOf } from './script-blocks.ts';
import { effectsOf, freeNamesOf, usesOf, type Effects } from './script-names.ts';
import type { Stmt } from './script.ts';

/** Of earlier statements, so many are taken. */
const MOST_PRELUDE = 2000;

export interface Prelude {
	/** In the order of the text. */
	readonly statements: readonly Stmt[];
	/** Names that no earlier statement sets, with the place of a use. */
	readonly missing: ReadonlyMap<string, Range>;
}

/** What the names of a prelude are looked up in: the statements before a piece, innermost scope last. */
export interface Surroundings {
	readonly scopes: readonly (readonly Stmt[])[];
}

/** The statements before `at`, scope by scope: of the program, and of each function, branch and loop that `at` is in. */
export function surroundingsOf(program: readonly Stmt[], at: number): Surroundings {
	const scopes: Stmt[][] = [];
	let level: readonly Stmt[] | null = program;
	while (level !== null) {
		const before: Stmt[] = [];
		let inside: Stmt | null = null;
		for (const statement of level) {
			if (statement.range.end <= at) before.push(statement);
			else if (statement.range.start <= at) inside = statement;
		}
		scopes.push(before);
		level = inside === null ? null : bodyAround(inside, at);
	}
	return { scopes };
}

/** The block of a statement that an offset is in. */
function bodyAround(statement: Stmt, at: number): readonly Stmt[] | null {
	return (
		blocksOf(statement).find(
			(block) => block.length > 0 && block[0]!.range.start <= at && block.at(-1)!.range.end >= at,
		) ?? null
	);
}

/**
 * The statements that a piece needs from before it: for each name that it uses, the nearest one that sets it, all later ones that change it, and what those
 * need in turn. `given` are names that have a value from elsewhere.
 */
export function preludeOf(
	piece: readonly Stmt[],
	around: Surroundings,
	given: { has(name: string): boolean },
): Prelude {
	const earlier = around.scopes.flat();
	const effects: Effects[] = earlier.map(effectsOf);
	const taken = new Set<number>();
	const missing = new Map<string, Range>();
	const done = new Set<string>();
	const queue = [...freeNamesOf(piece)].map(([name, range]) => ({ name, range, before: earlier.length }));
	const take = (index: number): void => {
		if (taken.has(index) || taken.size >= MOST_PRELUDE) return;
		taken.add(index);
		const statement = earlier[index]!;
		for (const [name, range] of usesOf(statement)) {
			// A function's body is run when it is called, which is after everything that stands before the piece.
			const late = statement.kind === 'define' || statement.kind === 'class';
			queue.push({ name, range, before: late ? earlier.length : index });
		}
	};
	for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
		const { name, range, before } = next;
		const key = `${before} ${name}`;
		if (done.has(key) || given.has(name)) continue;
		done.add(key);
		let found = false;
		for (let index = before - 1; index >= 0; index--) {
			const certain = effects[index]!.binds.get(name);
			if (certain !== undefined || effects[index]!.changes.has(name)) take(index);
			if (certain !== undefined) found = true;
			if (certain === true && !effects[index]!.changes.has(name)) break;
		}
		if (!found && !missing.has(name)) missing.set(name, range);
	}
	const statements = [...taken].sort((a, b) => a - b).map((index) => earlier[index]!);
	return { statements, missing };
}
