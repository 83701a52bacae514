/** What becomes of a formula in LaTeX that nothing gives values: whether it reads, whether it says something to compute, and whether it steps with guessed values. */
import { unitAt } from '../../../src/lang/document.ts';
import { freeNames } from '../../../src/lang/free.ts';
import { parseLatex } from '../../../src/lang/latex.ts';
import { expressionOf } from '../../../src/lang/program.ts';
import { readUnit } from '../../../src/lang/values.ts';
import { DEFAULT_LIMITS, fill } from '../../../src/protocol.ts';
import { Budget } from '../../../src/run/budget.ts';
import { interpret } from '../../../src/run/interpret.ts';
import { NO_CONTEXT } from './show.ts';

/** `=` steps with guessed values, `~` computes and does not step with them, `:` has nothing to compute, `!` does not read. */
export type Class = '=' | '~' | ':' | '!';

export function classOf(formula: string): { readonly mark: Class; readonly why: string } {
	const { program, problems } = parseLatex(formula, { start: 0, end: formula.length }, NO_CONTEXT);
	const broken = problems.find(({ severity }) => severity === 'error');
	if (broken !== undefined) {
		const at = formula.slice(broken.range.start, broken.range.end);
		const told = fill(broken.message[0], broken.message.slice(1));
		return { mark: '!', why: told.includes(at) ? told : `${told} (${at})` };
	}
	// A function that nobody defines cannot be computed with, nor can what only says something.
	const { functions } = freeNames(program.statements);
	if (functions.size > 0 || !program.statements.some((statement) => expressionOf(statement) !== undefined))
		return { mark: ':', why: '' };
	const text = `\\[ ${formula} \\]`;
	const document = { uri: 'file:///note', version: 1, languageId: 'latex', text };
	const unit = unitAt(document, { start: 3, end: 3 }, DEFAULT_LIMITS);
	if (unit === null) return { mark: ':', why: '' };
	const read = readUnit(document, unit, { limits: DEFAULT_LIMITS });
	const values = new Map([...read.inputs].map(([name, { value }]) => [name, value] as const));
	const budget = new Budget({ ...DEFAULT_LIMITS, gates: 100_000 });
	const run = interpret(read.program, values, { budget, target: read.target });
	const trouble = run.problems.find(({ severity }) => severity === 'error');
	if (run.target !== null && trouble === undefined) return { mark: '=', why: '' };
	return { mark: '~', why: trouble === undefined ? '' : fill(trouble.message[0], trouble.message.slice(1)) };
}
