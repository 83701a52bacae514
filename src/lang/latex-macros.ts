/**
 * A document's own commands: `\newcommand{\relu}[1]{\max(0, #1)}` and its like are recorded, and their uses replaced, with every token of a
 * replacement standing where the use stands. Nothing that a document defines makes this endless.
 */
import type { Problem } from '../protocol.ts';
import { scanTex, type TexToken } from './latex-scan.ts';
import { problemAt } from './trouble.ts';

export interface Macro {
	readonly parameters: number;
	/** What the first parameter is where it is left out. */
	readonly optional?: readonly TexToken[];
	readonly body: readonly TexToken[];
}

export type Macros = ReadonlyMap<string, Macro>;

const DEFINING = new Set(['newcommand', 'renewcommand', 'providecommand', 'def', 'gdef', 'let', 'DeclareMathOperator']);
const DEFINITION = /\\(?:(?:re)?newcommand|providecommand|g?def|let|DeclareMathOperator)(?![A-Za-z])/g;
const MOST_DEFINITIONS = 1000;
const LONGEST_DEFINITION = 2000;
const MOST_EXPANSIONS = 2000;
const DEEPEST_EXPANSION = 50;
const MOST_TOKENS = 200_000;

/** Reads tokens one after another, out of what uses of macros were replaced by before out of the text. */
class Source {
	readonly #frames: { readonly tokens: readonly TexToken[]; at: number }[];

	constructor(tokens: readonly TexToken[]) {
		this.#frames = [{ tokens, at: 0 }];
	}

	/** How many replacements we are in. */
	get depth(): number {
		return this.#frames.length - 1;
	}

	peek(): TexToken | undefined {
		for (;;) {
			const frame = this.#frames.at(-1);
			if (frame === undefined) return undefined;
			if (frame.at < frame.tokens.length) return frame.tokens[frame.at];
			this.#frames.pop();
		}
	}

	next(): TexToken | undefined {
		const token = this.peek();
		if (token !== undefined) this.#frames.at(-1)!.at++;
		return token;
	}

	push(tokens: readonly TexToken[]): void {
		this.#frames.push({ tokens, at: 0 });
	}

	/** The tokens of an argument, without its braces: what stands between them, or one token. */
	argument(): { readonly tokens: readonly TexToken[]; readonly end: number } | undefined {
		const first = this.next();
		if (first === undefined) return undefined;
		if (first.kind !== 'open') return { tokens: [first], end: first.end };
		const tokens: TexToken[] = [];
		let depth = 1;
		for (let token = this.next(); token !== undefined; token = this.next()) {
			if (token.kind === 'open') depth++;
			else if (token.kind === 'close' && --depth === 0) return { tokens, end: token.end };
			tokens.push(token);
		}
		return undefined;
	}

	/** The tokens between square brackets, if they stand here. */
	option(): { readonly tokens: readonly TexToken[]; readonly end: number } | undefined {
		if (this.peek()?.text !== '[') return undefined;
		this.next();
		const tokens: TexToken[] = [];
		for (let token = this.next(); token !== undefined; token = this.next()) {
			if (token.text === ']') return { tokens, end: token.end };
			tokens.push(token);
		}
		return undefined;
	}
}

/** Reads the definition behind a defining command, or undefined where it is none. */
function readDefinition(command: string, source: Source): readonly [name: string, macro: Macro] | undefined {
	if (source.peek()?.text === '*') source.next();
	const [name] = source.argument()?.tokens ?? [];
	if (name?.kind !== 'command') return undefined;
	if (command === 'let') {
		if (source.peek()?.text === '=') source.next();
		const meant = source.next();
		return meant === undefined ? undefined : [name.text, { parameters: 0, body: [meant] }];
	}
	let parameters = 0;
	let optional: readonly TexToken[] | undefined;
	if (command.endsWith('def')) {
		for (; source.peek()?.kind === 'parameter'; source.next()) parameters++;
	} else {
		const count = source.option();
		if (count !== undefined) parameters = Math.min(9, Number(count.tokens[0]?.text) || 0);
		optional = source.option()?.tokens;
	}
	const body = source.argument()?.tokens;
	if (body === undefined) return undefined;
	if (command === 'DeclareMathOperator') {
		const brace = { start: name.start, end: name.end, gap: 0 } as const;
		const operator: TexToken[] = [
			{ ...brace, kind: 'command', text: 'operatorname' },
			{ ...brace, kind: 'open', text: '{' },
			...body,
			{ ...brace, kind: 'close', text: '}' },
		];
		return [name.text, { parameters: 0, body: operator }];
	}
	return [name.text, { parameters, body, ...(optional !== undefined && { optional }) }];
}

/** The macros that a document defines anywhere outside its formulas. */
export function macrosIn(text: string): Macros {
	const macros = new Map<string, Macro>();
	let count = 0;
	for (const { index } of text.matchAll(DEFINITION)) {
		if (++count > MOST_DEFINITIONS) break;
		const source = new Source(scanTex(text.slice(index, index + LONGEST_DEFINITION), index));
		const definition = readDefinition(source.next()!.text, source);
		if (definition !== undefined) macros.set(...definition);
	}
	return macros;
}

/** Replaces what macros stand for, those of the document and those that the tokens define themselves. */
export function expand(
	tokens: readonly TexToken[],
	document: Macros | undefined,
): { readonly tokens: readonly TexToken[]; readonly problems: readonly Problem[] } {
	const defines = tokens.some((token) => token.kind === 'command' && DEFINING.has(token.text));
	if (!defines && (document === undefined || document.size === 0)) return { tokens, problems: [] };
	const own = new Map<string, Macro>();
	const problems: Problem[] = [];
	const source = new Source(tokens);
	const out: TexToken[] = [];
	let expansions = 0;
	for (let token = source.next(); token !== undefined; token = source.next()) {
		if (out.length > MOST_TOKENS + tokens.length) {
			problems.push(problemAt('macro', token, 'This command stands for too much: {0}', `\\${token.text}`));
			break;
		}
		if (token.kind !== 'command') {
			out.push(token);
			continue;
		}
		if (DEFINING.has(token.text)) {
			const definition = readDefinition(token.text, source);
			if (definition !== undefined) own.set(...definition);
			continue;
		}
		const macro = own.get(token.text) ?? document?.get(token.text);
		if (macro === undefined) {
			out.push(token);
			continue;
		}
		if (++expansions > MOST_EXPANSIONS || source.depth >= DEEPEST_EXPANSION) {
			problems.push(
				problemAt('macro', token, 'This command stands for itself, or for too much: {0}', `\\${token.text}`),
			);
			break;
		}
		replace(token, macro, source);
	}
	return { tokens: out, problems };
}

function replace(use: TexToken, macro: Macro, source: Source): void {
	const values: (readonly TexToken[])[] = [];
	let { end } = use;
	if (macro.optional !== undefined) {
		const option = source.option();
		values.push(option?.tokens ?? macro.optional);
		end = Math.max(end, option?.end ?? 0);
	}
	while (values.length < macro.parameters) {
		const argument = source.argument();
		values.push(argument?.tokens ?? []);
		end = Math.max(end, argument?.end ?? 0);
	}
	const tokens: TexToken[] = [];
	for (const token of macro.body) {
		if (tokens.length > MOST_TOKENS) break;
		if (token.kind === 'parameter') for (const value of values[Number(token.text) - 1] ?? []) tokens.push(value);
		else tokens.push({ ...token, start: use.start, end });
	}
	const [first] = tokens;
	if (first !== undefined) tokens[0] = { ...first, gap: use.gap };
	source.push(tokens);
}

/** A formula's text with what its macros stand for in their place: what a setter of LaTeX that knows none of them can read. */
export function writtenOut(text: string, document: Macros): string {
	const tokens = scanTex(text, 0);
	if (!tokens.some(({ kind, text: name }) => kind === 'command' && document.has(name))) return text;
	return expand(tokens, document).tokens.map(spelled).join('');
}

function spelled({ kind, text, gap }: TexToken): string {
	const before = gap > 0 ? ' ' : '';
	switch (kind) {
		case 'command':
			return `${before}\\${text} `;
		case 'row':
			return `${before}\\\\ `;
		case 'raised':
			return `^{${text}}`;
		case 'lowered':
			return `_{${text}}`;
		default:
			return before + text;
	}
}
