/**
 * Lists of numbers that a program writes out, `w = [2, -3, 0.5]`, as inputs: the list is one array, as one that an annotation gives, and its numbers are read
 * from it. Whole numbers count and index more often than not: they are read from it only where arithmetic with gradients needs them.
 */
import { sizeOf } from '../../core/tensor/shape.ts';
import { elementAtFlat, makeTensor, type Tensor } from '../../core/tensor/tensor.ts';
import type { Range } from '../../protocol.ts';
import type { Recorder } from '../recorder.ts';
import type { Site } from '../sites.ts';
import { float, type ListValue, type TupleValue, type Value } from './values.ts';

/** A longer list is data, whose gradient nobody asks number by number. */
const MOST = 64;
const MOST_AXES = 3;

type List = ListValue | TupleValue;

/** One list of numbers as an input, put on the tape when the first of them is. */
export class ListInput {
	readonly #recorder: Recorder;
	readonly #name: string;
	readonly #tensor: Tensor;
	readonly #range: Range;
	#node = -1;

	constructor(recorder: Recorder, name: string, tensor: Tensor, range: Range) {
		this.#recorder = recorder;
		this.#name = name;
		this.#tensor = tensor;
		this.#range = range;
	}

	get node(): number {
		if (this.#node < 0) this.#node = this.#recorder.tensorInput(this.#name, this.#tensor, this.#range);
		return this.#node;
	}

	/** The number at a place in C order, read at some characters of the text. */
	element(place: number, rangeId: number): number {
		return this.#recorder.tape.element(this.node, place, rangeId);
	}
}

/** What a value is called that a program writes out. */
interface Naming {
	readonly name: string;
	readonly site: Site;
	/** What the name is given from outside. */
	readonly given: number | Tensor | undefined;
	/** Whether the program changes it further on: whole numbers are start values then. */
	readonly changes: boolean;
}

/** Makes inputs of the numbers of a list or dict that is written out: of a list as a whole, of a dict under their keys. */
export function asInputs(recorder: Recorder, value: Value, naming: Naming, keyText: (key: Value) => string): Value {
	const { changes, given, name, site } = naming;
	if (value.kind !== 'dict') {
		const starts = changes && leavesIn(value).every(({ kind }) => kind === 'int');
		return starts ? value : asListInput(recorder, name, value, given, site.range);
	}
	if (value.entries.size > MOST || changes) return value;
	for (const entry of value.entries.values()) {
		const own = `${name}[${keyText(entry.key)}]`;
		const item = entry.value;
		if (!isLiteral(recorder, item)) entry.value = asListInput(recorder, own, item, undefined, site.range);
		else if (item.kind === 'int') entry.value = recorder.lazyVariable(own, item.value, site.range);
		else entry.value = float(item.value, recorder.input(own, item.value, site.range));
	}
	return value;
}

/** Makes an input of a list under a name; the list with the numbers read from it. The same value where it is no list of numbers written out. */
function asListInput(recorder: Recorder, name: string, value: Value, given: unknown, range: Range): Value {
	if (value.kind !== 'list' && value.kind !== 'tuple') return value;
	const found = numbersOf(recorder, value);
	if (found === null) return value;
	const { leaves, shape } = found;
	const own = makeTensor(
		Float64Array.from(leaves, ({ value: number }) => number),
		shape,
		'float64',
	);
	// A number that the name was given is no list of one.
	const fits = isTensor(given) && given.shape.length > 0 && sizeOf(given.shape) === leaves.length;
	const tensor = recorder.tried(name, fits ? given : own);
	const input = new ListInput(recorder, name, tensor, range);
	let place = 0;
	const read = (leaf: Leaf, at: Range | null): Value => {
		const k = place++;
		const number = elementAtFlat(tensor, k);
		const where = at ?? range;
		if (leaf.kind === 'int' && Number.isInteger(number)) return recorder.lazyEntry(input, k, number, where);
		return float(number, input.element(k, recorder.tape.ranges.intern(where.start, where.end)));
	};
	const filled = fill(recorder, value, read);
	recorder.lists.set(filled, { input, items: leavesIn(filled) });
	return filled;
}

type Leaf = Extract<Value, { kind: 'int' | 'float' }>;

function isTensor(given: unknown): given is Tensor {
	return typeof given === 'object' && given !== null;
}

/** The numbers of a list written out, row by row, and its shape; null where there is anything else in it, where rows differ in length, and where it is long. */
function numbersOf(
	recorder: Recorder,
	value: List,
): { readonly leaves: readonly Leaf[]; readonly shape: readonly number[] } | null {
	const shape: number[] = [];
	let level: readonly Value[] = [value];
	while (level.every((item): item is List => item.kind === 'list' || item.kind === 'tuple')) {
		const extent = level[0]!.items.length;
		// What is not written in place is made of other values, which have nodes of their own.
		if (extent === 0 || level.some(({ from, items }) => items.length !== extent || from?.length !== extent))
			return null;
		shape.push(extent);
		if (shape.length > MOST_AXES || sizeOf(shape) > MOST) return null;
		level = level.flatMap(({ items }) => items);
	}
	const leaves = level.filter((item): item is Leaf => isLiteral(recorder, item));
	return leaves.length === level.length ? { leaves, shape } : null;
}

/** A number that no gate, and no other variable, has a part in. */
function isLiteral({ tape }: Recorder, value: Value): value is Leaf {
	if (value.kind === 'int') return value.lazy === null && value.big === undefined;
	return value.kind === 'float' && (value.node < 0 || tape.isConstant(value.node));
}

/** Puts other numbers into a list and the lists in it, which stay the same lists. */
function fill(recorder: Recorder, value: List, read: (leaf: Leaf, at: Range | null) => Value): List {
	const items = value.items.map((item, index) => {
		if (item.kind === 'list' || item.kind === 'tuple') return fill(recorder, item, read);
		return isLiteral(recorder, item) ? read(item, recorder.rangeFrom(value.from?.[index] ?? -1)) : item;
	});
	if (value.kind === 'tuple') return { ...value, items };
	for (const [index, item] of items.entries()) value.items[index] = item;
	return value;
}

/** The numbers in a list and the lists in it, in order. */
export function leavesIn(value: Value): Value[] {
	let level: readonly Value[] = [value];
	for (let depth = 0; depth < MOST_AXES; depth++)
		level = level.flatMap((item) => (item.kind === 'list' || item.kind === 'tuple' ? item.items : [item]));
	return [...level];
}

/** A list that is an input, with the numbers it began with. */
export interface KnownList {
	readonly input: ListInput;
	readonly items: readonly Value[];
}

/** The input that a list still is; undefined once another number was put into it. */
export function inputOf(lists: WeakMap<Value, KnownList>, value: Value): ListInput | undefined {
	const known = lists.get(value);
	if (known === undefined) return undefined;
	const now = leavesIn(value);
	const same = now.length === known.items.length && now.every((item, index) => item === known.items[index]);
	return same ? known.input : undefined;
}
