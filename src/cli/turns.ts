/** What a loop made of the target turn by turn: of a training the loss as it falls. */
import { formatQuantity } from '../core/quantity.ts';
import type { Ran } from '../engine/unit-run.ts';
import { table } from './table.ts';

/** So many turns are told; of more an even choice, with the first and the last. */
const MOST_TURNS = 21;

/** The node of the target in each turn of a loop that sets it, in order; none where no loop sets it twice. */
export function turnsOf({ run }: Ran): number[] {
	const nodes = run.bindings
		.filter(({ name, frame }) => name === run.targetName && frame !== 0)
		.map(({ node }) => node);
	return nodes.length > 1 ? nodes : [];
}

/** The turns as a table; no lines where there are none. */
export function turnsText(ran: Ran): string[] {
	const nodes = turnsOf(ran);
	if (nodes.length === 0) return [];
	const count = Math.min(nodes.length, MOST_TURNS);
	const rows = Array.from({ length: count }, (_, row) => {
		const turn = Math.round((row * (nodes.length - 1)) / (count - 1));
		return [String(turn + 1), formatQuantity(ran.quantities.value(nodes[turn]!))];
	});
	const name = ran.targetLabel;
	return [`${name} in each turn`, ...table(['turn', name], rows, new Set(['turn', name])).map((line) => `  ${line}`)];
}
