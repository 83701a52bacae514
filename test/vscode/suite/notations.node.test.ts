/** The lecture's rows in every notation, one file each, as a user opens them from examples/. */
import * as assert from 'node:assert/strict';
import { documentText } from '../../../src/views/documents.ts';
import { backstep, closeAll, openExample } from './kit.ts';

/** All rows in one file a notation: its language as VS Code has it, and how many units. */
const NOTATIONS: readonly (readonly [file: string, notations: readonly string[], units: number])[] = [
	['lecture.txt', ['math'], 31],
	['lecture.md', ['latex', 'python'], 33],
	['lecture.tex', ['latex'], 32],
	['lecture.py', ['python', 'math'], 33],
	['lecture.js', ['javascript', 'math'], 32],
	['lecture.ts', ['javascript', 'math'], 32],
	['lecture.jl', ['julia', 'math'], 33],
	['lecture.m', ['matlab', 'math'], 33],
];

describe('The lecture in every notation', () => {
	afterEach(closeAll);

	for (const [file, notations, count] of NOTATIONS) {
		it(`${file}: every row holds its claims and steps to the end and back`, async () => {
			const { editor, analysis } = await openExample(file);
			assert.deepEqual(
				analysis.problems.filter(({ severity }) => severity === 'error' || severity === 'warning'),
				[],
			);
			assert.equal(analysis.units.length, count);
			const { host } = await backstep();
			for (const unit of analysis.units) {
				assert.ok(notations.includes(unit.notation), `${unit.notation} in ${file}`);
				assert.ok(unit.claims.length > 0 && unit.claims.every(({ holds }) => holds), JSON.stringify(unit.claims));
				// As the command opens it, without the panel.
				const opened = await host.sessions.open(documentText(editor.document), { unit: unit.id, quiet: true });
				assert.ok(opened.ok, unit.target);
				const { session } = opened;
				await session.runToEnd();
				assert.equal(session.position, session.lastPosition);
				assert.notEqual(session.view.active, null, unit.target);
				await session.previous();
				assert.equal(session.position, session.lastPosition - 1);
			}
		});
	}
});
