import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { parseLatex } from '../../../src/lang/latex.ts';
import { macrosIn } from '../../../src/lang/latex-macros.ts';
import type { MathContext } from '../../../src/lang/math.ts';
import type { Parsed } from '../../../src/lang/program.ts';
import { classOf } from './latex-classes.ts';
import { expressions, NO_CONTEXT, showStatement, troubles } from './show.ts';

function parse(text: string, context: Partial<MathContext> = {}): Parsed {
	return parseLatex(text, { start: 0, end: text.length }, { ...NO_CONTEXT, ...context });
}

function read(text: string, known = ''): string {
	const { program } = parse(text, { known: new Set(known.split(' ')) });
	return program.statements.map(showStatement).join('; ');
}

const READINGS: readonly (readonly [text: string, meaning: string, known?: string])[] = [
	// Fractions and roots.
	['\\frac{a}{b} + \\tfrac12 x - \\dfrac x2', 'sub(add(div(a, b), mul(div(1, 2), x)), div(x, 2))'],
	['\\sqrt{x} + \\sqrt[3]{y} + \\sqrt[n]{z} + \\sqrt 2', 'add(add(add(sqrt(x), cbrt(y)), root(z, n)), sqrt(2))'],
	['a/b + \\frac{1}{2}x', 'add(div(a, b), mul(div(1, 2), x))'],
	['{a + b \\over c} + \\sqrt{a \\over b}', 'add(div(add(a, b), c), sqrt(div(a, b)))'],
	['1.5\\mathrm{e}{-1} x + 2\\mathrm{e} y', 'add(mul(0.15, x), mul(mul(2, e), y))'],
	['\\frac{d}{dx} x^2', 'pow(x, 2); ∂/∂(x)?'],
	['\\Gamma(x) + \\Phi(x) + \\Gamma x', 'add(add(gamma(x), ndtr(x)), mul(Γ, x))'],
	['1/2 x + 6/a x', 'add(mul(div(1, 2), x), div(6, mul(a, x)))'],
	// Scripts.
	['w_{0}x_{0} + w_0x_0', 'add(mul(w_0, x_0), mul(w_0, x_0))'],
	['x_{ij} + c_{t-1} + \\theta_{\\text{new}}', 'add(add(x_ij, c_t-1), θ_new)'],
	['x^2_1 + x_1^2', 'add(pow(x_1, 2), pow(x_1, 2))'],
	['a^{(2)} + a^{[l-1]} + x^* + w^{\\mathrm{new}}', 'add(add(add(a^(2), a^[l-1]), x^*), w^new)'],
	["x' + f'(x) + y''", 'add(add(x′, f′!(x)), y′′)'],
	[
		'W^T x + W^\\top x + w^{\\mathsf T} x',
		'add(add(mul(transpose(W), x), mul(transpose(W), x)), mul(transpose(w), x))',
	],
	['a^T', 'pow(a, T)', 'T'],
	['x^-1 + x^{-1} + x²', 'add(add(pow(x, neg(1)), pow(x, neg(1))), pow(x, 2))'],
	['x^23', 'mul(pow(x, 2), 3)'],
	['z^l = w^l a^{l-1} + b^l', 'z^l = add(mul(w^l, a^l-1), b^l)'],
	['Q W_i^Q + V^\\pi(s)', 'add(mul(Q, W_i^Q), V^π!(s))'],
	['a^{l-1}_k \\delta^l_j + x^l', 'add(mul(a_k^l-1, δ_j^l), x^l)'],
	['l + x^l', 'add(l, pow(x, l))'],
	['A^{-\\top} b', 'mul(transpose(pow(A, -1)), b)'],
	// Expectations are means.
	['\\mathbb{E}[X^2] - \\mathbb{E}[X]^2', 'sub(mean(pow(X, 2)), pow(mean(X), 2))'],
	['\\mathbb E[x] + (\\mathbb E x)^2 + E[x]', 'add(add(mean(x), pow(mean(x), 2)), mean(x))'],
	['\\hat{\\mathbb{E}}_t[a_t] + \\mathbb{E}_{x \\sim p} x^2 + E(x)', 'add(add(mean(a_t), mean(pow(x, 2))), E!(x))'],
	// Each sum without an index has its own.
	['\\sum x_i \\sum y_i', 'add{i}(mul(x[i]₀, add{i}(y[i]₀)₀))₀'],
	['\\min_w \\frac12 \\|w\\|^2', 'min{w}(mul(div(1, 2), pow(norm(w), 2)))₀'],
	['L(\\theta) = r_t(\\theta) A', 'L(θ) := mul(r_t!(θ), A)'],
	// e is Euler's, unless bound.
	['{e}^{-x} + e^x + \\mathrm{e}^{2x}', 'add(add(exp(neg(x)), exp(x)), exp(mul(2, x)))'],
	['e^x', 'pow(e, x)', 'e'],
	['2 e', 'mul(2, e)'],
	// Products.
	['2xy + 3(x+y)z', 'add(mul(mul(2, x), y), mul(mul(3, add(x, y)), z))'],
	['a \\cdot b \\times c \\odot d * g', 'mul(mul(mul(mul(a, b), c), d), g)'],
	['a \\div b', 'div(a, b)'],
	['-a \\cdot b - -c', 'sub(mul(neg(a), b), neg(c))'],
	['xy', 'xy', 'xy'],
	['loss + \\text{reg}', 'add(loss, reg)'],
	['0.5x + .5y + 1{,}000z + 1e-3', 'add(add(add(mul(0.5, x), mul(0.5, y)), mul(1000, z)), 0.001)'],
	['w0 x0', 'mul(w0, x0)', 'w_0 x_0'],
	['가중치 x + 편향', 'add(mul(가중치, x), 편향)'],
	// Functions.
	['\\sin x + \\cos(y) + \\tanh{z}', 'add(add(sin(x), cos(y)), tanh(z))'],
	['\\sin 2x \\cos y', 'mul(sin(mul(2, x)), cos(y))'],
	['\\exp(-x) + \\exp\\{-y\\} + \\exp\\left[-z\\right]', 'add(add(exp(neg(x)), exp(neg(y))), exp(neg(z)))'],
	['\\exp -x', 'exp(neg(x))'],
	['\\log_2 x + \\log_{10} y + \\log_b z + \\ln w', 'add(add(add(log2(x), log10(y)), log_base(z, b)), log(w))'],
	['\\sin^2 x + \\sin^{-1} x + (\\sin x)^2', 'add(add(pow(sin(x), 2), asin(x)), pow(sin(x), 2))'],
	['\\sin(x)^2', 'pow(sin(x), 2)'],
	['\\log x (1 - y)', 'mul(log(x), sub(1, y))'],
	['y \\log \\hat y', 'mul(y, log(ŷ))'],
	['\\max(0, x) + \\max\\{a, b, c\\} + \\min(x, y)', 'add(add(max(0, x), max(max(a, b), c)), min(x, y))'],
	['\\sigma(x) + \\sigma^2 + \\sigma x', 'add(add(sigmoid(x), pow(σ, 2)), mul(σ, x))'],
	['\\sigma(x)', 'mul(σ, x)', 'σ'],
	['\\operatorname{ReLU}(x) + \\mathrm{relu}(y) + \\text{tanh}(z)', 'add(add(relu(x), relu(y)), tanh(z))'],
	['exp(x) + max(0, y) + sin z', 'add(add(exp(x), max(0, y)), sin(z))'],
	['f(x) + g(x+1) + x(y+1)', 'add(add(f!(x), g!(add(x, 1))), mul(x, add(y, 1)))'],
	['f(x+1)', 'mul(f, add(x, 1))', 'f'],
	['p(x) + p(x + 1)', 'add(p!(x), mul(p, add(x, 1)))'],
	['\\lfloor x \\rfloor + \\lceil y \\rceil', 'add(floor(x), ceil(y))'],
	// Sums and products.
	['\\sum_{i=1}^n x_i + b', 'add(add{i=1..n}(x[i]), b)'],
	['\\sum_i w_i x_i', 'add{i}(mul(w[i]₀, x[i]₀))₀'],
	['\\sum_{j \\ne y_i} s_j - s_{y_i}', 'sub(add{j if ne(j, y_i)}(s[j]₀)₀, s[y_i]₀)'],
	['\\prod_{k=0}^{K-1} a_k', 'mul{k=0..sub(K, 1)}(a[k]₀)₀'],
	['\\sum_{i,j} W_{ij}^2', 'add{i}(add{j}(pow(W[i, j]₀, 2))₀)₀'],
	['\\sum_{i=1}^n \\sum_{j=1}^m a_{ij} x_i', 'add{i=1..n}(add{j=1..m}(mul(a[i, j], x[i])))'],
	['\\sum_{i<j} x_i x_j', 'add{j}(add{i if lt(i, j)}(mul(x[i]₀, x[j]₀))₀)₀'],
	['\\sum_{1 \\le i < n} x_i', 'add{i=1..sub(n, 1)}(x[i])'],
	['\\sum x_i^2', 'add{i}(pow(x[i]₀, 2))₀'],
	['\\sum\\limits_{k \\in S} x_k', 'add{k}(x[k]₀)₀'],
	['\\max_j s_j + \\max_{k \\neq j} s_k', 'add(max{j}(s[j]₀)₀, max{k if ne(k, j)}(s[k]₀)₀)'],
	['-\\sum_x p(x) \\log q(x)', 'neg(add{x}(mul(p[x]₀, log(q[x]₀)))₀)'],
	['\\hat y_i = \\frac{e^{z_i}}{\\sum_j e^{z_j}}', 'ŷ_i = div(exp(z[i]₀), add{j}(exp(z[j]₀))₀)'],
	['s_j + s_1', 'add(s[j]₀, s[1])', 's'],
	// Dots that tell what they leave out.
	['x_1 + x_2 + \\cdots + x_n', 'add{i=1..n}(x[i])'],
	['b + w_1 x_1 + \\dots + w_n x_n + c', 'add(add(b, add{i=1..n}(mul(w[i], x[i]))), c)'],
	['\\frac{|x_1|^p + \\cdots + |x_m|^p}{2}', 'div(add{i=1..m}(pow(abs(x[i]), p)), 2)'],
	[
		'a_0 + a_1 z + a_2 z^2 + \\cdots + a_n z^n',
		'add(add(a_0, mul(a_1, z)), add{i=2..n}(mul(a[i]₀, pow(z, i))))',
		'a_0 a_1',
	],
	['p_1 p_2 \\cdots p_n + c', 'add(mul{i=1..n}(p[i]), c)'],
	['2 \\cdot x_1 \\cdot x_2 \\cdots x_k', 'mul(2, mul{i=1..k}(x[i]))'],
	// Counting.
	['n! + 3!', 'add(gamma(add(n, 1)), gamma(4))'],
	['\\frac{x^k}{k!}', 'div(pow(x, k), gamma(add(k, 1)))'],
	['\\binom{n}{2}', 'div(gamma(add(n, 1)), mul(gamma(add(2, 1)), gamma(add(sub(n, 2), 1))))'],
	['5\\% x', 'mul(div(5, 100), x)'],
	// Which index has the largest value; the positive part.
	['\\arg\\max_k s_k', 'argmax{k}(s[k]₀)₀'],
	['\\operatorname*{arg\\,min}_{i} |x_i|', 'argmin{i}(abs(x[i]₀))₀'],
	['[x - 1]_+', 'max(0, sub(x, 1))'],
	['\\mathbb{1}_{[x > 0]}', 'if(gt(x, 0), 1, 0)'],
	['q^T k_+ + b_-', 'add(mul(transpose(q), k_+), b_-)'],
	['a \\pm b \\mp c', 'sub(add(a, b), c)'],
	['\\nabla f(x)^T d', 'mul(transpose(∇f), d)'],
	// Norms and absolute values.
	[
		'||x|| + \\|x\\| + \\lVert x \\rVert_2^2 + \\left\\|x\\right\\|',
		'add(add(add(norm(x), norm(x)), pow(norm(x), 2)), norm(x))',
	],
	['|x| + \\left|x\\right| + \\lvert x \\rvert + \\bigl|x\\bigr|', 'add(add(add(abs(x), abs(x)), abs(x)), abs(x))'],
	['||x| - |y|| + 2|x||y|', 'add(abs(sub(abs(x), abs(y))), mul(mul(2, abs(x)), abs(y)))'],
	['{|| W \\cdot x ||}^2', 'pow(norm(mul(W, x)), 2)'],
	// Matrices and cases.
	['\\begin{pmatrix} 1 & 2 \\\\ 3 & 4 \\end{pmatrix} x', 'mul([1, 2; 3, 4], x)'],
	['\\begin{bmatrix} 1 \\\\ 2 \\\\ \\end{bmatrix}', '[1,2]'],
	['x = [1, 2, 3]^T', 'x = transpose([1, 2, 3])'],
	[
		'f(x) = \\begin{cases} x & \\text{if } x > 0 \\\\ 0.01x & \\text{otherwise} \\end{cases}',
		'f(x) := if(gt(x, 0), x, mul(0.01, x))',
	],
	['\\begin{cases} x, & x \\ge 0 \\\\ -x, & x < 0 \\end{cases}', 'if(ge(x, 0), x, neg(x))'],
	[
		'\\left\\{ \\begin{array}{ll} 0 & x < 0 \\\\ x & 0 \\le x < 1 \\\\ 1 & \\text{else} \\end{array} \\right.',
		'if(lt(x, 0), 0, if(and(le(0, x), lt(x, 1)), x, 1))',
	],
	['\\begin{cases} 1 & x > 1 \\\\ 0 & x < 0 \\end{cases}', 'if(gt(x, 1), 1, if(lt(x, 0), 0, NaN))'],
	['\\mathbb{1}[x > 0] y', 'mul(if(gt(x, 0), 1, 0), y)'],
	// Several lines.
	['\\begin{aligned} h &= \\max(0, W_1 x) \\\\ s &= W_2 h \\end{aligned}', 'h = max(0, mul(W_1, x)); s = mul(W_2, h)'],
	['\\begin{align*} f &= a \\\\ &\\quad + b \\\\ &= c \\end{align*}', 'f = add(a, b)'],
	['g(t) = t^2,\\quad f = g(x) g(2)', 'g(t) := pow(t, 2); f = mul(g!(x), g!(2))'],
	['q = x + y \\\\ f = q z', 'q = add(x, y); f = mul(q, z)'],
	['q = x + y\nf = q z', 'q = add(x, y); f = mul(q, z)'],
	['q = x\n  + y', 'q = add(x, y)'],
	// In an order in which they can be run.
	['f = q z, \\quad \\text{where } q = x + y', 'q = add(x, y); f = mul(q, z)'],
	['f(x) = x^2, \\quad x = 3', 'x = 3; f = pow(x, 2)'],
	['f(x) = x^2, \\quad y = f(3)', 'f(x) := pow(x, 2); y = f!(3)'],
	['x = x - y \\\\ y = x', 'x = sub(x, y); y = x'],
	['x=-2, y=5, z=-4', 'x = neg(2); y = 5; z = neg(4)'],
	['f = x^2, \\quad i = 1, \\dots, n', 'f = pow(x, 2)'],
	['f = 2x \\quad \\text{(the score)}', 'f = mul(2, x)'],
	['f = 2x \\quad \\text{for } x > 0.', 'f = mul(2, x)'],
	// Left sides.
	['f(x,y,z) = (x+y)z', 'f(x, y, z) := mul(add(x, y), z)'],
	['f(W, x) = w_{0}x_{0} + w_{1}', 'f(w_0, w_1, x_0) := add(mul(w_0, x_0), w_1)'],
	['f(x; \\theta) = \\theta x', 'f(x, θ) := mul(θ, x)'],
	['q := x + y', 'q = add(x, y)'],
	['\\theta \\leftarrow \\theta - \\eta g', 'θ = sub(θ, mul(η, g))'],
	['\\|x\\| = \\sqrt{x^2}', 'sqrt(pow(x, 2))'],
	['\\frac{\\partial L}{\\partial W} = \\delta a^T', '∂L/∂W = mul(δ, transpose(a))'],
	['p(y = 1 | x) = \\sigma(x)', 'p(y=1|x) = sigmoid(x)'],
	['P(A \\mid B) = \\frac{P(B \\mid A) P(A)}{P(B)}', 'P(A|B) = div(mul(P(B|A), P!(A)), P!(B))'],
	['V(s) \\leftarrow V(s) + \\alpha d', 'V(s) = add(V(s), mul(α, d))'],
	[
		'L_i = (x_i - y_i)^2 \\\\ L = \\frac{1}{N} \\sum_i L_i',
		'L_i(i) := pow(sub(x_i, y_i), 2); L = mul(div(1, N), add{i}(L_i!(i))₀)',
	],
	["\\sigma'(z) + \\tanh'(z)", 'add(mul(sub(1, sigmoid(z)), sigmoid(z)), sub(1, square(tanh(z))))'],
	// What is said and what is asked.
	['W \\in \\mathbb{R}^{4\\times 3}', 'W: (4, 3)'],
	['x \\in {R}^n, W \\in {R}^n', 'x: (n); W: (n)'],
	['x, y \\in \\mathbb R', 'x, y: ()'],
	['x \\sim \\mathcal{N}(0, 1)', 'x: …'],
	['\\frac{\\partial f}{\\partial x}, \\frac{df}{dy}, \\nabla_z f', '∂f/∂(x)?; ∂f/∂(y)?; ∂f/∂(z)?'],
	['\\frac{ \\delta f }{ \\delta x}', '∂f/∂(x)?'],
	['\\frac{\\partial f}{\\partial q} \\frac{\\partial q}{\\partial x}', 'mul(∂f/∂q, ∂q/∂x)'],
	// Styles, accents, spaces.
	['\\mathbf{W}\\mathbf{x} + \\boldsymbol{b} + \\vec{v}', 'add(add(mul(W, x), b), v)'],
	['\\hat{y} + \\bar x + \\tilde{\\theta} + \\dot x', 'add(add(add(ŷ, x̄), θ̃), ẋ)'],
	['\\hat{\\mathbf{y}}_i', 'ŷ_i'],
	['\\displaystyle a\\,b\\;c\\!d~g', 'mul(mul(mul(mul(a, b), c), d), g)'],
	['{\\color{red} x} + \\underbrace{a b}_{\\text{score}} \\label{eq:1}', 'add(x, mul(a, b))'],
	['\\mathcal{L} = \\ell + 1 \\tag{3}', 'L = add(ℓ, 1)'],
	['\\mathcal{L} = \\frac{1}{L} \\mathcal{D}', 'ℒ = mul(div(1, L), D)'],
	['x % the rest is a remark \\frac{\n + y', 'add(x, y)'],
	// The document's own commands.
	['\\newcommand{\\relu}[1]{\\max(0, #1)} \\relu{x} + y', 'add(max(0, x), y)'],
	['\\def\\w#1{w_{#1}} \\w0 x + \\w{1}', 'add(mul(w_0, x), w_1)'],
	['\\DeclareMathOperator{\\soft}{softmax} \\soft(x)', 'softmax(x)'],
	['α·β − γ × δ', 'sub(mul(α, β), mul(γ, δ))'],
];

describe('LaTeX', () => {
	for (const [text, meaning, known] of READINGS) {
		test(`${text.replaceAll('\n', ' ↵ ')}  reads  ${meaning}`, () => {
			assert.equal(read(text, known), meaning);
			const errors = parse(text, { known: new Set(known?.split(' ')) }).problems.filter(
				({ severity }) => severity === 'error',
			);
			assert.deepEqual(troubles(text, errors), []);
		});
	}

	test('every node knows its characters', () => {
		const text = 'f = \\left(x_{0} + \\hat{y}\\right)^2 \\cdot \\sin{z}';
		assert.deepEqual(
			expressions(parse(text)).map(({ range, outer }) => [
				text.slice(range.start, range.end),
				outer && text.slice(outer.start, outer.end),
			]),
			[
				['\\left(x_{0} + \\hat{y}\\right)^2 \\cdot \\sin{z}', undefined],
				['\\sin{z}', undefined],
				['z', '{z}'],
				['\\left(x_{0} + \\hat{y}\\right)^2', undefined],
				['2', '2'],
				['x_{0} + \\hat{y}', '\\left(x_{0} + \\hat{y}\\right)'],
				['\\hat{y}', undefined],
				['x_{0}', undefined],
			],
		);
	});

	test('what a macro stands for stands where the macro is used', () => {
		const text = 'f = \\sq{x + y}';
		const macros = macrosIn('\\newcommand{\\sq}[1]{(#1)^2}');
		assert.deepEqual(
			expressions(parse(text, { macros })).map(({ range }) => text.slice(range.start, range.end)),
			['\\sq{x + y}', '\\sq{x + y}', 'x + y', 'y', 'x'],
		);
	});
});

describe('textbook formulas', () => {
	const file = new URL('latex-formulas.txt', import.meta.url);
	const formulas = readFileSync(file, 'utf8')
		.split('\n')
		.filter((line) => line !== '' && !line.startsWith('%'))
		.map((line) => /^(?<mark>[=~:!]) (?<text>.*?)(?: {3}% (?<why>.*))?$/u.exec(line)!.groups!);

	test('there are more than 1,000; each becomes what stands before it', () => {
		assert.ok(formulas.length >= 1000);
		for (const { mark, text, why } of formulas) assert.deepEqual(classOf(text!), { mark, why: why ?? '' }, text);
	});

	test('97 of 100 read; of those that compute, 95 of 100 step with guessed values', () => {
		const count = (mark: string): number => formulas.filter((each) => each['mark'] === mark).length;
		assert.ok(count('!') <= 0.03 * formulas.length, `${count('!')} do not read`);
		assert.ok(count('=') >= 0.95 * (count('=') + count('~')), `${count('~')} do not step`);
	});
});

const TROUBLES: readonly (readonly [text: string, meaning: string, ...problems: string[]])[] = [
	['a + \\foo{b} + c \\\\ d = 2', 'add(add(a, ▢), c); d = 2', 'unknown-command: \\foo'],
	['a \\pm b', 'add(a, b)', 'ambiguous: \\pm'],
	['a \\oplus b', 'add(a, ▢)', 'not-supported: \\oplus'],
	['g = \\frac{d}{dx} x^2', 'g = mul(▢, pow(x, 2))', 'not-supported: \\frac{d}{dx}'],
	['(I * K)(i, j)', 'mul(mul(I, K), ▢)', 'not-supported: (i, j)'],
	['\\lim_{h \\to 0} h', 'mul(▢, h)', 'not-supported: \\lim'],
	['\\arg\\max s', 'mul(▢, s)', 'not-supported: \\arg\\max'],
	['f = (x + y', 'f = add(mul(▢, x), y)', 'unclosed: ('],
	['x + y)', 'add(x, mul(y, ▢))', 'unopened: )'],
	['x +', 'add(x, ▢)', 'missing-operand: +'],
	['f =', 'f = ▢', 'missing-value: ='],
	['\\frac{1}{}', 'div(1, ▢)', 'missing-operand: '],
	['x^2^3', 'broken', 'unexpected: ^3'],
	['\\sin', 'sin(▢)', 'missing-operand: \\sin'],
	['\\int_0^1 x dx', 'mul(mul(mul(▢, x), d), x)', 'not-supported: \\int'],
	['x_1 + \\cdots + y_n', 'add(add(x_1, ▢), y_n)', 'not-supported: \\cdots'],
	['\\begin{pmatrix} 1 & 2 \\\\ 3 \\end{pmatrix}', '[1, 2; ▢]', 'ragged: 3'],
	['\\newcommand{\\x}{\\x\\x} \\x', '', 'macro: \\x'],
];

describe('LaTeX that cannot be read', () => {
	for (const [text, meaning, ...problems] of TROUBLES) {
		test(`${text}: ${problems.join()}`, () => {
			assert.deepEqual(troubles(text, parse(text).problems), problems);
			assert.equal(read(text), meaning);
		});
	}

	test('a megabyte of anything ends, and nothing nests too deep for us', () => {
		const pieces = [
			'(',
			'{',
			'\\frac',
			'\\sqrt',
			'-',
			'|',
			'\\|',
			'\\sin',
			'\\sum',
			'^',
			'_',
			'\\hat',
			'{}',
			'\\begin{a}',
			'\\left(',
			"x'",
			'x^',
			'||',
			'\\max_',
			'\\underset{a}',
			'&',
			'\\\\',
			'f(',
			'[',
			'\\log_',
			'e^{',
		];
		for (const piece of pieces) {
			const text = piece.repeat(20_000);
			const start = performance.now();
			const { problems } = parse(text);
			assert.ok(performance.now() - start < 3000, `${piece}: ${performance.now() - start} ms`);
			assert.ok(problems.length <= 20_001);
		}
	});

	test('a sum of 50,000 terms is read', () => {
		const parsed = parse(Array.from({ length: 50_000 }, (_, index) => `x_{${index}}`).join(' + '));
		assert.deepEqual(parsed.problems, []);
		assert.equal(expressions(parsed).length, 99_999);
	});
});
