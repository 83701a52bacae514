/**
 * What of a long run is drawn: for every open block its labels, gates, closed boxes and wires. What crosses a block's border comes in at an entry,
 * named like a variable, and leaves at an exit.
 */
import type { Trace } from '../core/trace.ts';
import type { GraphOptions } from '../protocol.ts';
import { boundNames, constantText, sourceOf, type Drawable } from './graph-model.ts';
import type { Block, Outline } from './outline.ts';
import { LevelBuilder, MOST_SIDE_BY_SIDE, type Exit, type Level } from './outline-level.ts';
import { Needs } from './outline-needs.ts';

/** Characters of an unnamed value's text. */
const MOST_TEXT = 14;

export class OutlineModel {
	readonly #trace: Trace;
	readonly #outline: Outline;
	readonly #needs: Needs;
	readonly #names: ReadonlyMap<number, string>;
	readonly #text: string;
	/** The target's value in each iteration that binds it. */
	readonly #results = new Map<number, number>();
	readonly #targetName: string;

	constructor(trace: Trace, run: Drawable, outline: Outline, text: string) {
		this.#trace = trace;
		this.#outline = outline;
		this.#needs = new Needs(trace);
		this.#names = boundNames(trace.tape, run);
		this.#text = text;
		this.#targetName = run.targetName;
		for (const { name, node, frame } of run.bindings) {
			if (name === run.targetName && frame !== undefined && frame > 0) this.#results.set(frame, node);
		}
	}

	/** The levels of a drawing of `root`, its own first and every level before those within it. */
	levels(root: Block, isOpen: (block: Block) => boolean, options: GraphOptions): Level[] {
		const levels: Level[] = [];
		const alone = (block: Block): boolean => block === root;
		const waiting: { readonly block: Block; readonly exits: readonly Exit[] }[] = [
			{ block: root, exits: this.#leaving(root) },
		];
		for (let next = 0; next < waiting.length; next++) {
			const { block, exits } = waiting[next]!;
			const opens = (inner: Block, leaving: readonly Exit[]): number =>
				waiting.push({ block: inner, exits: leaving }) - 1;
			levels.push(new LevelBuilder(this, block, exits, { isOpen, opens, alone, options }).build());
		}
		return levels;
	}

	get trace(): Trace {
		return this.#trace;
	}

	get outline(): Outline {
		return this.#outline;
	}

	get needs(): Needs {
		return this.#needs;
	}

	get names(): ReadonlyMap<number, string> {
		return this.#names;
	}

	/** What a label says: the name, else the value of a literal, else the start of the text it was written as. */
	labelOf(node: number): string {
		const name = this.#names.get(node);
		if (name !== undefined) return name;
		const { tape } = this.#trace;
		if (tape.isConstant(node)) return constantText(tape, node);
		const range = tape.rangeId(node);
		const text = this.#text.slice(tape.ranges.start(range), tape.ranges.end(range)).trim();
		return text !== '' && text.length <= MOST_TEXT && !text.includes('\n') ? text : '…';
	}

	/** The target's value that an iteration, or a run of them, came to. */
	resultOf(block: Block): { readonly name: string; readonly node: number } | null {
		let last = block;
		while (last.kind === 'run') {
			const inner = last.parts?.[last.parts.length - 1];
			if (inner === undefined || typeof inner === 'number') return null;
			last = inner;
		}
		const node = last.kind === 'iteration' ? this.#results.get(last.frame) : undefined;
		return node === undefined ? null : { name: this.#targetName, node };
	}

	/** What of a block is used after it, as far as gradients come back from there. */
	#leaving(block: Block): Exit[] {
		const trace = this.#trace;
		const table = trace.consumerTable;
		if (block.kind === 'program') return [{ nodes: [sourceOf(trace.tape, trace.target)], edges: null }];
		const end = trace.gateAtForward(block.last);
		const nodes: number[] = [];
		for (let step = block.first; step <= block.last; step++) {
			const node = trace.gateAtForward(step);
			const count = table.count(node);
			if (node === trace.target || (count > 0 && table.gateAt(node, count - 1) > end)) nodes.push(node);
		}
		if (nodes.length > MOST_SIDE_BY_SIDE) return [{ nodes, edges: null }];
		return nodes.map((node) => ({ nodes: [node], edges: null }));
	}
}
