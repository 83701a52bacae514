/** Makes an array of lists: of numbers off the tape without a gate, else by stacking what the lists hold. */
import { sameShape, shapeText, sizeOf } from '../../core/tensor/shape.ts';
import { copyInto, makeTensor } from '../../core/tensor/tensor.ts';
import { inputOf, leavesIn } from '../script/list-inputs.ts';
import { numberOf, typeName, type Value } from '../script/values.ts';
import type { NdArray } from './array.ts';
import { converter, elementOf, promoteTypes, type DType } from './dtypes.ts';
import type { Kit } from './kit.ts';

/** NumPy's own limit on axes. */
const MOST_AXES = 32;

/** The numbers and arrays at the bottom of lists of lists, in order, and the shape of the lists above them. */
interface Leaves {
	readonly shape: readonly number[];
	readonly items: readonly Value[];
}

function isList(value: Value): boolean {
	return value.kind === 'list' || value.kind === 'tuple' || value.kind === 'range' || value.kind === 'iterator';
}

function leavesOf(k: Kit, value: Value): Leaves {
	const shape: number[] = [];
	let level: readonly Value[] = [value];
	while (level.length > 0 && level.every(isList)) {
		if (shape.length === MOST_AXES) k.call.raise('ValueError', ['lists are nested more than {0} deep', MOST_AXES]);
		const rows = level.map((item) => k.items(item));
		const extent = rows[0]!.length;
		for (const row of rows) {
			if (row.length === extent) continue;
			k.call.raise('ValueError', ['the rows differ in length: {0} and {1} elements', extent, row.length]);
		}
		shape.push(extent);
		level = rows.flat();
	}
	return { shape, items: level };
}

/** The array that `np.array` makes of the value. */
export function arrayOf(k: Kit, value: Value, wanted?: DType): NdArray {
	const input = inputOf(k.recorder.lists, value);
	if (input !== undefined) {
		const own =
			wanted ??
			leavesIn(value)
				.map((item) => k.dtypeOf(item))
				.reduce(promoteTypes);
		// The list is the array: nothing has to be stacked.
		if (elementOf(own).startsWith('float')) return k.cast(k.wrapArray(input.node, false), own);
	}
	const { shape, items: leaves } = leavesOf(k, value);
	// Lists beside arrays are arrays themselves.
	const items = leaves.some((item) => k.isArray(item))
		? leaves.map((item) => (isList(item) ? k.array(item) : item))
		: leaves;
	const arrays = items.filter((item) => k.isArray(item));
	const inner = arrays[0]?.shape ?? [];
	for (const item of items) {
		if (numberOf(item) === undefined && !k.isArray(item)) {
			k.call.raise('TypeError', ['an array holds numbers, not {0}', typeName(item)]);
		}
		const own = k.shapeOf(item);
		if (!sameShape(own, inner)) {
			k.call.raise('ValueError', ['the rows differ in shape: {0} and {1}', shapeText(inner), shapeText(own)]);
		}
	}
	const dtype = wanted ?? (items.length === 0 ? 'float64' : items.map((item) => k.dtypeOf(item)).reduce(promoteTypes));
	const torch = k.isTorch(items);
	const full = [...shape, ...inner];
	const onTape = elementOf(dtype).startsWith('float') && items.some((item) => isOnTape(k, item));
	if (!onTape) return plain(k, items, full, dtype, torch);
	const [only] = items;
	if (shape.length === 0) return k.cast(k.wrapArray(k.recorder.node(only!), torch), dtype);
	const node = k.recorder.apply('stack', items, { axis: 0 });
	const stacked = sameShape(full, [items.length, ...inner])
		? node
		: k.recorder.apply('reshape', [node], { shape: full });
	return k.cast(k.wrapArray(stacked, torch), dtype);
}

function isOnTape(k: Kit, value: Value): boolean {
	return k.isArray(value) ? value.recorded : !k.isPlainNumber(value);
}

function plain(k: Kit, items: readonly Value[], shape: readonly number[], dtype: DType, torch: boolean): NdArray {
	const size = sizeOf(shape);
	k.reserve(size);
	const data = new Float64Array(size);
	const convert = converter(dtype);
	let at = 0;
	for (const item of items) {
		if (k.isArray(item)) {
			const tensor = item.look();
			copyInto(tensor, data, at);
			at += item.size;
		} else data[at++] = numberOf(item)!;
	}
	return k.fresh(makeTensor(data.map(convert), shape, elementOf(dtype)), dtype, torch);
}
