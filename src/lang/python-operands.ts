/**
 * What Python's expressions are made of: names, numbers, strings, brackets, and what stands before an operand.
 */
import type { Range } from '../protocol.ts';
import { FIELD, FSTRING } from './python-lexicon.ts';
import { hole, outerOf, unary, type Building, type Operators, type Pending } from './script-build.ts';
import { ScriptReader } from './script-reader.ts';
import { problem, type Token } from './script-tokens.ts';
import type { Argument, ConstantExpr, Expr, IndexExpr, Parameter, TemplateField, UnaryOp } from './script.ts';

/** What lies between brackets, to be read later into its place. */
export type Group =
	| { readonly kind: 'parentheses' | 'list' | 'braces'; readonly open: number; readonly place: Expr }
	| { readonly kind: 'subscript'; readonly open: number; readonly owner: Building<IndexExpr> }
	| { readonly kind: 'field'; readonly open: number; readonly owner: Building<TemplateField> }
	| { readonly kind: 'arguments'; readonly open: number; readonly args: Argument[] };

/** A lambda whose parameters are being read. */
export interface PendingLambda extends Pending {
	readonly kind: 'lambda';
	readonly start: number;
	readonly parameters: Building<Parameter>[];
	/** True after a `*`: parameters are given by keyword only. */
	keywordOnly: boolean;
}

export interface PendingIf extends Pending {
	readonly kind: 'if';
	readonly then: Expr;
	readonly operator: Range;
}

export type Waiting = Pending | PendingLambda | PendingIf;

const CONSTANTS: ReadonlyMap<string, ConstantExpr['value']> = new Map([
	['None', 'none'],
	['True', 'true'],
	['False', 'false'],
]);
/** How tightly `:=`, `lambda` and the branches of `if` bind, then the signs before an operand. */
export const CHOICE = 1;
const NOT = 4;
const SIGN = 12;

export class PythonOperands extends ScriptReader {
	/** Brackets that are still to be read; read last to first. */
	readonly groups: Group[] = [];

	/** An operand, or `more` after an operator that stands before one. */
	operand(to: number, operators: Operators<Waiting>): Expr | 'more' | null {
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
		return this.sign(token, text, SIGN, operators);
	}

	private sign(token: Token, op: UnaryOp, precedence: number, operators: Operators<Waiting>): 'more' | null {
		operators.push(unary(op, this.place(token), precedence));
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
			return this.sign(token, 'not', NOT, operators);
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
	lambdaParameters(to: number, operators: Operators<Waiting>): 'more' | null {
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
		if (star === 'rest' && (token === undefined || this.is(to, ','))) {
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
		return { kind: 'string', value: parts.filter((part) => typeof part === 'string').join(''), range };
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
}
