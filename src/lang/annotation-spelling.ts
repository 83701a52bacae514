/**
 * How annotations spell the names of formulas: as the formula does (`y^{\star}`, `\hat{y}`, `x^{(2)}`), or plainly (`y^star`, `ŷ`, `x^(2)`, `y'`). A name that
 * has LaTeX in it is read by LaTeX's own reader, so that both agree on what it is called.
 */
import { NO_FACTS, NameBook } from './latex-book.ts';
import { Cursor } from './latex-cursor.ts';
import { groupTex } from './latex-groups.ts';
import { fullName, readBase, readScripts } from './latex-names.ts';
import { scanTex } from './latex-scan.ts';
import { canonical, loose } from './names.ts';
import { distance } from './typo.ts';

/** Whether a name is more than letters, digits and a subscript. */
const IN_LATEX = /[\\{}^'’″]|′./u;

/** No name of an annotation nests deeper. */
const DEEPEST = 6;

const CAPITALS: ReadonlySet<string> = new Set('ABCDEFGHIJKLMNOPQRSTUVWXYZ');

/** What a name of an annotation is called in a program. */
export function nameSpelled(text: string): string {
	if (!IN_LATEX.test(text)) return canonical(text);
	const grouped = groupTex(scanTex(text, 0), DEEPEST);
	if ('code' in grouped) return canonical(text);
	const cursor = new Cursor(grouped.items, text.length);
	// `\mathcal{L}` is told from `L` where a text has both; where it has one, they meet all the same.
	const book = new NameBook({ known: { has: () => false }, nesting: DEEPEST }, NO_FACTS, CAPITALS);
	const base = readBase(cursor, book, true);
	if (base === undefined) return canonical(text);
	const outer = readScripts(cursor);
	if (cursor.peek !== undefined) return canonical(text);
	const inner = base.scripts;
	return fullName(
		base,
		inner === undefined ? outer : { ...inner, ...outer, primes: inner.primes + outer.primes, end: outer.end },
	);
}

/** The plain form of a program's name that an annotation reads as this name: braces stand where letters and digits do not suffice. */
export function plainSpelling(name: string): string {
	const raised = name.indexOf('^', 1);
	const head = raised < 0 ? name : name.slice(0, raised);
	const above = raised < 0 ? '' : name.slice(raised + 1);
	const low = head.indexOf('_', 1);
	const primes = /′*$/.exec(head)![0];
	const below = low < 0 ? '' : head.slice(low + 1, head.length - primes.length);
	const base = low < 0 ? head : head.slice(0, low);
	const sub = low < 0 ? '' : isPlain(below) ? `_${below}${primes}` : `_{${below}}${primes}`;
	const sup = above === '' ? '' : isPlain(above) || isMark(above) ? `^${above}` : `^{${above}}`;
	return `${base}${sub}${sup}`.replaceAll('′', "'");
}

function isPlain(script: string): boolean {
	return /^[\p{L}\p{N}\p{M}_]*$/u.test(script);
}

/** `(2)`, `*`: what may stand behind a `^` without braces. */
function isMark(script: string): boolean {
	return /^(?:\([^()\n=]{1,20}\)|[*+-])$/.test(script);
}

/** Nobody reads more names than this in one message. */
const MOST_SAID = 8;

/** The names that are there, as an annotation may write them, for whoever wrote another one: what resembles it first. */
export function namesSaid(wanted: string, names: Iterable<string>): string {
	const near = loose(wanted);
	const all = [...new Set(names)]
		.filter((name) => name !== '')
		.map((name) => ({ name, apart: near.length > 40 || name.length > 40 ? 40 : distance(near, loose(name)) }))
		.sort((a, b) => a.apart - b.apart)
		.map(({ name }) => plainSpelling(name));
	return all.length > MOST_SAID ? `${all.slice(0, MOST_SAID).join(', ')}, …` : all.join(', ');
}
