/** What operators do with values of every kind: whose business it is, an instance's class's, the library of arrays', or the dialect's. */
import type { BinaryOp, CompareOp, UnaryOp } from '../../lang/script.ts';
import { binaryOfJavaScript, compareOfJavaScript, unaryOfJavaScript } from './javascript-operators.ts';
import type { Machine } from './machine.ts';
import { mergeInto } from './methods-dicts.ts';
import { addAll, extended } from './methods-lists.ts';
import { specialMethod } from './objects.ts';
import * as operations from './operations.ts';
import type { Services } from './services.ts';
import { bool, typeName, wholeOf, type ListValue, type SetValue, type Value } from './values.ts';

/** The methods by which a class says what operators do to its instances: on the left, and on the right. */
const SPECIAL: Partial<Record<BinaryOp, string>> = {
	'+': 'add',
	'-': 'sub',
	'*': 'mul',
	'/': 'truediv',
	'//': 'floordiv',
	'%': 'mod',
	'**': 'pow',
	'@': 'matmul',
	'&': 'and',
	'|': 'or',
	'^': 'xor',
	'<<': 'lshift',
	'>>': 'rshift',
};
const SPECIAL_COMPARE: Partial<Record<CompareOp, readonly [left: string, right: string]>> = {
	'<': ['__lt__', '__gt__'],
	'<=': ['__le__', '__ge__'],
	'>': ['__gt__', '__lt__'],
	'>=': ['__ge__', '__le__'],
	'==': ['__eq__', '__eq__'],
	'!=': ['__ne__', '__ne__'],
};

export function unary(call: Services, machine: Machine, op: UnaryOp, a: Value): Value {
	const { arrays } = machine.library;
	const matrix = machine.matrices?.unary(call, op, a) ?? null;
	if (matrix !== null) return matrix;
	const javascript = machine.javascript ? unaryOfJavaScript(call, op, a) : null;
	if (javascript !== null) return javascript;
	let result: Value | null = null;
	if (op === 'not' || op === 'typeof' || op === "'") result = operations.unary(call, op, a);
	else if (a.kind === 'array') result = arrays.unary(call, op, a);
	else if (a.kind === 'instance') {
		const hook = specialMethod(call, a, { '-': '__neg__', '+': '__pos__', '~': '__invert__' }[op]);
		if (hook !== null) return call.call(hook, []);
	} else result = a.kind === 'nothing' ? a : operations.unary(call, op, a);
	return result ?? call.raise('TypeError', ["bad operand type for unary {0}: '{1}'", op, typeName(a)]);
}

export function binary(call: Services, machine: Machine, op: BinaryOp, a: Value, b: Value): Value {
	const { javascript, library, matrices } = machine;
	let result: Value | null = null;
	if (a.kind === 'instance' || b.kind === 'instance') result = special(call, op, a, b);
	else if (matrices !== undefined) return matrices.binary(call, op, a, b) ?? unfit(call, written(op), a, b);
	if (result !== null) return result;
	if (a.kind === 'nothing' || b.kind === 'nothing') return withNothing(call, a, b);
	if (a.kind === 'array' || b.kind === 'array') result = library.arrays.binary(call, op, a, b);
	else if (javascript) result = binaryOfJavaScript(call, op, a, b);
	else result = operations.binary(call, op, a, b);
	return result ?? unfit(call, op, a, b);
}

/** An operator as Julia and MATLAB write it. */
function written(op: BinaryOp): string {
	const own = op === '@' ? '*' : op.startsWith('@') ? op.slice(1) : `.${op}`;
	return own.replace('**', '^');
}

function unfit(call: Services, op: string, a: Value, b: Value): never {
	if (op === '+' && a.kind === 'str')
		return call.raise('TypeError', ['can only concatenate str (not "{0}") to str', typeName(b)]);
	return call.raise('TypeError', [
		"unsupported operand type(s) for {0}: '{1}' and '{2}'",
		op,
		typeName(a),
		typeName(b),
	]);
}

/** What takes no part in the computation stays out of it: times may be subtracted from each other, not from what is computed. */
function withNothing(call: Services, a: Value, b: Value): Value {
	const [nothing, other] = a.kind === 'nothing' ? [a, b] : [b, a];
	const apart = other.kind === 'nothing' || other.kind === 'str' || other.kind === 'int' || other.kind === 'float';
	if (
		nothing.kind !== 'nothing' ||
		!apart ||
		(other.kind === 'float' && other.node >= 0 && !call.recorder.tape.isConstant(other.node))
	)
		return call.unsupported(nothing.kind === 'nothing' ? nothing.name : '');
	return nothing;
}

export function augment(call: Services, machine: Machine, op: BinaryOp, a: Value, b: Value): Value {
	const matrix = machine.matrices?.augment(call, op, a, b) ?? null;
	if (matrix !== null) return matrix;
	if (a.kind === 'array') return machine.library.arrays.augment(call, op, a, b);
	if (!machine.javascript) {
		if (a.kind === 'list' && op === '+') return extended(call, a, b);
		if (a.kind === 'list' && op === '*' && wholeOf(b) !== undefined) {
			const items = [...(call.binary(op, a, b) as ListValue).items];
			delete a.from;
			a.items.length = 0;
			addAll(a.items, items);
			return a;
		}
		if (a.kind === 'set' && b.kind === 'set') {
			const { items } = call.binary(op, a, b) as SetValue;
			a.items.clear();
			for (const [key, item] of items) a.items.set(key, item);
			return a;
		}
		if (a.kind === 'dict' && op === '|') {
			mergeInto(call, a, b);
			return a;
		}
	}
	if (a.kind === 'instance' && SPECIAL[op] !== undefined) {
		const hook = specialMethod(call, a, `__i${SPECIAL[op]}__`);
		if (hook !== null) return call.call(hook, [b]);
		if (a.inner?.kind === 'list' && op === '+') {
			extended(call, a.inner, b);
			return a;
		}
	}
	return call.binary(op, a, b);
}

function special(call: Services, op: BinaryOp, a: Value, b: Value): Value | null {
	const name = SPECIAL[op];
	if (name === undefined) return null;
	// A class that derives from the left one's comes first where it says something of its own.
	const rightFirst =
		a.kind === 'instance' && b.kind === 'instance' && a.class !== b.class && b.class.order.includes(a.class);
	const attempts: readonly (readonly [Value, string, Value])[] = rightFirst
		? [
				[b, `__r${name}__`, a],
				[a, `__${name}__`, b],
			]
		: [
				[a, `__${name}__`, b],
				[b, `__r${name}__`, a],
			];
	for (const [self, method, other] of attempts) {
		const hook = specialMethod(call, self, method);
		const result = hook === null ? null : call.call(hook, [other]);
		if (result !== null && !isNotImplemented(result)) return result;
	}
	return null;
}

export function compare(call: Services, machine: Machine, op: CompareOp, a: Value, b: Value): Value {
	const { javascript, library, matrices } = machine;
	const matrix = matrices?.compare(call, op, a, b) ?? null;
	if (matrix !== null) return matrix;
	if (op === 'is' || op === 'is not') return operations.compare(call, op, a, b)!;
	if (a.kind === 'instance' || b.kind === 'instance') {
		const result = specialCompare(call, op, a, b);
		if (result !== null) return result;
	}
	if (op === 'in' || op === 'not in') {
		if (b.kind !== 'array') return operations.compare(call, op, a, b)!;
		const found = library.arrays.compare(call, op, a, b);
		if (found !== null) return found;
	}
	if (a.kind === 'nothing' || b.kind === 'nothing') return bool(a === b && op === '==');
	let result: Value | null = null;
	if (a.kind === 'array' || b.kind === 'array') result = library.arrays.compare(call, op, a, b);
	else result = javascript ? compareOfJavaScript(call, op, a, b) : operations.compare(call, op, a, b);
	return (
		result ??
		call.raise('TypeError', ["'{0}' not supported between instances of '{1}' and '{2}'", op, typeName(a), typeName(b)])
	);
}

function specialCompare(call: Services, op: CompareOp, a: Value, b: Value): Value | null {
	if (op === 'in' || op === 'not in') {
		const hook = specialMethod(call, b, '__contains__');
		return hook === null ? null : bool(call.truthy(call.call(hook, [a])) === (op === 'in'));
	}
	const special = SPECIAL_COMPARE[op];
	if (special === undefined) return null;
	const left = specialMethod(call, a, special[0]);
	const first = left === null ? null : call.call(left, [b]);
	if (first !== null && !isNotImplemented(first)) return first;
	const right = specialMethod(call, b, special[1]);
	const second = right === null ? null : call.call(right, [a]);
	if (second !== null && !isNotImplemented(second)) return second;
	if (op === '!=' && (specialMethod(call, a, '__eq__') ?? specialMethod(call, b, '__eq__')) !== null)
		return bool(!call.truthy(call.compare('==', a, b)));
	return op === '==' || op === '!=' ? bool((a === b) === (op === '==')) : null;
}

function isNotImplemented(value: Value): boolean {
	return value.kind === 'builtin' && value.name === 'NotImplemented';
}
