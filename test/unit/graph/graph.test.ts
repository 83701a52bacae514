/** The drawing's model: what is a label, a gate, a fork, a group. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Quantities } from '../../../src/engine/quantities.ts';
import { graphFlows } from '../../../src/engine/graph.ts';
import type { Graph } from '../../../src/protocol.ts';
import { NEURON, NEURON_AT, scene } from './scene.ts';

const labels = (graph: Graph, kind: string): string[] =>
	graph.nodes.filter((node) => node.kind === kind).map((node) => node.label);

test('the sigmoid neuron is five labels and eight gates', () => {
	const { graph } = scene(`f = ${NEURON}`, NEURON_AT);
	assert.deepEqual(labels(graph, 'input'), ['w0', 'x0', 'w1', 'x1', 'w2']);
	assert.deepEqual(labels(graph, 'gate'), ['*', '*', '+', '+', '*-1', 'exp', '+1', '1/x']);
	assert.equal(graph.nodes.length, 13);
	assert.equal(graph.wires.length, 13);
});

test('labels stand in one column at the left, in source order', () => {
	const { graph } = scene(`f = ${NEURON}`, NEURON_AT);
	const inputs = graph.nodes.filter((node) => node.kind === 'input');
	const rights = new Set(inputs.map((node) => node.x + node.width / 2));
	assert.equal(rights.size, 1);
	for (let i = 1; i < inputs.length; i += 1) assert.ok(inputs[i]!.y > inputs[i - 1]!.y);
	for (const node of graph.nodes) if (node.kind === 'gate') assert.ok(node.x - node.width / 2 > [...rights][0]!);
});

test('source order is that of the text, not of the annotation', () => {
	const { graph } = scene('f = b*a + c', { a: 1, b: 2, c: 3 });
	assert.deepEqual(labels(graph, 'input'), ['b', 'a', 'c']);
});

test('unfolded literals are nodes of their own', () => {
	const { draw } = scene(`f = ${NEURON}`, NEURON_AT);
	const graph = draw({ unfoldLiterals: true });
	assert.deepEqual(labels(graph, 'constant').sort(), ['1', '1']);
	assert.ok(labels(graph, 'gate').includes('/'));
	assert.ok(!labels(graph, 'gate').includes('+1'));
});

test('a name used twice is one label whose wire forks at a dot', () => {
	const { graph } = scene('f = x*x + x', { x: 3 });
	assert.deepEqual(labels(graph, 'input'), ['x']);
	const forks = graph.nodes.filter((node) => node.kind === 'fork');
	assert.equal(forks.length, 1);
	assert.equal(graph.wires.filter((wire) => wire.from === forks[0]!.id).length, 3);
	const stem = graph.wires.find((wire) => wire.to === forks[0]!.id);
	assert.ok(stem && stem.edge === undefined);
});

test('four gates of a sigmoid are boxed, fold into one, and the gradient stays', () => {
	const { draw, trace, graph } = scene(`f = ${NEURON}`, NEURON_AT);
	assert.equal(graph.groups.length, 1);
	assert.equal(graph.groups[0]!.folded, false);
	assert.deepEqual(
		graph.groups[0]!.nodes.map((id) => graph.nodes[id]!.label),
		['*-1', 'exp', '+1', '1/x'],
	);
	const folded = draw({ foldedGroups: [graph.groups[0]!.id] });
	assert.deepEqual(labels(folded, 'gate'), ['*', '*', '+', '+']);
	assert.deepEqual(labels(folded, 'group'), ['σ']);
	assert.deepEqual(folded.groups[0]!.gates, graph.groups[0]!.gates);
	const into = (drawn: Graph, id: number): unknown => {
		const { wires } = graphFlows({ graph: drawn }, new Quantities(trace), trace.at(trace.lastPosition));
		return wires[drawn.wires.findIndex((wire) => wire.to === id)]!.gradient;
	};
	const σ = folded.nodes.find((node) => node.kind === 'group')!;
	const first = graph.nodes.find((node) => node.label === '*-1')!;
	assert.equal(into(folded, σ.id), into(graph, first.id));
	assert.ok(Math.abs(Number(into(folded, σ.id)) - 0.19661193324148185) < 1e-12);
});

test('a written sigmoid is one gate that can be opened, with the same id as its four gates', () => {
	const text = 'f = sigmoid(x*y)';
	const one = scene(text, { x: 1, y: 2 }).graph;
	assert.deepEqual(labels(one, 'group'), ['σ']);
	assert.equal(one.groups[0]!.folded, true);
	const four = scene(text, { x: 1, y: 2 }, true).graph;
	assert.equal(four.groups[0]!.folded, false);
	assert.equal(four.groups[0]!.id, one.groups[0]!.id);
	assert.equal(four.groups[0]!.gates.length, 4);
});

test('opening a sigmoid leaves every other gate as it was written', () => {
	const { graph, run } = scene('f = (x + sigmoid(y)) / (sigmoid(x) + (x - y)^2)', { x: 3, y: 4 }, true);
	assert.deepEqual(
		labels(graph, 'gate')
			.filter((label) => ['/', '^2', '-'].includes(label))
			.sort(),
		['-', '/', '^2'],
	);
	assert.ok(Number.isFinite(run.tape.value(run.target!)));
});

test('an inner gate that something else uses keeps its place: no box', () => {
	const { graph } = scene('e = exp(-x)\nf = 1/(1+e) + e', { x: 1 });
	assert.equal(graph.groups.length, 0);
});

test('names bound to names are plain wire, a bound gate carries its name', () => {
	const { graph } = scene('q = x + y\nr = q\nf = r * z', { x: -2, y: 5, z: -4 });
	assert.deepEqual(labels(graph, 'gate'), ['+', '*']);
	assert.deepEqual(
		graph.wires.filter((wire) => wire.name !== undefined).map((wire) => wire.name),
		['q', 'f'],
	);
});

test('inputs that do not reach the target are drawn, without a gradient', () => {
	const { graph, trace } = scene('g = u * 2\nf = x * 3', { u: 1, x: 2 });
	assert.deepEqual(labels(graph, 'input'), ['u', 'x']);
	const flows = graphFlows({ graph }, new Quantities(trace), trace.at(trace.lastPosition));
	assert.equal(flows.nodes[0]!.gradient, null);
	assert.equal(flows.nodes[1]!.gradient, 3);
});

test('at a fork a partial sum is partial, and blank before', () => {
	const { graph, trace } = scene('f = (x + y) * x', { x: 3, y: 2 });
	const x = graph.nodes.find((node) => node.label === 'x')!;
	const at = (position: number) => graphFlows({ graph }, new Quantities(trace), trace.at(position)).nodes[x.id]!;
	assert.deepEqual(at(trace.forwardSteps + 1), { value: 3, gradient: null, arrival: 'none' });
	assert.deepEqual(at(trace.forwardSteps + 2), { value: 3, gradient: 5, arrival: 'partial' });
	assert.deepEqual(at(trace.lastPosition), { value: 3, gradient: 8, arrival: 'complete' });
});
