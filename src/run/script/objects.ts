/** Attributes of objects and classes, and how a class is put together. */
import type { Call } from './library.ts';
import { NONE, type ClassValue, type InstanceValue, type Value } from './values.ts';

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
	if (found.role === 'property') return call.call(found.get, [self]);
	return found.role === 'static' ? found.get : { kind: 'method', self: type, callable: found.get };
}

export function instanceAttribute(call: Call, self: InstanceValue, name: string): Value | null {
	const inClass = classAttribute(self.class.order, name);
	if (inClass?.kind === 'descriptor' && inClass.role === 'property') return call.call(inClass.get, [self]);
	const own = self.attributes.get(name);
	if (own !== undefined) return own;
	if (inClass !== undefined) return bindTo(call, self, self.class, inClass);
	if (name === '__class__') return self.class;
	if (name === '__dict__') return attributesOf(self);
	if (name === 'args' && self.class.order.at(-1)?.name === 'BaseException')
		return { kind: 'tuple', items: Array.isArray(self.payload) ? (self.payload as Value[]) : [] };
	const fallback = classAttribute(self.class.order, '__getattr__');
	return fallback === undefined ? null : call.call(fallback, [self, { kind: 'str', value: name }]);
}

function attributesOf(self: InstanceValue): Value {
	const entries = [...self.attributes].map(
		([key, value]) => [`s${key}`, { key: { kind: 'str', value: key } as const, value }] as const,
	);
	return { kind: 'dict', entries: new Map(entries) };
}

export function setInstanceAttribute(call: Call, self: InstanceValue, name: string, value: Value): void {
	const inClass = classAttribute(self.class.order, name);
	if (inClass?.kind === 'descriptor' && inClass.role === 'property') {
		if (inClass.set === undefined) return call.raise('AttributeError', ['{0} can only be read', name]);
		call.call(inClass.set, [self, value]);
		return;
	}
	const hook = classAttribute(self.class.order, '__setattr__');
	if (hook !== undefined) call.call(hook, [self, { kind: 'str', value: name }, value]);
	else self.attributes.set(name, value);
}

/**
 * The order in which a class and its bases are searched: each class before its bases, the bases in their order (the C3 linearisation of Python; where the
 * bases contradict each other, depth first).
 */
export function makeClass(name: string, bases: readonly ClassValue[], attributes: Map<string, Value>): ClassValue {
	const order: ClassValue[] = [];
	const native = bases.find((base) => base.native !== undefined)?.native;
	const type: ClassValue = { kind: 'class', name, order, attributes, ...(native !== undefined && { native }) };
	order.push(type, ...linearise(bases));
	for (const value of attributes.values()) {
		const inner = value.kind === 'descriptor' ? [value.get, value.set ?? NONE] : [value];
		for (const each of inner) if (each.kind === 'function') each.owner = type;
	}
	return type;
}

function linearise(bases: readonly ClassValue[]): ClassValue[] {
	const lists = [...bases.map(({ order }) => [...order]), [...bases]].filter((list) => list.length > 0);
	const order: ClassValue[] = [];
	while (lists.length > 0) {
		const head =
			lists.map((list) => list[0]!).find((each) => lists.every((list) => !list.slice(1).includes(each))) ??
			lists[0]![0]!;
		order.push(head);
		for (let k = lists.length - 1; k >= 0; k--) {
			const list = lists[k]!;
			const kept = list.filter((each) => each !== head);
			if (kept.length === 0) lists.splice(k, 1);
			else lists[k] = kept;
		}
	}
	return order;
}
