/** Operators on values that are no arrays: Python's and JavaScript's rules, and which of them leave a gate. */
import { opCode } from '../../core/ops/index.ts';
import type { BinaryOp, CompareOp, UnaryOp } from '../../lang/script.ts';
import { equalValues } from './equality.ts';
import { percentText } from './formatting.ts';
import type { Call } from './library.ts';
import { difference, intersection, union, within } from './methods-dicts.ts';
import {
	big,
	bool,
	int,
	list,
	numberOf,
	str,
	tuple,
	typeName,
	wholeOf,
	type BoolValue,
	type DictValue,
	type ListValue,
	type Value,
} from './values.ts';
import { exactOf, wholes } from './wholes.ts';

/** The rows of float arithmetic. */
const ROW: Partial<Record<BinaryOp, number>> = {
	'+': opCode('add'),
	'-': opCode('sub'),
	'*': opCode('mul'),
	'/': opCode('div'),
	'//': opCode('floordiv'),
	'%': opCode('mod'),
	'**': opCode('pow'),
};
const NEG = opCode('neg');
/** The rows of comparisons, in every notation. */
export const COMPARE_ROW: Partial<Record<CompareOp, number>> = {
	'<': opCode('lt'),
	'<=': opCode('le'),
	'>': opCode('gt'),
	'>=': opCode('ge'),
	'==': opCode('eq'),
	'!=': opCode('ne'),
	'===': opCode('eq'),
	'!==': opCode('ne'),
};

/** So many characters count as one item. */
export const CHARACTERS = 8;

/** Whether the tape had a part in a number. */
export function isTracked(value: Value): boolean {
	if (value.kind === 'float' || value.kind === 'bool') return value.node >= 0;
	return value.kind === 'int' && value.lazy !== null;
}

/** `a op b` where neither is an array or an instance; null where the types do not go together. */
export function binary(call: Call, op: BinaryOp, a: Value, b: Value): Value | null {
	const x = numberOf(a);
	const y = numberOf(b);
	if (x === undefined || y === undefined) return collections(call, op, a, b);
	if (a.kind !== 'float' && b.kind !== 'float') return wholes(call, op, a, b, x, y);
	const row = ROW[op];
	return row === undefined ? null : call.recorder.gate(row, [a, b]);
}

function collections(call: Call, op: BinaryOp, a: Value, b: Value): Value | null {
	if (a.kind === 'str' && op === '%') return percentText(call, a.value, b);
	if (op === '+') {
		if (a.kind === 'str' && b.kind === 'str') {
			call.reserve((a.value.length + b.value.length) / CHARACTERS);
			return str(a.value + b.value);
		}
		if ((a.kind === 'list' && b.kind === 'list') || (a.kind === 'tuple' && b.kind === 'tuple')) {
			call.reserve(a.items.length + b.items.length);
			const items = [...a.items, ...b.items];
			return a.kind === 'list' ? list(items) : tuple(items);
		}
		if (a.kind === 'dict' && b.kind === 'dict') return counted(call, op, a, b);
	}
	if (op === '*') {
		const times = wholeOf(b) ?? wholeOf(a);
		const what = wholeOf(b) === undefined ? b : a;
		if (times !== undefined) return repeated(call, what, Math.max(0, times));
	}
	if (a.kind === 'set' && b.kind === 'set') {
		const items = {
			'|': () => union(a.items, b.items),
			'&': () => intersection(a.items, b.items),
			'-': () => difference(a.items, b.items),
			'^': () => [...difference(a.items, b.items), ...difference(b.items, a.items)],
		}[op as '|' | '&' | '-' | '^'];
		return items === undefined ? null : { kind: 'set', items: new Map(items()) };
	}
	if (a.kind === 'list' && b.kind === 'list' && (op === '&' || op === '|' || op === '-'))
		return viewsOf(call, op, a, b);
	if (a.kind === 'dict' && b.kind === 'dict') {
		if (op === '-') return counted(call, op, a, b);
		if (op === '|')
			return {
				kind: 'dict',
				entries: new Map([...a.entries, ...b.entries].map(([key, entry]) => [key, { ...entry }])),
			};
	}
	return null;
}

/** The sum or difference of two Counters: plain dicts have none. */
function counted(call: Call, op: '+' | '-', a: DictValue, b: DictValue): Value | null {
	if (a.counts !== true || b.counts !== true) return null;
	const entries: DictValue['entries'] = new Map([...a.entries].map(([key, entry]) => [key, { ...entry }]));
	for (const [key, entry] of b.entries) {
		const before = entries.get(key)?.value ?? int(0);
		entries.set(key, { key: entry.key, value: call.binary(op, before, entry.value) });
	}
	for (const [key, { value }] of entries) if ((numberOf(value) ?? 0) <= 0) entries.delete(key);
	return { ...a, entries };
}

/** `d.keys() & e.keys()`: what `keys()` gives is a list here, and a list of Python's has no such operators. */
function viewsOf(call: Call, op: '&' | '|' | '-', a: ListValue, b: ListValue): Value | null {
	const items = (from: ListValue): Map<string | number, Value> =>
		new Map(from.items.map((item) => [call.key(item), item]));
	const how = { '|': union, '&': intersection, '-': difference }[op];
	return { kind: 'set', items: new Map(how(items(a), items(b))) };
}

function repeated(call: Call, what: Value, times: number): Value | null {
	const length =
		what.kind === 'str' ? what.value.length : what.kind === 'list' || what.kind === 'tuple' ? what.items.length : null;
	if (length === null) return null;
	call.reserve((length * times) / (what.kind === 'str' ? CHARACTERS : 1));
	if (what.kind === 'str') return str(what.value.repeat(times));
	const items: Value[] = [];
	for (let k = 0; k < times; k++) for (const item of (what as ListValue).items) items.push(item);
	return what.kind === 'list' ? list(items) : tuple(items);
}

export function unary(call: Call, op: UnaryOp, a: Value): Value | null {
	if (op === 'not') return bool(!call.truthy(a));
	const x = numberOf(a);
	if (x === undefined || op === 'typeof') return null;
	if (op === '+') return a.kind === 'bool' ? int(x) : a;
	if (op === '~') return a.kind === 'float' ? null : big(-exactOf(a) - 1n);
	if (a.kind === 'float') return call.recorder.gate(NEG, [a]);
	if (a.kind === 'int' && a.big !== undefined) return big(-a.big);
	// A negative zero is no whole number.
	return call.recorder.lazyOperation('neg', x === 0 ? 0 : -x, [a.kind === 'int' ? a : int(x)]);
}

/** A comparison where neither is an array or an instance with a comparison of its own; null where the types have no order. */
export function compare(call: Call, op: CompareOp, a: Value, b: Value): BoolValue | null {
	switch (op) {
		case 'is':
			return bool(same(a, b));
		case 'is not':
			return bool(!same(a, b));
		case 'in':
			return bool(contains(call, b, a));
		case 'not in':
			return bool(!contains(call, b, a));
		case 'instanceof':
			return bool(call.isInstance(a, b));
		default:
			break;
	}
	const x = numberOf(a);
	const y = numberOf(b);
	if (x !== undefined && y !== undefined) {
		if (a.kind === 'float' || b.kind === 'float') {
			if (isTracked(a) || isTracked(b)) {
				const gate = call.recorder.gate(COMPARE_ROW[op]!, [a, b]);
				return { kind: 'bool', value: gate.value !== 0, node: gate.node };
			}
		}
		if (x === y && !Number.isSafeInteger(x) && a.kind === 'int' && b.kind === 'int') {
			const gap = exactOf(a) - exactOf(b);
			return bool(ordered(op, gap < 0n ? -1 : gap > 0n ? 1 : 0, 0));
		}
		return bool(ordered(op, x, y));
	}
	if (op === '==' || op === '===') return bool(equalValues(call, a, b));
	if (op === '!=' || op === '!==') return bool(!equalValues(call, a, b));
	if (a.kind === 'str' && b.kind === 'str')
		return bool(ordered(op, a.value < b.value ? -1 : a.value > b.value ? 1 : 0, 0));
	if ((a.kind === 'tuple' && b.kind === 'tuple') || (a.kind === 'list' && b.kind === 'list')) {
		for (let k = 0; k < Math.min(a.items.length, b.items.length); k++) {
			if (equalValues(call, a.items[k]!, b.items[k]!)) continue;
			const inner = call.compare(op, a.items[k]!, b.items[k]!);
			return bool(call.truthy(inner));
		}
		return bool(ordered(op, a.items.length, b.items.length));
	}
	if (a.kind === 'set' && b.kind === 'set') {
		const smaller = a.items.size < b.items.size;
		if (op === '<=' || op === '<') return bool(within(a.items, b.items) && (op === '<=' || smaller));
		if (op === '>=' || op === '>')
			return bool(within(b.items, a.items) && (op === '>=' || b.items.size < a.items.size));
	}
	return null;
}

export function ordered(op: CompareOp, x: number, y: number): boolean {
	switch (op) {
		case '<':
			return x < y;
		case '<=':
			return x <= y;
		case '>':
			return x > y;
		case '>=':
			return x >= y;
		case '!=':
		case '!==':
			return x !== y;
		default:
			return x === y;
	}
}

function same(a: Value, b: Value): boolean {
	if (a === b) return true;
	if (a.kind !== b.kind) return false;
	if (a.kind === 'none' || a.kind === 'undefined' || a.kind === 'ellipsis') return true;
	if (a.kind === 'int' || a.kind === 'bool' || a.kind === 'str') return a.value === (b as typeof a).value;
	if (a.kind === 'method') return a.self === (b as typeof a).self && a.callable === (b as typeof a).callable;
	return false;
}

export function contains(call: Call, container: Value, item: Value): boolean {
	switch (container.kind) {
		case 'str':
			if (item.kind !== 'str')
				return call.raise('TypeError', ["'in <string>' requires string as left operand, not {0}", typeName(item)]);
			return container.value.includes(item.value);
		case 'dict':
		case 'set': {
			const key = call.key(item);
			return container.kind === 'dict' ? container.entries.has(key) : container.items.has(key);
		}
		case 'range': {
			const x = numberOf(item);
			const { start, stop, step } = container;
			if (x === undefined) return false;
			return (step > 0 ? x >= start && x < stop : x <= start && x > stop) && Number.isInteger((x - start) / step);
		}
		default:
			break;
	}
	const iterator = call.iterator(container);
	for (let other = iterator.next(call); other !== null; other = iterator.next(call)) {
		call.tick();
		if (equalValues(call, other, item)) return true;
	}
	return false;
}
