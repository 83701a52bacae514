/** Operators by JavaScript's rules, on values that are no arrays of the numeric library. */
import { opCode } from '../../core/ops/index.ts';
import type { BinaryOp, CompareOp, UnaryOp } from '../../lang/script.ts';
import type { Call } from './library.ts';
import { prototypeOf } from './objects.ts';
import { COMPARE_ROW, isTracked, ordered } from './operations.ts';
import { bool, float, int, numberOf, str, type IntValue, type Value } from './values.ts';

const ROW: Partial<Record<BinaryOp, number>> = {
	'+': opCode('add'),
	'-': opCode('sub'),
	'*': opCode('mul'),
	'/': opCode('div'),
	'%': opCode('fmod'),
	'**': opCode('pow'),
};
const LAZY_ROW: Partial<Record<BinaryOp, string>> = { '+': 'add', '-': 'sub', '*': 'mul', '**': 'pow' };
const NEG = opCode('neg');

/** What `Number(value)` is. */
export function toNumber(value: Value): number {
	switch (value.kind) {
		case 'none':
			return 0;
		case 'str':
			return value.value.trim() === '' ? 0 : Number(value.value);
		case 'list': {
			const [only, another] = value.items;
			return another !== undefined ? NaN : only === undefined ? 0 : toNumber(only);
		}
		default:
			return numberOf(value) ?? NaN;
	}
}

/** A number as a value: whole where it is, so that it indexes and counts without leaving gates. */
export function numberValue(value: number): Value {
	return Number.isSafeInteger(value) && !Object.is(value, -0) ? int(value) : float(value);
}

function asNumber(value: Value): Value {
	return value.kind === 'int' || value.kind === 'float' ? value : numberValue(toNumber(value));
}

export function binaryOfJavaScript(call: Call, op: BinaryOp, left: Value, right: Value): Value | null {
	if (op === '+' && (isText(left) || isText(right))) return str(call.string(left) + call.string(right));
	const a = asNumber(left);
	const b = asNumber(right);
	const x = numberOf(a)!;
	const y = numberOf(b)!;
	switch (op) {
		case '|':
			return int(x | y);
		case '&':
			return int(x & y);
		case '^':
			return int(x ^ y);
		case '<<':
			return int(x << y);
		case '>>':
			return int(x >> y);
		case '>>>':
			return int(x >>> y);
		default:
			break;
	}
	const row = ROW[op];
	if (row === undefined) return null;
	if (a.kind === 'int' && b.kind === 'int') {
		const value = arithmetic(op, x, y);
		const whole = Number.isSafeInteger(value) && !Object.is(value, -0);
		const lazy = LAZY_ROW[op];
		if (whole && lazy !== undefined) return call.recorder.lazyOperation(lazy, value, [a, b]);
		if (!isTracked(a) && !isTracked(b) && (whole || Number.isInteger(value) || !Number.isFinite(value)))
			return numberValue(value);
	}
	return call.recorder.gate(row, [a, b]);
}

function arithmetic(op: BinaryOp, x: number, y: number): number {
	switch (op) {
		case '+':
			return x + y;
		case '-':
			return x - y;
		case '*':
			return x * y;
		case '/':
			return x / y;
		case '%':
			return x % y;
		default:
			return x ** y;
	}
}

function isText(value: Value): boolean {
	return !['int', 'float', 'bool', 'none', 'undefined'].includes(value.kind);
}

export function unaryOfJavaScript(call: Call, op: UnaryOp, value: Value): Value | null {
	switch (op) {
		case 'not':
			return bool(!call.truthy(value));
		case "'":
			return null;
		case 'typeof':
			return str(typeOf(value));
		case '+':
			return asNumber(value);
		case '~':
			return int(~toNumber(value));
		case '-': {
			const number = asNumber(value);
			if (number.kind === 'int' && number.value !== 0)
				return call.recorder.lazyOperation('neg', -number.value, [number satisfies IntValue]);
			if (number.kind === 'int') return isTracked(number) ? call.recorder.gate(NEG, [number]) : float(-0);
			return call.recorder.gate(NEG, [number]);
		}
	}
}

function typeOf(value: Value): string {
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

function isNullish(value: Value): boolean {
	return value.kind === 'none' || value.kind === 'undefined';
}

/** `===` of values that are not both numbers. */
function identical(a: Value, b: Value): boolean {
	if (a === b) return true;
	if (a.kind !== b.kind) return false;
	if (isNullish(a)) return true;
	return (a.kind === 'str' || a.kind === 'bool') && a.value === (b as typeof a).value;
}

function looselyEqual(a: Value, b: Value): boolean {
	if (isNullish(a) || isNullish(b)) return isNullish(a) && isNullish(b);
	if (a.kind === b.kind) return identical(a, b);
	const primitive = (value: Value): boolean => ['int', 'float', 'bool', 'str'].includes(value.kind);
	return primitive(a) && primitive(b) && toNumber(a) === toNumber(b);
}

export function compareOfJavaScript(call: Call, op: CompareOp, a: Value, b: Value): Value | null {
	switch (op) {
		case 'instanceof':
			return bool(call.isInstance(a, b.kind === 'function' ? prototypeOf(b) : b));
		case 'in':
			return null;
		default:
			break;
	}
	const numbers = (a.kind === 'int' || a.kind === 'float') && (b.kind === 'int' || b.kind === 'float');
	if (numbers && (isTracked(a) || isTracked(b)) && (a.kind === 'float' || b.kind === 'float')) {
		const gate = call.recorder.gate(COMPARE_ROW[op]!, [a, b]);
		return { kind: 'bool', value: gate.value !== 0, node: gate.node };
	}
	if (numbers) return bool(ordered(op, a.value, b.value));
	switch (op) {
		case '===':
			return bool(identical(a, b));
		case '!==':
			return bool(!identical(a, b));
		case '==':
			return bool(looselyEqual(a, b));
		case '!=':
			return bool(!looselyEqual(a, b));
		default:
			break;
	}
	if (a.kind === 'str' && b.kind === 'str')
		return bool(ordered(op, a.value < b.value ? -1 : a.value > b.value ? 1 : 0, 0));
	return bool(ordered(op, toNumber(a), toNumber(b)));
}

const MOST_NESTED = 50;

/** What `String(value)` is. */
export function writtenJavaScript(call: Call, value: Value, depth = 0): string {
	if (depth > MOST_NESTED) return '…';
	switch (value.kind) {
		case 'none':
			return 'null';
		case 'int':
		case 'float':
		case 'bool':
			return String(value.value);
		case 'str':
			return value.value;
		case 'list':
		case 'tuple': {
			const written = (item: Value): string => (isNullish(item) ? '' : writtenJavaScript(call, item, depth + 1));
			return value.items.map(written).join(',');
		}
		case 'function':
		case 'builtin':
			return `function ${value.name}`;
		case 'class':
		case 'type':
			return `class ${value.name}`;
		case 'instance': {
			const hook = call.lookUp(value, 'toString');
			if (hook !== null) return call.string(call.call(hook, []));
			if (value.class.native === 'exception') {
				const message = call.lookUp(value, 'message');
				return message === null ? value.class.name : `${value.class.name}: ${call.string(message)}`;
			}
			return '[object Object]';
		}
		case 'undefined':
			return 'undefined';
		default:
			return '[object Object]';
	}
}
