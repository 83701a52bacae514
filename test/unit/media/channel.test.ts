/** The line between host and panel loses no number and takes nothing that is not a message. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { asHostToPanel, asPanelToHost, Channel, decode, encode } from '../../../src/channel.ts';
import type { HostToPanel, PanelToHost } from '../../../src/protocol-panel.ts';

const throughJson = (data: unknown): unknown => decode(JSON.parse(JSON.stringify(encode(data))));

test('numbers that JSON loses arrive', () => {
	const data = { a: [NaN, Infinity, -Infinity, -0, 1.5], b: { c: NaN }, d: null, e: 'NaN' };
	const back = throughJson(data) as typeof data;
	assert.deepEqual(back, data);
	assert.ok(Object.is(back.a[3], -0));
});

test('any plain data arrives as it was', () => {
	fc.assert(
		fc.property(fc.jsonValue(), (data) => {
			assert.deepEqual(throughJson({ data }), { data });
		}),
	);
});

test('a name such as __proto__ is an ordinary key', () => {
	const data: unknown = JSON.parse('{"__proto__": {"polluted": 1}, "x": 2}');
	assert.equal(JSON.stringify(throughJson(data)), '{"__proto__":{"polluted":1},"x":2}');
	assert.equal(({} as { polluted?: number }).polluted, undefined);
});

test('deep data costs no stack', () => {
	let data: unknown = NaN;
	for (let i = 0; i < 100_000; i += 1) data = [data];
	let back = decode(encode(data));
	while (Array.isArray(back)) back = back[0];
	assert.ok(Number.isNaN(back));
});

const wishes: PanelToHost[] = [
	{ kind: 'ready' },
	{ kind: 'go', position: 3 },
	{ kind: 'motion', milliseconds: 350 },
	{ kind: 'landed', position: 3 },
	{ kind: 'next' },
	{ kind: 'previous' },
	{ kind: 'reveal', node: 4 },
	{ kind: 'change', name: '__proto__', value: -2.5 },
	{ kind: 'write-back', name: 'x', value: 1 },
	{ kind: 'annotate' },
	{ kind: 'options', options: { unfoldLiterals: true, foldedGroups: ['sigmoid-1'], smallGates: true } },
	{ kind: 'teacher', on: true },
	{ kind: 'card', node: 0 },
];

test('every wish of the panel passes, and no broken one', () => {
	for (const wish of wishes) assert.deepEqual(asPanelToHost(throughJson(wish)), wish);
	const broken: unknown[] = [
		null,
		3,
		[],
		{},
		{ kind: 'go' },
		{ kind: 'landed' },
		{ kind: 'landed', position: -1 },
		{ kind: 'motion', milliseconds: NaN },
		{ kind: 'motion', milliseconds: '350' },
		{ kind: 'go', position: -1 },
		{ kind: 'go', position: 1.5 },
		{ kind: 'go', position: '3' },
		{ kind: 'card', node: null },
		{ kind: 'change', name: 'x', value: '1' },
		{ kind: 'options', options: { unfoldLiterals: 1, foldedGroups: [] } },
		{ kind: 'options', options: { unfoldLiterals: true, foldedGroups: [1] } },
		{ kind: 'shutdown' },
		{ kind: 'toString' },
	];
	for (const data of broken) assert.equal(asPanelToHost(data), null, JSON.stringify(data));
});

test('messages of the host are looked at before they are taken', () => {
	const good: HostToPanel[] = [
		{ kind: 'hello', language: 'ko', strings: [['Next', '다음']] },
		{ kind: 'highlight', node: null },
		{ kind: 'empty', problems: ['none'] },
	];
	for (const message of good) assert.deepEqual(asHostToPanel(throughJson(message)), message);
	const broken: unknown[] = [
		undefined,
		{ kind: 'hello', language: 'ko', strings: [['a']] },
		{ kind: 'state' },
		{ kind: 'state', state: { info: {}, view: {} } },
		{ kind: 'card', card: {} },
		{ kind: 'highlight', node: 'x' },
		{ kind: 'empty' },
	];
	for (const data of broken) assert.equal(asHostToPanel(data), null, JSON.stringify(data));
});

test('a channel hands on what passes and says what it refused', () => {
	const taken: PanelToHost[] = [];
	const sent: unknown[] = [];
	const channel = new Channel<PanelToHost, HostToPanel>(
		(data) => sent.push(data),
		asPanelToHost,
		(message) => taken.push(message),
	);
	assert.equal(channel.take({ kind: 'next' }), true);
	assert.equal(channel.take({ kind: 'nonsense' }), false);
	channel.send({ kind: 'highlight', node: 2 });
	assert.deepEqual(taken, [{ kind: 'next' }]);
	assert.deepEqual(sent, [{ kind: 'highlight', node: 2 }]);
});
