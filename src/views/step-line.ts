/** The sentence at the end of the line that a step is on: `exp  −0.53 × 0.37 = ∂−0.20`. */
import { formatLocal, formatQuantity } from '../core/quantity.ts';
import { drawnInputs } from '../protocol.ts';
import type { Card, CardInput, StepView } from '../protocol.ts';

/** What a step did, in one line: backward `upstream × local = ∂share` an operand, forward `operands → value`. Teacher mode conceals the outcome. */
export function stepLine(view: StepView, target: string, concealed: boolean): string {
	const card = view.active;
	if (card === null) return '';
	if (view.pass === 'forward') return forwardLine(card, concealed);
	const name = target === '' ? 'f' : target;
	if (view.passStep === 0) return `∂${name}/∂${name} = ${concealed ? '?' : formatQuantity(card.upstream ?? 1)}`;
	return backwardLine(card, concealed);
}

function forwardLine(card: Card, concealed: boolean): string {
	const value = concealed ? '?' : card.value === null ? '' : formatQuantity(card.value);
	if (card.kind !== 'gate') return `${card.text} = ${value}`;
	const operands = drawnInputs(card)
		.map((input) => formatQuantity(input.value))
		.join(', ');
	return `${card.symbol}  ${operands} → ${value}`;
}

function backwardLine(card: Card, concealed: boolean): string {
	if (card.kind !== 'gate') return card.upstream === null ? '' : `${card.text}  ∂${formatQuantity(card.upstream)}`;
	const taking = card.inputs.filter((input) => input.differentiable && input.downstream !== null);
	const one = taking.length === 1;
	return `${card.symbol}  ${taking.map((input) => product(card, input, one, concealed)).join('   ')}`;
}

function product(card: Card, input: CardInput, alone: boolean, concealed: boolean): string {
	const upstream = card.upstream === null ? '' : formatQuantity(card.upstream);
	const name = alone ? '' : `${shorten(input.label)}: `;
	if (typeof input.local !== 'number') return arrayShare(input, concealed);
	const share = concealed || input.downstream === null ? '?' : formatQuantity(input.downstream);
	return `${name}${upstream} × ${formatLocal(input.local)} = ∂${share}`;
}

/** What an array is handed: `∂W = up @ xᵀ → 2×2 [0.09 0.18 …]`. A sum back over copies says which shape it comes from. */
function arrayShare(input: CardInput, concealed: boolean): string {
	const share = concealed || input.downstream === null ? '?' : formatQuantity(input.downstream);
	return `∂${shorten(input.label)} = ${shortRule(input.localText)} → ${share}`;
}

/** A long rule would push what it came to out of view. */
function shortRule(text: string): string {
	const characters = [...text];
	return characters.length > 28 ? `${characters.slice(0, 27).join('')}…` : text;
}

/** Long operands (a whole subexpression) are cut, so that the sentence stays one line. */
function shorten(text: string): string {
	const characters = [...text];
	return characters.length > 16 ? `${characters.slice(0, 15).join('')}…` : text;
}
