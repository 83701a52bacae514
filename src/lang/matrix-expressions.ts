/**
 * Expressions of Julia and MATLAB, read from tokens with one list of operators that wait, whatever the length of a chain: nothing here calls itself. In
 * square brackets white space parts: `[1 -2]` has two entries, `[1 - 2]` has one.
 */
import { applied, MatrixOperands, type PendingTest, type Waiting } from './matrix-operands.ts';
import { PRECEDENCE, type Infix } from './matrix-lexicon.ts';
import { binary, choice, compare, hole, logical, Operators, outerOf, spanOf, type Building } from './script-build.ts';
import type { Token } from './script-tokens.ts';
import type { CallExpr, Expr, IndexExpr } from './script.ts';

export interface Reading {
	/** White space parts entries. */
	readonly entries?: boolean;
	/** Parentheses index: what is read is assigned to. */
	readonly target?: boolean;
}

export class MatrixExpressions extends MatrixOperands {
	/** One expression that begins at `at`, read as far as it goes, but not beyond `to`. Null where it cannot be read: a problem tells. */
	expression(to: number, reading: Reading = {}): Expr | null {
		const operators = new Operators<Waiting>();
		for (;;) {
			const read = this.operand(to, operators);
			if (read === null) return null;
			if (read === 'more') continue;
			const finished = this.operators(to, operators, read, reading);
			if (finished === null) return null;
			if (finished !== 'more') return finished;
			if (operators.depth > this.nesting) return this.tooDeep(this.tokens[this.at - 1]!);
		}
	}

	override default(to: number): Expr | null {
		return this.expression(to);
	}

	/** What may follow an operand: the expression where it ends here, `more` after an operator. */
	private operators(to: number, operators: Operators<Waiting>, operand: Expr, reading: Reading): Expr | 'more' | null {
		let node = operand;
		for (;;) {
			const token = this.peek(to);
			if (token === undefined) return this.finish(operators, node, to);
			const apart = this.spaced(this.at);
			if (reading.entries === true && apart && this.startsEntry(token, to)) return this.finish(operators, node, to);
			const more = this.postfix(token, to, node, apart, reading);
			if (more === null) return null;
			if (more !== 'none') {
				node = more;
				continue;
			}
			if (this.julia && !apart && this.isCoefficient(node, token)) {
				this.coefficient(operators, node, token);
				return 'more';
			}
			if (token.kind === 'keyword' && (token.text === 'in' || token.text === 'isa'))
				return token.text === 'isa'
					? this.finish(operators, node, to)
					: this.infix(token, { makes: 'compare', op: 'in', precedence: 7 }, operators, node);
			if (token.kind !== 'op') return this.finish(operators, node, to);
			if (token.text === '?' && this.julia) {
				this.at++;
				const test = operators.reduce(node, PRECEDENCE.choice);
				operators.push({ kind: '?', precedence: 0, test, operator: this.place(token), build: (value) => value });
				return 'more';
			}
			if (token.text === ':' && operators.has('?') && apart) return this.otherwise(token, to, operators, node);
			if (token.text === '::') {
				this.skipType(to);
				continue;
			}
			const infix = this.language.infix.get(token.text);
			if (infix === undefined) return this.finish(operators, node, to);
			return this.infix(token, infix, operators, node);
		}
	}

	/** Whether a token behind white space begins the next entry of a row. */
	private startsEntry(token: Token, to: number): boolean {
		if (token.kind === 'open') return true;
		if (token.kind !== 'op') return token.kind !== 'keyword' || token.text === 'true' || token.text === 'false';
		const next = this.peek(to, this.at + 1);
		const signs = token.text === '+' || token.text === '-' || token.text === '−' || token.text === '~';
		if (signs || token.text === '!') return next !== undefined && !this.spaced(this.at + 1);
		return token.text === '@' || token.text === '√' || token.text === '∛';
	}

	/** A call, an index, a field, a transpose: what belongs to the operand before anything else does. */
	private postfix(token: Token, to: number, node: Expr, apart: boolean, reading: Reading): Expr | 'none' | null {
		if (token.kind === 'open') {
			if (this.julia && apart) return 'none';
			if (token.text === '(') {
				if (this.julia && node.kind === 'number') return 'none';
				return reading.target === true && !this.julia ? this.index(node, token) : this.call(node, token, false);
			}
			if (token.text === '[') return this.julia ? this.index(node, token) : 'none';
			if (!this.julia) return this.refuse(token, '{…}');
			// The parameters of a type.
			this.at = token.match + 1;
			return node;
		}
		if (token.kind !== 'op') return 'none';
		if (token.text === "'" || token.text === ".'") {
			this.at++;
			const range = this.since(outerOf(node).start);
			return { kind: 'unary', op: "'", operand: node, operator: this.place(token), range };
		}
		if (token.text !== '.') return 'none';
		const next = this.peek(to, this.at + 1);
		if (next === undefined) return 'none';
		if (this.julia && next.kind === 'open' && next.text === '(') {
			this.at++;
			return this.call(node, next, true);
		}
		if (next.kind !== 'name') return 'none';
		this.at += 2;
		const operator = this.place(next);
		return { kind: 'attribute', object: node, name: next.text, operator, range: this.since(outerOf(node).start) };
	}

	private call(callee: Expr, token: Token, each: boolean): Expr {
		const operator = callee.kind === 'attribute' && callee.outer === undefined ? callee.operator : callee.range;
		const range = { start: outerOf(callee).start, end: this.tokens[token.match]!.end + this.shift };
		const owner: Building<CallExpr> = { kind: 'call', callee, args: [], operator, ...(each && { each }), range };
		this.argumentsOf(owner, this.at);
		this.at = token.match + 1;
		return owner;
	}

	private index(object: Expr, token: Token): Expr {
		const close = this.tokens[token.match]!;
		const inner = this.inside(this.at) ?? { start: token.end + this.shift, end: close.start + this.shift };
		const operator = this.span(token, close);
		const range = { start: outerOf(object).start, end: operator.end };
		const owner: Building<IndexExpr> = { kind: 'index', object, index: hole(inner), operator, range };
		this.groups.push({ kind: 'subscript', open: this.at, owner, end: this.end });
		this.at = token.match + 1;
		return owner;
	}

	/** `2x`, `2(x + y)`, `(x + 1)y`, `A'B`. */
	private isCoefficient(node: Expr, token: Token): boolean {
		const number = node.kind === 'number';
		const closed = node.outer !== undefined || (node.kind === 'unary' && node.op === "'");
		if (token.kind === 'name') return number || closed;
		if (token.kind === 'op') return number && (token.text === '√' || token.text === '∛');
		return number && token.kind === 'open' && token.text === '(';
	}

	private coefficient(operators: Operators<Waiting>, node: Expr, token: Token): void {
		let left = node;
		// `√2x` is √2 times x; a power takes `2x` as a whole.
		while (operators.top?.kind === 'unary') left = operators.pop().build(left);
		const at = token.start + this.shift;
		operators.push(binary('@', left, { start: at, end: at }, PRECEDENCE.coefficient));
	}

	private infix(token: Token, infix: Infix, operators: Operators<Waiting>, node: Expr): 'more' {
		this.at++;
		const { precedence } = infix;
		const left = operators.reduce(node, infix.right === true ? precedence : precedence - 0.25);
		const operator = this.place(token);
		switch (infix.makes) {
			case 'binary': {
				const pending = binary(infix.op, left, operator, precedence);
				operators.push(precedence === PRECEDENCE.power ? { ...pending, kind: 'power' } : pending);
				return 'more';
			}
			case 'compare':
				operators.push(compare(infix.op, left, operator, precedence, this.julia));
				return 'more';
			case 'logical':
				operators.push(logical(infix.op, left, operator, precedence));
				return 'more';
			case 'range':
				operators.push({ kind: 'range', precedence, build: (right) => ranged(left, right, operator) });
				return 'more';
			case 'call': {
				const { op, swap = false, each = false } = infix;
				const build = (right: Expr): Expr => {
					const [first, second] = swap ? [right, left] : [left, right];
					const range = spanOf(left, right);
					if (op !== '.pipe') return applied(op, [first, second], operator, range);
					return { kind: 'call', callee: first, args: [{ value: second }], operator, ...(each && { each }), range };
				};
				operators.push({ kind: 'call', precedence, build });
				return 'more';
			}
		}
	}

	private otherwise(token: Token, to: number, operators: Operators<Waiting>, node: Expr): Expr | 'more' | null {
		const then = operators.reduce(node, 0);
		if (operators.top?.kind !== '?') return this.unexpected(to);
		const { test, operator } = operators.pop() as PendingTest;
		this.at++;
		operators.push(choice(':', PRECEDENCE.choice, { test, then, operator }, test));
		return operators.depth > this.nesting ? this.tooDeep(token) : 'more';
	}

	private finish(operators: Operators<Waiting>, operand: Expr, to: number): Expr | null {
		const node = operators.reduce(operand, 0);
		const left = operators.top as PendingTest | undefined;
		if (left === undefined) return node;
		return this.peek(to) === undefined ? this.missingBranch(left.operator) : this.unexpected(to);
	}
}

/** `a:b`, and with another behind it `a:step:b`. */
function ranged(left: Expr, right: Expr, operator: Expr['range']): Expr {
	const before = left.kind === 'call' && left.outer === undefined && left.callee.kind === 'name' ? left : null;
	if (before?.callee.kind === 'name' && before.callee.name === '.range' && before.args.length === 2) {
		const [start, step] = before.args;
		return applied('.range', [start!.value, step!.value, right], operator, spanOf(left, right));
	}
	return applied('.range', [left, right], operator, spanOf(left, right));
}
