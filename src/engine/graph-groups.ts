/**
 * Finds gates that together are one known function, so that a dashed box can be drawn around them and fold them: 1/(1 + exp(−z)) is the sigmoid.
 */
import { sigmoidAt } from '../core/decompose.ts';
import type { Tape } from '../core/tape.ts';

/** A function found as several gates. */
export interface FoundGroup {
	/** Stable while the program is edited: the function and its ordinal. */
	readonly id: string;
	/** The op row it equals. */
	readonly op: string;
	/** Its gates in order; the last one's output is the function's. */
	readonly gates: readonly number[];
}

/** Every sigmoid among the drawn gates whose inner gates feed nothing else, in the order of their outputs. */
export function findGroups(tape: Tape, gates: readonly number[], uses: (node: number) => number): FoundGroup[] {
	const drawn = new Set(gates);
	const found: FoundGroup[] = [];
	for (const gate of gates) {
		const composite = sigmoidAt(tape, gate);
		if (!composite?.gates.every((inside) => drawn.has(inside))) continue;
		if (!composite.gates.slice(0, -1).every((inside) => uses(inside) === 1)) continue;
		const { name } = composite.row;
		found.push({ id: `${name}-${found.length + 1}`, op: name, gates: composite.gates });
	}
	return found;
}
