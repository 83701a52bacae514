/**
 * The functions of Julia and of MATLAB by name: tables by topic, and for functions of single elements the op table's own names. What the languages have
 * without an import and what their usual packages add is one: a selection leaves the imports out.
 */
import { findOp, OPS } from '../../core/ops/index.ts';
import { FALSE, float, NONE, TRUE, tuple, type Value } from '../script/values.ts';
import { juliaCollections, matlabCollections, signs } from './collections.ts';
import { juliaLinear, linear, matlabLinear } from './linear.ts';
import { elementwise } from './operators.ts';
import { random } from './random.ts';
import { juliaReductions, matlabReductions, reductions, withPosition } from './reductions.ts';
import { juliaShaping, matlabShaping, shaping } from './shaping.ts';
import { extentsOf, fittedAll, operand, sizes, type Fn } from './values.ts';

export type MatrixDialect = 'julia' | 'matlab';

/** Rows that have a sign of their own, whose shapes are told with it. */
const ROWS_OF_TWO: ReadonlySet<string> = new Set(['add', 'sub', 'mul', 'div', 'pow', 'fmod']);

/** A function of single elements: the row is chosen by how many operands there are. */
export function universal(dialect: MatrixDialect | 'math', name: string): Fn {
	return (w, args) => {
		const given = fittedAll(
			w,
			args.map((value) => operand(w, value)),
		);
		const row = findOp(dialect, name, given.length);
		if (row === undefined || row.arity !== given.length)
			return w.k.call.raise('TypeError', ['{0}() does not take {1} arguments', name, given.length]);
		if (given.length === 2 && ROWS_OF_TWO.has(row.name)) return elementwise(w, row.name, given[0]!, given[1]!);
		// Truths are computed with as numbers.
		const numbers = given.map((value) =>
			w.k.isArray(value) && value.dtype === 'bool' && !ON_TRUTHS.has(row.name) ? w.k.cast(value, 'float64') : value,
		);
		return w.k.map(row.name, numbers);
	};
}

const ON_TRUTHS: ReadonlySet<string> = new Set(['not', 'and', 'or', 'where']);

/** Names of the op table's elementwise rows that are words. */
function universals(dialect: MatrixDialect): [string, Fn][] {
	const names = new Set(
		OPS.flatMap((row) => row.names[dialect]).filter((name) => /^[\p{L}_][\p{L}\p{N}_]*$/u.test(name)),
	);
	return [...names].map((name) => [name, universal(dialect, name)]);
}

/** Other names for rows of the table. */
function also(dialect: MatrixDialect, names: Readonly<Record<string, string>>): [string, Fn][] {
	return Object.entries(names).map(([name, of]) => [name, universal(dialect, of)]);
}

const SQUARE_LOSS: Fn = (w, args) => {
	const gap = elementwise(w, 'sub', operand(w, args[0]), operand(w, args[1]));
	return w.k.apply('mean', [w.k.map('square', [gap])], { axes: null });
};

function math(names: string): [string, Fn][] {
	return names.split(' ').map((name) => [name, universal('math', name)]);
}

const JULIA: ReadonlyMap<string, Fn> = new Map<string, Fn>([
	...math(
		'exp log log2 log10 sqrt cbrt abs sign sin cos tan asin acos atan sinh cosh tanh asinh acosh atanh floor ceil round',
	),
	...math('sigmoid relu log1p expm1 hypot trunc'),
	...universals('julia'),
	...also('julia', { logistic: 'sigmoid', silu: 'swish', '.sqrt': 'sqrt', '.cbrt': 'cbrt' }),
	...Object.entries({ ...reductions, ...juliaReductions, ...shaping, ...juliaShaping }),
	...Object.entries({ ...linear, ...juliaLinear, ...juliaCollections, ...random, mse: SQUARE_LOSS }),
	...Object.entries(signs(new Map())),
]);

/** What functions of MATLAB answer where several results are asked for. */
const SEVERAL: ReadonlyMap<string, Fn> = new Map<string, Fn>([
	['max', withPosition('max')],
	['min', withPosition('min')],
	['size', (w, args) => tuple(sizes(extentsOf(w, args[0]!)))],
	['deal', (_, args) => tuple(args)],
]);

const MATLAB: ReadonlyMap<string, Fn> = new Map<string, Fn>([
	...math(
		'exp log log2 log10 sqrt cbrt abs sign sin cos tan asin acos atan sinh cosh tanh asinh acosh atanh floor ceil round',
	),
	...math('sigmoid relu log1p expm1 hypot'),
	...universals('matlab'),
	...also('matlab', { sigm: 'sigmoid', '.sqrt': 'sqrt' }),
	['tansig', universal('math', 'tanh')],
	['atan2', universal('math', 'atan2')],
	...Object.entries({ ...reductions, ...matlabReductions, ...shaping, ...matlabShaping }),
	...Object.entries({ ...linear, ...matlabLinear, ...matlabCollections, ...random, mse: SQUARE_LOSS }),
	...Object.entries(signs(SEVERAL)),
]);

/** Functions of whole arrays that, called for each element, are one operation on arrays. */
const EACH: Readonly<Record<MatrixDialect, Readonly<Record<string, Fn>>>> = {
	julia: {
		max: juliaReductions['max']!,
		min: juliaReductions['min']!,
		abs2: juliaLinear['abs2']!,
		ifelse: juliaLinear['ifelse']!,
		float: juliaCollections['float']!,
		Float64: juliaCollections['Float64']!,
		Float32: juliaCollections['Float32']!,
		identity: juliaCollections['identity']!,
		div: juliaLinear['div']!,
		zero: juliaShaping['zero']!,
	},
	matlab: {},
};

/** The functions of a language by name. */
export function functionsOf(dialect: MatrixDialect): ReadonlyMap<string, Fn> {
	return dialect === 'julia' ? JULIA : MATLAB;
}

/** What a function does where it is called for each element of arrays; undefined: it is called for one after the other. */
export function eachOf(dialect: MatrixDialect, name: string): Fn | undefined {
	const own = EACH[dialect][name];
	if (own !== undefined) return own;
	const isRow =
		findOp(dialect, name, 1) ?? findOp(dialect, name, 2) ?? findOp(dialect, name, 3) ?? findOp('math', name, 1);
	return isRow === undefined ? undefined : functionsOf(dialect).get(name);
}

/** Functions that may be called with nothing. */
const ALONE: ReadonlySet<string> = new Set(
	'zeros ones eye I rand randn rng seed! one error print println display disp fprintf printf tic toc .vect .matrix .named hcat vcat horzcat vertcat'.split(
		' ',
	),
);
const OF_TWO: ReadonlySet<string> = new Set(
	'map filter reduce foldl fill dot cross kron .dot .cross .kron .div div mse cat linspace LinRange .end .each .range colon .pair .compose .results .isapprox isapprox arrayfun isequal bsxfun repeat repmat'.split(
		' ',
	),
);

/** How many arguments a function needs. */
export function leastArguments(name: string): number {
	if (name === 'mapreduce' || name === 'ifelse' || name === 'merge') return 3;
	return ALONE.has(name) ? 0 : OF_TWO.has(name) ? 2 : 1;
}

/** Names of the packages that everybody uses: their functions are there by themselves. */
export const PACKAGES: ReadonlySet<string> = new Set([
	'Flux',
	'NNlib',
	'LinearAlgebra',
	'Statistics',
	'Random',
	'Zygote',
	'Base',
	'Math',
	'Lux',
]);

/** Constants, each mention of which is one of its own. */
export const CONSTANTS: Readonly<Record<MatrixDialect, ReadonlyMap<string, () => Value>>> = {
	julia: new Map<string, () => Value>([
		['pi', () => float(Math.PI)],
		['π', () => float(Math.PI)],
		['ℯ', () => float(Math.E)],
		['Inf', () => float(Infinity)],
		['NaN', () => float(NaN)],
		['nothing', () => NONE],
		['missing', () => float(NaN)],
		['undef', () => ({ kind: 'undefined' })],
		['Int', () => ({ kind: 'undefined' })],
		['Bool', () => ({ kind: 'undefined' })],
	]),
	matlab: new Map<string, () => Value>([
		['pi', () => float(Math.PI)],
		['e', () => float(Math.E)],
		['Inf', () => float(Infinity)],
		['inf', () => float(Infinity)],
		['NaN', () => float(NaN)],
		['nan', () => float(NaN)],
		['NA', () => float(NaN)],
		['eps', () => float(Number.EPSILON)],
		['true', () => TRUE],
		['false', () => FALSE],
	]),
};
