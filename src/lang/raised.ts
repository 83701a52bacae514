/**
 * What mathematics raises above a line without meaning a power of it: `W^T` is a transpose, `tan⁻¹(x)` an inverse, and `sin²(x)` is the power of the
 * whole call, behind which it is put before a statement is read. Every token keeps its own characters.
 */
import { isFunction } from './names.ts';
import type { Token } from './scan.ts';

/** The inverses of functions that are written with an exponent of −1. */
export const INVERSES: ReadonlyMap<string, string> = new Map([
	['sin', 'arcsin'],
	['cos', 'arccos'],
	['tan', 'arctan'],
	['sinh', 'asinh'],
	['cosh', 'acosh'],
	['tanh', 'atanh'],
	['sec', 'asec'],
	['csc', 'acsc'],
	['cot', 'acot'],
	['sech', 'asech'],
	['csch', 'acsch'],
	['coth', 'acoth'],
]);

/** Whether a token is the T of `W^T`, which is a name of its own only where something else uses it. */
export function isRaisedT(token: Token, before: Token | undefined): boolean {
	return token.text === 'T' && token.kind === 'name' && isPower(before) && before?.end === token.start;
}

/** A statement's tokens with transposes, and with the powers of functions behind their calls. `isVariable` tells names that have values. */
export function withRaised(tokens: readonly Token[], isVariable: (name: string) => boolean): readonly Token[] {
	if (!tokens.some((token) => isPower(token) || token.kind === 'superscript')) return tokens;
	const out: Token[] = [];
	/** Powers of calls that are open, with how many brackets are open in each. */
	const waiting: { readonly power: Token; open: number }[] = [];
	for (let at = 0; at < tokens.length; at++) {
		const token = tokens[at]!;
		const next = tokens[at + 1];
		if (next !== undefined && isTranspose(token, next, isVariable)) {
			out.push({ kind: 'transpose', start: token.start, end: next.end, text: "'" });
			at++;
			continue;
		}
		const power = token.kind === 'name' ? powerAt(tokens, at + 1) : null;
		const isCalled = power !== null && tokens[at + 1 + power.length]?.kind === 'open';
		if (isCalled && isFunction(token.text) && !isVariable(token.text)) {
			const isInverse = power.raised.value === -1;
			const inverse = isInverse ? INVERSES.get(token.text) : undefined;
			// exp⁻¹ is no inverse that has a name here, and no power either: it stays, for a message of its own.
			if (!isInverse || inverse !== undefined) {
				out.push(inverse === undefined ? token : { ...token, end: power.raised.end, text: inverse });
				if (inverse === undefined) waiting.push({ power: power.raised, open: 0 });
				at += power.length;
				continue;
			}
		}
		out.push(token);
		const innermost = waiting.at(-1);
		if (innermost === undefined) continue;
		if (token.kind === 'open') innermost.open++;
		else if (token.kind === 'close' && --innermost.open <= 0) out.push(waiting.pop()!.power);
	}
	return out;
}

function isPower(token: Token | undefined): boolean {
	return token?.kind === 'operator' && token.text === '^' && token.end - token.start === 1;
}

function isTranspose(power: Token, raised: Token, isVariable: (name: string) => boolean): boolean {
	if (!isPower(power) || raised.start !== power.end) return false;
	return raised.text === '⊤' || (isRaisedT(raised, power) && !isVariable('T'));
}

/** The exponent directly behind a function's name, `²`, `^2` or `^-1`, as one token, and how many it is of; null where there is none that is a number. */
function powerAt(tokens: readonly Token[], at: number): { readonly raised: Token; readonly length: number } | null {
	const first = tokens[at];
	if (first?.kind === 'superscript') return { raised: first, length: 1 };
	if (first === undefined || !isPower(first)) return null;
	const negative = tokens[at + 1]?.kind === 'operator' && tokens[at + 1]!.text === '-';
	const length = negative ? 3 : 2;
	const number = tokens[at + length - 1];
	if (number?.kind !== 'number') return null;
	const value = negative ? -number.value! : number.value!;
	return { raised: { kind: 'superscript', start: first.start, end: number.end, text: String(value), value }, length };
}
