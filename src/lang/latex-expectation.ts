/** Expectations in LaTeX: `\mathbb{E}[x]`, `\mathbb{E}_{x \sim p} f(x)`, `\hat{\mathbb{E}}_t[…]`, `E[X]`. Over the samples that there are, they are means. */
import { ACCENTS } from './latex-commands.ts';
import { extent, rangeOf, type Cursor, type Reader } from './latex-cursor.ts';
import { readScripts, spell } from './latex-names.ts';
import { withScripts } from './latex-scripts.ts';
import type { Expression } from './program.ts';

/** What an E is written with: in an alphabet of its own it is nothing else, in the plain one only before square brackets. */
type Sign = { readonly items: number; readonly own: boolean };

export function readExpectation(reader: Reader, cursor: Cursor): Expression | undefined {
	const sign = signAt(reader, cursor);
	if (sign === undefined) return undefined;
	const from = cursor.at;
	const { start } = cursor.peek!;
	cursor.at += sign.items;
	const operator = { start, end: cursor.passed };
	const scripts = readScripts(cursor);
	const group = cursor.peek;
	const square = group?.kind === 'group' && group.means === '[';
	const bracketed = square || (group?.kind === 'group' && (group.means === '(' || group.text === '\\{'));
	const asFactor = scripts.sup === undefined && scripts.primes === '' && reader.startsFactor(cursor);
	if (!(sign.own ? bracketed || asFactor : square)) {
		cursor.at = from;
		return undefined;
	}
	let samples: Expression;
	if (bracketed) {
		cursor.at++;
		samples = { ...reader.whole(group.items, { start: group.opened, end: group.closing }), outer: rangeOf(group) };
	} else samples = reader.product(cursor);
	const range = { start, end: cursor.passed };
	reader.remark(range, `mean(${reader.slice(bracketed ? samples.range : extent(samples))})`);
	const mean: Expression = { kind: 'apply', op: 'mean', operands: [samples], operator, range };
	return bracketed ? withScripts(reader, cursor, mean) : mean;
}

function signAt({ names }: Reader, cursor: Cursor): Sign | undefined {
	const first = cursor.peek;
	if (first?.kind === 'letter') {
		const isPlain = first.text === 'E' && !names.known('E') && !names.isFunction('E');
		return isPlain ? { items: 1, own: false } : undefined;
	}
	if (first?.kind !== 'command') return undefined;
	const next = cursor.ahead(1);
	if (next === undefined) return undefined;
	if (ACCENTS.has(first.text)) {
		const items = next.kind === 'group' ? next.items : [next, cursor.ahead(2)!];
		const [alphabet, letter, another] = items;
		const own = alphabet?.kind === 'command' && OWN.test(alphabet.text) && another === undefined;
		return own && letter !== undefined && spell([letter]) === 'E'
			? { items: next.kind === 'group' ? 2 : 3, own: true }
			: undefined;
	}
	if (spell([next]) !== 'E') return undefined;
	if (OWN.test(first.text)) return { items: 2, own: true };
	return /^(?:mathrm|operatorname|mathsf|text)$/.test(first.text) ? { items: 2, own: false } : undefined;
}

const OWN = /^(?:mathbb|mathbbm|mathds)$/;
