/**
 * Python's expressions, read from tokens. One list of operators that wait does for a chain of any length, and what lies between brackets is left on a list
 * of work (python-groups.ts): nothing here calls itself.
 */
import type { Range } from '../protocol.ts';
import { CHOICE, PythonOperands, type PendingIf, type PendingLambda, type Waiting } from './python-operands.ts';
import { FSTRING } from './python-lexicon.ts';
import { binary, choice, compare, hole, logical, Operators, outerOf, spanOf, type Building } from './script-build.ts';
import { problem, type Token } from './script-tokens.ts';
import type { Argument, BinaryOp, CompareOp, Expr, IndexExpr, NameExpr } from './script.ts';

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
const OR = 2;
const AND = 3;
const COMPARE = 5;

export class PythonExpressions extends PythonOperands {
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
				// Powers are read from the right.
				const left = operators.reduce(node, token.text === '**' ? precedence : precedence - 1);
				operators.push(binary(token.text as BinaryOp, left, this.place(token), precedence));
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

	private comparison(op: CompareOp, operator: Range, operators: Operators<Waiting>, operand: Expr): void {
		operators.push(compare(op, operators.reduce(operand, COMPARE - 1), operator, COMPARE, true));
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
			case 'or': {
				this.at++;
				const precedence = token.text === 'or' ? OR : AND;
				operators.push(logical(token.text, operators.reduce(node, precedence - 1), this.place(token), precedence));
				return 'more';
			}
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
		operators.push(choice('else', CHOICE, { test, then, operator }, then));
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
