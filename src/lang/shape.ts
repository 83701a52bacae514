/**
 * One statement's tokens, looked over before mathjs sees them: brackets that match, operands and operators in turn, nothing unsupported, no nesting
 * that would overflow its recursive parser. So every mistake has a message of ours at its own characters, and what passes is spelled the way mathjs reads.
 */
import type { Problem } from '../protocol.ts';
import { matchBrackets, tooDeep, type Brackets } from './brackets.ts';
import { STATEMENT_WORDS } from './names.ts';
import type { Token } from './scan.ts';
import { problemAt } from './trouble.ts';

/** How a name before a bracket is meant. */
export type CallTest = (name: string, operands: number) => boolean;

export interface Shape {
	/** What mathjs reads, and the token behind each of its symbols, in order. */
	readonly spelling: string;
	readonly tokens: readonly Token[];
	/** Offset in `spelling` of each token, to place mathjs' own complaints. */
	readonly offsets: readonly number[];
	/** The square brackets whose rows semicolons part. */
	readonly rowed: ReadonlySet<Token>;
}

type Bracket = 'call' | 'group' | 'bars' | 'list' | 'index';

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
	["'", 'an apostrophe'],
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

/** "not supported: X here" at X's own characters. */
export function unsupported(token: Token, spelled: string): Problem {
	const what = UNSUPPORTED.get(spelled);
	return what === undefined
		? problemAt('not-supported', token, 'Not supported in plain mathematics: {0}', spelled)
		: problemAt('not-supported', token, 'Not supported in plain mathematics: {0} ({1})', spelled, what);
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
	return new Speller(tokens, isCall, matched).spell();
}

class Speller {
	private readonly source: readonly Token[];
	private readonly isCall: CallTest;
	private readonly counts: ReadonlyMap<number, number>;
	private readonly rowed: ReadonlySet<Token>;
	private readonly out: Token[] = [];
	private readonly offsets: number[] = [];
	private readonly parts: string[] = [];
	private length = 0;
	private readonly levels: Level[] = [];
	private expecting = true;
	/** Brackets whose opening was spelled together with the function's name. */
	private readonly calls = new Set<number>();

	constructor(source: readonly Token[], isCall: CallTest, { counts, rowed }: Brackets) {
		this.source = source;
		this.isCall = isCall;
		this.counts = counts;
		this.rowed = rowed;
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
		return { spelling: this.parts.join(''), tokens: this.out, offsets: this.offsets, rowed: this.rowed };
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
			case 'list':
				return this.takeList(index, token);
			case 'listEnd':
				return this.takeListEnd(token, level);
			case 'transpose':
				this.put("'", token);
				return undefined;
			case 'semicolon':
				if (level.bracket !== 'list') return unsupported(token, token.text);
				return this.takeSeparator(token, level);
			case 'bar':
				return this.takeBar(token, level);
			case 'comma':
				if (level.bracket === 'group' || level.bracket === 'bars')
					return problemAt('unexpected', token, 'Not understood here: {0}', token.text);
				return this.takeSeparator(token, level);
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
				if (this.isWholeAxis(index, level)) {
					this.put('v', token);
					this.expecting = false;
					return undefined;
				}
				if (this.expecting) return problemAt('missing-operand', token, 'Something is missing before {0}', token.text);
				if (level.open === 0 && level.bracket === 'index') {
					this.put(':', token);
					this.expecting = true;
					return undefined;
				}
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

	/** `A[:, 1]`: a colon that stands alone. */
	private isWholeAxis(index: number, level: Level): boolean {
		const next = this.source[index + 1]?.kind;
		return level.bracket === 'index' && this.expecting && (next === 'comma' || next === 'listEnd');
	}

	/** A matrix where an operand is expected, else an index. */
	private takeList(index: number, token: Token): Problem | undefined {
		if (this.source[index + 1]?.kind === 'listEnd')
			return problemAt('missing-operand', token, 'These brackets are empty');
		const before = this.source[index - 1];
		const isIndex =
			!this.expecting &&
			before?.end === token.start &&
			(before.kind === 'name' || before.kind === 'close' || before.kind === 'listEnd');
		this.put('[', token);
		this.levels.push(this.level(isIndex ? 'index' : 'list', token));
		this.expecting = true;
		return undefined;
	}

	private takeListEnd(token: Token, level: Level): Problem | undefined {
		if (level.bracket === 'bars') return problemAt('unclosed', level.opener, 'This bar is not closed');
		if (this.expecting) return problemAt('missing-operand', token, 'Something is missing before {0}', token.text);
		if (level.open > 0) return problemAt('missing-branch', token, 'The other branch is missing: {0}', 'a ? b : c');
		this.levels.pop();
		this.put(']', token);
		return undefined;
	}

	/** A comma, or a semicolon between rows. */
	private takeSeparator(token: Token, level: Level): Problem | undefined {
		if (this.expecting) return problemAt('missing-operand', token, 'Something is missing before {0}', token.text);
		if (level.open > 0) return problemAt('missing-branch', token, 'The other branch is missing: {0}', 'a ? b : c');
		this.put(token.text, token);
		level.compared = false;
		this.expecting = true;
		return undefined;
	}

	private takeName(index: number, token: Token): Problem | undefined {
		if (STATEMENT_WORDS.has(token.text) && (!this.expecting || startsOperand(this.source[index + 1])))
			return unsupported(token, token.text);
		this.expecting = false;
		const next = this.source[index + 1];
		const operands = next?.kind === 'open' ? this.counts.get(index + 1) : undefined;
		if (next !== undefined && operands !== undefined && this.isCall(token.text, operands)) {
			this.put('f', token);
			this.put('(', next);
			this.calls.add(index + 1);
		} else if (operands === undefined && next?.kind !== 'name') {
			this.put('v', token);
		} else {
			// Before a bracket, which the next name may be given too, mathjs takes a bare name for a function's.
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
