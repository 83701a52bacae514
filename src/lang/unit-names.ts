/** How the names of an annotation and the names of a program meet, and what the program says of them. */
import type { Directive } from './directive.ts';
import { loose } from './names.ts';
import type { Statement } from './program.ts';

/** A name as the program spells it, where it sets it in another spelling. */
export function spelledAs(name: string | undefined, statements: readonly Statement[]): string | undefined {
	if (name === undefined) return undefined;
	const names = statements.flatMap((statement) =>
		statement.kind === 'bind' ? [statement.target.name] : statement.kind === 'define' ? [statement.name.name] : [],
	);
	return names.includes(name) ? name : (names.find((other) => loose(other) === loose(name)) ?? name);
}

/** The shapes that statements declare. */
export function shapesIn(
	statements: readonly Statement[],
): readonly (readonly [string, readonly (number | string)[]])[] {
	return statements.flatMap((statement) =>
		statement.kind === 'declare' && statement.shape !== undefined
			? statement.names.map(({ name }) => [name, statement.shape!] as const)
			: [],
	);
}

/** Names that take no gradient: not in `wrt`, or excluded by `no-grad`. */
export function constantNames(
	directive: Directive | undefined,
	inputs: ReadonlyMap<string, unknown>,
): ReadonlySet<string> {
	const excluded = new Set<string>();
	const { wrt, noGrad } = directive ?? {};
	if (noGrad === 'all' && wrt === undefined) for (const name of inputs.keys()) excluded.add(name);
	else if (noGrad !== undefined && noGrad !== 'all') for (const { name } of noGrad) excluded.add(name);
	if (wrt !== undefined) {
		const wanted = new Set(wrt.map(({ name }) => loose(name)));
		// An entry that goes by its list's name, `p['w']`, is asked about with the list.
		const isWanted = (name: string): boolean =>
			wanted.has(loose(name)) || wanted.has(loose(name.replace(/\[.*$/s, '')));
		for (const name of inputs.keys()) if (!isWanted(name)) excluded.add(name);
	}
	return excluded;
}
