/** The panel's pure parts: the timeline's places, the viewport, paths, sliders and what is in flight. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { tokensAt, type Traveller } from '../../../media/animate.ts';
import { reachFor } from '../../../media/inputs-view.ts';
import { numberLatex } from '../../../media/math.ts';
import { gradientText } from '../../../media/numbers.ts';
import { fitted, moved, showing, zoomed } from '../../../media/pan-zoom.ts';
import { placeOf, positionAt } from '../../../media/timeline-view.ts';
import { sameDrawing } from '../../../src/channel-state.ts';
import { drawingOf, roundedPath } from '../../../media/wires.ts';
import type { SessionInfo } from '../../../src/protocol.ts';
import { scene } from '../graph/scene.ts';

const steps = (forwardSteps: number, backwardSteps: number): SessionInfo =>
	({ forwardSteps, backwardSteps }) as SessionInfo;

test('the turning point stands in the middle, whatever the passes', () => {
	for (const [forward, backward] of [
		[8, 9],
		[2, 3],
		[100, 2],
		[1, 1],
	] as const)
		assert.equal(placeOf(forward + 1, steps(forward, backward), 700), 350);
});

test('each position is found again at its own place', () => {
	fc.assert(
		fc.property(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 60 }), (forward, backward) => {
			const info = steps(forward, backward);
			for (let position = 0; position <= forward + backward; position += 1)
				assert.equal(positionAt(placeOf(position, info, 600), info, 600), position);
			assert.equal(positionAt(-50, info, 600), 0);
			assert.equal(positionAt(9999, info, 600), forward + backward);
		}),
	);
});

test('a gradient is blank, partial or complete', () => {
	assert.equal(gradientText(null, 'none'), '');
	assert.equal(gradientText(0, 'none'), '');
	assert.equal(gradientText(1.5831869, 'partial'), '1.58 + …');
	assert.equal(gradientText(-0.2, 'complete'), '−0.20');
});

test('zooming keeps the point under the pointer', () => {
	const before = { scale: 1.3, x: 20, y: -40 };
	const after = zoomed(before, 1.7, 200, 150);
	for (const [at, old, now] of [
		[200, before.x, after.x],
		[150, before.y, after.y],
	] as const)
		assert.ok(Math.abs((at - old) / before.scale - (at - now) / after.scale) < 1e-9);
});

test('fitting shows all of it, centred; showing moves the least', () => {
	const fit = fitted({ width: 400, height: 100 }, { width: 800, height: 400 }, 0.1, 6);
	assert.deepEqual(fit, { scale: 2, x: 0, y: 100 });
	const window = { width: 300, height: 300 };
	assert.equal(showing(fit, { left: 20, right: 40, top: 0, bottom: 40 }, window), fit);
	const shown = showing(fit, { left: 300, right: 320, top: 0, bottom: 40 }, window);
	assert.equal(shown.y, fit.y);
	assert.equal(320 * shown.scale + shown.x, 300 - 24);
	assert.deepEqual(moved(fit, 3, 4), { scale: 2, x: 3, y: 104 });
});

test('paths round their corners and stay on the line', () => {
	assert.equal(roundedPath([0, 0, 100, 0]), 'M0 0L100 0');
	assert.equal(roundedPath([0, 0, 100, 0, 100, 100]), 'M0 0L84 0Q100 0 100 16L100 100');
	assert.equal(roundedPath([0, 0, 10, 0, 10, 10]), 'M0 0L5 0Q10 0 10 5L10 10');
	assert.equal(roundedPath([5, 5]), '');
});

test('a slider reaches past its value in round numbers', () => {
	for (const value of [0, 2, -3, 5, 12.35, -400, 1e6, 1e-3, 1e300]) {
		const { low, high, step } = reachFor(value);
		assert.ok(low < value && value < high, String(value));
		assert.ok(step > 0 && step < high);
	}
	assert.deepEqual(reachFor(2), { low: -5, high: 5, step: 0.01 });
	assert.equal(reachFor(12.35).high, 20);
});

test('numbers as LaTeX', () => {
	assert.equal(numberLatex('−0.53'), '-0.53');
	assert.equal(numberLatex('−1.2e−5'), '-1.2\\times 10^{-5}');
	assert.equal(numberLatex('−∞'), '-\\infty ');
});

test('what travels starts and ends where it says', () => {
	const traveller: Traveller = {
		text: '1',
		kind: 'gradient',
		start: 0.2,
		end: 0.6,
		route: [
			{ x: 0, y: 0 },
			{ x: 10, y: 0 },
			{ x: 10, y: 30 },
		],
	};
	assert.deepEqual(tokensAt([traveller], 0.1), []);
	assert.deepEqual(tokensAt([traveller], 0.6), []);
	const [first] = tokensAt([traveller], 0.2);
	assert.deepEqual([first!.x, first!.y], [0, 0]);
	const [half] = tokensAt([traveller], 0.4);
	assert.equal(half!.x, 10);
	assert.ok(Math.abs(half!.y - 10) < 1e-9);
});

test('a changed value leaves the drawing the same drawing; a folded box does not', () => {
	const neuron = (w0: number) => scene('f = 1/(1+exp(-(w0*x0+w1)))', { w0, x0: 2, w1: 0.5 });
	const one = neuron(1);
	assert.ok(sameDrawing(one.graph, neuron(1.2).graph));
	assert.ok(!sameDrawing(one.graph, one.draw({ foldedGroups: ['sigmoid-1'] })));
	assert.ok(!sameDrawing(one.graph, one.draw({ unfoldLiterals: true })));
});

test('gates inside a folded box are shown by its one gate; a branch knows its stem', () => {
	const { graph, draw } = scene('f = 1/(1+exp(-x)) + x', { x: 1 });
	const folded = draw({ foldedGroups: ['sigmoid-1'] });
	const drawing = drawingOf(folded);
	const σ = folded.nodes.find((node) => node.kind === 'group')!;
	for (const gate of graph.groups[0]!.gates) assert.equal(drawing.shows.get(gate), σ.id);
	const branches = folded.wires.map((_, index) => index).filter((index) => drawing.stemOf[index]! >= 0);
	assert.equal(branches.length, 2);
	assert.deepEqual(drawing.branchesOf.get(drawing.stemOf[branches[0]!]!), branches);
});
