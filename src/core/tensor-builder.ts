/**
 * The builder that the backward pass runs derivative rules with: over tensors, each computed when it is first needed.
 */
import { elementOf } from './elementwise.ts';
import { gateType, gateValue, NO_ATTRIBUTES } from './compute.ts';
import { rowByName } from './ops/index.ts';
import { Builder } from './ops/tensor/builder.ts';
import type { Attributes } from './ops/tensor/row.ts';
import { broadcastShapes, sizeOf } from './tensor/shape.ts';
import { scalarTensor, typeOf, type Tensor } from './tensor/tensor.ts';
import type { NodeType } from './types.ts';

/** A tensor whose type is known and whose elements are computed when they are asked for, once. */
export class Held {
	readonly type: NodeType;
	readonly #make: (() => Tensor) | null;
	#tensor: Tensor | null;

	constructor(type: NodeType, make: (() => Tensor) | Tensor) {
		this.type = type;
		this.#make = typeof make === 'function' ? make : null;
		this.#tensor = typeof make === 'function' ? null : make;
	}

	get tensor(): Tensor {
		return (this.#tensor ??= this.#make!());
	}
}

/** Holds a tensor that is there. */
export function hold(tensor: Tensor): Held {
	return new Held(typeOf(tensor), tensor);
}

class TensorBuilder extends Builder<Held> {
	override type(value: Held): NodeType {
		return value.type;
	}

	override number(value: number): Held {
		return hold(scalarTensor(value));
	}

	override constant(tensor: Tensor): Held {
		return hold(tensor);
	}

	override apply(name: string, operands: readonly Held[], attributes: Attributes = NO_ATTRIBUTES): Held {
		const row = rowByName(name);
		const types = operands.map((operand) => operand.type);
		let type: NodeType;
		if (row.kind === 'tensor') type = gateType(row, types, attributes);
		else {
			const shape = broadcastShapes(...types.map((own) => own.shape));
			const weak = types.map((own) => own.shape.length === 0);
			type = { element: elementOf(row, types, weak), shape, size: sizeOf(shape) };
		}
		return hold(
			gateValue(
				row,
				operands.map((operand) => operand.tensor),
				attributes,
				type,
			),
		);
	}
}

export const TENSORS: Builder<Held> = new TensorBuilder();
