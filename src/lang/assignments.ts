/**
 * What a document assigns and defines, line by line, so that a formula can take a name's value from the nearest earlier assignment.
 */
import type { Range } from '../protocol.ts';
import { lineEnd, lineStart } from './comments.ts';
import { isProseAt, type Outline } from './outline.ts';
import { statementFrom } from './lines.ts';
import { canonical } from './names.ts';
import { assignmentsOfLatex, readFormula } from './notes.ts';
import { bare, formulasIn, isBlankLine, nextLine, trimRange, type Formula } from './prose.ts';
import { isCode } from './syntax.ts';

/** `name = value` or `name(parameters) = value` somewhere in a document. */
export interface Assignment {
	readonly name: string;
	readonly kind: 'bind' | 'define';
	/** The characters of the value. */
	readonly value: Range;
	/** The assignment's own characters: `name = value`. */
	readonly range: Range;
	/** Columns of indentation, by which code shows what can be seen from where. */
	readonly indent: number;
	/** Set where it is not written in the document's own notation. */
	readonly notation?: 'latex';
}

const NAME = String.raw`[\p{L}_][\p{L}\p{M}\p{N}_′]*(?:(?<=_)\{[\p{L}\p{N}_,]*\})?`;
const WORDS = String.raw`(?:(?:const|let|var|local|export|static|final|auto|double|float|int|where|with|for|given|let|when|if|at|and|Let|Given|Where|With)[ \t]+)*`;
const HEAD = new RegExp(
	String.raw`^${WORDS}(${NAME})[ \t]*(\([ \t]*${NAME}(?:[ \t]*,[ \t]*${NAME})*[ \t]*\))?[ \t]*(?::[ \t]*[\p{L}_][\w.]*[ \t]*)?[=＝](?![=])`,
	'ud',
);
const TUPLE = new RegExp(
	String.raw`^${WORDS}[[(]?[ \t]*(${NAME}(?:[ \t]*,[ \t]*${NAME})+)[ \t]*[\])]?[ \t]*=(?!=)[ \t]*[[(]?([^=]*?)[\])]?[ \t]*;?[ \t]*$`,
	'u',
);
const LONGEST = 20_000;
/** Of more formulas than this in one note, the rest assigns nothing to others. */
const MOST_FORMULAS = 5000;

const indices = new WeakMap<Outline, ReadonlyMap<string, readonly Assignment[]>>();

/** Every assignment of a document by name, each list in the order of the text. */
export function assignmentsOf(outline: Outline): ReadonlyMap<string, readonly Assignment[]> {
	let index = indices.get(outline);
	if (index === undefined) {
		index = collect(outline);
		indices.set(outline, index);
	}
	return index;
}

function collect(outline: Outline): ReadonlyMap<string, readonly Assignment[]> {
	const { code, document } = outline;
	const byName = new Map<string, Assignment[]>();
	const formulas =
		/[$`\\]/.test(code) && !isCode(document.languageId) ? formulasIn(code, { start: 0, end: code.length }) : [];
	let formula = 0;
	let from = 0;
	while (from < code.length) {
		const end = lineEnd(code, from);
		let next = nextLine(code, end);
		while (formula < formulas.length && formulas[formula]!.outer.end <= from) formula++;
		const inFormula = formula < formulas.length && formulas[formula]!.outer.start < end;
		if (inFormula && isProseAt(outline, from)) {
			// Displayed formulas have several lines; each is read once, where it begins.
			for (; formula < formulas.length && formulas[formula]!.outer.start < end; formula++) {
				if (formula < MOST_FORMULAS) put(byName, assignmentsOfFormula(outline, formulas[formula]!));
				const last = formulas[formula]!.outer.end;
				if (last > end) next = Math.max(next, lineStart(code, last));
			}
		} else if (!isBlankLine(code, from, end)) {
			const statement = statementFrom(code, lineStart(code, from), code.length);
			const first = lineStart(code, from);
			const indent = isCode(document.languageId)
				? code.slice(first, end).length - code.slice(first, end).trimStart().length
				: 0;
			put(byName, assignmentsIn(code, bare(code, statement), indent));
			next = nextLine(code, statement.end);
		}
		from = Math.max(next, from + 1);
	}
	return byName;
}

/** What a formula assigns, in its own notation. */
function assignmentsOfFormula(outline: Outline, { range, delimited }: Formula): readonly Assignment[] {
	const { code } = outline;
	if (!code.slice(range.start, range.end).includes('=')) return [];
	const read = readFormula(outline, { range, delimited });
	if (read.notation === 'math') return assignmentsIn(code, range, 0);
	return assignmentsOfLatex(read).map((statement) => {
		const expression = statement.kind === 'bind' ? statement.value : statement.body;
		const { name } = statement.kind === 'bind' ? statement.target : statement.name;
		const value = expression.outer ?? expression.range;
		return { name, kind: statement.kind, value, range: statement.range, indent: 0, notation: 'latex' };
	});
}

function put(byName: Map<string, Assignment[]>, found: readonly Assignment[]): void {
	for (const assignment of found) {
		const list = byName.get(assignment.name);
		if (list === undefined) byName.set(assignment.name, [assignment]);
		else list.push(assignment);
	}
}

/** The assignments in one statement: `x = 1`, `x = 1, y = 2`, `x = 1; y = 2`, `x, y = 1, 2`, `[x, y] = [1, 2]`. */
export function assignmentsIn(text: string, range: Range, indent: number): Assignment[] {
	if (range.end - range.start > LONGEST) return [];
	const slice = text.slice(range.start, range.end);
	if (!/[=＝]/.test(slice)) return [];
	const tuple = TUPLE.exec(slice);
	if (tuple !== null) return tupleAssignments(text, range, tuple, indent);
	const found: Assignment[] = [];
	for (const piece of pieces(text, range)) {
		const head = HEAD.exec(text.slice(piece.start, piece.end));
		if (head === null) continue;
		const value = trimRange(text, { start: piece.start + head[0].length, end: piece.end });
		if (value.end === value.start) continue;
		const name = head[1]!;
		const start = piece.start + head.indices![1]![0];
		found.push({
			name: canonical(name),
			kind: head[2] === undefined ? 'bind' : 'define',
			value,
			range: { start, end: value.end },
			indent,
		});
	}
	return found;
}

function tupleAssignments(text: string, range: Range, match: RegExpExecArray, indent: number): Assignment[] {
	const names = match[1]!.split(',').map((name) => name.trim());
	const start = range.start + match[0].indexOf(match[2]!, match[0].indexOf('='));
	const values = pieces(text, { start, end: start + match[2]!.length });
	if (values.length !== names.length) return [];
	return names.map((name, index) => ({
		name: canonical(name),
		kind: 'bind',
		value: values[index]!,
		range: values[index]!,
		indent,
	}));
}

/** The parts of a text between commas and semicolons outside brackets, and between "and"s. */
function pieces(text: string, range: Range): Range[] {
	const found: Range[] = [];
	let depth = 0;
	let from = range.start;
	const close = (to: number): void => {
		const piece = trimRange(text, { start: from, end: to });
		if (piece.end > piece.start) found.push(piece);
	};
	for (let at = range.start; at < range.end; at++) {
		const c = text[at]!;
		if (c === '(' || c === '[' || c === '{') depth++;
		else if (c === ')' || c === ']' || c === '}') depth--;
		else if (depth <= 0 && (c === ',' || c === ';' || c === '，' || c === '、')) {
			close(at);
			from = at + 1;
		} else if (
			depth <= 0 &&
			c === ' ' &&
			text.startsWith(' and ', at) &&
			HEAD.test(text.slice(at + 5, Math.min(range.end, at + 80)))
		) {
			close(at);
			from = at + 5;
		}
	}
	close(range.end);
	return found;
}
