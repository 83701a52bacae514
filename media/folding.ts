/** Which boxes of the drawing are open after one of them was clicked: the options to wish for. */
import type { Graph, GraphBlock, GraphGroup, GraphOptions } from '../src/protocol.ts';

/** The options with a group's box folded, or opened where it was folded; of a long run's box closed. */
export function folded(options: GraphOptions, graph: Graph, group: GraphGroup): GraphOptions {
	if (group.block) return toggled(options, graph, group.block, false);
	const others = options.foldedGroups.filter((id) => id !== group.id);
	if (group.folded && group.gates.length === 1) {
		// A function written as one gate opens by being run as its small gates; the others stay closed.
		const closed = graph.groups.filter((each) => each.folded && each.id !== group.id).map((each) => each.id);
		return { ...options, smallGates: true, foldedGroups: closed };
	}
	return { ...options, foldedGroups: group.folded ? others : [...others, group.id] };
}

/** The options with a box of a long run opened, or closed where it was open. */
export function toggled(options: GraphOptions, graph: Graph, { id }: GraphBlock, open: boolean): GraphOptions {
	const without = (list: readonly string[] | undefined): string[] => (list ?? []).filter((each) => each !== id);
	// A box that stepping has opened again since is not closed a second time.
	const closed = new Set(graph.nodes.flatMap(({ block }) => (block ? [block.id] : [])));
	const stillClosed = without(options.closedBlocks).filter((each) => closed.has(each));
	const openBlocks = without(options.openBlocks);
	return open
		? { ...options, openBlocks: [...openBlocks, id], closedBlocks: stillClosed }
		: { ...options, openBlocks, closedBlocks: [...stillClosed, id] };
}
