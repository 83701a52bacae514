import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Mention, mentionsGrad } from '../../../src/views/mention.ts';
import type { LineEdit, TextLines } from '../../../src/views/mention.ts';

/** A text as VS Code has it; it counts how often it is asked for as a whole, and for how many lines. */
class Text implements TextLines {
	readAll = 0;
	linesRead = 0;
	text: string;

	constructor(text: string) {
		this.text = text;
	}

	get lineCount(): number {
		return this.text.split('\n').length;
	}

	lineAt(line: number): { text: string } {
		this.linesRead++;
		return { text: this.text.split('\n')[line] ?? '' };
	}

	getText(): string {
		this.readAll++;
		return this.text;
	}

	/** Replaces pieces, given in the text before, from its back to its front and not overlapping: as VS Code reports them. */
	edit(pieces: readonly { readonly from: number; readonly to: number; readonly text: string }[]): LineEdit[] {
		const before = this.text;
		const placeOf = (offset: number): { line: number; character: number } => {
			const above = before.slice(0, offset).split('\n');
			return { line: above.length - 1, character: above.at(-1)?.length ?? 0 };
		};
		for (const { from, to, text } of pieces) this.text = this.text.slice(0, from) + text + this.text.slice(to);
		return pieces.map(({ from, to, text }) => ({
			range: { start: placeOf(from), end: placeOf(to) },
			text,
		}));
	}
}

test('whether a text has a tag is known after any edits', () => {
	const piece = fc.constantFrom('\n', '\n\n', '@', '@gr', 'ad', '@grad', 'x', ' ', '@gard ');
	const some = fc.array(piece, { maxLength: 4 }).map((pieces) => pieces.join(''));
	const places = fc.array(fc.nat(), { minLength: 2, maxLength: 4 });
	fc.assert(
		fc.property(some, fc.array(fc.tuple(places, some, some), { maxLength: 8 }), (start, events) => {
			const text = new Text(start);
			const mention = new Mention(text);
			for (const [at, first, second] of events) {
				const [a = 0, b = 0, c = 0, d = 0] = at.map((each) => each % (text.text.length + 1)).sort((x, y) => x - y);
				const front = { from: a, to: b, text: first };
				mention.edited(text.edit(at.length < 4 ? [front] : [{ from: c, to: d, text: second }, front]));
				assert.equal(mention.any, mentionsGrad(text.text), JSON.stringify(text.text));
			}
		}),
		{ numRuns: 400 },
	);
});

test('typing reads the typed line alone, however long the text is', () => {
	for (const tag of ['# @grad x = 1', '# nothing']) {
		const text = new Text(`${tag}\n${'y = 2\n'.repeat(2000)}`);
		const mention = new Mention(text);
		text.readAll = text.linesRead = 0;
		for (let typed = 0; typed < 50; typed++) {
			const end = text.text.length;
			mention.edited(text.edit([{ from: end, to: end, text: typed % 10 === 0 ? '\n' : 'z' }]));
		}
		assert.deepEqual([text.readAll, text.linesRead <= 100], [0, true], `${tag}: ${text.linesRead} lines`);
	}
});
