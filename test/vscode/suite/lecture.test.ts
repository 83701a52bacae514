/** The lecture's scalar rows, opened as texts in the real host, give the lecture's numbers (rows are numbered as the lecture's list is). */
import * as assert from 'node:assert/strict';
import { close, closeAll, gradients, opened, step, unitOf } from './kit.ts';

interface Row {
	readonly row: string;
	readonly text: string;
	/** Where stepping starts; default: at the first character. */
	readonly at?: string;
	readonly value: number;
	readonly gradients: Readonly<Record<string, number>>;
	readonly forwardSteps?: number;
}

const NEURON = 'f = 1/(1+exp(-(w0*x0+w1*x1+w2)))';

const ROWS: readonly Row[] = [
	{ row: '1 mul', text: 'f = x*y # @grad x=4, y=-3', value: -12, gradients: { x: -3, y: 4 }, forwardSteps: 1 },
	{ row: '1 max', text: 'f = max(x, y) # @grad x=4, y=2', value: 4, gradients: { x: 1, y: 0 }, forwardSteps: 1 },
	{
		row: '2',
		text: 'f = (x + y) * z # @grad x=-2, y=5, z=-4',
		value: -12,
		gradients: { x: -4, y: -4, z: 3 },
		forwardSteps: 2,
	},
	{
		row: '2 staged',
		text: '# @grad f at x=-2, y=5, z=-4\nq = x + y\nf = q * z\n',
		value: -12,
		gradients: { x: -4, y: -4, z: 3 },
		forwardSteps: 2,
		at: 'q = x',
	},
	{
		row: '3a',
		text: `${NEURON} # @grad w0=2, x0=-1, w1=-3, x1=-2, w2=-3`,
		value: 0.731059,
		gradients: { w0: -0.196612, w1: -0.393224, w2: 0.196612, x0: 0.393224, x1: -0.589836 },
		forwardSteps: 8,
	},
	{
		row: '3b',
		text: `${NEURON} # @grad w0=2, x0=1, w1=-3, x1=-2, w2=-3`,
		value: 0.993307,
		gradients: { w0: 0.00664806, w1: -0.0132961, w2: 0.00664806, x0: 0.0132961, x1: -0.0199442 },
		forwardSteps: 8,
	},
	{
		row: '4 four gates',
		text: 'f = 1/(1+exp(-x)) # @grad x=1',
		value: 0.731059,
		gradients: { x: 0.196612 },
		forwardSteps: 4,
	},
	{
		row: '4 one gate',
		text: 'f = sigmoid(x) # @grad x=1',
		value: 0.731059,
		gradients: { x: 0.196612 },
		forwardSteps: 1,
	},
	{
		row: '5',
		text: 'f = 2*(x*y + max(z,w)) # @grad x=3, y=-4, z=2, w=-1',
		value: -20,
		gradients: { x: -8, y: 6, z: 2, w: 0 },
		forwardSteps: 4,
	},
	{ row: '6 add', text: 'f = x + y # @grad x=3, y=4 upstream 2', value: 7, gradients: { x: 2, y: 2 } },
	{ row: '6 mul', text: 'f = x * y # @grad x=2, y=3 upstream 5', value: 6, gradients: { x: 15, y: 10 } },
	{ row: '6 copy', text: 'f = 4*x + 2*x # @grad x=7', value: 42, gradients: { x: 6 } },
	{ row: '6 max', text: 'f = max(x, y) # @grad x=4, y=5 upstream 9', value: 5, gradients: { x: 0, y: 9 } },
	{ row: '7', text: 'f = x*y + x^2 # @grad x=3, y=-4', value: -3, gradients: { x: 2, y: 3 } },
	{
		row: '8',
		text: 'f = (x + sigmoid(y)) / (sigmoid(x) + (x + y)^2) # @grad x=3, y=-4',
		value: 1.5456449,
		gradients: { x: 2.0595698, y: 1.5922328 },
	},
	{ row: '15 sigmoid', text: 'a = sigmoid(x) # @grad x=0.5', value: 0.6224593312, gradients: { x: 0.2350037122 } },
	{ row: '15 tanh', text: 'a = tanh(x) # @grad x=0.5', value: 0.4621171573, gradients: { x: 0.7864477329 } },
	{
		row: '15 tanh by sigmoid',
		text: 'a = 2*sigmoid(2*x) - 1 # @grad x=0.5',
		value: 0.4621171573,
		gradients: { x: 0.7864477329 },
	},
	{ row: '15 relu', text: 'a = relu(x) # @grad x=-2', value: 0, gradients: { x: 0 } },
	{ row: '15 leaky relu', text: 'a = max(0.01*x, x) # @grad x=-2', value: -0.02, gradients: { x: 0.01 } },
	{
		row: '15 prelu',
		text: 'a = max(alpha*x, x) # @grad x=-2, alpha=0.25',
		value: -0.5,
		gradients: { x: 0.25, alpha: -2 },
	},
	{
		row: '15 maxout',
		text: 'a = max(w1*x + b1, w2*x + b2) # @grad x=1, w1=2, b1=-1, w2=-1, b2=0.5',
		value: 1,
		gradients: { w1: 1, w2: 0, b1: 1, b2: 0, x: 2 },
	},
	{
		row: '15 elu',
		text: 'a = x > 0 ? x : 1.5*(exp(x) - 1) # @grad x=-1',
		value: -0.9481808382,
		gradients: { x: 0.5518191618 },
	},
	{
		row: '17',
		text: '# @grad loss at x = 1.5, w = 0.8, b = -0.2, t = 1\nscore = w*x + b\np = 1/(1 + exp(-score))\nerror = p - t\nloss = error^2\n',
		at: 'score = w',
		value: 0.0723295,
		gradients: { x: -0.0846033, w: -0.1586313, b: -0.1057542, t: 0.5378828 },
	},
];

describe('The lecture in the editor', () => {
	afterEach(closeAll);

	for (const { row, text, at, value, gradients: expected, forwardSteps } of ROWS) {
		it(`row ${row}`, async () => {
			const { editor, analysis } = await opened(text);
			assert.deepEqual(analysis.problems, []);
			const unit = unitOf(analysis);
			const result = unit.chips.filter((chip) => chip.kind === 'result').at(-1);
			close(result?.value, value, 'the result');
			if (forwardSteps !== undefined) assert.equal(unit.forwardSteps, forwardSteps);
			const session = await step(editor, at === undefined ? 0 : text.indexOf(at));
			assert.equal(session.position, session.info.forwardSteps, 'stepping starts at the end of the forward pass');
			const found = await gradients(session);
			for (const [name, gradient] of Object.entries(expected))
				close(found.get(name), gradient, `the gradient of ${name}`);
		});
	}

	it('row 3a walks back through the lecture’s eight gates', async () => {
		const { editor } = await opened(`${NEURON} # @grad w0=2, x0=-1, w1=-3, x1=-2, w2=-3`);
		const session = await step(editor, 0);
		const downstream: (number | null | undefined)[] = [];
		const symbols: (string | undefined)[] = [];
		await session.goToBackward();
		close(session.view.active?.upstream, 1, '∂f/∂f');
		for (let gate = 0; gate < 4; gate++) {
			await session.next();
			symbols.push(session.view.active?.symbol);
			downstream.push(session.view.active?.inputs.find((input) => input.differentiable)?.downstream);
		}
		assert.deepEqual(symbols, ['1/x', '+1', 'exp', '*-1']);
		for (const [index, expected] of [-0.534447, -0.534447, -0.196612, 0.196612].entries())
			close(downstream[index], expected, `gate ${index}`);
	});

	it('row 8 has the slide’s intermediate gradients', async () => {
		const text =
			'# @grad f at x = 3, y = -4\n# @expect f ≈ 1.5456449, num ≈ 3.0179862, den ≈ 1.9525741, dnum ≈ 0.5121444, dinvden ≈ 3.0179862, dden ≈ -0.7915934, dxpy ≈ 1.5831869, dx ≈ 2.0595698, dy ≈ 1.5922328\n' +
			'sigy = sigmoid(y)\nnum = x + sigy\nsigx = sigmoid(x)\nxpy = x + y\nxpysqr = xpy^2\nden = sigx + xpysqr\ninvden = 1 / den\nf = num * invden\n';
		const { analysis } = await opened(text);
		assert.deepEqual(analysis.problems, []);
		const { claims } = unitOf(analysis);
		assert.equal(claims.length, 9);
		for (const claim of claims) assert.ok(claim.holds, `${claim.text}: ${claim.actual}`);
	});
});
