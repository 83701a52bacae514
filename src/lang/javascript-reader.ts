/**
 * What all of JavaScript's parser uses: operands and operators that wait, what can be assigned to, and what is not supported.
 */
import type { Range } from '../protocol.ts';
import { JavaScriptTypes } from './javascript-types.ts';
import { hole, outerOf, type Operators, type Pending } from './script-build.ts';
import { problem, type Token } from './script-tokens.ts';
import type { Expr, Target } from './script.ts';

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

export class JavaScriptReader extends JavaScriptTypes {
	private readonly targets = new WeakMap<Expr, boolean>();
	/** What is to be checked when all is read. */
	readonly checks: (() => void)[] = [];

	/** An operand that is not supported: it costs itself only. */
	refused(token: Token): Operand {
		this.refuse(token);
		this.at++;
		return { node: hole(this.place(token)) };
	}

	/** A word before an operand that is not supported: it costs itself and the operand. */
	refusedBefore(token: Token, precedence: number, operators: Operators<Waiting>): 'more' | null {
		this.refuse(token);
		this.at++;
		const { start } = this.place(token);
		operators.push({
			kind: token.text,
			precedence,
			build: (operand) => hole({ start, end: outerOf(operand).end }),
		});
		return operators.depth > this.nesting ? this.tooDeep(token) : 'more';
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
