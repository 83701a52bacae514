/**
 * What one `@grad` annotation says, with every part's place in the document: the data between the parser of annotations and everything that uses them.
 */
import type { Range } from '../protocol.ts';
import type { Clause } from './annotation-words.ts';

/** A number written as a constant expression (`-2`, `pi/4`, `true`). */
export interface ScalarValue {
	readonly kind: 'scalar';
	readonly value: number;
	readonly range: Range;
}

/** `[1, 2; 3, 4]` or `[[1, 2], [3, 4]]`: entries row by row. */
export interface MatrixValue {
	readonly kind: 'matrix';
	readonly shape: readonly number[];
	readonly entries: readonly number[];
	/** True where no entry was written with a point or an exponent: such arrays are integers where they index. */
	readonly integers: boolean;
	readonly range: Range;
}

/** `randn*0.01 seed=1`. */
export interface GeneratorValue {
	readonly kind: 'generator';
	readonly name: string;
	readonly nameRange: Range;
	readonly args: readonly number[];
	/** What the drawn numbers are multiplied with; 1 where nothing is written. */
	readonly scale: number;
	readonly seed?: number;
	readonly range: Range;
}

export type ValueNode = ScalarValue | MatrixValue | GeneratorValue;

export type DataType = 'float64' | 'float32' | 'int64' | 'bool';

/** One extent of a shape: a number, or a name that stands for one. */
export type Dimension =
	{ readonly size: number; readonly range: Range } | { readonly name: string; readonly range: Range };

/** `x = -2` or `X: float32 (5, 4) = randn`. */
export interface Binding {
	readonly name: string;
	readonly nameRange: Range;
	readonly dtype?: DataType;
	readonly shape?: readonly Dimension[];
	/** Absent where it has not been typed yet, or was not understood. */
	readonly value?: ValueNode;
	readonly range: Range;
}

export interface NameAt {
	readonly name: string;
	readonly range: Range;
}

/** A variable, or one entry of it. Indices are as written. */
export interface Element {
	readonly name: string;
	readonly index?: readonly number[];
	readonly range: Range;
}

/** What a claim speaks of. A derivative without `target` is that of the unit's target. */
export type ClaimSubject =
	| { readonly kind: 'derivative'; readonly target?: string; readonly of: Element }
	/** `name`: the value of a variable; where no variable of that name exists and it reads `dx`, the gradient of `x` (`derivativeOf`). */
	| { readonly kind: 'value'; readonly of: Element; readonly derivativeOf?: Element };

/** `df/dx = -4 ± 0.1`. */
export interface Claim {
	readonly range: Range;
	/** As written. */
	readonly text: string;
	readonly subject: ClaimSubject;
	readonly expected: ValueNode;
	/** Absolute: `±` where written, else the directive's `tol`, else half a unit of the last decimal written, else 1e-9. */
	readonly tolerance: number;
}

export interface Directive {
	/** From `@grad` to the last character understood; several lines may lie in it. */
	readonly range: Range;
	/** The word `@grad` itself. */
	readonly tag: Range;
	readonly target?: NameAt;
	/** The words that begin clauses, in the order of the text. */
	readonly clauses: readonly { readonly clause: Clause; readonly range: Range }[];
	readonly at: readonly Binding[];
	readonly wrt?: readonly NameAt[];
	readonly noGrad?: readonly NameAt[] | 'all';
	readonly expects: readonly Claim[];
	readonly upstream?: ValueNode;
	readonly seed?: number;
	readonly tolerance?: number;
	readonly remark?: string;
	/** Where a further binding can be inserted: behind the last binding, or behind the target or the tag. */
	readonly insertAt: number;
}
