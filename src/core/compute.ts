/**
 * The type and the value of one gate over whole arrays, whatever its row: what a tape, a backward pass and a replay all ask.
 */
import { elementOf, mapTensors } from './elementwise.ts';
import type { AnyRow } from './ops/index.ts';
import type { Attributes } from './ops/tensor/row.ts';
import { broadcastShapes, ShapeError, sizeOf } from './tensor/shape.ts';
import type { Tensor } from './tensor/tensor.ts';
import type { ElementType, NodeType } from './types.ts';

export const NO_ATTRIBUTES: Attributes = {};

/**
 * The type of the result. Throws a ShapeError where operands do not fit. `weak` marks literals, whose element type gives way. An elementwise row reads one
 * attribute, `element`, which overrules the result's element type.
 */
export function gateType(
	row: AnyRow,
	operands: readonly NodeType[],
	attributes: Attributes,
	weak: readonly boolean[] = [],
): NodeType {
	const most = row.arity;
	if (most === Infinity ? operands.length === 0 : operands.length !== most) {
		throw new ShapeError('{0} does not take {1} operands', row.name, operands.length);
	}
	if (row.kind === 'tensor') return row.type(operands, attributes);
	const shape = broadcastShapes(...operands.map((operand) => operand.shape));
	const element = (attributes['element'] as ElementType | undefined) ?? elementOf(row, operands, weak);
	return { element, shape, size: sizeOf(shape) };
}

/** The value, of that type. */
export function gateValue(row: AnyRow, operands: readonly Tensor[], attributes: Attributes, type: NodeType): Tensor {
	return row.kind === 'tensor' ? row.forward(operands, attributes) : mapTensors(row, operands, type.element);
}
