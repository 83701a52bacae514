/** What a hover is about: the expression at an offset, and its card. */
import type { Cursor } from '../core/cursor.ts';
import type { Inspection } from '../protocol.ts';
import { cardOf } from './cards.ts';
import { placeAt } from './seek.ts';
import type { Ran } from './unit-run.ts';

/** The innermost expression of a unit at an offset, or the name assigned there; null where the unit has nothing at the offset. */
export function inspectionAt(ran: Ran, offset: number, cursor: Cursor): Inspection | null {
	const { run, unit } = ran;
	const binding = run.bindings.find(({ range }) => offset >= range.start && offset <= range.end);
	if (binding !== undefined) return { unit: unit.id, range: binding.range, card: cardOf(ran, binding.node, cursor) };
	const place = placeAt(run, offset);
	if (place === null) return null;
	return { unit: unit.id, range: place.expression.range, card: cardOf(ran, place.node, cursor) };
}
