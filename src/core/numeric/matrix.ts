/**
 * Factorisations of one real matrix, given as its entries row by row: LU, Cholesky, Householder's QR.
 */

/** P·A = L·U with partial pivoting, as LAPACK's getrf: L's unit diagonal is not stored. */
export interface Lu {
	readonly size: number;
	readonly factors: Float64Array;
	/** The row of A that came to each row. */
	readonly order: Int32Array;
	/** The sign of the permutation. */
	readonly sign: number;
}

export function lu(a: Float64Array, n: number): Lu {
	const factors = Float64Array.from(a);
	const order = Int32Array.from({ length: n }, (_, row) => row);
	let sign = 1;
	for (let k = 0; k < n; k++) {
		let pivot = k;
		for (let i = k + 1; i < n; i++) {
			if (Math.abs(factors[i * n + k]!) > Math.abs(factors[pivot * n + k]!)) pivot = i;
		}
		if (pivot !== k) {
			for (let j = 0; j < n; j++) {
				const held = factors[k * n + j]!;
				factors[k * n + j] = factors[pivot * n + j]!;
				factors[pivot * n + j] = held;
			}
			const held = order[k]!;
			order[k] = order[pivot]!;
			order[pivot] = held;
			sign = -sign;
		}
		const head = factors[k * n + k]!;
		// A column of zeros: nothing to eliminate, and the determinant is 0.
		if (head === 0) continue;
		for (let i = k + 1; i < n; i++) {
			const factor = (factors[i * n + k]! /= head);
			if (factor === 0) continue;
			for (let j = k + 1; j < n; j++) factors[i * n + j]! -= factor * factors[k * n + j]!;
		}
	}
	return { size: n, factors, order, sign };
}

export function determinant(of: Lu): number {
	let product = of.sign;
	for (let k = 0; k < of.size; k++) product *= of.factors[k * of.size + k]!;
	// Not −0.
	return product === 0 ? 0 : product;
}

/** The sign of the determinant and the logarithm of its size, which do not overflow. */
export function signAndLog(of: Lu): readonly [sign: number, log: number] {
	let sign = of.sign;
	let log = 0;
	for (let k = 0; k < of.size; k++) {
		const head = of.factors[k * of.size + k]!;
		sign *= Math.sign(head);
		log += Math.log(Math.abs(head));
	}
	return [sign, log];
}

/** X with A·X = B, B of `columns` columns, row by row; null where A is singular. */
export function solveLu(of: Lu, b: Float64Array, columns: number): Float64Array | null {
	const { size: n, factors, order } = of;
	const x = new Float64Array(n * columns);
	for (let i = 0; i < n; i++) x.set(b.subarray(order[i]! * columns, (order[i]! + 1) * columns), i * columns);
	for (let i = 0; i < n; i++) {
		for (let k = 0; k < i; k++) addRow(x, i, k, -factors[i * n + k]!, columns);
	}
	for (let i = n - 1; i >= 0; i--) {
		for (let k = i + 1; k < n; k++) addRow(x, i, k, -factors[i * n + k]!, columns);
		const head = factors[i * n + i]!;
		if (head === 0) return null;
		for (let j = 0; j < columns; j++) x[i * columns + j]! /= head;
	}
	return x;
}

function addRow(x: Float64Array, to: number, from: number, factor: number, columns: number): void {
	if (factor === 0) return;
	for (let j = 0; j < columns; j++) x[to * columns + j]! += factor * x[from * columns + j]!;
}

export function identity(n: number): Float64Array {
	const eye = new Float64Array(n * n);
	for (let i = 0; i < n; i++) eye[i * n + i] = 1;
	return eye;
}

/** L with A = L·Lᵀ, from A's lower triangle; null where A is not positive definite. */
export function cholesky(a: Float64Array, n: number): Float64Array | null {
	const l = new Float64Array(n * n);
	for (let i = 0; i < n; i++) {
		for (let j = 0; j <= i; j++) {
			let sum = a[i * n + j]!;
			for (let k = 0; k < j; k++) sum -= l[i * n + k]! * l[j * n + k]!;
			if (i === j) {
				if (!(sum > 0)) return null;
				l[i * n + i] = Math.sqrt(sum);
			} else l[i * n + j] = sum / l[j * n + j]!;
		}
	}
	return l;
}

/** The first columns of Q and the upper triangle R with A = Q·R, for m ≥ n; signs as LAPACK's geqrf leaves them. */
export function qr(a: Float64Array, m: number, n: number): { readonly q: Float64Array; readonly r: Float64Array } {
	const work = Float64Array.from(a);
	const vectors: Float64Array[] = [];
	for (let k = 0; k < n; k++) {
		const v = new Float64Array(m);
		let below = 0;
		for (let i = k + 1; i < m; i++) below = Math.hypot(below, work[i * n + k]!);
		if (below > 0) {
			const head = work[k * n + k]!;
			const beta = -Math.hypot(head, below) * (head < 0 ? -1 : 1);
			v[k] = head - beta;
			for (let i = k + 1; i < m; i++) v[i] = work[i * n + k]!;
			let square = 0;
			for (let i = k; i < m; i++) square += v[i]! * v[i]!;
			for (let i = k; i < m; i++) v[i]! *= Math.SQRT2 / Math.sqrt(square);
			reflect(work, v, k, m, n, k);
		}
		vectors.push(v);
	}
	const r = new Float64Array(n * n);
	for (let i = 0; i < n; i++) for (let j = i; j < n; j++) r[i * n + j] = work[i * n + j]!;
	const q = new Float64Array(m * n);
	for (let i = 0; i < n; i++) q[i * n + i] = 1;
	for (let k = n - 1; k >= 0; k--) reflect(q, vectors[k]!, k, m, n, 0);
	return { q, r };
}

/** Columns from `first` on, times I − v·vᵀ. */
function reflect(a: Float64Array, v: Float64Array, from: number, m: number, n: number, first: number): void {
	for (let j = first; j < n; j++) {
		let dot = 0;
		for (let i = from; i < m; i++) dot += v[i]! * a[i * n + j]!;
		if (dot === 0) continue;
		for (let i = from; i < m; i++) a[i * n + j]! -= dot * v[i]!;
	}
}
