/**
 * Stores into arrays: any mixture of stores and reads against copies of whole arrays, and long chains in little time and memory.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { opCode } from '../../../src/core/ops/index.ts';
import { Tape } from '../../../src/core/tape.ts';
import type { Where } from '../../../src/core/tensor/storing.ts';
import { dataOf, fromNested, makeTensor, toNested, zeros } from '../../../src/core/tensor/tensor.ts';
import { Trace } from '../../../src/core/trace.ts';
import { stream } from './naive.ts';
import { random } from './tensor-rows.ts';
import { processorTime } from '../../processor-time.ts';

const ONE = (offset: number): Where => ({ offset, shape: [], strides: [] });

/** One step of a program over versions of an array: what it reads or writes, and with what. */
type Step =
	| { readonly kind: 'store'; readonly base: number; readonly places: readonly number[]; readonly value: number }
	| {
			readonly kind: 'copy';
			readonly base: number;
			readonly places: readonly number[];
			readonly from: number;
			readonly at: readonly number[];
	  }
	| { readonly kind: 'element'; readonly of: number; readonly at: number }
	| { readonly kind: 'square'; readonly of: number };

/** A program over an array of `size`, in plain arrays: values and gradients by copying everything every time. */
interface Naive {
	readonly versions: number[][];
	readonly gradients: number[][];
	readonly inputGradients: number[];
	readonly total: number;
}

function naive(start: readonly number[], inputs: readonly number[], steps: readonly Step[]): Naive {
	const versions: number[][] = [[...start]];
	let total = 0;
	for (const step of steps) {
		if (step.kind === 'store' || step.kind === 'copy') {
			const next = [...versions[step.base]!];
			step.places.forEach((place, index) => {
				next[place] = step.kind === 'store' ? inputs[step.value]! : versions[step.from]![step.at[index]!]!;
			});
			versions.push(next);
		} else if (step.kind === 'element') total += versions[step.of]![step.at]! ** 2;
		else total += versions[step.of]!.reduce((sum, value) => sum + value * value, 0);
	}
	const gradients = versions.map((version) => version.map(() => 0));
	const inputGradients = inputs.map(() => 0);
	let made = versions.length;
	for (const step of [...steps].reverse()) {
		if (step.kind === 'element') gradients[step.of]![step.at]! += 2 * versions[step.of]![step.at]!;
		else if (step.kind === 'square')
			versions[step.of]!.forEach((value, place) => (gradients[step.of]![place]! += 2 * value));
		else {
			const own = gradients[--made]!;
			const base = gradients[step.base]!;
			own.forEach((share, place) => {
				if (!step.places.includes(place)) base[place]! += share;
			});
			step.places.forEach((place, index) => {
				// Of a place that was written twice only the last value is there.
				if (step.places.lastIndexOf(place) !== index) return;
				if (step.kind === 'store') inputGradients[step.value]! += own[place]!;
				else gradients[step.from]![step.at[index]!]! += own[place]!;
			});
		}
	}
	return { versions, gradients, inputGradients, total };
}

function randomSteps(seed: number, size: number, count: number, inputs: number): readonly Step[] {
	const next = stream(seed);
	const below = (most: number): number => Math.floor(next() * most);
	let versions = 1;
	return Array.from({ length: count }, (): Step => {
		// Mostly the newest version, as programs have it; sometimes an older one, as a name that was kept has it.
		const version = (): number => (next() < 0.85 ? versions - 1 : below(versions));
		const chance = next();
		if (chance < 0.55) {
			const places = Array.from({ length: 1 + below(3) }, () => below(size));
			const base = version();
			versions++;
			return { kind: 'store', base, places, value: below(inputs) };
		}
		if (chance < 0.65) {
			const places = [below(size), below(size)];
			const [base, from] = [version(), version()];
			versions++;
			return { kind: 'copy', base, places, from, at: [below(size), below(size)] };
		}
		if (chance < 0.9) return { kind: 'element', of: version(), at: below(size) };
		return { kind: 'square', of: version() };
	});
}

test('random programs of stores and reads are what copying whole arrays makes of them', () => {
	const SIZE = 12;
	for (let seed = 1; seed <= 60; seed++) {
		const start = Array.from(dataOf(random(seed, SIZE)));
		const numbers = Array.from(dataOf(random(seed + 1000, 4)));
		const steps = randomSteps(seed, SIZE, 60, numbers.length);
		const expected = naive(start, numbers, steps);
		const tape = new Tape();
		const array = tape.tensorInput(makeTensor(Float64Array.from(start), [SIZE]), 0);
		const inputs = numbers.map((value) => tape.input(value, 0));
		const versions = [array];
		let total = tape.constant(0, 0);
		const add = (node: number): void => {
			total = tape.apply(opCode('add'), [total, node], null, 0);
		};
		for (const step of steps) {
			if (step.kind === 'store') {
				const where = step.places.length === 1 ? ONE(step.places[0]!) : { flat: Int32Array.from(step.places) };
				versions.push(tape.store(versions[step.base]!, inputs[step.value]!, where, 0));
			} else if (step.kind === 'copy') {
				const taken = tape.apply(
					opCode('index'),
					[versions[step.from]!],
					{ flat: Int32Array.from(step.at), shape: [2] },
					0,
				);
				versions.push(tape.store(versions[step.base]!, taken, { flat: Int32Array.from(step.places) }, 0));
			} else {
				const read = step.kind === 'element' ? tape.element(versions[step.of]!, step.at, 0) : versions[step.of]!;
				const squared = tape.apply(opCode('square'), [read], null, 0);
				add(tape.isScalar(squared) ? squared : tape.apply(opCode('sum'), [squared], {}, 0));
			}
		}
		const close = (actual: number, wanted: number, what: string): void =>
			assert.ok(
				Math.abs(actual - wanted) <= 1e-12 * Math.max(1, Math.abs(wanted)),
				`seed ${seed}, ${what}: ${actual}, expected ${wanted}`,
			);
		if (!tape.isGate(total)) continue;
		close(tape.value(total), expected.total, 'total');
		const trace = new Trace(tape, total);
		versions.forEach((node, version) => {
			assert.deepEqual(toNested(tape.tensor(node)), expected.versions[version]);
			const gradient = trace.gradientTensor(node);
			expected.gradients[version]!.forEach((wanted, place) =>
				close(gradient === null ? 0 : dataOf(gradient)[place]!, wanted, `version ${version}, entry ${place}`),
			);
		});
		inputs.forEach((node, index) => close(trace.gradient(node), expected.inputGradients[index]!, `input ${index}`));
	}
});

/** x → an array filled entry by entry with squares, and its sum. */
function filling(size: number): {
	readonly tape: Tape;
	readonly x: number;
	readonly versions: readonly number[];
	readonly target: number;
} {
	const tape = new Tape();
	const x = tape.tensorInput(
		makeTensor(
			Float64Array.from({ length: size }, (_, index) => index / size),
			[size],
		),
		0,
	);
	const versions = [tape.tensorInput(zeros([size]), 0)];
	for (let place = 0; place < size; place++) {
		const square = tape.apply(opCode('square'), [tape.element(x, place, 0)], null, 0);
		versions.push(tape.store(versions.at(-1)!, square, ONE(place), 0));
	}
	return { tape, x, versions, target: tape.apply(opCode('sum'), [versions.at(-1)!], {}, 0) };
}

test('10,000 stores into an array of 10,000 take little memory and little time, and every version can be asked for', () => {
	const SIZE = 10_000;
	const { result, milliseconds } = processorTime(() => {
		const filled = filling(SIZE);
		const trace = new Trace(filled.tape, filled.target);
		trace.at(trace.lastPosition);
		return { ...filled, trace };
	});
	const { tape, x, versions, trace } = result;
	assert.ok(milliseconds < 5000, `${milliseconds} ms`);
	assert.ok(tape.bytes + trace.bytes < 20e6, `${tape.bytes} + ${trace.bytes}`);
	for (const place of [0, 1, 4567, SIZE - 1]) {
		assert.equal(dataOf(trace.gradientTensor(x)!)[place], 2 * (place / SIZE));
		const version = versions[place + 1]!;
		const values = dataOf(tape.tensor(version));
		const gradient = dataOf(trace.gradientTensor(version)!);
		for (const other of [0, place, place + 1, SIZE - 1]) {
			if (other >= SIZE) continue;
			assert.equal(values[other], other <= place ? (other / SIZE) ** 2 : 0);
			assert.equal(gradient[other], other <= place ? 1 : 0);
		}
	}
	const cursor = trace.at(trace.forwardSteps + 1 + SIZE);
	assert.ok(dataOf(cursor.gradientTensor(x)!).some((entry) => entry !== 0));
});

test('a store that everybody looks at copies; the copies count', () => {
	const tape = new Tape({ gates: Infinity, elements: 1000 });
	let version = tape.tensorInput(zeros([100]), 0);
	const step = (): void => {
		version = tape.store(version, tape.constant(1, 0), ONE(3), 0);
		tape.apply(opCode('sum'), [version], {}, 0);
	};
	for (let count = 0; count < 9; count++) step();
	assert.equal(tape.tensors!.elements, 1000);
	assert.throws(step, /limit of elements/);
});

test('what was seen is not written over: views of a version keep its entries', () => {
	const tape = new Tape();
	const x = tape.tensorInput(fromNested([1, 2, 3, 4, 5, 6, 7, 8]), 0);
	const first = tape.store(x, tape.constant(10, 0), ONE(0), 0);
	const view = tape.apply(opCode('slice'), [first], { items: [{ kind: 'range', start: 0, step: 2, count: 4 }] }, 0);
	const few = tape.apply(opCode('slice'), [first], { items: [{ kind: 'range', start: 0, step: 1, count: 1 }] }, 0);
	const second = tape.store(first, tape.constant(20, 0), ONE(0), 0);
	const read = tape.element(second, 0, 0);
	const third = tape.store(second, tape.constant(30, 0), ONE(0), 0);
	assert.deepEqual(toNested(tape.tensor(view)), [10, 3, 5, 7]);
	assert.deepEqual(toNested(tape.tensor(few)), [10]);
	assert.equal(tape.value(read), 20);
	assert.deepEqual(
		[x, first, second, third].map((node) => dataOf(tape.tensor(node))[0]),
		[1, 10, 20, 30],
	);
});

test('an array holds what its type can: whole numbers are cut, float32 rounded, yes or no told', () => {
	const tape = new Tape();
	const stored = (element: 'int64' | 'float32' | 'bool', value: number): unknown => {
		const array = tape.tensorConstant(zeros([2], element), 0);
		return toNested(tape.tensor(tape.store(array, tape.constant(value, 0), ONE(1), 0)));
	};
	assert.deepEqual(stored('int64', -2.7), [0, -2]);
	assert.deepEqual(stored('float32', 0.1), [0, Math.fround(0.1)]);
	assert.deepEqual(stored('bool', 3), [0, 1]);
});

test('values are broadcast to the places by a gate of their own', () => {
	const tape = new Tape();
	const x = tape.tensorInput(zeros([2, 3]), 0);
	const row = tape.tensorInput(fromNested([1, 2, 3]), 0);
	const y = tape.store(x, row, { offset: 0, shape: [2, 3], strides: [3, 1] }, 0);
	assert.deepEqual(toNested(tape.tensor(y)), [
		[1, 2, 3],
		[1, 2, 3],
	]);
	const trace = new Trace(tape, y);
	assert.deepEqual(toNested(trace.gradientTensor(row)!), [2, 2, 2]);
	assert.deepEqual(toNested(trace.gradientTensor(x)!), [
		[0, 0, 0],
		[0, 0, 0],
	]);
	const masked = tape.store(x, tape.constant(5, 0), { flat: Int32Array.of(0, 4) }, 0);
	assert.deepEqual(toNested(tape.tensor(masked)), [
		[5, 0, 0],
		[0, 5, 0],
	]);
});
