/** What operators, attributes and builtins mean on the machine: the face that libraries see of it. */
import type { BinaryOp, CompareOp, UnaryOp } from '../../lang/script.ts';
import type { Text } from '../../protocol.ts';
import type { Recorder } from '../recorder.ts';
import type { Site } from '../sites.ts';
import { augment, binary, compare, unary } from './dispatch.ts';
import { Raised } from './errors.ts';
import { written } from './format.ts';
import { iteratorOf, lengthOf } from './iteration.ts';
import { builtin, type Call, type Named } from './library.ts';
import type { Machine } from './machine.ts';
import { lookUp, setAttribute } from './attributes.ts';
import { writtenJavaScript } from './javascript-operators.ts';
import { argumentsOf, bindTo, classAttribute, isException, specialMethod } from './objects.ts';
import type { Suspended } from './frame.ts';
import { deleteItem, getItem, setItem } from './subscript.ts';
import {
	int,
	keyOf,
	list,
	str,
	tuple,
	typeName,
	UNDEFINED,
	type ClassValue,
	type GeneratorValue,
	type IteratorValue,
	type Value,
} from './values.ts';

/** Shorter lists are not counted: there can be only as many as there is time for. */
const COUNTED = 10_000;
/** What an item of a list takes in memory, with its value. */
const ITEM_BYTES = 64;
/** Multiplications that even a slow machine does in a millisecond. */
const PER_MILLISECOND = 1e6;
/** How often the room for lists may be used, since what nobody holds any more is not known. */
const REUSED = 10;

export class Services implements Call {
	readonly #machine: Machine;

	/** Items of long lists that were made so far. */
	#reserved = 0;

	constructor(machine: Machine) {
		this.#machine = machine;
	}

	get recorder(): Recorder {
		return this.#machine.recorder;
	}

	raise(type: string, message: Text, args?: readonly Value[]): never {
		return this.#machine.raise(type, message, undefined, args);
	}

	isRaised(error: unknown, type: string): boolean {
		return error instanceof Raised && error.value.class.order.some(({ name }) => name === type);
	}

	unsupported(what: string): never {
		return this.#machine.unsupported(what);
	}

	note(message: Text): void {
		this.#machine.observer.note(this.recorder.site, message);
	}

	call(callable: Value, args: readonly Value[], named?: Named): Value {
		return this.#machine.call(callable, args, named);
	}

	reserve(items: number): void {
		if (items < COUNTED) return;
		this.#reserved += items;
		const { elements, bytes } = this.#machine.budget.limits;
		const most = Math.min(elements, Math.floor(bytes / ITEM_BYTES));
		if (items > most || this.#reserved > REUSED * most) this.raise('MemoryError', ['More than {0} items.', most]);
		// So much takes as long as many instructions do.
		this.#machine.budget.look();
		this.#machine.tick();
	}

	afford(work: number): void {
		if (work > this.#machine.budget.limits.milliseconds * PER_MILLISECOND) this.#machine.stop();
	}

	tick(): void {
		this.#machine.tick();
	}

	resume(generator: GeneratorValue, sent?: Value): Value | null {
		return this.#machine.resume(generator, sent);
	}

	close(generator: GeneratorValue): void {
		(generator.state as Suspended).frame = null;
	}

	next(iterator: Value): Value | null {
		if (iterator.kind === 'generator') return this.#machine.resume(iterator);
		if (iterator.kind === 'iterator') return iterator.next(this);
		return this.#machine.nextOf(this.attribute(iterator, '__next__'));
	}

	target(node: number): void {
		this.#machine.observer.target(node);
	}

	// Going through values.

	iterator(value: Value): IteratorValue {
		const { javascript, library } = this.#machine;
		if (value.kind === 'generator') return { kind: 'iterator', next: () => this.#machine.resume(value) };
		if (value.kind === 'class' && value.native === 'enum')
			return iteratorOf(
				this,
				list([...value.attributes.values()].filter(({ kind }) => kind === 'instance')),
				library.arrays,
				false,
			);
		if (value.kind !== 'instance') return iteratorOf(this, value, this.#machine.matrices ?? library.arrays, javascript);
		const iter = specialMethod(this, value, '__iter__');
		if (iter !== null) {
			const inner = this.call(iter, []);
			if (inner.kind !== 'instance') return this.iterator(inner);
			const next = this.attribute(inner, '__next__');
			return { kind: 'iterator', next: () => this.#machine.nextOf(next) };
		}
		const get = specialMethod(this, value, '__getitem__');
		if (get === null) return this.raise('TypeError', ["'{0}' object is not iterable", typeName(value)]);
		let at = 0;
		return { kind: 'iterator', next: () => this.#machine.itemOf(get, int(at++)) };
	}

	iterate(value: Value): Value[] {
		if (value.kind === 'list' || value.kind === 'tuple') {
			this.reserve(value.items.length);
			return [...value.items];
		}
		if (value.kind === 'range') this.reserve(this.length(value));
		const iterator = this.iterator(value);
		const items: Value[] = [];
		for (let item = iterator.next(this); item !== null; item = iterator.next(this)) {
			this.tick();
			if (items.push(item) % COUNTED === 0) this.reserve(COUNTED);
		}
		return items;
	}

	length(value: Value): number {
		return lengthOf(this, value, this.#machine.library.arrays);
	}

	/** What `for (key in object)` goes through. */
	keys(value: Value): Value {
		if (value.kind === 'dict') return list([...value.entries.values()].map(({ key }) => key));
		return list(Array.from({ length: this.length(value) }, (_, at) => str(String(at))));
	}

	truthy(value: Value): boolean {
		switch (value.kind) {
			case 'none':
			case 'undefined':
				return false;
			case 'bool':
				this.recorder.decide(value);
				return value.value;
			case 'int':
			case 'float':
				this.recorder.decide(value);
				return this.#machine.javascript ? value.value !== 0 && !Number.isNaN(value.value) : value.value !== 0;
			case 'str':
				return value.value !== '';
			case 'list':
			case 'tuple':
			case 'dict':
			case 'set':
			case 'range':
				return this.#machine.javascript || this.length(value) > 0;
			case 'array':
				return (this.#machine.matrices ?? this.#machine.library.arrays).truthy(this, value);
			case 'instance': {
				const hook = specialMethod(this, value, '__bool__') ?? specialMethod(this, value, '__len__');
				return hook === null ? true : this.truthy(this.call(hook, []));
			}
			case 'nothing':
				return false;
			default:
				return true;
		}
	}

	// Operators.

	unary(op: UnaryOp, a: Value): Value {
		return unary(this, this.#machine, op, a);
	}

	binary(op: BinaryOp, a: Value, b: Value): Value {
		return binary(this, this.#machine, op, a, b);
	}

	augment(op: BinaryOp, a: Value, b: Value): Value {
		return augment(this, this.#machine, op, a, b);
	}

	compare(op: CompareOp, a: Value, b: Value): Value {
		return compare(this, this.#machine, op, a, b);
	}

	equal(a: Value, b: Value): boolean {
		return this.truthy(this.compare('==', a, b));
	}

	// Elements and attributes.

	item(object: Value, index: Value): Value {
		const entry = this.#machine.matrices?.getItem(this, object, index) ?? null;
		if (entry !== null) return entry;
		if (object.kind === 'array') return this.#machine.library.arrays.getItem(this, object, index);
		if (object.kind === 'nothing') return object;
		if (object.kind === 'instance') {
			const hook = specialMethod(this, object, '__getitem__');
			if (hook !== null) return this.call(hook, [index]);
		}
		// `list[int]` and the like stand for the type.
		if (object.kind === 'type' || (object.kind === 'class' && object.native !== 'enum')) return object;
		if (object.kind === 'class' && index.kind === 'str') return this.attribute(object, index.value);
		const found = getItem(this, object, index, this.#machine.javascript);
		if (found !== null) return found;
		if (this.#machine.javascript && index.kind === 'str') return this.attribute(object, index.value);
		return this.raise('TypeError', ["'{0}' object is not subscriptable", typeName(object)]);
	}

	setItem(object: Value, index: Value, value: Value): void {
		if (this.#machine.matrices?.setItem(this, object, index, value) === true) return;
		if (object.kind === 'array') return this.#machine.library.arrays.setItem(this, object, index, value);
		if (object.kind === 'nothing') return;
		if (object.kind === 'instance') {
			const hook = specialMethod(this, object, '__setitem__');
			if (hook !== null) {
				this.call(hook, [index, value]);
				return;
			}
		}
		if (!setItem(this, object, index, value, this.#machine.javascript))
			this.raise('TypeError', ["'{0}' object does not support item assignment", typeName(object)]);
	}

	deleteItem(object: Value, index: Value): void {
		if (object.kind === 'instance') {
			const hook = specialMethod(this, object, '__delitem__');
			if (hook !== null) {
				this.call(hook, [index]);
				return;
			}
			if (object.inner !== undefined) return this.deleteItem(object.inner, index);
		}
		if (!deleteItem(this, object, index))
			this.raise('TypeError', ["'{0}' object doesn't support item deletion", typeName(object)]);
	}

	key(value: Value): string | number {
		if (value.kind === 'instance') {
			const hook = specialMethod(this, value, '__hash__');
			if (hook !== null) return `h${keyOf(this.call(hook, []))}`;
			if (value.inner !== undefined) return this.key(value.inner);
		}
		if (value.kind === 'tuple' && value.items.some(({ kind }) => kind === 'instance' || kind === 'tuple'))
			return `t${JSON.stringify(value.items.map((item) => this.key(item)))}`;
		return keyOf(value) ?? this.raise('TypeError', ["unhashable type: '{0}'", typeName(value)]);
	}

	hash(value: Value): Value {
		const key = this.key(value);
		if (typeof key === 'number' && Number.isInteger(key)) return int(key);
		let hash = 7;
		for (const c of String(key)) hash = (hash * 31 + c.codePointAt(0)!) % 2305843009213;
		return int(hash);
	}

	attribute(value: Value, name: string): Value {
		const found = this.lookUp(value, name);
		if (found !== null) return found;
		const given = value.kind === 'module' || value.kind === 'array' ? this.standIn(name) : null;
		if (given !== null) return builtin(name, (call) => call.unsupported(name));
		if (value.kind === 'module') return this.unsupported(`${value.name}.${name}`);
		if (this.#machine.javascript && value.kind !== 'undefined' && value.kind !== 'none') return UNDEFINED;
		if (value.kind === 'array') return this.unsupported(`.${name}`);
		if (value.kind === 'class' || value.kind === 'type')
			return this.raise('AttributeError', ["type object '{0}' has no attribute '{1}'", value.name, name]);
		return this.raise('AttributeError', ["'{0}' object has no attribute '{1}'", typeName(value), name]);
	}

	/** What the user says that a function comes to which is not supported here, by the last part of its name; no gradient passes it. */
	standIn(name: string): Value | null {
		return this.#machine.observer.standIn(name.slice(name.lastIndexOf('.') + 1), this.recorder.site);
	}

	lookUp(value: Value, name: string): Value | null {
		return lookUp(this, this.#machine, value, name);
	}

	setAttribute(value: Value, name: string, to: Value): void {
		setAttribute(this, this.#machine, value, name, to);
	}

	// Types and texts.

	classMember(type: ClassValue, name: string): Value | undefined {
		return classAttribute(type.order, name);
	}

	isInstance(value: Value, type: Value): boolean {
		if (type.kind === 'tuple') return type.items.some((each) => this.isInstance(value, each));
		if (type.kind === 'type') return type.has(value);
		return type.kind === 'class' && value.kind === 'instance' && value.class.order.includes(type);
	}

	typeOf(value: Value): Value {
		if (value.kind === 'instance') return value.class;
		const name = typeName(value);
		const known = this.#machine.observer.typeNamed(name);
		return (
			known ?? { kind: 'type', name, has: (other) => other.kind === value.kind, call: (call) => call.unsupported(name) }
		);
	}

	element(value: Value): Value {
		const name = value.kind === 'array' ? 'item' : '__float__';
		const hook = this.lookUp(value, name);
		return hook === null ? value : this.call(hook, []);
	}

	instantiate(type: ClassValue, payload?: unknown): Value {
		return { kind: 'instance', class: type, attributes: new Map(), payload };
	}

	string(value: Value): string {
		return this.#written(value, false);
	}

	repr(value: Value): string {
		// What is escaped once more at every turn of a loop doubles.
		if (value.kind === 'str') this.reserve(value.value.length);
		return this.#written(value, true);
	}

	#written(value: Value, repr: boolean): string {
		const { javascript, library } = this.#machine;
		if (javascript) return writtenJavaScript(this, value);
		return written(value, repr, library.arrays, (instance, asRepr) => {
			if (instance.kind !== 'instance') return null;
			const { order } = instance.class;
			for (const name of asRepr ? ['__repr__'] : ['__str__', '__repr__']) {
				const hook = classAttribute(order, name);
				const text = hook === undefined ? null : this.call(bindTo(this, instance, instance.class, hook), []);
				if (text?.kind === 'str') return text.value;
			}
			if (!isException(instance.class)) return null;
			const args = argumentsOf(instance);
			if (asRepr) return `${instance.class.name}(${args.map((arg) => this.repr(arg)).join(', ')})`;
			if (args.length > 1) return this.repr(tuple(args));
			const [only] = args;
			if (only === undefined) return '';
			return order.some(({ name }) => name === 'KeyError') ? this.repr(only) : this.string(only);
		});
	}

	// Modules and exceptions.

	importMember(module: Value, name: string): Value {
		return this.attribute(module, name);
	}

	importAll(module: Value): void {
		const all = module.kind === 'module' ? module.all?.() : undefined;
		if (all === undefined) return this.unsupported('import *');
		for (const [name, value] of all) this.#machine.globals.set(name, value);
	}

	asRaised(value: Value, site: Site): Raised {
		const error = value.kind === 'class' && isException(value) ? this.call(value, []) : value;
		if (error.kind !== 'instance' || (!isException(error.class) && !this.#machine.javascript)) {
			// JavaScript throws anything.
			if (!this.#machine.javascript) return this.raise('TypeError', ['exceptions must derive from BaseException']);
			const thrown = this.#machine.exceptions.make('Error', [value]);
			const raised = this.#machine.raised(thrown, ['{0}', this.string(value)], site, true);
			raised.thrown = value;
			return raised;
		}
		const text = this.#machine.javascript ? '' : this.string(error);
		const name = this.#machine.javascript ? this.string(error) : error.class.name;
		return this.#machine.raised(error, text === '' ? ['{0}', name] : ['{0}: {1}', name, text], site, true);
	}
}
