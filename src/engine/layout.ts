/**
 * Places a computational graph as the lecture draws it: variables at the left in source order, gates in layers to their right, every number
 * on a straight piece of wire that nothing else may touch.
 *
 * A layer is a column of vertices, each followed by a straight stretch of wire with room for its numbers; wires bend only in the gaps between
 * columns. So numbers cannot meet wires or each other, whatever the graph. A wire across several layers runs through a dummy vertex in each.
 */
import { SIZES } from './layout-measure.ts';
import { orderLayers, type LayeredVertices } from './layout-order.ts';
import { placeVertices } from './layout-place.ts';

/** Something to be placed. Items come in an order in which every link leads to a later one. */
export interface Item {
	readonly width: number;
	readonly height: number;
	/** Room for the numbers on the wire that leaves it; 0 where none leaves. */
	readonly room: number;
	/** True when a name stands above the value. */
	readonly named: boolean;
	/** `left`: a variable, in the first column; `near`: a literal or a stub, just before what it feeds; `free`: a gate; `right`: in the last column. */
	readonly stand: 'left' | 'near' | 'free' | 'right';
	/** Stands in a dashed box, which needs room above and below. */
	readonly boxed: boolean;
	/** Room between it and its numbers, for the edge of a dashed box. */
	readonly lead: number;
	/** A box: wires meet its upright edges, and its own wire leaves at `up` below its upper edge. */
	readonly box?: { readonly up: number; readonly down: number };
	/** Its wires leave it one by one: they are of different values. */
	readonly spread?: boolean;
}

/** A wire; `to` is −1 for the one that leaves the graph. Links to one item come in the order of its operand slots. */
export interface Link {
	readonly from: number;
	readonly to: number;
	/** Room for the numbers of a branch, where `from` forks. */
	readonly room: number;
	/** How far below a box's own wire it enters or leaves the box; absent: anywhere on its edge. */
	readonly enter?: number | undefined;
	readonly leave?: number | undefined;
}

export interface Placement {
	/** Centres of the items. */
	readonly x: Float64Array;
	readonly y: Float64Array;
	/** The dot of an item that forks, NaN for the others; its y is the item's. */
	readonly dotX: Float64Array;
	/** Where the numbers of an item's stem stand. */
	readonly stemX: Float64Array;
	/** Per link: the polyline, and where its own numbers stand (a branch's on the branch, else on the stem). */
	readonly points: number[][];
	readonly labelX: Float64Array;
	readonly labelY: Float64Array;
	readonly width: number;
	readonly height: number;
}

/** Wires across more layers than this are drawn without dummies once there are too many of them. */
const MOST_DUMMIES = 40_000;

/** The layer of every item: the longest path from the leaves; a fork's branches take one layer for their own numbers. */
function layersOf(items: readonly Item[], links: readonly Link[], forks: Uint8Array): Int32Array {
	const layer = new Int32Array(items.length);
	const sorted = links.map((_, index) => index).sort((a, b) => links[a]!.from - links[b]!.from);
	for (const index of sorted) {
		const { from, to } = links[index]!;
		if (to >= 0) layer[to] = Math.max(layer[to]!, layer[from]! + (forks[from] ? 2 : 1));
	}
	const nearest = new Int32Array(items.length).fill(-1);
	for (const { from, to } of links) {
		if (to < 0 || items[from]!.stand !== 'near') continue;
		const at = layer[to]! - (forks[from] ? 2 : 1);
		nearest[from] = nearest[from]! < 0 ? at : Math.min(nearest[from]!, at);
	}
	for (let i = 0; i < items.length; i += 1) if (nearest[i]! > 0 && layer[i] === 0) layer[i] = nearest[i]!;
	pulledRight(items, links, sorted, layer);
	let last = 0;
	for (let i = 0; i < items.length; i += 1) last = Math.max(last, layer[i]!);
	for (let i = 0; i < items.length; i += 1) if (items[i]!.stand === 'right') layer[i] = last;
	return layer;
}

/**
 * Moves what depends on nothing at the left (a product of two numbers standing by it) to just before what it feeds: a long sum's terms then
 * stand by their plus signs.
 */
function pulledRight(
	items: readonly Item[],
	links: readonly Link[],
	sorted: readonly number[],
	layer: Int32Array,
): void {
	const outgoing = new Int32Array(items.length);
	const held = Uint8Array.from(items, (item) => (item.stand === 'left' ? 1 : 0));
	for (const { from, to } of links) outgoing[from]! += to < 0 ? 2 : 1;
	for (let i = 0; i < items.length; i += 1) if (outgoing[i] !== 1) held[i] = 1;
	for (const index of sorted) {
		const { from, to } = links[index]!;
		if (to >= 0 && held[from]) held[to] = 1;
	}
	for (let i = sorted.length - 1; i >= 0; i -= 1) {
		const { from, to } = links[sorted[i]!]!;
		if (to >= 0 && !held[from]) layer[from] = layer[to]! - 1;
	}
}

/** Removes points that lie on the straight line between their neighbours. */
export function straighten(points: readonly number[]): number[] {
	const kept: number[] = [];
	for (let i = 0; i + 1 < points.length; i += 2) {
		const x = points[i]!;
		const y = points[i + 1]!;
		const n = kept.length;
		if (n >= 2 && Math.abs(kept[n - 2]! - x) < 1e-6 && Math.abs(kept[n - 1]! - y) < 1e-6) continue;
		if (n >= 4) {
			const dx = kept[n - 2]! - kept[n - 4]!;
			const dy = kept[n - 1]! - kept[n - 3]!;
			if (Math.abs(dx * (y - kept[n - 1]!) - dy * (x - kept[n - 2]!)) < 1e-6) kept.length = n - 2;
		}
		kept.push(x, y);
	}
	return kept;
}

/** Lays the items out. Takes time in proportion to items, links and layers crossed; never recursive. */
export function layOut(items: readonly Item[], links: readonly Link[]): Placement {
	const outgoing = new Int32Array(items.length);
	for (const link of links) outgoing[link.from]! += 1;
	const forks = Uint8Array.from(outgoing, (count, i) => (count > 1 && items[i]!.spread !== true ? 1 : 0));
	const layerOfItem = layersOf(items, links, forks);

	// Vertices: the items, then dummies.
	const layerOf: number[] = Array.from(layerOfItem);
	const above: number[] = [];
	const below: number[] = [];
	const pull: number[] = [];
	const room: number[] = [];
	for (let i = 0; i < items.length; i += 1) {
		const item = items[i]!;
		const half = item.height / 2;
		above.push(
			Math.max(item.box?.up ?? half, item.room > 0 ? (item.named ? SIZES.nameReach : SIZES.numberReach) : 0) +
				4 +
				(item.boxed ? SIZES.boxAbove : 0),
		);
		below.push(
			Math.max(item.box?.down ?? half, item.room > 0 ? SIZES.numberReach : 0) + 4 + (item.boxed ? SIZES.boxBelow : 0),
		);
		pull.push(item.stand === 'near' ? 0.02 : 1);
		room.push(item.room > 0 ? item.room + item.lead : 0);
	}
	let dummies = 0;
	for (const { from, to } of links) if (to >= 0) dummies += layerOfItem[to]! - layerOfItem[from]! - 1;
	const spared = dummies > MOST_DUMMIES;
	const from: number[] = [];
	const to: number[] = [];
	const chains: number[][] = [];
	let depth = 0;
	for (const layer of layerOfItem) depth = Math.max(depth, layer + 1);
	for (const link of links) {
		const chain: number[] = [];
		const start = layerOfItem[link.from]!;
		const branch = forks[link.from] === 1;
		const end = link.to >= 0 ? layerOfItem[link.to]! : branch ? start + 2 : start + 1;
		let previous = link.from;
		for (let layer = start + 1; layer < end; layer += 1) {
			const labelled = branch && layer === start + 1;
			if (spared && !labelled && end - start > 8) break;
			const vertex = layerOf.length;
			layerOf.push(layer);
			const reach = labelled ? SIZES.numberReach + 2 : 9;
			above.push(reach);
			below.push(reach);
			pull.push(1);
			room.push(labelled ? link.room : 0);
			chain.push(vertex);
			from.push(previous);
			to.push(vertex);
			previous = vertex;
			depth = Math.max(depth, layer + 1);
		}
		if (link.to >= 0) {
			from.push(previous);
			to.push(link.to);
		}
		chains.push(chain);
	}

	const layers: number[][] = Array.from({ length: depth }, () => []);
	for (let vertex = 0; vertex < layerOf.length; vertex += 1) layers[layerOf[vertex]!]!.push(vertex);
	const graph: LayeredVertices = {
		layers,
		layerOf: Int32Array.from(layerOf),
		from,
		to,
		fixed: (vertex) => vertex < items.length && items[vertex]!.stand === 'left',
	};
	orderLayers(graph);
	const y = placeVertices(graph, {
		above: Float64Array.from(above),
		below: Float64Array.from(below),
		pull: Float64Array.from(pull),
	});
	for (let i = 0; i < y.length; i += 1) y[i]! += SIZES.margin;

	const columns = placeColumns(items, graph, room, forks, y);
	return draw(items, links, { layerOfItem, forks, chains, room, above, below, y, ...columns });
}

interface Columns {
	/** Per layer: where its vertices begin, their common width, where its straight wires end. */
	readonly left: Float64Array;
	readonly bodies: Float64Array;
	readonly right: Float64Array;
}

/** Widths of the columns, and gaps between them wide enough for the steepest wire in each. */
function placeColumns(
	items: readonly Item[],
	graph: LayeredVertices,
	room: readonly number[],
	forks: Uint8Array,
	y: Float64Array,
): Columns {
	const depth = graph.layers.length;
	const left = new Float64Array(depth);
	const bodies = new Float64Array(depth);
	const right = new Float64Array(depth);
	const steepest = new Float64Array(depth);
	/** Layers from which a wire goes into a dashed box, whose edge must not run through its numbers. */
	const entering = new Uint8Array(depth);
	const boxed = (vertex: number): boolean => vertex < items.length && items[vertex]!.boxed;
	for (let i = 0; i < graph.from.length; i += 1) {
		const layer = graph.layerOf[graph.from[i]!]!;
		steepest[layer] = Math.max(steepest[layer]!, Math.abs(y[graph.from[i]!]! - y[graph.to[i]!]!));
		if (boxed(graph.to[i]!) && !boxed(graph.from[i]!)) entering[layer] = 1;
	}
	let at = SIZES.margin;
	for (let l = 0; l < depth; l += 1) {
		let body = 0;
		let rooms = 0;
		let branches = 0;
		for (const vertex of graph.layers[l]!) {
			if (vertex < items.length) {
				body = Math.max(body, items[vertex]!.width);
				rooms = Math.max(rooms, room[vertex]! + (forks[vertex] ? SIZES.dot * 2 : 0));
			} else branches = Math.max(branches, room[vertex]!);
		}
		left[l] = at;
		bodies[l] = body;
		right[l] = at + Math.max(body + rooms, branches);
		// A straight wire needs no more than its numbers; only one that bends needs room to do so.
		const bend = steepest[l]! > 0.5 ? SIZES.gap + Math.min(44, steepest[l]! * 0.17) : SIZES.straightGap;
		at = right[l]! + (entering[l] ? Math.max(bend, SIZES.groupMargin + SIZES.straightGap) : bend);
	}
	return { left, bodies, right };
}

/** Turns layers and heights into centres and wires. */
function draw(
	items: readonly Item[],
	links: readonly Link[],
	placed: Columns & {
		readonly layerOfItem: Int32Array;
		readonly forks: Uint8Array;
		readonly chains: readonly (readonly number[])[];
		readonly room: readonly number[];
		readonly above: readonly number[];
		readonly below: readonly number[];
		readonly y: Float64Array;
	},
): Placement {
	const { layerOfItem, forks, chains, room, y, left, bodies, right } = placed;
	const x = new Float64Array(items.length);
	const stemX = new Float64Array(items.length);
	const dotX = new Float64Array(items.length).fill(NaN);
	let height = 0;
	for (let i = 0; i < y.length; i += 1) height = Math.max(height, y[i]! + placed.below[i]!);
	for (let i = 0; i < items.length; i += 1) {
		const item = items[i]!;
		const layer = layerOfItem[i]!;
		// Labels end where their wires begin; gates stand in the middle of their column.
		x[i] = item.stand === 'free' ? left[layer]! + bodies[layer]! / 2 : left[layer]! + bodies[layer]! - item.width / 2;
		stemX[i] = left[layer]! + bodies[layer]! + item.lead + (item.room + SIZES.straightGap) / 2;
		if (forks[i]) dotX[i] = right[layer]!;
	}

	// Operands enter a gate from top to bottom in the order in which their wires arrive.
	const arriving: number[][] = Array.from({ length: items.length }, () => []);
	const lastY = new Float64Array(links.length);
	for (let index = 0; index < links.length; index += 1) {
		const link = links[index]!;
		const chain = chains[index]!;
		lastY[index] = y[chain.length > 0 ? chain[chain.length - 1]! : link.from]!;
		if (link.to >= 0) arriving[link.to]!.push(index);
	}
	const port = new Float64Array(links.length);
	for (const indices of arriving) {
		for (const index of indices) port[index] = links[index]!.enter ?? 0;
		if (indices.length < 2 || links[indices[0]!]!.enter !== undefined) continue;
		indices.sort((a, b) => lastY[a]! - lastY[b]! || a - b);
		const { box, height } = items[links[indices[0]!]!.to]!;
		const reach = box ? height / 2 - 9 : height * 0.5 * (indices.length === 2 ? 0.42 : 0.66);
		for (let i = 0; i < indices.length; i += 1) port[indices[i]!] = -reach + (2 * reach * i) / (indices.length - 1);
	}

	const points: number[][] = [];
	const labelX = new Float64Array(links.length);
	const labelY = new Float64Array(links.length);
	let width = 0;
	for (let index = 0; index < links.length; index += 1) {
		const link = links[index]!;
		const layer = layerOfItem[link.from]!;
		const branch = forks[link.from] === 1;
		const start = y[link.from]! + (link.leave ?? 0);
		const line: number[] = branch
			? [dotX[link.from]!, start]
			: [x[link.from]! + items[link.from]!.width / 2, start, right[layer]!, start];
		let at = layer;
		for (const vertex of chains[index]!) {
			at += 1;
			line.push(left[at]!, y[vertex]!, right[at]!, y[vertex]!);
		}
		const chain = chains[index]!;
		if (branch && chain.length > 0) {
			labelX[index] = left[layer + 1]! + room[chain[0]!]! / 2;
			labelY[index] = y[chain[0]!]!;
		} else {
			labelX[index] = stemX[link.from]!;
			labelY[index] = y[link.from]!;
		}
		if (link.to >= 0) {
			const target = items[link.to]!;
			const radius = target.height / 2;
			const side = x[link.to]! - target.width / 2;
			const edge = target.box ? side : side + radius - Math.sqrt(radius * radius - port[index]! ** 2);
			const entry = y[link.to]! + port[index]!;
			// In a wide column a wire comes in straight beside its neighbours; else it may end aslant on the circle, as on the slide.
			const column = left[layerOfItem[link.to]!]!;
			if (edge - column > 10) line.push(column, entry);
			line.push(edge, entry);
		} else line.push(right[at]! + 12, y[chain.length > 0 ? chain[chain.length - 1]! : link.from]!);
		points.push(straighten(line));
		width = Math.max(width, points[index]![points[index]!.length - 2]!);
	}
	for (let l = 0; l < right.length; l += 1) width = Math.max(width, right[l]!);
	return {
		x,
		y: y.slice(0, items.length),
		dotX,
		stemX,
		points,
		labelX,
		labelY,
		width: width + SIZES.margin,
		height: height + SIZES.margin,
	};
}
