/**
 * The state of the interpreter of mathematics and the few ways in which it is changed: stacks, frames, the tape, problems. What is written on the tape
 * goes through here, so that no limit is passed unnoticed and every misfit is told at the characters of its operator.
 */
import { opCode, TENSOR_START } from '../core/ops/index.ts';
import type { Attributes } from '../core/ops/tensor/row.ts';
import { Tape, TapeLimitError } from '../core/tape.ts';
import { ShapeError } from '../core/tensor/shape.ts';
import type { Tensor } from '../core/tensor/tensor.ts';
import type { Expression } from '../lang/program.ts';
import type { Limits, Problem, Range } from '../protocol.ts';
import { Arrays, placeAt } from './arrays.ts';
import { overBudget } from './budget.ts';
import type { Budget } from './budget.ts';
import { Frames } from './frames.ts';
import { Places } from './places.ts';
import { placeOf } from './sites.ts';
import type { InterpretOptions } from './run.ts';
import { OperandStack, WorkStack } from './stack.ts';

/** What a name is given: a number, or an array. */
export type Value = number | Tensor;

/** The names of the call or iteration that is running. */
export interface Frame {
	readonly id: number;
	readonly names: ReadonlyMap<string, number>;
	/** The indices of the sums that are being worked out. */
	readonly indices: ReadonlyMap<string, number>;
}

export const TOP: Frame = { id: 0, names: new Map(), indices: new Map() };

const BROADCAST = opCode('broadcast');

export class Machine {
	readonly tape: Tape;
	readonly arrays: Arrays;
	readonly places = new Places();
	readonly problems: Problem[] = [];
	readonly work = new WorkStack();
	readonly operands = new OperandStack();
	/** Frames that were left for a call or a sum and are gone back to. */
	readonly frames: Frame[] = [];
	/** Every call and iteration there was. */
	readonly table = new Frames();
	readonly budget: Budget;
	readonly #limits: Limits;
	frame: Frame = TOP;
	/** The statement that is worked out cannot be. */
	failed = false;
	/** Nothing more is run. */
	stopped = false;

	constructor(options: InterpretOptions) {
		this.budget = options.budget;
		this.#limits = options.budget.limits;
		const { gates, elements, bytes } = this.#limits;
		this.tape = new Tape({ gates, elements, bytes }, options.accelerator ?? null);
		this.arrays = new Arrays(this);
	}

	/** Forgets what was on the way, after a statement failed. */
	clear(): void {
		this.work.clear();
		this.operands.clear();
		this.frames.length = 0;
		this.frame = TOP;
	}

	/** Gives an expression its value. */
	yield(expression: Expression, node: number): void {
		this.operands.push(node, this.places.add(expression, node, this.frame.id));
	}

	/** A literal, as the value of an expression. */
	number(expression: Expression, value: number): void {
		if (!this.room(expression.range)) return;
		const node = this.tape.constant(value, this.range(expression), this.frame.id);
		if (expression.kind === 'number' && expression.ones === true) this.arrays.ones.add(node);
		this.yield(expression, node);
	}

	input(value: Value, expression: Expression): number | null {
		if (!this.room(expression.range)) return null;
		const range = this.range(expression);
		if (typeof value === 'number') return this.tape.input(value, range);
		return this.tried(expression, () => this.tape.tensorInput(value, range));
	}

	/** Writes a gate at an expression. `from` are the places that its operands came from; -1 where they have none. Null, and told, where it cannot be. */
	gate(
		code: number,
		expression: Expression,
		nodes: readonly number[],
		from: readonly number[],
		attributes: Attributes | null = null,
	): number | null {
		const [a, b, c] = nodes;
		if (a === undefined || !this.room(placeOf(expression))) return null;
		const { tape, frame } = this;
		const range = this.range(expression);
		const plain = code < TENSOR_START && nodes.every((node) => tape.isScalar(node));
		const gate = plain
			? tape.gate(code, a, b, c, range, frame.id)
			: this.tried(expression, () => tape.apply(code, nodes, attributes, range, frame.id));
		if (gate === null) return null;
		for (const [slot, place] of from.entries()) {
			if (place < 0 || slot >= nodes.length) continue;
			// An operand that was broadcast first is taken by that gate.
			const direct = plain ? nodes[slot]! : tape.inputAt(gate, slot);
			const widened = direct !== nodes[slot] && tape.isGate(direct) && tape.opCode(direct) === BROADCAST;
			this.places.consumed(place, frame.id, widened ? direct : gate, widened ? 0 : slot);
		}
		return gate;
	}

	/** Writes on the tape; what does not fit, in shape or in size, is told at the operator. */
	tried(expression: Expression, write: () => number): number | null {
		try {
			return write();
		} catch (error) {
			const at = expression.kind === 'apply' ? placeAt(expression) : placeOf(expression);
			if (error instanceof ShapeError) this.fail('shape', at, error.text);
			else if (error instanceof TapeLimitError) this.stop(overBudget(error.limit, this.#limits[error.limit], at));
			else throw error;
			return null;
		}
	}

	/** Whether one more node may be written; else the run stops here. */
	room(range: Range): boolean {
		const { gates, elements, bytes } = this.#limits;
		if (this.tape.length >= elements) this.stop(overBudget('elements', elements, range));
		else if (this.tape.gateCount >= gates) this.stop(overBudget('gates', gates, range));
		else if (this.tape.full) this.stop(overBudget('bytes', bytes, range));
		return !this.stopped;
	}

	range(expression: Expression): number {
		const { start, end } = expression.range;
		const operator = placeOf(expression);
		return this.tape.ranges.intern(start, end, operator.start, operator.end);
	}

	fail(code: string, range: Range, message: Problem['message']): void {
		this.problems.push({ code, severity: 'error', range, message });
		this.failed = true;
	}

	note(range: Range, message: Problem['message']): void {
		// A place that is run more than once is read once.
		if (this.problems.some((known) => known.range.start === range.start && known.message[0] === message[0])) return;
		this.problems.push({ code: 'ambiguous', severity: 'info', range, message });
	}

	outOfTime(expression: Expression): void {
		const { milliseconds } = this.#limits;
		this.stop(overBudget('milliseconds', milliseconds, placeOf(expression)));
	}

	stop(problem: Problem): void {
		if (!this.stopped) this.problems.push(problem);
		this.stopped = this.failed = true;
	}
}
