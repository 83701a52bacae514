/**
 * The words and shapes of the `@grad` grammar, as patterns matched where the reader stands.
 */

const GROUP = String.raw`\{[^{}\n=]{1,30}(?:\{[^{}\n=]{1,30}\}[^{}\n=]{0,30})?\}`;
const STYLES =
	'widehat|hat|overline|bar|widetilde|tilde|ddot|dot|check|vec|mathbf|boldsymbol|bm|pmb|mathrm|mathcal|mathbb|mathscr|mathsf|mathit|operatorname|textbf|textit|textrm|text';
const FIRST = String.raw`\\(?:${STYLES})(?![A-Za-z])[ ]*(?:${GROUP}|\\[A-Za-z]+|\p{L})|\\[A-Za-z]+|[\p{L}_]`;
const SCRIPT = String.raw`(?<=_)(?:${GROUP}|\\[A-Za-z]+(?:${GROUP})?)|\^(?:${GROUP}|\\[A-Za-z]+(?:${GROUP})?|\([^()\n=]{1,20}\)|[\p{L}\p{N}]+|[*+-])|['’″]`;
/** A name as formulas have it: letters and digits, with accents, scripts and primes in plain or in LaTeX's spelling. */
const NAMED = String.raw`(?:${FIRST})(?:[\p{L}\p{M}\p{N}_′]|${SCRIPT})*`;

export const NAME = new RegExp(NAMED, 'uy');
export const TAG = /(?<![\p{L}\p{N}_@.])@([\p{L}][\p{L}\p{N}_-]*)/gu;
export const CLAUSES = ['at', 'wrt', 'for', 'no-grad', 'expect', 'upstream', 'seed', 'tol'] as const;
export const SPELLINGS: ReadonlyMap<string, Clause> = new Map<string, Clause>([
	...CLAUSES.map((clause) => [clause, clause] as const),
	['for', 'wrt'],
	['no_grad', 'no-grad'],
	['nograd', 'no-grad'],
]);
export type Clause = (typeof CLAUSES)[number];

export const CLAUSE_WORD = /(?:at|wrt|for|no-grad|no_grad|nograd|expect|upstream|seed|tol)(?![\p{L}\p{N}_-])/uy;
export const BINDING_AHEAD = new RegExp(
	String.raw`${NAMED}[ \t]*(?:=(?!=)|:[ \t]*(?:$|[\d(=]|(?:float64|float32|int64|bool)\b|[\p{L}_][\p{L}\p{N}_]*[ \t]*(?:[=,;x×]|$)))`,
	'muy',
);
/** A clause at the start of a line is one only if it goes on like one: prose also says "at" and "for". */
export const CLAUSE_AHEAD = new RegExp(
	String.raw`(?:at[ \t]+${NAMED}[ \t]*[=:]|(?:wrt|for)[ \t]+${NAMED}[ \t]*(?:,|$|(?:at|expect|upstream|seed|tol|no-grad)[ \t])|no[-_]grad\b|expect[ \t]+[^\n]*[=≈]|upstream[ \t]*[=\d[-]|seed[ \t]*(?:=[ \t]*)?\d|tol[ \t]*(?:=[ \t]*)?[\d.])`,
	'muy',
);
export const NEXT_BINDING = new RegExp(
	String.raw`[ \t]+(?:${NAMED}|∂)(?:[\p{L}\p{M}\p{N}_′'./∂[\]]|[\^_\\]|${GROUP})*[ \t]*[=≈:](?!=)`,
	'uy',
);
export const REMARK = /[ \t]--(?=[ \t]|$)/my;
export const SIGN_OF_ANNOTATION =
	/^[ \t]+(?:(?:at|wrt|expect|upstream|seed|tol|no-grad)(?![\p{L}\p{N}_])|(?:[\p{L}_][\p{L}\p{N}_]*[ \t]+)?(?:(?:at|for|wrt|expect)[ \t]+)?[\p{L}_\\][\p{L}\p{N}_]*[ \t]*[=:][ \t]*[-\d[(\p{L}])/u;
export const FULL_WIDTH: ReadonlyMap<string, string> = new Map(
	Object.entries({
		'，': ',',
		'、': ',',
		'：': ':',
		'＝': '=',
		'（': '(',
		'）': ')',
		'；': ';',
		'［': '[',
		'］': ']',
		'＠': '@',
		'－': '-',
		'\u3000': ' ',
		'\t': ' ',
		'\r': ' ',
		'＋': '+',
		'／': '/',
	}),
);
export const BINDING_START = new RegExp(String.raw`${NAMED}[ ]*[=:](?!=)`, 'uy');
/** A derivative's numerator and its stroke: `df/d`, `∂L/∂`. */
export const NUMERATOR = new RegExp(
	String.raw`(?:∂[ ]*|\\partial[ ]*|d[ ]*(?=[\p{L}_\\]))(${NAMED})[ ]*\/[ ]*(?:∂[ ]*|\\partial[ ]*|d[ ]*(?=[\p{L}_\\]))`,
	'uy',
);
export const CLAUSE_WORD_TEXT = /^(?:at|wrt|for|no-grad|no_grad|nograd|expect|upstream|seed|tol)/;

/** One character for one, so that offsets stay. */
export function halfWidth(text: string): string {
	return text.replace(/[，、：＝（）；［］＠－＋／\u3000\t\r]/g, (c) => FULL_WIDTH.get(c) ?? c);
}
