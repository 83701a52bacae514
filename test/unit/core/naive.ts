/**
 * The same mathematics in the plainest way, to hold the fast one to it: random computations, and a backward pass that walks every edge.
 */
import { opByName, OPS } from '../../../src/core/ops/index.ts';
import { rowLocal, rowValue } from '../../../src/core/ops/row.ts';
import { Tape } from '../../../src/core/tape.ts';
import type { Trace } from '../../../src/core/trace.ts';

/** A repeatable stream of numbers in 0 … 1. */
export function stream(seed: number): () => number {
	let state = seed >>> 0 || 1;
	return () => {
		state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
		return state / 2 ** 32;
	};
}

/** Rows that stay finite and smooth enough around moderate numbers. */
export const TAME = [
	'add',
	'sub',
	'mul',
	'neg',
	'tanh',
	'sin',
	'cos',
	'sigmoid',
	'atan',
	'square',
	'softplus',
	'max',
	'min',
	'abs',
	'relu',
	'wire',
	'where',
	'clip',
	'gt',
	'floor',
];

/** A random computation; operands are drawn near the end, so that the last node depends on much. */
export function randomTape(seed: number, gates: number, names: readonly string[] = TAME, tape = new Tape()): Tape {
	const next = stream(seed);
	const inputs = 1 + Math.floor(next() * 4);
	for (let i = 0; i < inputs; i++) tape.input(next() * 4 - 2, tape.ranges.intern(i, i + 1));
	if (next() < 0.7) tape.constant(next() * 4 - 2, tape.ranges.intern(90, 91));
	for (let i = 0; i < gates; i++) {
		const row = opByName(names[Math.floor(next() * names.length)]!);
		const pick = (): number =>
			next() < 0.6 ? Math.max(0, tape.length - 1 - Math.floor(next() * 4)) : Math.floor(next() * tape.length);
		const [a, b, c] = [pick(), pick(), pick()];
		// Products of products overflow: every other gate brings the numbers back.
		const big = Math.abs(tape.value(a)) > 50 || Math.abs(tape.value(b)) > 50;
		if (big) tape.gate(opByName('tanh').code, a);
		else tape.gate(row.code, a, b, c, tape.ranges.intern(i, i + 2, i + 1, i + 2));
	}
	return tape;
}

export function operandsOf(tape: Tape, node: number): readonly number[] {
	return Array.from({ length: tape.inputCount(node) }, (_, slot) => tape.inputAt(node, slot));
}

/** Values by the rows' statements alone. */
export function naiveValues(tape: Tape): readonly number[] {
	const values: number[] = [];
	for (let node = 0; node < tape.length; node++) {
		values.push(
			tape.isGate(node)
				? rowValue(
						tape.row(node),
						operandsOf(tape, node).map((operand) => values[operand]!),
						opByName,
					)
				: tape.value(node),
		);
	}
	return values;
}

/** Which nodes lie between the inputs asked about and the target, by asking every path. */
export function naiveReaches(tape: Tape, target: number, wrt?: readonly number[]): readonly boolean[] {
	const depends: boolean[] = [];
	for (let node = 0; node < tape.length; node++) {
		const own = tape.isInput(node) && (wrt ? wrt.includes(node) : true);
		depends.push(
			own || operandsOf(tape, node).some((operand, slot) => tape.row(node).differentiable(slot) && depends[operand]!),
		);
	}
	const reaches = depends.map(() => false);
	reaches[target] = true;
	for (let node = target; node >= 0; node--) {
		if (!reaches[node] || !depends[node]) continue;
		operandsOf(tape, node).forEach((operand, slot) => {
			if (tape.row(node).differentiable(slot) && depends[operand]) reaches[operand] = true;
		});
	}
	return reaches;
}

/** One delivery of a share. */
export interface Delivery {
	readonly gate: number;
	readonly slot: number;
	readonly to: number;
	readonly share: number;
}

/** Gradients and every share in the order in which the backward pass delivers them. */
export function naiveBackward(
	tape: Tape,
	target: number,
	wrt?: readonly number[],
): { readonly gradients: readonly number[]; readonly deliveries: readonly Delivery[] } {
	const values = naiveValues(tape);
	const reaches = naiveReaches(tape, target, wrt);
	const gradients = values.map(() => 0);
	gradients[target] = 1;
	const deliveries: Delivery[] = [];
	for (let node = target; node >= 0; node--) {
		if (!reaches[node] || !tape.isGate(node)) continue;
		const operands = operandsOf(tape, node);
		const at = operands.map((operand) => values[operand]!);
		operands.forEach((to, slot) => {
			const row = tape.row(node);
			if (!row.differentiable(slot) || !reaches[to]) return;
			const share = gradients[node]! * rowLocal(row, slot, at, opByName);
			gradients[to]! += share;
			deliveries.push({ gate: node, slot, to, share });
		});
	}
	return { gradients: gradients.map((gradient, node) => (reaches[node] ? gradient : 0)), deliveries };
}

/** The state at a position, told from the definition in protocol.ts alone. */
export function naiveState(
	trace: Trace,
	position: number,
	wrt?: readonly number[],
): {
	readonly known: readonly boolean[];
	readonly gradients: readonly (number | null)[];
	readonly arrivals: readonly string[];
} {
	const { tape, target } = trace;
	const isStep = (node: number): boolean => tape.isGate(node) && tape.row(node).name !== 'wire';
	const nodes = Array.from({ length: tape.length }, (_, node) => node);
	const steps = nodes.filter(isStep);
	const computed = position < steps.length ? steps[position]! : Infinity;
	const known = nodes.map((node) => !tape.isGate(node) || node < computed);
	const { deliveries } = naiveBackward(tape, target, wrt);
	const reaches = naiveReaches(tape, target, wrt);
	const stage = position - steps.length - 1;
	const between = naiveReaches(tape, target, wrt).map(
		(reached, node) => reached && isStep(node) && dependsOn(tape, node, wrt),
	);
	const back = nodes.filter((node) => between[node]).reverse();
	const from = stage < 0 ? Infinity : stage < back.length ? back[stage]! + 1 : 0;
	const gradients = nodes.map((node): number | null => (node === target && stage >= 0 ? 1 : null));
	const arrived = nodes.map(() => 0);
	const expected = nodes.map(() => 0);
	for (const { gate, to, share } of deliveries) {
		expected[to]!++;
		if (gate < from) continue;
		gradients[to] = (gradients[to] ?? 0) + share;
		arrived[to]!++;
	}
	const arrivals = nodes.map((node) => {
		if (stage < 0 || !reaches[node]) return 'none';
		if (arrived[node] === expected[node]) return 'complete';
		return arrived[node] === 0 ? 'none' : 'partial';
	});
	return { known, gradients, arrivals };
}

function dependsOn(tape: Tape, node: number, wrt?: readonly number[]): boolean {
	// A node that depends on an input asked about reaches it in the trace of which it is itself the target.
	return naiveReaches(tape, node, wrt).some(
		(reached, input) => reached && tape.isInput(input) && (wrt ? wrt.includes(input) : true),
	);
}

export const ALL_NAMES: readonly string[] = OPS.map((row) => row.name);
