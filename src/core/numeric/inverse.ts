/**
 * Matrices of cofactors and pseudo-inverses, by singular values where elimination would divide by something too small.
 */
import { determinant, lu } from './matrix.ts';
import { svd } from './spectral.ts';

/** The matrix of cofactors, det A · A⁻ᵀ, of a singular matrix too. */
export function cofactors(a: Float64Array, n: number): Float64Array {
	if (n <= 3) return minors(a, n);
	// A = U·Σ·Vᵀ, so cof A = det U · det V · U · cof Σ · Vᵀ, and cof Σ has on its diagonal the product of all other singular values.
	const { u, s, vh } = svd(a, n, n);
	const sign = Math.sign(determinant(lu(u, n)) * determinant(lu(vh, n)));
	const out = new Float64Array(n * n);
	for (let k = 0; k < n; k++) {
		let others = sign;
		for (let j = 0; j < n; j++) if (j !== k) others *= s[j]!;
		for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) out[i * n + j]! += u[i * n + k]! * others * vh[k * n + j]!;
	}
	return out;
}

/** Cofactors of a matrix of up to three rows, written out: indices counted cyclically carry the signs. */
function minors(a: Float64Array, n: number): Float64Array {
	if (n === 1) return Float64Array.of(1);
	if (n === 2) return Float64Array.of(a[3]!, -a[2]!, -a[1]!, a[0]!);
	const at = (i: number, j: number): number => a[(i % 3) * 3 + (j % 3)]!;
	return Float64Array.from({ length: n * n }, (_, index) => {
		const [i, j] = [Math.floor(index / 3), index % 3];
		return at(i + 1, j + 1) * at(i + 2, j + 2) - at(i + 1, j + 2) * at(i + 2, j + 1);
	});
}

/** The pseudo-inverse (n × m) of an m × n matrix; singular values up to `rcond` times the largest count as 0. */
export function pseudoInverse(a: Float64Array, m: number, n: number, rcond: number): Float64Array {
	const { u, s, vh } = svd(a, m, n);
	const k = s.length;
	const out = new Float64Array(n * m);
	for (let r = 0; r < k; r++) {
		if (!(s[r]! > rcond * s[0]!)) continue;
		for (let i = 0; i < n; i++) for (let j = 0; j < m; j++) out[i * m + j]! += (vh[r * n + i]! * u[j * k + r]!) / s[r]!;
	}
	return out;
}
