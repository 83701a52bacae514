/**
 * Gates over arrays one by one: broadcasting, upstream gradients, element types, empty arrays, limits, shape errors; the Hessian of a known form.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { opCode } from '../../../src/core/ops/index.ts';
import { hessian } from '../../../src/core/second.ts';

import { Tape, TapeLimitError } from '../../../src/core/tape.ts';
import { ShapeError } from '../../../src/core/tensor/shape.ts';
import { dataOf, filled, fromNested, toNested, zeros } from '../../../src/core/tensor/tensor.ts';
import { Trace } from '../../../src/core/trace.ts';
import { random } from './tensor-rows.ts';

test('the Hessian of a quadratic form is its matrix made symmetric, of a number by itself too', () => {
	const tape = new Tape();
	const matrix = fromNested([
		[1, 2],
		[-3, 5],
	]);
	const a = tape.tensorConstant(matrix, 0);
	const x = tape.tensorInput(fromNested([0.5, -1]), 0);
	const s = tape.input(3, 0);
	const form = tape.apply(opCode('matmul'), [x, tape.apply(opCode('matmul'), [a, x], null, 0)], null, 0);
	const target = tape.apply(opCode('mul'), [form, tape.apply(opCode('square'), [s], null, 0)], null, 0);
	const blocks = hessian(tape, target, [x, s]);
	const [p, q] = [0.5, -1];
	assert.deepEqual(toNested(blocks[0]![0]!), [
		[18, -9],
		[-9, 90],
	]);
	const gradient = [2 * p - q, -p + 10 * q];
	assert.deepEqual(
		toNested(blocks[0]![1]!),
		gradient.map((entry) => [6 * entry]),
	);
	assert.deepEqual(toNested(blocks[1]![0]!), [gradient.map((entry) => 6 * entry)]);
	assert.deepEqual(toNested(blocks[1]![1]!), [[2 * (p * p - p * q + 5 * q * q)]]);
});

test('broadcasting is a gate of its own, whose backward step sums; a literal needs none', () => {
	const tape = new Tape();
	const x = tape.tensorInput(random(1, 4, 3), 0);
	const b = tape.tensorInput(random(2, 3), 0);
	const sum = tape.apply(opCode('add'), [x, b], null, 0);
	const wide = tape.inputAt(sum, 1);
	assert.equal(tape.rowAt(wide).name, 'broadcast');
	assert.deepEqual(tape.attributes(wide), { shape: [4, 3] });
	const doubled = tape.apply(opCode('mul'), [sum, tape.constant(2, 0)], null, 0);
	assert.ok(tape.isConstant(tape.inputAt(doubled, 1)));
	const trace = new Trace(tape, doubled);
	assert.deepEqual(toNested(trace.gradientTensor(b)!), [8, 8, 8]);
	assert.notEqual(trace.backwardPosition(wide), null);
	const s = tape.input(0.5, 0);
	const scaled = tape.apply(opCode('mul'), [x, s], null, 0);
	assert.equal(tape.rowAt(tape.inputAt(scaled, 1)).name, 'broadcast');
	const direct = new Trace(tape, scaled, { upstream: filled([4, 3], 1) });
	assert.equal(
		direct.gradient(s),
		dataOf(tape.tensor(x)).reduce((a, c) => a + c, 0),
	);
});

test('an upstream gradient has the target’s shape; whole numbers take none unless they are asked about', () => {
	const tape = new Tape();
	const n = tape.tensorInput(fromNested([1, 2, 3], 'int64'), 0);
	const x = tape.tensorInput(fromNested([0.5, 1, 2]), 0);
	const y = tape.apply(opCode('mul'), [n, x], null, 0);
	assert.equal(tape.type(y).element, 'float64');
	assert.throws(() => new Trace(tape, y, { upstream: filled([2], 1) }), ShapeError);
	assert.ok(Number.isNaN(new Trace(tape, y).upstream));
	assert.equal(new Trace(tape, y).gradientTensor(n), null);
	assert.deepEqual(toNested(new Trace(tape, y, { wrt: [n] }).gradientTensor(n)!), [0.5, 1, 2]);
	assert.deepEqual(toNested(new Trace(tape, y, { upstream: fromNested([1, 0, -1]) }).gradientTensor(x)!), [1, 0, -3]);
	assert.throws(() => tape.value(y), RangeError);
	assert.throws(() => new Trace(tape, y).gradient(x), RangeError);
	assert.throws(() => new Trace(tape, y).local(y, 0), RangeError);
});

test('wrt and stops hold for arrays', () => {
	const tape = new Tape();
	const x = tape.tensorInput(random(1, 3), 0);
	const w = tape.tensorInput(random(2, 3), 0);
	const h = tape.apply(opCode('tanh'), [x], null, 0);
	const y = tape.apply(opCode('dot'), [h, w], null, 0);
	assert.equal(new Trace(tape, y, { wrt: [w] }).gradientTensor(x), null);
	const stopped = new Trace(tape, y, { stops: [h] });
	assert.equal(stopped.gradientTensor(x), null);
	assert.deepEqual(toNested(stopped.gradientTensor(w)!), toNested(tape.tensor(h)));
});

test('float32 arrays stay float32 beside literals, in values and in gradients', () => {
	const tape = new Tape();
	const x = tape.tensorInput(fromNested([0.1, 0.2], 'float32'), 0);
	const y = tape.apply(opCode('mul'), [x, tape.constant(3, 0)], null, 0);
	assert.equal(tape.type(y).element, 'float32');
	for (const value of dataOf(tape.tensor(y))) assert.equal(value, Math.fround(value));
	const wide = tape.apply(opCode('mul'), [y, tape.tensorInput(random(1, 2), 0)], null, 0);
	assert.equal(tape.type(wide).element, 'float64');
	const gradient = new Trace(tape, tape.apply(opCode('sum'), [wide], {}, 0)).gradientTensor(x)!;
	assert.equal(gradient.element, 'float32');
	for (const value of dataOf(gradient)) assert.equal(value, Math.fround(value));
});

test('empty arrays and arrays of one run, forward and backward', () => {
	const tape = new Tape();
	const empty = tape.tensorInput(zeros([0, 3]), 0);
	const w = tape.tensorInput(random(1, 3, 2), 0);
	const y = tape.apply(opCode('matmul'), [empty, w], null, 0);
	assert.deepEqual(tape.type(y), { element: 'float64', shape: [0, 2], size: 0 });
	const total = tape.apply(opCode('sum'), [tape.apply(opCode('tanh'), [y], null, 0)], {}, 0);
	assert.equal(tape.value(total), 0);
	const trace = new Trace(tape, total);
	assert.deepEqual(trace.gradientTensor(empty)!.shape, [0, 3]);
	assert.deepEqual(toNested(trace.gradientTensor(w)!), [
		[0, 0],
		[0, 0],
		[0, 0],
	]);
	assert.throws(() => tape.apply(opCode('amax'), [empty], { axes: [0] }, 0), ShapeError);
	assert.deepEqual(tape.type(tape.apply(opCode('amax'), [empty], { axes: [1] }, 0)).shape, [0]);
	const one = tape.tensorInput(fromNested([[[2]]]), 0);
	const squared = tape.apply(opCode('mul'), [one, one], null, 0);
	assert.deepEqual(toNested(new Trace(tape, squared).gradientTensor(one)!), [[[4]]]);
});

test('a full tape says which limit it is, before anything is allocated', () => {
	const tape = new Tape({ gates: 3, elements: 100, bytes: 100_000 });
	const x = tape.tensorInput(zeros([50]), 0);
	const limitOf = (work: () => unknown): string => {
		const before = tape.length;
		try {
			work();
		} catch (error) {
			assert.ok(error instanceof TapeLimitError);
			assert.equal(tape.length, before);
			return error.limit;
		}
		return 'none';
	};
	assert.equal(
		limitOf(() => tape.apply(opCode('outer'), [x, x], null, 0)),
		'elements',
	);
	assert.equal(
		limitOf(() => tape.tensorInput(zeros([51]), 0)),
		'elements',
	);
	// A view takes no room.
	assert.equal(
		limitOf(() => tape.apply(opCode('broadcast'), [x], { shape: [1000, 50] }, 0)),
		'none',
	);
	assert.equal(
		limitOf(() => tape.apply(opCode('tanh'), [x], null, 0)),
		'none',
	);
	assert.equal(
		limitOf(() => tape.apply(opCode('sum'), [x], {}, 0)),
		'none',
	);
	assert.equal(
		limitOf(() => tape.apply(opCode('sum'), [x], {}, 0)),
		'gates',
	);
	assert.equal(
		limitOf(() => tape.element(x, 0, 0)),
		'gates',
	);
	assert.ok(tape.full);
	// What a sum over indices needs on its way counts too.
	const roomy = new Tape({ gates: 10, elements: 1000 });
	const vectors = [0, 1, 2, 3].map(() => roomy.tensorInput(zeros([40]), 0));
	assert.throws(
		() => roomy.apply(opCode('einsum'), [...vectors, ...vectors], { equation: 'i,j,k,l,i,j,k,l->' }, 0),
		(error) => error instanceof TapeLimitError && error.limit === 'elements',
	);
	const small = new Tape({ gates: 1000, bytes: 18_000 });
	const y = small.tensorInput(zeros([1000]), 0);
	assert.throws(
		() => small.apply(opCode('tanh'), [y], null, 0),
		(error) => error instanceof TapeLimitError && error.limit === 'bytes',
	);
});

test('a pinned node that a replay changes calls for a new run', () => {
	const tape = new Tape();
	const x = tape.tensorInput(fromNested([3, 1, 2]), 0);
	const best = tape.apply(opCode('argmax'), [x], { axis: 0 }, 0);
	assert.deepEqual([tape.isScalar(best), tape.type(best).element, tape.value(best)], [true, 'int64', 0]);
	tape.pin(best);
	const trace = new Trace(tape, tape.element(x, tape.value(best), 0));
	tape.setTensor(x, fromNested([4, 1, 2]));
	assert.equal(trace.rerun(), true);
	tape.setTensor(x, fromNested([0, 1, 2]));
	assert.equal(trace.rerun(), false);
});

test('shape errors name both shapes in words', () => {
	const tape = new Tape();
	const a = tape.tensorInput(zeros([4, 3]), 0);
	const b = tape.tensorInput(zeros([4]), 0);
	const textOf = (work: () => unknown): string => {
		try {
			work();
		} catch (error) {
			assert.ok(error instanceof ShapeError);
			return error.message;
		}
		return assert.fail();
	};
	assert.equal(
		textOf(() => tape.apply(opCode('matmul'), [a, b], null, 0)),
		'(4, 3) @ (4,): inner sizes 3 and 4 differ',
	);
	assert.equal(
		textOf(() => tape.apply(opCode('add'), [a, b], null, 0)),
		'(4, 3) and (4,) do not broadcast: sizes 3 and 4 differ and neither is 1',
	);
	assert.equal(
		textOf(() => tape.apply(opCode('reshape'), [a], { shape: [5, -1] }, 0)),
		'(4, 3) has 12 elements and cannot be given the shape (5, -1)',
	);
	assert.match(
		textOf(() => tape.apply(opCode('add'), [a], null, 0)),
		/does not take 1 operand/,
	);
	assert.equal(tape.length, 2, 'what does not fit leaves nothing behind');
});
