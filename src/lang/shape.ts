/**
 * One statement's tokens, looked over before mathjs sees them: brackets that match, operands and operators in turn, nothing unsupported, no nesting
 * that would overflow its recursive parser. So every mistake has a message of ours at its own characters, and what passes is spelled the way mathjs reads.
 */
import type { Problem } from '../protocol.ts';
import { STATEMENT_WORDS } from './names.ts';
import type { Token } from './scan.ts';

/** How a name before a bracket is meant. */
export type CallTest = (name: string, operands: number) => boolean;

export interface Shape {
	/** What mathjs reads, and the token behind each of its symbols, in order. */
	readonly spelling: string;
	readonly tokens: readonly Token[];
	/** Offset in `spelling` of each token, to place mathjs' own complaints. */
	readonly offsets: readonly number[];
}

type Bracket = 'call' | 'group' | 'bars';

interface Level {
	readonly bracket: Bracket;
	readonly opener: Token;
	/** `?` that still want their `:`. */
	open: number;
	compared: boolean;
}

const UNSUPPORTED: ReadonlyMap<string, string> = new Map([
	['//', 'rounding division'],
	['!', 'factorial'],
	["'", 'transpose'],
	['[', 'matrices'],
	[']', 'matrices'],
	['{', 'braces'],
	['}', 'braces'],
	['"', 'strings'],
	['.', 'a dot'],
	['\\', 'LaTeX'],
	['$', 'a dollar sign'],
	['=>', 'an arrow'],
]);

const RELATIONS = new Set(['<', '>', '<=', '>=', '==', '!=']);

function startsOperand(token: Token | undefined): boolean {
	return token?.kind === 'name' || token?.kind === 'number';
}

/** A problem at a token; offsets are still those of the scanned text. */
export function problemAt(
	code: string,
	at: { readonly start: number; readonly end: number },
	...message: Problem['message']
): Problem {
	return { code, severity: 'error', range: { start: at.start, end: at.end }, message };
}

/** "not supported: X here" at X's own characters. */
export function unsupported(token: Token, spelled: string): Problem {
	const what = UNSUPPORTED.get(spelled);
	return what === undefined
		? problemAt('not-supported', token, 'Not supported in plain mathematics: {0}', spelled)
		: problemAt('not-supported', token, 'Not supported in plain mathematics: {0} ({1})', spelled, what);
}

/** Where each bracket closes and how many operands it holds, or the problem with the brackets. */
function matchBrackets(tokens: readonly Token[]): { readonly counts: ReadonlyMap<number, number> } | Problem {
	const counts = new Map<number, number>();
	const open: { index: number; commas: number }[] = [];
	for (let index = 0; index < tokens.length; index++) {
		const token = tokens[index]!;
		if (token.kind === 'open') open.push({ index, commas: 0 });
		else if (token.kind === 'comma') {
			const innermost = open.at(-1);
			if (innermost !== undefined) innermost.commas++;
		} else if (token.kind === 'close') {
			const opener = open.pop();
			if (opener === undefined) return problemAt('unopened', token, 'This bracket closes nothing');
			const empty = tokens[index - 1]!.kind === 'open';
			counts.set(opener.index, empty ? 0 : opener.commas + 1);
		}
	}
	const unclosed = open.at(-1);
	if (unclosed !== undefined) return problemAt('unclosed', tokens[unclosed.index]!, 'This bracket is not closed');
	return { counts };
}

/**
 * Looks over `tokens` (an expression, not empty) and spells it for mathjs, or says what is wrong with it. `nesting` bounds every recursion that the
 * text would cause; `isCall` tells `exp(x)` from the product `x(y + 1)`.
 */
export function shapeOf(tokens: readonly Token[], nesting: number, isCall: CallTest): Shape | Problem {
	const deep = tooDeep(tokens, nesting);
	if (deep !== undefined) return deep;
	const foreign = tokens.find((token) => token.kind === 'bad');
	if (foreign !== undefined) return unsupported(foreign, foreign.text);
	const matched = matchBrackets(tokens);
	if ('code' in matched) return matched;
	return new Speller(tokens, isCall, matched.counts).spell();
}

/** The first token whose nesting passes the bound, if any: brackets, `^`, signs, `?:` all cost mathjs a recursion. */
function tooDeep(tokens: readonly Token[], nesting: number): Problem | undefined {
	const levels: { chain: number; questions: number; readonly bars: boolean }[] = [
		{ chain: 0, questions: 0, bars: false },
	];
	let depth = 0;
	let operandBefore = false;
	for (const token of tokens) {
		const level = levels.at(-1)!;
		switch (token.kind) {
			case 'open':
				levels.push({ chain: 0, questions: 0, bars: false });
				depth++;
				operandBefore = false;
				break;
			case 'close':
				if (levels.length > 1) {
					levels.pop();
					depth -= 1 + level.chain + level.questions;
				}
				operandBefore = true;
				break;
			case 'question':
				depth += 1 - level.chain;
				level.chain = 0;
				level.questions++;
				operandBefore = false;
				break;
			case 'comma':
				depth -= level.chain + level.questions;
				level.chain = 0;
				level.questions = 0;
				operandBefore = false;
				break;
			case 'operator':
				if (token.text === '^' || token.text === 'not' || !operandBefore) {
					level.chain++;
					depth++;
				} else {
					depth -= level.chain;
					level.chain = 0;
				}
				operandBefore = false;
				break;
			case 'bar':
				if (operandBefore && level.bars) {
					levels.pop();
					depth -= 1 + level.chain + level.questions;
				} else {
					levels.push({ chain: 0, questions: 0, bars: true });
					depth++;
					operandBefore = false;
				}
				break;
			case 'colon':
				depth -= level.chain;
				level.chain = 0;
				operandBefore = false;
				break;
			case 'root':
				level.chain++;
				depth++;
				operandBefore = false;
				break;
			case 'newline':
				break;
			default:
				operandBefore = true;
		}
		if (depth > nesting) return problemAt('too-deep', token, 'Nested deeper than {0} levels', nesting);
	}
	return undefined;
}

class Speller {
	private readonly source: readonly Token[];
	private readonly isCall: CallTest;
	private readonly counts: ReadonlyMap<number, number>;
	private readonly out: Token[] = [];
	private readonly offsets: number[] = [];
	private readonly parts: string[] = [];
	private length = 0;
	private readonly levels: Level[] = [];
	private expecting = true;
	/** Brackets whose opening was spelled together with the function's name. */
	private readonly calls = new Set<number>();

	constructor(source: readonly Token[], isCall: CallTest, counts: ReadonlyMap<number, number>) {
		this.source = source;
		this.isCall = isCall;
		this.counts = counts;
		this.levels.push(this.level('group', source[0]!));
	}

	spell(): Shape | Problem {
		for (let index = 0; index < this.source.length; index++) {
			const problem = this.take(index);
			if (problem !== undefined) return problem;
		}
		const last = this.source.at(-1)!;
		const level = this.levels.at(-1)!;
		if (this.levels.length > 1) return problemAt('unclosed', level.opener, 'This bar is not closed');
		if (this.expecting) return problemAt('missing-operand', last, 'Something is missing after {0}', last.text);
		if (level.open > 0) return problemAt('missing-branch', last, 'The other branch is missing: {0}', 'a ? b : c');
		return { spelling: this.parts.join(''), tokens: this.out, offsets: this.offsets };
	}

	private level(bracket: Bracket, opener: Token): Level {
		return { bracket, opener, open: 0, compared: false };
	}

	private put(spelled: string, token: Token): void {
		this.offsets.push(this.length);
		this.out.push(token);
		this.parts.push(spelled, ' ');
		this.length += spelled.length + 1;
	}

	private take(index: number): Problem | undefined {
		const token = this.source[index]!;
		const level = this.levels.at(-1)!;
		switch (token.kind) {
			case 'number':
				this.put('1', token);
				this.expecting = false;
				return undefined;
			case 'name':
				return this.takeName(index, token);
			case 'root':
				return this.takeRoot(index, token);
			case 'superscript':
				if (this.expecting) return problemAt('missing-operand', token, 'Something is missing before {0}', token.text);
				return this.takeSuperscript(index, token);
			case 'open':
				if (this.calls.has(index)) {
					this.levels.push(this.level('call', token));
					this.expecting = true;
					return undefined;
				}
				if (this.counts.get(index) === 0) return problemAt('missing-operand', token, 'These brackets are empty');
				this.put('(', token);
				this.levels.push(this.level('group', token));
				this.expecting = true;
				return undefined;
			case 'close':
				return this.takeClose(token, level);
			case 'bar':
				return this.takeBar(token, level);
			case 'comma':
				if (this.expecting) return problemAt('missing-operand', token, 'Something is missing before {0}', token.text);
				if (level.bracket !== 'call') return problemAt('unexpected', token, 'Not understood here: {0}', token.text);
				if (level.open > 0) return problemAt('missing-branch', token, 'The other branch is missing: {0}', 'a ? b : c');
				this.put(',', token);
				level.compared = false;
				this.expecting = true;
				return undefined;
			case 'question':
				if (this.expecting) return problemAt('missing-operand', token, 'Something is missing before {0}', token.text);
				level.open++;
				level.compared = false;
				this.put('?', token);
				// mathjs reads a conditional in the first branch only within brackets.
				this.put('(', synthetic(token));
				this.expecting = true;
				return undefined;
			case 'colon':
				if (this.expecting) return problemAt('missing-operand', token, 'Something is missing before {0}', token.text);
				if (level.open === 0) return unsupported(token, ':');
				level.open--;
				level.compared = false;
				this.put(')', synthetic(token));
				this.put(':', token);
				this.expecting = true;
				return undefined;
			case 'operator':
				return this.takeOperator(token, level);
			case 'assign':
			case 'update':
				return problemAt(
					'unexpected',
					token,
					'Only a name or f(x) can stand before {0}',
					token.kind === 'update' ? token.text + '=' : '=',
				);
			case 'newline':
				return undefined;
			default:
				return unsupported(token, token.text);
		}
	}

	private takeName(index: number, token: Token): Problem | undefined {
		if (STATEMENT_WORDS.has(token.text) && (!this.expecting || startsOperand(this.source[index + 1])))
			return unsupported(token, token.text);
		this.expecting = false;
		const operands = this.source[index + 1]?.kind === 'open' ? this.counts.get(index + 1) : undefined;
		if (operands === undefined) {
			this.put('v', token);
		} else if (this.isCall(token.text, operands)) {
			const opener = this.source[index + 1]!;
			this.put('f', token);
			this.put('(', opener);
			this.calls.add(index + 1);
		} else {
			this.put('(', synthetic(token));
			this.put('v', token);
			this.put(')', synthetic(token));
		}
		return undefined;
	}

	private takeRoot(index: number, token: Token): Problem | undefined {
		const next = this.source[index + 1];
		if (next?.kind === 'open' && this.counts.get(index + 1) === 1) {
			this.put('f', token);
			this.put('(', next);
			this.calls.add(index + 1);
			this.expecting = false;
			return undefined;
		}
		return problemAt(
			'missing-brackets',
			token,
			'Write the operand of {0} in brackets',
			token.text === 'cbrt' ? '∛' : '√',
		);
	}

	private takeSuperscript(index: number, token: Token): Problem | undefined {
		const next = this.source[index + 1];
		if (next?.kind === 'superscript' || (next?.kind === 'operator' && next.text === '^'))
			return problemAt('unexpected', next, 'Not understood here: {0}', next.text);
		this.put('^', token);
		this.put('1', token);
		return undefined;
	}

	private takeClose(token: Token, level: Level): Problem | undefined {
		if (level.bracket === 'bars') return problemAt('unclosed', level.opener, 'This bar is not closed');
		const empty = this.out.at(-1)?.kind === 'open' && level.bracket === 'call';
		if (this.expecting && !empty)
			return problemAt('missing-operand', token, 'Something is missing before {0}', token.text);
		if (level.open > 0) return problemAt('missing-branch', token, 'The other branch is missing: {0}', 'a ? b : c');
		this.levels.pop();
		this.put(')', token);
		this.expecting = false;
		return undefined;
	}

	private takeBar(token: Token, level: Level): Problem | undefined {
		if (!this.expecting && level.bracket === 'bars') {
			if (level.open > 0) return problemAt('missing-branch', token, 'The other branch is missing: {0}', 'a ? b : c');
			this.levels.pop();
			this.put(')', token);
			this.expecting = false;
			return undefined;
		}
		this.put('f', token);
		this.put('(', synthetic(token));
		this.levels.push(this.level('bars', token));
		this.expecting = true;
		return undefined;
	}

	private takeOperator(token: Token, level: Level): Problem | undefined {
		if (this.expecting) {
			if (token.text !== '-' && token.text !== '+' && token.text !== 'not') {
				return problemAt('missing-operand', token, 'Something is missing before {0}', token.text);
			}
		} else if (token.text === 'not') {
			return problemAt('unexpected', token, 'Not understood here: {0}', token.text);
		} else if (RELATIONS.has(token.text)) {
			if (level.compared)
				return problemAt(
					'not-supported',
					token,
					'Not supported in plain mathematics: {0} ({1})',
					token.text,
					'a chain of comparisons; write "and" between them',
				);
			level.compared = true;
		} else if (token.text === 'and' || token.text === 'or') {
			level.compared = false;
		}
		this.put(token.text, token);
		this.expecting = true;
		return undefined;
	}
}

/** A bracket that the text does not write; it lends no characters to any range. */
function synthetic(token: Token): Token {
	return { kind: 'open', start: token.start, end: token.start, text: '' };
}
