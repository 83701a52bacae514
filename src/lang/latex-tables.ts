/** Rows and columns in LaTeX: matrices, and the cases of a function that is defined piece by piece. */
import type { Range } from '../protocol.ts';
import { WORDS } from './latex-commands.ts';
import { extent, rangeOf, type Reader } from './latex-cursor.ts';
import type { TexGroup, TexItem } from './latex-groups.ts';
import { spell } from './latex-names.ts';
import type { Conditional, Expression, Matrix } from './program.ts';

/** The cells of a table: `&` parts columns, `\\` rows; an empty row at the end is none. */
function cellsOf(items: readonly TexItem[]): TexItem[][][] {
	const rows: TexItem[][][] = [[[]]];
	for (const item of items) {
		if (item.kind === 'row' || (item.kind === 'command' && item.text === 'cr')) rows.push([[]]);
		else if (item.kind === 'align') rows.at(-1)!.push([]);
		else rows.at(-1)!.at(-1)!.push(item);
	}
	return rows.filter((row) => row.some((cell) => cell.length > 0));
}

function placeOfCell(cell: readonly TexItem[], group: TexGroup): Range {
	return { start: cell[0]?.start ?? group.opened, end: cell.at(-1)?.end ?? group.opened };
}

/** A matrix; one of a single column is a vector. */
export function readMatrix(reader: Reader, group: TexGroup): Matrix {
	const rows = cellsOf(group.items).map((row) => row.map((cell) => reader.whole(cell, placeOfCell(cell, group))));
	const width = rows[0]?.length ?? 0;
	const ragged = rows.findIndex((row) => row.length !== width);
	if (ragged > 0) {
		const row = rows[ragged]!;
		const at = { start: extent(row[0]!).start, end: extent(row.at(-1)!).end };
		row.splice(
			0,
			row.length,
			reader.hole(at, 'ragged', 'This row has {0} entries, the first one {1}', row.length, width),
		);
	}
	return { kind: 'matrix', rows, range: rangeOf(group), ...(width === 1 && { list: true }) };
}

interface Case {
	readonly value: Expression;
	/** Absent for what holds otherwise. */
	readonly test?: Expression;
	readonly at: Range;
}

/** `\begin{cases} x & \text{if } x > 0 \\ 0 & \text{otherwise} \end{cases}`. */
export function readCases(reader: Reader, group: TexGroup): Expression {
	const opening = { start: group.start, end: group.opened };
	const cases = cellsOf(group.items).map((row) => readCase(reader, row, group));
	const last = cases.at(-1);
	if (last === undefined)
		return reader.hole(opening, 'missing-operand', 'Something is missing after {0}', reader.slice(opening));
	let otherwise: Expression = last.value;
	let rest = cases.slice(0, -1);
	if (last.test !== undefined && !(rest.length === 1 && isOpposite(rest[0]!.test, last.test))) {
		// Where no case holds there is no value.
		otherwise = { kind: 'number', value: NaN, range: { start: group.closing, end: group.end } };
		rest = cases;
	}
	for (const { value, test, at } of rest.reverse()) {
		if (test === undefined)
			return reader.hole(
				extent(value),
				'missing-condition',
				'When this holds is not said: only the last case may leave it out',
			);
		const conditional: Conditional = {
			kind: 'conditional',
			test,
			then: value,
			otherwise,
			operator: at,
			range: rangeOf(group),
		};
		otherwise = conditional;
	}
	return { ...otherwise, ...(cases.length === 1 && { outer: rangeOf(group) }) };
}

function readCase(reader: Reader, row: readonly (readonly TexItem[])[], group: TexGroup): Case {
	const [first, ...others] = row;
	const whole = placeOfCell(row.flat(), group);
	const value = withoutComma(first!);
	const split = others.length === 0 ? value.findIndex((item, at) => isWords(item, value[at + 1])) : -1;
	const left = split < 0 ? value : withoutComma(value.slice(0, split));
	const condition = split < 0 ? others.flat() : value.slice(split);
	const { items, otherwise } = conditionOf(condition);
	const read = reader.whole(left, placeOfCell(left, group));
	const place = condition.length === 0 ? whole : placeOfCell(condition, group);
	if (otherwise || items.length === 0) return { value: read, at: place };
	return { value: read, test: reader.whole(items, placeOfCell(items, group)), at: place };
}

function isWords(item: TexItem | undefined, next: TexItem | undefined): boolean {
	return item?.kind === 'command' && WORDS.has(item.text) && next?.kind === 'group';
}

function withoutComma(items: readonly TexItem[]): readonly TexItem[] {
	let end = items.length;
	for (let item = items[end - 1]; item !== undefined; item = items[end - 1]) {
		const isMark = item.kind === 'symbol' && /^[,;.]$/.test(item.text);
		const isBlank = item.kind === 'command' && (item.text === 'quad' || item.text === 'qquad');
		if (!isMark && !isBlank) break;
		end--;
	}
	return items.slice(0, end);
}

/** A condition without its words, which may hold mathematics of their own: `\text{if $x > 0$}`. */
function conditionOf(items: readonly TexItem[]): { readonly items: readonly TexItem[]; readonly otherwise: boolean } {
	const left: TexItem[] = [];
	let otherwise = false;
	for (let at = 0; at < items.length; at++) {
		const item = items[at]!;
		if (item.kind === 'command' && (item.text === 'quad' || item.text === 'qquad')) continue;
		if (!isWords(item, items[at + 1])) {
			left.push(item);
			continue;
		}
		const group = items[++at] as TexGroup;
		const text = spell(group.items, true).toLowerCase();
		if (/otherwise|else(?!where)|elsewhere|sonst/.test(text) || /그\s*외|아니면|나머지/.test(text)) otherwise = true;
		else if (/^\s*(?:and|or)\s*$/.test(text)) left.push(item, group);
		else for (const inner of mathematicsIn(group)) left.push(inner);
	}
	return { items: withoutComma(left), otherwise };
}

/** What stands between dollar signs inside of words, or behind `if`. */
function mathematicsIn(group: TexGroup): readonly TexItem[] {
	const from = group.items.findIndex((item) => item.kind === 'cut');
	if (from >= 0) {
		const to = group.items.findIndex((item, at) => at > from && item.kind === 'cut');
		return group.items.slice(from + 1, to < 0 ? undefined : to);
	}
	const relation = group.items.findIndex((item) => item.kind === 'symbol' && /^[<>=]$/.test(item.text));
	if (relation < 0) return [];
	let start = 0;
	while (group.items[start]?.kind === 'letter' && /^(?:if|for|when|whenever)$/.test(wordAt(group.items, start)))
		start += wordAt(group.items, start).length;
	return group.items.slice(start);
}

function wordAt(items: readonly TexItem[], at: number): string {
	let word = '';
	for (let item = items[at]; item?.kind === 'letter' && (word === '' || item.gap === 0); item = items[at + word.length])
		word += item.text;
	return word;
}

const OPPOSITES: ReadonlyMap<string, string> = new Map([
	['lt', 'ge'],
	['ge', 'lt'],
	['gt', 'le'],
	['le', 'gt'],
	['eq', 'ne'],
	['ne', 'eq'],
]);

/** Whether one of two comparisons of a name with a number holds exactly where the other does not. */
function isOpposite(one: Expression | undefined, other: Expression): boolean {
	if (one?.kind !== 'apply' || other.kind !== 'apply' || OPPOSITES.get(one.op) !== other.op) return false;
	return one.operands.every((operand, slot) => {
		const same = other.operands[slot]!;
		if (operand.kind === 'name') return same.kind === 'name' && same.name === operand.name;
		return operand.kind === 'number' && same.kind === 'number' && same.value === operand.value;
	});
}
