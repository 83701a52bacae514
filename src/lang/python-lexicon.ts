/**
 * The words and signs of Python, and the patterns by which its scanner finds them.
 */

/** The openers of an f-string, of a field in it and of the field's format. */
export const FSTRING = 'f"';
export const FIELD = 'f{';
export const FORMAT = 'f:';

export const KEYWORDS: ReadonlySet<string> = new Set(
	(
		'False None True and as assert async await break class continue def del elif else except finally for from global if import in is lambda ' +
		'nonlocal not or pass raise return try while with yield'
	).split(' '),
);

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

/** What a pattern matches at a place. */
export function matches(pattern: RegExp, text: string, at: number): string | undefined {
	pattern.lastIndex = at;
	return pattern.exec(text)?.[0];
}
