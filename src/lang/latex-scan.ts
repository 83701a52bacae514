/**
 * The token scan of LaTeX, one character or command at a time as TeX reads it, with the place of each. Blanks and remarks vanish; that they were there
 * stays on the next token.
 */
import { SIGNS } from './latex-commands.ts';

export type TexKind =
	| 'letter'
	| 'digit'
	| 'command'
	| 'open'
	| 'close'
	| 'sub'
	| 'sup'
	| 'prime'
	| 'align'
	| 'row'
	/** `#1` in a macro's body. */
	| 'parameter'
	/** `x²`, `x₁`: the digits. */
	| 'raised'
	| 'lowered'
	/** A dollar sign or `\[`: where one formula ends and another begins. */
	| 'cut'
	| 'symbol';

export interface TexToken {
	readonly kind: TexKind;
	/** A letter in NFC, a command without its backslash, a sign as it is spelled in ASCII. */
	readonly text: string;
	readonly start: number;
	readonly end: number;
	/** What stands before it: 0 nothing, 1 a blank, 2 the end of a line, 3 an empty line. */
	readonly gap: 0 | 1 | 2 | 3;
}

const LETTER = /[\p{L}][\p{M}]*/uy;
const COMMAND = /\\(?:[A-Za-z]+|[\s\S]?)/y;
const ROW_SKIP = /\*?(?:\[[^\]\n]{0,40}\])?/y;
const RAISED = /[⁺⁻]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+/y;
const LOWERED = /[₀₁₂₃₄₅₆₇₈₉]+/y;
const RAISED_DIGITS = '⁰¹²³⁴⁵⁶⁷⁸⁹';
const LOWERED_DIGITS = '₀₁₂₃₄₅₆₇₈₉';

const SPELLED: ReadonlyMap<string, string> = new Map([
	['−', '-'],
	['–', '-'],
	['－', '-'],
	['＋', '+'],
	['＊', '*'],
	['／', '/'],
	['＝', '='],
	['（', '('],
	['）', ')'],
	['，', ','],
	['；', ';'],
	['：', ':'],
	['｜', '|'],
	['＜', '<'],
	['＞', '>'],
]);

const CUTS: ReadonlySet<string> = new Set(['(', ')', '[', ']']);

function isBlank(code: number): boolean {
	return (
		code === 32 || (code >= 9 && code <= 13) || code === 0xa0 || code === 0x3000 || (code >= 0x2000 && code <= 0x200b)
	);
}

/** Scans `text`, whose first character stands at `shift`. Never throws: what is no LaTeX becomes a symbol. */
export function scanTex(text: string, shift: number): TexToken[] {
	const tokens: TexToken[] = [];
	let at = 0;
	let gap: TexToken['gap'] = 0;
	const push = (kind: TexKind, spelled: string, length: number): void => {
		tokens.push({ kind, text: spelled, start: shift + at, end: shift + at + length, gap });
		gap = 0;
		at += length;
	};
	while (at < text.length) {
		const code = text.charCodeAt(at);
		const c = text[at]!;
		if (isBlank(code) || c === '~') {
			gap = c === '\n' ? (gap >= 2 ? 3 : 2) : gap === 0 ? 1 : gap;
			at++;
		} else if (c === '%') {
			const end = text.indexOf('\n', at);
			at = end < 0 ? text.length : end;
			if (gap === 0) gap = 1;
		} else if ((code >= 97 && code <= 122) || (code >= 65 && code <= 90)) push('letter', c, 1);
		else if (code >= 48 && code <= 57) push('digit', c, 1);
		else if (c === '\\') {
			COMMAND.lastIndex = at;
			const word = COMMAND.exec(text)![0];
			const name = word.slice(1);
			if (name === '\\') {
				ROW_SKIP.lastIndex = at + 2;
				push('row', '\\\\', 2 + ROW_SKIP.exec(text)![0].length);
			} else if (CUTS.has(name)) push('cut', name, 2);
			else if (name === '{' || name === '}' || name === '|') push('symbol', `\\${name}`, 2);
			else if (name === 'operatorname' && text[at + word.length] === '*') push('command', name, word.length + 1);
			else push('command', name, word.length);
		} else if (c === '{') push('open', c, 1);
		else if (c === '}') push('close', c, 1);
		else if (c === '^') push('sup', c, 1);
		else if (c === '_') push('sub', c, 1);
		else if (c === '&') push('align', c, 1);
		else if (c === "'" || c === '′' || c === '’') push('prime', '′', 1);
		else if (c === '″') push('prime', '′′', 1);
		else if (c === '$') push('cut', c, text[at + 1] === '$' ? 2 : 1);
		else if (c === '#' && /[1-9]/.test(text[at + 1] ?? '')) push('parameter', text[at + 1]!, 2);
		else if (c === ':' && text[at + 1] === '=') push('symbol', ':=', 2);
		else at = scanRare(text, at, push);
	}
	return tokens;
}

/** What is neither ASCII nor common. */
function scanRare(text: string, at: number, push: (kind: TexKind, spelled: string, length: number) => void): number {
	const c = String.fromCodePoint(text.codePointAt(at)!);
	const next = at + c.length;
	const sign = SIGNS.get(c);
	if (sign !== undefined) {
		push('command', sign, 1);
		return next;
	}
	LETTER.lastIndex = at;
	const letter = LETTER.exec(text)?.[0];
	if (letter !== undefined) {
		push('letter', letter.normalize('NFC'), letter.length);
		return at + letter.length;
	}
	RAISED.lastIndex = at;
	const raised = RAISED.exec(text)?.[0];
	if (raised !== undefined) {
		const digits = Array.from(raised, (d) => (d === '⁻' ? '-' : d === '⁺' ? '' : RAISED_DIGITS.indexOf(d))).join('');
		push('raised', digits, raised.length);
		return at + raised.length;
	}
	LOWERED.lastIndex = at;
	const lowered = LOWERED.exec(text)?.[0];
	if (lowered !== undefined) {
		push('lowered', Array.from(lowered, (d) => LOWERED_DIGITS.indexOf(d)).join(''), lowered.length);
		return at + lowered.length;
	}
	push('symbol', SPELLED.get(c) ?? c, c.length);
	return next;
}
