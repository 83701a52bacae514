/**
 * What stands beside a formula: lines that say nothing but values (`$ x=-2, y=5 $`, "where x = -2 and y = 5"), and what is said of shapes
 * (`W \in \mathbb{R}^{4\times 3}`), here or, of names that nothing nearer speaks of, anywhere in the note.
 */
import { fromNested, type Tensor } from '../core/tensor/tensor.ts';
import type { Range } from '../protocol.ts';
import { assignmentsIn } from './assignments.ts';
import { lineEnd, lineStart } from './comments.ts';
import { constantValue } from './constant.ts';
import { parseMath } from './math.ts';
import { readFormula } from './notes.ts';
import type { Outline } from './outline.ts';
import type { Declare, Expression, Statement } from './program.ts';
import { bare, BESIDE_LINES, formulasIn, neighbours, type Formula } from './prose.ts';
import { isCode, isNote } from './syntax.ts';

/** A value, with its characters. */
export interface ValueAt {
	readonly value: number | Tensor;
	readonly at: Range;
}

const NOTHING: ReadonlySet<string> = new Set();
/** How far away on its own line something stands beside a formula. */
const NEAR = 500;
/** Of more formulas than this that speak of sets, the rest is not looked at. */
const MOST_DECLARATIONS = 1000;

/** Values written on a line of their own within a few lines of a formula; the nearest line wins, below before above. */
export function valuesBeside(outline: Outline, range: Range): ReadonlyMap<string, ValueAt> {
	const values = new Map<string, ValueAt>();
	const { text } = outline.document;
	const below = neighbours(text, range.end, 1);
	const above = neighbours(text, range.start, -1);
	if (isNote(outline.document.languageId)) {
		// Other formulas on its own line are nearest of all.
		const line = { start: lineStart(text, range.start), end: lineEnd(text, range.end) };
		const near = { start: Math.max(line.start, range.start - NEAR), end: Math.min(line.end, range.end + NEAR) };
		const others = formulasIn(text, near).filter(({ outer }) => outer.end <= range.start || outer.start >= range.end);
		for (const formula of others)
			for (const [name, value] of formulaValues(outline, formula)) if (!values.has(name)) values.set(name, value);
	}
	for (let distance = 0; distance < BESIDE_LINES; distance++) {
		for (const line of [below[distance], above[distance]]) {
			if (line === undefined) continue;
			for (const [name, value] of valueLine(outline, line)) if (!values.has(name)) values.set(name, value);
		}
	}
	return values;
}

function valueLine(outline: Outline, line: Range): Map<string, ValueAt> {
	const values = new Map<string, ValueAt>();
	const { text } = outline.document;
	if (
		line.end - line.start > 500 ||
		!text.slice(line.start, line.end).includes('=') ||
		/@/.test(text.slice(line.start, line.end))
	)
		return values;
	const unmarked = bare(text, line);
	const comment = /^(?:#+|\/\/+|%+|--)[ \t]*/.exec(text.slice(unmarked.start, unmarked.end))?.[0].length ?? 0;
	if (comment === 0 && isCode(outline.document.languageId)) return values;
	const inner = { start: unmarked.start + comment, end: unmarked.end };
	const formulas = formulasIn(text, inner);
	for (const formula of formulas.length > 0 ? formulas : [{ range: inner, delimited: false }])
		for (const [name, value] of formulaValues(outline, formula)) values.set(name, value);
	return values;
}

/** The values that a formula gives, where it does nothing else. */
function formulaValues(
	outline: Outline,
	{ range, delimited }: Pick<Formula, 'range' | 'delimited'>,
): ReadonlyMap<string, ValueAt> {
	const { notation, statements } = readFormula(outline, { range, delimited });
	return notation === 'latex' ? valuesOf(statements) : plainValues(outline.document.text, range);
}

/** The values of a formula in LaTeX that says nothing else. */
function valuesOf(statements: readonly Statement[]): ReadonlyMap<string, ValueAt> {
	const values = new Map<string, ValueAt>();
	for (const statement of statements) {
		if (statement.kind === 'declare' || statement.kind === 'ask') continue;
		if (statement.kind !== 'bind') return new Map();
		const value = valueOf(statement.value);
		if (value === undefined) return new Map();
		values.set(statement.target.name, { value, at: statement.value.outer ?? statement.value.range });
	}
	return values;
}

/** The number, or the array of numbers, that an expression is. */
export function valueOf(expression: Expression): number | Tensor | undefined {
	if (expression.kind !== 'matrix') {
		const value = constantValue(expression);
		return typeof value === 'number' ? value : undefined;
	}
	const rows: number[][] = [];
	for (const row of expression.rows) {
		const numbers = row.map((entry) => constantValue(entry));
		if (!numbers.every((entry) => typeof entry === 'number') || numbers.length !== expression.rows[0]!.length)
			return undefined;
		rows.push(numbers);
	}
	return fromNested(expression.list === true ? rows.flat() : rows);
}

function plainValues(text: string, part: Range): ReadonlyMap<string, ValueAt> {
	const values = new Map<string, ValueAt>();
	for (const assignment of assignmentsIn(text, part, 0)) {
		const at = withoutStop(text, assignment.value);
		const value = assignment.kind === 'bind' ? constantAt(text, at) : undefined;
		if (value === undefined) return new Map();
		values.set(assignment.name, { value, at });
	}
	return values;
}

/** The value of a constant expression in the text, if it is one. */
export function constantAt(text: string, range: Range): number | undefined {
	const slice = text.slice(range.start, range.end).replace(/;+$/, '');
	if (slice.length > 200) return undefined;
	const { program, problems } = parseMath(
		slice,
		{ start: range.start, end: range.start + slice.length },
		{ known: NOTHING, nesting: 50 },
	);
	const [statement, another] = program.statements;
	if (
		problems.some((problem) => problem.severity === 'error') ||
		statement?.kind !== 'evaluate' ||
		another !== undefined
	)
		return undefined;
	const value = constantValue(statement.value);
	return typeof value === 'number' ? value : undefined;
}

/** Without the full stop (or Korean ending) that closes a sentence. */
function withoutStop(text: string, range: Range): Range {
	const slice = text.slice(range.start, range.end);
	const stop = /[.。;]+$/.exec(slice)?.[0].length ?? 0;
	return { start: range.start, end: range.end - stop };
}

const declarations = new WeakMap<Outline, readonly Declare[]>();

/** Everything that a note says of shapes. */
function declarationsOf(outline: Outline): readonly Declare[] {
	let found = declarations.get(outline);
	if (found === undefined) {
		const { code, document } = outline;
		const says = isNote(document.languageId) && /\\in(?![A-Za-z])|∈/.test(code);
		found = says
			? formulasIn(code, { start: 0, end: code.length })
					.filter(({ range }) => /\\in(?![A-Za-z])|∈/.test(code.slice(range.start, range.end)))
					.slice(0, MOST_DECLARATIONS)
					.flatMap((formula) => readFormula(outline, formula).statements)
					.filter((statement) => statement.kind === 'declare')
			: [];
		declarations.set(outline, found);
	}
	return found;
}

/** The shapes that are said of names, by the statement nearest to a place. */
export function shapesBeside(outline: Outline, place: Range): ReadonlyMap<string, readonly (number | string)[]> {
	const nearest = new Map<string, { readonly distance: number; readonly shape: readonly (number | string)[] }>();
	for (const { names, shape, range } of declarationsOf(outline)) {
		if (shape === undefined) continue;
		const distance = Math.max(range.start - place.end, place.start - range.end, 0);
		for (const { name } of names) {
			const before = nearest.get(name);
			if (before === undefined || distance < before.distance) nearest.set(name, { distance, shape });
		}
	}
	return new Map(Array.from(nearest, ([name, { shape }]) => [name, shape]));
}
