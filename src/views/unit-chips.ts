/**
 * The chips of one unit. Which are shown, where they stand and how wide they are is planned once, since no step changes it; a step only fills the
 * numbers in.
 */
import type { Chip, Range, StepView, UnitSummary } from '../protocol.ts';
import { chipLook, chipWidths, chooseChips, guessedNodes } from './chips.ts';
import type { ChipLook, ChipWidths, Detail, Form, Lines } from './chips.ts';
import type { History } from './history.ts';
import { noteLook } from './note.ts';

export interface SceneChip extends ChipLook {
	readonly kind: Chip['kind'];
	/** Stands behind another chip at the same place: the result of a statement that ends in a name, told apart by an equals sign. */
	readonly second: boolean;
	/** The line is being typed: the numbers belong to an older text. */
	readonly stale: boolean;
	/** Stands on the gate or name that the present step is about. */
	readonly active: boolean;
}

export interface SceneOptions {
	readonly detail: Detail;
	readonly gradients: boolean;
}

/** What stands where teacher mode hides a number. */
export const CONCEALED = '?';

interface Planned {
	/** In `unit.chips`, and so in a step's flows. */
	readonly index: number;
	readonly form: Form;
	readonly chip: Chip;
	/** Where it stands now. */
	readonly range: Range;
	readonly second: boolean;
	readonly guessed: boolean;
	/** Undefined for a note's chip, whose texts have a layout of their own. */
	readonly widths?: ChipWidths;
}

export interface UnitPlan {
	readonly unit: UnitSummary;
	readonly gradients: boolean;
	/** Its text was edited since it was computed. */
	readonly stale: boolean;
	readonly chips: readonly Planned[];
}

/** The shown chips of a unit of `version`; null where the edits since are no longer known. */
export function planUnit(
	unit: UnitSummary,
	version: number,
	stepping: boolean,
	history: History,
	lines: Lines,
	options: SceneOptions,
): UnitPlan | null {
	const here = history.now(whole(unit), version);
	if (here === null) return null;
	const { gradients } = options;
	const guessed = guessedNodes(unit);
	const moved = here.touched ? moveUnit(unit, version, history) : unit;
	const shown = chooseChips(moved, lines, { ...options, stepping });
	const chips: Planned[] = [];
	const taken = new Set(
		shown.map(({ index }) => unit.chips[index]).map((chip) => (chip?.kind === 'result' ? -1 : chip?.anchor)),
	);
	for (const { index, form } of shown) {
		const chip = unit.chips[index];
		if (chip === undefined) continue;
		const range = history.now({ start: Math.min(chip.range.start, chip.anchor), end: chip.anchor }, version)?.range;
		if (range === undefined) continue;
		const second = chip.kind === 'result' && taken.has(chip.anchor);
		chips.push({
			index,
			form,
			chip,
			range,
			second,
			guessed: guessed.has(chip.node),
			...(chip.kind !== 'formula' && { widths: chipWidths(chip, form) }),
		});
	}
	return { unit, gradients, stale: here.touched, chips };
}

/** The chips of a plan, at rest (`step` null) or as they stand at a step. */
export function fillUnit(
	{ unit, gradients, stale, chips }: UnitPlan,
	step: { readonly view: StepView; readonly concealed: boolean } | null,
): SceneChip[] {
	return chips.map(({ index, form, chip, range, second, guessed, widths }) => {
		const { kind } = chip;
		const flows = step?.view.chips;
		const look =
			widths === undefined
				? noteLook(unit, chip, { flows, gradients })
				: chipLook(chip, { flow: flows?.[index], gradients, guessed, form, widths });
		const brought = step === null ? null : stepsOn(chip, step.view);
		const { value, gradient } = step?.concealed === true && brought !== null ? conceal(look, brought) : look;
		return {
			...look,
			kind,
			second,
			range,
			value: second ? { text: `= ${value.text}`, width: value.width + 2 } : value,
			gradient,
			stale,
			active: brought !== null,
		};
	});
}

/** A unit's text together with its annotation: typing in either makes its numbers old. */
export function whole(unit: UnitSummary): Range {
	const { range, annotation } = unit;
	if (annotation === undefined) return range;
	return { start: Math.min(range.start, annotation.start), end: Math.max(range.end, annotation.end) };
}

/** The unit with the places that the choice of chips looks at moved to where they are now. */
function moveUnit(unit: UnitSummary, version: number, history: History): UnitSummary {
	const now = (range: Range): Range => history.now(range, version)?.range ?? range;
	const chips = unit.chips.map((chip) => {
		const anchor = now({ start: Math.min(chip.range.start, chip.anchor), end: chip.anchor }).end;
		return { ...chip, anchor, range: now(chip.range) };
	});
	return { ...unit, range: now(unit.range), chips };
}

/** Whether the present step brings this chip's value (forward) or its gradient (backward). */
function stepsOn(chip: Chip, view: StepView): 'value' | 'gradient' | null {
	if (view.pass === 'forward')
		return view.active !== null && view.active.node === chip.node && view.position > 0 ? 'value' : null;
	if (view.passStep === 0) return view.active?.node === chip.node ? 'gradient' : null;
	const { edge } = chip;
	const brought = view.delivered.some((share) =>
		edge === undefined ? share.to === chip.node : share.gate === edge.gate && share.slot === edge.slot,
	);
	return brought ? 'gradient' : null;
}

function conceal({ value, gradient }: ChipLook, step: 'value' | 'gradient'): Pick<ChipLook, 'value' | 'gradient'> {
	if (step === 'value') return { value: { ...value, text: CONCEALED }, gradient };
	return { value, gradient: gradient && { ...gradient, text: `∂${CONCEALED}` } };
}
