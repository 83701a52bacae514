/**
 * The machine that runs compiled Scripts: frames and stacks of its own instead of the host's, so that no depth of calls overflows, and the budget asked at
 * every call and every turn of a loop. What an instruction means for values is told by the files beside it.
 */
import { fill, type Text } from '../../protocol.ts';
import { overBudget, type Budget } from '../budget.ts';
import type { Recorder } from '../recorder.ts';
import { placeOf, type Site, type Spot } from '../sites.ts';
import { invoke } from './calling.ts';
import type { Code } from './code.ts';
import { Abandoned, Ends, Raised, Refused, Stopped } from './errors.ts';
import type { Exceptions } from './exceptions.ts';
import { makeFrame, siteBefore, type Frame, type Suspended } from './frame.ts';
import { NO_NAMED, type Library, type Matrices, type Named } from './library.ts';
import type { Globals } from './globals.ts';
import { INSTRUCTIONS } from './instructions.ts';
import type { Observer } from './observing.ts';
import { asRaised } from './raising.ts';
import { Services } from './services.ts';
import { NONE, str, type ClassValue, type GeneratorValue, type InstanceValue, type Value } from './values.ts';

/** How deeply libraries may call back into the program, which costs the host's stack. */
const MOST_REENTRIES = 150;

/** What one instruction does; `a` is its argument. */
export type Instruction = (m: Machine, frame: Frame, a: number, site: Spot) => void;
export type Instructions = Readonly<Record<number, Instruction>>;

export class Machine {
	readonly recorder: Recorder;
	readonly budget: Budget;
	readonly library: Library;
	readonly exceptions: Exceptions;
	readonly observer: Observer;
	readonly javascript: boolean;
	readonly matrices: Matrices | undefined;
	readonly services: Services;
	/** The variables of the program; while an imported file's statements run, that file's. */
	globals: Globals;
	/** Names whose statement failed. */
	readonly lost: Set<string>;
	readonly stack: Value[] = [];
	/** Beside each value the place in the text that it came from; −1: none. */
	readonly from: number[] = [];
	readonly frames: Frame[] = [];
	/** Where the statement outside of functions was when it ended. */
	ended: Site | null = null;
	#reentries = 0;

	constructor(parts: {
		recorder: Recorder;
		budget: Budget;
		library: Library;
		exceptions: Exceptions;
		observer: Observer;
		globals: Globals;
		javascript: boolean;
		lost: Set<string>;
	}) {
		this.recorder = parts.recorder;
		this.budget = parts.budget;
		this.library = parts.library;
		this.exceptions = parts.exceptions;
		this.observer = parts.observer;
		this.globals = parts.globals;
		this.javascript = parts.javascript;
		this.matrices = parts.library.matrices;
		this.lost = parts.lost;
		this.services = new Services(this);
	}

	/** Runs a statement's code outside of any function. Throws Raised, Refused, Abandoned or Stopped. */
	execute(code: Code): void {
		this.stack.length = this.from.length = this.frames.length = this.#reentries = 0;
		this.recorder.frame = 0;
		this.ended = null;
		this.frames.push(makeFrame(code, [], 0, 0));
		this.#run(0);
	}

	/** Runs a statement of an imported file while the program's own waits. */
	load(code: Code, globals: Globals, spot: Spot): void {
		const { site, frame } = this.recorder;
		if (this.#reentries >= MOST_REENTRIES) this.raise('ImportError', ['Imports are nested too deep here.']);
		const [depth, base, before] = [this.frames.length, this.stack.length, this.globals];
		this.globals = globals;
		this.#reentries++;
		try {
			this.frames.push({ ...makeFrame(code, [], base, frame), spot });
			this.#run(depth);
		} finally {
			this.#reentries--;
			this.globals = before;
			this.frames.length = depth;
			this.stack.length = this.from.length = base;
			Object.assign(this.recorder, { site, frame });
		}
	}

	/** Calls any callable and waits for its value. */
	call(callable: Value, args: readonly Value[], named: Named = NO_NAMED, from: number[] = []): Value {
		const { site } = this.recorder;
		if (this.#reentries >= MOST_REENTRIES)
			return this.raise('RecursionError', ['Calls are nested more than {0} deep here.', MOST_REENTRIES]);
		const depth = this.frames.length;
		const base = this.stack.length;
		this.#reentries++;
		try {
			invoke(this, callable, args, named, from, site);
			if (this.frames.length > depth) this.#run(depth);
			const value = this.stack[base] ?? NONE;
			this.stack.length = this.from.length = base;
			return value;
		} finally {
			this.#reentries--;
			this.recorder.site = site;
		}
	}

	/** What an iterator of the program's own (`__next__`) gives, or null where it raises StopIteration. */
	nextOf(next: Value): Value | null {
		return this.#unless('StopIteration', () => this.call(next, []));
	}

	/** What `__getitem__` gives at an index, or null past the end. */
	itemOf(get: Value, index: Value): Value | null {
		return this.#unless('IndexError', () => this.call(get, [index]));
	}

	#unless(exception: string, act: () => Value): Value | null {
		const depth = this.frames.length;
		const base = this.stack.length;
		try {
			return act();
		} catch (error) {
			if (!(error instanceof Raised) || !error.value.class.order.some(({ name }) => name === exception)) throw error;
			this.frames.length = depth;
			this.stack.length = this.from.length = base;
			this.recorder.frame = this.frames.at(-1)?.id ?? 0;
			return null;
		}
	}

	/** `super()` in the method that is running; null outside of one. */
	superOf(): Value | null {
		const frame = this.frames.at(-1);
		const owner = frame?.owner ?? null;
		const self = frame?.self ?? null;
		if (owner === null || (self?.kind !== 'instance' && self?.kind !== 'class')) return null;
		return this.superFrom(owner, self);
	}

	/** What `owner`'s bases have of an object, or of a class. */
	superFrom(owner: ClassValue, self: InstanceValue | ClassValue): Value {
		const { order } = self.kind === 'class' ? self : self.class;
		return { kind: 'super', self, order: order.slice(order.indexOf(owner) + 1) };
	}

	/** The next value of a generator, or null at its end; `sent`: what its `yield` comes to. */
	resume(generator: GeneratorValue, sent: Value = NONE): Value | null {
		const state = generator.state as Suspended;
		if (state.frame === null) return null;
		if (this.#reentries >= MOST_REENTRIES)
			return this.raise('RecursionError', ['Calls are nested more than {0} deep here.', MOST_REENTRIES]);
		const depth = this.frames.length;
		const base = this.stack.length;
		const { site } = this.recorder;
		this.wake(state, -1, false, sent);
		this.#reentries++;
		try {
			this.#run(depth);
		} finally {
			this.#reentries--;
			this.recorder.site = site;
		}
		const value = this.stack[base] ?? NONE;
		this.stack.length = this.from.length = base;
		return (state.frame as Frame | null) === null ? null : value;
	}

	/** Lets a generator go on, above the frame that runs: what it yields is pushed there. */
	wake(state: Suspended, end: number, delegated: boolean, sent: Value = NONE): void {
		const frame = state.frame!;
		if (state.running) this.raise('ValueError', ['generator already executing']);
		frame.base = this.stack.length;
		const last = state.stack.length - 1;
		for (let k = 0; k <= last; k++) this.push(k === last ? sent : state.stack[k]!, state.from[k]);
		state.stack = [];
		state.end = end;
		state.delegated = delegated;
		state.running = true;
		this.frames.push(frame);
		this.recorder.frame = frame.id;
	}

	/** `args` are what the exception holds; absent: its message. */
	raise(type: string, message: Text, site: Site = this.recorder.site, args?: readonly Value[]): never {
		const [template, ...parts] = message;
		const held = args ?? [str(fill(template, parts))];
		throw this.raised(this.exceptions.make(type, held), message, site, false);
	}

	raised(value: InstanceValue, message: Text, site: Site, deliberate: boolean): Raised {
		const { name } = value.class;
		const code = name === 'RecursionError' ? 'recursion' : name.replace(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase();
		return new Raised(value, { code, severity: 'error', range: placeOf(site), message }, deliberate);
	}

	unsupported(what: string, site: Site = this.recorder.site): never {
		throw new Refused({
			code: 'not-supported',
			severity: 'error',
			range: placeOf(site),
			message: ['Not supported: {0}', what],
		});
	}

	tick(): void {
		if (this.budget.expired()) this.stop();
	}

	/** Ends the run: its time is used up. */
	stop(): never {
		const { milliseconds } = this.budget.limits;
		throw new Stopped(overBudget('milliseconds', milliseconds, placeOf(this.recorder.site)));
	}

	// The instructions.

	#run(depth: number): void {
		for (;;) {
			try {
				this.#steps(depth);
				return;
			} catch (error) {
				this.#caught(asRaised(this, error), depth);
			}
		}
	}

	/** Finds who handles what was thrown, in the frames above `depth`; throws it on where nobody does. */
	#caught(error: unknown, depth: number): void {
		while (this.frames.length > depth) {
			const frame = this.frames[this.frames.length - 1]!;
			if (error instanceof Ends && frame.spot !== null) error.passed(frame.spot);
			const handler = error instanceof Raised ? frame.tries?.pop() : undefined;
			if (handler === undefined || !(error instanceof Raised)) {
				this.frames.pop();
				if (this.frames.length === 0) this.ended = siteBefore(frame);
				if (frame.generator !== null) {
					frame.generator.frame = null;
					frame.generator.running = false;
				}
				continue;
			}
			this.stack.length = this.from.length = frame.base + handler.stack;
			if (frame.loops !== null) frame.loops.length = handler.loops;
			frame.id = this.recorder.frame = handler.frame;
			frame.handled ??= [];
			frame.handled.length = handler.handled;
			frame.handled.push(error);
			frame.at = handler.at;
			this.push(error.thrown);
			return;
		}
		this.recorder.frame = this.frames.at(-1)?.id ?? 0;
		throw error;
	}

	push(value: Value, from = -1): void {
		this.stack.push(value);
		this.from.push(from);
	}

	pop(): Value {
		this.from.pop();
		return this.stack.pop()!;
	}

	/** Pushes what an expression came to, and remembers where in the text that was. */
	yield(site: Site, value: Value): void {
		this.stack.push(value);
		this.from.push(this.#placeFor(site, value));
	}

	#placeFor(site: Site, value: Value): number {
		const { recorder } = this;
		let node: number;
		switch (value.kind) {
			case 'float':
			case 'bool':
				node = value.node;
				break;
			case 'int':
				if (value.lazy === null || site.kind === '') return -1;
				return recorder.places.addLazy(site, value.lazy, recorder.frame);
			case 'array':
				node = this.library.arrays.node(value);
				break;
			default:
				return -1;
		}
		return node < 0 || site.kind === '' ? -1 : recorder.places.add(site, node, recorder.frame);
	}

	/** The last `count` values with their places, taken off the stack. */
	take(count: number): { readonly values: Value[]; readonly from: number[] } {
		const { stack, from } = this;
		const start = stack.length - count;
		const taken = { values: stack.slice(start), from: from.slice(start) };
		stack.length = from.length = start;
		return taken;
	}

	begin(site: Site, count: number): Value[] {
		const { values, from } = this.take(count);
		this.recorder.begin(site, values, from);
		return values;
	}

	#steps(depth: number): void {
		const { frames } = this;
		while (frames.length > depth) {
			const frame = frames[frames.length - 1]!;
			const { words, sites } = frame.code;
			const { at } = frame;
			if (at >= words.length) {
				// A statement's code ends without a value.
				frames.pop();
				continue;
			}
			frame.at = at + 3;
			INSTRUCTIONS[words[at]!]!(this, frame, words[at + 1]!, sites[words[at + 2]!]!);
		}
	}

	/** Puts the top value under the `count - 1` below it. */
	rotate(count: number): void {
		const { stack, from } = this;
		const top = stack.length - 1;
		const value = stack[top]!;
		const place = from[top]!;
		for (let k = top; k > top - count + 1; k--) {
			stack[k] = stack[k - 1]!;
			from[k] = from[k - 1]!;
		}
		stack[top - count + 1] = value;
		from[top - count + 1] = place;
	}

	turn(frame: Frame): void {
		const { loops } = frame;
		if (loops === null || loops.length === 0) return;
		const loop = loops[loops.length - 1]!;
		this.tick();
		frame.id = this.recorder.frame = this.recorder.frames.add(loop.parent, loop.origin, loop.turns++);
	}

	key(value: Value, site: Site): string | number {
		this.recorder.site = site;
		return this.services.key(value);
	}

	/** The same, or null where there is none. */
	outerOrNull(name: string, site: Site): Value | null {
		try {
			return this.outer(name, site);
		} catch (error) {
			if (this.services.isRaised(error, 'ReferenceError')) return null;
			throw error;
		}
	}

	/** What a name is that the program did not set. */
	outer(name: string, site: Site, apart = false): Value {
		if (!apart && this.lost.has(name)) throw new Abandoned(site);
		this.recorder.site = site;
		return this.observer.global(name, site, apart);
	}
}
