/** The programs of a document, and the pieces of them that are stepped: each text is read once, however often it is asked about. */
import { DEFAULT_LIMITS, type Problem, type Range } from '../protocol.ts';
import { parseJavaScript } from './javascript.ts';
import { parseMath } from './math.ts';
import { parseJulia, parseMatlab } from './matrix-parse.ts';
import type { Outline } from './outline.ts';
import { parsePython } from './python.ts';
import { levelAt } from './script-blocks.ts';
import type { Dialect, ParsedScript, Stmt } from './script.ts';
import type { Unit } from './unit.ts';

/** Notations that are programming languages. */
export type ProgramNotation = Dialect;

export function isProgramNotation(notation: string): notation is ProgramNotation {
	return PARSERS.has(notation as ProgramNotation);
}

const PARSERS: ReadonlyMap<ProgramNotation, typeof parsePython> = new Map([
	['python', parsePython],
	['javascript', parseJavaScript],
	['julia', parseJulia],
	['matlab', parseMatlab],
]);

/** By the ids of languages, and by the words behind the fences of notes. */
const LANGUAGES: ReadonlyMap<string, ProgramNotation> = new Map([
	...['python', 'py', 'python3', 'numpy', 'ipython'].map((id) => [id, 'python'] as const),
	...['javascript', 'javascriptreact', 'typescript', 'typescriptreact', 'js', 'jsx', 'ts', 'tsx', 'mjs'].map(
		(id) => [id, 'javascript'] as const,
	),
	...['julia', 'jl'].map((id) => [id, 'julia'] as const),
	...['matlab', 'octave', 'm'].map((id) => [id, 'matlab'] as const),
]);

const NESTING = 1000;
/** Of a longer document nothing is read but the pieces that are stepped. */
const LONGEST = DEFAULT_LIMITS.programLength;
/** What is longer is no formula that was written into a program. */
const LONGEST_FORMULA = 5000;
/** With more problems in a program than this, some may have been left out: its pieces are read by themselves. */
const MOST_PROBLEMS = 100;
const MOST_PIECES = 1000;

/** A program in a document. */
export interface Part {
	readonly notation: ProgramNotation;
	readonly range: Range;
	readonly body: readonly Stmt[];
	readonly problems: readonly Problem[];
}

interface Piece {
	readonly text: string;
	readonly parsed: ParsedScript;
}

interface Readings {
	readonly parts: Map<number, Part>;
	readonly pieces: Map<string, Piece>;
}

const readings = new WeakMap<Outline, Readings>();

function readingsOf(outline: Outline): Readings {
	let known = readings.get(outline);
	if (known === undefined) readings.set(outline, (known = { parts: new Map(), pieces: new Map() }));
	return known;
}

/** Reads a text as a program; its characters are counted from the range's beginning. */
export function parseProgram(notation: ProgramNotation, text: string, range: Range, length?: number): ParsedScript {
	return PARSERS.get(notation)!(text, range, { nesting: NESTING, ...(length !== undefined && { length }) });
}

function programAround(
	outline: Outline,
	at: number,
): { readonly notation: ProgramNotation; readonly range: Range } | null {
	const own = LANGUAGES.get(outline.document.languageId);
	if (own !== undefined) return { notation: own, range: { start: 0, end: outline.code.length } };
	const fence = outline.fences.find(({ content }) => at >= content.start && at <= content.end);
	const notation = fence === undefined ? undefined : LANGUAGES.get(fence.language);
	return fence === undefined || notation === undefined ? null : { notation, range: fence.content };
}

/** The programming language that a place is written in; null where it is in none. */
export function programNotationAt(outline: Outline, at: number): ProgramNotation | null {
	return programAround(outline, at)?.notation ?? null;
}

/** The program that a place lies in: the document, or a fenced block of a note; null where there is none, or one too long to be read. */
export function programAt(outline: Outline, at: number): Part | null {
	const around = programAround(outline, at);
	if (around === null) return null;
	const { notation, range } = around;
	if (range.end - range.start >= LONGEST) return null;
	const { parts } = readingsOf(outline);
	let part = parts.get(range.start);
	if (part === undefined) {
		const parsed = parseProgram(notation, outline.code.slice(range.start, range.end), range);
		part = { notation, range, body: parsed.script.body, problems: parsed.problems };
		parts.set(range.start, part);
	}
	return part;
}

/** Reads a piece of a program: its own statements where the piece is whole ones, else the text by itself. */
export function readPiece(
	outline: Outline,
	notation: ProgramNotation,
	text: string,
	range: Range,
	length = Infinity,
): ParsedScript {
	if (text.length >= length) return parseProgram(notation, text, range, length);
	const { pieces } = readingsOf(outline);
	const key = `${range.start} ${range.end}`;
	const known = pieces.get(key);
	if (known?.text === text) return known.parsed;
	const parsed = wholeStatements(outline, notation, text, range) ?? parseProgram(notation, text, range);
	if (pieces.size >= MOST_PIECES) pieces.clear();
	pieces.set(key, { text, parsed });
	return parsed;
}

/** The statements of a document's program that a text is, where it is whole ones. */
function wholeStatements(
	outline: Outline,
	notation: ProgramNotation,
	text: string,
	{ start, end }: Range,
): ParsedScript | null {
	const part = programAt(outline, start);
	if (part?.notation !== notation || part.problems.length > MOST_PROBLEMS) return null;
	if (text !== outline.code.slice(start, end)) return null;
	const level = levelAt(part.body, start);
	const first = level.findIndex(({ range }) => range.start === start);
	const last = level.findLastIndex(({ range }) => range.end === end);
	if (first < 0 || last < first) return null;
	return {
		script: { dialect: notation, body: level.slice(first, last + 1) },
		problems: part.problems.filter(({ range }) => range.start >= start && range.end <= end),
	};
}

/** What only programs have: modules of numbers, definitions, loops. */
const PROGRAM = /\b(?:np|numpy|torch|math|nn|F)\.\w|\blambda\b|^[ \t]*(?:def|for|while|import|from|class)\b/m;

/** Whether a text that stands in no program, in a note or a plain file, is a program all the same. */
export function looksLikeProgram(outline: Outline, text: string, range: Range): boolean {
	return text.length < LONGEST && PROGRAM.test(text) && !failed(readPiece(outline, 'python', text, range));
}

/**
 * Whether a text of a program is read as that language: where it can be, and where it cannot be read as plain mathematics either. `2x + 1` in a comment's
 * code or a half-typed line is mathematics.
 */
export function readsAsProgram(outline: Outline, notation: ProgramNotation, text: string, range: Range): boolean {
	if (text.length >= LONGEST || !failed(readPiece(outline, notation, text, range))) return true;
	if (text.length > LONGEST_FORMULA || text.includes('\n')) return true;
	return parseMath(text, range, { known: new Set(), nesting: 200 }).problems.some(isError);
}

function failed({ problems }: ParsedScript): boolean {
	return problems.some(isError);
}

function isError({ severity }: Problem): boolean {
	return severity === 'error';
}

/** Signs that mean something else in mathematics, or nothing. */
const OTHERWISE = /\^|%|\/\/|[&|]|\?/;

/** A program's piece as the mathematics that it is, where it is: assignments of sums and products of numbers. */
export function asMathematics(unit: Unit): Unit {
	if (!isProgramNotation(unit.notation)) return unit;
	if (unit.text.length > LONGEST_FORMULA || OTHERWISE.test(unit.text)) return unit;
	const { problems } = parseMath(unit.text, unit.range, { known: new Set(), nesting: 200 });
	return problems.some(isError) ? unit : { ...unit, notation: 'math' };
}
