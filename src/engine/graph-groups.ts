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
	/** Its gates in order; the last one's output is the function's. Only one where the program wrote the function by its name. */
	readonly gates: readonly number[];
}

/**
 * Every sigmoid among the drawn gates, in the order of their outputs: written by name as one gate, or as four whose inner ones feed nothing else.
 * Both are counted alike, so that a sigmoid keeps its id when it is run as its four gates.
 */
export function findGroups(tape: Tape, gates: readonly number[], uses: (node: number) => number): FoundGroup[] {
	const drawn = new Set(gates);
	const found: FoundGroup[] = [];
	for (const gate of gates) {
		if (tape.rowAt(gate).name === 'sigmoid') {
			found.push({ id: `sigmoid-${found.length + 1}`, op: 'sigmoid', gates: [gate] });
			continue;
		}
		const composite = sigmoidAt(tape, gate);
		if (!composite?.gates.every((inside) => drawn.has(inside))) continue;
		if (!composite.gates.slice(0, -1).every((inside) => uses(inside) === 1)) continue;
		const { name } = composite.row;
		found.push({ id: `${name}-${found.length + 1}`, op: name, gates: composite.gates });
	}
	return found;
}
