/**
 * The gradient check: centred finite differences beside the gradient that was computed, and kinks told apart from errors.
 */
import type { Tape } from './tape.ts';
import { dataOf, elementAtFlat, makeTensor } from './tensor/tensor.ts';

export interface GradientCheck {
	readonly analytic: number;
	/** (f(x + h) − f(x − h)) / 2h. */
	readonly numeric: number;
	/** |a − n| / max(|a|, |n|, 1e-8); 0 where both are the same infinity, NaN where one is NaN. */
	readonly relativeError: number;
	/** True at a kink, a jump or a vertical tangent near the point: no derivative exists there, and a disagreement is no error. */
	readonly kink: boolean;
	/** The slopes seen to the left and to the right. */
	readonly left: number;
	readonly right: number;
	readonly step: number;
}

/**
 * Checks the gradient `analytic` of `target`, a number, with respect to an input, or to the entry at `place` (in C order) of an input that is an array. The step
 * is h = 1e-5 · max(1, |x|). The tape is as before afterwards.
 */
export function checkGradient(tape: Tape, target: number, input: number, analytic: number, place = 0): GradientCheck {
	const before = tape.tensor(input);
	const x = elementAtFlat(before, place);
	const h = 1e-5 * Math.max(1, Math.abs(x));
	const at = (value: number): number => {
		if (tape.isScalar(input)) tape.setInput(input, value);
		else tape.setTensor(input, makeTensor(dataOf(before).with(place, value), before.shape, before.element));
		tape.replay();
		return tape.value(target);
	};
	const middle = tape.value(target);
	// Differences of the numbers actually stored, not of the step asked for.
	const below = x - h;
	const above = x + h;
	const low = at(below);
	const high = at(above);
	const nearLow = at(x - h / 8);
	const nearHigh = at(x + h / 8);
	at(x);
	if (!tape.isScalar(input)) tape.setTensor(input, before);
	const numeric = (high - low) / (above - below);
	const left = (middle - low) / (x - below);
	const right = (high - middle) / (above - x);
	// The difference of the one-sided slopes of a smooth function shrinks as the step does, to an eighth; where a kink lies within it, it does not.
	const wide = Math.abs(right - left);
	const nearLeft = (middle - nearLow) / (x - (x - h / 8));
	const nearRight = (nearHigh - middle) / (x + h / 8 - x);
	const near = Math.abs(nearRight - nearLeft);
	const noise = (64 * Number.EPSILON * Math.max(Math.abs(middle), Math.abs(low), Math.abs(high))) / (h / 8);
	const scale = Math.max(Math.abs(nearLeft), Math.abs(nearRight), 1e-8);
	const bend = wide > noise && wide > 1e-3 * scale && (near > wide / 6 || near < wide / 11);
	// At a jump or a vertical tangent the slopes may agree, but they grow as the step shrinks.
	const jump = scale > 2 * Math.max(Math.abs(left), Math.abs(right), 1e-8) + noise;
	const kink = bend || jump;
	return { analytic, numeric, relativeError: relativeError(analytic, numeric), kink, left, right, step: h };
}

/** |a − b| / max(|a|, |b|, 1e-8). */
export function relativeError(a: number, b: number): number {
	if (a === b) return 0;
	return Math.abs(a - b) / Math.max(Math.abs(a), Math.abs(b), 1e-8);
}
