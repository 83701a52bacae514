/**
 * What parsers of programming languages build with: operators that wait for their operands, and places that are filled in later, so that neither a
 * long chain nor a deep nest of brackets needs a parser that calls itself.
 */
import type { Range } from '../protocol.ts';
import type { BinaryOp, BrokenExpr, CompareExpr, CompareOp, Expr, LogicalExpr, UnaryOp } from './script.ts';

/** An operator whose right operand is still being read. */
export interface Pending {
	/** How tightly it binds; 0 ends every operand before it. */
	readonly precedence: number;
	/** `if`, `lambda` …: what waits for more than an operand. */
	readonly kind: string;
	readonly build: (right: Expr) => Expr;
}

/** The operators that wait, outermost first. */
export class Operators<T extends Pending = Pending> {
	private readonly pending: T[] = [];

	get depth(): number {
		return this.pending.length;
	}

	get top(): T | undefined {
		return this.pending.at(-1);
	}

	push(operator: T): void {
		this.pending.push(operator);
	}

	pop(): T {
		return this.pending.pop()!;
	}

	/** Gives an operand to all waiting operators that bind tighter than `precedence`. */
	reduce(operand: Expr, precedence: number): Expr {
		let result = operand;
		while (this.pending.length > 0 && this.pending.at(-1)!.precedence > precedence) {
			result = this.pending.pop()!.build(result);
		}
		return result;
	}

	has(kind: string): boolean {
		return this.pending.some((operator) => operator.kind === kind);
	}
}

/** A sign before its operand. */
export function unary(op: UnaryOp, operator: Range, precedence: number): Pending {
	return {
		kind: 'unary',
		precedence,
		build: (operand) => ({
			kind: 'unary',
			op,
			operand,
			operator,
			range: { start: operator.start, end: outerOf(operand).end },
		}),
	};
}

export function binary(op: BinaryOp, left: Expr, operator: Range, precedence: number): Pending {
	return {
		kind: 'binary',
		precedence,
		build: (right) => ({ kind: 'binary', op, left, right, operator, range: spanOf(left, right) }),
	};
}

export function logical(op: LogicalExpr['op'], left: Expr, operator: Range, precedence: number): Pending {
	return {
		kind: 'logical',
		precedence,
		build: (right) => ({ kind: 'logical', op, left, right, operator, range: spanOf(left, right) }),
	};
}

/** A comparison; where comparisons `chain`, one behind another makes it longer. */
export function compare(op: CompareOp, left: Expr, operator: Range, precedence: number, chain: boolean): Pending {
	return {
		kind: 'compare',
		precedence,
		build: (right): Expr => {
			if (chain && left.kind === 'compare' && left.outer === undefined) {
				// The chain's own arrays grow: a copy for each link would take quadratic time.
				const longer = left as Building<CompareExpr>;
				longer.operands.push(right);
				longer.ops.push(op);
				longer.operators.push(operator);
				longer.range = spanOf(left, right);
				return left;
			}
			const range = spanOf(left, right);
			return { kind: 'compare', operands: [left, right], ops: [op], operators: [operator], operator, range };
		},
	};
}

/** A choice whose last branch is still being read; `first` is its part that is written first. */
export function choice(
	kind: string,
	precedence: number,
	{ test, then, operator }: { readonly test: Expr; readonly then: Expr; readonly operator: Range },
	first: Expr,
): Pending {
	return {
		kind,
		precedence,
		build: (otherwise) => ({
			kind: 'conditional',
			test,
			then,
			otherwise,
			operator,
			range: spanOf(first, otherwise),
		}),
	};
}

/** The characters of an expression with its parentheses. */
export function outerOf(node: Expr): Range {
	return node.outer ?? node.range;
}

/** From the beginning of one expression to the end of another. */
export function spanOf(left: Expr, right: Expr): Range {
	return { start: outerOf(left).start, end: outerOf(right).end };
}

/** An expression that is filled in later: until then, and where it cannot be read, it is broken. */
export function hole(range: Range, outer?: Range): BrokenExpr {
	return { kind: 'broken', range, ...(outer !== undefined && { outer }) };
}

/** Makes a hole the expression that was read for it; parentheses around the hole stay its own. */
export function fill(place: Expr, read: Expr): void {
	const { outer } = place;
	Object.assign(place, read, outer !== undefined && { outer });
}

/** The same type with everything writable, for parts that are still being built. */
export type Building<T> = { -readonly [K in keyof T]: T[K] extends readonly (infer I)[] ? I[] : T[K] };
