import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { expressions, parse, read, troubles } from './show.ts';

const READINGS: readonly (readonly [text: string, meaning: string, known?: string])[] = [
	['(x + y) * z', 'mul(add(x, y), z)'],
	['f = (x + y)z', 'f = mul(add(x, y), z)'],
	['-x^2', 'neg(pow(x, 2))'],
	['2^-x', 'pow(2, neg(x))'],
	['x^2^0.5', 'pow(x, pow(2, 0.5))'],
	['x - y - z', 'sub(sub(x, y), z)'],
	['+x', 'x'],
	['2x + 3(x + y)', 'add(mul(2, x), mul(3, add(x, y)))'],
	['(x+1)(y-2)', 'mul(add(x, 1), sub(y, 2))'],
	['0.5 (y - w x)^2', 'mul(0.5, pow(sub(y, mul(w, x)), 2))'],
	['1/2 x', 'mul(div(1, 2), x)'],
	['6/a x', 'div(6, mul(a, x))'],
	['x(y+1)', 'mul(x, add(y, 1))', 'x'],
	['g(y+1)', 'g!(add(y, 1))'],
	['g(y+1)', 'mul(g, add(y, 1))', 'g'],
	['a = 1; x = 2; 1/a x(y+1)', 'a = 1; x = 2; div(1, mul(mul(a, x), add(y, 1)))'],
	['x = 2; x(y+1)', 'x = 2; mul(x, add(y, 1))'],
	['1/x(y+1)', 'div(1, mul(x, add(y, 1)))', 'x'],
	['2^x(y+1)', 'mul(pow(2, x), add(y, 1))', 'x'],
	['h(t) = w t + 1\nh(x) * h(2)', 'h(t) := add(mul(w, t), 1); mul(h!(x), h!(2))'],
	['f(x,y,z) = (x+y)z', 'f(x, y, z) := mul(add(x, y), z)'],
	['k(x) = x(x + 1)', 'k(x) := mul(x, add(x, 1))'],
	['α·β + σ(γ) − 2×δ ÷ ε', 'sub(add(mul(α, β), sigmoid(γ)), div(mul(2, δ), ε))'],
	['(가중치·입력 − 정답)**2', 'pow(sub(mul(가중치, 입력), 정답), 2)'],
	['|x|', 'abs(x)'],
	['2|x - |y|| + |z|w', 'add(mul(2, abs(sub(x, abs(y)))), mul(abs(z), w))'],
	['x² + y⁻¹', 'add(pow(x, 2), pow(y, -1))'],
	['√(x)', 'sqrt(x)'],
	['sin²(x) + cos^2(2x)y', 'add(pow(sin(x), 2), mul(pow(cos(mul(2, x)), 2), y))'],
	['tan⁻¹(x) + sin^-1(x)', 'add(atan(x), asin(x))'],
	['sin²(cos²(x))', 'pow(sin(pow(cos(x), 2)), 2)'],
	['x²(y+1)', 'mul(pow(x, 2), add(y, 1))'],
	['x^T W x + Wᵀ y + (W x)⊤', 'add(add(mul(mul(transpose(x), W), x), mul(transpose(W), y)), transpose(mul(W, x)))'],
	['W^⊤ + exp(x/T)^T', 'add(transpose(W), pow(exp(div(x, T)), T))'],
	['2^T', 'pow(2, T)', 'T'],
	['⌊x⌋ + ⌈2 ⌊y⌋⌉', 'add(floor(x), ceil(mul(2, floor(y))))'],
	['ln x + 2 (sin t - exp 2) / tanh z', 'add(log(x), div(mul(2, sub(sin(t), exp(2))), tanh(z)))'],
	['sin x / x + max(cos x, 0)', 'add(div(sin(x), x), max(cos(x), 0))'],
	['m = 2; x = 3; y = mx + b', 'm = 2; x = 3; y = add(mul(m, x), b)'],
	['f(x, y) = 2πxy² + xz', 'f(x, y) := add(mul(mul(mul(2, π), x), pow(y, 2)), xz)'],
	[
		'x1 = 1; w_0 = 2; θ₁ = 3; w_0x1 + θ₁x1(w_0 + 1)',
		'x1 = 1; w_0 = 2; θ₁ = 3; add(mul(w_0, x1), mul(mul(θ₁, x1), add(w_0, 1)))',
	],
	['a = 1; b = 2; ab = 3; ab + a', 'a = 1; b = 2; ab = 3; add(ab, a)'],
	['log_2(x) + log₁₀(y)', 'add(log2(x), log10(y))'],
	['½x + 2½', 'add(mul(0.5, x), 2.5)'],
	['√x + 2√3 y + ∛z', 'add(add(sqrt(x), mul(mul(2, sqrt(3)), y)), cbrt(z))'],
	['‖x‖² + ∥x∥₁ + ||W x - y||^2', 'add(add(pow(norm(x), 2), norm(x)), pow(norm(sub(mul(W, x), y)), 2))'],
	['||x| - 1| + (a || b)', 'add(abs(sub(abs(x), 1)), or(a, b))'],
	['x > 0 ? x : y < 1 ? 2 : 3', 'if(gt(x, 0), x, if(lt(y, 1), 2, 3))'],
	['x >= 1 and not y or z != 2', 'or(and(ge(x, 1), not(y)), ne(z, 2))'],
	['x % 3', 'mod(x, 3)'],
	['mod(x, 3) mod (y)', 'mod(mod(x, 3), y)'],
	['x > 0 ? y > 0 ? 1 : x^2 : y < 0 ? 3 : 4', 'if(gt(x, 0), if(gt(y, 0), 1, pow(x, 2)), if(lt(y, 0), 3, 4))'],
	['!(x > y) && !z ? 1_000 : 2_0.5', 'if(and(not(gt(x, y)), not(z)), 1000, 20.5)'],
	['asec(x) + coth(y)', 'add(asec(x), coth(y))'],
	['max(a, b, c)', 'max(max(a, b), c)'],
	['np.exp(-x) + Math.tanh(y) + np.maximum(0, x)', 'add(add(exp(neg(x)), tanh(y)), max(0, x))'],
	['const f = x * y;', 'f = mul(x, y)'],
	['return x * y', 'mul(x, y)'],
	['s += 2*x', 's = add(s, mul(2, x))'],
	['q = x + y\nf = q * z', 'q = add(x, y); f = mul(q, z)'],
	['f = x +\n y', 'f = add(x, y)'],
	['f = (x\n + y\n) * z  # the rest is a remark (((', 'f = mul(add(x, y), z)'],
	['__proto__ * constructor + toString', 'add(mul(__proto__, constructor), toString)'],
	['１', 'broken'],
	['（x＋y）＊z', 'mul(add(x, y), z)'],
	['1.5e-1*x + .5y + 2.', 'add(add(mul(0.15, x), mul(0.5, y)), 2)'],
	['2.*x', 'mul(2, x)'],
	['w_{0}x_{0}', 'mul(w_0, x_0)'],
	['true ? 1 : 0', 'if(1, 1, 0)'],
	['f = sum(([0.1, 0.5; -0.3, 0.8] * x).^2)', 'f = sum(pow(mul([0.1, 0.5; neg(0.3), 0.8], x), 2))'],
	['[1, 2, 3] + [[1, 2], [3, 4]]', 'add([1, 2, 3], [1, 2; 3, 4])'],
	['[1; 2] + [x + 1, y; 3, z]', 'add([1; 2], [add(x, 1), y; 3, z])'],
	['W = [1, 2\n     3, 4]\ny = W * x', 'W = [1, 2; 3, 4]; y = mul(W, x)'],
	["W' * x + (A * B)'", 'add(mul(transpose(W), x), transpose(mul(A, B)))'],
	['x[1] + A[2, i] + A[1, :] + x[2:3]', 'add(add(add(x[1], A[2, i]), A[1, :]), x[2:3])'],
	[
		'norm(x) + norm(x, 1) + dot(x, y) + tr(A) + max(x)',
		'add(add(add(add(norm(x), norm(x)), dot(x, y)), trace(A)), max{}(x))',
	],
];

describe('plain mathematics', () => {
	for (const [text, meaning, known] of READINGS) {
		test(`${text.replaceAll('\n', ' ↵ ')}  reads  ${meaning}`, () => {
			assert.equal(read(text, { known: new Set(known === undefined ? [] : [known]) }), meaning);
		});
	}

	test('every node knows its characters, brackets apart', () => {
		const text = 'f = 2((x + y) * z)';
		const found = expressions(parse(text)).map(({ range, outer }) => [
			text.slice(range.start, range.end),
			outer && text.slice(outer.start, outer.end),
		]);
		assert.deepEqual(found, [
			['2((x + y) * z)', undefined],
			['(x + y) * z', '((x + y) * z)'],
			['z', undefined],
			['x + y', '(x + y)'],
			['y', undefined],
			['x', undefined],
			['2', undefined],
		]);
	});

	test('an operator knows its own characters, an implicit product has none', () => {
		const text = 'exp(x) × 2y';
		const operators = expressions(parse(text)).flatMap((node) =>
			node.kind === 'apply'
				? [[node.op, text.slice(node.operator.start, node.operator.end), node.implicit ?? false]]
				: [],
		);
		assert.deepEqual(operators, [
			['mul', '×', false],
			['mul', '', true],
			['exp', 'exp', false],
		]);
	});

	test('a reading that the text leaves open is recorded and the surprising one is told', () => {
		const text = '1/2 x + 6/a x';
		const { program, problems } = parse(text);
		assert.deepEqual(
			program.readings.map(({ as }) => as),
			['(1/2)·x', '6/(a x)'],
		);
		assert.deepEqual(troubles(text, problems), ['ambiguous-product: 6/a x']);
		assert.equal(problems[0]?.severity, 'info');
	});
});

const TROUBLES: readonly (readonly [text: string, meaning: string, ...problems: string[]])[] = [
	['[1, 2; 3', 'broken', 'unclosed: ['],
	['[1, 2)', 'broken', 'unopened: )'],
	['[]', 'broken', 'missing-operand: ['],
	['[1,, 2]', 'broken', 'missing-operand: ,'],
	['[[1, 2], [3]]', 'broken', 'ragged: [[1, 2], [3]]'],
	['x! + 1', 'broken', 'not-supported: !'],
	["'x' * 2", 'broken', "not-supported: '"],
	['"text"', 'broken', 'not-supported: "'],
	['1:3', 'broken', 'not-supported: :'],
	['{a: 1}', 'broken', 'not-supported: {'],
	['0 < x < 1', 'broken', 'not-supported: <'],
	['sin 2x', 'broken', 'missing-brackets: sin'],
	['sin x/2', 'broken', 'missing-brackets: sin'],
	['sin x cos y', 'broken', 'missing-brackets: sin'],
	['ln x^2', 'broken', 'missing-brackets: ln'],
	['√x²', 'broken', 'missing-brackets: √'],
	['exp⁻¹(x)', 'broken', 'missing-brackets: exp'],
	['sin² x', 'broken', 'missing-brackets: sin'],
	['sin^2(x)^3', 'broken', 'unexpected: ^'],
	['⌊x⌉', 'broken', 'not-supported: ⌉'],
	['⌊x', 'broken', 'unclosed: ⌊'],
	['√2x', 'broken', 'missing-brackets: √'],
	['‖x', 'broken', 'unclosed: ‖'],
	['x if x > 0 else 0', 'broken', 'not-supported: if'],
	['lambda x: x*x', 'broken', 'not-supported: lambda'],
	['sin(x, y, z)', 'broken', 'operand-count: sin'],
	['(x + y', 'broken', 'unclosed: ('],
	['x + y)', 'broken', 'unopened: )'],
	['x + ', 'broken', 'missing-operand: +'],
	['x + * y', 'broken', 'missing-operand: *'],
	['f = ', 'broken', 'missing-value: ='],
	['x 2 3', 'broken', 'unexpected: 3'],
	['x + y = 3', 'broken', 'unexpected: ='],
	['f = (x + \ng = 2*y', 'broken; g = mul(2, y)', 'unclosed: ('],
	['f = x\ng = y @ 2\nh = f', 'f = x; broken; h = f', 'not-supported: @'],
	['x ? y', 'broken', 'missing-branch: y'],
	['()', 'broken', 'missing-operand: ('],
	['max(a,,b)', 'broken', 'missing-operand: ,'],
];

describe('what cannot be read', () => {
	for (const [text, meaning, ...problems] of TROUBLES) {
		test(`${text.replaceAll('\n', ' ↵ ')}: ${problems.join()}`, () => {
			assert.equal(read(text), meaning);
			assert.deepEqual(troubles(text, parse(text).problems), problems);
		});
	}
});

describe('nesting and length', () => {
	const deep: readonly (readonly [name: string, text: string, at: number])[] = [
		['20,000 open brackets', '('.repeat(20_000), 200],
		['100,000 brackets', `${'('.repeat(100_000)}x${')'.repeat(100_000)}`, 200],
		['20,000 signs', `${'-'.repeat(20_000)}x`, 200],
		['20,000 powers', `${'x^'.repeat(20_000)}x`, 401],
		['20,000 conditionals', `${'x?y:'.repeat(20_000)}z`, 801],
		['20,000 bars', `${'|'.repeat(19_999)}x`, 200],
		['20,000 calls', `${'exp('.repeat(20_000)}x`, 803],
		['20,000 nots', `${'not '.repeat(20_000)}x`, 800],
	];
	for (const [name, text, at] of deep) {
		test(`${name} are a problem at the one too many`, () => {
			const { program, problems } = parse(text);
			assert.deepEqual(
				problems.map((problem) => [problem.code, problem.range.start]),
				[['too-deep', at]],
			);
			assert.equal(program.statements[0]?.kind, 'broken');
		});
	}

	test('20,000 factorials are not supported at the first', () => {
		assert.deepEqual(troubles('x!', parse(`x${'!'.repeat(20_000)}`).problems), ['not-supported: !']);
	});

	test('what is allowed to nest is read', () => {
		for (const text of [
			`${'('.repeat(199)}x${')'.repeat(199)}`,
			`${'sin('.repeat(199)}x${')'.repeat(199)}`,
			`${'-'.repeat(199)}x`,
			`${'x^'.repeat(199)}x`,
			`${'x ? y : '.repeat(199)}z`,
		]) {
			assert.deepEqual(parse(text).problems, []);
		}
	});

	test('a megabyte is refused at once', () => {
		const start = performance.now();
		const { problems } = parse('x+'.repeat(524_288));
		assert.ok(performance.now() - start < 50);
		assert.deepEqual(
			problems.map(({ code }) => code),
			['too-long'],
		);
	});

	test('a written sum of 100,000 terms is read, from the left', () => {
		const parsed = parse(Array.from({ length: 100_000 }, (_, index) => `x${index}`).join(' + '));
		assert.deepEqual(parsed.problems, []);
		assert.equal(expressions(parsed).length, 199_999);
		let depth = 0;
		const statement = parsed.program.statements[0];
		for (
			let node = statement?.kind === 'evaluate' ? statement.value : undefined;
			node?.kind === 'apply';
			node = node.operands[0]
		)
			depth++;
		assert.equal(depth, 99_999);
	});

	test('the remainder sign does not make brackets exponentially slow', () => {
		const start = performance.now();
		assert.deepEqual(parse(`${'x%('.repeat(150)}x${')'.repeat(150)}`).problems, []);
		assert.ok(performance.now() - start < 500);
	});
});
