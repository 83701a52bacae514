/** `dataclasses`, `enum`, `abc`, `typing` and `numbers`: what helps to write classes. */
import { builtin, type Call, type Named } from './library.ts';
import { classOf, functions, made } from './modules-make.ts';
import {
	bool,
	NONE,
	str,
	tuple,
	type ClassValue,
	type InstanceValue,
	type ModuleValue,
	type TypeValue,
	type Value,
} from './values.ts';

/** Makes the value that a field begins with, for each object anew. */
const FIELD = classOf('Field', {});

function fieldsOf(type: ClassValue): string[] {
	const names: string[] = [];
	for (const each of type.order.toReversed()) {
		const declared = each.attributes.get('__annotations__');
		if (declared?.kind !== 'dict') continue;
		for (const { key } of declared.entries.values())
			if (key.kind === 'str' && !names.includes(key.value)) names.push(key.value);
	}
	return names;
}

function classDefault(type: ClassValue, name: string): Value | undefined {
	return type.order.map((each) => each.attributes.get(name)).find((value) => value !== undefined);
}

function initialise(call: Call, type: ClassValue, self: InstanceValue, args: readonly Value[], named: Named): void {
	const fields = fieldsOf(type);
	const positional = [...args];
	for (const name of fields) {
		const byDefault = classDefault(type, name);
		const made = byDefault?.kind === 'instance' && byDefault.class === FIELD ? byDefault : null;
		if (made?.attributes.get('init')?.kind === 'bool' && !call.truthy(made.attributes.get('init')!)) continue;
		let value = positional.shift() ?? named.get(name);
		if (value === undefined && made !== null) {
			const factory = made.attributes.get('default_factory');
			value = factory === undefined ? made.attributes.get('default') : call.call(factory, []);
		}
		value ??= made === null ? byDefault : undefined;
		if (value === undefined)
			return call.raise('TypeError', ["{0}() missing a required argument: '{1}'", type.name, name]);
		self.attributes.set(name, value);
	}
	if (positional.length > 0)
		return call.raise('TypeError', [
			'{0}() takes {1} positional argument(s) but {2} were given',
			type.name,
			fields.length,
			args.length,
		]);
	for (const name of named.keys())
		if (!fields.includes(name))
			return call.raise('TypeError', ["{0}() got an unexpected keyword argument '{1}'", type.name, name]);
	const after = classDefault(type, '__post_init__');
	if (after !== undefined) call.call(after, [self]);
}

function dataclass(type: ClassValue): Value {
	const valuesOf = (self: InstanceValue): Value[] => fieldsOf(type).map((name) => self.attributes.get(name) ?? NONE);
	const { attributes } = classOf(type.name, {
		__init__: (call, self, args, named) => {
			initialise(call, self.class, self, args, named);
			return NONE;
		},
		__repr__: (call, self) => {
			const shown = fieldsOf(self.class).map((name) => `${name}=${call.repr(self.attributes.get(name) ?? NONE)}`);
			return str(`${self.class.name}(${shown.join(', ')})`);
		},
		__eq__: (call, self, [other = NONE]) =>
			bool(
				other.kind === 'instance' &&
					other.class === self.class &&
					call.equal(tuple(valuesOf(self)), tuple(valuesOf(other))),
			),
		__lt__: (call, self, [other = NONE]) =>
			call.compare('<', tuple(valuesOf(self)), tuple(valuesOf(other as InstanceValue))),
	});
	for (const [name, value] of attributes)
		if (!type.attributes.has(name) && name !== '__lt__') type.attributes.set(name, value);
	return type;
}

const dataclasses = made(
	'dataclasses',
	functions('dataclasses', {
		dataclass: (_, [type]) =>
			type?.kind === 'class'
				? dataclass(type)
				: builtin('dataclass', (_call, [inner = NONE]) => (inner.kind === 'class' ? dataclass(inner) : inner)),
		field: (call, _, named) => {
			const field = call.instantiate(FIELD);
			for (const [name, value] of named) call.setAttribute(field, name, value);
			return field;
		},
		asdict: (call, [self = NONE]) => call.attribute(self, '__dict__'),
		replace: (_, [self = NONE], named) => {
			if (self.kind !== 'instance') return self;
			return { ...self, attributes: new Map([...self.attributes, ...named]) };
		},
	}),
);

const ENUM = classOf(
	'Enum',
	{
		__repr__: (call, self) => str(`<${self.class.name}.${call.string(self.attributes.get('name') ?? NONE)}>`),
		__str__: (call, self) => str(`${self.class.name}.${call.string(self.attributes.get('name') ?? NONE)}`),
	},
	{ native: 'enum' },
);

const enums = made('enum', {
	Enum: ENUM,
	IntEnum: ENUM,
	auto: builtin('enum.auto', () => ({ kind: 'nothing', name: 'enum.auto' })),
	unique: builtin('enum.unique', (_, [type = NONE]) => type),
});

/** A type that stands in annotations: it can be called and subscripted, and says nothing. */
function annotation(name: string): TypeValue {
	return { kind: 'type', name, has: () => true, call: (_, [value = NONE]) => value };
}

const typing: ModuleValue = {
	kind: 'module',
	name: 'typing',
	member: (name) => {
		if (name === 'NamedTuple' || name === 'TypedDict') return undefined;
		if (name === 'TYPE_CHECKING') return bool(false);
		if (name === 'Generic' || name === 'Protocol') return NONE;
		if (name === 'TypeVar' || name === 'NewType') return builtin(`typing.${name}`, () => annotation(name));
		return annotation(name);
	},
};

const abc = made('abc', {
	ABC: classOf('ABC', {}),
	ABCMeta: annotation('ABCMeta'),
	abstractmethod: builtin('abstractmethod', (_, [fn = NONE]) => fn),
	abstractproperty: builtin('abstractproperty', (_, [get = NONE]) => ({ kind: 'descriptor', role: 'property', get })),
});

const numbers = made('numbers', {
	Number: { ...annotation('Number'), has: (value) => ['int', 'float', 'bool'].includes(value.kind) },
	Real: { ...annotation('Real'), has: (value) => ['int', 'float', 'bool'].includes(value.kind) },
	Integral: { ...annotation('Integral'), has: (value) => value.kind === 'int' || value.kind === 'bool' },
});

export const classTools: readonly ModuleValue[] = [dataclasses, enums, typing, abc, numbers];
