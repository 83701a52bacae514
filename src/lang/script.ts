/**
 * A Script is what a programming language (Python, JavaScript, Julia, MATLAB) is read into: the statements and expressions of a small dynamic language, each of
 * which knows its place in the text. A Program (program.ts) is its counterpart for mathematics, whose operators have one meaning; what `+` or `f(x)` does
 * in a Script depends on the values it meets, and is settled when it runs, by the rules of the dialect.
 *
 * Parsers return a Script with problems and never throw; text that cannot be read is a `broken` statement or expression and costs itself only.
 */
import type { Problem, Range } from '../protocol.ts';
import type { BinaryOp, Expr, NameExpr, Parameter, Target } from './script-expressions.ts';

export type * from './script-expressions.ts';

export type Dialect = 'python' | 'javascript' | 'julia' | 'matlab';

/** Whether programs in it compute with matrices, whose entries are counted from 1. */
export function isMatrixDialect(dialect: Dialect): dialect is 'julia' | 'matlab' {
	return dialect === 'julia' || dialect === 'matlab';
}

interface Statement {
	/** The whole statement, blocks included, without comments around it. */
	readonly range: Range;
	/** Of a loop, and of a jump to one: its label. */
	readonly label?: string;
}

/** `a = b = value`: targets in the order of the text. In a class of JavaScript a static field; the other fields are set in its constructor. */
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
