/** What counting is written with: `n!`, `\\binom{n}{k}`, `5\\%`. Factorials are those of the gamma function, so that they have derivatives. */
import type { Range } from '../protocol.ts';
import { between, extent } from './latex-cursor.ts';
import type { Apply, Expression } from './program.ts';

function apply(op: string, operands: readonly Expression[], operator: Range, range: Range): Apply {
	return { kind: 'apply', op, operands, operator, range };
}

/** `n!` as Γ(n + 1). */
export function factorial(operand: Expression, mark: Range): Apply {
	const range = between(extent(operand), mark);
	return apply('gamma', [oneMore(operand, mark)], mark, range);
}

function oneMore(operand: Expression, mark: Range): Expression {
	const one: Expression = { kind: 'number', value: 1, range: mark };
	if (operand.kind === 'number') return { ...operand, value: operand.value + 1 };
	return apply('add', [operand, one], mark, between(extent(operand), mark));
}

/** `\\binom{n}{k}` as n! / (k! (n − k)!). */
export function binomial(above: Expression, below: Expression, command: Range, range: Range): Apply {
	const of = (operand: Expression): Apply =>
		apply(
			'gamma',
			[apply('add', [operand, { kind: 'number', value: 1, range: command }], command, range)],
			command,
			range,
		);
	const rest = apply('sub', [above, below], command, range);
	return apply('div', [of(above), apply('mul', [of(below), of(rest)], command, range)], command, range);
}

/** `5\\%` as 5/100. */
export function percent(operand: Expression, mark: Range): Apply {
	return apply('div', [operand, { kind: 'number', value: 100, range: mark }], mark, between(extent(operand), mark));
}
