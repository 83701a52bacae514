/**
 * What scripts mean: part of a name, an entry of an array, a power, a transpose. The choice goes by what is known of the names.
 */
import type { Range } from '../protocol.ts';
import { LETTERS, WORDS } from './latex-commands.ts';
import { between, extent, inBrackets, rangeOf, type Cursor, type Reader } from './latex-cursor.ts';
import type { TexItem } from './latex-groups.ts';
import { type NameBook } from './latex-book.ts';
import { fullName, readScripts, spell, type Base, type Script, type Scripts } from './latex-names.ts';
import type { Call, Expression, Index, Name } from './program.ts';

/** Takes the scripts behind an operand that is no name. */
export function withScripts(reader: Reader, cursor: Cursor, base: Expression): Expression {
	const scripts = readScripts(cursor);
	if (scripts.end === 0) return base;
	return scripted(reader, base, scripts);
}

export function scripted(reader: Reader, base: Expression, scripts: Scripts): Expression {
	if (scripts.twice !== undefined)
		return reader.hole(scripts.twice, 'unexpected', 'Not understood here: {0}', reader.slice(scripts.twice));
	if (scripts.primes !== '') {
		const at = { start: extent(base).end, end: scripts.end };
		return reader.hole(at, 'not-supported', 'Not supported in formulas: {0}', scripts.primes);
	}
	const entry = scripts.sub === undefined ? base : subscripted(reader, base, scripts.sub);
	return scripts.sup === undefined ? entry : raised(reader, entry, scripts.sup, scripts.end);
}

/** What a superscript is: `T` transposes, `(2)`, `*` and words belong to the name, all else is a power. */
function superscriptKind(book: NameBook, script: Script, base: string | undefined): 'transpose' | 'name' | 'power' {
	const { items } = script;
	const text = spell(items);
	const [first, second] = items;
	const written = first?.kind === 'letter' && items.length === 1;
	if ((text === 'T' && !(written && book.known('T'))) || text === 'dagger') return 'transpose';
	if (base === undefined || first === undefined) return 'power';
	if (book.known(`${base}^${text}`)) return 'name';
	if (MARKS.has(text)) return 'name';
	if (first.kind === 'command' && WORDS.has(first.text) && second?.kind === 'group') return 'name';
	if (items.length === 1 && first.kind === 'group' && first.means !== '{' && base !== 'e' && isLabel(first.items))
		return 'name';
	if (first.kind === 'symbol' && first.text === '<' && items.at(-1)!.kind === 'symbol') return 'name';
	if (isLabelOf(book, base, items) || isLayer(book, text)) return 'name';
	const level = /^(\p{L}+)(?:[-+]\d+)?$/u.exec(text)?.[1];
	return level !== undefined && book.facts.levels.has(level) ? 'name' : 'power';
}

/** `W^Q`, `Q^\pi`: of a matrix, or of a value, a capital or a policy says which, and raises to no power. */
function isLabelOf(book: NameBook, base: string, [first, another]: readonly TexItem[]): boolean {
	if (!/^\p{Lu}\p{M}*$/u.test(base) || base === 'E') return false;
	if (first?.kind === 'command' && first.text === 'pi') return true;
	if (first?.kind !== 'letter' || another !== undefined || !/^[A-Z]$/.test(first.text)) return false;
	return !book.known(first.text) && book.boundAs(first.text) === undefined;
}

/** `a^{l-1}`, `w^{l+1}`, `\delta^L`: the letter of layers, where it counts nothing and has no value. */
function isLayer(book: NameBook, text: string): boolean {
	const letter = /^([lLℓ])(?:[-+]\d+)?$/.exec(text)?.[1];
	if (letter === undefined) return false;
	return book.boundAs(letter) === undefined && !book.known(letter) && !book.facts.bare.has(letter);
}

const MARKS = new Set(['*', '+', '-', 'ast', 'star', 'circ', '∗', '−']);

/** `(2)`, `[l-1]`, `(i,j)`: what numbers things rather than raises them. */
function isLabel(items: readonly TexItem[]): boolean {
	if (items.length === 0 || items.length > 8) return false;
	return items.every((item) => {
		if (item.kind === 'letter' || item.kind === 'digit') return true;
		if (item.kind === 'command') return LETTERS.has(item.text);
		return item.kind === 'symbol' && /^[-+,]$/.test(item.text);
	});
}

/** The letter of a level: `l` of `a^{l-1}`. */
export function levelOf(script: Script): string | undefined {
	const text = spell(script.items);
	return text === 'T' ? undefined : /^(\p{L}+)(?:[-+]\d+)?$/u.exec(text)?.[1];
}

/** A name with its scripts, as what they make of it. */
export function named(reader: Reader, base: Base, scripts: Scripts): Expression {
	const book = reader.names;
	const { sub, sup, primes } = scripts;
	const range = { start: base.range.start, end: Math.max(base.range.end, scripts.end) };
	const kind = sup === undefined ? 'none' : superscriptKind(book, sup, base.name);
	if (sup !== undefined && isEuler(book, base, scripts) && kind !== 'transpose') return euler(reader, base, sup, range);
	const named = { primes, end: 0, ...(kind === 'name' && { sup: sup! }) };
	let end = range.end;
	if (sup !== undefined && kind !== 'name') end = Math.max(base.range.end, Math.min(sup.mark.start, end));
	if (sub !== undefined && sub.range.end > end) end = sub.range.end;
	const own = { start: range.start, end };
	if (sub !== undefined && spell(sub.items) === '0') book.zeros.add(fullName(base, named));
	const family = sub === undefined ? undefined : familyOf(book, base, { ...named, sub });
	let found: Expression;
	if (family !== undefined) found = { ...family, range: own };
	else if (sub !== undefined && isEntry(book, base, named, sub))
		found = entry(reader, { kind: 'name', name: fullName(base, named), range: base.range }, sub, own);
	else found = { kind: 'name', name: fullName(base, { ...named, ...(sub !== undefined && { sub }) }), range: own };
	if (sub?.cut !== undefined) remarkCut(reader, base.range, sub);
	return sup === undefined || kind === 'name' ? found : raised(reader, found, sup, range.end);
}

/** `L_i` under a sum over i, where the text says `L_i = …`: a call of what is said. */
function familyOf(book: NameBook, base: Base, scripts: Scripts): Omit<Call, 'range'> | undefined {
	const name = fullName(base, scripts);
	const [place, another] = scripts.sub!.items;
	if (another !== undefined || place?.kind !== 'letter' || book.boundAs(place.text) === undefined) return undefined;
	if (!book.assigned.has(name) && !book.functions.has(name)) return undefined;
	book.families.add(name);
	const callee: Name = { kind: 'name', name, range: base.range };
	return { kind: 'call', callee, operands: [{ kind: 'name', name: place.text, range: rangeOf(place) }] };
}

/** `e` is Euler's where nothing else is called so. */
function isEuler(book: NameBook, base: Base, { sub, primes }: Scripts): boolean {
	return base.name === 'e' && sub === undefined && primes === '' && !book.known('e');
}

function euler(reader: Reader, base: Base, sup: Script, range: Range): Expression {
	if (sup.cut !== undefined) remarkCut(reader, base.range, sup);
	return {
		kind: 'apply',
		op: 'exp',
		operands: [scriptValue(reader, sup)],
		operator: { start: base.range.start, end: sup.mark.end },
		range,
	};
}

/** Whether a subscript takes an entry, rather than being part of a name. */
function isEntry(book: NameBook, base: Base, named: Scripts, sub: Script): boolean {
	if (mentionsIndex(book, sub.items)) return true;
	const own = fullName(base, named);
	if (book.known(fullName(base, { ...named, sub }))) return false;
	if (!isPlace(sub.items)) return false;
	const counts = sub.items.every((item) => item.kind === 'digit' || item.kind === 'symbol');
	if (book.facts.indexed.has(own)) return true;
	if (counts || book.hasValue(own)) return counts ? book.isArray(own) : true;
	// Of what the text itself sets, `s_j` is an entry and `c_{t-1}` an earlier value.
	return book.known(own) && !/t|[-+]/.test(spell(sub.items));
}

/** Whether the index of a sum around occurs. */
function mentionsIndex(book: NameBook, items: readonly TexItem[]): boolean {
	if (book.bound.length === 0) return false;
	const work = [...items];
	for (let item = work.pop(); item !== undefined; item = work.pop()) {
		if (item.kind === 'group') {
			for (const inner of item.items) work.push(inner);
			continue;
		}
		const letter = item.kind === 'letter' ? item.text : item.kind === 'command' ? LETTERS.get(item.text) : undefined;
		if (letter !== undefined && book.boundAs(letter) !== undefined) return true;
	}
	return false;
}

/** Whether a subscript could be computed: `y_i`, `t-1`, `2`, and not a word. */
function isPlace(items: readonly TexItem[]): boolean {
	return (
		items.some((item) => item.kind !== 'symbol' || item.text === ':') &&
		items.every((item) => {
			if (item.kind === 'command') return LETTERS.has(item.text) || item.text === 'cdot';
			return item.kind !== 'symbol' || /^[-+,:]$/.test(item.text);
		})
	);
}

/** The entry of an array that a subscript names. */
function entry(reader: Reader, base: Expression, sub: Script, range: Range): Index {
	const book = reader.names;
	if (base.kind === 'name' && mentionsIndex(book, sub.items)) book.indexed.add(base.name);
	const parts = indexParts(sub.items);
	const indices = parts.map((part): Expression => {
		const at = { start: part[0]?.start ?? sub.range.start, end: part.at(-1)?.end ?? sub.range.end };
		const text = spell(part);
		if (text === ':' || text === 'cdot' || text === '*' || text === 'bullet') return { kind: 'span', range: at };
		return reader.whole(part, at);
	});
	return { kind: 'index', base, indices, origins: parts.map((part) => originOf(book, part, base)), range };
}

/** `W_{ij}` and `W_{i,j}` have two indices, `x_{2i}` and `x_{i+1}` one. */
function indexParts(items: readonly TexItem[]): TexItem[][] {
	const parts: TexItem[][] = [[]];
	for (const item of items) {
		if (item.kind === 'symbol' && item.text === ',') parts.push([]);
		else parts.at(-1)!.push(item);
	}
	const [only] = parts;
	if (parts.length > 1 || only === undefined || only.length < 2) return parts;
	const places: TexItem[][] = [];
	for (const [at, item] of only.entries()) {
		const before = only[at - 1];
		if (item.kind === 'sub' || item.kind === 'prime' || item.kind === 'lowered' || before?.kind === 'sub') {
			places.at(-1)?.push(item);
			continue;
		}
		const isPlace =
			item.kind === 'letter' || item.kind === 'digit' || spell([item]) === 'cdot' || spell([item]) === ':';
		if (!isPlace && !(item.kind === 'command' && LETTERS.has(item.text))) return parts;
		places.push([item]);
	}
	// `12` is a number, and `2i` a product.
	return only[0]!.kind === 'digit' || places.length === 0 ? parts : places;
}

/** What the first entry is called where an index stands: what the sum says that it runs in, else what sums with bounds say. */
function originOf(book: NameBook, items: readonly TexItem[], base: Expression): 0 | 1 {
	if (base.kind === 'name' && book.facts.zeros.has(base.name)) return 0;
	// `s_{y_i}`: a label such as the class of i counts as sums over labels do, from 0.
	const isLabel = items.some((item) => item.kind === 'sub' || item.kind === 'lowered');
	if (isLabel) return book.labelled ? 0 : (book.facts.origin ?? 0);
	for (const letter of spell(items)) {
		const bound = book.boundAs(letter);
		if (bound !== undefined) return bound.origin;
	}
	// `x_1` is the first entry; of a label, such as the class y, the first one is 0 where no sum says otherwise.
	const counts = items.every((item) => item.kind === 'digit' || item.kind === 'symbol');
	return book.facts.origin ?? (counts ? 1 : 0);
}

/** An entry of something that is no name: `(W x)_i`. */
export function subscripted(reader: Reader, base: Expression, sub: Script): Expression {
	const range = { start: extent(base).start, end: Math.max(extent(base).end, sub.range.end) };
	if (spell(sub.items) === '+') {
		// The positive part.
		const zero: Expression = { kind: 'number', value: 0, range: sub.range };
		return { kind: 'apply', op: 'max', operands: [zero, base], operator: sub.range, range };
	}
	if (!isPlace(sub.items) && !mentionsIndex(reader.names, sub.items))
		return reader.hole(sub.range, 'not-supported', 'Not supported in formulas: {0}', reader.slice(sub.range));
	return entry(reader, base, sub, range);
}

/** A power, or a transpose. */
export function raised(reader: Reader, base: Expression, sup: Script, end: number): Expression {
	// What stands for a base that does not read may stand behind the superscript: `x²_?`.
	const from = Math.min(extent(base).start, sup.mark.start);
	const range = { start: from, end: Math.max(end, sup.range.end) };
	if (sup.cut !== undefined) remarkCut(reader, extent(base), sup);
	if (isInverseTranspose(sup)) {
		const minusOne: Expression = { kind: 'number', value: -1, range: sup.range };
		const inverse: Expression = {
			kind: 'apply',
			op: 'pow',
			operands: [base, minusOne],
			operator: sup.mark,
			range,
			matrix: true,
		};
		return { kind: 'apply', op: 'transpose', operands: [inverse], operator: between(sup.mark, sup.range), range };
	}
	if (superscriptKind(reader.names, sup, undefined) === 'transpose')
		return { kind: 'apply', op: 'transpose', operands: [base], operator: between(sup.mark, sup.range), range };
	if (MARKS.has(spell(sup.items)))
		return reader.hole(
			sup.range,
			'not-supported',
			'Not supported in formulas: {0}',
			reader.slice(between(sup.mark, sup.range)),
		);
	return {
		kind: 'apply',
		op: 'pow',
		operands: [base, scriptValue(reader, sup)],
		operator: sup.mark,
		range,
		matrix: true,
	};
}

/** `A^{-T}`, `A^{-\\top}`. */
function isInverseTranspose({ items: [sign, mark, another] }: Script): boolean {
	if (sign?.kind !== 'symbol' || sign.text !== '-' || another !== undefined || mark === undefined) return false;
	return mark.kind === 'command'
		? mark.text === 'top' || mark.text === 'intercal'
		: mark.kind === 'letter' && mark.text === 'T';
}

function scriptValue(reader: Reader, sup: Script): Expression {
	const value = reader.whole(sup.items, sup.range);
	return inBrackets(value, sup.range.start, sup.range.end);
}

/** `x^23` is x²·3: the rule is TeX's, and surprises. */
function remarkCut(reader: Reader, base: Range, script: Script): void {
	const whole = { start: base.start, end: script.cut! };
	const head = reader.slice({ start: base.start, end: script.range.end });
	const rest = reader.slice({ start: script.range.end, end: script.cut! });
	const as = `${head}·${rest}`;
	reader.remark(whole, as, ['Read as {0}: a script takes one digit; braces hold more together', as]);
}

/** What a command takes: braces, or one token with what belongs to it. */
export function readArgument(reader: Reader, cursor: Cursor, command: Range): Expression {
	const item = cursor.peek;
	if (item === undefined)
		return reader.hole(command, 'missing-operand', 'Something is missing after {0}', reader.slice(command));
	if (item.kind === 'group' && item.means === '{') {
		cursor.at++;
		return inBrackets(reader.whole(item.items, { start: item.opened, end: item.closing }), item.start, item.end);
	}
	if (item.kind === 'digit') {
		cursor.at++;
		return { kind: 'number', value: Number(item.text), range: rangeOf(item) };
	}
	if (item.kind === 'letter') {
		cursor.at++;
		return reader.whole([item], rangeOf(item));
	}
	return reader.operand(cursor);
}
