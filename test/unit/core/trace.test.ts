/**
 * Both passes, positions and cursors: the lecture's circuits, forks, tests and wires, and random computations against the naive statement of the same.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { checkGradient } from '../../../src/core/check.ts';
import { opByName } from '../../../src/core/ops/index.ts';
import { Tape, TapeLimitError } from '../../../src/core/tape.ts';
import { Trace } from '../../../src/core/trace.ts';
import { ALL_NAMES, naiveBackward, naiveReaches, naiveState, naiveValues, randomTape } from './naive.ts';
import { processorTime } from '../../processor-time.ts';

const code = (name: string): number => opByName(name).code;

/** (x + y) · z at x = −2, y = 5, z = −4. */
function lecture(): { tape: Tape; x: number; y: number; z: number; q: number; f: number } {
	const tape = new Tape();
	const [x, y, z] = [tape.input(-2, 0), tape.input(5, 0), tape.input(-4, 0)];
	const q = tape.gate(code('add'), x, y);
	const f = tape.gate(code('mul'), q, z);
	return { tape, x, y, z, q, f };
}

test('(x + y) · z, step by step', () => {
	const { tape, x, y, z, q, f } = lecture();
	const trace = new Trace(tape, f);
	assert.deepEqual([trace.forwardSteps, trace.backwardSteps, trace.lastPosition], [2, 3, 5]);
	assert.deepEqual([tape.value(q), tape.value(f)], [3, -12]);
	assert.deepEqual(
		[x, y, z, q, f].map((node) => trace.gradient(node)),
		[-4, -4, 3, -4, 1],
	);
	assert.deepEqual(
		[1, 2].map((step) => trace.gateAtForward(step)),
		[q, f],
	);
	assert.deepEqual(
		[1, 2].map((step) => trace.gateAtBackward(step)),
		[f, q],
	);
	assert.deepEqual(
		[x, q, f].map((node) => trace.forwardPosition(node)),
		[null, 1, 2],
	);
	assert.deepEqual(
		[x, q, f].map((node) => trace.backwardPosition(node)),
		[null, 5, 4],
	);
	const states = Array.from({ length: 6 }, (_, position) => trace.at(position));
	assert.deepEqual(
		states.map((cursor) => cursor.active),
		[null, q, f, f, f, q],
	);
	assert.deepEqual(
		states.map((cursor) => cursor.valueKnown(q)),
		[false, true, true, true, true, true],
	);
	assert.deepEqual(
		states.map((cursor) => cursor.valueKnown(f)),
		[false, false, true, true, true, true],
	);
	assert.deepEqual(
		states.map((cursor) => cursor.gradient(f)),
		[null, null, null, 1, 1, 1],
	);
	assert.deepEqual(
		states.map((cursor) => cursor.gradient(z)),
		[null, null, null, null, 3, 3],
	);
	assert.deepEqual(
		states.map((cursor) => cursor.gradient(x)),
		[null, null, null, null, null, -4],
	);
	assert.deepEqual(
		states.map((cursor) => cursor.contribution(f, 0)),
		[null, null, null, null, -4, -4],
	);
	assert.deepEqual(
		states.map((cursor) => cursor.pass),
		['forward', 'forward', 'forward', 'backward', 'backward', 'backward'],
	);
	assert.equal(trace.at(99).position, 5);
	assert.equal(trace.at(-1).position, 0);
});

test('copy at a fork: each branch brings its share, and the shares add up', () => {
	const tape = new Tape();
	const x = tape.input(3, 0);
	const square = tape.gate(code('mul'), x, x);
	const f = tape.gate(code('add'), square, x);
	const trace = new Trace(tape, f);
	assert.equal(trace.gradient(x), 7);
	assert.deepEqual(trace.consumers(x), [
		{ gate: square, slot: 0 },
		{ gate: square, slot: 1 },
		{ gate: f, slot: 1 },
	]);
	assert.deepEqual(
		trace.consumers(x).map(({ gate, slot }) => trace.contribution(gate, slot)),
		[3, 3, 1],
	);
	const [before, seeded, partial, complete] = [2, 3, 4, 5].map((position) => trace.at(position));
	assert.deepEqual(
		[before!.arrival(x), seeded!.arrival(x), partial!.arrival(x), complete!.arrival(x)],
		['none', 'none', 'partial', 'complete'],
	);
	assert.deepEqual(
		[before!.gradient(x), seeded!.gradient(x), partial!.gradient(x), complete!.gradient(x)],
		[null, null, 1, 7],
	);
});

test('literals and inputs not asked about are left out', () => {
	const tape = new Tape();
	const [x, y] = [tape.input(2, 0), tape.input(5, 0)];
	const two = tape.constant(2, 0);
	const scaled = tape.gate(code('mul'), y, two);
	const power = tape.gate(code('pow'), x, two);
	const f = tape.gate(code('add'), power, scaled);
	const all = new Trace(tape, f);
	assert.deepEqual(
		[x, y, two].map((node) => all.gradient(node)),
		[4, 2, 0],
	);
	assert.deepEqual(
		[x, y, two].map((node) => all.reaches(node)),
		[true, true, false],
	);
	assert.equal(all.contribution(power, 1), 0);
	assert.equal(all.at(all.lastPosition).gradient(two), null);
	const one = new Trace(tape, f, { wrt: [x] });
	assert.deepEqual(
		[x, y, scaled].map((node) => one.reaches(node)),
		[true, false, false],
	);
	assert.deepEqual([one.gradient(x), one.gradient(y), one.backwardSteps], [4, 0, 3]);
	assert.deepEqual(one.consumers(power), [{ gate: f, slot: 0 }]);
	const stopped = new Trace(tape, f, { stops: [scaled] });
	assert.deepEqual(
		[x, y, scaled, power].map((node) => stopped.reaches(node)),
		[true, false, false, true],
	);
	assert.deepEqual([stopped.gradient(x), stopped.gradient(y), stopped.contribution(f, 1)], [4, 0, 0]);
	const scaledUp = new Trace(tape, f, { upstream: 3 });
	assert.deepEqual([scaledUp.gradient(f), scaledUp.gradient(x)], [3, 12]);
});

test('wires are no steps and pass what they carry at once', () => {
	const tape = new Tape();
	const x = tape.input(2, 0);
	const early = tape.gate(code('wire'), x);
	const square = tape.gate(code('square'), early);
	const named = tape.gate(code('wire'), square);
	const f = tape.gate(code('exp'), named);
	const last = tape.gate(code('wire'), f);
	const trace = new Trace(tape, last);
	assert.deepEqual([trace.forwardSteps, trace.backwardSteps], [2, 3]);
	assert.deepEqual([trace.forwardPosition(named), trace.backwardPosition(named)], [null, null]);
	assert.deepEqual(
		[0, 1, 2].map((position) => [early, named, last].map((node) => trace.at(position).valueKnown(node))),
		[
			[true, false, false],
			[true, true, false],
			[true, true, true],
		],
	);
	// ∂target/∂target reaches through the name to exp's output; after exp, square's output has its gradient through the other name.
	const seeded = trace.at(3);
	assert.deepEqual([seeded.gradient(last), seeded.gradient(f), seeded.gradient(named)], [1, 1, null]);
	const afterExp = trace.at(4);
	assert.deepEqual([afterExp.gradient(named), afterExp.gradient(square)], [Math.exp(4), Math.exp(4)]);
	assert.equal(trace.at(5).gradient(x), trace.gradient(x));
});

test('a test takes no gradient, and a conditional hands all of it to its branch', () => {
	const tape = new Tape();
	const [x, y] = [tape.input(Infinity, 0), tape.input(3, 0)];
	const positive = tape.gate(code('gt'), x, tape.constant(0, 0));
	const branch = tape.gate(code('square'), y);
	const f = tape.gate(code('cond'), positive, branch);
	const trace = new Trace(tape, f);
	assert.deepEqual([tape.value(f), trace.gradient(y), trace.gradient(x), trace.reaches(positive)], [9, 6, 0, false]);
	assert.deepEqual([trace.backwardSteps, trace.contribution(f, 0), trace.contribution(f, 1)], [3, 0, 1]);
	tape.setInput(y, 4);
	assert.equal(trace.rerun(), true);
	assert.deepEqual([tape.value(f), trace.gradient(y)], [16, 8]);
	tape.setInput(x, -1);
	assert.equal(trace.rerun(), false, 'the other branch is not recorded');
});

test('a target that is an input, a constant, or depends on nothing asked about', () => {
	const tape = new Tape();
	const x = tape.input(2, 0);
	const k = tape.constant(7, 0);
	const alone = new Trace(tape, x);
	assert.deepEqual(
		[alone.forwardSteps, alone.backwardSteps, alone.gradient(x), alone.at(1).gradient(x), alone.at(0).gradient(x)],
		[0, 1, 1, 1, null],
	);
	assert.deepEqual([new Trace(tape, k).backwardSteps, new Trace(tape, k).gradient(k)], [1, 1]);
	const f = tape.gate(code('exp'), k);
	const flat = new Trace(tape, f);
	assert.deepEqual([flat.backwardSteps, flat.gradient(f), flat.gradient(x), flat.reaches(k)], [1, 1, 0, false]);
	assert.throws(() => new Trace(tape, 99), RangeError);
});

test('0 · ∞ is NaN and is shown', () => {
	const tape = new Tape();
	const x = tape.input(0, 0);
	const f = tape.gate(code('mul'), tape.constant(0, 0), tape.gate(code('sqrt'), x));
	assert.ok(Number.isNaN(new Trace(tape, f).gradient(x)));
});

test('limits stop a tape before it grows past them', () => {
	const tape = new Tape({ gates: 2 });
	const x = tape.input(1, 0);
	tape.gate(code('exp'), x);
	assert.equal(tape.full, false);
	tape.gate(code('exp'), x);
	assert.equal(tape.full, true);
	assert.throws(() => tape.gate(code('exp'), x), TapeLimitError);
	const small = new Tape({ gates: 1e6, bytes: 20_000 });
	const y = small.input(1, 0);
	assert.throws(() => {
		for (let i = 0; i < 1e4; i++) small.gate(code('exp'), y);
	}, TapeLimitError);
	assert.ok(small.bytes <= 20_000);
	assert.throws(() => tape.gate(code('exp'), 99), RangeError);
	assert.throws(() => tape.gate(200, x), RangeError);
	assert.throws(() => tape.inputAt(x, 0), RangeError);
	assert.throws(() => tape.setInput(1, 0), RangeError);
	assert.throws(() => tape.value(-1), RangeError);
});

test('a chain of a million gates runs both ways', () => {
	const tape = new Tape();
	const x = tape.input(1e-3, 0);
	let node = x;
	const step = tape.constant(1e-6, 0);
	for (let i = 0; i < 1_000_000; i++) node = tape.gate(code(i % 2 ? 'add' : 'mul'), node, i % 2 ? step : x);
	const trace = new Trace(tape, node);
	assert.equal(trace.forwardSteps, 1_000_000);
	assert.equal(trace.backwardSteps, 1_000_001);
	assert.ok(Number.isFinite(trace.gradient(x)));
	assert.ok(
		(tape.bytes + trace.bytes) / tape.gateCount <= 48,
		`${(tape.bytes + trace.bytes) / tape.gateCount} bytes a gate`,
	);
	// x has half a million consumers: a partial sum in the middle is still quick, and the last one is the whole, bit for bit.
	const middle = trace.at(1_500_000);
	assert.equal(middle.arrival(x), 'partial');
	assert.equal(typeof middle.gradient(x), 'number');
	assert.ok((tape.bytes + trace.bytes) / tape.gateCount <= 48, 'with the table of consumers too');
	const sum = trace.partialSum(x, 0);
	assert.ok(Object.is(sum, trace.gradient(x)));
	const { milliseconds } = processorTime(() => {
		for (let i = 0; i < 200; i++) trace.at(1_000_001 + i * 5000).gradient(x);
	});
	assert.ok(milliseconds / 200 < 16, `a step takes ${milliseconds / 200} ms`);
});

const seeds = fc.integer({ min: 1, max: 2 ** 31 });

test('random computations: values and gradients are the naive ones, bit for bit, for every op', () => {
	fc.assert(
		fc.property(seeds, fc.integer({ min: 1, max: 60 }), fc.boolean(), (seed, gates, some) => {
			const tape = randomTape(seed, gates, ALL_NAMES);
			const target = tape.length - 1;
			const wrt = some ? [0] : undefined;
			const trace = new Trace(tape, target, wrt ? { wrt } : {});
			const values = naiveValues(tape);
			const { gradients, deliveries } = naiveBackward(tape, target, wrt);
			const reaches = naiveReaches(tape, target, wrt);
			for (let node = 0; node < tape.length; node++) {
				assert.ok(Object.is(tape.value(node), values[node]), `value of ${node}`);
				assert.equal(trace.reaches(node), reaches[node], `reach of ${node}`);
				assert.ok(
					Object.is(trace.gradient(node), gradients[node]),
					`gradient of ${node}: ${trace.gradient(node)}, naive ${gradients[node]}`,
				);
			}
			for (const { gate, slot, share } of deliveries) assert.ok(Object.is(trace.contribution(gate, slot), share));
		}),
		{ numRuns: 600 },
	);
});

test('random computations: the cursor at every position is the naive state', () => {
	fc.assert(
		fc.property(seeds, fc.integer({ min: 1, max: 25 }), fc.boolean(), (seed, gates, some) => {
			const tape = randomTape(seed, gates);
			const wrt = some ? [0] : undefined;
			const target = tape.length - 1 - (seed % 2);
			const trace = new Trace(tape, target, wrt ? { wrt } : {});
			for (let position = 0; position <= trace.lastPosition; position++) {
				const cursor = trace.at(position);
				const state = naiveState(trace, position, wrt);
				for (let node = 0; node < tape.length; node++) {
					assert.equal(cursor.valueKnown(node), state.known[node], `value of ${node} at ${position}`);
					assert.equal(cursor.arrival(node), state.arrivals[node], `arrival at ${node} at ${position}`);
					const expected = state.arrivals[node] === 'none' ? null : state.gradients[node];
					assert.ok(
						Object.is(cursor.gradient(node), expected),
						`gradient of ${node} at ${position}: ${cursor.gradient(node)}, naive ${expected}`,
					);
				}
				const active = cursor.active;
				if (active !== null && position <= trace.forwardSteps) assert.equal(trace.forwardPosition(active), position);
				else if (active !== null && position > trace.forwardSteps + 1)
					assert.equal(trace.backwardPosition(active), position);
			}
		}),
		{ numRuns: 150 },
	);
});

test('random computations: gradients agree with finite differences away from kinks', () => {
	let compared = 0;
	fc.assert(
		fc.property(seeds, fc.integer({ min: 1, max: 40 }), (seed, gates) => {
			const tape = randomTape(seed, gates, [
				'add',
				'sub',
				'mul',
				'neg',
				'tanh',
				'sin',
				'cos',
				'sigmoid',
				'atan',
				'softplus',
				'max',
				'relu',
				'wire',
			]);
			const target = tape.length - 1;
			const trace = new Trace(tape, target);
			const input = tape.isInput(0) ? 0 : 1;
			const before = tape.value(target);
			const check = checkGradient(tape, target, input, trace.gradient(input));
			assert.ok(Object.is(tape.value(target), before), 'the tape is as it was');
			if (check.kink || Math.abs(check.analytic) > 1e4) return;
			compared++;
			const scale = Math.max(1, Math.abs(before), Math.abs(check.analytic));
			assert.ok(
				Math.abs(check.analytic - check.numeric) < 1e-4 * scale * scale,
				`${check.analytic}, numeric ${check.numeric}`,
			);
		}),
		{ numRuns: 400, seed: 7 },
	);
	assert.ok(compared > 300, `${compared} compared`);
});

test('after a changed input, a rerun is a fresh run', () => {
	fc.assert(
		fc.property(
			seeds,
			fc.integer({ min: 1, max: 50 }),
			fc.double({ min: -3, max: 3, noNaN: true }),
			(seed, gates, x) => {
				const tape = randomTape(seed, gates);
				const trace = new Trace(tape, tape.length - 1);
				trace.at(trace.lastPosition).gradient(0);
				tape.setInput(0, x);
				trace.rerun();
				const values = naiveValues(tape);
				const { gradients } = naiveBackward(tape, tape.length - 1);
				for (let node = 0; node < tape.length; node++) {
					assert.ok(Object.is(tape.value(node), values[node]));
					assert.ok(Object.is(trace.gradient(node), gradients[node]));
				}
			},
		),
		{ numRuns: 200 },
	);
});
