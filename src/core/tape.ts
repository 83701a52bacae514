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
	NODE_BYTES,
	type Accelerator,
	type Columns,
	type Runner,
} from './columns.ts';
import { NO_ATTRIBUTES } from './compute.ts';
import { forwardPlain, forwardSweep } from './kernels.generated.ts';
import { ELEMENT, OPS, opByName, rowOf, TENSOR_START, type AnyRow } from './ops/index.ts';
import type { OpRow } from './ops/row.ts';
import type { Attributes } from './ops/tensor/row.ts';
import { TapeLimitError, type TapeLimits } from './limits.ts';
import { RangeTable } from './ranges.ts';
import { TensorGates } from './tensor-gates.ts';
import type { TensorEntry, TensorStore } from './tensor-store.ts';
import type { Where } from './tensor/storing.ts';
import { scalarTensor, type Tensor } from './tensor/tensor.ts';
import { SCALAR_TYPE, TypeTable, type NodeType } from './types.ts';

export { TapeLimitError, type TapeLimits };

const ARITY = Uint8Array.from(OPS, (row) => row.arity);
const COND = opByName('cond').code;

export class Tape {
	readonly ranges = new RangeTable();
	readonly types = new TypeTable();
	readonly #limits: TapeLimits;
	readonly #accelerator: Accelerator | null;
	#columns: Columns = makeColumns(256, new Int32Array(0));
	#runner: Runner | null = null;
	#length = 0;
	#gates = 0;
	#moreLength = 0;
	readonly #gateLimit: number;
	#nodeLimit: number;
	/** What is known of nodes that are no plain scalars; null on a tape without any. */
	#tensors: TensorGates | null = null;
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
		return this.#limits.bytes !== undefined && this.bytes + NODE_BYTES > this.#limits.bytes;
	}

	/** What the columns and tables occupy, unused capacity left out. */
	get bytes(): number {
		return this.#length * NODE_BYTES + this.#moreLength * 4 + this.ranges.bytes + (this.tensors?.bytes ?? 0);
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
			throw this.#noRoom(this.#gates >= this.#gateLimit ? 'gates' : 'bytes');
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

	/** Puts an input that is an array. Its elements are not copied: they must not change. Throws a TapeLimitError where there is no room. */
	tensorInput(tensor: Tensor, range: number, frame = 0): number {
		return this.#arrays().leaf(INPUT_CODE, tensor, range, frame);
	}

	/** Puts an array that takes no gradient. */
	tensorConstant(tensor: Tensor, range: number, frame = 0): number {
		return this.#arrays().leaf(CONSTANT_CODE, tensor, range, frame);
	}

	/**
	 * Puts a gate of any row over any nodes, computes its value at once and returns its node. Operands of an elementwise row that are no constants are
	 * broadcast by gates of their own, so that undoing it is a step. Throws a ShapeError on operands that do not fit, and a TapeLimitError where there is
	 * no room, before anything is allocated.
	 */
	apply(op: number, operands: readonly number[], attributes: Attributes | null, range: number, frame = 0): number {
		const row = rowOf(op);
		if (!row) throw new RangeError(`no op ${op}`);
		const [a = 0, b, c] = operands;
		const plain = row.arity === operands.length && op < TENSOR_START && attributes === null;
		if (plain && operands.every((node) => this.#isPlain(node))) return this.gate(op, a, b, c, range, frame);
		return this.#arrays().apply(row, operands, attributes, range, frame);
	}

	/** Puts the read of one entry of an array, by its place in C order: a gate that costs no more than one of numbers. */
	element(array: number, at: number, range: number, frame = 0): number {
		return this.#arrays().element(array, at, range, frame);
	}

	/**
	 * Puts a store into an array and returns its next version. A chain of stores works in one piece of memory as long as nobody looks at a version as a whole;
	 * reading few entries (`element`, or `slice` and `index` of less than a quarter) does not count as looking.
	 */
	store(base: number, value: number, where: Where, range: number, frame = 0): number {
		return this.#arrays().write(base, value, where, range, frame);
	}

	/** Says that the program took its course by this node: that it indexed, counted or chose by its value. A replay that changes it tells so. */
	pin(node: number): void {
		this.#check(node);
		this.#arrays().pins.add(node);
	}

	/** What the node holds; a scalar is a tensor without axes. */
	tensor(node: number): Tensor {
		const entry = this.#entry(node);
		if (entry !== null && entry.type.shape.length > 0) return this.#tensors!.tensor(entry);
		return scalarTensor(this.#columns.value[node]!, entry?.type.element);
	}

	/** What a gate was told beside its operands; null where that is nothing. */
	attributes(node: number): Attributes | null {
		if (this.opCode(node) === ELEMENT) return { at: this.#columns.second[node]! };
		const attributes = this.#entry(node)?.attributes ?? NO_ATTRIBUTES;
		return attributes === NO_ATTRIBUTES ? null : attributes;
	}

	/** Whether the node is a number rather than an array: it has no axes. */
	isScalar(node: number): boolean {
		return (this.#entry(node)?.type.shape.length ?? 0) === 0;
	}

	/** The side table of arrays; null on a tape that has none. */
	get tensors(): TensorStore | null {
		return this.#tensors === null ? null : this.#tensors.store;
	}

	/** Throws a TapeLimitError where an array of so many elements would have no room: for arrays that are not put here, or not yet. */
	reserve(elements: number): void {
		this.#room(elements, false);
	}

	/** The row's code, or INPUT_CODE or CONSTANT_CODE of columns.ts. */
	opCode(node: number): number {
		return this.#columns.op[this.#check(node)]!;
	}

	/** The gate's elementwise row. Throws a RangeError on what is no gate, and on a gate over whole arrays. */
	row(node: number): OpRow {
		const row = OPS[this.opCode(node)];
		if (!row) throw new RangeError(`node ${node} is no elementwise gate`);
		return row;
	}

	/** The gate's row, of either kind. Throws a RangeError on what is no gate. */
	rowAt(node: number): AnyRow {
		const row = rowOf(this.opCode(node));
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
		const code = this.opCode(node);
		return ARITY[code] ?? (code === ELEMENT ? 1 : code < CONSTANT_CODE ? this.#columns.first[node]! : 0);
	}

	/** The node in an operand slot. Throws a RangeError on a slot that the node does not have. */
	inputAt(node: number, slot: number): number {
		const arity = this.inputCount(node);
		if (!(slot >= 0 && slot < arity)) throw new RangeError(`node ${node} has no operand ${slot}`);
		const { op, first, second, more } = this.#columns;
		if (op[node]! >= TENSOR_START && op[node] !== ELEMENT) return more[second[node]! + slot]!;
		if (slot === 0) return first[node]!;
		return arity === 3 ? more[second[node]! + slot - 1]! : second[node]!;
	}

	/** The number that a scalar holds. Throws a RangeError on an array. */
	value(node: number): number {
		if (this.#tensors !== null && !this.isScalar(node)) throw new RangeError(`node ${node} holds an array`);
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
		return this.#entry(node)?.type ?? this.types.type(SCALAR_TYPE);
	}

	/** Gives an input another value; `replay` carries it through. Throws a RangeError on what is no input. */
	setInput(node: number, value: number): void {
		if (!this.isInput(node)) throw new RangeError(`node ${node} is no input`);
		if (!this.isScalar(node)) throw new RangeError(`node ${node} holds an array`);
		this.#columns.value[node] = value;
	}

	/** Gives an input other elements, of the same type; `replay` carries them through. Throws a RangeError on what is no input, or of another shape. */
	setTensor(node: number, tensor: Tensor): void {
		if (!this.isInput(node)) throw new RangeError(`node ${node} is no input`);
		this.#arrays().set(node, tensor);
	}

	/**
	 * Recomputes every gate after inputs were changed. False when a conditional's test came out the other way or a pinned node changed: what was recorded is
	 * then the wrong thing, and the program has to be run anew.
	 */
	replay(): boolean {
		const conditionals = this.#conditionals;
		this.#accelerate();
		const { op, first, second, more, value } = this.#columns;
		const before = conditionals.map((node) => value[first[node]!]! !== 0);
		const pinned = this.#tensors?.pinned() ?? [];
		if (this.#runner) this.#runner.forward(0, this.#length);
		else {
			let from = 0;
			for (const gate of this.tensors?.gates ?? []) {
				forwardSweep(op, first, second, more, value, from, gate);
				this.#tensors!.recompute(gate);
				from = gate + 1;
			}
			forwardSweep(op, first, second, more, value, from, this.#length);
		}
		if (this.#tensors?.holds(pinned) === false) return false;
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
		// Most tapes have one frame, 0: a column that is never written is never backed with memory.
		if (frame !== 0) columns.frame[node] = frame;
		this.#length = node + 1;
		return node;
	}

	#putMore(b: number, c: number): number {
		const at = this.#roomForMore(2);
		this.#columns.more[at] = b;
		this.#columns.more[at + 1] = c;
		return at;
	}

	#putAll(nodes: readonly number[]): number {
		const at = this.#roomForMore(nodes.length);
		this.#columns.more.set(nodes, at);
		return at;
	}

	#roomForMore(count: number): number {
		const at = this.#moreLength;
		if (at + count > this.#columns.more.length) {
			const more = new Int32Array(Math.max(16, at * 2, at + count));
			more.set(this.#columns.more);
			this.#columns = { ...this.#columns, more };
			this.#runner = null;
		}
		this.#moreLength = at + count;
		return at;
	}

	#entry(node: number): TensorEntry | null {
		this.#check(node);
		return this.#tensors === null ? null : this.#tensors.store.entry(node);
	}

	/** Whether the node is a float64 without axes: what scalar loops compute. */
	#isPlain(node: number): boolean {
		const type = this.#entry(node)?.type;
		return type === undefined || (type.shape.length === 0 && type.element === 'float64');
	}

	/** What is done with arrays, made when the first one comes. */
	#arrays(): TensorGates {
		return (this.#tensors ??= new TensorGates({
			tape: this,
			room: (elements, gate, scratch) => this.#room(elements, gate, scratch),
			put: (op, first, second, more, value, range, frame) => {
				const node = this.#put(op, first, more === null ? second : this.#putAll(more), value, range, frame);
				if (op < CONSTANT_CODE) this.#gates++;
				return node;
			},
			write: (node, value) => (this.#columns.value[node] = value),
		}));
	}

	/** Throws a TapeLimitError where one more node with that many elements would pass a limit. */
	#room(elements: number, gate: boolean, scratch = 0): void {
		const { gates, elements: most = Infinity, bytes = Infinity } = this.#limits;
		if (gate && this.#gates >= gates) throw this.#noRoom('gates');
		const asked = elements + scratch;
		if (asked > 0 && (this.tensors?.elements ?? 0) + asked > most) throw this.#noRoom('elements');
		if (this.bytes + NODE_BYTES + asked * 8 > bytes) throw this.#noRoom('bytes');
		this.#nodeLimit = Math.floor((bytes - this.ranges.bytes - (this.tensors?.bytes ?? 0) - elements * 8) / NODE_BYTES);
	}

	#noRoom(limit: TapeLimitError['limit']): TapeLimitError {
		return new TapeLimitError(`no room: ${this.#gates} gates of ${this.#limits.gates}, limit of ${limit}`, limit);
	}

	/** Moves a large tape to where replays are faster, once: the first run needs no such move. */
	#accelerate(): void {
		const accelerator = this.#accelerator;
		if (this.#runner || !accelerator || this.#length < accelerator.minimum || this.#tensors) return;
		this.#runner = accelerator.adopt(this.#columns, this.#length, this.#moreLength);
		if (this.#runner) this.#columns = this.#runner.columns;
	}

	#grow(): void {
		const { capacity, more } = this.#columns;
		// Copying costs more than room that is never touched, which systems do not back with memory.
		const grown = makeColumns(capacity * (capacity < 1 << 20 ? 8 : 2), more);
		copyColumns(this.#columns, grown, this.#length);
		this.#columns = grown;
		this.#runner = null;
	}
}
