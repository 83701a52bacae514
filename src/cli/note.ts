/** Runs what a note has to step, for `backstep batch`: what is annotated, else its first formula or piece of code. */
import type { Tensor } from '../core/tensor/tensor.ts';
import { findUnits, unitAt } from '../lang/document.ts';
import { roleAt } from '../lang/notes.ts';
import { outlineOf } from '../lang/outline.ts';
import { formulasIn } from '../lang/prose.ts';
import type { Unit } from '../lang/unit.ts';
import { DEFAULT_LIMITS, type DocumentText } from '../protocol.ts';
import { Budget } from '../run/budget.ts';
import { readAndRun, type Reading } from '../engine/reading.ts';

/** Null where nothing in the note can be stepped. Numbers stand in for the note's own; arrays for those that its annotation names. */
export function runNote(src: string, values: ReadonlyMap<string, number | Tensor>): Reading | null {
	const document: DocumentText = { uri: 'note.md', version: 1, languageId: 'markdown', text: src };
	const unit = unitIn(document);
	if (unit === null) return null;
	const changed = new Map<string, number>();
	const arrays = new Map<string, Tensor>();
	for (const [name, value] of values) {
		if (typeof value === 'number') changed.set(name, value);
		else arrays.set(name, value);
	}
	return readAndRun(document, unit, {
		changed,
		lastUsed: new Map(),
		arrays,
		lost: new Set(),
		budget: new Budget(DEFAULT_LIMITS),
		smallGates: false,
	});
}

function unitIn(document: DocumentText): Unit | null {
	const [annotated] = findUnits(document, DEFAULT_LIMITS).units;
	if (annotated !== undefined) return annotated;
	const outline = outlineOf(document);
	const { length } = document.text;
	const formulas = formulasIn(outline.code, { start: 0, end: length })
		.filter((formula) => roleAt(outline, formula) === 'formula')
		.map(({ range }) => ({ start: range.start, end: range.start }));
	const places = [...formulas, ...outline.fences.map(({ content }) => content)].sort((a, b) => a.start - b.start);
	for (const place of places) {
		const unit = unitAt(document, place, DEFAULT_LIMITS);
		if (unit !== null) return unit;
	}
	return null;
}
