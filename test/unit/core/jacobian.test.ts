/**
 * Entries of Jacobians, by their structure or by the rule, are what differences of values say; large ones open at once.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describeJacobian, Jacobian } from '../../../src/core/jacobian.ts';
import { opCode, TENSOR_OPS } from '../../../src/core/ops/index.ts';
import { sharesOf } from '../../../src/core/shares.ts';
import { Accumulator } from '../../../src/core/accumulator.ts';
import { Tape } from '../../../src/core/tape.ts';
import { dataOf, zeros, type Tensor } from '../../../src/core/tensor/tensor.ts';
import { random } from './tensor-rows.ts';
import { processorTime } from '../../processor-time.ts';

/** The whole matrix, a row a question to the rule. */
function byRule(tape: Tape, gate: number, slot: number): readonly Float64Array[] {
	const { shape, size } = tape.type(gate);
	return Array.from({ length: size }, (_, row) => {
		const up = zeros(shape);
		up.data[row] = 1;
		const into = new Accumulator(tape.type(tape.inputAt(gate, slot)));
		sharesOf(tape, gate, up)(slot, into);
		return dataOf(into.sum!);
	});
}

function gateOf(
	name: string,
	operands: readonly Tensor[],
	attributes: Readonly<Record<string, unknown>> = {},
): [Tape, number] {
	const tape = new Tape();
	const inputs = operands.map((operand) => tape.tensorInput(operand, 0));
	return [tape, tape.apply(opCode(name), inputs, attributes, 0)];
}

function compare(tape: Tape, gate: number): void {
	for (let slot = 0; slot < tape.inputCount(gate); slot++) {
		if (!tape.rowAt(gate).differentiable(slot)) continue;
		const jacobian = new Jacobian(tape, gate, slot);
		const whole = byRule(tape, gate, slot);
		assert.deepEqual([whole.length, tape.type(tape.inputAt(gate, slot)).size], [jacobian.rows, jacobian.columns]);
		const block = dataOf(jacobian.block(0, jacobian.rows, 0, jacobian.columns));
		block.forEach((entry, place) => {
			const expected = whole[Math.floor(place / jacobian.columns)]![place % jacobian.columns]!;
			assert.ok(
				Math.abs(entry - expected) <= 1e-14 * Math.max(1, Math.abs(expected)),
				`${tape.rowAt(gate).name} ${slot} at ${place}`,
			);
		});
	}
}

for (const row of TENSOR_OPS) {
	test(`${row.name}: entries of its Jacobian are those of the rule`, () => {
		for (const sample of row.samples) compare(...gateOf(row.name, sample.operands, sample.attributes));
	});
}

test('products of every rank, and elementwise gates with their literals', () => {
	const shapes = [
		[
			[3, 4],
			[4, 2],
		],
		[[4], [4, 2]],
		[[3, 4], [4]],
		[[4], [4]],
		[
			[2, 3, 4],
			[4, 2],
		],
	] as const;
	for (const [a, b] of shapes) compare(...gateOf('matmul', [random(1, ...a), random(2, ...b)]));
	for (const name of ['add', 'sub', 'mul', 'max', 'tanh', 'neg']) {
		compare(...gateOf(name, [random(1, 2, 3), random(2, 2, 3)].slice(0, name === 'tanh' || name === 'neg' ? 1 : 2)));
	}
	const tape = new Tape();
	const x = tape.tensorInput(random(3, 2, 2), 0);
	compare(tape, tape.apply(opCode('max'), [x, tape.constant(0, 0)], null, 0));
	assert.equal(describeJacobian(tape, 2, 0).structure, '0/1 diagonal');
	assert.throws(() => new Jacobian(tape, 2, 0).entry(4, 0), RangeError);
});

test('structures: a sum of two hands on, a product swaps', () => {
	const [tape, gate] = gateOf('sub', [random(1, 3), random(2, 3)]);
	assert.deepEqual(
		[0, 1].map((slot) => describeJacobian(tape, gate, slot).structure),
		['identity', 'signed identity'],
	);
	const [other, product] = gateOf('mul', [random(1, 3), random(2, 3)]);
	assert.deepEqual(describeJacobian(other, product, 0), { output: [3], input: [3], bytes: 72, structure: 'diagonal' });
});

test('4096 × 4096 and 409,600 × 409,600 open in a moment and in little memory', () => {
	const tape = new Tape();
	const w = tape.tensorInput(zeros([4096, 4096]), 0);
	const x = tape.tensorInput(random(1, 4096), 0);
	const y = tape.apply(opCode('matmul'), [w, x], null, 0);
	const big = tape.tensorInput(random(1, 100, 4096), 0);
	const relu = tape.apply(opCode('max'), [big, tape.constant(0, 0)], null, 0);
	// What is measured is the code once it is warm.
	for (const round of ['cold', 'warm']) {
		const before = process.memoryUsage().arrayBuffers;
		const { milliseconds } = processorTime(() => {
			for (const [gate, slot] of [
				[y, 1],
				[y, 0],
				[relu, 0],
			] as const) {
				const jacobian = new Jacobian(tape, gate, slot);
				jacobian.block(0, 16, 0, 16);
				jacobian.block(jacobian.rows - 16, jacobian.rows, jacobian.columns - 16, jacobian.columns);
			}
		});
		if (round === 'warm') assert.ok(milliseconds < 100, `${milliseconds} ms`);
		assert.ok(process.memoryUsage().arrayBuffers - before < 50e6);
	}
	assert.equal(new Jacobian(tape, relu, 0).bytes, 409600 * 409600 * 8);
});
