/**
 * What every generator of random bits offers, so that distributions are written once for all of them.
 */

export interface Bits {
	/** The next 32 bits as a number from 0 to 2³² − 1. */
	next32(): number;
	/** Draws 64 bits into `high` and `low`: a pair of words, because a number holds 53. */
	next64(): void;
	/** The upper word of the last `next64`. */
	readonly high: number;
	/** The lower word of the last `next64`. */
	readonly low: number;
	/** A multiple of 2⁻⁵³ in [0, 1). */
	double(): number;
}

/** The last 64 bits drawn as one whole number. */
export function wordOf(bits: Bits): bigint {
	return (BigInt(bits.high) << 32n) | BigInt(bits.low);
}
