/**
 * What JavaScript's expressions are made of: names, literals, brackets, functions, and what stands before an operand.
 */
import type { Range } from '../protocol.ts';
import { FIELD, TEMPLATE } from './javascript-lexicon.ts';
import { JavaScriptTypes } from './javascript-types.ts';
import { hole, outerOf, unary, type Building, type Operators, type Pending } from './script-build.ts';
import { problem, type Token } from './script-tokens.ts';
import type {
	Argument,
	CallExpr,
	Expr,
	IndexExpr,
	LambdaExpr,
	NumberExpr,
	Parameter,
	Stmt,
	Target,
	TemplateField,
	UnaryOp,
} from './script.ts';

/** A conditional whose test is read. */
export interface PendingTest extends Pending {
	readonly kind: '?';
	readonly test: Expr;
	readonly operator: Range;
}

export type Waiting = Pending | PendingTest;

/** An operand, and whether nothing can follow it but the end of its expression (a function with its body). */
export interface Operand {
	readonly node: Expr;
	readonly closed?: boolean;
}

/** How tightly assignments, arrows and the branches of `?` bind; then signs, which JavaScript lets stand before no power. */
export const CHOICE = 1;
export const SIGN = 12.5;

const SIGNS: ReadonlyMap<string, UnaryOp> = new Map([
	['-', '-'],
	['+', '+'],
	['~', '~'],
	['!', 'not'],
]);

/** Operators that wait for an operand on their line. */
const UNFINISHED: ReadonlySet<string> = new Set(['binary', 'compare', 'logical', 'unary']);
/** What a `yield` without a value stands before. */
const ENDS: ReadonlySet<string> = new Set([',', ';', ':']);

export abstract class JavaScriptOperands extends JavaScriptTypes {
	private readonly targets = new WeakMap<Expr, boolean>();
	/** What is to be checked when all is read. */
	readonly checks: (() => void)[] = [];

	/** Reads what stands between brackets into its place. */
	abstract parentheses(open: number, place: Expr): void;
	abstract array(open: number, place: Expr): void;
	abstract object(open: number, place: Expr): void;
	abstract argumentsOf(open: number, args: Argument[]): void;
	abstract subscript(open: number, owner: Building<IndexExpr>): void;
	abstract field(open: number, owner: Building<TemplateField>): void;
	abstract parametersOf(open: number, parameters: Parameter[]): void;
	abstract block(open: number, body: Stmt[]): void;

	/** An operand, or `more` after what stands before one. */
	operand(to: number, operators: Operators<Waiting>): Operand | 'more' | null {
		const token = this.peek(to);
		if (token === undefined) return this.unexpected(to);
		switch (token.kind) {
			case 'name':
				return this.named(token, to, operators);
			case 'number':
				this.at++;
				return { node: this.number(token) };
			case 'string':
				this.at++;
				return { node: { kind: 'string', value: token.text, range: this.place(token) } };
			case 'open':
				return this.brackets(token, to, operators);
			case 'op':
				return this.prefix(token, to, operators);
			case 'keyword':
				return this.keyword(token, to, operators);
			case 'pattern':
				return this.refuse(token);
			case 'bad':
				return token.text === 'JSX' ? this.refuse(token) : this.unexpected(to);
			case 'text':
			case 'close':
				return this.unexpected(to);
		}
	}

	private named(token: Token, to: number, operators: Operators<Waiting>): Operand | 'more' | null {
		const next = this.peek(to, this.at + 1);
		// What is never finished costs its own statement: an assignment on the next line starts afresh.
		if (token.fresh === true && UNFINISHED.has(operators.top?.kind ?? '') && this.is(to, '=', this.at + 1))
			return this.missing(this.at);
		if (token.text === 'async' && next !== undefined && next.fresh !== true) {
			const starts =
				next.kind === 'name' || next.text === 'function' || (next.text === '(' && this.is(to, '=>', next.match + 1));
			if (starts) return this.refuse(token);
		}
		this.at++;
		if (this.is(to, '=>')) {
			const parameters: Parameter[] = [{ name: token.text, range: this.place(token), kind: 'positional' }];
			return this.arrow(parameters, token, to, operators);
		}
		return { node: { kind: 'name', name: token.text, range: this.place(token) } };
	}

	/** An arrow and its body, behind the parameters. */
	private arrow(
		parameters: Parameter[],
		first: Token,
		to: number,
		operators: Operators<Waiting>,
	): Operand | 'more' | null {
		this.at++;
		const start = first.start + this.shift;
		if (this.opens(to, '{')) {
			const body: Stmt[] = [];
			this.block(this.at, body);
			this.at = this.tokens[this.at]!.match + 1;
			return { node: { kind: 'lambda', parameters, body, range: this.since(start) }, closed: true };
		}
		operators.push({
			kind: 'body',
			precedence: CHOICE,
			build: (body) => ({ kind: 'lambda', parameters, body, range: { start, end: outerOf(body).end } }),
		});
		return operators.depth > this.nesting ? this.tooDeep(first) : 'more';
	}

	private number(token: Token): NumberExpr {
		const digits = token.text.replace(/_/g, '').replace(/n$/, '');
		const integer = /^0[xXbBoO]/.test(digits) || !/[.eE]/.test(digits);
		return { kind: 'number', value: Number(digits), integer, range: this.place(token) };
	}

	private brackets(token: Token, to: number, operators: Operators<Waiting>): Operand | 'more' | null {
		let open = this.at;
		const whole = this.span(token, this.tokens[token.match]!);
		if (token.text === TEMPLATE) return { node: this.template(token) };
		if (token.text === '[' || token.text === '{') {
			const place = hole(whole);
			if (token.text === '[') this.array(open, place);
			else this.object(open, place);
			this.at = token.match + 1;
			return { node: place };
		}
		if (this.isArrow(to, operators)) {
			const parameters: Parameter[] = [];
			this.parametersOf(open, parameters);
			this.at = token.match + 1;
			this.skipAnnotation(to);
			return this.is(to, '=>') ? this.arrow(parameters, token, to, operators) : this.unexpected(to);
		}
		this.at = token.match + 1;
		// `((x))` is x with all its parentheses.
		while (this.opens(token.match, '(', open + 1) && this.tokens[open + 1]!.match === this.tokens[open]!.match - 1)
			open++;
		const inner = this.inside(open);
		if (inner === undefined)
			return this.complain(problem('missing-value', token, 'hint', 'Something is missing after {0}', '('));
		const place = hole(inner, whole);
		this.parentheses(open, place);
		return { node: place };
	}

	/** Whether the parentheses at `at` hold the parameters of an arrow function. */
	private isArrow(to: number, operators: Operators<Waiting>): boolean {
		const { at } = this;
		this.at = this.tokens[at]!.match + 1;
		let found = this.is(to, '=>');
		// In `a ? (b) : c => d` the colon belongs to the question.
		if (!found && this.is(to, ':') && !operators.has('?')) {
			this.skipAnnotation(to);
			found = this.is(to, '=>');
		}
		this.at = at;
		return found;
	}

	private template(token: Token): Expr {
		const parts: (string | TemplateField)[] = [];
		for (let index = this.at + 1; index < token.match; index++) {
			const part = this.tokens[index]!;
			if (part.kind === 'text') parts.push(part.text);
			if (part.kind !== 'open' || part.text !== FIELD) continue;
			const owner: Building<TemplateField> = {
				value: hole(this.inside(index) ?? this.span(part, this.tokens[part.match]!)),
			};
			parts.push(owner);
			this.field(index, owner);
			index = part.match;
		}
		const range = this.span(token, this.tokens[token.match]!);
		this.at = token.match + 1;
		return { kind: 'template', parts, range };
	}

	private prefix(token: Token, to: number, operators: Operators<Waiting>): 'more' | null {
		const { text } = token;
		const sign = SIGNS.get(text);
		if (sign !== undefined) {
			this.at++;
			return this.sign(token, sign, operators);
		}
		if (text === '++' || text === '--') {
			this.at++;
			const operator = this.place(token);
			operators.push({
				kind: 'update',
				precedence: SIGN,
				build: (target) => this.update(target, text, operator, { start: operator.start, end: outerOf(target).end }),
			});
			return 'more';
		}
		// `<T>(x: T) => x` and the old way to write `x as T`.
		if (text === '<' && this.skipAngles(to)) return 'more';
		return this.unexpected(to);
	}

	/** `i++` and its like are assignments of sums. */
	update(target: Expr, sign: string, operator: Range, range: Range, postfix = false): Expr {
		this.checks.push(() => this.isTarget(target));
		return {
			kind: 'assign-expr',
			target: target as Target,
			value: { kind: 'number', value: 1, integer: true, range: operator },
			op: sign === '++' ? '+' : '-',
			operator,
			...(postfix && { postfix }),
			range,
		};
	}

	private sign(token: Token, op: UnaryOp, operators: Operators<Waiting>): 'more' | null {
		operators.push(unary(op, this.place(token), SIGN));
		return operators.depth > this.nesting ? this.tooDeep(token) : 'more';
	}

	private keyword(token: Token, to: number, operators: Operators<Waiting>): Operand | 'more' | null {
		const range = this.place(token);
		switch (token.text) {
			case 'true':
			case 'false':
				this.at++;
				return { node: { kind: 'constant', value: token.text, range } };
			case 'null':
				this.at++;
				return { node: { kind: 'constant', value: 'none', range } };
			case 'typeof':
				this.at++;
				return this.sign(token, 'typeof', operators);
			case 'void':
				this.at++;
				operators.push({
					kind: 'void',
					precedence: SIGN,
					build: (value) => ({
						kind: 'tuple',
						items: [value, { kind: 'constant', value: 'undefined', range }],
						range: { start: range.start, end: outerOf(value).end },
					}),
				});
				return operators.depth > this.nesting ? this.tooDeep(token) : 'more';
			case 'yield':
				return this.yielded(token, to, operators);
			case 'new':
				return this.construct(token, to);
			case 'function':
				return this.function(token, to);
			case 'class':
			case 'delete':
			case 'import':
			case 'await':
				return this.refuse(token);
			default:
				// A new statement, where the one before it was not finished.
				return token.fresh === true ? this.missing(this.at) : this.unexpected(to);
		}
	}

	private yielded(token: Token, to: number, operators: Operators<Waiting>): Operand | 'more' {
		this.at++;
		const next = this.peek(to);
		const from = next !== undefined && next.fresh !== true && this.accept(to, '*');
		const start = token.start + this.shift;
		if (!from && (next === undefined || next.fresh === true || ENDS.has(next.text)))
			return { node: { kind: 'yield', from, range: this.place(token) } };
		operators.push({
			kind: 'yield',
			precedence: CHOICE,
			build: (value) => ({ kind: 'yield', value, from, range: { start, end: outerOf(value).end } }),
		});
		return 'more';
	}

	private construct(token: Token, to: number): Operand | null {
		this.at++;
		let first = this.peek(to);
		if (first === undefined) return this.unexpected(to);
		let callee: Expr;
		if (first.kind === 'name') {
			callee = { kind: 'name', name: first.text, range: this.place(first) };
			this.at++;
		} else if (first.kind === 'open' && first.text === '(' && first.match > this.at + 1) {
			callee = hole(this.inside(this.at)!, this.span(first, this.tokens[first.match]!));
			this.parentheses(this.at, callee);
			this.at = first.match + 1;
		} else return first.text === 'new' || first.text === 'class' ? this.refuse(first) : this.unexpected(to);
		while (this.is(to, '.')) {
			first = this.peek(to, this.at + 1);
			if (first?.kind !== 'name') return this.unexpected(to);
			this.at += 2;
			const operator = this.place(first);
			callee = {
				kind: 'attribute',
				object: callee,
				name: first.text,
				operator,
				range: { start: outerOf(callee).start, end: operator.end },
			};
		}
		if (this.is(to, '<')) this.skipAngles(to);
		const args: Argument[] = [];
		if (this.opens(to, '(')) {
			this.argumentsOf(this.at, args);
			this.at = this.tokens[this.at]!.match + 1;
		}
		const operator = callee.kind === 'attribute' ? callee.operator : callee.range;
		const range = this.since(token.start + this.shift);
		const node: CallExpr = { kind: 'call', callee, args, operator, construct: true, range };
		return { node };
	}

	/** `function name(…) { … }` where an operand stands. */
	private function(token: Token, to: number): Operand | null {
		this.at++;
		const generator = this.accept(to, '*');
		const name = this.peek(to);
		if (name?.kind === 'name') this.at++;
		const made = this.callable(to);
		if (made === null) return null;
		const node: LambdaExpr = {
			kind: 'lambda',
			...made,
			...(name?.kind === 'name' && { name: name.text }),
			...(generator && { generator }),
			ownThis: true,
			range: this.since(token.start + this.shift),
		};
		return { node };
	}

	/** Parameters and a body: `(a, b) { … }`. */
	callable(to: number): { readonly parameters: Parameter[]; readonly body: Stmt[] } | null {
		if (this.is(to, '<')) this.skipAngles(to);
		const open = this.at;
		if (!this.opens(to, '(')) return this.unexpected(to);
		const parameters: Parameter[] = [];
		this.parametersOf(open, parameters);
		this.at = this.tokens[open]!.match + 1;
		this.skipAnnotation(to);
		if (!this.opens(to, '{')) return this.unexpected(to);
		const body: Stmt[] = [];
		this.block(this.at, body);
		this.at = this.tokens[this.at]!.match + 1;
		return { parameters, body };
	}

	/** Whether something can be assigned to; a problem tells where not, once. */
	isTarget(target: Expr): boolean {
		const known = this.targets.get(target) ?? this.mayBeAssigned(target);
		this.targets.set(target, known);
		return known;
	}

	private mayBeAssigned(target: Expr): boolean {
		const work: Expr[] = [target];
		for (let node = work.pop(); node !== undefined; node = work.pop()) {
			if (node.kind === 'list') for (const item of node.items) work.push(item);
			else if (node.kind === 'dict') for (const { value } of node.entries) work.push(value);
			else if (node.kind === 'spread') work.push(node.value);
			else if (node.kind === 'assign-expr' && node !== target && node.op === undefined) work.push(node.target);
			else if (node.kind === 'constant' && node.value === 'undefined' && node.range.start === node.range.end) continue;
			else if (node.kind === 'broken') return false;
			else if (node.kind !== 'name' && node.kind !== 'attribute' && node.kind !== 'index') {
				const { start, end } = node.range;
				const at = { start: start - this.shift, end: end - this.shift };
				this.complain(problem('not-assignable', at, 'error', 'Nothing can be assigned to this'));
				return false;
			}
		}
		return true;
	}
}
