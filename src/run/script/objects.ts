/** Attributes of objects and classes, and how a class is put together. */
import type { Call } from './library.ts';
import { methodOf } from './methods.ts';
import {
	type DictValue,
	int,
	NONE,
	str,
	typeName,
	type BuiltinValue,
	type ClassValue,
	type FunctionValue,
	type InstanceValue,
	type SuperValue,
	type TypeValue,
	type Value,
} from './values.ts';

/** An attribute as the class, or one it derives from, has it. */
export function classAttribute(order: readonly ClassValue[], name: string): Value | undefined {
	for (const type of order) {
		const found = type.attributes.get(name);
		if (found !== undefined) return found;
	}
	return undefined;
}

/** Found in a class, as seen through an instance: functions become methods. */
export function bindTo(call: Call, self: Value, type: ClassValue, found: Value): Value {
	if (found.kind === 'function' || found.kind === 'builtin') return { kind: 'method', self, callable: found };
	if (found.kind !== 'descriptor') return found;
	if (found.role === 'property') return call.call({ kind: 'method', self, callable: found.get }, []);
	return found.role === 'static' ? found.get : { kind: 'method', self: type, callable: found.get };
}

export function isException(type: ClassValue): boolean {
	return type.native === 'exception';
}

/** An exception's arguments. */
export function argumentsOf(self: InstanceValue): readonly Value[] {
	return Array.isArray(self.payload) ? (self.payload as Value[]) : [];
}

export function instanceAttribute(call: Call, self: InstanceValue, name: string): Value | null {
	const inClass = classAttribute(self.class.order, name);
	if (inClass?.kind === 'descriptor' && inClass.role === 'property')
		return call.call({ kind: 'method', self, callable: inClass.get }, []);
	const own = self.attributes.get(name);
	if (own !== undefined) return own;
	if (inClass !== undefined) return bindTo(call, self, self.class, inClass);
	if (name === '__class__') return self.class;
	if (name === '__dict__') return attributesOf(self);
	if (isException(self.class)) {
		if (name === 'args') return { kind: 'tuple', items: argumentsOf(self) };
		if (name === 'value') return argumentsOf(self)[0] ?? NONE;
		if (name === 'message')
			return str(
				argumentsOf(self)
					.map((each) => call.string(each))
					.join(', '),
			);
		if (name === 'name') return str(self.class.name);
	}
	const held = self.inner === undefined ? null : methodOf(self.inner, name);
	if (held !== null) return held;
	const fallback = classAttribute(self.class.order, '__getattr__');
	if (fallback !== undefined) return call.call(fallback, [self, str(name)]);
	return name === '__setattr__' ? setter(self) : null;
}

/** `super().__setattr__(name, value)` and the like. */
function setter(self: InstanceValue): BuiltinValue {
	return {
		kind: 'builtin',
		name: '__setattr__',
		call: (_, args) => {
			// Called through the class, the object comes first.
			const [name = NONE, value = NONE] = args.slice(-2);
			const target = args.length > 2 && args[0]!.kind === 'instance' ? args[0] : self;
			if (name.kind === 'str') target.attributes.set(name.value, value);
			return NONE;
		},
	};
}

/** A method by which a class says what an operator or a builtin does to its instances; null where it says nothing. */
export function specialMethod(call: Call, self: Value, name: string): Value | null {
	if (self.kind !== 'instance') return null;
	const found = classAttribute(self.class.order, name);
	if (found !== undefined) return found.kind === 'none' ? null : bindTo(call, self, self.class, found);
	return self.inner === undefined ? null : methodOf(self.inner, name);
}

type Entry = Parameters<DictValue['entries']['set']>[1];

/** The entries of an object's `__dict__`: what is written to them is an attribute of the object. */
class LiveEntries extends Map<string | number, Entry> {
	readonly #attributes: Map<string, Value>;

	constructor(attributes: Map<string, Value>) {
		super();
		this.#attributes = attributes;
		for (const [key, value] of attributes) super.set(`s${key}`, { key: str(key), value });
	}

	override set(place: string | number, entry: Entry): this {
		if (entry.key.kind === 'str') this.#attributes.set(entry.key.value, entry.value);
		return super.set(place, entry);
	}

	override delete(place: string | number): boolean {
		const { key } = this.get(place) ?? {};
		if (key?.kind === 'str') this.#attributes.delete(key.value);
		return super.delete(place);
	}

	override clear(): void {
		this.#attributes.clear();
		super.clear();
	}
}

function attributesOf(self: InstanceValue): Value {
	return { kind: 'dict', entries: new LiveEntries(self.attributes) };
}

export function setInstanceAttribute(call: Call, self: InstanceValue, name: string, value: Value): void {
	const inClass = classAttribute(self.class.order, name);
	if (inClass?.kind === 'descriptor' && inClass.role === 'property') {
		if (inClass.set === undefined)
			return call.raise('AttributeError', ["property '{0}' of '{1}' object has no setter", name, typeName(self)]);
		call.call({ kind: 'method', self, callable: inClass.set }, [value]);
		return;
	}
	const hook = classAttribute(self.class.order, '__setattr__');
	if (hook !== undefined) call.call(hook, [self, str(name), value]);
	else self.attributes.set(name, value);
}

/** An attribute of a class itself. */
export function attributeOfClass(type: ClassValue, name: string): Value | null {
	const found = classAttribute(type.order, name);
	if (found !== undefined) {
		if (found.kind !== 'descriptor') return found;
		if (found.role === 'class') return { kind: 'method', self: type, callable: found.get };
		return found.role === 'static' ? found.get : found;
	}
	switch (name) {
		case '__name__':
		case '__qualname__':
			return str(type.name);
		case '__mro__':
			return { kind: 'tuple', items: type.order };
		case '__bases__':
			return { kind: 'tuple', items: type.order.slice(1, 2) };
		case '__doc__':
			return NONE;
		case '__dict__':
			return {
				kind: 'dict',
				entries: new Map([...type.attributes].map(([key, value]) => [`s${key}`, { key: str(key), value }])),
			};
		case '__setattr__':
			return setter({ kind: 'instance', class: type, attributes: new Map() });
		case '__init__':
			return initializer(null, type);
		default:
			return type.base === undefined ? null : unbound(type.base, name);
	}
}

/** A method of a built-in type, called with its object as the first argument: `str.upper`. */
export function unbound(type: TypeValue, name: string): Value {
	return {
		kind: 'builtin',
		name: `${type.name}.${name}`,
		call: (call, [self = NONE, ...args], named) => {
			const inner = self.kind === 'instance' && self.inner !== undefined ? self.inner : self;
			return call.call(call.attribute(inner, name), args, named);
		},
	};
}

/** What `super()` finds, past the classes that the program wrote too. */
export function attributeOfSuper(call: Call, value: SuperValue, name: string): Value | null {
	const { self, order } = value;
	const found = classAttribute(order, name);
	if (found !== undefined)
		return self.kind === 'class' && found.kind === 'descriptor' && found.role === 'class'
			? { kind: 'method', self, callable: found.get }
			: bindTo(call, self, order[0]!, found);
	if (name === '__init_subclass__') return { kind: 'builtin', name, call: () => NONE };
	if (name === '__new__') return MAKER;
	if (self.kind !== 'instance') return null;
	if (name === '__init__') return initializer(self, self.class);
	if (name === '__setattr__') return setter(self);
	if (name === '__repr__' || name === '__str__')
		return { kind: 'builtin', name, call: () => str(`<${typeName(self)} object>`) };
	return self.inner === undefined ? null : methodOf(self.inner, name);
}

/** `object.__new__(cls)`, `tuple.__new__(cls, items)`. */
export const MAKER: BuiltinValue = {
	kind: 'builtin',
	name: '__new__',
	call: (call, [type = NONE, ...args]) => blank(call, type, args),
};

/** An object of a class before its `__init__`: what `object.__new__` makes. */
function blank(call: Call, type: Value, args: readonly Value[]): Value {
	if (type.kind !== 'class') return call.unsupported('__new__');
	const inner = type.base?.call(call, args, new Map());
	return { kind: 'instance', class: type, attributes: new Map(), ...(inner !== undefined && { inner }) };
}

/** What `object`, an exception or a built-in type does with the arguments of `__init__`. */
function initializer(bound: InstanceValue | null, type: ClassValue): BuiltinValue {
	return {
		kind: 'builtin',
		name: '__init__',
		call: (call, given, named) => {
			const self = bound ?? given[0];
			const args = bound === null ? given.slice(1) : given;
			if (self?.kind !== 'instance') return NONE;
			if (isException(type)) self.payload = args;
			else if (type.base !== undefined && (args.length > 0 || named.size > 0))
				self.inner = type.base.call(call, args, named);
			return NONE;
		},
	};
}

/**
 * The order in which a class and its bases are searched: each class before its bases, the bases in their order (the C3 linearisation of Python; where the
 * bases contradict each other, depth first).
 */
export function makeClass(
	call: Call,
	name: string,
	bases: readonly Value[],
	attributes: Map<string, Value>,
): ClassValue {
	const parents: ClassValue[] = [];
	let base: TypeValue | undefined;
	for (const each of bases) {
		if (each.kind === 'class') {
			parents.push(each);
			base ??= each.base;
		} else if (each.kind === 'type') {
			if (each.name !== 'object') base ??= each;
		} else if (each.kind !== 'nothing' && each.kind !== 'none')
			return call.unsupported(`class ${name}(${each.kind === 'builtin' ? each.name : typeName(each)})`);
	}
	const order: ClassValue[] = [];
	const native = parents.find((each) => each.native !== undefined)?.native;
	const type: ClassValue = {
		kind: 'class',
		name,
		order,
		attributes,
		...(native !== undefined && { native }),
		...(base !== undefined && { base }),
	};
	order.push(type, ...linearise(parents));
	for (const value of attributes.values()) {
		const inner = value.kind === 'descriptor' ? [value.get, value.set ?? NONE] : [value];
		for (const each of inner) if (each.kind === 'function') each.owner ??= type;
	}
	if (native === 'enum') enumerate(type);
	const hook = classAttribute(order.slice(1), '__init_subclass__');
	if (hook !== undefined) call.call(hook.kind === 'descriptor' ? hook.get : hook, [type]);
	return type;
}

/** The members of an `Enum`: objects with a name and a value in place of the values. */
function enumerate(type: ClassValue): void {
	let last = 0;
	for (const [name, value] of type.attributes) {
		if (name.startsWith('_') || value.kind === 'function' || value.kind === 'descriptor') continue;
		const counted = value.kind === 'nothing' ? int(last + 1) : value;
		if (counted.kind === 'int') last = counted.value;
		const attributes = new Map<string, Value>([
			['name', str(name)],
			['value', counted],
		]);
		type.attributes.set(name, { kind: 'instance', class: type, attributes });
	}
}

function linearise(bases: readonly ClassValue[]): ClassValue[] {
	const lists = [...bases.map(({ order }) => [...order]), [...bases]].filter((list) => list.length > 0);
	const order: ClassValue[] = [];
	while (lists.length > 0) {
		const head =
			lists.map((list) => list[0]!).find((each) => lists.every((list) => !list.slice(1).includes(each))) ??
			lists[0]![0]!;
		if (!order.includes(head)) order.push(head);
		for (let k = lists.length - 1; k >= 0; k--) {
			const list = lists[k]!;
			const kept = list.filter((each) => each !== head);
			if (kept.length === 0) lists.splice(k, 1);
			else lists[k] = kept;
		}
	}
	return order;
}

/** What `F.prototype` is: the class of the objects that `new F(…)` makes. */
export function prototypeOf(fn: FunctionValue): ClassValue {
	const known = fn.attributes.get('prototype');
	if (known?.kind === 'class') return known;
	const order: ClassValue[] = [];
	const made: ClassValue = { kind: 'class', name: fn.name, order, attributes: new Map() };
	order.push(made);
	fn.attributes.set('prototype', made);
	return made;
}
