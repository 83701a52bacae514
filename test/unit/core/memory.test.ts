/**
 * Memory that goes from run to run: what was given back is empty for whoever still holds it, goes to the next run, is bounded, and leaves no trace in any
 * result.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { opCode } from '../../../src/core/ops/index.ts';
import { Tape } from '../../../src/core/tape.ts';
import { cleared, giveBack, growOlder, keptBytes, MOST_KEPT, unset } from '../../../src/core/tensor/memory.ts';
import { makeTensor } from '../../../src/core/tensor/tensor.ts';
import { Trace } from '../../../src/core/trace.ts';

/** What no later test should find. */
function letGo(): void {
	for (let times = 0; times < 20; times++) growOlder();
	assert.equal(keptBytes(), 0);
}

test('what is given back is detached, and the next one of about its size takes it', () => {
	const first = unset(10_000).fill(7);
	const part = first.subarray(10, 20);
	giveBack([first, part, new Float64Array(5000)]);
	assert.deepEqual([first.length, part.length], [0, 0]);
	const held = keptBytes();
	assert.ok(held >= 80_000 && held < 90_000, `${held}`);
	const second = unset(9900);
	assert.deepEqual([second.length, second[0], keptBytes()], [9900, 7, 0]);
	giveBack([second]);
	assert.ok(cleared(10_000).every((entry) => entry === 0));
	assert.equal(unset(100).buffer.byteLength, 800);
	letGo();
});

test('no more is kept than the bound says, and not for longer than some runs', () => {
	const large = Array.from({ length: 5 }, () => unset(MOST_KEPT / 8 / 4));
	giveBack(large);
	assert.equal(keptBytes(), MOST_KEPT);
	assert.ok(large.every(({ length }) => length === 0));
	letGo();
});

function run(seed: number): { readonly trace: Trace; readonly x: number; readonly target: number } {
	const tape = new Tape();
	const entries = Float64Array.from({ length: 9000 }, (_, i) => Math.sin(seed + i));
	const x = tape.tensorInput(makeTensor(entries, [90, 100]), 0);
	const square = tape.apply(opCode('mul'), [x, tape.apply(opCode('relu'), [x], null, 0)], null, 0);
	const turned = tape.apply(opCode('transpose'), [square], { axes: [1, 0] }, 0);
	const target = tape.apply(opCode('sum'), [tape.apply(opCode('matmul'), [turned, x], null, 0)], {}, 0);
	return { trace: new Trace(tape, target), x, target };
}

test('a run in the memory of another computes what it computes in fresh memory', () => {
	const gradient = (seed: number): Float64Array => {
		const { trace, x } = run(seed);
		const found = Float64Array.from(trace.gradientTensor(x)!.data);
		trace.release();
		return found;
	};
	const fresh = [1, 2].map((seed) => {
		letGo();
		return gradient(seed);
	});
	letGo();
	assert.deepEqual(gradient(1), fresh[0]);
	assert.ok(keptBytes() > 0);
	assert.deepEqual(gradient(2), fresh[1]);
	letGo();
});

test('a run that gave its memory back says so where it is asked for an array', () => {
	const { trace, x, target } = run(3);
	const given = trace.tape.tensor(x);
	trace.release();
	assert.equal(given.data.length, 9000, 'memory that was not had here stays');
	assert.throws(() => trace.tape.tensor(x), /given back/);
	assert.throws(() => trace.gradientTensor(x), /given back/);
	assert.equal(typeof trace.tape.value(target), 'number');
	trace.release();
	letGo();
});
