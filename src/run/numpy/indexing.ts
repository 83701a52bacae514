/** Reading and writing `a[…]` as NumPy does: views for slices, copies for arrays of indices, numbers for single elements, stores that every alias sees. */
import { resolveIndex, sliceShape, sliceView, type IndexItem, type Selection } from '../../core/tensor/indexing.ts';
import { broadcastShapes, sameShape, ShapeError, shapeText, sizeOf, stridesOf } from '../../core/tensor/shape.ts';
import { dataOf, elementAtFlat, type Tensor } from '../../core/tensor/tensor.ts';
import type { Where } from '../../core/tensor/storing.ts';
import { bool, float, int, numberOf, typeName, type Value } from '../script/values.ts';
import type { NdArray } from './array.ts';
import { isFloatType } from './dtypes.ts';
import type { Kit } from './kit.ts';
import { broadcasted, reshapedTo, sliced } from './views.ts';

/** What stands between the brackets, item by item. A list is an array; a tuple's items are indices of their own. */
export function indexItems(k: Kit, index: Value): IndexItem[] {
	return (index.kind === 'tuple' ? index.items : [index]).map((item) => indexItem(k, item));
}

function indexItem(k: Kit, item: Value): IndexItem {
	switch (item.kind) {
		case 'int':
			return { kind: 'at', index: item.value };
		case 'none':
			return { kind: 'new' };
		case 'ellipsis':
			return { kind: 'rest' };
		case 'slice': {
			const bound = (value: Value): number | null => {
				return value.kind === 'none' ? null : k.whole(value, 'an index');
			};
			return { kind: 'slice', start: bound(item.start), stop: bound(item.stop), step: bound(item.step) };
		}
		case 'bool':
		case 'list':
		case 'tuple':
		case 'range':
		case 'array':
			return indexArray(k, item);
		case 'float': {
			const at = k.index(item);
			if (at !== null) return { kind: 'at', index: at };
			return k.call.raise('IndexError', ['an array is not indexed by {0}', typeName(item)]);
		}
		default:
			return k.call.raise('IndexError', ['an array is not indexed by {0}', typeName(item)]);
	}
}

function indexArray(k: Kit, item: Value): IndexItem {
	const array = k.indices(k.array(item));
	if (array === null) {
		return k.call.raise('IndexError', ['An array is indexed by whole numbers or by True and False, not by floats.']);
	}
	const tensor = array.share();
	if (array.shape.length === 0 && array.dtype !== 'bool') return { kind: 'at', index: dataOf(tensor)[0]! };
	// Bytes that are 0 and 1 index as numbers; only booleans are a mask.
	return { kind: 'array', array: tensor };
}

/** What an index picks. Raises an IndexError where it does not fit. */
export function select(k: Kit, shape: readonly number[], index: Value): Selection {
	const items = indexItems(k, index);
	try {
		return resolveIndex(shape, items);
	} catch (error) {
		if (error instanceof ShapeError) return k.call.raise('IndexError', error.text);
		throw error;
	}
}

export function getItem(k: Kit, array: NdArray, index: Value): Value {
	const flat = flatPlace(k, array, index);
	if (flat >= 0) return elementOfPlace(k, array, flat);
	const selection = select(k, array.shape, index);
	if (selection.kind === 'view') {
		if (sliceShape(selection.items).length === 0 && !isBare(index))
			return elementOfPlace(k, array, placeOf(array, selection));
		return sliced(k, array, selection.items);
	}
	const { flat: places, shape } = selection;
	k.reserve(places.length);
	const taken = k.move('index', [array], { flat: places, shape });
	return shape.length === 0 ? numberIn(k, taken) : k.cast(taken, array.dtype);
}

/** With `...` in it, an index gives an array even where no axis is left: `a[0, 1, ...]` can be stored into. */
function isBare(index: Value): boolean {
	return index.kind === 'ellipsis' || (index.kind === 'tuple' && index.items.some(({ kind }) => kind === 'ellipsis'));
}

/** A one-element array as a number. */
export function numberIn(k: Kit, array: NdArray): Value {
	if (array.recorded)
		return k.wrap(array.shape.length === 0 ? array.node() : k.recorder.apply('reshape', [array], { shape: [] }));
	const value = dataOf(array.look())[0]!;
	return array.dtype === 'bool' ? bool(value !== 0) : isFloatType(array.dtype) ? float(value) : int(value);
}

/** The place, in C order, of `a[i]` or `a[i, j]` with a whole number for every axis; −1 for any other index. Raises where it is outside. */
function flatPlace(k: Kit, array: NdArray, index: Value): number {
	const { shape } = array;
	const items = index.kind === 'tuple' ? index.items : null;
	const count = items?.length ?? 1;
	if (count !== shape.length) return -1;
	let place = 0;
	for (let axis = 0; axis < count; axis++) {
		const item = items === null ? index : items[axis]!;
		if (item.kind !== 'int') return -1;
		const extent = shape[axis]!;
		const at = item.value < 0 ? item.value + extent : item.value;
		if (at < 0 || at >= extent) {
			k.call.raise('IndexError', [
				'index {0} is outside axis {1} of {2}, which has {3} entries',
				item.value,
				axis,
				shapeText(shape),
				extent,
			]);
		}
		place = place * extent + at;
	}
	return place;
}

function placeOf(array: NdArray, selection: Extract<Selection, { kind: 'view' }>): number {
	const { shape } = array;
	const whole = { element: 'float64', shape, strides: stridesOf(shape), offset: 0, data: array.layout.data } as const;
	return sliceView(whole, selection.items).offset;
}

function elementOfPlace(k: Kit, array: NdArray, flat: number): Value {
	if (array.shape.length === 0) return numberIn(k, array);
	if (!array.recorded || !array.isFloat) {
		const value = elementAtFlat(array.look(), flat);
		return array.dtype === 'bool' ? bool(value !== 0) : isFloatType(array.dtype) ? float(value) : int(value);
	}
	const { recorder } = k;
	const { tape } = recorder;
	const node = tape.element(array.node(), flat, recorder.range(), recorder.frame);
	recorder.consumed(array, node, 0);
	return float(tape.value(node), node);
}

export function setItem(k: Kit, array: NdArray, index: Value, value: Value): void {
	const { shape } = array;
	const flat = flatPlace(k, array, index);
	if (flat >= 0) {
		const place = array.isWhole ? flat : physical(array, flat);
		return store(k, array, { flat: Int32Array.of(place) }, [], value);
	}
	const selection = select(k, shape, index);
	if (selection.kind === 'view') {
		const layout = sliceView(array.layout, selection.items);
		return store(k, array, array.where(layout), layout.shape, value);
	}
	const places = array.isWhole ? selection.flat : selection.flat.map((place) => physical(array, place));
	store(k, array, { flat: places }, selection.shape, value);
}

/** Where in its storage an element of a view stands. */
function physical(array: NdArray, flat: number): number {
	const { shape, strides, offset } = array.layout;
	let place = offset;
	let rest = flat;
	for (let axis = shape.length - 1; axis >= 0; axis--) {
		place += (rest % shape[axis]!) * strides[axis]!;
		rest = Math.floor(rest / shape[axis]!);
	}
	return place;
}

/** Writes a value to places of an array, whose shape they have. */
export function store(k: Kit, array: NdArray, where: Where, shape: readonly number[], value: Value): void {
	const operand = numberOf(value) === undefined ? fitted(k, k.array(value), shape) : value;
	const { storage } = array;
	const held = k.isArray(operand) ? operand : null;
	const onTape = held === null ? !k.isPlainNumber(operand) : held.recorded && held.isFloat;
	// Types without gradient keep the number only; so do elements that are off the tape as long as what is written is.
	if (!storage.recorded || !isFloatType(storage.dtype)) {
		if (!(onTape && isFloatType(storage.dtype)) && storage.writeOff(where, tensorOf(k, operand, held))) return;
	}
	const { recorder } = k;
	const before = storage.node();
	const written = recorder.node(operand);
	// An array without axes is its one number: what is written takes its place.
	if (recorder.tape.type(before).shape.length === 0) return storage.become(written);
	const gate = recorder.tape.store(before, written, where, recorder.range(), recorder.frame);
	recorder.consumed(operand, gate, 1);
	storage.become(gate);
}

function tensorOf(k: Kit, operand: Value, held: NdArray | null): Tensor {
	return held === null ? k.look(operand) : held.share();
}

/** The value in the shape of the places that it is written to. Raises a ValueError where it cannot be broadcast. */
function fitted(k: Kit, value: NdArray, shape: readonly number[]): NdArray {
	if (sameShape(value.shape, shape)) return value;
	// Leading axes of one are left out.
	let lead = 0;
	while (value.shape.length - lead > shape.length && value.shape[lead] === 1) lead++;
	const trimmed = lead === 0 ? value.shape : value.shape.slice(lead);
	let fits = trimmed.length <= shape.length;
	try {
		fits &&= sameShape(broadcastShapes(trimmed, shape), shape);
	} catch (error) {
		if (!(error instanceof ShapeError)) throw error;
		fits = false;
	}
	if (!fits) {
		k.call.raise('ValueError', [
			'a value of shape {0} does not fit the places of shape {1}',
			shapeText(value.shape),
			shapeText(shape),
		]);
	}
	if (value.size === sizeOf(shape) || value.size === 1) return value;
	return broadcasted(k, lead === 0 ? value : reshapedTo(k, value, trimmed), shape);
}
