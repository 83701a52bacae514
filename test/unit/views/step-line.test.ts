/** The sentence at the line's end, where gates compute with arrays. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Engine } from '../../../src/engine/engine.ts';
import { stepLine } from '../../../src/views/step-line.ts';
import { doc, opened } from '../engine/helper.ts';

const LAYER =
	'h = max(0, W*X + b)\nL = sum(h.^2)  # @grad L at W=[0.1, 0.5; -0.3, 0.8], X=[1, 2, 0; 0.5, -1, 3], b=[0.1; -0.2]';

test('it says shapes forward and what each operand is handed backward; summing back over copies is a step of its own', () => {
	const engine = new Engine();
	const at = LAYER.indexOf('L =');
	const { info } = opened(engine, doc(LAYER), { selection: { start: at, end: at } });
	const line = (position: number, concealed = false): string =>
		stepLine(engine.handle('at', { id: info.id, position }), info.unit.target, concealed);
	assert.equal(line(1), '@  2×2 [0.10 0.50 …], 2×3 [1 2 …] → 2×3 [0.35 −0.30 …]');
	assert.equal(line(2), '⇉  2×1 [0.10 −0.20] → 2×3 [0.10 0.10 …]');
	const { forwardSteps } = info;
	assert.equal(line(forwardSteps + 3), '^2  ∂h = up·2·h → 2×3 [0.90 0 …]');
	assert.equal(line(forwardSteps + 6), '⇉  ∂b = sum(up, axis=1) → 2×1 [4.10 4.40]');
	assert.match(line(forwardSteps + 7), /^@ {2}∂W = up @ Xᵀ → 2×2 .* {3}∂X = Wᵀ @ up → 2×3 /);
	assert.match(line(forwardSteps + 7, true), /∂W = up @ Xᵀ → \?/);
	assert.equal(engine.handle('at', { id: info.id, position: 2 }).active?.text, 'b → 2×3');
});
