/**
 * Python and JavaScript: random programs are read as what they say, and of random and mutilated texts nothing throws, nothing hangs and every range lies in
 * bounds and inside its parent.
 */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { findUnits, unitAt } from '../../src/lang/document.ts';
import { parseJavaScript } from '../../src/lang/javascript.ts';
import { parsePython } from '../../src/lang/python.ts';
import { freeNamesOf } from '../../src/lang/script-free.ts';
import { readScriptUnit } from '../../src/lang/script-unit.ts';
import { DEFAULT_LIMITS, type Range } from '../../src/protocol.ts';
import { nodesOf, parseWith, showAll, type Parser } from '../unit/lang/show-script.ts';
import { javascriptProgram } from './javascript-texts.ts';
import { pythonProgram } from './python-texts.ts';
import { mutilated, soup, type Program } from './script-texts.ts';
import { draws, SEED } from './seed.ts';

const SLOWEST = 2000;
const START = 1000;

/** A parameter's range is its name's, without what it is by default. */
const PARAMETERS = new Set(['positional', 'keyword-only', 'rest', 'rest-keyword']);

interface Language {
	readonly name: string;
	readonly languageId: string;
	readonly parse: Parser;
	readonly programs: fc.Arbitrary<Program>;
	/** Whether all that a node consists of stands within it; not so where fields move into a constructor. */
	readonly nests: boolean;
}

const LANGUAGES: readonly Language[] = [
	{ name: 'Python', languageId: 'python', parse: parsePython, programs: pythonProgram, nests: true },
	{ name: 'JavaScript', languageId: 'typescript', parse: parseJavaScript, programs: javascriptProgram, nests: false },
];

function inside(inner: Range, outer: Range, text: string): void {
	assert.ok(
		inner.start >= outer.start && inner.end <= outer.end && inner.start <= inner.end,
		`${JSON.stringify([inner, outer])}\n${text}`,
	);
}

/** Reads a text at an offset, in bounded time, with every range in its bounds. */
function holds({ parse, nests }: Language, text: string): void {
	const bounds = { start: START, end: START + text.length };
	const started = performance.now();
	const { script, problems } = parse(text, bounds, { nesting: 200 });
	assert.ok(performance.now() - started < SLOWEST, text);
	for (const { range } of problems) inside(range, bounds, text);
	for (const node of nodesOf(script.body)) {
		inside(node.range, bounds, text);
		if (node.outer !== undefined) inside(node.range, node.outer, text);
		if (!nests || PARAMETERS.has(node.kind ?? '')) continue;
		for (const part of Object.values(node)) {
			for (const child of Array.isArray(part) ? (part as unknown[]) : [part]) {
				if (typeof child !== 'object' || child === null || !('range' in child)) continue;
				const { range, outer } = child as { range: Range; outer?: Range };
				inside(outer ?? range, node.range, text);
			}
		}
	}
	freeNamesOf(script.body);
}

for (const language of LANGUAGES) {
	const { name, languageId, parse, programs } = language;
	describe(name, () => {
		test('a program that is written down is read as the same program', () => {
			fc.assert(
				fc.property(programs, ({ text, shown }) => {
					const { script, problems } = parseWith(parse, text);
					assert.deepEqual(
						problems.map(({ code, range }) => [code, text.slice(range.start, range.end)]),
						[],
						text,
					);
					assert.equal(showAll(script.body), shown, text);
				}),
				{ seed: SEED, numRuns: draws(3000) },
			);
		});

		test(`${draws(10_000)} random and mutilated texts`, () => {
			const texts = fc.oneof(soup, mutilated(programs), mutilated(programs));
			fc.assert(
				fc.property(texts, (text) => holds(language, text)),
				{ seed: SEED, numRuns: draws(10_000) },
			);
		});

		test('any selection of them is a unit that can be read, or none', () => {
			const texts = fc.tuple(mutilated(programs), fc.nat(), fc.nat());
			fc.assert(
				fc.property(texts, ([text, a, b]) => {
					const document = { uri: 'file:///a', version: 1, languageId, text: `// @grad\n# @grad x=1\n${text}` };
					const { length } = document.text;
					const selection = { start: a % (length + 1), end: b % (length + 1) };
					const unit = unitAt(document, selection, DEFAULT_LIMITS);
					for (const each of unit === null ? [] : [unit, ...findUnits(document, DEFAULT_LIMITS).units]) {
						inside(each.range, { start: 0, end: length }, text);
						if (each.notation !== 'python' && each.notation !== 'javascript') continue;
						const read = readScriptUnit(document, each, each.notation, {
							changed: new Map(),
							lastUsed: new Map(),
							arrays: new Map(),
							known: { has: () => false },
							limits: DEFAULT_LIMITS,
						});
						for (const { range } of read.problems) inside(range, { start: 0, end: length }, text);
					}
				}),
				{ seed: SEED, numRuns: draws(2000) },
			);
		});
	});
}
