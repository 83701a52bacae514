/**
 * Writes engine/kernels/product.generated.ts: the innermost loops of matrix products as WebAssembly modules, two doubles an instruction.
 */
import { TILE, UNROLL } from '../src/engine/kernels/product-layout.ts';
import {
	I,
	I32,
	integer,
	moduleBytes,
	SIMD,
	unsigned,
	V128,
	VOID,
	type Bytes,
	type ModuleFunction,
} from './wasm-binary.ts';

/** Bytes of one entry of each of a tile's lines. */
const STEP = TILE * 8;
/** Vectors across a tile. */
const ACROSS = TILE / 2;

const L = {
	a: 0,
	b: 1,
	c: 2,
	tall: 3,
	wide: 4,
	depth: 5,
	p: 6,
	q: 7,
	end: 8,
	i: 9,
	at: 10,
	from: 11,
	vectors: 12,
} as const;

function get(local: number): Bytes {
	return [I.get, unsigned(local)];
}

function set(local: number): Bytes {
	return [I.set, unsigned(local)];
}

/** An aligned offset from the address on the stack. */
function offset(alignment: number, bytes: number): Bytes {
	return [alignment, unsigned(bytes)];
}

function range(count: number): readonly number[] {
	return Array.from({ length: count }, (_, index) => index);
}

/**
 * `product(a, b, c, tall, wide, depth)`: a holds `tall` packed strips of TILE rows, b `wide` of TILE columns, each with `depth` bytes of entries; c becomes
 * their product in C order. A tile of the result stays in registers while the sum runs.
 */
function product(fused: boolean): ModuleFunction {
	const sum = (row: number, vector: number): number => L.vectors + row * ACROSS + vector;
	const right = (vector: number): number => L.vectors + TILE * ACROSS + vector;
	const left = right(ACROSS);
	const term = (at: number): Bytes => [
		range(ACROSS).map((vector): Bytes => [get(L.q), SIMD.load, offset(4, at * STEP + vector * 16), set(right(vector))]),
		range(TILE).map((row): Bytes => [
			[get(L.p), SIMD.load64Splat, offset(3, at * STEP + row * 8), set(left)],
			range(ACROSS).map((vector): Bytes =>
				fused
					? [get(left), get(right(vector)), get(sum(row, vector)), SIMD.f64x2Madd, set(sum(row, vector))]
					: [get(sum(row, vector)), get(left), get(right(vector)), SIMD.f64x2Mul, SIMD.f64x2Add, set(sum(row, vector))],
			),
		]),
	];
	const advance = (local: number, bytes: number): Bytes => [get(local), integer(bytes), I.i32Add, set(local)];
	const stride: Bytes = [get(L.wide), integer(STEP), I.i32Mul];
	const tile: Bytes = [
		range(TILE * ACROSS).map((index): Bytes => [SIMD.zero, set(L.vectors + index)]),
		[get(L.b), set(L.q)],
		[get(L.p), get(L.depth), I.i32Add, set(L.end)],
		[I.loop, VOID],
		range(UNROLL).map(term),
		advance(L.q, UNROLL * STEP),
		[advance(L.p, UNROLL * STEP), get(L.p), get(L.end), I.i32LtS, I.brIf, unsigned(0)],
		I.end,
		range(TILE).map((row): Bytes => [
			range(ACROSS).map((vector): Bytes => [get(L.at), get(sum(row, vector)), SIMD.store, offset(4, vector * 16)]),
			[get(L.at), stride, I.i32Add, set(L.at)],
		]),
	];
	const count = (local: number): Bytes => [
		get(local),
		integer(1),
		I.i32Sub,
		I.tee,
		unsigned(local),
		I.brIf,
		unsigned(0),
	];
	// Strips of b outside: one stays in the first cache while all of a, which fits into the second, goes past it.
	const body: Bytes = [
		[get(L.wide), set(L.from)],
		[I.loop, VOID],
		[get(L.a), set(L.p), get(L.c), set(L.at), get(L.tall), set(L.i)],
		[I.loop, VOID, tile, count(L.i), I.end],
		[get(L.b), get(L.depth), I.i32Add, set(L.b)],
		advance(L.c, STEP),
		[count(L.from), I.end],
	];
	const vectors = TILE * ACROSS + ACROSS + 1;
	return {
		exported: 'product',
		type: { parameters: range(L.p).map(() => I32), results: [] },
		locals: [...range(L.vectors - L.p).map(() => I32), ...range(vectors).map(() => V128)],
		body,
	};
}

const P = {
	from: 0,
	into: 1,
	tiles: 2,
	line: 3,
	along: 4,
	count: 5,
	zeros: 6,
	i: 7,
	lines: 8,
	vector: 8 + TILE,
} as const;

/**
 * `pack(from, into, tiles, line, along, count, zeros)`: takes TILE lines after TILE lines, `line` bytes apart, with `count` entries each, `along` bytes
 * apart, and puts them side by side, entry by entry, with so many vectors of zeros after the entries of each strip.
 */
function pack(): ModuleFunction {
	const address = (index: number): number => P.lines + index;
	const down = (local: number): Bytes => [
		get(local),
		integer(1),
		I.i32Sub,
		I.tee,
		unsigned(local),
		I.brIf,
		unsigned(0),
	];
	const advance = (local: number, by: Bytes): Bytes => [get(local), by, I.i32Add, set(local)];
	const nextEntry: Bytes = [advance(P.into, integer(STEP)), down(P.i)];
	// Lines that lie side by side already are copied as vectors.
	const copied: Bytes = [
		range(ACROSS).map((at): Bytes => [
			[get(P.into), get(address(0)), SIMD.load, offset(3, at * 16)],
			[SIMD.store, offset(4, at * 16)],
		]),
		advance(address(0), get(P.along)),
	];
	const gathered: Bytes = [
		range(TILE).map((at): Bytes => [
			[get(P.into), get(address(at)), I.f64Load, offset(3, 0), I.f64Store, offset(3, at * 8)],
			advance(address(at), get(P.along)),
		]),
	];
	const body: Bytes = [
		[I.loop, VOID],
		[get(P.from), set(address(0))],
		range(TILE - 1).map((at): Bytes => [get(address(at)), get(P.line), I.i32Add, set(address(at + 1))]),
		[get(P.count), set(P.i)],
		[get(P.line), integer(8), I.i32Sub, I.i32Eqz, I.if, VOID],
		[I.loop, VOID, copied, nextEntry, I.end],
		I.else,
		[I.loop, VOID, gathered, nextEntry, I.end],
		I.end,
		[get(P.zeros), I.if, VOID, get(P.zeros), set(P.i)],
		[
			I.loop,
			VOID,
			get(P.into),
			get(P.vector),
			SIMD.store,
			offset(4, 0),
			advance(P.into, integer(16)),
			down(P.i),
			I.end,
		],
		I.end,
		advance(P.from, [get(P.line), integer(TILE), I.i32Mul]),
		[down(P.tiles), I.end],
	];
	return {
		exported: 'pack',
		type: { parameters: range(P.i).map(() => I32), results: [] },
		locals: [...range(1 + TILE).map(() => I32), V128],
		body,
	};
}

export function productSource(): string {
	const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
	return `/**
 * The innermost loops of matrix products as WebAssembly modules in base64, made by scripts/generate.ts. Do not edit.
 */

/** Needs vectors of 128 bits. */
export const SIMD_PRODUCT = '${base64(moduleBytes([], [product(false), pack()]))}';

/** Needs the relaxed instructions on top of them, which multiply and add at once. */
export const FUSED_PRODUCT = '${base64(moduleBytes([], [product(true), pack()]))}';
`;
}
