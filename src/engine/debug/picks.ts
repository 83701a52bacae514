/** Expressions that only pick an entry or a part of a variable (`W[0, 1]`, `W.T[2]`): which variable that is, and the same picked out of something else. */
import type { Tape } from '../../core/tape.ts';
import type { Value } from '../../run/script/values.ts';
import type { Origin, Scope } from './scope.ts';

/** Rows that only pick, move or repeat what they are given: the gradient of what they give is picked likewise. */
const PICKS: ReadonlySet<string> = new Set(['element', 'index', 'slice', 'transpose', 'reshape', 'diagonal', 'flip']);

export interface Picked {
	/** What it is picked out of. */
	readonly origin: Origin;
	/** The gates of the expression's tape that do so, the outermost last. */
	readonly path: readonly number[];
}

/** Null for what is computed, and not picked. */
export function pickedFrom(scope: Scope, tape: Tape, value: Value): Picked | null {
	const path: number[] = [];
	let own = scope.nodeOf(value);
	while (own >= 0 && !scope.origins.has(own) && tape.isGate(own) && PICKS.has(tape.rowAt(own).name)) {
		path.push(own);
		own = tape.inputAt(own, 0);
	}
	const origin = scope.origins.get(own);
	return origin === undefined ? null : { origin, path: path.reverse() };
}

/** Picks along the same path out of another node of the expression's tape. */
export function pickAlong(tape: Tape, path: readonly number[], whole: number, range: number): number {
	let node = whole;
	for (const gate of path) {
		const attributes = tape.attributes(gate);
		node =
			tape.rowAt(gate).name === 'element'
				? tape.element(node, Number(attributes?.['at'] ?? 0), range)
				: tape.apply(tape.opCode(gate), [node], attributes, range);
	}
	return node;
}
