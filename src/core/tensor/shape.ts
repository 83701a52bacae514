/**
 * Arithmetic of shapes: sizes, strides, axes and broadcasting as NumPy has them, and the error that says which shapes do not fit.
 */
import type { Text } from '../text.ts';

/** Thrown where shapes, axes or index values do not fit; carries the sentence that the user reads. */
export class ShapeError extends Error {
	override readonly name = 'ShapeError';
	readonly text: Text;

	constructor(...text: Text) {
		const [template, ...args] = text;
		super(template.replace(/\{(\d)\}/g, (_, index: string) => String(args[Number(index)])));
		this.text = text;
	}
}

/** A shape as Python writes it: `(4, 3)`, `(4,)`, `()`. */
export function shapeText(shape: readonly number[]): string {
	return shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`;
}

/** The product of the sizes: 1 for a scalar. */
export function sizeOf(shape: readonly number[]): number {
	let size = 1;
	for (const extent of shape) size *= extent;
	return size;
}

/** Strides, in elements, of a C-order array of that shape. */
export function stridesOf(shape: readonly number[]): number[] {
	const strides = shape.map(() => 1);
	let step = 1;
	for (let axis = shape.length - 1; axis >= 0; axis--) {
		strides[axis] = step;
		step *= shape[axis]!;
	}
	return strides;
}

export function sameShape(a: readonly number[], b: readonly number[]): boolean {
	return a.length === b.length && a.every((extent, axis) => extent === b[axis]);
}

/** The shape that operands of these shapes are broadcast to. Throws a ShapeError where two sizes differ and neither is 1. */
export function broadcastShapes(...shapes: readonly (readonly number[])[]): readonly number[] {
	let result: readonly number[] = shapes[0] ?? [];
	for (const shape of shapes.slice(1)) {
		if (sameShape(result, shape)) continue;
		const rank = Math.max(result.length, shape.length);
		const both: number[] = [];
		for (let axis = 0; axis < rank; axis++) {
			const a = result[axis - rank + result.length] ?? 1;
			const b = shape[axis - rank + shape.length] ?? 1;
			if (a !== b && a !== 1 && b !== 1) {
				throw new ShapeError(
					'{0} and {1} do not broadcast: sizes {2} and {3} differ and neither is 1',
					shapeText(result),
					shapeText(shape),
					a,
					b,
				);
			}
			both.push(a === 1 ? b : a);
		}
		result = both;
	}
	return result;
}

/** An axis counted from the front. Throws a ShapeError on one that an array of that rank does not have. */
export function normalizeAxis(axis: number, rank: number): number {
	const from = axis < 0 ? axis + rank : axis;
	if (!Number.isInteger(axis) || from < 0 || from >= rank) {
		throw new ShapeError('there is no axis {0} in an array of {1} axes', axis, rank);
	}
	return from;
}

/** Axes counted from the front, ascending, each once; null means all. Throws a ShapeError on one that is not there or stands twice. */
export function normalizeAxes(axes: number | readonly number[] | null | undefined, rank: number): readonly number[] {
	if (axes === null || axes === undefined) return Array.from({ length: rank }, (_, axis) => axis);
	const list = (typeof axes === 'number' ? [axes] : axes).map((axis) => normalizeAxis(axis, rank));
	if (new Set(list).size !== list.length) throw new ShapeError('axis {0} is named twice', list.join(', '));
	return list.sort((a, b) => a - b);
}

/** The shape after reducing those axes, which stay as 1 where `keepdims`. */
export function reducedShape(shape: readonly number[], axes: readonly number[], keepdims: boolean): readonly number[] {
	if (keepdims) return shape.map((extent, axis) => (axes.includes(axis) ? 1 : extent));
	return shape.filter((_, axis) => !axes.includes(axis));
}

/** The shape with at most one −1 worked out. Throws a ShapeError where the sizes do not match. */
export function resolveShape(wanted: readonly number[], size: number, from: readonly number[]): readonly number[] {
	const known = wanted.reduce((product, extent) => (extent === -1 ? product : product * extent), 1);
	const open = wanted.filter((extent) => extent === -1).length;
	const missing = known === 0 ? 0 : size / known;
	const bad =
		open > 1 ||
		wanted.some((extent) => !Number.isInteger(extent) || extent < -1) ||
		(open === 1 ? !Number.isInteger(missing) || (known === 0 && size !== 0) : known !== size);
	if (bad) {
		throw new ShapeError(
			'{0} has {1} elements and cannot be given the shape {2}',
			shapeText(from),
			size,
			shapeText(wanted),
		);
	}
	return wanted.map((extent) => (extent === -1 ? missing : extent));
}
