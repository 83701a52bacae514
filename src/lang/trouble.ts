/** How the readers of formulas say what is wrong. */
import type { Problem } from '../protocol.ts';

/** A problem at a token; offsets are still those of the scanned text. */
export function problemAt(
	code: string,
	at: { readonly start: number; readonly end: number },
	...message: Problem['message']
): Problem {
	return { code, severity: 'error', range: { start: at.start, end: at.end }, message };
}
