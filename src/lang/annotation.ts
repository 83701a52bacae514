/**
 * The `@grad` grammar: one comment (or block of adjacent comments) → directives, each part with its place. What is not understood is a problem at those
 * very characters; prose around directives is left alone, and a half-typed annotation is met with at most a quiet hint.
 */
import type { Problem } from '../protocol.ts';
import { nameSpelled } from './annotation-spelling.ts';
import {
	BINDING_AHEAD,
	CLAUSE_AHEAD,
	CLAUSE_WORD,
	CLAUSE_WORD_TEXT,
	CLAUSES,
	halfWidth,
	REMARK,
	SIGN_OF_ANNOTATION,
	SPELLINGS,
	TAG,
	type Clause,
} from './annotation-words.ts';
import { finish, PartsReader, type Draft } from './annotation-parts.ts';
import { softened } from './annotation-typing.ts';
import type { Directive } from './directive.ts';
import { nearest } from './typo.ts';

export interface Annotation {
	readonly directives: readonly Directive[];
	readonly problems: readonly Problem[];
}

/** Whether a comment is worth parsing at all: it has an `@` before a letter. */
export function mayAnnotate(text: string): boolean {
	return /[@＠]\p{L}/u.test(text);
}

/**
 * Parses a comment's text, marks and decorations blanked out, whose first character stands at `start` of the document.
 */
export function parseAnnotation(text: string, start: number): Annotation {
	const { directives, problems } = new AnnotationReader(withoutBrackets(halfWidth(text)), text, start).read();
	return { directives, problems: problems.slice(0, MOST_PROBLEMS).map((problem) => softened(problem, text, start)) };
}

/** Nobody reads more problems of one comment than this. */
const MOST_PROBLEMS = 100;

/** `@grad(x=1, y=2)` is written like a call: its brackets say nothing. */
function withoutBrackets(text: string): string {
	return text.replace(/(@grad *)\(([^()\n]*=[^()\n]*(?:\([^()\n]*\)[^()\n]*)*)\)/g, '$1 $2 ');
}

class AnnotationReader extends PartsReader {
	private readonly drafts: Draft[] = [];

	read(): Annotation {
		const tags = [...this.text.matchAll(TAG)];
		for (let index = 0; index < tags.length; index++) {
			const tag = tags[index]!;
			this.end = tags[index + 1]?.index ?? this.text.length;
			this.readTag(tag[1]!, tag.index, tag.index + tag[0].length);
		}
		return { directives: this.drafts.map((draft) => finish(draft)), problems: this.problems };
	}

	private readTag(word: string, from: number, to: number): void {
		const clause = SPELLINGS.get(word);
		if (word === 'grad') this.open(from, to);
		else if (clause !== undefined && (this.drafts.length > 0 || this.matches(CLAUSE_AHEAD, from + 1))) {
			if (this.drafts.length === 0) this.open(from, from);
			this.at = to;
			this.readClause(clause, from, to);
			this.readClauses(clause);
		} else this.readUnknownTag(word, from, to);
	}

	/** Starts a directive and reads all of it that stands before the next tag. */
	private open(from: number, to: number): void {
		this.draft = {
			tag: this.place(from, to),
			end: this.start + to,
			clauses: [],
			at: [],
			bound: new Set(),
			claims: [],
			insertAt: this.start + to,
		};
		this.drafts.push(this.draft);
		if (to === from) return;
		this.at = to;
		this.skipBlanks();
		if (this.text[this.at] === ':' && this.at < this.end) this.at++;
		this.skipBlanks();
		const name = this.nameAt(this.at);
		if (
			name !== undefined &&
			!this.startsBinding(this.at) &&
			!this.matches(CLAUSE_WORD, this.at) &&
			!this.misspeltClauseAt(this.at)
		) {
			this.draft.target = { name: nameSpelled(name), range: this.place(this.at, this.at + name.length) };
			this.at += name.length;
			this.understood();
			this.draft.insertAt = this.start + this.at;
		}
		this.readClauses(undefined);
	}

	/** `@garg` is a misspelt `@grad` where it looks like an annotation; `@param`, addresses and handles are nobody's business. */
	private readUnknownTag(word: string, from: number, to: number): void {
		const after = this.text.slice(to, this.end);
		const alone = this.text.slice(0, from).trim() === '' && this.text.slice(to).trim() === '';
		const lower = word.toLowerCase();
		if (nearest(lower, ['grad']) !== undefined) {
			if (SIGN_OF_ANNOTATION.test(after)) {
				this.misspelt('unknown-tag', from, to, '@grad', 'warning');
				this.open(from, to);
				return;
			}
			// A word alone may be a name or another tool's: it is only hinted at, and never steps.
			if (alone && lower.startsWith('g') && lower.length === 4) this.misspelt('unknown-tag', from, to, '@grad', 'hint');
		}
		if (this.drafts.length === 0) return;
		const clause = nearest(lower, CLAUSES);
		if (clause === undefined || !this.matchesAs(clause, to)) return;
		this.misspelt('unknown-clause', from, to, `@${clause}`, 'error');
		this.at = to;
		this.readClause(SPELLINGS.get(clause)!, from, to);
		this.readClauses(SPELLINGS.get(clause));
	}

	/** Reads clause after clause until prose, a remark or the next tag. */
	private readClauses(previous: Clause | undefined): void {
		let last = previous;
		while (this.at < this.end) {
			this.skipBlanks();
			if (this.at >= this.end) return;
			const c = this.text[this.at]!;
			if (this.matches(REMARK, this.at - 1)) {
				this.readRemark();
			} else if (c === '\n') {
				if (!this.continuesAfterNewline(last)) return;
			} else if (c === ',' || c === ';') {
				if (last !== 'at' && last !== undefined) this.notUnderstood(this.at);
				else this.at++;
			} else if (this.matches(CLAUSE_WORD, this.at) && !this.bindsKeyword()) {
				const from = this.at;
				const word = CLAUSE_WORD_TEXT.exec(this.text.slice(from, from + 10))![0];
				this.at += word.length;
				last = SPELLINGS.get(word)!;
				this.readClause(last, from, this.at);
			} else if (this.startsBinding(this.at)) {
				last = 'at';
				this.readBindings();
			} else {
				last = this.readUnknown(last);
			}
		}
	}

	private continuesAfterNewline(last: Clause | undefined): boolean {
		let next = this.at + 1;
		while (next < this.end && this.text[next] === ' ') next++;
		if (next >= this.end || this.text[next] === '\n') return false;
		const goesOn =
			this.matches(CLAUSE_AHEAD, next) || ((last === 'at' || last === undefined) && this.matches(BINDING_AHEAD, next));
		if (goesOn) this.at = next;
		return goesOn;
	}

	private readRemark(): void {
		const end = this.lineEnd();
		const remark = this.original.slice(this.at + 2, end).trim();
		this.draft.remark = this.draft.remark === undefined ? remark : `${this.draft.remark} ${remark}`;
		this.at = end;
		this.understood();
	}

	/** A word that is no clause and no binding: perhaps a misspelt clause, read as the one it resembles. */
	private readUnknown(last: Clause | undefined): Clause | undefined {
		const from = this.at;
		const word = /^[\p{L}\p{N}_-]+/u.exec(this.text.slice(from, Math.min(this.end, from + 40)))?.[0];
		const right = word === undefined ? undefined : nearest(word, CLAUSES);
		if (word !== undefined && right !== undefined && !this.isUnfinished(from + word.length, word)) {
			this.misspelt('unknown-clause', from, from + word.length, right, 'error');
			this.at = from + word.length;
			const clause = SPELLINGS.get(right)!;
			this.readClause(clause, from, this.at);
			return clause;
		}
		const quiet = word !== undefined && this.isUnfinished(from + word.length, word);
		this.notUnderstood(from, quiet ? 'hint' : 'error');
		return last;
	}

	/** Everything up to the next clause, remark or line is a problem at its own characters. */
	private notUnderstood(from: number, severity: Problem['severity'] = 'error'): void {
		const line = this.lineEnd();
		let to = from + 1;
		while (
			to < line &&
			!(this.text[to - 1] === ' ' && (this.matches(CLAUSE_WORD, to) || this.startsBinding(to))) &&
			!this.matches(REMARK, to)
		)
			to++;
		const words = this.text.slice(from, to).trimEnd();
		this.at = to;
		this.problem(
			'not-understood',
			from,
			from + words.length,
			severity,
			'Not understood here: {0}',
			words.length > 40 ? `${words.slice(0, 40)}…` : words,
		);
	}

	private readClause(clause: Clause, from: number, to: number): void {
		this.understood();
		this.draft.clauses.push({ clause, range: this.place(from, to) });
		if (clause === 'at') {
			this.skipBlanks();
			if (this.startsBinding(this.at)) this.readBindings();
			else if (this.nameAt(this.at) === undefined || this.matches(CLAUSE_WORD, this.at))
				this.expected(from, to, ['Values are missing after {0}', 'at']);
			else this.readBindings();
		} else if (clause === 'wrt' || clause === 'for') {
			const names = this.readNames();
			if (names.length === 0) this.expected(from, to, ['Names are missing after {0}', this.text.slice(from, to)]);
			else this.draft.wrt = [...(this.draft.wrt ?? []), ...names];
		} else if (clause === 'no-grad') {
			const names = this.readNames();
			const before = this.draft.noGrad;
			this.draft.noGrad = names.length === 0 || before === 'all' ? 'all' : [...(before ?? []), ...names];
		} else if (clause === 'expect') {
			this.readClaims(from, to);
		} else {
			this.readSetting(clause, from, to);
		}
	}
}
