/**
 * Draws a long run: the box of the step open, and those around it, the others closed. Each open box is placed by itself and is one item in the box
 * around it, so that a box holds what belongs to it and nothing else.
 */
import type { Trace } from '../core/trace.ts';
import type { Graph, GraphBlock, GraphGroup, GraphNode, GraphOptions, GraphWire } from '../protocol.ts';
import { Carried } from './carried.ts';
import { rangeOf, type DrawnGraph } from './graph.ts';
import type { Drawable } from './graph-model.ts';
import { layOut, straighten, type Item, type Link, type Placement } from './layout.ts';
import { gateWidth, numberRoom, SIZES, textWidth } from './layout-measure.ts';
import { Outline, type Block, type Outlined } from './outline.ts';
import { OutlineModel } from './outline-model.ts';
import type { Level, LevelItem } from './outline-level.ts';
import type { Quantities } from './quantities.ts';

/** A run of more gates than this is drawn in boxes; one with loops or calls of more than `MOST_IN_FRAMES`. */
const MOST_GATES = 500;
const MOST_IN_FRAMES = 150;
/** So many boxes within boxes are drawn around the step; what is farther out is told by the path above the drawing. */
const MOST_NESTED = 5;
/** Boxes that were opened by hand beside the step's, at most. */
const MOST_OPENED = 24;
/** The height of a closed box, and the room in an open one above its content. */
const BLOCK = 46;
const HEADER = 20;

/** Whether a run is too long to draw gate by gate. */
export function isLong(trace: Trace, run: Drawable): boolean {
	return trace.forwardSteps > (run.frames.length > 1 ? MOST_IN_FRAMES : MOST_GATES);
}

interface Placed {
	readonly placement: Placement;
	readonly items: readonly Item[];
	readonly carried: readonly Carried[];
}

export class OutlineGraph {
	readonly #trace: Trace;
	readonly #quantities: Quantities;
	readonly #outline: Outline;
	readonly #model: OutlineModel;
	#last: { readonly key: string; readonly drawn: DrawnGraph } | null = null;
	/** Boxes that were closed by hand, as long as stepping stays in them or out of them. */
	#closed = new Set<string>();
	#path: ReadonlySet<string> = new Set();
	/** Options were just chosen: the boxes around the step are not entered by it. */
	#chosen = true;

	constructor(quantities: Quantities, run: Drawable, of: Outlined) {
		this.#trace = quantities.trace;
		this.#quantities = quantities;
		this.#outline = new Outline(this.#trace, of);
		this.#model = new OutlineModel(this.#trace, run, this.#outline, of.text);
	}

	/** Options were chosen: what they say is closed stays so until a step enters it. */
	choose({ closedBlocks }: GraphOptions): void {
		this.#closed = new Set(closedBlocks);
		this.#chosen = true;
	}

	get trace(): Trace {
		return this.#trace;
	}

	/** Values were changed and replayed: numbers need other room. */
	forget(): void {
		this.#last = null;
	}

	/** The drawing in which a gate is seen; the same object while the same boxes are open. */
	at(gate: number, options: GraphOptions): DrawnGraph {
		const step = this.#trace.forwardPosition(gate) ?? 1;
		const path = this.#outline.path(step);
		const ids = new Set(path.map(({ id }) => id));
		for (const id of ids) if (!this.#chosen && !this.#path.has(id)) this.#closed.delete(id);
		this.#chosen = false;
		this.#path = ids;
		const root = path[Math.max(0, path.length - 1 - MOST_NESTED)]!;
		const opened = new Set((options.openBlocks ?? []).slice(-MOST_OPENED));
		const isOpen = ({ id }: Block): boolean => !this.#closed.has(id) && (ids.has(id) || opened.has(id));
		const key = JSON.stringify([[...ids], [...opened], [...this.#closed], options.unfoldLiterals]);
		if (this.#last?.key !== key) {
			const levels = this.#model.levels(root, isOpen, options);
			this.#last = { key, drawn: this.#draw(levels) };
		}
		return this.#last.drawn;
	}

	#draw(levels: readonly Level[]): DrawnGraph {
		const placed: Placed[] = [];
		// Boxes within a box stand after it in the list: what is inside is placed first.
		for (let index = levels.length - 1; index >= 0; index--) placed[index] = this.#place(levels, placed, index);
		return new Assembly(this.#trace, levels, placed).drawn();
	}

	#place(levels: readonly Level[], placed: readonly Placed[], index: number): Placed {
		const level = levels[index]!;
		const of = this.#quantities;
		const carried = level.links.map(({ nodes, edges, bare }) => new Carried(this.#trace, nodes, edges, bare === true));
		const outgoing = new Uint8Array(level.items.length);
		for (const { from } of level.links) outgoing[from] = Math.min(2, outgoing[from]! + 1);
		const spread = new Set(level.links.filter(({ bare }) => bare === true).map(({ from }) => from));
		const items = level.items.map((item, at): Item => {
			const inside = item.level === undefined ? null : { level: levels[item.level]!, ...placed[item.level]! };
			const numbers = outgoing[at]! > 0 && !spread.has(at);
			const stem = new Carried(this.#trace, item.leaves ?? [item.node], null, false);
			const texts = numbers ? [...stem.texts(of), item.name] : [];
			if (numbers && outgoing[at] === 2) texts.push(`${texts[1] ?? texts[0] ?? ''} + …`);
			return {
				width: inside ? inside.placement.width : widthOf(item),
				height: inside ? inside.placement.height + HEADER : heightOf(item),
				room: numbers ? numberRoom(texts) : 0,
				named: item.name !== '',
				stand: standOf(item),
				boxed: false,
				lead: 0,
				...(inside ? { box: reachOf(inside.level, inside.placement) } : {}),
				...(item.kind === 'block' ? { box: { up: BLOCK / 2, down: BLOCK / 2 } } : {}),
				...(spread.has(at) && { spread: true }),
			};
		});
		const links = level.links.map((link, at): Link => {
			const { from, to, nodes, bare } = link;
			const source = level.items[from]!;
			const target = level.items[to];
			return {
				from,
				to,
				room: numberRoom(carried[at]!.texts(of)),
				enter: this.#enters(levels, placed, target, nodes, items[to]),
				leave: bare === true ? this.#leaves(levels, placed, source, nodes, items[from]!) : undefined,
			};
		});
		return { placement: layOut(items, links), items, carried };
	}

	/** How far below an open box's own wire a value enters it. */
	#enters(
		levels: readonly Level[],
		placed: readonly Placed[],
		target: LevelItem | undefined,
		nodes: readonly number[],
		item: Item | undefined,
	): number | undefined {
		if (target?.level === undefined || item?.box === undefined) return undefined;
		const entry = levels[target.level]!.entries.get(nodes[0]!);
		return entry === undefined ? undefined : placed[target.level]!.placement.y[entry]! + HEADER - item.box.up;
	}

	/** How far below the middle of an open box one of its several values leaves it. */
	#leaves(
		levels: readonly Level[],
		placed: readonly Placed[],
		source: LevelItem,
		nodes: readonly number[],
		item: Item,
	): number | undefined {
		if (source.level === undefined || item.box === undefined) return undefined;
		const inner = levels[source.level]!;
		const exit = inner.exits[inner.exitOf.get(nodes[0]!) ?? -1];
		return exit === undefined ? undefined : placed[source.level]!.placement.y[exit]! + HEADER - item.box.up;
	}
}

function widthOf(item: LevelItem): number {
	switch (item.kind) {
		case 'gate':
		case 'group':
			return gateWidth(item.label);
		case 'block':
			return blockWidth(item);
		case 'port':
			return SIZES.dot * 2;
		case 'exit':
			return 1;
		default:
			return Math.ceil(textWidth(item.label, 16) + 10);
	}
}

/** Room for the title, how many gates there are, and the code or the result. */
function blockWidth({ block, result }: LevelItem): number {
	const [template, ...args] = block!.title;
	// Titles are translated where they are drawn: room for the longer of the languages.
	const title = textWidth(`${template}${args.join('')}`, 11.5) + 40;
	const code = textWidth(block!.code, 12.5);
	const shown = result === undefined ? 0 : textWidth(`${result} = −0.000000`, 12.5);
	return Math.ceil(Math.max(120, title, code, shown) + 20);
}

function heightOf(item: LevelItem): number {
	if (item.kind === 'block') return BLOCK;
	return item.kind === 'gate' ? SIZES.gate : item.kind === 'port' || item.kind === 'exit' ? SIZES.dot * 2 : SIZES.label;
}

function standOf({ kind, label }: LevelItem): Item['stand'] {
	if (kind === 'exit') return 'right';
	if (kind === 'entry') return label === '' ? 'near' : 'left';
	return kind === 'input' || kind === 'constant' || kind === 'more' ? 'near' : 'free';
}

/** How far an open box reaches above and below the wire that leaves it. */
function reachOf(level: Level, { height, y }: Placement): { up: number; down: number } {
	const whole = height + HEADER;
	const only = level.exits.length === 1 ? level.exits[0]! : -1;
	const up = only >= 0 ? y[only]! + HEADER : whole / 2;
	return { up, down: whole - up };
}

/** Puts the levels into one drawing. */
class Assembly {
	readonly #trace: Trace;
	readonly #levels: readonly Level[];
	readonly #placed: readonly Placed[];
	readonly #nodes: GraphNode[] = [];
	readonly #wires: GraphWire[] = [];
	readonly #carried: Carried[] = [];
	readonly #groups: GraphGroup[] = [];
	/** By level and item, the node that shows it. */
	readonly #ids: Int32Array[];

	constructor(trace: Trace, levels: readonly Level[], placed: readonly Placed[]) {
		this.#trace = trace;
		this.#levels = levels;
		this.#placed = placed;
		this.#ids = levels.map(({ items }) => new Int32Array(items.length).fill(-1));
	}

	drawn(): DrawnGraph {
		const origin = this.#levels.map(() => ({ x: 0, y: 0 }));
		this.#levels.forEach((level, index) => {
			const { placement, items } = this.#placed[index]!;
			const { x: left, y: top } = origin[index]!;
			level.items.forEach((item, at) => {
				const x = left + placement.x[at]!;
				const y = top + placement.y[at]!;
				const { width, height, box } = items[at]!;
				if (item.level !== undefined && box !== undefined) {
					const corner = { x: x - width / 2, y: y - box.up };
					origin[item.level] = { x: corner.x, y: corner.y + HEADER };
					this.#groups.push({
						id: item.block!.id,
						label: '',
						folded: false,
						nodes: [],
						gates: [],
						block: this.#blockOf(item),
						...corner,
						width,
						height,
					});
					return;
				}
				this.#ids[index]![at] = this.#addNode(item, x, y, width, height);
			});
		});
		this.#levels.forEach((_, index) => this.#addWires(index, origin[index]!));
		const { placement } = this.#placed[0]!;
		const gates = this.#trace.forwardSteps;
		const graph: Graph = {
			nodes: this.#nodes,
			wires: this.#wires,
			groups: this.#groups,
			width: placement.width,
			height: placement.height,
			window: { gates, shown: this.#nodes.filter(({ kind }) => kind === 'gate').length },
		};
		return { graph, carried: this.#carried };
	}

	#addNode(item: LevelItem, x: number, y: number, width: number, height: number): number {
		const id = this.#nodes.length;
		const range = rangeOf(this.#trace, item.node);
		this.#nodes.push({
			id,
			kind: item.kind === 'exit' ? 'port' : item.kind === 'open' ? 'block' : item.kind,
			node: item.node,
			label: item.label,
			op: item.op,
			...(range ? { range } : {}),
			...(item.block !== undefined && { block: this.#blockOf(item) }),
			x,
			y,
			width,
			height,
		});
		return id;
	}

	#blockOf(item: LevelItem): GraphBlock {
		const { code, first, id, last, title } = item.block!;
		return {
			id,
			title,
			code,
			first: this.#trace.gateAtForward(first),
			last: this.#trace.gateAtForward(last),
			gates: last - first + 1,
			...(item.result !== undefined && { result: item.result }),
		};
	}

	#addWires(index: number, { x: left, y: top }: { readonly x: number; readonly y: number }): void {
		const level = this.#levels[index]!;
		const { placement, items, carried } = this.#placed[index]!;
		const dotOf = new Int32Array(level.items.length).fill(-1);
		level.items.forEach((item, at) => {
			if (Number.isNaN(placement.dotX[at])) return;
			const x = left + placement.dotX[at]!;
			const y = top + placement.y[at]!;
			const size = SIZES.dot * 2;
			const dot = this.#nodes.length;
			dotOf[at] = dot;
			this.#nodes.push({ id: dot, kind: 'fork', node: item.node, label: '', op: '', x, y, width: size, height: size });
			const wire: GraphWire = {
				from: this.#leaving(index, at, [item.node]),
				to: dot,
				node: item.node,
				points: straighten([left + placement.x[at]! + items[at]!.width / 2, y, x, y]),
				labelX: left + placement.stemX[at]!,
				labelY: y,
				...(item.name === '' ? {} : { name: item.name }),
			};
			this.#add(wire, new Carried(this.#trace, item.leaves ?? [item.node], null, false));
		});
		level.links.forEach((link, at) => {
			const dot = dotOf[link.from]!;
			const name = dot < 0 && link.bare !== true ? level.items[link.from]!.name : '';
			const { edge } = carried[at]!;
			const wire: GraphWire = {
				from: dot < 0 ? this.#leaving(index, link.from, link.nodes) : dot,
				to: link.to < 0 ? -1 : this.#entering(index, link.to, link.nodes),
				node: link.nodes[0]!,
				...(edge === null || link.bare === true ? {} : { edge }),
				points: placement.points[at]!.map((value, axis) => value + (axis % 2 === 0 ? left : top)),
				labelX: left + placement.labelX[at]!,
				labelY: top + placement.labelY[at]!,
				...(link.to < 0 ? { output: true } : {}),
				...(name === '' ? {} : { name }),
			};
			this.#add(wire, carried[at]!);
		});
	}

	#add(wire: GraphWire, carried: Carried): void {
		this.#wires.push(wire);
		this.#carried.push(carried);
	}

	/** The node at which a wire begins: of an open box, where the value leaves it. */
	#leaving(level: number, item: number, nodes: readonly number[]): number {
		let [at, of] = [item, level];
		for (;;) {
			const inner = this.#levels[of]!.items[at]!.level;
			if (inner === undefined) return this.#ids[of]![at]!;
			const { exits, exitOf } = this.#levels[inner]!;
			at = exits[exitOf.get(nodes[0]!) ?? 0] ?? 0;
			of = inner;
		}
	}

	/** The node at which it ends: of an open box, its entry. */
	#entering(level: number, item: number, nodes: readonly number[]): number {
		const inner = this.#levels[level]!.items[item]!.level;
		if (inner === undefined) return this.#ids[level]![item]!;
		return this.#ids[inner]![this.#levels[inner]!.entries.get(nodes[0]!) ?? 0]!;
	}
}
