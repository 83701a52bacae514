/** Operators on values that are no arrays: Python's and JavaScript's rules, and which of them leave a gate. */
import { opCode } from '../../core/ops/index.ts';
import type { BinaryOp, CompareOp, UnaryOp } from '../../lang/script.ts';
import { equalValues } from './equality.ts';
import { percent } from './format.ts';
import type { Call } from './library.ts';
import {
	bool,
	float,
	int,
	keyOf,
	list,
	numberOf,
	str,
	tuple,
	typeName,
	wholeOf,
	type BoolValue,
	type IntValue,
	type Value,
} from './values.ts';

/** The rows of float arithmetic. `//` is the floor of a quotient. */
const ROW: Partial<Record<BinaryOp, number>> = {
	'+': opCode('add'),
	'-': opCode('sub'),
	'*': opCode('mul'),
	'/': opCode('div'),
	'%': opCode('mod'),
	'**': opCode('pow'),
};
const JAVASCRIPT_MOD = opCode('fmod');
const FLOOR = opCode('floor');
const NEG = opCode('neg');
const COMPARE_ROW: Partial<Record<CompareOp, number>> = {
	'<': opCode('lt'),
	'<=': opCode('le'),
	'>': opCode('gt'),
	'>=': opCode('ge'),
	'==': opCode('eq'),
	'!=': opCode('ne'),
	'===': opCode('eq'),
	'!==': opCode('ne'),
};
const LAZY_ROW: Partial<Record<BinaryOp, string>> = { '+': 'add', '-': 'sub', '*': 'mul', '**': 'pow' };

/** How many items a repeated string or list may come to. */
const MOST_REPEATED = 10_000_000;

/** Whether the tape had a part in a number. */
export function isTracked(value: Value): boolean {
	if (value.kind === 'float' || value.kind === 'bool') return value.node >= 0;
	return value.kind === 'int' && value.lazy !== null;
}

/** `a op b` where neither is an array or an instance; null where the types do not go together. */
export function binary(call: Call, op: BinaryOp, a: Value, b: Value, javascript: boolean): Value | null {
	const x = numberOf(a);
	const y = numberOf(b);
	if (x !== undefined && y !== undefined) {
		const whole = a.kind !== 'float' && b.kind !== 'float';
		return whole ? wholes(call, op, a, b, x, y, javascript) : floats(call, op, a, b, x, y, javascript);
	}
	return javascript ? joinJavaScript(call, op, a, b) : collections(call, op, a, b);
}

function floats(call: Call, op: BinaryOp, a: Value, b: Value, x: number, y: number, javascript: boolean): Value | null {
	const { recorder } = call;
	if (op === '//') return recorder.gate(FLOOR, [recorder.gate(ROW['/']!, [a, b])]);
	if (javascript && (op === '|' || op === '&' || op === '^' || op === '<<' || op === '>>' || op === '>>>'))
		return int(bits(op, x, y));
	const row = javascript && op === '%' ? JAVASCRIPT_MOD : ROW[op];
	return row === undefined ? null : recorder.gate(row, [a, b]);
}

function bits(op: BinaryOp, x: number, y: number): number {
	switch (op) {
		case '|':
			return x | y;
		case '&':
			return x & y;
		case '^':
			return x ^ y;
		case '<<':
			return x << y;
		case '>>':
			return x >> y;
		default:
			return x >>> y;
	}
}

function asInt(value: Value): IntValue {
	return value.kind === 'int' ? value : int(numberOf(value) ?? 0);
}

function wholes(call: Call, op: BinaryOp, a: Value, b: Value, x: number, y: number, javascript: boolean): Value | null {
	const { recorder } = call;
	switch (op) {
		case '+':
		case '-':
		case '*':
		case '**': {
			if (op === '**' && y < 0) return recorder.gate(ROW['**']!, [a, b]);
			const value = op === '+' ? x + y : op === '-' ? x - y : op === '*' ? x * y : x ** y;
			if (!Number.isSafeInteger(value)) {
				// Past 2^53 a whole number is no longer exact: it goes on as a float.
				return recorder.gate(ROW[op]!, [a, b]);
			}
			return recorder.lazyOperation(LAZY_ROW[op]!, value, [asInt(a), asInt(b)]);
		}
		case '/': {
			if (y === 0 && !javascript) return call.raise('ZeroDivisionError', ['Division by zero.']);
			const exact = javascript && !isTracked(a) && !isTracked(b) && y !== 0 && Number.isInteger(x / y);
			return exact ? int(x / y) : recorder.gate(ROW['/']!, [a, b]);
		}
		case '//':
			if (y === 0) return call.raise('ZeroDivisionError', ['Division by zero.']);
			return int(Math.floor(x / y));
		case '%':
			if (y === 0) return javascript ? float(NaN) : call.raise('ZeroDivisionError', ['Division by zero.']);
			return int(javascript ? x % y : x - y * Math.floor(x / y));
		case '<<':
			return int(javascript ? x << y : x * 2 ** y);
		case '>>':
			return int(javascript ? x >> y : Math.floor(x / 2 ** y));
		case '>>>':
			return int(x >>> y);
		case '&':
		case '|':
		case '^': {
			const result = Number(
				op === '&' ? BigInt(x) & BigInt(y) : op === '|' ? BigInt(x) | BigInt(y) : BigInt(x) ^ BigInt(y),
			);
			return a.kind === 'bool' && b.kind === 'bool' && !javascript ? bool(result !== 0) : int(result);
		}
		default:
			return null;
	}
}

function collections(call: Call, op: BinaryOp, a: Value, b: Value): Value | null {
	if (a.kind === 'str' && op === '%') return percentText(call, a.value, b);
	if (op === '+') {
		if (a.kind === 'str' && b.kind === 'str') return str(a.value + b.value);
		if (a.kind === 'list' && b.kind === 'list') return list([...a.items, ...b.items]);
		if (a.kind === 'tuple' && b.kind === 'tuple') return tuple([...a.items, ...b.items]);
	}
	if (op === '*') {
		const times = wholeOf(b) ?? wholeOf(a);
		const what = wholeOf(b) === undefined ? b : a;
		if (times !== undefined) return repeated(call, what, Math.max(0, times));
	}
	if (a.kind === 'set' && b.kind === 'set') {
		const keep = (from: typeof a, wanted: (key: string | number) => boolean): [string | number, Value][] =>
			[...from.items].filter(([key]) => wanted(key));
		const items = {
			'|': [...a.items, ...b.items],
			'&': keep(a, (key) => b.items.has(key)),
			'-': keep(a, (key) => !b.items.has(key)),
			'^': [...keep(a, (key) => !b.items.has(key)), ...keep(b, (key) => !a.items.has(key))],
		}[op as '|' | '&' | '-' | '^'];
		return items === undefined ? null : { kind: 'set', items: new Map(items) };
	}
	if (a.kind === 'dict' && b.kind === 'dict' && op === '|')
		return { kind: 'dict', entries: new Map([...a.entries, ...b.entries].map(([key, entry]) => [key, { ...entry }])) };
	return null;
}

function repeated(call: Call, what: Value, times: number): Value | null {
	const length =
		what.kind === 'str' ? what.value.length : what.kind === 'list' || what.kind === 'tuple' ? what.items.length : null;
	if (length === null) return null;
	if (length * times > MOST_REPEATED) return call.raise('MemoryError', ['More than {0} items.', MOST_REPEATED]);
	if (what.kind === 'str') return str(what.value.repeat(times));
	const items: Value[] = [];
	for (let k = 0; k < times; k++) items.push(...(what as Extract<Value, { kind: 'list' }>).items);
	return what.kind === 'list' ? list(items) : tuple(items);
}

function percentText(call: Call, template: string, value: Value): Value {
	const args = value.kind === 'tuple' ? value.items : [value];
	const text = percent(template, args, numberOf, (item, repr) => (repr ? call.repr(item) : call.string(item)));
	return text === null ? call.raise('TypeError', ['The values do not fit the format {0}', template]) : str(text);
}

function joinJavaScript(call: Call, op: BinaryOp, a: Value, b: Value): Value | null {
	return op === '+' ? str(call.string(a) + call.string(b)) : null;
}

export function unary(call: Call, op: UnaryOp, a: Value): Value | null {
	if (op === 'not') return bool(!call.truthy(a));
	if (op === 'typeof') return str(javascriptType(a));
	const x = numberOf(a);
	if (x === undefined) return null;
	if (op === '+') return a.kind === 'bool' ? int(x) : a;
	if (op === '~') return a.kind === 'float' ? null : int(~x);
	if (a.kind === 'float') return call.recorder.gate(NEG, [a]);
	// A negative zero is no whole number.
	return call.recorder.lazyOperation('neg', x === 0 ? 0 : -x, [asInt(a)]);
}

function javascriptType(value: Value): string {
	switch (value.kind) {
		case 'int':
		case 'float':
			return 'number';
		case 'str':
			return 'string';
		case 'bool':
			return 'boolean';
		case 'undefined':
			return 'undefined';
		case 'function':
		case 'builtin':
		case 'class':
		case 'type':
		case 'method':
			return 'function';
		default:
			return 'object';
	}
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
		const within = (p: typeof a, q: typeof a): boolean => [...p.items.keys()].every((key) => q.items.has(key));
		if (op === '<=' || op === '<') return bool(within(a, b) && (op === '<=' || a.items.size < b.items.size));
		if (op === '>=' || op === '>') return bool(within(b, a) && (op === '>=' || b.items.size < a.items.size));
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
	return false;
}

export function contains(call: Call, container: Value, item: Value): boolean {
	switch (container.kind) {
		case 'str':
			if (item.kind !== 'str') return call.raise('TypeError', ['{0} is not in a string', typeName(item)]);
			return container.value.includes(item.value);
		case 'dict':
		case 'set': {
			const key = keyOf(item);
			return key !== null && (container.kind === 'dict' ? container.entries.has(key) : container.items.has(key));
		}
		case 'range': {
			const x = numberOf(item);
			const { start, stop, step } = container;
			if (x === undefined) return false;
			return (step > 0 ? x >= start && x < stop : x <= start && x > stop) && Number.isInteger((x - start) / step);
		}
		default:
			return call.iterate(container).some((other) => equalValues(call, other, item));
	}
}
