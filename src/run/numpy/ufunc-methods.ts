/**
 * What a function of two elements has besides being called: `reduce`, `accumulate`, `reduceat`, `outer` and `at`. Sums, products, extremes and tests are
 * rows of the table; any other function is folded from the left, entry by entry, as NumPy does.
 */
import { normalizeAxis, sameShape, sizeOf } from '../../core/tensor/shape.ts';
import { makeTensor } from '../../core/tensor/tensor.ts';
import { builtin } from '../script/library.ts';
import { NONE, numberOf, tuple, type Value } from '../script/values.ts';
import { Arguments } from './arguments.ts';
import type { NdArray } from './array.ts';
import { isFloatType } from './dtypes.ts';
import { getItem, select, setItem } from './indexing.ts';
import { Kit } from './kit.ts';
import { replace } from './operators.ts';
import { bind, readSignature } from './parameters.ts';
import { deliver, REDUCERS, USUAL } from './reductions.ts';
import { onLastAxis, part } from './shaping.ts';
import type { Body } from './table.ts';
import { selected } from './torch-shaping.ts';
import { broadcasted, expanded } from './views.ts';
import type { World } from './world.ts';

/** A function of two elements: its name, the row of the table that it is where it is one, and itself. */
export interface Folded {
	readonly name: string;
	readonly row: string | null;
	readonly apply: (k: Kit, x: Value, y: Value) => Value;
}

const SCANS: ReadonlyMap<string, string> = new Map([
	['add', 'cumsum'],
	['mul', 'cumprod'],
	['max', 'cummax'],
	['min', 'cummin'],
]);

/** Functions for which the order of entries matters: they are reduced over one axis at a time. */
const ORDERED: ReadonlySet<string> = new Set(['sub', 'div', 'pow', 'floordiv', 'mod', 'fmod', 'atan2']);

export function ufuncMethods(world: World, folded: Folded): ReadonlyMap<string, Value> {
	const method = (name: string, signature: string, body: Body): readonly [string, Value] => {
		const title = `${folded.name}.${name}`;
		const read = readSignature(signature);
		return [
			name,
			builtin(title, (call, args, named) => {
				const k = new Kit(call, world);
				const { bound, rest, given } = bind(call, title, read, args, named);
				const a = new Arguments(k, title, bound, rest);
				const result = body(k, a);
				a.refuseUnread(given);
				return result;
			}),
		];
	};
	return new Map([
		method('reduce', USUAL.replace('axis|dim=None', 'axis=0'), (k, a) => reduce(k, a, folded)),
		method('accumulate', 'array, axis=0, dtype=None, out=None', (k, a) => accumulate(k, a, folded)),
		method('reduceat', 'array, indices, axis=0, dtype=None, out=None', (k, a) => reduceAt(k, a, folded)),
		method('outer', 'A, B', (k, a) => {
			const [x, y] = [a.array('A'), a.array('B')];
			const wide = expanded(
				k,
				x,
				y.shape.map((_, index) => x.shape.length + index),
			);
			return folded.apply(k, wide, y);
		}),
		method('at', 'a, indices, b=', (k, a) => {
			at(k, a, folded);
			return NONE;
		}),
	]);
}

function reduce(k: Kit, a: Arguments, folded: Folded): Value {
	const reducer = folded.row === null ? undefined : REDUCERS.get(folded.row);
	if (reducer !== undefined) return reducer(k, a);
	a.refuse('where', 'dtype');
	const array = a.array('a');
	const axes = a.axes();
	if ((axes === null ? array.shape.length : axes.length) > 1 && folded.row !== null && ORDERED.has(folded.row)) {
		k.call.raise('ValueError', ['{0} is reduced over one axis at a time', folded.name]);
	}
	const { lines, kept } = onLastAxis(k, array, axes);
	const total = foldedOver(k, lines, lines.shape.length - 1, folded, a.maybe('initial'));
	return deliver(k, a, a.flag('keepdims') ? kept(total) : total);
}

/** Entries along an axis put together from the left; the axis is gone. */
function foldedOver(k: Kit, array: NdArray, axis: number, folded: Folded, initial?: Value): Value {
	const count = array.shape[axis]!;
	if (count === 0 && initial === undefined) {
		k.call.raise('ValueError', ['{0} of an array without elements', folded.name]);
	}
	let total: Value | undefined = initial === undefined ? undefined : k.operand(initial);
	for (let index = 0; index < count; index++) {
		k.call.tick();
		const entry = selected(k, array, axis, index);
		total = total === undefined ? entry : folded.apply(k, total, entry);
	}
	return total!;
}

function typed(k: Kit, a: Arguments): NdArray {
	const dtype = a.dtype();
	return dtype === undefined ? a.array('array') : k.cast(a.array('array'), dtype);
}

function accumulate(k: Kit, a: Arguments, folded: Folded): Value {
	const array = typed(k, a);
	const axis = normalizeAxis(a.whole('axis'), array.shape.length);
	const scan = folded.row === null ? undefined : SCANS.get(folded.row);
	if (scan !== undefined) return deliver(k, a, k.apply(scan, [array], { axis }));
	if (array.shape[axis] === 0) return deliver(k, a, array);
	const entries = [selected(k, array, axis, 0)];
	for (let index = 1; index < array.shape[axis]!; index++) {
		k.call.tick();
		entries.push(folded.apply(k, entries[index - 1]!, selected(k, array, axis, index)));
	}
	return deliver(k, a, stackedAlong(k, entries, axis));
}

function stackedAlong(k: Kit, entries: readonly Value[], axis: number): NdArray {
	return k.move(
		'stack',
		entries.map((entry) => k.array(entry)),
		{ axis },
	);
}

/** Reductions of the parts that begin at the indices; where the next index does not lie behind, the entry alone. */
function reduceAt(k: Kit, a: Arguments, folded: Folded): Value {
	const array = typed(k, a);
	const axis = normalizeAxis(a.whole('axis'), array.shape.length);
	const size = array.shape[axis]!;
	const starts = k.wholes(a.value('indices'), 'indices');
	const parts = starts.map((start, index) => {
		if (start < 0 || start >= size) k.call.raise('IndexError', ['index {0} is outside an axis of {1}', start, size]);
		const end = starts[index + 1] ?? size;
		return foldedOver(k, part(k, array, axis, start, Math.max(end, start + 1)), axis, folded);
	});
	return deliver(k, a, stackedAlong(k, parts, axis));
}

/** `np.add.at(a, index, values)`: places that stand more than once get every value, one after the other. */
function at(k: Kit, a: Arguments, folded: Folded): void {
	const target = a.value('a');
	const index = a.value('indices');
	if (!k.isArray(target)) return k.call.raise('TypeError', ['{0}.at() needs an array and an index', folded.name]);
	const values = a.maybe('b');
	if (values === undefined) return k.call.raise('TypeError', ['{0}() needs {1}', `${folded.name}.at`, 'b']);
	const { places, shape } = placesOf(k, target, index);
	const given = k.operand(values);
	if (folded.row === 'add' || folded.row === 'sub') {
		const array = k.array(folded.row === 'sub' ? k.map('neg', [given]) : given);
		const wide = sameShape(array.shape, shape) ? array : broadcasted(k, array, shape);
		if (!target.recorded && !wide.recorded) return addOff(k, target, places, k.data(k.cast(wide, target.dtype)));
		const scattered = k.apply('scatter_add', [wide], { flat: places, shape: target.shape });
		replace(k, target, k.map('add', [target, scattered]), folded.name);
		return;
	}
	const wide = broadcasted(k, k.array(given), shape);
	for (const turn of turnsOf(places)) {
		k.call.tick();
		const where = Int32Array.from(turn, (entry) => places[entry]!);
		const spot = tuple(
			target.shape.map((extent, axis) => {
				const inner = sizeOf(target.shape.slice(axis + 1));
				return k.fromNumbers(
					Float64Array.from(where, (place) => Math.floor(place / inner) % extent),
					[where.length],
					'int64',
				);
			}),
		);
		const own = k.move('index', [wide], { flat: Int32Array.from(turn), shape: [turn.length] });
		setItem(k, target, spot, folded.apply(k, getItem(k, target, spot), own));
	}
}

/** Which entries are met in the first turn, in the second, …: no place stands twice in one turn. */
function turnsOf(places: Int32Array): number[][] {
	const met = new Map<number, number>();
	const turns: number[][] = [];
	places.forEach((place, entry) => {
		const turn = met.get(place) ?? 0;
		met.set(place, turn + 1);
		(turns[turn] ??= []).push(entry);
	});
	return turns;
}

/** Where an index points in an array, place by place in C order. */
function placesOf(
	k: Kit,
	array: NdArray,
	index: Value,
): { readonly places: Int32Array; readonly shape: readonly number[] } {
	const selection = select(k, array.shape, index);
	if (selection.kind === 'gather') return { places: selection.flat, shape: selection.shape };
	const all = k.fresh(
		makeTensor(
			Float64Array.from({ length: array.size }, (_, place) => place),
			array.shape,
			'int64',
		),
	);
	const taken = getItem(k, all, index);
	const shape = k.shapeOf(taken);
	const places = k.isArray(taken) ? Int32Array.from(k.data(taken)) : Int32Array.of(numberOf(taken) ?? 0);
	return { places, shape };
}

function addOff(k: Kit, target: NdArray, places: Int32Array, values: Float64Array): void {
	const sums = k.data(target).slice();
	places.forEach((place, index) => (sums[place]! += values[values.length === 1 ? 0 : index]!));
	replace(
		k,
		target,
		k.fresh(makeTensor(sums, target.shape, isFloatType(target.dtype) ? 'float64' : 'int64'), target.dtype),
		'+=',
	);
}
