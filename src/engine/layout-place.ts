/**
 * Where each vertex stands within its layer: the heights nearest to what its neighbours ask for, given the order and the least distances.
 */
import { neighbours, type LayeredVertices } from './layout-order.ts';

/** What placing needs beside the layers: how far each vertex reaches up and down, and how much its wish counts. */
export interface Extents {
	readonly above: Float64Array;
	readonly below: Float64Array;
	/** The pull of a vertex on its successors: 0 for a literal beside its gate, so that chains stay straight. */
	readonly pull: Float64Array;
}

/**
 * Solves min Σ (yᵢ − wishᵢ)² with yᵢ₊₁ − yᵢ ≥ distanceᵢ for one layer, by pooling adjacent violators.
 */
export function placeLayer(
	layer: readonly number[],
	wish: Float64Array,
	above: Float64Array,
	below: Float64Array,
	y: Float64Array,
): void {
	const offset = new Float64Array(layer.length);
	const mean: number[] = [];
	const size: number[] = [];
	for (let i = 0; i < layer.length; i += 1) {
		const vertex = layer[i]!;
		if (i > 0) offset[i] = offset[i - 1]! + below[layer[i - 1]!]! + above[vertex]!;
		mean.push(wish[vertex]! - offset[i]!);
		size.push(1);
		while (mean.length > 1 && mean[mean.length - 2]! > mean[mean.length - 1]!) {
			const lastMean = mean.pop()!;
			const lastSize = size.pop()!;
			const total = size[size.length - 1]! + lastSize;
			mean[mean.length - 1] = (mean[mean.length - 1]! * size[size.length - 1]! + lastMean * lastSize) / total;
			size[size.length - 1] = total;
		}
	}
	let i = 0;
	for (let block = 0; block < mean.length; block += 1)
		for (let member = 0; member < size[block]!; member += 1, i += 1) y[layer[i]!] = mean[block]! + offset[i]!;
}

/** The height of every vertex's wire, smallest reach at 0. */
export function placeVertices(graph: LayeredVertices, extents: Extents): Float64Array {
	const count = graph.layerOf.length;
	const before = neighbours(count, graph.to, graph.from);
	const after = neighbours(count, graph.from, graph.to);
	const y = new Float64Array(count);
	const wish = new Float64Array(count);
	for (const layer of graph.layers) {
		let at = 0;
		for (const vertex of layer) {
			at += extents.above[vertex]!;
			y[vertex] = at;
			at += extents.below[vertex]!;
		}
		for (const vertex of layer) y[vertex]! -= at / 2;
	}
	const settle = (layer: readonly number[], around: typeof before, forward: boolean): void => {
		for (const vertex of layer) {
			let sum = 0;
			let weight = 0;
			for (let i = around.start[vertex]!; i < around.start[vertex + 1]!; i += 1) {
				const other = around.list[i]!;
				const pull = forward ? extents.pull[other]! : 1;
				sum += pull * y[other]!;
				weight += pull;
			}
			wish[vertex] = weight > 0 ? sum / weight : y[vertex]!;
		}
		placeLayer(layer, wish, extents.above, extents.below, y);
	};
	const sweeps = count <= 3000 ? 4 : 2;
	for (let sweep = 0; sweep < sweeps; sweep += 1) {
		for (let l = graph.layers.length - 2; l >= 0; l -= 1) settle(graph.layers[l]!, after, false);
		for (let l = 1; l < graph.layers.length; l += 1) settle(graph.layers[l]!, before, true);
	}
	let top = Infinity;
	for (let vertex = 0; vertex < count; vertex += 1) top = Math.min(top, y[vertex]! - extents.above[vertex]!);
	for (let vertex = 0; vertex < count; vertex += 1) y[vertex]! -= top;
	return y;
}
