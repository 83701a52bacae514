/**
 * What Julia and MATLAB do with functions and collections, and what the parser makes of signs that no text can name: brackets of a matrix (`.matrix`,
 * `.vect`), ranges, calls by elements, the `end` in an index.
 */
import { isFloatType } from '../numpy/dtypes.ts';
import { copyOf } from '../numpy/views.ts';
import { bool, float, int, list, NONE, numberOf, tuple, type ListValue, type Value } from '../script/values.ts';
import type { NdArray } from '../numpy/array.ts';
import { collected, eachElement } from './reductions.ts';
import { joined, ranged } from './shaping.ts';
import { arrayIn, extentsOf, numberFrom, operand, shaped, wholeFrom, type Fn, type Work } from './values.ts';

/** Rows of entries: numbers, or matrices that stand beside and above each other. */
function matrix(w: Work, args: readonly Value[]): Value {
	const rows = args.map((row) => (row as ListValue).items);
	if (rows.length === 0) return w.k.fromNumbers(new Float64Array(0), [0, 0]);
	const width = rows[0]!.length;
	const numbers = rows.every((row) => row.every((entry) => numberOf(entry) !== undefined));
	if (numbers) {
		if (rows.some((row) => row.length !== width))
			return w.k.call.raise('ValueError', [
				'the rows differ in length: {0} and {1} elements',
				width,
				rows.find((row) => row.length !== width)!.length,
			]);
		const flat = rows.flat();
		const array = arrayIn(w, list(flat));
		// A column of numbers is a vector in Julia.
		const shape = !w.matlab && width === 1 ? [rows.length] : [rows.length, width];
		return shaped(w.k, flat.every(({ kind }) => kind === 'bool') ? w.k.cast(array, 'bool') : array, shape);
	}
	const lines = rows.map((row) => (row.length === 1 ? operand(w, row[0]) : joined(w, row, 1)));
	const stacked = lines.length === 1 ? lines[0]! : joined(w, lines, 0);
	return w.k.isArray(stacked) ? stacked : shaped(w.k, w.k.array(stacked), w.matlab ? [1, 1] : [1]);
}

/** `[a, b, c]` of Julia: numbers make a vector, anything else a list. */
function vect(w: Work, args: readonly Value[]): Value {
	if (args.length === 0) return list([]);
	return collected(w, args);
}

/** A comprehension: lists of lists of numbers make a matrix. */
function collect(w: Work, args: readonly Value[]): Value {
	const [first] = args;
	if (first === undefined) return list([]);
	if (first.kind === 'array' || first.kind === 'range') return operand(w, first);
	const items = w.k.items(first);
	if (items.length > 0 && items.every(({ kind }) => kind === 'list')) return operand(w, list([...items]));
	return collected(w, items);
}

/** The last place of an axis: array, axis counted from 0, how many subscripts there are, and whether the first is meant. */
function last(w: Work, args: readonly Value[]): Value {
	const [of, axis, axes, first] = args;
	if (first !== undefined && numberOf(first) === 1) return int(1);
	const extents = extentsOf(w, of!);
	if (numberOf(axes!) === 1) return int(extents.reduce((product, extent) => product * extent, 1));
	return int(extents[numberOf(axis!) ?? 0] ?? 1);
}

/** A named tuple, whose parts are its attributes. */
function named(_: Work, _args: readonly Value[], parts: ReadonlyMap<string, Value>): Value {
	return { kind: 'module', name: 'NamedTuple', member: (name) => parts.get(name) };
}

function composed(_: Work, args: readonly Value[]): Value {
	const [outer, inner] = args;
	return {
		kind: 'builtin',
		name: '∘',
		call: (call, given, named_) => call.call(outer!, [call.call(inner!, given, named_)]),
	};
}

/** So many results of a call, all of them. */
function results(several: ReadonlyMap<string, Fn>): Fn {
	return (w, args, namedArgs) => {
		const [count, fn, ...given] = args;
		const wanted = wholeFrom(w, count, 'results');
		const own = fn?.kind === 'builtin' ? several.get(fn.name) : undefined;
		const made = own === undefined ? w.k.call.call(fn!, given, namedArgs) : own(w, given, namedArgs);
		const items = made.kind === 'tuple' ? made.items : [made];
		if (items.length < wanted)
			return w.k.call.raise('ValueError', ['{0} results are asked for, and there are {1}', wanted, items.length]);
		return tuple(items.slice(0, wanted));
	};
}

function isNear(w: Work, args: readonly Value[], options: ReadonlyMap<string, Value>): Value {
	const [x, y] = [operand(w, args[0]), operand(w, args[1])].map((value) => w.k.look(value));
	const tolerance = options.has('atol') ? numberFrom(w, options.get('atol'), 'atol') : 0;
	const relative = options.has('rtol') ? numberFrom(w, options.get('rtol'), 'rtol') : 1.5e-8;
	const [a, b] = [x!, y!].map((tensor) => Array.from(tensor.data));
	return bool(
		a!.length === b!.length &&
			a!.every((value, at) => {
				const gap = Math.abs(value - b![at]!);
				return gap <= Math.max(tolerance, relative * Math.max(Math.abs(value), Math.abs(b![at]!)));
			}),
	);
}

function folded(w: Work, args: readonly Value[], options: ReadonlyMap<string, Value>): Value {
	const [fn, over] = args;
	const items = w.k.items(over!);
	const start = options.get('init') ?? args[2];
	const rest = start === undefined ? items.slice(1) : items;
	return rest.reduce<Value>((sum, item) => w.k.call.call(fn!, [sum, item]), start ?? items[0] ?? NONE);
}

function mapped(w: Work, args: readonly Value[]): Value {
	const [fn, ...over] = args;
	if (over.every((each) => each.kind === 'array')) return eachElement(w, fn!, over);
	const lists = over.map((each) => w.k.items(each));
	const count = Math.min(...lists.map(({ length }) => length));
	return collected(
		w,
		Array.from({ length: count }, (_, n) =>
			w.k.call.call(
				fn!,
				lists.map((items) => items[n]!),
			),
		),
	);
}

/** What the parser makes of signs. */
export function signs(several: ReadonlyMap<string, Fn>): Readonly<Record<string, Fn>> {
	return {
		'.matrix': matrix,
		'.vect': vect,
		'.collect': collect,
		'.range': ranged,
		'.end': last,
		'.each': (w, args, options) => eachElement(w, args[0]!, args.slice(1), options),
		'.named': named,
		'.pair': (_, args) => tuple(args),
		'.compose': composed,
		'.results': results(several),
		'.copy': (w, args) => (w.k.isArray(args[0]!) ? copyOf(w.k, args[0]) : args[0]!),
		'.isapprox': isNear,
	};
}

function copied(w: Work, [value]: readonly Value[]): Value {
	if (value === undefined) return NONE;
	if (value.kind === 'list') return list([...value.items]);
	return w.k.isArray(value) ? copyOf(w.k, value) : value;
}

function asDouble(w: Work, args: readonly Value[]): Value {
	const value = operand(
		w,
		args.find(({ kind }) => kind !== 'undefined'),
	);
	if (w.k.isArray(value)) return isFloatType(value.dtype) ? value : w.k.cast(value, 'float64');
	return value.kind === 'float'
		? value
		: value.kind === 'int' && value.lazy !== null
			? value
			: float(numberOf(value) ?? NaN);
}

export const silent: Fn = (w) => {
	w.k.call.note(['Nothing is printed here: values stand beside the text.']);
	return NONE;
};

export const juliaCollections: Readonly<Record<string, Fn>> = {
	map: mapped,
	broadcast: (w, args, options) => eachElement(w, args[0]!, args.slice(1), options),
	reduce: folded,
	foldl: folded,
	mapreduce: (w, args, options) => folded(w, [args[1]!, mapped(w, [args[0]!, ...args.slice(2)])], options),
	filter: (w, args) => {
		const kept = w.k.items(args[1]!).filter((item) => w.k.call.truthy(w.k.call.call(args[0]!, [item])));
		return collected(w, kept);
	},
	collect,
	zip: (w, args) => {
		const lists = args.map((each) => w.k.items(each));
		const count = Math.min(...lists.map(({ length }) => length));
		return list(Array.from({ length: count }, (_, n) => tuple(lists.map((items) => items[n]!))));
	},
	enumerate: (w, args) => list(w.k.items(args[0]!).map((item, at) => tuple([int(at + 1), item]))),
	'push!': (w, args) => {
		const [to, ...items] = args;
		if (to?.kind !== 'list') return w.k.call.unsupported('push!');
		for (const item of items) to.items.push(item);
		return to;
	},
	first: (w, args) => w.k.call.item(args[0]!, int(1)),
	last: (w, args) =>
		w.k.call.item(args[0]!, int(extentsOf(w, args[0]!).reduce((product, extent) => product * extent, 1))),
	only: (w, args) => w.k.call.item(args[0]!, int(1)),
	copy: copied,
	deepcopy: copied,
	identity: (_, args) => args[0]!,
	isapprox: isNear,
	float: asDouble,
	Float64: asDouble,
	Float32: asDouble,
	Array: asDouble,
	Vector: asDouble,
	error: (w, args) => w.k.call.raise('RuntimeError', ['{0}', args[0]?.kind === 'str' ? args[0].value : '']),
	print: silent,
	println: silent,
	display: silent,
};

export const matlabCollections: Readonly<Record<string, Fn>> = {
	double: asDouble,
	single: asDouble,
	logical: (w, args) => {
		const value = operand(w, args[0]);
		return w.k.map('ne', [value, int(0)]);
	},
	arrayfun: (w, args) =>
		eachElement(
			w,
			args[0]!,
			args.slice(1).filter(({ kind }) => kind !== 'str'),
		),
	bsxfun: (w, args) => w.k.call.call(args[0]!, args.slice(1)),
	feval: (w, args) => w.k.call.call(args[0]!, args.slice(1)),
	func2str: silent,
	isequal: (w, args) => {
		const [a, b] = [arrayIn(w, args[0]), arrayIn(w, args[1])].map((array: NdArray) => [...w.k.data(array)].join());
		return bool(a === b);
	},
	error: (w, args) => w.k.call.raise('RuntimeError', ['{0}', args[0]?.kind === 'str' ? args[0].value : '']),
	disp: silent,
	fprintf: silent,
	printf: silent,
	display: silent,
	tic: silent,
	toc: silent,
};
