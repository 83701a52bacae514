/** Where a formula that is too wide for one line is broken: before its outermost relations, sums and differences, as it would be in print. */
import { scanTex } from '../lang/latex-scan.ts';

const RELATIONS: ReadonlySet<string> = new Set(
	'= < > := le leq leqslant ge geq geqslant ne neq approx sim simeq propto equiv coloneqq triangleq Rightarrow implies iff Leftrightarrow to rightarrow leftarrow gets mapsto'.split(
		' ',
	),
);
const SIGNS: ReadonlySet<string> = new Set(['+', '-', '−', 'pm', 'mp']);
/** Behind these a sign belongs to what follows. */
const BINDING: ReadonlySet<string> = new Set(['times', 'cdot', '*', '/', 'div', 'odot', 'otimes', ',']);
const OPENING: ReadonlySet<string> = new Set([
	'(',
	'[',
	'left',
	'begin',
	'lbrace',
	'langle',
	'lfloor',
	'lceil',
	'lVert',
	'lvert',
	'\\{',
]);
const CLOSING: ReadonlySet<string> = new Set([
	')',
	']',
	'right',
	'end',
	'rbrace',
	'rangle',
	'rfloor',
	'rceil',
	'rVert',
	'rvert',
	'\\}',
]);

/** The parts of a formula that may have lines of their own, each with the sign that it begins with; null for one that has lines already. */
export function partsOf(latex: string): readonly string[] | null {
	let depth = 0;
	let before = '';
	let start = 0;
	const parts: string[] = [];
	for (const token of scanTex(latex, 0)) {
		const { kind, text } = token;
		if (depth === 0 && (kind === 'row' || kind === 'align')) return null;
		if (kind === 'open' || OPENING.has(text)) depth++;
		else if (kind === 'close' || CLOSING.has(text)) depth = Math.max(0, depth - 1);
		const breaks =
			RELATIONS.has(text) ||
			(SIGNS.has(text) && before !== '' && !RELATIONS.has(before) && !SIGNS.has(before) && !BINDING.has(before));
		if (depth === 0 && kind !== 'letter' && breaks && token.start > start) {
			parts.push(latex.slice(start, token.start));
			({ start } = token);
		}
		before = kind === 'sub' || kind === 'sup' ? '' : text;
	}
	parts.push(latex.slice(start));
	return parts;
}

/** Lines that are as full as `widest` lets them be, as one formula in LaTeX; null where the formula cannot be broken so. */
export function inLines(latex: string, widest: number, widthOf: (latex: string) => number | null): string | null {
	const parts = partsOf(latex);
	if (parts === null || parts.length < 2 || parts.length > MOST_PARTS) return null;
	const lines: string[] = [];
	let line = '';
	let width = 0;
	for (const part of parts) {
		const own = widthOf(line === '' ? part : `{}${part}`);
		if (own === null) return null;
		// A left side is not left alone.
		const isLeft = lines.length === 0 && width < LONGEST_LEFT && line === parts[0];
		if (line !== '' && !isLeft && width + own > widest - (lines.length === 0 ? 0 : INDENT)) {
			lines.push(line);
			[line, width] = [part, own];
		} else {
			line += part;
			width += own;
		}
	}
	lines.push(line);
	if (lines.length < 2) return null;
	return `\\begin{aligned}&${lines.map((each) => each.trim()).join(' \\\\ &\\quad {}')}\\end{aligned}`;
}

/** In em: a left side that is not longer stays beside what follows it, though the line is drawn a little smaller then. */
const LONGEST_LEFT = 6;
/** What a line is moved in by, in em. */
const INDENT = 1.1;
/** Each part is measured by itself. */
const MOST_PARTS = 80;
