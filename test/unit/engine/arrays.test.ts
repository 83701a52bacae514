/** Arrays in everything the engine answers: chips, cards, steps, claims, entries, Jacobians, the evaluations of a loop. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Jacobian } from '../../../src/core/jacobian.ts';
import { opCode } from '../../../src/core/ops/index.ts';
import { formatQuantity } from '../../../src/core/quantity.ts';
import { Tape } from '../../../src/core/tape.ts';
import { keptBytes } from '../../../src/core/tensor/memory.ts';
import { fromNested, makeTensor } from '../../../src/core/tensor/tensor.ts';
import { Trace } from '../../../src/core/trace.ts';
import { Engine } from '../../../src/engine/engine.ts';
import { partsOfOperand, partsOfOutput } from '../../../src/engine/jacobian-parts.ts';
import { Quantities } from '../../../src/engine/quantities.ts';
import { windowOf } from '../../../src/engine/windows.ts';
import { DEFAULT_LIMITS } from '../../../src/protocol.ts';
import type { TensorRequest } from '../../../src/protocol-tensor.ts';
import { doc, guilty, opened, say } from './helper.ts';

const PRODUCT = 'f = norm(W * x)^2  # @grad W = [0.1, 0.5; -0.3, 0.8], x = [0.2, 0.4]';

function close(actual: ArrayLike<number>, expected: readonly number[]): void {
	assert.equal(actual.length, expected.length);
	expected.forEach((entry, k) => assert.ok(Math.abs(actual[k]! - entry) < 1e-12, `${k}: ${actual[k]} is not ${entry}`));
}

const request = (node: number, more: Partial<TensorRequest> = {}): TensorRequest => ({
	node,
	lead: [],
	row: 0,
	column: 0,
	rows: 8,
	columns: 8,
	exact: true,
	...more,
});

test('the rule of a product names both arrays, also where one is the object of a method', () => {
	for (const product of ['x.dot(w)', 'np.dot(x, w)', 'x @ w']) {
		const text = `import numpy as np\n# @grad y at v = [2, 1; -3, 4], w = [3, 2; 2, 1]\nx = np.tanh(v)\ny = ${product}\n`;
		const { view } = opened(new Engine(), doc(text, 'python'), {
			position: 4,
			selection: { start: text.indexOf('y ='), end: text.indexOf('y =') },
		});
		assert.deepEqual(
			view.active?.inputs.map(({ label, localText }) => [label, localText]),
			[
				['x', 'up @ wᵀ'],
				['w', 'xᵀ @ up'],
			],
			product,
		);
	}
});

test("the lecture's squared norm has its numbers in every answer", () => {
	const engine = new Engine();
	const { info, view } = opened(engine, doc(PRODUCT), { position: 99 });
	const chips = info.unit.chips.map(({ gradient, value }) => [value, gradient!].map(formatQuantity).join(' ∂'));
	assert.ok(chips.includes('2×2 [0.10 0.50 …] ∂2×2 [0.088 0.18 …]'), chips.join('; '));
	assert.ok(chips.includes('[0.20 0.40] ∂[−0.11 0.64]'));
	const card = view.active!;
	assert.deepEqual(
		card.inputs.map(({ localText, downstream }) => [localText, formatQuantity(downstream!)]),
		[
			['up @ xᵀ', '2×2 [0.088 0.18 …]'],
			['Wᵀ @ up', '[−0.11 0.64]'],
		],
	);
	assert.deepEqual(card.inputs[0]?.local, { output: [2], input: [2, 2], bytes: 64, structure: 'Kronecker' });
	assert.ok(card.inputs[0]?.reason !== undefined);
	assert.deepEqual(
		view.delivered.map(({ to, before, now }) => [to, before, formatQuantity(now)]),
		[
			[0, null, '2×2 [0.088 0.18 …]'],
			[1, null, '[−0.11 0.64]'],
		],
	);
});

test('entries come as they are or in blocks, and a gradient only once it has arrived', () => {
	const engine = new Engine();
	const { info } = opened(engine, doc(PRODUCT));
	const at = (position: number) => engine.handle('tensor', { id: info.id, position, request: request(0) })!;
	assert.equal(at(info.forwardSteps).gradient, null);
	const end = at(info.forwardSteps + info.backwardSteps);
	close(end.value!.cells, [0.1, 0.5, -0.3, 0.8]);
	close(end.gradient!.cells, [0.088, 0.176, 0.104, 0.208]);
	const entries = Float64Array.from({ length: 60 }, (_, k) => (k === 17 ? -100 : k === 41 ? NaN : k));
	const blocks = windowOf(makeTensor(entries, [6, 10]), request(0, { rows: 2, columns: 3, exact: false }));
	assert.deepEqual([...blocks.block], [3, 4]);
	assert.deepEqual([...blocks.cells], [23, -100, 29, NaN, 57, 59]);
});

test('an entry says what it came from and what it touched, with local gradients and shares', () => {
	const engine = new Engine();
	const { info, view } = opened(engine, doc(PRODUCT), { position: 99 });
	const ask = (node: number, index: number[]) => engine.handle('element', { id: info.id, position: 99, node, index })!;
	const q = ask(view.active!.node, [1]);
	assert.deepEqual(
		q.from.map(({ label, total, parts }) => [label, total, parts.map(({ index, local }) => [index.join(), local])]),
		[
			[
				'W',
				2,
				[
					['1,0', 0.2],
					['1,1', 0.4],
				],
			],
			[
				'x',
				2,
				[
					['0', -0.3],
					['1', 0.8],
				],
			],
		],
	);
	close(
		q.from[0]!.parts.map(({ share }) => share!),
		[0.104, 0.208],
	);
	const w = ask(0, [0, 1]);
	assert.deepEqual(
		w.touches.map(({ label, parts }) => [label, parts.map(({ index, local }) => [index.join(), local])]),
		[['W * x', [['0', 0.4]]]],
	);
	close([w.gradient!], [0.176]);
	assert.equal(engine.handle('element', { id: info.id, position: 99, node: 0, index: [2, 0] }), null);
});

test('rows and columns of a Jacobian are the same, whichever way they are found', () => {
	const a = fromNested([
		[1, -2, 0.5],
		[0.3, 4, -1],
	]);
	const b = fromNested([
		[2, 1],
		[-1, 0.5],
		[3, 0.2],
	]);
	const square = fromNested([
		[2, 1],
		[0.5, 3],
	]);
	for (const [name, operands, attributes] of [
		['matmul', [a, b], null],
		['softmax', [a], { axes: [-1] }],
		['cumsum', [a], { axis: 1 }],
		['inv', [square], null],
		['transpose', [a], null],
		['mean', [a], { axes: [0], keepdims: false }],
		['exp', [a], null],
	] as const) {
		const tape = new Tape();
		const nodes = operands.map((tensor) => tape.tensorInput(tensor, 0));
		const gate = tape.apply(opCode(name), nodes, attributes, 0);
		nodes.forEach((_, slot) => {
			const jacobian = new Jacobian(tape, gate, slot);
			for (let i = 0; i < jacobian.rows; i++) {
				const row = Array.from({ length: jacobian.columns }, (__, j) => jacobian.entry(i, j));
				const { parts, total } = partsOfOutput(tape, gate, slot, i, 99);
				assert.equal(total, parts.length);
				const dense = row.map(() => 0);
				for (const { local, place } of parts) dense[place] = local;
				close(dense, row);
			}
			for (let j = 0; j < jacobian.columns; j++) {
				const column = Array.from({ length: jacobian.rows }, (__, i) => jacobian.entry(i, j));
				const dense = column.map(() => 0);
				for (const { local, place } of partsOfOperand(tape, gate, slot, j, 99).parts) dense[place] = local;
				close(dense, column);
			}
		});
	}
});

test('a block of a Jacobian of a billion entries is there at once', () => {
	const tape = new Tape();
	const x = tape.tensorInput(
		makeTensor(
			Float64Array.from({ length: 40_000 }, (_, k) => k - 20_000),
			[40_000],
		),
		0,
	);
	const gate = tape.apply(opCode('relu'), [x], null, 0);
	const began = performance.now();
	const jacobian = new Jacobian(tape, gate, 0);
	assert.equal(jacobian.bytes, 40_000 ** 2 * 8);
	close(jacobian.block(19_999, 20_003, 20_000, 20_002).data, [0, 0, 0, 0, 0, 1, 0, 0]);
	assert.ok(performance.now() - began < 100);
});

test('an array used twice is summed up once, and its partial sums are told', () => {
	const tape = new Tape();
	const x = tape.tensorInput(fromNested([1, 2, 3]), 0);
	const square = tape.apply(opCode('mul'), [x, x], null, 0);
	const sum = tape.apply(opCode('add'), [square, x], null, 0);
	const target = tape.apply(opCode('sum'), [sum], { axes: null }, 0);
	const trace = new Trace(tape, target);
	const of = new Quantities(trace);
	assert.equal(of.gradient(x), of.gradient(x));
	assert.equal(formatQuantity(of.gradient(x)!), '[3 5 7]');
	const cursor = trace.at(trace.forwardSteps + 3);
	assert.equal(cursor.arrival(x), 'partial');
	assert.equal(formatQuantity(of.gradientAt(cursor, x)!), '[1 1 1]');
	assert.equal(of.gradientAt(cursor, x), of.gradientAt(trace.at(trace.forwardSteps + 3), x));
});

test('claims of arrays hold entry by entry, and say the first that is off', () => {
	const claims = (expect: string, languageId = 'plaintext') => {
		const document = doc(`${PRODUCT} expect ${expect}`, languageId);
		const { problems, units } = new Engine().handle('analyze', { document, lastUsed: [] });
		return [units[0]?.claims.map(({ holds }) => holds), problems.map(({ message }) => say(message))];
	};
	assert.deepEqual(claims('df/dW = [0.088, 0.176; 0.104, 0.208]'), [[true], []]);
	assert.deepEqual(claims('dx = [-0.112, 0.636]'), [[true], []]);
	// Mathematics counts from 1.
	assert.deepEqual(claims('df/dx[2] = 0.636, W[1, 2] = 0.5'), [[true, true], []]);
	assert.deepEqual(claims('dW = [0.088, 0.176; 0.108, 0.208]'), [
		[false],
		['df/dW[2, 1] is 0.10, not 0.108: off by 0.0040.'],
	]);
	assert.deepEqual(claims('dx = [1, 2, 3]')[1], ['df/dx has the shape (2,), and not (3,)']);
	assert.deepEqual(claims('dx[3] = 1')[1], ['x has the shape (2,): it has no entry [3]']);
});

test('arrays are drawn as NumPy draws them, shaped by names, and guessed from their shape alone', () => {
	const value = (annotation: string): unknown => {
		const { units, problems } = new Engine().handle('analyze', {
			document: doc(`f = sum(X)  # @grad ${annotation}`),
			lastUsed: [],
		});
		const input = units[0]?.inputs.find(({ name }) => name === 'X');
		return problems.length > 0 ? problems.map(({ message }) => say(message)) : [input?.source, input?.value];
	};
	const shown = (annotation: string): string => {
		const [source, quantity] = value(annotation) as [string, Parameters<typeof formatQuantity>[0]];
		return `${source} ${formatQuantity(quantity)}`;
	};
	assert.equal(shown('X: (2, 3) = randn seed 0'), 'annotation 2×3 [1.76 0.40 …]');
	assert.equal(shown('X = arange(4)'), 'annotation [0 1 2 3]');
	assert.equal(shown('X: 2x2 = eye'), 'annotation 2×2 [1 0 …]');
	assert.equal(shown('X: (3,)'), 'guessed [1.76 0.40 0.98]');
	assert.deepEqual(value('X: (2, 2) = [1, 2, 3]'), ['3 entries do not fill the shape 2×2']);
	assert.deepEqual(value('X: (N, 2) = randn'), ['The size N has no value']);
});

test('a target that is an array starts with ones, or with the upstream that is given', () => {
	const end = (more: string) => {
		const document = doc(`y = 2 * x  # @grad x = [1, 2, 3]${more}`);
		const { units, problems } = new Engine().handle('analyze', { document, lastUsed: [] });
		const chip = units[0]?.chips.find(({ gradient, kind }) => kind === 'name' && gradient !== null);
		return [formatQuantity(chip!.gradient!), problems.map((problem) => [problem.code, guilty(document, problem)])];
	};
	assert.deepEqual(end(''), ['[2 2 2]', [['upstream-ones', '@grad']]]);
	assert.deepEqual(end(' upstream = [1, 0, -1]'), ['[2 0 −2]', []]);
});

const LOOP = 'x = 1.5\ndef g(a):\n    return a * x\nfor i in range(3):\n    x = g(x) + i\nloss = x * 2\n';

test('an expression in a loop tells its iteration and its call, and any other time on demand', () => {
	const engine = new Engine();
	const document = doc(`# @grad loss\n${LOOP}`, 'python');
	const at = document.text.indexOf('a * x') + 2;
	const ask = (time?: number) => {
		const found = engine.handle('inspect', { document, offset: at, ...(time !== undefined && { time }) })!;
		const frames = found.evaluation?.frames.map(({ kind, index, count }) => `${kind} ${index + 1}/${count}`);
		return [found.card.value, frames];
	};
	assert.deepEqual(ask(0), [2.25, ['call 1/3', 'iteration 1/3']]);
	assert.deepEqual(ask(1), [2.25 ** 2, ['call 2/3', 'iteration 2/3']]);
	assert.deepEqual(ask(), ask(2));
});

test('stepping goes over calls, out of them, and on by iterations', () => {
	const engine = new Engine();
	const { info } = opened(engine, doc(`# @grad loss\n${LOOP}`, 'python'), { unit: 'loss#0', position: 0 });
	const { id } = info;
	const text = (position: number): string => engine.handle('at', { id, position }).active?.text ?? '';
	const seek = (position: number, to: 'over' | 'out' | 'iteration') =>
		engine.handle('seek', { id, position, seek: { to } })!;
	assert.equal(text(1), 'a * x');
	assert.equal(text(seek(1, 'out')), 'g(x) + i');
	const over = seek(0, 'over');
	assert.equal(text(over), 'g(x) + i');
	assert.equal(text(seek(1, 'iteration')), 'a * x');
	assert.equal(seek(1, 'iteration'), 3);
});

const TURNS = `def act(v):
    u = v * 2
    return u * u
# @grad loss at x=0.5, w=0.3
h = x + 1
for t in range(3):
    h = act(w * h)
p = [h * k + k for k in range(2, 4)]
loss = p[0] * p[1]
`;

test('over, out and the next iteration lead the same way in both passes: turns of a loop are apart, a comprehension is one line', () => {
	const engine = new Engine();
	const { info } = opened(engine, doc(TURNS, 'python'), { unit: 'loss#0', position: 0 });
	const { id, forwardSteps } = info;
	const text = (position: number): string => engine.handle('at', { id, position }).active?.text ?? '';
	const walk = (from: number, to: 'over' | 'out' | 'iteration', end: number): string[] => {
		const seen: string[] = [];
		for (let at: number | null = from; at !== null && at < end;) {
			at = engine.handle('seek', { id, position: at, seek: { to } });
			if (at !== null && at <= end) seen.push(text(at));
		}
		return seen;
	};
	const turn = forwardSteps + 1;
	const last = forwardSteps + info.backwardSteps;
	assert.deepEqual(walk(0, 'over', forwardSteps), ['x + 1', 'u * u', 'u * u', 'u * u', 'h * k + k', 'p[0] * p[1]']);
	assert.deepEqual(walk(turn, 'over', last), ['p[0] * p[1]', 'h * k', 'w * h', 'w * h', 'w * h', 'x + 1']);
	// Within a call, over stops at the call's own lines and then leaves it.
	assert.equal(text(3), 'v * 2');
	assert.deepEqual(walk(3, 'over', 4), ['u * u']);
	assert.equal(text(engine.handle('seek', { id, position: 3, seek: { to: 'out' } })!), 'w * h');
	assert.deepEqual(walk(2, 'iteration', 8), ['w * h', 'w * h']);
	const back = engine.handle('seek', { id, position: turn + 7, seek: { to: 'iteration' } })!;
	assert.ok(back > turn + 7);
});

test('an edited document runs in the memory of its last version, and no open session notices', () => {
	const engine = new Engine();
	const text = (power: number): string =>
		`import numpy as np\nx = np.linspace(0, 1, 9000)\n# @grad L wrt x\nL = np.sum(np.sin(x) * x ** ${power})\n`;
	const first = doc(text(2), 'python');
	const { info } = opened(engine, first, {
		unit: engine.handle('analyze', { document: first, lastUsed: [] }).units[0]!.id,
	});
	const { id } = info;
	const node = info.unit.inputs.find(({ name }) => name === 'x')!.node;
	const shown = () => engine.handle('tensor', { id, position: info.forwardSteps + 99, request: request(node) });
	const before = structuredClone(shown());
	assert.ok(before?.gradient !== null);
	for (const power of [3, 2, 4]) {
		const edited = doc(text(power), 'python');
		const { units } = engine.handle('analyze', { document: edited, lastUsed: [] });
		assert.equal(units.length, 1);
		assert.ok(engine.handle('inspect', { document: edited, offset: edited.text.indexOf('np.sin') }) !== null);
		assert.deepEqual(shown(), before);
	}
	engine.handle('configure', { limits: DEFAULT_LIMITS });
	assert.ok(keptBytes() > 0);
	assert.deepEqual(shown(), before);
	engine.handle('options', { id, options: { ...info.options, smallGates: true }, position: 3 });
	assert.ok(shown()?.gradient !== null);
	engine.handle('close', { id });
	assert.throws(shown, /not open/);
});
