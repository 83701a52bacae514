/** The interpreter's own stacks, in place of the ones that recursion would use up. */
import type { Formula } from '../core/ops/formula.ts';
import type { Expression } from '../lang/program.ts';

/** What is to be done about an expression when it is met. */
export const PHASE = {
	evaluate: 0,
	apply: 1,
	branch: 2,
	join: 3,
	invoke: 4,
	leave: 5,
	select: 6,
	build: 7,
	entry: 8,
	gather: 9,
	begin: 10,
} as const;

/** A value computed: its node, and the place in the text it came from (-1: none). */
export interface Operand {
	readonly node: number;
	readonly place: number;
}

export class WorkStack {
	// Two plain arrays beside each other: a program may have a million expressions.
	readonly #expressions: Expression[] = [];
	readonly #phases: number[] = [];

	get empty(): boolean {
		return this.#expressions.length === 0;
	}

	push(expression: Expression, phase: number): void {
		this.#expressions.push(expression);
		this.#phases.push(phase);
	}

	/** All are evaluated, the first one first. */
	pushAll(operands: readonly Expression[]): void {
		for (let index = operands.length - 1; index >= 0; index--) {
			const operand = operands[index];
			if (operand !== undefined) this.push(operand, PHASE.evaluate);
		}
	}

	pop(): { readonly expression: Expression; readonly phase: number } | null {
		const expression = this.#expressions.pop();
		const phase = this.#phases.pop();
		return expression === undefined || phase === undefined ? null : { expression, phase };
	}

	clear(): void {
		this.#expressions.length = this.#phases.length = 0;
	}
}

export class OperandStack {
	readonly #nodes: number[] = [];
	readonly #places: number[] = [];

	push(node: number, place: number): void {
		this.#nodes.push(node);
		this.#places.push(place);
	}

	pop(): Operand | null {
		const node = this.#nodes.pop();
		const place = this.#places.pop();
		return node === undefined || place === undefined ? null : { node, place };
	}

	/** The node on top. */
	get top(): number {
		return this.#nodes.at(-1) ?? 0;
	}

	/** Takes the last `count`, in the order in which they were computed. */
	take(count: number): { readonly nodes: readonly number[]; readonly from: readonly number[] } {
		const start = this.#nodes.length - count;
		return { nodes: this.#nodes.splice(start, count), from: this.#places.splice(start, count) };
	}

	clear(): void {
		this.#nodes.length = this.#places.length = 0;
	}
}

/** Works a formula of the operator table out by writing its parts; null as soon as one cannot be written. */
export function writeFormula(
	formula: Formula,
	operands: readonly Operand[],
	write: {
		readonly number: (value: number) => Operand | null;
		readonly apply: (op: string, operands: readonly Operand[]) => Operand | null;
	},
): Operand | null {
	// Recursion over a formula of the table is as deep as the table says, never as deep as a user writes.
	if (formula.kind === 'variable') return operands[formula.slot] ?? null;
	if (formula.kind === 'number') return write.number(formula.value);
	const parts: Operand[] = [];
	for (const part of formula.operands) {
		const written = writeFormula(part, operands, write);
		if (written === null) return null;
		parts.push(written);
	}
	return write.apply(formula.op, parts);
}
