/** Runs a Python program the way the engine does, for tests that look at what its variables hold. */
import { fromNested, toNested, type Nested, type Tensor } from '../../../../src/core/tensor/tensor.ts';
import { parsePython } from '../../../../src/lang/python.ts';
import { DEFAULT_LIMITS } from '../../../../src/protocol.ts';
import type { Limits, Problem } from '../../../../src/protocol.ts';
import { Budget } from '../../../../src/run/budget.ts';
import { createLibrary } from '../../../../src/run/numpy/index.ts';
import { runScript } from '../../../../src/run/run-script.ts';
import type { Run } from '../../../../src/run/run.ts';

export interface Ran {
	readonly run: Run;
	readonly problems: readonly Problem[];
	/** What a variable holds at the end, as lists; undefined where it holds no floats. */
	value(name: string): Nested | undefined;
}

export function runPython(
	text: string,
	values: Readonly<Record<string, number | Nested>> = {},
	limits: Partial<Limits> = {},
	target?: string,
): Ran {
	const given = new Map(
		Object.entries(values).map(([name, value]): [string, number | Tensor] => [
			name,
			typeof value === 'number' ? value : fromNested(value),
		]),
	);
	const { script, problems } = parsePython(text, { start: 0, end: text.length }, { nesting: 200 });
	const run = runScript(script, given, {
		budget: new Budget({ ...DEFAULT_LIMITS, ...limits }),
		library: createLibrary(),
		text: ({ start, end }) => text.slice(start, end),
		target,
	});
	return {
		run,
		problems: [...problems, ...run.problems].filter(({ severity }) => severity === 'error'),
		value: (name) => {
			const found = run.bindings.findLast((binding) => binding.name === name);
			return found && toNested(run.tape.tensor(found.node));
		},
	};
}

/** A problem as the reader sees it, with the characters that it stands at. */
export function told({ message, range }: Problem, text: string): string {
	const [template, ...args] = message;
	const sentence = template.replace(/\{(\d)\}/g, (_, index: string) => String(args[Number(index)]));
	return `${text.slice(range.start, range.end)}: ${sentence}`;
}
