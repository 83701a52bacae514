/**
 * TypeScript's types: where they end. They say nothing about what a program computes, so they are passed over.
 */
import { ScriptReader } from './script-reader.ts';
import type { Token } from './script-tokens.ts';

/** Words before a type. */
const PREFIXES: ReadonlySet<string> = new Set('keyof typeof readonly unique infer asserts new abstract'.split(' '));
const SIGNS: ReadonlySet<string> = new Set(['|', '&', '-', '...']);

/** What may stand between the angle brackets behind a function's name. */
const TYPE_SIGNS: ReadonlySet<string> = new Set(['.', ',', '|', '&', '=>', '?', ':', '=', '<', '>', '>>', '>>>']);

/** A list of types is shorter: what else begins like one is not looked through to the end. */
const MOST_TOKENS = 2000;

export class JavaScriptTypes extends ScriptReader {
	/** Work that is left until what is around it is read. */
	private readonly jobs: Job[] = [];

	/** Leaves something, the inside of brackets usually, to be read later. */
	later(job: Job): void {
		this.jobs.push(job);
	}

	/** Does all work that was left; what it returns is done when all work that it left is done. */
	drain(): void {
		const work: (Job | { readonly finish: () => void })[] = this.jobs.splice(0).reverse();
		for (let item = work.pop(); item !== undefined; item = work.pop()) {
			if (typeof item !== 'function') {
				item.finish();
				continue;
			}
			const finish = item();
			if (finish !== undefined) work.push({ finish });
			for (const job of this.jobs.splice(0).reverse()) work.push(job);
		}
	}

	/** Whether a name stands there that is this word. */
	isWord(to: number, word: string, at = this.at): boolean {
		const token = this.peek(to, at);
		return token?.kind === 'name' && token.text === word;
	}

	/** Passes over `: type` where it stands. */
	skipAnnotation(to: number): void {
		if (this.accept(to, ':')) this.skipType(to);
	}

	/** Passes over a type that begins at `at`. */
	skipType(to: number): void {
		/** Conditional types whose `?` or `:` is still to come. */
		let conditions = 0;
		let branches = 0;
		for (;;) {
			if (!this.skipPrimary(to)) return;
			for (;;) {
				const token = this.peek(to);
				if (token === undefined) return;
				if (token.text === '[' && token.kind === 'open' && token.fresh !== true) this.at = token.match + 1;
				else break;
			}
			const inParentheses = this.tokens[this.at - 1]!.text === ')';
			if (this.accept(to, '|') || this.accept(to, '&') || (inParentheses && this.accept(to, '=>'))) continue;
			if (this.isWord(to, 'is')) this.at++;
			else if (this.accept(to, 'extends')) conditions++;
			else if (conditions > 0 && this.accept(to, '?')) {
				conditions--;
				branches++;
			} else if (branches > 0 && this.accept(to, ':')) branches--;
			else return;
		}
	}

	private skipPrimary(to: number): boolean {
		for (let token = this.peek(to); token !== undefined; token = this.peek(to)) {
			if (!(PREFIXES.has(token.text) && token.kind !== 'op') && !(SIGNS.has(token.text) && token.kind === 'op')) break;
			const next = this.peek(to, this.at + 1);
			// `type`-like words are names where no type follows.
			if (token.kind === 'name' && (next === undefined || next.kind === 'op' || next.kind === 'close')) break;
			this.at++;
		}
		const token = this.peek(to);
		if (token === undefined) return false;
		// `<T>(x: T) => T`
		if (token.kind === 'op' && token.text === '<' && !this.skipAngles(to)) return false;
		return this.skipNamed(to);
	}

	private skipNamed(to: number): boolean {
		const token = this.peek(to);
		if (token === undefined) return false;
		if (token.kind === 'open') {
			this.at = token.match + 1;
			return true;
		}
		if (token.kind !== 'name' && token.kind !== 'keyword' && token.kind !== 'string' && token.kind !== 'number')
			return false;
		this.at++;
		if (token.text === 'import' && this.opens(to, '(')) this.at = this.tokens[this.at]!.match + 1;
		while (this.is(to, '.') && this.peek(to, this.at + 1) !== undefined) this.at += 2;
		if (this.is(to, '<') && this.peek(to)!.fresh !== true) this.skipAngles(to);
		return true;
	}

	/** Passes over `<…>`; false, and nothing passed, where nothing closes it. */
	skipAngles(to: number): boolean {
		const end = this.anglesEnd(to);
		if (end < 0) return false;
		this.at = end;
		return true;
	}

	/** The index behind the `>` that closes the `<` at `at`; -1 where what stands between is no list of types. */
	private anglesEnd(to: number): number {
		let depth = 0;
		const stop = Math.min(to, this.at + MOST_TOKENS);
		for (let index = this.at; index < stop; index++) {
			const token: Token = this.tokens[index]!;
			if (token.kind === 'open') index = token.match;
			else if (token.kind === 'op') {
				if (!TYPE_SIGNS.has(token.text)) return -1;
				if (token.text === '<') depth++;
				else if (token.text.startsWith('>')) depth -= token.text.length;
				if (depth <= 0) return depth === 0 ? index + 1 : -1;
			} else if (token.kind === 'bad' || token.kind === 'pattern') return -1;
		}
		return -1;
	}

	/** Passes over the types in `f<number>(x)`: angle brackets that touch what stands around them, as comparisons do not. */
	skipTypeArguments(to: number): void {
		const before = this.tokens[this.at - 1];
		const open = this.peek(to);
		if (
			open === undefined ||
			open.kind !== 'op' ||
			open.text !== '<' ||
			before === undefined ||
			before.end !== open.start
		)
			return;
		const end = this.anglesEnd(to);
		const next = end < 0 ? undefined : this.peek(to, end);
		if (next?.kind !== 'open' || next.text !== '(' || next.start !== this.tokens[end - 1]!.end) return;
		if (this.tokens[this.at + 1]!.start === open.end) this.at = end;
	}
}

/** Reads something now; what it returns is done when everything that it left for later is read. */
export type Job = () => (() => void) | undefined;
