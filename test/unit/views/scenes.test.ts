/** A step costs what it changes: the other programs of a text are neither looked at nor drawn again. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Sessions } from '../../../src/session/sessions.ts';
import type { Analysis } from '../../../src/protocol.ts';
import type { Session } from '../../../src/session/session.ts';
import type { Lines } from '../../../src/views/chips.ts';
import { History } from '../../../src/views/history.ts';
import { sceneFrom, stalenessOf } from '../../../src/views/scene.ts';
import { Scenes } from '../../../src/views/scenes.ts';
import type { Layers } from '../../../src/views/scenes.ts';
import { LocalEngine, doc } from '../engine/helper.ts';

const LINE = 'f = (x + y) * z  # @grad x=-2, y=5, z=-4 expect f = -12';
const OPTIONS = { detail: 'auto', gradients: true } as const;

/** The lines of a text, and how often they were asked about. */
class Counted implements Lines {
	asked = 0;
	readonly tabSize = 4;
	readonly #starts: readonly number[];
	readonly #text: string;

	constructor(text: string) {
		this.#text = text;
		this.#starts = [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)];
	}

	lineAt(offset: number): number {
		this.asked++;
		return this.#starts.findLastIndex((start) => start <= offset);
	}

	textOf(line: number, upTo?: number): string {
		this.asked++;
		return this.#text.slice(this.#starts[line], upTo ?? (this.#starts[line + 1] ?? this.#text.length + 1) - 1);
	}
}

/** A text of so many programs, of which the second is stepped through. */
async function stepped(count: number): Promise<{
	session: Session;
	analysis: Analysis | null;
	lines: Counted;
	history: History;
	draw: () => Layers;
	whole: () => unknown;
}> {
	const text = `${LINE}\n`.repeat(count);
	const document = doc(text);
	const sessions = new Sessions(new LocalEngine());
	const analysis = await sessions.analyze(document);
	assert.equal(analysis?.units.length, count);
	const outcome = await sessions.open(document, { unit: analysis?.units[1]?.id ?? '' });
	assert.ok(outcome.ok);
	const { session } = outcome;
	const lines = new Counted(text);
	const scenes = new Scenes();
	const history = new History();
	const now = () => ({ info: session.info, view: session.view, concealed: session.concealed });
	return {
		session,
		analysis,
		lines,
		history,
		draw: () => scenes.draw(analysis, now(), history, lines, OPTIONS),
		whole: () => {
			// Scenes that have drawn nothing yet.
			const { rest, steps } = new Scenes().draw(analysis, now(), history, new Counted(text), OPTIONS);
			return sceneFrom(rest, steps);
		},
	};
}

test('a step, and a value tried out, draw their own program alone', async () => {
	const asked: number[] = [];
	for (const count of [3, 60]) {
		const { session, lines, history, draw, whole } = await stepped(count);
		const { rest } = draw();
		assert.equal(rest.ticks.length, count);
		lines.asked = 0;
		const seen = new Set<string>();
		await session.restart();
		while (session.position < session.lastPosition) {
			await session.next();
			const layers = draw();
			assert.equal(layers.rest, rest);
			assert.deepEqual(sceneFrom(layers.rest, layers.steps), whole());
			seen.add(JSON.stringify(layers.steps));
		}
		assert.equal(seen.size, session.lastPosition);
		await session.change('x', 7);
		const changed = draw();
		assert.equal(changed.rest, rest);
		assert.deepEqual(sceneFrom(changed.rest, changed.steps), whole());
		asked.push(lines.asked);

		history.record(session.info.version + 1, [{ offset: 0, length: 0, inserted: 1 }]);
		assert.notEqual(draw().rest, rest, 'after an edit the rest is drawn anew');
	}
	assert.equal(asked[0], asked[1]);
});

test('while it is typed, a text is drawn anew where a program grows stale and not at every key', async () => {
	const { session, analysis, history } = await stepped(3);
	const said = (): string => stalenessOf(analysis, session.info, history);
	const rest = said();
	let { version } = session.info;
	const type = (offset: number): void => history.record(++version, [{ offset, length: 0, inserted: 1 }]);
	type(3 * (LINE.length + 1));
	assert.equal(said(), rest, 'below all programs');
	type(4);
	const typed = said();
	assert.notEqual(typed, rest, 'in the first program');
	type(5);
	assert.equal(said(), typed, 'in it again');
});
