/**
 * The one chip of a note's formula (Markdown, LaTeX), which stands behind it and not inside: the formula's value, then the gradient of each
 * input under its name.
 */
import { formatQuantity } from '../core/quantity.ts';
import type { Chip, Flow, UnitSummary } from '../protocol.ts';
import { chipWidths, gradientText } from './chips.ts';
import type { ChipLook } from './chips.ts';
import { columns } from './columns.ts';

/** A note's chip names this many gradients. */
export const NOTE_INPUTS = 6;

/** Keeps the columns of a text that is not there yet. */
const FIGURE_SPACE = '\u2007';

/** The chip at rest (`flows` absent) or at a cursor (one flow an entry of `unit.chips`); its widths are the same at every cursor. */
export function noteLook(
	unit: UnitSummary,
	chip: Chip,
	options: { readonly flows?: readonly Flow[] | undefined; readonly gradients: boolean },
): ChipLook {
	const { flows, gradients } = options;
	const name = unit.target === '' ? '' : `${unit.target} = `;
	const whole = columns(name + formatQuantity(chip.value));
	const flow = flows?.[unit.chips.indexOf(chip)];
	const value = flow !== undefined && flow.value === null ? FIGURE_SPACE : name + formatQuantity(chip.value);
	const pieces = gradients ? inputPieces(unit, flows) : [];
	const text = pieces.map(({ shown, width }) => shown + FIGURE_SPACE.repeat(width - columns(shown))).join('  ');
	const cut = unit.inputs.filter((input) => input.differentiable).length > NOTE_INPUTS ? '  …' : '';
	return {
		range: { start: Math.min(chip.range.start, chip.anchor), end: chip.anchor },
		value: { text: value, width: whole },
		gradient: pieces.length === 0 ? null : { text: text + cut, width: columns(text + cut) },
		guessed: unit.inputs.some((input) => input.source === 'guessed'),
	};
}

function inputPieces(unit: UnitSummary, flows: readonly Flow[] | undefined): { shown: string; width: number }[] {
	const pieces: { shown: string; width: number }[] = [];
	for (const input of unit.inputs) {
		if (!input.differentiable || pieces.length === NOTE_INPUTS) continue;
		// A note's inputs have a chip each that carries the whole gradient; none of them is drawn by itself.
		const index = unit.chips.findIndex(
			(chip) => chip.kind === 'name' && chip.node === input.node && chip.edge === undefined,
		);
		const chip = unit.chips[index];
		if (chip === undefined || chip.gradient === null) continue;
		const flow = flows === undefined ? { gradient: chip.gradient, arrival: 'complete' as const } : flows[index];
		const text = gradientText(flow?.gradient ?? null, flow?.arrival ?? 'none', 'full');
		const label = `∂${input.shown ?? input.name} `;
		// A name whose gradient has not arrived is blank as a whole: a bare name would look like a value of 0.
		pieces.push({
			shown: text === '' ? '' : label + text.slice(1),
			width: columns(label) + (chipWidths(chip, 'full').gradient ?? 1) - 1,
		});
	}
	return pieces;
}
