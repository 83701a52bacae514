/** The programming languages that questions may be written in, by the names that people give them. */
import { parseJavaScript } from '../lang/javascript.ts';
import { parseJulia, parseMatlab } from '../lang/matrix-parse.ts';
import { parsePython } from '../lang/python.ts';

/** Notations that are programming languages, and how each is read. */
export const PROGRAMS: ReadonlyMap<string, typeof parsePython> = new Map([
	['numpy', parsePython],
	['python', parsePython],
	['torch', parsePython],
	['js', parseJavaScript],
	['javascript', parseJavaScript],
	['ts', parseJavaScript],
	['typescript', parseJavaScript],
	['julia', parseJulia],
	['jl', parseJulia],
	['matlab', parseMatlab],
	['octave', parseMatlab],
	['m', parseMatlab],
]);
