/** What follows from the plain data wherever it is shown: which operands a gate is drawn with, and where a step leads. */
import type { Card, CardInput, SessionInfo } from './protocol.ts';

/** The operands of a gate as it is drawn: a literal that stands in its symbol (`+1`) does not come in on a wire. */
export function drawnInputs(card: Card): readonly CardInput[] {
	const literal = (input: CardInput): boolean => !input.differentiable && /^[−-]?[\d.]/.test(input.label);
	const folded = card.inputs.length > 1 && card.symbol.length > 1 && card.inputs.some((input) => !literal(input));
	return folded ? card.inputs.filter((input) => !literal(input)) : card.inputs;
}

/** The position one step on (or back): what lies within a folded box is passed over. It may lie beyond the ends. */
export function nextStop({ passedOver }: Pick<SessionInfo, 'passedOver'>, position: number, by: 1 | -1): number {
	let at = position + by;
	while (passedOver?.includes(at)) at += by;
	return at;
}
