/**
 * The token scan of plain mathematics: where every number, name and operator stands. mathjs keeps no positions, so ranges come from here, and what
 * mathjs cannot read (`·`, `×`, `−`, `x²`, Korean names, `|x|`) is brought into its spelling token by token without losing its place.
 */
import { canonical, LIBRARIES, type Library } from './names.ts';

/** What a token is; `bad` is a character that plain mathematics has no use for. */
export type TokenKind =
	| 'number'
	| 'name'
	| 'operator'
	| 'superscript'
	| 'root'
	| 'open'
	| 'close'
	| 'bar'
	| 'list'
	| 'listEnd'
	| 'transpose'
	| 'comma'
	| 'assign'
	| 'update'
	| 'question'
	| 'colon'
	| 'semicolon'
	| 'newline'
	| 'bad';

export interface Token {
	readonly kind: TokenKind;
	/** Offsets into the scanned text. */
	readonly start: number;
	readonly end: number;
	/** The normalised spelling: `*` for `×`, a name in NFC, the digits of a superscript. */
	readonly text: string;
	/** The value of a number. */
	readonly value?: number;
	/** Set for an operator that works entry by entry (`.*`, `⊙`). */
	readonly elementwise?: boolean;
	/** The library a function's name was written with (`np.exp`). */
	readonly library?: Library;
}

const NAME =
	/(?:(?:np|numpy|math|Math|torch|jnp|F)\s*\.\s*(?=[A-Za-z]))?[\p{L}_][\p{L}\p{M}\p{Nd}_₀-₉′]*(?:(?<=_)\{[\p{L}\p{Nd}_,]*\})?/uy;
/** Digits may stand in groups (`1_000`), as programs write them. */
const NUMBER =
	/0[xX][0-9a-fA-F]+|0[bB][01]+|0[oO][0-7]+|(?:\d+(?:_\d+)*(?:\.(?![*/^]))?(?:\d+(?:_\d+)*)?|\.\d+)(?:[eE][+-]?\d+)?/y;
/** `½`, also behind a whole number. */
const FRACTION = /[¼-¾⅐-⅞]/;
/** Signs of a transpose directly behind what is transposed. The first one counts as a letter, and ends a name. */
const RAISED_T = new Set(['ᵀ', '⊤']);
const SUPERSCRIPT = /[⁺⁻]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+/y;
const SUPERSCRIPT_DIGITS = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** Operators of several characters. */
const LONG: ReadonlyMap<string, readonly [string, TokenKind, string]> = new Map(
	(
		[
			['===', 'operator', '=='],
			['!==', 'operator', '!='],
			['**=', 'bad', '**='],
			['**', 'operator', '^'],
			['.*', 'operator', '*'],
			['./', 'operator', '/'],
			['.^', 'operator', '^'],
			['<=', 'operator', '<='],
			['>=', 'operator', '>='],
			['==', 'operator', '=='],
			['!=', 'operator', '!='],
			['&&', 'operator', 'and'],
			['+=', 'update', '+'],
			['-=', 'update', '-'],
			['*=', 'update', '*'],
			['/=', 'update', '/'],
			[':=', 'assign', '='],
			['//', 'bad', '//'],
			['<<', 'bad', '<<'],
			['>>', 'bad', '>>'],
			['=>', 'bad', '=>'],
		] as const
	).map((entry) => [entry[0], entry]),
);
const LONG_SECOND = new Set('=*/^&<>');

const SHORT: ReadonlyMap<string, readonly [TokenKind, string]> = new Map<string, readonly [TokenKind, string]>([
	['+', ['operator', '+']],
	['＋', ['operator', '+']],
	['-', ['operator', '-']],
	['−', ['operator', '-']],
	['–', ['operator', '-']],
	['－', ['operator', '-']],
	['*', ['operator', '*']],
	['·', ['operator', '*']],
	['⋅', ['operator', '*']],
	['∙', ['operator', '*']],
	['•', ['operator', '*']],
	['∗', ['operator', '*']],
	['×', ['operator', '*']],
	['⊙', ['operator', '*']],
	['∘', ['operator', '*']],
	['＊', ['operator', '*']],
	['/', ['operator', '/']],
	['÷', ['operator', '/']],
	['∕', ['operator', '/']],
	['／', ['operator', '/']],
	['^', ['operator', '^']],
	['%', ['operator', 'mod']],
	['<', ['operator', '<']],
	['＜', ['operator', '<']],
	['>', ['operator', '>']],
	['＞', ['operator', '>']],
	['≤', ['operator', '<=']],
	['≥', ['operator', '>=']],
	['≠', ['operator', '!=']],
	['∧', ['operator', 'and']],
	['∨', ['operator', 'or']],
	['¬', ['operator', 'not']],
	['√', ['root', 'sqrt']],
	['∛', ['root', 'cbrt']],
	['(', ['open', '(']],
	['（', ['open', '(']],
	[')', ['close', ')']],
	['[', ['list', '[']],
	[']', ['listEnd', ']']],
	['）', ['close', ')']],
	['|', ['bar', '|']],
	['∣', ['bar', '|']],
	['｜', ['bar', '|']],
	[',', ['comma', ',']],
	['，', ['comma', ',']],
	['=', ['assign', '=']],
	['＝', ['assign', '=']],
	['?', ['question', '?']],
	['？', ['question', '?']],
	[':', ['colon', ':']],
	['：', ['colon', ':']],
	[';', ['semicolon', ';']],
	['；', ['semicolon', ';']],
	['\n', ['newline', '\n']],
	['\r', ['newline', '\n']],
]);

/** Signs of products, quotients and powers that are never those of matrices. */
const ELEMENTWISE = new Set(['.*', './', '.^', '⊙', '∘', '**']);

const WORDS: ReadonlyMap<string, string> = new Map([
	['mod', 'mod'],
	['and', 'and'],
	['or', 'or'],
	['not', 'not'],
]);

/** Named constants of the libraries whose functions are read with their prefix (`Math.E`); unprefixed ones are names. */
const LIBRARY_CONSTANTS: ReadonlyMap<string, number> = new Map([
	['PI', Math.PI],
	['pi', Math.PI],
	['E', Math.E],
	['e', Math.E],
	['LN2', Math.LN2],
	['LN10', Math.LN10],
	['SQRT2', Math.SQRT2],
	['inf', Infinity],
]);

function isSpace(code: number): boolean {
	return (
		code === 32 ||
		code === 9 ||
		code === 0xa0 ||
		code === 0x3000 ||
		(code >= 0x2000 && code <= 0x200b) ||
		code === 0xfeff
	);
}

/** Whether an operand ends with this token, so that a bar behind it closes, and two bars that have nothing to close mean `or`. */
function endsOperand(token: Token | undefined, closed: boolean): boolean {
	return (
		token !== undefined &&
		(token.kind === 'number' ||
			token.kind === 'name' ||
			token.kind === 'close' ||
			token.kind === 'listEnd' ||
			token.kind === 'transpose' ||
			token.kind === 'superscript' ||
			(token.kind === 'bar' && closed))
	);
}

/**
 * Scans `text` into tokens; a `#` starts a remark to the end of its line. Never throws: characters nobody knows become `bad` tokens.
 */
export function scan(text: string): Token[] {
	const tokens: Token[] = [];
	let bars = 0;
	/** Whether the last bar closed a pair. */
	let closed = false;
	let at = 0;
	while (at < text.length) {
		const code = text.charCodeAt(at);
		if (isSpace(code) || (code === 13 && text.charCodeAt(at + 1) === 10)) {
			at++;
			continue;
		}
		if (code === 35 /* # */) {
			while (at < text.length && text.charCodeAt(at) !== 10) at++;
			continue;
		}
		if ((code >= 48 && code <= 57) || (code === 46 && isDigit(text.charCodeAt(at + 1)))) {
			NUMBER.lastIndex = at;
			const found = NUMBER.exec(text);
			if (found !== null) {
				let end = at + found[0].length;
				let value = Number(found[0].replaceAll('_', ''));
				if (FRACTION.test(text.charAt(end)) && /^\d+$/.test(found[0])) value += fraction(text.charAt(end++));
				tokens.push({ kind: 'number', start: at, end, text: text.slice(at, end), value });
				at = end;
				continue;
			}
		}
		const letter = (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95;
		if (!letter && code < 128) {
			const pair = code === 124 && text.charCodeAt(at + 1) === 124 && bars === 0 && endsOperand(tokens.at(-1), closed);
			if (pair) {
				tokens.push({ kind: 'operator', start: at, end: at + 2, text: 'or' });
				at += 2;
				continue;
			}
			if (
				code === 33 /* ! */ &&
				text.charCodeAt(at + 1) !== 61 &&
				tokens.at(-1)?.kind !== 'bad' &&
				!endsOperand(tokens.at(-1), closed)
			) {
				tokens.push({ kind: 'operator', start: at, end: at + 1, text: 'not' });
				at++;
				continue;
			}
			const long = LONG_SECOND.has(text.charAt(at + 1))
				? (LONG.get(text.slice(at, at + 3)) ?? LONG.get(text.slice(at, at + 2)))
				: undefined;
			if (long !== undefined) {
				const [spelled, kind, spelling] = long;
				const elementwise = ELEMENTWISE.has(spelled);
				tokens.push({ kind, start: at, end: at + spelled.length, text: spelling, ...(elementwise && { elementwise }) });
				at += spelled.length;
				continue;
			}
		}
		if (!letter) {
			const short = SHORT.get(text.charAt(at));
			if (short !== undefined) {
				const [kind, spelling] = short;
				if (kind === 'bar') {
					closed = endsOperand(tokens.at(-1), closed) && bars > 0;
					bars += closed ? -1 : 1;
				}
				if (kind === 'newline' || kind === 'semicolon') bars = 0;
				const elementwise = ELEMENTWISE.has(text.charAt(at));
				tokens.push({ kind, start: at, end: at + 1, text: spelling, ...(elementwise && { elementwise }) });
				at++;
				continue;
			}
			if (code === 39 /* ' */ && tokens.at(-1)?.end === at && endsOperand(tokens.at(-1), closed)) {
				tokens.push({ kind: 'transpose', start: at, end: at + 1, text: "'" });
				at++;
				continue;
			}
			SUPERSCRIPT.lastIndex = at;
			const raised = SUPERSCRIPT.exec(text);
			if (raised !== null) {
				const end = at + raised[0].length;
				const digits = Array.from(raised[0], (c) =>
					c === '⁻' ? '-' : c === '⁺' ? '' : String(SUPERSCRIPT_DIGITS.indexOf(c)),
				).join('');
				tokens.push({ kind: 'superscript', start: at, end, text: digits, value: Number(digits) });
				at = end;
				continue;
			}
		}
		if (!letter && FRACTION.test(text.charAt(at))) {
			const sign = text.charAt(at);
			tokens.push({ kind: 'number', start: at, end: at + 1, text: sign, value: fraction(sign) });
			at++;
			continue;
		}
		if (RAISED_T.has(text.charAt(at)) && tokens.at(-1)?.end === at && endsOperand(tokens.at(-1), closed)) {
			tokens.push({ kind: 'transpose', start: at, end: at + 1, text: "'" });
			at++;
			continue;
		}
		NAME.lastIndex = at;
		const found = NAME.exec(text);
		if (found !== null) {
			at = pushName(tokens, text, at, found[0], closed);
			continue;
		}
		const width = (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
		const sign = text.slice(at, at + width);
		tokens.push({ kind: 'bad', start: at, end: at + width, text: sign === '∥' ? '‖' : sign });
		at += width;
	}
	return tokens;
}

/** The value of `½` and its like. */
function fraction(sign: string): number {
	const [above, below] = sign.normalize('NFKC').split('⁄');
	return Number(above) / Number(below);
}

function isDigit(code: number): boolean {
	return code >= 48 && code <= 57;
}

const CALL = /[ \t]*\(/y;

/** `mod(x, y)`: an operator's word where an operand is expected, before a bracket. */
function isCalled(text: string, end: number): boolean {
	CALL.lastIndex = end;
	return CALL.test(text);
}

function pushName(tokens: Token[], text: string, at: number, whole: string, closed: boolean): number {
	const raised = whole.indexOf('ᵀ');
	const spelled = raised > 0 ? whole.slice(0, raised) : whole;
	const end = at + spelled.length;
	const dot = spelled.indexOf('.');
	if (dot >= 0) {
		const own = spelled.slice(dot + 1).trim();
		const constant = LIBRARY_CONSTANTS.get(own);
		if (constant !== undefined && text.charAt(end) !== '(') {
			tokens.push({ kind: 'number', start: at, end, text: spelled, value: constant });
			return end;
		}
		const library = LIBRARIES.get(spelled.slice(0, dot).trim());
		tokens.push({ kind: 'name', start: at, end, text: own, ...(library !== undefined && { library }) });
		return end;
	}
	const word = WORDS.get(spelled);
	if (word === 'mod' && !endsOperand(tokens.at(-1), closed) && isCalled(text, end))
		tokens.push({ kind: 'name', start: at, end, text: word });
	else if (word !== undefined) tokens.push({ kind: 'operator', start: at, end, text: word });
	else if (spelled === 'true' || spelled === 'false')
		tokens.push({ kind: 'number', start: at, end, text: spelled, value: spelled === 'true' ? 1 : 0 });
	else tokens.push({ kind: 'name', start: at, end, text: canonical(spelled) });
	return end;
}
