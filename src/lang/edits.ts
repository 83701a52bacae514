/**
 * Edits that write values into a document: as a new annotation in the document's own comments, as a further binding, or in place of a value that stands there.
 */
import { plainNumber } from '../core/format.ts';
import { shapeText } from '../core/tensor/shape.ts';
import { dataOf, type Tensor } from '../core/tensor/tensor.ts';
import type { DocumentText, Range, TextEdit } from '../protocol.ts';
import { plainSpelling } from './annotation-spelling.ts';
import { lineEnd, lineStart } from './comments.ts';
import { outlineOf } from './outline.ts';
import { syntaxOf } from './syntax.ts';
import type { Unit } from './unit.ts';

/** Replaces the characters of a value by another number. */
export function replaceValue(at: Range, value: number): TextEdit {
	return { range: at, text: plainNumber(value) };
}

/** A number, an array with its entries, or one of ones by its shape. */
export type GivenValue = number | Tensor | { readonly shape: readonly number[] };

/**
 * Writes values for a unit: behind the last value of its annotation where it has one, else as an annotation on its line, else on a line before it. Null where
 * there is nothing to write.
 */
export function insertValues(
	document: DocumentText,
	unit: Unit,
	values: readonly (readonly [name: string, value: GivenValue])[],
): TextEdit | null {
	if (values.length === 0) return null;
	const each = values.map(([known, value]) => {
		const name = plainSpelling(known);
		if (typeof value === 'number') return `${name} = ${plainNumber(value)}`;
		return 'data' in value ? `${name} = ${arrayText(value)}` : `${name}: ${shapeText(value.shape)} = ones`;
	});
	const bindings = each.join(', ');
	if (unit.directive !== undefined)
		return furtherBindings(unit.directive.insertAt, unit.directive.at.length > 0, bindings);
	const { text } = document;
	const outline = outlineOf(document);
	const fence = outline.fences.find(
		({ content }) => unit.range.start >= content.start && unit.range.end <= content.end,
	);
	const syntax = syntaxOf(fence?.language ?? document.languageId);
	const [mark] = syntax.line;
	const [block] = syntax.block;
	const written =
		mark !== undefined
			? `${mark} @grad ${bindings}`
			: `${block?.[0] ?? '<!--'} @grad ${bindings} ${block?.[1] ?? '-->'}`;
	const start = lineStart(text, unit.range.start);
	const end = lineEnd(text, unit.range.end);
	const oneLine = start === lineStart(text, unit.range.end);
	const indent = /^[ \t]*/.exec(text.slice(start, end))![0];
	const newline = text.includes('\r\n') ? '\r\n' : '\n';
	if (mark !== undefined && bindings.length > LONGEST) {
		// Arrays have a line each.
		const lines = each.map((binding, at) => `${indent}${mark} ${at === 0 ? '@grad' : '     '} ${binding}${newline}`);
		return { range: { start, end: start }, text: lines.join('') };
	}
	// In a note a long comment behind a formula would push what follows out of sight. Above a line, it belongs to the line's first formula.
	if (
		mark === undefined &&
		bindings.length > LONGEST_BEHIND &&
		!CLOSED_FORMULA.test(text.slice(start, unit.range.start))
	) {
		const [open, close] = block ?? ['<!--', '-->'];
		const between =
			bindings.length > LONGEST ? `,${newline}${indent}${' '.repeat(open.length + ' @grad '.length)}` : ', ';
		return { range: { start, end: start }, text: `${indent}${open} @grad ${each.join(between)} ${close}${newline}` };
	}
	const behind = oneLine && text.slice(unit.range.end, end) === outline.code.slice(unit.range.end, end);
	const wholeLine = mark === undefined || /^[\s;,.$\\)\]`]*$/.test(text.slice(unit.range.end, end));
	if (behind && wholeLine) {
		const content = start + text.slice(start, end).trimEnd().length;
		return { range: { start: content, end }, text: `${' '.repeat(gap(text, start, content, written))}${written}` };
	}
	return { range: { start, end: start }, text: `${indent}${written}${newline}` };
}

/** `[[1, 2], [3, 4]]`: an array as annotations write it. */
export function arrayText(array: Tensor): string {
	const { shape } = array;
	let level = Array.from(dataOf(array), (entry) => plainNumber(entry));
	for (let axis = shape.length - 1; axis >= 0; axis--) {
		const extent = shape[axis]!;
		const count = extent === 0 ? 0 : level.length / extent;
		level = Array.from({ length: count }, (_, at) => `[${level.slice(at * extent, (at + 1) * extent).join(', ')}]`);
	}
	return level[0] ?? '[]';
}

function furtherBindings(at: number, any: boolean, bindings: string): TextEdit {
	return { range: { start: at, end: at }, text: any ? `, ${bindings}` : ` ${bindings}` };
}

/** Values that take more room than this stand on lines of their own. */
const LONGEST = 100;
/** Behind a formula of a note there is room for so much. */
const LONGEST_BEHIND = 60;
/** A formula that is over, or code between backquotes. */
const CLOSED_FORMULA = /\$[^$]+\$|\\\)|`[^`]+`/;
const LEAST_GAP = 2;

/** Blanks before a trailing annotation: as many as put it under (or over) one on the neighbouring line, else two. */
function gap(text: string, start: number, content: number, written: string): number {
	const width = content - start;
	const opener = written.slice(0, written.indexOf('@grad') + '@grad'.length);
	const after = lineEnd(text, start) + 1;
	const neighbours = [
		start > 0 ? text.slice(lineStart(text, start - 1), start - 1) : '',
		after < text.length ? text.slice(after, lineEnd(text, after)) : '',
	];
	for (const line of neighbours) {
		const column = line.indexOf(opener);
		if (column >= width + LEAST_GAP && line.slice(0, column).trim() !== '') return column - width;
	}
	return LEAST_GAP;
}
