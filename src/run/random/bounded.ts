/**
 * Whole numbers from a range, drawn as NumPy draws them: by masking and rejecting (its legacy functions) or by Lemire's multiplication (2019), from
 * as few bits as the type of the numbers asks for.
 */
import { wordOf, type Bits } from './bits.ts';

/** How a draw outside the range is avoided. */
export type Method = 'masked' | 'lemire';

/** Bits of the type that is drawn; `bool` takes single bits. */
export type Width = 1 | 8 | 16 | 32 | 64;

/** The smallest 2ᵏ − 1 that is at least `value`, below 2³². */
function maskOf(value: number): number {
	return value === 0 ? 0 : 0xffffffff >>> Math.clz32(value);
}

function wideMaskOf(value: bigint): bigint {
	return (1n << BigInt(value.toString(2).length)) - 1n;
}

/** A whole number from 0 to `span` ≤ 2³² − 1 by masking: what NumPy's shuffles draw. */
export function interval(bits: Bits, span: number): number {
	if (span === 0) return 0;
	if (span > 0xffffffff) return Number(wide(bits, BigInt(span), 'masked'));
	return word(bits, span, 'masked');
}

/** A whole number from 0 to `span` by Lemire's multiplication: what the newer choices draw. */
export function bounded(bits: Bits, span: number): number {
	if (span === 0) return 0;
	return span > 0xffffffff ? Number(wide(bits, BigInt(span), 'lemire')) : word(bits, span, 'lemire');
}

function word(bits: Bits, span: number, method: Method): number {
	if (span === 0xffffffff) return bits.next32();
	if (method === 'masked') {
		const mask = maskOf(span);
		for (;;) {
			const value = (bits.next32() & mask) >>> 0;
			if (value <= span) return value;
		}
	}
	const count = span + 1;
	const threshold = (0xffffffff - span) % count;
	for (;;) {
		// The product has up to 64 bits: its halves are computed apart.
		const drawn = bits.next32();
		if (Math.imul(drawn, count) >>> 0 < threshold) continue;
		const lower = Math.floor(((drawn & 0xffff) * count) / 65536);
		return Math.floor(((drawn >>> 16) * count + lower) / 65536);
	}
}

function wide(bits: Bits, span: bigint, method: Method): bigint {
	const most = 0xffffffffffffffffn;
	const draw = (): bigint => {
		bits.next64();
		return wordOf(bits);
	};
	if (span === most) return draw();
	if (method === 'masked') {
		const mask = wideMaskOf(span);
		for (;;) {
			const value = draw() & mask;
			if (value <= span) return value;
		}
	}
	const count = span + 1n;
	const threshold = (most - span) % count;
	for (;;) {
		const product = draw() * count;
		if ((product & most) >= threshold) return product >> 64n;
	}
}

/** Draws of 1, 8 or 16 bits, cut from words of 32: `next` hands out the lowest bits first. */
function cutter(bits: Bits, width: 1 | 8 | 16): () => number {
	let left = 0;
	let word = 0;
	const mask = 2 ** width - 1;
	return () => {
		if (left === 0) {
			word = bits.next32();
			left = 32 / width;
		} else {
			word >>>= width;
		}
		left--;
		return word & mask;
	};
}

function narrow(draw: () => number, span: number, width: 1 | 8 | 16, method: Method): number {
	const most = 2 ** width - 1;
	if (span === most) return draw();
	if (method === 'masked') {
		const mask = maskOf(span);
		for (;;) {
			const value = draw() & mask;
			if (value <= span) return value;
		}
	}
	const count = span + 1;
	const threshold = (most - span) % count;
	for (;;) {
		const product = draw() * count;
		if ((product & most) >= threshold) return product >>> width;
	}
}

/** `count` whole numbers from `low` to `low + span`, both included. Beyond 2⁵³ they are rounded. */
export function integers(
	bits: Bits,
	low: number,
	span: bigint,
	count: number,
	width: Width,
	method: Method,
): Float64Array {
	const out = new Float64Array(count);
	if (span === 0n) return out.fill(low);
	if (width === 64 && span > 0xffffffffn) {
		const base = BigInt(low);
		for (let index = 0; index < count; index++) out[index] = Number(base + wide(bits, span, method));
		return out;
	}
	const reach = Number(span);
	if (width === 64 || width === 32) {
		for (let index = 0; index < count; index++) out[index] = low + word(bits, reach, method);
		return out;
	}
	const draw = cutter(bits, width);
	for (let index = 0; index < count; index++) out[index] = low + narrow(draw, reach, width, method);
	return out;
}
