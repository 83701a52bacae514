/**
 * The smallest things of a formula in LaTeX, with their scripts: numbers, names, fractions, roots, brackets, norms, matrices and cases.
 */
import { applyFunction, callNamed, functionNamed } from './latex-calls.ts';
import { binomial } from './latex-counting.ts';
import { FOLDS, FRACTIONS, FUNCTIONS, MATRICES, CASES, STYLES, WORDS } from './latex-commands.ts';
import { inBrackets, isArguments, rangeOf, type Cursor, type Reader } from './latex-cursor.ts';
import { readDerivative, readNabla } from './latex-derivatives.ts';
import { readExpectation } from './latex-expectation.ts';
import { readFold, readIndicator } from './latex-folds.ts';
import { isTold, type TexGroup, type TexItem } from './latex-groups.ts';
import {
	NO_SCRIPTS,
	isPoint,
	readBase,
	readScripts,
	spell,
	takesArgument,
	wordFunction,
	type Scripts,
} from './latex-names.ts';
import { named, raised, readArgument, scripted, withScripts } from './latex-scripts.ts';
import { readCases, readMatrix } from './latex-tables.ts';
import type { Expression } from './program.ts';

/** Reads an atom with its scripts; undefined where none stands. */
export function readAtom(reader: Reader, cursor: Cursor): Expression | undefined {
	const item = cursor.peek;
	if (item === undefined || isTold(item)) return undefined;
	if (item.kind === 'digit' || isPoint(item, cursor.ahead(1)))
		return withScripts(reader, cursor, readNumber(reader, cursor));
	if (item.kind === 'group') return readGroup(reader, cursor, item);
	if (item.kind === 'letter') {
		const word = wordFunction(cursor, reader.names);
		if (word !== undefined) {
			const { start } = item;
			cursor.at += Array.from(word).length;
			return applyFunction(reader, cursor, word, { start, end: cursor.passed });
		}
		return readName(reader, cursor);
	}
	return item.kind === 'command' ? readCommand(reader, cursor, item) : undefined;
}

function readNumber(reader: Reader, cursor: Cursor): Expression {
	const { start } = cursor.peek!;
	let text = '';
	for (let item = cursor.peek; item !== undefined; item = cursor.peek) {
		const glued = text === '' || item.gap === 0;
		if (item.kind === 'digit' && glued) text += item.text;
		else if (item.kind === 'symbol' && item.text === '.' && glued && !text.includes('.') && isDigitNext(cursor))
			text += '.';
		else if (item.kind === 'group' && glued && isThousands(item, cursor)) {
			// `1{,}000`
		} else break;
		cursor.at++;
	}
	text += exponentOf(reader, cursor) || uprightExponent(cursor);
	return { kind: 'number', value: Number(text), range: { start, end: cursor.passed } };
}

/** A point that a digit follows, or that ends a number where nothing follows that could want it. */
function isDigitNext(cursor: Cursor): boolean {
	const next = cursor.ahead(1);
	return next?.kind === 'digit' && next.gap === 0;
}

function isThousands(item: TexGroup, cursor: Cursor): boolean {
	return item.means === '{' && spell(item.items) === ',' && isDigitNext(cursor);
}

/** `1e-3`, as programs write it. */
function exponentOf(reader: Reader, cursor: Cursor): string {
	const letter = cursor.peek;
	if (letter?.kind !== 'letter' || letter.gap > 0 || (letter.text !== 'e' && letter.text !== 'E')) return '';
	let count = 1;
	let text = 'e';
	const sign = cursor.ahead(1);
	if (sign?.kind === 'symbol' && (sign.text === '-' || sign.text === '+') && sign.gap === 0) {
		text += sign.text;
		count++;
	}
	const from = count;
	for (let item = cursor.ahead(count); item?.kind === 'digit' && item.gap === 0; item = cursor.ahead(count)) {
		text += item.text;
		count++;
	}
	if (count === from || reader.names.known('e')) return '';
	cursor.at += count;
	return text;
}

/** `1.5\mathrm{e}{-1}`, as programs print numbers for LaTeX. */
function uprightExponent(cursor: Cursor): string {
	const [command, letter, group] = [cursor.peek, cursor.ahead(1), cursor.ahead(2)];
	if (command?.kind !== 'command' || command.text !== 'mathrm' || command.gap > 0) return '';
	if (letter?.kind !== 'group' || !/^[eE]$/.test(spell(letter.items))) return '';
	if (group?.kind !== 'group' || group.means !== '{' || !/^[-+]?\d+$/.test(spell(group.items))) return '';
	cursor.at += 3;
	return `e${spell(group.items)}`;
}

/** A name with its scripts, and the brackets of its call where it has them. */
function readName(reader: Reader, cursor: Cursor): Expression | undefined {
	const expectation = readExpectation(reader, cursor);
	if (expectation !== undefined) return expectation;
	const base = readBase(cursor, reader.names);
	if (base === undefined) return undefined;
	const called = functionNamed(reader, base, cursor);
	if (called !== undefined) return called;
	const scripts = base.scripts ?? NO_SCRIPTS;
	const outer = readScripts(cursor);
	const both = scripts.end === 0 ? outer : mergeScripts(scripts, outer);
	if (both === undefined || both.twice !== undefined) {
		const at = both?.twice ?? {
			start: outer.sub?.mark.start ?? outer.sup?.mark.start ?? base.range.end,
			end: outer.end,
		};
		return reader.hole(at, 'unexpected', 'Not understood here: {0}', reader.slice(at));
	}
	const found = named(reader, base, both);
	return callNamed(reader, cursor, found) ?? found;
}

function mergeScripts(inner: Scripts, outer: Scripts): Scripts | undefined {
	if ((inner.sub && outer.sub) || (inner.sup && outer.sup)) return undefined;
	return { ...inner, ...outer, primes: inner.primes + outer.primes, end: Math.max(inner.end, outer.end) };
}

function readGroup(reader: Reader, cursor: Cursor, group: TexGroup): Expression {
	if (isArguments(cursor, group)) {
		// `(I * K)(i, j)`: what is computed from is a function, of which there are no numbers.
		cursor.at++;
		return reader.hole(rangeOf(group), 'not-supported', 'Not supported in formulas: {0}', reader.slice(rangeOf(group)));
	}
	cursor.at++;
	const inner = { start: group.opened, end: group.closing };
	const opening = { start: group.start, end: group.opened };
	const range = rangeOf(group);
	switch (group.means) {
		case 'environment':
			return withScripts(reader, cursor, readEnvironment(reader, group, undefined));
		case 'abs':
		case 'norm':
			return readNorm(reader, cursor, group);
		case 'floor':
		case 'ceil':
			return withScripts(reader, cursor, {
				kind: 'apply',
				op: group.means,
				operands: [reader.whole(group.items, inner)],
				operator: opening,
				range,
			});
		case 'angle': {
			const operands = reader.list(group.items, inner);
			if (operands.length !== 2)
				return reader.hole(opening, 'not-supported', 'Not supported in formulas: {0}', reader.slice(opening));
			return withScripts(reader, cursor, { kind: 'apply', op: 'dot', operands, operator: opening, range });
		}
		case '{':
			return readBraces(reader, cursor, group);
	}
	const [only, another] = group.items;
	if (only?.kind === 'group' && only.means === 'environment' && another === undefined) {
		const { outer: _, ...table } = readEnvironment(reader, only, group);
		return withScripts(reader, cursor, { ...table, range });
	}
	if (isVector(group)) return withScripts(reader, cursor, readVector(reader, group));
	if (group.means === 'open')
		return reader.hole(opening, 'not-supported', 'Not supported in formulas: {0}', reader.slice(opening));
	return withScripts(reader, cursor, inBrackets(reader.whole(group.items, inner), group.start, group.end));
}

/** Braces lend no meaning: `{e}^{-x}` is e^{-x}, `{W_1}x` is W_1x. */
function readBraces(reader: Reader, cursor: Cursor, group: TexGroup): Expression {
	const inside = cursor.inside(group);
	const base = readBase(inside, reader.names);
	if (base !== undefined) {
		const scripts = readScripts(inside);
		const next = cursor.peek;
		const isScript = next !== undefined && ['sub', 'sup', 'prime', 'raised', 'lowered'].includes(next.kind);
		if (inside.peek === undefined && isScript && scripts.end === 0) {
			return named(reader, { ...base, range: rangeOf(group) }, readScripts(cursor));
		}
	}
	if (group.items.length === 0 && reader.startsFactor(cursor)) {
		// `{}` is put in so that scripts stand right.
		while (isEmpty(cursor.peek)) cursor.at++;
		return reader.operand(cursor);
	}
	const inner = reader.whole(group.items, { start: group.opened, end: group.closing });
	return withScripts(reader, cursor, inBrackets(inner, group.start, group.end));
}

function isEmpty(item: TexItem | undefined): boolean {
	return item?.kind === 'group' && item.means === '{' && item.items.length === 0;
}

function isVector(group: TexGroup): boolean {
	if (group.means !== '[' && group.means !== '(') return false;
	return group.items.some((item) => item.kind === 'symbol' && (item.text === ',' || item.text === ';'));
}

/** `[1, 2, 3]` is a vector, `[1, 2; 3, 4]` a matrix. */
function readVector(reader: Reader, group: TexGroup): Expression {
	const rows: TexItem[][] = [[]];
	for (const item of group.items) {
		if (item.kind === 'symbol' && item.text === ';') rows.push([]);
		else rows.at(-1)!.push(item);
	}
	let at = group.opened;
	const read = rows.map((row) => {
		const range = { start: at, end: row.at(-1)?.end ?? at };
		at = range.end;
		return reader.list(row, range);
	});
	const range = rangeOf(group);
	return { kind: 'matrix', rows: read, range, ...(read.length === 1 && { list: true }) };
}

/** `|x|`, `\|x\|_2^2`: the script says which norm. */
function readNorm(reader: Reader, cursor: Cursor, group: TexGroup): Expression {
	const inner = { start: group.opened, end: group.closing };
	const operator = { start: group.start, end: group.opened };
	const operand = reader.whole(group.items, inner);
	const scripts = readScripts(cursor);
	if (scripts.twice !== undefined || scripts.primes !== '') return scripted(reader, operand, scripts);
	if (group.means === 'abs' && scripts.sub === undefined) {
		const range = rangeOf(group);
		const abs: Expression = { kind: 'apply', op: 'abs', operands: [operand], operator, range, bars: true };
		return scripts.sup === undefined ? abs : raised(reader, abs, scripts.sup, scripts.end);
	}
	const order = orderOf(scripts.sub === undefined ? '' : spell(scripts.sub.items));
	if (order === undefined) {
		const at = scripts.sub!.range;
		return reader.hole(at, 'not-supported', 'Not supported in formulas: {0}', reader.slice(at));
	}
	const end = scripts.sub === undefined ? group.end : Math.max(group.end, scripts.sub.range.end);
	const norm: Expression = {
		kind: 'apply',
		op: 'norm',
		operands: [operand],
		operator,
		range: {
			start: group.start,
			end: scripts.sup === undefined ? end : Math.min(end, Math.max(group.end, scripts.sup.mark.start)),
		},
		...(order !== 2 && { order }),
	};
	return scripts.sup === undefined ? norm : raised(reader, norm, scripts.sup, scripts.end);
}

function orderOf(spelled: string): number | undefined {
	if (spelled === '' || spelled === 'F' || spelled === 'Fro' || spelled === 'F,2') return 2;
	if (spelled === '∞' || spelled === 'max') return Infinity;
	const order = Number(spelled);
	return Number.isFinite(order) && order > 0 ? order : undefined;
}

function readEnvironment(reader: Reader, group: TexGroup, brackets: TexGroup | undefined): Expression {
	if (CASES.has(group.text) || (brackets !== undefined && brackets.text === '\\{')) return readCases(reader, group);
	const means = MATRICES.get(group.text) ?? (group.text === 'array' ? '(' : undefined);
	const opening = { start: group.start, end: group.opened };
	if (means === undefined) return reader.hole(opening, 'not-supported', 'Not supported in formulas: {0}', group.text);
	const matrix = readMatrix(reader, group);
	const op =
		means === '('
			? brackets === undefined || brackets.means === '(' || brackets.means === '['
				? undefined
				: brackets.means
			: means;
	if (op === undefined) return matrix;
	return { kind: 'apply', op: op === 'abs' ? 'det' : op, operands: [matrix], operator: opening, range: rangeOf(group) };
}

function readCommand(
	reader: Reader,
	cursor: Cursor,
	item: TexItem & { readonly text: string },
): Expression | undefined {
	const { text } = item;
	const at = rangeOf(item);
	if (FRACTIONS.has(text)) return withScripts(reader, cursor, readFraction(reader, cursor));
	if (text === 'sqrt') return withScripts(reader, cursor, readRoot(reader, cursor));
	const fold = FOLDS.get(text);
	if (fold !== undefined) return readFold(reader, cursor, fold);
	if (text === 'infty') {
		cursor.at++;
		return { kind: 'number', value: Infinity, range: at };
	}
	if (text === 'nabla') {
		const slope = readNabla(reader, cursor);
		const scripted = withScripts(reader, cursor, slope);
		return scripted;
	}
	if (text === 'partial') return readDerivative(reader, cursor) ?? unknown(reader, cursor);
	if (text === 'binom' || text === 'tbinom' || text === 'dbinom') {
		cursor.at++;
		const above = readArgument(reader, cursor, at);
		const below = readArgument(reader, cursor, at);
		return withScripts(reader, cursor, binomial(above, below, at, { start: at.start, end: cursor.passed }));
	}
	if (text === 'arg') {
		const next = cursor.ahead(1);
		if (next?.kind === 'command' && (next.text === 'max' || next.text === 'min')) {
			cursor.at += 2;
			return applyFunction(reader, cursor, `arg${next.text}`, { start: at.start, end: next.end });
		}
	}
	if (FUNCTIONS.has(text)) {
		cursor.at++;
		return applyFunction(reader, cursor, text, at);
	}
	const indicator = readIndicator(reader, cursor);
	if (indicator !== undefined) return indicator;
	const name = readName(reader, cursor);
	if (name !== undefined) return name;
	if (WORDS.has(text)) return readWords(reader, cursor);
	if (takesArgument(text)) return readStyledExpression(reader, cursor, text);
	return unknown(reader, cursor);
}

/** Words where an operand should stand. */
function readWords(reader: Reader, cursor: Cursor): Expression {
	const { start } = cursor.next()!;
	const group = cursor.peek;
	if (group?.kind === 'group' && group.means === '{') cursor.at++;
	const at = { start, end: cursor.passed };
	return reader.hole(at, 'unexpected', 'Not understood here: {0}', reader.slice(at));
}

/** `\boldsymbol{W x + b}`, `\boxed{…}`, `\underbrace{…}_{…}`: what they hold. */
function readStyledExpression(reader: Reader, cursor: Cursor, command: string): Expression {
	const { start } = cursor.next()!;
	const group = cursor.peek;
	if (group?.kind !== 'group' || !STYLES.has(command)) {
		if (group?.kind === 'group') cursor.at++;
		const at = { start, end: cursor.passed };
		return reader.hole(at, 'not-supported', 'Not supported in formulas: {0}', reader.slice(at));
	}
	cursor.at++;
	const inner = reader.whole(group.items, { start: group.opened, end: group.closing });
	if (command.startsWith('under') || command.startsWith('over')) {
		readScripts(cursor);
		return inBrackets(inner, start, group.end);
	}
	return withScripts(reader, cursor, inBrackets(inner, start, group.end));
}

function readFraction(reader: Reader, cursor: Cursor): Expression {
	const derivative = readDerivative(reader, cursor);
	if (derivative !== undefined) return derivative;
	const command = rangeOf(cursor.next()!);
	const above = readArgument(reader, cursor, command);
	const below = readArgument(reader, cursor, command);
	return {
		kind: 'apply',
		op: 'div',
		operands: [above, below],
		operator: command,
		range: { start: command.start, end: cursor.passed },
	};
}

function readRoot(reader: Reader, cursor: Cursor): Expression {
	const command = rangeOf(cursor.next()!);
	const option = cursor.peek;
	let degree: Expression | undefined;
	if (option?.kind === 'group' && option.means === '[' && cursor.ahead(1) !== undefined) {
		cursor.at++;
		degree = reader.whole(option.items, { start: option.opened, end: option.closing });
	}
	const operand = readArgument(reader, cursor, command);
	const range = { start: command.start, end: cursor.passed };
	if (degree === undefined || (degree.kind === 'number' && degree.value === 2))
		return { kind: 'apply', op: 'sqrt', operands: [operand], operator: command, range };
	if (degree.kind === 'number' && degree.value === 3)
		return { kind: 'apply', op: 'cbrt', operands: [operand], operator: command, range };
	return { kind: 'apply', op: 'root', operands: [operand, degree], operator: command, range };
}

/** A command that nobody knows: told at the command, and what it is applied to goes with it. */
function unknown(reader: Reader, cursor: Cursor): Expression {
	const command = cursor.next()!;
	while (cursor.peek?.kind === 'group' && cursor.peek.means === '{') cursor.at++;
	const code = COMMON.has(command.kind === 'command' ? command.text : '') ? 'not-supported' : 'unknown-command';
	const hole = reader.hole(command, code, 'Not supported in formulas: {0}', reader.slice(command));
	readScripts(cursor);
	return hole;
}

/** Commands that everybody knows and that cannot be computed with. */
const COMMON = new Set(
	'int iint oint lim limsup liminf dots cdots ldots vdots ddots dotsb dotsc partial otimes oplus cup cap bigcup bigcap'.split(
		' ',
	),
);
