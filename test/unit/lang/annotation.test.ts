import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parseAnnotation } from '../../../src/lang/annotation.ts';
import { plainSpelling } from '../../../src/lang/annotation-spelling.ts';
import type { Claim, Directive, ValueNode } from '../../../src/lang/directive.ts';
import { parseLatex } from '../../../src/lang/latex.ts';
import { loose } from '../../../src/lang/names.ts';
import { troubles } from './show.ts';

function value(node: ValueNode | undefined): string {
	if (node === undefined) return '?';
	if (node.kind === 'scalar') return String(node.value);
	if (node.kind === 'matrix') return `${node.shape.join('x')}[${node.entries.join(' ')}]${node.integers ? 'i' : ''}`;
	return `${node.name}(${node.args.join(' ')})*${node.scale}${node.seed === undefined ? '' : ` seed ${node.seed}`}`;
}

function claim({ subject, expected, tolerance }: Claim): string {
	const of = `${subject.of.name}${subject.of.index === undefined ? '' : `[${subject.of.index.join(',')}]`}`;
	const what =
		subject.kind === 'derivative'
			? `d${subject.target ?? '·'}/d${of}`
			: `${of}${subject.derivativeOf === undefined ? '' : ` or ·/d${subject.derivativeOf.name}`}`;
	return `${what} ${value(expected)} ± ${tolerance}`;
}

function show(directive: Directive): string {
	const parts = [
		directive.target?.name ?? '·',
		...directive.at.map((binding) => {
			const shape =
				binding.shape === undefined
					? ''
					: `(${binding.shape.map((dim) => ('size' in dim ? dim.size : dim.name)).join(',')})`;
			return `${binding.name}${binding.dtype === undefined ? '' : `:${binding.dtype}`}${shape}=${value(binding.value)}`;
		}),
	];
	if (directive.wrt !== undefined) parts.push(`wrt ${directive.wrt.map(({ name }) => name).join(',')}`);
	if (directive.noGrad !== undefined)
		parts.push(`no-grad ${directive.noGrad === 'all' ? 'all' : directive.noGrad.map(({ name }) => name).join(',')}`);
	parts.push(...directive.expects.map(claim));
	if (directive.upstream !== undefined) parts.push(`upstream ${value(directive.upstream)}`);
	if (directive.seed !== undefined) parts.push(`seed ${directive.seed}`);
	if (directive.tolerance !== undefined) parts.push(`tol ${directive.tolerance}`);
	if (directive.remark !== undefined) parts.push(`-- ${directive.remark}`);
	return parts.join(' | ');
}

const UNDERSTOOD: readonly (readonly [text: string, ...directives: string[]])[] = [
	['@grad x=-2, y=5, z=-4', '· | x=-2 | y=5 | z=-4'],
	['@grad f at x = -2, y = 5 expect df/dx = -4', 'f | x=-2 | y=5 | df/dx -4 ± 1e-9'],
	['@grad f x=1', 'f | x=1'],
	['@grad at = 3', '· | at=3'],
	[
		'prose first @grad x = pi/4, y = sqrt(4)*2; z = 2^-1 for x, y -- why not',
		`· | x=${Math.PI / 4} | y=4 | z=0.5 | wrt x,y | -- why not`,
	],
	['@grad x=-4 wrt x', '· | x=-4 | wrt x'],
	['@grad x=1 no-grad', '· | x=1 | no-grad all'],
	['@grad x=1 no-grad y, z upstream 2 seed 7 tol 1e-3', '· | x=1 | no-grad y,z | upstream 2 | seed 7 | tol 0.001'],
	['@grad x=1 upstream = [1, 2] seed = 3', '· | x=1 | upstream 2[1 2]i | seed 3'],
	[
		'@grad loss wrt W1, b1 seed 0\n @at X: (5, 4) = randn, y = [0, 2, 1, 1, 0]\n     W1: (4, 10) = randn*0.01, b1: (10,) = zeros\n @expect loss ≈ 1.10',
		'loss | X(5,4)=randn()*1 | y=5[0 2 1 1 0]i | W1(4,10)=randn()*0.01 | b1(10)=zeros()*1 | wrt W1,b1 | loss 1.1 ± 0.005 | seed 0',
	],
	[
		'@grad A = [1, 2; 3, 4], B = [[1., 2], [3, 4]], c: float32 3xN = uniform(-1, 1)/2 seed=1',
		'· | A=2x2[1 2 3 4]i | B=2x2[1 2 3 4] | c:float32(3,N)=uniform(-1 1)*0.5 seed 1',
	],
	['@grad n: int64 = 3, b: bool = true', '· | n:int64=3 | b:bool=1'],
	['@grad X = [[1, 2],\n  [3, 4]]', '· | X=2x2[1 2 3 4]i'],
	[
		'@grad expect ∂q/∂x = 1, W.grad ≈ 2.50 ± 0.1, dx = -4, q[0,1] = 1.5e-3',
		'· | dq/dx 1 ± 1e-9 | d·/dW 2.5 ± 0.1 | dx or ·/dx -4 ± 1e-9 | q[0,1] 0.0015 ± 0.00005',
	],
	[
		'@grad expect df/d\\alpha = -2, d\\alpha = 3, dalpha = 1',
		'· | df/dα -2 ± 1e-9 | d·/dα 3 ± 1e-9 | dalpha or ·/dalpha 1 ± 1e-9',
	],
	['@grad tol 0.01 expect f = 2.000', '· | f 2 ± 0.01 | tol 0.01'],
	[
		'@grad 손실 at 가중치 = 0.5, 입력 = 2 expect d손실/d가중치 = -8',
		'손실 | 가중치=0.5 | 입력=2 | d손실/d가중치 -8 ± 1e-9',
	],
	['@grad　x＝−2，y＝（1＋2），z：（3）＝［1，2，3］', '· | x=-2 | y=3 | z(3)=3[1 2 3]i'],
	['@grad: x=1, y=2', '· | x=1 | y=2'],
	['@grad (x=sqrt(2), y=2) expect f = (3)', '· | x=1.4142135623730951 | y=2 | f 3 ± 1e-9'],
	['@grad（x＝−2，y＝5）', '· | x=-2 | y=5'],
	['@grad x=1\nThe result: nice for all of us at 3', '· | x=1'],
	['@grad f at x=1\n  y=2\n expect f = 3', 'f | x=1 | y=2 | f 3 ± 1e-9'],
	['@grad f at x=1 @param y the other', 'f | x=1'],
	['@grad f at x=1\n@grad g at y=2', 'f | x=1', 'g | y=2'],
	['@at x=1\n@expect f = 2', '· | x=1 | f 2 ± 1e-9'],
	['@grad w_{0}=2, __proto__=1, constructor=3', '· | w_0=2 | __proto__=1 | constructor=3'],
];

describe('annotations', () => {
	for (const [text, ...directives] of UNDERSTOOD) {
		test(text.replaceAll('\n', ' ↵ '), () => {
			const read = parseAnnotation(text, 100);
			assert.deepEqual(read.directives.map(show), directives);
			assert.deepEqual(read.problems, []);
		});
	}

	test('every part knows its characters', () => {
		const text = 'see @grad f at x = -2 expect df/dx = -4 -- so';
		const [directive] = parseAnnotation(text, 10).directives;
		const slice = (range: { start: number; end: number } | undefined): string =>
			range === undefined ? '' : text.slice(range.start - 10, range.end - 10);
		assert.ok(directive);
		assert.deepEqual(
			[
				directive.tag,
				directive.target?.range,
				directive.at[0]?.nameRange,
				directive.at[0]?.value?.range,
				directive.at[0]?.range,
				directive.expects[0]?.range,
			].map(slice),
			['@grad', 'f', 'x', '-2', 'x = -2', 'df/dx = -4'],
		);
		assert.equal(directive.insertAt - 10, text.indexOf(' expect'));
	});
});

const MISUNDERSTOOD: readonly (readonly [text: string, ...problems: string[]])[] = [
	['@garg x=1', 'unknown-tag: @garg'],
	['@grda f at x = 1', 'unknown-tag: @grda'],
	['@grad f at x = 2 exepct df/dx = 3', 'unknown-clause: exepct'],
	['@grad f at x = 2\n@exepct f = 3', 'unknown-clause: @exepct'],
	['@grad f blah x=1', 'not-understood: blah'],
	['@grad x=1 y=2', 'missing-comma: y'],
	['@grad x=2*foo', 'not-a-number: foo'],
	["@grad x=1e'", "not-a-number: e'"],
	['@grad x=1, x=2', 'bound-twice: x'],
	['@grad x=[[1, 2], [3]]', 'ragged: [3]'],
	['@grad x=[1, 2; 3]', 'ragged: ]'],
	['@grad x=(1 + ', 'unclosed: ('],
	['@grad x=1 seed 1.5', 'not-an-integer: 1.5'],
	['@grad x=randn(1) foo', 'not-understood: foo'],
];

const QUIET = [
	'@grad',
	'@grad x',
	'@grad x=',
	'@grad x=1,',
	'@grad x=1, y',
	'@grad x=1 expec',
	'@grad expect',
	'@grad expect df',
	'@grad expect df/dx =',
	'@grad at',
	'@grad wrt',
	'@grad x:',
	'@grad x: (3',
	'@grad x=1 upstream',
	'@grad x=1 tol =',
	'@grad x=-',
	'@grad x=1, y=sq',
	'@grad x=1, y=sqrt(',
	'@grad x=1 e',
	'@grad x=1 tol 0.1 up',
	'@grad x=1 seed 3 ex',
	'@grad x=1 expect ∂',
	'@grad x=1 expect ∂f/',
	'@grad x=1 expect df/d',
	'@grad x=1 expect x.gr',
	'@grad x=1 expect dx = -',
	'@grad x=-\n@expect f = 3',
];

const NOBODYS = [
	'@param x = 1 the number',
	'@media (width: 3)',
	'someone@grad.example x=1',
	'@graph nodes',
	'@guard x',
	'thanks to @greg for x',
	'@staticmethod',
	'@grape',
	'a@garg x=1',
	'@Override x = 2',
	'@type {x: 1}',
	'@see y = 2',
];

describe('what an annotation does not understand', () => {
	for (const [text, ...problems] of MISUNDERSTOOD) {
		test(`${text}: ${problems.join()}`, () =>
			assert.deepEqual(troubles(text, parseAnnotation(text, 0).problems), problems));
	}

	test('x: -2 is told to be an equals sign, and read as one', () => {
		const { problems, directives } = parseAnnotation('@grad x: -2, y: .5', 0);
		assert.deepEqual(directives.map(show), ['· | x=-2 | y=0.5']);
		assert.deepEqual(
			problems.map(({ fixes }) => fixes?.[0]?.edits),
			[7, 14].map((at) => [{ range: { start: at, end: at + 1 }, text: ' =' }]),
		);
	});

	test('a misspelt word is answered with the right one, and read as it', () => {
		const { problems, directives } = parseAnnotation('@garg x=1 exepct dx = 2', 0);
		assert.deepEqual(
			problems.map(({ fixes }) => fixes?.[0]?.edits[0]?.text),
			['@grad', 'expect'],
		);
		assert.deepEqual(directives.map(show), ['· | x=1 | dx or ·/dx 2 ± 1e-9']);
	});

	for (const text of QUIET) {
		test(`${text}: half typed, nothing louder than a hint`, () => {
			const { problems, directives } = parseAnnotation(text, 0);
			assert.equal(directives.length, 1);
			assert.deepEqual(
				problems.filter(({ severity }) => severity !== 'hint'),
				[],
			);
		});
	}

	for (const text of NOBODYS)
		test(`${text}: not ours`, () => assert.deepEqual(parseAnnotation(text, 0), { directives: [], problems: [] }));
});

/** Names as formulas in LaTeX have them: each in spellings of an annotation that all mean it, the plain form, which is what is offered, last. */
const NAMES: readonly (readonly [formula: string, ...spellings: string[]])[] = [
	["y'", "y'", 'y^\\prime', 'y_prime', 'y′', "y'"],
	["y'_1", "y'_1", "y_{1}'", "y_1'"],
	['y^{\\star}', 'y^{\\star}', 'y^\\star', 'y_star', 'y^*', 'y^star'],
	['y^*', 'y^{*}', 'y_star', 'y^*'],
	['\\theta^-', '\\theta^{-}', 'theta_minus', 'θ^-'],
	['x^{(2)}', 'x^{(2)}', 'x^(2)'],
	['x_i^{(2)}', 'x^{(2)}_i', 'x_{i}^(2)', 'x_i^(2)'],
	['\\hat y', '\\hat y', '\\hat{y}', '\\hat{\\mathbf{y}}', 'y_hat', 'yhat', 'ŷ'],
	['\\tilde{\\mathbf h}_t', '\\tilde{h}_t', 'h̃_t'],
	['\\theta_{\\text{old}}', '\\theta_\\mathrm{old}', 'theta_old', '\\theta_{old}', 'θ_old'],
	['\\mathcal{L}', '\\mathcal L', 'L'],
	['\\mathbf{x}_{t-1}', '\\mathbf{x}_{t-1}', 'x_{t-1}'],
	['\\ell', 'ℓ', '\\ell', 'ℓ'],
];

describe('names of formulas in annotations', () => {
	for (const [formula, ...spellings] of NAMES) {
		test(formula, () => {
			const context = { known: new Set<string>(), nesting: 100 };
			const [statement] = parseLatex(formula, { start: 0, end: formula.length }, context).program.statements;
			assert.ok(statement?.kind === 'evaluate' && statement.value.kind === 'name');
			const { name } = statement.value;
			assert.equal(plainSpelling(name), spellings.at(-1));
			for (const spelling of spellings) {
				const text = `@grad ${spelling} at ${spelling} = 1, x = 2 wrt ${spelling}, x expect dx/d${spelling} = 1, ${spelling}.grad = 1`;
				const { directives, problems } = parseAnnotation(text, 0);
				const [directive] = directives;
				assert.deepEqual(problems, []);
				const found = [
					directive?.target?.name,
					directive?.at[0]?.name,
					directive?.wrt?.[0]?.name,
					...(directive?.expects ?? []).map(({ subject }) => subject.of.name),
				];
				assert.deepEqual(
					found.map((each) => loose(each ?? '')),
					found.map(() => loose(name)),
					spelling,
				);
			}
		});
	}
});
