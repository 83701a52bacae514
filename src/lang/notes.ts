/**
 * Formulas in notes and papers: in which notation each is written, and whether it computes, gives values, declares shapes or asks for derivatives.
 */
import type { Range } from '../protocol.ts';
import { constantValue } from './constant.ts';
import { parseLatex } from './latex.ts';
import { macrosIn, type Macros } from './latex-macros.ts';
import { parseMath, type MathContext } from './math.ts';
import { isMathFence, type Outline } from './outline.ts';
import { expressionOf, type Bind, type Define, type Parsed, type Statement } from './program.ts';
import { formulasIn, readsAsFormula, type Formula } from './prose.ts';
import { isCode, isNote } from './syntax.ts';

const NOTHING: ReadonlySet<string> = new Set();
const NESTING = 100;
const LONGEST = 20_000;
/** How far around a place formulas are looked for. */
const WINDOW = 4000;

/** What a formula is there for. */
export type Role =
	/** It computes something. */
	| 'formula'
	/** It gives names their values: `x = -2, y = 5`. */
	| 'values'
	/** It says shapes, or asks for derivatives, of what stands beside it. */
	| 'aside'
	/** It cannot be read. */
	| 'nothing';

function context(macros?: Macros): MathContext {
	return { known: NOTHING, nesting: NESTING, ...(macros !== undefined && { macros }) };
}

function hasErrors({ problems }: Parsed): boolean {
	return problems.some(({ severity }) => severity === 'error');
}

const COMMAND = /\\[A-Za-z,;!{|\\]|[_^]\s*\{|\{\s*[A-Za-z]\s*\}/;

/** A formula as it was read by itself, before anything is known of its names. */
export interface ReadFormula {
	readonly notation: 'math' | 'latex';
	readonly role: Role;
	/** Its statements, where it is LaTeX that reads without an error. */
	readonly statements: readonly Statement[];
}

const read = new WeakMap<Outline, Map<string, ReadFormula>>();

/** What a formula of a document says; each is read once. */
export function readFormula(outline: Outline, { range, delimited }: Pick<Formula, 'range' | 'delimited'>): ReadFormula {
	let formulas = read.get(outline);
	if (formulas === undefined) read.set(outline, (formulas = new Map<string, ReadFormula>()));
	const key = `${range.start}-${range.end}${delimited ? '' : '?'}`;
	let found = formulas.get(key);
	if (found === undefined) {
		const text = outline.code.slice(range.start, range.end);
		formulas.set(key, (found = readNow(text, range, delimited, macrosOf(outline))));
	}
	return found;
}

function readNow(text: string, range: Range, delimited: boolean, macros: Macros): ReadFormula {
	const commands = COMMAND.test(text);
	const mayBeLatex = delimited || /\\[A-Za-z]{2}/.test(text);
	if (mayBeLatex && text.length > LONGEST) return { notation: 'latex', role: 'formula', statements: [] };
	if (mayBeLatex) {
		const parsed = parseLatex(text, range, context(macros));
		const { statements } = parsed.program;
		const broken = hasErrors(parsed);
		if (commands || !broken || hasErrors(parseMath(text, range, context())))
			return { notation: 'latex', role: roleOf(statements, broken), statements: broken ? [] : statements };
	}
	const role = isValueList(text) ? 'values' : readsAsFormula(text) ? 'formula' : 'nothing';
	return { notation: 'math', role, statements: [] };
}

function roleOf(statements: readonly Statement[], broken: boolean): Role {
	const computing = statements.filter((statement) => expressionOf(statement) !== undefined);
	if (computing.length === 0) return statements.some(({ kind }) => kind !== 'broken') ? 'aside' : 'nothing';
	if (broken) return 'nothing';
	if (computing.every((statement) => isValue(statement))) return 'values';
	return computing.some(says) ? 'formula' : 'nothing';
}

/** `x = -2`, `x = [1, 2]`. */
function isValue(statement: Statement): boolean {
	if (statement.kind !== 'bind') return false;
	const { value } = statement;
	if (value.kind === 'matrix')
		return value.rows.every((row) => row.every((entry) => typeof constantValue(entry) === 'number'));
	return typeof constantValue(value) === 'number';
}

/** Whether a statement does more than name something. */
function says(statement: Statement): boolean {
	return statement.kind !== 'evaluate' || (statement.value.kind !== 'name' && statement.value.kind !== 'number');
}

/** What a formula in LaTeX assigns and defines. */
export function assignmentsOfLatex({ statements }: ReadFormula): readonly (Bind | Define)[] {
	return statements.filter((statement) => statement.kind === 'bind' || statement.kind === 'define');
}

const macros = new WeakMap<Outline, Macros>();

/** The commands that a document defines. */
export function macrosOf(outline: Outline): Macros {
	let found = macros.get(outline);
	if (found === undefined) {
		const { code } = outline;
		found = isNote(outline.document.languageId) && code.includes('\\') ? macrosIn(code) : new Map();
		macros.set(outline, found);
	}
	return found;
}

/** The formulas that a line holds, or lies in. */
export function formulasAt(outline: Outline, line: Range): readonly Formula[] {
	const { code } = outline;
	const found = formulasIn(code, line);
	return found.length > 0
		? found
		: formulasAround(outline, line).filter(({ outer }) => outer.end > line.start && outer.start < line.end);
}

const all = new WeakMap<Outline, readonly Formula[]>();

/** Every formula of a document between delimiters, in order. */
export function formulasOf(outline: Outline): readonly Formula[] {
	let found = all.get(outline);
	if (found === undefined) {
		const { code } = outline;
		all.set(outline, (found = formulasIn(code, { start: 0, end: code.length })));
	}
	return found;
}

/** Formulas in a window around a part of the text: displayed ones have several lines. */
export function formulasAround(outline: Outline, part: Range): readonly Formula[] {
	const formulas = formulasOf(outline);
	let low = 0;
	let high = formulas.length;
	while (low < high) {
		const middle = (low + high) >> 1;
		if (formulas[middle]!.outer.end < part.start - WINDOW) low = middle + 1;
		else high = middle;
	}
	const near: Formula[] = [];
	for (let at = low; at < formulas.length && formulas[at]!.outer.start <= part.end + WINDOW; at++)
		near.push(formulas[at]!);
	return near;
}

/** In which notation a formula, or a part of one, is written: LaTeX between LaTeX's delimiters, where it reads as such, or has LaTeX's commands. */
export function notationAt(outline: Outline, range: Range, text: string): 'math' | 'latex' {
	const { document, code } = outline;
	if (isCode(document.languageId) || range.end - range.start > WINDOW) return 'math';
	const delimited =
		isMathFence(outline, range.start) ||
		(/[$\\]/.test(code.slice(Math.max(0, range.start - WINDOW), range.end)) &&
			formulasAround(outline, range).some(
				(formula) => formula.delimited && formula.range.start <= range.start && formula.range.end >= range.end,
			));
	if (text === code.slice(range.start, range.end)) return readFormula(outline, { range, delimited }).notation;
	return readNow(text, range, delimited, macrosOf(outline)).notation;
}

/** What a formula is there for. */
export function roleAt(outline: Outline, formula: Formula): Role {
	const { role } = readFormula(outline, formula);
	// What speaks of another formula is stepped with it, as values are.
	return role === 'aside' ? 'values' : role;
}

/** `x = -2, y = 5, z = -4`: values, not a program. */
export function isValueList(text: string): boolean {
	return text.length < 2000 && /^[^=]*=[^=]*(?:[,;][^=]*=[^=]*)+$/.test(text) && /^(?:[^()]|\([^()=]*\))*$/.test(text);
}
