/**
 * Normal and exponential numbers as NumPy's legacy functions draw them: Marsaglia's polar method, whose second number waits for the next call, and the
 * logarithm of a uniform number.
 */
import type { Bits } from './bits.ts';

export class Polar {
	readonly #bits: Bits;
	#kept: number | null = null;

	constructor(bits: Bits) {
		this.#bits = bits;
	}

	normal(): number {
		if (this.#kept !== null) {
			const value = this.#kept;
			this.#kept = null;
			return value;
		}
		for (;;) {
			const x = 2 * this.#bits.double() - 1;
			const y = 2 * this.#bits.double() - 1;
			const square = x * x + y * y;
			if (square >= 1 || square === 0) continue;
			const factor = Math.sqrt((-2 * Math.log(square)) / square);
			this.#kept = factor * x;
			return factor * y;
		}
	}

	exponential(): number {
		return -Math.log(1 - this.#bits.double());
	}
}
