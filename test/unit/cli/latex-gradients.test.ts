/** Formulas in LaTeX with values beside: their values are those of plain arithmetic, and each gradient agrees with finite differences. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { answerLine } from '../../../src/cli/batch.ts';

type Nested = number | readonly Nested[];
type Values = Readonly<Record<string, Nested>>;

const v = [0.5, -1.2, 0.8];
const u = [0.3, 0.9, -0.4];
const W = [
	[0.3, -0.5, 0.8],
	[0.9, 0.2, -0.4],
];

const FORMULAS: readonly (readonly [src: string, values: Values, value?: number])[] = [
	['f = w_1 x_1 + w_2 x_2 + \\cdots + w_n x_n + b', { w: u, x: v, n: 3, b: 0.1 }, 0.15 - 1.08 - 0.32 + 0.1],
	['\\sqrt{x_1^2 + \\dots + x_n^2}', { x: v, n: 3 }, Math.hypot(...v)],
	['p_1 p_2 \\cdots p_n', { p: [0.5, 0.25, 0.75], n: 3 }, 0.09375],
	['\\frac{\\lambda^k e^{-\\lambda}}{k!}', { λ: 1.7, k: 3 }, (1.7 ** 3 * Math.exp(-1.7)) / 6],
	['\\binom{n}{k} p^k (1-p)^{n-k}', { n: 5, k: 2, p: 0.3 }, 10 * 0.09 * 0.343],
	['\\frac{-b \\pm \\sqrt{b^2 - 4ac}}{2a}', { a: 1, b: -3, c: 2 }, 2],
	['120\\% x^2', { x: 2 }, 4.8],
	['f = 2 s_k, \\quad \\text{where } k = \\arg\\max_j s_j', { s: u }, 1.8],
	['\\sum_i [1 - y_i s_i]_+', { y: [1, -1, 1], s: u }, 0.7 + 1.9 + 1.4],
	[
		'\\sum_{m=0}^{1}\\sum_{n=0}^{1} x_{1+m, 1+n} k_{m,n}',
		{
			x: [
				[1, 2, 3],
				[4, 5, 6],
				[7, 8, 9],
			],
			k: [
				[1, 2],
				[3, 4],
			],
		},
		5 + 12 + 24 + 36,
	],
	[
		'y = \\frac{1}{2}\\left\\lVert W x - t \\right\\rVert_2^2 + \\lambda \\lVert W \\rVert_F^2',
		{ W, x: v, t: [0.1, 0.2], λ: 0.1 },
	],
	['L = -\\log \\frac{e^{s_y}}{\\sum_j e^{s_j}}', { s: u, y: 1 }],
	[
		'\\begin{aligned} h &= \\tanh(W x) \\\\ s &= v^\\top h \\\\ L &= \\log(1 + e^{-s}) \\end{aligned}',
		{ W, x: v, v: [0.7, -0.2] },
	],
	[
		'\\begin{cases} \\tfrac12 a^2 & |a| \\le \\delta \\\\ \\delta(|a| - \\tfrac12\\delta) & \\text{otherwise} \\end{cases}',
		{ a: -2.5, δ: 1 },
		2,
	],
	[
		'\\begin{vmatrix} a & b \\\\ c & d \\end{vmatrix} + \\operatorname{tr}(A^\\top A)',
		{ a: 1, b: 2, c: 3, d: 5, A: W },
	],
	['\\max_{k \\ne j} s_k - s_j', { s: u, j: 1 }],
	['\\sum_{i<j} x_i x_j', { x: v }, -0.6 + 0.4 - 0.96],
	['\\prod_{i=1}^{n} p_i^{y_i} (1 - p_i)^{1 - y_i}', { p: [0.2, 0.7], y: [0, 1], n: 2 }, 0.56],
	[
		'f = \\gamma \\odot \\frac{x - \\mu}{\\sqrt{\\sigma^2 + \\epsilon}} + \\beta, \\quad \\mu = \\tfrac13 \\sum_i x_i',
		{ γ: u, x: v, σ: 0.8, ε: 0.01, β: 0.2 },
	],
	[
		'\\newcommand{\\norm}[1]{\\lVert #1 \\rVert} \\DeclareMathOperator{\\relu}{ReLU} \\norm{\\relu(W x)}^2',
		{ W, x: v },
	],
	['\\def\\sq#1{#1^2} \\sq{(x + y)} + \\sq y', { x: 1.5, y: -0.5 }, 1.25],
];

function answer(src: string, values: Values): { value: Nested; grads: Record<string, Nested> } {
	const question = { lang: 'latex', src, values, want: ['value', 'grads'], wrt: Object.keys(values) };
	const found = JSON.parse(answerLine(JSON.stringify(question), 1)) as {
		error?: string;
		value: Nested;
		grads: Record<string, Nested>;
	};
	assert.equal(found.error, undefined, src);
	return found;
}

function total(value: Nested): number {
	return typeof value === 'number' ? value : value.reduce<number>((sum, part) => sum + total(part), 0);
}

function flat(value: Nested): number[] {
	return typeof value === 'number' ? [value] : value.flatMap(flat);
}

/** The same nesting, with `step` added to the entry at `place`. */
function moved(value: Nested, place: { left: number }, step: number): Nested {
	if (typeof value === 'number') return place.left-- === 0 ? value + step : value;
	return value.map((part) => moved(part, place, step));
}

/** Names that count or choose: no derivative is taken by them. */
const COUNTS = new Set(['n', 'j', 'y']);

describe('gradients of formulas in LaTeX', () => {
	for (const [src, values, expected] of FORMULAS) {
		test(src, () => {
			const { value, grads } = answer(src, values);
			if (expected !== undefined) assert.ok(Math.abs(total(value) - expected) < 1e-9, `${total(value)}`);
			const h = 1e-5;
			for (const [name, start] of Object.entries(values)) {
				if (COUNTS.has(name) && typeof start === 'number' && Number.isInteger(start)) continue;
				const gradient = flat(grads[name] ?? 0);
				for (const at of flat(start).keys()) {
					const side = (step: number): number =>
						total(answer(src, { ...values, [name]: moved(start, { left: at }, step) }).value);
					const slope = (side(h) - side(-h)) / (2 * h);
					assert.ok(
						Math.abs(slope - (gradient[at] ?? 0)) < 1e-6 * (1 + Math.abs(slope)),
						`∂/∂${name}[${at}]: ${gradient[at]}, differences ${slope}`,
					);
				}
			}
		});
	}
});
