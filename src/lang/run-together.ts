/**
 * Products whose factors are written without a gap: `mx + b`, `2πr`. A name that nothing knows is one of them where each of its letters is known, with
 * what is written below it or behind it: `θ₁x`, `w_0x_0`.
 */
import { canonical } from './names.ts';
import type { Token } from './scan.ts';

/** A letter with its accents, its subscript and its primes. */
const FACTOR = /\p{L}\p{M}*(?:_?[\p{Nd}₀-₉]+)?′*/uy;

/** Numbers that stand for themselves in a product. */
const NUMBERS = new Set(['π']);

/** The factors of a name, one after another; null where it is no such product. `isKnown` tells names that have values. */
export function factorsOf(token: Token, isKnown: (name: string) => boolean): readonly Token[] | null {
	const { text } = token;
	// Only where each character stands for itself do the factors have characters of their own.
	if (token.kind !== 'name' || token.library !== undefined || token.end - token.start !== text.length) return null;
	const factors: Token[] = [];
	for (let at = 0; at < text.length;) {
		FACTOR.lastIndex = at;
		const found = FACTOR.exec(text)?.[0];
		if (found === undefined || found === text) return null;
		const name = canonical(found);
		if (!NUMBERS.has(name) && !isKnown(name)) return null;
		factors.push({ kind: 'name', start: token.start + at, end: token.start + at + found.length, text: name });
		at += found.length;
	}
	return factors;
}
