/**
 * Finds what a note could have stepped although nobody has annotated it: the formulas that compute something, and pieces of programs.
 */
import type { DocumentText, Limits, Range } from '../protocol.ts';
import { findUnits, unitAt } from './document.ts';
import { assigns, looseProgramAt } from './loose.ts';
import { formulasOf, roleAt } from './notes.ts';
import { isProseAt, outlineOf, type Outline } from './outline.ts';
import { nextLine, paragraphAt, trimRange } from './prose.ts';
import { programAt } from './script-parts.ts';
import { isLatex, isMarkdown } from './syntax.ts';
import type { Unit } from './unit.ts';

/** Nobody looks through more of them in one note. */
const MOST = 500;

/** The candidates of a note in the order of its text, none of them in an annotated unit; in documents that are no notes there are none. */
export function* offeredUnits(document: DocumentText, limits: Limits): Generator<Unit> {
	const { languageId } = document;
	if (!isMarkdown(languageId) && !isLatex(languageId)) return;
	const outline = outlineOf(document);
	const { units } = findUnits(document, limits);
	let count = 0;
	let last = -1;
	for (const range of candidates(outline)) {
		if (range.start < last || units.some((unit) => meet(unit.range, range))) continue;
		const unit = unitAt(document, range, limits);
		if (unit === null) continue;
		yield unit;
		last = range.end;
		if (++count >= MOST) return;
	}
}

function candidates(outline: Outline): Range[] {
	const formulas = formulasOf(outline)
		.filter(
			(formula) =>
				formula.delimited && isProseAt(outline, formula.range.start) && roleAt(outline, formula) === 'formula',
		)
		.map(({ range }) => range);
	const all = [...formulas, ...fencedPrograms(outline), ...loosePrograms(outline)];
	return all.sort((a, b) => a.start - b.start || b.end - a.end);
}

/** The programs between fences, each as a whole. */
function fencedPrograms(outline: Outline): Range[] {
	return outline.fences
		.filter(({ content }) => content.end > content.start && programAt(outline, content.start) !== null)
		.map(({ content }) => trimRange(outline.code, content))
		.filter(({ start, end }) => end > start);
}

/** Paragraphs that are programs without a fence around them. */
function loosePrograms(outline: Outline): Range[] {
	const { code } = outline;
	const found: Range[] = [];
	// Without an assignment somewhere no text is looked at more closely.
	if (!assigns(code)) return found;
	let at = 0;
	while (at < code.length) {
		const { end } = paragraphAt(code, at, Infinity);
		const range = looseProgramAt(outline, at);
		if (range !== null) found.push(range);
		at = nextLine(code, end);
	}
	return found;
}

function meet(a: Range, b: Range): boolean {
	return a.start < b.end && a.end > b.start;
}
