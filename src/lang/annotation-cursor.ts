/**
 * Where the reader of an annotation stands, and the small things it asks of the text there: names, clauses ahead, the extent of a value. Offsets are the
 * comment's own; ranges that leave are the document's.
 */
import type { Fix, Problem, Range } from '../protocol.ts';
import { CLAUSE_AHEAD, CLAUSE_WORD, CLAUSES, BINDING_START, NAME, NEXT_BINDING, REMARK } from './annotation-words.ts';
import { nearest } from './typo.ts';
import { generatorAt } from './value.ts';

export class AnnotationCursor {
	protected readonly text: string;
	protected readonly original: string;
	protected readonly start: number;
	protected readonly problems: Problem[] = [];
	protected at = 0;
	/** Where the text between two tags ends. */
	protected end = 0;

	constructor(text: string, original: string, start: number) {
		this.text = text;
		this.original = original;
		this.start = start;
	}

	/** Whether what follows would go on like this clause. */
	protected matchesAs(clause: string, at: number): boolean {
		CLAUSE_AHEAD.lastIndex = 0;
		const rest = `${clause}${this.text.slice(at, Math.min(this.end, at + 200))}`;
		return CLAUSE_AHEAD.exec(rest) !== null;
	}

	protected misspelt(code: string, from: number, to: number, right: string, severity: Problem['severity']): void {
		const written = this.text.slice(from, to);
		const fix: Fix = { title: ['Change to {0}', right], edits: [{ range: this.place(from, to), text: right }] };
		this.problems.push({
			code,
			severity,
			range: this.place(from, to),
			message: ['Not understood: {0}. Did you mean {1}?', written, right],
			fixes: [fix],
		});
	}

	/** `at = 3` binds a variable that is called like a clause; `seed = 0` and its like stay clauses. */
	protected bindsKeyword(): boolean {
		return /^(?:at|for|wrt|expect)[ ]*=(?!=)/.test(this.text.slice(this.at, this.at + 40));
	}

	/** The beginning of a clause, with nothing behind it: still being typed. */
	protected isUnfinished(to: number, word: string): boolean {
		return this.text.slice(to).trim() === '' && CLAUSES.some((clause) => clause.startsWith(word) && clause !== word);
	}

	/** Takes the characters of a value: up to a separator, a clause, the next binding, a remark or the line's end outside brackets. */
	protected takeValue(): { readonly text: string; readonly start: number } | undefined {
		this.skipBlanks();
		const from = this.at;
		const generator = generatorAt(this.text.slice(from, from + 12)) !== undefined;
		let depth = 0;
		while (this.at < this.end) {
			const c = this.text[this.at]!;
			if (c === '(' || c === '[') depth++;
			else if (c === ')' || c === ']') depth--;
			else if (depth <= 0) {
				if (c === ',' || c === ';' || c === '\n' || c === '±') break;
				const wordStart = this.at === from || /[\s)\]\d.]/.test(this.text[this.at - 1]!);
				if (
					wordStart &&
					this.matches(CLAUSE_WORD, this.at) &&
					!(generator && /^seed[ ]*=/.test(this.text.slice(this.at, this.at + 20)))
				)
					break;
				if (
					c === ' ' &&
					(this.matches(REMARK, this.at) ||
						(this.at > from &&
							this.text[this.at - 1] !== ' ' &&
							(this.matches(NEXT_BINDING, this.at) ||
								this.misspeltClauseAt(this.at + 1) ||
								this.beginsClause(this.at + 1)) &&
							!(generator && /^ +seed[ ]*=/.test(this.text.slice(this.at, this.at + 40)))))
				)
					break;
			}
			this.at++;
		}
		const text = this.text.slice(from, this.at).trimEnd();
		this.at = from + text.length;
		return text === '' ? undefined : { text, start: this.start + from };
	}

	protected nameAt(at: number): string | undefined {
		NAME.lastIndex = at;
		return NAME.exec(this.text)?.[0];
	}

	/** Whether a word that resembles a clause, and goes on like it, stands here. */
	protected misspeltClauseAt(at: number): boolean {
		const name = this.nameAt(at);
		if (name === undefined) return false;
		if (name.length > 2 && this.isUnfinished(at + name.length, name)) return true;
		const clause = nearest(name, CLAUSES);
		return clause !== undefined && clause !== name && this.matchesAs(clause, at + name.length);
	}

	/** Whether the first letters of a clause stand here, with nothing behind them. */
	private beginsClause(at: number): boolean {
		const name = this.nameAt(at);
		return name !== undefined && this.isUnfinished(at + name.length, name);
	}

	protected startsBinding(at: number): boolean {
		return this.matches(BINDING_START, at);
	}

	protected matches(pattern: RegExp, at: number): boolean {
		if (at < 0) return false;
		pattern.lastIndex = at;
		return pattern.test(this.text);
	}

	protected skipBlanks(): void {
		while (this.at < this.end && this.text[this.at] === ' ') this.at++;
	}

	protected lineEnd(): number {
		const found = this.text.indexOf('\n', this.at);
		return found < 0 || found > this.end ? this.end : found;
	}

	protected place(from: number, to: number): Range {
		return { start: this.start + from, end: this.start + to };
	}

	protected problem(
		code: string,
		from: number,
		to: number,
		severity: Problem['severity'],
		...message: Problem['message']
	): void {
		this.problems.push({ code, severity, range: this.place(from, to), message });
	}

	protected problemAt(code: string, range: Range, ...message: Problem['message']): void {
		this.problems.push({ code, severity: 'error', range, message });
	}

	/** Something that is simply not typed yet: quiet. */
	protected expected(from: number, to: number, message: Problem['message']): void {
		this.problem('missing-value', from, to, 'hint', ...message);
	}
}
