/**
 * Formulas in notes and papers: in which notation each is written, and whether it computes, gives values, declares shapes or asks for derivatives.
 */
import type { Range } from '../protocol.ts';
import { lineEnd, lineStart } from './comments.ts';
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

/**
 * The notation of a formula: LaTeX between LaTeX's delimiters, wherever it reads as LaTeX, and wherever it has LaTeX's commands; else plain mathematics.
 */
export function notationOfFormula(text: string, delimited: boolean, macros?: Macros): 'math' | 'latex' {
	const commands = COMMAND.test(text);
	if (!delimited && !/\\[A-Za-z]{2}/.test(text)) return 'math';
	if (commands || text.length > LONGEST) return 'latex';
	const range = { start: 0, end: text.length };
	if (!hasErrors(parseLatex(text, range, context(macros)))) return 'latex';
	return hasErrors(parseMath(text, range, context())) ? 'latex' : 'math';
}

/** What a formula in LaTeX is there for. */
export function roleOfLatex(text: string, macros?: Macros): Role {
	if (text.length > LONGEST) return 'formula';
	const parsed = parseLatex(text, { start: 0, end: text.length }, context(macros));
	const { statements } = parsed.program;
	const computing = statements.filter((statement) => expressionOf(statement) !== undefined);
	if (computing.length === 0) return statements.some(({ kind }) => kind !== 'broken') ? 'aside' : 'nothing';
	if (hasErrors(parsed)) return 'nothing';
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

/** The values and shapes that a formula in LaTeX gives. */
export function readEntries(text: string, range: Range, macros?: Macros): readonly Statement[] {
	if (range.end - range.start > LONGEST) return [];
	const parsed = parseLatex(text.slice(range.start, range.end), range, context(macros));
	return hasErrors(parsed) ? [] : parsed.program.statements;
}

/** What a formula in LaTeX assigns and defines. */
export function latexAssignments(text: string, range: Range, macros?: Macros): readonly (Bind | Define)[] {
	if (!text.slice(range.start, range.end).includes('=')) return [];
	return readEntries(text, range, macros).filter(
		(statement) => statement.kind === 'bind' || statement.kind === 'define',
	);
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

/** Formulas in a window around a part of the text: displayed ones have several lines. */
function formulasAround({ code }: Outline, part: Range): readonly Formula[] {
	const start = lineStart(code, Math.max(0, part.start - WINDOW));
	return formulasIn(code, { start, end: lineEnd(code, Math.min(code.length, part.end + WINDOW)) });
}

/** In which notation a formula is written: what stands around it says so. */
export function notationAt(outline: Outline, range: Range, text: string): 'math' | 'latex' {
	const { document, code } = outline;
	if (isCode(document.languageId) || range.end - range.start > WINDOW) return 'math';
	const macros = macrosOf(outline);
	if (isMathFence(outline, range.start)) return notationOfFormula(text, true, macros);
	const delimited =
		/[$\\]/.test(code.slice(Math.max(0, range.start - WINDOW), range.end)) &&
		formulasAround(outline, range).some(
			(formula) => formula.delimited && formula.range.start <= range.start && formula.range.end >= range.end,
		);
	return notationOfFormula(text, delimited, macros);
}

/** What a formula is there for. */
export function roleAt(outline: Outline, { range, delimited }: Formula): Role {
	const text = outline.code.slice(range.start, range.end);
	const macros = macrosOf(outline);
	if (notationOfFormula(text, delimited, macros) === 'math')
		return isValueList(text) ? 'values' : readsAsFormula(text) ? 'formula' : 'nothing';
	const role = roleOfLatex(text, macros);
	// What speaks of another formula is stepped with it, as values are.
	return role === 'aside' ? 'values' : role;
}

/** `x = -2, y = 5, z = -4`: values, not a program. */
export function isValueList(text: string): boolean {
	return text.length < 2000 && /^[^=]*=[^=]*(?:[,;][^=]*=[^=]*)+$/.test(text) && /^(?:[^()]|\([^()=]*\))*$/.test(text);
}
