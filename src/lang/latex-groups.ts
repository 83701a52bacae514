/**
 * The brackets of LaTeX: tokens become items, where whatever stands between brackets of any kind is one item. Built with a stack of its own and to a
 * bounded depth; a bracket without its partner costs what stands there and not the rest.
 */
import type { Problem, Range } from '../protocol.ts';
import { BARS, BRACKETS, CLOSERS, INVISIBLE, INVISIBLE_WITH_ARGUMENT, LETTERS } from './latex-commands.ts';
import type { TexToken } from './latex-scan.ts';
import { problemAt } from './trouble.ts';

/** What stands between two brackets. */
export interface TexGroup {
	readonly kind: 'group';
	/** `{`, `(`, `[`, `abs`, `norm`, `floor`, `ceil`, `angle`, `open` (one bracket invisible), or `environment`. */
	readonly means: string;
	/** The opening bracket as written, or the environment's name. */
	readonly text: string;
	readonly items: readonly TexItem[];
	readonly start: number;
	readonly end: number;
	/** Where the opening bracket ends and the closing one starts. */
	readonly opened: number;
	readonly closing: number;
	readonly gap: TexToken['gap'];
}

export type TexItem = TexToken | TexGroup;

interface Frame {
	/** How it is closed: by `}`, by `\right`, by `\end`, by a bracket, or by a bar. */
	readonly by: '}' | 'right' | 'end' | 'bracket' | 'bar' | 'double';
	readonly means: string;
	readonly opener: TexToken;
	readonly opened: number;
	readonly text: string;
	readonly items: TexItem[];
}

/** A part whose problem is told already. */
export function isTold(item: TexItem): boolean {
	return item.kind === 'symbol' && item.text === '';
}

/** Whether an operand ends with this item, so that a bar behind it closes. */
function endsOperand(item: TexItem | undefined): boolean {
	if (item === undefined) return false;
	switch (item.kind) {
		case 'command':
			return LETTERS.has(item.text) || item.text === 'infty' || item.text === 'top' || item.text === 'prime';
		case 'symbol':
			return item.text === '!';
		case 'sub':
		case 'sup':
		case 'align':
		case 'row':
		case 'cut':
		case 'open':
		case 'close':
		case 'parameter':
			return false;
		default:
			return true;
	}
}

const OPENING_SIZE = /^(?:big|Big|bigg|Bigg)l$/;
const CLOSING_SIZE = /^(?:big|Big|bigg|Bigg)r$/;
const STACKING = new Set(['underset', 'overset', 'stackrel']);
const SIZED = new Set(['left', 'right', 'middle']);
/** Environments with an argument that says how their columns stand. */
const WITH_COLUMNS = new Set(['array', 'alignat', 'alignat*', 'alignedat', 'tabular', 'subarray']);

export function groupTex(
	tokens: readonly TexToken[],
	nesting: number,
): { readonly items: readonly TexItem[]; readonly problems: readonly Problem[] } | Problem {
	return new Grouper(tokens, nesting).run();
}

class Grouper {
	readonly #tokens: readonly TexToken[];
	readonly #nesting: number;
	readonly #problems: Problem[] = [];
	readonly #frames: Frame[] = [];
	#items: TexItem[] = [];
	#at = 0;
	#gap: TexToken['gap'] = 0;
	/** For each bar, whether the number of bars of its kind that follow within the same brackets is odd. */
	readonly #partner: ReadonlySet<number>;
	#tooDeep: Problem | undefined;

	constructor(tokens: readonly TexToken[], nesting: number) {
		this.#tokens = tokens;
		this.#nesting = nesting;
		this.#partner = barsWithPartner(tokens);
	}

	run(): { readonly items: readonly TexItem[]; readonly problems: readonly Problem[] } | Problem {
		while (this.#at < this.#tokens.length) {
			this.#take(this.#tokens[this.#at++]!);
			if (this.#tooDeep !== undefined) return this.#tooDeep;
		}
		while (this.#frames.length > 0) this.#spill();
		return { items: this.#items, problems: this.#problems };
	}

	#take(token: TexToken): void {
		if (token.kind === 'command') return this.#command(token);
		if (token.kind === 'open') return this.#open('}', '{', token, token.end);
		if (token.kind === 'close') return this.#close('}', token, token.end);
		if (token.kind === 'symbol') {
			if (BARS.has(token.text)) return this.#bar(token);
			if (BRACKETS.has(token.text)) return this.#open('bracket', BRACKETS.get(token.text)![1], token, token.end);
			if (CLOSERS.has(token.text)) return this.#close('bracket', token, token.end);
		}
		this.#put(token);
	}

	#put(item: TexItem): void {
		const stacking = this.#items.at(-2);
		if (item.kind === 'group' && stacking?.kind === 'command' && STACKING.has(stacking.text)) {
			this.#unstack(item, stacking);
			return;
		}
		this.#items.push(this.#gap > item.gap ? { ...item, gap: this.#gap } : item);
		this.#gap = 0;
	}

	/** `\underset{x}{\max}` is `\max_x`; what stands above a sign is only for the eye. */
	#unstack(base: TexGroup, command: TexToken): void {
		const other = this.#items.pop()!;
		this.#items.pop();
		const [first, ...rest] = base.items;
		if (first !== undefined) this.#items.push({ ...first, start: command.start }, ...rest);
		if (command.text !== 'underset') return;
		const whole = { start: command.start, end: base.end };
		this.#items.push({ kind: 'sub', text: '_', ...whole, gap: 0 }, moved(other, whole));
	}

	#command(token: TexToken): void {
		const { text } = token;
		if (text === 'begin' || text === 'end') return this.#environment(token);
		if (text === 'left' || text === 'right' || text === 'middle') {
			const delimiter = this.#tokens[this.#at];
			if (delimiter !== undefined) this.#at++;
			const end = delimiter?.end ?? token.end;
			if (text === 'middle') return this.#put({ ...token, kind: 'symbol', text: '|', end });
			if (text === 'right') return this.#close('right', token, end);
			const mark = delimiter?.text ?? '.';
			const means = BARS.get(mark) ?? BRACKETS.get(mark)?.[1] ?? 'open';
			return this.#open('right', means, token, end, mark);
		}
		if (OPENING_SIZE.test(text) || CLOSING_SIZE.test(text)) {
			const bar = this.#tokens[this.#at];
			if (bar !== undefined && BARS.has(bar.text)) {
				this.#at++;
				return this.#bar(bar, OPENING_SIZE.test(text));
			}
			return this.#leave(token);
		}
		if (INVISIBLE.has(text)) return this.#leave(token);
		if (INVISIBLE_WITH_ARGUMENT.has(text)) {
			this.#skip('[', ']');
			this.#skip('{', '}');
			return this.#leave(token);
		}
		if (BARS.has(text)) return this.#bar(token);
		const bracket = BRACKETS.get(text);
		if (bracket !== undefined) return this.#open('bracket', bracket[1], token, token.end);
		if (CLOSERS.has(text)) return this.#close('bracket', token, token.end);
		this.#put(token);
	}

	/** Leaves a token out; a blank stays in its place. */
	#leave(token: TexToken): void {
		const gap = token.gap > 0 ? token.gap : 1;
		if (gap > this.#gap) this.#gap = gap;
	}

	/** Leaves out what stands between the two signs, if it stands here. */
	#skip(open: string, close: string): void {
		if (this.#tokens[this.#at]?.text !== open) return;
		let depth = 0;
		for (let at = this.#at; at < this.#tokens.length; at++) {
			const { text } = this.#tokens[at]!;
			if (text === open) depth++;
			else if (text === close && --depth === 0) {
				this.#at = at + 1;
				return;
			}
		}
	}

	#environment(token: TexToken): void {
		let name = '';
		let end = token.end;
		if (this.#tokens[this.#at]?.kind === 'open') {
			let at = this.#at + 1;
			while (at < this.#tokens.length && this.#tokens[at]!.kind !== 'close') name += this.#tokens[at++]!.text;
			end = this.#tokens[at]?.end ?? end;
			this.#at = at + 1;
		}
		if (token.text === 'end') return this.#close('end', token, end, name);
		if (this.#tokens[this.#at]?.gap === 0) this.#skip('[', ']');
		if (WITH_COLUMNS.has(name)) this.#skip('{', '}');
		this.#open('end', 'environment', token, end, name);
	}

	#open(by: Frame['by'], means: string, opener: TexToken, opened: number, text = opener.text): void {
		if (this.#frames.length >= this.#nesting) {
			this.#tooDeep = problemAt('too-deep', opener, 'Nested deeper than {0} levels', this.#nesting);
			return;
		}
		const gap = this.#gap > opener.gap ? this.#gap : opener.gap;
		this.#frames.push({ by, means, opener: { ...opener, gap }, opened, text, items: this.#items });
		this.#items = [];
		this.#gap = 0;
	}

	/** Closes the innermost bracket of that kind; those inside it that are not closed are told. */
	#close(by: Frame['by'], closer: TexToken, end: number, name?: string): void {
		let found = this.#frames.length - 1;
		while (found >= 0 && !this.#closes(this.#frames[found]!, by, name)) {
			// A bracket does not reach out of braces or rows.
			if (by === 'bracket' && this.#frames[found]!.by !== 'bar' && this.#frames[found]!.by !== 'double') found = 0;
			found--;
		}
		if (found < 0) {
			this.#problems.push(problemAt('unopened', { start: closer.start, end }, 'This bracket closes nothing'));
			this.#put({ ...closer, kind: 'symbol', text: '', end });
			return;
		}
		while (this.#frames.length - 1 > found) this.#spill();
		this.#finish(closer, end);
	}

	#closes(frame: Frame, by: Frame['by'], name: string | undefined): boolean {
		return frame.by === by && (name === undefined || name === frame.text);
	}

	#finish(closer: TexToken, end: number): void {
		const { means, opener, opened, text, items } = this.#frames.pop()!;
		const inner = this.#items;
		this.#items = items;
		this.#gap = 0;
		this.#put({
			kind: 'group',
			means,
			text,
			items: inner,
			start: opener.start,
			end,
			opened,
			closing: closer.start,
			gap: opener.gap,
		});
	}

	/** Tells of a bracket that is not closed, and leaves what it holds where it stands. */
	#spill(): void {
		const { opener, opened, items, by } = this.#frames.pop()!;
		const at = { start: opener.start, end: opened };
		const template = by === 'bar' || by === 'double' ? 'This bar is not closed' : 'This bracket is not closed';
		this.#problems.push(problemAt('unclosed', at, template));
		items.push({ ...opener, kind: 'symbol', text: '', end: opened });
		for (const item of this.#items) items.push(item);
		this.#items = items;
	}

	/** `|`, `\|` and `||`: whether it opens or closes is told by what stands before it, and by whether another one follows. */
	#bar(token: TexToken, opens?: boolean): void {
		const before = this.#items.at(-1);
		const closing = opens === undefined ? endsOperand(before) : !opens;
		const top = this.#frames.at(-1);
		const means = BARS.get(token.text)!;
		const next = this.#tokens[this.#at];
		const double = means === 'abs' && next?.text === '|' && next.gap === 0 && next.start === token.end;
		if (closing && top?.by === 'double' && double) {
			this.#at++;
			return this.#finish(token, next.end);
		}
		if (closing && top?.by === 'bar' && top.means === means) return this.#finish(token, token.end);
		if (double && (!closing || !this.#partner.has(this.#at - 1))) {
			if (closing) {
				this.#at++;
				return this.#put({ ...token, kind: 'symbol', text: '|', end: next.end });
			}
			if (this.#isNorm()) {
				this.#at++;
				return this.#open('double', 'norm', token, next.end, '||');
			}
		}
		if (!closing || this.#partner.has(this.#at - 1)) return this.#open('bar', means, token, token.end, token.text);
		this.#put({ ...token, kind: 'symbol', text: '|' });
	}

	/** Two bars that open are a norm's, except where the next bar stands alone and closes: `||x|-|y||`. */
	#isNorm(): boolean {
		let depth = 0;
		for (let at = this.#at + 1; at < this.#tokens.length && at < this.#at + 2000; at++) {
			const { kind, text } = this.#tokens[at]!;
			if (kind === 'open' || text === '(' || text === '[') depth++;
			else if (kind === 'close' || text === ')' || text === ']') depth--;
			if (depth < 0) return true;
			if (text !== '|' || depth > 0) continue;
			const next = this.#tokens[at + 1];
			if (next?.text === '|' && next.gap === 0) return true;
			return (
				!endsOperand(this.#tokens[at - 1]) &&
				this.#tokens[at - 1]!.kind !== 'close' &&
				this.#tokens[at - 1]!.text !== ')'
			);
		}
		return true;
	}
}

/** The bars behind which an odd number of bars of their kind stands within the same brackets. */
function barsWithPartner(tokens: readonly TexToken[]): ReadonlySet<number> {
	const found = new Set<number>();
	let level = { abs: 0, norm: 0 };
	const outer: { abs: number; norm: number }[] = [];
	for (let at = tokens.length - 1; at >= 0; at--) {
		const { kind, text } = tokens[at]!;
		const before = tokens[at - 1];
		// A bracket that grows is told by the word before it.
		if (before?.kind === 'command' && SIZED.has(before.text)) continue;
		const bar = kind === 'symbol' || kind === 'command' ? BARS.get(text) : undefined;
		if (bar !== undefined) {
			if (level[bar] % 2 === 1) found.add(at);
			level[bar]++;
		} else if (kind === 'close' || CLOSERS.has(text) || text === 'end' || text === 'right') {
			outer.push(level);
			level = { abs: 0, norm: 0 };
		} else if (kind === 'open' || BRACKETS.has(text) || text === 'begin' || text === 'left') {
			level = outer.pop() ?? { abs: 0, norm: 0 };
		}
	}
	return found;
}

/** The same item, with everything in it, at another place: what is read in another order than it is written stands where all of it does. */
function moved(item: TexItem, { start, end }: Range): TexItem {
	if (item.kind !== 'group') return { ...item, start, end };
	// As deep as brackets may nest.
	const items = item.items.map((inner) => moved(inner, { start, end }));
	return { ...item, start, end, opened: start, closing: end, items };
}
