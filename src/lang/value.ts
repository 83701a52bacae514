/**
 * Reads the value side of a binding or claim: a number, a matrix or a random generator, each with its characters.
 */
import type { Problem, Range } from '../protocol.ts';
import { constantValue } from './constant.ts';
import type { GeneratorValue, MatrixValue, ScalarValue, ValueNode } from './directive.ts';
import { parseMath } from './math.ts';

const PLAIN = /^[-+−]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?$/;
export const GENERATORS = [
	'randn',
	'randint',
	'rand',
	'normal',
	'uniform',
	'zeros',
	'ones',
	'eye',
	'arange',
	'linspace',
	'full',
];
const GENERATOR = new RegExp(`^(${GENERATORS.join('|')})(?![\\p{L}\\p{N}_])`, 'u');
const NO_NAMES: ReadonlySet<string> = new Set();
const NESTING = 50;
const LONGEST_VALUE = 10_000_000;

/** What was read, and what was wrong with it. */
export interface ReadValue {
	readonly value?: ValueNode;
	readonly problems: readonly Problem[];
}

/** Whether a word at the start of `text` makes it a generator. */
export function generatorAt(text: string): string | undefined {
	return GENERATOR.exec(text)?.[1];
}

/** Reads `text`, whose first character stands at `start` of the document. It is not empty. */
export function readValue(text: string, start: number): ReadValue {
	const range = trimmed(text, start);
	const inner = text.slice(range.start - start, range.end - start);
	if (inner.startsWith('[')) return readMatrix(inner, range);
	if (generatorAt(inner) !== undefined) return readGenerator(inner, range);
	return readScalar(inner, range);
}

function trimmed(text: string, start: number): Range {
	const from = text.length - text.trimStart().length;
	return { start: start + from, end: start + Math.max(from, text.trimEnd().length) };
}

/** Reads a constant expression. */
export function readScalar(
	text: string,
	range: Range,
): { readonly value?: ScalarValue; readonly problems: readonly Problem[] } {
	if (PLAIN.test(text))
		return { value: { kind: 'scalar', value: Number(text.replace('−', '-')), range }, problems: [] };
	const parsed = parseMath(text, range, { known: NO_NAMES, nesting: NESTING, length: LONGEST_VALUE });
	if (parsed.problems.some((problem) => problem.severity === 'error')) return { problems: parsed.problems };
	const [statement, another] = parsed.program.statements;
	if (statement?.kind !== 'evaluate' || another !== undefined) {
		return { problems: [{ code: 'not-a-number', severity: 'error', range, message: ['Not a number: {0}', text] }] };
	}
	const value = constantValue(statement.value);
	if (typeof value !== 'number') return { problems: [value] };
	return { value: { kind: 'scalar', value, range }, problems: parsed.problems };
}

interface Group {
	/** Extents below this bracket, fixed by its first element. */
	shape: number[] | undefined;
	count: number;
	readonly at: number;
	/** Rows separated by `;` at this bracket: entries in the row now read, and in the first. */
	row: number;
	firstRow: number | undefined;
	rows: number;
}

/** Reads nested lists and rows separated by `;` without recursion, so that no depth of brackets can overflow. */
function readMatrix(text: string, range: Range): ReadValue {
	const entries: number[] = [];
	const problems: Problem[] = [];
	const open: Group[] = [];
	let integers = true;
	let shape: number[] | undefined;
	const fail = (code: string, from: number, to: number, ...message: Problem['message']): ReadValue => ({
		problems: [
			...problems,
			{ code, severity: 'error', range: { start: range.start + from, end: range.start + to }, message },
		],
	});
	let at = 0;
	let afterElement = false;
	while (at < text.length) {
		const c = text[at]!;
		if (/\s/.test(c)) {
			at++;
		} else if (shape !== undefined) {
			return fail('unexpected', at, text.length, 'Not understood here: {0}', text.slice(at));
		} else if (c === '[') {
			if (open.length >= NESTING) return fail('too-deep', at, at + 1, 'Nested deeper than {0} levels', NESTING);
			if (afterElement) return fail('unexpected', at, at + 1, 'Not understood here: {0}', c);
			open.push({ shape: undefined, count: 0, at, row: 0, firstRow: undefined, rows: 0 });
			at++;
		} else if (c === ']' || c === ',' || c === ';') {
			const group = open.at(-1)!;
			if (c === ',' && !afterElement) return fail('missing-value', at, at + 1, 'Something is missing before {0}', c);
			if (c !== ',') {
				if (group.row > 0 || c === ';') {
					if (group.firstRow !== undefined && group.row !== group.firstRow && !(c === ']' && group.row === 0)) {
						return fail('ragged', at, at + 1, 'This row has {0} entries, the first one {1}', group.row, group.firstRow);
					}
					if (group.row > 0 || c === ';') group.rows++;
					group.firstRow ??= group.row;
				}
				if (c === ';') group.row = 0;
			}
			afterElement = false;
			if (c === ']') {
				open.pop();
				const rows = group.rows > 1 || text[group.at + 1] === undefined ? group.rows : 1;
				const own =
					rows > 1 ? [rows, group.firstRow ?? 0, ...(group.shape ?? [])] : [group.count, ...(group.shape ?? [])];
				const parent = open.at(-1);
				if (parent === undefined) shape = own;
				else {
					const trouble = addElement(parent, own);
					if (trouble !== undefined) return fail('ragged', group.at, at + 1, ...trouble);
				}
				afterElement = true;
			}
			at++;
		} else {
			const end = entryEnd(text, at);
			const entry = text.slice(at, end).trimEnd();
			const from = range.start + at;
			const read = readScalar(entry, { start: from, end: from + entry.length });
			if (read.value === undefined) return { problems: [...problems, ...read.problems] };
			if (afterElement) return fail('unexpected', at, end, 'Not understood here: {0}', entry);
			const trouble = addElement(open.at(-1)!, []);
			if (trouble !== undefined) return fail('ragged', at, end, ...trouble);
			entries.push(read.value.value);
			integers &&= /^[-+−]?\d+$/.test(entry);
			afterElement = true;
			at = end;
		}
	}
	const unclosed = open.at(-1);
	if (unclosed !== undefined || shape === undefined) {
		const from = unclosed?.at ?? 0;
		return fail('unclosed', from, from + 1, 'This bracket is not closed');
	}
	const value: MatrixValue = { kind: 'matrix', shape, entries, integers, range };
	return { value, problems };
}

/** Counts an element of extents `own` into its bracket, or says how it does not fit. */
function addElement(group: Group, own: readonly number[]): Problem['message'] | undefined {
	if (group.shape === undefined) group.shape = [...own];
	else if (group.shape.join() !== own.join()) return ['The entries of this list differ in shape'];
	group.count++;
	group.row++;
	return undefined;
}

/** Where each entry of a matrix stands, row by row. `range` is that of a value which was read from `text`. */
export function entryRanges(text: string, range: Range): Range[] {
	const ranges: Range[] = [];
	for (let at = range.start; at < range.end;) {
		if (/[\s[\],;]/.test(text[at]!)) {
			at++;
			continue;
		}
		const end = Math.min(entryEnd(text, at), range.end);
		ranges.push({ start: at, end: at + text.slice(at, end).trimEnd().length });
		at = end;
	}
	return ranges;
}

function entryEnd(text: string, from: number): number {
	let depth = 0;
	for (let at = from; at < text.length; at++) {
		const c = text[at];
		if (c === '(') depth++;
		else if (c === ')') depth--;
		else if (depth <= 0 && (c === ',' || c === ';' || c === ']' || c === '[')) return at;
	}
	return text.length;
}

const GENERATOR_TAIL =
	/^\s*(?:\(([^()]*)\))?\s*(?:([*/])\s*([-+−]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?))?\s*(?:seed\s*=\s*(\d+))?\s*/;

function readGenerator(text: string, range: Range): ReadValue {
	const name = generatorAt(text)!;
	const tail = GENERATOR_TAIL.exec(text.slice(name.length))!;
	const problems: Problem[] = [];
	const args: number[] = [];
	let at = name.length + tail[0].indexOf('(') + 1;
	for (const piece of tail[1] === undefined || tail[1].trim() === '' ? [] : tail[1].split(',')) {
		const place = trimmed(piece, range.start + at);
		const read = readScalar(piece.trim(), place);
		if (read.value === undefined) problems.push(...read.problems);
		else args.push(read.value.value);
		at += piece.length + 1;
	}
	const end = name.length + tail[0].length;
	if (end < text.length) {
		problems.push({
			code: 'not-understood',
			severity: 'error',
			range: { start: range.start + end, end: range.end },
			message: ['Not understood here: {0}', text.slice(end)],
		});
	}
	const factor = tail[3] === undefined ? 1 : Number(tail[3].replace('−', '-'));
	const value: GeneratorValue = {
		kind: 'generator',
		name,
		nameRange: { start: range.start, end: range.start + name.length },
		args,
		scale: tail[2] === '/' ? 1 / factor : factor,
		...(tail[4] !== undefined && { seed: Number(tail[4]) }),
		range,
	};
	return { value, problems };
}
