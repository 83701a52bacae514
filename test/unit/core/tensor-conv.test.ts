/**
 * Convolutions, windows and pools against loops written out.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sizeOf } from '../../../src/core/tensor/shape.ts';
import { dataOf, fromNested, makeTensor, type Tensor } from '../../../src/core/tensor/tensor.ts';
import { apply, near, nested, random, strided } from './tensor-rows.ts';

test('convolutions are the loops that they stand for', () => {
	const shapes = [
		{ x: [2, 4, 7], w: [6, 2, 3], attributes: { groups: 2, stride: [2], padding: [[1, 2]], dilation: [2] } },
		{
			x: [1, 2, 5, 6],
			w: [3, 2, 2, 3],
			attributes: {
				stride: [2, 1],
				padding: [
					[0, 1],
					[2, 0],
				],
			},
		},
		{ x: [1, 1, 3, 4, 2], w: [2, 1, 2, 2, 2], attributes: {} },
	];
	for (const { x, w, attributes } of shapes) {
		const [input, weights] = [random(1, ...x), random(2, ...w)];
		const out = apply('conv', [strided(input), weights], attributes);
		near(out, nested(naiveConv(input, weights, out.shape, attributes)), `conv of ${x.join('×')}`);
		// ⟨conv(x, w), u⟩ = ⟨x, conv_transpose(u, w)⟩ = ⟨w, conv_weight(x, u)⟩.
		const u = random(3, ...out.shape);
		const back = apply('conv_transpose', [u, weights], { ...attributes, size: x.slice(2) });
		const taps = apply('conv_weight', [input, u], { ...attributes, kernel: w.slice(2) });
		for (const [a, b] of [
			[input, back],
			[weights, taps],
		] as const) {
			assert.ok(Math.abs(dot(a, b) - dot(out, u)) < 1e-12 * sizeOf(out.shape), 'the rows are each other’s transposes');
		}
	}
	const [a, b] = [random(4, 5), random(5, 3)];
	const full = apply('convolve', [a, b], { start: 0, length: 7 });
	for (let k = 0; k < 7; k++) {
		let sum = 0;
		for (let i = 0; i < 5; i++) sum += a.data[i]! * (b.data[k - i] ?? 0);
		assert.ok(Math.abs(full.data[k]! - sum) < 1e-14);
	}
});

interface Plan {
	readonly stride?: readonly number[];
	readonly padding?: readonly (readonly number[])[];
	readonly dilation?: readonly number[];
	readonly groups?: number;
}

function naiveConv(x: Tensor, w: Tensor, shape: readonly number[], plan: Plan): Tensor {
	const out = makeTensor(new Float64Array(sizeOf(shape)), shape);
	const positions = (of: readonly number[]): number[][] =>
		of.reduce<number[][]>(
			(all, extent) => all.flatMap((head) => Array.from({ length: extent }, (_, i) => [...head, i])),
			[[]],
		);
	const at = (t: Tensor, index: readonly number[]): number =>
		t.data[index.reduce((place, i, axis) => place * t.shape[axis]! + i, 0)]!;
	const perGroup = w.shape[0]! / (plan.groups ?? 1);
	positions(shape).forEach((place, index) => {
		const [n, o, ...spot] = place as [number, number, ...number[]];
		for (const [c, ...tap] of positions(w.shape.slice(1)) as [number, ...number[]][]) {
			const from = spot.map(
				(p, axis) =>
					p * (plan.stride?.[axis] ?? 1) + tap[axis]! * (plan.dilation?.[axis] ?? 1) - (plan.padding?.[axis]?.[0] ?? 0),
			);
			if (from.some((p, axis) => p < 0 || p >= x.shape[axis + 2]!)) continue;
			const channel = Math.floor(o / perGroup) * w.shape[1]! + c;
			out.data[index]! += at(x, [n, channel, ...from]) * at(w, [o, c, ...tap]);
		}
	});
	return out;
}

function dot(a: Tensor, b: Tensor): number {
	const other = dataOf(b);
	return dataOf(a).reduce((sum, entry, index) => sum + entry * other[index]!, 0);
}

test('windows and pools', () => {
	const line = fromNested([1, 5, 2, 4, 3]);
	near(
		apply('windows', [line], { axes: [0], size: [3], stride: [2] }),
		[
			[1, 5, 2],
			[2, 4, 3],
		],
		'windows',
	);
	near(
		apply('windows', [strided(random(1, 2, 3))], { axes: [1], size: [2] }),
		nested(apply('windows', [random(1, 2, 3)], { axes: [1], size: [2] })),
		'strided',
	);
	near(
		apply(
			'fold',
			[
				fromNested([
					[1, 5],
					[2, 4],
				]),
			],
			{ axes: [0], size: [2], shape: [3] },
		),
		[1, 7, 4],
		'fold',
	);
	near(apply('maxpool', [line], { axes: [0], size: [2], stride: [2], padding: [[1, 0]] }), [1, 5, 4], 'max pool');
	near(
		apply('maxpool', [apply('neg', [line])], { axes: [0], size: [3], padding: [[1, 1]] }),
		[-1, -1, -2, -2, -3],
		'its padding is no 0',
	);
	near(
		apply('avgpool', [line], { axes: [0], size: [2], stride: [2], padding: [[1, 0]] }),
		[0.5, 3.5, 3.5],
		'average pool',
	);
	near(
		apply('avgpool', [line], { axes: [0], size: [2], stride: [2], padding: [[1, 0]], countPadding: false }),
		[1, 3.5, 3.5],
		'of what is there',
	);
	near(
		apply(
			'standardize',
			[
				fromNested([
					[1, 3],
					[2, 2],
				]),
			],
			{ axes: [1], eps: 0 },
		),
		[
			[-1, 1],
			[NaN, NaN],
		],
		'standardize',
	);
	near(
		apply('one_hot', [fromNested([[1], [0]], 'int64')], { classes: 2, axis: 1 }),
		[
			[[0], [1]],
			[[1], [0]],
		],
		'one-hot',
	);
});
