/** Reads a number where one is expected: what views carry may be a tensor's summary too. */
import type { Quantity } from '../src/protocol.ts';

/** The number, NaN where there is none. Throws a TypeError on a tensor's summary. */
export function scalar(quantity: Quantity | null | undefined): number {
	if (typeof quantity === 'object' && quantity !== null)
		throw new TypeError(`a tensor of shape ${quantity.shape.join('×')} where a number was expected`);
	return quantity ?? NaN;
}
