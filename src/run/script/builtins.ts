/** Python's built-in functions and types. */
import { opCode } from '../../core/ops/index.ts';
import {
	bind,
	booleanType,
	dictType,
	listType,
	numberTypes,
	setType,
	strType,
	tupleType,
	type Binder,
} from './builtin-types.ts';
import { builtin, type Call } from './library.ts';
import { isTracked } from './operations.ts';
import { sortValues } from './sorting.ts';
import { bool, identity, int, list, NONE, numberOf, str, tuple, typeName, wholeOf, type Value } from './values.ts';

const ABS = opCode('abs');
const MAX = opCode('max');
const MIN = opCode('min');
const WIRE = opCode('wire');
const ROUND = opCode('rint');
const ROUND_TO = opCode('round_to');

function need(call: Call, name: string, args: readonly Value[], count: number): void {
	if (args.length < count) call.raise('TypeError', ['{0} misses an argument.', name]);
}

function range(call: Call, args: readonly Value[]): Value {
	const numbers = args.map(
		(arg) => wholeOf(arg) ?? call.raise('TypeError', ['range takes whole numbers, not {0}', typeName(arg)]),
	);
	const [a = 0, b, step = 1] = numbers;
	if (step === 0) return call.raise('ValueError', ['range needs a step that is not 0']);
	return b === undefined ? { kind: 'range', start: 0, stop: a, step: 1 } : { kind: 'range', start: a, stop: b, step };
}

function extreme(which: 'max' | 'min'): Binder {
	return bind(which, (call, args, named) => {
		need(call, which, args, 1);
		const items = args.length === 1 ? call.iterate(args[0]!) : args;
		const key = named.get('key');
		const [first, ...rest] = items;
		if (first === undefined) return named.get('default') ?? call.raise('ValueError', ['{0} of nothing', which]);
		let best = first;
		let bestKey = key === undefined ? first : call.call(key, [first]);
		for (const item of rest) {
			call.tick();
			const x = numberOf(best);
			const y = numberOf(item);
			if (key === undefined && x !== undefined && y !== undefined && (isTracked(best) || isTracked(item))) {
				// Of equal numbers Python takes the first: no gate decides then.
				best =
					x === y ? call.recorder.gate(WIRE, [best]) : call.recorder.gate(which === 'max' ? MAX : MIN, [best, item]);
				continue;
			}
			const itemKey = key === undefined ? item : call.call(key, [item]);
			const beats = call.truthy(call.compare(which === 'max' ? '>' : '<', itemKey, key === undefined ? best : bestKey));
			if (beats) {
				best = item;
				bestKey = itemKey;
			}
		}
		return best;
	});
}

const FUNCTIONS: readonly Binder[] = [
	bind('range', range),
	bind('xrange', range),
	bind('len', (call, args) => {
		need(call, 'len', args, 1);
		return int(call.length(args[0]!));
	}),
	bind('abs', (call, [x = NONE]) => {
		if (x.kind === 'array' || x.kind === 'instance') return call.call(call.attribute(x, '__abs__'), []);
		const value = numberOf(x);
		if (value === undefined) return call.raise('TypeError', ['abs of {0}', typeName(x)]);
		return x.kind === 'float'
			? call.recorder.gate(ABS, [x])
			: call.recorder.lazyOperation('abs', Math.abs(value), [x.kind === 'int' ? x : int(value)]);
	}),
	extreme('max'),
	extreme('min'),
	bind('sum', (call, args, named) => {
		need(call, 'sum', args, 1);
		const items = call.iterate(args[0]!);
		const start = args[1] ?? named.get('start');
		// 0 + x is x: no gate for the 0 that nobody wrote.
		let total = start ?? items[0] ?? int(0);
		for (const item of start === undefined ? items.slice(1) : items) {
			call.tick();
			total = call.binary('+', total, item);
		}
		return total;
	}),
	bind('pow', (call, args) => {
		need(call, 'pow', args, 2);
		const power = call.binary('**', args[0]!, args[1]!);
		return args[2] === undefined ? power : call.binary('%', power, args[2]);
	}),
	bind('round', (call, [x = NONE, digits]) => {
		const value = numberOf(x);
		if (value === undefined) return call.raise('TypeError', ['round of {0}', typeName(x)]);
		if (x.kind !== 'float') return x;
		if (digits !== undefined && digits.kind !== 'none') return call.recorder.gate(ROUND_TO, [x, digits]);
		return isTracked(x) ? call.recorder.gate(ROUND, [x]) : int(Math.round(value));
	}),
	bind('divmod', (call, args) => {
		need(call, 'divmod', args, 2);
		return tuple([call.binary('//', args[0]!, args[1]!), call.binary('%', args[0]!, args[1]!)]);
	}),
	bind('zip', (call, args) => {
		const columns = args.map((arg) => call.iterate(arg));
		const length = columns.length === 0 ? 0 : Math.min(...columns.map((column) => column.length));
		return list(Array.from({ length }, (_, row) => tuple(columns.map((column) => column[row]!))));
	}),
	bind('enumerate', (call, args, named) => {
		need(call, 'enumerate', args, 1);
		const start = wholeOf(args[1] ?? named.get('start') ?? int(0)) ?? 0;
		return list(call.iterate(args[0]!).map((item, k) => tuple([int(start + k), item])));
	}),
	bind('reversed', (call, args) => {
		need(call, 'reversed', args, 1);
		return list(call.iterate(args[0]!).toReversed());
	}),
	bind('sorted', (call, args, named) => {
		need(call, 'sorted', args, 1);
		return list(sortValues(call, call.iterate(args[0]!), named));
	}),
	bind('map', (call, [fn = NONE, ...columns]) => {
		const lists = columns.map((column) => call.iterate(column));
		const length = lists.length === 0 ? 0 : Math.min(...lists.map((each) => each.length));
		return list(
			Array.from({ length }, (_, row) =>
				call.call(
					fn,
					lists.map((each) => each[row]!),
				),
			),
		);
	}),
	bind('filter', (call, [fn = NONE, items = NONE]) =>
		list(call.iterate(items).filter((item) => call.truthy(fn.kind === 'none' ? item : call.call(fn, [item])))),
	),
	bind('any', (call, [items = NONE]) => bool(call.iterate(items).some((item) => call.truthy(item)))),
	bind('all', (call, [items = NONE]) => bool(call.iterate(items).every((item) => call.truthy(item)))),
	bind('isinstance', (call, [value = NONE, type = NONE]) =>
		bool((type.kind === 'tuple' ? type.items : [type]).some((each) => call.isInstance(value, each))),
	),
	bind('issubclass', (_, [type = NONE, of = NONE]) =>
		bool(type === of || (type.kind === 'class' && of.kind === 'class' && type.order.includes(of))),
	),
	bind('callable', (_, [value = NONE]) =>
		bool(
			['function', 'builtin', 'method', 'class', 'type'].includes(value.kind) ||
				(value.kind === 'instance' && value.class.order.some((type) => type.attributes.has('__call__'))),
		),
	),
	bind('hasattr', (call, [value = NONE, name = NONE]) =>
		bool(name.kind === 'str' && call.lookUp(value, name.value) !== null),
	),
	bind('getattr', (call, [value = NONE, name = NONE, otherwise]) => {
		if (name.kind !== 'str') return call.raise('TypeError', ['{0} needs the name of an attribute', 'getattr']);
		const found = call.lookUp(value, name.value);
		return found ?? otherwise ?? call.attribute(value, name.value);
	}),
	bind('setattr', (call, [value = NONE, name = NONE, to = NONE]) => {
		if (name.kind !== 'str') return call.raise('TypeError', ['{0} needs the name of an attribute', 'setattr']);
		call.setAttribute(value, name.value, to);
		return NONE;
	}),
	bind('id', (_, [value = NONE]) => int(identity(value))),
	bind('hash', (_, [value = NONE]) => int(identity(value))),
	bind('iter', (call, [value = NONE]) => call.iterator(value)),
	bind('next', (call, [iterator = NONE, otherwise]) => {
		const next = call.iterator(iterator).next(call);
		return next ?? otherwise ?? call.raise('StopIteration', ['There is no further item.']);
	}),
	bind('repr', (call, [value = NONE]) => str(call.repr(value))),
	bind('print', (call) => {
		call.note(['Nothing is printed here: values stand beside the text.']);
		return NONE;
	}),
	bind('input', (call) => call.unsupported('input')),
	bind('open', (call) => call.unsupported('open')),
	bind('eval', (call) => call.unsupported('eval')),
	bind('exec', (call) => call.unsupported('exec')),
	bind('slice', (_, args) =>
		args.length === 1
			? { kind: 'slice', start: NONE, stop: args[0]!, step: NONE }
			: { kind: 'slice', start: args[0] ?? NONE, stop: args[1] ?? NONE, step: args[2] ?? NONE },
	),
	bind('chr', (call, [code = NONE]) => {
		const at = wholeOf(code);
		return at !== undefined && at >= 0 && at < 0x110000
			? str(String.fromCodePoint(at))
			: call.raise('ValueError', ['chr takes the number of a character']);
	}),
	bind('ord', (call, [text = NONE]) =>
		text.kind === 'str' && text.value !== ''
			? int(text.value.codePointAt(0)!)
			: call.raise('TypeError', ['ord takes one character']),
	),
	bind('property', (_, [get = NONE, set]) => ({
		kind: 'descriptor',
		role: 'property',
		get,
		...(set !== undefined && { set }),
	})),
	bind('staticmethod', (_, [get = NONE]) => ({ kind: 'descriptor', role: 'static', get })),
	bind('classmethod', (_, [get = NONE]) => ({ kind: 'descriptor', role: 'class', get })),
	bind('vars', (call, [value = NONE]) => call.attribute(value, '__dict__')),
];

/** Everything that Python has without an import, by name; a run gets its own map. */
export function pythonBuiltins(): Map<string, Value> {
	const all = new Map<string, Value>();
	for (const { name, call } of FUNCTIONS) all.set(name, builtin(name, call));
	for (const type of [...numberTypes, booleanType, strType, listType, tupleType, dictType, setType])
		all.set(type.name, type);
	all.set('frozenset', setType);
	all.set('unicode', strType);
	all.set('long', numberTypes[0]!);
	all.set('object', { kind: 'class', name: 'object', order: [], attributes: new Map() });
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
