/** A target that could not be computed: what was computed on the way to it is shown all the same, without gradients, and the target says why. */
import { TapeLimitError } from '../core/limits.ts';
import { opCode } from '../core/ops/index.ts';
import type { Unit } from '../lang/unit.ts';
import type { Problem, Range } from '../protocol.ts';
import type { Run } from '../run/run.ts';
import type { Lines } from './lines.ts';
import type { Reading } from './reading.ts';

/** The run as far as it came. Where its target is missing (`stopped`), nothing takes a gradient, and a problem at the target says why. */
export function towardsTarget(
	{ run, script, constants }: Reading,
	unit: Unit,
	problems: Problem[],
	lines: Lines,
): { readonly run: Run; readonly stopped: boolean; readonly constants: ReadonlySet<string> } {
	if (run.target !== null || script === null) return { run, stopped: false, constants };
	const told = reason(unit, problems, lines);
	if (told !== null) problems.push(told);
	return { run: untilThere(run), stopped: true, constants: new Set(run.inputs.keys()) };
}

/** The run with the last value that there is, behind a wire, as a target that no gradient leaves; as it is where there is none, or no room. */
function untilThere(run: Run): Run {
	const { tape } = run;
	const last = lastValue(run);
	if (last === null) return run;
	const { node, name, statement } = last;
	try {
		const target = tape.apply(opCode('wire'), [node], null, tape.rangeId(node), tape.frame(node));
		return { ...run, target, targetName: name, targetStatement: statement };
	} catch (error) {
		if (!(error instanceof TapeLimitError)) throw error;
		return run;
	}
}

/** The last value that was computed and given a name; where the first line already failed, the last input. */
function lastValue({
	bindings,
	inputs,
	tape,
	targetStatement,
}: Run): { readonly node: number; readonly name: string; readonly statement: Range | null } | null {
	const bound = bindings.findLast(({ node }) => tape.isGate(node));
	if (bound !== undefined) return bound;
	const input = [...inputs].at(-1);
	return input === undefined ? null : { name: input[0], node: input[1], statement: targetStatement };
}

/** Why the target that is named has no gradient yet, with the way to go on that is offered at what stopped it. */
function reason(unit: Unit, problems: readonly Problem[], lines: Lines): Problem | null {
	const target = unit.directive?.target;
	const cause = problems.find(({ severity }) => severity === 'error');
	if (target === undefined || cause === undefined) return null;
	return {
		code: 'no-gradient-yet',
		severity: 'info',
		range: target.range,
		message: [
			'{0} has no gradient yet: it needs what line {1} could not compute. What was computed is shown without gradients',
			target.name,
			lines.position(cause.range.start).line,
		],
		...(cause.fixes !== undefined && { fixes: cause.fixes }),
	};
}
