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
import { compileModule, PAGE, wasmOfThisWorld, type Wasm } from './wasm.ts';

/** Terms of a sum packed at once: a strip of each operand, 8 KB, fits into the first cache. */
const DEPTH = 256;
/** Rows of the left operand packed at once: 128 KB, for the second cache. */
const HEIGHT = 64;
/** Columns of the right operand packed at once: 1 MB. */
const WIDTH = 512;
/** Below this many products, or with fewer lines on a side, packing costs what the loops save. */
const SMALL = 16_384;
const THIN = 8;

interface Exports {
	/** Addresses in bytes, tiles down and across, bytes of a packed strip. */
	product(a: number, b: number, c: number, tall: number, wide: number, depth: number): void;
}

/** The loops of a module in base64; null where this world cannot run it. Products below `small`, or with fewer lines than `thin`, are left to the plain loops. */
export function wasmMultiply(base64: string, small: number = SMALL, thin: number = THIN): Multiply | null {
	const wasm = wasmOfThisWorld();
	const module = compileModule(wasm, base64);
	return wasm && module ? withMemory(wasm, module, small, thin) : null;
}

function withMemory(wasm: Wasm, module: object, small: number, thin: number): Multiply | null {
	const sizes = { a: HEIGHT * DEPTH, b: WIDTH * DEPTH, c: HEIGHT * WIDTH };
	const pages = Math.ceil(((sizes.a + sizes.b + sizes.c) * 8) / PAGE);
	let memory;
	try {
		memory = new wasm.Memory({ initial: pages, maximum: pages });
	} catch (error) {
		// No address space is left: the plain loops need none of it.
		if (!(error instanceof RangeError)) throw error;
		return null;
	}
	const exports = new wasm.Instance(module, { m: { memory } }).exports as Exports;
	const packedA = new Float64Array(memory.buffer, 0, sizes.a);
	const packedB = new Float64Array(memory.buffer, sizes.a * 8, sizes.b);
	const block = new Float64Array(memory.buffer, (sizes.a + sizes.b) * 8, sizes.c);
	return (out, at, rows, columns, inner, a, b) => {
		if (Math.min(rows, columns, inner) < thin || rows * columns * inner < small) {
			multiply(out, at, rows, columns, inner, a, b);
			return;
		}
		for (let right = 0; right < columns; right += WIDTH) {
			const width = Math.min(WIDTH, columns - right);
			const wide = Math.ceil(width / TILE);
			for (let from = 0; from < inner; from += DEPTH) {
				const count = Math.min(DEPTH, inner - from);
				const depth = Math.ceil(count / UNROLL) * UNROLL;
				pack(packedB, b.data, b.start + from * b.down + right * b.across, b.across, b.down, width, count, depth);
				for (let top = 0; top < rows; top += HEIGHT) {
					const height = Math.min(HEIGHT, rows - top);
					pack(packedA, a.data, a.start + top * a.down + from * a.across, a.down, a.across, height, count, depth);
					exports.product(
						packedA.byteOffset,
						packedB.byteOffset,
						block.byteOffset,
						Math.ceil(height / TILE),
						wide,
						depth * TILE * 8,
					);
					addBlock(out, at + top * columns + right, columns, block, wide * TILE, height, width);
				}
			}
		}
	};
}

/** Puts lines side by side, TILE at a time, entry by entry; lines and entries that are missing are zeros, which add nothing to any sum that is read. */
function pack(
	into: Float64Array,
	data: Float64Array,
	start: number,
	line: number,
	along: number,
	lines: number,
	count: number,
	depth: number,
): void {
	let at = 0;
	let i = 0;
	for (; i + TILE <= lines; i += TILE) {
		let p0 = start + i * line;
		let p1 = p0 + line;
		let p2 = p1 + line;
		let p3 = p2 + line;
		for (const end = at + count * TILE; at < end; at += TILE) {
			into[at] = data[p0]!;
			into[at + 1] = data[p1]!;
			into[at + 2] = data[p2]!;
			into[at + 3] = data[p3]!;
			p0 += along;
			p1 += along;
			p2 += along;
			p3 += along;
		}
		for (const end = at + (depth - count) * TILE; at < end; at++) into[at] = 0;
	}
	if (i === lines) return;
	into.fill(0, at, at + depth * TILE);
	for (let side = 0; i < lines; i++, side++) {
		for (let k = 0, p = start + i * line; k < count; k++, p += along) into[at + k * TILE + side] = data[p]!;
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
