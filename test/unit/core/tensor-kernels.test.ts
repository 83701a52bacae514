/**
 * Loops over arrays against the plainest ones: elementwise rows entry by entry, sums in NumPy's order, matrix products of every stride, indices and
 * Einstein's sums written out.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addShare, mapTensors } from '../../../src/core/elementwise.ts';
import { forwardOne, localOne } from '../../../src/core/kernels.generated.ts';
import { FORWARD_LOOPS, LOCAL_LOOPS } from '../../../src/core/loops.generated.ts';
import { OPS, TENSOR_OPS } from '../../../src/core/ops/index.ts';
import { arrayRuleLatex, arrayRuleText, shareText } from '../../../src/core/explain.ts';
import { opCode } from '../../../src/core/ops/index.ts';
import { sampleOf, showShare } from '../../../src/core/shown.ts';
import { Tape } from '../../../src/core/tape.ts';
import { resolveIndex, takeIndex, type IndexItem } from '../../../src/core/tensor/indexing.ts';
import { matmul, useMultiply } from '../../../src/core/tensor/matmul.ts';
import { multiply } from '../../../src/core/tensor/multiply.ts';
import { mapTensor } from '../../../src/core/tensor/map.ts';
import { sum } from '../../../src/core/tensor/reduce.ts';
import { broadcastShapes, ShapeError } from '../../../src/core/tensor/shape.ts';
import {
	broadcastTo,
	commonOrder,
	dataOf,
	elementAt,
	fromNested,
	isContiguous,
	makeTensor,
	permuted,
	toNested,
	viewTensor,
	zeros,
	type Tensor,
} from '../../../src/core/tensor/tensor.ts';
import { apply, random, strided } from './tensor-rows.ts';

test('loops of elementwise rows compute what the formulas say, with steps and repeated entries', () => {
	for (const row of OPS) {
		assert.ok(FORWARD_LOOPS[row.code]);
		const samples = [...row.samples, ...row.conventions().flatMap((convention) => convention.samples)];
		const operands = row.parameters.map((_, slot) => fromNested(samples.map((at) => at[slot]!)));
		const out = mapTensors(row, operands, 'float64');
		samples.forEach(([x, y = 0, z = 0], place) => {
			const expected = forwardOne(row.code, x!, y, z);
			assert.ok(Object.is(out.data[place], expected), `${row.name}(${samples[place]!.join(', ')})`);
		});
		const spread = operands.map((operand) =>
			viewTensor(
				makeTensor(
					Float64Array.from(dataOf(operand), (v) => v),
					operand.shape,
				),
				operand.shape,
				operand.strides,
			),
		);
		assert.deepEqual(dataOf(mapTensors(row, spread, 'float64')), dataOf(out));
		const up = random(row.code + 1, samples.length);
		row.parameters.forEach((_, slot) => {
			const into = new Float64Array(samples.length);
			addShare(row, slot, into, up, out, operands);
			assert.equal(LOCAL_LOOPS[row.code]![slot] === null, !row.differentiable(slot));
			samples.forEach(([x, y = 0, z = 0], place) => {
				const local = row.differentiable(slot) ? localOne(row.code, slot, x!, y, z, out.data[place]!) : 0;
				const expected = 0 + up.data[place]! * local;
				assert.ok(
					into[place] === expected || Object.is(into[place], expected),
					`${row.name} ${slot}: ${into[place]}, expected ${expected}`,
				);
			});
		});
	}
});

test('operands of other strides and literals give the same entries', () => {
	const x = random(1, 3, 4);
	const row = OPS.find(({ name }) => name === 'mul')!;
	const expected = dataOf(mapTensors(row, [x, x], 'float64'));
	assert.deepEqual(dataOf(mapTensors(row, [strided(x), x], 'float64')), expected);
	assert.deepEqual(
		dataOf(mapTensors(row, [x, fromNested(2)], 'float64')),
		dataOf(x).map((value) => value * 2),
	);
	const column = random(2, 3, 1);
	const wide = mapTensors(row, [x, column], 'float64');
	for (const i of [0, 1, 2])
		for (const j of [0, 3]) assert.equal(elementAt(wide, [i, j]), elementAt(x, [i, j]) * elementAt(column, [i, 0]));
});

/** NumPy's pairwise sum, as its source describes it. */
function pairwise(values: readonly number[]): number {
	const n = values.length;
	if (n < 8) return values.reduce((total, value) => total + value, 0);
	if (n > 128) {
		const half = Math.floor(n / 2) - (Math.floor(n / 2) % 8);
		return pairwise(values.slice(0, half)) + pairwise(values.slice(half));
	}
	const whole = n - (n % 8);
	const r = Array.from({ length: 8 }, (_, lane) => {
		let total = values[lane]!;
		for (let k = lane + 8; k < whole; k += 8) total += values[k]!;
		return total;
	});
	const eight = r[0]! + r[1]! + (r[2]! + r[3]!) + (r[4]! + r[5]! + (r[6]! + r[7]!));
	return values.slice(whole).reduce((total, value) => total + value, eight);
}

test('sums are added in NumPy’s order, to the bit', () => {
	for (const size of [0, 1, 7, 8, 9, 127, 128, 129, 1000, 10_007]) {
		const x = random(size + 1, size);
		assert.equal(sum(x, [0], false, 'float64').data[0], pairwise(Array.from(x.data)), `${size} entries`);
	}
	const x = random(3, 37, 200);
	const rows = toNested(x) as number[][];
	assert.deepEqual(Array.from(dataOf(sum(x, [1], false, 'float64'))), rows.map(pairwise));
	// Down the columns NumPy adds row after row.
	const columns = rows[0]!.map((_, j) => rows.reduce((total, row) => total + row[j]!, 0));
	assert.deepEqual(Array.from(dataOf(sum(x, [0], false, 'float64'))), columns);
	// A transposed array is added in the order of its memory, as are results that inherit its layout.
	assert.deepEqual(dataOf(sum(permuted(x, [1, 0]), [0], false, 'float64')), dataOf(sum(x, [1], false, 'float64')));
	const doubled = mapTensor(permuted(x, [1, 0]), (value) => value * 2);
	assert.deepEqual(commonOrder(doubled.shape, [doubled.strides]), [1, 0]);
	assert.deepEqual(
		dataOf(sum(doubled, [0], false, 'float64')),
		dataOf(sum(x, [1], false, 'float64')).map((value) => value * 2),
	);
	// Axes that are no single run are gathered first.
	const gaps = viewTensor(x, [37, 100], [200, 2]);
	const stepped = viewTensor(random(4, 50, 9), [50, 5], [9, 2]);
	assert.equal(sum(stepped, [0, 1], false, 'float64').data[0], pairwise((toNested(stepped) as number[][]).flat()));
	assert.equal(sum(gaps, [0, 1], true, 'float64').shape.length, 2);
	assert.deepEqual(sum(gaps, [0, 1], true, 'float64').shape, [1, 1]);
});

function naiveProduct(a: Tensor, b: Tensor): number[][] {
	const [rows, inner] = a.shape as [number, number];
	return Array.from({ length: rows }, (_, i) =>
		Array.from({ length: b.shape[1]! }, (_unused, j) => {
			let total = 0;
			for (let k = 0; k < inner; k++) total += elementAt(a, [i, k]) * elementAt(b, [k, j]);
			return total;
		}),
	);
}

test('matrix products of every size and stride, thin ones included, agree with the sum written out', () => {
	const sizes = [
		[1, 1, 1],
		[1, 5, 7],
		[7, 1, 5],
		[5, 9, 1],
		[3, 3, 3],
		[4, 2, 4],
		[16, 17, 19],
		[20, 600, 8],
		[2, 1100, 2],
		[31, 64, 33],
	] as const;
	for (const [m, k, n] of sizes) {
		const a = random(m * 7 + k, m, k);
		const b = random(n * 5 + k, k, n);
		const expected = naiveProduct(a, b).flat();
		for (const x of [a, strided(a)]) {
			for (const y of [b, strided(b), viewTensor(flipped(b), b.shape, [-n, 1], (k - 1) * n)]) {
				dataOf(matmul(x, y)).forEach((entry, place) => {
					assert.ok(
						Math.abs(entry - expected[place]!) <= 1e-12 * Math.max(1, Math.abs(expected[place]!)),
						`${m}×${k}×${n}`,
					);
				});
			}
		}
	}
	const batch = matmul(random(1, 2, 1, 3, 4), random(2, 5, 4, 2));
	assert.deepEqual(batch.shape, [2, 5, 3, 2]);
	assert.deepEqual(matmul(zeros([3, 0]), zeros([0, 2])).data, new Float64Array(6));
	assert.ok(Number.isNaN(matmul(fromNested([[0, 1]]), fromNested([[Infinity], [1]])).data[0]), '0 · ∞ is NaN');
});

/** The rows in reverse order, so that a view with a negative stride shows them as they were. */
function flipped(x: Tensor): Tensor {
	return makeTensor(Float64Array.from((toNested(x) as number[][]).reverse().flat()), x.shape);
}

test('faster loops can be put in the place of the plain ones', () => {
	const seen: number[] = [];
	useMultiply((out, at, rows, columns, inner, a, b) => {
		seen.push(rows, columns, inner);
		multiply(out, at, rows, columns, inner, a, b);
	});
	const product = matmul(random(1, 2, 3), random(2, 3, 4));
	useMultiply(null);
	assert.deepEqual(seen, [2, 4, 3]);
	assert.deepEqual(dataOf(product), dataOf(matmul(random(1, 2, 3), random(2, 3, 4))));
});

const full: IndexItem = { kind: 'slice', start: null, stop: null, step: null };
const array = (nested: number[] | number[][] | boolean[] | boolean[][]): IndexItem => ({
	kind: 'array',
	array: typeof nested.flat()[0] === 'boolean' ? fromNested(nested, 'bool') : fromNested(nested, 'int64'),
});

/** The entries that an index selects, by the rows that it names. */
function indexed(x: Tensor, items: readonly IndexItem[]): Tensor {
	const selection = resolveIndex(x.shape, items);
	return selection.kind === 'view'
		? apply('slice', [x], { items: selection.items })
		: apply('index', [x], { flat: selection.flat, shape: selection.shape });
}

test('indices are worked out as NumPy does: slices, negative steps, new axes, arrays apart and together, masks', () => {
	const x = makeTensor(
		Float64Array.from({ length: 24 }, (_, place) => place),
		[2, 3, 4],
	);
	const slice = (start: number | null, stop: number | null, step: number | null = null): IndexItem => ({
		kind: 'slice',
		start,
		stop,
		step,
	});
	const at = (index: number): IndexItem => ({ kind: 'at', index });
	assert.deepEqual(toNested(indexed(x, [at(1), at(-1)])), [20, 21, 22, 23]);
	assert.deepEqual(toNested(indexed(x, [at(0), slice(null, null, -1), slice(1, 3)])), [
		[9, 10],
		[5, 6],
		[1, 2],
	]);
	assert.deepEqual(toNested(indexed(x, [{ kind: 'rest' }, at(2)])), [
		[2, 6, 10],
		[14, 18, 22],
	]);
	assert.deepEqual(indexed(x, [{ kind: 'new' }, full, { kind: 'new' }]).shape, [1, 2, 1, 3, 4]);
	assert.deepEqual(indexed(x, [slice(5, 9)]).shape, [0, 3, 4]);
	assert.deepEqual(toNested(indexed(x, [at(0), slice(-2, -5, -1), at(0)])), [4, 0]);
	assert.deepEqual(toNested(indexed(x, [full, array([0, 2]), at(1)])), [
		[1, 9],
		[13, 21],
	]);
	// Arrays with a slice between them: their axes come first.
	assert.deepEqual(indexed(x, [array([0, 1, 1]), full, array([0, 3, 2])]).shape, [3, 3]);
	assert.deepEqual(toNested(indexed(x, [array([0, 1]), full, array([0, 3])])), [
		[0, 4, 8],
		[15, 19, 23],
	]);
	assert.deepEqual(indexed(x, [full, array([[0], [1]]), array([0, 3, 2])]).shape, [2, 2, 3]);
	assert.deepEqual(toNested(indexed(x, [array([true, false]), full, at(0)])), [[0, 4, 8]]);
	assert.deepEqual(
		toNested(
			indexed(x, [
				array([
					[true, false, false],
					[false, false, true],
				]),
				at(1),
			]),
		),
		[1, 21],
	);
	assert.deepEqual(toNested(apply('index', [x], takeIndex(x.shape, fromNested([0, -1], 'int64'), null))), [0, 23]);
	assert.deepEqual(apply('index', [x], takeIndex(x.shape, fromNested([[1, 0]], 'int64'), 1)).shape, [2, 1, 2, 4]);
	for (const bad of [
		[at(2)],
		[at(0), at(0), at(0), at(0)],
		[array([3])],
		[array([true])],
		[slice(0, 1, 0)],
		[{ kind: 'rest' }, { kind: 'rest' }],
	]) {
		assert.throws(() => resolveIndex(x.shape, bad as IndexItem[]), ShapeError);
	}
});

test('Einstein’s sums: any letters, repeated ones, dots, results that are left out', () => {
	const a = random(1, 3, 4);
	const b = random(2, 4, 5);
	const near = (actual: Tensor, expected: readonly number[]): void => {
		dataOf(actual).forEach((entry, place) => assert.ok(Math.abs(entry - expected[place]!) < 1e-13));
	};
	near(apply('einsum', [a, b], { equation: 'ij,jk' }), naiveProduct(a, b).flat());
	near(apply('einsum', [a, b], { equation: 'ij,jk->ki' }), Array.from(dataOf(permuted(matmul(a, b), [1, 0]))));
	const square = random(3, 4, 4);
	near(apply('einsum', [square], { equation: 'ii' }), [
		[0, 1, 2, 3].reduce((total, i) => total + elementAt(square, [i, i]), 0),
	]);
	near(
		apply('einsum', [square], { equation: 'ii->i' }),
		[0, 1, 2, 3].map((i) => elementAt(square, [i, i])),
	);
	near(apply('einsum', [a], { equation: 'ij->' }), [dataOf(a).reduce((total, value) => total + value, 0)]);
	assert.deepEqual(apply('einsum', [random(4, 2, 3, 4), b], { equation: '...ij,jk' }).shape, [2, 3, 5]);
	assert.deepEqual(apply('einsum', [a, a, a], { equation: 'ij,kj,lj->ikl' }).shape, [3, 3, 3]);
	for (const equation of ['ij,jk,k->i', 'ij->ik', 'ij,kl->ij->', 'i1', 'ijk,jk', 'ij,ij->ii']) {
		assert.throws(() => apply('einsum', [a, b], { equation }), ShapeError, equation);
	}
});

test('broadcasting and layouts', () => {
	assert.deepEqual(broadcastShapes([4, 1], [3], []), [4, 3]);
	assert.throws(() => broadcastShapes([4], [3]), ShapeError);
	assert.throws(() => broadcastTo(zeros([2, 3]), [3]), ShapeError);
	assert.ok(isContiguous(viewTensor(zeros([6]), [1, 6], [99, 1])));
	assert.deepEqual(toNested(fromNested([[], []])), [[], []]);
	assert.throws(() => fromNested([[1, 2], [3]]), ShapeError);
	assert.throws(() => fromNested([1, [2]]), ShapeError);
	let deep: unknown = 1;
	for (let level = 0; level < 20_000; level++) deep = [deep];
	assert.equal(fromNested(deep as number[]).shape.length, 20_000);
});

test('rules of rows over arrays are shown as they are stated', () => {
	const tape = new Tape();
	const x = tape.tensorInput(random(1, 4, 3), 0);
	const w = tape.tensorInput(random(2, 3, 2), 0);
	const product = tape.apply(opCode('matmul'), [x, w], null, 0);
	assert.deepEqual(
		[0, 1].map((slot) => shareText(tape, product, slot, ['X', 'W'])),
		['up @ Wᵀ', 'Xᵀ @ up'],
	);
	const squashed = tape.apply(opCode('tanh'), [product], null, 0);
	assert.equal(shareText(tape, squashed, 0), 'up·(1 − tanh(x)²)');
	const total = tape.apply(opCode('sum'), [squashed], { axes: [0] }, 0);
	assert.equal(shareText(tape, total, 0), 'up');
	const wide = tape.inputAt(tape.apply(opCode('add'), [squashed, total], null, 0), 1);
	assert.equal(shareText(tape, wide, 0), 'sum(up, axis=0)');
	for (const row of TENSOR_OPS) {
		const showing = sampleOf(row);
		for (const text of [arrayRuleText(row, showing), arrayRuleLatex(row, showing)]) {
			assert.doesNotMatch(text, /\$|undefined|NaN|\[object/, row.name);
		}
		showing.types.forEach((_, slot) => {
			assert.equal(showShare(row, slot, showing, 'text') === null, !row.differentiable(slot), `${row.name} ${slot}`);
		});
	}
});
