/**
 * Factorisations put together again give the matrix, for random matrices of every form, singular ones included.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cofactors, pseudoInverse } from '../../../src/core/numeric/inverse.ts';
import { cholesky, determinant, identity, lu, qr, signAndLog, solveLu } from '../../../src/core/numeric/matrix.ts';
import { completed, eigenSymmetric, svd, transposed } from '../../../src/core/numeric/spectral.ts';
import { stream } from './naive.ts';

type Matrix = Float64Array;

function random(rows: number, columns: number, seed: number): Matrix {
	const next = stream(seed);
	return Float64Array.from({ length: rows * columns }, () => next() * 4 - 2);
}

function product(a: Matrix, b: Matrix, rows: number, inner: number, columns: number): Matrix {
	const out = new Float64Array(rows * columns);
	for (let i = 0; i < rows; i++) {
		for (let j = 0; j < columns; j++) {
			for (let k = 0; k < inner; k++) out[i * columns + j]! += a[i * inner + k]! * b[k * columns + j]!;
		}
	}
	return out;
}

function near(actual: Matrix, expected: Matrix, what: string, tolerance = 1e-12): void {
	assert.equal(actual.length, expected.length);
	const size = Math.max(1, ...expected.map(Math.abs));
	actual.forEach((entry, index) => {
		assert.ok(Math.abs(entry - expected[index]!) <= tolerance * size, `${what}: ${entry}, expected ${expected[index]}`);
	});
}

const SQUARE = [1, 2, 3, 5, 8];
const FORMS: readonly (readonly [number, number])[] = [
	[1, 1],
	[3, 3],
	[5, 2],
	[2, 5],
	[8, 8],
	[1, 4],
	[4, 1],
];

test('LU: solutions solve, inverses invert, determinants are the product of the eigenvalues', () => {
	for (const n of SQUARE) {
		const a = random(n, n, n);
		const b = random(n, 3, n + 20);
		near(product(a, solveLu(lu(a, n), b, 3)!, n, n, 3), b, 'A·X');
		near(product(a, solveLu(lu(a, n), identity(n), n)!, n, n, n), identity(n), 'A·A⁻¹');
		const [sign, log] = signAndLog(lu(a, n));
		near(Float64Array.of(sign * Math.exp(log)), Float64Array.of(determinant(lu(a, n))), 'determinant');
		const even = product(a, transposed(a, n, n), n, n, n);
		const values = eigenSymmetric(even, n).values.reduce((all, value) => all * value, 1);
		near(Float64Array.of(values), Float64Array.of(determinant(lu(even, n))), 'eigenvalues');
	}
	assert.equal(solveLu(lu(Float64Array.of(1, 2, 2, 4), 2), identity(2), 2), null);
	assert.equal(determinant(lu(Float64Array.of(1, 2, 2, 4), 2)), 0);
	assert.equal(determinant(lu(new Float64Array(0), 0)), 1);
});

test('Cholesky: L·Lᵀ is the matrix; none where it is not positive definite', () => {
	for (const n of SQUARE) {
		const half = random(n, n, n + 7);
		const a = product(half, transposed(half, n, n), n, n, n).map(
			(entry, index) => entry + (index % (n + 1) === 0 ? 1 : 0),
		);
		const l = cholesky(a, n)!;
		near(product(l, transposed(l, n, n), n, n, n), a, 'L·Lᵀ');
	}
	assert.equal(cholesky(Float64Array.of(1, 2, 2, 1), 2), null);
	assert.equal(cholesky(Float64Array.of(NaN), 1), null);
});

test('QR: Q·R is the matrix, with the signs of LAPACK', () => {
	for (const [m, n] of FORMS.filter(([rows, columns]) => rows >= columns)) {
		const a = random(m, n, m * n);
		const { q, r } = qr(a, m, n);
		near(product(q, r, m, n, n), a, 'Q·R');
		near(product(transposed(q, m, n), q, n, m, n), identity(n), 'QᵀQ');
		for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) assert.equal(r[i * n + j], 0);
	}
	const { q, r } = qr(Float64Array.of(1, 2, 3, 4, 5, 6), 3, 2);
	near(r, Float64Array.of(-5.916079783099616, -7.437357441610946, 0, 0.828078671210825), 'R as NumPy has it', 1e-14);
	assert.ok(q[0]! < 0);
});

test('eigenvectors and singular vectors are orthogonal and give the matrix again', () => {
	for (const n of SQUARE) {
		const half = random(n, n, n + 3);
		const a = half.map((entry, index) => entry + half[(index % n) * n + Math.floor(index / n)]!);
		const { values, vectors } = eigenSymmetric(a, n);
		near(
			product(
				vectors.map((entry, index) => entry * values[index % n]!),
				transposed(vectors, n, n),
				n,
				n,
				n,
			),
			a,
			'V·Λ·Vᵀ',
		);
		assert.ok(values.every((value, index) => index === 0 || value >= values[index - 1]!));
	}
	for (const [m, n] of FORMS) {
		const k = Math.min(m, n);
		const a = random(m, n, m + 10 * n);
		const { u, s, vh } = svd(a, m, n);
		near(
			product(
				u.map((entry, index) => entry * s[index % k]!),
				vh,
				m,
				k,
				n,
			),
			a,
			'U·Σ·Vᵀ',
		);
		near(product(transposed(u, m, k), u, k, m, k), identity(k), 'UᵀU');
		near(product(vh, transposed(vh, k, n), k, n, k), identity(k), 'VᵀV');
		const full = completed(u, m, k);
		near(product(transposed(full, m, m), full, m, m, m), identity(m), 'U completed');
		assert.ok(s.every((value, index) => value >= 0 && (index === 0 || value <= s[index - 1]!)));
	}
});

test('matrices without full rank: zeros, and rows that are multiples', () => {
	const flat = Float64Array.of(1, 2, 2, 4, 3, 6);
	const { u, s, vh } = svd(flat, 3, 2);
	near(
		product(
			u.map((entry, index) => entry * s[index % 2]!),
			vh,
			3,
			2,
			2,
		),
		flat,
		'U·Σ·Vᵀ',
	);
	near(product(transposed(u, 3, 2), u, 2, 3, 2), identity(2), 'UᵀU');
	const zero = svd(new Float64Array(6), 3, 2);
	near(product(transposed(zero.u, 3, 2), zero.u, 2, 3, 2), identity(2), 'UᵀU of zeros');
	// From NumPy.
	const inverse = Float64Array.of(1 / 70, 2 / 70, 3 / 70, 2 / 70, 4 / 70, 6 / 70);
	near(pseudoInverse(flat, 3, 2, 1e-15), inverse, 'pseudo-inverse', 1e-14);
});

test('cofactors are determinants of what is left, of singular matrices too', () => {
	for (const n of [1, 2, 3, 4, 6]) {
		for (const a of [random(n, n, n + 40), random(n, n, n + 50).map((entry, index) => (index < n ? 0 : entry))]) {
			const expected = a.map((_, at) => {
				const [row, column] = [Math.floor(at / n), at % n];
				const rest = a.filter((__, index) => Math.floor(index / n) !== row && index % n !== column);
				return (row + column) % 2 === 0 ? determinant(lu(rest, n - 1)) : -determinant(lu(rest, n - 1));
			});
			near(cofactors(a, n), expected, `cofactors of ${n} rows`);
		}
	}
});

test('NaN and infinities end, and are seen in the result', () => {
	for (const bad of [NaN, Infinity]) {
		const a = Float64Array.of(1, bad, 2, 3);
		assert.ok(svd(a, 2, 2).s.some((entry) => !Number.isFinite(entry)));
		assert.ok(eigenSymmetric(Float64Array.of(1, bad, bad, 3), 2).values.some((entry) => !Number.isFinite(entry)));
	}
	assert.ok(solveLu(lu(Float64Array.of(1, NaN, 2, 3), 2), identity(2), 2)!.some(Number.isNaN));
});
