/** What the earlier cells of a notebook bring to a later one: their statements, and the values that their annotations and their formulas give names. */
import type { Tensor } from '../core/tensor/tensor.ts';
import { DEFAULT_LIMITS, type DocumentText } from '../protocol.ts';
import { assignmentsOf } from './assignments.ts';
import { constantAt, valueOf } from './beside.ts';
import type { Directive } from './directive.ts';
import { findUnits } from './document.ts';
import { cellsBefore } from './elsewhere.ts';
import { loose } from './names.ts';
import { outlineOf, type Outline } from './outline.ts';
import { readFormula } from './notes.ts';
import { formulasIn } from './prose.ts';
import { parseProgram, programNotationAt, type ProgramNotation } from './script-parts.ts';
import type { Stmt } from './script.ts';
import { isCode, isNote } from './syntax.ts';
import type { Unit } from './unit.ts';

/** A cell that was read, for as long as it stays as it is. */
interface Read {
	readonly text: string;
	readonly languageId: string;
	readonly start: number;
	readonly outline: Outline;
	readonly statements: Map<ProgramNotation, readonly Stmt[]>;
}

const cells = new Map<string, Read>();
/** So many cells are remembered: those of a few large notebooks. */
const MOST_CELLS = 2000;

/** A cell that is written in another language than its notebook says: `%%bash`. */
const OTHER_LANGUAGE =
	/^[ \t\r\n]*%%(?!(?:time|timeit|capture|prun|memit|matplotlib|python|python3|debug|notify)\b)[A-Za-z!]/;

function cellsOf(document: DocumentText): Read[] {
	return cellsBefore(document).map(({ document: cell, start }) => {
		const key = `${cell.uri} ${start}`;
		const known = cells.get(key);
		if (known?.text === cell.text && known.languageId === cell.languageId) return known;
		if (cells.size >= MOST_CELLS) cells.clear();
		const { text, languageId } = cell;
		const read: Read = { text, languageId, start, outline: outlineOf(cell), statements: new Map() };
		cells.set(key, read);
		return read;
	});
}

/** The statements of the earlier cells in a language, in order. Cells in another one, and what cannot be read, bring none. */
export function statementsBefore(document: DocumentText, notation: ProgramNotation): Stmt[] {
	return cellsOf(document).flatMap((cell) => {
		let found = cell.statements.get(notation);
		if (found === undefined) {
			const { outline, start } = cell;
			const { code } = outline;
			const own = programNotationAt(outline, 0) === notation && !OTHER_LANGUAGE.test(code);
			found = own ? parseProgram(notation, code, { start, end: start + code.length }).script.body : [];
			cell.statements.set(notation, found);
		}
		return found;
	});
}

/** What annotations before a unit say of values, the nearest first: those of its own document, then those of the cells before. */
export function directivesBefore(document: DocumentText, unit: Unit): readonly Directive[] {
	const own = findUnits(document, DEFAULT_LIMITS).units.filter(({ range }) => range.end <= unit.range.start);
	const before = cellsOf(document).flatMap(({ outline }) => findUnits(outline.document, DEFAULT_LIMITS).units);
	return [...before, ...own].flatMap(({ directive }) => directive ?? []).toReversed();
}

/** The value that an earlier cell writes for a name: in an annotation, a formula or an assignment; the last one wins. */
export function valueBefore(document: DocumentText, name: string): number | Tensor | undefined {
	const wanted = loose(name);
	for (const { outline } of cellsOf(document).toReversed()) {
		for (const { directive } of findUnits(outline.document, DEFAULT_LIMITS).units.toReversed()) {
			const binding = directive?.at.find((each) => loose(each.name) === wanted);
			if (binding?.value?.kind === 'scalar') return binding.value.value;
		}
		const written = writtenIn(outline, wanted);
		if (written !== undefined) return written;
	}
	return undefined;
}

function writtenIn(outline: Outline, wanted: string): number | Tensor | undefined {
	const { code, document } = outline;
	if (isNote(document.languageId)) {
		for (const formula of formulasIn(code, { start: 0, end: code.length }).toReversed()) {
			for (const statement of readFormula(outline, formula).statements.toReversed()) {
				if (statement.kind !== 'bind' || loose(statement.target.name) !== wanted) continue;
				const value = valueOf(statement.value);
				if (value !== undefined) return value;
			}
		}
	}
	for (const [name, assignments] of assignmentsOf(outline)) {
		if (loose(name) !== wanted) continue;
		for (const { kind, value, indent } of assignments.toReversed()) {
			const constant =
				kind === 'bind' && !(isCode(document.languageId) && indent > 0) ? constantAt(code, value) : undefined;
			if (constant !== undefined) return constant;
		}
	}
	return undefined;
}
