/**
 * The program's objects within an expression: made anew on the expression's own tape, so that `net.forward(x)` calls what the program's object would do,
 * differentiates through its attributes, and changes nothing of it.
 */
import { bool, float, int, type ClassValue, type InstanceValue, type Value } from '../../run/script/values.ts';
import { objectNamed } from './receiver.ts';
import type { Scope } from './scope.ts';

/** So many parts of objects are gone through for one expression. */
const MOST_PARTS = 10_000;

/** The classes and functions of the program, made for the expression. */
export type Defined = (name: string) => Value | undefined;

export class Objects {
	readonly #scope: Scope;
	readonly #defined: Defined;
	/** What the program holds → what stands for it in the expression. */
	readonly #made = new Map<Value, Value>();
	#parts = 0;

	constructor(scope: Scope, defined: Defined) {
		this.#scope = scope;
		this.#defined = defined;
	}

	/** What a variable of the program holds that is no number and no array; undefined where it holds no such thing. `only`: no lists and the like. */
	find(name: string, only?: 'instance'): Value | undefined {
		const { ran, moment } = this.#scope;
		const held = objectNamed(ran, name, moment);
		if (held === undefined || (only !== undefined && held.kind !== only)) return undefined;
		return this.#make(held, name);
	}

	/** `path`: how the program's text may speak of it. */
	#make(held: Value, path: string): Value {
		const work: (() => void)[] = [];
		const made = this.#part(held, path, work);
		for (let next = work.pop(); next !== undefined; next = work.pop()) next();
		return made ?? this.#refuse(path);
	}

	/** What stands for a part; undefined where nothing can. What is inside is put in by `work`. */
	#part(held: Value, path: string, work: (() => void)[]): Value | undefined {
		const known = this.#made.get(held);
		if (known !== undefined) return known;
		const made = this.#shell(held, path, work);
		if (made !== undefined) this.#made.set(held, made);
		return made;
	}

	#shell(held: Value, path: string, work: (() => void)[]): Value | undefined {
		const { run } = this.#scope;
		if (this.#parts++ > MOST_PARTS)
			return run.refuse('too-large', ['{0} holds too much to be looked at here', path], run.recorder.site.range);
		const inner = (value: Value, at: string): Value => this.#part(value, at, work) ?? later(at);
		switch (held.kind) {
			case 'instance': {
				const attributes = new Attributes(
					(name) => this.#scope.written(`${path}.${name}`) ?? this.#refuse(`${path}.${name}`),
				);
				const made: InstanceValue = { kind: 'instance', class: this.#class(held.class), attributes };
				work.push(() => {
					for (const [name, value] of held.attributes) {
						const part = this.#part(value, `${path}.${name}`, work);
						attributes.hold(name, this.#scope.written(`${path}.${name}`) ?? part);
					}
				});
				return made;
			}
			case 'list':
			case 'tuple': {
				const items: Value[] = [];
				work.push(() => {
					for (const [index, value] of held.items.entries()) items.push(inner(value, `${path}[${index}]`));
				});
				return { kind: held.kind, items };
			}
			case 'dict': {
				const entries = new Map<string | number, { readonly key: Value; value: Value }>();
				work.push(() => {
					for (const [at, { key, value }] of held.entries)
						entries.set(at, { key, value: inner(value, `${path}[${run.machine.services.repr(key)}]`) });
				});
				return { ...held, entries };
			}
			case 'array':
				return this.#array(held);
			case 'float':
				return held.node < 0 ? float(held.value) : this.#known(held.node);
			case 'int':
				return held.big === undefined ? int(held.value) : held;
			case 'bool':
				return bool(held.value);
			case 'function':
				return this.#defined(held.name);
			case 'class':
				return this.#class(held);
			case 'str':
			case 'none':
			case 'undefined':
			case 'slice':
			case 'range':
			case 'ellipsis':
			case 'builtin':
			case 'type':
			case 'nothing':
				return held;
			default:
				return undefined;
		}
	}

	#array(held: Extract<Value, { kind: 'array' }>): Value | undefined {
		const { ran, run } = this.#scope;
		const { arrays } = run.machine.library;
		const node = arrays.node(held);
		if (node >= 0 && arrays.isFloat(held)) return this.#known(node);
		return this.#scope.constant(ran.trace.tape.tensor(node >= 0 ? node : arrays.record(held)));
	}

	/** A node's value, where it has one at this step. */
	#known(node: number): Value | undefined {
		return this.#scope.cursor.valueKnown(node) ? this.#scope.load(node) : undefined;
	}

	/** A class of which the program's text has no definition that can be found from here keeps its name only. */
	#class(held: ClassValue): ClassValue {
		const found = this.#defined(held.name);
		if (found?.kind === 'class') return found;
		const order: ClassValue[] = [];
		const bare: ClassValue = { kind: 'class', name: held.name, order, attributes: new Map() };
		order.push(bare);
		return bare;
	}

	#refuse(path: string): never {
		const { run } = this.#scope;
		return run.refuse('no-value-yet', ['{0} has no value yet at this step', path], run.recorder.site.range);
	}
}

/** An object's attributes, of which some may have no value yet: those are there, and are refused when they are asked for. */
class Attributes extends Map<string, Value> {
	readonly #later = new Set<string>();
	readonly #ask: (name: string) => Value;

	constructor(ask: (name: string) => Value) {
		super();
		this.#ask = ask;
	}

	hold(name: string, value: Value | undefined): void {
		if (value === undefined) this.#later.add(name);
		else super.set(name, value);
	}

	override get(name: string): Value | undefined {
		return super.get(name) ?? (this.#later.has(name) ? this.#ask(name) : undefined);
	}

	override set(name: string, value: Value): this {
		this.#later.delete(name);
		return super.set(name, value);
	}
}

/** Stands in a list or dict for what has no value yet. */
function later(name: string): Value {
	return { kind: 'nothing', name };
}
