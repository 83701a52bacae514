/**
 * What people write in Julia, MATLAB and Octave: each snippet's value is what those languages give for it, and its gradients are held to differences of the
 * snippet's own values.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { answerLine } from '../../../src/cli/batch.ts';

type Given = Readonly<Record<string, number | readonly number[] | readonly (readonly number[])[]>>;
type Row = readonly [src: string, value: unknown, values?: Given];

const X: Given = { x: [0.2, 0.4], y: [0.5, -0.3] };
const W: Given = {
	W: [
		[0.1, 0.5],
		[-0.3, 0.8],
		[0.7, -0.2],
	],
	x: [0.2, 0.4],
	b: [0.1, 0.2, -0.3],
};
const A: Given = {
	A: [
		[2, 1],
		[1, 3],
	],
	b: [1, 2],
};
const N: Given = { x: 3, y: 2 };

const JULIA: readonly Row[] = [
	['2x^2 + 3x*y - y/2', 35, N],
	['f = 2(x + y) - (x - y)y', 8, N],
	['2^3x', 512, { x: 3 }],
	['-x^2', -9, N],
	['√x + x^-1', Math.sqrt(3) + 1 / 3, N],
	['1/2x', 1 / 6, N],
	['f = x > y ? x^2 : y', 9, N],
	["x' * y", -0.02, X],
	['x ⋅ y', -0.02, X],
	['dot(x, y)', -0.02, X],
	["sum(x * y')", 0.12, X],
	[
		"f = x' * A * x",
		18,
		{
			A: [
				[2, 1],
				[1, 3],
			],
			x: [1, 2],
		},
	],
	['sum(abs2, x)', 0.2, X],
	['sum(x .^ 2)', 0.2, X],
	['sum(@. x^2 + 2x*y)', 0.16, X],
	['using LinearAlgebra\nnorm(x)^2', 0.2, X],
	['h = W * x .+ b\nsum(max.(h, 0))', 0.32 + 0.46, W],
	['h = tanh.(W * x + b)\nsum(h)', Math.tanh(0.32) + Math.tanh(0.46) + Math.tanh(-0.24), W],
	['relu(z) = max(0, z)\nsum(relu.(W * x .+ b))', 0.78, W],
	['σ(z) = 1 / (1 + exp(-z))\nf = σ(2x - y)', 1 / (1 + Math.exp(-4)), N],
	['A \\ b', [0.2, 0.6], A],
	['sum(A / A)', 2, A],
	['A[1, 2] * A[end, end]', 3, A],
	['A[:, 1]', [2, 1], A],
	['A[end, :]', [1, 3], A],
	[
		'vec(A)',
		[2, 1, 1, 3],
		{
			A: [
				[2, 1],
				[1, 3],
			],
		},
	],
	[
		'reshape(x, 2, 2)',
		[
			[1, 3],
			[2, 4],
		],
		{ x: [1, 2, 3, 4] },
	],
	['W = [1 2; 3 4]\nsum(W * x)', 2.7, { x: [0.3, 0.25] }],
	['v = [x, 2y, x*y]\nsum(v)', 13, N],
	['[x -y]', [[3, -2]], N],
	['[x - y]', [1], N],
	['s = 0.0\nfor i in 1:3\n  s += i * x\nend\ns', 18, N],
	[
		's = 0\nfor i = 1:2, j = 1:2\n  s += A[i, j] * i\nend\ns',
		11,
		{
			A: [
				[2, 1],
				[1, 3],
			],
		},
	],
	['function f(a, b=2)\n  c = a * b\n  c + 1\nend\nf(x)', 7, N],
	[
		'function f(x)\n  if x > 1\n    return x^2\n  elseif x < 0\n    return -x\n  else\n    return 0\n  end\nend\nf(x)',
		9,
		N,
	],
	['f(x) = begin\n  y = x^2\n  2y\nend\nf(x)', 18, N],
	['sum(x[i] * y[i] for i in eachindex(x))', -0.02, X],
	['sum([a^2 for a in x if a > 0.3])', 0.16, X],
	['map(a -> a^3, x)', [0.008, 0.064], X],
	['x |> v -> v .* 2 |> sum', 1.2, X],
	['(x -> x^2 + 1)(y)', 5, N],
	['a, b = x^2, y\na - b', 7, N],
	['softmax(x)', [1 / (1 + Math.exp(0.2)), 1 / (1 + Math.exp(-0.2))], X],
	['-log(softmax(x)[2])', Math.log(1 + Math.exp(-0.2)), X],
	['using Statistics\nmean((x .- y).^2)', 0.29, X],
	[
		'sum(A, dims=1)',
		[[3, 4]],
		{
			A: [
				[2, 1],
				[1, 3],
			],
		},
	],
	[
		'A .+ b',
		[
			[3, 2],
			[3, 5],
		],
		A,
	],
	[
		'tr(A) + det(A)',
		10,
		{
			A: [
				[2, 1],
				[1, 3],
			],
		},
	],
	['maximum(x) - minimum(y)', 0.7, X],
	['clamp(x, 0, 1) + y', 3, N],
	['ifelse.(x .> 0.3, x, 0.1x)', [0.02, 0.4], X],
	['m = zeros(2)\nfor i in 1:2\n  m[i] = x[i]^2\nend\nsum(m)', 0.2, X],
	['z = copy(x)\nz .*= 2\nsum(z)', 1.2, X],
	['#= a\n #= nested =# comment =#\nf = x + # rest\n  y', 5, N],
	['while x < 10\n  x = 2x\nend\nx', 12, { x: 3 }],
	[
		'hcat(x, y)',
		[
			[0.2, 0.5],
			[0.4, -0.3],
		],
		X,
	],
	['vcat(x, y)', [0.2, 0.4, 0.5, -0.3], X],
	['f(x; k=2) = k*x\nf(x, k=5)', 15, N],
	['y = if x > 2\n  x^2\nelse\n  0\nend\ny', 9, { x: 3 }],
	['s = map(x) do v\n  v^2\nend\nsum(s)', 0.2, X],
	['f(x) = 2x\ng(x) = x^2\n(f ∘ g)(x)', 18, N],
	["A' * b", [4, 7], A],
	['p = (w=x, b=y)\np.w * p.b', 6, N],
	['x === 0 && return 1\nx + y', 5, N],
];

const C: Given = { x: [[0.2], [0.4]], y: [[0.5], [-0.3]] };
const B: Given = {
	A: [
		[2, 1],
		[1, 3],
	],
	b: [[1], [2]],
};

const MATLAB: readonly Row[] = [
	['f = x^2 + 3*x*y;', 27, N],
	['x^3^2', 64, { x: 2 }],
	['-x^2', -9, N],
	['2^-1 + x', 3.5, N],
	["f = x' * y", [[-0.02]], C],
	[
		"x' * y * A",
		[
			[-0.04, -0.02],
			[-0.02, -0.06],
		],
		{
			...C,
			A: [
				[2, 1],
				[1, 3],
			],
		},
	],
	['sum(x.^2)', 0.2, C],
	['norm(x)^2', 0.2, C],
	["f = x.' * x", [[0.2]], { x: [[0.2], [0.4]] }],
	['A \\ b', [[0.2], [0.6]], B],
	["b' / A", [[0.2, 0.6]], B],
	['A(1, 2) * A(end, end)', 3, B],
	['A(:, 1)', [[2], [1]], B],
	['A(end, :)', [[1, 3]], B],
	['A(:)', [[2], [1], [1], [3]], B],
	['A(2)', 1, B],
	[
		'reshape(x, 2, 2)',
		[
			[1, 3],
			[2, 4],
		],
		{ x: [[1, 2, 3, 4]] },
	],
	['sum(A)', [[3, 4]], B],
	['sum(A, 2)', [[3], [4]], B],
	["sum(A, 'all')", 7, B],
	['sum(sum(A .* A))', 15, B],
	['mean(A(:))', 1.75, B],
	['[x -y]', [[3, -2]], N],
	['[x - y]', [[1]], N],
	[
		'[x, y; y x]',
		[
			[3, 2],
			[2, 3],
		],
		N,
	],
	[
		"[A b]'",
		[
			[2, 1],
			[1, 3],
			[1, 2],
		],
		B,
	],
	[
		"v = [1 -2]';\nf = A * v",
		[[0], [-5]],
		{
			A: [
				[2, 1],
				[1, 3],
			],
		},
	],
	['max(0, x - 2.5)', 0.5, { x: 3 }],
	['max(A, [], 2)', [[2], [3]], B],
	['s = 0;\nfor i = 1:3\n  s = s + i * x;\nend\ns', 18, { x: 3 }],
	['s = 0; for i = 1:2, s = s + b(i)^2; end\ns', 5, B],
	['if x > 2 y = x^2; else y = 0; end\ny', 9, { x: 3 }],
	['if (x < 2)\n y = 1;\nelseif x > 2.5\n y = 2*x;\nend\ny', 6, { x: 3 }],
	['while x < 10\n x = 2*x;\nend\nx', 12, { x: 3 }],
	['function y = sq(x)\n  y = x.^2;\nend\nf = sum(sq(b))', 5, B],
	['function [s, p] = sp(a, b)\n s = a + b;\n p = a * b;\nend\n[s, p] = sp(x, y);\ns * p', 30, N],
	['function [s, p] = sp(a, b)\n s = a + b;\n p = a * b;\nend\nsp(x, y) * 2', 10, N],
	['sigma = @(z) 1 ./ (1 + exp(-z));\nf = sum(sigma(x))', 1 / (1 + Math.exp(-0.2)) + 1 / (1 + Math.exp(-0.4)), C],
	['[m, i] = max(x);\nm * i', 0.8, C],
	['[r, c] = size(A);\nr * c * A(1)', 8, B],
	['% comment\nf = x + ... the rest\n  y; % end', 5, N],
	['%{\nblock\n%}\nf = x * y', 6, N],
	['switch y\n case 1\n  f = x;\n case 2\n  f = x^2;\n otherwise\n  f = 0;\nend\nf', 9, N],
	['y = []; for k = 1:2, y(end+1) = x(k)^2; end\nsum(y)', 0.2, { x: [[0.2], [0.4]] }],
	['z = x; z(1) = 5; sum(x .* z)', 0.2 * 5 + 0.16, { x: [[0.2], [0.4]] }],
	['x(x > 0.3)', [[0.4]], { x: [[0.2], [0.4]] }],
	[
		'W * x',
		[0.22, 0.26, 0.06],
		{
			W: [
				[0.1, 0.5],
				[-0.3, 0.8],
				[0.7, -0.2],
			],
			x: [0.2, 0.4],
		},
	],
	["f = 0.5 * (A * x - b)' * (A * x - b)", [[0.2]], { ...B, x: [[0.2], [0.4]] }],
	['x = linspace(0, y, 3);\nsum(x)', 3, { y: 2 }],
	[
		'bsxfun(@plus, A, b)',
		[
			[3, 2],
			[3, 5],
		],
		B,
	],
	[
		'A^2',
		[
			[5, 5],
			[5, 10],
		],
		{
			A: [
				[2, 1],
				[1, 3],
			],
		},
	],
	['inv(A) * b', [[0.2], [0.6]], B],
	[
		'trace(A) + det(A)',
		10,
		{
			A: [
				[2, 1],
				[1, 3],
			],
		},
	],
	['arrayfun(@(v) v^3, x)', [[0.008], [0.064]], { x: [[0.2], [0.4]] }],
	['x += 2; x *= y; x', 10, N],
	['dot(x, y)', -0.02, C],
	[
		'repmat(x, 1, 2)',
		[
			[0.2, 0.2],
			[0.4, 0.4],
		],
		{ x: [[0.2], [0.4]] },
	],
	['~(x > 5) * y', 2, N],
	["disp('hi'); f = x * y", 6, N],
	['x(1) = y; sum(x(:))', 2.4, { x: [[0.2], [0.4]], y: 2 }],
];

function ask(
	lang: string,
	src: string,
	values: Given,
	want: readonly string[],
	upstream?: unknown,
): Record<string, unknown> {
	return JSON.parse(answerLine(JSON.stringify({ lang, src, values, want, upstream }), 1)) as Record<string, unknown>;
}

function flat(value: unknown): number[] {
	return Array.isArray(value) ? value.flatMap(flat) : [Number(value)];
}

function shape(value: unknown): string {
	return Array.isArray(value) ? `${value.length} ${shape(value[0])}` : '';
}

function near(actual: unknown, expected: unknown, tolerance: number, what: string): void {
	assert.equal(shape(actual), shape(expected), `${what}: ${JSON.stringify(actual)} has another shape`);
	const [a, b] = [flat(actual), flat(expected)];
	for (const [at, value] of a.entries())
		assert.ok(
			Math.abs(value - b[at]!) <= tolerance * (1 + Math.abs(b[at]!)),
			`${what}: ${JSON.stringify(actual)}, not ${JSON.stringify(expected)}`,
		);
}

/** The value with one entry moved. */
function moved(value: unknown, entry: number, by: number): unknown {
	if (!Array.isArray(value)) return Number(value) + by;
	const size = flat(value[0]).length;
	return value.map((inner, at) =>
		Math.floor(entry / size) === at ? moved(inner, entry % size, by) : (inner as unknown),
	);
}

const H = 1e-5;

for (const [lang, rows] of [
	['julia', JULIA],
	['matlab', MATLAB],
] as const) {
	for (const [src, expected, values = {}] of rows) {
		test(`${lang}: ${src.replace(/\n/g, ' ⏎ ')}`, () => {
			const answer = ask(lang, src, values, ['value', 'grads']);
			assert.equal(answer['error'], undefined);
			near(answer['value'], expected, 1e-9, 'value');
			const total = (changed: Given): number =>
				flat(ask(lang, src, changed, ['value'])['value']).reduce((sum, value) => sum + value, 0);
			for (const [name, gradient] of Object.entries(answer['grads'] as Record<string, unknown>)) {
				const given = values[name];
				if (given === undefined) continue;
				const slopes = flat(given).map((_, entry) => {
					const at = (by: number): number => total({ ...values, [name]: moved(given, entry, by) as Given[string] });
					return (at(H) - at(-H)) / (2 * H);
				});
				near(flat(gradient), slopes, 1e-6, `∂/∂${name}`);
			}
		});
	}
}
