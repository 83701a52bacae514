/**
 * The words and signs of JavaScript and TypeScript, and the patterns by which their scanner finds them.
 */

/** The openers of a template literal and of an expression in it. */
export const TEMPLATE = '`';
export const FIELD = '${';

/** Words that can be nothing else; `let`, `of`, `async` and TypeScript's own words are names where they are not. */
export const KEYWORDS: ReadonlySet<string> = new Set(
	(
		'break case catch class const continue debugger default delete do else enum export extends false finally for function if import in ' +
		'instanceof new null return switch throw true try typeof var void while with yield await'
	).split(' '),
);

/** Keywords that are an operand by themselves: a slash behind them divides. */
export const VALUES: ReadonlySet<string> = new Set(['false', 'null', 'true']);

export const NAME = /#?[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*/uy;
export const NUMBER =
	/0[xX][0-9a-fA-F][0-9a-fA-F_]*n?|0[bB][01][01_]*n?|0[oO][0-7][0-7_]*n?|(?:\d[\d_]*\.?(?:\d[\d_]*)?|\.\d[\d_]*)(?:[eE][-+]?\d[\d_]*)?n?/y;
export const OPERATOR =
	/>>>=|\.\.\.|===|!==|\*\*=|<<=|>>=|>>>|&&=|\|\|=|\?\?=|=>|==|!=|<=|>=|&&|\|\||\?\?|\?\.(?!\d)|\+\+|--|\+=|-=|\*=|\/=|%=|&=|\|=|\^=|<<|>>|\*\*|[-+*/%&|^!~<>=?:;,.@]/y;
/** A regular expression on its line. */
export const PATTERN = /\/(?![*/])(?:[^\\/[\n\r]|\\[^\n\r]|\[(?:[^\]\\\n\r]|\\[^\n\r])*\])+\/[\p{ID_Continue}$]*/uy;
/** What a line begins with that can only be a new statement. */
export const NEW_STATEMENT =
	/(?:const|let|var|function|class|return|if|for|while|do|switch|try|throw|import|export|interface|type)\b(?![ \t]*[:=])|[\p{L}_$][\p{L}\p{N}_$.]*(?:[ \t]*\[[^\]\n\r]*\])?[ \t]*(?:[-+*/%&|^]|\*\*|\?\?|&&|\|\|)?=(?![=>])/uy;

const SIMPLE: ReadonlyMap<string, string> = new Map([
	['b', '\b'],
	['f', '\f'],
	['n', '\n'],
	['r', '\r'],
	['t', '\t'],
	['v', '\v'],
	['0', '\0'],
]);
const ESCAPE = /\\(?:\r\n|x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|u\{([0-9a-fA-F]{1,6})\}|([^]))/g;

/** The characters that the inside of a string or template denotes. */
export function decode(inside: string): string {
	if (!inside.includes('\\')) return inside;
	return inside.replace(ESCAPE, (whole: string, x?: string, u?: string, wide?: string, other?: string): string => {
		const hex = x ?? u ?? wide;
		if (hex === undefined) return other === undefined || other === '\n' ? '' : (SIMPLE.get(other) ?? other);
		const code = Number.parseInt(hex, 16);
		return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
	});
}
