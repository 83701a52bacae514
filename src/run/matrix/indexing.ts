/** `A[i, j]` of Julia and `A(i, j)` of MATLAB: entries counted from 1, the first axis first, and stores into them. */
import { shapeText, sizeOf } from '../../core/tensor/shape.ts';
import { Storage, type NdArray } from '../numpy/array.ts';
import { isFloatType } from '../numpy/dtypes.ts';
import { getItem as takeItem, store } from '../numpy/indexing.ts';
import { int, list, numberOf, tuple, typeName, type Value } from '../script/values.ts';
import { asFloat, lengthOfRange, operand, settled, shaped, type Work } from './values.ts';

/** Which places along an axis one subscript means. */
interface Places {
	/** Counted from 0. */
	readonly at: Int32Array;
	/** The axes that they make in the result; none for a single number. */
	readonly shape: readonly number[];
	/** `:`, or truths. */
	readonly whole: boolean;
}

function outside({ k }: Work, place: number, extent: number): never {
	return k.call.raise('IndexError', ['index {0} is not among 1 … {1}', place, extent]);
}

function checked(w: Work, at: Int32Array, extent: number, grows: boolean): void {
	for (const place of at) if (place < 0 || (!grows && place >= extent)) outside(w, place + 1, extent);
}

/** What a subscript means along an axis of that extent. `mask` has as many entries as it must. */
function placesOf(w: Work, index: Value, extent: number, grows = false): Places {
	const { k } = w;
	switch (index.kind) {
		case 'int':
		case 'float':
		case 'bool': {
			const place = numberOf(index)!;
			if (!Number.isInteger(place)) return k.call.raise('TypeError', ['{0} is no place in an array', place]);
			if (place < 1 || (!grows && place > extent)) outside(w, place, extent);
			return { at: Int32Array.of(place - 1), shape: [], whole: false };
		}
		case 'slice':
		case 'ellipsis': {
			k.reserve(extent);
			return { at: Int32Array.from({ length: extent }, (_, place) => place), shape: [extent], whole: true };
		}
		case 'range': {
			const count = lengthOfRange(index);
			k.reserve(count);
			const at = Int32Array.from({ length: count }, (_, place) => index.start + place * index.step - 1);
			checked(w, at, extent, grows);
			return { at, shape: w.matlab ? [1, count] : [count], whole: false };
		}
		case 'array':
		case 'list':
		case 'tuple': {
			const array = operand(w, index);
			if (!k.isArray(array)) return placesOf(w, array, extent, grows);
			return array.dtype === 'bool' ? maskPlaces(w, array, extent) : arrayPlaces(w, array, extent, grows);
		}
		default:
			return k.call.raise('TypeError', ['an array is not indexed by {0}', typeName(index)]);
	}
}

function maskPlaces(w: Work, mask: NdArray, extent: number): Places {
	const { k } = w;
	if (mask.size !== extent) return k.call.raise('IndexError', ['{0} truths do not fit {1} entries', mask.size, extent]);
	const { shape } = mask;
	const data = k.data(mask);
	// Entries are found in the order in which they are counted.
	const found: number[] = [];
	for (let place = 0; place < extent; place++) if (data[keptAt(place, shape)] !== 0) found.push(place);
	return { at: Int32Array.from(found), shape: [found.length], whole: true };
}

function arrayPlaces(w: Work, array: NdArray, extent: number, grows: boolean): Places {
	const { k } = w;
	const data = k.data(array);
	const { shape } = array;
	const at = Int32Array.from(data, (place) => {
		if (!Number.isInteger(place)) return k.call.raise('TypeError', ['{0} is no place in an array', place]);
		return place - 1;
	});
	checked(w, at, extent, grows);
	return { at, shape, whole: false };
}

/** Where the entry that is counted as that one is kept: the last axis runs fastest in memory. */
export function keptAt(place: number, shape: readonly number[]): number {
	if (shape.length < 2) return place;
	let rest = place;
	let at = 0;
	let stride = sizeOf(shape);
	for (const extent of shape) {
		stride /= extent;
		at += (rest % extent) * stride;
		rest = Math.floor(rest / extent);
	}
	return at;
}

export function getItem(w: Work, object: Value, index: Value): Value | null {
	const { k } = w;
	switch (object.kind) {
		case 'int':
		case 'float':
		case 'bool':
			for (const each of index.kind === 'tuple' ? index.items : [index]) placesOf(w, each, 1);
			return object;
		case 'range': {
			const place = numberOf(index);
			if (place === undefined) return fromArray(w, k.array(operand(w, object)), index);
			if (place < 1 || place > lengthOfRange(object)) outside(w, place, lengthOfRange(object));
			return int(object.start + (place - 1) * object.step);
		}
		case 'list':
		case 'tuple': {
			if (w.matlab && object.kind === 'tuple') return getItem(w, object.items[0] ?? int(0), index);
			const { at, shape } = placesOf(w, index, object.items.length);
			const taken = [...at].map((place) => object.items[place]!);
			return shape.length === 0 ? taken[0]! : object.kind === 'list' ? list(taken) : tuple(taken);
		}
		case 'array':
			return fromArray(w, object as NdArray, index);
		default:
			return null;
	}
}

function fromArray(w: Work, array: NdArray, index: Value): Value {
	const { k } = w;
	const given = index.kind === 'tuple' ? index.items : [index];
	if (given.length === 0) return array;
	const { flat, shape } = selected(w, array, given);
	if (flat.length === 1 && shape.length === 0) {
		const place = flat[0]!;
		const own = array.shape;
		const items: Value[] = [];
		let rest = place;
		for (let axis = own.length - 1; axis >= 0; axis--) {
			items.unshift(int(rest % own[axis]!));
			rest = Math.floor(rest / own[axis]!);
		}
		return own.length === 0 ? settled(k, array) : takeItem(k, array, items.length === 1 ? items[0]! : tuple(items));
	}
	k.reserve(flat.length);
	return k.cast(k.move('index', [array], { flat, shape }), array.dtype);
}

interface Selected {
	/** Where the entries are kept, in the order of the result. */
	readonly flat: Int32Array;
	readonly shape: readonly number[];
}

/** Which entries subscripts mean. */
function selected(w: Work, array: NdArray, given: readonly Value[]): Selected {
	const { k } = w;
	const own = array.shape;
	if (given.length === 1) {
		const [index] = given;
		const places = placesOf(w, index!, array.size);
		const shape = linearShape(w, array, places, index!);
		return { flat: places.at.map((place) => keptAt(place, own)), shape };
	}
	// Axes of one may be left out or added.
	const axes = own.length >= given.length ? own : [...own, ...given.slice(own.length).map(() => 1)];
	if (axes.length > given.length && axes.slice(given.length).some((extent) => extent !== 1))
		return k.call.raise('IndexError', ['{0} subscripts do not fit {1}', given.length, shapeText(own)]);
	const places = given.map((index, axis) => placesOf(w, index, axes[axis]!));
	const all = places.every(({ shape }) => shape.length === 0);
	const shape = places.flatMap(({ at, shape: made }) =>
		w.matlab ? [at.length] : made.length === 0 ? [] : [at.length],
	);
	const size = places.reduce((product, { at }) => product * at.length, 1);
	k.reserve(size);
	const flat = new Int32Array(size);
	const strides = axes.map((_, axis) => sizeOf(axes.slice(axis + 1)));
	for (let n = 0; n < size; n++) {
		let rest = n;
		let at = 0;
		for (let axis = places.length - 1; axis >= 0; axis--) {
			const along = places[axis]!.at;
			at += along[rest % along.length]! * strides[axis]!;
			rest = Math.floor(rest / along.length);
		}
		flat[n] = at;
	}
	return { flat, shape: all ? [] : shape };
}

/** The shape of `A(i)` with one subscript. */
function linearShape(w: Work, array: NdArray, { at, shape, whole }: Places, index: Value): readonly number[] {
	if (shape.length === 0) return [];
	const count = at.length;
	if (!w.matlab) return shape.length === 1 ? [count] : shape;
	const own = array.shape;
	if (index.kind === 'slice') return [count, 1];
	if (own.length < 2) return [count];
	// Of a vector the result lies or stands as the vector does.
	const lies = own[0] === 1;
	if (lies || own[1] === 1) return lies ? [1, count] : [count, 1];
	return whole ? [count, 1] : shape.length === 2 ? shape : [count, 1];
}

/** Writes entries; false where the object has none that can be set. */
export function setItem(w: Work, object: Value, index: Value, value: Value): boolean {
	const { k } = w;
	if (object.kind === 'list') {
		const { at } = placesOf(w, index, object.items.length);
		for (const place of at) object.items[place] = value;
		return true;
	}
	if (object.kind !== 'array') return false;
	const array = object as NdArray;
	const given = index.kind === 'tuple' ? index.items : [index];
	if (w.matlab) grow(w, array, given);
	const { flat, shape } = selected(w, array, given);
	const held = operand(w, value);
	if (!k.isArray(held)) {
		store(k, array, { flat }, shape, held);
		return true;
	}
	const float = asFloat(k, held);
	const fits = float.size === flat.length ? shaped(k, float, shape.length === 0 ? [] : shape) : float;
	store(k, array, { flat }, shape, fits);
	return true;
}

/** Makes an array of MATLAB larger where a store goes past its end; what is new is 0. */
function grow(w: Work, array: NdArray, given: readonly Value[]): void {
	const { k } = w;
	const own = array.shape.length === 0 ? [1, 1] : array.shape;
	const last = (index: Value, extent: number): number => {
		if (index.kind === 'slice' || index.kind === 'ellipsis') return extent;
		const held = operand(w, index);
		if (k.isArray(held) && held.dtype === 'bool') return extent;
		const { at } = placesOf(w, index, extent, true);
		return at.reduce((most, place) => Math.max(most, place + 1), extent);
	};
	let wanted: readonly number[];
	if (given.length === 1) {
		const end = last(given[0]!, array.size);
		if (end <= array.size) return;
		if (own.length === 1) wanted = [end];
		else if (array.size === 0 || own[0] === 1) wanted = [1, end];
		else if (own.length === 2 && own[1] === 1) wanted = [end, 1];
		else return;
	} else {
		if (given.length !== own.length) return;
		wanted = own.map((extent, axis) => last(given[axis]!, extent));
		if (wanted.every((extent, axis) => extent === own[axis])) return;
	}
	k.reserve(sizeOf(wanted));
	const before = array.size === 0 ? null : array;
	const grown =
		before === null
			? k.fromNumbers(new Float64Array(sizeOf(wanted)), wanted, isFloatType(array.dtype) ? 'float64' : array.dtype)
			: k.move('pad', [before], padding(own, wanted));
	array.adoptStorage(grown.recorded ? new Storage(k.recorder, grown.dtype, grown.node()) : grown.storage);
}

function padding(own: readonly number[], wanted: readonly number[]) {
	return { widths: wanted.map((extent, axis): readonly [number, number] => [0, extent - own[axis]!]), value: 0 };
}
