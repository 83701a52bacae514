/** The gradient check of every input, by finite differences: asked for by itself, since every entry costs two runs and more. */
import { checkGradient } from '../../core/check.ts';
import { formatNumber } from '../../core/format.ts';
import { elementAtFlat } from '../../core/tensor/tensor.ts';
import type { Budget } from '../../run/budget.ts';
import type { Finding } from '../../protocol-debug.ts';
import { rangeOf } from '../whereabouts.ts';
import type { Ran } from '../unit-run.ts';
import { indexOfPlace } from '../windows.ts';
import { CURES } from './causes.ts';

/** Entries of one input that are tried: evenly spread. */
const MOST_ENTRIES = 32;
/** A larger relative error is no rounding. */
const MOST_ERROR = 1e-4;

export function checkGradients(ran: Ran, budget: Budget): readonly Finding[] {
	const { trace, run } = ran;
	const { tape, target } = trace;
	const found: Finding[] = [];
	if (!tape.isScalar(target) || trace.upstream !== 1) return found;
	for (const [name, node] of run.inputs) {
		if (!trace.reaches(node)) continue;
		const gradient = trace.gradientTensor(node)!;
		const { shape, size } = tape.type(node);
		const stride = Math.max(1, Math.ceil(size / MOST_ENTRIES));
		for (let place = 0; place < size; place += stride) {
			if (budget.look()) return found;
			const analytic = elementAtFlat(gradient, place);
			const { kink, numeric, relativeError } = checkGradient(tape, target, node, analytic, place);
			// What is not finite is told of elsewhere.
			if (kink || !Number.isFinite(numeric) || !Number.isFinite(analytic)) continue;
			if (relativeError <= MOST_ERROR || Math.abs(analytic - numeric) < 1e-7) continue;
			found.push({
				filter: 'gradient-check',
				pass: 'backward',
				node,
				position: trace.lastPosition,
				range: rangeOf(ran, node),
				message: [
					'The gradient of {0} is {1}, finite differences give {2}',
					name,
					formatNumber(analytic),
					formatNumber(numeric),
				],
				cure: CURES['gradient-check'],
				...(shape.length > 0 && { entries: { count: 1, total: size, first: [indexOfPlace(place, shape)] } }),
			});
			break;
		}
	}
	return found;
}
