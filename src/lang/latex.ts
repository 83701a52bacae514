/**
 * LaTeX → Program. Every node knows its characters; what cannot be read is a problem at the command, and the rest still reads; no text, however deep, long or
 * broken, makes this throw.
 */
import type { Problem, Range } from '../protocol.ts';
import { twofoldLetters } from './latex-alphabets.ts';
import { groupTex, type TexItem } from './latex-groups.ts';
import { expand } from './latex-macros.ts';
import { NO_FACTS, NameBook, type Facts } from './latex-book.ts';
import { TexParser } from './latex-parse.ts';
import { piecesOf } from './latex-rows.ts';
import { scanTex } from './latex-scan.ts';
import { readStatements } from './latex-statements.ts';
import type { MathContext } from './math.ts';
import type { Parsed } from './program.ts';
import { problemAt } from './trouble.ts';

/** How deep a formula may nest at most, whatever is allowed: the parser descends into brackets. */
const DEEPEST = 300;

/** Reads `text`, whose characters stand at `range` of the document. */
export function parseLatex(text: string, range: Range, context: MathContext): Parsed {
	const broken = (problem: Problem): Parsed => ({
		program: { statements: [{ kind: 'broken', range }], readings: [] },
		problems: [problem],
	});
	if (context.length !== undefined && text.length >= context.length)
		return broken(problemAt('too-long', range, 'A program has fewer than {0} characters', context.length));
	const nesting = Math.min(context.nesting, DEEPEST);
	const expanded = expand(scanTex(text, range.start), context.macros);
	const grouped = groupTex(expanded.tokens, nesting);
	if ('code' in grouped) return broken(grouped);
	const before = [...expanded.problems, ...grouped.problems];
	const first = readOnce(text, range, grouped.items, nesting, context, NO_FACTS);
	// What sums and left sides say of names further on, or further up, is known the second time.
	const { parsed } =
		first.facts === undefined ? first : readOnce(text, range, grouped.items, nesting, context, first.facts);
	return { program: parsed.program, problems: [...before, ...parsed.problems] };
}

function readOnce(
	text: string,
	range: Range,
	items: readonly TexItem[],
	nesting: number,
	context: MathContext,
	facts: Facts,
): { readonly parsed: Parsed; readonly facts: Facts | undefined } {
	const names = new NameBook(context, facts, twofoldLetters(items));
	const parser = new TexParser(text, range.start, nesting, names);
	const statements = readStatements(parser, piecesOf(items));
	return {
		parsed: { program: { statements, readings: parser.readings }, problems: parser.problems },
		facts: names.found(),
	};
}
