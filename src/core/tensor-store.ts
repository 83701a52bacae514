/**
 * The side table of a tape: of each node that is no plain scalar its type, its elements and its attributes.
 */
import { NO_ATTRIBUTES } from './compute.ts';
import type { Attributes } from './ops/tensor/row.ts';
import type { Tensor } from './tensor/tensor.ts';
import type { NodeType } from './types.ts';

/** What is known of a node that is no plain scalar. */
export interface TensorEntry {
	readonly node: number;
	readonly type: NodeType;
	/** The elements; null for a node without axes, whose number stands in the tape's column, and for a version of an array whose memory a later one took. */
	tensor: Tensor | null;
	readonly attributes: Attributes;
	/** The newest version of an array that is stored into, whose memory the next store may take over: nobody else has seen it. */
	live: boolean;
	/** How many entries stores have written since a version kept its elements. */
	since: number;
}

/** What an entry costs beside its elements, about. */
const ENTRY_BYTES = 280;

export class TensorStore {
	/** Node → index of its entry + 1; 0 and past the end: a plain scalar. */
	#index = new Int32Array(64);
	readonly #entries: TensorEntry[] = [];
	#listed = 0;
	/** The gates that scalar loops cannot compute, ascending. */
	readonly gates: number[] = [];
	/** Elements that are held: those of views are another's. */
	elements = 0;
	/** Whether the elements were given back. */
	released = false;

	get bytes(): number {
		return (
			(this.elements + this.gates.length) * 8 +
			this.#entries.length * ENTRY_BYTES +
			this.#listed +
			this.#index.byteLength
		);
	}

	entry(node: number): TensorEntry | null {
		const index = node < this.#index.length ? this.#index[node]! : 0;
		return index === 0 ? null : this.#entries[index - 1]!;
	}

	/** Nodes that have an entry, ascending. */
	get entries(): readonly TensorEntry[] {
		return this.#entries;
	}

	/** Lets go of all elements, and says where they stood. Whoever asks for some later is told by an Error. */
	release(): readonly Float64Array[] {
		this.released = true;
		return this.#entries.flatMap((entry) => {
			const { tensor } = entry;
			entry.tensor = null;
			return tensor === null ? [] : [tensor.data];
		});
	}

	/** `owned` are the elements that the node holds by itself: 0 for a view of another's. */
	put(node: number, type: NodeType, tensor: Tensor | null, attributes: Attributes | null, owned: number): TensorEntry {
		if (node >= this.#index.length) {
			const grown = new Int32Array(Math.max(node + 1, this.#index.length * 2));
			grown.set(this.#index);
			this.#index = grown;
		}
		const entry = { node, type, tensor, attributes: attributes ?? NO_ATTRIBUTES, live: false, since: 0 };
		this.#entries.push(entry);
		this.#index[node] = this.#entries.length;
		this.elements += owned;
		for (const value of Object.values(entry.attributes))
			if (value instanceof Int32Array) this.#listed += value.byteLength;
		return entry;
	}
}
