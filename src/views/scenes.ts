/** Scenes in which a step costs what it changes: what no step changes is drawn once, and again only after an edit, an analysis or another setting. */
import type { Analysis } from '../protocol.ts';
import type { Lines } from './chips.ts';
import type { History } from './history.ts';
import { drawRest, drawSteps } from './scene.ts';
import type { Rest, Stepping, Steps } from './scene.ts';
import { planUnit } from './unit-chips.ts';
import type { SceneOptions, UnitPlan } from './unit-chips.ts';

/** The two layers of a scene; `rest` is the same object as long as nothing in it can have changed. */
export interface Layers {
	readonly rest: Rest;
	readonly steps: Steps;
}

/** A value together with all that it is a function of. */
interface Kept<T> {
	readonly value: T;
	readonly from: readonly unknown[];
}

/** The last ones of each document: its history lives as long as it is open. */
type Last<T> = WeakMap<History, Kept<T>>;

export class Scenes {
	readonly #rests: Last<Rest> = new WeakMap();
	readonly #plans: Last<UnitPlan | null> = new WeakMap();

	draw(
		analysis: Analysis | null,
		stepping: Stepping | null,
		history: History,
		lines: Lines,
		options: SceneOptions,
	): Layers {
		const info = stepping?.info ?? null;
		const unit = info?.unit ?? null;
		const common = [history.revision, lines.tabSize, options.detail, options.gradients];
		// Another value tried out gives another `info`, and nothing new around its unit.
		const { id, range } = unit ?? {};
		const rest = keep(this.#rests, history, [analysis, id, range?.start, range?.end, ...common], () =>
			drawRest(analysis, unit, history, lines, options),
		);
		const plan = keep(this.#plans, history, [info, ...common], () =>
			info === null ? null : planUnit(info.unit, info.version, true, history, lines, options),
		);
		return { rest, steps: drawSteps(stepping, plan, rest, history, lines, options) };
	}
}

function keep<T>(last: Last<T>, history: History, from: readonly unknown[], make: () => T): T {
	const kept = last.get(history);
	if (kept !== undefined && kept.from.every((each, index) => Object.is(each, from[index]))) return kept.value;
	const value = make();
	last.set(history, { value, from });
	return value;
}
