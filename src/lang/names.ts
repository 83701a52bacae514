/**
 * Which names plain mathematics knows by itself: constants and functions. Everything else is a variable, or a function that the text defines.
 */
import { findOp } from '../core/ops/index.ts';
import type { OpRow } from '../core/ops/row.ts';

/** Constants, where nothing binds the name. */
export const CONSTANTS: ReadonlyMap<string, number> = new Map([
	['pi', Math.PI],
	['π', Math.PI],
	['PI', Math.PI],
	['e', Math.E],
	['ℯ', Math.E],
	['Infinity', Infinity],
	['NaN', NaN],
]);

/** Words that programs string together with names: beside another operand they are no variables. */
export const STATEMENT_WORDS: ReadonlySet<string> = new Set([
	'if',
	'else',
	'elif',
	'for',
	'in',
	'is',
	'while',
	'lambda',
	'def',
	'import',
	'from',
	'await',
	'new',
	'function',
	'class',
	'with',
	'assert',
	'del',
	'raise',
	'yield',
	'typeof',
]);

/** Libraries whose functions may be written with their prefix where code is read as mathematics. */
export type Library = 'numpy' | 'torch' | 'js';

export const LIBRARIES: ReadonlyMap<string, Library> = new Map([
	['np', 'numpy'],
	['numpy', 'numpy'],
	['jnp', 'numpy'],
	['math', 'numpy'],
	['Math', 'js'],
	['torch', 'torch'],
	['F', 'torch'],
]);

/**
 * The row that computes `name(…)` with so many operands, or undefined where there is no such function. A row of two operands answers for more where
 * it may be chained (`max(a, b, c)`); bare names are mathematics' own first, then those of NumPy (`arctan2`, `maximum`).
 */
export function builtin(name: string, operands: number, library?: Library): OpRow | undefined {
	if (library !== undefined) return findOp(library, name, operands) ?? findOp('math', name, operands);
	return findOp('math', name, operands) ?? findOp('numpy', name, operands);
}

/** Whether a name is that of a function, whatever the number of its operands. */
export function isFunction(name: string): boolean {
	return builtin(name, 1) !== undefined || builtin(name, 2) !== undefined || builtin(name, 3) !== undefined;
}

/** A name as values, claims and formulas meet it: Unicode NFC, without the braces of `w_{0}`. */
export function canonical(name: string): string {
	const plain = name.includes('{') ? name.replace(/[{}]/g, '') : name;
	return isAscii(plain) ? plain : plain.normalize('NFC');
}

function isAscii(text: string): boolean {
	for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 127) return false;
	return true;
}

const SUBSCRIPTS = '₀₁₂₃₄₅₆₇₈₉';

/** A looser form in which `w_0`, `w0` and `w₀` are one name: used only where no name meets exactly. */
export function loose(name: string): string {
	return canonical(name)
		.replace(/[₀-₉]/g, (digit) => String(SUBSCRIPTS.indexOf(digit)))
		.replace(/[_′]/g, (mark) => (mark === '_' ? '' : mark));
}
