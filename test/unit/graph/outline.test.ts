/** Long runs in boxes: what they are called, which are open, that a box holds its own and no wire loses its numbers. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Engine } from '../../../src/engine/engine.ts';
import type { Graph, GraphOptions, StepView } from '../../../src/protocol.ts';
import { doc, opened, PLAIN, say } from '../engine/helper.ts';

const RECURRENT = `import numpy as np
W = np.eye(3) * 0.5
def cell(x, h):
    z = W @ h + x
    return np.tanh(z)
h = np.ones(3)
# @grad loss wrt W
for t in range(100):
    h = cell(t / 100, h)
loss = np.sum(h ** 2)
`;
const NEURONS = `import numpy as np
W = np.ones((30, 20)) * 0.1
x = np.arange(20) * 0.1
def neuron(ws, xs):
    s = 0
    for j in range(20):
        s = s + ws[j] * xs[j]
    return np.tanh(s)
# @grad loss wrt W, x
h = [neuron(ws, x) for ws in W]
loss = 0
for y in h:
    loss = loss + (y - 1) ** 2
`;

interface Drawn {
	readonly graph: Graph;
	readonly view: StepView;
}

function drawer(text: string, languageId = 'python') {
	const engine = new Engine();
	const document = doc(text, languageId);
	const { info } = opened(engine, document, { selection: { start: text.length - 2, end: text.length - 2 } });
	let { graph } = info;
	const at = (position: number): Drawn => {
		const view = engine.handle('at', { id: info.id, position });
		return { graph: view.graph ?? graph, view };
	};
	const choose = (options: Partial<GraphOptions>, position: number): Drawn => {
		const answer = engine.handle('options', { id: info.id, options: { ...PLAIN, ...options }, position });
		assert.ok(answer.ok);
		({ graph } = answer.info);
		return { graph: answer.view.graph ?? graph, view: answer.view };
	};
	return { info, at, choose, last: info.forwardSteps + info.backwardSteps };
}

const closed = ({ graph }: Drawn): string[] => graph.nodes.flatMap(({ block }) => (block ? [say(block.title)] : []));
const open = ({ graph }: Drawn): string[] => graph.groups.flatMap(({ block }) => (block ? [say(block.title)] : []));

test('a loop is boxes of iterations, gathered in tens; the one of the step is open, in either pass', () => {
	const { at, info, last } = drawer(RECURRENT);
	const there = at(Math.floor(info.forwardSteps / 2));
	assert.deepEqual(open(there), ['line 8', 'iterations 41–50 of 100', 'iteration 50 of 100']);
	assert.ok(closed(there).includes('iterations 1–10 of 100') && closed(there).includes('iteration 41 of 100'));
	assert.deepEqual(open(at(last - 1)), ['line 8', 'iterations 1–10 of 100', 'iteration 1 of 100']);
	assert.ok(there.graph.window !== undefined && there.graph.window.shown < 20);
});

test('the gate of every step is drawn, and steps within a box draw nothing anew', () => {
	const { at, last } = drawer(NEURONS);
	const seen = new Set<Graph>();
	for (let position = 1; position <= last; position += 7) {
		const { graph, view } = at(position);
		seen.add(graph);
		const { node } = view.active!;
		assert.ok(
			graph.nodes.some((drawn) => drawn.kind === 'gate' && drawn.node === node),
			`position ${position}`,
		);
		assert.equal(view.nodes.length, graph.nodes.length);
		assert.equal(view.wires.length, graph.wires.length);
		assert.ok(graph.nodes.length < 300, `${graph.nodes.length} nodes`);
	}
	assert.ok(seen.size < last / 12, `${seen.size} drawings`);
});

test('everything stands somewhere, and a frame holds its own gates and no others', () => {
	for (const text of [RECURRENT, NEURONS]) {
		const { at, last } = drawer(text);
		for (let position = 1; position <= last; position += 211) {
			const { graph } = at(position);
			for (const wire of graph.wires) assert.ok([wire.labelX, wire.labelY, ...wire.points].every(Number.isFinite));
			for (const { block, x, y, width, height } of graph.groups)
				for (const node of graph.nodes) {
					if (node.kind !== 'gate' && node.kind !== 'block') continue;
					const first = node.block?.first ?? node.node;
					const belongs = block!.first <= first && first <= block!.last;
					const inside = node.x > x && node.x < x + width && node.y > y && node.y < y + height;
					assert.equal(inside, belongs, `${say(block!.title)} and ${node.label} at ${position}`);
				}
		}
	}
});

test('a box opens and closes by hand, and opens again when stepping enters it', () => {
	const { at, choose, info } = drawer(RECURRENT);
	const position = Math.floor(info.forwardSteps / 2);
	const other = at(position).graph.nodes.find(({ block }) => block && say(block.title) === 'iteration 41 of 100')!;
	const drawn = choose({ openBlocks: [other.block!.id] }, position);
	assert.ok(open(drawn).includes('iteration 41 of 100') && open(drawn).includes('iteration 50 of 100'));
	const own = drawn.graph.groups.find(({ block }) => say(block!.title) === 'iteration 50 of 100')!;
	const shut = choose({ closedBlocks: [own.id] }, position);
	assert.ok(closed(shut).includes('iteration 50 of 100'));
	const { node } = shut.view.active!;
	assert.ok(shut.graph.nodes.some(({ block }) => block && block.first <= node && node <= block.last));
	at(1);
	assert.ok(open(at(position)).includes('iteration 50 of 100'));
});

test('a wire into a closed box carries the shares of all gates inside, as they arrive', () => {
	const engine = new Engine();
	const terms = Array.from({ length: 300 }, (_, index) => `(x + ${index}) * y`).join(' + ');
	const text = `f = ${terms} # @grad x=2, y=3\n`;
	const { info } = opened(engine, doc(text, 'python'));
	const view = engine.handle('at', { id: info.id, position: info.forwardSteps + info.backwardSteps });
	const graph = view.graph ?? info.graph;
	const sum = (name: string): number => {
		const node = info.unit.inputs.find((input) => input.name === name)!.node;
		let total = 0;
		graph.wires.forEach((wire, index) => {
			const into = graph.nodes[wire.to];
			if (wire.node !== node || into?.kind === 'fork') return;
			total += Number(view.wires[index]!.gradient);
		});
		return total;
	};
	assert.ok(graph.window !== undefined);
	// Each use of a variable is on one wire, of a gate or of the closed box that the gate is in.
	assert.ok(Math.abs(sum('x') - 900) < 1e-9);
	assert.ok(Math.abs(sum('y') - (600 + (299 * 300) / 2)) < 1e-9);
});

test('an iteration shows what the target came to in it', () => {
	const { at, info } = drawer(NEURONS);
	const { graph, view } = at(info.forwardSteps);
	const shown = graph.nodes.filter(({ block }) => block?.result === 'loss');
	assert.ok(shown.length > 1);
	const values = shown.map(({ id }) => Number(view.nodes[id]!.value));
	for (let index = 1; index < values.length; index++) assert.ok(values[index]! > values[index - 1]!);
});
