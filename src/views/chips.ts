/**
 * Which chips an editor shows and how wide each is: pure, so that the promise "no source character moves from step to step" can be tested
 * without an editor. A chip's width is that of the widest text it can carry in either pass, and it never changes while stepping.
 */
import { formatQuantity } from '../core/quantity.ts';
import type { Chip, Flow, Quantity, Range, UnitSummary } from '../protocol.ts';
import { columns } from './columns.ts';

/** The setting `backstep.inline.detail`. */
export type Detail = 'auto' | 'all' | 'names' | 'step' | 'off';

/** Past this many columns of source and chips together, a line keeps the chips of its names and results only. */
export const LINE_COLUMNS = 100;

/** Room around the texts of one chip, in columns: before the value, between value and gradient, after the gradient. */
export const GAPS = { before: 0.4, between: 0.6, after: 0.7 } as const;

/** One attachment's text in a box of a fixed width in columns. */
export interface Box {
	readonly text: string;
	readonly width: number;
}

/** A chip as it is drawn. */
export interface ChipLook {
	/** The characters it stands behind; it is drawn at their end. */
	readonly range: Range;
	readonly value: Box;
	/** Null where no gradient ever arrives, which both passes know from the start. */
	readonly gradient: Box | null;
	readonly guessed: boolean;
}

/** What stands in a box that is empty for now: a space that takes part in the layout, never a 0. */
const BLANK = '\u2007';

/** The gradient as written on a chip: behind `∂`, with `+ …` while other branches have yet to send their share. */
export function gradientText(gradient: Quantity | null, arrival: Flow['arrival']): string {
	if (gradient === null || arrival === 'none') return '';
	return arrival === 'partial' ? `∂${formatQuantity(gradient)} + …` : `∂${formatQuantity(gradient)}`;
}

/** The widths of a chip's two boxes, wide enough for every state of both passes. */
export function chipWidths(chip: Chip): { value: number; gradient: number | null } {
	const value = columns(formatQuantity(chip.value));
	if (chip.gradient === null) return { value, gradient: null };
	let gradient = columns(gradientText(chip.gradient, 'complete'));
	for (const sum of partialSums(chip)) gradient = Math.max(gradient, columns(gradientText(sum, 'partial')));
	return { value, gradient };
}

/** What a chip reserves room for beside its value and its gradient: sums at a fork that is being filled. */
function partialSums(chip: Chip): Quantity[] {
	const sums = [...chip.reserve];
	for (const known of [chip.value, chip.gradient]) {
		const index = sums.findIndex((sum) => Object.is(sum, known));
		if (index >= 0) sums.splice(index, 1);
	}
	return sums;
}

/** The columns that a chip adds to its line, gaps included. */
export function chipColumns(chip: Chip, gradients: boolean): number {
	const { value, gradient } = chipWidths(chip);
	return GAPS.before + value + (gradients && gradient !== null ? GAPS.between + gradient : 0) + GAPS.after;
}

/** The columns of a chip as it is drawn, gaps included. */
export function lookColumns({ value, gradient }: Pick<ChipLook, 'value' | 'gradient'>): number {
	return GAPS.before + value.width + (gradient === null ? 0 : GAPS.between + gradient.width) + GAPS.after;
}

/** A chip at rest (`flow` absent) or at a cursor. */
export function chipLook(
	chip: Chip,
	options: { readonly flow?: Flow | undefined; readonly gradients: boolean; readonly guessed: boolean },
): ChipLook {
	const { flow, gradients, guessed } = options;
	const widths = chipWidths(chip);
	const value = flow === undefined ? chip.value : flow.value;
	const gradient =
		flow === undefined ? gradientText(chip.gradient, 'complete') : gradientText(flow.gradient, flow.arrival);
	return {
		range: { start: Math.min(chip.range.start, chip.anchor), end: chip.anchor },
		value: { text: value === null ? BLANK : formatQuantity(value), width: widths.value },
		gradient:
			widths.gradient === null || !gradients
				? null
				: { text: gradient === '' ? BLANK : gradient, width: widths.gradient },
		guessed,
	};
}

/** The nodes whose values were guessed. */
export function guessedNodes(unit: UnitSummary): ReadonlySet<number> {
	return new Set(unit.inputs.filter((input) => input.source === 'guessed').map((input) => input.node));
}

/** What the choice of chips has to know of the document. */
export interface Lines {
	/** The number of the line an offset is on. */
	lineAt(offset: number): number;
	/** The text of a line up to `offset`, or from its start to its end. */
	textOf(line: number, upTo?: number): string;
	readonly tabSize: number;
}

/**
 * The indices of the chips to show of one unit. It depends on the unit and the setting alone, never on the cursor: that is why stepping moves nothing.
 * In `auto`, a line shows its operators' chips too while its program text (without a trailing comment) and all its chips stay under `LINE_COLUMNS`.
 */
export function chooseChips(
	unit: UnitSummary,
	lines: Lines,
	options: { readonly detail: Detail; readonly gradients: boolean; readonly stepping: boolean },
): number[] {
	const { detail, gradients, stepping } = options;
	if (detail === 'off' || (detail === 'step' && !stepping)) return [];
	const all = unit.chips.map((_, index) => index);
	const byKind = (kinds: readonly Chip['kind'][]): number[] =>
		all.filter((index) => kinds.includes(unit.chips[index]?.kind ?? 'operator'));
	if (unit.style === 'note') return byKind(['formula']);
	if (detail === 'all') return all;
	const plain = byKind(['name', 'result', 'formula']);
	if (detail === 'names') return plain;
	const chips = new Map<number, number>();
	const ends = new Map<number, number>();
	for (const chip of unit.chips) {
		const line = lines.lineAt(chip.anchor);
		chips.set(line, (chips.get(line) ?? 0) + chipColumns(chip, gradients));
		ends.set(
			line,
			Math.max(ends.get(line) ?? 0, chip.anchor, lines.lineAt(chip.range.end) === line ? chip.range.end : 0),
		);
	}
	const roomy = new Map<number, boolean>();
	for (const [line, width] of chips) {
		const last = unit.range.end > 0 && lines.lineAt(unit.range.end) === line ? unit.range.end : undefined;
		roomy.set(line, columns(lines.textOf(line, last ?? ends.get(line)), lines.tabSize) + width < LINE_COLUMNS);
	}
	return all.filter((index) => {
		const chip = unit.chips[index];
		return chip !== undefined && (chip.kind !== 'operator' || roomy.get(lines.lineAt(chip.anchor)) === true);
	});
}
