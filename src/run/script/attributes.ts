/** Attributes of every kind of value: where they are looked for, and which can be set. */
import { methodOfJavaScript } from './javascript.ts';
import type { Machine } from './machine.ts';
import { methodOf } from './methods.ts';
import { bindTo, classAttribute, instanceAttribute, setInstanceAttribute } from './objects.ts';
import type { Services } from './services.ts';
import { NONE, str, typeName, type Value } from './values.ts';

/** The attribute, or null where there is none. */
export function lookUp(call: Services, machine: Machine, value: Value, name: string): Value | null {
	switch (value.kind) {
		case 'module':
			return value.member(name) ?? null;
		case 'instance':
			return instanceAttribute(call, value, name);
		case 'class': {
			if (name === '__name__') return str(value.name);
			const found = classAttribute(value.order, name);
			if (found === undefined) return null;
			if (found.kind !== 'descriptor') return found;
			return found.role === 'class'
				? { kind: 'method', self: value, callable: found.get }
				: found.role === 'static'
					? found.get
					: found;
		}
		case 'super': {
			const found = classAttribute(value.order, name);
			if (found !== undefined) return bindTo(call, value.self, value.order[0]!, found);
			// What `object` has of its own.
			return name === '__init__' ? { kind: 'builtin', name, call: () => NONE } : null;
		}
		case 'array':
		case 'float':
			return number(call, machine, value, name);
		case 'int':
		case 'bool':
			return name === 'real' ? value : number(call, machine, value, name);
		case 'function':
			return name === '__name__' ? str(value.name) : (value.attributes.get(name) ?? null);
		case 'builtin':
		case 'type':
			return name === '__name__' ? str(value.name) : (value.attributes?.get(name) ?? null);
		case 'descriptor':
			if (name === 'setter' || name === 'property setter') {
				const setter = (set: Value): Value => ({ ...value, set });
				return { kind: 'builtin', name, call: (_, [set = NONE]) => setter(set) };
			}
			return null;
		default:
			return machine.javascript
				? methodOfJavaScript(call, value, name)
				: name === '__class__'
					? call.typeOf(value)
					: methodOf(value, name);
	}
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
			value.attributes.set(name, to);
			return;
		case 'function':
			value.attributes.set(name, to);
			return;
		case 'dict':
			if (value.isObject === true) return call.setItem(value, str(name), to);
			break;
		case 'array':
			if (machine.library.arrays.setAttribute(call, value, name, to)) return;
			break;
		default:
			break;
	}
	call.raise('AttributeError', ['{0} has no attribute {1}', typeName(value), name]);
}
