/** Runs a formula the way the engine does, for tests that look at the run itself. */
import { Trace } from '../../../src/core/trace.ts';
import { parseMath } from '../../../src/lang/math.ts';
import { DEFAULT_LIMITS } from '../../../src/protocol.ts';
import type { Limits, Problem } from '../../../src/protocol.ts';
import { Budget } from '../../../src/run/budget.ts';
import { interpret } from '../../../src/run/interpret.ts';
import type { Run } from '../../../src/run/run.ts';

export interface Options {
	readonly limits?: Partial<Limits>;
	readonly target?: string;
	readonly smallGates?: boolean;
	readonly cancelled?: () => boolean;
}

export function runText(
	text: string,
	values: Readonly<Record<string, number>> = {},
	options: Options = {},
): { run: Run; parsed: readonly Problem[] } {
	const limits = { ...DEFAULT_LIMITS, ...options.limits };
	const given = new Map(Object.entries(values));
	const { program, problems } = parseMath(
		text,
		{ start: 0, end: text.length },
		{ known: new Set(given.keys()), nesting: limits.nesting },
	);
	const budget = new Budget(limits, options.cancelled);
	return {
		run: interpret(program, given, { budget, target: options.target, smallGates: options.smallGates ?? false }),
		parsed: problems,
	};
}

/** The value and the gradients of a text that has to run. */
export function gradients(
	text: string,
	values: Readonly<Record<string, number>>,
	options: Options = {},
): { value: number; grads: Record<string, number> } {
	const { run, parsed } = runText(text, values, options);
	if (run.target === null || run.problems.length > 0) throw new Error(JSON.stringify([...parsed, ...run.problems]));
	const trace = new Trace(run.tape, run.target);
	return {
		value: run.tape.value(run.target),
		grads: Object.fromEntries([...run.inputs].map(([name, node]) => [name, trace.gradient(node)])),
	};
}
