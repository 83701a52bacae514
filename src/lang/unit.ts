/**
 * A unit is one thing that steps: a formula, statement or block in a document, with its annotation where it has one.
 */
import type { Range } from '../protocol.ts';
import type { Directive } from './directive.ts';
import type { Dialect } from './script.ts';

/** `code`: its text is a program's, chips stand inside; `note`: a formula in prose, one chip stands at its end. */
export type UnitStyle = 'code' | 'note';

export interface Unit {
	/** Stable while the document is edited: target and ordinal. */
	readonly id: string;
	/** The program's own characters in the document. */
	readonly range: Range;
	/** The document's text over `range`, comments blanked out to the same length. */
	readonly text: string;
	readonly notation: 'math' | 'latex' | Dialect;
	readonly style: UnitStyle;
	readonly directive?: Directive;
	/** The whole comment (or block of comments) that the directive stands in. */
	readonly annotationRange?: Range;
	/** True where the unit is a part of a larger statement: claims about the whole do not apply to it. */
	readonly part?: boolean;
}
