/**
 * Entries and sums: matrices that are written out, entries of arrays and of families of names, and Σ, Π, max and min worked out value by value of their
 * index, each an iteration of its own.
 */
import { opByName, opCode } from '../core/ops/index.ts';
import { expressionOf, partsOf } from '../lang/program.ts';
import type { Define, Expression, Fold, Index, Matrix, Name, Program } from '../lang/program.ts';
import type { Taken } from './arrays.ts';
import { boundsOf, fixedBases, memberOf, type Lookup, type Loop } from './folds.ts';
import { matrixLiteral } from './literals.ts';
import { TOP, type Machine } from './machine.ts';
import { plainValue } from './plain.ts';
import { PHASE, type Operand } from './stack.ts';

export class Sums {
	readonly #machine: Machine;
	readonly #lookup: Lookup;
	readonly #lost: ReadonlySet<string>;
	readonly #functions: ReadonlyMap<string, Define>;
	/** Evaluates a name at once. */
	readonly #name: (name: Name) => void;
	/** The sums we are in, each with its origin in the table of frames. */
	readonly #loops: (Loop & { readonly origin: number; count: number })[] = [];

	constructor(
		machine: Machine,
		lookup: Lookup,
		lost: ReadonlySet<string>,
		functions: ReadonlyMap<string, Define>,
		name: (name: Name) => void,
	) {
		this.#machine = machine;
		this.#lookup = lookup;
		this.#lost = lost;
		this.#functions = functions;
		this.#name = name;
	}

	clear(): void {
		this.#loops.length = 0;
	}

	/** The number that a name is where a sum runs up to it and what the sum indexes says how far that is. */
	lastOf(name: string, program: Program): number | undefined {
		const work = program.statements.flatMap((statement) => expressionOf(statement) ?? []);
		for (let node = work.pop(); node !== undefined; node = work.pop()) {
			if (node.kind === 'fold' && node.to?.kind === 'name' && node.to.name === name) {
				const bounds = boundsOf(node, this.#lookup, this.#functions);
				if (!('message' in bounds) && bounds.speaks) return bounds.last;
			}
			for (const part of partsOf(node)) work.push(part);
		}
		return undefined;
	}

	matrix(expression: Matrix, phase: number): void {
		const machine = this.#machine;
		const entries = expression.rows.flat();
		if (phase === PHASE.build) {
			const { nodes, from } = machine.operands.take(entries.length);
			const node = machine.arrays.matrix(expression, nodes, from);
			return node === null ? undefined : machine.yield(expression, node);
		}
		const literal = matrixLiteral(expression);
		if (literal === null) {
			machine.work.push(expression, PHASE.build);
			return machine.work.pushAll(entries);
		}
		if (!machine.room(expression.range)) return;
		const range = machine.range(expression);
		const node = machine.tried(expression, () => machine.tape.tensorConstant(literal, range, machine.frame.id));
		if (node !== null) machine.yield(expression, node);
	}

	index(expression: Index, phase: number): void {
		const machine = this.#machine;
		const { base } = expression;
		if (phase !== PHASE.entry) {
			const fixed = this.#fixed(base);
			if (fixed !== undefined) {
				machine.work.push(expression, PHASE.entry);
				return machine.yield(base, fixed);
			}
			if (base.kind === 'name' && typeof this.#lookup(base.name) !== 'object' && this.#member(expression, base.name))
				return;
			machine.work.push(expression, PHASE.entry);
			return machine.work.push(base, PHASE.evaluate);
		}
		const { nodes, from } = machine.operands.take(1);
		const { shape } = machine.tape.type(nodes[0]!);
		if (shape.length === 0) {
			const name = base.kind === 'name' ? base.name : '…';
			return machine.fail('index', expression.range, ['{0} is a number and has no entries', name]);
		}
		const taken: Taken[] = [];
		for (const [axis, place] of expression.indices.entries()) {
			const taking = this.#taken(place, expression.origins[axis] ?? 1, shape[axis] ?? 0);
			if (taking === null) return;
			taken.push(taking);
		}
		const node = machine.arrays.entry(expression, nodes[0]!, from, taken);
		if (node !== null) machine.yield(expression, node);
	}

	#taken(place: Expression, origin: number, extent: number): Taken | null {
		if (place.kind === 'span') {
			const start = place.from === undefined ? origin : this.#plain(place.from);
			const last = place.to === undefined ? extent - 1 + origin : this.#plain(place.to);
			if (start === null || last === null) return null;
			return { start: start - origin, count: Math.max(0, last - start + 1) };
		}
		const at = this.#plain(place);
		if (at !== null && Number.isInteger(at)) return at - origin;
		if (at !== null) this.#machine.fail('index', place.range, ['An index is a whole number, not {0}', at]);
		return null;
	}

	/** `w_i` of a family of names: the name that it stands for now. */
	#member(expression: Index, base: string): boolean {
		const places: number[] = [];
		for (const place of expression.indices) {
			const at = plainValue(place, this.#lookup);
			if (typeof at !== 'number') return false;
			places.push(at);
		}
		const name = memberOf(base, places, this.#lookup);
		if (name === undefined) return false;
		this.#name({ kind: 'name', name, range: expression.range });
		return true;
	}

	/** A number beside the tape; null, and told, where there is none. */
	#plain(expression: Expression): number | null {
		const value = plainValue(expression, this.#lookup);
		if (typeof value === 'number') return value;
		if (value.unknown !== undefined && this.#lost.has(value.unknown)) this.#machine.failed = true;
		else this.#machine.fail('no-number', value.range, value.message);
		return null;
	}

	fold(expression: Fold, phase: number): void {
		if (phase === PHASE.gather) return this.#gather();
		const machine = this.#machine;
		const fixed = fixedBases(expression).filter((base) => this.#fixed(base) === undefined);
		if (phase === PHASE.evaluate && fixed.length > 0) {
			machine.work.push(expression, PHASE.begin);
			return machine.work.pushAll(fixed);
		}
		const { nodes } = machine.operands.take(fixed.length);
		const bases = new Map(fixed.map((base, at) => [base, nodes[at]!]));
		machine.work.push(expression, PHASE.gather);
		machine.frames.push(machine.frame);
		const label = expression.index?.name ?? '';
		const start = { fold: expression, sum: null, count: 0, bases, values: [] };
		const origin = machine.table.origin('iteration', label, expression.range);
		if (expression.index === undefined) {
			this.#loops.push({ ...start, at: 0, last: 0, speaks: false, origin });
			return machine.work.push(expression.body, PHASE.evaluate);
		}
		const bounds = boundsOf(expression, this.#lookup, this.#functions, (base) => {
			const node = bases.get(base) ?? this.#fixed(base);
			return node === undefined ? undefined : machine.tape.type(node).shape;
		});
		if ('message' in bounds) return machine.fail('no-bounds', bounds.range, bounds.message);
		const loop = { ...start, at: bounds.first - 1, last: bounds.last, speaks: bounds.speaks, origin };
		this.#loops.push(loop);
		this.#next(loop);
	}

	/** The node of what the innermost fold around that takes entries of it has computed once. */
	#fixed(base: Expression): number | undefined {
		if (base.kind === 'name') return undefined;
		return this.#loops.findLast(({ bases }) => bases.has(base))?.bases.get(base);
	}

	/** Goes on to the next value of the index for which the condition holds, or ends the loop. */
	#next(loop: Loop & { readonly origin: number; count: number }): void {
		const machine = this.#machine;
		const { fold } = loop;
		const outer = machine.frames.at(-1)!;
		for (loop.at++; loop.at <= loop.last; loop.at++) {
			if (machine.budget.expired()) return machine.outOfTime(fold);
			const indices = new Map(outer.indices).set(fold.index!.name, loop.at);
			machine.frame = { id: outer.id, names: outer.names, indices };
			if (fold.test !== undefined) {
				const holds = this.#plain(fold.test);
				if (holds === null) return;
				if (holds === 0) continue;
			}
			machine.frame = { ...machine.frame, id: machine.table.add(outer.id, loop.origin, loop.count++) };
			return machine.work.push(fold.body, PHASE.evaluate);
		}
		this.#end(loop);
	}

	/** Joins the body's value to the ones before. */
	#gather(): void {
		const machine = this.#machine;
		const loop = this.#loops.at(-1)!;
		const { fold } = loop;
		const value = machine.operands.pop();
		if (value === null) return;
		if (fold.op === 'argmax' || fold.op === 'argmin') return this.#choose(loop, fold, value);
		if (fold.op === 'stack') {
			loop.values.push(value);
			machine.work.push(fold, PHASE.gather);
			return this.#next(loop);
		}
		if (!loop.speaks && !machine.tape.isScalar(value.node)) {
			const folded = machine.arrays.fold(fold, fold.op, value.node, [value.place]);
			if (folded === null) return;
			loop.sum = { node: folded, place: -1 };
			return this.#finish(loop);
		}
		if (loop.sum === null) loop.sum = value;
		else {
			const { sum } = loop;
			const joined = machine.gate(opByName(fold.op).code, fold, [sum.node, value.node], [sum.place, value.place]);
			if (joined === null) return;
			loop.sum = { node: joined, place: -1 };
		}
		if (fold.index === undefined) return this.#finish(loop);
		machine.work.push(fold, PHASE.gather);
		this.#next(loop);
	}

	/** Which value of the index has the largest value so far: the first one of several. */
	#choose(loop: Loop & { readonly origin: number; count: number }, fold: Fold, value: Operand): void {
		const machine = this.#machine;
		const { tape } = machine;
		if (!tape.isScalar(value.node))
			return machine.fail('shape', fold.operator, ['Only numbers can be compared: choose among them by an index']);
		const best = loop.sum === null ? undefined : tape.value(loop.sum.node);
		const now = tape.value(value.node);
		if (best === undefined || (fold.op === 'argmax' ? now > best : now < best)) {
			loop.sum = value;
			loop.chosen = loop.at;
		}
		machine.work.push(fold, PHASE.gather);
		this.#next(loop);
	}

	/** All the values, as an array. */
	#stack({ fold, values }: Loop): void {
		const machine = this.#machine;
		if (values.length === 0) return machine.fail('empty', fold.operator, ['There is nothing to choose from']);
		const nodes = values.map(({ node }) => node);
		const places = values.map(({ place }) => place);
		const node = machine.gate(opCode('stack'), fold, nodes, places, { axis: 0 });
		if (node !== null) machine.yield(fold, node);
	}

	/** The last value was reached: the phase that would join another one is not wanted any more. */
	#end(loop: Loop): void {
		this.#machine.work.pop();
		this.#finish(loop);
	}

	#finish(loop: Loop): void {
		const machine = this.#machine;
		const { fold, sum } = loop;
		this.#loops.pop();
		machine.frame = machine.frames.pop() ?? TOP;
		if (fold.op === 'stack') return this.#stack(loop);
		if (loop.chosen !== undefined) machine.number(fold, loop.chosen);
		else if (sum !== null) machine.yield(fold, sum.node);
		else if (fold.op !== 'add' && fold.op !== 'mul')
			machine.fail('empty', fold.operator, ['There is nothing to choose from']);
		else machine.number(fold, fold.op === 'add' ? 0 : 1);
	}
}
