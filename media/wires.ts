/**
 * What can be known of a graph once, before any step: the rounded paths of its wires, which wires belong to a fork, where each edge is drawn.
 */
import type { Graph, GraphBlock, GraphNodeKind, GraphWire } from '../src/protocol.ts';

/** A graph with what drawing and animating look up in it. */
export interface Drawing {
	readonly graph: Graph;
	/** Path data, one a wire. */
	readonly paths: readonly string[];
	/** The wire that carries an edge (consuming node and slot), by `edgeKey`. */
	readonly wireOfEdge: ReadonlyMap<string, number>;
	/** For a branch, its fork's stem; −1 for the others. */
	readonly stemOf: readonly number[];
	/** A stem's branches. */
	readonly branchesOf: ReadonlyMap<number, readonly number[]>;
	/** The stem, or the only wire, that leaves a node; by the node's id. */
	readonly leaving: ReadonlyMap<number, number>;
	/** The graph node that shows a tape node; gates of a folded group lead to the group's. */
	readonly shows: ReadonlyMap<number, number>;
}

/** The graph node that shows a tape node, be it a closed box with it inside; −1 where none does. */
export function shownAt(drawing: Drawing, node: number): number {
	const shown = drawing.shows.get(node);
	if (shown !== undefined) return shown;
	const box = drawing.graph.nodes.find(({ block }) => block !== undefined && block.first <= node && node <= block.last);
	return box?.id ?? -1;
}

/** The open boxes around a tape node, the outermost first. */
export function boxesAround(graph: Graph, node: number): GraphBlock[] {
	const found: GraphBlock[] = [];
	for (const { block } of graph.groups) if (block && block.first <= node && node <= block.last) found.push(block);
	return found;
}

export const edgeKey = (gate: number, slot: number): string => `${gate}:${slot}`;

/** A polyline as path data with its corners rounded. */
export function roundedPath(points: readonly number[]): string {
	const count = points.length / 2;
	if (count < 2) return '';
	const at = (index: number): [number, number] => [points[index * 2] ?? 0, points[index * 2 + 1] ?? 0];
	const digits = (value: number): string => String(Math.round(value * 10) / 10);
	const [startX, startY] = at(0);
	let path = `M${digits(startX)} ${digits(startY)}`;
	for (let i = 1; i + 1 < count; i += 1) {
		const [x, y] = at(i);
		const [beforeX, beforeY] = at(i - 1);
		const [afterX, afterY] = at(i + 1);
		const before = Math.hypot(beforeX - x, beforeY - y);
		const after = Math.hypot(afterX - x, afterY - y);
		const radius = Math.min(16, before / 2, after / 2);
		if (radius < 0.5) {
			path += `L${digits(x)} ${digits(y)}`;
			continue;
		}
		const a = radius / before;
		const b = radius / after;
		path += `L${digits(x + (beforeX - x) * a)} ${digits(y + (beforeY - y) * a)}`;
		path += `Q${digits(x)} ${digits(y)} ${digits(x + (afterX - x) * b)} ${digits(y + (afterY - y) * b)}`;
	}
	const [endX, endY] = at(count - 1);
	return `${path}L${digits(endX)} ${digits(endY)}`;
}

/** Looks the graph over once. */
export function drawingOf(graph: Graph): Drawing {
	const wireOfEdge = new Map<string, number>();
	const stems = new Map<number, number>();
	const leaving = new Map<number, number>();
	graph.wires.forEach((wire, index) => {
		if (wire.edge) wireOfEdge.set(edgeKey(wire.edge.gate, wire.edge.slot), index);
		if (graph.nodes[wire.to]?.kind === 'fork') stems.set(wire.to, index);
		if (graph.nodes[wire.from]?.kind !== 'fork') leaving.set(wire.from, index);
	});
	const stemOf = graph.wires.map((wire) => stems.get(wire.from) ?? -1);
	const branchesOf = new Map<number, number[]>();
	stemOf.forEach((stem, index) => {
		if (stem < 0) return;
		const list = branchesOf.get(stem);
		if (list) list.push(index);
		else branchesOf.set(stem, [index]);
	});
	const shows = new Map<number, number>();
	const isOwn = (kind: GraphNodeKind): boolean =>
		kind === 'gate' || kind === 'group' || kind === 'input' || kind === 'constant';
	for (const node of graph.nodes) if (isOwn(node.kind)) shows.set(node.node, node.id);
	for (const group of graph.groups) {
		const only = group.nodes[0];
		if (!group.folded || only === undefined) continue;
		for (const gate of group.gates) shows.set(gate, only);
		// What goes into a folded box goes into its one gate: the box's card has one operand.
		const entering = graph.wires.findIndex((wire) => wire.to === only);
		const key = edgeKey(graph.nodes[only]?.node ?? -1, 0);
		if (entering >= 0 && !wireOfEdge.has(key)) wireOfEdge.set(key, entering);
	}
	return {
		graph,
		paths: graph.wires.map((wire: GraphWire) => roundedPath(wire.points)),
		wireOfEdge,
		stemOf,
		branchesOf,
		leaving,
		shows,
	};
}
