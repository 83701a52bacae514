/**
 * LaTeX on one line of plain characters, for labels where nothing can be set: `W_3` reads W₃, `\frac{1}{1 + e^{-x}}` reads 1/(1 + e⁻ˣ). What is
 * computed never comes from here.
 */
import {
	ACCENTS,
	ALPHABETS,
	BARS,
	BRACKETS,
	FRACTIONS,
	INVISIBLE,
	INVISIBLE_WITH_ARGUMENT,
	LETTERS,
	SIGNS,
	STYLES,
	WORDS,
} from './latex-commands.ts';

interface Item {
	readonly kind: 'text' | 'group' | 'command' | 'script';
	readonly text: string;
}

function table(from: string, to: string): ReadonlyMap<string, string> {
	const characters = Array.from(to);
	return new Map(Array.from(from, (character, index) => [character, characters[index]!]));
}

/** The scripts that Unicode has. */
const LOWERED = table('0123456789+-−=()aehijklmnoprstuvxβγρφχ', '₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ');
const RAISED = table(
	'0123456789+-−=()abcdefghijklmnoprstuvwxyzT⊤∗*′βγδθφχ',
	'⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᵀᵀ**′ᵝᵞᵟᶿᵠᵡ',
);

/** Commands by the sign they are printed as. */
const PRINTED: ReadonlyMap<string, string> = new Map([
	...[...SIGNS].map(([sign, command]): [string, string] => [command, sign]).reverse(),
	...[...BRACKETS].flatMap(([open, [close]]): [string, string][] => {
		const pair = {
			lfloor: '⌊⌋',
			lceil: '⌈⌉',
			langle: '⟨⟩',
			lvert: '||',
			lVert: '‖‖',
			lbrace: '{}',
			'\\{': '{}',
			lbrack: '[]',
		}[open];
		return pair === undefined
			? []
			: [
					[open.replace('\\', ''), pair[0]!],
					[close.replace('\\', ''), pair[1]!],
				];
	}),
	...[...BARS].map(([bar, means]): [string, string] => [bar.replace('\\', ''), means === 'abs' ? '|' : '‖']),
	...(
		[
			['leq', '≤'],
			['geq', '≥'],
			['neq', '≠'],
			['cdotp', '·'],
			['star', '*'],
			['ast', '*'],
			['ldots', '…'],
			['_', '_'],
			['%', '%'],
			['&', '&'],
			['#', '#'],
			['$', '$'],
		] as const
	).map(([command, sign]): [string, string] => [command, sign]),
]);

const TOKEN = /\\(?:[A-Za-z]+\*?|[^A-Za-z])|\s+|[\s\S]/gu;

/** A formula, or a part of one, as it reads on one line. Braces that are not closed are taken as closed at the end. */
export function shownFormula(latex: string): string {
	const lists: Item[][] = [[]];
	for (const [token] of latex.matchAll(TOKEN)) {
		const list = lists[lists.length - 1]!;
		if (token === '{') lists.push([]);
		else if (token === '}') close(lists);
		else if (token === '_' || token === '^') list.push({ kind: 'script', text: token });
		else if (token.startsWith('\\')) list.push({ kind: 'command', text: token.slice(1) });
		else list.push({ kind: 'text', text: token.trim() === '' || token === '&' ? ' ' : token });
	}
	while (lists.length > 1) close(lists);
	return join(lists[0]!);
}

/** A name of a program that was read from LaTeX: `W_3` reads W₃, `a^(2)` reads a⁽²⁾; what Unicode has no script for stays as it is. */
export function shownName(name: string): string {
	return name
		.replace(/_([\p{L}\p{N}]+(?:[-+][\p{L}\p{N}]+)*)/gu, (all, low: string) => scripted(low, LOWERED) ?? all)
		.replace(/\^(?:star|ast)$/, '*')
		.replace(/\^(\([^()]*\)|[\p{L}\p{N}*])/gu, (all, high: string) => scripted(high, RAISED) ?? all);
}

function close(lists: Item[][]): void {
	if (lists.length < 2) return;
	const text = join(lists.pop()!);
	lists[lists.length - 1]!.push({ kind: 'group', text });
}

function scripted(text: string, alphabet: ReadonlyMap<string, string>): string | null {
	const characters = Array.from(text, (character) => alphabet.get(character));
	return characters.length > 0 && characters.every((each) => each !== undefined) ? characters.join('') : null;
}

/** Brackets around what is more than one name or number. */
function whole(text: string): string {
	return /^[\p{L}\p{N}\p{M}\p{Lm}.′₀-₉]*$/u.test(text) || /^\([^()]*\)$/.test(text) ? text : `(${text})`;
}

/** What the items of one list read, one after the other; its groups read already. */
function join(items: readonly Item[]): string {
	let text = '';
	let at = 0;
	const argument = (): string => {
		while (items[at]?.kind === 'text' && items[at]!.text === ' ') at += 1;
		const item = items[at];
		if (item === undefined) return '';
		at += 1;
		return item.kind === 'command' ? (LETTERS.get(item.text) ?? PRINTED.get(item.text) ?? item.text) : item.text;
	};
	while (at < items.length) {
		const item = items[at++]!;
		if (item.kind === 'script') {
			const script = argument().trim();
			const own = scripted(script.replaceAll(' ', ''), item.text === '_' ? LOWERED : RAISED);
			text = `${text.trimEnd()}${own ?? item.text + whole(script)}`;
		} else if (item.kind !== 'command') text += item.text;
		else text += command(item.text, text, argument);
	}
	return text.replace(/ {2,}/g, ' ').trim();
}

function command(name: string, before: string, argument: () => string): string {
	if (FRACTIONS.has(name)) return `${whole(argument())}/${whole(argument())}`;
	if (name === 'sqrt') return `√${whole(argument())}`;
	if (name === 'left' || name === 'right') {
		const bracket = argument();
		return bracket === '.' ? '' : bracket;
	}
	if (name === 'begin' || name === 'end' || INVISIBLE_WITH_ARGUMENT.has(name)) {
		argument();
		return '';
	}
	const accent = ACCENTS.get(name);
	if (accent !== undefined) {
		const under = argument();
		return Array.from(under).length === 1 ? `${under}${accent}`.normalize('NFC') : under;
	}
	if (STYLES.has(name) || ALPHABETS.has(name) || WORDS.has(name)) return argument();
	if (name === '\\') return '; ';
	const sign = LETTERS.get(name) ?? PRINTED.get(name);
	if (sign !== undefined) return sign;
	if (INVISIBLE.has(name)) return ' ';
	// A function's name: kept apart from a letter before it.
	return `${/[\p{L}\p{N}]$/u.test(before) ? ' ' : ''}${name}`;
}
