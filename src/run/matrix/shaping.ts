/** Functions of Julia and MATLAB that make arrays, join them and give them other shapes. */
import { sizeOf } from '../../core/tensor/shape.ts';
import { concatenated } from '../numpy/joining.ts';
import { full } from '../numpy/creation.ts';
import { linspace as spaced } from '../numpy/spaced.ts';
import type { NdArray } from '../numpy/array.ts';
import { float, int, list, numberOf, tuple, type Value } from '../script/values.ts';
import { inOrder } from './reductions.ts';
import {
	arrayIn,
	extentsOf,
	numberFrom,
	operand,
	refilled,
	shaped,
	sizes,
	turned,
	wholeFrom,
	type Fn,
	type Work,
} from './values.ts';

/** Extents that a call gives one by one, or as a tuple or an array; a type before them is passed over. */
export function shapeFrom(w: Work, args: readonly Value[]): readonly number[] {
	const given = args.filter(
		({ kind }) => kind !== 'builtin' && kind !== 'type' && kind !== 'str' && kind !== 'undefined',
	);
	const [first] = given;
	if (first === undefined) return [];
	const listed = first.kind === 'tuple' || first.kind === 'list' || (w.k.isArray(first) && first.size > 1);
	const extents = (listed ? w.k.items(listed && w.k.isArray(first) ? inOrder(w, first) : first) : given).map((extent) =>
		wholeFrom(w, extent, 'size'),
	);
	if (w.matlab && extents.length === 1) return [extents[0]!, extents[0]!];
	return extents;
}

function filledWith(value: number): Fn {
	return (w, args) => {
		const shape = shapeFrom(w, args);
		return shape.length === 0 ? float(value) : full(w.k, shape, value, 'float64');
	};
}

function eye(w: Work, args: readonly Value[]): Value {
	const [rows = 1, columns = rows] = shapeFrom(w, args);
	w.k.reserve(rows * columns);
	const data = new Float64Array(rows * columns);
	for (let n = 0; n < Math.min(rows, columns); n++) data[n * columns + n] = 1;
	return w.k.fromNumbers(data, [rows, columns]);
}

/** `A(:)`, `vec(A)`: all entries in the order in which they are counted. */
export function vector(w: Work, value: Value): NdArray {
	const array = arrayIn(w, value);
	return shaped(w.k, inOrder(w, array), w.matlab ? [array.size, 1] : [array.size]);
}

function reshape(w: Work, args: readonly Value[]): Value {
	const array = arrayIn(w, args[0]);
	const rest = args.slice(1);
	const [only] = rest;
	const listed = rest.length === 1 && only !== undefined && numberOf(only) === undefined && only.kind !== 'slice';
	const given = listed ? w.k.items(w.k.isArray(only) ? inOrder(w, only) : only) : rest;
	// One extent may be left open: `:` in Julia, `[]` in MATLAB.
	const open = (extent: Value): boolean =>
		extent.kind === 'slice' || (w.k.isArray(extent) && extent.size === 0) || extent.kind === 'list';
	const known = given.filter((extent) => !open(extent)).map((extent) => wholeFrom(w, extent, 'size'));
	const left = array.size / known.reduce((product, extent) => product * extent, 1);
	const shape = given.map((extent) => (open(extent) ? left : wholeFrom(w, extent, 'size')));
	if (sizeOf(shape) !== array.size || !Number.isInteger(left))
		return w.k.call.raise('ValueError', ['{0} entries do not fill {1}', array.size, shape.join(' × ')]);
	return refilled(w.k, array, shape);
}

/** An array with at least so many axes; a vector stands. */
function atLeast(w: Work, array: NdArray, rank: number): NdArray {
	if (array.shape.length >= rank) return array;
	const first = array.shape.length === 0 ? [1] : array.shape;
	return shaped(w.k, array, [...first, ...Array.from({ length: rank - first.length }, () => 1)]);
}

/** Joins along an axis: parts of other ranks get axes of one. */
export function joined(w: Work, values: readonly Value[], axis: number): Value {
	const arrays = values.map((value) => arrayIn(w, value)).filter((array) => array.size > 0 || values.length === 1);
	if (arrays.length === 0) return w.k.fromNumbers(new Float64Array(0), w.matlab ? [0, 0] : [0]);
	const rank = Math.max(axis + 1, ...arrays.map((array) => array.shape.length));
	const wide = rank === 1 && arrays.every((array) => array.shape.length === 0);
	if (arrays.length === 1) return wide ? shaped(w.k, arrays[0]!, [1]) : atLeast(w, arrays[0]!, rank);
	return concatenated(
		w.k,
		arrays.map((array) => atLeast(w, array, wide ? 1 : rank)),
		axis,
	);
}

function repeated(w: Work, args: readonly Value[]): Value {
	const array = arrayIn(w, args[0]);
	const times = w.matlab ? shapeFrom(w, args.slice(1)) : args.slice(1).map((count) => wholeFrom(w, count, 'repeat'));
	const rank = Math.max(array.shape.length, times.length, 1);
	const wide = atLeast(w, array, rank);
	return w.k.move('tile', [wide], { reps: Array.from({ length: rank }, (_, axis) => times[axis] ?? 1) });
}

function reversed(w: Work, args: readonly Value[], named: ReadonlyMap<string, Value>): Value {
	const [value] = args;
	if (value?.kind === 'list') return list([...value.items].reverse());
	const array = arrayIn(w, value);
	const dim = named.get('dims') ?? args[1];
	const wide = Math.max(
		0,
		array.shape.findIndex((extent) => extent !== 1),
	);
	return w.k.move('flip', [array], { axes: [dim === undefined ? wide : wholeFrom(w, dim, 'dims') - 1] });
}

function diagonal(w: Work, args: readonly Value[]): Value {
	const array = arrayIn(w, args[0]);
	const isVector = array.shape.length === 1 || (w.matlab && array.shape.includes(1));
	if (isVector) return w.k.apply('diagonal_matrix', [inOrder(w, array)], { offset: 0 });
	const line = w.k.array(w.k.apply('diagonal', [array], { offset: 0 }));
	return w.matlab ? shaped(w.k, line, [line.size, 1]) : line;
}

function triangle(row: 'tril' | 'triu'): Fn {
	return (w, args) =>
		w.k.apply(row, [arrayIn(w, args[0])], { offset: args[1] === undefined ? 0 : wholeFrom(w, args[1], 'k') });
}

function linspace(w: Work, args: readonly Value[]): Value {
	const [start, stop] = [numberFrom(w, args[0], 'start'), numberFrom(w, args[1], 'stop')];
	const ends = [operand(w, args[0]), operand(w, args[1])];
	const count = args[2] === undefined ? 100 : wholeFrom(w, args[2], 'n');
	w.k.reserve(Math.max(0, count));
	const shape = w.matlab ? [1, Math.max(0, count)] : [Math.max(0, count)];
	if (ends.every((end) => w.k.isPlainNumber(end)))
		return w.k.fromNumbers(spaced(start, stop, shape.at(-1)!, true), shape);
	// Computed ends have a part in every number.
	const [first, last] = ends;
	const shares = w.k.fromNumbers(spaced(0, 1, shape.at(-1)!, true), shape);
	return w.k.map('add', [first!, w.k.map('mul', [shares, w.k.map('sub', [last!, first!])])]);
}

/** `a:b` and `a:step:b`, both ends included. Whole numbers stay a range until they are computed with. */
export function ranged(w: Work, args: readonly Value[]): Value {
	const { k } = w;
	const start = numberFrom(w, args[0], 'start');
	const step = args.length === 3 ? numberFrom(w, args[1], 'step') : 1;
	const stop = numberFrom(w, args.at(-1), 'stop');
	for (const value of args) k.recorder.decide(value);
	if (step === 0) return k.call.raise('ValueError', ['The step is 0.']);
	// A last number that rounding has moved past the end belongs to it.
	const count = Math.max(0, Math.floor((stop - start) / step + 1e-10) + 1);
	if (Number.isInteger(start) && Number.isInteger(step))
		return { kind: 'range', start, stop: start + count * step, step };
	k.reserve(count);
	const data = Float64Array.from({ length: count }, (_, n) => start + n * step);
	return k.fromNumbers(data, w.matlab ? [1, count] : [count]);
}

function sizeIn(w: Work, args: readonly Value[]): Value {
	const extents = extentsOf(w, args[0]!);
	if (args[1] !== undefined) return int(extents[wholeFrom(w, args[1], 'dim') - 1] ?? 1);
	return w.matlab ? w.k.fromNumbers(Float64Array.from(extents), [1, extents.length]) : tuple(sizes(extents));
}

function sorted(w: Work, args: readonly Value[], named: ReadonlyMap<string, Value>): Value {
	const array = arrayIn(w, args[0]);
	const axis = Math.max(
		0,
		array.shape.findIndex((extent) => extent !== 1),
	);
	const falls = args.some((each) => each.kind === 'str' && each.value === 'descend') || isTrue(named.get('rev'));
	const rising = w.k.array(w.k.apply('sort', [array], { axis }));
	return falls ? w.k.move('flip', [rising], { axes: [axis] }) : rising;
}

function isTrue(value: Value | undefined): boolean {
	return value !== undefined && numberOf(value) === 1;
}

function permuted(w: Work, args: readonly Value[]): Value {
	const array = arrayIn(w, args[0]);
	if (args[1] === undefined) return turned(w.k, array);
	const order = w.k.items(w.k.isArray(args[1]) ? inOrder(w, args[1]) : args[1]);
	return turned(
		w.k,
		array,
		order.map((axis) => wholeFrom(w, axis, 'order') - 1),
	);
}

function longest(w: Work, value: Value): number {
	const extents = extentsOf(w, value);
	if (!w.matlab) return sizeOf(extents);
	return extents.includes(0) ? 0 : Math.max(...extents);
}

export const shaping: Readonly<Record<string, Fn>> = {
	zeros: filledWith(0),
	ones: filledWith(1),
	reshape,
	size: sizeIn,
	length: (w, args) => int(longest(w, args[0]!)),
	ndims: (w, args) => int(extentsOf(w, args[0]!).length),
	hcat: (w, args) => joined(w, args, 1),
	vcat: (w, args) => joined(w, args, 0),
	sort: sorted,
	diag: diagonal,
	tril: triangle('tril'),
	triu: triangle('triu'),
	linspace,
};

export const juliaShaping: Readonly<Record<string, Fn>> = {
	vec: (w, args) => vector(w, args[0]!),
	fill: (w, args) => {
		const shape = shapeFrom(w, args.slice(1));
		const value = operand(w, args[0]);
		return w.k.map('mul', [value, full(w.k, shape, 1, 'float64')]);
	},
	cat: (w, args, named) => joined(w, args, wholeFrom(w, named.get('dims'), 'dims') - 1),
	repeat: repeated,
	reverse: reversed,
	permutedims: permuted,
	dropdims: (w, args, named) => {
		const array = arrayIn(w, args[0]);
		const axis = wholeFrom(w, named.get('dims'), 'dims') - 1;
		return shaped(
			w.k,
			array,
			array.shape.filter((_, at) => at !== axis),
		);
	},
	Diagonal: diagonal,
	diagm: diagonal,
	Matrix: (_, args) => args[0]!,
	I: eye,
	similar: (w, args) => full(w.k, arrayIn(w, args[0]).shape, 0, 'float64'),
	zero: (w, args) => w.k.map('mul', [operand(w, args[0]), int(0)]),
	one: () => int(1),
	range: (w, args, named) => {
		const stop = named.get('stop') ?? args[1];
		const count = named.get('length') ?? args[2];
		if (count !== undefined) return linspace(w, [args[0]!, stop!, count]);
		return ranged(w, [args[0]!, named.get('step') ?? int(1), stop!]);
	},
	LinRange: linspace,
	eachindex: (w, args) => ranged(w, [int(1), int(sizeOf(extentsOf(w, args[0]!)))]),
	axes: (w, args) => {
		const extents = extentsOf(w, args[0]!);
		const own = (extent: number): Value => ranged(w, [int(1), int(extent)]);
		return args[1] === undefined ? tuple(extents.map(own)) : own(extents[wholeFrom(w, args[1], 'dim') - 1] ?? 1);
	},
	firstindex: () => int(1),
	lastindex: (w, args) => int(sizeOf(extentsOf(w, args[0]!))),
	eachcol: (w, args) => slices(w, args[0]!, 1),
	eachrow: (w, args) => slices(w, args[0]!, 0),
};

/** The rows or columns of a matrix. */
export function slices(w: Work, value: Value, axis: 0 | 1): Value {
	const array = arrayIn(w, value);
	const all: Value = { kind: 'slice', start: { kind: 'none' }, stop: { kind: 'none' }, step: { kind: 'none' } };
	const count = array.shape[axis] ?? 1;
	return list(
		Array.from({ length: count }, (_, n) =>
			w.k.call.item(array, tuple(axis === 0 ? [int(n + 1), all] : [all, int(n + 1)])),
		),
	);
}

export const matlabShaping: Readonly<Record<string, Fn>> = {
	eye,
	numel: (w, args) => int(sizeOf(extentsOf(w, args[0]!))),
	rows: (w, args) => int(extentsOf(w, args[0]!)[0]!),
	columns: (w, args) => int(extentsOf(w, args[0]!)[1]!),
	horzcat: (w, args) => joined(w, args, 1),
	vertcat: (w, args) => joined(w, args, 0),
	cat: (w, args) => joined(w, args.slice(1), wholeFrom(w, args[0], 'dim') - 1),
	repmat: repeated,
	flip: reversed,
	fliplr: (w, args) => w.k.move('flip', [arrayIn(w, args[0])], { axes: [1] }),
	flipud: (w, args) => w.k.move('flip', [arrayIn(w, args[0])], { axes: [0] }),
	permute: permuted,
	squeeze: (w, args) => {
		const array = arrayIn(w, args[0]);
		const shape = array.shape.filter((extent) => extent !== 1);
		return array.shape.length <= 2 ? array : shaped(w.k, array, shape.length === 1 ? [shape[0]!, 1] : shape);
	},
	colon: ranged,
	find: (w, args) => {
		const array = arrayIn(w, args[0]);
		const flat = inOrder(w, array);
		const found = [...w.k.data(flat)].flatMap((value, at) => (value === 0 ? [] : [at + 1]));
		const lies = array.shape[0] === 1;
		return w.k.fromNumbers(Float64Array.from(found), lies ? [1, found.length] : [found.length, 1]);
	},
};
