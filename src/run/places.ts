/** Where each evaluated piece of the text stands on the tape: the link that chips, hovers and the search for a step go by. */
import type { Expression } from '../lang/program.ts';
import type { Range } from '../protocol.ts';
import type { Lazy } from './script/values.ts';
import { Spot, type Site } from './sites.ts';

/** One evaluation of one expression. */
export interface Place {
	readonly expression: Site;
	/** The node that holds its value: of an occurrence of a name, the variable's. */
	node: number;
	/** The gate and operand slot that take the value; -1 where it is bound to a name, or is the program's result. */
	gate: number;
	slot: number;
	/** 0 at the top of the program; each call of a user's function has a number of its own. */
	frame: number;
	/** How often the expression was evaluated; this is the last time. More than once only in a user's function. */
	times: number;
}

/** A place whose node may be known only at the end. */
interface Kept extends Place {
	lazy: Lazy | null;
}

/**
 * All places of a run, in the order of evaluation. Within a user's function an expression is evaluated once a call, and only its last
 * place is kept, so that calls of calls of calls cost gates and not places as well.
 */
export class Places {
	readonly all: Kept[] = [];
	readonly #inFunctions = new Map<Site, number>();
	#anyLazy = false;

	/** Records a place and returns its index. */
	add(expression: Site, node: number, frame: number): number {
		if (frame !== 0) {
			const known = expression instanceof Spot ? expression.place : (this.#inFunctions.get(expression) ?? -1);
			if (known >= 0) {
				const place = this.all[known]!;
				place.node = node;
				place.gate = -1;
				place.slot = 0;
				place.frame = frame;
				place.times++;
				place.lazy = null;
				return known;
			}
			if (expression instanceof Spot) expression.place = this.all.length;
			else this.#inFunctions.set(expression, this.all.length);
		}
		this.all.push({ expression, node, gate: -1, slot: 0, frame, times: 1, lazy: null });
		return this.all.length - 1;
	}

	/** Records a place whose node is known once the number is needed. */
	addLazy(expression: Site, lazy: Lazy, frame: number): number {
		const index = this.add(expression, lazy.node, frame);
		this.all[index]!.lazy = lazy;
		this.#anyLazy = true;
		return index;
	}

	/** Gives the places of whole numbers their nodes, and forgets those that were never needed. To be called once, at the end of a run. */
	settle(): void {
		if (!this.#anyLazy) return;
		for (const place of this.all) if (place.lazy !== null) place.node = place.lazy.node;
		const kept = this.all.filter(({ node }) => node >= 0);
		if (kept.length === this.all.length) return;
		this.all.length = 0;
		for (const place of kept) this.all.push(place);
	}

	siteOf(index: number): Site {
		return this.all[index]!.expression;
	}

	occurrences(): { range: Range; node: number; gate: number; slot: number }[] {
		const found: { range: Range; node: number; gate: number; slot: number }[] = [];
		for (const { expression, node, gate, slot } of this.all) {
			if (expression.kind === 'name') found.push({ range: expression.range, node, gate, slot });
		}
		return found;
	}

	/** Says which gate took the value of a place. A recursive call may have used the place again meanwhile: then its last use stands. */
	consumed(index: number, frame: number, gate: number, slot: number): void {
		const place = this.all[index];
		if (place === undefined || place.frame !== frame) return;
		place.gate = gate;
		place.slot = slot;
	}
}

/** The number an expression is when it is a literal, with as many signs as it likes; else null. */
export function literalValue(expression: Expression): number | null {
	let sign = 1;
	let inner = expression;
	while (inner.kind === 'apply' && inner.op === 'neg') {
		const [operand] = inner.operands;
		if (operand === undefined) return null;
		sign = -sign;
		inner = operand;
	}
	return inner.kind === 'number' ? sign * inner.value : null;
}
