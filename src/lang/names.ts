/**
 * Which names plain mathematics knows by itself: constants and functions. Everything else is a variable, or a function that the text defines.
 */

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

/** How a written function is computed: by one row, by a left chain of a row of two operands, or as the quotient of two logarithms. */
export interface Reading {
	readonly how: 'row' | 'chain' | 'log-base';
	readonly op: string;
}

const FUNCTIONS: ReadonlyMap<string, readonly [op: string, operands: number]> = new Map(
	(
		'sqrt cbrt abs sign floor ceil round exp exp2 expm1 log log2 log10 log1p sin cos tan sec csc cot asin acos atan sinh cosh tanh asinh acosh atanh ' +
		'sigmoid relu leaky_relu elu softplus gelu silu step square cube reciprocal trunc'
	)
		.split(' ')
		.map((name) => [name, [name, 1]] as const),
);
const SPELLINGS: ReadonlyMap<string, readonly [string, number]> = new Map([
	['ln', ['log', 1]],
	['σ', ['sigmoid', 1]],
	['pow', ['pow', 2]],
	['atan2', ['atan2', 2]],
	['hypot', ['hypot', 2]],
	['mod', ['mod', 2]],
	['max', ['max', 2]],
	['min', ['min', 2]],
]);

function row(name: string, operands: number): string | undefined {
	const found = FUNCTIONS.get(name) ?? SPELLINGS.get(name);
	return found !== undefined && found[1] === operands ? found[0] : undefined;
}

/** How `name(…)` with so many operands is computed, or undefined where mathematics has no such function. */
export function builtin(name: string, operands: number): Reading | undefined {
	const op = row(name, operands);
	if (op !== undefined) return { how: 'row', op };
	if (operands > 2) {
		const pair = row(name, 2);
		if (pair === 'max' || pair === 'min' || pair === 'hypot') return { how: 'chain', op: pair };
	}
	if (operands === 2 && row(name, 1) === 'log') return { how: 'log-base', op: 'div' };
	return undefined;
}

/** How many operands a known function takes, for a message; undefined where the name is no function. */
export function operandCounts(name: string): readonly number[] | undefined {
	const counts = [1, 2, 3].filter((count) => row(name, count) !== undefined);
	return counts.length === 0 ? undefined : counts;
}
