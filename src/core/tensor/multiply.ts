/**
 * The loops of matrix products: a register-blocked kernel over packed panels, so that strides cost only the packing, and loops of their own for what is thin.
 */

/** A matrix somewhere in memory, with the steps to the next row and to the next column. */
export interface Panel {
	readonly data: Float64Array;
	readonly start: number;
	readonly down: number;
	readonly across: number;
}

/** Writes a·b as a matrix in C order to `out[at]` and on, of so many rows and columns; what stands there is not read, since fresh memory costs twice where it is read first. */
export type Multiply = (
	out: Float64Array,
	at: number,
	rows: number,
	columns: number,
	inner: number,
	a: Panel,
	b: Panel,
) => void;

/** So many rows and columns of the result are held in registers at once. */
const TILE = 3;
/** So many terms of the sum are packed at once: two panels of them fit into the first cache. */
const DEPTH = 512;
/** Below this many products packing costs more than it saves. */
const SMALL = 2048;

/** A column times a row whose entries lie one after another, as `multiply` writes it. */
export type Outer = (out: Float64Array, at: number, rows: number, columns: number, a: Panel, b: Panel) => void;

let outer: Outer | null = null;
/** Shorter rows are written as fast by the plain loops. */
const LARGE = 256;

/** Puts a faster product of a column and a row in the place of the plain one, to the same bits; null takes it away. */
export function useOuter(faster: Outer | null): void {
	outer = faster;
}

let packedA = new Float64Array(0);
let packedB = new Float64Array(0);
const tile = new Float64Array(TILE * TILE);

export const multiply: Multiply = (out, at, rows, columns, inner, a, b) => {
	if (columns === 1) timesVector(out, at, rows, inner, a, b);
	else if (rows === 1) timesVector(out, at, columns, inner, turned(b), turned(a));
	else if (inner < TILE || rows * columns * inner < SMALL) multiplySmall(out, at, rows, columns, inner, a, b);
	else multiplyPacked(out, at, rows, columns, inner, a, b);
};

function turned({ data, start, down, across }: Panel): Panel {
	return { data, start, down: across, across: down };
}

function multiplySmall(
	out: Float64Array,
	at: number,
	rows: number,
	columns: number,
	inner: number,
	a: Panel,
	b: Panel,
): void {
	const { data: as, down: aDown, across: aAcross } = a;
	const { data: bs, down: bDown, across: bAcross } = b;
	if (inner === 0) out.fill(0, at, at + rows * columns);
	if (inner === 1 && bAcross === 1 && columns >= LARGE && outer !== null) return outer(out, at, rows, columns, a, b);
	for (let i = 0; i < rows; i++) {
		const row = at + i * columns;
		let from = a.start + i * aDown;
		if (inner > 0) {
			const factor = as[from]!;
			let place = b.start;
			// A sum starts at 0, so that there is no −0.
			for (let j = 0; j < columns; j++, place += bAcross) out[row + j] = factor * bs[place]! + 0;
			from += aAcross;
		}
		for (let k = 1; k < inner; k++, from += aAcross) {
			const factor = as[from]!;
			let place = b.start + k * bDown;
			for (let j = 0; j < columns; j++, place += bAcross) out[row + j]! += factor * bs[place]!;
		}
	}
}

/** A matrix times a column. */
function timesVector(out: Float64Array, at: number, rows: number, inner: number, a: Panel, x: Panel): void {
	const { data: as, start, down, across } = a;
	const { data: xs, start: from, down: step } = x;
	if (Math.abs(across) <= Math.abs(down) || inner < 4) {
		// Rows lie in memory one after another: four dot products share each entry of the vector.
		let i = 0;
		for (; i + 4 <= rows; i += 4) {
			let p0 = start + i * down;
			let p1 = p0 + down;
			let p2 = p1 + down;
			let p3 = p2 + down;
			let s0 = 0;
			let s1 = 0;
			let s2 = 0;
			let s3 = 0;
			for (let k = 0, q = from; k < inner; k++, q += step) {
				const value = xs[q]!;
				s0 += as[p0]! * value;
				s1 += as[p1]! * value;
				s2 += as[p2]! * value;
				s3 += as[p3]! * value;
				p0 += across;
				p1 += across;
				p2 += across;
				p3 += across;
			}
			out[at + i] = s0;
			out[at + i + 1] = s1;
			out[at + i + 2] = s2;
			out[at + i + 3] = s3;
		}
		for (; i < rows; i++) {
			let sum = 0;
			for (let k = 0, p = start + i * down, q = from; k < inner; k++, p += across, q += step) sum += as[p]! * xs[q]!;
			out[at + i] = sum;
		}
		return;
	}
	// Columns do: four of them are added at once.
	out.fill(0, at, at + rows);
	let k = 0;
	for (; k + 4 <= inner; k += 4) {
		const q = from + k * step;
		const x0 = xs[q]!;
		const x1 = xs[q + step]!;
		const x2 = xs[q + 2 * step]!;
		const x3 = xs[q + 3 * step]!;
		let p0 = start + k * across;
		let p1 = p0 + across;
		let p2 = p1 + across;
		let p3 = p2 + across;
		for (let i = 0; i < rows; i++) {
			out[at + i]! += as[p0]! * x0 + as[p1]! * x1 + (as[p2]! * x2 + as[p3]! * x3);
			p0 += down;
			p1 += down;
			p2 += down;
			p3 += down;
		}
	}
	for (; k < inner; k++) {
		const value = xs[from + k * step]!;
		for (let i = 0, p = start + k * across; i < rows; i++, p += down) out[at + i]! += as[p]! * value;
	}
}

function multiplyPacked(
	out: Float64Array,
	at: number,
	rows: number,
	columns: number,
	inner: number,
	a: Panel,
	b: Panel,
): void {
	const tall = Math.ceil(rows / TILE);
	const wide = Math.ceil(columns / TILE);
	const depth = Math.min(inner, DEPTH);
	out.fill(0, at, at + rows * columns);
	if (packedA.length < tall * TILE * depth) packedA = new Float64Array(tall * TILE * depth);
	if (packedB.length < wide * TILE * depth) packedB = new Float64Array(wide * TILE * depth);
	for (let from = 0; from < inner; from += depth) {
		const count = Math.min(depth, inner - from);
		pack(packedA, a.data, a.start + from * a.across, a.down, a.across, rows, count);
		pack(packedB, b.data, b.start + from * b.down, b.across, b.down, columns, count);
		for (let i = 0; i < tall; i++) {
			const height = Math.min(TILE, rows - i * TILE);
			for (let j = 0; j < wide; j++) {
				const width = Math.min(TILE, columns - j * TILE);
				const place = at + i * TILE * columns + j * TILE;
				const left = i * TILE * count;
				const right = j * TILE * count;
				if (height === TILE && width === TILE) addTile(packedA, left, packedB, right, count, out, place, columns);
				else {
					tile.fill(0);
					addTile(packedA, left, packedB, right, count, tile, 0, TILE);
					for (let r = 0; r < height; r++) {
						for (let c = 0; c < width; c++) out[place + r * columns + c]! += tile[r * TILE + c]!;
					}
				}
			}
		}
	}
}

/** Three lines after three lines, entry by entry side by side; lines that are missing are zeros. */
function pack(
	into: Float64Array,
	data: Float64Array,
	start: number,
	line: number,
	along: number,
	lines: number,
	count: number,
): void {
	let at = 0;
	let i = 0;
	for (; i + TILE <= lines; i += TILE) {
		let p = start + i * line;
		for (let k = 0; k < count; k++, p += along, at += TILE) {
			into[at] = data[p]!;
			into[at + 1] = data[p + line]!;
			into[at + 2] = data[p + 2 * line]!;
		}
	}
	if (i === lines) return;
	const two = lines - i === 2;
	let p = start + i * line;
	for (let k = 0; k < count; k++, p += along, at += TILE) {
		into[at] = data[p]!;
		into[at + 1] = two ? data[p + line]! : 0;
		into[at + 2] = 0;
	}
}

/** Adds the product of three packed rows and three packed columns. */
function addTile(
	a: Float64Array,
	left: number,
	b: Float64Array,
	right: number,
	count: number,
	out: Float64Array,
	at: number,
	columns: number,
): void {
	let c00 = 0;
	let c01 = 0;
	let c02 = 0;
	let c10 = 0;
	let c11 = 0;
	let c12 = 0;
	let c20 = 0;
	let c21 = 0;
	let c22 = 0;
	for (let k = 0, p = left, q = right; k < count; k++, p += TILE, q += TILE) {
		const x = a[p]!;
		const y = a[p + 1]!;
		const z = a[p + 2]!;
		const b0 = b[q]!;
		const b1 = b[q + 1]!;
		const b2 = b[q + 2]!;
		c00 += x * b0;
		c01 += x * b1;
		c02 += x * b2;
		c10 += y * b0;
		c11 += y * b1;
		c12 += y * b2;
		c20 += z * b0;
		c21 += z * b1;
		c22 += z * b2;
	}
	out[at]! += c00;
	out[at + 1]! += c01;
	out[at + 2]! += c02;
	out[at + columns]! += c10;
	out[at + columns + 1]! += c11;
	out[at + columns + 2]! += c12;
	out[at + 2 * columns]! += c20;
	out[at + 2 * columns + 1]! += c21;
	out[at + 2 * columns + 2]! += c22;
}
