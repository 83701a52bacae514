/** What a hover is about: the expression at an offset, and its card. */
import type { Cursor } from '../core/cursor.ts';
import type { Card, Range } from '../protocol.ts';
import type { Inspection } from '../protocol-engine.ts';
import { cardOf } from './cards.ts';
import { bindingOf, evaluationOf, type Chosen } from './evaluations.ts';
import { placeAt } from './seek.ts';
import type { Ran } from './unit-run.ts';

/** The innermost expression of a unit at an offset, or the name assigned there; null where the unit has nothing at the offset. */
export function inspectionAt(ran: Ran, offset: number, cursor: Cursor, time?: number): Inspection | null {
	const { run, unit } = ran;
	const bindings = run.bindings.filter(({ range }) => offset >= range.start && offset <= range.end);
	const binding = bindings[0];
	if (binding !== undefined) {
		const chosen = bindingOf(ran, bindings, cursor, time);
		return inspection(unit.id, binding.range, cardOf(ran, chosen?.node ?? binding.node, cursor), chosen);
	}
	const place = placeAt(run, offset);
	if (place === null) return null;
	const chosen = evaluationOf(ran, place, cursor, time);
	return inspection(unit.id, place.expression.range, cardOf(ran, chosen?.node ?? place.node, cursor), chosen);
}

function inspection(unit: string, range: Range, card: Card, chosen: Chosen | null): Inspection {
	return { unit, range, card, ...(chosen !== null && { evaluation: chosen.evaluation }) };
}
