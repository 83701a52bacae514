/**
 * Where in an annotation a place is, and what may be written there: the question behind completion. What stands before the place is read by the parser of
 * annotations itself, so that both agree on what is an annotation and what is prose.
 */
import type { Range } from '../protocol.ts';
import { parseAnnotation } from './annotation.ts';
import { halfWidth, NAME, REMARK } from './annotation-words.ts';
import type { Block } from './blocks.ts';
import type { Directive } from './directive.ts';
import { syntaxAt, type Outline } from './outline.ts';

/** What may stand at a place. `binding` is a name that is to get a value, `name` one of a list of names, `size` one extent of a shape. */
export type Want = 'tag' | 'target' | 'binding' | 'clause' | 'name' | 'claim' | 'value' | 'shape' | 'size';

export interface Spot {
	readonly wants: readonly Want[];
	/** What of the word is written already, and the whole word around the place. */
	readonly typed: Range;
	readonly word: Range;
	/** The directive as far as it is written before the word; null where there is none yet. */
	readonly directive: Directive | null;
	/** True where the annotation is not complete without one of these. */
	readonly needed: boolean;
}

/** Longer annotations are read from their last tag before the place on, over this many characters. */
const MOST_BEFORE = 20_000;

// Of a name in LaTeX a brace may not be closed yet, and nothing may stand behind the `^`.
const SCRIPT = String.raw`\^(?:[*+-]|\([^()\s]{0,20}\)?)?|(?<=[A-Za-z_^])\{[^{}\n=]{0,30}\}?|(?<=[_^{])\\[A-Za-z]*|['’]`;
const SCRIPT_ON = String.raw`\^(?:[*+-]|\([^()\s]{0,20}\))?|(?<=[A-Za-z_^])\{[^{}\n=]{0,30}\}|['’}]`;
const WORD = new RegExp(String.raw`(?:(?:\\[A-Za-z]*|[\p{L}_])(?:[\p{L}\p{M}\p{N}_′-]|${SCRIPT})*)?$`, 'u');
const WORD_ON = new RegExp(String.raw`^(?:[\p{L}\p{M}\p{N}_′-]|${SCRIPT_ON})*`, 'u');
const CLAIM_WORD = new RegExp(String.raw`(?:[\p{L}\p{M}\p{N}_∂′/.\\]|${SCRIPT})*$`, 'u');
const CLAIM_WORD_ON = new RegExp(String.raw`^(?:[\p{L}\p{M}\p{N}_∂′/.]|${SCRIPT_ON})*`, 'u');

/** What may be written at an offset of a document; null outside annotations and where anything may. */
export function annotationSpot(outline: Outline, offset: number): Spot | null {
	const block = blockAt(outline, offset);
	if (block === null) return null;
	const { start } = block.range;
	const skipped = Math.max(0, offset - start - MOST_BEFORE);
	const before = halfWidth(block.text.slice(skipped, offset - start));
	const after = halfWidth(block.text.slice(offset - start, offset - start + 200));
	const from = start + skipped;
	const typed = WORD.exec(before)![0].length;
	const at = before.length - typed;
	if (before[at - 1] === '@') return tagSpot(before, after, at, from, offset);
	// Unlike any other word, a claim's subject has slashes and points in it.
	const wide = before.length - CLAIM_WORD.exec(before)![0].length;
	const claim = inDirective(before, wide, from);
	const inClaim = claim?.state === 'expect';
	const found = inClaim ? claim : inDirective(before, at, from);
	const begin = inClaim ? wide : at;
	if (found === null || found.wants.length === 0) return null;
	const on = (inClaim ? CLAIM_WORD_ON : WORD_ON).exec(after)![0].length;
	return {
		wants: found.wants,
		needed: found.needed,
		directive: found.directive,
		typed: { start: from + begin, end: offset },
		word: { start: from + begin, end: offset + on },
	};
}

/** The comments that hold an offset between their marks; they may be followed by the place where their line ends. */
function blockAt(outline: Outline, offset: number): Block | null {
	for (const block of outline.blocks) {
		const { start, end } = block.range;
		if (offset <= start || offset > end) continue;
		if (offset < end) return block;
		const { text } = outline.document;
		const closers = syntaxAt(outline, start).block.map(([, close]) => close);
		return closers.some((close) => text.slice(start, end).endsWith(close)) ? null : block;
	}
	return null;
}

function tagSpot(before: string, after: string, at: number, from: number, offset: number): Spot | null {
	if (/[\p{L}\p{N}_@.]$/u.test(before.slice(0, at - 1))) return null;
	return {
		wants: ['tag'],
		needed: true,
		directive: lastDirective(before.slice(0, at - 1), from),
		typed: { start: from + at - 1, end: offset },
		word: { start: from + at - 1, end: offset + WORD_ON.exec(after)![0].length },
	};
}

function lastDirective(text: string, from: number): Directive | null {
	return parseAnnotation(text, from).directives.at(-1) ?? null;
}

/** Which clause is being written; `tag` where none is named yet. */
type State = 'tag' | 'at' | 'names' | 'expect' | 'value' | 'number';

interface Found {
	readonly state: State;
	readonly wants: readonly Want[];
	readonly needed: boolean;
	readonly directive: Directive;
}

/** What may follow the first `at` characters of a comment that begins at `from` of the document. */
function inDirective(before: string, at: number, from: number): Found | null {
	// `@grad(x = 1` is written like a call.
	const head = before.slice(0, at).replace(/(@grad *)\((?=[^()\n]*$)/, '$1 ');
	const directive = lastDirective(head, from);
	if (directive === null || !/\s$|[,;=:≈(]$/.test(head)) return null;
	const line = head.slice(head.lastIndexOf('\n') + 1);
	if (line.search(new RegExp(REMARK.source, 'm')) >= 0) return null;
	const rest = head.slice(directive.range.end - from);
	// An empty line ends an annotation.
	if (/\n *\n/.test(rest)) return null;
	const { state, begin, named } = stateOf(directive, from);
	const piece = pieceOf(head.slice(begin));
	const found = wantsOf(state, piece, directive, named);
	if (found === null) return null;
	return { ...found, state, directive };
}

/** The clause that the directive ends in, where its content begins, and whether its word is written. */
function stateOf(
	directive: Directive,
	from: number,
): { readonly state: State; readonly begin: number; readonly named: boolean } {
	const clause = directive.clauses.at(-1);
	const binding = directive.at.at(-1);
	const begin = (clause?.range.end ?? directive.target?.range.end ?? directive.tag.end) - from;
	// A binding may begin without the word `at`.
	if (binding !== undefined && clause?.clause !== 'at' && binding.range.start - from >= begin) {
		const first = directive.at.find(({ range }) => range.start - from >= begin) ?? binding;
		return { state: 'at', begin: first.range.start - from, named: true };
	}
	if (clause === undefined) return { state: 'tag', begin, named: false };
	switch (clause.clause) {
		case 'at':
			return { state: 'at', begin, named: true };
		case 'wrt':
		case 'for':
			return { state: 'names', begin, named: true };
		case 'no-grad':
			return { state: 'names', begin, named: false };
		case 'expect':
			return { state: 'expect', begin, named: true };
		case 'upstream':
			return { state: 'value', begin, named: true };
		default:
			return { state: 'number', begin, named: true };
	}
}

/** The last of a clause's parts between separators outside brackets, what separates it, and how many brackets are open in it. */
interface Piece {
	readonly text: string;
	readonly behind: 'word' | 'comma' | 'newline';
	readonly depth: number;
}

function pieceOf(content: string): Piece {
	let start = 0;
	let depth = 0;
	let behind: Piece['behind'] = 'word';
	for (let at = 0; at < content.length; at++) {
		const c = content[at]!;
		if (c === '(' || c === '[') depth++;
		else if (c === ')' || c === ']') depth = Math.max(0, depth - 1);
		else if (depth === 0 && (c === ',' || c === ';')) {
			start = at + 1;
			behind = 'comma';
		} else if (depth === 0 && c === '\n' && (behind === 'word' || content.slice(start, at).trim() !== '')) {
			start = at + 1;
			behind = 'newline';
		}
	}
	return { text: content.slice(start).trimStart(), behind, depth };
}

type Wanted = Pick<Found, 'wants' | 'needed'>;

const NOTHING: Wanted = { wants: [], needed: false };
/** Behind something complete. */
const ANOTHER_CLAUSE: Wanted = { wants: ['clause'], needed: false };

function need(...wants: Want[]): Wanted {
	return { wants, needed: true };
}

function wantsOf(state: State, piece: Piece, directive: Directive, named: boolean): Wanted | null {
	const { text, behind, depth } = piece;
	const blank = text.trim() === '';
	switch (state) {
		case 'tag':
			if (!blank) return null;
			if (behind === 'newline') return { wants: ['binding', 'clause'], needed: false };
			return need(...(directive.target === undefined ? ['target' as const] : []), 'binding', 'clause');
		case 'at':
			if (!blank) return bindingWants(piece);
			return behind === 'newline' ? { wants: ['binding', 'clause'], needed: false } : need('binding');
		case 'names':
			if (!blank) return isName(text) ? ANOTHER_CLAUSE : null;
			if (behind === 'newline') return ANOTHER_CLAUSE;
			return named || behind === 'comma' ? need('name') : { wants: ['name', 'clause'], needed: false };
		case 'expect': {
			if (blank) return behind === 'newline' ? ANOTHER_CLAUSE : need('claim');
			const sign = /[=≈~]=?/.exec(text);
			if (sign === null) return NOTHING;
			return afterValue(text.slice(sign.index + sign[0].length).replace('±', ''), depth) ?? NOTHING;
		}
		case 'value':
			return afterValue(text.replace(/^=/, ''), depth) ?? need('value');
		case 'number':
			return afterValue(text.replace(/^=/, ''), depth) ?? NOTHING;
	}
}

function isName(text: string): boolean {
	return nameOf(text)?.length === text.trimEnd().length;
}

function nameOf(text: string): string | undefined {
	NAME.lastIndex = 0;
	return NAME.exec(text)?.[0];
}

/** What may follow a part of a value; null where none of it is there. */
function afterValue(value: string, depth: number): Wanted | null {
	if (value.trim() === '') return null;
	return depth === 0 && /\s$/.test(value) ? ANOTHER_CLAUSE : NOTHING;
}

/** What may follow a part of `name: type shape = value`. */
function bindingWants({ text, depth, behind }: Piece): Wanted | null {
	const name = nameOf(text);
	if (name === undefined) return null;
	const wanted = (...wants: Want[]): Wanted => ({ wants, needed: behind !== 'newline' });
	const rest = text.slice(name.length).trimStart();
	if (rest.startsWith('=')) return afterValue(rest.slice(1), depth) ?? wanted('value');
	if (!rest.startsWith(':')) return rest === '' ? NOTHING : null;
	const equals = rest.indexOf('=');
	if (equals > 0) {
		const value = rest.slice(equals + 1);
		return afterValue(value, depth) ?? wanted('value');
	}
	const shape = rest.slice(1).trim();
	if (shape === '' || /^(?:float64|float32|int64|bool)$/.test(shape)) return wanted('shape');
	return depth > 0 && /[(,]$/.test(shape) ? wanted('size') : NOTHING;
}
