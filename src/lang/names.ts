/**
 * Which names plain mathematics knows by itself: constants and functions. Everything else is a variable, or a function that the text defines.
 */
import { findOp } from '../core/ops/index.ts';
import type { OpRow } from '../core/ops/row.ts';
import { isArrayFunction } from './array-functions.ts';

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

/** Other spellings of functions: logarithms with their base below, layers as their libraries call them. */
const SPELLINGS: ReadonlyMap<string, string> = new Map([
	['log_2', 'log2'],
	['log₂', 'log2'],
	['log_10', 'log10'],
	['log₁₀', 'log10'],
	['Sigmoid', 'sigmoid'],
	['Tanh', 'tanh'],
	['Softplus', 'softplus'],
	['LeakyReLU', 'leaky_relu'],
	['ELU', 'elu'],
	['SiLU', 'silu'],
]);

/**
 * The row that computes `name(…)` with so many operands, or undefined where there is no such function. A row of two operands answers for more where
 * it may be chained (`max(a, b, c)`); bare names are mathematics' own first, then those of NumPy (`arctan2`, `maximum`).
 */
export function builtin(spelled: string, operands: number, library?: Library): OpRow | undefined {
	const name = SPELLINGS.get(spelled) ?? spelled;
	if (library !== undefined) return findOp(library, name, operands) ?? findOp('math', name, operands);
	return findOp('math', name, operands) ?? findOp('numpy', name, operands);
}

/** Names that are variables far more often than functions: functions only where a bracket follows and nothing else says otherwise. */
const USUALLY_VARIABLES: ReadonlySet<string> = new Set([
	'gamma',
	'Γ',
	'Φ',
	'beta',
	'psi',
	'i0',
	'i1',
	'threshold',
	'degrees',
	'radians',
]);

/** Whether a name is that of a function, whatever the number of its operands. */
export function isFunction(name: string): boolean {
	if (USUALLY_VARIABLES.has(name)) return false;
	if (isArrayFunction(name)) return true;
	return builtin(name, 1) !== undefined || builtin(name, 2) !== undefined || builtin(name, 3) !== undefined;
}

/** A name as values, claims and formulas meet it: Unicode NFC, without the braces of `w_{0}` or the backslash of `\Delta`. */
export function canonical(name: string): string {
	let plain = name.includes('{') ? name.replace(/[{}]/g, '') : name;
	if (plain.includes('\\'))
		plain = plain.replace(STYLED, (_, style: string, inner: string) => `${inner}${ACCENTS.get(style) ?? ''}`);
	if (plain.startsWith('\\'))
		plain = plain.replace(/^\\([A-Za-z]+)/, (_, word: string) => GREEK_LETTERS.get(word) ?? word);
	return isAscii(plain) ? plain : plain.normalize('NFC');
}

const STYLED =
	/\\(hat|widehat|bar|overline|tilde|widetilde|dot|ddot|mathbf|boldsymbol|bm|vec|mathrm|mathcal)\s*(\\[A-Za-z]+|[A-Za-z])/g;
const ACCENTS: ReadonlyMap<string, string> = new Map([
	['hat', '\u0302'],
	['widehat', '\u0302'],
	['bar', '\u0304'],
	['overline', '\u0304'],
	['tilde', '\u0303'],
	['widetilde', '\u0303'],
	['dot', '\u0307'],
	['ddot', '\u0308'],
]);

function isAscii(text: string): boolean {
	for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 127) return false;
	return true;
}

const SUBSCRIPTS = '₀₁₂₃₄₅₆₇₈₉';

const GREEK =
	'alpha α beta β gamma γ delta δ epsilon ε zeta ζ eta η theta θ iota ι kappa κ lambda λ mu μ nu ν xi ξ omicron ο pi π rho ρ sigma σ tau τ ' +
	'upsilon υ phi φ chi χ psi ψ omega ω Gamma Γ Delta Δ Theta Θ Lambda Λ Xi Ξ Pi Π Sigma Σ Upsilon Υ Phi Φ Psi Ψ Omega Ω';
const GREEK_LETTERS: ReadonlyMap<string, string> = new Map(
	Array.from(GREEK.matchAll(/(\S+) (\S)/g), ([, word, letter]) => [word!, letter!]),
);
const GREEK_WORDS: ReadonlyMap<string, string> = new Map(Array.from(GREEK_LETTERS, ([word, letter]) => [letter, word]));

const MARKS: ReadonlyMap<string, string> = new Map([
	['\u0302', 'hat'],
	['\u0304', 'bar'],
	['\u0303', 'tilde'],
	['\u0307', 'dot'],
	['\u0308', 'ddot'],
]);

/**
 * A looser form in which `w_0`, `w0` and `w₀` are one name, `θ` and `theta`, `ŷ` and `y_hat`, `y^*` and `y_star`: used only where no name meets exactly.
 */
export function loose(name: string): string {
	const plain = withoutMarks(canonical(name));
	if (isAscii(plain)) return plain.replaceAll('_', '');
	return plain
		.normalize('NFKD')
		.replace(/[₀-₉]/g, (digit) => String(SUBSCRIPTS.indexOf(digit)))
		.replace(/\p{Script=Greek}/gu, (letter) => GREEK_WORDS.get(letter) ?? letter)
		.replace(/[\u0302\u0303\u0304\u0307\u0308]/g, (mark) => MARKS.get(mark)!)
		.replaceAll('_', '');
}

const RAISED_MARKS: ReadonlyMap<string, string> = new Map([
	['*', 'star'],
	['∗', 'star'],
	['ast', 'star'],
	['+', 'plus'],
	['-', 'minus'],
	['−', 'minus'],
]);

/** `y^*` as `y_star`, `y′` as `yprime`; what numbers a thing, `x^(2)` or `x^2`, keeps its mark. */
function withoutMarks(name: string): string {
	if (!/[\^′]/.test(name)) return name;
	const primes = name.split('′').length - 1;
	return (
		name
			.replaceAll('′', '')
			.replace(/\^([*∗+−-]|ast)$/, (_, mark: string) => RAISED_MARKS.get(mark)!)
			.replace(/\^(?=\D)/, '') + 'prime'.repeat(primes)
	);
}

/** The spellings under which a name may be known: `w_0` as w0 and w₀, `θ_1` as theta_1. The name itself is the first. */
export function spellings(name: string): readonly string[] {
	const first = canonical(name);
	const found = new Set([first]);
	for (const each of [first, first.replace(/(?<=\p{L}′*)(?=\d+$)/u, '_')]) {
		found.add(each);
		if (/_\d+$/.test(each)) {
			found.add(each.replace(/_(?=\d+$)/, ''));
			found.add(each.replace(/_(\d+)$/, (_, digits: string) => digits.replace(/\d/g, (d) => SUBSCRIPTS[Number(d)]!)));
		}
	}
	const plain = [...found];
	for (const each of plain) {
		const [letter, ...rest] = Array.from(each);
		const word = GREEK_WORDS.get(letter ?? '');
		if (word !== undefined) found.add(word + rest.join(''));
		const letters = GREEK_LETTERS.get(/^[A-Za-z]+/.exec(each)?.[0] ?? '');
		if (letters !== undefined) found.add(letters + each.replace(/^[A-Za-z]+/, ''));
	}
	return [...found];
}

/** The values of the names that a program uses, each under the program's own spelling: an exact name first, then one that is spelled otherwise. */
export function meet<T>(names: Iterable<string>, values: ReadonlyMap<string, T>): Map<string, T> {
	const loosely = new Map<string, T>();
	for (const [name, value] of values) if (!loosely.has(loose(name))) loosely.set(loose(name), value);
	const met = new Map(values);
	for (const name of names) {
		const value = values.get(canonical(name)) ?? loosely.get(loose(name));
		if (value !== undefined) met.set(name, value);
	}
	return met;
}
