/**
 * The `@grad` grammar: one comment (or block of adjacent comments) → directives, each part with its place. What is not understood is a problem at those
 * very characters; prose around directives is left alone, and a half-typed annotation is met with at most a quiet hint.
 */
import type { Fix, Problem, Range } from '../protocol.ts';
import type { Binding, Claim, ClaimSubject, DataType, Dimension, Directive, Element, NameAt, ValueNode } from './directive.ts';
import { canonical } from './names.ts';
import { nearest } from './typo.ts';
import { generatorAt, readScalar, readValue } from './value.ts';

export interface Annotation {
	readonly directives: readonly Directive[];
	readonly problems: readonly Problem[];
}

const NAME = /[\p{L}_][\p{L}\p{M}\p{N}_′]*(?:(?<=_)\{[\p{L}\p{N}_,]*\})?/uy;
const TAG = /(?<![\p{L}\p{N}_@.])@([\p{L}][\p{L}\p{N}_-]*)/gu;
const CLAUSES = ['at', 'wrt', 'for', 'no-grad', 'expect', 'upstream', 'seed', 'tol'] as const;
const SPELLINGS: ReadonlyMap<string, Clause> = new Map<string, Clause>([
	...CLAUSES.map((clause) => [clause, clause] as const),
	['for', 'wrt'],
	['no_grad', 'no-grad'],
	['nograd', 'no-grad'],
]);
type Clause = (typeof CLAUSES)[number];

const CLAUSE_WORD = /(?:at|wrt|for|no-grad|no_grad|nograd|expect|upstream|seed|tol)(?![\p{L}\p{N}_-])/uy;
const BINDING_AHEAD = /[\p{L}_][\p{L}\p{M}\p{N}_′]*(?:(?<=_)\{[\p{L}\p{N}_,]*\})?[ \t]*(?:=(?!=)|:[ \t]*(?:$|[\d(=]|(?:float64|float32|int64|bool)\b|[\p{L}_][\p{L}\p{N}_]*[ \t]*(?:[=,;x×]|$)))/muy;
/** A clause at the start of a line is one only if it goes on like one: prose also says "at" and "for". */
const CLAUSE_AHEAD =
	/(?:at[ \t]+[\p{L}_][\p{L}\p{N}_]*[ \t]*[=:]|(?:wrt|for)[ \t]+[\p{L}_][\p{L}\p{N}_]*[ \t]*(?:,|$|(?:at|expect|upstream|seed|tol|no-grad)[ \t])|no[-_]grad\b|expect[ \t]+[^\n]*[=≈]|upstream[ \t]*[=\d[-]|seed[ \t]*(?:=[ \t]*)?\d|tol[ \t]*(?:=[ \t]*)?[\d.])/muy;
const NEXT_BINDING = /[ \t]+[\p{L}_∂][\p{L}\p{M}\p{N}_′./∂[\]]*[ \t]*[=≈:](?!=)/uy;
const REMARK = /[ \t]--(?=[ \t]|$)/my;
const SIGN_OF_ANNOTATION = /^[ \t]+(?:(?:at|wrt|expect|upstream|seed|tol|no-grad)(?![\p{L}\p{N}_])|(?:[\p{L}_][\p{L}\p{N}_]*[ \t]+)?(?:(?:at|for|wrt|expect)[ \t]+)?[\p{L}_][\p{L}\p{N}_]*[ \t]*[=:][ \t]*[-\d[(\p{L}])/u;
const FULL_WIDTH: ReadonlyMap<string, string> = new Map(Object.entries({ '，': ',', '、': ',', '：': ':', '＝': '=', '（': '(', '）': ')', '；': ';', '［': '[', '］': ']', '＠': '@', '－': '-', '\u3000': ' ', '\t': ' ', '\r': ' ', '＋': '+', '／': '/' }));

/** One character for one, so that offsets stay. */
function halfWidth(text: string): string {
	return text.replace(/[，、：＝（）；［］＠－＋／\u3000\t\r]/g, (c) => FULL_WIDTH.get(c) ?? c);
}

/** Whether a comment is worth parsing at all: it has an `@` before a letter. */
export function mayAnnotate(text: string): boolean {
	return /[@＠]\p{L}/u.test(text);
}

/**
 * Parses a comment's text, marks and decorations blanked out, whose first character stands at `start` of the document.
 */
export function parseAnnotation(text: string, start: number): Annotation {
	return new AnnotationReader(halfWidth(text), text, start).read();
}

interface Draft {
	tag: Range;
	end: number;
	target?: NameAt;
	at: Binding[];
	bound: Set<string>;
	wrt?: NameAt[];
	noGrad?: NameAt[] | 'all';
	claims: { readonly claim: Omit<Claim, 'tolerance'>; readonly tolerance: number | undefined; readonly valueText: string }[];
	upstream?: ValueNode;
	seed?: number;
	tolerance?: number;
	remark?: string;
	insertAt: number;
}

class AnnotationReader {
	private readonly text: string;
	private readonly original: string;
	private readonly start: number;
	private readonly problems: Problem[] = [];
	private readonly drafts: Draft[] = [];
	private at = 0;
	/** Where the text between two tags ends. */
	private end = 0;
	private draft!: Draft;

	constructor(text: string, original: string, start: number) {
		this.text = text;
		this.original = original;
		this.start = start;
	}

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
		this.draft = { tag: this.place(from, to), end: this.start + to, at: [], bound: new Set(), claims: [], insertAt: this.start + to };
		this.drafts.push(this.draft);
		if (to === from) return;
		this.at = to;
		this.skipBlanks();
		const name = this.nameAt(this.at);
		if (name !== undefined && !this.startsBinding(this.at) && !this.matches(CLAUSE_WORD, this.at) && !this.misspeltClauseAt(this.at)) {
			this.draft.target = { name: canonical(name), range: this.place(this.at, this.at + name.length) };
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

	/** Whether what follows would go on like this clause. */
	private matchesAs(clause: string, at: number): boolean {
		CLAUSE_AHEAD.lastIndex = 0;
		const rest = `${clause}${this.text.slice(at, Math.min(this.end, at + 200))}`;
		return CLAUSE_AHEAD.exec(rest) !== null;
	}

	private misspelt(code: string, from: number, to: number, right: string, severity: Problem['severity']): void {
		const written = this.text.slice(from, to);
		const fix: Fix = { title: ['Change to {0}', right], edits: [{ range: this.place(from, to), text: right }] };
		this.problems.push({ code, severity, range: this.place(from, to), message: ['Not understood: {0}. Did you mean {1}?', written, right], fixes: [fix] });
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

	/** `at = 3` binds a variable that is called like a clause; `seed = 0` and its like stay clauses. */
	private bindsKeyword(): boolean {
		return /^(?:at|for|wrt|expect)[ ]*=(?!=)/.test(this.text.slice(this.at, this.at + 40));
	}

	private continuesAfterNewline(last: Clause | undefined): boolean {
		let next = this.at + 1;
		while (next < this.end && this.text[next] === ' ') next++;
		if (next >= this.end || this.text[next] === '\n') return false;
		const goesOn = this.matches(CLAUSE_AHEAD, next) || ((last === 'at' || last === undefined) && this.matches(BINDING_AHEAD, next));
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

	/** The beginning of a clause, with nothing behind it: still being typed. */
	private isUnfinished(to: number, word: string): boolean {
		return this.text.slice(to).trim() === '' && CLAUSES.some((clause) => clause.startsWith(word) && clause !== word);
	}

	/** Everything up to the next clause, remark or line is a problem at its own characters. */
	private notUnderstood(from: number, severity: Problem['severity'] = 'error'): void {
		const line = this.lineEnd();
		let to = from + 1;
		while (to < line && !(this.text[to - 1] === ' ' && (this.matches(CLAUSE_WORD, to) || this.startsBinding(to))) && !this.matches(REMARK, to)) to++;
		const words = this.text.slice(from, to).trimEnd();
		this.at = to;
		this.problem('not-understood', from, from + words.length, severity, 'Not understood here: {0}', words.length > 40 ? `${words.slice(0, 40)}…` : words);
	}

	private readClause(clause: Clause, from: number, to: number): void {
		this.understood();
		if (clause === 'at') {
			this.skipBlanks();
			if (this.startsBinding(this.at)) this.readBindings();
			else if (this.nameAt(this.at) === undefined || this.matches(CLAUSE_WORD, this.at)) this.expected(from, to, ['Values are missing after {0}', 'at']);
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

	private readSetting(clause: 'upstream' | 'seed' | 'tol', from: number, to: number): void {
		this.skipBlanks();
		if (this.text[this.at] === '=') this.at++;
		const value = this.takeValue();
		this.understood();
		if (value === undefined) {
			this.expected(from, to, ['A value is missing after {0}', clause]);
			return;
		}
		const read = clause === 'upstream' ? readValue(value.text, value.start) : readScalar(value.text, { start: value.start, end: value.start + value.text.length });
		this.problems.push(...read.problems);
		if (read.value === undefined) return;
		if (clause === 'upstream') {
			this.draft.upstream = read.value;
		} else if (read.value.kind === 'scalar') {
			const number = read.value.value;
			if (clause === 'seed' && !(Number.isInteger(number) && number >= 0)) this.problemAt('not-an-integer', read.value.range, 'The seed is a whole number');
			else if (clause === 'tol' && !(number >= 0)) this.problemAt('negative-tolerance', read.value.range, 'The tolerance is not negative');
			else if (clause === 'seed') this.draft.seed = number;
			else this.draft.tolerance = number;
		}
	}

	private readNames(): NameAt[] {
		const names: NameAt[] = [];
		for (;;) {
			this.skipBlanks();
			if (this.text[this.at] === '\n' && names.length > 0 && this.text[this.at - 1] === ',') {
				this.at++;
				continue;
			}
			const name = this.nameAt(this.at);
			if (name === undefined || this.at + name.length > this.end || this.matches(CLAUSE_WORD, this.at)) break;
			names.push({ name: canonical(name), range: this.place(this.at, this.at + name.length) });
			this.at += name.length;
			this.understood();
			this.skipBlanks();
			if (this.text[this.at] !== ',' || this.at >= this.end) break;
			this.at++;
		}
		return names;
	}

	private readBindings(): void {
		for (;;) {
			this.readBinding();
			this.skipBlanks();
			const c = this.at < this.end ? this.text[this.at] : undefined;
			if (c === ',' || c === ';') {
				this.at++;
				const before = this.at;
				this.skipBlanks();
				while (this.text[this.at] === '\n' && this.at < this.end) {
					this.at++;
					this.skipBlanks();
				}
				if (this.at < this.end && this.nameAt(this.at) !== undefined && !(this.matches(CLAUSE_WORD, this.at) && !this.bindsKeyword())) continue;
				if (!this.text.slice(before, this.at).includes('\n')) return;
				this.at = this.text.indexOf('\n', before);
				return;
			}
			if (c !== undefined && this.startsBinding(this.at) && !this.matches(CLAUSE_WORD, this.at)) {
				const fix: Fix = { title: ['Insert a comma'], edits: [{ range: this.place(this.valueEnd, this.valueEnd), text: ',' }] };
				this.problems.push({ code: 'missing-comma', severity: 'error', range: this.place(this.at, this.at + this.nameAt(this.at)!.length), message: ['A comma is missing before {0}', this.nameAt(this.at)!], fixes: [fix] });
				continue;
			}
			return;
		}
	}

	private valueEnd = 0;

	private readBinding(): void {
		const from = this.at;
		const name = this.nameAt(from)!;
		const nameRange = this.place(from, from + name.length);
		this.at += name.length;
		this.skipBlanks();
		let dtype: DataType | undefined;
		let shape: Dimension[] | undefined;
		if (this.text[this.at] === ':' && this.at < this.end) {
			this.at++;
			dtype = this.readType();
			shape = this.readShape();
			this.skipBlanks();
		}
		let value: ValueNode | undefined;
		if (this.text[this.at] === '=' && this.at < this.end) {
			const equals = this.at++;
			const taken = this.takeValue();
			if (taken === undefined) this.expected(equals, equals + 1, ['A value is missing after {0}', `${name} =`]);
			else {
				const read = readValue(taken.text, taken.start);
				this.problems.push(...read.problems);
				value = read.value;
			}
		} else if (shape === undefined && dtype === undefined) {
			this.expected(from, from + name.length, ['A value is missing after {0}', name]);
		}
		this.understood();
		this.valueEnd = this.at;
		while (this.text[this.valueEnd - 1] === ' ') this.valueEnd--;
		if (this.draft.bound.has(canonical(name))) this.problemAt('bound-twice', nameRange, 'A second value for {0}', name);
		this.draft.bound.add(canonical(name));
		this.draft.at.push({
			name: canonical(name),
			nameRange,
			...(dtype !== undefined && { dtype }),
			...(shape !== undefined && { shape }),
			...(value !== undefined && { value }),
			range: this.place(from, this.valueEnd),
		});
		this.draft.insertAt = this.start + this.valueEnd;
	}

	private readType(): DataType | undefined {
		this.skipBlanks();
		const found = /^(?:float64|float32|int64|bool)(?![\p{L}\p{N}_])/u.exec(this.text.slice(this.at, this.at + 10))?.[0];
		if (found !== undefined) this.at += found.length;
		return found as DataType | undefined;
	}

	private readShape(): Dimension[] | undefined {
		this.skipBlanks();
		const bracketed = this.text[this.at] === '(';
		const from = this.at;
		if (bracketed) this.at++;
		const dims: Dimension[] = [];
		for (;;) {
			this.skipBlanks();
			const digits = /^\d+/.exec(this.text.slice(this.at, this.at + 20))?.[0];
			const word = digits ?? this.nameAt(this.at);
			if (word === undefined || (digits === undefined && this.matches(CLAUSE_WORD, this.at))) break;
			const range = this.place(this.at, this.at + word.length);
			dims.push(digits === undefined ? { name: canonical(word), range } : { size: Number(digits), range });
			this.at += word.length;
			this.skipBlanks();
			const c = this.text[this.at];
			if (bracketed ? c === ',' : (c === 'x' || c === '×') && /^[x×][ ]*[\p{L}\p{N}_]/u.test(this.text.slice(this.at, this.at + 20))) this.at++;
			else break;
		}
		if (!bracketed) return dims.length === 0 ? undefined : dims;
		if (this.text[this.at] === ')') this.at++;
		else this.expected(from, from + 1, ['This bracket is not closed']);
		return dims;
	}

	private readClaims(from: number, to: number): void {
		let any = false;
		for (;;) {
			this.skipBlanks();
			if (any && this.text[this.at] === '\n' && /,[ ]*$/.test(this.text.slice(Math.max(0, this.at - 20), this.at))) {
				this.at++;
				continue;
			}
			if (this.at >= this.end || (this.matches(CLAUSE_WORD, this.at) && !this.bindsKeyword())) break;
			if (!this.readClaim()) break;
			any = true;
			this.skipBlanks();
			if (this.at >= this.end || (this.text[this.at] !== ',' && this.text[this.at] !== ';')) break;
			this.at++;
		}
		if (!any) this.expected(from, to, ['A claim is missing after {0}', 'expect']);
	}

	private readClaim(): boolean {
		const from = this.at;
		const subject = this.readSubject();
		if (subject === undefined) {
			this.at = from;
			return false;
		}
		this.skipBlanks();
		const sign = this.at < this.end ? /^(?:==|[=≈~]=?)/.exec(this.text.slice(this.at, this.at + 2))?.[0] : undefined;
		const spelled = this.text.slice(from, this.at).trimEnd();
		if (sign === undefined) {
			this.expected(from, from + spelled.length, ['A value is missing after {0}', spelled]);
			return true;
		}
		this.at += sign.length;
		const taken = this.takeValue();
		if (taken === undefined) {
			this.expected(from, this.at, ['A value is missing after {0}', `${spelled} ${sign}`]);
			return true;
		}
		const read = readValue(taken.text, taken.start);
		this.problems.push(...read.problems);
		let to = taken.start - this.start + taken.text.length;
		let tolerance: number | undefined;
		this.skipBlanks();
		if (this.text[this.at] === '±' && this.at < this.end) {
			const plusMinus = this.at++;
			const margin = this.takeValue();
			const margins = margin === undefined ? undefined : readScalar(margin.text, { start: margin.start, end: margin.start + margin.text.length });
			if (margins === undefined) this.expected(plusMinus, plusMinus + 1, ['A value is missing after {0}', '±']);
			else this.problems.push(...margins.problems);
			tolerance = margins?.value?.value;
			to = this.at;
		}
		this.understood();
		if (read.value === undefined) return true;
		to = from + this.text.slice(from, to).trimEnd().length;
		this.draft.claims.push({
			claim: { range: this.place(from, to), text: this.original.slice(from, to), subject, expected: read.value },
			tolerance,
			valueText: taken.text,
		});
		return true;
	}

	/** `df/dx`, `∂f/∂x`, `x.grad`, `dx`, `q`, with indices behind the variable. */
	private readSubject(): ClaimSubject | undefined {
		const fraction = /^(?:∂[ ]*|d[ ]*(?=[\p{L}_]))([\p{L}_][\p{L}\p{M}\p{N}_′]*)[ ]*\/[ ]*(?:∂[ ]*|d[ ]*(?=[\p{L}_]))/u.exec(this.text.slice(this.at, this.end));
		if (fraction !== null) {
			const element = this.readElement(this.at + fraction[0].length);
			if (element !== undefined) return { kind: 'derivative', target: canonical(fraction[1]!), of: element };
		}
		const element = this.readElement(this.at);
		if (element === undefined) return undefined;
		const grad = /^\.grad(?![\p{L}\p{N}_])/u.exec(this.text.slice(this.at, this.at + 6));
		if (grad !== null) {
			this.at += grad[0].length;
			return { kind: 'derivative', of: element };
		}
		const second = element.name.codePointAt(1);
		if (element.name.startsWith('d') && second !== undefined && /[\p{L}_]/u.test(String.fromCodePoint(second))) {
			const range = { start: element.range.start + 1, end: element.range.end };
			return { kind: 'value', of: element, derivativeOf: { ...element, name: element.name.slice(1), range } };
		}
		return { kind: 'value', of: element };
	}

	private readElement(from: number): Element | undefined {
		const name = this.nameAt(from);
		if (name === undefined || from + name.length > this.end) return undefined;
		this.at = from + name.length;
		const index = /^\[([ ]*-?\d+[ ]*(?:,[ ]*-?\d+[ ]*)*)\]/.exec(this.text.slice(this.at, this.at + 80));
		if (index === null) return { name: canonical(name), range: this.place(from, this.at) };
		this.at += index[0].length;
		return { name: canonical(name), index: index[1]!.split(',').map(Number), range: this.place(from, this.at) };
	}

	/** Takes the characters of a value: up to a separator, a clause, the next binding, a remark or the line's end outside brackets. */
	private takeValue(): { readonly text: string; readonly start: number } | undefined {
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
				if (wordStart && this.matches(CLAUSE_WORD, this.at) && !(generator && /^seed[ ]*=/.test(this.text.slice(this.at, this.at + 20)))) break;
				if (c === ' ' && (this.matches(REMARK, this.at) || (this.at > from && this.text[this.at - 1] !== ' ' && (this.matches(NEXT_BINDING, this.at) || this.misspeltClauseAt(this.at + 1)) && !(generator && /^ +seed[ ]*=/.test(this.text.slice(this.at, this.at + 40)))))) break;
			}
			this.at++;
		}
		const text = this.text.slice(from, this.at).trimEnd();
		this.at = from + text.length;
		return text === '' ? undefined : { text, start: this.start + from };
	}

	private nameAt(at: number): string | undefined {
		NAME.lastIndex = at;
		return NAME.exec(this.text)?.[0];
	}

	/** Whether a word that resembles a clause, and goes on like it, stands here. */
	private misspeltClauseAt(at: number): boolean {
		const name = this.nameAt(at);
		if (name === undefined) return false;
		if (name.length > 2 && this.isUnfinished(at + name.length, name)) return true;
		const clause = nearest(name, CLAUSES);
		return clause !== undefined && clause !== name && this.matchesAs(clause, at + name.length);
	}

	private startsBinding(at: number): boolean {
		return this.matches(BINDING_START, at);
	}

	private matches(pattern: RegExp, at: number): boolean {
		if (at < 0) return false;
		pattern.lastIndex = at;
		return pattern.test(this.text);
	}

	private skipBlanks(): void {
		while (this.at < this.end && this.text[this.at] === ' ') this.at++;
	}

	private lineEnd(): number {
		const found = this.text.indexOf('\n', this.at);
		return found < 0 || found > this.end ? this.end : found;
	}

	private understood(): void {
		this.draft.end = Math.max(this.draft.end, this.start + this.at);
	}

	private place(from: number, to: number): Range {
		return { start: this.start + from, end: this.start + to };
	}

	private problem(code: string, from: number, to: number, severity: Problem['severity'], ...message: Problem['message']): void {
		this.problems.push({ code, severity, range: this.place(from, to), message });
	}

	private problemAt(code: string, range: Range, ...message: Problem['message']): void {
		this.problems.push({ code, severity: 'error', range, message });
	}

	/** Something that is simply not typed yet: quiet. */
	private expected(from: number, to: number, message: Problem['message']): void {
		this.problem('missing-value', from, to, 'hint', ...message);
	}
}

const BINDING_START = /[\p{L}_][\p{L}\p{M}\p{N}_′]*(?:(?<=_)\{[\p{L}\p{N}_,]*\})?[ ]*[=:](?!=)/uy;
const CLAUSE_WORD_TEXT = /^(?:at|wrt|for|no-grad|no_grad|nograd|expect|upstream|seed|tol)/;

/** Half a unit of the last decimal written; 1e-9 for integers and for values that are computed. */
export function writtenTolerance(text: string): number {
	const number = /^[-+−]?\d*\.?(\d*)(?:[eE]([-+]?\d+))?$/.exec(text.trim());
	if (number === null || (number[1] === '' && number[2] === undefined)) {
		if (!text.trimStart().startsWith('[')) return 1e-9;
		const entries = text.split(/[[\],;\s]+/).filter((entry) => entry !== '');
		return Math.max(...entries.map((entry) => writtenTolerance(entry)), 1e-9);
	}
	return Number(`0.5e${Number(number[2] ?? 0) - number[1]!.length}`);
}

function finish(draft: Draft): Directive {
	const expects = draft.claims.map(({ claim, tolerance, valueText }): Claim => ({
		...claim,
		tolerance: tolerance ?? draft.tolerance ?? writtenTolerance(valueText),
	}));
	return {
		range: { start: draft.tag.start, end: draft.end },
		tag: draft.tag,
		...(draft.target !== undefined && { target: draft.target }),
		at: draft.at,
		...(draft.wrt !== undefined && { wrt: draft.wrt }),
		...(draft.noGrad !== undefined && { noGrad: draft.noGrad }),
		expects,
		...(draft.upstream !== undefined && { upstream: draft.upstream }),
		...(draft.seed !== undefined && { seed: draft.seed }),
		...(draft.tolerance !== undefined && { tolerance: draft.tolerance }),
		...(draft.remark !== undefined && { remark: draft.remark }),
		insertAt: draft.insertAt,
	};
}
