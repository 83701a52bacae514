/** Shapes that comments say: `h1 = f(W1 @ x + b1)  # hidden layer (4x1)`. They are hints for guesses, as people write them for each other. */
import type { Stmt } from './script.ts';

/** `(4x1)`, `4×4`, `(4, 1)`, `(4,)`. */
const SHAPE =
	/\(\s*(\d+(?:\s*,\s*\d+)+)\s*,?\s*\)|\(\s*(\d+)\s*,\s*\)|(?<![\p{L}\p{N}.])(\d+(?:\s*[x×]\s*\d+)+)(?![\p{L}\p{N}.])/u;
/** No guess is longer than this along an axis. */
const LONGEST = 100;

/** The shape that the comment behind a statement says, if it says one that is small enough to guess. `text` is the document's. */
export function shapeSaid(text: string, { range }: Stmt): readonly number[] | null {
	// What stands in another text has its ranges there.
	if (range.end > text.length) return null;
	const newline = text.indexOf('\n', range.end);
	const behind = text.slice(range.end, newline < 0 ? text.length : newline);
	if (behind.length > 300 || !/^\s*;?\s*#/.test(behind)) return null;
	const [, commas, only, crosses] = SHAPE.exec(behind) ?? [];
	const extents = (commas ?? only ?? crosses)?.split(/\s*[x×,]\s*/).map(Number);
	return extents?.every((extent) => extent > 0 && extent <= LONGEST) === true ? extents : null;
}
