/**
 * Eigenvalues of a symmetric matrix and singular values of any, by Jacobi's rotations (Golub & Van Loan, "Matrix Computations", 8.5 and 8.6.3):
 * slower than LAPACK's ways, but small values keep their digits. Vectors are determined up to sign; here the entry of largest size is positive.
 */

const SWEEPS = 60;

export interface Eigen {
	/** Ascending. */
	readonly values: Float64Array;
	/** One eigenvector a column, row by row. */
	readonly vectors: Float64Array;
}

/** Of a symmetric matrix, of which the lower triangle is read. */
export function eigenSymmetric(entries: Float64Array, n: number): Eigen {
	const a = Float64Array.from(entries);
	for (let i = 0; i < n; i++) for (let j = i + 1; j < n; j++) a[i * n + j] = a[j * n + i]!;
	const v = new Float64Array(n * n);
	for (let i = 0; i < n; i++) v[i * n + i] = 1;
	for (let sweep = 0; sweep < SWEEPS; sweep++) {
		let turned = false;
		for (let p = 0; p < n; p++) {
			for (let q = p + 1; q < n; q++) {
				const off = a[p * n + q]!;
				if (Math.abs(off) <= 1e-17 * Math.sqrt(Math.abs(a[p * n + p]! * a[q * n + q]!)) || off === 0) continue;
				turned = true;
				const [c, s] = rotation((a[q * n + q]! - a[p * n + p]!) / (2 * off));
				turnColumns(a, n, n, p, q, c, s);
				turnRows(a, n, p, q, c, s);
				a[p * n + q] = a[q * n + p] = 0;
				turnColumns(v, n, n, p, q, c, s);
			}
		}
		if (!turned) break;
	}
	const order = Array.from({ length: n }, (_, index) => index).sort((i, j) => a[i * n + i]! - a[j * n + j]!);
	const values = Float64Array.from(order, (index) => a[index * n + index]!);
	const vectors = new Float64Array(n * n);
	order.forEach((from, to) => {
		const sign = signOf(v, n, n, from);
		for (let i = 0; i < n; i++) vectors[i * n + to] = sign * v[i * n + from]!;
	});
	return { values, vectors };
}

/** Cosine and sine of the smaller angle whose rotation makes an off-diagonal entry 0; `tau` is the cotangent of twice that angle. */
function rotation(tau: number): readonly [c: number, s: number] {
	const t = (tau < 0 ? -1 : 1) / (Math.abs(tau) + Math.hypot(1, tau));
	const c = 1 / Math.hypot(1, t);
	return [c, t * c];
}

function turnColumns(a: Float64Array, rows: number, width: number, p: number, q: number, c: number, s: number): void {
	for (let i = 0; i < rows; i++) {
		const [x, y] = [a[i * width + p]!, a[i * width + q]!];
		a[i * width + p] = c * x - s * y;
		a[i * width + q] = s * x + c * y;
	}
}

function turnRows(a: Float64Array, n: number, p: number, q: number, c: number, s: number): void {
	for (let j = 0; j < n; j++) {
		const [x, y] = [a[p * n + j]!, a[q * n + j]!];
		a[p * n + j] = c * x - s * y;
		a[q * n + j] = s * x + c * y;
	}
}

function signOf(a: Float64Array, rows: number, width: number, column: number): number {
	let largest = 0;
	for (let i = 0; i < rows; i++) {
		const entry = a[i * width + column]!;
		// An entry must be larger by more than rounding to count as larger.
		if (Math.abs(entry) > Math.abs(largest) * (1 + 1e-9)) largest = entry;
	}
	return largest < 0 ? -1 : 1;
}

export interface Svd {
	/** m × k, k = min(m, n), row by row. */
	readonly u: Float64Array;
	/** Descending. */
	readonly s: Float64Array;
	/** k × n. */
	readonly vh: Float64Array;
}

/** The thin singular value decomposition. */
export function svd(entries: Float64Array, m: number, n: number): Svd {
	if (m < n) {
		const turned = svd(transposed(entries, m, n), n, m);
		return { u: transposed(turned.vh, m, m), s: turned.s, vh: transposed(turned.u, n, m) };
	}
	const a = Float64Array.from(entries);
	const v = new Float64Array(n * n);
	for (let i = 0; i < n; i++) v[i * n + i] = 1;
	for (let sweep = 0; sweep < SWEEPS; sweep++) {
		let turned = false;
		for (let p = 0; p < n; p++) {
			for (let q = p + 1; q < n; q++) {
				let [pp, qq, pq] = [0, 0, 0];
				for (let i = 0; i < m; i++) {
					const [x, y] = [a[i * n + p]!, a[i * n + q]!];
					pp += x * x;
					qq += y * y;
					pq += x * y;
				}
				if (Math.abs(pq) <= 1e-16 * Math.sqrt(pp * qq) || pq === 0) continue;
				turned = true;
				const [c, s] = rotation((qq - pp) / (2 * pq));
				turnColumns(a, m, n, p, q, c, s);
				turnColumns(v, n, n, p, q, c, s);
			}
		}
		if (!turned) break;
	}
	const lengths = Array.from({ length: n }, (_, j) => {
		let length = 0;
		for (let i = 0; i < m; i++) length = Math.hypot(length, a[i * n + j]!);
		return length;
	});
	const order = lengths.map((_, index) => index).sort((i, j) => lengths[j]! - lengths[i]!);
	const s = Float64Array.from(order, (index) => lengths[index]!);
	const u = new Float64Array(m * n);
	const vh = new Float64Array(n * n);
	// Columns as short as rounding have no direction of their own.
	const least = (s[0] ?? 0) * 1e-15;
	order.forEach((from, to) => {
		const length = s[to]!;
		if (length > least) for (let i = 0; i < m; i++) u[i * n + to] = a[i * n + from]! / length;
		else complete(u, m, n, to);
		const sign = signOf(u, m, n, to);
		for (let i = 0; i < m; i++) u[i * n + to]! *= sign;
		for (let i = 0; i < n; i++) vh[to * n + i] = sign * v[i * n + from]!;
	});
	return { u, s, vh };
}

/** Fills a column with a unit vector at right angles to all columns before it. */
function complete(u: Float64Array, m: number, width: number, column: number): void {
	for (let axis = 0; axis < m; axis++) {
		const candidate = new Float64Array(m);
		candidate[axis] = 1;
		// Twice is enough for the last digits.
		for (let round = 0; round < 2; round++) {
			for (let j = 0; j < column; j++) {
				let dot = 0;
				for (let i = 0; i < m; i++) dot += candidate[i]! * u[i * width + j]!;
				for (let i = 0; i < m; i++) candidate[i]! -= dot * u[i * width + j]!;
			}
		}
		const length = Math.hypot(...candidate);
		// Some axis leaves at least 1/√m.
		if (length < 0.5 / Math.sqrt(m)) continue;
		for (let i = 0; i < m; i++) u[i * width + column] = candidate[i]! / length;
		return;
	}
}

/** The columns of a thin u (m × k) completed to an orthogonal m × m matrix. */
export function completed(u: Float64Array, m: number, k: number): Float64Array {
	const full = new Float64Array(m * m);
	for (let i = 0; i < m; i++) for (let j = 0; j < k; j++) full[i * m + j] = u[i * k + j]!;
	for (let j = k; j < m; j++) complete(full, m, m, j);
	return full;
}

export function transposed(a: Float64Array, rows: number, columns: number): Float64Array {
	const out = new Float64Array(a.length);
	for (let i = 0; i < rows; i++) for (let j = 0; j < columns; j++) out[j * rows + i] = a[i * columns + j]!;
	return out;
}
