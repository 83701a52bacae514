/**
 * The brackets of one statement in plain mathematics: which belong together, and whether anything nests deeper than mathjs' recursive parser bears.
 */
import type { Problem } from '../protocol.ts';
import type { Token } from './scan.ts';
import { problemAt } from './trouble.ts';

export interface Brackets {
	/** How many operands a round bracket holds, by its index among the tokens. */
	readonly counts: ReadonlyMap<number, number>;
	/** The square brackets whose rows semicolons part. */
	readonly rowed: ReadonlySet<Token>;
}

/** Which brackets belong together and what they hold, or the problem with them. */
export function matchBrackets(tokens: readonly Token[]): Brackets | Problem {
	const counts = new Map<number, number>();
	const rowed = new Set<Token>();
	const open: { readonly index: number; commas: number }[] = [];
	for (let index = 0; index < tokens.length; index++) {
		const token = tokens[index]!;
		if (token.kind === 'open' || token.kind === 'list') open.push({ index, commas: 0 });
		else if (token.kind === 'comma') {
			const innermost = open.at(-1);
			if (innermost !== undefined) innermost.commas++;
		} else if (token.kind === 'semicolon') {
			const innermost = open.at(-1);
			if (innermost !== undefined && tokens[innermost.index]!.kind === 'list') rowed.add(tokens[innermost.index]!);
		} else if (token.kind === 'close' || token.kind === 'listEnd') {
			const opener = open.pop();
			const wanted = token.kind === 'close' ? 'open' : 'list';
			if (opener === undefined || tokens[opener.index]!.kind !== wanted)
				return problemAt('unopened', token, 'This bracket closes nothing');
			const empty = tokens[index - 1]!.kind === 'open';
			counts.set(opener.index, empty ? 0 : opener.commas + 1);
		}
	}
	const unclosed = open.at(-1);
	if (unclosed !== undefined) return problemAt('unclosed', tokens[unclosed.index]!, 'This bracket is not closed');
	return { counts, rowed };
}

/** The first token whose nesting passes the bound, if any: brackets, `^`, signs, `?:` all cost mathjs a recursion. */
export function tooDeep(tokens: readonly Token[], nesting: number): Problem | undefined {
	const levels: { chain: number; questions: number; readonly bars: boolean }[] = [
		{ chain: 0, questions: 0, bars: false },
	];
	let depth = 0;
	let operandBefore = false;
	for (const token of tokens) {
		const level = levels.at(-1)!;
		switch (token.kind) {
			case 'open':
			case 'list':
				levels.push({ chain: 0, questions: 0, bars: false });
				depth++;
				operandBefore = false;
				break;
			case 'close':
			case 'listEnd':
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
			case 'semicolon':
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
			case 'transpose':
				break;
			default:
				operandBefore = true;
		}
		if (depth > nesting) return problemAt('too-deep', token, 'Nested deeper than {0} levels', nesting);
	}
	return undefined;
}
