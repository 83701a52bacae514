/**
 * A long run in parts: its steps by line, call and iteration, so that a drawing can show a few parts and open one at a time.
 *
 * A part is found when it is first opened and then remembered, so that a step within an open part looks nothing up.
 */
import type { Trace } from '../core/trace.ts';
import type { Text } from '../protocol.ts';
import type { Frames } from '../run/frames.ts';
import { operatorRange } from './seek.ts';
import type { Lines } from './lines.ts';

/** Steps that belong together, from `first` to `last` (both counted from 1). */
export interface Block {
	readonly id: string;
	/** `run`: several neighbours that would be too many one by one. */
	readonly kind: 'program' | 'line' | 'call' | 'iteration' | 'run';
	readonly first: number;
	readonly last: number;
	/** The call or iteration whose lines are inside; of a line the one it stands in. */
	readonly frame: number;
	/** What it is: `line 12`, `iteration 3 of 100`. */
	readonly title: Text;
	/** The characters it was written as; empty where the title says all. */
	readonly code: string;
	/** Of a run of neighbours, what it is made of. */
	readonly parts?: readonly Part[];
}

/** A block, or a single step by its number. */
export type Part = Block | number;

/** A part of at most so many steps opens into its gates. */
const GATES_AT_ONCE = 40;
/** So many gates, or blocks, stand side by side; more are gathered in tens, hundreds … */
const MOST_GATES = 60;
const MOST_BLOCKS = 24;
/** A line or call of so few steps is no block. */
const TOO_FEW = 3;
/** Characters of the program shown in a box. */
const MOST_CODE = 44;

export const firstOf = (part: Part): number => (typeof part === 'number' ? part : part.first);
export const lastOf = (part: Part): number => (typeof part === 'number' ? part : part.last);

/** What the outline reads beside the trace. */
export interface Outlined {
	readonly frames: Frames;
	readonly lines: Lines;
	readonly text: string;
}

export class Outline {
	readonly program: Block;
	readonly #trace: Trace;
	readonly #of: Outlined;
	readonly #parts = new Map<string, readonly Part[]>();
	/** The line of each range of the tape, once it was looked up. */
	readonly #lineOfRange = new Map<number, number>();

	constructor(trace: Trace, of: Outlined) {
		this.#trace = trace;
		this.#of = of;
		this.program = {
			id: 'program',
			kind: 'program',
			first: 1,
			last: trace.forwardSteps,
			frame: 0,
			title: [''],
			code: '',
		};
	}

	/** What a block is made of, in the order of its steps. */
	parts(block: Block): readonly Part[] {
		const known = this.#parts.get(block.id);
		if (known !== undefined) return known;
		const made = this.#gathered(this.#split(block), block);
		this.#parts.set(block.id, made);
		return made;
	}

	/** The blocks around a step, the program first. */
	path(step: number): Block[] {
		const path = [this.program];
		for (;;) {
			const part = partAt(this.parts(path[path.length - 1]!), step);
			if (part === undefined || typeof part === 'number') return path;
			path.push(part);
		}
	}

	#split(block: Block): readonly Part[] {
		let inner = block;
		for (;;) {
			const size = inner.last - inner.first + 1;
			if (size <= GATES_AT_ONCE) return Array.from({ length: size }, (_, index) => inner.first + index);
			const parts = inner.parts ?? (inner.kind === 'line' ? this.#framesOf(inner) : this.#linesOf(inner));
			const [only] = parts;
			// A call that is all there is in its line opens with it.
			if (parts.length !== 1 || only === undefined || typeof only === 'number') return parts;
			inner = only;
		}
	}

	/** The lines within a program, call or iteration. */
	#linesOf(block: Block): Part[] {
		const parts: Part[] = [];
		let line = -1;
		let first = block.first;
		const close = (end: number): void => {
			if (end < first) return;
			if (end - first < TOO_FEW) for (let step = first; step <= end; step++) parts.push(step);
			else
				parts.push({
					id: `line ${first} ${end}`,
					kind: 'line',
					first,
					last: end,
					frame: block.frame,
					title: ['line {0}', line + 1],
					code: this.#lineText(line),
				});
		};
		for (let step = block.first; step <= block.last; step++) {
			const at = this.#lineAt(step, block.frame);
			if (at === line) continue;
			close(step - 1);
			line = at;
			first = step;
		}
		close(block.last);
		return parts;
	}

	/** The gates, calls and iterations of a line. */
	#framesOf(block: Block): Part[] {
		const { frames } = this.#of;
		const found: { readonly frame: number; readonly first: number; last: number }[] = [];
		for (let step = block.first; step <= block.last; step++) {
			const frame = this.#within(step, block.frame);
			const before = found[found.length - 1];
			if (before !== undefined && frame === before.frame && frame !== block.frame) before.last = step;
			else found.push({ frame, first: step, last: step });
		}
		const counts = new Map<number, number>();
		for (const { frame } of found) {
			if (frame === block.frame) continue;
			const { kind, index, range } = frames.at(frame);
			if (kind === 'iteration') counts.set(range.start, Math.max(counts.get(range.start) ?? 0, index + 1));
		}
		return found.flatMap(({ frame, first, last }): Part[] => {
			if (frame === block.frame) return [first];
			const { index, kind, label, range } = frames.at(frame);
			if (kind === 'call' && last - first < TOO_FEW)
				return Array.from({ length: last - first + 1 }, (_, step) => first + step);
			const id = `${kind} ${first} ${last}`;
			if (kind === 'iteration') {
				const title: Text = ['iteration {0} of {1}', index + 1, counts.get(range.start)!];
				return [{ id, kind, first, last, frame, title, code: '' }];
			}
			const title: Text = ['call of {0}', label];
			return [{ id, kind, first, last, frame, title, code: this.#cut(this.#of.text.slice(range.start, range.end)) }];
		});
	}

	/** Neighbours gathered where they are too many to stand side by side: tens of them, hundreds, thousands. */
	#gathered(parts: readonly Part[], block: Block): readonly Part[] {
		const blocks = parts.some((part) => typeof part !== 'number');
		// Many small ones are gathered sooner: tens of them open gate by gate.
		const small = block.last - block.first + 1 <= 2 * TOO_FEW * parts.length;
		if (parts.length <= (blocks ? (small ? 10 : MOST_BLOCKS) : MOST_GATES)) return parts;
		const size = 10 ** (Math.ceil(Math.log10(parts.length)) - 1);
		const runs: Part[] = [];
		for (let from = 0; from < parts.length; from += size) {
			const some = parts.slice(from, from + size);
			if (some.length === 1) runs.push(...some);
			else runs.push(runOf(some, block.frame));
		}
		return runs;
	}

	/** The line a step counts to, seen from a call or iteration around it: of what happens in frames within, the line they stand in. */
	#lineAt(step: number, frame: number): number {
		const inner = this.#within(step, frame);
		const { tape } = this.#trace;
		if (inner !== frame) return this.#of.lines.lineAt(this.#of.frames.placeOf(inner).range.start);
		const node = this.#trace.gateAtForward(step);
		const range = tape.rangeId(node);
		let line = this.#lineOfRange.get(range);
		if (line === undefined) {
			line = this.#of.lines.lineAt(operatorRange(this.#trace, node).start);
			this.#lineOfRange.set(range, line);
		}
		return line;
	}

	/** The frame directly within `frame` that a step was made in; `frame` itself where it was made there. */
	#within(step: number, frame: number): number {
		const { frames } = this.#of;
		let at = this.#trace.tape.frame(this.#trace.gateAtForward(step));
		if (at === frame) return frame;
		for (let parent = frames.parentOf(at); parent > frame; parent = frames.parentOf(at)) at = parent;
		return at;
	}

	#lineText(line: number): string {
		const { lines, text } = this.#of;
		return this.#cut(text.slice(lines.startOf(line), lines.startOf(line + 1)));
	}

	#cut(code: string): string {
		const written = code.trim().replace(/\s+/g, ' ');
		return written.length <= MOST_CODE ? written : `${written.slice(0, MOST_CODE - 1).trimEnd()}…`;
	}
}

/** The part that holds a step. */
export function partAt(parts: readonly Part[], step: number): Part | undefined {
	const index = indexAt(parts, step);
	return index < 0 ? undefined : parts[index];
}

/** Its place among the parts; −1 where none holds the step. */
export function indexAt(parts: readonly Part[], step: number): number {
	let low = 0;
	let high = parts.length - 1;
	while (low < high) {
		const middle = (low + high + 1) >> 1;
		if (firstOf(parts[middle]!) <= step) low = middle;
		else high = middle - 1;
	}
	const part = parts[low];
	return part !== undefined && firstOf(part) <= step && step <= lastOf(part) ? low : -1;
}

function runOf(parts: readonly Part[], frame: number): Block {
	const from = parts[0]!;
	const to = parts[parts.length - 1]!;
	const first = firstOf(from);
	const last = lastOf(to);
	return {
		id: `run ${first} ${last}`,
		kind: 'run',
		first,
		last,
		frame,
		title: titleOfRun(parts, from, to),
		code: '',
		parts,
	};
}

/** `iterations 1–10 of 100`, `lines 3–12`; of mixed neighbours how many gates they are. */
function titleOfRun(parts: readonly Part[], from: Part, to: Part): Text {
	const same = typeof from === 'number' ? null : from.kind;
	const all = same !== null && parts.every((part) => typeof part !== 'number' && part.kind === same);
	if (all && typeof from !== 'number' && typeof to !== 'number') {
		if (same === 'iteration') return ['iterations {0}–{1} of {2}', from.title[1]!, to.title[1]!, from.title[2]!];
		if (same === 'line') return ['lines {0}–{1}', from.title[1]!, to.title[1]!];
	}
	return ['{0} gates', lastOf(to) - firstOf(from) + 1];
}
