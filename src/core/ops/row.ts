/**
 * What a row of the operator table must say: everything about one operator, in one place. A facet that is missing does not compile.
 */
import { parseFormula, type Formula } from './formula.ts';
import { INTRINSICS, type IntrinsicName } from './intrinsics.ts';
import type { Text } from '../text.ts';

export const NOTATIONS = ['math', 'latex', 'numpy', 'torch', 'js', 'julia', 'matlab'] as const;
export type Notation = (typeof NOTATIONS)[number];

/** How a gate treats the gradient that comes from above, in the lecture's words. */
export type Pattern =
	| 'distributor' // hands the upstream on as it is
	| 'router' // hands the whole upstream to one input
	| 'switcher' // swaps the inputs' values
	| 'scaler' // multiplies by a slope
	| 'blocker' // flat nearly everywhere: passes 0
	| 'wire'; // no gate at all

/** The Jacobian of the operator applied to whole arrays, elementwise. */
export type JacobianStructure = 'identity' | 'signed identity' | 'diagonal' | '0/1 diagonal' | 'zero' | 'none';

/** How an application looks: `$0`, `$1` … are the operands; brackets appear where an operand binds more loosely than `operands` asks. */
export interface Form {
	readonly form: string;
	readonly level: number;
	readonly operands: readonly number[];
}

/** Binding levels of `Form`, loosest first. */
export const LEVEL = {
	conditional: 0,
	or: 1,
	and: 2,
	comparison: 3,
	sum: 4,
	product: 5,
	sign: 6,
	power: 7,
	atom: 8,
} as const;

/** A choice at a tie or a kink, where mathematics leaves more than one answer. */
export interface Convention {
	/** A formula over the operands that is 1 exactly where the choice is made. */
	readonly when: string;
	/** The local gradients chosen there, one a slot; null leaves the rule as it is, and so does an absent list (the rule gives the choice already). */
	readonly locals?: readonly (string | null)[];
	/** Said wherever it applied. */
	readonly text: Text;
	/** Points where it applies, for the tests. */
	readonly samples: readonly (readonly number[])[];
}

/** A derivative that is computed in one form, for its digits, and shown in another, for its reader; tests hold the two to each other. */
export interface Derivative {
	readonly computed: string;
	readonly shown: string;
}

export interface OpDefinition {
	/** The name that programs and other rows use. */
	readonly name: string;
	/** What stands in the gate's circle. */
	readonly symbol: string;
	/** Names of the operand slots, as formulas and rules write them. */
	readonly parameters: readonly string[];
	/** How each notation writes it: operators as they stand, functions with the module they come from (`np.exp`, `Math.exp`). */
	readonly names: Readonly<Record<Notation, readonly string[]>>;
	/** The value: an intrinsic, or a formula over other rows. */
	readonly forward: { readonly intrinsic: IntrinsicName } | { readonly formula: string };
	/** The definition as a person would write it; absent where `text` says it. Tests hold it to `forward`. */
	readonly definition?: string;
	/** The local gradient of each slot; null for a slot through which no gradient ever flows (a test, a comparison). */
	readonly derivatives: readonly (string | Derivative | null)[];
	readonly pattern: Pattern;
	/** One sentence that explains the gate's backward rule. */
	readonly sentence: Text;
	readonly jacobian: JacobianStructure;
	readonly conventions: readonly Convention[];
	/** The same function in smaller gates, or null where it is one already. */
	readonly decomposition: string | null;
	readonly text: Form;
	readonly latex: Form;
	/** Points in the domain, away from kinks, where the rule is tested. */
	readonly samples: readonly (readonly number[])[];
}

/** A convention with its formulas read. */
export interface ReadConvention {
	readonly when: Formula;
	readonly locals: readonly (Formula | null)[];
	readonly text: Text;
	readonly samples: readonly (readonly number[])[];
}

/** A row of the table. Formulas are read when first asked for. */
export interface OpRow extends Omit<OpDefinition, 'derivatives' | 'conventions' | 'decomposition'> {
	readonly kind: 'scalar';
	/** The op code: the row's index in `OPS`. */
	readonly code: number;
	readonly arity: number;
	/** False only for a wire, which is no step. */
	readonly isStep: boolean;
	/** Whether a gradient can flow back through the slot. */
	differentiable(slot: number): boolean;
	/** The forward rule as a formula; an intrinsic is the row applied to its own operands. */
	value(): Formula;
	/** The definition that is shown. */
	shownValue(): Formula;
	/** The local gradient as computed away from conventions; 0 for a slot that passes none. */
	local(slot: number): Formula;
	/** The local gradient as shown. */
	shownLocal(slot: number): Formula;
	conventions(): readonly ReadConvention[];
	/** The same function in smaller gates, or null. */
	decomposition(): Formula | null;
}

function remembered<T>(make: () => T): () => T {
	let made: { readonly value: T } | undefined;
	return () => (made ??= { value: make() }).value;
}

/** Makes a row of its definition; `code` is its place in the table. */
export function makeRow(definition: OpDefinition, code: number): OpRow {
	const { parameters, derivatives, forward } = definition;
	const read = (text: string): Formula => parseFormula(text, parameters);
	const own: Formula = {
		kind: 'apply',
		op: definition.name,
		operands: parameters.map((_, slot) => ({ kind: 'variable', slot })),
	};
	if (derivatives.length !== parameters.length) throw new Error(`${definition.name}: one derivative a parameter`);
	const value = remembered(() => ('intrinsic' in forward ? own : read(forward.formula)));
	const shownValue = remembered(() => (definition.definition === undefined ? own : read(definition.definition)));
	const locals = derivatives.map((derivative) =>
		remembered(() =>
			read(derivative === null ? '0' : typeof derivative === 'string' ? derivative : derivative.computed),
		),
	);
	const shownLocals = derivatives.map((derivative) =>
		remembered(() => read(derivative === null ? '0' : typeof derivative === 'string' ? derivative : derivative.shown)),
	);
	const conventions = remembered(() =>
		definition.conventions.map((convention) => ({
			when: read(convention.when),
			locals: parameters.map((_, slot) => {
				const chosen = convention.locals?.[slot];
				return typeof chosen === 'string' ? read(chosen) : null;
			}),
			text: convention.text,
			samples: convention.samples,
		})),
	);
	const decomposition = remembered(() => (definition.decomposition === null ? null : read(definition.decomposition)));
	return {
		...definition,
		kind: 'scalar',
		code,
		arity: parameters.length,
		isStep: definition.pattern !== 'wire',
		differentiable: (slot) => (derivatives[slot] ?? null) !== null,
		value,
		shownValue,
		local: (slot) => locals[slot]!(),
		shownLocal: (slot) => shownLocals[slot]!(),
		conventions,
		decomposition,
	};
}

/** The value of a row at given operands, straight from its statement: the reference that the generated kernels are held to. */
export function rowValue(row: OpRow, operands: readonly number[], find: (name: string) => OpRow): number {
	if ('intrinsic' in row.forward) {
		const intrinsic: (x: number, y: number, z: number) => number = INTRINSICS[row.forward.intrinsic];
		return intrinsic(operands[0] ?? NaN, operands[1] ?? NaN, operands[2] ?? NaN);
	}
	return formulaValue(row.value(), operands, find);
}

/** The value of a formula over rows. */
export function formulaValue(formula: Formula, values: readonly number[], find: (name: string) => OpRow): number {
	if (formula.kind === 'number') return formula.value;
	if (formula.kind === 'variable') return values[formula.slot]!;
	const operands = formula.operands.map((operand) => formulaValue(operand, values, find));
	return rowValue(find(formula.op), operands, find);
}

/** The local gradient of a slot at given operands, conventions included. */
export function rowLocal(row: OpRow, slot: number, operands: readonly number[], find: (name: string) => OpRow): number {
	for (const convention of row.conventions()) {
		const chosen = convention.locals[slot];
		if (chosen && formulaValue(convention.when, operands, find) !== 0) return formulaValue(chosen, operands, find);
	}
	return formulaValue(row.local(slot), operands, find);
}
