/** The variables that a debugger lists at a step: each name in the call that is looked at, and the expressions of the step's line that have no name. */
import type { Tensor } from '../core/tensor/tensor.ts';
import { quantityOf } from '../core/quantity.ts';
import type { Cursor } from '../core/cursor.ts';
import type { Variable, Variables } from '../protocol-stack.ts';
import type { Names } from './debug/names.ts';
import { written } from './cards.ts';
import { operatorRange } from './seek.ts';
import { writtenAt } from './whereabouts.ts';
import type { Ran } from './unit-run.ts';

/** So many names, and expressions of a line, are listed. */
const MOST_NAMES = 1000;
const MOST_EXPRESSIONS = 100;
/** So many gates around the step's are looked through for those of its line. */
const MOST_LOOKED_AT = 20_000;
/** Characters of an expression that stand for a name. */
const MOST_TEXT = 60;

/** What there is at a position, seen from a call or iteration; absent: from that of the step's gate. */
export function variablesAt(ran: Ran, names: Names, position: number, frame?: number): Variables {
	const cursor = ran.trace.at(position);
	const moment = names.moment(position, undefined, frame);
	const found: Variable[] = [];
	for (const name of names.visible(moment)) {
		if (found.length >= MOST_NAMES) break;
		const meaning = names.find(name, moment);
		if (meaning === null) continue;
		found.push('node' in meaning ? ofNode(ran, cursor, name, meaning.node) : ofValue(name, meaning.value));
	}
	const named = new Set(found.map((variable) => variable.node));
	return { names: found, expressions: moment.node === null ? [] : expressionsOf(ran, cursor, moment.node, named) };
}

function ofNode(ran: Ran, cursor: Cursor, name: string, node: number): Variable {
	const { trace, quantities } = ran;
	const { value, gradient, arrival } = quantities.flow(cursor, node);
	const reached = trace.reaches(node);
	const uses = reached ? trace.consumerTable.count(node) : 0;
	return { name, node, input: trace.tape.isInput(node), value, gradient, arrival, reached, uses };
}

function ofValue(name: string, held: number | Tensor): Variable {
	const value = typeof held === 'number' ? held : quantityOf(held);
	return { name, node: null, input: false, value, gradient: null, arrival: 'none', reached: false, uses: 0 };
}

/** The gates of the step's line and frame that no name stands for; of those at the same characters the last. */
function expressionsOf(ran: Ran, cursor: Cursor, node: number, named: ReadonlySet<number | null>): Variable[] {
	const { trace } = ran;
	const { tape } = trace;
	const frame = tape.frame(node);
	const line = ran.lineAt(operatorRange(trace, node).start);
	const own = new Map<number, number>();
	const from = Math.max(0, node - MOST_LOOKED_AT);
	const until = Math.min(tape.length, node + MOST_LOOKED_AT);
	for (let at = from; at < until && own.size < MOST_EXPRESSIONS; at++) {
		if (!tape.isGate(at) || tape.frame(at) !== frame || !tape.rowAt(at).isStep) continue;
		if (ran.lineAt(operatorRange(trace, at).start) === line) own.set(tape.rangeId(at), at);
	}
	return [...own.values()]
		.filter((gate) => !named.has(gate))
		.map((gate) => ofNode(ran, cursor, written(ran, writtenAt(ran, gate), MOST_TEXT), gate));
}
