/**
 * Julia, MATLAB and Octave → Script: one scanner and one parser over a table for each language (matrix-lexicon.ts). Their matrices, ranges, transposes and
 * calls by elements are calls of functions whose names begin with a point, which no text can name.
 */
import type { Range } from '../protocol.ts';
import { JULIA, MATLAB, type MatrixLanguage } from './matrix-lexicon.ts';
import { scanMatrix } from './matrix-scan.ts';
import { MatrixStatements } from './matrix-statements.ts';
import type { ScriptContext } from './python.ts';
import { problem } from './script-tokens.ts';
import type { ParsedScript } from './script.ts';

const MOST_PROBLEMS = 200;

/** Reads `text`, whose characters stand at `range` of the document. Ranges in the result are the document's. Never throws. */
function parseMatrix(language: MatrixLanguage, text: string, range: Range, context: ScriptContext): ParsedScript {
	const { dialect } = language;
	if (context.length !== undefined && text.length >= context.length) {
		const long = problem('too-long', range, 'error', 'A program has fewer than {0} characters', context.length);
		return { script: { dialect, body: [{ kind: 'broken', range }] }, problems: [long] };
	}
	const scan = scanMatrix(text, language, context.nesting);
	const reader = new MatrixStatements(text, scan, range.start, context.nesting, language);
	if (scan.tooDeep !== undefined) reader.tooDeep(scan.tooDeep);
	const body = scan.tooDeep === undefined ? reader.statements() : [{ kind: 'broken' as const, range }];
	const problems = reader.problems.toSorted((a, b) => a.range.start - b.range.start).slice(0, MOST_PROBLEMS);
	return { script: { dialect, body }, problems };
}

export function parseJulia(text: string, range: Range, context: ScriptContext): ParsedScript {
	return parseMatrix(JULIA, text, range, context);
}

/** Reads Octave as well. */
export function parseMatlab(text: string, range: Range, context: ScriptContext): ParsedScript {
	return parseMatrix(MATLAB, text, range, context);
}
