/**
 * The backward pass: which nodes lie between the inputs asked about and the target, and the sweep that gives each of them its gradient.
 */
import { FLAG_DEPENDS, FLAG_REACHES, FLAG_STEP, FLAG_STOPS, INPUT_CODE, type Columns, type Sweep } from './columns.ts';
import { backwardSweep } from './kernels.generated.ts';
import { ELEMENT, OPS, rowOf, TENSOR_START } from './ops/index.ts';
import type { Tape } from './tape.ts';

const NONE = 0;
const FIRST = 1;
const SECOND = 2;
const BOTH = 3;
const MORE = 4;
const INPUT = 5;
const ANY = 6;

/** The last bit of `FLOWS` holds for all slots from this one on. */
const LAST_BIT = 7;

/** For each op code, a bit for each slot through which a gradient can flow. */
export const FLOWS = Uint8Array.from({ length: 256 }, (_, code) => {
	const row = rowOf(code);
	let mask = 0;
	for (let slot = 0; slot < Math.min(row?.arity ?? 0, LAST_BIT + 1); slot++)
		if (row!.differentiable(slot)) mask |= 1 << slot;
	return mask;
});
/** For each op code, how many operands it has in the columns: 0 for an input or a constant, and for gates over arrays, which say so themselves. */
export const ARITY = Uint8Array.from({ length: 256 }, (_, code) => (code === ELEMENT ? 1 : (OPS[code]?.arity ?? 0)));

/** What the marking loops do with an op: through which operands it asks, and where those stand. */
const KIND = Uint8Array.from({ length: 256 }, (_, code) => {
	if (code === INPUT_CODE) return INPUT;
	if (code === ELEMENT) return FIRST;
	const flows = FLOWS[code]!;
	if (code >= TENSOR_START) return flows === 0 ? NONE : ANY;
	if ((OPS[code]?.arity ?? 0) > 2) return MORE;
	return flows === 0 ? NONE : flows === 1 ? FIRST : flows === 2 ? SECOND : BOTH;
});
const STEP = Uint8Array.from({ length: 256 }, (_, code) => (rowOf(code)?.isStep ? FLAG_STEP : 0));
const BETWEEN = FLAG_DEPENDS | FLAG_REACHES;

/**
 * Sets all flags below `length`: what depends on a wrt input (all inputs where `wrt` is absent) other than through a node of `stops`, what of that the
 * target depends on, and which gates are steps of either pass.
 */
export function markFlags(
	columns: Columns,
	length: number,
	target: number,
	wrt: readonly number[] | undefined,
	stops: readonly number[],
	flags: Uint8Array,
): void {
	const { op, first, second, more } = columns;
	flags.fill(0, 0, length);
	for (const node of stops) flags[node] = FLAG_STOPS;
	if (wrt) for (const node of wrt) flags[node] = flags[node]! | FLAG_DEPENDS;
	const input = wrt ? 0 : FLAG_DEPENDS;
	for (let i = 0; i < length; i++) {
		const code = op[i]!;
		let depends = 0;
		switch (KIND[code]) {
			case INPUT:
				depends = input;
				break;
			case FIRST:
				depends = flags[first[i]!]!;
				break;
			case SECOND:
				depends = flags[second[i]!]!;
				break;
			case BOTH:
				depends = flags[first[i]!]! | flags[second[i]!]!;
				break;
			case MORE: {
				const at = second[i]!;
				const flows = FLOWS[code]!;
				if ((flows & 1) !== 0) depends |= flags[first[i]!]!;
				if ((flows & 2) !== 0) depends |= flags[more[at]!]!;
				if ((flows & 4) !== 0) depends |= flags[more[at + 1]!]!;
				break;
			}
			case ANY: {
				const at = second[i]!;
				const count = first[i]!;
				for (let slot = 0; slot < count; slot++) if (flowsThrough(code, slot)) depends |= flags[more[at + slot]!]!;
				break;
			}
			default:
				break;
		}
		const own = flags[i]!;
		if ((own & FLAG_STOPS) !== 0) depends = 0;
		flags[i] = own | (depends & FLAG_DEPENDS) | STEP[code]!;
	}
	flags[target] = flags[target]! | FLAG_REACHES;
	for (let i = target; i >= 0; i--) {
		const own = flags[i]!;
		// A target that depends on no input asked about has nothing to hand back.
		if ((own & BETWEEN) !== BETWEEN) continue;
		const code = op[i]!;
		// FLAG_BACK_STEP is FLAG_STEP moved by one bit.
		flags[i] = own | ((own & FLAG_STEP) << 1);
		switch (KIND[code]) {
			case FIRST:
				mark(flags, first[i]!);
				break;
			case SECOND:
				mark(flags, second[i]!);
				break;
			case BOTH:
				mark(flags, first[i]!);
				mark(flags, second[i]!);
				break;
			case MORE: {
				const at = second[i]!;
				const flows = FLOWS[code]!;
				if ((flows & 1) !== 0) mark(flags, first[i]!);
				if ((flows & 2) !== 0) mark(flags, more[at]!);
				if ((flows & 4) !== 0) mark(flags, more[at + 1]!);
				break;
			}
			case ANY: {
				const at = second[i]!;
				const count = first[i]!;
				for (let slot = 0; slot < count; slot++) if (flowsThrough(code, slot)) mark(flags, more[at + slot]!);
				break;
			}
			default:
				break;
		}
	}
}

/** What depends on an input asked about is reached, the rest is not. A store that changes nothing would cost more than the question. */
function mark(flags: Uint8Array, node: number): void {
	const flag = flags[node]!;
	if ((flag & BETWEEN) === FLAG_DEPENDS) flags[node] = flag | FLAG_REACHES;
}

/** Whether a gradient flows through that slot of that op at all. */
export function flowsThrough(code: number, slot: number): boolean {
	return ((FLOWS[code] ?? 0) & (1 << (slot < LAST_BIT ? slot : LAST_BIT))) !== 0;
}

/**
 * Fills the gradient arena: `upstream` at the target, then upstream × local to the operands, gate by gate, from the target down. Shares of a node used
 * several times are added in that order, so that a partial sum can be told bit for bit. 0 × ∞ is NaN, as IEEE 754 has it: what the formula makes is shown.
 */
export function runBackward(
	tape: Tape,
	target: number,
	upstream: number,
	sweep: Sweep,
	tensors: { run(): void } | null = null,
): void {
	sweep.gradient.fill(0);
	sweep.gradient[target] = upstream;
	if (tensors) return tensors.run();
	if (tape.runner?.backward(target, sweep)) return;
	const { op, first, second, more, value } = tape.columns;
	backwardSweep(op, first, second, more, value, sweep.gradient, sweep.flags, target);
}

/** Whole numbers and yes-or-no take no gradient, unless they are asked about: what an input that is named by `wrt` goes into is computed with as if it were real. */
export function wholeNodes(tape: Tape, wrt: readonly number[] | undefined): readonly number[] {
	const isWhole = (node: number): boolean => {
		const { element } = tape.type(node);
		return element === 'int64' || element === 'bool';
	};
	if (wrt?.some(isWhole) === true) return [];
	return (tape.tensors?.entries ?? [])
		.filter(({ type }) => type.element === 'int64' || type.element === 'bool')
		.map(({ node }) => node);
}
