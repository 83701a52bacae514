/**
 * What the names of a program stand for at a moment of its run: which node a variable was bound to by then, in loops the latest, in functions the one of
 * the call that is being looked at.
 */
import type { Tape } from '../../core/tape.ts';
import type { Tensor } from '../../core/tensor/tensor.ts';
import type { Trace } from '../../core/trace.ts';
import type { Binding, Counter } from '../../run/run.ts';
import type { Frames } from '../../run/frames.ts';
import type { Ran } from '../unit-run.ts';

/** When, and in which call, a name is looked up. */
export interface Moment {
	readonly position: number;
	/** The gate whose step it is; null at the very start. */
	readonly node: number | null;
	/** The call or iteration. */
	readonly frame: number;
}

/** A name's node, or a value that no node holds. */
export type Meaning = { readonly node: number } | { readonly value: number | Tensor };

/** Where a name, or `self.W` as it is written, is used: gates at these characters take its value in that slot. */
interface Use {
	readonly range: number;
	readonly op: number;
	readonly slot: number;
}

interface Used {
	/** Uses by gates, of which there may be one a call and iteration. */
	readonly uses: Use[];
	/** Evaluations that no gate took, or that happened once. */
	readonly nodes: { readonly node: number; readonly frame: number }[];
	/** All evaluations, made when first asked for: nodes ascending. */
	found: readonly { readonly node: number; readonly frame: number }[] | null;
}

/** So many evaluations of a name are kept. */
const MOST_FOUND = 200_000;

export class Names {
	readonly #ran: Ran;
	readonly #trace: Trace;
	readonly #tape: Tape;
	readonly #frames: Frames;
	readonly #bindings: ReadonlyMap<string, readonly Binding[]>;
	readonly #counters: ReadonlyMap<string, readonly Counter[]>;
	#used: ReadonlyMap<string, Used> | null = null;
	#variables: ReadonlyMap<string, Tensor> | null = null;

	constructor(ran: Ran) {
		this.#ran = ran;
		this.#trace = ran.trace;
		this.#tape = ran.trace.tape;
		this.#frames = ran.run.frames;
		this.#bindings = byName(ran.run.bindings);
		this.#counters = byName(ran.run.counters ?? []);
	}

	/** The moment of a position: of its own gate, or as seen from another node or call. */
	moment(position: number, node?: number, frame?: number): Moment {
		const at = node ?? this.#trace.at(position).active;
		return { position, node: at, frame: frame ?? (at === null ? 0 : this.#tape.frame(at)) };
	}

	/** The same moment as seen from outside of all calls. */
	outside(moment: Moment): Moment {
		let frame = moment.frame;
		for (let call = this.#callOf(frame); call > 0; call = this.#callOf(frame)) frame = this.#frames.at(call).parent;
		return { ...moment, frame };
	}

	/** What a name means; null where the program has no such name. The node may not be computed yet. */
	find(name: string, moment: Moment): Meaning | null {
		const call = this.#callOf(moment.frame);
		const bound = this.#boundOf(moment);
		if (call !== 0) {
			const local = this.#latest(name, bound, call);
			if (local !== null) return { node: local };
		}
		const bindings = this.#bindings.get(name);
		const counters = this.#counters.get(name);
		const { keptUntil } = this.#ran.run;
		// What was assigned later is known by its uses only, and not at all where it never came to the tape.
		if (keptUntil !== undefined && (moment.node ?? -1) >= keptUntil) {
			const used = this.#latest(name, bound, null);
			if (used !== null) return { node: used };
			if (counters !== undefined) return null;
		}
		if (bindings !== undefined || counters !== undefined) {
			const done = (made: number, frame: number): boolean =>
				made <= (moment.node ?? -1) || (made <= bound && this.#within(moment.frame, frame));
			const binding = lastOf(bindings ?? [], bound, done);
			const counter = lastOf(counters ?? [], bound, done);
			if (counter !== undefined && (binding === undefined || counter.made > madeOf(binding)))
				return { value: counter.value };
			const first = binding ?? bindings?.[0];
			if (first !== undefined) return { node: first.node };
			return { value: counters![0]!.value };
		}
		const input = this.#ran.run.inputs.get(name);
		if (input !== undefined) return { node: input };
		const value = this.#final().get(name) ?? this.#ran.given.get(name)?.value;
		if (value !== undefined) return { value };
		const used = this.#latest(name, bound, null);
		return used === null ? null : { node: used };
	}

	/** Every node that a name is bound to. */
	nodesOf(name: string): number[] {
		const nodes = new Set((this.#bindings.get(name) ?? []).map(({ node }) => node));
		const input = this.#ran.run.inputs.get(name);
		if (input !== undefined) nodes.add(input);
		if (nodes.size === 0) for (const { node } of this.#evaluations(name)) nodes.add(node);
		return [...nodes];
	}

	/** What is written behind a name that is no number itself: `W` of `self.W`, and `[0]` or `['W']` of what has entries. */
	membersOf(name: string): { readonly attributes: ReadonlySet<string>; readonly entries: ReadonlySet<string> } {
		const attributes = new Set<string>();
		const entries = new Set<string>();
		for (const [full] of this.#usedNames()) {
			if (!full.startsWith(name)) continue;
			const attribute = /^\.([\p{ID_Continue}$]+)/u.exec(full.slice(name.length));
			if (attribute !== null) attributes.add(attribute[1]!);
		}
		for (const full of this.#bindings.keys()) {
			if (full.startsWith(`${name}[`) && full.endsWith(']')) entries.add(full.slice(name.length + 1, -1));
		}
		return { attributes, entries };
	}

	/** The names that can be seen at a moment, those of the call first. */
	visible(moment: Moment): string[] {
		const names = new Set<string>();
		const call = this.#callOf(moment.frame);
		if (call !== 0) {
			for (const [name] of this.#usedNames())
				if (isPlain(name) && this.#evaluations(name).some(({ frame }) => this.#callOf(frame) === call)) names.add(name);
		}
		for (const name of this.#ran.run.inputs.keys()) names.add(name);
		for (const name of this.#bindings.keys()) names.add(name);
		for (const name of this.#counters.keys()) names.add(name);
		for (const name of this.#final().keys()) names.add(name);
		for (const name of this.#ran.given.keys()) names.add(name);
		return [...names].filter(isPlain);
	}

	/** Every name and how the program's text writes it: `W_1` is also `W_{1}`. */
	spellings(): ReadonlyMap<string, string> {
		const spellings = new Map<string, string>();
		for (const name of [...this.#ran.run.inputs.keys(), ...this.#bindings.keys()])
			if (isPlain(name)) spellings.set(name, name);
		const { text } = this.#ran.document;
		for (const { expression } of this.#ran.run.places) {
			if (expression.kind !== 'name' || expression.name === undefined) continue;
			const written = text.slice(expression.range.start, expression.range.end);
			if (!spellings.has(written)) spellings.set(written, expression.name);
		}
		return spellings;
	}

	/** The innermost call that a frame is, or lies in. */
	#callOf(frame: number): number {
		let at = frame;
		while (at > 0 && this.#frames.at(at).kind !== 'call') at = this.#frames.at(at).parent;
		return at;
	}

	/** Whether a frame is `outer`, or lies within it: what was set behind the last gate of a turn is set, what the next turn begins with is not. */
	#within(frame: number, outer: number): boolean {
		let at = frame;
		while (at > outer) at = this.#frames.at(at).parent;
		return at === outer;
	}

	/** How many nodes there were when the moment's step had been done, what is passed through behind it included. */
	#boundOf({ node }: Moment): number {
		const { forwardSteps } = this.#trace;
		const step = node === null ? 0 : this.#trace.forwardPosition(node);
		if (step === null) return node! + 1;
		return step < forwardSteps ? this.#trace.gateAtForward(step + 1) : Infinity;
	}

	/** The latest value that a name was used with by then, in a call (null: in any); else the first one. */
	#latest(name: string, bound: number, call: number | null): number | null {
		const found = this.#evaluations(name);
		let first: number | null = null;
		for (let index = found.length - 1; index >= 0; index--) {
			const { node, frame } = found[index]!;
			if (call !== null && this.#callOf(frame) !== call) continue;
			if (node < bound) return node;
			first = node;
		}
		return first;
	}

	#evaluations(name: string): NonNullable<Used['found']> {
		const used = this.#usedNames().get(name);
		return used === undefined ? [] : (used.found ??= this.#search(used));
	}

	#search({ nodes, uses }: Used): NonNullable<Used['found']> {
		const { tape } = this.#trace;
		const { op, range } = tape.columns;
		const found = [...nodes];
		for (const use of uses) {
			for (let gate = 0; gate < tape.length && found.length < MOST_FOUND; gate++) {
				if (range[gate] !== use.range || op[gate] !== use.op) continue;
				found.push({ node: tape.inputAt(gate, use.slot), frame: tape.frame(gate) });
			}
		}
		return found.sort((a, b) => a.node - b.node);
	}

	#usedNames(): ReadonlyMap<string, Used> {
		if (this.#used !== null) return this.#used;
		const all = new Map<string, Used>();
		const { text } = this.#ran.document;
		for (const { expression, frame, gate, node, slot, times } of this.#ran.run.places) {
			if (expression.kind !== 'name' && expression.kind !== 'attribute') continue;
			const { start, end } = expression.range;
			const name = expression.name ?? text.slice(start, end).replace(/\s+/g, '');
			let used = all.get(name);
			if (used === undefined) all.set(name, (used = { uses: [], nodes: [], found: null }));
			if (times > 1 && gate >= 0)
				used.uses.push({ range: this.#tape.rangeId(gate), op: this.#tape.opCode(gate), slot });
			else used.nodes.push({ node, frame });
		}
		return (this.#used = all);
	}

	#final(): ReadonlyMap<string, Tensor> {
		return (this.#variables ??= this.#ran.run.variables?.() ?? new Map<string, Tensor>());
	}
}

function byName<T extends { readonly name: string }>(all: readonly T[]): ReadonlyMap<string, readonly T[]> {
	const groups = new Map<string, T[]>();
	for (const each of all) {
		const group = groups.get(each.name);
		if (group === undefined) groups.set(each.name, [each]);
		else group.push(each);
	}
	return groups;
}

function isPlain(name: string): boolean {
	return !/[.[]/.test(name);
}

interface Timed {
	readonly made?: number;
	readonly node?: number;
	readonly frame: number;
}

function madeOf({ made, node }: Timed): number {
	return made ?? (node ?? -1) + 1;
}

/** The last of them that was done by then; they are in the order in which they were made. */
function lastOf<T extends Timed>(
	all: readonly T[],
	bound: number,
	done: (made: number, frame: number) => boolean,
): T | undefined {
	let low = all[0]?.made === undefined ? all.length : 0;
	let high = all.length;
	while (low < high) {
		const middle = (low + high) >> 1;
		if (madeOf(all[middle]!) <= bound) low = middle + 1;
		else high = middle;
	}
	for (let index = low - 1; index >= 0; index--) if (done(madeOf(all[index]!), all[index]!.frame)) return all[index];
	return undefined;
}
