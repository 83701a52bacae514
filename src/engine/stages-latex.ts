/**
 * The staged computation of a formula set in LaTeX, in a note or a paper: it stays where it stands, between its own delimiters, and becomes aligned
 * rows, one gate a row, with values and gradients in the comments behind them.
 */
import type { Statement } from '../lang/program.ts';
import type { TextEdit } from '../protocol.ts';
import { stagesOf } from './stages.ts';
import type { Writing } from './stages.ts';
import type { Ran } from './unit-run.ts';

/** How a row's value and gradient are said behind it; empty where nothing is known of them. */
export type Figures = (ran: Ran, node: number) => string;

/** The edit, or null where the formula's rows could not be written anew without losing something of it. */
export function latexStagesEdit(ran: Ran, figures: Figures): TextEdit | null {
	const { unit, run, document, program } = ran;
	if (program === null || unit.notation !== 'latex') return null;
	const { range } = unit;
	const own = program.statements.filter((each) => each.range.start >= range.start && each.range.end <= range.end);
	const all = stagesOf({ statements: own, readings: [] }, run, document.text, LATEX);
	if (all === null || own.length === 0) return null;
	const rows = all.flatMap(({ statement, stages }) =>
		stages.map(({ name, expression, node }, index) => ({
			code:
				node === null
					? expression
					: `${index === stages.length - 1 ? headOf(statement, name, document.text) : name} &= ${expression}`,
			said: node === null ? '' : figures(ran, node),
		})),
	);
	if (rows.length < 2) return null;
	const widest = Math.max(...rows.map(({ code }) => code.length));
	const newline = document.text.includes('\r\n') ? '\r\n' : '\n';
	const lines = rows.map(({ code, said }, index) => {
		const end = index === rows.length - 1 ? '' : ' \\\\';
		return said === '' ? `${code}${end}` : `${`${code}${end}`.padEnd(widest + 3)}  % ${said}`;
	});
	// In its place, the spaces at its edges included.
	const [before = '', after = ''] = [/^\s*/, /\s*$/].map(
		(edge) => edge.exec(document.text.slice(range.start, range.end))?.[0],
	);
	// A formula in a sentence is one line, in which a comment would take the rest away.
	const inline = /(?<!\$)\$\s*$/.test(document.text.slice(Math.max(0, range.start - 80), range.start));
	const body = inline ? [rows.map(({ code }) => code).join(' \\\\ ')] : lines;
	const text = ['\\begin{aligned}', ...body, '\\end{aligned}'].join(inline ? ' ' : newline);
	return { range, text: `${before}${text}${after}` };
}

/** Products are written with a dot, names with an index: `q1` would be a product. What stood in braces stays in them, and no name runs into a command's. */
const LATEX: Writing = {
	times: '\\cdot',
	// TeX takes one digit as an index, more in braces.
	fresh: (index) => (index < 10 ? `q_${index}` : `q_{${index}}`),
	inPlace: (name, operand, before) =>
		operand.startsWith('{') ? `{${name}}` : /\\[A-Za-z]+$/.test(before) ? ` ${name}` : name,
};

/** The left side as its author wrote it: `f(x, y)` stays that. */
function headOf(statement: Statement, name: string, text: string): string {
	return statement.kind === 'bind' ? text.slice(statement.range.start, statement.target.range.end) : name;
}
