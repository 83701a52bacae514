/**
 * Rows over whole arrays applied by their names, for tests of their values.
 */
import assert from 'node:assert/strict';
import { gateType, gateValue } from '../../../src/core/compute.ts';
import { rowByName } from '../../../src/core/ops/index.ts';
import type { Attributes } from '../../../src/core/ops/tensor/row.ts';
import { sizeOf } from '../../../src/core/tensor/shape.ts';
import { dataOf, fromNested, makeTensor, typeOf, type Nested, type Tensor } from '../../../src/core/tensor/tensor.ts';
import { stream } from './naive.ts';

/** The value; its type is the one that the shape rule says. */
export function apply(name: string, operands: readonly Tensor[], attributes: Attributes = {}): Tensor {
	const row = rowByName(name);
	const type = gateType(row, operands.map(typeOf), attributes);
	const value = gateValue(row, operands, attributes, type);
	assert.deepEqual(typeOf(value), type, `${name}: the shape rule says what the value is`);
	return value;
}

/** The same shape, and the same numbers to the last digits. */
export function near(actual: Tensor, expected: Nested, what: string): void {
	const wanted = fromNested(expected);
	assert.deepEqual(actual.shape, wanted.shape, what);
	const numbers = dataOf(wanted);
	dataOf(actual).forEach((entry, index) => {
		const one = numbers[index]!;
		const close = Object.is(entry, one) || Math.abs(entry - one) <= 1e-14 * Math.max(1, Math.abs(one));
		assert.ok(close, `${what} at ${index}: ${entry}, expected ${one}`);
	});
}

/** Numbers from −2 to 2. */
export function random(seed: number, ...shape: number[]): Tensor {
	const next = stream(seed);
	return makeTensor(
		Float64Array.from({ length: sizeOf(shape) }, () => next() * 4 - 2),
		shape,
	);
}

/** The same entries with the axes laid out the other way round in memory: rows must not care. */
export function strided(x: Tensor): Tensor {
	const order = [...x.shape.keys()].reverse();
	const turned = apply('transpose', [x], { axes: order });
	return apply('transpose', [makeTensor(dataOf(turned).slice(), turned.shape)], { axes: order });
}

/** The elements in lists of lists, −0 and NaN as they are. */
export function nested(x: Tensor): Nested {
	const entries = Array.from(dataOf(x));
	if (x.shape.length === 0) return entries[0]!;
	let level: Nested[] = entries;
	for (const extent of x.shape.slice(1).reverse()) {
		level = Array.from({ length: level.length / extent }, (_, i) => level.slice(i * extent, (i + 1) * extent));
	}
	return level;
}
