/** `torch.nn` and what stands beside it as values: modules, layers, containers, parameters, and blocks like `torch.no_grad()`. */
import { builtin } from '../script/library.ts';
import {
	int,
	list,
	NONE,
	numberOf,
	str,
	wholeOf,
	type BuiltinValue,
	type ClassValue,
	type InstanceValue,
	type Value,
} from '../script/values.ts';
import { Arguments } from './arguments.ts';
import { Kit } from './kit.ts';
import { LAYERS, type Layer } from './nn-layers.ts';
import { begin, instanceOf, moduleClass, nativeClass, parameterType } from './nn-module.ts';
import { COMPOSITES, type Composite } from './nn-recurrent.ts';
import { bind, readSignature } from './parameters.ts';
import type { Registry } from './registry.ts';
import { distributionClass, DISTRIBUTIONS } from './torch-distributions.ts';
import { dataClasses } from './torch-data.ts';
import { optimizerClass, OPTIMIZERS } from './torch-optim.ts';
import { schedules } from './torch-schedules.ts';
import type { World } from './world.ts';

type Method = BuiltinValue['call'];

interface Tools {
	readonly world: World;
	readonly registry: Registry;
	readonly module: ClassValue;
}

/** Binds what a constructor was given, and keeps each argument as an attribute. */
function constructor(
	{ world }: Tools,
	name: string,
	signature: string,
	make: (k: Kit, self: InstanceValue, a: Arguments) => void,
	/** Attributes that are read when the layer is called; null: those of a composite, which reads its own. */
	later: readonly string[] | null = null,
): Method {
	const read = readSignature(signature);
	return (call, [self, ...args], named) => {
		const k = new Kit(call, world);
		const own = instanceOf(self);
		begin(k, own);
		const { bound, rest, given } = bind(call, `nn.${name}`, read, args, named);
		for (const [key, value] of bound) own.attributes.set(key, value);
		const a = new Arguments(k, `nn.${name}`, bound, rest);
		make(k, own, a);
		if (later !== null) {
			a.passOver(...later, 'dtype');
			a.refuseUnread(given);
		}
		return NONE;
	};
}

/** A layer that is one function: it is called with what it was told when it was made. */
function layerClass(tools: Tools, layer: Layer): ClassValue {
	const passed = layer.pass
		.split(' ')
		.filter((item) => item !== '')
		.map((item): readonly [attribute: string, parameter: string] => {
			const [attribute = '', parameter = attribute] = item.split(':');
			return [attribute, parameter];
		});
	const forward: Method = (call, [self, ...args], named) => {
		const own = instanceOf(self);
		const told = new Map(named);
		for (const [attribute, parameter] of passed) {
			const value = own.attributes.get(attribute);
			if (value !== undefined && value.kind !== 'none') told.set(parameter, value);
		}
		const result = tools.registry.find(layer.call)!.call(call, args, told);
		if (layer.after && args[0]) layer.after(new Kit(call, tools.world), own, args[0]);
		return result;
	};
	const init = constructor(
		tools,
		layer.name,
		layer.signature,
		(k, self, a) => layer.weights?.(k, self, a),
		passed.map(([attribute]) => attribute),
	);
	return nativeClass(layer.name, tools.module, { __init__: init, forward });
}

function compositeClass(tools: Tools, composite: Composite): ClassValue {
	const takes = readSignature(composite.takes);
	return nativeClass(composite.name, tools.module, {
		__init__: constructor(tools, composite.name, composite.signature, composite.make),
		forward: (call, [self, ...args], named) => {
			const k = new Kit(call, tools.world);
			const { bound, rest } = bind(call, composite.name, takes, args, named);
			return composite.forward(k, instanceOf(self), new Arguments(k, `nn.${composite.name}`, bound, rest));
		},
	});
}

/** The modules that a container holds, which are its attributes `0`, `1`, … or go by names of their own. */
function held({ module }: Tools, self: Value | undefined): InstanceValue[] {
	return [...instanceOf(self).attributes.values()].filter(
		(value): value is InstanceValue => value.kind === 'instance' && value.class.order.includes(module),
	);
}

function put(self: Value | undefined, values: readonly Value[]): void {
	const { attributes } = instanceOf(self);
	let next = [...attributes.keys()].filter((name) => /^\d+$/.test(name)).length;
	for (const value of values) attributes.set(String(next++), value);
}

/** What containers that are lists of modules have. */
function listMethods(tools: Tools): Record<string, Method> {
	return {
		__len__: (_, [self]) => int(held(tools, self).length),
		__iter__: (_, [self]) => list(held(tools, self)),
		__getitem__: (call, [self, index]) => {
			const all = held(tools, self);
			const at = wholeOf(index!);
			if (at === undefined) return call.unsupported('[…:…]');
			return all.at(at) ?? call.raise('IndexError', ['{0} results have no entry {1}', all.length, at]);
		},
		append: (_, [self, module = NONE]) => {
			put(self, [module]);
			return self!;
		},
		extend: (call, [self, modules = NONE]) => {
			put(self, call.iterate(modules));
			return self!;
		},
	};
}

function sequentialClass(tools: Tools): ClassValue {
	return nativeClass('Sequential', tools.module, {
		...listMethods(tools),
		__init__: (call, [self, ...modules]) => {
			begin(new Kit(call, tools.world), instanceOf(self));
			const [only] = modules;
			if (only?.kind === 'dict') {
				for (const { key, value } of only.entries.values()) instanceOf(self).attributes.set(call.string(key), value);
			} else put(self, modules);
			return NONE;
		},
		forward: (call, [self, x = NONE]) =>
			held(tools, self).reduce((value: Value, module) => call.call(module, [value]), x),
	});
}

function moduleListClass(tools: Tools): ClassValue {
	return nativeClass('ModuleList', tools.module, {
		...listMethods(tools),
		__init__: (call, [self, modules]) => {
			begin(new Kit(call, tools.world), instanceOf(self));
			if (modules !== undefined) put(self, call.iterate(modules));
			return NONE;
		},
	});
}

function moduleDictClass(tools: Tools): ClassValue {
	const names = (self: Value | undefined): string[] => {
		const { attributes } = instanceOf(self);
		return [...attributes.keys()].filter((name) => attributes.get(name)?.kind === 'instance');
	};
	return nativeClass('ModuleDict', tools.module, {
		__init__: (call, [self, modules]) => {
			begin(new Kit(call, tools.world), instanceOf(self));
			if (modules?.kind === 'dict') {
				for (const { key, value } of modules.entries.values()) instanceOf(self).attributes.set(call.string(key), value);
			}
			return NONE;
		},
		__getitem__: (call, [self, name = NONE]) =>
			instanceOf(self).attributes.get(call.string(name)) ?? call.raise('KeyError', ['{0}', call.string(name)]),
		__setitem__: (call, [self, name = NONE, value = NONE]) => {
			instanceOf(self).attributes.set(call.string(name), value);
			return NONE;
		},
		__len__: (_, [self]) => int(names(self).length),
		__iter__: (_, [self]) => list(names(self).map(str)),
		keys: (_, [self]) => list(names(self).map(str)),
		values: (_, [self]) => list(held(tools, self)),
		items: (_, [self]) =>
			list(names(self).map((name) => ({ kind: 'tuple', items: [str(name), instanceOf(self).attributes.get(name)!] }))),
	});
}

/** Hands on what it is called with, whatever it was made with. */
function identityClass(tools: Tools): ClassValue {
	return nativeClass('Identity', tools.module, {
		__init__: (call, [self]) => {
			begin(new Kit(call, tools.world), instanceOf(self));
			return NONE;
		},
		forward: (_, [, x = NONE]) => x,
	});
}

/**
 * Blocks and decorators that change nothing here: `torch.no_grad()`. What is computed inside takes gradients all the same; a program that updates its
 * weights there subtracts gradients that are numbers, and the weight's own gradient goes through unchanged.
 */
function quiet(name: string): Value {
	const manager = nativeClass(name, null, {
		__enter__: () => NONE,
		__exit__: () => NONE,
		// As a decorator.
		__call__: (_, [, fn = NONE]) => fn,
	});
	return builtin(name, (_, [fn]) =>
		fn !== undefined && numberOf(fn) === undefined && fn.kind !== 'none'
			? fn
			: { kind: 'instance', class: manager, attributes: new Map() },
	);
}

/** How each member of torch's modules that is no function of tensors is made, by its full name. */
const MEMBERS: ReadonlyMap<string, (tools: Tools) => Value> = new Map<string, (tools: Tools) => Value>([
	['nn.Module', ({ module }) => module],
	...LAYERS.map((layer) => [`nn.${layer.name}`, (tools: Tools) => layerClass(tools, layer)] as const),
	...COMPOSITES.map((own) => [`nn.${own.name}`, (tools: Tools) => compositeClass(tools, own)] as const),
	['nn.Sequential', sequentialClass],
	['nn.ModuleList', moduleListClass],
	['nn.ModuleDict', moduleDictClass],
	['nn.Identity', identityClass],
	['nn.Parameter', ({ world }) => parameterType(world)],
	...[
		'torch.no_grad',
		'torch.enable_grad',
		'torch.inference_mode',
		'torch.set_grad_enabled',
		'torch.autograd.set_detect_anomaly',
	].map((name) => [name, () => quiet(name)] as const),
	['torch.device', () => builtin('torch.device', (_, [name]) => name ?? str('cpu'))],
	...DISTRIBUTIONS.map(
		(own) => [`torch.distributions.${own.name}`, ({ world }: Tools) => distributionClass(world, own)] as const,
	),
	...schedules,
	...dataClasses,
	...OPTIMIZERS.map((own) => [`torch.optim.${own.name}`, ({ world }: Tools) => optimizerClass(world, own)] as const),
]);

/** Finds those members; each is made when a program first asks for it, and the same from then on. */
export function torchObjects(world: World, registry: Registry): (name: string) => Value | undefined {
	const made = new Map<string, Value>();
	let tools: Tools | null = null;
	return (name) => {
		const make = MEMBERS.get(name);
		if (make === undefined) return undefined;
		let value = made.get(name);
		tools ??= { world, registry, module: moduleClass(world) };
		if (value === undefined) made.set(name, (value = make(tools)));
		return value;
	};
}
