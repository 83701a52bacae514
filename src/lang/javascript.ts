/**
 * JavaScript and TypeScript → Script. A parser of our own for the reasons that Python's has (python.ts); TypeScript's types are passed over.
 */
import type { Range } from '../protocol.ts';
import { JavaScriptDeclarations } from './javascript-declarations.ts';
import { scanJavaScript } from './javascript-scan.ts';
import type { ScriptContext } from './python.ts';
import { problem } from './script-tokens.ts';
import type { ParsedScript, Stmt } from './script.ts';

const MOST_PROBLEMS = 200;

/** Reads `text`, whose characters stand at `range` of the document. Ranges in the result are the document's. Never throws. */
export function parseJavaScript(text: string, range: Range, context: ScriptContext): ParsedScript {
	if (context.length !== undefined && text.length >= context.length) {
		const long = problem('too-long', range, 'error', 'A program has fewer than {0} characters', context.length);
		return { script: { dialect: 'javascript', body: [{ kind: 'broken', range }] }, problems: [long] };
	}
	const { list, tooDeep } = scanJavaScript(text, context.nesting);
	const reader = new JavaScriptDeclarations(text, list.tokens, range.start, context.nesting);
	for (const found of list.problems) reader.complain(found);
	const body: Stmt[] = [];
	if (tooDeep === undefined) {
		reader.statements(list.tokens.length, body);
		reader.drain();
		for (const check of reader.checks) check();
	} else {
		reader.tooDeep(tooDeep);
		body.push({ kind: 'broken', range });
	}
	const problems = reader.problems.toSorted((a, b) => a.range.start - b.range.start).slice(0, MOST_PROBLEMS);
	return { script: { dialect: 'javascript', body }, problems };
}
