import assert from 'node:assert/strict';
import { test } from 'node:test';
import { shownFormula, shownName } from '../../../src/lang/latex-shown.ts';

test('labels say LaTeX as it reads, in characters that Unicode has', () => {
	const read: readonly (readonly [latex: string, shown: string])[] = [
		['W_3', 'W₃'],
		['w_{0}x_{0}+w_{1}', 'w₀x₀+w₁'],
		['\\frac{1}{1 + e^{-(w_0 x_0)}}', '1/(1 + e^(-(w₀ x₀)))'],
		['e^{-x}', 'e⁻ˣ'],
		['\\hat{y}_{i} \\theta^{(l+1)}', 'ŷᵢ θ⁽ˡ⁺¹⁾'],
		['\\lVert W \\cdot x \\rVert_2^2', '‖ W · x ‖₂²'],
		['\\left( W_2^\\top \\mathbf{h} \\right)', '( W₂ᵀ h )'],
		['W_2 \\max (0, W_1x)', 'W₂ max (0, W₁x)'],
		['x_{\\text{new}} + y^{\\star}', 'x_new + y*'],
		['가중치 \\cdot 입력', '가중치 · 입력'],
		// What a label is cut from may end anywhere.
		['{{e}^{-x', 'e⁻ˣ'],
		['}}x \\frac', 'x /'],
	];
	for (const [latex, shown] of read) assert.equal(shownFormula(latex), shown, latex);
	assert.deepEqual(['x_ij', 'a^(2)', 'y_b', 'loss', 'x_t-1', 'y^star'].map(shownName), [
		'xᵢⱼ',
		'a⁽²⁾',
		'y_b',
		'loss',
		'xₜ₋₁',
		'y*',
	]);
	// Labels are made of whatever was written.
	assert.equal(shownFormula('{'.repeat(50_000) + 'x').length, 1);
});
