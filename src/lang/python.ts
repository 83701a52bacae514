/**
 * Python → Script. A parser of our own: it gives every character its place, costs time in proportion to the text however broken that is, calls itself
 * nowhere, and reads what is common in notes and selections (Python 2, notebook commands, cut-off brackets, odd indentation) without complaint.
 */
import type { Range } from '../protocol.ts';
import { scanPython } from './python-scan.ts';
import { PythonStatements } from './python-statements.ts';
import { problem } from './script-tokens.ts';
import type { ParsedScript } from './script.ts';

export interface ScriptContext {
	/** How deep brackets, blocks, signs and choices may nest. */
	readonly nesting: number;
	/** UTF-16 units a program may have. */
	readonly length?: number;
}

const MOST_PROBLEMS = 200;

/** Reads `text`, whose characters stand at `range` of the document. Ranges in the result are the document's. Never throws. */
export function parsePython(text: string, range: Range, context: ScriptContext): ParsedScript {
	if (context.length !== undefined && text.length >= context.length) {
		const long = problem('too-long', range, 'error', 'A program has fewer than {0} characters', context.length);
		return { script: { dialect: 'python', body: [{ kind: 'broken', range }] }, problems: [long] };
	}
	const scan = scanPython(text, context.nesting);
	const reader = new PythonStatements(text, scan, range.start, context.nesting);
	const body = reader.statements();
	const problems = reader.problems.toSorted((a, b) => a.range.start - b.range.start).slice(0, MOST_PROBLEMS);
	return { script: { dialect: 'python', body }, problems };
}
