/** Which earlier statements of a program a piece of it needs, so that a selection runs as it would where it stands. */
import type { Range } from '../protocol.ts';
import { freeNamesOf, needsOf, type Free } from './script-free.ts';
import { effectsOf } from './script-names.ts';
import type { Surroundings } from './script-surroundings.ts';
import type { Stmt } from './script.ts';

export interface Prelude {
	/** In the order of the text. */
	readonly statements: readonly Stmt[];
	/** Names that no earlier statement sets, with the place of a use. */
	readonly missing: ReadonlyMap<string, Range>;
}

/**
 * The statements that a piece needs from before it: for each name that it uses, the nearest one that sets it, all later ones that change it, and what those
 * need in turn. `given` are names that have a value from elsewhere.
 */
export function preludeOf(
	piece: readonly Stmt[],
	around: Pick<Surroundings, 'scopes'>,
	given: { has(name: string): boolean },
): Prelude {
	const earlier = around.scopes.flat();
	const settings = settingsIn(earlier);
	const starred = earlier.flatMap((statement, index) =>
		statement.kind === 'import' && statement.names?.some(({ name }) => name === '*') === true ? [index] : [],
	);
	const taken = new Set<number>();
	const missing = new Map<string, Range>();
	const queue: { readonly name: string; readonly free: Free; readonly before: number }[] = [];
	for (const [name, free] of freeNamesOf(piece)) queue.push({ name, free, before: earlier.length });
	const take = (index: number): void => {
		if (taken.has(index)) return;
		taken.add(index);
		const statement = earlier[index]!;
		// A function's body is run when it is called, which is after everything that stands before the piece.
		const late = statement.kind === 'define' || statement.kind === 'class';
		for (const [name, free] of needsOf(statement)) queue.push({ name, free, before: late ? earlier.length : index });
	};
	for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
		const { name, free, before } = next;
		if (given.has(name)) continue;
		const all = settings.get(name) ?? [];
		const last = lastBefore(all, before);
		if (free.needed && all[last]?.sets !== true) {
			if (!missing.has(name)) missing.set(name, free.range);
			// Any of them may bring it.
			for (const index of starred) if (index < before) take(index);
		}
		// What was taken for the name already reaches as far back.
		for (let k = last; k >= 0 && !all[k]!.taken; k--) {
			const setting = all[k]!;
			setting.taken = true;
			take(setting.index);
			if (setting.afresh) break;
		}
	}
	const statements = [...taken].sort((a, b) => a - b).map((index) => earlier[index]!);
	return { statements, missing };
}

/** A statement that sets a name or changes it. */
interface Setting {
	readonly index: number;
	/** It sets the name whatever happens and whatever it was. */
	readonly afresh: boolean;
	/** It sets the name, or one before it does. */
	readonly sets: boolean;
	taken: boolean;
}

/** Where each name is set or changed, in the order of the text. */
function settingsIn(statements: readonly Stmt[]): Map<string, Setting[]> {
	const settings = new Map<string, Setting[]>();
	for (const [index, statement] of statements.entries()) {
		const { binds, changes } = effectsOf(statement);
		for (const name of new Set([...binds.keys(), ...changes])) {
			let all = settings.get(name);
			if (all === undefined) settings.set(name, (all = []));
			all.push({
				index,
				afresh: binds.get(name) === true && !changes.has(name),
				sets: binds.has(name) || all.at(-1)?.sets === true,
				taken: false,
			});
		}
	}
	return settings;
}

/** The place in the list of the last statement before an index; -1 where there is none. */
function lastBefore(all: readonly Setting[], before: number): number {
	let low = 0;
	for (let high = all.length; low < high;) {
		const middle = (low + high) >> 1;
		if (all[middle]!.index < before) low = middle + 1;
		else high = middle;
	}
	return low - 1;
}
