/**
 * What a row of the table says about an operator over whole arrays: shape rule, value, and its derivative rule, stated once over an abstract builder.
 */
import { ShapeError } from '../../tensor/shape.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import type { Text } from '../../text.ts';
import type { NodeType } from '../../types.ts';
import type { Form, Notation, Pattern } from '../row.ts';
import type { Builder } from './builder.ts';

export { Builder } from './builder.ts';
export { ShapeError };

/** What a gate is told beside its operands: an axis, a shape, indices. Plain data; each row says which names it reads. */
export type Attributes = Readonly<Record<string, unknown>>;

/** The Jacobian of one operand, its axes multiplied out. */
export type TensorJacobian =
	| 'identity'
	| 'permutation' // one 1 in each row and column
	| 'selection' // one 1 in each row: the output's entries are some of the operand's
	| 'repetition' // one 1 in each row, several in a column: the operand's entries stand in the output more than once
	| 'sum' // rows of ones
	| 'diagonal'
	| 'block diagonal' // one block a row, slice or batch
	| 'Kronecker' // I ⊗ A or A ⊗ I
	| 'triangular'
	| 'dense'
	| 'none';

/** For each operand what is handed back to it, computed when it is asked for; null for one that never takes a gradient. */
export type Shares<V> = readonly ((() => V) | null)[];

/** Operands of one test: their values, nested lists, and the attributes. */
export interface TensorSample {
	readonly operands: readonly Tensor[];
	readonly attributes?: Attributes;
	/** The first operand is a symmetric matrix and stays one while a test moves its entries, each with its mirror image. */
	readonly symmetric?: boolean;
}

/** A choice at a tie or a kink. */
export interface TensorConvention {
	/** Whether the choice is made anywhere at these operands. */
	readonly when: (operands: readonly Tensor[], attributes: Attributes) => boolean;
	readonly text: Text;
	readonly samples: readonly TensorSample[];
}

export interface TensorDefinition<A extends Attributes = Attributes> {
	/** The name that programs and other rows use. */
	readonly name: string;
	/** What stands in the gate's circle. */
	readonly symbol: string;
	/** Names of the operand slots. A last one that ends in `…` stands for any number of operands, at least one. */
	readonly parameters: readonly string[];
	/** How notations write it, with the module it comes from. */
	readonly names: Readonly<Record<Notation, readonly string[]>>;
	readonly pattern: Pattern;
	/** One sentence that explains the gate's backward rule. */
	readonly sentence: Text;
	/** The structure of the Jacobian along each operand; the last one holds for all further operands. */
	readonly jacobian: readonly TensorJacobian[];
	readonly conventions: readonly TensorConvention[];
	/** How an application looks, `$0` and `$1` being the operands; `$*` all of them, with commas. */
	readonly text: Form | ((attributes: A, operands: readonly NodeType[]) => Form);
	readonly latex: Form | ((attributes: A, operands: readonly NodeType[]) => Form);
	/** For a slot whose rule is long-winded: what it hands out, for readers, as a formula over the parameters, `up` and `out`; shapes are left out. */
	readonly shown?: readonly (string | null)[];
	/** Whether the value shares its operand's data: such a gate takes no room. Absent: never. */
	readonly view?: (operands: readonly Tensor[], attributes: A) => boolean;
	/** How many elements are needed beside the result while the value is computed, where these may be many more. */
	readonly scratch?: (operands: readonly NodeType[], attributes: A) => number;
	/** The shape rule. Throws a ShapeError, with both shapes in words, on operands that do not fit. */
	type(operands: readonly NodeType[], attributes: A): NodeType;
	/** The value. Operands fit: `type` was asked before. Strides are the operands' own; the result is not written to afterwards. */
	forward(operands: readonly Tensor[], attributes: A): Tensor;
	/** The derivative rule: what each operand is handed of the upstream gradient `up`; `out` is the gate's value. */
	vjp<V extends object>(o: Builder<V>, up: V, operands: readonly V[], out: V, attributes: A): Shares<V>;
	/**
	 * Adds what the slot is handed to a gradient in C order, where that is cheaper than making the whole of it: a read of a few entries of a large array.
	 * Must add what `vjp` would hand it, to the bit.
	 */
	readonly accumulate?: (
		gradient: Float64Array,
		up: Tensor,
		slot: number,
		operands: readonly NodeType[],
		attributes: A,
	) => void;
	readonly samples: readonly TensorSample[];
}

/** A row of the table, of operators over whole arrays. */
export interface TensorRow extends TensorDefinition {
	readonly kind: 'tensor';
	readonly code: number;
	/** How many operands it takes; Infinity: as many as are given, at least one. */
	readonly arity: number;
	readonly isStep: boolean;
	/** Whether a gradient can flow back through the slot. */
	differentiable(slot: number): boolean;
}

/** A definition with the attributes that it reads; the table keeps all rows as one type. */
export function tensorOp<A extends Attributes>(definition: TensorDefinition<A>): TensorDefinition {
	return definition as unknown as TensorDefinition;
}

export function makeTensorRow(definition: TensorDefinition, code: number): TensorRow {
	const { parameters, jacobian } = definition;
	const variadic = parameters.at(-1)?.endsWith('…') === true;
	return {
		...definition,
		kind: 'tensor',
		code,
		arity: variadic ? Infinity : parameters.length,
		isStep: definition.pattern !== 'wire',
		differentiable: (slot) => jacobian[Math.min(slot, jacobian.length - 1)] !== 'none',
	};
}
