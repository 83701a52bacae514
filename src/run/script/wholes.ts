/** Whole numbers as Python has them: exact at any size, and remembered where they come from variables that gradients may be asked of. */
import { opCode } from '../../core/ops/index.ts';
import type { BinaryOp } from '../../lang/script.ts';
import type { Call } from './library.ts';
import { big, bool, int, numberOf, type IntValue, type Value } from './values.ts';

const DIV = opCode('div');
const POW = opCode('pow');
const LAZY_ROW: Partial<Record<BinaryOp, string>> = { '+': 'add', '-': 'sub', '*': 'mul', '**': 'pow' };

/** Numbers of more bits than this are not computed. */
const MOST_BITS = 1 << 16;

export function exactOf(value: Value): bigint {
	if (value.kind === 'int') return value.big ?? BigInt(value.value);
	return BigInt(numberOf(value) ?? 0);
}

function asInt(value: Value): IntValue {
	return value.kind === 'int' ? value : int(numberOf(value) ?? 0);
}

/** Rounds towards −∞, as `//` does. */
function floorDivide(x: bigint, y: bigint): bigint {
	const quotient = x / y;
	return quotient * y !== x && x < 0n !== y < 0n ? quotient - 1n : quotient;
}

function tooLong(call: Call): never {
	return call.raise('OverflowError', ['This whole number has more than {0} bits.', MOST_BITS]);
}

function bits(x: number): number {
	return Math.log2(Math.max(1, Math.abs(x)));
}

/** `x ** y` for y ≥ 0. */
function power(call: Call, a: Value, b: Value, x: number, y: number): bigint {
	if (bits(x) * y > MOST_BITS) return tooLong(call);
	return exactOf(a) ** exactOf(b);
}

/** `a op b` of whole numbers and booleans by Python's rules; null where there is no such operation. */
export function wholes(call: Call, op: BinaryOp, a: Value, b: Value, x: number, y: number): Value | null {
	const { recorder } = call;
	switch (op) {
		case '+':
		case '-':
		case '*':
		case '**': {
			if (op === '**' && y < 0) {
				if (x === 0) return call.raise('ZeroDivisionError', ['0.0 cannot be raised to a negative power']);
				return recorder.gate(POW, [a, b]);
			}
			const value = op === '+' ? x + y : op === '-' ? x - y : op === '*' ? x * y : x ** y;
			if (Number.isSafeInteger(value) && Number.isSafeInteger(x) && Number.isSafeInteger(y))
				return recorder.lazyOperation(LAZY_ROW[op]!, value + 0, [asInt(a), asInt(b)]);
			if (op === '**') return big(power(call, a, b, x, y));
			if (bits(value) > MOST_BITS || !Number.isFinite(value)) return tooLong(call);
			const [p, q] = [exactOf(a), exactOf(b)];
			return big(op === '+' ? p + q : op === '-' ? p - q : p * q);
		}
		case '/':
			if (y === 0) return call.raise('ZeroDivisionError', ['division by zero']);
			return recorder.gate(DIV, [a, b]);
		case '//':
		case '%': {
			if (y === 0) return call.raise('ZeroDivisionError', ['integer division or modulo by zero']);
			if (Number.isSafeInteger(x) && Number.isSafeInteger(y)) {
				// A remainder is exact where a quotient of large numbers would be rounded.
				let remainder = x % y;
				if (remainder !== 0 && remainder < 0 !== y < 0) remainder += y;
				return int((op === '%' ? remainder : Math.round((x - remainder) / y)) + 0);
			}
			const [p, q] = [exactOf(a), exactOf(b)];
			const quotient = floorDivide(p, q);
			return big(op === '//' ? quotient : p - quotient * q);
		}
		case '<<':
		case '>>': {
			if (y < 0) return call.raise('ValueError', ['negative shift count']);
			if (op === '<<' && bits(x) + y > MOST_BITS) return tooLong(call);
			if (op === '>>' && y > 2 * MOST_BITS) return int(x < 0 ? -1 : 0);
			return big(op === '<<' ? exactOf(a) << exactOf(b) : exactOf(a) >> exactOf(b));
		}
		case '&':
		case '|':
		case '^': {
			const [p, q] = [exactOf(a), exactOf(b)];
			const result = op === '&' ? p & q : op === '|' ? p | q : p ^ q;
			return a.kind === 'bool' && b.kind === 'bool' ? bool(result !== 0n) : big(result);
		}
		default:
			return null;
	}
}

/** The remainder of a power, without the power. */
export function powerModulo(call: Call, base: Value, exponent: Value, modulus: Value): Value {
	const m = exactOf(modulus);
	if (m === 0n) return call.raise('ValueError', ['pow() 3rd argument cannot be 0']);
	let e = exactOf(exponent);
	if (e < 0n) return call.unsupported('pow(a, -b, m)');
	const modulo = (x: bigint): bigint => ((x % m) + m) % m;
	let result = modulo(1n);
	for (let square = modulo(exactOf(base)); e > 0n; e >>= 1n, square = modulo(square * square)) {
		call.tick();
		if ((e & 1n) === 1n) result = modulo(result * square);
	}
	return big(result);
}

/** `int(x)` of a float: the whole number towards 0. */
export function truncated(call: Call, x: number): IntValue {
	if (Number.isNaN(x)) return call.raise('ValueError', ['cannot convert float NaN to integer']);
	if (!Number.isFinite(x)) return call.raise('OverflowError', ['cannot convert float infinity to integer']);
	return int(Math.trunc(x) + 0);
}

/** The whole number that a text stands for in a base (0: as its prefix says), or null. */
export function wholeFrom(text: string, base: number): IntValue | null {
	const match = /^([-+]?)(?:0([box]))?([0-9a-z]+(?:_[0-9a-z]+)*)$/i.exec(text.trim());
	if (match === null) return null;
	const [, sign, prefix, digits = ''] = match;
	const prefixBase = { b: 2, o: 8, x: 16 }[prefix?.toLowerCase() ?? ''];
	const plain = digits.replaceAll('_', '').toLowerCase();
	const radix = base === 0 ? (prefixBase ?? 10) : base;
	// `0b1` in base 16 is all digits.
	const all = prefixBase !== undefined && prefixBase !== radix ? `0${prefix!.toLowerCase()}${plain}` : plain;
	let value = 0n;
	if (all.length > 4300) return null;
	for (const digit of all) {
		const worth = parseInt(digit, 36);
		if (!(worth < radix)) return null;
		value = value * BigInt(radix) + BigInt(worth);
	}
	return big(sign === '-' ? -value : value);
}
