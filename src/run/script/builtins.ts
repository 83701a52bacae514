/** Python's built-in functions. */
import { opCode } from '../../core/ops/index.ts';
import {
	bind,
	booleanType,
	complexType,
	dictType,
	listType,
	numberTypes,
	objectType,
	setType,
	strType,
	tupleType,
	type Binder,
} from './builtin-types.ts';
import { rounded, roundHalfEven } from './digits.ts';
import { formatValue } from './formatting.ts';
import { builtin, type Call } from './library.ts';
import { isTracked } from './operations.ts';
import { sortValues } from './sorting.ts';
import {
	big,
	bool,
	float,
	identity,
	int,
	list,
	NONE,
	numberOf,
	str,
	tuple,
	typeName,
	wholeOf,
	type IteratorValue,
	type Value,
} from './values.ts';
import { exactOf, powerModulo, truncated } from './wholes.ts';

const ABS = opCode('abs');
const MAX = opCode('max');
const MIN = opCode('min');
const WIRE = opCode('wire');
const ROUND = opCode('rint');
const ROUND_TO = opCode('round_to');

function need(call: Call, name: string, args: readonly Value[], count: number): void {
	if (args.length < count)
		call.raise('TypeError', ['{0} expected at least {1} argument(s), got {2}', name, count, args.length]);
}

function range(call: Call, args: readonly Value[]): Value {
	const numbers = args.map((arg) => {
		const value = arg.kind === 'array' ? call.element(arg) : arg;
		return (
			wholeOf(value) ?? call.raise('TypeError', ["'{0}' object cannot be interpreted as an integer", typeName(value)])
		);
	});
	need(call, 'range', args, 1);
	const [a = 0, b, step = 1] = numbers;
	if (step === 0) return call.raise('ValueError', ['range() arg 3 must not be zero']);
	return b === undefined ? { kind: 'range', start: 0, stop: a, step: 1 } : { kind: 'range', start: a, stop: b, step };
}

function extreme(which: 'max' | 'min'): Binder {
	return bind(which, (call, args, named) => {
		need(call, which, args, 1);
		const items = args.length === 1 ? call.iterate(args[0]!) : args;
		const key = named.get('key') ?? NONE;
		const [first] = items;
		if (first === undefined)
			return named.get('default') ?? call.raise('ValueError', ['{0}() arg is an empty sequence', which]);
		const by = (item: Value): Value => (key.kind === 'none' ? item : call.call(key, [item]));
		let best = first;
		let bestKey = by(first);
		for (const item of items.slice(1)) {
			call.tick();
			const x = numberOf(best);
			const y = numberOf(item);
			const whole = best.kind !== 'float' && item.kind !== 'float';
			if (key.kind === 'none' && x !== undefined && y !== undefined && whole && (isTracked(best) || isTracked(item))) {
				const wholes = [best, item].map((each) => (each.kind === 'int' ? each : int(numberOf(each) ?? 0)));
				if (x !== y) best = bestKey = call.recorder.lazyOperation(which, Math[which](x, y), wholes);
				continue;
			}
			const gate = key.kind === 'none' && x !== undefined && y !== undefined && (isTracked(best) || isTracked(item));
			if (gate && x !== y && !Number.isNaN(x) && !Number.isNaN(y)) {
				best = bestKey = call.recorder.gate(which === 'max' ? MAX : MIN, [best, item]);
				continue;
			}
			if (gate) {
				// Of equal numbers Python takes the first: no gate decides then.
				call.recorder.decide(best);
				call.recorder.decide(item);
				best = bestKey = call.recorder.gate(WIRE, [best]);
				continue;
			}
			const itemKey = by(item);
			if (!call.truthy(call.compare(which === 'max' ? '>' : '<', itemKey, bestKey))) continue;
			best = item;
			bestKey = itemKey;
		}
		return best;
	});
}

/** Something to go through once, item by item. */
function lazily(next: IteratorValue['next']): IteratorValue {
	return { kind: 'iterator', next };
}

/** The next item of each, or null as soon as one has none. */
function together(call: Call, columns: readonly Value[]): () => Value[] | null {
	const iterators = columns.map((column) => call.iterator(column));
	return () => {
		const row: Value[] = [];
		for (const iterator of iterators) {
			const item = iterator.next(call);
			if (item === null) return null;
			row.push(item);
		}
		return iterators.length === 0 ? null : row;
	};
}

function quantifier(name: 'any' | 'all'): Binder {
	return bind(name, (call, [items = NONE]) => {
		const iterator = call.iterator(items);
		for (let item = iterator.next(call); item !== null; item = iterator.next(call)) {
			call.tick();
			if (call.truthy(item) === (name === 'any')) return bool(name === 'any');
		}
		return bool(name === 'all');
	});
}

function round(call: Call, x: Value, digits: Value | undefined): Value {
	if (x.kind === 'instance') {
		const hook = call.lookUp(x, '__round__');
		if (hook !== null) return call.call(hook, digits === undefined ? [] : [digits]);
	}
	if (x.kind === 'array') return call.call(call.attribute(x, 'round'), digits === undefined ? [] : [digits]);
	const value = numberOf(x);
	if (value === undefined) return call.raise('TypeError', ["type {0} doesn't define __round__ method", typeName(x)]);
	const places = digits === undefined || digits.kind === 'none' ? null : (wholeOf(digits) ?? 0);
	if (x.kind !== 'float') return places === null || places >= 0 ? x : int(rounded(value, places));
	if (isTracked(x))
		return places === null
			? call.recorder.whole(call.recorder.gate(ROUND, [x]))
			: call.recorder.gate(ROUND_TO, [x, int(places)]);
	call.recorder.decide(x);
	return places === null ? truncated(call, roundHalfEven(value)) : float(rounded(value, places));
}

function abs(call: Call, x: Value): Value {
	if (x.kind === 'array' || x.kind === 'instance') return call.call(call.attribute(x, '__abs__'), []);
	const value = numberOf(x);
	if (value === undefined) return call.raise('TypeError', ["bad operand type for abs(): '{0}'", typeName(x)]);
	if (x.kind === 'float') return call.recorder.gate(ABS, [x]);
	if (x.kind === 'int' && x.big !== undefined) return big(x.big < 0n ? -x.big : x.big);
	return call.recorder.lazyOperation('abs', Math.abs(value), [x.kind === 'int' ? x : int(value)]);
}

function attributeName(call: Call, value: Value): string {
	return value.kind === 'str' ? value.value : call.raise('TypeError', ['attribute name must be string']);
}

/** Looks an attribute up; an AttributeError of a `__getattr__` says that there is none. */
function lookUp(call: Call, value: Value, name: string): Value | null {
	try {
		return call.lookUp(value, name);
	} catch (error) {
		if (call.isRaised(error, 'AttributeError')) return null;
		throw error;
	}
}

const FUNCTIONS: readonly Binder[] = [
	bind('range', range),
	bind('xrange', range),
	bind('len', (call, args) => {
		need(call, 'len', args, 1);
		return int(call.length(args[0]!));
	}),
	bind('abs', (call, [x = NONE]) => abs(call, x)),
	extreme('max'),
	extreme('min'),
	bind('sum', (call, args, named) => {
		need(call, 'sum', args, 1);
		const items = call.iterate(args[0]!);
		const start = args[1] ?? named.get('start');
		// 0 + x is x: no gate for the 0 that nobody wrote.
		const plain = start === undefined && items[0]?.kind !== 'instance';
		let total = start ?? (plain ? items[0] : undefined) ?? int(0);
		if (start === undefined && (total.kind === 'str' || total.kind === 'list'))
			return call.raise('TypeError', [
				"unsupported operand type(s) for {0}: '{1}' and '{2}'",
				'+',
				'int',
				typeName(total),
			]);
		for (const item of plain ? items.slice(1) : items) {
			call.tick();
			total = call.binary('+', total, item);
		}
		return total;
	}),
	bind('pow', (call, args) => {
		need(call, 'pow', args, 2);
		return args[2] === undefined
			? call.binary('**', args[0]!, args[1]!)
			: powerModulo(call, args[0]!, args[1]!, args[2]);
	}),
	bind('round', (call, [x = NONE, digits], named) => round(call, x, digits ?? named.get('ndigits'))),
	bind('divmod', (call, args) => {
		need(call, 'divmod', args, 2);
		return tuple([call.binary('//', args[0]!, args[1]!), call.binary('%', args[0]!, args[1]!)]);
	}),
	bind('zip', (call, args) => {
		const next = together(call, args);
		return lazily(() => {
			const row = next();
			return row === null ? null : tuple(row);
		});
	}),
	bind('enumerate', (call, args, named) => {
		need(call, 'enumerate', args, 1);
		let index = wholeOf(args[1] ?? named.get('start') ?? int(0)) ?? 0;
		const iterator = call.iterator(args[0]!);
		return lazily(() => {
			const item = iterator.next(call);
			return item === null ? null : tuple([int(index++), item]);
		});
	}),
	bind('reversed', (call, args) => {
		need(call, 'reversed', args, 1);
		return call.iterator(list(call.iterate(args[0]!).toReversed()));
	}),
	bind('sorted', (call, args, named) => {
		need(call, 'sorted', args, 1);
		return list(sortValues(call, call.iterate(args[0]!), named));
	}),
	bind('map', (call, [fn = NONE, ...columns]) => {
		const next = together(call, columns);
		return lazily(() => {
			const row = next();
			return row === null ? null : call.call(fn, row);
		});
	}),
	bind('filter', (call, [fn = NONE, items = NONE]) => {
		const iterator = call.iterator(items);
		return lazily(() => {
			for (let item = iterator.next(call); item !== null; item = iterator.next(call)) {
				call.tick();
				if (call.truthy(fn.kind === 'none' ? item : call.call(fn, [item]))) return item;
			}
			return null;
		});
	}),
	quantifier('any'),
	quantifier('all'),
	bind('isinstance', (call, [value = NONE, type = NONE]) => bool(call.isInstance(value, type))),
	bind('issubclass', (_, [type = NONE, of = NONE]) => {
		const wanted = of.kind === 'tuple' ? of.items : [of];
		return bool(
			wanted.some(
				(each) => type === each || (type.kind === 'class' && each.kind === 'class' && type.order.includes(each)),
			),
		);
	}),
	bind('callable', (_, [value = NONE]) =>
		bool(
			['function', 'builtin', 'method', 'class', 'type'].includes(value.kind) ||
				(value.kind === 'instance' && value.class.order.some((type) => type.attributes.has('__call__'))),
		),
	),
	bind('hasattr', (call, [value = NONE, name = NONE]) => bool(lookUp(call, value, attributeName(call, name)) !== null)),
	bind('getattr', (call, [value = NONE, name = NONE, otherwise]) => {
		const wanted = attributeName(call, name);
		if (otherwise === undefined) return call.attribute(value, wanted);
		return lookUp(call, value, wanted) ?? otherwise;
	}),
	bind('setattr', (call, [value = NONE, name = NONE, to = NONE]) => {
		call.setAttribute(value, attributeName(call, name), to);
		return NONE;
	}),
	bind('id', (_, [value = NONE]) => int(identity(value))),
	bind('hash', (call, [value = NONE]) => call.hash(value)),
	bind('iter', (call, [value = NONE, sentinel]) => {
		if (sentinel === undefined) return value.kind === 'generator' ? value : call.iterator(value);
		return lazily(() => {
			const item = call.call(value, []);
			return call.equal(item, sentinel) ? null : item;
		});
	}),
	bind('next', (call, [iterator = NONE, otherwise]) => {
		const known = iterator.kind === 'iterator' || iterator.kind === 'generator';
		if (!known && (iterator.kind !== 'instance' || call.lookUp(iterator, '__next__') === null))
			return call.raise('TypeError', ["'{0}' object is not an iterator", typeName(iterator)]);
		const next = call.next(iterator);
		return next ?? otherwise ?? call.raise('StopIteration', ['There is no further item.'], []);
	}),
	bind('repr', (call, [value = NONE]) => str(call.repr(value))),
	bind('ascii', (call, [value = NONE]) => str(call.repr(value))),
	bind('format', (call, [value = NONE, spec]) =>
		str(formatValue(call, value, spec?.kind === 'str' ? spec.value : '', null)),
	),
	bind('bin', (_, [value = NONE]) => str(inBase(value, 2, '0b'))),
	bind('oct', (_, [value = NONE]) => str(inBase(value, 8, '0o'))),
	bind('hex', (_, [value = NONE]) => str(inBase(value, 16, '0x'))),
	bind('print', (call) => {
		call.note(['Nothing is printed here: values stand beside the text.']);
		return NONE;
	}),
	...[
		'input',
		'raw_input',
		'open',
		'eval',
		'exec',
		'compile',
		'__import__',
		'globals',
		'locals',
		'breakpoint',
		'bytes',
		'bytearray',
		'memoryview',
	].map((name) => bind(name, (call) => call.unsupported(name))),
	bind('slice', (_, args) =>
		args.length === 1
			? { kind: 'slice', start: NONE, stop: args[0]!, step: NONE }
			: { kind: 'slice', start: args[0] ?? NONE, stop: args[1] ?? NONE, step: args[2] ?? NONE },
	),
	bind('chr', (call, [code = NONE]) => {
		const at = wholeOf(code);
		return at !== undefined && at >= 0 && at < 0x110000
			? str(String.fromCodePoint(at))
			: call.raise('ValueError', ['chr() arg not in range(0x110000)']);
	}),
	bind('ord', (call, [text = NONE]) => {
		if (text.kind === 'str' && [...text.value].length === 1) return int(text.value.codePointAt(0)!);
		return call.raise('TypeError', ['ord() expected a character']);
	}),
	bind('property', (_, [get = NONE, set]) => ({
		kind: 'descriptor',
		role: 'property',
		get,
		...(set !== undefined && { set }),
	})),
	bind('staticmethod', (_, [get = NONE]) => ({ kind: 'descriptor', role: 'static', get })),
	bind('classmethod', (_, [get = NONE]) => ({ kind: 'descriptor', role: 'class', get })),
	bind('vars', (call, [value = NONE]) => call.attribute(value, '__dict__')),
	bind('delattr', (call) => call.unsupported('delattr')),
	bind('dir', (call) => call.unsupported('dir')),
	bind('quit', (call) => call.raise('SystemExit', ['The program ends here.'])),
	bind('exit', (call) => call.raise('SystemExit', ['The program ends here.'])),
];

function inBase(value: Value, base: number, prefix: string): string {
	const exact = exactOf(value);
	return `${exact < 0n ? '-' : ''}${prefix}${(exact < 0n ? -exact : exact).toString(base)}`;
}

/** Everything that Python has without an import, by name; a run gets its own map. */
export function pythonBuiltins(): Map<string, Value> {
	const all = new Map<string, Value>();
	for (const { name, call } of FUNCTIONS) all.set(name, builtin(name, call));
	for (const type of [
		...numberTypes,
		booleanType,
		strType,
		listType,
		tupleType,
		dictType,
		setType,
		complexType,
		objectType,
	])
		all.set(type.name, type);
	all.set('frozenset', setType);
	all.set('unicode', strType);
	all.set('basestring', strType);
	all.set('long', numberTypes[0]!);
	all.set('type', {
		kind: 'type',
		name: 'type',
		has: (value) => value.kind === 'class' || value.kind === 'type',
		call: (call, [value = NONE]) => call.typeOf(value),
	});
	all.set('__name__', str('__main__'));
	all.set('__file__', str(''));
	return all;
}
