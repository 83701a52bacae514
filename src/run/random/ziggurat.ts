/**
 * The ziggurats of Marsaglia and Tsang (2000) that NumPy's newer generators draw normal and exponential numbers from: a layer and a place in it
 * come from one draw, and nearly always lie under the curve at once.
 */
import type { Bits } from './bits.ts';
import { EXPONENTIAL_LAYERS, NORMAL_LAYERS } from './ziggurat-layers.ts';

const LAYERS = 256;
/** Where the tail begins: the width of the last layer. */
const NORMAL_END = NORMAL_LAYERS[LAYERS - 1]!;
const NORMAL_END_INVERSE = 1 / NORMAL_END;
const EXPONENTIAL_END = EXPONENTIAL_LAYERS[LAYERS - 1]!;

interface Ziggurat {
	/** A place in a layer is counted in these. */
	readonly unit: Float64Array;
	/** Below this count it lies under the curve at once. */
	readonly inside: Float64Array;
	/** The curve's height at the layer's width. */
	readonly height: Float64Array;
}

function same(value: number): number {
	return value;
}

/** The tables for places of so many bits. */
function ziggurat(widths: readonly number[], bits: number, curve: (x: number) => number, round = same): Ziggurat {
	const scale = 2 ** bits;
	return {
		unit: Float64Array.from(widths, (width) => round(width / scale)),
		inside: Float64Array.from(widths, (width, layer) => {
			const inner = layer === 0 ? widths[LAYERS - 1]! : layer === 1 ? 0 : widths[layer - 1]!;
			return Math.floor((inner / width) * scale);
		}),
		height: Float64Array.from(widths, (width, layer) => (layer === 0 ? 1 : round(curve(width)))),
	};
}

const bell = (x: number): number => Math.exp(-0.5 * x * x);
const decay = (x: number): number => Math.exp(-x);
const NORMAL = ziggurat(NORMAL_LAYERS, 52, bell);
const NORMAL_SINGLE = ziggurat(NORMAL_LAYERS, 23, bell, Math.fround);
const EXPONENTIAL = ziggurat(EXPONENTIAL_LAYERS, 53, decay);

/** Whether a uniform height between the layer's edges lies under the curve. */
function under({ height }: Ziggurat, layer: number, uniform: number, curve: number): boolean {
	return (height[layer - 1]! - height[layer]!) * uniform + height[layer]! < curve;
}

/** A number beyond the last layer of the normal ziggurat, without its sign. */
function tail(uniform: () => number, round = same): number {
	for (;;) {
		const beyond = round(-NORMAL_END_INVERSE * round(Math.log1p(-uniform())));
		const level = round(-Math.log1p(-uniform()));
		if (level + level > beyond * beyond) return round(NORMAL_END + beyond);
	}
}

/** A standard normal number: eight bits choose the layer, one the sign, 52 the place. */
export function standardNormal(bits: Bits): number {
	for (;;) {
		bits.next64();
		const { high, low } = bits;
		const layer = low & 0xff;
		const place = (high & 0x1fffffff) * 8388608 + (low >>> 9);
		const x = place * NORMAL.unit[layer]! * (low & 0x100 ? -1 : 1);
		if (place < NORMAL.inside[layer]!) return x;
		if (layer === 0) return tail(() => bits.double()) * (low & 0x20000 ? -1 : 1);
		if (under(NORMAL, layer, bits.double(), bell(x))) return x;
	}
}

/** A multiple of 2⁻²⁴ in [0, 1). */
export function single(bits: Bits): number {
	return (bits.next32() >>> 8) / 16777216;
}

/** A standard normal number in single precision, from 32 bits. */
export function standardNormalSingle(bits: Bits): number {
	for (;;) {
		const drawn = bits.next32();
		const layer = drawn & 0xff;
		const place = drawn >>> 9;
		const x = Math.fround(place * NORMAL_SINGLE.unit[layer]!) * (drawn & 0x100 ? -1 : 1);
		if (place < NORMAL_SINGLE.inside[layer]!) return x;
		if (layer === 0) return tail(() => single(bits), Math.fround) * (drawn & 0x20000 ? -1 : 1);
		if (under(NORMAL_SINGLE, layer, single(bits), Math.fround(bell(x)))) return x;
	}
}

/** A standard exponential number: three bits are unused, eight choose the layer, 53 the place. */
export function standardExponential(bits: Bits): number {
	for (;;) {
		bits.next64();
		const layer = (bits.low >>> 3) & 0xff;
		const place = bits.high * 2097152 + (bits.low >>> 11);
		const x = place * EXPONENTIAL.unit[layer]!;
		if (place < EXPONENTIAL.inside[layer]!) return x;
		if (layer === 0) return EXPONENTIAL_END - Math.log1p(-bits.double());
		if (under(EXPONENTIAL, layer, bits.double(), decay(x))) return x;
	}
}
