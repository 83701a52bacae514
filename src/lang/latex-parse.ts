/**
 * The Pratt parser over LaTeX's items: what binds how tightly. Its recursion is bounded by the nesting that a formula may have; sums and products of any
 * length are loops.
 */
import type { Problem, Range } from '../protocol.ts';
import { readAtom } from './latex-atoms.ts';
import { FOLDS, FRACTIONS, FUNCTIONS, LETTERS, OPERATORS, SEPARATORS, SAYS, EQUALS, WORDS } from './latex-commands.ts';
import { Cursor, between, extent, inBrackets, rangeOf, type Derivative, type Reader } from './latex-cursor.ts';
import { isTold, type TexGroup, type TexItem } from './latex-groups.ts';
import { type NameBook } from './latex-book.ts';
import { factorial, percent } from './latex-counting.ts';
import { ellipsisFrom, type Ellipsis } from './latex-ellipsis.ts';
import { foldOver } from './latex-folds.ts';
import { isPoint, isWord, spell } from './latex-names.ts';
import { COMPARISONS, FOREIGN_OPERATORS, PRODUCTS, operatorAt } from './latex-operators.ts';
import type { Apply, Expression, Hole, Reading } from './program.ts';

const MOST_PROBLEMS = 50;
const MOST_READINGS = 100;
const LONGEST_READING = 80;

export class TexParser implements Reader {
	readonly names: NameBook;
	readonly derivatives = new Map<Expression, Derivative>();
	readonly problems: Problem[] = [];
	readonly readings: Reading[] = [];
	readonly #text: string;
	readonly #shift: number;
	readonly #nesting: number;
	#depth = 0;
	/** The product with dots in which we are. */
	#run: Ellipsis | undefined;

	constructor(text: string, shift: number, nesting: number, names: NameBook) {
		this.#text = text;
		this.#shift = shift;
		this.#nesting = nesting;
		this.names = names;
	}

	slice({ start, end }: Range): string {
		return this.#text.slice(start - this.#shift, end - this.#shift).trim();
	}

	hole(at: Range, code: string, ...message: Problem['message']): Hole {
		const range = rangeOf(at);
		if (this.problems.length < MOST_PROBLEMS) this.problems.push({ code, severity: 'error', range, message });
		return { kind: 'hole', range };
	}

	remark(at: Range, as: string, message?: Problem['message']): void {
		const range = rangeOf(at);
		if (this.readings.length < MOST_READINGS && as.length <= LONGEST_READING) this.readings.push({ range, as });
		if (message !== undefined && this.problems.length < MOST_PROBLEMS)
			this.problems.push({ code: 'ambiguous', severity: 'info', range, message });
	}

	whole(items: readonly TexItem[], at: Range): Expression {
		if (items.length === 0) return this.hole(at, 'missing-operand', 'These brackets are empty');
		const over = items.findIndex((item) => item.kind === 'command' && item.text === 'over');
		return over < 0 ? this.all(new Cursor(items, at.end)) : this.#over(items, over);
	}

	/** `a \over b`, as plain TeX writes a fraction: all that stands before it in the braces, over all that follows. */
	#over(items: readonly TexItem[], place: number): Expression {
		const command = rangeOf(items[place]!);
		const side = (part: readonly TexItem[]): Expression =>
			part.length === 0
				? this.hole(command, 'missing-operand', 'Something is missing here')
				: this.whole(part, { start: part[0]!.start, end: part.at(-1)!.end });
		const [above, below] = [items.slice(0, place), items.slice(place + 1)];
		if (below.some((item) => item.kind === 'command' && item.text === 'over'))
			return this.hole(command, 'not-supported', 'Not supported in formulas: {0}', this.slice(command));
		return this.#binary('div', command, side(above), side(below));
	}

	/** Everything up to the cursor's end, as one expression. */
	all(cursor: Cursor): Expression {
		const found = this.condition(cursor);
		return cursor.peek === undefined ? found : this.#rest(cursor, found);
	}

	list(items: readonly TexItem[], at: Range): Expression[] {
		if (items.length === 0) return [];
		const parts: TexItem[][] = [[]];
		for (const item of items) {
			if (item.kind === 'symbol' && (item.text === ',' || item.text === ';' || item.text === '|')) parts.push([]);
			else if (item.kind !== 'command' || (item.text !== 'quad' && item.text !== 'qquad' && item.text !== 'mid'))
				parts.at(-1)!.push(item);
			else if (item.text === 'mid') parts.push([]);
		}
		let end = at.start;
		return parts.map((part) => {
			const range = { start: part[0]?.start ?? end, end: part.at(-1)?.end ?? end };
			end = range.end;
			return part.length === 0
				? this.hole(
						{ start: Math.max(at.start, range.start - 1), end: range.end },
						'missing-operand',
						'Something is missing here',
					)
				: this.all(new Cursor(part, range.end));
		});
	}

	/** `or` over `and` over comparisons over sums. */
	condition(cursor: Cursor): Expression {
		let left = this.#conjunction(cursor);
		for (let mark = this.#word(cursor, 'or'); mark !== undefined; mark = this.#word(cursor, 'or'))
			left = this.#binary('or', mark, left, this.#conjunction(cursor));
		return left;
	}

	#conjunction(cursor: Cursor): Expression {
		let left = this.#comparison(cursor);
		for (let mark = this.#word(cursor, 'and'); mark !== undefined; mark = this.#word(cursor, 'and'))
			left = this.#binary('and', mark, left, this.#comparison(cursor));
		return left;
	}

	/** `\land`, or the word. */
	#word(cursor: Cursor, word: string): Range | undefined {
		const item = cursor.peek;
		if (item === undefined) return undefined;
		if (operatorAt(item) === word) {
			cursor.at++;
			return rangeOf(item);
		}
		const next = cursor.ahead(1);
		if (item.kind !== 'command' || !WORDS.has(item.text) || next?.kind !== 'group') return undefined;
		if (spell(next.items).toLowerCase() !== word) return undefined;
		cursor.at += 2;
		return between(item, next);
	}

	/** `0 < x < 1` is both. */
	#comparison(cursor: Cursor): Expression {
		let left = this.sum(cursor);
		let chain: Expression | undefined;
		for (;;) {
			const item = cursor.peek;
			const op = COMPARISONS.get(operatorAt(item) ?? '');
			if (item === undefined || op === undefined) break;
			cursor.at++;
			const right = this.sum(cursor);
			const compared = this.#binary(op, rangeOf(item), left, right);
			chain =
				chain === undefined
					? compared
					: { ...this.#binary('and', rangeOf(item), chain, compared), range: between(extent(chain), extent(right)) };
			left = right;
		}
		return chain ?? left;
	}

	#binary(op: string, operator: Range, left: Expression, right: Expression, matrix = false): Apply {
		return {
			kind: 'apply',
			op,
			operands: [left, right],
			operator,
			range: between(extent(left), extent(right)),
			...(matrix && { matrix }),
		};
	}

	sum(cursor: Cursor): Expression {
		if (this.#depth >= this.#nesting) return this.#tooDeep(cursor);
		this.#depth++;
		const dots = ellipsisFrom(cursor.items, cursor.at, 'add', this.#taken);
		let left = this.#term(cursor, dots);
		for (;;) {
			const item = cursor.peek;
			if (item === undefined) break;
			const sign = operatorAt(item);
			if (sign === '+' || sign === '-') {
				cursor.at++;
				left = this.#binary(sign === '+' ? 'add' : 'sub', rangeOf(item), left, this.#term(cursor, dots));
			} else if (sign === '±' || sign === '∓') {
				cursor.at++;
				left = this.#binary(sign === '±' ? 'add' : 'sub', rangeOf(item), left, this.product(cursor));
				const as = sign === '±' ? '+' : '-';
				this.remark(rangeOf(item), as, ['Read as {0}: of two signs the upper one', as]);
			} else if (item.kind === 'command' && FOREIGN_OPERATORS.has(item.text)) {
				cursor.at++;
				const hole = this.#unsupported(item);
				if (this.startsFactor(cursor)) this.product(cursor);
				left = this.#binary('add', rangeOf(item), left, hole);
			} else break;
		}
		this.#depth--;
		return left;
	}

	readonly #taken = (letter: string): boolean => this.names.known(letter);

	/** A term of a sum, or the terms that dots stand for. */
	#term(cursor: Cursor, dots: Ellipsis | undefined): Expression {
		return dots !== undefined && cursor.at === dots.start ? this.#dotted(cursor, dots, 'add') : this.product(cursor);
	}

	/** `x_1 + \cdots + x_n` as a sum over an index. */
	#dotted(cursor: Cursor, dots: Ellipsis, op: 'add' | 'mul'): Expression {
		const start = cursor.start;
		cursor.at = dots.after;
		const { last, index, first } = dots;
		const place = rangeOf(last);
		const name = { kind: 'name', name: index, range: place } as const;
		const from = { kind: 'number', value: first, range: dots.firstAt } as const;
		const to = this.whole([last], place);
		const body = new Cursor(dots.body, cursor.passed);
		const fold = foldOver(this, body, op, [{ name, from, to, origin: first === 0 ? 0 : 1 }], dots.dots, () =>
			this.all(body),
		);
		const range = { start, end: cursor.passed };
		this.remark(range, `${op === 'add' ? 'Σ' : 'Π'} ${index}=${first}…${this.slice(place)}`);
		return { ...fold, range };
	}

	#unsupported(item: TexItem): Hole {
		return this.hole(item, 'not-supported', 'Not supported in formulas: {0}', this.slice(item));
	}

	#tooDeep(cursor: Cursor): Hole {
		const at = cursor.peek ?? { start: cursor.start, end: cursor.start };
		cursor.at = cursor.items.length;
		return this.hole(at, 'too-deep', 'Nested deeper than {0} levels', this.#nesting);
	}

	product(cursor: Cursor): Expression {
		if (this.#depth >= this.#nesting) return this.#tooDeep(cursor);
		this.#depth++;
		const around = this.#run;
		this.#run = ellipsisFrom(cursor.items, cursor.at, 'mul', this.#taken) ?? around;
		let left = this.#chain(cursor, this.#sign(cursor));
		for (;;) {
			const item = cursor.peek;
			const sign = operatorAt(item);
			const op = PRODUCTS.get(sign ?? '');
			if (item === undefined || op === undefined) break;
			cursor.at++;
			const first = this.#sign(cursor);
			const halves = op === 'div' && left.kind === 'number' && first.kind === 'number';
			const right = halves ? first : this.#chain(cursor, first);
			const product = this.#binary(op, rangeOf(item), left, right, sign === '*');
			const made = isAsterisk(item)
				? { ...product, asterisk: true }
				: item.kind === 'command' && item.text === 'times'
					? { ...product, cross: true }
					: product;
			if (op === 'div' && isImplicit(right)) {
				const as = `${this.slice(extent(left))}/(${this.slice(extent(right))})`;
				this.remark(made.range, as, ['Read as {0}: a product without a sign binds tighter than the division', as]);
			}
			left = halves ? this.#chain(cursor, made) : made;
			if (halves && left !== made)
				this.remark(
					left.range,
					`(${this.slice(made.range)})·${this.slice({ start: made.range.end, end: left.range.end })}`,
				);
		}
		this.#run = around;
		this.#depth--;
		return left;
	}

	/** Factors beside each other. */
	#chain(cursor: Cursor, first: Expression): Expression {
		let left = first;
		while (this.startsFactor(cursor)) {
			const right = this.operand(cursor);
			const at = extent(left).end;
			left = { ...this.#binary('mul', { start: at, end: at }, left, right, true), implicit: true };
		}
		return left;
	}

	/** Signs, then a factor: `-x^2` is -(x²), `-a b` is (-a)b. */
	#sign(cursor: Cursor): Expression {
		const signs: { readonly op: string; readonly range: Range }[] = [];
		for (let item = cursor.peek; item !== undefined; item = cursor.peek) {
			const sign = operatorAt(item);
			if (sign === '-') signs.push({ op: 'neg', range: rangeOf(item) });
			else if (sign === 'not') signs.push({ op: 'not', range: rangeOf(item) });
			else if (sign !== '+') break;
			cursor.at++;
			if (signs.length + this.#depth > this.#nesting) return this.#tooDeep(cursor);
		}
		let operand = this.operand(cursor);
		for (const { op, range } of signs.reverse()) {
			operand = {
				kind: 'apply',
				op,
				operands: [operand],
				operator: range,
				range: { start: range.start, end: extent(operand).end },
			};
		}
		return operand;
	}

	operand(cursor: Cursor): Expression {
		if (this.#depth >= this.#nesting) return this.#tooDeep(cursor);
		this.#depth++;
		const run = this.#run;
		const isDotted = run !== undefined && run.items === cursor.items && run.start === cursor.at;
		let found = isDotted ? this.#dotted(cursor, run, 'mul') : (readAtom(this, cursor) ?? this.#missing(cursor));
		for (let item = cursor.peek; item !== undefined && item.kind !== 'group'; item = cursor.peek) {
			const isPercent = item.kind === 'command' && item.text === '%';
			if (!isPercent && (item.kind !== 'symbol' || item.text !== '!')) break;
			cursor.at++;
			found = isPercent ? percent(found, rangeOf(item)) : factorial(found, rangeOf(item));
		}
		this.#depth--;
		return found;
	}

	/** Nothing that could be an operand stands here. */
	#missing(cursor: Cursor): Hole {
		const item = cursor.peek;
		const before = cursor.items[cursor.at - 1];
		if (item === undefined) {
			const at = before === undefined ? { start: cursor.end, end: cursor.end } : rangeOf(before);
			return this.hole(at, 'missing-operand', 'Something is missing after {0}', this.slice(at));
		}
		if (isTold(item)) {
			cursor.at++;
			return { kind: 'hole', range: rangeOf(item) };
		}
		if (operatorAt(item) === undefined) {
			cursor.at++;
			return this.#unsupported(item);
		}
		this.hole(item, 'missing-operand', 'Something is missing before {0}', this.slice(item));
		return { kind: 'hole', range: { start: cursor.passed, end: cursor.passed } };
	}

	startsFactor(cursor: Cursor): boolean {
		const item = cursor.peek;
		if (item === undefined) return false;
		switch (item.kind) {
			case 'letter':
			case 'digit':
			case 'group':
				return true;
			case 'symbol':
				return isTold(item) || isPoint(item, cursor.ahead(1));
			case 'command':
				return this.#commandStartsFactor(item.text, cursor);
			default:
				return false;
		}
	}

	#commandStartsFactor(text: string, cursor: Cursor): boolean {
		if (LETTERS.has(text) || FUNCTIONS.has(text) || FOLDS.has(text) || FRACTIONS.has(text)) return true;
		if (
			OPERATORS.has(text) ||
			EQUALS.has(text) ||
			SAYS.has(text) ||
			SEPARATORS.has(text) ||
			FOREIGN_OPERATORS.has(text)
		)
			return false;
		if (WORDS.has(text)) {
			const group = cursor.ahead(1);
			return group?.kind === 'group' && isWord(spell(group.items, true));
		}
		return !NO_FACTORS.has(text);
	}

	/** Items that are left over behind an expression. */
	#rest(cursor: Cursor, found: Expression): Expression {
		const item = cursor.peek!;
		const range = { start: item.start, end: item.end };
		const told = isTold(item);
		const end = cursor.items.at(-1)!.end;
		if (!told) this.hole(range, 'unexpected', 'Not understood here: {0}', this.slice(range));
		const hole: Hole = { kind: 'hole', range: { start: item.start, end } };
		cursor.at = cursor.items.length;
		return { ...this.#binary('mul', { start: item.start, end: item.start }, found, hole), implicit: true };
	}

	/** What stands between brackets that only group. */
	bracketed(group: TexGroup): Expression {
		const inner = this.whole(group.items, { start: group.opened, end: group.closing });
		return inBrackets(inner, group.start, group.end);
	}
}

const NO_FACTORS = new Set(['quad', 'qquad', 'middle', 'mid', 'forall', 'exists', 'top', 'intercal', 'prime', 'colon']);

/** `*` and TeX's spellings of it, not the signs that only part factors. */
function isAsterisk(item: TexItem): boolean {
	return (item.kind === 'symbol' && item.text === '*') || (item.kind === 'command' && /^(?:ast|star)$/.test(item.text));
}

function isImplicit(expression: Expression): boolean {
	return expression.kind === 'apply' && expression.implicit === true && expression.outer === undefined;
}
