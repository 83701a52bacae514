/**
 * The part of a tape that is about arrays: putting inputs, constants and gates that scalar loops cannot compute, and computing them again.
 */
import { gateType, gateValue, NO_ATTRIBUTES } from './compute.ts';
import { opCode, rowOf, type AnyRow } from './ops/index.ts';
import type { Attributes } from './ops/tensor/row.ts';
import type { Tape } from './tape.ts';
import { TensorStore } from './tensor-store.ts';
import { sameShape } from './tensor/shape.ts';
import { onlyElement, typeOf, type Tensor } from './tensor/tensor.ts';
import type { NodeType } from './types.ts';

/** What a tape lets its arrays do to its columns. */
export interface Host {
	readonly tape: Tape;
	/** Throws a TapeLimitError where one more node with that many elements would pass a limit. */
	room(elements: number, gate: boolean): void;
	/** Puts a node; `more` are operands that stand in the column of that name. */
	put(
		op: number,
		first: number,
		second: number,
		more: readonly number[] | null,
		value: number,
		range: number,
		frame: number,
	): number;
	/** Writes the number of a node without axes. */
	write(node: number, value: number): void;
}

const BROADCAST = opCode('broadcast');

export class TensorGates {
	readonly #host: Host;
	readonly store = new TensorStore();

	constructor(host: Host) {
		this.#host = host;
	}

	/** Puts an input or a constant. */
	leaf(code: number, tensor: Tensor, range: number, frame: number): number {
		const type = typeOf(tensor);
		const scalar = type.shape.length === 0;
		this.#host.room(scalar ? 0 : type.size, false);
		const node = this.#host.put(code, 0, 0, null, scalar ? onlyElement(tensor) : NaN, range, frame);
		if (!scalar || type.element !== 'float64')
			this.store.put(node, type, scalar ? null : tensor, null, scalar ? 0 : type.size);
		return node;
	}

	/** Puts a gate whose operands or result are no plain scalars. */
	apply(row: AnyRow, operands: readonly number[], attributes: Attributes | null, range: number, frame: number): number {
		const { tape } = this.#host;
		const types = operands.map((node) => tape.type(node));
		const told = attributes ?? NO_ATTRIBUTES;
		const weak = operands.map((node) => tape.isConstant(node) && this.store.entry(node) === null);
		const type = gateType(row, types, told, weak);
		const { shape, size } = type;
		const view =
			row.kind === 'tensor' &&
			row.view?.(
				operands.map((node) => tape.tensor(node)),
				told,
			) === true;
		const owned = shape.length === 0 || view ? 0 : size;
		this.#host.room(owned, true);
		const nodes =
			row.kind === 'tensor'
				? operands
				: operands.map((node, slot) => this.#fit(node, types[slot]!, shape, range, frame));
		const value = gateValue(
			row,
			nodes.map((node) => tape.tensor(node)),
			told,
			type,
		);
		const number = shape.length === 0 ? onlyElement(value) : NaN;
		const [a = 0, b = 0, c = 0] = nodes;
		const node =
			row.kind === 'tensor'
				? this.#host.put(row.code, nodes.length, -1, nodes, number, range, frame)
				: this.#host.put(row.code, a, row.arity === 3 ? -1 : b, row.arity === 3 ? [b, c] : null, number, range, frame);
		this.store.put(node, type, shape.length === 0 ? null : value, attributes, owned);
		this.store.gates.push(node);
		return node;
	}

	/** Computes a gate again after an input was changed. */
	recompute(gate: number): void {
		const { tape } = this.#host;
		const entry = this.store.entry(gate)!;
		const operands = Array.from({ length: tape.inputCount(gate) }, (_, slot) => tape.tensor(tape.inputAt(gate, slot)));
		const value = gateValue(rowOf(tape.opCode(gate))!, operands, entry.attributes, entry.type);
		if (entry.tensor === null) this.#host.write(gate, onlyElement(value));
		else entry.tensor = value;
	}

	/** The operand of an elementwise gate in that gate's shape: through a gate of its own, unless it is a literal. */
	#fit(node: number, type: NodeType, shape: readonly number[], range: number, frame: number): number {
		if (sameShape(type.shape, shape) || (type.size === 1 && this.#host.tape.isConstant(node))) return node;
		return this.apply(rowOf(BROADCAST)!, [node], { shape }, range, frame);
	}
}
