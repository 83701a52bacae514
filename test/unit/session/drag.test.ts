/** Values changed in the panel: the drawing makes room for longer numbers and keeps it; what was written back is the text's own again. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Sessions } from '../../../src/session/sessions.ts';
import { LocalEngine, doc } from '../engine/helper.ts';

const TEXT = 'f = x * y  # @grad x=2, y=3\n';

test('a longer number gets room in the drawing, which then stays', async () => {
	const sessions = new Sessions(new LocalEngine());
	const outcome = await sessions.open(doc(TEXT), { selection: { start: 1, end: 1 } });
	assert.ok(outcome.ok);
	const { session } = outcome;
	const { width } = session.info.graph;
	await session.change('x', -0.001234);
	const wider = session.info.graph.width;
	assert.ok(wider > width, `${wider} after ${width}`);
	await session.change('x', 2);
	assert.equal(session.info.graph.width, wider);
});

test('a value that was written into the text is no longer a changed one', async () => {
	const sessions = new Sessions(new LocalEngine());
	const outcome = await sessions.open(doc(TEXT), { selection: { start: 1, end: 1 } });
	assert.ok(outcome.ok);
	const { session } = outcome;
	await session.change('x', 5);
	session.written('x');
	const at = TEXT.indexOf('x=2') + 2;
	await session.follow(doc(TEXT.replace('x=2', 'x=5')), [{ range: { start: at, end: at + 1 }, text: '5' }]);
	assert.deepEqual(
		session.info.unit.inputs.map(({ name, value, source }) => [name, value, source]),
		[
			['x', 5, 'annotation'],
			['y', 3, 'annotation'],
		],
	);
});
