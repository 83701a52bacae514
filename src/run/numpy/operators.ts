/** What `+`, `@`, `<` and their kind do where an operand is an array. */
import type { BinaryOp, CompareOp } from '../../lang/script.ts';
import { dataOf } from '../../core/tensor/tensor.ts';
import { broadcastShapes, sameShape, ShapeError, shapeText } from '../../core/tensor/shape.ts';
import { numberOf, type Value } from '../script/values.ts';
import type { NdArray } from './array.ts';
import { elementOf, isFloatType, promoteTypes, type DType } from './dtypes.ts';
import { store } from './indexing.ts';
import type { Kit } from './kit.ts';

const ARITHMETIC: Readonly<Partial<Record<BinaryOp, string>>> = {
	'+': 'add',
	'-': 'sub',
	'*': 'mul',
	'/': 'div',
	'//': 'floordiv',
	'%': 'mod',
	'**': 'pow',
	'@': 'matmul',
};
const SYMBOLS: Readonly<Record<string, string>> = { '&': 'bitwise_and', '|': 'bitwise_or', '^': 'bitwise_xor' };
const COMPARISONS: Readonly<Partial<Record<CompareOp, string>>> = {
	'<': 'lt',
	'<=': 'le',
	'>': 'gt',
	'>=': 'ge',
	'==': 'eq',
	'!=': 'ne',
};

/** Whether a value takes part in arithmetic with arrays: numbers, arrays, lists of them. */
function isOperand(value: Value): boolean {
	const { kind } = value;
	return numberOf(value) !== undefined || kind === 'array' || kind === 'list' || kind === 'tuple' || kind === 'range';
}

/** The operator applied; null where an operand is none of numbers. */
export function binary(k: Kit, op: BinaryOp, a: Value, b: Value): Value | null {
	if (!isOperand(a) || !isOperand(b)) return null;
	const x = k.operand(a);
	const y = k.operand(b);
	const bits = SYMBOLS[op] ?? (op === '<<' || op === '>>' ? op : null);
	if (bits !== null) return bitwise(k, op, x, y);
	const row = ARITHMETIC[op];
	if (row === undefined) return null;
	if (row === 'matmul') return matmul(k, x, y);
	return arithmetic(k, row, x, y, op);
}

/** An elementwise row of two operands. Shapes that do not fit are told with the operator. */
export function arithmetic(k: Kit, row: string, x: Value, y: Value, symbol: string): Value {
	needBroadcast(k, symbol, x, y);
	if (row === 'sub' && k.dtypeOf(x) === 'bool' && k.dtypeOf(y) === 'bool') {
		k.call.raise('TypeError', ['True and False are not subtracted: use ^ or logical_xor.']);
	}
	if (row === 'add' && k.dtypeOf(x) === 'bool' && k.dtypeOf(y) === 'bool') return k.map('or', [x, y]);
	if (row === 'div') return trueDivision(k, x, y);
	if (row === 'pow') return power(k, x, y);
	if (row === 'floordiv' || row === 'mod') return rounding(k, row, x, y);
	return k.map(row, [x, y]);
}

/** Whole numbers divided are floats. */
function trueDivision(k: Kit, x: Value, y: Value): Value {
	return k.map('div', [x, y]);
}

/** Whole numbers have no infinity: NumPy's quotient and remainder of a division by 0 are 0. */
function rounding(k: Kit, row: 'floordiv' | 'mod', x: Value, y: Value): Value {
	const isWhole = !k.isFloat(x) && !k.isFloat(y) && !k.isTorch([x, y]);
	if (!isWhole || !Array.from(dataOf(k.look(y))).some((value) => value === 0)) return k.map(row, [x, y]);
	const dtype = promoteTypes(k.dtypeOf(x), k.dtypeOf(y));
	const shape = broadcastShapes(k.shapeOf(x), k.shapeOf(y));
	return k.compute([x, y], shape, dtype, (a, b) => {
		if (b === 0) return 0;
		const floor = Math.floor(a / b);
		return row === 'floordiv' ? floor : a - b * floor;
	});
}

function power(k: Kit, x: Value, y: Value): Value {
	if (!k.isFloat(x) && !k.isFloat(y) && Array.from(k.look(y).data).some((value) => value < 0)) {
		k.call.raise('ValueError', ['Whole numbers are not raised to negative whole powers.']);
	}
	return k.map('pow', [x, y]);
}

export function matmul(k: Kit, x: Value, y: Value): Value {
	return k.apply('matmul', [x, y]);
}

/** Raises where two shapes do not broadcast: `(3,) + (4,): cannot broadcast`. */
export function needBroadcast(k: Kit, symbol: string, x: Value, y: Value): void {
	const a = k.shapeOf(x);
	const b = k.shapeOf(y);
	if (a.length === 0 || b.length === 0 || sameShape(a, b)) return;
	try {
		broadcastShapes(a, b);
	} catch (error) {
		if (!(error instanceof ShapeError)) throw error;
		throw new ShapeError('{0} {1} {2}: cannot broadcast', shapeText(a), symbol, shapeText(b));
	}
}

const LOGIC: Readonly<Record<string, string>> = { '&': 'and', '|': 'or', '^': 'ne' };

/** Bits of whole numbers; of truths it is logic. */
export function bitwise(k: Kit, op: string, x: Value, y: Value): Value {
	needBroadcast(k, op, x, y);
	const dtype = promoteTypes(k.dtypeOf(x), k.dtypeOf(y));
	if (isFloatType(dtype)) k.call.raise('TypeError', ['{0} is not for floats', op]);
	const logic = dtype === 'bool' ? LOGIC[op] : undefined;
	if (logic !== undefined) return k.map(logic, [x, y]);
	return wholes(k, BITS[op]!, x, y, dtype);
}

/** Numbers have 53 bits: those above the 32nd are worked out as big integers. */
const BITS: Readonly<Record<string, (a: bigint, b: bigint) => bigint>> = {
	'&': (a, b) => a & b,
	'|': (a, b) => a | b,
	'^': (a, b) => a ^ b,
	'<<': (a, b) => BigInt.asIntN(64, a << b),
	'>>': (a, b) => a >> b,
};

function wholes(k: Kit, of: (a: bigint, b: bigint) => bigint, x: Value, y: Value, dtype: DType): Value {
	const shape = broadcastShapes(k.shapeOf(x), k.shapeOf(y));
	return k.compute([x, y], shape, dtype, (a, b) => Number(of(BigInt(a), BigInt(b))));
}

export function unary(k: Kit, op: '-' | '+' | '~', a: NdArray): Value {
	if (op === '+') return a;
	if (op === '-') {
		if (a.dtype === 'bool') k.call.raise('TypeError', ['True and False have no negative: use ~.']);
		return k.map('neg', [a]);
	}
	if (a.dtype === 'bool') return k.map('not', [a]);
	if (a.isFloat) k.call.raise('TypeError', ['{0} is not for floats', op]);
	return k.compute([a], a.shape, a.dtype, (value) => -1 - value);
}

export function compare(k: Kit, op: CompareOp, a: Value, b: Value): Value | null {
	const row = COMPARISONS[op];
	if (row === undefined || !isOperand(a) || !isOperand(b)) return null;
	const x = k.operand(a);
	const y = k.operand(b);
	needBroadcast(k, op, x, y);
	return k.map(row, [x, y]);
}

/** `a += b`: the result is stored into the array, so that every alias sees it. */
export function augment(k: Kit, op: BinaryOp, a: NdArray, b: Value): Value {
	// `w.data -= step` goes on with w, as a step under `no_grad` does.
	const result = binary(k, op, a.uncut(), b);
	if (result === null) k.call.raise('TypeError', ['{0} is not for what stands on its right', `${op}=`]);
	return replace(k, a, result, `${op}=`);
}

/** Makes an array hold a result of its own shape. */
export function replace(k: Kit, a: NdArray, result: Value, symbol: string): NdArray {
	const shape = k.shapeOf(result);
	if (!sameShape(shape, a.shape)) {
		k.call.raise('ValueError', [
			'{0}: a result of shape {1} does not fit the array of shape {2}',
			symbol,
			shapeText(shape),
			shapeText(a.shape),
		]);
	}
	if (!a.isFloat && k.isFloat(result)) {
		k.call.raise('TypeError', ['{0}: an array of {1} cannot hold floats', symbol, a.dtype]);
	}
	const held = k.array(result);
	if (a.isWhole && held.recorded && isFloatType(a.dtype) && elementOf(held.dtype) === elementOf(a.dtype)) {
		// Every element is new: the result is the next version.
		a.storage.become(held.node());
	} else store(k, a, a.where(), a.shape, held);
	return a;
}

/** The array that a result goes into: `out=a`, or a tuple of one. */
export function outArray(k: Kit, out: Value | undefined): NdArray | null {
	if (out === undefined || out.kind === 'none') return null;
	const [only] = out.kind === 'tuple' ? out.items : [out];
	if (only === undefined || !k.isArray(only)) k.call.raise('TypeError', ['A result is put into an array.']);
	return only;
}
