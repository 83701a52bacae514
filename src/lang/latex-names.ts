/** Names in LaTeX: letters, accents and styles, and the scripts behind them. */
import { scriptLetter } from './latex-alphabets.ts';
import { ACCENTS, ALPHABETS, LETTERS, STYLES, WORDS } from './latex-commands.ts';
import type { Cursor } from './latex-cursor.ts';
import type { TexGroup, TexItem } from './latex-groups.ts';
import type { NameBook } from './latex-book.ts';
import { canonical, isFunction } from './names.ts';
import type { Range } from '../protocol.ts';

/** A name without its scripts. */
export interface Base {
	readonly name: string;
	readonly range: Range;
	/** Set upright, as words: the name of a function rather than a product of letters. */
	readonly words?: boolean;
	/** Scripts inside an accent or a style: `\hat{y_i}`. */
	readonly scripts?: Scripts;
}

export interface Script {
	readonly items: readonly TexItem[];
	/** The script with its braces. */
	readonly range: Range;
	/** The `^` or `_`. */
	readonly mark: Range;
	/** Set where a digit follows that looks as if it belonged to it: `x^23`. */
	readonly cut?: number;
}

export interface Scripts {
	readonly sub?: Script;
	readonly sup?: Script;
	readonly primes: string;
	/** Where the last of them ends; 0 where there are none. */
	readonly end: number;
	/** A second script of one kind, which TeX refuses. */
	readonly twice?: Range;
}

export const NO_SCRIPTS: Scripts = { primes: '', end: 0 };

const LATIN = /^[A-Za-z]$/;
const OTHER_SCRIPT = /^[^\p{Script=Latin}\p{Script=Greek}]/u;

/** Text set upright that reads as a name rather than a sentence. */
export function isWord(text: string): boolean {
	if (/^\s*arg\s+(?:max|min)\s*$/.test(text)) return true;
	return /^\s*[\p{L}][\p{L}\p{M}\p{N}_-]*\s*$/u.test(text) && !REMARKS.has(text.trim().toLowerCase());
}

const REMARKS = new Set(
	'if otherwise else where and or for with when then so hence thus let is are such that subject to given all each every elsewhere'.split(
		' ',
	),
);

/** What items spell, as a name does: blanks, braces and styles fall away. */
export function spell(items: readonly TexItem[], blanks = false): string {
	let text = '';
	const work: (TexItem | string)[] = [...items].reverse();
	for (let item = work.pop(); item !== undefined; item = work.pop()) {
		if (typeof item === 'string') {
			text += item;
			continue;
		}
		if (blanks && item.gap > 0 && text !== '') text += ' ';
		if (item.kind === 'group') {
			const [open, close] = item.means === '(' ? ['(', ')'] : item.means === '[' ? ['[', ']'] : ['', ''];
			text += open;
			work.push(close);
			for (let at = item.items.length - 1; at >= 0; at--) work.push(item.items[at]!);
		} else if (item.kind === 'command') {
			const letter = LETTERS.get(item.text);
			if (letter !== undefined) text += letter;
			else if (item.text === 'prime') text += '′';
			else if (item.text === 'top' || item.text === 'intercal') text += 'T';
			else if (item.text === 'infty') text += '∞';
			else if (item.text === 'mid') text += '|';
			else if (!STYLES.has(item.text) && !WORDS.has(item.text) && !ALPHABETS.has(item.text)) text += item.text;
		} else if (item.kind === 'sub') text += '_';
		else if (item.kind === 'sup') text += '^';
		else if (item.kind === 'lowered') text += `_${item.text}`;
		else if (item.kind === 'raised') text += `^${item.text}`;
		else text += item.text;
	}
	return text;
}

/** The name that a base has with all its scripts. */
export function fullName(base: Base, { sub, sup, primes }: Scripts): string {
	const below = sub === undefined ? '' : `_${spell(sub.items)}`;
	const above = sup === undefined ? '' : `^${spell(sup.items)}`;
	return canonical(`${base.name}${below}${primes}${above}`);
}

/** Whether a command takes the group that follows it with it. */
export function takesArgument(text: string): boolean {
	return STYLES.has(text) || ALPHABETS.has(text) || WORDS.has(text) || ACCENTS.has(text);
}

/** The words that a command with words is applied to, taken off the cursor with it. */
export function takeWords(cursor: Cursor): { readonly text: string; readonly range: Range; readonly group?: TexGroup } {
	const command = cursor.next()!;
	const next = cursor.peek;
	if (next?.kind === 'group' && next.means === '{') {
		cursor.at++;
		return { text: spell(next.items, true), range: { start: command.start, end: next.end }, group: next };
	}
	if (next !== undefined && next.kind !== 'group') cursor.at++;
	return { text: next?.kind === 'letter' ? next.text : '', range: { start: command.start, end: cursor.passed } };
}

/** How many accents and styles a letter may have. */
const MOST_STYLES = 20;

/** Takes a name without its scripts, or leaves the cursor where it is. `assigned` says that it is a left side, where letters are no product. */
export function readBase(cursor: Cursor, book: NameBook, assigned = false, styles = 0): Base | undefined {
	const item = cursor.peek;
	if (item === undefined) return undefined;
	if (item.kind === 'letter') return readLetters(cursor, book, assigned);
	if (item.kind !== 'command') return undefined;
	const letter = LETTERS.get(item.text);
	if (letter !== undefined) {
		cursor.at++;
		return withDigits({ name: letter, range: { start: item.start, end: item.end } }, cursor, book);
	}
	if (WORDS.has(item.text)) {
		const from = cursor.at;
		const { text, range } = takeWords(cursor);
		const word = text.replace(/^\s*arg\s+(?=max\s*$|min\s*$)/, 'arg');
		if (isWord(word)) return { name: canonical(word.trim()), range, words: true };
		cursor.at = from;
		return undefined;
	}
	// What a brace below says is no script.
	if (!takesArgument(item.text) || styles > MOST_STYLES || /^(?:under|over)br/.test(item.text)) return undefined;
	return readStyled(cursor, book, item.text, styles + 1);
}

/** `\mathbf{x}`, `\hat{y}`, `\mathcal L`. */
function readStyled(cursor: Cursor, book: NameBook, command: string, styles: number): Base | undefined {
	const from = cursor.at;
	const { start } = cursor.next()!;
	const next = cursor.peek;
	let inner: Base | undefined;
	if (next?.kind === 'group' && next.means === '{') {
		cursor.at++;
		const content = cursor.inside(next);
		const base = readBase(content, book, true, styles);
		if (base !== undefined) {
			const scripts = base.scripts ?? readScripts(content);
			if (content.peek === undefined) inner = { ...base, ...(scripts.end > 0 && { scripts }) };
		}
	} else inner = readBase(cursor, book, false, styles);
	if (inner === undefined) {
		cursor.at = from;
		return undefined;
	}
	const range = { start, end: cursor.passed };
	const mark = ACCENTS.get(command);
	if (ALPHABETS.has(command) && book.twofold.has(inner.name))
		return { ...inner, name: scriptLetter(inner.name), range };
	const { words: _, ...plain } = inner;
	if (mark !== undefined) return { ...plain, name: (inner.name + mark).normalize('NFC'), range };
	return { ...plain, range, ...(inner.words === true && { words: true }) };
}

/** The letters that stand here without a blank. */
export function lettersAt(cursor: Cursor): string[] {
	const letters: string[] = [];
	for (let count = 0; count < 40; count++) {
		const item = cursor.ahead(count);
		if (item?.kind !== 'letter' || (count > 0 && item.gap > 0)) break;
		letters.push(item.text);
	}
	return letters;
}

function readLetters(cursor: Cursor, book: NameBook, assigned: boolean): Base {
	const letters = lettersAt(cursor);
	const first = cursor.peek!;
	let count = 1;
	if (OTHER_SCRIPT.test(letters[0]!)) {
		while (count < letters.length && OTHER_SCRIPT.test(letters[count]!)) count++;
	} else {
		let latin = 1;
		while (latin < letters.length && LATIN.test(letters[latin]!)) latin++;
		const word = letters.slice(0, latin).join('');
		if (latin > 1 && (assigned || isOneName(word, cursor.ahead(latin), book))) count = latin;
		else for (let length = latin - 1; length > 1; length--) if (book.known(word.slice(0, length))) count = length;
	}
	const name = letters.slice(0, count).join('');
	cursor.at += count;
	return withDigits({ name, range: { start: first.start, end: cursor.passed } }, cursor, book);
}

/** Whether letters in a row are one name: they have a value, they are too many for a product, or a function is called like that. */
function isOneName(word: string, next: TexItem | undefined, book: NameBook): boolean {
	if (book.known(word) || book.isFunction(word)) return true;
	if (word.length < 4) return false;
	if (Array.from(word).every((letter) => book.known(letter))) return false;
	return next === undefined || next.kind !== 'letter';
}

/** `w0`: digits directly behind a letter belong to it. */
function withDigits(base: Base, cursor: Cursor, book: NameBook): Base {
	let digits = '';
	let end = base.range.end;
	let count = 0;
	for (let item = cursor.peek; item?.kind === 'digit' && item.gap === 0 && item.start === end; count++) {
		digits += item.text;
		end = item.end;
		item = cursor.ahead(count + 1);
	}
	if (digits === '') return base;
	const name = base.name + digits;
	if (book.known(base.name) && !book.known(name)) return base;
	cursor.at += count;
	return { ...base, name, range: { start: base.range.start, end } };
}

/** A point that begins a number: `.5`. */
export function isPoint(item: TexItem, next: TexItem | undefined): boolean {
	return item.kind === 'symbol' && item.text === '.' && next?.kind === 'digit' && next.gap === 0;
}

/** Takes all scripts that stand here. */
export function readScripts(cursor: Cursor): Scripts {
	let sub: Script | undefined;
	let sup: Script | undefined;
	let twice: Range | undefined;
	let primes = '';
	let end = 0;
	for (let item = cursor.peek; item !== undefined; item = cursor.peek) {
		const mark = { start: item.start, end: item.end };
		if (item.kind === 'prime') {
			primes += item.text;
			cursor.at++;
		} else if (item.kind === 'raised' || item.kind === 'lowered') {
			cursor.at++;
			const digits: TexItem[] = Array.from(item.text, (text) => ({
				...mark,
				kind: text === '-' ? ('symbol' as const) : ('digit' as const),
				text,
				gap: 0 as const,
			}));
			const script = { items: digits, range: mark, mark };
			if (item.kind === 'raised' && sup === undefined) sup = script;
			else if (item.kind === 'lowered' && sub === undefined) sub = script;
			else twice ??= mark;
		} else if (item.kind === 'sub' || item.kind === 'sup') {
			cursor.at++;
			const script = readScript(cursor, mark);
			if (script === undefined) {
				twice ??= mark;
				break;
			}
			const text = spell(script.items);
			if (item.kind === 'sup' && /^′+$/.test(text)) primes += text;
			else if (item.kind === 'sup' && sup === undefined) sup = script;
			else if (item.kind === 'sub' && sub === undefined) sub = script;
			else twice ??= { start: mark.start, end: script.range.end };
		} else break;
		end = cursor.passed;
	}
	return {
		primes,
		end,
		...(sub !== undefined && { sub }),
		...(sup !== undefined && { sup }),
		...(twice !== undefined && { twice }),
	};
}

/** What a `^` or `_` takes: braces, or one token, with its argument where it is a command that has one. */
function readScript(cursor: Cursor, mark: Range): Script | undefined {
	const first = cursor.next();
	if (first === undefined || first.kind === 'align' || first.kind === 'row') return undefined;
	if (first.kind === 'group')
		return { items: first.means === '{' ? first.items : [first], range: { start: first.start, end: first.end }, mark };
	const items: TexItem[] = [first];
	if (first.kind === 'command') {
		const wanted = ARGUMENTS.get(first.text) ?? (takesArgument(first.text) ? 1 : 0);
		for (let count = 0; count < wanted && cursor.peek !== undefined; count++) items.push(cursor.next()!);
	} else if (first.kind === 'symbol' && (first.text === '-' || first.text === '+')) {
		// TeX would raise the sign alone, which nobody means who writes a digit behind it.
		while (cursor.peek?.kind === 'digit' && cursor.peek.gap === 0) items.push(cursor.next()!);
	}
	const range = { start: first.start, end: cursor.passed };
	const next = cursor.peek;
	const cut = first.kind === 'digit' && next?.kind === 'digit' && next.gap === 0 ? digitsEnd(cursor) : undefined;
	return { items, range, mark, ...(cut !== undefined && { cut }) };
}

const ARGUMENTS: ReadonlyMap<string, number> = new Map([
	['frac', 2],
	['tfrac', 2],
	['dfrac', 2],
	['sqrt', 1],
]);

function digitsEnd(cursor: Cursor): number {
	let count = 0;
	while (cursor.ahead(count)?.kind === 'digit') count++;
	return cursor.ahead(count - 1)!.end;
}

/** Whether letters in a row are how a function is written without its backslash: `exp(x)`, `sin x`. */
export function wordFunction(cursor: Cursor, book: NameBook): string | undefined {
	const letters = lettersAt(cursor);
	const word = letters.join('');
	if (letters.length < 2 || book.known(word) || !isFunction(word)) return undefined;
	const next = cursor.ahead(letters.length);
	const called = next?.kind === 'group' && (next.means === '(' || next.means === '[');
	return called || letters.length > 2 || word === 'ln' ? word : undefined;
}
