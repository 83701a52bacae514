/** The words and pictures of Jacobians, and the messages that carry entries. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { patternOf } from '../../../media/jacobian-picture.ts';
import { bytesText } from '../../../media/jacobian-view.ts';
import { asHostToPanel, asPanelToHost, decode, encode } from '../../../src/channel.ts';

test('sizes are told in words', () => {
	assert.deepEqual([0, 64, 999, 1000, 409_600 ** 2 * 8, 8 * 4096 ** 2, 1e30].map(bytesText), [
		'0 bytes',
		'64 bytes',
		'999 bytes',
		'1.00 kB',
		'1.34 TB',
		'134 MB',
		'1000000000000 EB',
	]);
});

test('each structure has a picture of its own kind', () => {
	const picture = (structure: string, output: number[], input: number[]): string =>
		patternOf({ structure, output, input, bytes: 0 })
			.map((row) => row.map((cell) => ' █░'[cell]).join(''))
			.join('|');
	assert.equal(picture('diagonal', [3], [3]), '█  | █ |  █');
	assert.equal(picture('sum', [], [5]), '█████');
	assert.equal(picture('zero', [2], [2]), '  |  ');
	assert.equal(picture('dense', [2], [3]), '███|███');
	// W·x along W: x once a row. Along x: W itself.
	assert.equal(picture('Kronecker', [2], [2, 2]), '███         |   ███      |      ███   |         ███');
	assert.match(picture('Kronecker', [2], [2]), /^█+(\|█+)+$/);
	for (const structure of ['permutation', 'selection', 'repetition'])
		for (const row of patternOf({ structure, output: [8], input: [8], bytes: 0 }))
			assert.equal(row.filter((cell) => cell > 0).length, 1, structure);
	const blocks = patternOf({ structure: 'block diagonal', output: [4, 3], input: [4, 3], bytes: 0 });
	assert.ok(blocks.every((row, i) => row.every((cell, j) => cell > 0 === (Math.floor(i / 3) === Math.floor(j / 3)))));
});

const WINDOW = {
	shape: [2, 2],
	element: 'float64',
	lead: [],
	row: 0,
	column: 0,
	rows: 2,
	columns: 2,
	block: [1, 1],
	cells: Float64Array.of(1, NaN, -0, Infinity),
};

test('entries cross as they are, and nothing else is taken for them', () => {
	const message = { kind: 'tensor', position: 3, pair: { node: 1, value: WINDOW, gradient: null } };
	const crossed = decode(encode(message));
	assert.deepEqual(crossed, message);
	assert.ok(asHostToPanel(crossed) !== null);
	for (const wrong of [
		{ cells: [1, 2, 3, 4] },
		{ cells: Float64Array.of(1) },
		{ block: [0, 1] },
		{ element: 'complex' },
		{ rows: -1 },
	])
		assert.equal(asHostToPanel({ ...message, pair: { ...message.pair, value: { ...WINDOW, ...wrong } } }), null);
	const block = {
		gate: 2,
		slot: 0,
		size: [2, 4],
		row: 0,
		column: 0,
		rows: 1,
		columns: 2,
		cells: Float64Array.of(1, 2),
	};
	assert.ok(asHostToPanel({ kind: 'jacobian', block }) !== null);
	assert.equal(asHostToPanel({ kind: 'jacobian', block: { ...block, rows: 2 } }), null);
	const part = { index: [0], value: 1, local: NaN, share: null };
	const element = {
		node: 0,
		index: [],
		value: 1,
		gradient: null,
		from: [{ label: 'x', total: 1, parts: [part] }],
		touches: [],
	};
	assert.ok(asHostToPanel({ kind: 'element', position: 0, element }) !== null);
	assert.equal(asHostToPanel({ kind: 'element', position: 0, element: { ...element, touches: [{}] } }), null);
});

test('the panel may ask for any entries, and for nothing but entries', () => {
	const request = { node: 0, lead: [1], row: 0, column: 2, rows: 4, columns: 4, exact: true };
	assert.ok(asPanelToHost({ kind: 'tensor', request }) !== null);
	assert.equal(asPanelToHost({ kind: 'tensor', request: { ...request, lead: [-1] } }), null);
	assert.equal(asPanelToHost({ kind: 'element', node: 0, index: ['0'] }), null);
	const { node: gate, ...window } = request;
	assert.ok(asPanelToHost({ kind: 'jacobian', request: { ...window, gate, slot: 1 } }) !== null);
	assert.equal(asPanelToHost({ kind: 'jacobian', request: { gate, slot: 1 } }), null);
});
