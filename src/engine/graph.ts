/**
 * The computational graph as the panel draws it, and what its nodes and wires carry at a cursor.
 */
import type { Cursor } from '../core/cursor.ts';
import type { Trace } from '../core/trace.ts';
import { formatOnWire, quantityOf } from '../core/quantity.ts';
import type { Tensor } from '../core/tensor/tensor.ts';
import { isElsewhere } from '../lang/elsewhere.ts';
import type { Flow, Graph, GraphGroup, GraphNode, GraphOptions, GraphWire, Range } from '../protocol.ts';
import type { Carried } from './carried.ts';
import { buildModel, type Drawable, type GraphModel, type ModelItem } from './graph-model.ts';
import { layOut, straighten, type Item, type Link, type Placement } from './layout.ts';
import { gateWidth, numberRoom, SIZES, textWidth } from './layout-measure.ts';
import type { Quantities } from './quantities.ts';

/** Room that numbers had in earlier drawings of the same program: it only grows, so that values that come and go move little. */
export class KeptRooms {
	readonly items: number[] = [];
	readonly links: number[] = [];
}

/** Builds and places the whole graph of a trace. */
export function buildGraph(
	trace: Trace,
	run: Drawable,
	options: GraphOptions,
	kept: KeptRooms = new KeptRooms(),
): Graph {
	const model = buildModel(trace, run, options);
	const forks = new Uint8Array(model.items.length);
	const leaves = new Uint8Array(model.items.length);
	for (const link of model.links) {
		if (leaves[link.from]) forks[link.from] = 1;
		leaves[link.from] = 1;
	}
	const members = new Set<number>();
	const outputs = new Set<number>();
	for (const group of model.groups) {
		for (const item of group.items) members.add(item);
		outputs.add(group.items[group.items.length - 1]!);
	}
	const near = standNear(model);
	const items = model.items.map((item, index): Item => ({
		width: widthOf(item),
		height: item.kind === 'gate' || item.kind === 'group' ? SIZES.gate : SIZES.label,
		room: leaves[index] ? keep(kept.items, index, roomOf(trace, item, forks[index] === 1)) : 0,
		named: item.name !== '',
		stand: item.kind === 'gate' || item.kind === 'group' ? 'free' : near[index] ? 'near' : 'left',
		boxed: members.has(index),
		lead: outputs.has(index) ? SIZES.groupMargin : 0,
	}));
	const links = model.links.map((link, index): Link => {
		const { edge, node } = link;
		const share = (): Tensor | null =>
			edge ? trace.contributionTensor(edge.gate, edge.slot) : trace.gradientTensor(node);
		const room = numberRoom([wireText(trace, node, () => trace.tape.tensor(node)), wireText(trace, node, share)]);
		return { from: link.from, to: link.to, room: keep(kept.links, index, room) };
	});
	const placement = layOut(items, links);
	return assemble(trace, model, items, placement);
}

function keep(rooms: number[], index: number, room: number): number {
	return (rooms[index] = Math.max(rooms[index] ?? 0, room));
}

/** Literals and stubs stand by their gate; in a long graph variables do too, where one column at the left would only make long wires. */
function standNear(model: GraphModel): Uint8Array {
	const gates = model.items.filter((item) => item.kind === 'gate' || item.kind === 'group').length;
	return Uint8Array.from(model.items, (item) =>
		item.kind === 'constant' || item.kind === 'more' || (item.kind === 'input' && gates > 40) ? 1 : 0,
	);
}

function widthOf(item: ModelItem): number {
	return item.kind === 'gate' || item.kind === 'group'
		? gateWidth(item.label)
		: Math.ceil(textWidth(item.label, 16) + 10);
}

/** Room for everything the stem may carry: name, value, gradient, and at a fork a partial sum (`1.58 + …`). */
function roomOf(trace: Trace, item: ModelItem, fork: boolean): number {
	const { node } = item;
	const gradient = wireText(trace, node, () => trace.gradientTensor(node));
	const texts = [wireText(trace, node, () => trace.tape.tensor(node)), gradient, item.name];
	if (fork) texts.push(`${gradient} + …`);
	return numberRoom(texts);
}

/** What will stand on a wire of a node: of an array, whatever its entries, its shape. */
function wireText(trace: Trace, node: number, look: () => Tensor | null): string {
	const { element, shape, size } = trace.tape.type(node);
	if (size > 2) return formatOnWire({ element, shape, first: [], norm: 0, min: 0, max: 0, nonFinite: 0 });
	const tensor = look();
	return formatOnWire(tensor === null ? 0 : quantityOf(tensor));
}

export function rangeOf(trace: Trace, node: number): Range | undefined {
	const { tape } = trace;
	const id = tape.rangeId(node);
	const start = tape.ranges.start(id);
	const end = tape.ranges.end(id);
	return end > start && !isElsewhere(start) ? { start, end } : undefined;
}

function assemble(trace: Trace, model: GraphModel, items: readonly Item[], placement: Placement): Graph {
	const nodes: GraphNode[] = model.items.map((item, index) => {
		const range = rangeOf(trace, item.node);
		return {
			id: index,
			kind: item.kind,
			node: item.node,
			label: item.label,
			op: item.op,
			...(range ? { range } : {}),
			x: placement.x[index]!,
			y: placement.y[index]!,
			width: items[index]!.width,
			height: items[index]!.height,
		};
	});
	const wires: GraphWire[] = [];
	const dotOf = new Int32Array(model.items.length).fill(-1);
	for (let index = 0; index < model.items.length; index += 1) {
		if (Number.isNaN(placement.dotX[index])) continue;
		const item = model.items[index]!;
		const dot = nodes.length;
		dotOf[index] = dot;
		const x = placement.dotX[index]!;
		const y = placement.y[index]!;
		const size = SIZES.dot * 2;
		nodes.push({ id: dot, kind: 'fork', node: item.node, label: '', op: '', x, y, width: size, height: size });
		wires.push({
			from: index,
			to: dot,
			node: item.node,
			points: straighten([placement.x[index]! + items[index]!.width / 2, y, x, y]),
			labelX: placement.stemX[index]!,
			labelY: y,
			...(item.name === '' ? {} : { name: item.name }),
		});
	}
	model.links.forEach((link, index) => {
		const dot = dotOf[link.from]!;
		const name = dot < 0 ? model.items[link.from]!.name : '';
		wires.push({
			from: dot < 0 ? link.from : dot,
			to: link.to,
			node: link.node,
			...(link.edge ? { edge: link.edge } : {}),
			points: placement.points[index]!,
			labelX: placement.labelX[index]!,
			labelY: placement.labelY[index]!,
			...(link.to < 0 ? { output: true } : {}),
			...(name === '' ? {} : { name }),
		});
	});
	return {
		nodes,
		wires,
		groups: model.groups.map((group) => box(group, nodes)),
		width: placement.width,
		height: placement.height,
	};
}

/** The dashed box around a group's gates, with room for its title. */
function box(group: GraphModel['groups'][number], nodes: readonly GraphNode[]): GraphGroup {
	let left = Infinity;
	let right = -Infinity;
	let top = Infinity;
	let bottom = -Infinity;
	for (const index of group.items) {
		const node = nodes[index]!;
		left = Math.min(left, node.x - node.width / 2);
		right = Math.max(right, node.x + node.width / 2);
		top = Math.min(top, node.y - node.height / 2);
		bottom = Math.max(bottom, node.y + node.height / 2);
	}
	const margin = SIZES.groupMargin;
	return {
		id: group.id,
		label: group.op,
		folded: group.folded,
		nodes: group.items,
		gates: group.gates,
		x: left - margin,
		y: top - margin - SIZES.groupTitle / 2,
		width: right - left + 2 * margin,
		height: bottom - top + 2 * margin + SIZES.groupTitle / 2,
	};
}

/** A drawing, with what its wires carry where that is more than a node or an edge. */
export interface DrawnGraph {
	readonly graph: Graph;
	/** One a wire; absent in a graph that is drawn gate by gate. */
	readonly carried?: readonly Carried[];
}

/** What every node and wire of a graph carries at a cursor: nodes their whole gradient, wires with an edge that edge's share. */
export function graphFlows(
	{ graph, carried }: DrawnGraph,
	of: Quantities,
	cursor: Cursor,
): { nodes: Flow[]; wires: Flow[] } {
	const nodes = graph.nodes.map(({ node }) => of.flow(cursor, node));
	const wires = carried
		? carried.map((each) => each.flow(of, cursor))
		: graph.wires.map(({ edge, node }) =>
				edge ? of.edgeFlow(cursor, node, edge.gate, edge.slot) : of.flow(cursor, node),
			);
	return { nodes, wires };
}
