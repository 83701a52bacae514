/**
 * Traces over numbers and arrays: gradients against finite differences, the cursor against shares added one by one, replays against recording anew.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Accumulator } from '../../../src/core/accumulator.ts';
import { flowsThrough } from '../../../src/core/backward.ts';
import { checkGradient } from '../../../src/core/check.ts';
import { gateValue } from '../../../src/core/compute.ts';
import { rowOf } from '../../../src/core/ops/index.ts';
import { copyTape, hessianVectorProduct } from '../../../src/core/second.ts';
import { sharesOf } from '../../../src/core/shares.ts';
import type { Tape } from '../../../src/core/tape.ts';

import { dataOf, makeTensor, type Tensor } from '../../../src/core/tensor/tensor.ts';
import { Trace } from '../../../src/core/trace.ts';
import { random } from './tensor-rows.ts';
import { randomProgram } from './tensor-programs.ts';

const RUNS = { seed: 20240601, numRuns: 120 };
const SEEDS = fc.integer({ min: 1, max: 1_000_000_000 });

/** Every node's value, computed from the operands' values and nothing else. */
function naiveValues(tape: Tape): readonly Tensor[] {
	const values: Tensor[] = [];
	for (let node = 0; node < tape.length; node++) {
		if (!tape.isGate(node)) {
			values.push(tape.tensor(node));
			continue;
		}
		const operands = Array.from({ length: tape.inputCount(node) }, (_, slot) => values[tape.inputAt(node, slot)]!);
		values.push(gateValue(rowOf(tape.opCode(node))!, operands, tape.attributes(node) ?? {}, tape.type(node)));
	}
	return values;
}

function same(actual: Tensor | null, expected: Tensor | null, what: string): void {
	assert.equal(actual === null, expected === null, what);
	if (actual === null || expected === null) return;
	assert.deepEqual(actual.shape, expected.shape, what);
	const [a, b] = [dataOf(actual), dataOf(expected)];
	for (let place = 0; place < a.length; place++) {
		// Zeros of either sign are one: a share that is taken as it is keeps its sign, one that is added to 0 does not.
		assert.ok(
			a[place] === b[place] || Object.is(a[place], b[place]),
			`${what} at ${place}: ${a[place]}, expected ${b[place]}`,
		);
	}
}

test('values of every node, versions that gave their memory away included, are what the operands make', () => {
	fc.assert(
		fc.property(SEEDS, (seed) => {
			const { tape } = randomProgram(seed, 40);
			const expected = naiveValues(tape);
			for (let node = 0; node < tape.length; node++) same(tape.tensor(node), expected[node]!, `node ${node}`);
		}),
		RUNS,
	);
});

test('gradients of random programs agree with finite differences', () => {
	fc.assert(
		fc.property(SEEDS, (seed) => {
			const { tape, inputs, target } = randomProgram(seed, 25);
			const trace = new Trace(tape, target);
			for (const input of inputs) {
				const gradient = trace.gradientTensor(input);
				const analytic = gradient === null ? new Float64Array(tape.type(input).size) : dataOf(gradient).slice();
				for (let place = 0; place < analytic.length; place++) {
					const check = checkGradient(tape, target, input, analytic[place]!, place);
					const near = Math.abs(check.numeric - check.analytic) <= 1e-6 * Math.max(1, Math.abs(check.numeric));
					assert.ok(near || check.kink, `input ${input}, entry ${place}: ${check.analytic}, numeric ${check.numeric}`);
				}
			}
		}),
		RUNS,
	);
});

/** What has arrived at each node when the gates from `from` on have passed their gradients: shares added one by one. */
function naivePartial(trace: Trace, from: number): readonly (Tensor | null)[] {
	const { tape, target } = trace;
	const sums = Array.from({ length: tape.length }, (_, node) => new Accumulator(tape.type(node)));
	sums[target]!.add(trace.upstreamTensor);
	for (let gate = target; gate >= Math.max(from, 0); gate--) {
		if (!tape.isGate(gate) || !trace.reaches(gate)) continue;
		for (let slot = 0; slot < tape.inputCount(gate); slot++) {
			const operand = tape.inputAt(gate, slot);
			if (!flowsThrough(tape.opCode(gate), slot) || !trace.reaches(operand)) continue;
			sharesOf(tape, gate, trace.gradientTensor(gate)!)(slot, sums[operand]!);
		}
	}
	return sums.map((sum) => sum.sum);
}

test('the cursor at every position is the sum of the shares that have arrived, and ends at the gradient', () => {
	fc.assert(
		fc.property(SEEDS, (seed) => {
			const { tape, target } = randomProgram(seed, 14);
			const trace = new Trace(tape, target);
			for (let step = 0; step < trace.backwardSteps; step++) {
				const cursor = trace.at(trace.forwardSteps + 1 + step);
				const from = step + 1 < trace.backwardSteps ? trace.gateAtBackward(step + 1) + 1 : 0;
				const expected = naivePartial(trace, from);
				for (let node = 0; node <= target; node++) {
					if (!trace.reaches(node)) assert.equal(cursor.gradientTensor(node), null);
					else same(cursor.gradientTensor(node), expected[node]!, `step ${step}, node ${node}`);
				}
			}
			const end = trace.at(trace.lastPosition);
			for (let node = 0; node <= target; node++) {
				if (trace.reaches(node)) same(end.gradientTensor(node), trace.gradientTensor(node), `node ${node}`);
			}
		}),
		{ ...RUNS, numRuns: 40 },
	);
});

test('contributions are the shares of the edges', () => {
	fc.assert(
		fc.property(SEEDS, (seed) => {
			const { tape, target } = randomProgram(seed, 20);
			const trace = new Trace(tape, target);
			for (let gate = 0; gate <= target; gate++) {
				for (let slot = 0; slot < tape.inputCount(gate); slot++) {
					const share = trace.contributionTensor(gate, slot);
					assert.equal(share === null, !trace.edgeReaches(gate, slot));
					if (share === null) continue;
					const operand = tape.inputAt(gate, slot);
					const into = new Accumulator(tape.type(operand));
					sharesOf(tape, gate, trace.gradientTensor(gate)!)(slot, into);
					same(share, into.sum, `gate ${gate}, slot ${slot}`);
					if (tape.isScalar(operand)) assert.equal(trace.contribution(gate, slot), dataOf(share)[0]);
					else assert.throws(() => trace.contribution(gate, slot), RangeError);
				}
			}
		}),
		{ ...RUNS, numRuns: 60 },
	);
});

test('a replay after inputs were changed is what recording anew makes', () => {
	fc.assert(
		fc.property(SEEDS, (seed) => {
			const { tape, inputs, target } = randomProgram(seed, 30);
			const trace = new Trace(tape, target);
			for (const input of inputs) tape.setTensor(input, random(seed + input, ...tape.type(input).shape));
			assert.equal(trace.rerun(), true);
			const expected = naiveValues(tape);
			for (let node = 0; node < tape.length; node++) same(tape.tensor(node), expected[node]!, `node ${node}`);
			const again = new Trace(copyTape(tape, target), target);
			for (const input of inputs) same(trace.gradientTensor(input), again.gradientTensor(input), `input ${input}`);
		}),
		{ ...RUNS, numRuns: 60 },
	);
});

test('a copy of a tape keeps the numbers of nodes, their types and their values', () => {
	fc.assert(
		fc.property(SEEDS, (seed) => {
			const { tape, target } = randomProgram(seed, 30);
			const copy = copyTape(tape, target);
			assert.equal(copy.length, target + 1);
			for (let node = 0; node <= target; node++) {
				assert.equal(copy.opCode(node), tape.opCode(node));
				assert.deepEqual(copy.type(node), tape.type(node));
				same(copy.tensor(node), tape.tensor(node), `node ${node}`);
			}
		}),
		{ ...RUNS, numRuns: 40 },
	);
});

test('Hessian–vector products of random programs agree with differences of gradients', () => {
	fc.assert(
		fc.property(SEEDS, (seed) => {
			const { tape, inputs, target } = randomProgram(seed, 12);
			const directions = inputs.map((input) => random(input + 1, ...tape.type(input).shape));
			const products = hessianVectorProduct(tape, target, inputs, directions);
			const start = inputs.map((input) => tape.tensor(input));
			const gradientsAt = (by: number): readonly Float64Array[] => {
				inputs.forEach((input, index) => {
					const step = dataOf(directions[index]!);
					const moved = dataOf(start[index]!).map((value, place) => value + by * step[place]!);
					tape.setTensor(input, makeTensor(moved, start[index]!.shape));
				});
				tape.replay();
				const trace = new Trace(tape, target);
				return inputs.map((input) => {
					const gradient = trace.gradientTensor(input);
					return gradient === null ? new Float64Array(tape.type(input).size) : dataOf(gradient).slice();
				});
			};
			const h = 1e-4;
			const [up, down, far, farDown] = [h, -h, 2 * h, -2 * h].map(gradientsAt);
			products.forEach((product, index) => {
				dataOf(product).forEach((entry, place) => {
					const slope =
						(8 * (up![index]![place]! - down![index]![place]!) - (far![index]![place]! - farDown![index]![place]!)) /
						(12 * h);
					assert.ok(
						Math.abs(entry - slope) <= 1e-5 * Math.max(1, Math.abs(slope)),
						`input ${index}, entry ${place}: ${entry}, numeric ${slope}`,
					);
				});
			});
		}),
		{ ...RUNS, numRuns: 60 },
	);
});
