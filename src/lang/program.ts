/**
 * A Program is what every notation is read into: statements and expressions that each know their place in the text.
 *
 * Meaning is fixed here and not later: an operator or a built-in function is named by its row in `core/ops` (`mul`, `exp`), so `*` is already an
 * elementwise product or a matrix product by the time it stands in a Program. Parsers return a Program with problems and never throw.
 */
import type { Problem, Range } from '../protocol.ts';

/** A node that stands in the text. `range` excludes enclosing parentheses; `outer`, where present, includes them. */
interface Placed {
	readonly range: Range;
	readonly outer?: Range;
}

/** A literal number, with the value the text denotes. */
export interface NumberLiteral extends Placed {
	readonly kind: 'number';
	readonly value: number;
	/** True for the vector of ones: `\mathbf{1}`. */
	readonly ones?: boolean;
}

/** An occurrence of a name: a variable, or a constant such as `pi` where nothing binds it. */
export interface Name extends Placed {
	readonly kind: 'name';
	/** The name as values and claims meet it, in Unicode NFC (`w0`, `σ`, `기울기`). */
	readonly name: string;
}

/**
 * An operator or a built-in function applied to its operands: `op` is the name of a row of `core/ops`, or of a function of whole arrays that the
 * interpreter writes as rows of it (`norm`, `dot`, `softmax`).
 */
export interface Apply extends Placed {
	readonly kind: 'apply';
	readonly op: string;
	readonly operands: readonly Expression[];
	/** The operator's own characters, or the function's name; empty (`start === end`) for an implicit product. */
	readonly operator: Range;
	/** True for a product that the text does not write (`2x`). */
	readonly implicit?: boolean;
	/** True for a product written with an asterisk: of two vectors by elements, as gates are written (`f_t * c_{t-1}`). */
	readonly asterisk?: boolean;
	/** True for a product written `×`: of two vectors the cross product. */
	readonly cross?: boolean;
	/** True for bars: of a square matrix the determinant, unless its entries are added up. */
	readonly bars?: boolean;
	/** True for a product, or power, of mathematics: of matrices where both operands are arrays. Absent: elementwise. */
	readonly matrix?: boolean;
	/** What a function takes besides its operands: the order of a norm, an axis. */
	readonly order?: number;
}

/** A call of a name that is not a row of `core/ops`: a function the program defines, or one nobody knows. */
export interface Call extends Placed {
	readonly kind: 'call';
	readonly callee: Name;
	readonly operands: readonly Expression[];
}

/** `test ? then : otherwise`; only the branch taken is run. */
export interface Conditional extends Placed {
	readonly kind: 'conditional';
	readonly test: Expression;
	readonly then: Expression;
	readonly otherwise: Expression;
	/** The `?` (or the keyword) itself. */
	readonly operator: Range;
}

/** A matrix written out, row by row; `list` where the brackets hold one row of entries that is a vector (`[1, 2, 3]`, a single column). */
export interface Matrix extends Placed {
	readonly kind: 'matrix';
	readonly rows: readonly (readonly Expression[])[];
	readonly list?: boolean;
}

/** All of an axis (`:`), or the part of it from `from` to `to`, both ends belonging to it. */
export interface Span extends Placed {
	readonly kind: 'span';
	readonly from?: Expression;
	readonly to?: Expression;
}

/** An entry, or a part, of an array: `s_j`, `W_{ij}`, `A[2, 1]`. A base that is no array may be a family of names: `x_i` with values for x_1, x_2. */
export interface Index extends Placed {
	readonly kind: 'index';
	readonly base: Expression;
	readonly indices: readonly Expression[];
	/** What the first entry is called, for each of the indices. */
	readonly origins: readonly (0 | 1)[];
}

/** Σ, Π, max or min over an index, each value joined to the ones before by the row `op`; or which value of the index has the largest or smallest; `stack`: all of them, as an array. */
export interface Fold extends Placed {
	readonly kind: 'fold';
	readonly op: 'add' | 'mul' | 'max' | 'min' | 'argmax' | 'argmin' | 'stack';
	/** The index; absent where the text names none, and all entries of the body are meant. */
	readonly index?: Name;
	/** First and last value of the index; absent where it runs over whatever it indexes. */
	readonly from?: Expression;
	readonly to?: Expression;
	/** Values of the index for which this does not hold are left out. */
	readonly test?: Expression;
	readonly body: Expression;
	/** The `\\sum` itself. */
	readonly operator: Range;
	readonly origin: 0 | 1;
}

/** A part that could not be read: its problem is told, what depends on it is not computed, and the rest is. */
export interface Hole extends Placed {
	readonly kind: 'hole';
}

export type Expression = NumberLiteral | Name | Apply | Call | Conditional | Matrix | Span | Index | Fold | Hole;

/** `q = x + y`. */
export interface Bind {
	readonly kind: 'bind';
	readonly target: Name;
	readonly value: Expression;
	readonly range: Range;
}

/** `f(x, y) = (x + y) * 2`. */
export interface Define {
	readonly kind: 'define';
	readonly name: Name;
	readonly parameters: readonly Name[];
	readonly body: Expression;
	readonly range: Range;
}

/** An expression standing alone. */
export interface Evaluate {
	readonly kind: 'evaluate';
	readonly value: Expression;
	readonly range: Range;
}

/** Text that could not be read; its problem is in `Parsed.problems`. It costs that statement only. */
export interface Broken {
	readonly kind: 'broken';
	readonly range: Range;
}

/** A question for derivatives, `∂f/∂x`: it computes nothing by itself. */
export interface Ask {
	readonly kind: 'ask';
	/** What is differentiated; absent where the text does not say. */
	readonly target?: Name;
	/** By what. */
	readonly names: readonly Name[];
	readonly range: Range;
}

/** What is said of names without computing anything: `W ∈ R^{4×3}`. */
export interface Declare {
	readonly kind: 'declare';
	readonly names: readonly Name[];
	/** Extents, a number or the name of one; none of them for a number. Absent where the text says something else. */
	readonly shape?: readonly (number | string)[];
	readonly range: Range;
}

export type Statement = Bind | Define | Evaluate | Broken | Ask | Declare;

/** The expression that a statement computes, if it computes any. */
export function expressionOf(statement: Statement): Expression | undefined {
	if (statement.kind === 'bind' || statement.kind === 'evaluate') return statement.value;
	return statement.kind === 'define' ? statement.body : undefined;
}

/** The expressions that an expression consists of, in the order of the text. */
export function partsOf(expression: Expression): readonly Expression[] {
	switch (expression.kind) {
		case 'apply':
		case 'call':
			return expression.operands;
		case 'conditional':
			return [expression.test, expression.then, expression.otherwise];
		case 'matrix':
			return expression.rows.flat();
		case 'index':
			return [expression.base, ...expression.indices];
		case 'span':
			return [expression.from, expression.to].filter((part) => part !== undefined);
		case 'fold':
			return [expression.from, expression.to, expression.test, expression.body].filter((part) => part !== undefined);
		case 'number':
		case 'name':
		case 'hole':
			return [];
	}
}

/** The reading chosen where the text allows more than one (`1/2 x` is (1/2)·x, `6/a x` is 6/(a·x)), so that a view can show it. */
export interface Reading {
	readonly range: Range;
	readonly as: string;
}

export interface Program {
	readonly statements: readonly Statement[];
	readonly readings: readonly Reading[];
}

export interface Parsed {
	readonly program: Program;
	readonly problems: readonly Problem[];
}

/**
 * Whether a product of two vectors that both stand is one of their entries: with an asterisk, or where a number beside one of them, as in `σ(x)(1 - σ(x))`,
 * says that entries are spoken of.
 */
export function isByEntries({ operands, asterisk, implicit }: Apply): boolean {
	return asterisk === true || (implicit === true && operands.some(isShifted));
}

/** `1 - p`, `x + 1`. */
function isShifted(node: Expression): boolean {
	return (
		node.kind === 'apply' &&
		(node.op === 'add' || node.op === 'sub') &&
		node.operands.some(({ kind }) => kind === 'number')
	);
}
