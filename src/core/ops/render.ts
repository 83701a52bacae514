/**
 * Formulas for people: plain text with − · ² and LaTeX, with names or numbers put in for the operands.
 */
import { formatNumber } from '../format.ts';
import type { Formula } from './formula.ts';
import { opByName } from './index.ts';
import { LEVEL, type Form } from './row.ts';

/** Something set, with how strongly its outermost operator binds. */
export interface Piece {
	readonly text: string;
	readonly level: number;
}

/** One way of setting formulas. */
export interface Style {
	readonly form: 'text' | 'latex';
	readonly brackets: readonly [string, string];
	readonly number: (formula: { readonly value: number; readonly name?: 'pi' | 'e' }) => string;
}

export const TEXT: Style = {
	form: 'text',
	brackets: ['(', ')'],
	number: ({ value, name }) => (name === 'pi' ? 'π' : (name ?? constantText(value))),
};

export const LATEX: Style = {
	form: 'latex',
	brackets: ['\\left(', '\\right)'],
	number: ({ value, name }) => (name === 'pi' ? '\\pi' : (name ?? latexNumberText(constantText(value)))),
};

/** A formula's own numbers are exact: 0.044715 is not rounded. */
function constantText(value: number): string {
	return String(value).replaceAll('-', '\u2212');
}

function latexNumberText(text: string): string {
	if (text === 'NaN') return '\\mathrm{NaN}';
	const plain = text.replace('∞', '\\infty').replaceAll('\u2212', '-');
	return plain.replace(/e(-?\d+)$/, ' \\times 10^{$1}');
}

/** A number as LaTeX, rounded as every view rounds. */
export function latexNumber(value: number): string {
	return latexNumberText(formatNumber(value));
}

function isNegative(piece: Piece): boolean {
	return /^[\u2212-]/.test(piece.text);
}

/** Puts pieces into a form, in brackets where they bind too loosely; `$*` are all of them, with commas. */
export function fill(form: Form, pieces: readonly Piece[], style: Style): Piece {
	const list = pieces.map((piece) => piece.text).join(', ');
	const text = form.form
		.replace('$*', () => list)
		.replace(/\$(\d)/g, (_, index: string, at: number) => {
			const slot = Number(index);
			const piece = pieces[slot]!;
			const looser = piece.level < form.operands[slot]!;
			// A sign right after another operator needs brackets, however strongly it binds.
			const signed =
				isNegative(piece) &&
				at > 0 &&
				form.operands[slot]! >= LEVEL.sum &&
				form.level >= LEVEL.sum &&
				form.level <= LEVEL.sign;
			return looser || signed ? `${style.brackets[0]}${piece.text}${style.brackets[1]}` : piece.text;
		});
	return { text, level: form.level };
}

function render(formula: Formula, operands: readonly Piece[], style: Style): Piece {
	if (formula.kind === 'variable') return operands[formula.slot]!;
	if (formula.kind === 'number') {
		const text = style.number(formula);
		return { text, level: formula.value < 0 ? LEVEL.sign : LEVEL.atom };
	}
	const pieces = formula.operands.map((operand) => render(operand, operands, style));
	return fill(opByName(formula.op)[style.form], pieces, style);
}

/** A name stands as it is; anything longer gets brackets where an operator is next to it. */
export function namePiece(name: string): Piece {
	return { text: name, level: /^[\p{L}\p{N}_′'\\{}[\].]+$/u.test(name) ? LEVEL.atom : LEVEL.conditional };
}

function numberPiece(value: number, style: Style): Piece {
	const text = style.form === 'latex' ? latexNumber(value) : formatNumber(value);
	const scientific = /e|times/.test(text) && !/NaN/.test(text);
	return {
		text,
		level: scientific ? LEVEL.product : text.startsWith('-') || text.startsWith('\u2212') ? LEVEL.sign : LEVEL.atom,
	};
}

/** The formula as plain text over names: `−1/x²`. */
export function formulaText(formula: Formula, names: readonly string[]): string {
	return render(formula, names.map(namePiece), TEXT).text;
}

/** The formula as LaTeX; names are LaTeX already. */
export function formulaLatex(formula: Formula, names: readonly string[]): string {
	return render(formula, names.map(namePiece), LATEX).text;
}

/** The formula as LaTeX with rounded numbers put in for the operands. */
export function formulaNumbersLatex(formula: Formula, values: readonly number[]): string {
	return render(
		formula,
		values.map((value) => numberPiece(value, LATEX)),
		LATEX,
	).text;
}

/** A name of a program in LaTeX: `w0` as `w_{0}`, `loss` upright, `σ` as it is. */
export function latexName(name: string): string {
	const indexed = /^(\p{L}+)_?(\d+)$/u.exec(name);
	const [stem, index] = indexed ? [indexed[1]!, `_{${indexed[2]!}}`] : [name, ''];
	if (/^\p{L}$/u.test(stem)) return `${stem}${index}`;
	return /^\p{L}+$/u.test(stem)
		? `\\mathrm{${stem}}${index}`
		: `\\text{${name.replace(/[\\{}$&#^_%~]/g, (c) => (/[\\^~]/.test(c) ? ' ' : `\\${c}`))}}`;
}
