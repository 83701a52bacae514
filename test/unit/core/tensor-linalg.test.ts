/**
 * Values of rows of linear algebra, networks and order, against numbers from NumPy and SciPy; and what is said where shapes do not fit. Their gradients
 * are tried with those of all other rows.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rowByName } from '../../../src/core/ops/index.ts';
import type { Attributes } from '../../../src/core/ops/tensor/row.ts';
import { ShapeError } from '../../../src/core/tensor/shape.ts';
import { fromNested, makeTensor, type Tensor } from '../../../src/core/tensor/tensor.ts';
import { apply, near, nested, random, strided } from './tensor-rows.ts';

const MATRIX = fromNested([
	[2, -1, 0.5],
	[1, 3, -2],
	[0.25, 1, 1.5],
]);

test('linear algebra as NumPy has it', () => {
	near(apply('det', [MATRIX]), 15.125, 'det');
	near(apply('slogdet', [apply('neg', [MATRIX])]), 2.716349003916905, 'slogdet');
	near(apply('slogdet', [apply('neg', [MATRIX])], { output: 'sign' }), -1, 'its sign');
	near(apply('svd', [MATRIX]), [3.799836173273499, 2.2070706406567084, 1.803492235479099], 'svd');
	near(
		apply('det', [
			fromNested([
				[1, 2],
				[2, 4],
			]),
		]),
		0,
		'det of a singular matrix',
	);
	near(
		apply('slogdet', [
			fromNested([
				[1, 2],
				[2, 4],
			]),
		]),
		-Infinity,
		'its logarithm',
	);
	near(
		apply(
			'inv',
			[
				fromNested([
					[1, 2],
					[2, 4],
				]),
			],
			{ infinite: true },
		),
		[
			[Infinity, -Infinity],
			[-Infinity, Infinity],
		],
		'limit',
	);
	near(
		apply('kron', [fromNested([1, 2]), fromNested([[1], [3]])]),
		[
			[1, 2],
			[3, 6],
		],
		'kron',
	);
	near(
		apply('cross', [
			fromNested([1, 2, 3]),
			fromNested([
				[0, 1, 0],
				[1, 0, 0],
			]),
		]),
		[
			[-3, 0, 1],
			[0, 3, -2],
		],
		'cross',
	);
	near(
		apply(
			'trace',
			[
				fromNested([
					[1, 2, 3],
					[4, 5, 6],
				]),
			],
			{ offset: -1 },
		),
		4,
		'trace below the diagonal',
	);
	for (const name of ['inv', 'det', 'pinv', 'solve']) {
		const more = name === 'solve' ? [fromNested([1, 2, 3])] : [];
		near(
			apply(name, [strided(MATRIX), ...more]),
			nested(apply(name, [MATRIX, ...more])),
			`${name} of a transposed layout`,
		);
	}
});

test('softmax and its kin at infinities, as SciPy has them', () => {
	const x = fromNested([-Infinity, 1, 2]);
	near(apply('softmax', [x]), [0, 0.2689414213699951, 0.7310585786300049], 'softmax');
	near(apply('log_softmax', [x]), [-Infinity, -1.3132616875182228, -0.31326168751822286], 'log softmax');
	near(apply('logsumexp', [fromNested([-Infinity, -Infinity])]), -Infinity, 'of nothing');
	near(apply('logsumexp', [fromNested([Infinity, 1])]), Infinity, 'of everything');
	near(apply('logsumexp', [fromNested([1000, 1000])]), 1000 + Math.LN2, 'of large numbers');
	near(apply('softmax', [fromNested([1000, 0])]), [1, 0], 'softmax of large numbers');
	near(
		apply('logcumsumexp', [fromNested([-Infinity, 0, 1000, 1000])], { axis: 0 }),
		[-Infinity, 0, 1000, 1000 + Math.LN2],
		'running',
	);
	near(apply('cross_entropy', [fromNested([-800, 0]), fromNested(0, 'int64')]), 800, 'cross-entropy');
});

test('quantiles between entries, by each of NumPy’s methods', () => {
	const x = fromNested([3.5, -2, 1, 0.25, 7]);
	const by: Readonly<Record<string, readonly number[]>> = {
		linear: [-2, -1.1, 0.39999999999999997, 0.625, 1, 2.25, 5.6, 7],
		lower: [-2, -2, 0.25, 0.25, 1, 1, 3.5, 7],
		higher: [-2, 0.25, 1, 1, 1, 3.5, 7, 7],
		midpoint: [-2, -0.875, 0.625, 0.625, 1, 2.25, 5.25, 7],
		nearest: [-2, -2, 0.25, 1, 1, 1, 7, 7],
	};
	for (const [method, expected] of Object.entries(by)) {
		[0, 0.1, 0.3, 0.375, 0.5, 0.625, 0.9, 1].forEach((q, index) => {
			near(apply('quantile', [x], { axis: 0, q, method }), expected[index]!, `${method} ${q}`);
		});
	}
	near(apply('quantile', [fromNested([1, NaN, 2])], { axis: 0, q: 0 }), NaN, 'with NaN');
});

test('places in a table, and interpolation in it', () => {
	const table = fromNested([0, 1, 1, 2]);
	const x = fromNested([1, 0.5, 3]);
	near(apply('searchsorted', [table, x]), [1, 1, 4], 'left');
	near(apply('searchsorted', [table, x], { side: 'right' }), [3, 1, 4], 'right');
	const [xp, fp] = [fromNested([0, 1, 2.5]), fromNested([1, 3, 0.5])];
	const at = fromNested([-1, 0, 0.5, 1, 2.4, 3, NaN]);
	near(apply('interp', [at, xp, fp]), [1, 1, 2, 3, 0.6666666666666667, 0.5, NaN], 'interp');
	near(apply('cummax', [fromNested([1, NaN, 3])], { axis: 0 }), [1, NaN, NaN], 'running maximum with NaN');
});

test('shapes that do not fit are named in words', () => {
	const line = fromNested([1, 2, 3]);
	const cases: readonly (readonly [string, readonly Tensor[], Attributes, RegExp])[] = [
		['inv', [random(1, 2, 3)], {}, /^inv of \(2, 3\): a square matrix is needed$/],
		['det', [line], {}, /^det of \(3,\): a matrix is needed$/],
		[
			'inv',
			[
				fromNested([
					[1, 2],
					[2, 4],
				]),
			],
			{},
			/singular/,
		],
		['solve', [fromNested([[0]]), fromNested([1])], {}, /singular/],
		['solve', [MATRIX, fromNested([1, 2])], {}, /^solve: \(3, 3\) and \(2,\) do not fit$/],
		[
			'cholesky',
			[
				fromNested([
					[1, 2],
					[2, 1],
				]),
			],
			{},
			/not positive definite/,
		],
		['qr', [random(1, 2, 3)], { output: 'q' }, /at least as many rows/],
		['cross', [fromNested([1, 2]), fromNested([1, 2])], {}, /vectors of three/],
		['convolve', [MATRIX, line], { start: 0, length: 1 }, /two vectors/],
		['conv', [random(1, 1, 2, 5), random(2, 1, 3, 2)], {}, /has 2 channels, the weights want 3$/],
		['conv', [random(1, 1, 2, 5), random(2, 1, 2, 6)], {}, /reaches over 6 entries does not fit into 5$/],
		['conv', [line, line], {}, /are needed$/],
		['conv_transpose', [random(1, 1, 2, 3), random(2, 2, 1, 2)], { size: [9] }, /gives \(8,\), not \(3,\)$/],
		['windows', [line], { axes: [0], size: [4] }, /does not fit/],
		['fold', [MATRIX], { axes: [0], size: [3], shape: [4] }, /have the shape \(2, 3\), not \(3, 3\)$/],
		['maxpool', [line], { axes: [0], size: [2], stride: [0] }, /goes nowhere/],
		['quantile', [line], { axis: 0, q: 1.5 }, /not between 0 and 1/],
		['quantile', [makeTensor(new Float64Array(0), [0])], { axis: 0, q: 0.5 }, /no entries/],
		['interp', [line, line, fromNested([1])], {}, /do not make a table/],
		['cross_entropy', [MATRIX, line], {}, /not one of the classes 0 … 2$/],
		['cross_entropy', [MATRIX, fromNested([0, 1], 'int64')], {}, /do not fit$/],
		['softmax', [line], { axes: [1] }, /no axis 1/],
	];
	for (const [name, operands, attributes, text] of cases) {
		assert.throws(
			() => apply(name, operands, attributes),
			(error) => error instanceof ShapeError && text.test(error.message),
			`${name}: ${String(text)}`,
		);
	}
});

test('conventions hold at their samples, and at none of the others', () => {
	for (const name of ['eigh', 'svd', 'maxpool', 'quantile', 'cummax', 'cummin', 'interp']) {
		const row = rowByName(name);
		assert.ok(row.kind === 'tensor' && row.conventions.length > 0);
		for (const { when, samples } of row.conventions) {
			for (const { operands, attributes = {} } of samples) assert.ok(when(operands, attributes), name);
			for (const { operands, attributes = {} } of row.samples) assert.ok(!when(operands, attributes), name);
		}
	}
});
