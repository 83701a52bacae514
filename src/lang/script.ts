/**
 * A Script is what a programming language (Python, JavaScript) is read into: the statements and expressions of a small dynamic language, each of
 * which knows its place in the text. A Program (program.ts) is its counterpart for mathematics, whose operators have one meaning; what `+` or `f(x)` does
 * in a Script depends on the values it meets, and is settled when it runs, by the rules of the dialect.
 *
 * Parsers return a Script with problems and never throw; text that cannot be read is a `broken` statement or expression and costs itself only.
 */
import type { Problem, Range } from '../protocol.ts';

export type Dialect = 'python' | 'javascript';

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

/** `typeof` is JavaScript's; `not` is also `!`. */
export type UnaryOp = '-' | '+' | '~' | 'not' | 'typeof';
export type BinaryOp = '+' | '-' | '*' | '/' | '//' | '%' | '**' | '@' | '<<' | '>>' | '>>>' | '&' | '|' | '^';
export type CompareOp = '<' | '<=' | '>' | '>=' | '==' | '!=' | '===' | '!==' | 'is' | 'is not' | 'in' | 'not in';

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
}

/** Stands only within an index. */
export interface SliceExpr extends Placed {
	readonly kind: 'slice';
	readonly start?: Expr;
	readonly stop?: Expr;
	readonly step?: Expr;
}

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
	/** A destructured parameter of JavaScript, bound from what is passed as `name`. */
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
	| SliceExpr
	| SequenceExpr
	| SpreadExpr
	| DictExpr
	| LambdaExpr
	| ComprehensionExpr
	| AssignExpr
	| YieldExpr
	| BrokenExpr;

/** What can be assigned to. A list, tuple or spread unpacks; a dict destructures an object (its keys are strings, its values targets). */
export type Target = NameExpr | AttributeExpr | IndexExpr | SequenceExpr | SpreadExpr | DictExpr;

interface Statement {
	/** The whole statement, blocks included, without comments around it. */
	readonly range: Range;
}

/** `a = b = value`: targets in the order of the text. */
export interface AssignStmt extends Statement {
	readonly kind: 'assign';
	readonly targets: readonly Target[];
	/** Absent: declared only (`x: float`, `let x`). */
	readonly value?: Expr;
	/** How JavaScript declares it; absent: an assignment. */
	readonly declare?: 'const' | 'let' | 'var';
}

export interface AugmentStmt extends Statement {
	readonly kind: 'augment';
	readonly target: Target;
	readonly op: BinaryOp;
	readonly value: Expr;
	/** `+=`. */
	readonly operator: Range;
}

export interface ExpressionStmt extends Statement {
	readonly kind: 'expression';
	readonly value: Expr;
}

export interface DefineStmt extends Statement {
	readonly kind: 'define';
	readonly name: NameExpr;
	readonly parameters: readonly Parameter[];
	readonly body: readonly Stmt[];
	readonly decorators: readonly Expr[];
	/** A generator function (it yields). */
	readonly generator: boolean;
	/** How a class's member is found: a property read, a property written, or through the class. */
	readonly member?: 'method' | 'get' | 'set' | 'static';
}

export interface ClassStmt extends Statement {
	readonly kind: 'class';
	readonly name: NameExpr;
	readonly bases: readonly Expr[];
	readonly body: readonly Stmt[];
	readonly decorators: readonly Expr[];
}

export interface ReturnStmt extends Statement {
	readonly kind: 'return';
	readonly value?: Expr;
}

export interface IfStmt extends Statement {
	readonly kind: 'if';
	readonly branches: readonly { readonly test: Expr; readonly body: readonly Stmt[] }[];
	readonly otherwise: readonly Stmt[];
}

/** `for target in iterable`, `for (const target of iterable)`, and `for (const key in object)` with `keys`. */
export interface ForStmt extends Statement {
	readonly kind: 'for';
	readonly target: Target;
	readonly iterable: Expr;
	readonly body: readonly Stmt[];
	/** Runs where no `break` left the loop. */
	readonly otherwise: readonly Stmt[];
	readonly declare?: 'const' | 'let' | 'var';
	readonly keys?: boolean;
}

/** `for (init; test; update) body`. */
export interface CountStmt extends Statement {
	readonly kind: 'count';
	readonly init: readonly Stmt[];
	readonly test?: Expr;
	readonly update?: Expr;
	readonly body: readonly Stmt[];
}

export interface WhileStmt extends Statement {
	readonly kind: 'while';
	readonly test: Expr;
	readonly body: readonly Stmt[];
	readonly otherwise: readonly Stmt[];
	/** `do … while`. */
	readonly testedAfter?: boolean;
}

export interface BlockStmt extends Statement {
	readonly kind: 'block';
	readonly body: readonly Stmt[];
}

/** `import numpy as np` has `module` "numpy" and `alias` "np"; `from math import exp as e` has `names`. `*` imports all. */
export interface ImportStmt extends Statement {
	readonly kind: 'import';
	readonly module: string;
	readonly moduleRange: Range;
	readonly alias?: string;
	readonly names?: readonly { readonly name: string; readonly alias: string; readonly range: Range }[];
	/** Leading points of a relative import. */
	readonly level: number;
}

export interface ScopeStmt extends Statement {
	readonly kind: 'global' | 'nonlocal';
	readonly names: readonly string[];
}

export interface DeleteStmt extends Statement {
	readonly kind: 'delete';
	readonly targets: readonly Target[];
}

export interface RaiseStmt extends Statement {
	readonly kind: 'raise';
	readonly value?: Expr;
}

export interface AssertStmt extends Statement {
	readonly kind: 'assert';
	readonly test: Expr;
	readonly message?: Expr;
}

export interface TryStmt extends Statement {
	readonly kind: 'try';
	readonly body: readonly Stmt[];
	readonly handlers: readonly {
		readonly type?: Expr;
		readonly name?: NameExpr;
		readonly body: readonly Stmt[];
		readonly range: Range;
	}[];
	readonly otherwise: readonly Stmt[];
	readonly final: readonly Stmt[];
}

export interface WithStmt extends Statement {
	readonly kind: 'with';
	readonly items: readonly { readonly context: Expr; readonly target?: Target }[];
	readonly body: readonly Stmt[];
}

/** `break`, `continue`, `pass`; and what is passed over with a note: Python 2 prints, notebook magics. */
export interface PlainStmt extends Statement {
	readonly kind: 'break' | 'continue' | 'pass' | 'ignored';
}

export interface BrokenStmt extends Statement {
	readonly kind: 'broken';
}

export type Stmt =
	| AssignStmt
	| AugmentStmt
	| ExpressionStmt
	| DefineStmt
	| ClassStmt
	| ReturnStmt
	| IfStmt
	| ForStmt
	| CountStmt
	| WhileStmt
	| BlockStmt
	| ImportStmt
	| ScopeStmt
	| DeleteStmt
	| RaiseStmt
	| AssertStmt
	| TryStmt
	| WithStmt
	| PlainStmt
	| BrokenStmt;

export interface Script {
	readonly dialect: Dialect;
	readonly body: readonly Stmt[];
}

export interface ParsedScript {
	readonly script: Script;
	readonly problems: readonly Problem[];
}
