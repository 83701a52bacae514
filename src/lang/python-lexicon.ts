/**
 * The words and signs of Python, and the patterns by which its scanner finds them.
 */

/** The openers of an f-string, of a field in it and of the field's format. */
export const FSTRING = 'f"';
export const FIELD = 'f{';
export const FORMAT = 'f:';

export const KEYWORDS: ReadonlySet<string> = new Set([
	'False',
	'None',
	'True',
	...'and as assert async await break class continue def del elif else except finally for from global if'.split(' '),
	...'import in is lambda nonlocal not or pass raise return try while with yield'.split(' '),
]);

export const NAME = /[\p{XID_Start}_][\p{XID_Continue}]*/uy;
export const NUMBER =
	/(?:0[xX](?:_?[0-9a-fA-F])+|0[bB](?:_?[01])+|0[oO](?:_?[0-7])+|(?:(?:\d(?:_?\d)*)?\.\d(?:_?\d)*|\d(?:_?\d)*\.?)(?:[eE][-+]?\d(?:_?\d)*)?)[jJlL]?/y;
export const OPERATOR = /\*\*=?|\/\/=?|>>=?|<<=?|<=|>=|==|!=|<>|->|\.\.\.|:=|[-+*/%@&|^]=?|[~<>=.,:;]/y;
export const CONVERSION = /![rsa](?=[ \t]*[:}])/y;
export const CONTINUATION = /\\[ \t]*(?:\r\n|\n|\r|$)/y;
/** `%matplotlib inline`, `!ls`, `?name`, `name??`. */
export const MAGIC = /[%!?][^\n\r]*|[\w.]+\?{1,2}[ \t]*(?=[\r\n]|$)/y;
/** Cells in another language. */
export const FOREIGN_CELL =
	/%%(?:bash|sh|script|cmd|html|svg|javascript|js|latex|markdown|writefile|file|perl|ruby|python2|R|sql|capture_html)\b/y;
/** What a line begins with that can only be a new statement, in an open bracket too. */
export const NEW_STATEMENT =
	/(?:(?:def|class|return|import|from|while|with|try|raise|global|nonlocal|pass|break|continue|assert|del|print|elif|except|finally)\b|@|(?:if|for)\b[^\n\r]*:[ \t]*(?:#[^\n\r]*)?(?=[\r\n]|$)|[\p{L}_][\p{L}\p{N}_.]*(?:[ \t]*\[[^\]\n\r]*\])?(?:[ \t]*,[ \t]*[\p{L}_][\p{L}\p{N}_.]*)*[ \t]*(?:[-+*/%@&|^]|\*\*|\/\/|>>|<<)?=(?!=))/uy;

/** What each closing bracket closes. */
export const CLOSERS: ReadonlyMap<string, readonly string[]> = new Map([
	[')', ['(']],
	[']', ['[']],
	['}', ['{', FIELD]],
]);

const codesOf = (characters: string): ReadonlySet<number> =>
	new Set(Array.from(characters, (each) => each.charCodeAt(0)));
/** What the prefix of a string may begin with. */
export const PREFIXES = codesOf('rbfutRBFUT');
/** What operators consist of; where no second one follows, it is an operator by itself. */
export const SIGNS = codesOf('+-*/%@&|^~<>=.,:;');

export function isBlank(code: number): boolean {
	return code === 32 || code === 9 || code === 12 || code === 0xa0 || code === 0x3000;
}

export function isEnd(code: number): boolean {
	return code === 10 || code === 13;
}

/** Where a name of plain letters ends that begins at a place; -1 where there may be others in it. */
export function asciiNameEnd(text: string, at: number): number {
	for (let end = at; ; end++) {
		const code = text.charCodeAt(end);
		const inName =
			(code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95 || (code >= 48 && code <= 57);
		if (!inName) return code > 127 ? -1 : end;
	}
}
