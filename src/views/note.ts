/**
 * The one chip of a note's formula (Markdown, LaTeX), which stands behind it and not inside: the formula's value, then the gradient of each
 * input under its name.
 */
import { formatNumber } from '../core/format.ts';
import type { Chip, Flow, UnitSummary } from '../protocol.ts';
import { gradientText } from './chips.ts';
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
	const whole = columns(name + formatNumber(chip.value));
	const flow = flows?.[unit.chips.indexOf(chip)];
	const value = flow !== undefined && flow.value === null ? FIGURE_SPACE : name + formatNumber(chip.value);
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
		const rest = total(unit, input.node, undefined);
		if (rest.gradient === null) continue;
		const label = `∂${input.name} `;
		const now = flows === undefined ? rest : total(unit, input.node, flows);
		const sums = partialSums(unit, input.node);
		const widths = [formatNumber(rest.gradient), ...sums.map((sum) => `${formatNumber(sum)} + …`)].map(columns);
		const number = gradientText(now.gradient, now.arrival).slice(1);
		// A name whose gradient has not arrived is blank as a whole: a bare name would look like a value of 0.
		pieces.push({ shown: number === '' ? '' : label + number, width: columns(label) + Math.max(...widths) });
	}
	return pieces;
}

/** The whole gradient of an input: that of a chip which carries it, else the sum of its occurrences' shares. */
function total(unit: UnitSummary, node: number, flows: readonly Flow[] | undefined): Pick<Flow, 'gradient' | 'arrival'> {
	let sum: number | null = null;
	let missing = false;
	for (const [index, chip] of unit.chips.entries()) {
		if (chip.node !== node || chip.kind === 'formula') continue;
		const flow = flows === undefined ? chip : flows[index];
		const gradient = flow?.gradient ?? null;
		if (chip.edge === undefined && gradient !== null) return { gradient, arrival: flows?.[index]?.arrival ?? 'complete' };
		if (gradient === null) missing ||= chip.gradient !== null;
		else sum = (sum ?? 0) + gradient;
	}
	return { gradient: sum, arrival: sum === null ? 'none' : missing ? 'partial' : 'complete' };
}

/** Sums that may stand there while a fork is being filled, in the order in which the backward pass reaches the occurrences: the last one first. */
function partialSums(unit: UnitSummary, node: number): number[] {
	const shares = unit.chips.filter((chip) => chip.node === node && chip.kind !== 'formula' && chip.gradient !== null);
	const reserved = shares.flatMap((chip) => chip.reserve);
	if (shares.length < 2) return reserved.filter((sum) => shares.every((chip) => !Object.is(chip.gradient, sum)));
	const sums: number[] = [...reserved];
	// Any subset of the occurrences may have arrived: for a few, all of them; for many, each alone and each running sum.
	const values = shares.map((chip) => chip.gradient ?? 0);
	if (values.length <= 6) {
		for (let set = 1; set < 2 ** values.length - 1; set++) {
			sums.push(values.reduce((sum, value, index) => ((set >> index) & 1 ? sum + value : sum), 0));
		}
		return sums;
	}
	let running = 0;
	for (const value of [...values].reverse()) sums.push(value, (running += value));
	return sums;
}
