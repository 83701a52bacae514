/**
 * The struct of arrays that a tape is: one column a property of a node, so that a sweep reads memory in order.
 *
 * A scalar's value stands at its own index. What is known of a tensor stands in a side table (`tensor-store.ts`) that costs nothing while every node is a
 * scalar; of its columns, `value` means nothing then. A gate over whole arrays (`TENSOR_OPS`) keeps its operands in `more`: `first` says how many,
 * `second` where.
 */

/** Codes of what is no gate; all smaller codes are rows of `OPS`. */
export const INPUT_CODE = 255;
export const CONSTANT_CODE = 254;

/** Bits of a node in a trace's flags. */
export const FLAG_DEPENDS = 1; // depends on a wrt input through slots that take a gradient
export const FLAG_REACHES = 2; // and the target depends on it
export const FLAG_STEP = 4; // a gate that is a step of the forward pass
export const FLAG_BACK_STEP = 8; // … and of the backward pass
export const FLAG_STOPS = 16; // takes no gradient and hands none on, whatever it depends on

export interface Columns {
	readonly capacity: number;
	/** Op code, or INPUT_CODE, CONSTANT_CODE. */
	readonly op: Uint8Array;
	/** First operand's node. */
	readonly first: Int32Array;
	/** Second operand's node; for a gate of three, where in `more` its second and third stand. */
	readonly second: Int32Array;
	readonly value: Float64Array;
	/** Range id. */
	readonly range: Int32Array;
	/** Which call or loop iteration it was made in. */
	readonly frame: Int32Array;
	/** Operands past the first of gates with more than two. */
	readonly more: Int32Array;
}

/** Bytes a node costs: op, two operands, value, range, frame. */
export const NODE_BYTES = 1 + 4 + 4 + 8 + 4 + 4;

/** Empty columns, in one piece of memory, which is one request to the system instead of six; `more` is taken as it is. */
export function makeColumns(capacity: number, more: Int32Array): Columns {
	const memory = new ArrayBuffer(capacity * NODE_BYTES);
	return {
		capacity,
		value: new Float64Array(memory, 0, capacity),
		first: new Int32Array(memory, capacity * 8, capacity),
		second: new Int32Array(memory, capacity * 12, capacity),
		range: new Int32Array(memory, capacity * 16, capacity),
		frame: new Int32Array(memory, capacity * 20, capacity),
		op: new Uint8Array(memory, capacity * 24, capacity),
		more,
	};
}

/** Copies the first `length` nodes, without what stands in `more`. */
export function copyColumns(from: Columns, to: Columns, length: number): void {
	to.op.set(from.op.subarray(0, length));
	to.first.set(from.first.subarray(0, length));
	to.second.set(from.second.subarray(0, length));
	to.value.set(from.value.subarray(0, length));
	to.range.set(from.range.subarray(0, length));
	to.frame.set(from.frame.subarray(0, length));
}

/** The gradient arena of one trace, parallel to the columns. */
export interface Sweep {
	readonly gradient: Float64Array;
	readonly flags: Uint8Array;
}

/** Something that runs the two passes over its own columns faster than the plain loops do, to the same bits. */
export interface Runner {
	readonly columns: Columns;
	/** Recomputes the gates `from` … `to` − 1 in order. */
	forward(from: number, to: number): void;
	/** Room for a trace's gradients that `backward` can work on; null where there is none left and the trace takes memory of its own. */
	makeSweep(): Sweep | null;
	/** From `target` down, adds upstream × local to the operands of every node whose FLAG_REACHES is set. False, with nothing done, on a sweep not its own. */
	backward(target: number, sweep: Sweep): boolean;
}

/** Makes faster runners for large tapes; injected by the engine. Null where it cannot (no memory left). */
export interface Accelerator {
	/** Below this many nodes, plain loops are as fast. */
	readonly minimum: number;
	adopt(columns: Columns, length: number, moreLength: number): Runner | null;
}
