/** A step's state crosses without what the panel has, and arrives whole. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { asHostToPanel, decode, encode } from '../../../src/channel.ts';
import { StateReceiver, StateSender } from '../../../src/channel-state.ts';
import { Engine } from '../../../src/engine/engine.ts';
import type { PanelState, SentState } from '../../../src/protocol-panel.ts';

const TEXT = `def cell(h, x):
    for k in range(20):
        h = h + 0.1 * x * h
    return h
h = 0.5
for t in range(40):
    h = cell(h, 0.01 * t)
loss = h * h  # @grad
`;

/** The states of a walk through a run that is drawn in boxes. */
function walk(positions: readonly number[]): readonly PanelState[] {
	const engine = new Engine();
	const opened = engine.handle('open', {
		document: { uri: 'file:///run.py', version: 1, languageId: 'python', text: TEXT },
		selection: { start: 0, end: TEXT.length },
		changed: [],
		lastUsed: [],
		options: { unfoldLiterals: false, foldedGroups: [] },
	});
	assert.ok(opened.ok);
	const { info } = opened;
	return positions.map((position) => {
		// A worker's answers are copies.
		const view = structuredClone(engine.handle('at', { id: info.id, position }));
		return { info, view, concealed: false, teacher: false, animate: true };
	});
}

function crossed(state: SentState): SentState {
	const message = asHostToPanel(decode(JSON.parse(JSON.stringify(encode({ kind: 'state', state })))));
	assert.ok(message?.kind === 'state');
	return message.state;
}

test('states arrive whole, and a step within a box sends a small part of them', () => {
	const states = walk([0, 1, 700, 701, 702, 1200, 701, 0, 1201]);
	const [sender, receiver] = [new StateSender(), new StateReceiver()];
	const sizes = states.map((state) => {
		const sent = sender.shortened(state);
		assert.deepEqual(receiver.whole(crossed(sent)), JSON.parse(JSON.stringify(state)));
		return JSON.stringify(sent).length / JSON.stringify(state).length;
	});
	assert.ok(sizes[0]! > 0.9, 'the first one says everything');
	assert.ok(Math.max(sizes[3]!, sizes[4]!) < 0.4, `a step: ${sizes.join(' ')}`);
	assert.ok(states[2]!.view.graph, 'the walk leaves the first drawing');
	sender.forget();
	assert.notEqual(sender.shortened(states[4]!).info, null, 'a page that was loaded again gets everything');
});

test('a state whose other part never came is no state', () => {
	const [first, , inside, next] = walk([0, 1, 700, 701]);
	const sender = new StateSender();
	sender.shortened(first!);
	sender.shortened(inside!);
	const sent = crossed(sender.shortened(next!));
	assert.equal(new StateReceiver().whole(sent), null);
	const receiver = new StateReceiver();
	receiver.whole(crossed(new StateSender().shortened(first!)));
	assert.equal(receiver.whole(sent), null, 'the drawing is missing');
	const whole = new StateReceiver();
	whole.whole(crossed(new StateSender().shortened(inside!)));
	assert.deepEqual(whole.whole(sent), JSON.parse(JSON.stringify(next!)));
	assert.equal(whole.whole({ ...sent, view: { ...sent.view, nodes: [] } }), null, 'numbers of another drawing');
});
