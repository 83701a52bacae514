/** What a hover is about: the expression at an offset, and its card. */
import type { Cursor } from '../core/cursor.ts';
import type { Card, Range } from '../protocol.ts';
import type { Inspection } from '../protocol-hover.ts';
import { cardOf } from './cards.ts';
import { inputNamed, nameInAnnotation } from './explanations.ts';
import { bindingOf, evaluationOf, type Chosen } from './evaluations.ts';
import { heldListAt, listNameAt, type HeldList } from './held-lists.ts';
import { placeAt } from './seek.ts';
import type { Ran } from './unit-run.ts';

/** The innermost expression of a unit at an offset, or the name assigned there; null where the unit has nothing at the offset. */
export function inspectionAt(ran: Ran, offset: number, cursor: Cursor, time?: number): Inspection | null {
	const { run } = ran;
	const list = heldListAt(ran, offset, cursor);
	const given = list === null ? listGiven(ran, offset, cursor) : listed(ran, list);
	if (given !== null) return given;
	const bindings = run.bindings.filter(({ range }) => offset >= range.start && offset <= range.end);
	const binding = bindings[0];
	if (binding !== undefined) {
		const chosen = bindingOf(ran, bindings, cursor, time);
		return inspection(ran, binding.range, cardOf(ran, chosen?.node ?? binding.node, cursor), chosen);
	}
	const place = placeAt(run, offset);
	if (place === null) return inAnnotation(ran, offset, cursor);
	const chosen = evaluationOf(ran, place, cursor, time);
	return inspection(ran, place.expression.range, cardOf(ran, chosen?.node ?? place.node, cursor), chosen);
}

/** A name that the annotation speaks of says the same as where it stands in the formula. */
function inAnnotation(ran: Ran, offset: number, cursor: Cursor): Inspection | null {
	const { directive, annotationRange } = ran.unit;
	if (directive === undefined || annotationRange === undefined) return null;
	if (offset < annotationRange.start || offset > annotationRange.end) return null;
	const name = nameInAnnotation(directive, offset);
	if (name === null) return null;
	const node = inputNamed(ran, name.name) ?? ran.run.bindings.findLast((binding) => binding.name === name.name)?.node;
	return node === undefined ? null : inspection(ran, name.range, cardOf(ran, node, cursor), null);
}

/** In JavaScript, which has no arrays of numbers but lists, an array that the annotation gives is one. */
function listGiven(ran: Ran, offset: number, cursor: Cursor): Inspection | null {
	if (ran.script?.dialect !== 'javascript') return null;
	const name = listNameAt(ran, offset);
	const node = name === null ? undefined : ran.run.inputs.get(name.text);
	return name === null || node === undefined || ran.trace.tape.isScalar(node)
		? null
		: inspection(ran, name.range, cardOf(ran, node, cursor), null);
}

function listed(ran: Ran, list: HeldList): Inspection {
	const { arrival, entries, gradient, name, node, range, value, whole } = list;
	const { unit } = ran;
	// What is still the input that it began as says so itself.
	if (whole !== null) return inspection(ran, range, cardOf(ran, whole, list.cursor), null);
	const card: Card = {
		node,
		kind: 'input',
		op: '',
		symbol: name,
		text: name,
		range,
		value,
		upstream: gradient,
		arrival,
		shares: [],
		inputs: [],
		rule: '',
		ruleLatex: '',
		pattern: 'input',
		sentence: [''],
		boundTo: name,
		forwardPosition: null,
		backwardPosition: null,
	};
	return { unit: unit.id, notation: unit.notation, range, card, entries };
}

function inspection({ unit }: Ran, range: Range, card: Card, chosen: Chosen | null): Inspection {
	return {
		unit: unit.id,
		notation: unit.notation,
		range,
		card,
		...(chosen !== null && { evaluation: chosen.evaluation }),
	};
}
