/**
 * `torch.nn.Module` as a class of the program's world: what its instances hold, and how their parameters become inputs under the names that torch gives
 * them (`fc1.weight`), the first time a module is called.
 */
import { builtin, type Call } from '../script/library.ts';
import {
	bool,
	keyOf,
	list,
	NONE,
	str,
	tuple,
	type BuiltinValue,
	type ClassValue,
	type DictValue,
	type InstanceValue,
	type TypeValue,
	type Value,
} from '../script/values.ts';
import { NdArray } from './array.ts';
import { Kit } from './kit.ts';
import { asKind } from './nn-compose.ts';
import { replace } from './operators.ts';
import { requireGradient, torchState } from './torch-state.ts';
import type { World } from './world.ts';

/** What a module keeps besides its attributes: where it was made, and whether its parameters have their names. */
interface Own {
	readonly site: Kit['recorder']['site'];
	named: boolean;
}

const OWN = new WeakMap<InstanceValue, Own>();

/** A tensor that a module learns. */
export function asParameter(k: Kit, value: Value, learns = true): NdArray {
	const array = asKind(k, k.array(value), true);
	torchState(k.world).parameters.add(array);
	return requireGradient(k, array, learns);
}

export function instanceOf(value: Value | undefined): InstanceValue {
	if (value?.kind !== 'instance') throw new Error('a method of a module without one');
	return value;
}

/** Begins a module: it is in training. */
export function begin(k: Kit, self: InstanceValue): void {
	if (OWN.has(self)) return;
	OWN.set(self, { site: k.recorder.site, named: false });
	self.attributes.set('training', bool(true));
}

/** A class whose methods are written here. */
export function nativeClass(
	name: string,
	base: ClassValue | null,
	methods: Readonly<Record<string, BuiltinValue['call']>>,
): ClassValue {
	const order: ClassValue[] = [];
	const attributes = new Map<string, Value>();
	const type: ClassValue = { kind: 'class', name, order, attributes, native: 'module' };
	order.push(type, ...(base?.order ?? []));
	for (const [method, body] of Object.entries(methods)) attributes.set(method, builtin(`${name}.${method}`, body));
	return type;
}

/** A module and all that it holds, itself first, each with the names that lead there. Nothing is visited twice. */
function tree(module: ClassValue, root: InstanceValue): { readonly self: InstanceValue; readonly path: string }[] {
	const seen = new Set<InstanceValue>([root]);
	const found: { self: InstanceValue; path: string }[] = [];
	const open = [{ self: root, path: '' }];
	for (let next = open.pop(); next !== undefined; next = open.pop()) {
		found.push(next);
		const inner: typeof open = [];
		for (const [name, value] of next.self.attributes) {
			if (value.kind !== 'instance' || !value.class.order.includes(module) || seen.has(value)) continue;
			seen.add(value);
			inner.push({ self: value, path: next.path === '' ? name : `${next.path}.${name}` });
		}
		open.push(...inner.reverse());
	}
	return found;
}

/** The parameters of a module and of what it holds, by the names that torch gives them. */
function parametersOf(k: Kit, module: ClassValue, root: InstanceValue): (readonly [name: string, array: NdArray])[] {
	const { parameters } = torchState(k.world);
	const seen = new Set<NdArray>();
	return tree(module, root).flatMap(({ self, path }) =>
		[...self.attributes].flatMap(([name, value]) => {
			if (!(value instanceof NdArray) || !parameters.has(value) || seen.has(value)) return [];
			seen.add(value);
			return [[path === '' ? name : `${path}.${name}`, value] as const];
		}),
	);
}

/** Makes the parameters inputs under their names, which stand where their module was made. */
function nameParameters(k: Kit, module: ClassValue, root: InstanceValue): void {
	const own = OWN.get(root);
	if (own === undefined || own.named) return;
	const { recorder } = k;
	const now = recorder.site;
	const taken = (name: string): boolean => recorder.inputs.has(name);
	const given = parametersOf(k, module, root).filter(([, array]) => !array.recorded);
	// Two layers on their own have parameters of the same names: the class tells them apart, then a number.
	let prefix = '';
	for (let number = 1; given.some(([name]) => taken(prefix + name)); number++) {
		prefix = `${root.class.name}${number === 1 ? '' : number}.`;
	}
	recorder.site = own.site;
	for (const [name, array] of given) array.asInput(prefix + name);
	recorder.site = now;
	for (const { self } of tree(module, root)) {
		const each = OWN.get(self);
		if (each !== undefined) each.named = true;
	}
}

function dictOf(entries: readonly (readonly [string, Value])[]): DictValue {
	return {
		kind: 'dict',
		entries: new Map(entries.map(([name, value]) => [keyOf(str(name))!, { key: str(name), value }])),
	};
}

/** `nn.Module`. */
export function moduleClass(world: World): ClassValue {
	const kit = (call: Call): Kit => new Kit(call, world);
	const own: BuiltinValue['call'] = (_, [self]) => self!;
	const setTraining = (root: InstanceValue, on: boolean): void => {
		for (const { self } of tree(module, root)) self.attributes.set('training', bool(on));
	};
	const children = (self: InstanceValue): (readonly [string, InstanceValue])[] =>
		[...self.attributes].flatMap(([name, value]) =>
			value.kind === 'instance' && value.class.order.includes(module) ? [[name, value] as const] : [],
		);
	const assign: BuiltinValue['call'] = (_, [self, name, value = NONE]) => {
		if (name?.kind === 'str') instanceOf(self).attributes.set(name.value, value);
		return NONE;
	};
	const named = (call: Call, self: Value | undefined): (readonly [string, NdArray])[] =>
		parametersOf(kit(call), module, instanceOf(self));
	const module: ClassValue = nativeClass('Module', null, {
		__init__: (call, [self]) => {
			begin(kit(call), instanceOf(self));
			return NONE;
		},
		forward: (call, [self]) => call.unsupported(`${instanceOf(self).class.name}.forward`),
		parameters: (call, [self]) => list(named(call, self).map(([, array]) => array)),
		named_parameters: (call, [self]) => list(named(call, self).map(([name, array]) => tuple([str(name), array]))),
		state_dict: (call, [self]) => dictOf(named(call, self)),
		load_state_dict: (call, [self, state = NONE]) => {
			const k = kit(call);
			for (const [name, array] of named(call, self)) {
				replace(k, array, k.cast(k.array(call.item(state, str(name))), array.dtype), `${name} =`);
			}
			return NONE;
		},
		modules: (_, [self]) => list(tree(module, instanceOf(self)).map((each) => each.self)),
		named_modules: (_, [self]) =>
			list(tree(module, instanceOf(self)).map((each) => tuple([str(each.path), each.self]))),
		children: (_, [self]) => list(children(instanceOf(self)).map(([, child]) => child)),
		named_children: (_, [self]) => list(children(instanceOf(self)).map(([name, child]) => tuple([str(name), child]))),
		train: (call, [self, mode]) => {
			setTraining(instanceOf(self), mode === undefined || call.truthy(mode));
			return self!;
		},
		eval: (_, [self]) => {
			setTraining(instanceOf(self), false);
			return self!;
		},
		zero_grad: (call, [self]) => {
			for (const [, array] of named(call, self)) array.attributes?.set('grad', NONE);
			return NONE;
		},
		requires_grad_: (call, [self, wanted]) => {
			for (const [, array] of named(call, self)) {
				requireGradient(kit(call), array, wanted === undefined || call.truthy(wanted));
			}
			return self!;
		},
		apply: (call, [self, act]) => {
			for (const each of tree(module, instanceOf(self)).reverse()) call.call(act!, [each.self]);
			return self!;
		},
		to: own,
		cuda: own,
		cpu: own,
		double: own,
		float: own,
		half: own,
		share_memory: own,
		register_buffer: assign,
		register_parameter: assign,
		add_module: assign,
		register_module: assign,
		__repr__: (_, [self]) => str(`${instanceOf(self).class.name}()`),
	});
	// To be called is to be read first: what is called then is `forward`, as a call of the program's own.
	module.attributes.set('__call__', {
		kind: 'descriptor',
		role: 'property',
		get: builtin('Module.__call__', (call, [self]) => {
			nameParameters(kit(call), module, instanceOf(self));
			return call.attribute(self!, 'forward');
		}),
	});
	return module;
}

/** `nn.Parameter`: callable, and asked by isinstance. */
export function parameterType(world: World): TypeValue {
	return {
		kind: 'type',
		name: 'nn.Parameter',
		has: (value) => value instanceof NdArray && torchState(world).parameters.has(value),
		call: (call, [data, learns], named) => {
			const wanted = learns ?? named.get('requires_grad');
			const value = data ?? named.get('data') ?? NONE;
			return asParameter(new Kit(call, world), value, wanted === undefined || call.truthy(wanted));
		},
	};
}
