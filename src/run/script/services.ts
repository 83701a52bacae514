/** What operators, attributes and builtins mean on the machine: the face that libraries see of it. */
import type { BinaryOp, CompareOp, UnaryOp } from '../../lang/script.ts';
import type { Text } from '../../protocol.ts';
import type { Recorder } from '../recorder.ts';
import type { Site } from '../sites.ts';
import type { Raised } from './errors.ts';
import { written } from './format.ts';
import { iteratorOf, lengthOf } from './iteration.ts';
import type { Call, Named } from './library.ts';
import type { Machine } from './machine.ts';
import { lookUp, setAttribute } from './attributes.ts';
import { classAttribute } from './objects.ts';
import * as operations from './operations.ts';
import { deleteItem, getItem, setItem } from './subscript.ts';
import {
	bool,
	int,
	list,
	str,
	typeName,
	UNDEFINED,
	type ClassValue,
	type IteratorValue,
	type Value,
} from './values.ts';

/** The methods by which a class says what operators do to its instances: on the left, and on the right. */
const SPECIAL: Partial<Record<BinaryOp, string>> = {
	'+': 'add',
	'-': 'sub',
	'*': 'mul',
	'/': 'truediv',
	'//': 'floordiv',
	'%': 'mod',
	'**': 'pow',
	'@': 'matmul',
	'&': 'and',
	'|': 'or',
	'^': 'xor',
	'<<': 'lshift',
	'>>': 'rshift',
};
const SPECIAL_COMPARE: Partial<Record<CompareOp, readonly [left: string, right: string]>> = {
	'<': ['__lt__', '__gt__'],
	'<=': ['__le__', '__ge__'],
	'>': ['__gt__', '__lt__'],
	'>=': ['__ge__', '__le__'],
	'==': ['__eq__', '__eq__'],
	'!=': ['__ne__', '__ne__'],
};

export class Services implements Call {
	readonly #machine: Machine;

	constructor(machine: Machine) {
		this.#machine = machine;
	}

	get recorder(): Recorder {
		return this.#machine.recorder;
	}

	raise(type: string, message: Text): never {
		return this.#machine.raise(type, message);
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

	tick(): void {
		this.#machine.tick();
	}

	target(node: number): void {
		this.#machine.observer.target(node);
	}

	// Going through values.

	iterator(value: Value): IteratorValue {
		const { javascript, library } = this.#machine;
		if (value.kind === 'generator') return { kind: 'iterator', next: () => this.#machine.resume(value) };
		if (value.kind !== 'instance') return iteratorOf(this, value, library.arrays, javascript);
		const iter = this.lookUp(value, '__iter__');
		if (iter !== null) {
			const inner = this.call(iter, []);
			if (inner.kind !== 'instance') return this.iterator(inner);
			const next = this.attribute(inner, '__next__');
			return { kind: 'iterator', next: () => this.#machine.nextOf(next) };
		}
		const get = this.lookUp(value, '__getitem__');
		if (get === null) return this.raise('TypeError', ['{0} cannot be iterated over', typeName(value)]);
		let at = 0;
		return { kind: 'iterator', next: () => this.#machine.itemOf(get, int(at++)) };
	}

	iterate(value: Value): Value[] {
		if (value.kind === 'list' || value.kind === 'tuple') return [...value.items];
		const iterator = this.iterator(value);
		const items: Value[] = [];
		for (let item = iterator.next(this); item !== null; item = iterator.next(this)) {
			this.tick();
			if (items.push(item) > this.#machine.budget.limits.elements)
				return this.raise('MemoryError', ['More than {0} items.', this.#machine.budget.limits.elements]);
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
				return value.value;
			case 'int':
			case 'float':
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
				return this.#machine.library.arrays.truthy(this, value);
			case 'instance': {
				const hook = classAttribute(value.class.order, '__bool__') ?? classAttribute(value.class.order, '__len__');
				return hook === undefined ? true : this.truthy(this.call(hook, [value]));
			}
			default:
				return true;
		}
	}

	// Operators.

	unary(op: UnaryOp, a: Value): Value {
		const { arrays } = this.#machine.library;
		if (a.kind === 'array' && op !== 'not' && op !== 'typeof') {
			const result = arrays.unary(this, op, a);
			if (result !== null) return result;
		} else if (a.kind === 'instance' && op !== 'not' && op !== 'typeof') {
			const hook = this.lookUp(a, { '-': '__neg__', '+': '__pos__', '~': '__invert__' }[op]);
			if (hook !== null) return this.call(hook, []);
		} else {
			const result = operations.unary(this, op, a);
			if (result !== null) return result;
		}
		return this.raise('TypeError', ['{0} cannot be applied to {1}', op, typeName(a)]);
	}

	binary(op: BinaryOp, a: Value, b: Value): Value {
		const { arrays } = this.#machine.library;
		let result: Value | null = null;
		if (a.kind === 'instance' || b.kind === 'instance') result = this.#special(op, a, b);
		if (result === null && (a.kind === 'array' || b.kind === 'array')) result = arrays.binary(this, op, a, b);
		else result ??= operations.binary(this, op, a, b, this.#machine.javascript);
		return result ?? this.raise('TypeError', ['{0} cannot be applied to {1} and {2}', op, typeName(a), typeName(b)]);
	}

	augment(op: BinaryOp, a: Value, b: Value): Value {
		if (a.kind === 'array') return this.#machine.library.arrays.augment(this, op, a, b);
		if (a.kind === 'list' && op === '+') {
			const items = this.iterate(b);
			delete a.from;
			a.items.push(...items);
			return a;
		}
		if (a.kind === 'instance' && SPECIAL[op] !== undefined) {
			const hook = this.lookUp(a, `__i${SPECIAL[op]}__`);
			if (hook !== null) return this.call(hook, [b]);
		}
		return this.binary(op, a, b);
	}

	#special(op: BinaryOp, a: Value, b: Value): Value | null {
		const name = SPECIAL[op];
		if (name === undefined) return null;
		const left = a.kind === 'instance' ? this.lookUp(a, `__${name}__`) : null;
		if (left !== null) {
			const result = this.call(left, [b]);
			if (!isNotImplemented(result)) return result;
		}
		const right = b.kind === 'instance' ? this.lookUp(b, `__r${name}__`) : null;
		if (right === null) return null;
		const result = this.call(right, [a]);
		return isNotImplemented(result) ? null : result;
	}

	compare(op: CompareOp, a: Value, b: Value): Value {
		const { arrays } = this.#machine.library;
		const special = SPECIAL_COMPARE[op];
		if (special !== undefined && (a.kind === 'instance' || b.kind === 'instance')) {
			const left = a.kind === 'instance' ? this.lookUp(a, special[0]) : null;
			if (left !== null) return this.call(left, [b]);
			const right = b.kind === 'instance' ? this.lookUp(b, special[1]) : null;
			if (right !== null) return this.call(right, [a]);
			if (op === '!=' && a.kind === 'instance' && classAttribute(a.class.order, '__eq__') !== undefined)
				return bool(!this.truthy(this.compare('==', a, b)));
			if (op === '==' || op === '!=') return bool((a === b) === (op === '=='));
		}
		if ((op === 'in' || op === 'not in') && b.kind === 'instance') {
			const hook = this.lookUp(b, '__contains__');
			if (hook !== null) return bool(this.truthy(this.call(hook, [a])) === (op === 'in'));
		}
		let result: Value | null = null;
		if ((a.kind === 'array' || b.kind === 'array') && op !== 'is' && op !== 'is not' && op !== 'in' && op !== 'not in')
			result = arrays.compare(this, op, a, b);
		else result = operations.compare(this, op, a, b);
		return result ?? this.raise('TypeError', ['{0} cannot be applied to {1} and {2}', op, typeName(a), typeName(b)]);
	}

	equal(a: Value, b: Value): boolean {
		return this.truthy(this.compare('==', a, b));
	}

	// Elements and attributes.

	getItem(object: Value, index: Value): Value {
		if (object.kind === 'array') return this.#machine.library.arrays.getItem(this, object, index);
		if (object.kind === 'instance') {
			const hook = this.lookUp(object, '__getitem__');
			if (hook !== null) return this.call(hook, [index]);
		}
		const found = getItem(this, object, index, this.#machine.javascript);
		if (found !== null) return found;
		if (this.#machine.javascript && index.kind === 'str') return this.attribute(object, index.value);
		return this.raise('TypeError', ['{0} has no elements to take', typeName(object)]);
	}

	setItem(object: Value, index: Value, value: Value): void {
		if (object.kind === 'array') return this.#machine.library.arrays.setItem(this, object, index, value);
		if (object.kind === 'instance') {
			const hook = this.lookUp(object, '__setitem__');
			if (hook !== null) {
				this.call(hook, [index, value]);
				return;
			}
		}
		if (!setItem(this, object, index, value, this.#machine.javascript))
			this.raise('TypeError', ['{0} has no elements to set', typeName(object)]);
	}

	deleteItem(object: Value, index: Value): void {
		if (!deleteItem(this, object, index)) this.raise('TypeError', ['{0} has no elements to delete', typeName(object)]);
	}

	attribute(value: Value, name: string): Value {
		const found = this.lookUp(value, name);
		if (found !== null) return found;
		if (value.kind === 'module') return this.unsupported(`${value.name}.${name}`);
		if (this.#machine.javascript && value.kind !== 'undefined' && value.kind !== 'none') return UNDEFINED;
		if (value.kind === 'array' || value.kind === 'float') return this.unsupported(`.${name}`);
		return this.raise('AttributeError', ['{0} has no attribute {1}', typeName(value), name]);
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
		if (type.kind !== 'class') return false;
		if (type.name === 'object' && type.order.length === 0) return true;
		return value.kind === 'instance' && value.class.order.includes(type);
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
		return this.#written(value, true);
	}

	#written(value: Value, repr: boolean): string {
		const { arrays } = this.#machine.library;
		return written(value, repr, arrays, (instance, asRepr) => {
			if (instance.kind !== 'instance') return null;
			const hooks = asRepr ? ['__repr__'] : ['__str__', '__repr__'];
			const hook = hooks.map((name) => classAttribute(instance.class.order, name)).find((each) => each !== undefined);
			if (hook === undefined) {
				const args = instance.payload;
				return Array.isArray(args) ? (args as Value[]).map((arg) => this.string(arg)).join(', ') : null;
			}
			const text = this.call(hook, [instance]);
			return text.kind === 'str' ? text.value : null;
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
		const instance =
			value.kind === 'class' && value.native === 'exception'
				? { kind: 'instance' as const, class: value, attributes: new Map<string, Value>(), payload: [] }
				: value;
		if (instance.kind !== 'instance') {
			// JavaScript throws anything.
			if (!this.#machine.javascript) return this.raise('TypeError', ['{0} is no exception', typeName(value)]);
			const thrown = this.#machine.exceptions.make('Error', [value]);
			return this.#machine.raised(thrown, ['{0}', this.string(value)], site, true);
		}
		const args = Array.isArray(instance.payload) ? (instance.payload as Value[]) : [];
		const text = args.map((arg) => this.string(arg)).join(', ');
		return this.#machine.raised(
			instance,
			text === '' ? ['{0}', instance.class.name] : ['{0}: {1}', instance.class.name, text],
			site,
			true,
		);
	}
}

function isNotImplemented(value: Value): boolean {
	return value.kind === 'builtin' && value.name === 'NotImplemented';
}
