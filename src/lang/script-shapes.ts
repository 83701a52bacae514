/**
 * What operations of a program do to shapes, as far as guessing goes: known extents are carried through, unknown names get the shape that their place asks
 * for. It never refuses anything: where it cannot tell it says nothing, and running tells.
 */
import { Axes } from './axes.ts';

/** Something as far as it is known: an array by its axes, the extent of an axis, several things, or a name of which nothing is known yet. */
export interface Known {
	/** No axes: a number. */
	readonly axes?: readonly number[] | undefined;
	/** It says how long this axis is. */
	readonly size?: number;
	readonly items?: readonly Known[];
	/** A whole number that is written there. */
	readonly whole?: number;
	/** It counts an axis up: 0, 1, 2 … */
	readonly counts?: boolean;
	/** The name without a value that it is an entry of. */
	readonly part?: string | undefined;
	/** The name without a value that it is. */
	readonly name?: string;
}

export const NOTHING: Known = {};
export const NUMBER: Known = { axes: [] };

/** Names of small numbers that stand beside arrays. */
const SMALL =
	/^(?:eps(?:ilon)?|lr|learning_rate|reg|lam(?:bda_?)?|alpha|beta[12]?|tau|temperature|scale|step|decay|momentum|c|k|n|N|t)$/u;

function isCapital(name: string | undefined): boolean {
	return name !== undefined && /^\p{Lu}/u.test(name);
}

export class Shapes {
	readonly axes = new Axes();
	/** Shapes of names that had none. */
	readonly found = new Map<string, readonly number[]>();
	/** Names that say how long an axis is. */
	readonly sizes = new Map<string, number>();
	/** Names that pick entries: numbers, or arrays of whole numbers. */
	readonly places = new Set<string>();
	/** How long axes have to be at least. */
	readonly #least: (readonly [axis: number, extent: number])[] = [];
	changed = false;

	axis(extent?: number): number {
		return this.axes.add(extent);
	}

	/** The axes of something, where they are known. */
	of({ axes, name }: Known): readonly number[] | undefined {
		return axes ?? (name === undefined ? undefined : this.found.get(name));
	}

	/** Gives something of which nothing is known a shape, and answers the shape that it has. */
	give(what: Known, shape: () => readonly number[]): readonly number[] | undefined {
		const { name } = what;
		const known = this.of(what);
		if (known !== undefined || name === undefined || this.sizes.has(name)) return known;
		const given = shape();
		this.found.set(name, given);
		this.changed = true;
		return given;
	}

	/** At least so many axes. */
	rank(what: Known, count: number): readonly number[] | undefined {
		return this.give(what, () => Array.from({ length: count }, () => this.axis()));
	}

	atLeast(axis: number, extent: number): void {
		this.#least.push([axis, extent]);
	}

	least(axis: number): number {
		let least = 0;
		for (const [other, extent] of this.#least) if (this.axes.are(axis, other)) least = Math.max(least, extent);
		return least;
	}

	same(a: number, b: number): void {
		if (this.axes.same(a, b)) this.changed = true;
	}

	/** An axis as long as something says; a name without a value is from now on the extent's name. */
	extent(what: Known): number {
		if (what.size !== undefined) return what.size;
		if (what.whole !== undefined && what.whole >= 0) return this.axis(what.whole);
		const { name } = what;
		if (name === undefined || this.found.has(name)) return this.axis();
		const known = this.sizes.get(name);
		if (known !== undefined) return known;
		const axis = this.axis();
		this.sizes.set(name, axis);
		this.changed = true;
		return axis;
	}

	/** `(3, n)`, or the arguments of `randn(3, n)`. */
	shape(dimensions: readonly Known[]): readonly number[] {
		const [first] = dimensions;
		const all = dimensions.length === 1 && first?.items !== undefined ? first.items : dimensions;
		return all.map((each) => this.extent(each));
	}

	/** Entry by entry, as NumPy widens. */
	together(a: readonly number[], b: readonly number[]): readonly number[] {
		const [long, short] = a.length >= b.length ? [a, b] : [b, a];
		const shift = long.length - short.length;
		return long.map((axis, at) => {
			const other = short[at - shift];
			if (other === undefined || this.axes.known(other) === 1) return axis;
			if (this.axes.known(axis) === 1) return other;
			this.same(axis, other);
			return axis;
		});
	}

	/** `a + b` and the like. */
	elementwise(op: string, a: Known, b: Known): Known {
		let left = this.of(a);
		let right = this.of(b);
		if (left === undefined && right !== undefined) left = this.#beside(op, a, right, false);
		if (right === undefined && left !== undefined) right = this.#beside(op, b, left, true);
		if (left === undefined && right === undefined) return NOTHING;
		return { axes: this.together(left ?? [], right ?? []) };
	}

	/** What a name is that is added to an array: a bias is as long as a row, what is subtracted is like the whole. */
	#beside(op: string, what: Known, shape: readonly number[], behind: boolean): readonly number[] | undefined {
		if (shape.length === 0 || (op !== '+' && op !== '-') || SMALL.test(what.name ?? '')) return undefined;
		return this.give(what, () => {
			const last = shape.at(-1)!;
			const isRow = op === '+' && behind && shape.length === 2 && !isCapital(what.name) && this.axes.known(last) !== 1;
			return isRow ? [last] : shape;
		});
	}

	/** `a @ b`, `np.dot(a, b)`. */
	product(a: Known, b: Known): Known {
		let left = this.of(a);
		let right = this.of(b);
		if (left === undefined && right === undefined) {
			if (a.name === undefined || b.name === undefined) return NOTHING;
			const inner = this.axis();
			left = this.give(a, () => (isCapital(a.name) ? [this.axis(), inner] : [inner]));
			right = this.give(b, () => (isCapital(b.name) ? [inner, this.axis()] : [inner]));
		} else if (left === undefined) {
			if (right!.length === 0) return { axes: [] };
			const inner = right!.at(-2) ?? right![0]!;
			left = this.give(a, () => (isCapital(a.name) ? [this.axis(), inner] : [inner]));
		} else if (right === undefined) {
			if (left.length === 0) return { axes: [] };
			right = this.give(b, () => (isCapital(b.name) ? [left!.at(-1)!, this.axis()] : [left!.at(-1)!]));
		}
		if (left === undefined || right === undefined) return NOTHING;
		if (left.length === 0 || right.length === 0) return { axes: left.length === 0 ? right : left };
		this.same(left.at(-1)!, right.length === 1 ? right[0]! : right.at(-2)!);
		const columns = right.length === 1 ? [] : [...right.slice(0, -2), right.at(-1)!];
		return { axes: [...left.slice(0, -1), ...columns] };
	}

	/** `sum`, `mean`, `max` …: over one axis, over all. */
	reduce(what: Known, axis: Known | undefined, keeps: boolean): Known {
		const over = axis?.whole;
		const all = axis === undefined;
		const shape = this.rank(what, all ? 1 : Math.max(2, over === undefined ? 0 : over + 1));
		if (all) return { axes: keeps ? (shape ?? []).map(() => this.axis(1)) : [] };
		if (shape === undefined || over === undefined) return NOTHING;
		const at = over < 0 ? shape.length + over : over;
		if (keeps) return { axes: shape.map((each, k) => (k === at ? this.axis(1) : each)) };
		return { axes: shape.filter((_, k) => k !== at) };
	}

	transpose(what: Known): Known {
		const shape = this.rank(what, isCapital(what.name) || what.name === undefined ? 2 : 1);
		return shape === undefined ? NOTHING : { axes: shape.toReversed() };
	}
}
