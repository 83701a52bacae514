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
}

/** An occurrence of a name: a variable, or a constant such as `pi` where nothing binds it. */
export interface Name extends Placed {
	readonly kind: 'name';
	/** The name as values and claims meet it, in Unicode NFC (`w0`, `σ`, `기울기`). */
	readonly name: string;
}

/** An operator or a built-in function applied to its operands: `op` is the name of a row of `core/ops`. */
export interface Apply extends Placed {
	readonly kind: 'apply';
	readonly op: string;
	readonly operands: readonly Expression[];
	/** The operator's own characters, or the function's name; empty (`start === end`) for an implicit product. */
	readonly operator: Range;
	/** True for a product that the text does not write (`2x`). */
	readonly implicit?: boolean;
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

export type Expression = NumberLiteral | Name | Apply | Call | Conditional;

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

export type Statement = Bind | Define | Evaluate | Broken;

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
