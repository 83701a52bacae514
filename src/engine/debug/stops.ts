/** At which positions a breakpoint stands, its conditions left aside: the same positions whichever way the steps are gone through. */
import { NOTATIONS } from '../../core/ops/row.ts';
import { rowOf } from '../../core/ops/index.ts';
import type { Trace } from '../../core/trace.ts';
import type { Range } from '../../protocol.ts';
import type { Finding, HealthFilter, Pass, Stop } from '../../protocol-debug.ts';
import { operatorRange, placeAt } from '../seek.ts';
import type { Ran } from '../unit-run.ts';
import type { Names } from './names.ts';

/** Whether a step, by its gate, is one to stop at. Asked in the order of the pass. */
type Fits = (gate: number) => boolean;

/** What is found by a filter; others may be among them. */
export type FindingsOf = (filter: HealthFilter) => readonly Finding[];

const NOWHERE = new Int32Array(0);

export class StopPositions {
	readonly #ran: Ran;
	readonly #names: Names;
	readonly #findings: FindingsOf;
	readonly #known = new Map<string, Int32Array>();
	#forward: Int32Array | null = null;
	#backward: Int32Array | null = null;

	constructor(ran: Ran, names: Names, findings: FindingsOf) {
		this.#ran = ran;
		this.#names = names;
		this.#findings = findings;
	}

	/** Ascending. */
	of(stop: Stop): Int32Array {
		const key = keyOf(stop);
		let known = this.#known.get(key);
		if (known === undefined) this.#known.set(key, (known = this.#find(stop)));
		return known;
	}

	/** The characters of the first gate of the next line below, in the same text, that has any, for a line without. */
	below(range: Range, uri?: string): Range | null {
		const { texts, trace } = this.#ran;
		const counted = texts.counted(range, uri);
		if (counted === null) return null;
		const text = texts.uriAt(counted.start);
		let best: Range | null = null;
		for (const gate of trace.gates('forward')) {
			const at = operatorRange(trace, gate);
			if (at.start > counted.end && (best === null || at.start < best.start) && texts.uriAt(at.start) === text)
				best = at;
		}
		return best;
	}

	#find(stop: Stop): Int32Array {
		switch (stop.at) {
			case 'line':
				return this.#steps(stop.pass, () => this.#line(stop.range, stop.uri));
			case 'expression':
				return this.#steps(stop.pass, () => this.#expression(stop.offset, stop.uri));
			case 'op':
				return this.#steps(stop.pass, () => this.#operator(stop.name));
			case 'gradient':
				return this.#gradients('node' in stop ? [stop.node] : this.#names.nodesOf(stop.name));
			case 'finding':
				return sorted(
					this.#findings(stop.filter)
						.filter(({ filter }) => filter === stop.filter)
						.map(({ position }) => position),
				);
		}
	}

	/** The positions of both passes' steps that fit; `fits` is made anew for each pass. */
	#steps(pass: Pass | undefined, make: () => Fits | null): Int32Array {
		const { trace } = this.#ran;
		const found = new Int32Array(trace.lastPosition + 1);
		let count = 0;
		const forward = pass === 'backward' ? null : make();
		if (forward !== null) {
			const gates = (this.#forward ??= trace.gates('forward'));
			for (let step = 0; step < gates.length; step++) if (forward(gates[step]!)) found[count++] = step + 1;
		}
		const backward = pass === 'forward' ? null : make();
		if (backward !== null) {
			const gates = (this.#backward ??= trace.gates('backward'));
			const turn = trace.forwardSteps + 1;
			for (let step = 1; step <= gates.length; step++)
				if (backward(gates[gates.length - step]!)) found[count++] = turn + step;
		}
		return found.slice(0, count);
	}

	/** The first gate of a line, once a call and iteration. What iterates within the line itself is one time. */
	#line(line: Range, uri?: string): Fits | null {
		const { texts, trace, run } = this.#ran;
		const counted = texts.counted(line, uri);
		if (counted === null) return null;
		const { start, end } = counted;
		const { columns } = trace.tape;
		const onLine = this.#ranges((id) => {
			const at = trace.tape.ranges.operatorStart(id);
			return at >= start && at <= end;
		});
		if (onLine === null) return null;
		const homes = run.frames.innermost(
			({ kind, range }) => !(kind === 'iteration' && range.start >= start && range.start <= end),
		);
		const seen = new Uint8Array(run.frames.length);
		return (gate) => {
			if (onLine[columns.range[gate]!] === 0) return false;
			const home = homes[columns.frame[gate]!]!;
			if (seen[home] !== 0) return false;
			seen[home] = 1;
			return true;
		};
	}

	#expression(offset: number, uri?: string): Fits | null {
		const { texts, trace, run } = this.#ran;
		const { tape } = trace;
		const counted = texts.counted({ start: offset, end: offset }, uri);
		const place = counted === null ? null : placeAt(run, counted.start);
		if (place === null) return null;
		const own = place.node >= 0 && tape.isGate(place.node) && place.expression.kind !== 'name';
		const gate = own ? place.node : place.gate;
		if (gate < 0) return null;
		const wanted = tape.rangeId(gate);
		return onceARun(trace, (each) => tape.columns.range[each] === wanted);
	}

	/** Gates of the operator, and the first gate of each call of a function of that name. */
	#operator(name: string): Fits | null {
		const { trace, run, texts } = this.#ran;
		const { columns, ranges } = trace.tape;
		const wanted = spelling(name);
		if (wanted === '') return null;
		const codes = Uint8Array.from({ length: 256 }, (_, code) => Number(namesOf(code).has(wanted)));
		const written = this.#ranges((id) => {
			const [from, to] = [ranges.operatorStart(id), ranges.operatorEnd(id)];
			return to - from < 200 && spelling(texts.slice({ start: from, end: to })) === wanted;
		});
		const calls = run.frames.innermost(({ kind, label }) => kind === 'call' && spelling(label) === wanted);
		const seen = new Uint8Array(run.frames.length);
		const operator = onceARun(
			trace,
			(gate) => codes[columns.op[gate]!] === 1 || (written !== null && written[columns.range[gate]!] === 1),
		);
		return (gate) => {
			const call = calls[columns.frame[gate]!]!;
			const enters = call !== 0 && seen[call] === 0;
			if (enters) seen[call] = 1;
			return operator(gate) || enters;
		};
	}

	/** Where a share comes to one of the nodes. What is passed through comes with the step before it. */
	#gradients(nodes: readonly number[]): Int32Array {
		const { trace } = this.#ran;
		const { tape } = trace;
		const table = trace.consumerTable;
		const turn = trace.forwardSteps + 1;
		const gates = trace.gates('backward');
		const positions: number[] = [];
		for (const node of nodes) {
			if (!(node >= 0 && node < tape.length) || !trace.reaches(node)) continue;
			if (node === trace.target) positions.push(turn);
			for (let index = 0; index < table.count(node); index++)
				positions.push(turn + gates.length - firstFrom(gates, table.gateAt(node, index)));
		}
		return sorted(positions);
	}

	/** A mark for each range that fits; null where none does. */
	#ranges(fits: (id: number) => boolean): Uint8Array | null {
		const { length } = this.#ran.trace.tape.ranges;
		const marks = new Uint8Array(length);
		let any = false;
		for (let id = 0; id < length; id++) {
			if (!fits(id)) continue;
			marks[id] = 1;
			any = true;
		}
		return any ? marks : null;
	}
}

/** What stands for a stop without its conditions. */
export function keyOf(stop: Stop): string {
	const { condition: _condition, hit: _hit, log: _log, ...place } = stop;
	return JSON.stringify(place);
}

/** The index of the first entry at or past a node. */
function firstFrom(gates: Int32Array, node: number): number {
	let low = 0;
	let high = gates.length;
	while (low < high) {
		const middle = (low + high) >> 1;
		if (gates[middle]! < node) low = middle + 1;
		else high = middle;
	}
	return low;
}

/** One function may be several gates at one place, one after another: the first of them is the place's step. */
function onceARun({ tape }: Trace, fits: Fits): Fits {
	let before = -1;
	return (gate) => {
		const same = before >= 0 && tape.rangeId(before) === tape.rangeId(gate) && tape.frame(before) === tape.frame(gate);
		const fitted = same && fits(before);
		before = gate;
		return !fitted && fits(gate);
	};
}

const known = new Map<number, ReadonlySet<string>>();

/** Every spelling of an op code's row, in every notation. */
function namesOf(code: number): ReadonlySet<string> {
	let names = known.get(code);
	if (names === undefined) {
		const row = rowOf(code);
		const all = row === undefined ? [] : [row.name, row.symbol, ...NOTATIONS.flatMap((each) => row.names[each] ?? [])];
		known.set(code, (names = new Set(all.map(spelling).filter((name) => name !== ''))));
	}
	return names;
}

/** A function's name without its module, its backslash and its brackets: `np.exp(`, `\exp` and `Exp` are `exp`. */
function spelling(name: string): string {
	const bare = name
		.trim()
		.replace(/\s*\(.*$/s, '')
		.replace(/^\\/, '')
		.toLowerCase();
	return /^[\p{ID_Continue}.]+$/u.test(bare) ? bare.slice(bare.lastIndexOf('.') + 1) : bare;
}

function sorted(positions: readonly number[]): Int32Array {
	if (positions.length === 0) return NOWHERE;
	const ascending = new Int32Array(positions).sort();
	let length = 1;
	for (let index = 1; index < ascending.length; index++)
		if (ascending[index] !== ascending[index - 1]) ascending[length++] = ascending[index]!;
	return ascending.subarray(0, length);
}
