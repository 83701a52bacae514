/**
 * Every row over whole arrays is held to itself: its shape rule to its values, its derivatives to finite differences, its second derivatives to
 * differences of gradients, its conventions to their samples.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { flowsThrough } from '../../../src/core/backward.ts';
import { gateType, gateValue } from '../../../src/core/compute.ts';
import { findOp, OPS, TENSOR_OPS, TENSOR_START } from '../../../src/core/ops/index.ts';
import type { TensorRow, TensorSample } from '../../../src/core/ops/tensor/row.ts';
import { NOTATIONS } from '../../../src/core/ops/row.ts';
import { hessianVectorProduct } from '../../../src/core/second.ts';
import { hold, TENSORS } from '../../../src/core/tensor-builder.ts';
import { Tape } from '../../../src/core/tape.ts';
import { dataOf, makeTensor, sizeOfTensor, typeOf, viewTensor, type Tensor } from '../../../src/core/tensor/tensor.ts';
import { Trace } from '../../../src/core/trace.ts';
import { random } from './tensor-rows.ts';

const NONE = {};

function valueOf(row: TensorRow, operands: readonly Tensor[], sample: TensorSample): Tensor {
	const attributes = sample.attributes ?? NONE;
	return gateValue(row, operands, attributes, gateType(row, operands.map(typeOf), attributes));
}

/** Whether a slot's operand can be moved: it takes a gradient and is no integer. */
function moves(row: TensorRow, operands: readonly Tensor[], slot: number): boolean {
	return flowsThrough(row.code, slot) && operands[slot]!.element === 'float64';
}

/** Σ out · weights, with weights that leave no symmetry. */
function loss(row: TensorRow, operands: readonly Tensor[], sample: TensorSample, weights: Float64Array): number {
	return dataOf(valueOf(row, operands, sample)).reduce((sum, value, index) => sum + value * weights[index]!, 0);
}

interface Recorded {
	readonly tape: Tape;
	readonly inputs: readonly number[];
	readonly target: number;
}

/** The same as a tape. */
function record(row: TensorRow, operands: readonly Tensor[], sample: TensorSample, weights: Float64Array): Recorded {
	const tape = new Tape();
	const range = tape.ranges.intern(0, 1);
	const inputs = operands.map((operand, slot) =>
		moves(row, operands, slot) ? tape.tensorInput(operand, range) : tape.tensorConstant(operand, range),
	);
	const out = tape.apply(row.code, inputs, sample.attributes ?? NONE, range);
	const factors = tape.tensorConstant(makeTensor(weights, tape.type(out).shape), range);
	const weighted = tape.apply(OPS.find(({ name }) => name === 'mul')!.code, [out, factors], null, range);
	const sum = TENSOR_OPS.find(({ name }) => name === 'sum')!.code;
	return { tape, inputs, target: tape.isScalar(weighted) ? weighted : tape.apply(sum, [weighted], {}, range) };
}

/** The operand with one entry moved; in a symmetric matrix its mirror image moves too. */
function moved(x: Tensor, place: number, by: number, symmetric: boolean): Tensor {
	const data = dataOf(x).slice();
	for (const at of placesOf(x, place, symmetric)) data[at]! += by;
	return makeTensor(data, x.shape, x.element);
}

function placesOf(x: Tensor, place: number, symmetric: boolean): readonly number[] {
	if (!symmetric) return [place];
	const n = x.shape.at(-1)!;
	const area = n * n;
	const [start, row, column] = [place - (place % area), Math.floor((place % area) / n), place % n];
	return row === column ? [place] : [place, start + column * n + row];
}

function close(actual: number, expected: number, tolerance: number, what: string): void {
	const error = Math.abs(actual - expected);
	assert.ok(
		Object.is(actual, expected) || error <= tolerance * Math.max(1, Math.abs(expected)),
		`${what}: ${actual}, numeric ${expected}`,
	);
}

/** The same entries turned round in memory, with gaps between them. */
function scattered(x: Tensor): Tensor {
	const rank = x.shape.length;
	const turned = [...x.shape].reverse();
	const wide = turned.map((extent, axis) => extent * (axis === rank - 1 ? 2 : 1));
	const steps = wide.map((_, axis) => wide.slice(axis + 1).reduce((product, extent) => product * extent, 1));
	const strides = [...steps.slice(0, -1), ...(rank > 0 ? [-2] : [])].reverse();
	const last = rank > 0 ? (x.shape[0]! - 1) * 2 : 0;
	const data = new Float64Array(wide.reduce((product, extent) => product * extent, 1) + 2).fill(NaN);
	const view = viewTensor({ ...x, data }, x.shape, strides, 1 + last);
	let place = 0;
	const values = dataOf(x);
	const index = x.shape.map(() => 0);
	for (let count = 0; count < sizeOfTensor(x); count++) {
		place = index.reduce((total, position, axis) => total + position * strides[axis]!, view.offset);
		data[place] = values[count]!;
		for (let axis = rank - 1; axis >= 0 && ++index[axis]! === x.shape[axis]; axis--) index[axis] = 0;
	}
	return view;
}

for (const row of TENSOR_OPS) {
	const samples = row.samples;
	test(`${row.name}: has samples; the shape rule says what the values are; strides and gaps do not matter`, () => {
		assert.ok(samples.length > 0);
		for (const sample of samples) {
			const type = gateType(row, sample.operands.map(typeOf), sample.attributes ?? NONE);
			const value = valueOf(row, sample.operands, sample);
			assert.deepEqual(typeOf(value), type);
			const again = valueOf(row, sample.operands.map(scattered), sample);
			assert.deepEqual(typeOf(again), type);
			dataOf(again).forEach((entry, index) => close(entry, dataOf(value)[index]!, 1e-13, `entry ${index}`));
		}
	});

	test(`${row.name}: gradients agree with finite differences`, () => {
		for (const [number, sample] of samples.entries()) {
			const { operands } = sample;
			const size = sizeOfTensor(valueOf(row, operands, sample));
			const weights = dataOf(random(number + 1, size));
			const { tape, inputs, target } = record(row, operands, sample, weights);
			const trace = new Trace(tape, target);
			const symmetric = sample.symmetric === true;
			operands.forEach((operand, slot) => {
				if (!moves(row, operands, slot)) return;
				const gradient = dataOf(
					trace.gradientTensor(inputs[slot]!) ?? makeTensor(new Float64Array(sizeOfTensor(operand)), operand.shape),
				);
				for (let place = 0; place < gradient.length; place++) {
					const h = 1e-4 * Math.max(1, Math.abs(dataOf(operand)[place]!));
					const at = (by: number): number =>
						loss(row, operands.with(slot, moved(operand, place, by, symmetric && slot === 0)), sample, weights);
					const numeric = (8 * (at(h) - at(-h)) - (at(2 * h) - at(-2 * h))) / (12 * h);
					const analytic = placesOf(operand, place, symmetric && slot === 0).reduce(
						(sum, own) => sum + gradient[own]!,
						0,
					);
					close(analytic, numeric, 3e-8, `sample ${number}, operand ${slot}, entry ${place}`);
				}
			});
		}
	});

	test(`${row.name}: second derivatives agree with differences of gradients`, () => {
		for (const [number, sample] of samples.entries()) {
			const { operands } = sample;
			// What moves symmetrically only has no gradient to take a difference of, entry by entry.
			if (sample.symmetric === true) continue;
			const weights = dataOf(random(number + 7, sizeOfTensor(valueOf(row, operands, sample))));
			const { tape, inputs, target } = record(row, operands, sample, weights);
			const wrt = inputs.filter((node) => tape.isInput(node));
			if (wrt.length === 0) continue;
			const directions = operands.map((operand, slot) => random(slot + 3, ...operand.shape));
			const products = hessianVectorProduct(
				tape,
				target,
				wrt,
				directions.filter((_, slot) => tape.isInput(inputs[slot]!)),
			);
			const gradientsAt = (by: number): readonly (Float64Array | null)[] => {
				const there = operands.map((operand, slot) =>
					tape.isInput(inputs[slot]!) ? along(operand, directions[slot]!, by) : operand,
				);
				const other = record(row, there, sample, weights);
				const trace = new Trace(other.tape, other.target);
				return wrt.map((node) => {
					const gradient = trace.gradientTensor(node);
					return gradient && dataOf(gradient);
				});
			};
			const h = 1e-4;
			const [one, minusOne, two, minusTwo] = [h, -h, 2 * h, -2 * h].map(gradientsAt);
			products.forEach((product, index) => {
				dataOf(product).forEach((entry, place) => {
					const at = (side: readonly (Float64Array | null)[]): number => side[index]?.[place] ?? 0;
					const numeric = (8 * (at(one!) - at(minusOne!)) - (at(two!) - at(minusTwo!))) / (12 * h);
					close(entry, numeric, 1e-6, `sample ${number}, input ${index}, entry ${place}`);
				});
			});
		}
	});

	if (row.accumulate) {
		test(`${row.name}: what is added in place is what the rule hands out`, () => {
			for (const sample of samples) {
				const operands = sample.operands;
				const attributes = sample.attributes ?? NONE;
				const up = random(5, ...typeOf(valueOf(row, operands, sample)).shape);
				const out = valueOf(row, operands, sample);
				const shares = row.vjp(TENSORS, hold(up), operands.map(hold), hold(out), attributes);
				operands.forEach((operand, slot) => {
					const into = new Float64Array(sizeOfTensor(operand));
					row.accumulate!(into, up, slot, operands.map(typeOf), attributes);
					assert.deepEqual(into, dataOf(shares[slot]!().tensor));
				});
			}
		});
	}

	test(`${row.name}: conventions hold at their samples, and at no other`, () => {
		for (const convention of row.conventions) {
			assert.ok(convention.samples.length > 0);
			for (const sample of convention.samples) {
				assert.ok(convention.when(sample.operands, sample.attributes ?? NONE));
				const { tape, target } = record(
					row,
					sample.operands,
					sample,
					dataOf(random(2, sizeOfTensor(valueOf(row, sample.operands, sample)))),
				);
				const trace = new Trace(tape, target);
				for (let node = 0; node < tape.length; node++) {
					if (!tape.isInput(node)) continue;
					for (const entry of dataOf(trace.gradientTensor(node)!))
						assert.ok(Number.isFinite(entry), 'a finite slope is used');
				}
			}
			for (const sample of samples) assert.ok(!convention.when(sample.operands, sample.attributes ?? NONE));
		}
		assert.ok(row.jacobian.length >= 1 && row.jacobian.length <= row.arity);
	});
}

function along(x: Tensor, direction: Tensor, by: number): Tensor {
	const step = dataOf(direction);
	return makeTensor(
		dataOf(x).map((value, index) => value + by * step[index]!),
		x.shape,
		x.element,
	);
}

test('op codes are a byte, and rows over arrays start where elementwise rows cannot reach', () => {
	assert.ok(OPS.length <= TENSOR_START);
	assert.ok(TENSOR_START + TENSOR_OPS.length <= 254);
	assert.equal(new Set([...OPS, ...TENSOR_OPS].map(({ name }) => name)).size, OPS.length + TENSOR_OPS.length);
	for (const notation of NOTATIONS) assert.equal(findOp(notation, '__proto__', 1), undefined);
});
