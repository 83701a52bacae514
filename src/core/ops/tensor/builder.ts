/**
 * What derivative rules are stated over. One statement makes the backward pass (over tensors), second derivatives (gates on a tape) and what is shown
 * (texts), each by a builder of its own.
 */
import type { Tensor } from '../../tensor/tensor.ts';
import type { NodeType } from '../../types.ts';
import type { Attributes } from './row.ts';

/** A value of the builder, or a number that becomes one. */
export type Operand<V> = V | number;

export abstract class Builder<V extends object> {
	/** Element type, shape and size of a value. */
	abstract type(value: V): NodeType;
	/** A number that takes no gradient. */
	abstract number(value: number): V;
	/** An array that takes no gradient. */
	abstract constant(tensor: Tensor): V;
	/** Applies any row by its name. Operands of elementwise rows are broadcast. */
	abstract apply(name: string, operands: readonly V[], attributes?: Attributes): V;

	shape(value: V): readonly number[] {
		return this.type(value).shape;
	}

	/** Applies an elementwise row; numbers may stand for operands. */
	map(name: string, ...operands: Operand<V>[]): V {
		return this.apply(
			name,
			operands.map((operand) => (typeof operand === 'number' ? this.number(operand) : operand)),
		);
	}

	add(a: Operand<V>, b: Operand<V>): V {
		return this.map('add', a, b);
	}

	sub(a: Operand<V>, b: Operand<V>): V {
		return this.map('sub', a, b);
	}

	mul(a: Operand<V>, b: Operand<V>): V {
		return this.map('mul', a, b);
	}

	div(a: Operand<V>, b: Operand<V>): V {
		return this.map('div', a, b);
	}

	pow(a: Operand<V>, b: Operand<V>): V {
		return this.map('pow', a, b);
	}

	neg(a: V): V {
		return this.map('neg', a);
	}

	/** 1 where they are equal, else 0; no gradient goes through it. */
	eq(a: Operand<V>, b: Operand<V>): V {
		return this.map('eq', a, b);
	}

	where(test: V, a: Operand<V>, b: Operand<V>): V {
		return this.map('where', test, a, b);
	}

	/** np.matmul. */
	matmul(a: V, b: V): V {
		return this.apply('matmul', [a, b]);
	}

	/** The last two axes exchanged: what LaTeX calls Aᵀ. */
	t(a: V): V {
		const rank = this.shape(a).length;
		const axes = Array.from({ length: rank }, (_, axis) => axis);
		return rank < 2 ? a : this.transpose(a, [...axes.slice(0, -2), rank - 1, rank - 2]);
	}

	transpose(a: V, axes: readonly number[]): V {
		return axes.every((axis, index) => axis === index) ? a : this.apply('transpose', [a], { axes });
	}

	reshape(a: V, shape: readonly number[]): V {
		const own = this.shape(a);
		return own.length === shape.length && own.every((extent, axis) => extent === shape[axis])
			? a
			: this.apply('reshape', [a], { shape });
	}

	/** Repeated along new or single axes, to exactly that shape. */
	broadcast(a: V, shape: readonly number[]): V {
		const own = this.shape(a);
		return own.length === shape.length && own.every((extent, axis) => extent === shape[axis])
			? a
			: this.apply('broadcast', [a], { shape });
	}

	/** Summed over those axes; all where null. */
	sum(a: V, axes: readonly number[] | null = null, keepdims = false): V {
		return axes?.length === 0 ? a : this.apply('sum', [a], { axes, keepdims });
	}

	/** What broadcasting undone is: summed to that smaller shape. */
	sumTo(a: V, shape: readonly number[]): V {
		const own = this.shape(a);
		const lead = own.length - shape.length;
		const axes = own.flatMap((extent, axis) =>
			axis < lead || (shape[axis - lead] === 1 && extent !== 1) ? [axis] : [],
		);
		return this.reshape(this.sum(a, axes), shape);
	}

	/** A result of a reduction over those axes, back at the rank of what was reduced: the axes are there as 1. */
	restore(reduced: V, shape: readonly number[], axes: readonly number[]): V {
		return this.reshape(
			reduced,
			shape.map((extent, axis) => (axes.includes(axis) ? 1 : extent)),
		);
	}
}
