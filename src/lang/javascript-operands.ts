/**
 * What JavaScript's expressions are made of: names, literals, brackets, functions, and what stands before an operand.
 */
import { FIELD, TEMPLATE } from './javascript-lexicon.ts';
import { CHOICE, JavaScriptReader, SIGN, type Operand, type Waiting } from './javascript-reader.ts';
import { hole, outerOf, unary, type Building, type Operators } from './script-build.ts';
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
	TemplateField,
	UnaryOp,
} from './script.ts';

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

export abstract class JavaScriptOperands extends JavaScriptReader {
	/** Reads what stands between brackets into its place. */
	abstract parentheses(open: number, place: Expr): void;
	abstract array(open: number, place: Expr): void;
	abstract object(open: number, place: Expr): void;
	abstract argumentsOf(open: number, args: Argument[]): void;
	abstract subscript(open: number, owner: Building<IndexExpr>): void;
	abstract field(open: number, owner: Building<TemplateField>): void;
	abstract parametersOf(open: number, parameters: Parameter[]): void;
	abstract block(open: number, body: Stmt[]): void;
	/** `object[index]`, `object.name`: from the bracket, or behind the point. */
	abstract element(object: Expr, token: Token, optional?: boolean): Expr;
	abstract property(object: Expr, to: number, optional?: boolean): Expr | null;

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
				return this.refused(token);
			case 'bad':
				return token.text === 'JSX' ? this.refused(token) : this.unexpected(to);
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
			const starts = next.kind === 'name' || next.text === 'function' || this.isArrow(to, operators, this.at + 1);
			if (starts) return this.refusedBefore(token, CHOICE, operators);
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

	/** Whether parentheses hold the parameters of an arrow function. */
	private isArrow(to: number, operators: Operators<Waiting>, open = this.at): boolean {
		const token = this.peek(to, open);
		if (token?.kind !== 'open' || token.text !== '(') return false;
		const behind = token.match + 1;
		if (this.is(to, '=>', behind)) return true;
		// In `a ? (b) : c => d` the colon belongs to the question.
		if (!this.is(to, ':', behind) || (operators.has('?') && !this.hasTypes(open))) return false;
		const { at } = this;
		this.at = behind;
		this.skipAnnotation(to);
		const found = this.is(to, '=>');
		this.at = at;
		return found;
	}

	/** Whether parentheses are empty or hold a colon: they hold parameters then. */
	private hasTypes(open: number): boolean {
		const { match } = this.tokens[open]!;
		for (let index = open + 1; index < match; index++) {
			const token = this.tokens[index]!;
			if (token.kind === 'open') index = token.match;
			else if (token.kind === 'op' && token.text === ':') return true;
		}
		return match === open + 1;
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
			return operators.depth > this.nesting ? this.tooDeep(token) : 'more';
		}
		// `<T>(x: T) => x` and the old way to write `x as T`.
		if (text === '<' && this.skipAngles(to)) return 'more';
		return this.unexpected(to);
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
			case 'import':
				return this.refused(token);
			case 'delete':
			case 'await':
				return this.refusedBefore(token, SIGN, operators);
			case 'class':
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
		if (!from && (next === undefined || next.fresh === true || (next.kind === 'op' && ENDS.has(next.text))))
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
		const first = this.peek(to);
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
		for (;;) {
			if (this.opens(to, '[')) {
				callee = this.element(callee, this.tokens[this.at]!);
				continue;
			}
			if (!this.accept(to, '.')) break;
			const member = this.property(callee, to);
			if (member === null) return null;
			callee = member;
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
}
