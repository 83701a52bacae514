/**
 * Writes what a program does on the tape: every gate at its characters and in its call or iteration, constants and lazily recorded whole numbers as they
 * are needed, and which gate took the value of which place in the text.
 */
import { opCode } from '../core/ops/index.ts';
import type { Attributes } from '../core/ops/tensor/row.ts';
import type { Tape } from '../core/tape.ts';
import type { Tensor } from '../core/tensor/tensor.ts';
import { withEntries, type Entries } from '../lang/entries.ts';
import type { Range } from '../protocol.ts';
import { Frames } from './frames.ts';
import type { Places } from './places.ts';
import type { KnownList, ListInput } from './script/list-inputs.ts';
import { lazyLeaf } from './script/lazy.ts';
import { NONE, type FloatValue, type IntValue, type Lazy, type Value } from './script/values.ts';
import { placeOf, Spot, type Site } from './sites.ts';

/** What holds an array's node; the numeric library says it. */
export type NodeOf = (array: Extract<Value, { kind: 'array' }>) => number;

/** Chains of whole numbers longer than this are counters, and forgotten. */
const MOST_LAZY = 200;

const NO_SITE: Site = { kind: '', range: { start: 0, end: 0 } };

/** The place of a literal that is not on the tape is written as a number from here downwards. */
const LAST_PENDING = -2;

/** What stands for a literal's place until it is needed. */
export function pendingAt(spot: Spot): number {
	return LAST_PENDING - spot.id;
}

function scratch(length: number): { readonly values: Value[]; readonly from: number[] } {
	return { values: Array.from({ length }, () => NONE), from: Array.from({ length }, () => -1) };
}

export class Recorder {
	readonly tape: Tape;
	readonly places: Places;
	readonly frames = new Frames();
	/** The call or iteration that is running. */
	frame = 0;
	/** What is being done: where the next gate stands. */
	site: Site = NO_SITE;
	/** Inputs by name, in the order of their first use. */
	readonly inputs: Map<string, number>;
	/** Lists of numbers that are inputs. */
	readonly lists = new WeakMap<Value, KnownList>();
	/** Entries of arrays that are tried out with another value, by the array's name. */
	readonly #entries: Entries;
	readonly #nodeOf: NodeOf;
	readonly #broadcast = opCode('broadcast');
	/** The sites of the program, by their numbers. */
	readonly spots: Spot[] = [];
	// The operands of what is being done, with the places they came from.
	#values: readonly Value[] = [];
	#from: number[] = [];
	/** Which of them gates have taken: a bit each. */
	#taken = 0;
	readonly #one = scratch(1);
	readonly #two = scratch(2);

	constructor(tape: Tape, places: Places, inputs: Map<string, number>, nodeOf: NodeOf, entries: Entries = new Map()) {
		this.#entries = entries;
		this.tape = tape;
		this.places = places;
		this.inputs = inputs;
		this.#nodeOf = nodeOf;
	}

	/** Makes a site known; the number that stands for its literals among the places that values came from is `pendingAt`. */
	spot(site: Site): Spot {
		const spot = new Spot(site, this.spots.length);
		this.spots.push(spot);
		return spot;
	}

	/**
	 * Says what is about to be done, to which values, and where in the text those came from: the index of a place, −1 for none, or `pendingAt(spot)` for a
	 * literal that is put on the tape only if it is needed there. `from` is kept, and changes.
	 */
	begin(site: Site, values: readonly Value[], from: number[]): void {
		this.site = site;
		this.#values = values;
		this.#from = from;
		this.#taken = 0;
	}

	beginOne(site: Site, value: Value, from: number): void {
		const one = this.#one;
		one.values[0] = value;
		one.from[0] = from;
		this.begin(site, one.values, one.from);
	}

	beginTwo(site: Site, a: Value, fromA: number, b: Value, fromB: number): void {
		const two = this.#two;
		two.values[0] = a;
		two.values[1] = b;
		two.from[0] = fromA;
		two.from[1] = fromB;
		this.begin(site, two.values, two.from);
	}

	/** `act`, to be done later as a part of what is being done now. */
	resumption<T>(act: () => T): () => T {
		const [site, values, from, frame] = [this.site, [...this.#values], [...this.#from], this.frame];
		return () => {
			const now = [this.site, this.#values, this.#from, this.frame] as const;
			this.begin(site, values, from);
			this.frame = frame;
			try {
				return act();
			} finally {
				this.begin(now[0], now[1], now[2]);
				this.frame = now[3];
			}
		};
	}

	/** The id of the present site's characters. */
	range(site: Site = this.site): number {
		if (site instanceof Spot && site.rangeId >= 0) return site.rangeId;
		const operator = placeOf(site);
		const id = this.tape.ranges.intern(site.range.start, site.range.end, operator.start, operator.end);
		if (site instanceof Spot) site.rangeId = id;
		return id;
	}

	/** The node of a number or an array; numbers that are not on the tape yet are put there. Throws a TypeError on anything else. */
	node(value: Value): number {
		switch (value.kind) {
			case 'float':
				if (value.node < 0) value.node = this.#lift(value, value.value);
				return value.node;
			case 'int':
				return value.lazy === null ? this.#lift(value, value.value) : this.#materialise(value);
			case 'bool':
				return value.node >= 0 ? value.node : this.#lift(value, Number(value.value));
			case 'array':
				return this.#nodeOf(value);
			default:
				throw new TypeError(`${value.kind} has no node`);
		}
	}

	/** Puts a number that was not on the tape there: where its literal stands, if it is one. */
	#lift(value: Value, number: number): number {
		const from = this.#from;
		for (let index = 0; index < from.length; index++) {
			if (this.#values[index] !== value || from[index]! > LAST_PENDING) continue;
			return this.places.all[(from[index] = this.#liftAt(number, from[index]!))]!.node;
		}
		return this.constant(number);
	}

	/** Puts a literal where it stands, and answers its place. */
	#liftAt(number: number, pending: number, frame = this.frame): number {
		const spot = this.spots[LAST_PENDING - pending]!;
		return this.places.add(spot, this.tape.constant(number, this.range(spot), frame), frame);
	}

	/** Puts a float that is a literal on the tape, since it is given a name; answers the place it came from. */
	settle(value: Value, from: number): number {
		if (value.kind !== 'float' || value.node >= 0 || from > LAST_PENDING) return from;
		const place = this.#liftAt(value.value, from);
		value.node = this.places.all[place]!.node;
		return place;
	}

	/** Says that the program takes its course by a number: with other values it has to be run anew. */
	decide(value: Value): void {
		const node =
			value.kind === 'float' || value.kind === 'bool'
				? value.node
				: value.kind === 'int'
					? (value.lazy?.node ?? -1)
					: -1;
		if (node >= 0 && !this.tape.isConstant(node)) this.tape.pin(node);
	}

	/** A literal at the present site. */
	constant(value: number): number {
		return this.tape.constant(value, this.range(), this.frame);
	}

	tensorConstant(tensor: Tensor): number {
		return this.tape.tensorConstant(tensor, this.range(), this.frame);
	}

	/** Puts an input that is a number, and knows it by its name. */
	input(name: string, value: number, at: Range): number {
		const node = this.tape.input(value, this.tape.ranges.intern(at.start, at.end), 0);
		this.inputs.set(name, node);
		return node;
	}

	/** An array with the entries of it that are tried out. */
	tried(name: string, tensor: Tensor): Tensor {
		return withEntries(tensor, this.#entries.get(name));
	}

	/** Puts an input that is an array, with the entries of it that are tried out. */
	tensorInput(name: string, tensor: Tensor, at: Range): number {
		const array = this.tried(name, tensor);
		const node = this.tape.tensorInput(array, this.tape.ranges.intern(at.start, at.end), 0);
		this.inputs.set(name, node);
		return node;
	}

	/** A gate of a scalar row over numbers, as a float. `result` is what the row's value is where it is no float. */
	gate(op: number, operands: readonly Value[]): FloatValue {
		const [a, b, c] = operands;
		const x = this.node(a!);
		const y = b === undefined ? 0 : this.node(b);
		const z = c === undefined ? 0 : this.node(c);
		const gate = this.tape.gate(op, x, y, z, this.range(), this.frame);
		for (let slot = 0; slot < operands.length; slot++) this.#consume(operands[slot]!, gate, slot);
		return { kind: 'float', value: this.tape.value(gate), node: gate };
	}

	/** `gate` of two numbers at a site, of which the caller knows where they came from: what loops over scalars spend their time in. */
	pair(op: number, site: Spot, a: Value, fromA: number, b: Value, fromB: number): FloatValue {
		const { places, frame, tape } = this;
		this.site = site;
		let x = a.kind === 'float' ? a.node : -1;
		let y = b.kind === 'float' ? b.node : -1;
		if (x < 0 || y < 0) {
			this.beginTwo(site, a, fromA, b, fromB);
			x = this.node(a);
			y = this.node(b);
			fromA = this.#from[0]!;
			fromB = this.#from[1]!;
		}
		const gate = tape.gate(op, x, y, 0, site.rangeId >= 0 ? site.rangeId : this.range(site), frame);
		if (fromA >= 0) places.consumed(fromA, frame, gate, 0);
		if (fromB >= 0) places.consumed(fromB, frame, gate, 1);
		return { kind: 'float', value: tape.value(gate), node: gate };
	}

	/**
	 * A gate of any row over numbers and arrays; answers its node. Throws a ShapeError or a TapeLimitError before anything is allocated. Operands may be
	 * given as nodes where they are intermediate results.
	 */
	apply(op: string, operands: readonly (Value | number)[], attributes: Attributes | null = null): number {
		const nodes = operands.map((operand) => (typeof operand === 'number' ? operand : this.node(operand)));
		const gate = this.tape.apply(opCode(op), nodes, attributes, this.range(), this.frame);
		for (const [slot, operand] of operands.entries()) {
			if (typeof operand === 'number') continue;
			const direct = this.tape.inputAt(gate, slot);
			// An operand that was broadcast first is taken by that gate.
			const widened =
				direct !== nodes[slot] && this.tape.isGate(direct) && this.tape.opCode(direct) === this.#broadcast;
			if (widened) this.#consume(operand, direct, 0);
			else this.#consume(operand, gate, slot);
		}
		return gate;
	}

	/** The place that an operand of what is being done came from is taken by that gate. For stores and other gates that a library puts itself. */
	consumed(operand: Value, gate: number, slot: number): void {
		this.#consume(operand, gate, slot);
	}

	/** A variable set from a whole literal, and operations on such, remembered in case that they are needed on the tape. */
	lazyVariable(name: string, value: number, range: Range): IntValue {
		return { kind: 'int', value, lazy: lazyLeaf(range, { variable: { name, range } }) };
	}

	/** A whole number of a list that is an input, read from it only where it is needed on the tape. */
	lazyEntry(input: ListInput, place: number, value: number, range: Range): IntValue {
		return { kind: 'int', value, lazy: lazyLeaf(range, { entry: { input, place } }) };
	}

	/** The characters that a value came from, as `from` has it; null where nothing is known of them. */
	rangeFrom(from: number): Range | null {
		if (from >= 0) return this.places.siteOf(from).range;
		return from > LAST_PENDING ? null : (this.spots[LAST_PENDING - from]?.range ?? null);
	}

	/** A whole number that a gate gave (`round(x)`). */
	whole(gate: FloatValue): IntValue {
		const { frame, site } = this;
		const lazy = lazyLeaf(site.range, { node: gate.node, frame, operator: placeOf(site) });
		return { kind: 'int', value: gate.value + 0, lazy };
	}

	lazyOperation(op: string, value: number, operands: readonly IntValue[]): IntValue {
		let depth = 0;
		for (const { lazy } of operands) depth = Math.max(depth, lazy?.depth ?? 0);
		if (depth === 0 || depth > MOST_LAZY) return { kind: 'int', value, lazy: null };
		const { range } = this.site;
		const lazy: Lazy = {
			node: -1,
			op,
			operands,
			from: operands.map((operand) => this.#placeOf(operand)),
			frame: this.frame,
			range,
			operator: placeOf(this.site),
			depth: depth + 1,
		};
		return { kind: 'int', value, lazy };
	}

	#materialise(value: IntValue): number {
		const open: IntValue[] = [value];
		while (open.length > 0) {
			const { lazy, value: number } = open[open.length - 1]!;
			if (lazy === null || lazy.node >= 0) {
				open.pop();
				continue;
			}
			if (lazy.variable !== undefined) {
				const { name, range } = lazy.variable;
				lazy.node = this.input(name, number, range);
				// Whole numbers count and index as well, which leaves no trace.
				this.tape.pin(lazy.node);
				open.pop();
				continue;
			}
			if (lazy.entry !== undefined) {
				const { input, place } = lazy.entry;
				lazy.node = input.element(place, this.tape.ranges.intern(lazy.range.start, lazy.range.end));
				open.pop();
				continue;
			}
			const waiting = lazy.operands.filter((operand) => operand.lazy !== null && operand.lazy.node < 0);
			if (waiting.length > 0) {
				open.push(...waiting.reverse());
				continue;
			}
			const range = this.tape.ranges.intern(lazy.range.start, lazy.range.end, lazy.operator.start, lazy.operator.end);
			const from = lazy.operands.map((operand, slot) => {
				const place = lazy.from[slot] ?? -1;
				return operand.lazy === null && place <= LAST_PENDING ? this.#liftAt(operand.value, place, lazy.frame) : place;
			});
			const nodes = lazy.operands.map((operand, slot) => {
				if (operand.lazy !== null) return operand.lazy.node;
				return from[slot]! >= 0
					? this.places.all[from[slot]!]!.node
					: this.tape.constant(operand.value, range, lazy.frame);
			});
			lazy.node = this.tape.gate(opCode(lazy.op!), nodes[0]!, nodes[1], nodes[2], range, lazy.frame);
			for (const [slot, place] of from.entries())
				if (place >= 0) this.places.consumed(place, lazy.frame, lazy.node, slot);
			open.pop();
		}
		return value.lazy!.node;
	}

	/** The place that an operand of what is being done came from; −1 for none. */
	#placeOf(value: Value): number {
		for (let index = 0; index < this.#values.length; index++) {
			if (this.#values[index] !== value || !this.#take(index)) continue;
			return this.#from[index] ?? -1;
		}
		return -1;
	}

	/** Marks an operand as taken; false where it is already. Past the thirtieth nothing is marked. */
	#take(index: number): boolean {
		if (index >= 30) return true;
		const bit = 1 << index;
		if ((this.#taken & bit) !== 0) return false;
		this.#taken |= bit;
		return true;
	}

	#consume(value: Value, gate: number, slot: number): void {
		for (let index = 0; index < this.#values.length; index++) {
			const place = this.#from[index] ?? -1;
			if (this.#values[index] === value) {
				if (place < 0 || !this.#take(index)) continue;
				this.places.consumed(place, this.frame, gate, slot);
				return;
			}
			// The items of a list that was written in place.
			const holder = this.#values[index]!;
			if ((holder.kind !== 'list' && holder.kind !== 'tuple') || holder.from?.length !== holder.items.length) continue;
			const item = holder.items.indexOf(value);
			if (item >= 0 && holder.from[item]! >= 0) {
				this.places.consumed(holder.from[item]!, this.frame, gate, slot);
				return;
			}
		}
	}
}
