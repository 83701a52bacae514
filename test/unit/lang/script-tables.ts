/** What the tables of every language of scripts hold: what is read, what is left of broken texts, and that no text is too long or too deep. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { processorTime } from '../../processor-time.ts';
import { troubles } from './show.ts';
import { parseWith, showAll, type Parser } from './show-script.ts';

/** By topic: source, and what it is read as, without problems. */
export type Readings = Readonly<Record<string, readonly (readonly [source: string, read: string])[]>>;

/** Source, what is left of it, and its problems: `code: the characters at fault`. */
export type Broken = readonly (readonly [source: string, read: string, ...problems: string[]])[];

/** A text, and the code of a problem that it has; null where it has none but those of `passed`. */
export type Vast = readonly (readonly [text: string, code: string | null])[];

/** The milliseconds of processor time in which any text of the tables of vast ones is read. */
const MOST = 10_000;

export function problemsOf(parser: Parser, text: string): string[] {
	return troubles(text, parseWith(parser, text).problems);
}

function read(parser: Parser, text: string): string {
	return showAll(parseWith(parser, text).script.body);
}

export function holdReadings(title: string, parser: Parser, readings: Readings): void {
	describe(title, () => {
		for (const [topic, rows] of Object.entries(readings)) {
			test(topic, () => {
				for (const [source, expected] of rows) {
					assert.equal(read(parser, source), expected, source);
					assert.deepEqual(problemsOf(parser, source), [], source);
				}
			});
		}
	});
}

export function holdBroken(parser: Parser, broken: Broken): void {
	test('what cannot be read costs itself, and the rest is read', () => {
		for (const [source, expected, ...told] of broken) {
			assert.equal(read(parser, source), expected, source);
			assert.deepEqual(problemsOf(parser, source), told, source);
		}
	});
}

/** Where brackets pile up, a text may end in another problem than its own: `instead` names those. What is `passed` over does not count as a problem. */
export function holdVast(
	parser: Parser,
	vast: Vast,
	{ instead, passed }: { readonly instead: readonly string[]; readonly passed: string },
): void {
	test('no length and no nesting overflows or hangs', () => {
		for (const [text, code] of vast) {
			const { result, milliseconds } = processorTime(() => parseWith(parser, text));
			const codes = [...new Set(result.problems.map((problem) => problem.code))];
			const what = `${text.slice(0, 40)}… ${codes.join()}`;
			if (code === null)
				assert.deepEqual(
					codes.filter((each) => each !== passed),
					[],
					what,
				);
			else
				assert.ok(
					[code, ...instead].some((each) => codes.some((own) => own === each)),
					what,
				);
			assert.ok(result.problems.length <= 200, what);
			assert.ok(milliseconds < MOST, `${what}: ${milliseconds} ms`);
		}
	});
}
