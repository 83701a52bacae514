/** Writes the staged computation into the document: one gate a line, values and gradients in columns, and the annotation so that it steps again. */
import { formatNumber } from '../core/format.ts';
import { formatShape } from '../core/quantity.ts';
import { comments, lineStart } from '../lang/comments.ts';
import { syntaxOf } from '../lang/syntax.ts';
import type { Statement } from '../lang/program.ts';
import type { Range, TextEdit } from '../protocol.ts';
import { latexStagesEdit } from './stages-latex.ts';
import { stagesOf } from './stages.ts';
import type { Ran } from './unit-run.ts';

/** So many stages are a computation that someone reads. */
const MOST_STAGES = 2000;

/** The edit, or null where a unit cannot be written in lines: a formula in prose that is not LaTeX, a part of a statement, one that did not wholly run. */
export function stagesEdit(ran: Ran): TextEdit | null {
	const { unit, run, document, program } = ran;
	// A program is staged by its author.
	if (program === null || unit.part === true || run.tape.gateCount > MOST_STAGES) return null;
	if (unit.style === 'note')
		return latexStagesEdit(ran, (of, node) => {
			const { value, gradient } = figuresOf(of, node);
			return `${value}  ${gradient}`.trimEnd();
		});
	// Earlier lines that the unit needs stay where they are: only its own statements are written anew.
	const own = program.statements.filter(({ range }) => range.start >= unit.range.start && range.end <= unit.range.end);
	const all = stagesOf({ statements: own, readings: [] }, run, document.text);
	if (all === null || own.length === 0) return null;

	const { text } = document;
	const newline = text.includes('\r\n') ? '\r\n' : '\n';
	const indent = /^[ \t]*/.exec(text.slice(lineStart(text, unit.range.start), unit.range.start))?.[0] ?? '';
	const line = commentWriter(document.languageId);
	const rows: Row[] = [];
	for (const { statement, stages } of all) {
		const words = leadingWords(statement, text);
		const stop = text.slice(statement.range.end).trimStart().startsWith(';') ? ';' : '';
		for (const { name, expression, node } of stages) {
			if (node === null) rows.push({ code: `${expression}${stop}`, value: '', gradient: '' });
			else {
				rows.push({
					head: `${words}${name}`,
					code: `${expression}${stop}`,
					...figuresOf(ran, node),
				});
			}
		}
		for (const kept of commentsAfter(statement, own, ran)) rows.push({ kept });
	}

	const { range, annotation } = annotated(ran, line, indent, newline);
	const lines = layOut(rows, line).map((row) => `${indent}${row}`);
	return { range, text: `${annotation}${lines.join(newline).slice(indent.length)}` };
}

/** A line of the staged computation; without a head, one that is kept as it stands. */
interface CodeRow {
	readonly head?: string;
	readonly code: string;
	readonly value: string;
	readonly gradient: string;
}

type Row = CodeRow | { readonly kept: string };

/** Aligns the assignments' signs, and the comments' two columns. */
function layOut(rows: readonly Row[], line: (words: string) => string): string[] {
	const computed = rows.filter((row): row is CodeRow => !('kept' in row));
	const widest = (of: (row: CodeRow) => number): number => computed.reduce((most, row) => Math.max(most, of(row)), 0);
	const heads = widest((row) => row.head?.length ?? 0);
	const code = (row: CodeRow): string =>
		row.head === undefined ? row.code : `${row.head.padEnd(heads)} = ${row.code}`;
	const codes = widest((row) => code(row).length);
	const values = widest((row) => row.value.length);
	const gradients = widest((row) => row.gradient.length);
	return rows.map((row) => {
		if ('kept' in row) return row.kept;
		if (row.value === '') return code(row);
		const words =
			`${row.value.padStart(values)}  ${row.gradient === '' ? '' : `∂ ${row.gradient.slice(2).padStart(gradients - 2)}`}`.trimEnd();
		return `${code(row).padEnd(codes)}  ${line(words)}`;
	});
}

/** How the language writes a comment that ends its line. */
function commentWriter(languageId: string): (words: string) => string {
	const { line, block } = syntaxOf(languageId);
	const [mark] = line;
	if (mark !== undefined) return (words) => `${mark} ${words}`;
	const [open, close] = block[0] ?? ['#', ''];
	return (words) => `${open} ${words} ${close}`.trimEnd();
}

/** `const ` and its like, which the stages of a statement take over. */
function leadingWords(statement: Statement, text: string): string {
	return statement.kind === 'bind' ? text.slice(statement.range.start, statement.target.range.start) : '';
}

/** Comments that stood behind a statement or below it, without the annotation: they keep a line of their own. */
function commentsAfter(statement: Statement, own: readonly Statement[], ran: Ran): string[] {
	const next = own.find(({ range }) => range.start >= statement.range.end);
	if (next === undefined) return [];
	return comments(ran.document.languageId, ran.document.text)
		.filter(({ range }) => range.start >= statement.range.end && range.end <= next.range.start)
		.map(({ range }) => ran.document.text.slice(range.start, range.end));
}

/** The value and the gradient behind a line; of an array its shape, which is its gradient's as well. */
function figuresOf({ run, trace, quantities }: Ran, node: number): Pick<CodeRow, 'value' | 'gradient'> {
	if (!run.tape.isScalar(node)) return { value: formatShape(run.tape.type(node).shape), gradient: '' };
	return {
		value: formatNumber(run.tape.value(node)),
		gradient: quantities.gradient(node) === null ? '' : `∂ ${formatNumber(trace.gradient(node))}`,
	};
}

/** What is replaced, and the annotation that goes first: it names the target, so that it reaches down to the line that sets it. */
function annotated(
	ran: Ran,
	line: (words: string) => string,
	indent: string,
	newline: string,
): { readonly range: Range; readonly annotation: string } {
	const { unit, document, run } = ran;
	const { text } = document;
	const { directive, annotationRange } = unit;
	const start = unit.range.start;
	const name = run.targetName === '' ? ran.targetLabel : run.targetName;
	if (directive === undefined || annotationRange === undefined) {
		const values = [...ran.run.inputs].filter(
			([input, node]) => run.tape.isScalar(node) && ran.given.get(input)?.source !== 'assignment',
		);
		const at = values.map(([input, node]) => `${input}=${String(run.tape.value(node))}`).join(', ');
		const stop = /^[ \t]*;/.exec(text.slice(unit.range.end))?.[0].length ?? 0;
		return {
			range: { start, end: unit.range.end + stop },
			annotation: `${line(`@grad ${name}${at === '' ? '' : ` at ${at}`}`)}${newline}${indent}`,
		};
	}
	const words = text.slice(directive.range.start, directive.range.end);
	const behind = directive.tag.end - directive.range.start;
	const clause = /^\s*(?:at|wrt|for|no-grad|no_grad|nograd|expect|upstream|seed|tol)(?![\p{L}\p{N}_])/u.test(
		words.slice(behind),
	);
	const rest = words.slice(behind).trimStart();
	const named =
		directive.target !== undefined
			? words
			: `${words.slice(0, behind)} ${name}${rest === '' ? '' : clause ? ` ${rest}` : ` at ${rest}`}`;
	if (annotationRange.start >= unit.range.end) {
		// Behind the statement: it moves above the lines, in the language's comment for one line where it fits one.
		const one = named.replace(/\s*\r?\n[ \t]*(?:[*#%/]+[ \t]*)?/g, ' ');
		return { range: { start, end: annotationRange.end }, annotation: `${line(one)}${newline}${indent}` };
	}
	const stop = /^[ \t]*;/.exec(text.slice(unit.range.end))?.[0].length ?? 0;
	const between = text.slice(directive.range.end, start);
	return { range: { start: directive.range.start, end: unit.range.end + stop }, annotation: `${named}${between}` };
}
