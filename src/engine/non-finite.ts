/** NaN and infinities are told where they first appear, to whoever only reads: a quiet problem at the subexpression that makes them, with what cures it. */
import type { Problem, Quantity } from '../protocol.ts';
import type { Budget } from '../run/budget.ts';
import { Health } from './debug/health.ts';
import type { Ran } from './unit-run.ts';

/**
 * At most one problem: what began it. Asked only where the target or the gradient of an input is not finite, so that sound programs cost nothing, and infinities
 * that are masked out again are no fault.
 */
export function nonFiniteProblem(ran: Ran, budget: Budget): Problem | null {
	const { quantities, run, trace } = ran;
	const sound =
		isFinite(quantities.value(trace.target)) &&
		[...run.inputs.values()].every((node) => isFinite(quantities.gradient(node)));
	if (sound) return null;
	const findings = new Health(ran, budget).nonFinite();
	const first = findings.find(({ filter }) => filter === 'nonfinite-value') ?? findings[0];
	if (first === undefined) return null;
	const { cure, filter, message, range } = first;
	return { code: filter, severity: 'hint', range, message, cure };
}

function isFinite(quantity: Quantity | null): boolean {
	if (quantity === null) return true;
	return typeof quantity === 'number' ? Math.abs(quantity) < Infinity : quantity.nonFinite === 0;
}
