/** Random programs as text, each with what it is to be read as (`show-script.ts`), and random and mutilated texts. */
import fc from 'fast-check';

/** An expression as text; `level` says how tightly its outermost operator binds. */
export interface Written {
	readonly text: string;
	readonly level: number;
	readonly shown: string;
}

export const ATOM = 20;

export function atom(text: string, shown = text): Written {
	return { text, level: ATOM, shown };
}

/** In brackets where it binds less tightly than it has to; now and then where it need not. */
export function wrap({ text, level }: Written, least: number, always = false): string {
	return level < least || always ? `(${text})` : text;
}

/** An operator with two operands: the least levels of both are what the language's grammar says. */
export function infix(op: string, level: number, left: number, right: number, shown = op) {
	return (a: Written, b: Written, extra: boolean): Written => ({
		text: `${wrap(a, left, extra)} ${op} ${wrap(b, right)}`,
		level,
		shown: `(${a.shown} ${shown} ${b.shown})`,
	});
}

export type Infix = ReturnType<typeof infix>;

const NAMES = ['x', 'y', 'W1', 'loss', '가중치', '__proto__', 'constructor'];
const NUMBERS: readonly (readonly [text: string, shown: string])[] = [
	['2', '2'],
	['10', '10'],
	['0.5', '0.5f'],
	['1e3', '1000f'],
	['.25', '0.25f'],
	['3.', '3f'],
];
export const name = fc.constantFrom(...NAMES).map((each) => atom(each));
/** A number is no place to put a point behind. */
export const number = fc.constantFrom(...NUMBERS).map(([text, shown]): Written => ({ text, level: ATOM, shown }));

export function isNumber({ text }: Written): boolean {
	return /^[\d.]/.test(text);
}

export function list(items: readonly Written[], least: number): { text: string; shown: string } {
	return {
		text: items.map((item) => wrap(item, least)).join(', '),
		shown: items.map(({ shown }) => shown).join(', '),
	};
}

/** A program as lines, and as it is shown. */
export interface Block {
	readonly lines: readonly string[];
	readonly shown: string;
}

export function joined(blocks: readonly Block[]): Block {
	return { lines: blocks.flatMap(({ lines }) => lines), shown: blocks.map(({ shown }) => shown).join('; ') };
}

export function indented(lines: readonly string[], by: string): string[] {
	return lines.map((line) => by + line);
}

export interface Program {
	readonly text: string;
	readonly shown: string;
}

const PIECES = [
	'x',
	'y',
	'가중치',
	'𝑤',
	'__proto__',
	'1',
	'2.5e-3',
	'0x',
	'"',
	"'",
	'"""',
	'f"{',
	'`',
	'${',
	'(',
	')',
	'[',
	']',
	'{',
	'}',
	',',
	':',
	';',
	'.',
	'?.',
	'...',
	'=',
	'==',
	'===',
	'=>',
	'->',
	':=',
	'+',
	'-',
	'**',
	'*',
	'/',
	'//',
	'%',
	'@',
	'<',
	'>',
	'>>>',
	'!',
	'&&',
	'|',
	'~',
	'^',
	'?',
	'??',
	'++',
	'\\',
	'#',
	'/*',
	'*/',
	'\n',
	'\r\n',
	'\n    ',
	'\n\t',
	' ',
	'$',
	'−',
	'½',
	'\u2028',
	'\0',
	'\ud800',
	'if ',
	'else',
	' elif ',
	'for ',
	' in ',
	' of ',
	'while ',
	'def ',
	'function ',
	'class ',
	'lambda ',
	'return ',
	'yield ',
	'await ',
	'async ',
	'not ',
	' and ',
	' is ',
	'import ',
	'from ',
	'with ',
	' as ',
	'try',
	'except',
	'catch',
	'match ',
	'case ',
	'switch',
	'new ',
	'const ',
	'let ',
	'type ',
	'print ',
	'typeof ',
	'true',
	'None',
	'a.b',
	'f(x)',
	'x[0]',
	'<div>',
	'</div>',
	'/a/g',
	'!r}',
	':.2f}',
	'%%bash',
	'@grad',
	'x?',
];

/** Words and signs strung together. */
export const soup: fc.Arbitrary<string> = fc
	.array(fc.constantFrom(...PIECES), { maxLength: 60 })
	.map((pieces) => pieces.join(''));

/** A text with a few pieces of it cut out, doubled, moved or replaced. */
export function mutilated(programs: fc.Arbitrary<Program>): fc.Arbitrary<string> {
	const cut = fc.record({ at: fc.nat(), length: fc.nat(12), piece: fc.constantFrom('', '', ...PIECES) });
	return fc.tuple(programs, fc.array(cut, { minLength: 1, maxLength: 5 })).map(([{ text }, cuts]) => {
		let result = text;
		for (const { at, length, piece } of cuts) {
			const from = result.length === 0 ? 0 : at % result.length;
			result = result.slice(0, from) + piece + result.slice(from + length);
		}
		return result;
	});
}
