/**
 * What an editor shows of one document, as plain data: chips with their texts and fixed widths, the frame, the sentence at the line's end, the
 * marks behind claims. A pure function of the analysis, the active session and the edits since, so it is tested without an editor. It has two
 * layers: what stands there whatever the step, and what a step changes, which is the unit being stepped through and nothing else.
 */
import type { Analysis, Range, SessionInfo, StepView, UnitSummary } from '../protocol.ts';
import { lookColumns } from './chips.ts';
import type { Lines } from './chips.ts';
import { columns } from './columns.ts';
import type { History } from './history.ts';
import { stepLine } from './step-line.ts';
import { fillUnit, planUnit, whole } from './unit-chips.ts';
import type { SceneChip, SceneOptions, UnitPlan } from './unit-chips.ts';

/** What no step changes: the other units of the text. */
export interface Rest {
	readonly chips: readonly SceneChip[];
	/** Claims that hold. */
	readonly ticks: readonly Range[];
	/** The columns that these chips take, by the number of their line. */
	readonly columns: ReadonlyMap<number, number>;
}

/** What a step changes. */
export interface Steps {
	readonly chips: readonly SceneChip[];
	/** The current subexpression. */
	readonly frame: Range | null;
	/** What the step did, for the end of the line that `offset` is on. */
	readonly sentence: Sentence | null;
}

export interface Scene extends Steps {
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

/** Room between a line's end and its sentence, in columns. */
export const SENTENCE_GAP = 3;

export function sceneFrom(rest: Rest, steps: Steps): Scene {
	return { ...steps, chips: [...rest.chips, ...steps.chips], ticks: rest.ticks };
}

/** Everything but the unit `drawn`, which is being stepped through. */
export function drawRest(
	analysis: Analysis | null,
	drawn: UnitSummary | null,
	history: History,
	lines: Lines,
	options: SceneOptions,
): Rest {
	const chips: SceneChip[] = [];
	const ticks: Range[] = [];
	const version = analysis?.version ?? 0;
	for (const unit of analysis?.units ?? []) {
		// The session draws its own unit; a selection's session may lie over annotated text, which then waits.
		const covered = drawn !== null && (unit.id === drawn.id || overlaps(unit.range, drawn.range));
		const plan = covered ? null : planUnit(unit, version, false, history, lines, options);
		if (plan !== null) chips.push(...fillUnit(plan, null));
		for (const claim of unit.claims) {
			const here = history.now(claim.range, version);
			if (claim.holds && !claim.guessed && here !== null && !here.touched) ticks.push(here.range);
		}
	}
	const taken = new Map<number, number>();
	for (const chip of chips) {
		const line = lines.lineAt(chip.range.end);
		taken.set(line, (taken.get(line) ?? 0) + lookColumns(chip));
	}
	return { chips, ticks, columns: taken };
}

/** The unit being stepped through, as `plan` has it, at its step; nothing where none is. */
export function drawSteps(
	stepping: Stepping | null,
	plan: UnitPlan | null,
	rest: Rest,
	history: History,
	lines: Lines,
	options: SceneOptions,
): Steps {
	if (stepping === null) return { chips: [], frame: null, sentence: null };
	const shown: Stepping = stepping.before ? { ...stepping, ...stepping.before } : stepping;
	const chips = plan === null ? [] : fillUnit(plan, shown);
	return {
		chips,
		frame: frameOf(stepping, history),
		sentence: sentenceOf(shown, history, lines, options, chips, rest),
	};
}

/**
 * What of a scene typing can change before anything is computed anew, as a text to compare: which units are dimmed, which claims have lost their
 * mark. VS Code moves everything else along by itself.
 */
export function stalenessOf(analysis: Analysis | null, info: SessionInfo | null, history: History): string {
	let said = '';
	const say = (range: Range, version: number): void => {
		const here = history.now(range, version);
		said += here === null ? 'x' : here.touched ? '1' : '0';
	};
	const version = analysis?.version ?? 0;
	for (const unit of analysis?.units ?? []) {
		say(whole(unit), version);
		for (const { range } of unit.claims) say(range, version);
	}
	if (info !== null) say(whole(info.unit), info.version);
	return said;
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
	rest: Rest,
): Sentence | null {
	const { info, view, concealed } = stepping;
	const here = frameOf(stepping, history);
	if (here === null || options.detail === 'off') return null;
	const text = stepLine(view, info.unit.target, concealed);
	if (text === '') return null;
	const line = lines.lineAt(here.end);
	let column = columns(lines.textOf(line), lines.tabSize) + SENTENCE_GAP + columns(text);
	column += rest.columns.get(line) ?? 0;
	for (const chip of chips) if (lines.lineAt(chip.range.end) === line) column += lookColumns(chip);
	return { offset: here.end, text, column };
}
