/**
 * What the rows that reduce axes share.
 */
import { arrayType } from '../../elements.ts';
import { normalizeAxes, reducedShape } from '../../tensor/shape.ts';
import { fromNested } from '../../tensor/tensor.ts';
import type { ElementType, NodeType } from '../../types.ts';
import { call, callLatex, form, operator } from '../authoring.ts';
import { LEVEL, type Form } from '../row.ts';
import type { Builder } from './builder.ts';
import type { TensorSample } from './row.ts';

/** `axes` null or absent: all of them. */
export interface ReductionAttributes {
	readonly axes?: readonly number[] | null;
	readonly keepdims?: boolean;
	readonly [other: string]: unknown;
}

/** The axes, counted from the front, ascending. */
export function axesOf(of: { readonly shape: readonly number[] }, attributes: ReductionAttributes): readonly number[] {
	return normalizeAxes(attributes.axes, of.shape.length);
}

/** The type of a reduction, of that element type. */
export function reducedType(x: NodeType, attributes: ReductionAttributes, element: ElementType): NodeType {
	return arrayType(element, reducedShape(x.shape, axesOf(x, attributes), attributes.keepdims === true));
}

/** How many entries go into one of the result. */
export function countOf(x: NodeType, attributes: ReductionAttributes): number {
	return axesOf(x, attributes).reduce((count, axis) => count * x.shape[axis]!, 1);
}

/** `sum(x)`, `sum(x, axis=0)`. */
export function reductionText(name: string): (attributes: ReductionAttributes) => Form {
	return ({ axes }) => ({ ...call(name), form: `${name}($0${axisText(axes)})` });
}

function axisText(axes: readonly number[] | null | undefined): string {
	if (!axes) return '';
	return axes.length === 1 ? `, axis=${axes[0]}` : `, axis=(${axes.join(', ')})`;
}

/** `\sum_{0} x`: the axes stand below the sign. */
export function bigLatex(command: string): (attributes: ReductionAttributes) => Form {
	return ({ axes }) => form(`${command}${axes ? `_{${axes.join(', ')}}` : ''} $0`, LEVEL.product, LEVEL.power);
}

export function namedLatex(name: string): (attributes: ReductionAttributes) => Form {
	return ({ axes }) => callLatex(`${operator(name)}${axes ? `_{${axes.join(', ')}}` : ''}`);
}

/** Something of the reduced shape, repeated along the axes that were reduced. */
export function spread<V extends object>(o: Builder<V>, reduced: V, x: V, attributes: ReductionAttributes): V {
	const shape = o.shape(x);
	return o.broadcast(o.restore(reduced, shape, normalizeAxes(attributes.axes, shape.length)), shape);
}

const MATRIX = fromNested([
	[1, -2, 3.5],
	[0.5, 4, -1],
]);
const CUBE = fromNested([
	[
		[1, -2],
		[3.5, 0.25],
	],
	[
		[0.5, 4],
		[-1, 2],
	],
]);

export const REDUCTION_SAMPLES: readonly TensorSample[] = [
	{ operands: [MATRIX] },
	{ operands: [MATRIX], attributes: { axes: [0] } },
	{ operands: [MATRIX], attributes: { axes: [1], keepdims: true } },
	{ operands: [CUBE], attributes: { axes: [0, 2] } },
	{ operands: [fromNested([2.5])] },
];
