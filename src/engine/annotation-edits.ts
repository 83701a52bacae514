/** Which values go into a document's annotation, and where: the engine's part of "insert values". */
import { sizeOf } from '../core/tensor/shape.ts';
import { insertValues } from '../lang/edits.ts';
import type { Unit } from '../lang/unit.ts';
import type { DocumentText, TextEdit } from '../protocol.ts';
import type { Ran } from './unit-run.ts';

/** An array of more entries is not written out. */
export const MOST_WRITTEN = 200;

/** Writes the values that stand nowhere in the text; where all of them do and there is no annotation yet, all values. */
export function annotateEdit(document: DocumentText, unit: Unit, ran: Ran): TextEdit | null {
	const { tape } = ran.trace;
	// Arrays that the annotation gives by their shape are drawn from it.
	const shaped = new Set(unit.directive?.at.map(({ name }) => name));
	const isWritten = (name: string, node: number): boolean =>
		tape.isScalar(node) ||
		(ran.given.get(name)?.source === 'guessed' && !shaped.has(name) && sizeOf(tape.type(node).shape) <= MOST_WRITTEN);
	const values = [...ran.run.inputs]
		.filter(([name, node]) => isWritten(name, node))
		.map(([name, node]) => [name, tape.isScalar(node) ? tape.value(node) : tape.tensor(node)] as const);
	const unwritten = values.filter(([name]) => ran.given.get(name)?.at === undefined);
	if (unwritten.length > 0) return insertValues(document, unit, unwritten);
	return unit.directive === undefined ? insertValues(document, unit, values) : null;
}
