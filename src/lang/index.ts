/**
 * The registry of notations: a notation is one file that parses it and one line here. A selection is read in the notation of its document's language
 * where there is one, else as plain mathematics.
 */
import type { Range } from '../protocol.ts';
import { parseLatex } from './latex.ts';
import { parseMath, type MathContext } from './math.ts';
import type { Parsed } from './program.ts';

export interface Notation {
	readonly id: 'math' | 'latex';
	/** Language ids whose documents are written in it. */
	readonly languages: readonly string[];
	/** Reads `text`, whose characters stand at `range` of the document. Never throws. */
	readonly parse: (text: string, range: Range, context: MathContext) => Parsed;
}

const MATHEMATICS: Notation = { id: 'math', languages: [], parse: parseMath };

/** Chosen by the formula rather than by the document: notes and papers have both. */
const LATEX: Notation = { id: 'latex', languages: [], parse: parseLatex };

export const NOTATIONS: readonly Notation[] = [MATHEMATICS, LATEX];

/** The notation of that name; plain mathematics where there is none. */
export function notationNamed(id: string): Notation {
	return NOTATIONS.find((notation) => notation.id === id) ?? MATHEMATICS;
}

/** The notation in which a document of that language is read. */
export function notationOf(languageId: string): Notation {
	return NOTATIONS.find(({ languages }) => languages.includes(languageId)) ?? MATHEMATICS;
}
