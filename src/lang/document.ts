/**
 * Finds what can step in a document: annotated statements, blocks and formulas, and what a selection or a bare cursor means.
 */
import type { DocumentText, Limits, Problem, Range } from '../protocol.ts';
import { mayAnnotate, parseAnnotation } from './annotation.ts';
import type { Block } from './blocks.ts';
import { lineEnd, lineStart } from './comments.ts';
import { merged, valuesOnly } from './directive-parts.ts';
import type { Directive } from './directive.ts';
import { startsBlock, statementAt, statementFrom } from './lines.ts';
import { looseProgramAt } from './loose.ts';
import { canonical } from './names.ts';
import { formulasAround, formulasAt, isValueList, notationAt, roleAt } from './notes.ts';
import {
	bare,
	BESIDE_LINES,
	formulasIn,
	isBlankLine,
	neighbours,
	nextLine,
	readsAsFormula,
	trimRange,
} from './prose.ts';
import { isProseAt, outlineOf, styleAt, type Outline } from './outline.ts';
import { blockAfter, statementOf } from './script-blocks.ts';
import { looksLikeProgram, programAt, programNotationAt, readsAsProgram } from './script-parts.ts';
import { isCode, isNote } from './syntax.ts';
import type { Unit } from './unit.ts';

export interface Units {
	readonly units: readonly Unit[];
	readonly problems: readonly Problem[];
}

const found = new WeakMap<DocumentText, Units>();

/** All annotated units of a document, in order, with the problems of its annotations. Never throws. */
export function findUnits(document: DocumentText, _limits: Limits): Units {
	let units = found.get(document);
	if (units === undefined) {
		units = mayAnnotate(document.text) ? new UnitFinder(outlineOf(document)).find() : { units: [], problems: [] };
		found.set(document, units);
	}
	return units;
}

const MOST_BLANK_LINES = 3;
const MOST_STATEMENTS = 10_000;

class UnitFinder {
	private readonly outline: Outline;
	private readonly units: Unit[] = [];
	private readonly problems: Problem[] = [];
	private readonly ordinals = new Map<string, number>();
	/** Starts of lines that carry an annotation of their own, which ends the block of an annotation above. */
	private readonly annotated: Set<number>;

	constructor(outline: Outline) {
		this.outline = outline;
		this.annotated = new Set(
			outline.blocks
				.filter((block) => /[@＠]grad/.test(block.text))
				.map((block) => lineStart(outline.code, block.range.start)),
		);
	}

	find(): Units {
		for (const block of this.outline.blocks) {
			if (!mayAnnotate(block.text)) continue;
			const { directives, problems } = parseAnnotation(block.text, block.range.start);
			for (const problem of problems) this.problems.push(problem);
			for (const directive of directives) this.attach(block, directive);
		}
		return { units: this.units, problems: this.problems };
	}

	private attach(block: Block, directive: Directive): void {
		const place = (block.trailing ? this.before(block) : undefined) ?? this.after(block, directive);
		if (place === undefined) {
			this.problems.push({
				code: 'nothing-annotated',
				severity: 'warning',
				range: directive.tag,
				message: ['No formula belongs to this annotation'],
			});
			return;
		}
		const text = this.outline.code.slice(place.range.start, place.range.end);
		const target = directive.target?.name ?? lastAssigned(text) ?? '';
		const ordinal = this.ordinals.get(target) ?? 0;
		this.ordinals.set(target, ordinal + 1);
		this.units.push({
			id: `${target}#${ordinal}`,
			range: place.range,
			text,
			notation: notationIn(this.outline, place.range, text),
			style: place.style,
			directive,
			annotationRange: block.range,
		});
	}

	/** What a trailing comment stands behind: the statement, or in notes the last formula on the line. */
	private before(block: Block): Pick<Unit, 'range' | 'style'> | undefined {
		const { code } = this.outline;
		const line = { start: lineStart(code, block.range.start), end: block.range.start };
		if (isProseAt(this.outline, line.start)) {
			const formula = formulasIn(code, line).at(-1);
			if (formula !== undefined) return { range: formula.range, style: 'note' };
			const range = bare(code, line);
			const behindMarkup = /^<[^>]*>$/.test(code.slice(range.start, Math.min(range.end, range.start + 200)));
			return range.end > range.start && !behindMarkup ? { range, style: this.style(line.start) } : undefined;
		}
		const program = programAt(this.outline, line.start);
		const statement = program === null ? undefined : statementOf(program.body, tidy(code, line).end);
		const range = statement?.range ?? tidy(code, statementAt(code, line.start));
		return range.end > range.start ? { range, style: this.style(line.start) } : undefined;
	}

	/** What a block of comments stands before. */
	private after(block: Block, directive: Directive): Pick<Unit, 'range' | 'style'> | undefined {
		const { code } = this.outline;
		let at = block.range.end;
		if (isBlankLine(code, at, lineEnd(code, at))) {
			let blanks = -1;
			do {
				at = nextLine(code, at);
				blanks++;
			} while (at < code.length && isBlankLine(code, at, lineEnd(code, at)) && blanks <= MOST_BLANK_LINES);
			if (at >= code.length || isBlankLine(code, at, lineEnd(code, at))) return undefined;
		}
		if (isProseAt(this.outline, at)) return this.noteAfter(at, directive);
		const range = this.blockFrom(at, directive);
		return range === undefined ? undefined : { range, style: this.style(at) };
	}

	private noteAfter(at: number, directive: Directive): Pick<Unit, 'range' | 'style'> | undefined {
		const { code, fences: all } = this.outline;
		const fence = all.find(({ range }) => range.start >= lineStart(code, at) && range.start <= lineEnd(code, at));
		if (fence !== undefined) {
			const first = trimRange(code, fence.content);
			const range =
				first.end > first.start
					? this.blockFrom(lineStart(code, first.start), directive, fence.content.end)
					: undefined;
			return range === undefined ? undefined : { range, style: 'note' };
		}
		let end = at;
		while (end < code.length && !isBlankLine(code, end, lineEnd(code, end))) end = nextLine(code, lineEnd(code, end));
		const formula = formulasIn(code, { start: at, end })[0];
		if (formula !== undefined) return { range: formula.range, style: 'note' };
		const range = this.blockFrom(at, directive, end);
		return range === undefined ? undefined : { range: bare(code, range), style: this.style(at) };
	}

	/** Statements on neighbouring lines from `at` on, up to the last one that sets the target. */
	private blockFrom(at: number, directive: Directive, limit = this.outline.code.length): Range | undefined {
		const { code, document } = this.outline;
		const program = programAt(this.outline, at);
		if (program !== null) {
			const range = blockAfter(program.body, document.text, at, directive.target?.name, this.annotated);
			if (range !== undefined) return range;
		}
		const strict = isCode(document.languageId);
		let from = at;
		let end: number | undefined;
		let bound: number | undefined;
		for (let count = 0; count < MOST_STATEMENTS && from < limit; count++) {
			if (count > 0 && this.annotated.has(from)) break;
			if (isBlankLine(document.text, from, lineEnd(document.text, from))) break;
			const statement = statementFrom(code, from, limit);
			const text = code.slice(statement.start, statement.end);
			if (text.trim() !== '') {
				if (count > 0 && (strict ? startsBlock(text) : !readsAsFormula(text) && !isAssignment(text))) break;
				end = statement.end;
				const name = lastAssigned(text);
				if (name !== undefined && (directive.target === undefined || directive.target.name === name)) bound = end;
			}
			from = nextLine(code, statement.end);
		}
		if (end === undefined) return undefined;
		return tidy(code, { start: at, end: bound ?? end });
	}

	private style(at: number): Unit['style'] {
		return styleAt(this.outline, at);
	}
}

/** Without blanks, and without the semicolon that ends a statement. */
function tidy(text: string, range: Range): Range {
	let inner = trimRange(text, range);
	while (inner.end > inner.start && text[inner.end - 1] === ';')
		inner = trimRange(text, { start: inner.start, end: inner.end - 1 });
	return inner;
}

const ASSIGNED =
	/(?:^|[\n;])[ \t]*(?:(?:const|let|var|local|export|return)[ \t]+)*([\p{L}_][\p{L}\p{M}\p{N}_′]*(?:(?<=_)\{[^}\n]*\})?)[ \t]*(?:\([^()=]*\)[ \t]*)?(?::[ \t]*\w+[ \t]*)?[-+*/:]?[=＝](?!=)/gu;

/** The name that a text assigns last, if it assigns any. */
export function lastAssigned(text: string): string | undefined {
	let last: string | undefined;
	for (const match of text.matchAll(ASSIGNED)) last = match[1];
	return last === undefined ? undefined : canonical(last);
}

function isAssignment(text: string): boolean {
	return lastAssigned(text) !== undefined && text.length < 5000;
}

/** What a selection, or a bare cursor (an empty selection), means: a unit, or null where nothing can be read as a formula. Never throws. */
export function unitAt(document: DocumentText, selection: Range, limits: Limits): Unit | null {
	const length = document.text.length;
	const start = Math.max(0, Math.min(selection.start, selection.end, length));
	const end = Math.max(start, Math.min(Math.max(selection.start, selection.end), length));
	const { units } = findUnits(document, limits);
	const outline = outlineOf(document);
	return start === end ? unitAtCursor(outline, units, start) : unitOfSelection(outline, units, { start, end });
}

function unitAtCursor(outline: Outline, units: readonly Unit[], at: number): Unit | null {
	const { code } = outline;
	const around = units
		.filter(
			(unit) =>
				holds(linesOf(code, unit), at) || (unit.annotationRange !== undefined && holds(unit.annotationRange, at)),
		)
		.sort((a, b) => Number(holds(b.range, at)) - Number(holds(a.range, at)) || size(a.range) - size(b.range));
	const inDirective = around.find((unit) => unit.directive !== undefined && holds(unit.directive.range, at));
	const first = inDirective ?? around[0];
	if (first !== undefined) return first;
	if (isProseAt(outline, at)) {
		const formula = formulasAround(outline, { start: at, end: at }).find(({ outer }) => holds(outer, at));
		const onLine = formula ?? formulasIn(code, { start: lineStart(code, at), end: lineEnd(code, at) })[0];
		if (onLine !== undefined)
			return roleAt(outline, onLine) === 'values'
				? formulaBeside(outline, at)
				: plainUnit(outline, onLine.range, 'note');
		const loose = looseProgramAt(outline, at);
		if (loose !== null) return plainUnit(outline, loose, 'note');
	}
	const program = programAt(outline, at);
	const statement = program === null ? undefined : statementOf(program.body, at);
	if (
		program !== null &&
		statement !== undefined &&
		readsAsProgram(outline, program.notation, code.slice(statement.range.start, statement.range.end), statement.range)
	)
		return plainUnit(outline, statement.range, styleAt(outline, at));
	const range = tidy(code, bare(code, statementAt(code, at)));
	if (isValueList(code.slice(range.start, range.end))) return formulaBeside(outline, at);
	if (range.end === range.start || !readsAsFormula(code.slice(range.start, range.end))) return null;
	return plainUnit(outline, range, styleAt(outline, at));
}

/** The formula that a line of values belongs to: the nearest one within a few lines, above before below. */
function formulaBeside(outline: Outline, at: number): Unit | null {
	const { code } = outline;
	const above = neighbours(code, at, -1);
	const below = neighbours(code, at, 1);
	const own = { start: lineStart(code, at), end: lineEnd(code, at) };
	for (let distance = -1; distance < BESIDE_LINES; distance++) {
		for (const line of distance < 0 ? [own] : [above[distance], below[distance]]) {
			if (line === undefined) continue;
			const formulas = isProseAt(outline, line.start)
				? formulasAt(outline, line)
				: [{ range: bare(code, line), outer: line, delimited: false }];
			const nearest = formulas.toSorted((a, b) => Math.abs(a.range.start - at) - Math.abs(b.range.start - at));
			const found = nearest.find((formula) => roleAt(outline, formula) === 'formula');
			if (found !== undefined) return plainUnit(outline, found.range, styleAt(outline, found.range.start));
		}
	}
	return null;
}

/** The lines that a unit in code stands on; the characters of one in a note. */
function linesOf(code: string, unit: Unit): Range {
	if (unit.style === 'note') return unit.range;
	return { start: lineStart(code, unit.range.start), end: lineEnd(code, unit.range.end) };
}

function holds(range: Range, at: number): boolean {
	return at >= range.start && at <= range.end;
}

function size(range: Range): number {
	return range.end - range.start;
}

/** A program's text is read as that language does, where it can; other text by what stands around it. */
function notationIn(outline: Outline, range: Range, text: string): Unit['notation'] {
	const program = programNotationAt(outline, range.start);
	if (program !== null) return readsAsProgram(outline, program, text, range) ? program : 'math';
	return looksLikeProgram(outline, text, range) ? 'python' : notationAt(outline, range, text);
}

function plainUnit(outline: Outline, range: Range, style: Unit['style']): Unit {
	const text = outline.code.slice(range.start, range.end);
	const notation = notationIn(outline, range, text);
	return { id: `${lastAssigned(text) ?? ''}@selection`, range, text, notation, style };
}

function unitOfSelection(outline: Outline, units: readonly Unit[], selection: Range): Unit | null {
	const { code } = outline;
	const program = selectedProgram(outline, selection);
	const annotated = units.filter(
		(unit) =>
			(unit.range.start < selection.end && unit.range.end > selection.start) ||
			(unit.annotationRange !== undefined &&
				unit.annotationRange.start < selection.end &&
				unit.annotationRange.end > selection.start),
	);
	if (program === undefined) return annotated[0] ?? null;
	const whole = annotated.find(
		(unit) => unit.range.start === program.range.start && unit.range.end === program.range.end,
	);
	if (whole !== undefined) return whole;
	const touching = annotated.filter(
		(unit) => unit.range.start < program.range.end && unit.range.end > program.range.start,
	);
	const base: Unit = {
		...plainUnit(outline, program.range, styleAt(outline, program.range.start)),
		text: program.text,
	};
	const last = touching.at(-1);
	if (last?.directive === undefined) return base;
	const containing = touching.find(
		(unit) => unit.range.start <= program.range.start && unit.range.end >= program.range.end,
	);
	const directive =
		containing === undefined ? merged(touching, last.directive) : valuesOnly(containing.directive ?? last.directive);
	const annotationRange = (containing ?? last).annotationRange;
	const isPart = containing !== undefined || code.slice(program.range.start, program.range.end).trim() === '';
	return {
		...base,
		directive,
		...(annotationRange !== undefined && { annotationRange }),
		...(isPart && { part: true }),
	};
}

/** The program text in a selection: without comments, list marks and the delimiters of formulas. */
function selectedProgram(
	outline: Outline,
	selection: Range,
): { readonly range: Range; readonly text: string } | undefined {
	const { code } = outline;
	const inner = tidy(code, selection);
	if (inner.end <= inner.start) return undefined;
	const wide = { start: lineStart(code, inner.start), end: lineEnd(code, inner.end) };
	if (isProseAt(outline, inner.start) || isNote(outline.document.languageId)) {
		const formulas =
			size(wide) > 100_000
				? []
				: formulasIn(code, wide).filter(({ outer }) => outer.start < inner.end && outer.end > inner.start);
		const containing = formulas.find(({ range }) => range.start <= inner.start && range.end >= inner.end);
		if (containing !== undefined) return { range: inner, text: code.slice(inner.start, inner.end) };
		const programs = formulas.filter((formula) => roleAt(outline, formula) !== 'values');
		const chosen = programs.length > 0 ? programs : formulas;
		if (chosen.length > 0) {
			const pieces = chosen.map(({ range }) =>
				trimRange(code, { start: Math.max(range.start, inner.start), end: Math.min(range.end, inner.end) }),
			);
			return joined(
				code,
				pieces.filter((piece) => piece.end > piece.start),
			);
		}
	}
	const range = tidy(code, bare(code, inner));
	return range.end > range.start ? { range, text: code.slice(range.start, range.end) } : undefined;
}

/** Several pieces as one text, what lies between them blanked and each on a line of its own. */
function joined(code: string, pieces: readonly Range[]): { readonly range: Range; readonly text: string } | undefined {
	const first = pieces[0];
	const last = pieces.at(-1);
	if (first === undefined || last === undefined) return undefined;
	let text = '';
	let at = first.start;
	for (const piece of pieces) {
		const gap = piece.start - at;
		// An empty line parts formulas in LaTeX as well.
		if (gap > 0) text += gap === 1 ? '\n' : `${' '.repeat(gap - 2)}\n\n`;
		text += code.slice(piece.start, piece.end);
		at = piece.end;
	}
	return { range: { start: first.start, end: last.end }, text };
}
