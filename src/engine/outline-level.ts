/** One level of a long run's drawing: the parts of one open block, what they take by name and by wire, what leaves it. */
import type { GraphOptions } from '../protocol.ts';
import { isBareLiteral, literalSymbol, sourceOf, type ModelItem } from './graph-model.ts';
import { indexAt, type Block, type Part } from './outline.ts';
import { together, type Edges, type Need } from './outline-needs.ts';
import type { OutlineModel } from './outline-model.ts';

export interface LevelItem {
	/** `block`: a closed box; `open`: an opened one, whose inside is a level of its own; `port`: one of several values that leave a box. */
	readonly kind: ModelItem['kind'] | 'block' | 'open' | 'entry' | 'exit' | 'port';
	readonly node: number;
	readonly label: string;
	readonly op: string;
	readonly name: string;
	readonly block?: Block;
	/** Of an open block its level, by its place in the list. */
	readonly level?: number;
	/** Of a box the name of the result it shows. */
	readonly result?: string;
	/** The values that its wire stands for, where they are not just its own. */
	readonly leaves?: readonly number[];
}

export interface LevelLink {
	readonly from: number;
	/** −1 on the wire that leaves the target. */
	readonly to: number;
	/** What flows: one node, or the nodes that are drawn as one wire. */
	readonly nodes: readonly number[];
	/** Where it is taken; null where all of its gradient comes back. */
	readonly edges: Edges | null;
	/** From a box to one of its ports: the numbers stand behind the port. */
	readonly bare?: boolean;
}

export interface Level {
	readonly block: Block;
	readonly items: LevelItem[];
	readonly links: LevelLink[];
	/** The entry of each node from outside. */
	readonly entries: Map<number, number>;
	/** The items of the exits, in the order they were asked for. */
	readonly exits: number[];
	/** By which of the exits a node leaves. */
	readonly exitOf: Map<number, number>;
}

/** Values that leave a block together, and where they are taken; null where all of their gradient comes back. */
export interface Exit {
	readonly nodes: readonly number[];
	readonly edges: Edges | null;
}

/** What is used by more parts of a level than this stands beside each of them by its name, instead of wires across the level. */
const MOST_USES = 3;
/** More values than this between two boxes, or variables into one, are drawn as one wire. */
export const MOST_SIDE_BY_SIDE = 4;

/** One use of a value within a level. */
interface Use {
	/** The part's place; −1 − k for exit k. */
	readonly by: number;
	readonly edges: Edges | null;
}

interface Uses {
	/** Of variables and values from outside, by node. */
	readonly outer: ReadonlyMap<number, readonly Use[]>;
	/** Of what the level's own parts compute, by part and node. */
	readonly inner: readonly ReadonlyMap<number, readonly Use[]>[];
}

/** How the blocks of a level are drawn: which are open, and where the level of an open one will stand among all. */
export interface Opening {
	readonly isOpen: (block: Block) => boolean;
	readonly opens: (block: Block, exits: readonly Exit[]) => number;
	/** Whether a block is the whole drawing. */
	readonly alone: (block: Block) => boolean;
	readonly options: GraphOptions;
}

export class LevelBuilder {
	readonly #model: OutlineModel;
	readonly #level: Level;
	readonly #exits: readonly Exit[];
	readonly #opening: Opening;
	/** The item that a node's wire starts at, for what is drawn once. */
	readonly #source = new Map<number, number>();

	constructor(model: OutlineModel, block: Block, exits: readonly Exit[], opening: Opening) {
		this.#model = model;
		this.#level = { block, items: [], links: [], entries: new Map(), exits: [], exitOf: new Map() };
		this.#exits = exits;
		this.#opening = opening;
	}

	build(): Level {
		const { needs, outline, trace } = this.#model;
		const parts = outline.parts(this.#level.block);
		const wanted = parts.map((part) => needs.of(part));
		const uses = this.#usesOf(parts, wanted);
		this.#addLabels(uses);
		parts.forEach((part, index) => {
			if (typeof part === 'number') this.#addGate(trace.gateAtForward(part), wanted[index]!);
			else this.#addBlock(part, wanted[index]!, uses.inner[index]!);
		});
		this.#addExits();
		return this.#level;
	}

	#usesOf(parts: readonly Part[], wanted: readonly (readonly Need[])[]): Uses {
		const outer = new Map<number, Use[]>();
		const inner = parts.map(() => new Map<number, Use[]>());
		const add = (by: number, node: number, edges: Edges | null): void => {
			const step = this.#stepOf(node);
			const owner = step === null ? -1 : indexAt(parts, step);
			const list = owner < 0 ? outer : inner[owner]!;
			const known = list.get(node);
			if (known === undefined) list.set(node, [{ by, edges }]);
			else known.push({ by, edges });
		};
		wanted.forEach((list, by) => list.forEach(({ node, edges }) => add(by, node, edges)));
		this.#exits.forEach(({ nodes, edges }, exit) => nodes.forEach((node) => add(-1 - exit, node, edges)));
		return { outer, inner };
	}

	#stepOf(node: number): number | null {
		const { trace } = this.#model;
		return trace.tape.isGate(node) ? trace.forwardPosition(node) : null;
	}

	/** What comes in from outside at the left, and variables of few uses. All else that parts take stands beside them. */
	#addLabels({ outer }: Uses): void {
		const { entries } = this.#level;
		const entering = [...outer.keys()].filter((node) => this.#stepOf(node) !== null);
		if (entering.length > 2 * MOST_SIDE_BY_SIDE) {
			const index = this.#add({ kind: 'entry', node: entering[0]!, label: `×${entering.length}`, leaves: entering });
			for (const node of entering) entries.set(node, index);
		} else
			for (const node of entering) {
				const index = this.#add({ kind: 'entry', node, label: this.#model.labelOf(node) });
				entries.set(node, index);
				if (outer.get(node)!.length <= MOST_USES) this.#source.set(node, index);
			}
		for (const [node, uses] of outer) {
			if (entries.has(node) || uses.length > MOST_USES || this.#isBare(node)) continue;
			this.#source.set(node, this.#addLabel(node));
		}
	}

	#isBare(node: number): boolean {
		const { names, trace } = this.#model;
		return trace.tape.isConstant(node) && !names.has(node);
	}

	#addLabel(node: number): number {
		const { tape } = this.#model.trace;
		const kind = tape.isConstant(node) ? 'constant' : tape.isGate(node) ? 'entry' : 'input';
		return this.#add({ kind, node, label: this.#model.labelOf(node) });
	}

	#addGate(gate: number, needs: readonly Need[]): void {
		const { names, trace } = this.#model;
		const { tape } = trace;
		const bare = (slot: number): boolean => isBareLiteral(tape, names, sourceOf(tape, tape.inputAt(gate, slot)));
		const symbol = this.#opening.options.unfoldLiterals ? null : literalSymbol(tape, gate, bare);
		const row = tape.rowAt(gate);
		const feeds = needs
			.filter((_, slot) => symbol === null || !bare(slot))
			.map((need) => ({ from: this.#source.get(need.node) ?? this.#addLabel(need.node), need }));
		const label = symbol ?? row.symbol;
		const to = this.#add({ kind: 'gate', node: gate, label, op: row.name, name: names.get(gate) ?? '' });
		for (const { from, need } of feeds) this.#level.links.push({ from, to, nodes: [need.node], edges: need.edges });
		this.#source.set(gate, to);
	}

	#addBlock(block: Block, needs: readonly Need[], leaving: ReadonlyMap<number, readonly Use[]>): void {
		const { links } = this.#level;
		const open = this.#opening.isOpen(block);
		const { names } = this.#model;
		const exits = this.#exitsOf(leaving);
		const feeds = this.#feedsOf(needs, open);
		const result = this.#model.resultOf(block);
		const only = exits.length === 1 ? exits[0]!.nodes : [];
		const node = result?.node ?? only[0] ?? this.#model.trace.gateAtForward(block.last);
		const to = this.#add({
			kind: open ? 'open' : 'block',
			node,
			label: '',
			name: only.length === 1 ? (names.get(only[0]!) ?? '') : '',
			block,
			...(result !== null && { result: result.name }),
			...(only.length > 0 && { leaves: only }),
			...(open && { level: this.#opening.opens(block, exits) }),
		});
		for (const feed of feeds) links.push({ ...feed, to });
		if (exits.length === 1) for (const each of only) this.#source.set(each, to);
		else
			for (const { nodes, edges } of exits) {
				const first = nodes[0]!;
				const name = nodes.length === 1 ? (names.get(first) ?? '') : '';
				const port = this.#add({ kind: 'port', node: first, label: '', name, leaves: nodes });
				links.push({ from: to, to: port, nodes, edges, bare: true });
				for (const each of nodes) this.#source.set(each, port);
			}
	}

	/** The values that leave a block: one by one, or all together where they are many. */
	#exitsOf(leaving: ReadonlyMap<number, readonly Use[]>): Exit[] {
		const all = [...leaving].map(([node, uses]): Exit => ({
			nodes: [node],
			edges: allEdges(uses),
		}));
		if (all.length <= MOST_SIDE_BY_SIDE) return all;
		return [{ nodes: all.flatMap(({ nodes }) => nodes), edges: null }];
	}

	/** Wires into a block: from each item one; from many variables one for all of them. An open block has its variables inside. */
	#feedsOf(needs: readonly Need[], open: boolean): Omit<LevelLink, 'to'>[] {
		const wired = new Map<number, Need[]>();
		const beside: Need[] = [];
		for (const need of needs) {
			const from = this.#source.get(need.node);
			const variable = this.#stepOf(need.node) === null;
			if (open && variable) continue;
			if (from === undefined || variable) beside.push(need);
			else wired.set(from, [...(wired.get(from) ?? []), need]);
		}
		const link = (from: number, all: readonly Need[]): Omit<LevelLink, 'to'> => ({
			from,
			nodes: all.map(({ node }) => node),
			edges: together(all.map(({ edges }) => edges)),
		});
		const feeds = [...wired].map(([from, all]) => link(from, all));
		if (beside.length <= MOST_SIDE_BY_SIDE)
			return [
				...feeds,
				...beside.map((need) => link(this.#source.get(need.node) ?? this.#addLabel(need.node), [need])),
			];
		const [first, second] = beside;
		const label = `${this.#model.labelOf(first!.node)}, ${this.#model.labelOf(second!.node)} …`;
		const from = this.#add({ kind: 'more', node: first!.node, label, leaves: beside.map(({ node }) => node) });
		return [...feeds, link(from, beside)];
	}

	/** What leaves the level: at exits, or, of the level that is drawn alone, on wires that leave the drawing. */
	#addExits(): void {
		const { exitOf, exits, links } = this.#level;
		for (const { nodes, edges } of this.#exits) {
			const to = this.#opening.alone(this.#level.block) ? -1 : this.#add({ kind: 'exit', node: nodes[0]!, label: '' });
			for (const node of nodes) exitOf.set(node, exits.length);
			exits.push(to);
			const bySource = new Map<number, number[]>();
			for (const node of nodes) {
				const from = this.#source.get(node);
				if (from !== undefined) bySource.set(from, [...(bySource.get(from) ?? []), node]);
			}
			for (const [from, all] of bySource) links.push({ from, to, nodes: all, edges: all.length === 1 ? edges : null });
		}
	}

	#add(item: Partial<LevelItem> & Pick<LevelItem, 'kind' | 'node' | 'label'>): number {
		return this.#level.items.push({ op: '', name: '', ...item }) - 1;
	}
}

/** All edges together; null where all of the gradient comes back anyway. */
function allEdges(uses: readonly { readonly edges: Edges | null }[]): Edges | null {
	const all: Edges[] = [];
	for (const { edges } of uses) {
		if (edges === null) return null;
		all.push(edges);
	}
	return together(all);
}
