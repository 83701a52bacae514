/** Which formulas and programs of a note can be stepped although nobody has annotated them: each is run once, within a small budget. */
import { offeredUnits } from '../lang/offers.ts';
import type { Analysis, DocumentText, Limits } from '../protocol.ts';
import { Budget } from '../run/budget.ts';
import type { Lines } from './lines.ts';
import { runUnit } from './unit-run.ts';

/** What one of them may take unasked, and all of a note together before the rest is offered unrun, in gates, elements and milliseconds. */
const EACH = { gates: 20_000, elements: 200_000, milliseconds: 100 };
const ALL = 300;
/** After so long even reading ends. */
const END = 1000;

/** What is offered in a document; nothing where it is no note. */
export function offersOf(
	document: DocumentText,
	lines: Lines,
	limits: Limits,
	cancelled: () => boolean,
): Analysis['offers'] {
	const start = performance.now();
	const offers: Analysis['offers'][number][] = [];
	for (const unit of offeredUnits(document, limits)) {
		const spent = performance.now() - start;
		if (spent > END) break;
		if (spent > ALL) {
			offers.push({ range: unit.range, gates: null });
			continue;
		}
		const budget = new Budget({ ...limits, ...smaller(limits) }, cancelled);
		const { ran, problems } = runUnit(document, unit, { changed: new Map(), lastUsed: new Map(), budget, lines });
		if (problems.some(({ code }) => code.startsWith('limit-'))) offers.push({ range: unit.range, gates: null });
		// Without an input that takes a gradient there is nothing to step back through.
		else if (ran !== null && ran.trace.backwardSteps > 0)
			offers.push({ range: unit.range, gates: ran.trace.forwardSteps });
	}
	return offers;
}

function smaller(limits: Limits): Partial<Limits> {
	return {
		gates: Math.min(EACH.gates, limits.gates),
		elements: Math.min(EACH.elements, limits.elements),
		milliseconds: Math.min(EACH.milliseconds, limits.milliseconds),
	};
}
