/**
 * The record of a run: inputs, constants and gates in the order of computation, each with its value and its place in the text.
 *
 * It is a struct of arrays without recursion anywhere, so that a chain of a million gates runs.
 */
import {
	CONSTANT_CODE,
	copyColumns,
	INPUT_CODE,
	makeColumns,
	type Accelerator,
	type Columns,
	type Runner,
} from './columns.ts';
import { forwardPlain, forwardSweep } from './kernels.generated.ts';
import { OPS, opByName } from './ops/index.ts';
import type { OpRow } from './ops/row.ts';
import { RangeTable } from './ranges.ts';
import { SCALAR_TYPE, TypeTable, type NodeType } from './types.ts';

/** What a tape may hold. */
export interface TapeLimits {
	readonly gates: number;
	/** Bytes of its columns; absent: no limit. */
	readonly bytes?: number;
}

/** Thrown by `gate` on a full tape; an interpreter asks `full` first. */
export class TapeLimitError extends Error {
	override readonly name = 'TapeLimitError';
}

const ARITY = Uint8Array.from(OPS, (row) => row.arity);
const COND = opByName('cond').code;
/** Bytes a node costs in the columns: op, two operands, value, range, frame. */
const NODE_BYTES = 1 + 4 + 4 + 8 + 4 + 4;

export class Tape {
	readonly ranges = new RangeTable();
	readonly types = new TypeTable();
	readonly #limits: TapeLimits;
	readonly #accelerator: Accelerator | null;
	#columns: Columns = makeColumns(64, 0);
	#runner: Runner | null = null;
	#length = 0;
	#gates = 0;
	#moreLength = 0;
	readonly #gateLimit: number;
	readonly #nodeLimit: number;
	/** The conditionals, whose taken branch a replay cannot change. */
	readonly #conditionals: number[] = [];

	/** `accelerator` makes replays of large tapes faster; without one, plain loops do everything. */
	constructor(limits: TapeLimits = { gates: Infinity }, accelerator: Accelerator | null = null) {
		this.#limits = limits;
		this.#accelerator = accelerator;
		this.#gateLimit = limits.gates;
		this.#nodeLimit = Math.floor(((limits.bytes ?? Infinity) - this.ranges.bytes) / NODE_BYTES);
	}

	/** Inputs + constants + gates. */
	get length(): number {
		return this.#length;
	}

	get gateCount(): number {
		return this.#gates;
	}

	/** True when one more node would pass a limit. */
	get full(): boolean {
		if (this.#gates >= this.#gateLimit) return true;
		return this.#limits.bytes !== undefined && (this.#length + 1) * NODE_BYTES + this.ranges.bytes > this.#limits.bytes;
	}

	/** What the columns and tables occupy, unused capacity left out. */
	get bytes(): number {
		return this.#length * NODE_BYTES + this.#moreLength * 4 + this.ranges.bytes;
	}

	/** Puts an input, whose value may be changed later, and returns its node. */
	input(value: number, range: number, frame = 0): number {
		return this.#put(INPUT_CODE, 0, 0, value, range, frame);
	}

	/** Puts a literal, which takes no gradient. */
	constant(value: number, range: number, frame = 0): number {
		return this.#put(CONSTANT_CODE, 0, 0, value, range, frame);
	}

	/**
	 * Puts a gate, computes its value at once and returns its node. Operands are nodes that are there already; those that the row does not have are
	 * ignored. Throws a TapeLimitError on a full tape and a RangeError on an operand that is not there.
	 */
	gate(op: number, a: number, b = 0, c = 0, range = 0, frame = 0): number {
		const arity = ARITY[op];
		if (arity === undefined) throw new RangeError(`no op ${op}`);
		const length = this.#length;
		if (!(a >= 0 && a < length && b >= 0 && b < length && c >= 0 && c < length))
			throw new RangeError('a gate needs nodes that are there');
		if (this.#gates >= this.#gateLimit || length >= this.#nodeLimit) {
			throw new TapeLimitError(`no room for another gate: ${this.#gates} of ${this.#limits.gates}`);
		}
		this.#gates++;
		if (op === COND) this.#conditionals.push(length);
		this.#put(op, a, arity === 3 ? this.#putMore(b, c) : arity === 1 ? 0 : b, 0, range, frame);
		// Computed where it stands: numbers handed to a function and back would each be boxed.
		const columns = this.#columns;
		if (!forwardPlain(op, columns.value, length, a, b)) {
			forwardSweep(columns.op, columns.first, columns.second, columns.more, columns.value, length, length + 1);
		}
		return length;
	}

	/** The row's code, or INPUT_CODE or CONSTANT_CODE of columns.ts. */
	opCode(node: number): number {
		return this.#columns.op[this.#check(node)]!;
	}

	/** The gate's row. Throws a RangeError on what is no gate. */
	row(node: number): OpRow {
		const row = OPS[this.opCode(node)];
		if (!row) throw new RangeError(`node ${node} is no gate`);
		return row;
	}

	isGate(node: number): boolean {
		return this.opCode(node) < CONSTANT_CODE;
	}

	isInput(node: number): boolean {
		return this.opCode(node) === INPUT_CODE;
	}

	isConstant(node: number): boolean {
		return this.opCode(node) === CONSTANT_CODE;
	}

	/** How many operands the node has: 0 for an input or a constant. */
	inputCount(node: number): number {
		return ARITY[this.opCode(node)] ?? 0;
	}

	/** The node in an operand slot. Throws a RangeError on a slot that the node does not have. */
	inputAt(node: number, slot: number): number {
		const arity = this.inputCount(node);
		if (!(slot >= 0 && slot < arity)) throw new RangeError(`node ${node} has no operand ${slot}`);
		const { first, second, more } = this.#columns;
		if (slot === 0) return first[node]!;
		return arity === 3 ? more[second[node]! + slot - 1]! : second[node]!;
	}

	value(node: number): number {
		return this.#columns.value[this.#check(node)]!;
	}

	rangeId(node: number): number {
		return this.#columns.range[this.#check(node)]!;
	}

	frame(node: number): number {
		return this.#columns.frame[this.#check(node)]!;
	}

	/** The type of what the node holds. */
	type(node: number): NodeType {
		this.#check(node);
		return this.types.type(SCALAR_TYPE);
	}

	/** Gives an input another value; `replay` carries it through. Throws a RangeError on what is no input. */
	setInput(node: number, value: number): void {
		if (!this.isInput(node)) throw new RangeError(`node ${node} is no input`);
		this.#columns.value[node] = value;
	}

	/**
	 * Recomputes every gate after inputs were changed. False when a conditional's test came out the other way: the recorded branch is then the wrong one
	 * and the program has to be run anew.
	 */
	replay(): boolean {
		const conditionals = this.#conditionals;
		this.#accelerate();
		const { op, first, second, more, value } = this.#columns;
		const before = conditionals.map((node) => value[first[node]!]! !== 0);
		if (this.#runner) this.#runner.forward(0, this.#length);
		else forwardSweep(op, first, second, more, value, 0, this.#length);
		return conditionals.every((node, index) => (value[first[node]!]! !== 0) === before[index]);
	}

	/** The columns as they stand; views on them are good until the next node is put. */
	get columns(): Columns {
		return this.#columns;
	}

	/** What runs the passes faster; null for a tape that was not replayed yet, is small, or was added to since. */
	get runner(): Runner | null {
		return this.#runner;
	}

	#check(node: number): number {
		if (!(node >= 0 && node < this.#length)) throw new RangeError(`no node ${node}`);
		return node;
	}

	#put(op: number, a: number, b: number, value: number, range: number, frame: number): number {
		const node = this.#length;
		if (node >= this.#columns.capacity) this.#grow();
		const columns = this.#columns;
		columns.op[node] = op;
		columns.first[node] = a;
		columns.second[node] = b;
		columns.value[node] = value;
		columns.range[node] = range;
		columns.frame[node] = frame;
		this.#length = node + 1;
		return node;
	}

	#putMore(b: number, c: number): number {
		const at = this.#moreLength;
		if (at + 2 > this.#columns.more.length) this.#replaceColumns(this.#columns.capacity, Math.max(16, at * 2));
		this.#columns.more[at] = b;
		this.#columns.more[at + 1] = c;
		this.#moreLength = at + 2;
		return at;
	}

	/** Moves a large tape to where replays are faster, once: the first run needs no such move. */
	#accelerate(): void {
		const accelerator = this.#accelerator;
		if (this.#runner || !accelerator || this.#length < accelerator.minimum) return;
		this.#runner = accelerator.adopt(this.#columns, this.#length, this.#moreLength);
		if (this.#runner) this.#columns = this.#runner.columns;
	}

	#grow(): void {
		const { capacity, more } = this.#columns;
		// Copying costs more than room that is never touched, which systems do not back with memory: a tape that grew large gets room for a million.
		const factor = capacity < 1 << 16 ? 4 : capacity < 1 << 20 ? 16 : 2;
		this.#replaceColumns(capacity * factor, more.length);
	}

	#replaceColumns(capacity: number, moreCapacity: number): void {
		const grown = makeColumns(capacity, moreCapacity);
		copyColumns(this.#columns, grown, this.#length, this.#moreLength);
		this.#columns = grown;
		this.#runner = null;
	}
}
