/**
 * What an editor shows of one document, as plain data: chips with their texts and fixed widths, the frame, the sentence at the line's end, the
 * marks behind claims. A pure function of the analysis, the active session and the edits since, so it is tested without an editor.
 */
import type { Analysis, Chip, Range, SessionInfo, StepView, UnitSummary } from '../protocol.ts';
import { chipLook, chooseChips, guessedNodes, lookColumns } from './chips.ts';
import { columns } from './columns.ts';
import type { ChipLook, Detail, Lines } from './chips.ts';
import type { History } from './history.ts';
import { noteLook } from './note.ts';
import { stepLine } from './step-line.ts';

export interface SceneChip extends ChipLook {
	readonly kind: Chip['kind'];
	/** Stands behind another chip at the same place: the result of a statement that ends in a name, told apart by an equals sign. */
	readonly second: boolean;
	/** The line is being typed: the numbers belong to an older text. */
	readonly stale: boolean;
	/** Stands on the gate or name that the present step is about. */
	readonly active: boolean;
}

export interface Scene {
	readonly chips: readonly SceneChip[];
	/** The current subexpression. */
	readonly frame: Range | null;
	/** What the step did, for the end of the line that `offset` is on. */
	readonly sentence: Sentence | null;
	/** Claims that hold. */
	readonly ticks: readonly Range[];
}

export interface Sentence {
	readonly offset: number;
	readonly text: string;
	/** Where it ends, in columns of the editor. */
	readonly column: number;
}

/** The active session, as far as drawing is concerned. */
export interface Stepping {
	readonly info: SessionInfo;
	readonly view: StepView;
	/** Teacher mode hides what the present step brings. */
	readonly concealed: boolean;
	/** While the step is still seen to happen elsewhere: what was shown before it. Its frame is drawn, its numbers are not yet. */
	readonly before?: Pick<Stepping, 'view' | 'concealed'> | null;
}

export interface SceneOptions {
	readonly detail: Detail;
	readonly gradients: boolean;
}

/** Room between a line's end and its sentence, in columns. */
export const SENTENCE_GAP = 3;

/** What stands where teacher mode hides a number. */
export const CONCEALED = '?';

export function drawScene(
	analysis: Analysis | null,
	stepping: Stepping | null,
	history: History,
	lines: Lines,
	options: SceneOptions,
): Scene {
	const chips: SceneChip[] = [];
	const ticks: Range[] = [];
	const drawn = stepping?.info.unit;
	for (const unit of analysis?.units ?? []) {
		const version = analysis?.version ?? 0;
		// The session draws its own unit; a selection's session may lie over annotated text, which then waits.
		const covered = drawn !== undefined && (unit.id === drawn.id || overlaps(unit.range, drawn.range));
		if (!covered) {
			chips.push(...unitChips(unit, version, null, history, lines, options));
		}
		for (const claim of unit.claims) {
			const here = history.now(claim.range, version);
			if (claim.holds && !claim.guessed && here !== null && !here.touched) ticks.push(here.range);
		}
	}
	if (stepping === null) return { chips, frame: null, sentence: null, ticks };
	const shown: Stepping = stepping.before ? { ...stepping, ...stepping.before } : stepping;
	chips.push(...unitChips(stepping.info.unit, stepping.info.version, shown, history, lines, options));
	return {
		chips,
		ticks,
		frame: frameOf(stepping, history),
		sentence: sentenceOf(shown, history, lines, options, chips),
	};
}

function overlaps(a: Range, b: Range): boolean {
	return a.start <= b.end && b.start <= a.end;
}

function frameOf({ info, view }: Stepping, history: History): Range | null {
	return view.active === null ? null : (history.now(view.active.range, info.version)?.range ?? null);
}

function sentenceOf(
	stepping: Stepping,
	history: History,
	lines: Lines,
	options: SceneOptions,
	chips: readonly SceneChip[],
): Sentence | null {
	const { info, view, concealed } = stepping;
	const here = frameOf(stepping, history);
	if (here === null || options.detail === 'off') return null;
	const text = stepLine(view, info.unit.target, concealed);
	if (text === '') return null;
	const line = lines.lineAt(here.end);
	let column = columns(lines.textOf(line), lines.tabSize) + SENTENCE_GAP + columns(text);
	for (const chip of chips) if (lines.lineAt(chip.range.end) === line) column += lookColumns(chip);
	return { offset: here.end, text, column };
}

function unitChips(
	unit: UnitSummary,
	version: number,
	stepping: Stepping | null,
	history: History,
	lines: Lines,
	options: SceneOptions,
): SceneChip[] {
	const here = history.now(whole(unit), version);
	if (here === null) return [];
	const guessed = guessedNodes(unit);
	const moved = here.touched ? moveUnit(unit, version, history) : unit;
	const shown = chooseChips(moved, lines, { ...options, stepping: stepping !== null });
	const chips: SceneChip[] = [];
	const taken = new Set(
		shown.map(({ index }) => unit.chips[index]).map((chip) => (chip?.kind === 'result' ? -1 : chip?.anchor)),
	);
	for (const { index, form } of shown) {
		const chip = unit.chips[index];
		if (chip === undefined) continue;
		const flow = stepping?.view.chips[index];
		const look =
			chip.kind === 'formula'
				? noteLook(unit, chip, { flows: stepping?.view.chips, gradients: options.gradients })
				: chipLook(chip, { flow, gradients: options.gradients, guessed: guessed.has(chip.node), form });
		const range = history.now(look.range, version)?.range;
		if (range === undefined) continue;
		const step = stepping === null ? null : stepsOn(chip, stepping.view);
		const hidden = stepping?.concealed === true && step !== null;
		const { kind } = chip;
		const second = kind === 'result' && taken.has(chip.anchor);
		const { value, gradient } = hidden ? conceal(look, step) : look;
		chips.push({
			...look,
			kind,
			second,
			range,
			value: second ? { text: `= ${value.text}`, width: value.width + 2 } : value,
			gradient,
			stale: here.touched,
			active: step !== null,
		});
	}
	return chips;
}

/** A unit's text together with its annotation: typing in either makes its numbers old. */
function whole(unit: UnitSummary): Range {
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
