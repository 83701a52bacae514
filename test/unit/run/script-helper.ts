/** Runs a program the way the engine does, for tests that look at the run itself. */
import { Trace } from '../../../src/core/trace.ts';
import type { Tensor } from '../../../src/core/tensor/tensor.ts';
import { parseJavaScript } from '../../../src/lang/javascript.ts';
import { parsePython } from '../../../src/lang/python.ts';
import { DEFAULT_LIMITS, fill } from '../../../src/protocol.ts';
import type { Limits, Problem } from '../../../src/protocol.ts';
import { Budget } from '../../../src/run/budget.ts';
import { createLibrary } from '../../../src/run/numpy/index.ts';
import type { Run } from '../../../src/run/run.ts';
import { runScript } from '../../../src/run/run-script.ts';

export interface ScriptOptions {
	readonly limits?: Partial<Limits>;
	readonly target?: string;
	readonly dialect?: 'python' | 'javascript';
	readonly values?: Readonly<Record<string, number | Tensor>>;
	readonly cancelled?: () => boolean;
}

export function runProgram(text: string, options: ScriptOptions = {}): { run: Run; parsed: readonly Problem[] } {
	const limits = { ...DEFAULT_LIMITS, ...options.limits };
	const parse = options.dialect === 'javascript' ? parseJavaScript : parsePython;
	const { script, problems } = parse(text, { start: 0, end: text.length }, { nesting: limits.nesting });
	const run = runScript(script, new Map(Object.entries(options.values ?? {})), {
		budget: new Budget(limits, options.cancelled),
		target: options.target,
		library: createLibrary(),
		text: ({ start, end }) => text.slice(start, end),
	});
	return { run, parsed: problems };
}

/** Problems as `line: sentence`, hints left out. */
export function complaints(text: string, problems: readonly Problem[]): string[] {
	return problems
		.filter(({ severity }) => severity === 'error')
		.map(({ range, message: [template, ...args] }) => {
			const line = text.slice(0, range.start).split('\n').length;
			return `${line}: ${fill(template, args)} «${text.slice(range.start, range.end)}»`;
		});
}

/** The value of the target and the gradients of the inputs that are numbers, of a program that has to run. */
export function gradientsOf(
	text: string,
	options: ScriptOptions = {},
): { value: number; grads: Record<string, number>; run: Run } {
	const { run, parsed } = runProgram(text, options);
	const wrong = complaints(text, [...parsed, ...run.problems]);
	if (run.target === null || wrong.length > 0) throw new Error(wrong.join('\n') || 'no target');
	const trace = new Trace(run.tape, run.target);
	return {
		value: run.tape.value(run.target),
		grads: Object.fromEntries(
			[...run.inputs].flatMap(([name, node]) => (run.tape.isScalar(node) ? [[name, trace.gradient(node)]] : [])),
		) as Record<string, number>,
		run,
	};
}
