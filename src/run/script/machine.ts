/**
 * The machine that runs compiled Scripts: frames and stacks of its own instead of the host's, so that no depth of calls overflows, and the budget asked at
 * every call and every turn of a loop. What an instruction means for values is told by the files beside it.
 */
import { opCode } from '../../core/ops/index.ts';
import { TapeLimitError } from '../../core/tape.ts';
import { ShapeError } from '../../core/tensor/shape.ts';
import type { Text } from '../../protocol.ts';
import { overBudget, type Budget } from '../budget.ts';
import type { Recorder } from '../recorder.ts';
import { placeOf, type Site } from '../sites.ts';
import { bindArguments } from './arguments.ts';
import { BINARY, COMPARE, OP, UNARY, type Code } from './code.ts';
import { Abandoned, Raised, Refused, Stopped } from './errors.ts';
import type { Exceptions } from './exceptions.ts';
import { makeFrame, type Frame, type Suspended } from './frame.ts';
import type { Library, Named } from './library.ts';
import { NO_NAMED } from './library.ts';
import { formatValue, mergeInto } from './methods.ts';
import { makeClass } from './objects.ts';
import { Services } from './services.ts';
import {
	bool,
	keyOf,
	list,
	NONE,
	str,
	tuple,
	typeName,
	UNDEFINED,
	type Cell,
	type ClassValue,
	type FunctionValue,
	type GeneratorValue,
	type InstanceValue,
	type ListValue,
	type Value,
} from './values.ts';

/** How deeply calls of the user's functions may be nested. */
const MOST_CALLS = 1000;
/** How deeply libraries may call back into the program, which costs the host's stack. */
const MOST_REENTRIES = 150;
const COND = opCode('cond');
const WIRE = opCode('wire');

/** What the machine tells its owner: what names and results came of the program's statements, and where names come from that it does not set. */
export interface Observer {
	/** A name is being set; answers the value that it gets (an input in place of a literal). `top` is true outside of functions. */
	bind(name: string, site: Site, value: Value, literal: boolean, top: boolean): Value;
	/** An element of a list, dict or array was set by a statement outside of functions. */
	stored(object: Value, index: Value, site: Site): void;
	/** The value of a statement that is an expression. */
	result(site: Site, value: Value): void;
	/** A name that nothing set. Throws where there is none. */
	global(name: string, site: Site): Value;
	importModule(name: string, site: Site): Value;
	/** A built-in type by its name, for `type(x)`. */
	typeNamed(name: string): Value | undefined;
	note(site: Site, message: Text): void;
	target(node: number): void;
}

export class Machine {
	readonly recorder: Recorder;
	readonly budget: Budget;
	readonly library: Library;
	readonly exceptions: Exceptions;
	readonly observer: Observer;
	readonly javascript: boolean;
	readonly services: Services;
	readonly globals = new Map<string, Value>();
	/** Names whose statement failed: using them is no further problem. */
	readonly lost: Set<string>;
	readonly #stack: Value[] = [];
	/** Beside each value the place in the text that it came from; −1: none. */
	readonly #from: number[] = [];
	readonly #frames: Frame[] = [];
	#reentries = 0;

	constructor(parts: {
		recorder: Recorder;
		budget: Budget;
		library: Library;
		exceptions: Exceptions;
		observer: Observer;
		javascript: boolean;
		lost: Set<string>;
	}) {
		this.recorder = parts.recorder;
		this.budget = parts.budget;
		this.library = parts.library;
		this.exceptions = parts.exceptions;
		this.observer = parts.observer;
		this.javascript = parts.javascript;
		this.lost = parts.lost;
		this.services = new Services(this);
	}

	/** Runs a statement's code outside of any function. Throws Raised, Refused, Abandoned or Stopped. */
	execute(code: Code): void {
		this.#stack.length = this.#from.length = this.#frames.length = 0;
		this.#reentries = 0;
		this.recorder.frame = 0;
		this.#frames.push(makeFrame(code, [], 0, 0));
		this.#run(0);
	}

	/** Calls any callable and waits for its value. */
	call(callable: Value, args: readonly Value[], named: Named = NO_NAMED, from: readonly number[] = []): Value {
		const { site } = this.recorder;
		if (this.#reentries >= MOST_REENTRIES)
			return this.raise('RecursionError', ['Calls are nested more than {0} deep here.', MOST_REENTRIES]);
		const depth = this.#frames.length;
		const base = this.#stack.length;
		this.#reentries++;
		try {
			this.#invoke(callable, args, named, from, site);
			if (this.#frames.length > depth) this.#run(depth);
			const value = this.#stack[base] ?? NONE;
			this.#stack.length = this.#from.length = base;
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
		const depth = this.#frames.length;
		try {
			return act();
		} catch (error) {
			if (!(error instanceof Raised) || !error.value.class.order.some(({ name }) => name === exception)) throw error;
			this.#frames.length = depth;
			this.recorder.frame = this.#frames.at(-1)?.id ?? 0;
			return null;
		}
	}

	/** `super()` in the method that is running; null outside of one. */
	superOf(): Value | null {
		const frame = this.#frames.at(-1);
		const owner = frame?.owner ?? null;
		if (owner === null || frame?.self?.kind !== 'instance') return null;
		const { order } = frame.self.class;
		return { kind: 'super', self: frame.self, order: order.slice(order.indexOf(owner) + 1) };
	}

	/** The next value of a generator, or null at its end. */
	resume(generator: GeneratorValue): Value | null {
		const state = generator.state as Suspended;
		if (state.frame === null) return null;
		if (state.running) return this.raise('ValueError', ['The generator is already running.']);
		if (this.#reentries >= MOST_REENTRIES)
			return this.raise('RecursionError', ['Calls are nested more than {0} deep here.', MOST_REENTRIES]);
		const depth = this.#frames.length;
		const base = this.#stack.length;
		const { frame } = state;
		frame.base = base;
		this.#stack.push(...state.stack);
		this.#from.push(...state.from);
		this.#frames.push(frame);
		state.running = true;
		this.#reentries++;
		try {
			this.#run(depth);
		} catch (error) {
			state.frame = null;
			throw error;
		} finally {
			this.#reentries--;
			state.running = false;
		}
		const value = this.#stack[base] ?? NONE;
		this.#stack.length = this.#from.length = base;
		return (state.frame as Frame | null) === null ? null : value;
	}

	raise(type: string, message: Text, site: Site = this.recorder.site, deliberate = false): never {
		const [template, ...args] = message;
		const text = template.replace(/\{(\d+)\}/g, (_, index: string) => String(args[Number(index)] ?? ''));
		throw this.raised(this.exceptions.make(type, [str(text)]), message, site, deliberate);
	}

	raised(value: InstanceValue, message: Text, site: Site, deliberate: boolean): Raised {
		const code = value.class.name.replace(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase();
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
		if (!this.budget.expired()) return;
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
				this.#caught(this.#asRaised(error), depth);
			}
		}
	}

	/** Finds who handles what was thrown, in the frames above `depth`; throws it on where nobody does. */
	#caught(error: unknown, depth: number): void {
		while (this.#frames.length > depth) {
			const frame = this.#frames.at(-1)!;
			const handler = error instanceof Raised ? frame.tries.pop() : undefined;
			if (handler === undefined || !(error instanceof Raised)) {
				this.#frames.pop();
				continue;
			}
			this.#stack.length = this.#from.length = handler.stack;
			frame.loops.length = handler.loops;
			frame.id = this.recorder.frame = handler.frame;
			frame.handled.push(error);
			frame.at = handler.at;
			this.#push(error.value);
			return;
		}
		this.recorder.frame = this.#frames.at(-1)?.id ?? 0;
		throw error;
	}

	/** What the tape and the shapes refuse, in the program's terms. */
	#asRaised(error: unknown): unknown {
		const { site } = this.recorder;
		if (error instanceof ShapeError) {
			const value = this.exceptions.make('ValueError', [str(error.message)]);
			return new Raised(value, { code: 'shape', severity: 'error', range: placeOf(site), message: error.text }, false);
		}
		if (error instanceof TapeLimitError)
			return new Stopped(overBudget(error.limit, this.budget.limits[error.limit], placeOf(site)));
		return error;
	}

	#push(value: Value, from = -1): void {
		this.#stack.push(value);
		this.#from.push(from);
	}

	#pop(): Value {
		this.#from.pop();
		return this.#stack.pop()!;
	}

	/** Pushes what an expression came to, and remembers where in the text that was. */
	#yield(site: Site, value: Value): void {
		let node = -1;
		if (value.kind === 'float' || value.kind === 'bool') node = value.node;
		else if (value.kind === 'array') node = this.library.arrays.node(value);
		else if (value.kind === 'int' && value.lazy !== null) {
			this.#push(value, site.kind === '' ? -1 : this.recorder.places.addLazy(site, value.lazy, this.recorder.frame));
			return;
		}
		this.#push(value, node < 0 || site.kind === '' ? -1 : this.recorder.places.add(site, node, this.recorder.frame));
	}

	/** The last `count` values with their places, taken off the stack. */
	#take(count: number): { readonly values: Value[]; readonly from: number[] } {
		const start = this.#stack.length - count;
		return { values: this.#stack.splice(start, count), from: this.#from.splice(start, count) };
	}

	#begin(site: Site, count: number): Value[] {
		const { values, from } = this.#take(count);
		this.recorder.begin(site, values, from);
		return values;
	}

	#steps(depth: number): void {
		const { recorder, services } = this;
		for (;;) {
			const frame = this.#frames[this.#frames.length - 1]!;
			const { code } = frame;
			const { words } = code;
			if (frame.at >= words.length) {
				// A statement's code ends without a value.
				this.#frames.pop();
				if (this.#frames.length <= depth) return;
				continue;
			}
			const op = words[frame.at]!;
			const a = words[frame.at + 1]!;
			const site = code.sites[words[frame.at + 2]!]!;
			frame.at += 3;
			switch (op) {
				case OP.constant:
					this.#push(code.constants[a]!);
					break;
				case OP.literal: {
					const { value } = code.constants[a] as Extract<Value, { kind: 'float' }>;
					recorder.site = site;
					this.#yield(site, { kind: 'float', value, node: recorder.constant(value) });
					break;
				}
				case OP.loadLocal: {
					const value = frame.slots[a];
					if (value === undefined) this.raise('UnboundLocalError', ['{0} has no value yet.', site.name ?? ''], site);
					else this.#yield(site, value);
					break;
				}
				case OP.storeLocal:
					frame.slots[a] = this.#pop();
					break;
				case OP.loadCell: {
					const value = frame.cells[a]?.value;
					if (value === undefined) this.raise('NameError', ['{0} has no value yet.', site.name ?? ''], site);
					else this.#yield(site, value);
					break;
				}
				case OP.storeCell:
					frame.cells[a]!.value = this.#pop();
					break;
				case OP.loadGlobal:
					this.#yield(site, this.#global(frame, code.names[a]!, site));
					break;
				case OP.storeGlobal: {
					const name = code.names[a]!;
					const value = this.#pop();
					if (frame.namespace !== null) frame.namespace.set(name, value);
					else {
						this.globals.set(name, value);
						this.lost.delete(name);
					}
					break;
				}
				case OP.deleteLocal:
					frame.slots[a] = undefined;
					break;
				case OP.deleteGlobal:
					if (!(frame.namespace ?? this.globals).delete(code.names[a]!))
						this.raise('NameError', ['Unknown name: {0}', code.names[a]!], site);
					break;
				case OP.unary: {
					const [x] = this.#begin(site, 1);
					this.#yield(site, services.unary(UNARY[a]!, x!));
					break;
				}
				case OP.binary: {
					const [x, y] = this.#begin(site, 2);
					this.#yield(site, services.binary(BINARY[a]!, x!, y!));
					break;
				}
				case OP.augment: {
					const [x, y] = this.#begin(site, 2);
					this.#yield(site, services.augment(BINARY[a]!, x!, y!));
					break;
				}
				case OP.compare: {
					const [x, y] = this.#begin(site, 2);
					this.#yield(site, services.compare(COMPARE[a]!, x!, y!));
					break;
				}
				case OP.jump:
					if (a < frame.at) {
						recorder.site = site;
						this.tick();
					}
					frame.at = a;
					break;
				case OP.jumpIfFalse:
					recorder.site = site;
					if (!services.truthy(this.#pop())) frame.at = a;
					break;
				case OP.jumpIfTrue:
					recorder.site = site;
					if (services.truthy(this.#pop())) frame.at = a;
					break;
				case OP.jumpIfFalseOrPop:
					recorder.site = site;
					if (services.truthy(this.#stack.at(-1)!)) this.#pop();
					else frame.at = a;
					break;
				case OP.jumpIfTrueOrPop:
					recorder.site = site;
					if (services.truthy(this.#stack.at(-1)!)) frame.at = a;
					else this.#pop();
					break;
				case OP.jumpIfNotNullOrPop: {
					const { kind } = this.#stack.at(-1)!;
					if (kind === 'none' || kind === 'undefined') this.#pop();
					else frame.at = a;
					break;
				}
				case OP.buildList:
				case OP.buildTuple:
				case OP.buildSet:
					this.#build(op, a);
					break;
				case OP.buildDict:
					this.#push({ kind: 'dict', entries: new Map(), ...(this.javascript && { isObject: true }) });
					break;
				case OP.buildSlice: {
					const [start, stop, step] = this.#take(3).values;
					this.#push({ kind: 'slice', start: start!, stop: stop!, step: step! });
					break;
				}
				case OP.append: {
					const item = this.#pop();
					(this.#stack.at(-1) as ListValue).items.push(item);
					break;
				}
				case OP.extend: {
					recorder.site = site;
					const items = services.iterate(this.#pop());
					(this.#stack.at(-1) as ListValue).items.push(...items);
					break;
				}
				case OP.addToSet: {
					const item = this.#pop();
					(this.#stack.at(-1) as Extract<Value, { kind: 'set' }>).items.set(this.#key(item, site), item);
					break;
				}
				case OP.setEntry: {
					const value = this.#pop();
					const key = this.#pop();
					(this.#stack.at(-1) as Extract<Value, { kind: 'dict' }>).entries.set(this.#key(key, site), { key, value });
					break;
				}
				case OP.mergeDict: {
					recorder.site = site;
					const from = this.#pop();
					mergeInto(services, this.#stack.at(-1) as Extract<Value, { kind: 'dict' }>, from);
					break;
				}
				case OP.call: {
					const { values, from } = this.#take(a);
					this.#invoke(this.#pop(), values, NO_NAMED, from, site);
					break;
				}
				case OP.callNamed: {
					const names = this.#pop() as Extract<Value, { kind: 'tuple' }>;
					const { values, from } = this.#take(a);
					const count = a - names.items.length;
					const named = new Map(names.items.map((name, k) => [(name as { value: string }).value, values[count + k]!]));
					// Places of keyword arguments are found as those of the others are.
					recorder.begin(site, values, from);
					this.#invoke(this.#pop(), values.slice(0, count), named, from, site, values);
					break;
				}
				case OP.callSpread: {
					const options = this.#pop() as Extract<Value, { kind: 'dict' }>;
					const { items } = this.#pop() as ListValue;
					const named = new Map<string, Value>();
					for (const { key, value } of options.entries.values()) if (key.kind === 'str') named.set(key.value, value);
					this.#invoke(this.#pop(), items, named, [], site);
					break;
				}
				case OP.construct: {
					const { values, from } = this.#take(a);
					this.#invoke(this.#pop(), values, NO_NAMED, from, site);
					break;
				}
				case OP.attribute: {
					const [object] = this.#begin(site, 1);
					this.#yield(site, services.attribute(object!, code.names[a]!));
					break;
				}
				case OP.setAttribute: {
					const [value, object] = this.#begin(site, 2);
					services.setAttribute(object!, code.names[a]!, value!);
					break;
				}
				case OP.deleteAttribute: {
					recorder.site = site;
					const object = this.#pop();
					if (object.kind !== 'instance' || !object.attributes.delete(code.names[a]!))
						this.raise('AttributeError', ['{0} has no attribute {1}', typeName(object), code.names[a]!], site);
					break;
				}
				case OP.index: {
					const [object, index] = this.#begin(site, 2);
					this.#yield(site, services.getItem(object!, index!));
					break;
				}
				case OP.setIndex: {
					const [value, object, index] = this.#begin(site, 3);
					services.setItem(object!, index!, value!);
					if (this.#frames.length === 1) this.observer.stored(object!, index!, site);
					break;
				}
				case OP.deleteIndex: {
					const [object, index] = this.#begin(site, 2);
					services.deleteItem(object!, index!);
					break;
				}
				case OP.duplicate:
					this.#push(this.#stack.at(-1)!, this.#from.at(-1)!);
					break;
				case OP.duplicateTwo:
					this.#push(this.#stack.at(-2)!, this.#from.at(-2)!);
					this.#push(this.#stack.at(-2)!, this.#from.at(-2)!);
					break;
				case OP.rotateTwo:
					this.#rotate(2);
					break;
				case OP.rotateThree:
					this.#rotate(3);
					break;
				case OP.pop:
					this.#pop();
					break;
				case OP.unpack:
				case OP.unpackRest:
					recorder.site = site;
					this.#unpack(op, a);
					break;
				case OP.keys: {
					recorder.site = site;
					this.#push(services.keys(this.#pop()));
					break;
				}
				case OP.iterate: {
					recorder.site = site;
					const iterator = services.iterator(this.#pop());
					this.#push(iterator);
					if (a >= 0) frame.loops.push({ origin: a, parent: frame.id, turns: 0, iterator });
					break;
				}
				case OP.next: {
					recorder.site = site;
					const iterator = this.#stack.at(-1) as Extract<Value, { kind: 'iterator' }>;
					const item = iterator.next(services);
					if (item === null) {
						this.#pop();
						frame.at = a;
						break;
					}
					if (frame.loops.at(-1)?.iterator === iterator) this.#turn(frame);
					this.#push(item);
					break;
				}
				case OP.loopBegin:
					frame.loops.push({ origin: a, parent: frame.id, turns: 0, iterator: null });
					break;
				case OP.loopTurn:
					this.#turn(frame);
					break;
				case OP.loopEnd: {
					const loop = frame.loops.pop();
					if (loop !== undefined) frame.id = recorder.frame = loop.parent;
					break;
				}
				case OP.makeFunction:
					this.#push(this.#makeFunction(frame, a));
					break;
				case OP.makeClass: {
					const body = this.#pop() as FunctionValue;
					const { values } = this.#take(a);
					const bases = values.filter((base): base is ClassValue => base.kind === 'class');
					const namespace = new Map<string, Value>();
					const inner = this.#enter(body, [], site, 'class');
					inner.namespace = namespace;
					inner.finish = () => makeClass(body.name, bases, namespace);
					break;
				}
				case OP.return: {
					const from = this.#from.at(-1)!;
					const value = this.#pop();
					this.#return(value, from);
					if (this.#frames.length <= depth) return;
					break;
				}
				case OP.yield: {
					const value = this.#pop();
					const state = frame.generator!;
					const start = frame.base;
					// What is sent in is always None here.
					state.stack = [...this.#stack.splice(start), NONE];
					state.from = [...this.#from.splice(start), -1];
					this.#frames.pop();
					recorder.frame = this.#frames.at(-1)?.id ?? 0;
					this.#push(value);
					return;
				}
				case OP.raise: {
					const value = this.#pop();
					recorder.site = site;
					throw services.asRaised(value, site);
				}
				case OP.reraise: {
					const error = frame.handled.pop();
					if (a === 0) this.#pop();
					if (error === undefined) this.raise('RuntimeError', ['There is nothing to raise again.'], site);
					throw error;
				}
				case OP.tryBegin:
					frame.tries.push({ at: a, stack: this.#stack.length, loops: frame.loops.length, frame: frame.id });
					break;
				case OP.tryEnd:
					frame.tries.pop();
					break;
				case OP.matchException: {
					const type = this.#pop();
					this.#push(bool(services.isInstance(this.#stack.at(-1)!, type)));
					break;
				}
				case OP.endHandling:
					frame.handled.pop();
					break;
				case OP.importModule:
					this.#push(this.observer.importModule(code.names[a]!, site));
					break;
				case OP.importMember:
					recorder.site = site;
					this.#push(services.importMember(this.#stack.at(-1)!, code.names[a]!));
					break;
				case OP.importAll:
					recorder.site = site;
					services.importAll(this.#stack.at(-1)!);
					break;
				case OP.format: {
					recorder.site = site;
					const spec = this.#pop() as Extract<Value, { kind: 'str' }>;
					this.#push(str(formatValue(services, this.#pop(), spec.value, a === 1)));
					break;
				}
				case OP.join:
					this.#push(
						str(
							this.#take(a)
								.values.map((part) => (part as { value: string }).value)
								.join(''),
						),
					);
					break;
				case OP.wire:
					this.#wire(site);
					break;
				case OP.conditional: {
					const [test, value] = this.#begin(site, 2);
					const gate = test!.kind === 'bool' && test!.node >= 0 && value!.kind === 'float' && value!.node >= 0;
					this.#yield(site, gate ? recorder.gate(COND, [test!, value!]) : value!);
					break;
				}
				case OP.result: {
					const [value] = this.#begin(site, 1);
					if (this.#frames.length === 1) this.observer.result(site, value!);
					break;
				}
				case OP.bind: {
					const { name, site: at, literal } = code.bindings[a]!;
					const top = this.#stack.length - 1;
					recorder.site = at;
					const inClass = frame.namespace !== null;
					if (!inClass)
						this.#stack[top] = this.observer.bind(name, at, this.#stack[top]!, literal, this.#frames.length === 1);
					break;
				}
				case OP.unsupported:
					// A broken expression has its problem already.
					if (a < 0) throw new Abandoned(site);
					this.unsupported((code.constants[a] as { value: string }).value, site);
					break;
				case OP.objectPattern: {
					recorder.site = site;
					const key = this.#pop();
					this.#push(services.getItem(this.#pop(), key));
					break;
				}
				case OP.checkDefined:
					if (this.#stack.at(-1)!.kind === 'undefined') this.#pop();
					else frame.at = a;
					break;
				case OP.withEnter: {
					recorder.site = site;
					const manager = this.#stack.at(-1)!;
					const enter = services.lookUp(manager, '__enter__');
					this.#push(enter === null ? manager : this.call(enter, []));
					break;
				}
				case OP.withExit: {
					recorder.site = site;
					const exit = services.lookUp(this.#pop(), '__exit__');
					if (exit !== null) this.call(exit, [NONE, NONE, NONE]);
					break;
				}
				case OP.ignore:
					this.observer.note(site, ['Passed over: it takes no part in the computation.']);
					break;
				default:
					throw new Error(`no instruction ${op}`);
			}
		}
	}

	#rotate(count: number): void {
		const at = this.#stack.length - count;
		this.#stack.splice(at, 0, this.#stack.pop()!);
		this.#from.splice(at, 0, this.#from.pop()!);
	}

	#turn(frame: Frame): void {
		const loop = frame.loops.at(-1);
		if (loop === undefined) return;
		this.tick();
		frame.id = this.recorder.frame = this.recorder.frames.add(loop.parent, loop.origin, loop.turns++);
	}

	#key(value: Value, site: Site): string | number {
		return keyOf(value) ?? this.raise('TypeError', ['{0} cannot be a key', typeName(value)], site);
	}

	#build(op: number, count: number): void {
		if (count < 0) {
			// From a list that was gathered item by item.
			const { items } = this.#pop() as ListValue;
			if (op === OP.buildTuple) this.#push(tuple(items));
			else
				this.#push({ kind: 'set', items: new Map(items.map((item) => [this.#key(item, this.recorder.site), item])) });
			return;
		}
		const { values, from } = this.#take(count);
		if (op === OP.buildSet)
			this.#push({ kind: 'set', items: new Map(values.map((item) => [this.#key(item, this.recorder.site), item])) });
		else if (op === OP.buildTuple) this.#push({ kind: 'tuple', items: values, from });
		else this.#push({ kind: 'list', items: values, from });
	}

	#unpack(op: number, count: number): void {
		const value = this.#pop();
		const from = value.kind === 'tuple' || value.kind === 'list' ? value.from : undefined;
		const items = this.services.iterate(value);
		if (op === OP.unpack) {
			if (this.javascript) while (items.length < count) items.push(UNDEFINED);
			else if (items.length !== count) this.raise('ValueError', ['{0} values for {1} names', items.length, count]);
			for (let k = count - 1; k >= 0; k--) this.#push(items[k]!, from?.[k] ?? -1);
			return;
		}
		const before = count % 256;
		const after = Math.floor(count / 256);
		if (items.length < before + after)
			this.raise('ValueError', ['{0} values for {1} names', items.length, before + after]);
		for (let k = items.length - 1; k >= items.length - after; k--) this.#push(items[k]!);
		this.#push(list(items.slice(before, items.length - after)));
		for (let k = before - 1; k >= 0; k--) this.#push(items[k]!);
	}

	#global(frame: Frame, name: string, site: Site): Value {
		const known = frame.namespace?.get(name) ?? this.globals.get(name);
		if (known !== undefined) return known;
		if (this.lost.has(name)) throw new Abandoned(site);
		this.recorder.site = site;
		return this.observer.global(name, site);
	}

	#makeFunction(frame: Frame, index: number): FunctionValue {
		const { code, captures, defaults } = frame.code.functions[index]!;
		const { values } = this.#take(defaults.length);
		const cells: Cell[] = captures.map((at) => frame.cells[at >= 0 ? at : frame.code.cells + ~at]!);
		return {
			kind: 'function',
			name: code.name,
			code,
			defaults: new Map(defaults.map((parameter, k) => [parameter, values[k]!])),
			cells,
			attributes: new Map(),
		};
	}

	/** An edge of its own for a bare name: what it stands for is handed on by a wire. */
	#wire(site: Site): void {
		const value = this.#stack.at(-1)!;
		if (value.kind !== 'float' || value.node < 0) return;
		this.#begin(site, 1);
		this.#push(this.recorder.gate(WIRE, [value]));
	}

	// Calls.

	#invoke(
		callee: Value,
		args: readonly Value[],
		named: Named,
		from: readonly number[],
		site: Site,
		all: readonly Value[] = args,
	): void {
		const { recorder } = this;
		recorder.site = site;
		this.tick();
		switch (callee.kind) {
			case 'function': {
				const wired = args.map((arg, k) => this.#wired(arg, from[k] ?? -1));
				const bound = bindArguments(callee, wired, named);
				recorder.site = site;
				if ('misfit' in bound) this.raise('TypeError', bound.misfit, site);
				else if (callee.code.generator) this.#push(this.#generator(callee, bound.values, site));
				else this.#enter(callee, bound.values, site, 'call');
				return;
			}
			case 'method':
				if (callee.callable.kind === 'function' && callee.callable.code.javascript) {
					// JavaScript hands the object over as `this`, not as an argument.
					this.#invoke(callee.callable, args, named, from, site, all);
					this.#setThis(callee.self);
					return;
				}
				return this.#invoke(callee.callable, [callee.self, ...args], named, [-1, ...from], site, [callee.self, ...all]);
			case 'builtin':
			case 'type':
				recorder.begin(site, all, from);
				return this.#yield(site, callee.call(this.services, args, named));
			case 'class':
				return this.#construct(callee, args, named, from, site);
			case 'descriptor':
				return this.#invoke(callee.get, args, named, from, site, all);
			case 'instance': {
				const hook = this.services.lookUp(callee, '__call__');
				if (hook !== null) return this.#invoke(hook, args, named, from, site, all);
				break;
			}
			default:
				break;
		}
		this.raise('TypeError', ['{0} cannot be called', typeName(callee)], site);
	}

	#setThis(self: Value): void {
		const frame = this.#frames.at(-1)!;
		const place = frame.code.thisPlace;
		frame.self = self;
		if (place === null) return;
		if (place.cell) frame.cells[place.slot]!.value = self;
		else frame.slots[place.slot] = self;
	}

	#wired(value: Value, from: number): Value {
		if (value.kind !== 'float' || value.node < 0 || from < 0) return value;
		const site = this.recorder.places.siteOf(from);
		if (site.kind !== 'name') return value;
		this.recorder.begin(site, [value], [from]);
		return this.recorder.gate(WIRE, [value]);
	}

	#enter(fn: FunctionValue, values: readonly Value[], site: Site, how: 'call' | 'class'): Frame {
		if (this.#frames.length > MOST_CALLS) {
			throw new Refused({
				code: 'recursion',
				severity: 'error',
				range: placeOf(site),
				message: ['{0} calls itself more than {1} times deep.', fn.name, MOST_CALLS],
			});
		}
		const caller = this.#frames.at(-1);
		const id = how === 'class' ? (caller?.id ?? 0) : this.services.callFrame(fn.name, site, caller?.id ?? 0);
		const frame = makeFrame(fn.code, fn.cells, this.#stack.length, id);
		frame.site = site;
		frame.owner = fn.owner ?? null;
		for (const [index, parameter] of fn.code.parameters.entries()) {
			const value = values[index]!;
			if (parameter.cell) frame.cells[parameter.slot]!.value = value;
			else frame.slots[parameter.slot] = value;
		}
		frame.self = values[0] ?? null;
		this.#frames.push(frame);
		this.recorder.frame = id;
		return frame;
	}

	#return(value: Value, from: number): void {
		const frame = this.#frames.pop()!;
		this.#stack.length = this.#from.length = frame.base;
		this.recorder.frame = this.#frames.at(-1)?.id ?? 0;
		if (frame.generator !== null) {
			frame.generator.frame = null;
			this.#push(value);
			return;
		}
		const result = frame.finish === null ? value : frame.finish(value);
		if (frame.site === null) this.#push(result, from);
		else this.#yield(frame.site, result);
	}

	#generator(fn: FunctionValue, values: readonly Value[], site: Site): GeneratorValue {
		const frame = this.#enter(fn, values, site, 'call');
		this.#frames.pop();
		this.recorder.frame = this.#frames.at(-1)?.id ?? 0;
		const state: Suspended = { frame, stack: [], from: [], running: false };
		frame.generator = state;
		return { kind: 'generator', state };
	}

	#construct(type: ClassValue, args: readonly Value[], named: Named, from: readonly number[], site: Site): void {
		const instance: InstanceValue = { kind: 'instance', class: type, attributes: new Map() };
		if (type.native === 'exception') instance.payload = args;
		const init = this.services.classMember(type, this.javascript ? 'constructor' : '__init__');
		if (init === undefined) {
			if (args.length > 0 && type.native === undefined)
				this.raise('TypeError', ['{0} takes no arguments.', type.name], site);
			this.#push(instance);
			return;
		}
		if (init.kind !== 'function') {
			this.recorder.begin(site, args, from);
			this.call(init, [instance, ...args], named);
			this.#push(instance);
			return;
		}
		const bound = bindArguments(init, this.javascript ? args : [instance, ...args], named);
		if ('misfit' in bound) return this.raise('TypeError', bound.misfit, site);
		const frame = this.#enter(init, bound.values, site, 'call');
		frame.finish = () => instance;
		if (this.javascript) this.#setThis(instance);
	}
}
