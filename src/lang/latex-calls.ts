/**
 * Functions in LaTeX, with and without brackets: `\sin x`, `\exp(-x)`, `\log_2 x`, `\max(0, W_1x)`, `\operatorname{softmax}`, `f(x)`; and what tells a
 * call from a product.
 */
import { findOp } from '../core/ops/index.ts';
import type { Formula } from '../core/ops/formula.ts';
import type { OpRow } from '../core/ops/row.ts';
import type { Range, Text } from '../protocol.ts';
import { arrayFunction } from './array-functions.ts';
import { FOLDS, FUNCTIONS } from './latex-commands.ts';
import { between, extent, rangeOf, type Cursor, type Reader } from './latex-cursor.ts';
import { foldOver, indicesOf } from './latex-folds.ts';
import type { TexGroup, TexItem } from './latex-groups.ts';
import { readScripts, spell, type Base, type Scripts } from './latex-names.ts';
import { raised, subscripted, withScripts } from './latex-scripts.ts';
import { builtin, isFunction } from './names.ts';
import type { Apply, Expression, Name } from './program.ts';
import { INVERSES } from './raised.ts';

const ALIASES: ReadonlyMap<string, string> = new Map([
	['swish', 'silu'],
	['Swish', 'silu'],
	['sgn', 'sign'],
	['clamp', 'clip'],
	['arsinh', 'asinh'],
	['arcosh', 'acosh'],
	['artanh', 'atanh'],
	['heaviside', 'step'],
	['maxout', 'max'],
	['Maxout', 'max'],
]);

/** Functions that are known and not computed with. */
const FOREIGN = new Set(['arg', 'rank', 'dim', 'ker', 'gcd', 'lcm', 'sup', 'inf', 'Pr', 'Cov', 'KL', 'MSE']);

/** The row that a function in LaTeX is, for so many operands. */
function rowOf(name: string, count: number): OpRow | undefined {
	return (
		findOp('latex', `\\${name}`, count) ??
		findOp('latex', `\\operatorname{${name}}`, count) ??
		builtin(name, count) ??
		builtin(ALIASES.get(name) ?? name.toLowerCase(), count)
	);
}

function isKnownFunction(name: string): boolean {
	return FUNCTIONS.has(name) || isFunction(ALIASES.get(name) ?? name) || isFunction(name.toLowerCase());
}

/** Capitals that call a function of mathematics where brackets follow and nothing else is called so. */
const CAPITALS: ReadonlyMap<string, Text> = new Map<string, Text>([
	['Γ', ['Read as the gamma function']],
	['Φ', ['Read as the distribution function of the normal distribution']],
]);

/** A name that is a function of mathematics, applied; undefined where it is a variable, or a function that the text defines. */
export function functionNamed(reader: Reader, base: Base, cursor: Cursor): Expression | undefined {
	const book = reader.names;
	if (book.isFunction(base.name) || book.known(base.name)) return undefined;
	const capital = CAPITALS.get(base.name);
	const isGreek = !base.words && base.name.length === 1 && (capital !== undefined || isFunction(base.name));
	if (!(base.words === true && isKnownFunction(base.name)) && !isGreek) return undefined;
	if (isGreek && !isBracket(cursor.peek)) return undefined;
	// A word that nothing follows is what it says: a number of that name.
	if (
		!isGreek &&
		cursor.peek?.kind !== 'sub' &&
		cursor.peek?.kind !== 'sup' &&
		!reader.startsFactor(cursor) &&
		!(cursor.peek?.kind === 'symbol' && cursor.peek.text === '-')
	)
		return undefined;
	if (capital !== undefined) reader.remark(base.range, base.name, capital);
	return applyFunction(reader, cursor, base.name, base.range);
}

function isBracket(item: TexItem | undefined): item is TexGroup & { readonly means: '(' | '[' } {
	return item?.kind === 'group' && (item.means === '(' || item.means === '[');
}

function isBraces(item: TexItem | undefined): item is TexGroup & { readonly means: '{' } {
	return item?.kind === 'group' && item.means === '{';
}

/** A function, behind whose name the cursor stands, applied to what follows. */
export function applyFunction(reader: Reader, cursor: Cursor, name: string, command: Range): Expression {
	const scripts = readScripts(cursor);
	if (scripts.primes === '′' && scripts.sub === undefined && scripts.sup === undefined) {
		const callee: Name = { kind: 'name', name: `${name}′`, range: { start: command.start, end: scripts.end } };
		const slope = isBracket(cursor.peek) ? slopeOf(reader, cursor, callee, cursor.peek) : undefined;
		if (slope !== undefined) return slope;
	}
	if (scripts.twice !== undefined || scripts.primes !== '') {
		const at = scripts.twice ?? { start: command.end, end: scripts.end };
		return reader.hole(at, 'not-supported', 'Not supported in formulas: {0}', reader.slice(at));
	}
	const operator = { start: command.start, end: scripts.sub === undefined ? command.end : scripts.sub.range.end };
	if ((name === 'argmax' || name === 'argmin') && scripts.sub === undefined)
		return reader.hole(operator, 'not-supported', 'Over what is chosen is not said: {0}', reader.slice(operator));
	if ((name === 'max' || name === 'min' || name === 'argmax' || name === 'argmin') && scripts.sub !== undefined) {
		const indices = indicesOf(reader, scripts, operator);
		if (!Array.isArray(indices)) return indices;
		return foldOver(reader, cursor, name, indices, operator, () => choiceOf(reader, cursor, operator));
	}
	const next = cursor.peek;
	if (FOREIGN.has(name)) {
		const hole = reader.hole(operator, 'not-supported', 'Not supported in formulas: {0}', reader.slice(operator));
		argumentOf(reader, cursor, operator, true);
		return hole;
	}
	const bracketed = isBracket(next) || isBraces(next);
	const operands = bracketed ? operandsOf(reader, cursor) : [implied(reader, cursor, operator)];
	const applied = apply(reader, name, scripts, operands, operator, cursor.passed);
	const power = inverted(name, scripts) ? undefined : scripts.sup;
	const whole = power === undefined ? applied : raised(reader, applied, power, cursor.passed);
	if (!bracketed) return whole;
	const behind = cursor.peek?.kind;
	if (behind === 'sup' || behind === 'raised')
		reader.remark(
			{ start: command.start, end: cursor.ahead(1)?.end ?? cursor.passed },
			`(${reader.slice(whole.range)})^…`,
		);
	return withScripts(reader, cursor, whole);
}

/** `\sin^{-1}`: the inverse, not the reciprocal. */
function inverted(name: string, { sup }: Scripts): string | undefined {
	return sup !== undefined && spell(sup.items) === '-1' ? INVERSES.get(name) : undefined;
}

/** What stands in the brackets behind a function. */
function operandsOf(reader: Reader, cursor: Cursor): Expression[] {
	const group = cursor.next() as TexGroup;
	const [only, another] = group.items;
	const inner = group.means === '{' && another === undefined && isBracket(only) ? only : group;
	const operands = reader.list(inner.items, { start: inner.opened, end: inner.closing });
	const [first] = operands;
	return operands.length === 1 && first !== undefined ? [{ ...first, outer: rangeOf(inner) }] : operands;
}

/** What a function without brackets is applied to: factors up to a sign, a bracket or the next function. */
function implied(reader: Reader, cursor: Cursor, command: Range): Expression {
	const signs: Range[] = [];
	for (let item = cursor.peek; item?.kind === 'symbol' && item.text === '-'; item = cursor.peek) {
		signs.push(rangeOf(item));
		cursor.at++;
	}
	const operand = factors(reader, cursor, command);
	// Of any number of signs, all but the last two cancel as well.
	return signs.slice(-2 + (signs.length % 2)).reduceRight<Expression>(
		(inner, sign) => ({
			kind: 'apply',
			op: 'neg',
			operands: [inner],
			operator: sign,
			range: { start: sign.start, end: extent(inner).end },
		}),
		operand,
	);
}

/** The product of two factors that stand beside each other. */
function beside(left: Expression, right: Expression): Expression {
	const at = extent(left).end;
	return {
		kind: 'apply',
		op: 'mul',
		operands: [left, right],
		operator: { start: at, end: at },
		range: between(extent(left), extent(right)),
		implicit: true,
		matrix: true,
	};
}

function factors(reader: Reader, cursor: Cursor, command: Range): Expression {
	const start = cursor.at;
	if (!reader.startsFactor(cursor)) {
		reader.hole(command, 'missing-operand', 'Something is missing after {0}', reader.slice(command));
		return { kind: 'hole', range: { start: cursor.passed, end: cursor.passed } };
	}
	let left = reader.operand(cursor);
	let onlyNumbers = left.kind === 'number';
	while (reader.startsFactor(cursor)) {
		const next = cursor.peek!;
		if (next.kind === 'command' && (FUNCTIONS.has(next.text) || FOLDS.has(next.text))) break;
		if (next.kind === 'group' && next.means !== '{' && !onlyNumbers) break;
		const right = reader.operand(cursor);
		onlyNumbers &&= right.kind === 'number';
		left = beside(left, right);
	}
	if (cursor.at - start > 1 && left.kind === 'apply' && left.implicit === true)
		reader.remark(between(command, extent(left)), `${reader.slice(command)}(${reader.slice(extent(left))})`);
	return left;
}

/** What the largest of is taken: `\min_w \frac12 \|w\|^2` is of the whole product. */
function choiceOf(reader: Reader, cursor: Cursor, command: Range): Expression {
	let left = argumentOf(reader, cursor, command);
	for (
		let next = cursor.peek;
		next?.kind === 'group' && (next.means === 'norm' || next.means === 'abs');
		next = cursor.peek
	) {
		left = beside(left, reader.operand(cursor));
	}
	return left;
}

/** One operand: in brackets, or implied. */
function argumentOf(reader: Reader, cursor: Cursor, command: Range, optional = false): Expression {
	const next = cursor.peek;
	if (isBracket(next) || isBraces(next)) {
		const operands = operandsOf(reader, cursor);
		const [first] = operands;
		if (first !== undefined && operands.length === 1) return withScripts(reader, cursor, first);
		return { kind: 'matrix', rows: [operands], list: true, range: rangeOf(next) };
	}
	if (optional && !reader.startsFactor(cursor)) return { kind: 'hole', range: command };
	return implied(reader, cursor, command);
}

function apply(
	reader: Reader,
	name: string,
	scripts: Scripts,
	operands: Expression[],
	operator: Range,
	end: number,
): Expression {
	const range = { start: operator.start, end };
	const [first] = operands;
	if (first === undefined) return reader.hole(range, 'missing-operand', 'These brackets are empty');
	if ((name === 'log' || name === 'lg') && scripts.sub !== undefined) {
		const base = spell(scripts.sub.items);
		const op =
			base === '2' ? 'log2' : base === '10' ? 'log10' : base === 'e' && !reader.names.known('e') ? 'log' : undefined;
		if (op !== undefined) return { kind: 'apply', op, operands: [first], operator, range };
		const value = reader.whole(scripts.sub.items, scripts.sub.range);
		return { kind: 'apply', op: 'log_base', operands: [first, value], operator, range };
	}
	if (name === 'lg')
		reader.remark(operator, 'log_2', ['Read as the logarithm to base 2: {0} says base 10', '\\log_{10}']);
	const inverse = inverted(name, scripts);
	if (inverse !== undefined) return rowApply(reader, inverse, operands, operator, range);
	const made = rowApply(reader, name, operands, operator, range);
	return scripts.sub === undefined ? made : subscripted(reader, made, scripts.sub);
}

function rowApply(reader: Reader, name: string, operands: Expression[], operator: Range, range: Range): Expression {
	const ofArrays = arrayFunction(name, operands);
	if (ofArrays !== undefined) return { ...ofArrays, operator, range };
	const row = rowOf(name, operands.length);
	if (row === undefined)
		return reader.hole(
			operator,
			'operand-count',
			'Not a number of operands that {0} takes: {1}',
			name,
			operands.length,
		);
	if (row.arity === operands.length) return { kind: 'apply', op: row.name, operands, operator, range };
	return operands.reduce((chain, operand): Apply => ({
		kind: 'apply',
		op: row.name,
		operands: [chain, operand],
		operator,
		range,
	}));
}

/** Letters by which mathematicians call functions rather than numbers. */
const FUNCTION_LETTERS = new Set(['f', 'g', 'h', 'F', 'G', 'H', 'φ', 'ψ', 'Φ', 'Ψ']);
/** Letters that are functions where what stands in the brackets is no sum: p(x), J(θ). */
const QUIET_LETTERS = new Set(Array.from('pqPQJLℓEπDRKTVUS'));

/** A name that the brackets behind it make a call, or an entry; undefined where it is a factor beside a bracket, or stands alone. */
export function callNamed(reader: Reader, cursor: Cursor, callee: Expression): Expression | undefined {
	const group = cursor.peek;
	if (callee.kind !== 'name') return undefined;
	const book = reader.names;
	if (!isBracket(group) || group.text === '\\{') {
		book.bare.add(callee.name);
		return undefined;
	}
	const only = group.items.length === 1 ? group.items[0]! : undefined;
	const index = only?.kind === 'letter' ? book.boundAs(only.text) : undefined;
	if (index !== undefined && !book.isFunction(callee.name) && group.means === '(') {
		cursor.at++;
		book.indexed.add(callee.name);
		const place: Expression = { kind: 'name', name: spell([only!]), range: rangeOf(only!) };
		return {
			kind: 'index',
			base: callee,
			indices: [place],
			origins: [index.origin],
			range: { start: callee.range.start, end: group.end },
		};
	}
	const spelled = `${callee.name}${spell([group])}`;
	if (book.known(spelled) || isConditional(group)) {
		// `p(y | x)` is a number with a long name.
		cursor.at++;
		return { kind: 'name', name: spelled, range: { start: callee.range.start, end: group.end } };
	}
	const slope = slopeOf(reader, cursor, callee, group);
	if (slope !== undefined) return slope;
	if (!isCall(reader, callee.name, group)) return undefined;
	cursor.at++;
	const operands = reader.list(group.items, { start: group.opened, end: group.closing });
	const call: Expression = { kind: 'call', callee, operands, range: { start: callee.range.start, end: group.end } };
	return withScripts(reader, cursor, call);
}

/** `p(y | x)`. */
function isConditional(group: TexGroup): boolean {
	return group.items.some(
		(item) => (item.kind === 'symbol' && item.text === '|') || (item.kind === 'command' && item.text === 'mid'),
	);
}

/** `\sigma'(z)`: the derivative of a function that is known, written out as the table states it. */
function slopeOf(reader: Reader, cursor: Cursor, callee: Name, group: TexGroup): Expression | undefined {
	if (!callee.name.endsWith('′') || reader.names.isFunction(callee.name)) return undefined;
	const row = rowOf(callee.name.slice(0, -1), 1);
	if (row === undefined || reader.names.known(callee.name.slice(0, -1))) return undefined;
	cursor.at++;
	const [operand] = reader.list(group.items, { start: group.opened, end: group.closing });
	if (operand === undefined) return reader.hole(rangeOf(group), 'missing-operand', 'These brackets are empty');
	const range = { start: callee.range.start, end: group.end };
	return withScripts(reader, cursor, written(row.shownLocal(0), operand, callee.range, range));
}

// As deep as the table's formulas are.
function written(formula: Formula, operand: Expression, operator: Range, range: Range): Expression {
	if (formula.kind === 'variable') return operand;
	if (formula.kind === 'number') return { kind: 'number', value: formula.value, range };
	const operands = formula.operands.map((part) => written(part, operand, operator, range));
	return { kind: 'apply', op: formula.op, operands, operator, range };
}

function isCall(reader: Reader, name: string, group: TexGroup): boolean {
	const book = reader.names;
	if (book.isFunction(name)) return true;
	if (group.means === '[') return false;
	const isList = group.items.some((item) => item.kind === 'symbol' && /^[,;|]$/.test(item.text));
	if (isList) return !book.known(name);
	if (book.known(name) || book.facts.bare.has(name)) return false;
	// `r_t(\\theta)` in a function of θ: nobody puts brackets around a factor that is a name.
	if (book.parameters.has(spell(group.items))) return true;
	const letter = name.replace(/′|\p{M}|_.*$|\^.*$/gu, '');
	if (Array.from(letter).length > 1 || FUNCTION_LETTERS.has(letter)) return true;
	return QUIET_LETTERS.has(letter) && !group.items.some((item) => item.kind === 'symbol' && /^[-+*/]$/.test(item.text));
}
