/**
 * Finds what is unhealthy in a run: where NaN or infinities first appear, forward and backward, where gradients vanish or explode, units that are dead or
 * saturated. Each finding is blamed on the gate that did it, not on those that it spread to.
 *
 * A gradient has vanished where its norm falls below 1e-6 of that of the gradient the target was given, and exploded where it rises above 1e6 of it: norms,
 * so that the 1/N of a mean over N entries counts as 1/√N. Told is the gate at which it crosses the line.
 */
import type { Tape } from '../../core/tape.ts';
import type { Tensor } from '../../core/tensor/tensor.ts';
import { sigmoidAt } from '../../core/decompose.ts';
import type { Budget } from '../../run/budget.ts';
import type { Finding, HealthFilter, Pass } from '../../protocol-debug.ts';
import type { Text } from '../../protocol.ts';
import { written } from '../cards.ts';
import { rangeOf, writtenAt } from '../whereabouts.ts';
import { isWire } from '../gates.ts';
import type { Ran } from '../unit-run.ts';
import { indexOfPlace } from '../windows.ts';
import { CURES, madeByGate, madeByGradient } from './causes.ts';
import { deadUnits, saturated, someEntries, type Entries } from './units.ts';

export const VANISHED = 1e-6;
export const EXPLODED = 1e6;
/** Where the slope of a sigmoid or tanh is below this, it is flat. */
export const FLAT = 1e-3;
/** So many findings of one kind are told. */
const MOST_FINDINGS = 1000;
const MOST_NAME = 60;

const NAN = 1;
const INFINITE = 2;

export class Health {
	readonly #ran: Ran;
	readonly #budget: Budget;
	readonly #tape: Tape;
	readonly #found: Finding[] = [];
	readonly #counts = new Map<HealthFilter, number>();
	/** Of each node whether it holds NaN (1) or an infinity (2). */
	readonly #bad: Uint8Array;
	/** Of a bad node the finding that it follows from, counted from 1; 0 for none. */
	readonly #culprits: Int32Array;

	constructor(ran: Ran, budget: Budget) {
		this.#ran = ran;
		this.#budget = budget;
		this.#tape = ran.trace.tape;
		this.#bad = new Uint8Array(this.#tape.length);
		this.#culprits = new Int32Array(this.#tape.length);
	}

	/** In the order of the positions. */
	find(): readonly Finding[] {
		this.#values();
		this.#gradients();
		this.#sizes();
		this.#units();
		return this.#found.toSorted((a, b) => a.position - b.position);
	}

	/** Only where NaN and infinities come from, in the order of the positions. */
	nonFinite(): readonly Finding[] {
		this.#values();
		this.#gradients();
		return this.#found.toSorted((a, b) => a.position - b.position);
	}

	#values(): void {
		const { columns, length } = this.#tape;
		const plain = this.#tape.tensors === null;
		for (let node = 0; node < length; node++) {
			const value = columns.value[node]!;
			if (plain && Math.abs(value) < Infinity) continue;
			const bad = plain ? (Number.isNaN(value) ? NAN : INFINITE) : badness(this.#tape, node);
			if (bad === 0) continue;
			this.#bad[node] = bad;
			if (!this.#tape.isGate(node)) this.#input(node, bad);
			else this.#culprits[node] = this.#culprit(node, bad);
		}
	}

	/** NaN that was given; infinities are given on purpose (masks, the least of nothing). */
	#input(node: number, bad: number): void {
		if ((bad & NAN) === 0 || !this.#tape.isInput(node)) return;
		const entries = entriesOf(this.#tape.tensor(node), (value) => Number.isNaN(value));
		this.#culprits[node] = this.#tell('nonfinite-value', 'forward', node, 0, CURES.input, entries, [
			'{0} is NaN itself',
			this.#name(node),
		]);
	}

	/** The finding that a gate's NaN or infinity follows from, which is its own where none of its operands has brought it. */
	#culprit(gate: number, bad: number): number {
		const tape = this.#tape;
		let brought = 0;
		for (let slot = 0; slot < tape.inputCount(gate); slot++) {
			const operand = tape.inputAt(gate, slot);
			if (this.#culprits[operand]! > 0) return this.#culprits[operand]!;
			brought |= this.#bad[operand]!;
		}
		// An infinity that was given goes on as one; NaN made from it is new.
		if ((bad & ~brought) === 0 || (bad === INFINITE && brought !== 0) || isWire(tape, gate)) return 0;
		const isNew = (bad & ~brought & NAN) !== 0 ? Number.isNaN : (value: number) => Math.abs(value) === Infinity;
		const entries = entriesOf(tape.tensor(gate), isNew);
		const cause = madeByGate(this.#ran, gate, entries.places[0] ?? 0, (node) => this.#name(node));
		const position = this.#ran.trace.forwardPosition(gate) ?? 0;
		return this.#tell('nonfinite-value', 'forward', gate, position, cause.cure, entries, cause.message);
	}

	/** Gates whose own gradient is finite and that hand on one that is not. */
	#gradients(): void {
		const { trace } = this.#ran;
		const table = trace.consumerTable;
		const tape = this.#tape;
		const bad = new Uint8Array(tape.length);
		const blamed = new Set<number>();
		for (let node = trace.target; node >= 0; node--) {
			if (!trace.reaches(node)) continue;
			if (tape.isScalar(node) ? Math.abs(trace.gradient(node)) < Infinity : this.#finite(node)) continue;
			bad[node] = 1;
			for (let index = 0; index < table.count(node); index++) {
				const gate = table.gateAt(node, index);
				if (bad[gate] !== 0 || blamed.has(gate) || isWire(tape, gate)) continue;
				const share = trace.contributionTensor(gate, table.slotAt(node, index));
				const entries = share === null ? null : entriesOf(share, (value) => !(Math.abs(value) < Infinity));
				if (entries === null || entries.count === 0) continue;
				blamed.add(gate);
				this.#gradient(gate, node, entries);
			}
		}
	}

	#finite(node: number): boolean {
		const gradient = this.#ran.quantities.gradient(node);
		return gradient === null || typeof gradient === 'number' || gradient.nonFinite === 0;
	}

	#gradient(gate: number, operand: number, entries: Entries): void {
		const { trace } = this.#ran;
		const position = trace.backwardPosition(gate);
		if (position === null) return;
		const cause = madeByGradient(this.#ran, gate, operand, entries.places[0] ?? 0, (node) => this.#name(node));
		const before = this.#culprits[gate]! || this.#culprits[operand]!;
		if (before > 0 && cause.leftOut !== true) {
			const { node, cure, message } = this.#found[before - 1]!;
			const began: Text =
				node === gate
					? message
					: ['The gradient is not finite here because the value is not: that began at {0}', this.#name(node)];
			this.#tell('nonfinite-gradient', 'backward', gate, position, cure, entries, began);
			return;
		}
		this.#tell('nonfinite-gradient', 'backward', gate, position, cause.cure, entries, cause.message);
	}

	/** Where the size of a gradient crosses the lines. */
	#sizes(): void {
		const { quantities, trace } = this.#ran;
		const norm = (node: number): number => {
			const gradient = quantities.gradient(node);
			return typeof gradient === 'number' ? Math.abs(gradient) : (gradient?.norm ?? 0);
		};
		const given = norm(trace.target);
		if (!(given > 0 && given < Infinity)) return;
		const table = trace.consumerTable;
		for (let node = trace.target - 1; node >= 0; node--) {
			if (!trace.reaches(node) || isWire(this.#tape, node)) continue;
			const own = norm(node) / given;
			const filter = own > EXPLODED && own < Infinity ? 'exploding' : own < VANISHED && own > 0 ? 'vanishing' : null;
			if (filter === null) continue;
			let largest = 0;
			let gate = -1;
			for (let index = 0; index < table.count(node); index++) {
				const from = table.gateAt(node, index);
				const size = norm(from) / given;
				const within = filter === 'vanishing' ? size >= VANISHED : size <= EXPLODED;
				if (within && size >= largest) [largest, gate] = [size, from];
			}
			const position = gate < 0 ? null : trace.backwardPosition(gate);
			if (position === null) continue;
			const text: Text =
				filter === 'vanishing'
					? ['The gradient vanishes: {0} of what the target was given is left behind this gate', brief(own)]
					: ['The gradient explodes: behind this gate it is {0} times what the target was given', brief(own)];
			this.#tell(filter, 'backward', gate, position, CURES[filter], null, text);
		}
	}

	#units(): void {
		const { trace } = this.#ran;
		const tape = this.#tape;
		for (const gate of trace.gates('forward')) {
			if (this.#budget.expired()) return;
			const { name } = tape.rowAt(gate);
			if (name === 'relu' || name === 'max') {
				const dead = deadUnits(tape, gate);
				if (dead === null) continue;
				const position = trace.backwardPosition(gate) ?? trace.forwardPosition(gate)!;
				const pass: Pass = position > trace.forwardSteps ? 'backward' : 'forward';
				const message: Text = tape.isScalar(gate)
					? ['Dead ReLU: its argument is not positive, so no gradient passes']
					: ['Dead ReLU: {0} of {1} units pass no gradient', dead.count, dead.total];
				this.#tell('dead-relu', pass, gate, position, CURES['dead-relu'], dead, message);
				continue;
			}
			const composite = name === 'reciprocal' || name === 'div' ? sigmoidAt(tape, gate) : null;
			if (name !== 'sigmoid' && name !== 'tanh' && composite === null) continue;
			const flat = saturated(tape, gate, name === 'tanh', FLAT);
			if (flat === null) continue;
			const position = trace.backwardPosition(gate) ?? trace.forwardPosition(gate)!;
			const pass: Pass = position > trace.forwardSteps ? 'backward' : 'forward';
			const label = name === 'tanh' ? 'tanh' : 'sigmoid';
			const message: Text = tape.isScalar(gate)
				? ['Saturated {0}: its slope is below {1}', label, FLAT]
				: ['Saturated {0}: the slope of {1} of {2} entries is below {3}', label, flat.count, flat.total, FLAT];
			this.#tell('saturated-sigmoid', pass, gate, position, CURES['saturated-sigmoid'], flat, message);
		}
	}

	#name(node: number): string {
		const name = this.#tape.isGate(node) ? undefined : this.#ran.nameOf(node);
		return name ?? written(this.#ran, writtenAt(this.#ran, node), MOST_NAME);
	}

	/** Answers the finding's number, counted from 1. */
	#tell(
		filter: HealthFilter,
		pass: Pass,
		node: number,
		position: number,
		cure: Text,
		entries: Entries | null,
		message: Text,
	): number {
		const count = (this.#counts.get(filter) ?? 0) + 1;
		this.#counts.set(filter, count);
		if (count > MOST_FINDINGS) return this.#found.length;
		const shape = entries === null ? [] : entries.shape;
		this.#found.push({
			filter,
			pass,
			node,
			position,
			range: rangeOf(this.#ran, node),
			message,
			cure,
			...(entries !== null &&
				shape.length > 0 && {
					entries: {
						count: entries.count,
						total: entries.total,
						first: entries.places.map((place) => indexOfPlace(place, shape)),
					},
				}),
		});
		return this.#found.length;
	}
}

function entriesOf(tensor: Tensor, fits: (value: number) => boolean): Entries {
	return someEntries(tensor, fits);
}

function badness(tape: Tape, node: number): number {
	if (tape.isScalar(node)) {
		const value = tape.value(node);
		return Number.isNaN(value) ? NAN : Math.abs(value) === Infinity ? INFINITE : 0;
	}
	if (tape.type(node).element !== 'float64' && tape.type(node).element !== 'float32') return 0;
	const tensor = tape.tensor(node);
	let bad = 0;
	someEntries(tensor, (value) => {
		if (Number.isNaN(value)) bad |= NAN;
		else if (Math.abs(value) === Infinity) bad |= INFINITE;
		return false;
	});
	return bad;
}

function brief(ratio: number): string {
	return ratio.toExponential(0);
}
