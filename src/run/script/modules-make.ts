/** How modules of Python's own library are written: a name, and what is in it. */
import { builtin, type Call, type Named } from './library.ts';
import type { BuiltinValue, ClassValue, InstanceValue, IteratorValue, ModuleValue, Value } from './values.ts';

export type Members = Readonly<Record<string, Value>>;

export function made(name: string, members: Members): ModuleValue {
	return {
		kind: 'module',
		name,
		member: (key) => (Object.hasOwn(members, key) ? members[key] : undefined),
		all: () => Object.entries(members),
	};
}

/** Functions by their names in a module. */
export function functions(module: string, all: Readonly<Record<string, BuiltinValue['call']>>): Record<string, Value> {
	return Object.fromEntries(Object.entries(all).map(([name, call]) => [name, builtin(`${module}.${name}`, call)]));
}

/** Something to go through once, item by item. */
export function lazily(next: IteratorValue['next']): IteratorValue {
	return { kind: 'iterator', next };
}

type MethodOf = (call: Call, self: InstanceValue, args: readonly Value[], named: Named) => Value;

/** A class whose methods are written here. */
export function classOf(
	name: string,
	methods: Readonly<Record<string, MethodOf>>,
	extra: Partial<Pick<ClassValue, 'base' | 'native'>> = {},
): ClassValue {
	const attributes = new Map<string, Value>();
	for (const [method, act] of Object.entries(methods)) {
		attributes.set(
			method,
			builtin(`${name}.${method}`, (call, [self, ...args], named) => {
				if (self?.kind !== 'instance') return call.raise('TypeError', ['{0}() takes no arguments', method]);
				return act(call, self, args, named);
			}),
		);
	}
	const order: ClassValue[] = [];
	const type: ClassValue = { kind: 'class', name, order, attributes, ...extra };
	order.push(type);
	return type;
}
