/** Axes of arrays of which some are known to have one extent: a union of sets, each with its extent once one of them has it. */
export class Axes {
	readonly #parents: number[] = [];
	readonly #extents: (number | undefined)[] = [];

	/** A further axis. */
	add(extent?: number): number {
		this.#parents.push(this.#parents.length);
		this.#extents.push(extent);
		return this.#parents.length - 1;
	}

	/** Says that two axes have one extent; whether that was new. Where they have two already, the first one stays. */
	same(a: number, b: number): boolean {
		const [left, right] = [this.#root(a), this.#root(b)];
		if (left === right) return false;
		this.#parents[right] = left;
		this.#extents[left] ??= this.#extents[right];
		return true;
	}

	/** Whether two axes are known to have one extent. */
	are(a: number, b: number): boolean {
		return this.#root(a) === this.#root(b);
	}

	/** The extent of an axis, where it has one. */
	known(axis: number): number | undefined {
		return this.#extents[this.#root(axis)];
	}

	/** Every extent that an axis has. */
	extents(): Set<number> {
		return new Set(this.#extents.filter((extent) => extent !== undefined));
	}

	/** Gives an axis an extent, where it has none. */
	fix(axis: number, extent: number): void {
		this.#extents[this.#root(axis)] ??= extent;
	}

	/** The extent of an axis; the one that `make` makes, from now on, where it has none. */
	extent(axis: number, make: () => number): number {
		return (this.#extents[this.#root(axis)] ??= make());
	}

	#root(axis: number): number {
		let root = axis;
		while (this.#parents[root] !== root) root = this.#parents[root]!;
		return root;
	}
}
