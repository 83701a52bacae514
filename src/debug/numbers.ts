/** How a debugger writes what a node holds: numbers with all their digits and in ASCII, as one may type them back; arrays in short. */
import { formatQuantity, formatShape } from '../core/quantity.ts';
import { plainNumber } from '../core/format.ts';
import type { Arrival, Quantity } from '../protocol.ts';
import type { Translate } from './host.ts';

export function quantityText(quantity: Quantity): string {
	return typeof quantity === 'number' ? plainNumber(quantity) : formatQuantity(quantity).replaceAll('\u2212', '-');
}

export function quantityType(quantity: Quantity): string {
	return typeof quantity === 'number' ? 'float64' : `${quantity.element} ${formatShape(quantity.shape)}`;
}

/** A gradient as far as it has arrived: never 0 for one that has not. */
export function gradientText(gradient: Quantity | null, arrival: Arrival, t: Translate): string {
	if (gradient === null || arrival === 'none') return t('not there yet');
	const text = quantityText(gradient);
	return arrival === 'partial' ? t('{0} so far', text) : text;
}

/** An entry of an array of some type. */
export function entryText(value: number, element: string): string {
	return element === 'bool' ? (value === 0 ? 'False' : 'True') : plainNumber(value);
}
