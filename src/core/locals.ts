/**
 * The local gradients of elementwise rows over a builder: the formulas that the kernels are made from, said once more as gates or texts.
 */
import { gateValue, NO_ATTRIBUTES } from './compute.ts';
import type { Formula } from './ops/formula.ts';
import { sameFormula } from './ops/formula.ts';
import type { OpRow } from './ops/row.ts';
import { rowByName } from './ops/index.ts';
import type { Builder } from './ops/tensor/builder.ts';
import { filled, type Tensor } from './tensor/tensor.ts';

/** Decides a test on the operands where it comes out the same for all entries; null where it does not, or is not known. */
export type Decide = (test: Formula) => boolean | null;

const ONE: Formula = { kind: 'number', value: 1 };

/** What the slot of an elementwise gate is handed: upstream × local. */
export function elementwiseShare<V extends object>(
	o: Builder<V>,
	row: OpRow,
	slot: number,
	up: V,
	operands: readonly V[],
	out: V,
	decide: Decide = () => null,
): V {
	const formula = decided(localFormula(row, slot), decide);
	if (sameFormula(formula, ONE)) return up;
	if (formula.kind === 'number' && formula.value === -1) return o.neg(up);
	return o.mul(up, evaluate(o, row, formula, operands, out));
}

/** The local gradient with the conventions in front, as one formula. */
export function localFormula(row: OpRow, slot: number): Formula {
	let formula = row.local(slot);
	for (const convention of [...row.conventions()].reverse()) {
		const chosen = convention.locals[slot];
		if (chosen) formula = { kind: 'apply', op: 'where', operands: [convention.when, chosen, formula] };
	}
	return formula;
}

/** The formula without the branches of tests that are decided: what is not taken cannot spoil what is. */
function decided(formula: Formula, decide: Decide): Formula {
	if (formula.kind !== 'apply') return formula;
	if (formula.op === 'where') {
		const [test, then, otherwise] = formula.operands;
		const known = decide(test!);
		if (known !== null) return decided(known ? then! : otherwise!, decide);
	}
	return { ...formula, operands: formula.operands.map((operand) => decided(operand, decide)) };
}

/** A formula over a builder; formulas are our own and shallow. Equal parts are built once. */
function evaluate<V extends object>(
	o: Builder<V>,
	row: OpRow,
	formula: Formula,
	operands: readonly V[],
	out: V,
	made = new Map<string, V>(),
): V {
	if (formula.kind === 'variable') return operands[formula.slot]!;
	if (formula.kind === 'number') return o.number(formula.value);
	if (isOwn(formula, row)) return out;
	const key = JSON.stringify(formula);
	let value = made.get(key);
	if (value === undefined) {
		value = o.apply(
			formula.op,
			formula.operands.map((operand) => evaluate(o, row, operand, operands, out, made)),
		);
		made.set(key, value);
	}
	return value;
}

/** Whether the formula is the row applied to its own operands, or its forward rule written out: its value is there already. */
function isOwn(formula: Formula, row: OpRow): boolean {
	return (
		sameFormula(formula, row.value()) ||
		(formula.kind === 'apply' &&
			formula.op === row.name &&
			formula.operands.every((operand, slot) => operand.kind === 'variable' && operand.slot === slot))
	);
}

/** The value of a formula over arrays of one shape; formulas are our own and shallow. */
export function formulaTensor(formula: Formula, operands: readonly Tensor[]): Tensor {
	if (formula.kind === 'variable') return operands[formula.slot]!;
	if (formula.kind === 'number') return filled([], formula.value);
	const parts = formula.operands.map((operand) => formulaTensor(operand, operands));
	return gateValue(rowByName(formula.op), parts, NO_ATTRIBUTES, { element: 'float64', shape: [], size: 1 });
}
