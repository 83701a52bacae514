/**
 * The words and signs of Julia, and of MATLAB and Octave, as one table each: all that their shared scanner and parser (matrix-scan.ts, matrix-expressions.ts)
 * need to know to tell them apart. An elementwise operator has NumPy's sign in a Script, one of whole matrices the same with `@` before it.
 */
import type { BinaryOp, CompareOp, LogicalExpr } from './script.ts';

/** What an operator between two operands makes, and how tightly it binds. */
export type Infix = {
	readonly precedence: number;
	/** Read from the right: `2^3^2` in Julia. */
	readonly right?: boolean;
} & (
	| { readonly makes: 'binary'; readonly op: BinaryOp }
	| { readonly makes: 'compare'; readonly op: CompareOp }
	| { readonly makes: 'logical'; readonly op: LogicalExpr['op'] }
	/** A function with a sign of its own. */
	| { readonly makes: 'call'; readonly op: string; readonly swap?: boolean; readonly each?: boolean }
	| { readonly makes: 'range' }
);

export interface MatrixLanguage {
	readonly dialect: 'julia' | 'matlab';
	readonly keywords: ReadonlySet<string>;
	/** Keywords whose block an `end` ends. */
	readonly openers: ReadonlySet<string>;
	readonly ends: ReadonlySet<string>;
	readonly infix: ReadonlyMap<string, Infix>;
	/** What an operator that assigns computes first; '' for `=` itself, '.' for a store into each element. */
	readonly assigns: ReadonlyMap<string, BinaryOp | '' | '.'>;
	readonly name: RegExp;
	readonly number: RegExp;
	readonly operator: RegExp;
	/** Arrays are indexed with parentheses, as functions are called. */
	readonly callsIndex: boolean;
}

/** How tightly operators bind: what is common to both languages. */
export const PRECEDENCE = {
	lambda: 1,
	choice: 2,
	range: 9,
	sum: 10,
	product: 11,
	sign: 13,
	/** `2x`. */
	coefficient: 13.5,
	power: 14,
	/** A sign behind `^`. */
	exponentSign: 15,
} as const;

const { range: RANGE, sum: SUM, product: PRODUCT, power: POWER } = PRECEDENCE;

function words(text: string): ReadonlySet<string> {
	return new Set(text.split(' '));
}

function binaries(precedence: number, pairs: Readonly<Record<string, BinaryOp>>, right = false): [string, Infix][] {
	return Object.entries(pairs).map(([sign, op]) => [
		sign,
		{ makes: 'binary', op, precedence, ...(right && { right }) },
	]);
}

function compares(precedence: number, pairs: Readonly<Record<string, CompareOp>>): [string, Infix][] {
	return Object.entries(pairs).map(([sign, op]) => [sign, { makes: 'compare', op, precedence }]);
}

function calls(precedence: number, pairs: Readonly<Record<string, string>>): [string, Infix][] {
	return Object.entries(pairs).map(([sign, op]) => [sign, { makes: 'call', op, precedence }]);
}

const JULIA_COMPARES: Readonly<Record<string, CompareOp>> = {
	'<': '<',
	'<=': '<=',
	'≤': '<=',
	'>': '>',
	'>=': '>=',
	'≥': '>=',
	'==': '==',
	'===': '==',
	'!=': '!=',
	'≠': '!=',
	'!==': '!=',
};

function dotted<T>(pairs: Readonly<Record<string, T>>): Record<string, T> {
	return Object.fromEntries(Object.entries(pairs).map(([sign, op]) => [`.${sign}`, op]));
}

const COMPARE = 7;

const JULIA_INFIX: ReadonlyMap<string, Infix> = new Map<string, Infix>([
	...calls(1.5, { '=>': '.pair' }),
	['||', { makes: 'logical', op: 'or', precedence: 5 }],
	['&&', { makes: 'logical', op: 'and', precedence: 6 }],
	...binaries(5, { '.||': '|' }),
	...binaries(6, { '.&&': '&' }),
	...compares(COMPARE, { ...JULIA_COMPARES, ...dotted(JULIA_COMPARES), '∈': 'in', '∉': 'not in' }),
	...calls(COMPARE, { '≈': '.isapprox' }),
	['|>', { makes: 'call', op: '.pipe', swap: true, precedence: 8 }],
	['.|>', { makes: 'call', op: '.pipe', swap: true, each: true, precedence: 8 }],
	['<|', { makes: 'call', op: '.pipe', precedence: 8, right: true }],
	[':', { makes: 'range', precedence: RANGE }],
	...binaries(SUM, { '+': '@+', '-': '@-', '−': '@-', '.+': '+', '.-': '-', '|': '|', '.|': '|', '⊻': '^', '.⊻': '^' }),
	...calls(SUM, { '⊕': '.plus' }),
	...binaries(PRODUCT, {
		'*': '@',
		'/': '@/',
		'\\': '@\\',
		'.*': '*',
		'./': '/',
		'.\\': '\\',
		'%': '%',
		'.%': '%',
		'&': '&',
		'.&': '&',
		'⊙': '*',
		'·': '@',
	}),
	...calls(PRODUCT, { '⋅': '.dot', '×': '.cross', '÷': '.div', '.÷': '.div', '⊗': '.kron', '∘': '.compose' }),
	...binaries(12, { '//': '/' }),
	...binaries(12.5, { '<<': '<<', '>>': '>>' }),
	...binaries(POWER, { '^': '@**', '.^': '**' }, true),
]);

const MATLAB_INFIX: ReadonlyMap<string, Infix> = new Map<string, Infix>([
	['||', { makes: 'logical', op: 'or', precedence: 4 }],
	['&&', { makes: 'logical', op: 'and', precedence: 5 }],
	...binaries(6, { '|': '|' }),
	...binaries(7, { '&': '&' }),
	...compares(8, { '<': '<', '<=': '<=', '>': '>', '>=': '>=', '==': '==', '~=': '!=', '!=': '!=' }),
	[':', { makes: 'range', precedence: RANGE }],
	...binaries(SUM, { '+': '@+', '-': '@-', '−': '@-', '.+': '+', '.-': '-' }),
	...binaries(PRODUCT, { '*': '@', '/': '@/', '\\': '@\\', '.*': '*', './': '/', '.\\': '\\' }),
	...binaries(POWER, { '^': '@**', '.^': '**', '**': '@**', '.**': '**' }),
]);

function assigning(infix: ReadonlyMap<string, Infix>, signs: string): ReadonlyMap<string, BinaryOp | '' | '.'> {
	const found: [string, BinaryOp | '' | '.'][] = signs.split(' ').map((sign) => {
		const made = infix.get(sign.slice(0, -1));
		return [sign, made?.makes === 'binary' ? made.op : ''];
	});
	return new Map(found);
}

export const JULIA: MatrixLanguage = {
	dialect: 'julia',
	keywords: words(
		'begin while if for try return break continue function macro quote let local global const do struct module baremodule using ' +
			'import export end else elseif catch finally true false in isa where abstract mutable primitive',
	),
	openers: words('begin while if for try function macro quote let do struct module baremodule abstract primitive'),
	ends: words('end'),
	infix: JULIA_INFIX,
	assigns: new Map([
		...assigning(JULIA_INFIX, '= += -= *= /= \\= ^= %= .+= .-= .*= ./= .^= .%='),
		['.=', '.'],
		['÷=', '//'],
	]),
	name: /[\p{XID_Start}_∂∇∞][\p{XID_Continue}\p{No}\p{Mn}′″‴⁗]*(?:!(?!=))*/uy,
	number:
		/0[xX][0-9a-fA-F_]+|0[bB][01_]+|0[oO][0-7_]+|(?:\d[\d_]*(?:\.(?![-+*/\\^.=<>&|%÷√'])(?![\p{XID_Start}(])[\d_]*)?|\.\d[\d_]*)(?:[eEf][-+]?\d+)?/uy,
	operator:
		/\.\.\.|>>>|<<|>>|->|=>|<\||::|<:|>:|(?:\.?(?:===|!==|&&|\|\||\|>|<=|>=|==|!=|\/\/|[-+*/\\^%÷|&]=|[-+*/\\^%÷|&<>!=√≤≥≠⊻~]))|[-−⋅×·⊙⊗⊕∘≤≥≠≈∈∉√∛¬?:,;.$@']/uy,
	callsIndex: false,
};

export const MATLAB: MatrixLanguage = {
	dialect: 'matlab',
	keywords: words(
		'if for parfor while switch try function end else elseif case otherwise catch return break continue global persistent ' +
			'endif endfor endwhile endfunction endswitch end_try_catch do until unwind_protect unwind_protect_cleanup end_unwind_protect classdef',
	),
	openers: words('if for parfor while switch try function unwind_protect classdef'),
	ends: words('end endif endfor endwhile endfunction endswitch end_try_catch end_unwind_protect'),
	infix: MATLAB_INFIX,
	assigns: assigning(MATLAB_INFIX, '= += -= *= /= ^='),
	name: /[\p{XID_Start}][\p{XID_Continue}\p{Mn}]*/uy,
	number: /0[xX][0-9a-fA-F]+|(?:\d+(?:\.(?![*/\\^'+-])\d*)?|\.\d+)(?:[eEdD][-+]?\d+)?(?:[ij](?![\p{XID_Continue}]))?/uy,
	operator:
		/&&|\|\||<=|>=|==|~=|!=|(?:\+\+|--)(?=[ \t]*(?:[;,\n\r%#]|$))|[-+*/^]=(?!=)|\.\*\*|\*\*|\.[-+*/\\^']|[-−+*/\\^<>=&|~!,;:@.?']/uy,
	callsIndex: true,
};

/** What begins a statement, where a bracket was left open above it. */
export const NEW_STATEMENT =
	/(?:function|for|while|if|return|using|import|try|switch|struct|module)\b|[\p{L}_][\p{L}\p{N}\p{M}_.]*(?:[ \t]*[[(][^\]()\n\r]*[\])])?[ \t]*(?:\.?[-+*/^])?=(?![=>])/uy;

/** Commands of MATLAB's that set the stage and compute nothing. */
export const COMMANDS: ReadonlySet<string> = words(
	'clear clc close hold format more warning pkg figure clearvars disp addpath axis grid',
);

/** Functions in whose arguments `end` still speaks of the array around them. */
export const PASSES_END: ReadonlySet<string> = words('min max floor ceil round fix abs mod rem div fld cld');
