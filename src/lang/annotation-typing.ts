/**
 * Tells what is wrong in an annotation from what is simply not typed yet: at the end of a line, the beginning of something is met with a quiet hint.
 */
import { OPS } from '../core/ops/index.ts';
import type { Problem } from '../protocol.ts';
import { CLAUSES } from './annotation-words.ts';
import { CONSTANTS } from './names.ts';
import { GENERATORS } from './value.ts';

/** `∂`, `∂f/`, `/d`, `.gr`: a claim's subject, not whole yet. */
const PART_OF_SUBJECT = /^(?:∂ *[\p{L}\p{M}\p{N}_]*(?: *\/ *∂?)?|\/ *[d∂]?|\.(?:g|gr|gra)?)$/u;
const WANTING = new Set(['missing-operand', 'missing-branch', 'unclosed']);

let words: readonly string[] | undefined;

/** Whether more letters would make a function, a constant, a generator or a clause of it. */
export function mayGrow(word: string): boolean {
	words ??= [...OPS.flatMap((row) => row.names.math), ...CONSTANTS.keys(), ...GENERATORS, ...CLAUSES];
	return words.some((whole) => whole.startsWith(word));
}

/** The problem, as a hint where it stands at its line's end and could be the beginning of something right. `text` begins at `start` of the document. */
export function softened(problem: Problem, text: string, start: number): Problem {
	if (problem.severity !== 'error') return problem;
	const to = problem.range.end - start;
	const line = /^[^\n]*/.exec(text.slice(to))![0];
	// A bracket that swallows the next value is a slip, one with its content behind it is being typed.
	if (problem.code === 'unclosed' ? line.includes('=') : line.trim() !== '') return problem;
	const written = text.slice(problem.range.start - start, to).trim();
	const unfinished =
		WANTING.has(problem.code) ||
		(problem.code === 'not-understood' && PART_OF_SUBJECT.test(written)) ||
		(problem.code === 'not-a-number' && mayGrow(/[\p{L}_][\p{L}\p{N}_]*$/u.exec(written)?.[0] ?? ' ')) ||
		(problem.code === 'unknown-name' && mayGrow(written));
	return unfinished ? { ...problem, severity: 'hint' } : problem;
}
