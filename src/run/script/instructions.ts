/** All instructions, by their number. */
import { instructionsOfCalls } from './instructions-calls.ts';
import { instructionsOfControl } from './instructions-control.ts';
import { instructionsOfOperators } from './instructions-operators.ts';
import { instructionsOfValues } from './instructions-values.ts';
import { OP } from './code.ts';
import type { Instruction } from './machine.ts';

const all = { ...instructionsOfValues, ...instructionsOfOperators, ...instructionsOfControl, ...instructionsOfCalls };

/** Throws when it is loaded, should one be missing. */
export const INSTRUCTIONS: readonly Instruction[] = Array.from(
	{ length: Math.max(...Object.values(OP)) + 1 },
	(_, op) => {
		const instruction = all[op];
		if (instruction === undefined && Object.values(OP).some((known) => known === op))
			throw new Error(`no instruction ${op}`);
		return (
			instruction ??
			((): never => {
				throw new Error(`no instruction ${op}`);
			})
		);
	},
);
