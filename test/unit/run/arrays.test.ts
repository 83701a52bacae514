/** Formulas over arrays: values, gradients against finite differences, and what is told where shapes do not fit. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { fromNested, toNested, dataOf, makeTensor, type Nested, type Tensor } from '../../../src/core/tensor/tensor.ts';
import { Trace } from '../../../src/core/trace.ts';
import { freeNames } from '../../../src/lang/free.ts';
import { notationNamed } from '../../../src/lang/index.ts';
import { meet } from '../../../src/lang/names.ts';
import { DEFAULT_LIMITS, fill, type Limits } from '../../../src/protocol.ts';
import { Budget } from '../../../src/run/budget.ts';
import { interpret } from '../../../src/run/interpret.ts';
import type { Value } from '../../../src/run/machine.ts';
import type { Run } from '../../../src/run/run.ts';

type Values = Readonly<Record<string, Nested>>;

function run(text: string, values: Values, lang = 'latex', limits: Partial<Limits> = {}): Run {
	const given = new Map<string, Value>(
		Object.entries(values).map(([name, value]) => [name, typeof value === 'number' ? value : fromNested(value)]),
	);
	const arrays = new Set([...given].filter(([, value]) => typeof value === 'object').map(([name]) => name));
	const range = { start: 0, end: text.length };
	const parsed = notationNamed(lang).parse(text, range, { known: new Set(given.keys()), arrays, nesting: 200 });
	assert.deepEqual(
		parsed.problems.filter(({ severity }) => severity === 'error'),
		[],
		text,
	);
	const names = freeNames(parsed.program.statements, true).variables.keys();
	return interpret(parsed.program, meet(names, given), { budget: new Budget({ ...DEFAULT_LIMITS, ...limits }) });
}

function value(text: string, values: Values, lang?: string): Nested {
	const ran = run(text, values, lang);
	assert.deepEqual(ran.problems, [], text);
	return toNested(ran.tape.tensor(ran.target!));
}

const W = [
	[1, 2, 3],
	[4, 5, 6],
];
const S = [
	[2, 1],
	[0, 3],
];

const VALUES: readonly (readonly [text: string, values: Values, value: Nested, lang?: string])[] = [
	['W x', { W, x: [1, 0, -1] }, [-2, -2]],
	['x^T W', { W, x: [1, -1] }, [-3, -3, -3]],
	['w^T x', { w: [1, 2], x: [3, 4] }, 11],
	['w x', { w: [1, 2], x: [3, 4] }, 11],
	[
		'x x^T',
		{ x: [1, 2] },
		[
			[1, 2],
			[2, 4],
		],
	],
	[
		'\\delta\\, a^T + W',
		{ δ: [1, 2], a: [1, 0, 1], W },
		[
			[2, 2, 4],
			[6, 5, 8],
		],
	],
	['x^T A x', { A: S, x: [1, 2] }, 16],
	[
		'W \\odot W',
		{ W },
		[
			[1, 4, 9],
			[16, 25, 36],
		],
	],
	[
		'W^T W',
		{ W },
		[
			[17, 22, 27],
			[22, 29, 36],
			[27, 36, 45],
		],
	],
	[
		'A^2',
		{ A: S },
		[
			[4, 5],
			[0, 9],
		],
	],
	[
		'A^{-1}',
		{ A: S },
		[
			[0.5, -1 / 6],
			[0, 1 / 3],
		],
	],
	['x^2', { x: [1, 2, 3] }, [1, 4, 9]],
	['\\max(0, x)', { x: [-1, 2, -3] }, [0, 2, 0]],
	['\\|x\\|^2 + \\|x\\|_1 + \\|x\\|_\\infty', { x: [3, -4] }, 36],
	['\\|W\\|_F^2', { W }, 91],
	['\\sum_{i=1}^n x_i y_i', { x: [1, 2, 3], y: [4, 5, 6] }, 32],
	['\\sum_{i=1}^2 x_i', { x: [1, 2, 3] }, 3],
	['\\sum_{i=0}^{1} x_i', { x: [1, 2, 3] }, 3],
	['\\sum_{j \\ne y} s_j', { s: [1, 10, 100], y: 1 }, 101],
	['\\sum_i \\sum_j W_{ij}^2', { W }, 91],
	['\\sum_{i=1}^2 W_{i,1}', { W }, 5],
	['\\sum_{i<j} x_i x_j', { x: [1, 2, 3] }, 11],
	['\\sum_i x_{i+1} - x_i', { x: [1, 4, 9], i: 0 }, 12],
	['\\sum_{i=1}^{3} (W x)^2', { W, x: [1, 1, 1] }, 36 + 225],
	['\\sum_{i=1}^{3} w_i x_i', { w_1: 2, w_2: 3, w_3: 4, x: [1, 1, 1] }, 9],
	['\\prod_{i} x_i', { x: [2, 3, 4] }, 24],
	['\\max_j s_j - \\min_j s_j', { s: [3, 7, 5] }, 4],
	['\\sum_{i=1}^{4} i^2', {}, 30],
	['\\sum_{i=1}^{0} x_i', { x: [1] }, 0],
	['\\sum_k W_k', { W }, [5, 7, 9]],
	['\\frac{e^{s_k}}{\\sum_j e^{s_j}}', { s: [0, 0], k: 1 }, 0.5],
	['\\operatorname{softmax}(x)', { x: [0, 0, 0, 0] }, [0.25, 0.25, 0.25, 0.25]],
	['\\begin{pmatrix} a & b \\\\ c & 1 \\end{pmatrix} x', { a: 1, b: 2, c: 3, x: [1, 2] }, [5, 5]],
	['W [h, x]', { W: [[1, 2, 3]], h: [1, 1], x: [1] }, [6]],
	['\\begin{cases} x & x > 0 \\\\ 0.5 x & \\text{otherwise} \\end{cases}', { x: [-2, 4] }, [-1, 4]],
	[
		'X w + b',
		{
			X: [
				[1, 2],
				[3, 4],
			],
			w: [[1], [1]],
			b: [1, 2],
		},
		[[4], [9]],
	],
	['\\operatorname{tr}(A) + \\det A', { A: S }, 11],
	['A_{1,2} + A_{2,1}', { A: S }, 1],
	['\\sum_{i=1}^{2} \\max_{j} W_{ij}', { W: S }, 5],
	['\\sum_{i=1}^{2} \\sum_{j \\ne y_i} (W_{ij} - W_{i y_i})', { W: S, y: [1, 0] }, 2 - 1 + (3 - 0)],
	['\\frac{1}{n} \\sum_{i=1}^n x_i', { x: [1, 2, 6] }, 3],
	['p = \\operatorname{softmax}(s), \\quad L = p_y', { s: [0, 0], y: 0 }, 0.5],
	['g(t) = t^T t \\\\ f = g(x) + g(2x)', { x: [1, 2] }, 25],
	['L_i = (x_i - y_i)^2 \\\\ L = \\sum_i L_i', { x: [1, 2], y: [0, 4] }, 5],
	['f = sum(([0.1, 0.5; -0.3, 0.8] * x).^2)', { x: [0.2, 0.4] }, 0.22 ** 2 + 0.26 ** 2, 'math'],
	["A' * x + A[:, 1]", { A: S, x: [1, 1] }, [4, 4], 'math'],
	['x[2] * A[2, 1:2]', { A: S, x: [1, 2] }, [0, 6], 'math'],
	['mean(x) + max(x) + norm(x, 1)', { x: [1, 2, 6] }, 18, 'math'],
];

/** The gradient of the sum of the target's entries by central differences. */
function differences(text: string, values: Values, name: string, lang?: string): number[] {
	const h = 1e-6;
	const base = fromNested(values[name]!);
	const total = (tensor: Tensor): number => {
		const result = fromNested(value(text, { ...values, [name]: toNested(tensor) }, lang));
		return dataOf(result).reduce((sum, entry) => sum + entry, 0);
	};
	return Array.from(dataOf(base), (_, at) => {
		const moved = (by: number): Tensor => {
			const data = Float64Array.from(dataOf(base));
			data[at]! += by;
			return makeTensor(data, base.shape);
		};
		return (total(moved(h)) - total(moved(-h))) / (2 * h);
	});
}

function close(got: Nested, want: Nested, what: string): void {
	const [a, b] = [fromNested(got), fromNested(want)];
	assert.deepEqual(a.shape, b.shape, what);
	const [x, y] = [dataOf(a), dataOf(b)];
	for (let at = 0; at < x.length; at++)
		assert.ok(Math.abs(x[at]! - y[at]!) <= 1e-7 * Math.max(1, Math.abs(y[at]!)), `${what}: ${x[at]} for ${y[at]}`);
}

describe('formulas over arrays', () => {
	for (const [text, values, expected, lang] of VALUES) {
		test(text, () => {
			close(value(text, values, lang), expected, text);
			const ran = run(text, values, lang);
			const leaves = [...ran.inputs];
			const trace = new Trace(ran.tape, ran.target!, { wrt: leaves.map(([, node]) => node) });
			for (const [name, node] of leaves) {
				const gradient = trace.gradientTensor(node);
				if (gradient === null || values[name] === undefined) continue;
				const found = Array.from(dataOf(gradient));
				const expectedGradient = differences(text, values, name, lang);
				for (const [at, entry] of found.entries())
					assert.ok(
						Math.abs(entry - expectedGradient[at]!) < 1e-4 * Math.max(1, Math.abs(entry)),
						`${text} by ${name}`,
					);
			}
		});
	}
});

const TROUBLES: readonly (readonly [text: string, values: Values, at: string, message: RegExp])[] = [
	['f = W x', { W, x: [1, 2] }, 'W x', /\(2, 3\).*\(2,\)/],
	['f = W \\cdot x', { W, x: [1, 2] }, '\\cdot', /\(2, 3\).*\(2,\)/],
	['f = x + y', { x: [1, 2, 3], y: [1, 2] }, '+', /\(3,\).*\(2,\)/],
	['w^T x', { w: [1, 2], x: [1, 2, 3] }, 'w^T x', /as many entries/],
	['x_4', { x: [1, 2, 3] }, 'x_4', /no entry 4: the entries go from 1 to 3/],
	['\\sum_{i=1}^{5} x_i', { x: [1, 2, 3] }, 'x_i', /no entry 4/],
	['\\sum_{i} (x_i + y_i)', { x: [1, 2, 3], y: [1, 2] }, 'y_i', /no entry 2: the entries go from 0 to 1/],
	['\\sum_{i} i', {}, 'i', /how far i goes/],
	['\\sum_{i=1}^{2} x_{i/2}', { x: [1, 2] }, 'i/2', /whole number/],
	['x_i', { x: 3, x_j: 1, i: 1 }, 'x_i', /is a number/],
	['\\begin{pmatrix} 1 & 2 \\end{pmatrix} + A^{-1}', { A: [[1, 2, 3]] }, '+', /./],
];

describe('arrays that do not fit', () => {
	for (const [text, values, at, message] of TROUBLES) {
		test(text, () => {
			const { problems } = run(text, values);
			assert.equal(problems.length, 1, JSON.stringify(problems));
			const [
				{
					range,
					message: [template, ...args],
				},
			] = problems as [Run['problems'][number]];
			assert.equal(text.slice(range.start, range.end), at);
			assert.match(fill(template, args), message);
		});
	}

	test('a sum over more values than the budget allows stops with what was computed', () => {
		const { problems } = run('\\sum_{i=1}^{1000000} i', {}, 'latex', { gates: 1000 });
		assert.deepEqual(
			problems.map(({ code }) => code),
			['limit-gates'],
		);
		const empty = run('\\sum_{i=1}^{10000000000} [i < 0] i', {}, 'latex', { milliseconds: 50 });
		assert.equal(empty.problems.length, 1);
	});
});
