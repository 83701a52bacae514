/**
 * What the panel has already is not sent to it again: of a step that stays in the same drawing only its numbers cross, since everything else is most of
 * the message and costs each side a copy.
 */
import type { Graph, SessionInfo } from './protocol.ts';
import type { PanelState, SentState } from './protocol-panel.ts';

/** True where two graphs draw the same things in the same places: then a step only changes numbers. */
export function sameDrawing(a: Graph, b: Graph): boolean {
	if (a === b) return true;
	if (a.nodes.length !== b.nodes.length || a.wires.length !== b.wires.length || a.groups.length !== b.groups.length)
		return false;
	for (let i = 0; i < a.nodes.length; i += 1) {
		const one = a.nodes[i];
		const other = b.nodes[i];
		if (
			!one ||
			!other ||
			one.node !== other.node ||
			one.x !== other.x ||
			one.y !== other.y ||
			one.label !== other.label
		)
			return false;
	}
	for (let i = 0; i < a.wires.length; i += 1) {
		const one = a.wires[i];
		const other = b.wires[i];
		if (!one || !other || one.labelX !== other.labelX || one.labelY !== other.labelY || one.to !== other.to)
			return false;
		if (one.edge?.gate !== other.edge?.gate || one.edge?.slot !== other.edge?.slot || one.name !== other.name)
			return false;
	}
	return a.groups.every((group, index) => group.folded === b.groups[index]?.folded && group.id === b.groups[index].id);
}

/** The host's end: remembers what it sent. */
export class StateSender {
	#info: SessionInfo | null = null;
	#graph: Graph | null = null;

	/** The panel has nothing: a page that has just been loaded. */
	forget(): void {
		this.#info = null;
		this.#graph = null;
	}

	shortened({ info, view, ...rest }: PanelState): SentState {
		const known = info === this.#info;
		this.#info = info;
		const { graph, ...numbers } = view;
		const keepsGraph = known && graph !== undefined && this.#graph !== null && sameDrawing(this.#graph, graph);
		if (!known) this.#graph = null;
		if (graph !== undefined) this.#graph = graph;
		return { ...rest, info: known ? null : info, view: keepsGraph ? numbers : view, keepsGraph };
	}
}

/** The panel's end: puts back what was left out. */
export class StateReceiver {
	#info: SessionInfo | null = null;
	#graph: Graph | null = null;

	/** The whole state; null where something was left out that never came. */
	whole({ info, view, keepsGraph, ...rest }: SentState): PanelState | null {
		if (info !== null) this.#graph = null;
		this.#info = info ?? this.#info;
		if (view.graph !== undefined) this.#graph = view.graph;
		if (this.#info === null || (keepsGraph && this.#graph === null)) return null;
		const shown = keepsGraph ? { ...view, graph: this.#graph! } : view;
		const { nodes, wires } = shown.graph ?? this.#info.graph;
		if (nodes.length !== view.nodes.length || wires.length !== view.wires.length) return null;
		return { ...rest, info: this.#info, view: shown };
	}
}
