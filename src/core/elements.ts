/**
 * Element types of results, for the shape rules.
 */
import { sizeOf } from './tensor/shape.ts';
import type { ElementType, NodeType } from './types.ts';

/** The element type that two types have together: float64 over float32 over int64 over bool. */
export function promote(a: ElementType, b: ElementType): ElementType {
	if (a === b) return a;
	if (a === 'float64' || b === 'float64') return 'float64';
	// A float32 holds no int64 exactly, so NumPy goes to float64.
	if (a === 'float32' || b === 'float32') return a === 'int64' || b === 'int64' ? 'float64' : 'float32';
	return 'int64';
}

export function promoteAll(types: readonly NodeType[]): ElementType {
	return types.map((type) => type.element).reduce(promote);
}

/** float64 for whole numbers and booleans, else the type itself: what a mean or a root makes of them. */
export function toFloat(element: ElementType): ElementType {
	return element === 'float32' ? 'float32' : 'float64';
}

/** int64 for booleans, else the type itself: what a sum makes of them. */
export function toCount(element: ElementType): ElementType {
	return element === 'bool' ? 'int64' : element;
}

export function arrayType(element: ElementType, shape: readonly number[]): NodeType {
	return { element, shape, size: sizeOf(shape) };
}

export function isFloat(element: ElementType): boolean {
	return element === 'float64' || element === 'float32';
}
