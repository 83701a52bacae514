/**
 * The parts of a directive: bindings with their types and shapes, names, claims and settings.
 */
import type { Fix, Range } from '../protocol.ts';
import { AnnotationCursor } from './annotation-cursor.ts';
import { nameSpelled } from './annotation-spelling.ts';
import { CLAUSE_WORD, NUMERATOR } from './annotation-words.ts';
import type {
	Binding,
	Claim,
	ClaimSubject,
	DataType,
	Dimension,
	Directive,
	Element,
	NameAt,
	ValueNode,
} from './directive.ts';
import { readScalar, readValue } from './value.ts';

/** A directive while it is being read. */
export interface Draft {
	tag: Range;
	end: number;
	target?: NameAt;
	clauses: Directive['clauses'][number][];
	at: Binding[];
	bound: Set<string>;
	wrt?: NameAt[];
	noGrad?: NameAt[] | 'all';
	claims: {
		readonly claim: Omit<Claim, 'tolerance'>;
		readonly tolerance: number | undefined;
		readonly valueText: string;
	}[];
	upstream?: ValueNode;
	seed?: number;
	tolerance?: number;
	remark?: string;
	insertAt: number;
}

export class PartsReader extends AnnotationCursor {
	protected draft!: Draft;
	protected valueEnd = 0;

	protected readSetting(clause: 'upstream' | 'seed' | 'tol', from: number, to: number): void {
		this.skipBlanks();
		if (this.text[this.at] === '=') this.at++;
		const value = this.takeValue();
		this.understood();
		if (value === undefined) {
			this.expected(from, to, ['A value is missing after {0}', clause]);
			return;
		}
		const read =
			clause === 'upstream'
				? readValue(value.text, value.start)
				: readScalar(value.text, { start: value.start, end: value.start + value.text.length });
		this.problems.push(...read.problems);
		if (read.value === undefined) return;
		if (clause === 'upstream') {
			this.draft.upstream = read.value;
		} else if (read.value.kind === 'scalar') {
			const number = read.value.value;
			if (clause === 'seed' && !(Number.isInteger(number) && number >= 0))
				this.problemAt('not-an-integer', read.value.range, 'The seed is a whole number');
			else if (clause === 'tol' && !(number >= 0))
				this.problemAt('negative-tolerance', read.value.range, 'The tolerance is not negative');
			else if (clause === 'seed') this.draft.seed = number;
			else this.draft.tolerance = number;
		}
	}

	protected readNames(): NameAt[] {
		const names: NameAt[] = [];
		for (;;) {
			this.skipBlanks();
			if (this.text[this.at] === '\n' && names.length > 0 && this.text[this.at - 1] === ',') {
				this.at++;
				continue;
			}
			const name = this.nameAt(this.at);
			if (name === undefined || this.at + name.length > this.end || this.matches(CLAUSE_WORD, this.at)) break;
			names.push({ name: nameSpelled(name), range: this.place(this.at, this.at + name.length) });
			this.at += name.length;
			this.understood();
			this.skipBlanks();
			if (this.text[this.at] !== ',' || this.at >= this.end) break;
			this.at++;
		}
		return names;
	}

	protected readBindings(): void {
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
				if (
					this.at < this.end &&
					this.nameAt(this.at) !== undefined &&
					!(this.matches(CLAUSE_WORD, this.at) && !this.bindsKeyword())
				)
					continue;
				if (!this.text.slice(before, this.at).includes('\n')) return;
				this.at = this.text.indexOf('\n', before);
				return;
			}
			if (c !== undefined && this.startsBinding(this.at) && !this.matches(CLAUSE_WORD, this.at)) {
				const fix: Fix = {
					title: ['Insert a comma'],
					edits: [{ range: this.place(this.valueEnd, this.valueEnd), text: ',' }],
				};
				this.problems.push({
					code: 'missing-comma',
					severity: 'error',
					range: this.place(this.at, this.at + this.nameAt(this.at)!.length),
					message: ['A comma is missing before {0}', this.nameAt(this.at)!],
					fixes: [fix],
				});
				continue;
			}
			return;
		}
	}

	protected readBinding(): void {
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
		const sign = this.signInstead(from, dtype ?? shape);
		let value: ValueNode | undefined;
		if ((this.text[this.at] === '=' && this.at < this.end) || sign !== undefined) {
			const equals = sign ?? this.at++;
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
		if (this.draft.bound.has(nameSpelled(name)))
			this.problemAt('bound-twice', nameRange, 'A second value for {0}', name);
		this.draft.bound.add(nameSpelled(name));
		this.draft.at.push({
			name: nameSpelled(name),
			nameRange,
			...(dtype !== undefined && { dtype }),
			...(shape !== undefined && { shape }),
			...(value !== undefined && { value }),
			range: this.place(from, this.valueEnd),
		});
		this.draft.insertAt = this.start + this.valueEnd;
	}

	/** Where `x: -2` has a colon and means an equals sign: where that colon stands. */
	private signInstead(from: number, typed: unknown): number | undefined {
		const colon = this.text.lastIndexOf(':', this.at - 1);
		if (
			typed !== undefined ||
			colon < from ||
			!/^[-+−]?[.\d]/.test(this.text.slice(this.at, Math.min(this.end, this.at + 2)))
		)
			return undefined;
		this.problems.push({
			code: 'not-understood',
			severity: 'error',
			range: this.place(colon, colon + 1),
			message: ['Not understood here: {0}', ':'],
			fixes: [{ title: ['Change to {0}', '='], edits: [{ range: this.place(colon, colon + 1), text: ' =' }] }],
		});
		return colon;
	}

	protected readType(): DataType | undefined {
		this.skipBlanks();
		const found = /^(?:float64|float32|int64|bool)(?![\p{L}\p{N}_])/u.exec(this.text.slice(this.at, this.at + 10))?.[0];
		if (found !== undefined) this.at += found.length;
		return found as DataType | undefined;
	}

	protected readShape(): Dimension[] | undefined {
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
			dims.push(digits === undefined ? { name: nameSpelled(word), range } : { size: Number(digits), range });
			this.at += word.length;
			this.skipBlanks();
			const c = this.text[this.at];
			if (
				bracketed
					? c === ','
					: (c === 'x' || c === '×') && /^[x×][ ]*[\p{L}\p{N}_]/u.test(this.text.slice(this.at, this.at + 20))
			)
				this.at++;
			else break;
		}
		if (!bracketed) return dims.length === 0 ? undefined : dims;
		if (this.text[this.at] === ')') this.at++;
		else this.expected(from, from + 1, ['This bracket is not closed']);
		return dims;
	}

	protected readClaims(from: number, to: number): void {
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

	protected readClaim(): boolean {
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
			const margins =
				margin === undefined
					? undefined
					: readScalar(margin.text, { start: margin.start, end: margin.start + margin.text.length });
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
	protected readSubject(): ClaimSubject | undefined {
		NUMERATOR.lastIndex = this.at;
		const fraction = NUMERATOR.exec(this.text);
		if (fraction !== null && this.at + fraction[0].length <= this.end) {
			const element = this.readElement(this.at + fraction[0].length);
			if (element !== undefined) return { kind: 'derivative', target: nameSpelled(fraction[1]!), of: element };
		}
		// `d\alpha`: letters that run on would be another name.
		if (this.at + 2 < this.end && /^d\\[A-Za-z]/.test(this.text.slice(this.at, this.at + 3))) {
			const named = this.readElement(this.at + 1);
			if (named !== undefined) return { kind: 'derivative', of: named };
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

	protected readElement(from: number): Element | undefined {
		const name = this.nameAt(from);
		if (name === undefined || from + name.length > this.end) return undefined;
		this.at = from + name.length;
		const index = /^\[([ ]*-?\d+[ ]*(?:,[ ]*-?\d+[ ]*)*)\]/.exec(this.text.slice(this.at, this.at + 80));
		if (index === null) return { name: nameSpelled(name), range: this.place(from, this.at) };
		this.at += index[0].length;
		return { name: nameSpelled(name), index: index[1]!.split(',').map(Number), range: this.place(from, this.at) };
	}

	protected understood(): void {
		this.draft.end = Math.max(this.draft.end, this.start + this.at);
	}
}

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

export function finish(draft: Draft): Directive {
	const expects = draft.claims.map(({ claim, tolerance, valueText }): Claim => ({
		...claim,
		tolerance: tolerance ?? draft.tolerance ?? writtenTolerance(valueText),
	}));
	return {
		range: { start: draft.tag.start, end: draft.end },
		tag: draft.tag,
		...(draft.target !== undefined && { target: draft.target }),
		clauses: draft.clauses,
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
