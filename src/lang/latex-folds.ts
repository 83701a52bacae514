/**
 * Sums, products, maxima and minima over an index, with everything that may stand under the sign: bounds, labels, conditions. The body goes as far as the
 * product does: `\sum_i w_i x_i + b` ends before the plus.
 */
import type { Range } from '../protocol.ts';
import { EQUALS, LETTERS, OPERATORS, SAYS } from './latex-commands.ts';
import { Cursor, extent, rangeOf, type Reader } from './latex-cursor.ts';
import type { TexGroup, TexItem } from './latex-groups.ts';
import { readBase, readScripts, spell, type Scripts } from './latex-names.ts';
import { scripted } from './latex-scripts.ts';
import type { Expression, Fold, Hole, Name } from './program.ts';

/** One index of a sum. */
export interface FoldIndex {
	readonly name: Name;
	readonly from?: Expression;
	readonly to?: Expression;
	readonly test?: Expression;
	readonly origin: 0 | 1;
}

export function readFold(reader: Reader, cursor: Cursor, op: 'add' | 'mul'): Expression {
	const command = rangeOf(cursor.next()!);
	const scripts = readScripts(cursor);
	const indices = scripts.sub === undefined ? guessedIndex(reader, cursor) : indicesOf(reader, scripts, command);
	if (!Array.isArray(indices)) {
		if (reader.startsFactor(cursor)) reader.product(cursor);
		return indices;
	}
	return foldOver(reader, cursor, op, indices, command, () => reader.product(cursor));
}

/** Folds, one in another, around the body that `read` reads with the indices bound. */
export function foldOver(
	reader: Reader,
	cursor: Cursor,
	op: Fold['op'],
	indices: readonly FoldIndex[],
	operator: Range,
	read: () => Expression,
): Expression {
	const { bound, origins } = reader.names;
	for (const { name, from, origin } of indices) {
		bound.push({ name: name.name, origin });
		if (from !== undefined) origins.add(origin);
		else reader.names.hasLabels = true;
	}
	const body = indices.length === 0 ? byEntries(read()) : read();
	bound.length -= indices.length;
	const range = { start: operator.start, end: Math.max(extent(body).end, cursor.passed) };
	if (indices.length === 0) return { kind: 'fold', op, body, operator, range, origin: 1 };
	return indices.reduceRight<Expression>(
		(inner, { name, from, to, test, origin }): Fold => ({
			kind: 'fold',
			op,
			index: name,
			...(from !== undefined && { from }),
			...(to !== undefined && { to }),
			...(test !== undefined && { test }),
			body: inner,
			operator,
			range,
			origin,
		}),
		body,
	);
}

/** `\sum |X|` adds up entries, whatever else bars around a matrix may mean. */
function byEntries(body: Expression): Expression {
	return body.kind === 'apply' && body.bars === true ? { ...body, bars: false } : body;
}

/**
 * `\sum x_i` without an index below: the first letter that stands as a subscript and has no value. Only where there is no other is it the letter of a sum
 * around, as in `\sum (x_i - m)^2 \sum (y_i - n)^2`, where each sum is over its own.
 */
function guessedIndex(reader: Reader, cursor: Cursor): FoldIndex[] {
	const book = reader.names;
	let around: FoldIndex | undefined;
	const work = cursor.items.slice(cursor.at, cursor.at + 50).reverse();
	for (let item = work.pop(); item !== undefined; item = work.pop()) {
		if (item.kind === 'group') for (let at = item.items.length - 1; at >= 0; at--) work.push(item.items[at]!);
		if (item.kind !== 'sub') continue;
		const below = work.at(-1);
		const letter = below?.kind === 'group' ? below.items[0] : below;
		if (letter?.kind !== 'letter' || !/^[i-nst]$/.test(letter.text)) continue;
		if (book.hasValue(letter.text)) continue;
		const index: FoldIndex = { name: { kind: 'name', name: letter.text, range: rangeOf(letter) }, origin: 0 };
		if (book.boundAs(letter.text) === undefined) return [index];
		around ??= index;
	}
	return around === undefined ? [] : [around];
}

/** The indices that a subscript (and a superscript, for the upper bound) names, outermost first; or a hole, told at what is not understood. */
export function indicesOf(reader: Reader, { sub, sup }: Scripts, command: Range): FoldIndex[] | Hole {
	const pieces = piecesOf(sub!.items);
	const indices: FoldIndex[] = [];
	const tests: Expression[] = [];
	const { bound } = reader.names;
	const before = bound.length;
	for (const piece of pieces) {
		const read = readPiece(reader, piece, sub!.range);
		if (read === undefined || (Array.isArray(read) && read.length === 0)) {
			bound.length = before;
			return reader.hole(sub!.range, 'not-supported', 'Not supported in formulas: {0}', reader.slice(sub!.range));
		}
		if (!Array.isArray(read)) {
			tests.push(read);
			continue;
		}
		for (const index of read) {
			indices.push(index);
			bound.push({ name: index.name.name, origin: index.origin });
		}
	}
	bound.length = before;
	const last = indices.at(-1);
	if (last === undefined)
		return reader.hole(command, 'missing-operand', 'Something is missing after {0}', reader.slice(command));
	const test = tests.reduce<Expression | undefined>(both, last.test);
	const to = sup === undefined ? last.to : reader.whole(sup.items, sup.range);
	const from = sup !== undefined && last.from === undefined ? oneAt(last.name.range) : last.from;
	const origin = sup !== undefined && last.from === undefined ? 1 : last.origin;
	indices[indices.length - 1] = {
		...last,
		origin,
		...(from !== undefined && { from }),
		...(to !== undefined && { to }),
		...(test !== undefined && { test }),
	};
	return indices;
}

function oneAt(range: Range): Expression {
	return { kind: 'number', value: 1, range };
}

function both(left: Expression | undefined, right: Expression): Expression {
	if (left === undefined) return right;
	const range = { start: left.range.start, end: right.range.end };
	return {
		kind: 'apply',
		op: 'and',
		operands: [left, right],
		operator: { start: left.range.end, end: right.range.start },
		range,
	};
}

/** The parts between commas, or in the rows of a `\substack`. */
function piecesOf(items: readonly TexItem[]): TexItem[][] {
	const pieces: TexItem[][] = [[]];
	for (const item of items) {
		if (item.kind === 'command' && (item.text === 'substack' || item.text === 'quad' || item.text === 'qquad'))
			continue;
		if (item.kind === 'group' && (item.means === '{' || (item.means === 'environment' && item.text === 'subarray'))) {
			for (const inner of item.items) {
				if (inner.kind === 'row' || inner.text === ',') pieces.push([]);
				else pieces.at(-1)!.push(inner);
			}
		} else if ((item.kind === 'symbol' && item.text === ',') || item.kind === 'row') pieces.push([]);
		else pieces.at(-1)!.push(item);
	}
	return pieces.filter((piece) => piece.length > 0);
}

function relationOf(item: TexItem): string | undefined {
	if (item.kind === 'group') return undefined;
	if (item.kind === 'symbol') return /^(?::?=|[<>:])$/.test(item.text) ? item.text.replace(':=', '=') : undefined;
	if (item.kind !== 'command') return undefined;
	const sign = OPERATORS.get(item.text);
	if (sign !== undefined && /^[<>!]=?$/.test(sign)) return sign;
	return EQUALS.has(item.text) ? '=' : SAYS.has(item.text) ? 'in' : undefined;
}

/** `i`, `ij`, `i = 1`, `i \in S`, `j \ne y_i`, `1 \le i < n`; a condition on indices named before is a test. */
function readPiece(reader: Reader, piece: readonly TexItem[], at: Range): FoldIndex[] | Expression | undefined {
	const relations = piece.flatMap((item, place) => {
		const sign = relationOf(item);
		return sign === undefined ? [] : [{ sign, place }];
	});
	const [first, second] = relations;
	if (first === undefined) return labels(piece);
	const place = { start: piece[0]!.start, end: piece.at(-1)!.end };
	const left = piece.slice(0, first.place);
	const right = piece.slice(first.place + 1);
	if (second !== undefined) return readBetween(reader, piece, first, second, place);
	const name = indexName(reader, left);
	if (name === undefined || reader.names.boundAs(name.name) !== undefined) {
		return name === undefined && !mentionsBound(reader, piece) ? undefined : reader.whole(piece, place);
	}
	if (first.sign === '=') return readRange(reader, name, right, at);
	if (first.sign === 'in' || first.sign === ':') return [{ name, origin: 0 }];
	const other = first.sign === '!=' ? undefined : indexName(reader, right);
	if (other !== undefined && /^[i-n]$/.test(other.name) && isFree(reader, other.name))
		return readPair(reader, other, name, piece, place);
	const { bound } = reader.names;
	// `j < i` runs as i does; `j \ne y_i` speaks of a label.
	const isLabel = right.some((item) => item.kind === 'sub');
	const origin = isLabel ? 0 : (boundOrigin(reader, right) ?? 0);
	bound.push({ name: name.name, origin });
	const test = reader.whole(piece, place);
	bound.pop();
	return [{ name, test, origin }];
}

function isFree(reader: Reader, name: string): boolean {
	return reader.names.boundAs(name) === undefined && !reader.names.known(name);
}

/** `i < j`, where neither has a value: both run. */
function readPair(reader: Reader, outer: Name, inner: Name, piece: readonly TexItem[], place: Range): FoldIndex[] {
	const { bound } = reader.names;
	bound.push({ name: outer.name, origin: 0 }, { name: inner.name, origin: 0 });
	const test = reader.whole(piece, place);
	bound.length -= 2;
	return [
		{ name: outer, origin: 0 },
		{ name: inner, test, origin: 0 },
	];
}

function mentionsBound(reader: Reader, items: readonly TexItem[]): boolean {
	return Array.from(spell(items)).some((letter) => reader.names.boundAs(letter) !== undefined);
}

/** `i = 1`, `i = 1..n`: where it starts says what the first entry is called. */
function readRange(reader: Reader, name: Name, right: readonly TexItem[], at: Range): FoldIndex[] | undefined {
	const dots = right.findIndex((item) => item.kind === 'command' && /^[cl]?dots$/.test(item.text));
	const start = dots < 0 ? right : right.slice(0, dots);
	const [head] = start;
	if (head === undefined) return undefined;
	const from = reader.whole(
		start.filter((item) => item.kind !== 'symbol' || item.text !== ','),
		{ start: head.start, end: at.end },
	);
	const origin =
		from.kind === 'number'
			? from.value === 0
				? 0
				: 1
			: (boundOrigin(reader, start) ?? reader.names.facts.origin ?? 1);
	if (dots < 0) return [{ name, from, origin }];
	const rest = right.slice(dots + 1).filter((item) => item.kind !== 'symbol' || item.text !== ',');
	if (rest.length === 0) return [{ name, from, origin }];
	return [{ name, from, to: reader.whole(rest, at), origin }];
}

function boundOrigin(reader: Reader, items: readonly TexItem[]): 0 | 1 | undefined {
	for (const letter of spell(items)) {
		const bound = reader.names.boundAs(letter);
		if (bound !== undefined) return bound.origin;
	}
	return undefined;
}

/** `1 \le i < n`, `i \ne j \ne k`. */
function readBetween(
	reader: Reader,
	piece: readonly TexItem[],
	first: { readonly sign: string; readonly place: number },
	second: { readonly sign: string; readonly place: number },
	place: Range,
): FoldIndex[] | Expression | undefined {
	const middle = piece.slice(first.place + 1, second.place);
	const name = indexName(reader, middle);
	if (name === undefined || !/^<=?$/.test(first.sign) || !/^<=?$/.test(second.sign)) return undefined;
	if (reader.names.boundAs(name.name) !== undefined) return reader.whole(piece, place);
	const low = piece.slice(0, first.place);
	const high = piece.slice(second.place + 1);
	if (low.length === 0 || high.length === 0) return undefined;
	const lower = reader.whole(low, { start: low[0]!.start, end: low.at(-1)!.end });
	const upper = reader.whole(high, { start: high[0]!.start, end: high.at(-1)!.end });
	const from = first.sign === '<=' ? lower : oneMore(lower, 'add');
	const to = second.sign === '<=' ? upper : oneMore(upper, 'sub');
	const origin = lower.kind === 'number' && lower.value === 0 && first.sign === '<=' ? 0 : 1;
	return [{ name, from, to, origin }];
}

function oneMore(bound: Expression, op: 'add' | 'sub'): Expression {
	const { end } = extent(bound);
	const one: Expression = { kind: 'number', value: 1, range: { start: end, end } };
	return { kind: 'apply', op, operands: [bound, one], operator: { start: end, end }, range: extent(bound) };
}

/** `i`, `i, j`, `ij`. */
function labels(piece: readonly TexItem[]): FoldIndex[] {
	const found: FoldIndex[] = [];
	for (const item of piece) {
		const letter = item.kind === 'letter' ? item.text : item.kind === 'command' ? LETTERS.get(item.text) : undefined;
		if (item.kind === 'prime' && found.length > 0) {
			const last = found.pop()!;
			const name: Name = {
				kind: 'name',
				name: `${last.name.name}${item.text}`,
				range: { start: last.name.range.start, end: item.end },
			};
			found.push({ ...last, name });
			continue;
		}
		if (letter === undefined) return [];
		found.push({ name: { kind: 'name', name: letter, range: rangeOf(item) }, origin: 0 });
	}
	return found;
}

function indexName(reader: Reader, items: readonly TexItem[]): Name | undefined {
	const cursor = new Cursor(items, items.at(-1)?.end ?? 0);
	const base = readBase(cursor, reader.names);
	const scripts = base === undefined ? undefined : readScripts(cursor);
	if (base === undefined || cursor.peek !== undefined || scripts?.sub !== undefined || scripts?.sup !== undefined)
		return undefined;
	return {
		kind: 'name',
		name: `${base.name}${scripts?.primes ?? ''}`,
		range: { start: base.range.start, end: cursor.passed },
	};
}

/** `\mathbb{1}[y = k]`: 1 where it holds, else 0. */
export function readIndicator(reader: Reader, cursor: Cursor): Expression | undefined {
	const command = cursor.peek;
	const one = cursor.ahead(1);
	if (command?.kind !== 'command' || !/^(?:mathbb|mathbbm|mathds|mathbf|boldsymbol|bm)$/.test(command.text))
		return undefined;
	if (one?.kind !== 'group' || !/^[1I]$/.test(spell(one.items))) return undefined;
	if (spell(one.items) === 'I' && !command.text.startsWith('mathb')) return undefined;
	const from = cursor.at;
	cursor.at += 2;
	const scripts = readScripts(cursor);
	const next = cursor.peek;
	let group: TexGroup | undefined;
	if (scripts.end === 0 && next?.kind === 'group' && next.means !== '{') group = next;
	const [inside, another] = scripts.sub?.items ?? [];
	// `\mathbb{1}_{[k = y]}`, `\mathbb{1}_{\{k = y\}}`
	const below = inside?.kind === 'group' && another === undefined ? inside.items : scripts.sub?.items;
	const items = group?.items ?? below;
	if (items === undefined || !items.some((item) => relationOf(item) !== undefined)) {
		cursor.at = from;
		if (spell(one.items) === 'I') return undefined;
		cursor.at += 2;
		const at = { start: command.start, end: one.end };
		if (!command.text.startsWith('mathb') || command.text === 'mathbf') return onesVector(reader, cursor, at);
		return reader.hole(at, 'not-supported', 'Not supported in formulas: {0}', reader.slice(at));
	}
	if (group !== undefined) cursor.at++;
	const operator = { start: command.start, end: one.end };
	const inner = group === undefined ? scripts.sub!.range : { start: group.opened, end: group.closing };
	const literal = (value: number): Expression => ({ kind: 'number', value, range: operator });
	const parts = reader.list(items, inner);
	const test = parts.reduce<Expression | undefined>(both, undefined)!;
	return {
		kind: 'conditional',
		test,
		then: literal(1),
		otherwise: literal(0),
		operator,
		range: { start: command.start, end: cursor.passed },
	};
}

/** `\mathbf{1}`, `\mathbf{1}_n^T`: the vector of ones, as long as it has to be. */
function onesVector(reader: Reader, cursor: Cursor, range: Range): Expression {
	const { sub: _, ...scripts } = readScripts(cursor);
	const ones: Expression = { kind: 'number', value: 1, ones: true, range };
	return scripts.end === 0 ? ones : scripted(reader, ones, scripts);
}
