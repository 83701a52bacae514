/**
 * A folded box is one gate to its reader: one step a pass, one card. Which positions stepping passes over for that, and what the card says.
 */
import type { Cursor } from '../core/cursor.ts';
import { ruleLatex, ruleText, localLatex, localNumbersLatex, localText, conventionOf } from '../core/explain.ts';
import { opByName } from '../core/ops/index.ts';
import { rowLocal, type OpRow } from '../core/ops/row.ts';
import type { Trace } from '../core/trace.ts';
import type { NodeType } from '../core/types.ts';
import type { Card, CardInput, Graph, GraphGroup } from '../protocol.ts';
import { cardOf } from './cards.ts';
import type { Ran } from './unit-run.ts';

export class FoldedSteps {
	readonly #groupOf = new Map<number, GraphGroup>();
	/** Positions within a folded box, ascending: each pass stands only where it leaves the box. */
	readonly passedOver: readonly number[];
	readonly #forwardSteps: number;

	/** Of a graph that is drawn whole; a window shows too little of its boxes to step by them. */
	constructor(trace: Trace, graph: Graph) {
		this.#forwardSteps = trace.forwardSteps;
		const over: number[] = [];
		for (const group of graph.window === undefined ? graph.groups : []) {
			if (!group.folded || group.gates.length < 2) continue;
			const last = group.gates.length - 1;
			group.gates.forEach((gate, index) => {
				this.#groupOf.set(gate, group);
				const forward = index === last ? null : trace.forwardPosition(gate);
				const backward = index === 0 ? null : trace.backwardPosition(gate);
				for (const position of [forward, backward]) if (position !== null) over.push(position);
			});
		}
		this.passedOver = over.sort((a, b) => a - b);
	}

	/** The position itself, or the next one that is stood at. */
	stop(position: number): number {
		let at = position;
		while (this.passedOver.includes(at)) at += 1;
		return at;
	}

	/** How many stops of a position's pass lie at it or before it, and how many there are; the turning point is none. */
	counted(passStep: number, passSteps: number, backward: boolean): { passStep: number; passSteps: number } {
		const start = backward ? this.#forwardSteps + 1 : 0;
		const within = (steps: number): number =>
			this.passedOver.filter((position) => position > start && position <= start + steps).length;
		return { passStep: passStep - within(passStep), passSteps: passSteps - within(passSteps) };
	}

	/** The card of a node as it is drawn: a gate of a folded box has the box's. */
	card(ran: Ran, node: number, cursor: Cursor): Card {
		const group = this.#groupOf.get(node);
		return group === undefined ? cardOf(ran, node, cursor) : boxCard(ran, group, cursor);
	}

	/** What the drawing calls a gate of a folded box; null for other nodes. */
	label(node: number): string | null {
		const group = this.#groupOf.get(node);
		return group === undefined ? null : opByName(group.label).symbol;
	}
}

type Local = Pick<CardInput, 'local' | 'localText' | 'localLatex' | 'localNumbersLatex'>;

function numberLocal(row: OpRow, values: readonly number[]): Local {
	return {
		local: rowLocal(row, 0, values, opByName),
		localText: localText(row, 0),
		localLatex: localLatex(row, 0),
		localNumbersLatex: localNumbersLatex(row, 0, values),
	};
}

function arrayLocal(row: OpRow, { shape, size }: NodeType, label: string): Local {
	return {
		local: { output: shape, input: shape, bytes: size * size * 8, structure: row.jacobian },
		localText: `up·${localText(row, 0, [label])}`,
		localLatex: `\\mathrm{up} \\cdot ${localLatex(row, 0)}`,
		localNumbersLatex: '',
	};
}

/** The card of a function of one operand that its gates are together: its own rule, what comes in at its first gate, what leaves at its last. */
function boxCard(ran: Ran, group: GraphGroup, cursor: Cursor): Card {
	const { trace } = ran;
	const row = opByName(group.label);
	const first = group.gates[0]!;
	// A convention of the last gate is not one of the function.
	const { convention: _, ...output } = cardOf(ran, group.gates[group.gates.length - 1]!, cursor);
	const inner = cardOf(ran, first, cursor).inputs.find(({ node }) => !trace.tape.isConstant(node));
	const { tape } = trace;
	// Over arrays the function's Jacobian is as diagonal as those of its gates.
	const array = inner !== undefined && !tape.isScalar(inner.node);
	const values = inner === undefined || array ? [] : [tape.value(inner.node)];
	const convention = array ? null : conventionOf(row, values);
	return {
		...output,
		op: row.name,
		symbol: row.symbol,
		inputs:
			inner === undefined
				? []
				: [
						{
							...inner,
							...(array ? arrayLocal(row, tape.type(inner.node), inner.label) : numberLocal(row, values)),
						},
					],
		rule: ruleText(row),
		ruleLatex: ruleLatex(row),
		pattern: row.pattern,
		sentence: row.sentence,
		...(convention !== null && { convention }),
		backwardPosition: trace.backwardPosition(first),
	};
}
