/**
 * Where a node's shares are added up, in the order in which they come, so that a partial sum can be told bit for bit.
 */
import { addShare } from './elementwise.ts';
import type { OpRow } from './ops/row.ts';
import { cleared, unset } from './tensor/memory.ts';
import { makeTensor, copied, dataOf, type Tensor } from './tensor/tensor.ts';
import { sizeOf } from './tensor/shape.ts';
import type { NodeType } from './types.ts';

export class Accumulator {
	readonly type: NodeType;
	#sum: Tensor | null = null;
	/** Whether the sum's memory is this accumulator's alone. */
	#owned = false;

	constructor(type: NodeType) {
		this.type = type;
	}

	/** What has been added so far; null while nothing has. Not to be kept while more is added. */
	get sum(): Tensor | null {
		return this.#sum;
	}

	get empty(): boolean {
		return this.#sum === null;
	}

	/** What it holds that is its own. */
	get bytes(): number {
		return this.#owned ? this.#sum!.data.byteLength : 0;
	}

	/** Adds a share. The first one is taken as it is, without a copy. */
	add(share: Tensor): void {
		if (this.#sum === null) {
			this.#sum = share;
			this.#owned = false;
			return;
		}
		const to = this.buffer();
		const from = dataOf(share);
		for (let i = 0; i < to.length; i++) to[i]! += from[i]!;
	}

	/** Adds upstream × local of an elementwise row. */
	addElementwise(row: OpRow, slot: number, up: Tensor, out: Tensor, operands: readonly Tensor[]): void {
		if (this.#sum !== null) return addShare(row, slot, this.buffer(), up, out, operands);
		// What comes first is written, not added to zeros.
		this.take(unset(sizeOf(this.type.shape)));
		addShare(row, slot, this.#sum!.data, up, out, operands, true);
	}

	/** The sum's elements in C order, to be added to: zeros where nothing was added yet. */
	buffer(): Float64Array {
		if (this.#sum === null || !this.#owned) {
			const data = this.#sum === null ? cleared(sizeOf(this.type.shape)) : copied(this.#sum);
			this.#sum = makeTensor(data, this.type.shape);
			this.#owned = true;
		}
		return this.#sum.data;
	}

	/** The memory that the sum stands in; empty where there is none. */
	get memory(): readonly Float64Array[] {
		return this.#sum === null ? [] : [this.#sum.data];
	}

	/** Takes memory over as the sum: nobody else may write to it any more. */
	take(data: Float64Array): void {
		this.#sum = makeTensor(data, this.type.shape);
		this.#owned = true;
	}

	/** Gives the sum's memory away where it is this accumulator's alone, which then has nothing; else null. */
	release(): Float64Array | null {
		if (!this.#owned) return null;
		const { data } = this.#sum!;
		this.#sum = null;
		this.#owned = false;
		return data;
	}
}
