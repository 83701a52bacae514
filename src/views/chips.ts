/**
 * Which chips an editor shows and how wide each is: pure, so that the promise "no source character moves from step to step" can be tested
 * without an editor. A chip's width is that of the widest text it can carry in either pass, and it never changes while stepping.
 */
import { formatEntries, formatNorm, formatOnWire, formatQuantity } from '../core/quantity.ts';
import type { Chip, Flow, Quantity, Range, UnitSummary } from '../protocol.ts';
import { columns } from './columns.ts';

/** The setting `backstep.inline.detail`. */
export type Detail = 'auto' | 'all' | 'names' | 'step' | 'off';

/**
 * Past this many columns of source and chips together, a line keeps the chips of its names and results only; where those are still too many, its
 * arrays are said in brief.
 */
export const LINE_COLUMNS = 100;

/**
 * How an array is said on a chip: by its first entries (`5×4 [0.98 0.90 …] ∂[1.96 1.81 …]`), in brief by its shape and its gradient's norm
 * (`5×4 ∂‖9.1‖`), or in full, where a gradient does not stand beside its variable's shape (`∂W 5×4 [1.96 1.81 …]`).
 */
export type Form = 'full' | 'preview' | 'brief';

/** A chip to be shown, by its index in the unit. */
export interface Choice {
	readonly index: number;
	readonly form: Form;
}

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

/**
 * The gradient as written on a chip: behind `∂`, with `+ …` while other branches have yet to send their share. It has the shape of its variable,
 * so that is said once.
 */
export function gradientText(gradient: Quantity | null, arrival: Flow['arrival'], form: Form): string {
	if (gradient === null || arrival === 'none') return '';
	const text = { full: formatQuantity, preview: formatEntries, brief: formatNorm }[form](gradient);
	return arrival === 'partial' ? `∂${text} + …` : `∂${text}`;
}

function valueText(value: Quantity, form: Form): string {
	return form === 'brief' ? formatOnWire(value) : formatQuantity(value);
}

export interface ChipWidths {
	readonly value: number;
	/** Null where no gradient ever arrives. */
	readonly gradient: number | null;
}

/** The widths of a chip's two boxes, wide enough for every state of both passes. */
export function chipWidths(chip: Chip, form: Form): ChipWidths {
	const value = columns(valueText(chip.value, form));
	if (chip.gradient === null) return { value, gradient: null };
	let gradient = columns(gradientText(chip.gradient, 'complete', form));
	for (const sum of partialSums(chip)) gradient = Math.max(gradient, columns(gradientText(sum, 'partial', form)));
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

/** The columns that a chip adds to its line with its array's first entries, gaps included. */
export function chipColumns(chip: Chip, gradients: boolean): number {
	const { value, gradient } = chipWidths(chip, 'preview');
	return GAPS.before + value + (gradients && gradient !== null ? GAPS.between + gradient : 0) + GAPS.after;
}

/** The columns of a chip as it is drawn, gaps included. */
export function lookColumns({ value, gradient }: Pick<ChipLook, 'value' | 'gradient'>): number {
	return GAPS.before + value.width + (gradient === null ? 0 : GAPS.between + gradient.width) + GAPS.after;
}

/** A chip at rest (`flow` absent) or at a cursor. */
export function chipLook(
	chip: Chip,
	options: {
		readonly flow?: Flow | undefined;
		readonly gradients: boolean;
		readonly guessed: boolean;
		readonly form: Form;
		/** Where they are known already: what `chipWidths` says. */
		readonly widths?: ChipWidths;
	},
): ChipLook {
	const { flow, gradients, guessed, form, widths = chipWidths(chip, form) } = options;
	const value = flow === undefined ? chip.value : flow.value;
	const gradient =
		flow === undefined
			? gradientText(chip.gradient, 'complete', form)
			: gradientText(flow.gradient, flow.arrival, form);
	return {
		range: { start: Math.min(chip.range.start, chip.anchor), end: chip.anchor },
		value: { text: value === null ? BLANK : valueText(value, form), width: widths.value },
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
 * The chips to show of one unit. It depends on the unit and the setting alone, never on the cursor: that is why stepping moves nothing.
 * In `auto`, a line shows its operators' chips too while its program text (without a trailing comment) and all its chips stay under `LINE_COLUMNS`;
 * where even its names and results would not (in `names` likewise), its arrays are said in brief.
 */
export function chooseChips(
	unit: UnitSummary,
	lines: Lines,
	options: { readonly detail: Detail; readonly gradients: boolean; readonly stepping: boolean },
): Choice[] {
	const { detail, gradients, stepping } = options;
	if (detail === 'off' || (detail === 'step' && !stepping)) return [];
	const all = unit.chips.map((chip, index) => ({ chip, index, line: lines.lineAt(chip.anchor) }));
	const preview = ({ index }: { readonly index: number }): Choice => ({ index, form: 'preview' });
	if (unit.style === 'note') return all.filter(({ chip }) => chip.kind === 'formula').map(preview);
	if (detail === 'all') return all.map(preview);
	const widths = new Map<number, { plain: number; operators: number; end: number }>();
	for (const { chip, line } of all) {
		const width = widths.get(line) ?? { plain: 0, operators: 0, end: 0 };
		width[chip.kind === 'operator' ? 'operators' : 'plain'] += chipColumns(chip, gradients);
		width.end = Math.max(width.end, chip.anchor, lines.lineAt(chip.range.end) === line ? chip.range.end : 0);
		widths.set(line, width);
	}
	const roomy = new Map<number, { operators: boolean; form: Form }>();
	for (const [line, { plain, operators, end }] of widths) {
		const last = unit.range.end > 0 && lines.lineAt(unit.range.end) === line ? unit.range.end : end;
		const source = columns(lines.textOf(line, last), lines.tabSize);
		roomy.set(line, {
			operators: detail !== 'names' && source + plain + operators < LINE_COLUMNS,
			form: source + plain < LINE_COLUMNS ? 'preview' : 'brief',
		});
	}
	return all.flatMap(({ chip, index, line }) => {
		const { operators, form } = roomy.get(line) ?? { operators: false, form: 'preview' };
		return chip.kind === 'operator' && !operators ? [] : [{ index, form }];
	});
}
