/**
 * The order of vertices within each layer: barycentre sweeps that keep the best order seen, with the first layer's leaves fixed.
 */

/** Vertices in layers, with the segments between them. Everything is indexed by vertex. */
export interface LayeredVertices {
	/** Vertices per layer; the order within each is what `orderLayers` improves, in place. */
	readonly layers: number[][];
	readonly layerOf: Int32Array;
	/** Segments `from[i]` → `to[i]`; in order of operand slots for one target. */
	readonly from: readonly number[];
	readonly to: readonly number[];
	/** True for vertices of the first layer whose order is given (leaves in source order). */
	readonly fixed: (vertex: number) => boolean;
}

/** Adjacency as offsets into one flat list. */
export interface Neighbours {
	readonly start: Int32Array;
	readonly list: Int32Array;
}

/** Collects, for every vertex `keys[i]`, the `values[i]`. */
export function neighbours(count: number, keys: readonly number[], values: readonly number[]): Neighbours {
	const start = new Int32Array(count + 1);
	for (const key of keys) start[key + 1]! += 1;
	for (let vertex = 0; vertex < count; vertex += 1) start[vertex + 1]! += start[vertex]!;
	const next = start.slice();
	const list = new Int32Array(keys.length);
	for (let i = 0; i < keys.length; i += 1) {
		const key = keys[i]!;
		list[next[key]!] = values[i]!;
		next[key]! += 1;
	}
	return { start, list };
}

/** Sorts one layer by its vertices' mean neighbour position; vertices without neighbours keep their place, fixed ones their order. */
function sortLayer(
	layer: number[],
	position: Float64Array,
	around: Neighbours,
	fixed: (vertex: number) => boolean,
	key: Float64Array,
	first = false,
): void {
	for (const vertex of layer) {
		const begin = around.start[vertex]!;
		const end = around.start[vertex + 1]!;
		if (begin === end) {
			key[vertex] = position[vertex]!;
			continue;
		}
		let sum = 0;
		for (let i = begin; i < end; i += 1) sum += position[around.list[i]!]!;
		key[vertex] = sum / (end - begin);
	}
	const held = first ? layer.filter(fixed) : [];
	layer.sort((a, b) => key[a]! - key[b]! || position[a]! - position[b]!);
	if (held.length > 1) {
		let next = 0;
		for (let i = 0; i < layer.length; i += 1) if (fixed(layer[i]!)) layer[i] = held[next++]!;
	}
	number(layer, position);
}

/** Positions run from 0 to 1 in every layer, so that layers of different size can be compared. */
function number(layer: readonly number[], position: Float64Array): void {
	const last = layer.length;
	for (let i = 0; i < last; i += 1) position[layer[i]!] = (i + 0.5) / last;
}

/** The number of crossings between each layer and the next, counted with a Fenwick tree. */
export function crossings(graph: LayeredVertices, after: Neighbours): number {
	let total = 0;
	const place = new Int32Array(graph.layerOf.length);
	for (const layer of graph.layers) for (let i = 0; i < layer.length; i += 1) place[layer[i]!] = i;
	for (let l = 0; l + 1 < graph.layers.length; l += 1) {
		const size = graph.layers[l + 1]!.length;
		const tree = new Int32Array(size + 1);
		let seen = 0;
		for (const vertex of graph.layers[l]!) {
			const ends: number[] = [];
			for (let i = after.start[vertex]!; i < after.start[vertex + 1]!; i += 1) {
				const to = after.list[i]!;
				if (graph.layerOf[to] === l + 1) ends.push(place[to]!);
			}
			for (const end of ends) {
				let before = 0;
				for (let i = end + 1; i > 0; i -= i & -i) before += tree[i]!;
				total += seen - before;
			}
			for (const end of ends) {
				for (let i = end + 1; i <= size; i += i & -i) tree[i]! += 1;
				seen += 1;
			}
		}
	}
	return total;
}

/** Improves the order within the layers, in place. Large graphs get fewer sweeps and no count of crossings. */
export function orderLayers(graph: LayeredVertices): void {
	const count = graph.layerOf.length;
	const before = neighbours(count, graph.to, graph.from);
	const after = neighbours(count, graph.from, graph.to);
	const position = new Float64Array(count);
	const key = new Float64Array(count);
	const small = count <= 3000;
	for (const layer of graph.layers) number(layer, position);
	const down = (): void => {
		for (let l = 1; l < graph.layers.length; l += 1) sortLayer(graph.layers[l]!, position, before, graph.fixed, key);
	};
	const up = (): void => {
		for (let l = graph.layers.length - 2; l >= 0; l -= 1)
			sortLayer(graph.layers[l]!, position, after, graph.fixed, key, l === 0);
	};
	down();
	if (!small) {
		up();
		down();
		return;
	}
	let best = crossings(graph, after);
	let kept = graph.layers.map((layer) => layer.slice());
	for (let sweep = 0; sweep < 6 && best > 0; sweep += 1) {
		up();
		down();
		const now = crossings(graph, after);
		if (now < best) {
			best = now;
			kept = graph.layers.map((layer) => layer.slice());
		}
	}
	for (let l = 0; l < kept.length; l += 1) graph.layers[l] = kept[l]!;
}
