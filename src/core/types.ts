/**
 * The type of what a node holds: element type and shape, each pair stored once. Type 0 is the scalar, a tensor of one, which is all that
 * scalar programs need: a tape keeps no type column until a node of another type is put on it.
 */

export type ElementType = 'float64' | 'float32' | 'int64' | 'bool';

export interface NodeType {
	readonly element: ElementType;
	/** Sizes of the axes; empty for a scalar. */
	readonly shape: readonly number[];
	/** The product of the sizes. */
	readonly size: number;
}

export const SCALAR_TYPE = 0;

export class TypeTable {
	readonly #types: NodeType[] = [{ element: 'float64', shape: [], size: 1 }];
	readonly #ids = new Map<string, number>([['float64:', SCALAR_TYPE]]);

	/** The id of that type. Throws a RangeError on a size that is no whole number ≥ 0. */
	intern(element: ElementType, shape: readonly number[]): number {
		for (const size of shape) {
			if (!Number.isSafeInteger(size) || size < 0) throw new RangeError(`${size} is no size of an axis`);
		}
		const key = `${element}:${shape.join('x')}`;
		const found = this.#ids.get(key);
		if (found !== undefined) return found;
		const id = this.#types.length;
		this.#types.push({ element, shape: [...shape], size: shape.reduce((product, size) => product * size, 1) });
		this.#ids.set(key, id);
		return id;
	}

	type(id: number): NodeType {
		const type = this.#types[id];
		if (!type) throw new RangeError(`no type ${id}`);
		return type;
	}

	get length(): number {
		return this.#types.length;
	}
}
