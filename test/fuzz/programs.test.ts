/** Random, mutilated and hostile programs, run as the editor runs them: everything ends in a result or in a problem, in time and in place. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { Engine } from '../../src/engine/engine.ts';
import { DEFAULT_LIMITS } from '../../src/protocol.ts';
import type { DocumentText, Problem } from '../../src/protocol.ts';
import { ask, problemsWithin } from './asking.ts';
import { HOSTILE } from './hostile-programs.ts';
import { mutilated } from './mutilate.ts';
import { program } from './random-programs.ts';
import { draws, SEED } from './seed.ts';

test(`${draws(6000)} random programs end in a result or a problem`, () => {
	fc.assert(
		fc.property(program, fc.nat(300), fc.nat(300), (text, from, to) => ask(text, from, to)),
		{ numRuns: draws(6000), seed: SEED },
	);
});

test(`${draws(4000)} mutilated programs end in a result or a problem`, () => {
	fc.assert(
		fc.property(mutilated, fc.nat(3000), fc.nat(3000), (text, from, to) => ask(text, from, to)),
		{ numRuns: draws(4000), seed: SEED },
	);
});

const TIME = 'limit-milliseconds';
/** Of the processor's time and of memory, for a program that would take all there is. */
const MOST_MILLISECONDS = 3000;
const MOST_MEGABYTES = 900;

interface Outcome {
	readonly problems: readonly Problem[];
	/** The names that were computed. */
	readonly values: readonly string[];
}

function run(text: string, milliseconds: number): Outcome {
	const document: DocumentText = { uri: 'file:///hostile.py', version: 1, languageId: 'python', text };
	const engine = new Engine({ ...DEFAULT_LIMITS, milliseconds });
	const opened = engine.handle('open', {
		document,
		selection: { start: 0, end: text.length },
		changed: [],
		lastUsed: [],
		options: { unfoldLiterals: false, foldedGroups: [] },
	});
	if (!opened.ok) return { problems: opened.problems, values: [] };
	engine.handle('at', { id: opened.info.id, position: opened.info.forwardSteps + opened.info.backwardSteps });
	const { problems, unit } = opened.info;
	return { problems, values: unit.chips.map(({ range }) => text.slice(range.start, range.end)) };
}

describe('programs that would never end, or take all there is', () => {
	for (const { what, text, codes, at, value } of HOSTILE) {
		test(what, () => {
			const before = process.cpuUsage();
			const memory = process.memoryUsage().rss;
			const { problems, values } = run(text, codes.includes(TIME) ? 200 : 20_000);
			const { user, system } = process.cpuUsage(before);
			assert.ok((user + system) / 1000 < MOST_MILLISECONDS, `${(user + system) / 1000} ms`);
			const grown = (process.memoryUsage().rss - memory) / 2 ** 20;
			assert.ok(grown < MOST_MEGABYTES, `${grown} MB`);
			problemsWithin(problems, text.length);
			if (value !== undefined) assert.ok(values.includes(value), `${value} is not among ${values.join(', ')}`);
			if (codes.length === 0) return assert.deepEqual(problems, []);
			const found = problems.find(({ code }) => codes.includes(code));
			assert.ok(found, `${codes.join(' or ')} is not among ${problems.map((problem) => problem.code).join(', ')}`);
			const line = text.slice(text.lastIndexOf('\n', found.range.start - 1) + 1).split('\n')[0]!;
			assert.ok(line.includes(at), `told at ${line.slice(0, 80)}`);
		});
	}
});
