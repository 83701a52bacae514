/**
 * Python's expressions, read from tokens. One list of operators that wait does for a chain of any length, and what lies between brackets is left on a list
 * of work (python-groups.ts): nothing here calls itself.
 */
import type { Problem, Range } from '../protocol.ts';
import { FIELD, FSTRING } from './python-scan.ts';
import { hole, Operators, outerOf, spanOf, type Building, type Pending } from './script-build.ts';
import { problem, type Token } from './script-tokens.ts';
import type {
	Argument,
	BinaryOp,
	CompareExpr,
	CompareOp,
	ConstantExpr,
	Expr,
	IndexExpr,
	NameExpr,
	Parameter,
	TemplateField,
} from './script.ts';

/** What lies between brackets, to be read later into its place. */
export type Group =
	| { readonly kind: 'parentheses' | 'list' | 'braces'; readonly open: number; readonly place: Expr }
	| { readonly kind: 'subscript'; readonly open: number; readonly owner: Building<IndexExpr> }
	| { readonly kind: 'field'; readonly open: number; readonly owner: Building<TemplateField> }
	| { readonly kind: 'arguments'; readonly open: number; readonly args: Argument[] };

/** A lambda whose parameters are being read. */
interface PendingLambda extends Pending {
	readonly kind: 'lambda';
	readonly start: number;
	readonly parameters: Building<Parameter>[];
	/** True after a `*`: parameters are given by keyword only. */
	keywordOnly: boolean;
}

interface PendingIf extends Pending {
	readonly kind: 'if';
	readonly then: Expr;
	readonly operator: Range;
}

type Waiting = Pending | PendingLambda | PendingIf;

const BINARY: ReadonlyMap<string, number> = new Map([
	['|', 6],
	['^', 7],
	['&', 8],
	['<<', 9],
	['>>', 9],
	['+', 10],
	['-', 10],
	['*', 11],
	['/', 11],
	['//', 11],
	['%', 11],
	['@', 11],
	['**', 13],
]);
const COMPARISONS: ReadonlySet<string> = new Set(['<', '<=', '>', '>=', '==', '!=', '<>']);
const CONSTANTS: ReadonlyMap<string, ConstantExpr['value']> = new Map([
	['None', 'none'],
	['True', 'true'],
	['False', 'false'],
]);
/** How tightly `:=` and `lambda` and the branches of `if` bind, then the others that have no sign in `BINARY`. */
const CHOICE = 1;
const OR = 2;
const AND = 3;
const NOT = 4;
const COMPARE = 5;
const SIGN = 12;

/** A reader of expressions; `at` is the index of the next token. */
export class PythonExpressions {
	readonly tokens: readonly Token[];
	private readonly text: string;
	/** Where the scanned text begins in the document. */
	readonly shift: number;
	readonly nesting: number;
	readonly problems: Problem[] = [];
	/** Brackets that are still to be read; read last to first. */
	readonly groups: Group[] = [];
	at = 0;

	constructor(text: string, tokens: readonly Token[], shift: number, nesting: number) {
		this.text = text;
		this.tokens = tokens;
		this.shift = shift;
		this.nesting = nesting;
	}

	/** The range in the document from one token to another, both included. */
	span(first: Token, last: Token): Range {
		return { start: first.start + this.shift, end: last.end + this.shift };
	}

	place(token: Token): Range {
		return this.span(token, token);
	}

	/** Characters of the scanned text. */
	source(start: number, end: number): string {
		return this.text.slice(start, end);
	}

	/** The token at an index where it is before `to`. */
	peek(to: number, at = this.at): Token | undefined {
		return at < to ? this.tokens[at] : undefined;
	}

	is(to: number, text: string, at = this.at): boolean {
		const token = this.peek(to, at);
		return token !== undefined && token.text === text && (token.kind === 'op' || token.kind === 'keyword');
	}

	complain(found: Problem): null {
		const { start, end } = found.range;
		this.problems.push({ ...found, range: { start: start + this.shift, end: end + this.shift } });
		return null;
	}

	/** Says that a token cannot stand where it does, or that something is missing behind the last one. */
	unexpected(to: number): null {
		const token = this.peek(to);
		if (token === undefined) {
			const last = this.tokens[to - 1];
			if (last === undefined) return null;
			return this.complain(problem('missing-value', last, 'hint', 'Something is missing after {0}', last.text));
		}
		if (token.kind === 'keyword' && (token.text === 'async' || token.text === 'await')) return this.refuse(token);
		const text = token.kind === 'string' || token.kind === 'text' ? '"…"' : token.text;
		return this.complain(problem('unexpected', token, 'error', 'Not understood here: {0}', text));
	}

	refuse(token: Token, what = token.text): null {
		return this.complain(problem('not-supported', token, 'error', 'Not supported: {0}', what));
	}

	/**
	 * One expression that begins at `at`, read as far as it goes, but not beyond `to`. Null where it cannot be read: a problem tells. `choices` says
	 * whether `if` may follow an operand (not so in the clauses of a comprehension, where it begins a condition).
	 */
	expression(to: number, choices = true): Expr | null {
		const operators = new Operators<Waiting>();
		for (;;) {
			const read = this.operand(to, operators);
			if (read === null) return null;
			if (read === 'more') continue;
			const finished = this.operators(to, operators, read, choices);
			if (finished === null) return null;
			if (finished !== 'more') return finished;
			if (operators.depth > this.nesting) return this.tooDeep(this.tokens[this.at - 1]!);
		}
	}

	tooDeep(token: Token): null {
		return this.complain(problem('too-deep', token, 'error', 'Nested deeper than {0} levels', this.nesting));
	}

	/** An operand, or `more` after an operator that stands before one. */
	private operand(to: number, operators: Operators<Waiting>): Expr | 'more' | null {
		const token = this.peek(to);
		if (token === undefined) return this.unexpected(to);
		switch (token.kind) {
			case 'name':
				this.at++;
				return { kind: 'name', name: token.text, range: this.place(token) };
			case 'number':
				this.at++;
				return this.number(token);
			case 'string':
				return this.strings(to);
			case 'open':
				if (token.text === FSTRING) return this.strings(to);
				return this.brackets(token);
			case 'op':
				return this.prefix(token, to, operators);
			case 'keyword':
				return this.keyword(token, to, operators);
			case 'text':
			case 'pattern':
			case 'close':
			case 'bad':
				return this.unexpected(to);
		}
	}

	private prefix(token: Token, to: number, operators: Operators<Waiting>): Expr | 'more' | null {
		const { text } = token;
		if (text === '...') {
			this.at++;
			return { kind: 'constant', value: 'ellipsis', range: this.place(token) };
		}
		if (text !== '-' && text !== '+' && text !== '~') return this.unexpected(to);
		this.at++;
		return this.unary(token, text, SIGN, operators);
	}

	private unary(
		token: Token,
		op: '-' | '+' | '~' | 'not',
		precedence: number,
		operators: Operators<Waiting>,
	): 'more' | null {
		const operator = this.place(token);
		operators.push({
			kind: 'unary',
			precedence,
			build: (operand) => ({
				kind: 'unary',
				op,
				operand,
				operator,
				range: { start: operator.start, end: outerOf(operand).end },
			}),
		});
		return operators.depth > this.nesting ? this.tooDeep(token) : 'more';
	}

	private keyword(token: Token, to: number, operators: Operators<Waiting>): Expr | 'more' | null {
		const value = CONSTANTS.get(token.text);
		if (value !== undefined) {
			this.at++;
			return { kind: 'constant', value, range: this.place(token) };
		}
		if (token.text === 'not') {
			this.at++;
			return this.unary(token, 'not', NOT, operators);
		}
		if (token.text === 'lambda') {
			this.at++;
			operators.push({
				kind: 'lambda',
				precedence: 0,
				start: token.start + this.shift,
				parameters: [],
				keywordOnly: false,
				build: (body) => body,
			});
			return operators.depth > this.nesting ? this.tooDeep(token) : this.lambdaParameters(to, operators);
		}
		return this.unexpected(to);
	}

	/** Reads parameters of the innermost lambda up to a default value or the colon. */
	private lambdaParameters(to: number, operators: Operators<Waiting>): 'more' | null {
		const { start, parameters } = operators.top as PendingLambda;
		for (;;) {
			if (this.is(to, ':')) {
				this.at++;
				operators.pop();
				operators.push({
					kind: 'body',
					precedence: CHOICE,
					build: (body) => ({
						kind: 'lambda',
						parameters,
						body,
						range: { start, end: outerOf(body).end },
					}),
				});
				return 'more';
			}
			const parameter = this.parameter(to, operators.top as PendingLambda);
			if (parameter === null) return null;
			if (this.is(to, '=')) {
				this.at++;
				return 'more';
			}
			if (this.is(to, ',')) this.at++;
			else if (!this.is(to, ':')) return this.unexpected(to);
		}
	}

	/** One parameter without its default: `x`, `*args`, `**options`, or the signs `*` and `/` alone. */
	parameter(to: number, list: { parameters: Building<Parameter>[]; keywordOnly: boolean }): true | null {
		if (this.is(to, '/')) {
			this.at++;
			return true;
		}
		const star = this.is(to, '*') ? 'rest' : this.is(to, '**') ? 'rest-keyword' : undefined;
		if (star !== undefined) this.at++;
		const token = this.peek(to);
		if (star === 'rest' && (token === undefined || token.text === ',')) {
			list.keywordOnly = true;
			return true;
		}
		if (token?.kind !== 'name') return this.unexpected(to);
		this.at++;
		const kind = star ?? (list.keywordOnly ? 'keyword-only' : 'positional');
		list.parameters.push({ name: token.text, range: this.place(token), kind });
		if (star === 'rest') list.keywordOnly = true;
		return true;
	}

	private number(token: Token): Expr | null {
		const last = token.text.charCodeAt(token.text.length - 1) | 32;
		const hex = /^0[xXbBoO]/.test(token.text);
		if (last === 106 /* j */ && !hex)
			return this.complain(problem('not-supported', token, 'error', 'Complex numbers are not supported'));
		const digits = token.text.replace(/_/g, '').replace(/[lL]$/, '');
		const integer = hex || !/[.eE]/.test(digits);
		return { kind: 'number', value: Number(digits), integer, range: this.place(token) };
	}

	/** Strings that stand one behind the other are one. */
	private strings(to: number): Expr {
		const first = this.tokens[this.at]!;
		const parts: (string | TemplateField)[] = [];
		let last = first;
		let template = false;
		for (let token = this.peek(to); token !== undefined; token = this.peek(to)) {
			if (token.kind === 'string') {
				parts.push(token.text);
				last = token;
				this.at++;
			} else if (token.kind === 'open' && token.text === FSTRING) {
				template = true;
				this.parts(this.at, parts);
				last = this.tokens[token.match]!;
				this.at = token.match + 1;
			} else break;
		}
		const range = this.span(first, last);
		if (template) return { kind: 'template', parts, range };
		return { kind: 'string', value: parts.join(''), range };
	}

	/** The texts and fields of an f-string, or of a field's format. */
	parts(open: number, parts: (string | TemplateField)[]): void {
		const { match } = this.tokens[open]!;
		for (let index = open + 1; index < match; index++) {
			const token = this.tokens[index]!;
			if (token.kind === 'text') parts.push(token.text);
			if (token.kind !== 'open' || token.text !== FIELD) continue;
			const inner = this.inside(index) ?? this.span(token, this.tokens[token.match]!);
			const owner: Building<TemplateField> = { value: hole(inner) };
			parts.push(owner);
			this.groups.push({ kind: 'field', open: index, owner });
			index = token.match;
		}
	}

	/** What is in brackets where an operand stands. */
	private brackets(token: Token): Expr {
		const close = this.tokens[token.match]!;
		const whole = this.span(token, close);
		let open = this.at;
		this.at = token.match + 1;
		if (token.text !== '(') {
			const place = hole(whole);
			this.groups.push({ kind: token.text === '[' ? 'list' : 'braces', open, place });
			return place;
		}
		// `((x))` is x with all its parentheses.
		while (this.tokens[open + 1]!.text === '(' && this.tokens[open + 1]!.match === this.tokens[open]!.match - 1) open++;
		const inner = this.inside(open);
		const place = inner === undefined ? hole(whole) : hole(inner, whole);
		this.groups.push({ kind: 'parentheses', open, place });
		return place;
	}

	/** The range of what stands between brackets; undefined where nothing does. */
	inside(open: number): Range | undefined {
		const { match } = this.tokens[open]!;
		return match === open + 1 ? undefined : this.span(this.tokens[open + 1]!, this.tokens[match - 1]!);
	}

	/** What may follow an operand: the expression where it ends here, `more` after an operator. */
	private operators(to: number, operators: Operators<Waiting>, operand: Expr, choices: boolean): Expr | 'more' | null {
		let node = operand;
		for (;;) {
			const token = this.peek(to);
			if (token === undefined) return this.end(operators, node, to);
			if (token.kind === 'open' && token.text !== FSTRING) {
				if (token.text === '(') node = this.call(node, token);
				else if (token.text === '[') node = this.subscript(node, token);
				else return this.end(operators, node, to);
				continue;
			}
			if (token.kind === 'op' && token.text === '.') {
				const attribute = this.attribute(node, to);
				if (attribute === null) return null;
				node = attribute;
				continue;
			}
			if (token.kind === 'keyword') return this.word(token, to, operators, node, choices);
			if (token.kind !== 'op') return this.end(operators, node, to);
			const precedence = BINARY.get(token.text);
			if (precedence !== undefined) {
				this.at++;
				this.binary(token, token.text as BinaryOp, precedence, operators, node);
				return 'more';
			}
			if (COMPARISONS.has(token.text)) {
				this.at++;
				this.comparison(token.text === '<>' ? '!=' : (token.text as CompareOp), this.place(token), operators, node);
				return 'more';
			}
			if (token.text === ',' || token.text === ':') {
				const next = this.separator(token, to, operators, node);
				if (next !== 'end') return next;
			}
			if (token.text === ':=' && node.kind === 'name' && node.outer === undefined) {
				if ((operators.top?.precedence ?? 0) > CHOICE) return this.unexpected(to);
				this.at++;
				this.walrus(token, operators, node);
				return 'more';
			}
			return this.end(operators, node, to);
		}
	}

	private end(operators: Operators<Waiting>, operand: Expr, to: number): Expr | null {
		const node = operators.reduce(operand, 0);
		const left = operators.top;
		if (left === undefined) return node;
		if (left.kind !== 'if') return this.unexpected(to);
		const operator = (left as PendingIf).operator;
		const at = { start: operator.start - this.shift, end: operator.end - this.shift };
		return this.complain(problem('missing-branch', at, 'hint', 'The other branch is missing: {0}', 'a if b else c'));
	}

	private call(callee: Expr, token: Token): Expr {
		const args: Argument[] = [];
		this.groups.push({ kind: 'arguments', open: this.at, args });
		this.at = token.match + 1;
		const range = { start: outerOf(callee).start, end: this.tokens[token.match]!.end + this.shift };
		const operator = callee.kind === 'attribute' && callee.outer === undefined ? callee.operator : callee.range;
		return { kind: 'call', callee, args, operator, range };
	}

	private subscript(object: Expr, token: Token): IndexExpr {
		const open = this.at;
		const close = this.tokens[token.match]!;
		const inner = this.inside(open) ?? { start: token.end + this.shift, end: close.start + this.shift };
		this.at = token.match + 1;
		const operator = this.span(token, close);
		const range = { start: outerOf(object).start, end: operator.end };
		const owner: Building<IndexExpr> = { kind: 'index', object, index: hole(inner), operator, range };
		this.groups.push({ kind: 'subscript', open, owner });
		return owner;
	}

	private attribute(object: Expr, to: number): Expr | null {
		this.at++;
		const token = this.peek(to);
		if (token === undefined || (token.kind !== 'name' && token.kind !== 'keyword')) return this.unexpected(to);
		this.at++;
		const operator = this.place(token);
		return {
			kind: 'attribute',
			object,
			name: token.text,
			operator,
			range: { start: outerOf(object).start, end: operator.end },
		};
	}

	private binary(token: Token, op: BinaryOp, precedence: number, operators: Operators<Waiting>, operand: Expr): void {
		const left = operators.reduce(operand, op === '**' ? precedence : precedence - 1);
		const operator = this.place(token);
		operators.push({
			kind: 'binary',
			precedence,
			build: (right) => ({ kind: 'binary', op, left, right, operator, range: spanOf(left, right) }),
		});
	}

	/** `a < b < c` is one comparison. */
	private comparison(op: CompareOp, operator: Range, operators: Operators<Waiting>, operand: Expr): void {
		const left = operators.reduce(operand, COMPARE - 1);
		operators.push({
			kind: 'compare',
			precedence: COMPARE,
			build: (right): CompareExpr => {
				if (left.kind === 'compare' && left.outer === undefined) {
					// The chain's own arrays grow: a copy for each link would take quadratic time.
					const chain = left as Building<CompareExpr>;
					chain.operands.push(right);
					chain.ops.push(op);
					chain.operators.push(operator);
					chain.range = { start: chain.range.start, end: outerOf(right).end };
					return left;
				}
				return {
					kind: 'compare',
					operands: [left, right],
					ops: [op],
					operators: [operator],
					operator,
					range: spanOf(left, right),
				};
			},
		});
	}

	private logical(token: Token, op: 'and' | 'or', operators: Operators<Waiting>, operand: Expr): void {
		const precedence = op === 'or' ? OR : AND;
		const left = operators.reduce(operand, precedence - 1);
		const operator = this.place(token);
		operators.push({
			kind: 'logical',
			precedence,
			build: (right) => ({ kind: 'logical', op, left, right, operator, range: spanOf(left, right) }),
		});
	}

	private walrus(token: Token, operators: Operators<Waiting>, target: NameExpr): void {
		const operator = this.place(token);
		operators.push({
			kind: 'walrus',
			precedence: CHOICE,
			build: (value) => ({ kind: 'assign-expr', target, value, operator, range: spanOf(target, value) }),
		});
	}

	/** A keyword behind an operand. */
	private word(
		token: Token,
		to: number,
		operators: Operators<Waiting>,
		node: Expr,
		choices: boolean,
	): Expr | 'more' | null {
		const next = this.tokens[this.at + 1];
		const second = next !== undefined && this.at + 1 < to ? next : undefined;
		switch (token.text) {
			case 'and':
			case 'or':
				this.at++;
				this.logical(token, token.text, operators, node);
				return 'more';
			case 'in':
				this.at++;
				this.comparison('in', this.place(token), operators, node);
				return 'more';
			case 'is':
			case 'not': {
				const wanted = token.text === 'is' ? 'not' : 'in';
				const both = second?.kind === 'keyword' && second.text === wanted;
				if (token.text === 'not' && !both) return this.end(operators, node, to);
				this.at += both ? 2 : 1;
				const op = token.text === 'not' ? 'not in' : both ? 'is not' : 'is';
				this.comparison(op, both ? this.span(token, second) : this.place(token), operators, node);
				return 'more';
			}
			case 'if': {
				if (!choices) return this.end(operators, node, to);
				this.at++;
				const then = operators.reduce(node, CHOICE);
				operators.push({ kind: 'if', precedence: 0, then, operator: this.place(token), build: (test) => test });
				return 'more';
			}
			case 'else':
				return this.otherwise(to, operators, node);
			default:
				return this.end(operators, node, to);
		}
	}

	private otherwise(to: number, operators: Operators<Waiting>, operand: Expr): Expr | 'more' | null {
		if (!operators.has('if')) return this.end(operators, operand, to);
		const test = operators.reduce(operand, 0);
		const waiting = operators.top;
		if (waiting?.kind !== 'if') return this.unexpected(to);
		this.at++;
		operators.pop();
		const { then, operator } = waiting as PendingIf;
		operators.push({
			kind: 'else',
			precedence: CHOICE,
			build: (otherwise) => ({
				kind: 'conditional',
				test,
				then,
				otherwise,
				operator,
				range: spanOf(then, otherwise),
			}),
		});
		return 'more';
	}

	/** A comma or colon: between the parameters of a lambda it goes on, elsewhere the expression ends. */
	private separator(token: Token, to: number, operators: Operators<Waiting>, operand: Expr): 'more' | 'end' | null {
		if (!operators.has('lambda')) return 'end';
		const value = operators.reduce(operand, 0);
		const waiting = operators.top;
		if (waiting?.kind !== 'lambda') return this.unexpected(to);
		const { parameters } = waiting as PendingLambda;
		const last = parameters.at(-1)!;
		last.default = value;
		if (token.text === ',') this.at++;
		return this.lambdaParameters(to, operators);
	}
}
