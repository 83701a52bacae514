/** Everything that the editor asks about a document, held to its promises: no throw, no hang, no range out of bounds. */
import assert from 'node:assert/strict';
import { Engine } from '../../src/engine/engine.ts';
import { DEFAULT_LIMITS } from '../../src/protocol.ts';
import type { DocumentText, Problem, Range } from '../../src/protocol.ts';

const LIMITS = { ...DEFAULT_LIMITS, gates: 3000, elements: 100_000, bytes: 32 * 2 ** 20, milliseconds: 40 };
/** Of the processor's time, for everything that is asked about one document. */
const MOST_MILLISECONDS = 3000;

export function within(range: Range, length: number, what: string): void {
	assert.ok(
		range.start >= 0 && range.start <= range.end && range.end <= length,
		`${what}: [${range.start}, ${range.end}) of ${length}`,
	);
}

export function problemsWithin(problems: readonly Problem[], length: number): void {
	for (const problem of problems) {
		within(problem.range, length, problem.code);
		for (const fix of problem.fixes ?? []) for (const edit of fix.edits) within(edit.range, length, 'fix');
	}
}

let version = 0;
const engine = new Engine(LIMITS);

/** Asks everything that the editor asks about a document. */
export function ask(text: string, from: number, to: number, languageId = 'python'): void {
	const document: DocumentText = { uri: 'file:///fuzz.py', version: ++version, languageId, text };
	const { length } = text;
	const [start, end] = [Math.min(from, to, length), Math.min(Math.max(from, to), length)];
	const before = process.cpuUsage();
	const analysis = engine.handle('analyze', { document, lastUsed: [] });
	problemsWithin(analysis.problems, length);
	for (const unit of analysis.units) {
		within(unit.range, length, 'unit');
		for (const chip of unit.chips) {
			within(chip.range, length, 'chip');
			assert.ok(chip.anchor >= 0 && chip.anchor <= length);
		}
	}
	engine.handle('inspect', { document, offset: start });
	for (const edit of [
		engine.handle('annotate', { document, offset: start, selection: { start, end } }),
		engine.handle('stages', { document, offset: start }),
	])
		if (edit !== null) within(edit.range, length, 'edit');
	const opened = engine.handle('open', {
		document,
		selection: { start, end },
		changed: [],
		lastUsed: [],
		options: { unfoldLiterals: false, foldedGroups: [] },
	});
	if (opened.ok) {
		const { id, forwardSteps, backwardSteps, unit } = opened.info;
		within(unit.range, length, 'session');
		for (const position of [0, 1, forwardSteps, forwardSteps + 1, forwardSteps + backwardSteps, 10_000]) {
			const view = engine.handle('at', { id, position });
			assert.equal(view.chips.length, unit.chips.length);
			if (view.active !== null) within(view.active.range, length, 'card');
			engine.handle('inspect', { document, offset: end, session: { id, position } });
		}
		engine.handle('seek', { id, position: 1, seek: { to: 'next-line' } });
		const input = unit.inputs[0];
		if (input !== undefined) engine.handle('change', { id, changed: [[input.name, 0.5]], position: forwardSteps });
		engine.handle('close', { id });
	} else problemsWithin(opened.problems, length);
	const { user, system } = process.cpuUsage(before);
	assert.ok((user + system) / 1000 < MOST_MILLISECONDS, `${(user + system) / 1000} ms`);
}
