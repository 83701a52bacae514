/**
 * Reads what a user types into a console, a watch or a condition. It is read as Python, whatever notation the program is in, with the program's own
 * spelling of names; in mathematics `^` is a power, `2·x` a product and `∂f/∂x` a gradient. What Python cannot read is read in the program's language.
 */
import { KEYWORDS } from '../../lang/python-lexicon.ts';
import { parseJavaScript } from '../../lang/javascript.ts';
import { parsePython } from '../../lang/python.ts';
import type { ParsedScript, Script } from '../../lang/script.ts';
import type { Problem, Range } from '../../protocol.ts';
import type { NotEvaluated } from '../../protocol-debug.ts';

/** A longer text is no expression that somebody typed. */
export const LONGEST_EXPRESSION = 10_000;
const NESTING = 200;

export interface Notation {
	/** A formula of mathematics rather than code. */
	readonly mathematics: boolean;
	readonly javascript: boolean;
	/** How names are written → what they are called. */
	readonly spellings: ReadonlyMap<string, string>;
	/** The program's own functions: calls of JavaScript's are read in its language. */
	readonly functions: ReadonlySet<string>;
}

export interface ReadExpression {
	readonly script: Script;
	/** The text that was parsed. */
	readonly text: string;
	/** What names of the script stand for that Python could not read. */
	readonly aliases: ReadonlyMap<string, string>;
	/** A range of the parsed text as one of the text that was typed. */
	readonly place: (range: Range) => Range;
}

/** Characters of mathematics that mean one of Python's. */
const SIGNS: ReadonlyMap<string, string> = new Map([
	['−', '-'],
	['·', '*'],
	['×', '*'],
	['⋅', '*'],
	['÷', '/'],
	['≤', '<='],
	['≥', '>='],
	['≠', '!='],
	['∞', 'inf'],
]);

const WORD = /[\p{ID_Start}_$][\p{ID_Continue}$]*/uy;
const WORDS = new RegExp(WORD.source, 'gu');
const QUOTED = /'(?:[^'\\\n]|\\.)*'?|"(?:[^"\\\n]|\\.)*"?/y;
/** `∂f/∂x`, `df/dx`: the names behind them. */
const DERIVATIVE = /(∂\s*|d)([\p{ID_Start}_][\p{ID_Continue}]*)\s*\/\s*(∂\s*|d)([\p{ID_Start}_][\p{ID_Continue}]*)/uy;

/** Letters that no program's name begins with: they stand for names that are none in Python. */
const PLACEHOLDER = 'ᚠ';

export function readExpression(typed: string, notation: Notation): ReadExpression | NotEvaluated {
	if (typed.trim() === '')
		return { problem: 'empty', message: ['An expression is wanted here'], range: { start: 0, end: typed.length } };
	if (typed.length > LONGEST_EXPRESSION)
		return {
			problem: 'too-long',
			message: ['An expression has at most {0} characters', LONGEST_EXPRESSION],
			range: { start: LONGEST_EXPRESSION, end: typed.length },
		};
	const { aliases, place, text } = respelt(typed, notation);
	const whole = { start: 0, end: text.length };
	const parsers = [parsePython, ...(notation.javascript ? [parseJavaScript] : [])];
	if (calls(text, notation.functions)) parsers.reverse();
	const readings = parsers.map((parse): ParsedScript => parse(text, whole, { nesting: NESTING }));
	const parsed = readings.find((reading) => troubleOf(reading, whole) === null) ?? readings[0]!;
	const trouble = troubleOf(parsed, whole);
	if (trouble !== null) return { problem: trouble.code, message: trouble.message, range: place(trouble.range) };
	return { script: parsed.script, text, aliases, place };
}

function calls(text: string, functions: ReadonlySet<string>): boolean {
	return functions.size > 0 && (text.match(WORDS) ?? []).some((word) => functions.has(word));
}

/** What keeps a script from being one expression. */
function troubleOf({ problems, script }: ParsedScript, whole: Range): Problem | null {
	const error = problems.find(({ severity }) => severity === 'error');
	if (error !== undefined) return error;
	const [only, second] = script.body;
	const wrong = second ?? (only?.kind === 'expression' ? undefined : only);
	if (only !== undefined && wrong === undefined) return null;
	const range = wrong?.range ?? whole;
	if (wrong?.kind === 'assign' || wrong?.kind === 'augment')
		return {
			code: 'assignment',
			severity: 'error',
			range,
			message: ['This is an assignment, not an expression: `==` compares'],
		};
	return { code: 'not-an-expression', severity: 'error', range, message: ['An expression is wanted here'] };
}

/** The text as Python can read it, with where each of its characters came from. */
function respelt(typed: string, { mathematics, spellings }: Notation): Omit<ReadExpression, 'script'> {
	const aliases = new Map<string, string>();
	const strange = [...spellings.keys()]
		.filter((name) => name !== '' && !isName(name, mathematics))
		.sort((a, b) => b.length - a.length);
	let text = '';
	const origin: number[] = [];
	const put = (written: string, at: number): void => {
		text += written;
		for (let k = 0; k < written.length; k++) origin.push(at);
	};
	const alias = (name: string): string => {
		const stand = `${PLACEHOLDER}${aliases.size}`;
		aliases.set(stand, name);
		return stand;
	};
	for (let at = 0; at < typed.length;) {
		const derivative = match(DERIVATIVE, typed, at);
		if (derivative !== null && isDerivative(derivative, spellings)) {
			put(`grad(${derivative[2]}, ${derivative[4]})`, at);
			at += derivative[0].length;
			continue;
		}
		const name = strange.find((each) => typed.startsWith(each, at) && !continues(typed, at, each));
		if (name !== undefined) {
			put(alias(spellings.get(name)!), at);
			at += name.length;
			continue;
		}
		const [piece] = match(QUOTED, typed, at) ?? match(WORD, typed, at) ?? [null];
		if (piece !== null) {
			for (let k = 0; k < piece.length; k++) put(piece[k]!, at + k);
			at += piece.length;
			continue;
		}
		const sign = SIGNS.get(typed[at]!) ?? (mathematics && typed[at] === '^' ? '**' : typed[at]!);
		put(sign, at);
		at++;
	}
	origin.push(typed.length);
	const place = ({ start, end }: Range): Range => {
		const from = origin[Math.min(start, origin.length - 1)]!;
		if (end <= start) return { start: from, end: from };
		// Up to where the next character came from: what was respelt is blamed whole.
		const last = origin[Math.min(end, origin.length) - 1]!;
		let next = Math.min(end, origin.length - 1);
		while (next < origin.length - 1 && origin[next] === last) next++;
		return { start: from, end: Math.max(from, origin[next]!) };
	};
	return { text, aliases, place };
}

function match(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
	pattern.lastIndex = at;
	return pattern.exec(text);
}

/** `df/dx` is a quotient where the program has such names. */
function isDerivative(found: RegExpExecArray, spellings: ReadonlyMap<string, string>): boolean {
	const [, d, , by] = found;
	if (d !== 'd' || by !== 'd') return d !== 'd' && by !== 'd';
	return !spellings.has(`d${found[2]}`) && !spellings.has(`d${found[4]}`);
}

/** Whether Python reads it as one name. */
function isName(name: string, mathematics: boolean): boolean {
	if (match(WORD, name, 0)?.[0] !== name) return false;
	return !(mathematics && KEYWORDS.has(name));
}

/** Whether a name goes on behind, or before, where it was found. */
function continues(text: string, at: number, name: string): boolean {
	const before = at > 0 && /[\p{ID_Continue}]/u.test(text[at - 1]!) && /^[\p{ID_Start}_]/u.test(name);
	return before || (/[\p{ID_Continue}]$/u.test(name) && /[\p{ID_Continue}]/u.test(text[at + name.length] ?? ''));
}
