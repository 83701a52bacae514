/**
 * Derivatives in LaTeX: `\frac{\partial f}{\partial x}`, `\frac{df}{dx}`, `\nabla_x f`, and the student's `\frac{\delta f}{\delta x}`. They are
 * questions where they stand alone, and names of numbers where they stand in a formula.
 */
import { FRACTIONS, LETTERS, WORDS } from './latex-commands.ts';
import { rangeOf, type Cursor, type Reader } from './latex-cursor.ts';
import type { TexGroup, TexItem } from './latex-groups.ts';
import { fullName, readBase, readScripts, spell, takesArgument } from './latex-names.ts';
import type { Expression, Name } from './program.ts';

type Sign = 'partial' | 'd' | 'delta';

/** The sign of a derivative at the cursor, taken if it is there. */
function takeSign(cursor: Cursor, wanted?: Sign): Sign | undefined {
	const item = cursor.peek;
	let sign: Sign | undefined;
	let count = 1;
	if (item?.kind === 'command' && (item.text === 'partial' || item.text === 'delta')) sign = item.text;
	else if (item?.kind === 'letter' && item.text === 'd') sign = 'd';
	else if (item?.kind === 'command' && (WORDS.has(item.text) || takesArgument(item.text))) {
		const group = cursor.ahead(1);
		if (group?.kind === 'group' && spell(group.items) === 'd') {
			sign = 'd';
			count = 2;
		}
	}
	if (sign === undefined || (wanted !== undefined && sign !== wanted)) return undefined;
	cursor.at += count;
	return sign;
}

/** A name with its scripts and, left aside, the brackets of its arguments. */
function takeName(reader: Reader, cursor: Cursor): Name | undefined {
	const from = cursor.at;
	const base = readBase(cursor, reader.names);
	if (base === undefined) return undefined;
	const scripts = readScripts(cursor);
	if (scripts.twice !== undefined) {
		cursor.at = from;
		return undefined;
	}
	const range = { start: base.range.start, end: cursor.passed };
	if (cursor.peek?.kind === 'group' && cursor.peek.means === '(') cursor.at++;
	return { kind: 'name', name: fullName(base, base.scripts ?? scripts), range };
}

function asGroup(item: TexItem | undefined): TexGroup | undefined {
	return item?.kind === 'group' && item.means === '{' ? item : undefined;
}

/** A fraction of two differentials at the cursor; undefined, and the cursor where it was, where it is another fraction. */
export function readDerivative(reader: Reader, cursor: Cursor): Expression | undefined {
	const from = cursor.at;
	const found =
		cursor.peek?.kind === 'command' && cursor.peek.text === 'partial'
			? slashed(reader, cursor)
			: stacked(reader, cursor);
	if (found === undefined) cursor.at = from;
	return found;
}

function stacked(reader: Reader, cursor: Cursor): Expression | undefined {
	const command = cursor.next()!;
	const above = asGroup(cursor.next());
	const below = asGroup(cursor.next());
	if (above === undefined || below === undefined) return undefined;
	const top = cursor.inside(above);
	const sign = takeSign(top);
	if (sign === undefined || (sign !== 'partial' && reader.names.known(LETTERS.get(sign) ?? sign))) return undefined;
	const order = readScripts(top);
	const of = top.peek === undefined ? undefined : takeName(reader, top);
	if (top.peek !== undefined) return undefined;
	const by = variables(reader, cursor.inside(below), sign);
	if (by === undefined || (of === undefined && order.end === 0 && sign === 'delta')) return undefined;
	const subject = of ?? (isSubject(cursor) ? takeName(reader, cursor) : undefined);
	if (subject === undefined && order.end === 0) {
		const at = { start: command.start, end: cursor.passed };
		return reader.hole(
			at,
			'not-supported',
			'A derivative inside a formula has no value: let {0} stand in a formula of its own, or name what it differentiates, f = …, and step that',
			reader.slice(at),
		);
	}
	return derivative(reader, command.start, cursor.passed, subject, by, spell(order.sup?.items ?? []));
}

/**
 * `\frac{d}{dx}` before an expression that is no mere name; undefined, and the cursor where it was, where something else stands. Of `\frac{d}{dx} f(x)`
 * the name says what is meant.
 */
export function readDifferentiation(reader: Reader, cursor: Cursor): readonly Name[] | undefined {
	const from = cursor.at;
	const item = cursor.peek;
	const found = item?.kind === 'command' && FRACTIONS.has(item.text) ? operator(reader, cursor) : undefined;
	if (found === undefined || cursor.peek === undefined || isName(reader, cursor)) cursor.at = from;
	return cursor.at === from ? undefined : found;
}

/** The differentials of a fraction without a subject; by what. */
function operator(reader: Reader, cursor: Cursor): readonly Name[] | undefined {
	cursor.at++;
	const [above, below] = [asGroup(cursor.next()), asGroup(cursor.next())];
	if (above === undefined || below === undefined) return undefined;
	const top = cursor.inside(above);
	const sign = takeSign(top);
	if (sign === undefined || sign === 'delta' || top.peek !== undefined) return undefined;
	if (sign === 'd' && reader.names.known('d')) return undefined;
	const by = variables(reader, cursor.inside(below), sign);
	return by?.length === 1 ? by : undefined;
}

/** Whether all that follows is a name, with the brackets of its arguments or without. */
function isName(reader: Reader, cursor: Cursor): boolean {
	const from = cursor.at;
	const item = cursor.peek;
	const raised = cursor.items.slice(from).some(({ kind }) => kind === 'sup' || kind === 'raised');
	const name = item?.kind === 'group' || raised ? undefined : takeName(reader, cursor);
	const all = name !== undefined && cursor.peek === undefined;
	cursor.at = from;
	return all;
}

/** Whether a name follows that is not raised: of `\frac{d}{dx} x^2` the subject is no name. */
function isSubject(cursor: Cursor): boolean {
	const next = cursor.ahead(1);
	return next?.kind !== 'sup' && next?.kind !== 'raised';
}

/** `\partial f / \partial x`. */
function slashed(reader: Reader, cursor: Cursor): Expression | undefined {
	const { start } = cursor.peek!;
	const sign = takeSign(cursor)!;
	const of = takeName(reader, cursor);
	if (of === undefined || cursor.take('/') === undefined || takeSign(cursor, sign) === undefined) return undefined;
	const by = takeName(reader, cursor);
	return by === undefined ? undefined : derivative(reader, start, cursor.passed, of, [by], '');
}

/** By what: `\partial x`, `\partial x \partial y`, `\partial x^2`. */
function variables(reader: Reader, cursor: Cursor, sign: Sign): Name[] | undefined {
	const names: Name[] = [];
	while (cursor.peek !== undefined) {
		if (takeSign(cursor, sign) === undefined) return undefined;
		const name = takeName(reader, cursor);
		if (name === undefined) return undefined;
		names.push(name);
	}
	return names.length === 0 ? undefined : names;
}

function derivative(
	reader: Reader,
	start: number,
	end: number,
	of: Name | undefined,
	by: readonly Name[],
	order: string,
): Expression {
	const power = order === '' ? '' : `^${order}`;
	const name: Name = {
		kind: 'name',
		name: `∂${power}${of?.name ?? ''}/∂${by.map((variable) => variable.name).join('∂')}`,
		range: { start, end },
	};
	if (order === '' && by.length === 1) reader.derivatives.set(name, { by, ...(of !== undefined && { of }) });
	return name;
}

/** `\nabla_\theta J(\theta)`, `\nabla f`. */
export function readNabla(reader: Reader, cursor: Cursor): Expression {
	const sign = cursor.next()!;
	const { sub, sup } = readScripts(cursor);
	const power = sup === undefined ? '' : `^${spell(sup.items)}`;
	const of = takeName(reader, cursor);
	const at = { start: sign.start, end: cursor.passed };
	if (of === undefined)
		return reader.hole(rangeOf(sign), 'not-supported', 'Not supported in formulas: {0}', reader.slice(at));
	const by: Name[] = [];
	if (sub !== undefined) {
		const inside = cursor.over(sub.items);
		while (inside.peek !== undefined) {
			const name = takeName(reader, inside);
			if (name === undefined) break;
			by.push(name);
			inside.take(',');
		}
	}
	const name: Name = {
		kind: 'name',
		name: `∇${power}${by.length === 0 ? '' : `_${by.map((variable) => variable.name).join()}`}${of.name}`,
		range: at,
	};
	if (power === '') reader.derivatives.set(name, { of, by });
	return name;
}
