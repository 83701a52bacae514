/** The computational graph as it crosses to the panel: placed nodes, wires and boxes. */
import type { Range, Text } from './protocol.ts';

/** σ as one gate or as its four; literal operands folded into their gate or drawn; which groups are folded. */
export interface GraphOptions {
	readonly unfoldLiterals: boolean;
	readonly foldedGroups: readonly string[];
	/** A function that is written as one gate and is several smaller ones (`sigmoid(x)`: four) is run as those, so that its box can be opened. */
	readonly smallGates?: boolean;
	/** Of a long run's boxes those that were opened, and those that were closed with the step inside. The box of the step is open without being named. */
	readonly openBlocks?: readonly string[];
	readonly closedBlocks?: readonly string[];
}

/** `block`: a closed box of a long run; `entry`: what comes into an open one; `port`: where a wire leaves a box. */
export type GraphNodeKind = 'input' | 'constant' | 'gate' | 'group' | 'fork' | 'more' | 'block' | 'entry' | 'port';

/** A part of a long run: a line, a call, an iteration, or several neighbours. */
export interface GraphBlock {
	readonly id: string;
	/** `line 12`, `iteration 3 of 100`. */
	readonly title: Text;
	/** As it was written; empty where the title says all. */
	readonly code: string;
	/** The first and the last of the tape nodes in it. */
	readonly first: number;
	readonly last: number;
	readonly gates: number;
	/** The name of the result whose value the box shows: the loss of an iteration. */
	readonly result?: string;
}

export interface GraphNode {
	readonly id: number;
	readonly kind: GraphNodeKind;
	/** The tape node it shows; for a fork, the variable's; for a group, its output gate's. */
	readonly node: number;
	/** `x` for a label, `+`, `*-1`, `1/x`, `exp` for a gate, `σ` for a folded group. */
	readonly label: string;
	/** The op row's name, empty for labels. */
	readonly op: string;
	readonly range?: Range;
	/** Of a closed box, what it holds. */
	readonly block?: GraphBlock;
	readonly x: number;
	readonly y: number;
	readonly width: number;
	readonly height: number;
}

/** A wire from a node's output to one operand slot of another. */
export interface GraphWire {
	readonly from: number;
	readonly to: number;
	/** The tape node whose value flows forward. */
	readonly node: number;
	/** The consuming tape node and its operand slot, whose share of the gradient flows back; absent on the target's own wire and on a stem before a fork. */
	readonly edge?: { readonly gate: number; readonly slot: number };
	/** x0, y0, x1, y1 … of a polyline that views draw rounded. */
	readonly points: readonly number[];
	/** Where the value (above) and the gradient (below) stand. */
	readonly labelX: number;
	readonly labelY: number;
	/** True on the wire leaving the target; its `to` is −1. */
	readonly output?: boolean;
	/** The variable's name that the wire's value is bound to (`q`), drawn above the value. */
	readonly name?: string;
}

/** The dashed box around the gates of a function that can be one gate. */
export interface GraphGroup {
	readonly id: string;
	readonly label: string;
	readonly folded: boolean;
	/** The graph nodes inside: all of them, or the one that stands for them. */
	readonly nodes: readonly number[];
	/** The program's gates inside, folded or not. */
	readonly gates: readonly number[];
	/** Of an open box of a long run, what it holds; its `nodes` and `gates` are not listed. */
	readonly block?: GraphBlock;
	readonly x: number;
	readonly y: number;
	readonly width: number;
	readonly height: number;
}

export interface Graph {
	readonly nodes: readonly GraphNode[];
	readonly wires: readonly GraphWire[];
	readonly groups: readonly GraphGroup[];
	readonly width: number;
	readonly height: number;
	/** Set when the whole was too large to draw: how many of its gates are drawn one by one, the others in boxes. */
	readonly window?: { readonly gates: number; readonly shown: number };
}
