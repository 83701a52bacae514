/** Functions of Julia and MATLAB that make one number, or one a row or column, of many. */
import { bool, int, list, numberOf, tuple, type Value } from '../script/values.ts';
import type { NdArray } from '../numpy/array.ts';
import {
	arrayIn,
	extentsOf,
	fitted,
	numberFrom,
	operand,
	shaped,
	turned,
	wholeFrom,
	type Fn,
	type Work,
} from './values.ts';

/** What a reduction goes along; null: all of the array. */
interface Along {
	readonly array: NdArray;
	readonly axes: readonly number[] | null;
	readonly keepdims: boolean;
}

/** `dims=1`, `dims=(1, 2)`; without it all of the array. */
function juliaAlong(w: Work, value: Value | undefined, dims: Value | undefined): Along {
	const array = arrayIn(w, value);
	if (dims === undefined || dims.kind === 'slice') return { array, axes: null, keepdims: false };
	const axes = w.k.isArray(dims) || dims.kind === 'tuple' ? w.k.items(dims) : [dims];
	return { array, axes: axes.map((axis) => wholeFrom(w, axis, 'dims') - 1), keepdims: true };
}

/** `sum(A)` of MATLAB goes along the first axis that has several entries; `sum(A, 2)` along the second; `sum(A, 'all')` along all. */
function matlabAlong(w: Work, value: Value | undefined, dim: Value | undefined): Along {
	const array = arrayIn(w, value);
	const { shape } = array;
	if (dim?.kind === 'str') return { array, axes: null, keepdims: false };
	const wide = shape.filter((extent) => extent !== 1).length;
	if (dim !== undefined && dim.kind !== 'none') {
		const axis = wholeFrom(w, dim, 'dim') - 1;
		// Along an axis of one there is nothing to do but to look at each entry.
		if (axis >= shape.length)
			return { array: shaped(w.k, array, [...shape, 1]), axes: [shape.length], keepdims: false };
		return { array, axes: [axis], keepdims: true };
	}
	if (wide <= 1) return { array, axes: null, keepdims: false };
	return { array, axes: [shape.findIndex((extent) => extent !== 1)], keepdims: true };
}

function along(w: Work, args: readonly Value[], named: ReadonlyMap<string, Value>, at = 1): Along {
	return w.matlab ? matlabAlong(w, args[0], args[at]) : juliaAlong(w, args[0], named.get('dims') ?? args[at]);
}

function isCallable({ kind }: Value): boolean {
	return kind === 'function' || kind === 'builtin' || kind === 'type' || kind === 'method';
}

/** `sum(f, xs)`: what f makes of each element. */
export function mappedFirst(w: Work, args: readonly Value[]): readonly Value[] {
	const [first, second, ...rest] = args;
	if (w.matlab || first === undefined || second === undefined || !isCallable(first)) return args;
	return [eachElement(w, first, [second]), ...rest];
}

/** Calls a function for each element of arrays that are broadcast together; what answers with numbers makes an array. */
export function eachElement(
	w: Work,
	fn: Value,
	given: readonly Value[],
	named: ReadonlyMap<string, Value> = new Map(),
): Value {
	const { k } = w;
	// A list of arrays is gone through array by array.
	const lists = given.filter(
		(value) => value.kind === 'list' && value.items.some((item) => numberOf(item) === undefined),
	);
	if (lists.length > 0) {
		const items = given.map((value) => (value.kind === 'list' ? value.items : null));
		const count = Math.max(...items.map((each) => each?.length ?? 0));
		const results = Array.from({ length: count }, (_, n) =>
			k.call.call(
				fn,
				given.map((value, at) => items[at]?.[n] ?? value),
				named,
			),
		);
		return collected(w, results);
	}
	const operands = given.map((value) => (value.kind === 'str' || isCallable(value) ? value : operand(w, value)));
	const arrays = operands.filter((value) => k.isArray(value));
	if (arrays.length === 0) return k.call.call(fn, operands, named);
	const whole = fn.kind === 'builtin' ? w.each.get(fn) : undefined;
	if (whole !== undefined) return whole(w, operands, named);
	const rank = Math.max(...arrays.map((array) => array.shape.length));
	const met = operands.map((value) => {
		if (!k.isArray(value)) return value;
		const [wide] = fitted(
			w,
			value,
			arrays.find((array) => array.shape.length === rank)!,
		);
		return wide;
	});
	const shape = k.commonShape(met.filter((value) => k.isArray(value)));
	const size = shape.reduce((product, extent) => product * extent, 1);
	k.reserve(size);
	const results = Array.from({ length: size }, (_, n) => {
		k.call.tick();
		return k.call.call(
			fn,
			met.map((value) => (k.isArray(value) ? elementAt(w, value, shape, n) : value)),
			named,
		);
	});
	if (results.some((result) => numberOf(result) === undefined)) return list(results);
	const made = arrayIn(w, list(results));
	const truths = results.every(({ kind }) => kind === 'bool');
	return shaped(k, truths ? k.cast(made, 'bool') : made, shape);
}

/** The entry of an array that meets the n-th of a result of that shape. */
function elementAt(w: Work, array: NdArray, shape: readonly number[], n: number): Value {
	const { k } = w;
	let rest = n;
	const index: number[] = [];
	for (let axis = shape.length - 1; axis >= 0; axis--) {
		index.unshift(rest % shape[axis]!);
		rest = Math.floor(rest / shape[axis]!);
	}
	const own = index
		.slice(index.length - array.shape.length)
		.map((place, axis) => (array.shape[axis] === 1 ? 0 : place));
	const items = own.map((place) => int(place + 1));
	return k.call.item(array, items.length === 1 ? items[0]! : tuple(items));
}

/** Results as an array where they are numbers, else as a list. */
export function collected(w: Work, results: readonly Value[]): Value {
	if (results.length > 0 && results.every((result) => numberOf(result) !== undefined)) {
		const made = arrayIn(w, list([...results]));
		return results.every(({ kind }) => kind === 'bool') ? w.k.cast(made, 'bool') : made;
	}
	return list([...results]);
}

function reduction(row: string): Fn {
	return (w, args, named) => {
		const { array, axes, keepdims } = along(w, mappedFirst(w, args), named);
		const given = array.dtype === 'bool' && row !== 'any' && row !== 'all' ? w.k.cast(array, 'float64') : array;
		return w.k.apply(row, [given], { axes, keepdims });
	};
}

function spread(row: 'var' | 'std'): Fn {
	return (w, args, named) => {
		const { array, axes, keepdims } = along(w, args, named, w.matlab ? 2 : 1);
		const weight = w.matlab ? args[1] : named.get('corrected');
		const divides = w.matlab ? (weight !== undefined && numbers(w, weight) === 1 ? 0 : 1) : isFalse(weight) ? 0 : 1;
		return w.k.apply(row, [array], { axes, keepdims, ddof: divides });
	};
}

function numbers(w: Work, value: Value): number | undefined {
	const given = operand(w, value);
	return w.k.isArray(given) ? undefined : numberOf(given);
}

function isFalse(value: Value | undefined): boolean {
	return value !== undefined && numberOf(value) === 0;
}

function norm(w: Work, args: readonly Value[]): Value {
	const { k } = w;
	const [x, order] = args;
	const given = operand(w, x);
	if (!k.isArray(given)) return k.map('abs', [given]);
	const fro = order?.kind === 'str' && order.value !== 'inf' && order.value !== 'Inf';
	const vector = given.shape.filter((extent) => extent !== 1).length <= 1;
	const ord = order === undefined || fro ? 2 : order.kind === 'str' ? Infinity : numberFrom(w, order, 'p');
	// The norm of a matrix without more is its largest singular value in MATLAB, and of its entries in Julia.
	if (w.matlab && !vector && !fro) {
		if (ord === 2) return k.apply('amax', [k.apply('svd', [given], { output: 's' })], { axes: null });
		if (ord !== 1 && ord !== Infinity) return k.call.unsupported(`norm(A, ${ord})`);
		const sums = k.apply('sum', [k.map('abs', [given])], { axes: [ord === 1 ? 0 : 1], keepdims: false });
		return k.apply('amax', [sums], { axes: null });
	}
	return k.apply('norm', [given], { ord, axes: null, keepdims: false });
}

function position(row: 'argmax' | 'argmin'): Fn {
	return (w, args) => {
		const flat = inOrder(w, arrayIn(w, args[0]));
		const at = w.k.apply(row, [w.k.fresh(flat.share(), flat.dtype)], { axis: 0, axes: [0] });
		return int((numberOf(at) ?? 0) + 1);
	};
}

/** All entries in the order in which they are counted. */
export function inOrder(w: Work, array: NdArray): NdArray {
	const { k } = w;
	if (array.shape.length === 1) return array;
	const wide = array.shape.filter((extent) => extent !== 1).length > 1;
	return shaped(k, wide ? turned(k, array) : array, [array.size]);
}

/** `max(A)` along an axis, `max(a, b)` of each element, `max(A, [], 2)`. */
function matlabExtreme(row: 'max' | 'min'): Fn {
	const whole = reduction(`a${row}`);
	return (w, args, named) => {
		const [first, second, dim] = args;
		if (second === undefined) return whole(w, args, named);
		const isEmpty = second.kind === 'array' && (second as NdArray).size === 0;
		if (dim !== undefined || isEmpty) return whole(w, [first!, ...(dim === undefined ? [] : [dim])], named);
		return w.k.map(row, [...fitted(w, operand(w, first), operand(w, second))]);
	};
}

function cumulative(row: 'cumsum' | 'cumprod'): Fn {
	return (w, args, named) => {
		const { array, axes } = along(w, args, named);
		const wide = array.shape.findIndex((extent) => extent !== 1);
		return w.k.apply(row, [array], { axis: axes?.[0] ?? Math.max(0, wide) });
	};
}

function softmax(row: 'softmax' | 'log_softmax'): Fn {
	return (w, args, named) => {
		const array = arrayIn(w, args[0]);
		const dims = named.get('dims');
		const lies = array.shape.length === 2 && array.shape[0] === 1 && w.matlab;
		return w.k.apply(row, [array], { axes: [dims === undefined ? (lies ? 1 : 0) : wholeFrom(w, dims, 'dims') - 1] });
	};
}

function median(w: Work, args: readonly Value[], named: ReadonlyMap<string, Value>): Value {
	const { array, axes, keepdims } = along(w, args, named);
	const flat = axes === null ? inOrder(w, array) : array;
	return w.k.apply('quantile', [flat], { axis: axes?.[0] ?? 0, q: 0.5, keepdims, method: 'linear' });
}

function counted(w: Work, args: readonly Value[]): Value {
	const array = arrayIn(w, mappedFirst(w, args)[0]);
	return int([...w.k.data(array)].filter((value) => value !== 0).length);
}

export const reductions: Readonly<Record<string, Fn>> = {
	sum: reduction('sum'),
	prod: reduction('prod'),
	mean: reduction('mean'),
	var: spread('var'),
	std: spread('std'),
	median,
	norm,
	cumsum: cumulative('cumsum'),
	cumprod: cumulative('cumprod'),
	softmax: softmax('softmax'),
	logsoftmax: softmax('log_softmax'),
	any: (w, args, named) => truth(w, 'any', args, named),
	all: (w, args, named) => truth(w, 'all', args, named),
};

function truth(w: Work, row: 'any' | 'all', args: readonly Value[], named: ReadonlyMap<string, Value>): Value {
	const { array, axes, keepdims } = along(w, mappedFirst(w, args), named);
	const tested = array.dtype === 'bool' ? array : w.k.array(w.k.map('ne', [array, int(0)]));
	return w.k.apply(row, [tested], { axes, keepdims });
}

export const juliaReductions: Readonly<Record<string, Fn>> = {
	maximum: reduction('amax'),
	minimum: reduction('amin'),
	max: (w, args) => args.map((value) => operand(w, value)).reduce((a, b) => w.k.map('max', [...fitted(w, a, b)])),
	min: (w, args) => args.map((value) => operand(w, value)).reduce((a, b) => w.k.map('min', [...fitted(w, a, b)])),
	extrema: (w, args) => {
		const array = arrayIn(w, args[0]);
		return tuple(['amin', 'amax'].map((row) => w.k.apply(row, [array], { axes: null })));
	},
	argmax: position('argmax'),
	argmin: position('argmin'),
	findmax: (w, args, named) => tuple([reduction('amax')(w, args, named), position('argmax')(w, args, named)]),
	findmin: (w, args, named) => tuple([reduction('amin')(w, args, named), position('argmin')(w, args, named)]),
	logsumexp: (w, args, named) => w.k.apply('logsumexp', [arrayIn(w, args[0])], reducedAs(along(w, args, named))),
	normalize: (w, args) => {
		const x = operand(w, args[0]);
		return w.k.map('div', [x, norm(w, [x])]);
	},
	count: counted,
	isempty: (w, args) => bool(extentsOf(w, args[0]!).includes(0)),
};

function reducedAs({ axes, keepdims }: Along): { axes: readonly number[] | null; keepdims: boolean } {
	return { axes, keepdims };
}

export const matlabReductions: Readonly<Record<string, Fn>> = {
	max: matlabExtreme('max'),
	min: matlabExtreme('min'),
	sumsq: (w, args, named) => reduction('sum')(w, [w.k.map('square', [operand(w, args[0])]), ...args.slice(1)], named),
	nnz: counted,
	range: (w, args, named) =>
		w.k.map('sub', [matlabExtreme('max')(w, args, named), matlabExtreme('min')(w, args, named)]),
	isempty: (w, args) => bool(extentsOf(w, args[0]!).includes(0)),
};

/** The extreme and where it is: `[m, i] = max(v)`. */
export function withPosition(row: 'max' | 'min'): Fn {
	return (w, args, named) => tuple([matlabExtreme(row)(w, args, named), position(`arg${row}`)(w, args, named)]);
}
