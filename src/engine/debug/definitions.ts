/** What a debugger's expressions may call of the program itself: the functions and classes that its document defines or imports. */
import { outlineOf } from '../../lang/outline.ts';
import { readExpression, type Notation } from './reading.ts';
import { programAt } from '../../lang/script-parts.ts';
import { effectsOf } from '../../lang/script-names.ts';
import { isMatrixDialect, type Stmt } from '../../lang/script.ts';
import type { Defining } from '../../run/script/definitions.ts';
import type { Ran } from '../unit-run.ts';

/** The definitions of a run's program; null where it has none that could be called. */
export function definitionsOf(ran: Ran, notation: Notation): Defining | null {
	const { script } = ran;
	if (script === null) return ofMathematics(ran, notation);
	if (isMatrixDialect(script.dialect)) return null;
	return {
		dialect: script.dialect,
		statement: (name) => definitionIn(ran, name),
		text: (range) => ran.texts.slice(range),
	};
}

/** The functions that a document defines, by their names. */
export function functionNames(ran: Ran): ReadonlySet<string> {
	const names = new Set<string>();
	for (const statement of bodiesOf(ran).flat())
		if (statement.kind !== 'import' && isDefinition(statement))
			for (const name of effectsOf(statement).binds.keys()) names.add(name);
	for (const statement of ran.program?.statements ?? [])
		if (statement.kind === 'define') names.add(statement.name.name);
	return names;
}

/** What a name calls: of what was run, else of all that the document has. */
export function definitionIn(ran: Ran, name: string): Stmt | undefined {
	for (const body of bodiesOf(ran)) {
		const found = body.findLast((statement) => isDefinition(statement) && effectsOf(statement).binds.has(name));
		if (found !== undefined) return found;
	}
	return undefined;
}

function bodiesOf({ document, script, unit }: Ran): (readonly Stmt[])[] {
	if (script === null) return [];
	const whole = programAt(outlineOf(document), unit.range.start);
	return [script.body, ...(whole?.notation === script.dialect ? [whole.body] : [])];
}

function isDefinition(statement: Stmt): boolean {
	const { kind } = statement;
	return (
		kind === 'define' ||
		kind === 'class' ||
		kind === 'import' ||
		(kind === 'assign' && statement.value?.kind === 'lambda')
	);
}

/** `f(x, y) = (x + y)^2`, read as what is typed into a console is. */
function ofMathematics({ document, program }: Ran, notation: Notation): Defining | null {
	if (program === null) return null;
	return {
		dialect: 'python',
		text: ({ start, end }) => document.text.slice(start, end),
		statement: (name) => {
			const found = program.statements.findLast((each) => each.kind === 'define' && each.name.name === name);
			if (found?.kind !== 'define') return undefined;
			const { body, name: called, parameters, range } = found;
			const read = readExpression(document.text.slice(body.range.start, body.range.end), notation);
			const only = 'script' in read && read.aliases.size === 0 ? read.script.body[0] : undefined;
			if (only?.kind !== 'expression') return undefined;
			return {
				kind: 'define',
				name: called,
				parameters: parameters.map((each) => ({ name: each.name, range: each.range, kind: 'positional' })),
				body: [{ kind: 'return', value: only.value, range }],
				decorators: [],
				generator: false,
				range,
			};
		},
	};
}
