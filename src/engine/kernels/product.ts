/**
 * Large matrix products in WebAssembly: blocks of both operands are packed into a small memory of the module's own, whatever their strides, so that a
 * transpose costs nothing, and memory stays the same for operands of any size.
 *
 * Sums are added in another order than the plain loops add them (in blocks, two columns at once, and rounded once a term where the machine fuses
 * multiplying and adding), so that the last bits may differ; neither order is nearer to the truth, and NumPy's differs from both. What matters is that
 * one trace, its replays and its partial sums agree among themselves: a world chooses its loops once, before its first trace, and which loops a
 * product takes depends on its sizes alone.
 */
import { useMultiply } from '../../core/tensor/matmul.ts';
import { multiply, type Multiply } from '../../core/tensor/multiply.ts';
import { TILE, UNROLL } from './product-layout.ts';
import { FUSED_PRODUCT, SIMD_PRODUCT } from './product.generated.ts';
import { compileModule, memoryOf, wasmOfThisWorld, type Wasm } from './wasm.ts';

/** Terms of a sum packed at once: a strip of each operand, 8 KB, fits into the first cache. */
const DEPTH = 256;
/** Rows of the left operand packed at once: 128 KB, for the second cache. */
const HEIGHT = 64;
/** Columns of the right operand packed at once: 1 MB. */
const WIDTH = 512;
/** Rows at most at a time where the sum is short. */
const TALLEST = 512;
/** Entries between lines that are copied one by one. */
const PADDING = 8;
/** Below this many products, or with fewer lines on a side, packing costs what the loops save. */
const SMALL = 16_384;
const THIN = 8;

interface Exports {
	/** Addresses in bytes, tiles down and across, bytes of a packed strip. */
	product(a: number, b: number, c: number, tall: number, wide: number, depth: number): void;
	/** Addresses, strips, bytes from line to line and from entry to entry, entries of a line, vectors of zeros after each strip. */
	pack(from: number, into: number, tiles: number, line: number, along: number, count: number, zeros: number): void;
}

/** The loops of a module in base64; null where this world cannot run it. Products below `small`, or with fewer lines than `thin`, are left to the plain loops. */
export function wasmMultiply(base64: string, small: number = SMALL, thin: number = THIN): Multiply | null {
	const wasm = wasmOfThisWorld();
	const module = compileModule(wasm, base64);
	return wasm && module ? withMemory(wasm, module, small, thin) : null;
}

function withMemory(wasm: Wasm, module: object, small: number, thin: number): Multiply | null {
	const sizes = {
		a: HEIGHT * DEPTH,
		b: WIDTH * DEPTH,
		c: Math.max(HEIGHT * WIDTH, TALLEST * TILE),
		raw: WIDTH * DEPTH + TALLEST * PADDING,
	};
	const memory = memoryOf(wasm, (sizes.a + sizes.b + sizes.c + sizes.raw) * 8);
	if (memory === null) return null;
	const exports = new wasm.Instance(module, { m: { memory } }).exports as Exports;
	const packedA = new Float64Array(memory.buffer, 0, sizes.a);
	const packedB = new Float64Array(memory.buffer, sizes.a * 8, sizes.b);
	const block = new Float64Array(memory.buffer, (sizes.a + sizes.b) * 8, sizes.c);
	const raw = new Float64Array(memory.buffer, (sizes.a + sizes.b + sizes.c) * 8, sizes.raw);
	const packer = new Packer(exports, raw);
	return (out, at, rows, columns, inner, a, b) => {
		if (Math.min(rows, columns, inner) < thin || rows * columns * inner < small || inner === 0) {
			multiply(out, at, rows, columns, inner, a, b);
			return;
		}
		for (let right = 0; right < columns; right += WIDTH) {
			const width = Math.min(WIDTH, columns - right);
			const wide = Math.ceil(width / TILE);
			for (let from = 0; from < inner; from += DEPTH) {
				const count = Math.min(DEPTH, inner - from);
				const depth = Math.ceil(count / UNROLL) * UNROLL;
				packer.pack(packedB, b.data, b.start + from * b.down + right * b.across, b.across, b.down, width, count, depth);
				// Where the sum is short, more rows fit into the same memory, and each step has more to do.
				const most = Math.min(sizes.a / depth, sizes.c / (wide * TILE), TALLEST);
				const highest = Math.floor(most / TILE) * TILE;
				for (let top = 0; top < rows; top += highest) {
					const height = Math.min(highest, rows - top);
					const start = a.start + top * a.down + from * a.across;
					packer.pack(packedA, a.data, start, a.down, a.across, height, count, depth);
					const tall = Math.ceil(height / TILE);
					exports.product(packedA.byteOffset, packedB.byteOffset, block.byteOffset, tall, wide, depth * TILE * 8);
					const place = at + top * columns + right;
					if (from === 0) putBlock(out, place, columns, block, wide * TILE, height, width);
					else addBlock(out, place, columns, block, wide * TILE, height, width);
				}
			}
		}
	};
}

/** Puts lines side by side, TILE at a time, entry by entry; lines and entries that are missing are zeros, which add nothing to any sum that is read. */
class Packer {
	readonly #exports: Exports;
	/** Where lines are copied to as they are, for the module to read. */
	readonly #raw: Float64Array;

	constructor(exports: Exports, raw: Float64Array) {
		this.#exports = exports;
		this.#raw = raw;
	}

	pack(
		into: Float64Array,
		data: Float64Array,
		start: number,
		line: number,
		along: number,
		lines: number,
		count: number,
		depth: number,
	): void {
		const tiles = Math.floor(lines / TILE);
		if (tiles > 0 && (along === 1 || line === 1)) this.#packWhole(into, data, start, line, along, tiles, count, depth);
		else packStrided(into, 0, data, start, line, along, 0, tiles * TILE, count, depth);
		packStrided(into, tiles * TILE * depth, data, start, line, along, tiles * TILE, lines, count, depth);
	}

	/** Copies what lies in one piece, and lets the module do the rest. */
	#packWhole(
		into: Float64Array,
		data: Float64Array,
		start: number,
		line: number,
		along: number,
		tiles: number,
		count: number,
		depth: number,
	): void {
		const raw = this.#raw;
		const lines = tiles * TILE;
		const [pieces, size, step] = along === 1 ? [lines, count, line] : [count, lines, along];
		let stride = size;
		if (step === size) raw.set(data.subarray(start, start + pieces * size));
		else {
			// Not a power of 2 apart, which would fall into few lines of the first cache.
			stride = size + PADDING;
			for (let i = 0, p = start, q = 0; i < pieces; i++, p += step, q += stride) raw.set(data.subarray(p, p + size), q);
		}
		const zeros = ((depth - count) * TILE) / 2;
		const [lineBytes, alongBytes] = along === 1 ? [stride * 8, 8] : [8, stride * 8];
		this.#exports.pack(raw.byteOffset, into.byteOffset, tiles, lineBytes, alongBytes, count, zeros);
	}
}

/** The same for lines `i` … `lines` − 1 whose entries lie anywhere. */
function packStrided(
	into: Float64Array,
	at: number,
	data: Float64Array,
	start: number,
	line: number,
	along: number,
	i: number,
	lines: number,
	count: number,
	depth: number,
): void {
	for (; i < lines; i += TILE, at += depth * TILE) {
		const sides = Math.min(TILE, lines - i);
		if (sides < TILE || count < depth) into.fill(0, at, at + depth * TILE);
		for (let side = 0; side < sides; side++) {
			let p = start + (i + side) * line;
			for (let q = at + side, end = q + count * TILE; q < end; q += TILE, p += along) into[q] = data[p]!;
		}
	}
}

function putBlock(
	out: Float64Array,
	at: number,
	columns: number,
	block: Float64Array,
	stride: number,
	height: number,
	width: number,
): void {
	if (stride === columns) {
		out.set(block.subarray(0, height * columns), at);
		return;
	}
	for (let i = 0; i < height; i++) {
		const row = at + i * columns;
		const from = i * stride;
		for (let j = 0; j < width; j++) out[row + j] = block[from + j]!;
	}
}

function addBlock(
	out: Float64Array,
	at: number,
	columns: number,
	block: Float64Array,
	stride: number,
	height: number,
	width: number,
): void {
	for (let i = 0; i < height; i++) {
		const row = at + i * columns;
		const from = i * stride;
		for (let j = 0; j < width; j++) out[row + j]! += block[from + j]!;
	}
}

/** The fastest loops that this world can run; null where it has only the plain ones. */
export function bestMultiply(): Multiply | null {
	return wasmMultiply(FUSED_PRODUCT) ?? wasmMultiply(SIMD_PRODUCT);
}

let installed = false;

/** Gives the products of this world the fastest loops that it can run. Call it before the first trace; later calls change nothing. */
export function installProduct(): void {
	if (installed) return;
	installed = true;
	useMultiply(bestMultiply());
}
