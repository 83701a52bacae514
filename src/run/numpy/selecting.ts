/** Functions that choose, order and count elements: `where`, `take`, sorts, sets, histograms. */
import { normalizeAxis, sizeOf } from '../../core/tensor/shape.ts';
import { takeIndex } from '../../core/tensor/indexing.ts';
import { builtin } from '../script/library.ts';
import { float, int, list, NONE, tuple, type Value } from '../script/values.ts';
import type { Arguments } from './arguments.ts';
import type { NdArray } from './array.ts';
import { numberIn, setItem } from './indexing.ts';
import type { DType } from './dtypes.ts';
import type { Kit } from './kit.ts';
import { nonzero, nonzeroFlat } from './methods.ts';
import { replace } from './operators.ts';
import { deliver } from './reductions.ts';
import { part, takenAlong } from './shaping.ts';
import { declare, type Declaration } from './table.ts';
import { broadcasted, copyOf, reshapedTo } from './views.ts';

/** One of two values an element, by a test. */
export function where(k: Kit, test: Value, x: Value, y: Value): Value {
	const condition = k.dtypeOf(test) === 'bool' ? test : k.map('ne', [test, int(0)]);
	return k.map('where', [condition, x, y]);
}

/** An array's elements in order; along the flattened array without an axis. */
function alongOf(k: Kit, a: Arguments, name = 'a'): { readonly array: NdArray; readonly axis: number } {
	const given = a.array(name);
	const axis = a.axis(given.shape.length);
	return axis === null ? { array: reshapedTo(k, given, [-1]), axis: 0 } : { array: given, axis };
}

function sorted(k: Kit, a: Arguments): NdArray {
	// All entries are put in order: those that a partition asks for are where it would put them.
	a.passOver('kth');
	const { array, axis } = alongOf(k, a);
	return k.cast(k.array(k.apply('sort', [array], { axis })), array.dtype);
}

function argsorted(k: Kit, a: Arguments): Value {
	a.passOver('kth');
	const { array, axis } = alongOf(k, a);
	return k.apply('argsort', [array], { axis });
}

export function take(k: Kit, array: NdArray, indices: Value, axis: number | null, mode = 'raise'): Value {
	const given = k.indices(k.array(indices));
	if (given === null) {
		return k.call.raise('IndexError', ['An array is indexed by whole numbers or by True and False, not by floats.']);
	}
	const size = axis === null ? array.size : array.shape[axis]!;
	const whole = mode === 'raise' ? given : k.array(k.compute([given], given.shape, 'int64', within(mode, size)));
	const { flat, shape } = takeIndex(array.shape, whole.share(), axis);
	k.reserve(flat.length);
	const taken = k.move('index', [array], { flat, shape });
	return shape.length === 0 ? numberIn(k, taken) : k.cast(taken, array.dtype);
}

/** What becomes of an index outside its axis: it goes round, or stops at the end. */
function within(mode: string, size: number): (index: number) => number {
	if (mode === 'clip') return (index) => Math.max(0, Math.min(index, size - 1));
	return (index) => ((index % size) + size) % size;
}

const MODES = ['raise', 'wrap', 'clip'] as const;

/** What tells entries apart along an axis, and how two of them, by their places, are ordered. */
interface Entries {
	readonly keys: readonly (number | string)[];
	readonly compare: (x: number, y: number) => number;
}

function numbersOf(k: Kit, array: NdArray): Entries {
	const keys = Array.from(k.data(array));
	return { keys, compare: (x, y) => ordered(keys[x]!, keys[y]!) };
}

/** NaN comes last. */
function ordered(x: number, y: number): number {
	return Number.isNaN(x) ? 1 : Number.isNaN(y) ? -1 : x - y;
}

/** Lines across an axis as entries: they are ordered by the first number in which they differ. */
function linesOf(k: Kit, array: NdArray, axis: number): Entries {
	const rest = array.shape.map((_, own) => own).filter((own) => own !== axis);
	const lines = k.move('transpose', [array], { axes: [axis, ...rest] });
	const data = k.data(lines);
	const count = array.shape[axis]!;
	const size = count === 0 ? 0 : data.length / count;
	const line = (place: number): Float64Array => data.subarray(place * size, (place + 1) * size);
	return {
		keys: Array.from({ length: count }, (_, place) => line(place).join()),
		compare: (x, y) => {
			const [own, other] = [line(x), line(y)];
			const at = own.findIndex((value, index) => value !== other[index]);
			return at < 0 ? 0 : ordered(own[at]!, other[at]!);
		},
	};
}

/** The smallest values first, without repetition; where each was first and how often. */
function unique(k: Kit, a: Arguments): Value {
	a.passOver('equal_nan');
	const { array, axis } = alongOf(k, a, 'ar');
	const { keys: values, compare } =
		axis === 0 && array.shape.length === 1 ? numbersOf(k, array) : linesOf(k, array, axis);
	const first = new Map<number | string, number>();
	values.forEach((value, place) => first.has(value) || first.set(value, place));
	const order = [...first.keys()].sort((x, y) => compare(first.get(x)!, first.get(y)!));
	const places = order.map((value) => first.get(value)!);
	const results: Value[] = [k.cast(takenAlong(k, array, places, axis), array.dtype)];
	const whole = (numbers: readonly number[]): Value =>
		k.fromNumbers(Float64Array.from(numbers), [numbers.length], 'int64');
	if (a.flag('return_index')) results.push(whole(places));
	if (a.flag('return_inverse')) {
		const rank = new Map(order.map((value, index) => [value, index]));
		results.push(whole(values.map((value) => rank.get(value)!)));
	}
	if (a.flag('return_counts')) {
		const counts = new Map<number | string, number>();
		for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
		results.push(whole(order.map((value) => counts.get(value)!)));
	}
	return results.length === 1 ? results[0]! : tuple(results);
}

/** The values of arrays as a set of numbers, for functions that answer with whole numbers or truths. */
function valuesOf(k: Kit, value: Value): Float64Array {
	return k.data(k.array(value));
}

function setOf(k: Kit, a: Arguments, keep: (own: Set<number>, other: Set<number>) => Iterable<number>): Value {
	const [x, y] = [a.array('ar1'), a.array('ar2')];
	const kept = [...keep(new Set(valuesOf(k, x)), new Set(valuesOf(k, y)))].sort((p, q) => p - q);
	return k.fromNumbers(Float64Array.from(kept), [kept.length], x.dtype);
}

function isIn(k: Kit, a: Arguments): Value {
	const of = new Set(valuesOf(k, a.value('test_elements')));
	const element = a.array('element');
	const inverted = a.flag('invert');
	return k.compute([element], element.shape, 'bool', (value) => Number(of.has(value) !== inverted));
}

function choose(k: Kit, a: Arguments): Value {
	const choices = a.items('choices').map((value) => k.operand(value));
	const index = a.operand('a');
	return choices.reduce((rest, choice, place) =>
		place === 0 ? choice : where(k, k.map('eq', [index, int(place)]), choice, rest),
	);
}

function selectOf(k: Kit, a: Arguments): Value {
	const tests = a.items('condlist').map((value) => k.operand(value));
	const choices = a.items('choicelist').map((value) => k.operand(value));
	let result: Value = a.operand('default');
	for (let index = tests.length - 1; index >= 0; index--) result = where(k, tests[index]!, choices[index]!, result);
	return result;
}

/** Each piece is called with the elements that it is for; elements of none are 0. */
function piecewise(k: Kit, a: Arguments): Value {
	const x = a.array('x');
	const tests = a.items('condlist').map((value) => k.operand(value));
	const pieces = a.items('funclist');
	let result: Value = k.fromNumbers(new Float64Array(x.size), x.shape);
	const callable = (piece: Value): Value =>
		piece.kind === 'int' || piece.kind === 'float' ? piece : k.call.call(piece, [x, ...a.rest]);
	if (pieces.length > tests.length) result = callable(pieces.at(-1)!);
	tests.forEach((test, index) => (result = where(k, test, callable(pieces[index]!), result)));
	return result;
}

/** Whole numbers by which rows are ordered, the last key first. */
function lexsort(k: Kit, a: Arguments): Value {
	const keys = a.items('keys').map((key) => valuesOf(k, key));
	const count = keys[0]?.length ?? 0;
	const order = Array.from({ length: count }, (_, index) => index);
	for (const key of keys) order.sort((x, y) => key[x]! - key[y]!);
	return k.fromNumbers(Float64Array.from(order), [count], 'int64');
}

function withoutNan(k: Kit, a: Arguments, row: string, neutral: number): Value {
	const array = a.array('a');
	const kept = k.map('where', [k.map('isnan', [array]), float(neutral), array]);
	return k.apply(row, [k.array(kept)], { axis: a.axis(array.shape.length) });
}

function putAlong(k: Kit, a: Arguments): Value {
	const array = a.array('arr');
	const axis = a.axis(array.shape.length) ?? 0;
	const indices = a.array('indices');
	const at = array.shape.map((_, own) => {
		if (own === axis) return indices;
		const extent = indices.shape[own]!;
		const range = k.fromNumbers(
			Float64Array.from({ length: extent }, (_, place) => place),
			[extent],
			'int64',
		);
		return reshapedTo(
			k,
			range,
			array.shape.map((_, other) => (other === own ? extent : 1)),
		);
	});
	setItem(k, array, tuple(at), a.value('values'));
	return NONE;
}

const SORT = 'a, axis=-1, kind=, order=, stable=';

export const selecting: readonly Declaration[] = [
	declare('np.where', 'condition, x=, y=', (k, a) => {
		if (!a.has('x')) return nonzero(k, a.array('condition'));
		return where(k, a.operand('condition'), a.operand('x'), a.operand('y'));
	}),
	declare('np.select', 'condlist, choicelist, default=0', selectOf),
	declare('np.piecewise', 'x, condlist, funclist, *args', piecewise),
	declare('np.choose nd.choose', 'a, choices, out=, mode=', choose),
	declare('np.take nd.take', 'a, indices, axis=None, out=None, mode=', (k, a) => {
		const array = a.array('a');
		const mode = a.has('mode') ? a.choice('mode', MODES) : 'raise';
		return deliver(k, a, take(k, array, a.value('indices'), a.axis(array.shape.length), mode));
	}),
	declare('np.take_along_axis', 'arr, indices, axis=-1', (k, a) => {
		const { array, axis } = alongOf(k, a, 'arr');
		return k.apply('take_along', [array, k.indices(a.array('indices')) ?? a.array('indices')], { axis });
	}),
	declare('np.put_along_axis', 'arr, indices, values, axis', putAlong),
	declare('np.compress', 'condition, a, axis=None, out=', (k, a) => {
		const { array, axis } = alongOf(k, a);
		const kept = Array.from(valuesOf(k, a.value('condition'))).flatMap((value, place) => (value === 0 ? [] : [place]));
		return takenAlong(k, array, kept, axis);
	}),
	declare('np.extract', 'condition, arr', (k, a) =>
		takenAlong(
			k,
			reshapedTo(k, a.array('arr'), [-1]),
			Array.from(valuesOf(k, nonzeroFlat(k, a.array('condition')))),
			0,
		),
	),
	declare('np.sort', SORT, sorted),
	declare('nd.sort', SORT, (k, a) => {
		replace(k, a.array('a'), sorted(k, a), 'sort');
		return NONE;
	}),
	declare('np.argsort nd.argsort', 'a, axis=-1, kind=, order=, stable=', argsorted),
	declare('np.argpartition nd.argpartition', 'a, kth, axis=-1, kind=, order=', argsorted),
	declare('np.partition', 'a, kth, axis=-1, kind=, order=', sorted),
	declare('nd.partition', 'a, kth, axis=-1, kind=, order=', (k, a) => {
		replace(k, a.array('a'), sorted(k, a), 'partition');
		return NONE;
	}),
	declare('np.lexsort', 'keys, axis=', lexsort),
	declare(
		'np.unique',
		'ar, return_index=False, return_inverse=False, return_counts=False, axis=None, equal_nan=',
		unique,
	),
	declare('np.isin np.in1d', 'element|ar1, test_elements|ar2, assume_unique=, invert=False', isIn),
	declare('np.nanargmax', 'a, axis=None', (k, a) => withoutNan(k, a, 'argmax', -Infinity)),
	declare('np.nanargmin', 'a, axis=None', (k, a) => withoutNan(k, a, 'argmin', Infinity)),
	declare('np.trim_zeros', "filt, trim='fb'", (k, a) => {
		const array = a.array('filt');
		const there = Array.from(k.data(array)).flatMap((value, place) => (value === 0 ? [] : [place]));
		const trim = a.text('trim') ?? 'fb';
		const start = trim.includes('f') ? (there[0] ?? array.size) : 0;
		return part(k, array, 0, start, trim.includes('b') ? (there.at(-1) ?? start - 1) + 1 : array.size);
	}),
	declare('np.setxor1d', 'ar1, ar2', (k, a) =>
		setOf(k, a, (x, y) => [...[...x].filter((value) => !y.has(value)), ...[...y].filter((value) => !x.has(value))]),
	),
	declare('np.intersect1d', 'ar1, ar2', (k, a) => setOf(k, a, (x, y) => [...x].filter((value) => y.has(value)))),
	declare('np.setdiff1d', 'ar1, ar2', (k, a) => setOf(k, a, (x, y) => [...x].filter((value) => !y.has(value)))),
	declare('np.union1d', 'ar1, ar2', (k, a) => setOf(k, a, (x, y) => new Set([...x, ...y]))),
	declare('np.apply_along_axis', 'func1d, axis, arr, *args', (k, a) => {
		const array = a.array('arr');
		const axis = normalizeAxis(a.whole('axis'), array.shape.length);
		const order = [...array.shape.map((_, own) => own).filter((own) => own !== axis), axis];
		const lead = order.slice(0, -1).map((own) => array.shape[own]!);
		const flat = reshapedTo(k, k.move('transpose', [array], { axes: order }), [sizeOf(lead), array.shape[axis]!]);
		const results = Array.from({ length: sizeOf(lead) }, (_, row) => {
			k.call.tick();
			return k.call.call(a.value('func1d'), [takeRow(k, flat, row), ...a.rest]);
		});
		const joined = k.array(list(results));
		const shaped = reshapedTo(k, joined, [...lead, ...joined.shape.slice(1)]);
		if (joined.shape.length === 1) return shaped;
		const places = shaped.shape.map((_, own) => own);
		const [before, own] = [places.slice(0, lead.length), places.slice(lead.length)];
		return k.move('transpose', [shaped], { axes: [...before.slice(0, axis), ...own, ...before.slice(axis)] });
	}),
	declare('np.fromfunction', 'function, shape, dtype=', (k, a) => {
		const shape = a.shape('shape');
		k.reserve(sizeOf(shape));
		const grid = shape.map((extent, axis) => {
			const range = k.fromNumbers(
				Float64Array.from({ length: extent }, (_, place) => place),
				shape.map((_, own) => (own === axis ? extent : 1)),
			);
			return copyOf(k, broadcasted(k, range, shape));
		});
		return k.call.call(a.value('function'), grid);
	}),
	declare('np.vectorize', 'pyfunc, otypes=None, *, excluded=, signature=, cache=, doc=', (k, a) => {
		a.passOver('cache', 'doc');
		const types = a.maybe('otypes');
		const [first] = types === undefined ? [] : types.kind === 'str' ? [types] : k.items(types);
		return vectorized(k, a.value('pyfunc'), (results) =>
			first === undefined ? typeOf(k, results[0]!) : k.dtype(first),
		);
	}),
	declare('np.frompyfunc', 'func, nin, nout', (k, a) => {
		a.passOver('nin');
		if (a.whole('nout') !== 1) a.refuse('nout');
		return vectorized(k, a.value('func'), () => null);
	}),
];

function takeRow(k: Kit, matrix: NdArray, row: number): NdArray {
	return reshapedTo(k, takenAlong(k, matrix, [row], 0), [matrix.shape[1]!]);
}

/** The type of a vectorised function's results is that of the first one: the others are converted to it. */
function typeOf(k: Kit, result: Value): DType {
	return k.dtypeOf(k.operand(result));
}

/** A function of numbers called for the elements of arrays, one after the other. */
function vectorized(k: Kit, of: Value, typed: (results: readonly Value[]) => DType | null): Value {
	return builtin('vectorized', (call, args) => {
		const arrays = args.map((value) => k.operand(value));
		const shape = k.commonShape(arrays);
		if (shape.length === 0) return call.call(of, args);
		const flat = arrays.map((own) => k.items(reshapedTo(k, broadcasted(k, k.array(own), shape), [-1])));
		k.reserve(sizeOf(shape));
		const results = Array.from({ length: sizeOf(shape) }, (_, place) => {
			call.tick();
			return call.call(
				of,
				flat.map((own) => own[place]!),
			);
		});
		const array = reshapedTo(k, k.array(list(results)), shape);
		const dtype = results.length === 0 ? null : typed(results);
		return dtype === null ? array : k.cast(array, dtype);
	});
}
