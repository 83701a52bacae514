/**
 * The part of a tape that is about arrays: putting inputs, constants and gates that scalar loops cannot compute, and computing them again.
 */
import { gateType, gateValue, NO_ATTRIBUTES } from './compute.ts';
import { ELEMENT, opCode, rowOf, type AnyRow } from './ops/index.ts';
import type { Attributes } from './ops/tensor/row.ts';
import type { Tape } from './tape.ts';
import { TensorStore, type TensorEntry } from './tensor-store.ts';
import { sameShape, sizeOf } from './tensor/shape.ts';
import { write, writtenCount, type Where } from './tensor/storing.ts';
import { copied, dataOf, elementAtFlat, makeTensor, onlyElement, typeOf, type Tensor } from './tensor/tensor.ts';
import type { NodeType } from './types.ts';

/** What a tape lets its arrays do to its columns. */
export interface Host {
	readonly tape: Tape;
	/** Throws a TapeLimitError where one more node with that many elements would pass a limit, or `scratch` elements beside them for a while. */
	room(elements: number, gate: boolean, scratch?: number): void;
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
const STORE = opCode('store');
/** Rows that take entries out of an array. */
const READS: ReadonlySet<number> = new Set([opCode('slice'), opCode('index')]);
/** However small the array, so many entries may be written before a version keeps its own elements. */
const LEAST_KEPT = 64;

export class TensorGates {
	readonly #host: Host;
	readonly store = new TensorStore();
	/** Nodes whose values the program took its course by. */
	readonly pins = new Set<number>();

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

	/** Gives an input other elements. Throws a RangeError on another shape. */
	set(node: number, tensor: Tensor): void {
		const { shape } = this.#host.tape.type(node);
		if (!sameShape(tensor.shape, shape)) throw new RangeError(`node ${node} has another shape`);
		if (shape.length === 0) this.#host.write(node, onlyElement(tensor));
		else this.store.entry(node)!.tensor = tensor;
	}

	/** Puts a gate whose operands or result are no plain scalars. */
	apply(row: AnyRow, operands: readonly number[], attributes: Attributes | null, range: number, frame: number): number {
		const { tape } = this.#host;
		const told = attributes ?? NO_ATTRIBUTES;
		if (row.code === ELEMENT) return this.element(operands[0]!, told['at'] as number, range, frame);
		if (row.code === STORE) return this.write(operands[0]!, operands[1]!, told['where'] as Where, range, frame);
		const types = operands.map((node) => tape.type(node));
		const weak = operands.map((node) => tape.isConstant(node) && this.store.entry(node) === null);
		const type = gateType(row, types, told, weak);
		const { shape, size } = type;
		// A few entries of an array that is being written to are copied, so that the next store need not copy the whole of it.
		const few = READS.has(row.code) && this.#isLive(operands[0]!) && size * 4 < types[0]!.size;
		const read = few ? (node: number): Tensor => this.store.entry(node)!.tensor! : (node: number) => tape.tensor(node);
		const isView = row.kind === 'tensor' && !few && row.view?.(operands.map(read), told) === true;
		const owned = shape.length === 0 || isView ? 0 : size;
		this.#host.room(owned, true, row.kind === 'tensor' ? row.scratch?.(types, told) : 0);
		const nodes =
			row.kind === 'tensor'
				? operands
				: operands.map((node, slot) => this.#fit(node, types[slot]!, shape, range, frame));
		const value = gateValue(row, nodes.map(read), told, type);
		const number = shape.length === 0 ? onlyElement(value) : NaN;
		const [a = 0, b = 0, c = 0] = nodes;
		const node =
			row.kind === 'tensor'
				? this.#host.put(row.code, nodes.length, -1, nodes, number, range, frame)
				: this.#host.put(row.code, a, row.arity === 3 ? -1 : b, row.arity === 3 ? [b, c] : null, number, range, frame);
		const kept = few ? makeTensor(copied(value), shape, type.element) : value;
		this.store.put(node, type, shape.length === 0 ? null : kept, attributes, owned);
		this.store.gates.push(node);
		return node;
	}

	/** Puts the read of one entry of an array, by its place in C order. */
	element(array: number, at: number, range: number, frame: number): number {
		const type = gateType(rowOf(ELEMENT)!, [this.#host.tape.type(array)], { at });
		this.#host.room(0, true);
		const node = this.#host.put(ELEMENT, array, at, null, this.#entryAt(array, at), range, frame);
		if (type.element !== 'float64') this.store.put(node, type, null, null, 0);
		this.store.gates.push(node);
		return node;
	}

	/** Puts a store into an array: its next version. */
	write(base: number, value: number, where: Where, range: number, frame: number): number {
		const { tape } = this.#host;
		const types = [tape.type(base), tape.type(value)];
		const places = 'flat' in where ? (where.shape ?? [where.flat.length]) : where.shape;
		const whole = types[1]!.size === sizeOf(places);
		const fitted = whole ? value : this.#fit(value, types[1]!, places, range, frame);
		const attributes = { where };
		const type = gateType(rowOf(STORE)!, [types[0]!, tape.type(fitted)], attributes);
		const copies = !this.#handsOver(base, where);
		this.#host.room(copies ? type.size : 0, true);
		const node = this.#host.put(STORE, 2, -1, [base, fitted], NaN, range, frame);
		this.#keep(this.store.put(node, type, null, attributes, copies ? type.size : 0), base, fitted, where);
		this.store.gates.push(node);
		return node;
	}

	/** What the pinned nodes hold. */
	pinned(): readonly Tensor[] {
		return [...this.pins].map((node) => this.#host.tape.tensor(node));
	}

	/** Whether they hold the same still. */
	holds(before: readonly Tensor[]): boolean {
		return this.pinned().every((tensor, index) => {
			const old = dataOf(before[index]!);
			return dataOf(tensor).every((value, place) => Object.is(value, old[place]));
		});
	}

	/** The elements of an array; from here on somebody has seen them, and no store writes over them. */
	tensor(entry: TensorEntry): Tensor {
		if (this.store.released) throw new Error('the arrays of this run were given back');
		entry.live = false;
		return entry.tensor ?? this.#version(entry);
	}

	/** Computes a gate again after an input was changed. */
	recompute(gate: number): void {
		const { tape } = this.#host;
		const code = tape.opCode(gate);
		const entry = this.store.entry(gate);
		if (code === ELEMENT) this.#host.write(gate, this.#entryAt(tape.inputAt(gate, 0), tape.columns.second[gate]!));
		else if (code === STORE) {
			this.#keep(entry!, tape.inputAt(gate, 0), tape.inputAt(gate, 1), entry!.attributes['where'] as Where);
		} else {
			const nodes = Array.from({ length: tape.inputCount(gate) }, (_, slot) => tape.inputAt(gate, slot));
			const few = READS.has(code) && this.#isLive(nodes[0]!) && entry!.type.size * 4 < tape.type(nodes[0]!).size;
			const read = few
				? (node: number): Tensor => this.store.entry(node)!.tensor!
				: (node: number) => tape.tensor(node);
			const value = gateValue(rowOf(code)!, nodes.map(read), entry!.attributes, entry!.type);
			if (entry!.type.shape.length === 0) this.#host.write(gate, onlyElement(value));
			else entry!.tensor = few ? makeTensor(copied(value), value.shape, value.element) : value;
		}
	}

	/** The operand of an elementwise gate in that gate's shape: through a gate of its own, unless it is a literal. */
	#fit(node: number, type: NodeType, shape: readonly number[], range: number, frame: number): number {
		if (sameShape(type.shape, shape) || (type.size === 1 && this.#host.tape.isConstant(node))) return node;
		return this.apply(rowOf(BROADCAST)!, [node], { shape }, range, frame);
	}

	#isLive(node: number): boolean {
		return this.store.entry(node)?.live === true;
	}

	/** Whether a store can write in the memory of the version before it. */
	#handsOver(base: number, where: Where): boolean {
		const entry = this.store.entry(base)!;
		return entry.live && entry.since + writtenCount(where) <= Math.max(entry.type.size, LEAST_KEPT);
	}

	/** Computes a version of an array, in the memory of the one before it where that may be. */
	#keep(entry: TensorEntry, base: number, value: number, where: Where): void {
		const before = this.store.entry(base)!;
		const handsOver = this.#handsOver(base, where);
		const data = handsOver ? before.tensor!.data : copied(this.tensor(before));
		const { shape, element } = entry.type;
		write(data, where, this.#host.tape.tensor(value), element);
		entry.tensor = makeTensor(data, shape, element);
		entry.live = true;
		entry.since = (handsOver ? before.since : 0) + writtenCount(where);
		if (handsOver) {
			before.tensor = null;
			before.live = false;
		}
	}

	/** A version whose memory a later one took: the journal of stores replayed from the nearest older version that kept its elements. */
	#version(entry: TensorEntry): Tensor {
		const { tape } = this.#host;
		const journal: TensorEntry[] = [];
		let from = entry;
		while (from.tensor === null) {
			journal.push(from);
			from = this.store.entry(tape.inputAt(from.node, 0))!;
		}
		const { shape, element } = entry.type;
		const data = copied(from.tensor);
		for (const { node, attributes } of journal.reverse()) {
			write(data, attributes['where'] as Where, tape.tensor(tape.inputAt(node, 1)), element);
		}
		return makeTensor(data, shape, element);
	}

	#entryAt(array: number, at: number): number {
		const entry = this.store.entry(array)!;
		return elementAtFlat(entry.tensor ?? this.#version(entry), at);
	}
}
