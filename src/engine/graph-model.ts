/**
 * What of a trace is drawn, before it is placed: labels, gates with their literals folded in, groups, and the wires between them.
 */
import { foldedSymbol } from '../core/explain.ts';
import type { Tape } from '../core/tape.ts';
import type { Trace } from '../core/trace.ts';
import type { GraphNodeKind, GraphOptions, Range } from '../protocol.ts';
import { formatOnWire, quantityOf } from '../core/quantity.ts';
import { findGroups, type FoundGroup } from './graph-groups.ts';

/** What the drawing needs of a run beside its trace; a `Run` is one. */
export interface Drawable {
	readonly target: number | null;
	readonly targetName: string;
	readonly inputs: ReadonlyMap<string, number>;
	readonly bindings: readonly { readonly name: string; readonly node: number; readonly frame: number }[];
	/** The calls and iterations that gates were made in. */
	readonly frames: { readonly length: number };
	/** Occurrences of names in the text, which give the labels their order. */
	readonly occurrences: readonly { readonly node: number; readonly range: Range }[];
}

export interface ModelItem {
	readonly kind: Exclude<GraphNodeKind, 'fork'>;
	readonly node: number;
	readonly label: string;
	readonly op: string;
	/** The name bound to its output, drawn above the value. */
	readonly name: string;
}

export interface ModelLink {
	/** Indices of items; `to` is −1 on the wire that leaves the target. */
	readonly from: number;
	readonly to: number;
	readonly node: number;
	readonly edge?: { readonly gate: number; readonly slot: number };
}

export interface ModelGroup extends FoundGroup {
	readonly folded: boolean;
	/** Items inside, the folded gate alone where it is folded. */
	readonly items: readonly number[];
}

export interface GraphModel {
	readonly items: readonly ModelItem[];
	readonly links: readonly ModelLink[];
	readonly groups: readonly ModelGroup[];
}

/** The source of an operand, with names bound to names (`wire` gates) skipped. */
export function sourceOf(tape: Tape, node: number): number {
	let at = node;
	while (tape.isGate(at) && tape.rowAt(at).name === 'wire') at = tape.inputAt(at, 0);
	return at;
}

/** The names bound to nodes: a gate's output may carry its variable's name. */
export function boundNames(tape: Tape, run: Drawable): Map<number, string> {
	const names = new Map<number, string>();
	for (const binding of run.bindings) {
		const node = sourceOf(tape, binding.node);
		if (!names.has(node)) names.set(node, binding.name);
	}
	return names;
}

/** A number written where it is used, which has no name. */
export function isBareLiteral(tape: Tape, names: ReadonlyMap<number, string>, node: number): boolean {
	return tape.isConstant(node) && tape.isScalar(node) && !names.has(node);
}

/** The symbol of a gate that has its literals in it (`+1`); null where it takes none, or nothing else. */
export function literalSymbol(tape: Tape, gate: number, isLiteral: (slot: number) => boolean): string | null {
	if (tape.rowAt(gate).kind === 'tensor') return null;
	const count = tape.inputCount(gate);
	let literals = 0;
	for (let slot = 0; slot < count; slot += 1) if (isLiteral(slot)) literals += 1;
	return literals > 0 && literals < count ? foldedSymbol(tape, gate) : null;
}

/** A number, or what an array that was written out is like. */
export function constantText(tape: Tape, node: number): string {
	return formatOnWire(quantityOf(tape.tensor(node)));
}

/** Variables in the order in which the text first mentions them. */
export function labelOrder(tape: Tape, run: Drawable): Map<number, number> {
	const order = new Map<number, number>();
	for (const occurrence of run.occurrences) {
		const node = sourceOf(tape, occurrence.node);
		const known = order.get(node);
		if (known === undefined || occurrence.range.start < known) order.set(node, occurrence.range.start);
	}
	return order;
}

/** Builds the model: which labels, gates, groups and wires there are. Never recursive. */
export function buildModel(trace: Trace, run: Drawable, options: GraphOptions): GraphModel {
	const { tape } = trace;
	const gates = Array.from({ length: trace.forwardSteps }, (_, index) => trace.gateAtForward(index + 1));
	const names = boundNames(tape, run);
	const source = (gate: number, slot: number): number => sourceOf(tape, tape.inputAt(gate, slot));

	const useCount = new Map<number, number>();
	for (const gate of gates)
		for (let slot = 0; slot < tape.inputCount(gate); slot += 1) {
			const node = source(gate, slot);
			useCount.set(node, (useCount.get(node) ?? 0) + 1);
		}
	const target = sourceOf(tape, trace.target);
	const uses = (node: number): number => (useCount.get(node) ?? 0) + (node === target ? 1 : 0);
	const found = findGroups(tape, gates, uses);
	const folded = new Set(options.foldedGroups);
	const groupOf = new Map<number, FoundGroup>();
	for (const group of found) for (const gate of group.gates) groupOf.set(gate, group);
	const isClosed = (group: FoundGroup): boolean => group.gates.length === 1 || folded.has(group.id);
	const isFolded = (gate: number): boolean => {
		const group = groupOf.get(gate);
		return group !== undefined && isClosed(group);
	};

	const isLiteral = (node: number): boolean => isBareLiteral(tape, names, node);
	const symbol = (gate: number): string | null =>
		options.unfoldLiterals ? null : literalSymbol(tape, gate, (slot) => isLiteral(source(gate, slot)));

	const items: ModelItem[] = [];
	const links: ModelLink[] = [];
	const itemOf = new Map<number, number>();
	/** Wires into a folded group, by group, until its gate is there. */
	const pending = new Map<string, ModelLink[]>();
	const addLabel = (node: number, kind: 'input' | 'constant' | 'more', label: string): number => {
		const index = items.length;
		items.push({ kind, node, label, op: '', name: '' });
		if (kind !== 'constant' || names.has(node)) itemOf.set(node, index);
		return index;
	};

	// Labels first: variables in source order, then what else feeds the drawn gates.
	const order = labelOrder(tape, run);
	const variables = [...run.inputs].sort(
		([, a], [, b]) => (order.get(a) ?? Infinity) - (order.get(b) ?? Infinity) || a - b,
	);
	for (const [name, node] of variables) if (!itemOf.has(node)) addLabel(node, 'input', name);

	for (const gate of gates) {
		const group = groupOf.get(gate);
		const inFolded = isFolded(gate);
		const gateSymbol = inFolded ? null : symbol(gate);
		const feeds: ModelLink[] = [];
		const count = tape.inputCount(gate);
		for (let slot = 0; slot < count; slot += 1) {
			const node = source(gate, slot);
			// Inside a folded group only what comes from outside is drawn, and it enters the group's one gate.
			if (inFolded && group && (tape.isConstant(node) || group.gates.includes(node))) continue;
			if (gateSymbol !== null && isLiteral(node)) continue;
			let from = itemOf.get(node);
			if (from === undefined) {
				if (tape.isConstant(node)) from = addLabel(node, 'constant', names.get(node) ?? constantText(tape, node));
				else if (tape.isGate(node)) from = addLabel(node, 'more', '…');
				else from = addLabel(node, 'input', names.get(node) ?? '…');
			}
			feeds.push({ from, to: -1, node, edge: { gate, slot } });
		}
		if (inFolded && group) {
			pendingLinks(group.id).push(...feeds);
			if (gate !== group.gates[group.gates.length - 1]) continue;
			const index = items.length;
			items.push({ kind: 'group', node: gate, label: 'σ', op: group.op, name: names.get(gate) ?? '' });
			itemOf.set(gate, index);
			for (const feed of pendingLinks(group.id)) links.push({ ...feed, to: index });
			continue;
		}
		const row = tape.rowAt(gate);
		const index = items.length;
		items.push({
			kind: 'gate',
			node: gate,
			label: gateSymbol ?? row.symbol,
			op: row.name,
			name: names.get(gate) ?? '',
		});
		itemOf.set(gate, index);
		for (const feed of feeds) links.push({ ...feed, to: index });
	}

	const targetItem = itemOf.get(target);
	if (targetItem !== undefined) links.push({ from: targetItem, to: -1, node: target });

	const groups: ModelGroup[] = [];
	for (const group of found) {
		const closed = isClosed(group);
		const shown = closed ? group.gates.slice(-1) : group.gates;
		const inside = shown.map((gate) => itemOf.get(gate) ?? -1);
		if (inside.every((index) => index >= 0)) groups.push({ ...group, folded: closed, items: inside });
	}
	return { items, links, groups };

	function pendingLinks(id: string): ModelLink[] {
		let list = pending.get(id);
		if (!list) pending.set(id, (list = []));
		return list;
	}
}
