/**
 * The expressions of a Script (script.ts): what stands for a value in the text of a program.
 */
import type { Range } from '../protocol.ts';
import type { Stmt } from './script.ts';

/** Something that stands in the text. `range` excludes enclosing parentheses; `outer`, where present, includes them. */
interface Placed {
	readonly range: Range;
	readonly outer?: Range;
}

export interface NumberExpr extends Placed {
	readonly kind: 'number';
	readonly value: number;
	/** Written without point and exponent: an `int` in Python. */
	readonly integer: boolean;
}

export interface StringExpr extends Placed {
	readonly kind: 'string';
	readonly value: string;
}

/** An f-string or a template literal: texts and expressions in turn. */
export interface TemplateExpr extends Placed {
	readonly kind: 'template';
	readonly parts: readonly (string | TemplateField)[];
}

export interface TemplateField {
	readonly value: Expr;
	/** `.4f`; absent: none. */
	readonly format?: string;
	/** A format with fields of its own (`{x:{width}.{digits}f}`), instead of `format`. */
	readonly formatParts?: readonly (string | TemplateField)[];
	/** `!r`; absent: none. */
	readonly conversion?: 'r' | 's' | 'a';
	/** `{x=}`: the text shown before the value. */
	readonly label?: string;
}

export interface ConstantExpr extends Placed {
	readonly kind: 'constant';
	readonly value: 'true' | 'false' | 'none' | 'undefined' | 'ellipsis';
}

export interface NameExpr extends Placed {
	readonly kind: 'name';
	/** In Python in NFKC, as Python compares names; in JavaScript as it stands. */
	readonly name: string;
}

/** `typeof` is JavaScript's; `not` is also `!`; `'` transposes in Julia and MATLAB. */
export type UnaryOp = '-' | '+' | '~' | 'not' | 'typeof' | "'";
/** In Julia and MATLAB signs are elementwise as in NumPy, and `@` alone or before one is the operator of whole matrices: `A * B`, `A / B`, `A \\ b`, `A ^ 2`. */
export type BinaryOp =
	| '+'
	| '-'
	| '*'
	| '/'
	| '//'
	| '%'
	| '**'
	| '@'
	| '<<'
	| '>>'
	| '>>>'
	| '&'
	| '|'
	| '^'
	| '\\'
	| '@+'
	| '@-'
	| '@/'
	| '@\\'
	| '@**';
export type CompareOp =
	'<' | '<=' | '>' | '>=' | '==' | '!=' | '===' | '!==' | 'is' | 'is not' | 'in' | 'not in' | 'instanceof';

export interface UnaryExpr extends Placed {
	readonly kind: 'unary';
	readonly op: UnaryOp;
	readonly operand: Expr;
	readonly operator: Range;
}

export interface BinaryExpr extends Placed {
	readonly kind: 'binary';
	readonly op: BinaryOp;
	readonly left: Expr;
	readonly right: Expr;
	readonly operator: Range;
}

/** `a < b <= c`: `operands` has one entry more than `ops`. */
export interface CompareExpr extends Placed {
	readonly kind: 'compare';
	readonly operands: readonly Expr[];
	readonly ops: readonly CompareOp[];
	readonly operators: readonly Range[];
	/** The first of `operators`. */
	readonly operator: Range;
}

export interface LogicalExpr extends Placed {
	readonly kind: 'logical';
	readonly op: 'and' | 'or' | '??';
	readonly left: Expr;
	readonly right: Expr;
	readonly operator: Range;
}

export interface ConditionalExpr extends Placed {
	readonly kind: 'conditional';
	readonly test: Expr;
	readonly then: Expr;
	readonly otherwise: Expr;
	/** The `if` or the `?`. */
	readonly operator: Range;
}

export interface Argument {
	readonly value: Expr;
	/** `axis=0`: the keyword, with its place. */
	readonly name?: string;
	readonly nameRange?: Range;
	/** `*args`, `...args`, or `**options`. */
	readonly spread?: 'positional' | 'keyword';
}

export interface CallExpr extends Placed {
	readonly kind: 'call';
	readonly callee: Expr;
	readonly args: readonly Argument[];
	/** The characters that name what is called: `exp` of `np.exp(x)`, `f` of `f(x)`, else the callee's. */
	readonly operator: Range;
	/** `new Thing(…)` in JavaScript. */
	readonly construct?: boolean;
	/** `f?.(x)`. */
	readonly optional?: boolean;
	/** `f.(x)` of Julia: of each element. */
	readonly each?: boolean;
	/** `A(end)` of MATLAB: an `end` in the arguments speaks of what is called. */
	readonly ends?: boolean;
}

export interface AttributeExpr extends Placed {
	readonly kind: 'attribute';
	readonly object: Expr;
	readonly name: string;
	/** The name behind the point. */
	readonly operator: Range;
	/** `a?.b`. */
	readonly optional?: boolean;
}

/** `a[i]`, `a[1:, ::2]`: several subscripts are a `tuple`. */
export interface IndexExpr extends Placed {
	readonly kind: 'index';
	readonly object: Expr;
	readonly index: Expr;
	/** From `[` to `]`. */
	readonly operator: Range;
	readonly optional?: boolean;
	/** An `end` in the index speaks of the object. */
	readonly ends?: boolean;
}

/** The last place along an axis of what is indexed: `end` in Julia and MATLAB, and `begin`, the first one, in Julia. */
export interface EndExpr extends Placed {
	readonly kind: 'end';
	/** Which of the subscripts it stands in, counted from 0, and how many there are. */
	readonly axis: number;
	readonly of: { readonly axes: number };
	readonly first?: boolean;
}

/** Stands only within an index. */
export interface SliceExpr extends Placed {
	readonly kind: 'slice';
	readonly start?: Expr;
	readonly stop?: Expr;
	readonly step?: Expr;
}

/** In JavaScript a `tuple` is a comma expression: its value is the last item's. */
export interface SequenceExpr extends Placed {
	readonly kind: 'list' | 'tuple' | 'set';
	/** A `spread` stands for the items of what it spreads. */
	readonly items: readonly Expr[];
}

export interface SpreadExpr extends Placed {
	readonly kind: 'spread';
	readonly value: Expr;
}

/** A dict, or an object literal. An entry without `key` spreads its value in. */
export interface DictExpr extends Placed {
	readonly kind: 'dict';
	readonly entries: readonly { readonly key?: Expr; readonly value: Expr }[];
}

export interface Parameter {
	readonly name: string;
	readonly range: Range;
	readonly kind: 'positional' | 'keyword-only' | 'rest' | 'rest-keyword';
	readonly default?: Expr;
	/** A destructured parameter, bound from what is passed as `name`. */
	readonly pattern?: Target;
}

/** A lambda, or an arrow function or function expression; `body` is an expression to return, or statements. */
export interface LambdaExpr extends Placed {
	readonly kind: 'lambda';
	readonly parameters: readonly Parameter[];
	readonly body: Expr | readonly Stmt[];
	/** The name of a named function expression. */
	readonly name?: string;
	/** A generator function of JavaScript. */
	readonly generator?: boolean;
	/** A function of JavaScript that is no arrow has a `this` of its own. */
	readonly ownThis?: boolean;
}

export interface ComprehensionExpr extends Placed {
	readonly kind: 'comprehension';
	readonly result: 'list' | 'set' | 'dict' | 'generator';
	/** A dict's key; absent elsewhere. */
	readonly key?: Expr;
	readonly element: Expr;
	readonly clauses: readonly {
		readonly target: Target;
		readonly iterable: Expr;
		readonly conditions: readonly Expr[];
	}[];
}

/** `(n := value)`, or an assignment as an expression in JavaScript; its value is the value assigned. */
export interface AssignExpr extends Placed {
	readonly kind: 'assign-expr';
	readonly target: Target;
	readonly value: Expr;
	/** `x += 1` as an expression. */
	readonly op?: BinaryOp;
	readonly operator: Range;
	/** `i++`: the value is the one before. */
	readonly postfix?: boolean;
}

export interface YieldExpr extends Placed {
	readonly kind: 'yield';
	readonly value?: Expr;
	readonly from: boolean;
}

/** Characters that could not be read; a problem tells. */
export interface BrokenExpr extends Placed {
	readonly kind: 'broken';
}

export type Expr =
	| NumberExpr
	| StringExpr
	| TemplateExpr
	| ConstantExpr
	| NameExpr
	| UnaryExpr
	| BinaryExpr
	| CompareExpr
	| LogicalExpr
	| ConditionalExpr
	| CallExpr
	| AttributeExpr
	| IndexExpr
	| EndExpr
	| SliceExpr
	| SequenceExpr
	| SpreadExpr
	| DictExpr
	| LambdaExpr
	| ComprehensionExpr
	| AssignExpr
	| YieldExpr
	| BrokenExpr;

/**
 * What can be assigned to. A list, tuple or spread unpacks; a dict destructures an object (its keys are strings or computed, its values targets, an
 * entry without key takes what is left). Within a pattern of JavaScript an `assign-expr` is a target with the value it has by default; an empty place of
 * a list (`[, b]`) is the constant `undefined` of no width.
 */
export type Target = NameExpr | AttributeExpr | IndexExpr | SequenceExpr | SpreadExpr | DictExpr | AssignExpr;
