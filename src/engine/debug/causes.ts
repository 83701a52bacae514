/** Why an operator gave NaN or an infinity, or handed one back, in words; and what usually cures it. */
import { formatNumber } from '../../core/format.ts';
import type { Tape } from '../../core/tape.ts';
import { elementAtFlat } from '../../core/tensor/tensor.ts';
import type { Text } from '../../protocol.ts';
import type { Ran } from '../unit-run.ts';
import { someEntries } from './units.ts';

export interface Cause {
	readonly message: Text;
	readonly cure: Text;
	/** The entry is one that a `where` does not take. */
	readonly leftOut?: boolean;
}

const DOMAIN: Text = ['Keep the argument inside: clamp it before the function, as np.maximum(x, 1e-12) does'];
const CLIP: Text = ['Keep the argument inside: clip it before the function, as np.clip(x, -1, 1) does'];
const OVERFLOW: Text = ['Subtract the largest argument before exp: exp(x − max(x)). logsumexp and log_softmax do so'];
const DIVISION: Text = ['Keep the divisor away from 0: add a small eps to it, or clamp it'];
const INDEFINITE: Text = ['Keep infinities out: clamp the operands, or choose with where before the operation'];
const ROOT: Text = ['Add a small eps under the root: sqrt(x + 1e-12)'];
const DOUBLE_WHERE: Text = [
	'A where on the result is not enough: make the argument harmless first, as f(where(ok, x, 1)) does, then choose again',
];

export const CURES = {
	input: ['Give it a number: look where its data comes from'],
	vanishing: [
		'ReLU in place of sigmoid or tanh, a larger initial scale, normalization or a skip connection usually help',
	],
	exploding: ['A smaller initial scale, normalization, or clipping the gradient usually help'],
	'dead-relu': ['A smaller learning rate, a leaky ReLU or another initial bias usually help'],
	'saturated-sigmoid': ['Smaller weights, normalized inputs, or a loss on logits usually help'],
	'gradient-check': [
		'Look for a kink or a jump, for detach or no-grad on the way, or for a step too coarse for the function',
	],
} as const satisfies Readonly<Record<string, Text>>;

type NameOf = (node: number) => string;

const LOGS: ReadonlySet<string> = new Set(['log', 'log2', 'log10', 'log1p', 'log_base', 'logit', 'xlogy']);
const BETWEEN_ONES: ReadonlySet<string> = new Set(['asin', 'acos', 'atanh']);
const EXPONENTIALS: ReadonlySet<string> = new Set(['exp', 'exp2', 'expm1', 'sinh', 'cosh']);
const ROOTS: ReadonlySet<string> = new Set(['sqrt', 'rsqrt', 'cbrt', 'root', 'norm', 'hypot', 'std']);
const QUOTIENTS: ReadonlySet<string> = new Set(['div', 'reciprocal', 'mod', 'fmod', 'floordiv']);

/** The number in an operand at an entry of the gate's: elementwise operands have the gate's shape, or are numbers. */
function operandAt(tape: Tape, gate: number, slot: number, place: number): number {
	const operand = tape.inputAt(gate, slot);
	if (tape.isScalar(operand)) return tape.value(operand);
	const { size } = tape.type(operand);
	return size === tape.type(gate).size ? elementAtFlat(tape.tensor(operand), place) : NaN;
}

/** Why a gate gave NaN or an infinity at an entry, its operands having brought none; of what a `where` leaves out, how it is left out of the gradient too. */
export function madeByGate(ran: Ran, gate: number, place: number, nameOf: NameOf): Cause {
	const cause = madeOf(ran.trace.tape, gate, place, nameOf);
	const choice = choiceFrom(ran, gate);
	return choice !== null && isFinite(ran.trace.tape, choice) ? { ...cause, cure: DOUBLE_WHERE } : cause;
}

function madeOf(tape: Tape, gate: number, place: number, nameOf: NameOf): Cause {
	const { name, symbol } = tape.rowAt(gate);
	const value = tape.isScalar(gate) ? tape.value(gate) : elementAtFlat(tape.tensor(gate), place);
	const a = operandAt(tape, gate, 0, place);
	const b = tape.inputCount(gate) > 1 ? operandAt(tape, gate, 1, place) : NaN;
	const said = nameOf(tape.inputAt(gate, 0));
	const result = formatNumber(value);
	if (LOGS.has(name))
		return {
			message: ['{0} of {1} is {2}: it takes positive numbers only', symbol, formatNumber(a), result],
			cure: DOMAIN,
		};
	if (EXPONENTIALS.has(name))
		return {
			message: ['{0} of {1} is larger than any float: past about 709', symbol, formatNumber(a)],
			cure: OVERFLOW,
		};
	if (QUOTIENTS.has(name)) {
		const [top, bottom] = name === 'reciprocal' ? [1, a] : [a, b];
		return {
			message: ['{0} divided by {1} is {2}', formatNumber(top), formatNumber(bottom), result],
			cure: bottom === 0 ? DIVISION : INDEFINITE,
		};
	}
	if (name === 'pow')
		return {
			message: ['{0} to the power {1} is {2}', formatNumber(a), formatNumber(b), result],
			cure: a === 0 ? DIVISION : DOMAIN,
		};
	if (Number.isNaN(value) && BETWEEN_ONES.has(name))
		return {
			message: ['{0} of {1} is {2}: it takes numbers from −1 to 1', symbol, formatNumber(a), result],
			cure: CLIP,
		};
	if (Number.isNaN(value) && (name === 'mul' || name === 'add' || name === 'sub'))
		return {
			message: ['{0} {1} {2} is NaN', formatNumber(a), symbol === '*' ? '·' : symbol, formatNumber(b)],
			cure: INDEFINITE,
		};
	if (!Number.isNaN(value))
		return { message: ['{0} gives {1}: larger than any float', symbol, result], cure: INDEFINITE };
	return Number.isNaN(a)
		? { message: ['{0} gives NaN', symbol], cure: INDEFINITE }
		: { message: ['{0} has no value at {1} ({2})', symbol, formatNumber(a), said], cure: DOMAIN };
}

/** Why a gate hands back a gradient that is not finite, its own being finite: the values are too, or a `where` does not take them. */
export function madeByGradient(ran: Ran, gate: number, operand: number, place: number, nameOf: NameOf): Cause {
	const { trace } = ran;
	const { tape } = trace;
	const { name, symbol } = tape.rowAt(gate);
	const gradient = trace.gradientTensor(gate);
	const same = gradient !== null && tape.type(operand).size === tape.type(gate).size;
	const upstream = same ? elementAtFlat(gradient, place) : NaN;
	const at = tape.isScalar(operand) ? tape.value(operand) : elementAtFlat(tape.tensor(operand), place);
	const chosen = upstream === 0 && choiceFrom(ran, gate) !== null;
	if (upstream === 0)
		return {
			message: chosen
				? ['0 · ∞ is NaN: where does not take {0}, whose slope at {1} is infinite', nameOf(gate), formatNumber(at)]
				: ['0 · ∞ is NaN: the upstream gradient is 0, the slope of {0} at {1} is infinite', symbol, formatNumber(at)],
			cure: chosen ? DOUBLE_WHERE : ROOTS.has(name) ? ROOT : DOMAIN,
			...(chosen && { leftOut: true }),
		};
	// Of powers below 1 as of roots.
	if (ROOTS.has(name) || (name === 'pow' && at === 0))
		return { message: ['The slope of {0} at {1} is infinite', symbol, formatNumber(at)], cure: ROOT };
	if (QUOTIENTS.has(name) || LOGS.has(name))
		return { message: ['The slope of {0} at {1} is infinite', symbol, formatNumber(at)], cure: DIVISION };
	return {
		message: ['{0} hands back a gradient that is not finite at {1}', symbol, formatNumber(at)],
		cure: INDEFINITE,
	};
}

/** So many gates are looked through on the way to a choice. */
const MOST_STEPS = 32;

/** The choice that may leave what a gate computes, which goes there used once at each step; null where there is none. */
function choiceFrom({ trace }: Ran, gate: number): number | null {
	const table = trace.consumerTable;
	let at = gate;
	for (let steps = 0; steps < MOST_STEPS; steps++) {
		if (table.count(at) === 0) return null;
		at = table.gateAt(at, 0);
		const { name } = trace.tape.rowAt(at);
		if (name === 'where' || name === 'cond') return at;
	}
	return null;
}

function isFinite(tape: Tape, node: number): boolean {
	return someEntries(tape.tensor(node), (value) => !(Math.abs(value) < Infinity)).count === 0;
}
