/**
 * Brackets that mathematics leaves out or draws as signs of their own, put in before a statement is read: `√x` is √(x) and `sin x` sin(x), `‖x‖₁` and `||x||` are norms,
 * `⌊x⌋` is floor(x). Those put in have no characters.
 */
import type { Token } from './scan.ts';

/** The order of a norm as it is written behind it: `_1`, `₁`, `_∞`, `_F`. */
const ORDERS: ReadonlyMap<string, number> = new Map([
	['_1', 1],
	['₁', 1],
	['_2', 2],
	['₂', 2],
	['_F', 2],
	['_∞', Infinity],
]);

/** Brackets that are a function at once, by the sign that opens them, and the sign that closes them. */
const FUNCTIONS: ReadonlyMap<string, readonly [name: string, end: string]> = new Map([
	['⌊', ['floor', '⌋']],
	['⌈', ['ceil', '⌉']],
]);

/**
 * A statement's tokens with the brackets that it leaves out; `isFunction` tells the names of functions. What is not clear stays as it is, for a message of
 * its own: `sin 2x`, `sin x/2`.
 */
export function withBrackets(
	tokens: readonly Token[],
	text: string,
	isFunction: (name: Token) => boolean,
): readonly Token[] {
	const leaves = tokens.map((token, at) => token.kind === 'name' && isClear(tokens, at + 1) && isFunction(token));
	if (!leaves.includes(true) && !tokens.some(isSpecial)) return tokens;
	const out: Token[] = [];
	let open = 0;
	const ends: string[] = [];
	for (let at = 0; at < tokens.length; at++) {
		const token = tokens[at]!;
		const { start } = token;
		const called = token.kind === 'bad' ? FUNCTIONS.get(token.text) : undefined;
		if (called !== undefined) {
			out.push({ ...token, kind: 'name', text: called[0] }, { ...token, kind: 'open' });
			ends.push(called[1]);
			continue;
		}
		if (token.kind === 'bad' && ends.at(-1) === token.text) {
			ends.pop();
			out.push({ ...token, kind: 'close' });
			continue;
		}
		const pair = pairAt(tokens, at);
		const wide = token.text === '‖' || pair;
		const closes = wide && open > 0 && endsOperand(out.at(-1));
		if (wide && !closes && (!pair || (tokens[at + 2]?.kind !== 'bar' && isClosedByPair(tokens, at + 2)))) {
			const end = pair ? tokens[at + 1]!.end : token.end;
			// The bars are the bracket as well: where it is not closed, they are what is told.
			out.push({ kind: 'name', start, end, text: 'norm' }, { kind: 'open', start, end, text: '‖' });
			open++;
			if (pair) at++;
		} else if (closes) {
			open--;
			if (pair) at++;
			at += closeNorm(out, tokens, at, start, text);
		} else if (leaves[at] || (token.kind === 'root' && isAlone(tokens, at + 1))) {
			const operand = tokens[++at]!;
			out.push(token, bracket('open', operand.start), operand, bracket('close', operand.end));
		} else out.push(token);
	}
	return out;
}

function isSpecial({ kind, text }: Token): boolean {
	return kind === 'root' || kind === 'bar' || kind === 'bad' || text === '₁' || text === '₂';
}

function bracket(kind: 'open' | 'close', at: number): Token {
	return { kind, start: at, end: at, text: kind === 'open' ? '(' : ')' };
}

/** `||`, without a blank. */
function pairAt(tokens: readonly Token[], at: number): boolean {
	const [bar, next] = [tokens[at], tokens[at + 1]];
	return bar?.kind === 'bar' && next?.kind === 'bar' && bar.end === next.start;
}

/** Whether the next bar is one of a pair: `||x| - 1|` is no norm. */
function isClosedByPair(tokens: readonly Token[], from: number): boolean {
	for (let at = from; at < tokens.length; at++) if (tokens[at]!.kind === 'bar') return pairAt(tokens, at);
	return false;
}

function endsOperand(token: Token | undefined): boolean {
	return token !== undefined && /^(?:number|name|close|listEnd|transpose|superscript)$/.test(token.kind);
}

/** Closes a norm whose bars end at token `at`, with the order behind it; returns how many tokens that was. */
function closeNorm(out: Token[], tokens: readonly Token[], at: number, start: number, text: string): number {
	const { end } = tokens[at]!;
	const next = tokens[at + 1];
	const order = next?.start === end ? ORDERS.get(text.slice(next.start, next.end)) : undefined;
	const infinite = next?.start === end && next.text === '_' && text[next.end] === '∞';
	if (next === undefined || (order === undefined && !infinite)) {
		out.push({ kind: 'close', start, end, text: ')' });
		return 0;
	}
	const last = infinite ? (tokens[at + 2]?.end ?? next.end) : next.end;
	out.push(
		{ kind: 'comma', start, end: start, text: ',' },
		{ kind: 'number', start: next.start, end: last, text: '1', value: order ?? Infinity },
		{ kind: 'close', start: last, end: last, text: ')' },
	);
	return infinite ? 2 : 1;
}

/** Whether a name or number is all that a root can mean: behind it comes nothing that could belong to it. */
function isAlone(tokens: readonly Token[], at: number): boolean {
	const [operand, next] = [tokens[at], tokens[at + 1]];
	if (operand?.kind !== 'name' && operand?.kind !== 'number') return false;
	if (next === undefined) return true;
	if (next.kind === 'superscript' || next.kind === 'open' || (next.kind === 'operator' && next.text === '^'))
		return false;
	return next.start > operand.end || !/^(?:name|number|list|root|transpose)$/.test(next.kind);
}

/** Whether a name or number is all that a function's name before it can be meant for. */
function isClear(tokens: readonly Token[], at: number): boolean {
	const [operand, next] = [tokens[at], tokens[at + 1]];
	if (operand?.kind !== 'name' && operand?.kind !== 'number') return false;
	if (next === undefined) return true;
	if (next.kind === 'operator')
		return next.text === '+' || next.text === '-' || (next.text !== '^' && next.start > operand.end);
	return /^(?:close|listEnd|comma|semicolon|question|colon)$/.test(next.kind);
}
