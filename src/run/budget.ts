/** What one piece of work may still use. Everything that loops asks here, so that nothing hangs and every run can be cancelled. */
import type { FileFinder } from './script/files.ts';
import type { Limits, Problem, Range } from '../protocol.ts';

/** Thrown out of any depth when nobody wants the answer any more. */
export class Cancelled extends Error {
	constructor() {
		super('Cancelled.');
		this.name = 'Cancelled';
	}
}

/** How many calls of `expired` pass between two looks at the clock. */
const CLOCK_EVERY = 256;

export class Budget {
	readonly limits: Limits;
	/** Files that programs may import; null where there are none. */
	readonly files: FileFinder | null;
	readonly #end: number;
	readonly #cancelled: () => boolean;
	#calls = 0;
	#over = false;

	/** Time runs from now on. `cancelled` is asked as often as the clock is. */
	constructor(limits: Limits, cancelled: () => boolean = () => false, files: FileFinder | null = null) {
		this.limits = limits;
		this.files = files;
		this.#cancelled = cancelled;
		this.#end = performance.now() + limits.milliseconds;
	}

	/** True once the time is used up; throws `Cancelled` once nobody wants the answer. Cheap enough for the innermost loop. */
	expired(): boolean {
		this.#calls++;
		if (this.#calls % CLOCK_EVERY === 0) this.look();
		return this.#over;
	}

	/** Like `expired`, but looks at the clock now: for loops with few and long turns. */
	look(): boolean {
		if (this.#cancelled()) throw new Cancelled();
		this.#over ||= performance.now() > this.#end;
		return this.#over;
	}
}

/** Past a budget: which one, and the setting that raises it. */
export function overBudget(
	kind: 'gates' | 'elements' | 'milliseconds' | 'bytes' | 'programLength',
	limit: number,
	range: Range,
): Problem {
	const template = {
		gates: 'More than {0} gates: stopped here. The setting {1} raises the limit.',
		elements: 'More than {0} elements: stopped here. The setting {1} raises the limit.',
		milliseconds: 'More than {0} ms: stopped here. The setting {1} raises the limit.',
		bytes: 'More than {0} bytes: stopped here. The setting {1} raises the limit.',
		programLength: 'More than {0} characters: not read. The setting {1} raises the limit.',
	}[kind];
	return { code: `limit-${kind}`, severity: 'error', range, message: [template, limit, `backstep.limits.${kind}`] };
}
