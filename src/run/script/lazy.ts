/** The beginnings of what whole numbers remember of where they came from. */
import type { Range } from '../../protocol.ts';
import type { Lazy } from './values.ts';

/** A whole number that is not made of others. */
export function lazyLeaf(range: Range, more: Partial<Lazy>): Lazy {
	return { node: -1, operands: [], from: [], frame: 0, range, operator: range, depth: 1, ...more };
}
