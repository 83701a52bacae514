/**
 * Functions of whole arrays, as mathematics and LaTeX call them, and what programs call them: `sum`, `norm`, `tr`, `softmax`. They are written on the tape
 * by the interpreter's arithmetic of arrays.
 */
import type { Apply, Expression, Fold } from './program.ts';

/** By name: what programs call it, and how many operands it takes. */
const FUNCTIONS: ReadonlyMap<string, readonly [op: string, operands: number]> = new Map([
	['sum', ['sum', 1]],
	['prod', ['prod', 1]],
	['mean', ['mean', 1]],
	['std', ['std', 1]],
	['var', ['var', 1]],
	['Var', ['var', 1]],
	['variance', ['var', 1]],
	['norm', ['norm', 1]],
	['trace', ['trace', 1]],
	['tr', ['trace', 1]],
	['Tr', ['trace', 1]],
	['det', ['det', 1]],
	['inv', ['inv', 1]],
	['pinv', ['pinv', 1]],
	['diag', ['diag', 1]],
	['vec', ['vec', 1]],
	['transpose', ['transpose', 1]],
	['cumsum', ['cumsum', 1]],
	['softmax', ['softmax', 1]],
	['Softmax', ['softmax', 1]],
	['LogSoftmax', ['log_softmax', 1]],
	['logsoftmax', ['log_softmax', 1]],
	['log_softmax', ['log_softmax', 1]],
	['logsumexp', ['logsumexp', 1]],
	['LSE', ['logsumexp', 1]],
	['dot', ['dot', 2]],
	['outer', ['outer', 2]],
	['kron', ['kron', 2]],
	['cross', ['cross', 2]],
]);

/** Whether a name is that of a function of whole arrays. */
export function isArrayFunction(name: string): boolean {
	return FUNCTIONS.has(name);
}

/** The application of such a function, without its place; undefined where the name is none, or takes another number of operands. */
export function arrayFunction(
	name: string,
	operands: readonly Expression[],
): Omit<Apply, 'operator' | 'range'> | Omit<Fold, 'operator' | 'range'> | undefined {
	const [first, second] = operands;
	if (first === undefined) return undefined;
	if ((name === 'max' || name === 'min') && operands.length === 1)
		return { kind: 'fold', op: name, body: first, origin: 1 };
	if (name === 'norm' && operands.length === 2 && second?.kind === 'number')
		return { kind: 'apply', op: 'norm', operands: [first], ...(second.value !== 2 && { order: second.value }) };
	const found = FUNCTIONS.get(name);
	return found?.[1] === operands.length ? { kind: 'apply', op: found[0], operands } : undefined;
}
