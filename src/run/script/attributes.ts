/** Attributes of every kind of value: where they are looked for, and which can be set. */
import { methodOfJavaScript } from './javascript.ts';
import type { Machine } from './machine.ts';
import { methodOf } from './methods.ts';
import {
	attributeOfClass,
	attributeOfSuper,
	instanceAttribute,
	MAKER,
	prototypeOf,
	setInstanceAttribute,
	unbound,
} from './objects.ts';
import type { Services } from './services.ts';
import { NONE, str, typeName, type Value } from './values.ts';

/** The attribute, or null where there is none. */
export function lookUp(call: Services, machine: Machine, value: Value, name: string): Value | null {
	switch (value.kind) {
		case 'module':
			return value.member(name) ?? (name === '__name__' ? str(value.name) : null);
		case 'nothing':
			return { kind: 'nothing', name: `${value.name}.${name}` };
		case 'instance':
			return instanceAttribute(call, value, name);
		case 'class':
			return attributeOfClass(value, name);
		case 'super':
			return attributeOfSuper(call, value, name);
		case 'array':
			return number(call, machine, value, name);
		case 'float':
		case 'int':
		case 'bool':
			if (name === 'real') return value;
			if (name === '__class__') return call.typeOf(value);
			return number(call, machine, value, name) ?? (machine.javascript ? null : methodOf(value, name));
		case 'function':
			if (machine.javascript && name === 'prototype') return prototypeOf(value);
			if (name === '__name__' || name === '__qualname__') return value.attributes.get(name) ?? str(value.name);
			return value.attributes.get(name) ?? (name === '__doc__' ? NONE : general(call, machine, value, name));
		case 'builtin':
			if (name === '__name__') return str(value.name);
			return value.attributes?.get(name) ?? general(call, machine, value, name);
		case 'type': {
			if (name === '__name__' || name === '__qualname__') return str(value.name);
			const found = value.attributes?.get(name);
			if (found !== undefined || machine.javascript) return found ?? null;
			if (name === '__init__') return { kind: 'builtin', name, call: () => NONE };
			if (name === '__new__') return MAKER;
			if (name === '__setattr__' && value.name === 'object') return OBJECT_SETTER;
			return BUILT_IN.has(value.name) ? unbound(value, name) : null;
		}
		case 'method':
			if (name === '__self__') return value.self;
			if (name === '__func__') return value.callable;
			return lookUp(call, machine, value.callable, name);
		case 'descriptor':
			if (name === 'setter' || name === 'property setter') {
				const setter = (set: Value): Value => ({ ...value, set });
				return { kind: 'builtin', name, call: (_, [set = NONE]) => setter(set) };
			}
			return null;
		default:
			return general(call, machine, value, name);
	}
}

/** Types whose methods can be called with their object as an argument. */
const BUILT_IN: ReadonlySet<string> = new Set(['str', 'list', 'tuple', 'dict', 'set', 'int', 'float', 'bool']);

/** `object.__setattr__(self, name, value)`. */
const OBJECT_SETTER: Value = {
	kind: 'builtin',
	name: 'object.__setattr__',
	call: (_, [self = NONE, name = NONE, value = NONE]) => {
		if (self.kind === 'instance' && name.kind === 'str') self.attributes.set(name.value, value);
		return NONE;
	},
};

function general(call: Services, machine: Machine, value: Value, name: string): Value | null {
	if (machine.javascript) return methodOfJavaScript(call, value, name);
	return name === '__class__' ? call.typeOf(value) : methodOf(value, name);
}

function number(call: Services, machine: Machine, value: Value, name: string): Value | null {
	if (machine.javascript) return methodOfJavaScript(call, value, name);
	return machine.library.arrays.attribute(call, value, name);
}

export function setAttribute(call: Services, machine: Machine, value: Value, name: string, to: Value): void {
	switch (value.kind) {
		case 'instance':
			return setInstanceAttribute(call, value, name, to);
		case 'class':
		case 'function':
			value.attributes.set(name, to);
			return;
		case 'dict':
			if (value.isObject === true) return call.setItem(value, str(name), to);
			break;
		case 'array':
			if (machine.library.arrays.setAttribute(call, value, name, to)) return;
			break;
		case 'nothing':
			return;
		case 'list':
			if (
				machine.javascript &&
				name === 'length' &&
				to.kind === 'int' &&
				to.value >= 0 &&
				to.value <= value.items.length
			) {
				delete value.from;
				value.items.length = to.value;
				return;
			}
			break;
		default:
			break;
	}
	call.raise('AttributeError', ["'{0}' object has no attribute '{1}'", typeName(value), name]);
}
