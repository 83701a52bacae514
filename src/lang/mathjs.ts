/**
 * mathjs, of which only the parser is used: what is spelled for it goes in, its tree comes out, and its complaints come with their place. Nothing of mathjs
 * ever evaluates.
 */
import { create, parseDependencies } from 'mathjs/number';
import type { Problem } from '../protocol.ts';
import type { Shape } from './shape.ts';
import { problemAt } from './trouble.ts';

/** What is read of mathjs' nodes. */
export interface Tree {
	readonly type: string;
	readonly args?: readonly Tree[];
	readonly content?: Tree;
	readonly condition?: Tree;
	readonly trueExpr?: Tree;
	readonly falseExpr?: Tree;
	readonly implicit?: boolean;
	readonly op?: string;
	/** Entries of an ArrayNode. */
	readonly items?: readonly Tree[];
	/** What an AccessorNode takes its entries from, and by which IndexNode. */
	readonly object?: Tree;
	readonly index?: Tree;
	readonly dimensions?: readonly Tree[];
	/** Ends of a RangeNode. */
	readonly start?: Tree;
	readonly end?: Tree;
}

type Parse = (text: string) => Tree;

let parser: Parse | undefined;

/** mathjs' parser alone, made when first needed; nothing of mathjs ever evaluates. */
function mathjsParse(text: string): Tree {
	parser ??= (create({ parseDependencies: parseDependencies! }) as unknown as { parse: Parse }).parse;
	return parser(text);
}

/** Reads a spelled expression, or says what mathjs makes of it. */
export function parseShape(shape: Shape): Tree | Problem {
	try {
		return mathjsParse(shape.spelling);
	} catch (error) {
		return complaint(shape, error);
	}
}

/** Where mathjs complained, as a token's place. */
function complaint(shape: Shape, error: unknown): Problem {
	const last = shape.tokens.at(-1)!;
	if (error instanceof RangeError)
		return problemAt('too-deep', { start: shape.tokens[0]!.start, end: last.end }, 'Nested too deeply to be read');
	const column = (error as { char?: number }).char ?? 1;
	let low = 0;
	let high = shape.offsets.length - 1;
	while (low < high) {
		const middle = (low + high + 1) >> 1;
		if (shape.offsets[middle]! <= column - 1) low = middle;
		else high = middle - 1;
	}
	const token = shape.tokens[low] ?? last;
	return problemAt('unexpected', token, 'Not understood here: {0}', token.text);
}
