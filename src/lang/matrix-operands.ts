/**
 * What expressions of Julia and MATLAB are made of: names, numbers, strings, brackets, anonymous functions, and what stands before an operand. What lies
 * between brackets is left on a list of work, to be read later (matrix-groups.ts).
 */
import type { Range } from '../protocol.ts';
import { PRECEDENCE, type MatrixLanguage } from './matrix-lexicon.ts';
import { hole, outerOf, unary, type Building, type Operators, type Pending } from './script-build.ts';
import { ScriptReader } from './script-reader.ts';
import { problem, type Token } from './script-tokens.ts';
import type { Argument, CallExpr, EndExpr, Expr, IndexExpr, NameExpr, Parameter, UnaryOp } from './script.ts';

/** What an `end` speaks of: the array whose subscripts are read, and which of them. */
export interface EndPlace {
	readonly owner: Building<CallExpr | IndexExpr>;
	readonly axis: number;
	readonly of: { axes: number };
}

/** What lies between brackets, to be read later into its place. */
export type Group = { readonly open: number; readonly end: EndPlace | null } & (
	| { readonly kind: 'parentheses' | 'matrix'; readonly place: Expr }
	| { readonly kind: 'arguments'; readonly owner: Building<CallExpr> }
	| { readonly kind: 'subscript'; readonly owner: Building<IndexExpr> }
);

export interface PendingTest extends Pending {
	readonly kind: '?';
	readonly test: Expr;
	readonly operator: Range;
}

export type Waiting = Pending | PendingTest;

const CONSTANTS = new Map([
	['true', 'true'],
	['false', 'false'],
] as const);
const JULIA_SIGNS: ReadonlyMap<string, UnaryOp> = new Map([
	['-', '-'],
	['−', '-'],
	['+', '+'],
	['!', 'not'],
	['¬', 'not'],
	['.!', '~'],
	['.-', '-'],
]);
const MATLAB_SIGNS: ReadonlyMap<string, UnaryOp> = new Map([
	['-', '-'],
	['−', '-'],
	['+', '+'],
	['~', '~'],
	['!', '~'],
]);
/** Macros of Julia's that leave the value of what is behind them as it is. */
const THROUGH = new Set('show views view inbounds time simd fastmath inline assert test btime avx turbo'.split(' '));

/** A call of a function that has a sign of its own. */
export function applied(name: string, args: readonly Expr[], operator: Range, range: Range): Building<CallExpr> {
	const callee: NameExpr = { kind: 'name', name, range: operator };
	return { kind: 'call', callee, args: args.map((value) => ({ value })), operator, range };
}

export class MatrixOperands extends ScriptReader {
	readonly language: MatrixLanguage;
	/** Brackets that are still to be read. */
	readonly groups: Group[] = [];
	/** What `@.` makes elementwise, once it is all read. */
	readonly eachOf: Expr[] = [];
	/** What an `end` speaks of here; null: nothing. */
	end: EndPlace | null = null;

	constructor(text: string, tokens: readonly Token[], shift: number, nesting: number, language: MatrixLanguage) {
		super(text, tokens, shift, nesting);
		this.language = language;
	}

	get julia(): boolean {
		return this.language.dialect === 'julia';
	}

	/** Whether white space stands before a token. */
	spaced(at: number): boolean {
		return at > 0 && this.tokens[at]!.start > this.tokens[at - 1]!.end;
	}

	/** An operand, or `more` after an operator that stands before one. */
	operand(to: number, operators: Operators<Waiting>): Expr | 'more' | null {
		const token = this.peek(to);
		if (token === undefined) return this.unexpected(to);
		switch (token.kind) {
			case 'name':
				return this.name(token, to, operators);
			case 'number':
				this.at++;
				return this.number(token);
			case 'string':
				this.at++;
				return { kind: 'string', value: token.text, range: this.place(token) };
			case 'open':
				return this.brackets(token, to, operators);
			case 'op':
				return this.prefix(token, to, operators);
			case 'keyword':
				return this.word(token, to);
			default:
				return this.unexpected(to);
		}
	}

	private name(token: Token, to: number, operators: Operators<Waiting>): Expr | 'more' | null {
		this.at++;
		const node: NameExpr = { kind: 'name', name: token.text, range: this.place(token) };
		if (!this.julia || !this.is(to, '->')) return node;
		this.at++;
		const parameter: Parameter = { name: token.text, range: node.range, kind: 'positional' };
		return this.lambda([parameter], node.range.start, token, operators);
	}

	/** An anonymous function whose body is still to be read. */
	private lambda(parameters: readonly Parameter[], start: number, at: Token, operators: Operators<Waiting>) {
		operators.push({
			kind: 'body',
			precedence: PRECEDENCE.lambda,
			build: (body) => ({ kind: 'lambda', parameters, body, range: { start, end: outerOf(body).end } }),
		});
		return operators.depth > this.nesting ? this.tooDeep(at) : ('more' as const);
	}

	private number(token: Token): Expr | null {
		const { text } = token;
		if (/[ij]$/.test(text) && !text.startsWith('0x'))
			return this.complain(problem('not-supported', token, 'error', 'Complex numbers are not supported'));
		const digits = text.replace(/_/g, '');
		const hex = /^0[xXbBoO]/.test(digits);
		const value = Number(hex ? digits : digits.replace(/[fdD]/, 'e'));
		return { kind: 'number', value, integer: hex || !/[.eEfdD]/.test(digits), range: this.place(token) };
	}

	private prefix(token: Token, to: number, operators: Operators<Waiting>): Expr | 'more' | null {
		const { text } = token;
		const handed = this.julia ? this.operatorAlone(token, to) : null;
		if (handed !== null) return handed;
		const sign = (this.julia ? JULIA_SIGNS : MATLAB_SIGNS).get(text);
		if (sign !== undefined) {
			this.at++;
			// Powers are read from the left in MATLAB, signs in exponents with them.
			const behindPower = !this.julia && operators.top?.kind === 'power';
			operators.push(unary(sign, this.place(token), behindPower ? PRECEDENCE.exponentSign : PRECEDENCE.sign));
			return operators.depth > this.nesting ? this.tooDeep(token) : 'more';
		}
		if (text === '√' || text === '∛' || text === '.√') {
			this.at++;
			const operator = this.place(token);
			const name = text === '∛' ? '.cbrt' : '.sqrt';
			operators.push({
				kind: 'unary',
				precedence: PRECEDENCE.sign,
				build: (of) => applied(name, [of], operator, { start: operator.start, end: outerOf(of).end }),
			});
			return operators.depth > this.nesting ? this.tooDeep(token) : 'more';
		}
		if (text === '@') return this.julia ? this.macro(token, to, operators) : this.handle(token, to, operators);
		if (text === ':') return this.colon(token, to);
		return this.unexpected(to);
	}

	/** `+` in `reduce(+, x)`: an operator handed over as the function that it is. Null where the sign stands between operands or before one. */
	private operatorAlone(token: Token, to: number): Expr | null {
		const next = this.peek(to, this.at + 1);
		if (next !== undefined && (next.kind !== 'op' || next.text !== ',')) return null;
		const infix = this.language.infix.get(token.text);
		if (infix?.makes !== 'binary') return null;
		this.at++;
		const range = this.place(token);
		const [left, right] = ['a', 'b'].map((name): NameExpr => ({ kind: 'name', name, range }));
		const body: Expr = { kind: 'binary', op: infix.op, left: left!, right: right!, operator: range, range };
		const parameters = [left!, right!].map(({ name }): Parameter => ({ name, range, kind: 'positional' }));
		return { kind: 'lambda', parameters, body, range };
	}

	/** `:` alone takes all along an axis; `:name` is a symbol of Julia's. */
	private colon(token: Token, to: number): Expr | null {
		const next = this.peek(to, this.at + 1);
		this.at++;
		if (next === undefined || (next.kind === 'op' && next.text === ','))
			return { kind: 'slice', range: this.place(token) };
		if (!this.julia || next.kind !== 'name' || this.spaced(this.at)) {
			this.at--;
			return this.unexpected(to);
		}
		this.at++;
		return { kind: 'string', value: next.text, range: this.span(token, next) };
	}

	private macro(token: Token, to: number, operators: Operators<Waiting>): 'more' | null {
		const next = this.peek(to, this.at + 1);
		if (next?.kind === 'op' && next.text === '.') {
			this.at += 2;
			operators.push({
				kind: 'each',
				precedence: 0.5,
				build: (of) => {
					this.eachOf.push(of);
					return of;
				},
			});
			return 'more';
		}
		if (next?.kind !== 'name' || !THROUGH.has(next.text)) return this.refuse(token, `@${next?.text ?? ''}`);
		this.at += 2;
		return 'more';
	}

	/** `@(x) …` and `@sin` of MATLAB. */
	private handle(token: Token, to: number, operators: Operators<Waiting>): Expr | 'more' | null {
		this.at++;
		const next = this.peek(to);
		if (next?.kind === 'name') {
			this.at++;
			return { kind: 'name', name: next.text, range: this.place(next) };
		}
		if (next?.kind !== 'open' || next.text !== '(') return this.unexpected(to);
		const parameters = this.parameters(this.at);
		if (parameters === null) return null;
		this.at = next.match + 1;
		return this.lambda(parameters, token.start + this.shift, token, operators);
	}

	private word(token: Token, to: number): Expr | null {
		const value = CONSTANTS.get(token.text as 'true' | 'false');
		if (value !== undefined) {
			this.at++;
			return { kind: 'constant', value, range: this.place(token) };
		}
		const { end } = this;
		if ((token.text === 'end' || (this.julia && token.text === 'begin')) && end !== null) {
			this.at++;
			end.owner.ends = true;
			const place: EndExpr = { kind: 'end', axis: end.axis, of: end.of, range: this.place(token) };
			return token.text === 'begin' ? { ...place, first: true } : place;
		}
		return this.language.openers.has(token.text) ? this.refuse(token) : this.unexpected(to);
	}

	private brackets(token: Token, to: number, operators: Operators<Waiting>): Expr | 'more' | null {
		if (token.text === '{') return this.refuse(token, '{…}');
		const close = this.tokens[token.match]!;
		const whole = this.span(token, close);
		if (token.text === '(' && this.julia && this.is(to, '->', token.match + 1)) {
			const parameters = this.parameters(this.at);
			if (parameters === null) return null;
			this.at = token.match + 2;
			return this.lambda(parameters, whole.start, token, operators);
		}
		let open = this.at;
		this.at = token.match + 1;
		if (token.text === '[') {
			const place = hole(whole);
			this.groups.push({ kind: 'matrix', open, place, end: this.end });
			return place;
		}
		// `((x))` is x with all its parentheses.
		while (this.tokens[open + 1]!.text === '(' && this.tokens[open + 1]!.match === this.tokens[open]!.match - 1) open++;
		const inner = this.inside(open);
		const place = inner === undefined ? hole(whole) : hole(inner, whole);
		this.groups.push({ kind: 'parentheses', open, place, end: this.end });
		return place;
	}

	/** The parameters between brackets: names, with defaults that are read at once, since they are short. */
	parameters(open: number): Parameter[] | null {
		const to = this.tokens[open]!.match;
		const list: Parameter[] = [];
		let kind: Parameter['kind'] = 'positional';
		const { at } = this;
		this.at = open + 1;
		while (this.at < to) {
			const token = this.peek(to)!;
			if (token.kind === 'op' && (token.text === ',' || token.text === ';')) {
				if (token.text === ';') kind = 'keyword-only';
				this.at++;
				continue;
			}
			if (token.kind === 'op' && (token.text === '~' || token.text === '::')) {
				// A parameter without a name.
				list.push({ name: `~${list.length}`, range: this.place(token), kind });
				this.skipParameter(to);
				continue;
			}
			if (token.kind !== 'name') {
				const told = this.unexpected(to);
				this.at = at;
				return told;
			}
			this.at++;
			const parameter: Building<Parameter> = { name: token.text, range: this.place(token), kind };
			list.push(parameter);
			this.skipType(to);
			if (this.is(to, '...')) {
				parameter.kind = kind === 'positional' ? 'rest' : 'rest-keyword';
				this.at++;
			}
			if (!this.is(to, '=')) continue;
			this.at++;
			const value = this.default(to);
			if (value === null) {
				this.at = at;
				return null;
			}
			parameter.default = value;
		}
		this.at = at;
		return list;
	}

	/** The value that a parameter has by default. */
	default(to: number): Expr | null {
		return this.unexpected(to);
	}

	private skipParameter(to: number): void {
		for (; this.at < to && !this.is(to, ',') && !this.is(to, ';'); this.at++) {
			const token = this.tokens[this.at]!;
			if (token.kind === 'open') this.at = token.match;
		}
	}

	/** Passes over `::Type{…}`. */
	skipType(to: number): void {
		if (!this.is(to, '::')) return;
		this.at++;
		for (; this.at < to; this.at++) {
			const token = this.tokens[this.at]!;
			if (token.kind === 'open' && token.text === '{') this.at = token.match;
			else if (token.kind !== 'name' && !(token.kind === 'op' && (token.text === '.' || token.text === '<:'))) return;
		}
	}

	/** Whether something is an argument's list: shared by calls of both kinds. */
	argumentsOf(owner: Building<CallExpr>, open: number): void {
		const args: Argument[] = [];
		owner.args = args;
		this.groups.push({ kind: 'arguments', open, owner, end: this.end });
	}
}
