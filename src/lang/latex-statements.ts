/**
 * Statements in LaTeX: `f(x, y) = …` defines, `q = …` and `θ \leftarrow …` bind, `W \in \mathbb{R}^{4\times 3}` declares, `∂f/∂x` asks; what remains is
 * computed, and what only accompanies a formula (ranges of an index, conditions, remarks) is left aside.
 */
import { FUNCTIONS, OPERATORS, STYLES } from './latex-commands.ts';
import { Cursor, type Derivative } from './latex-cursor.ts';
import { readDerivative, readDifferentiation } from './latex-derivatives.ts';
import { freeIndices, overIndices } from './latex-free-indices.ts';
import type { TexItem } from './latex-groups.ts';
import { fullName, readBase, readScripts, spell } from './latex-names.ts';
import { inOrder } from './latex-order.ts';
import type { TexParser } from './latex-parse.ts';
import { isComparison, isDots, isEquals, isSays, type Piece } from './latex-rows.ts';
import { levelOf } from './latex-scripts.ts';
import { partsOf, type Expression, type Name, type Statement } from './program.ts';
import type { Range } from '../protocol.ts';

/** A piece looked over before its expression is read. */
interface Outline {
	readonly piece: Piece;
	readonly range: Range;
	/** The items between `=` signs, without the left side. */
	readonly sides: readonly (readonly TexItem[])[];
	readonly name?: Name;
	readonly parameters?: readonly Name[];
	/** Indices of the left side that run over all there is. */
	readonly free?: readonly Name[];
	readonly kind: 'bind' | 'define' | 'expression' | 'declare' | 'aside' | 'name';
}

export function readStatements(parser: TexParser, pieces: readonly Piece[]): readonly Statement[] {
	const outlines = withNames(withoutRanges(pieces.map((piece) => outlineOf(parser, piece))));
	const book = parser.names;
	for (const { kind, name } of outlines) {
		if (name === undefined) continue;
		if (kind === 'define') book.functions.add(name.name);
		else if (kind === 'bind') book.assigned.add(name.name);
	}
	const computes = outlines.some(({ kind }) => kind === 'bind' || kind === 'define');
	const expressions = outlines.filter(({ kind }) => kind === 'expression' || kind === 'name').length;
	const statements: Statement[] = [];
	for (const outline of outlines) {
		const { kind, piece } = outline;
		if (kind === 'declare') {
			const statement = readDeclaration(parser, outline);
			if (statement !== undefined) statements.push(statement);
		} else if (kind === 'bind' || kind === 'define') statements.push(readAssignment(parser, outline));
		else if (kind === 'expression' || (kind === 'name' && expressions === 1 && !computes)) {
			// A condition beside what is computed only says where that holds.
			const aside = piece.items.some(isComparison);
			if (!aside || (!computes && expressions === 1)) statements.push(...readExpression(parser, outline));
		}
	}
	return inOrder(statements);
}

/** `i = 1, \dots, n` is no assignment: it says over what an index runs. */
function withoutRanges(outlines: readonly Outline[]): Outline[] {
	const aside = new Set<number>();
	for (const [at, outline] of outlines.entries()) {
		if (!outline.piece.items.every(isDots)) continue;
		aside.add(at);
		for (
			let before = at - 1;
			before >= 0 && outlines[before + 1]!.piece.after === 'comma' && isSimple(outlines[before]!);
			before--
		)
			aside.add(before);
		if (outlines[at + 1]?.piece.after === 'comma' && outlines[at + 1]!.kind !== 'declare') aside.add(at + 1);
	}
	return outlines.map((outline, at) => (aside.has(at) ? { ...outline, kind: 'aside' } : outline));
}

/** `x, y \in \mathbb{R}`: names that only commas part from what is said belong to it. */
function withNames(outlines: readonly Outline[]): Outline[] {
	const joined: Outline[] = [];
	for (const outline of outlines) {
		if (outline.kind !== 'declare') {
			joined.push(outline);
			continue;
		}
		let { range } = outline;
		const left = [...outline.sides[0]!];
		let { after } = outline.piece;
		for (let before = joined.at(-1); after === 'comma' && before?.kind === 'name'; before = joined.at(-1)) {
			left.unshift(...before.piece.items);
			range = { start: before.range.start, end: range.end };
			({ after } = before.piece);
			joined.pop();
		}
		joined.push({ ...outline, range, sides: [left, outline.sides[1]!] });
	}
	return joined;
}

function isSimple({ kind, sides }: Outline): boolean {
	return (
		kind === 'name' ||
		(kind === 'bind' && sides[0]?.every((item) => item.kind === 'digit') === true) ||
		(kind === 'expression' && sides[0]!.every((item) => item.kind === 'digit'))
	);
}

function outlineOf(parser: TexParser, piece: Piece): Outline {
	const { items } = piece;
	const range = { start: items[0]!.start, end: items.at(-1)!.end };
	const [first] = items;
	if (first?.kind === 'command' && (first.text === 'forall' || first.text === 'exists'))
		return { piece, range, sides: [], kind: 'aside' };
	const equals = items.findIndex(isEquals);
	const says = items.findIndex(isSays);
	if (says >= 0 && (equals < 0 || says < equals))
		return { piece, range, sides: [items.slice(0, says), items.slice(says)], kind: 'declare' };
	const end = says < 0 ? items.length : says;
	if (equals < 0) {
		const cursor = new Cursor(items, range.end);
		const name = nameOf(parser, cursor);
		return {
			piece,
			range,
			sides: [items],
			kind: name !== undefined && cursor.peek === undefined ? 'name' : 'expression',
		};
	}
	const sides: TexItem[][] = [[]];
	for (const item of items.slice(equals + 1, end)) {
		if (isEquals(item)) sides.push([]);
		else sides.at(-1)!.push(item);
	}
	return { piece, range, sides, ...headOf(parser, items.slice(0, equals), isArrow(items[equals]!), sides) };
}

/** A name that stands alone, whatever the number of its letters. */
function nameOf(parser: TexParser, cursor: Cursor): Name | undefined {
	const base = readBase(cursor, parser.names, true);
	if (base === undefined) return undefined;
	const scripts = readScripts(cursor);
	if (scripts.twice !== undefined || (base.scripts !== undefined && scripts.end > 0)) return undefined;
	const all = base.scripts ?? scripts;
	return { kind: 'name', name: fullName(base, all), range: { start: base.range.start, end: cursor.passed } };
}

/** What stands before `=`: a name, `f(x, y)`, a derivative; anything else only says what the value is called. */
function headOf(
	parser: TexParser,
	items: readonly TexItem[],
	isUpdate: boolean,
	sides: readonly (readonly TexItem[])[],
): Pick<Outline, 'kind' | 'name' | 'parameters' | 'free'> {
	const end = items.at(-1)?.end ?? 0;
	const cursor = new Cursor(items, end);
	const told = parser.problems.length;
	const derivative = readDerivative(parser, cursor);
	// `\frac{d}{dx} \tanh x = …` says what the right side is.
	parser.problems.length = told;
	if (derivative?.kind === 'name' && cursor.peek === undefined) return { kind: 'bind', name: derivative };
	cursor.at = 0;
	if (isFunctionCommand(items[0]) && items[1]?.kind === 'group') return { kind: 'expression' };
	const name = nameOf(parser, cursor);
	if (name === undefined) return { kind: 'expression' };
	if (cursor.peek === undefined) {
		const level = levelIn(parser, items);
		if (level !== undefined) parser.names.levels.add(level);
		if (parser.names.facts.families.has(name.name)) return { kind: 'define', name, parameters: [familyIndex(items)] };
		const free = freeIndices(parser.names, name.name, items, sides);
		const array = free.length === 0 ? undefined : nameOf(parser, new Cursor(items.slice(0, -2), end));
		return array === undefined ? { kind: 'bind', name } : { kind: 'bind', name: array, free };
	}
	const group = cursor.next();
	if (group?.kind !== 'group' || group.means !== '(' || cursor.peek !== undefined) return { kind: 'expression' };
	const parameters = parametersOf(parser, group.items, group.closing);
	if (parameters === undefined || isUpdate)
		return { kind: 'bind', name: { ...name, name: spell(items), range: { start: items[0]!.start, end } } };
	if (FUNCTIONS.has(name.name) && group.items.length > 1 && group.items.every(({ kind }) => kind === 'letter'))
		// `tr(ABC)`: a function that there is, of a product; the left side says what the right side is.
		return { kind: 'expression' };
	return { kind: 'define', name, parameters };
}

/** `V(s) \leftarrow V(s) + …` sets a number: it defines no function, least of all by itself. */
function isArrow(item: TexItem): boolean {
	return item.kind === 'command' && /arrow$|^gets$/.test(item.text);
}

/** The index of a left side such as `L_i`. */
function familyIndex(items: readonly TexItem[]): Name {
	const mark = items.findIndex((item) => item.kind === 'sub');
	const below = items[mark + 1]!;
	const letter = below.kind === 'group' ? below.items[0]! : below;
	return { kind: 'name', name: spell([letter]), range: { start: letter.start, end: letter.end } };
}

function isFunctionCommand(item: TexItem | undefined): boolean {
	return item?.kind === 'command' && OPERATORS.has(item.text);
}

/** The letter that numbers layers in a left side: `l` of `z^l`. */
function levelIn(parser: TexParser, items: readonly TexItem[]): string | undefined {
	const cursor = new Cursor(items, items.at(-1)!.end);
	const base = readBase(cursor, parser.names, true);
	const { sup } = base === undefined ? { sup: undefined } : readScripts(cursor);
	return sup === undefined ? undefined : levelOf(sup);
}

function parametersOf(parser: TexParser, items: readonly TexItem[], end: number): Name[] | undefined {
	const cursor = new Cursor(items, end);
	const names: Name[] = [];
	while (cursor.peek !== undefined) {
		const name = nameOf(parser, cursor);
		if (name === undefined) return undefined;
		names.push(name);
		const mark = cursor.next();
		if (mark === undefined) break;
		if (mark.kind !== 'symbol' || !/^[,;]$/.test(mark.text)) return undefined;
	}
	return names.length === 0 ? undefined : names;
}

function readAssignment(parser: TexParser, outline: Outline): Statement {
	const { range, name, kind, parameters, free = [] } = outline;
	const { bound } = parser.names;
	parser.names.parameters = new Set(parameters?.map((parameter) => parameter.name));
	for (const index of free) bound.push({ name: index.name, origin: 0 });
	const value = overIndices(free, readSides(parser, outline));
	bound.length -= free.length;
	parser.names.parameters = new Set();
	if (kind === 'bind') return { kind: 'bind', target: name!, value, range };
	return { kind: 'define', name: name!, parameters: families(parameters!, value), body: value, range };
}

/** The first of the sides that can be read; that others say the same is recorded. */
function readSides(parser: TexParser, { sides, range }: Outline): Expression {
	let chosen: Expression | undefined;
	for (const side of sides) {
		const problems = parser.problems.length;
		const readings = parser.readings.length;
		const [first] = side;
		const value: Expression =
			first === undefined ? missing(parser, range) : parser.all(new Cursor(side, side.at(-1)!.end));
		const broken = parser.problems.slice(problems).some(({ severity }) => severity === 'error');
		if (!broken) {
			if (chosen !== undefined) parser.problems.length = Math.min(parser.problems.length, problems);
			if (sides.length > 1) parser.remark(value.range, parser.slice(value.range));
			return value;
		}
		if (chosen === undefined) chosen = value;
		else {
			parser.problems.length = problems;
			parser.readings.length = readings;
		}
	}
	return chosen!;
}

function missing(parser: TexParser, range: Range): Expression {
	const at = { start: range.end, end: range.end };
	return parser.hole({ start: range.end - 1, end: at.end }, 'missing-value', 'Something is missing after {0}', '=');
}

/** `f(W, x) = w_0 x_0 + …`: parameters that stand for a family of names become its members. */
function families(parameters: readonly Name[], body: Expression): Name[] {
	const used = new Map<string, Name>();
	const work: Expression[] = [body];
	for (let node = work.pop(); node !== undefined; node = work.pop()) {
		if (node.kind === 'name' && !used.has(node.name)) used.set(node.name, node);
		const parts = partsOf(node);
		for (let at = parts.length - 1; at >= 0; at--) work.push(parts[at]!);
	}
	return parameters.flatMap((parameter) => {
		if (used.has(parameter.name)) return [parameter];
		const member = new RegExp(`^${escaped(parameter.name)}_`, 'iu');
		const members = [...used.values()].filter(
			({ name }) => member.test(name) && !parameters.some((other) => other.name === name),
		);
		return members.length === 0 ? [parameter] : members;
	});
}

function escaped(text: string): string {
	return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** An expression that stands alone, or whose left side only names it: a question, where it is a derivative. */
function readExpression(parser: TexParser, outline: Outline): Statement[] {
	const { range, sides } = outline;
	const [side, another] = sides;
	if (side !== undefined && another === undefined) {
		// `\frac{d}{dx} x^2` asks for a derivative of what follows.
		const cursor = new Cursor(side, side.at(-1)?.end ?? range.end);
		const by = readDifferentiation(parser, cursor);
		if (by !== undefined) {
			const { length } = parser.problems;
			const value = parser.product(cursor);
			// Of `\frac{d}{dx} x^2 + x` nobody can say how far the derivative reaches.
			if (cursor.peek === undefined)
				return [
					value.kind === 'hole' ? { kind: 'broken', range } : { kind: 'evaluate', value, range },
					{ kind: 'ask', names: by, range },
				];
			parser.problems.length = length;
		}
	}
	const value = readSides(parser, outline);
	const derivative = parser.derivatives.get(value);
	if (derivative !== undefined) return [ask(derivative, range)];
	if (value.kind === 'hole') return [{ kind: 'broken', range }];
	return [{ kind: 'evaluate', value, range }];
}

function ask({ of, by }: Derivative, range: Range): Statement {
	return { kind: 'ask', names: by, range, ...(of !== undefined && { target: of }) };
}

/** `W, V \in \mathbb{R}^{4 \times 3}`. */
function readDeclaration(parser: TexParser, { sides, range }: Outline): Statement | undefined {
	const [left, right] = sides as [readonly TexItem[], readonly TexItem[]];
	const [relation, ...set] = right;
	const names: Name[] = [];
	const cursor = new Cursor(left, range.end);
	while (cursor.peek !== undefined) {
		const name = nameOf(parser, cursor);
		if (name === undefined) {
			cursor.at++;
			continue;
		}
		names.push(name);
	}
	if (names.length === 0) return undefined;
	const shape = relation?.kind === 'command' && relation.text === 'in' ? shapeIn(set) : undefined;
	return { kind: 'declare', names, range, ...(shape !== undefined && { shape }) };
}

/** The extents of ℝ^{4×3}, of {0,1}^n: undefined where the set is none of the kind. */
function shapeIn(items: readonly TexItem[]): (number | string)[] | undefined {
	const cursor = new Cursor(items, items.at(-1)?.end ?? 0);
	const [set] = items;
	if (set === undefined) return undefined;
	if (set.kind === 'command' && /^math(?:bb|bf|rm|cal|ds|bbm)$|^(?:bm|boldsymbol|text|textbf)$/.test(set.text))
		cursor.at += 2;
	else cursor.at += 1;
	const text = spell(items.slice(0, cursor.at));
	const isNumbers = /^[RZNCQℝℤℕℂ]$/.test(text);
	const isSet = set.kind === 'group' && (set.text === '\\{' || set.text === '[');
	if (!isNumbers && !isSet) return undefined;
	const { sup } = readScripts(cursor);
	if (sup === undefined) return cursor.peek === undefined || isNumbers ? [] : undefined;
	const text0 = spell(sup.items);
	if (/^[+*]$|^[<>≥]|^geq?0$/.test(text0)) return [];
	return extents(sup.items);
}

function extents(items: readonly TexItem[]): (number | string)[] {
	const parts: TexItem[][] = [[]];
	for (const item of items.length === 1 && items[0]!.kind === 'group' ? items[0]!.items : items) {
		const sign = item.kind === 'command' ? item.text : item.kind === 'symbol' ? item.text : '';
		if (sign === 'times' || sign === ',' || sign === 'x') parts.push([]);
		else if (!STYLES.has(sign)) parts.at(-1)!.push(item);
	}
	return parts
		.filter((part) => part.length > 0)
		.map((part) => {
			const text = spell(part);
			return /^\d+$/.test(text) ? Number(text) : text;
		});
}
