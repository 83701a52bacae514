/** A reader's note as it is, with no annotation anywhere: every formula in it steps, with the values and shapes that stand beside it. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { toNested, type Tensor } from '../../../src/core/tensor/tensor.ts';
import { Trace } from '../../../src/core/trace.ts';
import { unitAt } from '../../../src/lang/document.ts';
import { formulasIn } from '../../../src/lang/prose.ts';
import { readUnit } from '../../../src/lang/values.ts';
import { DEFAULT_LIMITS, type DocumentText } from '../../../src/protocol.ts';
import { Budget } from '../../../src/run/budget.ts';
import { interpret } from '../../../src/run/interpret.ts';
import { processorTime } from '../../processor-time.ts';

function document(text: string, languageId = 'markdown'): DocumentText {
	return { uri: 'file:///note', version: 1, languageId, text };
}

function show(value: number | Tensor): string {
	if (typeof value === 'number') return String(Number(value.toPrecision(6)));
	return value.shape.length === 0 ? show(toNested(value) as number) : `(${value.shape.join(', ')})`;
}

/** What a cursor in the formula steps: its text, its inputs, its value and the gradients of numbers. */
function step(doc: DocumentText, at: number): string {
	const unit = unitAt(doc, { start: at, end: at }, DEFAULT_LIMITS);
	if (unit === null) return 'nothing';
	const reading = readUnit(doc, unit, { limits: DEFAULT_LIMITS });
	const values = new Map([...reading.inputs].map(([name, { value }]) => [name, value] as const));
	const run = interpret(reading.program, values, { budget: new Budget(DEFAULT_LIMITS), target: reading.target });
	const told = [...reading.problems, ...run.problems].filter(({ code }) => code !== 'odd-shape');
	assert.deepEqual(told, [], unit.text);
	const inputs = [...reading.inputs].map(([name, { value, source }]) => `${name}=${show(value)} ${source}`);
	assert.ok(run.target !== null, unit.text);
	const trace = new Trace(run.tape, run.target);
	const gradients = [...run.inputs].map(([name, node]) => {
		const gradient = trace.gradientTensor(node);
		return `d${name}=${gradient === null ? '0' : show(gradient)}`;
	});
	return `${unit.notation}: ${inputs.join(', ')} -> ${show(run.tape.tensor(run.target))}; ${gradients.join(', ')}`;
}

function steps(text: string, languageId?: string): string[] {
	const doc = document(text, languageId);
	return formulasIn(text, { start: 0, end: text.length }).map(({ range }) => step(doc, range.start + 1));
}

const NOTE = `cs231n

1) Backpropagation: Upstream Gradient x Local Gradient

[Simple Example]

  - $ f(x,y,z) = (x+y)z $

  - $ x=-2, y=5, z=-4 $

  - want to know $ \\frac{ \\delta f }{ \\delta x}, \\frac{ \\delta f }{ \\delta y}, \\frac{ \\delta f }{ \\delta z} $

local gradient를 구한다.

화질 무엇

Upstream Gradient와 Local Gradient를 곱한다.

[Another Example]

  - $ f(W, x) = \\frac{1}{1+{e}^{-(w_{0}x_{0}+w_{1}x_{1}+w_{2})}} $

  - $ w_{0}=2, x_{0}=1, w_{1} = -3, x_{1} =-2, w_{2} = -3 $

- Patterns in backward flow

① add gate: gradient distributor, upstream gradient가 그대로 전달

② max gate: gradient router

- $ f(x, W) = {|| W \\cdot x ||}^2 = \\sum_{i=1}^n {(W \\cdot x)}^2 $

- $ x \\in {R}^n, W \\in {R}^n $

2. Neural Networks

(Before) Linear Score function: $ f = W_1x $

(Now) 2-layer Neural Network: $ f = W_2 \\max (0, W_1x) $

         3-layer Neural Network: $ f = W_3 \\max (0, W_2 \\max (0, W_1x)) $
`;

describe("a reader's note", () => {
	const simple = 'latex: x=-2 beside, y=5 beside, z=-4 beside -> -12; dx=-4, dy=-4, dz=3';
	const sigmoid =
		'latex: w_0=2 beside, w_1=-3 beside, w_2=-3 beside, x_0=1 beside, x_1=-2 beside -> 0.993307; ' +
		'dw_0=0.00664806, dx_0=0.0132961, dw_1=-0.0132961, dx_1=-0.0199442, dw_2=0.00664806';
	const found = steps(NOTE);

	test('a formula takes its values from the line beside it; the values and the questions step it as well', () => {
		assert.deepEqual(found.slice(0, 3), [simple, simple, simple]);
		assert.deepEqual(found.slice(3, 5), [sigmoid, sigmoid]);
	});

	test('shapes are those that are declared, the first of two equal sides is computed', () => {
		assert.match(found[5]!, /^latex: x=\(3\) guessed, W=\(3\) guessed -> [\d.]+; dW=\(3\), dx=\(3\)$/);
		assert.equal(found[6], found[5]);
		const doc = document(NOTE);
		const at = NOTE.indexOf('W \\cdot x');
		const { problems } = readUnit(doc, unitAt(doc, { start: at, end: at }, DEFAULT_LIMITS)!, {
			limits: DEFAULT_LIMITS,
		});
		assert.deepEqual(
			problems.map(({ severity, range }) => [severity, NOTE.slice(range.start, range.end)]),
			[['hint', 'W']],
		);
	});

	test('what is missing is guessed: small arrays that fit, not the number that x was called elsewhere', () => {
		assert.equal(found[7], 'latex: W_1=(4, 3) guessed, x=(3) guessed -> (4); dW_1=(4, 3), dx=(3)');
		assert.equal(
			found[8],
			'latex: W_2=(4, 2) guessed, W_1=(2, 3) guessed, x=(3) guessed -> (4); dW_2=(4, 2), dW_1=(2, 3), dx=(3)',
		);
		assert.match(
			found[9]!,
			/^latex: W_3=\(4, 2\) guessed, W_2=\(2, 5\) guessed, W_1=\(5, 3\) guessed, x=\(3\) guessed/,
		);
		assert.equal(found.length, 10);
	});

	test('a cursor in a piece of a program without a fence around it steps that piece', () => {
		const piece = '# three layers\nf = lambda x: 1.0/(1.0 + np.exp(-x))\nh = f(np.dot(W, x) + b)\nout = np.sum(h)';
		const doc = document(`Some words.\n\n${piece}\n\nAnd some more, with np.dot in them.\n`);
		for (const word of ['three', 'lambda', 'np.dot(W', 'out']) {
			const at = doc.text.indexOf(word);
			const unit = unitAt(doc, { start: at, end: at }, DEFAULT_LIMITS);
			assert.deepEqual([unit?.notation, unit?.text], ['python', piece], word);
		}
		for (const word of ['words', 'And some']) {
			const at = doc.text.indexOf(word);
			assert.equal(unitAt(doc, { start: at, end: at }, DEFAULT_LIMITS), null, word);
		}
	});

	test('reading it whole, warm, takes no time', () => {
		const times = Array.from({ length: 8 }, () => processorTime(() => steps(NOTE)).milliseconds);
		assert.ok(Math.min(...times) < 50, `${times.join()} ms`);
	});
});

const NOTES: readonly (readonly [name: string, language: string, text: string, ...steps: string[]])[] = [
	[
		'values on the same line, and an earlier formula that is needed',
		'markdown',
		'$q = x + y$\n\nlater $f = q z$, $z = 2$, $x = 1$, $y = 3$',
		'latex: x=1 beside, y=3 beside -> 4; dx=1, dy=1',
		'latex: z=2 beside, x=1 beside, y=3 beside -> 8; dx=2, dy=2, dz=4',
		'latex: z=2 beside, x=1 beside, y=3 beside -> 8; dx=2, dy=2, dz=4',
		'latex: z=2 beside, x=1 beside, y=3 beside -> 8; dx=2, dy=2, dz=4',
		'latex: z=2 beside, x=1 beside, y=3 beside -> 8; dx=2, dy=2, dz=4',
	],
	[
		'a paper: several lines, macros, arrays as values, names in Greek',
		'latex',
		'\\newcommand{\\sq}[1]{#1^2}\n\\begin{align}\n  h &= \\theta x \\\\\n  L &= \\sq{(h - y)}\n\\end{align}\n$\\theta = 3, x = 2, y = 1$',
		'latex: θ=3 beside, x=2 beside, y=1 beside -> 25; dθ=20, dx=30, dy=-10',
		'latex: θ=3 beside, x=2 beside, y=1 beside -> 25; dθ=20, dx=30, dy=-10',
	],
	[
		'vectors written out, a fence of mathematics',
		'markdown',
		'```math\nf = \\sum_{i=1}^{n} w_i x_i\n```\n$w = [1, 2], x = [3, 4]$',
		'latex: w=(2) beside, x=(2) beside -> 11; dw=(2), dx=(2)',
		'latex: w=(2) beside, x=(2) beside -> 11; dw=(2), dx=(2)',
	],
	[
		'a family of numbers in place of an array',
		'markdown',
		'$f = \\sum_{i=1}^{2} w_i x_i$\n\n$w_1 = 2, w_2 = 3, x_1 = 4, x_2 = 5$',
		'latex: w_1=2 beside, w_2=3 beside, x_1=4 beside, x_2=5 beside -> 23; dw_1=4, dx_1=2, dw_2=5, dx_2=3',
		'latex: w_1=2 beside, w_2=3 beside, x_1=4 beside, x_2=5 beside -> 23; dw_1=4, dx_1=2, dw_2=5, dx_2=3',
	],
	[
		'plain mathematics stays what it is',
		'markdown',
		'`f = w1*x1 + exp(-b)`\n\nw1 = 2, x1 = 3, b = 0',
		'math: w1=2 beside, x1=3 beside, b=0 beside -> 7; dw1=3, dx1=2, db=-1',
	],
];

describe('notes and papers', () => {
	for (const [name, language, text, ...expected] of NOTES)
		test(name, () => assert.deepEqual(steps(text, language), expected));

	test('letters tell a matrix from a number only where they stand so', () => {
		for (const [formula, shapes] of [
			['E = mc^2', ''],
			['V = IR', ''],
			['y = \\sigma(w^T x + b)', 'w(3) x(3)'],
			['L = \\| X w - y \\|_2^2 + \\lambda \\| w \\|_2^2', 'X(4, 3) w(3) y(4)'],
			['A = \\operatorname{softmax}(Q K^T) V', 'Q(3, 4) K(2, 4) V(2, 5)'],
			['y = x^T A x', 'x(3) A(3, 3)'],
			['p_k = \\frac{e^{s_k}}{\\sum_j e^{s_j}}', 's(3)'],
			['c = f \\odot g', 'f(3) g(3)'],
		] as const) {
			const doc = document(`$${formula}$`);
			const unit = unitAt(doc, { start: 2, end: 2 }, DEFAULT_LIMITS)!;
			const { inputs } = readUnit(doc, unit, { limits: DEFAULT_LIMITS });
			const arrays = [...inputs].flatMap(([name, { value }]) =>
				typeof value === 'number' ? [] : [`${name}${show(value)}`],
			);
			assert.equal(arrays.join(' '), shapes, formula);
		}
	});
});
