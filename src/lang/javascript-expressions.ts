/**
 * JavaScript's expressions, read from tokens: as Python's (python-expressions.ts), with a list of operators that wait and brackets that are read later.
 */
import { JavaScriptOperands } from './javascript-operands.ts';
import { CHOICE, type Operand, type PendingTest, type Waiting } from './javascript-reader.ts';
import { TEMPLATE } from './javascript-lexicon.ts';
import { binary, choice, compare, hole, logical, Operators, outerOf, spanOf, type Building } from './script-build.ts';
import { problem, type Token } from './script-tokens.ts';
import type { Argument, AttributeExpr, BinaryOp, CompareOp, Expr, IndexExpr, LogicalExpr, Target } from './script.ts';

const BINARY: ReadonlyMap<string, number> = new Map([
	['|', 5],
	['^', 6],
	['&', 7],
	['<<', 10],
	['>>', 10],
	['>>>', 10],
	['+', 11],
	['-', 11],
	['*', 12],
	['/', 12],
	['%', 12],
	['**', 13],
]);
const COMPARISONS: ReadonlyMap<string, number> = new Map([
	['==', 8],
	['!=', 8],
	['===', 8],
	['!==', 8],
	['<', 9],
	['<=', 9],
	['>', 9],
	['>=', 9],
	['in', 9],
	['instanceof', 9],
]);
const LOGICAL: ReadonlyMap<string, readonly [LogicalExpr['op'], number]> = new Map([
	['??', ['??', 2]],
	['||', ['or', 3]],
	['&&', ['and', 4]],
]);
export const ASSIGNMENTS: ReadonlyMap<string, BinaryOp | LogicalExpr['op'] | '='> = new Map([
	['=', '='],
	...(['+', '-', '*', '/', '%', '**', '<<', '>>', '>>>', '&', '|', '^'] as const).map((op) => [`${op}=`, op] as const),
	['&&=', 'and'],
	['||=', 'or'],
	['??=', '??'],
]);

export abstract class JavaScriptExpressions extends JavaScriptOperands {
	/** One expression without commas that begins at `at`, read as far as it goes, but not beyond `to`; null where it cannot be read. */
	expression(to: number): Expr | null {
		const operators = new Operators<Waiting>();
		for (;;) {
			const read = this.operand(to, operators);
			if (read === null) return null;
			if (read === 'more') continue;
			const finished = this.operators(to, operators, read);
			if (finished === null) return null;
			if (finished !== 'more') return finished;
			if (operators.depth > this.nesting) return this.tooDeep(this.tokens[this.at - 1]!);
		}
	}

	/** An expression, or several with commas between them. */
	expressions(to: number): Expr | null {
		const items = this.list(to);
		if (items === null || items.length === 1) return items === null ? null : items[0]!;
		return { kind: 'tuple', items, range: spanOf(items[0]!, items.at(-1)!) };
	}

	/** Expressions with commas between them, one at least. */
	list(to: number): Expr[] | null {
		const items: Expr[] = [];
		do {
			const item = this.expression(to);
			if (item === null) return null;
			items.push(item);
		} while (this.accept(to, ','));
		return items;
	}

	/** What may follow an operand: the expression where it ends here, `more` after an operator. */
	private operators(to: number, operators: Operators<Waiting>, operand: Operand): Expr | 'more' | null {
		let { node } = operand;
		let single = operand.closed !== true;
		for (;;) {
			const token = this.peek(to);
			if (token === undefined) return this.end(operators, node, to);
			if (single) {
				const followed = this.postfix(token, to, node);
				if (followed === null) return null;
				if (followed !== 'none') {
					node = followed;
					continue;
				}
			}
			if (token.kind === 'op' && token.text === '?') {
				this.at++;
				const test = operators.reduce(node, CHOICE);
				operators.push({ kind: '?', precedence: 0, test, operator: this.place(token), build: (then) => then });
				return 'more';
			}
			if (token.kind === 'op' && token.text === ':') return this.otherwise(token, to, operators, node);
			if (operand.closed === true || (token.kind !== 'op' && token.kind !== 'keyword')) {
				if (token.kind === 'name' && token.fresh !== true && (token.text === 'as' || token.text === 'satisfies')) {
					this.at++;
					this.skipType(to);
					single = false;
					continue;
				}
				return this.end(operators, node, to);
			}
			return this.infix(token, operators, node) ? 'more' : this.end(operators, node, to);
		}
	}

	/** Pushes an operator with two operands; false where the token is none. */
	private infix(token: Token, operators: Operators<Waiting>, node: Expr): boolean {
		const { text } = token;
		const operator = this.place(token);
		const precedence = BINARY.get(text);
		if (precedence !== undefined) {
			// Powers are read from the right.
			const left = operators.reduce(node, text === '**' ? precedence : precedence - 1);
			operators.push(binary(text as BinaryOp, left, operator, precedence));
		} else if (COMPARISONS.has(text)) {
			const tightness = COMPARISONS.get(text)!;
			operators.push(compare(text as CompareOp, operators.reduce(node, tightness - 1), operator, tightness, false));
		} else if (LOGICAL.has(text)) {
			const [op, tightness] = LOGICAL.get(text)!;
			operators.push(logical(op, operators.reduce(node, tightness - 1), operator, tightness));
		} else if (ASSIGNMENTS.has(text)) {
			const op = ASSIGNMENTS.get(text)!;
			const target = operators.reduce(node, CHOICE);
			operators.push({
				kind: 'assign',
				precedence: CHOICE,
				build: (value) => this.assigned(target, op, value, operator),
			});
		} else return false;
		this.at++;
		return true;
	}

	private assigned(
		target: Expr,
		op: BinaryOp | LogicalExpr['op'] | '=',
		value: Expr,
		operator: Building<Expr>['range'],
	): Expr {
		const range = spanOf(target, value);
		const result: Building<Expr> = {
			kind: 'assign-expr',
			target: target as Target,
			value,
			...(op !== '=' && op !== 'and' && op !== 'or' && op !== '??' && { op }),
			operator,
			range,
		};
		// `x ||= y` is x = x || y.
		if (op === 'and' || op === 'or' || op === '??')
			result.value = { kind: 'logical', op, left: target, right: value, operator, range };
		this.checks.push(() => {
			if (!this.isTarget(target)) Object.assign(result, hole(range));
		});
		return result;
	}

	/** A call, a property, an element, `x++`, `x!`: what belongs to the operand before anything else does. */
	private postfix(token: Token, to: number, node: Expr): Expr | 'none' | null {
		if (token.kind === 'open') {
			if (token.text === '(') return this.call(node, token);
			if (token.text === '[') return this.element(node, token);
			return token.text === TEMPLATE ? this.tagged(node, token) : 'none';
		}
		if (token.kind !== 'op') return 'none';
		switch (token.text) {
			case '.':
				this.at++;
				return this.property(node, to);
			case '?.': {
				this.at++;
				const next = this.peek(to);
				if (next?.kind === 'open' && next.text === '(') return this.call(node, next, true);
				if (next?.kind === 'open' && next.text === '[') return this.element(node, next, true);
				return this.property(node, to, true);
			}
			case '++':
			case '--':
				if (token.fresh === true) return 'none';
				this.at++;
				return this.update(node, token.text, this.place(token), this.since(outerOf(node).start), true);
			case '!':
				if (token.fresh === true) return 'none';
				this.at++;
				return node;
			case '<': {
				const { at } = this;
				this.skipTypeArguments(to);
				return this.at === at ? 'none' : node;
			}
			default:
				return 'none';
		}
	}

	/** `` tag`…` ``: not supported. */
	private tagged(tag: Expr, token: Token): Expr {
		const at = { start: token.start, end: this.tokens[token.match]!.end };
		this.complain(problem('not-supported', at, 'error', 'Not supported: {0}', '`…`'));
		this.at = token.match + 1;
		return hole(this.since(outerOf(tag).start));
	}

	private call(callee: Expr, token: Token, optional = false): Expr {
		const args: Argument[] = [];
		this.argumentsOf(this.at, args);
		this.at = token.match + 1;
		const operator = callee.kind === 'attribute' && callee.outer === undefined ? callee.operator : callee.range;
		const range = this.since(outerOf(callee).start);
		return { kind: 'call', callee, args, operator, ...(optional && { optional }), range };
	}

	element(object: Expr, token: Token, optional = false): Expr {
		const close = this.tokens[token.match]!;
		const inner = this.inside(this.at) ?? { start: token.end + this.shift, end: close.start + this.shift };
		const owner: Building<IndexExpr> = {
			kind: 'index',
			object,
			index: hole(inner),
			operator: this.span(token, close),
			...(optional && { optional }),
			range: { start: outerOf(object).start, end: close.end + this.shift },
		};
		this.subscript(this.at, owner);
		this.at = token.match + 1;
		return owner;
	}

	property(object: Expr, to: number, optional = false): AttributeExpr | null {
		const token = this.peek(to);
		if (token?.kind !== 'name') return this.unexpected(to);
		this.at++;
		const operator = this.place(token);
		const range = { start: outerOf(object).start, end: operator.end };
		return { kind: 'attribute', object, name: token.text, operator, ...(optional && { optional }), range };
	}

	private otherwise(token: Token, to: number, operators: Operators<Waiting>, node: Expr): Expr | 'more' | null {
		if (!operators.has('?')) return this.end(operators, node, to);
		const then = operators.reduce(node, 0);
		const { test, operator } = operators.pop() as PendingTest;
		this.at++;
		operators.push(choice(':', CHOICE, { test, then, operator }, test));
		return operators.depth > this.nesting ? this.tooDeep(token) : 'more';
	}

	private end(operators: Operators<Waiting>, operand: Expr, to: number): Expr | null {
		const node = operators.reduce(operand, 0);
		const left = operators.top as PendingTest | undefined;
		if (left === undefined) return node;
		return this.peek(to) === undefined ? this.missingBranch(left.operator) : this.unexpected(to);
	}
}
