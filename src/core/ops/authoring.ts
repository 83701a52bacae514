/**
 * Shorthand that the topic files share, so that a row says only what is particular to its operator.
 */
import { LEVEL, NOTATIONS, type Form, type Notation } from './row.ts';
import type { Text } from '../text.ts';

/** A function application such as `tanh($0)`. */
export function call(name: string, arity = 1): Form {
	const operands = Array.from({ length: arity }, (_, slot) => `$${slot}`);
	return {
		form: `${name}(${operands.join(', ')})`,
		level: LEVEL.atom,
		operands: operands.map(() => LEVEL.conditional),
	};
}

/** The same in LaTeX: `call` with a command, and brackets that grow. */
export function callLatex(command: string, arity = 1): Form {
	const operands = Array.from({ length: arity }, (_, slot) => `$${slot}`);
	return {
		form: `${command}\\left(${operands.join(', ')}\\right)`,
		level: LEVEL.atom,
		operands: operands.map(() => LEVEL.conditional),
	};
}

export function operator(name: string): string {
	return `\\operatorname{${name}}`;
}

export function form(text: string, level: number, ...operands: number[]): Form {
	return { form: text, level, operands };
}

/** The names of a function that every notation has under the same word, with what a notation adds or calls otherwise. */
export function everywhere(
	name: string,
	others: Partial<Record<Notation, readonly string[]>> = {},
): Readonly<Record<Notation, readonly string[]>> {
	const usual: Record<Notation, readonly string[]> = {
		math: [name],
		latex: [`\\${name}`],
		numpy: [`np.${name}`],
		torch: [`torch.${name}`],
		js: [`Math.${name}`],
		julia: [name],
		matlab: [name],
	};
	return { ...usual, ...others };
}

/** Names for an operator that only some notations have. */
export function only(
	names: Partial<Record<Notation, readonly string[]>>,
): Readonly<Record<Notation, readonly string[]>> {
	const all = Object.fromEntries(NOTATIONS.map((notation) => [notation, names[notation] ?? []]));
	return all as Record<Notation, readonly string[]>;
}

/** The sentence of a gate that multiplies the upstream gradient by its slope. */
export function scales(symbol: string): Text {
	return ['{0}: scales the upstream gradient by its slope at the input', symbol];
}

/** The sentence of a gate with two inputs that multiplies by a slope for each. */
export function scalesEach(symbol: string): Text {
	return ['{0}: gives each input the upstream gradient times the slope along that input', symbol];
}

/** The sentence of a gate that is flat between its jumps. */
export function blocks(symbol: string): Text {
	return ['{0}: passes the gradient 0, because it is flat nearly everywhere', symbol];
}
