/**
 * How numbers are written, the same in every view.
 */

const MINUS = '\u2212';

function withMinus(text: string): string {
	return text.replaceAll('-', MINUS);
}

function special(x: number): string | null {
	if (Number.isNaN(x)) return 'NaN';
	if (x === Infinity) return '∞';
	if (x === -Infinity) return `${MINUS}∞`;
	return x === 0 ? '0' : null;
}

/** `1.2e−5`, `3.4e7`, `1e6`. */
function scientific(x: number): string {
	return withMinus(x.toExponential(1).replace('.0e', 'e').replace('e+', 'e'));
}

/**
 * A number for a reader: whole numbers below a million as they are, others with two decimals and at least two significant digits (−0.20, 0.37, 0.0066),
 * from a million on or below 1e-4 as `1.2e−5`; `NaN`, `∞`, `−∞`; the minus is U+2212.
 */
export function formatNumber(x: number): string {
	const named = special(x);
	if (named !== null) return named;
	const size = Math.abs(x);
	if (Number.isInteger(x) && size < 1e6) return withMinus(String(x));
	if (size >= 999999.995 || size < 1e-4) return scientific(x);
	// 0.0995 rounds up into the two-decimal form, where toPrecision says the same: 0.10.
	return withMinus(size < 0.1 ? x.toPrecision(2) : x.toFixed(2));
}

/** All digits: the shortest decimal that reads back as the same number, with U+2212. */
export function formatExact(x: number): string {
	return special(x) ?? withMinus(String(x).replace('e+', 'e'));
}

/** The same in ASCII, as code has it: `-0.53`, `1e21`, `Infinity`, `NaN`. */
export function plainNumber(x: number): string {
	return Object.is(x, -0) ? '0' : String(x).replace('e+', 'e');
}
