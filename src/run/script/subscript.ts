/** `a[i]` of lists, tuples, strings, dicts and ranges. */
import type { Call } from './library.ts';
import { sliceIndices } from './iteration.ts';
import { replaceItems } from './methods-lists.ts';
import {
	int,
	list,
	NONE,
	numberOf,
	str,
	tuple,
	typeName,
	UNDEFINED,
	wholeOf,
	type DictValue,
	type Value,
} from './values.ts';

function position(call: Call, given: Value, length: number, what: string, place = what): number {
	const index = given.kind === 'array' ? call.element(given) : given;
	call.recorder.decide(index);
	// Whole floats are let pass: what is a float here may be a whole number in Python (`round`, `len(x) / 2` of Python 2).
	const at = index.kind === 'float' && Number.isInteger(index.value) ? index.value : wholeOf(index);
	if (at === undefined)
		return call.raise('TypeError', ['{0} indices must be integers or slices, not {1}', what, typeName(index)]);
	const from = at < 0 ? at + length : at;
	if (from < 0 || from >= length) return call.raise('IndexError', ['{0} index out of range', place]);
	return from;
}

/** The properties of an object of JavaScript are texts. */
function keyIn(call: Call, object: DictValue, index: Value): string | number {
	return object.isObject === true ? `s${call.string(index)}` : call.key(index);
}

/** Null where the object has no subscripts. */
export function getItem(call: Call, object: Value, index: Value, javascript: boolean): Value | null {
	if (javascript && object.kind !== 'dict') {
		const length = object.kind === 'list' ? object.items.length : object.kind === 'str' ? object.value.length : null;
		const at = wholeOf(index) ?? (index.kind === 'float' ? index.value : undefined);
		if (length === null || at === undefined) return null;
		if (object.kind === 'list') return object.items[at] ?? UNDEFINED;
		return object.kind === 'str' && at < length ? str(object.value[at]!) : UNDEFINED;
	}
	switch (object.kind) {
		case 'list':
		case 'tuple': {
			const { items } = object;
			if (index.kind === 'slice') {
				const taken = sliceIndices(call, index, items.length).map((at) => items[at]!);
				return object.kind === 'list' ? list(taken) : tuple(taken);
			}
			return items[position(call, index, items.length, object.kind)]!;
		}
		case 'str': {
			const characters = [...object.value];
			if (index.kind === 'slice')
				return str(
					sliceIndices(call, index, characters.length)
						.map((at) => characters[at]!)
						.join(''),
				);
			return str(characters[position(call, index, characters.length, 'string')]!);
		}
		case 'range': {
			const length = Math.max(0, Math.ceil((object.stop - object.start) / object.step));
			if (index.kind === 'slice') {
				const [first, second, ...rest] = sliceIndices(call, index, length);
				const at = (k: number): number => object.start + k * object.step;
				const step = second === undefined || first === undefined ? 1 : (second - first) * object.step;
				if (first === undefined) return { kind: 'range', start: 0, stop: 0, step: 1 };
				return { kind: 'range', start: at(first), stop: at(rest.at(-1) ?? second ?? first) + Math.sign(step), step };
			}
			return int(object.start + position(call, index, length, 'range') * object.step);
		}
		case 'dict': {
			const key = keyIn(call, object, index);
			const found = object.entries.get(key);
			if (found !== undefined) return found.value;
			if (object.missing !== undefined) {
				const value = call.call(object.missing, []);
				object.entries.set(key, { key: index, value });
				return value;
			}
			if (object.counts === true) return int(0);
			return javascript ? UNDEFINED : call.raise('KeyError', ['{0}', call.repr(index)], [index]);
		}
		default:
			return null;
	}
}

/** False where the object has no subscripts that can be set. */
export function setItem(call: Call, object: Value, index: Value, value: Value, javascript: boolean): boolean {
	if (object.kind === 'dict') {
		const key = keyIn(call, object, index);
		const known = object.entries.get(key);
		if (known === undefined)
			object.entries.set(key, { key: object.isObject === true ? str(call.string(index)) : index, value });
		else known.value = value;
		return true;
	}
	if (object.kind !== 'list') return false;
	delete object.from;
	if (index.kind === 'slice') {
		const at = sliceIndices(call, index, object.items.length);
		const whole = index.step.kind === 'none';
		if (numberOf(value) !== undefined)
			return call.raise('TypeError', [
				whole ? 'can only assign an iterable' : 'must assign iterable to extended slice',
			]);
		const items = call.iterate(value);
		if (whole) {
			const start = at[0] ?? sliceStart(call, index, object.items.length);
			replaceItems(object.items, start, at.length, items);
			return true;
		}
		if (items.length !== at.length)
			return call.raise('ValueError', [
				'attempt to assign sequence of size {0} to extended slice of size {1}',
				items.length,
				at.length,
			]);
		for (const [k, place] of at.entries()) object.items[place] = items[k]!;
		return true;
	}
	if (javascript) {
		const place = wholeOf(index) ?? (index.kind === 'float' ? index.value : -1);
		if (place < 0 || place > object.items.length + 1_000_000 || !Number.isInteger(place)) return false;
		while (object.items.length < place) object.items.push(UNDEFINED);
		object.items[place] = value;
		return true;
	}
	object.items[position(call, index, object.items.length, 'list', 'list assignment')] = value;
	return true;
}

/** Where an empty slice stands. */
function sliceStart(call: Call, slice: Extract<Value, { kind: 'slice' }>, length: number): number {
	const start = sliceIndices(call, { ...slice, stop: NONE }, length)[0];
	return start ?? length;
}

export function deleteItem(call: Call, object: Value, index: Value): boolean {
	if (object.kind === 'dict') {
		if (!object.entries.delete(keyIn(call, object, index)) && object.isObject !== true)
			return call.raise('KeyError', ['{0}', call.repr(index)], [index]);
		return true;
	}
	if (object.kind !== 'list') return false;
	delete object.from;
	if (index.kind === 'slice') {
		const gone = new Set(sliceIndices(call, index, object.items.length));
		const kept = object.items.filter((_, at) => !gone.has(at));
		object.items.length = 0;
		for (const item of kept) object.items.push(item);
	} else object.items.splice(position(call, index, object.items.length, 'list', 'list assignment'), 1);
	return true;
}
